//! Rules that lose to an earlier one: whenever they would fire, that one has handed the conversation off already, or is the
//! only one that fires. But for two things: in the queue the earlier one does not fire a second time, and what the later one
//! asks for beside it may come later. So these are warnings.

use super::super::report::Report;
use super::forms::{Literal, Way, ways};
use super::never::{said, standings};
use super::{File, Written};
use crate::{Condition, Matching, RuleEffect, Standing};

/// How surely a rule loses.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
enum Loses {
    /// Unless one of these, as the file has them, comes later than what both wait for.
    Unless(Vec<String>),
    Always,
}

/// Warns of each once, with the first that it loses to. `fires` says which rules can fire.
pub(super) fn check(report: &mut Report, file: &File<'_>, fires: &[bool]) {
    let able: Vec<&Written> = file
        .rules
        .iter()
        .zip(fires)
        .filter_map(|(rule, fires)| fires.then_some(rule))
        .collect();
    let first = file.matching == Matching::First;
    for (n, later) in able.iter().enumerate() {
        let found = able[..n].iter().find_map(|earlier| {
            let contend = first || (earlier.rule.handoff().is_some() && later.rule.handoff().is_some());
            let loses = contend.then(|| loses(earlier, later)).flatten()?;
            // What goes to the same team arrives, whoever sends it.
            let same = !first && earlier.rule.handoff() == later.rule.handoff();
            (loses == Loses::Always || !same).then_some((*earlier, loses))
        });
        let Some((earlier, loses)) = found else {
            continue;
        };
        let (id, earlier) = (&later.rule.id, &earlier.rule.id);
        let handoff = later.rule.then.iter().position(is_handoff);
        let (what, at) = match handoff.and_then(|handoff| later.then.get(handoff)) {
            _ if first => ("fires", later.when),
            Some(handoff) => ("hands off", *handoff),
            None => continue,
        };
        match loses {
            Loses::Always => report.warn(
                at,
                format!("the rule `{id}` never {what} before `{earlier}`, which always comes first"),
                "put it before that one or narrow that one; else it counts only where a conversation waits already",
            ),
            Loses::Unless(comes) => report.warn(
                at,
                format!("the rule `{id}` loses to `{earlier}`, which comes first whenever both hold"),
                format!(
                    "put it before that one or narrow that one; else it counts only where {} comes later",
                    comes.join(" or ")
                ),
            ),
        }
    }
}

fn is_handoff(effect: &RuleEffect) -> bool {
    matches!(effect, RuleEffect::Handoff(_))
}

/// Whether one rule takes from a later one what it waits for.
fn loses(earlier: &Written, later: &Written) -> Option<Loses> {
    let takes = |effect: &RuleEffect| matches!(effect, RuleEffect::Handoff(_) | RuleEffect::Resolve);
    implied(
        &later.rule.when,
        &earlier.rule.when,
        earlier.rule.then.iter().any(takes),
    )
}

/// Whether two conditions make their rules fire on the same inputs, as they stand.
pub(super) fn is_same(one: &Condition, other: &Condition) -> bool {
    let always = |one, other| implied(one, other, false) == Some(Loses::Always);
    one == other || (always(one, other) && always(other, one))
}

/// Whether one condition cannot make its rule fire without the other making its own fire, on the same input. `takes`: the
/// rule of the other takes the conversation from the bot.
fn implied(one: &Condition, other: &Condition, takes: bool) -> Option<Loses> {
    let (one, other) = (ways(one)?, ways(other)?);
    let covered = |way: &Way<'_>| other.iter().filter_map(|other| covers(way, other, takes)).max();
    let all: Option<Vec<Loses>> = one.iter().map(covered).collect();
    all?.into_iter().min()
}

fn covers(one: &Way<'_>, other: &Way<'_>, takes: bool) -> Option<Loses> {
    // Rules of time fire each at its own time.
    if fires_by_time(one) {
        return None;
    }
    // Whom the first failed attempt hands over does not fail a second time: the count begins anew.
    if takes
        && let [only] = other.as_slice()
        && let Condition::FailedAttempts(less) = only.leaf
        && only.holds
        && one
            .iter()
            .any(|given| given.holds && matches!(given.leaf, Condition::FailedAttempts(more) if more > less))
    {
        return Some(Loses::Always);
    }
    let holds = other
        .iter()
        .all(|wanted| one.iter().any(|given| given.implies(wanted)));
    if !holds {
        return None;
    }
    // And what makes the one fire now makes the other fire now: something that is always of its input, or whatever can
    // be the occasion of the one is in the other, too.
    let always = other
        .iter()
        .any(|wanted| wanted.holds && is_of_its_input(wanted.leaf));
    let occasions = one.iter().filter(|given| given.holds && is_occasion(given.leaf));
    let (shared, own): (Vec<&Literal<'_>>, Vec<&Literal<'_>>) =
        occasions.partition(|given| other.iter().any(|wanted| is_same_occasion(given, wanted)));
    if always || own.is_empty() {
        return Some(Loses::Always);
    }
    // What one of its own brings later finds the conversation with people, where the other has handed it over. An action
    // ends there anyway, and whoever is told so has not asked for it to be otherwise.
    let ends = |leaf: &Condition| matches!(leaf, Condition::Completed(_) | Condition::Failed(_));
    let narrow = takes || shared.iter().all(|given| ends(given.leaf));
    let with_bot = standings(one).contains(&Standing::Bot);
    (!shared.is_empty() && narrow && with_bot)
        .then(|| Loses::Unless(own.iter().map(|own| said(own)).collect()))
}

/// Whether time alone can make its rule fire: a message is not needed for any of it.
fn fires_by_time(way: &Way<'_>) -> bool {
    let any = |wanted: fn(&Condition) -> bool| way.iter().any(|one| one.holds && wanted(one.leaf));
    any(is_time) && !any(is_of_its_input)
}

fn is_time(leaf: &Condition) -> bool {
    matches!(
        leaf,
        Condition::WaitingLongerThan(_) | Condition::IdleLongerThan(_)
    )
}

fn is_of_its_input(leaf: &Condition) -> bool {
    matches!(
        leaf,
        Condition::Words(_) | Condition::AsksForPerson | Condition::ConfidenceBelow(_)
    )
}

/// Whether it can be of an input that is not time alone.
fn is_occasion(leaf: &Condition) -> bool {
    !matches!(leaf, Condition::Status(_) | Condition::OutsideHours(_)) && !is_time(leaf)
}

/// Whether what makes the one of its input makes the other of its input.
fn is_same_occasion(one: &Literal<'_>, other: &Literal<'_>) -> bool {
    match (one.leaf, other.leaf) {
        (Condition::Slot(given), Condition::Slot(wanted)) => {
            other.holds && (&given.action, &given.slot) == (&wanted.action, &wanted.slot)
        }
        _ => one == other,
    }
}
