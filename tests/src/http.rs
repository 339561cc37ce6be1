//! Plain HTTP: every status is an answer.

use std::time::Duration;

use gangway_protocol::Problem;
use serde::Serialize;
use serde::de::DeserializeOwned;
use ureq::Agent;

/// Speaks to one origin, with or without a token or cookie.
#[derive(Clone, Debug)]
pub struct Client {
    agent: Agent,
    origin: String,
    headers: Vec<(String, String)>,
}

/// An answer.
#[derive(Clone, Debug)]
pub struct Answer {
    /// The HTTP status.
    pub status: u16,
    /// Header names in lower case, with their values.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Vec<u8>,
}

impl Client {
    /// A client of an origin.
    pub fn new(origin: &str) -> Self {
        let config = Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            // The deployment is on this machine, whatever the environment says of the way to others.
            .proxy(None)
            .timeout_global(Some(Duration::from_secs(120)))
            // workerd closes a connection over which nothing came for fifteen seconds, which is as long as one is kept here
            // unless it is said: it would be used just when it is closed, and the request be lost.
            .max_idle_age(Duration::from_secs(5))
            .build();
        Self {
            agent: config.into(),
            origin: origin.to_owned(),
            headers: Vec::new(),
        }
    }

    /// The same with a header on every request.
    #[must_use]
    pub fn with(mut self, name: &str, value: &str) -> Self {
        self.headers
            .retain(|(other, _)| !other.eq_ignore_ascii_case(name));
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    /// The same at another origin.
    #[must_use]
    pub fn at(mut self, origin: &str) -> Self {
        origin.clone_into(&mut self.origin);
        self
    }

    /// A header it sends.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find(|(other, _)| other == name)
            .map(|(_, value)| value.as_str())
    }

    /// Its origin.
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// GET, or `None` when nobody answers.
    pub fn try_get(&self, path: &str) -> Option<Answer> {
        self.try_send("GET", path, None)
    }

    /// GET.
    ///
    /// # Panics
    /// When nobody answers.
    pub fn get(&self, path: &str) -> Answer {
        self.try_get(path)
            .unwrap_or_else(|| panic!("no answer to GET {path}"))
    }

    /// POST of a JSON body.
    ///
    /// # Panics
    /// When nobody answers.
    pub fn post(&self, path: &str, body: &impl Serialize) -> Answer {
        self.send("POST", path, &serde_json::to_vec(body).unwrap())
    }

    /// Any method and any body.
    ///
    /// # Panics
    /// When nobody answers.
    pub fn send(&self, method: &str, path: &str, body: &[u8]) -> Answer {
        self.try_send(method, path, Some(body))
            .unwrap_or_else(|| panic!("no answer to {method} {path}"))
    }

    /// Any method and any body, or `None` when nobody answers.
    pub fn try_send(&self, method: &str, path: &str, body: Option<&[u8]>) -> Option<Answer> {
        let mut request = ureq::http::Request::builder()
            .method(method)
            .uri(format!("{}{path}", self.origin));
        for (name, value) in &self.headers {
            request = request.header(name, value);
        }
        let answer = match body {
            Some(body) => self.agent.run(
                request
                    .header("content-type", "application/json")
                    .body(body.to_vec())
                    .unwrap(),
            ),
            None => self.agent.run(request.body(()).unwrap()),
        };
        let mut answer = answer.ok()?;
        let headers = answer
            .headers()
            .iter()
            .map(|(name, value)| {
                (
                    name.as_str().to_owned(),
                    String::from_utf8_lossy(value.as_bytes()).into_owned(),
                )
            })
            .collect();
        Some(Answer {
            status: answer.status().as_u16(),
            headers,
            body: answer.body_mut().read_to_vec().ok()?,
        })
    }
}

impl Answer {
    /// The body as text.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// The body of an answer that must be good.
    ///
    /// # Panics
    /// When it is not, with what it says.
    pub fn ok<T: DeserializeOwned>(&self) -> T {
        assert!(
            (200..300).contains(&self.status),
            "{}: {}",
            self.status,
            self.text()
        );
        serde_json::from_slice(&self.body).unwrap_or_else(|error| panic!("{error}: {}", self.text()))
    }

    /// The body of an answer that must be a refusal of this status.
    ///
    /// # Panics
    /// When it is not, with what it says.
    pub fn refused(&self, status: u16) -> Problem {
        assert_eq!(self.status, status, "{}", self.text());
        serde_json::from_slice(&self.body).unwrap_or_else(|error| panic!("{error}: {}", self.text()))
    }

    /// A header.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find(|(other, _)| other == name)
            .map(|(_, value)| value.as_str())
    }
}
