//! Questions to an operator's documents whose answers are known: `questions.jsonl` beside a `workspace.toml`.

use std::path::Path;

use gangway_knowledge::{Day, Filter, Found, Index, Query, Table, Weights, search_with};
use gangway_protocol::Seq;
use gangway_protocol::signals::Turn;
use gangway_reading::{Answered, Message};
use serde::Deserialize;

use crate::failure::Failure;
use crate::hash::Hasher;

/// A question, which document answers it, and with which words; no document, no answer.
#[derive(Debug, Deserialize)]
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
    /// The line of its file, from 1.
    #[serde(skip)]
    pub(crate) line: usize,
}

#[derive(Debug, Deserialize)]
struct Source {
    document: String,
    contains: String,
}

/// Reads a file of questions, one JSON object a line.
pub(crate) fn read(path: &Path) -> Result<Vec<Question>, Failure> {
    let text = std::fs::read_to_string(path).map_err(|error| Failure::io("read", path, &error))?;
    parse(&text).map_err(|(line, error)| Failure::new(format!("`{}`, line {line}: {error}", path.display())))
}

/// Reads questions. What is none gives its line and why.
pub(crate) fn parse(text: &str) -> Result<Vec<Question>, (usize, String)> {
    text.lines()
        .enumerate()
        .filter(|(_, line)| !line.trim().is_empty())
        .map(|(at, line)| {
            let question: Question =
                serde_json::from_str(line).map_err(|error| (at + 1, error.to_string()))?;
            Ok(Question {
                line: at + 1,
                ..question
            })
        })
        .collect()
}

impl Question {
    /// Whether any document answers it.
    pub(crate) fn has_answer(&self) -> bool {
        self.document.is_some()
    }

    /// Searches for it, as one question, in what holds on a day; on none, everything does.
    pub(crate) fn ask(&self, index: &Index, table: &Table, on: Option<Day>, weights: &Weights) -> Found {
        let context: Vec<&str> = self.context.iter().map(String::as_str).collect();
        let query = Query {
            text: &self.question,
            context: &context,
            before: &context,
            language: gangway_reading::asked_in(&self.question, index),
            filter: Filter {
                on,
                ..Filter::default()
            },
            limit: 5,
        };
        search_with(index, table, &query, weights)
    }

    /// What a visitor is answered who asks it, when that is as sure as `threshold`.
    /// Languages of the workspace are likelier than others.
    pub(crate) fn answered(
        &self,
        index: &Index,
        table: &Table,
        on: Option<Day>,
        threshold: f32,
        languages: &[String],
    ) -> Answered {
        let turn = |(at, text): (usize, &String)| Turn {
            seq: Seq(at as u64 + 1),
            visitor: true,
            text: text.clone(),
        };
        let turns: Vec<Turn> = self.context.iter().enumerate().map(turn).collect();
        let message = Message {
            text: &self.question,
            turns: &turns,
            today: on,
        };
        let language = gangway_reading::language::of(&self.question, languages);
        gangway_reading::answer(&message, language, threshold, index, table)
    }

    /// Whether a passage is one that answers.
    pub(crate) fn is_answered_by(&self, index: &Index, passage: usize) -> bool {
        index
            .passage(passage)
            .is_some_and(|passage| self.is_said_by(passage.document, passage.text.unwrap_or_default()))
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

    /// What it is drawn by: an order that has nothing to do with the order of the file, another for each name of a lot.
    pub(crate) fn lot(&self, name: &str) -> String {
        let mut hasher = Hasher::default();
        if !name.is_empty() {
            hasher.add(name.as_bytes());
        }
        for said in self.context.iter().chain([&self.question]) {
            hasher.add(said.as_bytes());
        }
        hasher.finish()
    }
}

fn folded(text: &str) -> String {
    let words: Vec<String> = text.split_whitespace().map(str::to_lowercase).collect();
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn a_question_knows_its_line_and_so_does_what_is_none() {
        let text =
            "{\"question\": \"a\", \"document\": null}\n\n{\"question\": \"b\", \"document\": \"c.md\"}\n";
        let questions = parse(text).expect("two questions");
        assert_eq!(
            questions.iter().map(|question| question.line).collect::<Vec<_>>(),
            [1, 3]
        );
        assert_ne!(questions[0].lot(""), questions[1].lot(""));
        assert_ne!(questions[0].lot(""), questions[0].lot("b"));
        let wrong = parse(&format!("{text}{{}}")).expect_err("not a question");
        assert_eq!((wrong.0, wrong.1.contains("missing field `question`")), (4, true));
    }
}
