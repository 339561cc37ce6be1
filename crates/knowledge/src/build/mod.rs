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
    let (mut name, mut headings, mut others) = (Vec::new(), Vec::new(), Vec::new());
    for passage in passages {
        let mut sum = [0.0; DIMENSIONS];
        name.clear();
        headings.clear();
        others.clear();
        if let Some(place) = &passage.place {
            words.cut(&place.name);
            let stems = words.iter().filter_map(|(word, mark)| postings.stem(word, mark));
            name.extend(stems.map(Cow::into_owned));
        }
        postings.begin();
        each_field(passage, |field, text| {
            words.cut(text);
            let set = match field {
                Field::Heading => &mut headings,
                Field::Place | Field::Title | Field::Text => &mut others,
            };
            for (word, mark) in words.iter() {
                let stem = postings.stem(word, mark);
                // What a passage says about its place is not that it is its place.
                if stem
                    .as_ref()
                    .is_none_or(|stem| !name.iter().any(|part| **part == **stem))
                {
                    let before = set.len();
                    table.cut(word, set);
                    for &piece in &set[before..] {
                        table.add(piece, by_meaning.of(field), &mut sum);
                    }
                }
                if let Some(stem) = stem {
                    postings.add(stem, by_words.of(field));
                }
            }
        });
        vectors.push(Vector::direction(&sum));
        for set in [&mut headings, &mut others] {
            set.retain(|&piece| table.says(piece));
            set.sort_unstable();
            set.dedup();
        }
        others.retain(|piece| headings.binary_search(piece).is_err());
        write_ascending(&headings, &mut pieces);
        write_ascending(&others, &mut pieces);
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

/// A part of a passage.
#[derive(Clone, Copy)]
enum Field {
    Place,
    Title,
    Heading,
    Text,
}

impl Fields {
    fn of(&self, field: Field) -> f32 {
        match field {
            Field::Place => self.place,
            Field::Title => self.title,
            Field::Heading => self.heading,
            Field::Text => self.text,
        }
    }
}

fn each_field(passage: &Passage, mut visit: impl FnMut(Field, &str)) {
    if let Some(place) = &passage.place {
        visit(Field::Place, &place.name);
    }
    visit(Field::Title, &passage.title);
    for heading in &passage.heading {
        visit(Field::Heading, heading);
    }
    visit(Field::Text, &passage.text);
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

    fn stem<'a>(&self, word: &'a str, mark: bool) -> Option<Cow<'a, str>> {
        content(self.language, word, mark).map(|word| self.stemmer.stem(word))
    }

    fn add(&mut self, stem: Cow<'_, str>, weight: f32) {
        let passage = self.lengths.len() - 1;
        if weight <= 0.0 {
            return;
        }
        self.lengths[passage] += weight;
        let list = self.terms.entry(stem.into_owned()).or_default();
        match list.last_mut() {
            Some((last, count)) if *last == passage as u32 => *count += weight,
            Some(_) | None => list.push((passage as u32, weight)),
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Index;

    /// Three word pieces of one component each.
    fn tiny_table() -> Table {
        let tokenizer = br###"{"model": {"type": "WordPiece", "continuing_subword_prefix": "##",
            "vocab": {"boat": 0, "car": 1, "bus": 2}}, "normalizer": {"type": "BertNormalizer", "lowercase": true}}"###;
        let head = br#"{"embeddings": {"dtype": "F32", "shape": [3, 3], "data_offsets": [0, 36]}}"#;
        let mut tensors = (head.len() as u64).to_le_bytes().to_vec();
        tensors.extend_from_slice(head);
        for value in [1f32, 0.0, 0.0, 0.0, 1.0, 0.0, 0.6, 0.8, 0.0] {
            tensors.extend_from_slice(&value.to_le_bytes());
        }
        let bytes = import_model("tiny", tokenizer, &tensors, Bits::Four).expect("well formed");
        Table::read(&bytes).expect("imported just now")
    }

    fn passage(id: &str, heading: &str, text: &str) -> Passage {
        Passage {
            id: id.to_owned(),
            heading: vec![heading.to_owned()],
            text: text.to_owned(),
            ..Passage::default()
        }
    }

    #[test]
    fn a_posting_weighs_what_bm25_says() {
        let passages = [
            passage("a", "boats", "The boat leaves at noon."),
            passage("b", "", "A car."),
            passage("c", "", "A bus waits beside the harbour all day long."),
        ];
        let index =
            Index::read(&build_with(&passages, &tiny_table(), &WORDS, &MEANING)).expect("built just now");
        let (mut words, mut terms, mut by_word) = (Words::default(), Vec::new(), Vec::new());
        words.cut("boat");
        index.lexicon.terms(&words, &mut terms, &mut by_word);
        let (mut scores, mut touched) = (vec![0.0; 3], Vec::new());
        index.lexicon.score(&terms, &mut scores, &mut touched);

        // "boat" twice among boat, boat, leav, noon; the others have one word and seven.
        let (count, length, average) = (2.0, 4.0, (4.0 + 1.0 + 7.0) / 3.0);
        let expected = count * 2.2 / (count + 1.2 * (0.25 + 0.75 * length / average));
        assert!((scores[0] - expected).abs() < 0.01, "{} {expected}", scores[0]);
        assert_eq!(touched, [0]);
    }

    #[test]
    fn a_field_of_weight_zero_is_left_out() {
        let passages = [passage("a", "boat", "car"), passage("b", "bus", "bus")];
        let only_text = Fields {
            heading: 0.0,
            ..WORDS
        };
        let index = Index::read(&build_with(&passages, &tiny_table(), &only_text, &only_text))
            .expect("built just now");
        assert_eq!(index.lexicon.find("boat"), None);
        assert!(index.lexicon.find("car").is_some());
        let meant = tiny_table().embed("car").expect("known");
        assert!((meant[1] - 1.0).abs() < 1e-3);
        assert!(index.graph.vector(0).bytes[0] == 0, "nothing of the boat");
    }

    #[test]
    fn index_and_table_format_unchanged() {
        // When one of these fails, raise the version in `format.rs`: files of the version before are read by nobody.
        let table = tiny_table();
        let passages = [
            passage("a", "boat", "The boat leaves."),
            passage("b", "car", "A car, a bus."),
        ];
        let index = Index::read(&build_with(&passages, &table, &WORDS, &MEANING)).expect("built just now");
        assert_eq!(&table.hash()[..16], "75406e70447e6c91");
        assert_eq!(&index.hash()[..16], "26f3c292ad2239d0");
    }
}
