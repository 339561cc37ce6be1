//! `index-builder evaluate`: asks an index the questions whose answers are known.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use gangway_knowledge::{Found, Index, Weights};

use crate::Outcome;
use crate::questions::Question;
use crate::rows;
use crate::search::{read_index, read_table};

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
    /// The embedding table.
    #[arg(long, default_value = "models/gangway-en-256.table")]
    table: PathBuf,
    /// An answer below this confidence is not given: the playbook's `confidence_below`.
    #[arg(long, default_value_t = 0.45)]
    threshold: f32,
}

/// What became of a question.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
enum Verdict {
    /// The answer says it.
    Right,
    /// The passage says it, but the sentences that were shown do not.
    Cut,
    /// Something else was answered.
    Wrong,
    /// Nothing was answered, though the passage was found.
    Withheld,
    /// Nothing was answered, and the passage was not found first.
    Missed,
    /// No document answers, and something was answered.
    Invented,
    /// No document answers, and nothing was answered.
    Refused,
}

impl Verdict {
    const ALL: [(Self, &str); 7] = [
        (Self::Right, "answered right"),
        (
            Self::Cut,
            "answered with the wrong sentences of the right passage",
        ),
        (Self::Wrong, "answered wrong"),
        (Self::Withheld, "withheld, and right"),
        (Self::Missed, "withheld, and wrong"),
        (Self::Invented, "answered, though no document does"),
        (Self::Refused, "withheld, as no document answers"),
    ];

    /// Not what it should be.
    fn is_fault(self) -> bool {
        !matches!(self, Self::Right | Self::Refused)
    }
}

pub(crate) fn run(arguments: &Arguments) -> Outcome {
    let table = read_table(&arguments.table)?;
    let index = read_index(&arguments.index)?;
    let questions: Vec<Question> = rows::read(&arguments.questions)?;
    let mut counts = [0; Verdict::ALL.len()];
    let (mut first_right, mut five_right) = (0, 0);
    for question in &questions {
        let found = question.ask(&index, &table, &Weights::default());
        let rank = found
            .hits
            .iter()
            .position(|hit| question.is_answered_by(&index, hit.passage));
        first_right += usize::from(rank == Some(0));
        five_right += usize::from(rank.is_some());
        let verdict = judge(question, &index, &found, arguments.threshold);
        counts[verdict as usize] += 1;
        let (confidence, first) = (found.confidence, first(&index, &found));
        if verdict.is_fault() {
            let name = Verdict::ALL[verdict as usize].1;
            println!("{confidence:.2}  {name}: {} → {first}", question.question);
        }
    }
    println!();
    for ((_, name), count) in Verdict::ALL.iter().zip(counts) {
        println!("{count:>5}  {name}");
    }
    let answered = questions.iter().filter(|question| question.has_answer()).count();
    println!(
        "\nof {answered} that a document answers, its passage is first: {first_right}; among the first five: {five_right}"
    );
    Ok(ExitCode::SUCCESS)
}

/// The first passage's id.
fn first<'i>(index: &'i Index, found: &Found) -> &'i str {
    let first = found.hits.first();
    first.map_or("nothing", |hit| index.passages()[hit.passage].id.as_str())
}

fn judge(question: &Question, index: &Index, found: &Found, threshold: f32) -> Verdict {
    let first = found.hits.first().map(|hit| hit.passage);
    let is_right = first.is_some_and(|first| question.is_answered_by(index, first));
    let says = first
        .zip(found.answer.as_deref())
        .is_some_and(|(first, answer)| question.is_said_by(&index.passages()[first].document, answer));
    match (question.has_answer(), found.confidence >= threshold) {
        (true, true) if says => Verdict::Right,
        (true, true) if is_right => Verdict::Cut,
        (true, true) => Verdict::Wrong,
        (true, false) if is_right => Verdict::Withheld,
        (true, false) => Verdict::Missed,
        (false, true) => Verdict::Invented,
        (false, false) => Verdict::Refused,
    }
}
