//! Faults on demand, so that tests can see a commit fail in the object itself. Off unless the deployment's
//! variable `FAULTS` is `on`, whatever a request says.

use worker::{Env, Request};

use crate::calls::FAULT;

/// How a commit is to fail.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Fault {
    /// The last statement is one that the schema refuses.
    FailLastStatement,
    /// A panic after the first statement.
    PanicMidway,
}

impl Fault {
    /// The fault this request asks for, where faults are on.
    pub(crate) fn asked(request: &Request, env: &Env) -> Option<Self> {
        if !env.var("FAULTS").is_ok_and(|value| value.to_string() == "on") {
            return None;
        }
        match request.headers().get(FAULT).ok().flatten()?.as_str() {
            "fail-last-statement" => Some(Self::FailLastStatement),
            "panic-midway" => Some(Self::PanicMidway),
            _ => None,
        }
    }
}
