//! The object of one conversation: what the platform calls.

#![expect(
    missing_docs,
    reason = "the methods that `durable_object` generates have none"
)]

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use gangway_engine::Input;
use gangway_protocol::{Problem, Timestamp};
use serde_json::json;
use worker::{
    DurableObject, Env, Error, Request, Response, Result, State, WebSocket, WebSocketIncomingMessage,
    durable_object,
};

use super::commit::{Draft, Loaded};
use super::place::Standing;
use super::sql::{self, Tables};
use crate::ask;
use crate::calls::{AGENT_EVENTS, ConversationReply, FILES, ToConversation, VISITOR_EVENTS};
use crate::clock;
use crate::faults::Fault;
use crate::json;
use crate::object;
use crate::outbox::{KnownAlarm, Lane};
use crate::panics::{self, contained};
use crate::storage::StorageError;

/// What this is called where something is wrong with it.
const WHAT: &str = "conversation";

/// One conversation.
#[durable_object]
pub struct ConversationObject {
    core: Rc<Core>,
}

/// What all its handlers share. Nothing in it is borrowed across an `await`.
pub(super) struct Core {
    pub(super) state: State,
    pub(super) env: Env,
    /// What stands against using the storage.
    obstacle: Option<Problem>,
    /// The conversation as last stored.
    pub(super) memory: RefCell<Option<Rc<Loaded>>>,
    pub(super) alarm: KnownAlarm,
    pub(super) inbox: Lane,
    pub(super) hooks: Lane,
    pub(super) checks: Lane,
    /// Where the visitor stands in the queue.
    pub(super) standing: Standing,
    /// Whether the next row carried is to panic, in tests.
    pub(super) panics: Cell<bool>,
}

impl Core {
    pub(super) fn tables(&self) -> Tables {
        Tables::of(&self.state.storage())
    }

    /// What a panic left in memory is not looked at again.
    pub(super) fn distrust_memory(&self) {
        if let Ok(mut memory) = self.memory.try_borrow_mut() {
            *memory = None;
        }
    }

    /// Now, but never before the last commit.
    pub(super) fn now(&self, loaded: &Loaded) -> Timestamp {
        clock::now().max(loaded.at)
    }
}

impl DurableObject for ConversationObject {
    fn new(state: State, env: Env) -> Self {
        let obstacle = sql::prepare(&state.storage())
            .err()
            .map(|error| object::obstacle(WHAT, &error));
        crate::sockets::answer_pings(&state);
        let core = Core {
            state,
            env,
            obstacle,
            memory: RefCell::new(None),
            alarm: KnownAlarm::default(),
            inbox: Lane::default(),
            hooks: Lane::default(),
            checks: Lane::default(),
            standing: Standing::default(),
            panics: Cell::new(false),
        };
        Self { core: Rc::new(core) }
    }

    async fn fetch(&self, request: Request) -> Result<Response> {
        match panics::event(self.respond(request)).await {
            Ok(response) => response,
            Err(panicked) => {
                self.core.distrust_memory();
                reply(&failed("answering", &panicked.into()))
            }
        }
    }

    async fn alarm(&self) -> Result<Response> {
        let core = &self.core;
        core.alarm.forget();
        if core.obstacle.is_some() {
            object::look_again(&core.state)?;
            return Response::ok("");
        }
        let looked = contained(|| core.wake()).unwrap_or_else(|panicked| {
            core.distrust_memory();
            Err(panicked.into())
        });
        panics::event(core.carry_all()).await.unwrap_or_default();
        if let Err(error) = &looked {
            crate::log::error("alarm", &json!({ "reason": error.to_string() }));
        }
        if looked.is_err() || core.arm_again(clock::now()).is_err() {
            object::look_again(&core.state)?;
        }
        Response::ok("")
    }

    async fn websocket_message(&self, socket: WebSocket, message: WebSocketIncomingMessage) -> Result<()> {
        // A panic costs this frame, and the log has it.
        contained(|| self.core.heard(&socket, message)).map_err(|panicked| {
            self.core.distrust_memory();
            panicked.to_string().into()
        })
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

impl ConversationObject {
    async fn respond(&self, mut request: Request) -> Result<Response> {
        if let Some(problem) = &self.core.obstacle {
            return reply(&refused(problem.clone()));
        }
        let url = request.url()?;
        let bare = object::address(&url);
        match bare.as_str() {
            VISITOR_EVENTS | AGENT_EVENTS => match self.core.open_socket(&url, bare == AGENT_EVENTS) {
                Ok(Ok(response)) => Ok(response),
                Ok(Err(problem)) => reply(&refused(problem)),
                Err(error) => reply(&failed("socket.open", &error)),
            },
            FILES => {
                let fault = Fault::asked(&request, &self.core.env);
                let body = request.bytes().await?;
                let Some((Ok(to), attached)) =
                    ask::parted(&body).map(|(call, attached)| (json::read::<ToConversation>(call), attached))
                else {
                    return reply(&refused(object::not_understood(WHAT)));
                };
                let attached = attached.to_vec();
                drop(body);
                self.respond_with_bytes(to, attached, fault).await
            }
            _ => {
                let fault = Fault::asked(&request, &self.core.env);
                let Ok(to) = serde_json::from_str::<ToConversation>(&request.text().await?) else {
                    return reply(&refused(object::not_understood(WHAT)));
                };
                match self.core.answer(to, Vec::new(), fault).await {
                    Ok(answer) => reply(&answer),
                    Err(error) => reply(&failed("call", &error)),
                }
            }
        }
    }
}

impl ConversationObject {
    /// The reply, and the bytes of the file that it names.
    async fn respond_with_bytes(
        &self,
        to: ToConversation,
        attached: Vec<u8>,
        fault: Option<Fault>,
    ) -> Result<Response> {
        let answer = self.core.answer(to, attached, fault).await.and_then(|answer| {
            let bytes = match &answer {
                ConversationReply::File(file) => self.core.tables().file_bytes(file)?,
                ConversationReply::Visitor(_)
                | ConversationReply::Agent(_)
                | ConversationReply::Ticket(_)
                | ConversationReply::Basis { .. }
                | ConversationReply::Told { .. }
                | ConversationReply::Inputs(_)
                | ConversationReply::Offered { .. }
                | ConversationReply::Done
                | ConversationReply::Refused { .. } => Vec::new(),
            };
            Ok((answer, bytes))
        });
        let (answer, bytes) = answer.unwrap_or_else(|error| (failed("call", &error), Vec::new()));
        let mut body = serde_json::to_string(&answer)?.into_bytes();
        body.push(b'\n');
        body.extend(bytes);
        Response::from_bytes(body)
    }
}

impl Core {
    /// Lets the engine see that time has passed.
    fn wake(self: &Rc<Self>) -> std::result::Result<(), StorageError> {
        let Some(loaded) = self.loaded()? else {
            return Ok(());
        };
        let now = self.now(&loaded);
        let due = |loaded: &Loaded| {
            loaded
                .conversation
                .next_deadline(&loaded.playbook)
                .is_some_and(|deadline| deadline <= now)
        };
        if !due(&loaded) {
            return Ok(());
        }
        let mut draft = Draft::of(&loaded, now);
        // A refusal of the passing of time changes nothing, like a wake-up too early.
        if draft.feed(Input::Wake).is_ok() {
            self.commit_changes(&loaded, draft)?;
        }
        Ok(())
    }
}

pub(super) fn refused(problem: Problem) -> ConversationReply {
    ConversationReply::Refused {
        problem,
        playbook: None,
    }
}

fn reply(reply: &ConversationReply) -> Result<Response> {
    Response::from_json(reply)
}

fn failed(doing: &str, error: &StorageError) -> ConversationReply {
    refused(object::failed(WHAT, doing, error))
}
