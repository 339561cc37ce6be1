//! Which place, branch or product a conversation is about.
//!
//! Names are met in part ("the Orchard Garden" for "Orchard Garden Hotel"), so a place is recognised by how much
//! of its name, weighed by how few names share each word, was said.

use bytes::Bytes;
use serde::{Deserialize, Serialize};

use crate::format::{Block, read_number};
use crate::lexical::{QueryTerm, Term};
use crate::list::{List, StoredList};
use crate::memory::{Heap, flat};
use crate::passage::PlaceRef;

/// The places of an index, and the words of their names.
#[derive(Debug, Default)]
pub(crate) struct Places {
    /// Sorted by bytes.
    ids: List,
    names: List,
    /// What the words of each name weigh together that stand outside parentheses.
    weights: Vec<f32>,
    /// For each place where its passages start; one more than there are places.
    starts: Vec<u32>,
    /// The passages of each place, ascending.
    passages: Vec<u32>,
    /// For each passage its place, or [`NONE`].
    of: Vec<u32>,
    /// Sorted by term: which places have a term in their name.
    mentions: Vec<(Term, u32)>,
}

/// As they stand in the file. Which passages are about a place, the passages' sources say.
#[derive(Serialize, Deserialize)]
pub(crate) struct StoredPlaces<'a> {
    /// Ids, sorted by bytes.
    #[serde(borrow)]
    pub(crate) ids: StoredList<'a>,
    #[serde(borrow)]
    pub(crate) names: StoredList<'a>,
    /// A little-endian `f32` for each: what the words of the name weigh together that stand outside parentheses.
    #[serde(borrow)]
    pub(crate) weights: Block<'a>,
    /// Pairs of a term and a place that has it in its name, in order: the distance from the term before, and the place,
    /// in base 128.
    #[serde(borrow)]
    pub(crate) mentions: Block<'a>,
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
        let Self {
            ids,
            names,
            weights,
            starts,
            passages,
            of,
            mentions,
        } = self;
        ids.heap() + names.heap() + flat(weights) + flat(starts) + flat(passages) + flat(of) + flat(mentions)
    }
}

impl Places {
    /// With the place of each passage, or [`NONE`]. `None` when it does not fit together.
    pub(crate) fn read(stored: &StoredPlaces<'_>, of: Vec<u32>, file: &Bytes) -> Option<Self> {
        let ids = List::read(&stored.ids, file)?;
        let names = List::read(&stored.names, file)?;
        let (weights, rest) = stored.weights.0.as_chunks::<4>();
        let count = ids.len();
        if names.len() != count || weights.len() != count || !rest.is_empty() {
            return None;
        }
        let mut pairs: &[u8] = &stored.mentions.0;
        let mut mentions = Vec::with_capacity(pairs.len() / 2);
        let mut term: Term = 0;
        while !pairs.is_empty() {
            term = term.checked_add(read_number(&mut pairs)?)?;
            let place = read_number(&mut pairs)?;
            if place as usize >= count {
                return None;
            }
            mentions.push((term, place));
        }
        // Passages by place: first how many each has, then where each has its next.
        let mut starts = vec![0u32; count + 1];
        for &place in of.iter().filter(|&&place| place != NONE) {
            *starts.get_mut(place as usize + 1)? += 1;
        }
        for place in 0..count {
            starts[place + 1] += starts[place];
        }
        let mut passages = vec![0; starts[count] as usize];
        let mut next = starts.clone();
        for (passage, &place) in of.iter().enumerate().filter(|(_, place)| **place != NONE) {
            let next = &mut next[place as usize];
            passages[*next as usize] = passage as u32;
            *next += 1;
        }
        let weights: Vec<f32> = weights.iter().map(|weight| f32::from_le_bytes(*weight)).collect();
        if weights.iter().any(|weight| !(0.0..=f32::MAX).contains(weight)) {
            return None;
        }
        Some(Self {
            ids,
            names,
            weights,
            starts,
            passages,
            of,
            mentions,
        })
    }

    /// Whether no passage has a place.
    pub(crate) fn is_empty(&self) -> bool {
        self.weights.is_empty()
    }

    /// How many there are.
    pub(crate) fn len(&self) -> usize {
        self.weights.len()
    }

    /// A place.
    pub(crate) fn get(&self, place: u32) -> Option<PlaceRef<'_>> {
        Some(PlaceRef {
            id: self.ids.text(place as usize)?,
            name: self.names.text(place as usize)?,
        })
    }

    /// The number of the place of this id.
    pub(crate) fn find(&self, id: &str) -> Option<u32> {
        let (mut low, mut high) = (0, self.ids.len());
        while low < high {
            let middle = usize::midpoint(low, high);
            match self.ids.get(middle)?.cmp(id.as_bytes()) {
                std::cmp::Ordering::Less => low = middle + 1,
                std::cmp::Ordering::Equal => return Some(middle as u32),
                std::cmp::Ordering::Greater => high = middle,
            }
        }
        None
    }

    /// The place of a passage, or [`NONE`].
    pub(crate) fn of_passage(&self, passage: usize) -> u32 {
        self.of[passage]
    }

    /// The passages about a place.
    pub(crate) fn passages(&self, place: u32) -> &[u32] {
        &self.passages[self.starts[place as usize] as usize..self.starts[place as usize + 1] as usize]
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
        scratch.said.resize(self.len(), 0.0);
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
            let strength = (said / self.weights[place as usize]).min(1.0);
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
            if left / self.weights[recognised.place as usize] >= least
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
        weight(self.len(), having)
    }
}

/// What a word weighs that stands in the names of `having` of so many places.
pub(crate) fn weight(places: usize, having: usize) -> f32 {
    (1.0 + places as f32 / having.max(1) as f32).ln()
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
    use crate::build::places::Gathered;
    use crate::{Passage, Place};

    impl Places {
        /// Those of these passages.
        fn of(passages: &[Passage], terms: impl FnMut(&str, &mut Vec<Term>)) -> Self {
            let places = || passages.iter().filter_map(|passage| passage.place.as_ref());
            let by_id = Gathered::by_id(places());
            let number = |place: &Place| by_id.keys().position(|id| *id == place.id).map(|at| at as u32);
            let of = places().filter_map(number).collect();
            let gathered = Gathered::of(&by_id, terms);
            let file = Bytes::from(postcard::to_allocvec(&gathered.stored()).expect("serialises"));
            Self::read(&postcard::from_bytes(&file).expect("written just now"), of, &file)
                .expect("fits together")
        }
    }

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
        let turn: Vec<QueryTerm> = turn.iter().map(|&term| QueryTerm::new(Some(term), 1.0)).collect();
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
                .map(|&term| QueryTerm::new(Some(term), 1.0))
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
