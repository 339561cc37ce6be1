//! What is known about the conversation: why it is here, what was collected, and its tags.

use gangway_page::browser;
use gangway_protocol::TagId;
use gangway_protocol::limits::NAME_BYTES;
use leptos::prelude::*;

use super::icon::Icon;
use super::parts::{El, button, el};
use super::row::{concealed, concealing, saved};
use super::thread::of;
use crate::page::{Page, TAG};
use crate::thread::{About, Post, Thread};
use crate::words;

pub(super) fn about(page: Page) -> El {
    let about: Memo<About> = Memo::new(move |_| of(page, Thread::about));
    let collected = move || {
        about.with(|about| {
            let pairs = about.collected.iter().flat_map(|one| {
                let value = el("dd").attr("dir", "auto");
                let files = one.files.iter().map(|(file, name)| saved(page, *file).text(name));
                [
                    el("dt").text(&one.label),
                    match (one.files.is_empty(), one.sensitive) {
                        (true, true) => value.child(concealed(&one.value)),
                        (true, false) => value.text(&one.value),
                        (false, true) => value.child(concealing(el("span").class("files").children(files))),
                        (false, false) => value.child(el("span").class("files").children(files)),
                    },
                ]
            });
            pairs.collect()
        })
    };
    let language = |about: &About| {
        let language = about.language.as_deref().map(words::language);
        language.unwrap_or_else(|| "Not known".to_owned())
    };
    let fact = |name: &str, value: fn(&About) -> String| {
        [el("dt").text(name), el("dd").words(move || about.with(value))]
    };
    let facts = [
        fact("Priority", |about| {
            words::priority(about.priority).unwrap_or("Normal").to_owned()
        }),
        fact("Language", language),
        fact("Began", |about| {
            about.opened.map(browser::date_and_clock).unwrap_or_default()
        }),
    ];
    // Folded, it says in its place why the conversation is here.
    let why = move || {
        if page.about.get() {
            String::new()
        } else {
            about.with(|about| self::why(page, about))
        }
    };
    let nothing = el("p")
        .class("hint")
        .hidden(move || about.with(|about| !about.collected.is_empty()))
        .text("Nothing yet");
    el("details")
        .class("about")
        .chosen("open", move || page.about.get())
        .on("toggle", move |event| {
            page.about.set(browser::is_unfolded(&event_target(&event)));
        })
        .child(
            el("summary")
                .child(el("span").text("About this conversation"))
                .child(el("span").class("hint").words(why)),
        )
        .child(reason(page, about))
        .child(el("h3").text("Collected"))
        .child(nothing)
        .child(el("dl").class("facts collected").parts(collected))
        .child(el("h3").text("Tags"))
        .child(tags(page, about))
        .child(el("h3").text("Facts"))
        .child(el("dl").class("facts").children(facts.into_iter().flatten()))
}

/// Why it was handed to people, in a sentence.
fn why(page: Page, about: &About) -> String {
    reason_of(page, about).map_or_else(
        || "It has not been handed to people".to_owned(),
        |(sentence, _)| sentence,
    )
}

fn reason_of(page: Page, about: &About) -> Option<(String, Option<String>)> {
    let reason = about.reason.as_ref()?;
    Some(page.list.with(|list| words::reason(reason, &list.desk)))
}

/// Why it was handed to people: what happened, which words or questions it was, and who was called.
fn reason(page: Page, about: Memo<About>) -> El {
    let reason = move || about.with(|about| reason_of(page, about));
    let detail = move || reason().and_then(|(_, detail)| detail).unwrap_or_default();
    let in_vain = move || {
        about.with(|about| {
            let asked = about.in_vain.iter();
            asked
                .map(|text| el("li").attr("dir", "auto").text(&format!("“{text}”")))
                .collect()
        })
    };
    let teams = move || {
        page.list.with(|list| {
            about.with(|about| {
                let names = about.teams.iter().map(|team| words::team(team, &list.desk));
                words::called(&names.collect::<Vec<_>>())
            })
        })
    };
    el("div")
        .class("reason")
        .child(el("h3").text("Why it is here"))
        .child(el("p").words(move || about.with(|about| self::why(page, about))))
        .child(el("p").class("hint").attr("dir", "auto").words(detail))
        .child(el("ul").class("hint").parts(in_vain))
        .child(el("p").class("hint").words(teams))
}

fn tags(page: Page, about: Memo<About>) -> El {
    let typed = RwSignal::new(String::new());
    let tags = move || about.with(|about| about.tags.clone());
    let known = move || {
        let on = tags();
        let known = page.list.with(|list| list.tags());
        let known = known.into_iter().filter(|tag| !on.contains(tag));
        known
            .map(|tag| {
                el("option").attr(
                    "value",
                    &page.list.with(|list| words::tag(tag.as_str(), &list.desk)),
                )
            })
            .collect()
    };
    let tag = move || {
        let tag = typed.with(|typed| typed.trim().to_owned());
        (!tag.is_empty() && tag.len() <= NAME_BYTES).then_some(tag)
    };
    let add = move || {
        if let Some(tag) = tag() {
            typed.set(String::new());
            let meant = page
                .list
                .with_untracked(|list| words::tag_meant(&tag, &list.tags(), &list.desk));
            page.does(Post::AddTag(meant));
        }
    };
    let field = el("input")
        .attr("id", TAG)
        .attr("list", "known-tags")
        .attr("placeholder", "Add a tag")
        .attr("autocomplete", "off")
        .value(move || typed.get())
        .written(move |tag| typed.set(tag))
        .pressed(move |key| {
            let takes_off = key.name == "Backspace" && typed.with_untracked(String::is_empty);
            if takes_off && let Some(last) = tags().pop() {
                page.does(Post::RemoveTag(last));
            }
            takes_off
        });
    el("form")
        .class("tagging")
        .submitted(add)
        .child(
            el("ul")
                .class("tags")
                .parts(move || tags().into_iter().map(|tag| chip(page, tag)).collect()),
        )
        .child(
            el("label")
                .class("said-only")
                .attr("for", TAG)
                .text("Tag to put on"),
        )
        .child(field)
        .child(el("datalist").attr("id", "known-tags").parts(known))
        .child(
            el("button")
                .attr("type", "submit")
                .hidden(move || tag().is_none())
                .text("Add"),
        )
}

fn chip(page: Page, tag: TagId) -> El {
    let name = page
        .list
        .with_untracked(|list| words::tag(tag.as_str(), &list.desk));
    let label = format!("Take off {name}");
    let name = el("span").attr("dir", "auto").text(&name);
    let take_off = move || {
        page.does(Post::RemoveTag(tag.clone()));
        browser::focus_soon(TAG);
    };
    el("li")
        .class("chip")
        .child(name)
        .child(button("link", take_off).named(&label).child(Icon::Close.view()))
}
