//! How a search came to what it found: for people who ask why.

use crate::confidence::{Calibration, Evidence};
use crate::search::Parts;
use crate::weights::Weights;

/// How a query was understood.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Trace {
    /// The query as it was read, when slips of the finger were put right.
    pub corrected: Option<String>,
    /// The places that are talked about, the surest of each turn first, the query's own before those of earlier turns.
    pub places: Vec<Followed>,
    /// It leaves something out, and was read with what the same person said before.
    pub leans: bool,
}

/// A place that is talked about.
#[derive(Clone, PartialEq, Debug)]
pub struct Followed {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// How surely, in (0, 1].
    pub strength: f32,
}

/// One summand of a score: a value times its weight.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Summand {
    /// Its name, as the field has it.
    pub name: &'static str,
    /// The value.
    pub value: f32,
    /// What it counts.
    pub weight: f32,
}

impl Summand {
    /// What it adds.
    pub fn product(&self) -> f32 {
        self.value * self.weight
    }
}

impl Parts {
    /// What the score is the sum of.
    pub fn summands(&self, weights: &Weights) -> [Summand; 8] {
        let Self {
            words,
            meaning,
            place,
            language,
            late,
            back,
            kind,
            aside,
        } = *self;
        [
            ("meaning", meaning, weights.meaning),
            ("words", words, weights.words),
            ("place", place, weights.place),
            ("language", language, weights.language),
            ("late", late, weights.late),
            ("back", back, weights.back),
            ("kind", kind, weights.kind),
            ("aside", aside, weights.aside),
        ]
        .map(summand)
    }
}

impl Evidence {
    /// What the confidence is the logistic function of, besides the bias.
    pub fn summands(&self, calibration: &Calibration) -> [Summand; Self::PARTS.len()] {
        let (values, weights) = (self.values(), calibration.factors());
        std::array::from_fn(|at| summand((Self::PARTS[at], values[at], weights[at])))
    }
}

fn summand((name, value, weight): (&'static str, f32, f32)) -> Summand {
    Summand { name, value, weight }
}
