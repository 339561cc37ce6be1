//! Questions that a form answers better than the field: choices and dates. The field stays: the visitor may
//! say something else.

use gangway_protocol::{Question, SlotInput};
use leptos::either::EitherOf4;
use leptos::prelude::*;

use crate::model::Post;
use crate::page::Page;
use crate::words;

pub(super) fn question_form(page: Page) -> impl IntoView {
    let question = Memo::new(move |_| page.model.with(|model| model.question().cloned()));
    move || {
        question.get().map(|question| {
            let (action, slot) = (question.action.clone(), question.slot.clone());
            let answer = move |value: String| {
                page.does(Post::Fill {
                    action: action.clone(),
                    slot: slot.clone(),
                    value,
                });
            };
            match question.input {
                SlotInput::Choice => EitherOf4::A(choices(question, answer)),
                SlotInput::YesNo => {
                    let question = Question {
                        choices: vec!["Yes".to_owned(), "No".to_owned()],
                        ..question
                    };
                    EitherOf4::A(choices(question, answer))
                }
                SlotInput::Date => EitherOf4::B(date(answer)),
                SlotInput::DateRange => EitherOf4::C(date_range(answer)),
                // The field, with the keyboard that suits.
                SlotInput::Text
                | SlotInput::Number
                | SlotInput::Email
                | SlotInput::Phone
                | SlotInput::Unknown => EitherOf4::D(()),
            }
        })
    }
}

fn choices(question: Question, answer: impl Fn(String) + Clone + 'static) -> impl IntoView {
    let buttons = question
        .choices
        .into_iter()
        .map(|choice| {
            let (answer, value) = (answer.clone(), choice.clone());
            view! { <button type="button" dir="auto" on:click=move |_| answer(value.clone())>{choice}</button> }
        })
        .collect_view();
    view! { <div class="answers" role="group" aria-label="Answers">{buttons}</div> }
}

fn date(answer: impl Fn(String) + 'static) -> impl IntoView {
    let day = RwSignal::new(String::new());
    view! {
        <form class="answers" on:submit=move |event| {
            event.prevent_default();
            answer(day.get_untracked());
        }>
            <label>"Date"
                <input type="date" required prop:value=day on:input=move |event| day.set(event_target_value(&event))/>
            </label>
            <button type="submit" class="primary" disabled=move || day.with(String::is_empty)>"Answer"</button>
        </form>
    }
}

fn date_range(answer: impl Fn(String) + 'static) -> impl IntoView {
    let (from, to) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    view! {
        <form class="answers" on:submit=move |event| {
            event.prevent_default();
            answer(words::date_range(&from.get_untracked(), &to.get_untracked()));
        }>
            <label>"From"
                <input type="date" required prop:value=from on:input=move |event| from.set(event_target_value(&event))/>
            </label>
            <label>"To"
                <input type="date" required min=from prop:value=to on:input=move |event| to.set(event_target_value(&event))/>
            </label>
            <button type="submit" class="primary" disabled=move || from.with(String::is_empty) || to.with(String::is_empty)>
                "Answer"
            </button>
        </form>
    }
}
