//! What was expected, held against what followed.

use gangway_playbook::Playbook;
use gangway_playbook::rehearsal::Expected;
use gangway_protocol::{EntryBody, Message, Priority, Speaker};

use super::followed::Scope;
use super::show;

/// An expectation that did not come true, in words.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Miss {
    /// What was expected.
    pub(crate) expected: String,
    /// What followed.
    pub(crate) followed: String,
}

/// `None` when it came true.
pub(crate) fn miss(expected: &Expected, scope: Scope<'_>, playbook: &Playbook) -> Option<Miss> {
    let (came_true, expected, followed) = judge(expected, scope, playbook);
    (!came_true).then_some(Miss { expected, followed })
}

fn judge(expected: &Expected, scope: Scope<'_>, playbook: &Playbook) -> (bool, String, String) {
    let standing = scope.standing;
    match expected {
        Expected::Cites(document) => {
            let cited: Vec<&str> = scope
                .answers()
                .flat_map(|message| &message.citations)
                .map(|citation| citation.document.as_str())
                .collect();
            (
                cited.contains(&document.as_str()),
                format!("an answer that cites `{document}`"),
                or_none(&cited, "no document was cited"),
            )
        }
        Expected::Answered(answered) => {
            let given: Vec<String> = scope.answers().filter(is_answer).map(quoted).collect();
            (
                given.is_empty() != *answered,
                yes_no(*answered, "an answer from the documents"),
                or_none(&given, "no answer from the documents"),
            )
        }
        Expected::Abstains(abstains) => {
            let does = scope.answers().any(|message| {
                message.from == Speaker::Bot
                    && playbook.says.abstain.wordings().any(|said| said == message.text)
            });
            (
                does == *abstains,
                yes_no(*abstains, "the bot's word that it does not know"),
                said(scope),
            )
        }
        Expected::Said(words) => (
            scope.answers().any(|message| contains(&message.text, words)),
            format!("said: \"{words}\""),
            said(scope),
        ),
        Expected::NotSaid(words) => (
            !scope.answers().any(|message| contains(&message.text, words)),
            format!("not said: \"{words}\""),
            said(scope),
        ),
        Expected::Tag(tag, on) => (
            standing.tags.contains(tag) == *on,
            format!("tag `{tag}` {}", if *on { "on" } else { "off" }),
            or_none(&standing.tags, "no tags"),
        ),
        Expected::Priority(priority) => (
            standing.priority == *priority,
            format!("priority {}", of_priority(*priority)),
            format!("priority {}", of_priority(standing.priority)),
        ),
        Expected::Slot(action, slot, value) => {
            let slots = scope.slots();
            let holds = slots.get(&(action, slot)).copied();
            let of = |value: Option<&str>| match value {
                Some(value) => format!("slot `{action}.{slot}` holds `{value}`"),
                None => format!("slot `{action}.{slot}` holds nothing"),
            };
            (holds == value.as_deref(), of(value.as_deref()), of(holds))
        }
        Expected::Asks(slot) => {
            let asked = scope
                .answers()
                .filter_map(|message| message.question.as_ref())
                .last();
            let as_expected = match (slot, asked) {
                (None, None) => true,
                (Some((action, slot)), Some(asked)) => {
                    *slot == asked.slot && action.as_ref().is_none_or(|action| *action == asked.action)
                }
                (None, Some(_)) | (Some(_), None) => false,
            };
            let of = |slot: Option<(Option<&str>, &str)>| match slot {
                Some((Some(action), slot)) => format!("asked for `{action}.{slot}`"),
                Some((None, slot)) => format!("asked for `{slot}`"),
                None => "asked for nothing".to_owned(),
            };
            let wanted = slot
                .as_ref()
                .map(|(action, slot)| (action.as_ref().map(|action| action.as_str()), slot.as_str()));
            let was = asked.map(|asked| (Some(asked.action.as_str()), asked.slot.as_str()));
            (as_expected, of(wanted), of(was))
        }
        Expected::Handoff(handoff) => {
            let happened: Vec<(&str, String)> = scope
                .entries
                .iter()
                .filter_map(|entry| {
                    let EntryBody::HandedOff { team, reason, .. } = &entry.body else {
                        return None;
                    };
                    Some((team.as_str(), reason.to_string()))
                })
                .collect();
            let as_expected = match handoff {
                None => happened.is_empty(),
                Some((team, words)) => happened.iter().any(|(to, reason)| {
                    *to == team.as_str() && words.as_ref().is_none_or(|words| contains(reason, words))
                }),
            };
            let wanted = match handoff {
                None => "no handoff".to_owned(),
                Some((team, None)) => format!("handed off to `{team}`"),
                Some((team, Some(reason))) => format!("handed off to `{team}`: {reason}"),
            };
            let was: Vec<String> = happened
                .iter()
                .map(|(team, reason)| format!("handed off to `{team}`: {reason}"))
                .collect();
            let was = if was.is_empty() {
                "no handoff".to_owned()
            } else {
                was.join("; ")
            };
            (as_expected, wanted, was)
        }
        Expected::Alert(team) => (
            match team {
                None => scope.alerts.is_empty(),
                Some(team) => scope.alerts.contains(team),
            },
            match team {
                None => "no team is alerted".to_owned(),
                Some(team) => format!("team `{team}` is alerted"),
            },
            or_none(scope.alerts, "no team was alerted"),
        ),
        Expected::Notices(count) => {
            let said = scope.answers().filter(|message| message.notice).count();
            (
                said == *count as usize,
                format!("notices of a handoff: {count}"),
                format!("notices of a handoff: {said}"),
            )
        }
        Expected::Status(status) => (
            standing.status.name() == *status,
            format!("status `{status}`"),
            format!("status `{}`", standing.status.name()),
        ),
        Expected::Team(team) => {
            let of = |team: Option<&str>| match team {
                Some(team) => format!("with team `{team}`"),
                None => "with no team".to_owned(),
            };
            let (wanted, has) = (
                team.as_ref().map(|team| team.as_str()),
                standing.status.team().map(|team| team.as_str()),
            );
            (wanted == has, of(wanted), of(has))
        }
        Expected::Holder(holder) => {
            let of = |name: Option<&str>| match name {
                Some(name) => format!("held by {name}"),
                None => "held by nobody".to_owned(),
            };
            let has = standing.status.holder().map(|holder| holder.name.as_str());
            (holder.as_deref() == has, of(holder.as_deref()), of(has))
        }
        Expected::Fired(rule, does) => {
            let fired: Vec<&str> = scope
                .entries
                .iter()
                .filter_map(|entry| {
                    let EntryBody::RuleFired { rule, .. } = &entry.body else {
                        return None;
                    };
                    Some(rule.as_str())
                })
                .collect();
            (
                fired.contains(&rule.as_str()) == *does,
                format!("rule `{rule}` {}", if *does { "fires" } else { "does not fire" }),
                or_none(&fired, "no rule fired"),
            )
        }
        Expected::Waited(time) => {
            let of = |time: Option<i64>| match time {
                Some(time) => format!("waits for a person since {}", show::span(time)),
                None => "does not wait for a person".to_owned(),
            };
            let in_time = match (time, standing.waited) {
                (Some(time), Some(waited)) => (time - waited).abs() <= scope.slack,
                (None, None) => true,
                (Some(_), None) | (None, Some(_)) => false,
            };
            (in_time, of(*time), of(standing.waited))
        }
        Expected::Language(language) => (
            scope.language() == Some(language.as_str()),
            format!("language `{language}`"),
            match scope.language() {
                Some(language) => format!("language `{language}`"),
                None => "no language was recognised".to_owned(),
            },
        ),
        Expected::Refused(code) => (
            scope.refused.is_some_and(|(refused, _)| refused == code),
            format!("refused: `{code}`"),
            match scope.refused {
                Some((code, words)) => format!("refused: `{code}`: {words}"),
                None => "it was not refused".to_owned(),
            },
        ),
    }
}

fn is_answer(message: &&Message) -> bool {
    message.from == Speaker::Bot && !message.citations.is_empty()
}

fn yes_no(yes: bool, what: &str) -> String {
    if yes {
        what.to_owned()
    } else {
        format!("not {what}")
    }
}

fn quoted(message: &Message) -> String {
    format!("\"{}\"", show::one_line(&message.text))
}

/// What anyone but the traveller said.
fn said(scope: Scope<'_>) -> String {
    let said: Vec<String> = scope.answers().map(quoted).collect();
    if said.is_empty() {
        "nothing was said".to_owned()
    } else {
        said.join("; ")
    }
}

fn or_none(names: &[impl std::fmt::Display], none: &str) -> String {
    if names.is_empty() {
        return none.to_owned();
    }
    let names: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    names.join(", ")
}

fn of_priority(priority: Priority) -> &'static str {
    match priority {
        Priority::Low => "low",
        Priority::Normal => "normal",
        Priority::High => "high",
        Priority::Urgent => "urgent",
    }
}

/// Whether a text has these words in it, but for case and white space.
fn contains(text: &str, words: &str) -> bool {
    plain(text).contains(&plain(words))
}

fn plain(text: &str) -> String {
    text.split_whitespace()
        .map(str::to_lowercase)
        .collect::<Vec<_>>()
        .join(" ")
}
