//! JSON lines: passages and questions from outside the documents.

use std::path::Path;

use gangway_knowledge::{Passage, Place};
use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::failure::Failure;
use crate::problem::Problem;

/// A passage that no document holds: a question and its answer, or a sentence.
#[derive(Deserialize)]
struct PassageRow {
    id: String,
    #[serde(default)]
    title: String,
    text: String,
    #[serde(default, alias = "entity")]
    place: String,
    #[serde(default, alias = "entity_id")]
    place_id: Option<String>,
    #[serde(default)]
    domain: String,
    #[serde(default)]
    operator: Option<u32>,
}

/// A question. Nothing else of a row is read.
#[derive(Deserialize)]
pub(crate) struct QuestionRow {
    /// Names the row in the output.
    pub(crate) id: String,
    #[serde(alias = "query")]
    pub(crate) text: String,
    #[serde(default)]
    pub(crate) context: Vec<String>,
    #[serde(default)]
    pub(crate) exclude: Vec<String>,
    #[serde(default)]
    pub(crate) place_id: Option<String>,
    #[serde(default)]
    pub(crate) operator: Option<u32>,
}

/// Reads passages.
pub(crate) fn passages(path: &Path) -> Result<Vec<Passage>, Failure> {
    Ok(read::<PassageRow>(path)?
        .into_iter()
        .map(PassageRow::passage)
        .collect())
}

/// What some programs put before a text in UTF-8.
pub(crate) const MARK: &[u8] = b"\xEF\xBB\xBF";
/// Characters of a message about a line that are shown: of what serde names, the first.
const SHOWN: usize = 160;

/// Reads rows, one JSON object a line.
///
/// # Errors
/// The first line that is none.
pub(crate) fn read<Row: DeserializeOwned>(path: &Path) -> Result<Vec<Row>, Failure> {
    let (rows, problems) = read_all(path)?;
    match problems.into_iter().next() {
        Some(problem) => Err(problem.into()),
        None => Ok(rows),
    }
}

/// Reads rows, one JSON object a line: those that are, and what is wrong with each of the others.
///
/// # Errors
/// When the file cannot be read.
pub(crate) fn read_all<Row: DeserializeOwned>(path: &Path) -> Result<(Vec<Row>, Vec<Problem>), Failure> {
    let bytes = std::fs::read(path).map_err(|error| Failure::io("read", path, &error))?;
    let text = bytes.strip_prefix(MARK).unwrap_or(&bytes);
    let mut rows = Vec::new();
    let mut problems = Vec::new();
    for (number, line) in (1..).zip(text.split(|byte| *byte == b'\n')) {
        if line.trim_ascii().is_empty() {
            continue;
        }
        match serde_json::from_slice(line) {
            Ok(row) => rows.push(row),
            Err(error) => {
                let at = format!("{}:{number}", path.display());
                problems.push(wrong_line(at, line, &error));
            }
        }
    }
    Ok((rows, problems))
}

/// What is wrong with a line that is not the JSON that it should be, in short.
pub(crate) fn wrong_line(at: String, line: &[u8], error: &serde_json::Error) -> Problem {
    if let Err(error) = std::str::from_utf8(line) {
        let message = format!("not UTF-8 at byte {} of the line", error.valid_up_to() + 1);
        return Problem::at(at, message).hint("save the file in UTF-8");
    }
    // The line is that of the file; what serde counts begins with each.
    let said = error.to_string();
    let said = match (said.rsplit_once(" at line "), error.column()) {
        (Some((said, _)), column) if column > 0 => format!("{said}, column {column}"),
        _ => said,
    };
    let mut short: String = said.chars().take(SHOWN).collect();
    if short.len() < said.len() {
        short.push('…');
    }
    Problem::at(at, short)
}

impl PassageRow {
    /// What a place without a name is called is its domain: "taxi", "train".
    fn passage(self) -> Passage {
        let name = if self.place.is_empty() {
            self.domain
        } else {
            self.place
        };
        Passage {
            document: self.place_id.clone().unwrap_or_default(),
            title: String::new(),
            heading: if self.title.is_empty() {
                Vec::new()
            } else {
                vec![self.title]
            },
            text: self.text,
            place: self.place_id.map(|id| Place { id, name }),
            partition: self.operator,
            id: self.id,
            ..Passage::default()
        }
    }
}
