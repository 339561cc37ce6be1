//! All SQL of the directory.

use gangway_protocol::api::{Agent, AuditRecord, Role};
use gangway_protocol::{AgentId, AgentRef, Timestamp, WorkspaceId};
use worker::{SqlStorage, SqlStorageValue};

use super::call::Inbox;
use crate::storage::{Row, StorageError, json, number, row, rows, run};

/// One per version, run once, never edited.
pub(super) const MIGRATIONS: [&str; 3] = [
    "
    CREATE TABLE agents (
        id TEXT PRIMARY KEY,
        name TEXT NOT NULL,
        email TEXT NOT NULL UNIQUE,
        role TEXT NOT NULL,
        workspaces TEXT NOT NULL,
        disabled INTEGER NOT NULL DEFAULT 0,
        created_at INTEGER NOT NULL
    );
    CREATE TABLE codes (
        hash TEXT PRIMARY KEY,
        agent TEXT NOT NULL,
        expires_at INTEGER NOT NULL
    );
    CREATE INDEX codes_by_agent ON codes (agent);
    CREATE TABLE sessions (
        hash TEXT PRIMARY KEY,
        agent TEXT NOT NULL,
        expires_at INTEGER NOT NULL
    );
    CREATE INDEX sessions_by_agent ON sessions (agent);
    CREATE TABLE spent (
        hash TEXT PRIMARY KEY,
        at INTEGER NOT NULL
    );
    CREATE TABLE audit (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        at INTEGER NOT NULL,
        by_id TEXT,
        by_name TEXT,
        action TEXT NOT NULL,
        agent_id TEXT NOT NULL,
        agent_name TEXT NOT NULL
    );
    CREATE TABLE outbox (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        workspace TEXT NOT NULL,
        jurisdiction TEXT NOT NULL,
        agent TEXT NOT NULL,
        admit INTEGER NOT NULL,
        attempts INTEGER NOT NULL DEFAULT 0,
        due INTEGER NOT NULL,
        UNIQUE (workspace, agent)
    );
",
    "
    ALTER TABLE agents ADD COLUMN skills TEXT NOT NULL DEFAULT '{}';
",
    "
    ALTER TABLE audit ADD COLUMN workspace TEXT;
    ALTER TABLE audit ADD COLUMN after TEXT;
",
];

const AGENT: &str = "SELECT id, name, email, role, workspaces, disabled, skills FROM agents";

type Result<T> = std::result::Result<T, StorageError>;

/// The agent of this id.
pub(super) fn agent(sql: &SqlStorage, id: &AgentId) -> Result<Option<Agent>> {
    one_agent(sql, &format!("{AGENT} WHERE id = ?"), id.as_str())
}

/// The agent of this address.
pub(super) fn agent_by_email(sql: &SqlStorage, email: &str) -> Result<Option<Agent>> {
    one_agent(sql, &format!("{AGENT} WHERE email = ?"), email)
}

/// All agents, by name.
pub(super) fn agents(sql: &SqlStorage) -> Result<Vec<Agent>> {
    rows(sql, &format!("{AGENT} ORDER BY name, id"), vec![])?
        .iter()
        .map(read_agent)
        .collect()
}

/// Puts an agent in, or in the place of the one of the same id.
pub(super) fn put_agent(sql: &SqlStorage, agent: &Agent, now: Timestamp) -> Result<()> {
    run(
        sql,
        "INSERT INTO agents (id, name, email, role, workspaces, disabled, created_at, skills)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?)
         ON CONFLICT (id) DO UPDATE SET name = excluded.name, email = excluded.email, role = excluded.role,
         workspaces = excluded.workspaces, disabled = excluded.disabled, skills = excluded.skills",
        vec![
            agent.agent.id.as_str().into(),
            agent.agent.name.as_str().into(),
            agent.email.as_str().into(),
            json(&agent.role, "a role")?,
            json(&agent.workspaces, "workspaces")?,
            SqlStorageValue::Integer(agent.disabled.into()),
            SqlStorageValue::Integer(now.0),
            json(&agent.skills, "skills")?,
        ],
    )
}

/// Keeps a sign-in code; earlier ones of the agent are void.
pub(super) fn put_code(sql: &SqlStorage, hash: &str, agent: &AgentId, until: Timestamp) -> Result<()> {
    forget_codes(sql, agent)?;
    run(
        sql,
        "INSERT INTO codes (hash, agent, expires_at) VALUES (?, ?, ?)",
        vec![hash.into(), agent.as_str().into(), until.0.into()],
    )
}

/// Uses up a code, good or not: whose it was, when it is still good.
pub(super) fn take_code(sql: &SqlStorage, hash: &str, now: Timestamp) -> Result<Option<AgentId>> {
    run(sql, "DELETE FROM codes WHERE expires_at <= ?", vec![now.0.into()])?;
    let query = "DELETE FROM codes WHERE hash = ? RETURNING agent";
    match row(sql, query, vec![hash.into()])? {
        Some(row) => Ok(Some(row.text(0)?.into())),
        None => Ok(None),
    }
}

/// Voids all codes of an agent.
pub(super) fn forget_codes(sql: &SqlStorage, agent: &AgentId) -> Result<()> {
    run(
        sql,
        "DELETE FROM codes WHERE agent = ?",
        vec![agent.as_str().into()],
    )
}

/// Keeps a session, and drops those that are over.
pub(super) fn put_session(
    sql: &SqlStorage,
    hash: &str,
    agent: &AgentId,
    now: Timestamp,
    until: Timestamp,
) -> Result<()> {
    run(
        sql,
        "DELETE FROM sessions WHERE expires_at <= ?",
        vec![now.0.into()],
    )?;
    run(
        sql,
        "INSERT INTO sessions (hash, agent, expires_at) VALUES (?, ?, ?)",
        vec![hash.into(), agent.as_str().into(), until.0.into()],
    )
}

/// Whose session it is, and until when.
pub(super) fn session(sql: &SqlStorage, hash: &str, now: Timestamp) -> Result<Option<(AgentId, Timestamp)>> {
    let query = "SELECT agent, expires_at FROM sessions WHERE hash = ? AND expires_at > ?";
    match row(sql, query, vec![hash.into(), now.0.into()])? {
        Some(row) => Ok(Some((row.text(0)?.into(), row.at(1)?))),
        None => Ok(None),
    }
}

/// Ends a session: whose it was.
pub(super) fn end_session(sql: &SqlStorage, hash: &str) -> Result<Option<AgentId>> {
    let query = "DELETE FROM sessions WHERE hash = ? RETURNING agent";
    match row(sql, query, vec![hash.into()])? {
        Some(row) => Ok(Some(row.text(0)?.into())),
        None => Ok(None),
    }
}

/// Ends all sessions of an agent.
pub(super) fn end_sessions(sql: &SqlStorage, agent: &AgentId) -> Result<()> {
    run(
        sql,
        "DELETE FROM sessions WHERE agent = ?",
        vec![agent.as_str().into()],
    )
}

/// Whether a set-up secret was used.
pub(super) fn is_spent(sql: &SqlStorage, hash: &str) -> Result<bool> {
    Ok(row(sql, "SELECT 1 FROM spent WHERE hash = ?", vec![hash.into()])?.is_some())
}

/// Remembers that a set-up secret was used.
pub(super) fn spend(sql: &SqlStorage, hash: &str, now: Timestamp) -> Result<()> {
    run(
        sql,
        "INSERT INTO spent (hash, at) VALUES (?, ?)",
        vec![hash.into(), now.0.into()],
    )
}

/// Writes down what was done.
pub(super) fn put_record(
    sql: &SqlStorage,
    at: Timestamp,
    by: Option<&AgentRef>,
    action: &str,
    agent: &AgentRef,
    exported: Option<(&WorkspaceId, Option<&str>)>,
) -> Result<()> {
    run(
        sql,
        "INSERT INTO audit (at, by_id, by_name, action, agent_id, agent_name, workspace, after)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        vec![
            at.0.into(),
            by.map(|by| by.id.as_str()).into(),
            by.map(|by| by.name.as_str()).into(),
            action.into(),
            agent.id.as_str().into(),
            agent.name.as_str().into(),
            exported.map(|(workspace, _)| workspace.as_str()).into(),
            exported.and_then(|(_, after)| after).into(),
        ],
    )
}

/// What was done before a record, latest first; `of`: with the conversations of these workspaces alone.
pub(super) fn records(
    sql: &SqlStorage,
    before: u64,
    limit: u64,
    of: Option<&[WorkspaceId]>,
) -> Result<Vec<AuditRecord>> {
    let of = match of {
        Some(of) => json(&of, "workspaces")?,
        None => SqlStorageValue::Null,
    };
    let query = "SELECT id, at, COALESCE(by_id, ''), COALESCE(by_name, ''), action, agent_id, agent_name,
                 COALESCE(workspace, ''), COALESCE(after, '') FROM audit
                 WHERE id < ? AND (? IS NULL OR workspace IN (SELECT value FROM json_each(?))) ORDER BY id DESC LIMIT ?";
    rows(sql, query, vec![number(before), of.clone(), of, number(limit)])?
        .iter()
        .map(read_record)
        .collect()
}

/// A word to an inbox that is not delivered.
pub(super) struct Word {
    id: i64,
    /// Which inbox.
    pub(super) inbox: Inbox,
    /// About whom.
    pub(super) agent: AgentId,
    /// Whether they are let in again; shut out otherwise.
    pub(super) admit: bool,
    /// How often it was tried.
    pub(super) attempts: u32,
}

/// Keeps a word for an inbox, in place of an earlier one about the same agent.
pub(super) fn put_word(
    sql: &SqlStorage,
    inbox: &Inbox,
    agent: &AgentId,
    admit: bool,
    due: Timestamp,
) -> Result<()> {
    run(
        sql,
        // A new row, so that whoever is delivering the earlier one does not take this one for done.
        "INSERT OR REPLACE INTO outbox (workspace, jurisdiction, agent, admit, due) VALUES (?, ?, ?, ?, ?)",
        vec![
            inbox.workspace.as_str().into(),
            inbox.jurisdiction.as_deref().unwrap_or_default().into(),
            agent.as_str().into(),
            SqlStorageValue::Integer(admit.into()),
            due.0.into(),
        ],
    )
}

/// The words that are due, in the order in which they came.
pub(super) fn words(sql: &SqlStorage, now: Timestamp) -> Result<Vec<Word>> {
    let query =
        "SELECT id, workspace, jurisdiction, agent, admit, attempts FROM outbox WHERE due <= ? ORDER BY id";
    rows(sql, query, vec![now.0.into()])?
        .iter()
        .map(|row| {
            let jurisdiction = Some(row.text(2)?).filter(|name| !name.is_empty());
            Ok(Word {
                id: row.integer(0)?,
                inbox: Inbox {
                    workspace: row.text(1)?.into(),
                    jurisdiction: jurisdiction.map(str::to_owned),
                },
                agent: row.text(3)?.into(),
                admit: row.integer(4)? != 0,
                attempts: u32::try_from(row.count(5)?).unwrap_or(u32::MAX),
            })
        })
        .collect()
}

/// A word was delivered.
pub(super) fn drop_word(sql: &SqlStorage, word: &Word) -> Result<()> {
    run(sql, "DELETE FROM outbox WHERE id = ?", vec![word.id.into()])
}

/// A word was not delivered.
pub(super) fn postpone_word(sql: &SqlStorage, word: &Word, attempts: u32, due: Timestamp) -> Result<()> {
    run(
        sql,
        "UPDATE outbox SET attempts = ?, due = ? WHERE id = ?",
        vec![number(attempts.into()), due.0.into(), word.id.into()],
    )
}

/// When the next word is due.
pub(super) fn next_due(sql: &SqlStorage) -> Result<Option<Timestamp>> {
    match row(sql, "SELECT MIN(due) FROM outbox", vec![])? {
        Some(row) => Ok(row.maybe_integer(0)?.map(Timestamp)),
        None => Ok(None),
    }
}

fn one_agent(sql: &SqlStorage, query: &str, key: &str) -> Result<Option<Agent>> {
    row(sql, query, vec![key.into()])?
        .as_ref()
        .map(read_agent)
        .transpose()
}

fn read_agent(row: &Row) -> Result<Agent> {
    let role: Role = row.json(3, "a role")?;
    Ok(Agent {
        agent: AgentRef {
            id: row.text(0)?.into(),
            name: row.text(1)?.to_owned(),
        },
        email: row.text(2)?.to_owned(),
        role,
        workspaces: row.json(4, "workspaces")?,
        disabled: row.integer(5)? != 0,
        skills: row.json(6, "skills")?,
    })
}

fn there(text: &str) -> Option<&str> {
    Some(text).filter(|text| !text.is_empty())
}

fn read_record(row: &Row) -> Result<AuditRecord> {
    let by = row.text(2)?;
    Ok(AuditRecord {
        id: row.count(0)?,
        at: row.at(1)?,
        by: if by.is_empty() {
            None
        } else {
            Some(AgentRef {
                id: by.into(),
                name: row.text(3)?.to_owned(),
            })
        },
        action: row.text(4)?.to_owned(),
        agent: AgentRef {
            id: row.text(5)?.into(),
            name: row.text(6)?.to_owned(),
        },
        workspace: there(row.text(7)?).map(Into::into),
        after: there(row.text(8)?).map(str::to_owned),
    })
}
