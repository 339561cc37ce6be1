//! How an action is looked up in the operator's own system.

use std::collections::BTreeSet;

use gangway_protocol::SlotId;
use gangway_protocol::limits::{CHECK_FIELDS, NAME_BYTES};
use gangway_protocol::names::in_words;

use super::fields::{Fields, Value};
use super::report::{At, Read, Report};
use super::sections::is_variable;
use super::{builtin, nearest, value};
use crate::{Check, Otherwise, Returned, Said, Slot, SlotKind, template};

const TIMEOUT: [&str; 2] = ["1s", "15s"];
/// Milliseconds.
const USUAL_TIMEOUT: i64 = 5_000;

/// Reads `check` of an `[[action]]`.
pub(super) fn check<'t>(report: &mut Report, slots: &[Slot], item: &'t Value<'t>) -> Read<Check> {
    let mut fields = Fields::of(report, "`check`", item)?;
    let webhook = fields.required(report, "webhook", variable);
    let timeout = fields.optional(report, "timeout", |report, key, item| {
        value::duration(report, key, item, TIMEOUT)
    });
    let otherwise = fields.required(report, "otherwise", |report, key, item| {
        Ok(
            match value::one_of(report, key, item, &["continue", "handoff"])? {
                "continue" => Otherwise::Continue,
                _ => Otherwise::Handoff,
            },
        )
    });
    let returns = fields.optional(report, "returns", |report, key, item| {
        returns(report, slots, key, item)
    });
    let of_slots = |report: &mut Report, key, item: &Value<'_>| sentence(report, slots, &[], key, item);
    let says = {
        let known = returns
            .as_ref()
            .ok()
            .and_then(Option::as_deref)
            .unwrap_or_default();
        fields.optional(report, "says", |report, key, item| {
            sentence(report, slots, known, key, item)
        })
    };
    let meanwhile = fields.optional(report, "meanwhile", of_slots);
    let failed = fields.optional(report, "failed", of_slots);
    let not_found = fields.optional(report, "not_found", of_slots);
    let again = fields.optional(report, "again", value::name);
    let again_at = fields.get("again").map_or(fields.at, |item| item.span().start);
    fields.done(report);

    let again = match again? {
        Some(again) => known_slot(report, slots, &again)?,
        None => slots
            .first()
            .map_or_else(|| SlotId::from(""), |slot| slot.id.clone()),
    };
    let is_file = |slot: &Slot| slot.id == again && matches!(slot.kind, SlotKind::File { .. });
    if slots.iter().any(is_file) {
        let message =
            format!("the slot `{again}` is of kind `file`, and no system says that it does not know files");
        return Err(report.wrong_with(again_at, message, "name another slot: `again = \"…\"`"));
    }
    Ok(Check {
        webhook: webhook?,
        timeout: timeout?.unwrap_or(USUAL_TIMEOUT),
        otherwise: otherwise?,
        returns: returns?.unwrap_or_default(),
        says: says?,
        meanwhile: meanwhile?.unwrap_or_else(|| builtin::meanwhile(&report.languages)),
        failed: failed?.unwrap_or_else(|| builtin::check_failed(&report.languages)),
        not_found: not_found?.unwrap_or_else(|| builtin::not_found(&report.languages)),
        again,
    })
}

fn variable(report: &mut Report, key: &'static str, item: &Value<'_>) -> Read<String> {
    let said = value::text(report, key, item)?;
    let name = said.strip_prefix("webhook:").unwrap_or(&said);
    if name == said && is_variable(name) {
        return Ok(said);
    }
    let hint = if is_variable(name) {
        format!("write `{key} = \"{name}\"`")
    } else {
        "it is the name, in capitals, of the deployment's secret that holds the address".to_owned()
    };
    Err(report.wrong_with(
        item.span().start,
        format!("`{said}` is not the name of a secret"),
        hint,
    ))
}

/// The names of what an answer says.
fn returns<'t>(
    report: &mut Report,
    slots: &[Slot],
    key: &'static str,
    item: &'t Value<'t>,
) -> Read<Vec<Returned>> {
    let mut seen = BTreeSet::new();
    let returned = value::list(report, key, item, |report, key, item| {
        let name = value::text(report, key, item)?;
        let at = item.span().start;
        let fits = name.len() <= NAME_BYTES
            && name
                .chars()
                .all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.'));
        if !fits {
            let message = format!("`{name}` cannot be the name of a field");
            return Err(report.wrong_with(at, message, "letters, digits, `_`, `-` and `.`, at most 64"));
        }
        if slots.iter().any(|slot| slot.id.as_str() == name) {
            let message = format!("`{name}` is a slot: an answer cannot return it");
            return Err(report.wrong_with(at, message, "call it otherwise in the answer"));
        }
        if !seen.insert(name.clone()) {
            return Err(report.wrong(at, format!("`{name}` is there twice")));
        }
        Ok(Returned {
            label: in_words(&name.replace(['_', '.'], "-")),
            name,
        })
    })?;
    if returned.len() > CHECK_FIELDS {
        let message = format!(
            "`{key}` has {} fields, the most is {CHECK_FIELDS}",
            returned.len()
        );
        return Err(report.wrong(item.span().start, message));
    }
    Ok(returned)
}

/// A sentence whose every `{name}` has a value, and none of them a sensitive one.
fn sentence(
    report: &mut Report,
    slots: &[Slot],
    returns: &[Returned],
    key: &'static str,
    item: &Value<'_>,
) -> Read<Said> {
    let said = value::said(report, key, item)?;
    for name in said.wordings().flat_map(template::names) {
        placeholder(report, slots, returns, key, item.span().start, name)?;
    }
    Ok(said)
}

fn placeholder(
    report: &mut Report,
    slots: &[Slot],
    returns: &[Returned],
    key: &'static str,
    at: usize,
    name: &str,
) -> Read<()> {
    if returns.iter().any(|returned| returned.name == name) {
        return Ok(());
    }
    match slots.iter().find(|slot| slot.id.as_str() == name) {
        Some(slot) if slot.sensitive => {
            let message = format!("`{key}` would show the sensitive slot `{name}`");
            Err(report.wrong_with(at, message, "leave it out: the traveller knows what they wrote"))
        }
        // A slot that was passed over has no value to be shown.
        Some(slot) if slot.optional => {
            let message = format!("`{key}` names the slot `{name}`, which may be passed over");
            Err(report.wrong_with(at, message, "name only slots that are always there"))
        }
        Some(_) => Ok(()),
        None => {
            let message = format!("`{{{name}}}` in `{key}` is neither a slot nor in `returns`");
            let known = slots.iter().map(|slot| slot.id.as_str());
            let known = known.chain(returns.iter().map(|returned| returned.name.as_str()));
            Err(match nearest::hint(name, known, "it can be one of") {
                Some(hint) => report.wrong_with(at, message, hint),
                None => report.wrong(at, message),
            })
        }
    }
}

fn known_slot(report: &mut Report, slots: &[Slot], id: &At<String>) -> Read<SlotId> {
    if let Some(slot) = slots.iter().find(|slot| slot.id.as_str() == id.value) {
        return Ok(slot.id.clone());
    }
    let message = format!("there is no slot `{}`", id.value);
    let known = slots.iter().map(|slot| slot.id.as_str());
    Err(match nearest::hint(&id.value, known, "the slots are") {
        Some(hint) => report.wrong_with(id.at, message, hint),
        None => report.wrong(id.at, message),
    })
}
