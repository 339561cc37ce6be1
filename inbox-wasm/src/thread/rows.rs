//! What the thread shows, from the timeline and the outbox.

use gangway_protocol::api::Desk;
use gangway_protocol::{
    AgentRef, Citation, ClientId, Entry, EntryBody, HandoffReason, SentFile, Seq, Speaker, TeamId, Timestamp,
};

use super::{Post, Thread, posted_under};
use crate::words;

/// Names a row for as long as it is on the page: what an agent wrote keeps its name when it arrives.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub enum RowKey {
    /// Written by an agent under this id.
    Posted(ClientId),
    /// Small steps of one moment, from the first to the last; or one that has more to say than a line.
    Folded(Seq, Seq),
    /// Everything else.
    At(Seq),
}

/// Who said something.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Who {
    /// The visitor.
    Visitor,
    /// The assistant.
    Bot,
    /// This agent.
    Me,
    /// Another agent.
    Colleague(String),
}

/// One row.
#[derive(Clone, PartialEq, Debug)]
pub enum Row {
    /// Something the visitor can read.
    Said {
        /// By whom.
        who: Who,
        /// What.
        text: String,
        /// When; `None` while it is on its way.
        at: Option<Timestamp>,
        /// Where an answer stands.
        citations: Vec<Citation>,
        /// The confidence it was given with.
        confidence: Option<f32>,
        /// Whether it is shown on demand only.
        sensitive: bool,
    },
    /// A file of the visitor.
    File {
        /// Which.
        sent: SentFile,
        /// When.
        at: Timestamp,
    },
    /// Something the visitor never sees.
    Note {
        /// By whom.
        who: Who,
        /// What.
        text: String,
        /// When; `None` while it is on its way.
        at: Option<Timestamp>,
    },
    /// A thin line: what happened.
    Line {
        /// In words.
        words: String,
        /// When; `None` while it is on its way.
        at: Option<Timestamp>,
        /// Until when the conversation is put aside by it.
        until: Option<Timestamp>,
    },
    /// Small steps of one moment as one thin line, which opens.
    Folded {
        /// In short.
        words: String,
        /// Each in words.
        lines: Vec<String>,
        /// When.
        at: Timestamp,
    },
}

impl Thread {
    /// The rows, from the first to the last. What has not arrived stands at the end.
    pub fn rows(&self) -> Vec<RowKey> {
        let mut rows: Vec<RowKey> = Vec::new();
        let mut earlier: Option<&Entry> = None;
        for entry in self.timeline.entries() {
            let folds = |earlier: &Entry| earlier.at == entry.at && are_one(&earlier.body, &entry.body);
            match rows.last_mut() {
                Some(RowKey::Folded(_, last)) if earlier.is_some_and(folds) => *last = entry.seq,
                Some(row @ RowKey::At(_)) if earlier.is_some_and(folds) => {
                    let first = earlier.map_or(entry.seq, |earlier| earlier.seq);
                    *row = RowKey::Folded(first, entry.seq);
                }
                Some(_) | None if is_long(&entry.body) => rows.push(RowKey::Folded(entry.seq, entry.seq)),
                Some(_) | None => rows.push(key(entry)),
            }
            earlier = Some(entry);
        }
        let unsent = self
            .outbox
            .iter()
            .map(|pending| RowKey::Posted(pending.client_id.clone()));
        rows.extend(unsent);
        rows
    }

    /// A row's content, which stays the same as long as the row is there.
    pub fn row(&self, key: &RowKey, desk: &Desk) -> Option<Row> {
        match key {
            RowKey::At(seq) => Some(self.shown(self.timeline.at(*seq)?, desk)),
            RowKey::Folded(first, last) => {
                let entries = (first.0..=last.0).filter_map(|seq| self.timeline.at(Seq(seq)));
                let entries: Vec<&Entry> = entries.collect();
                // A team that it is handed to is alerted: one says the other.
                let handed = |team: &TeamId| {
                    let to = |entry: &&Entry| matches!(&entry.body, EntryBody::HandedOff { team: to, .. } if to == team);
                    entries.iter().any(to)
                };
                let says_more =
                    |entry: &&&Entry| !matches!(&entry.body, EntryBody::Alerted { team, .. } if handed(team));
                let short = entries
                    .iter()
                    .filter(says_more)
                    .filter_map(|entry| words::short(&entry.body, desk, &self.me));
                Some(Row::Folded {
                    words: short.collect::<Vec<_>>().join(" · "),
                    lines: entries
                        .iter()
                        .map(|entry| words::line(&entry.body, desk, &self.me))
                        .collect(),
                    at: entries.first()?.at,
                })
            }
            RowKey::Posted(client_id) => match self.outbox.find(client_id) {
                Some(pending) => Some(unsent(&pending.what.post, desk)),
                None => {
                    let posted = |entry: &&Entry| posted_under(entry) == Some(client_id);
                    self.timeline
                        .entries()
                        .rev()
                        .find(posted)
                        .map(|entry| self.shown(entry, desk))
                }
            },
        }
    }

    /// When a row's entry was made, once it was.
    pub fn at(&self, client_id: &ClientId) -> Option<Timestamp> {
        let posted = |entry: &&Entry| posted_under(entry) == Some(client_id);
        self.timeline.entries().rev().find(posted).map(|entry| entry.at)
    }

    fn shown(&self, entry: &Entry, desk: &Desk) -> Row {
        let at = Some(entry.at);
        if let EntryBody::Note { agent, text, .. } = &entry.body {
            let who = self.who(agent);
            return Row::Note {
                who,
                text: text.clone(),
                at,
            };
        }
        if let EntryBody::File(sent) = &entry.body {
            return Row::File {
                sent: sent.clone(),
                at: entry.at,
            };
        }
        let EntryBody::Message(message) = &entry.body else {
            let until = if let EntryBody::Snoozed { until, .. } = &entry.body {
                Some(*until)
            } else {
                None
            };
            return Row::Line {
                words: words::line(&entry.body, desk, &self.me),
                at,
                until,
            };
        };
        Row::Said {
            who: match &message.from {
                Speaker::Visitor => Who::Visitor,
                Speaker::Bot => Who::Bot,
                Speaker::Agent { agent } => self.who(agent),
            },
            text: message.text.clone(),
            at,
            citations: message.citations.clone(),
            confidence: message.confidence,
            sensitive: message.sensitive,
        }
    }

    fn who(&self, agent: &AgentRef) -> Who {
        if agent.id == self.me {
            Who::Me
        } else {
            Who::Colleague(agent.name.clone())
        }
    }
}

/// What an entry's row is called.
pub(super) fn key(entry: &Entry) -> RowKey {
    match posted_under(entry) {
        Some(client_id) => RowKey::Posted(client_id.clone()),
        None => RowKey::At(entry.seq),
    }
}

/// Whether it has more to say than a thin line has room for: which words or figures a rule went by.
fn is_long(body: &EntryBody) -> bool {
    matches!(
        body,
        EntryBody::HandedOff {
            reason: HandoffReason::Rule { .. },
            ..
        } | EntryBody::NearMiss { rule: Some(_), .. }
    )
}

/// Whether two steps of one moment are told as one: small ones, and that a team was alerted with that it is handed to
/// somebody.
fn are_one(earlier: &EntryBody, later: &EntryBody) -> bool {
    match (earlier, later) {
        (EntryBody::Alerted { .. }, EntryBody::HandedOff { .. }) => true,
        _ => is_small(earlier) && is_small(later),
    }
}

/// Whether it is a step that matters to few: several of one moment are one line.
fn is_small(body: &EntryBody) -> bool {
    matches!(
        body,
        EntryBody::TagAdded { .. }
            | EntryBody::TagRemoved { .. }
            | EntryBody::PriorityChanged { .. }
            | EntryBody::RuleFired { .. }
            | EntryBody::NearMiss { .. }
            | EntryBody::ActionFailed { .. }
            | EntryBody::Alerted { .. }
            | EntryBody::ActionStarted { .. }
            | EntryBody::SlotFilled { .. }
            | EntryBody::SlotSkipped { .. }
            | EntryBody::CheckStarted { .. }
            | EntryBody::CheckAnswered { .. }
            | EntryBody::CheckFailed { .. }
            | EntryBody::ActionCompleted { .. }
    )
}

fn unsent(post: &Post, desk: &Desk) -> Row {
    match post {
        Post::Reply(text) => Row::Said {
            who: Who::Me,
            text: text.clone(),
            at: None,
            citations: Vec::new(),
            confidence: None,
            sensitive: false,
        },
        Post::Note(text) => Row::Note {
            who: Who::Me,
            text: text.clone(),
            at: None,
        },
        Post::Claim(_)
        | Post::Release
        | Post::ReturnToBot
        | Post::Resolve
        | Post::Snooze(_)
        | Post::Transfer(_)
        | Post::AddTag(_)
        | Post::RemoveTag(_) => Row::Line {
            words: words::doing(post, desk),
            at: None,
            until: None,
        },
    }
}
