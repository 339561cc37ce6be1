//! Tests against a real deployment in workerd. They know the wire (`protocol`) and nothing else of Gangway.
//!
//! Each test file starts [`Deployment`]s of its own: own port, own folder of storage, ended by process id.

#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot go on ends with what is wrong"
)]
#![expect(
    clippy::wildcard_enum_match_arm,
    reason = "a test looks for one kind of entry among many"
)]

pub mod agent;
pub mod booking_system;
pub mod deployment;
pub mod http;
pub mod port;
pub mod receiver;
pub mod recording;
pub mod second_build;
pub mod socket;
pub mod stage;
pub mod token;
pub mod visitor;

pub use agent::AgentClient;
pub use deployment::{Deployment, Options};
pub use http::{Answer, Client};
pub use socket::Socket;
pub use visitor::VisitorClient;

use std::time::{Duration, Instant};

/// The car rental of the fixtures.
pub const HARBOUR: &str = "harbour-cars";
/// The tour operator of the fixtures.
pub const MERIDIAN: &str = "meridian-tours";

/// How long something may take that comes by itself: a machine that does more than one thing at a time is slow, and what was
/// not taken at once is brought again after a while.
pub const SOON: Duration = Duration::from_secs(60);

/// Asks again until something is there, for at most [`SOON`].
///
/// # Panics
/// When it is not there by then, naming `what`.
pub fn eventually<T>(what: &str, mut look: impl FnMut() -> Option<T>) -> T {
    let patience = Instant::now() + SOON;
    loop {
        if let Some(found) = look() {
            return found;
        }
        assert!(Instant::now() < patience, "not within {SOON:?}: {what}");
        std::thread::sleep(Duration::from_millis(50));
    }
}
