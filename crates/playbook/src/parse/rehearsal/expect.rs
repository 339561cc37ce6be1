//! `expect` of a step and `[end]`: what must follow.

use gangway_protocol::DocumentId;

use super::super::fields::{Fields, Value, kind};
use super::super::report::{Read, Report, position};
use super::super::value;
use super::lookup::{Lookup, some};
use crate::rehearsal::{Expectation, Expected};

const STATUSES: [&str; 5] = ["bot", "queued", "human", "snoozed", "resolved"];
/// Refusals that something in a conversation can meet, by the API's codes.
const REFUSALS: [&str; 5] = [
    "already_claimed",
    "not_holder",
    "wrong_status",
    "invalid_slot",
    "not_found",
];
/// Notices that a rehearsal may count.
const NOTICES: u32 = 200;

/// Where expectations stand.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Place {
    /// After a step.
    Step,
    /// At the end.
    End,
}

/// Reads one table of expectations.
pub(super) fn expectations<'t>(
    report: &mut Report,
    lookup: Lookup<'_>,
    text: &str,
    place: Place,
    item: &'t Value<'t>,
) -> Read<Vec<Expectation>> {
    let name = match place {
        Place::Step => "`expect`",
        Place::End => "`[end]`",
    };
    let mut fields = Fields::of(report, name, item)?;
    let mut read: Vec<Read<Vec<Expectation>>> = Vec::new();
    let mut key = |key: &'static str,
                   expected: &dyn Fn(&mut Report, &'t Value<'t>) -> Read<Vec<Expected>>| {
        if let Some(item) = fields.get(key) {
            let at = position(text, item.span().start);
            let all = expected(report, item);
            read.push(all.map(|all| all.into_iter().map(|what| Expectation { what, at }).collect()));
        }
    };

    key("cites", &|report, item| {
        some(report, "cites", item, |report, key, item| {
            Ok(Expected::Cites(DocumentId(value::text(report, key, item)?)))
        })
    });
    key("answered", &|report, item| {
        one(value::switch(report, "answered", item).map(Expected::Answered))
    });
    key("abstains", &|report, item| {
        one(value::switch(report, "abstains", item).map(Expected::Abstains))
    });
    key("said", &|report, item| {
        some(report, "said", item, |report, key, item| {
            value::text(report, key, item).map(Expected::Said)
        })
    });
    key("not_said", &|report, item| {
        some(report, "not_said", item, |report, key, item| {
            value::text(report, key, item).map(Expected::NotSaid)
        })
    });
    key("tag", &|report, item| {
        some(report, "tag", item, |report, key, item| {
            Ok(Expected::Tag(lookup.tag(report, key, item)?, true))
        })
    });
    key("no_tag", &|report, item| {
        some(report, "no_tag", item, |report, key, item| {
            Ok(Expected::Tag(lookup.tag(report, key, item)?, false))
        })
    });
    key("priority", &|report, item| {
        one(value::priority(report, "priority", item).map(Expected::Priority))
    });
    key("slots", &|report, item| {
        let slots = lookup.slots(report, "slots", item, |report, name, item| {
            unless_false(report, name, item, value::text)
        })?;
        Ok(slots
            .into_iter()
            .map(|(action, slot, value)| Expected::Slot(action, slot, value))
            .collect())
    });
    key("asks", &|report, item| {
        let asked = unless_false(report, "asks", item, |report, key, item| {
            lookup.question(report, key, item)
        });
        one(asked.map(Expected::Asks))
    });
    key("handoff", &|report, item| {
        let handoff = unless_false(report, "handoff", item, |report, key, item| {
            if item.get_ref().as_table().is_none() {
                return Ok((lookup.team(report, key, item)?, None));
            }
            let mut fields = Fields::of(report, "`handoff`", item)?;
            let team = fields.required(report, "team", |report, key, item| lookup.team(report, key, item));
            let reason = fields.optional(report, "reason", value::text);
            fields.done(report);
            Ok((team?, reason?))
        });
        one(handoff.map(Expected::Handoff))
    });
    key("alert", &|report, item| {
        if item.get_ref().as_bool() == Some(false) {
            return Ok(vec![Expected::Alert(None)]);
        }
        some(report, "alert", item, |report, key, item| {
            Ok(Expected::Alert(Some(lookup.team(report, key, item)?)))
        })
    });
    key("notices", &|report, item| {
        one(value::whole(report, "notices", item, 0..=NOTICES).map(Expected::Notices))
    });
    key("status", &|report, item| {
        one(value::one_of(report, "status", item, &STATUSES).map(Expected::Status))
    });
    key("team", &|report, item| {
        let team = unless_false(report, "team", item, |report, key, item| {
            lookup.team(report, key, item)
        });
        one(team.map(Expected::Team))
    });
    key("holder", &|report, item| {
        one(unless_false(report, "holder", item, value::text).map(Expected::Holder))
    });
    key("fired", &|report, item| {
        some(report, "fired", item, |report, key, item| {
            Ok(Expected::Fired(lookup.rule(report, key, item)?, true))
        })
    });
    key("not_fired", &|report, item| {
        some(report, "not_fired", item, |report, key, item| {
            Ok(Expected::Fired(lookup.rule(report, key, item)?, false))
        })
    });
    key("waited", &|report, item| {
        let waited = unless_false(report, "waited", item, |report, key, item| {
            value::duration(report, key, item, ["0s", "30d"])
        });
        one(waited.map(Expected::Waited))
    });
    key("language", &|report, item| {
        one(value::language(report, "language", item).map(Expected::Language))
    });
    if place == Place::Step {
        key("refused", &|report, item| {
            one(value::one_of(report, "refused", item, &REFUSALS).map(Expected::Refused))
        });
    }
    fields.done(report);
    let read: Vec<Vec<Expectation>> = read.into_iter().collect::<Read<_>>()?;
    Ok(read.into_iter().flatten().collect())
}

fn one(expected: Read<Expected>) -> Read<Vec<Expected>> {
    expected.map(|expected| vec![expected])
}

/// `false` for "none", or a value.
fn unless_false<'k, 't, T>(
    report: &mut Report,
    key: &'k str,
    item: &'t Value<'t>,
    read: impl FnOnce(&mut Report, &'k str, &'t Value<'t>) -> Read<T>,
) -> Read<Option<T>> {
    match item.get_ref().as_bool() {
        Some(false) => Ok(None),
        Some(true) => Err(report.wrong(
            item.span().start,
            format!("`{key}` can be `false`, but not {}", kind(item.get_ref())),
        )),
        None => read(report, key, item).map(Some),
    }
}
