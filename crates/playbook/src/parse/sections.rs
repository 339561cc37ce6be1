//! The sections of the file, each read into its part of the playbook.

use std::collections::BTreeSet;

use gangway_protocol::names::in_words;
use gangway_protocol::{TagId, TeamId, WorkspaceId};
use toml::Spanned;
use toml::de::DeTable;

use super::fields::{Fields, Value};
use super::holidays::Holidays;
use super::names::{Names, Thing};
use super::report::{At, Read, Report, position};
use super::{action, builtin, condition, hours, lint, quality, rule, sources, value};
use crate::sources::{DocumentRow, Site, Sources, TableFile};
use crate::{
    AlertTarget, CONTACT, Handoff, OPENS, Playbook, Refusals, Said, Says, TAGS_WITH_EXAMPLES, Tag, Team,
    Workspace, english,
};

/// What an agent is given at once where the team does not say.
const CAPACITY: u32 = 3;
/// Suggested questions that fit on the widget's first screen.
const SUGGESTIONS: usize = 6;

/// Reads the whole file.
pub(super) fn playbook<'t>(
    report: &mut Report,
    folder: &str,
    text: &str,
    tree: &'t Spanned<DeTable<'t>>,
) -> Read<(Playbook, Sources, Holidays)> {
    let mut file = Fields::new("the file", 0, tree.get_ref());
    let mut names = Names::default();

    let workspace = file.required(report, "workspace", |report, _, item| {
        workspace(report, folder, item)
    });
    let says = file.optional(report, "says", |report, _, item| says(report, item));
    let handoff = file.optional(report, "handoff", |report, _, item| {
        handoff(report, &mut names, item)
    });
    let zone = workspace
        .as_ref()
        .ok()
        .map(|(workspace, _)| workspace.timezone.as_deref());
    let mut holidays = Vec::new();
    let teams = each(report, &mut file, "team", "`[[team]]`", |report, fields| {
        let (team, at) = team(report, &mut names, zone, fields)?;
        holidays.extend(at.map(|at| (team.id.clone(), position(text, at))));
        Ok(team)
    });
    let mut with_examples = 0;
    let tags = each(report, &mut file, "tag", "`[[tag]]`", |report, fields| {
        tag(report, &mut names, &mut with_examples, fields)
    });
    let actions = each(report, &mut file, "action", "`[[action]]`", |report, fields| {
        action::action(report, &mut names, fields)
    });
    // The action that every playbook has is known to rules, and asks in words that are read elsewhere.
    names.has(Thing::Action, CONTACT);
    let with_contact = actions.as_ref().ok().map(|actions| {
        let contact = action::contact(&Said::new(""), &report.languages);
        let own = actions.iter().map(|action| action.value.clone());
        own.chain([contact]).collect::<Vec<_>>()
    });
    let known = condition::Known {
        actions: with_contact.as_deref(),
    };
    let rules = each(report, &mut file, "rule", "`[[rule]]`", |report, fields| {
        rule::rule(report, &mut names, known, fields)
    });
    let matching = file.optional(report, "rules", |report, _, item| rule::rules(report, item));
    let mut paths = BTreeSet::new();
    let documents = each(
        report,
        &mut file,
        "document",
        "`[[document]]`",
        |report, fields| {
            let row = sources::document(report, &mut paths, fields)?;
            Ok(DocumentRow {
                at: position(text, row.at),
                ..row.value
            })
        },
    );
    let sites = each(report, &mut file, "site", "`[[site]]`", |report, fields| {
        let site = sources::site(report, fields)?;
        Ok(Site {
            at: position(text, site.at),
            ..site.value
        })
    });
    let quality = file.optional(report, "quality", |report, _, item| {
        quality::quality(report, text, item)
    });
    file.done(report);
    names.check(report);

    let (teams, rules) = (teams?, rules?);
    let Some(first) = teams.first() else {
        return Err(report.wrong_with(0, "there is no team", "somebody must take over: add a `[[team]]`"));
    };
    let handoff = handoff?
        .unwrap_or_default()
        .complete(&first.id, &report.languages);
    let (workspace, table) = workspace?;
    let sources = Sources {
        documents: documents?,
        sites: sites?,
        quality: quality?,
        table: table.map(|table| TableFile {
            at: position(text, table.at),
            path: table.value,
        }),
    };
    let (tags, actions, matching) = (tags?, actions?, matching?.unwrap_or_default());
    // Of what is not there nothing more is said.
    if report.is_empty() {
        let file = lint::File {
            text,
            languages: &workspace.languages,
            handoff: &handoff,
            teams: &teams,
            tags: &tags,
            actions: &actions,
            matching,
            rules: &rules,
        };
        lint::check(report, &file);
    }
    let mut actions: Vec<_> = actions.into_iter().map(|action| action.value).collect();
    actions.push(action::contact(&handoff.contact, &report.languages));
    let playbook = Playbook {
        zones: hours::zones(&workspace, &teams),
        workspace,
        says: says?.unwrap_or_else(|| builtin::says(&report.languages)),
        handoff,
        teams,
        tags: tags.into_iter().map(|tag| tag.value).collect(),
        matching,
        rules: rules.into_iter().map(|written| written.rule).collect(),
        actions,
    };
    Ok((playbook, sources, Holidays(holidays)))
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

/// The workspace, and the table it names.
fn workspace<'t>(
    report: &mut Report,
    folder: &str,
    item: &'t Value<'t>,
) -> Read<(Workspace, Option<At<String>>)> {
    let mut fields = Fields::of(report, "`[workspace]`", item)?;
    if !value::is_name(folder) {
        report.wrong_with(
            fields.at,
            format!("the folder `{folder}` cannot name a workspace"),
            "rename it: small letters, digits and hyphens",
        );
    }
    if gangway_protocol::routes::is_reserved(folder) {
        report.wrong_with(
            fields.at,
            format!(
                "the folder `{folder}` cannot name a workspace: the API has something else at `/v1/{folder}`"
            ),
            "rename it",
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
    // What is said in several languages is read by them.
    if let Ok(languages) = &languages {
        report.languages = languages.clone().unwrap_or_else(in_english);
    }
    let greeting = fields.optional(report, "greeting", value::said);
    let suggestions = fields.optional(report, "suggestions", |report, key, item| {
        let list = value::list(report, key, item, value::said)?;
        if list.len() > SUGGESTIONS {
            let message = format!("`{key}` has {} questions, the most is {SUGGESTIONS}", list.len());
            return Err(report.wrong(item.span().start, message));
        }
        Ok(list)
    });
    let accent = fields.optional(report, "accent", value::colour);
    let instant_answers = fields.optional(report, "instant_answers", value::switch);
    let timezone = fields.optional(report, "timezone", hours::timezone);
    let table = fields.optional(report, "table", sources::table);
    fields.done(report);

    let name = name?;
    let languages = languages?.unwrap_or_else(in_english);
    let greeting = greeting?.unwrap_or_else(|| builtin::greeting(&languages, &name));
    let workspace = Workspace {
        id: WorkspaceId::from(folder),
        name,
        languages,
        origins: origins?.unwrap_or_default(),
        jurisdiction: jurisdiction?,
        greeting,
        suggestions: suggestions?.unwrap_or_default(),
        accent: accent?,
        instant_answers: instant_answers?.unwrap_or_default(),
        timezone: timezone?,
    };
    Ok((workspace, table?))
}

fn in_english() -> Vec<String> {
    vec!["en".to_owned()]
}

fn says<'t>(report: &mut Report, item: &'t Value<'t>) -> Read<Says> {
    let mut fields = Fields::of(report, "`[says]`", item)?;
    let abstain = fields.optional(report, "abstain", value::said);
    let hello = fields.optional(report, "hello", value::said);
    let welcome = fields.optional(report, "welcome", value::said);
    let back = fields.optional(report, "back", value::said);
    let collected = fields.optional(report, "collected", value::said);
    let dropped = fields.optional(report, "dropped", value::said);
    let with = |words: &'static [&'static str]| {
        move |report: &mut Report, key, item: &Value<'_>| value::said_with(report, key, item, words)
    };
    let too_long = fields.optional(report, "too_long", with(&["{characters}", "{most}"]));
    let several_dates = fields.optional(report, "several_dates", value::said);
    let no_such_day = fields.optional(report, "no_such_day", value::said);
    let backwards = fields.optional(report, "backwards", value::said);
    let choose = fields.optional(report, "choose", with(&["{choices}"]));
    fields.done(report);
    let builtin = builtin::says(&report.languages);
    let refusals = builtin.refusals;
    Ok(Says {
        abstain: abstain?.unwrap_or(builtin.abstain),
        hello: hello?.unwrap_or(builtin.hello),
        welcome: welcome?.unwrap_or(builtin.welcome),
        back: back?.unwrap_or(builtin.back),
        collected: collected?.unwrap_or(builtin.collected),
        dropped: dropped?.unwrap_or(builtin.dropped),
        refusals: Refusals {
            too_long: too_long?.unwrap_or(refusals.too_long),
            several_dates: several_dates?.unwrap_or(refusals.several_dates),
            no_such_day: no_such_day?.unwrap_or(refusals.no_such_day),
            backwards: backwards?.unwrap_or(refusals.backwards),
            choose: choose?.unwrap_or(refusals.choose),
            ..refusals
        },
    })
}

/// `[handoff]` as written: what is not there depends on the teams, which stand elsewhere.
#[derive(Default)]
struct WrittenHandoff {
    message: Option<Said>,
    confidence_below: Option<f32>,
    failed_attempts: Option<u32>,
    team: Option<String>,
    unclaimed_after: Option<i64>,
    fallback_team: Option<String>,
    silent_after: Option<i64>,
    idle_after: Option<i64>,
    reopen_within: Option<i64>,
    closed: Option<Said>,
    contact: Option<Said>,
    callback: Option<Said>,
    callback_after: Option<Option<i64>>,
    alert_every: Option<i64>,
    alerts: Option<u32>,
}

impl WrittenHandoff {
    fn complete(self, first: &TeamId, languages: &[String]) -> Handoff {
        let team = self.team.map_or_else(|| first.clone(), TeamId);
        Handoff {
            message: self.message.unwrap_or_else(|| builtin::notice(languages)),
            confidence_below: self.confidence_below.unwrap_or(0.45),
            failed_attempts: self.failed_attempts.unwrap_or(2),
            unclaimed_after: self.unclaimed_after.unwrap_or(3 * 60_000),
            fallback_team: self.fallback_team.map_or_else(|| team.clone(), TeamId),
            silent_after: self.silent_after.unwrap_or(10 * 60_000),
            idle_after: self.idle_after.unwrap_or(60 * 60_000),
            reopen_within: self.reopen_within.unwrap_or(24 * 60 * 60_000),
            closed: self.closed.unwrap_or_else(|| builtin::closed(languages)),
            contact: self.contact.unwrap_or_else(|| builtin::contact(languages)),
            callback: self.callback.unwrap_or_else(|| builtin::callback(languages)),
            callback_after: self.callback_after.unwrap_or(Some(10 * 60_000)),
            alert_every: self.alert_every.unwrap_or_else(english::alert_every),
            alerts: self.alerts.unwrap_or(5),
            team,
        }
    }
}

fn handoff<'t>(report: &mut Report, names: &mut Names, item: &'t Value<'t>) -> Read<WrittenHandoff> {
    let mut fields = Fields::of(report, "`[handoff]`", item)?;
    let message = fields.optional(report, "message", value::said);
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
    let alert_every = span("alert_every", ["1m", "24h"]);
    let alerts = fields.optional(report, "alerts", |report, key, item| {
        value::whole(report, key, item, 0..=20)
    });
    let closed = fields.optional(report, "closed", |report, key, item| {
        value::said_with(report, key, item, &[OPENS])
    });
    let contact = fields.optional(report, "contact", value::said);
    let callback = fields.optional(report, "callback", value::said);
    let callback_after = fields.optional(report, "callback_after", |report, key, item| {
        if item.get_ref().as_str() == Some("never") {
            return Ok(None);
        }
        value::duration(report, key, item, ["10s", "24h"]).map(Some)
    });
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
        closed: closed?,
        contact: contact?,
        callback: callback?,
        callback_after: callback_after?,
        alert_every: alert_every?,
        alerts: alerts?,
    })
}

/// A team, and where its holidays stand. `zone` is the workspace's, when the workspace was read and has one.
fn team<'t>(
    report: &mut Report,
    names: &mut Names,
    zone: Option<Option<&str>>,
    mut fields: Fields<'t>,
) -> Read<(Team, Option<usize>)> {
    let id = defined(report, names, Thing::Team, &mut fields);
    let name = fields.optional(report, "name", value::text);
    let alert = fields.optional(report, "alert", |report, key, item| {
        value::list(report, key, item, alert_target)
    });
    let hours = fields.optional(report, "hours", |report, _, item| {
        hours::hours(report, zone, item)
    });
    let closed = fields.optional(report, "closed", |report, key, item| {
        value::one_of(report, key, item, &["wait", "fallback"])
    });
    let assign = fields.optional(report, "assign", |report, key, item| {
        value::one_of(report, key, item, &["pool", "round-robin"])
    });
    let capacity = fields.optional(report, "capacity", |report, key, item| {
        let capacity = value::whole(report, key, item, 1..=100)?;
        Ok((capacity, item.span().start))
    });
    let at = fields.at;
    let holidays = fields.optional(report, "holidays", |report, key, item| {
        Ok((hours::holidays(report, key, item)?, item.span().start))
    });
    fields.done(report);
    let (id, mut hours, holidays) = (id?, hours?, holidays?);
    let holidays_at = holidays.as_ref().map(|(_, at)| *at);
    match (&mut hours, holidays) {
        (Some(hours), Some((days, _))) => hours.holidays = days,
        (None, Some(_)) => {
            let hint = "a team without `hours` is always open: for one that works around the clock write \
                        `hours = { mon-sun = \"00:00-24:00\" }`";
            return Err(report.wrong_with(at, "`holidays` without `hours`", hint));
        }
        (_, None) => {}
    }
    let capacity = match (assign?, capacity?) {
        (Some("round-robin"), capacity) => Some(capacity.map_or(CAPACITY, |(capacity, _)| capacity)),
        (_, None) => None,
        (_, Some((_, at))) => {
            let hint =
                "write `assign = \"round-robin\"` too: from a pool everybody takes as many as they like";
            return Err(report.wrong_with(at, "`capacity` without `assign`", hint));
        }
    };
    let team = Team {
        name: name?.unwrap_or_else(|| in_words(&id.value)),
        id: TeamId(id.value),
        alert: alert?.unwrap_or_default(),
        hours,
        closed_to_fallback: closed? == Some("fallback"),
        capacity,
    };
    Ok((team, holidays_at))
}

fn alert_target(report: &mut Report, key: &'static str, item: &Value<'_>) -> Read<AlertTarget> {
    let said = value::text(report, key, item)?;
    let (kind, variable) = said.split_once(':').unwrap_or_default();
    if !is_variable(variable) || !["webhook", "slack"].contains(&kind) {
        return Err(report.wrong_with(
            item.span().start,
            format!("`{said}` is not a target of alerts"),
            "write `webhook:NAME` or `slack:NAME`, where NAME is the deployment's secret that holds the address",
        ));
    }
    let variable = variable.to_owned();
    Ok(match kind {
        "slack" => AlertTarget::Slack { variable },
        _ => AlertTarget::Webhook { variable },
    })
}

/// Whether this can name a secret of the deployment.
pub(super) fn is_variable(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_uppercase())
        && name
            .bytes()
            .all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_')
}

fn tag(
    report: &mut Report,
    names: &mut Names,
    with_examples: &mut usize,
    mut fields: Fields<'_>,
) -> Read<At<Tag>> {
    let id = defined(report, names, Thing::Tag, &mut fields);
    let name = fields.optional(report, "name", value::text);
    let priority = fields.optional(report, "priority", value::priority);
    let says = fields.optional(report, "says", |report, key, item| {
        value::list(report, key, item, value::phrase)
    });
    let examples = fields.optional(report, "examples", |report, key, item| {
        *with_examples += 1;
        if *with_examples > TAGS_WITH_EXAMPLES {
            let message = format!("more than {TAGS_WITH_EXAMPLES} tags have `{key}`");
            return Err(report.wrong_with(item.span().start, message, "give the others `says`"));
        }
        value::examples(report, key, item)
    });
    fields.done(report);
    let id = id?;
    Ok(At {
        at: id.at,
        value: Tag {
            id: TagId(id.value),
            name: name?,
            priority: priority?,
            says: says?.unwrap_or_default(),
            examples: examples?.unwrap_or_default(),
        },
    })
}

/// Reads the `id` of a definition.
pub(super) fn defined(
    report: &mut Report,
    names: &mut Names,
    thing: Thing,
    fields: &mut Fields<'_>,
) -> Read<At<String>> {
    let id = fields.required(report, "id", value::name)?;
    names.define(report, thing, &id);
    Ok(id)
}
