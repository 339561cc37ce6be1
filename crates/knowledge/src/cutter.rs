//! How a word is cut into the pieces of a table: what a model's tokeniser does, for single words.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};
use unicode_properties::{GeneralCategoryGroup, UnicodeGeneralCategory};

use crate::memory::Heap;
use crate::vocabulary::{Piece, SPACE, Vocabulary};
use crate::words::{Spelled, Words};

/// How a word is cut into pieces.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub(crate) enum Cutting {
    /// `WordPiece` of small letters without accents: BERT uncased.
    Folded,
    /// `WordPiece` of small letters with their accents.
    Lower,
    /// `WordPiece` of words as they are written: BERT cased.
    Written,
    /// The likeliest pieces of words as they are written, with `▁` for the space before them: SentencePiece's Unigram.
    Likeliest,
    /// The same of small letters.
    LikeliestLower,
    /// Bytes of words as they are written, put together pair by pair, with a space before the word: byte-level BPE.
    Bytes,
    /// The same of small letters.
    BytesLower,
    /// Characters of words as they are written, put together pair by pair, with `▁` for the space before: SentencePiece's
    /// BPE.
    Paired,
    /// The same of small letters.
    PairedLower,
}

/// The pieces of a table with how words are cut into them.
#[derive(Debug)]
pub(crate) struct Cutter {
    cutting: Cutting,
    vocabulary: Vocabulary,
}

impl Heap for Cutter {
    fn heap(&self) -> usize {
        self.vocabulary.heap()
    }
}

impl Cutter {
    /// `scores`: how likely each piece is, or how early it is put together. `None` when they are needed and there is not
    /// one finite number for each piece.
    pub(crate) fn new(cutting: Cutting, vocabulary: Vocabulary, scores: Vec<f32>) -> Option<Self> {
        let vocabulary = match cutting {
            Cutting::Folded | Cutting::Lower | Cutting::Written => Some(vocabulary),
            Cutting::Likeliest
            | Cutting::LikeliestLower
            | Cutting::Bytes
            | Cutting::BytesLower
            | Cutting::Paired
            | Cutting::PairedLower => vocabulary.with_scores(scores),
        }?;
        Some(Self { cutting, vocabulary })
    }

    /// How many pieces there are.
    pub(crate) fn len(&self) -> usize {
        self.vocabulary.len()
    }

    /// The numbers of a text's word pieces, in order.
    pub(crate) fn pieces(&self, text: &str) -> Vec<Piece> {
        let mut words = Words::default();
        words.cut(text);
        let mut pieces = Vec::new();
        for word in words.spelled() {
            self.cut(word, &mut pieces);
        }
        pieces
    }

    /// Appends the pieces of a word.
    pub(crate) fn cut(&self, word: Spelled<'_>, out: &mut Vec<Piece>) {
        let written = match self.cutting {
            Cutting::Folded => Cow::Borrowed(word.folded),
            Cutting::Written | Cutting::Likeliest | Cutting::Bytes | Cutting::Paired => {
                Cow::Borrowed(word.written)
            }
            Cutting::Lower | Cutting::LikeliestLower | Cutting::BytesLower | Cutting::PairedLower => {
                Cow::Owned(word.written.to_lowercase())
            }
        };
        let mark = if word.glued { "" } else { self.mark() };
        match self.cutting {
            Cutting::Folded | Cutting::Lower | Cutting::Written => self.vocabulary.cut(&written, out),
            Cutting::Likeliest | Cutting::LikeliestLower => {
                self.vocabulary.cut_likeliest(&[mark, &written].concat(), out);
            }
            Cutting::Paired | Cutting::PairedLower => {
                self.vocabulary.cut_paired(&[mark, &written].concat(), false, out);
            }
            // Byte-level models never put letters and digits together.
            Cutting::Bytes | Cutting::BytesLower => {
                let mut mark = mark;
                let mut rest = &*written;
                while let Some(first) = rest.chars().next() {
                    let kind = group(first);
                    let end = rest.find(|c| group(c) != kind).unwrap_or(rest.len());
                    self.vocabulary
                        .cut_paired(&[mark, &rest[..end]].concat(), true, out);
                    (mark, rest) = ("", &rest[end..]);
                }
            }
        }
    }

    /// Whether a folded word is one piece.
    pub(crate) fn is_word(&self, word: &str) -> bool {
        self.vocabulary.has(self.mark(), word)
    }

    /// Whether a piece is digits alone.
    pub(crate) fn is_number(&self, piece: Piece) -> bool {
        (piece as usize) < self.len() && self.vocabulary.is_number(piece)
    }

    /// What stands for the space before a word.
    fn mark(&self) -> &'static str {
        match self.cutting {
            Cutting::Folded | Cutting::Lower | Cutting::Written => "",
            Cutting::Likeliest | Cutting::LikeliestLower | Cutting::Paired | Cutting::PairedLower => SPACE,
            Cutting::Bytes | Cutting::BytesLower => " ",
        }
    }
}

/// Letters, digits, or anything else.
fn group(c: char) -> u8 {
    match c.general_category_group() {
        GeneralCategoryGroup::Letter => 0,
        GeneralCategoryGroup::Number => 1,
        GeneralCategoryGroup::Mark
        | GeneralCategoryGroup::Punctuation
        | GeneralCategoryGroup::Symbol
        | GeneralCategoryGroup::Separator
        | GeneralCategoryGroup::Other => 2,
    }
}
