//! How likely it is that the first hit answers.

use crate::search::Hit;

/// What the confidence is made of.
#[derive(Clone, Copy, PartialEq, Debug, Default)]
pub struct Evidence {
    /// Cosine of query and first hit.
    pub meaning: f32,
    /// How well the first hit's pieces meet the query's.
    pub late: f32,
    /// How well the query's pieces meet the first hit's headings.
    pub back: f32,
    /// BM25 of the first hit, as a share of what the query's terms weigh, at most 1.5.
    pub words: f32,
    /// How far the score is above that of the next passage about the same place, at most 0.5. Passages about
    /// other places are left out: that all hotels have a check-in time does not make this one's less sure.
    pub lead: f32,
}

/// A logistic function of the evidence.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Calibration {
    /// Without any evidence.
    pub bias: f32,
    /// Times [`Evidence::meaning`].
    pub meaning: f32,
    /// Times [`Evidence::late`].
    pub late: f32,
    /// Times [`Evidence::back`].
    pub back: f32,
    /// Times [`Evidence::words`].
    pub words: f32,
    /// Times [`Evidence::lead`].
    pub lead: f32,
}

impl Default for Calibration {
    /// Learnt by `index-builder learn`; `models/NOTICE` says from what.
    fn default() -> Self {
        Self {
            bias: -4.15,
            meaning: 2.7,
            late: 1.41,
            back: 1.61,
            words: 1.17,
            lead: 1.64,
        }
    }
}

impl Calibration {
    /// In [0, 1].
    pub fn confidence(&self, evidence: &Evidence) -> f32 {
        let sum = self.bias
            + self.meaning * evidence.meaning
            + self.late * evidence.late
            + self.back * evidence.back
            + self.words * evidence.words
            + self.lead * evidence.lead;
        1.0 / (1.0 + (-sum).exp())
    }
}

impl Evidence {
    /// Of hits best first; `place_of` tells passages about different places apart.
    pub(crate) fn of(hits: &[Hit], place_of: impl Fn(usize) -> u32) -> Option<Self> {
        let (best, others) = hits.split_first()?;
        let place = place_of(best.passage);
        let next = others.iter().find(|hit| place_of(hit.passage) == place);
        Some(Self {
            meaning: best.parts.meaning,
            late: best.parts.late,
            back: best.parts.back,
            words: best.parts.words.min(1.5),
            lead: next.map_or(0.5, |next| (best.score - next.score).min(0.5)),
        })
    }
}
