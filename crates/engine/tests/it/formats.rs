//! What is stored beside the timeline, pinned: the state, the inputs, the effects. A change here must be paired
//! with a migration plan.

use std::collections::BTreeSet;
use std::fmt::Debug;

use gangway_engine::{CheckOutcome, Command, Conversation, Effect, Input, Output, Recorded, VERSION};
use gangway_protocol::api::SlotValue;
use gangway_protocol::{AgentRef, Epoch, FileFormat, FileRef, Priority, Seq, Timestamp};
use insta::assert_snapshot;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::stage;

#[test]
fn state_format_unchanged() {
    assert_snapshot!(form(vec![new(), midway(), held()]));
}

#[test]
fn a_state_that_does_not_know_who_decided_last_is_read() {
    let mut json = serde_json::to_value(held()).unwrap();
    let latest = json.as_object_mut().unwrap().remove("latest");
    assert_eq!(latest.unwrap()["agents"][0]["agent"], "a1");
    let read: Conversation = serde_json::from_value(json).unwrap();
    assert_eq!(read.status(), held().status());
}

#[test]
fn input_format_unchanged() {
    assert_snapshot!(form(inputs()));
}

#[test]
fn every_kind_of_input_and_command_is_pinned() {
    let inputs = inputs();
    assert_eq!(
        inputs.iter().map(kind).collect::<BTreeSet<_>>().len(),
        INPUTS + COMMANDS
    );
}

#[test]
fn recorded_input_format_unchanged() {
    let recorded = Recorded {
        at: Timestamp(7),
        version: VERSION,
        playbook: "p1".into(),
        input: Input::Wake,
    };
    assert_snapshot!(form(vec![recorded]));
}

#[test]
fn effect_format_unchanged() {
    assert_snapshot!(form(effects()));
}

#[test]
fn output_format_unchanged() {
    let output = Output {
        entries: Vec::new(),
        effects: effects(),
        repeated: true,
    };
    assert_snapshot!(form(vec![output, Output::default()]));
}

/// Reads every value back from its JSON, and gives the JSON to be pinned, a line for each.
fn form<T: Serialize + DeserializeOwned + PartialEq + Debug>(values: Vec<T>) -> String {
    let lines = values.iter().map(|value| {
        let json = serde_json::to_string(value).unwrap();
        assert_eq!(&serde_json::from_str::<T>(&json).unwrap(), value);
        json
    });
    lines.collect::<Vec<_>>().join("\n")
}

fn new() -> Conversation {
    Conversation::new("c1".into(), Timestamp(7), "p1".into())
}

/// A report half collected, in the queue.
fn midway() -> Conversation {
    let mut conversation = new();
    write(&mut conversation, "I lost my luggage and want a person");
    write(&mut conversation, "MT204518");
    conversation
}

/// The same in an agent's hands.
fn held() -> Conversation {
    let mut conversation = midway();
    let input = Input::Agent {
        client_id: "k1".into(),
        agent: ana(),
        command: Command::Claim { take_from: None },
        seen: None,
    };
    conversation
        .handle(Timestamp(90), &stage::playbook_with(""), &input)
        .unwrap();
    conversation
}

fn write(conversation: &mut Conversation, text: &str) {
    let playbook = stage::playbook_with("");
    let signals = stage::read(text, &conversation.basis(), &playbook);
    let client_id = format!("m{}", conversation.last_seq().0).into();
    let input = Input::VisitorMessage {
        client_id,
        text: text.to_owned(),
        signals: Some(Box::new(signals)),
    };
    conversation.handle(Timestamp(80), &playbook, &input).unwrap();
}

fn ana() -> AgentRef {
    AgentRef {
        id: "a1".into(),
        name: "Ana".to_owned(),
    }
}

fn inputs() -> Vec<Input> {
    let playbook = stage::playbook_with("");
    let text = "We had an accident, booking MT204518, and want a person".to_owned();
    let signals = stage::read(&text, &new().basis(), &playbook);
    let commands = [
        Command::Claim {
            take_from: Some("a2".into()),
        },
        Command::Release,
        Command::Reply {
            text: "Hello".to_owned(),
        },
        Command::Note {
            text: "Between us".to_owned(),
        },
        Command::Tags {
            add: vec!["vip".into()],
            remove: vec!["newsletter".into()],
        },
        Command::Transfer {
            team: "groups".into(),
        },
        Command::ReturnToBot,
        Command::Snooze { until: Timestamp(99) },
        Command::Resolve,
    ];
    let mut inputs = vec![
        Input::Adopt {
            playbook: "p2".into(),
        },
        Input::VisitorMessage {
            client_id: "m1".into(),
            text: text.clone(),
            signals: Some(Box::new(signals)),
        },
        Input::VisitorMessage {
            client_id: "m2".into(),
            text,
            signals: None,
        },
        Input::SlotsGiven {
            client_id: "s1".into(),
            action: "luggage".into(),
            values: vec![SlotValue {
                slot: "booking".into(),
                value: "MT204518".to_owned(),
            }],
        },
        Input::FileSent {
            client_id: "f1".into(),
            name: "scratch.jpg".to_owned(),
            format: FileFormat::Jpeg,
            bytes: 86_000,
            wanted_by: None,
        },
        Input::AskedForPerson {
            client_id: "p1".into(),
        },
        Input::CalledOff {
            client_id: "o1".into(),
        },
        Input::BotSaid {
            epoch: Epoch(3),
            text: "Hello".to_owned(),
        },
        Input::Checked {
            check: Seq(9),
            outcome: CheckOutcome::Answered {
                fields: [("destination".to_owned(), "Cusco".to_owned())].into(),
            },
        },
        Input::Checked {
            check: Seq(9),
            outcome: CheckOutcome::NotFound,
        },
        Input::Checked {
            check: Seq(9),
            outcome: CheckOutcome::Failed {
                because: "status 500".to_owned(),
            },
        },
        Input::AgentOffline { agent: "a1".into() },
        Input::Offered {
            agent: AgentRef {
                id: "a1".into(),
                name: "Ana".to_owned(),
            },
            team: "desk".into(),
            until: Timestamp(90),
        },
        Input::Wake,
    ];
    inputs.extend(commands.map(|command| Input::Agent {
        client_id: "k1".into(),
        agent: ana(),
        command,
        seen: None,
    }));
    inputs.push(Input::Agent {
        client_id: "k1".into(),
        agent: ana(),
        command: Command::Resolve,
        seen: Some(Seq(7)),
    });
    inputs
}

fn effects() -> Vec<Effect> {
    vec![
        Effect::Alert {
            team: "duty".into(),
            because: "said \"accident\"".to_owned(),
            priority: Priority::Urgent,
        },
        Effect::Check {
            check: Seq(9),
            action: "trip".into(),
            webhook: "BOOKING_HOOK".to_owned(),
            values: [("booking".into(), "MT204518".to_owned())].into(),
            files: [(
                "photos".into(),
                vec![FileRef {
                    file: 1,
                    name: "scratch.jpg".to_owned(),
                    format: FileFormat::Jpeg,
                    bytes: 86_000,
                }],
            )]
            .into(),
            until: Timestamp(5_007),
        },
        Effect::Publish {
            summary: Box::new(midway().summary()),
        },
    ]
}

const INPUTS: usize = 11;
const COMMANDS: usize = 9;

/// Exhaustive, so that whoever adds an input or a command comes here and pins it.
fn kind(input: &Input) -> &'static str {
    match input {
        Input::Adopt { .. } => "adopt",
        Input::VisitorMessage { .. } => "message",
        Input::SlotsGiven { .. } => "slots",
        Input::FileSent { .. } => "file",
        Input::AskedForPerson { .. } => "person",
        Input::CalledOff { .. } => "off",
        Input::BotSaid { .. } => "bot said",
        Input::Checked { .. } => "checked",
        Input::AgentOffline { .. } => "offline",
        Input::Offered { .. } => "offered",
        Input::Wake => "wake",
        Input::Agent { command, .. } => match command {
            Command::Claim { .. } => "claim",
            Command::Release => "release",
            Command::Reply { .. } => "reply",
            Command::Note { .. } => "note",
            Command::Tags { .. } => "tags",
            Command::Transfer { .. } => "transfer",
            Command::ReturnToBot => "return",
            Command::Snooze { .. } => "snooze",
            Command::Resolve => "resolve",
        },
    }
}
