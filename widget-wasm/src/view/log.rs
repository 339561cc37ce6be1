//! The conversation.

use gangway_page::{Progress, browser};
use gangway_protocol::{Citation, ClientId, Timestamp};
use leptos::either::{Either, EitherOf4};
use leptos::prelude::*;

use super::icon::Icon;
use crate::model::{Input, Line, Post, Row, RowKey};
use crate::page::{LOG, Page};
use crate::words;

pub(super) fn log(page: Page) -> impl IntoView {
    let loading = Memo::new(move |_| page.model.with(|model| model.is_loading()));
    let explanation = move || page.model.with(|model| model.explanation);
    view! {
        <div id=LOG class="log" role="log" aria-label="Conversation" tabindex="0" aria-busy=move || loading.get().to_string()>
            {greeting(page)}
            {move || explanation().map(|words| view! { <p class="strip wait">{words}</p> })}
            {move || loading.get().then(|| view! { <p class="line">"Loading your chat"</p> })}
            <For each=move || page.model.with(|model| model.rows()) key=RowKey::clone children=move |key| row_view(page, key)/>
        </div>
    }
}

/// The first screen; scrolls away under what is said.
fn greeting(page: Page) -> impl IntoView {
    let info = move || page.model.with(|model| model.info.clone());
    let failure = move || page.model.with(|model| model.info_failure.clone());
    let is_new = Memo::new(move |_| page.model.with(|model| model.is_new()));
    let suggestions = move || {
        let all = info()
            .map(|info| info.suggestions)
            .filter(|all| is_new.get() && !all.is_empty())?;
        Some(view! {
            <ul class="suggestions" aria-label="Suggested questions">
                {all.into_iter().take(3).map(|text| {
                    let says = text.clone();
                    view! {
                        <li>
                            <button type="button" on:click=move |_| page.does(Post::Say { text: says.clone() })>
                                {text}
                            </button>
                        </li>
                    }
                }).collect_view()}
            </ul>
        })
    };
    view! {
        {move || failure().map(|words| view! {
            <p class="strip urgent" role="alert">
                {words}" You can still write. "
                <button type="button" class="link" on:click=move |_| page.tell(Input::InfoAgain)>"Try again"</button>
            </p>
        })}
        {move || info().map(|info| view! {
            <div class="greeting" dir="auto">
                <p class="greeting-words">{info.greeting}</p>
                <p class="hint">{words::disclosure(&info.name)}</p>
            </div>
        })}
        {suggestions}
    }
}

fn row_view(page: Page, key: RowKey) -> impl IntoView {
    let own = match &key {
        RowKey::Own(client_id) => Some(client_id.clone()),
        RowKey::At(_) => None,
    };
    // A row that has gone is about to be taken off the page.
    let row = Memo::new(move |_| page.model.with(|model| model.row(&key)));
    move || {
        row.get().map(|row| match row {
            Row::Own { text, progress } => EitherOf4::A(own_message(page, own.clone(), text, progress)),
            Row::Said {
                agent,
                text,
                citations,
                at,
            } => EitherOf4::B(said(agent, text, citations, at)),
            Row::Kept { label, value } => EitherOf4::C(view! {
                <p class="line kept"><span>{label}</span>" "<strong dir="auto">{value}</strong></p>
            }),
            Row::Line(line) => EitherOf4::D(thin_line(page, own.clone(), line)),
        })
    }
}

fn own_message(page: Page, own: Option<ClientId>, text: String, progress: Option<Progress>) -> impl IntoView {
    view! {
        <div class="row own">
            <span class="said-only">"You: "</span>
            <p class="bubble" dir="auto" class:sending=matches!(progress, Some(Progress::Waiting | Progress::Sending))>
                {text}
            </p>
            {progress.zip(own).map(|(progress, client_id)| progress_line(page, client_id, progress))}
        </div>
    }
}

fn said(agent: Option<String>, text: String, citations: Vec<Citation>, at: Timestamp) -> impl IntoView {
    let kind = if agent.is_some() { "row agent" } else { "row bot" };
    view! {
        <div class=kind>
            <p class="who">
                {agent.unwrap_or_else(|| words::ASSISTANT.to_owned())}
                <time title=browser::full_date(at)>{browser::clock(at)}</time>
            </p>
            <p class="bubble" dir="auto">{text}</p>
            {citations.into_iter().map(source).collect_view()}
        </div>
    }
}

/// The source, as a chip that opens the passage in place.
fn source(citation: Citation) -> impl IntoView {
    let path = citation.heading.join(" › ");
    view! {
        <details class="source">
            <summary>{Icon::Source.view()}<span class="said-only">"Source: "</span><span dir="auto">{words::source(&citation)}</span></summary>
            <div class="passage" dir="auto">
                {(!path.is_empty()).then(|| view! { <p class="hint">{path}</p> })}
                <p class="passage-words">{citation.text}</p>
                {citation.link.filter(|link| link.starts_with("https://") || link.starts_with("http://")).map(|link| view! {
                    <p><a href=link target="_blank" rel="noopener noreferrer">"Open the whole page"</a></p>
                })}
            </div>
        </details>
    }
}

fn thin_line(page: Page, own: Option<ClientId>, line: Line) -> impl IntoView {
    view! {
        <p class="line" dir="auto">{line.words}</p>
        {line.progress.zip(own).map(|(progress, client_id)| progress_line(page, client_id, progress))}
    }
}

/// How far something of the visitor's is; a failure stays where it is, with its reason and what to do.
fn progress_line(page: Page, client_id: ClientId, progress: Progress) -> impl IntoView {
    match progress {
        Progress::Waiting | Progress::Sending => Either::Left(view! { <p class="progress">"Sending"</p> }),
        Progress::Failed { words, .. } => {
            let gives_up = client_id.clone();
            Either::Right(view! {
                <p class="progress failed">
                    "Not sent. "{words}" "
                    <button type="button" class="link" on:click=move |_| page.tell(Input::Retry(client_id.clone()))>
                        "Try again"
                    </button>
                    " "
                    <button type="button" class="link" on:click=move |_| page.tell(Input::GiveUp(gives_up.clone()))>
                        "Remove"
                    </button>
                </p>
            })
        }
    }
}
