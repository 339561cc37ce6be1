//! Requests.

use gangway_protocol::{Code, WIRE, WIRE_HEADER};
use serde::Serialize;
use serde::de::DeserializeOwned;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortController, RequestInit, Response};

use super::{after, spawn, stale, window};
use crate::Failure;
use crate::json::{self, Misread};

/// A request that takes longer has failed: an answer is a matter of milliseconds.
const PATIENCE: u32 = 20_000;

/// How.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Method {
    /// Reads.
    Get,
    /// Does.
    Post,
}

/// A request to this deployment.
#[derive(Clone, Debug)]
pub struct Request {
    method: Method,
    path: String,
    bearer: Option<String>,
    body: Option<String>,
}

impl Request {
    /// One that reads.
    pub fn get(path: impl Into<String>) -> Self {
        Self {
            method: Method::Get,
            path: path.into(),
            bearer: None,
            body: None,
        }
    }

    /// One that does.
    pub fn post(path: impl Into<String>, body: &impl Serialize) -> Self {
        // Bodies are plain structures of the protocol: they always serialise.
        Self::post_text(path, serde_json::to_string(body).unwrap_or_default())
    }

    /// One that does, with a body that is JSON already.
    pub fn post_text(path: impl Into<String>, body: String) -> Self {
        Self {
            method: Method::Post,
            path: path.into(),
            bearer: None,
            body: Some(body),
        }
    }

    /// With a token.
    #[must_use]
    pub fn bearer(mut self, token: &str) -> Self {
        self.bearer = Some(token.to_owned());
        self
    }
}

/// What came back: the body of an answer, or why there is none.
pub struct Answer(Result<(u16, String), Failure>);

impl Answer {
    /// What an exchange came to.
    pub(super) fn of(exchange: Result<(u16, String), JsValue>) -> Self {
        let answer = match exchange {
            Ok((status, body)) if (200..300).contains(&status) => Ok((status, body)),
            Ok((status, body)) => Err(Failure::refused(status, &body)),
            Err(_) => Err(Failure::Unreachable),
        };
        if answer
            .as_ref()
            .is_err_and(|failure| failure.code() == Some(Code::PageTooOld))
        {
            stale();
        }
        Self(answer)
    }

    /// The answer, read. One without a body is read as `null`.
    ///
    /// # Errors
    /// The refusal, or that nothing came back. An answer that is not of the expected shape is a refusal too: an
    /// older page that does not understand its service says so instead of going on.
    pub fn read<A: DeserializeOwned>(self) -> Result<A, Failure> {
        let (status, body) = self.0?;
        let body = if body.is_empty() { "null" } else { &body };
        json::read(body).map_err(|Misread| Failure::not_understood(status))
    }
}

/// An answer that came with the page.
pub fn answered(body: String) -> Answer {
    Answer(Ok((200, body)))
}

/// Sends a request, and calls with what came back.
pub fn ask(request: Request, then: impl FnOnce(Answer) + 'static) {
    ask_boxed(request, Box::new(then));
}

// Once in the page's code, not once for every request.
fn ask_boxed(request: Request, then: Box<dyn FnOnce(Answer)>) {
    spawn(async move {
        then(Answer::of(exchange(&request).await));
    });
}

async fn exchange(request: &Request) -> Result<(u16, String), JsValue> {
    let init = RequestInit::new();
    init.set_method(match request.method {
        Method::Get => "GET",
        Method::Post => "POST",
    });
    let headers = web_sys::Headers::new()?;
    headers.set(WIRE_HEADER, &WIRE.to_string())?;
    if let Some(body) = &request.body {
        headers.set("content-type", "application/json")?;
        init.set_body(&JsValue::from_str(body));
    }
    if let Some(token) = &request.bearer {
        headers.set("authorization", &format!("Bearer {token}"))?;
    }
    init.set_headers(&headers);
    let abort = AbortController::new()?;
    init.set_signal(Some(&abort.signal()));
    after(PATIENCE, move || abort.abort());
    let response = JsFuture::from(window().fetch_with_str_and_init(&request.path, &init)).await?;
    let response: Response = response.dyn_into()?;
    let body = JsFuture::from(response.text()?).await?;
    Ok((response.status(), body.as_string().unwrap_or_default()))
}
