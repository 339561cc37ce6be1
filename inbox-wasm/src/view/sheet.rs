//! What is asked in a dialog.

use gangway_page::browser::{self, Permission};
use gangway_protocol::TeamId;
use leptos::prelude::*;

use super::icon::Icon;
use super::parts::{El, button, el};
use crate::keys::{KEYS, OR};
use crate::page::{Likes, Page, SHEET, SHEET_TITLE, Sheet};
use crate::snooze;
use crate::thread::{Post, Thread};

/// Days that are nearer are known by their name, in milliseconds.
const DAYS_BY_NAME: i64 = 6 * 24 * 60 * 60 * 1_000;

pub(super) fn sheet(page: Page) -> El {
    let inside = move || {
        let (title, content) = match page.sheet.get()? {
            Sheet::Snooze => ("Snooze until", snooze_until(page)),
            Sheet::Transfer => ("Send to another team", transfer(page)),
            Sheet::More => ("More actions", more(page)),
            Sheet::Calls => ("Alerts", calls(page)),
            Sheet::Keys => ("Keyboard shortcuts", keys(page)),
        };
        let close = button("icon quiet", || browser::close_dialog(SHEET))
            .named("Close")
            .child(Icon::Close.view());
        let head = el("header")
            .class("sheet-head")
            .child(
                el("h2")
                    .attr("id", SHEET_TITLE)
                    .attr("tabindex", "-1")
                    .text(title),
            )
            .child(close);
        Some(el("div").class("sheet-inside").child(head).child(content))
    };
    el("dialog")
        .attr("id", SHEET)
        .class("sheet")
        .attr("aria-labelledby", SHEET_TITLE)
        .on("close", move |_| {
            // It may be open again by the time that the browser tells.
            if !browser::is_dialog_open(SHEET) {
                page.sheet.set(None);
            }
        })
        .on("click", |event| {
            // What is in it covers it whole: a click on itself is one beside it.
            if browser::is_itself(&event) {
                browser::close_dialog(SHEET);
            }
        })
        .part(inside)
}

/// One of several things to do, with what it means.
fn option(class: &str, name: &str, hint: &str, act: impl Fn() + 'static) -> El {
    el("li").class(class).child(
        button("option", act)
            .child(el("span").text(name))
            .child(el("span").class("hint").text(hint)),
    )
}

fn done(page: Page, post: Post) {
    browser::close_dialog(SHEET);
    page.end_with(post);
}

fn snooze_until(page: Page) -> El {
    let now = browser::now();
    let choices = snooze::choices(now, |days, hour| browser::hour_of_day(now, days, hour));
    let choices = choices.into_iter().map(|(name, until)| {
        let when = if until.0 - now.0 < DAYS_BY_NAME {
            browser::day_and_clock(until)
        } else {
            browser::date_and_clock(until)
        };
        option("", name, &when, move || done(page, Post::Snooze(until)))
    });
    let chosen = RwSignal::new(browser::field_time(browser::hour_of_day(now, 1, 12)));
    let until = move || {
        let until = chosen.with(|chosen| browser::read_field_time(chosen));
        until.filter(|until| snooze::is_ahead(*until, page.now.get()))
    };
    let field = el("input")
        .attr("type", "datetime-local")
        .attr("min", &browser::field_time(now.plus(60_000)))
        .value(move || chosen.get())
        .written(move |value| chosen.set(value));
    let form = el("form")
        .class("until")
        .submitted(move || {
            if let Some(until) = until() {
                done(page, Post::Snooze(until));
            }
        })
        .child(el("label").text("Date and time").child(field))
        .child(
            el("button")
                .attr("type", "submit")
                .disabled(move || until().is_none())
                .text("Snooze until then"),
        );
    el("div")
        .child(el("ul").class("options").children(choices))
        .child(form)
        .child(
            el("p")
                .class("hint")
                .text("It comes back earlier when the visitor writes."),
        )
}

fn transfer(page: Page) -> El {
    let current: Option<TeamId> = page.thread.with_untracked(|thread| {
        let status = thread.as_ref()?.status.as_ref()?;
        status.team().cloned()
    });
    let teams = page.list.with_untracked(|list| list.desk.teams.clone());
    let others = teams
        .into_iter()
        .filter(|team| Some(&team.id) != current.as_ref());
    let options = others.map(|team| {
        let id = team.id;
        option("", &team.name, "", move || done(page, Post::Transfer(id.clone())))
    });
    el("div")
        .child(el("ul").class("options").children(options))
        .child(
            el("p")
                .class("hint")
                .text("The team is called, and the visitor keeps their place in the queue."),
        )
}

fn more(page: Page) -> El {
    let mine = page
        .thread
        .with_untracked(|thread| thread.as_ref().is_some_and(Thread::is_mine));
    let asks = move |sheet| move || page.ask(sheet);
    let mut options = Vec::new();
    if mine {
        options.push(option("cramped", "Snooze", "Put it aside", asks(Sheet::Snooze)));
        options.push(option(
            "cramped",
            "Hand back to the assistant",
            "It answers again",
            move || done(page, Post::ReturnToBot),
        ));
        options.push(option("", "Release", "Back to the queue", move || {
            done(page, Post::Release)
        }));
    }
    options.push(option("", "Send to another team", "", asks(Sheet::Transfer)));
    el("ul").class("options").children(options)
}

fn switch(page: Page, name: &str, is_on: fn(&Likes) -> bool, flip: fn(&mut Likes)) -> El {
    let input = el("input")
        .attr("type", "checkbox")
        .chosen("checked", move || page.likes.with(is_on))
        .changed(move |_| page.like(flip));
    el("label").class("check").child(input).text(name)
}

fn calls(page: Page) -> El {
    let state = move || {
        match page.permission.get() {
            Permission::Granted => "Shown while this page is out of sight.",
            Permission::NotAsked => "Shown while this page is out of sight, once the browser may.",
            Permission::Denied => "This browser was told not to. Its settings for this page change that.",
            Permission::Missing => "This browser cannot show them.",
        }
        .to_owned()
    };
    let sound = switch(
        page,
        "Play a sound",
        |likes| likes.sound,
        |likes| {
            likes.sound = !likes.sound;
        },
    );
    let desktop = switch(
        page,
        "Show desktop notifications",
        |likes| likes.desktop,
        |likes| likes.desktop = !likes.desktop,
    );
    el("div")
        .class("likes")
        .child(sound)
        .child(button("", browser::chime).text("Hear it"))
        .child(desktop)
        .child(
            button("", move || page.ask_permission())
                .hidden(move || page.permission.get() != Permission::NotAsked)
                .text("Allow"),
        )
        .child(el("p").class("hint").words(state))
}

fn keys(page: Page) -> El {
    let rows = KEYS.iter().flat_map(|(keys, what)| {
        let keys = keys.split(OR).map(|key| el("kbd").text(key));
        [el("dt").children(keys), el("dd").text(what)]
    });
    let single = switch(
        page,
        "Single keys act",
        |likes| likes.keys,
        |likes| {
            likes.keys = !likes.keys;
        },
    );
    el("div")
        .child(el("dl").class("keys").children(rows))
        .child(single)
        .child(
            el("p")
                .class("hint")
                .text("Turn them off when you dictate. They never act while you write."),
        )
}
