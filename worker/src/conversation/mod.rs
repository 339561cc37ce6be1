//! One conversation: its timeline, inputs and outbox in SQLite, its visitor's and agents' sockets.
//!
//! A call takes these steps:
//! 1. [`object`] reads the call and looks whether it is for this conversation.
//! 2. [`answer`] fetches what may be missing (a playbook), and from there awaits nothing.
//! 3. The engine decides on a copy of the state; [`message`] has what is peculiar to a visitor's message.
//! 4. [`commit`] stores entries, inputs, the post's client id, state, outbox rows and the alarm in one transaction.
//! 5. [`sockets`] sends the entries to those who watch.
//! 6. [`outbox`] carries the effects outward, at once and again by alarm.
//!
//! How far pages have read is beside all this: [`marks`].
//!
//! **Architecture Invariant:** memory is a cache of storage: every wake, call or panic may find it empty.

mod answer;
mod commit;
mod marks;
mod message;
mod object;
mod outbox;
mod pace;
mod place;
mod playbooks;
mod refusal;
mod sockets;
mod sql;

pub use object::ConversationObject;
