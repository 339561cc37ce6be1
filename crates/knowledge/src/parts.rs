//! An index in several files: its own file names the parts that hold the content and the files that hold the texts.
//!
//! A static asset may have 25 MiB at most, so the content of a large index is cut into parts. Each has an envelope, is
//! checked by itself and is named by its hash; one after the other they are the content.

use bytes::Bytes;
use serde::{Deserialize, Serialize};

use crate::Index;
use crate::format::{self, FormatError, Hash, Kind, hex};

/// What stands in an index file before the content.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Front {
    /// The files that hold the content, in order. Without any it follows.
    pub(crate) parts: Vec<Part>,
    /// The files that hold the texts, in order. Without any they stand in the content.
    pub(crate) texts: Vec<TextFile>,
}

/// A part by what it must be.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub(crate) struct Part {
    pub(crate) hash: Hash,
    /// Bytes of its body.
    pub(crate) bytes: u32,
}

/// A file of texts.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub(crate) struct TextFile {
    pub(crate) hash: Hash,
    /// How many passages' texts it has.
    pub(crate) passages: u32,
}

/// More than a Worker has: bounds what a damaged file can ask for.
const MOST_BYTES: usize = 128 << 20;

/// An index that is being put together from its files.
#[derive(Debug)]
pub struct Assembly {
    hash: Hash,
    front: Front,
    /// The whole file of an index without parts; otherwise the content so far.
    content: Content,
    /// How many parts are there.
    added: usize,
}

#[derive(Debug)]
enum Content {
    Whole(Bytes),
    Gathered(Vec<u8>),
}

impl Assembly {
    /// Begins with the index file.
    ///
    /// # Errors
    /// When it is not an index of this version, or damaged.
    pub fn begin(file: Vec<u8>) -> Result<Self, FormatError> {
        let file = Bytes::from(file);
        let (hash, body) = format::open(Kind::Index, &file)?;
        let (front, content): (Front, _) = postcard::take_from_bytes(body)
            .map_err(|_| Kind::Index.damaged("its beginning cannot be decoded"))?;
        let bytes: usize = front.parts.iter().map(|part| part.bytes as usize).sum();
        if bytes > MOST_BYTES {
            return Err(Kind::Index.damaged("its parts are larger than any deployment's"));
        }
        let content = if front.parts.is_empty() {
            Content::Whole(file.slice_ref(content))
        } else {
            Content::Gathered(Vec::with_capacity(bytes))
        };
        Ok(Self {
            hash,
            front,
            content,
            added: 0,
        })
    }

    /// How many bytes of content there will be when all parts are there.
    pub fn bytes(&self) -> usize {
        match &self.content {
            Content::Whole(content) => content.len(),
            Content::Gathered(content) => content.capacity(),
        }
    }

    /// The hash, in hexadecimal, of the part that is to be added next; `None`: all are there.
    pub fn lacking(&self) -> Option<String> {
        self.front.parts.get(self.added).map(|part| hex(&part.hash))
    }

    /// Adds the part that [`Assembly::lacking`] names.
    ///
    /// # Errors
    /// When it is damaged, or another one.
    pub fn add(&mut self, file: &[u8]) -> Result<(), FormatError> {
        let (hash, body) = format::open(Kind::Part, file)?;
        match (self.front.parts.get(self.added), &mut self.content) {
            (Some(part), Content::Gathered(content)) if part.hash == hash => {
                if part.bytes as usize != body.len() {
                    return Err(Kind::Part.damaged("it has not as many bytes as its index says"));
                }
                content.extend_from_slice(body);
                self.added += 1;
                Ok(())
            }
            (part, _) => Err(FormatError::Foreign {
                found: hex(&hash),
                wanted: part.map_or_else(|| "none".to_owned(), |part| hex(&part.hash)),
            }),
        }
    }

    /// The index, when all parts were added.
    ///
    /// # Errors
    /// When a part is lacking, or the content is damaged.
    pub fn finish(self) -> Result<Index, FormatError> {
        if let Some(part) = self.lacking() {
            return Err(FormatError::Lacking { part });
        }
        let content = match self.content {
            Content::Whole(content) => content,
            Content::Gathered(content) => content.into(),
        };
        let texts: Vec<(Hash, u32)> = self
            .front
            .texts
            .iter()
            .map(|file| (file.hash, file.passages))
            .collect();
        Index::of(self.hash, &content, &texts)
    }
}
