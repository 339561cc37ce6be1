//! Random rules: whatever an operator could write, and what the parser would refuse besides.

use std::sync::LazyLock;

use gangway_playbook::{Condition, Matching, Playbook, Rule, RuleEffect, SlotCondition, SlotTest, Standing};
use gangway_protocol::Priority;
use proptest::prelude::*;
use proptest::sample::select;

use crate::history::PHRASES;

/// The playbook of the stage, with a team that is closed by night.
pub(crate) static STAGE: LazyLock<Playbook> = LazyLock::new(|| {
    crate::stage::playbook_with(
        "[[team]]\nid = \"night\"\nhours = { timezone = \"UTC\", mon-sun = \"08:00-20:00\" }",
    )
});

/// The playbook of the stage with other rules, and a team that is closed by night.
pub(crate) fn playbook() -> impl Strategy<Value = Playbook> {
    let rules = prop::collection::vec((condition(), prop::collection::vec(effect(), 1..4)), 1..7);
    (rules, any::<bool>()).prop_map(|(rules, first)| {
        let mut playbook = STAGE.clone();
        playbook.matching = if first { Matching::First } else { Matching::All };
        playbook.rules = rules
            .into_iter()
            .enumerate()
            .map(|(n, (when, then))| Rule {
                id: format!("rule {n}").as_str().into(),
                when,
                then,
            })
            .collect();
        playbook
    })
}

fn tag() -> impl Strategy<Value = &'static str> {
    select(["vip", "newsletter", "accident", "lost-luggage", "group"].as_slice())
}

fn action() -> impl Strategy<Value = &'static str> {
    select(["luggage", "group", "change"].as_slice())
}

/// What rules may go by: the question how to reach the visitor, too.
fn subject() -> impl Strategy<Value = &'static str> {
    select(["luggage", "group", "change", "contact"].as_slice())
}

fn team() -> impl Strategy<Value = &'static str> {
    select(["desk", "groups", "corporate", "night"].as_slice())
}

/// Any condition, three deep.
pub(crate) fn condition() -> impl Strategy<Value = Condition> {
    let time = || select([10_000, 60_000, 300_000, 3_000_000, 90_000_000].as_slice());
    let leaf = prop_oneof![
        3 => prop::collection::vec(select(PHRASES.as_slice()), 1..3)
            .prop_map(|phrases| Condition::Words(phrases.into_iter().map(str::to_lowercase).collect())),
        3 => tag().prop_map(|tag| Condition::Tag(tag.into())),
        1 => select(["en", "es"].as_slice()).prop_map(|language| Condition::Language(language.to_owned())),
        1 => Just(Condition::AsksForPerson),
        1 => select([0.05_f32, 0.2, 0.95].as_slice()).prop_map(Condition::ConfidenceBelow),
        1 => (1..4_u32).prop_map(Condition::FailedAttempts),
        1 => subject().prop_map(|action| Condition::Completed(action.into())),
        1 => subject().prop_map(|action| Condition::Failed(action.into())),
        1 => slot().prop_map(Condition::Slot),
        2 => time().prop_map(Condition::WaitingLongerThan),
        2 => time().prop_map(Condition::IdleLongerThan),
        1 => prop::option::of(team()).prop_map(|team| Condition::OutsideHours(team.map(Into::into))),
        1 => select(Standing::ALL.as_slice()).prop_map(Condition::Status),
    ];
    leaf.prop_recursive(3, 8, 3, |inner| {
        let parts = || prop::collection::vec(inner.clone(), 1..4);
        prop_oneof![
            3 => parts().prop_map(Condition::Every),
            2 => parts().prop_map(Condition::Any),
            1 => parts().prop_map(Condition::None),
        ]
    })
}

fn slot() -> impl Strategy<Value = SlotCondition> {
    const SLOTS: [(&str, &str); 5] = [
        ("luggage", "booking"),
        ("luggage", "phone"),
        ("group", "size"),
        ("change", "first"),
        ("contact", "contact"),
    ];
    let test = prop_oneof![
        Just(SlotTest::Given),
        Just(SlotTest::Is(vec!["mt204518".to_owned(), "24".to_owned()])),
        Just(SlotTest::Matches(vec!["(a+)+b".to_owned(), "mt.*".to_owned()])),
        Just(SlotTest::AtLeast(24)),
        Just(SlotTest::AtMost(24)),
    ];
    (select(SLOTS.as_slice()), test).prop_map(|((action, slot), test)| SlotCondition {
        action: action.into(),
        slot: slot.into(),
        test,
    })
}

fn effect() -> impl Strategy<Value = RuleEffect> {
    prop_oneof![
        3 => tag().prop_map(|tag| RuleEffect::Tag(tag.into())),
        3 => tag().prop_map(|tag| RuleEffect::Untag(tag.into())),
        1 => select([Priority::Low, Priority::High].as_slice()).prop_map(RuleEffect::Priority),
        1 => team().prop_map(|team| RuleEffect::Alert(team.into())),
        2 => action().prop_map(|action| RuleEffect::Start(action.into())),
        2 => team().prop_map(|team| RuleEffect::Handoff(team.into())),
        2 => Just(RuleEffect::Say("Said by a rule.".into())),
        1 => Just(RuleEffect::Resolve),
    ]
}
