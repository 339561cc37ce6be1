//! The way to people: the handoff with its one notice, the queue, and the way back to it.

use gangway_playbook::OPENS;
use gangway_protocol::{AgentRef, EntryBody, HandoffReason, Status, TeamId};

use crate::commit::Commit;
use crate::time::in_words;
use crate::{check, contact, waiting};

/// Hands the conversation to a team. The first handoff of an input wins.
///
/// From the bot this is a handoff with its one notice. From the queue it moves to the other team without a
/// second notice, and neither the visitor's wait nor the queue's deadline begins anew. From anywhere else
/// nothing happens: people have it, or it has ended.
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
            // The hours that count are those of this moment, not those of the message that began it.
            let team = open_or_fallback(commit, team);
            queue(commit, team.clone());
            let priority = commit.state.priority;
            commit.push(EntryBody::HandedOff {
                team: team.clone(),
                reason: reason.clone(),
                priority,
            });
            match closed(commit, &team) {
                Some(closed) => commit.notice(closed),
                None => commit.notice(commit.text(&commit.playbook.handoff.message)),
            }
            commit.alert(&team, reason.to_string());
            commit.state.reason = Some(reason);
        }
        Status::Queued {
            team: from,
            waiting_since,
            escalated,
        } => {
            commit.facts.handed_off = true;
            if from != *team {
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
                });
                commit.alert(team, reason.to_string());
                commit.state.reason = Some(reason);
            }
        }
        Status::Human { .. } | Status::Snoozed { .. } | Status::Resolved { .. } => {}
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

/// The team, or the fallback team where this one is closed, says so, and the fallback team is open.
fn open_or_fallback(commit: &Commit<'_>, team: &TeamId) -> TeamId {
    let fallback = &commit.playbook.handoff.fallback_team;
    let passes = commit
        .playbook
        .team(team)
        .is_some_and(|team| team.closed_to_fallback);
    let open = |team: &TeamId| commit.playbook.is_open(team, commit.now);
    if passes && !open(team) && open(fallback) {
        fallback.clone()
    } else {
        team.clone()
    }
}

/// What the visitor is told when the team is closed: when it is back. They are asked how to reach them, too.
fn closed(commit: &mut Commit<'_>, team: &TeamId) -> Option<String> {
    let playbook = commit.playbook;
    let team = playbook.team(team)?;
    if playbook.is_open(&team.id, commit.now) {
        return None;
    }
    contact::want(commit, false);
    let closed = &playbook.handoff.closed;
    // The day and the hour in the language of the sentence that they stand in.
    let language = commit
        .state
        .speaks()
        .filter(|language| closed.languages().any(|written| written == *language))
        .or(playbook.workspace.languages.first().map(String::as_str))
        .unwrap_or("en");
    let opens = playbook.opens_in_words(team, language, commit.now)?;
    Some(closed.text(Some(language)).replace(OPENS, &opens))
}

/// Back in a queue: whoever waits for a word is told when the team is closed.
pub(crate) fn tell_closed(commit: &mut Commit<'_>, team: &TeamId) {
    if let Some(closed) = closed(commit, team) {
        commit.bot_says(&closed);
    }
}

/// The holder has lost it, or given it back: to their team's queue.
pub(crate) fn release(commit: &mut Commit<'_>, agent: AgentRef, team: TeamId, silent: bool) {
    let because = if silent {
        format!("{} is silent or offline", agent.name)
    } else {
        format!("{} gave it back", agent.name)
    };
    let team = commit.team_or_default(Some(team));
    let waits = commit.state.waiting_since.is_some();
    queue(commit, team.clone());
    commit.push(EntryBody::Released { agent, silent });
    if waits {
        tell_closed(commit, &team);
    }
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
    commit.push(EntryBody::Alerted {
        team: to.clone(),
        because: because.clone(),
    });
    commit.alert(&to, because);
}
