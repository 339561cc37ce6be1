//! What the agents see.
//!
//! What is sometimes there is mostly there and hidden: a hidden element costs the page less than the code that
//! makes and unmakes it.

mod about;
mod agents;
mod composer;
mod gate;
mod icon;
mod list;
mod row;
mod thread;

use gangway_page::browser;
use gangway_protocol::api::{Me, Role};
use leptos::prelude::*;

use crate::page::{Gate, Page};
use icon::Icon;

/// Puts the page where its place is.
pub(crate) fn mount() {
    if let Some(root) = browser::empty_element("app") {
        leptos::mount::mount_to(root, app).forget();
    }
}

fn app() -> impl IntoView {
    let page = Page::start();
    move || match page.gate.get() {
        Gate::Asking => gate::asking(),
        Gate::Broken(words) => gate::broken(page, words),
        Gate::Out {
            code,
            words,
            already,
            busy,
        } => gate::out(page, code.is_some(), words, already, busy),
        Gate::In(me) => desk(page, me),
    }
}

fn desk(page: Page, me: Me) -> AnyView {
    let pane = move || {
        let agents = page.agents.with(Option::is_some);
        let thread = page.thread.with(Option::is_some);
        if agents || thread { "desk is-open" } else { "desk" }
    };
    let conversation = Memo::new(move |_| {
        page.thread
            .with(|thread| thread.as_ref().map(|thread| thread.conversation.clone()))
    });
    let agents = Memo::new(move |_| page.agents.with(Option::is_some));
    let own = me.clone();
    view! {
        <div class=pane>
            {bar(page, me.clone())}
            {list::alerts(page)}
            {list::views(page, me.clone())}
            {list::list(page, me)}
            {move || match (agents.get(), conversation.get()) {
                (true, _) => agents::panel(page, &own),
                (false, Some(_)) => thread::thread(page),
                (false, None) => nothing(),
            }}
        </div>
    }
    .into_any()
}

fn nothing() -> AnyView {
    view! { <section class="thread nothing"><p>"Choose a conversation"</p></section> }.into_any()
}

/// Which workspace, who, and the way out.
fn bar(page: Page, me: Me) -> AnyView {
    let administers = me.agent.role == Role::Administrator;
    let several = me.desks.len() > 1;
    let name = move || {
        let named = page.list.with(|list| list.desk.name.clone());
        let id = page
            .workspace
            .with(|workspace| workspace.as_ref().map(|id| id.0.clone()).unwrap_or_default());
        if named.is_empty() { id } else { named }
    };
    let options = me
        .desks
        .iter()
        .map(|desk| view! { <option value=desk.0.clone()>{desk.0.clone()}</option> }.into_any())
        .collect::<Vec<_>>();
    let chosen = move || {
        page.workspace
            .with(|workspace| workspace.as_ref().map(|id| id.0.clone()))
    };
    view! {
        <header class="bar">
            <h1 class:said-only=several>{name}</h1>
            <label class="said-only" for="workspace">"Workspace"</label>
            <select
                id="workspace"
                hidden=!several
                prop:value=move || chosen().unwrap_or_default()
                on:change=move |event| page.go(&event_target_value(&event).into(), None)
            >
                {options}
            </select>
            <span class="grow"></span>
            <button
                type="button"
                class="quiet"
                hidden=!administers
                aria-pressed=move || page.agents.with(Option::is_some).to_string()
                on:click=move |_| page.toggle_agents()
            >
                {Icon::People.view()}
                <span class="wide">"Agents"</span>
            </button>
            <span class="me wide">{me.agent.agent.name}</span>
            <button type="button" class="quiet" on:click=move |_| page.sign_out()>"Sign out"</button>
        </header>
    }
    .into_any()
}
