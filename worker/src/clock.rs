//! The one place where this crate looks at the clock.

use gangway_protocol::Timestamp;

/// The present moment. In the runtime it stands still while code computes.
pub(crate) fn now() -> Timestamp {
    Timestamp(i64::try_from(worker::Date::now().as_millis()).unwrap_or(i64::MAX))
}
