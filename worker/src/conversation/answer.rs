//! Each call and its answer.

use std::rc::Rc;

use gangway_engine::{Input, Refusal};
use gangway_playbook::Playbook;
use gangway_protocol::api::{AgentEntries, Ticket, VisitorEntries};
use gangway_protocol::limits::PAGE_ENTRIES;
use gangway_protocol::{Code, Entry, Hash, Problem, Seq, Status, WorkspaceId, visitor};
use serde_json::json;

use super::commit::{Draft, Loaded, Post};
use super::object::{Core, refused};
use super::outbox::Parcel;
use super::playbooks::{self, Missing};
use super::refusal::{internal, not_found, problem};
use super::sql::{Opening, Who};
use crate::calls::{ConversationCall, ConversationReply, ToConversation, digest};
use crate::clock;
use crate::faults::Fault;
use crate::panics::contained;
use crate::storage::{StorageError, transaction};
use crate::ticket;

/// Whose timeline is shown.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Reader {
    Visitor,
    Agent,
}

type Answered = Result<ConversationReply, StorageError>;

impl Core {
    /// Answers one call.
    pub(super) async fn answer(self: &Rc<Self>, to: ToConversation, fault: Option<Fault>) -> Answered {
        let ToConversation { workspace, call } = to;
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
        contained(|| self.decide(&workspace, call, adoptable, fault)).unwrap_or_else(|panicked| {
            self.distrust_memory();
            crate::log::error(
                "conversation.panicked",
                &json!({ "reason": panicked.to_string() }),
            );
            Ok(refused(internal()))
        })
    }

    /// Answers one call that need not wait.
    fn decide(
        self: &Rc<Self>,
        workspace: &WorkspaceId,
        call: ConversationCall,
        adoptable: Option<Rc<Playbook>>,
        fault: Option<Fault>,
    ) -> Answered {
        let Some(loaded) = self
            .loaded()?
            .filter(|loaded| loaded.opening.workspace == *workspace)
        else {
            return Ok(refused(not_found()));
        };
        let now = self.now(&loaded);
        let mut draft = Draft::of(&loaded);
        match call {
            ConversationCall::Message {
                client_id,
                text,
                signals,
                turns,
                deployed,
            } => {
                let post = Post {
                    who: VISITOR,
                    id: &client_id,
                };
                if let Some(again) = self.repeated(&loaded, &post, Reader::Visitor)? {
                    return Ok(again);
                }
                if loaded.would_adopt(now, &deployed) {
                    let playbook = match adoptable {
                        Some(playbook) => Some(playbook),
                        None => self.tables().playbook(&deployed)?.map(Rc::new),
                    };
                    if let Some(playbook) = playbook {
                        draft.adopt(now, &deployed, playbook);
                    }
                }
                if let Some(signals) = &signals {
                    let basis = draft.conversation.basis();
                    if reads_turns(draft.conversation.status()) && digest(&basis.turns) != turns {
                        return Ok(stale(
                            Refusal::StaleReading(Box::new(basis)),
                            &signals.stamp.playbook,
                            &draft,
                        ));
                    }
                }
                let stamped = signals.as_ref().map(|signals| signals.stamp.playbook.clone());
                let input = Input::VisitorMessage {
                    client_id: client_id.clone(),
                    text,
                    signals,
                };
                match draft.feed(now, input) {
                    Ok(()) => self.store_visitor(&loaded, draft, &post, fault),
                    Err(refusal @ Refusal::StaleReading(_)) => {
                        Ok(stale(refusal, &stamped.unwrap_or(deployed), &draft))
                    }
                    Err(refusal) => Ok(refused(problem(refusal))),
                }
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
                self.decide_visitor(
                    &loaded,
                    draft,
                    &Post {
                        who: VISITOR,
                        id: &client_id,
                    },
                    input,
                )
            }
            ConversationCall::AskForPerson { client_id } => {
                let input = Input::AskedForPerson {
                    client_id: client_id.clone(),
                };
                self.decide_visitor(
                    &loaded,
                    draft,
                    &Post {
                        who: VISITOR,
                        id: &client_id,
                    },
                    input,
                )
            }
            ConversationCall::CallOff { client_id } => {
                let input = Input::CalledOff {
                    client_id: client_id.clone(),
                };
                self.decide_visitor(
                    &loaded,
                    draft,
                    &Post {
                        who: VISITOR,
                        id: &client_id,
                    },
                    input,
                )
            }
            ConversationCall::Agent {
                client_id,
                agent,
                command,
            } => {
                let who = format!("agent {}", agent.id);
                let post = Post {
                    who: &who,
                    id: &client_id,
                };
                if let Some(again) = self.repeated(&loaded, &post, Reader::Agent)? {
                    return Ok(again);
                }
                let input = Input::Agent {
                    client_id: client_id.clone(),
                    agent,
                    command,
                };
                if let Err(refusal) = draft.feed(now, input) {
                    return Ok(refused(problem(refusal)));
                }
                let entries = self.commit(&loaded, draft, now, Some(&post), None)?;
                self.commanded(entries, Reader::Agent)
            }
            ConversationCall::VisitorEntries { after } => self.page(&loaded, after, Reader::Visitor),
            ConversationCall::AgentEntries { after } => self.page(&loaded, after, Reader::Agent),
            ConversationCall::VisitorTicket => self.ticket(&Who::Visitor),
            ConversationCall::AgentTicket { agent } => self.ticket(&Who::Agent { agent }),
            ConversationCall::Basis => {
                let playbook = Box::new(loaded.playbook.as_ref().clone());
                Ok(ConversationReply::Basis {
                    basis: loaded.conversation.basis(),
                    playbook,
                })
            }
            ConversationCall::Republish => {
                let summary = Box::new(loaded.conversation.summary());
                self.owe(&Parcel::Publish { summary })?;
                Ok(ConversationReply::Done)
            }
            ConversationCall::AgentOffline { agent } => {
                self.let_go(&loaded, draft, Input::AgentOffline { agent })
            }
            ConversationCall::CloseAgent { agent } => {
                self.tables().forget_tickets_of(&agent)?;
                self.shut_out(&agent);
                self.let_go(&loaded, draft, Input::AgentOffline { agent })
            }
            // Answered above, before anything was loaded.
            ConversationCall::Open { .. } => Ok(ConversationReply::Done),
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

    /// The deployment's playbook, when this message would adopt it and it is not in storage.
    async fn adoptable(
        &self,
        workspace: &WorkspaceId,
        deployed: &Hash,
    ) -> Result<Option<Rc<Playbook>>, StorageError> {
        let Some(loaded) = self
            .loaded()?
            .filter(|loaded| loaded.opening.workspace == *workspace)
        else {
            return Ok(None);
        };
        if !loaded.would_adopt(clock::now(), deployed) || self.tables().playbook(deployed)?.is_some() {
            return Ok(None);
        }
        match playbooks::fetch(&self.env, workspace, deployed).await {
            Ok(playbook) => Ok(Some(Rc::new(playbook))),
            // Not adopted today: the one it has serves, and the reading is made again with it.
            Err(missing) => {
                crate::log::warn(
                    "playbook.missing",
                    &json!({ "hash": deployed, "reason": missing.to_string() }),
                );
                Ok(None)
            }
        }
    }

    fn decide_visitor(
        self: &Rc<Self>,
        loaded: &Loaded,
        mut draft: Draft,
        post: &Post<'_>,
        input: Input,
    ) -> Answered {
        if let Some(again) = self.repeated(loaded, post, Reader::Visitor)? {
            return Ok(again);
        }
        match draft.feed(self.now(loaded), input) {
            Ok(()) => self.store_visitor(loaded, draft, post, None),
            Err(refusal) => Ok(refused(problem(refusal))),
        }
    }

    fn store_visitor(
        self: &Rc<Self>,
        loaded: &Loaded,
        mut draft: Draft,
        post: &Post<'_>,
        fault: Option<Fault>,
    ) -> Answered {
        let now = self.now(loaded);
        if let Err(problem) = draft.pace.post(now) {
            return Ok(refused(problem));
        }
        let entries = self.commit(loaded, draft, now, Some(post), fault)?;
        self.commanded(entries, Reader::Visitor)
    }

    /// What an earlier post of the same client id made, word for word.
    fn repeated(
        &self,
        loaded: &Loaded,
        post: &Post<'_>,
        reader: Reader,
    ) -> Result<Option<ConversationReply>, StorageError> {
        let Some((after, last)) = self.tables().client(post.who, post.id)? else {
            return Ok(None);
        };
        let entries = self.made(after, last)?;
        Ok(Some(shown(loaded, entries, last, reader)))
    }

    /// The answer to a command that was stored.
    fn commanded(&self, entries: Vec<Entry>, reader: Reader) -> Answered {
        let loaded = self.loaded()?.ok_or_else(|| StorageError::Form {
            what: "a conversation that was stored",
            reason: "it is not there".to_owned(),
        })?;
        let last = entries
            .last()
            .map_or(loaded.conversation.last_seq(), |entry| entry.seq);
        Ok(shown(&loaded, entries, last, reader))
    }

    fn page(&self, loaded: &Loaded, after: Seq, reader: Reader) -> Answered {
        let end = loaded.conversation.last_seq();
        let entries = self.tables().entries(after, end, PAGE_ENTRIES)?;
        let last = entries.last().map_or(end, |entry| entry.seq);
        Ok(shown(loaded, entries, last, reader))
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
                .add_ticket(&minted.hash, who, minted.expires_at, now)
        })?;
        Ok(ConversationReply::Ticket(Ticket {
            ticket: minted.ticket,
            expires_at: minted.expires_at,
        }))
    }

    /// The holder is away or shut out.
    fn let_go(self: &Rc<Self>, loaded: &Loaded, mut draft: Draft, input: Input) -> Answered {
        let now = self.now(loaded);
        if draft.feed(now, input).is_ok() {
            self.commit(loaded, draft, now, None, None)?;
        }
        Ok(ConversationReply::Done)
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

const VISITOR: &str = "visitor";

/// Whether the engine goes by what was read: the same statuses for which it compares the stamp.
fn reads_turns(status: &Status) -> bool {
    match status {
        Status::Bot | Status::Queued { .. } | Status::Resolved { .. } => true,
        Status::Human { .. } | Status::Snoozed { .. } => false,
    }
}

/// Entries as this reader may see them.
fn shown(loaded: &Loaded, entries: Vec<Entry>, last_seq: Seq, reader: Reader) -> ConversationReply {
    let conversation = &loaded.conversation;
    let complete = last_seq >= conversation.last_seq();
    match reader {
        Reader::Visitor => ConversationReply::Visitor(VisitorEntries {
            entries: entries.iter().filter_map(visitor::view).collect(),
            last_seq,
            status: conversation.status().name().to_owned(),
            complete,
        }),
        Reader::Agent => ConversationReply::Agent(AgentEntries {
            entries,
            last_seq,
            status: conversation.status().clone(),
            tags: conversation.tags(),
            priority: conversation.priority(),
            complete,
        }),
    }
}

/// Refuses a reading, with what the next one needs.
fn stale(refusal: Refusal, stamped: &Hash, draft: &Draft) -> ConversationReply {
    let own = draft.conversation.playbook();
    let playbook = (own != stamped).then(|| Box::new(draft.playbook.as_ref().clone()));
    ConversationReply::Refused {
        problem: problem(refusal),
        playbook,
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
