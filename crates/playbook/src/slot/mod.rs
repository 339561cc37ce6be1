//! Pure validators of slot values: the same text gives the same value, everywhere and always.
//!
//! Every kind has one normal form, which is accepted again unchanged. Time is linear in the text, and what
//! is accepted is at most [`SLOT_CHARS`] characters long.
//!
//! | kind | accepted, beside the plain form | normal form |
//! |---|---|---|
//! | text | anything | white space collapsed |
//! | pattern | see `pattern` | upper case |
//! | number | see `number` | `1200`, `1.5`, `12` |
//! | date | see [`date`] | `2027-05-03`, or `3 May` when no year was said |
//! | date-range | see [`date`] | `2027-05-03 to 2027-05-09`, or `3 May to 9 May` |
//! | email | a sentence around it | host in small letters |
//! | phone | spaces, hyphens, dots, brackets; `00` for `+`; no date and no list | digits, with `+` when international |
//! | contact | as an e-mail address or a telephone number | as that |
//! | choice | case and accents; a sentence around it; its beginning | as in the playbook |
//! | yes-no | "yep", "of course", "not at all", in six languages | `yes`, `no` |
//! | place | see `place` | its name as in the playbook |
//! | file | no text at all, see [`ends_files`] | – |

mod change;
pub mod date;
mod denied;
mod files;
mod number;
mod pattern;
mod place;
mod plain;
mod skip;
mod yes_no;

pub(crate) use pattern::compile;
pub(crate) use plain::fold;

pub use change::{drops, instead};
pub use files::ends_files;
pub use skip::skips;

use gangway_protocol::limits::{MESSAGE_CHARS, SLOT_CHARS};

use crate::hours::Day;
use crate::{Place, Said, Says, Slot, SlotKind};
use pattern::Code;

/// The value in its normal form when `said`, as a whole, is an answer to the slot's question. `today` is the day that
/// "tomorrow" is counted from; without it, such words are no dates.
///
/// # Errors
/// Why it is not accepted.
pub fn accept(slot: &Slot, said: &str, today: Option<Day>) -> Result<String, Refused> {
    let chars = said.chars().count();
    if chars > SLOT_CHARS {
        return Err(Refused::TooLong(chars));
    }
    let said = plain::tidy(said);
    if said.is_empty() {
        return Err(Refused::Other);
    }
    let value = match &slot.kind {
        SlotKind::Text => Some(said),
        SlotKind::Pattern(pattern) => Code::new(pattern).ok().and_then(|code| code.accept(&said)),
        SlotKind::Number => number::number(&said),
        SlotKind::Date => return date::accept(&said, today).map_err(Refused::Date),
        SlotKind::DateRange => return date::accept_range(&said, today).map_err(Refused::Date),
        SlotKind::Email => plain::email(&said),
        SlotKind::Phone => plain::phone(&said),
        SlotKind::Contact => plain::email(&said).or_else(|| plain::phone(&said)),
        SlotKind::Choice(choices) => plain::choice(choices, &said),
        SlotKind::YesNo => yes_no::yes_no(&said),
        SlotKind::Place(places) => {
            return place::accept(places, &said).map_err(|meant| {
                let meant = meant.into_iter().map(|place| place.name.clone());
                Refused::Places(meant.collect())
            });
        }
        SlotKind::File { .. } => None,
    };
    value
        .filter(|value| value.chars().count() <= SLOT_CHARS)
        .ok_or(Refused::Other)
}

/// Why an answer is not accepted.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Refused {
    /// It has so many characters.
    TooLong(usize),
    /// It is no date that could be meant.
    Date(date::Problem),
    /// It could be any of these places.
    Places(Vec<String>),
    /// It is nothing that the slot expects.
    Other,
}

impl Refused {
    /// What the visitor is told, in their language where the playbook has it.
    pub fn sentence(&self, slot: &Slot, says: &Says, language: Option<&str>) -> String {
        let words = &says.refusals;
        let expects = slot.expects.text(language);
        let with = |why: &Said| format!("{} {expects}", why.text(language));
        match self {
            Self::TooLong(characters) => words
                .too_long
                .text(language)
                .replace("{characters}", &characters.to_string())
                .replace("{most}", &SLOT_CHARS.to_string()),
            Self::Date(date::Problem::Several) => with(&words.several_dates),
            Self::Date(date::Problem::NoSuchDay) => with(&words.no_such_day),
            Self::Date(date::Problem::Backwards) => with(&words.backwards),
            Self::Places(names) => match names.split_last() {
                Some((last, others)) if (1..place::SHOWN).contains(&others.len()) => {
                    let or = words.or.text(language);
                    let choices = format!("{} {or} {last}", others.join(", "));
                    words.choose.text(language).replace("{choices}", &choices)
                }
                Some(_) | None => expects.to_owned(),
            },
            Self::Date(date::Problem::None) | Self::Other => expects.to_owned(),
        }
    }
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
    Pattern(Box<Code>),
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
            SlotKind::Pattern(pattern) => match Code::new(pattern) {
                Ok(code) => LooksFor::Pattern(Box::new(code)),
                Err(_) => LooksFor::Nothing,
            },
            SlotKind::Date => LooksFor::Date,
            SlotKind::DateRange => LooksFor::DateRange,
            SlotKind::Email => LooksFor::Email,
            SlotKind::Phone => LooksFor::Phone,
            SlotKind::Contact => LooksFor::Contact,
            SlotKind::Place(places) => LooksFor::Place(places.clone()),
            SlotKind::Text
            | SlotKind::Number
            | SlotKind::Choice(_)
            | SlotKind::YesNo
            | SlotKind::File { .. } => LooksFor::Nothing,
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
            LooksFor::Pattern(code) => code.find(text),
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

/// The one sort of telephone number that cannot be mistaken for a price or a date.
fn international(text: &str) -> Option<String> {
    plain::phone(text).filter(|phone| phone.starts_with('+'))
}

#[cfg(test)]
mod tests;
