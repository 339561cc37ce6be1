//! Each call and its answer.

use std::rc::Rc;

use gangway_engine::{Input, Refusal};
use gangway_playbook::Playbook;
use gangway_protocol::api::{AgentEntries, Ticket, VisitorEntries};
use gangway_protocol::event::Seen;
use gangway_protocol::limits::PAGE_ENTRIES;
use gangway_protocol::{AgentId, ClientId, Code, Entry, Problem, Seq, WorkspaceId, visitor};
use serde_json::json;

use super::commit::{Draft, Loaded, Post};
use super::marks::Page;
use super::message::Read;
use super::object::{Core, refused};
use super::outbox::Parcel;
use super::playbooks::{self, Missing};
use super::refusal::{not_found, problem};
use super::sql::{Opening, Who};
use crate::calls::{ConversationCall, ConversationReply, Inputs, ReadBy, ToConversation};
use crate::clock;
use crate::faults::Fault;
use crate::object::internal;
use crate::storage::{StorageError, transaction};
use crate::ticket;

/// Entries that an agent is shown with a refusal for a stale view. Their page polls for more.
const CHANGED_ENTRIES: usize = 50;
/// Recorded inputs in one answer: with a long passage in each they come to about a megabyte.
const INPUTS: u64 = 100;

/// Whose timeline is shown.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Reader {
    Visitor,
    Agent,
}

pub(super) type Answered = Result<ConversationReply, StorageError>;

impl Core {
    /// Answers one call. `attached`: the bytes that came with it.
    pub(super) async fn answer(
        self: &Rc<Self>,
        to: ToConversation,
        attached: Vec<u8>,
        fault: Option<Fault>,
    ) -> Answered {
        let ToConversation { workspace, call } = to;
        if let ConversationCall::KeepFile {
            client_id,
            name,
            format,
            wanted_by,
        } = call
        {
            let input = Input::FileSent {
                client_id: client_id.clone(),
                name,
                format,
                bytes: u32::try_from(attached.len()).unwrap_or(u32::MAX),
                wanted_by,
            };
            return self.keep_file(&workspace, &client_id, input, attached);
        }
        // (1) Only an opening may wait, and a message that adopts a playbook which is not here yet.
        if let ConversationCall::Open {
            conversation,
            language,
            page,
            playbook,
        } = call
        {
            let opening = Opening {
                conversation,
                workspace,
                at: clock::now(),
                playbook,
                language,
                page,
            };
            return self.open(opening).await;
        }
        let adoptable = if let ConversationCall::Message { deployed, .. } = &call {
            self.adoptable(&workspace, deployed).await?
        } else {
            None
        };
        // (2) From here on nothing is awaited: what is loaded is what holds at the commit.
        self.decide(&workspace, call, adoptable, fault)
    }

    /// Answers one call that need not wait.
    fn decide(
        self: &Rc<Self>,
        workspace: &WorkspaceId,
        call: ConversationCall,
        adoptable: Option<Rc<Playbook>>,
        fault: Option<Fault>,
    ) -> Answered {
        let Some(loaded) = self.of(workspace)? else {
            return Ok(refused(not_found()));
        };
        match call {
            ConversationCall::Message {
                client_id,
                text,
                signals,
                turns,
                deployed,
            } => {
                let read = Read {
                    signals,
                    turns,
                    deployed,
                    adoptable,
                };
                self.message(&loaded, &Post::of_visitor(&client_id), text, read, fault)
            }
            ConversationCall::Slots {
                client_id,
                action,
                values,
            } => {
                let input = Input::SlotsGiven {
                    client_id: client_id.clone(),
                    action,
                    values,
                };
                self.command(&loaded, &Post::of_visitor(&client_id), input, Reader::Visitor)
            }
            ConversationCall::AskForPerson { client_id } => {
                let input = Input::AskedForPerson {
                    client_id: client_id.clone(),
                };
                self.command(&loaded, &Post::of_visitor(&client_id), input, Reader::Visitor)
            }
            ConversationCall::File { file } => Ok(match self.tables().file(file)? {
                Some(file) => ConversationReply::File(file),
                None => refused(Problem::new(Code::NotFound, "There is no such file.")),
            }),
            ConversationCall::CallOff { client_id } => {
                let input = Input::CalledOff {
                    client_id: client_id.clone(),
                };
                self.command(&loaded, &Post::of_visitor(&client_id), input, Reader::Visitor)
            }
            ConversationCall::Agent {
                client_id,
                agent,
                command,
                seen,
            } => {
                let post = Post::of_agent(&agent.id, &client_id);
                let input = Input::Agent {
                    client_id: client_id.clone(),
                    agent,
                    command,
                    seen,
                };
                self.command(&loaded, &post, input, Reader::Agent)
            }
            ConversationCall::VisitorEntries { after, read } => {
                let said = Seen {
                    delivered: after,
                    read: read.unwrap_or_default(),
                };
                let loaded = self.mark(&loaded, Page::Visitor, said)?;
                self.poll_place(&loaded);
                self.page(&loaded, after, Reader::Visitor)
            }
            ConversationCall::AgentEntries { after, read } => {
                let loaded = match read {
                    Some(ReadBy { agent, seq }) => {
                        let said = Seen {
                            delivered: after,
                            read: seq,
                        };
                        self.mark(&loaded, Page::Agent(&agent), said)?
                    }
                    None => loaded,
                };
                self.page(&loaded, after, Reader::Agent)
            }
            ConversationCall::VisitorTicket => self.ticket(&Who::Visitor),
            ConversationCall::AgentTicket { agent } => self.ticket(&Who::Agent { agent }),
            ConversationCall::Basis => {
                let playbook = Box::new(loaded.playbook.as_ref().clone());
                Ok(ConversationReply::Basis {
                    basis: loaded.conversation.basis(),
                    playbook,
                })
            }
            ConversationCall::Inputs { after } => self.recorded(&loaded, after),
            ConversationCall::Republish => {
                let summary = Box::new(loaded.summary());
                self.owe(&Parcel::Publish { summary })?;
                Ok(ConversationReply::Done)
            }
            ConversationCall::Offer { agent, team, until } => {
                let id = agent.id.clone();
                let loaded = self.feed(&loaded, Input::Offered { agent, team, until })?;
                let holder = loaded.conversation.status().holder();
                Ok(ConversationReply::Offered {
                    accepted: holder.is_some_and(|holder| holder.id == id),
                    version: loaded.conversation.last_seq(),
                })
            }
            ConversationCall::Place { place } => Ok(ConversationReply::Told {
                listening: self.tell_place(&loaded, place),
            }),
            ConversationCall::AgentOffline { agent } => self.let_go(&loaded, agent),
            ConversationCall::CloseAgent { agent } => {
                self.tables().forget_tickets_of(&agent)?;
                self.shut_out(&agent);
                self.let_go(&loaded, agent)
            }
            // Answered before anything was loaded.
            ConversationCall::Open { .. } | ConversationCall::KeepFile { .. } => Ok(ConversationReply::Done),
        }
    }

    async fn open(self: &Rc<Self>, mut opening: Opening) -> Answered {
        if opening.conversation.as_str() != self.state.id().to_string() {
            return Ok(refused(not_found()));
        }
        if let Some(already) = self.opened(&opening.workspace)? {
            return Ok(already);
        }
        let fetched = playbooks::fetch_or_own(&self.env, &opening.workspace, &opening.playbook).await;
        let playbook = match fetched {
            Ok((hash, playbook)) => {
                opening.playbook = hash;
                playbook
            }
            Err(missing) => return Ok(refused(without_playbook(&missing))),
        };
        // Another opening may have been here while this one waited.
        if let Some(already) = self.opened(&opening.workspace)? {
            return Ok(already);
        }
        self.begin(opening, playbook)?;
        self.carry_soon();
        Ok(ConversationReply::Done)
    }

    /// The answer when the conversation is open already.
    fn opened(&self, workspace: &WorkspaceId) -> Result<Option<ConversationReply>, StorageError> {
        Ok(self.loaded()?.map(|loaded| {
            if loaded.opening.workspace == *workspace {
                ConversationReply::Done
            } else {
                refused(not_found())
            }
        }))
    }

    /// The conversation, when it is one of this workspace.
    fn of(&self, workspace: &WorkspaceId) -> Result<Option<Rc<Loaded>>, StorageError> {
        let loaded = self.loaded()?;
        Ok(loaded.filter(|loaded| loaded.opening.workspace == *workspace))
    }

    /// A file of the visitor: its bytes are stored with its entry, or neither.
    fn keep_file(
        self: &Rc<Self>,
        workspace: &WorkspaceId,
        client_id: &ClientId,
        input: Input,
        attached: Vec<u8>,
    ) -> Answered {
        let Some(loaded) = self.of(workspace)? else {
            return Ok(refused(not_found()));
        };
        let post = Post::of_visitor(client_id);
        if let Some(again) = self.repeated(&loaded, &post, Reader::Visitor)? {
            return Ok(again);
        }
        let mut draft = Draft::of(&loaded, self.now(&loaded));
        match draft.feed(input) {
            Ok(()) => {
                draft.attached = attached;
                self.store(&loaded, draft, &post, Reader::Visitor, None)
            }
            Err(refusal) => Ok(refused(problem(refusal))),
        }
    }

    /// A command without a text to read: decided and stored, or answered as it was before.
    fn command(self: &Rc<Self>, loaded: &Loaded, post: &Post<'_>, input: Input, reader: Reader) -> Answered {
        if let Some(again) = self.repeated(loaded, post, reader)? {
            return Ok(again);
        }
        let mut draft = Draft::of(loaded, self.now(loaded));
        match draft.feed(input) {
            Ok(()) => self.store(loaded, draft, post, reader, None),
            Err(Refusal::StaleView { seen }) => {
                let mut problem = problem(Refusal::StaleView { seen });
                let end = loaded.conversation.last_seq();
                problem.changed = self.tables().entries(seen, end, CHANGED_ENTRIES)?;
                Ok(refused(problem))
            }
            Err(refusal) => Ok(refused(problem(refusal))),
        }
    }

    /// Stores what a post made, and shows it to whoever posted. A visitor's pace is kept; agents are trusted.
    pub(super) fn store(
        self: &Rc<Self>,
        loaded: &Loaded,
        mut draft: Draft,
        post: &Post<'_>,
        reader: Reader,
        fault: Option<Fault>,
    ) -> Answered {
        if reader == Reader::Visitor
            && let Err(problem) = draft.pace.post(draft.now)
        {
            return Ok(refused(problem));
        }
        let (after, entries) = self.commit(loaded, draft, Some(post), fault)?;
        let last = entries
            .last()
            .map_or(after.conversation.last_seq(), |entry| entry.seq);
        Ok(self.shown(&after, entries, last, reader))
    }

    /// What an earlier post of the same client id made, word for word.
    pub(super) fn repeated(
        &self,
        loaded: &Loaded,
        post: &Post<'_>,
        reader: Reader,
    ) -> Result<Option<ConversationReply>, StorageError> {
        let Some((after, last)) = self.repeats(post)? else {
            return Ok(None);
        };
        let entries = self.tables().entries(after, last, usize::MAX)?;
        Ok(Some(self.shown(loaded, entries, last, reader)))
    }

    fn page(&self, loaded: &Loaded, after: Seq, reader: Reader) -> Answered {
        let end = loaded.conversation.last_seq();
        let entries = self.tables().entries(after, end, PAGE_ENTRIES)?;
        let last = entries.last().map_or(end, |entry| entry.seq);
        Ok(self.shown(loaded, entries, last, reader))
    }

    fn recorded(&self, loaded: &Loaded, after: u64) -> Answered {
        let tables = self.tables();
        let (numbers, lines): (Vec<u64>, Vec<String>) = tables
            .recorded(&loaded.opening, after, INPUTS)?
            .into_iter()
            .unzip();
        Ok(ConversationReply::Inputs(Inputs {
            playbooks: if after == 0 {
                tables.playbooks()?
            } else {
                Vec::new()
            },
            complete: (lines.len() as u64) < INPUTS,
            lines,
            last: numbers.last().copied().unwrap_or(after),
        }))
    }

    fn ticket(&self, who: &Who) -> Answered {
        let now = clock::now();
        let minted = match ticket::mint(now) {
            Ok(minted) => minted,
            Err(error) => {
                crate::log::error("ticket.mint", &json!({ "reason": error.to_string() }));
                return Ok(refused(internal()));
            }
        };
        transaction(&self.state.storage(), || {
            self.tables()
                .tickets()
                .add(&minted.hash, who, minted.expires_at, now)
        })?;
        Ok(ConversationReply::Ticket(Ticket {
            ticket: minted.ticket,
            expires_at: minted.expires_at,
        }))
    }

    /// Back to the queue with it, when it is this agent's.
    fn let_go(self: &Rc<Self>, loaded: &Rc<Loaded>, agent: AgentId) -> Answered {
        self.feed(loaded, Input::AgentOffline { agent })?;
        Ok(ConversationReply::Done)
    }

    /// Decides an input that no post made, and stores what it changes: the conversation after it.
    fn feed(self: &Rc<Self>, loaded: &Rc<Loaded>, input: Input) -> Result<Rc<Loaded>, StorageError> {
        let mut draft = Draft::of(loaded, self.now(loaded));
        if draft.feed(input).is_ok() {
            self.commit_changes(loaded, draft)?;
        }
        Ok(self.loaded()?.unwrap_or_else(|| Rc::clone(loaded)))
    }

    /// Entries as this reader may see them.
    fn shown(
        &self,
        loaded: &Loaded,
        entries: Vec<Entry>,
        last_seq: Seq,
        reader: Reader,
    ) -> ConversationReply {
        let conversation = &loaded.conversation;
        let complete = last_seq >= conversation.last_seq();
        match reader {
            Reader::Visitor => ConversationReply::Visitor(VisitorEntries {
                entries: entries.iter().filter_map(visitor::view).collect(),
                last_seq,
                status: conversation.status().name().to_owned(),
                complete,
                seen: loaded.marks.person,
                place: self.known_place(loaded),
            }),
            Reader::Agent => ConversationReply::Agent(AgentEntries {
                entries,
                last_seq,
                status: conversation.status().clone(),
                tags: conversation.tags(),
                priority: conversation.priority(),
                complete,
                seen: loaded.marks.visitor,
            }),
        }
    }

    /// Owes something to the inbox that no decision made.
    pub(super) fn owe(self: &Rc<Self>, parcel: &Parcel) -> Result<(), StorageError> {
        let now = clock::now();
        transaction(&self.state.storage(), || parcel.enqueue(&self.tables(), now))?;
        self.arm_again(now)?;
        self.carry_soon();
        Ok(())
    }
}

fn without_playbook(missing: &Missing) -> Problem {
    crate::log::error("playbook.missing", &json!({ "reason": missing.to_string() }));
    Problem::new(
        Code::Unavailable,
        "This deployment has no playbook for the workspace.",
    )
    .hint("Build and deploy it again; `index-builder build` writes it.")
}
