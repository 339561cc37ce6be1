//! Reading documents and splitting them into passages.

use thiserror::Error;

use crate::Passage;

/// Why a document could not be read.
#[derive(Clone, PartialEq, Eq, Debug, Error)]
pub enum DocumentError {
    /// The ending names no format that is read.
    #[error("unknown kind of document: `{0}`")]
    UnknownKind(String),
}

/// Reads one document. `path` is its id and tells the format by its ending.
///
/// # Errors
/// When the document is broken, saying why.
pub fn read(path: &str, bytes: &[u8]) -> Result<Vec<Passage>, DocumentError> {
    let _ = bytes;
    Err(DocumentError::UnknownKind(path.to_owned()))
}
