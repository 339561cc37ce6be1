//! Whether a text is English: by the little words that no other language of our travellers has.

use crate::sentence::Sentence;

/// Words of English that no other language of our travellers has, or hardly. Sorted.
const ENGLISH: [&str; 85] = [
    "about", "after", "also", "and", "are", "arent", "because", "been", "before", "being", "but", "cannot",
    "cant", "could", "couldnt", "didnt", "does", "doesnt", "dont", "from", "going", "had", "hadnt", "hasnt",
    "havent", "help", "her", "him", "his", "how", "id", "if", "im", "into", "isnt", "it", "its", "ive",
    "know", "more", "much", "my", "need", "not", "of", "only", "other", "our", "please", "should", "some",
    "someone", "thanks", "that", "thats", "the", "their", "there", "theres", "these", "they", "this",
    "those", "through", "to", "want", "wasnt", "were", "weve", "what", "whats", "when", "where", "which",
    "while", "who", "why", "with", "wont", "would", "yes", "you", "your", "youre", "yours",
];

/// Words that English shares with others: they count beside a word that it does not share, or when a text is
/// full of them. Sorted.
const SHARED: [&str; 27] = [
    "a", "all", "am", "an", "as", "at", "be", "by", "can", "do", "for", "has", "have", "he", "i", "in", "is",
    "me", "no", "on", "or", "she", "so", "than", "us", "we", "will",
];

/// `en` when the text is clearly English, otherwise unknown.
pub(crate) fn of(message: &[Sentence]) -> Option<&'static str> {
    let (mut words, mut own, mut shared) = (0usize, 0usize, 0usize);
    let mut foreign = false;
    for word in message.iter().flatten() {
        let folded = word.folded.as_str();
        words += 1;
        own += usize::from(ENGLISH.binary_search(&folded).is_ok());
        shared += usize::from(SHARED.binary_search(&folded).is_ok());
        foreign |= !folded.is_ascii();
    }
    let english = own + shared;
    let clear = own >= 1 && english >= 2 && english * 5 >= words;
    let plain = shared >= 3 && shared * 2 >= words;
    (!foreign && (clear || plain)).then_some("en")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sentence::sentences;

    #[test]
    fn english_is_known_and_nothing_else_is_guessed() {
        assert!(ENGLISH.is_sorted() && SHARED.is_sorted());
        let of = |text| of(&sentences(text));
        assert_eq!(of("Do I need a visa for Peru?"), Some("en"));
        assert_eq!(of("I've lost my luggage"), Some("en"));
        for unknown in [
            "¿Necesito visa para Bolivia?",
            "Brauche ich für Peru ein Visum?",
            "Ai-je besoin d'un visa ?",
            "Nós perdemos as malas",
            "Ik heb mijn koffer verloren",
            "visa?",
            "",
        ] {
            assert_eq!(of(unknown), None, "{unknown:?}");
        }
    }
}
