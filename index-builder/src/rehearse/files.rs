//! A workspace's `rehearsals/`: its files read, parsed, and played on stages in memory.

use std::fs;
use std::path::{Path, PathBuf};

use gangway_knowledge::{Index, Table};
use gangway_playbook::Playbook;
use gangway_playbook::parse::parse_rehearsal;
use gangway_playbook::rehearsal::Rehearsal;
use gangway_reading::Prepared;
use rayon::prelude::*;

use super::play::{Outcome, Played, play};
use super::show;
use super::virtual_stage::{Props, VirtualStage};
use crate::hash::Hasher;
use crate::problem::Problem;
use crate::workspace::Workspace;

/// The folder of a workspace's rehearsals.
pub(crate) const FOLDER: &str = "rehearsals";
/// What a rehearsal's name ends with.
const ENDING: &str = ".toml";
/// Bytes of the largest file that is read.
const LARGEST: u64 = 1 << 20;
/// Failures that a build names, with their conversations; the others are counted.
const NAMED: usize = 8;

/// The rehearsals of a workspace, and what is wrong with their files.
#[derive(Clone, Debug, Default)]
pub(crate) struct Rehearsals {
    /// By name.
    pub(crate) rehearsals: Vec<Rehearsal>,
    pub(crate) problems: Vec<Problem>,
    /// What lies there and is not read.
    pub(crate) warnings: Vec<Problem>,
}

impl Rehearsals {
    /// Reads them, with every name in them held against the playbook.
    pub(crate) fn read(workspace: &Workspace, playbook: &Playbook) -> Self {
        let mut read = Self::default();
        let files = match files(workspace) {
            Ok(files) => files,
            Err(problem) => {
                read.problems.push(problem);
                return read;
            }
        };
        let folder = workspace.folder.join(FOLDER);
        read.warnings = passed_over(&folder).unwrap_or_default();
        for path in files {
            match parse(&path, playbook) {
                Ok(rehearsal) => read.rehearsals.push(rehearsal),
                Err(problems) => read.problems.extend(problems),
            }
        }
        read
    }

    /// Keeps those of these names; all, when none is named.
    pub(crate) fn keep(&mut self, names: &[String]) {
        self.rehearsals
            .retain(|rehearsal| names.is_empty() || names.contains(&rehearsal.name));
    }

    /// Plays all of them, side by side; what became of each, in their order.
    pub(crate) fn play(&self, playbook: &Playbook, index: &Index, table: &Table) -> Vec<Played> {
        let prepared = Prepared::new(playbook);
        let props = Props {
            playbook,
            prepared: &prepared,
            index,
            table,
        };
        self.rehearsals
            .par_iter()
            .map(|rehearsal| play(rehearsal, playbook, &mut VirtualStage::new(rehearsal, props)))
            .collect()
    }

    /// Plays all of them.
    ///
    /// # Errors
    /// When something else follows than must: one problem for each rehearsal, of many the first.
    pub(crate) fn pass(&self, playbook: &Playbook, index: &Index, table: &Table) -> Result<(), Vec<Problem>> {
        let played = self.play(playbook, index, table);
        let mut problems: Vec<Problem> = self
            .rehearsals
            .iter()
            .zip(&played)
            .filter_map(|(rehearsal, played)| problem(rehearsal, played))
            .collect();
        if let Some(more) = problems.len().checked_sub(NAMED).filter(|more| *more > 0) {
            problems.truncate(NAMED);
            problems.extend(problems.last().map(|last| {
                Problem::at(last.at.clone(), format!("{more} more rehearsals fail"))
                    .hint("`index-builder rehearse` shows all of them")
            }));
        }
        if problems.is_empty() {
            Ok(())
        } else {
            Err(problems)
        }
    }
}

/// What a build says of a rehearsal that failed.
fn problem(rehearsal: &Rehearsal, played: &Played) -> Option<Problem> {
    let Outcome::Failed(misses) = &played.outcome else {
        return None;
    };
    let (at, _) = misses.first()?;
    let mut message = format!("the rehearsal `{}` fails", rehearsal.name);
    for (_, miss) in misses {
        message.push_str(&format!(
            "\n  expected: {}\n  followed: {}",
            miss.expected, miss.followed
        ));
    }
    message.push_str("\nthe conversation up to there:\n");
    message.push_str(show::conversation(&played.lines).trim_end());
    Some(
        Problem::at(format!("{}:{at}", rehearsal.file), message).hint(
            "change the playbook or the documents so that it follows again, or the rehearsal, if something else should follow",
        ),
    )
}

/// What the rehearsals add to the hash of all that is built from: nothing, where there are none.
pub(crate) fn fingerprint(workspace: &Workspace) -> Option<Vec<u8>> {
    let files = files(workspace).ok()?;
    if files.is_empty() {
        return None;
    }
    let mut hasher = Hasher::default();
    for path in files {
        hasher.add(path.file_name().unwrap_or_default().as_encoded_bytes());
        hasher.add(&fs::read(&path).unwrap_or_default());
    }
    Some(hasher.finish().into_bytes())
}

/// The files by name; none where there is no folder.
fn files(workspace: &Workspace) -> Result<Vec<PathBuf>, Problem> {
    let folder = workspace.folder.join(FOLDER);
    if !folder.is_dir() {
        return Ok(Vec::new());
    }
    let io = |error| Problem::io("read", &folder, &error);
    let mut files = Vec::new();
    for entry in fs::read_dir(&folder).map_err(io)? {
        let path = entry.map_err(io)?.path();
        let is_hidden = name_of(&path).starts_with('.');
        if !is_hidden && path.is_file() && has_ending(&path) {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}

/// The folders in it that have rehearsals, which nobody plays.
fn passed_over(folder: &Path) -> std::io::Result<Vec<Problem>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if !path.is_dir() || name_of(&path).starts_with('.') {
            continue;
        }
        let mut inside = fs::read_dir(&path)?.flatten();
        if inside.any(|entry| has_ending(&entry.path())) {
            let message = "the rehearsals in this folder are not played".to_owned();
            found.push(Problem::new(&path, message).hint("put the files right below `rehearsals/`"));
        }
    }
    found.sort_by(|one, other| one.at.cmp(&other.at));
    Ok(found)
}

/// Whether it is called like a rehearsal, in whichever case.
fn has_ending(path: &Path) -> bool {
    let ending = path.extension().map(std::ffi::OsStr::to_string_lossy);
    ending.is_some_and(|ending| ending.eq_ignore_ascii_case(&ENDING[1..]))
}

fn parse(path: &Path, playbook: &Playbook) -> Result<Rehearsal, Vec<Problem>> {
    let io = |error| vec![Problem::io("read", path, &error)];
    let size = fs::metadata(path).map_err(io)?.len();
    if size > LARGEST {
        return Err(vec![
            Problem::new(path, format!("{size} bytes are no rehearsal"))
                .hint("a rehearsal is one conversation: put others into files of their own"),
        ]);
    }
    let bytes = fs::read(path).map_err(io)?;
    let text = std::str::from_utf8(&bytes).map_err(|error| {
        vec![
            Problem::new(path, format!("not UTF-8 at byte {}", error.valid_up_to()))
                .hint("save the file in UTF-8"),
        ]
    })?;
    parse_rehearsal(&name_of(path), &path.display().to_string(), text, playbook)
        .map_err(|mistakes| mistakes.into_iter().map(Problem::playbook).collect())
}

fn name_of(path: &Path) -> String {
    let name = if has_ending(path) {
        path.file_stem()
    } else {
        path.file_name()
    };
    name.unwrap_or_default().to_string_lossy().into_owned()
}
