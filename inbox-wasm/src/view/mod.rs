//! What the agents see.
//!
//! What is sometimes there is mostly there and hidden: a hidden element costs the page less than the code that
//! makes and unmakes it.

mod about;
mod alerts;
mod composer;
mod filter;
mod gate;
mod icon;
mod list;
mod parts;
mod people;
mod person;
mod row;
mod sheet;
mod thread;

use gangway_page::browser;
use gangway_protocol::api::{Me, Role};
use gangway_protocol::queue::View;
use leptos::prelude::*;

use crate::list::List;
use crate::page::{Gate, Page, Sheet};
use crate::words;
use icon::Icon;
use parts::{El, button, el};

/// Puts the page where its place is.
pub(crate) fn mount() {
    if let Some(root) = browser::empty_element("app") {
        leptos::mount::mount_to(root, app).forget();
    }
}

fn app() -> AnyView {
    let page = Page::start();
    let view = move || {
        Some(match page.gate.get() {
            Gate::Asking => el("p").class("boot").text("Loading the inbox"),
            Gate::Broken(words) => gate::broken(page, &words),
            Gate::Out {
                code,
                words,
                already,
                busy,
            } => gate::out(page, code.is_some(), words, already, busy),
            Gate::In(me) => desk(page, me),
        })
    };
    el("div").class("page").part(view).into_view()
}

fn desk(page: Page, me: Me) -> El {
    let pane = move || {
        let agents = page.people.with(Option::is_some);
        let thread = page.thread.with(Option::is_some);
        Some(if agents || thread { "desk is-open" } else { "desk" }.to_owned())
    };
    let conversation = Memo::new(move |_| {
        page.thread
            .with(|thread| thread.as_ref().map(|thread| thread.conversation.clone()))
    });
    let agents = Memo::new(move |_| page.people.with(Option::is_some));
    let own = me.clone();
    let several = me.desks.len() > 1;
    let open = move || match (agents.get(), conversation.get()) {
        (true, _) => vec![people::panel(page, &own)],
        (false, Some(_)) => vec![thread::thread(page)],
        (false, None) => vec![nothing(page, several)],
    };
    // Outside the bar, which a phone has no room for while a conversation is open.
    let title = el("h1")
        .class("said-only")
        .words(move || format!("{} inbox", operator(page)));
    el("div")
        .live("class", pane)
        .child(title)
        .child(alerts::alerts(page))
        .child(bar(page, me))
        .child(list::views(page))
        .child(list::list(page))
        .parts(open)
        .child(sheet::sheet(page))
}

/// What stands where a conversation would: who waits, and the way to them. Whoever works in several workspaces may
/// look for them in the wrong one.
fn nothing(page: Page, several: bool) -> El {
    let next = move || page.list.with(List::next);
    let loaded = move || page.list.with(|list| list.loaded);
    let waiting = move || words::waiting(page.list.with(|list| list.count(View::Unassigned)));
    let meanwhile = move || {
        page.list
            .with(|list| words::meanwhile(list.count(View::Bot), list.count(View::Human)))
    };
    let open = move || {
        if let Some(next) = next() {
            page.open(&next);
        }
    };
    el("section")
        .class("thread nothing")
        .named("No conversation is open")
        .child(
            el("p")
                .class("none-words")
                .hidden(move || !loaded())
                .words(waiting),
        )
        .child(el("p").class("hint").hidden(move || !loaded()).words(meanwhile))
        .child(
            button("primary", open)
                .hidden(move || next().is_none())
                .text("Open the next one"),
        )
        .child(
            el("p")
                .class("hint")
                .hidden(move || !several || next().is_some())
                .text("Your other workspaces are in the menu at the top"),
        )
        .child(el("p").class("hint wide").text("Press ? for the keys"))
}

/// Which workspace, who, and the way out.
fn bar(page: Page, me: Me) -> El {
    let administers = me.agent.role == Role::Administrator;
    let several = me.desks.len() > 1;
    let options = me.desks.iter().map(|desk| {
        let (own, id) = (desk.clone(), desk.clone());
        // The name of a workspace is known once its list is.
        let name = move || {
            let is_current = page.workspace.with(|workspace| workspace.as_ref() == Some(&id));
            let name = page.list.with(|list| list.desk.name.clone());
            if is_current && !name.is_empty() {
                name
            } else {
                id.0.clone()
            }
        };
        el("option")
            .attr("value", desk.as_str())
            .chosen("selected", move || {
                page.workspace.with(|workspace| workspace.as_ref() == Some(&own))
            })
            .words(name)
    });
    let workspace = el("select")
        .attr("id", "workspace")
        .hidden(move || !several)
        .changed(move |workspace| page.go(&workspace.into(), None))
        .children(options);
    let agents = button("quiet", move || page.toggle_people())
        .named("People")
        .hidden(move || !administers)
        .live("aria-pressed", move || {
            Some(page.people.with(Option::is_some).to_string())
        })
        .child(Icon::People.view())
        .child(el("span").class("wide").text("People"));
    el("header")
        .class("bar")
        .children((!several).then(|| el("p").class("place").words(move || operator(page))))
        .child(
            el("label")
                .class("said-only")
                .attr("for", "workspace")
                .text("Workspace"),
        )
        .child(workspace)
        .child(el("span").class("grow"))
        .child(tool(
            page,
            Sheet::Keys,
            Icon::Keys,
            "Keyboard shortcuts",
            "icon quiet wide",
        ))
        .child(tool(page, Sheet::Calls, Icon::Bell, "Alerts", "icon quiet"))
        .child(agents)
        .child(el("span").class("me wide").text(&me.agent.agent.name))
        .child(
            button("quiet", move || page.sign_out())
                .named("Sign out")
                .attr("title", "Sign out")
                .child(Icon::Leave.view()),
        )
}

/// The name of the workspace at hand, its id until that is known.
fn operator(page: Page) -> String {
    let named = page.list.with(|list| list.desk.name.clone());
    let id = page
        .workspace
        .with(|workspace| workspace.as_ref().map(|id| id.0.clone()).unwrap_or_default());
    if named.is_empty() { id } else { named }
}

/// Something that opens a dialog.
fn tool(page: Page, sheet: Sheet, icon: Icon, name: &'static str, class: &'static str) -> El {
    button(class, move || page.ask(sheet))
        .named(name)
        .attr("title", name)
        .child(icon.view())
}
