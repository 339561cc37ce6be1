//! Calling the agent: a tone, the title of the tab, a notification of the desktop, and words for a screen reader.

use gangway_page::browser::{self, Permission};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use super::{Gate, Page};
use crate::list::{self, Call, List};
use crate::words;

/// How the agent likes to be called, and to work.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Likes {
    /// By a tone.
    pub(crate) sound: bool,
    /// By notifications of the desktop, where the browser may show them.
    pub(crate) desktop: bool,
    /// With single keys.
    pub(crate) keys: bool,
}

impl Default for Likes {
    fn default() -> Self {
        Self {
            sound: true,
            desktop: true,
            keys: true,
        }
    }
}

impl Page {
    /// The agent likes something else.
    pub(crate) fn like(self, change: impl FnOnce(&mut Likes)) {
        self.likes.update(change);
        let likes = self.likes.get_untracked();
        self.with_store(|store| store.write("likes", &likes));
    }

    /// Asks the browser for notifications. Only from within a click.
    pub(crate) fn ask_permission(self) {
        browser::spawn(async move {
            self.permission.set(browser::ask_permission().await);
        });
    }

    /// A burst of calls is over.
    pub(super) fn gathered(self) {
        let elsewhere = self
            .heard_key()
            .and_then(|key| self.with_store(|store| store.read(&key)));
        self.tell_list(list::Input::Gathered {
            attended: self.open_conversation().filter(|_| browser::is_visible()),
            elsewhere: elsewhere.unwrap_or_default(),
        });
    }

    /// Makes a call heard.
    pub(super) fn call(self, call: Call) {
        if let Some(key) = self.heard_key() {
            self.list
                .with_untracked(|list| self.with_store(|store| store.write(&key, &list.heard())));
        }
        let (title, body) = self.list.with_untracked(|list| words::call(&call, &list.desk));
        self.said.set(format!("{title}. {body}"));
        let likes = self.likes.get_untracked();
        if likes.sound {
            browser::chime();
        }
        if likes.desktop && !browser::is_visible() && browser::permission() == Permission::Granted {
            // Of one tag: a burst is one notification on the desktop, the last one.
            browser::notify(&title, &body, "gangway", move || self.open(&call.conversation));
        }
    }

    /// The title says how many conversations want the agent.
    pub(super) fn keep_title(self) {
        Effect::new(move |_| {
            let wanting = self.list.with(List::wanting);
            let name = self.list.with(|list| list.desk.name.clone());
            let is_in = self.gate.with(|gate| matches!(gate, Gate::In(_)));
            let count = if is_in && wanting > 0 {
                format!("({wanting}) ")
            } else {
                String::new()
            };
            let of = if name.is_empty() {
                name
            } else {
                format!(" · {name}")
            };
            browser::set_title(&format!("{count}Inbox{of}"));
        });
    }

    pub(super) fn heard_key(self) -> Option<String> {
        let workspace = self.workspace.get_untracked()?;
        Some(format!("heard/{workspace}"))
    }
}
