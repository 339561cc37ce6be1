//! Where an agent writes: to the visitor, or a note that only agents see.

use gangway_page::browser;
use gangway_protocol::Status;
use gangway_protocol::limits::MESSAGE_CHARS;
use leptos::prelude::*;

use super::icon::Icon;
use crate::page::{FIELD, Page};
use crate::thread::Post;

pub(super) fn composer(page: Page) -> AnyView {
    let notes = move || page.notes.get();
    let length = move || page.draft.with(|draft| draft.trim().chars().count());
    let over = move || length() > MESSAGE_CHARS;
    let mine = move || {
        page.thread
            .with(|thread| thread.as_ref().is_some_and(|thread| thread.is_mine()))
    };
    let colleague = move || {
        page.thread.with(|thread| {
            let colleague = thread.as_ref()?.colleague()?;
            Some(colleague.name.clone())
        })
    };
    let placeholder = move || match (notes(), colleague()) {
        (true, _) => "Write a note. The visitor never sees it".to_owned(),
        (false, Some(name)) => format!("{name} has this conversation. Take it over to reply"),
        (false, None) => "Write to the visitor".to_owned(),
    };
    let button = move || match (notes(), mine(), is_held_by_bot(page)) {
        (true, _, _) => "Add note",
        (false, true, _) => "Reply",
        (false, false, true) => "Reply and take over",
        (false, false, false) => "Reply and claim",
    };
    let blocked = move || !notes() && colleague().is_some();
    let send = move || {
        let text = page.draft.with_untracked(|draft| draft.trim().to_owned());
        if text.is_empty() || over() || blocked() {
            return;
        }
        page.write(String::new());
        page.does(if page.notes.get_untracked() {
            Post::Note(text)
        } else {
            Post::Reply(text)
        });
        browser::focus_soon(FIELD);
    };
    view! {
        <form class="composer" class:notes=notes on:submit=move |event| {
            event.prevent_default();
            send();
        }>
            <div class="modes" role="group" aria-label="What to write">
                <button
                    type="button"
                    class="mode"
                    aria-pressed=move || (!notes()).to_string()
                    on:click=move |_| page.notes.set(false)
                >
                    "Reply"
                </button>
                <button
                    type="button"
                    class="mode"
                    aria-pressed=move || notes().to_string()
                    on:click=move |_| page.notes.set(true)
                >
                    {Icon::Lock.view()}
                    "Note"
                </button>
            </div>
            <label class="said-only" for=FIELD>
                {move || if notes() { "Your note" } else { "Your reply" }}
            </label>
            <textarea
                id=FIELD
                rows="2"
                dir="auto"
                autocomplete="off"
                placeholder=placeholder
                aria-describedby="length"
                prop:value=move || page.draft.get()
                on:input=move |event| page.write(event_target_value(&event))
                on:keydown=move |event| {
                    if event.key() == "Enter" && !event.shift_key() && !event.is_composing() {
                        event.prevent_default();
                        send();
                    }
                }
            ></textarea>
            <div class="send">
                <p id="length" class="hint" class:failed=over role="status">
                    {move || over().then(|| format!("{} characters too many", length() - MESSAGE_CHARS))}
                </p>
                <button
                    type="submit"
                    class="primary"
                    disabled=move || length() == 0 || over() || blocked()
                >
                    {button}
                </button>
            </div>
        </form>
    }
    .into_any()
}

fn is_held_by_bot(page: Page) -> bool {
    page.thread.with(|thread| {
        thread
            .as_ref()
            .is_some_and(|thread| matches!(thread.status, Some(Status::Bot)))
    })
}
