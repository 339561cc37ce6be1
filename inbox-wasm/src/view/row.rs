//! One row of a thread. What the system did is a thin line between messages; a note is unmistakably none.

use gangway_page::{Progress, browser, citation};
use gangway_protocol::{Citation, ClientId, Timestamp};
use leptos::prelude::*;

use super::icon::Icon;
use crate::page::Page;
use crate::thread::{Input, Row, RowKey, Who};
use crate::words;

pub(super) fn row(page: Page, key: &RowKey) -> AnyView {
    let posted = match key {
        RowKey::Posted(client_id) => Some(client_id.clone()),
        RowKey::At(_) => None,
    };
    // A row is made once: what changes is how far something of the agent's is.
    let row = page.thread.with_untracked(|thread| {
        page.list
            .with_untracked(|list| thread.as_ref().and_then(|thread| thread.row(key, &list.desk)))
    });
    match row {
        Some(Row::Said {
            who,
            text,
            at,
            citations,
            confidence,
        }) => {
            let sources = citations.into_iter().map(source).collect::<Vec<_>>();
            let sure = confidence.map(words::confidence);
            let kind = match who {
                Who::Visitor => "row visitor",
                Who::Bot => "row bot",
                Who::Me | Who::Colleague(_) => "row agent",
            };
            view! {
                <div class=kind>
                    {by(page, who, at, posted.clone(), sure)}
                    <p class="bubble" dir="auto">{text}</p>
                    {sources}
                    {posted.map(|posted| progress(page, posted))}
                </div>
            }
            .into_any()
        }
        Some(Row::Note { who, text, at }) => view! {
            <div class="row note">
                <p class="note-kind">{Icon::Lock.view()}"Note: only agents see it"</p>
                {by(page, who, at, posted.clone(), None)}
                <p class="note-words" dir="auto">{text}</p>
                {posted.map(|posted| progress(page, posted))}
            </div>
        }
        .into_any(),
        Some(Row::Line { words, at }) => view! {
            <p class="line" dir="auto">
                {words}
                {at.map(|at| view! { <time title=browser::full_date(at)>{browser::clock(at)}</time> })}
            </p>
            {posted.map(|posted| progress(page, posted))}
        }
        .into_any(),
        None => ().into_any(),
    }
}

/// Who said it, and when.
fn by(
    page: Page,
    who: Who,
    at: Option<Timestamp>,
    posted: Option<ClientId>,
    sure: Option<String>,
) -> AnyView {
    let name = match who {
        Who::Visitor => "Visitor".to_owned(),
        Who::Bot => "Assistant".to_owned(),
        Who::Me => "You".to_owned(),
        Who::Colleague(name) => name,
    };
    // What is on its way has no time yet.
    let at = move || {
        let arrived = || {
            let posted = posted.as_ref()?;
            page.thread.with(|thread| thread.as_ref()?.at(posted))
        };
        at.or_else(arrived).map(browser::clock).unwrap_or_default()
    };
    view! { <p class="who">{name}<time>{at}</time><span class="sure">{sure}</span></p> }.into_any()
}

/// The source of an answer, as a chip that opens the passage in place.
fn source(citation: Citation) -> AnyView {
    let path = citation.heading.join(" › ");
    view! {
        <details class="source" on:toggle=|event| browser::reveal(&event_target(&event))>
            <summary>{Icon::Source.view()}<span dir="auto">{citation::name(&citation)}</span></summary>
            <div class="passage" dir="auto">
                <p class="hint">{path}</p>
                <p class="passage-words">{citation.text}</p>
            </div>
        </details>
    }
    .into_any()
}

/// How far something of the agent's is; a failure stays where it is, with its reason and what to do.
fn progress(page: Page, posted: ClientId) -> AnyView {
    let (retries, gives_up) = (posted.clone(), posted.clone());
    let progress = Memo::new(move |_| {
        page.thread
            .with(|thread| thread.as_ref().and_then(|thread| thread.progress(&posted)))
    });
    let words = move || match progress.get() {
        None => String::new(),
        Some(Progress::Waiting) => "Not sent yet".to_owned(),
        Some(Progress::Sending) => "Sending".to_owned(),
        Some(Progress::Failed { words, .. }) => format!("Not done. {words} "),
    };
    let failed = move || progress.with(|progress| matches!(progress, Some(Progress::Failed { .. })));
    view! {
        <p class="progress" class:failed=failed hidden=move || progress.with(Option::is_none)>
            {words}
            <span hidden=move || !failed()>
                <button
                    type="button"
                    class="link"
                    on:click=move |_| page.tell_thread(Input::Retry(retries.clone()))
                >
                    "Try again"
                </button>
                " "
                <button
                    type="button"
                    class="link"
                    on:click=move |_| page.tell_thread(Input::GiveUp(gives_up.clone()))
                >
                    "Remove"
                </button>
            </span>
        </p>
    }
    .into_any()
}
