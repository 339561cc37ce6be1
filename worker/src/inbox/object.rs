//! The object of one workspace's inbox: what the platform calls.

#![expect(
    missing_docs,
    reason = "the methods that `durable_object` generates have none"
)]

use std::cell::RefCell;
use std::rc::Rc;

use gangway_protocol::Problem;
use serde_json::json;
use worker::{
    DurableObject, Env, Error, Request, Response, Result, State, WebSocket, WebSocketIncomingMessage,
    durable_object,
};

use super::places::Places;
use super::sockets::Changed;
use super::sql::{self, Tables};
use crate::calls::{INBOX_EVENTS, InboxCall, InboxReply};
use crate::clock;
use crate::object;
use crate::outbox::{KnownAlarm, Lane};
use crate::panics::{self, contained};
use crate::storage::StorageError;

/// What this is called where something is wrong with it.
const WHAT: &str = "inbox";

/// One workspace's inbox.
#[durable_object]
pub struct InboxObject {
    core: Rc<Core>,
}

/// What all its handlers share. Nothing in it is borrowed across an `await`.
pub(super) struct Core {
    pub(super) state: State,
    pub(super) env: Env,
    /// What stands against using the storage.
    obstacle: Option<Problem>,
    pub(super) alarm: KnownAlarm,
    pub(super) lane: Lane,
    /// Conversations whose summaries have changed since agents' pages were last told.
    pub(super) changed: RefCell<Changed>,
    /// What visitors were told of their places in the queue.
    pub(super) places: RefCell<Places>,
}

impl Core {
    pub(super) fn tables(&self) -> Tables {
        Tables::of(&self.state.storage())
    }
}

impl DurableObject for InboxObject {
    fn new(state: State, env: Env) -> Self {
        let obstacle = sql::prepare(&state.storage())
            .err()
            .map(|error| object::obstacle(WHAT, &error));
        crate::sockets::answer_pings(&state);
        let core = Core {
            state,
            env,
            obstacle,
            alarm: KnownAlarm::default(),
            lane: Lane::default(),
            changed: RefCell::new(Changed::default()),
            places: RefCell::new(Places::default()),
        };
        if core.obstacle.is_none() {
            core.notice_absences();
        }
        Self { core: Rc::new(core) }
    }

    async fn fetch(&self, request: Request) -> Result<Response> {
        let answered = panics::event(self.respond(request)).await;
        answered.unwrap_or_else(|panicked| reply(&failed("answering", &panicked.into())))
    }

    async fn alarm(&self) -> Result<Response> {
        let core = &self.core;
        core.alarm.forget();
        if core.obstacle.is_none() {
            let settled = contained(|| core.settle_absences().and_then(|()| core.route()))
                .unwrap_or_else(|panicked| Err(panicked.into()));
            panics::event(core.carry()).await.unwrap_or_default();
            match settled.and_then(|()| core.arm(clock::now())) {
                Ok(()) => return Response::ok(""),
                Err(error) => crate::log::error("inbox.alarm", &json!({ "reason": error.to_string() })),
            }
        }
        object::look_again(&core.state)?;
        Response::ok("")
    }

    async fn websocket_message(&self, _socket: WebSocket, _message: WebSocketIncomingMessage) -> Result<()> {
        // Commands go over HTTP, and there is nobody to type to here.
        Ok(())
    }

    async fn websocket_close(
        &self,
        socket: WebSocket,
        code: usize,
        _reason: String,
        _clean: bool,
    ) -> Result<()> {
        contained(|| self.core.closed(&socket, code)).map_err(|panicked| panicked.to_string().into())
    }

    async fn websocket_error(&self, socket: WebSocket, _error: Error) -> Result<()> {
        // The platform's word for "gone without a close".
        contained(|| self.core.closed(&socket, 1011)).map_err(|panicked| panicked.to_string().into())
    }
}

impl InboxObject {
    async fn respond(&self, mut request: Request) -> Result<Response> {
        if let Some(problem) = &self.core.obstacle {
            return reply(&refused(problem.clone()));
        }
        let url = request.url()?;
        if object::address(&url) == INBOX_EVENTS {
            return match self.core.open_socket(&url) {
                Ok(Ok(response)) => Ok(response),
                Ok(Err(problem)) => reply(&refused(problem)),
                Err(error) => reply(&failed("socket.open", &error)),
            };
        }
        let Ok(call) = serde_json::from_str::<InboxCall>(&request.text().await?) else {
            return reply(&refused(object::not_understood(WHAT)));
        };
        match self.core.answer(call) {
            Ok(answer) => reply(&answer),
            Err(error) => reply(&failed("call", &error)),
        }
    }
}

pub(super) fn refused(problem: Problem) -> InboxReply {
    InboxReply::Refused { problem }
}

fn reply(reply: &InboxReply) -> Result<Response> {
    Response::from_json(reply)
}

fn failed(doing: &str, error: &StorageError) -> InboxReply {
    refused(object::failed(WHAT, doing, error))
}
