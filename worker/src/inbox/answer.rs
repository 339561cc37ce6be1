//! Each call and its answer. All of them are answered without an `await`, so that none sees another half done.

use std::rc::Rc;

use gangway_engine::{desk, queue};
use gangway_protocol::api::{InboxList, Skills, Ticket};
use gangway_protocol::event::{Alert, InboxEvent};
use gangway_protocol::queue::View;
use gangway_protocol::{AgentId, AgentRef, Code, ConversationId, Problem, Summary, Timestamp};
use serde_json::json;

use super::object::{Core, refused};
use super::places;
use crate::calls::{ConversationCall, InboxCall, InboxReply, Known};
use crate::clock;
use crate::storage::{StorageError, transaction};
use crate::ticket;

/// How long an agent who was shut out is kept out here: longer than the five minutes for which the session
/// that they may still have is believed.
const KEPT_OUT: i64 = 6 * 60 * 1_000;

type Answered = Result<InboxReply, StorageError>;

impl Core {
    /// Answers one call.
    pub(super) fn answer(self: &Rc<Self>, call: InboxCall) -> Answered {
        let now = clock::now();
        match call {
            InboxCall::Publish { summary, capacity } => self.publish(&summary, capacity, now),
            InboxCall::Alert { alert } => self.alert(alert),
            InboxCall::List { view, agent } => self.list(&view, &agent, now),
            InboxCall::Ticket {
                agent,
                skills,
                said_at,
            } => self.ticket(&agent, &skills, said_at, now),
            InboxCall::CloseAgent { agent } => self.shut_out(&agent, now),
            InboxCall::AdmitAgent { agent, known } => self.admit(&agent, known),
            InboxCall::Admits { agent } => Ok(if self.tables().is_shut_out(&agent, now)? {
                refused(kept_out())
            } else {
                InboxReply::Done
            }),
            InboxCall::Watching {
                agent,
                conversation,
                order,
                watching,
            } => {
                let late = transaction(&self.state.storage(), || {
                    let tables = self.tables();
                    tables.watch(&agent, &conversation, order, watching, now)?;
                    let late = watching && tables.is_shut_out(&agent, now)?;
                    if late {
                        owe_closing(&tables, &conversation, &agent, now)?;
                    }
                    Ok::<_, StorageError>(late)
                })?;
                if late {
                    self.carry_soon(now)?;
                }
                Ok(InboxReply::Done)
            }
            InboxCall::Place { conversation } => {
                let place = self.place_of(&conversation)?;
                Ok(InboxReply::Place { place })
            }
            InboxCall::Conversations { after, most } => Ok(InboxReply::Conversations {
                ids: self.tables().to_rebuild(&after, most)?,
            }),
            InboxCall::Rebuild => {
                self.tables().rebuild(Some(""))?;
                self.carry_soon(now)?;
                Ok(InboxReply::Done)
            }
        }
    }

    fn publish(self: &Rc<Self>, summary: &Summary, capacity: u32, now: Timestamp) -> Answered {
        let holder = summary.status.holder().map(|holder| holder.id.clone());
        let (taken, late, moved, freed) = transaction(&self.state.storage(), || {
            let tables = self.tables();
            let before = tables.summary(&summary.conversation)?;
            let taken = tables.publish(summary, capacity)?;
            let waited = before.as_ref().and_then(|before| desk::waited(before, summary));
            if let Some((team, millis)) = waited.filter(|_| taken) {
                tables.note_wait(&team, millis)?;
            }
            let moved = taken && places::moves(before.as_ref(), summary);
            let owner = |summary: &Summary| summary.status.owner().map(|owner| owner.id.clone());
            let freed = taken && before.as_ref().and_then(owner) != owner(summary);
            if taken {
                tables.settle_offers(summary)?;
            }
            // Claimed with a session from before the agent was shut out.
            let late = match &holder {
                Some(holder) if taken && tables.is_shut_out(holder, now)? => {
                    owe_closing(&tables, &summary.conversation, holder, now)?;
                    true
                }
                Some(_) | None => false,
            };
            Ok::<_, StorageError>((taken, late, moved, freed))
        })?;
        if taken {
            self.tell_changed(&summary.conversation);
        }
        if moved {
            self.tell_places_soon();
        }
        if moved || freed {
            self.route()?;
        }
        if late {
            self.carry_soon(now)?;
        }
        Ok(InboxReply::Done)
    }

    fn alert(&self, alert: Alert) -> Answered {
        let new = transaction(&self.state.storage(), || self.tables().alert(&alert))?;
        if new {
            self.tell_all(&InboxEvent::Alert(alert));
        }
        Ok(InboxReply::Done)
    }

    fn list(&self, view: &str, agent: &AgentId, now: Timestamp) -> Answered {
        if self.tables().is_shut_out(agent, now)? {
            return Ok(refused(kept_out()));
        }
        let Some(view) = View::parse(view) else {
            let names: Vec<&str> = View::EVERY.into_iter().map(View::name).collect();
            let problem = Problem::new(Code::BadRequest, format!("There is no view `{view}`."));
            return Ok(refused(problem.hint(format!("Views are {}.", names.join(", ")))));
        };
        let mut summaries = self.tables().list(view, agent)?;
        summaries.sort_by(queue::order);
        Ok(InboxReply::List(InboxList {
            summaries,
            online: self.online(),
            desk: None,
        }))
    }

    /// (1) What is known of them, unless something later is. (2) Their pages are told to look what they may do. (3) Who
    /// waits is looked at again: they may have room for more, or for somebody else.
    fn admit(self: &Rc<Self>, agent: &AgentId, known: Option<Known>) -> Answered {
        transaction(&self.state.storage(), || {
            let tables = self.tables();
            tables.admit(agent)?;
            if let Some(Known {
                name,
                skills,
                said_at,
            }) = known
            {
                let id = agent.clone();
                tables.know(&AgentRef { id, name }, &skills, said_at)?; // (1)
            }
            Ok::<_, StorageError>(())
        })?;
        self.tell_rights(agent); // (2)
        self.route()?; // (3)
        Ok(InboxReply::Done)
    }

    fn ticket(&self, agent: &AgentRef, skills: &Skills, said_at: Timestamp, now: Timestamp) -> Answered {
        if self.tables().is_shut_out(&agent.id, now)? {
            return Ok(refused(kept_out()));
        }
        let minted = match ticket::mint(now) {
            Ok(minted) => minted,
            Err(error) => {
                crate::log::error("ticket.mint", &json!({ "reason": error.to_string() }));
                return Ok(refused(
                    Problem::new(Code::Internal, "No ticket could be made.").hint("Try again."),
                ));
            }
        };
        transaction(&self.state.storage(), || {
            let tables = self.tables();
            tables.know(agent, skills, said_at)?;
            tables.tickets().add(&minted.hash, agent, minted.expires_at, now)
        })?;
        Ok(InboxReply::Ticket(Ticket {
            ticket: minted.ticket,
            expires_at: minted.expires_at,
        }))
    }

    /// (1) Nothing is given to them here any more; (2) every conversation they hold or watch is told; (3) their
    /// pages are closed. The first two in one transaction: what is told to nobody would never be closed.
    fn shut_out(self: &Rc<Self>, agent: &AgentId, now: Timestamp) -> Answered {
        transaction(&self.state.storage(), || {
            let tables = self.tables();
            tables.shut_out(agent, now.plus(KEPT_OUT))?;
            tables.forget_presence(agent)?;
            let mut told = tables.owned(agent)?;
            told.extend(tables.watched(agent)?);
            told.sort();
            told.dedup();
            for conversation in &told {
                owe_closing(&tables, conversation, agent, now)?;
            }
            Ok::<_, StorageError>(())
        })?;
        self.close_sockets_of(agent);
        self.carry_soon(now)?;
        Ok(InboxReply::Done)
    }
}

fn owe_closing(
    tables: &super::sql::Tables,
    conversation: &ConversationId,
    agent: &AgentId,
    now: Timestamp,
) -> Result<(), StorageError> {
    let call = ConversationCall::CloseAgent { agent: agent.clone() };
    tables.enqueue(conversation, None, &call, now)
}

pub(super) fn kept_out() -> Problem {
    Problem::new(Code::Forbidden, "You do not work in this workspace any more.").hint("Ask an administrator.")
}
