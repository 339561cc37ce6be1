//! What was read the last time: an unchanged document is not read again.
//!
//! One file for each workspace, below the folder given with `--cache`. Its passages stand under a hash of everything
//! they were made from: this build of the program, the document's id, what is said about it, and its bytes. What
//! cannot be understood counts as absent, and what is no longer asked for is dropped.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::failure::Failure;
use crate::hash;
use crate::read_document::Reading;

/// What reading each document came to, by what they were made from.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct Kept(BTreeMap<String, Reading>);

impl Kept {
    /// What is kept of a workspace.
    pub(crate) fn open(cache: &Path, workspace: &str) -> Self {
        fs::read(file(cache, workspace))
            .ok()
            .and_then(|bytes| Self::parsed(&bytes))
            .unwrap_or_default()
    }

    /// Keeps it for the next time.
    pub(crate) fn write(&self, cache: &Path, workspace: &str) -> Result<(), Failure> {
        let path = file(cache, workspace);
        let failed = |error| Failure::io("write", &path, &error);
        let body = postcard::to_allocvec(self)
            .map_err(|error| Failure::new(format!("cannot keep what was read: {error}")))?;
        let mut bytes = hash::of(&body).into_bytes();
        bytes.extend(body);
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder).map_err(failed)?;
        }
        let beside = path.with_extension("tmp");
        fs::write(&beside, &bytes).map_err(failed)?;
        fs::rename(&beside, &path).map_err(failed)
    }

    /// What a document came to.
    pub(crate) fn get(&self, key: &str) -> Option<&Reading> {
        self.0.get(key)
    }

    /// Keeps what a document came to.
    pub(crate) fn insert(&mut self, key: String, reading: Reading) {
        self.0.insert(key, reading);
    }

    /// A hash of the body stands before it: a damaged file must not become what travellers are answered.
    fn parsed(bytes: &[u8]) -> Option<Self> {
        let (sum, body) = bytes.split_at_checked(hash::DIGITS)?;
        (hash::of(body).as_bytes() == sum).then_some(())?;
        postcard::from_bytes(body).ok()
    }
}

fn file(cache: &Path, workspace: &str) -> PathBuf {
    cache.join("documents").join(format!("{workspace}.postcard"))
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use gangway_knowledge::Passage;

    use super::*;
    use crate::problem::Problem;

    #[test]
    fn what_is_kept_comes_back_and_what_is_damaged_does_not() {
        let folder = tempfile::tempdir().unwrap();
        let passage = Passage {
            id: "a.md#1".to_owned(),
            text: "A day is charged after an hour.".to_owned(),
            row: Some(7),
            ..Passage::default()
        };
        let reading = Reading {
            passages: vec![passage],
            remarks: vec![Problem::new(Path::new("a.md"), "page 4 is a picture".to_owned())],
        };
        let mut kept = Kept::default();
        kept.insert("key".to_owned(), reading.clone());
        kept.write(folder.path(), "a").unwrap();
        assert_eq!(Kept::open(folder.path(), "a").get("key"), Some(&reading));
        assert_eq!(Kept::open(folder.path(), "b").get("key"), None);

        let path = file(folder.path(), "a");
        let bytes = fs::read(&path).unwrap();
        for at in 0..bytes.len() {
            let mut damaged = bytes.clone();
            damaged[at] ^= 1;
            assert!(Kept::parsed(&damaged).is_none(), "byte {at}");
            assert!(Kept::parsed(&bytes[..at]).is_none(), "cut at {at}");
        }
    }
}
