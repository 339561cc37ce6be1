//! The conversation as the inbox lists it.

use gangway_protocol::summary::{LAST_LINE_CHARS, LastLine};
use gangway_protocol::{Seq, Summary, Timestamp};

use crate::conversation::Conversation;

/// The summary of a conversation.
pub(crate) fn of(state: &Conversation) -> Summary {
    Summary {
        conversation: state.id.clone(),
        version: state.last_seq,
        status: state.status.clone(),
        priority: state.priority,
        tags: state.tags(),
        language: state.language.clone(),
        reason: state.reason.clone(),
        last_line: state.last_line.clone(),
        messages: state.messages,
        unanswered: state.unanswered,
        read: Seq(0),
        unread: 0,
        opened_at: state.opened_at,
        updated_at: state.updated_at,
    }
}

/// What was said as the last line of a summary: on one line and cut.
pub(crate) fn last_line(from: &str, text: &str, at: Timestamp) -> LastLine {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let text = match line.char_indices().nth(LAST_LINE_CHARS) {
        None => line,
        Some(_) => {
            let kept: String = line.chars().take(LAST_LINE_CHARS - 1).collect();
            format!("{}…", kept.trim_end())
        }
    };
    LastLine {
        from: from.to_owned(),
        text,
        at,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(text: &str) -> String {
        last_line("visitor", text, Timestamp(0)).text
    }

    #[test]
    fn a_last_line_is_one_line() {
        assert_eq!(line("My bag\n  never\tarrived "), "My bag never arrived");
    }

    #[test]
    fn a_last_line_of_the_greatest_length_is_whole() {
        let text = "é".repeat(LAST_LINE_CHARS);
        assert_eq!(line(&text), text);
    }

    #[test]
    fn a_longer_last_line_is_cut_to_the_greatest_length() {
        let cut = line(&"é".repeat(LAST_LINE_CHARS + 1));
        assert_eq!(cut.chars().count(), LAST_LINE_CHARS);
        assert!(cut.ends_with('…'));
    }
}
