//! The list and the thread at work.

use gangway_page::browser::{self, LineEvent, Place, Request};
use gangway_page::{LinkIn, Outbox};
use gangway_protocol::api::Me;
use gangway_protocol::{ConversationId, WorkspaceId};
use leptos::prelude::*;

use super::{FIELD, LOG, Page};
use crate::list::{self, List};
use crate::thread::{self, Post, Thread};

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
        if let Some(conversation) = self.open_conversation() {
            self.with_store(|store| {
                let key = format!("draft/{conversation}");
                if text.is_empty() {
                    store.remove(&key)
                } else {
                    store.write(&key, &text)
                }
            });
        }
        self.draft.set(text);
    }

    /// Which conversation is open.
    pub(crate) fn open_conversation(self) -> Option<ConversationId> {
        self.thread
            .with_untracked(|thread| thread.as_ref().map(|thread| thread.conversation.clone()))
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
        self.list.set(List::default());
        self.workspace.set(Some(workspace));
        self.tell_list(list::Input::Start);
        browser::set_title(&format!("Inbox: {}", me.agent.agent.name));
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
            let draft: Option<String> = store.read(&format!("draft/{conversation}"));
            let outbox: Option<Outbox<Post>> = store.read(&format!("outbox/{conversation}"));
            (draft.unwrap_or_default(), outbox.unwrap_or_default())
        });
        self.draft.set(draft);
        self.notes.set(false);
        self.agents.set(None);
        self.thread
            .set(Some(Thread::new(conversation, me.agent.agent.id.clone())));
        self.tell_thread(thread::Input::Start(outbox));
        if browser::has_fine_pointer() {
            browser::focus_soon(FIELD);
        }
    }

    pub(super) fn close_thread(self) {
        self.tell_thread(thread::Input::Stop);
        if self.open_conversation().is_some() {
            self.thread.set(None);
            self.draft.set(String::new());
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
            list::Output::SignedOut => self.session_ended(),
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
                        }
                    },
                );
            }
            thread::Output::Poll { after } => {
                browser::ask(
                    Request::get(format!("{address}/entries?after={after}")),
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
            thread::Output::Keep => self.keep_outbox(&conversation),
            thread::Output::Said { own } => {
                if own || browser::is_at_end(LOG) {
                    browser::scroll_to_end_soon(LOG);
                }
            }
            thread::Output::SignedOut => self.session_ended(),
        }
    }

    fn keep_outbox(self, conversation: &ConversationId) {
        let key = format!("outbox/{conversation}");
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
