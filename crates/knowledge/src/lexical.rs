//! BM25 over fields: terms, postings, and what a query's words say about each passage.
//!
//! A posting keeps what its term adds to the passage's score before the term's own weight (idf), in eight bits:
//! frequencies over the fields, saturation (k1) and length (b) are settled when the index is built.

use std::borrow::Cow;

use bytes::Bytes;
use serde::{Deserialize, Serialize};

use crate::format::read_number;
use crate::language::{Language, Stems};
use crate::list::{Distances, List, StoredList};
use crate::memory::Heap;
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

/// The lexical index, read where it stands in the file.
#[derive(Debug)]
pub(crate) struct Lexicon {
    /// Sorted by bytes.
    terms: List,
    /// The postings of each term.
    postings: List,
    /// How many passages there are.
    passages: usize,
    /// Those of the passages; the first is the one most of them are written in.
    languages: Vec<Language>,
}

/// As it stands in the file.
#[derive(Serialize, Deserialize)]
pub(crate) struct Stored<'a> {
    /// Those of the passages; the first is the one most of them are written in.
    pub(crate) languages: Vec<Language>,
    /// Sorted by bytes.
    #[serde(borrow)]
    pub(crate) terms: StoredList<'a>,
    /// For each term: how many passages, the distance from each to the next, and for each a byte of what the term adds,
    /// in steps of [`GAIN`] / 255.
    #[serde(borrow)]
    pub(crate) postings: StoredList<'a>,
}

/// What a word of a query is searched by. In an index of several languages a word can be several terms.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(crate) struct QueryTerm {
    /// `None`: no passage has it.
    pub(crate) term: Option<Term>,
    /// Its idf.
    pub(crate) weight: f32,
    /// What it adds to the most that the query could weigh: of several terms of one word, only the first adds anything.
    pub(crate) adds: f32,
}

impl QueryTerm {
    /// The only term of a word.
    pub(crate) fn new(term: Option<Term>, weight: f32) -> Self {
        Self {
            term,
            weight,
            adds: weight,
        }
    }
}

impl Heap for Lexicon {
    fn heap(&self) -> usize {
        self.terms.heap() + self.postings.heap()
    }
}

impl Lexicon {
    /// `None` when it does not fit together.
    pub(crate) fn read(stored: &Stored<'_>, passages: usize, file: &Bytes) -> Option<Self> {
        let terms = List::read(&stored.terms, file)?;
        let postings = List::read(&stored.postings, file)?;
        (terms.len() == postings.len() && !stored.languages.is_empty()).then_some(Self {
            terms,
            postings,
            passages,
            languages: stored.languages.clone(),
        })
    }

    /// The terms of cut words, each once, in order; and for each word its first term, if any passage has one. A word is
    /// stemmed in the language of the text, then in the others of the index.
    pub(crate) fn terms(
        &self,
        words: &Words,
        language: Option<Language>,
        out: &mut Vec<QueryTerm>,
        by_word: &mut Vec<Option<Term>>,
    ) {
        out.clear();
        by_word.clear();
        let own = language.unwrap_or(self.language());
        let others = self.languages.iter().filter(|&&other| other != own);
        let stems: Vec<Stems> = self
            .languages
            .iter()
            .filter(|&&language| language == own)
            .chain(others)
            .map(|language| language.stemmer())
            .collect();
        let mut unknown: Vec<&str> = Vec::new();
        for (word, mark) in words.iter() {
            let Some(word) = content(own, word, mark) else {
                by_word.push(None);
                continue;
            };
            let start = out.len();
            let mut first = None;
            for stems in &stems {
                let Some(term) = stems.find(word, |stem| self.find(stem)) else {
                    continue;
                };
                first = first.or(Some(term));
                if !out.iter().any(|other| other.term == Some(term)) {
                    let (weight, is_first) = (self.weight(term), out.len() == start);
                    out.push(QueryTerm {
                        adds: if is_first { weight } else { 0.0 },
                        ..QueryTerm::new(Some(term), weight)
                    });
                }
            }
            by_word.push(first);
            if first.is_none() {
                unknown.push(word);
            }
        }
        // Words that no passage has: each stem once.
        let own = own.stemmer();
        let mut unknown: Vec<Cow<'_, str>> = unknown.into_iter().map(|word| own.stem(word)).collect();
        unknown.sort_unstable();
        unknown.dedup();
        out.extend(
            unknown
                .iter()
                .map(|_| QueryTerm::new(None, idf(self.passages, 0))),
        );
    }

    /// Adds to each passage what the terms say about it, as a share of the most they could weigh.
    /// `scores` has one place for each passage; the passages that were touched are appended to `touched`.
    pub(crate) fn score(&self, terms: &[QueryTerm], scores: &mut [f32], touched: &mut Vec<u32>) {
        let all: f32 = terms.iter().map(|term| term.adds).sum();
        for &QueryTerm { term, weight, .. } in terms {
            let Some(term) = term else { continue };
            let step = weight / all * (GAIN / 255.0);
            let (passages, gains) = self.postings(term);
            for (passage, &gain) in passages.zip(gains) {
                // Only a damaged file names passages that there are not.
                let Some(score) = scores.get_mut(passage as usize) else {
                    break;
                };
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
        let mut high = self.terms.len();
        while low < high {
            let middle = usize::midpoint(low, high);
            match self.terms.get(middle)?.cmp(stem.as_bytes()) {
                std::cmp::Ordering::Less => low = middle + 1,
                std::cmp::Ordering::Equal => return Some(middle as Term),
                std::cmp::Ordering::Greater => high = middle,
            }
        }
        None
    }

    /// What a term weighs.
    pub(crate) fn weight(&self, term: Term) -> f32 {
        idf(self.passages, self.postings(term).1.len())
    }

    /// How many terms there are.
    pub(crate) fn len(&self) -> usize {
        self.terms.len()
    }

    /// The language that most passages are written in.
    pub(crate) fn language(&self) -> Language {
        self.languages.first().copied().unwrap_or_default()
    }

    /// Whether passages are written in several languages.
    pub(crate) fn is_multilingual(&self) -> bool {
        self.languages.len() > 1
    }

    /// The passages that have a term, ascending, and what it adds to each.
    fn postings(&self, term: Term) -> (Distances<'_>, &[u8]) {
        let mut list = self.postings.get(term as usize).unwrap_or_default();
        let count = read_number(&mut list).unwrap_or(0) as usize;
        let (distances, gains) = list.split_at(list.len().saturating_sub(count));
        (Distances::new(distances), gains)
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
    use crate::list::ListWriter;

    fn lexicon() -> Lexicon {
        // "boat" in passages 0 and 2, "car" in 1.
        lexicon_of(&[b"boat", b"car"], &[&[2, 0, 1, 255, 51], &[1, 1, 102]]).expect("fits together")
    }

    fn lexicon_of(terms: &[&[u8]], postings: &[&[u8]]) -> Option<Lexicon> {
        let list = |runs: &[&[u8]]| {
            let mut writer = ListWriter::default();
            runs.iter().for_each(|run| writer.push(run));
            writer
        };
        let (terms, postings) = (list(terms), list(postings));
        let stored = Stored {
            languages: vec![Language::English],
            terms: terms.stored(),
            postings: postings.stored(),
        };
        let file = Bytes::from(postcard::to_allocvec(&stored).expect("serialises"));
        Lexicon::read(&postcard::from_bytes(&file).expect("written just now"), 3, &file)
    }

    fn terms(lexicon: &Lexicon, text: &str) -> Vec<QueryTerm> {
        let mut words = Words::default();
        words.cut(text);
        let (mut terms, mut by_word) = (Vec::new(), Vec::new());
        lexicon.terms(&words, None, &mut terms, &mut by_word);
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
    fn postings_that_do_not_fit_are_passed_over() {
        assert!(
            lexicon_of(&[b"a", b"b"], &[&[1, 0, 9]]).is_none(),
            "a list too few"
        );
        let check = |postings: &[u8], expected: &[u32]| {
            let lexicon = lexicon_of(&[b"a"], &[postings]).expect("a list for each term");
            let (mut scores, mut touched) = (vec![0.0; 3], Vec::new());
            let term = QueryTerm::new(lexicon.find("a"), lexicon.weight(0));
            lexicon.score(&[term], &mut scores, &mut touched);
            assert_eq!(touched, expected, "{postings:?}");
        };
        check(&[1, 2, 9], &[2]);
        check(&[1, 3, 9], &[]);
        check(&[2, 0, 9], &[]);
        check(&[2, 1, 9, 9], &[1]);
        check(&[9, 0, 1], &[]);
        check(&[0xff, 0xff, 0xff, 0xff, 0x0f, 0], &[]);
        check(&[], &[]);
    }
}
