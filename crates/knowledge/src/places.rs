//! Which place, branch or product a conversation is about.
//!
//! Names are met in part ("the Orchard Garden" for "Orchard Garden Hotel"), so a place is recognised by how much
//! of its name, weighed by how few names share each word, was said.

use crate::lexical::{QueryTerm, Term};
use crate::memory::{Heap, flat};
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
    /// What the words of the name weigh together that stand outside parentheses.
    weight: f32,
}

pub(crate) const NONE: u32 = u32::MAX;

/// A place that was recognised, and how surely: in (0, 1].
#[derive(Clone, Copy, PartialEq, Debug)]
pub(crate) struct Recognised {
    pub(crate) place: u32,
    pub(crate) strength: f32,
}

impl Heap for Places {
    fn heap(&self) -> usize {
        self.places.heap() + flat(&self.of) + flat(&self.mentions)
    }
}

impl Heap for Listed {
    fn heap(&self) -> usize {
        self.place.heap() + flat(&self.passages)
    }
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
        let (mut name, mut needed) = (Vec::new(), Vec::new());
        for group in by_id.chunk_by(|a, b| a.0.id == b.0.id) {
            let number = places.places.len() as u32;
            let passages: Vec<u32> = group.iter().map(|&(_, passage)| passage).collect();
            for &passage in &passages {
                places.of[passage as usize] = number;
            }
            let place = group[0].0.clone();
            // "Funchal (Madeira)" is named by "Funchal" as well.
            name.clear();
            let (outside, _) = place.name.split_once(" (").unwrap_or((&place.name, ""));
            terms(outside, &mut name);
            let own = name.len();
            let inside = &place.name[outside.len()..];
            if !inside.is_empty() {
                terms(inside, &mut name);
            }
            if own == 0 {
                needed.extend(name.iter().map(|&term| (term, number)));
            }
            needed.extend(name[..own].iter().map(|&term| (term, number)));
            places.mentions.extend(name.iter().map(|&term| (term, number)));
            places.places.push(Listed {
                place,
                passages,
                weight: 0.0,
            });
        }
        for list in [&mut places.mentions, &mut needed] {
            list.sort_unstable();
            list.dedup();
        }
        for (term, place) in needed {
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
            let strength = (said / self.places[place as usize].weight).min(1.0);
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

    /// Whether a term stands in the name of any place.
    pub(crate) fn is_mentioned(&self, term: Term) -> bool {
        !self.named(term).is_empty()
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

#[cfg(test)]
mod tests {
    use super::*;

    /// Names as lists of terms: 1 orchard, 2 garden, 3 hotel, 4 inn, 5 copper, 6 kettle.
    fn recognise(turn: &[Term], admitted: impl Fn(u32) -> bool) -> Vec<(u32, f32)> {
        let names: [&[Term]; 5] = [&[1, 2, 3], &[2, 4], &[5, 6], &[5, 6, 3], &[3]];
        let passages: Vec<Passage> = (0..names.len())
            .map(|number| Passage {
                place: Some(Place {
                    id: number.to_string(),
                    name: number.to_string(),
                }),
                ..Passage::default()
            })
            .collect();
        let places = Places::of(&passages, |name, terms| {
            terms.extend_from_slice(names[name.parse::<usize>().expect("a number")]);
        });
        let turn: Vec<QueryTerm> = turn
            .iter()
            .map(|&term| QueryTerm {
                term: Some(term),
                weight: 1.0,
            })
            .collect();
        let mut out = Vec::new();
        places.recognise(&turn, 0.5, admitted, &mut Scratch::default(), &mut out);
        out.iter().map(|found| (found.place, found.strength)).collect()
    }

    fn places(turn: &[Term]) -> Vec<u32> {
        recognise(turn, |_| true)
            .into_iter()
            .map(|(place, _)| place)
            .collect()
    }

    #[test]
    fn a_name_is_recognised_whole_or_by_the_words_that_set_it_apart() {
        assert_eq!(places(&[1, 2, 3]), [0]);
        assert_eq!(places(&[1, 2]), [0]);
        assert_eq!(places(&[4, 2]), [1]);
        assert!(places(&[9]).is_empty());
        assert!(recognise(&[1, 2], |_| true)[0].1 < recognise(&[1, 2, 3], |_| true)[0].1);
    }

    #[test]
    fn a_word_speaks_for_the_name_that_it_completes() {
        assert_eq!(places(&[5, 6, 3]), [3], "neither the Copper Kettle nor the Hotel");
        assert_eq!(places(&[5, 6]), [2]);
    }

    #[test]
    fn a_turn_can_name_two_places() {
        assert_eq!(
            places(&[1, 2, 3, 5, 6]),
            [0, 3],
            "of the hotels, the kettle's is as good as named"
        );
        assert_eq!(places(&[4, 2, 5, 6]), [1, 2]);
    }

    #[test]
    fn what_stands_in_parentheses_is_not_needed_to_name_a_place() {
        let passages = [Passage {
            place: Some(Place {
                id: "funchal".to_owned(),
                name: "Funchal (Madeira)".to_owned(),
            }),
            ..Passage::default()
        }];
        let places = Places::of(&passages, |name, terms| {
            terms.extend(name.contains("Funchal").then_some(1));
            terms.extend(name.contains("Madeira").then_some(2));
        });
        let strength = |terms: &[Term]| {
            let turn: Vec<QueryTerm> = terms
                .iter()
                .map(|&term| QueryTerm {
                    term: Some(term),
                    weight: 1.0,
                })
                .collect();
            let mut out = Vec::new();
            places.recognise(&turn, 0.5, |_| true, &mut Scratch::default(), &mut out);
            out.first().map(|found| found.strength)
        };
        assert_eq!(strength(&[1]), Some(1.0));
        assert_eq!(strength(&[1, 2]), Some(1.0));
        assert_eq!(strength(&[2]), Some(1.0), "and names it as well");
        assert_eq!(strength(&[3]), None);
    }

    #[test]
    fn a_place_that_is_not_admitted_speaks_for_nobody() {
        let found = recognise(&[5, 6, 3], |place| place != 3);
        assert_eq!(found.first().map(|found| found.0), Some(2));
    }
}
