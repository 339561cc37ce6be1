//! Codes: values that match an operator's pattern, such as booking numbers.
//!
//! Sentences are made of words, and many a pattern matches words: `[A-Z0-9]{6}` is every "please". So a value is one
//! stretch of the answer, or a few neighbouring pieces of it that only spaces and hyphens part ("HC 20 45 18"), and what
//! has a digit goes before what has none. Letters alone are a value when they are all that is said, or stand in capitals
//! beside a few words, unless the pattern would take digits in their place and they are not in capitals: then they are a
//! word. Two values that are as good as each other are none.

use regex_lite::{Regex, RegexBuilder};

use super::{plain, skip};

/// The most that a compiled pattern may take, in bytes: some 500 states.
const PATTERN_BYTES: usize = 16 * 1024;
/// Shortest value of a pattern that is believed without having been asked for.
const UNMISTAKABLE_CHARS: usize = 5;
/// Most pieces of a code that is written with spaces or hyphens.
const PIECES: usize = 8;
/// So many stretches are looked at: two different ones are no value already.
const STRETCHES: usize = 32;
/// Most letters of a piece of letters alone in such a code.
const LETTERS: usize = 4;
/// Most words beside letters in capitals.
const BESIDE: usize = 4;
/// Letters that are a word before a number rather than the first piece of a code: "is 204518".
const WORDS: &str = "a am an and at der die das de du e el en es est from i id il in is it la le my no nr num o of ok on our ref \
    so the to um und us was we y";

/// A pattern that must match the whole value, without regard to case.
///
/// # Errors
/// When it is not a regular expression, or one that cannot stand inside a longer one.
pub(crate) fn compile(pattern: &str) -> Result<Regex, regex_lite::Error> {
    Ok(Code::new(pattern)?.whole)
}

/// A regular expression of few states: matching takes their number times the length of the text.
fn regex(pattern: &str) -> Result<Regex, regex_lite::Error> {
    RegexBuilder::new(pattern).size_limit(PATTERN_BYTES).build()
}

/// A pattern, compiled.
#[derive(Clone, Debug)]
pub(super) struct Code {
    whole: Regex,
    /// The pattern between characters that belong to no word.
    within: Regex,
}

/// What may be a value: where it stands, and in normal form.
struct Candidate {
    from: usize,
    to: usize,
    value: String,
}

/// A stretch of letters and digits.
#[derive(Clone, Copy)]
struct Piece<'t> {
    from: usize,
    text: &'t str,
}

impl Piece<'_> {
    fn to(self) -> usize {
        self.from + self.text.len()
    }
}

impl Code {
    pub(super) fn new(pattern: &str) -> Result<Self, regex_lite::Error> {
        regex(pattern)?;
        Ok(Self {
            within: regex(&format!("(?i)(?:^|[^0-9A-Za-z])({pattern})(?:[^0-9A-Za-z]|$)"))?,
            whole: regex(&format!("(?i)^(?:{pattern})$"))?,
        })
    }

    /// The value that a tidied answer gives.
    pub(super) fn accept(&self, said: &str) -> Option<String> {
        let ended = said.trim_end_matches(['.', '!', ',']);
        let whole = [said, ended].into_iter().find(|said| self.whole.is_match(said));
        if let Some(whole) = whole
            && (has_digit(whole) || self.takes_spaces(whole))
        {
            return Some(normal(whole));
        }
        if skip::skips(said) {
            return None;
        }
        if let Some(whole) = whole {
            return (in_capitals(whole) || !self.takes_digits(whole)).then(|| normal(whole));
        }
        let stretches = self.stretches(said);
        let mut codes = self.codes(said);
        codes.extend(
            stretches
                .iter()
                .filter(|found| has_digit(&found.value))
                .map(Candidate::copy),
        );
        if !codes.is_empty() {
            return only(codes);
        }
        let spelt = said.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
        let letters = said.split([' ', '-']).all(|piece| piece.chars().count() <= 1) || !said.contains(' ');
        if letters && in_capitals(&spelt) && self.whole.is_match(&spelt) {
            return Some(normal(&spelt));
        }
        let beside = said.split(' ').count() <= BESIDE + 1 && said.contains(char::is_lowercase);
        let capitals = stretches
            .into_iter()
            .filter(|found| in_capitals(&said[found.from..found.to]));
        only(capitals.filter(|found| beside && found.value.len() > 1).collect())
    }

    /// The value that a text has in it, when it can be nothing else.
    pub(super) fn find(&self, text: &str) -> Option<String> {
        let mut found = self.stretches(text);
        found.extend(self.codes(text).into_iter().filter(|code| {
            code.value.contains(|c: char| c.is_alphabetic()) && self.demands_digits(&code.value)
        }));
        found.retain(|found| found.value.chars().count() >= UNMISTAKABLE_CHARS && has_digit(&found.value));
        only(found)
    }

    /// What the pattern matches as it is written.
    fn stretches(&self, text: &str) -> Vec<Candidate> {
        let mut found = Vec::new();
        let mut at = 0;
        while found.len() < STRETCHES
            && let Some(hit) = self.within.captures_at(text, at).and_then(|hit| hit.get(1))
        {
            let value = plain::tidy(hit.as_str());
            let apart = |c: Option<char>| !c.is_some_and(|c| c.is_alphanumeric() || c == '@');
            let alone =
                apart(text[..hit.start()].chars().next_back()) && apart(text[hit.end()..].chars().next());
            if alone && !value.is_empty() && self.whole.is_match(&value) {
                found.push(Candidate {
                    from: hit.start(),
                    to: hit.end(),
                    value: normal(&value),
                });
            }
            // The next one may share the space between them.
            let next = if hit.end() > at { hit.end() } else { at + 1 };
            at = (next..=text.len())
                .find(|at| text.is_char_boundary(*at))
                .unwrap_or(text.len() + 1);
            if at > text.len() {
                break;
            }
        }
        found
    }

    /// Codes with a digit that are written in pieces.
    fn codes(&self, text: &str) -> Vec<Candidate> {
        let pieces = pieces(text);
        let mixed = text.contains(char::is_lowercase);
        let mut found = Vec::new();
        for first in 0..pieces.len() {
            let begins = first.checked_sub(1).map(|before| pieces[before]);
            let mut hyphens = true;
            let mut joined = pieces[first].text.to_owned();
            for last in first + 1..pieces.len().min(first + PIECES) {
                let Some(spaced) = joint(text, pieces[last - 1], pieces[last]) else {
                    break;
                };
                hyphens &= !spaced;
                joined.push_str(pieces[last].text);
                if !has_digit(&joined) || !self.whole.is_match(&joined) {
                    continue;
                }
                let run = &pieces[first..=last];
                let whole = run.len() == pieces.len();
                let goes_on = |one: Option<Piece<'_>>, other: Option<Piece<'_>>| {
                    let (Some(one), Some(other)) = (one, other) else {
                        return false;
                    };
                    let digits = one.text.ends_with(|c: char| c.is_ascii_digit())
                        && other.text.starts_with(|c: char| c.is_ascii_digit());
                    digits && joint(text, one, other).is_some()
                };
                let part = goes_on(begins, Some(pieces[first]))
                    || goes_on(Some(pieces[last]), pieces.get(last + 1).copied());
                let demands = self.demands_digits(&joined);
                let fits = |piece: &Piece<'_>| {
                    let word = WORDS.split_ascii_whitespace();
                    let word = word.into_iter().any(|word| word.eq_ignore_ascii_case(piece.text));
                    let few = piece.text.chars().count() <= LETTERS && !word;
                    let capitals = in_capitals(piece.text) && (whole || mixed);
                    has_digit(piece.text) || hyphens || (few && (capitals || (whole && demands)))
                };
                // Two whole codes beside each other are no third one.
                let several = run.iter().filter(|piece| {
                    has_digit(piece.text) && has_letter(piece.text) && self.whole.is_match(piece.text)
                });
                if !part && (whole || hyphens || demands) && run.iter().all(fits) && several.count() < 2 {
                    found.push(Candidate {
                        from: pieces[first].from,
                        to: pieces[last].to(),
                        value: normal(&joined),
                    });
                }
            }
        }
        found
    }

    /// Whether letters in place of a value's digits would be no value.
    fn demands_digits(&self, value: &str) -> bool {
        let letters: String = value
            .chars()
            .map(|c| if c.is_ascii_digit() { 'A' } else { c })
            .collect();
        !self.whole.is_match(&letters)
    }

    /// Whether a digit in place of one of a value's first letters would be a value too.
    fn takes_digits(&self, value: &str) -> bool {
        (0..value.chars().count().min(16)).any(|place| self.takes(value, place, '0'))
    }

    /// Whether a space inside a value would make another: then it is no code but a text.
    fn takes_spaces(&self, value: &str) -> bool {
        value.contains(' ') || self.takes(value, value.chars().count() / 2, ' ')
    }

    fn takes(&self, value: &str, place: usize, other: char) -> bool {
        let put = |(at, c)| if at == place { other } else { c };
        self.whole
            .is_match(&value.chars().enumerate().map(put).collect::<String>())
    }
}

impl Candidate {
    fn copy(&self) -> Self {
        Self {
            value: self.value.clone(),
            ..*self
        }
    }
}

/// The one value among candidates, of which those that are part of a longer one do not count.
fn only(candidates: Vec<Candidate>) -> Option<String> {
    let longest = |one: &&Candidate| {
        let within = |other: &Candidate| other.from <= one.from && one.to <= other.to;
        !candidates
            .iter()
            .any(|other| within(other) && other.to - other.from > one.to - one.from)
    };
    let mut longest = candidates.iter().filter(longest);
    let first = longest.next()?;
    longest
        .all(|other| other.value == first.value)
        .then(|| first.value.clone())
}

fn normal(value: &str) -> String {
    value.to_ascii_uppercase()
}

fn has_digit(text: &str) -> bool {
    text.contains(|c: char| c.is_ascii_digit())
}

fn has_letter(text: &str) -> bool {
    text.contains(char::is_alphabetic)
}

fn in_capitals(text: &str) -> bool {
    has_letter(text) && !text.contains(char::is_lowercase)
}

fn pieces(text: &str) -> Vec<Piece<'_>> {
    let apart = |c: char| !c.is_alphanumeric();
    let pieces = text.split(apart).filter(|piece| !piece.is_empty());
    let place = |piece: &str| piece.as_ptr() as usize - text.as_ptr() as usize;
    pieces
        .map(|text| Piece {
            from: place(text),
            text,
        })
        .collect()
}

/// Whether white space parts two pieces, or only a hyphen; `None` when anything else does.
fn joint(text: &str, one: Piece<'_>, other: Piece<'_>) -> Option<bool> {
    let between = text.get(one.to()..other.from)?;
    let joins = between
        .chars()
        .all(|c| c.is_whitespace() || "-\u{2010}\u{2011}\u{2013}".contains(c));
    joins.then(|| between.contains(char::is_whitespace))
}
