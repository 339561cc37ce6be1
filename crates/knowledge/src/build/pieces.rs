//! Collecting which word pieces each passage has.

use std::collections::BTreeMap;

use crate::format::{Block, write_number};
use crate::list::{ListWriter, write_ascending, write_distances};
use crate::pieces::StoredPieces;
use crate::vocabulary::Piece;

/// Sets of pieces on the way into a file.
#[derive(Default)]
pub(super) struct Sets {
    sets: ListWriter,
    /// How many passages have each piece.
    having: BTreeMap<Piece, u32>,
}

impl Sets {
    /// Adds a passage: the pieces of its headings and its other pieces, both ascending, none twice.
    pub(super) fn push(&mut self, headings: &[Piece], others: &[Piece]) {
        self.sets.push_with(|out| {
            write_ascending(headings, out);
            write_distances(others, out);
        });
        for &piece in headings.iter().chain(others) {
            *self.having.entry(piece).or_default() += 1;
        }
    }

    pub(super) fn stored(&self) -> StoredPieces<'_> {
        let mut having = Vec::new();
        let mut next = 0;
        for (&piece, &passages) in &self.having {
            write_number(piece - next, &mut having);
            write_number(passages, &mut having);
            next = piece + 1;
        }
        StoredPieces {
            sets: self.sets.stored(),
            having: Block(having.into()),
        }
    }
}
