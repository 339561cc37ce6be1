//! The order of the queue: who waits longest and matters most.
//!
//! Defined in [`gangway_protocol::queue`], because the inbox object and the agents' page must agree on it and
//! the page knows the protocol alone.

pub use gangway_protocol::queue::{View, order, supersedes, waiting_since};
