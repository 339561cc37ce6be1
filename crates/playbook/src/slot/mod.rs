//! Pure validators of slot values: the same text gives the same value, everywhere and always.
//!
//! Every kind has one normal form, which is accepted again unchanged. Time is linear in the text, and what
//! is accepted is at most [`SLOT_CHARS`] characters long.
//!
//! | kind | accepted, beside the plain form | normal form |
//! |---|---|---|
//! | text | anything | white space collapsed |
//! | pattern | spaces and hyphens inside; a sentence around it | upper case |
//! | number | `1,200`, `1,5`, `twelve`, "we are 14" | `1200`, `1.5`, `12`, `14` |
//! | date | see [`date`] | `2027-05-03`, or `3 May` when no year was said |
//! | date-range | see [`date`] | `2027-05-03 to 2027-05-09`, or `3 May to 9 May` |
//! | email | a sentence around it | host in small letters |
//! | phone | spaces, hyphens, dots, brackets; `00` for `+` | digits, with `+` when international |
//! | contact | as an e-mail address or a telephone number | as that |
//! | choice | case and accents; a sentence around it; its beginning | as in the playbook |
//! | yes-no | "yep", "of course", "not at all", in six languages | `yes`, `no` |
//! | place | see `place` | its name as in the playbook |

pub mod date;
mod place;
mod plain;
mod skip;
mod yes_no;

pub(crate) use plain::fold;

pub use skip::skips;

use gangway_protocol::limits::{MESSAGE_CHARS, SLOT_CHARS};
use regex_lite::{Regex, RegexBuilder};

use crate::hours::Day;
use crate::{Place, Slot, SlotKind};

/// The most that a compiled pattern may take, in bytes: some 500 states.
const PATTERN_BYTES: usize = 16 * 1024;
/// Shortest value of a pattern that is believed without having been asked for.
const UNMISTAKABLE_CHARS: usize = 5;

/// The value in its normal form when `said`, as a whole, is an answer to the slot's question. `today` is the day that
/// "tomorrow" is counted from; without it, such words are no dates.
///
/// # Errors
/// A sentence for the visitor that says what is expected.
pub fn accept(slot: &Slot, said: &str, today: Option<Day>) -> Result<String, String> {
    let chars = said.chars().count();
    if chars > SLOT_CHARS {
        return Err(format!(
            "That is {chars} characters long. Please keep it under {SLOT_CHARS}."
        ));
    }
    let said = plain::tidy(said);
    if said.is_empty() {
        return Err(expected(slot));
    }
    let value = match &slot.kind {
        SlotKind::Text => Some(said),
        SlotKind::Pattern(pattern) => accept_pattern(pattern, &said),
        SlotKind::Number => plain::number(&said),
        SlotKind::Date => return date::accept(&said, today).map_err(|problem| problem.sentence(slot)),
        SlotKind::DateRange => {
            return date::accept_range(&said, today).map_err(|problem| problem.sentence(slot));
        }
        SlotKind::Email => plain::email(&said),
        SlotKind::Phone => plain::phone(&said),
        SlotKind::Contact => plain::email(&said).or_else(|| plain::phone(&said)),
        SlotKind::Choice(choices) => plain::choice(choices, &said),
        SlotKind::YesNo => yes_no::yes_no(&said),
        SlotKind::Place(places) => {
            return place::accept(places, &said).map_err(|meant| place::expected(&meant));
        }
    };
    value
        .filter(|value| value.chars().count() <= SLOT_CHARS)
        .ok_or_else(|| expected(slot))
}

/// The value of the slot's kind inside a longer text, in its normal form. Only kinds that cannot be
/// mistaken are found (patterns, e-mail addresses, dates, international telephone numbers, whole names of places); `None` for the
/// others, and when a text has two dates for one slot.
pub fn find(slot: &Slot, text: &str) -> Option<String> {
    Finder::new(slot).find(text)
}

/// [`find`] with the slot's pattern compiled once.
#[derive(Clone, Debug)]
pub struct Finder {
    looks_for: LooksFor,
}

#[derive(Clone, Debug)]
enum LooksFor {
    Pattern(Box<Regex>),
    Date,
    DateRange,
    Email,
    Phone,
    Contact,
    Place(Vec<Place>),
    Nothing,
}

impl Finder {
    /// Prepares the search for a slot's value.
    pub fn new(slot: &Slot) -> Self {
        let looks_for = match &slot.kind {
            SlotKind::Pattern(pattern) => match compile_within(pattern) {
                Ok(regex) => LooksFor::Pattern(Box::new(regex)),
                Err(_) => LooksFor::Nothing,
            },
            SlotKind::Date => LooksFor::Date,
            SlotKind::DateRange => LooksFor::DateRange,
            SlotKind::Email => LooksFor::Email,
            SlotKind::Phone => LooksFor::Phone,
            SlotKind::Contact => LooksFor::Contact,
            SlotKind::Place(places) => LooksFor::Place(places.clone()),
            SlotKind::Text | SlotKind::Number | SlotKind::Choice(_) | SlotKind::YesNo => LooksFor::Nothing,
        };
        Self { looks_for }
    }

    /// The value inside a text, in its normal form.
    pub fn find(&self, text: &str) -> Option<String> {
        let end = text
            .char_indices()
            .nth(MESSAGE_CHARS)
            .map_or(text.len(), |(at, _)| at);
        let text = &text[..end];
        // Most messages have neither digits nor addresses, and need not be looked at more closely.
        let digit = || text.bytes().any(|byte| byte.is_ascii_digit());
        let sign = match &self.looks_for {
            LooksFor::Email => text.contains('@'),
            LooksFor::Contact => text.contains('@') || digit(),
            LooksFor::Place(_) => true,
            LooksFor::Pattern(_)
            | LooksFor::Date
            | LooksFor::DateRange
            | LooksFor::Phone
            | LooksFor::Nothing => digit(),
        };
        if !sign {
            return None;
        }
        let value = match &self.looks_for {
            LooksFor::Nothing => None,
            LooksFor::Pattern(regex) => within(regex, text).filter(|value| {
                value.chars().count() >= UNMISTAKABLE_CHARS && value.bytes().any(|byte| byte.is_ascii_digit())
            }),
            LooksFor::Date => date::find(text),
            LooksFor::DateRange => date::find_range(text),
            LooksFor::Email => plain::email(text),
            LooksFor::Phone => international(text),
            LooksFor::Contact => plain::email(text).or_else(|| international(text)),
            LooksFor::Place(places) => place::find(places, text),
        };
        value.filter(|value| value.chars().count() <= SLOT_CHARS)
    }
}

/// A pattern that must match the whole value, without regard to case.
///
/// # Errors
/// When it is not a regular expression, or one that cannot stand inside a longer one.
pub(crate) fn compile(pattern: &str) -> Result<Regex, regex_lite::Error> {
    regex(pattern)?;
    compile_within(pattern)?;
    regex(&format!("(?i)^(?:{pattern})$"))
}

/// A regular expression of few states: matching takes their number times the length of the text.
fn regex(pattern: &str) -> Result<Regex, regex_lite::Error> {
    RegexBuilder::new(pattern).size_limit(PATTERN_BYTES).build()
}

/// The pattern between characters that belong to no word.
fn compile_within(pattern: &str) -> Result<Regex, regex_lite::Error> {
    regex(&format!("(?i)(?:^|[^0-9A-Za-z])({pattern})(?:[^0-9A-Za-z]|$)"))
}

fn within(regex: &Regex, text: &str) -> Option<String> {
    let value = regex.captures(text)?.get(1)?.as_str();
    Some(plain::tidy(value).to_ascii_uppercase()).filter(|value| !value.is_empty())
}

fn accept_pattern(pattern: &str, said: &str) -> Option<String> {
    let whole = compile(pattern).ok()?;
    let ended = said.trim_end_matches(['.', '!', ',']);
    let joined: String = ended
        .chars()
        .filter(|c| !c.is_whitespace() && *c != '-')
        .collect();
    [said, ended, &joined]
        .into_iter()
        .find(|candidate| whole.is_match(candidate))
        .map(str::to_ascii_uppercase)
        .or_else(|| within(&compile_within(pattern).ok()?, said).filter(|value| whole.is_match(value)))
}

/// The one sort of telephone number that cannot be mistaken for a price or a date.
fn international(text: &str) -> Option<String> {
    plain::phone(text).filter(|phone| phone.starts_with('+'))
}

/// What the slot expects, as a sentence for the visitor.
fn expected(slot: &Slot) -> String {
    let like = |example: &str| slot.example.clone().unwrap_or_else(|| example.to_owned());
    let label = plain::inside_sentence(&slot.label);
    let article = if label.starts_with(['a', 'e', 'i', 'o', 'u', 'A', 'E', 'I', 'O']) {
        "An"
    } else {
        "A"
    };
    match &slot.kind {
        SlotKind::Text => "Please write a few words.".to_owned(),
        SlotKind::Pattern(_) => match &slot.example {
            Some(example) => format!("{article} {label} looks like {example}."),
            None => format!(
                "That does not look like {} {label}. Please check it.",
                article.to_lowercase()
            ),
        },
        SlotKind::Number => format!("Please give one number, like {}.", like("4")),
        SlotKind::Date => format!("Please give the day and the month, like {}.", like("3 May 2027")),
        SlotKind::DateRange => {
            format!(
                "Please give the first and the last day, like {}.",
                like("3 May to 9 May 2027")
            )
        }
        SlotKind::Email => format!("An e-mail address looks like {}.", like("name@example.com")),
        SlotKind::Phone => format!("A telephone number looks like {}.", like("+351 912 345 678")),
        SlotKind::Contact => {
            "An e-mail address looks like name@example.com, a telephone number like +351 912 345 678."
                .to_owned()
        }
        SlotKind::Choice(choices) => match choices.split_last() {
            Some((last, [])) => format!("Please choose {last}."),
            Some((last, others)) => format!("Please choose {} or {last}.", others.join(", ")),
            None => "Please choose one.".to_owned(),
        },
        SlotKind::YesNo => "Please answer yes or no.".to_owned(),
        SlotKind::Place(places) => place::expected(&places.iter().collect::<Vec<_>>()),
    }
}

#[cfg(test)]
mod tests;
