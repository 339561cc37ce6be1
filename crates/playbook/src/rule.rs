//! Rules: a condition, then effects.

use crate::Said;
use gangway_protocol::{ActionId, Priority, RuleId, SlotId, TagId, TeamId};
use serde::{Deserialize, Serialize};

use crate::slot;

/// How many of the rules whose condition holds fire on one input.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Matching {
    /// All of them, in order; the first handoff wins.
    #[default]
    All,
    /// The first in the file, and no other.
    First,
}

/// A rule: trigger and conditions, then effects.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Rule {
    /// Its id: a sentence.
    pub id: RuleId,
    /// When it fires.
    pub when: Condition,
    /// What it does, in order. Never empty.
    pub then: Vec<RuleEffect>,
}

/// When a rule fires.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Condition {
    /// A message contains one of these phrases, as words (`reading` finds them).
    Words(Vec<String>),
    /// The conversation got this tag.
    Tag(TagId),
    /// The visitor writes this language, ISO 639-1.
    Language(String),
    /// A message asks for a person.
    AsksForPerson,
    /// A message's confidence is below this.
    ConfidenceBelow(f32),
    /// So many attempts in a row failed.
    FailedAttempts(u32),
    /// This action has all its slots.
    Completed(ActionId),
    /// This action ended without all its slots.
    Failed(ActionId),
    /// A slot has such a value.
    Slot(SlotCondition),
    /// The visitor has waited longer than this for a word of a person. Milliseconds.
    WaitingLongerThan(i64),
    /// Nobody has said or done anything for longer than this. Milliseconds.
    IdleLongerThan(i64),
    /// This team is closed; `None`: the team of the handoff.
    OutsideHours(Option<TeamId>),
    /// Who has the conversation.
    Status(Standing),
    /// Every one of these.
    Every(Vec<Condition>),
    /// Any of these.
    Any(Vec<Condition>),
    /// Not one of these.
    None(Vec<Condition>),
}

/// A slot of an action, and what is asked of its value.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct SlotCondition {
    /// The action.
    pub action: ActionId,
    /// The slot.
    pub slot: SlotId,
    /// What is asked of it.
    pub test: SlotTest,
}

/// What is asked of a slot's value. A slot without a value passes none of these.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SlotTest {
    /// It has one.
    Given,
    /// It is one of these, whatever the case and the accents.
    Is(Vec<String>),
    /// One of these regular expressions matches the whole of it, without regard to case.
    Matches(Vec<String>),
    /// It is a number, and not below this.
    AtLeast(i64),
    /// It is a number, and not above this.
    AtMost(i64),
}

/// Who has the conversation, as a condition names it.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// The bot.
    Bot,
    /// A team's queue.
    Queued,
    /// An agent.
    Human,
    /// An agent, for later.
    Snoozed,
    /// Nobody: it has ended.
    Resolved,
}

/// What a rule does.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RuleEffect {
    /// Put a tag on.
    Tag(TagId),
    /// Take a tag off.
    Untag(TagId),
    /// Set the priority.
    Priority(Priority),
    /// Alert a team.
    Alert(TeamId),
    /// Begin to collect an action's slots.
    Start(ActionId),
    /// Hand to a team.
    Handoff(TeamId),
    /// Say something.
    Say(Said),
    /// End the conversation.
    Resolve,
}

impl Rule {
    /// The team that it hands to, if it does.
    pub fn handoff(&self) -> Option<&TeamId> {
        self.then.iter().find_map(|effect| match effect {
            RuleEffect::Handoff(team) => Some(team),
            RuleEffect::Tag(_)
            | RuleEffect::Untag(_)
            | RuleEffect::Priority(_)
            | RuleEffect::Alert(_)
            | RuleEffect::Start(_)
            | RuleEffect::Say(_)
            | RuleEffect::Resolve => None,
        })
    }
}

impl Condition {
    /// The conditions that it joins, if it joins any.
    pub fn parts(&self) -> &[Self] {
        match self {
            Self::Every(parts) | Self::Any(parts) | Self::None(parts) => parts,
            Self::Words(_)
            | Self::Tag(_)
            | Self::Language(_)
            | Self::AsksForPerson
            | Self::ConfidenceBelow(_)
            | Self::FailedAttempts(_)
            | Self::Completed(_)
            | Self::Failed(_)
            | Self::Slot(_)
            | Self::WaitingLongerThan(_)
            | Self::IdleLongerThan(_)
            | Self::OutsideHours(_)
            | Self::Status(_) => &[],
        }
    }

    /// Every condition in it that joins no others, in order.
    pub fn leaves(&self) -> Vec<&Self> {
        self.below(true)
    }

    /// Every condition in it that joins no others and whose holding helps it to hold: not those below a `none`.
    pub fn wanted(&self) -> Vec<&Self> {
        self.below(false)
    }

    /// The phrases that it looks for in a message, in order.
    pub fn phrases(&self) -> Vec<&String> {
        let leaves = self.leaves().into_iter();
        let words = leaves.filter_map(|leaf| {
            if let Self::Words(phrases) = leaf {
                Some(phrases)
            } else {
                None
            }
        });
        words.flatten().collect()
    }

    fn below(&self, unwanted: bool) -> Vec<&Self> {
        if matches!(self, Self::None(_)) && !unwanted {
            return Vec::new();
        }
        match self.parts() {
            [] => vec![self],
            parts => parts.iter().flat_map(|part| part.below(unwanted)).collect(),
        }
    }
}

impl SlotTest {
    /// Whether a value, in its normal form, passes.
    pub fn passes(&self, value: &str) -> bool {
        match self {
            Self::Given => true,
            Self::Is(wanted) => {
                let value = slot::fold(value);
                wanted.iter().any(|wanted| slot::fold(wanted) == value)
            }
            Self::Matches(patterns) => patterns
                .iter()
                .any(|pattern| slot::compile(pattern).is_ok_and(|pattern| pattern.is_match(value))),
            Self::AtLeast(least) => floor(value).is_some_and(|(whole, _)| whole >= *least),
            Self::AtMost(most) => {
                floor(value).is_some_and(|(whole, more)| whole < *most || (whole == *most && !more))
            }
        }
    }
}

/// The greatest whole number that is not above a number in its normal form, and whether the number is above it.
fn floor(value: &str) -> Option<(i64, bool)> {
    let (whole, part) = value.split_once('.').unwrap_or((value, ""));
    let more = !part.is_empty();
    let number: i64 = whole.parse().ok()?;
    if more && value.starts_with('-') {
        Some((number.checked_sub(1)?, true))
    } else {
        Some((number, more))
    }
}

impl Standing {
    /// All of them.
    pub const ALL: [Self; 5] = [
        Self::Bot,
        Self::Queued,
        Self::Human,
        Self::Snoozed,
        Self::Resolved,
    ];

    /// As [`Status::name`](gangway_protocol::Status::name) has it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Bot => "bot",
            Self::Queued => "queued",
            Self::Human => "human",
            Self::Snoozed => "snoozed",
            Self::Resolved => "resolved",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_compared_without_case_and_accents() {
        let test = SlotTest::Is(vec!["Porto Campanhã".to_owned(), "Funchal".to_owned()]);
        assert!(test.passes("PORTO CAMPANHA") && test.passes("funchal"));
        assert!(!test.passes("Porto"));
    }

    #[test]
    fn a_pattern_matches_the_whole_value() {
        let test = SlotTest::Matches(vec!["LA[0-9]+".to_owned(), "the train".to_owned()]);
        assert!(test.passes("la2417") && test.passes("The train"));
        assert!(!test.passes("on LA2417"));
    }

    #[test]
    fn numbers_are_compared_as_numbers() {
        let at_least = |value| SlotTest::AtLeast(10).passes(value);
        assert!(
            at_least("10") && at_least("10.5") && at_least("1200") && !at_least("9.9") && !at_least("ten")
        );
        let at_most = |value| SlotTest::AtMost(10).passes(value);
        assert!(at_most("10") && at_most("9.9") && at_most("-3") && !at_most("10.1") && !at_most(""));
        assert!(!SlotTest::AtMost(-1).passes("-0.5") && SlotTest::AtLeast(-1).passes("-0.5"));
    }

    #[test]
    fn what_a_none_joins_is_not_wanted() {
        let tag = |tag: &str| Condition::Tag(tag.into());
        let condition = Condition::Every(vec![
            tag("a"),
            Condition::None(vec![tag("b"), Condition::Any(vec![tag("c")])]),
        ]);
        assert_eq!(condition.leaves(), [&tag("a"), &tag("b"), &tag("c")]);
        assert_eq!(condition.wanted(), [&tag("a")]);
    }
}
