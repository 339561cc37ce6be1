//! Word pieces: the greedy longest-match cut of a word, without allocating.

use bytes::Bytes;

use crate::memory::{Heap, block};

/// A piece's number in the table.
pub(crate) type Piece = u32;

/// The pieces of a table.
#[derive(Debug)]
pub(crate) struct Vocabulary {
    /// All pieces one after the other, each as written in the vocabulary.
    text: Bytes,
    /// Where each piece starts; one more than there are pieces.
    starts: Box<[u32]>,
    /// Open addressing over the hash of a piece: number + 1, or 0.
    slots: Box<[u32]>,
    /// Length of the longest piece.
    longest: usize,
}

/// Longer words are unknown, as BERT has it.
const LONGEST_WORD: usize = 100;
/// How a piece that continues a word is marked.
const CONTINUES: &[u8] = b"##";

impl Heap for Vocabulary {
    fn heap(&self) -> usize {
        block(size_of_val(&*self.starts)) + block(size_of_val(&*self.slots))
    }
}

impl Vocabulary {
    /// From all pieces one after the other and the length of each. `None` when they do not fit together.
    pub(crate) fn new(text: Bytes, lengths: &[u8]) -> Option<Self> {
        let mut starts = Vec::with_capacity(lengths.len() + 1);
        let mut start = 0u32;
        starts.push(start);
        for &length in lengths {
            start = start.checked_add(u32::from(length))?;
            starts.push(start);
        }
        if start as usize != text.len() || u32::try_from(lengths.len()).is_err() {
            return None;
        }
        let mut vocabulary = Self {
            text,
            starts: starts.into(),
            slots: vec![0; (lengths.len() * 2).next_power_of_two()].into(),
            longest: lengths.iter().copied().max().unwrap_or(0).into(),
        };
        for piece in 0..lengths.len() {
            vocabulary.insert(piece);
        }
        Some(vocabulary)
    }

    /// How many pieces there are.
    pub(crate) fn len(&self) -> usize {
        self.starts.len() - 1
    }

    /// Whether a piece is digits alone.
    pub(crate) fn is_number(&self, piece: Piece) -> bool {
        let text = self.text(piece as usize);
        let digits = text.strip_prefix(CONTINUES).unwrap_or(text);
        !digits.is_empty() && digits.iter().all(u8::is_ascii_digit)
    }

    /// Appends the pieces of one folded word; nothing when a part of it is unknown.
    pub(crate) fn cut(&self, word: &str, out: &mut Vec<Piece>) {
        // Bytes bound characters from above, so that counting is rare.
        if word.len() > LONGEST_WORD && word.chars().count() > LONGEST_WORD {
            return;
        }
        let before = out.len();
        let mut rest = word.as_bytes();
        let mut prefix: &[u8] = b"";
        while !rest.is_empty() {
            let Some((piece, length)) = self.longest_match(prefix, rest) else {
                out.truncate(before);
                return;
            };
            out.push(piece);
            rest = &rest[length..];
            prefix = CONTINUES;
        }
    }

    /// Whether a word is one piece.
    pub(crate) fn has(&self, word: &str) -> bool {
        let hash = word.bytes().fold(SEED, step);
        !self.starts.is_empty() && self.find(hash, b"", word.as_bytes()).is_some()
    }

    fn longest_match(&self, prefix: &[u8], rest: &[u8]) -> Option<(Piece, usize)> {
        let most = rest.len().min(self.longest.saturating_sub(prefix.len()));
        let mut hashes = [0u32; 256];
        let mut hash = prefix.iter().fold(SEED, |hash, &byte| step(hash, byte));
        for (slot, &byte) in hashes.iter_mut().zip(&rest[..most]) {
            hash = step(hash, byte);
            *slot = hash;
        }
        (1..=most).rev().find_map(|length| {
            let piece = self.find(hashes[length - 1], prefix, &rest[..length])?;
            Some((piece, length))
        })
    }

    fn find(&self, hash: u32, prefix: &[u8], rest: &[u8]) -> Option<Piece> {
        let mask = self.slots.len() - 1;
        let mut slot = spread(hash) & mask;
        loop {
            let piece = self.slots[slot].checked_sub(1)?;
            let text = self.text(piece as usize);
            if text.len() == prefix.len() + rest.len() && text.starts_with(prefix) && text.ends_with(rest) {
                return Some(piece);
            }
            slot = (slot + 1) & mask;
        }
    }

    fn insert(&mut self, piece: usize) {
        let hash = self.text(piece).iter().fold(SEED, |hash, &byte| step(hash, byte));
        let mask = self.slots.len() - 1;
        let mut slot = spread(hash) & mask;
        while self.slots[slot] != 0 {
            slot = (slot + 1) & mask;
        }
        self.slots[slot] = piece as u32 + 1;
    }

    fn text(&self, piece: usize) -> &[u8] {
        &self.text[self.starts[piece] as usize..self.starts[piece + 1] as usize]
    }
}

const SEED: u32 = 0x811c_9dc5;

/// One step of FNV-1a: the hash of a prefix is on the way to the hash of the word.
fn step(hash: u32, byte: u8) -> u32 {
    (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)
}

fn spread(hash: u32) -> usize {
    (hash ^ (hash >> 15)) as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(word: &str, expected: &[&str]) {
        let pieces = ["un", "##aff", "##able", "##a", "able", "a", "é", "##é", "unable"];
        let lengths: Vec<u8> = pieces.iter().map(|piece| piece.len() as u8).collect();
        let vocabulary = Vocabulary::new(pieces.concat().into(), &lengths).expect("lengths add up");
        let mut out = vec![7];
        vocabulary.cut(word, &mut out);
        let cut: Vec<_> = out[1..].iter().map(|&piece| pieces[piece as usize]).collect();
        assert_eq!(cut, expected, "{word}");
    }

    #[test]
    fn the_longest_piece_goes_first() {
        check("unable", &["unable"]);
        check("unaffable", &["un", "##aff", "##able"]);
        check("aa", &["a", "##a"]);
        check("éé", &["é", "##é"]);
    }

    #[test]
    fn a_word_with_an_unknown_part_has_no_pieces() {
        check("unx", &[]);
        check("x", &[]);
        check("", &[]);
    }

    #[test]
    fn a_word_past_the_limit_has_no_pieces() {
        check(&"a".repeat(101), &[]);
        check(&"é".repeat(101), &[]);
        assert_eq!("é".repeat(100).len(), 200);
        check(&"é".repeat(100), &[&["é"][..], &["##é"; 99]].concat());
    }

    #[test]
    fn lengths_that_do_not_add_up_are_refused() {
        assert!(Vocabulary::new("abc".into(), &[1, 1]).is_none());
        assert!(Vocabulary::new("abc".into(), &[2, 2]).is_none());
        assert!(Vocabulary::new(Bytes::new(), &[]).is_some());
    }
}
