//! Files: when they may be sent, and what becomes of them on the way.

use super::*;

fn wants_photos(seq: u64) -> Value {
    json!({"seq": seq, "at": 1, "type": "message", "from": {"who": "assistant"}, "text": "Photos?",
        "question": {"action": "report", "slot": "photos", "input": "file", "most": 2}})
}

fn sent(seq: u64, id: &str, file: u32) -> Value {
    json!({"seq": seq, "at": 1, "type": "file", "client_id": id, "file": file, "name": format!("{id}.jpg"),
        "format": "jpeg", "bytes": 2_000, "action": "report", "slot": "photos"})
}

impl Page {
    fn sends(&mut self, id: &str) -> Vec<String> {
        self.does(Input::Do {
            client_id: id.into(),
            post: Post::Send {
                name: format!("{id}.jpg"),
                picture: true,
                bytes: 2_000,
            },
        })
    }

    fn room(&self) -> usize {
        self.model.room_for_files()
    }
}

#[test]
fn files_are_offered_where_somebody_looks_at_them() {
    let mut page = live();
    assert_eq!(page.room(), 0);
    page.frame(json!([wants_photos(3)]), 3);
    assert_eq!(page.room(), 2);
    page.frame(json!([bot(4, "hi"), asks(5)]), 5);
    assert_eq!(page.room(), 0);
    page.frame(json!([plain(6, "waiting")]), 6);
    assert_eq!(page.room(), 20);
    page.frame(json!([plain(7, "joined")]), 7);
    assert_eq!(page.room(), 20);
    page.frame(json!([plain(8, "resolved")]), 8);
    assert_eq!(page.room(), 0);
}

#[test]
fn a_question_stands_while_its_files_are_sent_one_after_the_other() {
    let mut page = live();
    page.frame(json!([wants_photos(3)]), 3);
    assert_eq!(page.sends("f"), ["file f f.jpg"]);
    assert!(page.sends("g").is_empty(), "one at a time");
    assert_eq!((page.model.files_given(), page.room()), (2, 0));
    assert!(page.model.question().is_some());
    assert_eq!(page.posted("f", json!([sent(4, "f", 1)])), ["file g g.jpg"]);
    page.posted("g", json!([sent(5, "g", 2)]));
    assert_eq!(page.model.files_given(), 2);
    assert_eq!(
        page.shows()[2..],
        ["bot: Photos?", "me: [1] f.jpg 2 KB", "me: [2] g.jpg 2 KB"]
    );
}

#[test]
fn a_file_that_was_refused_makes_room_and_one_that_waits_for_the_network_does_not() {
    let mut page = live();
    page.frame(json!([wants_photos(3)]), 3);
    page.sends("f");
    page.does(Input::Sent(40));
    assert_eq!(page.model.sent(), 40);
    page.refused("f", Failure::Unreachable);
    assert_eq!(page.room(), 1);
    assert_eq!(page.does(Input::Retry("f".into())), ["file f f.jpg"]);
    assert_eq!(page.model.sent(), 0, "it begins anew");
    page.refused(
        "f",
        Failure::refused(415, r#"{"code":"unsupported_file","message":"Damaged"}"#),
    );
    assert_eq!(page.room(), 2);
    assert_eq!(page.shows()[3], "me: [0] f.jpg 2 KB (Damaged.)");
}

#[test]
fn a_file_that_arrived_unheard_is_not_sent_again() {
    let mut page = live();
    page.frame(json!([wants_photos(3)]), 3);
    page.sends("f");
    page.refused("f", Failure::Unreachable);
    page.frame(json!([sent(4, "f", 1)]), 4);
    assert!(page.model.outbox().is_empty());
    assert_eq!(page.shows()[3], "me: [1] f.jpg 2 KB");
    assert_eq!(page.model.mark(), Some(("f".into(), Mark::Delivered)));
}

#[test]
fn a_page_that_is_loaded_again_no_longer_has_a_file_and_says_so() {
    let mut page = live();
    page.frame(json!([wants_photos(3)]), 3);
    page.sends("f");
    page.says("b", "more");
    let stored = serde_json::to_string(page.model.outbox()).unwrap();
    let mut again = Page::default();
    again.does(Input::Start {
        credentials: None,
        outbox: serde_json::from_str(&stored).unwrap(),
    });
    assert_eq!(again.model.explanation, Some(crate::words::FILE_LOST));
    assert_eq!(again.shows(), ["me: more …"]);
}

#[test]
fn what_cannot_be_sent_is_said_until_something_else_is_chosen() {
    let mut page = live();
    page.does(Input::NotSendable(Some("Too large".to_owned())));
    assert_eq!(page.model.not_sendable(), Some("Too large"));
    page.does(Input::NotSendable(None));
    assert_eq!(page.model.not_sendable(), None);
}

#[test]
fn what_is_written_behind_a_slow_file_goes_on_and_stands_where_the_service_has_it() {
    let mut page = live();
    page.frame(json!([plain(3, "waiting"), plain(4, "joined")]), 4);
    assert_eq!(page.sends("f"), ["file f f.jpg"]);
    assert!(page.sends("g").is_empty(), "one file at a time");
    assert_eq!(page.says("b", "is it there?"), ["say b is it there?"]);
    page.does(Input::Sent(40));
    assert!(page.says("c", "it is large").is_empty(), "and one message");
    assert_eq!(
        page.posted("b", json!([you(5, "b", "is it there?")])),
        ["say c it is large"]
    );
    assert_eq!(page.model.sent(), 40, "of the file, whatever else leaves");
    page.posted("c", json!([you(6, "c", "it is large")]));
    let late = json!({"seq": 7, "at": 1, "type": "file", "client_id": "f", "file": 1, "name": "f.jpg",
        "format": "jpeg", "bytes": 2_000});
    assert_eq!(page.posted("f", json!([late])), ["file g g.jpg"]);
    assert_eq!(
        page.shows()[4..],
        [
            "me: is it there?",
            "me: it is large",
            "me: [1] f.jpg 2 KB",
            "me: [0] g.jpg 2 KB …"
        ]
    );
}

#[test]
fn that_these_are_all_is_said_once_they_are_there_and_a_person_can_be_asked_for_before() {
    let mut page = live();
    page.frame(json!([wants_photos(3)]), 3);
    page.sends("f");
    let asked = page.does(Input::Do {
        client_id: "p".into(),
        post: Post::AskForPerson,
    });
    assert_eq!(asked, ["person p"]);
    page.posted("p", json!([]));
    assert!(page.says("b", "done").is_empty());
    assert_eq!(page.posted("f", json!([sent(4, "f", 1)])), ["say b done"]);
}

#[test]
fn a_file_waits_for_what_was_written_before_it() {
    let mut page = live();
    page.frame(json!([plain(3, "waiting")]), 3);
    page.says("b", "this is it");
    assert!(page.sends("f").is_empty());
    assert_eq!(
        page.posted("b", json!([you(4, "b", "this is it")])),
        ["file f f.jpg"]
    );
}
