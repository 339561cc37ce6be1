//! Actions and their slots.

use std::collections::BTreeSet;

use gangway_protocol::limits::FILES;
use gangway_protocol::names::in_words;
use gangway_protocol::{ActionId, SlotId};

use super::fields::{Fields, Value};
use super::lint;
use super::names::{Names, Thing};
use super::report::{At, Read, Report, Reported};
use super::sections::defined;
use super::{builtin, check, expects, value};
use crate::model::files;
use crate::{Action, CONTACT, Place, Said, Slot, SlotKind, slot};

/// Questions that somebody answers before they give up.
const SLOTS: usize = 12;
/// Most places of a slot.
const PLACES: usize = 500;
/// Longest pattern, in characters.
const PATTERN_CHARS: usize = 200;

const KINDS: [&str; 11] = [
    "text",
    "number",
    "date",
    "date-range",
    "email",
    "phone",
    "contact",
    "choice",
    "yes-no",
    "place",
    "file",
];

/// Reads one `[[action]]`.
pub(super) fn action(report: &mut Report, names: &mut Names, mut fields: Fields<'_>) -> Read<At<Action>> {
    let id = defined(report, names, Thing::Action, &mut fields);
    let name = fields.optional(report, "name", value::text);
    let mut seen = BTreeSet::new();
    let slots = fields.required(report, "slots", |report, key, item| {
        let slots = value::list(report, key, item, |report, _, item| {
            let (id, slot) = slot_of(report, item)?;
            if !seen.insert(id.value.clone()) {
                return Err(report.wrong(id.at, format!("slot `{}` is defined twice", id.value)));
            }
            Ok(slot)
        })?;
        if slots.len() > SLOTS {
            let message = format!("`{key}` has {} slots, the most is {SLOTS}", slots.len());
            return Err(report.wrong(item.span().start, message));
        }
        Ok(slots)
    });
    let check = match &slots {
        Ok(slots) => fields.optional(report, "check", |report, _, item| {
            check::check(report, slots, item)
        }),
        // What is wrong with its slots is said already, and the check may be about them.
        Err(_) => {
            fields.get("check");
            Ok(None)
        }
    };
    fields.done(report);
    let id = id?;
    if id.value == CONTACT {
        let message = format!("`{CONTACT}` is the action that asks whoever waits how to reach them");
        return Err(report.wrong_with(id.at, message, "give yours another `id`"));
    }
    Ok(At {
        at: id.at,
        value: Action {
            id: ActionId(id.value),
            name: name?,
            slots: slots?,
            check: check?,
        },
    })
}

/// The action that every playbook has.
pub(super) fn contact(ask: &Said, languages: &[String]) -> Action {
    let mut slot = Slot {
        id: CONTACT.into(),
        label: builtin::contact_label(languages),
        ask: ask.to_owned(),
        kind: SlotKind::Contact,
        example: None,
        expects: Said::new(""),
        optional: false,
        sensitive: false,
    };
    slot.expects = expects::expects(&slot, languages);
    Action {
        id: CONTACT.into(),
        name: None,
        slots: vec![slot],
        check: None,
    }
}

fn slot_of<'t>(report: &mut Report, item: &'t Value<'t>) -> Read<(At<String>, Slot)> {
    let mut fields = Fields::of(report, "a slot", item)?;
    let id = fields.required(report, "id", value::name);
    let label = fields.optional(report, "label", value::said);
    let ask = fields.required(report, "ask", value::said);
    let kind = slot_kind(report, &mut fields);
    let example = fields.optional(report, "example", |report, key, item| {
        Ok(At {
            value: value::said(report, key, item)?,
            at: item.span().start,
        })
    });
    let expects = fields.optional(report, "expects", value::said);
    let optional = fields.optional(report, "optional", value::switch);
    let sensitive = fields.optional(report, "sensitive", value::switch);
    fields.done(report);

    let (id, example) = (id?, example?);
    let mut slot = Slot {
        label: label?.unwrap_or_else(|| in_words(&id.value).into()),
        id: SlotId(id.value.clone()),
        ask: ask?,
        kind: kind?,
        example: example.as_ref().map(|example| example.value.clone()),
        expects: Said::new(""),
        optional: optional?.unwrap_or_default(),
        sensitive: sensitive?.unwrap_or_default(),
    };
    slot.expects = expects?.unwrap_or_else(|| expects::expects(&slot, &report.languages));
    if let (Some(example), Some(_)) = (&example, slot.kind.most()) {
        return Err(report.wrong_with(
            example.at,
            "a slot of kind `file` cannot have an `example`",
            "say in `ask` what a good photo shows",
        ));
    }
    if let Some(example) = example {
        let refused = |example: &&str| slot::accept(&slot, example, None).is_err();
        if let Some(refused) = example.value.wordings().find(refused) {
            let message = format!(
                "the slot `{}` does not accept its own example `{refused}`",
                slot.id
            );
            return Err(report.wrong(example.at, message));
        }
    }
    Ok((id, slot))
}

/// A slot's kind from the three keys that can say it.
fn slot_kind(report: &mut Report, fields: &mut Fields<'_>) -> Read<SlotKind> {
    let kind_at = fields.get("kind").map(|item| item.span().start);
    let kind = fields.optional(report, "kind", |report, key, item| {
        value::one_of(report, key, item, &KINDS)
    });
    let pattern = fields.optional(report, "pattern", |report, key, item| {
        let pattern = pattern(report, key, item)?;
        lint::slot_pattern(report, &pattern, item.span().start);
        Ok(pattern)
    });
    let choices_at = fields.get("choices").map(|item| item.span().start);
    let choices = fields.optional(report, "choices", choices);
    let places_at = fields.get("places").map(|item| item.span().start);
    let places = fields.optional(report, "places", places);
    let most_at = fields.get("most").map(|item| item.span().start);
    let most = fields.optional(report, "most", |report, key, item| {
        value::whole(report, key, item, 1..=FILES)
    });
    let (kind, pattern, choices, places) = (kind?, pattern?, choices?, places?);
    let most = most?;
    let kind_at = kind_at.unwrap_or(fields.at);
    if let (Some(at), false) = (most_at, kind == Some("file")) {
        return Err(report.wrong_with(
            at,
            "only a slot of kind `file` has `most`",
            "add `kind = \"file\"`, or leave `most` out",
        ));
    }
    match (kind, places) {
        (None | Some("place"), Some(places)) if pattern.is_none() && choices.is_none() => {
            return Ok(SlotKind::Place(places));
        }
        (Some("place"), None) => {
            return Err(report.wrong_with(
                kind_at,
                "a slot of kind `place` has no `places`",
                "add `places = [\"…\", [\"…\", \"another name of it\"]]`",
            ));
        }
        (_, Some(_)) => {
            let at = places_at.unwrap_or(fields.at);
            return Err(report.wrong(
                at,
                "only a slot of kind `place` has `places`, and no `pattern` or `choices`",
            ));
        }
        (_, None) => {}
    }
    match (kind, pattern, choices) {
        (None | Some("text"), Some(pattern), None) => Ok(SlotKind::Pattern(pattern)),
        (None | Some("choice"), None, Some(choices)) => Ok(SlotKind::Choice(choices)),
        (None | Some("text"), None, None) => Ok(SlotKind::Text),
        (Some("number"), None, None) => Ok(SlotKind::Number),
        (Some("date"), None, None) => Ok(SlotKind::Date),
        (Some("date-range"), None, None) => Ok(SlotKind::DateRange),
        (Some("email"), None, None) => Ok(SlotKind::Email),
        (Some("phone"), None, None) => Ok(SlotKind::Phone),
        (Some("contact"), None, None) => Ok(SlotKind::Contact),
        (Some("yes-no"), None, None) => Ok(SlotKind::YesNo),
        (Some("file"), None, None) => Ok(SlotKind::File {
            most: most.unwrap_or_else(files),
        }),
        (Some(_), None, None) => Err(report.wrong_with(
            kind_at,
            "a slot of kind `choice` has no `choices`",
            "add `choices = [\"…\", \"…\"]`",
        )),
        (_, Some(_), Some(_)) => Err(report.wrong(
            choices_at.unwrap_or(fields.at),
            "a slot has either a `pattern` or `choices`",
        )),
        (Some(kind), Some(_), None) => Err(report.wrong(
            kind_at,
            format!("a slot of kind `{kind}` cannot have a `pattern`"),
        )),
        (Some(kind), None, Some(_)) => {
            Err(report.wrong(kind_at, format!("a slot of kind `{kind}` cannot have `choices`")))
        }
    }
}

/// A regular expression for a whole value.
pub(super) fn pattern(report: &mut Report, key: &'static str, item: &Value<'_>) -> Read<String> {
    let pattern = value::text(report, key, item)?;
    let at = item.span().start;
    if pattern.chars().count() > PATTERN_CHARS {
        return Err(report.wrong(at, format!("`{key}` has more than {PATTERN_CHARS} characters")));
    }
    let anchored = pattern.starts_with('^') || (pattern.ends_with('$') && !pattern.ends_with("\\$"));
    if anchored {
        let message = format!("the pattern `{pattern}` has an anchor");
        return Err(report.wrong_with(
            at,
            message,
            "the whole value is matched anyway: leave out `^` and `$`",
        ));
    }
    match slot::compile(&pattern) {
        Ok(compiled) if compiled.is_match("") => Err(report.wrong_with(
            at,
            format!("the pattern `{pattern}` also matches an empty text"),
            "ask for at least one character",
        )),
        Ok(_) => Ok(pattern),
        Err(error) => Err(not_compiled(report, at, &pattern, &error.to_string())),
    }
}

/// Why a pattern is none. That it is too large is said in words of how it is written.
fn not_compiled(report: &mut Report, at: usize, pattern: &str, why: &str) -> Reported {
    if why.contains("size limit") {
        return report.wrong_with(
            at,
            format!("the pattern `{pattern}` is too large: it comes to more than some 500 states"),
            "a count is written out when it is compiled: in `{1,500}` everything before it stands 500 times. Write `+` for any \
             number (a value has at most 500 characters anyway), or a smaller count",
        );
    }
    report.wrong_with(at, format!("`{pattern}` is not a pattern"), why)
}

/// Places, each with its other names; no two have a name in common.
fn places<'t>(report: &mut Report, key: &'static str, item: &'t Value<'t>) -> Read<Vec<Place>> {
    let mut seen = BTreeSet::new();
    let places = value::list(report, key, item, |report, key, item| {
        let mut name = |report: &mut Report, key, item: &Value<'_>| {
            let name = value::text(report, key, item)?;
            let folded = slot::fold(&name);
            let at = item.span().start;
            if folded.is_empty() {
                return Err(report.wrong(at, format!("the place `{name}` has no word in it")));
            }
            if !seen.insert(folded) {
                return Err(report.wrong(at, format!("the name `{name}` is there twice")));
            }
            Ok(name)
        };
        let mut names = if item.get_ref().as_array().is_some() {
            value::list(report, key, item, name)?
        } else {
            vec![name(report, key, item)?]
        };
        let also = names.split_off(1);
        Ok(names.pop().map(|name| Place { name, also }))
    })?;
    if places.len() > PLACES {
        let message = format!("`{key}` has {} places, the most is {PLACES}", places.len());
        return Err(report.wrong(item.span().start, message));
    }
    Ok(places.into_iter().flatten().collect())
}

/// Choices that can be told apart by what a visitor types.
fn choices<'t>(report: &mut Report, key: &'static str, item: &'t Value<'t>) -> Read<Vec<Said>> {
    let mut seen = BTreeSet::new();
    value::list(report, key, item, |report, key, item| {
        let choice = value::said(report, key, item)?;
        let at = item.span().start;
        // One choice may read the same in two of its own languages, but no other one.
        let mut own = BTreeSet::new();
        for wording in choice.wordings() {
            let folded = slot::fold(wording);
            if folded.is_empty() {
                return Err(report.wrong(at, format!("the choice `{wording}` has no word in it")));
            }
            if seen.contains(&folded) {
                return Err(report.wrong(at, format!("the choice `{wording}` is there twice")));
            }
            own.insert(folded);
        }
        seen.append(&mut own);
        Ok(choice)
    })
}
