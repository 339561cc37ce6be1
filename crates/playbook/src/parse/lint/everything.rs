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

/// Words that have nothing in common but to be words.
const ANY_WORD: [&str; 6] = ["a", "7", "hello", "MT204518", "2027", "understanding"];

/// What messages begin with, and what almost every wish has, in the same languages.
const COMMON: &str = "hello hi hey hola bonjour salut hallo ciao ola oi bom boa dia tarde good morning evening afternoon buenos \
    buenas dias tardes guten tag thanks thank gracias merci danke grazie obrigado obrigada ok okay want need quiero \
    quisiera necesito veux voudrais besoin mochte brauche vorrei voglio quero preciso gostaria help";

/// Words that are in most messages of somebody, in the languages of the phrases that are read.
const STOP_WORDS: &str = "a an the and or but if of to in on at by for from with about as is are was were be been am do does \
    did have has had i you he she it we they me my your his her its our their this that these those there here what \
    which who how when where why can could will would shall should may might not no yes so please el la los las un una y \
    o de en que es le les des du et ou est der die das ein eine und oder ist il lo gli e uma os as";

/// Warns of a phrase that says nothing: one of words alone that are in every message, or that any of them may begin with.
pub(in super::super) fn phrase(report: &mut Report, key: &str, phrase: &str, at: usize) {
    let folded = fold(phrase);
    let only = |lists: &[&str]| {
        let known = |word: &str| {
            let mut words = lists.iter().flat_map(|list| list.split_ascii_whitespace());
            words.any(|known| known == word)
        };
        folded.split(' ').all(known)
    };
    let hint = "a phrase is the few words that matter";
    if only(&[STOP_WORDS]) {
        let message = format!("the phrase `{phrase}` of `{key}` is in almost every message");
        report.warn(at, message, hint);
    } else if only(&[STOP_WORDS, COMMON]) && !phrase.ends_with('.') {
        let message = format!("the phrase `{phrase}` of `{key}` is in messages about anything");
        report.warn(at, message, hint);
    }
}

/// Warns of a condition on a slot whose pattern every value meets.
pub(in super::super) fn slot_test(report: &mut Report, pattern: &str, at: usize) {
    if matches_all(pattern, &ANYTHING) {
        report.warn(
            at,
            format!("the pattern `{pattern}` matches every value"),
            "write `given = true` where any value will do",
        );
    } else if matches_all(pattern, &ANY_WORD) {
        report.warn(
            at,
            format!("the pattern `{pattern}` matches every value of one word"),
            "say what the value begins with or how long it is, such as `LA[0-9]{4}`; or write `given = true` where any \
             value will do",
        );
    }
}

/// Warns of a slot's pattern that accepts whatever is said.
pub(in super::super) fn slot_pattern(report: &mut Report, pattern: &str, at: usize) {
    if matches_all(pattern, &ANYTHING) {
        report.warn(
            at,
            format!("the pattern `{pattern}` matches whatever is said"),
            "leave `pattern` out: a slot of kind `text` takes any text",
        );
    } else if matches_all(pattern, &ANY_WORD) {
        report.warn(
            at,
            format!("the pattern `{pattern}` matches any word, and so finds a value in almost every answer"),
            "say what the value begins with or how long it is, such as `MT[0-9]{6}`; or leave `pattern` out: a slot of \
             kind `text` takes any text",
        );
    }
}

fn matches_all(pattern: &str, texts: &[&str]) -> bool {
    compile(pattern).is_ok_and(|pattern| texts.iter().all(|text| pattern.is_match(text)))
}
