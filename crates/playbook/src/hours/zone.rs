//! Days of the calendar and time zones, as far as opening hours need them.
//!
//! A zone is the list of its changes, which the parser takes from the IANA database: what runs in the Worker
//! adds and compares, and has no database.

use gangway_protocol::Timestamp;
use serde::{Deserialize, Serialize};

/// Seconds of a day without a change of the clock.
const DAY: i64 = 86_400;

/// A time zone between the first and the last moment of its list. Beyond it, the nearest offset holds.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Zone {
    /// Its IANA name: `Europe/Lisbon`.
    pub name: String,
    /// Seconds east of UTC before the first change.
    pub offset: i32,
    /// Each change: its moment in seconds since the Unix epoch, and the seconds east of UTC from there on. In order.
    #[serde(default)]
    pub changes: Vec<(i64, i32)>,
}

impl Zone {
    /// Coordinated universal time.
    pub fn utc() -> Self {
        Self {
            name: "UTC".to_owned(),
            offset: 0,
            changes: Vec::new(),
        }
    }

    /// The day, and the minute of it, that the clocks show.
    pub fn clock(&self, now: Timestamp) -> (Day, u16) {
        let seconds = now.0.div_euclid(1_000);
        let local = seconds + i64::from(self.offset_at(seconds));
        let minute = local.rem_euclid(DAY) / 60;
        (
            day(local.div_euclid(DAY)),
            u16::try_from(minute).unwrap_or_default(),
        )
    }

    /// The moment at which the clocks show a minute of a day, which may lie beyond its end. A time that a change
    /// skips is as much later as it skips, and of one that comes twice it is the first: as RFC 5545 has it.
    pub fn moment(&self, of: Day, minute: u16) -> Timestamp {
        let local = i64::from(of.0) * DAY + i64::from(minute) * 60;
        let before = i64::from(self.offset_at(local - DAY));
        let after = i64::from(self.offset_at(local + DAY));
        let holds = |offset: i64| i64::from(self.offset_at(local - offset)) == offset;
        let offset = if holds(before) || !holds(after) {
            before
        } else {
            after
        };
        Timestamp((local - offset) * 1_000)
    }

    fn offset_at(&self, seconds: i64) -> i32 {
        let changed = self.changes.partition_point(|(at, _)| *at <= seconds);
        match changed.checked_sub(1).and_then(|last| self.changes.get(last)) {
            Some((_, offset)) => *offset,
            None => self.offset,
        }
    }
}

fn day(days: i64) -> Day {
    Day(i32::try_from(days).unwrap_or(if days < 0 { i32::MIN } else { i32::MAX }))
}

/// A day of the Gregorian calendar, as days since 1970-01-01.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Day(pub i32);

impl Day {
    /// The day that follows by so many.
    #[must_use]
    pub fn plus(self, days: i32) -> Self {
        Self(self.0.saturating_add(days))
    }

    /// 0 is Monday.
    pub fn weekday(self) -> usize {
        // 1970-01-01 was a Thursday.
        usize::try_from((i64::from(self.0) + 3).rem_euclid(7)).unwrap_or_default()
    }

    /// Year, month from 1, and day of the month from 1.
    ///
    /// Howard Hinnant, "chrono-compatible low-level date algorithms", `civil_from_days`.
    pub fn date(self) -> (i32, u8, u8) {
        let shifted = i64::from(self.0) + 719_468;
        let era = shifted.div_euclid(146_097);
        let of_era = shifted.rem_euclid(146_097);
        let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
        let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let month = (5 * of_year + 2) / 153;
        let day = of_year - (153 * month + 2) / 5 + 1;
        let month = if month < 10 { month + 3 } else { month - 9 };
        let year = year_of_era + era * 400 + i64::from(month <= 2);
        let small = |number: i64| u8::try_from(number).unwrap_or_default();
        (i32::try_from(year).unwrap_or_default(), small(month), small(day))
    }
}
