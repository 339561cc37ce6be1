//! Days that are counted from this one, or from another: "tomorrow", "next Friday", "in two weeks", "a week from Friday".

use super::Date;
use super::reader::{Cursor, Found};
use super::token::Kind;
use super::words::Word;
use crate::hours::Day;

/// Counted in words, "dans huit jours" is mostly a week, and fifteen are two.
const ROUND: [u32; 2] = [8, 15];

impl Cursor<'_> {
    /// A day counted from this one. Nobody is believed to mean it who was not asked: "are you open tomorrow?"
    pub(super) fn relative(&mut self) -> Option<Found> {
        let today = self.today?;
        let mut ahead = *self;
        let days = ahead.days_counted(today)?;
        let sure = !self.is_denied(&ahead) && !self.is_unread(&ahead);
        *self = ahead;
        Some(Found {
            date: days
                .filter(|_| sure)
                .and_then(|days| Date::of_day(today.plus(days))),
            sure: false,
            relative: true,
        })
    }

    /// How many days lie between; `Some(None)` when it is a day and cannot be told.
    fn days_counted(&mut self, today: Day) -> Option<Option<i32>> {
        let mut ahead = *self;
        let before = ahead.take_word(Word::Ago) || ahead.take_word(Word::Before) || ahead.il_y_a();
        if before && let Some((days, sure)) = ahead.span() {
            *self = ahead;
            return Some(Some(-days).filter(|_| sure));
        }
        let mut ahead = *self;
        let within = ahead.take_word(Word::In);
        let inner = ahead.at;
        let _ = within && (ahead.take_word(Word::Of) || ahead.take_word(Word::A));
        let span = ahead.span().or_else(|| {
            ahead.at = inner;
            ahead.span()
        });
        if let Some((days, sure)) = span {
            if !within && ahead.take_word(Word::Ago) {
                *self = ahead;
                return Some(Some(-days).filter(|_| sure));
            }
            // "a week from tomorrow", "two days before Friday", "a week today"
            let mut from = ahead;
            let mut sign = 1;
            loop {
                if from.take_word(Word::Before) {
                    sign = -1;
                } else if !(from.take_word(Word::Article)
                    || from.take_word(Word::After)
                    || from.take_word(Word::Of)
                    || from.take_word(Word::A)
                    || from.take_word(Word::To))
                {
                    break;
                }
            }
            if from.take_word(Word::Now) {
                *self = from;
                return Some(Some(days * sign).filter(|_| sure));
            }
            if let Some(base) = from.day_from(today) {
                *self = from;
                return Some(base.map(|base| base + days * sign).filter(|_| sure));
            }
            if within {
                *self = ahead;
                return Some(Some(days).filter(|_| sure));
            }
        }
        let base = self.day_from(today)?;
        let added = self.span_behind();
        Some(match added {
            Some((days, sure)) => base.map(|base| base + days).filter(|_| sure),
            None => base,
        })
    }

    /// French "il y a".
    fn il_y_a(&mut self) -> bool {
        let mut ahead = *self;
        let there = self.before() == Some(Kind::Word(Word::Article))
            && ahead.take_word(Word::And)
            && ahead.take_word(Word::A);
        if there {
            *self = ahead;
        }
        there
    }

    /// "two weeks", and whether it is exact.
    fn span(&mut self) -> Option<(i32, bool)> {
        let mut ahead = *self;
        let article = ahead.take_word(Word::A);
        let (count, words) = if let Some(count) = ahead.counted() {
            (count, true)
        } else if let Some(count) = ahead.number(1..=3) {
            (count, false)
        } else {
            (article.then_some(1)?, false)
        };
        let Some(Kind::Word(Word::Days(days))) = ahead.peek() else {
            return None;
        };
        ahead.at += 1;
        *self = ahead;
        let sure = !(words && days == 1 && ROUND.contains(&count));
        Some((i32::try_from(count * days).ok()?, sure))
    }

    /// What is added behind a day: "Friday week", "heute in einer Woche", "vendredi en huit".
    fn span_behind(&mut self) -> Option<(i32, bool)> {
        let mut ahead = *self;
        if ahead.take_word(Word::Days(7)) {
            *self = ahead;
            return Some((7, true));
        }
        let _ = ahead.take_word(Word::In) || ahead.take_word(Word::A);
        (ahead.at > self.at).then_some(())?;
        if let Some(span) = ahead.span() {
            *self = ahead;
            return Some(span);
        }
        let count = ahead.counted()?;
        let weeks = i32::try_from(ROUND.iter().position(|round| *round == count)?).ok()? + 1;
        *self = ahead;
        Some((7 * weeks, true))
    }

    /// "tomorrow", "the day after tomorrow", "the day before yesterday", or a day of the week.
    fn day_from(&mut self, today: Day) -> Option<Option<i32>> {
        let mut ahead = *self;
        match ahead.peek()? {
            Kind::Word(Word::Relative(days)) => {
                self.at += 1;
                Some(Some(days))
            }
            Kind::Word(way @ (Word::After | Word::Pasado | Word::Before)) => {
                ahead.at += 1;
                let _ = ahead.take(Kind::Dash) || ahead.take_word(Word::Of);
                let days = if way == Word::Before { -1 } else { 1 };
                ahead.take_word(Word::Relative(days)).then_some(())?;
                *self = ahead;
                Some(Some(2 * days))
            }
            Kind::Word(_)
            | Kind::Number { .. }
            | Kind::Month { .. }
            | Kind::Other
            | Kind::Dash
            | Kind::Slash
            | Kind::Dot
            | Kind::Comma
            | Kind::Mark => self.day_of_the_week(today),
        }
    }

    /// "Friday", "next Friday", "vendredi prochain", "last Friday", "Friday of next week".
    fn day_of_the_week(&mut self, today: Day) -> Option<Option<i32>> {
        let mut ahead = *self;
        let this = ahead.take_word(Word::This);
        let last = ahead.take_word(Word::Last) || ahead.take_word(Word::Pasado);
        let next = !this && !last && ahead.next();
        let mut week = next && ahead.before() == Some(Kind::Word(Word::Next { week: true }));
        let mut weeks = None;
        if (this || last || next) && ahead.take_word(Word::Days(7)) {
            // "next week on Friday"
            weeks = Some(i32::from(next) - i32::from(last));
            while ahead.take_word(Word::Article) || ahead.take_word(Word::Of) || ahead.take(Kind::Comma) {}
        }
        let wanted = i32::from(ahead.weekday()?);
        *self = ahead;
        let mut last_behind = false;
        if !(this || last || next) {
            weeks = weeks.or_else(|| self.week_behind());
            if weeks.is_none() {
                let mut ahead = *self;
                if ahead.next() {
                    *self = ahead;
                } else if ahead.take_word(Word::Last) || ahead.take_word(Word::Pasado) {
                    *self = ahead;
                    last_behind = true;
                    // "Friday past noon"
                    if matches!(self.peek(), Some(Kind::Other | Kind::Number { .. })) {
                        return Some(None);
                    }
                }
            }
        }
        let now = i32::try_from(today.weekday()).ok()?;
        let ahead = (wanted - now).rem_euclid(7);
        if let Some(weeks) = weeks {
            return Some(Some(7 * weeks - now + wanted));
        }
        if last || last_behind {
            // "this past Friday" too
            return Some(Some(if ahead == 0 { -7 } else { ahead - 7 }));
        }
        week &= next;
        Some(Some(match (week, this) {
            // The week that follows begins on Monday.
            (true, _) => 7 - now + wanted,
            (false, false) if ahead == 0 => 7,
            (false, _) => ahead,
        }))
    }

    /// "of next week" behind a day: how many weeks from this one.
    fn week_behind(&mut self) -> Option<i32> {
        let mut ahead = *self;
        while [Word::Article, Word::The, Word::Of, Word::In]
            .into_iter()
            .any(|word| ahead.take_word(word))
        {}
        let way = |cursor: &mut Self| {
            if cursor.take_word(Word::This) {
                Some(0)
            } else if cursor.next() {
                Some(1)
            } else if cursor.take_word(Word::Last) || cursor.take_word(Word::Pasado) {
                Some(-1)
            } else {
                None
            }
        };
        let first = way(&mut ahead);
        ahead.take_word(Word::Days(7)).then_some(())?;
        let weeks = first.or_else(|| way(&mut ahead))?;
        *self = ahead;
        Some(weeks)
    }

    fn next(&mut self) -> bool {
        self.take_word(Word::Next { week: true }) || self.take_word(Word::Next { week: false })
    }

    /// Whether what was read from here to there is denied: "not tomorrow", "hoy no".
    pub(super) fn is_denied(&self, end: &Self) -> bool {
        let word = |kind: Option<Kind>| match kind {
            Some(Kind::Word(word)) => Some(word),
            _ => None,
        };
        let before = word(self.before_small_words());
        let behind = word(end.peek());
        let beyond = end.tokens.get(end.at + 1).map(|token| token.kind);
        // Portuguese "no" is "on the", and stands before what it is on.
        let no = behind == Some(Word::No) && !matches!(beyond, Some(Kind::Other | Kind::Word(_)))
            || (behind == Some(Word::No) && self.today.is_some());
        matches!(before, Some(Word::Not | Word::No)) || behind == Some(Word::Not) || no
    }

    /// Whether something stands beside it that makes it another day, and was not read.
    fn is_unread(&self, end: &Self) -> bool {
        let before = matches!(
            self.before_small_words(),
            Some(Kind::Word(
                Word::Days(7..) | Word::After | Word::Before | Word::Last | Word::Pasado | Word::Ago
            ))
        );
        let mut behind = *end;
        while behind.take_word(Word::Article) || behind.take_word(Word::The) || behind.take_word(Word::Of) {}
        let after = match behind.peek() {
            Some(Kind::Word(Word::Days(7..) | Word::Last | Word::Pasado | Word::Ago)) => true,
            Some(Kind::Word(Word::After | Word::Before)) => matches!(
                behind.tokens.get(behind.at + 1).map(|token| token.kind),
                Some(Kind::Word(Word::Next { .. } | Word::Last | Word::Weekday(_)))
            ),
            _ => false,
        };
        before || after
    }

    /// Whether a date that was said is only what another is counted from: "a week after 3 May".
    pub(super) fn is_counted_from(&self) -> bool {
        let days = |kind: Option<Kind>| matches!(kind, Some(Kind::Word(Word::Days(_))));
        match self.before_small_words() {
            Some(Kind::Word(Word::After | Word::Before)) => {
                let mut tokens = self.tokens[..self.at].windows(2).rev();
                tokens
                    .find(|pair| matches!(pair[1].kind, Kind::Word(Word::After | Word::Before)))
                    .is_some_and(|pair| days(Some(pair[0].kind)))
            }
            kind => matches!(kind, Some(Kind::Word(Word::Days(7..)))) && self.before() != kind,
        }
    }

    /// What stands before, small words apart.
    fn before_small_words(&self) -> Option<Kind> {
        let tokens = self.tokens.get(..self.at)?;
        let small = [
            Word::Article,
            Word::The,
            Word::Of,
            Word::To,
            Word::In,
            Word::A,
            Word::This,
        ]
        .map(Kind::Word);
        let mut kinds = tokens.iter().rev().map(|token| token.kind);
        kinds.find(|kind| !small.contains(kind))
    }
}
