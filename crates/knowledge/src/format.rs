//! What index and table files have in common: the envelope around a postcard body.
//!
//! | bytes | what |
//! |---|---|
//! | 0–7 | magic: `GWINDEX\n` or `GWTABLE\n` |
//! | 8–9 | format version, little-endian |
//! | 10–11 | zero |
//! | 12–15 | CRC-32 of everything from byte 16 on |
//! | 16–23 | length of the body |
//! | 24–55 | SHA-256 of the body: the content hash |
//! | 56– | the body |
//!
//! A reader checks magic, version, length and checksum. The content hash is a name: it is carried, not
//! recomputed, because hashing megabytes costs more than everything else in loading.

use std::fmt::Write as _;

use serde::de::{Deserializer, Error as _, Visitor};
use serde::{Deserialize, Serialize, Serializer};
use thiserror::Error;

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
    #[error("{expected} format {found}, but this build reads {supported}\n\nhint: run `{}` to write it again", command(.expected))]
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

/// The kind of a file.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Kind {
    Index,
    Table,
}

impl Kind {
    fn magic(self) -> &'static [u8; 8] {
        match self {
            Self::Index => b"GWINDEX\n",
            Self::Table => b"GWTABLE\n",
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Index => "index",
            Self::Table => "table",
        }
    }

    /// Raised whenever the body changes its meaning.
    fn version(self) -> u16 {
        match self {
            Self::Index => 2,
            Self::Table => 1,
        }
    }

    pub(crate) fn damaged(self, why: &'static str) -> FormatError {
        FormatError::Damaged {
            expected: self.name(),
            why,
        }
    }
}

const HEAD: usize = 56;
const CHECKED_FROM: usize = 16;

/// Checks an envelope and returns the content hash and the body.
pub(crate) fn open(kind: Kind, bytes: &[u8]) -> Result<(String, &[u8]), FormatError> {
    if bytes.get(..8) != Some(kind.magic().as_slice()) {
        return Err(FormatError::Magic {
            expected: kind.name(),
        });
    }
    let (Some(head), Some(body)) = (bytes.get(..HEAD), bytes.get(HEAD..)) else {
        return Err(kind.damaged("it ends within its head"));
    };
    let found = u16::from_le_bytes([head[8], head[9]]);
    if found != kind.version() {
        return Err(FormatError::Version {
            expected: kind.name(),
            found,
            supported: kind.version(),
        });
    }
    if little_endian(&head[16..24]) != body.len() as u64 {
        return Err(kind.damaged("its length is not the one in its head"));
    }
    if little_endian(&head[12..16]) != u64::from(crc32fast::hash(&bytes[CHECKED_FROM..])) {
        return Err(kind.damaged("its checksum does not fit"));
    }
    let mut hash = String::with_capacity(64);
    for byte in &head[24..56] {
        write!(hash, "{byte:02x}").map_err(|_| kind.damaged("its hash cannot be written"))?;
    }
    Ok((hash, body))
}

/// Puts a body into its envelope.
#[cfg(feature = "build")]
pub(crate) fn seal(kind: Kind, body: &[u8]) -> Vec<u8> {
    use sha2::Digest;

    let mut bytes = Vec::with_capacity(HEAD + body.len());
    bytes.extend_from_slice(kind.magic());
    bytes.extend_from_slice(&kind.version().to_le_bytes());
    bytes.extend_from_slice(&[0; 6]);
    bytes.extend_from_slice(&(body.len() as u64).to_le_bytes());
    bytes.extend_from_slice(&sha2::Sha256::digest(body));
    bytes.extend_from_slice(body);
    let checksum = crc32fast::hash(&bytes[CHECKED_FROM..]);
    bytes[12..16].copy_from_slice(&checksum.to_le_bytes());
    bytes
}

/// Bytes as one block: serde takes a `Vec<u8>` element by element.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(crate) struct Block<'a>(pub(crate) std::borrow::Cow<'a, [u8]>);

impl Serialize for Block<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_bytes(&self.0)
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Block<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Borrowed;

        impl<'de> Visitor<'de> for Borrowed {
            type Value = &'de [u8];

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("a block of bytes")
            }

            fn visit_borrowed_bytes<E: serde::de::Error>(self, bytes: &'de [u8]) -> Result<&'de [u8], E> {
                Ok(bytes)
            }

            fn visit_bytes<E: serde::de::Error>(self, _: &[u8]) -> Result<&'de [u8], E> {
                Err(E::custom("the format cannot lend bytes"))
            }
        }

        let bytes = deserializer
            .deserialize_bytes(Borrowed)
            .map_err(D::Error::custom)?;
        Ok(Self(std::borrow::Cow::Borrowed(bytes)))
    }
}

/// Appends a number in base 128, low digits first.
pub(crate) fn write_number(mut number: u32, out: &mut Vec<u8>) {
    while number >= 0x80 {
        out.push(number as u8 | 0x80);
        number >>= 7;
    }
    out.push(number as u8);
}

/// Takes a number in base 128 from the front. `None` when the bytes end or the number does not fit.
pub(crate) fn read_number(bytes: &mut &[u8]) -> Option<u32> {
    let mut number = 0u32;
    for shift in (0..35).step_by(7) {
        let (&byte, rest) = bytes.split_first()?;
        *bytes = rest;
        let digit = u32::from(byte & 0x7f);
        if shift == 28 && digit > 0xf {
            return None;
        }
        number |= digit << shift;
        if byte < 0x80 {
            return Some(number);
        }
    }
    None
}

fn command(expected: &&str) -> &'static str {
    match *expected {
        "table" => "index-builder import-model",
        _ => "index-builder build",
    }
}

fn little_endian(bytes: &[u8]) -> u64 {
    bytes
        .iter()
        .rev()
        .fold(0, |number, &byte| number << 8 | u64::from(byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_sealed_opens() {
        let bytes = seal(Kind::Table, b"body");
        let (hash, body) = open(Kind::Table, &bytes).expect("sealed just now");
        assert_eq!(body, b"body");
        assert!(hash.starts_with("230d8358dc8e8890"), "{hash}");
    }

    #[test]
    fn every_fault_has_its_own_error() {
        let sealed = seal(Kind::Index, b"body");
        let fault = |change: &dyn Fn(&mut Vec<u8>)| {
            let mut bytes = sealed.clone();
            change(&mut bytes);
            open(Kind::Index, &bytes).expect_err("it was changed").to_string()
        };
        assert_eq!(fault(&|bytes| bytes[0] = b'X'), "not a Gangway index file");
        assert_eq!(fault(&|bytes| bytes.clear()), "not a Gangway index file");
        assert_eq!(
            fault(&|bytes| bytes[8] = 9),
            "index format 9, but this build reads 2\n\nhint: run `index-builder build` to write it again"
        );
        assert_eq!(
            fault(&|bytes| bytes.truncate(20)),
            "damaged index file: it ends within its head"
        );
        assert_eq!(
            fault(&|bytes| bytes.push(0)),
            "damaged index file: its length is not the one in its head"
        );
        assert_eq!(
            fault(&|bytes| bytes[57] ^= 1),
            "damaged index file: its checksum does not fit"
        );
        assert_eq!(
            fault(&|bytes| bytes[30] ^= 1),
            "damaged index file: its checksum does not fit"
        );
    }

    #[test]
    fn numbers_come_back_and_overlong_ones_do_not() {
        for number in [0, 1, 127, 128, 300, 65_535, 1 << 21, u32::MAX] {
            let mut bytes = Vec::new();
            write_number(number, &mut bytes);
            let mut rest = bytes.as_slice();
            assert_eq!(read_number(&mut rest), Some(number));
            assert!(rest.is_empty());
            assert_eq!(read_number(&mut &bytes[..bytes.len() - 1]), None);
        }
        assert_eq!(read_number(&mut [0xff, 0xff, 0xff, 0xff, 0x1f].as_slice()), None);
        assert_eq!(
            read_number(&mut [0x80, 0x80, 0x80, 0x80, 0x80, 0].as_slice()),
            None
        );
    }
}
