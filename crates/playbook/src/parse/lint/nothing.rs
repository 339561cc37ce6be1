//! Effects that do nothing where their rule fires: between a visitor and an agent no machine speaks, asks or decides, and
//! whoever waits is talked to by rules of time alone.

use gangway_protocol::TeamId;

use super::super::report::Report;
use super::never::standings_of;
use super::{File, Written};
use crate::{Condition, RuleEffect, Standing};

/// Warns of each. `fires` says which rules can fire.
pub(super) fn check(report: &mut Report, file: &File<'_>, fires: &[bool]) {
    for (written, _) in file.rules.iter().zip(fires).filter(|(_, fires)| **fires) {
        let Some(standings) = standings_of(&written.rule.when) else {
            continue;
        };
        for (effect, at) in written.rule.then.iter().zip(&written.then) {
            if let Some((message, hint)) = nothing(file, written, &standings, effect) {
                report.warn(*at, message, hint);
            }
        }
    }
}

fn nothing(
    file: &File<'_>,
    written: &Written,
    standings: &[Standing],
    effect: &RuleEffect,
) -> Option<(String, String)> {
    let id = &written.rule.id;
    let what = match effect {
        RuleEffect::Say(_) => "says something",
        RuleEffect::Start(_) => "begins an action",
        RuleEffect::Handoff(_) => "hands off",
        RuleEffect::Resolve => "ends the conversation",
        RuleEffect::Tag(_) | RuleEffect::Untag(_) | RuleEffect::Priority(_) | RuleEffect::Alert(_) => {
            return None;
        }
    };
    if standings == [Standing::Human] {
        return Some((
            format!("the rule `{id}` {what} only while an agent has the conversation, and then that does nothing"),
            "between a visitor and an agent rules put tags on and off, set priorities and alert: leave it out, or wait \
             for another status"
                .to_owned(),
        ));
    }
    let by_time = |leaf: &&Condition| {
        matches!(
            leaf,
            Condition::WaitingLongerThan(_) | Condition::IdleLongerThan(_)
        )
    };
    if standings == [Standing::Queued]
        && matches!(effect, RuleEffect::Say(_))
        && !written.rule.when.wanted().iter().any(by_time)
    {
        return Some((
            format!("the rule `{id}` says nothing to whoever waits already"),
            "while a conversation waits the bot says only what a rule of time says (`waiting_longer_than`, \
             `idle_longer_than`); this is said on the message by which a rule hands it over, and on no other"
                .to_owned(),
        ));
    }
    if let RuleEffect::Handoff(team) = effect
        && !standings.contains(&Standing::Bot)
        && has_it_already(file, team)
    {
        return Some((
            format!("the rule `{id}` hands off to `{team}`, which has whatever waits already"),
            "from the queue a handoff moves to another team, and here only agents send anything elsewhere: `alert` calls \
             the team"
                .to_owned(),
        ));
    }
    None
}

/// Whether nothing but an agent brings a conversation to another team than this one.
fn has_it_already(file: &File<'_>, team: &TeamId) -> bool {
    let rules = file.rules.iter().filter_map(|written| written.rule.handoff());
    let mut teams = rules.chain([&file.handoff.team, &file.handoff.fallback_team]);
    teams.all(|other| other == team)
}
