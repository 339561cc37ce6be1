//! A folder of storage that an earlier build wrote, and what was said in it.
//!
//! `cargo run -p gangway-tests --bin record-storage` writes it anew with the build of the day. That is done when a
//! schema or a stored form has changed and the earlier recording has been seen to open, never to make a test pass.

use std::path::{Path, PathBuf};
use std::process::Command;

use gangway_protocol::api::{AgentEntries, OpenedConversation};
use serde::{Deserialize, Serialize};

use crate::deployment::project;

/// What the recorded storage must show.
#[derive(Debug, Serialize, Deserialize)]
pub struct Recording {
    /// The administrator's address.
    pub email: String,
    /// Conversations and their timelines.
    pub conversations: Vec<Recorded>,
}

/// One conversation.
#[derive(Debug, Serialize, Deserialize)]
pub struct Recorded {
    /// With the visitor's token.
    pub opened: OpenedConversation,
    /// The timeline as an agent saw it.
    pub timeline: AgentEntries,
}

impl Recording {
    /// Where the recording is kept.
    pub fn folder() -> PathBuf {
        project().join("tests/data")
    }

    /// Unpacks the storage into a folder and says what it must show.
    ///
    /// # Panics
    /// When there is no recording.
    pub fn unpack(into: &Path) -> Self {
        let status = Command::new("tar")
            .arg("-xzf")
            .arg(Self::folder().join("storage.tar.gz"))
            .arg("-C")
            .arg(into)
            .status()
            .unwrap();
        assert!(status.success(), "the recording unpacks");
        let text = std::fs::read_to_string(Self::folder().join("storage.json")).unwrap();
        serde_json::from_str(&text).unwrap()
    }

    /// Packs a folder of storage.
    ///
    /// # Panics
    /// When the folder cannot be packed.
    pub fn pack(&self, storage: &Path) {
        std::fs::create_dir_all(Self::folder()).unwrap();
        let status = Command::new("tar")
            .arg("-czf")
            .arg(Self::folder().join("storage.tar.gz"))
            .arg("-C")
            .arg(storage)
            // The objects; the rest is the simulator's own.
            .arg("v3/do")
            .status()
            .unwrap();
        assert!(status.success(), "the recording packs");
        std::fs::write(
            Self::folder().join("storage.json"),
            serde_json::to_string_pretty(self).unwrap(),
        )
        .unwrap();
    }
}
