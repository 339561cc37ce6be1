//! Finding workspaces and what they are made of.

use std::fs;
use std::path::{Path, PathBuf};

use gangway_knowledge::Day;
use gangway_knowledge::document::{DocumentError, LARGEST_DOCUMENT};
use gangway_playbook::Playbook;
use gangway_playbook::parse;
use gangway_playbook::sources::Sources;
use gangway_protocol::Timestamp;

use crate::failure::Failure;
use crate::problem::Problem;

/// The file that makes a folder a workspace.
pub(crate) const PLAYBOOK: &str = "workspace.toml";
/// The folder of its documents.
pub(crate) const DOCUMENTS: &str = "documents";

/// Milliseconds of a day.
const DAY: i64 = 24 * 60 * 60 * 1_000;
/// Folders are not searched deeper than this: a link may lead in circles.
const DEEPEST: usize = 16;

/// One operator's folder.
#[derive(Debug)]
pub(crate) struct Workspace {
    pub(crate) id: String,
    pub(crate) folder: PathBuf,
}

/// What a workspace is made of.
#[derive(Debug)]
pub(crate) struct Inputs {
    /// The playbook's file, as messages name it.
    pub(crate) file: PathBuf,
    /// What it contains; empty when it cannot be read.
    pub(crate) text: Vec<u8>,
    /// What it says; `None` when it is wrong.
    pub(crate) playbook: Option<Playbook>,
    /// Where its teams have holidays.
    holidays: parse::Holidays,
    /// What it says about documents; nothing when it is wrong.
    pub(crate) sources: Sources,
    /// The documents, by id.
    pub(crate) documents: Vec<Input>,
    /// What could not be read.
    pub(crate) problems: Vec<Problem>,
    /// What its file may not mean.
    pub(crate) warnings: Vec<Problem>,
}

/// A document's file.
#[derive(Debug)]
pub(crate) struct Input {
    /// Its path below `documents/`, with `/` between folders.
    pub(crate) id: String,
    pub(crate) path: PathBuf,
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

    /// Reads its playbook and lists its documents.
    pub(crate) fn inputs(&self) -> Inputs {
        let mut inputs = Inputs {
            file: self.folder.join(PLAYBOOK),
            text: Vec::new(),
            playbook: None,
            holidays: parse::Holidays::default(),
            sources: Sources::default(),
            documents: Vec::new(),
            problems: Vec::new(),
            warnings: Vec::new(),
        };
        inputs.parse(&self.id);
        let documents = self.folder.join(DOCUMENTS);
        if documents.is_dir() {
            inputs.collect(&documents, "", 0);
        }
        inputs
    }
}

impl Inputs {
    /// What is wrong with the playbook on the day on which it is to hold.
    pub(crate) fn hold_on(&mut self, today: Day) {
        let Some(playbook) = &self.playbook else { return };
        let epoch = Day::of_millis(0).map_or(0, Day::number);
        let midnight = Timestamp((today.number() - epoch) * DAY);
        let file = self.file.display().to_string();
        let never = self.holidays.never_open(playbook, &file, midnight);
        self.problems.extend(never.into_iter().map(Problem::playbook));
    }

    fn parse(&mut self, workspace: &str) {
        let file = &self.file;
        match fs::read(file) {
            Ok(text) => self.text = text,
            Err(error) => return self.problems.push(Problem::io("read", file, &error)),
        }
        let text = match std::str::from_utf8(&self.text) {
            Ok(text) => text,
            Err(error) => {
                let problem = Problem::new(file, format!("not UTF-8 at byte {}", error.valid_up_to()));
                return self.problems.push(problem.hint("save the file in UTF-8"));
            }
        };
        match parse::parse_all(workspace, &file.display().to_string(), text) {
            Ok(parsed) => {
                self.playbook = Some(parsed.playbook);
                self.holidays = parsed.holidays;
                self.sources = parsed.sources;
                self.warnings = parsed.warnings.into_iter().map(Problem::playbook).collect();
            }
            Err(mistakes) => self.problems.extend(mistakes.into_iter().map(Problem::playbook)),
        }
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
            } else {
                self.documents.push(Input { id, path });
            }
        }
    }
}

/// A document's bytes, when they are not too many to be looked at.
pub(crate) fn read(path: &Path) -> Result<Vec<u8>, Problem> {
    let io = |error| Problem::io("read", path, &error);
    let bytes = usize::try_from(fs::metadata(path).map_err(io)?.len()).unwrap_or(usize::MAX);
    if bytes > LARGEST_DOCUMENT {
        return Err(Problem::document(path, &DocumentError::TooLarge { bytes }));
    }
    fs::read(path).map_err(io)
}

/// Tells one build of this program from another: what it makes of the same files may differ.
pub(crate) fn tool() -> String {
    let built = std::env::current_exe()
        .and_then(fs::metadata)
        .and_then(|file| Ok((file.len(), file.modified()?)));
    format!("{} {built:?}", env!("CARGO_PKG_VERSION"))
}
