//! `hours` and `holidays` of a team, and names of time zones.

use std::collections::BTreeSet;

use jiff::Timestamp as Moment;
use jiff::tz::{TimeZone, TimeZoneDatabase};

use super::fields::{Fields, Value};
use super::nearest;
use super::report::{Read, Report};
use super::value;
use crate::hours::{Holiday, Hours, Span, Zone};
use crate::{Team, Workspace};

/// Days of the week as keys name them.
const DAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
/// Minutes of a day.
const DAY: u16 = 24 * 60;
/// Most holidays of a team.
const HOLIDAYS: usize = 200;
/// From 2025-01-01 to 2050-01-01, in seconds since the Unix epoch: the changes that a compiled playbook knows.
const KNOWN: [i64; 2] = [1_735_689_600, 2_524_608_000];

/// The IANA name of a zone, as the database spells it.
pub(super) fn timezone(report: &mut Report, key: &'static str, item: &Value<'_>) -> Read<String> {
    let said = value::text(report, key, item)?;
    if let Ok(zone) = TimeZoneDatabase::bundled().get(&said)
        && let Some(name) = zone.iana_name()
    {
        return Ok(name.to_owned());
    }
    let names: Vec<String> = TimeZoneDatabase::bundled()
        .available()
        .map(|name| name.as_str().to_owned())
        .collect();
    let city = said.rsplit('/').next().unwrap_or(&said);
    let ends = |name: &&String| {
        name.rsplit('/')
            .next()
            .is_some_and(|last| last.eq_ignore_ascii_case(city))
    };
    let hint = match names.iter().find(ends) {
        Some(near) => format!("did you mean `{near}`?"),
        None => nearest::hint(&said, names.iter().map(String::as_str), "")
            .filter(|hint| hint.starts_with("did"))
            .unwrap_or_else(|| "a zone has a name of the IANA database, such as `Europe/Lisbon`".to_owned()),
    };
    Err(report.wrong_with(item.span().start, format!("there is no time zone `{said}`"), hint))
}

/// The zones that a playbook names, each with its changes.
pub(super) fn zones(workspace: &Workspace, teams: &[Team]) -> Vec<Zone> {
    let names: BTreeSet<&str> = teams
        .iter()
        .filter_map(|team| Some(team.hours.as_ref()?.timezone.as_str()))
        .chain(workspace.timezone.as_deref())
        .collect();
    names.into_iter().map(zone).collect()
}

fn zone(name: &str) -> Zone {
    let zone = TimeZoneDatabase::bundled().get(name).unwrap_or(TimeZone::UTC);
    let [first, last] = KNOWN;
    let first = Moment::from_second(first).unwrap_or(Moment::UNIX_EPOCH);
    let mut offset = zone.to_offset(first).seconds();
    let mut known = Zone {
        name: name.to_owned(),
        offset,
        changes: Vec::new(),
    };
    for change in zone.following(first) {
        let at = change.timestamp().as_second();
        if at >= last {
            break;
        }
        // Some changes are of the name alone.
        if change.offset().seconds() != offset {
            offset = change.offset().seconds();
            known.changes.push((at, offset));
        }
    }
    known
}

/// `hours` of a team. `default` is the workspace's zone; the outer `None` says that the workspace was not read.
pub(super) fn hours<'t>(
    report: &mut Report,
    default: Option<Option<&str>>,
    item: &'t Value<'t>,
) -> Read<Hours> {
    let mut fields = Fields::of(report, "`hours`", item)?;
    let at = fields.at;
    let said = fields.optional(report, "timezone", timezone);
    let mut week: [Vec<Span>; 7] = Default::default();
    let mut given: [bool; 7] = Default::default();
    let mut failed = None;
    for (key, at, item) in fields.entries() {
        if key == "timezone" {
            continue;
        }
        let Some(days) = days(key) else {
            let hint = "the keys of `hours` are `timezone` and days: `mon`, `tue`, `wed`, `thu`, `fri`, `sat`, `sun`, \
                        or from one to another, such as `mon-fri`";
            failed = Some(report.wrong_with(at, format!("unknown key `{key}` in `hours`"), hint));
            continue;
        };
        let spans = match spans(report, item) {
            Ok(spans) => spans,
            Err(reported) => {
                failed = Some(reported);
                continue;
            }
        };
        if let Some(twice) = days.iter().find(|day| given[**day]) {
            failed = Some(report.wrong(
                at,
                format!("`hours` says twice when it is open on `{}`", DAYS[*twice]),
            ));
        }
        for day in days {
            given[day] = true;
            week[day].clone_from(&spans);
        }
    }
    if let Some(reported) = failed {
        return Err(reported);
    }
    let timezone = match (said?, default) {
        (Some(said), _) => said,
        (None, Some(Some(default))) => default.to_owned(),
        (None, None) => "UTC".to_owned(),
        (None, Some(None)) => {
            let hint = "write `timezone = \"Europe/Lisbon\"` here, or once under `[workspace]`";
            return Err(report.wrong_with(at, "`hours` has no `timezone`", hint));
        }
    };
    if week.iter().all(Vec::is_empty) {
        let hint =
            "say when it is open, such as `mon-fri = \"08:00-20:00\"`; a team without `hours` is always open";
        return Err(report.wrong_with(at, "a team with these `hours` is never open", hint));
    }
    for (day, spans) in week.iter().enumerate() {
        let next = &week[(day + 1) % 7];
        if let (Some(last), Some(first)) = (spans.last(), next.first())
            && last.until > first.from + DAY
        {
            let message = format!(
                "the hours of `{}` reach into those of `{}`",
                DAYS[day],
                DAYS[(day + 1) % 7]
            );
            return Err(report.wrong(at, message));
        }
    }
    Ok(Hours {
        timezone,
        week,
        holidays: Vec::new(),
    })
}

/// `holidays` of a team.
pub(super) fn holidays<'t>(
    report: &mut Report,
    key: &'static str,
    item: &'t Value<'t>,
) -> Read<Vec<Holiday>> {
    let days = value::list(report, key, item, |report, _, item| holiday(report, item))?;
    if days.len() > HOLIDAYS {
        let message = format!("`{key}` has {} days, the most is {HOLIDAYS}", days.len());
        return Err(report.wrong(item.span().start, message));
    }
    Ok(days)
}

/// `2026-12-25`, in quotes or as a date, or `12-25` for every year.
fn holiday(report: &mut Report, item: &Value<'_>) -> Read<Holiday> {
    let said = match item.get_ref().as_datetime() {
        Some(date) => date.to_string(),
        None => value::text(report, "holidays", item)?,
    };
    let parts: Vec<&str> = said.split('-').collect();
    let (year, month, day) = match parts.as_slice() {
        [year, month, day] => (Some(*year), *month, *day),
        [month, day] => (None, *month, *day),
        _ => (Some(""), "", ""),
    };
    let digits =
        |text: &str, count: usize| text.len() == count && text.bytes().all(|byte| byte.is_ascii_digit());
    let read = || {
        let written = digits(month, 2) && digits(day, 2) && year.is_none_or(|year| digits(year, 4));
        let holiday = Holiday {
            year: year.and_then(|year| year.parse().ok()),
            month: month.parse().ok()?,
            day: day.parse().ok()?,
        };
        // Every fourth year has a 29 February.
        let of = i16::try_from(holiday.year.unwrap_or(2028)).ok()?;
        let exists = jiff::civil::Date::new(
            of,
            i8::try_from(holiday.month).ok()?,
            i8::try_from(holiday.day).ok()?,
        );
        (written && exists.is_ok()).then_some(holiday)
    };
    read().ok_or_else(|| {
        report.wrong_with(
            item.span().start,
            format!("`{said}` is not a day"),
            "write `2026-12-25`, or `12-25` for every year",
        )
    })
}

/// `mon`, or `mon-fri`: the days, also across Sunday.
fn days(key: &str) -> Option<Vec<usize>> {
    let number = |name: &str| DAYS.iter().position(|day| *day == name);
    let (first, last) = key.split_once('-').unwrap_or((key, key));
    let (first, last) = (number(first)?, number(last)?);
    Some(
        (0..=(last + 7 - first) % 7)
            .map(|days| (first + days) % 7)
            .collect(),
    )
}

/// `08:00-20:00`, several separated by commas, or `closed`.
fn spans(report: &mut Report, item: &Value<'_>) -> Read<Vec<Span>> {
    let said = value::text(report, "hours", item)?;
    if said == "closed" {
        return Ok(Vec::new());
    }
    let at = item.span().start;
    let mut spans: Vec<Span> = Vec::new();
    for part in said.split(',').map(str::trim) {
        let Some(span) = span(part) else {
            let hint = "write `08:00-20:00`, several as `09:00-13:00, 14:00-17:00`, across midnight as `22:00-06:00`, \
                        all day as `00:00-24:00`, or `closed`";
            return Err(report.wrong_with(at, format!("`{part}` are not opening hours"), hint));
        };
        // All day and not at all are written alike in the files of others.
        if span.until == span.from {
            let hint = "all day is `00:00-24:00`, and not at all is `closed`";
            return Err(report.wrong_with(at, format!("`{part}` ends at the time that it begins"), hint));
        }
        if let Some(last) = spans.last()
            && last.until > span.from
        {
            let message = format!("`{part}` begins before what stands before it ends");
            return Err(report.wrong(at, message));
        }
        spans.push(span);
    }
    Ok(spans)
}

fn span(said: &str) -> Option<Span> {
    let (from, until) = said.split_once(['-', '–'])?;
    let (from, until) = (minute(from)?, minute(until)?);
    // What ends before its beginning ends on the next day; a day is the most.
    let until = if until < from { until + DAY } else { until };
    (from < DAY && until - from <= DAY).then_some(Span { from, until })
}

/// `08:00` or `8:00`, as minutes; `24:00` is the end of the day.
fn minute(said: &str) -> Option<u16> {
    let (hour, minute) = said.trim().split_once(':')?;
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let written = (1..=2).contains(&hour.len()) && minute.len() == 2 && digits(hour) && digits(minute);
    let (hour, minute): (u16, u16) = (hour.parse().ok()?, minute.parse().ok()?);
    let exists = (hour < 24 && minute < 60) || (hour, minute) == (24, 0);
    (written && exists).then_some(hour * 60 + minute)
}
