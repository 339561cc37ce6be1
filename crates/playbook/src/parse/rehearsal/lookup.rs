//! Names in a rehearsal, held against the playbook.

use gangway_protocol::{ActionId, RuleId, SlotId, TagId, TeamId};

use super::super::fields::{Value, kind};
use super::super::nearest;
use super::super::report::{Read, Report};
use super::super::value;
use crate::{Action, Playbook};

/// What a playbook defines.
#[derive(Clone, Copy)]
pub(super) struct Lookup<'p>(pub(super) &'p Playbook);

impl Lookup<'_> {
    /// A team.
    pub(super) fn team(self, report: &mut Report, key: &'static str, item: &Value<'_>) -> Read<TeamId> {
        let teams = self.0.teams.iter().map(|team| team.id.as_str());
        known(report, "team", key, item, teams).map(TeamId)
    }

    /// A tag of the playbook: one that an agent made up is only found by its own name.
    pub(super) fn tag(self, report: &mut Report, key: &'static str, item: &Value<'_>) -> Read<TagId> {
        let tags = self.0.tags.iter().map(|tag| tag.id.as_str());
        known(report, "tag", key, item, tags).map(TagId)
    }

    /// A rule.
    pub(super) fn rule(self, report: &mut Report, key: &'static str, item: &Value<'_>) -> Read<RuleId> {
        let rules = self.0.rules.iter().map(|rule| rule.id.as_str());
        known(report, "rule", key, item, rules).map(RuleId)
    }

    /// `an-action.a-slot`, or a slot of any action.
    pub(super) fn question(
        self,
        report: &mut Report,
        key: &'static str,
        item: &Value<'_>,
    ) -> Read<(Option<ActionId>, SlotId)> {
        let said = value::text(report, key, item)?;
        let at = item.span().start;
        let Some((action, slot)) = said.split_once('.') else {
            let actions = self.0.actions.iter();
            let slots = actions.flat_map(|action| action.slots.iter().map(|slot| slot.id.as_str()));
            return found(report, "slot", at, &said, slots).map(|slot| (None, SlotId(slot)));
        };
        let action = self.action(report, at, action)?;
        let slot = slot_of(report, at, action, slot)?;
        Ok((Some(action.id.clone()), slot))
    }

    /// A table of actions, each a table of slots and what `read` makes of them, in the order of the file.
    pub(super) fn slots<'t, T>(
        self,
        report: &mut Report,
        key: &'static str,
        item: &'t Value<'t>,
        read: impl Fn(&mut Report, &'t str, &'t Value<'t>) -> Read<T>,
    ) -> Read<Vec<(ActionId, SlotId, T)>> {
        let mut all = Vec::new();
        for (at, name, slots) in table(report, key, item, "an action's slots in braces")? {
            let action = self.action(report, at, name)?;
            for (at, name, item) in table(report, key, slots, "an action's slots in braces")? {
                let slot = slot_of(report, at, action, name)?;
                all.push((at, action.id.clone(), slot, read(report, name, item)?));
            }
        }
        all.sort_by_key(|(at, ..)| *at);
        Ok(all
            .into_iter()
            .map(|(_, action, slot, value)| (action, slot, value))
            .collect())
    }

    fn action(&self, report: &mut Report, at: usize, name: &str) -> Read<&Action> {
        let ids = self.0.actions.iter().map(|action| action.id.as_str());
        let id = ActionId(found(report, "action", at, name, ids)?);
        // It was found just now.
        self.0
            .action(&id)
            .ok_or_else(|| report.wrong(at, format!("there is no action `{id}`")))
    }
}

/// One, or a list of several.
pub(super) fn some<'t, T>(
    report: &mut Report,
    key: &'static str,
    item: &'t Value<'t>,
    mut read: impl FnMut(&mut Report, &'static str, &'t Value<'t>) -> Read<T>,
) -> Read<Vec<T>> {
    if item.get_ref().as_array().is_some() {
        return value::list(report, key, item, read);
    }
    read(report, key, item).map(|one| vec![one])
}

fn slot_of(report: &mut Report, at: usize, action: &Action, name: &str) -> Read<SlotId> {
    let ids = action.slots.iter().map(|slot| slot.id.as_str());
    found(report, "slot", at, name, ids).map(SlotId)
}

fn known<'a>(
    report: &mut Report,
    thing: &'static str,
    key: &'static str,
    item: &Value<'_>,
    names: impl Iterator<Item = &'a str> + Clone,
) -> Read<String> {
    let said = value::text(report, key, item)?;
    found(report, thing, item.span().start, &said, names)
}

/// The name, when the playbook has it.
fn found<'a>(
    report: &mut Report,
    thing: &'static str,
    at: usize,
    said: &str,
    names: impl Iterator<Item = &'a str> + Clone,
) -> Read<String> {
    if names.clone().any(|name| name == said) {
        return Ok(said.to_owned());
    }
    let message = format!("there is no {thing} `{said}` in the playbook");
    Err(match nearest::hint(said, names, &format!("the {thing}s are")) {
        Some(hint) => report.wrong_with(at, message, hint),
        None => report.wrong_with(at, message, format!("the playbook has no {thing}s")),
    })
}

/// The keys of a table with their places, and the values.
pub(super) fn table<'t>(
    report: &mut Report,
    key: &'static str,
    item: &'t Value<'t>,
    what: &str,
) -> Read<Vec<(usize, &'t str, &'t Value<'t>)>> {
    let Some(table) = item.get_ref().as_table() else {
        let message = format!("`{key}` must be {what}, not {}", kind(item.get_ref()));
        let hint = format!("write `{key} = {{ an-action = {{ a-slot = \"…\" }} }}`");
        return Err(report.wrong_with(item.span().start, message, hint));
    };
    Ok(table
        .iter()
        .map(|(name, item)| (name.span().start, name.get_ref().as_ref(), item))
        .collect())
}
