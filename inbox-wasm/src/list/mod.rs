//! The list of conversations as a state machine. It is a projection: a summary takes the place of an older one of
//! the same conversation, in whatever order they arrive.

mod calls;
mod filter;
mod line;
#[cfg(test)]
mod tests;

pub use calls::{Call, Calls};
pub use filter::{Filter, Shown, Sort};
pub use line::Line;

use gangway_page::{Failure, Link, LinkIn, LinkOut};
use gangway_protocol::api::{Desk, InboxList};
use gangway_protocol::event::{Alert, InboxEvent};
use gangway_protocol::queue::{self, View};
use gangway_protocol::{AgentId, ConversationId, Status, Summary, TagId};

/// The list.
#[derive(Clone, Debug)]
pub struct List {
    /// Whose page this is.
    pub me: AgentId,
    /// Which part is shown, and how.
    pub shown: Shown,
    /// What the workspace calls things.
    pub desk: Desk,
    /// Who has an inbox open.
    pub online: Vec<AgentId>,
    /// Why the list could not be read.
    pub failure: Option<String>,
    /// Whether it has been read once.
    pub loaded: bool,
    /// By conversation.
    summaries: Vec<Summary>,
    calls: Calls,
    link: Link,
    asking: bool,
    /// The last question was answered: where sockets are blocked, everything still arrives.
    answered: bool,
}

/// What happened.
#[derive(Clone, PartialEq, Debug)]
pub enum Input {
    /// The page opened this list.
    Start,
    /// The page leaves it.
    Stop,
    /// The list came, or not.
    Listed(Result<InboxList, Failure>),
    /// Another part is to be shown, or in another way.
    Show(Shown),
    /// Read it again.
    Again,
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
    /// A burst of calls is over.
    Gathered {
        /// The conversation that the agent looks at.
        attended: Option<ConversationId>,
        /// What this browser has made heard by now.
        elsewhere: Vec<String>,
    },
    /// A call was read.
    Dismiss(String),
    /// All calls that are shown were read.
    DismissAll,
}

/// What is to be done.
#[derive(Clone, PartialEq, Debug)]
pub enum Output {
    /// Ask for a view.
    GetList(View),
    /// As named.
    Link(LinkOut),
    /// The browser is to keep how the list is shown.
    KeepShown,
    /// Bring [`Input::Gathered`] back.
    GatherFor(u32),
    /// Make it heard, and keep that it was.
    Call(Call),
    /// The session has ended.
    SignedOut,
    /// Ask what the agent may do: it was changed, or they may not see this list any more.
    AskRights,
}

impl List {
    /// A list as an agent left it, who has heard these calls.
    pub fn new(me: AgentId, shown: Shown, heard: Vec<String>) -> Self {
        Self {
            me,
            shown,
            desk: Desk::default(),
            online: Vec::new(),
            failure: None,
            loaded: false,
            summaries: Vec::new(),
            calls: Calls::heard_before(heard),
            link: Link::default(),
            asking: false,
            answered: false,
        }
    }

    /// Moves the list. `random` in [0, 1).
    pub fn handle(&mut self, random: f64, input: Input) -> Vec<Output> {
        let mut out = Vec::new();
        match input {
            Input::Start => {
                self.ask(&mut out);
                self.link(LinkIn::Start, random, &mut out);
            }
            Input::Stop => self.link(LinkIn::Stop, random, &mut out),
            Input::Listed(answer) => self.listed(answer, &mut out),
            Input::Show(shown) => {
                let other = self.shown.view != shown.view;
                self.shown = shown;
                out.push(Output::KeepShown);
                if other {
                    self.ask(&mut out);
                }
            }
            Input::Again => self.ask(&mut out),
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
                if failure.is_unauthorized() {
                    out.push(Output::SignedOut);
                } else {
                    if failure.is_forbidden() {
                        out.push(Output::AskRights);
                    }
                    self.link(LinkIn::NoTicket { attempt }, random, &mut out);
                }
            }
            Input::Frame { attempt, text } => {
                let pong = text == gangway_page::link::PONG;
                self.link(LinkIn::Heard { attempt, pong }, random, &mut out);
                match gangway_page::json::read(&text) {
                    Ok(InboxEvent::Summaries { summaries }) => self.take_in(summaries, &mut out),
                    Ok(InboxEvent::Alert(alert)) => self.alert(alert, &mut out),
                    Ok(InboxEvent::Presence { online }) => self.online = online,
                    Ok(InboxEvent::Rights) => out.push(Output::AskRights),
                    Ok(InboxEvent::Unknown) | Err(_) => {}
                }
            }
            Input::Link(input) => self.link(input, random, &mut out),
            Input::Gathered { attended, elsewhere } => {
                out.extend(self.calls.call(attended.as_ref(), &elsewhere).map(Output::Call));
            }
            Input::DismissAll => self.calls.put_away(None),
            Input::Dismiss(id) => self.calls.put_away(Some(&id)),
        }
        out
    }

    /// The conversations that are shown, in the order in which they are.
    pub fn rows(&self) -> Vec<ConversationId> {
        let Shown { view, filter, sort } = &self.shown;
        let mut rows: Vec<&Summary> = self
            .summaries
            .iter()
            .filter(|summary| view.shows(summary, &self.me))
            .filter(|summary| filter.passes(summary, || Line::new(summary, &self.desk, &self.me)))
            .collect();
        rows.sort_unstable_by(|a, b| sort.order(a, b));
        rows.into_iter()
            .map(|summary| summary.conversation.clone())
            .collect()
    }

    /// Whom to go to next: of those that wait for anyone, who matters most and waits longest.
    pub fn next(&self) -> Option<ConversationId> {
        self.summaries
            .iter()
            .filter(|summary| View::Unassigned.shows(summary, &self.me))
            .min_by(|a, b| Sort::Urgent.order(a, b))
            .map(|summary| summary.conversation.clone())
    }

    /// How many conversations each view has, of those that the page knows.
    pub fn counts(&self) -> [usize; View::EVERY.len()] {
        View::EVERY.map(|view| self.count(view))
    }

    /// How many conversations a view has, of those that the page knows.
    pub fn count(&self, view: View) -> usize {
        self.summaries
            .iter()
            .filter(|summary| view.shows(summary, &self.me))
            .count()
    }

    /// How many conversations want this agent: those that wait for anyone, and their own with unread words.
    pub fn wanting(&self) -> usize {
        let wants = |summary: &&Summary| match &summary.status {
            Status::Queued { .. } => true,
            Status::Human { agent, .. } => agent.id == self.me && summary.unread > 0,
            Status::Bot | Status::Snoozed { .. } | Status::Resolved { .. } => false,
        };
        self.summaries.iter().filter(wants).count()
    }

    /// A conversation's summary.
    pub fn summary(&self, conversation: &ConversationId) -> Option<&Summary> {
        self.summaries.get(self.place(conversation).ok()?)
    }

    /// Whether this agent has a conversation.
    pub fn is_mine(&self, conversation: &ConversationId) -> bool {
        let holder = self
            .summary(conversation)
            .and_then(|summary| summary.status.holder());
        holder.is_some_and(|holder| holder.id == self.me)
    }

    /// A conversation's row.
    pub fn line(&self, conversation: &ConversationId) -> Option<Line> {
        let summary = self.summary(conversation)?;
        Some(Line::new(summary, &self.desk, &self.me))
    }

    /// Tags to choose from: the playbook's, and what else is on something.
    pub fn tags(&self) -> Vec<TagId> {
        let on = self.summaries.iter().flat_map(|summary| &summary.tags);
        let mut tags: Vec<TagId> = self
            .desk
            .tags
            .iter()
            .chain(on)
            .chain(&self.shown.filter.tag)
            .cloned()
            .collect();
        tags.sort_unstable();
        tags.dedup();
        tags
    }

    /// Languages that visitors write in.
    pub fn languages(&self) -> Vec<String> {
        let spoken = self
            .summaries
            .iter()
            .filter_map(|summary| summary.language.as_ref());
        let mut languages: Vec<String> = spoken.chain(&self.shown.filter.language).cloned().collect();
        languages.sort_unstable();
        languages.dedup();
        languages
    }

    /// Calls that nobody has acted upon: the last of each conversation, the most urgent and latest first.
    pub fn alerts(&self) -> &[Alert] {
        self.calls.shown()
    }

    /// Calls that were made heard, to be kept in the browser.
    pub fn heard(&self) -> &[String] {
        self.calls.heard()
    }

    /// Whether to say that the connection is gone.
    pub fn is_troubled(&self) -> bool {
        self.link.is_troubled() && !self.answered
    }

    fn place(&self, conversation: &ConversationId) -> Result<usize, usize> {
        self.summaries
            .binary_search_by(|present| present.conversation.cmp(conversation))
    }

    fn listed(&mut self, answer: Result<InboxList, Failure>, out: &mut Vec<Output>) {
        self.asking = false;
        self.answered = answer.is_ok();
        match answer {
            Ok(list) => {
                (self.loaded, self.failure) = (true, None);
                self.online = list.online;
                self.desk = list.desk.unwrap_or_else(|| std::mem::take(&mut self.desk));
                self.take_in(list.summaries, out);
            }
            Err(failure) if failure.is_unauthorized() => out.push(Output::SignedOut),
            Err(failure) => self.failure = Some(failure.words()),
        }
    }

    fn take_in(&mut self, arriving: Vec<Summary>, out: &mut Vec<Output>) {
        for summary in arriving {
            match self.place(&summary.conversation) {
                Err(place) => self.summaries.insert(place, summary),
                Ok(place) => {
                    let Some(present) = self.summaries.get_mut(place) else {
                        continue;
                    };
                    if queue::supersedes(&summary, present) {
                        if calls::has_written(&summary, present, &self.me)
                            && self.calls.wrote(&summary.conversation)
                        {
                            out.push(Output::GatherFor(calls::GATHER));
                        }
                        *present = summary;
                    }
                }
            }
        }
        let summaries = &self.summaries;
        self.calls.settle(|conversation| {
            let found = summaries.binary_search_by(|present| present.conversation.cmp(conversation));
            let summary = found.ok().and_then(|place| summaries.get(place));
            summary.is_some_and(calls::has_come)
        });
    }

    fn alert(&mut self, alert: Alert, out: &mut Vec<Output>) {
        let answered = self.summary(&alert.conversation).is_some_and(calls::has_come);
        if !answered && self.calls.take_in(alert) {
            out.push(Output::GatherFor(calls::GATHER));
        }
    }

    fn ask(&mut self, out: &mut Vec<Output>) {
        if !self.asking {
            self.asking = true;
            out.push(Output::GetList(self.shown.view));
        }
    }

    fn link(&mut self, input: LinkIn, random: f64, out: &mut Vec<Output>) {
        let was_live = self.link.is_live();
        for asked in self.link.handle(input, random) {
            match asked {
                LinkOut::Poll => self.ask(out),
                LinkOut::GetTicket { .. }
                | LinkOut::Open { .. }
                | LinkOut::Close
                | LinkOut::Ping
                | LinkOut::Timer { .. } => out.push(Output::Link(asked)),
            }
        }
        // This socket does not resume: what changed while it was closed is read.
        if self.link.is_live() && !was_live {
            self.ask(out);
        }
    }
}

/// The row so many steps from another one; from none, the first.
pub fn neighbour<'a>(
    rows: &'a [ConversationId],
    at: Option<&ConversationId>,
    step: isize,
) -> Option<&'a ConversationId> {
    let place = at.and_then(|at| rows.iter().position(|row| row == at));
    match place {
        Some(place) => place.checked_add_signed(step).and_then(|next| rows.get(next)),
        None => rows.first(),
    }
}
