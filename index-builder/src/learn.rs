//! `index-builder learn`: finds the weights of the ranking and the calibration of the confidence again.
//!
//! What it prints is put into `crates/knowledge/src/{weights,confidence}.rs` by hand: numbers are committed, texts
//! are not.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use gangway_knowledge::{Calibration, Found, Index, Table, Weights, search_with};
use serde::{Deserialize, Serialize};

use crate::Outcome;
use crate::failure::Failure;
use crate::logistic::{Bin, Example, Fit};
use crate::output::print_json;
use crate::questions::Question;
use crate::rows::{self, QuestionRow};
use crate::search::{Scope, ask, index_rows, read_index, read_table};
use crate::stdout;

/// Learns the numbers of ranking and confidence from labelled questions.
#[derive(Args)]
pub(crate) struct Arguments {
    /// Passages as JSON lines.
    #[arg(long)]
    knowledge: PathBuf,
    /// Questions as JSON lines, with `gold`: the passages that answer.
    #[arg(long)]
    questions: PathBuf,
    /// The same, each with its answer left out by `exclude`.
    #[arg(long)]
    without: PathBuf,
    /// Messages as JSON lines: `answerable`, or `label` 0 for what the passages cannot answer.
    #[arg(long)]
    messages: PathBuf,
    /// An operator's index and its questions: `FILE=QUESTIONS`; can be repeated.
    #[arg(long, value_name = "INDEX=QUESTIONS")]
    operator: Vec<String>,
    /// The embedding table.
    #[arg(long, default_value = "models/gangway-en-256.table")]
    table: PathBuf,
    /// Also look for better weights, so many times around.
    #[arg(long, default_value_t = 0)]
    rounds: usize,
    /// Write what was learnt as JSON.
    #[arg(long)]
    json: bool,
}

/// What was learnt, for programs.
#[derive(Serialize)]
struct Learnt {
    /// The mean reciprocal rank that these weights come to.
    ranking: f64,
    weights: Weights,
    calibration: Calibration,
    reliability: Vec<Bin>,
}

#[derive(Deserialize)]
struct Labelled {
    #[serde(flatten)]
    row: QuestionRow,
    gold: BTreeSet<String>,
}

#[derive(Deserialize)]
struct Message {
    #[serde(flatten)]
    row: QuestionRow,
    answerable: bool,
    label: u8,
    task: String,
}

/// Everything that is learnt from.
struct Lessons {
    table: Table,
    faq: Index,
    questions: Vec<Labelled>,
    without: Vec<QuestionRow>,
    messages: Vec<Message>,
    operators: Vec<(Index, Vec<Question>)>,
}

pub(crate) fn run(arguments: &Arguments) -> Outcome {
    let lessons = Lessons::read(arguments)?;
    let mut weights = Weights::default();
    eprintln!("ranking {:.4}  {weights:?}", lessons.ranking(&weights));
    for _ in 0..arguments.rounds {
        weights = lessons.climb(weights);
    }

    let examples = lessons.examples(&weights);
    let fit = Fit::of(&examples);
    if arguments.json {
        let learnt = Learnt {
            ranking: lessons.ranking(&weights),
            weights,
            calibration: fit.calibration(),
            reliability: fit.reliability(&examples),
        };
        print_json(&learnt)?;
        return Ok(ExitCode::SUCCESS);
    }
    stdout::line(format_args!("{weights:#?}\n\n{:#?}\n", fit.calibration()))?;
    stdout::line("confidence   examples   mean   right")?;
    for bin in fit.reliability(&examples) {
        stdout::line(format_args!(
            "{:.1} to {:.1} {:>11.0} {:>6.3} {:>7.3}",
            bin.from,
            bin.from + 0.1,
            bin.weight,
            bin.mean,
            bin.right
        ))?;
    }
    Ok(ExitCode::SUCCESS)
}

impl Lessons {
    fn read(arguments: &Arguments) -> Result<Self, Failure> {
        let table = read_table(&arguments.table)?;
        let mut operators = Vec::new();
        for operator in &arguments.operator {
            let (index, questions) = operator
                .split_once('=')
                .ok_or_else(|| Failure::new(format!("not `INDEX=QUESTIONS`: `{operator}`")))?;
            operators.push((read_index(index.as_ref())?, rows::read(questions.as_ref())?));
        }
        Ok(Self {
            faq: index_rows(&arguments.knowledge, &table)?,
            questions: rows::read(&arguments.questions)?,
            without: rows::read(&arguments.without)?,
            messages: rows::read(&arguments.messages)?,
            operators,
            table,
        })
    }

    /// The mean reciprocal rank of the first five: of the FAQs with the place known and with the operator known, and
    /// of our own operators, each a third.
    fn ranking(&self, weights: &Weights) -> f64 {
        let of_faq = |scope: Scope| {
            let ranks = self.questions.iter().map(|question| {
                let found = self.ask(&question.row, scope, weights);
                reciprocal(&found, |passage| question.gold.contains(self.faq.id(passage)))
            });
            ranks.sum::<f64>() / self.questions.len() as f64
        };
        let (mut own, mut count) = (0.0, 0.0);
        for (index, questions) in &self.operators {
            for question in questions.iter().filter(|question| question.has_answer()) {
                let found = question.ask(index, &self.table, None, weights);
                own += reciprocal(&found, |passage| question.is_answered_by(index, passage));
                count += 1.0;
            }
        }
        (of_faq(Scope::Place) + of_faq(Scope::Operator) + own / f64::max(count, 1.0)) / 3.0
    }

    /// One round: each weight a little up or down, and kept where that ranks better.
    fn climb(&self, start: Weights) -> Weights {
        let places: [fn(&mut Weights) -> &mut f32; 11] = [
            |weights| &mut weights.meaning,
            |weights| &mut weights.words,
            |weights| &mut weights.late,
            |weights| &mut weights.back,
            |weights| &mut weights.place,
            |weights| &mut weights.general,
            |weights| &mut weights.anywhere,
            |weights| &mut weights.kind,
            |weights| &mut weights.before,
            |weights| &mut weights.fading,
            |weights| &mut weights.recognised,
        ];
        let (mut best, mut weights) = (self.ranking(&start), start);
        for place in places {
            for times in [0.8, 1.25] {
                let mut tried = weights;
                *place(&mut tried) *= times;
                let ranking = self.ranking(&tried);
                if ranking > best {
                    (best, weights) = (ranking, tried);
                    eprintln!("ranking {best:.4}  {weights:?}");
                }
            }
        }
        weights
    }

    /// Right and wrong first hits with their evidence. Messages count half: whether they can be answered is known,
    /// whether they are is not.
    fn examples(&self, weights: &Weights) -> Vec<Example> {
        let mut examples = Vec::new();
        let mut add = |found: &Found, right: bool, weight: f32| {
            if !found.hits.is_empty() {
                examples.push(Example {
                    evidence: found.evidence,
                    right,
                    weight,
                });
            }
        };
        for question in &self.questions {
            let found = self.ask(&question.row, Scope::Place, weights);
            let right = found
                .hits
                .first()
                .is_some_and(|hit| question.gold.contains(self.faq.id(hit.passage)));
            add(&found, right, 1.0);
        }
        for row in &self.without {
            add(&self.ask(row, Scope::Place, weights), false, 2.0);
        }
        for message in &self.messages {
            let elsewhere =
                message.label == 0 && matches!(message.task.as_str(), "travel_scope" | "needs_knowledge");
            if message.answerable || elsewhere {
                add(
                    &self.ask(&message.row, Scope::Operator, weights),
                    message.answerable,
                    2.0,
                );
            }
        }
        for (index, questions) in &self.operators {
            for question in questions {
                let found = question.ask(index, &self.table, None, weights);
                let right = found
                    .hits
                    .first()
                    .is_some_and(|hit| question.is_answered_by(index, hit.passage));
                add(&found, right, 4.0);
            }
        }
        examples
    }

    fn ask(&self, row: &QuestionRow, scope: Scope, weights: &Weights) -> Found {
        ask(row, &self.faq, scope, None, 5, |query| {
            search_with(&self.faq, &self.table, query, weights)
        })
    }
}

fn reciprocal(found: &Found, answers: impl Fn(usize) -> bool) -> f64 {
    let rank = found.hits.iter().take(5).position(|hit| answers(hit.passage));
    rank.map_or(0.0, |rank| 1.0 / (rank + 1) as f64)
}
