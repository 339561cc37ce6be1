//! How likely it is that the first hit answers.

use serde::Serialize;

use crate::search::Hit;

/// Makes, of one list, what the confidence is made of and what each part of it counts.
macro_rules! evidence {
    ($($(#[$doc:meta])* $part:ident = $factor:literal,)*) => {
        /// What the confidence is made of.
        #[derive(Clone, Copy, PartialEq, Debug, Default)]
        pub struct Evidence {
            $($(#[$doc])* pub $part: f32,)*
        }

        /// A logistic function of the evidence.
        #[derive(Clone, Copy, PartialEq, Debug, Serialize)]
        pub struct Calibration {
            /// Without any evidence.
            pub bias: f32,
            $(#[doc = concat!("Times [`Evidence::", stringify!($part), "`].")] pub $part: f32,)*
        }

        impl Default for Calibration {
            /// Learnt by `index-builder learn`; `models/NOTICE` says from what.
            fn default() -> Self {
                Self {
                    bias: BIAS,
                    $($part: $factor,)*
                }
            }
        }

        impl Evidence {
            /// The names of its parts.
            pub const PARTS: [&str; [$($factor),*].len()] = [$(stringify!($part)),*];

            /// Its parts, in the order of [`Evidence::PARTS`].
            pub fn values(&self) -> [f32; Self::PARTS.len()] {
                [$(self.$part),*]
            }
        }

        impl Calibration {
            /// Of factors in the order of [`Evidence::PARTS`].
            pub fn of(bias: f32, factors: [f32; Evidence::PARTS.len()]) -> Self {
                let [$($part),*] = factors;
                Self { bias, $($part),* }
            }

            /// What each part counts, in the order of [`Evidence::PARTS`].
            pub fn factors(&self) -> [f32; Evidence::PARTS.len()] {
                [$(self.$part),*]
            }
        }
    };
}

/// What the default calibration adds to the evidence.
const BIAS: f32 = -3.92;

evidence! {
    /// Cosine of query and first hit.
    meaning = 2.47,
    /// How well the first hit's pieces meet the query's.
    late = 1.22,
    /// How well the query's pieces meet the first hit's headings.
    back = 2.23,
    /// BM25 of the first hit, as a share of what the query's terms weigh, at most 1.5.
    words = 1.68,
    /// How far the score is above that of the next passage about the same place, at most 0.5. Passages about
    /// other places are left out: that all hotels have a check-in time does not make this one's less sure.
    lead = 1.72,
    /// How far the score is above that of the next passage of all, at most 0.5.
    margin = 1.21,
    /// 1 when the first hit has the kind of answer the query wants.
    kind = 0.14,
    /// 1 when the first hit lacks the kind of answer that the query wants and that an answer has to have.
    lacks = -1.72,
    /// How surely the first hit is about a place that nobody talks about, in [0, 1]: 1 when another place was named
    /// or none; 0 when it is about no place, or the one asked for.
    elsewhere = -0.84,
    /// How surely the first hit is about the place talked about or asked for, in [0, 1]; 0 when it is about no place.
    there = 1.0,
    /// 1 when the place was given with the query, so that no other was searched.
    given = -1.02,
    /// [`Evidence::words`] again where the place was given: among the few passages of one place, words tell more.
    words_given = -2.0,
    /// 1 when the message states a wish or gives an order and asks nothing.
    wishes = -2.56,
    /// 1 when the message has no word for whom it asks or what was talked about.
    nobody = -0.34,
}

impl Calibration {
    /// In [0, 1].
    pub fn confidence(&self, evidence: &Evidence) -> f32 {
        let parts = self.factors().into_iter().zip(evidence.values());
        let sum = parts.fold(self.bias, |sum, (factor, value)| sum + factor * value);
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
