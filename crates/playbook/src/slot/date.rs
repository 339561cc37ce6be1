//! Dates as travellers write them, without a clock: "next Friday" is asked for again.
//!
//! Accepted: `2027-05-03`, `3 May 2027`, `3rd of May`, `May 3, 2027`, `3/5/2027`, `3.5.2027`, `3/5`; for two
//! days the same joined by a dash, "to", "until" or "and", and `3–9 May`, `May 3–9`. **Numbers alone are read
//! day first**, as everywhere but in the United States; `5/23/2027` can only be the 23rd of May and is. A
//! two-digit year is of this century. The normal form is `2027-05-03` when the year was said and `3 May` when
//! it was not: nothing is guessed.

use crate::Slot;

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

const MAY: u32 = 5;

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

impl Problem {
    /// The problem as a sentence for the visitor.
    pub(super) fn sentence(self, slot: &Slot) -> String {
        match self {
            Self::None => super::expected(slot),
            Self::Several => format!("I see more than one date. {}", super::expected(slot)),
            Self::NoSuchDay => format!("There is no such day. {}", super::expected(slot)),
            Self::Backwards => format!("The last day is before the first. {}", super::expected(slot)),
        }
    }
}

/// The one date in an answer, in its normal form.
///
/// # Errors
/// When there is none, more than one, or no such day.
pub fn accept(said: &str) -> Result<String, Problem> {
    let tokens = tokens(said);
    one(dates(&tokens).into_iter().map(|(day, _)| day))
        .ok_or(Problem::Several)?
        .ok_or_else(|| why(&tokens))
        .map(Day::normal)
}

/// The two dates in an answer, in their normal form.
///
/// # Errors
/// When there are none, more than two, or the last is before the first.
pub fn accept_range(said: &str) -> Result<String, Problem> {
    let tokens = tokens(said);
    let ranges = one(ranges(&tokens).into_iter().map(|(range, _)| range)).ok_or(Problem::Several)?;
    match (ranges, dates(&tokens).as_slice()) {
        (Some(range), _) => range.normal().ok_or(Problem::Backwards),
        // "arriving 3 May, leaving 9 May"
        (None, [(first, _), (last, _)]) => Range {
            first: *first,
            last: *last,
        }
        .normal()
        .ok_or(Problem::Backwards),
        (None, [_, _, ..]) => Err(Problem::Several),
        (None, _) => Err(why(&tokens)),
    }
}

/// The date in a text when it has exactly one that can be nothing else.
pub fn find(text: &str) -> Option<String> {
    let tokens = tokens(text);
    if !ranges(&tokens).is_empty() {
        return None;
    }
    let sure = dates(&tokens)
        .into_iter()
        .filter(|(_, sure)| *sure)
        .map(|(day, _)| day);
    one(sure)?.map(Day::normal)
}

/// The two dates in a text when it has exactly one range that can be nothing else.
pub fn find_range(text: &str) -> Option<String> {
    let tokens = tokens(text);
    let sure = ranges(&tokens)
        .into_iter()
        .filter(|(_, sure)| *sure)
        .map(|(range, _)| range);
    one(sure)?.and_then(Range::normal)
}

/// The one thing among equals: `Some(None)` for nothing, `None` for several.
fn one<T: PartialEq>(mut all: impl Iterator<Item = T>) -> Option<Option<T>> {
    let Some(first) = all.next() else {
        return Some(None);
    };
    all.all(|other| other == first).then_some(Some(first))
}

/// A day of a calendar, with the year when it was said.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
struct Day {
    year: Option<u32>,
    month: u32,
    day: u32,
}

impl Day {
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
}

/// Two days.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct Range {
    first: Day,
    last: Day,
}

impl Range {
    /// Both days in their normal form. A year said once holds for both, across a new year too; without a
    /// year "28 December to 3 January" is in order.
    fn normal(self) -> Option<String> {
        let Self { first, last } = self;
        let wraps = (last.month, last.day) < (first.month, first.day);
        let (first, last) = match (first.year, last.year) {
            (None, Some(year)) => (first.of(year - u32::from(wraps))?, last),
            (Some(year), None) => (first, last.of(year + u32::from(wraps))?),
            (Some(_), Some(_)) if last < first => return None,
            (Some(_), Some(_)) | (None, None) => (first, last),
        };
        Some(format!("{} to {}", first.normal(), last.normal()))
    }
}

fn is_year(year: u32) -> bool {
    (1900..=2099).contains(&year)
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Kind {
    Number {
        value: u32,
        digits: usize,
    },
    Month {
        month: u32,
        /// "may" in small letters is a verb more often than a month.
        certain: bool,
    },
    Ordinal,
    Of,
    Dash,
    Slash,
    Dot,
    Comma,
    To,
    And,
    Word,
    Other,
}

#[derive(Clone, Copy, Debug)]
struct Token {
    kind: Kind,
    /// Whether white space stands before it.
    spaced: bool,
}

fn tokens(text: &str) -> Vec<Token> {
    let chars: Vec<char> = text.chars().collect();
    let mut tokens = Vec::new();
    let mut at = 0;
    let mut spaced = true;
    while let Some(c) = chars.get(at).copied() {
        let class: fn(char) -> bool = if c.is_ascii_digit() {
            |c| c.is_ascii_digit()
        } else if c.is_alphabetic() {
            char::is_alphabetic
        } else {
            |_| false
        };
        let end = (at + 1..)
            .find(|next| !chars.get(*next).is_some_and(|c| class(*c)))
            .unwrap_or(chars.len());
        if c.is_whitespace() {
            spaced = true;
        } else {
            let word: String = chars[at..end].iter().collect();
            tokens.push(Token {
                kind: kind(&word, tokens.last().copied(), spaced),
                spaced,
            });
            spaced = false;
        }
        at = end;
    }
    tokens
}

fn kind(word: &str, before: Option<Token>, spaced: bool) -> Kind {
    if word.starts_with(|c: char| c.is_ascii_digit()) {
        return match word.parse() {
            Ok(value) if word.len() <= 4 => Kind::Number {
                value,
                digits: word.len(),
            },
            _ => Kind::Other,
        };
    }
    let small = word.to_lowercase();
    let after_number = !spaced
        && matches!(
            before,
            Some(Token {
                kind: Kind::Number { .. },
                ..
            })
        );
    match small.as_str() {
        "st" | "nd" | "rd" | "th" if after_number => Kind::Ordinal,
        "of" => Kind::Of,
        "to" | "until" | "till" | "til" | "through" | "thru" => Kind::To,
        "and" => Kind::And,
        "-" | "\u{2010}" | "\u{2011}" | "\u{2013}" | "\u{2014}" => Kind::Dash,
        "/" => Kind::Slash,
        "." => Kind::Dot,
        "," => Kind::Comma,
        "may" => Kind::Month {
            month: MAY,
            certain: word.starts_with('M'),
        },
        "sept" => Kind::Month {
            month: 9,
            certain: true,
        },
        _ => {
            let month = MONTHS.iter().zip(1..).find(|(name, _)| {
                let name = name.to_lowercase();
                small == name || small == name[..3]
            });
            match month {
                Some((_, month)) => Kind::Month { month, certain: true },
                None if word.starts_with(char::is_alphabetic) => Kind::Word,
                None => Kind::Other,
            }
        }
    }
}

/// A reader over tokens: every `take_` moves only when it succeeds.
#[derive(Clone, Copy)]
struct Cursor<'t> {
    tokens: &'t [Token],
    at: usize,
}

impl Cursor<'_> {
    fn peek(self) -> Option<Kind> {
        self.tokens.get(self.at).map(|token| token.kind)
    }

    fn spaced(self) -> bool {
        self.tokens.get(self.at).is_none_or(|token| token.spaced)
    }

    fn take(&mut self, wanted: Kind) -> bool {
        let there = self.peek() == Some(wanted);
        self.at += usize::from(there);
        there
    }

    fn number(&mut self, digits: std::ops::RangeInclusive<usize>) -> Option<u32> {
        match self.peek() {
            Some(Kind::Number { value, digits: count }) if digits.contains(&count) => {
                self.at += 1;
                Some(value)
            }
            _ => None,
        }
    }

    /// A day of the month with its ordinal, and whether it had one.
    fn day(&mut self) -> Option<(u32, bool)> {
        let day = self.number(1..=2)?;
        Some((day, self.take(Kind::Ordinal)))
    }

    /// A month by name, and whether it can be nothing else.
    fn month(&mut self) -> Option<(u32, bool)> {
        let Some(Kind::Month { month, certain }) = self.peek() else {
            return None;
        };
        self.at += 1;
        self.take(Kind::Dot);
        Some((month, certain))
    }

    fn year(&mut self) -> Option<u32> {
        let mut ahead = *self;
        ahead.take(Kind::Comma);
        let year = ahead.number(4..=4).filter(|year| is_year(*year))?;
        *self = ahead;
        Some(year)
    }

    fn joiner(&mut self) -> bool {
        self.take(Kind::Dash) || self.take(Kind::To) || self.take(Kind::And)
    }

    /// A whole date, whether it can be nothing else, and whether a calendar has it.
    fn date(&mut self) -> Option<(Option<Day>, bool)> {
        [Self::numeric, Self::day_first, Self::month_first]
            .into_iter()
            .find_map(|read| {
                let mut ahead = *self;
                let date = read(&mut ahead)?;
                *self = ahead;
                Some(date)
            })
    }

    fn numeric(&mut self) -> Option<(Option<Day>, bool)> {
        let Some(Kind::Number { digits, .. }) = self.peek() else {
            return None;
        };
        let first = self.number(1..=4)?;
        let separator = self
            .peek()
            .filter(|kind| matches!(kind, Kind::Dash | Kind::Slash | Kind::Dot))?;
        let joined = |cursor: &mut Self| {
            let glued = !cursor.spaced();
            glued && cursor.take(separator) && !cursor.spaced()
        };
        joined(self).then_some(())?;
        let second = self.number(1..=2)?;
        let mut ahead = *self;
        let third = if joined(&mut ahead) {
            ahead.number(1..=4)
        } else {
            None
        };
        if third.is_some() {
            *self = ahead;
        }
        match (digits, third) {
            (4, Some(day)) => Some((Day::new(Some(first), second, day), true)),
            (1..=2, Some(year)) if year >= 1000 => Some((either_order(Some(year), first, second), true)),
            (1..=2, Some(year)) if year < 100 => {
                Some((either_order(Some(2000 + year), first, second), false))
            }
            (1..=2, None) if separator == Kind::Slash => Some((either_order(None, first, second), false)),
            _ => None,
        }
    }

    fn day_first(&mut self) -> Option<(Option<Day>, bool)> {
        let (day, ordinal) = self.day()?;
        let of = self.take(Kind::Of);
        let (month, plain) = self.month()?;
        let year = self.year();
        Some((
            Day::new(year, month, day),
            plain || ordinal || of || year.is_some(),
        ))
    }

    fn month_first(&mut self) -> Option<(Option<Day>, bool)> {
        let (month, _) = self.month()?;
        let (day, ordinal) = self.day()?;
        let year = self.year();
        // "May 3 people join?" is no date, "on May 3." is one.
        let ends = !matches!(self.peek(), Some(Kind::Word | Kind::Of));
        Some((
            Day::new(year, month, day),
            month != MAY || ordinal || year.is_some() || ends,
        ))
    }

    fn range(&mut self) -> Option<(Range, bool)> {
        [Self::two_dates, Self::two_days_month, Self::month_two_days]
            .into_iter()
            .find_map(|read| {
                let mut ahead = *self;
                let range = read(&mut ahead)?;
                *self = ahead;
                Some(range)
            })
    }

    fn two_dates(&mut self) -> Option<(Range, bool)> {
        let (first, first_sure) = self.date()?;
        let first = first?;
        let interval = first.year.is_some() && self.take(Kind::Slash);
        (interval || self.joiner()).then_some(())?;
        let (last, last_sure) = self.date()?;
        Some((Range { first, last: last? }, first_sure && last_sure))
    }

    fn two_days_month(&mut self) -> Option<(Range, bool)> {
        let (first, _) = self.day()?;
        self.joiner().then_some(())?;
        let (last, sure) = self.day_first()?;
        let last = last?;
        Some((
            Range {
                first: Day { day: first, ..last }.checked()?,
                last,
            },
            sure,
        ))
    }

    fn month_two_days(&mut self) -> Option<(Range, bool)> {
        let (first, sure) = self.month_first()?;
        let first = first?;
        self.joiner().then_some(())?;
        let (last, _) = self.day()?;
        let year = self.year();
        let last = Day {
            day: last,
            year: year.or(first.year),
            ..first
        }
        .checked()?;
        Some((Range { first, last }, sure))
    }
}

impl Day {
    fn checked(self) -> Option<Self> {
        Self::new(self.year, self.month, self.day)
    }
}

/// Day first, unless only month first is in the calendar.
fn either_order(year: Option<u32>, first: u32, second: u32) -> Option<Day> {
    Day::new(year, second, first).or_else(|| Day::new(year, first, second))
}

fn dates(tokens: &[Token]) -> Vec<(Day, bool)> {
    scan(tokens, |cursor| {
        cursor.date().and_then(|(day, sure)| Some((day?, sure)))
    })
}

fn ranges(tokens: &[Token]) -> Vec<(Range, bool)> {
    scan(tokens, |cursor| cursor.range())
}

fn scan<T>(tokens: &[Token], read: impl Fn(&mut Cursor<'_>) -> Option<T>) -> Vec<T> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        let mut cursor = Cursor { tokens, at };
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
    let impossible = scan(tokens, |cursor| cursor.date().filter(|(day, _)| day.is_none()));
    if impossible.is_empty() {
        Problem::None
    } else {
        Problem::NoSuchDay
    }
}
