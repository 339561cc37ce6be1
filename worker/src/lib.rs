//! The edge: what the outside reaches, and the objects that keep what is said.
//!
//! In scope: routes, doors, Durable Objects, their storage, outbox and sockets. Out of scope: what a text means
//! (`reading`), what follows from it (`engine`).

pub mod calls;
pub mod conversation;
pub mod inbox;
