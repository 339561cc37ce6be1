//! What is known about the conversation: why it is here, what was collected, its tags, and where else it may go.

use gangway_page::browser;
use gangway_protocol::TagId;
use gangway_protocol::limits::NAME_BYTES;
use leptos::prelude::*;

use super::icon::Icon;
use crate::page::Page;
use crate::thread::{About, Post, Thread};
use crate::words;

pub(super) fn about(page: Page) -> AnyView {
    let about = Memo::new(move |_| {
        page.thread
            .with(|thread| thread.as_ref().map(Thread::about).unwrap_or_default())
    });
    let reason = move || {
        let desk = page.list.with(|list| list.desk.clone());
        about.with(|about| {
            about
                .reason
                .as_ref()
                .map(|(reason, team)| format!("{reason}, for {}", words::team(team, &desk)))
        })
    };
    let priority = move || about.with(|about| words::priority(about.priority).unwrap_or("Normal"));
    let language = move || about.with(|about| about.language.clone());
    let collected = move || {
        let one = |(label, value): (String, String)| {
            view! { <dt>{label}</dt><dd dir="auto">{value}</dd> }.into_any()
        };
        pairs(&about.get()).into_iter().map(one).collect::<Vec<_>>()
    };
    let empty = move || about.with(|about| about.collected.is_empty());
    view! {
        <details class="about" open=browser::has_room()>
            <summary>"About this conversation"</summary>
            <h3>"Why it is here"</h3>
            <p>{move || reason().unwrap_or_else(|| "It has not been handed to people".to_owned())}</p>
            <dl class="facts">
                <dt>"Priority"</dt>
                <dd>{priority}</dd>
                <dt>"Language"</dt>
                <dd>{move || language().unwrap_or_else(|| "Not known".to_owned())}</dd>
            </dl>
            <h3>"Collected"</h3>
            <p class="hint" hidden=move || !empty()>"Nothing yet"</p>
            <dl class="facts collected">{collected}</dl>
            {tags(page, about)}
            {transfer(page)}
        </details>
    }
    .into_any()
}

fn pairs(about: &About) -> Vec<(String, String)> {
    about
        .collected
        .iter()
        .map(|one| (one.label.clone(), one.value.clone()))
        .collect()
}

fn tags(page: Page, about: Memo<About>) -> AnyView {
    let typed = RwSignal::new(String::new());
    let chips = move || {
        let tags = about.with(|about| about.tags.clone());
        tags.into_iter().map(|tag| chip(page, tag)).collect::<Vec<_>>()
    };
    let known = move || {
        let option = |tag: &TagId| view! { <option value=tag.0.clone()></option> }.into_any();
        page.list
            .with(|list| list.desk.tags.iter().map(option).collect::<Vec<_>>())
    };
    view! {
        <h3>"Tags"</h3>
        <ul class="tags">{chips}</ul>
        <form class="inline" on:submit=move |event| {
            event.prevent_default();
            let tag = typed.with_untracked(|typed| typed.trim().to_owned());
            if !tag.is_empty() && tag.len() <= NAME_BYTES {
                typed.set(String::new());
                page.does(Post::AddTag(TagId(tag)));
            }
        }>
            <label class="said-only" for="tag">"Tag to put on"</label>
            <input
                id="tag"
                list="known-tags"
                placeholder="Tag"
                autocomplete="off"
                prop:value=typed
                on:input=move |event| typed.set(event_target_value(&event))
            />
            <datalist id="known-tags">{known}</datalist>
            <button type="submit" disabled=move || typed.with(|typed| typed.trim().is_empty())>"Add"</button>
        </form>
    }
    .into_any()
}

fn chip(page: Page, tag: TagId) -> AnyView {
    let name = tag.0.clone();
    let label = format!("Take off {name}");
    view! {
        <li class="chip">
            {name}
            <button
                type="button"
                class="link"
                aria-label=label
                on:click=move |_| page.does(Post::RemoveTag(tag.clone()))
            >
                {Icon::Close.view()}
            </button>
        </li>
    }
    .into_any()
}

fn transfer(page: Page) -> AnyView {
    let team = RwSignal::new(String::new());
    let teams = move || {
        page.list.with(|list| {
            let option = |team: &gangway_protocol::api::TeamName| {
                view! { <option value=team.id.0.clone()>{team.name.clone()}</option> }.into_any()
            };
            list.desk.teams.iter().map(option).collect::<Vec<_>>()
        })
    };
    view! {
        <h3>"Send to another team"</h3>
        <form class="inline" on:submit=move |event| {
            event.prevent_default();
            let chosen = team.get_untracked();
            if !chosen.is_empty() {
                team.set(String::new());
                page.does(Post::Transfer(chosen.into()));
            }
        }>
            <label class="said-only" for="team">"Team"</label>
            <select id="team" prop:value=team on:change=move |event| team.set(event_target_value(&event))>
                <option value="">"Choose a team"</option>
                {teams}
            </select>
            <button type="submit" disabled=move || team.with(String::is_empty)>"Send"</button>
        </form>
    }
    .into_any()
}
