//! Recorded inputs, run again; posts, delivered again.

use std::collections::BTreeMap;

use gangway_engine::{Conversation, Input, RECENT, Recorded, ReplayError, VERSION, replay};
use gangway_playbook::Playbook;
use gangway_protocol::{AgentRef, Entry, EntryBody, Hash, Timestamp};

use crate::stage;

fn playbooks() -> BTreeMap<Hash, Playbook> {
    BTreeMap::from([("p1".into(), stage::playbook_with(""))])
}

fn run(recorded: &[Recorded]) -> Result<Vec<Entry>, ReplayError> {
    replay("c".into(), Timestamp(0), None, &playbooks(), recorded)
}

fn recorded(at: i64, playbook: &str, input: Input) -> Recorded {
    Recorded {
        at: Timestamp(at),
        version: VERSION,
        playbook: playbook.into(),
        input,
    }
}

fn person(id: &str) -> Input {
    Input::AskedForPerson { client_id: id.into() }
}

#[test]
fn nothing_recorded_makes_nothing() {
    assert_eq!(run(&[]), Ok(Vec::new()));
}

#[test]
fn a_replay_needs_the_playbook_of_each_input() {
    let inputs = [
        recorded(
            1,
            "p1",
            Input::Adopt {
                playbook: "p2".into(),
            },
        ),
        recorded(2, "p2", person("1")),
    ];
    assert_eq!(
        run(&inputs),
        Err(ReplayError::Playbook {
            position: 2,
            playbook: "p2".into()
        })
    );
}

#[test]
fn inputs_of_another_conversation_are_no_replay() {
    let inputs = [recorded(1, "p1", person("1")), recorded(2, "p2", Input::Wake)];
    let error = run(&inputs).unwrap_err();
    assert_eq!(
        error,
        ReplayError::Order {
            position: 2,
            recorded: "p2".into(),
            held: "p1".into()
        }
    );
    assert_eq!(
        error.to_string(),
        "input 2 names playbook `p2`, but the conversation has `p1` there"
    );
}

#[test]
fn an_input_that_is_refused_was_decided_by_something_else() {
    let release = Input::Agent {
        client_id: "1".into(),
        agent: AgentRef {
            id: "ana".into(),
            name: "Ana".to_owned(),
        },
        command: gangway_engine::Command::Release,
        seen: None,
    };
    let error = run(&[recorded(1, "p1", release)]).unwrap_err();
    let expected = ReplayError::Refused {
        position: 1,
        version: VERSION,
        refusal: "NotHolder".to_owned(),
    };
    assert_eq!(error, expected);
}

#[test]
fn a_post_that_is_delivered_again_is_known_among_the_last_ones() {
    let playbook = stage::playbook_with("");
    let mut conversation = Conversation::new("c".into(), Timestamp(0), "p1".into());
    let mut again = |id: usize| {
        let input = person(&id.to_string());
        conversation
            .handle(Timestamp(1), &playbook, &input)
            .unwrap()
            .repeated
    };
    assert!((0..RECENT).all(|id| !again(id)));
    assert!((0..RECENT).all(&mut again));
    // One more, and the oldest is left to the object's table.
    assert!(!again(RECENT));
    assert!(again(1) && !again(0));
}

#[test]
fn what_one_has_posted_another_may_post() {
    let playbook = stage::playbook_with("");
    let mut conversation = Conversation::new("c".into(), Timestamp(0), "p1".into());
    let mut note = |agent: &str| {
        let input = Input::Agent {
            client_id: "1".into(),
            agent: AgentRef {
                id: agent.into(),
                name: agent.to_owned(),
            },
            command: gangway_engine::Command::Note {
                text: "Between us".to_owned(),
            },
            seen: None,
        };
        conversation
            .handle(Timestamp(1), &playbook, &input)
            .unwrap()
            .entries
            .len()
    };
    assert_eq!([note("ana"), note("ben"), note("ana")], [1, 1, 0]);
}

#[test]
fn what_was_recorded_without_a_view_or_with_a_stale_one_is_run_again() {
    // The last one was accepted by a state that did not know of Ana's decisions.
    let stored = r#"[
        {"at":1,"version":1,"playbook":"p1","input":{"input":"asked_for_person","client_id":"1"}},
        {"at":2,"version":1,"playbook":"p1","input":{"input":"agent","client_id":"2",
            "agent":{"id":"ana","name":"Ana"},"command":{"command":"claim"}}},
        {"at":3,"version":1,"playbook":"p1","input":{"input":"agent","client_id":"3",
            "agent":{"id":"ana","name":"Ana"},"command":{"command":"release"}}},
        {"at":4,"version":1,"playbook":"p1","input":{"input":"agent","client_id":"4",
            "agent":{"id":"ben","name":"Ben"},"command":{"command":"resolve"},"seen":1}}
    ]"#;
    let recorded: Vec<Recorded> = serde_json::from_str(stored).unwrap();
    let entries = run(&recorded).unwrap();
    assert!(matches!(
        entries.last().map(|entry| &entry.body),
        Some(EntryBody::Resolved { .. })
    ));
}
