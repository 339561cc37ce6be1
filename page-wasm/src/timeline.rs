//! Entries by `seq`: whatever arrives twice or out of order is there once and in order.

use gangway_protocol::visitor::VisitorEntry;
use gangway_protocol::{Entry, Seq};

/// Something with a position.
pub trait Positioned {
    /// Its position in the conversation's timeline.
    fn seq(&self) -> Seq;
}

impl Positioned for Entry {
    fn seq(&self) -> Seq {
        self.seq
    }
}

impl Positioned for VisitorEntry {
    fn seq(&self) -> Seq {
        self.seq
    }
}

/// The part of a conversation's timeline that the page has.
///
/// Two ways lead in. The *stream* (socket frames and polls) has no holes: it moves [`resume_after`](Self::resume_after).
/// The *answer* to a command has only the entries that the command made: what came between is not known, so it
/// never moves it.
#[derive(Clone, Debug)]
pub struct Timeline<E> {
    /// By `seq`.
    entries: Vec<E>,
    through: Seq,
}

impl<E> Default for Timeline<E> {
    fn default() -> Self {
        Self {
            entries: Vec::new(),
            through: Seq(0),
        }
    }
}

impl<E: Positioned> Timeline<E> {
    /// Entries of the stream, which is complete through `through`.
    pub fn stream(&mut self, entries: Vec<E>, through: Seq) {
        self.answer(entries);
        self.through = self.through.max(through);
    }

    /// Entries that a command made.
    pub fn answer(&mut self, entries: Vec<E>) {
        for entry in entries {
            // Nearly always at the end.
            if let Err(place) = self.place(entry.seq()) {
                self.entries.insert(place, entry);
            }
        }
    }

    /// Where the next connection resumes.
    pub fn resume_after(&self) -> Seq {
        self.through
    }

    /// Up to where every entry is there, for readers who see all of them: the numbers of what was answered count as
    /// soon as nothing is missing before them.
    pub fn whole_through(&self) -> Seq {
        let after = self.entries.partition_point(|entry| entry.seq() <= self.through);
        self.entries
            .iter()
            .skip(after)
            .fold(self.through, |through, entry| {
                if entry.seq().0 == through.0 + 1 {
                    entry.seq()
                } else {
                    through
                }
            })
    }

    /// The greatest `seq` the page has, with or without a hole before it.
    pub fn last_seq(&self) -> Seq {
        let seen = self.entries.last().map_or(Seq(0), Positioned::seq);
        seen.max(self.through)
    }

    /// The entry at a position.
    pub fn at(&self, seq: Seq) -> Option<&E> {
        self.entries.get(self.place(seq).ok()?)
    }

    /// All of them, in order.
    pub fn entries(&self) -> impl DoubleEndedIterator<Item = &E> {
        self.entries.iter()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Where the entry of this position is, or would be.
    fn place(&self, seq: Seq) -> Result<usize, usize> {
        self.entries.binary_search_by_key(&seq, Positioned::seq)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    impl Positioned for u64 {
        fn seq(&self) -> Seq {
            Seq(*self)
        }
    }

    #[test]
    fn what_arrives_twice_and_out_of_order_is_there_once_and_in_order() {
        let mut timeline = Timeline::default();
        timeline.stream(vec![1, 2, 3], Seq(3));
        timeline.answer(vec![7, 8]);
        timeline.stream(vec![3, 5, 7, 8], Seq(8));
        assert_eq!(
            timeline.entries().copied().collect::<Vec<_>>(),
            [1, 2, 3, 5, 7, 8]
        );
    }

    #[test]
    fn the_answer_to_a_command_does_not_skip_what_came_before_it() {
        let mut timeline = Timeline::default();
        timeline.stream(vec![1], Seq(2));
        timeline.answer(vec![9]);
        assert_eq!(timeline.resume_after(), Seq(2));
        assert_eq!(timeline.last_seq(), Seq(9));
    }

    #[test]
    fn what_was_answered_counts_once_nothing_is_missing_before_it() {
        let mut timeline = Timeline::default();
        timeline.stream(vec![1, 2], Seq(2));
        timeline.answer(vec![3, 6]);
        assert_eq!(
            (timeline.resume_after(), timeline.whole_through()),
            (Seq(2), Seq(3))
        );
        timeline.stream(vec![3, 4, 5], Seq(5));
        assert_eq!(timeline.whole_through(), Seq(6));
    }

    #[test]
    fn entries_that_a_visitor_may_not_see_still_move_the_resumption() {
        let mut timeline: Timeline<u64> = Timeline::default();
        timeline.stream(vec![], Seq(4));
        assert_eq!(timeline.resume_after(), Seq(4));
        assert!(timeline.is_empty());
    }
}
