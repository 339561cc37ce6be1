//! What the visitor sees.
//!
//! What is sometimes there is mostly there and hidden: a hidden element costs the page less than the code that
//! makes and unmakes it.

mod foot;
mod icon;
mod live;
mod log;
mod question;
mod source;

use gangway_page::browser;
use leptos::prelude::*;

use crate::model::Phase;
use crate::page::Page;
use crate::words;
use icon::Icon;
use live::{click, words as live};

/// Puts the page where its place is.
pub(crate) fn mount() {
    if let Some(root) = browser::empty_element("app") {
        leptos::mount::mount_to(root, app).forget();
    }
}

fn app() -> impl IntoView {
    let page = Page::start();
    page.offer_field();
    view! {
        <div class="widget" on:keydown=move |event| {
            if event.key() == "Escape" && !event.is_composing() {
                page.close();
            }
        }>
            {head(page)}
            {log::log(page)}
            {foot::foot(page)}
        </div>
    }
}

fn head(page: Page) -> impl IntoView {
    let name = move || {
        let name = |info: &gangway_protocol::api::WorkspaceInfo| info.name.clone();
        page.model
            .with(|model| model.info.as_ref().map_or_else(|| words::CHAT.say(), name))
    };
    let phase = move || page.model.with(|model| model.phase());
    let kind = move || match phase() {
        Phase::Assistant => "bot",
        Phase::Waiting { .. } => "wait",
        Phase::Person { .. } => "good",
        Phase::Resolved => "over",
    };
    let with = move || match phase() {
        Phase::Assistant => words::ASSISTANT.say(),
        Phase::Waiting { .. } => words::WAITING.say(),
        Phase::Person { name } => name,
        Phase::Resolved => words::ENDED.say(),
    };
    let initial = move || match phase() {
        Phase::Person { name } => name.chars().take(1).collect(),
        Phase::Assistant | Phase::Waiting { .. } | Phase::Resolved => String::new(),
    };
    view! {
        <header class="head">
            <span class=live(move || format!("face {}", kind())) aria-hidden="true">
                {Icon::Assistant.view()}
                {Icon::Person.view()}
                {live(initial)}
            </span>
            <div class="head-names">
                <h1>{live(name)}</h1>
                <p class=live(move || format!("with {}", kind())) role="status">{live(with)}</p>
            </div>
            <button
                type="button"
                class="icon quiet"
                aria-label=words::CLOSE.say()
                hidden=!page.is_framed()
                on:click=click(move || page.close())
            >
                {Icon::Close.view()}
            </button>
        </header>
    }
}
