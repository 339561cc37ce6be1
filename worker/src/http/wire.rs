//! Pages that are older than this deployment: told so, before anything else is made of what they ask.
//!
//! A page that was opened before a deployment goes on asking the Worker after it. Within a version of the wire both
//! understand each other. Where the operator has declared earlier versions over (the variable `OLDEST_WIRE`), a page that
//! says it speaks one is refused with [`Code::PageTooOld`], and loads itself anew. Programs say nothing and pass.

use gangway_protocol::{Code, Problem, WIRE, WIRE_HEADER};
use worker::{Env, Request};

use super::problem::Failure;

/// The variable that names the oldest version understood.
const OLDEST: &str = "OLDEST_WIRE";
/// The first version there was.
const FIRST: u32 = 1;

/// Lets a request pass or refuses it.
pub(super) fn pass(env: &Env, request: &Request) -> Result<(), Failure> {
    let sent = request.headers().get(WIRE_HEADER)?;
    let set = env.var(OLDEST).ok().map(|set| set.to_string());
    understood(sent.as_deref(), oldest(set.as_deref())).map_err(Failure::from)
}

/// The oldest version understood. The deployment's own pages are never too old, whatever the variable says: they could
/// load themselves for ever and be no younger.
fn oldest(set: Option<&str>) -> u32 {
    set.and_then(|set| set.trim().parse().ok())
        .unwrap_or(FIRST)
        .min(WIRE)
}

fn understood(sent: Option<&str>, oldest: u32) -> Result<(), Box<Problem>> {
    let Some(sent) = sent else { return Ok(()) };
    let Ok(version) = sent.trim().parse::<u32>() else {
        let message = format!("`{WIRE_HEADER}` is not a number.");
        return Err(Box::new(Problem::new(Code::BadRequest, message)));
    };
    if version >= oldest {
        return Ok(());
    }
    let problem = Problem::new(Code::PageTooOld, "This page is older than what it speaks to.");
    Err(Box::new(problem.hint("load it again")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_of_an_older_version_is_refused_and_a_program_is_not() {
        let code = |sent, oldest| understood(sent, oldest).map_err(|problem| problem.code);
        assert_eq!(code(None, 3), Ok(()));
        for young in ["3", "4", " 3 "] {
            assert_eq!(code(Some(young), 3), Ok(()), "{young}");
        }
        for old in ["0", "2"] {
            assert_eq!(code(Some(old), 3), Err(Code::PageTooOld), "{old}");
        }
        for other in ["", "one", "-1", "1.0"] {
            assert_eq!(code(Some(other), 1), Err(Code::BadRequest), "{other}");
        }
    }

    #[test]
    fn the_deployments_own_pages_are_never_too_old() {
        for set in [None, Some(""), Some("first"), Some("1"), Some("0"), Some("99")] {
            let oldest = oldest(set);
            assert!(understood(Some(&WIRE.to_string()), oldest).is_ok(), "{set:?}");
        }
        assert_eq!(oldest(None), FIRST);
    }
}
