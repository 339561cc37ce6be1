//! What agents do. The first claim wins; the loser is told by whom, and taking from a colleague is explicit.

use gangway_protocol::{
    AgentId, AgentRef, By, ClientId, EntryBody, HandoffReason, Status, TagId, TagSource, TeamId, Timestamp,
};

use crate::commit::Commit;
use crate::conversation::EndedBy;
use crate::input::{Command, Refusal};
use crate::{action, check, closed, handoff, rules, slots, tags, visitor, waiting};

/// An agent's command.
///
/// # Errors
/// When another has it, nobody has it, or its status does not allow it.
pub(crate) fn command(
    commit: &mut Commit<'_>,
    client_id: &ClientId,
    agent: &AgentRef,
    command: &Command,
) -> Result<(), Refusal> {
    match command {
        Command::Claim { take_from } => claim(commit, agent, take_from.as_ref()),
        Command::Release => {
            let team = owned(commit, agent)?;
            handoff::release(commit, agent.clone(), team, false);
            Ok(())
        }
        Command::Reply { text } => {
            claim(commit, agent, None)?;
            commit.agent_says(agent, client_id, text);
            Ok(())
        }
        Command::Note { text } => {
            commit.push(EntryBody::Note {
                agent: agent.clone(),
                text: text.clone(),
                client_id: client_id.clone(),
            });
            Ok(())
        }
        Command::Tags { add, remove } => {
            set_tags(commit, agent, add, remove);
            Ok(())
        }
        Command::Transfer { team } => transfer(commit, agent, team),
        Command::ReturnToBot => return_to_bot(commit, agent),
        Command::Snooze { until } => snooze(commit, agent, *until),
        Command::Resolve => resolve(commit, agent),
    }
}

/// The holder's last page closed, and the grace period is over.
pub(crate) fn offline(commit: &mut Commit<'_>, id: &AgentId) {
    if let Status::Human { agent, team, .. } = commit.state.status.clone()
        && agent.id == *id
    {
        handoff::release(commit, agent, team, true);
    }
}

/// The inbox offers it to an agent: theirs, while it waits for their team and the offer holds.
pub(crate) fn offered(commit: &mut Commit<'_>, agent: &AgentRef, team: &TeamId, until: Timestamp) {
    let waits = matches!(&commit.state.status, Status::Queued { team: of, .. } if of == team);
    if waits && commit.now <= until {
        hold(commit, agent.clone(), team.clone());
        commit.push(EntryBody::Claimed {
            agent: agent.clone(),
            from: None,
            assigned: true,
        });
    }
}

/// A snooze ends: its agent has it again.
pub(crate) fn wake(commit: &mut Commit<'_>, agent: AgentRef, team: TeamId) {
    hold(commit, agent, team);
    commit.push(EntryBody::Woken);
}

/// Takes it. Claiming what one holds changes nothing.
fn claim(commit: &mut Commit<'_>, agent: &AgentRef, take_from: Option<&AgentId>) -> Result<(), Refusal> {
    let (from, team) = match commit.state.status.clone() {
        Status::Human { agent: holder, .. } if holder.id == agent.id => return Ok(()),
        Status::Snoozed {
            agent: owner, team, ..
        } if owner.id == agent.id => {
            wake(commit, owner, team);
            return Ok(());
        }
        Status::Human { agent: by, team, .. } | Status::Snoozed { agent: by, team, .. } => {
            if take_from != Some(&by.id) {
                return Err(Refusal::AlreadyClaimed { by });
            }
            (Some(by), team)
        }
        Status::Queued { team, .. } => (None, team),
        Status::Bot => {
            // The visitor is told that someone joined, and waits for a word from here on.
            commit.wait(Some(commit.now));
            (None, commit.team_or_default(None))
        }
        Status::Resolved { team, .. } => {
            let team = commit.team_or_default(team);
            commit.enter(Status::Bot);
            commit.push(EntryBody::Reopened);
            visitor::begin(commit);
            (None, team)
        }
    };
    hold(commit, agent.clone(), team);
    commit.push(EntryBody::Claimed {
        agent: agent.clone(),
        from,
        assigned: false,
    });
    Ok(())
}

/// From here on the bot is silent and the running action rests.
fn hold(commit: &mut Commit<'_>, agent: AgentRef, team: TeamId) {
    let now = commit.now;
    commit.state.asking = None;
    check::hush(&mut commit.state);
    commit.state.ended_by = None;
    let waiting_since = commit.state.waiting_since.unwrap_or(now);
    commit.enter(Status::Human {
        agent,
        team,
        active_at: now,
        waiting_since,
    });
}

/// The team of a conversation that this agent holds or has put aside.
fn owned(commit: &Commit<'_>, agent: &AgentRef) -> Result<TeamId, Refusal> {
    match &commit.state.status {
        Status::Human {
            agent: owner, team, ..
        }
        | Status::Snoozed {
            agent: owner, team, ..
        } => {
            if owner.id == agent.id {
                Ok(team.clone())
            } else {
                Err(Refusal::NotHolder {
                    by: Some(owner.clone()),
                })
            }
        }
        Status::Bot | Status::Queued { .. } | Status::Resolved { .. } => Err(Refusal::NotHolder { by: None }),
    }
}

/// Tags may call for rules, as a tag that was found does, while no human has it.
fn set_tags(commit: &mut Commit<'_>, agent: &AgentRef, add: &[TagId], remove: &[TagId]) {
    for tag in remove {
        tags::remove(commit, tag, By::Agent { agent: agent.clone() });
    }
    for tag in add {
        tags::add(commit, tag, TagSource::Agent { agent: agent.clone() });
    }
    match commit.state.status {
        Status::Bot | Status::Queued { .. } => {
            rules::run(commit);
            action::conclude(commit);
            rules::end(commit);
            slots::ask(commit);
        }
        Status::Human { .. } | Status::Snoozed { .. } | Status::Resolved { .. } => {}
    }
}

/// To another team's queue: by its holder, or by anyone while nobody has it.
fn transfer(commit: &mut Commit<'_>, agent: &AgentRef, team: &TeamId) -> Result<(), Refusal> {
    if commit.playbook.team(team).is_none() {
        return Err(Refusal::Unknown(format!("there is no team `{team}`")));
    }
    let reason = HandoffReason::Transfer { by: agent.id.clone() };
    match &commit.state.status {
        Status::Bot => handoff::hand_off(commit, team, reason),
        Status::Queued { team: from, .. } => {
            // An agent's decision gives the new team its full time; a rule's does not.
            if from != team {
                let from = from.clone();
                commit.state.reason = Some(reason.clone());
                requeue(commit, team);
                commit.push(EntryBody::Moved {
                    from,
                    to: team.clone(),
                    reason: reason.clone(),
                    closed: None,
                });
                closed::tell(commit, team);
                commit.alert(team, format!("{} sent it", agent.name));
            }
        }
        Status::Human { .. } | Status::Snoozed { .. } => {
            owned(commit, agent)?;
            handoff::queue(commit, team.clone());
            commit.push(EntryBody::Transferred {
                by: agent.clone(),
                team: team.clone(),
            });
            closed::tell(commit, team);
            commit.alert(team, format!("{} sent it", agent.name));
            commit.state.reason = Some(reason);
        }
        Status::Resolved { .. } => {
            return Err(Refusal::WrongStatus(
                "the conversation has ended; claim it first".to_owned(),
            ));
        }
    }
    Ok(())
}

/// Another queue, another deadline, the same wait and the same holder: nobody.
fn requeue(commit: &mut Commit<'_>, team: &TeamId) {
    let waiting_since = commit.state.waiting_since.unwrap_or(commit.now);
    waiting::begins(commit);
    commit.state.entered_at = commit.now;
    commit.state.status = Status::Queued {
        team: team.clone(),
        waiting_since,
        escalated: false,
    };
}

/// Back to the assistant. Its context starts behind this boundary, so that what sent the conversation to
/// people cannot send it there again.
fn return_to_bot(commit: &mut Commit<'_>, agent: &AgentRef) -> Result<(), Refusal> {
    owned(commit, agent)?;
    commit.enter(Status::Bot);
    commit.push(EntryBody::ReturnedToBot { by: agent.clone() });
    visitor::begin(commit);
    commit.state.turns.clear();
    commit.state.heard.clear();
    let back = commit.text(&commit.playbook.says.back);
    commit.bot_says(&back);
    Ok(())
}

fn snooze(commit: &mut Commit<'_>, agent: &AgentRef, until: Timestamp) -> Result<(), Refusal> {
    let team = owned(commit, agent)?;
    if until <= commit.now {
        return Err(Refusal::WrongStatus(
            "choose a time that is still to come".to_owned(),
        ));
    }
    commit.enter(Status::Snoozed {
        agent: agent.clone(),
        team,
        until,
    });
    commit.push(EntryBody::Snoozed {
        by: agent.clone(),
        until,
    });
    Ok(())
}

/// The end: by its holder, or by anyone while nobody has it. Ending what has ended changes nothing.
fn resolve(commit: &mut Commit<'_>, agent: &AgentRef) -> Result<(), Refusal> {
    let team = match &commit.state.status {
        Status::Resolved { .. } => return Ok(()),
        Status::Bot => None,
        Status::Queued { team, .. } => Some(team.clone()),
        Status::Human { .. } | Status::Snoozed { .. } => Some(owned(commit, agent)?),
    };
    end(commit, team, By::Agent { agent: agent.clone() });
    Ok(())
}

/// Ends it.
pub(crate) fn end(commit: &mut Commit<'_>, team: Option<TeamId>, by: By) {
    let at = commit.now;
    if let Some(team) = team.clone() {
        commit.state.ended_by = Some(EndedBy { team, at });
    }
    commit.enter(Status::Resolved { at, team });
    commit.push(EntryBody::Resolved { by });
    commit.wait(None);
    commit.state.asking = None;
    check::hush(&mut commit.state);
}
