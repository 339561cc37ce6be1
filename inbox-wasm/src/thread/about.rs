//! What the entries say about the conversation as a whole.

use gangway_protocol::{ActionId, EntryBody, HandoffReason, Priority, SlotId, TagId, TeamId};

use super::Thread;

/// The conversation at a glance.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct About {
    /// Why it was last handed to people, and to which team.
    pub reason: Option<(HandoffReason, TeamId)>,
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
    action: ActionId,
    slot: SlotId,
}

impl Thread {
    /// The conversation at a glance.
    pub fn about(&self) -> About {
        let mut about = About::default();
        for entry in self.timeline.entries() {
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
            } => {
                match self
                    .collected
                    .iter_mut()
                    .find(|one| one.action == *action && one.slot == *slot)
                {
                    Some(one) => one.value.clone_from(value),
                    None => self.collected.push(Collected {
                        label: label.clone(),
                        value: value.clone(),
                        action: action.clone(),
                        slot: slot.clone(),
                    }),
                }
            }
            EntryBody::HandedOff {
                team,
                reason,
                priority,
            } => {
                self.priority = *priority;
                self.reason = Some((reason.clone(), team.clone()));
            }
            EntryBody::Moved { to, reason, .. } => self.reason = Some((reason.clone(), to.clone())),
            EntryBody::Note { .. }
            | EntryBody::RuleFired { .. }
            | EntryBody::Alerted { .. }
            | EntryBody::ActionStarted { .. }
            | EntryBody::ActionCompleted { .. }
            | EntryBody::Escalated { .. }
            | EntryBody::CalledOff
            | EntryBody::Claimed { .. }
            | EntryBody::Released { .. }
            | EntryBody::Transferred { .. }
            | EntryBody::ReturnedToBot { .. }
            | EntryBody::Snoozed { .. }
            | EntryBody::Woken
            | EntryBody::Resolved { .. }
            | EntryBody::Reopened
            | EntryBody::Unknown => {}
        }
    }
}
