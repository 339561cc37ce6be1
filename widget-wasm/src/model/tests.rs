//! A page, a clock that stands still, and a service that answers what the test says.

#![expect(clippy::unwrap_used, reason = "a test ends where it is wrong")]

use gangway_protocol::Seq;
use serde_json::{Value, json};

use super::*;

const NOW: Timestamp = Timestamp(1_000_000);

#[derive(Default)]
struct Page {
    model: Model,
}

impl Page {
    /// Moves the page and says in short what is to be done, leaving out what every movement does.
    fn does(&mut self, input: Input) -> Vec<String> {
        self.model
            .handle(NOW, 0.0, input)
            .into_iter()
            .filter_map(|output| match output {
                Output::GetInfo => Some("info".to_owned()),
                Output::Open => Some("open".to_owned()),
                Output::Post {
                    client_id, request, ..
                } => Some(match request {
                    PostRequest::Message(message) => format!("say {client_id} {}", message.text),
                    PostRequest::Slots(action, values) => {
                        format!("fill {client_id} {action} {}", values[0].value)
                    }
                    PostRequest::Person => format!("person {client_id}"),
                    PostRequest::CallOff => format!("call off {client_id}"),
                }),
                Output::Poll { after, .. } => Some(format!("poll {after}")),
                Output::Link {
                    ask: LinkOut::GetTicket { attempt },
                    ..
                } => Some(format!("ticket {attempt}")),
                Output::Link {
                    ask: LinkOut::Open { .. },
                    after,
                    ..
                } => Some(format!("socket {after}")),
                Output::TryAgainAfter(millis) => Some(format!("again {millis}")),
                Output::Unread(count) => Some(format!("unread {count}")),
                Output::Link {
                    ask: LinkOut::Close, ..
                } => Some("close".to_owned()),
                Output::Link { .. } | Output::Keep | Output::Said { .. } => None,
            })
            .collect()
    }

    fn says(&mut self, id: &str, text: &str) -> Vec<String> {
        self.does(Input::Do {
            client_id: id.into(),
            post: Post::Say { text: text.into() },
        })
    }

    fn opened(&mut self) -> Vec<String> {
        self.does(Input::Opened(Ok(OpenedConversation {
            conversation: "c".into(),
            token: "t".into(),
            expires_at: NOW,
        })))
    }

    fn posted(&mut self, id: &str, entries: Value) -> Vec<String> {
        let answer = json!({"entries": entries, "last_seq": 9, "status": "bot", "complete": true});
        self.does(Input::Posted {
            conversation: "c".into(),
            client_id: id.into(),
            answer: Ok(serde_json::from_value(answer).unwrap()),
        })
    }

    fn refused(&mut self, id: &str, failure: Failure) -> Vec<String> {
        self.does(Input::Posted {
            conversation: "c".into(),
            client_id: id.into(),
            answer: Err(failure),
        })
    }

    fn frame(&mut self, entries: Value, last_seq: u64) -> Vec<String> {
        let text = json!({"event": "entries", "entries": entries, "last_seq": last_seq}).to_string();
        self.does(Input::Frame { attempt: 1, text })
    }

    fn shows(&self) -> Vec<String> {
        let model = &self.model;
        let row = |key: &RowKey| {
            let progress = match key {
                RowKey::Own(client_id) => model.progress(client_id),
                RowKey::At(_) => None,
            };
            let text = match model.row(key).unwrap() {
                Row::Own { text } => format!("me: {text}"),
                Row::Said { agent, text, .. } => format!("{}: {text}", agent.as_deref().unwrap_or("bot")),
                Row::Kept { label, value } => format!("{label} = {value}"),
                Row::Line(words) => format!("- {words}"),
            };
            match progress {
                None => text,
                Some(Progress::Failed { words, .. }) => format!("{text} ({words})"),
                Some(Progress::Waiting | Progress::Sending) => format!("{text} …"),
            }
        };
        model.rows().iter().map(row).collect()
    }

    /// A page whose first message is said and answered.
    fn talking() -> Self {
        let mut page = Self::default();
        page.says("a", "hello");
        page.opened();
        page.posted("a", json!([you(1, "a", "hello"), bot(2, "hi")]));
        page
    }
}

fn you(seq: u64, id: &str, text: &str) -> Value {
    json!({"seq": seq, "at": 1, "type": "message", "from": {"who": "you"}, "text": text, "client_id": id})
}

fn bot(seq: u64, text: &str) -> Value {
    json!({"seq": seq, "at": 1, "type": "message", "from": {"who": "assistant"}, "text": text})
}

fn plain(seq: u64, kind: &str) -> Value {
    json!({"seq": seq, "at": 7, "type": kind, "name": "Ana"})
}

fn asks(seq: u64) -> Value {
    json!({"seq": seq, "at": 1, "type": "message", "from": {"who": "assistant"}, "text": "When?",
        "question": {"action": "report", "slot": "dates", "input": "date-range"}})
}

#[test]
fn the_first_message_opens_a_conversation_and_is_then_posted() {
    let mut page = Page::default();
    assert_eq!(
        page.does(Input::Start {
            credentials: None,
            outbox: Outbox::default()
        }),
        ["info"]
    );
    assert!(page.model.is_new());
    assert_eq!(page.says("a", "hello"), ["open"]);
    assert_eq!(page.says("b", "anyone?"), Vec::<String>::new());
    assert_eq!(page.shows(), ["me: hello …", "me: anyone? …"]);
    assert_eq!(page.opened(), ["say a hello", "ticket 1"]);
    assert_eq!(
        page.posted("a", json!([you(1, "a", "hello"), bot(2, "hi")])),
        ["say b anyone?"]
    );
    assert_eq!(page.shows(), ["me: hello", "bot: hi", "me: anyone? …"]);
}

#[test]
fn what_comes_by_socket_and_by_answer_is_shown_once_and_in_order() {
    let mut page = Page::default();
    page.says("a", "hello");
    page.opened();
    page.frame(json!([you(1, "a", "hello"), bot(2, "hi")]), 2);
    assert_eq!(page.shows(), ["me: hello", "bot: hi"]);
    page.posted("a", json!([you(1, "a", "hello"), bot(2, "hi")]));
    page.frame(json!([bot(2, "hi"), plain(4, "joined")]), 4);
    assert_eq!(page.shows(), ["me: hello", "bot: hi", "- Ana joined"]);
}

#[test]
fn the_socket_resumes_after_the_stream_and_not_after_an_answer() {
    let mut page = Page::talking();
    page.frame(json!([you(1, "a", "hello"), bot(2, "hi")]), 3);
    page.says("b", "more");
    page.posted("b", json!([you(8, "b", "more"), bot(9, "yes")]));
    let opened = page.does(Input::Ticket {
        attempt: 1,
        answer: Ok("k".into()),
    });
    assert_eq!(opened, ["socket 3"]);
}

#[test]
fn a_message_that_failed_stays_with_its_reason_and_is_sent_again_under_its_id() {
    let mut page = Page::talking();
    assert_eq!(page.says("b", "more"), ["say b more"]);
    assert_eq!(page.refused("b", Failure::Unreachable), ["again 2000"]);
    assert_eq!(
        page.shows().last().unwrap(),
        "me: more (No connection right now.)"
    );
    assert_eq!(page.does(Input::TryAgain), ["say b more"]);
    assert_eq!(page.refused("b", Failure::Unreachable), ["again 4000"]);
    assert_eq!(page.does(Input::Retry("b".into())), ["say b more"]);
    page.posted("b", json!([you(3, "b", "more")]));
    assert_eq!(page.shows().last().unwrap(), "me: more");
}

#[test]
fn a_message_refused_for_good_can_be_given_up_and_holds_nothing_up() {
    let mut page = Page::talking();
    page.says("b", "too long");
    page.says("c", "short");
    let refusal = Failure::refused(400, r#"{"code":"too_long","message":"Too long"}"#);
    assert_eq!(page.refused("b", refusal), ["say c short"]);
    page.does(Input::GiveUp("b".into()));
    assert_eq!(page.shows(), ["me: hello", "bot: hi", "me: short …"]);
}

#[test]
fn the_context_is_what_the_page_shows_with_its_last_seq() {
    let mut page = Page::talking();
    let out = page.model.handle(
        NOW,
        0.0,
        Input::Do {
            client_id: "b".into(),
            post: Post::Say { text: "x".into() },
        },
    );
    let posted = out.into_iter().find_map(|output| {
        if let Output::Post {
            request: PostRequest::Message(message),
            ..
        } = output
        {
            return Some(message);
        }
        None
    });
    let message = posted.unwrap();
    assert_eq!(message.last_seq, Seq(2));
    let turns: Vec<_> = message
        .context
        .iter()
        .map(|turn| (turn.seq.0, turn.visitor, turn.text.as_str()))
        .collect();
    assert_eq!(turns, [(1, true, "hello"), (2, false, "hi")]);
}

#[test]
fn a_kept_conversation_is_loaded_page_by_page() {
    let mut page = Page::default();
    let credentials = Credentials {
        conversation: "c".into(),
        token: "t".into(),
    };
    let does = page.does(Input::Start {
        credentials: Some(credentials),
        outbox: Outbox::default(),
    });
    assert_eq!(does, ["info", "poll 0", "ticket 1"]);
    assert!(page.model.is_loading());
    let answer = |entries: Value, last: u64, complete: bool| Input::Polled {
        conversation: "c".into(),
        answer: Ok(serde_json::from_value(
            json!({"entries": entries, "last_seq": last, "status": "bot", "complete": complete}),
        )
        .unwrap()),
    };
    assert_eq!(
        page.does(answer(json!([you(1, "a", "hello")]), 1, false)),
        ["poll 1"]
    );
    assert!(page.does(answer(json!([bot(2, "hi")]), 2, true)).is_empty());
    assert!(!page.model.is_loading());
    assert_eq!(page.shows(), ["me: hello", "bot: hi"]);
}

#[test]
fn where_sockets_are_blocked_and_polls_are_answered_nothing_is_amiss() {
    let mut page = Page::talking();
    let answer = |answer| Input::Polled {
        conversation: "c".into(),
        answer,
    };
    for attempt in 1..=3 {
        page.does(Input::Link(LinkIn::NoTicket { attempt }));
        page.does(Input::Link(LinkIn::Wake));
    }
    page.does(Input::Link(LinkIn::NoTicket { attempt: 4 }));
    page.does(answer(Err(Failure::Unreachable)));
    assert!(page.model.is_troubled());
    let entries = json!({"entries": [], "last_seq": 2, "status": "bot", "complete": true});
    page.does(answer(Ok(serde_json::from_value(entries).unwrap())));
    assert!(!page.model.is_troubled());
}

#[test]
fn a_token_that_ended_begins_a_new_conversation_and_loses_nothing_unsent() {
    let mut page = Page::talking();
    page.says("b", "more");
    let does = page.refused(
        "b",
        Failure::refused(401, r#"{"code":"unauthorized","message":"Stale"}"#),
    );
    assert_eq!(does, ["close", "open"]);
    assert!(page.model.explanation.is_some());
    assert_eq!(page.shows(), ["me: more …"]);
    assert_eq!(page.opened(), ["say b more", "ticket 3"]);
}

#[test]
fn a_service_that_refuses_its_own_new_token_is_not_asked_for_ever() {
    let mut page = Page::default();
    page.says("a", "hello");
    page.opened();
    let does = page.refused(
        "a",
        Failure::refused(401, r#"{"code":"unauthorized","message":"Forged"}"#),
    );
    assert_eq!(does, ["close"]);
    assert_eq!(page.shows(), ["me: hello (Forged.)"]);
}

#[test]
fn an_answer_of_the_conversation_before_is_not_taken_for_one_of_this() {
    let mut page = Page::talking();
    page.does(Input::Polled {
        conversation: "another".into(),
        answer: Ok(serde_json::from_value(
            json!({"entries": [bot(5, "old")], "last_seq": 5, "status": "bot", "complete": true}),
        )
        .unwrap()),
    });
    assert_eq!(page.shows(), ["me: hello", "bot: hi"]);
}

#[test]
fn a_person_can_be_asked_for_before_the_first_message_and_once() {
    let mut page = Page::default();
    assert!(page.model.may_ask_for_person());
    page.does(Input::Do {
        client_id: "p".into(),
        post: Post::AskForPerson,
    });
    assert!(!page.model.may_ask_for_person());
    assert_eq!(page.opened(), ["person p", "ticket 1"]);
    page.posted("p", json!([bot(1, "Let me connect you."), plain(2, "waiting")]));
    assert_eq!(page.model.phase(), Phase::Waiting { since: Timestamp(7) });
    assert!(!page.model.may_ask_for_person());
    page.frame(json!([plain(3, "joined")]), 3);
    assert_eq!(page.model.phase(), Phase::Person { name: "Ana".into() });
    page.frame(json!([plain(4, "back_to_assistant")]), 4);
    assert!(page.model.may_ask_for_person());
}

#[test]
fn a_question_is_open_until_it_is_answered_in_words_or_by_its_form() {
    let mut page = Page::talking();
    page.frame(json!([asks(3)]), 3);
    assert_eq!(page.model.question().unwrap().slot, "dates".into());
    let filled = json!({"seq": 4, "at": 1, "type": "slot_filled", "action": "report", "slot": "dates",
        "label": "Dates", "value": "3–9 May"});
    page.frame(json!([filled]), 4);
    assert_eq!(page.model.question(), None);
    page.frame(json!([asks(5)]), 5);
    assert!(page.model.question().is_some());
    page.frame(json!([you(6, "z", "next week")]), 6);
    assert_eq!(page.model.question(), None);
}

#[test]
fn messages_that_come_while_the_card_is_hidden_are_counted_and_then_seen() {
    let mut page = Page::talking();
    page.does(Input::Shown(false));
    assert_eq!(page.frame(json!([bot(3, "one")]), 3), ["unread 1"]);
    assert!(page.frame(json!([bot(3, "one")]), 3).is_empty());
    assert_eq!(page.frame(json!([bot(4, "two")]), 4), ["unread 2"]);
    assert_eq!(page.does(Input::Shown(true)), ["unread 0"]);
}

#[test]
fn entries_and_frames_of_a_newer_service_are_passed_over() {
    let mut page = Page::talking();
    page.frame(
        json!([{"seq": 3, "at": 1, "type": "confetti"}, bot(4, "still here")]),
        4,
    );
    page.does(Input::Frame {
        attempt: 1,
        text: r#"{"event":"fireworks"}"#.into(),
    });
    assert_eq!(page.shows(), ["me: hello", "bot: hi", "bot: still here"]);
}
