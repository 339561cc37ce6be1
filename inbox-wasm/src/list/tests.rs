//! A list and a service that sends what the test says.

#![expect(clippy::unwrap_used, reason = "a test ends where it is wrong")]

use serde_json::{Value, json};

use super::*;

fn ana() -> List {
    List::new("ana".into(), Shown::default(), Vec::new())
}

fn summary(id: &str, version: u64, status: Value) -> Value {
    let mut summary = json!({"conversation": id, "version": version, "opened_at": 1, "updated_at": version});
    summary
        .as_object_mut()
        .unwrap()
        .extend(status.as_object().unwrap().clone());
    summary
}

fn queued(id: &str, version: u64, since: i64) -> Value {
    summary(
        id,
        version,
        json!({"status": "queued", "team": "t", "waiting_since": since}),
    )
}

fn held(id: &str, version: u64, by: &str) -> Value {
    let agent = json!({"id": by, "name": by});
    summary(
        id,
        version,
        json!({"status": "human", "agent": agent, "team": "t", "active_at": 1, "waiting_since": 1}),
    )
}

fn listed(list: &mut List, summaries: Value) {
    let answer = json!({"summaries": summaries, "online": ["ana"]});
    assert!(
        list.handle(0.0, Input::Listed(Ok(serde_json::from_value(answer).unwrap())))
            .is_empty()
    );
}

fn frame(list: &mut List, event: Value) {
    list.handle(
        0.0,
        Input::Frame {
            attempt: 1,
            text: event.to_string(),
        },
    );
}

fn rows(list: &List, view: View) -> Vec<String> {
    let mut list = list.clone();
    list.shown.view = view;
    list.rows().into_iter().map(|id| id.0).collect()
}

#[test]
fn whoever_waits_longest_stands_first_and_views_show_their_part() {
    let mut list = ana();
    listed(
        &mut list,
        json!([
            queued("b", 1, 20),
            held("c", 1, "ana"),
            queued("a", 1, 10),
            held("d", 1, "ben")
        ]),
    );
    assert_eq!(rows(&list, View::Unassigned), ["a", "b"]);
    assert_eq!(rows(&list, View::Mine), ["c"]);
    assert_eq!(list.count(View::Human), 2);
    list.shown.view = View::Mine;
    assert_eq!(list.next(), Some("a".into()), "whatever is shown");
    listed(&mut list, json!([held("a", 2, "ben"), held("b", 2, "ben")]));
    assert_eq!(list.next(), None);
}

#[test]
fn an_older_summary_that_arrives_late_changes_nothing() {
    let mut list = ana();
    frame(
        &mut list,
        json!({"event": "summaries", "summaries": [held("a", 5, "ana")]}),
    );
    listed(&mut list, json!([queued("a", 4, 10)]));
    assert_eq!(rows(&list, View::Mine), ["a"]);
    assert!(rows(&list, View::Unassigned).is_empty());
}

#[test]
fn an_alert_is_shown_once_and_goes_when_someone_has_come() {
    let mut list = ana();
    let alert = json!({"event": "alert", "id": "x", "conversation": "a", "team": "t", "because": "accident",
        "priority": "urgent", "at": 1});
    frame(&mut list, alert.clone());
    frame(&mut list, alert.clone());
    assert_eq!(list.alerts().len(), 1);
    frame(
        &mut list,
        json!({"event": "summaries", "summaries": [queued("a", 1, 1)]}),
    );
    assert_eq!(list.alerts().len(), 1);
    frame(
        &mut list,
        json!({"event": "summaries", "summaries": [held("a", 2, "ben")]}),
    );
    assert!(list.alerts().is_empty());
    frame(&mut list, alert);
    assert!(list.alerts().is_empty());
}

#[test]
fn of_several_alerts_the_most_urgent_stands_first_and_one_for_each_conversation() {
    let mut list = ana();
    let alert = |id: &str, of: &str, priority: &str, at: i64| json!({"event": "alert", "id": id, "conversation": of, "team": "t", "because": "", "priority": priority, "at": at});
    frame(&mut list, alert("1", "a", "normal", 1));
    frame(&mut list, alert("2", "b", "urgent", 2));
    frame(&mut list, alert("3", "c", "normal", 3));
    frame(&mut list, alert("4", "a", "normal", 4));
    let ids: Vec<_> = list.alerts().iter().map(|alert| alert.id.as_str()).collect();
    assert_eq!(ids, ["2", "4", "3"]);
}

#[test]
fn the_list_is_read_again_when_the_socket_opens() {
    let mut list = ana();
    let out = list.handle(0.0, Input::Start);
    assert_eq!(out[0], Output::GetList(View::All));
    listed(&mut list, json!([]));
    list.handle(
        0.0,
        Input::Ticket {
            attempt: 1,
            answer: Ok("t".into()),
        },
    );
    let out = list.handle(0.0, Input::Link(LinkIn::Opened { attempt: 1 }));
    assert!(out.contains(&Output::GetList(View::All)));
}

#[test]
fn a_session_that_ended_is_said_and_another_failure_is_shown() {
    let mut list = ana();
    let ended = Failure::refused(401, r#"{"code":"unauthorized","message":"Sign in"}"#);
    assert_eq!(list.handle(0.0, Input::Listed(Err(ended))), [Output::SignedOut]);
    list.handle(0.0, Input::Listed(Err(Failure::Unreachable)));
    assert_eq!(list.failure.as_deref(), Some("No connection right now."));
}

#[test]
fn a_list_of_an_object_without_names_keeps_those_that_are_known() {
    let mut list = ana();
    list.desk.name = "Meridian".into();
    listed(&mut list, json!([]));
    assert_eq!(list.desk.name, "Meridian");
}

/// A list of four: two wait, one is Ana's with an unread message, one is the bot's.
fn four() -> List {
    let mut list = ana();
    let mut lost = queued("lost0001", 1, 30);
    lost["priority"] = json!("urgent");
    lost["tags"] = json!(["lost-luggage"]);
    lost["language"] = json!("es");
    lost["last_line"] = json!({"from": "visitor", "text": "Perdí mi Maleta", "at": 1});
    let mut mine = held("mine0002", 2, "ana");
    mine["unread"] = json!(1);
    mine["unanswered"] = json!(1);
    mine["last_line"] = json!({"from": "ana", "text": "One moment", "at": 1});
    let mut bot = summary("bot00004", 9, json!({"status": "bot"}));
    bot["language"] = json!("en");
    listed(&mut list, json!([queued("wait0003", 3, 10), lost, mine, bot]));
    list
}

fn shows(list: &mut List, shown: Shown) -> Vec<String> {
    list.handle(0.0, Input::Show(shown));
    list.rows().into_iter().map(|id| id.0).collect()
}

#[test]
fn each_order_puts_its_own_first() {
    let mut list = four();
    let mut by = |sort| {
        shows(
            &mut list,
            Shown {
                sort,
                ..Shown::default()
            },
        )
    };
    assert_eq!(by(Sort::Urgent), ["lost0001", "mine0002", "wait0003", "bot00004"]);
    assert_eq!(
        by(Sort::Waiting),
        ["mine0002", "wait0003", "lost0001", "bot00004"]
    );
    assert_eq!(by(Sort::Latest), ["bot00004", "wait0003", "mine0002", "lost0001"]);
}

#[test]
fn each_part_of_a_filter_narrows_and_words_are_sought_in_what_the_row_shows() {
    let mut list = four();
    let mut with = |filter: Filter| {
        shows(
            &mut list,
            Shown {
                filter,
                ..Shown::default()
            },
        )
    };
    let words = |words: &str| Filter {
        words: words.into(),
        ..Filter::default()
    };
    assert_eq!(with(words("MALETA perdí")), ["lost0001"]);
    assert_eq!(with(words("spanish")), ["lost0001"]);
    assert_eq!(with(words("luggage urgent")), ["lost0001"]);
    assert_eq!(with(words("you: one")), ["mine0002"]);
    assert_eq!(with(words("assistant")), ["bot00004"]);
    assert!(with(words("maleta bot")).is_empty());
    assert_eq!(
        with(Filter {
            tag: Some("lost-luggage".into()),
            ..Filter::default()
        }),
        ["lost0001"]
    );
    assert_eq!(
        with(Filter {
            language: Some("en".into()),
            ..Filter::default()
        }),
        ["bot00004"]
    );
    assert_eq!(
        with(Filter {
            priority: Some(gangway_protocol::Priority::Urgent),
            ..Filter::default()
        }),
        ["lost0001"]
    );
    let team = Filter {
        team: Some("t".into()),
        ..Filter::default()
    };
    assert_eq!(with(team.clone()).len(), 3);
    assert!(team.narrows() && !Filter::default().narrows());
}

#[test]
fn what_is_over_is_no_longer_urgent() {
    let mut list = ana();
    let urgent = |version, status: Value| {
        let mut summary = summary("a", version, status);
        summary["priority"] = json!("urgent");
        json!([summary])
    };
    let priority = |list: &List| list.line(&"a".into()).unwrap().priority;
    listed(&mut list, urgent(1, json!({"status": "bot"})));
    assert_eq!(priority(&list), gangway_protocol::Priority::Urgent);
    listed(&mut list, urgent(2, json!({"status": "resolved", "at": 1})));
    assert_eq!(priority(&list), gangway_protocol::Priority::Normal);
}

#[test]
fn how_the_list_is_shown_is_kept_and_only_another_view_is_asked_for() {
    let mut list = four();
    let filtered = Shown {
        sort: Sort::Latest,
        ..Shown::default()
    };
    assert_eq!(list.handle(0.0, Input::Show(filtered)), [Output::KeepShown]);
    let other = Shown {
        view: View::Bot,
        ..Shown::default()
    };
    let out = list.handle(0.0, Input::Show(other));
    assert_eq!(out, [Output::KeepShown, Output::GetList(View::Bot)]);
    let kept: Shown = serde_json::from_str("{}").unwrap();
    assert_eq!(kept, Shown::default());
}

#[test]
fn whoever_waits_and_ones_own_unread_chats_are_counted_for_the_title() {
    assert_eq!(four().wanting(), 3);
}

#[test]
fn a_row_says_what_it_is_about_and_who_has_it() {
    let list = four();
    let lost = list.line(&"lost0001".into()).unwrap();
    assert_eq!(
        (lost.name.as_str(), lost.language.as_str()),
        ("Visitor 0001", "ES")
    );
    assert!(lost.is_free && lost.waits.is_some());
    let mine = list.line(&"mine0002".into()).unwrap();
    assert_eq!(
        (mine.with.as_str(), mine.last.as_str(), mine.unread),
        ("You", "You: One moment", 1)
    );
    assert_eq!(list.line(&"gone".into()), None);
}

#[test]
fn steps_lead_from_row_to_row_and_end_at_the_ends() {
    let rows: Vec<ConversationId> = vec!["a".into(), "b".into()];
    let step =
        |at: Option<&str>, step| neighbour(&rows, at.map(Into::into).as_ref(), step).map(|id| id.as_str());
    assert_eq!(step(None, 1), Some("a"));
    assert_eq!(step(Some("a"), 1), Some("b"));
    assert_eq!(step(Some("b"), 1), None);
    assert_eq!(step(Some("a"), -1), None);
    assert_eq!(step(Some("gone"), -1), Some("a"));
}

fn alert(id: &str, of: &str) -> Value {
    json!({"event": "alert", "id": id, "conversation": of, "team": "t", "because": "accident",
        "priority": "urgent", "at": 1})
}

fn tell(list: &mut List, event: Value) -> Vec<Output> {
    let text = event.to_string();
    list.handle(0.0, Input::Frame { attempt: 1, text })
}

fn gathered(list: &mut List, attended: Option<&str>, elsewhere: &[&str]) -> Option<Call> {
    let input = Input::Gathered {
        attended: attended.map(Into::into),
        elsewhere: elsewhere.iter().map(|&id| id.to_owned()).collect(),
    };
    match list.handle(0.0, input).pop() {
        Some(Output::Call(call)) => Some(call),
        _ => None,
    }
}

#[test]
fn a_burst_of_calls_is_made_heard_once() {
    let mut list = ana();
    assert_eq!(
        tell(&mut list, alert("1", "a")),
        [Output::GatherFor(calls::GATHER)]
    );
    assert!(tell(&mut list, alert("2", "b")).is_empty());
    assert!(tell(&mut list, alert("2", "b")).is_empty());
    let call = gathered(&mut list, None, &[]).unwrap();
    assert_eq!((call.conversation.as_str(), call.more), ("a", 1));
    assert_eq!(list.heard(), ["1", "2"]);
    assert_eq!(
        tell(&mut list, alert("3", "c")),
        [Output::GatherFor(calls::GATHER)]
    );
}

#[test]
fn a_call_is_not_made_heard_again_by_a_page_that_is_loaded_again_or_by_a_second_one() {
    let mut list = List::new("ana".into(), Shown::default(), vec!["1".into()]);
    assert!(tell(&mut list, alert("1", "a")).is_empty());
    assert!(list.alerts().is_empty());
    tell(&mut list, alert("2", "b"));
    assert_eq!(gathered(&mut list, None, &["2"]), None);
    assert_eq!(list.alerts().len(), 1);
}

#[test]
fn what_a_colleague_has_claimed_calls_nobody() {
    let mut list = ana();
    tell(
        &mut list,
        json!({"event": "summaries", "summaries": [held("a", 2, "ben")]}),
    );
    assert!(tell(&mut list, alert("1", "a")).is_empty());
    tell(&mut list, alert("2", "b"));
    tell(
        &mut list,
        json!({"event": "summaries", "summaries": [held("b", 2, "ben")]}),
    );
    assert_eq!(gathered(&mut list, None, &[]), None);
}

#[test]
fn what_the_agent_looks_at_is_not_made_heard() {
    let mut list = ana();
    tell(&mut list, alert("1", "a"));
    assert_eq!(gathered(&mut list, Some("a"), &[]), None);
}

#[test]
fn an_own_visitor_who_writes_is_made_heard_and_a_colleagues_is_not() {
    let mut list = ana();
    let wrote = |id: &str, by: &str, version, unread| {
        let mut summary = held(id, version, by);
        summary["unread"] = json!(unread);
        summary["unanswered"] = json!(unread);
        json!({"event": "summaries", "summaries": [summary]})
    };
    for (id, by) in [("a", "ana"), ("b", "ben")] {
        assert!(tell(&mut list, wrote(id, by, 1, 0)).is_empty());
    }
    assert!(tell(&mut list, wrote("b", "ben", 2, 1)).is_empty());
    assert_eq!(
        tell(&mut list, wrote("a", "ana", 2, 1)),
        [Output::GatherFor(calls::GATHER)]
    );
    let call = gathered(&mut list, None, &[]).unwrap();
    assert_eq!((call.conversation.as_str(), call.alert), ("a", None));
}

#[test]
fn a_page_asks_what_its_agent_may_do_when_that_was_changed_or_it_is_let_in_no_more() {
    let mut list = ana();
    list.handle(0.0, Input::Start);
    let text = json!({"event": "rights"}).to_string();
    let told = list.handle(0.0, Input::Frame { attempt: 1, text });
    assert_eq!(told, [Output::AskRights]);
    let refused = |status| Input::Ticket {
        attempt: 1,
        answer: Err(Failure::refused(
            status,
            r#"{"code":"forbidden","message":"You do not work here"}"#,
        )),
    };
    assert!(list.handle(0.0, refused(403)).contains(&Output::AskRights));
    let mut other = ana();
    other.handle(0.0, Input::Start);
    assert!(!other.handle(0.0, refused(503)).contains(&Output::AskRights));
    assert_eq!(other.handle(0.0, refused(401)), [Output::SignedOut]);
}
