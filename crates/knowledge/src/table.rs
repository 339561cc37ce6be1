//! The static embedding table.

use crate::FormatError;

/// A quantised Model2Vec table with its word pieces.
#[derive(Debug)]
pub struct Table {}

impl Table {
    /// Reads a table file.
    ///
    /// # Errors
    /// When it is not a table of this version, or damaged.
    pub fn read(bytes: &[u8]) -> Result<Self, FormatError> {
        let _ = bytes;
        Ok(Self {})
    }

    /// The unit vector of a text, or `None` when no piece of it is known.
    pub fn embed(&self, text: &str) -> Option<Vec<f32>> {
        let _ = text;
        None
    }

    /// Names the model the table was made from.
    pub fn model(&self) -> &str {
        ""
    }
}
