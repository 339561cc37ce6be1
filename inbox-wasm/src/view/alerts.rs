//! Calls for a team, until someone has come or they are put away; and whether the page hears anything at all.

use gangway_protocol::event::Alert;
use leptos::prelude::*;

use super::icon::Icon;
use super::parts::{El, button, el};
use super::thread::of;
use crate::list::{Input, List};
use crate::page::Page;
use crate::thread::Thread;
use crate::words;

/// What stands above everything.
pub(super) fn alerts(page: Page) -> El {
    // Whoever has the conversation open has seen what it is about.
    let alerts = Memo::new(move |_| {
        let open = of(page, |thread| Some(thread.conversation.clone()));
        let mut alerts = page.list.with(|list| list.alerts().to_vec());
        alerts.retain(|alert| open.as_ref() != Some(&alert.conversation));
        alerts
    });
    // One at a time: a wall of them would be read by nobody.
    let first = move || {
        alerts.with(|alerts| {
            let more = alerts.len().saturating_sub(1);
            alerts.first().map(|alert| card(page, alert, more))
        })
    };
    let troubled = move || of(page, Thread::is_troubled) || page.list.with(List::is_troubled);
    let offline = move || match troubled() {
        true => "Reconnecting. What you write is kept and sent when you are back online.".to_owned(),
        false => String::new(),
    };
    el("div")
        .class("top")
        .child(
            el("p")
                .class("said-only")
                .attr("role", "alert")
                .words(move || page.said.get()),
        )
        .child(
            el("p")
                .class("offline")
                .attr("role", "status")
                .hidden(move || !troubled())
                .words(offline),
        )
        .child(
            el("section")
                .class("alerts")
                .named("Calls")
                .hidden(move || alerts.with(Vec::is_empty))
                .part(first),
        )
}

/// A call, and how many `more` there are.
fn card(page: Page, alert: &Alert, more: usize) -> El {
    let (id, dismissed) = (alert.id.clone(), alert.id.clone());
    let conversation = alert.conversation.clone();
    let team = page
        .list
        .with_untracked(|list| words::team(&alert.team, &list.desk));
    let name = words::visitor(&conversation);
    let because = page
        .list
        .with_untracked(|list| words::plain(&alert.because, &list.desk));
    let others = (more > 0).then(|| {
        el("p")
            .class("alerts-more")
            .text(&format!("{more} more. "))
            .child(button("link", move || page.tell_list(Input::DismissAll)).text("Put all away"))
    });
    let said = el("div")
        .child(el("strong").text(&format!("{team} is wanted")))
        .child(
            el("p")
                .class("because")
                .attr("dir", "auto")
                .text(&format!("{name}: {because}")),
        )
        .children(others);
    el("div")
        .class("alert")
        .child(said)
        .child(
            button("", move || {
                page.tell_list(Input::Dismiss(id.clone()));
                page.open(&conversation);
            })
            .text("Open"),
        )
        .child(
            button("icon quiet", move || {
                page.tell_list(Input::Dismiss(dismissed.clone()))
            })
            .named("Put away")
            .child(Icon::Close.view()),
        )
}
