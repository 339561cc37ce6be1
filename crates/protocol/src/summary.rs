//! A conversation as the inbox lists it. The inbox is a projection: a summary replaces an older one of
//! the same conversation and nothing else is known there.

use serde::{Deserialize, Serialize};

use crate::entry::{HandoffReason, Priority};
use crate::flat::FlatSummary;
use crate::id::{ConversationId, Seq, TagId, Timestamp};
use crate::status::Status;

/// One line of the inbox.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(try_from = "FlatSummary")]
pub struct Summary {
    /// Which conversation.
    pub conversation: ConversationId,
    /// The last `seq` of the timeline this was made from. A summary of a lower version is ignored, and of two of the
    /// same version the one with the higher [`read`](Self::read) holds.
    pub version: Seq,
    /// Status and holder.
    #[serde(flatten)]
    pub status: Status,
    /// Priority.
    pub priority: Priority,
    /// Tags, in the order of their names.
    pub tags: Vec<TagId>,
    /// ISO 639-1 code of the visitor's last message, when known.
    pub language: Option<String>,
    /// Why it was last handed to people.
    pub reason: Option<HandoffReason>,
    /// The last thing that a person said, visitor or agent, beside values that the bot asked for; cut to
    /// [`LAST_LINE_CHARS`].
    pub last_line: Option<LastLine>,
    /// How many messages visitor, bot and agents have said.
    pub messages: u32,
    /// How many messages of the visitor stand after the last word of an agent.
    pub unanswered: u32,
    /// A person has read the conversation up to here.
    pub read: Seq,
    /// How many messages of the visitor stand after `read`.
    pub unread: u32,
    /// When it was opened.
    pub opened_at: Timestamp,
    /// When the last entry was made.
    pub updated_at: Timestamp,
}

/// The last thing that a person said in a conversation.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct LastLine {
    /// `visitor` or an agent's name.
    pub from: String,
    /// The text, cut.
    pub text: String,
    /// When.
    pub at: Timestamp,
}

/// Longest last line, in Unicode scalar values.
pub const LAST_LINE_CHARS: usize = 140;
