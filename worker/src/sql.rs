//! The SQL that conversations and inboxes share: both have tickets and an outbox.

use gangway_protocol::Timestamp;
use serde::Serialize;
use serde::de::DeserializeOwned;
use worker::SqlStorage;

use crate::storage::{StorageError, json, number, row, run};

/// The table of tickets.
pub(crate) struct Tickets<'a>(pub(crate) &'a SqlStorage);

impl Tickets<'_> {
    /// Keeps one, and forgets those that have ended.
    pub(crate) fn add(
        &self,
        hash: &str,
        who: &impl Serialize,
        expires: Timestamp,
        now: Timestamp,
    ) -> Result<(), StorageError> {
        run(
            self.0,
            "DELETE FROM ticket WHERE expires <= ?",
            vec![now.0.into()],
        )?;
        run(
            self.0,
            "INSERT INTO ticket VALUES (?, ?, ?)",
            vec![hash.into(), json(who, "a ticket")?, expires.0.into()],
        )
    }

    /// Whose it is, if it holds; it does not hold again.
    pub(crate) fn take<T: DeserializeOwned>(
        &self,
        hash: &str,
        now: Timestamp,
    ) -> Result<Option<T>, StorageError> {
        let taken = row(
            self.0,
            "DELETE FROM ticket WHERE hash = ? RETURNING *",
            vec![hash.into()],
        )?;
        match taken {
            Some(row) if row.at(2)? > now => row.json(1, "a ticket").map(Some),
            Some(_) | None => Ok(None),
        }
    }
}

/// The rows of an outbox, as far as every outbox has them.
pub(crate) struct Outbox<'a>(pub(crate) &'a SqlStorage);

impl Outbox<'_> {
    /// When the next row is due.
    pub(crate) fn next_due(&self) -> Result<Option<Timestamp>, StorageError> {
        moment(self.0, "SELECT min(next_at) FROM outbox")
    }

    /// A row was carried.
    pub(crate) fn done(&self, id: u64) -> Result<(), StorageError> {
        run(self.0, "DELETE FROM outbox WHERE id = ?", vec![number(id)])
    }

    /// A row was not carried, and is due again.
    pub(crate) fn again(&self, id: u64, attempts: u32, next_at: Timestamp) -> Result<(), StorageError> {
        run(
            self.0,
            "UPDATE outbox SET attempts = ?, next_at = ? WHERE id = ?",
            vec![number(attempts.into()), next_at.0.into(), number(id)],
        )
    }
}

/// A moment, or none.
pub(crate) fn moment(sql: &SqlStorage, query: &str) -> Result<Option<Timestamp>, StorageError> {
    let found = row(sql, query, vec![])?;
    found.map_or(Ok(None), |row| Ok(row.maybe_integer(0)?.map(Timestamp)))
}
