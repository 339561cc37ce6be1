//! A page, a clock that goes when the test says, and a service that answers what the test says.

#![expect(clippy::unwrap_used, reason = "a test ends where it is wrong")]

use gangway_protocol::Seq;
use serde_json::{Value, json};

use super::*;

const NOW: Timestamp = Timestamp(1_000_000);

#[derive(Default)]
struct Page {
    model: Model,
    /// Added to [`NOW`].
    now: Timestamp,
}

impl Page {
    /// Moves the page and says in short what is to be done, leaving out what every movement does.
    fn does(&mut self, input: Input) -> Vec<String> {
        self.model
            .handle(NOW.plus(self.now.0), 0.0, input)
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
                Output::Poll { after, read, .. } => Some(format!("poll {after} {read}")),
                Output::Link {
                    ask: LinkOut::GetTicket { attempt },
                    ..
                } => Some(format!("ticket {attempt}")),
                Output::Link {
                    ask: LinkOut::Open { .. },
                    after,
                    ..
                } => Some(format!("socket {after}")),
                Output::Later(millis, Input::TryAgain) => Some(format!("again {millis}")),
                Output::Later(millis, _) => Some(format!("later {millis}")),
                Output::Send(ClientEvent::Seen(seen)) => {
                    Some(format!("seen {} {}", seen.delivered.0, seen.read.0))
                }
                Output::Send(event) => Some(format!("{event:?}")),
                Output::Search { query, .. } => Some(format!("search {query}")),
                Output::Unread(count) => Some(format!("unread {count}")),
                Output::Link {
                    ask: LinkOut::Close, ..
                } => Some("close".to_owned()),
                Output::Link { .. } | Output::Keep | Output::Said { .. } | Output::Types => None,
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

/// A page whose first message is said and answered, on an open socket.
fn live() -> Page {
    let mut page = Page::talking();
    page.does(Input::Ticket {
        attempt: 1,
        answer: Ok("k".into()),
    });
    page.does(Input::Link(LinkIn::Opened { attempt: 1 }));
    page
}

fn frame(event: Value) -> Input {
    Input::Frame {
        attempt: 1,
        text: event.to_string(),
    }
}

fn agent(seq: u64, text: &str) -> Value {
    json!({"seq": seq, "at": 1, "type": "message", "from": {"who": "agent", "name": "Ana"}, "text": text})
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
    assert_eq!(does, ["info", "poll 0 0", "ticket 1"]);
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
        ["poll 1 0"]
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

#[test]
fn the_open_socket_is_told_how_far_the_page_has_come() {
    let mut page = live();
    assert_eq!(page.frame(json!([bot(2, "hi")]), 2), ["seen 2 0"]);
    assert_eq!(page.does(Input::Looked), ["later 1000"]);
    assert!(page.does(Input::Looked).is_empty());
    page.now = page.now.plus(1_000);
    assert_eq!(page.does(Input::MarksDue), ["seen 2 2"]);
    assert!(page.does(Input::Looked).is_empty());
}

#[test]
fn where_there_is_no_socket_the_polls_say_what_was_on_screen() {
    let mut page = Page::talking();
    page.does(Input::Looked);
    for attempt in 1..=2 {
        page.does(Input::Link(LinkIn::NoTicket { attempt }));
        page.does(Input::TryAgain);
    }
    assert_eq!(
        page.does(Input::Link(LinkIn::NoTicket { attempt: 3 })),
        ["poll 0 2"]
    );
    page.does(Input::Polled {
        conversation: "c".into(),
        answer: Ok(serde_json::from_value(
            json!({"entries": [plain(3, "joined"), you(4, "b", "hello?")], "last_seq": 4, "status": "human",
                "complete": true, "seen": 4}),
        )
        .unwrap()),
    });
    assert_eq!(page.model.mark(), Some(("b".into(), Mark::Read)));
}

#[test]
fn the_last_message_is_delivered_and_then_read_by_the_person_who_has_joined() {
    let mut page = live();
    assert_eq!(page.model.mark(), None, "the assistant has answered");
    page.frame(json!([plain(3, "waiting"), you(4, "b", "hello?")]), 4);
    assert_eq!(page.model.mark(), Some(("b".into(), Mark::Delivered)));
    page.does(frame(json!({"event": "seen", "seq": 4})));
    assert_eq!(
        page.model.mark(),
        Some(("b".into(), Mark::Delivered)),
        "somebody looked in"
    );
    page.frame(json!([plain(5, "joined")]), 5);
    assert_eq!(page.model.mark(), Some(("b".into(), Mark::Read)));
    page.says("c", "thanks");
    assert_eq!(page.model.mark(), None, "another is on its way");
    page.posted("c", json!([you(6, "c", "thanks")]));
    assert_eq!(page.model.mark(), Some(("c".into(), Mark::Delivered)));
    page.does(frame(json!({"event": "seen", "seq": 5})));
    assert_eq!(page.model.mark(), Some(("c".into(), Mark::Delivered)));
}

#[test]
fn typing_goes_both_ways_and_ends() {
    let mut page = live();
    let typed = |text: &str| Input::Typed(text.into());
    assert_eq!(page.does(typed("H")), ["Typing"]);
    assert!(page.does(typed("He")).is_empty());
    page.now = page.now.plus(3_000);
    assert!(page.does(typed(" ")).is_empty(), "nothing is being written");
    assert_eq!(page.does(typed("Hel")), ["Typing"]);

    let types = || frame(json!({"event": "typing", "name": "Ana"}));
    assert_eq!(page.does(types()), ["later 5000"]);
    assert_eq!(page.model.typing(), Some("Ana"));
    page.does(types());
    page.does(Input::TypingEnds(1));
    assert_eq!(page.model.typing(), Some("Ana"), "she went on");
    page.frame(json!([you(3, "z", "and")]), 3);
    assert_eq!(page.model.typing(), Some("Ana"));
    page.frame(json!([agent(4, "Hello")]), 4);
    assert_eq!(page.model.typing(), None);
}

#[test]
fn without_a_socket_nobody_is_told_of_typing() {
    let mut page = Page::talking();
    assert!(page.does(Input::Typed("Hello".into())).is_empty());
}

#[test]
fn a_value_that_is_refused_is_explained_at_its_question() {
    let mut page = Page::talking();
    page.frame(json!([asks(3)]), 3);
    page.does(Input::Do {
        client_id: "d".into(),
        post: Post::Fill {
            action: "report".into(),
            slot: "dates".into(),
            value: "2027-05-09 to 2027-05-03".into(),
        },
    });
    assert_eq!(page.model.question(), None);
    page.refused(
        "d",
        Failure::refused(
            422,
            r#"{"code":"invalid_slot","message":"The last day is before the first"}"#,
        ),
    );
    assert_eq!(page.model.wrong(), Some("The last day is before the first."));
    assert!(page.model.question().is_some());
    assert_eq!(page.shows(), ["me: hello", "bot: hi", "bot: When?"]);
    page.says("e", "next week");
    assert_eq!(page.model.wrong(), None);
}

#[test]
fn nothing_unsent_is_searched_for_unless_the_operator_wants_it() {
    let typed = || Input::Typed("Do I need a visa?".into());
    let mut page = Page::default();
    let info = |instant: bool| {
        let info = json!({"workspace": "w", "name": "W", "languages": ["en"], "greeting": "", "suggestions": [],
            "instant_answers": instant});
        Input::Info(Ok(serde_json::from_value(info).unwrap()))
    };
    page.does(info(false));
    assert!(page.does(typed()).is_empty());

    page.does(info(true));
    assert_eq!(page.does(typed()), ["later 300"]);
    assert_eq!(page.does(Input::SearchDue(1)), ["search Do I need a visa?"]);
    let answer = Answer {
        text: "No.".to_owned(),
        citations: vec![],
    };
    page.does(Input::Found {
        serial: 1,
        answer: Some(answer.clone()),
    });
    assert_eq!(page.model.instant_answer(), Some(&answer));
    page.does(Input::Typed(String::new()));
    assert_eq!(page.model.instant_answer(), None);
}

#[test]
fn the_documents_do_not_interrupt_a_person() {
    let mut page = live();
    page.does(Input::Info(Ok(serde_json::from_value(
        json!({"workspace": "w", "name": "W", "languages": ["en"], "greeting": "", "suggestions": [],
            "instant_answers": true}),
    )
    .unwrap())));
    page.frame(json!([plain(3, "joined")]), 3);
    assert_eq!(page.does(Input::Typed("Do I need a visa?".into())), ["Typing"]);
}

#[test]
fn without_a_network_it_says_so_at_once_and_goes_on_when_it_is_back() {
    let mut page = live();
    page.does(Input::Online(false));
    assert!(page.model.is_troubled());
    page.says("b", "more");
    page.refused("b", Failure::Unreachable);
    assert_eq!(page.does(Input::Online(true)), ["say b more"]);
    assert!(!page.model.is_troubled());
}

#[test]
fn a_handoff_that_is_announced_in_words_is_not_said_twice() {
    let mut page = Page::talking();
    let notice = json!({"seq": 5, "at": 1, "type": "message", "from": {"who": "assistant"}, "notice": true,
        "text": "Let me connect you."});
    page.frame(json!([plain(3, "waiting"), notice]), 5);
    assert_eq!(page.shows(), ["me: hello", "bot: hi", "bot: Let me connect you."]);
    page.frame(json!([plain(6, "joined"), plain(7, "waiting")]), 7);
    assert_eq!(
        page.shows()[3..],
        ["- Ana joined", "- You are in the queue for a person"]
    );
}
