//! One input being decided: a copy of the state, the entries and alerts it has made so far, and what is
//! known of the message.

use std::collections::BTreeSet;

use gangway_playbook::{Playbook, Said};
use gangway_protocol::limits::CONTEXT_TURNS;
use gangway_protocol::mask::MASK;
use gangway_protocol::signals::{TagFound, Turn, WordsFound};
use gangway_protocol::summary::LastLine;
use gangway_protocol::{
    ActionId, AgentRef, ClientId, Entry, EntryBody, Message, Question, RuleId, SentFile, Seq, SlotId,
    Speaker, Status, TagId, TeamId, Timestamp,
};

use crate::action;
use crate::conversation::{Conversation, RECENT};
use crate::input::{Effect, Output};

/// What this input has brought, for rules and actions to go by.
#[derive(Default)]
pub(crate) struct Facts {
    /// Conditions on words that were met.
    pub(crate) words: Vec<WordsFound>,
    /// Phrases of tags that were found, whether or not the tag was on already.
    pub(crate) phrases: Vec<TagFound>,
    /// The words that asked for a person.
    pub(crate) asked: Option<String>,
    /// The confidence, once the documents are to answer.
    pub(crate) confidence: Option<f32>,
    /// Whether the documents were to answer and did not.
    pub(crate) failed: bool,
    /// Attempts in a row that had failed before the documents were to answer.
    pub(crate) attempts_before: u32,
    /// The language of the message, when known.
    pub(crate) language: Option<String>,
    /// The language that the visitor wrote before.
    pub(crate) language_before: Option<String>,
    /// Tags put on by this input.
    pub(crate) tagged: BTreeSet<TagId>,
    /// Actions that have all their slots by this input, and are to be looked up.
    pub(crate) to_check: BTreeSet<ActionId>,
    /// Whether the bot has spoken of what came of a check.
    pub(crate) told: bool,
    /// Actions completed by this input.
    pub(crate) completed: BTreeSet<ActionId>,
    /// Actions that this input ended without all their slots.
    pub(crate) failed_actions: BTreeSet<ActionId>,
    /// Slots that this input gave a value.
    pub(crate) filled: BTreeSet<(ActionId, SlotId)>,
    /// Rules fired by this input.
    pub(crate) fired: BTreeSet<RuleId>,
    /// Whether nothing but time has brought this input.
    pub(crate) by_clock: bool,
    /// Whether it waited in the queue before this input.
    pub(crate) was_queued: bool,
    /// Whether a handoff was decided; the first wins.
    pub(crate) handed_off: bool,
    /// Whether a rule spoke for the bot.
    pub(crate) said: bool,
    /// The rule that ends the conversation.
    pub(crate) resolve: Option<RuleId>,
    /// The action that a rule started.
    pub(crate) started: Option<ActionId>,
    /// Whether the next slot is to be asked for.
    pub(crate) ask: bool,
    /// Why the answer to a slot's question was not accepted.
    pub(crate) not_accepted: Option<String>,
    /// What the inbox listed before.
    pub(crate) last_line: Option<LastLine>,
}

/// One input being decided.
pub(crate) struct Commit<'a> {
    pub(crate) now: Timestamp,
    pub(crate) playbook: &'a Playbook,
    pub(crate) state: Conversation,
    pub(crate) facts: Facts,
    entries: Vec<Entry>,
    alerts: Vec<(TeamId, String)>,
    questions: Vec<Effect>,
}

impl<'a> Commit<'a> {
    pub(crate) fn new(state: Conversation, now: Timestamp, playbook: &'a Playbook) -> Self {
        let facts = Facts {
            was_queued: matches!(state.status, Status::Queued { .. }),
            ..Facts::default()
        };
        Self {
            now: now.max(state.updated_at),
            playbook,
            state,
            facts,
            entries: Vec::new(),
            alerts: Vec::new(),
            questions: Vec::new(),
        }
    }

    /// Appends an entry under the epoch that holds.
    pub(crate) fn push(&mut self, body: EntryBody) -> Seq {
        let seq = Seq(self.state.last_seq.0 + 1);
        self.state.last_seq = seq;
        self.entries.push(Entry {
            seq,
            at: self.now,
            epoch: self.state.epoch,
            body,
        });
        seq
    }

    /// Changes status or holder. Raises the epoch, so that what was begun before is stale.
    pub(crate) fn enter(&mut self, status: Status) {
        self.state.epoch.0 += 1;
        self.state.entered_at = self.now;
        if !matches!(status, Status::Queued { .. }) {
            self.state.told_opening = None;
        }
        self.state.status = status;
    }

    /// Says when the visitor's wait began, or that it is over.
    pub(crate) fn wait(&mut self, since: Option<Timestamp>) {
        self.state.waiting_since = since;
        if let Status::Human {
            waiting_since,
            active_at,
            ..
        } = &mut self.state.status
        {
            *waiting_since = since.unwrap_or(*active_at);
        }
    }

    /// Appends a message of the visitor.
    pub(crate) fn visitor_says(
        &mut self,
        client_id: &ClientId,
        text: &str,
        language: Option<String>,
        sensitive: bool,
    ) {
        if language.is_some() {
            self.state.language.clone_from(&language);
        }
        self.state.unanswered = self.state.unanswered.saturating_add(1);
        self.list("visitor", if sensitive { MASK } else { text });
        if sensitive {
            self.was_a_value();
        }
        self.say(Message {
            client_id: Some(client_id.clone()),
            language,
            sensitive,
            ..message(Speaker::Visitor, text.to_owned())
        });
    }

    /// Appends a file of the visitor. It is no turn: nothing is read in it. One that a question asked for is a value.
    pub(crate) fn visitor_sends(&mut self, sent: SentFile) {
        self.state.unanswered = self.state.unanswered.saturating_add(1);
        self.state.spoken_at = self.now;
        let line = match (sent.sensitive, sent.format.is_picture()) {
            (true, _) => MASK.to_owned(),
            (false, true) => format!("Photo: {}", sent.name),
            (false, false) => format!("File: {}", sent.name),
        };
        self.list("visitor", &line);
        if sent.sensitive || sent.slot.is_some() {
            self.was_a_value();
        }
        self.push(EntryBody::File(sent));
    }

    /// What is said, in the visitor's language where it was written in it.
    pub(crate) fn text(&self, said: &Said) -> String {
        said.text(self.state.speaks()).to_owned()
    }

    /// Appends a message of the bot.
    pub(crate) fn bot_says(&mut self, text: &str) {
        self.say(message(Speaker::Bot, text.to_owned()));
    }

    /// Appends the notice of a handoff.
    pub(crate) fn notice(&mut self, text: String) {
        self.say(Message {
            notice: true,
            ..message(Speaker::Bot, text)
        });
    }

    /// Appends a question for a slot.
    pub(crate) fn bot_asks(&mut self, text: String, question: Question) {
        self.say(Message {
            question: Some(question),
            ..message(Speaker::Bot, text)
        });
    }

    /// Appends a message of an agent, which ends the visitor's wait.
    pub(crate) fn agent_says(&mut self, agent: &AgentRef, client_id: &ClientId, text: &str) {
        if let Status::Human { active_at, .. } = &mut self.state.status {
            *active_at = self.now;
        }
        self.wait(None);
        self.state.unanswered = 0;
        self.list(&agent.name, text);
        self.say(Message {
            client_id: Some(client_id.clone()),
            ..message(Speaker::Agent { agent: agent.clone() }, text.to_owned())
        });
    }

    /// What a person says is listed in the inbox; what the bot says follows from it.
    fn list(&mut self, from: &str, text: &str) {
        let line = crate::summary::last_line(from, text, self.now);
        self.facts.last_line = self.state.last_line.replace(line);
    }

    /// What the visitor wrote was only a value that was asked for: the inbox goes on listing what was said before,
    /// which is what the conversation is about.
    pub(crate) fn was_a_value(&mut self) {
        if let Some(before) = self.facts.last_line.take() {
            self.state.last_line = Some(before);
        }
    }

    /// Appends a message.
    pub(crate) fn say(&mut self, message: Message) {
        let visitor = message.from == Speaker::Visitor;
        self.state.messages = self.state.messages.saturating_add(1);
        self.state.spoken_at = self.now;
        let text = message.text.clone();
        let seq = self.push(EntryBody::Message(message));
        if self.state.turns.len() == CONTEXT_TURNS {
            self.state.turns.pop_front();
        }
        self.state.turns.push_back(Turn { seq, visitor, text });
    }

    /// Calls a team: once for each team and input, for the first reason.
    pub(crate) fn alert(&mut self, team: &TeamId, because: String) {
        if self.alerts.iter().all(|(alerted, _)| alerted != team) {
            self.alerts.push((team.clone(), because));
        }
    }

    /// Asks the operator's own system.
    pub(crate) fn ask_outside(&mut self, question: Effect) {
        self.questions.push(question);
    }

    /// The team for everything that no rule sends elsewhere: that of the report being collected, if one is.
    pub(crate) fn default_team(&self) -> TeamId {
        let asking = self.state.asking.as_ref();
        asking
            .and_then(|asking| action::destination(self.playbook, &asking.action))
            .unwrap_or(&self.playbook.handoff.team)
            .clone()
    }

    /// The team, when the playbook has it, and the default team otherwise: an older playbook may have named it.
    pub(crate) fn team_or_default(&self, team: Option<TeamId>) -> TeamId {
        team.filter(|team| self.playbook.team(team).is_some())
            .unwrap_or_else(|| self.default_team())
    }

    /// Whether nothing has been appended so far.
    pub(crate) fn is_unchanged(&self) -> bool {
        self.entries.is_empty()
    }

    /// The new state and what the input made. `key` names the input's client id.
    pub(crate) fn finish(mut self, key: Option<String>) -> (Conversation, Output) {
        if let Some(key) = key {
            if self.state.recent.len() == RECENT {
                self.state.recent.pop_front();
            }
            self.state.recent.push_back(key);
        }
        let mut effects = Vec::new();
        if !self.entries.is_empty() {
            self.state.updated_at = self.now;
            let priority = self.state.priority;
            effects.extend(self.alerts.into_iter().map(|(team, because)| Effect::Alert {
                team,
                because,
                priority,
            }));
            effects.append(&mut self.questions);
            effects.push(Effect::Publish {
                summary: Box::new(self.state.summary()),
            });
        }
        (
            self.state,
            Output {
                entries: self.entries,
                effects,
                repeated: false,
            },
        )
    }
}

fn message(from: Speaker, text: String) -> Message {
    Message {
        from,
        text,
        client_id: None,
        language: None,
        citations: Vec::new(),
        confidence: None,
        question: None,
        notice: false,
        sensitive: false,
    }
}
