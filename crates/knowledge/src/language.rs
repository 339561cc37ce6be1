//! What depends on the language: which words say nothing, and what a word's stem is.

use rust_stemmers::{Algorithm, Stemmer};
use serde::{Deserialize, Serialize};

/// The language an index is searched in.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub(crate) enum Language {
    /// English.
    #[default]
    English,
}

impl Language {
    /// Whether a folded word is left out of the lexical index. The list is sorted.
    pub(crate) fn is_stop_word(self, word: &str) -> bool {
        match self {
            Self::English => ENGLISH.binary_search(&word).is_ok(),
        }
    }

    pub(crate) fn stemmer(self) -> Stemmer {
        match self {
            Self::English => Stemmer::create(Algorithm::English),
        }
    }
}

/// The tails of contractions are here too, because an apostrophe ends a word.
const ENGLISH: &[&str] = &[
    "a", "about", "am", "an", "and", "any", "are", "as", "at", "be", "been", "being", "but", "by", "can",
    "could", "d", "did", "do", "does", "doing", "don", "for", "from", "had", "has", "have", "having", "he",
    "her", "here", "him", "his", "how", "i", "if", "in", "into", "is", "it", "its", "just", "ll", "m", "me",
    "my", "no", "not", "of", "on", "or", "our", "please", "re", "s", "she", "should", "so", "some", "t",
    "than", "that", "the", "their", "them", "then", "there", "these", "they", "this", "those", "to", "too",
    "us", "ve", "very", "was", "we", "were", "what", "when", "where", "which", "who", "will", "with",
    "would", "you", "your",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stop_words_are_sorted_for_the_binary_search() {
        assert!(ENGLISH.is_sorted());
        assert!(Language::English.is_stop_word("the"));
        assert!(Language::English.is_stop_word("your"));
        assert!(!Language::English.is_stop_word("luggage"));
    }
}
