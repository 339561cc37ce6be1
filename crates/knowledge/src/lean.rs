//! A question that leans on what was said before it: "and for Bolivia?", "does it cost more?".
//!
//! What it leaves out is asked along with it, more quietly.

use crate::language::Language;
use crate::lexical::content;
use crate::words::Words;

/// With more content than this a question stands by itself, whatever it begins with.
const MOST_CONTENT: usize = 2;

/// What may stand before the question itself. Sorted, as are the lists below.
const LEADS: &[&str] = &[
    "great", "no", "oh", "ok", "okay", "please", "so", "thank", "thanks", "well", "yes", "you",
];
/// First words of a question that goes on with something.
const JOINING: &[&str] = &[
    "also", "and", "at", "but", "during", "for", "from", "in", "on", "or", "to", "with", "without",
];
/// What stands for something said before.
const POINTING: &[&str] = &[
    "it", "one", "ones", "that", "them", "there", "these", "they", "this", "those",
];
/// The same of other languages: what joins, then what points. Not sorted: they are short.
type Elsewhere = (&'static [&'static str], &'static [&'static str]);
const SPANISH: Elsewhere = (
    &[
        "y", "e", "pero", "o", "para", "en", "con", "sin", "desde", "durante",
    ],
    &["eso", "esto", "ese", "esa", "ahi", "alli", "ellos", "ella"],
);
const FRENCH: Elsewhere = (
    &[
        "et", "mais", "ou", "pour", "en", "avec", "sans", "depuis", "pendant",
    ],
    &["ca", "cela", "celui", "celle", "la", "eux"],
);
const GERMAN: Elsewhere = (
    &["und", "aber", "oder", "fur", "in", "mit", "ohne", "ab", "von"],
    &["das", "es", "dort", "diese", "dieser", "dieses", "sie"],
);
const ITALIAN: Elsewhere = (
    &["e", "ed", "ma", "o", "per", "in", "con", "senza", "da"],
    &["cio", "questo", "questa", "quello", "quella", "li", "loro"],
);
const PORTUGUESE: Elsewhere = (
    &["e", "mas", "ou", "para", "em", "com", "sem", "desde", "durante"],
    &["isso", "isto", "esse", "essa", "ali", "la", "eles", "elas"],
);

/// Whether a question leaves out what was said before.
pub(crate) fn leans(question: &Words, language: Language) -> bool {
    let (joins, points) = match language {
        Language::English | Language::Other => (JOINING, POINTING),
        Language::Spanish => SPANISH,
        Language::French => FRENCH,
        Language::German => GERMAN,
        Language::Italian => ITALIAN,
        Language::Portuguese => PORTUGUESE,
    };
    let mut words = question
        .iter()
        .filter(|(_, mark)| !mark)
        .map(|(word, _)| word)
        .peekable();
    while words.next_if(|word| has(LEADS, word)).is_some() {}
    let (mut first, mut second) = ("", "");
    let (mut pointing, mut contents) = (false, 0);
    for (at, word) in words.enumerate() {
        match at {
            0 => first = word,
            1 => second = word,
            _ => {}
        }
        pointing |= points.contains(&word);
        contents += usize::from(content(language, word, false).is_some());
    }
    let joining = joins.contains(&first) || matches!((first, second), ("what" | "how", "about"));
    contents <= MOST_CONTENT && (joining || pointing)
}

/// Whether a message says something by itself.
pub(crate) fn stands(message: &Words, language: Language) -> bool {
    let says = |(word, mark): (&str, bool)| !has(LEADS, word) && content(language, word, mark).is_some();
    message.iter().any(says) && !leans(message, language)
}

fn has(list: &[&str], word: &str) -> bool {
    list.binary_search(&word).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Words {
        let mut words = Words::default();
        words.cut(text);
        words
    }

    #[test]
    fn a_question_that_leaves_something_out_leans() {
        let cases = [
            ("and for Bolivia?", true),
            ("What about children?", true),
            ("Thanks, and on Sundays?", true),
            ("does it cost more", true),
            ("In Porto?", true),
            ("Can I cancel that?", true),
            ("Is breakfast included?", false),
            ("snow chains", false),
            ("And how do I get from Lisbon Airport to the city centre?", false),
            ("Can I park the car there if the hotel has no garage?", false),
            ("", false),
        ];
        for (question, expected) in cases {
            assert_eq!(leans(&words(question), Language::English), expected, "{question}");
        }
    }

    #[test]
    fn a_question_leans_in_other_languages_too() {
        let cases = [
            (Language::Spanish, "¿Y para Bolivia?", true),
            (Language::Spanish, "¿Necesito un visado para Bolivia?", false),
            (Language::French, "et pour les enfants ?", true),
            (Language::German, "Und für Kinder?", true),
            (Language::Italian, "e per i bambini?", true),
            (Language::Portuguese, "e para crianças?", true),
        ];
        for (language, question, expected) in cases {
            assert_eq!(leans(&words(question), language), expected, "{question}");
        }
    }

    #[test]
    fn lists_are_sorted_for_the_binary_search() {
        for list in [LEADS, JOINING, POINTING] {
            assert!(list.is_sorted(), "{list:?}");
        }
    }
}
