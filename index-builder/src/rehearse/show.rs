//! A conversation for people to read.

use gangway_playbook::rehearsal::{Act, Deed, Reply};
use gangway_protocol::{Entry, EntryBody, Priority, Speaker, TagSource, TeamId, Timestamp};

/// Characters of a text that are shown.
const SHOWN: usize = 200;

/// One thing that happened or followed, and when: in milliseconds since the beginning.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Line {
    pub(crate) at: i64,
    pub(crate) who: String,
    pub(crate) text: String,
}

impl Line {
    fn new(at: i64, who: &str, text: impl Into<String>) -> Self {
        Self {
            at,
            who: who.to_owned(),
            text: text.into(),
        }
    }
}

/// Lines under each other: when, who, what.
pub(crate) fn conversation(lines: &[Line]) -> String {
    let times: Vec<String> = lines.iter().map(|line| span(line.at)).collect();
    let width = |texts: &mut dyn Iterator<Item = usize>| texts.max().unwrap_or(0);
    let time = width(&mut times.iter().map(|time| time.chars().count()));
    let who = width(&mut lines.iter().map(|line| line.who.chars().count()));
    let mut text = String::new();
    let mut before = None;
    for (line, shown) in lines.iter().zip(&times) {
        // A time is shown once.
        let shown = if before == Some(line.at) { "" } else { shown };
        before = Some(line.at);
        text.push_str(&format!("  {shown:>time$}  {:<who$}  {}\n", line.who, line.text));
    }
    text
}

/// What happens, as a line. What is said stands in the entries.
pub(crate) fn act(act: &Act, at: i64) -> Option<Line> {
    let line = |who: &str, text: String| Some(Line::new(at, who, text));
    match act {
        Act::Says(_) => None,
        Act::AsksForPerson => line("traveller", "(asks for a person)".to_owned()),
        Act::CallsOff => line("traveller", "(stops waiting)".to_owned()),
        Act::Fills(action, values) => {
            let values: Vec<String> = values
                .iter()
                .map(|(slot, value)| format!("{slot}: {}", one_line(value)))
                .collect();
            line(
                "traveller",
                format!("(fills the form `{action}`: {})", values.join(", ")),
            )
        }
        // It stands in the entries.
        Act::Sends(..) => None,
        Act::Leaves => line("traveller", "(leaves)".to_owned()),
        Act::System(reply) => {
            let text = match reply {
                Reply::Answers(fields) => {
                    let fields: Vec<String> = fields
                        .iter()
                        .map(|(name, value)| format!("{name}: {}", one_line(value)))
                        .collect();
                    format!("(answers: {})", fields.join(", "))
                }
                Reply::NotFound => "(knows nothing of it)".to_owned(),
                Reply::Down => "(gives no answer)".to_owned(),
            };
            line("system", text)
        }
        Act::Waits(time) => line("", format!("({} pass)", span(*time))),
        Act::Agent(name, deed) => {
            let text = match deed {
                // They stand in the entries.
                Deed::Replies(_) | Deed::Notes(_) => return None,
                Deed::Claims => "(claims)".to_owned(),
                Deed::TakesFrom(other) => format!("(takes it from {other})"),
                Deed::Releases => "(releases)".to_owned(),
                Deed::Tags(tags) => format!("(puts on {})", names(tags)),
                Deed::Untags(tags) => format!("(takes off {})", names(tags)),
                Deed::Transfers(team) => format!("(transfers to `{team}`)"),
                Deed::ReturnsToBot => "(returns it to the bot)".to_owned(),
                Deed::Snoozes(time) => format!("(snoozes for {})", span(*time)),
                Deed::Resolves => "(resolves)".to_owned(),
                Deed::GoesOffline => "(goes offline)".to_owned(),
            };
            line(name, text)
        }
    }
}

/// An entry, as a line.
#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "an entry without words of its own here is called by its kind"
)]
pub(crate) fn entry(entry: &Entry, began: Timestamp) -> Line {
    let at = entry.at.0.saturating_sub(began.0);
    let note = |text: String| Line::new(at, "", format!("· {text}"));
    match &entry.body {
        EntryBody::Message(message) => {
            let who = match &message.from {
                Speaker::Visitor => "traveller",
                Speaker::Bot => "bot",
                Speaker::Agent { agent } => &agent.name,
            };
            let mut text = one_line(&message.text);
            if let Some(citation) = message.citations.first() {
                text.push_str(&format!(" [{}]", citation.document));
            }
            if let Some(question) = &message.question {
                text.push_str(&format!(" [asks for {}.{}]", question.action, question.slot));
            }
            Line::new(at, who, text)
        }
        EntryBody::File(sent) => {
            let slot = sent
                .slot
                .as_ref()
                .map_or(String::new(), |slot| format!(" for {slot}"));
            Line::new(at, "traveller", format!("(sends {}{slot})", sent.name))
        }
        EntryBody::Note { agent, text, .. } => {
            Line::new(at, &agent.name, format!("(notes) {}", one_line(text)))
        }
        EntryBody::TagAdded { tag, source } => note(match source {
            TagSource::Phrase { phrase } => format!("tag `{tag}` on: \"{phrase}\""),
            TagSource::Meaning { example, sure } => {
                format!("tag `{tag}` on: meant like \"{example}\", {sure} % sure")
            }
            TagSource::Rule { rule } => format!("tag `{tag}` on: {rule}"),
            TagSource::Agent { agent } => format!("tag `{tag}` on, by {}", agent.name),
            _ => format!("tag `{tag}` on"),
        }),
        EntryBody::TagRemoved { tag, .. } => note(format!("tag `{tag}` off")),
        EntryBody::PriorityChanged { priority, .. } => note(format!("priority {}", of_priority(*priority))),
        EntryBody::RuleFired { rule, because, .. } => note(format!("rule fired: {rule} ({because})")),
        EntryBody::NearMiss { rule, team, .. } => note(match rule {
            Some(rule) => format!("nearly handed off to `{team}`: {rule}"),
            None => format!("nearly handed off to `{team}`"),
        }),
        EntryBody::ActionFailed { action, because } => note(format!("action `{action}` failed: {because}")),
        EntryBody::Alerted { team, .. } => note(format!("team `{team}` alerted")),
        EntryBody::ActionStarted { action, .. } => note(format!("action `{action}` began")),
        EntryBody::SlotFilled {
            action, slot, value, ..
        } => note(format!("slot {action}.{slot} = {}", one_line(value))),
        EntryBody::ActionCompleted { action } => note(format!("action `{action}` is complete")),
        EntryBody::HandedOff {
            team, reason, closed, ..
        } => note(format!(
            "handed off to `{team}`{}: {reason}",
            since(closed.as_ref())
        )),
        EntryBody::Escalated { from, to } => note(format!("unclaimed for too long: from `{from}` to `{to}`")),
        EntryBody::Moved {
            from,
            to,
            reason,
            closed,
        } => note(format!(
            "moved from `{from}` to `{to}`{}: {reason}",
            since(closed.as_ref())
        )),
        EntryBody::CalledOff => note("the wait is called off".to_owned()),
        EntryBody::Claimed { agent, .. } => note(format!("claimed by {}", agent.name)),
        EntryBody::Released { agent, silent: true } => note(format!("{} was silent: released", agent.name)),
        EntryBody::Released { agent, silent: false } => note(format!("released by {}", agent.name)),
        EntryBody::Transferred { by, team } => note(format!("transferred to `{team}` by {}", by.name)),
        EntryBody::ReturnedToBot { by } => note(format!("returned to the bot by {}", by.name)),
        EntryBody::Snoozed { by, .. } => note(format!("snoozed by {}", by.name)),
        EntryBody::Woken => note("the snooze is over".to_owned()),
        EntryBody::Resolved { .. } => note("resolved".to_owned()),
        EntryBody::Reopened => note("reopened".to_owned()),
        other => note(kind_of(other)),
    }
}

/// What an entry is called, where there is nothing more to say.
fn kind_of(body: &EntryBody) -> String {
    serde_json::to_value(body)
        .ok()
        .and_then(|value| Some(value.get("type")?.as_str()?.replace('_', " ")))
        .unwrap_or_else(|| "something".to_owned())
}

/// A text in one line, cut.
pub(crate) fn one_line(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}…", &line[..end]),
        None => line,
    }
}

/// A time for people: `4m`, `1h30m`, `0s`.
pub(crate) fn span(millis: i64) -> String {
    let seconds = millis / 1_000;
    let parts = [
        (seconds / 86_400, 'd'),
        (seconds / 3_600 % 24, 'h'),
        (seconds / 60 % 60, 'm'),
        (seconds % 60, 's'),
    ];
    let text: String = parts
        .into_iter()
        .filter(|(count, _)| *count != 0)
        .map(|(count, unit)| format!("{count}{unit}"))
        .collect();
    if text.is_empty() { "0s".to_owned() } else { text }
}

fn of_priority(priority: Priority) -> &'static str {
    match priority {
        Priority::Low => "low",
        Priority::Normal => "normal",
        Priority::High => "high",
        Priority::Urgent => "urgent",
    }
}

fn names(names: &[impl std::fmt::Display]) -> String {
    let names: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    names.join(", ")
}

/// That a team has it for one that is closed.
fn since(closed: Option<&TeamId>) -> String {
    closed.map_or_else(String::new, |closed| format!(", since `{closed}` is closed"))
}

#[cfg(test)]
mod tests {
    use super::span;

    #[test]
    fn times_are_short() {
        assert_eq!(
            [0, 999, 61_000, 5_400_000, 90_000_000].map(span),
            ["0s", "0s", "1m1s", "1h30m", "1d1h"]
        );
    }
}
