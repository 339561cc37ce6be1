//! The question that stands open.

use gangway_protocol::Question;
use gangway_protocol::visitor::{VisitorBody, VisitorSpeaker};

use super::{Model, Phase};

impl Model {
    /// The question that stands open, when a form can answer it.
    pub fn question(&self) -> Option<&Question> {
        if matches!(self.phase(), Phase::Person { .. } | Phase::Resolved) || !self.outbox.is_empty() {
            return None;
        }
        let mut filled = Vec::new();
        for entry in self.timeline.entries().rev() {
            match &entry.body {
                VisitorBody::Message {
                    from: VisitorSpeaker::You,
                    ..
                } => return None,
                VisitorBody::Message {
                    question: Some(question),
                    ..
                } => {
                    return (!filled.contains(&(&question.action, &question.slot))).then_some(question);
                }
                VisitorBody::SlotFilled { action, slot, .. } | VisitorBody::SlotSkipped { action, slot } => {
                    filled.push((action, slot));
                }
                VisitorBody::Message { .. }
                | VisitorBody::Waiting
                | VisitorBody::CalledOff
                | VisitorBody::Joined { .. }
                | VisitorBody::Left { .. }
                | VisitorBody::BackToAssistant
                | VisitorBody::Resolved
                | VisitorBody::Reopened
                | VisitorBody::Unknown => {}
            }
        }
        None
    }

    /// Why the value that its form gave was refused.
    pub fn wrong(&self) -> Option<&str> {
        self.wrong.as_deref()
    }
}
