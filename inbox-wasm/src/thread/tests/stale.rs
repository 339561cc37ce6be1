//! Decisions on a view that was too old.

use super::*;

impl Page {
    /// A post is refused because something had happened by then.
    fn passed_over(&mut self, id: &str, changed: Value) -> Vec<String> {
        let problem =
            json!({"code": "stale_view", "message": "The conversation went on", "changed": changed});
        let answer = Err(Failure::refused(409, &problem.to_string()));
        self.does(Input::Posted {
            client_id: id.into(),
            answer,
        })
    }

    fn changes(&self) -> Vec<String> {
        let stale = self.thread.stale.as_ref().unwrap();
        let words = stale.changed.iter();
        words
            .filter_map(|entry| crate::words::changed(&entry.body, &Desk::default(), &self.thread.me))
            .collect()
    }
}

fn bens(seq: u64, text: &str) -> Value {
    let agent = json!({"id": "ben", "name": "Ben"});
    entry(
        seq,
        json!({"type": "message", "from": {"who": "agent", "agent": agent}, "text": text, "client_id": "b"}),
    )
}

#[test]
fn a_decision_says_what_was_seen_when_it_was_made() {
    let mut page = Page::new();
    page.polled(json!([visitor(1, "hello")]), 1, human("ana"));
    page.posts("r", Post::Reply("hi".into()));
    assert!(page.posts("e", Post::Resolve).is_empty());
    page.polled(json!([visitor(2, "wait")]), 2, human("ana"));
    let resolve = [r#"resolve {"client_id":"e","seen":1}"#];
    assert_eq!(
        page.answered("r", json!([reply(3, "r", "hi")]), 3, human("ana")),
        resolve
    );
}

#[test]
fn a_note_is_about_nothing_that_could_be_stale() {
    let mut page = Page::new();
    page.polled(json!([visitor(1, "hello")]), 1, human("ana"));
    assert_eq!(
        page.posts("n", Post::Note("x".into())),
        [r#"note {"client_id":"n","text":"x"}"#]
    );
}

#[test]
fn a_stale_reply_goes_back_into_the_field_and_what_happened_is_shown() {
    let mut page = Page::new();
    page.polled(json!([visitor(1, "hello")]), 1, human("ana"));
    page.posts("r", Post::Reply("hi".into()));
    let out = page.passed_over("r", json!([bens(2, "I have this"), visitor(3, "thanks")]));
    assert_eq!(out, ["back: hi", "poll 1"]);
    assert_eq!(
        page.changes(),
        ["Ben replied: “I have this”", "The visitor wrote: “thanks”"]
    );
    assert_eq!(page.shows().len(), 3);
    assert!(page.thread.outbox().is_empty());
}

#[test]
fn done_anyway_it_goes_under_another_id_with_what_has_been_seen_by_now() {
    let mut page = Page::new();
    page.polled(json!([visitor(1, "hello")]), 1, human("ana"));
    page.posts("e", Post::Resolve);
    page.passed_over("e", json!([visitor(2, "one more thing")]));
    let post = page.thread.stale.clone().unwrap().post;
    assert_eq!(page.posts("e2", post), [r#"resolve {"client_id":"e2","seen":2}"#]);
    assert_eq!(page.thread.stale, None);
}

#[test]
fn a_stale_decision_can_be_let_go() {
    let mut page = Page::new();
    page.posts("e", Post::Resolve);
    page.passed_over("e", json!([]));
    page.does(Input::Dismiss);
    assert_eq!(
        (page.thread.stale.as_ref(), page.thread.outbox().is_empty()),
        (None, true)
    );
}

#[test]
fn a_page_that_is_loaded_again_remembers_what_was_seen() {
    let mut page = Page::new();
    page.polled(json!([visitor(1, "hello")]), 1, human("ana"));
    page.posts("r", Post::Reply("hi".into()));
    let kept = serde_json::to_string(page.thread.outbox()).unwrap();
    let mut again = Page::new();
    let out = again.does(Input::Start(serde_json::from_str(&kept).unwrap()));
    assert!(out.contains(&r#"reply {"client_id":"r","text":"hi","seen":1}"#.to_owned()));
}
