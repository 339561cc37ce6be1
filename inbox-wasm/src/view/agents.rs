//! The administrator's panel.

use gangway_page::browser;
use gangway_protocol::WorkspaceId;
use gangway_protocol::api::{Agent, Me, NewAgent, Role};
use leptos::prelude::*;

use super::icon::Icon;
use crate::page::{Agents, Page};

/// Stands for all workspaces.
const EVERYWHERE: &str = "*";

/// A part of the panel.
fn of<T: Default>(page: Page, part: impl FnOnce(&Agents) -> T) -> T {
    page.agents
        .with(|agents| agents.as_ref().map(part).unwrap_or_default())
}

pub(super) fn panel(page: Page, me: &Me) -> AnyView {
    let words = move || of(page, |agents| agents.words.clone());
    let loading = move || of(page, |agents| !agents.loaded && agents.words.is_none());
    let own = me.agent.agent.id.clone();
    let rows = move || {
        let agents = of(page, |agents| agents.agents.clone());
        agents
            .into_iter()
            .map(|agent| line(page, &agent, agent.agent.id == own))
            .collect::<Vec<_>>()
    };
    view! {
        <section class="thread agents" aria-label="Agents">
            <header class="thread-head">
                <div class="thread-names"><h2>"Agents"</h2></div>
                <button
                    type="button"
                    class="icon quiet"
                    aria-label="Close"
                    on:click=move |_| page.toggle_agents()
                >
                    {Icon::Close.view()}
                </button>
            </header>
            <div class="panel">
                <p role="alert" class="strip urgent" hidden=move || words().is_none()>
                    {move || words().unwrap_or_default()}
                </p>
                {link(page)}
                <p class="none" hidden=move || !loading()>"Loading agents"</p>
                <ul class="people">{rows}</ul>
                {add(page, me)}
            </div>
        </section>
    }
    .into_any()
}

/// A link to hand on.
fn link(page: Page) -> AnyView {
    let made = move || of(page, |agents| agents.link.clone());
    let whose = move || {
        made()
            .map(|link| format!("Sign-in link for {}", link.agent.name))
            .unwrap_or_default()
    };
    let address = move || {
        made()
            .map(|link| browser::address(&link.path))
            .unwrap_or_default()
    };
    let until = move || {
        made()
            .map(|link| browser::clock(link.expires_at))
            .unwrap_or_default()
    };
    let copied = move || of(page, |agents| agents.copied);
    view! {
        <div class="strip good link-card" role="status" hidden=move || made().is_none()>
            <strong>{whose}</strong>
            <p>"It works once, until "{until}". Hand it on yourself: nothing is sent."</p>
            <div class="inline">
                <label class="said-only" for="link">"Sign-in link"</label>
                <input id="link" readonly prop:value=address/>
                <button type="button" on:click=move |_| page.copy_link()>
                    {move || if copied() { "Copied" } else { "Copy" }}
                </button>
            </div>
        </div>
    }
    .into_any()
}

fn line(page: Page, agent: &Agent, is_me: bool) -> AnyView {
    let (links, shuts) = (agent.agent.id.clone(), agent.agent.id.clone());
    let disabled = agent.disabled;
    let places = agent.workspaces.iter().map(named).collect::<Vec<_>>().join(", ");
    let role = match agent.role {
        Role::Administrator => "Administrator",
        Role::Agent => "Agent",
    };
    view! {
        <li class="person" class:disabled=disabled>
            <div>
                <strong>{agent.agent.name.clone()}</strong>
                <p class="hint">{format!("{} · {role} · {places}", agent.email)}</p>
                <p class="hint" hidden=!disabled>"Shut out"</p>
            </div>
            <button type="button" hidden=disabled on:click=move |_| page.new_link(&links)>"New link"</button>
            <button type="button" hidden=is_me on:click=move |_| page.disable(&shuts, !disabled)>
                {if disabled { "Let in again" } else { "Shut out" }}
            </button>
        </li>
    }
    .into_any()
}

fn add(page: Page, me: &Me) -> AnyView {
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
        .map(|id| view! { <option value=id.0.clone()>{named(id).to_owned()}</option> }.into_any())
        .collect::<Vec<_>>();
    let ready = move || !name.with(|name| name.trim().is_empty()) && email.with(|email| email.contains('@'));
    view! {
        <h3>"Add an agent"</h3>
        <form class="add" on:submit=move |event| {
            event.prevent_default();
            let role = if administrator.get_untracked() { Role::Administrator } else { Role::Agent };
            page.add_agent(&NewAgent {
                name: name.get_untracked().trim().to_owned(),
                email: email.get_untracked().trim().to_owned(),
                role,
                workspaces: vec![place.get_untracked().into()],
            });
            name.set(String::new());
            email.set(String::new());
        }>
            <label>
                "Name that travellers see"
                <input autocomplete="off" prop:value=name on:input=move |event| name.set(event_target_value(&event))/>
            </label>
            <label>
                "E-mail address"
                <input
                    type="email"
                    autocomplete="off"
                    prop:value=email
                    on:input=move |event| email.set(event_target_value(&event))
                />
            </label>
            <label>
                "Works in"
                <select prop:value=place on:change=move |event| place.set(event_target_value(&event))>
                    {options}
                </select>
            </label>
            <label class="check">
                <input
                    type="checkbox"
                    prop:checked=administrator
                    on:change=move |event| administrator.set(event_target_checked(&event))
                />
                "Manages agents too"
            </label>
            <button type="submit" class="primary" disabled=move || !ready()>"Add and make a link"</button>
        </form>
    }
    .into_any()
}

fn named(workspace: &WorkspaceId) -> &str {
    if workspace.as_str() == EVERYWHERE {
        "all workspaces"
    } else {
        workspace.as_str()
    }
}
