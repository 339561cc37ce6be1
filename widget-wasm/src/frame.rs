//! What the widget and the launcher on the host page tell each other: JSON texts with `"gangway": 1`.

use serde::{Deserialize, Serialize};

/// From the launcher.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(tag = "say", rename_all = "snake_case")]
pub enum FromHost {
    /// The card is shown.
    Open {
        /// The address of the host page, without its query.
        #[serde(default)]
        page: Option<String>,
    },
    /// The card is hidden.
    Hidden,
    /// A text of a newer launcher.
    #[serde(other)]
    Unknown,
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

/// Reads a text, when it is one of ours.
pub fn read(text: &str) -> Option<FromHost> {
    #[derive(Deserialize)]
    struct Envelope {
        gangway: u32,
    }
    let envelope: Envelope = serde_json::from_str(text).ok()?;
    if envelope.gangway == 1 {
        serde_json::from_str(text).ok()
    } else {
        None
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
    fn a_text_of_a_newer_launcher_is_known_as_unknown() {
        assert_eq!(read(r#"{"gangway":1,"say":"dance"}"#), Some(FromHost::Unknown));
        assert_eq!(
            read(r#"{"gangway":1,"say":"open"}"#),
            Some(FromHost::Open { page: None })
        );
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
