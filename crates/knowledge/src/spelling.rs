//! Slips of the finger, in English: a word that neither the documents nor the table know, one letter away from one that both do.

use crate::language::Language;
use crate::lexical::Lexicon;
use crate::table::Table;
use crate::words::Words;

/// Shorter words are too near to each other.
const SHORTEST: usize = 5;
/// Longer ones are addresses or noise.
const LONGEST: usize = 20;

/// The text with its slips put right; `None` when there are none.
pub(crate) fn corrected(words: &Words, lexicon: &Lexicon, table: &Table) -> Option<String> {
    let mut text = String::new();
    let mut any = false;
    for (word, mark) in words.iter() {
        let right = if mark { None } else { right(word, lexicon, table) };
        any |= right.is_some();
        text.push_str(right.as_deref().unwrap_or(word));
        text.push(' ');
    }
    any.then_some(text)
}

/// What a word was meant to be. Of several the one that most passages have.
fn right(word: &str, lexicon: &Lexicon, table: &Table) -> Option<String> {
    let letters = word.as_bytes();
    let is_plain = letters.iter().all(u8::is_ascii_lowercase);
    if !is_plain || !(SHORTEST..=LONGEST).contains(&letters.len()) {
        return None;
    }
    let stemmer = Language::English.stemmer();
    let known = |word: &str| lexicon.find(&stemmer.stem(word));
    if table.is_word(word) || known(word).is_some() {
        return None;
    }
    let mut best: Option<(f32, String)> = None;
    neighbours(letters, |neighbour| {
        if !table.is_word(neighbour) || Language::English.is_stop_word(neighbour) {
            return;
        }
        if let Some(term) = known(neighbour) {
            let rarity = lexicon.weight(term);
            if best.as_ref().is_none_or(|(least, _)| rarity < *least) {
                best = Some((rarity, neighbour.to_owned()));
            }
        }
    });
    best.map(|(_, word)| word)
}

/// Visits all words one letter away: one too many, two swapped, another one, one too few. The first stays.
fn neighbours(word: &[u8], mut visit: impl FnMut(&str)) {
    let mut changed = Vec::with_capacity(word.len() + 1);
    let mut show = |changed: &[u8]| {
        // Letters are ASCII.
        if let Ok(text) = std::str::from_utf8(changed) {
            visit(text);
        }
    };
    for at in 1..=word.len() {
        let (head, tail) = word.split_at(at);
        for letter in b'a'..=b'z' {
            changed.clear();
            changed.extend_from_slice(head);
            changed.push(letter);
            changed.extend_from_slice(tail);
            show(&changed);
        }
        let Some((&first, rest)) = tail.split_first() else {
            continue;
        };
        changed.clear();
        changed.extend_from_slice(head);
        changed.extend_from_slice(rest);
        show(&changed);
        for letter in (b'a'..=b'z').filter(|&letter| letter != first) {
            changed.clear();
            changed.extend_from_slice(word);
            changed[at] = letter;
            show(&changed);
        }
        if at + 1 < word.len() {
            changed.clear();
            changed.extend_from_slice(word);
            changed.swap(at, at + 1);
            show(&changed);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::{Index, Passage, build};

    fn check(text: &str, expected: Option<&str>) {
        let table = include_bytes!("../../../models/gangway-en-256.table");
        let table = Table::read(table).expect("the committed table");
        let passage = Passage {
            text: "Luggage allowance and electricity: cars for weekends in Seville.".to_owned(),
            ..Passage::default()
        };
        let index = Index::read(&build::build(vec![passage], &table)).expect("built just now");
        let mut words = Words::default();
        words.cut(text);
        let corrected = corrected(&words, &index.core.lexicon, &table);
        assert_eq!(corrected.as_deref().map(str::trim), expected, "{text}");
    }

    #[test]
    fn a_slip_of_the_finger_is_put_right() {
        check("lugage alowance?", Some("luggage allowance ?"));
        check("is there electricty", Some("is there electricity"));
        check("a car for the weeekend", Some("a car for the weekend"));
        check("Sevlile", Some("seville"));
    }

    #[test]
    fn a_word_that_is_known_or_far_from_all_that_are_stays() {
        for text in [
            "luggage for the baggage car",
            "is there a campervan",
            "cras",
            "xyzzyqwertz 12345",
            "¿Cuánto equipaje puedo llevar?",
            "",
        ] {
            check(text, None);
        }
    }

    #[test]
    fn neighbours_are_all_words_one_letter_away_that_begin_alike() {
        let mut found = BTreeSet::new();
        neighbours(b"abc", |word| {
            found.insert(word.to_owned());
        });
        for word in ["ab", "ac", "acb", "abd", "abcz", "axbc"] {
            assert!(found.contains(word), "{word}");
        }
        assert!(!found.contains("abc") && !found.contains("bbc") && !found.contains("bc"));
    }
}
