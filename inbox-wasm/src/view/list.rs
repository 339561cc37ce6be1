//! The views and the list.

use gangway_page::{browser, time};
use gangway_protocol::queue::View;
use gangway_protocol::{ConversationId, Priority};
use leptos::prelude::*;

use super::filter;
use super::icon::Icon;
use super::parts::{El, Key, button, el};
use super::thread::of;
use crate::list::{Filter, Input, Line};
use crate::page::{LIST, Page, SOME, row_id};
use crate::words;

pub(super) fn views(page: Page) -> El {
    let buttons = View::EVERY.map(|view| {
        let count = move || match page.list.with(|list| list.count(view)) {
            0 => String::new(),
            count => count.to_string(),
        };
        let kind = if view == View::Unassigned {
            "count waits-count"
        } else {
            "count"
        };
        let current = move || {
            let current = page.list.with(|list| list.shown.view == view);
            current.then(|| "true".to_owned())
        };
        let show = move || filter::change(page, |shown| shown.view = view);
        el("li").child(
            button("view", show)
                .live("aria-current", current)
                .text(words::view(view))
                .child(el("span").class(kind).words(count)),
        )
    });
    el("nav")
        .class("views")
        .named("Views")
        .child(el("ul").children(buttons))
}

pub(super) fn list(page: Page) -> El {
    let failure = move || page.list.with(|list| list.failure.clone());
    let some = move || {
        let limit = page.limit.get();
        page.rows.with(|rows| {
            let some = rows.iter().take(limit);
            some.cloned().map(Key::Conversation).collect()
        })
    };
    let row = move |key| match key {
        Key::Conversation(conversation) => item(page, conversation),
        Key::Row(_) => el("li"),
    };
    let broken = el("p")
        .class("strip urgent")
        .attr("role", "alert")
        // While the page reconnects, it says so above everything.
        .hidden(move || failure().is_none() || page.list.with(|list| list.loaded && list.is_troubled()))
        .words(move || failure().unwrap_or_default())
        .text(" ")
        .child(button("link", move || page.tell_list(Input::Again)).text("Try again"));
    let loading = el("p")
        .class("none")
        .hidden(move || page.list.with(|list| list.loaded || list.failure.is_some()))
        .text("Loading conversations");
    let scroll = el("div")
        .attr("id", LIST)
        .class("list")
        .attr("tabindex", "-1")
        .on("scroll", move |_| {
            if browser::is_at_end(LIST) {
                page.limit.update(|limit| *limit += SOME);
            }
        })
        .child(broken)
        .child(loading)
        .child(nothing(page))
        .child(el("ul").class("items").rows(some, row));
    el("section")
        .class("list-pane")
        .named("Conversations")
        .child(filter::filter(page))
        .child(scroll)
}

/// What an empty list says: why it is empty, and what goes on meanwhile.
fn nothing(page: Page) -> El {
    let narrowed = move || page.list.with(|list| list.shown.filter.narrows());
    let words = move || {
        if narrowed() {
            "No conversation here fits the filter".to_owned()
        } else {
            page.list.with(|list| words::nothing(list.shown.view).to_owned())
        }
    };
    let meanwhile = move || {
        page.list
            .with(|list| words::meanwhile(list.count(View::Bot), list.count(View::Human)))
    };
    let show_all = move || filter::change(page, |shown| shown.filter = Filter::default());
    el("div")
        .class("none")
        .hidden(move || !page.rows.with(Vec::is_empty) || !page.list.with(|list| list.loaded))
        .child(el("p").class("none-words").words(words))
        .child(el("p").class("hint").hidden(narrowed).words(meanwhile))
        .child(button("", show_all).hidden(move || !narrowed()).text("Show all"))
}

fn item(page: Page, conversation: ConversationId) -> El {
    let (opens, shown) = (conversation.clone(), conversation.clone());
    let id = row_id(&conversation);
    let is_open = move || {
        let open = of(page, |thread| thread.conversation == shown);
        open.then(|| "true".to_owned())
    };
    let line = Memo::new(move |_| page.list.with(|list| list.line(&conversation)));
    let kind = move || {
        line.with(|line| {
            let mut kind = "item".to_owned();
            match line.as_ref().map(|line| line.priority) {
                Some(Priority::Urgent) => kind.push_str(" urgent"),
                Some(Priority::High) => kind.push_str(" high"),
                Some(Priority::Low | Priority::Normal) | None => {}
            }
            if line.as_ref().is_some_and(|line| line.unread > 0) {
                kind.push_str(" unread");
            }
            Some(kind)
        })
    };
    let content = move || line.with(|line| line.as_ref().map(|line| content(page, line)).unwrap_or_default());
    el("li").child(
        button("", move || page.open(&opens))
            .attr("id", &id)
            .live("class", kind)
            .live("aria-current", is_open)
            .parts(content),
    )
}

/// A row is made anew when what it says changes; each second only its clock.
fn content(page: Page, line: &Line) -> Vec<El> {
    let (waits, at) = (line.waits, line.at);
    let clock = move || match waits {
        Some(since) => time::ticking(since, page.now.get()),
        None => time::ago(at, page.now.get()).unwrap_or_else(|| browser::date_and_clock(at)),
    };
    let span = |class: &str, words: &str| el("span").class(class).text(words);
    let priority = words::priority(line.priority).unwrap_or_default();
    let head = el("span")
        .class("item-head")
        .child(el("strong").text(&line.name))
        .child(span("priority", priority))
        .child(span("said-only", if waits.is_some() { "waiting" } else { "" }))
        .child(
            el("span")
                .class(if waits.is_some() { "waits" } else { "ago" })
                .children(waits.map(|_| el("span").child(Icon::Clock.view())))
                .words(clock),
        );
    let unread = (line.unread > 0)
        .then(|| span("badge", &line.unread.to_string()).child(span("said-only", " unread")));
    let said = el("span")
        .class("item-words")
        .child(span("last", &line.last).attr("dir", "auto"))
        .children(unread);
    let until = line
        .until
        .map(|until| span("", &format!("until {}", browser::date_and_clock(until))));
    let more = line.tags.len().saturating_sub(2);
    let foot = el("span")
        .class("item-foot")
        .child(span(if line.is_free { "with free" } else { "with" }, &line.with))
        .children(line.is_overdue.then(|| span("overdue", "overdue")))
        .children(until)
        .children(line.tags.iter().take(2).map(|tag| span("tag", tag)))
        .children((more > 0).then(|| span("tag rest", &format!("+{more}"))))
        .child(span("language", &line.language));
    vec![head, said, foot]
}
