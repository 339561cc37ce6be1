//! What was done, for people and for programs.

use std::process::ExitCode;
use std::time::Duration;

use gangway_knowledge::Day;
use gangway_knowledge::build::File;
use gangway_playbook::{Matching, Playbook};
use serde::{Deserialize, Serialize};

use crate::assemble::Assembled;
use crate::failure::Failure;
use crate::output::print_json;
use crate::problem::Problem;
use crate::stdout;
use crate::tables::Loaded;
use crate::{Outcome, memory, today};

/// Documents that are named for having taken long.
const SLOWEST: usize = 5;
/// A document that took less is not named. Milliseconds.
const SLOW: u64 = 100;

/// What was done with each workspace.
#[derive(Debug, Serialize)]
pub(crate) struct Report {
    /// The embedding table, when one was used.
    pub(crate) table: Option<Artifact>,
    /// By id.
    pub(crate) workspaces: Vec<Row>,
    /// How long it took, in milliseconds.
    pub(crate) millis: u64,
    /// The most memory the program had at any time, in bytes; `None` where the system does not tell.
    pub(crate) peak_memory: Option<u64>,
}

/// What was done with one workspace.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Row {
    /// The workspace.
    pub(crate) id: String,
    pub(crate) state: State,
    /// Documents that it has.
    pub(crate) documents: usize,
    /// Of these, those that were read; the others have not changed since they were.
    #[serde(default)]
    pub(crate) read: usize,
    pub(crate) passages: usize,
    pub(crate) words: usize,
    /// `None` when it was not made.
    pub(crate) playbook: Option<Artifact>,
    pub(crate) index: Option<Artifact>,
    /// The table that the index was built with.
    #[serde(default)]
    pub(crate) table: Option<Artifact>,
    /// The parts that the index is cut into; none when it is one file.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) parts: Vec<Artifact>,
    /// The files of its texts; none when it holds them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) texts: Vec<Artifact>,
    /// Its playbook's rules, when it has any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) rules: Option<Rules>,
    /// The documents that took longest to read, the slowest first.
    #[serde(default)]
    pub(crate) slowest: Vec<Timed>,
    /// Documents that do not hold for good. What is due among them depends on the day, and is said anew each time.
    #[serde(default)]
    pub(crate) ends: Vec<Ends>,
    pub(crate) errors: Vec<Problem>,
    pub(crate) warnings: Vec<Problem>,
}

/// A document and how long it took to read.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub(crate) struct Timed {
    /// Its file or address.
    pub(crate) at: String,
    pub(crate) millis: u64,
}

/// A document and the last day it holds on.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub(crate) struct Ends {
    /// Its file or address.
    pub(crate) at: String,
    pub(crate) until: Day,
}

/// How many rules there are, and how many of those whose condition holds fire.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub(crate) struct Rules {
    pub(crate) count: usize,
    #[serde(rename = "match")]
    pub(crate) matching: Matching,
}

/// A file by the hash that names it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub(crate) struct Artifact {
    pub(crate) hash: String,
    pub(crate) bytes: u64,
}

impl Artifact {
    pub(crate) fn of(file: &File) -> Self {
        Self {
            hash: file.hash.clone(),
            bytes: file.bytes.len() as u64,
        }
    }

    pub(crate) fn of_table(loaded: &Loaded) -> Self {
        Self {
            hash: loaded.table.hash().to_owned(),
            bytes: loaded.bytes.len() as u64,
        }
    }
}

/// What became of a workspace.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum State {
    /// Written.
    Built,
    /// Nothing to do: its files stand as they are.
    Unchanged,
    /// Looked at only, and in order.
    Checked,
    /// Not all of it could be used.
    Faulty,
    /// Nothing of it is served.
    Failed,
}

impl Timed {
    pub(crate) fn new(at: &str, took: Duration) -> Self {
        Self {
            at: at.to_owned(),
            millis: millis(took),
        }
    }
}

/// A duration in whole milliseconds.
pub(crate) fn millis(took: Duration) -> u64 {
    u64::try_from(took.as_millis()).unwrap_or(u64::MAX)
}

impl Row {
    /// The row of a workspace as its files left it; takes what is wrong with them.
    pub(crate) fn of(id: &str, assembled: &mut Assembled) -> Self {
        let errors = std::mem::take(&mut assembled.errors);
        let state = match (&assembled.playbook, errors.is_empty()) {
            (None, _) => State::Failed,
            (Some(_), false) => State::Faulty,
            (Some(_), true) => State::Checked,
        };
        Self {
            id: id.to_owned(),
            state,
            documents: assembled.documents,
            read: assembled.documents - assembled.unchanged,
            passages: assembled.passages.len(),
            words: assembled
                .passages
                .iter()
                .map(|passage| passage.text.split_whitespace().count())
                .sum(),
            playbook: None,
            index: None,
            table: None,
            parts: Vec::new(),
            texts: Vec::new(),
            rules: assembled.playbook.as_ref().and_then(Rules::of),
            slowest: slowest(std::mem::take(&mut assembled.times)),
            ends: std::mem::take(&mut assembled.ends),
            errors,
            warnings: std::mem::take(&mut assembled.warnings),
        }
    }

    /// The bytes of all files of the index.
    fn weight_of_index(&self) -> String {
        let Some(index) = &self.index else {
            return weight(None);
        };
        let others = self.parts.iter().chain(&self.texts);
        let sum = index.bytes + others.map(|artifact| artifact.bytes).sum::<u64>();
        match self.parts.len() {
            0 => bytes(sum),
            parts => format!("{}, {parts} parts", bytes(sum)),
        }
    }

    /// The row of a workspace that was built from just this before.
    pub(crate) fn unchanged(self) -> Self {
        Self {
            state: State::Unchanged,
            read: 0,
            slowest: Vec::new(),
            ..self
        }
    }

    /// With more that is odd.
    pub(crate) fn with_warnings(mut self, warnings: Vec<Problem>) -> Self {
        self.warnings.extend(warnings);
        self
    }

    /// Nothing of the workspace is served, for these reasons.
    pub(crate) fn fail(&mut self, problems: Vec<Problem>) {
        self.state = State::Failed;
        self.errors.extend(problems);
    }
}

impl Rules {
    fn of(playbook: &Playbook) -> Option<Self> {
        let count = playbook.rules.len();
        (count > 0).then_some(Self {
            count,
            matching: playbook.matching,
        })
    }

    fn in_words(self) -> String {
        let rules = if self.count == 1 { "rule" } else { "rules" };
        let fires = match self.matching {
            Matching::All => "all whose condition holds fire, the first handoff wins",
            Matching::First => "the first whose condition holds fires, and no other",
        };
        format!("{} {rules}: {fires}", self.count)
    }
}

impl State {
    fn name(self) -> &'static str {
        match self {
            Self::Built => "built",
            Self::Unchanged => "unchanged",
            Self::Checked => "checked",
            Self::Faulty => "faulty",
            Self::Failed => "failed",
        }
    }
}

impl Report {
    /// Something in the input is wrong.
    fn is_faulty(&self) -> bool {
        self.workspaces.iter().any(|row| !row.errors.is_empty())
    }

    /// What was done with these workspaces since `begun`, on a day.
    pub(crate) fn new(table: Option<Artifact>, mut workspaces: Vec<Row>, took: Duration, today: Day) -> Self {
        for row in &mut workspaces {
            row.warnings.extend(today::warnings(&row.ends, today));
        }
        Self {
            table,
            workspaces,
            millis: millis(took),
            peak_memory: memory::peak(),
        }
    }

    /// Prints it, and says whether all was well.
    pub(crate) fn finish(&self, json: bool) -> Outcome {
        self.print(json)?;
        Ok(if self.is_faulty() {
            ExitCode::FAILURE
        } else {
            ExitCode::SUCCESS
        })
    }

    /// Writes the problems to stderr and the rest to stdout.
    fn print(&self, json: bool) -> Result<(), Failure> {
        for row in &self.workspaces {
            for problem in &row.warnings {
                eprintln!("warning: {problem}");
            }
            for problem in &row.errors {
                eprintln!("error: {problem}");
            }
        }
        if json {
            print_json(self)?;
        } else {
            stdout::print(self.table())?;
        }
        Ok(())
    }

    fn table(&self) -> String {
        let mut rows = vec![
            [
                "workspace",
                "documents",
                "passages",
                "words",
                "index",
                "playbook",
                "",
            ]
            .map(str::to_owned),
        ];
        for row in &self.workspaces {
            rows.push([
                row.id.clone(),
                row.documents.to_string(),
                row.passages.to_string(),
                row.words.to_string(),
                row.weight_of_index(),
                weight(row.playbook.as_ref()),
                row.state.name().to_owned(),
            ]);
        }
        let mut text = aligned(&rows);
        for row in &self.workspaces {
            if let Some(rules) = row.rules {
                text.push_str(&format!("{}: {}\n", row.id, rules.in_words()));
            }
        }
        if let Some(table) = &self.table {
            text.push_str(&format!("table {}: {}\n", table.hash, bytes(table.bytes)));
        }
        for row in &self.workspaces {
            let own = row.table.as_ref().filter(|own| Some(*own) != self.table.as_ref());
            if let Some(own) = own {
                text.push_str(&format!(
                    "table of {}, {}: {}\n",
                    row.id,
                    own.hash,
                    bytes(own.bytes)
                ));
            }
        }
        text.push_str(&self.effort());
        text
    }

    /// What it took: documents read, time, memory, and where the time went.
    fn effort(&self) -> String {
        let documents: usize = self.workspaces.iter().map(|row| row.documents).sum();
        let read: usize = self.workspaces.iter().map(|row| row.read).sum();
        let warnings = self.workspaces.iter().map(|row| row.warnings.len()).sum();
        let errors = self.workspaces.iter().map(|row| row.errors.len()).sum();
        let mut text = format!("documents: read {read}, unchanged {}; ", documents - read);
        for (count, one) in [(errors, "error"), (warnings, "warning")] {
            match count {
                0 => {}
                1 => text.push_str(&format!("1 {one}; ")),
                several => text.push_str(&format!("{several} {one}s; ")),
            }
        }
        text.push_str(&format!("took {}", seconds(self.millis)));
        if let Some(peak) = self.peak_memory {
            text.push_str(&format!(", at most {} of memory", bytes(peak)));
        }
        text.push('\n');
        let all = self
            .workspaces
            .iter()
            .flat_map(|row| row.slowest.clone())
            .collect();
        for slow in slowest(all).iter().filter(|slow| slow.millis >= SLOW) {
            text.push_str(&format!("slow: {} took {}\n", slow.at, seconds(slow.millis)));
        }
        text
    }
}

/// A size for people.
pub(crate) fn bytes(count: u64) -> String {
    const KIB: u64 = 1024;
    match count {
        0..KIB => format!("{count} B"),
        KIB..0x10_0000 => format!("{:.1} KiB", count as f64 / KIB as f64),
        _ => format!("{:.1} MiB", count as f64 / (KIB * KIB) as f64),
    }
}

/// Columns under each other: the first and the last to the left, numbers to the right.
pub(crate) fn aligned<const COLUMNS: usize>(rows: &[[String; COLUMNS]]) -> String {
    let width = |column: usize| {
        rows.iter()
            .map(|row| row[column].chars().count())
            .max()
            .unwrap_or(0)
    };
    let widths: [usize; COLUMNS] = std::array::from_fn(width);
    let mut text = String::new();
    for row in rows {
        let cells = row.iter().zip(widths).enumerate().map(|(column, (cell, width))| {
            if column == 0 || column + 1 == COLUMNS {
                format!("{cell:<width$}")
            } else {
                format!("{cell:>width$}")
            }
        });
        text.push_str(cells.collect::<Vec<_>>().join("  ").trim_end());
        text.push('\n');
    }
    text
}

/// Milliseconds for people.
pub(crate) fn seconds(millis: u64) -> String {
    format!("{:.2} s", millis as f64 / 1000.0)
}

/// The slowest few, the slowest first.
fn slowest(mut times: Vec<Timed>) -> Vec<Timed> {
    times.sort_by(|a, b| b.millis.cmp(&a.millis).then_with(|| a.at.cmp(&b.at)));
    times.truncate(SLOWEST);
    times
}

fn weight(artifact: Option<&Artifact>) -> String {
    artifact.map_or_else(|| "–".to_owned(), |artifact| bytes(artifact.bytes))
}

#[cfg(test)]
mod tests {
    use super::{Timed, bytes, seconds, slowest};

    #[test]
    fn sizes_have_units() {
        assert_eq!(bytes(1023), "1023 B");
        assert_eq!(bytes(1536), "1.5 KiB");
        assert_eq!(bytes(25 * 1024 * 1024), "25.0 MiB");
        assert_eq!(seconds(1_234), "1.23 s");
    }

    #[test]
    fn the_slowest_documents_come_first_and_the_others_are_left_out() {
        let timed = |at: &str, millis| Timed {
            at: at.to_owned(),
            millis,
        };
        let times = [("f", 1), ("b", 30), ("a", 30), ("e", 2), ("d", 3), ("c", 4)];
        let slowest = slowest(times.iter().map(|&(at, millis)| timed(at, millis)).collect());
        let names: Vec<&str> = slowest.iter().map(|slow| slow.at.as_str()).collect();
        assert_eq!(names, ["a", "b", "c", "d", "e"]);
    }
}
