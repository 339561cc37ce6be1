//! The folder that a deployment serves from: files named by their hash, and a manifest that names the files.
//!
//! Every file is written beside its place and renamed, and the manifest comes after the files it names: whoever
//! reads the folder meanwhile sees the state before or after.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use gangway_knowledge::build::File;
use serde::{Deserialize, Serialize};

use crate::failure::Failure;
use crate::report::{Artifact, Row, State};
use crate::stdout;

/// The largest file that can be deployed as a static asset.
pub(crate) const LARGEST_ASSET: usize = 25 * 1024 * 1024;
/// What an index and its table may take of the memory that the Worker keeps: less than the whole of its shelf.
pub(crate) const MOST_RESIDENT: usize = 64 * 1024 * 1024;

const MANIFEST: &str = "manifest.json";
/// How the names of the files of an index begin.
const INDEX: &str = "index-";
const PART: &str = "part-";
const TEXTS: &str = "texts-";
/// Where earlier versions kept the stamps: in the folder, which is deployed.
const MISPLACED: &str = "stamps.json";

/// The output folder.
#[derive(Debug)]
pub(crate) struct Output {
    folder: PathBuf,
    /// Where the stamps are kept, if they are.
    noted_in: Option<PathBuf>,
    /// What stands there from the last time.
    stamps: Stamps,
    manifest: Manifest,
}

/// Names every file that is served.
#[derive(Clone, PartialEq, Eq, Default, Debug, Serialize, Deserialize)]
pub(crate) struct Manifest {
    /// The deployment's table, for readers that do not look for it in the rows.
    pub(crate) table: String,
    pub(crate) workspaces: Vec<Served>,
}

/// The files of a workspace.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub(crate) struct Served {
    pub(crate) id: String,
    pub(crate) playbook: String,
    pub(crate) index: String,
    /// The table it was built with. A manifest that does not say so has one table for all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) table: Option<String>,
    /// The parts of its index, in order; none when it is one file.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) parts: Vec<String>,
    /// The files of its texts, in order; none when the index holds them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) texts: Vec<String>,
}

/// From what each workspace was built, so that the same need not be built again.
#[derive(Default, Debug, Serialize, Deserialize)]
struct Stamps(BTreeMap<String, Stamp>);

#[derive(Debug, Serialize, Deserialize)]
struct Stamp {
    fingerprint: String,
    row: Row,
}

impl Output {
    /// Opens the folder, with the stamps that are kept elsewhere. What cannot be understood counts as absent.
    pub(crate) fn open(folder: &Path, stamps: Option<&Path>) -> Self {
        Self {
            folder: folder.to_owned(),
            noted_in: stamps.map(Path::to_owned),
            stamps: stamps.and_then(parsed).unwrap_or_default(),
            manifest: parsed(&folder.join(MANIFEST)).unwrap_or_default(),
        }
    }

    /// The row of a workspace that was built from just this and whose files are there.
    pub(crate) fn unchanged(&self, id: &str, fingerprint: &str) -> Option<Row> {
        let stamp = self
            .stamps
            .0
            .get(id)
            .filter(|stamp| stamp.fingerprint == fingerprint)?;
        let stands = |path: PathBuf, artifact: &Artifact| {
            fs::metadata(path).is_ok_and(|file| file.is_file() && file.len() == artifact.bytes)
        };
        let playbook = stamp.row.playbook.as_ref()?;
        let index = stamp.row.index.as_ref()?;
        let all_stand = |artifacts: &[Artifact], kind| {
            artifacts
                .iter()
                .all(|artifact| stands(self.of_index(id, kind, &artifact.hash), artifact))
        };
        (stands(self.playbook(id, &playbook.hash), playbook)
            && stands(self.of_index(id, INDEX, &index.hash), index)
            && all_stand(&stamp.row.parts, PART)
            && all_stand(&stamp.row.texts, TEXTS))
        .then(|| stamp.row.clone())
    }

    pub(crate) fn write_playbook(&self, id: &str, hash: &str, bytes: &[u8]) -> Result<Artifact, Failure> {
        write(&self.playbook(id, hash), hash, bytes)
    }

    pub(crate) fn write_index(&self, id: &str, file: &File) -> Result<Artifact, Failure> {
        write(&self.of_index(id, INDEX, &file.hash), &file.hash, &file.bytes)
    }

    /// Writes the parts that an index is cut into.
    pub(crate) fn write_parts(&self, id: &str, files: &[File]) -> Result<Vec<Artifact>, Failure> {
        let each = files
            .iter()
            .map(|file| write(&self.of_index(id, PART, &file.hash), &file.hash, &file.bytes));
        each.collect()
    }

    /// Writes the files of an index's texts.
    pub(crate) fn write_texts(&self, id: &str, files: &[File]) -> Result<Vec<Artifact>, Failure> {
        let each = files
            .iter()
            .map(|file| write(&self.of_index(id, TEXTS, &file.hash), &file.hash, &file.bytes));
        each.collect()
    }

    pub(crate) fn write_table(&self, hash: &str, bytes: &[u8]) -> Result<Artifact, Failure> {
        write(&self.table(hash), hash, bytes)
    }

    /// Writes the manifest of these rows and removes every file that it does not name. `only` keeps the other
    /// workspaces as they are.
    pub(crate) fn finish<'r>(
        mut self,
        table: &str,
        rows: impl Iterator<Item = (&'r Row, Option<String>)>,
        only: Option<&str>,
    ) -> Result<(), Failure> {
        let mut manifest = Manifest {
            table: table.to_owned(),
            workspaces: Vec::new(),
        };
        match only {
            // 1. The others, with the tables they were built with.
            Some(id) => {
                let others = self.manifest.workspaces.iter().filter(|served| served.id != id);
                manifest.workspaces.extend(others.map(|served| Served {
                    table: served.table.clone().or_else(|| Some(self.manifest.table.clone())),
                    ..served.clone()
                }));
                self.stamps.0.remove(id);
            }
            None => self.stamps.0.clear(),
        }
        // 2. Those that were built.
        for (row, fingerprint) in rows {
            let (Some(playbook), Some(index)) = (&row.playbook, &row.index) else {
                continue;
            };
            manifest.workspaces.push(Served {
                id: row.id.clone(),
                playbook: playbook.hash.clone(),
                index: index.hash.clone(),
                table: row.table.as_ref().map(|table| table.hash.clone()),
                parts: row.parts.iter().map(|part| part.hash.clone()).collect(),
                texts: row.texts.iter().map(|texts| texts.hash.clone()).collect(),
            });
            // What was faulty is read again, so that its faults are told again.
            if let Some(fingerprint) = fingerprint.filter(|_| row.errors.is_empty()) {
                self.stamps.0.insert(
                    row.id.clone(),
                    Stamp {
                        fingerprint,
                        row: Row {
                            state: State::Built,
                            ..row.clone()
                        },
                    },
                );
            }
        }
        manifest.workspaces.sort_by(|a, b| a.id.cmp(&b.id));
        // 3. The manifest, then what only concerns the next build, then nothing else.
        write(&self.folder.join(MANIFEST), "", &json(&manifest)?)?;
        if let Some(file) = &self.noted_in {
            write(file, "", &json(&self.stamps)?)?;
        }
        self.clean(&manifest)
    }

    fn playbook(&self, id: &str, hash: &str) -> PathBuf {
        self.folder.join(id).join(format!("playbook-{hash}.json"))
    }

    fn table(&self, hash: &str) -> PathBuf {
        self.folder.join(format!("table-{hash}.postcard"))
    }

    /// A file of an index, by its kind.
    fn of_index(&self, id: &str, kind: &str, hash: &str) -> PathBuf {
        self.folder.join(id).join(format!("{kind}{hash}.postcard"))
    }

    /// Removes files of the names that are written here and that the manifest does not name.
    fn clean(&self, manifest: &Manifest) -> Result<(), Failure> {
        let tables = manifest
            .workspaces
            .iter()
            .filter_map(|served| served.table.as_ref());
        let tables = tables.chain([&manifest.table]);
        let kept: Vec<PathBuf> = manifest
            .workspaces
            .iter()
            .flat_map(|served| {
                let of_index = |kind, hash| self.of_index(&served.id, kind, hash);
                let parts = served.parts.iter().map(move |hash| of_index(PART, hash));
                let texts = served.texts.iter().map(move |hash| of_index(TEXTS, hash));
                let own = [
                    self.playbook(&served.id, &served.playbook),
                    of_index(INDEX, &served.index),
                ];
                own.into_iter().chain(parts).chain(texts)
            })
            .chain(tables.map(|hash| self.table(hash)))
            .collect();
        let mut folders = vec![self.folder.clone()];
        for entry in listed(&self.folder)? {
            if entry.is_dir() {
                folders.push(entry);
            }
        }
        for folder in folders {
            for file in listed(&folder)? {
                if is_ours(&file) && !kept.contains(&file) {
                    fs::remove_file(&file).map_err(|error| Failure::io("remove", &file, &error))?;
                }
            }
            // Only an empty folder can be removed: one with other files stays.
            if folder != self.folder && listed(&folder)?.is_empty() {
                fs::remove_dir(&folder).map_err(|error| Failure::io("remove", &folder, &error))?;
            }
        }
        Ok(())
    }
}

/// Writes a file whole or not at all, and not at all when it is there already.
fn write(path: &Path, hash: &str, bytes: &[u8]) -> Result<Artifact, Failure> {
    let failed = |error| Failure::io("write", path, &error);
    let artifact = Artifact {
        hash: hash.to_owned(),
        bytes: bytes.len() as u64,
    };
    if fs::read(path).is_ok_and(|there| there == bytes) {
        return Ok(artifact);
    }
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(failed)?;
    }
    let beside = path.with_extension("tmp");
    fs::write(&beside, bytes).map_err(failed)?;
    fs::rename(&beside, path).map_err(failed)?;
    Ok(artifact)
}

/// A name that [`write`] gives or gave.
fn is_ours(file: &Path) -> bool {
    let name = file
        .file_name()
        .and_then(|name| name.to_str())
        .unwrap_or_default();
    if name == MISPLACED {
        return true;
    }
    let named = |prefix: &str, ending: &str| {
        name.strip_prefix(prefix)
            .and_then(|rest| rest.strip_suffix(ending))
            .is_some_and(|hash| {
                (16..=64).contains(&hash.len()) && hash.bytes().all(|byte| byte.is_ascii_hexdigit())
            })
    };
    [
        ("playbook-", ".json"),
        (INDEX, ".postcard"),
        (PART, ".postcard"),
        (TEXTS, ".postcard"),
        ("table-", ".postcard"),
    ]
    .into_iter()
    .any(|(prefix, ending)| named(prefix, ending) || named(prefix, ".tmp"))
}

fn listed(folder: &Path) -> Result<Vec<PathBuf>, Failure> {
    let failed = |error| Failure::io("read", folder, &error);
    let mut entries = Vec::new();
    for entry in fs::read_dir(folder).map_err(failed)? {
        entries.push(entry.map_err(failed)?.path());
    }
    entries.sort();
    Ok(entries)
}

fn parsed<T: for<'de> Deserialize<'de>>(path: &Path) -> Option<T> {
    serde_json::from_slice(&fs::read(path).ok()?).ok()
}

fn json(value: &impl Serialize) -> Result<Vec<u8>, Failure> {
    serde_json::to_vec(value).map_err(|error| Failure::new(format!("cannot write JSON: {error}")))
}

/// Writes what a command came to as JSON to stdout.
pub(crate) fn print_json(value: &impl Serialize) -> Result<(), Failure> {
    let text = serde_json::to_string_pretty(value)
        .map_err(|error| Failure::new(format!("cannot write what it came to: {error}")))?;
    stdout::line(text)
}
