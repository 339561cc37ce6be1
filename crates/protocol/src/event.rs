//! Frames of the three WebSockets. Entries have a `seq` and are never lost; everything else is of the
//! moment and may be.

use serde::{Deserialize, Serialize};

use crate::entry::{Entry, Priority};
use crate::id::{AgentId, ConversationId, Seq, TeamId, Timestamp};
use crate::queue::Place;
use crate::status::Status;
use crate::summary::Summary;
use crate::visitor::VisitorEntry;

/// From a conversation to its visitor.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case", from = "FlatVisitorEvent")]
pub enum VisitorEvent {
    /// New entries, in order. Sent first with all that stand after `after`.
    Entries {
        /// The entries.
        entries: Vec<VisitorEntry>,
        /// The last `seq` of the timeline, visible or not: the `after` of the next connection.
        last_seq: Seq,
    },
    /// An agent is typing. Expires after 5 s.
    Typing {
        /// The agent's name.
        name: String,
    },
    /// A person has read the conversation up to here. Sent after the first entries and when it moves.
    Seen {
        /// The last `seq` that was read.
        seq: Seq,
    },
    /// Where the visitor stands in the queue. Sent while they wait, when it changes, at most every 15 s.
    Place(Place),
    /// A frame of a newer version.
    #[serde(other)]
    Unknown,
}

/// [`VisitorEvent`] as it is read: see [`VisitorEntry`].
#[derive(Deserialize)]
struct FlatVisitorEvent {
    event: String,
    #[serde(default)]
    entries: Vec<VisitorEntry>,
    #[serde(default)]
    last_seq: Option<Seq>,
    #[serde(default)]
    name: Option<String>,
    #[serde(default)]
    seq: Option<Seq>,
    #[serde(default)]
    position: Option<u32>,
    #[serde(default)]
    minutes: Option<u32>,
}

impl From<FlatVisitorEvent> for VisitorEvent {
    fn from(flat: FlatVisitorEvent) -> Self {
        if let ("place", Some(position)) = (flat.event.as_str(), flat.position) {
            let minutes = flat.minutes;
            return Self::Place(Place { position, minutes });
        }
        match (flat.event.as_str(), flat.last_seq, flat.name, flat.seq) {
            ("entries", Some(last_seq), ..) => Self::Entries {
                entries: flat.entries,
                last_seq,
            },
            ("typing", _, Some(name), _) => Self::Typing { name },
            ("seen", .., Some(seq)) => Self::Seen { seq },
            _ => Self::Unknown,
        }
    }
}

/// From a conversation to an agent who has it open.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case", from = "FlatAgentEvent")]
pub enum AgentEvent {
    /// New entries, in order. Sent first with all that stand after `after`.
    Entries {
        /// The entries.
        entries: Vec<Entry>,
        /// The last `seq` of the timeline.
        last_seq: Seq,
        /// Status and holder after them.
        status: Status,
    },
    /// The visitor is typing. Expires after 5 s.
    VisitorTyping,
    /// Another agent is typing. Expires after 5 s.
    AgentTyping {
        /// Their name.
        name: String,
    },
    /// How far the visitor's page has come. Sent after the first entries and when it moves.
    Seen(Seen),
    /// A frame of a newer version.
    Unknown,
}

/// [`AgentEvent`] as it is read: see [`VisitorEntry`].
#[derive(Deserialize)]
struct FlatAgentEvent {
    event: String,
    #[serde(default)]
    entries: Vec<Entry>,
    last_seq: Option<Seq>,
    status: Option<Status>,
    name: Option<String>,
    #[serde(default)]
    delivered: Seq,
    #[serde(default)]
    read: Seq,
}

impl From<FlatAgentEvent> for AgentEvent {
    fn from(flat: FlatAgentEvent) -> Self {
        match (flat.event.as_str(), flat.last_seq, flat.status, flat.name) {
            ("entries", Some(last_seq), Some(status), _) => Self::Entries {
                entries: flat.entries,
                last_seq,
                status,
            },
            ("visitor_typing", ..) => Self::VisitorTyping,
            ("agent_typing", .., Some(name)) => Self::AgentTyping { name },
            ("seen", ..) => Self::Seen(Seen {
                delivered: flat.delivered,
                read: flat.read,
            }),
            _ => Self::Unknown,
        }
    }
}

/// From the inbox to an agent's page.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case", from = "FlatInboxEvent")]
pub enum InboxEvent {
    /// New or changed conversations.
    Summaries {
        /// Their summaries.
        summaries: Vec<Summary>,
    },
    /// A team is wanted.
    Alert(Alert),
    /// Who is online.
    Presence {
        /// Agents with an open inbox.
        online: Vec<AgentId>,
    },
    /// What the agent of this page is or may do was changed: `GET /v1/me` says what holds.
    Rights,
    /// A frame of a newer version.
    Unknown,
}

/// [`InboxEvent`] as it is read: see [`VisitorEntry`].
#[derive(Deserialize)]
struct FlatInboxEvent {
    event: String,
    #[serde(default)]
    summaries: Vec<Summary>,
    id: Option<String>,
    conversation: Option<ConversationId>,
    team: Option<TeamId>,
    because: Option<String>,
    priority: Option<Priority>,
    at: Option<Timestamp>,
    #[serde(default)]
    online: Vec<AgentId>,
}

impl From<FlatInboxEvent> for InboxEvent {
    fn from(flat: FlatInboxEvent) -> Self {
        match flat.event.as_str() {
            "summaries" => Self::Summaries {
                summaries: flat.summaries,
            },
            "alert" => flat.alert().map_or(Self::Unknown, Self::Alert),
            "presence" => Self::Presence { online: flat.online },
            "rights" => Self::Rights,
            _ => Self::Unknown,
        }
    }
}

impl FlatInboxEvent {
    fn alert(self) -> Option<Alert> {
        Some(Alert {
            id: self.id?,
            conversation: self.conversation?,
            team: self.team?,
            because: self.because?,
            priority: self.priority?,
            at: self.at?,
        })
    }
}

/// A call for a team.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Alert {
    /// Stable across deliveries: the same id is the same alert.
    pub id: String,
    /// The conversation.
    pub conversation: ConversationId,
    /// The team.
    pub team: TeamId,
    /// Why, in words.
    pub because: String,
    /// Priority of the conversation.
    pub priority: Priority,
    /// When.
    pub at: Timestamp,
}

/// How far a page has come. Both only grow.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Seen {
    /// The last `seq` that the page has.
    #[serde(default)]
    pub delivered: Seq,
    /// The last `seq` that was on screen while the page was in view.
    #[serde(default)]
    pub read: Seq,
}

/// From a page to an object, over the socket. Commands go over HTTP.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum ClientEvent {
    /// The person at the page is typing.
    Typing,
    /// How far this page has come. A visitor's counts for the agents' marks; that of an agent counts as read by a
    /// person, while another holds the conversation not at all.
    Seen(Seen),
    /// A frame of a newer version.
    #[serde(other)]
    Unknown,
}
