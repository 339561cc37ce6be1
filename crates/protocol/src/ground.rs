//! Why a rule fired or nearly did: its conditions against how things stood.

use std::fmt;

use serde::{Deserialize, Serialize};

/// Conditions that one entry names at most.
pub const GROUNDS: usize = 8;

/// One condition of a rule, and how things stood.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Ground {
    /// Which condition.
    pub condition: GroundKind,
    /// Whether it held.
    #[serde(default)]
    pub held: bool,
    /// What it is about, where there are several: a slot or a team.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub of: String,
    /// What the rule asks for: a tag, a limit, a status. Empty where the condition says it all.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub wanted: String,
    /// What there was: the words that were said, a confidence, a slot's value. Empty where there was nothing.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub found: String,
}

/// Which condition a [`Ground`] is about, as `workspace.toml` calls it.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum GroundKind {
    /// The message has one of some phrases.
    Words,
    /// A tag is on.
    Tag,
    /// The visitor writes a language.
    Language,
    /// The message asks for a person.
    AsksForPerson,
    /// The documents answer less surely than that.
    ConfidenceBelow,
    /// So many attempts in a row failed.
    FailedAttempts,
    /// An action has all its slots.
    Completed,
    /// An action ended without all its slots.
    Failed,
    /// A slot has such a value.
    Slot,
    /// The visitor waits longer than that.
    WaitingLongerThan,
    /// Nothing has happened for longer than that.
    IdleLongerThan,
    /// A team is closed.
    OutsideHours,
    /// Who has the conversation.
    Status,
    /// A condition of a newer version.
    #[serde(other)]
    Unknown,
}

impl fmt::Display for Ground {
    /// In words for agents: what held, or what did not. A slot's value is not among them, since the words go into alerts.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            condition,
            held,
            of,
            wanted,
            found,
        } = self;
        match (condition, held) {
            (GroundKind::Words, true) => write!(f, "said \"{found}\""),
            (GroundKind::Words, false) => write!(f, "none of these was said: {wanted}"),
            (GroundKind::Tag, true) if found.is_empty() => write!(f, "tag `{wanted}`"),
            (GroundKind::Tag, true) => write!(f, "tag `{wanted}`, said \"{found}\""),
            (GroundKind::Tag, false) => write!(f, "no tag `{wanted}`"),
            (GroundKind::Language, true) => write!(f, "the language is `{wanted}`"),
            (GroundKind::Language, false) if found.is_empty() => write!(f, "the language is not known"),
            (GroundKind::Language, false) => write!(f, "the language is `{found}`, not `{wanted}`"),
            (GroundKind::AsksForPerson, true) if found.is_empty() => f.write_str("asked for a person"),
            (GroundKind::AsksForPerson, true) => write!(f, "asked for a person: \"{found}\""),
            (GroundKind::AsksForPerson, false) => f.write_str("nobody asked for a person"),
            (GroundKind::ConfidenceBelow, true) => write!(f, "confidence {found} is below {wanted}"),
            (GroundKind::ConfidenceBelow, false) if found.is_empty() => {
                f.write_str("the documents were not asked")
            }
            (GroundKind::ConfidenceBelow, false) => write!(f, "confidence {found} is not below {wanted}"),
            (GroundKind::FailedAttempts, true) if wanted == "1" => {
                f.write_str("the documents did not answer")
            }
            (GroundKind::FailedAttempts, true) => {
                write!(f, "the documents did not answer {wanted} times in a row")
            }
            (GroundKind::FailedAttempts, false) => write!(f, "{found} of {wanted} failed attempts"),
            (GroundKind::Completed, true) => write!(f, "`{wanted}` is complete"),
            (GroundKind::Completed, false) => write!(f, "`{wanted}` is not complete"),
            (GroundKind::Failed, true) => write!(f, "`{wanted}` could not be completed"),
            (GroundKind::Failed, false) => write!(f, "`{wanted}` has not failed"),
            (GroundKind::Slot, true) => write!(f, "`{of}` is {wanted}"),
            (GroundKind::Slot, false) if found.is_empty() => write!(f, "`{of}` has no value"),
            (GroundKind::Slot, false) => write!(f, "`{of}` is not {wanted}"),
            (GroundKind::WaitingLongerThan, true) => write!(f, "waiting for {wanted}"),
            (GroundKind::WaitingLongerThan, false) if found.is_empty() => f.write_str("nobody is waited for"),
            (GroundKind::WaitingLongerThan, false) => write!(f, "waiting for {found}, not {wanted}"),
            (GroundKind::IdleLongerThan, true) => write!(f, "idle for {wanted}"),
            (GroundKind::IdleLongerThan, false) => write!(f, "idle for {found}, not {wanted}"),
            (GroundKind::OutsideHours, true) => write!(f, "`{of}` is closed"),
            (GroundKind::OutsideHours, false) => write!(f, "`{of}` is open"),
            (GroundKind::Status, true) => write!(f, "it is {}", standing(wanted)),
            (GroundKind::Status, false) => {
                write!(f, "it is {}, not {}", standing(found), standing(wanted))
            }
            (GroundKind::Unknown, _) => f.write_str("a condition of a newer version"),
        }
    }
}

fn standing(status: &str) -> &str {
    match status {
        "bot" => "with the bot",
        "queued" => "waiting",
        "human" => "with a person",
        "snoozed" => "put aside",
        "resolved" => "at its end",
        other => other,
    }
}

/// Several in one sentence.
pub fn in_words(grounds: &[Ground]) -> String {
    grounds
        .iter()
        .map(ToString::to_string)
        .collect::<Vec<_>>()
        .join(" and ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(condition: GroundKind, held: bool, wanted: &str, found: &str) -> String {
        Ground {
            condition,
            held,
            of: "branch".to_owned(),
            wanted: wanted.to_owned(),
            found: found.to_owned(),
        }
        .to_string()
    }

    #[test]
    fn what_held_and_what_did_not_is_said_in_words() {
        use GroundKind::{ConfidenceBelow, FailedAttempts, Language, Slot, Status, Tag, WaitingLongerThan};
        for (got, wanted) in [
            (said(Tag, true, "vip", ""), "tag `vip`"),
            (said(Tag, false, "vip", ""), "no tag `vip`"),
            (
                said(Language, false, "es", "en"),
                "the language is `en`, not `es`",
            ),
            (
                said(ConfidenceBelow, false, "0.35", "0.41"),
                "confidence 0.41 is not below 0.35",
            ),
            (said(FailedAttempts, false, "2", "1"), "1 of 2 failed attempts"),
            (
                said(WaitingLongerThan, false, "5 min", "3 min"),
                "waiting for 3 min, not 5 min",
            ),
            (
                said(Status, false, "queued", "bot"),
                "it is with the bot, not waiting",
            ),
        ] {
            assert_eq!(got, wanted);
        }
        // The value itself is for the timeline only.
        assert_eq!(
            said(Slot, true, "like [A-Z]+", "SECRET"),
            "`branch` is like [A-Z]+"
        );
        assert_eq!(said(Slot, false, "Funchal", "Faro"), "`branch` is not Funchal");
        assert_eq!(said(Slot, false, "Funchal", ""), "`branch` has no value");
    }
}
