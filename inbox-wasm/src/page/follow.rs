//! The address: which workspace and which conversation the page shows.

use gangway_page::browser;
use gangway_protocol::{ConversationId, WorkspaceId};
use leptos::prelude::*;

use super::{Gate, LIST, Page, row_id};

impl Page {
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
    pub(super) fn follow(self) {
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
            None => {
                if let Some(left) = self.open_conversation() {
                    browser::focus_soon(row_id(&left));
                }
                self.close_thread();
            }
        }
    }

    /// Opens a conversation of the workspace at hand.
    pub(crate) fn open(self, conversation: &ConversationId) {
        if let Some(workspace) = self.workspace.get_untracked() {
            self.go(&workspace, Some(conversation));
        }
    }

    /// Leaves the conversation that is open: the focus goes to its row.
    pub(crate) fn leave(self) {
        if let Some(workspace) = self.workspace.get_untracked()
            && self.open_conversation().is_some()
        {
            self.go(&workspace, None);
        } else {
            browser::focus(LIST);
        }
    }
}
