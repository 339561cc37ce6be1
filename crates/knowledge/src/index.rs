//! The index file: passages, postings, pieces, vectors, graph.

use std::collections::BTreeMap;
use std::sync::Arc;

use bytes::Bytes;
use serde::{Deserialize, Serialize};

use crate::Audience;
use crate::format::{Block, FormatError, Hash, Kind, hex};
use crate::graph::{Graph, StoredGraph};
use crate::lexical::{self, Lexicon};
use crate::memory::{Heap, block, flat};
use crate::parts::Assembly;
use crate::passage::{PassageRef, Passages, StoredPassages};
use crate::pieces::{PieceSets, StoredPieces};
use crate::places::{self, Places, StoredPlaces};
use crate::texts::{Shelved, Texts};
use crate::vector::Vectors;

/// A workspace's knowledge base, ready to be searched. The bytes it was read from are kept and read where they stand.
#[derive(Clone, Debug)]
pub struct Index {
    pub(crate) core: Arc<Core>,
    /// The files of texts that are at hand, by number.
    texts: BTreeMap<usize, Texts>,
}

/// What all clones of an index share: everything but texts that have files of their own.
#[derive(Debug)]
pub(crate) struct Core {
    hash: String,
    model: String,
    pub(crate) table: String,
    /// How many bytes all the sections below stand in.
    file: usize,
    /// What each of them takes of these; for people, so that the Worker does not count.
    #[cfg(feature = "build")]
    sections: Vec<(&'static str, usize)>,
    pub(crate) passages: Passages,
    pub(crate) lexicon: Lexicon,
    pub(crate) pieces: PieceSets,
    pub(crate) vectors: Vectors,
    pub(crate) graph: Graph,
    pub(crate) places: Places,
    texts: Shelved,
    /// The passages for agents only, ascending: they are not in the graph.
    pub(crate) apart: Vec<u32>,
}

/// The content of an index.
#[derive(Serialize, Deserialize)]
pub(crate) struct Content<'a> {
    /// The model that embedded the passages, and the hash of its table.
    pub(crate) model: &'a str,
    pub(crate) table: &'a str,
    #[serde(borrow)]
    pub(crate) passages: StoredPassages<'a>,
    /// The length of each text in base 128.
    #[serde(borrow)]
    pub(crate) text_lengths: Block<'a>,
    /// All texts, unless they have files of their own.
    #[serde(borrow)]
    pub(crate) texts: Block<'a>,
    #[serde(borrow)]
    pub(crate) places: StoredPlaces<'a>,
    #[serde(borrow)]
    pub(crate) lexicon: lexical::Stored<'a>,
    #[serde(borrow)]
    pub(crate) pieces: StoredPieces<'a>,
    #[serde(borrow)]
    pub(crate) vectors: Block<'a>,
    #[serde(borrow)]
    pub(crate) scales: Block<'a>,
    #[serde(borrow)]
    pub(crate) graph: StoredGraph<'a>,
}

impl Index {
    /// Reads an index of one file: [`Index::take`] of a copy.
    ///
    /// # Errors
    /// When it is not an index of this version, or damaged, or in parts.
    pub fn read(bytes: &[u8]) -> Result<Self, FormatError> {
        Self::take(bytes.to_vec())
    }

    /// Reads an index of one file and keeps its bytes. One in parts is put together by an [`Assembly`].
    ///
    /// # Errors
    /// When it is not an index of this version, or damaged, or in parts.
    pub fn take(file: Vec<u8>) -> Result<Self, FormatError> {
        Assembly::begin(file)?.finish()
    }

    /// Of its content, and the files of its texts with the number of passages in each.
    pub(crate) fn of(hash: Hash, file: &Bytes, texts: &[(Hash, u32)]) -> Result<Self, FormatError> {
        let damaged = |why| Kind::Index.damaged(why);
        let content: Content<'_> =
            postcard::from_bytes(file).map_err(|_| damaged("its content cannot be decoded"))?;
        let texts = Shelved::read(&content.text_lengths.0, file.slice_ref(&content.texts.0), texts)
            .ok_or_else(|| damaged("its texts do not fit together"))?;
        let count = texts.len();
        let (passages, places) =
            described(&content, count, file).ok_or_else(|| damaged("its passages do not fit together"))?;
        let is_apart = |passage: &u32| {
            let facts = passages.facts(*passage as usize);
            facts.is_some_and(|facts| facts.audience == Audience::Agents)
        };
        let apart = (0..count as u32).filter(is_apart).collect();
        let core = Core {
            hash: hex(&hash),
            model: content.model.to_owned(),
            table: content.table.to_owned(),
            file: file.len(),
            #[cfg(feature = "build")]
            sections: content.sections(),
            apart,
            passages,
            places,
            texts,
            lexicon: Lexicon::read(&content.lexicon, count, file)
                .ok_or_else(|| damaged("its postings do not fit together"))?,
            pieces: PieceSets::read(&content.pieces, count, file)
                .ok_or_else(|| damaged("its word pieces do not fit together"))?,
            vectors: Vectors::new(
                file.slice_ref(&content.vectors.0),
                file.slice_ref(&content.scales.0),
                count,
            )
            .ok_or_else(|| damaged("it has not one vector for each passage"))?,
            graph: Graph::read(&content.graph, count, file)
                .ok_or_else(|| damaged("its graph does not fit together"))?,
        };
        Ok(Self {
            core: Arc::new(core),
            texts: BTreeMap::new(),
        })
    }

    /// Hash of the content, in hexadecimal: names the file and stamps readings.
    pub fn hash(&self) -> &str {
        &self.core.hash
    }

    /// Names the model whose table embedded the passages.
    pub fn model(&self) -> &str {
        &self.core.model
    }

    /// Hash of the table that embedded the passages. With another table only words are searched.
    pub fn table(&self) -> &str {
        &self.core.table
    }

    /// The languages that passages are written in, by their two letters in ISO 639-1, that of the most passages first. English
    /// is that of passages that do not say.
    pub fn languages(&self) -> impl Iterator<Item = &str> {
        self.core.passages.languages()
    }

    /// How many passages there are.
    pub fn len(&self) -> usize {
        self.core.passages.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// A passage by its number. `None` when there is none.
    pub fn passage(&self, number: usize) -> Option<PassageRef<'_>> {
        self.core
            .passages
            .get(number, &self.core.places, self.text(number))
    }

    /// The passages, in the order of the file.
    pub fn passages(&self) -> impl Iterator<Item = PassageRef<'_>> {
        (0..self.len()).filter_map(|number| self.passage(number))
    }

    /// The id of a passage; empty when there is none of this number.
    pub fn id(&self, number: usize) -> &str {
        self.core.passages.id(number)
    }

    /// The text of a passage, when it is at hand.
    pub fn text(&self, number: usize) -> Option<&str> {
        self.core.texts.get(number, |file| self.texts.get(&file))
    }

    /// The hash, in hexadecimal, of each file of texts that the index has beside its own; none when it holds them.
    pub fn text_files(&self) -> impl ExactSizeIterator<Item = String> {
        self.core.texts.files()
    }

    /// The number, in [`Index::text_files`], of the file with a passage's text, when that is not at hand.
    pub fn lacking(&self, number: usize) -> Option<usize> {
        let file = self.core.texts.file_of(number)?;
        (!self.texts.contains_key(&file)).then_some(file)
    }

    /// Adds a file of texts. Everything else is shared with the clones of the index.
    ///
    /// # Errors
    /// When it is none of its files.
    pub fn add(&mut self, texts: Texts) -> Result<(), FormatError> {
        let hash = texts.hash();
        let number = self
            .core
            .texts
            .number(&hash)
            .ok_or_else(|| FormatError::Foreign {
                found: hex(&hash),
                wanted: "texts of this index".to_owned(),
            })?;
        self.texts.insert(number, texts);
        Ok(())
    }

    /// How many bytes of memory it takes, without files of texts.
    pub fn memory(&self) -> usize {
        let Core {
            hash,
            model,
            table,
            file,
            #[cfg(feature = "build")]
                sections: _,
            passages,
            lexicon,
            pieces,
            vectors: _,
            graph,
            places,
            texts,
            apart,
        } = &*self.core;
        size_of::<Self>()
            + block(size_of::<Core>())
            + block(*file)
            + [hash, model, table].iter().map(|text| text.heap()).sum::<usize>()
            + passages.heap()
            + lexicon.heap()
            + pieces.heap()
            + graph.heap()
            + places.heap()
            + texts.heap()
            + flat(apart)
    }

    /// The sections of the content with the bytes that each takes.
    #[cfg(feature = "build")]
    pub fn sections(&self) -> &[(&'static str, usize)] {
        &self.core.sections
    }

    /// How many terms the lexical index has.
    pub fn terms(&self) -> usize {
        self.core.lexicon.len()
    }
}

#[cfg(feature = "build")]
impl Content<'_> {
    fn sections(&self) -> Vec<(&'static str, usize)> {
        /// Writing to memory fails only where a type cannot be serialised, and these can.
        fn size(section: &impl Serialize) -> usize {
            postcard::to_allocvec(section).map_or(0, |bytes| bytes.len())
        }
        vec![
            ("passages", size(&self.passages)),
            ("texts", size(&self.text_lengths) + size(&self.texts)),
            ("places", size(&self.places)),
            ("words", size(&self.lexicon)),
            ("word pieces", size(&self.pieces)),
            ("vectors", size(&self.vectors) + size(&self.scales)),
            ("graph", size(&self.graph)),
        ]
    }
}

/// The passages and the places that they are about.
fn described(content: &Content<'_>, count: usize, file: &Bytes) -> Option<(Passages, Places)> {
    let passages = Passages::read(&content.passages, count, file)?;
    let place = |passage| passages.facts(passage).map_or(places::NONE, |facts| facts.place);
    let places = Places::read(&content.places, (0..count).map(place).collect(), file)?;
    Some((passages, places))
}

#[cfg(test)]
mod tests;
