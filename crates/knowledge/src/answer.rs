//! The answer: the whole sentences of a passage that answer best, unaltered and next to each other.
//!
//! A short passage is its own answer, and so is one that tells somebody what to do. Of a longer one the best sentence is taken, with the one before it when it
//! leans on that ("It costs …"), the one after it when that takes something back ("However, …"), and with a
//! neighbour that answers nearly as well.

use crate::late::Late;
use crate::sentence::sentences;
use crate::table::Table;
use crate::vector::{DIMENSIONS, Vector};
use crate::wanted::Wanted;
use crate::words::Words;

/// A passage of so many bytes, or of two sentences, is not cut.
const SHORT: usize = 240;
/// A neighbour answers nearly as well from this share of the best sentence's score on …
const NEARLY: f32 = 0.92;
/// … and is taken as long as the answer stays so short, in bytes.
const LONG: usize = 400;

/// What a sentence gains that has the kind of answer the question wants.
const KIND: f32 = 0.3;

/// First words of a sentence that means little without the one before it. Sorted, as are the lists below.
const LEANING: &[&str] = &[
    "also",
    "and",
    "but",
    "he",
    "her",
    "his",
    "however",
    "instead",
    "it",
    "its",
    "nor",
    "or",
    "otherwise",
    "she",
    "so",
    "such",
    "that",
    "their",
    "them",
    "then",
    "these",
    "they",
    "this",
    "those",
];
/// A sentence also leans that begins with one of these …
const PREPOSITIONS: &[&str] = &[
    "after", "at", "before", "by", "for", "from", "in", "of", "on", "to", "with", "without",
];
/// … and goes on with one of these: "without it", "in that case".
const POINTING: &[&str] = &["it", "that", "them", "these", "this", "those"];
/// First words of a sentence that takes back something of the one before it.
const EXCEPTING: &[&str] = &["but", "except", "exceptions", "however", "otherwise", "unless"];

/// What asks for one fact, at the beginning of a question or after "please, …".
const FACTS: &[&str] = &[
    "are", "can", "could", "did", "do", "does", "has", "have", "is", "may", "must", "was", "were", "what",
    "when", "where", "which", "who", "whose", "will", "would",
];
/// "How …" asks for one fact too when one of these follows, and for a way to do something otherwise.
const MEASURES: &[&str] = &[
    "big",
    "early",
    "expensive",
    "far",
    "fast",
    "full",
    "heavy",
    "high",
    "large",
    "late",
    "long",
    "many",
    "much",
    "often",
    "old",
    "small",
    "soon",
    "tall",
    "wide",
    "young",
];

/// What a question was cut into, and buffers.
pub(crate) struct Asked<'a> {
    pub(crate) question: &'a str,
    /// What it leans on; empty when it stands by itself.
    pub(crate) before: &'a str,
    /// The kind of answer it wants.
    pub(crate) wanted: Option<Wanted>,
    pub(crate) meant: &'a Vector,
    pub(crate) late: &'a mut Late,
    pub(crate) words: &'a mut Words,
    pub(crate) table: &'a Table,
}

/// The part of a passage's text that answers.
pub(crate) fn extract<'t>(text: &'t str, asked: &mut Asked<'_>) -> &'t str {
    let sentences = sentences(text);
    if text.len() <= SHORT || sentences.len() <= 2 || !asked.wants_one_fact() {
        return text;
    }
    let scores: Vec<f32> = sentences.iter().map(|sentence| asked.score(sentence)).collect();
    let best = (0..scores.len()).fold(0, |best, at| if scores[at] > scores[best] { at } else { best });

    let span = |first: usize, last: usize| {
        let start = offset(text, sentences[first]);
        let end = offset(text, sentences[last]) + sentences[last].len();
        &text[start..end]
    };
    let (mut first, mut last) = (best, best);
    while first > 0 && (leans(sentences[first]) || sentences[first - 1].ends_with(':')) {
        first -= 1;
    }
    while last + 1 < sentences.len() && (excepts(sentences[last + 1]) || sentences[last].ends_with(':')) {
        last += 1;
    }
    let near = |at: usize| scores[at] >= scores[best] * NEARLY;
    if last + 1 < sentences.len() && near(last + 1) && span(first, last + 1).len() <= LONG {
        last += 1;
    }
    if first > 0 && near(first - 1) && !leans(sentences[first - 1]) && span(first - 1, last).len() <= LONG {
        first -= 1;
    }
    span(first, last)
}

impl Asked<'_> {
    fn wants_one_fact(&self) -> bool {
        wants_one_fact(self.question) || wants_one_fact(self.before)
    }

    fn score(&mut self, sentence: &str) -> f32 {
        self.words.cut(sentence);
        let mut pieces = Vec::new();
        for (word, _) in self.words.iter() {
            self.table.cut(word, &mut pieces);
        }
        let mut sum = [0.0; DIMENSIONS];
        for &piece in &pieces {
            self.table.add(piece, 1.0, &mut sum);
        }
        let meaning = Vector::direction(&sum).cosine(self.meant).max(0.0);
        let kind = if self.wanted.is_some_and(|wanted| wanted.is_in(sentence)) {
            KIND
        } else {
            0.0
        };
        meaning + self.late.forward(&pieces, self.table) + kind
    }
}

/// Whether a question wants one fact and not the steps of a procedure. Who tells what happened ("I have a flat
/// tyre") wants those too.
fn wants_one_fact(question: &str) -> bool {
    let words: Vec<String> = question
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect();
    let follows = |at: usize, list: &[&str]| words.get(at).is_some_and(|word| has(list, word));
    let Some(at) = words.iter().position(|word| word == "how" || has(FACTS, word)) else {
        return false;
    };
    match words[at].as_str() {
        "how" => follows(at + 1, MEASURES),
        // "What should we do", "what to do", "what happens", "what if".
        "what" => {
            let we_do = follows(at + 2, &["i", "we"]) && follows(at + 3, &["do"]);
            !we_do && !follows(at + 1, &["happens", "if", "to"])
        }
        _ => true,
    }
}

/// Where a part of a text begins in it.
fn offset(text: &str, part: &str) -> usize {
    part.as_ptr().addr() - text.as_ptr().addr()
}

fn leans(sentence: &str) -> bool {
    let [first, second] = first_words(sentence);
    has(LEANING, &first) || has(PREPOSITIONS, &first) && has(POINTING, &second)
}

fn excepts(sentence: &str) -> bool {
    has(EXCEPTING, &first_words(sentence)[0])
}

fn has(list: &[&str], word: &str) -> bool {
    list.binary_search(&word).is_ok()
}

fn first_words(sentence: &str) -> [String; 2] {
    let mut words = sentence
        .split(|c: char| !c.is_alphabetic())
        .filter(|word| !word.is_empty());
    std::array::from_fn(|_| words.next().unwrap_or_default().to_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::index::PieceSets;

    const FEES: &str = "Drivers aged 21 to 24 pay a young driver fee of 12 euros per day, up to 120 euros per rental. \
        The fee applies to each driver under 25 in the agreement, the main driver and additional drivers alike. \
        It ends on the 25th birthday, even during the rental. However, vans cannot be driven below the age of 23.";

    fn check(question: &str, text: &str, expected: &str) {
        let table = include_bytes!("../../../models/gangway-en-256.table");
        let table = Table::read(table).expect("the committed table");
        let (mut words, mut late, mut pieces) = (Words::default(), Late::default(), Vec::new());
        words.cut(question);
        let mut sum = [0.0; DIMENSIONS];
        for (word, _) in words.iter() {
            table.cut(word, &mut pieces);
        }
        for &piece in &pieces {
            table.add(piece, 1.0, &mut sum);
        }
        late.ask(
            &pieces,
            pieces.len(),
            1.0,
            &table,
            &PieceSets::unpack(&[], 0).expect("empty"),
        );
        let mut asked = Asked {
            question,
            before: "",
            wanted: None,
            meant: &Vector::direction(&sum),
            late: &mut late,
            words: &mut words,
            table: &table,
        };
        assert_eq!(extract(text, &mut asked), expected, "{question}");
    }

    #[test]
    fn a_short_passage_is_its_own_answer() {
        check(
            "When do you open?",
            "We open at 9. On Sundays at 10. Never at 8.",
            "We open at 9. On Sundays at 10. Never at 8.",
        );
        let two = format!(
            "{} {}",
            "We open at nine in the morning,".repeat(6),
            "A second sentence is long too,".repeat(6)
        );
        check("When do you open?", &two, &two);
    }

    #[test]
    fn the_sentence_that_answers_is_taken_whole() {
        check(
            "how much is the young driver fee",
            FEES,
            "Drivers aged 21 to 24 pay a young driver fee of 12 euros per day, up to 120 euros per rental.",
        );
    }

    #[test]
    fn a_sentence_that_leans_brings_the_one_before_and_one_that_excepts_comes_along() {
        check(
            "When is the 25th birthday?",
            FEES,
            &FEES[FEES.find("The fee").expect("there")..],
        );
    }

    #[test]
    fn a_procedure_and_a_mishap_are_answered_in_full() {
        for question in [
            "How do I pay the young driver fee?",
            "What should I do about the fee?",
            "they fined me, a fee",
        ] {
            check(question, FEES, FEES);
        }
        assert!(wants_one_fact("Hello, how old must I be"));
        assert!(wants_one_fact("what is the fee"));
        assert!(!wants_one_fact("what happens when I am late"));
    }

    #[test]
    fn lists_are_sorted_for_the_binary_search() {
        for list in [LEANING, PREPOSITIONS, POINTING, EXCEPTING, FACTS, MEASURES] {
            assert!(list.is_sorted(), "{list:?}");
        }
    }
}
