//! The conversation.

use gangway_page::{Progress, browser, citation};
use gangway_protocol::api::WorkspaceInfo;
use gangway_protocol::{Citation, ClientId, Timestamp};
use leptos::prelude::*;

use super::icon::Icon;
use crate::model::{Input, Post, Row, RowKey};
use crate::page::{LOG, Page};
use crate::words;

pub(super) fn log(page: Page) -> impl IntoView {
    let loading = move || page.model.with(|model| model.is_loading());
    let explanation = move || page.model.with(|model| model.explanation);
    view! {
        <div
            id=LOG
            class="log"
            role="log"
            aria-label="Conversation"
            tabindex="0"
            aria-busy=move || loading().then_some("true")
        >
            <p class="strip wait" hidden=move || explanation().is_none()>
                {move || explanation().unwrap_or_default()}
            </p>
            {greeting(page)}
            <p class="line" hidden=move || !loading()>"Loading your chat"</p>
            <For
                each=move || page.model.with(|model| model.rows())
                key=RowKey::clone
                children=move |key| row(page, &key)
            />
        </div>
    }
}

/// The first screen; scrolls away under what is said.
fn greeting(page: Page) -> impl IntoView {
    let of_info = move |part: fn(&WorkspaceInfo) -> String| {
        page.model
            .with(|model| model.info.as_ref().map(part).unwrap_or_default())
    };
    let failure = move || page.model.with(|model| model.info_failure.clone());
    let suggestions = Memo::new(move |_| {
        page.model.with(|model| {
            let all = model
                .info
                .as_ref()
                .filter(|_| model.is_new())
                .map(|info| info.suggestions.clone());
            all.unwrap_or_default()
        })
    });
    view! {
        <p class="strip urgent" role="alert" hidden=move || failure().is_none()>
            {move || failure().unwrap_or_default()}
            " You can still write. "
            <button type="button" class="link" on:click=move |_| page.tell(Input::InfoAgain)>"Try again"</button>
        </p>
        <div class="greeting" class:first=move || page.model.with(|model| model.is_new()) dir="auto" hidden=move || page.model.with(|model| model.info.is_none())>
            <p class="greeting-words">{move || of_info(|info| info.greeting.clone())}</p>
            <p class="hint">{move || of_info(|info| words::disclosure(&info.name))}</p>
        </div>
        <ul
            class="suggestions"
            aria-label="Suggested questions"
            hidden=move || suggestions.with(|all| all.is_empty())
        >
            {move || suggestions.get().into_iter().take(3).map(|text| suggestion(page, text)).collect::<Vec<_>>()}
        </ul>
    }
}

fn suggestion(page: Page, text: String) -> AnyView {
    let says = text.clone();
    let say = move |_| page.does(Post::Say { text: says.clone() });
    view! { <li><button type="button" on:click=say>{text}</button></li> }.into_any()
}

fn row(page: Page, key: &RowKey) -> AnyView {
    let own = match key {
        RowKey::Own(client_id) => Some(client_id.clone()),
        RowKey::At(_) => None,
    };
    // A row is made once: what changes is how far a message of the visitor's is.
    let row = page.model.with_untracked(|model| model.row(key));
    match (row, own) {
        (Some(Row::Own { text }), own) => own_message(page, text, own),
        (
            Some(Row::Said {
                agent,
                text,
                citations,
                at,
            }),
            _,
        ) => said(agent, text, citations, at),
        (Some(Row::Kept { label, value }), _) => {
            view! { <p class="line kept">{label}" "<strong dir="auto">{value}</strong></p> }.into_any()
        }
        (Some(Row::Line(words)), Some(own)) => {
            view! { <p class="line" dir="auto">{words}</p>{progress(page, own)} }.into_any()
        }
        (Some(Row::Line(words)), None) => view! { <p class="line" dir="auto">{words}</p> }.into_any(),
        (None, _) => ().into_any(),
    }
}

fn own_message(page: Page, text: String, own: Option<ClientId>) -> AnyView {
    view! {
        <div class="row own">
            <span class="said-only">"You: "</span>
            <p class="bubble" dir="auto">{text}</p>
            {own.map(|own| progress(page, own))}
        </div>
    }
    .into_any()
}

fn said(agent: Option<String>, text: String, citations: Vec<Citation>, at: Timestamp) -> AnyView {
    let kind = if agent.is_some() { "row agent" } else { "row bot" };
    view! {
        <div class=kind>
            <p class="who">
                {agent.unwrap_or_else(|| words::ASSISTANT.to_owned())}
                <time title=browser::full_date(at)>{browser::clock(at)}</time>
            </p>
            <p class="bubble" dir="auto">{text}</p>
            {citations.into_iter().map(source).collect::<Vec<_>>()}
        </div>
    }
    .into_any()
}

/// The source, as a chip that opens the passage in place.
fn source(citation: Citation) -> AnyView {
    let chip = citation::name(&citation);
    let path = citation.heading.join(" › ");
    // An operator's file names the address: nothing but a page of the web is followed.
    let link = citation
        .link
        .filter(|link| link.starts_with("https://") || link.starts_with("http://"));
    view! {
        <details class="source" on:toggle=|event| browser::reveal(&event_target(&event))>
            <summary>
                {Icon::Source.view()}
                <span class="said-only">"Source: "</span>
                <span dir="auto">{chip}</span>
            </summary>
            <div class="passage" dir="auto">
                <p class="hint">{path}</p>
                <p class="passage-words">{citation.text}</p>
                <a hidden=link.is_none() href=link target="_blank" rel="noopener noreferrer">"Open the whole page"</a>
            </div>
        </details>
    }
    .into_any()
}

/// How far something of the visitor's is; a failure stays where it is, with its reason and what to do.
fn progress(page: Page, own: ClientId) -> AnyView {
    let (retries, gives_up) = (own.clone(), own.clone());
    let progress = Memo::new(move |_| page.model.with(|model| model.progress(&own)));
    let words = move || match progress.get() {
        None => String::new(),
        Some(Progress::Waiting) => "Not sent yet".to_owned(),
        Some(Progress::Sending) => "Sending".to_owned(),
        Some(Progress::Failed { words, .. }) => format!("Not sent. {words} "),
    };
    let failed = move || progress.with(|progress| matches!(progress, Some(Progress::Failed { .. })));
    view! {
        <p class="progress" class:failed=failed hidden=move || progress.with(Option::is_none)>
            {words}
            <span hidden=move || !failed()>
                <button type="button" class="link" on:click=move |_| page.tell(Input::Retry(retries.clone()))>
                    "Try again"
                </button>
                " "
                <button type="button" class="link" on:click=move |_| page.tell(Input::GiveUp(gives_up.clone()))>
                    "Remove"
                </button>
            </span>
        </p>
    }
    .into_any()
}
