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
    /// How far the score is above that of the next passage of all, at most 0.5.
    pub margin: f32,
    /// 1 when the first hit has the kind of answer the query wants, −1 when it lacks one that is needed, 0 when no
    /// kind is wanted.
    pub kind: f32,
    /// How surely the first hit is about a place that nobody talks about, in [0, 1]: 1 when another place was named
    /// or none; 0 when it is about no place, or the one asked for.
    pub elsewhere: f32,
    /// How surely the first hit is about the place talked about or asked for, in [0, 1]; 0 when it is about no place.
    pub there: f32,
    /// 1 when the place was given with the query, so that no other was searched.
    pub given: f32,
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
    /// Times [`Evidence::margin`].
    pub margin: f32,
    /// Times [`Evidence::kind`].
    pub kind: f32,
    /// Times [`Evidence::elsewhere`].
    pub elsewhere: f32,
    /// Times [`Evidence::there`].
    pub there: f32,
    /// Times [`Evidence::given`].
    pub given: f32,
}

impl Default for Calibration {
    /// Learnt by `index-builder learn`; `models/NOTICE` says from what.
    fn default() -> Self {
        Self {
            bias: -4.13,
            meaning: 2.45,
            late: 1.31,
            back: 2.19,
            words: 1.24,
            lead: 1.72,
            margin: 1.09,
            kind: 0.79,
            elsewhere: -1.2,
            there: 0.72,
            given: -1.48,
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
            + self.lead * evidence.lead
            + self.margin * evidence.margin
            + self.kind * evidence.kind
            + self.elsewhere * evidence.elsewhere
            + self.there * evidence.there
            + self.given * evidence.given;
        1.0 / (1.0 + (-sum).exp())
    }
}

impl Evidence {
    /// Of hits best first; `place_of` tells passages about different places apart. What the query wants and which
    /// place it asks for is added by who knows.
    pub(crate) fn of(hits: &[Hit], place_of: impl Fn(usize) -> u32) -> Option<Self> {
        let (best, others) = hits.split_first()?;
        let place = place_of(best.passage);
        let next = others.iter().find(|hit| place_of(hit.passage) == place);
        let above = |next: Option<&Hit>| next.map_or(0.5, |next| (best.score - next.score).min(0.5));
        Some(Self {
            meaning: best.parts.meaning,
            late: best.parts.late,
            back: best.parts.back,
            words: best.parts.words.min(1.5),
            lead: above(next),
            margin: above(others.first()),
            ..Self::default()
        })
    }
}
