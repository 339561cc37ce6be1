//! What the log shows, from the timeline and the outbox.

use gangway_page::{Pending, Progress};
use gangway_protocol::file::size_in_words;
use gangway_protocol::visitor::{VisitorBody, VisitorEntry, VisitorSpeaker};
use gangway_protocol::{Citation, ClientId, Seq, Timestamp};

use super::{Model, Post};
use crate::words;

/// Who the visitor is with.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Phase {
    /// The assistant.
    Assistant,
    /// Nobody yet.
    Waiting {
        /// Since when.
        since: Timestamp,
    },
    /// A person.
    Person {
        /// Their name.
        name: String,
    },
    /// Nobody: it is over.
    Resolved,
}

/// How far the visitor's last message has come.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Mark {
    /// The conversation has it.
    Delivered,
    /// A person has read it.
    Read,
}

/// Names a row for as long as it is on the page: a message of the visitor keeps its name when it arrives.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub enum RowKey {
    /// Posted by this visitor.
    Own(ClientId),
    /// Everything else.
    At(Seq),
}

/// One row.
#[derive(Clone, PartialEq, Debug)]
pub enum Row {
    /// Something the visitor said or filled in.
    Own {
        /// What.
        text: String,
    },
    /// Something said to the visitor.
    Said {
        /// The agent's name; `None` for the assistant.
        agent: Option<String>,
        /// What.
        text: String,
        /// Where it stands.
        citations: Vec<Citation>,
        /// When.
        at: Timestamp,
    },
    /// A file of the visitor's.
    File {
        /// Its number in the conversation, once that has it.
        file: Option<u32>,
        /// Its name.
        name: String,
        /// Whether it can be shown.
        picture: bool,
        /// Its size in words.
        size: String,
    },
    /// A value that is kept.
    Kept {
        /// What it is called.
        label: String,
        /// The value.
        value: String,
    },
    /// A thin line: what happened, or what the visitor asked for.
    Line(String),
}

impl Model {
    /// Who the visitor is with.
    pub fn phase(&self) -> Phase {
        self.timeline
            .entries()
            .fold(Phase::Assistant, |phase, entry| match (&entry.body, phase) {
                (VisitorBody::Waiting, Phase::Waiting { since }) => Phase::Waiting { since },
                (VisitorBody::Waiting | VisitorBody::Left { .. }, _) => Phase::Waiting { since: entry.at },
                (VisitorBody::Joined { name }, _) => Phase::Person { name: name.clone() },
                (VisitorBody::CalledOff | VisitorBody::BackToAssistant | VisitorBody::Reopened, _) => {
                    Phase::Assistant
                }
                (VisitorBody::Resolved, _) => Phase::Resolved,
                (
                    VisitorBody::Message { .. }
                    | VisitorBody::File { .. }
                    | VisitorBody::SlotFilled { .. }
                    | VisitorBody::SlotSkipped { .. }
                    | VisitorBody::Unknown,
                    phase,
                ) => phase,
            })
    }

    /// The rows, from the first to the last. What has not arrived stands at the end.
    pub fn rows(&self) -> Vec<RowKey> {
        let entries: Vec<&VisitorEntry> = self.timeline.entries().collect();
        let beside = |at: Option<usize>| {
            at.and_then(|at| entries.get(at))
                .is_some_and(|entry| is_notice(entry))
        };
        let said = entries.iter().enumerate().filter_map(|(at, entry)| {
            // What is announced in words needs no line of its own.
            let announced = entry.body == VisitorBody::Waiting
                && (beside(at.checked_add(1)) || beside(at.checked_sub(1)));
            (!announced && shown(entry).is_some()).then(|| key(entry))
        });
        // What it came to is there already.
        let told = |pending: &&Pending<Post>| {
            pending.progress == Progress::Sending && self.outcome_of.as_ref() == Some(&pending.client_id)
        };
        let unsent = self
            .outbox
            .iter()
            .filter(|pending| !told(pending))
            .map(|pending| RowKey::Own(pending.client_id.clone()));
        said.chain(unsent).collect()
    }

    /// How far something of the visitor's is. `None` when the conversation has it.
    pub fn progress(&self, client_id: &ClientId) -> Option<Progress> {
        self.outbox
            .find(client_id)
            .map(|pending| pending.progress.clone())
    }

    /// The visitor's last message and how far it has come, when that is worth telling: an answer of the assistant
    /// says it already, and so does what is still on its way.
    pub fn mark(&self) -> Option<(ClientId, Mark)> {
        if !self.outbox.is_empty() {
            return None;
        }
        let mut answered = false;
        for entry in self.timeline.entries().rev() {
            let (from, client_id) = match &entry.body {
                VisitorBody::Message { from, client_id, .. } => (from, client_id.as_ref()),
                VisitorBody::File { client_id, .. } => (&VisitorSpeaker::You, Some(client_id)),
                VisitorBody::SlotFilled { .. }
                | VisitorBody::SlotSkipped { .. }
                | VisitorBody::Waiting
                | VisitorBody::CalledOff
                | VisitorBody::Joined { .. }
                | VisitorBody::Left { .. }
                | VisitorBody::BackToAssistant
                | VisitorBody::Resolved
                | VisitorBody::Reopened
                | VisitorBody::Unknown => continue,
            };
            match from {
                VisitorSpeaker::Assistant => answered = true,
                VisitorSpeaker::Agent { .. } => {}
                VisitorSpeaker::You => {
                    let mark = match self.marks.is_read_by_person(entry.seq) && self.had_person() {
                        true => Some(Mark::Read),
                        false => (!answered).then_some(Mark::Delivered),
                    };
                    return client_id.cloned().zip(mark);
                }
            }
        }
        None
    }

    /// Whether a person has ever had the conversation. Whoever only looks into it is not there for the visitor.
    fn had_person(&self) -> bool {
        self.timeline
            .entries()
            .any(|entry| matches!(entry.body, VisitorBody::Joined { .. }))
    }

    /// A row's content, which stays the same as long as the row is there.
    pub fn row(&self, key: &RowKey) -> Option<Row> {
        match key {
            RowKey::At(seq) => shown(self.timeline.at(*seq)?),
            RowKey::Own(client_id) => match self.outbox.find(client_id) {
                Some(pending) => Some(unsent(&pending.what)),
                None => self
                    .timeline
                    .entries()
                    .rev()
                    .find(|entry| key_is(entry, client_id))
                    .and_then(shown),
            },
        }
    }
}

impl Post {
    /// Whether an entry is what becomes of it. A message and a file are known by their ids instead.
    pub(super) fn comes_to(&self, body: &VisitorBody) -> bool {
        match self {
            Self::Fill { action, slot, value } if value.is_empty() => {
                matches!(body, VisitorBody::SlotSkipped { action: of, slot: which } if of == action && which == slot)
            }
            Self::Fill { action, slot, .. } => {
                matches!(body, VisitorBody::SlotFilled { action: of, slot: which, .. } if of == action && which == slot)
            }
            Self::AskForPerson => *body == VisitorBody::Waiting,
            Self::CallOff => *body == VisitorBody::CalledOff,
            Self::Say { .. } | Self::Send { .. } => false,
        }
    }
}

fn is_notice(entry: &VisitorEntry) -> bool {
    matches!(entry.body, VisitorBody::Message { notice: true, .. })
}

fn key(entry: &VisitorEntry) -> RowKey {
    match &entry.body {
        VisitorBody::Message {
            client_id: Some(client_id),
            ..
        }
        | VisitorBody::File { client_id, .. } => RowKey::Own(client_id.clone()),
        VisitorBody::Message { client_id: None, .. }
        | VisitorBody::SlotFilled { .. }
        | VisitorBody::SlotSkipped { .. }
        | VisitorBody::Waiting
        | VisitorBody::CalledOff
        | VisitorBody::Joined { .. }
        | VisitorBody::Left { .. }
        | VisitorBody::BackToAssistant
        | VisitorBody::Resolved
        | VisitorBody::Reopened
        | VisitorBody::Unknown => RowKey::At(entry.seq),
    }
}

fn key_is(entry: &VisitorEntry, client_id: &ClientId) -> bool {
    matches!(&entry.body, VisitorBody::Message { client_id: Some(own), .. } | VisitorBody::File { client_id: own, .. } if own == client_id)
}

/// What an entry looks like. `None`: nothing of it is shown.
fn shown(entry: &VisitorEntry) -> Option<Row> {
    let line = |words: String| Some(Row::Line(words));
    match &entry.body {
        VisitorBody::Message {
            from,
            text,
            citations,
            ..
        } => Some(match from {
            VisitorSpeaker::You => Row::Own { text: text.clone() },
            VisitorSpeaker::Assistant => Row::Said {
                agent: None,
                text: text.clone(),
                citations: citations.clone(),
                at: entry.at,
            },
            VisitorSpeaker::Agent { name } => Row::Said {
                agent: Some(name.clone()),
                text: text.clone(),
                citations: citations.clone(),
                at: entry.at,
            },
        }),
        VisitorBody::File {
            file,
            name,
            format,
            bytes,
            ..
        } => Some(Row::File {
            file: Some(*file),
            name: name.clone(),
            picture: format.is_picture(),
            size: size_in_words(*bytes),
        }),
        VisitorBody::SlotFilled { label, value, .. } => Some(Row::Kept {
            label: label.clone(),
            value: value.clone(),
        }),
        VisitorBody::Waiting => line(words::HANDED_OVER.say()),
        VisitorBody::CalledOff => line(words::CALLED_OFF.say()),
        VisitorBody::Joined { name } => line(words::JOINED.with(&[("name", name)])),
        VisitorBody::Left { name } => line(words::LEFT_YOU.with(&[("name", name)])),
        VisitorBody::BackToAssistant => line(words::BACK.say()),
        VisitorBody::Resolved => line(words::RESOLVED.say()),
        VisitorBody::Reopened => line(words::REOPENED.say()),
        VisitorBody::SlotSkipped { .. } => line(words::SKIPPED.say()),
        VisitorBody::Unknown => None,
    }
}

fn unsent(post: &Post) -> Row {
    match post {
        Post::Say { text } => Row::Own { text: text.clone() },
        Post::Fill { value, .. } if value.is_empty() => Row::Line(words::SKIPPED.say()),
        Post::Fill { value, .. } => Row::Own { text: value.clone() },
        Post::Send { name, picture, bytes } => Row::File {
            file: None,
            name: name.clone(),
            picture: *picture,
            size: size_in_words(*bytes),
        },
        Post::AskForPerson => Row::Line(words::ASKING.say()),
        Post::CallOff => Row::Line(words::LEAVING.say()),
    }
}
