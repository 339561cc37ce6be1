//! The object of one workspace's inbox: what the platform calls.

#![expect(
    missing_docs,
    reason = "the methods that `durable_object` generates have none"
)]

use std::cell::RefCell;
use std::rc::Rc;

use gangway_protocol::{Code, Problem};
use serde_json::json;
use worker::{
    DurableObject, Env, Error, Request, Response, Result, State, WebSocket, WebSocketIncomingMessage,
    durable_object,
};

use super::sockets::Changed;
use super::sql::{self, Tables};
use crate::calls::{INBOX_EVENTS, InboxCall, InboxReply};
use crate::clock;
use crate::outbox::{KnownAlarm, Lane};
use crate::panics::{self, contained};
use crate::storage::{StorageError, set_alarm};

/// When storage cannot be used: when to look again.
const LOOK_AGAIN: i64 = 60_000;

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
}

impl Core {
    pub(super) fn tables(&self) -> Tables {
        Tables::of(&self.state.storage())
    }
}

impl DurableObject for InboxObject {
    fn new(state: State, env: Env) -> Self {
        let obstacle = sql::prepare(&state.storage()).err().map(|error| obstacle(&error));
        crate::sockets::answer_pings(&state);
        let core = Core {
            state,
            env,
            obstacle,
            alarm: KnownAlarm::default(),
            lane: Lane::default(),
            changed: RefCell::new(Changed::default()),
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
        // An error thrown here would be retried six times and then never again: the alarm is set again instead.
        if core.obstacle.is_none() {
            let settled =
                contained(|| core.settle_absences()).unwrap_or_else(|panicked| Err(panicked.into()));
            panics::event(core.carry()).await.unwrap_or_default();
            match settled.and_then(|()| core.arm(clock::now())) {
                Ok(()) => return Response::ok(""),
                Err(error) => crate::log::error("inbox.alarm", &json!({ "reason": error.to_string() })),
            }
        }
        let at = Some(clock::now().plus(LOOK_AGAIN));
        set_alarm(&core.state.storage(), at).map_err(|error| error.to_string())?;
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
        if format!("{}{}", url.origin().ascii_serialization(), url.path()) == INBOX_EVENTS {
            return match self.core.open_socket(&url) {
                Ok(Ok(response)) => Ok(response),
                Ok(Err(problem)) => reply(&refused(problem)),
                Err(error) => reply(&failed("socket.open", &error)),
            };
        }
        // An object is some minutes behind a deployment: what it does not understand may be understood soon.
        let Ok(call) = serde_json::from_str::<InboxCall>(&request.text().await?) else {
            let problem = Problem::new(Code::Unavailable, "This inbox does not understand that yet.")
                .hint("Try again in a few minutes.");
            return reply(&refused(problem));
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

/// The answer to a fault of ours.
fn failed(doing: &str, error: &StorageError) -> InboxReply {
    crate::log::error(
        "inbox.failed",
        &json!({ "doing": doing, "reason": error.to_string() }),
    );
    let problem = Problem::new(
        Code::Internal,
        "Something went wrong on our side; nothing was stored.",
    );
    refused(problem.hint("Try again."))
}

fn obstacle(error: &StorageError) -> Problem {
    crate::log::error("inbox.storage", &json!({ "reason": error.to_string() }));
    match error {
        StorageError::Newer { .. } => Problem::new(
            Code::Unavailable,
            "This inbox was stored by a later version of Gangway.",
        )
        .hint("Deploy that version, or a later one."),
        StorageError::Platform { .. } | StorageError::Form { .. } | StorageError::Panicked(_) => {
            Problem::new(Code::Unavailable, "This inbox's storage cannot be used.").hint("Try again.")
        }
    }
}
