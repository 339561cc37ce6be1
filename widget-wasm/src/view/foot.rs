//! What the visitor can do: ask for a person, answer a question by its form, write.

use gangway_page::browser;
use gangway_protocol::SlotInput;
use gangway_protocol::limits::MESSAGE_CHARS;
use leptos::either::EitherOf3;
use leptos::prelude::*;

use super::icon::Icon;
use super::question::question_form;
use crate::model::{Phase, Post};
use crate::page::{FIELD, Page};
use crate::words;

pub(super) fn foot(page: Page) -> impl IntoView {
    let troubled = Memo::new(move |_| page.model.with(|model| model.is_troubled()));
    view! {
        <footer class="foot">
            <div role="status">
                {move || troubled.get().then(|| view! { <p class="strip wait">{words::RECONNECTING}</p> })}
            </div>
            {person(page)}
            {question_form(page)}
            {composer(page)}
        </footer>
    }
}

/// "Talk to a person" until asked; then the wait, and a way out of it.
fn person(page: Page) -> impl IntoView {
    let may_ask = Memo::new(move |_| page.model.with(|model| model.may_ask_for_person()));
    let since = Memo::new(move |_| {
        page.model.with(|model| match model.phase() {
            Phase::Waiting { since } => Some(since),
            Phase::Assistant | Phase::Person { .. } | Phase::Resolved => None,
        })
    });
    move || match (may_ask.get(), since.get()) {
        (true, _) => EitherOf3::A(view! {
            <button type="button" class="quiet person" on:click=move |_| page.does(Post::AskForPerson)>
                {Icon::Person.view()}"Talk to a person"
            </button>
        }),
        (false, Some(since)) => EitherOf3::B(view! {
            <p class="strip wait waiting">
                <span>{move || words::waiting(since, page.now.get())}</span>
                <button type="button" class="link" on:click=move |_| page.does(Post::CallOff)>"Stop waiting"</button>
            </p>
        }),
        (false, None) => EitherOf3::C(()),
    }
}

fn composer(page: Page) -> impl IntoView {
    let question = Memo::new(move |_| page.model.with(|model| model.question().cloned()));
    let length = Memo::new(move |_| page.draft.with(|draft| draft.trim().chars().count()));
    let placeholder = move || match question.get().and_then(|question| question.example) {
        Some(example) => format!("For example {example}"),
        None => "Write a message".to_owned(),
    };
    // Which keyboard a phone shows.
    let keyboard = move || match question.get().map(|question| question.input) {
        Some(SlotInput::Email) => "email",
        Some(SlotInput::Phone) => "tel",
        Some(SlotInput::Number) => "decimal",
        Some(
            SlotInput::Text
            | SlotInput::Date
            | SlotInput::DateRange
            | SlotInput::Choice
            | SlotInput::YesNo
            | SlotInput::Unknown,
        )
        | None => "text",
    };
    let send = move || {
        let text = page.draft.with_untracked(|draft| draft.trim().to_owned());
        if text.is_empty() || text.chars().count() > MESSAGE_CHARS {
            return;
        }
        page.draft.set(String::new());
        page.does(Post::Say { text });
        browser::focus_soon(FIELD);
    };
    let over = move || length.get() > MESSAGE_CHARS;
    view! {
        <form class="composer" on:submit=move |event| {
            event.prevent_default();
            send();
        }>
            <label class="said-only" for=FIELD>"Your message"</label>
            <textarea
                id=FIELD
                rows="1"
                dir="auto"
                enterkeyhint="send"
                autocomplete="off"
                inputmode=keyboard
                placeholder=placeholder
                aria-describedby="length"
                prop:value=move || page.draft.get()
                on:input=move |event| page.draft.set(event_target_value(&event))
                on:keydown=move |event| {
                    if event.key() == "Enter" && !event.shift_key() && !event.is_composing() {
                        event.prevent_default();
                        send();
                    }
                }
            ></textarea>
            <button type="submit" class="primary icon" aria-label="Send" disabled=move || length.get() == 0 || over()>
                {Icon::Send.view()}
            </button>
            <p id="length" class="length" class:failed=over role="status">
                {move || (length.get() + 400 > MESSAGE_CHARS).then(|| {
                    if over() {
                        format!("{} characters too many", length.get() - MESSAGE_CHARS)
                    } else {
                        format!("{} characters left", MESSAGE_CHARS - length.get())
                    }
                })}
            </p>
        </form>
    }
}
