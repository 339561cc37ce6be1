//! What single keys do. Those that write a letter or a mark can be turned off: to whoever dictates, a spoken word is
//! a row of keys.

/// What a key asks for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Command {
    /// The next conversation of the list.
    Next,
    /// The one before it.
    Previous,
    /// Take the conversation.
    Claim,
    /// Write to the visitor.
    Reply,
    /// Write a private note.
    Note,
    /// Put on a tag.
    Tag,
    /// Put it aside.
    Snooze,
    /// Hand it back to the assistant.
    HandBack,
    /// End it.
    Resolve,
    /// Narrow the list down.
    Filter,
    /// Show the keys.
    Help,
    /// Leave a field, or the conversation.
    Leave,
}

/// Stands between keys that do the same.
pub const OR: char = ' ';

/// The keys with what they do, as they are shown.
pub const KEYS: [(&str, &str); 13] = [
    ("j ↓", "Next conversation"),
    ("k ↑", "Previous conversation"),
    ("Enter", "Open it, or send what you wrote"),
    ("c", "Claim, or take over from the assistant"),
    ("r", "Reply"),
    ("n", "Write a note"),
    ("t", "Add a tag"),
    ("s", "Snooze"),
    ("b", "Hand back to the assistant"),
    ("e", "Resolve"),
    ("/", "Filter the list"),
    ("?", "Show these keys"),
    ("Esc", "Leave a field, or go back to the list"),
];

/// Whether a key writes something, where something can be written.
pub fn writes(key: &str) -> bool {
    key.chars().count() == 1
}

/// What a key asks for. `in_list` where the focus is in the list or nowhere: elsewhere arrows scroll.
pub fn command(key: &str, in_list: bool) -> Option<Command> {
    Some(match key {
        "j" => Command::Next,
        "k" => Command::Previous,
        "ArrowDown" if in_list => Command::Next,
        "ArrowUp" if in_list => Command::Previous,
        "c" => Command::Claim,
        "r" => Command::Reply,
        "n" => Command::Note,
        "t" => Command::Tag,
        "s" => Command::Snooze,
        "b" => Command::HandBack,
        "e" => Command::Resolve,
        "/" => Command::Filter,
        "?" => Command::Help,
        "Escape" => Command::Leave,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_that_is_shown_does_something() {
        for (keys, _) in KEYS {
            for key in keys.split(OR).filter(|key| *key != "Enter") {
                let key = match key {
                    "↓" => "ArrowDown",
                    "↑" => "ArrowUp",
                    "Esc" => "Escape",
                    key => key,
                };
                assert!(command(key, true).is_some(), "{key}");
            }
        }
    }

    #[test]
    fn arrows_scroll_where_there_is_no_list() {
        assert_eq!(command("ArrowDown", false), None);
        assert_eq!(command("j", false), Some(Command::Next));
    }

    #[test]
    fn arrows_and_escape_write_nothing() {
        assert!(writes("j") && writes("?") && writes("é"));
        assert!(!writes("ArrowDown") && !writes("Escape"));
    }

    #[test]
    fn capitals_and_other_keys_are_nobodys() {
        for key in ["J", "Enter", "Tab", "x", "F5"] {
            assert_eq!(command(key, true), None, "{key}");
        }
    }
}
