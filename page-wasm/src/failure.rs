//! Why a request did not do what was asked, in words.

#[cfg(doc)]
use gangway_protocol::Problem;
use gangway_protocol::{AgentRef, Code};
use serde::Deserialize;

use crate::json;

/// Why a request did not do what was asked.
#[derive(Clone, PartialEq, Debug)]
pub enum Failure {
    /// The server answered with a refusal.
    Refused {
        /// The HTTP status.
        status: u16,
        /// What it said.
        refusal: Refusal,
    },
    /// Nothing came back: no network, or too late.
    Unreachable,
}

/// The part of a [`Problem`] that a page can do something with.
#[derive(Clone, PartialEq, Debug, Deserialize)]
pub struct Refusal {
    /// Which kind.
    pub code: Code,
    /// What happened.
    pub message: String,
    /// What to do next.
    #[serde(default)]
    pub hint: Option<String>,
    /// Who holds the conversation.
    #[serde(default)]
    pub holder: Option<AgentRef>,
    /// The whole of what was answered, for a page that knows more of the code.
    #[serde(skip)]
    pub body: String,
}

impl Failure {
    /// A refusal, from an answer's status and body. A body that is not a [`Problem`] (a proxy's page) is
    /// replaced by a sentence with the status.
    pub fn refused(status: u16, body: &str) -> Self {
        let mut refusal: Refusal = json::read(body)
            .unwrap_or_else(|_| Refusal::new(format!("The service answered with status {status}."), None));
        body.clone_into(&mut refusal.body);
        Self::Refused { status, refusal }
    }

    /// An answer that this page does not understand.
    pub fn not_understood(status: u16) -> Self {
        let message = "The service answered in a way this page does not understand.";
        let hint = Some("Load the page again.".to_owned());
        Self::Refused {
            status,
            refusal: Refusal::new(message.to_owned(), hint),
        }
    }

    /// The kind of refusal, when it was one.
    pub fn code(&self) -> Option<Code> {
        match self {
            Self::Refused { refusal, .. } => Some(refusal.code),
            Self::Unreachable => None,
        }
    }

    /// Whether the same request may succeed later without a change: the network, a busy or a broken service.
    pub fn passes(&self) -> bool {
        match self {
            Self::Refused { status, .. } => *status == 429 || *status >= 500,
            Self::Unreachable => true,
        }
    }

    /// Whether the token or the session is no longer valid.
    pub fn is_unauthorized(&self) -> bool {
        matches!(self, Self::Refused { status: 401, .. })
    }

    /// Whether who is signed in may not do this.
    pub fn is_forbidden(&self) -> bool {
        matches!(self, Self::Refused { status: 403, .. })
    }

    /// What happened and what to do, for a person.
    pub fn words(&self) -> String {
        match self {
            Self::Refused { refusal, .. } => match &refusal.hint {
                Some(hint) => format!("{} {}", sentence(&refusal.message), sentence(hint)),
                None => sentence(&refusal.message),
            },
            Self::Unreachable => "No connection right now.".to_owned(),
        }
    }
}

impl Refusal {
    fn new(message: String, hint: Option<String>) -> Self {
        Self {
            code: Code::Unknown,
            message,
            hint,
            holder: None,
            body: String::new(),
        }
    }
}

/// With a capital and a full stop, when it has none: hints of the service go on after a colon elsewhere.
fn sentence(text: &str) -> String {
    let text = text.trim();
    let (first, rest) = text.split_at(text.chars().next().map_or(0, char::len_utf8));
    let end = if text.ends_with(['.', '!', '?', '…']) {
        ""
    } else {
        "."
    };
    format!("{}{rest}{end}", first.to_ascii_uppercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_is_said_in_the_words_of_the_service_with_its_hint() {
        let failure = Failure::refused(
            400,
            r#"{"code":"too_long","message":"A message has at most 4,000 characters","hint":"send it in two parts"}"#,
        );
        assert_eq!(failure.code(), Some(Code::TooLong));
        assert_eq!(
            failure.words(),
            "A message has at most 4,000 characters. Send it in two parts."
        );
        assert!(!failure.passes());
    }

    #[test]
    fn a_page_of_a_proxy_is_replaced_by_a_sentence() {
        let failure = Failure::refused(502, "<html>Bad gateway</html>");
        assert_eq!(failure.words(), "The service answered with status 502.");
        assert!(failure.passes());
    }

    #[test]
    fn a_code_of_a_newer_service_is_still_a_refusal_with_words() {
        let failure = Failure::refused(409, r#"{"code":"on_holiday","message":"Closed"}"#);
        assert_eq!(failure.code(), Some(Code::Unknown));
        assert_eq!(failure.words(), "Closed.");
    }
}
