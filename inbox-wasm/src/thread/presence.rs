//! Who is there: how far each side has come, and who is typing. All of it is of the moment.

use gangway_protocol::event::{ClientEvent, Seen};
use gangway_protocol::{Entry, EntryBody, Seq, Speaker, Timestamp};

use super::{Output, RowKey, Thread, rows};

/// The visitor's page is told of reading at most so often, in milliseconds.
const SEEN_EVERY: i64 = 1_000;
/// Others are told of typing at most so often, in milliseconds.
const TYPING_EVERY: i64 = 3_000;
/// How long someone who typed is shown as typing, in milliseconds.
const TYPING_LASTS: i64 = 5_000;

/// What this page knows of others, and has told them.
#[derive(Clone, Debug, Default)]
pub(super) struct Presence {
    /// How far the visitor's page has come.
    visitor: Seen,
    /// Whether the thread is before the agent's eyes.
    looking: bool,
    told: Seq,
    told_at: Timestamp,
    typed_at: Timestamp,
    visitor_types_until: Timestamp,
    colleague: Option<(String, Timestamp)>,
    ticking: bool,
}

/// How far the agents' last message has come.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Mark {
    /// The conversation has it.
    Sent,
    /// The visitor's page has it.
    Delivered,
    /// The visitor has read it.
    Read,
}

impl Thread {
    /// The last message of an agent, and how far it has come.
    pub fn mark(&self) -> Option<(RowKey, Mark)> {
        let by_agent = |entry: &&Entry| matches!(&entry.body, EntryBody::Message(message) if matches!(message.from, Speaker::Agent { .. }));
        let last = self.timeline.entries().rev().find(by_agent)?;
        let mark = if self.presence.visitor.read >= last.seq {
            Mark::Read
        } else if self.presence.visitor.delivered >= last.seq {
            Mark::Delivered
        } else {
            Mark::Sent
        };
        Some((rows::key(last), mark))
    }

    /// Whether the visitor is typing.
    pub fn visitor_types(&self) -> bool {
        self.presence.visitor_types_until > Timestamp(0)
    }

    /// The colleague who is typing.
    pub fn colleague_types(&self) -> Option<&str> {
        self.presence.colleague.as_ref().map(|(name, _)| name.as_str())
    }

    pub(super) fn visitor_came_to(&mut self, seen: Seen) {
        let visitor = &mut self.presence.visitor;
        visitor.delivered = visitor.delivered.max(seen.delivered);
        visitor.read = visitor.read.max(seen.read);
    }

    /// Up to where the agent has read, for polls.
    pub(super) fn read(&self) -> Seq {
        if self.presence.looking {
            self.timeline.whole_through()
        } else {
            Seq(0)
        }
    }

    pub(super) fn look(&mut self, looking: bool, now: Timestamp, out: &mut Vec<Output>) {
        self.presence.looking = looking;
        self.tell_read(now, out);
    }

    /// What was told over a socket that closed may not have arrived.
    pub(super) fn tell_anew(&mut self, now: Timestamp, out: &mut Vec<Output>) {
        self.presence.told = Seq(0);
        self.tell_read(now, out);
    }

    pub(super) fn tell_read(&mut self, now: Timestamp, out: &mut Vec<Output>) {
        let read = self.read();
        if read <= self.presence.told || !self.link.is_live() {
            return;
        }
        let wait = self.presence.told_at.plus(SEEN_EVERY).0 - now.0;
        if wait > 0 {
            self.tick_after(wait, out);
        } else {
            (self.presence.told, self.presence.told_at) = (read, now);
            let seen = Seen {
                delivered: read,
                read,
            };
            out.push(Output::Tell(ClientEvent::Seen(seen)));
        }
    }

    pub(super) fn types(&mut self, now: Timestamp, out: &mut Vec<Output>) {
        if self.link.is_live() && self.presence.typed_at.plus(TYPING_EVERY) <= now {
            self.presence.typed_at = now;
            out.push(Output::Tell(ClientEvent::Typing));
        }
    }

    /// The visitor, or a colleague by name, is typing.
    pub(super) fn someone_types(&mut self, name: Option<String>, now: Timestamp, out: &mut Vec<Output>) {
        let until = now.plus(TYPING_LASTS);
        match name {
            Some(name) => self.presence.colleague = Some((name, until)),
            None => self.presence.visitor_types_until = until,
        }
        self.tick_after(TYPING_LASTS, out);
    }

    /// Whoever has said something has typed it.
    pub(super) fn has_typed(&mut self, entry: &Entry) {
        if matches!(entry.body, EntryBody::File(_)) {
            self.presence.visitor_types_until = Timestamp(0);
        }
        let EntryBody::Message(message) = &entry.body else {
            return;
        };
        match &message.from {
            Speaker::Visitor => self.presence.visitor_types_until = Timestamp(0),
            Speaker::Agent { agent } => {
                if self.colleague_types() == Some(&agent.name) {
                    self.presence.colleague = None;
                }
            }
            Speaker::Bot => {}
        }
    }

    /// Time has passed.
    pub(super) fn tick(&mut self, now: Timestamp, out: &mut Vec<Output>) {
        let presence = &mut self.presence;
        presence.ticking = false;
        if presence.visitor_types_until <= now {
            presence.visitor_types_until = Timestamp(0);
        }
        presence.colleague.take_if(|(_, until)| *until <= now);
        let colleague = presence.colleague.as_ref().map(|(_, until)| *until);
        let next = [Some(presence.visitor_types_until), colleague]
            .into_iter()
            .flatten()
            .filter(|until| until.0 > 0)
            .min();
        if let Some(next) = next {
            self.tick_after(next.0 - now.0, out);
        }
        self.tell_read(now, out);
    }

    fn tick_after(&mut self, wait: i64, out: &mut Vec<Output>) {
        if !std::mem::replace(&mut self.presence.ticking, true) {
            out.push(Output::TickAfter(u32::try_from(wait).unwrap_or_default()));
        }
    }
}
