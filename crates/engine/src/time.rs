//! Deadlines. They are data: the conversation says when to wake it, and a wake-up too early does nothing.
//!
//! | status | deadline | what happens |
//! |---|---|---|
//! | `Bot`, something was said | `idle_after` the last word | a report half collected goes to a person, anything else is resolved |
//! | `Queued` | see [`waiting`](crate::waiting) | the fallback team gets it and is called, and called again; a callback is offered |
//! | `Human`, the visitor waits | `silent_after` the later of the holder's last word and the visitor's first unanswered one | back to the queue |
//! | `Snoozed` | its time | back to its agent |
//!
//! Beside them, rules that go by time, see [`rules`], and checks under way, see [`check`].
//!
//! None of these begins anew because the visitor writes, but the idle time, which is the visitor's own.

use gangway_playbook::Playbook;
use gangway_protocol::{By, Seq, Status, Timestamp};

use crate::commit::Commit;
use crate::conversation::Conversation;
use crate::{action, agent, check, contact, files, handoff, rules, slots, waiting};

/// More than any chain of deadlines that one late wake-up can meet: a snooze ends, its agent is silent,
/// nobody claims, the team is alerted again, a callback is offered.
const CHAIN: usize = 8;

/// When the next deadline comes.
pub(crate) fn next_deadline(state: &Conversation, playbook: &Playbook) -> Option<Timestamp> {
    let timer = rules::next_timer(state, playbook).map(|(at, _)| at);
    let times = timer.into_iter().chain(of_status(state, playbook));
    times.chain(check::next(state)).min()
}

/// Settles every deadline that has come, in the order in which they were due.
pub(crate) fn wake(commit: &mut Commit<'_>) {
    commit.facts.by_clock = true;
    // Each rule fires at most twice: in one silence and in one wait. So does a check: it is told of, and lost.
    for _ in 0..CHAIN + 2 * (commit.playbook.rules.len() + commit.state.checks.len()) {
        let due = |at: &Timestamp| *at <= commit.now;
        if let Some(first) = next_deadline(&commit.state, commit.playbook).filter(due)
            && check::next(&commit.state) == Some(first)
        {
            check::ring(commit);
            continue;
        }
        let deadline = of_status(&commit.state, commit.playbook).filter(due);
        let timer = rules::next_timer(&commit.state, commit.playbook).filter(|(at, _)| due(at));
        match (timer, deadline) {
            (Some((at, rule)), deadline) if deadline.is_none_or(|deadline| at <= deadline) => {
                rules::ring(commit, at, rule);
            }
            (_, Some(_)) => settle(commit),
            // What was said before may answer the question that is put now, and a rule of time may have waited for that.
            (_, None) if contact::ask(commit) => {}
            (_, None) => return,
        }
    }
}

/// The deadline of its status, whatever the rules say.
fn of_status(state: &Conversation, playbook: &Playbook) -> Option<Timestamp> {
    let times = &playbook.handoff;
    match &state.status {
        Status::Bot if state.last_seq == Seq(0) => None,
        Status::Bot => Some(state.spoken_at.plus(times.idle_after)),
        Status::Queued { .. } => waiting::next(state, playbook).map(|(at, _)| at),
        Status::Human { active_at, .. } => state
            .waiting_since
            .map(|since| since.max(*active_at).plus(times.silent_after)),
        Status::Snoozed { until, .. } => Some(*until),
        Status::Resolved { .. } => None,
    }
}

fn settle(commit: &mut Commit<'_>) {
    match commit.state.status.clone() {
        Status::Bot if commit.state.asking.is_some() => {
            files::settle(commit);
            if commit.state.asking.is_some() {
                action::give_up(commit);
            } else {
                rules::run(commit);
            }
            action::conclude(commit);
            rules::end(commit);
            slots::ask(commit);
        }
        Status::Bot => agent::end(commit, None, By::Time),
        Status::Queued { .. } => waiting::settle(commit),
        Status::Human { agent, team, .. } => handoff::release(commit, agent, team, true),
        Status::Snoozed { agent, team, .. } => agent::wake(commit, agent, team),
        Status::Resolved { .. } => {}
    }
}

/// A duration for people: `90 s`, `3 min`, `2 h`.
pub(crate) fn in_words(millis: i64) -> String {
    let seconds = millis / 1_000;
    if seconds >= 3_600 && seconds % 3_600 == 0 {
        format!("{} h", seconds / 3_600)
    } else if seconds >= 60 && seconds % 60 == 0 {
        format!("{} min", seconds / 60)
    } else {
        format!("{seconds} s")
    }
}

#[cfg(test)]
mod tests {
    use super::in_words;

    #[test]
    fn durations_are_said_in_the_greatest_whole_unit() {
        assert_eq!(
            [90_000, 180_000, 7_200_000, 5_400_000, 0].map(in_words),
            ["90 s", "3 min", "2 h", "90 min", "0 s"]
        );
    }
}
