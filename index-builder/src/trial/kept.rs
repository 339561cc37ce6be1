//! Steps and what followed → a rehearsal's file that expects it.
//!
//! Expected is what an operator decides on: sources, tags, questions, values, teams, who has it. What was said is not:
//! words are changed often.

use std::collections::BTreeMap;

use gangway_protocol::{EntryBody, Priority};

use super::typed::quoted;
use crate::rehearse::followed::Followed;

/// The file.
pub(super) fn rehearsal(head: &str, steps: &[String], followed: &[Followed]) -> String {
    let mut text = head.to_owned();
    let mut before = ("bot", Priority::Normal);
    for (step, followed) in steps.iter().zip(followed) {
        if !text.is_empty() {
            text.push('\n');
        }
        text.push_str(&format!("[[step]]\n{step}\n"));
        let expected = expected(followed, before);
        if !expected.is_empty() {
            text.push_str("expect = {\n");
            for (key, value) in expected {
                text.push_str(&format!("  {key} = {value},\n"));
            }
            text.push_str("}\n");
        }
        before = (followed.standing.status.name(), followed.standing.priority);
    }
    text
}

#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "what is not named here is not expected"
)]
fn expected(followed: &Followed, (status, priority): (&str, Priority)) -> Vec<(&'static str, String)> {
    let mut cites = Vec::new();
    let mut tags = Vec::new();
    let mut fired = Vec::new();
    let mut slots: BTreeMap<String, BTreeMap<String, String>> = BTreeMap::new();
    let (mut asks, mut handoff) = (None, None);
    for entry in &followed.entries {
        match &entry.body {
            EntryBody::Message(message) => {
                cites.extend(
                    message
                        .citations
                        .first()
                        .map(|citation| quoted(citation.document.as_str())),
                );
                if let Some(question) = &message.question {
                    asks = Some(quoted(&format!("{}.{}", question.action, question.slot)));
                }
            }
            EntryBody::TagAdded { tag, .. } => tags.push(quoted(tag.as_str())),
            EntryBody::RuleFired { rule, .. } => fired.push(quoted(rule.as_str())),
            EntryBody::SlotFilled {
                action, slot, value, ..
            } => {
                let of_action = slots.entry(quoted(action.as_str())).or_default();
                of_action.insert(quoted(slot.as_str()), quoted(value));
            }
            EntryBody::HandedOff { team, .. } => handoff = Some(quoted(team.as_str())),
            _ => {}
        }
    }
    // A tag that went on and off again is not on.
    tags.retain(|tag| {
        followed
            .standing
            .tags
            .iter()
            .any(|on| quoted(on.as_str()) == *tag)
    });
    let actions: Vec<String> = slots
        .into_iter()
        .map(|(action, slots)| {
            let slots: Vec<String> = slots
                .iter()
                .map(|(slot, value)| format!("{slot} = {value}"))
                .collect();
            format!("{action} = {{ {} }}", slots.join(", "))
        })
        .collect();
    let standing = &followed.standing;
    let all = [
        ("refused", followed.refused.as_ref().map(|(code, _)| quoted(code))),
        ("cites", several(cites)),
        ("tag", several(tags)),
        ("priority", changed(priority, standing.priority)),
        ("fired", several(fired)),
        (
            "slots",
            (!actions.is_empty()).then(|| format!("{{ {} }}", actions.join(", "))),
        ),
        ("asks", asks),
        ("alert", followed.alerts.first().map(|team| quoted(team.as_str()))),
        ("handoff", handoff),
        (
            "status",
            (standing.status.name() != status).then(|| quoted(standing.status.name())),
        ),
        (
            "holder",
            standing
                .status
                .holder()
                .filter(|_| standing.status.name() != status)
                .map(|holder| quoted(&holder.name)),
        ),
    ];
    all.into_iter()
        .filter_map(|(key, value)| Some((key, value?)))
        .collect()
}

fn changed(before: Priority, now: Priority) -> Option<String> {
    let name = match now {
        Priority::Low => "low",
        Priority::Normal => "normal",
        Priority::High => "high",
        Priority::Urgent => "urgent",
    };
    (before != now).then(|| quoted(name))
}

/// One, or a list of them, each once.
fn several(mut values: Vec<String>) -> Option<String> {
    let mut seen = Vec::new();
    values.retain(|value| {
        let first = !seen.contains(value);
        seen.push(value.clone());
        first
    });
    match values.as_slice() {
        [] => None,
        [one] => Some(one.clone()),
        _ => Some(format!("[{}]", values.join(", "))),
    }
}
