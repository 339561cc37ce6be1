//! Which place, branch or product a conversation is about.
//!
//! Names are met in part ("the Orchard Garden" for "Orchard Garden Hotel"), so a place is recognised by how much
//! of its name, weighed by how few names share each word, was said.

use crate::lexical::{QueryTerm, Term};
use crate::{Passage, Place};

/// The places of an index, and the words of their names.
#[derive(Debug, Default)]
pub(crate) struct Places {
    places: Vec<Listed>,
    /// For each passage its place, or [`NONE`].
    of: Vec<u32>,
    /// Sorted by term: which places have a term in their name.
    mentions: Vec<(Term, u32)>,
}

/// A place and where it is spoken of.
#[derive(Debug)]
struct Listed {
    place: Place,
    passages: Vec<u32>,
    /// What all words of the name weigh together.
    weight: f32,
}

pub(crate) const NONE: u32 = u32::MAX;

/// A place that was recognised, and how surely: in (0, 1].
#[derive(Clone, Copy, PartialEq, Debug)]
pub(crate) struct Recognised {
    pub(crate) place: u32,
    pub(crate) strength: f32,
}

impl Places {
    /// Collects the places of passages. `terms` gives the searched words of a name.
    pub(crate) fn of(passages: &[Passage], mut terms: impl FnMut(&str, &mut Vec<Term>)) -> Self {
        let mut by_id: Vec<(&Place, u32)> = Vec::new();
        for (number, passage) in passages.iter().enumerate() {
            if let Some(place) = &passage.place {
                by_id.push((place, number as u32));
            }
        }
        by_id.sort_by(|a, b| a.0.id.cmp(&b.0.id).then(a.1.cmp(&b.1)));

        let mut places = Self {
            of: vec![NONE; passages.len()],
            ..Self::default()
        };
        let mut name = Vec::new();
        for group in by_id.chunk_by(|a, b| a.0.id == b.0.id) {
            let number = places.places.len() as u32;
            let passages: Vec<u32> = group.iter().map(|&(_, passage)| passage).collect();
            for &passage in &passages {
                places.of[passage as usize] = number;
            }
            let place = group[0].0.clone();
            name.clear();
            terms(&place.name, &mut name);
            name.sort_unstable();
            name.dedup();
            places.mentions.extend(name.iter().map(|&term| (term, number)));
            places.places.push(Listed {
                place,
                passages,
                weight: 0.0,
            });
        }
        places.mentions.sort_unstable();
        for at in 0..places.mentions.len() {
            let (term, place) = places.mentions[at];
            places.places[place as usize].weight += places.weight(places.named(term).len());
        }
        places
    }

    /// Whether no passage has a place.
    pub(crate) fn is_empty(&self) -> bool {
        self.places.is_empty()
    }

    /// The number of the place of this id.
    pub(crate) fn find(&self, id: &str) -> Option<u32> {
        let at = self
            .places
            .binary_search_by(|listed| listed.place.id.as_str().cmp(id))
            .ok()?;
        Some(at as u32)
    }

    /// The place of a passage, or [`NONE`].
    pub(crate) fn of_passage(&self, passage: usize) -> u32 {
        self.of[passage]
    }

    /// The passages about a place.
    pub(crate) fn passages(&self, place: u32) -> &[u32] {
        &self.places[place as usize].passages
    }

    /// The places that a turn names, at least `least` sure, the surest first. Each word speaks for the place whose
    /// name it completes best: in "the Orchard Garden Hotel" nothing speaks for the Garden Inn.
    pub(crate) fn recognise(
        &self,
        turn: &[QueryTerm],
        least: f32,
        admitted: impl Fn(u32) -> bool,
        scratch: &mut Scratch,
        out: &mut Vec<Recognised>,
    ) {
        out.clear();
        scratch.said.resize(self.places.len(), 0.0);
        for term in turn.iter().filter_map(|term| term.term) {
            let named = self.named(term);
            let weight = self.weight(named.len());
            for &(_, place) in named {
                let said = &mut scratch.said[place as usize];
                if *said <= 0.0 {
                    scratch.touched.push(place);
                }
                *said += weight;
            }
        }
        for place in scratch.touched.drain(..) {
            let said = std::mem::take(&mut scratch.said[place as usize]);
            let strength = said / self.places[place as usize].weight;
            if strength >= least && admitted(place) {
                scratch
                    .candidates
                    .push((said * strength, Recognised { place, strength }));
            }
        }
        scratch
            .candidates
            .sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.place.cmp(&b.1.place)));
        let mut last = 0.0;
        for (merit, recognised) in scratch.candidates.drain(..) {
            let spoken = |term: Term| {
                out.iter()
                    .any(|other: &Recognised| self.is_named(term, other.place))
            };
            let left: f32 = turn
                .iter()
                .filter_map(|term| term.term)
                .filter(|&term| self.is_named(term, recognised.place) && !spoken(term))
                .map(|term| self.weight(self.named(term).len()))
                .sum();
            // Two that the same words name equally well are both meant.
            if left / self.places[recognised.place as usize].weight >= least
                || merit >= last * 0.999 && merit > 0.0 && !out.is_empty()
            {
                out.push(recognised);
                last = merit;
            }
        }
    }

    /// Whether a term stands in the name of a place.
    pub(crate) fn is_named(&self, term: Term, place: u32) -> bool {
        self.mentions.binary_search(&(term, place)).is_ok()
    }

    fn named(&self, term: Term) -> &[(Term, u32)] {
        let start = self.mentions.partition_point(|&(other, _)| other < term);
        let length = self.mentions[start..].partition_point(|&(other, _)| other == term);
        &self.mentions[start..start + length]
    }

    fn weight(&self, having: usize) -> f32 {
        (1.0 + self.places.len() as f32 / having.max(1) as f32).ln()
    }
}

/// Kept between uses.
#[derive(Default, Debug)]
pub(crate) struct Scratch {
    said: Vec<f32>,
    touched: Vec<u32>,
    candidates: Vec<(f32, Recognised)>,
}
