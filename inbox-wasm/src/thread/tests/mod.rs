//! A thread and a service that answers what the test says.

#![expect(clippy::unwrap_used, reason = "a test ends where it is wrong")]

mod presence;
mod rows;
mod stale;

use gangway_protocol::api::Desk;
use serde_json::{Value, json};

use super::*;

const NOW: Timestamp = Timestamp(1_000);

struct Page {
    thread: Thread,
    now: Timestamp,
}

impl Page {
    fn new() -> Self {
        Self {
            thread: Thread::new("c".into(), "ana".into()),
            now: NOW,
        }
    }

    fn does(&mut self, input: Input) -> Vec<String> {
        self.thread
            .handle(self.now, 0.0, input)
            .into_iter()
            .filter_map(|output| match output {
                Output::Post { path, body, .. } => Some(format!("{path} {body}")),
                Output::Poll { after, read: 0 } => Some(format!("poll {after}")),
                Output::Poll { after, read } => Some(format!("poll {after}, read {read}")),
                Output::TickAfter(millis) => Some(format!("tick {millis}")),
                Output::Tell(event) => Some(serde_json::to_string(&event).unwrap()),
                Output::GiveBack(text) => Some(format!("back: {text}")),
                Output::TryAgainAfter(millis) => Some(format!("again {millis}")),
                Output::SignedOut => Some("signed out".to_owned()),
                Output::Link {
                    ask: LinkOut::GetTicket { .. },
                    ..
                } => Some("ticket".to_owned()),
                Output::Link {
                    ask: LinkOut::Open { .. },
                    after,
                } => Some(format!("socket {after}")),
                Output::Link { .. } | Output::Keep | Output::Said { .. } => None,
            })
            .collect()
    }

    fn posts(&mut self, id: &str, post: Post) -> Vec<String> {
        self.does(Input::Do {
            client_id: id.into(),
            post,
        })
    }

    fn answered(&mut self, id: &str, entries: Value, last_seq: u64, status: Value) -> Vec<String> {
        let answer = self.answer(entries, last_seq, status);
        self.does(Input::Posted {
            client_id: id.into(),
            answer: Ok(answer),
        })
    }

    fn polled(&mut self, entries: Value, last_seq: u64, status: Value) -> Vec<String> {
        let answer = self.answer(entries, last_seq, status);
        self.does(Input::Polled(Ok(answer)))
    }

    fn answer(&self, entries: Value, last_seq: u64, status: Value) -> AgentEntries {
        let entries: Vec<Entry> = serde_json::from_value(entries).unwrap();
        AgentEntries {
            entries,
            last_seq: Seq(last_seq),
            status: serde_json::from_value(status).unwrap(),
            tags: vec![],
            priority: gangway_protocol::Priority::Normal,
            complete: true,
            seen: gangway_protocol::event::Seen::default(),
        }
    }

    fn shows(&self) -> Vec<String> {
        let row = |key: &RowKey| {
            let text = match self.thread.row(key, &Desk::default()).unwrap() {
                Row::Said { who, text, .. } => format!("{who:?}: {text}"),
                Row::File { sent, .. } => format!("[{}] {}", sent.file, sent.name),
                Row::Note { who, text, .. } => format!("note of {who:?}: {text}"),
                Row::Line { words, .. } => format!("- {words}"),
                Row::Folded { words, lines, .. } => format!("- {words} ({})", lines.len()),
            };
            let progress = match key {
                RowKey::Posted(client_id) => self.thread.progress(client_id),
                RowKey::At(_) | RowKey::Folded(..) => None,
            };
            match progress {
                None => text,
                Some(Progress::Failed { words, .. }) => format!("{text} ({words})"),
                Some(Progress::Waiting | Progress::Sending) => format!("{text} …"),
            }
        };
        self.thread.rows().iter().map(row).collect()
    }
}

fn entry(seq: u64, body: Value) -> Value {
    let mut entry = json!({"seq": seq, "at": seq, "epoch": 1});
    entry
        .as_object_mut()
        .unwrap()
        .extend(body.as_object().unwrap().clone());
    entry
}

fn visitor(seq: u64, text: &str) -> Value {
    entry(
        seq,
        json!({"type": "message", "from": {"who": "visitor"}, "text": text, "client_id": "v"}),
    )
}

fn reply(seq: u64, id: &str, text: &str) -> Value {
    let agent = json!({"id": "ana", "name": "Ana"});
    entry(
        seq,
        json!({"type": "message", "from": {"who": "agent", "agent": agent}, "text": text, "client_id": id}),
    )
}

fn note(seq: u64, id: &str, by: &str) -> Value {
    let agent = json!({"id": by, "name": by});
    entry(
        seq,
        json!({"type": "note", "agent": agent, "text": "mind the gap", "client_id": id}),
    )
}

fn queued() -> Value {
    json!({"status": "queued", "team": "duty-desk", "waiting_since": 1})
}

fn human(id: &str) -> Value {
    let agent = json!({"id": id, "name": id});
    json!({"status": "human", "agent": agent, "team": "duty-desk", "active_at": 1, "waiting_since": 1})
}

#[test]
fn a_thread_is_read_and_then_followed() {
    let mut page = Page::new();
    assert_eq!(page.does(Input::Start(Outbox::default())), ["poll 0", "ticket"]);
    page.polled(json!([visitor(1, "hello")]), 4, queued());
    assert!(page.thread.loaded);
    assert_eq!(
        page.does(Input::Ticket {
            attempt: 1,
            answer: Ok("t".into())
        }),
        ["socket 4"]
    );
}

#[test]
fn a_reply_is_shown_at_once_and_arrives_once() {
    let mut page = Page::new();
    page.polled(json!([visitor(1, "hello")]), 1, human("ana"));
    assert_eq!(
        page.posts("r", Post::Reply("hi".into())),
        [r#"reply {"client_id":"r","text":"hi","seen":1}"#]
    );
    assert_eq!(page.shows(), ["Visitor: hello", "Me: hi …"]);
    let frame = json!({"event": "entries", "entries": [reply(2, "r", "hi")], "last_seq": 2, "status": human("ana")["status"]});
    let mut frame = frame;
    frame["status"] = human("ana");
    page.does(Input::Frame {
        attempt: 0,
        text: frame.to_string(),
    });
    assert_eq!(page.shows(), ["Visitor: hello", "Me: hi"]);
    page.answered("r", json!([reply(2, "r", "hi")]), 2, human("ana"));
    assert_eq!(page.shows(), ["Visitor: hello", "Me: hi"]);
}

#[test]
fn a_lost_claim_says_whose_it_is_and_can_be_taken_from_them() {
    let mut page = Page::new();
    page.polled(json!([]), 3, queued());
    page.posts("k", Post::Claim(None));
    assert_eq!(page.shows(), ["- Claiming …"]);
    let problem = r#"{"code":"already_claimed","message":"Ben already has this conversation","holder":{"id":"ben","name":"Ben"}}"#;
    page.does(Input::Posted {
        client_id: "k".into(),
        answer: Err(Failure::refused(409, problem)),
    });
    let refusal = page.thread.refusal.clone().unwrap();
    assert_eq!(refusal.words, "Ben already has this conversation.");
    let holder = refusal.holder.unwrap();
    assert!(page.shows().is_empty());
    assert_eq!(
        page.posts("k2", Post::Claim(Some(holder.id))),
        [r#"claim {"client_id":"k2","take_from":"ben"}"#]
    );
    assert_eq!(page.thread.refusal, None);
}

#[test]
fn a_click_on_a_claim_that_a_colleague_has_just_won_takes_nothing_from_them() {
    let mut page = Page::new();
    page.polled(json!([]), 3, queued());
    page.now = NOW.plus(60_000);
    page.polled(json!([]), 4, human("ben"));
    assert_eq!(page.thread.takes_from(page.now.plus(999)), None);
    page.polled(json!([]), 5, human("ben"));
    assert_eq!(page.thread.takes_from(page.now.plus(1_000)), Some("ben".into()));

    // A conversation that is opened as a colleague's never said anything else.
    let mut page = Page::new();
    page.polled(json!([]), 4, human("ben"));
    assert_eq!(page.thread.takes_from(page.now), Some("ben".into()));
}

#[test]
fn a_refused_reply_stays_to_be_sent_after_the_takeover() {
    let mut page = Page::new();
    page.polled(json!([]), 3, human("ben"));
    assert_eq!(page.thread.colleague().unwrap().id, "ben".into());
    page.posts("r", Post::Reply("hi".into()));
    let problem = r#"{"code":"already_claimed","message":"Ben has it","holder":{"id":"ben","name":"Ben"}}"#;
    page.does(Input::Posted {
        client_id: "r".into(),
        answer: Err(Failure::refused(409, problem)),
    });
    assert_eq!(page.shows(), ["Me: hi (Ben has it.)"]);
    assert_eq!(
        page.does(Input::Retry("r".into())),
        [r#"reply {"client_id":"r","text":"hi","seen":3}"#]
    );
}

#[test]
fn a_command_whose_answer_was_lost_is_repeated_under_its_id() {
    let mut page = Page::new();
    page.posts("k", Post::Claim(None));
    let lost = Input::Posted {
        client_id: "k".into(),
        answer: Err(Failure::Unreachable),
    };
    assert_eq!(page.does(lost), ["again 2000"]);
    assert_eq!(page.shows(), ["- Claiming (No connection right now.)"]);
    assert_eq!(
        page.does(Input::TryAgain),
        [r#"claim {"client_id":"k","take_from":null}"#]
    );
}

#[test]
fn a_status_that_arrives_late_does_not_replace_a_newer_one() {
    let mut page = Page::new();
    page.polled(json!([]), 8, human("ben"));
    page.answered("x", json!([]), 5, queued());
    assert_eq!(page.thread.colleague().unwrap().id, "ben".into());
    page.answered("x", json!([]), 9, human("ana"));
    assert!(page.thread.is_mine());
}

#[test]
fn a_session_that_ended_keeps_what_was_written() {
    let mut page = Page::new();
    page.posts("r", Post::Reply("hi".into()));
    let ended = Failure::refused(401, r#"{"code":"unauthorized","message":"Sign in"}"#);
    assert_eq!(
        page.does(Input::Posted {
            client_id: "r".into(),
            answer: Err(ended)
        }),
        ["signed out"]
    );
    assert_eq!(page.thread.outbox().iter().count(), 1);
}

#[test]
fn notes_are_told_from_messages_and_mine_from_others() {
    let mut page = Page::new();
    page.polled(
        json!([note(1, "n1", "ana"), note(2, "n2", "ben"), visitor(3, "hello")]),
        3,
        queued(),
    );
    assert_eq!(
        page.shows(),
        [
            "note of Me: mind the gap",
            r#"note of Colleague("ben"): mind the gap"#,
            "Visitor: hello"
        ]
    );
}

#[test]
fn the_conversation_at_a_glance_is_read_from_its_entries() {
    let slot = |seq, value: &str| {
        entry(
            seq,
            json!({"type": "slot_filled", "action": "report", "slot": "booking", "value": value, "label": "Booking"}),
        )
    };
    let tag = |seq, tag: &str| {
        entry(
            seq,
            json!({"type": "tag_added", "tag": tag, "source": {"source": "phrase", "phrase": "lost"}}),
        )
    };
    let off = entry(
        5,
        json!({"type": "tag_removed", "tag": "b", "by": {"by": "visitor"}}),
    );
    let handed = entry(
        6,
        json!({"type": "handed_off", "team": "duty-desk", "priority": "urgent",
        "reason": {"reason": "asked", "words": "someone"}}),
    );
    let mut page = Page::new();
    page.polled(
        json!([
            tag(1, "a"),
            tag(2, "b"),
            slot(3, "MT1"),
            slot(4, "MT2"),
            off,
            handed
        ]),
        6,
        queued(),
    );
    let about = page.thread.about();
    assert_eq!(about.tags, ["a".into()]);
    assert_eq!(about.priority, gangway_protocol::Priority::Urgent);
    assert_eq!(about.collected.len(), 1);
    assert_eq!(about.collected[0].value, "MT2");
    assert_eq!(
        about.reason.unwrap().to_string(),
        "asked for a person: \"someone\""
    );
}

#[test]
fn an_entry_of_a_newer_service_says_that_the_page_is_old() {
    let mut page = Page::new();
    page.polled(json!([entry(1, json!({"type": "confetti"}))]), 1, queued());
    assert!(page.shows()[0].contains("too old"));
}
