//! A visitor, as the widget speaks for them.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

use gangway_protocol::api::{
    ContextTurn, OpenConversation, OpenedConversation, PostMessage, PostPlain, PostSlots, SlotValue, Ticket,
    VisitorEntries,
};
use gangway_protocol::visitor::{VisitorBody, VisitorSpeaker};
use gangway_protocol::{ClientId, Seq};

use crate::deployment::Deployment;
use crate::http::{Answer, Client};
use crate::socket::Socket;

static CLIENT_IDS: AtomicU64 = AtomicU64::new(1);
static PROCESS_BEGAN: OnceLock<SystemTime> = OnceLock::new();

/// A client id that no other call returns, of this process or of one that wrote the same storage.
pub fn client_id() -> ClientId {
    let process = std::process::id();
    let began = PROCESS_BEGAN
        .get_or_init(SystemTime::now)
        .duration_since(UNIX_EPOCH)
        .unwrap_or_default();
    ClientId(format!(
        "c-{process}-{}-{}",
        began.as_millis(),
        CLIENT_IDS.fetch_add(1, Ordering::Relaxed)
    ))
}

/// A visitor with a conversation.
#[derive(Clone, Debug)]
pub struct VisitorClient {
    /// Speaks with the visitor's token.
    pub client: Client,
    /// `/v1/<workspace>/conversations/<id>`.
    pub path: String,
    /// What opening said.
    pub opened: OpenedConversation,
    port: u16,
}

impl VisitorClient {
    /// Opens a conversation.
    pub fn open(deployment: &Deployment, workspace: &str) -> Self {
        let plain = deployment.client();
        let opened: OpenedConversation = plain
            .post(
                &format!("/v1/{workspace}/conversations"),
                &OpenConversation::default(),
            )
            .ok();
        Self {
            client: plain.with("authorization", &format!("Bearer {}", opened.token)),
            path: format!("/v1/{workspace}/conversations/{}", opened.conversation),
            opened,
            port: deployment.port(),
        }
    }

    /// A page that comes back years later with its old token, were tokens good for so long.
    pub fn resume(deployment: &Deployment, workspace: &str, opened: &OpenedConversation) -> Self {
        let token = crate::token::resealed(&opened.token, 36_500);
        Self {
            client: deployment
                .client()
                .with("authorization", &format!("Bearer {token}")),
            path: format!("/v1/{workspace}/conversations/{}", opened.conversation),
            opened: opened.clone(),
            port: deployment.port(),
        }
    }

    /// Goes on with the same conversation at another deployment on the same storage.
    pub fn moved_to(&mut self, deployment: &Deployment) {
        self.client = self.client.clone().at(&deployment.origin());
        self.port = deployment.port();
    }

    /// Posts a message as a page does that shows everything so far.
    pub fn say(&self, text: &str) -> VisitorEntries {
        self.post(&client_id(), text).ok()
    }

    /// Posts a message under a client id, with honest context.
    pub fn post(&self, client_id: &ClientId, text: &str) -> Answer {
        let shown = self.entries(Seq(0));
        self.post_with(client_id, text, turns(&shown), shown.last_seq)
    }

    /// Posts a message with any context.
    pub fn post_with(
        &self,
        client_id: &ClientId,
        text: &str,
        context: Vec<ContextTurn>,
        last_seq: Seq,
    ) -> Answer {
        let message = PostMessage {
            client_id: client_id.clone(),
            text: text.to_owned(),
            context,
            last_seq,
        };
        self.client.post(&format!("{}/messages", self.path), &message)
    }

    /// Presses "talk to a person".
    pub fn ask_for_person(&self) -> VisitorEntries {
        self.client
            .post(
                &format!("{}/person", self.path),
                &PostPlain {
                    client_id: client_id(),
                },
            )
            .ok()
    }

    /// Stops waiting.
    pub fn call_off(&self) -> VisitorEntries {
        self.client
            .post(
                &format!("{}/call-off", self.path),
                &PostPlain {
                    client_id: client_id(),
                },
            )
            .ok()
    }

    /// Fills slots in a form.
    pub fn fill(&self, action: &str, values: &[(&str, &str)]) -> Answer {
        let values = values
            .iter()
            .map(|(slot, value)| SlotValue {
                slot: (*slot).into(),
                value: (*value).to_owned(),
            })
            .collect();
        self.client.post(
            &format!("{}/slots", self.path),
            &PostSlots {
                client_id: client_id(),
                action: action.into(),
                values,
            },
        )
    }

    /// Sends a file under a client id.
    pub fn send(&self, client_id: &ClientId, name: &str, bytes: &[u8]) -> Answer {
        let name: String = name.bytes().map(|byte| format!("%{byte:02X}")).collect();
        let path = format!("{}/files?client_id={client_id}&name={name}", self.path);
        self.client.send("POST", &path, bytes)
    }

    /// Polls.
    pub fn entries(&self, after: Seq) -> VisitorEntries {
        self.client
            .get(&format!("{}/entries?after={}", self.path, after.0))
            .ok()
    }

    /// Opens the socket with a fresh ticket.
    pub fn socket(&self, after: Seq) -> Socket {
        let ticket: Ticket = self
            .client
            .post(&format!("{}/events/ticket", self.path), &serde_json::json!({}))
            .ok();
        Socket::open(
            self.port,
            &format!("{}/events?ticket={}&after={}", self.path, ticket.ticket, after.0),
            Some(self.client.origin()),
        )
        .unwrap_or_else(|status| panic!("the socket was refused: {status}"))
    }
}

/// The messages of these entries as a page sends them for context.
pub fn turns(entries: &VisitorEntries) -> Vec<ContextTurn> {
    entries
        .entries
        .iter()
        .filter_map(|entry| match &entry.body {
            VisitorBody::Message { from, text, .. } => Some(ContextTurn {
                seq: entry.seq,
                visitor: *from == VisitorSpeaker::You,
                text: text.clone(),
            }),
            _ => None,
        })
        .collect()
}

/// What the assistant says in these entries.
pub fn assistant_says(entries: &VisitorEntries) -> Vec<String> {
    said(entries, |from| *from == VisitorSpeaker::Assistant)
}

/// What anyone of a kind says in these entries.
pub fn said(entries: &VisitorEntries, by: impl Fn(&VisitorSpeaker) -> bool) -> Vec<String> {
    entries
        .entries
        .iter()
        .filter_map(|entry| match &entry.body {
            VisitorBody::Message { from, text, .. } if by(from) => Some(text.clone()),
            _ => None,
        })
        .collect()
}
