//! Carries out what the model asks for, and brings the results back.

use gangway_page::accent;
use gangway_page::browser::{self, Chosen, Line, LineEvent, Parent, Place, Request, Store};
use gangway_protocol::api::{OpenConversation, PostPlain, PostSlots, SearchRequest, WorkspaceInfo};
use gangway_protocol::limits::FILE_BYTES;
use gangway_protocol::{Answer, ClientId, SlotInput, Timestamp};
use leptos::prelude::*;
use serde::Deserialize;

use crate::frame::{self, FromHost, ToHost};
use crate::model::{Credentials, Input, Model, Output, Post, PostRequest};
use crate::words;

/// The page: its model, and what it holds in the browser.
#[derive(Clone, Copy)]
pub(crate) struct Page {
    /// What is shown.
    pub(crate) model: RwSignal<Model>,
    /// What stands in the field and has not been sent.
    pub(crate) draft: RwSignal<String>,
    /// The present, in steps that suit words like "2 minutes".
    pub(crate) now: RwSignal<Timestamp>,
    /// Something was said below what the reader looks at.
    pub(crate) below: RwSignal<bool>,
    held: StoredValue<Held, LocalStorage>,
}

struct Held {
    workspace: String,
    store: Store,
    parent: Option<Parent>,
    line: Line,
    /// The host page, as the launcher says it.
    host_page: Option<String>,
    /// The end of the log was on screen when the reader last moved.
    at_end: bool,
    /// What is in the files that were chosen on this page, and what says, behind the address that takes it, which question
    /// it was chosen for.
    files: Vec<(ClientId, browser::Blob, String)>,
}

/// The scrolling list of messages.
pub(crate) const LOG: &str = "log";
/// The field.
pub(crate) const FIELD: &str = "field";

const NOW_EVERY: u32 = 15_000;

impl Page {
    /// The page of the workspace in the address, with what the browser kept of it.
    pub(crate) fn start() -> Self {
        let workspace = browser::path().split('/').nth(2).unwrap_or_default().to_owned();
        let parent = browser::fragment()
            .into_iter()
            .find(|(name, _)| name == "host")
            .and_then(|(_, origin)| Parent::new(origin));
        let store = Store::new(&workspace);
        let draft = store.read("draft").unwrap_or_default();
        let (credentials, outbox) = (
            store.read("conversation"),
            store.read("outbox").unwrap_or_default(),
        );
        let page = Self {
            model: RwSignal::new(Model::default()),
            draft: RwSignal::new(draft),
            now: RwSignal::new(browser::now()),
            below: RwSignal::new(false),
            held: StoredValue::new_local(Held {
                workspace,
                store,
                parent,
                line: Line::default(),
                host_page: None,
                at_end: true,
                files: Vec::new(),
            }),
        };
        page.listen();
        page.tell(Input::Start { credentials, outbox });
        page
    }

    /// Whether the page stands in a launcher's frame, which can be closed.
    pub(crate) fn is_framed(self) -> bool {
        self.held.with_value(|held| held.parent.is_some())
    }

    /// Asks the launcher to hide the card.
    pub(crate) fn close(self) {
        self.say(ToHost::Close);
    }

    /// The visitor writes: what stands in the field outlives the page.
    pub(crate) fn write(self, text: String) {
        self.with_store(|store| store.write("draft", &text));
        self.draft.set(text.clone());
        self.tell(Input::Typed(text));
    }

    /// Looks whether the end of the log is on screen, and whether anybody can see it.
    pub(crate) fn look(self) {
        let at_end = browser::is_at_end(LOG);
        self.held.update_value(|held| held.at_end = at_end);
        if !at_end {
            return;
        }
        self.below.set(false);
        if browser::is_visible() && !self.model.with_untracked(Model::is_hidden) {
            self.tell(Input::Looked);
        }
    }

    /// Goes to the end of the log, once what is being changed stands.
    pub(crate) fn follow(self) {
        browser::scroll_to_end_soon(LOG);
        browser::after(0, move || self.look());
    }

    /// The visitor does something.
    pub(crate) fn does(self, post: Post) {
        self.tell(Input::Do {
            client_id: browser::client_id(),
            post,
        });
        // What was pressed may be gone.
        self.offer_field();
    }

    /// The visitor chooses files.
    pub(crate) fn attach(self) {
        self.take(&browser::Files::UNDEFINED);
    }

    /// Files were given, or are to be chosen: as many as there is room for are sent.
    fn take(self, given: &browser::Files) {
        let room = self.model.with_untracked(Model::room_for_files);
        let wanted_by = self.model.with_untracked(|model| {
            let question = model.question().filter(|asked| asked.input == SlotInput::File);
            question.map_or_else(String::new, |asked| {
                format!("&for={}.{}", asked.action, asked.slot)
            })
        });
        let full = match (room, wanted_by.as_str()) {
            (0, "") => words::NO_FILES,
            _ => words::NO_ROOM,
        };
        let chosen = move |count| {
            let more = (count > room).then(|| full.say());
            self.tell(Input::NotSendable(more));
        };
        browser::choose_files(given, room, chosen, move |chosen| self.send(chosen, &wanted_by));
    }

    fn send(self, chosen: Chosen, wanted_by: &str) {
        let wrong = match chosen.format {
            None => Some(words::NOT_TAKEN.with(&[("name", &chosen.name)])),
            Some(_) if chosen.bytes > FILE_BYTES => Some(words::FILE_LARGE.with(&[("name", &chosen.name)])),
            Some(_) => None,
        };
        let Some(format) = chosen.format.filter(|_| wrong.is_none()) else {
            return self.tell(Input::NotSendable(wrong));
        };
        let client_id = browser::client_id();
        let file = (client_id.clone(), chosen.blob, wanted_by.to_owned());
        self.held.update_value(|held| held.files.push(file));
        let post = Post::Send {
            name: chosen.name,
            picture: format.is_picture(),
            bytes: u32::try_from(chosen.bytes).unwrap_or(u32::MAX),
        };
        self.tell(Input::Do { client_id, post });
    }

    /// Where a file can be shown from, until that is let go of: what was chosen on this page at once, what the conversation
    /// has once it is here.
    pub(crate) fn show_file(
        self,
        own: Option<&ClientId>,
        file: Option<u32>,
        then: impl FnOnce(String) + 'static,
    ) {
        let here = own.and_then(|own| self.chosen(own));
        let to = self.model.with_untracked(|model| model.credentials().cloned());
        match (here, to, file) {
            (Some((blob, _)), ..) => then(browser::address_of(&blob)),
            (None, Some(to), Some(file)) => {
                let path = self.of(&to, &format!("/files/{file}"));
                browser::fetch_file(&path, &to.token, then);
            }
            (None, ..) => {}
        }
    }

    /// Puts the focus into the field, unless a phone's keyboard would cover what there is to read.
    pub(crate) fn offer_field(self) {
        if browser::has_fine_pointer() {
            browser::focus_soon(FIELD);
        }
    }

    /// Moves the model and carries out what it asks for.
    pub(crate) fn tell(self, input: Input) {
        let moved = self.model.try_maybe_update(|model| {
            let shows = model.shows_more_after(&input);
            (shows, model.handle(browser::now(), browser::random(), input))
        });
        for output in moved.unwrap_or_default() {
            self.carry_out(output);
        }
    }

    fn listen(self) {
        browser::on_wake(move || {
            self.tell(Input::Online(true));
            self.look();
        });
        browser::on_offline(move || self.tell(Input::Online(false)));
        browser::on_files(move |files| self.take(&files));
        // What grows below the log, a phone's keyboard too, covers nothing of what the reader was looking at.
        browser::on_size(LOG, move || {
            if self.held.with_value(|held| held.at_end) {
                self.follow();
            }
        });
        browser::every(NOW_EVERY, move || self.now.set(browser::now()));
        let Some(parent) = self.held.with_value(|held| held.parent.clone()) else {
            return;
        };
        parent.on_text(move |text| match frame::read(&text) {
            Some(FromHost::Open { page }) => {
                self.held.update_value(|held| held.host_page = page);
                self.tell(Input::Shown(true));
                self.look();
                self.offer_field();
            }
            Some(FromHost::Hidden) => self.tell(Input::Shown(false)),
            Some(FromHost::Ask { text }) => self.does(Post::Say { text }),
            None => {}
        });
        self.say(ToHost::Ready);
    }

    fn carry_out(self, output: Output) {
        match output {
            Output::GetInfo => match browser::left("gangwayInfo") {
                Some(info) => self.learn(browser::answered(info)),
                None => browser::ask(Request::get(self.at("")), move |answer| self.learn(answer)),
            },
            Output::Open => {
                if let Some(credentials) = self.kept() {
                    return self.tell(Input::Adopted(credentials));
                }
                let page = self.held.with_value(|held| held.host_page.clone());
                let body = OpenConversation {
                    language: browser::language(),
                    page,
                };
                browser::ask(Request::post(self.at("/conversations"), &body), move |answer| {
                    self.tell(Input::Opened(answer.read()));
                });
            }
            Output::Post {
                to,
                client_id,
                request,
            } => self.post(to, client_id, request),
            Output::Poll { to, after, read } => {
                let request = Request::get(self.of(&to, &format!("/entries?after={after}&read={read}")))
                    .bearer(&to.token);
                browser::ask(request, move |answer| {
                    self.tell(Input::Polled {
                        conversation: to.conversation,
                        answer: answer.read(),
                    });
                });
            }
            Output::Link { ask, to, after } => {
                let place = Place {
                    path: to.as_ref().map(|to| self.of(to, "/events")).unwrap_or_default(),
                    bearer: to.map(|to| to.token),
                    after: Some(after),
                };
                self.held.update_value(|held| {
                    held.line.carry_out(ask, place, move |event| {
                        self.tell(match event {
                            LineEvent::Ticket { attempt, answer } => Input::Ticket { attempt, answer },
                            LineEvent::Frame { attempt, text } => Input::Frame { attempt, text },
                            LineEvent::Link(input) => Input::Link(input),
                        });
                    });
                });
            }
            Output::Send(event) => self.held.with_value(|held| held.line.send(&event)),
            Output::Search { serial, query } => self.search(serial, query),
            Output::Later(millis, input) => browser::after(millis, move || self.tell(input)),
            Output::Keep => self.keep(),
            Output::Forget(lost) => {
                // Another tab may have another one by now.
                if self.kept().is_some_and(|kept| kept.conversation == lost) {
                    self.with_store(|store| store.remove("conversation"));
                }
            }
            Output::Unread(count) => self.say(ToHost::Unread { count }),
            Output::Said { own } => {
                // A reader who has gone up the list is not torn away from what they read.
                if own || browser::is_at_end(LOG) {
                    self.follow();
                } else {
                    self.below.set(true);
                }
            }
            Output::Types => {
                if browser::is_at_end(LOG) {
                    self.follow();
                }
            }
        }
    }

    fn learn(self, answer: browser::Answer) {
        let info = answer.read();
        if let Ok(info) = &info {
            dress(info);
        }
        self.tell(Input::Info(info));
    }

    fn post(self, to: Credentials, client_id: ClientId, request: PostRequest) {
        let plain = PostPlain {
            client_id: client_id.clone(),
        };
        let request = match request {
            PostRequest::Message(body) => Request::post(self.of(&to, "/messages"), &body),
            PostRequest::Slots(action, values) => {
                let body = PostSlots {
                    client_id: client_id.clone(),
                    action,
                    values,
                };
                Request::post(self.of(&to, "/slots"), &body)
            }
            PostRequest::File { name } => return self.post_file(to, client_id, &name),
            PostRequest::Person => Request::post(self.of(&to, "/person"), &plain),
            PostRequest::CallOff => Request::post(self.of(&to, "/call-off"), &plain),
        }
        .bearer(&to.token);
        browser::ask(request, move |answer| self.posted(to, client_id, answer));
    }

    fn posted(self, to: Credentials, client_id: ClientId, answer: browser::Answer) {
        self.tell(Input::Posted {
            conversation: to.conversation,
            client_id,
            answer: answer.read(),
        });
        // What could not be sent says so under itself.
        if self.held.with_value(|held| held.at_end) {
            self.follow();
        }
    }

    /// A file that was chosen on this page: what is in it, and what says which question it was chosen for.
    fn chosen(self, own: &ClientId) -> Option<(browser::Blob, String)> {
        self.held.with_value(|held| {
            let (_, blob, wanted_by) = held.files.iter().find(|(id, ..)| id == own)?;
            Some((blob.clone(), wanted_by.clone()))
        })
    }

    fn post_file(self, to: Credentials, client_id: ClientId, name: &str) {
        let file = self.chosen(&client_id);
        let Some((blob, wanted_by)) = file else {
            return;
        };
        let name = browser::encoded(name);
        let query = format!("/files?client_id={client_id}&name={name}{wanted_by}");
        let (path, token) = (self.of(&to, &query), to.token.clone());
        let sent = move |sent| self.tell(Input::Sent(sent));
        browser::upload(&path, &token, &blob, sent, move |answer| {
            self.posted(to, client_id, answer)
        });
    }

    fn search(self, serial: u32, query: String) {
        /// The part of the answer that is shown.
        #[derive(Deserialize)]
        struct Found {
            #[serde(default)]
            answer: Option<Answer>,
        }
        let body = SearchRequest {
            query,
            ..SearchRequest::default()
        };
        browser::ask(Request::post(self.at("/search"), &body), move |found| {
            // A suggestion that fails is none.
            let answer = found.read::<Found>().ok().and_then(|found| found.answer);
            self.tell(Input::Found { serial, answer });
        });
    }

    fn kept(self) -> Option<Credentials> {
        self.with_store(|store| store.read("conversation"))
    }

    fn keep(self) {
        self.model.with_untracked(|model| {
            self.with_store(|store| {
                if let Some(credentials) = model.credentials() {
                    store.write("conversation", credentials);
                }
                store.write("outbox", model.outbox());
            });
        });
    }

    fn say(self, say: ToHost) {
        self.held.with_value(|held| {
            if let Some(parent) = &held.parent {
                parent.post(&frame::write(say));
            }
        });
    }

    fn with_store<R>(self, f: impl FnOnce(&Store) -> R) -> R {
        self.held.with_value(|held| f(&held.store))
    }

    fn at(self, rest: &str) -> String {
        self.held
            .with_value(|held| format!("/v1/{}{rest}", held.workspace))
    }

    fn of(self, to: &Credentials, rest: &str) -> String {
        self.at(&format!("/conversations/{}{rest}", to.conversation))
    }
}

/// The operator's name on the tab, and its colour on the page.
fn dress(info: &WorkspaceInfo) {
    browser::set_title(&words::CHAT_WITH.with(&[("operator", &info.name)]));
    if let Some((light, dark)) = info.accent.as_deref().and_then(accent::schemes) {
        browser::set_property("--operator-light", &light.colour);
        browser::set_property("--on-operator-light", light.on);
        browser::set_property("--operator-dark", &dark.colour);
        browser::set_property("--on-operator-dark", dark.on);
    }
}
