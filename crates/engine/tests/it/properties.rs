//! Properties that hold in every order of events. `PROPTEST_CASES` sets how many histories are tried.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use gangway_engine::{Conversation, Effect, Input, Opened, Recorded, Refusal, VERSION, queue, replay, rerun};
use gangway_playbook::Playbook;
use gangway_playbook::hours::{Hours, Span, Zone};
use gangway_protocol::{EntryBody, Hash, RuleId, Seq, Signals, Status, Summary, Timestamp};
use proptest::prelude::*;
use proptest::sample::Index;

use crate::history::{Act, Reading, Step, history};
use crate::playbooks::playbook;
use crate::stage;
use crate::witness::Witness;

const CASES: u32 = 2_000;
const STEPS: usize = 40;

/// Two deployments of one operator: the second has lost a team, a tag's priority and a report.
static PLAYBOOKS: LazyLock<BTreeMap<Hash, Playbook>> = LazyLock::new(|| {
    let first = stage::playbook_with("");
    let mut second = first.clone();
    second.teams.retain(|team| team.id.as_str() != "corporate");
    second
        .rules
        .retain(|rule| !["corporate", "important people", "change"].contains(&rule.id.as_str()));
    second.actions.retain(|action| action.id.as_str() != "change");
    for tag in &mut second.tags {
        tag.priority = None;
    }
    second.handoff.failed_attempts = 3;
    second.handoff.unclaimed_after = 0;
    // Most teams sleep, one for ever, and whoever waits is asked how to reach them.
    second.zones = vec![Zone::utc()];
    let hours = |from: u16, until: u16| Hours {
        timezone: "UTC".to_owned(),
        week: std::array::from_fn(|_| {
            if until > from {
                vec![Span { from, until }]
            } else {
                Vec::new()
            }
        }),
        holidays: Vec::new(),
    };
    for (team, hours) in [
        ("desk", hours(60, 700)),
        ("duty", hours(1_300, 2_000)),
        ("groups", hours(0, 0)),
    ] {
        let team = second
            .teams
            .iter_mut()
            .find(|known| known.id.as_str() == team)
            .unwrap();
        team.hours = Some(hours);
        team.closed_to_fallback = team.id.as_str() == "desk";
    }
    second.handoff.alerts = 3;
    second.handoff.callback_after = Some(20 * 60_000);
    BTreeMap::from([("p1".into(), first), ("p2".into(), second)])
});

pub(crate) fn config() -> ProptestConfig {
    let cases = std::env::var("PROPTEST_CASES")
        .ok()
        .and_then(|cases| cases.parse().ok())
        .unwrap_or(CASES);
    ProptestConfig {
        cases,
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn every_history_keeps_the_promises_of_the_engine(
        steps in history(STEPS),
        deliveries in prop::collection::vec(any::<Index>(), STEPS),
    ) {
        let mut run = Run::new(&PLAYBOOKS);
        for step in &steps {
            run.step(step);
        }
        run.replay();
        run.deliver(&deliveries);
    }

    #[test]
    fn every_history_keeps_the_promises_whatever_the_rules(
        steps in history(STEPS),
        first in playbook(),
        second in playbook(),
        deliveries in prop::collection::vec(any::<Index>(), STEPS),
    ) {
        let playbooks = BTreeMap::from([("p1".into(), first), ("p2".into(), second)]);
        let mut run = Run::new(&playbooks);
        for step in &steps {
            run.step(step);
        }
        run.replay();
        run.deliver(&deliveries);
    }
}

/// A rule that fired.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Fired {
    pub(crate) rule: RuleId,
    /// On which input of the history.
    pub(crate) input: usize,
    /// Whether the conversation stood in a queue before.
    pub(crate) waited: bool,
}

/// A history that is played.
pub(crate) struct Run<'a> {
    playbooks: &'a BTreeMap<Hash, Playbook>,
    now: Timestamp,
    conversation: Conversation,
    witness: Witness,
    posted: Vec<Input>,
    recorded: Vec<Recorded>,
    published: Vec<Summary>,
    /// What the operator's system was asked.
    asked: Vec<Seq>,
    pub(crate) fired: Vec<Fired>,
}

impl<'a> Run<'a> {
    pub(crate) fn new(playbooks: &'a BTreeMap<Hash, Playbook>) -> Self {
        Self {
            playbooks,
            now: Timestamp(0),
            conversation: Conversation::new("c".into(), Timestamp(0), "p1".into()),
            witness: Witness::default(),
            posted: Vec::new(),
            recorded: Vec::new(),
            published: Vec::new(),
            fired: Vec::new(),
            asked: Vec::new(),
        }
    }

    fn playbook(&self) -> &'a Playbook {
        &self.playbooks[self.conversation.playbook()]
    }

    pub(crate) fn step(&mut self, step: &Step) {
        match step {
            Step::Pass(millis) => self.now = self.now.plus(*millis),
            Step::Wake => self.wake(),
            Step::WakeInTime => {
                if let Some(deadline) = self.conversation.next_deadline(self.playbook()) {
                    // A moment too early, nothing happens; in time, something does.
                    let late = self.now;
                    self.now = deadline.plus(-1);
                    if late < deadline {
                        self.wake();
                    }
                    self.now = late.max(deadline);
                    self.wake();
                }
            }
            Step::Do(act) => self.act(act),
            Step::Again(back) => {
                let post = self.posted.len().checked_sub(back + 1);
                if let Some(input) = post.map(|post| self.posted[post].clone()) {
                    self.again(&input);
                }
            }
            Step::Deploy(second) => self.deploy(if *second { "p2" } else { "p1" }.into()),
            Step::Evict => {
                let json = serde_json::to_string(&self.conversation).unwrap();
                let read: Conversation = serde_json::from_str(&json).unwrap();
                assert_eq!(read, self.conversation);
                self.conversation = read;
            }
        }
    }

    fn act(&mut self, act: &Act) {
        let basis = self.conversation.basis();
        if let Act::Checked { back, outcome } = act {
            let asked = self.asked.len().checked_sub(back + 1).map(|at| self.asked[at]);
            let (check, outcome) = (asked.unwrap_or_default(), outcome.clone());
            let input = Input::Checked { check, outcome };
            assert!(self.handle(&input).is_none(), "a late answer is no mistake");
            return;
        }
        let Act::Write { text, reading } = act else {
            let post = self.posted.len();
            let (epoch, last) = (self.conversation.epoch(), self.conversation.last_seq());
            let input = act.input(post, self.now, epoch, last).unwrap();
            let stale = self.witness.passed_over(&input);
            let refused = self.post(input);
            // What passes over something is refused, unless it is refused for another reason or does nothing.
            match refused {
                Some(Refusal::StaleView { seen }) => assert!(stale && seen < last),
                None => assert!(!stale || self.conversation.last_seq() == last),
                Some(_) => {}
            }
            return;
        };
        let mut signals = Box::new(stage::read(text, &basis, self.playbook()));
        if *reading == Reading::Stale {
            signals.stamp.considered.0 += 1;
        }
        let client_id = self.posted.len().to_string().into();
        let signals = Some(signals).filter(|_| *reading != Reading::None);
        let input = Input::VisitorMessage {
            client_id,
            text: text.clone(),
            signals,
        };
        let refused = self.post(input);
        // A stale reading is refused where a machine would go by it, and only there.
        let machine = match self.conversation.status() {
            Status::Bot | Status::Queued { .. } | Status::Resolved { .. } => true,
            Status::Human { .. } | Status::Snoozed { .. } => false,
        };
        match refused {
            Some(Refusal::StaleReading(held)) => {
                assert!(machine && *reading == Reading::Stale);
                assert_eq!(*held, basis);
            }
            Some(other) => panic!("a message was refused: {other:?}"),
            None => assert!(*reading != Reading::Stale || !machine),
        }
    }

    fn post(&mut self, input: Input) -> Option<Refusal> {
        let refusal = self.handle(&input);
        if refusal.is_none() && input.key().is_some() {
            self.posted.push(input);
        }
        refusal
    }

    /// Delivered again while the conversation remembers it: nothing happens. Later, the object's table of
    /// client ids would have caught it.
    fn again(&mut self, input: &Input) {
        let before = self.conversation.clone();
        let playbook = self.playbook();
        let output = self.conversation.handle(self.now, playbook, input).unwrap();
        assert!(output.repeated && output.entries.is_empty() && output.effects.is_empty());
        assert_eq!(self.conversation, before);
    }

    /// The alarm rings: nothing is due afterwards, and nothing has happened if nothing was due.
    fn wake(&mut self) {
        let playbook = self.playbook();
        let before = self.conversation.clone();
        // A clock that ran backwards stands still.
        let now = self.now.max(before.summary().updated_at);
        let due = before
            .next_deadline(playbook)
            .is_some_and(|deadline| deadline <= now);
        let entries = self.witness.timeline.len();
        assert!(self.handle(&Input::Wake).is_none());
        assert_eq!(self.witness.timeline.len() > entries, due);
        if due {
            let next = self.conversation.next_deadline(playbook);
            assert!(
                next.is_none_or(|deadline| deadline > now),
                "it would ring for ever"
            );
        } else {
            assert_eq!(self.conversation, before);
        }
    }

    fn deploy(&mut self, playbook: Hash) {
        let before = self.conversation.clone();
        let between = before.last_seq().0 == 0 || matches!(before.status(), Status::Resolved { .. });
        assert!(
            self.handle(&Input::Adopt {
                playbook: playbook.clone()
            })
            .is_none()
        );
        let holds = if between { &playbook } else { before.playbook() };
        assert_eq!(self.conversation.playbook(), holds);
    }

    fn handle(&mut self, input: &Input) -> Option<Refusal> {
        let playbook = self.playbook();
        let before = self.conversation.clone();
        match self.conversation.handle(self.now, playbook, input) {
            Err(refusal) => {
                assert_eq!(self.conversation, before, "a refusal changes nothing");
                Some(refusal)
            }
            Ok(output) => {
                assert!(!output.repeated);
                for entry in &output.entries {
                    if let EntryBody::RuleFired { rule, .. } = &entry.body {
                        self.fired.push(Fired {
                            rule: rule.clone(),
                            input: self.recorded.len(),
                            waited: matches!(before.status(), Status::Queued { .. }),
                        });
                    }
                }
                self.witness
                    .read(&before, input, &output, &self.conversation, playbook);
                self.published
                    .extend(output.effects.into_iter().filter_map(|effect| match effect {
                        Effect::Publish { summary } => Some(*summary),
                        Effect::Alert { .. } => None,
                        Effect::Check { check, .. } => {
                            self.asked.push(check);
                            None
                        }
                    }));
                let mut input = input.clone();
                input.redact();
                self.recorded.push(Recorded {
                    at: self.now,
                    version: VERSION,
                    playbook: before.playbook().clone(),
                    input,
                });
                None
            }
        }
    }

    /// The recorded inputs, stored and read again, make the same entries, byte for byte.
    fn replay(&self) {
        let stored = serde_json::to_string(&self.recorded).unwrap();
        let kept = serde_json::to_string(&(&self.conversation, &self.witness.timeline)).unwrap();
        for bytes in [&stored, &kept] {
            let card = ["4111 1111 1111 1111", "4111-1111-1111-1111", "4111111111111111"];
            assert!(
                !card.iter().any(|card| bytes.contains(card)),
                "a card number is stored"
            );
        }
        let recorded: Vec<Recorded> = serde_json::from_str(&stored).unwrap();
        let entries = replay("c".into(), Timestamp(0), None, self.playbooks, &recorded).unwrap();
        let bytes = |entries| serde_json::to_vec(entries).unwrap();
        assert_eq!(bytes(&entries), bytes(&self.witness.timeline));
        self.rerun(&recorded);
    }

    /// Under its own playbook a conversation goes no other way, but where nobody woke it for long after a deadline.
    fn rerun(&self, recorded: &[Recorded]) {
        const LATE: i64 = 60_000;
        let first = Hash::from("p1");
        if recorded.iter().any(|recorded| recorded.playbook != first) {
            return;
        }
        let own = &self.playbooks[&first];
        let same = |_: &Conversation, _, _: &str, signals: &Signals| Some(signals.clone());
        let opened = Opened {
            id: &"c".into(),
            at: Timestamp(0),
            browser: None,
        };
        let rerun = rerun(opened, self.playbooks, recorded, own, same).unwrap();
        if let Some(divergence) = rerun.divergence {
            let before = recorded[divergence.position - 1].at;
            assert!(divergence.at.plus(LATE) <= before, "{divergence:#?}");
        }
    }

    /// Publications that arrive repeated and in any order leave the inbox with the last one.
    fn deliver(&self, deliveries: &[Index]) {
        if self.published.is_empty() {
            return;
        }
        let disordered = deliveries.iter().map(|index| index.get(&self.published));
        let mut present: Option<&Summary> = None;
        for arriving in disordered.chain(self.published.iter().rev()) {
            if present.is_none_or(|present| queue::supersedes(arriving, present)) {
                present = Some(arriving);
            }
        }
        assert_eq!(present, Some(&self.conversation.summary()));
    }
}
