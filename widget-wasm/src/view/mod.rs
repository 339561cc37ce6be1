//! What the visitor sees.

mod foot;
mod icon;
mod log;
mod question;

use gangway_page::{accent, browser};
use leptos::prelude::*;

use crate::model::Phase;
use crate::page::Page;
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
    Effect::new(move || {
        let accent = page
            .model
            .with(|model| model.info.as_ref().and_then(|info| info.accent.clone()));
        if let Some((light, dark)) = accent.as_deref().and_then(accent::schemes) {
            browser::set_property("--operator-light", &light.colour);
            browser::set_property("--on-operator-light", light.on);
            browser::set_property("--operator-dark", &dark.colour);
            browser::set_property("--on-operator-dark", dark.on);
        }
    });
    // A phone's keyboard would cover what there is to read.
    if browser::has_fine_pointer() {
        browser::focus_soon(crate::page::FIELD);
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
        page.model.with(|model| {
            model
                .info
                .as_ref()
                .map(|info| info.name.clone())
                .unwrap_or_default()
        })
    };
    let phase = move || page.model.with(|model| model.phase());
    let with = move || match phase() {
        Phase::Assistant => ("with bot", words::ASSISTANT.to_owned()),
        Phase::Waiting { .. } => ("with wait", words::WAITING.to_owned()),
        Phase::Person { name } => ("with good", name),
        Phase::Resolved => ("with", words::ENDED.to_owned()),
    };
    Effect::new(move || {
        let name = name();
        if !name.is_empty() {
            browser::set_title(&format!("Chat with {name}"));
        }
    });
    view! {
        <header class="head">
            <div class="head-names">
                <h1>{name}</h1>
                <p class=move || with().0>{move || with().1}</p>
            </div>
            {page.is_framed().then(|| view! {
                <button type="button" class="icon quiet" aria-label="Close chat" on:click=move |_| page.close()>
                    {Icon::Close.view()}
                </button>
            })}
        </header>
    }
}
