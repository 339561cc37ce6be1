//! Marks of reading and typing.

use super::*;

impl Page {
    /// A page whose socket is open, with a message of the visitor.
    fn live() -> Self {
        let mut page = Self::new();
        page.does(Input::Start(Outbox::default()));
        page.polled(json!([visitor(1, "hello")]), 1, human("ana"));
        let answer = Ok("t".into());
        page.does(Input::Ticket { attempt: 1, answer });
        page.does(Input::Link(LinkIn::Opened { attempt: 1 }));
        page
    }

    fn hears(&mut self, event: Value) -> Vec<String> {
        let text = event.to_string();
        self.does(Input::Frame { attempt: 1, text })
    }

    fn entries(&mut self, entries: Value, last_seq: u64) -> Vec<String> {
        self.hears(
            json!({"event": "entries", "entries": entries, "last_seq": last_seq, "status": human("ana")}),
        )
    }

    fn after(&mut self, millis: i64) -> &mut Self {
        self.now = self.now.plus(millis);
        self
    }
}

fn seen(read: u64) -> String {
    format!(r#"{{"event":"seen","delivered":{read},"read":{read}}}"#)
}

#[test]
fn what_is_before_the_agents_eyes_counts_as_read_and_nothing_else() {
    let mut page = Page::live();
    assert!(page.entries(json!([visitor(2, "still there?")]), 2).is_empty());
    assert_eq!(page.does(Input::Look(true)), [seen(2)]);
    assert!(page.does(Input::Look(true)).is_empty());
    page.does(Input::Look(false));
    assert!(page.after(5_000).entries(json!([visitor(3, "?")]), 3).is_empty());
}

#[test]
fn reading_is_told_at_most_once_a_second_and_never_forgotten() {
    let mut page = Page::live();
    page.after(5_000).does(Input::Look(true));
    assert_eq!(page.after(400).entries(json!([visitor(2, "a")]), 2), ["tick 600"]);
    assert!(page.entries(json!([visitor(3, "b")]), 3).is_empty());
    assert_eq!(page.after(600).does(Input::Tick), [seen(3)]);
}

#[test]
fn a_socket_that_opens_again_is_told_again() {
    let mut page = Page::live();
    page.after(5_000).does(Input::Look(true));
    page.after(5_000).does(Input::Link(LinkIn::Closed { attempt: 1 }));
    page.does(Input::Link(LinkIn::Wake));
    let answer = Ok("t".into());
    page.does(Input::Ticket { attempt: 2, answer });
    assert_eq!(page.does(Input::Link(LinkIn::Opened { attempt: 2 })), [seen(1)]);
}

#[test]
fn where_sockets_are_blocked_polls_say_what_was_read() {
    let mut page = Page::new();
    page.does(Input::Start(Outbox::default()));
    page.polled(json!([visitor(1, "hello")]), 1, human("ana"));
    page.does(Input::Look(true));
    for attempt in 1..=2 {
        page.does(Input::Link(LinkIn::Closed { attempt }));
        page.does(Input::Link(LinkIn::Wake));
    }
    let third = page.does(Input::Link(LinkIn::Closed { attempt: 3 }));
    assert_eq!(third, ["poll 1, read 1"]);
}

#[test]
fn the_last_message_of_an_agent_says_how_far_it_has_come() {
    let mut page = Page::live();
    assert_eq!(page.thread.mark(), None);
    page.entries(json!([reply(2, "r", "hi"), visitor(3, "thanks")]), 3);
    let mark = |page: &Page| page.thread.mark().unwrap();
    assert_eq!(mark(&page), (RowKey::Posted("r".into()), Mark::Sent));
    page.hears(json!({"event": "seen", "delivered": 2, "read": 1}));
    assert_eq!(mark(&page).1, Mark::Delivered);
    page.hears(json!({"event": "seen", "delivered": 2, "read": 2}));
    page.hears(json!({"event": "seen", "delivered": 1, "read": 0}));
    assert_eq!(mark(&page).1, Mark::Read);
}

#[test]
fn whoever_types_is_shown_until_they_have_spoken_or_stopped() {
    let mut page = Page::live();
    assert_eq!(page.hears(json!({"event": "visitor_typing"})), ["tick 5000"]);
    assert!(page.thread.visitor_types());
    page.after(1_000).entries(json!([visitor(2, "done")]), 2);
    assert!(!page.thread.visitor_types());
    page.hears(json!({"event": "agent_typing", "name": "Ben"}));
    assert_eq!(page.thread.colleague_types(), Some("Ben"));
    assert_eq!(page.after(4_000).does(Input::Tick), ["tick 1000"]);
    assert!(page.after(1_000).does(Input::Tick).is_empty());
    assert_eq!(page.thread.colleague_types(), None);
}

#[test]
fn own_typing_is_told_every_three_seconds_while_the_socket_is_open() {
    let mut page = Page::live();
    let typing = [r#"{"event":"typing"}"#];
    assert_eq!(page.after(10_000).does(Input::Typed), typing);
    assert!(page.after(2_999).does(Input::Typed).is_empty());
    assert_eq!(page.after(1).does(Input::Typed), typing);
    assert!(Page::new().after(10_000).does(Input::Typed).is_empty());
}
