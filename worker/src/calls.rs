//! What the Worker asks of the objects, as JSON over a stub's `fetch`. Old objects meet new Workers: a
//! field that is added has a default, a call that is added is answered by an old object with
//! [`Code::Unavailable`](gangway_protocol::Code::Unavailable).
//!
//! A call is posted to [`CALL`] and always answered with 200 and a reply; a refusal is a reply. A socket is
//! asked for by the visitor's or agent's own upgrade request, sent on to one of the `…_EVENTS` addresses with
//! `?ticket=&after=` (and `&workspace=` to a conversation), and answered with 101 or a refusal.

use gangway_engine::Command;
use gangway_playbook::Playbook;
use gangway_protocol::api::{AgentEntries, InboxList, Skills, SlotValue, Ticket, VisitorEntries};
use gangway_protocol::event::Alert;
use gangway_protocol::queue::Place;
use gangway_protocol::signals::Basis;
use gangway_protocol::signals::Turn;
use gangway_protocol::{
    ActionId, AgentId, AgentRef, ClientId, ConversationId, FileFormat, FileRef, Hash, Problem, Seq, Signals,
    SlotId, Summary, TeamId, Timestamp, WorkspaceId, tagged,
};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

/// Where a call is posted.
pub const CALL: &str = "https://object/call";
/// Where a visitor's upgrade request goes, at a conversation.
pub const VISITOR_EVENTS: &str = "https://object/visitor-events";
/// Where an agent's upgrade request goes, at a conversation.
pub const AGENT_EVENTS: &str = "https://object/agent-events";
/// Where an agent's upgrade request goes, at an inbox.
pub const INBOX_EVENTS: &str = "https://object/inbox-events";

/// Where a call with bytes is posted, or one that is answered with bytes: the call or the reply is the first line, and the
/// bytes follow it.
pub const FILES: &str = "https://object/files";

/// Header that makes something go wrong when the variable `FAULTS` is `on`; that of a visitor's message is copied onto
/// the call. The object looks at the variable again.
pub const FAULT: &str = "x-gangway-fault";

/// Names the turns a reading was made from.
///
/// The first reading of a message is made from the turns that the client says came before it, so that most
/// messages cost one round trip. A client may lie: with the right `seq` and other words it could bend the
/// answer. So the Worker sends this digest of what it read, the conversation computes it over the turns it
/// has stored ([`gangway_protocol::signals::Basis::turns`]) *before* it asks the engine, and refuses another
/// value as [`Code::StaleReading`](gangway_protocol::Code::StaleReading). Collision-resistant, since one side is chosen by a stranger; every part is
/// preceded by its length, so that two lists of turns cannot be spelled alike.
pub fn digest(turns: &[Turn]) -> Hash {
    let mut hasher = Sha256::new();
    for turn in turns {
        hasher.update(turn.seq.0.to_be_bytes());
        hasher.update([u8::from(turn.visitor)]);
        hasher.update((turn.text.len() as u64).to_be_bytes());
        hasher.update(turn.text.as_bytes());
    }
    Hash(
        hasher
            .finalize()
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect(),
    )
}

/// A call to a conversation. The object compares `workspace` with its own and answers "not found" otherwise.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct ToConversation {
    /// The workspace the caller was let into.
    pub workspace: WorkspaceId,
    /// What is asked.
    pub call: ConversationCall,
}

tagged! { "call", "ConversationCall",
/// What can be asked of a conversation.
#[derive(Clone, PartialEq, Debug)]
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
        /// [`digest`] of the turns that `signals` were made from. Signals made from other turns than the stored
        /// ones are refused with `StaleReading`; without signals it says nothing.
        turns: Hash,
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
    /// The visitor sent a file, whose bytes follow. Answered with `Visitor`.
    KeepFile {
        /// Of the post.
        client_id: ClientId,
        /// What it is called: clean and bounded.
        name: String,
        /// Its format.
        format: FileFormat,
        /// The action and slot that it was chosen for.
        #[serde(default)]
        wanted_by: Option<(ActionId, SlotId)>,
    },
    /// The file of this number. Answered with `File`, and its bytes follow.
    File {
        /// Which.
        file: u32,
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
        /// After this: what the visitor's page has.
        after: Seq,
        /// The last one that was on its screen, when it says so.
        #[serde(default)]
        read: Option<Seq>,
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
        /// The last `seq` that their page showed, when it says so.
        #[serde(default)]
        seen: Option<Seq>,
    },
    /// Entries for an agent. Answered with `Agent`.
    AgentEntries {
        /// After this.
        after: Seq,
        /// Who read, and the last one that was on their screen, when their page says so.
        #[serde(default)]
        read: Option<ReadBy>,
    },
    /// A ticket for an agent's socket. Answered with `Ticket`.
    AgentTicket {
        /// Whose.
        agent: AgentRef,
    },
    /// What a reading must be made from. Answered with `Basis`.
    Basis,
    /// What was recorded after so many inputs. Answered with `Inputs`.
    Inputs {
        /// The number of the last input that is known.
        after: u64,
    },
    /// Publish the summary again. Answered with `Done`.
    Republish,
    /// From the inbox, of a team that assigns: take this agent. Answered with `Offered`, however often it comes.
    Offer {
        /// Whom.
        agent: AgentRef,
        /// For which team.
        team: TeamId,
        /// Not later than this.
        until: Timestamp,
    },
    /// From the inbox: where the visitor stands in the queue. Told to their open pages, never stored. Answered with
    /// `Told`.
    Place {
        /// Where.
        place: Place,
    },
    /// The agent's last page closed and the grace period is over. Answered with `Done`.
    AgentOffline {
        /// Who.
        agent: AgentId,
    },
    /// The agent was shut out: close their sockets, and back to the queue with what they hold. Answered with `Done`.
    CloseAgent {
        /// Who.
        agent: AgentId,
    },
}
}

/// How far an agent has read.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct ReadBy {
    /// Who.
    pub agent: AgentId,
    /// The last one that was on their screen.
    pub seq: Seq,
}

tagged! { "reply", "ConversationReply",
/// A conversation's answer.
#[derive(Clone, PartialEq, Debug)]
pub enum ConversationReply {
    /// To a visitor.
    Visitor(VisitorEntries),
    /// To an agent.
    Agent(AgentEntries),
    /// A ticket.
    Ticket(Ticket),
    /// A file.
    File(FileRef),
    /// What a reading must be made from, with the playbook when the caller may not have it.
    Basis {
        /// The basis.
        basis: Basis,
        /// The playbook of the episode.
        playbook: Box<Playbook>,
    },
    /// What became of an offer.
    Offered {
        /// Whether the agent has it.
        accepted: bool,
        /// The last `seq` of the timeline.
        version: Seq,
    },
    /// Whether somebody was there to be told.
    Told {
        /// A page of the visitor's is open.
        listening: bool,
    },
    /// Recorded inputs.
    Inputs(Inputs),
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
}

/// Some of a conversation's recorded inputs, as the lines of an export.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Inputs {
    /// The playbooks that the conversation has had: their hashes, and each as stored.
    pub playbooks: Vec<(Hash, String)>,
    /// A line for each input, in order.
    pub lines: Vec<String>,
    /// The number of the last of them.
    pub last: u64,
    /// Whether there are no more.
    pub complete: bool,
}

tagged! { "call", "InboxCall",
/// What can be asked of an inbox.
#[derive(Clone, PartialEq, Debug)]
pub enum InboxCall {
    /// A conversation's summary. Repeated and reordered deliveries are harmless.
    Publish {
        /// The summary.
        summary: Box<Summary>,
        /// How many an agent of its team is given at once, where it waits for a team that assigns; otherwise 0.
        #[serde(default)]
        capacity: u32,
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
        /// What they are given where a team assigns.
        #[serde(default)]
        skills: Skills,
        /// When the directory said so.
        #[serde(default)]
        said_at: Timestamp,
    },
    /// The agent was shut out: close their sockets here and in every conversation they watch, and let go of the
    /// conversations they hold. Until [`Self::AdmitAgent`], or until every session given before has ended, this
    /// inbox gives them neither ticket nor list.
    CloseAgent {
        /// Who.
        agent: AgentId,
    },
    /// The agent works here: they are let in again before the sessions given earlier have ended, and what they are given
    /// where a team assigns is this from here on.
    AdmitAgent {
        /// Who.
        agent: AgentId,
        /// What the directory says of them.
        #[serde(default)]
        known: Option<Known>,
    },
    /// Whether the agent may still work here. Answered with `Done`, or refused when they were shut out.
    Admits {
        /// Who.
        agent: AgentId,
    },
    /// From a conversation: whether the agent has it open, so that shutting them out reaches it. Of two, the one
    /// with the higher `order` holds.
    Watching {
        /// Who.
        agent: AgentId,
        /// Which conversation.
        conversation: ConversationId,
        /// Grows with each word of the same conversation.
        order: u64,
        /// Whether a socket of theirs is open there.
        watching: bool,
    },
    /// The next conversations that are registered. Answered with `Conversations`.
    Conversations {
        /// After this id.
        after: String,
        /// At most so many.
        most: u64,
    },
    /// Ask every registered conversation to publish again.
    Rebuild,
    /// From a conversation whose visitor has opened a page while they wait: where they stand. Answered with `Place`.
    Place {
        /// Which conversation.
        conversation: ConversationId,
    },
}
}

/// What the directory says of an agent.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Known {
    /// Their name.
    pub name: String,
    /// What they are given where a team assigns.
    pub skills: Skills,
    /// When it said so.
    pub said_at: Timestamp,
}

tagged! { "reply", "InboxReply",
/// An inbox's answer.
#[derive(Clone, PartialEq, Debug)]
pub enum InboxReply {
    /// The list.
    List(InboxList),
    /// A ticket.
    Ticket(Ticket),
    /// Where a visitor stands, if they wait.
    Place {
        /// Where.
        place: Option<Place>,
    },
    /// Conversations in the order of their ids.
    Conversations {
        /// Which.
        ids: Vec<ConversationId>,
    },
    /// Nothing to say.
    Done,
    /// Refused.
    Refused {
        /// Why.
        problem: Problem,
    },
}
}

#[cfg(test)]
mod tests {
    use super::*;
    use gangway_protocol::Seq;

    fn turn(seq: u64, visitor: bool, text: &str) -> Turn {
        Turn {
            seq: Seq(seq),
            visitor,
            text: text.to_owned(),
        }
    }

    #[test]
    fn the_digest_of_turns_is_unchanged() {
        assert_eq!(
            digest(&[]).0,
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
        );
        assert_eq!(
            digest(&[turn(1, true, "Hi"), turn(2, false, "Hello")]).0,
            "856d37450d78beeea83b33d45696837b4271894d7e5fbfb75261251acba48d78"
        );
    }

    #[test]
    fn any_difference_in_the_turns_changes_the_digest() {
        let stored = digest(&[turn(1, true, "ab"), turn(2, false, "c")]);
        for forged in [
            vec![],
            vec![turn(1, true, "ab")],
            vec![turn(1, true, "a"), turn(2, false, "bc")],
            vec![turn(1, false, "ab"), turn(2, false, "c")],
            vec![turn(1, true, "ab"), turn(3, false, "c")],
            vec![turn(2, false, "c"), turn(1, true, "ab")],
        ] {
            assert_ne!(digest(&forged), stored);
        }
    }
}
