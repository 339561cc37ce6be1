//! Signing in and out.

use gangway_page::Failure;
use gangway_page::browser::{self, Request};
use gangway_protocol::Code;
use gangway_protocol::api::{Agent, Me, SignIn};
use leptos::prelude::*;
use serde::de::IgnoredAny;

use super::Page;
use crate::list::{List, Shown};

/// Who is signed in.
#[derive(Clone, PartialEq, Debug)]
pub(crate) enum Gate {
    /// Not known yet.
    Asking,
    /// Nobody, or someone who came with another link.
    Out {
        /// The code of the link that the page was opened with.
        code: Option<String>,
        /// What happened.
        words: Option<String>,
        /// Who is signed in already.
        already: Option<Box<Me>>,
        /// The link is being used.
        busy: bool,
    },
    /// This agent.
    In(Me),
    /// It could not be found out.
    Broken(String),
}

impl Page {
    /// Asks who is signed in. A link's code waits for a click: opening a link signs nobody in.
    pub(crate) fn ask_who(self) {
        self.gate.set(Gate::Asking);
        let code = || {
            browser::fragment()
                .into_iter()
                .find(|(name, _)| name == "sign-in")
                .map(|(_, code)| code)
        };
        browser::ask(Request::get("/v1/me"), move |answer| {
            match (answer.read::<Me>(), code()) {
                (Ok(me), None) => self.enter(me),
                (Ok(me), code) => self.stand_outside(code, None, Some(me)),
                (Err(failure), code) if failure.is_unauthorized() => self.stand_outside(code, None, None),
                (Err(failure), _) => self.gate.set(Gate::Broken(failure.words())),
            }
        });
    }

    /// Uses the link.
    pub(crate) fn sign_in(self) {
        let Gate::Out {
            code: Some(code),
            words,
            already,
            ..
        } = self.gate.get_untracked()
        else {
            return;
        };
        self.gate.set(Gate::Out {
            code: Some(code.clone()),
            words,
            already,
            busy: true,
        });
        browser::ask(
            Request::post("/v1/sign-in", &SignIn { code: code.clone() }),
            move |answer| {
                match answer.read::<Agent>() {
                    Ok(_) => {
                        browser::set_fragment(&[], false);
                        self.ask_who();
                    }
                    // The link is used up or too old: there is nothing to try again.
                    Err(failure) if is_spent(&failure) => {
                        browser::set_fragment(&[], false);
                        let words =
                            "This link was used already or is too old. Ask an administrator for a new one.";
                        self.stand_outside(None, Some(words.to_owned()), None);
                    }
                    Err(failure) => self.stand_outside(Some(code), Some(failure.words()), None),
                }
            },
        );
    }

    /// Goes on as whoever is signed in, leaving the link unused.
    pub(crate) fn go_on(self, me: Me) {
        browser::set_fragment(&[], false);
        self.enter(me);
    }

    /// Ends the session.
    pub(crate) fn sign_out(self) {
        browser::ask(
            Request::post("/v1/sign-out", &()),
            move |answer| match answer.read::<IgnoredAny>() {
                Ok(_) => self.shut("You are signed out."),
                Err(failure) if failure.is_unauthorized() => self.shut("You are signed out."),
                Err(failure) => self.list.update(|list| list.failure = Some(failure.words())),
            },
        );
    }

    /// The session has ended. What was written is kept in this browser.
    pub(super) fn session_ended(self) {
        self.shut(
            "Your session has ended. What you were writing is kept here. Open a sign-in link to go on.",
        );
    }

    /// Asks what the agent may do, since that was changed: the session hears of it with the answer. Where they work no
    /// more, the page says so and shows nothing of it.
    pub(super) fn ask_rights(self) {
        browser::ask(Request::get("/v1/me"), move |answer| {
            let Gate::In(before) = self.gate.get_untracked() else {
                return;
            };
            match answer.read::<Me>() {
                Ok(me) => {
                    let here = self.workspace.get_untracked();
                    let lost = here.filter(|here| !me.desks.contains(here));
                    if let Some(lost) = lost {
                        let named = self.list.with_untracked(|list| list.desk.name.clone());
                        let name = if named.is_empty() { lost.0 } else { named };
                        let words = format!(
                            "You do not work for {name} any more. What you had there waits for your colleagues."
                        );
                        let goes_on = (!me.desks.is_empty()).then_some(me);
                        self.leave_desk(&words, goes_on);
                    } else if (&me.agent.agent, me.agent.role, &me.desks)
                        != (&before.agent.agent, before.agent.role, &before.desks)
                    {
                        self.enter(me);
                    }
                }
                Err(failure) if failure.is_unauthorized() => self.session_ended(),
                // Whatever is refused for it is refused with words.
                Err(_) => {}
            }
        });
    }

    fn shut(self, words: &str) {
        self.leave_desk(words, None);
    }

    fn leave_desk(self, words: &str, goes_on: Option<Me>) {
        self.close_thread();
        self.close_list();
        self.list.set(List::new("".into(), Shown::default(), Vec::new()));
        self.people.set(None);
        self.stand_outside(None, Some(words.to_owned()), goes_on);
    }

    fn enter(self, me: Me) {
        self.gate.set(Gate::In(me));
        self.follow();
    }

    fn stand_outside(self, code: Option<String>, words: Option<String>, already: Option<Me>) {
        self.gate.set(Gate::Out {
            code,
            words,
            already: already.map(Box::new),
            busy: false,
        });
    }
}

fn is_spent(failure: &Failure) -> bool {
    matches!(failure.code(), Some(Code::Spent | Code::Unauthorized))
}
