//! The administrator's panel: who may work here.

use gangway_page::Failure;
use gangway_page::browser::{self, Request};
use gangway_protocol::AgentId;
use gangway_protocol::api::{Agent, AgentList, NewAgent, SignInLink};
use leptos::prelude::*;
use serde::de::IgnoredAny;

use super::Page;

/// The panel.
#[derive(Clone, PartialEq, Debug, Default)]
pub(crate) struct Agents {
    /// Everyone this administrator may manage, once known.
    pub(crate) agents: Vec<Agent>,
    /// Whether they have been read.
    pub(crate) loaded: bool,
    /// What happened.
    pub(crate) words: Option<String>,
    /// A link to hand on.
    pub(crate) link: Option<SignInLink>,
    /// The link was copied.
    pub(crate) copied: bool,
}

impl Page {
    /// Opens the panel, or closes it.
    pub(crate) fn toggle_agents(self) {
        if self.agents.with_untracked(Option::is_some) {
            self.agents.set(None);
        } else {
            self.agents.set(Some(Agents::default()));
            self.read_agents();
        }
        self.look();
    }

    /// Adds someone, which makes a link.
    pub(crate) fn add_agent(self, agent: &NewAgent) {
        browser::ask(Request::post("/v1/agents", agent), move |answer| {
            self.linked(answer.read())
        });
    }

    /// Makes a new link for someone. Earlier ones are void.
    pub(crate) fn new_link(self, agent: &AgentId) {
        let request = Request::post(format!("/v1/agents/{agent}/sign-in-link"), &());
        browser::ask(request, move |answer| self.linked(answer.read()));
    }

    /// Shuts someone out, or lets them in again.
    pub(crate) fn disable(self, agent: &AgentId, disabled: bool) {
        let what = if disabled { "disable" } else { "enable" };
        browser::ask(
            Request::post(format!("/v1/agents/{agent}/{what}"), &()),
            move |answer| match answer.read::<IgnoredAny>() {
                Ok(_) => self.read_agents(),
                Err(failure) => self.agents_failed(&failure),
            },
        );
    }

    /// Copies the link.
    pub(crate) fn copy_link(self) {
        let link = self
            .agents
            .with_untracked(|agents| agents.as_ref().and_then(|agents| agents.link.clone()));
        let Some(link) = link else { return };
        browser::spawn(async move {
            let copied = browser::copy(&browser::address(&link.path)).await;
            self.with_agents(|agents| agents.copied = copied);
        });
    }

    fn read_agents(self) {
        browser::ask(Request::get("/v1/agents"), move |answer| {
            match answer.read::<AgentList>() {
                Ok(AgentList { agents: all }) => {
                    self.with_agents(|agents| {
                        (agents.agents, agents.loaded, agents.words) = (all, true, None)
                    });
                }
                Err(failure) => self.agents_failed(&failure),
            }
        });
    }

    fn linked(self, answer: Result<SignInLink, Failure>) {
        match answer {
            Ok(link) => {
                self.with_agents(|agents| (agents.link, agents.copied) = (Some(link), false));
                self.read_agents();
                browser::focus_soon("link");
            }
            Err(failure) => self.agents_failed(&failure),
        }
    }

    fn agents_failed(self, failure: &Failure) {
        if failure.is_unauthorized() {
            self.session_ended();
        } else {
            self.with_agents(|agents| agents.words = Some(failure.words()));
        }
    }

    fn with_agents(self, change: impl FnOnce(&mut Agents)) {
        self.agents.update(|agents| {
            if let Some(agents) = agents {
                change(agents);
            }
        });
    }
}
