//! What the Worker asks of the objects, as JSON over a stub's `fetch`. Old objects meet new Workers: a
//! field that is added has a default, a call that is added is answered by an old object with
//! [`Code::Unavailable`](gangway_protocol::Code::Unavailable).

use gangway_engine::Command;
use gangway_playbook::Playbook;
use gangway_protocol::api::{AgentEntries, InboxList, SlotValue, Ticket, VisitorEntries};
use gangway_protocol::event::Alert;
use gangway_protocol::signals::Basis;
use gangway_protocol::{
    ActionId, AgentId, AgentRef, ClientId, ConversationId, Hash, Problem, Seq, Signals, Summary, WorkspaceId,
};
use serde::{Deserialize, Serialize};

/// A call to a conversation. The object compares `workspace` with its own and answers "not found" otherwise.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct ToConversation {
    /// The workspace the caller was let into.
    pub workspace: WorkspaceId,
    /// What is asked.
    pub call: ConversationCall,
}

/// What can be asked of a conversation.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(tag = "call", rename_all = "snake_case")]
pub enum ConversationCall {
    /// Begin. Answered with [`ConversationReply::Done`].
    Open {
        /// The id, which is the object's own.
        conversation: ConversationId,
        /// Browser language.
        language: Option<String>,
        /// The visitor's page.
        page: Option<String>,
        /// Hash of the deployment's playbook.
        playbook: Hash,
    },
    /// The visitor wrote. Answered with `Visitor`, or refused with `StaleReading` and a basis.
    Message {
        /// Of the post.
        client_id: ClientId,
        /// The text.
        text: String,
        /// What it means, or `None` when it could not be read twice in a row.
        signals: Option<Box<Signals>>,
        /// Hash of the deployment's playbook, to be adopted when no episode is running.
        deployed: Hash,
    },
    /// The visitor filled slots. Answered with `Visitor`.
    Slots {
        /// Of the post.
        client_id: ClientId,
        /// The action.
        action: ActionId,
        /// The values.
        values: Vec<SlotValue>,
    },
    /// The visitor wants a person. Answered with `Visitor`.
    AskForPerson {
        /// Of the post.
        client_id: ClientId,
    },
    /// The visitor stops waiting. Answered with `Visitor`.
    CallOff {
        /// Of the post.
        client_id: ClientId,
    },
    /// Entries for the visitor. Answered with `Visitor`.
    VisitorEntries {
        /// After this.
        after: Seq,
    },
    /// A ticket for the visitor's socket. Answered with `Ticket`.
    VisitorTicket,
    /// An agent's command. Answered with `Agent`.
    Agent {
        /// Of the post.
        client_id: ClientId,
        /// Who.
        agent: AgentRef,
        /// What.
        command: Command,
    },
    /// Entries for an agent. Answered with `Agent`.
    AgentEntries {
        /// After this.
        after: Seq,
    },
    /// A ticket for an agent's socket. Answered with `Ticket`.
    AgentTicket {
        /// Whose.
        agent: AgentRef,
    },
    /// What a reading must be made from. Answered with `Basis`.
    Basis,
    /// Publish the summary again. Answered with `Done`.
    Republish,
    /// The agent's last page closed and the grace period is over. Answered with `Done`.
    AgentOffline {
        /// Who.
        agent: AgentId,
    },
    /// The agent was shut out: close their sockets. Answered with `Done`.
    CloseAgent {
        /// Who.
        agent: AgentId,
    },
}

/// A conversation's answer.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(tag = "reply", rename_all = "snake_case")]
pub enum ConversationReply {
    /// To a visitor.
    Visitor(VisitorEntries),
    /// To an agent.
    Agent(AgentEntries),
    /// A ticket.
    Ticket(Ticket),
    /// What a reading must be made from, with the playbook when the caller may not have it.
    Basis {
        /// The basis.
        basis: Basis,
        /// The playbook of the episode.
        playbook: Box<Playbook>,
    },
    /// Nothing to say.
    Done,
    /// Refused.
    Refused {
        /// Why.
        problem: Problem,
        /// With a stale reading: the playbook of the episode, when its hash is not the one the caller stamped.
        #[serde(default)]
        playbook: Option<Box<Playbook>>,
    },
}

/// What can be asked of an inbox.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(tag = "call", rename_all = "snake_case")]
pub enum InboxCall {
    /// A conversation's summary. Repeated and reordered deliveries are harmless.
    Publish {
        /// The summary.
        summary: Box<Summary>,
    },
    /// An alert. The same id is shown once.
    Alert {
        /// The alert.
        alert: Alert,
    },
    /// The list. Answered with `List`.
    List {
        /// `all`, `mine`, `unassigned`, `bot`, `human`, `snoozed` or `resolved`.
        view: String,
        /// Who asks, for `mine`.
        agent: AgentId,
    },
    /// A ticket for an agent's socket. Answered with `Ticket`.
    Ticket {
        /// Whose.
        agent: AgentRef,
    },
    /// The agent was shut out: close their sockets here and in every conversation they may watch.
    CloseAgent {
        /// Who.
        agent: AgentId,
    },
    /// Ask every registered conversation to publish again.
    Rebuild,
}

/// An inbox's answer.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(tag = "reply", rename_all = "snake_case")]
pub enum InboxReply {
    /// The list.
    List(InboxList),
    /// A ticket.
    Ticket(Ticket),
    /// Nothing to say.
    Done,
    /// Refused.
    Refused {
        /// Why.
        problem: Problem,
    },
}
