//! Not a word lost or said twice.

#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot go on ends with what is wrong"
)]

use std::collections::BTreeSet;
use std::sync::mpsc;
use std::time::Duration;

use gangway_protocol::Seq;
use gangway_protocol::api::{PostMessage, VisitorEntries};
use gangway_protocol::event::VisitorEvent;
use gangway_protocol::visitor::{VisitorBody, VisitorEntry, VisitorSpeaker};
use gangway_tests::visitor::{client_id, said};
use gangway_tests::{Deployment, HARBOUR, SOON, Socket, VisitorClient};

#[test]
fn messages_are_kept_once_and_resumed_exactly() {
    let deployment = Deployment::start();
    repeated_posts_with_one_client_id_make_one_message(&deployment);
    racing_posts_with_one_client_id_make_one_message(&deployment);
    repeating_any_command_of_a_visitor_gives_the_same_entries(&deployment);
    reconnecting_with_after_gives_exactly_the_missing_entries(&deployment);
    a_socket_opened_in_the_middle_of_posts_has_no_gap_and_no_double(&deployment);
    a_poll_gives_the_same_entries_as_the_socket(&deployment);
    bad_messages_are_refused_in_words_and_store_nothing(&deployment);
}

fn repeated_posts_with_one_client_id_make_one_message(deployment: &Deployment) {
    let visitor = deployment.visitor(HARBOUR);
    let id = client_id();
    let first: VisitorEntries = visitor.post(&id, "Can I drop the car off in Porto?").ok();
    for _ in 0..3 {
        let again: VisitorEntries = visitor.post(&id, "Can I drop the car off in Porto?").ok();
        assert_eq!(again.entries, first.entries);
    }
    visitor.say("And in Faro?");
    let late: VisitorEntries = visitor.post(&id, "Can I drop the car off in Porto?").ok();
    assert_eq!(late.entries, first.entries, "also when more was said since");
    assert_eq!(
        mine(&visitor.entries(Seq(0))),
        ["Can I drop the car off in Porto?", "And in Faro?"]
    );
}

fn racing_posts_with_one_client_id_make_one_message(deployment: &Deployment) {
    let visitor = deployment.visitor(HARBOUR);
    let id = client_id();
    let answers: Vec<VisitorEntries> = std::thread::scope(|scope| {
        let racers: Vec<_> = (0..10)
            .map(|_| scope.spawn(|| visitor.post(&id, "Hello?").ok()))
            .collect();
        racers.into_iter().map(|racer| racer.join().unwrap()).collect()
    });
    assert!(answers.iter().all(|answer| answer.entries == answers[0].entries));
    assert_eq!(mine(&visitor.entries(Seq(0))), ["Hello?"]);
}

fn repeating_any_command_of_a_visitor_gives_the_same_entries(deployment: &Deployment) {
    let visitor = deployment.visitor(HARBOUR);
    visitor.say("Hello");
    let body = serde_json::json!({ "client_id": client_id() });
    for command in ["person", "call-off"] {
        let path = format!("{}/{command}", visitor.path);
        let first: VisitorEntries = visitor.client.post(&path, &body).ok();
        let again: VisitorEntries = visitor.client.post(&path, &body).ok();
        assert_eq!(again.entries, first.entries, "{command}");
    }
}

fn reconnecting_with_after_gives_exactly_the_missing_entries(deployment: &Deployment) {
    let visitor = deployment.visitor(HARBOUR);
    visitor.say("How old must I be to rent?");
    let seen = visitor.entries(Seq(0)).last_seq;
    let missed: Vec<VisitorEntry> = ["What about a child seat?", "Thanks!"]
        .iter()
        .flat_map(|text| visitor.say(text).entries)
        .collect();
    assert!(missed.len() >= 4, "two messages and two answers: {missed:#?}");
    let mut socket = visitor.socket(seen);
    assert_eq!(drain(&mut socket, missed.len()), missed);
    assert_eq!(
        socket.next_text(Duration::from_millis(300)),
        None,
        "and nothing beside"
    );
}

fn a_socket_opened_in_the_middle_of_posts_has_no_gap_and_no_double(deployment: &Deployment) {
    let visitor = deployment.visitor(HARBOUR);
    let (early, late) = std::thread::scope(|scope| {
        let (said, hear) = mpsc::channel();
        let visitor = &visitor;
        let writer = scope.spawn(move || {
            for number in 0..12 {
                visitor.say(&format!("Message number {number}"));
                said.send(number).unwrap();
            }
        });
        hear.recv().unwrap();
        let early = visitor.socket(Seq(0));
        writer.join().unwrap();
        (early, visitor.socket(Seq(0)))
    });
    let all = visitor.entries(Seq(0)).entries;
    for mut socket in [early, late] {
        assert_eq!(drain(&mut socket, all.len()), all);
    }
}

fn a_poll_gives_the_same_entries_as_the_socket(deployment: &Deployment) {
    let visitor = deployment.visitor(HARBOUR);
    let mut socket = visitor.socket(Seq(0));
    visitor.say("Where is the desk at Faro Airport?");
    visitor.ask_for_person();
    let polled = visitor.entries(Seq(0));
    assert!(polled.complete);
    assert_eq!(drain(&mut socket, polled.entries.len()), polled.entries);
    let seqs: BTreeSet<Seq> = polled.entries.iter().map(|entry| entry.seq).collect();
    assert_eq!(seqs.len(), polled.entries.len());
    assert!(visitor.entries(polled.last_seq).entries.is_empty());
}

fn bad_messages_are_refused_in_words_and_store_nothing(deployment: &Deployment) {
    let visitor = deployment.visitor(HARBOUR);
    let post = |text: &str| visitor.post_with(&client_id(), text, Vec::new(), Seq(0));
    let refusals = [
        (post(""), "empty"),
        (post(" \n\t "), "empty"),
        (post(&"é".repeat(4_001)), "too_long"),
        (
            visitor.client.send(
                "POST",
                &messages(&visitor),
                b"{\"client_id\":\"x\",\"text\":\"\xff\xfe\"}",
            ),
            "not_utf8",
        ),
        (
            visitor.client.send("POST", &messages(&visitor), b"{\"text\":"),
            "bad_request",
        ),
        (
            visitor
                .client
                .send("POST", &messages(&visitor), b"{\"text\":\"no client id\"}"),
            "bad_request",
        ),
        (
            visitor
                .client
                .send("POST", &messages(&visitor), &vec![b' '; 200_000]),
            "too_long",
        ),
        (
            visitor.post_with(
                &"x".repeat(65).into(),
                "a client id that is too long",
                Vec::new(),
                Seq(0),
            ),
            "too_long",
        ),
        (
            visitor.post_with(&"".into(), "no client id", Vec::new(), Seq(0)),
            "empty",
        ),
    ];
    for (answer, code) in refusals {
        let body: serde_json::Value = serde_json::from_slice(&answer.body).unwrap_or_default();
        assert!(
            (400..500).contains(&answer.status),
            "{code}: {} {}",
            answer.status,
            answer.text()
        );
        assert_eq!(body["code"], code, "{}", answer.text());
        assert!(
            body["message"].as_str().is_some_and(|message| message.len() > 10),
            "{}",
            answer.text()
        );
    }
    assert!(visitor.entries(Seq(0)).entries.is_empty());
    assert_eq!(
        post(&"é".repeat(4_000)).status,
        200,
        "the longest that is allowed"
    );
    let unread: PostMessage =
        serde_json::from_value(serde_json::json!({ "client_id": "an-old-page", "text": "no context" }))
            .unwrap();
    assert_eq!(
        visitor.client.post(&messages(&visitor), &unread).status,
        200,
        "a page that sends no context"
    );
}

fn messages(visitor: &VisitorClient) -> String {
    format!("{}/messages", visitor.path)
}

fn mine(entries: &VisitorEntries) -> Vec<String> {
    said(entries, |from| *from == VisitorSpeaker::You)
}

/// Reads frames until that many entries have come.
fn drain(socket: &mut Socket, count: usize) -> Vec<VisitorEntry> {
    let mut read = Vec::new();
    while read.len() < count {
        match socket.next::<VisitorEvent>(SOON) {
            Some(VisitorEvent::Entries { entries, .. }) => read.extend(entries),
            Some(
                VisitorEvent::Typing { .. }
                | VisitorEvent::Seen { .. }
                | VisitorEvent::Place(_)
                | VisitorEvent::Unknown,
            ) => {}
            None => panic!("{} of {count} entries came: {read:#?}", read.len()),
        }
    }
    assert!(read.iter().all(|entry| entry.body != VisitorBody::Unknown));
    read
}
