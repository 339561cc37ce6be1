//! The gate: an operator's own questions are asked of the index before that is deployed.

use std::path::{Path, PathBuf};

use gangway_knowledge::{Index, Table};
use gangway_playbook::Playbook;
use gangway_playbook::quality::Quality;

use crate::evaluation::{Asked, Evaluation, Verdict};
use crate::problem::Problem;
use crate::questions;
use crate::workspace::{Inputs, Workspace};

/// So many questions are listed for each share that is missed.
const LISTED: usize = 12;

/// What a workspace asks of its questions.
#[derive(Clone, Debug)]
pub(crate) struct Gate {
    quality: Quality,
    /// The file of questions.
    file: PathBuf,
    /// `workspace.toml` with the line of `[quality]`.
    at: String,
    /// An answer below this confidence is not shown.
    threshold: f32,
    /// The workspace's.
    languages: Vec<String>,
}

/// One share that is asked for.
struct Share {
    /// Its key in `[quality]`.
    key: &'static str,
    asked: Option<f32>,
    is: Option<f32>,
    /// What it is, in words.
    what: &'static str,
    /// Whether a question lowers it.
    misses: Misses,
}

type Misses = fn(&Asked<'_>) -> bool;

impl Gate {
    /// What a workspace asks for; `None`: nothing.
    pub(crate) fn of(workspace: &Workspace, inputs: &Inputs, playbook: &Playbook) -> Option<Self> {
        let quality = inputs.sources.quality.clone()?;
        Some(Self {
            file: workspace.folder.join(&quality.questions),
            at: format!("{}:{}", inputs.file.display(), quality.at),
            threshold: playbook.handoff.confidence_below,
            languages: playbook.workspace.languages.clone(),
            quality,
        })
    }

    /// Asks the questions of the index. All documents count as if they held.
    ///
    /// # Errors
    /// When there are no questions, or they fall below what is asked, with the questions that do.
    pub(crate) fn pass(&self, index: &Index, table: &Table) -> Result<(), Problem> {
        let text = std::fs::read_to_string(&self.file).map_err(|error| {
            Problem::at(
                self.at.clone(),
                format!("cannot read `{}`: {error}", self.file.display()),
            )
            .hint("write questions and what answers them, one JSON object a line: docs/index-builder.md, `evaluate`")
        })?;
        let questions = questions::parse(&text)
            .map_err(|(line, error)| Problem::at(format!("{}:{line}", self.file.display()), error))?;
        let evaluation = Evaluation::of(&questions, index, table, None, self.threshold, &self.languages);
        let missed: Vec<String> = self
            .shares(&evaluation)
            .iter()
            .filter_map(|share| self.missed(share, &evaluation, index))
            .collect();
        if missed.is_empty() {
            return Ok(());
        }
        Err(Problem::at(self.at.clone(), missed.join("\n")).hint(
            "write into the documents what the questions ask, in the travellers' words, or ask less of them in `[quality]`; \
             `index-builder evaluate` shows every question",
        ))
    }

    fn shares(&self, evaluation: &Evaluation<'_>) -> [Share; 5] {
        let (asked, is) = (&self.quality, evaluation.measures());
        let share = |key, asked, is, what, misses| Share {
            key,
            asked,
            is,
            what,
            misses,
        };
        [
            share(
                "found_first",
                asked.found_first,
                is.found_first,
                "of the questions that a document answers have their passage found first",
                |asked| asked.question.has_answer() && asked.rank != Some(0),
            ),
            share(
                "found_five",
                asked.found_five,
                is.found_five,
                "of the questions that a document answers have their passage among the first five",
                |asked| asked.question.has_answer() && asked.rank.is_none(),
            ),
            share(
                "answered",
                asked.answered,
                is.answered,
                "of the questions that a document answers are answered right",
                |asked| asked.question.has_answer() && asked.verdict != Verdict::Right,
            ),
            share(
                "precision",
                asked.precision,
                is.precision,
                "of what is answered is right",
                |asked| asked.verdict.is_answered() && asked.verdict != Verdict::Right,
            ),
            share(
                "invented",
                asked.invented,
                is.invented,
                "of the questions that no document answers are answered",
                |asked| asked.verdict == Verdict::Invented,
            ),
        ]
    }

    /// What to say of a share that is not what it should be.
    fn missed(&self, share: &Share, evaluation: &Evaluation<'_>, index: &Index) -> Option<String> {
        let asked = share.asked?;
        let Some(is) = share.is else {
            return Some(format!(
                "`{}` has no questions to be a share of in `{}`",
                share.key,
                self.file.display()
            ));
        };
        let most = share.key == "invented";
        // A share as it is written, 0.8 of ten, must not fail by the last bit.
        let off = if most { is - asked } else { asked - is };
        if off <= 1e-6 {
            return None;
        }
        let mut text = format!(
            "{:.1} % {}, and `{}` wants {:.1} % at the {}:",
            is * 100.0,
            share.what,
            share.key,
            asked * 100.0,
            if most { "most" } else { "least" }
        );
        let guilty: Vec<_> = evaluation
            .asked
            .iter()
            .filter(|asked| (share.misses)(asked))
            .collect();
        for asked in guilty.iter().take(LISTED) {
            text.push_str(&format!(
                "\n  {}:{}: {}: {} → {}",
                self.file.display(),
                asked.question.line,
                asked.verdict.name(),
                asked.question.question,
                crate::evaluate::first(index, asked)
            ));
        }
        if let Some(more) = guilty.len().checked_sub(LISTED).filter(|more| *more > 0) {
            text.push_str(&format!("\n  and {more} more"));
        }
        Some(text)
    }
}

/// What the questions add to the hash of all that is built from: nothing, where nothing is asked of them.
pub(crate) fn fingerprint(inputs: &Inputs) -> Option<Vec<u8>> {
    let quality = inputs.sources.quality.as_ref()?;
    let folder = inputs.file.parent().unwrap_or_else(|| Path::new(""));
    Some(std::fs::read(folder.join(&quality.questions)).unwrap_or_default())
}
