//! A page, a clock that goes when the test says, and a service that answers what the test says.

#![expect(clippy::unwrap_used, reason = "a test ends where it is wrong")]

mod files;
mod people;
mod sending;

use gangway_protocol::Seq;
use serde_json::{Value, json};

use super::*;

const NOW: Timestamp = Timestamp(1_000_000);

#[derive(Default)]
struct Page {
    model: Model,
    /// Added to [`NOW`].
    now: Timestamp,
}

impl Page {
    /// Moves the page and says in short what is to be done, leaving out what every movement does.
    fn does(&mut self, input: Input) -> Vec<String> {
        self.model
            .handle(NOW.plus(self.now.0), 0.0, input)
            .into_iter()
            .filter_map(|output| match output {
                Output::GetInfo => Some("info".to_owned()),
                Output::Open => Some("open".to_owned()),
                Output::Post {
                    client_id, request, ..
                } => Some(match request {
                    PostRequest::Message(message) => format!("say {client_id} {}", message.text),
                    PostRequest::Slots(action, values) => {
                        format!("fill {client_id} {action} {}", values[0].value)
                    }
                    PostRequest::File { name } => format!("file {client_id} {name}"),
                    PostRequest::Person => format!("person {client_id}"),
                    PostRequest::CallOff => format!("call off {client_id}"),
                }),
                Output::Poll { after, read, .. } => Some(format!("poll {after} {read}")),
                Output::Link {
                    ask: LinkOut::GetTicket { attempt },
                    ..
                } => Some(format!("ticket {attempt}")),
                Output::Link {
                    ask: LinkOut::Open { .. },
                    after,
                    ..
                } => Some(format!("socket {after}")),
                Output::Later(millis, Input::TryAgain) => Some(format!("again {millis}")),
                Output::Later(millis, _) => Some(format!("later {millis}")),
                Output::Send(ClientEvent::Seen(seen)) => {
                    Some(format!("seen {} {}", seen.delivered.0, seen.read.0))
                }
                Output::Send(event) => Some(format!("{event:?}")),
                Output::Search { query, .. } => Some(format!("search {query}")),
                Output::Unread(count) => Some(format!("unread {count}")),
                Output::Link {
                    ask: LinkOut::Close, ..
                } => Some("close".to_owned()),
                Output::Forget(lost) => Some(format!("forget {lost}")),
                Output::Link { .. } | Output::Keep | Output::Said { .. } | Output::Types => None,
            })
            .collect()
    }

    fn says(&mut self, id: &str, text: &str) -> Vec<String> {
        self.does(Input::Do {
            client_id: id.into(),
            post: Post::Say { text: text.into() },
        })
    }

    fn opened(&mut self) -> Vec<String> {
        self.does(Input::Opened(Ok(OpenedConversation {
            conversation: "c".into(),
            token: "t".into(),
            expires_at: NOW,
        })))
    }

    fn posted(&mut self, id: &str, entries: Value) -> Vec<String> {
        let answer = json!({"entries": entries, "last_seq": 9, "status": "bot", "complete": true});
        self.does(Input::Posted {
            conversation: "c".into(),
            client_id: id.into(),
            answer: Ok(serde_json::from_value(answer).unwrap()),
        })
    }

    fn refused(&mut self, id: &str, failure: Failure) -> Vec<String> {
        self.does(Input::Posted {
            conversation: "c".into(),
            client_id: id.into(),
            answer: Err(failure),
        })
    }

    fn frame(&mut self, entries: Value, last_seq: u64) -> Vec<String> {
        let text = json!({"event": "entries", "entries": entries, "last_seq": last_seq}).to_string();
        self.does(Input::Frame { attempt: 1, text })
    }

    fn shows(&self) -> Vec<String> {
        let model = &self.model;
        let row = |key: &RowKey| {
            let progress = match key {
                RowKey::Own(client_id) => model.progress(client_id),
                RowKey::At(_) => None,
            };
            let text = match model.row(key).unwrap() {
                Row::Own { text } => format!("me: {text}"),
                Row::Said { agent, text, .. } => format!("{}: {text}", agent.as_deref().unwrap_or("bot")),
                Row::File { file, name, size, .. } => {
                    format!("me: [{}] {name} {size}", file.unwrap_or_default())
                }
                Row::Kept { label, value } => format!("{label} = {value}"),
                Row::Line(words) => format!("- {words}"),
            };
            match progress {
                None => text,
                Some(Progress::Failed { words, .. }) => format!("{text} ({words})"),
                Some(Progress::Waiting | Progress::Sending) => format!("{text} …"),
            }
        };
        model.rows().iter().map(row).collect()
    }

    /// A page whose first message is said and answered.
    fn talking() -> Self {
        let mut page = Self::default();
        page.says("a", "hello");
        page.opened();
        page.posted("a", json!([you(1, "a", "hello"), bot(2, "hi")]));
        page
    }
}

/// A page whose first message is said and answered, on an open socket.
fn live() -> Page {
    let mut page = Page::talking();
    page.does(Input::Ticket {
        attempt: 1,
        answer: Ok("k".into()),
    });
    page.does(Input::Link(LinkIn::Opened { attempt: 1 }));
    page
}

fn frame(event: Value) -> Input {
    Input::Frame {
        attempt: 1,
        text: event.to_string(),
    }
}

fn agent(seq: u64, text: &str) -> Value {
    json!({"seq": seq, "at": 1, "type": "message", "from": {"who": "agent", "name": "Ana"}, "text": text})
}

fn you(seq: u64, id: &str, text: &str) -> Value {
    json!({"seq": seq, "at": 1, "type": "message", "from": {"who": "you"}, "text": text, "client_id": id})
}

fn bot(seq: u64, text: &str) -> Value {
    json!({"seq": seq, "at": 1, "type": "message", "from": {"who": "assistant"}, "text": text})
}

fn plain(seq: u64, kind: &str) -> Value {
    json!({"seq": seq, "at": 7, "type": kind, "name": "Ana"})
}

fn asks(seq: u64) -> Value {
    json!({"seq": seq, "at": 1, "type": "message", "from": {"who": "assistant"}, "text": "When?",
        "question": {"action": "report", "slot": "dates", "input": "date-range"}})
}
