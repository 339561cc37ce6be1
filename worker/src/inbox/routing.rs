//! Where a team assigns: the inbox offers, the conversation accepts or refuses, the inbox confirms or releases.
//!
//! An offer is written down with what it owes to the conversation, and reserves a place of its agent's capacity until a
//! summary shows what became of it. What is to be offered to whom is [`gangway_engine::desk::offers`].

use std::rc::Rc;

use gangway_engine::desk::{self, Answer, Offer, Present};
use gangway_protocol::{AgentId, AgentRef, ConversationId, Seq, TeamId, Timestamp};

use super::object::Core;
use crate::calls::ConversationCall;
use crate::clock;
use crate::storage::{StorageError, transaction};

/// How long an offer holds, in milliseconds: one that is not answered in this time goes to the next.
const HOLDS: i64 = 20_000;

impl Core {
    /// Offers what can be offered. In one transaction: an offer that is owed reserves its place.
    pub(super) fn route(self: &Rc<Self>) -> Result<(), StorageError> {
        let now = clock::now();
        let online = self.online();
        let any = transaction(&self.state.storage(), || {
            let tables = self.tables();
            let waiting = tables.to_assign()?;
            if waiting.is_empty() {
                return Ok(false);
            }
            let mut present = Vec::new();
            let mut names: Vec<AgentRef> = Vec::new();
            for agent in &online {
                if let Some((name, free)) = tables.present_agent(agent)?
                    && !tables.is_shut_out(agent, now)?
                {
                    names.push(AgentRef {
                        id: agent.clone(),
                        name,
                    });
                    present.push(free);
                }
            }
            let offers = desk::offers(&waiting, &tables.offers()?, present, now);
            for (conversation, agent) in &offers {
                let summary = waiting.iter().map(|one| &one.summary);
                let team = summary
                    .filter(|summary| summary.conversation == *conversation)
                    .find_map(|summary| summary.status.team().cloned());
                let agent = names.iter().find(|name| name.id == *agent).cloned();
                if let (Some(team), Some(agent)) = (team, agent) {
                    let until = now.plus(HOLDS);
                    tables.offer(conversation, &agent.id, until, now)?;
                    let call = ConversationCall::Offer { agent, team, until };
                    tables.enqueue(conversation, None, &call, now)?;
                }
            }
            Ok::<_, StorageError>(!offers.is_empty())
        })?;
        if any {
            self.carry_soon(now)?;
        } else {
            self.arm(now)?;
        }
        Ok(())
    }

    /// Takes back an offer that no conversation has heard of, where its agent works for the team no more, can take no more
    /// or was shut out: what waits goes to somebody else. Whether it was taken back.
    pub(super) fn drop_unfit(
        self: &Rc<Self>,
        conversation: &ConversationId,
        agent: &AgentId,
        team: &TeamId,
        until: Timestamp,
    ) -> Result<bool, StorageError> {
        let now = clock::now();
        let tables = self.tables();
        let open = tables.offers()?;
        let fits = !tables.is_shut_out(agent, now)?
            && tables
                .present_agent(agent)?
                .is_some_and(|(_, present)| present.may_keep(team, &open));
        if !fits {
            self.answered(conversation, &(agent.clone(), until), false, Seq(0))?;
            self.route()?;
        }
        Ok(!fits)
    }

    /// A conversation has answered: the place is held until its summary has come, or free.
    pub(super) fn answered(
        &self,
        conversation: &ConversationId,
        (agent, until): &(AgentId, Timestamp),
        accepted: bool,
        version: Seq,
    ) -> Result<(), StorageError> {
        let answer = Answer { accepted, version };
        transaction(&self.state.storage(), || {
            let tables = self.tables();
            tables.answer_offer(conversation, agent, *until, answer)?;
            // The summary may have come before the answer.
            if let Some(summary) = tables.summary(conversation)? {
                tables.settle_offers(&summary)?;
            }
            Ok(())
        })
    }
}

/// An agent who is there, as far as the tables know.
pub(super) fn present(
    agent: AgentId,
    skills: gangway_protocol::api::Skills,
    held: u32,
    last_at: Timestamp,
) -> Present {
    Present {
        agent,
        teams: skills.teams,
        languages: skills.languages,
        capacity: skills.capacity,
        held,
        last_at,
    }
}

/// An offer as stored.
pub(super) fn offer(
    conversation: ConversationId,
    agent: AgentId,
    until: Timestamp,
    accepted: Option<bool>,
    version: Seq,
) -> Offer {
    Offer {
        conversation,
        agent,
        until,
        answer: accepted.map(|accepted| Answer { accepted, version }),
    }
}
