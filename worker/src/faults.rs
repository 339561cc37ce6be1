//! Faults on demand, so that tests can see a commit fail in the object itself, and panics where they could happen. Off
//! unless the deployment's variable `FAULTS` is `on`, whatever a request says.

use worker::{Env, Request};

use crate::calls::FAULT;

/// What is to go wrong.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Fault {
    /// The last statement of the commit is one that the schema refuses.
    FailLastStatement,
    /// A panic after the first statement of the commit.
    PanicMidway,
    /// A panic in the Worker while a message is read.
    PanicInReading,
    /// A panic in the Worker before a route is answered.
    PanicInRoute,
    /// A panic when the object next carries something outward.
    PanicInOutbox,
}

impl Fault {
    const EVERY: [Self; 5] = [
        Self::FailLastStatement,
        Self::PanicMidway,
        Self::PanicInReading,
        Self::PanicInRoute,
        Self::PanicInOutbox,
    ];

    /// The fault this request asks for, where faults are on.
    pub(crate) fn asked(request: &Request, env: &Env) -> Option<Self> {
        if !env.var("FAULTS").is_ok_and(|value| value.to_string() == "on") {
            return None;
        }
        let name = request.headers().get(FAULT).ok().flatten()?;
        Self::EVERY.into_iter().find(|fault| fault.name() == name)
    }

    /// What the header says.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::FailLastStatement => "fail-last-statement",
            Self::PanicMidway => "panic-midway",
            Self::PanicInReading => "panic-in-reading",
            Self::PanicInRoute => "panic-in-route",
            Self::PanicInOutbox => "panic-in-outbox",
        }
    }
}
