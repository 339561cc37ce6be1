//! An answer while the visitor is still typing, where the operator has turned that on.

use gangway_protocol::Answer;
use gangway_protocol::limits::QUERY_CHARS;

/// After the last key, in milliseconds.
pub(super) const AFTER: u32 = 300;
/// Fewer characters are no question yet.
const FROM_CHARS: usize = 8;

/// What was asked last, and what is shown.
#[derive(Clone, Debug, Default)]
pub(super) struct Instant {
    /// Names the text that counts.
    serial: u32,
    query: String,
    answer: Option<Answer>,
}

impl Instant {
    /// The text in the field is another. Returns its name, when it is worth a search.
    pub(super) fn typed(&mut self, text: &str) -> Option<u32> {
        let query = text.trim();
        if query == self.query {
            return None;
        }
        self.serial += 1;
        query.clone_into(&mut self.query);
        let worth = (FROM_CHARS..=QUERY_CHARS).contains(&query.chars().count());
        if !worth {
            self.answer = None;
        }
        worth.then_some(self.serial)
    }

    /// The text that was not changed since.
    pub(super) fn query(&self, serial: u32) -> Option<String> {
        (serial == self.serial).then(|| self.query.clone())
    }

    /// The documents answer it, or do not. What was shown before stays until then.
    pub(super) fn found(&mut self, serial: u32, answer: Option<Answer>) {
        if serial == self.serial {
            self.answer = answer;
        }
    }

    /// What is shown.
    pub(super) fn answer(&self) -> Option<&Answer> {
        self.answer.as_ref()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(text: &str) -> Option<Answer> {
        Some(Answer {
            text: text.to_owned(),
            citations: vec![],
        })
    }

    #[test]
    fn only_the_last_text_is_searched_for_and_answered() {
        let mut instant = Instant::default();
        let first = instant.typed("Do I need").unwrap_or_default();
        let second = instant.typed("Do I need a visa").unwrap_or_default();
        assert_eq!(instant.query(first), None);
        assert_eq!(instant.query(second).as_deref(), Some("Do I need a visa"));
        instant.found(first, answer("late"));
        assert_eq!(instant.answer(), None);
        instant.found(second, answer("Yes."));
        assert_eq!(instant.answer(), answer("Yes.").as_ref());
    }

    #[test]
    fn a_few_letters_and_a_blank_are_no_reason_to_search() {
        let mut instant = Instant::default();
        assert_eq!(instant.typed("visa"), None);
        assert_eq!(instant.typed(&"a".repeat(QUERY_CHARS + 1)), None);
        assert!(instant.typed("visa for Peru").is_some());
        assert_eq!(instant.typed("visa for Peru "), None);
    }

    #[test]
    fn what_is_shown_goes_with_the_text() {
        let mut instant = Instant::default();
        let serial = instant.typed("Do I need a visa").unwrap_or_default();
        instant.found(serial, answer("Yes."));
        assert!(instant.typed("Do I need a visa for Peru").is_some());
        assert!(instant.answer().is_some(), "until there is another");
        instant.typed("");
        assert_eq!(instant.answer(), None);
    }
}
