//! What followed from something that happened, wherever it was played.

use std::collections::BTreeMap;

use gangway_protocol::{
    ActionId, Entry, EntryBody, Message, Priority, SlotId, Speaker, Status, TagId, TeamId,
};

/// What one step brought, and how things stand after it.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Followed {
    /// The entries it made.
    pub(crate) entries: Vec<Entry>,
    /// The teams it called.
    pub(crate) alerts: Vec<TeamId>,
    /// Why nothing happened: the API's code, and the reason in words.
    pub(crate) refused: Option<(String, String)>,
    /// How things stand.
    pub(crate) standing: Standing,
}

/// How a conversation stands.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Standing {
    /// Status and holder.
    pub(crate) status: Status,
    /// The tags that are on.
    pub(crate) tags: Vec<TagId>,
    /// The priority.
    pub(crate) priority: Priority,
    /// For how many milliseconds the traveller has waited for a person's word, if they wait.
    pub(crate) waited: Option<i64>,
}

/// What expectations are held against: a step or the whole conversation.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Scope<'a> {
    /// The entries of the step, or all of them.
    pub(crate) entries: &'a [Entry],
    /// All entries up to here.
    pub(crate) story: &'a [Entry],
    /// The teams called in the step, or at all.
    pub(crate) alerts: &'a [TeamId],
    /// Of the step.
    pub(crate) refused: Option<&'a (String, String)>,
    /// How things stand.
    pub(crate) standing: &'a Standing,
    /// How far times may be off, in milliseconds.
    pub(crate) slack: i64,
}

impl<'a> Scope<'a> {
    /// What was said, in order.
    pub(crate) fn messages(self) -> impl Iterator<Item = &'a Message> {
        messages(self.entries)
    }

    /// What the bot and agents said, in order.
    pub(crate) fn answers(self) -> impl Iterator<Item = &'a Message> {
        self.messages().filter(|message| message.from != Speaker::Visitor)
    }

    /// What the actions hold. One that begins anew holds nothing at first.
    pub(crate) fn slots(self) -> BTreeMap<(&'a ActionId, &'a SlotId), &'a str> {
        let mut slots = BTreeMap::new();
        for entry in self.story {
            if let EntryBody::ActionStarted { action, .. } = &entry.body {
                slots.retain(|(of, _), _| *of != action);
            }
            if let EntryBody::SlotFilled {
                action, slot, value, ..
            } = &entry.body
            {
                slots.insert((action, slot), value.as_str());
            }
        }
        slots
    }

    /// The language of the traveller's last message.
    pub(crate) fn language(self) -> Option<&'a str> {
        messages(self.story)
            .filter(|message| message.from == Speaker::Visitor)
            .last()?
            .language
            .as_deref()
    }
}

fn messages(entries: &[Entry]) -> impl Iterator<Item = &Message> {
    entries.iter().filter_map(|entry| {
        let EntryBody::Message(message) = &entry.body else {
            return None;
        };
        Some(message)
    })
}

/// The teams that entries say were called. A deployment tells nobody but the inbox's pages of its alerts; what called
/// the team stands in the timeline.
#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "few entries call a team, and the tests hold them against the engine's alerts"
)]
pub(crate) fn alerts(entries: &[Entry], status: &Status) -> Vec<TeamId> {
    let mut called: Vec<TeamId> = Vec::new();
    for entry in entries {
        let team = match &entry.body {
            EntryBody::Alerted { team, .. }
            | EntryBody::HandedOff { team, .. }
            | EntryBody::Transferred { team, .. } => Some(team),
            EntryBody::Moved { to, .. } | EntryBody::Escalated { to, .. } => Some(to),
            EntryBody::Released { .. } => status.team(),
            _ => None,
        };
        if let Some(team) = team.filter(|team| !called.contains(team)) {
            called.push(team.clone());
        }
    }
    called
}
