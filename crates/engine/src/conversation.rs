//! One conversation: its state, and the door through which every input goes.
//!
//! # Transitions
//!
//! | from | on | to |
//! |---|---|---|
//! | `Bot` | a trigger (rule, asked for a person, failed attempts, unreadable, collected) or an agent's transfer | `Queued`, with one notice |
//! | `Bot` | an agent's claim or reply | `Human` |
//! | `Bot` | idle with a report half collected | `Queued`, with one notice |
//! | `Bot` | idle otherwise, or an agent resolves | `Resolved` |
//! | `Queued` | claim or reply; an offer of the inbox, where the team assigns | `Human` |
//! | `Queued` | unclaimed for too long | `Queued` at the fallback team, once; then alerted again; then offered a callback |
//! | `Queued` | a rule or an agent names another team | `Queued` there, without a second notice |
//! | `Queued` | the visitor calls off | `Bot` |
//! | `Queued` | an agent resolves | `Resolved` |
//! | `Human` | the holder releases or transfers, is silent while the visitor waits, or goes offline | `Queued`, keeping `waiting_since` |
//! | `Human` | a colleague claims and names the holder | `Human` of the colleague |
//! | `Human` | the holder returns it | `Bot`, behind a boundary |
//! | `Human` | the holder snoozes, resolves | `Snoozed`, `Resolved` |
//! | `Snoozed` | its time, or a word of the visitor | `Human` of the one who snoozed |
//! | `Snoozed` | what its owner may do as a holder, or a colleague's claim that names them | as from `Human` |
//! | `Resolved` | the visitor writes | `Bot`; or `Queued` when a human ended it a short time ago and it is more than thanks |
//! | `Resolved` | an agent's claim or reply | `Human` |
//!
//! Every arrow between two holders raises the epoch. Collecting slots is not a status: an action runs while
//! the bot holds the conversation and while it waits in the queue, and rests while a human holds it.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use gangway_playbook::Playbook;
use gangway_protocol::limits::CONTEXT_TURNS;
use gangway_protocol::signals::{Basis, SlotFound, Turn};
use gangway_protocol::summary::LastLine;
use gangway_protocol::{
    ConversationId, Epoch, HandoffReason, Hash, Priority, RuleId, Seq, Stamp, Status, Summary, TagId, TeamId,
    Timestamp,
};
use serde::{Deserialize, Serialize};

use crate::action::{Asking, Collected};
use crate::check::{self, Checking};
use crate::commit::Commit;
use crate::contact::{self, Contact};
use crate::files::{self, Kept};
use crate::input::{Input, Output, Refusal};
use crate::view::Latest;
use crate::waiting::Counted;
use crate::{agent, time, view, visitor};

/// Client ids that the state remembers. They catch a repetition that follows closely; the object's table of
/// client ids, which it asks before the engine, catches all of them for ever.
pub const RECENT: usize = 32;

/// The state of one conversation: everything a decision needs, small enough to be stored whole with every commit.
///
/// It holds the last [`CONTEXT_TURNS`] turns since the last boundary and no other part of the timeline.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Conversation {
    pub(crate) id: ConversationId,
    pub(crate) opened_at: Timestamp,
    pub(crate) updated_at: Timestamp,
    pub(crate) playbook: Hash,
    pub(crate) status: Status,
    /// When the status was entered: the queue's deadline counts from here, whatever is said meanwhile.
    pub(crate) entered_at: Timestamp,
    /// When the visitor or the bot last said something.
    pub(crate) spoken_at: Timestamp,
    /// Since when the visitor waits for a word of a person: from the handoff, or from the claim of what the bot
    /// held, or from the first message after the holder's last word. Ended by that word, by a return to the bot, by
    /// calling off and by a resolution; by nothing else.
    pub(crate) waiting_since: Option<Timestamp>,
    pub(crate) epoch: Epoch,
    pub(crate) last_seq: Seq,
    pub(crate) priority: Priority,
    /// What a rule set; the tags' priorities come on top.
    pub(crate) base_priority: Option<Priority>,
    pub(crate) tags: BTreeSet<TagId>,
    pub(crate) language: Option<String>,
    /// The language of the visitor's browser: spoken until a message tells theirs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) browser: Option<String>,
    pub(crate) reason: Option<HandoffReason>,
    /// Which team's human ended it last, and when: forgotten once people or an agent's decision have it again.
    #[serde(default)]
    pub(crate) ended_by: Option<EndedBy>,
    pub(crate) failed_attempts: u32,
    /// Rules that fired since the bot last began.
    pub(crate) fired: BTreeSet<RuleId>,
    /// Rules that go by time: the wait and the silence in which each fired last.
    #[serde(default)]
    pub(crate) timed: BTreeMap<RuleId, Stretch>,
    /// When somebody last said or did something. `None` in a state that did not know it.
    #[serde(default)]
    pub(crate) acted_at: Option<Timestamp>,
    /// What actions have collected; the last one is the current one.
    pub(crate) actions: Vec<Collected>,
    pub(crate) asking: Option<Asking>,
    /// The last value found for each slot of any action since the bot's context began: what was said before an
    /// action starts is not asked for.
    #[serde(default)]
    pub(crate) heard: Vec<SlotFound>,
    /// Whether it was asked how to reach the visitor.
    #[serde(default)]
    pub(crate) contact: Contact,
    /// When the team opens that the visitor was told of last in this wait, as closed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) told_opening: Option<Timestamp>,
    /// Open time in the queue.
    #[serde(default)]
    pub(crate) counted: Counted,
    /// What the visitor has sent.
    #[serde(default, skip_serializing_if = "Kept::is_nothing")]
    pub(crate) files: Kept,
    /// Checks under way, one for an action at most.
    #[serde(default)]
    pub(crate) checks: Vec<Checking>,
    /// How many checks have begun.
    #[serde(default)]
    pub(crate) checked: u32,
    pub(crate) turns: VecDeque<Turn>,
    pub(crate) last_line: Option<LastLine>,
    pub(crate) messages: u32,
    pub(crate) unanswered: u32,
    /// What a page must have shown for a command not to pass over it.
    #[serde(default)]
    pub(crate) latest: Latest,
    pub(crate) recent: VecDeque<String>,
}

/// A wait and a silence by their beginnings.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub(crate) struct Stretch {
    pub(crate) waiting_since: Option<Timestamp>,
    pub(crate) idle_since: Timestamp,
}

/// A human's end of a conversation.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub(crate) struct EndedBy {
    pub(crate) team: TeamId,
    pub(crate) at: Timestamp,
}

impl Conversation {
    /// A conversation without entries, held by the bot. `playbook` is the hash of the playbook of its first
    /// episode.
    pub fn new(id: ConversationId, now: Timestamp, playbook: Hash) -> Self {
        Self {
            id,
            opened_at: now,
            updated_at: now,
            playbook,
            status: Status::Bot,
            entered_at: now,
            spoken_at: now,
            waiting_since: None,
            epoch: Epoch(0),
            last_seq: Seq(0),
            priority: Priority::default(),
            base_priority: None,
            tags: BTreeSet::new(),
            language: None,
            browser: None,
            reason: None,
            ended_by: None,
            failed_attempts: 0,
            fired: BTreeSet::new(),
            timed: BTreeMap::new(),
            acted_at: None,
            actions: Vec::new(),
            asking: None,
            heard: Vec::new(),
            contact: Contact::default(),
            told_opening: None,
            counted: Counted::default(),
            files: Kept::default(),
            checks: Vec::new(),
            checked: 0,
            turns: VecDeque::with_capacity(CONTEXT_TURNS),
            last_line: None,
            messages: 0,
            unanswered: 0,
            latest: Latest::default(),
            recent: VecDeque::with_capacity(RECENT),
        }
    }

    /// The same conversation with a visitor whose browser speaks this language, such as `pt-BR`.
    #[must_use]
    pub fn with_browser(mut self, language: Option<&str>) -> Self {
        self.browser = language.map(|language| {
            let primary = language.split(['-', '_']).next().unwrap_or_default();
            primary.to_ascii_lowercase()
        });
        self
    }

    /// The language to speak to the visitor in, an ISO 639-1 code: of their last message that told one, and their
    /// browser's before.
    pub(crate) fn speaks(&self) -> Option<&str> {
        self.language.as_deref().or(self.browser.as_deref())
    }

    /// Hash of the playbook of the current episode: the one to pass to [`Self::handle`].
    pub fn playbook(&self) -> &Hash {
        &self.playbook
    }

    /// Status and holder.
    pub fn status(&self) -> &Status {
        &self.status
    }

    /// What a reading of the next message must be made from. The index is not the conversation's concern:
    /// its hash is empty here and not compared.
    pub fn basis(&self) -> Basis {
        Basis {
            stamp: Stamp {
                playbook: self.playbook.clone(),
                index: Hash::from(""),
                considered: self.turns.back().map_or(Seq(0), |turn| turn.seq),
            },
            turns: self.turns.iter().cloned().collect(),
            epoch: self.epoch,
        }
    }

    /// Whether the next message is decided by what is read in it, so that its stamp is compared: while the bot
    /// has the conversation, while it waits, and after its end. A human goes by the text, and a tag from an old
    /// reading does no harm.
    pub fn goes_by_readings(&self) -> bool {
        match &self.status {
            Status::Bot | Status::Queued { .. } | Status::Resolved { .. } => true,
            Status::Human { .. } | Status::Snoozed { .. } => false,
        }
    }

    /// The last `seq`.
    pub fn last_seq(&self) -> Seq {
        self.last_seq
    }

    /// The epoch that a run of the bot has to bear.
    pub fn epoch(&self) -> Epoch {
        self.epoch
    }

    /// Tags, in the order of their names.
    pub fn tags(&self) -> Vec<TagId> {
        self.tags.iter().cloned().collect()
    }

    /// Priority.
    pub fn priority(&self) -> Priority {
        self.priority
    }

    /// What the actions have collected, the current one last.
    pub fn actions(&self) -> &[Collected] {
        &self.actions
    }

    /// Since when the visitor waits for a word of a person, if they do.
    pub fn waiting_since(&self) -> Option<Timestamp> {
        self.waiting_since
    }

    /// Since when nobody has said or done anything: the clock of rules on idle time. What rules and time do leaves it.
    pub(crate) fn idle_since(&self) -> Timestamp {
        self.acted_at.unwrap_or(self.spoken_at)
    }

    /// The summary the inbox lists.
    pub fn summary(&self) -> Summary {
        crate::summary::of(self)
    }

    /// Decides one input. On `Ok` the state has moved on and must be stored with the input and the output,
    /// unless the output says that the input was repeated; on `Err` nothing has changed.
    ///
    /// `playbook` is the one named by [`Self::playbook`]. A clock that ran backwards is taken to stand still.
    ///
    /// # Errors
    /// A refusal, which is an answer.
    pub fn handle(&mut self, now: Timestamp, playbook: &Playbook, input: &Input) -> Result<Output, Refusal> {
        let key = input.key();
        if key.as_ref().is_some_and(|key| self.recent.contains(key)) {
            return Ok(Output {
                repeated: true,
                ..Output::default()
            });
        }
        let input = &{
            let mut input = input.clone();
            input.redact();
            input
        };
        // Everything is done to a copy, which takes the conversation's place at the very end.
        let mut commit = Commit::new(self.clone(), now, playbook);
        match input {
            Input::Adopt { playbook } => adopt(&mut commit, playbook),
            Input::VisitorMessage {
                client_id,
                text,
                signals,
            } => {
                visitor::message(&mut commit, client_id, text, signals.as_deref())?;
            }
            Input::SlotsGiven { action, values, .. } => visitor::slots(&mut commit, action, values)?,
            Input::FileSent {
                client_id,
                name,
                format,
                bytes,
                wanted_by,
            } => {
                let wanted_by = wanted_by.as_ref().map(|(action, slot)| (action, slot));
                files::sent(&mut commit, client_id, name, *format, *bytes, wanted_by)?;
            }
            Input::AskedForPerson { .. } => visitor::person(&mut commit),
            Input::CalledOff { .. } => visitor::call_off(&mut commit)?,
            Input::BotSaid { epoch, text } => visitor::bot_said(&mut commit, *epoch, text),
            Input::Agent {
                client_id,
                agent,
                command,
                seen,
            } => {
                // What is refused anyway or changes nothing is no matter of what was seen.
                agent::command(&mut commit, client_id, agent, command)?;
                if let Some(seen) = *seen
                    && !commit.is_unchanged()
                    && self.latest.passed_over(&agent.id, command, seen)
                {
                    return Err(Refusal::StaleView { seen });
                }
            }
            Input::Checked { check, outcome } => check::outcome(&mut commit, *check, outcome),
            Input::AgentOffline { agent } => agent::offline(&mut commit, agent),
            Input::Offered { agent, team, until } => agent::offered(&mut commit, agent, team, *until),
            Input::Wake => time::wake(&mut commit),
        }
        check::begin(&mut commit);
        contact::ask(&mut commit);
        if !commit.is_unchanged() {
            let last_seq = commit.state.last_seq;
            commit.state.latest.remember(input, last_seq);
            if view::is_an_act(input) {
                commit.state.acted_at = Some(commit.now);
            } else {
                // What the bot says from here on is not what broke the silence.
                commit.state.acted_at.get_or_insert(self.spoken_at);
            }
        }
        let (state, output) = commit.finish(key);
        *self = state;
        Ok(output)
    }

    /// When to wake it with [`Input::Wake`], if ever. After a wake-up at that moment or later, the next
    /// deadline lies after it.
    pub fn next_deadline(&self, playbook: &Playbook) -> Option<Timestamp> {
        time::next_deadline(self, playbook)
    }
}

/// A playbook changes between episodes only: before the first entry and after a resolution.
fn adopt(commit: &mut Commit<'_>, playbook: &Hash) {
    if commit.state.last_seq == Seq(0) || matches!(commit.state.status, Status::Resolved { .. }) {
        commit.state.playbook = playbook.clone();
    }
}
