//! What both outboxes share: how long to wait before the next attempt, and that one carrier goes at a time.
//!
//! An effect is recorded in the transaction of the commit that caused it, and its row is deleted when the other
//! side has it. So it is delivered at least once; the other side knows it by its key and takes it once.

use std::cell::Cell;

use gangway_protocol::Timestamp;

/// The longest wait between two attempts, in milliseconds. There is no last attempt but by an outbox's own rule.
const LONGEST: i64 = 60 * 60 * 1_000;
/// How soon the alarm may follow a commit, in milliseconds: the first attempt is made at once and without it, so
/// that it is needed only when that attempt is lost with its instance.
const ALARM_AFTER: i64 = 2_000;

/// How long to wait after so many attempts have failed: 1 s, 2 s, 4 s … to an hour, and up to a quarter more by
/// `spread`, so that those who failed together do not come back together.
pub(crate) fn backoff(attempts: u32, spread: u8) -> i64 {
    let wait = 1_000_i64
        .checked_shl(attempts.saturating_sub(1))
        .filter(|wait| *wait > 0)
        .unwrap_or(LONGEST);
    let wait = if attempts > 12 { LONGEST } else { wait.min(LONGEST) };
    wait + wait / 4 * i64::from(spread) / i64::from(u8::MAX)
}

/// A number for [`backoff`]. Without randomness there is no spread, which is a nuisance and no fault.
pub(crate) fn spread() -> u8 {
    let mut byte = [0_u8];
    getrandom::fill(&mut byte).map_or(0, |()| byte[0])
}

/// When the alarm should come: at the object's own deadline, or when the next row of the outbox is due, but not
/// so soon that it would race the attempt that is made at once. A deadline in the past comes in a second, so
/// that one that does not move when it is met cannot keep the object busy.
pub(crate) fn alarm(
    now: Timestamp,
    deadline: Option<Timestamp>,
    due: Option<Timestamp>,
) -> Option<Timestamp> {
    let due = due.map(|due| due.max(now.plus(ALARM_AFTER)));
    let deadline = deadline.map(|deadline| if deadline > now { deadline } else { now.plus(1_000) });
    [deadline, due].into_iter().flatten().min()
}

/// The alarm as it is set, so that it is not written again with every commit of a lively conversation.
#[derive(Debug, Default)]
pub(crate) struct KnownAlarm(Cell<Known>);

#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
enum Known {
    #[default]
    Nothing,
    Set(Option<Timestamp>),
}

impl KnownAlarm {
    /// Whether `wanted` has to be written. An alarm that comes a little early finds nothing to do and is set
    /// again; one that comes late would break a promise.
    pub(crate) fn must_write(&self, wanted: Option<Timestamp>) -> bool {
        match (self.0.get(), wanted) {
            (Known::Nothing, _) => true,
            (Known::Set(Some(known)), Some(wanted)) => known > wanted || wanted.0 - known.0 > ALARM_AFTER,
            (Known::Set(known), wanted) => known != wanted,
        }
    }

    /// It was written, and the commit it belongs to holds.
    pub(crate) fn written(&self, at: Option<Timestamp>) {
        self.0.set(Known::Set(at));
    }

    /// It has rung, or nobody knows.
    pub(crate) fn forget(&self) {
        self.0.set(Known::Nothing);
    }
}

/// One carrier at a time: a second one would send the same rows again.
#[derive(Debug, Default)]
pub(crate) struct Lane(Cell<bool>);

impl Lane {
    /// The turn to carry, if nobody has it.
    pub(crate) fn turn(&self) -> Option<Turn<'_>> {
        // Not `then_some`: a turn that is made and not given gives back the one that somebody has.
        (!self.0.replace(true)).then(|| Turn(self))
    }
}

/// The turn to carry; given back when dropped.
#[derive(Debug)]
pub(crate) struct Turn<'a>(&'a Lane);

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        self.0.0.set(false);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_wait_doubles_up_to_an_hour() {
        let waits: Vec<i64> = (1..=4).map(|attempts| backoff(attempts, 0)).collect();
        assert_eq!(waits, [1_000, 2_000, 4_000, 8_000]);
        assert_eq!(backoff(12, 0), 2_048_000);
        for attempts in [13, 40, 64, 65, u32::MAX] {
            assert_eq!(backoff(attempts, 0), LONGEST);
        }
        assert_eq!(backoff(1, u8::MAX), 1_250);
    }

    #[test]
    fn the_alarm_is_the_earlier_of_deadline_and_outbox() {
        let now = Timestamp(100_000);
        assert_eq!(alarm(now, None, None), None);
        assert_eq!(
            alarm(now, Some(Timestamp(100_001)), None),
            Some(Timestamp(100_001))
        );
        assert_eq!(alarm(now, Some(Timestamp(5)), None), Some(Timestamp(101_000)));
        assert_eq!(alarm(now, None, Some(now)), Some(Timestamp(102_000)));
        assert_eq!(
            alarm(now, Some(Timestamp(101_000)), Some(now)),
            Some(Timestamp(101_000))
        );
        assert_eq!(
            alarm(now, Some(Timestamp(900_000)), Some(Timestamp(160_000))),
            Some(Timestamp(160_000))
        );
    }

    #[test]
    fn an_alarm_is_written_only_when_the_known_one_would_come_late_or_far_too_early() {
        let known = KnownAlarm::default();
        assert!(known.must_write(None));
        known.written(Some(Timestamp(10_000)));
        assert!(!known.must_write(Some(Timestamp(10_000))));
        assert!(!known.must_write(Some(Timestamp(11_000))));
        assert!(known.must_write(Some(Timestamp(9_999))));
        assert!(known.must_write(Some(Timestamp(60_000))));
        assert!(known.must_write(None));
        known.written(None);
        assert!(!known.must_write(None));
        known.forget();
        assert!(known.must_write(None));
    }

    #[test]
    fn a_lane_has_one_carrier_and_is_free_when_it_ends() {
        let lane = Lane::default();
        let turn = lane.turn();
        assert!(turn.is_some());
        assert!(lane.turn().is_none());
        assert!(lane.turn().is_none(), "whoever asked in vain has not freed it");
        drop(turn);
        assert!(lane.turn().is_some());
    }
}
