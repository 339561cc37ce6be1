//! Phrases and patterns that match whatever is said.

use super::super::report::Report;
use crate::slot::{compile, fold};

/// Texts that have nothing in common: whatever matches all of them matches everything.
const ANYTHING: [&str; 8] = [
    "a",
    "7",
    "MT204518",
    "two words",
    "¿qué?",
    "-",
    "a.b@c.de",
    "日本",
];

/// Words that are in most messages of somebody, in the languages of the phrases that are read.
const STOP_WORDS: &str = "a an the and or but if of to in on at by for from with about as is are was were be been am do does \
    did have has had i you he she it we they me my your his her its our their this that these those there here what \
    which who how when where why can could will would shall should may might not no yes so please el la los las un una y \
    o de en que es le les des du et ou est der die das ein eine und oder ist il lo gli e uma os as";

/// Warns of a phrase that says nothing: one of words alone that are in every message.
pub(in super::super) fn phrase(report: &mut Report, key: &str, phrase: &str, at: usize) {
    let folded = fold(phrase);
    let mut words = folded.split(' ');
    if words.all(|word| STOP_WORDS.split_ascii_whitespace().any(|stop| stop == word)) {
        report.warn(
            at,
            format!("the phrase `{phrase}` of `{key}` is in almost every message"),
            "a phrase is the few words that matter",
        );
    }
}

/// Warns of a condition on a slot whose pattern every value meets.
pub(in super::super) fn slot_test(report: &mut Report, pattern: &str, at: usize) {
    if is_everything(pattern) {
        report.warn(
            at,
            format!("the pattern `{pattern}` matches every value"),
            "write `given = true` where any value will do",
        );
    }
}

/// Warns of a slot's pattern that accepts whatever is said.
pub(in super::super) fn slot_pattern(report: &mut Report, pattern: &str, at: usize) {
    if is_everything(pattern) {
        report.warn(
            at,
            format!("the pattern `{pattern}` matches whatever is said"),
            "leave `pattern` out: a slot of kind `text` takes any text",
        );
    }
}

fn is_everything(pattern: &str) -> bool {
    compile(pattern).is_ok_and(|pattern| ANYTHING.iter().all(|text| pattern.is_match(text)))
}
