//! What the visitor can do: ask for a person, answer a question by its form, write.

use gangway_page::browser;
use gangway_protocol::limits::MESSAGE_CHARS;
use gangway_protocol::{Answer, Question, SlotInput, Timestamp};
use leptos::prelude::*;

use super::icon::Icon;
use super::live::{click, flag, unless, words as live};
use super::question::forms;
use super::source::source;
use crate::model::{Phase, Post};
use crate::page::{FIELD, Page};
use crate::words;

pub(super) fn foot(page: Page) -> impl IntoView {
    let troubled = move || page.model.with(|model| model.is_troubled());
    view! {
        <footer class="foot">
            <p role="status" class="strip wait" hidden=unless(troubled)>
                {live(move || if troubled() { words::RECONNECTING.say() } else { String::new() })}
            </p>
            {forms(page)}
            {instant(page)}
            {person(page)}
            {composer(page)}
        </footer>
    }
}

/// "Talk to a person" until asked; then the wait, and a way out of it.
fn person(page: Page) -> impl IntoView {
    let may_ask = move || page.model.with(|model| model.may_ask_for_person());
    let since = move || page.model.with(|model| waiting_since(&model.phase()));
    let place = move || page.model.with(|model| model.place());
    let wait = move || since().map(|since| words::waiting(since, page.now.get(), place()));
    view! {
        <button
            type="button"
            class="quiet person"
            hidden=unless(may_ask)
            on:click=click(move || page.does(Post::AskForPerson))
        >
            {Icon::Person.view()}
            {words::TALK.say()}
        </button>
        <p class="strip wait waiting" hidden=unless(move || since().is_some())>
            <span>{live(move || wait().unwrap_or_default())}</span>
            <button type="button" class="link" on:click=click(move || page.does(Post::CallOff))>{words::STOP_WAITING.say()}</button>
        </p>
    }
}

fn waiting_since(phase: &Phase) -> Option<Timestamp> {
    match phase {
        Phase::Waiting { since } => Some(*since),
        Phase::Assistant | Phase::Person { .. } | Phase::Resolved => None,
    }
}

/// What the documents say to what stands in the field, where the operator wants it.
fn instant(page: Page) -> impl IntoView {
    let answer = Memo::new(move |_| page.model.with(|model| model.instant_answer().cloned()));
    view! {
        <aside class="instant" aria-label=words::SUGGESTED.say() hidden=unless(move || answer.with(Option::is_some))>
            {move || {
                answer.get().map(|Answer { text, citations }| {
                    view! {
                        <p class="hint">{words::INSTANT.say()}</p>
                        <p dir="auto">{text}</p>
                        {citations.into_iter().take(1).map(|citation| source(page, citation)).collect::<Vec<_>>()}
                    }
                    .into_any()
                })
            }}
        </aside>
    }
}

fn composer(page: Page) -> impl IntoView {
    let placeholder = move || {
        let example = page
            .model
            .with(|model| model.question().and_then(|question| question.example.clone()));
        example.map_or_else(
            || words::WRITE.say(),
            |example| words::EXAMPLE.with(&[("example", &example)]),
        )
    };
    let no_files = move || page.model.with(|model| model.room_for_files() == 0);
    let not_sendable = move || page.model.with(|model| model.not_sendable().map(str::to_owned));
    let length = move || page.draft.with(|draft| draft.trim().chars().count());
    let over = move || length() > MESSAGE_CHARS;
    let send = move || {
        let text = page.draft.with_untracked(|draft| draft.trim().to_owned());
        if !text.is_empty() && !over() {
            page.write(String::new());
            page.does(Post::Say { text });
            browser::focus_soon(FIELD);
        }
    };
    view! {
        <form class="composer" on:submit=move |event| {
            event.prevent_default();
            send();
        }>
            <button
                type="button"
                class="icon quiet attach"
                aria-label=words::CLIP.say()
                hidden=flag(no_files)
                on:click=click(move || page.attach())
            >
                {Icon::Attach.view()}
            </button>
            <label class="said-only" for=FIELD>{words::FIELD.say()}</label>
            <textarea
                id=FIELD
                rows="1"
                dir="auto"
                enterkeyhint="send"
                autocomplete="off"
                inputmode=live(move || page.model.with(|model| keyboard(model.question()).to_owned()))
                placeholder=live(placeholder)
                aria-describedby="length"
                prop:value=live(move || page.draft.get())
                on:input=move |event| page.write(event_target_value(&event))
                on:keydown=move |event| {
                    if event.key() == "Enter" && !event.shift_key() && !event.is_composing() {
                        event.prevent_default();
                        send();
                    }
                }
            ></textarea>
            <button type="submit" class="primary icon" aria-label=words::SEND.say() disabled=flag(move || length() == 0 || over())>
                {Icon::Send.view()}
            </button>
            <p class="length failed" role="alert">{live(move || not_sendable().unwrap_or_default())}</p>
            <p id="length" class=live(move || if over() { "length failed" } else { "length" }.to_owned()) role="status">
                {live(move || room(length()))}
            </p>
        </form>
    }
}

/// Which keyboard a phone shows.
fn keyboard(question: Option<&Question>) -> &'static str {
    match question.map(|question| question.input) {
        Some(SlotInput::Email) => "email",
        Some(SlotInput::Phone) => "tel",
        Some(SlotInput::Number) => "decimal",
        Some(
            SlotInput::Text
            | SlotInput::Date
            | SlotInput::DateRange
            | SlotInput::Choice
            | SlotInput::YesNo
            | SlotInput::File
            | SlotInput::Unknown,
        )
        | None => "text",
    }
}

/// How much room is left, when little is.
fn room(length: usize) -> String {
    match MESSAGE_CHARS.checked_sub(length) {
        None => words::OVER.count(length - MESSAGE_CHARS),
        Some(left @ ..=400) => words::LEFT.count(left),
        Some(_) => String::new(),
    }
}
