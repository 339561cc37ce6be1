//! The conversation and the queue: inputs in, entries and effects out.
//!
//! In scope: who holds a conversation, what the bot says, when a person gets it. Out of scope: reading a
//! text (it is told [`Signals`](gangway_protocol::Signals)), storing, sending, waiting.
//!
//! The contract: [`Conversation::handle`] with `now` and one input; store the entries, the input, the
//! effects and the new state in one transaction; send the entries; carry the effects; wake it at
//! [`Conversation::next_deadline`]. A refusal changes nothing.
//!
//! **Architecture Invariant:** no clock, no randomness, no I/O; `engine` does not know `knowledge`.
//! **Architecture Invariant:** the recorded inputs, run again by the same [`VERSION`], give the same
//! entries, byte for byte.

mod action;
mod agent;
mod answer;
mod check;
mod closed;
mod commit;
mod condition;
mod contact;
mod conversation;
pub mod desk;
mod files;
mod handoff;
mod input;
mod near_miss;
pub mod queue;
mod replay;
mod rerun;
mod rules;
mod slots;
mod summary;
mod tags;
mod time;
mod view;
mod visitor;
mod waiting;

pub use action::Collected;
pub use check::CheckOutcome;
pub use conversation::{Conversation, RECENT};
pub use input::{Command, Effect, Input, Output, Refusal};
pub use replay::{Recorded, ReplayError, replay};
pub use rerun::{Divergence, Opened, Rerun, rerun};

/// The version of the engine's decisions, stored beside every input.
pub const VERSION: u32 = 2;
