//! Webhooks out: an alert or a [check](crate::check) as a signed POST to an address of the operator's.
//!
//! The playbook names a variable, never an address: `webhook:DUTY_DESK_HOOK` is posted to the address in the
//! deployment's secret `DUTY_DESK_HOOK` and signed with the one in `DUTY_DESK_HOOK_SECRET`. Where either is
//! missing, the alert stays in the inbox only.
//!
//! A receiver verifies `Signature: sha256=` + hex(HMAC-SHA256(secret, `Timestamp` + "." + body)), refuses a
//! `Timestamp` (seconds) more than five minutes away, and takes a `Delivery` once: it is the same in every
//! attempt, while timestamp and signature are made anew.

use gangway_protocol::{ConversationId, Priority, TeamId, Timestamp, WorkspaceId};
use hmac::{Hmac, KeyInit as _, Mac as _};
use serde::Serialize;
use sha2::Sha256;
use worker::{
    AbortSignal, Env, Fetch, Headers, Method, Request, RequestInit, RequestRedirect, Response, Url,
};

/// How long a receiver may take, in milliseconds.
const TIMEOUT: u32 = 10_000;

/// What a receiver is told: enough to open the inbox at the right place, and nothing that was said.
#[derive(Debug, Serialize)]
pub(crate) struct AlertBody<'a> {
    /// Always `alert`.
    pub(crate) event: &'static str,
    /// The same in every attempt.
    pub(crate) delivery: &'a str,
    /// The workspace.
    pub(crate) workspace: &'a WorkspaceId,
    /// The conversation.
    pub(crate) conversation: &'a ConversationId,
    /// The team that is wanted.
    pub(crate) team: &'a TeamId,
    /// Why, in words.
    pub(crate) because: &'a str,
    /// Priority of the conversation.
    pub(crate) priority: Priority,
    /// When it was raised.
    pub(crate) at: Timestamp,
}

/// What became of one attempt.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Attempt {
    /// The receiver has it.
    Delivered,
    /// The deployment names no usable address or no secret; the field says which variable.
    NotConfigured(String),
    /// Worth another attempt: the receiver is busy, failing, slow or away.
    Again(String),
    /// The receiver refuses it, and would again.
    Refused(u16),
}

/// Why something was not posted.
#[derive(Debug)]
pub(crate) enum Unsent {
    /// The deployment names no usable address or no secret; the field says which variable.
    NotConfigured(String),
    /// The receiver is away or slow.
    Broken(String),
}

/// Makes one attempt. With `slack`, the name of the team, the body is a line of text that needs no key.
pub(crate) async fn post(
    env: &Env,
    variable: &str,
    body: &AlertBody<'_>,
    slack: Option<&str>,
    now: Timestamp,
) -> Attempt {
    let text = match slack {
        Some(team) => serde_json::to_string(&line(team, body)),
        None => serde_json::to_string(body),
    };
    let text = match text {
        Ok(text) => text,
        Err(error) => return Attempt::Again(error.to_string()),
    };
    let to = To {
        variable,
        keyless: slack.is_some(),
        delivery: body.delivery,
    };
    match send(env, &to, text, now, TIMEOUT).await {
        Ok(response) => {
            let status = response.status_code();
            discard(response).await;
            judge(status)
        }
        Err(Unsent::NotConfigured(variable)) => Attempt::NotConfigured(variable),
        Err(Unsent::Broken(reason)) => Attempt::Again(reason),
    }
}

/// What Slack shows: one line, with nothing in it that Slack would take for markup.
#[derive(Debug, Serialize)]
struct Line {
    text: String,
}

fn line(team: &str, body: &AlertBody<'_>) -> Line {
    let priority = match body.priority {
        Priority::Urgent => "urgent, ",
        Priority::High => "high priority, ",
        Priority::Normal | Priority::Low => "",
    };
    let text = format!(
        "{team} is wanted ({priority}{}): {}. Conversation {}",
        body.workspace, body.because, body.conversation
    );
    let text = text
        .replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;");
    Line { text }
}

/// Where something is posted, and as what.
#[derive(Debug)]
pub(crate) struct To<'a> {
    /// The secret that holds the address.
    pub(crate) variable: &'a str,
    /// Whether it is posted unsigned where there is no key.
    pub(crate) keyless: bool,
    /// The same in every attempt.
    pub(crate) delivery: &'a str,
}

/// Posts a body, signed. `timeout` in milliseconds.
pub(crate) async fn send(
    env: &Env,
    to: &To<'_>,
    text: String,
    now: Timestamp,
    timeout: u32,
) -> Result<Response, Unsent> {
    let secret_variable = format!("{}_SECRET", to.variable);
    let Some(address) = setting(env, to.variable).as_deref().and_then(address) else {
        return Err(Unsent::NotConfigured(to.variable.to_owned()));
    };
    let secret = setting(env, &secret_variable);
    if secret.is_none() && !to.keyless {
        return Err(Unsent::NotConfigured(secret_variable));
    }
    let sent = fetch(&address, secret.as_deref(), to.delivery, text, now, timeout).await;
    sent.map_err(|error| Unsent::Broken(error.to_string()))
}

/// Leaves an answer unread. One that is not read to its end holds its connection.
pub(crate) async fn discard(response: Response) {
    if let Some(body) = web_sys::Response::from(response).body() {
        let _ = wasm_bindgen_futures::JsFuture::from(body.cancel()).await;
    }
}

async fn fetch(
    address: &Url,
    secret: Option<&str>,
    delivery: &str,
    text: String,
    now: Timestamp,
    timeout: u32,
) -> worker::Result<Response> {
    let timestamp = (now.0 / 1_000).to_string();
    let headers = Headers::new();
    headers.set("content-type", "application/json")?;
    headers.set("user-agent", "Gangway")?;
    headers.set("timestamp", &timestamp)?;
    if let Some(secret) = secret {
        headers.set(
            "signature",
            &format!("sha256={}", signature(secret, &timestamp, &text)),
        )?;
    }
    headers.set("delivery", delivery)?;
    let mut init = RequestInit::new();
    // A redirect could send what was signed for one receiver to another.
    init.with_method(Method::Post)
        .with_headers(headers)
        .with_body(Some(text.into()))
        .with_redirect(RequestRedirect::Manual);
    let request = Request::new_with_init(address.as_str(), &init)?;
    let signal = AbortSignal::from(web_sys::AbortSignal::timeout_with_u32(timeout));
    Fetch::Request(request).send_with_signal(&signal).await
}

fn judge(status: u16) -> Attempt {
    match status {
        200..=299 => Attempt::Delivered,
        408 | 425 | 429 | 500..=599 => Attempt::Again(format!("status {status}")),
        _ => Attempt::Refused(status),
    }
}

fn signature(secret: &str, timestamp: &str, body: &str) -> String {
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(secret.as_bytes()) else {
        unreachable!("HMAC takes keys of every length");
    };
    for part in [timestamp, ".", body] {
        mac.update(part.as_bytes());
    }
    mac.finalize()
        .into_bytes()
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

/// The address when it may be posted to: over TLS, or on this machine.
fn address(text: &str) -> Option<Url> {
    let url = Url::parse(text).ok()?;
    let local = matches!(url.host_str(), Some("localhost" | "127.0.0.1" | "[::1]"));
    (url.scheme() == "https" || (url.scheme() == "http" && local)).then_some(url)
}

fn setting(env: &Env, name: &str) -> Option<String> {
    env.secret(name)
        .ok()
        .map(|value| value.to_string())
        .filter(|value| !value.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_signature_is_unchanged() {
        // printf '1800000000.{"event":"alert"}' | openssl dgst -sha256 -hmac 'key'
        assert_eq!(
            signature("key", "1800000000", r#"{"event":"alert"}"#),
            "6ad25e2c901768c1076baac4f9d7b3974bf22a2e39c9e17b035490a7783cf63b"
        );
    }

    #[test]
    fn a_body_is_unchanged() {
        let body = AlertBody {
            event: "alert",
            delivery: "c1:7",
            workspace: &"meridian-tours".into(),
            conversation: &"c1".into(),
            team: &"duty-desk".into(),
            because: "lost luggage",
            priority: Priority::Urgent,
            at: Timestamp(1_800_000_000_000),
        };
        assert_eq!(
            serde_json::to_string(&body).unwrap_or_default(),
            r#"{"event":"alert","delivery":"c1:7","workspace":"meridian-tours","conversation":"c1","team":"duty-desk","because":"lost luggage","priority":"urgent","at":1800000000000}"#
        );
    }

    #[test]
    fn slack_gets_a_line_that_it_cannot_take_for_markup() {
        let body = AlertBody {
            event: "alert",
            delivery: "c1:7",
            workspace: &"meridian-tours".into(),
            conversation: &"c1".into(),
            team: &"duty-desk".into(),
            because: "tag `a&b`, said \"<!channel>\"",
            priority: Priority::Urgent,
            at: Timestamp(1_800_000_000_000),
        };
        assert_eq!(
            serde_json::to_string(&line("Duty desk", &body)).unwrap_or_default(),
            r#"{"text":"Duty desk is wanted (urgent, meridian-tours): tag `a&amp;b`, said \"&lt;!channel&gt;\". Conversation c1"}"#
        );
    }

    #[test]
    fn busy_failing_and_slow_receivers_are_asked_again_and_refusing_ones_are_not() {
        assert_eq!(judge(204), Attempt::Delivered);
        for status in [408, 429, 500, 503] {
            assert!(matches!(judge(status), Attempt::Again(_)), "{status}");
        }
        for status in [301, 400, 401, 404, 410] {
            assert_eq!(judge(status), Attempt::Refused(status));
        }
    }

    #[test]
    fn an_address_needs_tls_unless_it_is_on_this_machine() {
        assert!(address("https://hooks.example/duty").is_some());
        assert!(address("http://127.0.0.1:9000/duty").is_some());
        assert!(address("http://localhost:9000/").is_some());
        for refused in [
            "http://hooks.example/duty",
            "ftp://hooks.example",
            "hooks.example",
            "",
        ] {
            assert!(address(refused).is_none(), "{refused}");
        }
    }
}
