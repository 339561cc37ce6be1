//! The sockets of a conversation: entries as they are stored, typing as it happens.
//!
//! A socket is opened without an `await` between reading the timeline and being accepted, and commits are
//! sent where they are made. So what stands before the opening comes in its first frames, what stands after it
//! comes live, nothing is missing between and nothing comes twice.

use std::rc::Rc;

use gangway_protocol::event::{AgentEvent, ClientEvent, VisitorEvent};
use gangway_protocol::limits::PAGE_ENTRIES;
use gangway_protocol::{AgentId, AgentRef, Code, Entry, Problem, Seq, Timestamp, visitor};
use serde::{Deserialize, Serialize};
use serde_json::json;
use worker::{
    Response, State, Url, WebSocket, WebSocketIncomingMessage, WebSocketPair, WebSocketRequestResponsePair,
};

use super::commit::Loaded;
use super::object::Core;
use super::outbox::Parcel;
use super::refusal::not_found;
use super::sql::Who;
use crate::clock;
use crate::storage::StorageError;
use crate::ticket;

/// Sockets that visitor, or each agent, may have open at once: the oldest goes. Tabs and reconnections of one
/// person need few; each costs a reading of the timeline.
const SOCKETS_EACH: usize = 8;
/// Typing is passed on at most so often by socket, in milliseconds.
const TYPING_EVERY: i64 = 1_000;
/// The longest frame that can mean anything.
const FRAME_BYTES: usize = 512;
/// Close codes of ours.
pub(crate) const SHUT_OUT: u16 = 4401;
const ONE_TOO_MANY: u16 = 4429;
/// Tag of the visitor's sockets.
const VISITOR: &str = "visitor";
/// Tag of all agents' sockets.
const AGENTS: &str = "agents";

/// What a socket carries through hibernation.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Attachment {
    #[serde(flatten)]
    who: Who,
    opened_at: Timestamp,
    #[serde(default)]
    typed_at: Timestamp,
}

/// Answers `ping` with `pong` without waking the object.
pub(crate) fn answer_pings(state: &State) {
    if let Ok(pair) = WebSocketRequestResponsePair::new("ping", "pong") {
        state.set_websocket_auto_response(&pair);
    }
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
        let parameter = |name: &str| {
            url.query_pairs()
                .find(|(key, _)| key == name)
                .map(|(_, value)| value)
        };
        if parameter("workspace").as_deref() != Some(loaded.opening.workspace.as_str()) {
            return Ok(Err(not_found()));
        }
        let now = clock::now();
        // (1) The ticket is taken whether or not it fits: it is good for one attempt.
        let hash = ticket::hash(parameter("ticket").as_deref().unwrap_or_default());
        let who = match self.tables().take_ticket(&hash, now)? {
            Some(who) if for_agent == matches!(who, Who::Agent { .. }) => who,
            Some(_) | None => {
                let problem = Problem::new(Code::Spent, "This ticket was used already or is too old.");
                return Ok(Err(problem.hint("Ask for a new one.")));
            }
        };
        let after = Seq(parameter("after")
            .and_then(|after| after.parse().ok())
            .unwrap_or(0));
        // (2) From here to the last of the stored entries nothing is awaited.
        let opened = self.accept(&loaded, &who, after, now);
        let response = match opened {
            Ok(response) => response,
            Err(error) => return Err(StorageError::from(error)),
        };
        // (3) The inbox has to know whose sockets to close here.
        if let Who::Agent { agent } = who {
            self.owe(&Parcel::Watching {
                agent: agent.id,
                watching: true,
            })?;
        }
        Ok(Ok(response))
    }

    fn accept(&self, loaded: &Loaded, who: &Who, after: Seq, now: Timestamp) -> worker::Result<Response> {
        let tag = tag(who);
        let mut open = self.state.get_websockets_with_tag(&tag);
        open.sort_by_key(|socket| attachment(socket).map_or(Timestamp(0), |attachment| attachment.opened_at));
        for socket in open.iter().take((open.len() + 1).saturating_sub(SOCKETS_EACH)) {
            close(socket, ONE_TOO_MANY, "opened elsewhere");
        }
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
            },
        )?;
        self.send_stored(loaded, &server, who, after)?;
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
            let frame = match who {
                Who::Visitor => frame(&for_visitor(&page, after))?,
                Who::Agent { .. } => frame(&for_agent(page, after, loaded))?,
            };
            socket.send_with_str(frame)?;
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

    /// A frame came: typing, or nothing this version knows.
    pub(super) fn heard(&self, socket: &WebSocket, message: WebSocketIncomingMessage) {
        let WebSocketIncomingMessage::String(text) = message else {
            return;
        };
        let Some(mut from) = attachment(socket) else {
            return;
        };
        let now = clock::now();
        if text.len() > FRAME_BYTES || now.0 - from.typed_at.0 < TYPING_EVERY {
            return;
        }
        match serde_json::from_str::<ClientEvent>(&text) {
            Ok(ClientEvent::Typing) => {}
            Ok(ClientEvent::Unknown) | Err(_) => return,
        }
        from.typed_at = now;
        if attach(socket, &from).is_err() {
            return;
        }
        match &from.who {
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
                |socket| match attachment(socket).map(|attachment| attachment.who) {
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
        let who = attachment(socket).map(|attachment| attachment.who);
        close(socket, answer_to_close(code), "");
        let Some(Who::Agent { agent }) = who else { return };
        let own = tag(&Who::Agent { agent: agent.clone() });
        if self
            .state
            .get_websockets_with_tag(&own)
            .iter()
            .any(|other| other != socket)
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

fn attach(socket: &WebSocket, attachment: &Attachment) -> worker::Result<()> {
    socket.serialize_attachment(serde_json::to_string(attachment)?)
}

fn attachment(socket: &WebSocket) -> Option<Attachment> {
    let text = socket.deserialize_attachment::<String>().ok().flatten()?;
    serde_json::from_str(&text).ok()
}

fn frame(event: &impl Serialize) -> worker::Result<String> {
    Ok(serde_json::to_string(event)?)
}

/// Sends to all; one that cannot be sent to is closing, and comes back with `after`.
pub(crate) fn broadcast(sockets: &[WebSocket], event: &impl Serialize) {
    if sockets.is_empty() {
        return;
    }
    match frame(event) {
        Ok(frame) => {
            for socket in sockets {
                let _ = socket.send_with_str(&frame);
            }
        }
        Err(error) => crate::log::error("socket.frame", &json!({ "reason": error.to_string() })),
    }
}

/// Closes a socket that may be closed already.
pub(crate) fn close(socket: &WebSocket, code: u16, reason: &str) {
    let _ = socket.close(Some(code), Some(reason));
}

/// The code to answer a close with: the reserved ones (no code, gone, broken) cannot be sent.
pub(crate) fn answer_to_close(code: usize) -> u16 {
    match u16::try_from(code) {
        Ok(code @ (1000..=1003 | 1007..=1011 | 3000..=4999)) => code,
        Ok(_) | Err(_) => 1000,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reserved_close_code_is_answered_with_a_plain_one() {
        assert_eq!(answer_to_close(1001), 1001);
        assert_eq!(answer_to_close(4401), 4401);
        for reserved in [0, 1004, 1005, 1006, 1015, 70_000] {
            assert_eq!(answer_to_close(reserved), 1000);
        }
    }

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
        };
        assert_eq!(
            serde_json::to_string(&attachment).unwrap_or_default(),
            r#"{"who":"agent","agent":{"id":"a1","name":"Ines"},"opened_at":5,"typed_at":0}"#
        );
    }
}
