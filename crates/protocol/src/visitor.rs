//! What a visitor receives: its own type, built from an entry by [`view`] and nothing else.

use serde::{Deserialize, Serialize};

use crate::entry::{Citation, Entry, EntryBody, Question, Speaker};
use crate::id::{ActionId, ClientId, Seq, SlotId, Timestamp};

/// An entry as a visitor may see it.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
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
    /// What the visitor gave is kept.
    SlotFilled {
        /// The action.
        action: ActionId,
        /// The slot.
        slot: SlotId,
        /// What it is called on screen.
        label: String,
        /// The value as kept.
        value: String,
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
#[serde(tag = "who", rename_all = "snake_case")]
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
        EntryBody::SlotFilled {
            action,
            slot,
            value,
            label,
        } => VisitorBody::SlotFilled {
            action: action.clone(),
            slot: slot.clone(),
            label: label.clone(),
            value: value.clone(),
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
        | EntryBody::Alerted { .. }
        | EntryBody::ActionStarted { .. }
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
