//! When a team is open: its hours by the clocks of its zone, and the days on which they do not hold.
//!
//! Pure functions of a moment that is passed in. A span belongs to the day it begins on, also where it ends on the
//! next: a holiday takes away the spans that begin on it.

#[cfg(all(test, feature = "parse"))]
mod tests;
mod words;
mod zone;

use gangway_protocol::{TeamId, Timestamp};
use serde::{Deserialize, Serialize};

pub use words::opens;
pub use zone::{Day, Zone};

use crate::{Playbook, Team};

/// How far ahead an opening is looked for, in days: more than a year, so that every yearly holiday is passed once.
const HORIZON: i32 = 400;

/// When a team is open.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Hours {
    /// The zone of its clocks, one of the playbook's zones.
    pub timezone: String,
    /// The spans that begin on each day of the week, Monday first; of each day in order and apart from each other.
    pub week: [Vec<Span>; 7],
    /// Days on which no span begins.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub holidays: Vec<Holiday>,
}

/// A span of opening hours, in minutes from the midnight at which its day begins.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Span {
    /// The first minute.
    pub from: u16,
    /// The minute at which it ends, later than `from`; beyond 1,440 it is of the next day.
    pub until: u16,
}

/// A day on which a team is closed: once, or every year.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Holiday {
    /// The year. Without it, every year.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub year: Option<i32>,
    /// From 1.
    pub month: u8,
    /// From 1.
    pub day: u8,
}

impl Hours {
    /// From when to when it is open, beginning with what is not over at `now`, in order. Two may touch, and where the
    /// clocks skip an hour overlap.
    fn openings<'a>(
        &'a self,
        zone: &'a Zone,
        now: Timestamp,
    ) -> impl Iterator<Item = (Timestamp, Timestamp)> + 'a {
        let (today, _) = zone.clock(now);
        // A span of yesterday may end today.
        (-1..=HORIZON)
            .map(move |days| today.plus(days))
            .filter(|day| !self.is_holiday(*day))
            .flat_map(move |day| {
                self.week[day.weekday()]
                    .iter()
                    .map(move |span| (zone.moment(day, span.from), zone.moment(day, span.until)))
            })
            .filter(move |(_, until)| *until > now)
    }

    fn is_holiday(&self, day: Day) -> bool {
        let (year, month, date) = day.date();
        self.holidays.iter().any(|holiday| {
            (holiday.month, holiday.day) == (month, date) && holiday.year.is_none_or(|of| of == year)
        })
    }
}

impl Playbook {
    /// Whether a team is open. One without hours always is; one that is not defined never.
    pub fn is_open(&self, team: &TeamId, now: Timestamp) -> bool {
        self.next_opening(team, now) == Some(now)
    }

    /// The first moment from `now` on at which a team is open: `now` itself when it is open, nothing when it does not
    /// open within 400 days.
    pub fn next_opening(&self, team: &TeamId, now: Timestamp) -> Option<Timestamp> {
        let Some(hours) = &self.team(team)?.hours else {
            return Some(now);
        };
        let mut openings = hours.openings(self.zone(&hours.timezone)?, now);
        openings.next().map(|(from, _)| from.max(now))
    }

    /// When a team will have been open for `millis` since `from`; nothing when that does not come within 400 days.
    pub fn after_open_time(&self, team: &TeamId, from: Timestamp, millis: i64) -> Option<Timestamp> {
        let Some(hours) = &self.team(team)?.hours else {
            return Some(from.plus(millis));
        };
        let mut counted = from;
        let mut left = millis;
        for (opens, closes) in hours.openings(self.zone(&hours.timezone)?, from) {
            let opens = opens.max(counted);
            let span = closes.0.saturating_sub(opens.0);
            if span >= left {
                return Some(opens.plus(left));
            }
            left -= span.max(0);
            counted = closes.max(counted);
        }
        None
    }

    /// For how long, in milliseconds, a team is open between two moments.
    pub fn open_time(&self, team: &TeamId, from: Timestamp, until: Timestamp) -> i64 {
        let hours = self.team(team).and_then(|team| team.hours.as_ref());
        let Some((hours, zone)) = hours.and_then(|hours| Some((hours, self.zone(&hours.timezone)?))) else {
            return until.0.saturating_sub(from.0).max(0);
        };
        let mut counted = from;
        let mut open = 0;
        for (opens, closes) in hours.openings(zone, from).take_while(|(opens, _)| *opens < until) {
            let (opens, closes) = (opens.max(counted), closes.min(until));
            open += closes.0.saturating_sub(opens.0).max(0);
            counted = closes.max(counted);
        }
        open
    }

    /// The day it is by the workspace's clocks.
    pub fn local_day(&self, now: Timestamp) -> Day {
        let zone = self
            .workspace
            .timezone
            .as_deref()
            .and_then(|name| self.zone(name));
        match zone {
            Some(zone) => zone.clock(now).0,
            None => Zone::utc().clock(now).0,
        }
    }

    /// When a team opens, in words and by its own clocks. `None` when it does not, or has no hours.
    pub fn opens_in_words(&self, team: &Team, language: &str, now: Timestamp) -> Option<String> {
        let hours = team.hours.as_ref()?;
        let zone = self.zone(&hours.timezone)?;
        Some(opens(zone, language, now, self.next_opening(&team.id, now)?))
    }

    /// The zone of this name, if the playbook names it.
    pub fn zone(&self, name: &str) -> Option<&Zone> {
        self.zones.iter().find(|zone| zone.name == name)
    }
}
