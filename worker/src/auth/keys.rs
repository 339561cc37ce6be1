//! The deployment's signing keys: `SIGNING_KEYS` = `kid:base64[,kid:base64…]`. The first signs, all verify, so
//! that a key is rotated by putting a new one in front and taking the old one away 30 days later.

use base64::Engine as _;
use base64::alphabet;
use base64::engine::DecodePaddingMode;
use base64::engine::general_purpose::{GeneralPurpose, GeneralPurposeConfig};

/// Shortest key, in bytes: the length of the hash it is used with.
const KEY_BYTES: usize = 32;
/// Longest key id.
const KEY_ID_BYTES: usize = 16;

/// The keys; never empty.
#[derive(Clone)]
pub(crate) struct Keys {
    keys: Vec<Key>,
}

/// A key and its name.
#[derive(Clone)]
pub(crate) struct Key {
    /// Stands in what was sealed with it.
    pub(crate) id: String,
    /// At least [`KEY_BYTES`] long.
    pub(crate) bytes: Vec<u8>,
}

/// Why `SIGNING_KEYS` cannot be used. Never bears any part of a key.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub(crate) enum KeysError {
    /// There are none.
    #[error("`SIGNING_KEYS` is not set")]
    Missing,
    /// Not `kid:base64`.
    #[error(
        "`SIGNING_KEYS`: key {0} is not `kid:base64`, the kid up to 16 of `a-z`, `A-Z`, `0-9`, `-` and `_`"
    )]
    Shape(usize),
    /// Can be guessed.
    #[error("`SIGNING_KEYS`: key {0} has fewer than 32 bytes")]
    Short(usize),
    /// The same kid twice.
    #[error("`SIGNING_KEYS`: key {0} has the kid of an earlier one")]
    Repeated(usize),
}

impl Keys {
    /// Reads the variable. One unusable key makes all unusable: a deployment must not start to sign with another
    /// key than its operator thinks.
    pub(crate) fn parse(variable: &str) -> Result<Self, KeysError> {
        let variable = variable.trim();
        if variable.is_empty() {
            return Err(KeysError::Missing);
        }
        let mut keys: Vec<Key> = Vec::new();
        for (position, text) in variable.split(',').enumerate() {
            let number = position + 1;
            let (id, encoded) = text.trim().split_once(':').ok_or(KeysError::Shape(number))?;
            let bytes = decode(encoded).ok_or(KeysError::Shape(number))?;
            if !is_key_id(id) {
                return Err(KeysError::Shape(number));
            }
            if bytes.len() < KEY_BYTES {
                return Err(KeysError::Short(number));
            }
            if keys.iter().any(|key| key.id == id) {
                return Err(KeysError::Repeated(number));
            }
            keys.push(Key {
                id: id.to_owned(),
                bytes,
            });
        }
        Ok(Self { keys })
    }

    /// The key that signs.
    pub(crate) fn signing(&self) -> &Key {
        &self.keys[0]
    }

    /// The key of this id.
    pub(crate) fn named(&self, id: &str) -> Option<&Key> {
        self.keys.iter().find(|key| key.id == id)
    }
}

fn is_key_id(id: &str) -> bool {
    (1..=KEY_ID_BYTES).contains(&id.len())
        && id
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_')
}

/// Either alphabet, padded or not: what `openssl rand -base64 32` and its like print.
fn decode(encoded: &str) -> Option<Vec<u8>> {
    let config = GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent);
    [alphabet::STANDARD, alphabet::URL_SAFE]
        .iter()
        .find_map(|alphabet| GeneralPurpose::new(alphabet, config).decode(encoded).ok())
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may fail by panicking")]

    use super::*;

    const LONG: &str = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";

    #[test]
    fn the_first_signs_and_all_verify() {
        let url_safe = format!("{}8", "_".repeat(42));
        let keys = Keys::parse(&format!("new:{LONG}, old:{url_safe}")).unwrap();
        assert_eq!(keys.signing().id, "new");
        assert!(keys.named("old").is_some() && keys.named("new").is_some() && keys.named("older").is_none());
    }

    #[test]
    fn what_cannot_be_used_is_refused_by_its_number() {
        for (variable, error) in [
            (String::new(), KeysError::Missing),
            ("  ".to_owned(), KeysError::Missing),
            (LONG.to_owned(), KeysError::Shape(1)),
            (format!("a:{LONG},"), KeysError::Shape(2)),
            (format!(":{LONG}"), KeysError::Shape(1)),
            (format!("a.b:{LONG}"), KeysError::Shape(1)),
            (format!("a:{LONG},b:!"), KeysError::Shape(2)),
            ("a:c2hvcnQ=".to_owned(), KeysError::Short(1)),
            ("a:".to_owned(), KeysError::Short(1)),
            (format!("a:{LONG},a:{LONG}"), KeysError::Repeated(2)),
        ] {
            assert_eq!(Keys::parse(&variable).map(|_| ()), Err(error), "{variable}");
        }
    }
}
