//! The condition on a slot: which one, and what is asked of its value.

use gangway_protocol::{ActionId, SlotId};

use super::action::pattern;
use super::fields::{Fields, Value, kind};
use super::lint;
use super::nearest;
use super::report::{At, Read, Report};
use super::{builtin, value};
use crate::{Action, CONTACT, Slot, SlotCondition, SlotKind, SlotTest, slot};

const TESTS: [&str; 5] = ["given", "is", "matches", "at_least", "at_most"];
/// Numbers that a rule compares with lie between this and its negative.
const NUMBERS: i64 = 1_000_000_000_000;

/// Reads `{ action?, id, … }`. `actions` are those of the file, when all of them could be read.
pub(super) fn slot_condition<'t>(
    report: &mut Report,
    actions: Option<&[Action]>,
    item: &'t Value<'t>,
) -> Read<SlotCondition> {
    let mut fields = Fields::of(report, "a condition on a slot", item)?;
    let at = fields.at;
    let action = fields.optional(report, "action", value::name);
    let id = fields.required(report, "id", value::name);
    let found = match (action, id) {
        (Ok(action), Ok(id)) => find(report, actions, action.as_ref(), &id),
        (Err(reported), _) | (_, Err(reported)) => Err(reported),
    };
    let slot = found
        .as_ref()
        .ok()
        .and_then(|found| found.as_ref().map(|(_, slot)| *slot));
    let given = fields.optional(report, "given", value::yes);
    let is = fields.optional(report, "is", |report, key, item| values(report, key, item, slot));
    let matches = fields.optional(report, "matches", |report, key, item| {
        value::list(report, key, item, |report, key, item| {
            let pattern = pattern(report, key, item)?;
            lint::slot_test(report, &pattern, item.span().start);
            match slot {
                Some(slot) => {
                    lint::never_matched(report, slot, &pattern, item.span().start).map(|()| pattern)
                }
                None => Ok(pattern),
            }
        })
    });
    let mut number = |key| fields.optional(report, key, |report, key, item| whole(report, key, item, slot));
    let (at_least, at_most) = (number("at_least"), number("at_most"));
    fields.done(report);

    let mut tests: Vec<SlotTest> = Vec::new();
    tests.extend(given?.map(|()| SlotTest::Given));
    tests.extend(is?.map(SlotTest::Is));
    tests.extend(matches?.map(SlotTest::Matches));
    tests.extend(at_least?.map(SlotTest::AtLeast));
    tests.extend(at_most?.map(SlotTest::AtMost));
    let count = tests.len();
    let (Some(test), 1) = (tests.pop(), count) else {
        let all: Vec<String> = TESTS.iter().map(|test| format!("`{test}`")).collect();
        return Err(report.wrong_with(
            at,
            format!("a condition on a slot asks one thing of it, not {count}"),
            format!("it has one of: {}", all.join(", ")),
        ));
    };
    if let Some(slot) = slot
        && matches!(slot.kind, SlotKind::File { .. })
        && test != SlotTest::Given
    {
        let message = format!("the slot `{}` has files, which are not compared", slot.id);
        return Err(report.wrong_with(at, message, "write `given = true`"));
    }
    // Without the actions there is no playbook, and why is reported.
    let (action, slot) = match found? {
        Some((action, slot)) => (action.id.clone(), slot.id.clone()),
        None => (ActionId::from(""), SlotId::from("")),
    };
    Ok(SlotCondition { action, slot, test })
}

/// The slot of this name, in this action or in the only one that has it.
fn find<'a>(
    report: &mut Report,
    actions: Option<&'a [Action]>,
    action: Option<&At<String>>,
    id: &At<String>,
) -> Read<Option<(&'a Action, &'a Slot)>> {
    let Some(actions) = actions else {
        return Ok(None);
    };
    let candidates: Vec<&Action> = match action {
        // The operator's own come first: the one that every playbook has takes no name from them.
        None => {
            let has = |action: &&Action| action.slots.iter().any(|slot| slot.id.as_str() == id.value);
            let own = |action: &&Action| action.id.as_str() != CONTACT;
            let only_own = actions.iter().filter(own).any(|action| has(&action));
            let candidates = actions.iter().filter(|action| !only_own || own(action));
            candidates.collect()
        }
        Some(name) => match actions.iter().find(|action| action.id.as_str() == name.value) {
            Some(action) => vec![action],
            None => {
                let message = format!("there is no action `{}`", name.value);
                let known = actions.iter().map(|action| action.id.as_str());
                let hint = nearest::hint(&name.value, known, "the actions are").unwrap_or_default();
                return Err(report.wrong_with(name.at, message, hint));
            }
        },
    };
    let all = || {
        candidates
            .iter()
            .flat_map(|action| action.slots.iter().map(move |slot| (*action, slot)))
    };
    let found: Vec<_> = all().filter(|(_, slot)| slot.id.as_str() == id.value).collect();
    match found.as_slice() {
        [one] => Ok(Some(*one)),
        [] => {
            let mut known: Vec<&str> = all().map(|(_, slot)| slot.id.as_str()).collect();
            known.sort_unstable();
            known.dedup();
            let message = match action {
                Some(action) => format!("the action `{}` has no slot `{}`", action.value, id.value),
                None => format!("no action has a slot `{}`", id.value),
            };
            match nearest::hint(&id.value, known.into_iter(), "the slots are") {
                Some(hint) => Err(report.wrong_with(id.at, message, hint)),
                None => Err(report.wrong(id.at, message)),
            }
        }
        several => {
            let actions: Vec<String> = several
                .iter()
                .map(|(action, _)| format!("`{}`", action.id))
                .collect();
            Err(report.wrong_with(
                id.at,
                format!("{} have a slot `{}`", actions.join(" and "), id.value),
                format!("say which: `action = \"{}\"`", several[0].0.id),
            ))
        }
    }
}

/// A value, or several, each as the slot keeps it.
fn values<'t>(
    report: &mut Report,
    key: &'static str,
    item: &'t Value<'t>,
    slot: Option<&Slot>,
) -> Read<Vec<String>> {
    let says = builtin::says(&report.languages);
    let one = |report: &mut Report, key, item: &Value<'_>| {
        let said = value::text(report, key, item)?;
        let Some(slot) = slot else { return Ok(said) };
        slot::accept(slot, &said, None).map_err(|why| {
            let message = format!("the slot `{}` is never `{said}`", slot.id);
            report.wrong_with(item.span().start, message, why.sentence(slot, &says, None))
        })
    };
    if item.get_ref().as_array().is_some() {
        value::list(report, key, item, one)
    } else {
        Ok(vec![one(report, key, item)?])
    }
}

/// A whole number to compare a number with.
fn whole(report: &mut Report, key: &'static str, item: &Value<'_>, slot: Option<&Slot>) -> Read<i64> {
    let at = item.span().start;
    if let Some(slot) = slot
        && slot.kind != SlotKind::Number
    {
        let message = format!("`{key}` compares numbers, and the slot `{}` is none", slot.id);
        return Err(report.wrong_with(
            at,
            message,
            "give the slot `kind = \"number\"`, or use `is` or `matches`",
        ));
    }
    let Some(number) = item.get_ref().as_integer() else {
        let message = format!("`{key}` must be a whole number, not {}", kind(item.get_ref()));
        return Err(report.wrong(at, message));
    };
    i64::from_str_radix(number.as_str(), number.radix())
        .ok()
        .filter(|number| (-NUMBERS..=NUMBERS).contains(number))
        .ok_or_else(|| report.wrong(at, format!("`{key}` must be from {} to {NUMBERS}", -NUMBERS)))
}
