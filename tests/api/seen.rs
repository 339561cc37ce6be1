//! Delivered and read: what each side is told of how far the other has come.

#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot go on ends with what is wrong"
)]
#![expect(
    clippy::wildcard_enum_match_arm,
    reason = "a test looks for one kind of frame among many"
)]

use std::time::Duration;

use gangway_protocol::api::{AgentEntries, Role, VisitorEntries};
use gangway_protocol::event::{AgentEvent, ClientEvent, InboxEvent, Seen, VisitorEvent};
use gangway_protocol::{ConversationId, Seq};
use gangway_tests::{AgentClient, Deployment, HARBOUR, MERIDIAN, SOON, Socket, VisitorClient, eventually};

/// Long enough for a frame that must not come to have come.
const NEVER: Duration = Duration::from_millis(700);

#[test]
fn each_side_is_told_how_far_the_other_has_come() {
    let deployment = Deployment::start();
    let ines = deployment.administrator();
    let tomas = ines.colleague(&deployment, "Tomas Vidal", Role::Agent, &[MERIDIAN]);
    marks_go_both_ways_over_the_sockets_and_are_there_when_one_opens(&deployment, &ines);
    marks_go_both_ways_by_polls(&deployment, &ines);
    a_mark_never_shrinks_and_never_lies_beyond_the_last_entry(&deployment, &ines);
    while_a_colleague_has_it_a_look_is_not_a_reading(&deployment, &ines, &tomas);
    the_inbox_hears_when_a_message_of_the_visitor_was_read(&deployment, &ines);
    a_mark_and_a_key_do_not_stand_in_each_others_way(&deployment, &ines);
}

fn marks_go_both_ways_over_the_sockets_and_are_there_when_one_opens(
    deployment: &Deployment,
    ines: &AgentClient,
) {
    let visitor = deployment.visitor(MERIDIAN);
    let last = visitor.say("Do I need a visa for Peru?").last_seq;
    let id = &visitor.opened.conversation;
    let mut hers = ines.socket(MERIDIAN, id, Seq(0));
    let mut theirs = visitor.socket(Seq(0));
    assert!(entries_first(&mut hers) && entries_first(&mut theirs));

    theirs.send(&seen(last.0, 1));
    assert_eq!(agent_is_told(&mut hers), Some(said(last.0, 1)));
    hers.send(&seen(0, last.0));
    assert_eq!(visitor_is_told(&mut theirs), Some(last));

    // Who comes later is told at once, after the entries.
    let mut later = ines.socket(MERIDIAN, id, Seq(0));
    assert!(entries_first(&mut later));
    assert_eq!(agent_is_told(&mut later), Some(said(last.0, 1)));
    let mut later = visitor.socket(Seq(0));
    assert!(entries_first(&mut later));
    assert_eq!(visitor_is_told(&mut later), Some(last));
}

fn marks_go_both_ways_by_polls(deployment: &Deployment, ines: &AgentClient) {
    let visitor = deployment.visitor(MERIDIAN);
    let last = visitor.say("Do I need a visa for Peru?").last_seq;
    let id = &visitor.opened.conversation;
    let untouched = ines.entries(MERIDIAN, id, Seq(0));
    assert_eq!(untouched.seen, Seen::default());
    assert_eq!(
        visitor.entries(Seq(0)).seen,
        Seq(0),
        "a poll without `read` reads nothing"
    );

    poll(&visitor, last, Some(Seq(1)));
    assert_eq!(ines.entries(MERIDIAN, id, last).seen, said(last.0, 1));
    let hers: AgentEntries = poll_as(ines, id, last, last);
    assert_eq!(hers.seen, said(last.0, 1));
    assert_eq!(poll(&visitor, last, None).seen, last);
    let refused = visitor.client.get(&format!("{}/entries?read=all", visitor.path));
    assert!(refused.refused(400).message.contains("read"));
}

fn a_mark_never_shrinks_and_never_lies_beyond_the_last_entry(deployment: &Deployment, ines: &AgentClient) {
    let visitor = deployment.visitor(MERIDIAN);
    let last = visitor.say("Do I need a visa for Peru?").last_seq;
    let id = &visitor.opened.conversation;
    poll(&visitor, Seq(u64::MAX), Some(Seq(u64::MAX)));
    poll_as(ines, id, Seq(0), Seq(1 << 60));
    assert_eq!(ines.entries(MERIDIAN, id, last).seen, said(last.0, last.0));
    assert_eq!(poll(&visitor, Seq(1), Some(Seq(1))).seen, last);
    poll_as(ines, id, Seq(0), Seq(1));
    assert_eq!(ines.entries(MERIDIAN, id, last).seen, said(last.0, last.0));
    assert_eq!(visitor.entries(last).seen, last);
    // What comes afterwards is not read in advance.
    let after = visitor.say("And for Bolivia?").last_seq;
    assert!(after > last);
    assert_eq!(visitor.entries(after).seen, last);
}

fn while_a_colleague_has_it_a_look_is_not_a_reading(
    deployment: &Deployment,
    ines: &AgentClient,
    tomas: &AgentClient,
) {
    let visitor = deployment.visitor(MERIDIAN);
    visitor.say("I would like to talk to a person");
    let id = &visitor.opened.conversation;
    let last = ines.claim(MERIDIAN, id).ok::<AgentEntries>().last_seq;
    poll_as(tomas, id, last, last);
    assert_eq!(visitor.entries(last).seen, Seq(0));
    let mut his = tomas.socket(MERIDIAN, id, last);
    let mut theirs = visitor.socket(last);
    assert!(entries_first(&mut his) && entries_first(&mut theirs));
    his.send(&seen(last.0, last.0));
    assert_eq!(theirs.next::<VisitorEvent>(NEVER), None);
    poll_as(ines, id, last, last);
    assert_eq!(visitor_is_told(&mut theirs), Some(last));
}

fn the_inbox_hears_when_a_message_of_the_visitor_was_read(deployment: &Deployment, ines: &AgentClient) {
    let visitor = deployment.visitor(HARBOUR);
    visitor.say("How old do I have to be to hire a car?");
    let last = visitor.say("And for a van?").last_seq;
    let id = &visitor.opened.conversation;
    let listed = eventually("both messages are unread", || {
        ines.summary(HARBOUR, id)
            .filter(|summary| summary.version == last && summary.unread == 2)
    });
    assert_eq!(listed.read, Seq(0));
    let mut inbox = ines.inbox_socket(HARBOUR);
    let mut hers = ines.socket(HARBOUR, id, last);
    hers.send(&seen(0, 1));
    let read = summary_of(&mut inbox, id, |read| read == Seq(1));
    assert_eq!((read.version, read.unread), (last, 1));
    hers.send(&seen(0, last.0));
    assert_eq!(summary_of(&mut inbox, id, |read| read == last).unread, 0);
    // A list that is made anew knows it, too.
    let rebuild = ines
        .client
        .post(&format!("/v1/{HARBOUR}/inbox/rebuild"), &serde_json::json!({}));
    assert_eq!(rebuild.status, 202);
    let again = summary_of(&mut inbox, id, |_| true);
    assert_eq!((again.version, again.read, again.unread), (last, last, 0));
    // And what the visitor says next is unread again.
    visitor.say("And with a trailer?");
    eventually("one message is unread", || {
        ines.summary(HARBOUR, id).filter(|summary| summary.unread == 1)
    });
}

fn a_mark_and_a_key_do_not_stand_in_each_others_way(deployment: &Deployment, ines: &AgentClient) {
    let visitor = deployment.visitor(MERIDIAN);
    let last = visitor.say("Hello").last_seq;
    let id = &visitor.opened.conversation;
    let mut hers = ines.socket(MERIDIAN, id, last);
    let mut theirs = visitor.socket(last);
    assert!(entries_first(&mut hers) && entries_first(&mut theirs));
    // All at once, as a network delivers what it has held up: the last mark is not lost.
    theirs.send(&seen(1, 0));
    theirs.send(&ClientEvent::Typing);
    theirs.send(&seen(1, 1));
    theirs.send(&seen(last.0, last.0));
    let mut typed = false;
    let mut marked = Seen::default();
    while !typed || marked != said(last.0, last.0) {
        match hers.next::<AgentEvent>(SOON).expect("both are passed on") {
            AgentEvent::VisitorTyping => typed = true,
            AgentEvent::Seen(seen) => marked = seen,
            other => panic!("{other:?}"),
        }
    }
}

fn seen(delivered: u64, read: u64) -> ClientEvent {
    ClientEvent::Seen(said(delivered, read))
}

fn said(delivered: u64, read: u64) -> Seen {
    Seen {
        delivered: Seq(delivered),
        read: Seq(read),
    }
}

fn poll(visitor: &VisitorClient, after: Seq, read: Option<Seq>) -> VisitorEntries {
    let read = read.map_or(String::new(), |read| format!("&read={}", read.0));
    visitor
        .client
        .get(&format!("{}/entries?after={}{read}", visitor.path, after.0))
        .ok()
}

fn poll_as(agent: &AgentClient, id: &ConversationId, after: Seq, read: Seq) -> AgentEntries {
    agent
        .client
        .get(&format!(
            "/v1/{MERIDIAN}/inbox/conversations/{id}/entries?after={}&read={}",
            after.0, read.0
        ))
        .ok()
}

/// Whether the first frame of a socket bears entries.
fn entries_first(socket: &mut Socket) -> bool {
    let frame: serde_json::Value = serde_json::from_str(&socket.next_text(SOON).unwrap()).unwrap();
    frame["event"] == "entries"
}

fn agent_is_told(socket: &mut Socket) -> Option<Seen> {
    match socket.next::<AgentEvent>(SOON)? {
        AgentEvent::Seen(seen) => Some(seen),
        other => panic!("{other:?}"),
    }
}

fn visitor_is_told(socket: &mut Socket) -> Option<Seq> {
    match socket.next::<VisitorEvent>(SOON)? {
        VisitorEvent::Seen { seq } => Some(seq),
        other => panic!("{other:?}"),
    }
}

/// The next summary of a conversation that was read as far.
fn summary_of(
    inbox: &mut Socket,
    id: &ConversationId,
    read: impl Fn(Seq) -> bool,
) -> gangway_protocol::Summary {
    loop {
        if let InboxEvent::Summaries { summaries } =
            inbox.next::<InboxEvent>(SOON).expect("the inbox is told")
        {
            let found = summaries
                .into_iter()
                .find(|summary| summary.conversation == *id && read(summary.read));
            if let Some(summary) = found {
                return summary;
            }
        }
    }
}
