//! How far each side has come: what a person has read, and what this page tells of itself.

use gangway_protocol::event::Seen;
use gangway_protocol::{Seq, Timestamp};

/// Between two words on this page's own marks, in milliseconds.
const EVERY: i64 = 1_000;

/// The marks of both sides.
#[derive(Clone, Debug, Default)]
pub(super) struct Marks {
    /// A person has read up to here.
    person: Seq,
    /// This was on screen while the page was in view.
    read: Seq,
    /// What the socket that is open was told.
    told: Seen,
    told_at: Option<Timestamp>,
    /// A word waits for its time.
    waits: bool,
}

/// What to tell.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Word {
    /// This.
    Now(Seen),
    /// Something, after so many milliseconds.
    Later(u32),
}

impl Marks {
    /// A person has read up to here.
    pub(super) fn person_read(&mut self, through: Seq) {
        self.person = self.person.max(through);
    }

    /// Whether a person has read what stands at a position.
    pub(super) fn is_read_by_person(&self, seq: Seq) -> bool {
        seq <= self.person
    }

    /// This was on screen.
    pub(super) fn looked(&mut self, through: Seq) {
        self.read = self.read.max(through);
    }

    /// What a poll says was on screen.
    pub(super) fn read(&self) -> Seq {
        self.read
    }

    /// Another socket is open: it was told nothing.
    pub(super) fn connected(&mut self) {
        self.told = Seen::default();
    }

    /// The time of a word that waited has come.
    pub(super) fn due(&mut self) {
        self.waits = false;
    }

    /// What to tell of a page that has the stream through `delivered`. `None`: nothing has grown, or a word waits.
    pub(super) fn next(&mut self, now: Timestamp, delivered: Seq) -> Option<Word> {
        let seen = Seen {
            delivered: delivered.max(self.told.delivered),
            read: self.read,
        };
        if seen == self.told || self.waits {
            return None;
        }
        let since = self.told_at.map_or(EVERY, |at| now.0.saturating_sub(at.0));
        // A clock that was set back is no reason to wait for it.
        if (0..EVERY).contains(&since) {
            self.waits = true;
            return Some(Word::Later((EVERY - since) as u32));
        }
        (self.told, self.told_at) = (seen, Some(now));
        Some(Word::Now(seen))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(delivered: u64, read: u64) -> Option<Word> {
        Some(Word::Now(Seen {
            delivered: Seq(delivered),
            read: Seq(read),
        }))
    }

    #[test]
    fn marks_are_told_when_they_grow_and_at_most_once_a_second() {
        let mut marks = Marks::default();
        let at = |millis: i64| Timestamp(50_000 + millis);
        assert_eq!(marks.next(at(0), Seq(0)), None);
        assert_eq!(marks.next(at(0), Seq(3)), seen(3, 0));
        assert_eq!(marks.next(at(400), Seq(3)), None);
        marks.looked(Seq(3));
        assert_eq!(marks.next(at(400), Seq(4)), Some(Word::Later(600)));
        marks.looked(Seq(4));
        assert_eq!(marks.next(at(500), Seq(5)), None);
        marks.due();
        assert_eq!(marks.next(at(1_000), Seq(5)), seen(5, 4));
        marks.looked(Seq(2));
        assert_eq!(marks.next(at(9_000), Seq(5)), None);
    }

    #[test]
    fn a_socket_that_opens_is_told_all_again() {
        let mut marks = Marks::default();
        marks.looked(Seq(2));
        assert_eq!(marks.next(Timestamp(0), Seq(3)), seen(3, 2));
        marks.connected();
        assert_eq!(marks.next(Timestamp(2_000), Seq(3)), seen(3, 2));
    }

    #[test]
    fn a_clock_that_is_set_back_silences_nothing() {
        let mut marks = Marks::default();
        assert_eq!(marks.next(Timestamp(90_000), Seq(1)), seen(1, 0));
        assert_eq!(marks.next(Timestamp(10_000), Seq(2)), seen(2, 0));
    }
}
