//! `index-builder evaluate`: asks an index the questions whose answers are known.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use gangway_knowledge::{Day, Index};
use serde::Serialize;

use crate::evaluation::{Asked, Bin, Evaluation, Measures, Verdict};
use crate::failure::Failure;
use crate::search::read_index;
use crate::sheet::{self, Judgement, Row};
use crate::stdout;
use crate::{Outcome, questions, tables, today};

/// Asks an operator's index the questions whose answers are known, and says what became of them.
///
/// The question counts as a visitor would see it: what is below the threshold is not shown.
#[derive(Args)]
pub(crate) struct Arguments {
    /// Questions as JSON lines: `question`, optionally `context`; `document` and `contains`, or `document: null`.
    questions: PathBuf,
    /// An index file.
    #[arg(long)]
    index: PathBuf,
    /// The embedding table; when not given, the one that was written with the index, or `models/gangway-en-256.table`.
    #[arg(long, value_name = "FILE")]
    table: Option<PathBuf>,
    /// An answer below this confidence is not given: the playbook's `confidence_below`.
    #[arg(long, default_value_t = 0.45)]
    threshold: f32,
    /// Only what holds on this day, such as `2026-11-27`; without it, everything does.
    #[arg(long, value_name = "DAY", value_parser = today::day)]
    on: Option<Day>,
    /// Instead: so many answers, drawn by lot and always the same, as a table to be judged by a person.
    #[arg(long, value_name = "COUNT")]
    sheet: Option<usize>,
    /// Draw them by another lot, of this name: others of the questions.
    #[arg(long, value_name = "NAME", requires = "sheet", default_value = "")]
    lot: String,
    /// What was said of answers, as JSON lines: `question`, `context`, `answer`, `complete`, `reason`.
    #[arg(long, value_name = "FILE", requires = "sheet")]
    judged: Option<PathBuf>,
    /// Write it as JSON.
    #[arg(long)]
    json: bool,
}

pub(crate) fn run(arguments: &Arguments) -> Outcome {
    let index = read_index(&arguments.index)?;
    let table = tables::of_index(arguments.table.as_deref(), &arguments.index, &index)?;
    let questions = questions::read(&arguments.questions)?;
    // Those of a workspace are expected, as its documents are in them.
    let languages: Vec<String> = index.languages().map(str::to_owned).collect();
    let evaluation = Evaluation::of(
        &questions,
        &index,
        &table,
        arguments.on,
        arguments.threshold,
        &languages,
    );
    match (arguments.sheet, arguments.json) {
        (Some(count), json) => {
            let judged: Vec<Judgement> = match &arguments.judged {
                Some(path) => sheet::judgements(path)?,
                None => Vec::new(),
            };
            let drawn = evaluation.drawn(count, &arguments.lot);
            let rows: Vec<_> = drawn.into_iter().map(|asked| Row::of(asked, &judged)).collect();
            if json {
                for row in &rows {
                    stdout::line(to_json(row)?)?;
                }
            } else {
                stdout::print(sheet::markdown(&rows))?;
            }
        }
        (None, true) => stdout::line(to_json(&Report::of(&evaluation, &index))?)?,
        (None, false) => stdout::print(in_words(&evaluation, &index))?,
    }
    Ok(ExitCode::SUCCESS)
}

fn to_json(value: &impl Serialize) -> Result<String, Failure> {
    serde_json::to_string(value).map_err(|error| Failure::new(format!("cannot write JSON: {error}")))
}

/// The evaluation for programs.
#[derive(Serialize)]
struct Report<'a> {
    measures: Measures,
    verdicts: Vec<Count>,
    reliability: Vec<Bin>,
    /// Questions that did not come to what they should.
    faults: Vec<Fault<'a>>,
}

#[derive(Serialize)]
struct Count {
    verdict: Verdict,
    questions: usize,
}

#[derive(Serialize)]
struct Fault<'a> {
    /// The line of the file, from 1.
    line: usize,
    question: &'a str,
    verdict: Verdict,
    confidence: f32,
    /// The first passage.
    passage: &'a str,
    answer: Option<&'a str>,
}

impl<'a> Report<'a> {
    fn of(evaluation: &'a Evaluation<'a>, index: &'a Index) -> Self {
        let fault = |asked: &'a Asked<'a>| Fault {
            line: asked.question.line,
            question: &asked.question.question,
            verdict: asked.verdict,
            confidence: asked.confidence,
            passage: first(index, asked),
            answer: asked.answer.as_ref().map(|answer| answer.text.as_str()),
        };
        Self {
            measures: evaluation.measures(),
            verdicts: Verdict::ALL
                .map(|verdict| Count {
                    verdict,
                    questions: evaluation.count(verdict),
                })
                .into(),
            reliability: evaluation.reliability(),
            faults: evaluation
                .asked
                .iter()
                .filter(|asked| asked.verdict.is_fault())
                .map(fault)
                .collect(),
        }
    }
}

fn in_words(evaluation: &Evaluation<'_>, index: &Index) -> String {
    let mut text = String::new();
    for asked in evaluation.asked.iter().filter(|asked| asked.verdict.is_fault()) {
        text.push_str(&format!(
            "{:.2}  {}: {} → {}\n",
            asked.confidence,
            asked.verdict.name(),
            asked.question.question,
            first(index, asked)
        ));
    }
    text.push('\n');
    for verdict in Verdict::ALL {
        text.push_str(&format!("{:>5}  {}\n", evaluation.count(verdict), verdict.name()));
    }
    let measures = evaluation.measures();
    text.push_str(&format!(
        "\nof {} that a document answers, its passage is first: {}; among the first five: {}; answered right: {}\n\
         of what was answered, right: {}; of {} that no document answers, answered: {}\n",
        measures.answerable,
        percent(measures.found_first),
        percent(measures.found_five),
        percent(measures.answered),
        percent(measures.precision),
        measures.unanswerable,
        percent(measures.invented),
    ));
    text.push_str("\nconfidence  questions  mean  first passage right\n");
    for bin in evaluation.reliability() {
        text.push_str(&format!(
            "{:.1} to {:.1} {:>11} {:>5.2} {:>20.2}\n",
            bin.from,
            bin.from + 0.1,
            bin.questions,
            bin.mean,
            bin.right
        ));
    }
    if let Some(error) = measures.calibration_error {
        text.push_str(&format!("calibration error: {error:.3}\n"));
    }
    text
}

/// A share for people.
pub(crate) fn percent(share: Option<f32>) -> String {
    share.map_or_else(|| "none".to_owned(), |share| format!("{:.1} %", share * 100.0))
}

/// The first passage's id.
pub(crate) fn first<'i>(index: &'i Index, asked: &Asked<'_>) -> &'i str {
    asked.first.map_or("nothing", |first| index.id(first))
}
