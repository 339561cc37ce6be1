//! JSON in one way only: from a text. What reads a type from bytes is another copy of everything that reads it, and the
//! Worker's size is counted.

use serde::de::DeserializeOwned;

/// Reads a value from bytes that are JSON in UTF-8.
///
/// # Errors
/// What is wrong with them, in words.
pub(crate) fn read<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, String> {
    let text = std::str::from_utf8(bytes).map_err(|error| error.to_string())?;
    serde_json::from_str(text).map_err(|error| error.to_string())
}
