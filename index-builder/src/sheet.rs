//! A sheet of extracted answers, to be judged by a person who sees nothing of the passage but them.

use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::evaluation::{Asked, Verdict};
use crate::failure::Failure;
use crate::rows;

/// What a person said of an answer. It holds for these words of question and answer only.
#[derive(Deserialize)]
pub(crate) struct Judgement {
    question: String,
    #[serde(default)]
    context: Vec<String>,
    answer: String,
    /// It answers the question completely and rightly for somebody who sees nothing else.
    complete: bool,
    /// Why, or why not.
    reason: String,
}

/// One line of the sheet.
#[derive(Serialize)]
pub(crate) struct Row<'a> {
    question: &'a str,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    context: &'a [String],
    answer: &'a str,
    /// The passages it was taken from.
    source: Vec<&'a str>,
    confidence: f32,
    /// What the labels of the question say.
    automatic: Verdict,
    /// What a person says.
    complete: Option<bool>,
    reason: Option<&'a str>,
}

/// Reads judgements, one JSON object a line.
pub(crate) fn judgements(path: &Path) -> Result<Vec<Judgement>, Failure> {
    rows::read(path)
}

impl<'a> Row<'a> {
    pub(crate) fn of(asked: &'a Asked<'a>, judged: &'a [Judgement]) -> Self {
        let question = asked.question;
        let answer = asked.answer.as_ref().map_or("", |answer| answer.text.as_str());
        let citations = asked.answer.iter().flat_map(|answer| &answer.citations);
        let judgement = judged.iter().find(|judged| {
            judged.question == question.question
                && judged.context == question.context
                && judged.answer == answer
        });
        Self {
            question: &question.question,
            context: &question.context,
            answer,
            source: citations.map(|citation| citation.passage.as_str()).collect(),
            confidence: asked.confidence,
            automatic: asked.verdict,
            complete: judgement.map(|judgement| judgement.complete),
            reason: judgement.map(|judgement| judgement.reason.as_str()),
        }
    }
}

/// The sheet as a table in Markdown, with what it comes to.
pub(crate) fn markdown(rows: &[Row<'_>]) -> String {
    let mut text =
        "| | question | answer | source | complete | why |\n|---|---|---|---|---|---|\n".to_owned();
    for (at, row) in rows.iter().enumerate() {
        let said: Vec<String> = row.context.iter().map(|said| format!("{said} → ")).collect();
        let complete = match row.complete {
            Some(true) => "yes",
            Some(false) => "**no**",
            None => "not judged",
        };
        text.push_str(&format!(
            "| {} | {}{} | {} | `{}` | {complete} | {} |\n",
            at + 1,
            cell(&said.concat()),
            cell(row.question),
            cell(row.answer),
            row.source.join("`, `"),
            cell(row.reason.unwrap_or_default()),
        ));
    }
    let count = |complete| rows.iter().filter(|row| row.complete == complete).count();
    text.push_str(&format!(
        "\nOf {}, complete and correct: {}",
        rows.len(),
        count(Some(true))
    ));
    match count(None) {
        0 => text.push_str(".\n"),
        open => text.push_str(&format!("; not judged: {open}.\n")),
    }
    text
}

fn cell(text: &str) -> String {
    text.replace('|', "\\|").replace('\n', "<br>")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sheet_is_a_table_that_no_answer_breaks() {
        let row = |complete: Option<bool>| Row {
            question: "and a|b?",
            context: &[],
            answer: "One\ntwo",
            source: vec!["a.md#1"],
            confidence: 0.5,
            automatic: Verdict::Right,
            complete,
            reason: complete.map(|_| "says it"),
        };
        let text = markdown(&[row(Some(true)), row(Some(false)), row(None)]);
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(
            lines[2],
            "| 1 | and a\\|b? | One<br>two | `a.md#1` | yes | says it |"
        );
        assert_eq!(
            lines[3],
            "| 2 | and a\\|b? | One<br>two | `a.md#1` | **no** | says it |"
        );
        assert_eq!(lines[6], "Of 3, complete and correct: 1; not judged: 1.");
    }
}
