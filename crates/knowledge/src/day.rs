//! Days of the calendar, as documents say until when they hold.

use std::fmt;
use std::str::FromStr;

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A day of the Gregorian calendar: `2027-03-31`. Later days are greater.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Day(u32);

/// A text that is no day.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("not a day such as `2027-03-31`")]
pub struct NoDay;

/// The days a document holds on, both included. Without either end it holds for good.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Validity {
    /// The first day.
    pub from: Option<Day>,
    /// The last day.
    pub until: Option<Day>,
}

impl Day {
    /// The day, when the calendar has it; years 1 to 9999.
    pub fn new(year: u32, month: u32, day: u32) -> Option<Self> {
        let leap = year.is_multiple_of(4) && !year.is_multiple_of(100) || year.is_multiple_of(400);
        let days = match month {
            4 | 6 | 9 | 11 => 30,
            2 if leap => 29,
            2 => 28,
            1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
            _ => return None,
        };
        ((1..=9999).contains(&year) && (1..=days).contains(&day))
            .then_some(Self(year * 10_000 + month * 100 + day))
    }

    /// The day of a moment, in UTC, given in milliseconds since 1970; years 1970 to 9999.
    ///
    /// Days are counted from a 1 March, so that the leap day is a year's last (H. Hinnant, "chrono-compatible low-level
    /// date algorithms", `civil_from_days`).
    pub fn of_millis(millis: u64) -> Option<Self> {
        let days = u32::try_from(millis / 86_400_000).ok()?.checked_add(719_468)?;
        let (era, of_era) = (days / 146_097, days % 146_097);
        let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
        let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let from_march = (5 * of_year + 2) / 153;
        let day = of_year - (153 * from_march + 2) / 5 + 1;
        let month = if from_march < 10 {
            from_march + 3
        } else {
            from_march - 9
        };
        let year = era * 400 + year_of_era + u32::from(month <= 2);
        Self::new(year, month, day)
    }

    /// Days since 1970-01-01, negative before: what days are counted by. The inverse of [`Day::of_millis`] (Hinnant,
    /// `days_from_civil`).
    pub fn number(self) -> i64 {
        let (year, month, day) = (self.0 / 10_000, self.0 / 100 % 100, self.0 % 100);
        // Years begin in March; a year of 400 keeps those before 1 positive.
        let year = i64::from(year) + 400 - i64::from(month <= 2);
        let (era, of_era) = (year / 400, year % 400);
        let from_march = i64::from((month + 9) % 12);
        let of_year = (153 * from_march + 2) / 5 + i64::from(day) - 1;
        (era - 1) * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
    }
}

impl Validity {
    /// Whether it holds on a day.
    pub fn holds_on(&self, day: Day) -> bool {
        self.from.is_none_or(|from| from <= day) && self.until.is_none_or(|until| day <= until)
    }

    /// Whether it holds on every day.
    pub fn is_for_good(&self) -> bool {
        self.from.is_none() && self.until.is_none()
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(number) = self;
        write!(
            f,
            "{:04}-{:02}-{:02}",
            number / 10_000,
            number / 100 % 100,
            number % 100
        )
    }
}

impl FromStr for Day {
    type Err = NoDay;

    fn from_str(text: &str) -> Result<Self, NoDay> {
        let mut parts = text.split('-');
        let mut next = |digits: usize| {
            let part = parts.next().filter(|part| part.len() == digits)?;
            part.bytes().all(|byte| byte.is_ascii_digit()).then_some(())?;
            part.parse::<u32>().ok()
        };
        let day = (|| Self::new(next(4)?, next(2)?, next(2)?))();
        day.filter(|_| parts.next().is_none()).ok_or(NoDay)
    }
}

/// As text where people read, as a number in an index.
impl Serialize for Day {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if serializer.is_human_readable() {
            serializer.collect_str(self)
        } else {
            self.0.serialize(serializer)
        }
    }
}

impl<'de> Deserialize<'de> for Day {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        if deserializer.is_human_readable() {
            let text = std::borrow::Cow::<str>::deserialize(deserializer)?;
            return text.parse().map_err(D::Error::custom);
        }
        let number = u32::deserialize(deserializer)?;
        Self::new(number / 10_000, number / 100 % 100, number % 100).ok_or_else(|| D::Error::custom(NoDay))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_read_as_it_is_written() {
        for text in ["2027-03-31", "2028-02-29", "0001-01-01", "9999-12-31"] {
            assert_eq!(
                text.parse::<Day>().map(|day| day.to_string()),
                Ok(text.to_owned())
            );
        }
        for text in [
            "2027-02-29",
            "1900-02-29",
            "2027-13-01",
            "2027-04-31",
            "2027-3-31",
            "2027-03-31-1",
            "+027-03-31",
            "soon",
            "",
        ] {
            assert_eq!(text.parse::<Day>(), Err(NoDay), "{text}");
        }
    }

    #[test]
    fn a_moment_has_its_day() {
        let check = |millis, day: &str| {
            assert_eq!(
                Day::of_millis(millis).map(|day| day.to_string()).as_deref(),
                Some(day)
            );
        };
        check(0, "1970-01-01");
        check(951_782_400_000, "2000-02-29");
        check(951_868_799_999, "2000-02-29");
        check(951_868_800_000, "2000-03-01");
        check(1_806_451_200_000, "2027-03-31");
        assert_eq!(Day::of_millis(u64::MAX), None);
    }

    #[test]
    fn days_are_counted_one_after_the_other() {
        let check = |day: &str, number| {
            assert_eq!(day.parse().map(Day::number), Ok(number), "{day}");
        };
        check("1970-01-01", 0);
        check("1969-12-31", -1);
        check("0001-01-01", -719_162);
        let mut number = 0;
        while let Some(day) = u64::try_from(number)
            .ok()
            .and_then(|days| Day::of_millis(days * 86_400_000))
        {
            assert_eq!(day.number(), number, "{day}");
            number += 1;
        }
        assert_eq!(number, 2_932_897, "the days until the end of 9999");
    }

    #[test]
    fn a_day_is_text_for_people_and_a_number_in_an_index() {
        let day: Day = "2027-03-31".parse().expect("a day");
        let json = serde_json::to_string(&day).expect("a text");
        assert_eq!(json, "\"2027-03-31\"");
        assert_eq!(serde_json::from_str::<Day>(&json).ok(), Some(day));
        let bytes = postcard::to_allocvec(&day).expect("a number");
        assert_eq!(bytes.len(), 4);
        assert_eq!(postcard::from_bytes::<Day>(&bytes), Ok(day));
        assert!(postcard::from_bytes::<Day>(&[0]).is_err());
    }

    #[test]
    fn both_ends_of_a_validity_are_included() {
        let day = |text: &str| text.parse::<Day>().expect("a day");
        let winter = Validity {
            from: Some(day("2026-11-01")),
            until: Some(day("2027-03-31")),
        };
        for (on, holds) in [
            ("2026-10-31", false),
            ("2026-11-01", true),
            ("2027-03-31", true),
            ("2027-04-01", false),
        ] {
            assert_eq!(winter.holds_on(day(on)), holds, "{on}");
        }
        assert!(Validity::default().holds_on(day("1999-01-01")));
    }
}
