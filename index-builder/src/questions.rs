//! Questions to an operator's documents whose answers are known: `questions.jsonl` beside a `workspace.toml`.

use gangway_knowledge::{Filter, Found, Index, Query, Table, Weights, search_with};
use serde::Deserialize;

/// A question, which document answers it, and with which words; no document, no answer.
#[derive(Deserialize)]
pub(crate) struct Question {
    /// What is asked.
    pub(crate) question: String,
    /// What the visitor said before it, oldest first.
    #[serde(default)]
    pub(crate) context: Vec<String>,
    document: Option<String>,
    #[serde(default)]
    contains: String,
    /// Other documents that answer it as well.
    #[serde(default)]
    also: Vec<Source>,
}

#[derive(Deserialize)]
struct Source {
    document: String,
    contains: String,
}

impl Question {
    /// Whether any document answers it.
    pub(crate) fn has_answer(&self) -> bool {
        self.document.is_some()
    }

    /// Asks it as a visitor would.
    pub(crate) fn ask(&self, index: &Index, table: &Table, weights: &Weights) -> Found {
        let context: Vec<&str> = self.context.iter().map(String::as_str).collect();
        let query = Query {
            text: &self.question,
            context: &context,
            before: &context,
            language: None,
            filter: Filter::default(),
            limit: 5,
        };
        search_with(index, table, &query, weights)
    }

    /// Whether a passage is one that answers.
    pub(crate) fn is_answered_by(&self, index: &Index, passage: usize) -> bool {
        let passage = &index.passages()[passage];
        self.is_said_by(&passage.document, &passage.text)
    }

    /// Whether a text of a document says what answers.
    pub(crate) fn is_said_by(&self, document: &str, text: &str) -> bool {
        let text = folded(text);
        let says = |named: &str, words: &str| named == document && text.contains(&folded(words));
        let named = self
            .document
            .as_deref()
            .is_some_and(|named| says(named, &self.contains));
        named || self.also.iter().any(|also| says(&also.document, &also.contains))
    }
}

fn folded(text: &str) -> String {
    let words: Vec<String> = text.split_whitespace().map(str::to_lowercase).collect();
    words.join(" ")
}
