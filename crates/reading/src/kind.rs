//! Greetings and thanks: messages that want a kind word and no answer from the documents.

use gangway_protocol::signals::Kind;

use crate::sentence::Sentence;

const GREETINGS: [&str; 13] = [
    "hi",
    "hello",
    "hey",
    "heya",
    "hiya",
    "hallo",
    "howdy",
    "greetings",
    "morning",
    "afternoon",
    "evening",
    "hola",
    "yo",
];
/// What a greeting may have beside it.
const WITH_GREETINGS: [&str; 12] = [
    "good", "there", "to", "you", "all", "team", "everyone", "day", "sir", "madam", "again", "dear",
];

const THANKS: [&str; 17] = [
    "thanks",
    "thank",
    "thx",
    "ty",
    "cheers",
    "bye",
    "goodbye",
    "ok",
    "okay",
    "great",
    "perfect",
    "thats",
    "nothing",
    "wonderful",
    "brilliant",
    "excellent",
    "gracias",
];
/// What thanks may have beside them.
const WITH_THANKS: [&str; 42] = [
    "you",
    "very",
    "much",
    "so",
    "a",
    "lot",
    "for",
    "the",
    "your",
    "help",
    "all",
    "it",
    "is",
    "i",
    "need",
    "needed",
    "no",
    "that",
    "now",
    "this",
    "have",
    "nice",
    "good",
    "day",
    "again",
    "bot",
    "many",
    "really",
    "helpful",
    "to",
    "know",
    "got",
    "cool",
    "fine",
    "was",
    "everything",
    "see",
    "soon",
    "answer",
    "info",
    "and",
    "information",
];

/// The kind of a message.
pub(crate) fn of(message: &[Sentence]) -> Kind {
    let words: Vec<&str> = message
        .iter()
        .flatten()
        .map(|word| word.folded.as_str())
        .collect();
    let only = |main: &[&str], beside: &[&str]| {
        words.iter().any(|word| main.contains(word))
            && words
                .iter()
                .all(|word| main.contains(word) || beside.contains(word))
    };
    if only(&GREETINGS, &WITH_GREETINGS) {
        Kind::Greeting
    } else if only(&THANKS, &WITH_THANKS) {
        Kind::Thanks
    } else {
        Kind::Question
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sentence::sentences;

    fn check(kind: Kind, texts: &[&str]) {
        for text in texts {
            assert_eq!(of(&sentences(text)), kind, "{text:?}");
        }
    }

    #[test]
    fn greetings_and_thanks_are_told_from_questions() {
        check(
            Kind::Greeting,
            &[
                "Hi",
                "hello there!",
                "Good morning",
                "Hey team",
                "Good evening to you all",
            ],
        );
        check(
            Kind::Thanks,
            &[
                "Thanks!",
                "Thank you so much for your help.",
                "ok great",
                "Perfect, that's all I need. Bye!",
                "No thanks",
            ],
        );
        check(
            Kind::Question,
            &[
                "Hi, do I need a visa?",
                "Thanks, and how much is it?",
                "Is breakfast at the hotel good?",
                "morning flights",
                "is the evening tour nice",
                "Is that all?",
                "no",
                "",
                "👍",
            ],
        );
    }
}
