//! Counting terms and writing their postings.

use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::format::write_number;
use crate::language::{Language, Stems};
use crate::lexical::{B, K1, Term, content, pack_gain};
use crate::list::{ListWriter, write_distances};

/// Postings on the way.
pub(super) struct Postings {
    /// Of the passage that is being counted.
    language: Language,
    stems: BTreeMap<Language, Stems>,
    /// For each term: passages, ascending, and the weighted count in each.
    terms: BTreeMap<String, Vec<(u32, f32)>>,
    /// The weighted length of each passage.
    lengths: Vec<f32>,
}

/// Terms and postings, as they are written.
pub(super) struct Lexicon {
    pub(super) terms: ListWriter,
    pub(super) postings: ListWriter,
    /// The number of each term.
    numbers: BTreeMap<String, Term>,
}

impl Postings {
    pub(super) fn new(languages: &[Language]) -> Self {
        Self {
            language: Language::default(),
            stems: languages
                .iter()
                .map(|&language| (language, language.stemmer()))
                .collect(),
            terms: BTreeMap::new(),
            lengths: Vec::new(),
        }
    }

    /// A passage, and the language it is written in: one of those given.
    pub(super) fn begin(&mut self, language: Language) {
        self.language = language;
        self.lengths.push(0.0);
    }

    pub(super) fn stem<'a>(&self, word: &'a str, mark: bool) -> Option<Cow<'a, str>> {
        let word = content(self.language, word, mark)?;
        Some(
            self.stems
                .get(&self.language)
                .map_or(Cow::Borrowed(word), |stems| stems.stem(word)),
        )
    }

    pub(super) fn add(&mut self, stem: Cow<'_, str>, weight: f32) {
        let passage = self.lengths.len() - 1;
        if weight <= 0.0 {
            return;
        }
        self.lengths[passage] += weight;
        let list = match self.terms.get_mut(&*stem) {
            Some(list) => list,
            None => self.terms.entry(stem.into_owned()).or_default(),
        };
        match list.last_mut() {
            Some((last, count)) if *last == passage as u32 => *count += weight,
            Some(_) | None => list.push((passage as u32, weight)),
        }
    }

    pub(super) fn finish(self) -> Lexicon {
        let total: f32 = self.lengths.iter().sum();
        let average = (total / self.lengths.len().max(1) as f32).max(f32::MIN_POSITIVE);
        let mut lexicon = Lexicon {
            terms: ListWriter::default(),
            postings: ListWriter::default(),
            numbers: BTreeMap::new(),
        };
        let (mut passages, mut gains) = (Vec::new(), Vec::new());
        for (number, (term, counts)) in (0..).zip(self.terms) {
            passages.clear();
            gains.clear();
            for (passage, count) in counts {
                let length = self.lengths[passage as usize] / average;
                gains.push(pack_gain(
                    count * (K1 + 1.0) / (count + K1 * (1.0 - B + B * length)),
                ));
                passages.push(passage);
            }
            lexicon.terms.push(term.as_bytes());
            lexicon.postings.push_with(|out| {
                write_number(passages.len() as u32, out);
                write_distances(&passages, out);
                out.extend_from_slice(&gains);
            });
            lexicon.numbers.insert(term, number);
        }
        lexicon
    }
}

impl Lexicon {
    /// The number of a stem.
    pub(super) fn find(&self, stem: &str) -> Option<Term> {
        self.numbers.get(stem).copied()
    }
}
