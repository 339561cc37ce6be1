//! BM25 over fields: terms, postings, and what a query's words say about each passage.
//!
//! A posting keeps what its term adds to the passage's score before the term's own weight (idf), in eight bits:
//! frequencies over the fields, saturation (k1) and length (b) are settled when the index is built.

use serde::{Deserialize, Serialize};

use crate::format::{Block, read_number};
use crate::language::Language;
use crate::memory::{Heap, flat};
use crate::words::Words;

/// A term's number in the dictionary.
pub(crate) type Term = u32;

/// Saturation: how soon the repetition of a term stops to count.
#[cfg(feature = "build")]
pub(crate) const K1: f32 = 1.2;
/// How far a passage's length counts against it.
#[cfg(feature = "build")]
pub(crate) const B: f32 = 0.75;
/// The largest gain a posting can have, by BM25's formula: k1 + 1.
const GAIN: f32 = 2.2;

/// The lexical index.
#[derive(Debug)]
pub(crate) struct Lexicon {
    /// Sorted by bytes, one after the other.
    text: String,
    /// Where each term starts; one more than there are terms.
    starts: Vec<u32>,
    /// Where each term's postings start; one more than there are terms.
    lists: Vec<u32>,
    /// Passages, ascending within a term.
    passages: Vec<u32>,
    /// What the term adds, in steps of [`GAIN`] / 255.
    gains: Vec<u8>,
    /// What each term weighs.
    weights: Vec<f32>,
    /// What a word weighs that no passage has.
    unknown: f32,
    language: Language,
}

/// As it stands in the file.
#[derive(Serialize, Deserialize)]
pub(crate) struct Stored<'a> {
    pub(crate) language: Language,
    pub(crate) terms: Vec<&'a str>,
    /// For each term: how many passages, then the distance from each to the next, in base 128.
    #[serde(borrow)]
    pub(crate) passages: Block<'a>,
    #[serde(borrow)]
    pub(crate) gains: Block<'a>,
}

/// One word of a query that is not a stop word.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(crate) struct QueryTerm {
    /// `None`: no passage has it.
    pub(crate) term: Option<Term>,
    /// Its idf.
    pub(crate) weight: f32,
}

impl Heap for Lexicon {
    fn heap(&self) -> usize {
        let Self {
            text,
            starts,
            lists,
            passages,
            gains,
            weights,
            unknown: _,
            language: _,
        } = self;
        text.heap() + flat(starts) + flat(lists) + flat(passages) + flat(gains) + flat(weights)
    }
}

impl Lexicon {
    /// Checks and unpacks what stands in the file. `None` when it does not fit together.
    pub(crate) fn unpack(stored: &Stored<'_>, passages: usize) -> Option<Self> {
        if !stored.terms.is_sorted() {
            return None;
        }
        let count = stored.gains.0.len();
        let mut lexicon = Self {
            text: stored.terms.concat(),
            starts: Vec::with_capacity(stored.terms.len() + 1),
            lists: Vec::with_capacity(stored.terms.len() + 1),
            passages: Vec::with_capacity(count),
            gains: stored.gains.0.to_vec(),
            weights: Vec::with_capacity(stored.terms.len()),
            unknown: idf(passages, 0),
            language: stored.language,
        };
        let mut start = 0u32;
        let mut rest: &[u8] = &stored.passages.0;
        for term in &stored.terms {
            lexicon.starts.push(start);
            lexicon.lists.push(lexicon.passages.len() as u32);
            start = start.checked_add(u32::try_from(term.len()).ok()?)?;
            let length = read_number(&mut rest)?;
            let mut next = 0u32;
            for _ in 0..length {
                let passage = next.checked_add(read_number(&mut rest)?)?;
                if passage as usize >= passages || lexicon.passages.len() == count {
                    return None;
                }
                lexicon.passages.push(passage);
                next = passage + 1;
            }
            lexicon.weights.push(idf(passages, length as usize));
        }
        lexicon.starts.push(start);
        lexicon.lists.push(lexicon.passages.len() as u32);
        (rest.is_empty() && lexicon.passages.len() == count).then_some(lexicon)
    }

    /// The terms of cut words, each once, in order; and for each word its term, if any passage has it.
    pub(crate) fn terms(&self, words: &Words, out: &mut Vec<QueryTerm>, by_word: &mut Vec<Option<Term>>) {
        out.clear();
        by_word.clear();
        let stemmer = self.language.stemmer();
        let mut unknown: Vec<String> = Vec::new();
        for (word, mark) in words.iter() {
            let Some(word) = content(self.language, word, mark) else {
                by_word.push(None);
                continue;
            };
            let stem = stemmer.stem(word);
            let term = self.find(&stem);
            by_word.push(term);
            match term {
                Some(term) if out.iter().any(|other| other.term == Some(term)) => {}
                None if unknown.iter().any(|other| **other == *stem) => {}
                Some(_) | None => {
                    if term.is_none() {
                        unknown.push(stem.into_owned());
                    }
                    let weight = term.map_or(self.unknown, |term| self.weights[term as usize]);
                    out.push(QueryTerm { term, weight });
                }
            }
        }
    }

    /// Adds to each passage what the terms say about it, as a share of the most they could weigh.
    /// `scores` has one place for each passage; the passages that were touched are appended to `touched`.
    pub(crate) fn score(&self, terms: &[QueryTerm], scores: &mut [f32], touched: &mut Vec<u32>) {
        let all: f32 = terms.iter().map(|term| term.weight).sum();
        for &QueryTerm { term, weight } in terms {
            let Some(term) = term else { continue };
            let step = weight / all * (GAIN / 255.0);
            let list = self.list(term);
            for (&passage, &gain) in self.passages[list.clone()].iter().zip(&self.gains[list]) {
                let score = &mut scores[passage as usize];
                if *score <= 0.0 {
                    touched.push(passage);
                }
                *score += f32::from(gain) * step;
            }
        }
    }

    /// The number of a stem.
    pub(crate) fn find(&self, stem: &str) -> Option<Term> {
        let mut low = 0;
        let mut high = self.weights.len();
        while low < high {
            let middle = usize::midpoint(low, high);
            let term = &self.text[self.starts[middle] as usize..self.starts[middle + 1] as usize];
            match term.cmp(stem) {
                std::cmp::Ordering::Less => low = middle + 1,
                std::cmp::Ordering::Equal => return Some(middle as Term),
                std::cmp::Ordering::Greater => high = middle,
            }
        }
        None
    }

    /// What a term weighs.
    pub(crate) fn weight(&self, term: Term) -> f32 {
        self.weights[term as usize]
    }

    /// How many terms there are.
    pub(crate) fn len(&self) -> usize {
        self.weights.len()
    }

    /// The language of the index.
    pub(crate) fn language(&self) -> Language {
        self.language
    }

    fn list(&self, term: Term) -> std::ops::Range<usize> {
        self.lists[term as usize] as usize..self.lists[term as usize + 1] as usize
    }
}

/// What of a word is searched: nothing of a mark or a stop word, no symbols at its ends such as `£`.
pub(crate) fn content(language: Language, word: &str, mark: bool) -> Option<&str> {
    if mark {
        return None;
    }
    let word = word.trim_matches(|c: char| !c.is_alphanumeric());
    (!word.is_empty() && !language.is_stop_word(word)).then_some(word)
}

/// A gain in steps.
#[cfg(feature = "build")]
pub(crate) fn pack_gain(gain: f32) -> u8 {
    (gain / GAIN * 255.0).round().clamp(1.0, 255.0) as u8
}

/// What a term weighs that `having` of `passages` have.
pub(crate) fn idf(passages: usize, having: usize) -> f32 {
    let (passages, having) = (passages as f32, having as f32);
    (1.0 + (passages - having + 0.5) / (having + 0.5)).ln()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lexicon() -> Lexicon {
        // "boat" in passages 0 and 2, "car" in 1.
        let stored = Stored {
            language: Language::English,
            terms: vec!["boat", "car"],
            passages: Block(vec![2, 0, 1, 1, 1].into()),
            gains: Block(vec![255, 51, 102].into()),
        };
        Lexicon::unpack(&stored, 3).expect("fits together")
    }

    fn terms(lexicon: &Lexicon, text: &str) -> Vec<QueryTerm> {
        let mut words = Words::default();
        words.cut(text);
        let (mut terms, mut by_word) = (Vec::new(), Vec::new());
        lexicon.terms(&words, &mut terms, &mut by_word);
        assert_eq!(by_word.len(), words.iter().count());
        terms
    }

    #[test]
    fn words_are_stemmed_and_each_counts_once() {
        let lexicon = lexicon();
        let found = terms(&lexicon, "The boats, a boat, some CARS and submarines; submarine");
        let numbers: Vec<_> = found.iter().map(|term| term.term).collect();
        assert_eq!(numbers, [Some(0), Some(1), None]);
        assert!(found[0].weight < found[1].weight, "rarer terms weigh more");
        assert!(found[1].weight < found[2].weight, "unknown words weigh most");
    }

    #[test]
    fn a_score_is_the_share_of_what_the_terms_could_weigh() {
        let lexicon = lexicon();
        let found = terms(&lexicon, "boat car");
        let (mut scores, mut touched) = (vec![0.0; 3], Vec::new());
        lexicon.score(&found, &mut scores, &mut touched);
        assert_eq!(touched, [0, 2, 1]);
        let boat = found[0].weight / (found[0].weight + found[1].weight);
        assert!((scores[0] - boat * 2.2).abs() < 1e-5, "{scores:?}");
        assert!((scores[2] - boat * 2.2 * 0.2).abs() < 1e-5, "{scores:?}");
        assert!((scores[1] - (1.0 - boat) * 2.2 * 0.4).abs() < 1e-5, "{scores:?}");
    }

    #[test]
    fn postings_that_do_not_fit_are_refused() {
        let check = |terms: Vec<&str>, passages: &[u8], gains: &[u8]| {
            let stored = Stored {
                language: Language::English,
                terms,
                passages: Block(passages.to_vec().into()),
                gains: Block(gains.to_vec().into()),
            };
            assert!(Lexicon::unpack(&stored, 3).is_none());
        };
        check(vec!["b", "a"], &[1, 0, 1, 1], &[1, 1]);
        check(vec!["a"], &[1, 3], &[1]);
        check(vec!["a"], &[2, 0], &[1, 1]);
        check(vec!["a"], &[1, 0, 0], &[1]);
        check(vec!["a"], &[1, 0], &[]);
        check(vec!["a"], &[1, 0], &[1, 1]);
        check(vec!["a"], &[0xff, 0xff, 0xff, 0xff, 0x0f, 0], &[1]);
    }
}
