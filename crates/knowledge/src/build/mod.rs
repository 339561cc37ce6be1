//! Building an index from passages, and a table from a Model2Vec directory.

mod model;

pub use model::{ModelError, table as import_model};

use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::format::{self, Block, Kind, write_number};
use crate::index::Body;
use crate::language::Language;
use crate::lexical::{B, K1, Stored, content, pack_gain};
use crate::vector::{DIMENSIONS, Vector};
use crate::words::Words;
use crate::{Passage, Table, graph};

pub use crate::table::Bits;

/// How much the fields of a passage count: 0 leaves a field out, 1 counts it once, 2 as if it stood there twice.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Fields {
    /// The name of the place.
    pub place: f32,
    /// The document's title.
    pub title: f32,
    /// All headings.
    pub heading: f32,
    /// The text itself.
    pub text: f32,
}

/// What is counted for words.
pub const WORDS: Fields = Fields {
    place: 1.0,
    title: 1.0,
    heading: 1.0,
    text: 1.0,
};

/// What is counted for meaning.
pub const MEANING: Fields = Fields {
    place: 1.0,
    title: 1.0,
    heading: 1.0,
    text: 1.0,
};

/// Builds the index file of these passages. The same passages and table give the same bytes.
pub fn build(passages: Vec<Passage>, table: &Table) -> Vec<u8> {
    build_with(&passages, table, &WORDS, &MEANING)
}

/// [`build`] with other weights: for finding better ones.
pub fn build_with(passages: &[Passage], table: &Table, by_words: &Fields, by_meaning: &Fields) -> Vec<u8> {
    let language = Language::default();
    let mut postings = Postings::new(language);
    let mut pieces = Vec::new();
    let mut vectors = Vec::with_capacity(passages.len());
    let mut words = Words::default();
    let mut set = Vec::new();
    for passage in passages {
        let mut sum = [0.0; DIMENSIONS];
        set.clear();
        postings.begin();
        each_field(passage, |field, text| {
            words.cut(text);
            postings.add(&words, field(by_words));
            for (word, _) in words.iter() {
                let before = set.len();
                table.cut(word, &mut set);
                for &piece in &set[before..] {
                    table.add(piece, field(by_meaning), &mut sum);
                }
            }
        });
        vectors.push(Vector::direction(&sum));
        set.retain(|&piece| table.weight(piece) > 0.0);
        set.sort_unstable();
        set.dedup();
        write_ascending(&set, &mut pieces);
    }
    let graph = graph::pack(vectors);
    let lexicon = postings.finish();
    let body = Body {
        model: table.model(),
        table: table.hash(),
        passages: Cow::Borrowed(passages),
        lexicon: Stored {
            language,
            terms: lexicon.terms.iter().map(String::as_str).collect(),
            passages: Block(lexicon.passages.into()),
            gains: Block(lexicon.gains.into()),
        },
        pieces: Block(pieces.into()),
        vectors: Block(graph.vectors.into()),
        order: Block(graph.order.into()),
        links: Block(graph.links.into()),
    };
    // Writing to memory fails only where a type cannot be serialised, and these can.
    let body = postcard::to_allocvec(&body).unwrap_or_default();
    format::seal(Kind::Index, &body)
}

/// Visits the fields of a passage, and for each the choice of its weight.
fn each_field(passage: &Passage, mut visit: impl FnMut(fn(&Fields) -> f32, &str)) {
    if let Some(place) = &passage.place {
        visit(|fields| fields.place, &place.name);
    }
    visit(|fields| fields.title, &passage.title);
    for heading in &passage.heading {
        visit(|fields| fields.heading, heading);
    }
    visit(|fields| fields.text, &passage.text);
}

/// Postings on the way.
struct Postings {
    language: Language,
    stemmer: rust_stemmers::Stemmer,
    /// For each term: passages, ascending, and the weighted count in each.
    terms: BTreeMap<String, Vec<(u32, f32)>>,
    /// The weighted length of each passage.
    lengths: Vec<f32>,
}

struct Lexicon {
    terms: Vec<String>,
    passages: Vec<u8>,
    gains: Vec<u8>,
}

impl Postings {
    fn new(language: Language) -> Self {
        Self {
            language,
            stemmer: language.stemmer(),
            terms: BTreeMap::new(),
            lengths: Vec::new(),
        }
    }

    fn begin(&mut self) {
        self.lengths.push(0.0);
    }

    fn add(&mut self, words: &Words, weight: f32) {
        let passage = self.lengths.len() - 1;
        if weight <= 0.0 {
            return;
        }
        for word in content(self.language, words) {
            self.lengths[passage] += weight;
            let list = self
                .terms
                .entry(self.stemmer.stem(word).into_owned())
                .or_default();
            match list.last_mut() {
                Some((last, count)) if *last == passage as u32 => *count += weight,
                Some(_) | None => list.push((passage as u32, weight)),
            }
        }
    }

    fn finish(self) -> Lexicon {
        let total: f32 = self.lengths.iter().sum();
        let average = (total / self.lengths.len().max(1) as f32).max(f32::MIN_POSITIVE);
        let mut lexicon = Lexicon {
            terms: Vec::with_capacity(self.terms.len()),
            passages: Vec::new(),
            gains: Vec::new(),
        };
        let mut list = Vec::new();
        for (term, counts) in self.terms {
            list.clear();
            for (passage, count) in counts {
                let length = self.lengths[passage as usize] / average;
                lexicon.gains.push(pack_gain(
                    count * (K1 + 1.0) / (count + K1 * (1.0 - B + B * length)),
                ));
                list.push(passage);
            }
            write_ascending(&list, &mut lexicon.passages);
            lexicon.terms.push(term);
        }
        lexicon
    }
}

/// How many numbers, then the distance from each to the next.
fn write_ascending(numbers: &[u32], out: &mut Vec<u8>) {
    write_number(numbers.len() as u32, out);
    let mut next = 0;
    for &number in numbers {
        write_number(number - next, out);
        next = number + 1;
    }
}
