//! The list of conversations as a state machine. It is a projection: a summary takes the place of an older one of
//! the same conversation, in whatever order they arrive.

use std::cmp::Reverse;

use gangway_page::{Failure, Link, LinkIn, LinkOut};
use gangway_protocol::api::{Desk, InboxList};
use gangway_protocol::event::{Alert, InboxEvent};
use gangway_protocol::queue::{self, View};
use gangway_protocol::{AgentId, ConversationId, Status, Summary};

/// The list.
#[derive(Clone, Debug, Default)]
pub struct List {
    /// Which part is shown.
    pub view: View,
    /// What the workspace calls things.
    pub desk: Desk,
    /// Who else has an inbox open.
    pub online: Vec<AgentId>,
    /// Why the list could not be read.
    pub failure: Option<String>,
    /// Whether it has been read once.
    pub loaded: bool,
    summaries: Vec<Summary>,
    alerts: Vec<Alert>,
    /// Alerts that were seen: the same id is the same alert.
    seen: Vec<String>,
    link: Link,
    asking: bool,
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
    /// Another part is to be shown.
    Show(View),
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
    /// An alert was read.
    Dismiss(String),
    /// All alerts that are shown were read.
    DismissAll,
}

/// What is to be done.
#[derive(Clone, PartialEq, Debug)]
pub enum Output {
    /// Ask for a view.
    GetList(View),
    /// As named.
    Link(LinkOut),
    /// The session has ended.
    SignedOut,
}

impl List {
    /// Moves the list. `random` in [0, 1).
    pub fn handle(&mut self, random: f64, input: Input) -> Vec<Output> {
        let mut out = Vec::new();
        match input {
            Input::Start => {
                self.ask(&mut out);
                self.link(LinkIn::Start, random, &mut out);
            }
            Input::Stop => self.link(LinkIn::Stop, random, &mut out),
            Input::Listed(Ok(list)) => {
                self.asking = false;
                (self.loaded, self.failure) = (true, None);
                self.online = list.online;
                self.desk = list.desk.unwrap_or_else(|| std::mem::take(&mut self.desk));
                self.take_in(list.summaries);
            }
            Input::Listed(Err(failure)) => {
                self.asking = false;
                if failure.is_unauthorized() {
                    out.push(Output::SignedOut);
                } else {
                    self.failure = Some(failure.words());
                }
            }
            Input::Show(view) => {
                self.view = view;
                self.ask(&mut out);
            }
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
                    self.link(LinkIn::NoTicket { attempt }, random, &mut out);
                }
            }
            Input::Frame { attempt, text } => {
                let pong = text == gangway_page::link::PONG;
                self.link(LinkIn::Heard { attempt, pong }, random, &mut out);
                match gangway_page::json::read(&text) {
                    Ok(InboxEvent::Summaries { summaries }) => self.take_in(summaries),
                    Ok(InboxEvent::Alert(alert)) => self.alert(alert),
                    Ok(InboxEvent::Presence { online }) => self.online = online,
                    Ok(InboxEvent::Unknown) | Err(_) => {}
                }
            }
            Input::Link(input) => self.link(input, random, &mut out),
            Input::DismissAll => self.alerts.clear(),
            Input::Dismiss(id) => self.alerts.retain(|alert| alert.id != id),
        }
        out
    }

    /// The conversations of a view, in the order in which they should be worked on.
    pub fn rows(&self, view: View, agent: &AgentId) -> Vec<ConversationId> {
        let mut shown: Vec<&Summary> = self
            .summaries
            .iter()
            .filter(|summary| view.shows(summary, agent))
            .collect();
        shown.sort_unstable_by(|a, b| queue::order(a, b));
        shown
            .into_iter()
            .map(|summary| summary.conversation.clone())
            .collect()
    }

    /// How many conversations a view has, of those that the page knows.
    pub fn count(&self, view: View, agent: &AgentId) -> usize {
        self.summaries
            .iter()
            .filter(|summary| view.shows(summary, agent))
            .count()
    }

    /// A conversation's summary.
    pub fn summary(&self, conversation: &ConversationId) -> Option<&Summary> {
        self.summaries
            .iter()
            .find(|summary| summary.conversation == *conversation)
    }

    /// Alerts that nobody has acted upon: the last of each conversation, the most urgent and latest first.
    pub fn alerts(&self) -> &[Alert] {
        &self.alerts
    }

    fn take_in(&mut self, arriving: Vec<Summary>) {
        for summary in arriving {
            let present = self
                .summaries
                .iter_mut()
                .find(|present| present.conversation == summary.conversation);
            match present {
                Some(present) if queue::supersedes(&summary, present) => *present = summary,
                Some(_) => {}
                None => self.summaries.push(summary),
            }
        }
        // An alert calls for someone, and someone has come.
        let summaries = &self.summaries;
        self.alerts.retain(|alert| {
            let summary = summaries
                .iter()
                .find(|summary| summary.conversation == alert.conversation);
            summary.is_none_or(|summary| match summary.status {
                Status::Bot | Status::Queued { .. } => true,
                Status::Human { .. } | Status::Snoozed { .. } | Status::Resolved { .. } => false,
            })
        });
    }

    fn alert(&mut self, alert: Alert) {
        if !self.seen.contains(&alert.id) {
            self.seen.push(alert.id.clone());
            self.alerts
                .retain(|earlier| earlier.conversation != alert.conversation);
            let matters = |alert: &Alert| Reverse((alert.priority, alert.at));
            let place = self
                .alerts
                .partition_point(|present| matters(present) <= matters(&alert));
            self.alerts.insert(place, alert);
        }
    }

    fn ask(&mut self, out: &mut Vec<Output>) {
        if !self.asking {
            self.asking = true;
            out.push(Output::GetList(self.view));
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

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test ends where it is wrong")]

    use serde_json::{Value, json};

    use super::*;

    fn summary(id: &str, version: u64, status: Value) -> Value {
        let mut summary =
            json!({"conversation": id, "version": version, "opened_at": 1, "updated_at": version});
        summary
            .as_object_mut()
            .unwrap()
            .extend(status.as_object().unwrap().clone());
        summary
    }

    fn queued(id: &str, version: u64, since: i64) -> Value {
        summary(
            id,
            version,
            json!({"status": "queued", "team": "t", "waiting_since": since}),
        )
    }

    fn held(id: &str, version: u64, by: &str) -> Value {
        let agent = json!({"id": by, "name": by});
        summary(
            id,
            version,
            json!({"status": "human", "agent": agent, "team": "t", "active_at": 1, "waiting_since": 1}),
        )
    }

    fn listed(list: &mut List, summaries: Value) {
        let answer = json!({"summaries": summaries, "online": ["ana"]});
        assert!(
            list.handle(0.0, Input::Listed(Ok(serde_json::from_value(answer).unwrap())))
                .is_empty()
        );
    }

    fn frame(list: &mut List, event: Value) {
        list.handle(
            0.0,
            Input::Frame {
                attempt: 1,
                text: event.to_string(),
            },
        );
    }

    fn rows(list: &List, view: View) -> Vec<String> {
        list.rows(view, &"ana".into())
            .into_iter()
            .map(|id| id.0)
            .collect()
    }

    #[test]
    fn whoever_waits_longest_stands_first_and_views_show_their_part() {
        let mut list = List::default();
        listed(
            &mut list,
            json!([
                queued("b", 1, 20),
                held("c", 1, "ana"),
                queued("a", 1, 10),
                held("d", 1, "ben")
            ]),
        );
        assert_eq!(rows(&list, View::Unassigned), ["a", "b"]);
        assert_eq!(rows(&list, View::Mine), ["c"]);
        assert_eq!(list.count(View::Human, &"ana".into()), 2);
    }

    #[test]
    fn an_older_summary_that_arrives_late_changes_nothing() {
        let mut list = List::default();
        frame(
            &mut list,
            json!({"event": "summaries", "summaries": [held("a", 5, "ana")]}),
        );
        listed(&mut list, json!([queued("a", 4, 10)]));
        assert_eq!(rows(&list, View::Mine), ["a"]);
        assert!(rows(&list, View::Unassigned).is_empty());
    }

    #[test]
    fn an_alert_is_shown_once_and_goes_when_someone_has_come() {
        let mut list = List::default();
        let alert = json!({"event": "alert", "id": "x", "conversation": "a", "team": "t", "because": "accident",
            "priority": "urgent", "at": 1});
        frame(&mut list, alert.clone());
        frame(&mut list, alert.clone());
        assert_eq!(list.alerts().len(), 1);
        frame(
            &mut list,
            json!({"event": "summaries", "summaries": [queued("a", 1, 1)]}),
        );
        assert_eq!(list.alerts().len(), 1);
        frame(
            &mut list,
            json!({"event": "summaries", "summaries": [held("a", 2, "ben")]}),
        );
        assert!(list.alerts().is_empty());
        frame(&mut list, alert);
        assert!(list.alerts().is_empty());
    }

    #[test]
    fn of_several_alerts_the_most_urgent_stands_first_and_one_for_each_conversation() {
        let mut list = List::default();
        let alert = |id: &str, of: &str, priority: &str, at: i64| json!({"event": "alert", "id": id, "conversation": of, "team": "t", "because": "", "priority": priority, "at": at});
        frame(&mut list, alert("1", "a", "normal", 1));
        frame(&mut list, alert("2", "b", "urgent", 2));
        frame(&mut list, alert("3", "c", "normal", 3));
        frame(&mut list, alert("4", "a", "normal", 4));
        let ids: Vec<_> = list.alerts().iter().map(|alert| alert.id.as_str()).collect();
        assert_eq!(ids, ["2", "4", "3"]);
    }

    #[test]
    fn the_list_is_read_again_when_the_socket_opens() {
        let mut list = List::default();
        let out = list.handle(0.0, Input::Start);
        assert_eq!(out[0], Output::GetList(View::All));
        listed(&mut list, json!([]));
        list.handle(
            0.0,
            Input::Ticket {
                attempt: 1,
                answer: Ok("t".into()),
            },
        );
        let out = list.handle(0.0, Input::Link(LinkIn::Opened { attempt: 1 }));
        assert!(out.contains(&Output::GetList(View::All)));
    }

    #[test]
    fn a_session_that_ended_is_said_and_another_failure_is_shown() {
        let mut list = List::default();
        let ended = Failure::refused(401, r#"{"code":"unauthorized","message":"Sign in"}"#);
        assert_eq!(list.handle(0.0, Input::Listed(Err(ended))), [Output::SignedOut]);
        list.handle(0.0, Input::Listed(Err(Failure::Unreachable)));
        assert_eq!(list.failure.as_deref(), Some("No connection right now."));
    }

    #[test]
    fn a_list_of_an_object_without_names_keeps_those_that_are_known() {
        let mut list = List {
            desk: Desk {
                name: "Meridian".into(),
                ..Desk::default()
            },
            ..List::default()
        };
        listed(&mut list, json!([]));
        assert_eq!(list.desk.name, "Meridian");
    }
}
