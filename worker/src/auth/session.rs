//! An agent's session: a cookie of signed claims, good for five minutes, then renewed at the directory.
//!
//! The directory is not on the way of a request: for five minutes the claims are believed, unless they do not reach as
//! far as the request. What shuts an agent out at once is the inbox object, which closes sockets, gives out no tickets any
//! more, and is asked before an agent sees or does anything in a conversation.

use gangway_protocol::api::{Agent, Role, Skills};
use gangway_protocol::{AgentRef, Timestamp, WorkspaceId};
use serde::{Deserialize, Serialize};

use super::keys::Keys;
use super::seal::{self, Purpose};

/// The cookie's name. `__Host-`: the browser takes it only over TLS, for this host, for all paths.
const COOKIE: &str = "__Host-gangway";
/// How long claims are believed.
const BELIEVED: i64 = 5 * 60 * 1_000;
/// How long a session lasts, from the sign-in: 14 days.
pub(crate) const LIFETIME: i64 = 14 * 24 * 60 * 60 * 1_000;
/// In a list of workspaces: all of them.
const EVERYWHERE: &str = "*";

/// What the cookie says.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub(crate) struct Claims {
    /// The session, by which the directory knows it.
    pub(crate) session: String,
    /// Whose.
    pub(crate) agent: AgentRef,
    /// Their address.
    pub(crate) email: String,
    /// What they may do.
    pub(crate) role: Role,
    /// Where; `*` stands for everywhere.
    pub(crate) workspaces: Vec<WorkspaceId>,
    /// For whom they work, and in which languages.
    #[serde(default)]
    pub(crate) skills: Skills,
    /// When the directory said so.
    pub(crate) iat: Timestamp,
    /// When the session ends.
    pub(crate) exp: Timestamp,
}

impl Claims {
    /// What the directory says of a session.
    pub(crate) fn new(session: String, agent: Agent, now: Timestamp, exp: Timestamp) -> Self {
        Self {
            session,
            agent: agent.agent,
            email: agent.email,
            role: agent.role,
            workspaces: agent.workspaces,
            skills: agent.skills,
            iat: now,
            exp,
        }
    }

    /// The claims of a request's cookies, sealed by this deployment and not over. They may be [old](Self::is_old).
    pub(crate) fn of_cookies(keys: &Keys, header: &str, now: Timestamp) -> Option<Self> {
        header
            .split(';')
            .filter_map(|cookie| cookie.trim().split_once('='))
            .filter(|(name, _)| *name == COOKIE)
            .find_map(|(_, sealed)| seal::open::<Self>(keys, Purpose::Session, sealed))
            .filter(|claims| now < claims.exp)
    }

    /// Whether the directory has to be asked before they are believed.
    pub(crate) fn is_old(&self, now: Timestamp) -> bool {
        now >= self.iat.plus(BELIEVED) || self.iat > now.plus(60_000)
    }

    /// Whether the agent works in this workspace.
    pub(crate) fn covers(&self, workspace: &WorkspaceId) -> bool {
        covers(&self.workspaces, workspace)
    }

    /// The agent as the API names them.
    pub(crate) fn agent(&self) -> Agent {
        Agent {
            agent: self.agent.clone(),
            email: self.email.clone(),
            role: self.role,
            workspaces: self.workspaces.clone(),
            disabled: false,
            skills: self.skills.clone(),
        }
    }

    /// The `Set-Cookie` header that bears them.
    pub(crate) fn cookie(&self, keys: &Keys, now: Timestamp) -> Result<String, serde_json::Error> {
        let sealed = seal::seal(keys, Purpose::Session, self)?;
        let seconds = (self.exp.0 - now.0).max(0) / 1_000;
        Ok(set_cookie(&sealed, seconds))
    }
}

/// The `Set-Cookie` header that takes the cookie away.
pub(crate) fn no_cookie() -> String {
    set_cookie("", 0)
}

/// The name that stands for all workspaces.
pub(crate) fn everywhere() -> WorkspaceId {
    EVERYWHERE.into()
}

/// Whether this is the name that stands for all workspaces.
pub(crate) fn is_everywhere(workspace: &WorkspaceId) -> bool {
    workspace.as_str() == EVERYWHERE
}

/// Whether a list of workspaces has this one, by name or by `*`.
pub(crate) fn covers(workspaces: &[WorkspaceId], workspace: &WorkspaceId) -> bool {
    workspaces.iter().any(|of| of == workspace || is_everywhere(of))
}

/// Whether someone who works in `workspaces` may manage someone who works in `others`: only where they work
/// themselves, so that nobody can reach further through someone else.
pub(crate) fn covers_all(workspaces: &[WorkspaceId], others: &[WorkspaceId]) -> bool {
    others.iter().all(|other| covers(workspaces, other))
}

fn set_cookie(value: &str, seconds: i64) -> String {
    format!("{COOKIE}={value}; Path=/; Secure; HttpOnly; SameSite=Strict; Max-Age={seconds}")
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may fail by panicking")]

    use super::*;

    const NOW: Timestamp = Timestamp(1_790_000_000_000);

    fn keys() -> Keys {
        Keys::parse("a:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA").unwrap()
    }

    fn claims() -> Claims {
        Claims {
            session: "s".to_owned(),
            agent: AgentRef {
                id: "a1".into(),
                name: "Ana".to_owned(),
            },
            email: "ana@example.com".to_owned(),
            role: Role::Agent,
            workspaces: vec!["harbour-cars".into()],
            skills: Skills::default(),
            iat: NOW,
            exp: NOW.plus(LIFETIME),
        }
    }

    #[test]
    fn claims_come_back_from_their_cookie_among_others() {
        let cookie = claims().cookie(&keys(), NOW).unwrap();
        assert!(cookie.ends_with("; Path=/; Secure; HttpOnly; SameSite=Strict; Max-Age=1209600"));
        let sealed = cookie.split(';').next().unwrap();
        let header = format!("theme=dark; {sealed}; __Host-gangway-other=1");
        assert_eq!(Claims::of_cookies(&keys(), &header, NOW), Some(claims()));
        assert_eq!(
            Claims::of_cookies(&keys(), &header, NOW.plus(LIFETIME)),
            None,
            "over"
        );
        assert_eq!(Claims::of_cookies(&keys(), "theme=dark", NOW), None);
        assert_eq!(
            Claims::of_cookies(&keys(), "__Host-gangway=v1.a.e30.e30", NOW),
            None,
            "forged"
        );
    }

    #[test]
    fn claims_are_believed_for_five_minutes() {
        assert!(!claims().is_old(NOW.plus(299_999)));
        assert!(claims().is_old(NOW.plus(300_000)));
        assert!(claims().is_old(NOW.plus(-3_600_000)), "from the future");
    }

    #[test]
    fn a_star_covers_everywhere_and_is_covered_by_a_star_alone() {
        let (all, one): (Vec<WorkspaceId>, Vec<WorkspaceId>) =
            (vec!["*".into()], vec!["harbour-cars".into()]);
        assert!(covers(&all, &one[0]) && covers(&one, &one[0]));
        assert!(!covers(&one, &"meridian-tours".into()) && !covers(&[], &one[0]));
        assert!(covers_all(&all, &one) && covers_all(&all, &all) && covers_all(&one, &one));
        assert!(!covers_all(&one, &all));
    }
}
