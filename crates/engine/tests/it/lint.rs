//! What the parser says of rules is true of the engine: a rule that can never fire never does, and one that always loses
//! never fires first.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use gangway_playbook::{Condition, Matching, Playbook, Rule, RuleEffect, SlotTest, Standing, parse};
use proptest::prelude::*;
use proptest::sample::select;

use crate::history::{PHRASES, Step, history};
use crate::playbooks::{STAGE, condition};
use crate::properties::{Fired, Run, config};

/// The file that the stage's playbook is read from, without its rules.
static FILE: LazyLock<String> = LazyLock::new(|| {
    let file = concat!(
        include_str!("desk.toml"),
        "\n[[team]]\nid = \"night\"\nhours = { timezone = \"UTC\", mon-sun = \"08:00-20:00\" }\n"
    );
    let sections = file
        .split("\n[[")
        .filter(|section| !section.starts_with("rule]]"));
    sections.collect::<Vec<_>>().join("\n[[")
});

proptest! {
    #![proptest_config(config())]

    #[test]
    fn what_the_parser_says_never_fires_never_does(
        when in prop::collection::vec(condition(), 6),
        steps in history(30),
    ) {
        for when in when {
            let rules = [rule("only", when, RuleEffect::Priority(gangway_protocol::Priority::High))];
            let said = said_of(&rules, Matching::All);
            if said.contains("can never fire") || said.contains("has no occasion") {
                let fired = played(&rules, Matching::All, &steps);
                prop_assert!(fired.is_empty(), "it fired:\n{}\n{said}", toml(&rules[0].when));
            }
        }
    }

    #[test]
    fn what_the_parser_says_always_loses_is_never_alone(
        one in often(),
        other in condition(),
        also in prop_oneof![often(), condition()],
        steps in history(30),
        first in any::<bool>(),
    ) {
        // The later one is the earlier one with something more, so that it often loses.
        let handoff = || RuleEffect::Handoff("groups".into());
        let earlier = rule("earlier", Condition::Any(vec![one.clone(), other]), handoff());
        let later = rule("later", Condition::Every(vec![one, also]), handoff());
        let rules = [earlier, later];
        let matching = if first { Matching::First } else { Matching::All };
        let said = said_of(&rules, matching);
        if said.contains("which always comes first") {
            let fired = played(&rules, matching, &steps);
            for (n, later) in fired.iter().enumerate() {
                let alone = fired[..n].iter().all(|earlier| earlier.input != later.input);
                let wrong = later.rule.as_str() == "later" && !later.waited && (alone || first);
                prop_assert!(!wrong, "it fired alone:\n{}\n{}\n{said}", toml(&rules[0].when), toml(&rules[1].when));
            }
        }
    }
}

/// A condition that is met often.
fn often() -> impl Strategy<Value = Condition> {
    let phrases = prop::collection::vec(select(PHRASES.as_slice()), 4..12);
    prop_oneof![
        3 => phrases.prop_map(|phrases| Condition::Words(phrases.into_iter().map(str::to_lowercase).collect())),
        1 => Just(Condition::Status(Standing::Bot)),
        1 => Just(Condition::Language("en".to_owned())),
        1 => Just(Condition::None(vec![Condition::Tag("vip".into())])),
    ]
}

fn rule(id: &str, when: Condition, then: RuleEffect) -> Rule {
    Rule {
        id: id.into(),
        when,
        then: vec![then],
    }
}

/// What the parser says of these rules, mistakes and warnings.
fn said_of(rules: &[Rule], matching: Matching) -> String {
    let mut file = FILE.clone();
    if matching == Matching::First {
        file.push_str("\n[rules]\nmatch = \"first\"\n");
    }
    for rule in rules {
        let then = match &rule.then[..] {
            [RuleEffect::Handoff(team)] => format!("handoff = \"{team}\""),
            _ => "priority = \"high\"".to_owned(),
        };
        let (id, when) = (&rule.id, toml(&rule.when));
        file.push_str(&format!(
            "\n[[rule]]\nid = \"{id}\"\nwhen = {when}\nthen = [{{ {then} }}]\n"
        ));
    }
    let said = match parse::parse_all("desk", "desk.toml", &file) {
        Ok(parsed) => parsed.warnings,
        Err(mistakes) => mistakes,
    };
    said.iter()
        .map(ToString::to_string)
        .collect::<Vec<_>>()
        .join("\n")
}

/// What fires when these are the only rules.
fn played(rules: &[Rule], matching: Matching, steps: &[Step]) -> Vec<Fired> {
    let playbook = Playbook {
        matching,
        rules: rules.to_vec(),
        ..STAGE.clone()
    };
    let playbooks = BTreeMap::from([("p1".into(), playbook.clone()), ("p2".into(), playbook)]);
    let mut run = Run::new(&playbooks);
    for step in steps {
        run.step(step);
    }
    run.fired
}

/// A condition as the file has it.
fn toml(condition: &Condition) -> String {
    let text = |text: &str| format!("\"{text}\"");
    let list = |parts: Vec<String>| format!("[{}]", parts.join(", "));
    let texts = |all: &[String]| list(all.iter().map(|one| text(one)).collect());
    let several = |parts: &[Condition]| list(parts.iter().map(toml).collect());
    let (key, value) = match condition {
        Condition::Words(phrases) => ("words", texts(phrases)),
        Condition::Tag(tag) => ("tag", text(tag.as_str())),
        Condition::Language(language) => ("language", text(language)),
        Condition::AsksForPerson => ("asks_for_person", "true".to_owned()),
        Condition::ConfidenceBelow(below) => ("confidence_below", below.to_string()),
        Condition::FailedAttempts(attempts) => ("failed_attempts", attempts.to_string()),
        Condition::Completed(action) => ("completed", text(action.as_str())),
        Condition::Failed(action) => ("failed", text(action.as_str())),
        Condition::Slot(slot) => {
            let test = match &slot.test {
                SlotTest::Given => "given = true".to_owned(),
                SlotTest::Is(values) => format!("is = {}", texts(values)),
                SlotTest::Matches(patterns) => format!("matches = {}", texts(patterns)),
                SlotTest::AtLeast(least) => format!("at_least = {least}"),
                SlotTest::AtMost(most) => format!("at_most = {most}"),
            };
            (
                "slot",
                format!(
                    "{{ action = \"{}\", id = \"{}\", {test} }}",
                    slot.action, slot.slot
                ),
            )
        }
        Condition::WaitingLongerThan(span) => ("waiting_longer_than", format!("\"{}s\"", span / 1_000)),
        Condition::IdleLongerThan(span) => ("idle_longer_than", format!("\"{}s\"", span / 1_000)),
        Condition::OutsideHours(None) => ("outside_hours", "true".to_owned()),
        Condition::OutsideHours(Some(team)) => ("outside_hours", text(team.as_str())),
        Condition::Status(standing) => ("status", text(standing.name())),
        Condition::Every(parts) => ("every", several(parts)),
        Condition::Any(parts) => ("any", several(parts)),
        Condition::None(parts) => ("none", several(parts)),
    };
    format!("{{ {key} = {value} }}")
}
