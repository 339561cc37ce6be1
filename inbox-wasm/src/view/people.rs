//! The administrator's panel: everyone whom they may manage.

use gangway_page::browser;
use gangway_protocol::WorkspaceId;
use gangway_protocol::api::{Agent, Me, Role};
use leptos::prelude::*;

use super::icon::Icon;
use super::parts::{El, button, el};
use super::person;
use crate::page::{INVITE, Page, People, Whose, edit_id};
use crate::words;

/// Stands for all workspaces.
pub(super) const EVERYWHERE: &str = "*";

/// A part of the panel.
pub(super) fn of<T: Default>(page: Page, part: impl FnOnce(&People) -> T) -> T {
    page.people
        .with(|people| people.as_ref().map(part).unwrap_or_default())
}

pub(super) fn panel(page: Page, me: &Me) -> El {
    let words = move || of(page, |people| people.words.clone());
    let loaded = move || of(page, |people| people.loaded);
    // What is typed into a form outlives whatever else changes.
    let everyone = Memo::new(move |_| of(page, |people| people.agents.clone()));
    let form = Memo::new(move |_| of(page, |people| people.form.clone()));
    let own = me.clone();
    let rows = move || {
        let open = form.get();
        let line = |agent: &Agent| line(page, &own, agent, open.as_ref());
        everyone.with(|everyone| everyone.iter().map(line).collect())
    };
    let own = me.clone();
    let invited = move || (form.get() == Some(Whose::New)).then(|| person::form(page, &own, None));
    let head = el("header")
        .class("thread-head")
        .child(el("div").class("thread-names").child(el("h2").text("People")))
        .child(
            button("icon quiet", move || page.toggle_people())
                .named("Close")
                .child(Icon::Close.view()),
        );
    let broken = el("div")
        .class("strip urgent people-broken")
        .attr("role", "alert")
        .hidden(move || words().is_none())
        .child(el("span").words(move || words().unwrap_or_default()))
        .child(
            button("", move || page.read_people())
                .hidden(loaded)
                .text("Try again"),
        );
    let loading = el("p")
        .class("none")
        .hidden(move || loaded() || words().is_some())
        .text("Loading people");
    let nobody = el("p")
        .class("hint")
        .hidden(move || !loaded() || everyone.with(Vec::len) > 1)
        .text("Nobody else works here yet. Invite those who answer travellers.");
    let invite = button("primary", move || page.open_form(Some(Whose::New)))
        .attr("id", INVITE)
        .live("aria-expanded", move || {
            Some((form.get() == Some(Whose::New)).to_string())
        })
        .text("Invite someone");
    let panel = el("div")
        .class("panel")
        .child(broken)
        .child(link(page))
        .child(invite)
        .part(invited)
        .child(loading)
        .child(el("ul").class("people").parts(rows))
        .child(nobody);
    el("section")
        .class("thread people-pane")
        .named("People")
        .child(head)
        .child(panel)
}

/// A link to hand on.
fn link(page: Page) -> El {
    let made = move || of(page, |people| people.link.clone());
    let whose = move || match made() {
        Some(link) => format!("Sign-in link for {}", link.agent.name),
        None => String::new(),
    };
    let until = move || match made() {
        Some(link) => format!(
            "It works once, until {}, and is shown only here. Hand it on yourself: nothing is sent.",
            browser::clock(link.expires_at)
        ),
        None => String::new(),
    };
    let address = move || {
        made()
            .map(|link| browser::address(&link.path))
            .unwrap_or_default()
    };
    let copied = move || {
        let copied = of(page, |people| people.copied);
        if copied { "Copied" } else { "Copy" }.to_owned()
    };
    let field = el("input")
        .attr("id", "link")
        .attr("readonly", "readonly")
        .value(address);
    let inline = el("div")
        .class("inline")
        .child(
            el("label")
                .class("said-only")
                .attr("for", "link")
                .text("Sign-in link"),
        )
        .child(field)
        .child(button("", move || page.copy_link()).words(copied));
    el("div")
        .class("strip good link-card")
        .attr("role", "status")
        .hidden(move || made().is_none())
        .child(el("strong").words(whose))
        .child(el("p").words(until))
        .child(inline)
}

/// Who somebody is, and what can be done about it.
fn line(page: Page, me: &Me, agent: &Agent, open: Option<&Whose>) -> El {
    let id = agent.agent.id.clone();
    let (links, shuts, edits, present) = (id.clone(), id.clone(), id.clone(), id.clone());
    let (is_me, disabled) = (id == me.agent.agent.id, agent.disabled);
    let whose = Whose::Of(id.clone());
    let is_open = open == Some(&whose);
    let role = match agent.role {
        Role::Administrator => "Administrator",
        Role::Agent => "Agent",
    };
    let works_in = agent.workspaces.clone();
    let places = move || {
        let places: Vec<String> = works_in.iter().map(|id| named(page, id)).collect();
        format!("Works in {}", places.join(", "))
    };
    let given = given(page, agent);
    let here = move || page.list.with(|list| list.online.contains(&present));
    let who = el("div")
        .class("person-facts")
        .child(
            el("p")
                .class("person-head")
                .child(el("strong").attr("dir", "auto").text(&agent.agent.name))
                .children(is_me.then(|| el("span").class("hint").text("you")))
                .children(disabled.then(|| el("span").class("standing urgent").text("Shut out")))
                .child(
                    el("span")
                        .class("standing good")
                        .hidden(move || disabled || !here())
                        .text("Here"),
                ),
        )
        .child(el("p").class("hint").text(&format!("{} · {}", agent.email, role)))
        .child(el("p").class("hint").words(places))
        .child(el("p").class("hint").words(given));
    let name = agent.agent.name.clone();
    let edit = button("", move || page.open_form(Some(Whose::Of(edits.clone()))))
        .attr("id", &edit_id(&id))
        .named(&format!("Edit {name}"))
        .attr("aria-expanded", if is_open { "true" } else { "false" })
        .text("Edit");
    let new_link = (!disabled).then(|| {
        button("", move || page.new_link(&links))
            .named(&format!("New link for {name}"))
            .text("New link")
    });
    let shut = (!is_me).then(|| {
        let what = if disabled { "Let in again" } else { "Shut out" };
        button("", move || page.disable(&shuts, !disabled))
            .named(&format!("{what}: {name}"))
            .text(what)
    });
    el("li")
        .class(if disabled { "person disabled" } else { "person" })
        .child(who)
        .child(
            el("div")
                .class("acts")
                .child(edit)
                .children(new_link)
                .children(shut),
        )
        .children(is_open.then(|| person::form(page, me, Some(agent))))
}

/// What somebody is given where a team assigns.
fn given(page: Page, agent: &Agent) -> impl Fn() -> String + Send + use<> {
    let skills = agent.skills.clone();
    move || {
        let team = |id: &gangway_protocol::TeamId| {
            page.list.with(|list| {
                let mut teams = list.desk.teams.iter();
                teams
                    .find(|team| team.id == *id)
                    .map_or(id.0.clone(), |team| team.name.clone())
            })
        };
        let teams: Vec<String> = skills.teams.iter().map(team).collect();
        let teams = if teams.is_empty() {
            "All teams".to_owned()
        } else {
            teams.join(", ")
        };
        let most = match skills.capacity {
            None => String::new(),
            Some(0) => " · is given none".to_owned(),
            Some(most) => format!(" · at most {most} at once"),
        };
        format!("{teams} · {}{most}", words::languages(&skills.languages))
    }
}

/// What a workspace is called here. One that is deployed no more has only its id.
pub(super) fn named(page: Page, workspace: &WorkspaceId) -> String {
    if workspace.as_str() == EVERYWHERE {
        return "all workspaces".to_owned();
    }
    page.people.with(|people| {
        let mut names = people.iter().flat_map(|people| &people.workspaces);
        let found = names.find(|one| one.id == workspace.0);
        found.map_or_else(|| workspace.0.clone(), |one| one.name.clone())
    })
}
