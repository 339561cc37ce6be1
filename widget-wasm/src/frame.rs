//! What the widget and the launcher on the host page tell each other: JSON texts with `"gangway": 1`.

use gangway_protocol::limits::MESSAGE_CHARS;
use serde::{Deserialize, Serialize};

/// From the launcher.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum FromHost {
    /// The card is shown.
    Open {
        /// The address of the host page, without its query.
        page: Option<String>,
    },
    /// The card is hidden.
    Hidden,
    /// The visitor chose a question on the host page: it is asked in their name.
    Ask {
        /// The question, not empty and no longer than a message may be.
        text: String,
    },
}

/// To the launcher.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[serde(tag = "say", rename_all = "snake_case")]
pub enum ToHost {
    /// The widget listens.
    Ready,
    /// The visitor closes the card.
    Close,
    /// So many messages came while the card was hidden.
    Unread {
        /// How many.
        count: usize,
    },
}

/// Reads a text, when it is one of ours and of a launcher we know.
pub fn read(text: &str) -> Option<FromHost> {
    #[derive(Deserialize)]
    struct Envelope {
        gangway: u32,
        say: String,
        #[serde(default)]
        page: Option<String>,
        #[serde(default)]
        text: Option<String>,
    }
    let envelope: Envelope = gangway_page::json::read(text).ok()?;
    match (envelope.gangway, envelope.say.as_str()) {
        (1, "open") => Some(FromHost::Open { page: envelope.page }),
        (1, "hidden") => Some(FromHost::Hidden),
        (1, "ask") => {
            let text = envelope.text?.trim().to_owned();
            let fits = (1..=MESSAGE_CHARS).contains(&text.chars().count());
            fits.then_some(FromHost::Ask { text })
        }
        _ => None,
    }
}

/// Writes a text.
pub fn write(say: ToHost) -> String {
    #[derive(Serialize)]
    struct Envelope {
        gangway: u32,
        #[serde(flatten)]
        say: ToHost,
    }
    serde_json::to_string(&Envelope { gangway: 1, say }).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_of_other_scripts_on_the_host_page_are_not_ours() {
        for text in [
            "",
            "hello",
            "{}",
            r#"{"say":"open"}"#,
            r#"{"gangway":2,"say":"open"}"#,
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn a_text_of_a_newer_launcher_is_passed_over() {
        assert_eq!(read(r#"{"gangway":1,"say":"dance"}"#), None);
        assert_eq!(
            read(r#"{"gangway":1,"say":"open","step":3}"#),
            Some(FromHost::Open { page: None })
        );
        assert_eq!(read(r#"{"gangway":1,"say":"hidden"}"#), Some(FromHost::Hidden));
    }

    #[test]
    fn a_question_of_the_host_page_is_asked_when_it_could_be_a_message() {
        let ask =
            |text: &str| read(&serde_json::json!({"gangway": 1, "say": "ask", "text": text}).to_string());
        assert_eq!(
            ask(" Do I need a visa? "),
            Some(FromHost::Ask {
                text: "Do I need a visa?".to_owned()
            })
        );
        assert!(ask(&"a".repeat(MESSAGE_CHARS)).is_some());
        assert_eq!(ask(&"a".repeat(MESSAGE_CHARS + 1)), None);
        assert_eq!(ask("  "), None);
        assert_eq!(read(r#"{"gangway":1,"say":"ask"}"#), None);
    }

    #[test]
    fn what_the_launcher_reads_is_pinned() {
        assert_eq!(write(ToHost::Close), r#"{"gangway":1,"say":"close"}"#);
        assert_eq!(
            write(ToHost::Unread { count: 2 }),
            r#"{"gangway":1,"say":"unread","count":2}"#
        );
    }
}
