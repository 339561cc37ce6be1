//! The conversation that is open as a state machine.
//!
//! Commands go through an outbox, one at a time and in order, each under its client id, so that a command whose
//! answer was lost is repeated without being done twice. One that is refused leaves the outbox and says why.

mod about;
mod post;
mod presence;
mod rows;
#[cfg(test)]
mod tests;

pub use about::{About, Collected};
pub use post::{Decided, Post};
pub use presence::Mark;
pub use rows::{Row, RowKey, Who};

use gangway_page::{Failure, Link, LinkIn, LinkOut, Outbox, Progress, Timeline};
use gangway_protocol::api::AgentEntries;
use gangway_protocol::event::{AgentEvent, ClientEvent};
use gangway_protocol::{
    AgentId, AgentRef, ClientId, Code, ConversationId, Entry, EntryBody, Seq, Speaker, Status, Timestamp,
};
use serde::Deserialize;

/// The thread.
#[derive(Clone, Debug)]
pub struct Thread {
    /// Which conversation.
    pub conversation: ConversationId,
    /// Whose page this is.
    pub me: AgentId,
    /// Status and holder, once known.
    pub status: Option<Status>,
    /// Why the last command was refused.
    pub refusal: Option<Refusal>,
    /// What the last decision would have passed over.
    pub stale: Option<Stale>,
    /// Why the thread could not be read.
    pub failure: Option<String>,
    /// Whether all earlier entries are there.
    pub loaded: bool,
    timeline: Timeline<Entry>,
    /// Up to where `status` was true.
    status_at: Seq,
    /// Since when the page has shown the colleague who has it.
    colleague_since: Timestamp,
    outbox: Outbox<Decided>,
    presence: presence::Presence,
    link: Link,
    polling: bool,
    /// The last poll was answered: where sockets are blocked, everything still arrives.
    polled: bool,
    failures: u32,
}

/// A refused command.
#[derive(Clone, PartialEq, Debug)]
pub struct Refusal {
    /// What happened and what to do.
    pub words: String,
    /// Who has the conversation, from whom it can be taken.
    pub holder: Option<AgentRef>,
}

/// A decision that was made before something else happened.
#[derive(Clone, PartialEq, Debug)]
pub struct Stale {
    /// What was decided.
    pub post: Post,
    /// What had happened, by then.
    pub changed: Vec<Entry>,
}

/// What happened.
#[derive(Clone, PartialEq, Debug)]
pub enum Input {
    /// The page opened it, with what had not arrived.
    Start(Outbox<Decided>),
    /// The page leaves it.
    Stop,
    /// The agent does something.
    Do {
        /// For the post.
        client_id: ClientId,
        /// What.
        post: Post,
    },
    /// The agent tries a failed one again.
    Retry(ClientId),
    /// The agent gives a failed one up.
    GiveUp(ClientId),
    /// A post was answered.
    Posted {
        /// Which.
        client_id: ClientId,
        /// With what.
        answer: Result<AgentEntries, Failure>,
    },
    /// Entries that were asked for.
    Polled(Result<AgentEntries, Failure>),
    /// A ticket came, or not.
    Ticket {
        /// Of which attempt.
        attempt: u32,
        /// It.
        answer: Result<String, Failure>,
    },
    /// A frame came.
    Frame {
        /// Of which attempt.
        attempt: u32,
        /// Its text.
        text: String,
    },
    /// Something else happened to the connection.
    Link(LinkIn),
    /// Try again what may succeed by now.
    TryAgain,
    /// Read again what could not be read.
    Again,
    /// The thread comes before the agent's eyes, or goes.
    Look(bool),
    /// The agent writes to the visitor.
    Typed,
    /// Time has passed.
    Tick,
    /// The refusal was read.
    Dismiss,
}

/// What is to be done.
#[derive(Clone, PartialEq, Debug)]
pub enum Output {
    /// Post to `…/{0}` with a body.
    Post {
        /// Under which client id.
        client_id: ClientId,
        /// The last part of the address.
        path: &'static str,
        /// The body.
        body: String,
    },
    /// Ask for the entries after those that the page has.
    Poll {
        /// After which.
        after: u64,
        /// Up to where the agent has read.
        read: u64,
    },
    /// As named; a socket resumes `after`.
    Link {
        /// What.
        ask: LinkOut,
        /// Resuming after this.
        after: u64,
    },
    /// Bring [`Input::TryAgain`] back.
    TryAgainAfter(u32),
    /// Bring [`Input::Tick`] back.
    TickAfter(u32),
    /// Say it over the socket.
    Tell(ClientEvent),
    /// A reply was not sent: the field has it again.
    GiveBack(String),
    /// The browser is to keep the outbox.
    Keep,
    /// The thread grew.
    Said {
        /// By what the agent did just then.
        own: bool,
    },
    /// The session has ended.
    SignedOut,
}

/// First wait before a failed post is tried again by itself; doubled by each failure.
const TRY_AGAIN_FIRST: u32 = 2_000;
/// Longest such wait.
const TRY_AGAIN_MOST: u32 = 60_000;

/// How long a page has shown whose a conversation is before a click can mean to take it from them, in milliseconds.
const TAKE_AFTER: i64 = 1_000;

impl Thread {
    /// A conversation as an agent opens it.
    pub fn new(conversation: ConversationId, me: AgentId) -> Self {
        Self {
            conversation,
            me,
            status: None,
            refusal: None,
            stale: None,
            failure: None,
            loaded: false,
            timeline: Timeline::default(),
            status_at: Seq(0),
            colleague_since: Timestamp(0),
            outbox: Outbox::default(),
            presence: presence::Presence::default(),
            link: Link::default(),
            polling: false,
            polled: false,
            failures: 0,
        }
    }

    /// Moves the thread. `random` in [0, 1).
    pub fn handle(&mut self, now: Timestamp, random: f64, input: Input) -> Vec<Output> {
        let mut out = Vec::new();
        match input {
            Input::Start(outbox) => {
                self.outbox = outbox;
                self.poll(&mut out);
                self.link(LinkIn::Start, now, random, &mut out);
                self.pump(&mut out);
            }
            Input::Stop => self.link(LinkIn::Stop, now, random, &mut out),
            Input::Do { client_id, post } => {
                (self.refusal, self.stale) = (None, None);
                let seen = self.timeline.whole_through();
                self.outbox.push(client_id, now, Decided { post, seen });
                out.extend([Output::Keep, Output::Said { own: true }]);
                self.pump(&mut out);
            }
            Input::Retry(client_id) => {
                self.outbox.retry(&client_id);
                self.pump(&mut out);
            }
            Input::GiveUp(client_id) => {
                self.outbox.take_back(&client_id);
                out.push(Output::Keep);
                self.pump(&mut out);
            }
            Input::Posted { client_id, answer } => self.posted(&client_id, answer, now, &mut out),
            Input::Polled(answer) => self.polled(answer, now, &mut out),
            Input::Ticket {
                attempt,
                answer: Ok(ticket),
            } => {
                self.link(LinkIn::Ticket { attempt, ticket }, now, random, &mut out);
            }
            Input::Ticket {
                attempt,
                answer: Err(failure),
            } => {
                if failure.is_unauthorized() {
                    out.push(Output::SignedOut);
                } else {
                    self.link(LinkIn::NoTicket { attempt }, now, random, &mut out);
                }
            }
            Input::Frame { attempt, text } => self.frame(attempt, &text, now, random, &mut out),
            Input::Link(input) => self.link(input, now, random, &mut out),
            Input::TryAgain => {
                self.outbox.retry_passing();
                self.pump(&mut out);
            }
            Input::Again => self.poll(&mut out),
            Input::Look(looking) => self.look(looking, now, &mut out),
            Input::Typed => self.types(now, &mut out),
            Input::Tick => self.tick(now, &mut out),
            Input::Dismiss => (self.refusal, self.stale) = (None, None),
        }
        self.tell_read(now, &mut out);
        out
    }

    /// What has not arrived.
    pub fn outbox(&self) -> &Outbox<Decided> {
        &self.outbox
    }

    /// How far a command is. `None` when the conversation has it.
    pub fn progress(&self, client_id: &ClientId) -> Option<Progress> {
        self.outbox
            .find(client_id)
            .map(|pending| pending.progress.clone())
    }

    /// Whether this agent has the conversation.
    pub fn is_mine(&self) -> bool {
        self.status
            .as_ref()
            .and_then(Status::holder)
            .is_some_and(|holder| holder.id == self.me)
    }

    /// The colleague who has it or has put it aside.
    pub fn colleague(&self) -> Option<&AgentRef> {
        match self.status.as_ref()? {
            Status::Human { agent, .. } | Status::Snoozed { agent, .. } => {
                (agent.id != self.me).then_some(agent)
            }
            Status::Bot | Status::Queued { .. } | Status::Resolved { .. } => None,
        }
    }

    /// The colleague from whom a click takes it. When they came only just now the click was meant to claim it from
    /// nobody: it is, and the refusal says whose it is.
    pub fn takes_from(&self, now: Timestamp) -> Option<AgentId> {
        let known = self.colleague_since.plus(TAKE_AFTER) <= now;
        self.colleague()
            .filter(|_| known)
            .map(|colleague| colleague.id.clone())
    }

    /// Whether to say that the connection is gone.
    pub fn is_troubled(&self) -> bool {
        self.link.is_troubled() && !self.polled
    }

    fn pump(&mut self, out: &mut Vec<Output>) {
        if let Some(next) = self.outbox.start_next() {
            let (path, body) = post::request(&next.client_id, &next.what);
            out.push(Output::Post {
                client_id: next.client_id.clone(),
                path,
                body,
            });
        }
    }

    fn posted(
        &mut self,
        client_id: &ClientId,
        answer: Result<AgentEntries, Failure>,
        now: Timestamp,
        out: &mut Vec<Output>,
    ) {
        match answer {
            Ok(answer) => {
                self.failures = 0;
                self.visitor_came_to(answer.seen);
                self.outbox.arrived(client_id);
                self.status_as_of(answer.status, answer.last_seq, now);
                self.take_in(answer.entries, None, out);
            }
            Err(failure) => {
                self.outbox.failed(client_id, &failure, failure.words());
                if failure.is_unauthorized() {
                    out.push(Output::SignedOut);
                } else if failure.passes() {
                    let wait = TRY_AGAIN_FIRST
                        .saturating_mul(1 << self.failures.min(16))
                        .min(TRY_AGAIN_MOST);
                    self.failures = self.failures.saturating_add(1);
                    out.push(Output::TryAgainAfter(wait));
                } else if failure.code() == Some(Code::StaleView) {
                    self.went_stale(client_id, &failure, out);
                } else {
                    self.refused(client_id, &failure);
                }
            }
        }
        out.push(Output::Keep);
        self.pump(out);
    }

    /// What was written stays on the page to be taken up again; a command that was refused is over.
    fn refused(&mut self, client_id: &ClientId, failure: &Failure) {
        let holder = match failure {
            Failure::Refused { refusal, .. } => refusal.holder.clone(),
            Failure::Unreachable => None,
        };
        self.refusal = Some(Refusal {
            words: failure.words(),
            holder,
        });
        let written = self
            .outbox
            .find(client_id)
            .is_some_and(|pending| pending.what.post.text().is_some());
        if !written {
            self.outbox.take_back(client_id);
        }
    }

    /// What was decided on an older view is given back to the agent, with what had happened by then.
    fn went_stale(&mut self, client_id: &ClientId, failure: &Failure, out: &mut Vec<Output>) {
        #[derive(Default, Deserialize)]
        struct Changed {
            #[serde(default)]
            changed: Vec<Entry>,
        }
        let Failure::Refused { refusal, .. } = failure else {
            return;
        };
        let Some(Decided { post, .. }) = self.outbox.take_back(client_id) else {
            return;
        };
        let Changed { changed } = gangway_page::json::read(&refusal.body).unwrap_or_default();
        if let Some(text) = post.text() {
            out.push(Output::GiveBack(text.to_owned()));
        }
        self.take_in(changed.clone(), None, out);
        self.stale = Some(Stale { post, changed });
        self.poll(out);
    }

    fn polled(&mut self, answer: Result<AgentEntries, Failure>, now: Timestamp, out: &mut Vec<Output>) {
        self.polling = false;
        self.polled = answer.is_ok();
        match answer {
            Ok(answer) => {
                self.failure = None;
                self.loaded |= answer.complete;
                self.visitor_came_to(answer.seen);
                self.status_as_of(answer.status, answer.last_seq, now);
                self.take_in(answer.entries, Some(answer.last_seq), out);
                if !answer.complete {
                    self.poll(out);
                }
            }
            Err(failure) if failure.is_unauthorized() => out.push(Output::SignedOut),
            Err(failure) => self.failure = Some(failure.words()),
        }
    }

    fn frame(&mut self, attempt: u32, text: &str, now: Timestamp, random: f64, out: &mut Vec<Output>) {
        let pong = text == gangway_page::link::PONG;
        self.link(LinkIn::Heard { attempt, pong }, now, random, out);
        match gangway_page::json::read(text) {
            Ok(AgentEvent::Entries {
                entries,
                last_seq,
                status,
            }) => {
                (self.loaded, self.failure) = (true, None);
                self.status_as_of(status, last_seq, now);
                self.take_in(entries, Some(last_seq), out);
            }
            Ok(AgentEvent::VisitorTyping) => self.someone_types(None, now, out),
            Ok(AgentEvent::AgentTyping { name }) => self.someone_types(Some(name), now, out),
            Ok(AgentEvent::Seen(seen)) => self.visitor_came_to(seen),
            Ok(AgentEvent::Unknown) | Err(_) => {}
        }
    }

    fn status_as_of(&mut self, status: Status, seq: Seq, now: Timestamp) {
        if seq >= self.status_at {
            let known = self.status.is_some();
            let before = self.colleague().cloned();
            (self.status, self.status_at) = (Some(status), seq);
            if known && self.colleague() != before.as_ref() {
                self.colleague_since = now;
            }
        }
    }

    fn take_in(&mut self, entries: Vec<Entry>, through: Option<Seq>, out: &mut Vec<Output>) {
        let mut arrived = false;
        for entry in &entries {
            self.has_typed(entry);
            if let Some(client_id) = posted_under(entry) {
                arrived |= self.outbox.find(client_id).is_some();
                self.outbox.arrived(client_id);
            }
        }
        if !entries.is_empty() {
            out.push(Output::Said { own: false });
        }
        match through {
            Some(through) => self.timeline.stream(entries, through),
            None => self.timeline.answer(entries),
        }
        if arrived {
            out.push(Output::Keep);
            self.pump(out);
        }
    }

    fn link(&mut self, input: LinkIn, now: Timestamp, random: f64, out: &mut Vec<Output>) {
        let was_live = self.link.is_live();
        let after = self.timeline.resume_after().0;
        for ask in self.link.handle(input, random) {
            match ask {
                LinkOut::Poll => self.poll(out),
                LinkOut::GetTicket { .. }
                | LinkOut::Open { .. }
                | LinkOut::Close
                | LinkOut::Ping
                | LinkOut::Timer { .. } => out.push(Output::Link { ask, after }),
            }
        }
        if self.link.is_live() && !was_live {
            self.outbox.retry_passing();
            self.pump(out);
            self.tell_anew(now, out);
        }
    }

    fn poll(&mut self, out: &mut Vec<Output>) {
        if !self.polling {
            self.polling = true;
            out.push(Output::Poll {
                after: self.timeline.resume_after().0,
                read: self.read().0,
            });
        }
    }
}

/// The client id under which an agent wrote an entry.
fn posted_under(entry: &Entry) -> Option<&ClientId> {
    if let EntryBody::Note { client_id, .. } = &entry.body {
        return Some(client_id);
    }
    let EntryBody::Message(message) = &entry.body else {
        return None;
    };
    match &message.from {
        Speaker::Agent { .. } => message.client_id.as_ref(),
        Speaker::Visitor | Speaker::Bot => None,
    }
}
