//! The object: one call, one transaction.

use gangway_protocol::api::{Agent, AuditList, NewAgent, Role, SignInLink, Skills};
use gangway_protocol::{AgentId, AgentRef, Code, Problem, Timestamp, WorkspaceId};
use serde_json::json;
use worker::{DurableObject, Env, Request, Response, SqlStorage, State, durable_object};

use super::call::{DirectoryCall, DirectoryReply, Inbox};
use super::sql::{self, Word};
use crate::auth::secret::{self, NoRandomness};
use crate::auth::session::{self, covers, covers_all, is_everywhere};
use crate::calls::{InboxCall, InboxReply, Known};
use crate::outbox::{self, Lane};
use crate::panics::{self, contained_async};
use crate::storage::{self, StorageError};
use crate::{ask, clock, log};

/// How long a sign-in code is good: 15 minutes.
const CODE_LIFETIME: i64 = 15 * 60 * 1_000;
/// Records in one page of the audit log.
const PAGE: u64 = 100;
/// More records than there will ever be, and still a whole number in JavaScript.
const LATEST: u64 = (1 << 53) - 1;
/// Said to whoever would reach further through someone else.
const NOT_THERE: &str = "You do not work in all of these workspaces.";
/// When to look again after a fault of our own.
const LOOK_AGAIN: i64 = 60_000;

/// The directory of a deployment.
#[durable_object]
pub struct DirectoryObject {
    state: State,
    env: Env,
    lane: Lane,
    /// Whether the storage is one that this version can use.
    ready: Result<(), StorageError>,
}

/// Why a call is not carried out.
enum Unmet {
    /// Refused.
    Refused(Box<Problem>),
    /// A fault of ours.
    Fault(String),
}

impl DurableObject for DirectoryObject {
    fn new(state: State, env: Env) -> Self {
        let ready = storage::migrate(&state.storage(), &sql::MIGRATIONS);
        Self {
            state,
            env,
            lane: Lane::default(),
            ready,
        }
    }

    async fn fetch(&self, request: Request) -> worker::Result<Response> {
        let answered = panics::event(self.respond(request)).await;
        answered.unwrap_or_else(|panicked| fault(&panicked.to_string()))
    }

    async fn alarm(&self) -> worker::Result<Response> {
        panics::event(self.tell_inboxes()).await.unwrap_or_default();
        Response::empty()
    }
}

impl DirectoryObject {
    async fn respond(&self, mut request: Request) -> worker::Result<Response> {
        let text = request.text().await?;
        let Ok(call) = serde_json::from_str::<DirectoryCall>(&text) else {
            let problem = Problem::new(Code::Unavailable, "The directory is of an older version.");
            return Response::from_json(&DirectoryReply::Refused { problem });
        };
        let tells = matches!(
            call,
            DirectoryCall::SetUp { .. }
                | DirectoryCall::Change { .. }
                | DirectoryCall::SetSkills { .. }
                | DirectoryCall::Disable { .. }
                | DirectoryCall::Enable { .. }
        );
        let reply = match self.carry_out(call) {
            Ok(reply) => reply,
            Err(Unmet::Refused(problem)) => DirectoryReply::Refused { problem: *problem },
            Err(Unmet::Fault(reason)) => return fault(&reason),
        };
        if tells {
            self.tell_inboxes().await;
        }
        Response::from_json(&reply)
    }

    fn carry_out(&self, call: DirectoryCall) -> Result<DirectoryReply, Unmet> {
        if let Err(error) = &self.ready {
            return Err(Unmet::Fault(error.to_string()));
        }
        let storage = self.state.storage();
        storage::transaction(&storage, || {
            let desk = Desk {
                sql: storage.sql(),
                now: clock::now(),
            };
            let reply = desk.carry_out(call)?;
            if let Some(due) = sql::next_due(&desk.sql)? {
                storage::set_alarm(&storage, outbox::alarm(desk.now, None, Some(due)))?;
            }
            Ok(reply)
        })
    }

    /// Delivers what is due and sets the alarm for what is not delivered. An inbox that has heard it twice has heard
    /// it once.
    async fn tell_inboxes(&self) {
        // Whoever has the turn looks again when done; and the alarm is set.
        let Some(_turn) = self.lane.turn() else { return };
        let told = contained_async(self.tell_all()).await;
        if let Err(error) = told.unwrap_or_else(|panicked| Err(panicked.into())) {
            log::error("directory.outbox", &json!({ "reason": error.to_string() }));
            // The platform's own retries come to an end; this alarm does not.
            let later = clock::now().plus(LOOK_AGAIN);
            if let Err(error) = storage::set_alarm(&self.state.storage(), Some(later)) {
                log::error("directory.alarm", &json!({ "reason": error.to_string() }));
            }
        }
    }

    async fn tell_all(&self) -> Result<(), StorageError> {
        let sql = self.state.storage().sql();
        loop {
            let words = sql::words(&sql, clock::now())?;
            if words.is_empty() {
                let next = outbox::alarm(clock::now(), None, sql::next_due(&sql)?);
                return storage::set_alarm(&self.state.storage(), next);
            }
            for word in words {
                // What holds when it is told: a later change has a word of its own.
                let known = sql::agent(&sql, &word.agent)?.map(|agent| Known {
                    name: agent.agent.name,
                    skills: agent.skills,
                    said_at: clock::now(),
                });
                if self.tell(&word, known).await {
                    sql::drop_word(&sql, &word)?;
                } else {
                    let attempts = word.attempts.saturating_add(1);
                    let due = clock::now().plus(outbox::backoff(attempts, outbox::spread()));
                    sql::postpone_word(&sql, &word, attempts, due)?;
                }
            }
        }
    }

    async fn tell(&self, word: &Word, known: Option<Known>) -> bool {
        let agent = word.agent.clone();
        let call = if word.admit {
            InboxCall::AdmitAgent { agent, known }
        } else {
            InboxCall::CloseAgent { agent }
        };
        let Inbox {
            workspace,
            jurisdiction,
        } = &word.inbox;
        let reply = match ask::inbox_stub(&self.env, workspace, jurisdiction.as_deref()) {
            Ok(stub) => ask::inbox(&stub, &call).await,
            Err(error) => Err(error),
        };
        let reason = match reply {
            Ok(InboxReply::Done) => return true,
            Ok(InboxReply::Refused { problem }) => problem.message,
            Ok(
                InboxReply::List(_)
                | InboxReply::Ticket(_)
                | InboxReply::Place { .. }
                | InboxReply::Conversations { .. },
            ) => "an unexpected reply".to_owned(),
            Err(error) => error.to_string(),
        };
        let fields = json!({ "workspace": workspace, "attempts": word.attempts, "reason": reason });
        log::warn("directory.retry", &fields);
        false
    }
}

/// The answer to a fault of ours.
fn fault(reason: &str) -> worker::Result<Response> {
    log::error("directory.fault", &json!({ "reason": reason }));
    Response::error("fault", 500)
}

/// One call inside its transaction.
struct Desk {
    sql: SqlStorage,
    now: Timestamp,
}

impl Desk {
    fn carry_out(&self, call: DirectoryCall) -> Result<DirectoryReply, Unmet> {
        match call {
            DirectoryCall::SetUp {
                secret,
                name,
                email,
                inboxes,
            } => self.set_up(&secret, name, email, &inboxes),
            DirectoryCall::Create { by, agent } => self.create(&by, agent),
            DirectoryCall::Change {
                by,
                agent,
                to,
                inboxes,
            } => self.change(&by, &agent, to, &inboxes),
            DirectoryCall::Exports { by, workspace, after } => {
                self.exports(&by, &workspace, after.as_deref())
            }
            DirectoryCall::SetSkills {
                by,
                agent,
                skills,
                inboxes,
            } => {
                let (by, agent) = self.managed(&by, &agent)?;
                let agent = Agent { skills, ..agent };
                sql::put_agent(&self.sql, &agent, self.now)?;
                self.record(Some(&by.agent), "skills_set", &agent.agent)?;
                if !agent.disabled {
                    self.tell(&agent, true, &inboxes)?;
                }
                Ok(DirectoryReply::Agent { agent })
            }
            DirectoryCall::Link { by, agent } => {
                let (by, agent) = self.managed(&by, &agent)?;
                if agent.disabled {
                    return Err(refuse(
                        Code::WrongStatus,
                        "This agent is shut out; let them in first.",
                    ));
                }
                self.link(Some(&by.agent), "link_made", agent.agent)
            }
            DirectoryCall::SignIn { code } => self.sign_in(&code),
            DirectoryCall::Renew { session } => self.renew(&session),
            DirectoryCall::SignOut { session } => self.sign_out(&session),
            DirectoryCall::Agents { by } => self.agents(&by),
            DirectoryCall::Disable { by, agent, inboxes } => self.disable(&by, &agent, &inboxes),
            DirectoryCall::Enable { by, agent, inboxes } => self.enable(&by, &agent, &inboxes),
            DirectoryCall::Audit { by, before } => self.audit(&by, before),
        }
    }

    fn set_up(
        &self,
        secret: &str,
        name: String,
        email: String,
        inboxes: &[Inbox],
    ) -> Result<DirectoryReply, Unmet> {
        if sql::is_spent(&self.sql, secret)? {
            let problem = Problem::new(Code::Spent, "This set-up secret was used.")
                .hint("set another `SETUP_SECRET`: each value works once");
            return Err(Unmet::Refused(Box::new(problem)));
        }
        sql::spend(&self.sql, secret, self.now)?;
        let (id, skills) = match sql::agent_by_email(&self.sql, &email)? {
            Some(agent) => {
                // Whoever took the address before is not made an administrator of everywhere by it.
                sql::end_sessions(&self.sql, &agent.agent.id)?;
                sql::forget_codes(&self.sql, &agent.agent.id)?;
                (agent.agent.id, agent.skills)
            }
            None => (AgentId(secret::name()?), Skills::default()),
        };
        let agent = Agent {
            agent: AgentRef { id, name },
            email,
            role: Role::Administrator,
            workspaces: vec![session::everywhere()],
            disabled: false,
            skills,
        };
        sql::put_agent(&self.sql, &agent, self.now)?;
        self.tell(&agent, true, inboxes)?;
        self.link(None, "set_up", agent.agent)
    }

    fn create(&self, by: &AgentId, new: NewAgent) -> Result<DirectoryReply, Unmet> {
        let by = self.administrator(by)?;
        if !covers_all(&by.workspaces, &new.workspaces) {
            return Err(refuse(Code::Forbidden, NOT_THERE));
        }
        if sql::agent_by_email(&self.sql, &new.email)?.is_some() {
            return Err(taken());
        }
        let agent = Agent {
            agent: AgentRef {
                id: AgentId(secret::name()?),
                name: new.name,
            },
            email: new.email,
            role: new.role,
            workspaces: new.workspaces,
            disabled: false,
            skills: new.skills,
        };
        sql::put_agent(&self.sql, &agent, self.now)?;
        self.link(Some(&by.agent), "created", agent.agent)
    }

    /// (1) Nobody changes where they reach themselves, or reaches further through someone else. (2) Inboxes where the agent
    /// works no more are told, as of one who is shut out, and those where they do are told who they are.
    fn change(
        &self,
        by: &AgentId,
        id: &AgentId,
        to: NewAgent,
        inboxes: &[Inbox],
    ) -> Result<DirectoryReply, Unmet> {
        let (by, before) = self.managed(by, id)?;
        let NewAgent {
            name,
            email,
            role,
            mut workspaces,
            skills,
        } = to;
        if !covers_all(&by.workspaces, &workspaces) {
            return Err(refuse(Code::Forbidden, NOT_THERE)); // (1)
        }
        workspaces.sort();
        workspaces.dedup();
        let same = role == before.role
            && covers_all(&workspaces, &before.workspaces)
            && covers_all(&before.workspaces, &workspaces);
        if by.agent.id == *id && !same {
            let problem = "Another administrator has to change your role and workspaces.";
            return Err(refuse(Code::WrongStatus, problem));
        }
        if sql::agent_by_email(&self.sql, &email)?.is_some_and(|other| other.agent.id != *id) {
            return Err(taken());
        }
        let agent = Agent {
            agent: AgentRef { id: id.clone(), name },
            email,
            role,
            workspaces,
            disabled: before.disabled,
            skills,
        };
        if agent == before {
            return Ok(DirectoryReply::Agent { agent });
        }
        sql::put_agent(&self.sql, &agent, self.now)?;
        self.record(Some(&by.agent), "changed", &agent.agent)?;
        if !agent.disabled {
            for inbox in inboxes {
                let works = covers(&agent.workspaces, &inbox.workspace);
                if works || covers(&before.workspaces, &inbox.workspace) {
                    sql::put_word(&self.sql, inbox, id, works, self.now)?; // (2)
                }
            }
        }
        Ok(DirectoryReply::Agent { agent })
    }

    /// On record, when whoever asks may export it now.
    fn exports(
        &self,
        by: &AgentId,
        workspace: &WorkspaceId,
        after: Option<&str>,
    ) -> Result<DirectoryReply, Unmet> {
        let by = self.administrator(by)?;
        if !covers(&by.workspaces, workspace) {
            return Err(refuse(Code::Forbidden, "You do not work in this workspace."));
        }
        let of = Some((workspace, after));
        sql::put_record(&self.sql, self.now, Some(&by.agent), "exported", &by.agent, of)?;
        Ok(DirectoryReply::Done)
    }

    fn record(&self, by: Option<&AgentRef>, action: &str, agent: &AgentRef) -> Result<(), StorageError> {
        sql::put_record(&self.sql, self.now, by, action, agent, None)
    }

    fn link(&self, by: Option<&AgentRef>, action: &str, agent: AgentRef) -> Result<DirectoryReply, Unmet> {
        let code = secret::fresh()?;
        let expires_at = self.now.plus(CODE_LIFETIME);
        sql::put_code(&self.sql, &secret::hash(&code), &agent.id, expires_at)?;
        self.record(by, action, &agent)?;
        let link = SignInLink {
            agent,
            path: format!("/inbox#sign-in={code}"),
            expires_at,
        };
        Ok(DirectoryReply::Link { link })
    }

    fn sign_in(&self, code: &str) -> Result<DirectoryReply, Unmet> {
        let spent = || {
            let problem = Problem::new(Code::Spent, "This sign-in link was used, or is too old.")
                .hint("ask an administrator for a new one");
            Unmet::Refused(Box::new(problem))
        };
        let id = sql::take_code(&self.sql, &secret::hash(code), self.now)?.ok_or_else(spent)?;
        let agent = sql::agent(&self.sql, &id)?
            .filter(|agent| !agent.disabled)
            .ok_or_else(spent)?;
        let session = secret::fresh()?;
        let until = self.now.plus(session::LIFETIME);
        sql::put_session(&self.sql, &secret::hash(&session), &id, self.now, until)?;
        self.record(Some(&agent.agent), "signed_in", &agent.agent)?;
        Ok(DirectoryReply::Session {
            agent,
            session: Some(session),
            until,
        })
    }

    fn renew(&self, session: &str) -> Result<DirectoryReply, Unmet> {
        let Some((id, until)) = sql::session(&self.sql, &secret::hash(session), self.now)? else {
            return Ok(DirectoryReply::Done);
        };
        Ok(match sql::agent(&self.sql, &id)? {
            Some(agent) if !agent.disabled => DirectoryReply::Session {
                agent,
                session: None,
                until,
            },
            Some(_) | None => DirectoryReply::Done,
        })
    }

    fn sign_out(&self, session: &str) -> Result<DirectoryReply, Unmet> {
        if let Some(id) = sql::end_session(&self.sql, &secret::hash(session))?
            && let Some(agent) = sql::agent(&self.sql, &id)?
        {
            self.record(Some(&agent.agent), "signed_out", &agent.agent)?;
        }
        Ok(DirectoryReply::Done)
    }

    fn agents(&self, by: &AgentId) -> Result<DirectoryReply, Unmet> {
        let by = self.administrator(by)?;
        let mut agents = sql::agents(&self.sql)?;
        agents.retain(|agent| covers_all(&by.workspaces, &agent.workspaces));
        Ok(DirectoryReply::Agents { agents })
    }

    /// (1) No session and no code works any more. (2) Every inbox of theirs is told.
    fn disable(&self, by: &AgentId, id: &AgentId, inboxes: &[Inbox]) -> Result<DirectoryReply, Unmet> {
        let (by, agent) = self.managed(by, id)?;
        if by.agent.id == agent.agent.id {
            return Err(refuse(
                Code::WrongStatus,
                "Another administrator has to shut you out.",
            ));
        }
        sql::end_sessions(&self.sql, id)?; // (1)
        sql::forget_codes(&self.sql, id)?;
        self.admit(&by, agent, false, inboxes) // (2)
    }

    fn enable(&self, by: &AgentId, id: &AgentId, inboxes: &[Inbox]) -> Result<DirectoryReply, Unmet> {
        let (by, agent) = self.managed(by, id)?;
        self.admit(&by, agent, true, inboxes)
    }

    fn admit(
        &self,
        by: &Agent,
        agent: Agent,
        admit: bool,
        inboxes: &[Inbox],
    ) -> Result<DirectoryReply, Unmet> {
        if agent.disabled == admit {
            let action = if admit { "enabled" } else { "disabled" };
            self.record(Some(&by.agent), action, &agent.agent)?;
        }
        let agent = Agent {
            disabled: !admit,
            ..agent
        };
        sql::put_agent(&self.sql, &agent, self.now)?;
        self.tell(&agent, admit, inboxes)?;
        Ok(DirectoryReply::Agent { agent })
    }

    /// Owes the agent's inboxes a word.
    fn tell(&self, agent: &Agent, admit: bool, inboxes: &[Inbox]) -> Result<(), StorageError> {
        inboxes
            .iter()
            .filter(|inbox| covers(&agent.workspaces, &inbox.workspace))
            .try_for_each(|inbox| sql::put_word(&self.sql, inbox, &agent.agent.id, admit, self.now))
    }

    fn audit(&self, by: &AgentId, before: Option<u64>) -> Result<DirectoryReply, Unmet> {
        let by = self.administrator(by)?;
        // Whoever does not work everywhere sees what was taken from where they do, and no more.
        let everywhere = by.workspaces.iter().any(is_everywhere);
        let of = (!everywhere).then_some(by.workspaces.as_slice());
        let records = sql::records(&self.sql, before.unwrap_or(LATEST).min(LATEST), PAGE, of)?;
        let full = records.len() as u64 == PAGE;
        let next = records.last().filter(|_| full).map(|record| record.id);
        Ok(DirectoryReply::Audit(AuditList { records, next }))
    }

    /// Who asks, when they are an administrator now: a claim may be five minutes old.
    fn administrator(&self, id: &AgentId) -> Result<Agent, Unmet> {
        sql::agent(&self.sql, id)?
            .filter(|agent| agent.role == Role::Administrator && !agent.disabled)
            .ok_or_else(|| refuse(Code::Forbidden, "Only an administrator may do this."))
    }

    /// Who asks, and whom they manage.
    fn managed(&self, by: &AgentId, id: &AgentId) -> Result<(Agent, Agent), Unmet> {
        let by = self.administrator(by)?;
        let agent =
            sql::agent(&self.sql, id)?.ok_or_else(|| refuse(Code::NotFound, "There is no such agent."))?;
        if covers_all(&by.workspaces, &agent.workspaces) {
            Ok((by, agent))
        } else {
            Err(refuse(Code::Forbidden, "This agent also works where you do not."))
        }
    }
}

fn taken() -> Unmet {
    let problem = Problem::new(Code::WrongStatus, "There is an agent with this address.")
        .hint("make a new sign-in link for them, or let them in again");
    Unmet::Refused(Box::new(problem))
}

fn refuse(code: Code, message: &str) -> Unmet {
    Unmet::Refused(Box::new(Problem::new(code, message)))
}

impl From<StorageError> for Unmet {
    fn from(error: StorageError) -> Self {
        Self::Fault(error.to_string())
    }
}

impl From<NoRandomness> for Unmet {
    fn from(error: NoRandomness) -> Self {
        Self::Fault(error.to_string())
    }
}
