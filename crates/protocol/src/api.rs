//! Bodies of the version 1 API. `docs/api.md` documents the routes.

use serde::{Deserialize, Serialize};

use crate::entry::{Citation, Entry, Priority};
use crate::event::Seen;
use crate::id::{
    ActionId, AgentId, ClientId, ConversationId, Hash, PassageId, Seq, SlotId, TagId, TeamId, Timestamp,
    WorkspaceId,
};
use crate::queue::Place;
use crate::signals::Answer;
use crate::status::{AgentRef, Status};
use crate::summary::Summary;
use crate::visitor::VisitorEntry;

// ---- visitors ----------------------------------------------------------------------------------

/// `GET /v1/{workspace}`: what the widget needs before the first message. Public.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct WorkspaceInfo {
    /// The workspace.
    pub workspace: WorkspaceId,
    /// The operator's name.
    pub name: String,
    /// Languages, the first is the default.
    pub languages: Vec<String>,
    /// The language that it is told in: the visitor's, by `Accept-Language`, where the workspace has it.
    #[serde(default)]
    pub language: Option<String>,
    /// The greeting on the first screen.
    pub greeting: String,
    /// Suggested questions.
    pub suggestions: Vec<String>,
    /// The operator's colour, `#RRGGBB`, when set.
    #[serde(default)]
    pub accent: Option<String>,
    /// Whether the page may search while the visitor is typing. That sends unsent text, so it is off unless the
    /// operator turns it on.
    #[serde(default)]
    pub instant_answers: bool,
}

/// `POST /v1/{workspace}/conversations`.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct OpenConversation {
    /// The visitor's language as the browser says it.
    #[serde(default)]
    pub language: Option<String>,
    /// The address of the page the visitor is on.
    #[serde(default)]
    pub page: Option<String>,
}

/// Answer to [`OpenConversation`], 201.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct OpenedConversation {
    /// The conversation.
    pub conversation: ConversationId,
    /// Bearer token of its visitor.
    pub token: String,
    /// When the token ends.
    pub expires_at: Timestamp,
}

/// `POST …/messages`.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct PostMessage {
    /// Makes repeated posts one message.
    pub client_id: ClientId,
    /// 1 to 4,000 characters.
    pub text: String,
    /// The last turns the page shows, oldest first. A hint: nothing of it is used unless the conversation has stored it.
    #[serde(default)]
    pub context: Vec<ContextTurn>,
    /// The last `seq` the page has.
    #[serde(default)]
    pub last_seq: Seq,
}

/// One turn as a client shows it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct ContextTurn {
    /// Its `seq`.
    pub seq: Seq,
    /// Whether the visitor said it.
    pub visitor: bool,
    /// What was said.
    pub text: String,
}

/// `POST …/slots`: values given in a form instead of the chat.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct PostSlots {
    /// Makes repeated posts one.
    pub client_id: ClientId,
    /// The action.
    pub action: ActionId,
    /// The values.
    pub values: Vec<SlotValue>,
}

/// One slot's value.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct SlotValue {
    /// The slot.
    pub slot: SlotId,
    /// What was typed.
    pub value: String,
}

/// `POST …/person` (ask for one) and `POST …/call-off` (stop waiting).
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct PostPlain {
    /// Makes repeated posts one.
    pub client_id: ClientId,
}

/// Answer to every command of a visitor and to `GET …/entries?after=`.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct VisitorEntries {
    /// For a command, the entries it made (the same when it is repeated); for a poll, those after `after`.
    pub entries: Vec<VisitorEntry>,
    /// The last `seq` of the timeline when `complete`, else of this page.
    pub last_seq: Seq,
    /// `bot`, `queued`, `human`, `snoozed` or `resolved`.
    pub status: String,
    /// Whether there is nothing after `last_seq`.
    pub complete: bool,
    /// A person has read the conversation up to here.
    #[serde(default)]
    pub seen: Seq,
    /// Where the visitor stands in the queue, while they wait and it is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<Place>,
}

/// `POST …/events/ticket`: a single use, 30 s.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Ticket {
    /// Goes into the socket's address as `?ticket=`.
    pub ticket: String,
    /// When it ends.
    pub expires_at: Timestamp,
}

/// `POST /v1/{workspace}/search`.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct SearchRequest {
    /// 1 to 1,000 characters.
    pub query: String,
    /// Turns before it, oldest first.
    #[serde(default)]
    pub context: Vec<String>,
    /// Only passages of this place.
    #[serde(default)]
    pub place: Option<String>,
}

/// Answer to [`SearchRequest`].
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct SearchResponse {
    /// Passages, best first.
    pub hits: Vec<SearchHit>,
    /// In [0, 1].
    pub confidence: f32,
    /// The extracted answer when the confidence reaches the playbook's threshold.
    #[serde(default)]
    pub answer: Option<Answer>,
    /// Hash of the index that answered.
    pub index: Hash,
}

/// One passage found.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct SearchHit {
    /// The passage.
    pub passage: PassageId,
    /// Its fused score; comparable within one answer only.
    pub score: f32,
    /// Where it stands.
    pub citation: Citation,
}

// ---- agents ------------------------------------------------------------------------------------

/// `GET /v1/{workspace}/inbox`.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct InboxList {
    /// In the order of [`crate::queue::order`].
    pub summaries: Vec<Summary>,
    /// Agents with an open inbox.
    #[serde(default)]
    pub online: Vec<AgentId>,
    /// What the workspace calls things.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub desk: Option<Desk>,
}

/// What a workspace calls things: names for ids, and what there is to choose from.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Desk {
    /// The operator's name.
    pub name: String,
    /// Its teams.
    pub teams: Vec<TeamName>,
    /// The playbook's tags. Agents may put on others.
    pub tags: Vec<TagId>,
    /// What tags are called that the operator has named; others, by their ids [in words](crate::names::in_words).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tag_names: Vec<Called>,
    /// What actions are called, likewise.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub action_names: Vec<Called>,
}

/// What something is called.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Called {
    /// Its id.
    pub id: String,
    /// Its name on screen.
    pub name: String,
}

/// A team and what it is called.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct TeamName {
    /// The team.
    pub id: TeamId,
    /// Its name on screen.
    pub name: String,
}

/// Answer to every command of an agent and to the agent's `GET …/entries?after=`.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct AgentEntries {
    /// As in [`VisitorEntries`], with everything.
    pub entries: Vec<Entry>,
    /// As in [`VisitorEntries`].
    pub last_seq: Seq,
    /// Status and holder.
    pub status: Status,
    /// Tags.
    #[serde(default)]
    pub tags: Vec<TagId>,
    /// Priority.
    #[serde(default)]
    pub priority: Priority,
    /// Whether there is nothing after `last_seq`.
    pub complete: bool,
    /// How far the visitor's page has come.
    #[serde(default)]
    pub seen: Seen,
}

/// `POST …/claim`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct PostClaim {
    /// Makes repeated posts one.
    pub client_id: ClientId,
    /// The colleague to take it from, when it is held: taking is explicit.
    #[serde(default)]
    pub take_from: Option<AgentId>,
}

/// `POST …/release`, `POST …/return-to-bot` and `POST …/resolve`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct PostCommand {
    /// Makes repeated posts one.
    pub client_id: ClientId,
    /// The last `seq` that the page showed when the agent decided. What the decision would pass over (a colleague's
    /// word or decision, and at an end also the visitor's word) refuses it with
    /// [`Code::StaleView`](crate::Code::StaleView) and [`changed`](crate::Problem::changed). Without it nothing is compared.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seen: Option<Seq>,
}

/// `POST …/reply` and `POST …/note`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct PostText {
    /// Makes repeated posts one.
    pub client_id: ClientId,
    /// 1 to 4,000 characters.
    pub text: String,
    /// As in [`PostCommand`]; a note is never refused for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seen: Option<Seq>,
}

/// `POST …/tags`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct PostTags {
    /// Makes repeated posts one.
    pub client_id: ClientId,
    /// To put on.
    #[serde(default)]
    pub add: Vec<TagId>,
    /// To take off.
    #[serde(default)]
    pub remove: Vec<TagId>,
}

/// `POST …/transfer`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct PostTransfer {
    /// Makes repeated posts one.
    pub client_id: ClientId,
    /// To which team.
    pub team: TeamId,
    /// As in [`PostCommand`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seen: Option<Seq>,
}

/// `POST …/snooze`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct PostSnooze {
    /// Makes repeated posts one.
    pub client_id: ClientId,
    /// Until when.
    pub until: Timestamp,
    /// As in [`PostCommand`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seen: Option<Seq>,
}

// ---- administration ----------------------------------------------------------------------------

/// What an agent may do.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Answers travellers.
    Agent,
    /// Also manages agents.
    Administrator,
}

/// `POST /v1/setup`: the first administrator, with the deployment's set-up secret.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct SetUp {
    /// The set-up secret; each value works once.
    pub secret: String,
    /// The administrator's name.
    pub name: String,
    /// The administrator's e-mail address.
    pub email: String,
}

/// `POST /v1/agents`, and `POST /v1/agents/{agent}`, which replaces all of it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct NewAgent {
    /// The name travellers see.
    pub name: String,
    /// Unique, lower-cased.
    pub email: String,
    /// What they may do.
    pub role: Role,
    /// The workspaces they work in; `*` stands for all of them.
    pub workspaces: Vec<WorkspaceId>,
    /// For whom they work, and in which languages.
    #[serde(flatten)]
    pub skills: Skills,
}

/// What an agent is given where a team assigns conversations, in [`NewAgent`] and [`Agent`], and
/// `POST /v1/agents/{agent}/skills`, which replaces all of it.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Skills {
    /// The teams they work for, by their ids in any of their workspaces. None named: all of them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub teams: Vec<TeamId>,
    /// The languages they speak, as ISO 639-1 codes. None named: all of them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub languages: Vec<String>,
    /// At most so many at once, where their team would give them more. `None`: as the team says; 0: none are given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub capacity: Option<u32>,
}

/// An agent as the directory keeps them. Answer to sign-in, in [`Me`] to `GET /v1/me` and in [`AgentList`] to
/// `GET /v1/agents`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(from = "FlatAgent")]
pub struct Agent {
    /// Who.
    #[serde(flatten)]
    pub agent: AgentRef,
    /// Their address.
    pub email: String,
    /// What they may do.
    pub role: Role,
    /// Where; `*` stands for everywhere.
    pub workspaces: Vec<WorkspaceId>,
    /// Whether they were shut out.
    pub disabled: bool,
    /// For whom they work, and in which languages.
    #[serde(flatten)]
    pub skills: Skills,
}

/// Answer to `GET /v1/me`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(from = "FlatMe")]
pub struct Me {
    /// Who is signed in.
    #[serde(flatten)]
    pub agent: Agent,
    /// The workspaces of this deployment that they work in, by name.
    pub desks: Vec<WorkspaceId>,
}

/// [`Agent`] as it is read: see [`VisitorEntry`].
#[derive(Deserialize)]
struct FlatAgent {
    id: AgentId,
    name: String,
    email: String,
    role: Role,
    workspaces: Vec<WorkspaceId>,
    #[serde(default)]
    disabled: bool,
    #[serde(default)]
    teams: Vec<TeamId>,
    #[serde(default)]
    languages: Vec<String>,
    #[serde(default)]
    capacity: Option<u32>,
}

impl From<FlatAgent> for Agent {
    fn from(flat: FlatAgent) -> Self {
        Self {
            agent: AgentRef {
                id: flat.id,
                name: flat.name,
            },
            email: flat.email,
            role: flat.role,
            workspaces: flat.workspaces,
            disabled: flat.disabled,
            skills: Skills {
                teams: flat.teams,
                languages: flat.languages,
                capacity: flat.capacity,
            },
        }
    }
}

/// [`Me`] as it is read.
#[derive(Deserialize)]
struct FlatMe {
    id: AgentId,
    name: String,
    email: String,
    role: Role,
    workspaces: Vec<WorkspaceId>,
    #[serde(default)]
    disabled: bool,
    #[serde(default)]
    desks: Vec<WorkspaceId>,
    #[serde(default)]
    teams: Vec<TeamId>,
    #[serde(default)]
    languages: Vec<String>,
    #[serde(default)]
    capacity: Option<u32>,
}

impl From<FlatMe> for Me {
    fn from(flat: FlatMe) -> Self {
        let agent = FlatAgent {
            id: flat.id,
            name: flat.name,
            email: flat.email,
            role: flat.role,
            workspaces: flat.workspaces,
            disabled: flat.disabled,
            teams: flat.teams,
            languages: flat.languages,
            capacity: flat.capacity,
        };
        Self {
            agent: agent.into(),
            desks: flat.desks,
        }
    }
}

/// A sign-in link: answer to `POST /v1/setup`, `POST /v1/agents` and `POST /v1/agents/{id}/sign-in-link`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct SignInLink {
    /// Whom it signs in.
    pub agent: AgentRef,
    /// The address to open: `/inbox#sign-in=<code>`. The code stays out of requests and logs until it is posted.
    pub path: String,
    /// When it ends.
    pub expires_at: Timestamp,
}

/// `POST /v1/sign-in`. Sets the session cookie and answers with [`Agent`].
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct SignIn {
    /// The code of the link; works once.
    pub code: String,
}

/// Answer to `GET /v1/agents`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct AgentList {
    /// Those whom the administrator may manage, by name.
    pub agents: Vec<Agent>,
    /// What the workspaces are called that whoever asks works in.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub workspace_names: Vec<Called>,
}

/// Answer to `GET /v1/audit?before=`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct AuditList {
    /// Latest first.
    pub records: Vec<AuditRecord>,
    /// The `before` of the next page, when there is one.
    #[serde(default)]
    pub next: Option<u64>,
}

/// One act of administration.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct AuditRecord {
    /// Its number.
    pub id: u64,
    /// When.
    pub at: Timestamp,
    /// Who did it; nobody for a set-up, which was done with the set-up secret.
    #[serde(default)]
    pub by: Option<AgentRef>,
    /// What: `set_up`, `created`, `changed`, `skills_set`, `link_made`, `signed_in`, `signed_out`, `disabled`, `enabled` or
    /// `exported`.
    pub action: String,
    /// To whom; with `exported`, who did it.
    pub agent: AgentRef,
    /// With `exported`: the conversations of which workspace.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub workspace: Option<WorkspaceId>,
    /// With `exported`: where the page began, as its `after` said. `None`: at the beginning.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<String>,
}
