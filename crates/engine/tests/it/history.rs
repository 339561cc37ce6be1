//! Random histories: what can happen to a conversation, in any order, at any time.

use gangway_engine::{CheckOutcome, Command, Input};
use gangway_protocol::api::SlotValue;
use gangway_protocol::{AgentRef, Epoch, FileFormat, Seq, Timestamp};
use proptest::prelude::*;
use proptest::sample::select;

/// One thing that happens.
#[derive(Clone, Debug)]
pub(crate) enum Step {
    /// Time passes, and nobody wakes the conversation. Backwards, too.
    Pass(i64),
    /// The alarm rings, whatever the time.
    Wake,
    /// Time passes until the next deadline, and the alarm rings.
    WakeInTime,
    /// Somebody does something.
    Do(Act),
    /// An earlier act is delivered again; counted from the last one.
    Again(usize),
    /// The deployment has another playbook.
    Deploy(bool),
    /// The object is evicted and reads its state again.
    Evict,
}

/// What somebody does.
#[derive(Clone, Debug)]
pub(crate) enum Act {
    /// The visitor writes.
    Write { text: String, reading: Reading },
    /// The visitor fills a form.
    Form {
        action: &'static str,
        values: Vec<SlotValue>,
    },
    /// The visitor sends a file.
    Send { bytes: u32 },
    /// The visitor asks for a person.
    Person,
    /// The visitor stops waiting.
    CallOff,
    /// A run of the bot that began so many epochs ago has ended.
    BotSaid { epochs_ago: u32 },
    /// An agent does something, whose page shows all but so many of the last entries, or does not say what it shows.
    Agent {
        agent: AgentRef,
        command: Command,
        behind: Option<u64>,
    },
    /// The operator's system answers one of the questions it was asked last, or does not.
    Checked { back: usize, outcome: CheckOutcome },
    /// An agent's page closed.
    Offline { agent: AgentRef },
}

/// How a message was read.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Reading {
    /// From what the conversation has.
    Fresh,
    /// From something else.
    Stale,
    /// Not at all.
    None,
}

pub(crate) const PHRASES: [&str; 36] = [
    "when is my trip",
    "when is my trip MT204518",
    "a refund",
    "In Cusco",
    "X1234567",
    "skip",
    "hello",
    "thanks",
    "Do I need a visa?",
    "About the visa",
    "We had an accident",
    "We broke down",
    "I lost my luggage",
    "I scratched it",
    "done",
    "MT204518",
    "It is MT000001",
    "+44 7700 900 123",
    "24",
    "3 May 2027",
    "9 May 2027",
    "3 May to 9 May 2027",
    "I want a person",
    "our corporate account",
    "a group booking",
    "change my itinerary",
    "blorf",
    "My parrot",
    "Where are you?",
    "In Lima",
    "ana@example.com",
    "ana@example",
    "no wait, 25",
    "sorry, I meant MT204519",
    "never mind",
    "call me on 912 345 678",
];

/// A history of so many steps.
pub(crate) fn history(steps: usize) -> impl Strategy<Value = Vec<Step>> {
    prop::collection::vec(step(), steps)
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        4 => prop_oneof![-5_000..60_000_i64, 0..1_200_000_i64, 0..90_000_000_i64].prop_map(Step::Pass),
        1 => Just(Step::Wake),
        4 => Just(Step::WakeInTime),
        24 => act().prop_map(Step::Do),
        3 => (0..6_usize).prop_map(Step::Again),
        1 => any::<bool>().prop_map(Step::Deploy),
        2 => Just(Step::Evict),
    ]
}

fn act() -> impl Strategy<Value = Act> {
    prop_oneof![
        12 => write(),
        2 => form(),
        2 => (1..5_000_000_u32).prop_map(|bytes| Act::Send { bytes }),
        1 => Just(Act::Person),
        2 => Just(Act::CallOff),
        1 => (0..3_u32).prop_map(|epochs_ago| Act::BotSaid { epochs_ago }),
        10 => (agent(), command(), behind())
            .prop_map(|(agent, command, behind)| Act::Agent { agent, command, behind }),
        1 => agent().prop_map(|agent| Act::Offline { agent }),
        4 => ((0..3_usize), outcome()).prop_map(|(back, outcome)| Act::Checked { back, outcome }),
    ]
}

fn outcome() -> impl Strategy<Value = CheckOutcome> {
    let answered = |fields: &[(&str, &str)]| CheckOutcome::Answered {
        fields: fields
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect(),
    };
    prop_oneof![
        3 => Just(answered(&[("destination", "Cusco"), ("card", "4111 1111 1111 1111")])),
        1 => Just(answered(&[("first_day", "4111111111111111")])),
        2 => Just(CheckOutcome::NotFound),
        2 => Just(CheckOutcome::Failed { because: "status 500".to_owned() }),
    ]
}

fn write() -> impl Strategy<Value = Act> {
    let reading = prop_oneof![
        12 => Just(Reading::Fresh),
        1 => Just(Reading::Stale),
        1 => Just(Reading::None),
    ];
    let phrases = prop::collection::vec(select(PHRASES.as_slice()), 1..3);
    // In a tenth of all messages.
    (phrases, reading, 0..10_u8).prop_map(|(mut phrases, reading, card)| {
        if card == 0 {
            phrases.push("my card is 4111 1111 1111 1111");
        }
        Act::Write {
            text: phrases.join(", "),
            reading,
        }
    })
}

fn form() -> impl Strategy<Value = Act> {
    const SLOTS: [(&str, &str, &str); 18] = [
        ("trip", "booking", "MT204518"),
        ("trip", "booking", "MT000002"),
        ("refund", "office", "LPB"),
        ("refund", "passport", ""),
        ("refund", "story", "4111-1111-1111-1111"),
        ("contact", "contact", "+44 7700 900 123"),
        ("luggage", "booking", "MT204518"),
        ("luggage", "seen", "In Lima"),
        ("luggage", "phone", "+44 7700 900 123"),
        ("luggage", "phone", "never"),
        ("group", "size", "24"),
        ("group", "dates", "3 May to 9 May 2027"),
        ("group", "colour", "red"),
        ("change", "first", "3 May 2027"),
        ("damage", "photos", "done"),
        ("damage", "licence", ""),
        ("damage", "booking", "MT204518"),
        ("picnic", "size", "24"),
    ];
    select(SLOTS.as_slice()).prop_map(|(action, slot, value)| Act::Form {
        action,
        values: vec![SlotValue {
            slot: slot.into(),
            value: value.to_owned(),
        }],
    })
}

fn agent() -> impl Strategy<Value = AgentRef> {
    select(["ana", "ben", "cleo"].as_slice()).prop_map(|name| AgentRef {
        id: name.into(),
        name: name.to_uppercase(),
    })
}

fn behind() -> impl Strategy<Value = Option<u64>> {
    prop_oneof![1 => Just(None), 1 => Just(Some(0)), 2 => (1..8_u64).prop_map(Some)]
}

fn command() -> impl Strategy<Value = Command> {
    let tag = || select(["vip", "newsletter", "accident", "lost-luggage", "unheard-of"].as_slice());
    prop_oneof![
        6 => prop::option::of(agent())
            .prop_map(|from| Command::Claim { take_from: from.map(|agent| agent.id) }),
        1 => Just(Command::Release),
        5 => Just(Command::Reply { text: "Here I am".to_owned() }),
        1 => Just(Command::Note { text: "Between us".to_owned() }),
        2 => (tag(), tag())
            .prop_map(|(add, remove)| Command::Tags { add: vec![add.into()], remove: vec![remove.into()] }),
        2 => select(["desk", "groups", "corporate", "picnic"].as_slice())
            .prop_map(|team| Command::Transfer { team: team.into() }),
        3 => Just(Command::ReturnToBot),
        2 => (-1_000..4_000_000_i64).prop_map(|until| Command::Snooze { until: Timestamp(until) }),
        2 => Just(Command::Resolve),
    ]
}

impl Act {
    /// The input it becomes, `now`, at an epoch and after the last entry, except that of a message, which is read
    /// first.
    pub(crate) fn input(&self, post: usize, now: Timestamp, epoch: Epoch, last: Seq) -> Option<Input> {
        let client_id = post.to_string().into();
        Some(match self.clone() {
            Self::Write { .. } | Self::Checked { .. } => return None,
            Self::Form { action, values } => Input::SlotsGiven {
                client_id,
                action: action.into(),
                values,
            },
            Self::Send { bytes } => Input::FileSent {
                client_id,
                name: format!("{bytes}.jpg"),
                format: FileFormat::Jpeg,
                bytes,
                wanted_by: (bytes % 3 == 0).then(|| ("damage".into(), "photos".into())),
            },
            Self::Person => Input::AskedForPerson { client_id },
            Self::CallOff => Input::CalledOff { client_id },
            Self::BotSaid { epochs_ago } => Input::BotSaid {
                epoch: Epoch(epoch.0.saturating_sub(epochs_ago)),
                text: "Said by a model".to_owned(),
            },
            Self::Agent {
                agent,
                command,
                behind,
            } => {
                let command = if let Command::Snooze { until } = command {
                    Command::Snooze {
                        until: now.plus(until.0),
                    }
                } else {
                    command
                };
                Input::Agent {
                    client_id,
                    agent,
                    command,
                    seen: behind.map(|behind| Seq(last.0.saturating_sub(behind))),
                }
            }
            Self::Offline { agent } => Input::AgentOffline { agent: agent.id },
        })
    }
}
