//! What an inbox owes to conversations, and how it is carried there.

use std::rc::Rc;

use gangway_protocol::{Code, Seq, Timestamp, WorkspaceId};
use serde_json::json;

use super::object::Core;
use super::sql::OutboxRow;
use crate::ask;
use crate::calls::{ConversationCall, ConversationReply, ToConversation};
use crate::clock;
use crate::outbox::{alarm, backoff, spread};
use crate::panics::{self, contained_async};
use crate::storage::{StorageError, set_alarm, transaction};

/// Conversations asked to publish again in one step of a rebuild.
const REBUILD_STEP: u64 = 64;
/// How long the word that someone stopped watching is kept against an earlier word that comes late.
const UNWATCHED_KEPT: i64 = 24 * 60 * 60 * 1_000;

enum Outcome {
    Done,
    Again(String),
}

impl Core {
    /// Carries what is due after the present event has been answered; the alarm stands behind it.
    pub(super) fn carry_soon(self: &Rc<Self>, now: Timestamp) -> Result<(), StorageError> {
        self.arm(now)?;
        let core = Rc::clone(self);
        self.state
            .wait_until(panics::aside("outbox", async move { core.carry().await }));
        Ok(())
    }

    /// Carries what is due.
    pub(super) async fn carry(self: &Rc<Self>) {
        let Some(turn) = self.lane.turn() else { return };
        let carried = contained_async(self.carry_due()).await;
        if let Err(error) = carried.unwrap_or_else(|panicked| Err(panicked.into())) {
            crate::log::error("outbox.storage", &json!({ "reason": error.to_string() }));
        }
        drop(turn);
        if let Err(error) = self.arm(clock::now()) {
            crate::log::error("outbox.alarm", &json!({ "reason": error.to_string() }));
        }
    }

    async fn carry_due(self: &Rc<Self>) -> Result<(), StorageError> {
        loop {
            let due = self.tables().due(clock::now())?;
            if due.is_empty() && !self.rebuild_step()? {
                return Ok(());
            }
            for row in due {
                // One row that cannot be carried must not keep the others back.
                let outcome = contained_async(self.deliver(&row)).await;
                let outcome = outcome.unwrap_or_else(|panicked| Outcome::Again(panicked.to_string()));
                self.settle(&row, outcome)?;
            }
        }
    }

    async fn deliver(self: &Rc<Self>, row: &OutboxRow) -> Outcome {
        let Some(workspace) = self.workspace() else {
            return Outcome::Again("this inbox was not addressed by its name".to_owned());
        };
        let call = match serde_json::from_str::<ConversationCall>(&row.body) {
            Ok(call) => call,
            // Of a newer version, which will be back: an older one is run for minutes at most.
            Err(error) => return Outcome::Again(error.to_string()),
        };
        let offered = if let ConversationCall::Offer { agent, until, .. } = &call {
            Some((agent.id.clone(), *until))
        } else {
            None
        };
        if let ConversationCall::Offer { agent, team, until } = &call
            && row.attempts == 0
        {
            // It was not told to the conversation yet, and the agent may have been changed since.
            let dropped = self.drop_unfit(&row.conversation, &agent.id, team, *until);
            match dropped {
                Ok(true) => return Outcome::Done,
                Ok(false) => {}
                Err(error) => return Outcome::Again(error.to_string()),
            }
        }
        let asked = async {
            match ask::conversation_stub(&self.env, &row.conversation)? {
                Some(stub) => ask::conversation(&stub, &ToConversation { workspace, call })
                    .await
                    .map(Some),
                None => Ok(None),
            }
        };
        match asked.await {
            Ok(Some(ConversationReply::Refused { problem, .. })) if problem.code != Code::NotFound => {
                Outcome::Again(format!("{:?}", problem.code))
            }
            Ok(reply) if let Some(offer) = &offered => {
                let (accepted, version) = match reply {
                    Some(ConversationReply::Offered { accepted, version }) => (accepted, version),
                    // It is not there.
                    _ => (false, Seq(0)),
                };
                let settled = self.answered(&row.conversation, offer, accepted, version);
                match settled.and_then(|()| self.route()) {
                    Ok(()) => Outcome::Done,
                    Err(error) => Outcome::Again(error.to_string()),
                }
            }
            // Whether it did something or is not there: it need not be told again.
            Ok(_) => Outcome::Done,
            Err(error) => Outcome::Again(error.to_string()),
        }
    }

    fn settle(&self, row: &OutboxRow, outcome: Outcome) -> Result<(), StorageError> {
        let reason = match outcome {
            Outcome::Done => return self.tables().outbox().done(row.id),
            Outcome::Again(reason) => reason,
        };
        let attempts = row.attempts.saturating_add(1);
        crate::log::warn(
            "outbox.failed",
            &json!({ "row": row.id, "attempts": attempts, "reason": reason }),
        );
        self.tables()
            .outbox()
            .again(row.id, attempts, clock::now().plus(backoff(attempts, spread())))
    }

    /// Owes the next conversations of a rebuild a question. Whether there is one under way.
    fn rebuild_step(&self) -> Result<bool, StorageError> {
        let now = clock::now();
        transaction(&self.state.storage(), || {
            let tables = self.tables();
            let Some(after) = tables.rebuilding()? else {
                return Ok(false);
            };
            let ids = tables.to_rebuild(&after, REBUILD_STEP)?;
            for id in &ids {
                tables.enqueue(id, None, &ConversationCall::Republish, now)?;
            }
            tables.rebuild(ids.last().map(gangway_protocol::ConversationId::as_str))?;
            tables.forget_unwatched(now.plus(-UNWATCHED_KEPT))?;
            Ok(!ids.is_empty())
        })
    }

    /// Sets the alarm to the earlier of the outbox's next row and the next absence.
    pub(super) fn arm(&self, now: Timestamp) -> Result<(), StorageError> {
        let tables = self.tables();
        let due = match tables.rebuilding()? {
            Some(_) => Some(now),
            None => tables.outbox().next_due()?,
        };
        let deadlines = [self.next_absence()?, tables.next_lapse(now)?];
        let wanted = alarm(now, deadlines.into_iter().flatten().min(), due);
        if self.alarm.must_write(wanted) {
            set_alarm(&self.state.storage(), wanted)?;
            self.alarm.written(wanted);
        }
        Ok(())
    }

    /// The workspace: an inbox is addressed by its name.
    pub(super) fn workspace(&self) -> Option<WorkspaceId> {
        self.state.id().name().map(WorkspaceId::from)
    }
}
