//! What the system did, in thin lines.

use super::*;

fn at(seq: u64, at: i64, body: Value) -> Value {
    let mut entry = entry(seq, body);
    entry["at"] = json!(at);
    entry
}

fn tag(seq: u64, when: i64, tag: &str) -> Value {
    let source = json!({"source": "phrase", "phrase": "lost bag"});
    at(
        seq,
        when,
        json!({"type": "tag_added", "tag": tag, "source": source}),
    )
}

#[test]
fn small_steps_of_one_moment_are_one_line_that_opens() {
    let mut page = Page::new();
    let handed = json!({"type": "handed_off", "team": "duty-desk", "priority": "urgent",
        "reason": {"reason": "asked", "words": ""}});
    let urgent = json!({"type": "priority_changed", "priority": "urgent", "by": {"by": "tag", "tag": "a"}});
    let fired = json!({"type": "rule_fired", "rule": "lost", "because": "tag `a`"});
    page.polled(
        json!([
            tag(1, 5, "a"),
            at(2, 5, urgent),
            at(3, 5, fired),
            at(4, 5, handed),
            tag(5, 5, "b"),
            tag(6, 9, "c")
        ]),
        6,
        queued(),
    );
    assert_eq!(
        page.shows(),
        [
            "- Tagged a · Urgent priority (3)",
            "- Handed to duty-desk: asked for a person",
            "- Tagged b: “lost bag”",
            "- Tagged c: “lost bag”"
        ]
    );
    assert_eq!(page.thread.rows()[0], RowKey::Folded(Seq(1), Seq(3)));
}

#[test]
fn a_team_that_is_alerted_and_gets_the_conversation_is_named_once() {
    let mut page = Page::new();
    let because = "accidents go to the duty desk: tag `accident`, said \"a crash\"";
    let alerted = |team: &str| json!({"type": "alerted", "team": team, "because": because});
    let handed = json!({"type": "handed_off", "team": "duty-desk", "priority": "urgent", "reason": {
        "reason": "rule", "rule": "accidents go to the duty desk", "because": "tag `accident`, said \"a crash\""}});
    page.polled(
        json!([
            at(1, 5, alerted("visas")),
            at(2, 5, alerted("duty-desk")),
            at(3, 5, handed.clone()),
            tag(4, 5, "accident"),
            at(5, 9, handed.clone()),
        ]),
        5,
        queued(),
    );
    assert_eq!(
        page.shows(),
        [
            "- visas alerted · Handed to duty-desk: accidents go to the duty desk (3)",
            "- Tagged accident: “lost bag”",
            "- Handed to duty-desk: accidents go to the duty desk (1)"
        ]
    );
}

#[test]
fn questions_asked_in_vain_are_told_with_the_reason() {
    let mut page = Page::new();
    let answer = json!({"type": "message", "from": {"who": "bot"}, "text": "Yes.", "citations": [
        {"passage": "a#1", "document": "a", "title": "A", "text": "Yes."}]});
    let failed = json!({"type": "handed_off", "team": "trip-design", "priority": "normal",
        "reason": {"reason": "failed_attempts", "attempts": 2}});
    page.polled(
        json!([
            visitor(1, "first"),
            entry(2, answer),
            visitor(3, "second"),
            visitor(4, "third"),
            entry(5, failed),
            entry(
                6,
                json!({"type": "escalated", "from": "trip-design", "to": "duty-desk"})
            )
        ]),
        6,
        queued(),
    );
    let about = page.thread.about();
    assert_eq!(about.in_vain, ["second", "third"]);
    assert_eq!(about.teams, ["trip-design".into(), "duty-desk".into()]);
    assert_eq!(about.opened, Some(Timestamp(1)));
}

#[test]
fn a_snooze_says_until_when() {
    let mut page = Page::new();
    let by = json!({"id": "ana", "name": "Ana"});
    let snoozed = entry(1, json!({"type": "snoozed", "by": by, "until": 99}));
    page.polled(json!([snoozed]), 1, queued());
    let row = page.thread.row(&RowKey::At(Seq(1)), &Desk::default());
    assert!(matches!(
        row,
        Some(Row::Line {
            until: Some(Timestamp(99)),
            ..
        })
    ));
    let snooze = [r#"snooze {"client_id":"s","until":77,"seen":1}"#];
    assert_eq!(page.posts("s", Post::Snooze(Timestamp(77))), snooze);
}

#[test]
fn a_handoff_that_nearly_happened_is_a_line_and_one_by_a_rule_opens() {
    let mut page = Page::new();
    let attempts = json!({"condition": "failed_attempts", "held": false, "wanted": "2", "found": "1"});
    let rule = json!({"type": "near_miss", "rule": "visas go to their team", "team": "visas",
        "held": [{"condition": "tag", "held": true, "wanted": "visa"}], "missed": [attempts.clone()]});
    let alone = json!({"type": "near_miss", "rule": null, "team": "desk", "missed": [attempts]});
    page.polled(
        json!([
            at(1, 5, rule.clone()),
            at(2, 9, alone.clone()),
            at(3, 12, rule),
            at(4, 12, alone)
        ]),
        4,
        queued(),
    );
    assert_eq!(
        page.shows(),
        [
            "- Nearly handed to visas: visas go to their team (1)",
            "- Nearly handed to desk: 1 of 2 failed attempts",
            "- Nearly handed to visas: visas go to their team · Nearly handed to desk: 1 of 2 failed attempts (2)",
        ]
    );
}
