//! Effects that contradict each other, or their condition.

use super::super::report::Report;
use super::Written;
use crate::{Condition, RuleEffect};

/// Reports every second of two effects that cannot both be meant.
pub(super) fn check(report: &mut Report, rules: &[Written]) {
    for written in rules {
        let then = &written.rule.then;
        for (n, later) in then.iter().enumerate() {
            let clash = then[..n]
                .iter()
                .find_map(|earlier| clash(earlier, later).or_else(|| clash(later, earlier)));
            if let (Some((what, hint)), Some(at)) = (clash, written.then.get(n)) {
                let message = format!("the rule `{}` {what}", written.rule.id);
                report.wrong_with(*at, message, hint);
            }
            if let (RuleEffect::Resolve, Some(at)) = (later, written.then.get(n)) {
                ends_what_needs_a_person(report, written, *at);
            }
        }
    }
}

/// What is wrong with two effects of one rule.
fn clash(one: &RuleEffect, other: &RuleEffect) -> Option<(String, &'static str)> {
    match (one, other) {
        (RuleEffect::Tag(on), RuleEffect::Untag(off)) if on == off => Some((
            format!("puts the tag `{on}` on and takes it off"),
            "leave out one of the two",
        )),
        (RuleEffect::Priority(_), RuleEffect::Priority(_)) => Some((
            "sets two priorities".to_owned(),
            "the last would hold: leave out the other",
        )),
        (RuleEffect::Handoff(_), RuleEffect::Resolve) => Some((
            "hands off and ends the conversation".to_owned(),
            "a person has it, or it has ended: leave out one of the two",
        )),
        (RuleEffect::Start(action), RuleEffect::Resolve) => Some((
            format!("begins to ask for `{action}` and ends the conversation"),
            "what has begun goes on: leave out one of the two",
        )),
        _ => None,
    }
}

fn ends_what_needs_a_person(report: &mut Report, written: &Written, at: usize) {
    let needs = written.rule.when.wanted().into_iter().find_map(|leaf| {
        if matches!(leaf, Condition::AsksForPerson) {
            Some("whoever asks for a person gets one")
        } else if matches!(leaf, Condition::FailedAttempts(_)) {
            Some("what the documents do not answer goes to a person")
        } else if matches!(leaf, Condition::Failed(_)) {
            Some("an action that failed goes to a person")
        } else {
            None
        }
    });
    if let Some(needs) = needs {
        let message = format!("the rule `{}` ends what needs a person", written.rule.id);
        report.wrong_with(
            at,
            message,
            format!("{needs}: hand off, or wait for something else"),
        );
    }
}
