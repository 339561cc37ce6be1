//! The door that every request passes: what the table asks of a route, held against what the request brings.

use gangway_protocol::api::Role;
use gangway_protocol::routes::{Route, Who};
use gangway_protocol::{Code, Problem, Timestamp};
use worker::{Env, Request};

use super::path::Parameters;
use super::problem::{Failure, refuse};
use crate::auth::keys::{Keys, KeysError};
use crate::auth::session::{Claims, no_cookie};
use crate::auth::visitor;
use crate::directory;

/// Who was let in.
#[derive(Debug)]
pub(crate) enum Caller {
    /// Anyone, the visitor of the conversation in the address, or whoever has a ticket, which the object looks at.
    Outside,
    /// An agent or administrator, as the route demands.
    Signed(Box<Claims>),
}

/// What the door says.
#[derive(Debug)]
pub(crate) struct Passed {
    /// Who was let in.
    pub(crate) caller: Caller,
    /// A `Set-Cookie` header for the answer, when the claims were renewed.
    pub(crate) cookie: Option<String>,
}

/// Why someone stays outside, and a `Set-Cookie` header for the answer when their session is over.
#[derive(Debug)]
pub(crate) struct Shut {
    /// Why.
    pub(crate) failure: Failure,
    /// The header.
    pub(crate) cookie: Option<String>,
}

impl<F: Into<Failure>> From<F> for Shut {
    fn from(failure: F) -> Self {
        Self {
            failure: failure.into(),
            cookie: None,
        }
    }
}

/// The deployment's keys.
pub(crate) fn keys(env: &Env) -> Result<Keys, KeysError> {
    match env.var("SIGNING_KEYS") {
        Ok(variable) => Keys::parse(&variable.to_string()),
        Err(_) => Err(KeysError::Missing),
    }
}

/// Lets a request in or refuses it.
pub(crate) async fn pass(
    env: &Env,
    request: &Request,
    route: &Route,
    parameters: &Parameters,
    now: Timestamp,
) -> Result<Passed, Shut> {
    match route.who {
        Who::Anyone | Who::Ticket => Ok(outside()),
        Who::Visitor => {
            visitor_passes(env, request, parameters, now)?;
            Ok(outside())
        }
        Who::Agent => signed(env, request, parameters, None, now).await,
        Who::Administrator => signed(env, request, parameters, Some(Role::Administrator), now).await,
    }
}

fn outside() -> Passed {
    Passed {
        caller: Caller::Outside,
        cookie: None,
    }
}

fn visitor_passes(
    env: &Env,
    request: &Request,
    parameters: &Parameters,
    now: Timestamp,
) -> Result<(), Failure> {
    let keys = keys(env)?;
    let header = request.headers().get("authorization")?;
    let token = header.as_deref().and_then(visitor::bearer);
    let (Some(token), Some(workspace), Some(conversation)) =
        (token, &parameters.workspace, &parameters.conversation)
    else {
        return Err(refuse(
            Code::Unauthorized,
            "This needs the token of the conversation.",
        ));
    };
    if visitor::verify(&keys, token, workspace, conversation, now) {
        Ok(())
    } else {
        Err(Problem::new(
            Code::Unauthorized,
            "The token is not one for this conversation, or too old.",
        )
        .hint("open a new conversation")
        .into())
    }
}

/// (1) The claims of the cookie. (2) When they are old, or do not reach so far, the directory says them anew: they may
/// reach further since. (3) The role. (4) The workspace.
async fn signed(
    env: &Env,
    request: &Request,
    parameters: &Parameters,
    role: Option<Role>,
    now: Timestamp,
) -> Result<Passed, Shut> {
    let keys = keys(env)?;
    let header = request.headers().get("cookie")?.unwrap_or_default();
    let Some(mut claims) = Claims::of_cookies(&keys, &header, now) else {
        return Err(refuse(Code::Unauthorized, "Sign in first.").into()); // (1)
    };
    let mut cookie = None;
    let has_role = |claims: &Claims| role.is_none_or(|role| role == claims.role);
    let covers = |claims: &Claims| {
        let workspace = parameters.workspace.as_ref();
        workspace.is_none_or(|workspace| claims.covers(workspace))
    };
    if claims.is_old(now) || !has_role(&claims) || !covers(&claims) {
        claims = renewed(env, claims.session, now).await?; // (2)
        cookie = Some(claims.cookie(&keys, now)?);
    }
    let refused = |message: &str| Shut {
        failure: refuse(Code::Forbidden, message),
        cookie: cookie.clone(),
    };
    if !has_role(&claims) {
        return Err(refused("Only an administrator may do this.")); // (3)
    }
    if !covers(&claims) {
        return Err(refused("You do not work in this workspace.")); // (4)
    }
    Ok(Passed {
        caller: Caller::Signed(Box::new(claims)),
        cookie,
    })
}

/// The claims of a session as the directory says them now.
pub(crate) async fn renewed(env: &Env, session: String, now: Timestamp) -> Result<Claims, Shut> {
    match directory::session(env, &session).await? {
        Some((agent, until)) => Ok(Claims::new(session, agent, now, until)),
        None => Err(Shut {
            failure: refuse(Code::Unauthorized, "Your session is over. Sign in again."),
            cookie: Some(no_cookie()),
        }),
    }
}
