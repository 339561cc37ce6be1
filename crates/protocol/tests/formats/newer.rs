//! What an older build makes of the bytes of a newer one, and a newer one of an older's.

use gangway_protocol::event::{AgentEvent, ClientEvent, InboxEvent, VisitorEvent};
use gangway_protocol::visitor::{VisitorBody, VisitorEntry, view};
use gangway_protocol::{Code, Entry, EntryBody, HandoffReason, SlotInput, Status, Summary};
use serde::de::DeserializeOwned;

fn read<T: DeserializeOwned>(json: &str) -> T {
    serde_json::from_str(json).unwrap()
}

#[test]
fn an_entry_of_a_newer_version_is_kept_as_nothing() {
    let entry: Entry = read(r#"{"seq": 7, "at": 1, "epoch": 2, "type": "rated", "stars": 5}"#);
    assert_eq!((entry.seq.0, &entry.body), (7, &EntryBody::Unknown));
    assert_eq!(view(&entry), None);
    let seen: VisitorEntry = read(r#"{"seq": 7, "at": 1, "type": "rated", "stars": 5}"#);
    assert_eq!(seen.body, VisitorBody::Unknown);
}

#[test]
fn a_frame_a_code_and_an_input_of_a_newer_version_are_unknown() {
    let frame = r#"{"event": "read", "up_to": 7}"#;
    assert_eq!(read::<VisitorEvent>(frame), VisitorEvent::Unknown);
    assert_eq!(read::<AgentEvent>(frame), AgentEvent::Unknown);
    assert_eq!(read::<InboxEvent>(frame), InboxEvent::Unknown);
    assert_eq!(read::<ClientEvent>(frame), ClientEvent::Unknown);
    assert_eq!(read::<Code>(r#""teapot""#), Code::Unknown);
    assert_eq!(read::<SlotInput>(r#""signature""#), SlotInput::Unknown);
}

#[test]
fn an_entry_with_a_reason_of_a_newer_version_is_read() {
    let entries: Vec<Entry> = read(
        r#"[
            {"seq": 1, "at": 1, "epoch": 1, "type": "handed_off", "team": "desk",
             "reason": {"reason": "outside_hours", "until": 9}, "priority": "high"},
            {"seq": 2, "at": 1, "epoch": 1, "type": "resolved", "by": {"by": "webhook", "name": "x"}},
            {"seq": 3, "at": 1, "epoch": 1, "type": "tag_added", "tag": "x", "source": {"source": "weather"}}
        ]"#,
    );
    assert!(entries.iter().all(|entry| entry.body != EntryBody::Unknown));
    assert_eq!(
        HandoffReason::Unknown.to_string(),
        "for a reason of a newer version"
    );
}

#[test]
fn a_field_of_a_newer_version_is_passed_over() {
    let status: Status = read(r#"{"status": "resolved", "at": 1, "rating": 5}"#);
    assert_eq!(
        status,
        Status::Resolved {
            at: gangway_protocol::Timestamp(1),
            team: None
        }
    );
}

#[test]
fn what_an_older_version_left_out_has_a_default() {
    let entry: Entry = read(
        r#"{"seq": 1, "at": 1, "epoch": 0, "type": "message", "from": {"who": "visitor"}, "text": "Hello"}"#,
    );
    let EntryBody::Message(message) = entry.body else {
        panic!("{entry:?}");
    };
    assert!(!message.notice && message.citations.is_empty() && message.question.is_none());
    let summary: Summary =
        read(r#"{"conversation": "c1", "version": 1, "status": "bot", "opened_at": 1, "updated_at": 2}"#);
    assert_eq!((summary.messages, summary.reason), (0, None));
}

#[test]
fn a_known_kind_without_what_it_needs_is_an_error_that_names_it() {
    for (json, lacks) in [
        (
            r#"{"seq": 1, "at": 1, "epoch": 0, "type": "note", "text": "x", "client_id": "n"}"#,
            "agent",
        ),
        (
            r#"{"seq": 1, "at": 1, "epoch": 0, "type": "message", "text": "x", "from": {"who": "ghost"}}"#,
            "who",
        ),
        (
            r#"{"seq": 1, "at": 1, "epoch": 0, "type": "escalated", "from": {}, "to": "desk"}"#,
            "id",
        ),
        (
            r#"{"seq": 1, "at": 1, "epoch": 0, "type": "resolved", "by": {"by": "rule"}}"#,
            "rule",
        ),
    ] {
        let error = serde_json::from_str::<Entry>(json).unwrap_err().to_string();
        assert!(error.contains(&format!("`{lacks}`")), "{error}");
    }
    let status = serde_json::from_str::<Status>(r#"{"status": "on_holiday"}"#).unwrap_err();
    assert!(status.to_string().contains("`status`"), "{status}");
    let alert = r#"{"event": "alert", "id": "x"}"#;
    assert_eq!(read::<InboxEvent>(alert), InboxEvent::Unknown);
}
