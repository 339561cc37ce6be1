//! A text as sentences of words: what phrases and patterns are looked for in.

/// One word.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Word {
    /// Small letters, without accents and apostrophes: "don't" is `dont`.
    pub(crate) folded: String,
    /// Its stem.
    pub(crate) stem: String,
    /// Whether a clause begins here: a comma, a dash or a bracket stands before it.
    pub(crate) begins: bool,
}

/// The words between two full stops. Never empty.
pub(crate) type Sentence = Vec<Word>;

/// Tails that an apostrophe joins to the word before it.
const TAILS: [&str; 7] = ["t", "s", "m", "d", "ll", "re", "ve"];

/// The sentences of a text.
pub(crate) fn sentences(text: &str) -> Vec<Sentence> {
    text.lines()
        .flat_map(line)
        .filter(|sentence| !sentence.is_empty())
        .collect()
}

fn line(text: &str) -> Vec<Sentence> {
    let mut sentences = Vec::new();
    let mut sentence = Sentence::new();
    let mut begins = true;
    let mut apostrophe = false;
    for word in gangway_knowledge::words(text) {
        if word.mark {
            apostrophe = matches!(word.folded.as_str(), "'" | "\u{2019}");
            match word.folded.as_str() {
                "." | "!" | "?" | ";" | "\u{2026}" | "\u{3002}" | "\u{bf}" | "\u{a1}" => {
                    sentences.push(std::mem::take(&mut sentence));
                    begins = true;
                }
                "," | ":" | "(" | ")" | "\u{2013}" | "\u{2014}" => begins = true,
                _ => {}
            }
            continue;
        }
        let joined = apostrophe && TAILS.contains(&word.folded.as_str());
        apostrophe = false;
        match sentence.last_mut().filter(|_| joined) {
            Some(before) => {
                before.folded.push_str(&word.folded);
                // "the car's" is about a car, "don't" is a word of its own.
                if word.folded != "s" {
                    before.stem.clone_from(&before.folded);
                }
            }
            None => {
                sentence.push(Word {
                    folded: word.folded,
                    stem: word.stem,
                    begins,
                });
                begins = false;
            }
        }
    }
    sentences.push(sentence);
    sentences
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &str) {
        let shown: Vec<String> = sentences(text)
            .iter()
            .map(|sentence| {
                let words = sentence.iter().map(|word| {
                    let begins = if word.begins { "| " } else { "" };
                    if word.stem == word.folded {
                        format!("{begins}{}", word.folded)
                    } else {
                        format!("{begins}{}~{}", word.folded, word.stem)
                    }
                });
                words.collect::<Vec<_>>().join(" ")
            })
            .collect();
        assert_eq!(shown.join(" / "), expected, "{text:?}");
    }

    #[test]
    fn a_text_is_cut_at_full_stops_and_clauses() {
        check(
            "Help! We crashed, near Évora.\nCall me",
            "| help / | we crashed~crash | near evora / | call me",
        );
        check(" … ", "");
    }

    #[test]
    fn apostrophes_join() {
        check(
            "I don't; he’ll; the car's key",
            "| i dont / | hell / | the cars~car key",
        );
        check("'quoted'", "| quoted~quot");
    }
}
