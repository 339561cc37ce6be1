//! The administrator's panel.

use gangway_page::browser;
use gangway_protocol::WorkspaceId;
use gangway_protocol::api::{Agent, Me, NewAgent, Role, Skills};
use leptos::prelude::*;

use super::icon::Icon;
use super::parts::{El, button, el};
use crate::page::{Agents, Page};

/// Stands for all workspaces.
const EVERYWHERE: &str = "*";

/// A part of the panel.
fn of<T: Default>(page: Page, part: impl FnOnce(&Agents) -> T) -> T {
    page.agents
        .with(|agents| agents.as_ref().map(part).unwrap_or_default())
}

pub(super) fn panel(page: Page, me: &Me) -> El {
    let words = move || of(page, |agents| agents.words.clone());
    let own = me.agent.agent.id.clone();
    let rows = move || {
        of(page, |agents| {
            let agents = agents.agents.iter();
            agents
                .map(|agent| line(page, agent, agent.agent.id == own))
                .collect()
        })
    };
    let head = el("header")
        .class("thread-head")
        .child(el("div").class("thread-names").child(el("h2").text("Agents")))
        .child(
            button("icon quiet", move || page.toggle_agents())
                .named("Close")
                .child(Icon::Close.view()),
        );
    let broken = el("p")
        .class("strip urgent")
        .attr("role", "alert")
        .hidden(move || words().is_none())
        .words(move || words().unwrap_or_default());
    let loading = el("p")
        .class("none")
        .hidden(move || of(page, |agents| agents.loaded || agents.words.is_some()))
        .text("Loading agents");
    let panel = el("div")
        .class("panel")
        .child(broken)
        .child(link(page))
        .child(loading)
        .child(el("ul").class("people").parts(rows))
        .child(el("h3").text("Add an agent"))
        .child(add(page, me));
    el("section")
        .class("thread agents")
        .named("Agents")
        .child(head)
        .child(panel)
}

/// A link to hand on.
fn link(page: Page) -> El {
    let made = move || of(page, |agents| agents.link.clone());
    let whose = move || match made() {
        Some(link) => format!("Sign-in link for {}", link.agent.name),
        None => String::new(),
    };
    let until = move || match made() {
        Some(link) => format!(
            "It works once, until {}. Hand it on yourself: nothing is sent.",
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
        let copied = of(page, |agents| agents.copied);
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

fn line(page: Page, agent: &Agent, is_me: bool) -> El {
    let (links, shuts) = (agent.agent.id.clone(), agent.agent.id.clone());
    let disabled = agent.disabled;
    let places = agent.workspaces.iter().map(named).collect::<Vec<_>>().join(", ");
    let role = match agent.role {
        Role::Administrator => "Administrator",
        Role::Agent => "Agent",
    };
    let facts = format!("{} · {role} · {places}", agent.email);
    let who = el("div")
        .child(el("strong").text(&agent.agent.name))
        .child(el("p").class("hint").text(&facts))
        .children(disabled.then(|| el("p").class("hint").text("Shut out")));
    let new_link = (!disabled).then(|| button("", move || page.new_link(&links)).text("New link"));
    let shut = (!is_me).then(|| {
        button("", move || page.disable(&shuts, !disabled)).text(if disabled {
            "Let in again"
        } else {
            "Shut out"
        })
    });
    el("li")
        .class(if disabled { "person disabled" } else { "person" })
        .child(who)
        .children(new_link)
        .children(shut)
}

fn add(page: Page, me: &Me) -> El {
    let (name, email) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let administrator = RwSignal::new(false);
    let first = me.desks.first().map(|desk| desk.0.clone()).unwrap_or_default();
    let place = RwSignal::new(first);
    let mut places = me.desks.clone();
    if me
        .agent
        .workspaces
        .iter()
        .any(|workspace| workspace.as_str() == EVERYWHERE)
    {
        places.push(EVERYWHERE.into());
    }
    let options = places
        .iter()
        .map(|id| el("option").attr("value", id.as_str()).text(named(id)));
    let ready = move || !name.with(|name| name.trim().is_empty()) && email.with(|email| email.contains('@'));
    let submit = move || {
        let role = if administrator.get_untracked() {
            Role::Administrator
        } else {
            Role::Agent
        };
        page.add_agent(&NewAgent {
            name: name.get_untracked().trim().to_owned(),
            email: email.get_untracked().trim().to_owned(),
            role,
            workspaces: vec![place.get_untracked().into()],
            skills: Skills::default(),
        });
        name.set(String::new());
        email.set(String::new());
    };
    let field = |label: &str, kind: &str, value: RwSignal<String>| {
        let input = el("input")
            .attr("type", kind)
            .attr("autocomplete", "off")
            .value(move || value.get())
            .written(move |words| value.set(words));
        el("label").text(label).child(input)
    };
    let manages = el("input")
        .attr("type", "checkbox")
        .chosen("checked", move || administrator.get())
        .on("change", move |_| {
            administrator.update(|manages| *manages = !*manages)
        });
    el("form")
        .class("add")
        .submitted(submit)
        .child(field("Name that travellers see", "text", name))
        .child(field("E-mail address", "email", email))
        .child(
            el("label").text("Works in").child(
                el("select")
                    .changed(move |chosen| place.set(chosen))
                    .children(options),
            ),
        )
        .child(
            el("label")
                .class("check")
                .child(manages)
                .text("Manages agents too"),
        )
        .child(
            el("button")
                .attr("type", "submit")
                .class("primary")
                .disabled(move || !ready())
                .text("Add and make a link"),
        )
}

fn named(workspace: &WorkspaceId) -> &str {
    if workspace.as_str() == EVERYWHERE {
        "all workspaces"
    } else {
        workspace.as_str()
    }
}
