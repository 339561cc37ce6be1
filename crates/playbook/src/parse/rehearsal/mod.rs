//! A rehearsal's file → [`Rehearsal`], every message with line and column, every name held against the playbook.

mod expect;
mod lookup;

use gangway_protocol::FileFormat;
use gangway_protocol::limits::MESSAGE_CHARS;
use toml::de::DeTable;

use super::Mistake;
use super::fields::{Fields, Value, kind};
use super::report::{Read, Report, position};
use super::value;
use crate::Playbook;
use crate::rehearsal::{Act, Clock, Deed, Expectation, Rehearsal, Reply, Step};
use expect::{Place, expectations};
use lookup::{Lookup, some};

/// Steps of one rehearsal: a file with more is several conversations.
const STEPS: usize = 200;
/// The agent of a step that names none.
const AGENT: &str = "Agent";
/// Longest name of an agent, in characters.
const AGENT_CHARS: usize = 80;
/// The shortest and the longest time that a step may let pass.
const WAITS: [&str; 2] = ["1s", "30d"];
/// Everything that can happen, in the order of docs/rehearsals.md.
const ACTS: [&str; 19] = [
    "says",
    "presses",
    "fills",
    "sends",
    "leaves",
    "wait",
    "system",
    "claims",
    "takes_from",
    "replies",
    "notes",
    "tags",
    "untags",
    "transfers",
    "releases",
    "returns_to_bot",
    "snoozes",
    "resolves",
    "goes_offline",
];
/// What happens without an agent.
const NOT_OF_AGENTS: [&str; 7] = ["says", "presses", "fills", "sends", "leaves", "wait", "system"];

/// Parses a rehearsal of a playbook. `name` is the file's without its ending.
///
/// # Errors
/// Every mistake found, in the order of the file.
pub fn parse_rehearsal(
    name: &str,
    file: &str,
    text: &str,
    playbook: &Playbook,
) -> Result<Rehearsal, Vec<Mistake>> {
    let mut report = Report::default();
    let (tree, errors) = DeTable::parse_recoverable(text);
    for error in &errors {
        let at = error.span().map_or(text.len(), |span| span.start);
        report.wrong(at, error.message());
    }
    if errors.is_empty() {
        let mut reader = Reader {
            report: &mut report,
            lookup: Lookup(playbook),
            text,
        };
        let read = reader.rehearsal(name, file, tree.get_ref());
        if let (Ok(read), true) = (read, report.is_empty()) {
            return Ok(read);
        }
    }
    Err(report.into_mistakes(file, text))
}

/// One file being read.
struct Reader<'r, 'p> {
    report: &'r mut Report,
    lookup: Lookup<'p>,
    text: &'r str,
}

impl Reader<'_, '_> {
    fn rehearsal<'t>(&mut self, name: &str, file: &str, tree: &'t DeTable<'t>) -> Read<Rehearsal> {
        let mut fields = Fields::new("a rehearsal", 0, tree);
        let about = fields.optional(self.report, "about", value::text);
        let at = fields.optional(self.report, "at", clock);
        let language = fields.optional(self.report, "language", browser);
        let tables = fields.tables(self.report, "step", "`[[step]]`")?;
        let (count, first_over) = (tables.len(), tables.get(STEPS).map(|fields| fields.at));
        let steps: Vec<Read<Step>> = tables.into_iter().map(|fields| self.step(fields)).collect();
        let end = match fields.get("end") {
            Some(item) => self.expectations(Place::End, item),
            None => Ok(Vec::new()),
        };
        fields.done(self.report);
        if count == 0 {
            return Err(self.report.wrong_with(
                0,
                "nothing happens in this rehearsal",
                "add a `[[step]]` with what the traveller says: `says = \"…\"`",
            ));
        }
        if let Some(at) = first_over {
            let message = format!("a rehearsal has at most {STEPS} steps, this one has {count}");
            return Err(self.report.wrong(at, message));
        }
        Ok(Rehearsal {
            name: name.to_owned(),
            file: file.to_owned(),
            about: about?,
            at: at?,
            language: language?,
            steps: steps.into_iter().collect::<Read<_>>()?,
            end: end?,
        })
    }

    fn step(&mut self, mut fields: Fields<'_>) -> Read<Step> {
        let at = fields.at;
        let act = self.act(&mut fields);
        let expect = match fields.get("expect") {
            Some(item) => self.expectations(Place::Step, item),
            None => Ok(Vec::new()),
        };
        fields.done(self.report);
        let Some(act) = act? else {
            return Err(self.report.reported());
        };
        Ok(Step {
            act,
            expect: expect?,
            at: position(self.text, at),
        })
    }

    fn expectations<'t>(&mut self, place: Place, item: &'t Value<'t>) -> Read<Vec<Expectation>> {
        expectations(self.report, self.lookup, self.text, place, item)
    }

    /// The one thing that happens; `None` when a key is there that no step has, which is reported as such.
    fn act(&mut self, fields: &mut Fields<'_>) -> Read<Option<Act>> {
        let given: Vec<(&'static str, &Value<'_>)> = ACTS
            .into_iter()
            .filter_map(|key| Some((key, fields.get(key)?)))
            .collect();
        let by = fields.get("agent");
        let agent = by.map(|item| agent(self.report, "agent", item)).transpose();
        let (key, item) = match given.as_slice() {
            [one] => *one,
            [] => {
                let known = ["agent", "expect"];
                if fields.given().iter().any(|(key, _)| !known.contains(key)) {
                    return Ok(None);
                }
                return Err(self.report.wrong_with(
                    fields.at,
                    "nothing happens in this step",
                    format!(
                        "a step has one of {}",
                        ACTS.map(|key| format!("`{key}`")).join(", ")
                    ),
                ));
            }
            [(first, _), (second, item), ..] => {
                return Err(self.report.wrong_with(
                    item.span().start,
                    format!("a step has `{first}` and `{second}`"),
                    "one thing happens in a step: begin another `[[step]]`",
                ));
            }
        };
        if NOT_OF_AGENTS.contains(&key) {
            if let Some(by) = by {
                let message = format!("no agent does `{key}`");
                return Err(self.report.wrong_with(
                    by.span().start,
                    message,
                    "`agent` stands beside what an agent does: `claims`, `replies` …",
                ));
            }
            return self.act_of_traveller(key, item).map(Some);
        }
        let deed = self.deed(key, item);
        Ok(Some(Act::Agent(
            agent?.unwrap_or_else(|| AGENT.to_owned()),
            deed?,
        )))
    }

    fn act_of_traveller(&mut self, key: &'static str, item: &Value<'_>) -> Read<Act> {
        let report = &mut *self.report;
        match key {
            "says" => said(report, key, item).map(Act::Says),
            "presses" => Ok(match value::one_of(report, key, item, &["person", "call-off"])? {
                "person" => Act::AsksForPerson,
                _ => Act::CallsOff,
            }),
            "fills" => self.form(key, item),
            "sends" => file(report, key, item),
            "system" => system(report, key, item).map(Act::System),
            "leaves" => value::yes(report, key, item).map(|()| Act::Leaves),
            _ => value::duration(report, key, item, WAITS).map(Act::Waits),
        }
    }

    fn deed(&mut self, key: &'static str, item: &Value<'_>) -> Read<Deed> {
        let report = &mut *self.report;
        let tags = |report: &mut Report| {
            some(report, key, item, |report, key, item| {
                Ok(value::name(report, key, item)?.value.into())
            })
        };
        match key {
            "claims" => value::yes(report, key, item).map(|()| Deed::Claims),
            "takes_from" => agent(report, key, item).map(Deed::TakesFrom),
            "replies" => said(report, key, item).map(Deed::Replies),
            "notes" => said(report, key, item).map(Deed::Notes),
            "tags" => tags(report).map(Deed::Tags),
            "untags" => tags(report).map(Deed::Untags),
            "transfers" => self.lookup.team(report, key, item).map(Deed::Transfers),
            "releases" => value::yes(report, key, item).map(|()| Deed::Releases),
            "returns_to_bot" => value::yes(report, key, item).map(|()| Deed::ReturnsToBot),
            "snoozes" => value::duration(report, key, item, WAITS).map(Deed::Snoozes),
            "resolves" => value::yes(report, key, item).map(|()| Deed::Resolves),
            _ => value::yes(report, key, item).map(|()| Deed::GoesOffline),
        }
    }

    /// `{ luggage-report = { booking = "MT204518" } }`
    fn form(&mut self, key: &'static str, item: &Value<'_>) -> Read<Act> {
        let forms = self.lookup.slots(self.report, key, item, |report, name, item| {
            value::text(report, name, item)
        })?;
        let Some((action, _, _)) = forms.first() else {
            return Err(self.report.wrong_with(
                item.span().start,
                "a form without values",
                "write `fills = { an-action = { a-slot = \"…\" } }`",
            ));
        };
        let action = action.clone();
        if forms.iter().any(|(other, _, _)| *other != action) {
            return Err(self.report.wrong(
                item.span().start,
                "a form belongs to one action, this one to several",
            ));
        }
        let values = forms.into_iter().map(|(_, slot, value)| (slot, value)).collect();
        Ok(Act::Fills(action, values))
    }
}

/// `"scratch.jpg"`: a name alone. What a rehearsal sends is made where it is played.
fn file(report: &mut Report, key: &'static str, item: &Value<'_>) -> Read<Act> {
    let name = value::text(report, key, item)?;
    match FileFormat::of_name(&name).filter(|format| format.name(&name) == name) {
        Some(format) => Ok(Act::Sends(name, format)),
        None => Err(report.wrong_with(
            item.span().start,
            format!("`{name}` is not the name of a file that is taken"),
            "a name that ends with `.jpg`, `.png`, `.webp` or `.pdf`, without a folder: no such file need be there",
        )),
    }
}

fn agent(report: &mut Report, key: &'static str, item: &Value<'_>) -> Read<String> {
    let name = value::text(report, key, item)?;
    if name.chars().count() > AGENT_CHARS {
        let message = format!("`{key}` has more than {AGENT_CHARS} characters");
        return Err(report.wrong(item.span().start, message));
    }
    Ok(name)
}

/// What the operator's system says: `{ car = "Compact" }`, `"not-found"` or `"down"`.
fn system(report: &mut Report, key: &'static str, item: &Value<'_>) -> Read<Reply> {
    if item.get_ref().as_table().is_none() {
        return Ok(match value::one_of(report, key, item, &["not-found", "down"])? {
            "not-found" => Reply::NotFound,
            _ => Reply::Down,
        });
    }
    let fields = lookup::table(report, key, item, "what the system answers, in braces")?;
    let read: Vec<Read<(String, String)>> = fields
        .into_iter()
        .map(|(_, name, item)| Ok((name.to_owned(), value::text(report, name, item)?)))
        .collect();
    read.into_iter().collect::<Read<_>>().map(Reply::Answers)
}

/// A message, as long as the API takes it.
fn said(report: &mut Report, key: &'static str, item: &Value<'_>) -> Read<String> {
    let at = item.span().start;
    let Some(text) = item.get_ref().as_str() else {
        let message = format!("`{key}` must be a text in quotes, not {}", kind(item.get_ref()));
        return Err(report.wrong(at, message));
    };
    if text.trim().is_empty() {
        return Err(report.wrong(at, format!("`{key}` is empty")));
    }
    let chars = text.chars().count();
    if chars > MESSAGE_CHARS {
        let message = format!("`{key}` has {chars} characters, the most is {MESSAGE_CHARS}");
        return Err(report.wrong(at, message));
    }
    Ok(text.to_owned())
}

/// A language as browsers say it: `es`, `es-PE`.
fn browser(report: &mut Report, key: &'static str, item: &Value<'_>) -> Read<String> {
    let said = value::text(report, key, item)?;
    let is_part =
        |part: &str| (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric());
    let primary = said.split('-').next().unwrap_or_default();
    if said.len() <= 35 && said.split('-').all(is_part) && primary.len() < 4 {
        return Ok(said);
    }
    let message = format!("`{said}` is not a language as browsers say it");
    Err(report.wrong_with(item.span().start, message, "write `es`, or with a region `es-PE`"))
}

/// `"2026-12-24T19:00"`.
fn clock(report: &mut Report, key: &'static str, item: &Value<'_>) -> Read<Clock> {
    let at = item.span().start;
    let written = match item.get_ref().as_datetime() {
        Some(moment) => moment.to_string(),
        None => value::text(report, key, item)?,
    };
    read_clock(&written).ok_or_else(|| {
        report.wrong_with(
            at,
            format!("`{written}` is not a day and an hour"),
            "write the year, month and day, `T`, and the hour as clocks in the workspace show it: `2026-12-24T19:00`",
        )
    })
}

fn read_clock(written: &str) -> Option<Clock> {
    let (day, time) = written.split_once(['T', ' '])?;
    let number = |text: &str, digits: usize| {
        let fits = text.len() == digits && text.bytes().all(|byte| byte.is_ascii_digit());
        fits.then(|| text.parse::<u32>().ok()).flatten()
    };
    let mut parts = day.split('-');
    let (year, month, date) = (
        number(parts.next()?, 4)?,
        number(parts.next()?, 2)?,
        number(parts.next()?, 2)?,
    );
    let mut times = time.split(':');
    let (hour, minute) = (number(times.next()?, 2)?, number(times.next()?, 2)?);
    // Seconds, which TOML's own dates have, say nothing here.
    let none = times.next().is_none_or(|seconds| number(seconds, 2) == Some(0));
    let is_clock = none && times.next().is_none() && parts.next().is_none() && hour < 24 && minute < 60;
    let leap = year.is_multiple_of(4) && !year.is_multiple_of(100) || year.is_multiple_of(400);
    let days = match month {
        4 | 6 | 9 | 11 => 30,
        2 if leap => 29,
        2 => 28,
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        _ => return None,
    };
    if !is_clock || !(1970..=9999).contains(&year) || !(1..=days).contains(&date) {
        return None;
    }
    Some(Clock {
        day: days_since_1970(year, month, date)?,
        minute: u16::try_from(hour * 60 + minute).ok()?,
    })
}

/// Howard Hinnant, "chrono-compatible low-level date algorithms", `days_from_civil`, for years from 1970 on.
fn days_since_1970(year: u32, month: u32, day: u32) -> Option<i32> {
    let year = year - u32::from(month <= 2);
    let (era, of_era) = (year / 400, year % 400);
    let from_march = (month + 9) % 12;
    let of_year = (153 * from_march + 2) / 5 + day - 1;
    let days = era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year;
    i32::try_from(i64::from(days) - 719_468).ok()
}

#[cfg(test)]
mod tests;
