//! Tags that nobody puts on, and tags that nothing is done with; actions that nothing starts.

use super::super::report::Report;
use super::File;
use crate::{Condition, RuleEffect, Tag};

/// Warns of each.
pub(super) fn check(report: &mut Report, file: &File<'_>) {
    for action in file
        .actions
        .iter()
        .filter(|action| !file.starts(&action.value.id))
    {
        let id = &action.value.id;
        report.warn(
            action.at,
            format!("no rule starts the action `{id}`: its slots are never asked for"),
            format!("give a rule the effect `{{ start = \"{id}\" }}`, or leave the action out"),
        );
    }
    let puts_on = |tag: &Tag| {
        let mut effects = file.rules.iter().flat_map(|written| &written.rule.then);
        effects.any(|effect| matches!(effect, RuleEffect::Tag(put) if *put == tag.id))
    };
    let mentions = |tag: &Tag| {
        file.rules.iter().any(|written| {
            let mut leaves = written.rule.when.leaves().into_iter();
            let mut effects = written.rule.then.iter();
            leaves.any(|leaf| matches!(leaf, Condition::Tag(found) if *found == tag.id))
                || effects.any(|effect| {
                    matches!(effect, RuleEffect::Tag(found) | RuleEffect::Untag(found) if *found == tag.id)
                })
        })
    };
    for tag in file.tags {
        let id = &tag.value.id;
        let Tag { says, examples, .. } = &tag.value;
        let automatic = !says.is_empty() || !examples.is_empty() || puts_on(&tag.value);
        if !mentions(&tag.value) && !automatic && tag.value.priority.is_none() {
            report.warn(
                tag.at,
                format!("the tag `{id}` is never used"),
                "give it `says`, `examples`, a `priority` or a rule; agents can also put on tags that are not in the file",
            );
        }
        for written in file.rules {
            let waits = |leaf: &&Condition| matches!(leaf, Condition::Tag(found) if found == id);
            if !automatic && written.rule.when.wanted().iter().any(waits) {
                report.warn(
                    written.when,
                    format!(
                        "the rule `{}` waits for the tag `{id}`, which only agents put on",
                        written.rule.id
                    ),
                    format!("give `{id}` phrases in `says` or `examples`, or a rule that puts it on, if the bot is to"),
                );
            }
        }
    }
}
