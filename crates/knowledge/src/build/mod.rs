//! Building an index from passages, and a table from a Model2Vec directory.

mod components;
pub(crate) mod graph;
mod lexicon;
mod model;
mod pairs;
mod passages;
mod pieces;
pub(crate) mod places;
mod tokenizer;

pub use model::{Import, Imported, ModelError, declare, table as import_model};
pub use tokenizer::Keep;

use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::format::{self, Block, Hash, Kind};
use crate::index::Content;
use crate::language::Language;
use crate::lexical::{self, content};
use crate::parts::{Front, Part, TextFile};
use crate::vector::{DIMENSIONS, Vector};
use crate::words::Words;
use crate::{Assembly, Audience, FormatError, Index, Passage, Table, Texts};
use graph::Packed;
use lexicon::Postings;
use passages::Described;
use pieces::Sets;
use places::Gathered;

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

/// How large files may become.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Sizes {
    /// An index of more bytes is cut.
    pub whole: usize,
    /// The parts of one that is cut have so many bytes.
    pub part: usize,
    /// The texts of one that is cut are put into files of about so many bytes.
    pub texts: usize,
}

impl Default for Sizes {
    /// 20 MiB, below the 25 MiB that a static asset may have; 8 MiB, because a part stands in memory beside what it
    /// becomes a part of; 256 KiB, which a request fetches in passing.
    fn default() -> Self {
        Self {
            whole: 20 << 20,
            part: 8 << 20,
            texts: 256 << 10,
        }
    }
}

/// The files of an index.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Built {
    /// The index itself.
    pub index: File,
    /// The parts it is cut into; none when it is one file.
    pub parts: Vec<File>,
    /// The files of its texts; none when it holds them.
    pub texts: Vec<File>,
}

impl Built {
    /// The index, with all its texts.
    ///
    /// # Errors
    /// When it is damaged.
    pub fn read(&self) -> Result<Index, FormatError> {
        let mut assembly = Assembly::begin(self.index.bytes.clone())?;
        for part in &self.parts {
            assembly.add(&part.bytes)?;
        }
        let mut index = assembly.finish()?;
        for texts in &self.texts {
            index.add(Texts::take(texts.bytes.clone())?)?;
        }
        Ok(index)
    }

    /// All files.
    pub fn files(&self) -> impl Iterator<Item = &File> {
        std::iter::once(&self.index).chain(&self.parts).chain(&self.texts)
    }
}

/// A file that is named by its hash.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct File {
    /// In hexadecimal.
    pub hash: String,
    /// The whole of it.
    pub bytes: Vec<u8>,
}

impl File {
    fn of(kind: Kind, body: &[u8]) -> (Hash, Self) {
        let (hash, bytes) = format::seal(kind, body);
        let file = Self {
            hash: format::hex(&hash),
            bytes,
        };
        (hash, file)
    }
}

/// Builds an index of one file, however large. The same passages and table give the same bytes.
pub fn build(passages: Vec<Passage>, table: &Table) -> Vec<u8> {
    build_with(&passages, table, &WORDS, &MEANING)
}

/// [`build`] with other weights: for finding better ones.
pub fn build_with(passages: &[Passage], table: &Table, by_words: &Fields, by_meaning: &Fields) -> Vec<u8> {
    Parts::of(passages, table, by_words, by_meaning)
        .whole()
        .index
        .bytes
}

/// Builds an index in files of these sizes. The same passages, table and sizes give the same bytes.
pub fn build_files(passages: &[Passage], table: &Table, sizes: &Sizes) -> Built {
    let parts = Parts::of(passages, table, &WORDS, &MEANING);
    let built = parts.whole();
    if built.index.bytes.len() <= sizes.whole {
        return built;
    }
    drop(built);
    parts.cut(sizes)
}

/// Everything that an index has, before it is put into files.
struct Parts<'a> {
    table: &'a Table,
    languages: Vec<Language>,
    described: Described<'a>,
    places: Gathered,
    lexicon: lexicon::Lexicon,
    pieces: Sets,
    vectors: Vec<u8>,
    scales: Vec<u8>,
    graph: Packed,
}

impl<'a> Parts<'a> {
    fn of(passages: &'a [Passage], table: &'a Table, by_words: &Fields, by_meaning: &Fields) -> Self {
        let languages = languages(passages);
        let mut postings = Postings::new(&languages);
        let mut pieces = Sets::default();
        let mut vectors = Vec::with_capacity(passages.len());
        let mut words = Words::default();
        let (mut name, mut headings, mut others) = (Vec::new(), Vec::new(), Vec::new());
        for passage in passages {
            let mut sum = [0.0; DIMENSIONS];
            name.clear();
            headings.clear();
            others.clear();
            postings.begin(language_of(passage));
            if let Some(place) = &passage.place {
                words.cut(&place.name);
                let stems = words.iter().filter_map(|(word, mark)| postings.stem(word, mark));
                name.extend(stems.map(Cow::into_owned));
            }
            each_field(passage, |field, text| {
                words.cut(text);
                let set = match field {
                    Field::Heading => &mut headings,
                    Field::Place | Field::Title | Field::Text => &mut others,
                };
                for ((word, mark), spelled) in words.iter().zip(words.spelled()) {
                    let stem = postings.stem(word, mark);
                    // What a passage says about its place is not that it is its place.
                    if stem
                        .as_ref()
                        .is_none_or(|stem| !name.iter().any(|part| **part == **stem))
                    {
                        let before = set.len();
                        table.cut(spelled, set);
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
            pieces.push(&headings, &others);
        }
        let lexicon = postings.finish();
        let by_id = Gathered::by_id(passages.iter().filter_map(|passage| passage.place.as_ref()));
        let stems: Vec<_> = languages.iter().map(|language| language.stemmer()).collect();
        let places = Gathered::of(&by_id, |name, terms| {
            words.cut(name);
            // A name is met in the stems of every language that has it.
            for word in words
                .iter()
                .filter_map(|(word, mark)| content(Language::Other, word, mark))
            {
                let known = stems
                    .iter()
                    .filter_map(|stems| stems.find(word, |stem| lexicon.find(stem)));
                terms.extend(known);
            }
        });
        let nodes: Vec<u32> = (0u32..)
            .zip(passages)
            .filter(|(_, passage)| passage.audience == Audience::Public)
            .map(|(number, _)| number)
            .collect();
        Self {
            table,
            languages,
            described: Described::of(passages, &by_id),
            places,
            lexicon,
            pieces,
            graph: Packed::of(&vectors, &nodes),
            scales: vectors
                .iter()
                .flat_map(|vector| vector.scale.to_le_bytes())
                .collect(),
            vectors: vectors
                .iter()
                .flat_map(|vector| vector.bytes.map(|byte| byte as u8))
                .collect(),
        }
    }

    /// In one file, with the texts.
    fn whole(&self) -> Built {
        let mut body = serialised(&Front::default());
        body.append(&mut self.content(&self.described.texts()));
        Built {
            index: File::of(Kind::Index, &body).1,
            ..Built::default()
        }
    }

    /// In parts, with the texts in files of their own.
    fn cut(&self, sizes: &Sizes) -> Built {
        let mut built = Built::default();
        let mut front = Front::default();
        for (passages, texts) in self.described.text_files(sizes.texts) {
            let (hash, file) = File::of(Kind::Texts, &texts);
            front.texts.push(TextFile { hash, passages });
            built.texts.push(file);
        }
        for part in self.content(&[]).chunks(sizes.part.max(1)) {
            let (hash, file) = File::of(Kind::Part, part);
            front.parts.push(Part {
                hash,
                bytes: part.len() as u32,
            });
            built.parts.push(file);
        }
        built.index = File::of(Kind::Index, &serialised(&front)).1;
        built
    }

    fn content(&self, texts: &[u8]) -> Vec<u8> {
        serialised(&Content {
            model: self.table.model(),
            table: self.table.hash(),
            passages: self.described.stored(),
            text_lengths: Block(self.described.text_lengths().into()),
            texts: Block(texts.into()),
            places: self.places.stored(),
            lexicon: lexical::Stored {
                languages: self.languages.clone(),
                terms: self.lexicon.terms.stored(),
                postings: self.lexicon.postings.stored(),
            },
            pieces: self.pieces.stored(),
            vectors: Block(self.vectors.as_slice().into()),
            scales: Block(self.scales.as_slice().into()),
            graph: self.graph.stored(),
        })
    }
}

/// The language of a passage; English when it does not say.
fn language_of(passage: &Passage) -> Language {
    passage
        .language
        .as_deref()
        .map_or(Language::default(), Language::of)
}

/// The languages of passages, that of the most passages first; English when there are none.
fn languages(passages: &[Passage]) -> Vec<Language> {
    let mut counts: BTreeMap<Language, usize> = BTreeMap::new();
    for passage in passages {
        *counts.entry(language_of(passage)).or_default() += 1;
    }
    let mut languages: Vec<Language> = counts.keys().copied().collect();
    languages.sort_by_key(|language| std::cmp::Reverse(counts[language]));
    if languages.is_empty() {
        languages.push(Language::default());
    }
    languages
}

/// In postcard. Writing to memory fails only where a type cannot be serialised, and these can.
fn serialised(value: &impl serde::Serialize) -> Vec<u8> {
    postcard::to_allocvec(value).unwrap_or_default()
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

#[cfg(test)]
mod tests {
    use super::*;

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
        let imported = import_model(
            &Import {
                name: "tiny",
                bits: Bits::Four,
                languages: &[],
                keep: None,
            },
            tokenizer,
            &tensors,
        )
        .expect("well formed");
        Table::read(&imported.bytes).expect("imported just now")
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
        index.core.lexicon.terms(&words, None, &mut terms, &mut by_word);
        let (mut scores, mut touched) = (vec![0.0; 3], Vec::new());
        index.core.lexicon.score(&terms, &mut scores, &mut touched);

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
        assert_eq!(index.core.lexicon.find("boat"), None);
        assert!(index.core.lexicon.find("car").is_some());
        let meant = tiny_table().embed("car").expect("known");
        assert!((meant[1] - 1.0).abs() < 1e-3);
        let vector = index.core.vectors.get(0).expect("two passages");
        assert!(vector.bytes[0] == 0, "nothing of the boat");
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
        assert_eq!(&table.hash()[..16], "840a83fa4ea2e145");
        assert_eq!(&index.hash()[..16], "5a2f465858b1a768");
        let sizes = Sizes {
            whole: 0,
            part: 200,
            texts: 16,
        };
        let cut = build_files(&passages, &table, &sizes);
        let hashes: Vec<&str> = cut.files().map(|file| &file.hash[..8]).collect();
        assert_eq!(
            hashes,
            [
                "5be8107a", "9503ff6d", "6d9c54de", "e530369f", "629696c1", "2b778dcb", "fca56a54"
            ]
        );
    }
}
