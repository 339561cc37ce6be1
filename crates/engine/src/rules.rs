//! Rules: which fire on an input, why, and what they do.
//!
//! A condition is about how things stand; a rule fires when its condition holds *and* something in it is of
//! this input. So `every = [tag corporate, asks for a person]` fires on the message that asks, although the
//! tag is older, and a tag that has been on for an hour alerts nobody again. [`condition`](crate::condition) has the table.
//!
//! Loops cannot happen: a rule fires at most once on an input, consequences are followed [`DEPTH`] deep, and by time a
//! rule fires once in one wait or one silence, which no rule can begin anew. While the visitor waits in the queue, and where
//! nothing but time has passed, a rule that has fired since the bot began does not fire again for another reason: a
//! nervous visitor does not ring the desk with every line, and what fails is not begun again for ever.

use gangway_playbook::{Condition, Matching, Playbook, Rule, RuleEffect};
use gangway_protocol::ground::{self, GROUNDS};
use gangway_protocol::{By, EntryBody, Ground, HandoffReason, Seq, Status, TagSource, Timestamp};

use crate::commit::{Commit, Facts};
use crate::condition::Scene;
use crate::conversation::{Conversation, Stretch};
use crate::{action, agent, handoff, slots, tags};

/// How many times consequences of consequences are followed.
pub(crate) const DEPTH: usize = 8;

/// Fires every rule whose condition is met, in order, until none is left; or the first one alone.
pub(crate) fn run(commit: &mut Commit<'_>) {
    let playbook = commit.playbook;
    for _ in 0..DEPTH {
        let mut any = false;
        for rule in &playbook.rules {
            if playbook.matching == Matching::First && !commit.facts.fired.is_empty() {
                return;
            }
            let once = commit.facts.was_queued || commit.facts.by_clock;
            let spent =
                commit.facts.fired.contains(&rule.id) || (once && commit.state.fired.contains(&rule.id));
            if spent {
                continue;
            }
            let seen = Scene::of(commit).look(rule, &rule.when);
            if seen.holds && seen.fresh {
                fire(commit, rule, seen.grounds, false);
                any = true;
            }
        }
        if !any {
            break;
        }
    }
}

/// When the next rule fires by time alone, and which.
pub(crate) fn next_timer(state: &Conversation, playbook: &Playbook) -> Option<(Timestamp, usize)> {
    let watched = matches!(
        state.status,
        Status::Bot | Status::Queued { .. } | Status::Human { .. }
    );
    if !watched || state.last_seq == Seq(0) {
        return None;
    }
    let rules = playbook.rules.iter().enumerate();
    let timers = rules.filter_map(|(index, rule)| Some((timer(state, playbook, rule)?, index)));
    timers.min()
}

/// A rule of time fires: its time has come. What people have they do not lose by it.
pub(crate) fn ring(commit: &mut Commit<'_>, at: Timestamp, index: usize) {
    let playbook = commit.playbook;
    let Some(rule) = playbook.rules.get(index) else {
        return;
    };
    commit.facts.was_queued = matches!(commit.state.status, Status::Queued { .. });
    let scene = Scene {
        at,
        time: true,
        ..Scene::of(commit)
    };
    let grounds = scene.look(rule, &rule.when).grounds;
    fire(commit, rule, grounds, true);
    if !matches!(commit.state.status, Status::Human { .. }) {
        if playbook.matching == Matching::All {
            run(commit);
        }
        action::conclude(commit);
        end(commit);
        slots::ask(commit);
    }
}

/// After everything else of an input: ends what a rule has ended. Not where somebody asked for a person, something
/// failed or something has begun; and what was half collected goes to a person.
pub(crate) fn end(commit: &mut Commit<'_>) {
    let Some(rule) = commit.facts.resolve.take() else {
        return;
    };
    let facts = &commit.facts;
    let goes_on = facts.handed_off
        || facts.asked.is_some()
        || facts.failed
        || facts.started.is_some()
        || !facts.failed_actions.is_empty();
    let team = match &commit.state.status {
        Status::Bot => None,
        Status::Queued { team, .. } => Some(team.clone()),
        Status::Human { .. } | Status::Snoozed { .. } | Status::Resolved { .. } => return,
    };
    if goes_on {
        return;
    }
    if team.is_none() && commit.state.asking.is_some() {
        action::give_up(commit);
    } else {
        agent::end(commit, team, By::Rule { rule });
    }
}

/// When a rule fires by time alone, if no more happens.
fn timer(state: &Conversation, playbook: &Playbook, rule: &Rule) -> Option<Timestamp> {
    if is_spent(state, rule) {
        return None;
    }
    let since = |leaf: &Condition| since(state, leaf);
    let mut times: Vec<Timestamp> = rule.when.wanted().into_iter().filter_map(since).collect();
    times.sort_unstable();
    let facts = Facts::default();
    times.into_iter().find(|at| {
        let scene = Scene {
            playbook,
            state,
            facts: &facts,
            at: *at,
            time: true,
        };
        let seen = scene.look(rule, &rule.when);
        seen.holds && seen.fresh
    })
}

/// When a condition of time comes to hold.
fn since(state: &Conversation, leaf: &Condition) -> Option<Timestamp> {
    if let Condition::WaitingLongerThan(span) = leaf {
        Some(state.waiting_since?.plus(*span))
    } else if let Condition::IdleLongerThan(span) = leaf {
        Some(state.idle_since().plus(*span))
    } else {
        None
    }
}

/// Whether a rule goes by the wait, and whether by the silence.
fn goes_by(rule: &Rule) -> (bool, bool) {
    let leaves = rule.when.wanted();
    let waits = |leaf: &&Condition| matches!(leaf, Condition::WaitingLongerThan(_));
    let idles = |leaf: &&Condition| matches!(leaf, Condition::IdleLongerThan(_));
    (leaves.iter().any(waits), leaves.iter().any(idles))
}

/// Whether a rule of time has fired in this wait or this silence.
fn is_spent(state: &Conversation, rule: &Rule) -> bool {
    let Some(fired) = state.timed.get(&rule.id) else {
        return false;
    };
    let (waits, idles) = goes_by(rule);
    let same_wait = state.waiting_since.is_some() && fired.waiting_since == state.waiting_since;
    (waits && same_wait) || (idles && fired.idle_since == state.idle_since())
}

fn fire(commit: &mut Commit<'_>, rule: &Rule, mut held: Vec<Ground>, by_time: bool) {
    let again = commit.state.fired.contains(&rule.id) && !by_time;
    commit.facts.fired.insert(rule.id.clone());
    commit.state.fired.insert(rule.id.clone());
    if goes_by(rule) != (false, false) {
        let stretch = Stretch {
            waiting_since: commit.state.waiting_since,
            idle_since: commit.state.idle_since(),
        };
        commit.state.timed.insert(rule.id.clone(), stretch);
    }
    held.truncate(GROUNDS);
    let because = ground::in_words(&held);
    commit.push(EntryBody::RuleFired {
        rule: rule.id.clone(),
        because: because.clone(),
        held,
    });
    let by = || By::Rule {
        rule: rule.id.clone(),
    };
    // Between a visitor and an agent no machine speaks, asks or decides.
    let between_people = matches!(commit.state.status, Status::Human { .. });
    for effect in &rule.then {
        match effect {
            RuleEffect::Tag(tag) => tags::add(
                commit,
                tag,
                TagSource::Rule {
                    rule: rule.id.clone(),
                },
            ),
            RuleEffect::Untag(tag) => tags::remove(commit, tag, by()),
            RuleEffect::Priority(priority) => tags::set_priority(commit, *priority, by()),
            // The team that was called once for this reason has heard it.
            RuleEffect::Alert(_) if again => {}
            RuleEffect::Alert(team) => {
                let because = format!("{}: {because}", rule.id);
                commit.push(EntryBody::Alerted {
                    team: team.clone(),
                    because: because.clone(),
                });
                commit.alert(team, because);
            }
            RuleEffect::Start(_) | RuleEffect::Handoff(_) | RuleEffect::Say(_) | RuleEffect::Resolve
                if between_people => {}
            RuleEffect::Start(id) => action::start(commit, id, &rule.id),
            RuleEffect::Handoff(team) => {
                let reason = HandoffReason::Rule {
                    rule: rule.id.clone(),
                    because: because.clone(),
                };
                handoff::hand_off(commit, team, reason);
            }
            // Whoever waits for a person is not talked to by a machine, but for its questions and what is said to
            // whoever has waited for long.
            RuleEffect::Say(_) if commit.facts.was_queued && !by_time => {}
            RuleEffect::Say(text) => {
                commit.facts.said = true;
                let text = commit.text(text);
                commit.bot_says(&text);
            }
            RuleEffect::Resolve => commit.facts.resolve = Some(rule.id.clone()),
        }
    }
}
