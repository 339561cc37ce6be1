//! The edge: what the outside reaches, and the objects that keep what is said.
//!
//! In scope: routes, doors, Durable Objects, their storage, outbox and sockets. The Worker reads near the visitor
//! (`reading`), one object per conversation decides (`gangway_engine`), one per workspace lists (`inbox`), one
//! per deployment keeps agents (`directory`). Out of scope: what a text means (`gangway_reading`), what follows
//! from it (`gangway_engine`).
//!
//! **Architecture Invariant:** all SQL of an object stands in its one `sql.rs`, what two share in [`sql`]; every HTTP
//! status stands in `http/problem.rs`; every route stands in
//! [`gangway_protocol::routes`], with who may use it.

mod ask;
mod auth;
pub mod calls;
mod check;
mod clock;
pub mod conversation;
mod directory;
mod faults;
mod files;
mod http;
pub mod inbox;
mod json;
mod knowledge;
mod log;
mod object;
mod outbox;
mod panics;
mod reading;
mod routes;
mod sockets;
mod sql;
mod storage;
mod ticket;
mod webhook;

use worker::{Context, Env, Request, Response, event};

/// Every request.
#[event(fetch, respond_with_errors)]
async fn fetch(request: Request, env: Env, _context: Context) -> worker::Result<Response> {
    panics::event(http::handle(request, env))
        .await
        .unwrap_or_else(|_panicked| http::panicked())
}
