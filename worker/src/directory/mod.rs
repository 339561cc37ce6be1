//! Agents, sign-in codes, sessions and the audit log: one object per deployment.
//!
//! It is not on the way of a request: sessions are signed claims of five minutes, and the directory is asked when
//! they are old, when someone signs in or out, and for administration, where it looks at what holds now and not at
//! claims. Codes and sessions are kept hashed.

mod call;
mod object;
mod sql;

use gangway_protocol::Timestamp;
use gangway_protocol::api::Agent;
use worker::Env;

pub(crate) use call::{DirectoryCall, DirectoryReply, Inbox};

use crate::ask::{self, Unreachable};
use crate::http::problem::Failure;

/// Binding of the directory.
const DIRECTORY: &str = "DIRECTORY";
/// The name of the one directory.
const ONLY: &str = "directory";

/// Asks the directory.
pub(crate) async fn ask(env: &Env, call: &DirectoryCall) -> Result<DirectoryReply, Failure> {
    let namespace = env.durable_object(DIRECTORY)?;
    let stub = namespace.get_by_name(ONLY).map_err(Unreachable::from)?;
    Ok(ask::ask(&stub, call, None).await?)
}

/// Whose session it is, and until when. `None`: it is over.
pub(crate) async fn session(env: &Env, session: &str) -> Result<Option<(Agent, Timestamp)>, Failure> {
    let call = DirectoryCall::Renew {
        session: session.to_owned(),
    };
    match ask(env, &call).await? {
        DirectoryReply::Session { agent, until, .. } => Ok(Some((agent, until))),
        DirectoryReply::Done => Ok(None),
        DirectoryReply::Refused { problem } => Err(problem.into()),
        DirectoryReply::Link { .. }
        | DirectoryReply::Agents { .. }
        | DirectoryReply::Agent { .. }
        | DirectoryReply::Audit(_) => Err(unexpected()),
    }
}

/// Uses up a sign-in code: who it was for, their session, and until when that lasts.
pub(crate) async fn sign_in(env: &Env, code: String) -> Result<(Agent, String, Timestamp), Failure> {
    match ask(env, &DirectoryCall::SignIn { code }).await? {
        DirectoryReply::Session {
            agent,
            session: Some(session),
            until,
        } => Ok((agent, session, until)),
        DirectoryReply::Refused { problem } => Err(problem.into()),
        DirectoryReply::Session { session: None, .. }
        | DirectoryReply::Done
        | DirectoryReply::Link { .. }
        | DirectoryReply::Agents { .. }
        | DirectoryReply::Agent { .. }
        | DirectoryReply::Audit(_) => Err(unexpected()),
    }
}

/// Ends a session.
pub(crate) async fn sign_out(env: &Env, session: String) -> Result<(), Failure> {
    match ask(env, &DirectoryCall::SignOut { session }).await? {
        DirectoryReply::Done => Ok(()),
        DirectoryReply::Refused { problem } => Err(problem.into()),
        DirectoryReply::Session { .. }
        | DirectoryReply::Link { .. }
        | DirectoryReply::Agents { .. }
        | DirectoryReply::Agent { .. }
        | DirectoryReply::Audit(_) => Err(unexpected()),
    }
}

fn unexpected() -> Failure {
    Failure::Fault("the directory's reply does not belong to the call".to_owned())
}
