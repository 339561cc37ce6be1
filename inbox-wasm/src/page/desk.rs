//! The list and the thread at work.

use gangway_page::browser::{self, LineEvent, Place, Request};
use gangway_page::{LinkIn, Outbox};
use gangway_protocol::api::Me;
use gangway_protocol::{ConversationId, WorkspaceId};
use leptos::prelude::*;

use super::{Draft, LOG, Page, SOME};
use crate::list::{self, List, Shown};
use crate::thread::{self, Decided, Post, Thread};

impl Page {
    /// Something happened to the list.
    pub(crate) fn tell_list(self, input: list::Input) {
        let moved = self.list.try_update(|list| list.handle(browser::random(), input));
        for output in moved.unwrap_or_default() {
            self.do_for_list(output);
        }
    }

    /// Something happened to the thread that is open.
    pub(crate) fn tell_thread(self, input: thread::Input) {
        let moved = self.thread.try_update(|thread| {
            let thread = thread.as_mut()?;
            Some(thread.handle(browser::now(), browser::random(), input))
        });
        for output in moved.flatten().unwrap_or_default() {
            self.do_for_thread(output);
        }
    }

    /// The agent does something to the conversation.
    pub(crate) fn does(self, post: Post) {
        self.tell_thread(thread::Input::Do {
            client_id: browser::client_id(),
            post,
        });
    }

    /// The agent writes: what stands in the field outlives the page.
    pub(crate) fn write(self, text: String) {
        let notes = self.notes.get_untracked();
        self.draft.update(|draft| *draft.of_mut(notes) = text);
        if let Some(conversation) = self.open_conversation() {
            let key = format!("draft/{conversation}");
            self.draft.with_untracked(|draft| {
                self.with_store(|store| {
                    if *draft == Draft::default() {
                        store.remove(&key)
                    } else {
                        store.write(&key, draft)
                    }
                });
            });
        }
    }

    /// The agent writes to the visitor, who may know.
    pub(crate) fn typed(self) {
        if !self.notes.get_untracked() {
            self.tell_thread(thread::Input::Typed);
        }
    }

    /// Which conversation is open.
    pub(crate) fn open_conversation(self) -> Option<ConversationId> {
        self.thread
            .with_untracked(|thread| thread.as_ref().map(|thread| thread.conversation.clone()))
    }

    /// Asks again for what could not be read.
    pub(crate) fn read_again(self) {
        self.tell_thread(thread::Input::Again);
    }

    /// The thread is before the agent's eyes, or not.
    pub(super) fn look(self) {
        let looking = browser::is_visible() && self.people.with_untracked(Option::is_none);
        self.tell_thread(thread::Input::Look(looking));
    }

    pub(super) fn wake(self) {
        self.now.set(browser::now());
        self.tell_list(list::Input::Link(LinkIn::Wake));
        self.tell_thread(thread::Input::Link(LinkIn::Wake));
        self.tell_thread(thread::Input::TryAgain);
    }

    pub(super) fn open_list(self, workspace: WorkspaceId, me: &Me) {
        self.close_list();
        self.with_store(|store| store.write("workspace", &workspace));
        let (shown, heard) = self.with_store(|store| {
            let shown: Option<Shown> = store.read(&format!("shown/{workspace}"));
            let heard: Option<Vec<String>> = store.read(&format!("heard/{workspace}"));
            (shown.unwrap_or_default(), heard.unwrap_or_default())
        });
        self.limit.set(SOME);
        self.list.set(List::new(me.agent.agent.id.clone(), shown, heard));
        self.workspace.set(Some(workspace));
        self.tell_list(list::Input::Start);
    }

    pub(super) fn close_list(self) {
        self.tell_list(list::Input::Stop);
        self.workspace.set(None);
    }

    pub(super) fn open_thread(self, conversation: ConversationId, me: &Me) {
        if self.open_conversation().as_ref() == Some(&conversation) {
            return;
        }
        self.close_thread();
        let (draft, outbox) = self.with_store(|store| {
            let key = format!("draft/{conversation}");
            // An earlier page kept the reply alone.
            let alone = || store.read::<String>(&key).map(Draft::reply);
            let draft = store.read::<Draft>(&key).or_else(alone);
            let outbox: Option<Outbox<Decided>> = store.read(&format!("unsent/{conversation}"));
            (draft.unwrap_or_default(), outbox.unwrap_or_default())
        });
        self.draft.set(draft);
        self.notes.set(false);
        self.people.set(None);
        let opened = conversation.clone();
        self.thread
            .set(Some(Thread::new(conversation, me.agent.agent.id.clone())));
        self.tell_thread(thread::Input::Start(outbox));
        self.look();
        // Whoever has it goes on writing; whoever has not may use the keys. A page that was just loaded takes no focus.
        let (loaded, mine) = self
            .list
            .with_untracked(|list| (list.loaded, list.is_mine(&opened)));
        if loaded && mine {
            self.focus_field();
        } else if loaded {
            browser::focus_soon(LOG);
        }
    }

    pub(super) fn close_thread(self) {
        self.tell_thread(thread::Input::Stop);
        if self.open_conversation().is_some() {
            self.thread.set(None);
            self.draft.set(Draft::default());
        }
    }

    fn do_for_list(self, output: list::Output) {
        let Some(workspace) = self.workspace.get_untracked() else {
            return;
        };
        match output {
            list::Output::GetList(view) => {
                let request = Request::get(format!("/v1/{workspace}/inbox?view={}", view.name()));
                browser::ask(request, move |answer| {
                    if self.workspace.get_untracked() == Some(workspace) {
                        self.tell_list(list::Input::Listed(answer.read()));
                    }
                });
            }
            list::Output::Link(asked) => {
                let place = Place {
                    path: format!("/v1/{workspace}/inbox/events"),
                    bearer: None,
                    after: None,
                };
                let tell = move |event| {
                    self.tell_list(match event {
                        LineEvent::Ticket { attempt, answer } => list::Input::Ticket { attempt, answer },
                        LineEvent::Frame { attempt, text } => list::Input::Frame { attempt, text },
                        LineEvent::Link(input) => list::Input::Link(input),
                    });
                };
                self.held
                    .update_value(|held| held.list_line.carry_out(asked, place, tell));
            }
            list::Output::KeepShown => {
                let key = format!("shown/{workspace}");
                self.list
                    .with_untracked(|list| self.with_store(|store| store.write(&key, &list.shown)));
            }
            list::Output::GatherFor(millis) => {
                // Two pages of one browser do not call at once: the second sees that the first has.
                let apart = (browser::random() * 250.0) as u32;
                browser::after(millis + apart, move || self.gathered());
            }
            list::Output::Call(call) => self.call(call),
            list::Output::SignedOut => self.session_ended(),
            list::Output::AskRights => self.ask_rights(),
        }
    }

    /// Where a file of the conversation that is open lies.
    pub(crate) fn address_of(self, file: u32) -> String {
        match (self.workspace.get_untracked(), self.open_conversation()) {
            (Some(workspace), Some(conversation)) => {
                format!("/v1/{workspace}/inbox/conversations/{conversation}/files/{file}")
            }
            _ => String::new(),
        }
    }

    fn do_for_thread(self, output: thread::Output) {
        let (Some(workspace), Some(conversation)) =
            (self.workspace.get_untracked(), self.open_conversation())
        else {
            return;
        };
        let address = format!("/v1/{workspace}/inbox/conversations/{conversation}");
        let current = {
            let conversation = conversation.clone();
            move || self.open_conversation().as_ref() == Some(&conversation)
        };
        match output {
            thread::Output::Post {
                client_id,
                path,
                body,
            } => {
                browser::ask(
                    Request::post_text(format!("{address}/{path}"), body),
                    move |answer| {
                        if current() {
                            self.tell_thread(thread::Input::Posted {
                                client_id,
                                answer: answer.read(),
                            });
                            // What could not be done says so under itself.
                            self.stay_at_end();
                        }
                    },
                );
            }
            thread::Output::Poll { after, read } => {
                browser::ask(
                    Request::get(format!("{address}/entries?after={after}&read={read}")),
                    move |answer| {
                        if current() {
                            self.tell_thread(thread::Input::Polled(answer.read()));
                        }
                    },
                );
            }
            thread::Output::Link { ask, after } => {
                let place = Place {
                    path: format!("{address}/events"),
                    bearer: None,
                    after: Some(after),
                };
                let tell = move |event| {
                    if current() {
                        self.tell_thread(match event {
                            LineEvent::Ticket { attempt, answer } => {
                                thread::Input::Ticket { attempt, answer }
                            }
                            LineEvent::Frame { attempt, text } => thread::Input::Frame { attempt, text },
                            LineEvent::Link(input) => thread::Input::Link(input),
                        });
                    }
                };
                self.held
                    .update_value(|held| held.thread_line.carry_out(ask, place, tell));
            }
            thread::Output::TryAgainAfter(millis) => browser::after(millis, move || {
                if current() {
                    self.tell_thread(thread::Input::TryAgain);
                }
            }),
            thread::Output::TickAfter(millis) => browser::after(millis, move || {
                if current() {
                    self.tell_thread(thread::Input::Tick);
                }
            }),
            thread::Output::Tell(event) => self.held.with_value(|held| held.thread_line.send(&event)),
            thread::Output::GiveBack(text) => {
                self.notes.set(false);
                let draft = self.draft.with_untracked(|draft| draft.of(false).to_owned());
                self.write(if draft.trim().is_empty() {
                    text
                } else {
                    format!("{text}\n\n{draft}")
                });
            }
            thread::Output::Keep => self.keep_outbox(&conversation),
            thread::Output::Said { own } => {
                if own {
                    browser::scroll_to_end_soon(LOG);
                } else {
                    self.stay_at_end();
                }
            }
            thread::Output::SignedOut => self.session_ended(),
        }
    }

    /// Whoever reads the end of the thread goes on reading it, once what is being changed stands.
    fn stay_at_end(self) {
        if browser::is_at_end(LOG) {
            browser::scroll_to_end_soon(LOG);
        }
    }

    fn keep_outbox(self, conversation: &ConversationId) {
        let key = format!("unsent/{conversation}");
        self.thread.with_untracked(|thread| {
            let Some(thread) = thread else { return };
            self.with_store(|store| {
                if thread.outbox().is_empty() {
                    store.remove(&key)
                } else {
                    store.write(&key, thread.outbox())
                }
            });
        });
    }
}
