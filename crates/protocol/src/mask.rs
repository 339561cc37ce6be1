//! What is sensitive, masked: for lists, alerts, exports and logs. In the thread agents may look at it.

use crate::entry::{Entry, EntryBody};
use crate::ground::{Ground, GroundKind};

/// What stands for what is not shown.
pub const MASK: &str = "•••••";

/// The entry as it may leave the thread.
#[must_use]
pub fn masked(mut entry: Entry) -> Entry {
    match &mut entry.body {
        EntryBody::Message(message) if message.sensitive => MASK.clone_into(&mut message.text),
        EntryBody::SlotFilled {
            value,
            shown,
            sensitive: true,
            ..
        } => {
            MASK.clone_into(value);
            *shown = None;
        }
        EntryBody::File(sent) if sent.sensitive => MASK.clone_into(&mut sent.name),
        // What a rule found in a slot: it does not say in which action's.
        EntryBody::RuleFired { held, .. } => conceal(held),
        EntryBody::NearMiss { held, missed, .. } => {
            conceal(held);
            conceal(missed);
        }
        EntryBody::Message(_)
        | EntryBody::File(_)
        | EntryBody::Note { .. }
        | EntryBody::TagAdded { .. }
        | EntryBody::TagRemoved { .. }
        | EntryBody::PriorityChanged { .. }
        | EntryBody::Alerted { .. }
        | EntryBody::ActionStarted { .. }
        | EntryBody::SlotFilled { .. }
        | EntryBody::SlotSkipped { .. }
        | EntryBody::CheckStarted { .. }
        | EntryBody::CheckAnswered { .. }
        | EntryBody::CheckFailed { .. }
        | EntryBody::ActionCompleted { .. }
        | EntryBody::ActionFailed { .. }
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
        | EntryBody::Unknown => {}
    }
    entry
}

fn conceal(grounds: &mut [Ground]) {
    for ground in grounds {
        if ground.condition == GroundKind::Slot && !ground.found.is_empty() {
            MASK.clone_into(&mut ground.found);
        }
    }
}
