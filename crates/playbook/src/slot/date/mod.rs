//! Dates as travellers write them in English, Spanish, French, German, Italian and Portuguese. Pure: the day that
//! "tomorrow" is counted from is given.
//!
//! Accepted: `2027-05-03`, `3 May 2027`, `3rd of May`, `May 3, 2027`, `3/5/2027`, `3.5.2027`, `3/5`, "el 3 de mayo", "le 1er
//! mai", "am 3. Mai", "il 3 maggio", "3 de maio"; for two days the same joined by a dash, "to", "al", "bis" and the like, and
//! `3–9 May`, `May 3–9`. **Numbers alone are read day first**, as everywhere but in the United States; `5/23/2027` can only be
//! the 23rd of May and is. A two-digit year is of this century. A date that falls on
//! another day of the week than the one beside it is none.
//!
//! Where the day is given: "today", "tomorrow", "the day after tomorrow", "in 3 days", "Friday", and the same in the
//! other languages. A day of the week is the first to come after today; with "this", today as well. "Next Friday" and
//! "nächsten Freitag" are of the week that follows, from Monday on; "el próximo viernes", "vendredi prochain" and
//! the like are the first to come. "Last Friday" and "vendredi dernier" are the latest that has been, and "yesterday" the day before
//! this one. "In two weeks", "a week from Friday", "heute in einer Woche", "vendredi en huit" and "two weeks ago" are counted;
//! what stands beside such a word and is not read ("a few weeks from Friday") makes it no date, and so does "not". These are only believed where they answer the question: "are you open tomorrow?" fills
//! no slot.
//!
//! The normal form is `2027-05-03` when the year was said or counted, and `3 May` when it was not: nothing is guessed.

mod counted;
mod reader;
mod token;
mod words;

use crate::hours::Day;
use reader::{Cursor, Found};
use token::{Kind, Token, tokens};

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// Why a text is not the date that was asked for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Problem {
    /// There is none in it.
    None,
    /// There is more than one.
    Several,
    /// There is one that no calendar has.
    NoSuchDay,
    /// The last day lies before the first.
    Backwards,
}

/// The one date in an answer that is given on a day, in its normal form.
///
/// # Errors
/// When there is none, more than one, or no such day.
pub fn accept(said: &str, today: Option<Day>) -> Result<String, Problem> {
    let tokens = tokens(said);
    if ranges(&tokens, today)
        .iter()
        .any(|(range, _)| range.first != range.last)
    {
        return Err(Problem::Several);
    }
    one(dates(&tokens, today).into_iter().map(|(date, _)| date))
        .ok_or(Problem::Several)?
        .ok_or_else(|| why(&tokens))
        .map(Date::normal)
}

/// The two dates in an answer that is given on a day, in their normal form.
///
/// # Errors
/// When there are none, more than two, or the last is before the first.
pub fn accept_range(said: &str, today: Option<Day>) -> Result<String, Problem> {
    let tokens = tokens(said);
    let ranges = one(ranges(&tokens, today).into_iter().map(|(range, _)| range)).ok_or(Problem::Several)?;
    match (ranges, dates(&tokens, today).as_slice()) {
        (Some(range), _) => range.normal(),
        // "arriving 3 May, leaving 9 May"
        (None, [(first, _), (last, _)]) => Range {
            first: *first,
            last: *last,
        }
        .normal(),
        (None, [_, _, ..]) => Err(Problem::Several),
        (None, _) => Err(why(&tokens)),
    }
}

/// The date in a text when it has exactly one that can be nothing else.
pub fn find(text: &str) -> Option<String> {
    let tokens = tokens(text);
    if !ranges(&tokens, None).is_empty() {
        return None;
    }
    let sure = dates(&tokens, None)
        .into_iter()
        .filter(|(_, sure)| *sure)
        .map(|(date, _)| date);
    one(sure)?.map(Date::normal)
}

/// The two dates in a text when it has exactly one range that can be nothing else.
pub fn find_range(text: &str) -> Option<String> {
    let tokens = tokens(text);
    let sure = ranges(&tokens, None)
        .into_iter()
        .filter(|(_, sure)| *sure)
        .map(|(range, _)| range);
    one(sure)?.and_then(|range| range.normal().ok())
}

/// The one thing among equals: `Some(None)` for nothing, `None` for several.
fn one<T: PartialEq>(mut all: impl Iterator<Item = T>) -> Option<Option<T>> {
    let Some(first) = all.next() else {
        return Some(None);
    };
    all.all(|other| other == first).then_some(Some(first))
}

/// A day of a calendar, with the year when it is known.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
struct Date {
    year: Option<u32>,
    month: u32,
    day: u32,
}

impl Date {
    fn new(year: Option<u32>, month: u32, day: u32) -> Option<Self> {
        let leap = year.is_none_or(|year| (year % 4 == 0 && year % 100 != 0) || year % 400 == 0);
        let days = match month {
            2 if leap => 29,
            2 => 28,
            4 | 6 | 9 | 11 => 30,
            1..=12 => 31,
            _ => return None,
        };
        ((1..=days).contains(&day) && year.is_none_or(is_year)).then_some(Self { year, month, day })
    }

    /// `None`: the calendar of slots does not have it.
    fn of_day(day: Day) -> Option<Self> {
        let (year, month, day) = day.date();
        Self::new(Some(u32::try_from(year).ok()?), u32::from(month), u32::from(day))
    }

    /// The day it is, when its year is known.
    ///
    /// Howard Hinnant, "chrono-compatible low-level date algorithms", `days_from_civil`.
    fn day(self) -> Option<Day> {
        let year = i32::try_from(self.year?).ok()? - i32::from(self.month <= 2);
        let (month, day) = (i32::try_from(self.month).ok()?, i32::try_from(self.day).ok()?);
        let era = year.div_euclid(400);
        let of_era = year.rem_euclid(400);
        let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
        Some(Day(era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100
            + of_year
            - 719_468))
    }

    /// 0 is Monday; of a date without a year, nothing it could be compared with.
    fn weekday(self) -> u8 {
        let day = self.day().map(|day| day.weekday());
        day.and_then(|day| u8::try_from(day).ok()).unwrap_or(u8::MAX)
    }

    fn normal(self) -> String {
        let Self { year, month, day } = self;
        match (year, MONTHS.get(month as usize - 1)) {
            (Some(year), _) => format!("{year:04}-{month:02}-{day:02}"),
            (None, name) => format!("{day} {}", name.copied().unwrap_or_default()),
        }
    }

    fn of(self, year: u32) -> Option<Self> {
        Self::new(Some(year), self.month, self.day)
    }

    fn checked(self) -> Option<Self> {
        Self::new(self.year, self.month, self.day)
    }
}

/// Two days.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct Range {
    first: Date,
    last: Date,
}

impl Range {
    /// Both days in their normal form. A year said once holds for both, across a new year too; without a
    /// year "28 December to 3 January" is in order.
    fn normal(self) -> Result<String, Problem> {
        let Self { first, last } = self;
        let wraps = (last.month, last.day) < (first.month, first.day);
        let (first, last) = match (first.year, last.year) {
            (None, Some(year)) => (first.of(year - u32::from(wraps)).ok_or(Problem::NoSuchDay)?, last),
            (Some(year), None) => (first, last.of(year + u32::from(wraps)).ok_or(Problem::NoSuchDay)?),
            (Some(_), Some(_)) if last < first => return Err(Problem::Backwards),
            (Some(_), Some(_)) | (None, None) => (first, last),
        };
        Ok(format!("{} to {}", first.normal(), last.normal()))
    }
}

fn is_year(year: u32) -> bool {
    (1900..=2099).contains(&year)
}

/// The dates in a text, and whether each can be nothing else. Where a date was said, "on Friday" is something else.
fn dates(tokens: &[Token], today: Option<Day>) -> Vec<(Date, bool)> {
    let all = scan(tokens, today, |cursor| cursor.date());
    let said = all.iter().any(|found| found.date.is_some() && !found.relative);
    all.into_iter()
        .filter(|found| !(said && found.relative))
        .filter_map(|found: Found| Some((found.date?, found.sure)))
        .collect()
}

fn ranges(tokens: &[Token], today: Option<Day>) -> Vec<(Range, bool)> {
    let mut found = Vec::new();
    for (range, sure, from) in scan(tokens, today, |cursor| {
        let from = cursor.at;
        cursor.range().map(|(range, sure)| (range, sure, from))
    }) {
        // "3, 5 and 9 May" is no range.
        let listed = from.checked_sub(2).and_then(|before| tokens.get(before..from));
        let listed = listed.is_some_and(|before| {
            matches!(before[0].kind, Kind::Number { .. }) && before[1].kind == Kind::Comma
        });
        if !listed {
            found.push((range, sure));
        }
    }
    found
}

fn scan<T>(tokens: &[Token], today: Option<Day>, read: impl Fn(&mut Cursor<'_>) -> Option<T>) -> Vec<T> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        let mut cursor = Cursor::new(tokens, at, today);
        match read(&mut cursor) {
            Some(value) => {
                found.push(value);
                at = cursor.at.max(at + 1);
            }
            None => at += 1,
        }
    }
    found
}

/// Why there is no date: a day that looks like one but is in no calendar says so.
fn why(tokens: &[Token]) -> Problem {
    let impossible = scan(tokens, None, |cursor| {
        cursor
            .date()
            .filter(|found| found.date.is_none() && !found.relative)
    });
    if impossible.is_empty() {
        Problem::None
    } else {
        Problem::NoSuchDay
    }
}

#[cfg(test)]
mod tests;
