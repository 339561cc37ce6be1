//! Marks of reading: how far the visitor's page has come, and how far a person has read.
//!
//! Pages say so over their sockets or with their polls, about once a second. Nothing is decided by a mark, so it is
//! no input of the engine and no entry; it is stored when it grows and told to the other side. The inbox is told
//! only when a person has read past a message of the visitor, which is when its list looks different.

use std::rc::Rc;

use gangway_protocol::event::{AgentEvent, Seen, VisitorEvent};
use gangway_protocol::{AgentId, Entry, EntryBody, Message, Seq, Speaker, Status, Summary, Timestamp};
use serde_json::json;

use super::commit::Loaded;
use super::object::Core;
use super::outbox::Parcel;
use super::sockets::{AGENTS, VISITOR};
use crate::clock;
use crate::sockets::broadcast;
use crate::storage::{StorageError, transaction};

/// A page has one word on its marks a second, in milliseconds.
const EVERY: i64 = 1_000;
/// So many that a network has held up may come at once: a page says a mark once, and it must not be lost.
const AT_ONCE: i64 = 5;

/// The marks of a conversation. They only grow, and none lies beyond the last entry.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(super) struct Marks {
    /// How far the visitor's page has come.
    pub(super) visitor: Seen,
    /// How far a person has read.
    pub(super) person: Seq,
}

/// Whose page speaks.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Page<'a> {
    Visitor,
    Agent(&'a AgentId),
}

impl Marks {
    /// The marks after a page has said how far it has come. `None`: none of them grows by it.
    ///
    /// What an agent reads is read by a person while nobody or they themselves have the conversation. While a colleague
    /// has it, a visitor who is told "read" would wait for an answer from someone who only looked in.
    pub(super) fn grown(self, page: Page<'_>, said: Seen, status: &Status, last_seq: Seq) -> Option<Self> {
        let read = said.read.min(last_seq);
        let mut grown = self;
        match page {
            Page::Visitor => {
                let visitor = &mut grown.visitor;
                visitor.read = visitor.read.max(read);
                // What was on screen was there.
                visitor.delivered = visitor.delivered.max(said.delivered.min(last_seq)).max(read);
            }
            Page::Agent(agent) => {
                if status.owner().is_none_or(|owner| owner.id == *agent) {
                    grown.person = grown.person.max(read);
                }
            }
        }
        (grown != self).then_some(grown)
    }
}

/// Counts one more word of a page on its marks: until when it has used up its time, or `None` when it was one too
/// many.
pub(super) fn one_more(used_until: Timestamp, now: Timestamp) -> Option<Timestamp> {
    let until = used_until.max(now).plus(EVERY);
    (until.0 - now.0 <= AT_ONCE * EVERY).then_some(until)
}

impl Loaded {
    /// The conversation as the inbox lists it.
    pub(super) fn summary(&self) -> Summary {
        Summary {
            read: self.marks.person,
            unread: self.unread,
            ..self.conversation.summary()
        }
    }
}

impl Core {
    /// A page says how far it has come: stored and told when a mark grows by it, and otherwise nothing at all.
    pub(super) fn mark(
        self: &Rc<Self>,
        loaded: &Rc<Loaded>,
        page: Page<'_>,
        said: Seen,
    ) -> Result<Rc<Loaded>, StorageError> {
        let conversation = &loaded.conversation;
        let grown = loaded
            .marks
            .grown(page, said, conversation.status(), conversation.last_seq());
        let Some(marks) = grown else {
            return Ok(Rc::clone(loaded));
        };
        let tables = self.tables();
        let unread = if marks.person > loaded.marks.person && loaded.unread > 0 {
            tables.visitor_messages(marks.person)?
        } else {
            loaded.unread
        };
        let after = Rc::new(Loaded {
            marks,
            unread,
            ..loaded.as_ref().clone()
        });
        let now = clock::now();
        let armed = transaction(&self.state.storage(), || {
            tables.keep_marks(marks)?;
            if unread == loaded.unread {
                return Ok::<_, StorageError>(None);
            }
            let summary = Box::new(after.summary());
            Parcel::Publish { summary }.enqueue(&tables, now)?;
            self.arm(&tables, &after, now).map(Some)
        })?;
        self.remember(Rc::clone(&after));
        if let Some(wanted) = armed {
            self.note_alarm(wanted);
            self.carry_soon();
        }
        self.tell_marks(loaded.marks, marks);
        Ok(after)
    }

    /// The same over a socket, where nobody waits for an answer.
    pub(super) fn heard_marks(self: &Rc<Self>, page: Page<'_>, said: Seen) {
        let marked = self
            .loaded()
            .and_then(|loaded| loaded.map_or(Ok(()), |loaded| self.mark(&loaded, page, said).map(drop)));
        if let Err(error) = marked {
            crate::log::error("marks.stored", &json!({ "reason": error.to_string() }));
        }
    }

    fn tell_marks(&self, before: Marks, after: Marks) {
        if after.visitor != before.visitor {
            let agents = self.state.get_websockets_with_tag(AGENTS);
            broadcast(&agents, &AgentEvent::Seen(after.visitor));
        }
        if after.person != before.person {
            let visitors = self.state.get_websockets_with_tag(VISITOR);
            broadcast(&visitors, &VisitorEvent::Seen { seq: after.person });
        }
    }
}

/// How many of these are messages and files of the visitor.
pub(super) fn visitor_messages(entries: &[Entry]) -> u32 {
    let by_visitor = |entry: &&Entry| {
        matches!(
            &entry.body,
            EntryBody::Message(Message {
                from: Speaker::Visitor,
                ..
            }) | EntryBody::File(_)
        )
    };
    u32::try_from(entries.iter().filter(by_visitor).count()).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use gangway_protocol::AgentRef;

    const LAST: Seq = Seq(9);

    fn said(delivered: u64, read: u64) -> Seen {
        Seen {
            delivered: Seq(delivered),
            read: Seq(read),
        }
    }

    fn marks(delivered: u64, read: u64, person: u64) -> Marks {
        Marks {
            visitor: said(delivered, read),
            person: Seq(person),
        }
    }

    fn ana() -> AgentRef {
        AgentRef {
            id: "ana".into(),
            name: "Ana".to_owned(),
        }
    }

    fn held() -> Status {
        Status::Human {
            agent: ana(),
            team: "desk".into(),
            active_at: Timestamp(1),
            waiting_since: Timestamp(1),
        }
    }

    fn snoozed() -> Status {
        Status::Snoozed {
            agent: ana(),
            team: "desk".into(),
            until: Timestamp(1),
        }
    }

    #[test]
    fn a_visitors_word_moves_the_visitors_marks_and_no_others() {
        let grown = marks(4, 2, 3).grown(Page::Visitor, said(7, 5), &held(), LAST);
        assert_eq!(grown, Some(marks(7, 5, 3)));
    }

    #[test]
    fn an_agents_word_moves_the_persons_mark_and_no_other() {
        let ana = AgentId::from("ana");
        let grown = marks(4, 2, 3).grown(Page::Agent(&ana), said(7, 5), &held(), LAST);
        assert_eq!(grown, Some(marks(4, 2, 5)));
    }

    #[test]
    fn what_a_colleague_of_the_holder_reads_is_not_read_by_a_person() {
        let ben = AgentId::from("ben");
        for status in [held(), snoozed()] {
            assert_eq!(
                marks(4, 2, 3).grown(Page::Agent(&ben), said(7, 5), &status, LAST),
                None
            );
        }
        let nobodys = [
            Status::Bot,
            Status::Queued {
                team: "desk".into(),
                waiting_since: Timestamp(1),
                escalated: false,
            },
            Status::Resolved {
                at: Timestamp(1),
                team: None,
            },
        ];
        for status in nobodys {
            let grown = marks(4, 2, 3).grown(Page::Agent(&ben), said(7, 5), &status, LAST);
            assert_eq!(grown, Some(marks(4, 2, 5)), "{}", status.name());
        }
    }

    #[test]
    fn marks_never_shrink_and_what_changes_nothing_is_nothing() {
        let ana = AgentId::from("ana");
        for (page, word) in [
            (Page::Visitor, said(4, 2)),
            (Page::Visitor, said(0, 0)),
            (Page::Visitor, said(1, 2)),
            (Page::Agent(&ana), said(9, 3)),
            (Page::Agent(&ana), said(9, 0)),
        ] {
            assert_eq!(marks(4, 2, 3).grown(page, word, &Status::Bot, LAST), None);
        }
        let grown = marks(4, 2, 3).grown(Page::Visitor, said(1, 3), &Status::Bot, LAST);
        assert_eq!(grown, Some(marks(4, 3, 3)));
    }

    #[test]
    fn a_mark_beyond_the_last_entry_is_that_of_the_last_entry() {
        let ana = AgentId::from("ana");
        let huge = said(u64::MAX, u64::MAX);
        for (page, clamped) in [
            (Page::Visitor, marks(9, 9, 0)),
            (Page::Agent(&ana), marks(0, 0, 9)),
        ] {
            let grown = Marks::default().grown(page, huge, &Status::Bot, LAST);
            assert_eq!(grown, Some(clamped));
        }
    }

    #[test]
    fn what_was_read_was_delivered() {
        let grown = Marks::default().grown(Page::Visitor, said(0, 6), &Status::Bot, LAST);
        assert_eq!(grown, Some(marks(6, 6, 0)));
    }

    #[test]
    fn a_page_has_a_word_a_second_and_some_that_were_held_up() {
        let mut used = Timestamp(0);
        let mut taken = 0;
        for _ in 0..20 {
            if let Some(until) = one_more(used, Timestamp(100_000)) {
                (used, taken) = (until, taken + 1);
            }
        }
        assert_eq!(taken, AT_ONCE);
        assert!(one_more(used, Timestamp(100_999)).is_none());
        assert!(one_more(used, Timestamp(101_000)).is_some());
        // Whoever keeps to a word a second never runs out.
        let mut used = Timestamp(0);
        for second in 0..100 {
            used = one_more(used, Timestamp(second * EVERY)).expect("a word a second");
        }
    }
}
