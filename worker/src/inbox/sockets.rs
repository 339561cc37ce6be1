//! The sockets of agents' inbox pages. Everything here is of the moment: a page that comes back reads the list
//! again.

use std::collections::BTreeSet;
use std::rc::Rc;

use gangway_engine::queue;
use gangway_protocol::event::InboxEvent;
use gangway_protocol::queue::View;
use gangway_protocol::{AgentId, AgentRef, Code, ConversationId, Problem, Summary, Timestamp};
use serde::{Deserialize, Serialize};
use serde_json::json;
use worker::{Response, Url, WebSocket, WebSocketPair};

use super::answer::kept_out;
use super::object::Core;
use crate::clock;
use crate::panics;
use crate::sockets::{
    SHUT_OUT, answer_to_close, attach, attached, broadcast, close, is_open, make_room, parameter,
};
use crate::storage::StorageError;
use crate::ticket;

/// Pages are told of changed summaries at most so often, in milliseconds: a person reads no faster, and a
/// busy workspace changes hundreds of times a second.
const TELL_EVERY: i64 = 250;
/// Summaries in one frame.
const FRAME_SUMMARIES: usize = 100;
/// A page that opens is shown the alerts of so long, in milliseconds.
const ALERTS_SHOWN: i64 = 24 * 60 * 60 * 1_000;

/// What a socket carries through hibernation.
#[derive(Debug, Serialize, Deserialize)]
struct Attachment {
    agent: AgentRef,
    opened_at: Timestamp,
}

/// What pages have not been told yet.
#[derive(Debug, Default)]
pub(super) struct Changed {
    ids: BTreeSet<ConversationId>,
    /// Whether someone is on the way to tell.
    telling: bool,
    told_at: Timestamp,
}

impl Core {
    /// Opens the socket that the ticket in the address allows.
    pub(super) fn open_socket(self: &Rc<Self>, url: &Url) -> Result<Result<Response, Problem>, StorageError> {
        let now = clock::now();
        let hash = ticket::hash(&parameter(url, "ticket").unwrap_or_default());
        let Some(agent) = self.tables().tickets().take::<AgentRef>(&hash, now)? else {
            let problem = Problem::new(Code::Unauthorized, "This ticket was used already or is too old.");
            return Ok(Err(problem.hint("Ask for a new one.")));
        };
        if self.tables().is_shut_out(&agent.id, now)? {
            return Ok(Err(kept_out()));
        }
        // (1) Accepted and shown what is there, without an `await`: what changes later is told.
        let response = self.accept(&agent, now)?;
        // (2) There.
        self.came(&agent.id)?;
        self.arm(now)?;
        Ok(Ok(response))
    }

    fn accept(&self, agent: &AgentRef, now: Timestamp) -> Result<Response, StorageError> {
        let tag = tag(&agent.id);
        make_room(self.state.get_websockets_with_tag(&tag), |socket| {
            attached::<Attachment>(socket).map_or(Timestamp(0), |attachment| attachment.opened_at)
        });
        let WebSocketPair { client, server } = WebSocketPair::new()?;
        self.state.accept_websocket_with_tags(&server, &[&tag]);
        attach(
            &server,
            &Attachment {
                agent: agent.clone(),
                opened_at: now,
            },
        )?;
        let page = [server];
        let mut summaries = self.tables().list(View::All, &agent.id)?;
        summaries.sort_by(queue::order);
        tell_summaries(&page, summaries);
        for alert in self.tables().alerts(now.plus(-ALERTS_SHOWN))? {
            broadcast(&page, &InboxEvent::Alert(alert));
        }
        Ok(Response::from_websocket(client)?)
    }

    /// A socket is gone, or wants to go.
    pub(super) fn closed(&self, socket: &WebSocket, code: usize) {
        close(socket, answer_to_close(code), "");
        let Some(agent) = attached::<Attachment>(socket).map(|attachment| attachment.agent.id) else {
            return;
        };
        if self
            .state
            .get_websockets_with_tag(&tag(&agent))
            .iter()
            .any(|other| other != socket && is_open(other))
        {
            return;
        }
        if let Err(error) = self.went(&agent) {
            crate::log::error("presence.went", &json!({ "reason": error.to_string() }));
        }
    }

    /// Agents with an open page, each once.
    pub(super) fn online(&self) -> Vec<AgentId> {
        let agents: BTreeSet<AgentId> = self
            .state
            .get_websockets()
            .iter()
            .filter(|socket| is_open(socket))
            .filter_map(|socket| attached::<Attachment>(socket).map(|attachment| attachment.agent.id))
            .collect();
        agents.into_iter().collect()
    }

    /// Closes every page of an agent who was shut out.
    pub(super) fn close_sockets_of(&self, agent: &AgentId) {
        for socket in self.state.get_websockets_with_tag(&tag(agent)) {
            close(&socket, SHUT_OUT, "shut out");
        }
    }

    /// Tells every page of an agent that what they may do was changed.
    pub(super) fn tell_rights(&self, agent: &AgentId) {
        broadcast(
            &self.state.get_websockets_with_tag(&tag(agent)),
            &InboxEvent::Rights,
        );
    }

    /// Sends an event to every page.
    pub(super) fn tell_all(&self, event: &InboxEvent) {
        broadcast(&self.state.get_websockets(), event);
    }

    /// Pages are told that a summary changed: at once, or with the others of the same quarter second.
    pub(super) fn tell_changed(self: &Rc<Self>, conversation: &ConversationId) {
        if self.state.get_websockets().is_empty() {
            return;
        }
        let wait = {
            let mut changed = self.changed.borrow_mut();
            changed.ids.insert(conversation.clone());
            if changed.telling {
                return;
            }
            changed.telling = true;
            changed.told_at.plus(TELL_EVERY).0 - clock::now().0
        };
        match u32::try_from(wait) {
            Ok(wait) if wait > 0 => {
                let core = Rc::clone(self);
                self.state.wait_until(panics::aside("telling", async move {
                    clock::wait(wait).await;
                    core.tell_all_changed();
                }));
            }
            Ok(_) | Err(_) => self.tell_all_changed(),
        }
    }

    fn tell_all_changed(&self) {
        let ids = {
            let mut changed = self.changed.borrow_mut();
            changed.telling = false;
            changed.told_at = clock::now();
            std::mem::take(&mut changed.ids)
        };
        let tables = self.tables();
        let found: Result<Vec<Option<Summary>>, StorageError> =
            ids.iter().map(|id| tables.summary(id)).collect();
        match found {
            Ok(found) => {
                let told = found
                    .into_iter()
                    .flatten()
                    .filter(|summary| summary.version.0 > 0)
                    .collect();
                tell_summaries(&self.state.get_websockets(), told);
            }
            Err(error) => crate::log::error("inbox.tell", &json!({ "reason": error.to_string() })),
        }
    }
}

fn tell_summaries(sockets: &[WebSocket], summaries: Vec<Summary>) {
    for some in summaries.chunks(FRAME_SUMMARIES) {
        broadcast(
            sockets,
            &InboxEvent::Summaries {
                summaries: some.to_vec(),
            },
        );
    }
}

fn tag(agent: &AgentId) -> String {
    format!("agent {agent}")
}
