//! One workspace's inbox: the registry of its conversations, their summaries, alerts, who is there.
//!
//! A projection: conversations decide and publish, the inbox lists. What it is told may come twice or in
//! another order, and is taken once: summaries by version, alerts by id, watching by order. The registry is never
//! pruned, because objects cannot be enumerated; all the rest can be made again from it.
//!
//! **Architecture Invariant:** nothing here decides about a conversation: what the inbox finds out (an agent is
//! away, or shut out) it tells the conversation, through its outbox.

mod answer;
mod object;
mod outbox;
mod places;
mod presence;
mod routing;
mod sockets;
mod sql;

pub use object::InboxObject;
