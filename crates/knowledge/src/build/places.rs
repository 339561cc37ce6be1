//! Collecting the places of passages, and the words of their names.

use std::collections::BTreeMap;

use crate::Place;
use crate::format::{Block, write_number};
use crate::lexical::Term;
use crate::list::ListWriter;
use crate::places::{StoredPlaces, weight};

/// Places on the way into a file.
#[derive(Default)]
pub(crate) struct Gathered {
    ids: ListWriter,
    names: ListWriter,
    weights: Vec<u8>,
    mentions: Vec<u8>,
}

impl Gathered {
    /// Of places by id, each with its name. `terms` gives the searched words of a name.
    pub(crate) fn of(places: &BTreeMap<&str, &str>, mut terms: impl FnMut(&str, &mut Vec<Term>)) -> Self {
        let mut gathered = Self::default();
        let (mut mentions, mut needed, mut words) = (Vec::new(), Vec::new(), Vec::new());
        for (number, (id, name)) in places.iter().enumerate() {
            let number = number as u32;
            gathered.ids.push(id.as_bytes());
            gathered.names.push(name.as_bytes());
            // "Funchal (Madeira)" is named by "Funchal" as well.
            words.clear();
            let (outside, _) = name.split_once(" (").unwrap_or((name, ""));
            terms(outside, &mut words);
            let own = words.len();
            let inside = &name[outside.len()..];
            if !inside.is_empty() {
                terms(inside, &mut words);
            }
            let outside = if own == 0 { &words[..] } else { &words[..own] };
            needed.extend(outside.iter().map(|&term| (term, number)));
            mentions.extend(words.iter().map(|&term| (term, number)));
        }
        for list in [&mut mentions, &mut needed] {
            list.sort_unstable();
            list.dedup();
        }
        let mut weights = vec![0f32; places.len()];
        for (term, place) in needed {
            let start = mentions.partition_point(|&(other, _)| other < term);
            let having = mentions[start..].partition_point(|&(other, _)| other == term);
            weights[place as usize] += weight(places.len(), having);
        }
        gathered
            .weights
            .extend(weights.iter().flat_map(|weight| weight.to_le_bytes()));
        let mut before = 0;
        for (term, place) in mentions {
            write_number(term - before, &mut gathered.mentions);
            write_number(place, &mut gathered.mentions);
            before = term;
        }
        gathered
    }

    /// The place each passage of these is about, by the number that it gets.
    pub(crate) fn by_id<'a>(places: impl Iterator<Item = &'a Place>) -> BTreeMap<&'a str, &'a str> {
        let mut by_id = BTreeMap::new();
        for place in places {
            by_id.entry(place.id.as_str()).or_insert(place.name.as_str());
        }
        by_id
    }

    pub(crate) fn stored(&self) -> StoredPlaces<'_> {
        StoredPlaces {
            ids: self.ids.stored(),
            names: self.names.stored(),
            weights: Block(self.weights.as_slice().into()),
            mentions: Block(self.mentions.as_slice().into()),
        }
    }
}
