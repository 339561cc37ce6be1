//! What the traveller's page and the agents' page have in common.
//!
//! In scope: pure state machines for everything that must not go wrong on a bad network (a timeline merged by
//! `seq`, an outbox of unsent messages, a connection that resumes), words for times and failures, the
//! operator's colour made readable; and [`browser`], the only place of either page that talks to JavaScript.
//! Out of scope: what a page shows.
//!
//! **Architecture Invariant:** everything beside `browser` is free of clock, randomness and network: `now` and
//! random numbers are passed in, requests are values that the page carries out. It is tested natively.

pub mod accent;
#[cfg(target_arch = "wasm32")]
pub mod browser;
pub mod citation;
pub mod failure;
pub mod json;
pub mod link;
pub mod links;
pub mod outbox;
pub mod time;
pub mod timeline;

pub use failure::Failure;
pub use link::{Link, LinkIn, LinkOut};
pub use outbox::{Outbox, Pending, Progress};
pub use timeline::Timeline;
