//! Finding workspaces and reading what they are made of.

use std::fs;
use std::path::{Path, PathBuf};

use gangway_knowledge::document::{DocumentError, LARGEST_DOCUMENT};

use crate::failure::Failure;
use crate::hash::Hasher;
use crate::problem::Problem;

/// The file that makes a folder a workspace.
pub(crate) const PLAYBOOK: &str = "workspace.toml";
/// The folder of its documents.
pub(crate) const DOCUMENTS: &str = "documents";

/// Folders are not searched deeper than this: a link may lead in circles.
const DEEPEST: usize = 16;

/// One operator's folder.
#[derive(Debug)]
pub(crate) struct Workspace {
    pub(crate) id: String,
    pub(crate) folder: PathBuf,
}

impl Workspace {
    /// The workspaces below a folder by id, or the one that is asked for.
    pub(crate) fn find(folder: &Path, only: Option<&str>) -> Result<Vec<Self>, Failure> {
        let mut found = Vec::new();
        for entry in fs::read_dir(folder).map_err(|error| Failure::io("read", folder, &error))? {
            let entry = entry.map_err(|error| Failure::io("read", folder, &error))?;
            if !entry.path().join(PLAYBOOK).is_file() {
                continue;
            }
            let id = entry.file_name().to_string_lossy().into_owned();
            if id.is_empty()
                || !id
                    .bytes()
                    .all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-'))
            {
                return Err(
                    Failure::new(format!("`{}` cannot name a workspace", entry.path().display()))
                        .hint("rename the folder: lower-case letters, digits and dashes"),
                );
            }
            found.push(Self {
                id,
                folder: entry.path(),
            });
        }
        found.sort_by(|a, b| a.id.cmp(&b.id));
        if found.is_empty() {
            return Err(Failure::new(format!("no workspace in `{}`", folder.display()))
                .hint(format!("a workspace is a folder with a `{PLAYBOOK}`")));
        }
        let Some(only) = only else { return Ok(found) };
        let ids: Vec<String> = found
            .iter()
            .map(|workspace| format!("`{}`", workspace.id))
            .collect();
        found.retain(|workspace| workspace.id == only);
        if found.is_empty() {
            return Err(
                Failure::new(format!("no workspace `{only}` in `{}`", folder.display()))
                    .hint(format!("there are {}", ids.join(", "))),
            );
        }
        Ok(found)
    }

    /// Reads its files.
    pub(crate) fn inputs(&self) -> Inputs {
        let file = self.folder.join(PLAYBOOK);
        let mut inputs = Inputs {
            playbook: fs::read(&file),
            file,
            documents: Vec::new(),
            problems: Vec::new(),
        };
        let documents = self.folder.join(DOCUMENTS);
        if documents.is_dir() {
            inputs.collect(&documents, "", 0);
        }
        inputs
    }
}

/// What a workspace is made of.
#[derive(Debug)]
pub(crate) struct Inputs {
    /// The playbook's file.
    pub(crate) file: PathBuf,
    /// What it contains.
    pub(crate) playbook: std::io::Result<Vec<u8>>,
    /// The documents, by id.
    pub(crate) documents: Vec<Input>,
    /// What could not be read.
    pub(crate) problems: Vec<Problem>,
}

/// A document's file.
#[derive(Debug)]
pub(crate) struct Input {
    /// Its path below `documents/`, with `/` between folders.
    pub(crate) id: String,
    pub(crate) path: PathBuf,
    pub(crate) bytes: Vec<u8>,
}

impl Inputs {
    /// A hash of all that `build` makes of them; `None` when something could not be read.
    pub(crate) fn fingerprint(&self, table: &str) -> Option<String> {
        let playbook = self.playbook.as_ref().ok().filter(|_| self.problems.is_empty())?;
        let mut hasher = Hasher::default();
        hasher.add(tool().as_bytes()).add(table.as_bytes()).add(playbook);
        for document in &self.documents {
            hasher.add(document.id.as_bytes()).add(&document.bytes);
        }
        Some(hasher.finish())
    }

    /// Adds the documents of a folder and of those in it, in the order of their names.
    fn collect(&mut self, folder: &Path, prefix: &str, depth: usize) {
        if depth > DEEPEST {
            self.problems
                .push(Problem::new(folder, format!("over {DEEPEST} folders deep")));
            return;
        }
        let mut entries: Vec<PathBuf> =
            match fs::read_dir(folder).and_then(Iterator::collect::<Result<Vec<_>, _>>) {
                Ok(entries) => entries.into_iter().map(|entry| entry.path()).collect(),
                Err(error) => return self.problems.push(Problem::io("read", folder, &error)),
            };
        entries.sort();
        for path in entries {
            let Some(name) = path.file_name().and_then(|name| name.to_str()) else {
                self.problems
                    .push(Problem::new(&path, "the name is not UTF-8".to_owned()).hint("rename the file"));
                continue;
            };
            // Files of editors and of the system.
            if name.starts_with('.') || name.ends_with('~') || name == "Thumbs.db" || name == "desktop.ini" {
                continue;
            }
            let id = format!("{prefix}{name}");
            if path.is_dir() {
                self.collect(&path, &format!("{id}/"), depth + 1);
                continue;
            }
            match read(&path) {
                Ok(bytes) => self.documents.push(Input { id, path, bytes }),
                Err(problem) => self.problems.push(problem),
            }
        }
    }
}

/// A document's bytes, when they are not too many to be looked at.
fn read(path: &Path) -> Result<Vec<u8>, Problem> {
    let io = |error| Problem::io("read", path, &error);
    let bytes = usize::try_from(fs::metadata(path).map_err(io)?.len()).unwrap_or(usize::MAX);
    if bytes > LARGEST_DOCUMENT {
        return Err(Problem::document(path, &DocumentError::TooLarge { bytes }));
    }
    fs::read(path).map_err(io)
}

/// Tells one build of this program from another: what it makes of the same files may differ.
fn tool() -> String {
    let built = std::env::current_exe()
        .and_then(fs::metadata)
        .and_then(|file| Ok((file.len(), file.modified()?)));
    format!("{} {built:?}", env!("CARGO_PKG_VERSION"))
}
