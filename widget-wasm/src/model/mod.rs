//! The page as a state machine: inputs in, things to do out. No clock, no randomness, no network.
//!
//! ```text
//! visitor ──▶ outbox ──▶ POST ──▶ answer ─┐
//!                                         ├─▶ timeline ──▶ rows
//! socket, poll ──────────▶ stream ────────┘
//! ```

mod input;
mod rows;
#[cfg(test)]
mod tests;

pub use input::{Credentials, Input, Output, Post, PostRequest};
pub use rows::{Phase, Row, RowKey};

use gangway_page::{Failure, Link, LinkIn, LinkOut, Outbox, Progress, Timeline};
use gangway_protocol::api::{
    ContextTurn, OpenedConversation, PostMessage, SlotValue, VisitorEntries, WorkspaceInfo,
};
use gangway_protocol::event::VisitorEvent;
use gangway_protocol::limits::CONTEXT_TURNS;
use gangway_protocol::visitor::{VisitorBody, VisitorEntry, VisitorSpeaker};
use gangway_protocol::{ClientId, ConversationId, Question, Timestamp};

/// The page.
#[derive(Clone, Debug, Default)]
pub struct Model {
    /// The operator's words.
    pub info: Option<WorkspaceInfo>,
    /// Why there are none.
    pub info_failure: Option<String>,
    /// An explanation of something that changed under the visitor's hands.
    pub explanation: Option<&'static str>,
    session: Session,
    timeline: Timeline<VisitorEntry>,
    outbox: Outbox<Post>,
    link: Link,
    /// The earlier entries of a conversation that was kept have come.
    loaded: bool,
    polling: bool,
    /// The last poll was answered: where sockets are blocked, everything still arrives.
    polled: bool,
    /// Failures in a row of posts that may succeed later.
    failures: u32,
    hidden: bool,
    unread: usize,
}

#[derive(Clone, PartialEq, Debug, Default)]
enum Session {
    #[default]
    None,
    Opening,
    Open {
        credentials: Credentials,
        /// It was opened by this page and has not accepted a post: a refusal of its token is the service's fault.
        fresh: bool,
    },
}

/// First wait before a failed post is tried again by itself; doubled by each failure.
const TRY_AGAIN_FIRST: u32 = 2_000;
/// Longest such wait.
const TRY_AGAIN_MOST: u32 = 60_000;

impl Model {
    /// Moves the page. `random` in [0, 1).
    pub fn handle(&mut self, now: Timestamp, random: f64, input: Input) -> Vec<Output> {
        let mut out = Vec::new();
        match input {
            Input::Start { credentials, outbox } => self.start(credentials, outbox, random, &mut out),
            Input::Info(Ok(info)) => (self.info, self.info_failure) = (Some(info), None),
            Input::Info(Err(failure)) => self.info_failure = Some(failure.words()),
            Input::InfoAgain => {
                self.info_failure = None;
                out.push(Output::GetInfo);
            }
            Input::Do { client_id, post } => {
                self.outbox.push(client_id, now, post);
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
            Input::Opened(answer) => self.opened(answer, random, &mut out),
            Input::Posted {
                conversation,
                client_id,
                answer,
            } if self.is_at(&conversation) => {
                self.posted(&client_id, answer, random, &mut out);
            }
            Input::Polled { conversation, answer } if self.is_at(&conversation) => {
                self.polled(answer, random, &mut out);
            }
            Input::Posted { .. } | Input::Polled { .. } => {}
            Input::Ticket {
                attempt,
                answer: Ok(ticket),
            } => {
                self.link(LinkIn::Ticket { attempt, ticket }, random, &mut out);
            }
            Input::Ticket {
                attempt,
                answer: Err(failure),
            } => {
                if self.is_lost(&failure) {
                    self.begin_anew(&failure, random, &mut out);
                } else {
                    self.link(LinkIn::NoTicket { attempt }, random, &mut out);
                }
            }
            Input::Frame { attempt, text } => self.frame(attempt, &text, random, &mut out),
            Input::Link(input) => self.link(input, random, &mut out),
            Input::TryAgain => {
                self.link(LinkIn::Wake, random, &mut out);
                self.outbox.retry_passing();
                self.pump(&mut out);
            }
            Input::Shown(shown) => {
                self.hidden = !shown;
                self.count_unread(0, &mut out);
            }
        }
        out
    }

    /// The conversation, when there is one.
    pub fn credentials(&self) -> Option<&Credentials> {
        match &self.session {
            Session::Open { credentials, .. } => Some(credentials),
            Session::None | Session::Opening => None,
        }
    }

    /// What has not arrived.
    pub fn outbox(&self) -> &Outbox<Post> {
        &self.outbox
    }

    /// Whether the earlier entries of a kept conversation are still on their way.
    pub fn is_loading(&self) -> bool {
        self.credentials().is_some() && !self.loaded
    }

    /// Whether to say that the connection is gone.
    pub fn is_troubled(&self) -> bool {
        self.link.is_troubled() && !self.polled
    }

    /// Whether nothing has been said yet: the first screen.
    pub fn is_new(&self) -> bool {
        !self.is_loading() && self.timeline.is_empty() && self.outbox.is_empty()
    }

    /// Whether the visitor can ask for a person: until asked, and while none is there.
    pub fn may_ask_for_person(&self) -> bool {
        let asked = self.outbox.iter().any(|pending| {
            pending.what == Post::AskForPerson && !matches!(pending.progress, Progress::Failed { .. })
        });
        match self.phase() {
            Phase::Assistant | Phase::Resolved => !asked && !self.is_loading(),
            Phase::Waiting { .. } | Phase::Person { .. } => false,
        }
    }

    /// The question that stands open, when a form can answer it.
    pub fn question(&self) -> Option<&Question> {
        if matches!(self.phase(), Phase::Person { .. } | Phase::Resolved) || !self.outbox.is_empty() {
            return None;
        }
        let mut filled = Vec::new();
        for entry in self.timeline.entries().rev() {
            match &entry.body {
                VisitorBody::Message {
                    from: VisitorSpeaker::You,
                    ..
                } => return None,
                VisitorBody::Message {
                    question: Some(question),
                    ..
                } => {
                    return (!filled.contains(&(&question.action, &question.slot))).then_some(question);
                }
                VisitorBody::SlotFilled { action, slot, .. } => filled.push((action, slot)),
                VisitorBody::Message { .. }
                | VisitorBody::Waiting
                | VisitorBody::CalledOff
                | VisitorBody::Joined { .. }
                | VisitorBody::Left { .. }
                | VisitorBody::BackToAssistant
                | VisitorBody::Resolved
                | VisitorBody::Reopened
                | VisitorBody::Unknown => {}
            }
        }
        None
    }

    fn start(
        &mut self,
        credentials: Option<Credentials>,
        outbox: Outbox<Post>,
        random: f64,
        out: &mut Vec<Output>,
    ) {
        self.outbox = outbox;
        out.push(Output::GetInfo);
        if let Some(credentials) = credentials {
            self.session = Session::Open {
                credentials,
                fresh: false,
            };
            // The entries come by the quickest way; the socket's first frame has them again.
            self.poll(out);
            self.link(LinkIn::Start, random, out);
        }
        self.pump(out);
    }

    /// Sends the next message, opening a conversation for the first.
    fn pump(&mut self, out: &mut Vec<Output>) {
        match &self.session {
            Session::Opening => {}
            Session::None => {
                let waiting = self
                    .outbox
                    .iter()
                    .any(|pending| pending.progress == Progress::Waiting);
                if waiting {
                    self.session = Session::Opening;
                    out.push(Output::Open);
                }
            }
            Session::Open { credentials, .. } => {
                let Some(next) = self.outbox.start_next() else {
                    return;
                };
                let (client_id, post) = (next.client_id.clone(), next.what.clone());
                let to = credentials.clone();
                let request = self.request(&client_id, post);
                out.push(Output::Post {
                    to,
                    client_id,
                    request,
                });
            }
        }
    }

    fn request(&self, client_id: &ClientId, post: Post) -> PostRequest {
        match post {
            Post::Say { text } => PostRequest::Message(PostMessage {
                client_id: client_id.clone(),
                text,
                context: self.context(),
                last_seq: self.timeline.last_seq(),
            }),
            Post::Fill { action, slot, value } => PostRequest::Slots(action, vec![SlotValue { slot, value }]),
            Post::AskForPerson => PostRequest::Person,
            Post::CallOff => PostRequest::CallOff,
        }
    }

    /// The last turns as the page shows them, oldest first.
    fn context(&self) -> Vec<ContextTurn> {
        let mut turns: Vec<ContextTurn> = self
            .timeline
            .entries()
            .rev()
            .filter_map(|entry| match &entry.body {
                VisitorBody::Message { from, text, .. } => Some(ContextTurn {
                    seq: entry.seq,
                    visitor: *from == VisitorSpeaker::You,
                    text: text.clone(),
                }),
                VisitorBody::SlotFilled { .. }
                | VisitorBody::Waiting
                | VisitorBody::CalledOff
                | VisitorBody::Joined { .. }
                | VisitorBody::Left { .. }
                | VisitorBody::BackToAssistant
                | VisitorBody::Resolved
                | VisitorBody::Reopened
                | VisitorBody::Unknown => None,
            })
            .take(CONTEXT_TURNS)
            .collect();
        turns.reverse();
        turns
    }

    fn opened(&mut self, answer: Result<OpenedConversation, Failure>, random: f64, out: &mut Vec<Output>) {
        match answer {
            Ok(OpenedConversation {
                conversation, token, ..
            }) => {
                let credentials = Credentials { conversation, token };
                self.session = Session::Open {
                    credentials,
                    fresh: true,
                };
                self.loaded = true;
                out.push(Output::Keep);
                self.pump(out);
                self.link(LinkIn::Start, random, out);
            }
            Err(failure) => {
                self.session = Session::None;
                let first = self.outbox.start_next().map(|pending| pending.client_id.clone());
                if let Some(client_id) = first {
                    self.failed(&client_id, &failure, out);
                }
            }
        }
    }

    fn posted(
        &mut self,
        client_id: &ClientId,
        answer: Result<VisitorEntries, Failure>,
        random: f64,
        out: &mut Vec<Output>,
    ) {
        match answer {
            Ok(answer) => {
                self.failures = 0;
                if let Session::Open { fresh, .. } = &mut self.session {
                    *fresh = false;
                }
                self.outbox.arrived(client_id);
                self.take_in(answer.entries, None, out);
                out.push(Output::Keep);
                self.pump(out);
            }
            Err(failure) if self.is_lost(&failure) => self.begin_anew(&failure, random, out),
            Err(failure) => {
                self.failed(client_id, &failure, out);
                // One refused for good holds the next ones up no longer.
                self.pump(out);
            }
        }
    }

    fn failed(&mut self, client_id: &ClientId, failure: &Failure, out: &mut Vec<Output>) {
        self.outbox.failed(client_id, failure);
        if failure.passes() {
            let wait = TRY_AGAIN_FIRST
                .saturating_mul(1 << self.failures.min(16))
                .min(TRY_AGAIN_MOST);
            self.failures = self.failures.saturating_add(1);
            out.push(Output::TryAgainAfter(wait));
        }
    }

    fn polled(&mut self, answer: Result<VisitorEntries, Failure>, random: f64, out: &mut Vec<Output>) {
        self.polling = false;
        self.polled = answer.is_ok();
        match answer {
            Ok(answer) => {
                self.loaded |= answer.complete;
                let through = answer.last_seq;
                self.take_in(answer.entries, Some(through), out);
                if !answer.complete {
                    self.poll(out);
                }
            }
            Err(failure) if self.is_lost(&failure) => self.begin_anew(&failure, random, out),
            // The link polls again in its own time.
            Err(_) => {}
        }
    }

    fn frame(&mut self, attempt: u32, text: &str, random: f64, out: &mut Vec<Output>) {
        let pong = text == gangway_page::link::PONG;
        self.link(LinkIn::Heard { attempt, pong }, random, out);
        let Ok(VisitorEvent::Entries { entries, last_seq }) = gangway_page::json::read(text) else {
            return;
        };
        self.loaded = true;
        self.take_in(entries, Some(last_seq), out);
    }

    /// New entries, from the stream when `through` says up to where it is complete.
    fn take_in(
        &mut self,
        entries: Vec<VisitorEntry>,
        through: Option<gangway_protocol::Seq>,
        out: &mut Vec<Output>,
    ) {
        let mut said = 0;
        let mut arrived = false;
        for entry in &entries {
            if self.timeline.at(entry.seq).is_some() {
                continue;
            }
            match &entry.body {
                VisitorBody::Message {
                    from: VisitorSpeaker::You,
                    client_id: Some(client_id),
                    ..
                } => {
                    arrived |= self.outbox.find(client_id).is_some();
                    self.outbox.arrived(client_id);
                }
                VisitorBody::Message {
                    from: VisitorSpeaker::You,
                    client_id: None,
                    ..
                } => {}
                VisitorBody::Message { .. } => said += 1,
                VisitorBody::SlotFilled { .. }
                | VisitorBody::Waiting
                | VisitorBody::CalledOff
                | VisitorBody::Joined { .. }
                | VisitorBody::Left { .. }
                | VisitorBody::BackToAssistant
                | VisitorBody::Resolved
                | VisitorBody::Reopened
                | VisitorBody::Unknown => {}
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
        self.count_unread(said, out);
    }

    fn count_unread(&mut self, said: usize, out: &mut Vec<Output>) {
        let unread = if self.hidden { self.unread + said } else { 0 };
        if unread != self.unread {
            self.unread = unread;
            out.push(Output::Unread(unread));
        }
    }

    fn link(&mut self, input: LinkIn, random: f64, out: &mut Vec<Output>) {
        let was_live = self.link.is_live();
        let to = self.credentials().cloned();
        let after = self.timeline.resume_after().0;
        for ask in self.link.handle(input, random) {
            match ask {
                LinkOut::Poll => self.poll(out),
                LinkOut::GetTicket { .. }
                | LinkOut::Open { .. }
                | LinkOut::Close
                | LinkOut::Ping
                | LinkOut::Timer { .. } => out.push(Output::Link {
                    ask,
                    to: to.clone(),
                    after,
                }),
            }
        }
        if self.link.is_live() && !was_live {
            self.outbox.retry_passing();
            self.pump(out);
        }
    }

    fn poll(&mut self, out: &mut Vec<Output>) {
        let Some(to) = self.credentials().cloned() else {
            return;
        };
        if !self.polling {
            self.polling = true;
            out.push(Output::Poll {
                to,
                after: self.timeline.resume_after().0,
            });
        }
    }

    fn is_at(&self, conversation: &ConversationId) -> bool {
        self.credentials()
            .is_some_and(|credentials| credentials.conversation == *conversation)
    }

    /// Whether the conversation is beyond reach with the token the page has.
    fn is_lost(&self, failure: &Failure) -> bool {
        failure.is_unauthorized() || failure.code() == Some(gangway_protocol::Code::NotFound)
    }

    /// The token is no longer valid: what was said is gone from here, what was not sent goes into a new
    /// conversation. A conversation that was opened just before gets no successor, or they would have no end.
    fn begin_anew(&mut self, failure: &Failure, random: f64, out: &mut Vec<Output>) {
        let fresh = matches!(self.session, Session::Open { fresh: true, .. });
        self.link(LinkIn::Stop, random, out);
        self.session = Session::None;
        self.timeline = Timeline::default();
        (self.loaded, self.polling, self.polled) = (false, false, false);
        self.outbox.recall();
        out.push(Output::Keep);
        if fresh {
            let first = self.outbox.start_next().map(|pending| pending.client_id.clone());
            if let Some(client_id) = first {
                self.outbox.failed(&client_id, failure);
            }
        } else {
            self.explanation = Some(crate::words::NEW_CONVERSATION);
            self.pump(out);
        }
    }
}
