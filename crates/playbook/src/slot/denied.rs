//! What is named only to be ruled out: "not the luxury one", "anything but Faro".

use super::plain::fold;
use super::yes_no::{ON_THE, is, says_no};

/// What rules out what follows, beside the words that say no.
const EXCEPT: &str =
    "without except sans sauf sin excepto salvo ohne ausser außer senza tranne eccetto sem exceto anything";
/// What a part of an answer begins with that is not ruled out with the one before it.
const BUT: &str = "but sino pero sondern mais ma mas";

/// The folded parts of an answer in which nothing is denied; `None` when nothing is in all of it.
pub(super) fn affirmed(said: &str) -> Option<String> {
    if !denies(&fold(said)) {
        return None;
    }
    let mut left = Vec::new();
    for part in said.split([',', '.', ';', ':', '!', '?', '\u{2013}', '\u{2014}']) {
        let folded = fold(part);
        let mut clause = Vec::new();
        for word in folded.split(' ').chain(["but"]) {
            // "anything but" rules out what follows.
            if is(word, BUT) && clause.last() != Some(&"anything") {
                let whole = clause.join(" ");
                if !denies(&whole) {
                    left.push(whole);
                }
                clause.clear();
            } else {
                clause.push(word);
            }
        }
    }
    Some(left.join(" ").trim().to_owned())
}

/// Whether a folded text has a word that denies. Portuguese "no aeroporto" is "at the airport".
pub(super) fn denies(folded: &str) -> bool {
    let mut words = folded.split(' ').peekable();
    while let Some(word) = words.next() {
        let next = words.peek().copied().unwrap_or_default();
        let except = is(word, EXCEPT) && (word != "anything" || next == "but");
        if except || (word.len() > 1 && says_no(word) && !(word == "no" && is(next, ON_THE))) {
            return true;
        }
    }
    false
}
