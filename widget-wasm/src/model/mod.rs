//! The page as a state machine: inputs in, things to do out. No clock, no randomness, no network.
//!
//! ```text
//! visitor ──▶ outbox ──▶ POST ──▶ answer ─┐
//!                                         ├─▶ timeline ──▶ rows
//! socket, poll ──────────▶ stream ────────┘
//! ```

mod input;
mod instant;
mod marks;
mod question;
mod rows;
#[cfg(test)]
mod tests;
mod turns;
mod typing;

pub use input::{Credentials, Input, Output, Post, PostRequest};
pub use rows::{Mark, Phase, Row, RowKey};

use gangway_page::{Failure, Link, LinkIn, LinkOut, Outbox, Pending, Progress, Timeline, json};
use gangway_protocol::api::{OpenedConversation, VisitorEntries, WorkspaceInfo};
use gangway_protocol::event::{ClientEvent, VisitorEvent};
use gangway_protocol::queue::Place;
use gangway_protocol::visitor::{VisitorBody, VisitorEntry, VisitorSpeaker};
use gangway_protocol::{Answer, ClientId, Code, ConversationId, Seq, Timestamp};

use instant::Instant;
use marks::{Marks, Word};
use typing::Typing;

use crate::words;

/// The page.
#[derive(Clone, Debug, Default)]
pub struct Model {
    /// The operator's words.
    pub info: Option<WorkspaceInfo>,
    /// Why there are none.
    pub info_failure: Option<String>,
    /// An explanation of something that changed under the visitor's hands.
    pub explanation: Option<words::Word>,
    session: Session,
    timeline: Timeline<VisitorEntry>,
    outbox: Outbox<Post>,
    /// The one on its way whose outcome has come, by the socket, before the answer to it.
    outcome_of: Option<ClientId>,
    link: Link,
    /// The earlier entries of a conversation that was kept have come.
    loaded: bool,
    polling: bool,
    /// The last poll was answered: where sockets are blocked, everything still arrives.
    polled: bool,
    /// Failures in a row of posts that may succeed later.
    failures: u32,
    /// The browser says that there is no network.
    offline: bool,
    hidden: bool,
    unread: usize,
    marks: Marks,
    typing: Typing,
    instant: Instant,
    /// Where the visitor stands in the queue, as last told.
    place: Option<Place>,
    /// Why the value in the open question's form was refused.
    wrong: Option<String>,
    /// Why a file cannot be sent.
    not_sendable: Option<String>,
    /// How much of the file that is on its way has left, in per cent.
    sent: u8,
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
            Input::Info(Err(failure)) => self.info_failure = Some(words::failure(&failure)),
            Input::InfoAgain => {
                self.info_failure = None;
                out.push(Output::GetInfo);
            }
            Input::Do { client_id, post } => {
                self.wrong = None;
                self.outbox.push(client_id, now, post);
                out.extend([Output::Keep, Output::Said { own: true }]);
                self.pump(&mut out);
            }
            Input::NotSendable(why) => self.not_sendable = why,
            Input::Sent(sent) => self.sent = sent,
            Input::Retry(client_id) => {
                self.outbox.retry(&client_id);
                self.pump(&mut out);
            }
            Input::GiveUp(client_id) => {
                self.outbox.take_back(&client_id);
                out.push(Output::Keep);
                self.pump(&mut out);
            }
            Input::Adopted(credentials) => {
                self.goes_on(credentials, random, &mut out);
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
            Input::TryAgain => self.try_again(random, &mut out),
            Input::Online(online) => {
                self.offline = !online;
                if online {
                    self.try_again(random, &mut out);
                }
            }
            Input::Shown(shown) => {
                self.hidden = !shown;
                self.count_unread(0, &mut out);
            }
            Input::Looked => self.marks.looked(self.timeline.last_seq()),
            Input::MarksDue => self.marks.due(),
            Input::Typed(text) => self.typed(&text, now, &mut out),
            Input::TypingEnds(expiry) => self.typing.expires(expiry),
            Input::SearchDue(serial) => {
                if let Some(query) = self.instant.query(serial) {
                    out.push(Output::Search { serial, query });
                }
            }
            Input::Found { serial, answer } => self.instant.found(serial, answer),
        }
        self.tell_marks(now, &mut out);
        out
    }

    /// Whether something else may be shown after an input. What comes with every key and every look at a long thread
    /// is not worth going over the whole page.
    pub fn shows_more_after(&self, input: &Input) -> bool {
        let types = matches!(input, Input::Typed(_)) && self.instant.answer().is_none();
        !types && !matches!(input, Input::Looked | Input::MarksDue | Input::SearchDue(_))
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
        self.offline || self.link.is_troubled() && !self.polled
    }

    /// Whether the card is hidden.
    pub fn is_hidden(&self) -> bool {
        self.hidden
    }

    /// The agent who is typing.
    pub fn typing(&self) -> Option<&str> {
        self.typing.agent()
    }

    /// Where the visitor stands in the queue, while they wait and it was told.
    pub fn place(&self) -> Option<Place> {
        self.place
            .filter(|_| matches!(self.phase(), Phase::Waiting { .. }))
    }

    /// What the documents answer to what stands in the field.
    pub fn instant_answer(&self) -> Option<&Answer> {
        self.instant.answer().filter(|_| self.may_search())
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

    fn start(
        &mut self,
        credentials: Option<Credentials>,
        outbox: Outbox<Post>,
        random: f64,
        out: &mut Vec<Output>,
    ) {
        self.outbox = outbox;
        // The bytes of a file were the page's.
        if !self.outbox.keep(|post| !matches!(post, Post::Send { .. })) {
            self.explanation = Some(crate::words::FILE_LOST);
        }
        out.push(Output::GetInfo);
        if let Some(credentials) = credentials {
            self.goes_on(credentials, random, out);
        }
        self.pump(out);
    }

    /// Goes on with a conversation that was kept.
    fn goes_on(&mut self, credentials: Credentials, random: f64, out: &mut Vec<Output>) {
        self.session = Session::Open {
            credentials,
            fresh: false,
        };
        // The entries come by the quickest way; the socket's first frame has them again.
        self.poll(out);
        self.link(LinkIn::Start, random, out);
    }

    /// Sends what can go, opening a conversation for the first: the next message and, beside it, the next file. While a
    /// question for files stands, what is written behind one may be that these are all, and waits.
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
                let to = credentials.clone();
                let asked = self.asks_for_files();
                let is_slow = |post: &Post| matches!(post, Post::Send { .. });
                let waits = |post: &Post| asked && matches!(post, Post::Say { .. } | Post::Fill { .. });
                while let Some(next) = self.outbox.start_next_beside(is_slow, waits) {
                    let (client_id, post) = (next.client_id.clone(), next.what.clone());
                    if matches!(post, Post::Send { .. }) {
                        self.sent = 0;
                    }
                    let request = self.request(&client_id, post);
                    out.push(Output::Post {
                        to: to.clone(),
                        client_id,
                        request,
                    });
                }
            }
        }
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
                self.marks.person_read(answer.seen);
                self.take_in(answer.entries, None, out);
                out.push(Output::Keep);
                self.pump(out);
            }
            Err(failure) if self.is_lost(&failure) => self.begin_anew(&failure, random, out),
            Err(failure) => {
                self.failed(client_id, &failure, out);
                if failure.code() == Some(Code::InvalidSlot) {
                    // It is explained where it was given, in the form, which has it still.
                    self.outbox.take_back(client_id);
                    self.wrong = Some(words::failure(&failure));
                    out.push(Output::Keep);
                }
                // One refused for good holds the next ones up no longer.
                self.pump(out);
            }
        }
    }

    fn failed(&mut self, client_id: &ClientId, failure: &Failure, out: &mut Vec<Output>) {
        self.outbox.failed(client_id, failure, words::failure(failure));
        if failure.passes() {
            let wait = TRY_AGAIN_FIRST
                .saturating_mul(1 << self.failures.min(16))
                .min(TRY_AGAIN_MOST);
            self.failures = self.failures.saturating_add(1);
            out.push(Output::Later(wait, Input::TryAgain));
        }
    }

    fn polled(&mut self, answer: Result<VisitorEntries, Failure>, random: f64, out: &mut Vec<Output>) {
        self.polling = false;
        self.polled = answer.is_ok();
        match answer {
            Ok(answer) => {
                self.loaded |= answer.complete;
                let through = answer.last_seq;
                self.marks.person_read(answer.seen);
                self.take_in(answer.entries, Some(through), out);
                // Without one nothing is known that is later than what a socket has told.
                self.place = answer.place.or(self.place);
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
        match json::read(text) {
            Ok(VisitorEvent::Entries { entries, last_seq }) => {
                self.loaded = true;
                self.take_in(entries, Some(last_seq), out);
            }
            Ok(VisitorEvent::Typing { name }) => {
                let expiry = self.typing.begins(name);
                out.extend([
                    Output::Types,
                    Output::Later(typing::LASTS, Input::TypingEnds(expiry)),
                ]);
            }
            Ok(VisitorEvent::Seen { seq }) => self.marks.person_read(seq),
            Ok(VisitorEvent::Place(place)) => self.place = Some(place),
            Ok(VisitorEvent::Unknown) | Err(json::Misread) => {}
        }
    }

    /// New entries, from the stream when `through` says up to where it is complete.
    fn take_in(&mut self, entries: Vec<VisitorEntry>, through: Option<Seq>, out: &mut Vec<Output>) {
        let (mut said, mut arrived, mut grown) = (0, false, false);
        for entry in &entries {
            if self.timeline.at(entry.seq).is_some() {
                continue;
            }
            grown = true;
            let came = |pending: &&Pending<Post>| {
                pending.progress == Progress::Sending && pending.what.comes_to(&entry.body)
            };
            if let Some(pending) = self.outbox.iter().find(came) {
                self.outcome_of = Some(pending.client_id.clone());
            }
            match &entry.body {
                VisitorBody::Message {
                    from: VisitorSpeaker::You,
                    client_id,
                    ..
                } => {
                    if let Some(client_id) = client_id {
                        arrived |= self.outbox.find(client_id).is_some();
                        self.outbox.arrived(client_id);
                    }
                    continue;
                }
                VisitorBody::File { client_id, .. } => {
                    arrived |= self.outbox.find(client_id).is_some();
                    self.outbox.arrived(client_id);
                    continue;
                }
                VisitorBody::Message { .. } => said += 1,
                // Another queue, or none: what was told of the place is old.
                VisitorBody::Waiting
                | VisitorBody::CalledOff
                | VisitorBody::Joined { .. }
                | VisitorBody::Left { .. }
                | VisitorBody::BackToAssistant
                | VisitorBody::Resolved => self.place = None,
                VisitorBody::SlotFilled { .. }
                | VisitorBody::SlotSkipped { .. }
                | VisitorBody::Reopened
                | VisitorBody::Unknown => {}
            }
            self.typing.ends();
        }
        if grown {
            self.wrong = None;
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

    fn typed(&mut self, text: &str, now: Timestamp, out: &mut Vec<Output>) {
        if !text.trim().is_empty() && self.link.is_live() && self.typing.tells(now) {
            out.push(Output::Send(ClientEvent::Typing));
        }
        // Unless the operator wants it, nothing of what is not sent leaves the page.
        if self.info.as_ref().is_some_and(|info| info.instant_answers)
            && let Some(serial) = self.instant.typed(text)
            && self.may_search()
        {
            out.push(Output::Later(instant::AFTER, Input::SearchDue(serial)));
        }
    }

    /// A person, or the assistant with a question of its own, is not to be interrupted by the documents.
    fn may_search(&self) -> bool {
        self.phase() == Phase::Assistant && self.question().is_none()
    }

    fn tell_marks(&mut self, now: Timestamp, out: &mut Vec<Output>) {
        if !self.link.is_live() {
            return;
        }
        match self.marks.next(now, self.timeline.resume_after()) {
            Some(Word::Now(seen)) => out.push(Output::Send(ClientEvent::Seen(seen))),
            Some(Word::Later(millis)) => out.push(Output::Later(millis, Input::MarksDue)),
            None => {}
        }
    }

    fn try_again(&mut self, random: f64, out: &mut Vec<Output>) {
        self.link(LinkIn::Wake, random, out);
        self.outbox.retry_passing();
        self.pump(out);
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
            self.marks.connected();
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
                read: self.marks.read().0,
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
        let lost = self
            .credentials()
            .map(|credentials| credentials.conversation.clone());
        out.extend(lost.map(Output::Forget));
        self.link(LinkIn::Stop, random, out);
        self.session = Session::None;
        self.timeline = Timeline::default();
        (self.marks, self.typing, self.wrong) = (Marks::default(), Typing::default(), None);
        (self.loaded, self.polling, self.polled) = (false, false, false);
        self.outbox.recall();
        out.push(Output::Keep);
        if fresh {
            let first = self.outbox.start_next().map(|pending| pending.client_id.clone());
            if let Some(client_id) = first {
                self.outbox.failed(&client_id, failure, words::failure(failure));
            }
        } else {
            self.explanation = Some(words::ANEW);
            self.pump(out);
        }
    }
}
