//! Read, post, and read again when the conversation says otherwise.
//!
//! The way of a message through the Worker:
//! 1. Read the text with the deployed playbook and index and the turns that the client shows.
//! 2. Post it with its signals and a digest of those turns.
//! 3. Refused: the conversation has other turns, or another playbook for its episode. It says which; read again from
//!    those and post again.
//! 4. Refused again: something else was said in the meantime. Post it without signals; it is stored, and a person
//!    gets it.
//!
//! **Why a client's context may be read at all.** It saves the round trip that would fetch the turns, and nothing
//! comes of it unless it is the truth: the conversation compares the digest of the turns that were read with that of
//! the turns it has stored, before it lets the engine look at the signals ([`calls::digest`]). A context with the
//! right `seq` and other words is refused like a stale one, and step 3 reads what was really said.
//!
//! What cannot be read (a damaged index, a reading that panics) is posted without signals at once: every failure ends at
//! a person.

use std::rc::Rc;

use gangway_knowledge::{Index, Table};
use gangway_protocol::api::{ContextTurn, PostMessage};
use gangway_protocol::limits::CONTEXT_TURNS;
use gangway_protocol::signals::{Basis, Turn};
use gangway_protocol::{Code, Seq, Signals, Stamp};
use gangway_reading::Lacking;
use worker::{Env, Stub};

use crate::ask;
use crate::calls::{self, ConversationCall, ConversationReply, ToConversation};
use crate::faults::Fault;
use crate::http::problem::Failure;
use crate::knowledge::{self, Deployed, Guide};
use crate::log;
use crate::panics::contained;

/// A message on its way to its conversation.
pub(crate) struct Message<'a> {
    /// The deployment.
    pub(crate) env: &'a Env,
    /// What the workspace was deployed with.
    pub(crate) deployed: &'a Deployed,
    /// The conversation.
    pub(crate) stub: &'a Stub,
    /// What was posted, within its limits.
    pub(crate) post: PostMessage,
    /// A fault to be had, in tests.
    pub(crate) fault: Option<Fault>,
}

/// What a reading is made from.
struct Ground {
    turns: Vec<Turn>,
    stamp: Stamp,
    guide: Rc<Guide>,
}

impl Message<'_> {
    /// Reads and posts it. What is returned is never [`Code::StaleReading`].
    pub(crate) async fn post(self) -> Result<ConversationReply, Failure> {
        let mut ground = self.first_ground().await; // (1)
        for _ in 0..2 {
            let Some(reading) = ground else { break };
            let signals = match self.read(&reading).await {
                Ok(signals) => signals,
                Err(failure) => {
                    unreadable(&failure);
                    break;
                }
            };
            let reply = self.send(Some(Box::new(signals)), &reading.turns).await?; // (2)
            let ConversationReply::Refused { problem, playbook } = reply else {
                return Ok(reply);
            };
            let (Code::StaleReading, Some(basis)) = (problem.code, problem.basis.clone()) else {
                return Ok(ConversationReply::Refused { problem, playbook });
            };
            let guide = match playbook {
                Some(playbook) => Some(knowledge::adopted(
                    self.deployed,
                    &basis.stamp.playbook,
                    *playbook,
                )),
                None if basis.stamp.playbook == reading.stamp.playbook => Some(reading.guide.clone()),
                None => knowledge::known(self.deployed, &basis.stamp.playbook),
            };
            ground = guide.map(|guide| self.ground(*basis, guide)); // (3)
        }
        self.send(None, &[]).await // (4)
    }

    /// What the client shows. When it shows no turns but has entries, or nothing can be read, the conversation is
    /// asked first, which spares a reading that could not hold.
    async fn first_ground(&self) -> Option<Ground> {
        let guide = match knowledge::guide(self.env, self.deployed).await {
            Ok(guide) => guide,
            Err(failure) => {
                unreadable(&failure);
                return None;
            }
        };
        if self.post.context.is_empty() && self.post.last_seq > Seq(0) {
            let call = self.to_conversation(ConversationCall::Basis);
            if let Ok(ConversationReply::Basis { basis, playbook }) =
                ask::conversation(self.stub, &call).await
            {
                let guide = if basis.stamp.playbook == self.deployed.playbook {
                    guide
                } else {
                    knowledge::known(self.deployed, &basis.stamp.playbook).unwrap_or_else(|| {
                        knowledge::adopted(self.deployed, &basis.stamp.playbook, *playbook)
                    })
                };
                return Some(self.ground(basis, guide));
            }
        }
        let turns = shown(&self.post.context);
        let stamp = Stamp {
            playbook: self.deployed.playbook.clone(),
            index: self.deployed.index.clone(),
            considered: turns.last().map_or(Seq(0), |turn| turn.seq),
        };
        Some(Ground { turns, stamp, guide })
    }

    /// What the conversation says it is. The index is always the deployed one.
    fn ground(&self, basis: Basis, guide: Rc<Guide>) -> Ground {
        Ground {
            turns: basis.turns,
            stamp: Stamp {
                index: self.deployed.index.clone(),
                ..basis.stamp
            },
            guide,
        }
    }

    async fn read(&self, ground: &Ground) -> Result<Signals, Failure> {
        let mut index = knowledge::index(self.env, self.deployed).await?;
        let table = knowledge::table(self.env, self.deployed).await?;
        match self.read_with(ground, &index, &table)? {
            Ok(signals) => Ok(signals),
            Err(lacking) => {
                let passages = lacking.passages;
                knowledge::add_texts(self.env, self.deployed, &mut index, passages).await?;
                self.read_with(ground, &index, &table)?
                    .map_err(|lacking| Failure::Fault(lacking.to_string()))
            }
        }
    }

    fn read_with(
        &self,
        ground: &Ground,
        index: &Index,
        table: &Table,
    ) -> Result<Result<Signals, Lacking>, Failure> {
        // Nothing of it is kept but its result, and whatever makes it panic is a message that a person can read.
        let read = contained(|| {
            if self.fault == Some(Fault::PanicInReading) {
                panic!("a panic was asked for");
            }
            gangway_reading::read(
                &gangway_reading::Message {
                    text: &self.post.text,
                    turns: &ground.turns,
                    today: knowledge::today(),
                },
                ground.stamp.clone(),
                &ground.guide.playbook,
                &ground.guide.prepared,
                index,
                table,
            )
        });
        read.map_err(|panicked| Failure::Fault(panicked.to_string()))
    }

    async fn send(
        &self,
        signals: Option<Box<Signals>>,
        turns: &[Turn],
    ) -> Result<ConversationReply, Failure> {
        let call = self.to_conversation(ConversationCall::Message {
            client_id: self.post.client_id.clone(),
            text: self.post.text.clone(),
            signals,
            turns: calls::digest(turns),
            deployed: self.deployed.playbook.clone(),
        });
        let fault = self.fault.map(|fault| (calls::FAULT, fault.name()));
        Ok(ask::ask(self.stub, &call, fault).await?)
    }

    fn to_conversation(&self, call: ConversationCall) -> ToConversation {
        ToConversation {
            workspace: self.deployed.workspace.clone(),
            call,
        }
    }
}

/// The turns a client shows, as a conversation would have stored them: the last ones, in order.
fn shown(context: &[ContextTurn]) -> Vec<Turn> {
    context[context.len().saturating_sub(CONTEXT_TURNS)..]
        .iter()
        .map(|turn| Turn {
            seq: turn.seq,
            visitor: turn.visitor,
            text: turn.text.clone(),
        })
        .collect()
}

fn unreadable(failure: &Failure) {
    let reason = match failure {
        Failure::Refused(problem) => &problem.message,
        Failure::Fault(reason) => reason,
    };
    log::error("message.unreadable", &serde_json::json!({ "reason": reason }));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_more_turns_are_read_than_a_conversation_would_show() {
        let context: Vec<ContextTurn> = (1..=20)
            .map(|seq| ContextTurn {
                seq: Seq(seq),
                visitor: seq % 2 == 1,
                text: seq.to_string(),
            })
            .collect();
        let turns = shown(&context);
        assert_eq!(turns.len(), CONTEXT_TURNS);
        assert_eq!((turns[0].seq, turns[11].seq), (Seq(9), Seq(20)));
        assert_eq!(shown(&[]), []);
    }
}
