//! Calls for someone: each is shown until someone has come, and made heard once.
//!
//! What an agent heard is kept in the browser, so that neither a page that is loaded again nor a second one makes it
//! heard twice. Calls that come in a burst are made heard as one.

use std::cmp::Reverse;

use gangway_protocol::event::Alert;
use gangway_protocol::{AgentId, ConversationId, Status, Summary};

/// How long a burst is gathered, in milliseconds. Long enough for the news that a colleague has come.
pub(super) const GATHER: u32 = 400;
/// How many ids of heard calls are kept: more than a service repeats.
const HEARD: usize = 600;

/// The calls.
#[derive(Clone, Debug, Default)]
pub struct Calls {
    shown: Vec<Alert>,
    /// Ids of the calls that were made heard: the same id is the same call.
    heard: Vec<String>,
    /// Ids of those that will be.
    fresh: Vec<String>,
    /// Conversations of this agent whose visitor wrote.
    wrote: Vec<ConversationId>,
    gathering: bool,
}

/// What is to be made heard.
#[derive(Clone, PartialEq, Debug)]
pub struct Call {
    /// The alert that matters most, unless one of the agent's own visitors wrote.
    pub alert: Option<Alert>,
    /// The conversation to open.
    pub conversation: ConversationId,
    /// How many more there are.
    pub more: usize,
}

impl Calls {
    /// Calls as this browser knows them.
    pub(super) fn heard_before(heard: Vec<String>) -> Self {
        Self {
            heard,
            ..Self::default()
        }
    }

    /// Those that nobody has acted upon: the last of each conversation, the most urgent and latest first.
    pub(super) fn shown(&self) -> &[Alert] {
        &self.shown
    }

    /// What to keep in the browser.
    pub(super) fn heard(&self) -> &[String] {
        &self.heard
    }

    /// One came. Whether a burst begins with it.
    pub(super) fn take_in(&mut self, alert: Alert) -> bool {
        if self.heard.contains(&alert.id) || self.fresh.contains(&alert.id) {
            return false;
        }
        self.fresh.push(alert.id.clone());
        self.shown
            .retain(|earlier| earlier.conversation != alert.conversation);
        let matters = |alert: &Alert| Reverse((alert.priority, alert.at));
        let place = self
            .shown
            .partition_point(|present| matters(present) <= matters(&alert));
        self.shown.insert(place, alert);
        self.gather()
    }

    /// A visitor of this agent's wrote. Whether a burst begins with it.
    pub(super) fn wrote(&mut self, conversation: &ConversationId) -> bool {
        self.wrote.push(conversation.clone());
        self.gather()
    }

    fn gather(&mut self) -> bool {
        !std::mem::replace(&mut self.gathering, true)
    }

    /// Puts away those for which someone has come.
    pub(super) fn settle(&mut self, has_come: impl Fn(&ConversationId) -> bool) {
        self.shown.retain(|alert| !has_come(&alert.conversation));
    }

    /// Puts one away, or all.
    pub(super) fn put_away(&mut self, id: Option<&str>) {
        self.shown.retain(|alert| id.is_some_and(|id| alert.id != id));
    }

    /// The burst is over: what of it is to be made heard, but not what the agent looks at, nor what another page of the
    /// same browser has made heard.
    pub(super) fn call(&mut self, attended: Option<&ConversationId>, elsewhere: &[String]) -> Option<Call> {
        self.gathering = false;
        let fresh = std::mem::take(&mut self.fresh);
        let wrote = std::mem::take(&mut self.wrote);
        let calls: Vec<&Alert> = self
            .shown
            .iter()
            .filter(|alert| fresh.contains(&alert.id) && !elsewhere.contains(&alert.id))
            .filter(|alert| Some(&alert.conversation) != attended)
            .collect();
        let mut wrote: Vec<&ConversationId> = wrote
            .iter()
            .filter(|conversation| Some(*conversation) != attended)
            .collect();
        wrote.dedup();
        let alert = calls.first().map(|alert| (*alert).clone());
        let conversation = match &alert {
            Some(alert) => Some(alert.conversation.clone()),
            None => wrote.first().map(|conversation| (*conversation).clone()),
        };
        let more = (calls.len() + wrote.len()).saturating_sub(1);
        self.heard.extend(fresh);
        let over = self.heard.len().saturating_sub(HEARD);
        self.heard.drain(..over);
        Some(Call {
            alert,
            conversation: conversation?,
            more,
        })
    }
}

/// Whether a call for someone has been answered.
pub(super) fn has_come(summary: &Summary) -> bool {
    match summary.status {
        Status::Bot | Status::Queued { .. } => false,
        Status::Human { .. } | Status::Snoozed { .. } | Status::Resolved { .. } => true,
    }
}

/// Whether the visitor of one of the agent's conversations wrote.
pub(super) fn has_written(arriving: &Summary, present: &Summary, me: &AgentId) -> bool {
    let mine = arriving.status.holder().is_some_and(|holder| holder.id == *me);
    mine && arriving.unread > present.unread && arriving.unanswered > present.unanswered
}
