//! Nothing is lost, nothing is there twice.

use super::*;

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
    assert_eq!(does, ["forget c", "close", "open"]);
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
    assert_eq!(does, ["forget c", "close"]);
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
fn a_conversation_that_another_tab_has_opened_is_gone_on_with() {
    let mut page = Page::default();
    assert_eq!(page.says("a", "hello"), ["open"]);
    let does = page.does(Input::Adopted(Credentials {
        conversation: "c".into(),
        token: "t".into(),
    }));
    assert_eq!(does, ["poll 0 0", "ticket 1", "say a hello"]);
    page.frame(
        json!([you(1, "z", "from the other tab"), you(2, "a", "hello")]),
        2,
    );
    assert_eq!(page.shows(), ["me: from the other tab", "me: hello"]);
}
