//! How likely it is that the first hit answers.

use serde::Serialize;

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
    /// 1 when the first hit has the kind of answer the query wants.
    pub kind: f32,
    /// 1 when the first hit lacks the kind of answer that the query wants and that an answer has to have.
    pub lacks: f32,
    /// How surely the first hit is about a place that nobody talks about, in [0, 1]: 1 when another place was named
    /// or none; 0 when it is about no place, or the one asked for.
    pub elsewhere: f32,
    /// How surely the first hit is about the place talked about or asked for, in [0, 1]; 0 when it is about no place.
    pub there: f32,
    /// 1 when the place was given with the query, so that no other was searched.
    pub given: f32,
    /// [`Evidence::words`] again where the place was given: among the few passages of one place, words tell more.
    pub words_given: f32,
    /// 1 when the message states a wish or gives an order and asks nothing.
    pub wishes: f32,
    /// 1 when the message has no word for whom it asks or what was talked about.
    pub nobody: f32,
}

/// A logistic function of the evidence.
#[derive(Clone, Copy, PartialEq, Debug, Serialize)]
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
    /// Times [`Evidence::lacks`].
    pub lacks: f32,
    /// Times [`Evidence::elsewhere`].
    pub elsewhere: f32,
    /// Times [`Evidence::there`].
    pub there: f32,
    /// Times [`Evidence::given`].
    pub given: f32,
    /// Times [`Evidence::words_given`].
    pub words_given: f32,
    /// Times [`Evidence::wishes`].
    pub wishes: f32,
    /// Times [`Evidence::nobody`].
    pub nobody: f32,
}

impl Default for Calibration {
    /// Learnt by `index-builder learn`; `models/NOTICE` says from what.
    fn default() -> Self {
        Self {
            bias: -3.92,
            meaning: 2.47,
            late: 1.22,
            back: 2.23,
            words: 1.68,
            lead: 1.72,
            margin: 1.21,
            kind: 0.14,
            lacks: -1.72,
            elsewhere: -0.84,
            there: 1.0,
            given: -1.02,
            words_given: -2.0,
            wishes: -2.56,
            nobody: -0.34,
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
            + self.lacks * evidence.lacks
            + self.elsewhere * evidence.elsewhere
            + self.there * evidence.there
            + self.given * evidence.given
            + self.words_given * evidence.words_given
            + self.wishes * evidence.wishes
            + self.nobody * evidence.nobody;
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
