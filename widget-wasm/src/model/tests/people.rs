//! Questions, people, and what each side knows of the other.

use super::*;

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
fn who_waits_is_told_where_they_stand_and_nobody_else() {
    let mut page = live();
    let place = |position: u32| frame(json!({"event": "place", "position": position, "minutes": 5}));
    page.does(place(9));
    assert_eq!(page.model.place(), None);
    page.frame(json!([plain(3, "waiting")]), 3);
    assert_eq!(
        page.model.place(),
        None,
        "what was told before is of another wait"
    );
    page.does(place(3));
    page.does(place(2));
    assert_eq!(
        page.model.place().map(|place| (place.position, place.minutes)),
        Some((2, Some(5)))
    );
    page.frame(json!([plain(4, "joined")]), 4);
    assert_eq!(page.model.place(), None);
    page.frame(json!([plain(5, "left")]), 5);
    assert_eq!(page.model.place(), None);
}

#[test]
fn where_there_is_no_socket_the_polls_say_where_the_visitor_stands() {
    let mut page = Page::talking();
    let polled = |entries: serde_json::Value, last: u64, place: serde_json::Value| {
        Input::Polled {
        conversation: "c".into(),
        answer: Ok(serde_json::from_value(
            json!({"entries": entries, "last_seq": last, "status": "queued", "complete": true, "place": place}),
        )
        .unwrap()),
    }
    };
    let position = |page: &Page| page.model.place().map(|place| place.position);
    page.does(polled(json!([plain(3, "waiting")]), 3, json!(null)));
    assert_eq!(position(&page), None);
    page.does(polled(json!([]), 3, json!({"position": 2, "minutes": 5})));
    assert_eq!(position(&page), Some(2));
    page.does(polled(json!([]), 3, json!(null)));
    assert_eq!(position(&page), Some(2), "the last that was told");
    page.does(polled(json!([plain(4, "joined")]), 4, json!(null)));
    assert_eq!(position(&page), None);
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
fn what_the_socket_tells_first_stands_once() {
    let mut page = live();
    page.frame(json!([asks(3)]), 3);
    let skips = |id: &str| Input::Do {
        client_id: id.into(),
        post: Post::Fill {
            action: "report".into(),
            slot: "dates".into(),
            value: String::new(),
        },
    };
    page.does(skips("d"));
    let skipped = json!({"seq": 4, "at": 1, "type": "slot_skipped", "action": "report", "slot": "dates"});
    page.frame(json!([skipped]), 4);
    assert_eq!(page.shows().last().map(String::as_str), Some("- Skipped"));
    assert_eq!(page.shows().len(), 4, "{:?}", page.shows());
    page.posted("d", json!([skipped]));
    assert_eq!(page.shows().len(), 4, "{:?}", page.shows());

    // What happened by another way than this post is no outcome of it, and what failed is shown.
    page.frame(json!([asks(5)]), 5);
    page.does(skips("e"));
    page.frame(json!([plain(6, "joined")]), 6);
    assert_eq!(page.shows().last().map(String::as_str), Some("- Skipped …"));
    let again = json!({"seq": 7, "at": 1, "type": "slot_skipped", "action": "report", "slot": "dates"});
    page.frame(json!([again]), 7);
    assert_eq!(page.shows().last().map(String::as_str), Some("- Skipped"));
    page.refused(
        "e",
        Failure::refused(429, r#"{"code":"too_many","message":"Later"}"#),
    );
    assert!(
        page.shows()
            .last()
            .is_some_and(|row| row.starts_with("- Skipped (") || row == "- Skipped …")
    );
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
