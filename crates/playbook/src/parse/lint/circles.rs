//! Rules that start themselves for ever, alone or in a circle.

use super::super::report::Report;
use super::Written;
use crate::{Condition, Rule, RuleEffect};

/// What a rule makes happen that another rule can wait for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Event<'a> {
    Tagged(&'a str),
    /// Its slots are asked for: it will be completed, or fail.
    Asked(&'a str),
}

/// Reports every circle of rules once, at its first rule in the file.
///
/// A rule leads to another when an effect of the first is mentioned anywhere in the condition of the
/// second: it may be the last piece that an `every` waits for.
pub(super) fn check(report: &mut Report, rules: &[Written]) {
    let makes: Vec<Vec<Event<'_>>> = rules.iter().map(|rule| made(&rule.rule)).collect();
    let leads = |from: usize, to: usize| {
        makes[from]
            .iter()
            .any(|event| waits(&rules[to].rule.when, *event))
    };
    for start in 0..rules.len() {
        // Only through later rules: a circle is reported at its first rule and nowhere else.
        let Some(path) = path_back(start, rules.len(), &leads) else {
            continue;
        };
        let rule = &rules[start];
        let mut steps: Vec<String> = path
            .iter()
            .map(|step| format!("`{}`", rules[*step].rule.id))
            .collect();
        steps.push(format!("`{}`", rule.rule.id));
        report.wrong_with(
            rule.at,
            format!("the rule `{}` can start itself for ever", rule.rule.id),
            format!(
                "it goes round by {}; leave out one of the effects, or wait for something else",
                steps.join(" → ")
            ),
        );
    }
}

/// The shortest way from `start` back to itself through rules that are not before it.
fn path_back(start: usize, count: usize, leads: &impl Fn(usize, usize) -> bool) -> Option<Vec<usize>> {
    let mut came_from: Vec<Option<usize>> = vec![None; count];
    let mut queue = std::collections::VecDeque::from([start]);
    while let Some(at) = queue.pop_front() {
        if leads(at, start) {
            let mut path = vec![at];
            let mut step = at;
            while step != start {
                step = came_from[step]?;
                path.push(step);
            }
            path.reverse();
            return Some(path);
        }
        for (next, from) in came_from.iter_mut().enumerate().skip(start + 1) {
            if from.is_none() && leads(at, next) {
                *from = Some(at);
                queue.push_back(next);
            }
        }
    }
    None
}

fn made(rule: &Rule) -> Vec<Event<'_>> {
    let mut made = Vec::new();
    for effect in &rule.then {
        match effect {
            RuleEffect::Tag(tag) => made.push(Event::Tagged(tag.as_str())),
            RuleEffect::Start(action) => made.push(Event::Asked(action.as_str())),
            // That a tag is gone is no occasion: it opens the way for others only.
            RuleEffect::Untag(_)
            | RuleEffect::Priority(_)
            | RuleEffect::Alert(_)
            | RuleEffect::Handoff(_)
            | RuleEffect::Say(_)
            | RuleEffect::Resolve => {}
        }
    }
    made
}

fn waits(condition: &Condition, event: Event<'_>) -> bool {
    condition.wanted().into_iter().any(|condition| match condition {
        Condition::Tag(tag) => event == Event::Tagged(tag.as_str()),
        Condition::Completed(action) | Condition::Failed(action) => event == Event::Asked(action.as_str()),
        Condition::Slot(slot) => event == Event::Asked(slot.action.as_str()),
        Condition::Words(_)
        | Condition::Language(_)
        | Condition::AsksForPerson
        | Condition::ConfidenceBelow(_)
        | Condition::FailedAttempts(_)
        | Condition::WaitingLongerThan(_)
        | Condition::IdleLongerThan(_)
        | Condition::OutsideHours(_)
        | Condition::Status(_)
        | Condition::Every(_)
        | Condition::Any(_)
        | Condition::None(_) => false,
    })
}
