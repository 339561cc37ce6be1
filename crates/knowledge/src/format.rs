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

use serde::de::{Deserializer, Error as _, Visitor};
use serde::{Deserialize, Serialize, Serializer};
use thiserror::Error;

/// Why bytes are not an index or a table that this build can read.
#[derive(Clone, PartialEq, Eq, Debug, Error)]
pub enum FormatError {
    /// The first bytes are not ours.
    #[error("not a Gangway {expected} file")]
    Magic {
        /// `index`, `table` …
        expected: &'static str,
    },
    /// Written by another version.
    #[error("{expected} format {found}, but this build reads {supported}\n\nhint: run `{}` to write it again", command(.expected))]
    Version {
        /// `index`, `table` …
        expected: &'static str,
        /// The version of the file.
        found: u16,
        /// The version of this build.
        supported: u16,
    },
    /// A file of another index.
    #[error("a file of another index: {found} in the place of {wanted}")]
    Foreign {
        /// The hash of the file.
        found: String,
        /// The hash of the one that was wanted.
        wanted: String,
    },
    /// The index has parts, and one of them was not given.
    #[error(
        "a part of the index is lacking: {part}\n\nhint: it stands beside the index as `part-….postcard`; `index-builder build` writes both"
    )]
    Lacking {
        /// Its hash.
        part: String,
    },
    /// Truncated or altered.
    #[error("damaged {expected} file: {why}")]
    Damaged {
        /// `index`, `table` …
        expected: &'static str,
        /// What does not fit.
        why: &'static str,
    },
}

/// The kind of a file.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Kind {
    Index,
    /// A part of an index's content.
    Part,
    /// Texts of an index.
    Texts,
    Table,
}

impl Kind {
    fn magic(self) -> &'static [u8; 8] {
        match self {
            Self::Index => b"GWINDEX\n",
            Self::Part => b"GWIPART\n",
            Self::Texts => b"GWTEXTS\n",
            Self::Table => b"GWTABLE\n",
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Index => "index",
            Self::Part => "part of an index",
            Self::Texts => "texts of an index",
            Self::Table => "table",
        }
    }

    /// Raised whenever the body changes its meaning.
    fn version(self) -> u16 {
        match self {
            Self::Index | Self::Part | Self::Texts => 3,
            Self::Table => 2,
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

/// SHA-256 of a body.
pub(crate) type Hash = [u8; 32];

/// Checks an envelope and returns the content hash and the body.
pub(crate) fn open(kind: Kind, bytes: &[u8]) -> Result<(Hash, &[u8]), FormatError> {
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
    let mut hash = [0; 32];
    hash.copy_from_slice(&head[24..56]);
    Ok((hash, body))
}

/// A hash in hexadecimal.
pub(crate) fn hex(hash: &Hash) -> String {
    let digit = |half: u8| char::from(if half < 10 { b'0' + half } else { b'a' + half - 10 });
    let mut text = String::with_capacity(64);
    for byte in hash {
        text.extend([digit(byte >> 4), digit(byte & 0xf)]);
    }
    text
}

/// Puts a body into its envelope; with its hash.
#[cfg(feature = "build")]
pub(crate) fn seal(kind: Kind, body: &[u8]) -> (Hash, Vec<u8>) {
    use sha2::Digest;

    let mut bytes = Vec::with_capacity(HEAD + body.len());
    bytes.extend_from_slice(kind.magic());
    bytes.extend_from_slice(&kind.version().to_le_bytes());
    bytes.extend_from_slice(&[0; 6]);
    bytes.extend_from_slice(&(body.len() as u64).to_le_bytes());
    let hash: Hash = sha2::Sha256::digest(body).into();
    bytes.extend_from_slice(&hash);
    bytes.extend_from_slice(body);
    let checksum = crc32fast::hash(&bytes[CHECKED_FROM..]);
    bytes[12..16].copy_from_slice(&checksum.to_le_bytes());
    (hash, bytes)
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
#[cfg(feature = "build")]
pub(crate) fn write_number(mut number: u32, out: &mut Vec<u8>) {
    while number >= 0x80 {
        out.push(number as u8 | 0x80);
        number >>= 7;
    }
    out.push(number as u8);
}

/// Takes a number in base 128 from the front. `None` when the bytes end or the number does not fit.
#[inline]
pub(crate) fn read_number(bytes: &mut &[u8]) -> Option<u32> {
    if let [byte @ ..0x80, rest @ ..] = bytes {
        *bytes = rest;
        return Some(u32::from(*byte));
    }
    read_long_number(bytes)
}

fn read_long_number(bytes: &mut &[u8]) -> Option<u32> {
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
        let (sealed, bytes) = seal(Kind::Table, b"body");
        let (hash, body) = open(Kind::Table, &bytes).expect("sealed just now");
        assert_eq!((hash, body), (sealed, b"body".as_slice()));
        assert!(hex(&hash).starts_with("230d8358dc8e8890"), "{hash:?}");
    }

    #[test]
    fn every_fault_has_its_own_error() {
        let (_, sealed) = seal(Kind::Index, b"body");
        let fault = |change: &dyn Fn(&mut Vec<u8>)| {
            let mut bytes = sealed.clone();
            change(&mut bytes);
            open(Kind::Index, &bytes).expect_err("it was changed").to_string()
        };
        assert_eq!(fault(&|bytes| bytes[0] = b'X'), "not a Gangway index file");
        assert_eq!(fault(&|bytes| bytes.clear()), "not a Gangway index file");
        assert_eq!(
            fault(&|bytes| bytes[8] = 9),
            "index format 9, but this build reads 3\n\nhint: run `index-builder build` to write it again"
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
