//! The object of one conversation.

#![expect(
    missing_docs,
    reason = "the methods that `durable_object` generates have none"
)]

use gangway_protocol::{Code, Problem};
use worker::{DurableObject, Env, Request, Response, Result, State, durable_object};

use crate::calls::ConversationReply;

/// One conversation.
#[durable_object]
pub struct ConversationObject {
    _state: State,
}

impl DurableObject for ConversationObject {
    fn new(state: State, _env: Env) -> Self {
        Self { _state: state }
    }

    async fn fetch(&self, _request: Request) -> Result<Response> {
        let problem = Problem::new(Code::Unavailable, "This conversation cannot answer yet.");
        Response::from_json(&ConversationReply::Refused {
            problem,
            playbook: None,
        })
    }
}
