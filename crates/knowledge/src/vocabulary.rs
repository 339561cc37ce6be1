//! Word pieces: the greedy longest-match cut of a word (`WordPiece`), without allocating, the likeliest (Unigram), or what
//! comes of putting pairs together (BPE).

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
    /// Of each piece, how likely it is, as a logarithm, or how early it is put together; none where the longest match is
    /// taken.
    scores: Box<[f32]>,
    /// What a character counts that no piece has.
    unknown: f32,
}

/// Longer words are unknown, as BERT has it.
const LONGEST_WORD: usize = 100;
/// How a piece that continues a word is marked.
const CONTINUES: &[u8] = b"##";
/// How the space before a word is marked where pieces have scores: SentencePiece's `▁`.
pub(crate) const SPACE: &str = "\u{2581}";
/// How much less likely a character of no piece is than the least likely piece, as SentencePiece has it.
const UNKNOWN: f32 = 10.0;

impl Heap for Vocabulary {
    fn heap(&self) -> usize {
        block(size_of_val(&*self.starts))
            + block(size_of_val(&*self.slots))
            + block(size_of_val(&*self.scores))
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
            scores: Box::default(),
            unknown: 0.0,
        };
        for piece in 0..lengths.len() {
            vocabulary.insert(piece);
        }
        Some(vocabulary)
    }

    /// With how likely each piece is. `None` when there is not one finite number for each.
    pub(crate) fn with_scores(mut self, scores: Vec<f32>) -> Option<Self> {
        if scores.len() != self.len() || scores.iter().any(|score| !score.is_finite()) {
            return None;
        }
        self.unknown = scores.iter().copied().fold(0.0, f32::min) - UNKNOWN;
        self.scores = scores.into();
        Some(self)
    }

    /// How many pieces there are.
    pub(crate) fn len(&self) -> usize {
        self.starts.len() - 1
    }

    /// Whether a piece is digits alone.
    pub(crate) fn is_number(&self, piece: Piece) -> bool {
        let text = self.text(piece as usize);
        let marks = [CONTINUES, SPACE.as_bytes(), b" "];
        let digits = marks
            .iter()
            .find_map(|mark| text.strip_prefix(*mark))
            .unwrap_or(text);
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

    /// Appends the likeliest pieces of a text without white space (Viterbi); what no piece has is left out.
    pub(crate) fn cut_likeliest(&self, text: &str, out: &mut Vec<Piece>) {
        let bytes = text.as_bytes();
        if bytes.len() > LONGEST_WORD && text.chars().count() > LONGEST_WORD {
            return;
        }
        // For each end: how likely the best cut up to there is, where its last piece starts, and which it is.
        let mut best: Vec<(f32, usize, Option<Piece>)> = vec![(f32::NEG_INFINITY, 0, None); bytes.len() + 1];
        best[0].0 = 0.0;
        for (start, c) in text.char_indices() {
            let so_far = best[start].0;
            let next = start + c.len_utf8();
            let mut alone = false;
            let mut hash = SEED;
            let longest = bytes.len().min(start + self.longest);
            for (end, &byte) in (start + 1..=longest).zip(&bytes[start..longest]) {
                hash = step(hash, byte);
                if !text.is_char_boundary(end) {
                    continue;
                }
                let Some(piece) = self.find(hash, b"", &bytes[start..end]) else {
                    continue;
                };
                alone |= end == next;
                let score = so_far + self.scores[piece as usize];
                if score > best[end].0 {
                    best[end] = (score, start, Some(piece));
                }
            }
            if !alone && so_far + self.unknown > best[next].0 {
                best[next] = (so_far + self.unknown, start, None);
            }
        }
        let before = out.len();
        let mut end = bytes.len();
        while end > 0 {
            let (_, start, piece) = best[end];
            out.extend(piece);
            end = start;
        }
        out[before..].reverse();
    }

    /// Appends what becomes of a text's bytes, or characters, when neighbours that are a piece together are put together,
    /// those of the largest score first, and of equals the first in the text. Units of no piece are left out.
    pub(crate) fn cut_paired(&self, text: &str, of_bytes: bool, out: &mut Vec<Piece>) {
        let bytes = text.as_bytes();
        if bytes.len() > LONGEST_WORD && text.chars().count() > LONGEST_WORD {
            return;
        }
        // Where each unit begins, and the end of the last.
        let mut starts: Vec<usize> = (0..=bytes.len())
            .filter(|&at| of_bytes || text.is_char_boundary(at))
            .collect();
        let score = |starts: &[usize], at: usize| {
            let end = *starts.get(at + 2)?;
            let piece = self.whole(&bytes[starts[at]..end])?;
            Some(self.scores[piece as usize])
        };
        // Of each unit, how early it is put together with the next.
        let mut pairs: Vec<Option<f32>> = (0..starts.len()).map(|at| score(&starts, at)).collect();
        loop {
            let mut best: Option<(usize, f32)> = None;
            for (at, pair) in pairs.iter().enumerate() {
                if let Some(score) = *pair
                    && best.is_none_or(|(_, best)| score > best)
                {
                    best = Some((at, score));
                }
            }
            let Some((at, _)) = best else { break };
            starts.remove(at + 1);
            pairs.remove(at + 1);
            pairs[at] = score(&starts, at);
            if let Some(before) = at.checked_sub(1) {
                pairs[before] = score(&starts, before);
            }
        }
        let units = starts.windows(2).map(|unit| &bytes[unit[0]..unit[1]]);
        out.extend(units.filter_map(|unit| self.whole(unit)));
    }

    fn whole(&self, text: &[u8]) -> Option<Piece> {
        let hash = text.iter().fold(SEED, |hash, &byte| step(hash, byte));
        self.find(hash, b"", text)
    }

    /// Whether a word that begins with this mark, or none, is one piece.
    pub(crate) fn has(&self, mark: &str, word: &str) -> bool {
        let hash = mark.bytes().chain(word.bytes()).fold(SEED, step);
        self.find(hash, mark.as_bytes(), word.as_bytes()).is_some()
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
        let mask = self.slots.len().checked_sub(1)?;
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
    fn of_pieces_with_scores_the_likeliest_cut_is_taken() {
        let pieces = [
            ("▁", -3.0),
            ("▁ma", -4.0),
            ("leta", -5.0),
            ("▁maleta", -12.0),
            ("s", -2.0),
            ("▁m", -3.5),
            ("a", -2.5),
            ("▁ko", -4.0),
            ("ffer", -4.5),
            ("f", -3.0),
            ("er", -3.0),
            ("▁koffer", -7.0),
        ];
        let lengths: Vec<u8> = pieces.iter().map(|(piece, _)| piece.len() as u8).collect();
        let text: String = pieces.iter().map(|(piece, _)| *piece).collect();
        let vocabulary = Vocabulary::new(Bytes::from(text.clone()), &lengths).expect("lengths add up");
        assert!(
            Vocabulary::new(Bytes::from(text.clone()), &lengths)
                .expect("lengths add up")
                .with_scores(vec![0.0])
                .is_none()
        );
        let scores = pieces.iter().map(|&(_, score)| score).collect();
        let vocabulary = vocabulary.with_scores(scores).expect("one for each");
        let check = |word: &str, expected: &[&str]| {
            let mut out = vec![3];
            vocabulary.cut_likeliest(word, &mut out);
            let cut: Vec<_> = out[1..].iter().map(|&piece| pieces[piece as usize].0).collect();
            assert_eq!(cut, expected, "{word}");
        };
        // −9 before −12, −11 before −14; −7 before −8.5.
        check("▁maleta", &["▁ma", "leta"]);
        check("▁maletas", &["▁ma", "leta", "s"]);
        check("▁koffer", &["▁koffer"]);
        check("▁koffers", &["▁koffer", "s"]);
        // What no piece has is passed over, and the rest is still cut.
        check("▁maßs", &["▁ma", "s"]);
        check("ß", &[]);
        check("", &[]);
        check(&"a".repeat(101), &[]);
        assert!(vocabulary.has(SPACE, "koffer") && !vocabulary.has("", "koffer"));
    }

    #[test]
    fn of_pairs_the_one_learnt_first_is_put_together_first_and_of_equals_the_first() {
        let pieces = [
            (" ", 0.0),
            ("a", 0.0),
            ("b", 0.0),
            ("c", 0.0),
            ("bc", -1.0),
            ("ab", -2.0),
            ("aa", -3.0),
            (" a", -4.0),
            ("abc", -5.0),
        ];
        let lengths: Vec<u8> = pieces.iter().map(|(piece, _)| piece.len() as u8).collect();
        let text: String = pieces.iter().map(|(piece, _)| *piece).collect();
        let vocabulary = Vocabulary::new(Bytes::from(text), &lengths)
            .and_then(|vocabulary| vocabulary.with_scores(pieces.iter().map(|&(_, score)| score).collect()))
            .expect("lengths add up");
        let check = |word: &str, of_bytes: bool, expected: &[&str]| {
            let mut out = vec![3];
            vocabulary.cut_paired(word, of_bytes, &mut out);
            let cut: Vec<_> = out[1..].iter().map(|&piece| pieces[piece as usize].0).collect();
            assert_eq!(cut, expected, "{word}");
        };
        for of_bytes in [true, false] {
            check("abc", of_bytes, &["abc"]);
            check("aaab", of_bytes, &["aa", "ab"]);
            check("aaa", of_bytes, &["aa", "a"]);
            check(" aab", of_bytes, &[" a", "ab"]);
            // What no piece has parts its neighbours, and is left out.
            check("aébc", of_bytes, &["a", "bc"]);
            check("", of_bytes, &[]);
            check(&"a".repeat(101), of_bytes, &[]);
        }
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
