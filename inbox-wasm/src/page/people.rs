//! The administrator's panel: who may work here, as what and where.

use gangway_page::Failure;
use gangway_page::browser::{self, Request};
use gangway_protocol::AgentId;
use gangway_protocol::api::{Agent, AgentList, Called, NewAgent, SignInLink};
use leptos::prelude::*;
use serde::de::IgnoredAny;

use super::Page;

/// The panel.
#[derive(Clone, PartialEq, Debug, Default)]
pub(crate) struct People {
    /// Everyone this administrator may manage, once known.
    pub(crate) agents: Vec<Agent>,
    /// What workspaces are called.
    pub(crate) workspaces: Vec<Called>,
    /// Whether they have been read.
    pub(crate) loaded: bool,
    /// What happened.
    pub(crate) words: Option<String>,
    /// A link to hand on.
    pub(crate) link: Option<SignInLink>,
    /// The link was copied.
    pub(crate) copied: bool,
    /// The form that is open.
    pub(crate) form: Option<Whose>,
    /// Why it was not taken.
    pub(crate) refused: Option<String>,
    /// It is on its way.
    pub(crate) busy: bool,
}

/// Whose form is open.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Whose {
    /// Of someone who is to be invited.
    New,
    /// Of someone who is here.
    Of(AgentId),
}

/// The first field of a form.
pub(crate) const NAME: &str = "person-name";
/// The button that opens the form of someone new.
pub(crate) const INVITE: &str = "invite";

/// What the button that opens somebody's form is called.
pub(crate) fn edit_id(agent: &AgentId) -> String {
    format!("edit-{agent}")
}

impl Page {
    /// Opens the panel, or closes it.
    pub(crate) fn toggle_people(self) {
        if self.people.with_untracked(Option::is_some) {
            self.people.set(None);
        } else {
            self.people.set(Some(People::default()));
            self.read_people();
        }
        self.look();
    }

    /// Opens a form, and closes the one that was open; the same again closes it.
    pub(crate) fn open_form(self, whose: Option<Whose>) {
        let before = self
            .people
            .with_untracked(|people| people.as_ref().and_then(|people| people.form.clone()));
        let now = whose.filter(|whose| before.as_ref() != Some(whose));
        match (&now, &before) {
            (Some(_), _) => browser::focus_soon(NAME),
            (None, Some(Whose::New)) => browser::focus_soon(INVITE),
            (None, Some(Whose::Of(agent))) => browser::focus_soon(edit_id(agent)),
            (None, None) => {}
        }
        self.with_people(|people| (people.form, people.refused) = (now, None));
    }

    /// Invites someone, which makes a link, or changes who somebody is.
    pub(crate) fn save_person(self, whose: &Whose, agent: &NewAgent) {
        self.with_people(|people| (people.busy, people.refused) = (true, None));
        let name = agent.name.clone();
        match whose {
            Whose::New => browser::ask(Request::post("/v1/agents", agent), move |answer| match answer
                .read::<SignInLink>(
            ) {
                Ok(link) => {
                    self.saved(&format!("{name} was added"));
                    self.linked(Ok(link));
                }
                Err(failure) => self.not_saved(&failure),
            }),
            Whose::Of(id) => {
                let edit = edit_id(id);
                browser::ask(
                    Request::post(format!("/v1/agents/{id}"), agent),
                    move |answer| match answer.read::<IgnoredAny>() {
                        Ok(_) => {
                            self.saved(&format!("{name} was changed"));
                            self.read_people_before(&edit);
                        }
                        Err(failure) => self.not_saved(&failure),
                    },
                )
            }
        }
    }

    fn saved(self, words: &str) {
        self.with_people(|people| people.busy = false);
        self.open_form(None);
        self.said.set(words.to_owned());
    }

    fn not_saved(self, failure: &Failure) {
        if failure.is_unauthorized() {
            self.session_ended();
        } else {
            self.with_people(|people| (people.busy, people.refused) = (false, Some(failure.words())));
        }
    }

    /// Makes a new link for someone. Earlier ones are void.
    pub(crate) fn new_link(self, agent: &AgentId) {
        let request = Request::post(format!("/v1/agents/{agent}/sign-in-link"), &());
        browser::ask(request, move |answer| self.linked(answer.read()));
    }

    /// Shuts someone out, or lets them in again.
    pub(crate) fn disable(self, agent: &AgentId, disabled: bool) {
        let what = if disabled { "disable" } else { "enable" };
        let edit = edit_id(agent);
        browser::ask(
            Request::post(format!("/v1/agents/{agent}/{what}"), &()),
            move |answer| match answer.read::<IgnoredAny>() {
                Ok(_) => self.read_people_before(&edit),
                Err(failure) => self.people_failed(&failure),
            },
        );
    }

    /// Copies the link.
    pub(crate) fn copy_link(self) {
        let link = self
            .people
            .with_untracked(|people| people.as_ref().and_then(|people| people.link.clone()));
        let Some(link) = link else { return };
        browser::spawn(async move {
            let copied = browser::copy(&browser::address(&link.path)).await;
            self.with_people(|people| people.copied = copied);
        });
    }

    /// Asks who there is.
    pub(crate) fn read_people(self) {
        self.read_people_before("");
    }

    /// The same; the lines are made anew, and the focus goes to this button then.
    fn read_people_before(self, button: &str) {
        let button = button.to_owned();
        browser::ask(Request::get("/v1/agents"), move |answer| {
            match answer.read::<AgentList>() {
                Ok(list) => {
                    self.with_people(|people| {
                        people.workspaces = list.workspace_names;
                        (people.agents, people.loaded, people.words) = (list.agents, true, None);
                    });
                    if !button.is_empty() {
                        browser::focus_soon(button);
                    }
                }
                Err(failure) => self.people_failed(&failure),
            }
        });
    }

    fn linked(self, answer: Result<SignInLink, Failure>) {
        match answer {
            Ok(link) => {
                self.with_people(|people| (people.link, people.copied) = (Some(link), false));
                self.read_people();
                browser::focus_soon("link");
            }
            Err(failure) => self.people_failed(&failure),
        }
    }

    fn people_failed(self, failure: &Failure) {
        if failure.is_unauthorized() {
            self.session_ended();
        } else {
            self.with_people(|people| people.words = Some(failure.words()));
        }
    }

    fn with_people(self, change: impl FnOnce(&mut People)) {
        self.people.update(|people| {
            if let Some(people) = people {
                change(people);
            }
        });
    }
}
