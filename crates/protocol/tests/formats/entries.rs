//! What is stored: the timeline, its readings, and what a visitor sees of it.

use std::collections::BTreeSet;

use gangway_protocol::mask::{MASK, masked};
use gangway_protocol::signals::Kind;
use gangway_protocol::visitor::{VisitorEntry, view};
use gangway_protocol::{EntryBody, FileFormat, GroundKind, Priority, SentFile, SlotInput, Speaker};
use insta::assert_snapshot;

use crate::examples::{
    ana, basis, bodies, entries, ground, plain, question, reasons, signals, statuses, summary,
};
use crate::form;

#[test]
fn entry_format_unchanged() {
    assert_snapshot!(form(entries()));
}

#[test]
fn every_kind_of_entry_is_pinned() {
    let kinds: BTreeSet<&str> = bodies().iter().map(kind).collect();
    assert_eq!(kinds.len(), KINDS);
}

#[test]
fn slot_input_format_unchanged() {
    let inputs = [
        SlotInput::Text,
        SlotInput::Number,
        SlotInput::Date,
        SlotInput::DateRange,
        SlotInput::Email,
        SlotInput::Phone,
        SlotInput::Choice,
        SlotInput::YesNo,
        SlotInput::File,
    ];
    assert_snapshot!(form(inputs.map(question).to_vec()));
}

#[test]
fn priority_format_unchanged() {
    assert_snapshot!(form(vec![
        Priority::Low,
        Priority::Normal,
        Priority::High,
        Priority::Urgent
    ]));
}

#[test]
fn status_format_unchanged() {
    assert_snapshot!(form(statuses()));
}

#[test]
fn summary_format_unchanged() {
    assert_snapshot!(form(statuses().into_iter().map(summary).collect()));
}

#[test]
fn signals_format_unchanged() {
    assert_snapshot!(form(vec![signals()]));
    assert_snapshot!(form(vec![Kind::Question, Kind::Greeting, Kind::Thanks]));
}

#[test]
fn basis_format_unchanged() {
    assert_snapshot!(form(vec![basis()]));
}

#[test]
fn what_a_visitor_sees_of_every_entry_is_unchanged() {
    let seen: Vec<VisitorEntry> = entries().iter().filter_map(view).collect();
    assert_snapshot!(form(seen));
}

#[test]
fn a_visitor_sees_nothing_that_is_between_agents() {
    let seen = serde_json::to_string(&entries().iter().filter_map(view).collect::<Vec<_>>()).unwrap();
    for secret in [
        "Between us",
        "duty-desk",
        "accident",
        "vip",
        "confidence",
        "a1",
        "epoch",
        "reason",
        "n1",
    ] {
        assert!(!seen.contains(secret), "`{secret}` in {seen}");
    }
}

#[test]
fn a_visitor_does_not_see_the_client_id_of_an_agents_post() {
    let mut message = plain(Speaker::Agent { agent: ana() });
    message.client_id = Some("r1".into());
    let mut entry = entries().remove(0);
    entry.body = EntryBody::Message(message);
    let seen = serde_json::to_string(&view(&entry)).unwrap();
    assert!(seen.contains("Hello") && !seen.contains("r1"), "{seen}");
}

#[test]
fn what_is_sensitive_is_masked_wherever_an_entry_says_it() {
    let mut entry = entries().remove(0);
    let mut message = plain(Speaker::Visitor);
    message.sensitive = true;
    let held = vec![ground(GroundKind::Slot, true, "given", "Hello")];
    for body in [
        EntryBody::Message(message),
        EntryBody::SlotFilled {
            action: "visa".into(),
            slot: "passport".into(),
            value: "Hello".to_owned(),
            label: "Passport".to_owned(),
            sensitive: true,
            shown: Some("Hello".to_owned()),
            called: None,
        },
        EntryBody::File(SentFile {
            file: 1,
            name: "Hello.pdf".to_owned(),
            format: FileFormat::Pdf,
            bytes: 1,
            client_id: "m1".into(),
            action: None,
            slot: None,
            label: None,
            sensitive: true,
        }),
        EntryBody::RuleFired {
            rule: "r".into(),
            because: "the slot is given".to_owned(),
            held: held.clone(),
        },
        EntryBody::NearMiss {
            rule: None,
            team: "desk".into(),
            held: held.clone(),
            missed: held,
        },
    ] {
        entry.body = body;
        assert!(serde_json::to_string(&entry).unwrap().contains("Hello"));
        let masked = serde_json::to_string(&masked(entry.clone())).unwrap();
        assert!(!masked.contains("Hello") && masked.contains(MASK), "{masked}");
    }
    entry.body = EntryBody::Message(plain(Speaker::Visitor));
    assert_eq!(masked(entry.clone()), entry);
}

#[test]
fn a_reason_is_said_in_words() {
    let said: Vec<String> = reasons().iter().map(ToString::to_string).collect();
    assert_snapshot!(said.join("\n"));
}

const KINDS: usize = 29;

/// Exhaustive, so that whoever adds a kind of entry comes here and pins it.
fn kind(body: &EntryBody) -> &'static str {
    match body {
        EntryBody::Message(_) => "message",
        EntryBody::File(_) => "file",
        EntryBody::Note { .. } => "note",
        EntryBody::TagAdded { .. } => "tag added",
        EntryBody::TagRemoved { .. } => "tag removed",
        EntryBody::PriorityChanged { .. } => "priority changed",
        EntryBody::RuleFired { .. } => "rule fired",
        EntryBody::NearMiss { .. } => "near miss",
        EntryBody::Alerted { .. } => "alerted",
        EntryBody::ActionStarted { .. } => "action started",
        EntryBody::SlotFilled { .. } => "slot filled",
        EntryBody::SlotSkipped { .. } => "slot skipped",
        EntryBody::CheckStarted { .. } => "check started",
        EntryBody::CheckAnswered { .. } => "check answered",
        EntryBody::CheckFailed { .. } => "check failed",
        EntryBody::ActionCompleted { .. } => "action completed",
        EntryBody::ActionFailed { .. } => "action failed",
        EntryBody::HandedOff { .. } => "handed off",
        EntryBody::Escalated { .. } => "escalated",
        EntryBody::Moved { .. } => "moved",
        EntryBody::CalledOff => "called off",
        EntryBody::Claimed { .. } => "claimed",
        EntryBody::Released { .. } => "released",
        EntryBody::Transferred { .. } => "transferred",
        EntryBody::ReturnedToBot { .. } => "returned to bot",
        EntryBody::Snoozed { .. } => "snoozed",
        EntryBody::Woken => "woken",
        EntryBody::Resolved { .. } => "resolved",
        EntryBody::Reopened => "reopened",
        EntryBody::Unknown => "unknown",
    }
}
