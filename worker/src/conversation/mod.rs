//! One conversation: its timeline, inputs and outbox in SQLite, its visitor's and agents' sockets.

mod object;

pub use object::ConversationObject;
