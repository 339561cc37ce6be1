//! The way to people: the handoff with its one notice, the queue, and the way back to it.

use gangway_protocol::{AgentRef, EntryBody, HandoffReason, Status, TeamId};

use crate::commit::Commit;
use crate::time::in_words;
use crate::{check, closed, contact, waiting};

/// Hands the conversation to a team. The first handoff of an input wins.
///
/// From the bot this is a handoff with its one notice. From the queue it moves to the other team without a
/// second notice, and neither the visitor's wait nor the queue's deadline begins anew. From anywhere else
/// nothing happens: people have it, or it has ended. The hours that count are those of this moment, not those of the
/// message that began it.
pub(crate) fn hand_off(commit: &mut Commit<'_>, team: &TeamId, reason: HandoffReason) {
    if commit.facts.handed_off {
        return;
    }
    match commit.state.status.clone() {
        Status::Bot => {
            commit.facts.handed_off = true;
            // A report that this message began goes on while the visitor waits; an older one rests.
            if commit.state.asking.as_ref().map(|asking| &asking.action) != commit.facts.started.as_ref() {
                commit.state.asking = None;
            }
            commit.state.failed_attempts = 0;
            contact::begins(commit);
            let (team, closed) = closed::open_or_fallback(commit, team);
            queue(commit, team.clone());
            let priority = commit.state.priority;
            commit.push(EntryBody::HandedOff {
                team: team.clone(),
                reason: reason.clone(),
                priority,
                closed: closed.clone(),
            });
            match closed::words(commit, &team) {
                Some(closed) => commit.notice(closed),
                None => commit.notice(commit.text(&commit.playbook.handoff.message)),
            }
            commit.alert(&team, why(&reason, closed.as_ref()));
            commit.state.reason = Some(reason);
        }
        Status::Queued {
            team: from,
            waiting_since,
            escalated,
        } => {
            commit.facts.handed_off = true;
            let (team, closed) = closed::open_or_fallback(commit, team);
            if from != team {
                waiting::passes_on(commit);
                commit.state.status = Status::Queued {
                    team: team.clone(),
                    waiting_since,
                    escalated,
                };
                commit.push(EntryBody::Moved {
                    from,
                    to: team.clone(),
                    reason: reason.clone(),
                    closed: closed.clone(),
                });
                closed::tell(commit, &team);
                commit.alert(&team, why(&reason, closed.as_ref()));
                commit.state.reason = Some(reason);
            }
        }
        Status::Human { .. } | Status::Snoozed { .. } | Status::Resolved { .. } => {}
    }
}

/// Why a team is called: also that it has it for one that is closed, which the name of a rule may speak of.
fn why(reason: &HandoffReason, closed: Option<&TeamId>) -> String {
    match closed {
        Some(closed) => format!("{reason}; `{closed}` is closed"),
        None => reason.to_string(),
    }
}

/// Puts the conversation into a team's queue, keeping the visitor's wait if there is one.
pub(crate) fn queue(commit: &mut Commit<'_>, team: TeamId) {
    let waiting_since = commit.state.waiting_since.unwrap_or(commit.now);
    commit.state.waiting_since = Some(waiting_since);
    commit.state.ended_by = None;
    check::wait_quietly(&mut commit.state);
    waiting::begins(commit);
    commit.enter(Status::Queued {
        team,
        waiting_since,
        escalated: false,
    });
}

/// The holder has lost it, or given it back: to their team's queue, or that of the fallback team where theirs is closed
/// and passes on.
pub(crate) fn release(commit: &mut Commit<'_>, agent: AgentRef, team: TeamId, silent: bool) {
    let because = if silent {
        format!("{} is silent or offline", agent.name)
    } else {
        format!("{} gave it back", agent.name)
    };
    let (team, _) = closed::open_or_fallback(commit, &commit.team_or_default(Some(team)));
    queue(commit, team.clone());
    commit.push(EntryBody::Released { agent, silent });
    closed::tell(commit, &team);
    commit.alert(&team, because);
}

/// Hands an unclaimed conversation to the fallback team and calls it, once.
pub(crate) fn escalate(commit: &mut Commit<'_>) {
    let Status::Queued {
        team: from,
        waiting_since,
        ..
    } = commit.state.status.clone()
    else {
        return;
    };
    let to = commit.playbook.handoff.fallback_team.clone();
    let because = format!(
        "nobody claimed it within {}",
        in_words(commit.playbook.handoff.unclaimed_after)
    );
    waiting::passes_on(commit);
    commit.state.status = Status::Queued {
        team: to.clone(),
        waiting_since,
        escalated: true,
    };
    commit.push(EntryBody::Escalated { from, to: to.clone() });
    closed::tell(commit, &to);
    commit.push(EntryBody::Alerted {
        team: to.clone(),
        because: because.clone(),
    });
    commit.alert(&to, because);
}
