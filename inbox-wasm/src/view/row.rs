//! One row of a thread. What the system did is a thin line between messages; a note is unmistakably none.

use gangway_page::{Progress, browser, citation};
use gangway_protocol::file::size_in_words;
use gangway_protocol::{Citation, ClientId, SentFile, Timestamp};
use leptos::prelude::*;

use super::icon::Icon;
use super::parts::{El, button, el};
use super::thread::of;
use crate::page::Page;
use crate::thread::{Input, Mark, Row, RowKey, Thread, Who};
use crate::words;

/// A row is made once: what changes is how far something of the agent's is.
pub(super) fn row(page: Page, key: &RowKey, mark: Memo<Option<(RowKey, Mark)>>) -> El {
    let posted = match key {
        RowKey::Posted(client_id) => Some(client_id),
        RowKey::At(_) | RowKey::Folded(..) => None,
    };
    let row = page.thread.with_untracked(|thread| {
        page.list
            .with_untracked(|list| thread.as_ref().and_then(|thread| thread.row(key, &list.desk)))
    });
    match row {
        Some(Row::Said {
            who,
            text,
            at,
            citations,
            confidence,
            sensitive,
        }) => {
            let sure = confidence.map(words::confidence);
            let (kind, by_agent) = match who {
                Who::Visitor => ("row visitor", false),
                Who::Bot => ("row bot", false),
                Who::Me => ("row agent", true),
                Who::Colleague(_) => ("row agent colleague", true),
            };
            el("div")
                .class(kind)
                .child(by(page, who, at, posted, sure))
                .child(if sensitive {
                    concealed(&text).class("bubble")
                } else {
                    el("p").class("bubble").attr("dir", "auto").text(&text)
                })
                .children(citations.iter().map(source))
                .children(by_agent.then(|| seen(key.clone(), mark)))
                .children(posted.map(|posted| progress(page, posted)))
        }
        Some(Row::File { sent, at }) => {
            let file = file(page, &sent);
            el("div")
                .class("row visitor")
                .child(by(page, Who::Visitor, Some(at), None, None))
                .child(if sent.sensitive {
                    concealing(file.class("file")).class("bubble")
                } else {
                    file.class("bubble file")
                })
        }
        Some(Row::Note { who, text, at }) => el("div")
            .class("row note")
            .child(
                el("p")
                    .class("note-kind")
                    .child(Icon::Lock.view())
                    .text("Note: only agents see it"),
            )
            .child(by(page, who, at, posted, None))
            .child(el("p").class("note-words").attr("dir", "auto").text(&text))
            .children(posted.map(|posted| progress(page, posted))),
        Some(Row::Line { words, at, until }) => {
            let until = until.map(|until| format!(" until {}", browser::date_and_clock(until)));
            let words = format!("{words}{}", until.unwrap_or_default());
            el("div")
                .class("line")
                .child(el("span").attr("dir", "auto").text(&words))
                .children(at.map(time))
                .children(posted.map(|posted| progress(page, posted)))
        }
        Some(Row::Folded { words, lines, at }) => {
            let lines = lines.iter().map(|line| el("li").attr("dir", "auto").text(line));
            el("details")
                .class("line folded")
                .child(
                    el("summary")
                        .child(el("span").attr("dir", "auto").text(&words))
                        .child(time(at)),
                )
                .child(el("ul").children(lines))
        }
        None => el("div"),
    }
}

/// What is sensitive, behind a word that shows it.
pub(super) fn concealed(text: &str) -> El {
    concealing(el("span").attr("dir", "auto").text(text))
}

/// The same of anything.
pub(super) fn concealing(what: El) -> El {
    el("details")
        .child(el("summary").text("Sensitive: show"))
        .child(what)
}

/// A file that can be saved: what it shows, what it is called.
fn file(page: Page, sent: &SentFile) -> El {
    let picture = sent.format.is_picture().then(|| {
        el("img")
            .attr("role", "presentation")
            .attr("loading", "lazy")
            .attr("src", &page.address_of(sent.file))
    });
    saved(page, sent.file)
        .children(picture)
        .child(el("span").attr("dir", "auto").text(&sent.name))
        .child(el("span").class("hint").text(&size_in_words(sent.bytes)))
}

/// What leads to a file, which the browser saves under its own name.
pub(super) fn saved(page: Page, file: u32) -> El {
    el("a").attr("href", &page.address_of(file)).attr("download", "")
}

fn time(at: Timestamp) -> El {
    el("time")
        .attr("title", &browser::full_date(at))
        .text(&browser::clock_or_date(at))
}

/// How far the agents' last message has come.
fn seen(key: RowKey, mark: Memo<Option<(RowKey, Mark)>>) -> El {
    let words = move || {
        let mark = mark.get().filter(|(last, _)| *last == key);
        match mark {
            Some((_, Mark::Sent)) => "Sent",
            Some((_, Mark::Delivered)) => "Delivered",
            Some((_, Mark::Read)) => "Read",
            None => "",
        }
        .to_owned()
    };
    el("p").class("mark").words(words)
}

/// Who said it, and when.
fn by(page: Page, who: Who, at: Option<Timestamp>, posted: Option<&ClientId>, sure: Option<String>) -> El {
    let name = match who {
        Who::Visitor => "Visitor".to_owned(),
        Who::Bot => "Assistant".to_owned(),
        Who::Me => "You".to_owned(),
        Who::Colleague(name) => name,
    };
    let posted = posted.cloned();
    // What is on its way has no time yet.
    let arrived = move || at.or_else(|| of(page, |thread| thread.at(posted.as_ref()?)));
    let when = arrived.clone();
    let time = el("time")
        .live("title", move || when().map(browser::full_date))
        .words(move || arrived().map(browser::clock_or_date).unwrap_or_default());
    el("p")
        .class("who")
        .text(&name)
        .child(time)
        .children(sure.map(|sure| el("span").class("sure").text(&sure)))
}

/// The source of an answer, as a chip that opens the passage in place.
fn source(citation: &Citation) -> El {
    let name = el("span")
        .attr("dir", "auto")
        .text(&citation::name(citation, "page", "row"));
    el("details")
        .class("source")
        .on("toggle", |event| browser::reveal(&event_target(&event)))
        .child(el("summary").child(Icon::Source.view()).child(name))
        .child(
            el("div")
                .class("passage")
                .attr("dir", "auto")
                .child(el("p").class("hint").text(&citation.heading.join(" › ")))
                .child(el("p").class("passage-words").text(&citation.text)),
        )
}

/// How far something of the agent's is; a failure stays where it is, with its reason and what to do.
fn progress(page: Page, posted: &ClientId) -> El {
    let (sent, retries, gives_up) = (posted.clone(), posted.clone(), posted.clone());
    let progress: Memo<Option<Progress>> =
        Memo::new(move |_| of(page, |thread: &Thread| thread.progress(&sent)));
    let words = move || match progress.get() {
        None => String::new(),
        Some(Progress::Waiting) => "Not sent yet".to_owned(),
        Some(Progress::Sending) => "Sending".to_owned(),
        Some(Progress::Failed { words, .. }) => format!("Not done. {words} "),
    };
    let failed = move || progress.with(|progress| matches!(progress, Some(Progress::Failed { .. })));
    let kind = move || Some(if failed() { "progress failed" } else { "progress" }.to_owned());
    el("p")
        .live("class", kind)
        .hidden(move || progress.with(Option::is_none))
        .words(words)
        .child(
            button("link", move || page.tell_thread(Input::Retry(retries.clone())))
                .hidden(move || !failed())
                .text("Try again"),
        )
        .text(" ")
        .child(
            button("link", move || page.tell_thread(Input::GiveUp(gives_up.clone())))
                .hidden(move || !failed())
                .text("Remove"),
        )
}
