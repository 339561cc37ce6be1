//! The conversation.

use gangway_page::links::{self, Part};
use gangway_page::{Progress, browser, time};
use gangway_protocol::api::WorkspaceInfo;
use gangway_protocol::{Citation, ClientId, Timestamp};
use leptos::prelude::*;

use super::icon::Icon;
use super::live::{click, flag, unless, words as live};
use super::source::source;
use crate::model::{Input, Mark, Post, Row, RowKey};
use crate::page::{LOG, Page};
use crate::words;

/// The visitor's last message, and how far it has come.
type LastMark = Memo<Option<(ClientId, Mark)>>;

pub(super) fn log(page: Page) -> impl IntoView {
    let loading = move || page.model.with(|model| model.is_loading());
    let explanation = move || page.model.with(|model| model.explanation);
    let mark = Memo::new(move |_| page.model.with(|model| model.mark()));
    view! {
        <div
            id=LOG
            class="log"
            role="log"
            aria-label=words::CONVERSATION.say()
            tabindex="0"
            aria-busy=live(move || loading().to_string())
            on:scroll=move |_| page.look()
        >
            <p class="strip wait" hidden=unless(move || explanation().is_some())>
                {live(move || explanation().map(words::Word::say).unwrap_or_default())}
            </p>
            {greeting(page)}
            <p class="line" hidden=unless(loading)>{words::LOADING.say()}</p>
            <For
                each=move || page.model.with(|model| model.rows())
                key=RowKey::clone
                children=move |key| row(page, mark, &key)
            />
            {typing(page)}
        </div>
        <button type="button" class="below" hidden=unless(move || page.below.get()) on:click=click(move || page.follow())>
            {Icon::Down.view()}
            {words::NEW_MESSAGE.say()}
        </button>
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
        <p class="strip urgent" role="alert" hidden=unless(move || failure().is_some())>
            <span>{live(move || failure().unwrap_or_default())} " "{words::STILL_WRITE.say()}</span>
            <button type="button" class="link" on:click=click(move || page.tell(Input::InfoAgain))>{words::TRY_AGAIN.say()}</button>
        </p>
        <div
            class=live(move || if page.model.with(|model| model.is_new()) { "greeting first" } else { "greeting" }.to_owned())
            dir="auto"
            lang=live(move || of_info(|info| info.language.clone().unwrap_or_default()))
            hidden=unless(move || page.model.with(|model| model.info.is_some()))
        >
            <p class="greeting-words">{live(move || of_info(|info| info.greeting.clone()))}</p>
            <p class="hint">{live(move || of_info(|info| words::DISCLOSURE.with(&[("operator", &info.name)])))}</p>
        </div>
        <ul
            class="suggestions"
            aria-label=words::SUGGESTIONS.say()
            hidden=flag(move || suggestions.with(|all| all.is_empty()))
        >
            {move || suggestions.get().into_iter().take(3).map(|text| suggestion(page, text)).collect::<Vec<_>>()}
        </ul>
    }
}

fn suggestion(page: Page, text: String) -> AnyView {
    let says = text.clone();
    let say = move || page.does(Post::Say { text: says.clone() });
    view! { <li><button type="button" dir="auto" on:click=click(say)>{text}</button></li> }.into_any()
}

/// Read out, it would interrupt every few seconds: it is there for those who look.
fn typing(page: Page) -> impl IntoView {
    let name = move || page.model.with(|model| model.typing().map(str::to_owned));
    view! {
        <p class="typing" aria-live="off" hidden=unless(move || name().is_some())>
            <span class="dots" aria-hidden="true"></span>
            {live(move || name().map(|name| words::TYPING.with(&[("name", &name)])).unwrap_or_default())}
        </p>
    }
}

fn row(page: Page, mark: LastMark, key: &RowKey) -> AnyView {
    let own = match key {
        RowKey::Own(client_id) => Some(client_id.clone()),
        RowKey::At(_) => None,
    };
    // A row is made once: what changes is how far a message of the visitor's is.
    let row = page.model.with_untracked(|model| model.row(key));
    match (row, own) {
        (Some(Row::Own { text }), own) => view! {
            <div class="row own">
                <span class="said-only">{words::YOU.say()}" "</span>
                <p class="bubble" dir="auto">{text}</p>
                {own.map(|own| progress(page, mark, own))}
            </div>
        }
        .into_any(),
        (
            Some(Row::Said {
                agent,
                text,
                citations,
                at,
            }),
            _,
        ) => said(page, agent, &text, citations, at),
        (
            Some(Row::File {
                file,
                name,
                picture,
                size,
            }),
            own,
        ) => sent_file(page, mark, own, file, name, picture, size),
        (Some(Row::Kept { label, value }), _) => {
            // Days are kept as every language writes them, and shown as the visitor's does.
            let days = value.split(" – ");
            let shown: Vec<String> = days
                .map(|day| browser::calendar_day(day).unwrap_or_else(|| day.to_owned()))
                .collect();
            let value = shown.join(" – ");
            view! { <p class="line kept">{label}" "<strong dir="auto">{value}</strong></p> }.into_any()
        }
        (Some(Row::Line(words)), Some(own)) => {
            view! { <p class="line" dir="auto">{words}</p>{progress(page, mark, own)} }.into_any()
        }
        (Some(Row::Line(words)), None) => view! { <p class="line" dir="auto">{words}</p> }.into_any(),
        (None, _) => ().into_any(),
    }
}

/// A picture, or a file's name; a press saves it.
fn sent_file(
    page: Page,
    mark: LastMark,
    own: Option<ClientId>,
    file: Option<u32>,
    name: String,
    picture: bool,
    size: String,
) -> AnyView {
    let address = RwSignal::new(String::new());
    let shown = own.clone();
    if picture {
        page.show_file(shown.as_ref(), file, move |here| {
            // The row may be gone by then.
            if let Some(late) = address.try_set(here) {
                browser::let_go(&late);
            }
        });
        on_cleanup(move || browser::let_go(&address.get_untracked()));
    }
    let saved = name.clone();
    let save = move || {
        let saved = saved.clone();
        page.show_file(shown.as_ref(), file, move |here| {
            browser::save_file(&here, &saved)
        });
    };
    view! {
        <div class="row own">
            <span class="said-only">{words::YOU.say()}" "</span>
            <button type="button" class="bubble file" on:click=click(save)>
                <img alt="" src=live(move || address.get()) hidden=!picture/>
                <span class="file-name" dir="auto">{name}</span>
                <span class="hint">{size}</span>
            </button>
            {own.map(|own| progress(page, mark, own))}
        </div>
    }
    .into_any()
}

fn said(page: Page, agent: Option<String>, text: &str, citations: Vec<Citation>, at: Timestamp) -> AnyView {
    let kind = if agent.is_some() { "row agent" } else { "row bot" };
    let when = match time::ago(at, browser::now()) {
        Some(_) => browser::clock(at),
        None => browser::date_and_clock(at),
    };
    let parts: Vec<AnyView> = links::parts(text).into_iter().map(part).collect();
    view! {
        <div class=kind>
            <p class="who">
                {agent.unwrap_or_else(|| words::ASSISTANT.say())}
                <time title=browser::full_date(at)>{when}</time>
            </p>
            <p class="bubble" dir="auto">{parts}</p>
            {citations.into_iter().map(|citation| source(page, citation)).collect::<Vec<_>>()}
        </div>
    }
    .into_any()
}

fn part(part: Part<'_>) -> AnyView {
    match part {
        Part::Words(words) => words.to_owned().into_any(),
        Part::Address(address) => {
            let (leads, shown) = (address.to_owned(), address.to_owned());
            view! { <a href=leads target="_blank" rel="noopener noreferrer">{shown}</a> }.into_any()
        }
    }
}

/// How far something of the visitor's is; a failure stays where it is, with its reason and what to do.
fn progress(page: Page, mark: LastMark, own: ClientId) -> AnyView {
    let (retries, gives_up) = (own.clone(), own.clone());
    let state = Memo::new(move |_| {
        let progress = page.model.with(|model| model.progress(&own));
        let mark = mark.with(|last| {
            last.as_ref()
                .filter(|(last, _)| *last == own)
                .map(|(_, mark)| *mark)
        });
        match (progress, mark) {
            (Some(Progress::Waiting), _) => ("passing", words::NOT_YET.say()),
            (Some(Progress::Sending), _) => {
                ("passing", words::sending(page.model.with(|model| model.sent())))
            }
            (Some(Progress::Failed { words, .. }), _) => {
                ("failed", format!("{} ", words::NOT_SENT.with(&[("why", &words)])))
            }
            (None, Some(Mark::Delivered)) => ("", words::DELIVERED.say()),
            (None, Some(Mark::Read)) => ("", words::READ.say()),
            (None, None) => ("", String::new()),
        }
    });
    let failed = move || state.with(|(kind, _)| *kind == "failed");
    view! {
        <p
            class=live(move || state.with(|(kind, _)| format!("progress {kind}")))
            // Only what went wrong is worth interrupting a screen reader for.
            aria-live=live(move || if failed() { "polite" } else { "off" }.to_owned())
            hidden=flag(move || state.with(|(_, words)| words.is_empty()))
        >
            {live(move || state.with(|(_, words)| words.clone()))}
            <span hidden=unless(failed)>
                <button type="button" class="link" on:click=click(move || page.tell(Input::Retry(retries.clone())))>
                    {words::TRY_AGAIN.say()}
                </button>
                " "
                <button type="button" class="link" on:click=click(move || page.tell(Input::GiveUp(gives_up.clone())))>
                    {words::REMOVE.say()}
                </button>
            </span>
        </p>
    }
    .into_any()
}
