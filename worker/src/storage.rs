//! What every object's storage is made of: a real transaction, rows of known types, a schema that moves forward
//! by number, the alarm.
//!
//! The platform commits everything that was written between two `await`s together, **even when the code after
//! it failed**: an error in the third statement keeps the first two. Only `transactionSync` takes them back, and
//! the platform's Rust SDK does not bind it. [`transaction`] does.

use gangway_protocol::Timestamp;
use serde::Serialize;
use serde::de::DeserializeOwned;
use wasm_bindgen::prelude::*;
use worker::{SqlStorage, SqlStorageValue, Storage};

/// Storage did not do what was asked. Never "there is nothing".
#[derive(Debug, thiserror::Error)]
pub(crate) enum StorageError {
    /// The platform refused.
    #[error("{doing}: {reason}")]
    Platform {
        /// What was being done.
        doing: &'static str,
        /// What the platform said.
        reason: String,
    },
    /// A row is not of the form it was written in.
    #[error("{what} is not as it was stored: {reason}")]
    Form {
        /// Which.
        what: &'static str,
        /// What is wrong with it.
        reason: String,
    },
    /// Written by a later version of this software.
    #[error("the storage is of version {found}, and this deployment knows versions up to {known}")]
    Newer {
        /// The version found.
        found: i64,
        /// The last version known here.
        known: i64,
    },
    /// Whatever used it panicked.
    #[error(transparent)]
    Panicked(#[from] crate::panics::Panicked),
}

#[wasm_bindgen]
extern "C" {
    type TransactionalStorage;

    #[wasm_bindgen(method, catch, js_name = transactionSync)]
    fn transaction_sync(
        this: &TransactionalStorage,
        body: &mut dyn FnMut() -> Result<(), JsValue>,
    ) -> Result<(), JsValue>;
}

/// Runs `body` as one transaction: what it wrote is there whole when it returns `Ok`, and not at all when it
/// returns `Err` or panics.
///
/// # Errors
/// What `body` returned, or that the platform could not commit.
pub(crate) fn transaction<T, E: From<StorageError>>(
    storage: &Storage,
    body: impl FnOnce() -> Result<T, E>,
) -> Result<T, E> {
    let mut body = Some(body);
    let mut outcome = None;
    let storage = storage.as_raw().unchecked_ref::<TransactionalStorage>();
    let ended = storage.transaction_sync(&mut || match body.take().map(|body| body()) {
        Some(Ok(value)) => {
            outcome = Some(Ok(value));
            Ok(())
        }
        Some(Err(error)) => {
            outcome = Some(Err(error));
            // The platform rolls back what a thrown error leaves behind.
            Err(JsValue::from_str("rolled back"))
        }
        None => Err(JsValue::from_str("run twice")),
    });
    match (ended, outcome) {
        (Ok(()), Some(outcome)) | (Err(_), Some(outcome @ Err(_))) => outcome,
        // A panic inside `body`: the rows are taken back, and the panic goes on to where it is contained.
        (Err(thrown), None) if body.is_none() => wasm_bindgen::throw_val(thrown),
        (Err(thrown), _) => Err(platform("committing", thrown).into()),
        (Ok(()), None) => Err(platform("committing", JsValue::from_str("nothing was run")).into()),
    }
}

/// Brings the schema to the last of `migrations`, each of which is run once, in order, for all time: a
/// migration that was deployed is never edited.
///
/// # Errors
/// [`StorageError::Newer`] when the storage has seen more migrations than there are.
pub(crate) fn migrate(storage: &Storage, migrations: &[&str]) -> Result<(), StorageError> {
    transaction(storage, || {
        let sql = storage.sql();
        run(
            &sql,
            "CREATE TABLE IF NOT EXISTS meta (only INTEGER PRIMARY KEY CHECK (only = 1), version INTEGER NOT NULL)",
            vec![],
        )?;
        let found = match row(&sql, "SELECT version FROM meta", vec![])? {
            Some(row) => row.integer(0)?,
            None => 0,
        };
        let known = i64::try_from(migrations.len()).unwrap_or(i64::MAX);
        if found > known {
            return Err(StorageError::Newer { found, known });
        }
        for migration in migrations.iter().skip(usize::try_from(found).unwrap_or(0)) {
            run(&sql, migration, vec![])?;
        }
        if found < known {
            run(
                &sql,
                "INSERT INTO meta VALUES (1, ?) ON CONFLICT DO UPDATE SET version = excluded.version",
                vec![known.into()],
            )?;
        }
        Ok(())
    })
}

/// Runs statements that return nothing.
pub(crate) fn run(sql: &SqlStorage, query: &str, values: Vec<SqlStorageValue>) -> Result<(), StorageError> {
    sql.exec(query, values).map(|_| ()).map_err(|error| error.into())
}

/// All rows of a query. Read through the platform's iterator, whose errors can be caught.
pub(crate) fn rows(
    sql: &SqlStorage,
    query: &str,
    values: Vec<SqlStorageValue>,
) -> Result<Vec<Row>, StorageError> {
    let cursor = sql.exec(query, values)?;
    cursor.raw().map(|row| Ok(Row(row?))).collect()
}

/// The first row of a query.
pub(crate) fn row(
    sql: &SqlStorage,
    query: &str,
    values: Vec<SqlStorageValue>,
) -> Result<Option<Row>, StorageError> {
    Ok(rows(sql, query, values)?.into_iter().next())
}

/// One row, its columns by position.
#[derive(Debug)]
pub(crate) struct Row(Vec<SqlStorageValue>);

impl Row {
    /// A text.
    pub(crate) fn text(&self, column: usize) -> Result<&str, StorageError> {
        match self.0.get(column) {
            Some(SqlStorageValue::String(text)) => Ok(text),
            other => Err(form("a text column", &format!("{other:?}"))),
        }
    }

    /// Bytes.
    pub(crate) fn blob(&self, column: usize) -> Result<&[u8], StorageError> {
        match self.0.get(column) {
            Some(SqlStorageValue::Blob(bytes)) => Ok(bytes),
            _ => Err(form("a column of bytes", &"something else")),
        }
    }

    /// A number.
    pub(crate) fn integer(&self, column: usize) -> Result<i64, StorageError> {
        match self.maybe_integer(column)? {
            Some(number) => Ok(number),
            None => Err(form("a number column", &"null")),
        }
    }

    /// A number or null.
    pub(crate) fn maybe_integer(&self, column: usize) -> Result<Option<i64>, StorageError> {
        match self.0.get(column) {
            Some(SqlStorageValue::Integer(number)) => Ok(Some(*number)),
            Some(SqlStorageValue::Null) => Ok(None),
            other => Err(form("a number column", &format!("{other:?}"))),
        }
    }

    /// A position, size or count.
    pub(crate) fn count(&self, column: usize) -> Result<u64, StorageError> {
        u64::try_from(self.integer(column)?).map_err(|error| form("a count column", &error))
    }

    /// A moment.
    pub(crate) fn at(&self, column: usize) -> Result<Timestamp, StorageError> {
        self.integer(column).map(Timestamp)
    }

    /// A value stored by [`json`].
    pub(crate) fn json<T: DeserializeOwned>(
        &self,
        column: usize,
        what: &'static str,
    ) -> Result<T, StorageError> {
        serde_json::from_str(self.text(column)?).map_err(|error| form(what, &error))
    }
}

/// A value as it is stored.
pub(crate) fn json<T: Serialize>(value: &T, what: &'static str) -> Result<SqlStorageValue, StorageError> {
    serde_json::to_string(value)
        .map(SqlStorageValue::from)
        .map_err(|error| form(what, &error))
}

/// A count as it is stored.
pub(crate) fn number(count: u64) -> SqlStorageValue {
    // SQLite's integers and JavaScript's numbers end before this does; no conversation gets there.
    SqlStorageValue::Integer(i64::try_from(count).unwrap_or(i64::MAX))
}

/// Sets the object's one alarm, or takes it away. Written at once and part of the transaction it stands in, so
/// that no commit is kept without the alarm that carries its effects on.
pub(crate) fn set_alarm(storage: &Storage, at: Option<Timestamp>) -> Result<(), StorageError> {
    let options = || JsValue::NULL.unchecked_into::<js_sys::Object>();
    let raw = storage.as_raw();
    let written = match at {
        #[expect(clippy::cast_precision_loss, reason = "milliseconds stay far below 2^53")]
        Some(at) => raw.set_alarm(js_sys::Date::new(&JsValue::from_f64(at.0 as f64)), options()),
        None => raw.delete_alarm(options()),
    };
    let written = written.map_err(|thrown| platform("setting the alarm", thrown))?;
    wasm_bindgen_futures::spawn_local(async move {
        if let Err(thrown) = wasm_bindgen_futures::JsFuture::from(written).await {
            let reason = platform("setting the alarm", thrown).to_string();
            crate::log::error("alarm.unset", &serde_json::json!({ "reason": reason }));
        }
    });
    Ok(())
}

impl From<worker::Error> for StorageError {
    fn from(error: worker::Error) -> Self {
        Self::Platform {
            doing: "reading or writing",
            reason: error.to_string(),
        }
    }
}

fn platform(doing: &'static str, thrown: JsValue) -> StorageError {
    StorageError::Platform {
        doing,
        reason: worker::Error::from(thrown).to_string(),
    }
}

fn form(what: &'static str, reason: &dyn std::fmt::Display) -> StorageError {
    StorageError::Form {
        what,
        reason: reason.to_string(),
    }
}
