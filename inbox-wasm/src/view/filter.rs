//! What narrows the list down, and what stands first in it.

use gangway_page::browser;
use gangway_protocol::{Priority, TagId, TeamId};
use leptos::prelude::*;

use super::icon::Icon;
use super::parts::{El, button, el};
use crate::list::{Filter, Input, List, Shown, Sort};
use crate::page::{FILTER, LIST, Page, SOME};
use crate::words;

/// Something else is to be shown, or in another way.
pub(super) fn change(page: Page, change: impl FnOnce(&mut Shown)) {
    let mut shown = page.list.with_untracked(|list| list.shown.clone());
    change(&mut shown);
    page.limit.set(SOME);
    page.tell_list(Input::Show(shown));
}

pub(super) fn filter(page: Page) -> El {
    let open = RwSignal::new(false);
    let narrowed = move || {
        page.list
            .with(|list| words::filter(&list.shown.filter, &list.desk))
    };
    let count = move || match page.rows.with(Vec::len) {
        1 => "1 conversation".to_owned(),
        count => format!("{count} conversations"),
    };
    let words = el("input")
        .attr("id", FILTER)
        .attr("type", "text")
        .attr("placeholder", "Filter")
        .attr("autocomplete", "off")
        .value(move || page.list.with(|list| list.shown.filter.words.clone()))
        .written(move |words| change(page, |shown| shown.filter.words = words))
        .pressed(|key| {
            let is_done = key.name == "Enter";
            if is_done {
                browser::focus(LIST);
            }
            is_done
        });
    let unfold = button("icon quiet", move || open.update(|open| *open = !*open))
        .named("More filters")
        .attr("title", "More filters")
        .attr("aria-controls", "parts")
        .live("aria-expanded", move || Some(open.get().to_string()))
        .child(Icon::Narrow.view());
    let search = el("div")
        .class("search")
        .child(Icon::Search.view())
        .child(
            el("label")
                .class("said-only")
                .attr("for", FILTER)
                .text("Filter conversations"),
        )
        .child(words)
        .child(unfold);
    let clear = move || change(page, |shown| shown.filter = Filter::default());
    el("div")
        .class("filter")
        .attr("role", "search")
        .child(search)
        .child(
            el("div")
                .attr("id", "parts")
                .class("parts")
                .hidden(move || !open.get())
                .children(PARTS.iter().map(|part| choice(page, part))),
        )
        .child(
            el("p")
                .class("narrowed")
                .hidden(move || !page.list.with(|list| list.shown.filter.narrows()))
                .child(el("span").attr("dir", "auto").words(narrowed))
                .child(button("link", clear).text("Clear filter")),
        )
        .child(
            el("div")
                .class("list-head")
                .child(el("span").class("hint").attr("role", "status").words(count))
                .child(choice(page, &ORDER)),
        )
}

/// Something to choose from a menu.
struct Part {
    name: &'static str,
    /// Values and their names, with the one that is chosen.
    options: fn(&List) -> Vec<Choice>,
    choose: fn(&mut Shown, String),
}

#[derive(Clone, PartialEq)]
struct Choice {
    value: String,
    name: String,
    chosen: bool,
}

const ORDER: Part = Part {
    name: "Order",
    options: |list| {
        let option = |sort: Sort| Choice {
            value: sort.name().to_owned(),
            name: words::sort(sort).to_owned(),
            chosen: list.shown.sort == sort,
        };
        Sort::EVERY.into_iter().map(option).collect()
    },
    choose: |shown, value| shown.sort = Sort::parse(&value).unwrap_or_default(),
};

const PARTS: [Part; 4] = [
    Part {
        name: "Priority",
        options: |list| {
            let chosen = list.shown.filter.priority;
            let option = |priority| {
                let name = words::priority(priority).unwrap_or("Normal").to_owned();
                (name.clone(), name, chosen == Some(priority))
            };
            any(PRIORITIES.map(option).into())
        },
        choose: |shown, value| {
            let named = |priority: &Priority| words::priority(*priority).unwrap_or("Normal") == value;
            shown.filter.priority = PRIORITIES.into_iter().find(named);
        },
    },
    Part {
        name: "Tag",
        options: |list| {
            let chosen = list.shown.filter.tag.as_ref();
            let option = |tag: TagId| {
                let chosen = chosen == Some(&tag);
                let name = words::tag(tag.as_str(), &list.desk);
                (tag.0, name, chosen)
            };
            any(list.tags().into_iter().map(option).collect())
        },
        choose: |shown, value| shown.filter.tag = given(value).map(TagId),
    },
    Part {
        name: "Team",
        options: |list| {
            let chosen = list.shown.filter.team.as_ref();
            let teams = list.desk.teams.iter();
            let option = teams.map(|team| (team.id.0.clone(), team.name.clone(), chosen == Some(&team.id)));
            any(option.collect())
        },
        choose: |shown, value| shown.filter.team = given(value).map(TeamId),
    },
    Part {
        name: "Language",
        options: |list| {
            let chosen = list.shown.filter.language.as_ref();
            let option = |code: String| {
                let chosen = chosen == Some(&code);
                (code.clone(), words::language(&code), chosen)
            };
            any(list.languages().into_iter().map(option).collect())
        },
        choose: |shown, value| shown.filter.language = given(value),
    },
];

const PRIORITIES: [Priority; 4] = [Priority::Urgent, Priority::High, Priority::Normal, Priority::Low];

fn given(value: String) -> Option<String> {
    (!value.is_empty()).then_some(value)
}

/// The options behind one that stands for all of them.
fn any(options: Vec<(String, String, bool)>) -> Vec<Choice> {
    let mut choices = vec![Choice {
        value: String::new(),
        name: "Any".to_owned(),
        chosen: false,
    }];
    for (value, name, chosen) in options {
        choices.push(Choice { value, name, chosen });
    }
    choices
}

fn choice(page: Page, part: &'static Part) -> El {
    let options = Memo::new(move |_| page.list.with(part.options));
    let options = move || {
        let option = |choice: Choice| {
            let chosen = choice.chosen;
            el("option")
                .value(move || choice.value.clone())
                .chosen("selected", move || chosen)
                .text(&choice.name)
        };
        options.get().into_iter().map(option).collect()
    };
    el("label").class("part").child(el("span").text(part.name)).child(
        el("select")
            .changed(move |value| change(page, |shown| (part.choose)(shown, value)))
            .parts(options),
    )
}
