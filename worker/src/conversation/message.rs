//! A visitor's message: which playbook it is read under, whether the reading holds, what it makes.

use std::rc::Rc;

use gangway_engine::{Input, Refusal};
use gangway_playbook::Playbook;
use gangway_protocol::{Hash, Signals, Status, WorkspaceId};
use serde_json::json;

use super::answer::{Answered, Reader};
use super::commit::{Draft, Loaded, Post};
use super::object::{Core, refused};
use super::playbooks;
use super::refusal::problem;
use crate::calls::{ConversationReply, digest};
use crate::clock;
use crate::faults::Fault;
use crate::storage::StorageError;

/// What the Worker read, and from what.
pub(super) struct Read {
    /// What the message means; `None` when it could not be read twice in a row.
    pub(super) signals: Option<Box<Signals>>,
    /// Digest of the turns it was read from.
    pub(super) turns: Hash,
    /// Hash of the deployment's playbook.
    pub(super) deployed: Hash,
    /// That playbook, where it had to be fetched.
    pub(super) adoptable: Option<Rc<Playbook>>,
}

impl Core {
    /// The deployment's playbook, when this message would adopt it and it is not in storage. The only wait before
    /// a message is decided, and what is loaded here is not used there.
    pub(super) async fn adoptable(
        &self,
        workspace: &WorkspaceId,
        deployed: &Hash,
    ) -> Result<Option<Rc<Playbook>>, StorageError> {
        let Some(loaded) = self
            .loaded()?
            .filter(|loaded| loaded.opening.workspace == *workspace)
        else {
            return Ok(None);
        };
        if !loaded.would_adopt(clock::now(), deployed) || self.tables().playbook(deployed)?.is_some() {
            return Ok(None);
        }
        match playbooks::fetch(&self.env, workspace, deployed).await {
            Ok(playbook) => Ok(Some(Rc::new(playbook))),
            // Not adopted today: the one it has serves, and the reading is made again with it.
            Err(missing) => {
                crate::log::warn(
                    "playbook.missing",
                    &json!({ "hash": deployed, "reason": missing.to_string() }),
                );
                Ok(None)
            }
        }
    }

    /// Decides and stores a message.
    pub(super) fn message(
        self: &Rc<Self>,
        loaded: &Loaded,
        post: &Post<'_>,
        text: String,
        read: Read,
        fault: Option<Fault>,
    ) -> Answered {
        let Read {
            signals,
            turns,
            deployed,
            adoptable,
        } = read;
        // (1) A repeated post makes the same again, whatever has changed since.
        if let Some(again) = self.repeated(loaded, post, Reader::Visitor)? {
            return Ok(again);
        }
        let now = self.now(loaded);
        let mut draft = Draft::of(loaded, now);
        // (2) A new episode goes by the deployment's playbook.
        if loaded.would_adopt(now, &deployed) {
            let playbook = match adoptable {
                Some(playbook) => Some(playbook),
                None => self.tables().playbook(&deployed)?.map(Rc::new),
            };
            if let Some(playbook) = playbook {
                draft.adopt(&deployed, playbook);
            }
        }
        // (3) What was read must have been read from the stored turns. The engine compares the rest of the stamp.
        if let Some(signals) = &signals {
            let basis = draft.conversation.basis();
            if goes_by_reading(draft.conversation.status()) && digest(&basis.turns) != turns {
                let refusal = Refusal::StaleReading(Box::new(basis));
                return Ok(stale(refusal, &signals.stamp.playbook, &draft));
            }
        }
        // (4) The decision.
        let stamped = signals.as_ref().map(|signals| signals.stamp.playbook.clone());
        let input = Input::VisitorMessage {
            client_id: post.id.clone(),
            text,
            signals,
        };
        match draft.feed(input) {
            Ok(()) => self.store(loaded, draft, post, Reader::Visitor, fault),
            Err(refusal @ Refusal::StaleReading(_)) => {
                Ok(stale(refusal, &stamped.unwrap_or(deployed), &draft))
            }
            Err(refusal) => Ok(refused(problem(refusal))),
        }
    }
}

/// Whether the engine goes by what was read: the same statuses for which it compares the stamp.
fn goes_by_reading(status: &Status) -> bool {
    match status {
        Status::Bot | Status::Queued { .. } | Status::Resolved { .. } => true,
        Status::Human { .. } | Status::Snoozed { .. } => false,
    }
}

/// Refuses a reading, with what the next one needs.
fn stale(refusal: Refusal, stamped: &Hash, draft: &Draft) -> ConversationReply {
    let own = draft.conversation.playbook();
    let playbook = (own != stamped).then(|| Box::new(draft.playbook.as_ref().clone()));
    ConversationReply::Refused {
        problem: problem(refusal),
        playbook,
    }
}
