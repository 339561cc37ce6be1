//! Rehearsals: scripted conversations with what must follow from them.
//!
//! Not part of the compiled playbook: they are played against it before it is deployed. docs/rehearsals.md explains the
//! file.

use gangway_protocol::{ActionId, DocumentId, FileFormat, Priority, RuleId, SlotId, TagId, TeamId};

use crate::sources::Position;

/// One file: a conversation from its beginning.
#[derive(Clone, PartialEq, Debug)]
pub struct Rehearsal {
    /// The file's name without its ending.
    pub name: String,
    /// The file as the caller named it.
    pub file: String,
    /// What it is about, in a sentence.
    pub about: Option<String>,
    /// When it begins, by the workspace's clocks. `None`: it does not matter when.
    pub at: Option<Clock>,
    /// The language of the traveller's browser, such as `es-PE`.
    pub language: Option<String>,
    /// What happens, in order. Never empty.
    pub steps: Vec<Step>,
    /// What must have followed when all of it has happened.
    pub end: Vec<Expectation>,
}

/// A day and a minute of it, as clocks show them.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Clock {
    /// Days since 1970-01-01.
    pub day: i32,
    /// Minutes since midnight, below 1,440.
    pub minute: u16,
}

/// One thing that happens.
#[derive(Clone, PartialEq, Debug)]
pub struct Step {
    /// What.
    pub act: Act,
    /// What must follow from it.
    pub expect: Vec<Expectation>,
    /// Where it stands in the file.
    pub at: Position,
}

/// What happens.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Act {
    /// The traveller writes.
    Says(String),
    /// The traveller presses "talk to a person".
    AsksForPerson,
    /// The traveller stops waiting.
    CallsOff,
    /// The traveller fills a form: slots and what is typed into them.
    Fills(ActionId, Vec<(SlotId, String)>),
    /// The traveller sends a file: its name, and the format that it says it is.
    Sends(String, FileFormat),
    /// The traveller closes the page.
    Leaves,
    /// So many milliseconds pass.
    Waits(i64),
    /// The operator's own system answers the check that is under way.
    System(Reply),
    /// An agent of this name does something.
    Agent(String, Deed),
}

/// What the operator's own system says to a check.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Reply {
    /// What it knows: values by name.
    Answers(Vec<(String, String)>),
    /// It knows nothing of it.
    NotFound,
    /// It gives no answer.
    Down,
}

/// What an agent does.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Deed {
    /// Takes it.
    Claims,
    /// Takes it from a colleague.
    TakesFrom(String),
    /// Gives it back to the queue.
    Releases,
    /// Says something to the traveller.
    Replies(String),
    /// Writes a private note.
    Notes(String),
    /// Puts tags on.
    Tags(Vec<TagId>),
    /// Takes tags off.
    Untags(Vec<TagId>),
    /// Gives it to another team.
    Transfers(TeamId),
    /// Hands it back to the assistant.
    ReturnsToBot,
    /// Puts it aside for so many milliseconds.
    Snoozes(i64),
    /// Ends it.
    Resolves,
    /// Closes the inbox for longer than the grace period.
    GoesOffline,
}

/// One thing that must follow.
#[derive(Clone, PartialEq, Debug)]
pub struct Expectation {
    /// What.
    pub what: Expected,
    /// Where it stands in the file.
    pub at: Position,
}

/// What must follow. Those marked *state* are about how things stand then; the others about what has happened: in the
/// step, or at the end in the whole conversation.
#[derive(Clone, PartialEq, Debug)]
pub enum Expected {
    /// An answer cites this document.
    Cites(DocumentId),
    /// Whether an answer was taken from a document.
    Answered(bool),
    /// Whether the bot said that it does not know.
    Abstains(bool),
    /// The bot or an agent said something with these words in it.
    Said(String),
    /// Nobody but the traveller said anything with these words in it.
    NotSaid(String),
    /// *State*: whether the tag is on.
    Tag(TagId, bool),
    /// *State*: the priority.
    Priority(Priority),
    /// *State*: what the slot holds; `None`: nothing.
    Slot(ActionId, SlotId, Option<String>),
    /// The slot that was asked for, of several the last; `None`: nothing was asked for.
    Asks(Option<(Option<ActionId>, SlotId)>),
    /// A handoff to a team, with these words in its reason; `None`: no handoff.
    Handoff(Option<(TeamId, Option<String>)>),
    /// The team was alerted; `None`: no team was.
    Alert(Option<TeamId>),
    /// So many notices of a handoff were said.
    Notices(u32),
    /// *State*: `bot`, `queued`, `human`, `snoozed` or `resolved`.
    Status(&'static str),
    /// *State*: whose queue it stands in, or whose agent has it; `None`: no team's.
    Team(Option<TeamId>),
    /// *State*: the agent who holds it; `None`: none does.
    Holder(Option<String>),
    /// Whether the rule fired.
    Fired(RuleId, bool),
    /// *State*: how long the traveller has waited for a person's word, in milliseconds; `None`: they do not wait.
    Waited(Option<i64>),
    /// The language of the traveller's last message.
    Language(String),
    /// What was done was refused, with this code: `already_claimed`.
    Refused(&'static str),
}
