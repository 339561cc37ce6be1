//! What the visitor sees.
//!
//! What is sometimes there is mostly there and hidden: a hidden element costs the page less than the code that
//! makes and unmakes it.

mod foot;
mod icon;
mod log;
mod question;

use gangway_page::browser;
use leptos::prelude::*;

use crate::model::Phase;
use crate::page::{FIELD, Page};
use crate::words;
use icon::Icon;

/// Puts the page where its place is.
pub(crate) fn mount() {
    if let Some(root) = browser::empty_element("app") {
        leptos::mount::mount_to(root, app).forget();
    }
}

fn app() -> impl IntoView {
    let page = Page::start();
    // A phone's keyboard would cover what there is to read.
    if browser::has_fine_pointer() {
        browser::focus_soon(FIELD);
    }
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
            .with(|model| model.info.as_ref().map_or_else(|| "Chat".to_owned(), name))
    };
    let phase = move || page.model.with(|model| model.phase());
    let kind = move || match phase() {
        Phase::Assistant => "with bot",
        Phase::Waiting { .. } => "with wait",
        Phase::Person { .. } => "with good",
        Phase::Resolved => "with",
    };
    let with = move || match phase() {
        Phase::Assistant => words::ASSISTANT.to_owned(),
        Phase::Waiting { .. } => words::WAITING.to_owned(),
        Phase::Person { name } => name,
        Phase::Resolved => words::ENDED.to_owned(),
    };
    view! {
        <header class="head">
            <div class="head-names">
                <h1>{name}</h1>
                <p class=kind>{with}</p>
            </div>
            <button
                type="button"
                class="icon quiet"
                aria-label="Close chat"
                hidden=!page.is_framed()
                on:click=move |_| page.close()
            >
                {Icon::Close.view()}
            </button>
        </header>
    }
}
