//! Passages as a file holds them, and as they are lent from it.
//!
//! What all passages of a document have in common stands once, as their source; the text stands apart, because a search
//! does not read it.

use std::collections::BTreeMap;

use bytes::Bytes;
use serde::{Deserialize, Serialize};

use crate::format::Block;
use crate::list::{List, StoredList};
use crate::memory::{Heap, flat};
use crate::places::{self, Places};
use crate::{Audience, Passage, Place, Validity};

/// A passage, lent by an index: [`crate::Passage`] has what the fields mean.
#[derive(Clone, PartialEq, Debug, Default, Serialize)]
#[expect(missing_docs, reason = "`Passage` has the same fields")]
pub struct PassageRef<'a> {
    pub id: &'a str,
    pub document: &'a str,
    pub title: &'a str,
    pub heading: Vec<&'a str>,
    /// `None` when the index keeps its texts in files of their own and this one is not at hand.
    pub text: Option<&'a str>,
    pub link: Option<&'a str>,
    pub place: Option<PlaceRef<'a>>,
    pub partition: Option<u32>,
    pub audience: Audience,
    pub language: Option<&'a str>,
    pub valid: Validity,
    pub page: Option<u32>,
    pub row: Option<u32>,
}

impl Passage {
    /// As an index lends it.
    pub fn lent(&self) -> PassageRef<'_> {
        PassageRef {
            id: &self.id,
            document: &self.document,
            title: &self.title,
            heading: self.heading.iter().map(String::as_str).collect(),
            text: Some(&self.text),
            link: self.link.as_deref(),
            place: self.place.as_ref().map(|place| PlaceRef {
                id: &place.id,
                name: &place.name,
            }),
            partition: self.partition,
            audience: self.audience,
            language: self.language.as_deref(),
            valid: self.valid,
            page: self.page,
            row: self.row,
        }
    }
}

impl PassageRef<'_> {
    /// A copy. Of a text that is not at hand nothing.
    pub fn to_passage(&self) -> Passage {
        Passage {
            id: self.id.to_owned(),
            document: self.document.to_owned(),
            title: self.title.to_owned(),
            heading: self.heading.iter().map(|&heading| heading.to_owned()).collect(),
            text: self.text.unwrap_or_default().to_owned(),
            link: self.link.map(str::to_owned),
            place: self.place.map(|place| Place {
                id: place.id.to_owned(),
                name: place.name.to_owned(),
            }),
            partition: self.partition,
            audience: self.audience,
            language: self.language.map(str::to_owned),
            valid: self.valid,
            page: self.page,
            row: self.row,
        }
    }
}

/// A place, lent by an index: [`crate::Place`] has what the fields mean.
#[derive(Clone, Copy, PartialEq, Debug, Serialize)]
#[expect(missing_docs, reason = "`Place` has the same fields")]
pub struct PlaceRef<'a> {
    pub id: &'a str,
    pub name: &'a str,
}

/// What passages of one document have in common, as it stands in the file.
#[derive(Clone, Copy, PartialEq, Serialize, Deserialize)]
pub(crate) struct Source<'a> {
    pub(crate) document: &'a str,
    pub(crate) title: &'a str,
    pub(crate) link: Option<&'a str>,
    /// The number of its place.
    pub(crate) place: Option<u32>,
    pub(crate) partition: Option<u32>,
    pub(crate) audience: Audience,
    pub(crate) language: Option<&'a str>,
    pub(crate) valid: Validity,
}

/// What a passage has for itself, as it stands in the file.
#[derive(Serialize, Deserialize)]
pub(crate) struct Record<'a> {
    pub(crate) id: &'a str,
    #[serde(borrow)]
    pub(crate) heading: Vec<&'a str>,
    pub(crate) page: Option<u32>,
    pub(crate) row: Option<u32>,
}

/// All passages without their texts, as they stand in the file.
#[derive(Serialize, Deserialize)]
pub(crate) struct StoredPassages<'a> {
    /// Each a [`Source`].
    #[serde(borrow)]
    pub(crate) sources: StoredList<'a>,
    /// For each passage the number of its source, a little-endian `u32`.
    #[serde(borrow)]
    pub(crate) source_of: Block<'a>,
    /// For each passage a [`Record`].
    #[serde(borrow)]
    pub(crate) records: StoredList<'a>,
    /// For each passage a byte: which kinds of answer its text has ([`crate::wanted::kinds`]).
    #[serde(borrow)]
    pub(crate) kinds: Block<'a>,
}

/// What a filter looks at.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Facts {
    /// [`places::NONE`] when it has none.
    pub(crate) place: u32,
    pub(crate) partition: Option<u32>,
    pub(crate) audience: Audience,
    pub(crate) language: Option<LanguageCode>,
    pub(crate) valid: Validity,
}

/// The two letters of a language.
pub(crate) type LanguageCode = [u8; 2];

/// Of an ISO 639-1 code, with or without a region.
pub(crate) fn language_code(code: &str) -> Option<LanguageCode> {
    code.as_bytes().first_chunk().copied()
}

/// All passages without their texts.
#[derive(Debug)]
pub(crate) struct Passages {
    sources: List,
    /// Of each source.
    facts: Vec<Facts>,
    source_of: Bytes,
    records: List,
    kinds: Bytes,
    /// That of the most passages first. English is that of passages that do not say.
    languages: Vec<LanguageCode>,
}

impl Heap for Passages {
    fn heap(&self) -> usize {
        self.sources.heap() + flat(&self.facts) + self.records.heap() + flat(&self.languages)
    }
}

impl Passages {
    /// `None` when it does not fit together. Records are read when they are asked for.
    pub(crate) fn read(stored: &StoredPassages<'_>, count: usize, file: &Bytes) -> Option<Self> {
        let sources = List::read(&stored.sources, file)?;
        let records = List::read(&stored.records, file).filter(|records| records.len() == count)?;
        let mut facts = Vec::with_capacity(sources.len());
        for number in 0..sources.len() {
            let source: Source<'_> = postcard::from_bytes(sources.get(number)?).ok()?;
            facts.push(Facts {
                place: source.place.unwrap_or(places::NONE),
                partition: source.partition,
                audience: source.audience,
                language: source.language.and_then(language_code),
                valid: source.valid,
            });
        }
        let (source_of, rest) = stored.source_of.0.as_chunks::<4>();
        let fits = |source: &[u8; 4]| (u32::from_le_bytes(*source) as usize) < facts.len();
        let fit = source_of.len() == count && rest.is_empty() && source_of.iter().all(fits);
        let mut counts: BTreeMap<LanguageCode, usize> = BTreeMap::new();
        for source in source_of.iter().filter(|_| fit) {
            let language = facts[u32::from_le_bytes(*source) as usize].language;
            *counts.entry(language.unwrap_or(*b"en")).or_default() += 1;
        }
        let mut languages: Vec<LanguageCode> = counts.keys().copied().collect();
        languages.sort_by_key(|language| std::cmp::Reverse(counts[language]));
        (fit && stored.kinds.0.len() == count).then(|| Self {
            sources,
            facts,
            source_of: file.slice_ref(&stored.source_of.0),
            records,
            kinds: file.slice_ref(&stored.kinds.0),
            languages,
        })
    }

    /// How many there are.
    pub(crate) fn len(&self) -> usize {
        self.records.len()
    }

    /// The languages they are written in, that of the most first.
    pub(crate) fn languages(&self) -> impl Iterator<Item = &str> {
        self.languages
            .iter()
            .filter_map(|code| std::str::from_utf8(code).ok())
    }

    /// What filters look at.
    pub(crate) fn facts(&self, passage: usize) -> Option<&Facts> {
        self.facts.get(self.source_of(passage)?)
    }

    /// The kinds of answer that a passage's text has.
    pub(crate) fn kinds(&self, passage: usize) -> u8 {
        self.kinds.get(passage).copied().unwrap_or(0)
    }

    /// A passage's id; empty when there is no such passage.
    pub(crate) fn id(&self, passage: usize) -> &str {
        let record = self.records.get(passage).unwrap_or_default();
        postcard::take_from_bytes(record).map_or("", |(id, _)| id)
    }

    /// The innermost heading of a passage; empty when it has none.
    pub(crate) fn own_heading(&self, passage: usize) -> &str {
        let record = postcard::from_bytes::<Record<'_>>(self.records.get(passage).unwrap_or_default());
        record.map_or("", |record| record.heading.last().copied().unwrap_or_default())
    }

    /// A passage with its text, if it is at hand. `None` when there is no such passage, or it cannot be read.
    pub(crate) fn get<'a>(
        &'a self,
        passage: usize,
        places: &'a Places,
        text: Option<&'a str>,
    ) -> Option<PassageRef<'a>> {
        let record: Record<'_> = postcard::from_bytes(self.records.get(passage)?).ok()?;
        let source: Source<'_> = postcard::from_bytes(self.sources.get(self.source_of(passage)?)?).ok()?;
        Some(PassageRef {
            id: record.id,
            document: source.document,
            title: source.title,
            heading: record.heading,
            text,
            link: source.link,
            place: source.place.and_then(|place| places.get(place)),
            partition: source.partition,
            audience: source.audience,
            language: source.language,
            valid: source.valid,
            page: record.page,
            row: record.row,
        })
    }

    fn source_of(&self, passage: usize) -> Option<usize> {
        let number = self.source_of.as_chunks::<4>().0.get(passage)?;
        Some(u32::from_le_bytes(*number) as usize)
    }
}
