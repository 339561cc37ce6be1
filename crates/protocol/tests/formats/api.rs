//! Bodies of the version 1 API.

use gangway_protocol::api::{
    Agent, AgentEntries, AgentList, AuditList, AuditRecord, Called, ContextTurn, Desk, InboxList, Me,
    NewAgent, OpenConversation, OpenedConversation, PostClaim, PostCommand, PostMessage, PostPlain,
    PostSlots, PostSnooze, PostTags, PostText, PostTransfer, Role, SearchHit, SearchRequest, SearchResponse,
    SetUp, SignIn, SignInLink, Skills, SlotValue, TeamName, Ticket, VisitorEntries, WorkspaceInfo,
};
use gangway_protocol::event::Seen;
use gangway_protocol::queue::Place;
use gangway_protocol::visitor::view;
use gangway_protocol::{Priority, Seq, Status};
use insta::assert_snapshot;

use crate::examples::{AT, ana, ben, citation, entries, signals, summary};
use crate::form;

#[test]
fn what_visitors_post_is_unchanged() {
    assert_snapshot!(form(vec![OpenConversation {
        language: Some("pt".to_owned()),
        page: Some("https://www.meridian-tours.example/peru".to_owned()),
    }]));
    assert_snapshot!(form(vec![PostMessage {
        client_id: "m1".into(),
        text: "Olá 👋".to_owned(),
        context: vec![ContextTurn {
            seq: Seq(2),
            visitor: false,
            text: "Hello".to_owned()
        }],
        last_seq: Seq(2),
    }]));
    assert_snapshot!(form(vec![PostSlots {
        client_id: "s1".into(),
        action: "luggage-report".into(),
        values: vec![SlotValue {
            slot: "booking".into(),
            value: "MT204518".to_owned()
        }],
    }]));
    assert_snapshot!(form(vec![PostPlain {
        client_id: "p1".into()
    }]));
    assert_snapshot!(form(vec![SearchRequest {
        query: "how long".to_owned(),
        context: vec!["visas for Peru".to_owned()],
        place: Some("peru".to_owned()),
    }]));
}

#[test]
fn what_visitors_are_answered_is_unchanged() {
    assert_snapshot!(form(vec![WorkspaceInfo {
        workspace: "meridian-tours".into(),
        name: "Meridian Tours".to_owned(),
        languages: vec!["en".to_owned()],
        language: Some("en".to_owned()),
        greeting: "Hello!".to_owned(),
        suggestions: vec!["Do I need a visa?".to_owned()],
        accent: Some("#8A3B12".to_owned()),
        instant_answers: true,
    }]));
    assert_snapshot!(form(vec![OpenedConversation {
        conversation: "c1".into(),
        token: "token".to_owned(),
        expires_at: AT,
    }]));
    assert_snapshot!(form(vec![VisitorEntries {
        entries: entries().iter().take(1).filter_map(view).collect(),
        last_seq: Seq(17),
        status: "queued".to_owned(),
        complete: true,
        seen: Seq(4),
        place: Some(Place {
            position: 2,
            minutes: Some(5),
        }),
    }]));
    assert_snapshot!(form(vec![Ticket {
        ticket: "ticket".to_owned(),
        expires_at: AT
    }]));
    assert_snapshot!(form(vec![SearchResponse {
        hits: vec![SearchHit {
            passage: "visas.md#1".into(),
            score: 1.5,
            citation: citation()
        }],
        confidence: 0.875,
        answer: signals().answer,
        index: "i1".into(),
    }]));
}

#[test]
fn what_agents_post_is_unchanged() {
    assert_snapshot!(form(vec![PostClaim {
        client_id: "k1".into(),
        take_from: Some("a2".into())
    }]));
    assert_snapshot!(form(vec![PostText {
        client_id: "r1".into(),
        text: "Hello".to_owned(),
        seen: Some(Seq(16))
    }]));
    assert_snapshot!(form(vec![PostCommand {
        client_id: "e1".into(),
        seen: Some(Seq(17))
    }]));
    assert_snapshot!(form(vec![PostTags {
        client_id: "t1".into(),
        add: vec!["vip".into()],
        remove: vec!["newsletter".into()],
    }]));
    assert_snapshot!(form(vec![PostTransfer {
        client_id: "x1".into(),
        team: "groups".into(),
        seen: None
    }]));
    assert_snapshot!(form(vec![PostSnooze {
        client_id: "z1".into(),
        until: AT,
        seen: Some(Seq(17))
    }]));
}

#[test]
fn what_agents_are_answered_is_unchanged() {
    assert_snapshot!(form(vec![InboxList {
        summaries: vec![summary(Status::Bot)],
        online: vec!["a1".into()],
        desk: None,
    }]));
    assert_snapshot!(form(vec![AgentEntries {
        entries: entries().into_iter().skip(1).take(1).collect(),
        last_seq: Seq(17),
        status: Status::Bot,
        tags: vec!["vip".into()],
        priority: Priority::High,
        complete: false,
        seen: Seen {
            delivered: Seq(17),
            read: Seq(15)
        },
    }]));
}

#[test]
fn what_the_agents_page_calls_things_by_is_unchanged() {
    assert_snapshot!(form(vec![Desk {
        name: "Meridian Tours".to_owned(),
        teams: vec![TeamName {
            id: "duty-desk".into(),
            name: "Duty desk".to_owned(),
        }],
        tags: vec!["vip".into()],
        tag_names: vec![Called {
            id: "vip".to_owned(),
            name: "VIP".to_owned(),
        }],
        action_names: Vec::new(),
    }]));
    let agent = Agent {
        agent: ben(),
        email: "ben@meridian-tours.example".to_owned(),
        role: Role::Agent,
        workspaces: vec!["*".into()],
        disabled: false,
        skills: Skills::default(),
    };
    assert_snapshot!(form(vec![Me {
        agent,
        desks: vec!["meridian-tours".into()],
    }]));
}

#[test]
fn administration_is_unchanged() {
    let agent = Agent {
        agent: ana(),
        email: "ana@meridian-tours.example".to_owned(),
        role: Role::Administrator,
        workspaces: vec!["*".into()],
        disabled: true,
        skills: Skills {
            teams: vec!["duty-desk".into()],
            languages: vec!["en".to_owned(), "es".to_owned()],
            capacity: Some(2),
        },
    };
    assert_snapshot!(form(vec![SetUp {
        secret: "secret".to_owned(),
        name: "Ana".to_owned(),
        email: "ana@meridian-tours.example".to_owned(),
    }]));
    assert_snapshot!(form(vec![NewAgent {
        name: "Ben".to_owned(),
        email: "ben@meridian-tours.example".to_owned(),
        role: Role::Agent,
        workspaces: vec!["meridian-tours".into()],
        skills: Skills::default(),
    }]));
    assert_snapshot!(form(vec![AgentList {
        agents: vec![agent],
        workspace_names: vec![Called {
            id: "meridian-tours".to_owned(),
            name: "Meridian Tours".to_owned(),
        }],
    }]));
    assert_snapshot!(form(vec![SignInLink {
        agent: ben(),
        path: "/inbox#sign-in=code".to_owned(),
        expires_at: AT,
    }]));
    assert_snapshot!(form(vec![SignIn {
        code: "code".to_owned()
    }]));
    let record = AuditRecord {
        id: 7,
        at: AT,
        by: Some(ana()),
        action: "created".to_owned(),
        agent: ben(),
        workspace: None,
        after: None,
    };
    let exported = AuditRecord {
        id: 8,
        action: "exported".to_owned(),
        agent: ana(),
        workspace: Some("meridian-tours".into()),
        after: Some("c1.100".to_owned()),
        ..record.clone()
    };
    assert_snapshot!(form(vec![AuditList {
        records: vec![record, exported],
        next: Some(7)
    }]));
}
