//! The files of an index on disk: its own, and beside it the parts and texts that it names.

use std::path::{Path, PathBuf};

use gangway_knowledge::build::{Built, File};
use gangway_knowledge::{Assembly, FormatError, Index, Texts};

use crate::failure::Failure;

/// An index with all its texts, and the bytes of all its files.
#[derive(Debug)]
pub(crate) struct Files {
    pub(crate) index: Index,
    pub(crate) bytes: u64,
    pub(crate) parts: usize,
}

/// Why there is no index.
pub(crate) enum Unread {
    /// The file itself is none.
    Format(FormatError),
    /// Something beside it is amiss, or it cannot be read.
    Failure(Failure),
}

/// Reads an index with its parts and texts.
pub(crate) fn read(path: &Path) -> Result<Files, Failure> {
    let file = std::fs::read(path)
        .map_err(|error| Failure::io("read", path, &error).hint("run `index-builder build` to write it"))?;
    of(path, file).map_err(|unread| unread.of(path))
}

impl Unread {
    /// Why the index at this path cannot be read.
    pub(crate) fn of(self, path: &Path) -> Failure {
        match self {
            Self::Format(error) => failed(path, &error),
            Self::Failure(failure) => failure,
        }
    }
}

/// [`read`] of a file whose bytes are at hand.
pub(crate) fn of(path: &Path, file: Vec<u8>) -> Result<Files, Unread> {
    let mut bytes = file.len() as u64;
    let mut assembly = Assembly::begin(file).map_err(Unread::Format)?;
    let mut parts = 0;
    while let Some(hash) = assembly.lacking() {
        let part = beside(path, "part", &hash);
        let file = std::fs::read(&part).map_err(|error| Unread::Failure(missing(path, &part, &error)))?;
        bytes += file.len() as u64;
        parts += 1;
        assembly
            .add(&file)
            .map_err(|error| Unread::Failure(failed(&part, &error)))?;
    }
    let mut index = assembly.finish().map_err(Unread::Format)?;
    let hashes: Vec<String> = index.text_files().collect();
    for hash in hashes {
        let texts = beside(path, "texts", &hash);
        let file = std::fs::read(&texts).map_err(|error| Unread::Failure(missing(path, &texts, &error)))?;
        bytes += file.len() as u64;
        Texts::take(file)
            .and_then(|texts| index.add(texts))
            .map_err(|error| Unread::Failure(failed(&texts, &error)))?;
    }
    Ok(Files { index, bytes, parts })
}

/// Writes an index to a path and what it names beside it; returns the bytes of all files.
pub(crate) fn write(path: &Path, built: &Built) -> Result<u64, Failure> {
    let put = |path: &Path, file: &File| {
        std::fs::write(path, &file.bytes)
            .map(|()| file.bytes.len() as u64)
            .map_err(|error| Failure::io("write", path, &error))
    };
    let mut bytes = put(path, &built.index)?;
    for part in &built.parts {
        bytes += put(&beside(path, "part", &part.hash), part)?;
    }
    for texts in &built.texts {
        bytes += put(&beside(path, "texts", &texts.hash), texts)?;
    }
    Ok(bytes)
}

fn beside(path: &Path, kind: &str, hash: &str) -> PathBuf {
    path.with_file_name(format!("{kind}-{hash}.postcard"))
}

fn missing(index: &Path, path: &Path, error: &std::io::Error) -> Failure {
    Failure::io("read", path, error).hint(format!(
        "`{}` names it; `index-builder build` writes both",
        index.display()
    ))
}

fn failed(path: &Path, error: &FormatError) -> Failure {
    Failure::new(format!("`{}`: {error}", path.display()))
}
