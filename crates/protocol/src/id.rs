//! Identifiers and small numbers, each a type of its own.

use std::fmt;

use serde::{Deserialize, Serialize};

macro_rules! names {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub String);

        impl $name {
            /// The name as written.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl From<&str> for $name {
            fn from(name: &str) -> Self {
                Self(name.to_owned())
            }
        }

        impl From<String> for $name {
            fn from(name: String) -> Self {
                Self(name)
            }
        }
    )+};
}

names! {
    /// A conversation: 64 hexadecimal digits, the id of its object. Unguessable.
    ConversationId,
    /// A workspace: the folder name of one operator, `[a-z0-9-]+`.
    WorkspaceId,
    /// A team, as named in the playbook.
    TeamId,
    /// A tag, as named in the playbook or typed by an agent.
    TagId,
    /// A rule, as named in the playbook.
    RuleId,
    /// An action, as named in the playbook.
    ActionId,
    /// A slot of an action.
    SlotId,
    /// An agent (always a human): opaque, given by the directory.
    AgentId,
    /// Chosen by the client, unique within a conversation: makes a repeated post one message.
    ClientId,
    /// A document of the knowledge base: its path below `documents/`.
    DocumentId,
    /// A passage: its document's id, `#`, and its number in the document.
    PassageId,
    /// A content hash in lower-case hexadecimal.
    Hash,
}

/// Milliseconds since the Unix epoch.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Timestamp(pub i64);

impl Timestamp {
    /// This moment moved by `millis` milliseconds, saturating.
    #[must_use]
    pub fn plus(self, millis: i64) -> Self {
        Self(self.0.saturating_add(millis))
    }
}

/// Position of an entry in its conversation's timeline: 1, 2, 3 … without gaps. 0 is "before the first".
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Seq(pub u64);

/// Raised by every change of holder. What was begun under an older epoch is dropped.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Epoch(pub u32);
