//! Where an agent writes: to the visitor, or a note that only agents see; and what came in between.

use gangway_page::browser;
use gangway_protocol::limits::MESSAGE_CHARS;
use gangway_protocol::{AgentRef, Status};
use leptos::prelude::*;

use super::icon::Icon;
use super::parts::{El, button, el};
use super::thread::of;
use crate::page::{FIELD, Page};
use crate::thread::{Input, Post, Thread};
use crate::words;

/// Of what came in between, so much is shown: the latest.
const CHANGES: usize = 4;

pub(super) fn composer(page: Page) -> El {
    let notes = move || page.notes.get();
    let text = move || page.draft.with(|draft| draft.of(notes()).to_owned());
    let length = move || text().trim().chars().count();
    let over = move || length().saturating_sub(MESSAGE_CHARS);
    let mine = move || of(page, Thread::is_mine);
    let colleague = move || of(page, |thread| thread.colleague().map(|agent| agent.name.clone()));
    let placeholder = move || {
        Some(match (notes(), colleague()) {
            (true, _) => "Write a note. The visitor never sees it".to_owned(),
            (false, Some(name)) => format!("{name} has this conversation. Take it over to reply"),
            (false, None) => "Write to the visitor".to_owned(),
        })
    };
    let blocked = move || !notes() && colleague().is_some();
    let idle = move || length() == 0 || over() > 0 || blocked();
    let send = move || {
        if idle() {
            return;
        }
        let text = text().trim().to_owned();
        page.write(String::new());
        page.does(if notes() {
            Post::Note(text)
        } else {
            Post::Reply(text)
        });
        browser::focus_soon(FIELD);
    };
    let mode = move |note: bool| {
        button("mode", move || page.notes.set(note))
            .live("aria-pressed", move || Some((notes() == note).to_string()))
    };
    let modes = el("div")
        .class("modes")
        .attr("role", "group")
        .named("What to write")
        .child(mode(false).text("Reply"))
        .child(mode(true).child(Icon::Lock.view()).text("Note"));
    let field = el("textarea")
        .attr("id", FIELD)
        .attr("rows", "2")
        .attr("dir", "auto")
        .attr("autocomplete", "off")
        .attr("aria-describedby", "length")
        .live("placeholder", placeholder)
        .value(text)
        .written(move |text| {
            page.write(text);
            page.typed();
        })
        .pressed(move |key| {
            let sends = key.name == "Enter" && !key.shift;
            if sends {
                send();
            }
            sends
        });
    let too_long = el("p")
        .attr("id", "length")
        .class("hint failed")
        .attr("role", "status")
        .words(move || match over() {
            0 => String::new(),
            1 => "1 character too many".to_owned(),
            over => format!("{over} characters too many"),
        });
    let submit = el("button")
        .attr("type", "submit")
        .live("class", move || {
            Some(if mine() || notes() { "primary" } else { "" }.to_owned())
        })
        .disabled(idle)
        .words(move || verb(page).to_owned());
    el("form")
        .live("class", move || {
            Some(if notes() { "composer notes" } else { "composer" }.to_owned())
        })
        .submitted(send)
        .child(modes)
        .child(
            el("label")
                .class("said-only")
                .attr("for", FIELD)
                .words(move || if notes() { "Your note" } else { "Your reply" }.to_owned()),
        )
        .child(field)
        .child(el("div").class("send").child(too_long).child(submit))
}

/// What sending does.
fn verb(page: Page) -> &'static str {
    if page.notes.get() {
        return "Add note";
    }
    let verb = of(page, |thread| {
        let is_stale = thread
            .stale
            .as_ref()
            .is_some_and(|stale| matches!(stale.post, Post::Reply(_)));
        Some(match thread.status {
            _ if is_stale => "Send anyway",
            Some(Status::Bot) => "Reply and take over",
            _ if thread.is_mine() => "Reply",
            _ => "Reply and claim",
        })
    });
    verb.unwrap_or("Reply")
}

/// Why the last command was refused, and whom the conversation can be taken from.
pub(super) fn told(page: Page) -> El {
    let words = move || {
        of(page, |thread| {
            thread.refusal.as_ref().map(|refusal| refusal.words.clone())
        })
    };
    let holder = move || {
        of(page, |thread| {
            thread.refusal.as_ref().and_then(|refusal| refusal.holder.clone())
        })
    };
    let take = move || match holder() {
        Some(AgentRef { name, .. }) => format!("Take it from {name}"),
        None => String::new(),
    };
    el("div")
        .class("strip urgent told")
        .attr("role", "alert")
        .hidden(move || words().is_none())
        .child(el("p").words(move || words().unwrap_or_default()))
        .child(
            button("", move || page.claim(holder().map(|holder| holder.id)))
                .hidden(move || holder().is_none())
                .words(take),
        )
        .child(put_away(page))
}

/// What the last decision would have passed over.
pub(super) fn changed(page: Page) -> El {
    let post = move || {
        of(page, |thread| {
            thread.stale.as_ref().map(|stale| stale.post.clone())
        })
    };
    let changes = move || {
        page.list.with(|list| {
            of(page, |thread| {
                let stale = thread.stale.as_ref();
                let changed = stale.map(|stale| stale.changed.as_slice()).unwrap_or_default();
                let words = changed
                    .iter()
                    .filter_map(|entry| words::changed(&entry.body, &list.desk, &list.me));
                let words: Vec<String> = words.collect();
                let latest = words.iter().skip(words.len().saturating_sub(CHANGES));
                latest
                    .map(|words| el("li").attr("dir", "auto").text(words))
                    .collect()
            })
        })
    };
    let say = move |say: fn(&Post) -> &'static str| post().as_ref().map(say).unwrap_or_default().to_owned();
    let anyway = move || {
        if let Some(post) = post() {
            page.end_with(post);
        }
    };
    // What was written stands in the field again: it is sent from there.
    let written = move || post().is_some_and(|post| post.text().is_some());
    el("div")
        .class("strip wait told")
        .attr("role", "alert")
        .hidden(move || post().is_none())
        .child(
            el("div")
                .class("changes")
                .child(el("p").child(el("strong").words(move || say(words::not_done))))
                .child(el("ul").parts(changes)),
        )
        .child(
            button("", anyway)
                .hidden(written)
                .words(move || say(words::anyway)),
        )
        .child(put_away(page))
}

fn put_away(page: Page) -> El {
    button("icon quiet", move || {
        page.tell_thread(Input::Dismiss);
        page.focus_field();
    })
    .named("Put away")
    .child(Icon::Close.view())
}
