//! What goes into a conversation and what comes out.

use std::borrow::Cow;
use std::collections::BTreeMap;

use gangway_protocol::api::SlotValue;
use gangway_protocol::signals::Basis;
use gangway_protocol::{
    ActionId, AgentId, AgentRef, ClientId, Code, Entry, Epoch, FileFormat, FileRef, Hash, Priority, Seq,
    Signals, SlotId, Summary, TagId, TeamId, Timestamp, card,
};
use serde::{Deserialize, Serialize};

use crate::check::CheckOutcome;

/// One input, as recorded.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(tag = "input", rename_all = "snake_case")]
pub enum Input {
    /// The deployment's playbook is another one. Adopted when no episode is running: before the first
    /// message and after a resolution. Otherwise nothing happens.
    Adopt {
        /// Hash of the deployment's playbook.
        playbook: Hash,
    },
    /// The visitor wrote.
    VisitorMessage {
        /// Makes a repeated post one message.
        client_id: ClientId,
        /// What.
        text: String,
        /// What it means. `None`: it could not be read twice in a row, and a person gets it.
        signals: Option<Box<Signals>>,
    },
    /// The visitor filled slots in a form.
    SlotsGiven {
        /// Makes a repeated post one.
        client_id: ClientId,
        /// The action.
        action: ActionId,
        /// The values as typed.
        values: Vec<SlotValue>,
    },
    /// The visitor sent a file. Its bytes are kept beside the conversation, under the number that its entry has.
    FileSent {
        /// Makes a repeated post one.
        client_id: ClientId,
        /// What it is called: clean and bounded.
        name: String,
        /// Its format, by its first bytes.
        format: FileFormat,
        /// How many bytes are kept.
        bytes: u32,
        /// The action and slot that asked for it when it was chosen: sending takes time.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        wanted_by: Option<(ActionId, SlotId)>,
    },
    /// The visitor pressed "talk to a person".
    AskedForPerson {
        /// Makes a repeated post one.
        client_id: ClientId,
    },
    /// The visitor stopped waiting.
    CalledOff {
        /// Makes a repeated post one.
        client_id: ClientId,
    },
    /// The bot's run ended with something to say. Dropped when the epoch has moved on.
    BotSaid {
        /// The epoch the run began under.
        epoch: Epoch,
        /// What it says.
        text: String,
    },
    /// An agent's command.
    Agent {
        /// Makes a repeated post one.
        client_id: ClientId,
        /// Who.
        agent: AgentRef,
        /// What.
        command: Command,
        /// The last `seq` that their page showed when they decided. Without it nothing is compared.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        seen: Option<Seq>,
    },
    /// The operator's system has answered a check, or has not.
    Checked {
        /// Which, as [`Effect::Check`] names it.
        check: Seq,
        /// What came of it.
        outcome: CheckOutcome,
    },
    /// The holder's last page closed, and the grace period is over.
    AgentOffline {
        /// Who.
        agent: AgentId,
    },
    /// The inbox offers it to an agent of a team that assigns. Taken while it waits for that team and the offer is not
    /// too old; otherwise nothing happens.
    Offered {
        /// To whom.
        agent: AgentRef,
        /// For which team.
        team: TeamId,
        /// Not later than this.
        until: Timestamp,
    },
    /// A deadline may have come. Too early: nothing happens.
    Wake,
}

impl Input {
    /// Whom the client id is unique for, and the client id: two inputs of the same key are one. An offer
    /// of the inbox has one, too. `None` for the other inputs that no client posts.
    ///
    /// The poster is part of it, so that nobody can be made to repeat what another posted.
    pub fn key(&self) -> Option<String> {
        match self {
            Self::VisitorMessage { client_id, .. }
            | Self::SlotsGiven { client_id, .. }
            | Self::FileSent { client_id, .. }
            | Self::AskedForPerson { client_id }
            | Self::CalledOff { client_id } => Some(format!("visitor {client_id}")),
            Self::Agent { client_id, agent, .. } => Some(format!("agent {} {client_id}", agent.id)),
            // An offer that was refused is not taken when it comes again.
            Self::Offered { agent, until, .. } => Some(format!("offer {} {}", agent.id, until.0)),
            Self::Adopt { .. }
            | Self::BotSaid { .. }
            | Self::Checked { .. }
            | Self::AgentOffline { .. }
            | Self::Wake => None,
        }
    }

    /// Takes the numbers of payment cards out of everything that somebody has written in it. Whoever stores inputs
    /// does this first; [`Conversation::handle`](crate::Conversation::handle) does it again.
    pub fn redact(&mut self) {
        match self {
            Self::VisitorMessage { text, signals, .. } => {
                redact(text);
                let slots = signals.iter_mut().flat_map(|signals| &mut signals.slots);
                slots.for_each(|found| redact(&mut found.value));
            }
            Self::FileSent { name, .. } => redact(name),
            Self::SlotsGiven { values, .. } => values.iter_mut().for_each(|given| redact(&mut given.value)),
            Self::Agent {
                command: Command::Reply { text } | Command::Note { text },
                ..
            }
            | Self::BotSaid { text, .. } => redact(text),
            Self::Checked {
                outcome: CheckOutcome::Answered { fields },
                ..
            } => fields.values_mut().for_each(redact),
            Self::Adopt { .. }
            | Self::AskedForPerson { .. }
            | Self::CalledOff { .. }
            | Self::Agent { .. }
            | Self::Checked { .. }
            | Self::AgentOffline { .. }
            | Self::Offered { .. }
            | Self::Wake => {}
        }
    }
}

fn redact(text: &mut String) {
    if let Cow::Owned(redacted) = card::redact(text) {
        *text = redacted;
    }
}

/// What an agent may do.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(tag = "command", rename_all = "snake_case")]
pub enum Command {
    /// Take it: from the queue, from the bot, or from the named colleague.
    Claim {
        /// The colleague it is taken from.
        #[serde(default)]
        take_from: Option<AgentId>,
    },
    /// Give it back to the queue.
    Release,
    /// Say something to the visitor. While the bot holds or it waits, this is a takeover.
    Reply {
        /// What.
        text: String,
    },
    /// Write a private note. Never a takeover.
    Note {
        /// What.
        text: String,
    },
    /// Put tags on and take them off.
    Tags {
        /// On.
        add: Vec<TagId>,
        /// Off.
        remove: Vec<TagId>,
    },
    /// Give it to another team's queue.
    Transfer {
        /// Which.
        team: TeamId,
    },
    /// Hand it back to the assistant.
    ReturnToBot,
    /// Put it aside.
    Snooze {
        /// Until when.
        until: Timestamp,
    },
    /// End it.
    Resolve,
}

/// What one input made.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct Output {
    /// New entries, in order. Empty when nothing happened (a wake-up too early, a stale answer of the bot).
    pub entries: Vec<Entry>,
    /// What must be carried outward, in order.
    pub effects: Vec<Effect>,
    /// The client id was handled before: nothing has happened again and nothing is to be stored. The entries
    /// it made then stand in the timeline; whoever keeps the timeline knows which they are.
    pub repeated: bool,
}

/// What must be carried outward. Recorded with the entries, delivered at least once under a stable key.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(tag = "effect", rename_all = "snake_case")]
pub enum Effect {
    /// Tell the inbox. A later summary replaces an undelivered earlier one.
    Publish {
        /// The summary.
        summary: Box<Summary>,
    },
    /// Call a team.
    Alert {
        /// Which.
        team: TeamId,
        /// Why, in words.
        because: String,
        /// How much it matters.
        priority: Priority,
    },
    /// Ask the operator's own system for what was collected. The outcome comes back as [`Input::Checked`].
    Check {
        /// Names the check, and makes asking again the same question.
        check: Seq,
        /// The action.
        action: ActionId,
        /// The secret that holds the system's address.
        webhook: String,
        /// Values by slot, in normal form.
        values: BTreeMap<SlotId, String>,
        /// The files of slots that have some; nothing of what is in them.
        #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
        files: BTreeMap<SlotId, Vec<FileRef>>,
        /// Nobody waits for it any longer than this.
        until: Timestamp,
    },
}

/// Why nothing happened.
#[derive(Clone, PartialEq, Debug)]
pub enum Refusal {
    /// Another agent holds it.
    AlreadyClaimed {
        /// Who.
        by: AgentRef,
    },
    /// Only the holder may do this.
    NotHolder {
        /// Who holds it, if anyone does.
        by: Option<AgentRef>,
    },
    /// The status does not allow it; the sentence says what would.
    WrongStatus(String),
    /// The reading was made from something else.
    StaleReading(Box<Basis>),
    /// The agent's page did not show what the command would pass over.
    StaleView {
        /// The last `seq` that it showed.
        seen: Seq,
    },
    /// A slot's value is not valid, or there is no such slot.
    InvalidSlot(String),
    /// There is no such team or action.
    Unknown(String),
    /// A file is not taken.
    File {
        /// The wire's code.
        code: Code,
        /// Why, in a sentence.
        message: String,
        /// What to do instead.
        hint: &'static str,
    },
}

impl Refusal {
    /// The wire's code for it.
    pub fn code(&self) -> Code {
        match self {
            Self::AlreadyClaimed { .. } => Code::AlreadyClaimed,
            Self::NotHolder { .. } => Code::NotHolder,
            Self::WrongStatus(_) => Code::WrongStatus,
            Self::StaleReading(_) => Code::StaleReading,
            Self::StaleView { .. } => Code::StaleView,
            Self::InvalidSlot(_) => Code::InvalidSlot,
            Self::Unknown(_) => Code::NotFound,
            Self::File { code, .. } => *code,
        }
    }
}
