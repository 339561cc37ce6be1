//! The object of one workspace's inbox.

#![expect(
    missing_docs,
    reason = "the methods that `durable_object` generates have none"
)]

use gangway_protocol::{Code, Problem};
use worker::{DurableObject, Env, Request, Response, Result, State, durable_object};

use crate::calls::InboxReply;

/// One workspace's inbox.
#[durable_object]
pub struct InboxObject {
    _state: State,
}

impl DurableObject for InboxObject {
    fn new(state: State, _env: Env) -> Self {
        Self { _state: state }
    }

    async fn fetch(&self, _request: Request) -> Result<Response> {
        let problem = Problem::new(Code::Unavailable, "This inbox cannot answer yet.");
        Response::from_json(&InboxReply::Refused { problem })
    }
}
