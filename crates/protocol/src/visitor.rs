//! What a visitor receives: its own type, built from an entry by [`view`] and nothing else.

use serde::{Deserialize, Serialize};

use crate::entry::{Citation, Entry, EntryBody, Question, Speaker};
use crate::file::FileFormat;
use crate::id::{ActionId, ClientId, Seq, SlotId, Timestamp};

/// An entry as a visitor may see it.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(from = "FlatEntry")]
pub struct VisitorEntry {
    /// Its position in the timeline. Entries a visitor may not see leave gaps.
    pub seq: Seq,
    /// When.
    pub at: Timestamp,
    /// What.
    #[serde(flatten)]
    pub body: VisitorBody,
}

/// What a visitor may see.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum VisitorBody {
    /// Something said.
    Message {
        /// By whom.
        from: VisitorSpeaker,
        /// What.
        text: String,
        /// The client id of the visitor's own post.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        client_id: Option<ClientId>,
        /// Where an answer stands.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        citations: Vec<Citation>,
        /// The slot it asks for.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        question: Option<Question>,
        /// Whether this is the notice of a handoff.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        notice: bool,
    },
    /// A file of the visitor.
    File {
        /// Its number in the conversation, from 1.
        file: u32,
        /// Its name.
        name: String,
        /// Its format.
        format: FileFormat,
        /// How many bytes are kept.
        bytes: u32,
        /// The client id of the visitor's own post.
        client_id: ClientId,
        /// The action that asked for it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        action: Option<ActionId>,
        /// The slot that asked for it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        slot: Option<SlotId>,
    },
    /// What the visitor gave is kept.
    SlotFilled {
        /// The action.
        action: ActionId,
        /// The slot.
        slot: SlotId,
        /// What it is called on screen.
        label: String,
        /// The value, as their language has it.
        value: String,
    },
    /// The visitor passed over what need not be given.
    SlotSkipped {
        /// The action.
        action: ActionId,
        /// The slot.
        slot: SlotId,
    },
    /// The visitor waits for a person.
    Waiting,
    /// The wait was called off, and the assistant answers again.
    CalledOff,
    /// A person joined.
    Joined {
        /// Their name.
        name: String,
    },
    /// The person left; the visitor waits again.
    Left {
        /// Their name.
        name: String,
    },
    /// The assistant answers again.
    BackToAssistant,
    /// Ended.
    Resolved,
    /// Going on after an end.
    Reopened,
    /// An entry of a newer version.
    #[serde(other)]
    Unknown,
}

/// Who says a message, as a visitor sees it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(tag = "who", rename_all = "snake_case", from = "FlatSpeaker")]
pub enum VisitorSpeaker {
    /// The visitor.
    You,
    /// The bot.
    Assistant,
    /// A person.
    Agent {
        /// Their name.
        name: String,
    },
}

/// [`VisitorEntry`] as it is read: all fields beside each other. Reading a flattened, tagged enum costs three times
/// the code, and it is the traveller's page that pays for it.
#[derive(Deserialize)]
struct FlatEntry {
    seq: Seq,
    at: Timestamp,
    #[serde(rename = "type")]
    kind: String,
    #[serde(default)]
    from: Option<VisitorSpeaker>,
    #[serde(default)]
    text: Option<String>,
    #[serde(default)]
    client_id: Option<ClientId>,
    #[serde(default)]
    citations: Vec<Citation>,
    #[serde(default)]
    question: Option<Question>,
    #[serde(default)]
    notice: bool,
    #[serde(default)]
    action: Option<ActionId>,
    #[serde(default)]
    slot: Option<SlotId>,
    #[serde(default)]
    label: Option<String>,
    #[serde(default)]
    value: Option<String>,
    #[serde(default)]
    name: Option<String>,
    #[serde(default)]
    file: Option<u32>,
    #[serde(default)]
    format: Option<FileFormat>,
    #[serde(default)]
    bytes: Option<u32>,
}

/// [`VisitorSpeaker`] as it is read.
#[derive(Deserialize)]
struct FlatSpeaker {
    who: String,
    #[serde(default)]
    name: Option<String>,
}

impl From<FlatSpeaker> for VisitorSpeaker {
    fn from(flat: FlatSpeaker) -> Self {
        match (flat.who.as_str(), flat.name) {
            ("you", _) => Self::You,
            ("agent", Some(name)) => Self::Agent { name },
            // A speaker of a newer version is at any rate not the visitor.
            _ => Self::Assistant,
        }
    }
}

impl From<FlatEntry> for VisitorEntry {
    fn from(flat: FlatEntry) -> Self {
        let FlatEntry { seq, at, kind, .. } = &flat;
        let (seq, at) = (*seq, *at);
        let body = match kind.as_str() {
            "message" => flat.message(),
            "file" => flat.file(),
            "slot_filled" => flat.slot_filled(),
            "slot_skipped" => flat.slot_skipped(),
            "waiting" => Some(VisitorBody::Waiting),
            "called_off" => Some(VisitorBody::CalledOff),
            "joined" => flat.name.map(|name| VisitorBody::Joined { name }),
            "left" => flat.name.map(|name| VisitorBody::Left { name }),
            "back_to_assistant" => Some(VisitorBody::BackToAssistant),
            "resolved" => Some(VisitorBody::Resolved),
            "reopened" => Some(VisitorBody::Reopened),
            _ => None,
        };
        Self {
            seq,
            at,
            body: body.unwrap_or(VisitorBody::Unknown),
        }
    }
}

impl FlatEntry {
    fn message(self) -> Option<VisitorBody> {
        Some(VisitorBody::Message {
            from: self.from?,
            text: self.text?,
            client_id: self.client_id,
            citations: self.citations,
            question: self.question,
            notice: self.notice,
        })
    }

    fn file(self) -> Option<VisitorBody> {
        Some(VisitorBody::File {
            file: self.file?,
            name: self.name?,
            format: self.format?,
            bytes: self.bytes?,
            client_id: self.client_id?,
            action: self.action,
            slot: self.slot,
        })
    }

    fn slot_filled(self) -> Option<VisitorBody> {
        Some(VisitorBody::SlotFilled {
            action: self.action?,
            slot: self.slot?,
            label: self.label?,
            value: self.value?,
        })
    }

    fn slot_skipped(self) -> Option<VisitorBody> {
        Some(VisitorBody::SlotSkipped {
            action: self.action?,
            slot: self.slot?,
        })
    }
}

/// The one way from an entry to what a visitor receives. `None`: nothing for a visitor.
pub fn view(entry: &Entry) -> Option<VisitorEntry> {
    let body = match &entry.body {
        EntryBody::Message(message) => VisitorBody::Message {
            from: match &message.from {
                Speaker::Visitor => VisitorSpeaker::You,
                Speaker::Bot => VisitorSpeaker::Assistant,
                Speaker::Agent { agent } => VisitorSpeaker::Agent {
                    name: agent.name.clone(),
                },
            },
            text: message.text.clone(),
            // An agent's client id is between the agent's page and the conversation.
            client_id: match &message.from {
                Speaker::Visitor => message.client_id.clone(),
                Speaker::Bot | Speaker::Agent { .. } => None,
            },
            citations: message.citations.clone(),
            question: message.question.clone(),
            notice: message.notice,
        },
        EntryBody::File(sent) => VisitorBody::File {
            file: sent.file,
            name: sent.name.clone(),
            format: sent.format,
            bytes: sent.bytes,
            client_id: sent.client_id.clone(),
            action: sent.action.clone(),
            slot: sent.slot.clone(),
        },
        EntryBody::SlotFilled {
            action,
            slot,
            value,
            label,
            sensitive: _,
            shown,
            called,
        } => VisitorBody::SlotFilled {
            action: action.clone(),
            slot: slot.clone(),
            label: called.as_ref().unwrap_or(label).clone(),
            value: shown.as_ref().unwrap_or(value).clone(),
        },
        EntryBody::SlotSkipped { action, slot, .. } => VisitorBody::SlotSkipped {
            action: action.clone(),
            slot: slot.clone(),
        },
        EntryBody::HandedOff { .. } => VisitorBody::Waiting,
        EntryBody::CalledOff => VisitorBody::CalledOff,
        EntryBody::Claimed { agent, .. } => VisitorBody::Joined {
            name: agent.name.clone(),
        },
        EntryBody::Released { agent, .. } => VisitorBody::Left {
            name: agent.name.clone(),
        },
        EntryBody::Transferred { by, .. } => VisitorBody::Left {
            name: by.name.clone(),
        },
        EntryBody::ReturnedToBot { .. } => VisitorBody::BackToAssistant,
        EntryBody::Resolved { .. } => VisitorBody::Resolved,
        EntryBody::Reopened => VisitorBody::Reopened,
        EntryBody::Note { .. }
        | EntryBody::TagAdded { .. }
        | EntryBody::TagRemoved { .. }
        | EntryBody::PriorityChanged { .. }
        | EntryBody::RuleFired { .. }
        | EntryBody::NearMiss { .. }
        | EntryBody::ActionFailed { .. }
        | EntryBody::Alerted { .. }
        | EntryBody::ActionStarted { .. }
        | EntryBody::CheckStarted { .. }
        | EntryBody::CheckAnswered { .. }
        | EntryBody::CheckFailed { .. }
        | EntryBody::ActionCompleted { .. }
        | EntryBody::Escalated { .. }
        | EntryBody::Moved { .. }
        | EntryBody::Snoozed { .. }
        | EntryBody::Woken
        | EntryBody::Unknown => return None,
    };
    Some(VisitorEntry {
        seq: entry.seq,
        at: entry.at,
        body,
    })
}
