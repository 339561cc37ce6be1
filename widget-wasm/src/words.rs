//! The words of the page itself, in one place.

use gangway_page::time;
use gangway_protocol::Timestamp;

/// What the assistant is, said once.
pub fn disclosure(operator: &str) -> String {
    format!("An automated assistant. It answers from the documents of {operator} and shows where.")
}

/// Who is speaking when the assistant is.
pub const ASSISTANT: &str = "Assistant";
/// In the head while nobody has claimed.
pub const WAITING: &str = "Waiting for a person";
/// In the head after the end.
pub const ENDED: &str = "Chat ended";

/// Thin lines between messages.
pub const HANDED_OVER: &str = "You are in the queue for a person";
/// The wait was called off.
pub const CALLED_OFF: &str = "You stopped waiting. The assistant answers again";
/// An agent handed the thread back.
pub const BACK: &str = "The assistant answers again";
/// The end.
pub const RESOLVED: &str = "This chat has ended. Write again to go on";
/// After the end.
pub const REOPENED: &str = "The chat goes on";

/// While "talk to a person" is on its way.
pub const ASKING: &str = "Asking for a person";
/// While "stop waiting" is on its way.
pub const LEAVING: &str = "Leaving the queue";

/// A person joined.
pub fn joined(name: &str) -> String {
    format!("{name} joined")
}

/// A person left; the visitor waits again.
pub fn left(name: &str) -> String {
    format!("{name} left. You are in the queue again")
}

/// How long, and what to do meanwhile.
pub fn waiting(since: Timestamp, now: Timestamp) -> String {
    let long = match now.0.saturating_sub(since.0) {
        // "Less than a minute" would read like a promise.
        ..60_000 => String::new(),
        _ => format!(" for {}", time::waited(since, now)),
    };
    format!("In the queue{long}. Keep writing if you like: whoever joins reads everything.")
}

/// Under the visitor's last message.
pub const DELIVERED: &str = "Delivered";
/// A person has read it.
pub const READ: &str = "Read";

/// An agent is typing.
pub fn typing(name: &str) -> String {
    format!("{name} is typing")
}

/// Above an answer to what was not sent.
pub const INSTANT: &str = "Perhaps this answers it:";

/// The connection is gone.
pub const RECONNECTING: &str =
    "Reconnecting. What you write is kept and sent as soon as you are back online.";

/// The token is no longer valid.
pub const NEW_CONVERSATION: &str = "Your earlier chat can no longer be opened on this device, so this is a new one. Please say again what matters.";

/// What a form's value is called when it is on its way and has no label yet.
pub fn date_range(from: &str, to: &str) -> String {
    format!("{from} to {to}")
}

/// So many characters.
pub fn characters(count: usize) -> String {
    match count {
        1 => "1 character".to_owned(),
        _ => format!("{count} characters"),
    }
}
