//! JSON lines: passages and questions from outside the documents.

use std::path::Path;

use gangway_knowledge::{Passage, Place};
use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::failure::Failure;

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

/// Reads rows, one JSON object a line. A row that is not one names its line.
pub(crate) fn read<Row: DeserializeOwned>(path: &Path) -> Result<Vec<Row>, Failure> {
    let text = std::fs::read_to_string(path).map_err(|error| Failure::io("read", path, &error))?;
    text.lines()
        .enumerate()
        .filter(|(_, line)| !line.trim().is_empty())
        .map(|(number, line)| {
            serde_json::from_str(line)
                .map_err(|error| Failure::new(format!("`{}`, line {}: {error}", path.display(), number + 1)))
        })
        .collect()
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
