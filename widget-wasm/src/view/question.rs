//! Questions that a form answers better than the field: choices, dates, and what may be passed over. The field stays: the visitor may
//! say something else.

use gangway_protocol::{Question, SlotInput};
use leptos::prelude::*;

use super::live::{click, flag, unless, words as live};
use crate::model::Post;
use crate::page::Page;
use crate::words;

/// The answer of the button that opens the choice of files. No value has such a character.
const ATTACH: &str = "\u{0}";

pub(super) fn forms(page: Page) -> impl IntoView {
    let question = Memo::new(move |_| page.model.with(|model| model.question().cloned()));
    let input = move || question.with(|question| question.as_ref().map(|question| question.input));
    // What each button says and, behind a line's end, what it answers.
    let buttons = Memo::new(move |_| {
        let Some(question) = question.get() else {
            return Vec::new();
        };
        let (files, optional) = (question.input == SlotInput::File, question.optional);
        let mut buttons = choices(question);
        let (given, room) = match files {
            true => page
                .model
                .with(|model| (model.files_given(), model.room_for_files())),
            false => (0, 0),
        };
        if room > 0 {
            buttons.push(format!("{}\n{ATTACH}", words::attach(given)));
        }
        if given > 0 {
            buttons.push(format!("{}\ndone", words::DONE.say()));
        } else if optional {
            // Nothing is what is given instead of a value.
            buttons.push(format!("{}\n", words::SKIP.say()));
        }
        buttons
    });
    let views = move || {
        let buttons = buttons.get().into_iter();
        buttons
            .map(|button| answer_button(page, question, button))
            .collect::<Vec<_>>()
    };
    view! {
        <div class="answers" role="group" aria-label=words::ANSWERS.say() hidden=flag(move || buttons.with(Vec::is_empty))>
            {views}
        </div>
        {dates(page, question, input)}
    }
}

fn choices(question: Question) -> Vec<String> {
    match question.input {
        SlotInput::Choice => question.choices,
        SlotInput::YesNo => [words::YES, words::NO].map(words::Word::say).into(),
        SlotInput::Text
        | SlotInput::Number
        | SlotInput::Date
        | SlotInput::DateRange
        | SlotInput::Email
        | SlotInput::Phone
        | SlotInput::File
        | SlotInput::Unknown => Vec::new(),
    }
}

fn answer_button(page: Page, question: Memo<Option<Question>>, button: String) -> AnyView {
    let (name, value) = match button.split_once('\n') {
        Some((name, value)) => (name.to_owned(), value.to_owned()),
        // A choice is its own name.
        None => (button.clone(), button),
    };
    let answers = move || answer(page, question, value.clone());
    view! { <button type="button" dir="auto" on:click=click(answers)>{name}</button> }.into_any()
}

/// One date or two.
fn dates(
    page: Page,
    question: Memo<Option<Question>>,
    input: impl Fn() -> Option<SlotInput> + Copy + Send + Sync + 'static,
) -> impl IntoView {
    let (from, to) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let range = move || input() == Some(SlotInput::DateRange);
    let asked = move || range() || input() == Some(SlotInput::Date);
    // What was given stays until there is another question: it may be refused.
    Effect::new(move |_| {
        if question.with(Option::is_some) && page.model.with_untracked(|model| model.wrong().is_none()) {
            from.set(String::new());
            to.set(String::new());
        }
    });
    let wrong = move || page.model.with(|model| model.wrong().map(str::to_owned));
    let unready = move || from.with(String::is_empty) || (range() && to.with(String::is_empty));
    view! {
        <form class="answers dates" hidden=unless(asked) on:submit=move |event| {
            event.prevent_default();
            let (first, last) = (from.get_untracked(), to.get_untracked());
            let value = if range() { words::date_range(&first, &last) } else { first };
            answer(page, question, value);
        }>
            <label>
                {live(move || if range() { words::FROM } else { words::DATE }.say())}
                <input type="date" prop:value=live(move || from.get()) on:input=move |event| from.set(event_target_value(&event))/>
            </label>
            <label hidden=unless(range)>
                {words::TO.say()}
                <input
                    type="date"
                    min=live(move || from.get())
                    prop:value=live(move || to.get())
                    on:input=move |event| to.set(event_target_value(&event))
                />
            </label>
            <button type="submit" class="primary" disabled=flag(unready)>{words::ANSWER.say()}</button>
            <p class="failed" role="alert" hidden=unless(move || wrong().is_some())>
                {live(move || wrong().unwrap_or_default())}
            </p>
        </form>
    }
}

fn answer(page: Page, question: Memo<Option<Question>>, value: String) {
    if value == ATTACH {
        return page.attach();
    }
    if let Some(Question { action, slot, .. }) = question.get_untracked() {
        page.does(Post::Fill { action, slot, value });
    }
}
