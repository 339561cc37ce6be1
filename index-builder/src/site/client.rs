//! Asking a host for one thing at a time.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Read;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant};

use encoding_rs::{Encoding, UTF_8};
use gangway_playbook::sources::Site;
use indicatif::ProgressBar;
use ureq::http::{HeaderMap, Response};
use ureq::{Agent, Body};
use url::Url;

use super::robots::{self, Rules};
use super::shelf::{Label, Shelf};
use super::{Limits, head};
use crate::hash;

/// Who asks, and where to read what for.
const AGENT: &str = concat!(
    "Gangway/",
    env!("CARGO_PKG_VERSION"),
    " (index-builder; reads the pages of an operator who names this site in workspace.toml)"
);

/// A page at hand.
#[derive(Debug)]
pub(super) struct Copy {
    /// The address that answered, after redirects.
    pub(super) address: Url,
    /// Its `Content-Type`.
    pub(super) kind: String,
    /// Its header asks that it not be found.
    pub(super) hidden: bool,
    /// The file that holds its body.
    pub(super) body: PathBuf,
    /// Why this is the copy of the last time; `None` when it is as the site has it.
    pub(super) older: Option<String>,
}

/// Why there is no copy.
#[derive(Debug)]
pub(super) enum Refused {
    /// The host's rules forbid it.
    Robots,
    /// It failed, and nothing is kept from before.
    Failed {
        /// How.
        message: String,
        /// What to do.
        hint: &'static str,
    },
}

/// How a request went wrong.
enum Wrong {
    /// The rules of the host that it would come from forbid it.
    Robots,
    /// It will not be otherwise the next time: what is kept is not used.
    For(String, &'static str),
    /// It may be otherwise the next time: what is kept is used.
    Meanwhile(String),
}

/// What a host is known by.
#[derive(Default)]
struct Host {
    rules: Option<Rules>,
    asked: Option<Instant>,
    /// Requests in a row without any answer.
    silences: usize,
}

/// Asks the hosts of one site.
pub(super) struct Client<'a> {
    agent: Agent,
    shelf: Shelf,
    offline: bool,
    limits: Limits,
    pause: Duration,
    begun: Instant,
    /// Bytes that were fetched.
    fetched: usize,
    /// The hosts that the row names: no other is asked.
    own: BTreeSet<String>,
    hosts: BTreeMap<String, Host>,
    progress: &'a ProgressBar,
}

/// An address of the web, without a fragment.
pub(super) fn address(text: &str) -> Option<Url> {
    let mut url = Url::parse(text.trim()).ok()?;
    let is_web = matches!(url.scheme(), "http" | "https") && url.has_host();
    url.set_fragment(None);
    // What stands before an `@` would be sent, and kept in every citation.
    (is_web && url.username().is_empty() && url.password().is_none()).then_some(url)
}

/// The host, with a port that is not the scheme's own.
pub(super) fn host(address: &Url) -> String {
    let host = address.host_str().unwrap_or_default();
    address
        .port()
        .map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"))
}

impl Copy {
    pub(super) fn read(&self) -> std::io::Result<Vec<u8>> {
        std::fs::read(&self.body)
    }
}

impl<'a> Client<'a> {
    pub(super) fn new(
        site: &Site,
        cache: &Path,
        offline: bool,
        limits: Limits,
        progress: &'a ProgressBar,
    ) -> Self {
        let config = Agent::config_builder()
            .user_agent(AGENT)
            .accept("text/html, application/xhtml+xml, application/pdf, text/*;q=0.9, */*;q=0.5")
            .accept_encoding("identity")
            // Redirects are followed here, each held against the rules.
            .max_redirects(0)
            .max_redirects_will_error(false)
            .http_status_as_error(false)
            .timeout_global(Some(limits.answer))
            .build();
        let named = site.sitemap.iter().chain(&site.pages);
        Self {
            agent: Agent::new_with_config(config),
            shelf: Shelf::new(cache),
            offline,
            limits,
            pause: Duration::from_millis(site.pause),
            begun: Instant::now(),
            fetched: 0,
            own: named
                .filter_map(|text| address(text))
                .map(|url| host(&url))
                .collect(),
            hosts: BTreeMap::new(),
            progress,
        }
    }

    /// Whether an address stands on a host that the row names.
    pub(super) fn is_own(&self, address: &Url) -> bool {
        matches!(address.scheme(), "http" | "https") && self.own.contains(&host(address))
    }

    /// Fetches an address, or takes the copy of the last time.
    pub(super) fn get(&mut self, address: &Url, most: usize) -> Result<Copy, Refused> {
        let asked = address.as_str();
        let kept = self.shelf.get(asked);
        let wrong = if self.offline {
            Wrong::Meanwhile("not asked for (`--offline`)".to_owned())
        } else {
            match self.fetch(address, kept.as_ref(), most) {
                Ok(label) => return Ok(self.copy(label, None)),
                Err(wrong) => wrong,
            }
        };
        match (wrong, kept) {
            (Wrong::Robots, _) => {
                self.shelf.remove(asked);
                Err(Refused::Robots)
            }
            (Wrong::For(message, hint), _) => {
                self.shelf.remove(asked);
                Err(Refused::Failed { message, hint })
            }
            (Wrong::Meanwhile(why), Some(label)) => Ok(self.copy(label, Some(why))),
            (Wrong::Meanwhile(message), None) => Err(Refused::Failed {
                message,
                hint: "build again when the site answers, or take it out of `workspace.toml`",
            }),
        }
    }

    fn copy(&self, label: Label, older: Option<String>) -> Copy {
        Copy {
            body: self.shelf.body(&label.asked),
            address: label.address,
            kind: label.kind,
            hidden: label.hidden,
            older,
        }
    }

    /// 1. Looks at the rules of the host.
    /// 2. Rests, and asks.
    /// 3. Follows where it is sent, within the hosts of the row.
    /// 4. Reads the answer up to `most` bytes and keeps it.
    fn fetch(&mut self, address: &Url, kept: Option<&Label>, most: usize) -> Result<Label, Wrong> {
        let mut at = address.clone();
        for _ in 0..=self.limits.redirects {
            // (1)
            if !self.rules(&at)?.allow(&at) {
                return Err(Wrong::Robots);
            }
            // (2)
            self.progress.set_message(format!("fetching {at}"));
            let mut response = self.ask(&at, kept.filter(|kept| kept.address == at))?;
            let status = response.status().as_u16();
            // (3)
            if matches!(status, 301 | 302 | 303 | 307 | 308) {
                at = self.sent_to(&at, response.headers())?;
                continue;
            }
            if let (304, Some(kept)) = (status, kept) {
                return Ok(kept.clone());
            }
            match status {
                200 => {}
                404 | 410 => {
                    return Err(Wrong::For(
                        format!("answered {status}: it is gone"),
                        "take it out of the sitemap or of `pages`",
                    ));
                }
                _ => return Err(Wrong::Meanwhile(format!("answered {status}"))),
            }
            // (4)
            let label = self.label(address, &at, response.headers());
            let body = self.body(&mut response, most)?;
            self.fetched += body.len();
            return self.keep(label, body);
        }
        Err(Wrong::For(
            format!("redirects more than {} times", self.limits.redirects),
            "name the address where it ends",
        ))
    }

    /// The rules of an address's host, asked for once.
    fn rules(&mut self, of: &Url) -> Result<&Rules, Wrong> {
        let host = host(of);
        let known = self.hosts.get(&host).is_some_and(|host| host.rules.is_some());
        if !known {
            let rules = self.ask_for_rules(of);
            self.hosts.entry(host.clone()).or_default().rules = Some(rules);
        }
        let rules = self
            .hosts
            .entry(host)
            .or_default()
            .rules
            .get_or_insert(Rules::None);
        match rules {
            Rules::Unknown(why) => Err(Wrong::Meanwhile(format!("robots.txt: {why}"))),
            Rules::Said(_) | Rules::None => Ok(rules),
        }
    }

    fn ask_for_rules(&mut self, of: &Url) -> Rules {
        let Some(mut at) = robots::address(of) else {
            return Rules::None;
        };
        let asked = at.to_string();
        let mut failed = "redirects too often".to_owned();
        for _ in 0..=self.limits.redirects {
            let mut response = match self.ask(&at, None) {
                Ok(response) => response,
                Err(Wrong::Meanwhile(why)) | Err(Wrong::For(why, _)) => {
                    failed = why;
                    break;
                }
                Err(Wrong::Robots) => break,
            };
            match response.status().as_u16() {
                200 => {
                    // Of a longer one the beginning holds.
                    let mut text = Vec::new();
                    let reader = response.body_mut().as_reader();
                    if let Err(error) = reader.take(robots::LONGEST as u64).read_to_end(&mut text) {
                        failed = error.to_string();
                        break;
                    }
                    let label = Label {
                        asked: asked.clone(),
                        ..self.label(&at, &at, response.headers())
                    };
                    // Without a copy the next build asks again.
                    let _ = self.keep(label, text.clone());
                    return Rules::of(&text);
                }
                301 | 302 | 303 | 307 | 308 => match self.sent_to(&at, response.headers()) {
                    Ok(next) => at = next,
                    // Rules that stand elsewhere are as none.
                    Err(_) => return Rules::None,
                },
                400..=499 => {
                    self.shelf.remove(&asked);
                    return Rules::None;
                }
                status => {
                    failed = format!("answered {status}");
                    break;
                }
            }
        }
        let kept = self
            .shelf
            .get(&asked)
            .and_then(|_| std::fs::read(self.shelf.body(&asked)).ok());
        kept.map_or(Rules::Unknown(failed), |text| Rules::of(&text))
    }

    /// One request, after the rest that the host is due.
    fn ask(&mut self, at: &Url, kept: Option<&Label>) -> Result<Response<Body>, Wrong> {
        if self.begun.elapsed() > self.limits.site {
            let message = format!("the site took longer than {} s", self.limits.site.as_secs());
            return Err(Wrong::Meanwhile(message));
        }
        if self.fetched > self.limits.all {
            let message = format!("the site has more than {} bytes", self.limits.all);
            return Err(Wrong::Meanwhile(message));
        }
        let limits = self.limits;
        let host = self.hosts.entry(host(at)).or_default();
        if host.silences >= limits.silences {
            let message = format!("not asked: the host did not answer {} times", host.silences);
            return Err(Wrong::Meanwhile(message));
        }
        let delay = host.rules.as_ref().and_then(Rules::delay).unwrap_or_default();
        if delay > limits.delay {
            let message = format!(
                "robots.txt asks for a rest of {} s between requests, the limit is {}",
                delay.as_secs(),
                limits.delay.as_secs()
            );
            return Err(Wrong::Meanwhile(message));
        }
        if let Some(asked) = host.asked {
            thread::sleep(self.pause.max(delay).saturating_sub(asked.elapsed()));
        }
        let mut request = self.agent.get(at.as_str());
        for (name, value) in [
            ("If-None-Match", kept.and_then(|kept| kept.etag.as_ref())),
            ("If-Modified-Since", kept.and_then(|kept| kept.modified.as_ref())),
        ] {
            if let Some(value) = value {
                request = request.header(name, value);
            }
        }
        let answer = request.call();
        host.asked = Some(Instant::now());
        match answer {
            Ok(response) => {
                host.silences = 0;
                Ok(response)
            }
            Err(error) => {
                host.silences += 1;
                Err(Wrong::Meanwhile(told(&error, &limits)))
            }
        }
    }

    /// Where an answer sends us.
    fn sent_to(&self, from: &Url, headers: &HeaderMap) -> Result<Url, Wrong> {
        let to = text(headers, "location").and_then(|to| from.join(&to).ok());
        let Some(to) = to.and_then(|to| address(to.as_str())) else {
            return Err(Wrong::For(
                "redirects to no address of the web".to_owned(),
                "name the page by the address it has",
            ));
        };
        if self.is_own(&to) {
            return Ok(to);
        }
        Err(Wrong::For(
            format!("redirects to another host: {to}"),
            "name the page by that address, if it is yours",
        ))
    }

    fn label(&self, asked: &Url, at: &Url, headers: &HeaderMap) -> Label {
        let hidden = headers.get_all("x-robots-tag").iter();
        Label {
            asked: asked.to_string(),
            address: at.clone(),
            kind: text(headers, "content-type").unwrap_or_default(),
            etag: text(headers, "etag"),
            modified: text(headers, "last-modified"),
            hidden: hidden
                .filter_map(|value| value.to_str().ok())
                .any(head::header_hides),
            hash: String::new(),
        }
    }

    fn body(&self, response: &mut Response<Body>, most: usize) -> Result<Vec<u8>, Wrong> {
        let charset = response.body().charset().map(str::to_owned);
        let mut body = Vec::new();
        let reader = response.body_mut().as_reader();
        reader
            .take(most as u64 + 1)
            .read_to_end(&mut body)
            .map_err(|error| Wrong::Meanwhile(told(&error.into(), &self.limits)))?;
        if body.len() > most {
            return Err(Wrong::For(
                format!("over {most} bytes, which is the limit"),
                "divide it, or leave it out",
            ));
        }
        Ok(in_utf8(body, charset.as_deref()))
    }

    fn keep(&self, label: Label, body: Vec<u8>) -> Result<Label, Wrong> {
        let label = Label {
            hash: hash::of(&body),
            ..label
        };
        match self.shelf.put(&label, &body) {
            Ok(()) => Ok(label),
            Err(error) => Err(Wrong::For(
                format!("cannot be kept: {error}"),
                "name a folder that can be written with `--cache`",
            )),
        }
    }
}

fn text(headers: &HeaderMap, name: &str) -> Option<String> {
    Some(headers.get(name)?.to_str().ok()?.to_owned())
}

/// The body in UTF-8, when it is not and the server says what it is in. Otherwise as it came: its reader says what is
/// wrong with it.
fn in_utf8(body: Vec<u8>, charset: Option<&str>) -> Vec<u8> {
    let encoding = charset
        .and_then(|charset| Encoding::for_label(charset.as_bytes()))
        .filter(|&encoding| encoding != UTF_8);
    match encoding {
        Some(encoding) if std::str::from_utf8(&body).is_err() => {
            let (text, _, damaged) = encoding.decode(&body);
            if damaged {
                body
            } else {
                text.into_owned().into_bytes()
            }
        }
        Some(_) | None => body,
    }
}

/// What went wrong, in words that do not change with the system.
fn told(error: &ureq::Error, limits: &Limits) -> String {
    let refused = std::io::ErrorKind::ConnectionRefused;
    let unreachable = matches!(error, ureq::Error::ConnectionFailed)
        || matches!(error, ureq::Error::Io(error) if error.kind() == refused);
    if unreachable {
        "the host cannot be reached".to_owned()
    } else if matches!(error, ureq::Error::Timeout(_)) {
        format!("no answer within {} s", limits.answer.as_secs_f32())
    } else if matches!(error, ureq::Error::HostNotFound) {
        "the host is not found".to_owned()
    } else {
        error.to_string()
    }
}
