//! The dates and ranges in a row of tokens.

use super::token::{Kind, Token};
use super::words::{Also, Word};
use super::{Date, Range, is_year};
use crate::hours::Day;

/// A date that was found.
#[derive(Clone, Copy, Debug)]
pub(super) struct Found {
    /// `None`: no calendar has it, or it is not meant.
    pub(super) date: Option<Date>,
    /// Whether it can be nothing else.
    pub(super) sure: bool,
    /// Whether it was counted from this day, or is denied.
    pub(super) relative: bool,
}

/// A reader over tokens: every step moves only when it succeeds.
#[derive(Clone, Copy)]
pub(super) struct Cursor<'t> {
    pub(super) tokens: &'t [Token],
    pub(super) at: usize,
    /// The day that "tomorrow" is counted from.
    pub(super) today: Option<Day>,
}

impl<'t> Cursor<'t> {
    pub(super) fn new(tokens: &'t [Token], at: usize, today: Option<Day>) -> Self {
        Self { tokens, at, today }
    }

    pub(super) fn peek(self) -> Option<Kind> {
        self.tokens.get(self.at).map(|token| token.kind)
    }

    pub(super) fn before(self) -> Option<Kind> {
        self.tokens.get(self.at.checked_sub(1)?).map(|token| token.kind)
    }

    fn spaced(self) -> bool {
        self.tokens.get(self.at).is_none_or(|token| token.spaced)
    }

    pub(super) fn take(&mut self, wanted: Kind) -> bool {
        let there = self.peek() == Some(wanted);
        self.at += usize::from(there);
        there
    }

    pub(super) fn take_word(&mut self, wanted: Word) -> bool {
        self.take(Kind::Word(wanted))
    }

    pub(super) fn number(&mut self, digits: std::ops::RangeInclusive<usize>) -> Option<u32> {
        match self.peek() {
            Some(Kind::Number { value, digits: count }) if digits.contains(&count) => {
                self.at += 1;
                Some(value)
            }
            _ => None,
        }
    }

    /// A day of the month, and whether it was an ordinal.
    fn day(&mut self) -> Option<(u32, bool)> {
        if self.take_word(Word::First) {
            return Some((1, true));
        }
        if let Some(day) = self.counted().filter(|day| *day > 1) {
            return Some((day, false));
        }
        let day = self.number(1..=2)?;
        Some((day, self.take_word(Word::Ordinal)))
    }

    /// A number in words: "three", "twenty-two", "vingt et un", "dix-sept".
    pub(super) fn counted(&mut self) -> Option<u32> {
        let Some(Kind::Word(Word::Counted(number))) = self.peek() else {
            return None;
        };
        self.at += 1;
        if matches!(number, 10 | 20 | 30) {
            let mut ahead = *self;
            let _ = ahead.take(Kind::Dash);
            let _ = ahead.take_word(Word::And);
            let first = ahead.take_word(Word::First);
            let units = if first { Some(1) } else { ahead.counted() };
            if let Some(units) = units.filter(|units| *units < 10) {
                *self = ahead;
                return Some(number + units);
            }
        }
        Some(number)
    }

    /// The dot of "3. Mai".
    fn dot(&mut self) -> bool {
        !self.spaced() && self.take(Kind::Dot)
    }

    /// A month by name, whether it can be nothing else, and what else it is.
    fn month(&mut self) -> Option<(u32, bool, Also)> {
        let Some(Kind::Month { month, certain, also }) = self.peek() else {
            return None;
        };
        self.at += 1;
        self.take(Kind::Dot);
        Some((month, certain, also))
    }

    /// The year behind a date; one that no calendar of slots has is kept for [`Date::new`] to refuse.
    fn year(&mut self) -> Option<u32> {
        let mut ahead = *self;
        // "3 May 27", "3 May 2127"
        if let Some(year) = ahead.number(2..=4) {
            let ends = match ahead.peek() {
                None | Some(Kind::Comma | Kind::Dot | Kind::Dash | Kind::Word(Word::To)) => true,
                Some(Kind::Mark) => ahead.spaced() || ahead.at + 1 == ahead.tokens.len(),
                Some(
                    Kind::Number { .. } | Kind::Month { .. } | Kind::Word(_) | Kind::Other | Kind::Slash,
                ) => false,
            };
            let digits = ahead.tokens.get(self.at).map(|token| token.kind);
            match digits {
                Some(Kind::Number { digits: 2, .. }) if ends => {
                    *self = ahead;
                    // "3 May 12": of the century, or of the clock.
                    return Some(if year < 24 { u32::MAX } else { 2000 + year });
                }
                Some(Kind::Number { digits: 4, .. }) if year >= 2100 => {
                    *self = ahead;
                    return Some(year);
                }
                _ => {}
            }
        }
        let mut ahead = *self;
        let _ = ahead.take(Kind::Comma) || ahead.take_word(Word::Of) || ahead.take_word(Word::Article);
        let year = ahead.number(4..=4).filter(|year| is_year(*year))?;
        *self = ahead;
        Some(year)
    }

    /// What joins two days, with what stands before the second.
    fn joiner(&mut self) -> bool {
        let joined = self.take(Kind::Dash) || self.take_word(Word::To) || self.take_word(Word::And);
        while joined && (self.take_word(Word::To) || self.take_word(Word::Article)) {}
        joined
    }

    /// [`Cursor::joiner`], or "a".
    fn wide_joiner(&mut self) -> bool {
        self.joiner() || self.take_word(Word::A)
    }

    /// A whole date. A day of the week beside it is part of it.
    pub(super) fn date(&mut self) -> Option<Found> {
        let begun = *self;
        let mut ahead = *self;
        if let Some(named) = ahead.weekday() {
            ahead.take(Kind::Comma);
            ahead.take_word(Word::Article);
            if let Some(found) = ahead.absolute() {
                *self = ahead;
                return Some(begun.checked(ahead, found, Some(named)));
            }
        }
        let Some(found) = self.absolute() else {
            let found = self.relative()?;
            let mut ahead = *self;
            ahead.take(Kind::Comma);
            let named = ahead.weekday();
            if named.is_some() && named == found.date.map(|date| date.weekday()) {
                *self = ahead;
            }
            return Some(found);
        };
        let end = *self;
        let mut ahead = *self;
        let comma = ahead.take(Kind::Comma);
        let named = ahead.weekday();
        if named.is_some() {
            *self = ahead;
        }
        Some(begun.checked(end, found, named.filter(|_| !comma)))
    }

    /// A date that was said, unless it is denied or falls on another day of the week than the one beside it.
    fn checked(self, end: Self, found: Found, named: Option<u8>) -> Found {
        let other = |date: Date| date.year.is_some() && named.is_some_and(|named| named != date.weekday());
        let denied = self.is_denied(&end) || (self.today.is_some() && self.is_counted_from());
        Found {
            date: found.date.filter(|date| !denied && !other(*date)),
            relative: found.relative || denied,
            ..found
        }
    }

    fn absolute(&mut self) -> Option<Found> {
        [Self::numeric, Self::day_first, Self::month_first]
            .into_iter()
            .find_map(|read| {
                let mut ahead = *self;
                let (date, sure) = read(&mut ahead)?;
                *self = ahead;
                Some(Found {
                    date,
                    sure,
                    relative: false,
                })
            })
    }

    fn numeric(&mut self) -> Option<(Option<Date>, bool)> {
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
            (4, Some(day)) => Some((Date::new(Some(first), second, day), true)),
            (1..=2, Some(year)) if year >= 1000 => Some((either_order(Some(year), first, second), true)),
            (1..=2, Some(year)) if year < 100 => {
                Some((either_order(Some(2000 + year), first, second), false))
            }
            (1..=2, None) if separator == Kind::Slash => Some((either_order(None, first, second), false)),
            // "am 3.5.", with a dot behind both.
            (1..=2, None) if separator == Kind::Dot && self.dot() => {
                Some((Date::new(None, second, first), false))
            }
            _ => None,
        }
    }

    fn day_first(&mut self) -> Option<(Option<Date>, bool)> {
        let said_before = matches!(
            self.before(),
            Some(Kind::Word(Word::Article | Word::To | Word::In))
        );
        let worded = matches!(self.peek(), Some(Kind::Word(Word::Counted(_))));
        let (day, ordinal) = self.day()?;
        let dot = self.dot();
        let of = self.take_word(Word::Of);
        let (month, certain, also) = self.month()?;
        // "It is 3. May I come?"
        if dot && also == Also::Verb {
            return None;
        }
        let year = self.year();
        if also == Also::Thing && !(said_before || ordinal || of || year.is_some()) {
            return None;
        }
        let said_before = said_before && also != Also::Verb;
        // "Our second August there" may be a date, "the second of August" is one.
        let sure = of || year.is_some() || (!worded && (certain || ordinal || said_before));
        Some((Date::new(year, month, day), sure))
    }

    fn month_first(&mut self) -> Option<(Option<Date>, bool)> {
        let (month, _, also) = self.month()?;
        let the = self.take_word(Word::Article);
        let worded = matches!(self.peek(), Some(Kind::Word(Word::Counted(_))));
        let (day, ordinal) = self.day()?;
        (!the || worded || ordinal).then_some(())?;
        let year = self.year();
        // "May 3 people join?" is no date, "on May 3." is one.
        let ends = !matches!(
            self.peek(),
            Some(Kind::Other | Kind::Word(Word::Of | Word::Counted(_)) | Kind::Month { .. })
        );
        (!worded || ends || also == Also::Nothing).then_some(())?;
        Some((
            Date::new(year, month, day),
            also == Also::Nothing || ordinal || year.is_some() || (also == Also::Verb && ends),
        ))
    }

    pub(super) fn weekday(&mut self) -> Option<u8> {
        let introduced = matches!(
            self.before(),
            None | Some(Kind::Word(
                Word::Article | Word::Next { .. } | Word::This | Word::To
            ))
        );
        match self.peek() {
            Some(Kind::Word(Word::Weekday(day))) => {
                self.at += 1;
                Some(day)
            }
            Some(Kind::Word(Word::Feira(day))) => {
                let mut ahead = *self;
                ahead.at += 1;
                ahead.take(Kind::Dash);
                if ahead.take_word(Word::FeiraItself) {
                    *self = ahead;
                } else if introduced {
                    self.at += 1;
                } else {
                    return None;
                }
                Some(day)
            }
            _ => None,
        }
    }

    /// Two days, and whether they can be nothing else.
    pub(super) fn range(&mut self) -> Option<(Range, bool)> {
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
        let from = self.date()?;
        let first = from.date?;
        let interval = first.year.is_some() && self.take(Kind::Slash);
        (interval || self.wide_joiner()).then_some(())?;
        // "from Friday to Sunday": the Sunday after that Friday.
        let mut ahead = Self {
            today: self.today.map(|today| first.day().unwrap_or(today)),
            ..*self
        };
        let plain = matches!(ahead.peek(), Some(Kind::Word(Word::Weekday(_) | Word::Feira(_))));
        let to = if plain { ahead.date()? } else { self.date()? };
        self.at = self.at.max(ahead.at);
        let sure = from.sure && to.sure;
        Some((
            Range {
                first,
                last: to.date?,
            },
            sure,
        ))
    }

    fn two_days_month(&mut self) -> Option<(Range, bool)> {
        let (first, _) = self.day()?;
        self.dot();
        // "3, 4 and 5 May"
        let mut between = first;
        while self.peek() == Some(Kind::Comma) {
            self.at += 1;
            between += 1;
            (self.day()?.0 == between).then_some(())?;
        }
        let listed = between > first;
        self.wide_joiner().then_some(())?;
        let (last, sure) = self.day_first()?;
        let last = last?;
        (!listed || last.day == between + 1).then_some(())?;
        Some((
            Range {
                first: Date { day: first, ..last }.checked()?,
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
        let last = Date {
            day: last,
            year: year.or(first.year),
            ..first
        }
        .checked()?;
        Some((Range { first, last }, sure))
    }
}

/// Day first, unless only month first is in the calendar.
fn either_order(year: Option<u32>, first: u32, second: u32) -> Option<Date> {
    Date::new(year, second, first).or_else(|| Date::new(year, first, second))
}
