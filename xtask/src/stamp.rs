//! A step whose inputs have not changed is not done again.

use std::fs;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use crate::project::{Failure, Outcome, Project, files_below, read_bytes};

/// The inputs of a step: files and folders, and words that matter beside them (versions, flags).
pub(crate) struct Inputs {
    hash: Sha256,
}

impl Inputs {
    /// No inputs yet.
    pub(crate) fn new(words: &[&str]) -> Self {
        let mut hash = Sha256::new();
        for word in words {
            hash.update(word.as_bytes());
            hash.update([0]);
        }
        Self { hash }
    }

    /// Adds files and everything below folders, except what is built there.
    pub(crate) fn paths(mut self, project: &Project, below: &[&str]) -> Outcome<Self> {
        for name in below {
            let path = project.path(name);
            let files = if path.is_dir() {
                files_below(&path)?
            } else {
                vec![path]
            };
            for file in files.iter().filter(|file| !is_output(file)) {
                self.hash.update(file.to_string_lossy().as_bytes());
                self.hash.update([0]);
                self.hash.update(Sha256::digest(read_bytes(file)?));
            }
        }
        Ok(self)
    }

    fn finish(self) -> String {
        hex(&self.hash.finalize())
    }
}

/// Does a step unless it was done with the same inputs and its outputs are there.
pub(crate) fn unless_unchanged(
    project: &Project,
    name: &str,
    inputs: Inputs,
    outputs: &[PathBuf],
    work: impl FnOnce() -> Outcome,
) -> Outcome {
    let stamp = project.target().join("xtask").join(format!("{name}.stamp"));
    let inputs = inputs.finish();
    let done = fs::read_to_string(&stamp).is_ok_and(|before| before == inputs);
    if done && outputs.iter().all(|output| output.exists()) {
        eprintln!("✓ {name}: nothing changed");
        return Ok(());
    }
    // A step that fails must not leave the stamp of an earlier success beside half its outputs.
    if stamp.exists() {
        fs::remove_file(&stamp).map_err(|error| Failure::at(&stamp, &error))?;
    }
    work()?;
    crate::project::write(&stamp, inputs)
}

/// The first 16 hexadecimal digits of a content's hash: the name of an asset.
pub(crate) fn short_hash(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))[..16].to_owned()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn is_output(file: &Path) -> bool {
    file.parent()
        .is_some_and(|folder| folder.ends_with("worker/build"))
}
