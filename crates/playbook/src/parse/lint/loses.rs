//! Rules that always lose: whenever they would fire, an earlier one has handed the conversation off already, or is the only
//! one that fires. But for one thing: in the queue the earlier one does not fire a second time. So these are warnings.

use super::super::report::Report;
use super::forms::{Way, ways};
use super::{File, Written};
use crate::{Condition, Matching, RuleEffect};

/// Warns of each once, with the first that it loses to. `fires` says which rules can fire.
pub(super) fn check(report: &mut Report, file: &File<'_>, fires: &[bool]) {
    let able: Vec<&Written> = file
        .rules
        .iter()
        .zip(fires)
        .filter_map(|(rule, fires)| fires.then_some(rule))
        .collect();
    for (n, later) in able.iter().enumerate() {
        let first = file.matching == Matching::First;
        let loses = |earlier: &&&Written| {
            (first || (earlier.rule.handoff().is_some() && later.rule.handoff().is_some()))
                && implies(&later.rule.when, &earlier.rule.when)
        };
        let Some(earlier) = able[..n].iter().find(loses) else {
            continue;
        };
        let (id, earlier) = (&later.rule.id, &earlier.rule.id);
        let handoff = later.rule.then.iter().position(is_handoff);
        let (what, at) = match handoff.and_then(|handoff| later.then.get(handoff)) {
            _ if first => ("fires", later.when),
            Some(handoff) => ("hands off", *handoff),
            None => continue,
        };
        report.warn(
            at,
            format!("the rule `{id}` never {what} before `{earlier}`, which always comes first"),
            "put it before that one or narrow that one; else it counts only where a conversation waits already",
        );
    }
}

fn is_handoff(effect: &RuleEffect) -> bool {
    matches!(effect, RuleEffect::Handoff(_))
}

/// Whether one condition cannot make its rule fire without the other making its own fire, on the same input.
fn implies(one: &Condition, other: &Condition) -> bool {
    let (Some(one), Some(other)) = (ways(one), ways(other)) else {
        return false;
    };
    one.iter().all(|one| other.iter().any(|other| covers(one, other)))
}

fn covers(one: &Way<'_>, other: &Way<'_>) -> bool {
    // Rules of time fire each at its own time.
    let by_time = |way: &Way<'_>| {
        way.iter().any(|one| {
            matches!(
                one.leaf,
                Condition::WaitingLongerThan(_) | Condition::IdleLongerThan(_)
            )
        })
    };
    if by_time(one) || by_time(other) {
        return false;
    }
    let holds = other
        .iter()
        .all(|wanted| one.iter().any(|given| given.implies(wanted)));
    // And what makes the one fire now makes the other fire now: something that is always of its input, or whatever can
    // be the occasion of the one is in the other, too.
    let always = other
        .iter()
        .any(|wanted| wanted.holds && is_of_its_input(wanted.leaf));
    let same = one
        .iter()
        .filter(|given| given.holds && is_occasion(given.leaf))
        .all(|given| other.contains(given));
    holds && (always || same)
}

fn is_of_its_input(leaf: &Condition) -> bool {
    matches!(
        leaf,
        Condition::Words(_) | Condition::AsksForPerson | Condition::ConfidenceBelow(_)
    )
}

fn is_occasion(leaf: &Condition) -> bool {
    !matches!(leaf, Condition::Status(_) | Condition::OutsideHours(_))
}
