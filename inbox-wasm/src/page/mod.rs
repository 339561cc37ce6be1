//! Carries out what the state machines ask for, and brings the results back.

mod call;
mod desk;
mod draft;
mod follow;
mod gate;
mod keyboard;
mod people;

pub(crate) use call::Likes;
pub(crate) use draft::Draft;
pub(crate) use gate::Gate;
pub(crate) use people::{INVITE, NAME, People, Whose, edit_id};

use gangway_page::browser::{self, Line, Permission, Store};
use gangway_protocol::{ConversationId, Timestamp, WorkspaceId};
use leptos::prelude::*;

use crate::list::{List, Shown};
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
    /// The conversations that are shown, in their order.
    pub(crate) rows: Memo<Vec<ConversationId>>,
    /// How many of them are on the page.
    pub(crate) limit: RwSignal<usize>,
    /// The conversation that is open.
    pub(crate) thread: RwSignal<Option<Thread>>,
    /// What was written and has not been sent.
    pub(crate) draft: RwSignal<Draft>,
    /// Whether the field writes a note.
    pub(crate) notes: RwSignal<bool>,
    /// The administrator's panel, while it is open.
    pub(crate) people: RwSignal<Option<People>>,
    /// What is asked in a dialog.
    pub(crate) sheet: RwSignal<Option<Sheet>>,
    /// Whether what is known about the conversation is unfolded.
    pub(crate) about: RwSignal<bool>,
    /// What is said to those who do not see the page.
    pub(crate) said: RwSignal<String>,
    /// How the agent likes to be called.
    pub(crate) likes: RwSignal<Likes>,
    /// Whether the desktop may show notifications.
    pub(crate) permission: RwSignal<Permission>,
    /// The present, in seconds' steps: waiting times tick.
    pub(crate) now: RwSignal<Timestamp>,
    held: StoredValue<Held, LocalStorage>,
}

struct Held {
    store: Store,
    list_line: Line,
    thread_line: Line,
}

/// What is asked in a dialog.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Sheet {
    /// Until when a conversation is put aside.
    Snooze,
    /// Which team gets it.
    Transfer,
    /// What else can be done with it.
    More,
    /// How the agent is called.
    Calls,
    /// What the keys do.
    Keys,
}

/// The scrolling list of conversations.
pub(crate) const LIST: &str = "list";
/// The field that narrows it down.
pub(crate) const FILTER: &str = "filter";
/// The scrolling list of entries.
pub(crate) const LOG: &str = "log";
/// The field.
pub(crate) const FIELD: &str = "field";
/// The field for a tag.
pub(crate) const TAG: &str = "tag";
/// The dialog.
pub(crate) const SHEET: &str = "sheet";
/// What it asks.
pub(crate) const SHEET_TITLE: &str = "sheet-title";
/// Rows that are put on the page at once: a list may have a thousand, and a screen shows a dozen.
pub(crate) const SOME: usize = 60;

/// What a conversation's row in the list is called.
pub(crate) fn row_id(conversation: &ConversationId) -> String {
    format!("row-{conversation}")
}

impl Page {
    /// The page, which first asks who is signed in.
    pub(crate) fn start() -> Self {
        let store = Store::new("inbox");
        let likes = store.read("likes").unwrap_or_default();
        let list = RwSignal::new(List::new("".into(), Shown::default(), Vec::new()));
        let page = Self {
            gate: RwSignal::new(Gate::Asking),
            workspace: RwSignal::new(None),
            list,
            rows: Memo::new(move |_| list.with(List::rows)),
            limit: RwSignal::new(SOME),
            thread: RwSignal::new(None),
            draft: RwSignal::new(Draft::default()),
            notes: RwSignal::new(false),
            people: RwSignal::new(None),
            sheet: RwSignal::new(None),
            about: RwSignal::new(browser::has_room()),
            said: RwSignal::new(String::new()),
            likes: RwSignal::new(likes),
            permission: RwSignal::new(browser::permission()),
            now: RwSignal::new(browser::now()),
            held: StoredValue::new_local(Held {
                store,
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
        browser::on_visibility(move || page.look());
        browser::on_fragment(move || page.follow());
        browser::on_key(move |key| page.key(key));
        page.keep_title();
        page.ask_who();
        page
    }

    fn with_store<T>(self, f: impl FnOnce(&Store) -> T) -> T {
        self.held.with_value(|held| f(&held.store))
    }
}
