//! What the Worker asks of the directory, as JSON.

use gangway_protocol::api::{Agent, AuditList, NewAgent, SignInLink, Skills};
use gangway_protocol::{AgentId, Problem, Timestamp, WorkspaceId, tagged};
use serde::{Deserialize, Serialize};

tagged! { "call", "DirectoryCall",
/// What can be asked. `by` is who asks; the directory looks at what they may do now.
#[derive(Clone, PartialEq, Debug)]
pub(crate) enum DirectoryCall {
    /// Make someone an administrator of everywhere, with the set-up secret. Answered with `Link`.
    SetUp {
        /// Hash of the secret, which the Worker has compared with the deployment's.
        secret: String,
        /// Their name.
        name: String,
        /// Their address; whoever has it already is made administrator and let in again.
        email: String,
        /// All inboxes of the deployment, which are told.
        inboxes: Vec<Inbox>,
    },
    /// Add an agent. Answered with `Link`.
    Create {
        /// Who asks.
        by: AgentId,
        /// The agent.
        agent: NewAgent,
    },
    /// Change who an agent is, what they may do and where. Answered with `Agent`.
    Change {
        /// Who asks.
        by: AgentId,
        /// Whom.
        agent: AgentId,
        /// What they are from here on.
        to: NewAgent,
        /// All inboxes of the deployment; those where they worked before are told, and those where they do from here on.
        inboxes: Vec<Inbox>,
    },
    /// Say for whom an agent works and in which languages. Answered with `Agent`.
    SetSkills {
        /// Who asks.
        by: AgentId,
        /// Whose.
        agent: AgentId,
        /// What they are.
        skills: Skills,
        /// All inboxes of the deployment; theirs are told.
        #[serde(default)]
        inboxes: Vec<Inbox>,
    },
    /// Make a sign-in link; earlier ones of the agent are void. Answered with `Link`.
    Link {
        /// Who asks.
        by: AgentId,
        /// For whom.
        agent: AgentId,
    },
    /// Use up a sign-in code. Answered with `Session`.
    SignIn {
        /// The code.
        code: String,
    },
    /// Whose session this is. Answered with `Session`, or `Done` when it is over.
    Renew {
        /// The session.
        session: String,
    },
    /// End a session. Answered with `Done`.
    SignOut {
        /// The session.
        session: String,
    },
    /// All agents whom the asker may manage. Answered with `Agents`.
    Agents {
        /// Who asks.
        by: AgentId,
    },
    /// Shut an agent out. Answered with `Agent`.
    Disable {
        /// Who asks.
        by: AgentId,
        /// Whom.
        agent: AgentId,
        /// All inboxes of the deployment; theirs are told.
        inboxes: Vec<Inbox>,
    },
    /// Let an agent in again. Answered with `Agent`.
    Enable {
        /// Who asks.
        by: AgentId,
        /// Whom.
        agent: AgentId,
        /// All inboxes of the deployment; theirs are told.
        inboxes: Vec<Inbox>,
    },
    /// A page of conversations is about to be exported. Answered with `Done` once that is on record.
    Exports {
        /// Who asks.
        by: AgentId,
        /// Of which workspace.
        workspace: WorkspaceId,
        /// Where the page begins.
        after: Option<String>,
    },
    /// What was done, latest first. Answered with `Audit`.
    Audit {
        /// Who asks.
        by: AgentId,
        /// Only records before this one.
        before: Option<u64>,
    },
}
}

/// Where an inbox is.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub(crate) struct Inbox {
    /// Whose.
    pub(crate) workspace: WorkspaceId,
    /// Where its object lives, when it must stay there.
    pub(crate) jurisdiction: Option<String>,
}

tagged! { "reply", "DirectoryReply",
/// The directory's answer.
#[derive(Clone, PartialEq, Debug)]
pub(crate) enum DirectoryReply {
    /// A sign-in link.
    Link {
        /// The link.
        link: SignInLink,
    },
    /// A session.
    Session {
        /// Whose.
        agent: Agent,
        /// The session itself, when it was made by this call.
        session: Option<String>,
        /// When it ends.
        until: Timestamp,
    },
    /// Agents.
    Agents {
        /// By name.
        agents: Vec<Agent>,
    },
    /// One agent.
    Agent {
        /// As they are now.
        agent: Agent,
    },
    /// What was done.
    Audit(AuditList),
    /// Nothing to say.
    Done,
    /// Refused.
    Refused {
        /// Why.
        problem: Problem,
    },
}
}
