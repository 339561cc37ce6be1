//! The timeline: append-only and typed. A transcript, an audit log and a "what if" are readings of it.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::file::SentFile;
use crate::flat::{FlatEntry, FlatReason, FlatTagSource};
use crate::ground::Ground;
use crate::id::{
    ActionId, AgentId, ClientId, DocumentId, Epoch, PassageId, RuleId, Seq, SlotId, TagId, TeamId, Timestamp,
};
use crate::status::AgentRef;

/// One entry of a conversation's timeline.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(try_from = "FlatEntry")]
pub struct Entry {
    /// Its position.
    pub seq: Seq,
    /// When the conversation committed it.
    pub at: Timestamp,
    /// The epoch under which it was committed.
    pub epoch: Epoch,
    /// What happened.
    #[serde(flatten)]
    pub body: EntryBody,
}

/// What happened.
#[derive(Clone, PartialEq, Debug, Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum EntryBody {
    /// Something said that everyone in the conversation can read.
    Message(Message),
    /// A file of the visitor.
    File(SentFile),
    /// A private note between agents. Never reaches the visitor.
    Note {
        /// Who wrote it.
        agent: AgentRef,
        /// What.
        text: String,
        /// The client id of the post.
        client_id: ClientId,
    },
    /// A tag was put on.
    TagAdded {
        /// Which.
        tag: TagId,
        /// By whom or what.
        source: TagSource,
    },
    /// A tag was taken off.
    TagRemoved {
        /// Which.
        tag: TagId,
        /// By whom.
        by: By,
    },
    /// The priority changed.
    PriorityChanged {
        /// To what.
        priority: Priority,
        /// By whom or what.
        by: By,
    },
    /// A rule's condition was met, and why.
    RuleFired {
        /// Which rule.
        rule: RuleId,
        /// The reason in words for agents.
        because: String,
        /// Its conditions that made it fire, at most [`GROUNDS`](crate::ground::GROUNDS).
        #[serde(skip_serializing_if = "Vec::is_empty")]
        held: Vec<Ground>,
    },
    /// A handoff that nearly happened. For agents only.
    NearMiss {
        /// The rule; `None`: the handoff after so many failed attempts.
        rule: Option<RuleId>,
        /// The team that would have got it.
        team: TeamId,
        /// The conditions that held.
        #[serde(skip_serializing_if = "Vec::is_empty")]
        held: Vec<Ground>,
        /// Those that did not, or that should not have held.
        missed: Vec<Ground>,
    },
    /// A team was alerted.
    Alerted {
        /// Which team.
        team: TeamId,
        /// The rule or deadline that did it, in words.
        because: String,
    },
    /// An action began to collect its slots.
    ActionStarted {
        /// Which action.
        action: ActionId,
        /// The rule that started it, if a rule did.
        rule: Option<RuleId>,
    },
    /// A slot has a value.
    SlotFilled {
        /// The action.
        action: ActionId,
        /// The slot.
        slot: SlotId,
        /// Its value in normal form.
        value: String,
        /// What the slot is called on screen.
        label: String,
        /// Whether lists, alerts, exports and logs do not show the value.
        #[serde(skip_serializing_if = "std::ops::Not::not")]
        sensitive: bool,
        /// What the visitor is shown instead of the value, where that reads otherwise in their language.
        #[serde(skip_serializing_if = "Option::is_none")]
        shown: Option<String>,
        /// What the slot is called in their language, where that is not the label.
        #[serde(skip_serializing_if = "Option::is_none")]
        called: Option<String>,
    },
    /// The visitor passed over a slot that need not be given.
    SlotSkipped {
        /// The action.
        action: ActionId,
        /// The slot.
        slot: SlotId,
        /// What the slot is called on screen.
        label: String,
    },
    /// What was collected is being looked up in the operator's own system.
    CheckStarted {
        /// Which action.
        action: ActionId,
    },
    /// The operator's system has answered.
    CheckAnswered {
        /// Which action.
        action: ActionId,
        /// With what, in the playbook's order.
        fields: Vec<Field>,
    },
    /// The operator's system knows nothing of it, or gave no answer.
    CheckFailed {
        /// Which action.
        action: ActionId,
        /// Why, in words for agents.
        because: String,
        /// The slot whose value is asked for again.
        #[serde(skip_serializing_if = "Option::is_none")]
        again: Option<SlotId>,
    },
    /// Every required slot of the action has a value.
    ActionCompleted {
        /// Which action.
        action: ActionId,
    },
    /// The action ended without all its slots, or what was given turned out to be wrong.
    ActionFailed {
        /// Which action.
        action: ActionId,
        /// Why, in words for agents.
        because: String,
    },
    /// Handed to a team. The notice the visitor reads is the bot message of the same commit.
    HandedOff {
        /// To which team.
        team: TeamId,
        /// Why.
        reason: HandoffReason,
        /// At what priority.
        priority: Priority,
        /// The team that it was meant for, which was closed and passes on to the fallback team.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        closed: Option<TeamId>,
    },
    /// Nobody claimed in time: the queue was widened.
    Escalated {
        /// From which team.
        from: TeamId,
        /// To which.
        to: TeamId,
    },
    /// Moved to another team's queue while waiting, without a second notice.
    Moved {
        /// From which team.
        from: TeamId,
        /// To which.
        to: TeamId,
        /// Why.
        reason: HandoffReason,
        /// The team that it was meant for, which was closed and passes on to the fallback team.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        closed: Option<TeamId>,
    },
    /// The visitor called the wait off.
    CalledOff,
    /// An agent took the conversation.
    Claimed {
        /// Who.
        agent: AgentRef,
        /// From whom, when it was taken from a colleague.
        from: Option<AgentRef>,
        /// Whether it was given to them, because their team assigns.
        #[serde(skip_serializing_if = "std::ops::Not::not")]
        assigned: bool,
    },
    /// The holder gave it back to the queue, or was silent for too long.
    Released {
        /// Who held it.
        agent: AgentRef,
        /// `true` when the holder was silent or offline for too long.
        silent: bool,
    },
    /// Given to another team's queue.
    Transferred {
        /// By whom.
        by: AgentRef,
        /// To which team.
        team: TeamId,
    },
    /// Handed back to the assistant. The bot's context starts here.
    ReturnedToBot {
        /// By whom.
        by: AgentRef,
    },
    /// Put aside.
    Snoozed {
        /// By whom.
        by: AgentRef,
        /// Until when.
        until: Timestamp,
    },
    /// A snooze ended by its time or by a message.
    Woken,
    /// Ended.
    Resolved {
        /// By whom or what.
        by: By,
    },
    /// A message came after the end.
    Reopened,
    /// An entry of a newer version, kept as nothing.
    Unknown,
}

/// Something said.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Message {
    /// Who said it.
    pub from: Speaker,
    /// What was said.
    pub text: String,
    /// The client id of the post, for messages of visitors and agents.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub client_id: Option<ClientId>,
    /// ISO 639-1 code, when known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// Where an answer stands in the operator's documents.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub citations: Vec<Citation>,
    /// The confidence the answer was given with. For agents only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub confidence: Option<f32>,
    /// The slot this message asks for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub question: Option<Question>,
    /// Whether this is the notice of a handoff.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub notice: bool,
    /// Whether it may contain what a sensitive slot asks for: lists, alerts, exports and logs do not show it.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub sensitive: bool,
}

/// Who says a message.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[serde(tag = "who", rename_all = "snake_case")]
pub enum Speaker {
    /// The visitor.
    Visitor,
    /// The bot.
    Bot,
    /// A human.
    Agent {
        /// Which.
        agent: AgentRef,
    },
}

/// A question for a slot's value, with what an input field needs to know.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Question {
    /// The action.
    pub action: ActionId,
    /// The slot.
    pub slot: SlotId,
    /// Which input suits it.
    pub input: SlotInput,
    /// An example to show in the empty field.
    #[serde(default)]
    pub example: Option<String>,
    /// The choices, for [`SlotInput::Choice`].
    #[serde(default)]
    pub choices: Vec<String>,
    /// Whether it may be passed over.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub optional: bool,
    /// How many files are taken, for [`SlotInput::File`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub most: Option<u32>,
}

/// One thing that the operator's system knows of what was collected.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Field {
    /// Its name, as the system calls it.
    pub name: String,
    /// What it is called on screen.
    pub label: String,
    /// What it is.
    pub value: String,
}

/// Which input suits a slot.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SlotInput {
    /// One line of text.
    Text,
    /// A number.
    Number,
    /// A date.
    Date,
    /// Two dates.
    DateRange,
    /// An e-mail address.
    Email,
    /// A telephone number.
    Phone,
    /// One of a list.
    Choice,
    /// Yes or no.
    YesNo,
    /// Files.
    File,
    /// A kind of a newer version: shown as text.
    #[serde(other)]
    Unknown,
}

/// A place in the operator's documents.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Citation {
    /// The passage.
    pub passage: PassageId,
    /// Its document.
    pub document: DocumentId,
    /// The document's title.
    pub title: String,
    /// Headings from the outermost to the passage's own.
    #[serde(default)]
    pub heading: Vec<String>,
    /// The passage's text, so that the source opens in place.
    pub text: String,
    /// The document's address on the operator's site, when it has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub link: Option<String>,
    /// The page the passage begins on, from 1, in a document that has pages.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub page: Option<u32>,
    /// The row of a sheet that the passage begins with, from 1, as the program that made the sheet counts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub row: Option<u32>,
}

/// Who or what did something.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[serde(tag = "by", rename_all = "snake_case")]
pub enum By {
    /// A person of the operator.
    Agent {
        /// Which.
        agent: AgentRef,
    },
    /// A rule of the playbook.
    Rule {
        /// Which.
        rule: RuleId,
    },
    /// The visitor.
    Visitor,
    /// The passing of time.
    Time,
    /// The tag's own priority.
    Tag {
        /// Which.
        tag: TagId,
    },
    /// Someone of a newer version.
    Unknown,
}

/// Why a tag was put on.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(tag = "source", rename_all = "snake_case", try_from = "FlatTagSource")]
pub enum TagSource {
    /// One of its phrases was found.
    Phrase {
        /// Which phrase.
        phrase: String,
    },
    /// Something like one of its examples was meant.
    Meaning {
        /// The example that comes closest.
        example: String,
        /// How sure that is, in per cent.
        sure: u8,
    },
    /// A rule put it on.
    Rule {
        /// Which rule.
        rule: RuleId,
    },
    /// An agent put it on.
    Agent {
        /// Who.
        agent: AgentRef,
    },
    /// A reason of a newer version.
    Unknown,
}

/// Why a conversation was handed to people.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(tag = "reason", rename_all = "snake_case", try_from = "FlatReason")]
pub enum HandoffReason {
    /// The visitor asked.
    Asked {
        /// The words that asked, or empty for the button.
        words: String,
    },
    /// A rule said so.
    Rule {
        /// Which rule.
        rule: RuleId,
        /// Its condition in words.
        because: String,
    },
    /// The documents did not answer, this many times in a row.
    FailedAttempts {
        /// How many.
        attempts: u32,
    },
    /// An action's slots were collected, or as many as could be, and no rule sent them anywhere.
    Collected {
        /// Which action.
        action: ActionId,
        /// Whether every slot has a value.
        complete: bool,
    },
    /// The message could not be read, so that nothing may be answered by machine.
    Unreadable,
    /// The visitor came back soon after a human had resolved it.
    CameBack,
    /// An agent sent it to a team.
    Transfer {
        /// Who.
        by: AgentId,
    },
    /// A reason of a newer version.
    Unknown,
}

impl fmt::Display for HandoffReason {
    /// The reason in words for agents.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Asked { words } if words.is_empty() => f.write_str("asked for a person"),
            Self::Asked { words } => write!(f, "asked for a person: \"{words}\""),
            Self::Rule { rule, because } => write!(f, "{rule}: {because}"),
            Self::FailedAttempts { attempts: 1 } => f.write_str("the documents did not answer"),
            Self::FailedAttempts { attempts } => {
                write!(f, "the documents did not answer {attempts} times in a row")
            }
            Self::Collected {
                action,
                complete: true,
            } => write!(f, "`{action}` is complete"),
            Self::Collected {
                action,
                complete: false,
            } => write!(f, "`{action}` could not be completed"),
            Self::Unreadable => f.write_str("the message could not be read"),
            Self::CameBack => f.write_str("came back soon after it was resolved"),
            Self::Transfer { .. } => f.write_str("sent by an agent"),
            Self::Unknown => f.write_str("for a reason of a newer version"),
        }
    }
}

/// How much a conversation matters. Ordered: `Urgent` is the greatest.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Priority {
    /// Can wait.
    Low,
    /// As most are.
    #[default]
    Normal,
    /// Before the normal ones.
    High,
    /// Before all others.
    Urgent,
}
