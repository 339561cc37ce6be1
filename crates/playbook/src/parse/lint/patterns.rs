//! Patterns of a condition that no value of its slot meets.
//!
//! What a slot keeps is a list, or the language of a regular expression; whether two expressions have a text in common is
//! decided by walking through both of their automata at once.

use std::collections::BTreeSet;

use regex_automata::dfa::Automaton;
use regex_automata::dfa::dense::{Builder, Config, DFA};
use regex_automata::util::{primitives::StateID, start, syntax};
use regex_automata::{Anchored, MatchKind};

use super::super::report::{Read, Report};
use crate::slot::compile;
use crate::{Slot, SlotKind};

/// Largest automaton that is looked at, in bytes; nothing is said of larger ones.
const MOST: usize = 1 << 20;
/// So many pairs of states are walked through.
const PAIRS: usize = 100_000;

/// The normal forms of values that are no list, as `slot` has them.
const NUMBER: &str = r"-?[0-9]+(\.[0-9]+)?";
const DATE: &str = "([0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]{1,2} [A-Z]+)";
const EMAIL: &str = "[^ ]+@[^ ]+";
const PHONE: &str = r"\+?[0-9]+";

/// Reports a pattern that no value of the slot is matched by.
pub(in super::super) fn never_matched(
    report: &mut Report,
    slot: &Slot,
    pattern: &str,
    at: usize,
) -> Read<()> {
    let (never, hint) = match &slot.kind {
        SlotKind::Choice(choices) => {
            let names: Vec<&str> = choices.iter().map(|choice| choice.text(None)).collect();
            (matches_none(pattern, &names), one_of(&names))
        }
        SlotKind::Place(places) => {
            let names: Vec<&str> = places.iter().map(|place| place.name.as_str()).collect();
            (matches_none(pattern, &names), one_of(&names))
        }
        SlotKind::YesNo => (matches_none(pattern, &["yes", "no"]), one_of(&["yes", "no"])),
        SlotKind::Pattern(values) => (
            are_apart(values, pattern),
            format!("its values are matched by `{values}`"),
        ),
        SlotKind::Number => (are_apart(NUMBER, pattern), kept("12 or 1.5")),
        SlotKind::Date => (are_apart(DATE, pattern), kept("2027-05-03 or 3 May")),
        SlotKind::DateRange => (
            are_apart(&format!("{DATE} to {DATE}"), pattern),
            kept("2027-05-03 to 2027-05-09 or 3 May to 9 May"),
        ),
        SlotKind::Email => (are_apart(EMAIL, pattern), kept("ann@example.com")),
        SlotKind::Phone => (are_apart(PHONE, pattern), kept("+351912345678")),
        SlotKind::Contact => (
            are_apart(&format!("{EMAIL}|{PHONE}"), pattern),
            kept("ann@example.com or +351912345678"),
        ),
        SlotKind::Text | SlotKind::File { .. } => return Ok(()),
    };
    if !never {
        return Ok(());
    }
    let message = format!("no value of the slot `{}` is matched by `{pattern}`", slot.id);
    Err(report.wrong_with(at, message, hint))
}

fn matches_none(pattern: &str, values: &[&str]) -> bool {
    compile(pattern).is_ok_and(|pattern| !values.iter().any(|value| pattern.is_match(value)))
}

fn one_of(names: &[&str]) -> String {
    let some: Vec<String> = names.iter().take(8).map(|name| format!("`{name}`")).collect();
    let more = if names.len() > some.len() { ", …" } else { "" };
    format!("it is kept as one of: {}{more}", some.join(", "))
}

fn kept(like: &str) -> String {
    format!("a value is kept like {like}")
}

/// Whether it is certain that no text is matched by both.
fn are_apart(one: &str, other: &str) -> bool {
    match (automaton(one), automaton(other)) {
        (Some(one), Some(other)) => has_common(&one, &other) == Some(false),
        _ => false,
    }
}

/// The automaton of a pattern. `None` when it is too large, or would match less than the pattern does.
fn automaton(pattern: &str) -> Option<DFA<Vec<u32>>> {
    // Words, digits and white space are of all scripts here and of ASCII in a playbook: as they stand they match more,
    // and denied they would match less.
    let denies = [r"\W", r"\D", r"\S", r"\b", r"\B"]
        .iter()
        .any(|class| pattern.contains(class));
    if denies || (pattern.contains("[^") && pattern.contains('\\')) {
        return None;
    }
    let config = Config::new()
        .match_kind(MatchKind::All)
        .dfa_size_limit(Some(MOST))
        .determinize_size_limit(Some(MOST));
    Builder::new()
        .configure(config)
        .syntax(syntax::Config::new().case_insensitive(true))
        .build(&format!(r"(?:{pattern})\z"))
        .ok()
}

/// Whether a text is matched by both as a whole; `None` when that takes too long to say.
fn has_common(one: &DFA<Vec<u32>>, other: &DFA<Vec<u32>>) -> Option<bool> {
    let start = start::Config::new().anchored(Anchored::Yes);
    let begin = (one.start_state(&start).ok()?, other.start_state(&start).ok()?);
    // One byte of each kind that the two tell apart.
    let mut kinds = BTreeSet::new();
    let bytes: Vec<u8> = (0..=u8::MAX)
        .filter(|byte| kinds.insert((one.byte_classes().get(*byte), other.byte_classes().get(*byte))))
        .collect();
    let mut seen: BTreeSet<(StateID, StateID)> = BTreeSet::from([begin]);
    let mut left = vec![begin];
    while let Some((first, second)) = left.pop() {
        let ends = one.is_match_state(one.next_eoi_state(first))
            && other.is_match_state(other.next_eoi_state(second));
        if ends {
            return Some(true);
        }
        for byte in &bytes {
            let next = (one.next_state(first, *byte), other.next_state(second, *byte));
            if one.is_quit_state(next.0) || other.is_quit_state(next.1) {
                return None;
            }
            let dead = one.is_dead_state(next.0) || other.is_dead_state(next.1);
            if !dead && seen.insert(next) {
                left.push(next);
            }
        }
        if seen.len() > PAIRS {
            return None;
        }
    }
    Some(false)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_patterns_are_apart_when_no_text_is_matched_by_both() {
        for (one, other) in [
            ("LA[0-9]{4}", "XX.*"),
            ("LA[0-9]{4}", "LA[0-9]{5,}"),
            ("[0-9]+", "[a-z].*"),
            ("LA|MT", "KL|AF"),
            (NUMBER, "many"),
            (PHONE, ".*@.*"),
        ] {
            assert!(are_apart(one, other), "{one} {other}");
        }
        for (one, other) in [
            ("LA[0-9]{4}", "la2.*"),
            ("LA[0-9]{4}", ".+"),
            ("a|ab", "ab"),
            (r"\w+", "é"),
            (".", "é"),
            (r"[^\d]+", "x"),
            ("(a*)*b", "a{3}b"),
            (DATE, "3 May"),
        ] {
            assert!(!are_apart(one, other), "{one} {other}");
        }
    }
}
