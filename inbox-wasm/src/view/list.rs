//! The views, the list and the alerts.

use gangway_page::{browser, time};
use gangway_protocol::api::Me;
use gangway_protocol::event::Alert;
use gangway_protocol::queue::{self, View};
use gangway_protocol::{ConversationId, Priority, Summary};
use leptos::prelude::*;

use super::icon::Icon;
use crate::list::Input;
use crate::page::Page;
use crate::words;

pub(super) fn views(page: Page, me: Me) -> AnyView {
    let me = me.agent.agent.id;
    let buttons = View::EVERY
        .into_iter()
        .map(|view| {
            let me = me.clone();
            let count = move || match page.list.with(|list| list.count(view, &me)) {
                0 => String::new(),
                count => count.to_string(),
            };
            view! {
                <li>
                    <button
                        type="button"
                        class="view"
                        aria-current=move || page.list.with(|list| list.view == view).then_some("true")
                        on:click=move |_| page.tell_list(Input::Show(view))
                    >
                        {words::view(view)}
                        <span class="count">{count}</span>
                    </button>
                </li>
            }
            .into_any()
        })
        .collect::<Vec<_>>();
    view! { <nav class="views" aria-label="Views"><ul>{buttons}</ul></nav> }.into_any()
}

pub(super) fn list(page: Page, me: Me) -> AnyView {
    let me = me.agent.agent.id;
    let failure = move || page.list.with(|list| list.failure.clone());
    let rows = move || page.list.with(|list| list.rows(list.view, &me));
    let empty = {
        let rows = rows.clone();
        move || page.list.with(|list| list.loaded) && rows().is_empty()
    };
    let loading = move || page.list.with(|list| !list.loaded && list.failure.is_none());
    view! {
        <section class="list" aria-label="Conversations">
            <p role="alert" class="strip urgent" hidden=move || failure().is_none()>
                {move || failure().unwrap_or_default()}
                " "
                <button type="button" class="link" on:click=move |_| {
                    let view = page.list.with_untracked(|list| list.view);
                    page.tell_list(Input::Show(view));
                }>
                    "Try again"
                </button>
            </p>
            <p class="none" hidden=move || !loading()>"Loading conversations"</p>
            <p class="none" hidden=move || !empty()>
                {move || page.list.with(|list| words::nothing(list.view))}
            </p>
            <ul class="items">
                <For each=rows key=ConversationId::clone children=move |conversation| item(page, conversation)/>
            </ul>
        </section>
    }
    .into_any()
}

fn item(page: Page, conversation: ConversationId) -> AnyView {
    let name = words::visitor(&conversation);
    let opens = conversation.clone();
    let shown = conversation.clone();
    let is_open = move || {
        let open = page
            .thread
            .with(|thread| thread.as_ref().is_some_and(|thread| thread.conversation == shown));
        open.then_some("true")
    };
    let summary = Memo::new(move |_| page.list.with(|list| list.summary(&conversation).cloned()));
    let of = move |part: fn(&Summary) -> String| {
        summary.with(|summary| summary.as_ref().map(part).unwrap_or_default())
    };
    let waits = move || {
        let since = summary.with(|summary| summary.as_ref().and_then(queue::waiting_since));
        since
            .map(|since| time::ticking(since, page.now.get()))
            .unwrap_or_default()
    };
    let kind = move || match summary.with(|summary| summary.as_ref().map(|summary| summary.priority)) {
        Some(Priority::Urgent) => "item urgent",
        Some(Priority::High) => "item high",
        Some(Priority::Low | Priority::Normal) | None => "item",
    };
    let when = move || {
        let at = summary.with(|summary| summary.as_ref().map(|summary| summary.updated_at));
        at.map(|at| time::ago(at, page.now.get()).unwrap_or_else(|| browser::date_and_clock(at)))
    };
    let with = move || {
        page.list.with(|list| {
            summary.with(|summary| summary.as_ref().map(|summary| words::with(summary, &list.desk)))
        })
    };
    view! {
        <li>
            <button
                type="button"
                class=kind
                aria-current=is_open
                on:click=move |_| {
                    if let Some(workspace) = page.workspace.get_untracked() {
                        page.go(&workspace, Some(&opens));
                    }
                }
            >
                <span class="item-head">
                    <strong>{name}</strong>
                    <span class="priority">
                        {move || of(|summary| words::priority(summary.priority).unwrap_or_default().to_owned())}
                    </span>
                    <span class="waits">{waits}</span>
                </span>
                <span class="last" dir="auto">{move || of(last_line)}</span>
                <span class="item-foot">
                    <span>{with}</span>
                    <span>{move || of(tags)}</span>
                    <span>{move || of(|summary| summary.language.clone().unwrap_or_default())}</span>
                    <time>{when}</time>
                </span>
            </button>
        </li>
    }
    .into_any()
}

fn last_line(summary: &Summary) -> String {
    match &summary.last_line {
        None => "Nothing has been said".to_owned(),
        Some(line) if line.from == "visitor" => line.text.clone(),
        Some(line) if line.from == "bot" => format!("Assistant: {}", line.text),
        Some(line) => format!("{}: {}", line.from, line.text),
    }
}

fn tags(summary: &Summary) -> String {
    summary
        .tags
        .iter()
        .map(|tag| tag.as_str())
        .collect::<Vec<_>>()
        .join(", ")
}

/// Calls for a team, until someone has come or they are put away.
pub(super) fn alerts(page: Page) -> AnyView {
    // Whoever has the conversation open has seen what it is about.
    let open = move || {
        page.thread
            .with(|thread| thread.as_ref().map(|thread| thread.conversation.clone()))
    };
    let alerts = move || {
        let open = open();
        let mut alerts = page.list.with(|list| list.alerts().to_vec());
        alerts.retain(|alert| open.as_ref() != Some(&alert.conversation));
        alerts
    };
    // One at a time: a wall of them would be read by nobody.
    let first = move || alerts().into_iter().take(1).collect::<Vec<_>>();
    let more = move || alerts().len().saturating_sub(1);
    view! {
        <div class="alerts" role="alert" aria-live="assertive">
            <For each=first key=|alert| alert.id.clone() children=move |alert| alert_card(page, alert)/>
            <p class="alerts-more" hidden=move || more() == 0>
                {move || format!("{} more. ", more())}
                <button type="button" class="link" on:click=move |_| page.tell_list(Input::DismissAll)>
                    "Put all away"
                </button>
            </p>
        </div>
    }
    .into_any()
}

fn alert_card(page: Page, alert: Alert) -> AnyView {
    let Alert {
        id,
        conversation,
        team,
        because,
        ..
    } = alert;
    let dismissed = id.clone();
    let team = page.list.with_untracked(|list| words::team(&team, &list.desk));
    view! {
        <div class="alert">
            <div>
                <strong>{format!("{team} is wanted")}</strong>
                <p>{because}</p>
            </div>
            <button type="button" on:click=move |_| {
                page.tell_list(Input::Dismiss(id.clone()));
                if let Some(workspace) = page.workspace.get_untracked() {
                    page.go(&workspace, Some(&conversation));
                }
            }>
                "Open"
            </button>
            <button
                type="button"
                class="icon quiet"
                aria-label="Put away"
                on:click=move |_| page.tell_list(Input::Dismiss(dismissed.clone()))
            >
                {Icon::Close.view()}
            </button>
        </div>
    }
    .into_any()
}
