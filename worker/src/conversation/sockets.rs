//! The sockets of a conversation: entries as they are stored, typing as it happens.
//!
//! A socket is opened without an `await` between reading the timeline and being accepted, and commits are
//! sent where they are made. So what stands before the opening comes in its first frames, what stands after it
//! comes live, nothing is missing between and nothing comes twice.

use std::rc::Rc;

use gangway_protocol::event::{AgentEvent, ClientEvent, Seen, VisitorEvent};
use gangway_protocol::limits::PAGE_ENTRIES;
use gangway_protocol::{AgentId, AgentRef, Code, Entry, Problem, Seq, Timestamp, visitor};
use serde::{Deserialize, Serialize};
use serde_json::json;
use worker::{Response, Url, WebSocket, WebSocketIncomingMessage, WebSocketPair};

use super::commit::Loaded;
use super::marks::{self, Marks, Page};
use super::object::Core;
use super::outbox::Parcel;
use super::refusal::not_found;
use super::sql::Who;
use crate::clock;
use crate::sockets::{
    SHUT_OUT, answer_to_close, attach, attached, broadcast, close, is_open, make_room, parameter,
};
use crate::storage::StorageError;
use crate::ticket;

/// Typing is passed on at most so often by socket, in milliseconds.
const TYPING_EVERY: i64 = 1_000;
/// The longest frame that can mean anything.
const FRAME_BYTES: usize = 512;
/// Tag of the visitor's sockets.
pub(super) const VISITOR: &str = "visitor";
/// Tag of all agents' sockets.
pub(super) const AGENTS: &str = "agents";

/// What a socket carries through hibernation.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Attachment {
    #[serde(flatten)]
    who: Who,
    opened_at: Timestamp,
    #[serde(default)]
    typed_at: Timestamp,
    /// See [`marks::one_more`].
    #[serde(default)]
    marked_until: Timestamp,
}

impl Core {
    /// Opens the socket that the ticket in the address allows.
    pub(super) fn open_socket(
        self: &Rc<Self>,
        url: &Url,
        for_agent: bool,
    ) -> Result<Result<Response, Problem>, StorageError> {
        let Some(loaded) = self.loaded()? else {
            return Ok(Err(not_found()));
        };
        if parameter(url, "workspace").as_deref() != Some(loaded.opening.workspace.as_str()) {
            return Ok(Err(not_found()));
        }
        let now = clock::now();
        // (1) The ticket is taken whether or not it fits: it is good for one attempt.
        let hash = ticket::hash(&parameter(url, "ticket").unwrap_or_default());
        let who = match self.tables().tickets().take(&hash, now)? {
            Some(who) if for_agent == matches!(who, Who::Agent { .. }) => who,
            Some(_) | None => {
                let problem = Problem::new(Code::Unauthorized, "This ticket was used already or is too old.");
                return Ok(Err(problem.hint("Ask for a new one.")));
            }
        };
        let after = Seq(parameter(url, "after")
            .and_then(|after| after.parse().ok())
            .unwrap_or(0));
        // (2) From here to the last of the stored entries nothing is awaited.
        let opened = self.accept(&loaded, &who, after, now);
        let response = match opened {
            Ok(response) => response,
            Err(error) => return Err(StorageError::from(error)),
        };
        // (3) The inbox has to know whose sockets to close here, and knows where the visitor stands.
        match who {
            Who::Agent { agent } => self.owe(&Parcel::Watching {
                agent: agent.id,
                watching: true,
            })?,
            Who::Visitor => self.ask_place_soon(&loaded, now),
        }
        Ok(Ok(response))
    }

    fn accept(&self, loaded: &Loaded, who: &Who, after: Seq, now: Timestamp) -> worker::Result<Response> {
        let tag = tag(who);
        make_room(self.state.get_websockets_with_tag(&tag), |socket| {
            attached::<Attachment>(socket).map_or(Timestamp(0), |attachment| attachment.opened_at)
        });
        let WebSocketPair { client, server } = WebSocketPair::new()?;
        match who {
            Who::Visitor => self.state.accept_websocket_with_tags(&server, &[&tag]),
            Who::Agent { .. } => self.state.accept_websocket_with_tags(&server, &[AGENTS, &tag]),
        }
        attach(
            &server,
            &Attachment {
                who: who.clone(),
                opened_at: now,
                typed_at: Timestamp(0),
                marked_until: Timestamp(0),
            },
        )?;
        self.send_stored(loaded, &server, who, after)?;
        send_marks(loaded.marks, &server, who)?;
        Response::from_websocket(client)
    }

    /// Sends what stands after `after`, in pages, the last of them with the last `seq`; one at least, even when empty.
    fn send_stored(
        &self,
        loaded: &Loaded,
        socket: &WebSocket,
        who: &Who,
        mut after: Seq,
    ) -> worker::Result<()> {
        let end = loaded.conversation.last_seq();
        loop {
            let page = self
                .tables()
                .entries(after, end, PAGE_ENTRIES)
                .map_err(|error| worker::Error::RustError(error.to_string()))?;
            let whole = page.len() < PAGE_ENTRIES;
            after = if whole {
                end.max(after)
            } else {
                page.last().map_or(end, |entry| entry.seq)
            };
            match who {
                Who::Visitor => socket.send(&for_visitor(&page, after))?,
                Who::Agent { .. } => socket.send(&for_agent(page, after, loaded))?,
            }
            if whole {
                return Ok(());
            }
        }
    }

    /// Sends new entries to all who watch.
    pub(super) fn send(&self, entries: &[Entry], after: &Loaded) {
        if entries.is_empty() {
            return;
        }
        let last_seq = after.conversation.last_seq();
        let visitors = self.state.get_websockets_with_tag(VISITOR);
        if !visitors.is_empty() {
            let event = for_visitor(entries, last_seq);
            // What a visitor may not see is not even hinted at by an empty frame.
            if !matches!(&event, VisitorEvent::Entries { entries, .. } if entries.is_empty()) {
                broadcast(&visitors, &event);
            }
        }
        let agents = self.state.get_websockets_with_tag(AGENTS);
        if !agents.is_empty() {
            broadcast(&agents, &for_agent(entries.to_vec(), last_seq, after));
        }
    }

    /// A frame came: typing, marks of reading, or nothing this version knows. Each has a limit of its own.
    pub(super) fn heard(self: &Rc<Self>, socket: &WebSocket, message: WebSocketIncomingMessage) {
        let WebSocketIncomingMessage::String(text) = message else {
            return;
        };
        if text.len() > FRAME_BYTES {
            return;
        }
        let Some(mut from) = attached::<Attachment>(socket) else {
            return;
        };
        let now = clock::now();
        match serde_json::from_str::<ClientEvent>(&text) {
            Ok(ClientEvent::Typing) => {
                if now.0 - from.typed_at.0 < TYPING_EVERY {
                    return;
                }
                from.typed_at = now;
                if attach(socket, &from).is_ok() {
                    self.types(&from.who);
                }
            }
            Ok(ClientEvent::Seen(said)) => {
                let Some(until) = marks::one_more(from.marked_until, now) else {
                    return;
                };
                from.marked_until = until;
                if attach(socket, &from).is_ok() {
                    self.heard_marks(page_of(&from.who), said);
                }
            }
            Ok(ClientEvent::Unknown) | Err(_) => {}
        }
    }

    fn types(&self, who: &Who) {
        match who {
            Who::Visitor => {
                broadcast(
                    &self.state.get_websockets_with_tag(AGENTS),
                    &AgentEvent::VisitorTyping,
                );
            }
            Who::Agent { agent } => self.agent_types(agent),
        }
    }

    /// Colleagues see it at once; the visitor only of the one who has the conversation.
    fn agent_types(&self, agent: &AgentRef) {
        let others: Vec<WebSocket> = self
            .state
            .get_websockets_with_tag(AGENTS)
            .into_iter()
            .filter(
                |socket| match attached::<Attachment>(socket).map(|attachment| attachment.who) {
                    Some(Who::Agent { agent: other }) => other.id != agent.id,
                    Some(Who::Visitor) | None => false,
                },
            )
            .collect();
        broadcast(
            &others,
            &AgentEvent::AgentTyping {
                name: agent.name.clone(),
            },
        );
        let holds = self.loaded().ok().flatten().is_some_and(|loaded| {
            loaded
                .conversation
                .status()
                .holder()
                .is_some_and(|holder| holder.id == agent.id)
        });
        if holds {
            let visitors = self.state.get_websockets_with_tag(VISITOR);
            broadcast(
                &visitors,
                &VisitorEvent::Typing {
                    name: agent.name.clone(),
                },
            );
        }
    }

    /// A socket is gone, or wants to go: a close is answered with a close.
    pub(super) fn closed(self: &Rc<Self>, socket: &WebSocket, code: usize) {
        let who = attached::<Attachment>(socket).map(|attachment| attachment.who);
        close(socket, answer_to_close(code), "");
        let Some(Who::Agent { agent }) = who else { return };
        let own = tag(&Who::Agent { agent: agent.clone() });
        if self
            .state
            .get_websockets_with_tag(&own)
            .iter()
            .any(|other| other != socket && is_open(other))
        {
            return;
        }
        if let Err(error) = self.owe(&Parcel::Watching {
            agent: agent.id,
            watching: false,
        }) {
            crate::log::error("socket.closed", &json!({ "reason": error.to_string() }));
        }
    }

    /// Closes all sockets of an agent who was shut out.
    pub(super) fn shut_out(&self, agent: &AgentId) {
        for socket in self.state.get_websockets_with_tag(&agent_tag(agent)) {
            close(&socket, SHUT_OUT, "shut out");
        }
    }
}

/// How far the other side has come, when it has come anywhere.
fn send_marks(marks: Marks, socket: &WebSocket, who: &Who) -> worker::Result<()> {
    match who {
        Who::Visitor if marks.person > Seq(0) => socket.send(&VisitorEvent::Seen { seq: marks.person }),
        Who::Agent { .. } if marks.visitor != Seen::default() => {
            socket.send(&AgentEvent::Seen(marks.visitor))
        }
        Who::Visitor | Who::Agent { .. } => Ok(()),
    }
}

fn page_of(who: &Who) -> Page<'_> {
    match who {
        Who::Visitor => Page::Visitor,
        Who::Agent { agent } => Page::Agent(&agent.id),
    }
}

fn for_visitor(entries: &[Entry], last_seq: Seq) -> VisitorEvent {
    VisitorEvent::Entries {
        entries: entries.iter().filter_map(visitor::view).collect(),
        last_seq,
    }
}

fn for_agent(entries: Vec<Entry>, last_seq: Seq, loaded: &Loaded) -> AgentEvent {
    AgentEvent::Entries {
        entries,
        last_seq,
        status: loaded.conversation.status().clone(),
    }
}

fn tag(who: &Who) -> String {
    match who {
        Who::Visitor => VISITOR.to_owned(),
        Who::Agent { agent } => agent_tag(&agent.id),
    }
}

fn agent_tag(agent: &AgentId) -> String {
    format!("agent {agent}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_attachment_of_a_sleeping_socket_is_unchanged() {
        let who = Who::Agent {
            agent: AgentRef {
                id: "a1".into(),
                name: "Ines".to_owned(),
            },
        };
        let attachment = Attachment {
            who,
            opened_at: Timestamp(5),
            typed_at: Timestamp(0),
            marked_until: Timestamp(7),
        };
        assert_eq!(
            serde_json::to_string(&attachment).unwrap_or_default(),
            r#"{"who":"agent","agent":{"id":"a1","name":"Ines"},"opened_at":5,"typed_at":0,"marked_until":7}"#
        );
    }

    #[test]
    fn the_attachment_of_a_socket_that_has_slept_through_a_deployment_is_read() {
        let earlier = r#"{"who":"agent","agent":{"id":"a1","name":"Ines"},"opened_at":5,"typed_at":3}"#;
        let read = serde_json::from_str::<Attachment>(earlier).map(|read| (read.typed_at, read.marked_until));
        assert_eq!(read.ok(), Some((Timestamp(3), Timestamp(0))));
    }
}
