//! What the entries say about the conversation as a whole.

use gangway_protocol::mask::MASK;
use gangway_protocol::{
    ActionId, EntryBody, Field, HandoffReason, Priority, SlotId, Speaker, TagId, TeamId, Timestamp,
};

use super::Thread;

/// The conversation at a glance.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct About {
    /// Why it was last handed to people.
    pub reason: Option<HandoffReason>,
    /// The team it was handed to, with those that were called since.
    pub teams: Vec<TeamId>,
    /// What the visitor had asked in vain, when that is why.
    pub in_vain: Vec<String>,
    /// When it began.
    pub opened: Option<Timestamp>,
    /// The visitor's words since the assistant last answered from the documents.
    asked: Vec<String>,
    /// How much it matters.
    pub priority: Priority,
    /// Tags, in the order they were put on.
    pub tags: Vec<TagId>,
    /// What was collected, in the order it was first given.
    pub collected: Vec<Collected>,
    /// The visitor's language.
    pub language: Option<String>,
}

/// One thing that was collected.
#[derive(Clone, PartialEq, Debug)]
pub struct Collected {
    /// What it is called.
    pub label: String,
    /// What was given last.
    pub value: String,
    /// Whether it is shown on demand only.
    pub sensitive: bool,
    /// The files that it is, as far as they have come: their numbers and names.
    pub files: Vec<(u32, String)>,
    action: ActionId,
    slot: SlotId,
}

impl Thread {
    /// The conversation at a glance.
    pub fn about(&self) -> About {
        let mut about = About::default();
        for entry in self.timeline.entries() {
            about.opened.get_or_insert(entry.at);
            about.read(&entry.body);
        }
        about
    }
}

impl About {
    fn read(&mut self, body: &EntryBody) {
        match body {
            EntryBody::Message(message) => {
                if message.language.is_some() {
                    self.language.clone_from(&message.language);
                }
                if message.from == Speaker::Visitor {
                    let text = if message.sensitive { MASK } else { &message.text };
                    self.asked.push(text.to_owned());
                } else if !message.citations.is_empty() {
                    self.asked.clear();
                }
            }
            EntryBody::File(sent) => {
                if let (Some(action), Some(slot), Some(label)) = (&sent.action, &sent.slot, &sent.label) {
                    self.collect(action, slot.clone(), label, &sent.name, sent.sensitive);
                    if let Some(one) = self.of(action, slot) {
                        one.files.push((sent.file, sent.name.clone()));
                    }
                }
            }
            EntryBody::TagAdded { tag, .. } => {
                if !self.tags.contains(tag) {
                    self.tags.push(tag.clone());
                }
            }
            EntryBody::TagRemoved { tag, .. } => self.tags.retain(|present| present != tag),
            EntryBody::PriorityChanged { priority, .. } => self.priority = *priority,
            EntryBody::SlotFilled {
                action,
                slot,
                value,
                label,
                sensitive,
                ..
            } => self.collect(action, slot.clone(), label, value, *sensitive),
            EntryBody::CheckAnswered { action, fields } => {
                for Field { name, label, value } in fields {
                    self.collect(action, SlotId(name.clone()), label, value, false);
                }
            }
            EntryBody::HandedOff {
                team,
                reason,
                priority,
                ..
            } => {
                self.priority = *priority;
                self.teams = vec![team.clone()];
                self.came_for(reason);
            }
            EntryBody::Moved { to, reason, .. } => {
                self.teams = vec![to.clone()];
                self.came_for(reason);
            }
            EntryBody::Transferred { team, .. } => self.teams = vec![team.clone()],
            EntryBody::Escalated { to, .. } => self.teams.push(to.clone()),
            EntryBody::Note { .. }
            | EntryBody::RuleFired { .. }
            | EntryBody::NearMiss { .. }
            | EntryBody::ActionFailed { .. }
            | EntryBody::Alerted { .. }
            | EntryBody::ActionStarted { .. }
            | EntryBody::SlotSkipped { .. }
            | EntryBody::CheckStarted { .. }
            | EntryBody::CheckFailed { .. }
            | EntryBody::ActionCompleted { .. }
            | EntryBody::CalledOff
            | EntryBody::Claimed { .. }
            | EntryBody::Released { .. }
            | EntryBody::ReturnedToBot { .. }
            | EntryBody::Snoozed { .. }
            | EntryBody::Woken
            | EntryBody::Resolved { .. }
            | EntryBody::Reopened
            | EntryBody::Unknown => {}
        }
    }

    fn collect(&mut self, action: &ActionId, slot: SlotId, label: &str, value: &str, sensitive: bool) {
        match self.of(action, &slot) {
            Some(one) => value.clone_into(&mut one.value),
            None => self.collected.push(Collected {
                label: label.to_owned(),
                value: value.to_owned(),
                sensitive,
                files: Vec::new(),
                action: action.clone(),
                slot,
            }),
        }
    }

    fn of(&mut self, action: &ActionId, slot: &SlotId) -> Option<&mut Collected> {
        let mut all = self.collected.iter_mut();
        all.find(|one| one.action == *action && one.slot == *slot)
    }

    fn came_for(&mut self, reason: &HandoffReason) {
        self.in_vain.clear();
        if let HandoffReason::FailedAttempts { attempts } = reason {
            let attempts = usize::try_from(*attempts).unwrap_or(usize::MAX);
            let first = self.asked.len().saturating_sub(attempts);
            self.in_vain = self.asked.split_off(first);
        }
        self.reason = Some(reason.clone());
    }
}
