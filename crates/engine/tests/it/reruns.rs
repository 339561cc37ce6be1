//! Past conversations under a changed playbook.

use std::collections::BTreeMap;

use gangway_engine::{Command, Conversation, Input, Opened, Recorded, Rerun, VERSION, rerun};
use gangway_playbook::Playbook;
use gangway_protocol::{AgentRef, EntryBody, Timestamp};

use crate::stage;

const MINUTE: i64 = 60_000;

/// A conversation that is recorded as it goes.
struct Past {
    playbook: Playbook,
    conversation: Conversation,
    recorded: Vec<Recorded>,
}

impl Past {
    fn new(more: &str) -> Self {
        Self {
            playbook: stage::playbook_with(more),
            conversation: Conversation::new("c".into(), Timestamp(0), "p1".into()),
            recorded: Vec::new(),
        }
    }

    fn put(mut self, minute: i64, input: Input) -> Self {
        let at = Timestamp(minute * MINUTE);
        self.conversation.handle(at, &self.playbook, &input).unwrap();
        self.recorded.push(Recorded {
            at,
            version: VERSION,
            playbook: "p1".into(),
            input,
        });
        self
    }

    fn says(self, minute: i64, text: &str) -> Self {
        let signals = stage::read(text, &self.conversation.basis(), &self.playbook);
        let input = Input::VisitorMessage {
            client_id: minute.to_string().as_str().into(),
            text: text.to_owned(),
            signals: Some(Box::new(signals)),
        };
        self.put(minute, input)
    }

    fn ana(self, minute: i64, command: Command) -> Self {
        let agent = AgentRef {
            id: "ana".into(),
            name: "Ana".to_owned(),
        };
        let input = Input::Agent {
            client_id: minute.to_string().as_str().into(),
            agent,
            command,
            seen: None,
        };
        self.put(minute, input)
    }

    fn under(&self, more: &str) -> Rerun {
        let changed = stage::playbook_with(more);
        let playbooks = BTreeMap::from([("p1".into(), self.playbook.clone())]);
        rerun(
            Opened {
                id: &"c".into(),
                at: Timestamp(0),
                browser: None,
            },
            &playbooks,
            &self.recorded,
            &changed,
            |conversation, _, text, _| Some(stage::read(text, &conversation.basis(), &changed)),
        )
        .unwrap()
    }
}

/// The teams that were handed a conversation.
fn teams(entries: &[gangway_protocol::Entry]) -> Vec<&str> {
    entries
        .iter()
        .filter_map(|entry| {
            let EntryBody::HandedOff { team, .. } = &entry.body else {
                return None;
            };
            Some(team.as_str())
        })
        .collect()
}

fn a_whole_day() -> Past {
    Past::new("")
        .says(0, "hello")
        .says(1, "Do I need a visa?")
        .says(2, "What about my dog?")
        .says(3, "I want a person")
        .put(6, Input::Wake)
        .ana(
            7,
            Command::Reply {
                text: "Dogs may come.".to_owned(),
            },
        )
        .ana(8, Command::Resolve)
        .says(9, "thanks")
}

const DOGS: &str =
    "[[rule]]\nid = \"dogs\"\nwhen = { words = [\"dog\"] }\nthen = [{ handoff = \"groups\" }]\n";

#[test]
fn under_the_same_playbook_nothing_goes_otherwise() {
    let past = a_whole_day();
    let rerun = past.under("");
    assert_eq!((rerun.divergence, rerun.reworded), (None, 0));
    assert_eq!(teams(&rerun.past), ["desk"]);
}

#[test]
fn the_first_difference_is_told_and_nothing_behind_it() {
    let divergence = a_whole_day().under(DOGS).divergence.unwrap();
    assert_eq!((divergence.position, divergence.at), (3, Timestamp(2 * MINUTE)));
    assert_eq!(teams(&divergence.past), Vec::<&str>::new());
    assert_eq!(teams(&divergence.changed), ["groups"]);
    assert_eq!(divergence.status.name(), "queued");
}

#[test]
fn what_is_only_worded_otherwise_is_counted() {
    let rerun = a_whole_day().under("[handoff]\nmessage = \"One moment.\"\n\n");
    assert_eq!((rerun.divergence, rerun.reworded), (None, 1));
}

#[test]
fn a_deadline_that_comes_sooner_goes_otherwise_at_its_own_moment() {
    let past = Past::new("").says(0, "I want a person").ana(
        2,
        Command::Reply {
            text: "Hello".to_owned(),
        },
    );
    let divergence = past
        .under("[handoff]\nunclaimed_after = \"30s\"\n\n")
        .divergence
        .unwrap();
    assert_eq!((divergence.position, divergence.at), (2, Timestamp(30_000)));
    assert!(divergence.past.is_empty());
    let escalated = |entry: &gangway_protocol::Entry| matches!(entry.body, EntryBody::Escalated { .. });
    assert!(divergence.changed.iter().any(escalated));
}

#[test]
fn a_deadline_that_comes_later_leaves_out_what_the_alarm_brought() {
    let past = Past::new("")
        .says(0, "I want a person")
        .put(3, Input::Wake)
        .put(30, Input::Wake);
    let divergence = past
        .under("[handoff]\nunclaimed_after = \"10m\"\n\n")
        .divergence
        .unwrap();
    assert_eq!(divergence.position, 2);
    assert!(!divergence.past.is_empty() && divergence.changed.is_empty());
}

#[test]
fn what_the_changed_playbook_refuses_is_told() {
    let more = "[[team]]\nid = \"dogs\"\n";
    let past = Past::new(more)
        .says(0, "I want a person")
        .ana(1, Command::Transfer { team: "dogs".into() });
    let divergence = past.under("").divergence.unwrap();
    assert_eq!(divergence.refused.as_deref(), Some("NotFound"));
    assert!(divergence.changed.is_empty());
}

#[test]
fn a_conversation_goes_on_under_the_changed_playbook_whatever_was_deployed_meanwhile() {
    let past = Past::new("").says(0, "hello").put(1, Input::Wake);
    let adopted = Input::Adopt {
        playbook: "p2".into(),
    };
    let mut past = past.put(2, adopted);
    // Between two messages of one episode nothing is adopted.
    past = past.says(3, "Do I need a visa?");
    assert_eq!(past.under("").divergence, None);
}
