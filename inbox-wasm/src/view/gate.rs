//! Before anyone is signed in.

use gangway_page::browser;
use gangway_protocol::api::Me;
use leptos::prelude::*;

use crate::page::Page;

pub(super) fn asking() -> AnyView {
    view! { <p class="boot">"Loading the inbox"</p> }.into_any()
}

pub(super) fn broken(page: Page, words: String) -> AnyView {
    view! {
        <section class="gate">
            <h1>"The inbox could not be loaded"</h1>
            <p role="alert">{words}</p>
            <button type="button" class="primary" on:click=move |_| page.ask_who()>"Try again"</button>
        </section>
    }
    .into_any()
}

pub(super) fn out(
    page: Page,
    has_link: bool,
    words: Option<String>,
    already: Option<Box<Me>>,
    busy: bool,
) -> AnyView {
    let hint = if has_link {
        "You opened a sign-in link. It works once, in this browser."
    } else {
        "Open the sign-in link that an administrator gave you. Each link works once."
    };
    // Whoever tries the demo has no administrator to ask.
    let is_at_home = browser::address("/").starts_with("http://localhost");
    let stay = already.map(|me| {
        let name = me.agent.agent.name.clone();
        view! {
            <p class="hint">"You are signed in already."</p>
            <button type="button" on:click=move |_| page.go_on((*me).clone())>{format!("Go on as {name}")}</button>
        }
        .into_any()
    });
    view! {
        <section class="gate">
            <h1>"Gangway inbox"</h1>
            <p role="alert" class="strip wait" hidden=words.is_none()>{words.clone()}</p>
            <p class="hint">{hint}</p>
            <p class="hint" hidden=has_link || !is_at_home>
                "On your own machine, every start of " <code>"cargo xtask dev"</code> " prints one. "
                <a href="/">"What is this?"</a>
            </p>
            <button type="button" class="primary" hidden=!has_link disabled=busy on:click=move |_| page.sign_in()>
                {if busy { "Signing in" } else { "Sign in" }}
            </button>
            {stay}
        </section>
    }
    .into_any()
}
