//! Conditions: a table with one key each.

use gangway_protocol::{ActionId, TagId, TeamId};

use super::fields::{Fields, Value};
use super::names::{Names, Thing};
use super::report::{Read, Report};
use super::rule::{mention, only_key};
use super::slot_condition::slot_condition;
use super::value;
use crate::{Action, Condition, Standing};

/// How deep `every`, `any` and `none` may stand in each other.
const DEPTH: usize = 4;
/// A run of failed attempts that somebody would sit through.
const ATTEMPTS: std::ops::RangeInclusive<u32> = 1..=10;

/// Shortest and longest time that a rule waits for.
const TIMES: [&str; 2] = ["10s", "30d"];

const CONDITIONS: [&str; 16] = [
    "words",
    "tag",
    "language",
    "asks_for_person",
    "confidence_below",
    "failed_attempts",
    "completed",
    "failed",
    "slot",
    "waiting_longer_than",
    "idle_longer_than",
    "outside_hours",
    "status",
    "every",
    "any",
    "none",
];

/// What conditions may name beside what they define names for.
#[derive(Clone, Copy, Debug)]
pub(super) struct Known<'a> {
    /// The actions, when all of them could be read.
    pub(super) actions: Option<&'a [Action]>,
}

/// Reads a condition that stands `depth` deep in others.
pub(super) fn condition<'t>(
    report: &mut Report,
    names: &mut Names,
    known: Known<'_>,
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
        "failed" => Condition::Failed(ActionId(mention(
            report,
            names,
            Thing::Action,
            "failed",
            &mut fields,
        )?)),
        "slot" => Condition::Slot(fields.required(report, "slot", |report, _, item| {
            slot_condition(report, known.actions, item)
        })?),
        "language" => Condition::Language(fields.required(report, "language", value::language)?),
        "waiting_longer_than" => {
            Condition::WaitingLongerThan(time(report, "waiting_longer_than", &mut fields)?)
        }
        "idle_longer_than" => Condition::IdleLongerThan(time(report, "idle_longer_than", &mut fields)?),
        "outside_hours" => Condition::OutsideHours(closed_team(report, names, &mut fields)?),
        "status" => Condition::Status(fields.required(report, "status", status)?),
        "every" => Condition::Every(several(report, names, known, "every", &mut fields, depth)?),
        "any" => Condition::Any(several(report, names, known, "any", &mut fields, depth)?),
        _ => Condition::None(several(report, names, known, "none", &mut fields, depth)?),
    };
    Ok(condition)
}

fn time(report: &mut Report, key: &'static str, fields: &mut Fields<'_>) -> Read<i64> {
    fields.required(report, key, |report, key, item| {
        value::duration(report, key, item, TIMES)
    })
}

/// `true`, or a team.
fn closed_team(report: &mut Report, names: &mut Names, fields: &mut Fields<'_>) -> Read<Option<TeamId>> {
    fields.required(report, "outside_hours", |report, key, item| {
        if item.get_ref().as_bool().is_some() {
            value::yes(report, key, item)?;
            return Ok(None);
        }
        let name = value::name(report, key, item)?;
        names.mention(Thing::Team, &name);
        Ok(Some(TeamId(name.value)))
    })
}

fn status(report: &mut Report, key: &'static str, item: &Value<'_>) -> Read<Standing> {
    let names = Standing::ALL.map(Standing::name);
    let said = value::one_of(report, key, item, &names)?;
    Ok(Standing::ALL
        .into_iter()
        .find(|standing| standing.name() == said)
        .unwrap_or(Standing::Bot))
}

fn several(
    report: &mut Report,
    names: &mut Names,
    known: Known<'_>,
    key: &'static str,
    fields: &mut Fields<'_>,
    depth: usize,
) -> Read<Vec<Condition>> {
    fields.required(report, key, |report, key, item| {
        value::list(report, key, item, |report, key, item| {
            condition(report, names, known, key, item, depth + 1)
        })
    })
}
