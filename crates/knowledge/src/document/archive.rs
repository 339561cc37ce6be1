//! The container of DOCX and XLSX: a zip of XML parts, unpacked within limits.
//!
//! **Architecture Invariant:** no part is given to a reader before all that a reader may unpack was unpacked here
//! once and found within the limits. What an entry says of its own size is not believed.

use std::io::{Cursor, Read};

use zip::ZipArchive;
use zip::result::ZipError;

use super::DocumentError;

/// Entries of an archive; a document of a thousand pages with pictures has a few hundred.
pub(super) const MOST_ENTRIES: usize = 4_096;
/// What all XML parts may unpack to together, in bytes.
pub(super) const LARGEST_UNPACKED: u64 = 64 * 1024 * 1024;
/// Parts that hold neither a document's text nor a sheet's cells are smaller, in bytes: styles, properties, lists of parts.
pub(super) const LARGEST_SIDE_PART: u64 = 4 * 1024 * 1024;
/// A part of more than [`SMALL`] bytes unpacks to so many times its size at most. Sheets of equal rows come to 60.
pub(super) const LARGEST_RATIO: u64 = 200;
/// What unpacks to no more bytes is no bomb, whatever its ratio.
const SMALL: u64 = 4 * 1024 * 1024;

/// How a file begins that Office encrypted, or wrote in its format of before 2007.
const COMPOUND_FILE: [u8; 8] = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];

/// An archive whose parts are within the limits.
pub(super) struct Archive<'a> {
    zip: ZipArchive<Cursor<&'a [u8]>>,
    kind: &'static str,
}

impl<'a> Archive<'a> {
    /// Opens and checks an archive that should be a `kind`: `a Word document`. Parts whose name `is_content` says yes
    /// to may be large.
    pub(super) fn open(
        bytes: &'a [u8],
        kind: &'static str,
        is_content: fn(&str) -> bool,
    ) -> Result<Self, DocumentError> {
        if bytes.starts_with(&COMPOUND_FILE) {
            // The stream in which Office keeps what it encrypted, named in UTF-16.
            let encrypted = b"EncryptedPackage".map(|byte| [byte, 0]).concat();
            return Err(if contains(bytes, &encrypted) {
                DocumentError::Encrypted { kind }
            } else {
                let why = "it is in the format of before 2007".to_owned();
                DocumentError::Damaged { kind, why }
            });
        }
        let zip = ZipArchive::new(Cursor::new(bytes)).map_err(|error| damaged(kind, &error))?;
        let mut archive = Self { zip, kind };
        archive.check(is_content)?;
        Ok(archive)
    }

    fn check(&mut self, is_content: fn(&str) -> bool) -> Result<(), DocumentError> {
        let entries = self.zip.len();
        if entries > MOST_ENTRIES {
            return Err(limit(
                format!("it has {entries} parts,"),
                format!("{MOST_ENTRIES}"),
            ));
        }
        let mut total = 0;
        for index in 0..entries {
            let kind = self.kind;
            let entry = self.zip.by_index(index).map_err(|error| damaged(kind, &error))?;
            let name = entry.name().map_err(|error| damaged(kind, &error))?.into_owned();
            let packed = entry.compressed_size().max(1);
            // Pictures are not read, but a part may call itself one.
            let xml = is_xml(&name);
            let small = xml && !is_content(&name);
            let most = if small {
                LARGEST_SIDE_PART
            } else {
                LARGEST_UNPACKED
            };
            let unpacked = unpack(entry, kind, &name, most)?;
            let size = unpacked.len() as u64;
            if size > SMALL && size / packed > LARGEST_RATIO {
                return Err(limit(
                    format!("`{name}` unpacks to {} times its size,", size / packed),
                    format!("{LARGEST_RATIO}"),
                ));
            }
            if !xml {
                continue;
            }
            total += size;
            if total > LARGEST_UNPACKED {
                return Err(limit("it unpacks to".to_owned(), mebibytes(LARGEST_UNPACKED)));
            }
            // No program writes one, and entities that multiply begin with one.
            if contains(&unpacked, b"<!DOCTYPE") || contains(&unpacked, b"<!ENTITY") {
                return Err(DocumentError::Damaged {
                    kind,
                    why: format!("`{name}` declares entities"),
                });
            }
        }
        Ok(())
    }

    /// A part as text; `None` when there is none of that name.
    pub(super) fn part(&mut self, name: &str) -> Result<Option<String>, DocumentError> {
        let kind = self.kind;
        let entry = match self.zip.by_name(name) {
            Ok(entry) => entry,
            Err(ZipError::FileNotFound) => return Ok(None),
            Err(error) => return Err(damaged(kind, &error)),
        };
        let bytes = unpack(entry, kind, name, LARGEST_UNPACKED)?;
        super::encoding::decode(&bytes, false)
            .map(|text| Some(text.into_owned()))
            .map_err(|error| DocumentError::Damaged {
                kind,
                why: format!("`{name}` is {error}"),
            })
    }
}

/// What an entry holds, `most` bytes at most.
fn unpack(entry: impl Read, kind: &'static str, name: &str, most: u64) -> Result<Vec<u8>, DocumentError> {
    let mut bytes = Vec::new();
    entry
        .take(most + 1)
        .read_to_end(&mut bytes)
        .map_err(|error| DocumentError::Damaged {
            kind,
            why: format!("`{name}`: {error}"),
        })?;
    if bytes.len() as u64 > most {
        return Err(limit(format!("`{name}` unpacks to"), mebibytes(most)));
    }
    Ok(bytes)
}

fn is_xml(name: &str) -> bool {
    let ending = name.rsplit('.').next().unwrap_or_default();
    ending.eq_ignore_ascii_case("xml") || ending.eq_ignore_ascii_case("rels")
}

fn damaged(kind: &'static str, error: &ZipError) -> DocumentError {
    DocumentError::Damaged {
        kind,
        why: error.to_string(),
    }
}

pub(super) fn limit(what: String, limit: String) -> DocumentError {
    DocumentError::Limit { what, limit }
}

pub(super) fn mebibytes(bytes: u64) -> String {
    format!("{} MiB", bytes / (1024 * 1024))
}

fn contains(text: &[u8], what: &[u8]) -> bool {
    text.windows(what.len()).any(|window| window == what)
}
