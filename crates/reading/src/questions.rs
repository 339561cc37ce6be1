//! Several questions in one message: "Do I need a visa, and how much luggage can I take?"
//!
//! A message is cut only where it is sure to ask something twice: after a question mark, or before "and" or "also" or after a
//! comma with the beginning of a question after it, when that question says itself what it is about. English, but for the
//! question marks.

/// A message of more questions is not cut: it is a letter, and a person reads it.
const MOST: usize = 3;

/// Words that begin a question when its subject follows. Sorted, as are the lists below.
const AUXILIARIES: &[&str] = &[
    "am", "are", "can", "could", "did", "do", "does", "has", "have", "is", "may", "must", "shall", "should",
    "was", "were", "will", "would",
];
/// What asks for something, when no clause follows: "what does it cost", but not "what you told me".
const ASKING: &[&str] = &["how", "what", "when", "where", "which", "who", "why"];
/// What begins a clause after one of them.
const SUBJECTS: &[&str] = &[
    "a", "an", "he", "i", "it", "my", "our", "she", "the", "they", "this", "we", "you", "your",
];
/// What stands for something that another question says.
const POINTING: &[&str] = &[
    "it", "its", "one", "ones", "that", "them", "there", "these", "they", "this", "those",
];
/// What a question begins with that asks to be told another one.
const TELLING: &[&str] = &["ask", "know", "me", "please", "say", "tell", "us"];
/// What joins two questions.
const JOINING: &[&str] = &["also", "and", "plus"];

/// The questions of a message, in its order, each with what was said before it and belongs to it. One of a message that
/// asks once, asks nothing, or asks too much.
pub(crate) fn questions(text: &str) -> Vec<&str> {
    let mut parts: Vec<&str> = Vec::new();
    let (mut start, mut asked) = (0, false);
    // In a chat the next question begins in lower case.
    let asking = text.split_inclusive(['?', '？']);
    for sentence in asking.flat_map(gangway_knowledge::sentences) {
        let at = offset(text, sentence);
        let words = words(sentence);
        let asks = !words.is_empty() && sentence.ends_with(['?', '？']) || begins(&words);
        // What is told after a question belongs to it, until the next one.
        if asks && asked {
            parts.push(text.get(start..at).unwrap_or_default().trim());
            start = at;
        }
        asked |= asks;
        for cut in cuts(&words) {
            parts.push(text.get(start..at + cut).unwrap_or_default().trim());
            start = at + cut;
        }
    }
    parts.push(text.get(start..).unwrap_or_default().trim());
    if parts.len() > MOST {
        return vec![text];
    }
    parts
}

/// Where a sentence goes on with another question.
fn cuts(words: &[Word]) -> Vec<usize> {
    let mut cuts = Vec::new();
    let mut from = 0;
    for at in 1..words.len() {
        let rest = words.get(at + 1..).unwrap_or_default();
        // "What do I need and do" is one question: the first must have said something, as must the second.
        let both = at - from >= 3 && rest.len() >= 4 && !points_in(rest);
        let joins = both
            && has(JOINING, &words[at].folded)
            && begins(rest)
            && asks(words.get(from..at).unwrap_or_default());
        if joins || follows(words, from, at) {
            cuts.push(words[at].start);
            from = at;
        }
    }
    cuts
}

/// Whether a question stands before a comma and another after it: "how much is the tour, can I bring my dog".
fn follows(words: &[Word], from: usize, at: usize) -> bool {
    let (before, rest) = (words.get(from..at), words.get(at..));
    let (Some([before @ .., last]), Some(rest)) = (before, rest) else {
        return false;
    };
    words.get(at).is_some_and(|word| word.after_comma)
        && before.len() >= 2
        && rest.len() >= 4
        && begins(before)
        && begins(rest)
        && !points_in(rest)
        // "Can you tell me, what is …" asks once.
        && !has(TELLING, &last.folded)
}

/// Whether a question leaves to another one what it is about: "and is it heated?"
pub(crate) fn points(question: &str) -> bool {
    points_in(&words(question))
}

fn points_in(words: &[Word]) -> bool {
    words.iter().any(|word| has(POINTING, &word.folded))
}

/// Whether words ask something: at their beginning, or after a clause that leads in.
fn asks(words: &[Word]) -> bool {
    let skipped = usize::from(words.first().is_some_and(|word| has(JOINING, &word.folded)));
    (skipped..words.len()).any(|at| {
        let leads = at == skipped || words.get(at).is_some_and(|word| word.after_comma);
        leads && begins(words.get(at..).unwrap_or_default())
    })
}

/// Whether words begin as a question does.
fn begins(words: &[Word]) -> bool {
    let (Some(first), Some(second)) = (words.first(), words.get(1)) else {
        return false;
    };
    if has(ASKING, &first.folded) {
        return !has(SUBJECTS, &second.folded);
    }
    has(AUXILIARIES, &first.folded)
}

/// A word, folded, and where it begins in its sentence.
struct Word {
    folded: String,
    start: usize,
    after_comma: bool,
}

fn words(sentence: &str) -> Vec<Word> {
    let mut words = Vec::new();
    for part in sentence.split(|c: char| !c.is_alphanumeric()) {
        if part.is_empty() {
            continue;
        }
        let start = offset(sentence, part);
        let before = sentence.get(..start).unwrap_or_default().trim_end();
        words.push(Word {
            folded: part.to_lowercase(),
            start,
            after_comma: before.ends_with([',', ';', ':', '.', '!']),
        });
    }
    words
}

/// Where a part of a text begins in it.
fn offset(text: &str, part: &str) -> usize {
    part.as_ptr().addr() - text.as_ptr().addr()
}

fn has(list: &[&str], word: &str) -> bool {
    list.binary_search(&word).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(expected: &str) {
        let text = expected.replace(" | ", " ");
        assert_eq!(questions(&text).join(" | "), expected);
    }

    #[test]
    fn two_questions_are_told_apart() {
        for expected in [
            "Do I need a visa, | and how much luggage can I take?",
            "Do I need a visa? | How much luggage can I take?",
            "I am Indian. Do I need a visa? We leave in May. | And how much luggage can I take?",
            "Hello! Can I pay cash? | Is there a fee? | Thanks, what does a seat cost?",
            "how far is it from Lisbon to Evora | and what's the toll",
            "If we come late, is somebody there | and can we call the desk?",
            "can I pay cash?? | is there a fee?!",
            "how much is the tour, | can I bring my dog",
            "¿Necesito visa? | ¿Y cuánto equipaje puedo llevar?",
        ] {
            check(expected);
        }
    }

    #[test]
    fn one_question_is_left_as_it_is() {
        for text in [
            "Do I need a visa?",
            "When I arrive, is there a bus?",
            "Can I pick up in Lisbon and drop off in Porto?",
            "I lost my bag and my passport, what can I do",
            "What do you need to know and when I come, what you told me",
            "Do children and adults pay the same, or not?",
            "Tell me about visas and luggage",
            "I have a flat tyre",
            "how do I get to Puno, is there an airport",
            "do you have child seats and what do they cost",
            "which cards do you accept, is amex ok",
            "can you tell me, what does a seat cost",
            "when I arrive at night, can I get the key",
            "how much is the seat, is it for babies",
            "is it?",
            "",
            "Can I? May I? Will I? Do I? Is it?",
        ] {
            assert_eq!(questions(text), [text], "{text}");
        }
    }

    #[test]
    fn lists_are_sorted_for_the_binary_search() {
        for list in [AUXILIARIES, ASKING, SUBJECTS, POINTING, TELLING, JOINING] {
            assert!(list.is_sorted(), "{list:?}");
        }
    }

    proptest::proptest! {
        #[test]
        fn nothing_of_a_message_is_lost(text in "([\\PC\n]|how much |, and |do I |is it\\? |\\. ){0,30}") {
            let strip = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
            proptest::prop_assert_eq!(strip(&questions(&text).concat()), strip(&text));
        }
    }
}
