//! The conversation that is open: its head with what can be done, its entries, and the field.

use gangway_page::browser;
use gangway_protocol::{AgentRef, Status};
use leptos::prelude::*;

use super::icon::Icon;
use super::{about, composer, row};
use crate::page::{LOG, Page};
use crate::thread::{Input, Post, RowKey, Thread};
use crate::words;

/// A part of the thread that is open.
fn of<T: Default>(page: Page, part: impl FnOnce(&Thread) -> T) -> T {
    page.thread
        .with(|thread| thread.as_ref().map(part).unwrap_or_default())
}

pub(super) fn thread(page: Page) -> AnyView {
    let loading = move || of(page, |thread| !thread.loaded && thread.failure.is_none());
    let failure = move || of(page, |thread| thread.failure.clone());
    let troubled = move || of(page, Thread::is_troubled);
    browser::scroll_to_end_soon(LOG);
    view! {
        <section class="thread" aria-label="Conversation">
            {head(page)}
            {refusal(page)}
            <p role="status" class="strip wait" hidden=move || !troubled()>
                {move || troubled().then_some("Reconnecting. What you write is kept and sent when you are back online.")}
            </p>
            <p role="alert" class="strip urgent" hidden=move || failure().is_none()>
                {move || failure().unwrap_or_default()}
            </p>
            <div id=LOG class="log" role="log" aria-label="Entries" tabindex="0">
                <p class="none" hidden=move || !loading()>"Loading the conversation"</p>
                <For
                    each=move || of(page, Thread::rows)
                    key=RowKey::clone
                    children=move |key| row::row(page, &key)
                />
            </div>
            {composer::composer(page)}
        </section>
        {about::about(page)}
    }
    .into_any()
}

fn head(page: Page) -> AnyView {
    let name = move || of(page, |thread| words::visitor(&thread.conversation));
    let stands = move || {
        page.list.with(|list| {
            of(page, |thread| {
                let status = thread.status.as_ref();
                status
                    .map(|status| words::status(status, thread.is_mine(), &list.desk))
                    .unwrap_or_default()
            })
        })
    };
    let mine = move || of(page, Thread::is_mine);
    let colleague = move || of(page, |thread| thread.colleague().cloned());
    let claim = move || match (colleague(), of(page, |thread| thread.status.clone())) {
        (Some(colleague), _) => format!("Take over from {}", colleague.name),
        (None, Some(Status::Bot)) => "Take over".to_owned(),
        (None, Some(Status::Resolved { .. })) => "Reopen".to_owned(),
        (None, Some(Status::Queued { .. } | Status::Human { .. } | Status::Snoozed { .. }) | None) => {
            "Claim".to_owned()
        }
    };
    let can_claim = move || !mine() && of(page, |thread| thread.status.is_some());
    view! {
        <header class="thread-head">
            <button
                type="button"
                class="icon quiet back"
                aria-label="Back to the list"
                on:click=move |_| {
                    if let Some(workspace) = page.workspace.get_untracked() {
                        page.go(&workspace, None);
                    }
                }
            >
                {Icon::Back.view()}
            </button>
            <div class="thread-names">
                <h2>{name}</h2>
                <p class="hint">{stands}</p>
            </div>
            <div class="actions">
                <button type="button" hidden=move || !mine() on:click=move |_| page.does(Post::Release)>
                    "Release"
                </button>
                <button type="button" hidden=move || !mine() on:click=move |_| page.does(Post::ReturnToBot)>
                    "Hand back to the assistant"
                </button>
                <button type="button" hidden=move || !mine() on:click=move |_| page.does(Post::Resolve)>
                    "Resolve"
                </button>
                <button
                    type="button"
                    class:primary=move || colleague().is_none()
                    hidden=move || !can_claim()
                    on:click=move |_| {
                        let from = page.thread.with_untracked(|thread| colleague_id(thread.as_ref()));
                        page.does(Post::Claim(from));
                    }
                >
                    {claim}
                </button>
            </div>
        </header>
    }
    .into_any()
}

fn colleague_id(thread: Option<&Thread>) -> Option<gangway_protocol::AgentId> {
    thread?.colleague().map(|colleague| colleague.id.clone())
}

/// Why the last command was refused, and whom the conversation can be taken from.
fn refusal(page: Page) -> AnyView {
    let words = move || {
        of(page, |thread| {
            thread.refusal.as_ref().map(|refusal| refusal.words.clone())
        })
    };
    let holder = move || {
        of(page, |thread| {
            thread.refusal.as_ref().and_then(|refusal| refusal.holder.clone())
        })
    };
    let take = move || holder().map(|AgentRef { name, .. }| format!("Take over from {name}"));
    view! {
        <div class="strip urgent refusal" role="alert" hidden=move || words().is_none()>
            <p>{move || words().unwrap_or_default()}</p>
            <button
                type="button"
                hidden=move || holder().is_none()
                on:click=move |_| {
                    if let Some(holder) = holder() {
                        page.does(Post::Claim(Some(holder.id)));
                    }
                }
            >
                {move || take().unwrap_or_default()}
            </button>
            <button
                type="button"
                class="icon quiet"
                aria-label="Put away"
                on:click=move |_| page.tell_thread(Input::Dismiss)
            >
                {Icon::Close.view()}
            </button>
        </div>
    }
    .into_any()
}
