//! An agent or administrator, as the inbox page speaks for them.

use gangway_protocol::api::{
    Agent, AgentEntries, InboxList, NewAgent, Role, SetUp, SignIn, SignInLink, Skills, Ticket,
};
use gangway_protocol::{ConversationId, Seq, Summary};
use serde_json::{Value, json};

use crate::deployment::{Deployment, SETUP_SECRET};
use crate::http::{Answer, Client};
use crate::socket::Socket;
use crate::visitor::client_id;

/// A signed-in person.
#[derive(Clone, Debug)]
pub struct AgentClient {
    /// Speaks with the session's cookie and the right origin.
    pub client: Client,
    /// Who.
    pub agent: Agent,
    port: u16,
}

impl AgentClient {
    /// The first administrator.
    pub fn set_up(deployment: &Deployment) -> Self {
        let link: SignInLink = deployment
            .client()
            .post(
                "/v1/setup",
                &SetUp {
                    secret: SETUP_SECRET.to_owned(),
                    name: "Ines Prado".to_owned(),
                    email: "ines@operator.example".to_owned(),
                },
            )
            .ok();
        Self::sign_in(deployment, &link)
    }

    /// Signs in by a link.
    ///
    /// # Panics
    /// When the answer sets no cookie.
    pub fn sign_in(deployment: &Deployment, link: &SignInLink) -> Self {
        let client = deployment.client().with("origin", &deployment.origin());
        let answer = client.post("/v1/sign-in", &SignIn { code: code_of(link) });
        let agent: Agent = answer.ok();
        let cookie = answer
            .header("set-cookie")
            .expect("a session cookie")
            .split(';')
            .next()
            .unwrap_or_default();
        Self {
            client: client.with("cookie", cookie),
            agent,
            port: deployment.port(),
        }
    }

    /// The same session at another deployment on the same storage.
    #[must_use]
    pub fn moved_to(self, deployment: &Deployment) -> Self {
        let client = self
            .client
            .at(&deployment.origin())
            .with("origin", &deployment.origin());
        Self {
            client,
            agent: self.agent,
            port: deployment.port(),
        }
    }

    /// Makes a colleague and signs them in.
    pub fn colleague(&self, deployment: &Deployment, name: &str, role: Role, workspaces: &[&str]) -> Self {
        let email = format!("{}@operator.example", name.to_lowercase().replace(' ', "."));
        let link: SignInLink = self
            .client
            .post(
                "/v1/agents",
                &NewAgent {
                    name: name.to_owned(),
                    email,
                    role,
                    workspaces: workspaces.iter().map(|id| (*id).into()).collect(),
                    skills: Skills::default(),
                },
            )
            .ok();
        Self::sign_in(deployment, &link)
    }

    /// The list of a view.
    pub fn list(&self, workspace: &str, view: &str) -> InboxList {
        self.client
            .get(&format!("/v1/{workspace}/inbox?view={view}"))
            .ok()
    }

    /// One line of the list, when it is there.
    pub fn summary(&self, workspace: &str, conversation: &ConversationId) -> Option<Summary> {
        self.list(workspace, "all")
            .summaries
            .into_iter()
            .find(|summary| summary.conversation == *conversation)
    }

    /// Gives a command: its name in the address and what its body holds beside the client id.
    pub fn command(&self, workspace: &str, conversation: &ConversationId, name: &str, body: Value) -> Answer {
        let mut body = body;
        if body.get("client_id").is_none() {
            body["client_id"] = json!(client_id());
        }
        self.client.post(
            &format!("/v1/{workspace}/inbox/conversations/{conversation}/{name}"),
            &body,
        )
    }

    /// Claims.
    pub fn claim(&self, workspace: &str, conversation: &ConversationId) -> Answer {
        self.command(workspace, conversation, "claim", json!({}))
    }

    /// Replies.
    pub fn reply(&self, workspace: &str, conversation: &ConversationId, text: &str) -> Answer {
        self.command(workspace, conversation, "reply", json!({ "text": text }))
    }

    /// Writes a private note.
    pub fn note(&self, workspace: &str, conversation: &ConversationId, text: &str) -> Answer {
        self.command(workspace, conversation, "note", json!({ "text": text }))
    }

    /// Everything in the timeline.
    pub fn entries(&self, workspace: &str, conversation: &ConversationId, after: Seq) -> AgentEntries {
        self.client
            .get(&format!(
                "/v1/{workspace}/inbox/conversations/{conversation}/entries?after={}",
                after.0
            ))
            .ok()
    }

    /// Opens the socket of the inbox.
    pub fn inbox_socket(&self, workspace: &str) -> Socket {
        self.socket_at(&format!("/v1/{workspace}/inbox/events"), "")
    }

    /// Opens the socket of a conversation.
    pub fn socket(&self, workspace: &str, conversation: &ConversationId, after: Seq) -> Socket {
        self.socket_at(
            &format!("/v1/{workspace}/inbox/conversations/{conversation}/events"),
            &format!("&after={}", after.0),
        )
    }

    fn socket_at(&self, path: &str, more: &str) -> Socket {
        let ticket: Ticket = self.client.post(&format!("{path}/ticket"), &json!({})).ok();
        Socket::open(
            self.port,
            &format!("{path}?ticket={}{more}", ticket.ticket),
            Some(self.client.origin()),
        )
        .unwrap_or_else(|status| panic!("the socket was refused: {status}"))
    }
}

/// The code in a sign-in link.
pub fn code_of(link: &SignInLink) -> String {
    link.path.rsplit('=').next().unwrap_or_default().to_owned()
}
