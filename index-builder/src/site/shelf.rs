//! The copies that are kept of what was fetched: two files for each address, its body and what came with it.

use std::fs;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use url::Url;

use crate::hash;

/// What came with a body.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub(super) struct Label {
    /// The address that was asked for.
    pub(super) asked: String,
    /// The address that answered, after redirects.
    pub(super) address: Url,
    /// Its `Content-Type`.
    pub(super) kind: String,
    /// Its `ETag`.
    pub(super) etag: Option<String>,
    /// Its `Last-Modified`.
    pub(super) modified: Option<String>,
    /// Its `X-Robots-Tag` asks that it not be found.
    pub(super) hidden: bool,
    /// The hash of the body: tells a body that was not written whole.
    pub(super) hash: String,
}

/// The folder of the copies.
#[derive(Debug)]
pub(super) struct Shelf(PathBuf);

impl Shelf {
    pub(super) fn new(cache: &Path) -> Self {
        Self(cache.join("sites"))
    }

    /// The copy of an address, when there is one and it is whole.
    pub(super) fn get(&self, asked: &str) -> Option<Label> {
        let label: Label = serde_json::from_slice(&fs::read(self.file(asked, "json")).ok()?).ok()?;
        let body = fs::read(self.body(asked)).ok()?;
        (label.asked == asked && hash::of(&body) == label.hash).then_some(label)
    }

    /// Keeps an answer. The label comes after the body that it vouches for.
    pub(super) fn put(&self, label: &Label, body: &[u8]) -> std::io::Result<()> {
        fs::create_dir_all(&self.0)?;
        let label_text = serde_json::to_vec(label)?;
        for (ending, content) in [("body", body), ("json", label_text.as_slice())] {
            let path = self.file(&label.asked, ending);
            let beside = path.with_extension("tmp");
            fs::write(&beside, content)?;
            fs::rename(&beside, &path)?;
        }
        Ok(())
    }

    /// Forgets an address: it is gone.
    pub(super) fn remove(&self, asked: &str) {
        for ending in ["json", "body"] {
            // What is not there is gone already.
            let _ = fs::remove_file(self.file(asked, ending));
        }
    }

    /// Where the body of an address is kept.
    pub(super) fn body(&self, asked: &str) -> PathBuf {
        self.file(asked, "body")
    }

    fn file(&self, asked: &str, ending: &str) -> PathBuf {
        self.0.join(format!("{}.{ending}", hash::of(asked.as_bytes())))
    }
}
