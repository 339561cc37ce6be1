//! Whether a message asks for a person, in six languages.
//!
//! The one signal that must neither be missed nor invented: a visitor who asks for a person gets one, and "are
//! you a bot?" or "can I add a second person?" is a question. So a verb of talking, reaching, handing over or
//! wanting must meet a word for a person, in one sentence, in an order that means it. Long words are also met
//! when they are misspelt by one letter.
//!
//! Every message is looked at in all languages: of two words, none can be told for certain. A language is a file of
//! words and [patterns](pattern).

mod english;
mod french;
mod german;
mod given;
mod italian;
mod pattern;
mod portuguese;
mod spanish;

use std::sync::LazyLock;

use crate::sentence::{Sentence, Word};
use pattern::{Patterns, Sheet};

const SHEETS: [Sheet; 6] = [
    english::SHEET,
    spanish::SHEET,
    french::SHEET,
    german::SHEET,
    italian::SHEET,
    portuguese::SHEET,
];

/// A constant, made when it is first needed.
static PATTERNS: LazyLock<Patterns> = LazyLock::new(|| Patterns::new(&SHEETS));

/// The words that ask for a person, when a message does. `text` is the whole of it.
pub(crate) fn asked_for(text: &str, message: &[Sentence]) -> Option<String> {
    message.iter().find_map(|sentence| {
        let written: Vec<&str> = sentence.iter().map(|word: &Word| word.folded.as_str()).collect();
        let words = PATTERNS.parted(&written);
        let (from, to) = PATTERNS.find(&words)?;
        if !text.contains('?') && given::gives_a_number(&written) {
            return None;
        }
        Some(words[from..to.max(from + 1)].join(" "))
    })
}

#[cfg(test)]
mod tests;
