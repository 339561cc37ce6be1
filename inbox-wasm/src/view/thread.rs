//! The conversation that is open: its head with what can be done, its entries, and the field.

use gangway_page::{browser, time};
use gangway_protocol::{Status, queue};
use leptos::prelude::*;

use super::icon::Icon;
use super::parts::{El, Key, button, el};
use super::{about, composer, row};
use crate::page::{LOG, Page, Sheet};
use crate::thread::{Post, RowKey, Thread};
use crate::words;

/// Rows that are put on the page at once. What is older is asked for.
const LATEST: usize = 120;

/// A part of the thread that is open.
pub(super) fn of<T: Default>(page: Page, part: impl FnOnce(&Thread) -> T) -> T {
    page.thread
        .with(|thread| thread.as_ref().map(part).unwrap_or_default())
}

pub(super) fn thread(page: Page) -> El {
    let failure = move || of(page, |thread| thread.failure.clone());
    let latest = RwSignal::new(LATEST);
    let rows: Memo<Vec<RowKey>> = Memo::new(move |_| of(page, Thread::rows));
    let mark = Memo::new(move |_| of(page, Thread::mark));
    let older = move || rows.with(Vec::len).saturating_sub(latest.get());
    let shown = move || {
        let older = older();
        rows.with(|rows| rows.iter().skip(older).cloned().map(Key::Row).collect())
    };
    let types = move || {
        of(page, |thread| match thread.colleague_types() {
            Some(name) => format!("{name} is writing a reply"),
            None if thread.visitor_types() => "The visitor is typing".to_owned(),
            None => String::new(),
        })
    };
    // Whoever reads the end goes on reading it, whatever grows below: what a command came to, a longer reply.
    let at_end = StoredValue::new(true);
    browser::scroll_to_end_soon(LOG);
    browser::on_size(LOG, move || {
        if at_end.try_get_value() == Some(true) {
            browser::scroll_to_end_soon(LOG);
        }
    });
    let broken = el("p")
        .class("strip urgent")
        .attr("role", "alert")
        // While the page reconnects, it says so above everything.
        .hidden(move || failure().is_none() || of(page, |thread| thread.loaded && thread.is_troubled()))
        .words(move || failure().unwrap_or_default())
        .text(" ")
        .child(button("link", move || page.read_again()).text("Try again"));
    let log = el("div")
        .attr("id", LOG)
        .class("log")
        .attr("role", "log")
        .named("Entries")
        .attr("tabindex", "0")
        .on("scroll", move |_| at_end.set_value(browser::is_at_end(LOG)))
        .child(
            el("p")
                .class("none")
                .hidden(move || of(page, |thread| thread.loaded || thread.failure.is_some()))
                .text("Loading the conversation"),
        )
        .child(
            button("quiet earlier", move || latest.update(|latest| *latest += LATEST))
                .hidden(move || older() == 0)
                .words(move || format!("Show {} earlier", older().min(LATEST))),
        )
        .rows(shown, move |key| match key {
            Key::Row(key) => row::row(page, &key, mark),
            Key::Conversation(_) => el("div"),
        });
    el("section")
        .class("thread")
        .named("Conversation")
        .child(head(page))
        .child(about::about(page))
        .child(broken)
        .child(log)
        .child(el("p").class("types").words(types))
        .child(composer::told(page))
        .child(composer::changed(page))
        .child(composer::composer(page))
}

fn head(page: Page) -> El {
    let stands = move || {
        page.list.with(|list| {
            of(page, |thread| {
                let status = thread.status.as_ref();
                let words = status.map(|status| words::status(status, &list.desk, &list.me));
                match status {
                    Some(Status::Snoozed { until, .. }) => {
                        format!(
                            "{} until {}",
                            words.unwrap_or_default(),
                            browser::date_and_clock(*until)
                        )
                    }
                    _ => words.unwrap_or_default(),
                }
            })
        })
    };
    let since = move || {
        page.list.with(|list| {
            of(page, |thread| {
                list.summary(&thread.conversation).and_then(queue::waiting_since)
            })
        })
    };
    let waits = move || {
        let since = since();
        since
            .map(|since| time::ticking(since, page.now.get()))
            .unwrap_or_default()
    };
    let mine = move || of(page, Thread::is_mine);
    let known = move || of(page, |thread| thread.status.is_some());
    let colleague = move || of(page, |thread| thread.colleague().cloned());
    let claim = move || match (colleague(), of(page, |thread| thread.status.clone())) {
        (Some(colleague), _) => format!("Take over from {}", colleague.name),
        (None, Some(Status::Bot)) => "Take over".to_owned(),
        (None, Some(Status::Resolved { .. })) => "Reopen".to_owned(),
        (None, Some(Status::Snoozed { .. })) => "Take up again".to_owned(),
        (None, Some(Status::Queued { .. } | Status::Human { .. }) | None) => "Claim".to_owned(),
    };
    let kind = move || Some(if colleague().is_none() { "primary" } else { "" }.to_owned());
    let own = move |class, name: &str, act: fn(Page)| {
        button(class, move || act(page))
            .hidden(move || !mine())
            .text(name)
    };
    let actions = el("div")
        .class("actions")
        .child(own("roomy", "Hand back to the assistant", |page| {
            page.end_with(Post::ReturnToBot)
        }))
        .child(own("roomy", "Snooze", |page| page.ask(Sheet::Snooze)))
        .child(own("", "Resolve", |page| page.end_with(Post::Resolve)))
        .child(
            button("", move || claim_or_take(page))
                .live("class", kind)
                .hidden(move || mine() || !known())
                .words(claim),
        )
        .child(
            button("icon quiet", move || page.ask(Sheet::More))
                .named("More actions")
                .attr("title", "More actions")
                .hidden(move || colleague().is_some() || !known())
                .child(Icon::More.view()),
        );
    el("header")
        .class("thread-head")
        .child(
            button("icon quiet back", move || page.leave())
                .named("Back to the list")
                .child(Icon::Back.view()),
        )
        .child(
            el("div")
                .class("thread-names")
                .child(el("h2").words(move || of(page, |thread| words::visitor(&thread.conversation))))
                .child(el("p").class("hint").words(stands)),
        )
        .child(
            el("p")
                .class("head-waits")
                .hidden(move || since().is_none())
                .child(el("span").class("waits").child(Icon::Clock.view()).words(waits))
                .child(el("span").class("hint").text("waiting")),
        )
        .child(actions)
}

/// Claims it, from a colleague when that is what the button has been saying.
fn claim_or_take(page: Page) {
    let from = page.thread.with_untracked(|thread| {
        thread
            .as_ref()
            .and_then(|thread| thread.takes_from(browser::now()))
    });
    page.claim(from);
}
