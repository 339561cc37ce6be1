//! Rules that can never fire: nothing that happens makes them, or what they ask for cannot be.

use gangway_protocol::SlotId;

use super::super::report::Report;
use super::forms::{Literal, Way, ways};
use super::{File, Written};
use crate::{Condition, SlotCondition, SlotTest, Standing};

/// Reports them, and what comes too late. Says of each rule whether it can fire.
pub(super) fn check(report: &mut Report, file: &File<'_>) -> Vec<bool> {
    let fires: Vec<bool> = file
        .rules
        .iter()
        .map(|rule| can_fire(report, file, rule))
        .collect();
    for (rule, _) in file.rules.iter().zip(&fires).filter(|(_, fires)| **fires) {
        languages(report, file, rule);
        late(report, file, rule);
    }
    fires
}

fn can_fire(report: &mut Report, file: &File<'_>, written: &Written) -> bool {
    let rule = &written.rule;
    if !has_occasion(&rule.when) {
        report.wrong_with(
            written.when,
            format!("the rule `{}` has no occasion to fire", rule.id),
            "a status, the hours and `none` only narrow something: put beside it what happens, such as `words`, `tag` \
             or `idle_longer_than`, with `every`",
        );
        return false;
    }
    let Some(ways) = ways(&rule.when) else {
        return true;
    };
    let whys: Option<Vec<String>> = ways.iter().map(|way| why_not(file, way)).collect();
    let Some(why) = whys.and_then(|whys| whys.into_iter().next()) else {
        return true;
    };
    report.wrong_with(
        written.when,
        format!("the rule `{}` can never fire", rule.id),
        why,
    );
    false
}

/// Whether something that happens can be what makes a condition hold.
fn has_occasion(condition: &Condition) -> bool {
    match condition {
        Condition::Every(parts) | Condition::Any(parts) => parts.iter().any(has_occasion),
        Condition::Status(_) | Condition::OutsideHours(_) | Condition::None(_) => false,
        Condition::Words(_)
        | Condition::Tag(_)
        | Condition::Language(_)
        | Condition::AsksForPerson
        | Condition::ConfidenceBelow(_)
        | Condition::FailedAttempts(_)
        | Condition::Completed(_)
        | Condition::Failed(_)
        | Condition::Slot(_)
        | Condition::WaitingLongerThan(_)
        | Condition::IdleLongerThan(_) => true,
    }
}

/// Why one way of a condition is never met.
fn why_not(file: &File<'_>, way: &Way<'_>) -> Option<String> {
    for (n, one) in way.iter().enumerate() {
        if let Some(other) = way[..n].iter().find(|other| one.contradicts(other)) {
            return Some(format!("{} and {} exclude each other", said(other), said(one)));
        }
        if !one.holds {
            continue;
        }
        let handoff = file.handoff;
        if let Condition::FailedAttempts(attempts) = one.leaf
            && *attempts > handoff.failed_attempts
        {
            return Some(format!(
                "it waits for {attempts} failed attempts, and `failed_attempts` of `[handoff]` hands over after {}",
                handoff.failed_attempts
            ));
        }
        if let Condition::ConfidenceBelow(below) = one.leaf
            && *below <= 0.0
        {
            return Some("no confidence is below 0".to_owned());
        }
        if let Condition::Completed(action)
        | Condition::Failed(action)
        | Condition::Slot(SlotCondition { action, .. }) = one.leaf
            && !file.starts(action)
        {
            return Some(format!(
                "no rule starts `{action}`, and nothing else asks for its slots: begin it with `{{ start = \"{action}\" }}`"
            ));
        }
        if let Some(slot) = way.iter().find_map(|other| never_left_out(file, one, other)) {
            return Some(format!(
                "{} comes when every slot has a value, and `{slot}` is not `optional`",
                said(one)
            ));
        }
        if let Condition::OutsideHours(team) = one.leaf {
            let id = team.as_ref().unwrap_or(&handoff.team);
            let team = file.teams.iter().find(|team| team.id == *id);
            if team.is_some_and(|team| team.hours.is_none()) {
                return Some(format!("the team `{id}` is always open: give it `hours`"));
            }
        }
    }
    let left = standings(way);
    if left.is_empty() && counts_attempts(way) {
        return Some(
            "attempts are counted while the bot has the conversation, and a handoff begins the count anew"
                .to_owned(),
        );
    }
    if left.is_empty() {
        return Some(
            "rules are tried while the bot has the conversation or it waits, and rules of time also while a human has \
             it; a wait begins when the bot has handed it over"
                .to_owned(),
        );
    }
    None
}

/// The slot that the one's completion gives a value, where the other wants it to have none.
fn never_left_out<'a>(file: &File<'_>, one: &Literal<'a>, other: &Literal<'a>) -> Option<&'a SlotId> {
    let (Condition::Completed(action), Condition::Slot(wanted)) = (one.leaf, other.leaf) else {
        return None;
    };
    let without = one.holds && !other.holds && wanted.test == SlotTest::Given && wanted.action == *action;
    let mut known = file.actions.iter().map(|action| &action.value);
    let known = known.find(|known| known.id == *action)?;
    let slot = known.slots.iter().find(|slot| slot.id == wanted.slot)?;
    (without && !slot.optional).then_some(&wanted.slot)
}

/// Whether nothing but a failed attempt can make a way of a condition be met.
fn counts_attempts(way: &Way<'_>) -> bool {
    let mut occasions = way.iter().filter(|one| one.holds && has_occasion(one.leaf));
    occasions.all(|one| matches!(one.leaf, Condition::FailedAttempts(_)))
}

/// Who may have the conversation when a condition is met; nothing when its ways are too many.
pub(super) fn standings_of(condition: &Condition) -> Option<Vec<Standing>> {
    let ways = ways(condition)?;
    let mut all = Standing::ALL.to_vec();
    all.retain(|standing| ways.iter().any(|way| standings(way).contains(standing)));
    Some(all)
}

/// Who may have the conversation when a way of a condition is met.
pub(super) fn standings(way: &Way<'_>) -> Vec<Standing> {
    let wants = |wanted: fn(&Condition) -> bool| way.iter().any(|one| one.holds && wanted(one.leaf));
    let waits = wants(|leaf| matches!(leaf, Condition::WaitingLongerThan(_)));
    let idles = wants(|leaf| matches!(leaf, Condition::IdleLongerThan(_)));
    let mut left = vec![Standing::Bot, Standing::Queued, Standing::Human];
    left.retain(|standing| match standing {
        Standing::Bot => !waits,
        Standing::Human => waits || idles,
        // A handoff begins the count anew.
        Standing::Queued => !counts_attempts(way),
        Standing::Snoozed | Standing::Resolved => true,
    });
    for Literal { holds, leaf } in way {
        if let Condition::Status(standing) = leaf {
            left.retain(|left| (left == standing) == *holds);
        }
    }
    left
}

fn longest_idle(way: &Way<'_>) -> Option<i64> {
    let idles = way.iter().filter(|one| one.holds).filter_map(|one| {
        if let Condition::IdleLongerThan(span) = one.leaf {
            Some(*span)
        } else {
            None
        }
    });
    idles.max()
}

/// A silence that the bot ends before the rule is due, unless another rule has spoken meanwhile or the alarm was late: only
/// with people it lasts so long.
fn late(report: &mut Report, file: &File<'_>, written: &Written) {
    let Some(ways) = ways(&written.rule.when) else {
        return;
    };
    let late = ways.iter().any(|way| {
        standings(way).contains(&Standing::Bot)
            && longest_idle(way).is_some_and(|idle| idle > file.handoff.idle_after)
    });
    if late {
        report.warn(
            written.when,
            format!("with the bot the rule `{}` comes too late", written.rule.id),
            "`idle_after` of `[handoff]` ends the conversation before: choose a shorter time, or say `status = \"queued\"` or \
             `\"human\"` where that is meant",
        );
    }
}

fn languages(report: &mut Report, file: &File<'_>, written: &Written) {
    for leaf in written.rule.when.leaves() {
        if let Condition::Language(language) = leaf
            && !file.languages.contains(language)
        {
            report.warn(
                written.when,
                format!(
                    "the rule `{}` waits for `{language}`, which is no language of the workspace",
                    written.rule.id
                ),
                "a language is told apart less surely when nobody expects it: add it to `languages` of `[workspace]`",
            );
        }
    }
}

/// A literal as the file has it.
pub(super) fn said(literal: &Literal<'_>) -> String {
    let said = match literal.leaf {
        Condition::Words(_) => "`words`".to_owned(),
        Condition::Tag(tag) => format!("the tag `{tag}`"),
        Condition::Language(language) => format!("`language = \"{language}\"`"),
        Condition::AsksForPerson => "`asks_for_person`".to_owned(),
        Condition::ConfidenceBelow(below) => format!("`confidence_below = {below}`"),
        Condition::FailedAttempts(attempts) => format!("`failed_attempts = {attempts}`"),
        Condition::Completed(action) => format!("`completed = \"{action}\"`"),
        Condition::Failed(action) => format!("`failed = \"{action}\"`"),
        Condition::Slot(slot) => format!("what is asked of the slot `{}`", slot.slot),
        Condition::WaitingLongerThan(_) => "`waiting_longer_than`".to_owned(),
        Condition::IdleLongerThan(_) => "`idle_longer_than`".to_owned(),
        Condition::OutsideHours(_) => "`outside_hours`".to_owned(),
        Condition::Status(standing) => format!("`status = \"{}\"`", standing.name()),
        Condition::Every(_) | Condition::Any(_) | Condition::None(_) => "a condition".to_owned(),
    };
    if literal.holds {
        said
    } else {
        format!("`none` of {said}")
    }
}
