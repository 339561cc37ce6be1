//! One workspace's inbox: the registry of its conversations, their summaries, alerts, presence.

mod object;

pub use object::InboxObject;
