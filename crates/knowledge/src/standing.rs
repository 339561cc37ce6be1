//! Whether a sentence stands alone: what it begins with, and what it needs before it when it does not.
//!
//! English, Spanish, French, German, Italian and Portuguese in one list. A word of one of them that begins whole
//! sentences of another is left out: "car" is French for "for".

use crate::PassageRef;

/// First words of a sentence that means little without the one before it. Sorted, as are the lists below.
const LEANING: &[&str] = &[
    "aber",
    "además",
    "alors",
    "also",
    "anche",
    "and",
    "aquele",
    "aquella",
    "aquello",
    "asimismo",
    "assim",
    "auch",
    "aussi",
    "außerdem",
    "but",
    "ceci",
    "cela",
    "celle",
    "celles",
    "celui",
    "ces",
    "cet",
    "cette",
    "ceux",
    "ciò",
    "dabei",
    "dadurch",
    "dafür",
    "dagegen",
    "damit",
    "danach",
    "dann",
    "daran",
    "darauf",
    "darin",
    "davon",
    "dazu",
    "dennoch",
    "deren",
    "dessen",
    "dies",
    "diese",
    "diesem",
    "diesen",
    "dieser",
    "dieses",
    "donc",
    "dort",
    "dunque",
    "egli",
    "ela",
    "elas",
    "ele",
    "eles",
    "ella",
    "ellas",
    "elle",
    "elles",
    "ello",
    "ellos",
    "entonces",
    "er",
    "esa",
    "esas",
    "ese",
    "eso",
    "esos",
    "essa",
    "essas",
    "esse",
    "esses",
    "essi",
    "esso",
    "esta",
    "estas",
    "este",
    "esto",
    "estos",
    "et",
    "he",
    "her",
    "his",
    "however",
    "ihre",
    "ils",
    "inoltre",
    "instead",
    "isso",
    "isto",
    "it",
    "its",
    "jedoch",
    "leur",
    "leurs",
    "ma",
    "mais",
    "mas",
    "nor",
    "oder",
    "oppure",
    "or",
    "otherwise",
    "perciò",
    "pero",
    "però",
    "porém",
    "questa",
    "queste",
    "questi",
    "questo",
    "quindi",
    "seine",
    "ses",
    "seu",
    "seus",
    "she",
    "so",
    "su",
    "sua",
    "suas",
    "such",
    "suo",
    "sus",
    "también",
    "também",
    "tampoco",
    "that",
    "their",
    "them",
    "then",
    "these",
    "they",
    "this",
    "those",
    "und",
    "y",
    "él",
];
/// A sentence also leans that begins with one of these …
const PREPOSITIONS: &[&str] = &[
    "after", "at", "before", "by", "for", "from", "in", "of", "on", "to", "with", "without",
];
/// … and goes on with one of these: "without it", "in that case".
const POINTING: &[&str] = &["it", "that", "them", "these", "this", "those"];
/// First words of a sentence that takes back something of the one before it.
const EXCEPTING: &[&str] = &[
    "aber",
    "altrimenti",
    "ausgenommen",
    "außer",
    "but",
    "cependant",
    "eccetto",
    "except",
    "exceptions",
    "excepto",
    "excepté",
    "exceto",
    "however",
    "jedoch",
    "ma",
    "mais",
    "mas",
    "otherwise",
    "pero",
    "però",
    "porém",
    "salvo",
    "sauf",
    "senão",
    "sinon",
    "sonst",
    "toutefois",
    "tranne",
    "unless",
];
/// First words of a sentence that holds in one case.
const CONDITIONS: &[&str] = &[
    "avec", "bei", "com", "con", "if", "mit", "se", "si", "wenn", "when",
];
/// They answer a question that stands before them.
const YES_AND_NO: &[&str] = &[
    "ja", "nein", "no", "non", "não", "oui", "si", "sim", "sì", "sí", "yes",
];
/// So few words are a part of a sentence more often than one.
const FEW: usize = 3;

/// Whether a sentence means little without the one before it.
pub(crate) fn leans(sentence: &str) -> bool {
    let [first, second] = first_words(sentence);
    has(LEANING, &first) || has(PREPOSITIONS, &first) && (has(POINTING, &second) || is_about_it(sentence))
}

/// "With Full Cover it is free", of a sentence that begins with a preposition.
fn is_about_it(sentence: &str) -> bool {
    let mut words = sentence.split_whitespace().skip(2).take(3);
    words.any(|word| matches!(word, "it" | "they"))
}

/// Whether a sentence takes back something of the one before it.
pub(crate) fn excepts(sentence: &str) -> bool {
    has(EXCEPTING, &first_words(sentence)[0])
}

/// Whether two sentences say what holds in this case and in that: "With a card …", "With cash …".
pub(crate) fn are_cases(one: &str, other: &str) -> bool {
    let ([one, _], [other, _]) = (first_words(one), first_words(other));
    one == other && (has(PREPOSITIONS, &one) || has(CONDITIONS, &one))
}

/// Whether it is a word or a few, and no sentence: "Yes."
pub(crate) fn is_fragment(text: &str) -> bool {
    text.split_whitespace().take(FEW + 1).count() <= FEW
}

/// What must stand before these sentences of a passage, for somebody who sees nothing else of it: its heading, when
/// they lean on what is not there, answer "yes" to it, or are a mere fragment; the name of its place, when they
/// do not say where they hold.
pub(crate) fn label<'p>(passage: &PassageRef<'p>, text: &str) -> Option<&'p str> {
    if let Some(place) = &passage.place
        && !names(text, place.name)
    {
        let said = headings(passage).find(|heading| names(heading, place.name));
        return said.or(Some(place.name)).filter(|name| !name.is_empty());
    }
    let lacks = leans(text) || affirms(text) || is_fragment(text);
    heading(passage).filter(|_| lacks)
}

/// The innermost heading of a passage, or the title of its document.
pub(crate) fn heading<'p>(passage: &PassageRef<'p>) -> Option<&'p str> {
    headings(passage).find(|heading| !heading.is_empty())
}

/// The innermost first, the title last.
fn headings<'p>(passage: &PassageRef<'p>) -> impl Iterator<Item = &'p str> {
    let title = std::iter::once(passage.title);
    passage.heading.iter().rev().copied().chain(title)
}

/// "Yes, …", but not "No deposit …".
fn affirms(text: &str) -> bool {
    let end = text.find(|c: char| !c.is_alphabetic()).unwrap_or(text.len());
    let (word, rest) = text.split_at(end);
    has(YES_AND_NO, &word.to_lowercase()) && !rest.starts_with(char::is_whitespace)
}

/// Whether a text has a word of a name that says more than "the".
fn names(text: &str, name: &str) -> bool {
    let words = |text: &str| -> Vec<String> {
        text.split(|c: char| !c.is_alphanumeric())
            .filter(|word| word.chars().count() > 3)
            .map(str::to_lowercase)
            .collect()
    };
    let (text, name) = (words(text), words(name));
    name.is_empty() || name.iter().any(|word| text.contains(word))
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
    use crate::{Passage, Place};

    #[test]
    fn lists_are_sorted_for_the_binary_search() {
        for list in [LEANING, PREPOSITIONS, POINTING, EXCEPTING, CONDITIONS, YES_AND_NO] {
            assert!(list.is_sorted(), "{list:?}");
        }
    }

    #[test]
    fn a_sentence_leans_or_stands() {
        for leaning in [
            "It costs €5.",
            "In that case call us.",
            "With Full Cover it is free.",
            "“They” may not.",
            "También hay mantas.",
            "Diese gilt nicht.",
            "Cela coûte 5 €.",
            "Questo è gratis.",
            "Isso é grátis.",
        ] {
            assert!(leans(leaning), "{leaning}");
        }
        for standing in [
            "The car costs €5.",
            "In the car is a map.",
            "El coche está limpio.",
            "Sie können bar zahlen.",
            "Le prix est fixe.",
            "",
        ] {
            assert!(!leans(standing), "{standing}");
        }
        assert!(
            are_cases("With a card it is €5.", "With cash it is €6.") && !are_cases("It is.", "It is not.")
        );
        assert!(excepts("Unless you pay.") && excepts("Salvo en verano.") && !excepts("You pay."));
    }

    #[test]
    fn a_heading_stands_before_what_does_not_stand_alone() {
        let passage = |place: Option<&str>| Passage {
            title: "Fees".to_owned(),
            heading: vec!["In the car".to_owned(), "May I smoke?".to_owned()],
            place: place.map(|name| Place {
                id: "x".to_owned(),
                name: name.to_owned(),
            }),
            ..Passage::default()
        };
        let check = |text: &str, expected: Option<&str>| {
            assert_eq!(label(&passage(None).lent(), text), expected, "{text}");
        };
        check("Smoking is not allowed in any car.", None);
        check("No deposit is taken from anybody.", None);
        check("No.", Some("May I smoke?"));
        check("No, not even with the windows open.", Some("May I smoke?"));
        check("It is not allowed in any car.", Some("May I smoke?"));
        check("From 9 to", Some("May I smoke?"));

        let somewhere = passage(Some("Faro Airport"));
        assert_eq!(
            label(&somewhere.lent(), "The desk closes at nine in the evening."),
            Some("Faro Airport")
        );
        assert_eq!(label(&somewhere.lent(), "The desk in Faro closes at nine."), None);
        let titled = Passage {
            title: "Faro Airport branch".to_owned(),
            ..somewhere
        };
        assert_eq!(
            label(&titled.lent(), "The desk closes at nine in the evening."),
            Some("Faro Airport branch")
        );
        assert_eq!(label(&PassageRef::default(), "No."), None);
    }
}
