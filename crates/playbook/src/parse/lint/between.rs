//! Rules that fire on the same inputs, each with an effect that contradicts one of the other.

use super::super::report::{Report, position};
use super::loses::is_same;
use super::{File, Written};
use crate::{Matching, RuleEffect};

/// Warns at the later effect of every such two, once for each pair of rules. `fires` says which rules can fire.
pub(super) fn check(report: &mut Report, file: &File<'_>, fires: &[bool]) {
    // Of these rules one fires alone.
    if file.matching == Matching::First {
        return;
    }
    let able: Vec<&Written> = file
        .rules
        .iter()
        .zip(fires)
        .filter_map(|(rule, fires)| fires.then_some(rule))
        .collect();
    for (n, later) in able.iter().enumerate() {
        for earlier in able[..n]
            .iter()
            .filter(|earlier| is_same(&earlier.rule.when, &later.rule.when))
        {
            let mut pairs = earlier.rule.then.iter().zip(&earlier.then).flat_map(|one| {
                let others = later.rule.then.iter().zip(&later.then);
                others.map(move |other| (one, other))
            });
            let found = pairs.find_map(|((one, one_at), (other, at))| {
                let (what, does, hint) = clash(one, other)?;
                Some((what, does, hint, *one_at, *at))
            });
            let Some((what, does, hint, one_at, at)) = found else {
                continue;
            };
            let line = position(file.text, one_at).line;
            report.warn(
                at,
                format!(
                    "the rule `{}` {what}, and `{}` {does} under the same condition, on line {line}",
                    later.rule.id, earlier.rule.id
                ),
                hint,
            );
        }
    }
}

/// What a later effect does against an earlier one, what that one does, and what comes of it.
fn clash(earlier: &RuleEffect, later: &RuleEffect) -> Option<(String, String, &'static str)> {
    let last = "the later rule holds: leave out one of the two";
    match (earlier, later) {
        (RuleEffect::Tag(on), RuleEffect::Untag(off)) if on == off => Some((
            format!("takes the tag `{off}` off"),
            "puts it on".to_owned(),
            last,
        )),
        (RuleEffect::Untag(off), RuleEffect::Tag(on)) if on == off => {
            Some((format!("puts the tag `{on}` on"), "takes it off".to_owned(), last))
        }
        (RuleEffect::Priority(one), RuleEffect::Priority(other)) if one != other => {
            Some(("sets a priority".to_owned(), "sets another".to_owned(), last))
        }
        (RuleEffect::Handoff(_), RuleEffect::Resolve) => Some((
            "ends the conversation".to_owned(),
            "hands it off".to_owned(),
            "what is handed off is not ended: leave out one of the two",
        )),
        (RuleEffect::Resolve, RuleEffect::Handoff(_)) => Some((
            "hands the conversation off".to_owned(),
            "ends it".to_owned(),
            "what is handed off is not ended: leave out one of the two",
        )),
        (RuleEffect::Start(action), RuleEffect::Resolve) => Some((
            "ends the conversation".to_owned(),
            format!("begins to ask for `{action}`"),
            "what has begun goes on: leave out one of the two",
        )),
        (RuleEffect::Resolve, RuleEffect::Start(action)) => Some((
            format!("begins to ask for `{action}`"),
            "ends the conversation".to_owned(),
            "what has begun goes on: leave out one of the two",
        )),
        _ => None,
    }
}
