//! Rules: one condition, then effects.

use gangway_protocol::{ActionId, RuleId, TagId, TeamId};

use super::condition::{Known, condition};
use super::fields::{Fields, Value};
use super::lint::Written;
use super::names::{Names, Thing};
use super::nearest;
use super::report::{Read, Report};
use super::value;
use crate::{CONTACT, Matching, Rule, RuleEffect};

const EFFECTS: [&str; 8] = [
    "tag", "untag", "priority", "alert", "start", "handoff", "say", "resolve",
];

/// Reads `[rules]`.
pub(super) fn rules<'t>(report: &mut Report, item: &'t Value<'t>) -> Read<Matching> {
    let mut fields = Fields::of(report, "`[rules]`", item)?;
    let matching = fields.optional(report, "match", |report, key, item| {
        Ok(match value::one_of(report, key, item, &["all", "first"])? {
            "first" => Matching::First,
            _ => Matching::All,
        })
    });
    fields.done(report);
    Ok(matching?.unwrap_or_default())
}

/// Reads one `[[rule]]`.
pub(super) fn rule(
    report: &mut Report,
    names: &mut Names,
    known: Known<'_>,
    mut fields: Fields<'_>,
) -> Read<Written> {
    let id = fields.required(report, "id", value::sentence);
    if let Ok(id) = &id {
        names.define(report, Thing::Rule, id);
    }
    let when = fields.required(report, "when", |report, key, value| {
        let at = value.span().start;
        Ok((condition(report, names, known, key, value, 0)?, at))
    });
    let then = fields.required(report, "then", |report, key, value| {
        value::list(report, key, value, |report, _, item| {
            Ok((effect(report, names, item)?, item.span().start))
        })
    });
    fields.done(report);
    let (id, then) = (id?, then?);
    let (then, then_at): (Vec<RuleEffect>, Vec<usize>) = then.into_iter().unzip();
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
    let (when, when_at) = when?;
    Ok(Written {
        rule: Rule {
            id: RuleId(id.value),
            when,
            then,
        },
        at: id.at,
        when: when_at,
        then: then_at,
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
        "start" => RuleEffect::Start(started(report, names, &mut fields)?),
        "handoff" => RuleEffect::Handoff(TeamId(mention(
            report,
            names,
            Thing::Team,
            "handoff",
            &mut fields,
        )?)),
        "untag" => RuleEffect::Untag(TagId(mention(report, names, Thing::Tag, "untag", &mut fields)?)),
        "resolve" => {
            fields.required(report, "resolve", value::yes)?;
            RuleEffect::Resolve
        }
        _ => RuleEffect::Say(fields.required(report, "say", value::said)?),
    };
    Ok(effect)
}

/// An action that a rule starts. The one that every playbook has is the desk's own: with the bot its answer would lead
/// nowhere.
fn started(report: &mut Report, names: &mut Names, fields: &mut Fields<'_>) -> Read<ActionId> {
    let name = fields.required(report, "start", value::name)?;
    if name.value == CONTACT {
        return Err(report.wrong_with(
            name.at,
            format!("no rule starts `{CONTACT}`: whoever waits is asked for it when their team is closed or the wait is long"),
            "hand off with `handoff`, or define an `[[action]]` of your own with a slot of `kind = \"contact\"`",
        ));
    }
    names.mention(Thing::Action, &name);
    Ok(ActionId(name.value))
}

/// A condition or an effect is a table with exactly one known key.
pub(super) fn only_key(
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
pub(super) fn mention(
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
