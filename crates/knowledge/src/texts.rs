//! The texts of passages: inside the index, or in files of their own that are fetched when a hit needs one.
//!
//! Nothing but the answer and its citation reads a text, so a large index does not keep them in memory.

use bytes::Bytes;

use crate::format::{self, FormatError, Hash, Kind, hex};
use crate::list::starts;
use crate::memory::{Heap, flat};

/// A file of texts, checked by itself.
#[derive(Clone)]
pub struct Texts {
    hash: Hash,
    bytes: Bytes,
}

/// Where every text stands.
#[derive(Debug)]
pub(crate) struct Shelved {
    /// Where each text begins in all of them one after the other; one more than there are.
    starts: Vec<u32>,
    /// All of them, when they stand in the index.
    inside: Bytes,
    /// The files that they stand in otherwise, in order.
    files: Vec<File>,
}

#[derive(Clone, Copy, Debug)]
struct File {
    hash: Hash,
    /// Its first passage.
    first: u32,
}

impl std::fmt::Debug for Texts {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} bytes of texts", self.bytes.len())
    }
}

impl Texts {
    /// Reads a file of texts.
    ///
    /// # Errors
    /// When it is not one of this version, or damaged.
    pub fn take(bytes: Vec<u8>) -> Result<Self, FormatError> {
        let bytes = Bytes::from(bytes);
        let (hash, body) = format::open(Kind::Texts, &bytes)?;
        Ok(Self {
            hash,
            bytes: bytes.slice_ref(body),
        })
    }

    /// How many bytes of memory it takes.
    pub fn memory(&self) -> usize {
        size_of::<Self>() + self.bytes.len()
    }

    pub(crate) fn hash(&self) -> Hash {
        self.hash
    }
}

impl Heap for Shelved {
    fn heap(&self) -> usize {
        flat(&self.starts) + flat(&self.files)
    }
}

impl Shelved {
    /// Of the length of each text, with the texts or the hash and the number of passages of each of their files. `None`
    /// when it does not fit together.
    pub(crate) fn read(lengths: &[u8], inside: Bytes, files: &[(Hash, u32)]) -> Option<Self> {
        let starts = starts(lengths)?;
        let mut first = 0u32;
        let mut listed = Vec::with_capacity(files.len());
        for &(hash, passages) in files {
            listed.push(File { hash, first });
            first = first.checked_add(passages)?;
        }
        let fits = if files.is_empty() {
            starts.last() == Some(&(inside.len() as u32))
        } else {
            inside.is_empty() && first as usize + 1 == starts.len()
        };
        fits.then_some(Self {
            starts,
            inside,
            files: listed,
        })
    }

    /// How many texts there are.
    pub(crate) fn len(&self) -> usize {
        self.starts.len() - 1
    }

    /// The hash of each file, in hexadecimal.
    pub(crate) fn files(&self) -> impl ExactSizeIterator<Item = String> {
        self.files.iter().map(|file| hex(&file.hash))
    }

    /// The number of the file that a passage's text stands in; `None`: it stands in the index.
    pub(crate) fn file_of(&self, passage: usize) -> Option<usize> {
        self.files
            .partition_point(|file| file.first as usize <= passage)
            .checked_sub(1)
    }

    /// The number of the file with this hash.
    pub(crate) fn number(&self, hash: &Hash) -> Option<usize> {
        self.files.iter().position(|file| file.hash == *hash)
    }

    /// A passage's text. `at_hand` gives the files that are.
    pub(crate) fn get<'a>(
        &'a self,
        passage: usize,
        at_hand: impl FnOnce(usize) -> Option<&'a Texts>,
    ) -> Option<&'a str> {
        let (start, end) = (*self.starts.get(passage)?, *self.starts.get(passage + 1)?);
        let (bytes, first) = match self.file_of(passage) {
            None => (&self.inside, 0),
            Some(number) => {
                let first = self.starts.get(self.files.get(number)?.first as usize)?;
                (&at_hand(number)?.bytes, *first)
            }
        };
        let range = start.checked_sub(first)? as usize..end.checked_sub(first)? as usize;
        std::str::from_utf8(bytes.get(range)?).ok()
    }
}
