//! What goes over the sockets, and every refusal.

use gangway_protocol::event::{AgentEvent, Alert, ClientEvent, InboxEvent, Seen, VisitorEvent};
use gangway_protocol::queue::Place;
use gangway_protocol::visitor::view;
use gangway_protocol::{Code, Priority, Problem, Seq, Status};
use insta::assert_snapshot;

use crate::examples::{AT, ana, basis, entries, summary};
use crate::form;

const SEEN: Seen = Seen {
    delivered: Seq(17),
    read: Seq(15),
};

#[test]
fn visitor_event_format_unchanged() {
    let entries = entries().iter().take(1).filter_map(view).collect();
    assert_snapshot!(form(vec![
        VisitorEvent::Entries {
            entries,
            last_seq: Seq(17)
        },
        VisitorEvent::Typing {
            name: "Ana".to_owned()
        },
        VisitorEvent::Seen { seq: Seq(9) },
        VisitorEvent::Place(Place {
            position: 3,
            minutes: Some(5)
        }),
        VisitorEvent::Place(Place {
            position: 1,
            minutes: None
        }),
    ]));
}

#[test]
fn agent_event_format_unchanged() {
    let entries = entries().into_iter().skip(1).take(1).collect();
    assert_snapshot!(form(vec![
        AgentEvent::Entries {
            entries,
            last_seq: Seq(17),
            status: Status::Bot
        },
        AgentEvent::VisitorTyping,
        AgentEvent::AgentTyping {
            name: "Ana".to_owned()
        },
        AgentEvent::Seen(SEEN),
    ]));
}

#[test]
fn inbox_event_format_unchanged() {
    let alert = Alert {
        id: "c1/17/0".to_owned(),
        conversation: "c1".into(),
        team: "duty-desk".into(),
        because: "said \"accident\"".to_owned(),
        priority: Priority::Urgent,
        at: AT,
    };
    assert_snapshot!(form(vec![
        InboxEvent::Summaries {
            summaries: vec![summary(Status::Bot)]
        },
        InboxEvent::Alert(alert),
        InboxEvent::Rights,
        InboxEvent::Presence {
            online: vec!["a1".into()]
        },
    ]));
}

#[test]
fn client_event_format_unchanged() {
    assert_snapshot!(form(vec![ClientEvent::Typing, ClientEvent::Seen(SEEN)]));
}

#[test]
fn problem_format_unchanged() {
    let whole = Problem {
        holder: Some(ana()),
        basis: Some(Box::new(basis())),
        ..Problem::new(Code::AlreadyClaimed, "Ana has it").hint("take it from her")
    };
    assert_snapshot!(form(vec![
        Problem::new(Code::Empty, "the message is empty"),
        whole
    ]));
}

#[test]
fn code_format_unchanged() {
    assert_snapshot!(form(vec![
        Code::BadRequest,
        Code::NotUtf8,
        Code::Empty,
        Code::TooLong,
        Code::Unauthorized,
        Code::Forbidden,
        Code::NotFound,
        Code::MethodNotAllowed,
        Code::AlreadyClaimed,
        Code::NotHolder,
        Code::WrongStatus,
        Code::InvalidSlot,
        Code::UnsupportedFile,
        Code::StaleView,
        Code::StaleReading,
        Code::Spent,
        Code::TooSlow,
        Code::TooMany,
        Code::Unavailable,
        Code::Internal,
    ]));
}
