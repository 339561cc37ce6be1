//! Writing passages: what a document's passages have in common once, texts apart.

use std::collections::BTreeMap;

use crate::Passage;
use crate::format::{Block, write_number};
use crate::list::ListWriter;
use crate::passage::{Record, Source, StoredPassages};
use crate::wanted;

/// Passages on the way into a file.
pub(super) struct Described<'a> {
    passages: &'a [Passage],
    sources: ListWriter,
    source_of: Vec<u8>,
    records: ListWriter,
    kinds: Vec<u8>,
    text_lengths: Vec<u8>,
}

impl<'a> Described<'a> {
    /// With the places by id, in the order of their numbers.
    pub(super) fn of(passages: &'a [Passage], places: &BTreeMap<&str, &str>) -> Self {
        let places: BTreeMap<&str, u32> = places.keys().copied().zip(0..).collect();
        let mut described = Self {
            passages,
            sources: ListWriter::default(),
            source_of: Vec::with_capacity(passages.len() * 4),
            records: ListWriter::default(),
            kinds: Vec::with_capacity(passages.len()),
            text_lengths: Vec::new(),
        };
        let mut sources: BTreeMap<Vec<u8>, u32> = BTreeMap::new();
        for passage in passages {
            let source = super::serialised(&Source {
                document: &passage.document,
                title: &passage.title,
                link: passage.link.as_deref(),
                place: passage
                    .place
                    .as_ref()
                    .and_then(|place| places.get(place.id.as_str()).copied()),
                partition: passage.partition,
                audience: passage.audience,
                language: passage.language.as_deref(),
                valid: passage.valid,
            });
            let next = sources.len() as u32;
            let number = *sources.entry(source).or_insert_with_key(|source| {
                described.sources.push(source);
                next
            });
            described.source_of.extend_from_slice(&number.to_le_bytes());
            described.records.push(&super::serialised(&Record {
                id: &passage.id,
                heading: passage.heading.iter().map(String::as_str).collect(),
                page: passage.page,
                row: passage.row,
            }));
            described.kinds.push(wanted::kinds(&passage.text));
            write_number(passage.text.len() as u32, &mut described.text_lengths);
        }
        described
    }

    pub(super) fn stored(&self) -> StoredPassages<'_> {
        StoredPassages {
            sources: self.sources.stored(),
            source_of: Block(self.source_of.as_slice().into()),
            records: self.records.stored(),
            kinds: Block(self.kinds.as_slice().into()),
        }
    }

    pub(super) fn text_lengths(&self) -> &[u8] {
        &self.text_lengths
    }

    /// All texts, one after the other.
    pub(super) fn texts(&self) -> Vec<u8> {
        let mut texts = Vec::with_capacity(self.passages.iter().map(|passage| passage.text.len()).sum());
        for passage in self.passages {
            texts.extend_from_slice(passage.text.as_bytes());
        }
        texts
    }

    /// The texts of so many passages at a time as are about `bytes` long together; at least one.
    pub(super) fn text_files(&self, bytes: usize) -> Vec<(u32, Vec<u8>)> {
        let mut files: Vec<(u32, Vec<u8>)> = Vec::new();
        for passage in self.passages {
            let text = passage.text.as_bytes();
            match files.last_mut() {
                Some((passages, texts)) if texts.len() + text.len() <= bytes => {
                    *passages += 1;
                    texts.extend_from_slice(text);
                }
                Some(_) | None => files.push((1, text.to_vec())),
            }
        }
        files
    }
}
