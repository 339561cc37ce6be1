//! The words of the page itself, in one place.

use gangway_page::time;
use gangway_protocol::Timestamp;
use gangway_protocol::queue::Place;

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

/// What was asked for need not be given, and was not.
pub const SKIPPED: &str = "Skipped";

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

/// Where, for how long so far, how long it takes lately, and what to do meanwhile.
pub fn waiting(since: Timestamp, now: Timestamp, place: Option<Place>) -> String {
    let long = match now.0.saturating_sub(since.0) {
        // "Less than a minute" would read like a promise.
        ..60_000 => String::new(),
        _ => format!(" for {}", time::waited(since, now)),
    };
    let place_in_it = match place.map(|place| place.position) {
        None => "In the queue".to_owned(),
        Some(1) => "You are next".to_owned(),
        Some(position) => format!("You are number {position} in the queue"),
    };
    let lately = match place.and_then(|place| place.minutes) {
        None => String::new(),
        Some(minutes) => format!(" People have waited {} lately.", expected(minutes)),
    };
    let after = if long.is_empty() || place.is_none() {
        format!("{place_in_it}{long}.")
    } else {
        format!("{place_in_it}, and have waited{long}.")
    };
    format!("{after}{lately} Keep writing if you like: whoever joins reads everything.")
}

/// What is known of a wait, no more exactly than can be promised.
fn expected(minutes: u32) -> String {
    match minutes {
        ..=1 => "about a minute".to_owned(),
        2..60 => format!("about {minutes} minutes"),
        60 => "about an hour".to_owned(),
        _ => "more than an hour".to_owned(),
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wait_is_told_as_far_as_it_is_known() {
        let told = |millis: i64, place: Option<(u32, Option<u32>)>| {
            let place = place.map(|(position, minutes)| Place { position, minutes });
            let words = waiting(Timestamp(0), Timestamp(millis), place);
            words
                .trim_end_matches(" Keep writing if you like: whoever joins reads everything.")
                .to_owned()
        };
        assert_eq!(told(0, None), "In the queue.");
        assert_eq!(told(180_000, None), "In the queue for 3 minutes.");
        assert_eq!(told(0, Some((1, None))), "You are next.");
        assert_eq!(
            told(180_000, Some((4, Some(5)))),
            "You are number 4 in the queue, and have waited for 3 minutes. People have waited about 5 minutes lately."
        );
        assert_eq!(
            told(0, Some((2, Some(1)))),
            "You are number 2 in the queue. People have waited about a minute lately."
        );
        assert_eq!(
            told(0, Some((2, Some(90)))),
            "You are number 2 in the queue. People have waited more than an hour lately."
        );
    }
}
