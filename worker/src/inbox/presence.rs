//! Who is there: an agent with an open page of the inbox. When the last one closes, they have a minute to come
//! back (a reload, a tunnel); then what they hold goes back to the queue.

use std::rc::Rc;

use gangway_protocol::event::InboxEvent;
use gangway_protocol::{AgentId, Timestamp};
use serde_json::json;

use super::object::Core;
use crate::calls::ConversationCall;
use crate::clock;
use crate::storage::{StorageError, transaction};

/// How long an agent may be away.
const GRACE: i64 = 60_000;

impl Core {
    /// An agent opened a page.
    pub(super) fn came(self: &Rc<Self>, agent: &AgentId) -> Result<(), StorageError> {
        transaction(&self.state.storage(), || {
            let tables = self.tables();
            tables.came(agent)?;
            // What was to be said of their absence is true no longer.
            tables.withdraw(&absence(agent))
        })?;
        self.tell_presence();
        self.route()
    }

    /// An agent's last page closed.
    pub(super) fn went(&self, agent: &AgentId) -> Result<(), StorageError> {
        let now = clock::now();
        self.tables().went(agent, now)?;
        self.arm(now)?;
        self.tell_presence();
        Ok(())
    }

    /// After a crash or a deployment, sockets are gone without having been closed.
    pub(super) fn notice_absences(&self) {
        let noticed = || -> Result<(), StorageError> {
            let online = self.online();
            let missing: Vec<AgentId> = self
                .tables()
                .present()?
                .into_iter()
                .filter(|agent| !online.contains(agent))
                .collect();
            if missing.is_empty() {
                return Ok(());
            }
            let now = clock::now();
            for agent in &missing {
                self.tables().went(agent, now)?;
            }
            self.arm(now)
        };
        if let Err(error) = noticed() {
            crate::log::error("presence.notice", &json!({ "reason": error.to_string() }));
        }
    }

    /// Whoever has been away for too long: their conversations are told.
    pub(super) fn settle_absences(self: &Rc<Self>) -> Result<(), StorageError> {
        let now = clock::now();
        let online = self.online();
        transaction(&self.state.storage(), || {
            let tables = self.tables();
            for agent in tables.gone_since(now.plus(-GRACE))? {
                tables.forget_presence(&agent)?;
                if online.contains(&agent) {
                    tables.came(&agent)?;
                    continue;
                }
                for conversation in tables.owned(&agent)? {
                    let call = ConversationCall::AgentOffline { agent: agent.clone() };
                    tables.enqueue(&conversation, Some(&absence(&agent)), &call, now)?;
                }
            }
            Ok(())
        })
    }

    /// When the next absence has lasted long enough.
    pub(super) fn next_absence(&self) -> Result<Option<Timestamp>, StorageError> {
        Ok(self.tables().first_gone()?.map(|gone| gone.plus(GRACE)))
    }

    fn tell_presence(&self) {
        self.tell_all(&InboxEvent::Presence {
            online: self.online(),
        });
    }
}

/// The subject of the outbox's rows about an agent's absence.
fn absence(agent: &AgentId) -> String {
    format!("absence {agent}")
}
