//! How a refusal looks to the outside: the one table of HTTP statuses, and what became of our own faults.

use gangway_protocol::{Code, Problem};
use worker::{Response, ResponseBuilder};

use crate::ask::Unreachable;
use crate::auth::keys::KeysError;
use crate::auth::secret::NoRandomness;
use crate::log;

/// What `Retry-After` says, in seconds: the period of the gates in `wrangler.toml`.
const RETRY_AFTER: &str = "60";

/// Why a request is not answered as it wished.
#[derive(Debug)]
pub(crate) enum Failure {
    /// Refused, and told why.
    Refused(Box<Problem>),
    /// Our own fault. The reason is logged and not told.
    Fault(String),
}

/// The HTTP status of a code.
pub(crate) fn status(code: Code) -> u16 {
    match code {
        Code::BadRequest | Code::NotUtf8 | Code::Empty => 400,
        Code::Unauthorized => 401,
        Code::Forbidden | Code::NotHolder => 403,
        Code::NotFound => 404,
        Code::MethodNotAllowed => 405,
        Code::TooSlow => 408,
        Code::AlreadyClaimed | Code::WrongStatus | Code::StaleView | Code::StaleReading => 409,
        Code::Spent => 410,
        Code::TooLong => 413,
        Code::UnsupportedFile => 415,
        Code::InvalidSlot => 422,
        Code::PageTooOld => 426,
        Code::TooMany => 429,
        Code::Internal | Code::Unknown => 500,
        Code::Unavailable => 503,
    }
}

impl Failure {
    /// The refusal as a response. A fault is logged with what was asked for.
    pub(crate) fn respond(self, asked: &str) -> worker::Result<Response> {
        let problem = match self {
            // What a reading must be made from is between Worker and object.
            Self::Refused(problem) => Problem {
                basis: None,
                ..*problem
            },
            Self::Fault(reason) => {
                log::error(
                    "request.fault",
                    &serde_json::json!({ "asked": asked, "reason": reason }),
                );
                Problem::new(Code::Internal, "Something went wrong on our side.")
            }
        };
        let mut response = ResponseBuilder::new().with_status(status(problem.code));
        if problem.code == Code::TooMany {
            response = response.with_header("retry-after", RETRY_AFTER)?;
        }
        if problem.code == Code::Unauthorized {
            response = response.with_header("www-authenticate", "Bearer")?;
        }
        response.from_json(&problem)
    }
}

/// A refusal with a sentence.
pub(crate) fn refuse(code: Code, message: impl Into<String>) -> Failure {
    Problem::new(code, message).into()
}

/// There is no such thing.
pub(crate) fn not_found() -> Failure {
    refuse(Code::NotFound, "There is nothing at this address.")
}

impl From<Problem> for Failure {
    fn from(problem: Problem) -> Self {
        Self::Refused(Box::new(problem))
    }
}

impl From<Box<Problem>> for Failure {
    fn from(problem: Box<Problem>) -> Self {
        Self::Refused(problem)
    }
}

impl From<worker::Error> for Failure {
    fn from(error: worker::Error) -> Self {
        Self::Fault(error.to_string())
    }
}

impl From<serde_json::Error> for Failure {
    fn from(error: serde_json::Error) -> Self {
        Self::Fault(error.to_string())
    }
}

impl From<NoRandomness> for Failure {
    fn from(error: NoRandomness) -> Self {
        Self::Fault(error.to_string())
    }
}

impl From<KeysError> for Failure {
    fn from(error: KeysError) -> Self {
        Problem::new(Code::Unavailable, format!("This deployment cannot sign yet: {error}."))
            .hint(
                "make a key with `openssl rand -base64 32`, then `npx wrangler secret put SIGNING_KEYS` and give `k1:<key>`; locally, put it into `.dev.vars`",
            )
            .into()
    }
}

impl From<Unreachable> for Failure {
    fn from(error: Unreachable) -> Self {
        log::warn(
            "object.unreachable",
            &serde_json::json!({ "reason": error.to_string() }),
        );
        Problem::new(Code::Unavailable, "This cannot be reached at the moment.")
            .hint("send it again, with the same `client_id`: it is never done twice")
            .into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_refusal_is_a_4xx_and_every_fault_a_5xx() {
        for code in [
            Code::BadRequest,
            Code::NotUtf8,
            Code::Empty,
            Code::TooLong,
            Code::Unauthorized,
            Code::Forbidden,
            Code::NotFound,
            Code::MethodNotAllowed,
            Code::AlreadyClaimed,
            Code::NotHolder,
            Code::WrongStatus,
            Code::InvalidSlot,
            Code::UnsupportedFile,
            Code::StaleView,
            Code::StaleReading,
            Code::Spent,
            Code::PageTooOld,
            Code::TooSlow,
            Code::TooMany,
        ] {
            assert!((400..500).contains(&status(code)), "{code:?}");
        }
        for code in [Code::Unavailable, Code::Internal, Code::Unknown] {
            assert!((500..600).contains(&status(code)), "{code:?}");
        }
    }
}
