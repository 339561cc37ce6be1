//! Deadlines. They are data: the conversation says when to wake it, and a wake-up too early does nothing.
//!
//! | status | deadline | what happens |
//! |---|---|---|
//! | `Bot`, something was said | `idle_after` the last word | a report half collected goes to a person, anything else is resolved |
//! | `Queued`, not escalated | `unclaimed_after` it entered the queue | the fallback team gets it and is called |
//! | `Human`, the visitor waits | `silent_after` the later of the holder's last word and the visitor's first unanswered one | back to the queue |
//! | `Snoozed` | its time | back to its agent |
//!
//! None of these begins anew because the visitor writes, but the idle time, which is the visitor's own.

use gangway_playbook::Playbook;
use gangway_protocol::{By, Seq, Status, Timestamp};

use crate::commit::Commit;
use crate::conversation::Conversation;
use crate::{action, agent, handoff};

/// More than any chain of deadlines that one late wake-up can meet: a snooze ends, its agent is silent,
/// nobody claims.
const CHAIN: usize = 4;

/// When the next deadline comes.
pub(crate) fn next_deadline(state: &Conversation, playbook: &Playbook) -> Option<Timestamp> {
    let times = &playbook.handoff;
    match &state.status {
        Status::Bot if state.last_seq == Seq(0) => None,
        Status::Bot => Some(state.spoken_at.plus(times.idle_after)),
        Status::Queued { escalated: true, .. } => None,
        Status::Queued { escalated: false, .. } => Some(state.entered_at.plus(times.unclaimed_after)),
        Status::Human { active_at, .. } => state
            .waiting_since
            .map(|since| since.max(*active_at).plus(times.silent_after)),
        Status::Snoozed { until, .. } => Some(*until),
        Status::Resolved { .. } => None,
    }
}

/// Settles every deadline that has come.
pub(crate) fn wake(commit: &mut Commit<'_>) {
    for _ in 0..CHAIN {
        match next_deadline(&commit.state, commit.playbook) {
            Some(deadline) if deadline <= commit.now => settle(commit),
            Some(_) | None => return,
        }
    }
}

fn settle(commit: &mut Commit<'_>) {
    match commit.state.status.clone() {
        Status::Bot if commit.state.asking.is_some() => action::give_up(commit),
        Status::Bot => agent::end(commit, None, By::Time),
        Status::Queued { .. } => handoff::escalate(commit),
        Status::Human { agent, team, .. } => handoff::release(commit, agent, team, true),
        Status::Snoozed { agent, team, .. } => agent::wake(commit, agent, team),
        Status::Resolved { .. } => {}
    }
}
