//! The inbox and its conversations together: whatever is published, offered and answered, in any order and twice.
//!
//! The inbox here keeps what the inbox object keeps in its tables, and decides by the same functions.

#![expect(
    clippy::wildcard_enum_match_arm,
    reason = "a test looks for a few kinds of entry among many"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use gangway_engine::desk::{self, Answer, Offer, Present, Waiting};
use gangway_engine::{Command, Conversation, Effect, Input, queue};
use gangway_playbook::Playbook;
use gangway_protocol::{
    AgentId, AgentRef, ConversationId, EntryBody, Seq, Speaker, Status, Summary, TeamId, Timestamp,
};
use proptest::prelude::*;
use proptest::sample::{Index, select};

use crate::{properties, stage};

const CONVERSATIONS: usize = 5;
const AGENTS: [&str; 3] = ["ana", "ben", "cleo"];
const CAPACITY: u32 = 2;
const HOLDS: i64 = 20_000;
const STEPS: usize = 60;

/// Two teams that assign; one passes on to the other, which is its fallback.
static PLAYBOOK: LazyLock<Playbook> = LazyLock::new(|| {
    let mut playbook = stage::playbook_with("");
    for team in &mut playbook.teams {
        team.capacity = Some(CAPACITY);
    }
    playbook.handoff.callback_after = Some(600_000);
    playbook
});

/// One thing that happens.
#[derive(Clone, Debug)]
enum Step {
    /// Time passes.
    Pass(i64),
    /// Every alarm that is due rings.
    Wake,
    /// The visitor of a conversation does something.
    Visitor(usize, Visit),
    /// An agent who holds a conversation does something with it, or takes it by hand.
    Agent(usize, &'static str, Deed),
    /// An agent's page opens, or all of theirs have been closed for a while.
    Presence(&'static str, bool),
    /// Something that is under way arrives, perhaps to arrive again.
    Deliver(Index, bool),
    /// The inbox looks at what can be offered.
    Route,
}

#[derive(Clone, Copy, Debug)]
enum Visit {
    Person,
    Write,
    CallOff,
}

#[derive(Clone, Copy, Debug)]
enum Deed {
    Claim,
    Reply,
    Release,
    Transfer,
    Resolve,
    Return,
}

fn step() -> impl Strategy<Value = Step> {
    let conversation = || 0..CONVERSATIONS;
    let agent = || select(AGENTS.as_slice());
    prop_oneof![
        3 => prop_oneof![0..30_000_i64, 0..900_000_i64].prop_map(Step::Pass),
        2 => Just(Step::Wake),
        6 => (conversation(), select([Visit::Person, Visit::Person, Visit::Write, Visit::CallOff].as_slice()))
            .prop_map(|(one, visit)| Step::Visitor(one, visit)),
        4 => (conversation(), agent(), select(
            [Deed::Claim, Deed::Reply, Deed::Release, Deed::Transfer, Deed::Resolve, Deed::Return].as_slice()))
            .prop_map(|(one, agent, deed)| Step::Agent(one, agent, deed)),
        3 => (agent(), prop::bool::weighted(0.75)).prop_map(|(agent, there)| Step::Presence(agent, there)),
        14 => (any::<Index>(), prop::bool::weighted(0.2)).prop_map(|(which, again)| Step::Deliver(which, again)),
        4 => Just(Step::Route),
    ]
}

proptest! {
    #![proptest_config(properties::config())]

    #[test]
    fn inbox_and_conversations_keep_their_promises_together(steps in prop::collection::vec(step(), STEPS)) {
        let mut world = World::new();
        for step in &steps {
            world.step(step);
            world.holds();
        }
        world.settles();
    }
}

/// What is under way between an inbox and a conversation.
#[derive(Clone, Debug)]
enum Parcel {
    Publish(Box<Summary>),
    Offer(Offer, TeamId),
    Answer(Offer, Answer),
    Offline(ConversationId, AgentId),
}

struct World {
    now: Timestamp,
    conversations: Vec<Conversation>,
    /// Since when each visitor waits, as the timelines say.
    waits: Vec<Option<Timestamp>>,
    /// Handoffs and notices of each.
    notices: Vec<(u32, u32)>,
    under_way: Vec<Parcel>,
    /// Who has what because it was given to them.
    given: BTreeMap<ConversationId, AgentId>,
    posts: u32,
    // ---- the inbox
    summaries: BTreeMap<ConversationId, Summary>,
    offers: Vec<Offer>,
    online: BTreeSet<AgentId>,
    last_at: BTreeMap<AgentId, Timestamp>,
}

impl World {
    fn new() -> Self {
        let conversations: Vec<Conversation> = (0..CONVERSATIONS)
            .map(|one| Conversation::new(one.to_string().into(), Timestamp(0), "p".into()))
            .collect();
        Self {
            now: Timestamp(0),
            waits: vec![None; CONVERSATIONS],
            notices: vec![(0, 0); CONVERSATIONS],
            conversations,
            under_way: Vec::new(),
            given: BTreeMap::new(),
            posts: 0,
            summaries: BTreeMap::new(),
            offers: Vec::new(),
            online: BTreeSet::new(),
            last_at: BTreeMap::new(),
        }
    }

    fn step(&mut self, step: &Step) {
        match step {
            Step::Pass(millis) => self.now = self.now.plus(*millis),
            Step::Wake => self.wake(),
            Step::Visitor(one, visit) => self.visit(*one, *visit),
            Step::Agent(one, agent, deed) => self.deed(*one, agent, *deed),
            Step::Presence(agent, true) => {
                self.online.insert((*agent).into());
                self.route();
            }
            Step::Presence(agent, false) => self.goes(agent),
            Step::Deliver(which, again) => {
                if !self.under_way.is_empty() {
                    let which = which.index(self.under_way.len());
                    let parcel = if *again {
                        self.under_way[which].clone()
                    } else {
                        self.under_way.remove(which)
                    };
                    self.deliver(parcel);
                }
            }
            Step::Route => self.route(),
        }
    }

    fn wake(&mut self) {
        for one in 0..CONVERSATIONS {
            self.feed(one, &Input::Wake);
        }
        self.route();
    }

    fn visit(&mut self, one: usize, visit: Visit) {
        self.posts += 1;
        let client_id = self.posts.to_string().into();
        let input = match visit {
            Visit::Person => Input::AskedForPerson { client_id },
            Visit::CallOff => Input::CalledOff { client_id },
            Visit::Write => {
                let text = "Where are you?".to_owned();
                let signals = stage::read(&text, &self.conversations[one].basis(), &PLAYBOOK);
                Input::VisitorMessage {
                    client_id,
                    text,
                    signals: Some(Box::new(signals)),
                }
            }
        };
        self.feed(one, &input);
    }

    fn deed(&mut self, one: usize, agent: &str, deed: Deed) {
        self.posts += 1;
        let command = match deed {
            Deed::Claim => Command::Claim { take_from: None },
            Deed::Reply => Command::Reply {
                text: "Here I am".to_owned(),
            },
            Deed::Release => Command::Release,
            Deed::Transfer => Command::Transfer {
                team: "groups".into(),
            },
            Deed::Resolve => Command::Resolve,
            Deed::Return => Command::ReturnToBot,
        };
        let holder = self.conversations[one].status().holder().cloned();
        self.feed(
            one,
            &Input::Agent {
                client_id: self.posts.to_string().into(),
                agent: named(agent),
                command,
                seen: None,
            },
        );
        // What was taken by hand is in nobody's capacity.
        if self.conversations[one].status().holder() != holder.as_ref() {
            self.given.remove(&id(one));
        }
    }

    fn goes(&mut self, agent: &str) {
        let agent = AgentId::from(agent);
        self.online.remove(&agent);
        // What they own as far as the inbox knows is told.
        for summary in self.summaries.values() {
            if summary.status.owner().is_some_and(|owner| owner.id == agent) {
                let gone = Parcel::Offline(summary.conversation.clone(), agent.clone());
                self.under_way.push(gone);
            }
        }
    }

    // ---- the conversations ---------------------------------------------------------------------

    fn feed(&mut self, one: usize, input: &Input) {
        let before = self.conversations[one].status().clone();
        let Ok(output) = self.conversations[one].handle(self.now, &PLAYBOOK, input) else {
            return;
        };
        for entry in &output.entries {
            match &entry.body {
                EntryBody::HandedOff { .. } => {
                    self.notices[one].0 += 1;
                    self.waits[one].get_or_insert(entry.at);
                }
                EntryBody::Released { .. } | EntryBody::Transferred { .. } => {
                    self.waits[one].get_or_insert(entry.at);
                }
                // Whoever was with the bot is told that someone joined, and waits for a word.
                EntryBody::Claimed { .. } if before == Status::Bot => {
                    self.waits[one].get_or_insert(entry.at);
                }
                EntryBody::Message(message)
                    if message.from == Speaker::Visitor && before.holder().is_some() =>
                {
                    self.waits[one].get_or_insert(entry.at);
                }
                EntryBody::CalledOff | EntryBody::Resolved { .. } | EntryBody::ReturnedToBot { .. } => {
                    self.waits[one] = None;
                }
                EntryBody::Message(message) if message.notice => self.notices[one].1 += 1,
                EntryBody::Message(message) if matches!(message.from, Speaker::Agent { .. }) => {
                    self.waits[one] = None
                }
                _ => {}
            }
        }
        for effect in output.effects {
            if let Effect::Publish { summary } = effect {
                self.under_way.push(Parcel::Publish(summary));
            }
        }
        if self.conversations[one].status().holder().is_none() {
            self.given.remove(&id(one));
        }
    }

    // ---- what arrives --------------------------------------------------------------------------

    fn deliver(&mut self, parcel: Parcel) {
        match parcel {
            Parcel::Publish(summary) => {
                let present = self.summaries.get(&summary.conversation);
                if present.is_none_or(|present| queue::supersedes(&summary, present)) {
                    self.offers.retain(|offer| !offer.is_settled_by(&summary));
                    self.summaries.insert(summary.conversation.clone(), *summary);
                    self.route();
                }
            }
            Parcel::Offer(offer, team) => {
                let one = index(&offer.conversation);
                let held = self.conversations[one].status().holder().cloned();
                self.feed(
                    one,
                    &Input::Offered {
                        agent: named(offer.agent.as_str()),
                        team,
                        until: offer.until,
                    },
                );
                let conversation = &self.conversations[one];
                let holder = conversation.status().holder();
                let accepted = holder.is_some_and(|holder| holder.id == offer.agent);
                if accepted && holder != held.as_ref() {
                    assert!(self.now <= offer.until, "an offer that was too old was taken");
                    self.given.insert(offer.conversation.clone(), offer.agent.clone());
                }
                let version = conversation.last_seq();
                self.under_way
                    .push(Parcel::Answer(offer, Answer { accepted, version }));
            }
            Parcel::Answer(offer, answer) => {
                // An answer to an earlier offer says nothing of this one: the object's outbox answers each row once, and
                // has no other of the same offer under way.
                let same = |known: &&mut Offer| {
                    (&known.conversation, &known.agent, known.until)
                        == (&offer.conversation, &offer.agent, offer.until)
                };
                if let Some(known) = self.offers.iter_mut().find(same)
                    && known.answer.is_none()
                {
                    known.answer = Some(answer);
                }
                let summaries = &self.summaries;
                self.offers.retain(|offer| {
                    !summaries
                        .get(&offer.conversation)
                        .is_some_and(|summary| offer.is_settled_by(summary))
                });
                self.route();
            }
            Parcel::Offline(conversation, agent) => {
                self.feed(index(&conversation), &Input::AgentOffline { agent });
            }
        }
    }

    // ---- the inbox -----------------------------------------------------------------------------

    fn route(&mut self) {
        let waiting: Vec<Waiting> = self
            .summaries
            .values()
            .filter(|summary| matches!(summary.status, Status::Queued { .. }))
            .map(|summary| Waiting {
                summary: summary.clone(),
                capacity: CAPACITY,
            })
            .collect();
        let present = self.online.iter().map(|agent| Present {
            agent: agent.clone(),
            teams: Vec::new(),
            languages: Vec::new(),
            capacity: None,
            held: self.held(agent),
            last_at: self.last_at.get(agent).copied().unwrap_or_default(),
        });
        let offers = desk::offers(&waiting, &self.offers, present.collect(), self.now);
        for (conversation, agent) in offers {
            let team = self.summaries[&conversation].status.team().unwrap().clone();
            let offer = Offer {
                conversation,
                agent,
                until: self.now.plus(HOLDS),
                answer: None,
            };
            self.last_at.insert(offer.agent.clone(), self.now);
            self.offers
                .retain(|known| (&known.conversation, &known.agent) != (&offer.conversation, &offer.agent));
            self.offers.push(offer.clone());
            self.under_way.push(Parcel::Offer(offer, team));
        }
    }

    fn held(&self, agent: &AgentId) -> u32 {
        let holds = |summary: &&Summary| summary.status.holder().is_some_and(|holder| holder.id == *agent);
        u32::try_from(self.summaries.values().filter(holds).count()).unwrap()
    }

    // ---- what must be true ---------------------------------------------------------------------

    fn holds(&self) {
        for (one, conversation) in self.conversations.iter().enumerate() {
            // A wait begins with the handoff and ends with a word, and with nothing else.
            if let Status::Queued { waiting_since, .. } = conversation.status() {
                assert_eq!(Some(*waiting_since), self.waits[one]);
            }
            let (handoffs, notices) = self.notices[one];
            assert_eq!(handoffs, notices, "one notice for each handoff");
        }
        // What was given to an agent fits, whatever they took by hand beside it.
        for agent in AGENTS {
            let agent = AgentId::from(agent);
            let given = self.given.values().filter(|given| **given == agent).count();
            let known: Vec<_> = self
                .summaries
                .values()
                .map(|summary| (&summary.conversation, summary.version, &summary.status))
                .collect();
            assert!(
                given <= CAPACITY as usize,
                "{agent} was given {given}: {:?}\n{:?}\n{known:?}",
                self.given,
                self.offers
            );
        }
    }

    /// When everything that is under way has arrived and agents with room are there, nobody waits.
    fn settles(&mut self) {
        for agent in AGENTS {
            self.online.insert(agent.into());
        }
        // Time for every offer that is under way to become too old, and for a silent agent to lose what they have.
        for _ in 0..12 {
            self.now = self.now.plus(HOLDS + 1);
            self.route();
            while let Some(parcel) = self.under_way.pop() {
                self.deliver(parcel);
            }
            self.holds();
        }
        for conversation in &self.conversations {
            let summary = conversation.summary();
            if summary.version > Seq(0) {
                assert_eq!(self.summaries.get(&summary.conversation), Some(&summary));
            }
        }
        let waits = |conversation: &&Conversation| matches!(conversation.status(), Status::Queued { .. });
        let waiting = self.conversations.iter().filter(waits).count();
        let room = AGENTS.iter().any(|agent| self.held(&(*agent).into()) < CAPACITY);
        assert!(
            waiting == 0 || !room,
            "{waiting} wait while there is room: {:#?}",
            self.offers
        );
    }
}

fn id(one: usize) -> ConversationId {
    one.to_string().into()
}

fn index(conversation: &ConversationId) -> usize {
    conversation.as_str().parse().unwrap()
}

fn named(agent: &str) -> AgentRef {
    AgentRef {
        id: agent.into(),
        name: agent.to_uppercase(),
    }
}
