//! One conversation.

use gangway_playbook::Playbook;
use gangway_protocol::signals::Basis;
use gangway_protocol::{ConversationId, Hash, Priority, Seq, Status, Summary, TagId, Timestamp};
use serde::{Deserialize, Serialize};

use crate::input::{Input, Output, Refusal};

/// The state of one conversation: everything a decision needs, small enough to be stored whole with every commit.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Conversation {
    id: ConversationId,
    opened_at: Timestamp,
}

impl Conversation {
    /// A conversation without entries, held by the bot. `playbook` is the hash of the playbook of its first
    /// episode.
    pub fn new(id: ConversationId, now: Timestamp, playbook: Hash) -> Self {
        let _ = playbook;
        Self { id, opened_at: now }
    }

    /// Hash of the playbook of the current episode: the one to pass to [`Self::handle`].
    pub fn playbook(&self) -> &Hash {
        unimplemented!()
    }

    /// Status and holder.
    pub fn status(&self) -> &Status {
        unimplemented!()
    }

    /// What a reading of the next message must be made from.
    pub fn basis(&self) -> Basis {
        unimplemented!()
    }

    /// The last `seq`.
    pub fn last_seq(&self) -> Seq {
        unimplemented!()
    }

    /// Tags, in the order of their names.
    pub fn tags(&self) -> Vec<TagId> {
        Vec::new()
    }

    /// Priority.
    pub fn priority(&self) -> Priority {
        Priority::Normal
    }

    /// The summary the inbox lists.
    pub fn summary(&self) -> Summary {
        unimplemented!()
    }

    /// Decides one input. On `Ok` the state has moved on and must be stored with the output; on `Err`
    /// nothing has changed.
    ///
    /// # Errors
    /// A refusal, which is an answer.
    pub fn handle(&mut self, now: Timestamp, playbook: &Playbook, input: &Input) -> Result<Output, Refusal> {
        let _ = (now, playbook, input, &self.id, self.opened_at);
        Ok(Output::default())
    }

    /// When to wake it with [`Input::Wake`], if ever.
    pub fn next_deadline(&self, playbook: &Playbook) -> Option<Timestamp> {
        let _ = playbook;
        None
    }
}
