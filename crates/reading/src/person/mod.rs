//! Whether a message asks for a person: patterns of English verbs and nouns.
//!
//! The one signal that must neither be missed nor invented: a visitor who asks for a person gets one, and "are
//! you a bot?" or "can I add a second person?" is a question. So a verb of talking, reaching, handing over or
//! wanting must meet a word for a person, in one sentence, in an order that means it. Long words are also met
//! when they are misspelt by one letter.

#[rustfmt::skip]
mod patterns;

use crate::sentence::{Sentence, Word};
use patterns::{ASKS, LEADS_AWAY};

/// The words that ask for a person, when a message does.
pub(crate) fn asked_for(message: &[Sentence]) -> Option<String> {
    message.iter().find_map(|sentence| {
        let words: Vec<&str> = sentence.iter().map(|word: &Word| word.folded.as_str()).collect();
        let (from, to) = ASKS.iter().find_map(|pattern| {
            (0..words.len()).find_map(|from| Some((from, end(pattern, &words, from)?)))
        })?;
        Some(words[from..to.max(from + 1)].join(" "))
    })
}

/// One step of a pattern.
#[derive(Clone, Copy, Debug)]
enum Step {
    /// One of these.
    One(&'static [&'static str]),
    /// One of these, or a misspelling of one that has five letters or more.
    Like(&'static [&'static str]),
    /// One of these, or nothing.
    Maybe(&'static [&'static str]),
    /// Up to six of these.
    Few(&'static [&'static str]),
    /// Up to so many words of any kind, but for those that begin another thought.
    Gap(usize),
    /// Not one of these; takes nothing.
    Not(&'static [&'static str]),
    /// Not behind one of these; takes nothing.
    NotAfter(&'static [&'static str]),
    /// The sentence begins here.
    Start,
    /// The sentence ends here.
    End,
}

/// Where a pattern that begins at `at` ends, when it fits.
fn end(pattern: &[Step], words: &[&str], at: usize) -> Option<usize> {
    let Some((step, rest)) = pattern.split_first() else {
        return Some(at);
    };
    let here = words.get(at).copied();
    let is = |list: &[&str]| here.is_some_and(|word| list.contains(&word));
    match step {
        Step::One(list) => is(list).then(|| end(rest, words, at + 1))?,
        Step::Like(list) => (is(list) || here.is_some_and(|word| like_one_of(word, list)))
            .then(|| end(rest, words, at + 1))?,
        Step::Maybe(list) => is(list)
            .then(|| end(rest, words, at + 1))
            .flatten()
            .or_else(|| end(rest, words, at)),
        Step::Few(list) => {
            let most = words[at..]
                .iter()
                .take(6)
                .take_while(|word| list.contains(word))
                .count();
            (at..=at + most).rev().find_map(|next| end(rest, words, next))
        }
        Step::Gap(most) => {
            let most = words[at..]
                .iter()
                .take(*most)
                .take_while(|word| !LEADS_AWAY.contains(word))
                .count();
            (at..=at + most).find_map(|next| end(rest, words, next))
        }
        Step::Not(list) => (!is(list)).then(|| end(rest, words, at))?,
        Step::NotAfter(list) => {
            let before = at.checked_sub(1).map(|before| words[before]);
            (!before.is_some_and(|word| list.contains(&word))).then(|| end(rest, words, at))?
        }
        Step::Start => (at == 0).then(|| end(rest, words, at))?,
        Step::End => (at == words.len()).then(|| end(rest, words, at))?,
    }
}

/// Whether a word is a misspelling of one of these: one letter more, less, other or swapped.
fn like_one_of(word: &str, words: &[&str]) -> bool {
    word.len() >= 5
        && word.is_ascii()
        && words
            .iter()
            .any(|right| right.len() >= 5 && one_edit(word.as_bytes(), right.as_bytes()))
}

fn one_edit(left: &[u8], right: &[u8]) -> bool {
    let same = left.iter().zip(right).take_while(|(l, r)| l == r).count();
    match (&left[same..], &right[same..]) {
        ([], []) => true,
        ([_, rest @ ..], []) | ([], [_, rest @ ..]) => rest.is_empty(),
        ([l, left_rest @ ..], [r, right_rest @ ..]) => {
            let swapped = matches!(
                (left_rest, right_rest),
                ([l2, left_tail @ ..], [r2, right_tail @ ..]) if l == r2 && r == l2 && left_tail == right_tail
            );
            swapped || left_rest == right_rest || left_rest == &right[same..] || &left[same..] == right_rest
        }
    }
}

#[cfg(test)]
mod tests;
