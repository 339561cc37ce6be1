//! A witness reads the timeline as it grows and knows, without the engine, what must be true.

use std::collections::{BTreeMap, BTreeSet};

use gangway_engine::{Command, Conversation, Effect, Input, Output};
use gangway_playbook::Playbook;
use gangway_protocol::ground::GROUNDS;
use gangway_protocol::limits::{CONTEXT_TURNS, FILES, FILES_BYTES};
use gangway_protocol::mask::MASK;
use gangway_protocol::signals::Turn;
use gangway_protocol::{
    ActionId, AgentId, Entry, EntryBody, Epoch, FileRef, Message, RuleId, Seq, SlotId, Speaker, Status,
    Timestamp,
};

use crate::opening::{ToldOpening, tells_opening};

/// What the timeline says.
#[derive(Default)]
pub(crate) struct Witness {
    pub(crate) timeline: Vec<Entry>,
    holder: Option<AgentId>,
    /// Who put it aside.
    owner: Option<AgentId>,
    queued: bool,
    ended: bool,
    waiting_since: Option<Timestamp>,
    slots: BTreeMap<ActionId, BTreeMap<SlotId, String>>,
    /// The files that were sent for slots, and how many of what size there are at all.
    files: BTreeMap<ActionId, BTreeMap<SlotId, Vec<u32>>>,
    sent: u32,
    bytes: u64,
    complete: BTreeSet<ActionId>,
    /// Actions that are being looked up, and whether the bot may not speak of it.
    quiet: BTreeMap<ActionId, bool>,
    turns: Vec<Turn>,
    messages: u32,
    unanswered: u32,
    abstained: u32,
    handoffs: usize,
    notices: usize,
    held_since: Epoch,
    /// How often each rule has fired since anything but time happened.
    fired_by_time: BTreeMap<RuleId, u32>,
    opening: ToldOpening,
    /// What somebody said or decided, with the last entry it made. `None`: the visitor.
    words: Vec<(Seq, Option<AgentId>)>,
}

impl Witness {
    /// Reads what one input has made and compares it with what the conversation says of itself.
    pub(crate) fn read(
        &mut self,
        before: &Conversation,
        input: &Input,
        output: &Output,
        after: &Conversation,
        playbook: &Playbook,
    ) {
        let was_queued = self.queued;
        let with_bot = !self.queued && self.holder.is_none() && self.owner.is_none();
        let (handoffs, notices) = (self.handoffs, self.notices);
        let quiet = self.quiet.clone();
        for entry in &output.entries {
            self.entry(entry, input, was_queued, playbook);
        }
        if matches!(input, Input::AskedForPerson { .. })
            && self.holder.is_some()
            && !output.entries.is_empty()
        {
            self.waiting_since.get_or_insert(output.entries[0].at);
        }
        // One notice for each handoff; and the first team that an input names gets it.
        assert_eq!(self.handoffs - handoffs, self.notices - notices);
        let teams = output
            .entries
            .iter()
            .filter(|entry| matches!(entry.body, EntryBody::HandedOff { .. } | EntryBody::Moved { .. }));
        assert!(teams.count() <= 1, "the first handoff wins");
        // A run of the bot is heard when it began under the epoch that holds, and the bot has it.
        if let Input::BotSaid { epoch, .. } = input {
            let heard = *epoch == before.epoch() && *before.status() == Status::Bot;
            assert_eq!(output.entries.len(), usize::from(heard));
        }
        // Whoever writes to the bot gets a word.
        if with_bot && matches!(input, Input::VisitorMessage { .. }) && !output.repeated {
            // Or one in a moment, when something is being looked up.
            let looks_up = |entry: &Entry| matches!(entry.body, EntryBody::CheckStarted { .. });
            let started = output.entries.iter().find(|entry| looks_up(entry));
            let soon = started.is_some_and(|entry| {
                let deadline = after.next_deadline(playbook);
                deadline.is_some_and(|deadline| deadline <= entry.at.plus(2_000))
            });
            assert!(
                soon || output.entries.iter().any(|entry| said_by_bot(entry).is_some()),
                "silence after {input:?}"
            );
        }
        self.rules(input, output, with_bot);
        // What came of a check is spoken of, unless a human has had the conversation since it began.
        if let Input::Checked { .. } = input
            && let Some(first) = output.entries.first()
        {
            let (EntryBody::CheckAnswered { action, .. } | EntryBody::CheckFailed { action, .. }) =
                &first.body
            else {
                panic!("not what came of a check: {first:?}")
            };
            let quiet = quiet[action];
            let said = output.entries.iter().any(|entry| said_by_bot(entry).is_some());
            assert_eq!(said, !quiet, "{:?}", output.entries);
        }
        self.opening.read(&output.entries, after, playbook);
        self.effects(output, after);
        self.state(before, after);
        self.word(input, output);
    }

    /// Rules come to rest, say why, and keep nobody from a person.
    fn rules(&mut self, input: &Input, output: &Output, with_bot: bool) {
        if !matches!(input, Input::Wake) {
            self.fired_by_time.clear();
        }
        let mut fired = BTreeSet::new();
        let mut near_misses = 0;
        for entry in &output.entries {
            if let EntryBody::RuleFired { rule, held, .. } = &entry.body {
                assert!(fired.insert(rule.clone()), "a rule fires once on an input");
                assert!(!held.is_empty() && held.len() <= GROUNDS, "{held:?}");
                // In this silence, in this wait, and for what another one did.
                let by_time = self.fired_by_time.entry(rule.clone()).or_default();
                *by_time += 1;
                assert!(*by_time <= 3, "{rule} goes round with the clock");
            }
            if let EntryBody::NearMiss { missed, .. } = &entry.body {
                near_misses += 1;
                assert!(!missed.is_empty() && missed.len() <= GROUNDS, "{missed:?}");
            }
        }
        assert!(near_misses == 0 || (near_misses <= 3 && !self.queued && self.holder.is_none()));
        // Whoever asks the bot for a person gets one, whatever the rules say. Not whoever answers on which number to call.
        let mut filled = output.entries.iter();
        let gave_a_number = filled.any(
            |entry| matches!(&entry.body, EntryBody::SlotFilled { slot, .. } if slot.as_str() == "phone"),
        );
        let asked = match input {
            Input::AskedForPerson { .. } => true,
            Input::VisitorMessage {
                signals: Some(signals),
                ..
            } => match signals.asks_for_person.as_deref() {
                Some("call me on") => !gave_a_number,
                Some(_) => true,
                None => false,
            },
            Input::VisitorMessage { .. }
            | Input::SlotsGiven { .. }
            | Input::FileSent { .. }
            | Input::CalledOff { .. }
            | Input::BotSaid { .. }
            | Input::Adopt { .. }
            | Input::Agent { .. }
            | Input::Checked { .. }
            | Input::AgentOffline { .. }
            | Input::Offered { .. }
            | Input::Wake => false,
        };
        assert!(!(asked && with_bot) || self.queued, "nobody came after {input:?}");
    }

    /// Whether an input would pass over what its sender has not seen.
    pub(crate) fn passed_over(&self, input: &Input) -> bool {
        let Input::Agent {
            agent,
            command,
            seen: Some(seen),
            ..
        } = input
        else {
            return false;
        };
        let (at_an_end, compared) = match command {
            Command::ReturnToBot | Command::Snooze { .. } | Command::Resolve => (true, true),
            Command::Reply { .. } | Command::Release | Command::Transfer { .. } => (false, true),
            Command::Claim { .. } | Command::Note { .. } | Command::Tags { .. } => (false, false),
        };
        compared
            && self.words.iter().any(|(seq, by)| {
                seq > seen && by.as_ref().map_or(at_an_end, |colleague| *colleague != agent.id)
            })
    }

    fn word(&mut self, input: &Input, output: &Output) {
        let Some(last) = output.entries.last() else {
            return;
        };
        let by = match input {
            Input::VisitorMessage { .. }
            | Input::SlotsGiven { .. }
            | Input::FileSent { .. }
            | Input::AskedForPerson { .. }
            | Input::CalledOff { .. } => None,
            Input::Agent {
                command: Command::Note { .. } | Command::Tags { .. },
                ..
            }
            | Input::Adopt { .. }
            | Input::BotSaid { .. }
            | Input::AgentOffline { .. }
            | Input::Checked { .. }
            | Input::Offered { .. }
            | Input::Wake => return,
            Input::Agent { agent, .. } => Some(agent.id.clone()),
        };
        self.words.push((last.seq, by));
    }

    fn entry(&mut self, entry: &Entry, input: &Input, was_queued: bool, playbook: &Playbook) {
        if let Some(last) = self.timeline.last() {
            assert_eq!(entry.seq.0, last.seq.0 + 1, "no gaps");
            assert!(entry.at >= last.at && entry.epoch >= last.epoch);
        } else {
            assert_eq!(entry.seq.0, 1);
        }
        let at = entry.at;
        match &entry.body {
            EntryBody::Message(message) => self.message(entry, message, input, was_queued, playbook),
            EntryBody::HandedOff { .. } => {
                assert!(self.holder.is_none() && self.owner.is_none() && !self.queued && !self.ended);
                self.handoffs += 1;
                self.abstained = 0;
                self.queue(at);
            }
            EntryBody::Claimed { agent, from, .. } => {
                // Taking from a colleague names the colleague.
                let named = if let Input::Agent {
                    command: Command::Claim { take_from },
                    ..
                } = input
                {
                    take_from.as_ref()
                } else {
                    None
                };
                assert!(from.is_none() || from.as_ref().map(|from| &from.id) == named);
                assert_eq!(
                    from.as_ref().map(|from| &from.id),
                    self.holder.as_ref().or(self.owner.as_ref())
                );
                self.owner = None;
                self.hold(agent.id.clone(), entry.epoch);
                // Whoever was with the bot is told that someone joined, and waits.
                if !self.ended {
                    self.waiting_since = self.waiting_since.or(from.is_none().then_some(at));
                }
                self.ended = false;
            }
            EntryBody::Woken => {
                let owner = self.owner.take().unwrap();
                self.hold(owner, entry.epoch);
            }
            EntryBody::Released { agent, .. } | EntryBody::Transferred { by: agent, .. } => {
                let holder = self.holder.take().or(self.owner.take());
                assert_eq!(holder.as_ref(), Some(&agent.id));
                self.queue(at);
            }
            EntryBody::Snoozed { by, .. } => {
                self.holder = None;
                self.owner = Some(by.id.clone());
            }
            EntryBody::ReturnedToBot { .. } | EntryBody::CalledOff | EntryBody::Resolved { .. } => {
                self.holder = None;
                self.owner = None;
                self.queued = false;
                self.waiting_since = None;
                self.abstained = 0;
                self.ended = matches!(entry.body, EntryBody::Resolved { .. });
                if self.ended {
                    self.hush();
                }
                if matches!(entry.body, EntryBody::ReturnedToBot { .. }) {
                    self.turns.clear();
                }
            }
            EntryBody::Reopened => {
                assert!(self.ended);
                self.abstained = 0;
                // An agent who opens it again does not keep anyone waiting.
                self.ended = matches!(input, Input::Agent { .. });
            }
            EntryBody::ActionStarted { action, .. } => {
                self.files.remove(action);
                // A report that was left goes on; only one that is complete is begun anew.
                let left = self.slots.insert(action.clone(), BTreeMap::new()).is_some();
                assert!(
                    self.complete.remove(action) || !left,
                    "what was collected is lost"
                );
            }
            EntryBody::SlotFilled {
                action, slot, value, ..
            } => {
                self.slots
                    .get_mut(action)
                    .unwrap()
                    .insert(slot.clone(), value.clone());
            }
            EntryBody::File(sent) => {
                self.unanswered += 1;
                if self.holder.is_some() {
                    self.waiting_since.get_or_insert(at);
                }
                assert!(
                    self.holder.is_some() || self.queued || sent.slot.is_some(),
                    "nobody looks at {sent:?}"
                );
                self.sent += 1;
                self.bytes += u64::from(sent.bytes);
                assert_eq!(sent.file, self.sent, "files are numbered");
                assert!(self.sent <= FILES && self.bytes <= FILES_BYTES);
                if let (Some(action), Some(slot)) = (&sent.action, &sent.slot) {
                    let files = self.files.entry(action.clone()).or_default();
                    files.entry(slot.clone()).or_default().push(sent.file);
                }
            }
            EntryBody::SlotSkipped { action, slot, .. } => {
                assert!(
                    !self.slots[action].contains_key(slot),
                    "what was given is passed over"
                );
            }
            EntryBody::CheckStarted { action } => {
                self.complete.remove(action);
                let people = self.holder.is_some() || self.owner.is_some() || self.ended;
                self.quiet.insert(action.clone(), people);
            }
            EntryBody::CheckAnswered { action, .. } | EntryBody::CheckFailed { action, .. } => {
                self.complete.remove(action);
                self.quiet.remove(action);
            }
            EntryBody::Escalated { .. } | EntryBody::Moved { .. } => assert!(self.queued),
            EntryBody::Note { .. }
            | EntryBody::TagAdded { .. }
            | EntryBody::TagRemoved { .. }
            | EntryBody::PriorityChanged { .. }
            | EntryBody::NearMiss { .. }
            | EntryBody::Alerted { .. } => {}
            EntryBody::RuleFired { .. } => {
                // What a rule says to a question that the documents answer stands for the answer: nothing has failed.
                if is_answered(input, playbook) {
                    self.abstained = 0;
                }
            }
            EntryBody::ActionCompleted { action } => {
                self.complete.insert(action.clone());
            }
            EntryBody::ActionFailed { action, .. } => {
                assert!(self.slots.contains_key(action) && !self.complete.contains(action));
            }
            EntryBody::Unknown => panic!("the engine does not know what it made"),
        }
        self.timeline.push(entry.clone());
    }

    fn message(
        &mut self,
        entry: &Entry,
        message: &Message,
        input: &Input,
        was_queued: bool,
        playbook: &Playbook,
    ) {
        self.messages += 1;
        match &message.from {
            Speaker::Visitor => {
                self.unanswered += 1;
                if self.holder.is_some() {
                    self.waiting_since.get_or_insert(entry.at);
                }
            }
            Speaker::Bot => {
                // Never while a human has it, and never under an epoch of before the claim.
                assert!(self.holder.is_none() && self.owner.is_none() && !self.ended);
                assert!(entry.epoch > self.held_since || self.held_since == Epoch(0));
                self.notices += usize::from(message.notice);
                // Whoever waits hears questions, thanks for what they gave and a closed team's hours, and nothing else.
                let lookup = self.timeline.iter().rev().take(2).any(|entry| {
                    matches!(
                        entry.body,
                        EntryBody::CheckAnswered { .. } | EntryBody::CheckFailed { .. }
                    )
                });
                let thanks = message.text == playbook.says.collected.to_string() || lookup;
                let by_time = matches!(input, Input::Wake);
                assert!(
                    !was_queued
                        || message.question.is_some()
                        || thanks
                        || by_time
                        || tells_opening(message, playbook),
                    "{message:?}"
                );
                if message.text == playbook.says.abstain.to_string() {
                    self.abstained += 1;
                    assert!(
                        self.abstained < playbook.handoff.failed_attempts,
                        "a chain of failures"
                    );
                }
                if !message.citations.is_empty() || matches!(input, Input::BotSaid { .. }) {
                    self.abstained = 0;
                }
            }
            Speaker::Agent { agent } => {
                assert_eq!(self.holder.as_ref(), Some(&agent.id), "only the holder speaks");
                self.waiting_since = None;
                self.unanswered = 0;
            }
        }
        self.turns.push(Turn {
            seq: entry.seq,
            visitor: message.from == Speaker::Visitor,
            text: message.text.clone(),
        });
    }

    fn hold(&mut self, agent: AgentId, epoch: Epoch) {
        self.hush();
        self.holder = Some(agent);
        self.queued = false;
        self.held_since = epoch;
    }

    fn hush(&mut self) {
        self.quiet.values_mut().for_each(|quiet| *quiet = true);
    }

    fn queue(&mut self, at: Timestamp) {
        self.queued = true;
        self.waiting_since.get_or_insert(at);
    }

    /// Every handoff calls its team once, and every change is published, last.
    fn effects(&self, output: &Output, after: &Conversation) {
        for entry in &output.entries {
            if let EntryBody::HandedOff { team: called, .. } = &entry.body {
                let calls = output.effects.iter().filter(|effect| match effect {
                    Effect::Alert { team, .. } => team == called,
                    Effect::Publish { .. } | Effect::Check { .. } => false,
                });
                assert_eq!(calls.count(), 1);
            }
        }
        let publications = output
            .effects
            .iter()
            .filter(|effect| matches!(effect, Effect::Publish { .. }));
        assert_eq!(publications.count(), usize::from(!output.entries.is_empty()));
        if let Some(last) = output.effects.last() {
            let Effect::Publish { summary } = last else {
                panic!("the last effect is {last:?}")
            };
            assert_eq!(**summary, after.summary());
        }
    }

    fn state(&self, before: &Conversation, after: &Conversation) {
        // Who has it, and since when somebody waits.
        assert_eq!(
            after.status().holder().map(|agent| &agent.id),
            self.holder.as_ref()
        );
        assert_eq!(matches!(after.status(), Status::Queued { .. }), self.queued);
        assert_eq!(matches!(after.status(), Status::Resolved { .. }), self.ended);
        assert_eq!(after.waiting_since(), self.waiting_since);
        if let Status::Queued { waiting_since, .. } = after.status() {
            assert_eq!(Some(*waiting_since), self.waiting_since);
        }
        // Another holder, another epoch.
        let holds = |conversation: &Conversation| {
            (
                conversation.status().name(),
                conversation.status().holder().cloned(),
            )
        };
        assert!(after.epoch() > before.epoch() || holds(after) == holds(before));
        // Nothing that was given is lost.
        let kept: BTreeMap<_, _> = after
            .actions()
            .iter()
            .map(|one| (one.action.clone(), one.filled.clone()))
            .collect();
        assert_eq!(kept, self.slots);
        let files: BTreeMap<_, BTreeMap<_, Vec<u32>>> = after
            .actions()
            .iter()
            .filter(|one| !one.files.is_empty())
            .map(|one| {
                let of_slot = |files: &[FileRef]| files.iter().map(|file| file.file).collect();
                let files = one
                    .files
                    .iter()
                    .map(|(slot, files)| (slot.clone(), of_slot(files)));
                (one.action.clone(), files.collect())
            })
            .collect();
        assert_eq!(files, self.files, "no file of a report is lost");
        // What the next reading is made from.
        let basis = after.basis();
        let recent = self.turns.len().saturating_sub(CONTEXT_TURNS);
        assert_eq!(basis.turns, self.turns[recent..]);
        assert_eq!(
            basis.stamp.considered,
            self.turns.last().map(|turn| turn.seq).unwrap_or_default()
        );
        // The summary.
        let summary = after.summary();
        if let Some(line) = &summary.last_line {
            let said = |entry: &Entry| {
                matches!(&entry.body, EntryBody::Message(message)
                    if message.from != Speaker::Bot && message.text == line.text)
                    || matches!(&entry.body, EntryBody::File(sent)
                        if !sent.sensitive && line.text == format!("Photo: {}", sent.name))
            };
            let masked = line.text == MASK;
            assert!(masked || self.timeline.iter().any(said), "a person said {line:?}");
        }
        assert_eq!(
            (summary.messages, summary.unanswered),
            (self.messages, self.unanswered)
        );
        assert_eq!(summary.version, after.last_seq());
        assert_eq!(
            after.last_seq(),
            self.timeline.last().map(|entry| entry.seq).unwrap_or_default()
        );
    }
}

/// Whether the documents surely answer the message that came in.
fn is_answered(input: &Input, playbook: &Playbook) -> bool {
    let Input::VisitorMessage {
        signals: Some(signals),
        ..
    } = input
    else {
        return false;
    };
    signals.answer.is_some() && signals.confidence >= playbook.handoff.confidence_below
}

pub(crate) fn said_by_bot(entry: &Entry) -> Option<&Message> {
    match &entry.body {
        EntryBody::Message(message) => Some(message).filter(|message| message.from == Speaker::Bot),
        EntryBody::Note { .. }
        | EntryBody::File(_)
        | EntryBody::TagAdded { .. }
        | EntryBody::TagRemoved { .. }
        | EntryBody::PriorityChanged { .. }
        | EntryBody::RuleFired { .. }
        | EntryBody::NearMiss { .. }
        | EntryBody::ActionFailed { .. }
        | EntryBody::Alerted { .. }
        | EntryBody::ActionStarted { .. }
        | EntryBody::SlotFilled { .. }
        | EntryBody::SlotSkipped { .. }
        | EntryBody::CheckStarted { .. }
        | EntryBody::CheckAnswered { .. }
        | EntryBody::CheckFailed { .. }
        | EntryBody::ActionCompleted { .. }
        | EntryBody::HandedOff { .. }
        | EntryBody::Escalated { .. }
        | EntryBody::Moved { .. }
        | EntryBody::CalledOff
        | EntryBody::Claimed { .. }
        | EntryBody::Released { .. }
        | EntryBody::Transferred { .. }
        | EntryBody::ReturnedToBot { .. }
        | EntryBody::Snoozed { .. }
        | EntryBody::Woken
        | EntryBody::Resolved { .. }
        | EntryBody::Reopened
        | EntryBody::Unknown => None,
    }
}
