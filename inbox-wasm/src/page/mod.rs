//! Carries out what the state machines ask for, and brings the results back.

mod agents;
mod desk;
mod gate;

pub(crate) use agents::Agents;
pub(crate) use gate::Gate;

use gangway_page::browser::{self, Line, Store};
use gangway_protocol::{ConversationId, Timestamp, WorkspaceId};
use leptos::prelude::*;

use crate::list::List;
use crate::thread::Thread;

/// The page: what is shown, and what it holds in the browser.
#[derive(Clone, Copy)]
pub(crate) struct Page {
    /// Who is signed in, if anyone.
    pub(crate) gate: RwSignal<Gate>,
    /// The workspace at hand.
    pub(crate) workspace: RwSignal<Option<WorkspaceId>>,
    /// Its list.
    pub(crate) list: RwSignal<List>,
    /// The conversation that is open.
    pub(crate) thread: RwSignal<Option<Thread>>,
    /// What stands in the field and has not been sent.
    pub(crate) draft: RwSignal<String>,
    /// Whether the field writes a note.
    pub(crate) notes: RwSignal<bool>,
    /// The administrator's panel, while it is open.
    pub(crate) agents: RwSignal<Option<Agents>>,
    /// The present, in seconds' steps: waiting times tick.
    pub(crate) now: RwSignal<Timestamp>,
    held: StoredValue<Held, LocalStorage>,
}

struct Held {
    store: Store,
    list_line: Line,
    thread_line: Line,
}

/// The scrolling list of entries.
pub(crate) const LOG: &str = "log";
/// The field.
pub(crate) const FIELD: &str = "field";

impl Page {
    /// The page, which first asks who is signed in.
    pub(crate) fn start() -> Self {
        let page = Self {
            gate: RwSignal::new(Gate::Asking),
            workspace: RwSignal::new(None),
            list: RwSignal::new(List::default()),
            thread: RwSignal::new(None),
            draft: RwSignal::new(String::new()),
            notes: RwSignal::new(false),
            agents: RwSignal::new(None),
            now: RwSignal::new(browser::now()),
            held: StoredValue::new_local(Held {
                store: Store::new("inbox"),
                list_line: Line::default(),
                thread_line: Line::default(),
            }),
        };
        browser::every(1_000, move || {
            if browser::is_visible() {
                page.now.set(browser::now());
            }
        });
        browser::on_wake(move || page.wake());
        browser::on_fragment(move || page.follow());
        page.ask_who();
        page
    }

    /// Goes to a workspace and, in it, to a conversation. The browser's back button leads back.
    pub(crate) fn go(self, workspace: &WorkspaceId, conversation: Option<&ConversationId>) {
        let mut pairs = vec![("w", workspace.as_str())];
        if let Some(conversation) = conversation {
            pairs.push(("c", conversation.as_str()));
        }
        browser::set_fragment(&pairs, true);
        self.follow();
    }

    /// Shows what the address names.
    fn follow(self) {
        let Gate::In(me) = self.gate.get_untracked() else {
            return;
        };
        let fragment = browser::fragment();
        let named = |name: &str| {
            fragment
                .iter()
                .find(|(key, _)| key == name)
                .map(|(_, value)| value.clone())
        };
        let mine = |workspace: &WorkspaceId| me.desks.contains(workspace);
        let workspace = named("w")
            .map(WorkspaceId)
            .filter(mine)
            .or_else(|| self.with_store(|store| store.read("workspace")).filter(mine))
            .or_else(|| me.desks.first().cloned());
        let Some(workspace) = workspace else { return };
        if self.workspace.get_untracked().as_ref() != Some(&workspace) {
            self.close_thread();
            self.open_list(workspace, &me);
        }
        match named("c").map(ConversationId) {
            Some(conversation) => self.open_thread(conversation, &me),
            None => self.close_thread(),
        }
    }

    fn with_store<T>(self, f: impl FnOnce(&Store) -> T) -> T {
        self.held.with_value(|held| f(&held.store))
    }
}
