//! How a message speaks, by its form: whether it wants something had or done rather than told, and whether it speaks to
//! anyone. Documents answer what is asked of them; "I need a table for three" asks them nothing. English.

use crate::words::Words;

/// What the form of a message shows.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(crate) struct Manner {
    /// It states a wish or gives an order, and asks nothing: "please book it for Friday".
    pub(crate) wishes: bool,
    /// It has no word for whom it asks or what was talked about: "how do birds fly".
    pub(crate) nobody: bool,
}

/// What may stand before a clause. Sorted, as are the lists below.
const LEADS: &[&str] = &[
    "actually", "ah", "alright", "also", "and", "awesome", "but", "cool", "fine", "first", "good", "great",
    "hello", "hi", "just", "maybe", "no", "oh", "ok", "okay", "perfect", "please", "so", "sounds", "sure",
    "thank", "thanks", "that", "then", "uh", "uhhh", "um", "ummm", "well", "yeah", "yep", "yes", "you",
];
/// Verbs that a question begins with when its subject follows.
const AUXILIARIES: &[&str] = &[
    "am", "are", "aren", "can", "could", "couldn", "did", "didn", "do", "does", "doesn", "don", "had", "has",
    "have", "is", "isn", "may", "might", "must", "shall", "should", "was", "wasn", "were", "will", "won",
    "would", "wouldn",
];
/// Words that a subject begins with.
const SUBJECTS: &[&str] = &[
    "a", "all", "an", "any", "anyone", "he", "i", "it", "my", "one", "our", "she", "somebody", "someone",
    "that", "the", "their", "there", "these", "they", "this", "those", "we", "you", "your",
];
/// After one of these an auxiliary belongs to a statement: "they do the rooms".
const BEFORE_STATEMENT: &[&str] = &["i", "it", "that", "there", "they", "we", "you"];
/// Words that only a question has, or a clause that stands for one.
const QUESTIONS: &[&str] = &[
    "how", "what", "when", "where", "which", "who", "whom", "whose", "why",
];
/// What is told rather than done: "I'd like to know", "the parking details".
const TELLING: &[&str] = &[
    "ask",
    "confirm",
    "details",
    "hours",
    "info",
    "information",
    "know",
    "out",
    "see",
    "sure",
    "tell",
    "wonder",
    "wondering",
];
/// "Can you …" asks to be told something when one of these follows.
const TELLS: &[&str] = &[
    "advise", "check", "confirm", "describe", "explain", "know", "say", "see", "tell",
];
/// May stand between "can you" and its verb.
const FILLERS: &[&str] = &[
    "able", "ahead", "also", "and", "be", "go", "just", "maybe", "please", "to",
];
/// A clause that begins with one of these gives an order.
const ORDERS: &[&str] = &[
    "add",
    "book",
    "bring",
    "buy",
    "call",
    "close",
    "compile",
    "create",
    "find",
    "get",
    "give",
    "help",
    "keep",
    "let",
    "list",
    "locate",
    "look",
    "make",
    "move",
    "name",
    "open",
    "order",
    "play",
    "put",
    "read",
    "recommend",
    "remind",
    "reserve",
    "search",
    "send",
    "set",
    "share",
    "show",
    "start",
    "stop",
    "suggest",
    "text",
    "try",
    "turn",
    "write",
];
/// After "I" or "we", one of these makes a wish.
const WISHING: &[&str] = &[
    "also", "hope", "just", "must", "need", "prefer", "really", "should", "still", "want", "will", "wish",
    "would",
];
/// After something else, one of these says what it has to be like: "it should have a pool".
const REQUIRING: &[&str] = &["must", "should", "will", "would"];
/// Who or what is spoken to or of.
const SPOKEN_OF: &[&str] = &[
    "here", "it", "its", "place", "that", "their", "them", "there", "these", "they", "this", "those", "you",
    "your",
];

impl Manner {
    /// The manner of a message.
    pub(crate) fn of(message: &Words) -> Self {
        let (mut wishes, mut asks, mut nobody) = (false, false, true);
        let mut clause: Vec<&str> = Vec::new();
        let mut after_apostrophe = false;
        for (word, mark) in message.iter() {
            match word {
                "'" | "\u{2019}" => {
                    after_apostrophe = true;
                    continue;
                }
                "." | "?" | "!" | "," | ";" => {
                    Self::clause(&clause, &mut wishes, &mut asks);
                    clause.clear();
                }
                _ if mark => {}
                _ if after_apostrophe => clause.extend(unfolded(word)),
                _ => {
                    nobody &= !has(SPOKEN_OF, word);
                    wishes |= word == "please";
                    clause.push(word);
                }
            }
            after_apostrophe = false;
        }
        Self::clause(&clause, &mut wishes, &mut asks);
        Self {
            wishes: wishes && !asks,
            nobody,
        }
    }

    fn clause(words: &[&str], wishes: &mut bool, asks: &mut bool) {
        let start = words.iter().take_while(|word| has(LEADS, word)).count();
        let words = &words[start..];
        let Some(first) = words.first() else { return };
        *asks |= words
            .iter()
            .any(|word| has(TELLING, word) || has(QUESTIONS, word));
        *wishes |= has(ORDERS, first);
        for (at, pair) in words.windows(2).enumerate() {
            let (one, two) = (pair[0], pair[1]);
            let stated = at > 0 && has(BEFORE_STATEMENT, words[at - 1]);
            if has(AUXILIARIES, one) && has(SUBJECTS, two) && !stated {
                match (one, two) {
                    ("can" | "could" | "will" | "would", "you") => {
                        let verb = words[at + 2..].iter().take(4).find(|word| !has(FILLERS, word));
                        let tells = verb.is_some_and(|verb| has(TELLS, verb));
                        *asks |= tells;
                        *wishes |= verb.is_some() && !tells;
                    }
                    _ => *asks = true,
                }
            }
            *wishes |= match (one, two) {
                ("i" | "we", _) => has(WISHING, two),
                ("looking", "for")
                | ("interested", "in")
                | ("would", "like")
                | ("need" | "to", "to" | "book") => true,
                _ => has(REQUIRING, two),
            };
        }
    }
}

/// What an apostrophe has shortened.
fn unfolded(tail: &str) -> Option<&'static str> {
    match tail {
        "d" => Some("would"),
        "ll" => Some("will"),
        "m" => Some("am"),
        "re" => Some("are"),
        "s" => Some("is"),
        "ve" => Some("have"),
        _ => None,
    }
}

fn has(list: &[&str], word: &str) -> bool {
    list.binary_search(&word).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn manner(text: &str) -> Manner {
        let mut words = Words::default();
        words.cut(text);
        Manner::of(&words)
    }

    #[test]
    fn a_wish_or_an_order_without_a_question_asks_nothing() {
        let cases = [
            ("I need a room for three people.", true),
            ("Yes please, book it for Friday", true),
            ("Could you please make a reservation for me?", true),
            ("I'd like Italian food", true),
            ("It should have free parking.", true),
            ("can you book me a taxi in London", true),
            ("show me a list of banks", true),
            ("Can you tell me whether they have parking?", false),
            ("I'd like to know the opening hours.", false),
            ("I want to change my dates, is there a fee?", false),
            ("Please check if they take cards. Do they?", false),
            ("Can I bring my dog?", false),
            ("Don't you have a car with seven seats?", false),
            ("I need a visa, don't I? What does it cost", false),
            ("we have lost our luggage", false),
            ("snow chains", false),
            ("What about children?", false),
            ("", false),
        ];
        for (text, expected) in cases {
            assert_eq!(manner(text).wishes, expected, "{text}");
        }
    }

    #[test]
    fn a_message_speaks_to_someone_or_of_something_or_not() {
        for (text, expected) in [
            ("how do birds fly", true),
            ("Do they have parking?", false),
            ("where's your office", false),
            ("is breakfast included there", false),
        ] {
            assert_eq!(manner(text).nobody, expected, "{text}");
        }
    }

    #[test]
    fn lists_are_sorted_for_the_binary_search() {
        for list in [
            LEADS,
            AUXILIARIES,
            SUBJECTS,
            BEFORE_STATEMENT,
            QUESTIONS,
            TELLING,
            TELLS,
            FILLERS,
            ORDERS,
            WISHING,
            REQUIRING,
            SPOKEN_OF,
        ] {
            assert!(list.is_sorted(), "{list:?}");
        }
    }
}
