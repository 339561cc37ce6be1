//! From a Worker or an object to an object: one call, one reply.

use gangway_protocol::{ConversationId, WorkspaceId};
use serde::Serialize;
use serde::de::DeserializeOwned;
use wasm_bindgen::prelude::*;
use worker::{Env, Headers, Method, ObjectNamespace, Request, RequestInit, Stub};

use crate::calls::{CALL, ConversationReply, FILES, InboxCall, InboxReply, ToConversation};

/// Binding of the conversations.
pub(crate) const CONVERSATIONS: &str = "CONVERSATIONS";
/// Binding of the inboxes, each named by its workspace.
pub(crate) const INBOX: &str = "INBOX";

/// The object could not be asked, or what it said is not understood. Whether the call took effect is unknown.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub(crate) struct Unreachable(String);

impl From<worker::Error> for Unreachable {
    fn from(error: worker::Error) -> Self {
        Self(error.to_string())
    }
}

/// The stub of a conversation. `None`: the id is not one of this deployment's conversations.
pub(crate) fn conversation_stub(env: &Env, id: &ConversationId) -> Result<Option<Stub>, Unreachable> {
    let namespace = env.durable_object(CONVERSATIONS)?;
    match namespace.id_from_string(id.as_str()) {
        Ok(id) => Ok(Some(id.get_stub()?)),
        Err(_) => Ok(None),
    }
}

/// A new conversation: its id and its stub. It stays in the jurisdiction, when there is one.
pub(crate) fn new_conversation(
    env: &Env,
    jurisdiction: Option<&str>,
) -> Result<(ConversationId, Stub), Unreachable> {
    let namespace = within(env.durable_object(CONVERSATIONS)?, jurisdiction)?;
    let id = namespace.unique_id()?;
    Ok((ConversationId(id.to_string()), id.get_stub()?))
}

/// The stub of a workspace's inbox, which stays in the workspace's jurisdiction, when it has one.
pub(crate) fn inbox_stub(
    env: &Env,
    workspace: &WorkspaceId,
    jurisdiction: Option<&str>,
) -> Result<Stub, Unreachable> {
    let namespace = within(env.durable_object(INBOX)?, jurisdiction)?;
    Ok(namespace.get_by_name(workspace.as_str())?)
}

#[wasm_bindgen]
extern "C" {
    /// The platform's namespace, of which the SDK binds everything but this.
    type JurisdictionalNamespace;

    #[wasm_bindgen(method, catch)]
    fn jurisdiction(this: &JurisdictionalNamespace, name: &str) -> Result<JsValue, JsValue>;
}

/// What the local runtime says when it is asked for a jurisdiction. Everything is in one place there.
const LOCAL: &str = "Jurisdiction restrictions are not implemented in workerd";

/// The part of a namespace whose objects run and store in a jurisdiction only. An unknown jurisdiction is an error:
/// nothing is ever stored elsewhere instead.
fn within(namespace: ObjectNamespace, jurisdiction: Option<&str>) -> Result<ObjectNamespace, Unreachable> {
    let Some(name) = jurisdiction else {
        return Ok(namespace);
    };
    let whole: &JsValue = namespace.as_ref();
    match whole
        .unchecked_ref::<JurisdictionalNamespace>()
        .jurisdiction(name)
    {
        Ok(part) => Ok(part.unchecked_into()),
        Err(thrown) => {
            let error = worker::Error::from(thrown).to_string();
            if error.contains(LOCAL) {
                Ok(namespace)
            } else {
                Err(Unreachable(error))
            }
        }
    }
}

/// Asks a conversation.
pub(crate) async fn conversation(
    stub: &Stub,
    call: &ToConversation,
) -> Result<ConversationReply, Unreachable> {
    ask(stub, call, None).await
}

/// Asks an inbox.
pub(crate) async fn inbox(stub: &Stub, call: &InboxCall) -> Result<InboxReply, Unreachable> {
    ask(stub, call, None).await
}

/// Asks a conversation with bytes, and is answered with bytes.
pub(crate) async fn with_bytes(
    stub: &Stub,
    call: &ToConversation,
    bytes: &[u8],
) -> Result<(ConversationReply, Vec<u8>), Unreachable> {
    let body = serde_json::to_string(call).map_err(|error| Unreachable(error.to_string()))?;
    let mut body = body.into_bytes();
    body.push(b'\n');
    body.extend(bytes);
    let mut init = RequestInit::new();
    init.with_method(Method::Post)
        .with_body(Some(js_sys::Uint8Array::from(body.as_slice()).into()));
    drop(body);
    let request = Request::new_with_init(FILES, &init)?;
    let answer = stub.fetch_with_request(request).await?.bytes().await?;
    let (reply, bytes) =
        parted(&answer).ok_or_else(|| Unreachable("the object's reply has no line".to_owned()))?;
    let reply = crate::json::read(reply).map_err(Unreachable)?;
    Ok((reply, bytes.to_vec()))
}

/// A call or a reply, and the bytes that follow it.
pub(crate) fn parted(body: &[u8]) -> Option<(&[u8], &[u8])> {
    let end = body.iter().position(|byte| *byte == b'\n')?;
    Some((body.get(..end)?, body.get(end + 1..)?))
}

/// Asks an object, with one header more when it is given.
pub(crate) async fn ask<C: Serialize, R: DeserializeOwned>(
    stub: &Stub,
    call: &C,
    header: Option<(&str, &str)>,
) -> Result<R, Unreachable> {
    let body = serde_json::to_string(call).map_err(|error| Unreachable(error.to_string()))?;
    let headers = Headers::new();
    headers.set("content-type", "application/json")?;
    if let Some((name, value)) = header {
        headers.set(name, value)?;
    }
    let mut init = RequestInit::new();
    init.with_method(Method::Post)
        .with_headers(headers)
        .with_body(Some(body.into()));
    let mut response = stub
        .fetch_with_request(Request::new_with_init(CALL, &init)?)
        .await?;
    if response.status_code() != 200 {
        return Err(Unreachable(format!(
            "the object answered with status {}",
            response.status_code()
        )));
    }
    let text = response.text().await?;
    serde_json::from_str(&text).map_err(|error| Unreachable(error.to_string()))
}
