//! What became of the rehearsals, for people and for programs.

use gangway_playbook::rehearsal::Rehearsal;
use serde::Serialize;

use super::play::{Outcome, Played};
use super::show;
use crate::failure::Failure;
use crate::output::print_json;
use crate::problem::Problem;
use crate::report::{aligned, seconds};
use crate::stdout;

/// What became of all of them.
#[derive(Debug, Default)]
pub(crate) struct Report {
    /// By workspace and name.
    pub(crate) rows: Vec<Row>,
    /// What is wrong with files.
    pub(crate) problems: Vec<Problem>,
    /// How long it took.
    pub(crate) millis: u64,
}

/// One rehearsal and what became of it.
#[derive(Debug)]
pub(crate) struct Row {
    pub(crate) workspace: String,
    pub(crate) rehearsal: Rehearsal,
    pub(crate) played: Played,
}

impl Row {
    pub(crate) fn of(workspace: &str, rehearsal: Rehearsal, played: Played) -> Self {
        Self {
            workspace: workspace.to_owned(),
            rehearsal,
            played,
        }
    }

    fn word(&self) -> &'static str {
        match self.played.outcome {
            Outcome::Passed => "passed",
            Outcome::Failed(_) => "failed",
            Outcome::Skipped(..) => "skipped",
        }
    }

    /// What is to be said of it beside the conversation.
    fn findings(&self) -> Vec<Finding<'_>> {
        let at = |position| format!("{}:{position}", self.rehearsal.file);
        match &self.played.outcome {
            Outcome::Passed => Vec::new(),
            Outcome::Failed(misses) => misses
                .iter()
                .map(|(position, miss)| Finding {
                    at: at(position),
                    expected: Some(&miss.expected),
                    followed: &miss.followed,
                })
                .collect(),
            Outcome::Skipped(position, why) => vec![Finding {
                at: at(position),
                expected: None,
                followed: why,
            }],
        }
    }

    fn text(&self) -> String {
        let mut text = format!("{} {}/{}", self.word(), self.workspace, self.rehearsal.name);
        if let Some(about) = &self.rehearsal.about {
            text.push_str(&format!(": {about}"));
        }
        text.push('\n');
        text.push_str(&show::conversation(&self.played.lines));
        for finding in self.findings() {
            match finding.expected {
                Some(expected) => text.push_str(&format!(
                    "{}\n  expected: {expected}\n  followed: {}\n",
                    finding.at, finding.followed
                )),
                None => text.push_str(&format!(
                    "{}\n  skipped from here on: {}\n",
                    finding.at, finding.followed
                )),
            }
        }
        text
    }
}

/// A row for programs.
#[derive(Serialize)]
struct JsonRow<'a> {
    workspace: &'a str,
    name: &'a str,
    file: &'a str,
    about: Option<&'a str>,
    /// `passed`, `failed` or `skipped`.
    outcome: &'static str,
    findings: Vec<Finding<'a>>,
    conversation: Vec<JsonLine<'a>>,
}

#[derive(Serialize)]
struct Finding<'a> {
    /// File, line and column.
    at: String,
    /// `None` of what was skipped.
    expected: Option<&'a str>,
    /// What followed, or why it was skipped.
    followed: &'a str,
}

#[derive(Serialize)]
struct JsonLine<'a> {
    /// Milliseconds since the beginning.
    at: i64,
    who: &'a str,
    text: &'a str,
}

impl Report {
    /// Whether something failed.
    pub(crate) fn is_faulty(&self) -> bool {
        let failed = |row: &Row| matches!(row.played.outcome, Outcome::Failed(_));
        !self.problems.is_empty() || self.rows.iter().any(failed)
    }

    fn count(&self, word: &str) -> usize {
        self.rows.iter().filter(|row| row.word() == word).count()
    }

    /// Writes what is wrong with files to stderr and the rest to stdout.
    pub(crate) fn print(&self, json: bool, verbose: bool) -> Result<(), Failure> {
        super::print(&self.problems);
        if json {
            return print_json(&serde_json::json!({
                "rehearsals": self.rows.iter().map(json_row).collect::<Vec<_>>(),
                "passed": self.count("passed"),
                "failed": self.count("failed"),
                "skipped": self.count("skipped"),
                "errors": self.problems,
                "millis": self.millis,
            }));
        }
        let shown = |row: &&Row| verbose || row.word() != "passed";
        for row in self.rows.iter().filter(shown) {
            stdout::line(row.text())?;
        }
        stdout::print(self.table())
    }

    fn table(&self) -> String {
        let mut workspaces: Vec<&str> = self.rows.iter().map(|row| row.workspace.as_str()).collect();
        workspaces.dedup();
        let header = ["workspace", "rehearsals", "passed", "failed", "skipped", ""].map(str::to_owned);
        let mut rows = vec![header];
        for workspace in workspaces {
            let of = |word: &str| {
                let rows = self.rows.iter().filter(|row| row.workspace == workspace);
                rows.filter(|row| word.is_empty() || row.word() == word)
                    .count()
                    .to_string()
            };
            rows.push([
                workspace.to_owned(),
                of(""),
                of("passed"),
                of("failed"),
                of("skipped"),
                String::new(),
            ]);
        }
        format!("{}took {}\n", aligned(&rows), seconds(self.millis))
    }
}

fn json_row(row: &Row) -> JsonRow<'_> {
    JsonRow {
        workspace: &row.workspace,
        name: &row.rehearsal.name,
        file: &row.rehearsal.file,
        about: row.rehearsal.about.as_deref(),
        outcome: row.word(),
        findings: row.findings(),
        conversation: row
            .played
            .lines
            .iter()
            .map(|line| JsonLine {
                at: line.at,
                who: &line.who,
                text: &line.text,
            })
            .collect(),
    }
}
