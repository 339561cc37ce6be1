//! What the widget and the launcher on the host page tell each other: JSON texts with `"gangway": 1`.

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
    }
    let envelope: Envelope = serde_json::from_str(text).ok()?;
    match (envelope.gangway, envelope.say.as_str()) {
        (1, "open") => Some(FromHost::Open { page: envelope.page }),
        (1, "hidden") => Some(FromHost::Hidden),
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
    fn what_the_launcher_reads_is_pinned() {
        assert_eq!(write(ToHost::Close), r#"{"gangway":1,"say":"close"}"#);
        assert_eq!(
            write(ToHost::Unread { count: 2 }),
            r#"{"gangway":1,"say":"unread","count":2}"#
        );
    }
}
