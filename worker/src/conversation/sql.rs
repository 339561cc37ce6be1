//! All SQL of a conversation.

use gangway_engine::{Conversation, Input};
use gangway_playbook::Playbook;
use gangway_protocol::event::Seen;
use gangway_protocol::mask::MASK;
use gangway_protocol::{
    AgentId, AgentRef, ClientId, ConversationId, Entry, FileRef, Hash, Seq, Timestamp, WorkspaceId, tagged,
};
use serde::{Deserialize, Serialize};
use worker::{SqlStorage, SqlStorageValue, Storage};

use super::marks::Marks;
use super::pace::Pace;
use crate::sql::{Outbox, Tickets};
use crate::storage::{StorageError, json, migrate, number, row, rows, run};

/// The schema, one step per number. A step that was deployed is never edited; a new one follows it.
const MIGRATIONS: &[&str] = &["
    CREATE TABLE opened (only INTEGER PRIMARY KEY CHECK (only = 1), body TEXT NOT NULL);
    CREATE TABLE entry (seq INTEGER PRIMARY KEY, at INTEGER NOT NULL, body TEXT NOT NULL);
    CREATE TABLE input (n INTEGER PRIMARY KEY, at INTEGER NOT NULL, engine INTEGER NOT NULL,
        playbook TEXT NOT NULL, body TEXT NOT NULL);
    CREATE TABLE state (only INTEGER PRIMARY KEY CHECK (only = 1), at INTEGER NOT NULL, pace TEXT NOT NULL,
        body TEXT NOT NULL);
    CREATE TABLE playbook (hash TEXT PRIMARY KEY, body TEXT NOT NULL) WITHOUT ROWID;
    CREATE TABLE client (who TEXT NOT NULL, id TEXT NOT NULL, after_seq INTEGER NOT NULL, last_seq INTEGER NOT NULL,
        PRIMARY KEY (who, id)) WITHOUT ROWID;
    CREATE TABLE outbox (id INTEGER PRIMARY KEY AUTOINCREMENT, lane TEXT NOT NULL, subject TEXT, body TEXT NOT NULL,
        attempts INTEGER NOT NULL DEFAULT 0, next_at INTEGER NOT NULL);
    CREATE TABLE ticket (hash TEXT PRIMARY KEY, who TEXT NOT NULL, expires INTEGER NOT NULL) WITHOUT ROWID;
", "
    CREATE TABLE seen (only INTEGER PRIMARY KEY CHECK (only = 1), delivered INTEGER NOT NULL, read INTEGER NOT NULL,
        person INTEGER NOT NULL);
", "
    CREATE TABLE file (id INTEGER PRIMARY KEY, body TEXT NOT NULL);
    CREATE TABLE file_part (file INTEGER NOT NULL, part INTEGER NOT NULL, bytes BLOB NOT NULL, PRIMARY KEY (file, part));
"];

/// Bytes of a file in one row: the platform takes two million.
const PART_BYTES: usize = 1 << 20;

/// Brings the schema up to date.
pub(super) fn prepare(storage: &Storage) -> Result<(), StorageError> {
    migrate(storage, MIGRATIONS)
}

/// What is known since the beginning.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub(super) struct Opening {
    pub(super) conversation: ConversationId,
    pub(super) workspace: WorkspaceId,
    pub(super) at: Timestamp,
    /// Hash of the first playbook: with it and the inputs, the timeline can be made again.
    pub(super) playbook: Hash,
    pub(super) language: Option<String>,
    pub(super) page: Option<String>,
}

tagged! { "who", "Who",
/// Whose socket.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Who {
    Visitor,
    Agent { agent: AgentRef },
}
}

/// The row of state.
#[derive(Debug)]
pub(super) struct StateRow {
    pub(super) at: Timestamp,
    pub(super) pace: Pace,
    pub(super) conversation: Conversation,
}

/// A row of the outbox that is due.
#[derive(Debug)]
pub(super) struct OutboxRow {
    pub(super) id: u64,
    /// As stored: the outbox knows its form.
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

    // ---- the beginning ---------------------------------------------------------------------------

    pub(super) fn opening(&self) -> Result<Option<Opening>, StorageError> {
        row(&self.0, "SELECT body FROM opened", vec![])?
            .map(|row| row.json(0, "the opening"))
            .transpose()
    }

    pub(super) fn open(&self, opening: &Opening) -> Result<(), StorageError> {
        run(
            &self.0,
            "INSERT INTO opened VALUES (1, ?)",
            vec![json(opening, "the opening")?],
        )
    }

    pub(super) fn playbook(&self, hash: &Hash) -> Result<Option<Playbook>, StorageError> {
        row(
            &self.0,
            "SELECT body FROM playbook WHERE hash = ?",
            vec![hash.as_str().into()],
        )?
        .map(|row| row.json(0, "a playbook"))
        .transpose()
    }

    pub(super) fn keep_playbook(&self, hash: &Hash, playbook: &Playbook) -> Result<(), StorageError> {
        run(
            &self.0,
            "INSERT INTO playbook VALUES (?, ?) ON CONFLICT DO NOTHING",
            vec![hash.as_str().into(), json(playbook, "a playbook")?],
        )
    }

    // ---- state and timeline ----------------------------------------------------------------------

    pub(super) fn state(&self) -> Result<Option<StateRow>, StorageError> {
        row(&self.0, "SELECT at, pace, body FROM state", vec![])?
            .map(|row| {
                Ok(StateRow {
                    at: row.at(0)?,
                    pace: row.json(1, "the pace")?,
                    conversation: row.json(2, "the state")?,
                })
            })
            .transpose()
    }

    pub(super) fn keep_state(
        &self,
        at: Timestamp,
        pace: &Pace,
        conversation: &Conversation,
    ) -> Result<(), StorageError> {
        run(
            &self.0,
            "INSERT INTO state VALUES (1, ?, ?, ?)
                ON CONFLICT DO UPDATE SET at = excluded.at, pace = excluded.pace, body = excluded.body",
            vec![
                at.0.into(),
                json(pace, "the pace")?,
                json(conversation, "the state")?,
            ],
        )
    }

    pub(super) fn add_entry(&self, entry: &Entry) -> Result<(), StorageError> {
        run(
            &self.0,
            "INSERT INTO entry VALUES (?, ?, ?)",
            vec![number(entry.seq.0), entry.at.0.into(), json(entry, "an entry")?],
        )
    }

    /// Entries after `after`, up to and with `last`, at most `limit`.
    pub(super) fn entries(&self, after: Seq, last: Seq, limit: usize) -> Result<Vec<Entry>, StorageError> {
        rows(
            &self.0,
            "SELECT body FROM entry WHERE seq > ? AND seq <= ? ORDER BY seq LIMIT ?",
            vec![number(after.0), number(last.0), number(limit as u64)],
        )?
        .iter()
        .map(|row| row.json(0, "an entry"))
        .collect()
    }

    pub(super) fn add_input(
        &self,
        at: Timestamp,
        playbook: &Hash,
        input: &Input,
    ) -> Result<(), StorageError> {
        run(
            &self.0,
            "INSERT INTO input (at, engine, playbook, body) VALUES (?, ?, ?, ?)",
            vec![
                at.0.into(),
                i64::from(gangway_engine::VERSION).into(),
                playbook.as_str().into(),
                json(input, "an input")?,
            ],
        )
    }

    /// What was recorded after `after` inputs, as lines of an export, with the number of each; at most `limit`.
    ///
    /// What is sensitive is masked: the text, the values found in it and those of a form, where an entry that the input
    /// made is marked.
    pub(super) fn recorded(
        &self,
        opening: &Opening,
        after: u64,
        limit: u64,
    ) -> Result<Vec<(u64, String)>, StorageError> {
        // Every part is JSON as it stands, or a number, or hexadecimal.
        rows(
            &self.0,
            r#"SELECT n, '{"type":"input","conversation":"' || ? || '","opened_at":' || ? || ',"language":' || json_quote(?) || ',"n":' || n || ',"at":' || at
                || ',"version":' || engine || ',"playbook":"' || playbook || '","input":' ||
                CASE WHEN EXISTS (SELECT 1 FROM client JOIN entry ON seq > after_seq AND seq <= last_seq
                    WHERE who = 'visitor' AND id = json_extract(input.body, '$.client_id')
                    AND json_extract(entry.body, '$.sensitive'))
                THEN json_replace(body, '$.text', ?, '$.name', ?,
                    '$.signals.slots', json((SELECT json_group_array(json_set(value, '$.value', ?))
                        FROM json_each(body, '$.signals.slots'))),
                    '$.values', json((SELECT json_group_array(json_set(value, '$.value', ?))
                        FROM json_each(body, '$.values'))))
                ELSE body END || '}'
                FROM input WHERE n > ? ORDER BY n LIMIT ?"#,
            vec![
                opening.conversation.as_str().into(),
                opening.at.0.to_string().into(),
                opening.language.as_deref().into(),
                MASK.into(),
                MASK.into(),
                MASK.into(),
                MASK.into(),
                number(after),
                number(limit),
            ],
        )?
        .iter()
        .map(|row| Ok((row.count(0)?, row.text(1)?.to_owned())))
        .collect()
    }

    /// Every playbook that was adopted, by its hash, as stored.
    pub(super) fn playbooks(&self) -> Result<Vec<(Hash, String)>, StorageError> {
        rows(&self.0, "SELECT hash, body FROM playbook ORDER BY hash", vec![])?
            .iter()
            .map(|row| Ok((row.text(0)?.into(), row.text(1)?.to_owned())))
            .collect()
    }

    // ---- files -----------------------------------------------------------------------------------

    pub(super) fn add_file(&self, file: &FileRef, bytes: &[u8]) -> Result<(), StorageError> {
        let id = || number(u64::from(file.file));
        run(
            &self.0,
            "INSERT INTO file VALUES (?, ?)",
            vec![id(), json(file, "a file")?],
        )?;
        for (part, bytes) in bytes.chunks(PART_BYTES).enumerate() {
            run(
                &self.0,
                "INSERT INTO file_part VALUES (?, ?, ?)",
                vec![id(), number(part as u64), SqlStorageValue::Blob(bytes.to_vec())],
            )?;
        }
        Ok(())
    }

    pub(super) fn file(&self, file: u32) -> Result<Option<FileRef>, StorageError> {
        row(
            &self.0,
            "SELECT body FROM file WHERE id = ?",
            vec![number(u64::from(file))],
        )?
        .map(|row| row.json(0, "a file"))
        .transpose()
    }

    pub(super) fn file_bytes(&self, file: &FileRef) -> Result<Vec<u8>, StorageError> {
        let mut whole = Vec::with_capacity(file.bytes as usize);
        for part in 0.. {
            let stored = row(
                &self.0,
                "SELECT bytes FROM file_part WHERE file = ? AND part = ?",
                vec![number(u64::from(file.file)), number(part)],
            )?;
            match stored {
                Some(stored) => whole.extend(stored.blob(0)?),
                None => break,
            }
        }
        Ok(whole)
    }

    // ---- repeated posts --------------------------------------------------------------------------

    /// What an earlier post of the same client id made: the entries after the first and up to the second.
    pub(super) fn client(&self, who: &str, id: &ClientId) -> Result<Option<(Seq, Seq)>, StorageError> {
        row(
            &self.0,
            "SELECT after_seq, last_seq FROM client WHERE who = ? AND id = ?",
            vec![who.into(), id.as_str().into()],
        )?
        .map(|row| Ok((Seq(row.count(0)?), Seq(row.count(1)?))))
        .transpose()
    }

    pub(super) fn add_client(
        &self,
        who: &str,
        id: &ClientId,
        after: Seq,
        last: Seq,
    ) -> Result<(), StorageError> {
        run(
            &self.0,
            "INSERT INTO client VALUES (?, ?, ?, ?)",
            vec![who.into(), id.as_str().into(), number(after.0), number(last.0)],
        )
    }

    // ---- marks of reading ------------------------------------------------------------------------

    pub(super) fn marks(&self) -> Result<Marks, StorageError> {
        let stored = row(&self.0, "SELECT delivered, read, person FROM seen", vec![])?;
        stored.map_or(Ok(Marks::default()), |row| {
            Ok(Marks {
                visitor: Seen {
                    delivered: Seq(row.count(0)?),
                    read: Seq(row.count(1)?),
                },
                person: Seq(row.count(2)?),
            })
        })
    }

    pub(super) fn keep_marks(&self, marks: Marks) -> Result<(), StorageError> {
        run(
            &self.0,
            "INSERT INTO seen VALUES (1, ?, ?, ?)
                ON CONFLICT DO UPDATE SET delivered = excluded.delivered, read = excluded.read,
                    person = excluded.person",
            vec![
                number(marks.visitor.delivered.0),
                number(marks.visitor.read.0),
                number(marks.person.0),
            ],
        )
    }

    /// How many messages of the visitor stand after one.
    pub(super) fn visitor_messages(&self, after: Seq) -> Result<u32, StorageError> {
        let counted = row(
            &self.0,
            "SELECT count(*) FROM entry WHERE seq > ? AND (json_extract(body, '$.type') = 'file'
                OR json_extract(body, '$.type') = 'message' AND json_extract(body, '$.from.who') = 'visitor')",
            vec![number(after.0)],
        )?;
        counted.map_or(Ok(0), |row| Ok(u32::try_from(row.count(0)?).unwrap_or(u32::MAX)))
    }

    // ---- outbox ----------------------------------------------------------------------------------

    /// Adds a row. With a subject it takes the place of the row of the same subject: only the last one matters.
    pub(super) fn enqueue(
        &self,
        lane: &str,
        subject: Option<&str>,
        body: &impl Serialize,
        at: Timestamp,
    ) -> Result<(), StorageError> {
        if let Some(subject) = subject {
            run(
                &self.0,
                "DELETE FROM outbox WHERE lane = ? AND subject = ?",
                vec![lane.into(), subject.into()],
            )?;
        }
        run(
            &self.0,
            "INSERT INTO outbox (lane, subject, body, next_at) VALUES (?, ?, ?, ?)",
            vec![
                lane.into(),
                subject.into(),
                json(body, "an outbox row")?,
                at.0.into(),
            ],
        )
    }

    pub(super) fn due(&self, lane: &str, now: Timestamp) -> Result<Vec<OutboxRow>, StorageError> {
        rows(
            &self.0,
            "SELECT id, body, attempts FROM outbox WHERE lane = ? AND next_at <= ? ORDER BY next_at, id LIMIT 16",
            vec![lane.into(), now.0.into()],
        )?
        .iter()
        .map(|row| {
            let attempts = u32::try_from(row.count(2)?).unwrap_or(u32::MAX);
            Ok(OutboxRow { id: row.count(0)?, body: row.text(1)?.to_owned(), attempts })
        })
        .collect()
    }

    // ---- tickets ---------------------------------------------------------------------------------

    pub(super) fn forget_tickets_of(&self, agent: &AgentId) -> Result<(), StorageError> {
        run(
            &self.0,
            "DELETE FROM ticket WHERE json_extract(who, '$.agent.id') = ?",
            vec![agent.as_str().into()],
        )
    }

    // ---- faults ----------------------------------------------------------------------------------

    /// A statement that the schema refuses.
    pub(super) fn fail(&self) -> Result<(), StorageError> {
        run(&self.0, "INSERT INTO meta VALUES (2, 0)", vec![])
    }
}

impl std::fmt::Debug for Tables {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Tables")
    }
}
