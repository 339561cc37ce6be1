//! The question that stands open.

use gangway_page::{Pending, Progress};
use gangway_protocol::limits::FILES;
use gangway_protocol::visitor::{VisitorBody, VisitorEntry, VisitorSpeaker};
use gangway_protocol::{Question, SlotInput};

use super::{Model, Phase, Post};

impl Model {
    /// The question that stands open, when a form can answer it.
    pub fn question(&self) -> Option<&Question> {
        // While files are on their way, the question for them stands.
        let waits = |pending: &Pending<Post>| !matches!(pending.what, Post::Send { .. });
        self.asked().filter(|_| !self.outbox.iter().any(waits))
    }

    /// Whether a question for files stands, whatever is on its way.
    pub(super) fn asks_for_files(&self) -> bool {
        self.asked()
            .is_some_and(|question| question.input == SlotInput::File)
    }

    /// The question that stands open, as far as the conversation has come.
    fn asked(&self) -> Option<&Question> {
        if matches!(self.phase(), Phase::Person { .. } | Phase::Resolved) {
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
                | VisitorBody::File { .. }
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

    /// How many more files may be sent, to the question that stands or to a person; 0: nobody would look at one.
    pub fn room_for_files(&self) -> usize {
        let question = self
            .question()
            .filter(|question| question.input == SlotInput::File);
        match (question, self.phase()) {
            (Some(question), _) => {
                let most = question.most.map_or(1, |most| most as usize);
                most.saturating_sub(self.files_given())
            }
            (None, Phase::Waiting { .. } | Phase::Person { .. }) => FILES as usize,
            (None, Phase::Assistant | Phase::Resolved) => 0,
        }
    }

    /// How many files the question that stands has been given, with those on their way.
    pub fn files_given(&self) -> usize {
        let Some(Question { action, slot, .. }) = self.question() else {
            return 0;
        };
        let of_it = |entry: &&VisitorEntry| matches!(&entry.body, VisitorBody::File { action: Some(of), slot: Some(its), .. } if (of, its) == (action, slot));
        // One that was given before began again with its action.
        let began = |entry: &&VisitorEntry| matches!(&entry.body, VisitorBody::SlotFilled { action: of, slot: its, .. } if (of, its) == (action, slot));
        let given = self.timeline.entries().rev();
        let given = given.take_while(|entry| !began(entry)).filter(of_it).count();
        let refused =
            |pending: &&Pending<Post>| matches!(pending.progress, Progress::Failed { passes: false, .. });
        given + self.outbox.iter().filter(|pending| !refused(pending)).count()
    }

    /// Why a file cannot be sent.
    pub fn not_sendable(&self) -> Option<&str> {
        self.not_sendable.as_deref()
    }

    /// How much of the file that is on its way has left, in per cent.
    pub fn sent(&self) -> u8 {
        self.sent
    }

    /// Why the value that its form gave was refused.
    pub fn wrong(&self) -> Option<&str> {
        self.wrong.as_deref()
    }
}
