//! What the agents see.
//!
//! What is sometimes there is mostly there and hidden: a hidden element costs the page less than the code that
//! makes and unmakes it.

mod about;
mod agents;
mod alerts;
mod composer;
mod filter;
mod gate;
mod icon;
mod list;
mod parts;
mod row;
mod sheet;
mod thread;

use gangway_page::browser;
use gangway_protocol::api::{Me, Role};
use leptos::prelude::*;

use crate::page::{Gate, Page, Sheet};
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
        let agents = page.agents.with(Option::is_some);
        let thread = page.thread.with(Option::is_some);
        Some(if agents || thread { "desk is-open" } else { "desk" }.to_owned())
    };
    let conversation = Memo::new(move |_| {
        page.thread
            .with(|thread| thread.as_ref().map(|thread| thread.conversation.clone()))
    });
    let agents = Memo::new(move |_| page.agents.with(Option::is_some));
    let own = me.clone();
    let open = move || match (agents.get(), conversation.get()) {
        (true, _) => vec![agents::panel(page, &own)],
        (false, Some(_)) => vec![thread::thread(page)],
        (false, None) => vec![nothing()],
    };
    el("div")
        .live("class", pane)
        .child(alerts::alerts(page))
        .child(bar(page, me))
        .child(list::views(page))
        .child(list::list(page))
        .parts(open)
        .child(sheet::sheet(page))
}

fn nothing() -> El {
    el("section")
        .class("thread nothing")
        .child(el("p").text("Choose a conversation"))
        .child(el("p").class("hint wide").text("Press ? for the keys"))
}

/// Which workspace, who, and the way out.
fn bar(page: Page, me: Me) -> El {
    let administers = me.agent.role == Role::Administrator;
    let several = me.desks.len() > 1;
    let name = move || {
        let named = page.list.with(|list| list.desk.name.clone());
        let id = page
            .workspace
            .with(|workspace| workspace.as_ref().map(|id| id.0.clone()).unwrap_or_default());
        if named.is_empty() { id } else { named }
    };
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
    let agents = button("quiet", move || page.toggle_agents())
        .hidden(move || !administers)
        .live("aria-pressed", move || {
            Some(page.agents.with(Option::is_some).to_string())
        })
        .child(Icon::People.view())
        .child(el("span").class("wide").text("Agents"));
    el("header")
        .class("bar")
        .child(el("h1").class(if several { "said-only" } else { "" }).words(name))
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

/// Something that opens a dialog.
fn tool(page: Page, sheet: Sheet, icon: Icon, name: &'static str, class: &'static str) -> El {
    button(class, move || page.ask(sheet))
        .named(name)
        .attr("title", name)
        .child(icon.view())
}
