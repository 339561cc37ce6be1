//! What keys do to the page.

use gangway_page::browser::{self, Key};
use leptos::prelude::*;

use super::{FIELD, FILTER, Gate, LIST, LOG, Page, SHEET, SHEET_TITLE, SOME, Sheet, TAG, row_id};
use crate::keys::{self, Command};
use crate::list::neighbour;
use crate::thread::{Post, Thread};

impl Page {
    /// A key went down. Whether it was for the page.
    pub(super) fn key(self, key: &Key) -> bool {
        let is_in = self.gate.with_untracked(|gate| matches!(gate, Gate::In(_)));
        if !is_in || browser::is_dialog_open(SHEET) || key.modified {
            return false;
        }
        if key.in_field {
            if key.name == "Escape" {
                self.leave_field();
            }
            return false;
        }
        if keys::writes(&key.name) && !self.likes.get_untracked().keys {
            return false;
        }
        let in_list = key.at.is_empty() || key.at == LIST || key.at.starts_with("row-");
        keys::command(&key.name, in_list).is_some_and(|command| self.carry_out(command, &key.at))
    }

    fn carry_out(self, command: Command, at: &str) -> bool {
        let mine = self.of_thread(Thread::is_mine);
        let open = self.open_conversation().is_some();
        match command {
            Command::Next => self.step(at, 1),
            Command::Previous => self.step(at, -1),
            Command::Claim if open && !mine => self.claim(None),
            Command::Reply | Command::Note if open => {
                self.notes.set(command == Command::Note);
                browser::focus_soon(FIELD);
            }
            Command::Tag if open => {
                self.about.set(true);
                browser::focus_soon(TAG);
            }
            Command::Snooze if mine => self.ask(Sheet::Snooze),
            Command::HandBack if mine => self.end_with(Post::ReturnToBot),
            Command::Resolve if mine => self.end_with(Post::Resolve),
            Command::Filter => browser::focus(FILTER),
            Command::Help => self.ask(Sheet::Keys),
            Command::Leave => self.leave(),
            Command::Claim
            | Command::Reply
            | Command::Note
            | Command::Tag
            | Command::Snooze
            | Command::HandBack
            | Command::Resolve => return false,
        }
        true
    }

    /// Asks in a dialog, or asks something else in the one that is open.
    pub(crate) fn ask(self, sheet: Sheet) {
        self.sheet.set(Some(sheet));
        if browser::is_dialog_open(SHEET) {
            // What had the focus is gone with what was asked before.
            browser::focus_soon(SHEET_TITLE);
        } else {
            browser::after(0, move || {
                if self.sheet.with_untracked(Option::is_some) {
                    browser::open_dialog(SHEET);
                } else {
                    // That an earlier one was closed came to light only since.
                    self.ask(sheet);
                }
            });
        }
    }

    /// Takes the conversation. The next thing to do is to write.
    pub(crate) fn claim(self, from: Option<gangway_protocol::AgentId>) {
        self.does(Post::Claim(from));
        self.notes.set(false);
        self.focus_field();
    }

    /// Does what ends the agent's part: the button that was pressed is gone then.
    pub(crate) fn end_with(self, post: Post) {
        self.does(post);
        browser::focus_soon(LOG);
    }

    /// Puts the focus where the agent writes, unless a keyboard would come up over the page.
    pub(crate) fn focus_field(self) {
        if browser::has_fine_pointer() {
            browser::focus_soon(FIELD);
        }
    }

    /// The focus goes from row to row; Enter opens the one that has it.
    fn step(self, at: &str, step: isize) {
        let open = self.open_conversation();
        let focused = at.strip_prefix("row-").map(Into::into);
        let next = self.rows.with_untracked(|rows| {
            let next = neighbour(rows, focused.as_ref().or(open.as_ref()), step)?;
            let place = rows.iter().position(|row| row == next)?;
            Some((next.clone(), place))
        });
        if let Some((next, place)) = next {
            if place < self.limit.get_untracked() {
                browser::focus(&row_id(&next));
            } else {
                self.limit.set(place + SOME);
                browser::focus_soon(row_id(&next));
            }
        }
    }

    fn leave_field(self) {
        if self
            .people
            .with_untracked(|people| people.as_ref().is_some_and(|people| people.form.is_some()))
        {
            return self.open_form(None);
        }
        let place = if self.open_conversation().is_some() {
            LOG
        } else {
            LIST
        };
        browser::focus_soon(place);
    }

    fn of_thread<T: Default>(self, part: impl FnOnce(&Thread) -> T) -> T {
        self.thread
            .with_untracked(|thread| thread.as_ref().map(part).unwrap_or_default())
    }
}
