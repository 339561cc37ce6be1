//! Which word pieces each passage has: what the late interaction compares.

use bytes::Bytes;
use serde::{Deserialize, Serialize};

use crate::format::{Block, read_number};
use crate::lexical::idf;
use crate::list::{Distances, List, StoredList};
use crate::memory::{Heap, flat};
use crate::vocabulary::Piece;

/// No table has more pieces: bounds what a damaged file can ask for.
const MOST_PIECES: Piece = 1 << 20;

/// The word pieces of each passage, each once. Pieces that say nothing and those of its place's name are left out.
#[derive(Debug)]
pub(crate) struct PieceSets {
    sets: List,
    /// For each piece how rare it is among the passages: its idf.
    rarity: Vec<f32>,
    /// The rarity of a piece that no passage has.
    unknown: f32,
}

/// As it stands in the file.
#[derive(Serialize, Deserialize)]
pub(crate) struct StoredPieces<'a> {
    /// For each passage: how many pieces its headings have, the distance from each to the next, then the distances of
    /// its other pieces.
    #[serde(borrow)]
    pub(crate) sets: StoredList<'a>,
    /// For each piece that a passage has: the distance from the one before, and how many passages have it.
    #[serde(borrow)]
    pub(crate) having: Block<'a>,
}

impl Heap for PieceSets {
    fn heap(&self) -> usize {
        self.sets.heap() + flat(&self.rarity)
    }
}

impl PieceSets {
    /// `None` when it does not fit together.
    pub(crate) fn read(stored: &StoredPieces<'_>, passages: usize, file: &Bytes) -> Option<Self> {
        let sets = List::read(&stored.sets, file).filter(|sets| sets.len() == passages)?;
        let unknown = idf(passages, 0);
        let mut rarity = Vec::new();
        let mut rest: &[u8] = &stored.having.0;
        while !rest.is_empty() {
            let piece = u32::try_from(rarity.len())
                .ok()?
                .checked_add(read_number(&mut rest)?)?;
            let having = read_number(&mut rest)? as usize;
            if piece > MOST_PIECES || having > passages {
                return None;
            }
            rarity.resize(piece as usize, unknown);
            rarity.push(idf(passages, having));
        }
        rarity.shrink_to_fit();
        Some(Self {
            sets,
            rarity,
            unknown,
        })
    }

    /// Of no passages.
    #[cfg(test)]
    pub(crate) fn of_nothing() -> Self {
        Self {
            sets: List::default(),
            rarity: Vec::new(),
            unknown: idf(0, 0),
        }
    }

    /// How rare a piece is among the passages.
    pub(crate) fn rarity(&self, piece: Piece) -> f32 {
        self.rarity.get(piece as usize).copied().unwrap_or(self.unknown)
    }

    /// Puts the pieces of a passage into `out`, and returns how many of them, at its beginning, stand for its headings:
    /// those of the headings, or all where the headings have none.
    pub(crate) fn of(&self, passage: usize, out: &mut Vec<Piece>) -> usize {
        out.clear();
        let mut rest = self.sets.get(passage).unwrap_or_default();
        let headings = read_number(&mut rest).unwrap_or(0) as usize;
        let mut distances = Distances::new(rest);
        out.extend(distances.by_ref().take(headings));
        let headings = out.len();
        out.extend(Distances::new(distances.rest()));
        if headings == 0 { out.len() } else { headings }
    }
}
