//! What happens while a conversation stands in a queue and nobody claims it.
//!
//! | after so much open time in the queue | what happens |
//! |---|---|
//! | `unclaimed_after` | the fallback team has it and is alerted, once |
//! | every `alert_every` after that, `alerts` times | the team that has it is alerted again |
//! | `callback_after` | a callback is offered, once, unless it is known how to reach the visitor |
//!
//! Time counts while the team that has the conversation is open. A team that never opens counts all of it, so that
//! nobody waits for ever.

use gangway_playbook::Playbook;
use gangway_protocol::{EntryBody, Status, TeamId, Timestamp};
use serde::{Deserialize, Serialize};

use crate::commit::Commit;
use crate::contact;
use crate::conversation::Conversation;
use crate::handoff;

/// How much open time has been counted, and what was done since.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Counted {
    /// Up to when it was counted. Earlier than the entry into the queue: nothing was.
    at: Timestamp,
    /// Milliseconds of open time from the entry to there.
    open: i64,
    /// How often the team was alerted again.
    alerts: u32,
}

/// What is due.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) enum Due {
    Escalate,
    AlertAgain,
    OfferCallback,
}

/// What is due next, and when.
pub(crate) fn next(state: &Conversation, playbook: &Playbook) -> Option<(Timestamp, Due)> {
    let Status::Queued { team, escalated, .. } = &state.status else {
        return None;
    };
    let times = &playbook.handoff;
    let Counted { at, open, alerts } = counted(state);
    let moment = |after: i64| {
        let left = after.saturating_sub(open).max(0);
        playbook
            .after_open_time(team, at, left)
            .unwrap_or_else(|| at.plus(left))
    };
    let again = times
        .unclaimed_after
        .saturating_add(times.alert_every.saturating_mul(i64::from(alerts) + 1));
    let offer = times.callback_after.filter(|_| contact::may_ask(state, playbook));
    let due = [
        (!escalated).then_some((times.unclaimed_after, Due::Escalate)),
        (*escalated && alerts < times.alerts).then_some((again, Due::AlertAgain)),
        offer.map(|after| (after, Due::OfferCallback)),
    ];
    let due = due.into_iter().flatten();
    due.map(|(after, what)| (moment(after), what)).min()
}

/// Does it.
pub(crate) fn settle(commit: &mut Commit<'_>) {
    match next(&commit.state, commit.playbook) {
        Some((_, Due::Escalate)) => handoff::escalate(commit),
        Some((_, Due::AlertAgain)) => alert_again(commit),
        Some((_, Due::OfferCallback)) => contact::want(commit, true),
        None => {}
    }
}

/// Another team has it: what was waited so far is kept, and from here on that team's hours count.
pub(crate) fn passes_on(commit: &mut Commit<'_>) {
    let now = commit.now;
    let open = open_time(&commit.state, commit.playbook, now);
    commit.state.counted = Counted {
        at: now,
        open,
        alerts: 0,
    };
}

/// It has entered a queue.
pub(crate) fn begins(commit: &mut Commit<'_>) {
    commit.state.counted = Counted::default();
}

fn alert_again(commit: &mut Commit<'_>) {
    let Status::Queued { team, .. } = commit.state.status.clone() else {
        return;
    };
    let times = &commit.playbook.handoff;
    let (most, every) = (times.alerts, times.alert_every.max(1));
    let over = open_time(&commit.state, commit.playbook, commit.now).saturating_sub(times.unclaimed_after);
    // A wake-up that comes late makes one alert, not all that were missed.
    let passed = u32::try_from(over / every).unwrap_or_default();
    let alerts = passed.max(counted(&commit.state).alerts + 1).min(most);
    let Counted { at, open, .. } = counted(&commit.state);
    commit.state.counted = Counted { at, open, alerts };
    let because = format!("nobody has claimed it yet (alert {alerts} of {most})");
    commit.push(EntryBody::Alerted {
        team: team.clone(),
        because: because.clone(),
    });
    commit.alert(&team, because);
}

fn counted(state: &Conversation) -> Counted {
    if state.counted.at >= state.entered_at {
        state.counted
    } else {
        Counted {
            at: state.entered_at,
            ..Counted::default()
        }
    }
}

/// Open time since the entry into the queue.
fn open_time(state: &Conversation, playbook: &Playbook, now: Timestamp) -> i64 {
    let Some(team) = state.status.team() else {
        return 0;
    };
    let Counted { at, open, .. } = counted(state);
    open.saturating_add(open_between(playbook, team, at, now))
}

fn open_between(playbook: &Playbook, team: &TeamId, from: Timestamp, until: Timestamp) -> i64 {
    match playbook.next_opening(team, from) {
        Some(_) => playbook.open_time(team, from, until),
        None => until.0.saturating_sub(from.0).max(0),
    }
}
