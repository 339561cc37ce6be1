//! All SQL of an inbox.

use std::collections::BTreeMap;

use gangway_engine::desk::{Answer, Offer, Present, WAITS, Waiting};
use gangway_protocol::api::Skills;
use gangway_protocol::event::Alert;
use gangway_protocol::queue::View;
use gangway_protocol::{AgentId, AgentRef, ConversationId, Seq, Summary, TeamId, Timestamp};
use worker::{SqlStorage, SqlStorageValue, Storage};

use super::routing;
use crate::calls::ConversationCall;
use crate::sql::{Outbox, Tickets, moment};
use crate::storage::{Row, StorageError, json, migrate, number, row, rows, run};

/// The schema, one step per number. A step that was deployed is never edited; a new one follows it.
///
/// `conversation` is the registry and the summaries in one: `gone` is the tombstone that erasure leaves, behind
/// which nothing is listed again. Its indices are partial, so that the many summaries that change without
/// changing their status write one row each.
const MIGRATIONS: &[&str] = &["
    CREATE TABLE conversation (id TEXT PRIMARY KEY, version INTEGER NOT NULL, status TEXT NOT NULL, owner TEXT,
        updated_at INTEGER NOT NULL, gone INTEGER NOT NULL DEFAULT 0, body TEXT NOT NULL) WITHOUT ROWID;
    CREATE INDEX conversation_open ON conversation (status) WHERE status <> 'resolved';
    CREATE INDEX conversation_ended ON conversation (updated_at) WHERE status = 'resolved';
    CREATE INDEX conversation_owned ON conversation (owner) WHERE owner IS NOT NULL;
    CREATE TABLE alert (n INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, conversation TEXT NOT NULL,
        at INTEGER NOT NULL, body TEXT NOT NULL);
    CREATE TABLE presence (agent TEXT PRIMARY KEY, gone_at INTEGER) WITHOUT ROWID;
    CREATE TABLE shut_out (agent TEXT PRIMARY KEY, until INTEGER NOT NULL) WITHOUT ROWID;
    CREATE TABLE watch (agent TEXT NOT NULL, conversation TEXT NOT NULL, ord INTEGER NOT NULL,
        watching INTEGER NOT NULL, at INTEGER NOT NULL, PRIMARY KEY (agent, conversation)) WITHOUT ROWID;
    CREATE TABLE outbox (id INTEGER PRIMARY KEY AUTOINCREMENT, conversation TEXT NOT NULL, subject TEXT,
        body TEXT NOT NULL, attempts INTEGER NOT NULL DEFAULT 0, next_at INTEGER NOT NULL);
    CREATE TABLE ticket (hash TEXT PRIMARY KEY, agent TEXT NOT NULL, expires INTEGER NOT NULL) WITHOUT ROWID;
    CREATE TABLE rebuild (only INTEGER PRIMARY KEY CHECK (only = 1), after TEXT NOT NULL);
", "
    ALTER TABLE conversation ADD COLUMN read INTEGER NOT NULL DEFAULT 0;
", "
    CREATE TABLE wait (n INTEGER PRIMARY KEY AUTOINCREMENT, team TEXT NOT NULL, millis INTEGER NOT NULL);
    CREATE INDEX wait_of ON wait (team, n);
", "
    ALTER TABLE conversation ADD COLUMN capacity INTEGER NOT NULL DEFAULT 0;
    CREATE TABLE offer (conversation TEXT NOT NULL, agent TEXT NOT NULL, until INTEGER NOT NULL, accepted INTEGER,
        version INTEGER NOT NULL DEFAULT 0, PRIMARY KEY (conversation, agent)) WITHOUT ROWID;
    CREATE TABLE skill (agent TEXT PRIMARY KEY, name TEXT NOT NULL, body TEXT NOT NULL,
        last_at INTEGER NOT NULL DEFAULT 0) WITHOUT ROWID;
", "
    ALTER TABLE skill ADD COLUMN said_at INTEGER NOT NULL DEFAULT 0;
"];

/// Alerts kept, for pages that open later and for repeated deliveries.
const ALERTS: u64 = 500;
/// Conversations that are not ended and are listed at once: whoever waits for a person before all others.
const LISTED_OPEN: u64 = 1_000;
/// Ended conversations that are listed: the latest.
const LISTED_ENDED: u64 = 200;

/// Brings the schema up to date.
pub(super) fn prepare(storage: &Storage) -> Result<(), StorageError> {
    migrate(storage, MIGRATIONS)
}

/// A row of the outbox that is due.
#[derive(Debug)]
pub(super) struct OutboxRow {
    pub(super) id: u64,
    pub(super) conversation: ConversationId,
    /// As stored: a call.
    pub(super) body: String,
    pub(super) attempts: u32,
}

/// The tables.
pub(super) struct Tables(SqlStorage);

impl Tables {
    pub(super) fn of(storage: &Storage) -> Self {
        Self(storage.sql())
    }

    pub(super) fn outbox(&self) -> Outbox<'_> {
        Outbox(&self.0)
    }

    pub(super) fn tickets(&self) -> Tickets<'_> {
        Tickets(&self.0)
    }

    // ---- registry and summaries ------------------------------------------------------------------

    /// Takes a summary, unless one that it does not supersede is here ([`gangway_protocol::queue::supersedes`]) or the
    /// conversation was erased. Whether it was taken.
    pub(super) fn publish(&self, summary: &Summary, capacity: u32) -> Result<bool, StorageError> {
        let taken = row(
            &self.0,
            "INSERT INTO conversation (id, version, read, status, owner, updated_at, body, capacity)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT DO UPDATE SET version = excluded.version, read = excluded.read,
                    status = excluded.status, owner = excluded.owner, updated_at = excluded.updated_at,
                    body = excluded.body, capacity = excluded.capacity
                WHERE (excluded.version, excluded.read) > (conversation.version, conversation.read)
                    AND conversation.gone = 0
                RETURNING id",
            vec![
                summary.conversation.as_str().into(),
                number(summary.version.0),
                number(summary.read.0),
                summary.status.name().into(),
                summary.status.owner().map(|owner| owner.id.as_str()).into(),
                summary.updated_at.0.into(),
                json(summary, "a summary")?,
                i64::from(capacity).into(),
            ],
        )?;
        Ok(taken.is_some())
    }

    pub(super) fn summary(&self, id: &ConversationId) -> Result<Option<Summary>, StorageError> {
        row(
            &self.0,
            "SELECT body FROM conversation WHERE id = ? AND gone = 0",
            vec![id.as_str().into()],
        )?
        .map(|row| row.json(0, "a summary"))
        .transpose()
    }

    /// What a view shows to an agent, in no order. Conversations in which nothing has happened are in none.
    pub(super) fn list(&self, view: View, agent: &AgentId) -> Result<Vec<Summary>, StorageError> {
        const OPEN: &str = "SELECT body FROM conversation
            WHERE status <> 'resolved' AND version <> 0 AND gone = 0
            ORDER BY status = 'queued' DESC, updated_at DESC LIMIT ?";
        const ENDED: &str = "SELECT body FROM conversation WHERE status = 'resolved' AND gone = 0
            ORDER BY updated_at DESC LIMIT ?";
        const WITH_STATUS: &str = "SELECT body FROM conversation
            WHERE status <> 'resolved' AND status = ? AND version <> 0 AND gone = 0
            ORDER BY updated_at DESC LIMIT ?";
        const OWNED: &str = "SELECT body FROM conversation WHERE owner = ? AND gone = 0 LIMIT ?";
        let mut found = match view {
            View::All => self.summaries(OPEN, vec![number(LISTED_OPEN)])?,
            View::Mine => self.summaries(OWNED, vec![agent.as_str().into(), number(LISTED_OPEN)])?,
            View::Unassigned => self.summaries(WITH_STATUS, vec!["queued".into(), number(LISTED_OPEN)])?,
            View::Bot => self.summaries(WITH_STATUS, vec!["bot".into(), number(LISTED_OPEN)])?,
            View::Human => self.summaries(WITH_STATUS, vec!["human".into(), number(LISTED_OPEN)])?,
            View::Snoozed => self.summaries(WITH_STATUS, vec!["snoozed".into(), number(LISTED_OPEN)])?,
            View::Resolved => Vec::new(),
        };
        if matches!(view, View::All | View::Resolved) {
            found.extend(self.summaries(ENDED, vec![number(LISTED_ENDED)])?);
        }
        found.retain(|summary| view.shows(summary, agent));
        Ok(found)
    }

    /// Conversations that an agent holds or has put aside.
    pub(super) fn owned(&self, agent: &AgentId) -> Result<Vec<ConversationId>, StorageError> {
        self.ids(
            "SELECT id FROM conversation WHERE owner = ? AND gone = 0",
            vec![agent.as_str().into()],
        )
    }

    /// The next ids of the registry after one, and from now on every publication of theirs is taken.
    pub(super) fn to_rebuild(&self, after: &str, limit: u64) -> Result<Vec<ConversationId>, StorageError> {
        let ids: Vec<ConversationId> = self.ids(
            "SELECT id FROM conversation WHERE id > ? AND gone = 0 ORDER BY id LIMIT ?",
            vec![after.into(), number(limit)],
        )?;
        for id in &ids {
            run(
                &self.0,
                "UPDATE conversation SET version = -1 WHERE id = ?",
                vec![id.as_str().into()],
            )?;
        }
        Ok(ids)
    }

    pub(super) fn rebuilding(&self) -> Result<Option<String>, StorageError> {
        row(&self.0, "SELECT after FROM rebuild", vec![])?
            .map(|row| row.text(0).map(str::to_owned))
            .transpose()
    }

    /// How far the rebuild has come; `None` when it is through.
    pub(super) fn rebuild(&self, after: Option<&str>) -> Result<(), StorageError> {
        match after {
            Some(after) => run(
                &self.0,
                "INSERT INTO rebuild VALUES (1, ?) ON CONFLICT DO UPDATE SET after = excluded.after",
                vec![after.into()],
            ),
            None => run(&self.0, "DELETE FROM rebuild", vec![]),
        }
    }

    // ---- the queue -------------------------------------------------------------------------------

    /// Who waits for someone.
    pub(super) fn queued(&self) -> Result<Vec<Summary>, StorageError> {
        self.list(View::Unassigned, &AgentId::from(""))
    }

    /// Notes how long a claim made its visitor wait; of each team the last ones are kept.
    pub(super) fn note_wait(&self, team: &TeamId, millis: i64) -> Result<(), StorageError> {
        run(
            &self.0,
            "INSERT INTO wait (team, millis) VALUES (?, ?)",
            vec![team.as_str().into(), millis.into()],
        )?;
        run(
            &self.0,
            "DELETE FROM wait WHERE team = ? AND n <=
                (SELECT n FROM wait WHERE team = ? ORDER BY n DESC LIMIT 1 OFFSET ?)",
            vec![team.as_str().into(), team.as_str().into(), number(WAITS as u64)],
        )
    }

    /// How long people have waited lately, by team.
    pub(super) fn waits(&self) -> Result<BTreeMap<TeamId, Vec<i64>>, StorageError> {
        let mut waits: BTreeMap<TeamId, Vec<i64>> = BTreeMap::new();
        for row in rows(&self.0, "SELECT team, millis FROM wait", vec![])? {
            waits
                .entry(row.text(0)?.into())
                .or_default()
                .push(row.integer(1)?);
        }
        Ok(waits)
    }

    /// Who waits for a team that assigns: those who wait longest, more than can be assigned at once.
    pub(super) fn to_assign(&self) -> Result<Vec<Waiting>, StorageError> {
        rows(
            &self.0,
            "SELECT body, capacity FROM conversation
                WHERE status <> 'resolved' AND status = 'queued' AND capacity > 0 AND gone = 0
                ORDER BY updated_at LIMIT ?",
            vec![number(LISTED_OPEN)],
        )?
        .iter()
        .map(|row| {
            Ok(Waiting {
                summary: row.json(0, "a summary")?,
                capacity: u32::try_from(row.count(1)?).unwrap_or_default(),
            })
        })
        .collect()
    }

    /// What the directory said of an agent, unless it has said something later: a session remembers for five minutes.
    pub(super) fn know(
        &self,
        agent: &AgentRef,
        skills: &Skills,
        said_at: Timestamp,
    ) -> Result<(), StorageError> {
        run(
            &self.0,
            "INSERT INTO skill (agent, name, body, said_at) VALUES (?, ?, ?, ?)
                ON CONFLICT DO UPDATE SET name = excluded.name, body = excluded.body, said_at = excluded.said_at
                WHERE excluded.said_at >= skill.said_at",
            vec![
                agent.id.as_str().into(),
                agent.name.as_str().into(),
                json(skills, "skills")?,
                said_at.0.into(),
            ],
        )
    }

    /// An agent's name, and what the routing goes by.
    pub(super) fn present_agent(&self, agent: &AgentId) -> Result<Option<(String, Present)>, StorageError> {
        let known = row(
            &self.0,
            "SELECT name, body, last_at FROM skill WHERE agent = ?",
            vec![agent.as_str().into()],
        )?;
        let Some(known) = known else { return Ok(None) };
        let held = row(
            &self.0,
            "SELECT count(*) FROM conversation WHERE owner = ? AND status = 'human' AND gone = 0",
            vec![agent.as_str().into()],
        )?;
        let held = held.map_or(Ok(0), |held| held.count(0))?;
        let held = u32::try_from(held).unwrap_or(u32::MAX);
        let free = routing::present(agent.clone(), known.json(1, "skills")?, held, known.at(2)?);
        Ok(Some((known.text(0)?.to_owned(), free)))
    }

    /// Every offer of which something is still to be known.
    pub(super) fn offers(&self) -> Result<Vec<Offer>, StorageError> {
        rows(
            &self.0,
            "SELECT conversation, agent, until, accepted, version FROM offer",
            vec![],
        )?
        .iter()
        .map(read_offer)
        .collect()
    }

    /// Reserves a place of an agent's.
    pub(super) fn offer(
        &self,
        conversation: &ConversationId,
        agent: &AgentId,
        until: Timestamp,
        now: Timestamp,
    ) -> Result<(), StorageError> {
        run(
            &self.0,
            "INSERT INTO offer (conversation, agent, until) VALUES (?, ?, ?)
                ON CONFLICT DO UPDATE SET until = excluded.until, accepted = NULL, version = 0",
            vec![
                conversation.as_str().into(),
                agent.as_str().into(),
                until.0.into(),
            ],
        )?;
        run(
            &self.0,
            "UPDATE skill SET last_at = ? WHERE agent = ?",
            vec![now.0.into(), agent.as_str().into()],
        )
    }

    /// Notes what the conversation said to this offer, and to no later one.
    pub(super) fn answer_offer(
        &self,
        conversation: &ConversationId,
        agent: &AgentId,
        until: Timestamp,
        answer: Answer,
    ) -> Result<(), StorageError> {
        run(
            &self.0,
            "UPDATE offer SET accepted = ?, version = ?
                WHERE conversation = ? AND agent = ? AND until = ? AND accepted IS NULL",
            vec![
                i64::from(answer.accepted).into(),
                number(answer.version.0),
                conversation.as_str().into(),
                agent.as_str().into(),
                until.0.into(),
            ],
        )
    }

    /// Forgets the offers that this summary settles.
    pub(super) fn settle_offers(&self, summary: &Summary) -> Result<(), StorageError> {
        let conversation = summary.conversation.as_str();
        let offers = rows(
            &self.0,
            "SELECT conversation, agent, until, accepted, version FROM offer WHERE conversation = ?",
            vec![conversation.into()],
        )?;
        for offer in &offers {
            let offer = read_offer(offer)?;
            if offer.is_settled_by(summary) {
                run(
                    &self.0,
                    "DELETE FROM offer WHERE conversation = ? AND agent = ?",
                    vec![conversation.into(), offer.agent.as_str().into()],
                )?;
            }
        }
        Ok(())
    }

    /// When the next offer is too old.
    pub(super) fn next_lapse(&self, now: Timestamp) -> Result<Option<Timestamp>, StorageError> {
        let lapse = row(
            &self.0,
            "SELECT min(until) FROM offer WHERE until >= ?",
            vec![now.0.into()],
        )?;
        // A moment later it is too old.
        Ok(lapse
            .map(|row| row.maybe_integer(0))
            .transpose()?
            .flatten()
            .map(|until| Timestamp(until + 1)))
    }

    // ---- alerts ----------------------------------------------------------------------------------

    /// Takes an alert once. Whether it is new.
    pub(super) fn alert(&self, alert: &Alert) -> Result<bool, StorageError> {
        let taken = row(
            &self.0,
            "INSERT INTO alert (id, conversation, at, body) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING RETURNING n",
            vec![
                alert.id.as_str().into(),
                alert.conversation.as_str().into(),
                alert.at.0.into(),
                json(alert, "an alert")?,
            ],
        )?;
        let Some(taken) = taken else { return Ok(false) };
        let oldest = taken.count(0)?.saturating_sub(ALERTS);
        run(&self.0, "DELETE FROM alert WHERE n <= ?", vec![number(oldest)])?;
        Ok(true)
    }

    /// Alerts since a moment whose conversation has not ended, oldest first.
    pub(super) fn alerts(&self, since: Timestamp) -> Result<Vec<Alert>, StorageError> {
        rows(
            &self.0,
            "SELECT alert.body FROM alert LEFT JOIN conversation ON conversation.id = alert.conversation
                WHERE alert.at >= ? AND coalesce(conversation.status <> 'resolved' AND conversation.gone = 0, 1)
                ORDER BY alert.n",
            vec![since.0.into()],
        )?
        .iter()
        .map(|row| row.json(0, "an alert"))
        .collect()
    }

    // ---- agents ----------------------------------------------------------------------------------

    /// An agent is there.
    pub(super) fn came(&self, agent: &AgentId) -> Result<(), StorageError> {
        run(
            &self.0,
            "INSERT INTO presence VALUES (?, NULL) ON CONFLICT DO UPDATE SET gone_at = NULL",
            vec![agent.as_str().into()],
        )
    }

    /// An agent's last page closed.
    pub(super) fn went(&self, agent: &AgentId, now: Timestamp) -> Result<(), StorageError> {
        run(
            &self.0,
            "UPDATE presence SET gone_at = ? WHERE agent = ? AND gone_at IS NULL",
            vec![now.0.into(), agent.as_str().into()],
        )
    }

    pub(super) fn forget_presence(&self, agent: &AgentId) -> Result<(), StorageError> {
        run(
            &self.0,
            "DELETE FROM presence WHERE agent = ?",
            vec![agent.as_str().into()],
        )
    }

    /// Agents who were there when it was last written down.
    pub(super) fn present(&self) -> Result<Vec<AgentId>, StorageError> {
        self.ids("SELECT agent FROM presence WHERE gone_at IS NULL", vec![])
    }

    /// Agents who went before a moment.
    pub(super) fn gone_since(&self, moment: Timestamp) -> Result<Vec<AgentId>, StorageError> {
        self.ids(
            "SELECT agent FROM presence WHERE gone_at <= ?",
            vec![moment.0.into()],
        )
    }

    /// When the first of those who went did.
    pub(super) fn first_gone(&self) -> Result<Option<Timestamp>, StorageError> {
        moment(&self.0, "SELECT min(gone_at) FROM presence")
    }

    pub(super) fn shut_out(&self, agent: &AgentId, until: Timestamp) -> Result<(), StorageError> {
        run(
            &self.0,
            "INSERT INTO shut_out VALUES (?, ?) ON CONFLICT DO UPDATE SET until = excluded.until",
            vec![agent.as_str().into(), until.0.into()],
        )
    }

    pub(super) fn admit(&self, agent: &AgentId) -> Result<(), StorageError> {
        run(
            &self.0,
            "DELETE FROM shut_out WHERE agent = ?",
            vec![agent.as_str().into()],
        )
    }

    pub(super) fn is_shut_out(&self, agent: &AgentId, now: Timestamp) -> Result<bool, StorageError> {
        let found = row(
            &self.0,
            "SELECT 1 FROM shut_out WHERE agent = ? AND until > ?",
            vec![agent.as_str().into(), now.0.into()],
        )?;
        Ok(found.is_some())
    }

    /// Takes a word on whether an agent has a conversation open, unless a later one is here.
    pub(super) fn watch(
        &self,
        agent: &AgentId,
        conversation: &ConversationId,
        order: u64,
        watching: bool,
        now: Timestamp,
    ) -> Result<(), StorageError> {
        run(
            &self.0,
            "INSERT INTO watch VALUES (?, ?, ?, ?, ?)
                ON CONFLICT DO UPDATE SET ord = excluded.ord, watching = excluded.watching, at = excluded.at
                WHERE excluded.ord > watch.ord",
            vec![
                agent.as_str().into(),
                conversation.as_str().into(),
                number(order),
                i64::from(watching).into(),
                now.0.into(),
            ],
        )
    }

    pub(super) fn watched(&self, agent: &AgentId) -> Result<Vec<ConversationId>, StorageError> {
        self.ids(
            "SELECT conversation FROM watch WHERE agent = ? AND watching = 1",
            vec![agent.as_str().into()],
        )
    }

    /// Forgets words that only kept earlier ones from being taken.
    pub(super) fn forget_unwatched(&self, before: Timestamp) -> Result<(), StorageError> {
        run(
            &self.0,
            "DELETE FROM watch WHERE watching = 0 AND at < ?",
            vec![before.0.into()],
        )
    }

    // ---- outbox ----------------------------------------------------------------------------------

    pub(super) fn enqueue(
        &self,
        conversation: &ConversationId,
        subject: Option<&str>,
        call: &ConversationCall,
        at: Timestamp,
    ) -> Result<(), StorageError> {
        run(
            &self.0,
            "INSERT INTO outbox (conversation, subject, body, next_at) VALUES (?, ?, ?, ?)",
            vec![
                conversation.as_str().into(),
                subject.into(),
                json(call, "an outbox row")?,
                at.0.into(),
            ],
        )
    }

    pub(super) fn withdraw(&self, subject: &str) -> Result<(), StorageError> {
        run(
            &self.0,
            "DELETE FROM outbox WHERE subject = ?",
            vec![subject.into()],
        )
    }

    pub(super) fn due(&self, now: Timestamp) -> Result<Vec<OutboxRow>, StorageError> {
        rows(
            &self.0,
            "SELECT id, conversation, body, attempts FROM outbox WHERE next_at <= ? ORDER BY next_at, id LIMIT 16",
            vec![now.0.into()],
        )?
        .iter()
        .map(|row| {
            Ok(OutboxRow {
                id: row.count(0)?,
                conversation: row.text(1)?.into(),
                body: row.text(2)?.to_owned(),
                attempts: u32::try_from(row.count(3)?).unwrap_or(u32::MAX),
            })
        })
        .collect()
    }

    // ---- helpers ---------------------------------------------------------------------------------

    fn summaries(&self, query: &str, values: Vec<SqlStorageValue>) -> Result<Vec<Summary>, StorageError> {
        rows(&self.0, query, values)?
            .iter()
            .map(|row| row.json(0, "a summary"))
            .collect()
    }

    fn ids<T: for<'a> From<&'a str>>(
        &self,
        query: &str,
        values: Vec<SqlStorageValue>,
    ) -> Result<Vec<T>, StorageError> {
        rows(&self.0, query, values)?
            .iter()
            .map(|row| Ok(row.text(0)?.into()))
            .collect()
    }
}

fn read_offer(row: &Row) -> Result<Offer, StorageError> {
    Ok(routing::offer(
        row.text(0)?.into(),
        row.text(1)?.into(),
        row.at(2)?,
        row.maybe_integer(3)?.map(|accepted| accepted != 0),
        Seq(row.count(4)?),
    ))
}
