//! One of everything, with every field set.

use gangway_protocol::signals::{Basis, Kind, SlotFound, TagFound, Turn, WordsFound};
use gangway_protocol::summary::LastLine;
use gangway_protocol::{
    AgentRef, Answer, By, Citation, Entry, EntryBody, Epoch, Field, FileFormat, Ground, GroundKind,
    HandoffReason, Message, Priority, Question, SentFile, Seq, Signals, SlotInput, Speaker, Stamp, Status,
    Summary, TagSource, Timestamp,
};

pub(crate) const AT: Timestamp = Timestamp(1_795_000_000_000);

pub(crate) fn ana() -> AgentRef {
    AgentRef {
        id: "a1".into(),
        name: "Ana".to_owned(),
    }
}

pub(crate) fn ben() -> AgentRef {
    AgentRef {
        id: "a2".into(),
        name: "Ben".to_owned(),
    }
}

pub(crate) fn citation() -> Citation {
    Citation {
        passage: "visas.md#1".into(),
        document: "visas.md".into(),
        title: "Visas".to_owned(),
        heading: vec!["Peru".to_owned(), "How long".to_owned()],
        text: "You may stay for 90 days.".to_owned(),
        link: Some("https://www.meridian-tours.example/visas".to_owned()),
        page: Some(4),
        row: Some(12),
    }
}

pub(crate) fn question(input: SlotInput) -> Question {
    Question {
        action: "luggage-report".into(),
        slot: "where".into(),
        input,
        example: Some("Cusco".to_owned()),
        choices: vec!["Cusco".to_owned(), "La Paz".to_owned()],
        optional: input == SlotInput::Phone,
        most: (input == SlotInput::File).then_some(4),
    }
}

pub(crate) fn message(from: Speaker) -> Message {
    Message {
        from,
        text: "Olá 👋".to_owned(),
        client_id: Some("m1".into()),
        language: Some("pt".to_owned()),
        citations: vec![citation()],
        confidence: Some(0.875),
        question: Some(question(SlotInput::Choice)),
        notice: true,
        sensitive: true,
    }
}

pub(crate) fn plain(from: Speaker) -> Message {
    Message {
        from,
        text: "Hello".to_owned(),
        client_id: None,
        language: None,
        citations: Vec::new(),
        confidence: None,
        question: None,
        notice: false,
        sensitive: false,
    }
}

pub(crate) fn reasons() -> Vec<HandoffReason> {
    vec![
        HandoffReason::Asked {
            words: "a person".to_owned(),
        },
        HandoffReason::Rule {
            rule: "accident".into(),
            because: "said \"accident\"".to_owned(),
        },
        HandoffReason::FailedAttempts { attempts: 2 },
        HandoffReason::Collected {
            action: "luggage-report".into(),
            complete: false,
        },
        HandoffReason::Unreadable,
        HandoffReason::CameBack,
        HandoffReason::Transfer { by: "a1".into() },
    ]
}

pub(crate) fn every_by() -> Vec<By> {
    vec![
        By::Agent { agent: ana() },
        By::Rule {
            rule: "accident".into(),
        },
        By::Visitor,
        By::Time,
        By::Tag {
            tag: "accident".into(),
        },
    ]
}

pub(crate) fn bodies() -> Vec<EntryBody> {
    let mut bodies = vec![
        EntryBody::Message(message(Speaker::Visitor)),
        EntryBody::Message(plain(Speaker::Bot)),
        EntryBody::Message(plain(Speaker::Agent { agent: ana() })),
        EntryBody::Note {
            agent: ana(),
            text: "Between us".to_owned(),
            client_id: "n1".into(),
        },
        EntryBody::TagAdded {
            tag: "vip".into(),
            source: TagSource::Phrase {
                phrase: "vip".to_owned(),
            },
        },
        EntryBody::TagAdded {
            tag: "vip".into(),
            source: TagSource::Meaning {
                example: "I fly first class".to_owned(),
                sure: 83,
            },
        },
        EntryBody::TagAdded {
            tag: "vip".into(),
            source: TagSource::Rule { rule: "vips".into() },
        },
        EntryBody::TagAdded {
            tag: "vip".into(),
            source: TagSource::Agent { agent: ana() },
        },
        EntryBody::TagRemoved {
            tag: "vip".into(),
            by: By::Agent { agent: ana() },
        },
        EntryBody::RuleFired {
            rule: "accident".into(),
            because: "said \"accident\"".to_owned(),
            held: Vec::new(),
        },
        EntryBody::RuleFired {
            rule: "accident".into(),
            because: "said \"accident\"".to_owned(),
            held: vec![ground(GroundKind::Words, true, "", "accident")],
        },
        EntryBody::NearMiss {
            rule: Some("vips".into()),
            team: "duty-desk".into(),
            held: vec![ground(GroundKind::Tag, true, "vip", "")],
            missed: vec![ground(GroundKind::ConfidenceBelow, false, "0.35", "0.41")],
        },
        EntryBody::NearMiss {
            rule: None,
            team: "desk".into(),
            held: Vec::new(),
            missed: vec![ground(GroundKind::FailedAttempts, false, "2", "1")],
        },
        EntryBody::Alerted {
            team: "duty-desk".into(),
            because: "nobody claimed it".to_owned(),
        },
        EntryBody::ActionStarted {
            action: "luggage-report".into(),
            rule: Some("lost luggage".into()),
        },
        EntryBody::SlotFilled {
            action: "luggage-report".into(),
            slot: "booking".into(),
            value: "MT204518".to_owned(),
            label: "Booking".to_owned(),
            sensitive: false,
            shown: None,
            called: None,
        },
        EntryBody::SlotFilled {
            action: "luggage-report".into(),
            slot: "passport".into(),
            value: "X1234567".to_owned(),
            label: "Passport".to_owned(),
            sensitive: true,
            shown: None,
            called: None,
        },
        EntryBody::SlotFilled {
            action: "luggage-report".into(),
            slot: "size".into(),
            value: "Large".to_owned(),
            label: "Size".to_owned(),
            sensitive: false,
            shown: Some("Grande".to_owned()),
            called: Some("Tamaño".to_owned()),
        },
        EntryBody::File(SentFile {
            file: 1,
            name: "scratch.jpg".to_owned(),
            format: FileFormat::Jpeg,
            bytes: 86_000,
            client_id: "m1".into(),
            action: None,
            slot: None,
            label: None,
            sensitive: false,
        }),
        EntryBody::File(SentFile {
            file: 2,
            name: "passport.pdf".to_owned(),
            format: FileFormat::Pdf,
            bytes: 1_204,
            client_id: "m2".into(),
            action: Some("luggage-report".into()),
            slot: Some("passport".into()),
            label: Some("Passport".to_owned()),
            sensitive: true,
        }),
        EntryBody::SlotSkipped {
            action: "luggage-report".into(),
            slot: "phone".into(),
            label: "Telephone".to_owned(),
        },
        EntryBody::CheckStarted {
            action: "luggage-report".into(),
        },
        EntryBody::CheckAnswered {
            action: "luggage-report".into(),
            fields: vec![Field {
                name: "destination".to_owned(),
                label: "Destination".to_owned(),
                value: "Cusco".to_owned(),
            }],
        },
        EntryBody::CheckFailed {
            action: "luggage-report".into(),
            because: "it is not known there".to_owned(),
            again: Some("booking".into()),
        },
        EntryBody::ActionCompleted {
            action: "luggage-report".into(),
        },
        EntryBody::ActionFailed {
            action: "luggage-report".into(),
            because: "2 answers were not accepted".to_owned(),
        },
        EntryBody::Escalated {
            from: "desk".into(),
            to: "duty-desk".into(),
        },
        EntryBody::Moved {
            from: "desk".into(),
            to: "groups".into(),
            reason: HandoffReason::Unreadable,
            closed: None,
        },
        EntryBody::CalledOff,
        EntryBody::Claimed {
            agent: ana(),
            from: Some(ben()),
            assigned: false,
        },
        EntryBody::Claimed {
            agent: ana(),
            from: None,
            assigned: true,
        },
        EntryBody::Released {
            agent: ana(),
            silent: true,
        },
        EntryBody::Transferred {
            by: ana(),
            team: "groups".into(),
        },
        EntryBody::ReturnedToBot { by: ana() },
        EntryBody::Snoozed {
            by: ana(),
            until: AT.plus(60_000),
        },
        EntryBody::Woken,
        EntryBody::Reopened,
    ];
    bodies.extend(every_by().into_iter().map(|by| EntryBody::Resolved { by }));
    bodies.extend(every_by().into_iter().map(|by| EntryBody::PriorityChanged {
        priority: Priority::Urgent,
        by,
    }));
    bodies.extend(reasons().into_iter().map(|reason| EntryBody::HandedOff {
        team: "duty-desk".into(),
        reason,
        priority: Priority::High,
        closed: None,
    }));
    // Meant for a team that was closed.
    bodies.push(EntryBody::HandedOff {
        team: "duty-desk".into(),
        reason: HandoffReason::CameBack,
        priority: Priority::Normal,
        closed: Some("groups".into()),
    });
    bodies.push(EntryBody::Moved {
        from: "desk".into(),
        to: "duty-desk".into(),
        reason: HandoffReason::CameBack,
        closed: Some("groups".into()),
    });
    bodies
}

pub(crate) fn entries() -> Vec<Entry> {
    let numbered = (1..).map(Seq).zip(bodies());
    numbered
        .map(|(seq, body)| Entry {
            seq,
            at: AT,
            epoch: Epoch(3),
            body,
        })
        .collect()
}

pub(crate) fn statuses() -> Vec<Status> {
    vec![
        Status::Bot,
        Status::Queued {
            team: "desk".into(),
            waiting_since: AT,
            escalated: true,
        },
        Status::Human {
            agent: ana(),
            team: "desk".into(),
            active_at: AT,
            waiting_since: AT.plus(-60_000),
        },
        Status::Snoozed {
            agent: ana(),
            team: "desk".into(),
            until: AT.plus(60_000),
        },
        Status::Resolved {
            at: AT,
            team: Some("desk".into()),
        },
    ]
}

pub(crate) fn summary(status: Status) -> Summary {
    Summary {
        conversation: "c1".into(),
        version: Seq(17),
        status,
        priority: Priority::Urgent,
        tags: vec!["lost-luggage".into()],
        language: Some("pt".to_owned()),
        reason: Some(HandoffReason::CameBack),
        last_line: Some(LastLine {
            from: "visitor".to_owned(),
            text: "Olá 👋".to_owned(),
            at: AT,
        }),
        messages: 9,
        unanswered: 2,
        read: Seq(12),
        unread: 1,
        opened_at: AT,
        updated_at: AT.plus(60_000),
    }
}

pub(crate) fn stamp() -> Stamp {
    Stamp {
        playbook: "p1".into(),
        index: "i1".into(),
        considered: Seq(7),
    }
}

pub(crate) fn signals() -> Signals {
    Signals {
        stamp: stamp(),
        language: Some("pt".to_owned()),
        kind: Kind::Thanks,
        asks_for_person: Some("a person".to_owned()),
        tags: vec![TagFound {
            tag: "accident".into(),
            phrase: "accident".to_owned(),
            sure: None,
        }],
        words: vec![WordsFound {
            rule: "breakdown".into(),
            phrase: "broke down".to_owned(),
        }],
        slots: vec![SlotFound {
            action: "luggage-report".into(),
            slot: "booking".into(),
            value: "MT204518".to_owned(),
        }],
        confidence: 0.875,
        answer: Some(Answer {
            text: "You may stay for 90 days.".to_owned(),
            citations: vec![citation()],
        }),
    }
}

pub(crate) fn basis() -> Basis {
    Basis {
        stamp: stamp(),
        turns: vec![Turn {
            seq: Seq(7),
            visitor: true,
            text: "Hello".to_owned(),
        }],
        epoch: Epoch(3),
    }
}

pub(crate) fn ground(condition: GroundKind, held: bool, wanted: &str, found: &str) -> Ground {
    Ground {
        condition,
        held,
        of: String::new(),
        wanted: wanted.to_owned(),
        found: found.to_owned(),
    }
}
