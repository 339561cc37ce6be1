//! Questions whose answers are known, asked of an index: what became of each, and what that comes to.

use gangway_knowledge::{Day, Index, Table, Weights};
use gangway_protocol::{Answer, Citation};
use serde::Serialize;

use crate::questions::Question;

/// What became of a question.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Verdict {
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
    pub(crate) const ALL: [Self; 7] = [
        Self::Right,
        Self::Cut,
        Self::Wrong,
        Self::Withheld,
        Self::Missed,
        Self::Invented,
        Self::Refused,
    ];

    /// In words.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Right => "answered right",
            Self::Cut => "answered with the wrong sentences of the right passage",
            Self::Wrong => "answered wrong",
            Self::Withheld => "withheld, and right",
            Self::Missed => "withheld, and wrong",
            Self::Invented => "answered, though no document does",
            Self::Refused => "withheld, as no document answers",
        }
    }

    /// Not what it should be.
    pub(crate) fn is_fault(self) -> bool {
        !matches!(self, Self::Right | Self::Refused)
    }

    /// Something was shown to the visitor.
    pub(crate) fn is_answered(self) -> bool {
        matches!(self, Self::Right | Self::Cut | Self::Wrong | Self::Invented)
    }
}

/// A question and what became of it.
pub(crate) struct Asked<'a> {
    pub(crate) question: &'a Question,
    pub(crate) verdict: Verdict,
    /// How sure the search was.
    pub(crate) confidence: f32,
    /// Where the first passage that answers stands among five, from 0.
    pub(crate) rank: Option<usize>,
    /// The first passage, by its position in the index.
    pub(crate) first: Option<usize>,
    /// What is shown, when it is sure enough.
    pub(crate) answer: Option<Answer>,
}

/// A file of questions asked of an index.
pub(crate) struct Evaluation<'a> {
    /// In the order of the file.
    pub(crate) asked: Vec<Asked<'a>>,
}

/// What it comes to, as shares from 0 to 1; `None` of nothing.
#[derive(Clone, Copy, PartialEq, Debug, Serialize)]
pub(crate) struct Measures {
    /// Questions that a document answers.
    pub(crate) answerable: usize,
    /// Questions that none does.
    pub(crate) unanswerable: usize,
    /// Of the answerable ones, those whose passage is the first.
    pub(crate) found_first: Option<f32>,
    /// … is among the first five.
    pub(crate) found_five: Option<f32>,
    /// Of the answerable ones, those that were answered right.
    pub(crate) answered: Option<f32>,
    /// Of everything answered, what was right.
    pub(crate) precision: Option<f32>,
    /// Of the unanswerable ones, those that were answered all the same.
    pub(crate) invented: Option<f32>,
    /// Mean distance of confidence and share right over the bins, weighed by their questions.
    pub(crate) calibration_error: Option<f32>,
}

/// The questions of one tenth of confidence.
#[derive(Clone, Copy, PartialEq, Debug, Serialize)]
pub(crate) struct Bin {
    /// Its lower end.
    pub(crate) from: f32,
    pub(crate) questions: usize,
    /// Their mean confidence.
    pub(crate) mean: f32,
    /// The share whose first passage answers.
    pub(crate) right: f32,
}

impl<'a> Evaluation<'a> {
    /// Asks every question of what holds on a day, or of everything; below the threshold nothing is shown.
    pub(crate) fn of(
        questions: &'a [Question],
        index: &Index,
        table: &Table,
        on: Option<Day>,
        threshold: f32,
        languages: &[String],
    ) -> Self {
        let ask = |question: &'a Question| {
            let found = question.ask(index, table, on, &Weights::default());
            let answers = |hit: &gangway_knowledge::Hit| question.is_answered_by(index, hit.passage);
            let answered = question.answered(index, table, on, threshold, languages);
            let sure = answered.confidence >= threshold;
            Asked {
                question,
                verdict: judge(question, answered.answer.as_ref(), sure),
                confidence: answered.confidence,
                rank: found.hits.iter().position(answers),
                first: found.hits.first().map(|hit| hit.passage),
                answer: answered.answer.filter(|_| sure),
            }
        };
        Self {
            asked: questions.iter().map(ask).collect(),
        }
    }

    pub(crate) fn count(&self, verdict: Verdict) -> usize {
        self.asked.iter().filter(|asked| asked.verdict == verdict).count()
    }

    pub(crate) fn measures(&self) -> Measures {
        let of = |has: bool| {
            self.asked
                .iter()
                .filter(move |asked| asked.question.has_answer() == has)
        };
        let answered = self.asked.iter().filter(|asked| asked.verdict.is_answered());
        let bins = self.reliability();
        let away: f32 = bins
            .iter()
            .map(|bin| bin.questions as f32 * (bin.mean - bin.right).abs())
            .sum();
        let right = self.count(Verdict::Right);
        let (answerable, unanswerable) = (of(true).count(), of(false).count());
        Measures {
            answerable,
            unanswerable,
            found_first: share(of(true).filter(|asked| asked.rank == Some(0)).count(), answerable),
            found_five: share(of(true).filter(|asked| asked.rank.is_some()).count(), answerable),
            answered: share(right, answerable),
            precision: share(right, answered.count()),
            invented: share(self.count(Verdict::Invented), unanswerable),
            calibration_error: (!self.asked.is_empty()).then(|| away / self.asked.len() as f32),
        }
    }

    /// The tenths of confidence that have questions.
    pub(crate) fn reliability(&self) -> Vec<Bin> {
        let tenth = |asked: &Asked<'_>| ((asked.confidence * 10.0) as usize).min(9);
        let bin = |at: usize| {
            let asked: Vec<_> = self.asked.iter().filter(|asked| tenth(asked) == at).collect();
            let right = asked.iter().filter(|asked| asked.rank == Some(0)).count();
            let sum: f32 = asked.iter().map(|asked| asked.confidence).sum();
            (!asked.is_empty()).then(|| Bin {
                from: at as f32 / 10.0,
                questions: asked.len(),
                mean: sum / asked.len() as f32,
                right: right as f32 / asked.len() as f32,
            })
        };
        (0..10).filter_map(bin).collect()
    }

    /// So many of those that a document answers and that were answered, drawn by lot; by a lot of the same name always the
    /// same.
    pub(crate) fn drawn(&self, count: usize, lot: &str) -> Vec<&Asked<'a>> {
        let mut drawn: Vec<_> = self
            .asked
            .iter()
            .filter(|asked| asked.question.has_answer() && asked.answer.is_some())
            .collect();
        drawn.sort_by_cached_key(|asked| asked.question.lot(lot));
        drawn.truncate(count);
        drawn
    }
}

fn share(part: usize, of: usize) -> Option<f32> {
    (of > 0).then(|| part as f32 / of as f32)
}

fn judge(question: &Question, answer: Option<&Answer>, sure: bool) -> Verdict {
    let of_any = |says: &dyn Fn(&Answer, &Citation) -> bool| {
        answer.is_some_and(|answer| answer.citations.iter().any(|citation| says(answer, citation)))
    };
    let is_right = of_any(&|_, citation| question.is_said_by(citation.document.as_str(), &citation.text));
    let says = of_any(&|answer, citation| question.is_said_by(citation.document.as_str(), &answer.text));
    match (question.has_answer(), sure) {
        (true, true) if says => Verdict::Right,
        (true, true) if is_right => Verdict::Cut,
        (true, true) => Verdict::Wrong,
        (true, false) if is_right => Verdict::Withheld,
        (true, false) => Verdict::Missed,
        (false, true) => Verdict::Invented,
        (false, false) => Verdict::Refused,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn question(answerable: bool) -> Question {
        let document = if answerable { "\"a.md\"" } else { "null" };
        let line = format!("{{\"question\": \"?\", \"document\": {document}}}");
        crate::questions::parse(&line).expect("a question").remove(0)
    }

    #[test]
    fn shares_are_of_what_they_are_said_to_be_of() {
        let (with, without) = (question(true), question(false));
        let asked = |question, verdict, confidence, rank| Asked {
            question,
            verdict,
            confidence,
            rank,
            first: None,
            answer: None,
        };
        let evaluation = Evaluation {
            asked: vec![
                asked(&with, Verdict::Right, 0.95, Some(0)),
                asked(&with, Verdict::Cut, 1.0, Some(0)),
                asked(&with, Verdict::Wrong, 0.65, Some(3)),
                asked(&with, Verdict::Missed, 0.15, None),
                asked(&without, Verdict::Invented, 0.95, None),
                asked(&without, Verdict::Refused, 0.05, None),
            ],
        };
        let measures = evaluation.measures();
        assert_eq!((measures.answerable, measures.unanswerable), (4, 2));
        assert_eq!(
            (measures.found_first, measures.found_five),
            (Some(0.5), Some(0.75))
        );
        assert_eq!((measures.answered, measures.precision), (Some(0.25), Some(0.25)));
        assert_eq!(measures.invented, Some(0.5));
        let bins = evaluation.reliability();
        assert_eq!(
            bins.iter().map(|bin| bin.questions).collect::<Vec<_>>(),
            [1, 1, 1, 3]
        );
        let last = bins[3];
        assert!((last.mean - 2.9 / 3.0).abs() < 1e-6 && (last.right - 2.0 / 3.0).abs() < 1e-6);
        let error = measures.calibration_error.expect("questions");
        let expected = (0.05 + 0.15 + 0.65 + 0.9) / 6.0;
        assert!((error - expected).abs() < 1e-6, "{error}");
        assert_eq!(Evaluation { asked: Vec::new() }.measures().found_first, None);
    }
}
