//! What was done, for people and for programs.

use serde::{Deserialize, Serialize};

use crate::assemble::Assembled;
use crate::failure::Failure;
use crate::problem::Problem;

/// What was done with each workspace.
#[derive(Debug, Serialize)]
pub(crate) struct Report {
    /// The embedding table, when one was used.
    pub(crate) table: Option<Artifact>,
    /// By id.
    pub(crate) workspaces: Vec<Row>,
}

/// What was done with one workspace.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Row {
    /// The workspace.
    pub(crate) id: String,
    pub(crate) state: State,
    /// Documents read.
    pub(crate) documents: usize,
    pub(crate) passages: usize,
    pub(crate) words: usize,
    /// `None` when it was not made.
    pub(crate) playbook: Option<Artifact>,
    pub(crate) index: Option<Artifact>,
    pub(crate) errors: Vec<Problem>,
    pub(crate) warnings: Vec<Problem>,
}

/// A file by the hash that names it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub(crate) struct Artifact {
    pub(crate) hash: String,
    pub(crate) bytes: u64,
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
            passages: assembled.passages.len(),
            words: assembled
                .passages
                .iter()
                .map(|passage| passage.text.split_whitespace().count())
                .sum(),
            playbook: None,
            index: None,
            errors,
            warnings: std::mem::take(&mut assembled.warnings),
        }
    }

    /// Nothing of the workspace is served, for this reason.
    pub(crate) fn fail(&mut self, problem: Problem) {
        self.state = State::Failed;
        self.errors.push(problem);
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
    pub(crate) fn is_faulty(&self) -> bool {
        self.workspaces.iter().any(|row| !row.errors.is_empty())
    }

    /// Writes the problems to stderr and the rest to stdout.
    pub(crate) fn print(&self, json: bool) -> Result<(), Failure> {
        for row in &self.workspaces {
            for problem in &row.warnings {
                eprintln!("warning: {problem}");
            }
            for problem in &row.errors {
                eprintln!("error: {problem}");
            }
        }
        if json {
            let text = serde_json::to_string_pretty(self)
                .map_err(|error| Failure::new(format!("cannot write the report: {error}")))?;
            println!("{text}");
        } else {
            print!("{}", self.table());
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
                weight(row.index.as_ref()),
                weight(row.playbook.as_ref()),
                row.state.name().to_owned(),
            ]);
        }
        let mut text = aligned(&rows);
        if let Some(table) = &self.table {
            text.push_str(&format!("table {}: {}\n", table.hash, bytes(table.bytes)));
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

fn weight(artifact: Option<&Artifact>) -> String {
    artifact.map_or_else(|| "–".to_owned(), |artifact| bytes(artifact.bytes))
}

#[cfg(test)]
mod tests {
    use super::bytes;

    #[test]
    fn sizes_have_units() {
        assert_eq!(bytes(1023), "1023 B");
        assert_eq!(bytes(1536), "1.5 KiB");
        assert_eq!(bytes(25 * 1024 * 1024), "25.0 MiB");
    }
}
