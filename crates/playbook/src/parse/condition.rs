//! Rules: one condition, then effects.

use gangway_protocol::{ActionId, RuleId, TagId, TeamId};

use super::fields::{Fields, Value};
use super::names::{Names, Thing};
use super::nearest;
use super::report::{At, Read, Report};
use super::value;
use crate::{Condition, Rule, RuleEffect};

/// How deep `every` and `any` may stand in each other.
const DEPTH: usize = 4;
/// A run of failed attempts that somebody would sit through.
const ATTEMPTS: std::ops::RangeInclusive<u32> = 1..=10;

const CONDITIONS: [&str; 8] = [
    "words",
    "tag",
    "asks_for_person",
    "confidence_below",
    "failed_attempts",
    "completed",
    "every",
    "any",
];
const EFFECTS: [&str; 6] = ["tag", "priority", "alert", "start", "handoff", "say"];

/// Reads one `[[rule]]`.
pub(super) fn rule(report: &mut Report, names: &mut Names, mut fields: Fields<'_>) -> Read<At<Rule>> {
    let at = fields.at;
    let id = fields.required(report, "id", value::sentence);
    if let Ok(id) = &id {
        names.define(report, Thing::Rule, id);
    }
    let when = fields.required(report, "when", |report, key, value| {
        condition(report, names, key, value, 0)
    });
    let then = fields.required(report, "then", |report, key, value| {
        value::list(report, key, value, |report, _, item| effect(report, names, item))
    });
    fields.done(report);
    let (id, then) = (id?, then?);
    let handoffs = then
        .iter()
        .filter(|effect| matches!(effect, RuleEffect::Handoff(_)))
        .count();
    if handoffs > 1 {
        return Err(report.wrong(
            id.at,
            format!("the rule `{}` hands off {handoffs} times", id.value),
        ));
    }
    Ok(At {
        value: Rule {
            id: RuleId(id.value),
            when: when?,
            then,
        },
        at: id.at.max(at),
    })
}

fn condition<'t>(
    report: &mut Report,
    names: &mut Names,
    key: &'static str,
    item: &'t Value<'t>,
    depth: usize,
) -> Read<Condition> {
    let mut fields = Fields::of(report, "a condition", item)?;
    if depth > DEPTH {
        return Err(report.wrong(fields.at, format!("`{key}` is nested more than {DEPTH} deep")));
    }
    let only = only_key(
        report,
        &fields,
        &CONDITIONS,
        "join several with `every = [{ … }, { … }]`",
    )?;
    let condition = match only {
        "words" => Condition::Words(fields.required(report, "words", |report, key, item| {
            value::list(report, key, item, value::phrase)
        })?),
        "tag" => Condition::Tag(TagId(mention(report, names, Thing::Tag, "tag", &mut fields)?)),
        "asks_for_person" => {
            fields.required(report, "asks_for_person", value::yes)?;
            Condition::AsksForPerson
        }
        "confidence_below" => {
            Condition::ConfidenceBelow(fields.required(report, "confidence_below", value::share)?)
        }
        "failed_attempts" => {
            Condition::FailedAttempts(fields.required(report, "failed_attempts", |report, key, item| {
                value::whole(report, key, item, ATTEMPTS)
            })?)
        }
        "completed" => Condition::Completed(ActionId(mention(
            report,
            names,
            Thing::Action,
            "completed",
            &mut fields,
        )?)),
        "every" => Condition::Every(several(report, names, "every", &mut fields, depth)?),
        _ => Condition::Any(several(report, names, "any", &mut fields, depth)?),
    };
    Ok(condition)
}

fn several(
    report: &mut Report,
    names: &mut Names,
    key: &'static str,
    fields: &mut Fields<'_>,
    depth: usize,
) -> Read<Vec<Condition>> {
    fields.required(report, key, |report, key, item| {
        value::list(report, key, item, |report, key, item| {
            condition(report, names, key, item, depth + 1)
        })
    })
}

fn effect<'t>(report: &mut Report, names: &mut Names, item: &'t Value<'t>) -> Read<RuleEffect> {
    let mut fields = Fields::of(report, "an effect", item)?;
    let only = only_key(
        report,
        &fields,
        &EFFECTS,
        "write each effect in braces of its own",
    )?;
    let effect = match only {
        "tag" => RuleEffect::Tag(TagId(mention(report, names, Thing::Tag, "tag", &mut fields)?)),
        "priority" => RuleEffect::Priority(fields.required(report, "priority", value::priority)?),
        "alert" => RuleEffect::Alert(TeamId(mention(report, names, Thing::Team, "alert", &mut fields)?)),
        "start" => RuleEffect::Start(ActionId(mention(
            report,
            names,
            Thing::Action,
            "start",
            &mut fields,
        )?)),
        "handoff" => RuleEffect::Handoff(TeamId(mention(
            report,
            names,
            Thing::Team,
            "handoff",
            &mut fields,
        )?)),
        _ => RuleEffect::Say(fields.required(report, "say", value::text)?),
    };
    Ok(effect)
}

/// A condition or an effect is a table with exactly one known key.
fn only_key(
    report: &mut Report,
    fields: &Fields<'_>,
    known: &'static [&'static str],
    when_several: &str,
) -> Read<&'static str> {
    let given = fields.given();
    let mut wrong = None;
    for (key, at) in &given {
        if !known.contains(key) {
            let message = format!("unknown key `{key}` in {}", fields.name);
            let hint = nearest::hint(key, known.iter().copied(), "it is one of").unwrap_or_default();
            wrong = Some(report.wrong_with(*at, message, hint));
        }
    }
    match (wrong, given.as_slice()) {
        (Some(reported), _) => Err(reported),
        (None, [(key, _)]) => Ok(known
            .iter()
            .find(|name| *name == key)
            .copied()
            .unwrap_or_default()),
        (None, []) => {
            let all: Vec<String> = known.iter().map(|name| format!("`{name}`")).collect();
            Err(report.wrong_with(
                fields.at,
                format!("{} is empty", fields.name),
                format!("it is one of: {}", all.join(", ")),
            ))
        }
        (None, [_, (second, at), ..]) => Err(report.wrong_with(
            *at,
            format!("{} has one key, and `{second}` is another", fields.name),
            when_several,
        )),
    }
}

/// A name that must be defined somewhere in the file.
fn mention(
    report: &mut Report,
    names: &mut Names,
    thing: Thing,
    key: &'static str,
    fields: &mut Fields<'_>,
) -> Read<String> {
    let name = fields.required(report, key, value::name)?;
    names.mention(thing, &name);
    Ok(name.value)
}
