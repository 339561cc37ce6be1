//! What conversations and inboxes say alike when they cannot do what they are asked.

use gangway_protocol::{Code, Problem, Timestamp};
use serde_json::json;
use worker::{State, Url};

use crate::clock;
use crate::storage::{StorageError, set_alarm};

/// When to look again where nothing else says when, in milliseconds.
const LOOK_AGAIN: i64 = 60_000;

/// What stands against using an object's storage. `what`: `conversation` or `inbox`.
pub(crate) fn obstacle(what: &str, error: &StorageError) -> Problem {
    crate::log::error(
        "storage.obstacle",
        &json!({ "of": what, "reason": error.to_string() }),
    );
    match error {
        StorageError::Newer { .. } => Problem::new(
            Code::Unavailable,
            format!("This {what} was stored by a later version of Gangway."),
        )
        .hint("Deploy that version, or a later one."),
        StorageError::Platform { .. } | StorageError::Form { .. } | StorageError::Panicked(_) => {
            Problem::new(
                Code::Unavailable,
                format!("This {what}'s storage cannot be used."),
            )
            .hint("Try again.")
        }
    }
}

/// A call of a newer version: an object is some minutes behind a deployment, and may understand it soon.
pub(crate) fn not_understood(what: &str) -> Problem {
    Problem::new(
        Code::Unavailable,
        format!("This {what} does not understand that yet."),
    )
    .hint("Try again in a few minutes.")
}

/// A fault of ours; what it was stands in the log.
pub(crate) fn internal() -> Problem {
    Problem::new(
        Code::Internal,
        "Something went wrong on our side; nothing was stored.",
    )
    .hint("Try again.")
}

/// [`internal`], and what it was into the log. Memory may be of another mind than storage.
pub(crate) fn failed(what: &str, doing: &str, error: &StorageError) -> Problem {
    crate::log::error(
        "object.failed",
        &json!({ "of": what, "doing": doing, "reason": error.to_string() }),
    );
    internal()
}

/// What an object was asked at, without the query.
pub(crate) fn address(url: &Url) -> String {
    format!("{}{}", url.origin().ascii_serialization(), url.path())
}

/// Sets the alarm where nothing else says when. An error of an alarm would be retried six times and then never again.
pub(crate) fn look_again(state: &State) -> worker::Result<()> {
    let at: Timestamp = clock::now().plus(LOOK_AGAIN);
    set_alarm(&state.storage(), Some(at)).map_err(|error| error.to_string().into())
}
