//! The playbook's phrases, looked for in a message.
//!
//! A phrase is found where its words stand in one sentence in their order, compared by their stems, with at
//! most [`GAP`] others between each two. It is not found where it is denied ("no accident") or only supposed
//! ("if we had an accident"). A phrase that ends with a full stop must be a whole sentence. Time is linear in
//! the message for each phrase whose first word occurs.

use std::collections::{BTreeMap, BTreeSet};

use crate::sentence::{Sentence, Word, sentences};

/// How many other words may stand between two words of a phrase.
const GAP: usize = 2;
/// How far before a phrase a denial still means it, in words.
const DENIED_WITHIN: usize = 3;

/// Words that make no difference.
const ARTICLES: [&str; 3] = ["a", "an", "the"];
/// What a whole sentence may have beside its phrase.
const POLITE: [&str; 2] = ["please", "help"];
/// What denies the words after it.
const DENIALS: [&str; 22] = [
    "no", "not", "never", "without", "nor", "neither", "nobody", "none", "isnt", "wasnt", "arent", "werent",
    "dont", "doesnt", "didnt", "havent", "hasnt", "hadnt", "wont", "avoid", "cannot", "cant",
];
/// What makes the words after it a supposition, up to the end of the clause.
const SUPPOSITIONS: [&str; 7] = ["if", "whether", "unless", "suppose", "supposing", "case", "event"];

/// Phrases, compiled.
#[derive(Clone, Debug)]
pub(crate) struct Phrases {
    phrases: Vec<Phrase>,
    by_first: BTreeMap<String, Vec<usize>>,
}

#[derive(Clone, Debug)]
struct Phrase {
    stems: Vec<String>,
    whole: bool,
}

impl Phrases {
    /// Compiles phrases; each is known by its position.
    pub(crate) fn new<'a>(phrases: impl IntoIterator<Item = &'a str>) -> Self {
        let phrases: Vec<Phrase> = phrases.into_iter().map(Phrase::new).collect();
        let mut by_first: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (position, phrase) in phrases.iter().enumerate() {
            if let Some(first) = phrase.stems.first() {
                by_first.entry(first.clone()).or_default().push(position);
            }
        }
        Self { phrases, by_first }
    }

    /// The positions of the phrases that a message contains.
    pub(crate) fn found(&self, message: &[Sentence]) -> BTreeSet<usize> {
        let mut found = BTreeSet::new();
        for sentence in message {
            let words = telling(sentence);
            let possible: BTreeSet<usize> = words
                .iter()
                .filter_map(|word| self.by_first.get(&word.stem))
                .flatten()
                .copied()
                .filter(|position| !found.contains(position))
                .collect();
            found.extend(
                possible
                    .into_iter()
                    .filter(|position| self.phrases[*position].is_in(&words)),
            );
        }
        found
    }
}

impl Phrase {
    fn new(text: &str) -> Self {
        let words: Vec<Word> = sentences(text).into_iter().flatten().collect();
        Self {
            stems: telling(&words)
                .into_iter()
                .map(|word| word.stem.clone())
                .collect(),
            whole: text.trim_end().ends_with('.'),
        }
    }

    fn is_in(&self, words: &[&Word]) -> bool {
        if self.whole {
            let said: Vec<&str> = words
                .iter()
                .filter(|word| !POLITE.contains(&word.folded.as_str()))
                .map(|word| word.stem.as_str())
                .collect();
            return said == self.stems;
        }
        // For each word of the message: the way by which the phrase so far ends there, if it does. Of several
        // ways the one that begins last is kept: what is denied earlier does not count.
        let mut ends: Vec<Option<Way>> = Vec::new();
        for (nth, stem) in self.stems.iter().enumerate() {
            let here = |at: usize| {
                if words[at].stem != *stem {
                    return None;
                }
                if nth == 0 {
                    return Some(Way {
                        start: at,
                        denied: false,
                    });
                }
                let reachable = at.saturating_sub(GAP + 1)..at;
                reachable
                    .filter_map(|before| {
                        let way = ends[before]?;
                        let denied = words[before + 1..at].iter().any(|word| denies(word));
                        Some(Way {
                            denied: way.denied || denied,
                            ..way
                        })
                    })
                    .max_by_key(|way| (!way.denied, way.start))
            };
            ends = (0..words.len()).map(here).collect();
        }
        ends.into_iter()
            .flatten()
            .any(|way| !way.denied && !put_in_doubt(words, way.start))
    }
}

#[derive(Clone, Copy)]
struct Way {
    start: usize,
    denied: bool,
}

/// The words that make a difference, or all when none does.
fn telling(words: &[Word]) -> Vec<&Word> {
    let telling: Vec<&Word> = words
        .iter()
        .filter(|word| !ARTICLES.contains(&word.folded.as_str()))
        .collect();
    if telling.is_empty() {
        words.iter().collect()
    } else {
        telling
    }
}

/// Whether what begins at `start` is denied or supposed by the words before it in its clause.
fn put_in_doubt(words: &[&Word], start: usize) -> bool {
    if words[start].begins {
        return false;
    }
    for (distance, word) in words[..start].iter().rev().enumerate() {
        let supposed = SUPPOSITIONS.contains(&word.folded.as_str());
        if supposed || (distance < DENIED_WITHIN && denies(word)) {
            return true;
        }
        if word.begins {
            return false;
        }
    }
    false
}

fn denies(word: &Word) -> bool {
    DENIALS.contains(&word.folded.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(phrase: &str, text: &str, expected: bool) {
        let found = Phrases::new(["something else entirely", phrase]).found(&sentences(text));
        assert_eq!(found.contains(&1), expected, "{phrase:?} in {text:?}");
        assert!(!found.contains(&0));
    }

    #[test]
    fn words_meet_by_their_stems_in_order() {
        check("lost luggage", "I've lost my luggage", true);
        check("lost luggage", "LOST LUGGAGE!!!", true);
        check("lost luggage", "we have lost all our luggage in Lima", true);
        check("lost luggage", "luggage lost", false);
        check(
            "lost luggage",
            "lost my mind and then also all the luggage",
            false,
        );
        check("crashed", "we have crashed", true);
        check("crash", "our bus crashes", true);
        check("had an accident", "We had a small accident", true);
        check("had an accident", "we had accident", true);
        check("had an accident", "We had. Accident!", false);
        check("bag never arrived", "My bag has never arrived", true);
        check("car won't start", "the car won’t start", true);
        check("rear-ended", "somebody rear ended us", true);
        check("müll", "MULL", true);
    }

    #[test]
    fn a_later_way_is_found_when_an_earlier_one_leads_nowhere() {
        check("one two three", "one two x x x two three", false);
        check("one two three", "one two one x two x x three", true);
        check("one two three", "one two x two x x three", true);
    }

    #[test]
    fn a_full_stop_asks_for_a_whole_sentence() {
        check("accident.", "Accident!", true);
        check("accident.", "Help! An accident. Where are you?", true);
        check("accident.", "accident please help", true);
        check("accident.", "How much is Personal Accident Cover?", false);
        check("roadside assistance.", "Roadside assistance", true);
    }

    #[test]
    fn what_is_denied_or_supposed_is_not_said() {
        check("had an accident", "We had no accident", false);
        check("had an accident", "luckily we have not had an accident", false);
        check("had an accident", "I never had an accident", false);
        check("had an accident", "What happens if I had an accident?", false);
        check("lost luggage", "what do you pay in case of lost luggage?", false);
        check(
            "had an accident",
            "If you can, send someone, we had an accident",
            true,
        );
        check("had an accident", "No, we had an accident", true);
        check(
            "had an accident",
            "I do not know what to do now, we had an accident",
            true,
        );
        check("can't find my bag", "I can't find my bag", true);
        check(
            "had an accident",
            "we had no time because we had an accident",
            true,
        );
    }

    #[test]
    fn nothing_is_found_in_nothing() {
        check("the", "", false);
        check("the", "the", true);
        check("!", "!", false);
    }
}
