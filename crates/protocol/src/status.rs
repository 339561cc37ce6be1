//! Who holds the conversation. Status and holder are one enum, so that "resolved but claimed" cannot
//! be written down.

use serde::{Deserialize, Serialize};

use crate::flat::FlatStatus;
use crate::id::{AgentId, TeamId, Timestamp};

/// An agent as the timeline names them.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct AgentRef {
    /// Who.
    pub id: AgentId,
    /// The name travellers see.
    pub name: String,
}

/// Status and holder of a conversation.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(tag = "status", rename_all = "snake_case", try_from = "FlatStatus")]
pub enum Status {
    /// The bot answers.
    Bot,
    /// Handed off and not yet claimed.
    Queued {
        /// The team whose queue it stands in.
        team: TeamId,
        /// Since when the visitor waits for a person. Survives releases and transfers; no message resets it.
        waiting_since: Timestamp,
        /// Whether the queue was widened because nobody claimed in time.
        escalated: bool,
    },
    /// One agent holds it.
    Human {
        /// The holder.
        agent: AgentRef,
        /// The team it was claimed from, to which it returns when released.
        team: TeamId,
        /// When the holder last said something the visitor can read, or claimed.
        active_at: Timestamp,
        /// Since when the visitor has waited, kept for a return to the queue until the first public reply.
        waiting_since: Timestamp,
    },
    /// Put aside by an agent until a time or until the visitor writes.
    Snoozed {
        /// Who put it aside and gets it back.
        agent: AgentRef,
        /// Their team.
        team: TeamId,
        /// When it comes back by itself.
        until: Timestamp,
    },
    /// Ended; a message of the visitor reopens it.
    Resolved {
        /// When.
        at: Timestamp,
        /// The team of the human who had it, when one had it.
        team: Option<TeamId>,
    },
}

impl Status {
    /// The agent who holds the conversation, if one does. At most one by construction.
    pub fn holder(&self) -> Option<&AgentRef> {
        match self {
            Self::Human { agent, .. } => Some(agent),
            Self::Bot | Self::Queued { .. } | Self::Snoozed { .. } | Self::Resolved { .. } => None,
        }
    }

    /// The agent whose it is: who holds it or has put it aside.
    pub fn owner(&self) -> Option<&AgentRef> {
        match self {
            Self::Human { agent, .. } | Self::Snoozed { agent, .. } => Some(agent),
            Self::Bot | Self::Queued { .. } | Self::Resolved { .. } => None,
        }
    }

    /// The team it belongs to, if any.
    pub fn team(&self) -> Option<&TeamId> {
        match self {
            Self::Queued { team, .. } | Self::Human { team, .. } | Self::Snoozed { team, .. } => Some(team),
            Self::Resolved { team, .. } => team.as_ref(),
            Self::Bot => None,
        }
    }

    /// The name used in addresses and filters: `bot`, `queued`, `human`, `snoozed`, `resolved`.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Bot => "bot",
            Self::Queued { .. } => "queued",
            Self::Human { .. } => "human",
            Self::Snoozed { .. } => "snoozed",
            Self::Resolved { .. } => "resolved",
        }
    }
}
