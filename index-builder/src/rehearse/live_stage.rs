//! The stage of a running deployment: a traveller and agents who use its API. Time passes there as it does.

use std::thread;
use std::time::{Duration, SystemTime};

use gangway_playbook::rehearsal::{Act, Deed, Rehearsal};
use gangway_protocol::api::{
    AgentEntries, OpenConversation, OpenedConversation, PostMessage, PostPlain, PostSlots, SlotValue,
    VisitorEntries,
};
use gangway_protocol::{
    AgentRef, ClientId, Code, Entry, EntryBody, Message, Seq, Speaker, Status, Timestamp, WorkspaceId,
};
use serde_json::{Value, json};

use super::api::{Api, As, Session, Unanswered};
use super::followed::{Followed, Standing, alerts};
use super::play::{Halt, Stage};

/// The longest that is waited, in milliseconds.
const WAITS: i64 = 5_000;

/// One conversation at a deployment.
pub(crate) struct LiveStage<'a> {
    api: &'a Api,
    workspace: &'a WorkspaceId,
    sessions: &'a [Session],
    /// Why it cannot begin here.
    obstacle: Option<String>,
    language: Option<String>,
    opened: Option<OpenedConversation>,
    /// The rehearsal's names of the agents, in the order of the sessions.
    names: Vec<String>,
    last: Seq,
    standing: Standing,
    waiting_since: Option<Timestamp>,
    posts: u32,
}

impl<'a> LiveStage<'a> {
    /// The stage of a rehearsal, before its first step. The first session sees the whole timeline.
    pub(crate) fn new(
        rehearsal: &Rehearsal,
        api: &'a Api,
        workspace: &'a WorkspaceId,
        sessions: &'a [Session],
    ) -> Self {
        Self {
            api,
            workspace,
            sessions,
            obstacle: obstacle(rehearsal),
            language: rehearsal.language.clone(),
            opened: None,
            names: Vec::new(),
            last: Seq(0),
            standing: Standing {
                status: Status::Bot,
                tags: Vec::new(),
                priority: gangway_protocol::Priority::default(),
                waited: None,
            },
            waiting_since: None,
            posts: 0,
        }
    }

    /// Ends the conversation, so that nobody is kept from work by it.
    pub(crate) fn close(&mut self) {
        let Some(opened) = &self.opened else { return };
        let Some(session) = self.sessions.first() else {
            return;
        };
        let holder = self.standing.status.owner().map(|owner| owner.id.clone());
        let path = format!(
            "/v1/{}/inbox/conversations/{}",
            self.workspace, opened.conversation
        );
        let commands = [("claim", json!({ "take_from": holder })), ("resolve", json!({}))];
        for (name, mut body) in commands {
            self.posts += 1;
            body["client_id"] = json!(format!("close-{}", self.posts));
            // What cannot be closed is closed by its idle time.
            let _answer: Result<Value, Unanswered> =
                self.api
                    .post(&format!("{path}/{name}"), As::Agent(session), &body);
        }
    }

    fn client_id(&mut self) -> ClientId {
        self.posts += 1;
        ClientId(format!("rehearsal-{}", self.posts))
    }

    /// The conversation, which is opened with the first step.
    fn opened(&mut self) -> Result<OpenedConversation, Halt> {
        if let Some(why) = self.obstacle.take() {
            return Err(Halt::Skip(why));
        }
        if let Some(opened) = &self.opened {
            return Ok(opened.clone());
        }
        let body = OpenConversation {
            language: self.language.clone(),
            page: None,
        };
        let path = format!("/v1/{}/conversations", self.workspace);
        let opened: OpenedConversation = self.api.post(&path, As::Anyone, &body).map_err(fault)?;
        self.opened = Some(opened.clone());
        Ok(opened)
    }

    /// The session of an agent of the rehearsal.
    fn session(&mut self, name: &str) -> Result<&'a Session, Halt> {
        let at = match self.names.iter().position(|known| known == name) {
            Some(at) => at,
            None => {
                self.names.push(name.to_owned());
                self.names.len() - 1
            }
        };
        self.sessions.get(at).ok_or_else(|| {
            Halt::Skip(format!(
                "{name} would be agent {}, and there are sessions for {}: give `--sign-in` once for each",
                at + 1,
                self.sessions.len()
            ))
        })
    }

    /// A deed as the name of a command and its body.
    fn command(&mut self, deed: &Deed) -> Result<(&'static str, Value), Halt> {
        Ok(match deed {
            Deed::Claims => ("claim", json!({})),
            Deed::TakesFrom(other) => ("claim", json!({ "take_from": self.session(other)?.agent.id })),
            Deed::Releases => ("release", json!({})),
            Deed::Replies(text) => ("reply", json!({ "text": text })),
            Deed::Notes(text) => ("note", json!({ "text": text })),
            Deed::Tags(tags) => ("tags", json!({ "add": tags })),
            Deed::Untags(tags) => ("tags", json!({ "remove": tags })),
            Deed::Transfers(team) => ("transfer", json!({ "team": team })),
            Deed::ReturnsToBot => ("return-to-bot", json!({})),
            Deed::Snoozes(time) => ("snooze", json!({ "until": self.now().plus(*time) })),
            Deed::Resolves => ("resolve", json!({})),
            Deed::GoesOffline => {
                return Err(Halt::Skip(
                    "an agent is missed after a while, and no time is spent on it here".to_owned(),
                ));
            }
        })
    }

    /// What is posted by a step; nothing where there is nothing to post.
    fn post(&mut self, act: &Act) -> Result<Result<(), Unanswered>, Halt> {
        let opened = self.opened()?;
        let visitor = As::Visitor(&opened.token);
        let path = format!("/v1/{}/conversations/{}", self.workspace, opened.conversation);
        let client_id = self.client_id();
        let posted = |what: &str, body: &Value| -> Result<(), Unanswered> {
            let answer: Result<VisitorEntries, Unanswered> =
                self.api.post(&format!("{path}/{what}"), visitor, body);
            answer.map(|_| ())
        };
        let body = |body: serde_json::Result<Value>| body.map_err(|error| Halt::Fault(error.to_string()));
        Ok(match act {
            Act::Says(text) => {
                let message = PostMessage {
                    client_id,
                    text: text.clone(),
                    context: Vec::new(),
                    last_seq: self.last,
                };
                posted("messages", &body(serde_json::to_value(message))?)
            }
            Act::AsksForPerson => posted("person", &body(serde_json::to_value(PostPlain { client_id }))?),
            Act::CallsOff => posted("call-off", &body(serde_json::to_value(PostPlain { client_id }))?),
            Act::Fills(action, values) => {
                let form = PostSlots {
                    client_id,
                    action: action.clone(),
                    values: values
                        .iter()
                        .map(|(slot, value)| SlotValue {
                            slot: slot.clone(),
                            value: value.clone(),
                        })
                        .collect(),
                };
                posted("slots", &body(serde_json::to_value(form))?)
            }
            Act::Sends(name, format) => {
                let query: String = url::form_urlencoded::Serializer::new(String::new())
                    .append_pair("client_id", client_id.as_str())
                    .append_pair("name", name)
                    .finish();
                let path = format!("{path}/files?{query}");
                let answer: Result<VisitorEntries, Unanswered> =
                    self.api.post_bytes(&path, visitor, super::tiny(*format));
                answer.map(|_| ())
            }
            // Answers of the system are not played at all, see `obstacle`.
            Act::System(_) | Act::Leaves => Ok(()),
            Act::Waits(time) if *time > WAITS => {
                return Err(Halt::Skip(format!(
                    "so long is not waited at a deployment: {} at most",
                    super::show::span(WAITS)
                )));
            }
            Act::Waits(time) => {
                thread::sleep(Duration::from_millis(u64::try_from(*time).unwrap_or_default()));
                Ok(())
            }
            Act::Agent(name, deed) => {
                let session = self.session(name)?;
                let (command, mut body) = self.command(deed)?;
                body["client_id"] = json!(client_id);
                let path = format!(
                    "/v1/{}/inbox/conversations/{}/{command}",
                    self.workspace, opened.conversation
                );
                let answer: Result<AgentEntries, Unanswered> =
                    self.api.post(&path, As::Agent(session), &body);
                answer.map(|_| ())
            }
        })
    }

    /// The entries since the last step, and how things stand.
    fn look(&mut self) -> Result<Vec<Entry>, Halt> {
        let opened = self.opened()?;
        let Some(session) = self.sessions.first() else {
            return Err(Halt::Fault("there is no session".to_owned()));
        };
        let mut entries = Vec::new();
        loop {
            let path = format!(
                "/v1/{}/inbox/conversations/{}/entries?after={}",
                self.workspace, opened.conversation, self.last.0
            );
            let page: AgentEntries = self.api.get(&path, As::Agent(session)).map_err(fault)?;
            let ends = page.complete || page.entries.is_empty();
            self.last = page.last_seq;
            entries.extend(page.entries);
            self.standing.status = page.status;
            self.standing.tags = page.tags;
            self.standing.priority = page.priority;
            if ends {
                break;
            }
        }
        for entry in &entries {
            self.note_wait(entry);
        }
        let now = self.now();
        self.standing.waited = self
            .waiting_since
            .map(|since| now.0.saturating_sub(since.0).max(0));
        self.rename();
        Ok(entries)
    }

    /// Since when the traveller waits for a person's word, as docs/engine.md has it.
    #[expect(
        clippy::wildcard_enum_match_arm,
        reason = "nothing else begins a wait or ends it"
    )]
    fn note_wait(&mut self, entry: &Entry) {
        let held = self.standing.status.holder().is_some();
        match &entry.body {
            EntryBody::HandedOff { .. } | EntryBody::Claimed { .. } => {
                self.waiting_since.get_or_insert(entry.at);
            }
            EntryBody::Message(Message {
                from: Speaker::Visitor,
                ..
            })
            | EntryBody::File(_)
                if held =>
            {
                self.waiting_since.get_or_insert(entry.at);
            }
            EntryBody::Message(Message {
                from: Speaker::Agent { .. },
                ..
            })
            | EntryBody::ReturnedToBot { .. }
            | EntryBody::CalledOff
            | EntryBody::Resolved { .. } => self.waiting_since = None,
            _ => {}
        }
    }

    /// Agents are called as the rehearsal calls them.
    fn rename(&mut self) {
        let (sessions, names) = (self.sessions, &self.names);
        let rename = |agent: &mut AgentRef| {
            let at = sessions.iter().position(|session| session.agent.id == agent.id);
            if let Some(name) = at.and_then(|at| names.get(at)) {
                agent.name.clone_from(name);
            }
        };
        match &mut self.standing.status {
            Status::Human { agent, .. } | Status::Snoozed { agent, .. } => rename(agent),
            Status::Bot | Status::Queued { .. } | Status::Resolved { .. } => {}
        }
    }
}

impl Stage for LiveStage<'_> {
    fn act(&mut self, act: &Act) -> Result<Followed, Halt> {
        let refused = match self.post(act)? {
            Ok(()) => None,
            Err(Unanswered::Refused(problem)) if is_of_conversation(problem.code) => {
                let code = serde_json::to_value(problem.code)
                    .ok()
                    .and_then(|code| code.as_str().map(str::to_owned));
                Some((code.unwrap_or_default(), problem.message))
            }
            Err(unanswered) => return Err(fault(unanswered)),
        };
        let entries = self.look()?;
        Ok(Followed {
            alerts: alerts(&entries, &self.standing.status),
            entries,
            refused,
            standing: self.standing.clone(),
        })
    }

    fn now(&self) -> Timestamp {
        let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
        Timestamp(since.map_or(0, |since| i64::try_from(since.as_millis()).unwrap_or(i64::MAX)))
    }

    fn slack(&self) -> i64 {
        2 * WAITS
    }
}

/// Why a rehearsal cannot be played at a deployment at all.
fn obstacle(rehearsal: &Rehearsal) -> Option<String> {
    if rehearsal.at.is_some() {
        return Some("it begins at an hour of its own, and a deployment has the hour that it is".to_owned());
    }
    let asks = rehearsal
        .steps
        .iter()
        .any(|step| matches!(step.act, Act::System(_)));
    asks.then(|| "a deployment asks the operator's own system, which has its own answers".to_owned())
}

/// Whether a refusal is the conversation's answer and not the deployment's trouble.
fn is_of_conversation(code: Code) -> bool {
    [
        Code::AlreadyClaimed,
        Code::NotHolder,
        Code::WrongStatus,
        Code::InvalidSlot,
        Code::NotFound,
        Code::TooLong,
        Code::UnsupportedFile,
    ]
    .contains(&code)
}

fn fault(unanswered: Unanswered) -> Halt {
    Halt::Fault(unanswered.to_string())
}
