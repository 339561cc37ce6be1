//! What is posted, with the turns that the page shows as its context.

use gangway_protocol::ClientId;
use gangway_protocol::api::{ContextTurn, PostMessage, SlotValue};
use gangway_protocol::limits::CONTEXT_TURNS;
use gangway_protocol::visitor::{VisitorBody, VisitorSpeaker};

use super::{Model, Post, PostRequest};

impl Model {
    pub(super) fn request(&self, client_id: &ClientId, post: Post) -> PostRequest {
        match post {
            Post::Say { text } => PostRequest::Message(PostMessage {
                client_id: client_id.clone(),
                text,
                context: self.context(),
                last_seq: self.timeline.last_seq(),
            }),
            Post::Fill { action, slot, value } => PostRequest::Slots(action, vec![SlotValue { slot, value }]),
            Post::Send { name, .. } => PostRequest::File { name },
            Post::AskForPerson => PostRequest::Person,
            Post::CallOff => PostRequest::CallOff,
        }
    }

    /// The last turns as the page shows them, oldest first.
    fn context(&self) -> Vec<ContextTurn> {
        let mut turns: Vec<ContextTurn> = self
            .timeline
            .entries()
            .rev()
            .filter_map(|entry| match &entry.body {
                VisitorBody::Message { from, text, .. } => Some(ContextTurn {
                    seq: entry.seq,
                    visitor: *from == VisitorSpeaker::You,
                    text: text.clone(),
                }),
                VisitorBody::File { .. }
                | VisitorBody::SlotFilled { .. }
                | VisitorBody::SlotSkipped { .. }
                | VisitorBody::Waiting
                | VisitorBody::CalledOff
                | VisitorBody::Joined { .. }
                | VisitorBody::Left { .. }
                | VisitorBody::BackToAssistant
                | VisitorBody::Resolved
                | VisitorBody::Reopened
                | VisitorBody::Unknown => None,
            })
            .take(CONTEXT_TURNS)
            .collect();
        turns.reverse();
        turns
    }
}
