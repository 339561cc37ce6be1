//! A running deployment, spoken to as docs/api.md has it.

use std::thread;
use std::time::{Duration, Instant};

use gangway_protocol::api::{Agent, Me, SignIn};
use gangway_protocol::{AgentRef, Problem};
use serde::Serialize;
use serde::de::DeserializeOwned;
use ureq::http::{Request, Response};
use ureq::{Agent as Http, Body};
use url::Url;

use crate::failure::Failure;

/// How long an answer may take.
const ANSWER: Duration = Duration::from_secs(30);
/// How long a connection is kept for the next request: shorter than the fifteen seconds after which a deployment on this machine
/// closes one. A connection that is used just when it is closed loses the request.
const KEPT: Duration = Duration::from_secs(5);
/// Bytes of the largest answer that is read.
const LARGEST: u64 = 16 << 20;
/// The longest rest that a deployment may ask for, in seconds, and how often.
const REST: u64 = 70;
const RESTS: usize = 3;

/// One deployment.
#[derive(Clone, Debug)]
pub(crate) struct Api {
    http: Http,
    /// `https://host`, without a path.
    origin: String,
}

/// A signed-in agent.
#[derive(Clone, Debug)]
pub(crate) struct Session {
    pub(crate) agent: AgentRef,
    /// The header `Cookie`.
    cookie: String,
}

/// How a request shows who asks.
#[derive(Clone, Copy, Debug)]
pub(crate) enum As<'a> {
    /// Not at all.
    Anyone,
    /// By a conversation's token.
    Visitor(&'a str),
    /// By a session.
    Agent(&'a Session),
}

/// Why there is no answer.
#[derive(Debug)]
pub(crate) enum Unanswered {
    /// The deployment's refusal.
    Refused(Box<Problem>),
    /// Anything else.
    Failed(String),
}

impl Api {
    /// A deployment at an address. Without TLS only this machine is spoken to: sessions would be read on the way.
    pub(crate) fn new(address: &str) -> Result<Self, Failure> {
        let failure = |why: &str| {
            Failure::new(format!("`{address}` {why}"))
                .hint("write the deployment's address: `https://chat.example.com`")
        };
        let url = Url::parse(address).map_err(|error| failure(&format!("is no address: {error}")))?;
        let is_local = matches!(url.host_str(), Some("localhost" | "127.0.0.1" | "[::1]"));
        match url.scheme() {
            "https" => {}
            "http" if is_local => {}
            _ => return Err(failure("is not spoken to without TLS")),
        }
        let config = Http::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .timeout_global(Some(ANSWER))
            .max_idle_age(KEPT)
            .user_agent(concat!("Gangway/", env!("CARGO_PKG_VERSION"), " (index-builder)"))
            .build();
        Ok(Self {
            http: Http::new_with_config(config),
            origin: url.origin().ascii_serialization(),
        })
    }

    /// Signs in by a link, which is used up.
    pub(crate) fn sign_in(&self, link: &str) -> Result<Session, Failure> {
        let failed = |why: String| {
            Failure::new(format!("cannot sign in: {why}"))
                .hint("a sign-in link works once and for 15 minutes: an administrator makes another")
        };
        let code = link.rsplit_once("sign-in=").map_or(link, |(_, code)| code);
        let body = SignIn {
            code: code.trim().to_owned(),
        };
        let body = json(&body).map_err(|error| failed(error.to_string()))?;
        let mut answer = self
            .send(
                "POST",
                "/v1/sign-in",
                As::Anyone,
                Some(("application/json", &body)),
            )
            .map_err(|error| failed(error.to_string()))?;
        let cookie = answer
            .headers()
            .get("set-cookie")
            .and_then(|cookie| cookie.to_str().ok()?.split(';').next().map(str::to_owned))
            .ok_or_else(|| failed("the answer has no session".to_owned()))?;
        let agent: Agent = read(&mut answer).map_err(|error| failed(error.to_string()))?;
        Ok(Session {
            agent: agent.agent,
            cookie,
        })
    }

    /// Goes on with a session that was given before: the cookie as a browser has it.
    pub(crate) fn resume(&self, cookie: &str) -> Result<Session, Failure> {
        let cookie = cookie.trim();
        let cookie = match cookie.split_once('=') {
            Some((name, _)) if name.starts_with("__Host-") => cookie.to_owned(),
            Some(_) | None => format!("__Host-gangway={cookie}"),
        };
        let mut session = Session {
            agent: AgentRef {
                id: "".into(),
                name: String::new(),
            },
            cookie,
        };
        let me: Me = self.get("/v1/me", As::Agent(&session)).map_err(|error| {
            Failure::new(format!("the session is not good: {error}"))
                .hint("sign in again, or give a link with `--sign-in`")
        })?;
        session.agent = me.agent.agent;
        Ok(session)
    }

    pub(crate) fn get<T: DeserializeOwned>(&self, path: &str, who: As<'_>) -> Result<T, Unanswered> {
        read(&mut self.send("GET", path, who, None)?)
    }

    pub(crate) fn post<T: DeserializeOwned>(
        &self,
        path: &str,
        who: As<'_>,
        body: &impl Serialize,
    ) -> Result<T, Unanswered> {
        read(&mut self.send("POST", path, who, Some(("application/json", &json(body)?)))?)
    }

    /// Posts bytes as they are.
    pub(crate) fn post_bytes<T: DeserializeOwned>(
        &self,
        path: &str,
        who: As<'_>,
        bytes: &[u8],
    ) -> Result<T, Unanswered> {
        read(&mut self.send("POST", path, who, Some(("application/octet-stream", bytes)))?)
    }

    /// Sends a request; rests and sends it again when the deployment asks for that.
    fn send(
        &self,
        method: &str,
        path: &str,
        who: As<'_>,
        body: Option<(&str, &[u8])>,
    ) -> Result<Response<Body>, Unanswered> {
        let failed = |error: String| Unanswered::Failed(format!("{method} {path}: {error}"));
        let begun = Instant::now();
        for _ in 0..=RESTS {
            let mut request = Request::builder()
                .method(method)
                .uri(format!("{}{path}", self.origin))
                .header("origin", &self.origin);
            match who {
                As::Anyone => {}
                As::Visitor(token) => request = request.header("authorization", format!("Bearer {token}")),
                As::Agent(session) => request = request.header("cookie", &session.cookie),
            }
            let sent = match body {
                Some((kind, body)) => request
                    .header("content-type", kind)
                    .body(body)
                    .map_err(|error| failed(error.to_string()))
                    .and_then(|request| self.http.run(request).map_err(|error| failed(error.to_string())))?,
                None => request
                    .body(())
                    .map_err(|error| failed(error.to_string()))
                    .and_then(|request| self.http.run(request).map_err(|error| failed(error.to_string())))?,
            };
            let mut answer = sent;
            if answer.status().is_success() {
                return Ok(answer);
            }
            let rest = answer
                .headers()
                .get("retry-after")
                .and_then(|rest| rest.to_str().ok()?.parse::<u64>().ok())
                .filter(|_| answer.status().as_u16() == 429);
            match rest {
                Some(rest) if rest <= REST => thread::sleep(Duration::from_secs(rest.max(1))),
                Some(_) | None => {
                    let status = answer.status();
                    return Err(match read::<Problem>(&mut answer) {
                        Ok(problem) => Unanswered::Refused(Box::new(problem)),
                        Err(_) => failed(format!("answered with {status}")),
                    });
                }
            }
        }
        Err(failed(format!(
            "too many requests, for {} s",
            begun.elapsed().as_secs()
        )))
    }
}

fn json(body: &impl Serialize) -> Result<Vec<u8>, Unanswered> {
    serde_json::to_vec(body).map_err(|error| Unanswered::Failed(error.to_string()))
}

fn read<T: DeserializeOwned>(answer: &mut Response<Body>) -> Result<T, Unanswered> {
    answer
        .body_mut()
        .with_config()
        .limit(LARGEST)
        .read_json()
        .map_err(|error| Unanswered::Failed(format!("the answer is not understood: {error}")))
}

impl std::fmt::Display for Unanswered {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Refused(problem) => f.write_str(&problem.message),
            Self::Failed(why) => f.write_str(why),
        }
    }
}
