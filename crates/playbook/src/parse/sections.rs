//! The sections of the file, each read into its part of the playbook.

use std::collections::BTreeSet;

use gangway_protocol::{ActionId, SlotId, TagId, TeamId, WorkspaceId};
use toml::Spanned;
use toml::de::DeTable;

use super::fields::{Fields, Value};
use super::names::{Names, Thing};
use super::report::{At, Read, Report};
use super::{circle, condition, value};
use crate::{Action, AlertTarget, Handoff, Playbook, Says, Slot, SlotKind, Tag, Team, Workspace, slot};

/// Suggested questions that fit on the widget's first screen.
const SUGGESTIONS: usize = 6;
/// Questions that somebody answers before they give up.
const SLOTS: usize = 12;
/// Longest pattern, in characters.
const PATTERN_CHARS: usize = 200;

const KINDS: [&str; 8] = [
    "text",
    "number",
    "date",
    "date-range",
    "email",
    "phone",
    "choice",
    "yes-no",
];

/// Reads the whole file.
pub(super) fn playbook<'t>(
    report: &mut Report,
    folder: &str,
    tree: &'t Spanned<DeTable<'t>>,
) -> Read<Playbook> {
    let mut file = Fields::new("the file", 0, tree.get_ref());
    let mut names = Names::default();

    let workspace = file.required(report, "workspace", |report, _, item| {
        workspace(report, folder, item)
    });
    let says = file.optional(report, "says", |report, _, item| says(report, item));
    let handoff = file.optional(report, "handoff", |report, _, item| {
        handoff(report, &mut names, item)
    });
    let teams = each(report, &mut file, "team", "`[[team]]`", |report, fields| {
        team(report, &mut names, fields)
    });
    let tags = each(report, &mut file, "tag", "`[[tag]]`", |report, fields| {
        tag(report, &mut names, fields)
    });
    let actions = each(report, &mut file, "action", "`[[action]]`", |report, fields| {
        action(report, &mut names, fields)
    });
    let rules = each(report, &mut file, "rule", "`[[rule]]`", |report, fields| {
        condition::rule(report, &mut names, fields)
    });
    file.done(report);
    names.check(report);

    let (teams, rules) = (teams?, rules?);
    let Some(first) = teams.first() else {
        return Err(report.wrong_with(0, "there is no team", "somebody must take over: add a `[[team]]`"));
    };
    circle::check(report, &rules);
    let handoff = handoff?.unwrap_or_default().complete(&first.id);
    Ok(Playbook {
        workspace: workspace?,
        says: says?.unwrap_or_else(Says::english),
        handoff,
        teams,
        tags: tags?,
        rules: rules.into_iter().map(|rule| rule.value).collect(),
        actions: actions?,
    })
}

/// Reads every table of a list, all of them before the first failure counts.
fn each<'t, T>(
    report: &mut Report,
    file: &mut Fields<'t>,
    key: &'static str,
    name: &'static str,
    mut read: impl FnMut(&mut Report, Fields<'t>) -> Read<T>,
) -> Read<Vec<T>> {
    let read: Vec<_> = file
        .tables(report, key, name)?
        .into_iter()
        .map(|fields| read(report, fields))
        .collect();
    read.into_iter().collect()
}

fn workspace<'t>(report: &mut Report, folder: &str, item: &'t Value<'t>) -> Read<Workspace> {
    let mut fields = Fields::of(report, "`[workspace]`", item)?;
    if !value::is_name(folder) {
        report.wrong_with(
            fields.at,
            format!("the folder `{folder}` cannot name a workspace"),
            "rename it: small letters, digits and hyphens",
        );
    }
    let name = fields.required(report, "name", value::text);
    let languages = fields.optional(report, "languages", |report, key, item| {
        value::list(report, key, item, value::language)
    });
    let origins = fields.optional(report, "origins", |report, key, item| {
        value::list(report, key, item, value::origin)
    });
    let jurisdiction = fields.optional(report, "jurisdiction", |report, key, item| {
        value::one_of(report, key, item, &["eu", "fedramp"]).map(str::to_owned)
    });
    let greeting = fields.optional(report, "greeting", value::text);
    let suggestions = fields.optional(report, "suggestions", |report, key, item| {
        let list = value::list(report, key, item, value::text)?;
        if list.len() > SUGGESTIONS {
            let message = format!("`{key}` has {} questions, the most is {SUGGESTIONS}", list.len());
            return Err(report.wrong(item.span().start, message));
        }
        Ok(list)
    });
    let accent = fields.optional(report, "accent", value::colour);
    fields.done(report);

    let name = name?;
    let greeting = greeting?.unwrap_or_else(|| {
        format!("Hello! I am the assistant of {name}. Ask me anything, or ask for a person at any time.")
    });
    Ok(Workspace {
        id: WorkspaceId::from(folder),
        name,
        languages: languages?.unwrap_or_else(|| vec!["en".to_owned()]),
        origins: origins?.unwrap_or_default(),
        jurisdiction: jurisdiction?,
        greeting,
        suggestions: suggestions?.unwrap_or_default(),
        accent: accent?,
    })
}

fn says<'t>(report: &mut Report, item: &'t Value<'t>) -> Read<Says> {
    let mut fields = Fields::of(report, "`[says]`", item)?;
    let abstain = fields.optional(report, "abstain", value::text);
    let hello = fields.optional(report, "hello", value::text);
    let welcome = fields.optional(report, "welcome", value::text);
    let back = fields.optional(report, "back", value::text);
    let collected = fields.optional(report, "collected", value::text);
    fields.done(report);
    let english = Says::english();
    Ok(Says {
        abstain: abstain?.unwrap_or(english.abstain),
        hello: hello?.unwrap_or(english.hello),
        welcome: welcome?.unwrap_or(english.welcome),
        back: back?.unwrap_or(english.back),
        collected: collected?.unwrap_or(english.collected),
    })
}

/// `[handoff]` as written: what is not there depends on the teams, which stand elsewhere.
#[derive(Default)]
struct WrittenHandoff {
    message: Option<String>,
    confidence_below: Option<f32>,
    failed_attempts: Option<u32>,
    team: Option<String>,
    unclaimed_after: Option<i64>,
    fallback_team: Option<String>,
    silent_after: Option<i64>,
    idle_after: Option<i64>,
    reopen_within: Option<i64>,
}

impl WrittenHandoff {
    fn complete(self, first: &TeamId) -> Handoff {
        let team = self.team.map_or_else(|| first.clone(), TeamId);
        Handoff {
            message: self
                .message
                .unwrap_or_else(|| "Let me connect you with a specialist.".to_owned()),
            confidence_below: self.confidence_below.unwrap_or(0.35),
            failed_attempts: self.failed_attempts.unwrap_or(2),
            unclaimed_after: self.unclaimed_after.unwrap_or(3 * 60_000),
            fallback_team: self.fallback_team.map_or_else(|| team.clone(), TeamId),
            silent_after: self.silent_after.unwrap_or(10 * 60_000),
            idle_after: self.idle_after.unwrap_or(60 * 60_000),
            reopen_within: self.reopen_within.unwrap_or(24 * 60 * 60_000),
            team,
        }
    }
}

fn handoff<'t>(report: &mut Report, names: &mut Names, item: &'t Value<'t>) -> Read<WrittenHandoff> {
    let mut fields = Fields::of(report, "`[handoff]`", item)?;
    let message = fields.optional(report, "message", value::text);
    let confidence_below = fields.optional(report, "confidence_below", value::share);
    let failed_attempts = fields.optional(report, "failed_attempts", |report, key, item| {
        value::whole(report, key, item, 1..=10)
    });
    let team = fields.optional(report, "team", value::name);
    let fallback_team = fields.optional(report, "fallback_team", value::name);
    let mut span = |key, limits| {
        fields.optional(report, key, |report, key, item| {
            value::duration(report, key, item, limits)
        })
    };
    let unclaimed_after = span("unclaimed_after", ["10s", "24h"]);
    let silent_after = span("silent_after", ["1m", "24h"]);
    let idle_after = span("idle_after", ["1m", "30d"]);
    let reopen_within = span("reopen_within", ["0s", "30d"]);
    fields.done(report);
    for name in [&team, &fallback_team].into_iter().flatten().flatten() {
        names.mention(Thing::Team, name);
    }
    Ok(WrittenHandoff {
        message: message?,
        confidence_below: confidence_below?,
        failed_attempts: failed_attempts?,
        team: team?.map(|name| name.value),
        unclaimed_after: unclaimed_after?,
        fallback_team: fallback_team?.map(|name| name.value),
        silent_after: silent_after?,
        idle_after: idle_after?,
        reopen_within: reopen_within?,
    })
}

fn team(report: &mut Report, names: &mut Names, mut fields: Fields<'_>) -> Read<Team> {
    let id = defined(report, names, Thing::Team, &mut fields);
    let name = fields.optional(report, "name", value::text);
    let alert = fields.optional(report, "alert", |report, key, item| {
        value::list(report, key, item, alert_target)
    });
    fields.done(report);
    let id = id?;
    Ok(Team {
        name: name?.unwrap_or_else(|| on_screen(&id.value)),
        id: TeamId(id.value),
        alert: alert?.unwrap_or_default(),
    })
}

fn alert_target(report: &mut Report, key: &'static str, item: &Value<'_>) -> Read<AlertTarget> {
    let said = value::text(report, key, item)?;
    let variable = said.strip_prefix("webhook:").unwrap_or_default();
    let named = variable.starts_with(|c: char| c.is_ascii_uppercase())
        && variable
            .bytes()
            .all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_');
    if !named {
        return Err(report.wrong_with(
            item.span().start,
            format!("`{said}` is not a target of alerts"),
            "write `webhook:NAME`, where NAME is the deployment's secret that holds the address",
        ));
    }
    Ok(AlertTarget::Webhook {
        variable: variable.to_owned(),
    })
}

fn tag(report: &mut Report, names: &mut Names, mut fields: Fields<'_>) -> Read<Tag> {
    let id = defined(report, names, Thing::Tag, &mut fields);
    let priority = fields.optional(report, "priority", value::priority);
    let says = fields.optional(report, "says", |report, key, item| {
        value::list(report, key, item, value::phrase)
    });
    fields.done(report);
    Ok(Tag {
        id: TagId(id?.value),
        priority: priority?,
        says: says?.unwrap_or_default(),
    })
}

fn action(report: &mut Report, names: &mut Names, mut fields: Fields<'_>) -> Read<Action> {
    let id = defined(report, names, Thing::Action, &mut fields);
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
    fields.done(report);
    Ok(Action {
        id: ActionId(id?.value),
        slots: slots?,
    })
}

fn slot_of<'t>(report: &mut Report, item: &'t Value<'t>) -> Read<(At<String>, Slot)> {
    let mut fields = Fields::of(report, "a slot", item)?;
    let id = fields.required(report, "id", value::name);
    let label = fields.optional(report, "label", value::text);
    let ask = fields.required(report, "ask", value::text);
    let kind = slot_kind(report, &mut fields);
    let example = fields.optional(report, "example", |report, key, item| {
        Ok(At {
            value: value::text(report, key, item)?,
            at: item.span().start,
        })
    });
    fields.done(report);

    let (id, example) = (id?, example?);
    let slot = Slot {
        label: label?.unwrap_or_else(|| on_screen(&id.value)),
        id: SlotId(id.value.clone()),
        ask: ask?,
        kind: kind?,
        example: example.as_ref().map(|example| example.value.clone()),
    };
    if let Some(example) = example
        && slot::accept(&slot, &example.value).is_err()
    {
        let message = format!(
            "the slot `{}` does not accept its own example `{}`",
            slot.id, example.value
        );
        return Err(report.wrong(example.at, message));
    }
    Ok((id, slot))
}

/// A slot's kind from the three keys that can say it.
fn slot_kind(report: &mut Report, fields: &mut Fields<'_>) -> Read<SlotKind> {
    let kind_at = fields.get("kind").map(|item| item.span().start);
    let kind = fields.optional(report, "kind", |report, key, item| {
        value::one_of(report, key, item, &KINDS)
    });
    let pattern = fields.optional(report, "pattern", pattern);
    let choices_at = fields.get("choices").map(|item| item.span().start);
    let choices = fields.optional(report, "choices", |report, key, item| {
        value::list(report, key, item, value::text)
    });
    let (kind, pattern, choices) = (kind?, pattern?, choices?);
    let kind_at = kind_at.unwrap_or(fields.at);
    match (kind, pattern, choices) {
        (None | Some("text"), Some(pattern), None) => Ok(SlotKind::Pattern(pattern)),
        (None | Some("choice"), None, Some(choices)) => Ok(SlotKind::Choice(choices)),
        (None | Some("text"), None, None) => Ok(SlotKind::Text),
        (Some("number"), None, None) => Ok(SlotKind::Number),
        (Some("date"), None, None) => Ok(SlotKind::Date),
        (Some("date-range"), None, None) => Ok(SlotKind::DateRange),
        (Some("email"), None, None) => Ok(SlotKind::Email),
        (Some("phone"), None, None) => Ok(SlotKind::Phone),
        (Some("yes-no"), None, None) => Ok(SlotKind::YesNo),
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

fn pattern(report: &mut Report, key: &'static str, item: &Value<'_>) -> Read<String> {
    let pattern = value::text(report, key, item)?;
    let at = item.span().start;
    if pattern.chars().count() > PATTERN_CHARS {
        return Err(report.wrong(at, format!("`{key}` has more than {PATTERN_CHARS} characters")));
    }
    match slot::compile(&pattern) {
        Ok(compiled) if compiled.is_match("") => Err(report.wrong_with(
            at,
            format!("the pattern `{pattern}` also matches an empty text"),
            "ask for at least one character",
        )),
        Ok(_) => Ok(pattern),
        Err(error) => Err(report.wrong_with(at, format!("`{pattern}` is not a pattern"), error.to_string())),
    }
}

/// Reads the `id` of a definition.
fn defined(
    report: &mut Report,
    names: &mut Names,
    thing: Thing,
    fields: &mut Fields<'_>,
) -> Read<At<String>> {
    let id = fields.required(report, "id", value::name)?;
    names.define(report, thing, &id);
    Ok(id)
}

/// `duty-desk` → `Duty desk`.
fn on_screen(id: &str) -> String {
    let words = id.replace('-', " ");
    let mut letters = words.chars();
    match letters.next() {
        Some(first) => first.to_uppercase().chain(letters).collect(),
        None => words,
    }
}
