//! Checks: what an action has collected is looked up in the operator's own system before the action is complete.
//!
//! 1. All slots are there: a check begins, and its question goes outward as an effect. It is named by the `seq` of its
//!    entry, so that whoever carries it has a key that is always the same.
//! 2. What takes longer than [`MOMENT`] is spoken of once, while the bot has the conversation.
//! 3. The outcome comes back as an input. One that is lost is taken for a failure [`GRACE`] after its time.
//!
//! | outcome | what follows |
//! |---|---|
//! | an answer | it is kept and said, and the action is complete |
//! | the system does not know it | the slot is asked for once more; the second time, the action has failed |
//! | none, or none that can be used | the visitor is told; the action is complete without it, or has failed, as the playbook says |
//!
//! An action that has failed goes to a person, unless a rule sends it elsewhere. Once a human has had the conversation, an
//! outcome is kept for agents, and the bot neither speaks of it nor decides anything by it.

use std::collections::BTreeMap;

use gangway_playbook::{Action, Check, Otherwise, Said, template};
use gangway_protocol::limits::{CHECK_FIELDS, SLOT_CHARS};
use gangway_protocol::{ActionId, EntryBody, Field, HandoffReason, Seq, SlotId, Status, Timestamp, card};
use serde::{Deserialize, Serialize};

use crate::action::Asking;
use crate::commit::Commit;
use crate::conversation::Conversation;
use crate::input::Effect;
use crate::{action, handoff, near_miss, rules, slots};

/// Milliseconds after which the visitor is told that something is being looked up.
const MOMENT: i64 = 2_000;
/// Milliseconds that an outcome may take from whoever asked for it.
const GRACE: i64 = 2_000;
/// So many times one conversation may have something looked up: nobody tries out booking numbers by the hundred.
pub(crate) const CHECKS: u32 = 10;
/// So many times in a row the system may know nothing of it.
const REFUSED: u32 = 2;

/// What came of a check.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(tag = "outcome", rename_all = "snake_case")]
pub enum CheckOutcome {
    /// The operator's system answered.
    Answered {
        /// Values by name, as it gave them.
        fields: BTreeMap<String, String>,
    },
    /// The operator's system knows nothing of it.
    NotFound,
    /// There is no answer, or none that can be used.
    Failed {
        /// Why, in words for agents.
        because: String,
    },
}

/// A check under way.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub(crate) struct Checking {
    action: ActionId,
    /// Its name: the `seq` of its entry.
    check: Seq,
    /// When its outcome is taken for lost.
    until: Timestamp,
    /// When the visitor is told that it takes a moment, if they still are to be.
    tell_at: Option<Timestamp>,
    /// Whether a human has had the conversation since it began, or it has ended.
    quiet: bool,
}

/// At the end of an input: begins the checks of actions that have all their slots by it.
pub(crate) fn begin(commit: &mut Commit<'_>) {
    while let Some(id) = commit.facts.to_check.pop_first() {
        let playbook = commit.playbook;
        let Some(action) = playbook.action(&id) else {
            continue;
        };
        let (Some(check), Some(collected)) = (&action.check, find(&mut commit.state, &id)) else {
            continue;
        };
        collected.complete = false;
        let values = collected.filled.clone();
        let files = collected.files.clone();
        let with_bot = commit.state.status == Status::Bot;
        let machine = with_bot || matches!(commit.state.status, Status::Queued { .. });
        commit.state.checks.retain(|checking| checking.action != id);
        if commit.state.checked >= CHECKS {
            let because = format!("{CHECKS} things were looked up in this conversation already");
            settle(commit, action, check, !machine, &CheckOutcome::Failed { because });
            continue;
        }
        commit.state.checked += 1;
        let seq = commit.push(EntryBody::CheckStarted { action: id.clone() });
        let now = commit.now;
        commit.state.checks.push(Checking {
            action: id.clone(),
            check: seq,
            until: now.plus(check.timeout + GRACE),
            tell_at: with_bot.then(|| now.plus(MOMENT)),
            quiet: !machine,
        });
        commit.ask_outside(Effect::Check {
            check: seq,
            action: id,
            webhook: check.webhook.clone(),
            values,
            files,
            until: now.plus(check.timeout),
        });
    }
}

/// An outcome has come. One that nobody waits for any more changes nothing.
pub(crate) fn outcome(commit: &mut Commit<'_>, check: Seq, outcome: &CheckOutcome) {
    let waits = |checking: &Checking| checking.check == check;
    if let Some(position) = commit.state.checks.iter().position(waits) {
        let checking = commit.state.checks.remove(position);
        end(commit, &checking, outcome);
    }
}

/// When the next deadline of a check comes.
pub(crate) fn next(state: &Conversation) -> Option<Timestamp> {
    let times = state
        .checks
        .iter()
        .flat_map(|one| one.tell_at.into_iter().chain([one.until]));
    times.min()
}

/// Settles the deadline that comes next.
pub(crate) fn ring(commit: &mut Commit<'_>) {
    let due = next(&commit.state);
    let checks = &mut commit.state.checks;
    if let Some(told) = checks.iter_mut().find(|one| one.tell_at == due) {
        told.tell_at = None;
        let action = commit.playbook.action(&told.action);
        let check = action.and_then(|action| Some((action, action.check.as_ref()?)));
        if let Some((action, check)) = check {
            let text = fill(commit, action, &check.meanwhile);
            commit.bot_says(&text);
        }
    } else if let Some(position) = checks.iter().position(|one| Some(one.until) == due) {
        let lost = checks.remove(position);
        let because = "its outcome was lost".to_owned();
        commit.facts.was_queued = matches!(commit.state.status, Status::Queued { .. });
        end(commit, &lost, &CheckOutcome::Failed { because });
    }
}

/// The bot has lost the conversation to a queue: it does not speak of waiting any more.
pub(crate) fn wait_quietly(state: &mut Conversation) {
    for checking in &mut state.checks {
        checking.tell_at = None;
    }
}

/// A human has it, or it has ended: the bot does not speak of what is under way, whoever has it then.
pub(crate) fn hush(state: &mut Conversation) {
    wait_quietly(state);
    for checking in &mut state.checks {
        checking.quiet = true;
    }
}

/// Whether an action is being looked up.
pub(crate) fn is_under_way(state: &Conversation, id: &ActionId) -> bool {
    state.checks.iter().any(|checking| checking.action == *id)
}

fn end(commit: &mut Commit<'_>, checking: &Checking, outcome: &CheckOutcome) {
    let playbook = commit.playbook;
    let action = playbook.action(&checking.action);
    match action.and_then(|action| Some((action, action.check.as_ref()?))) {
        Some((action, check)) => settle(commit, action, check, checking.quiet, outcome),
        // The playbook of a new episode.
        None => {
            commit.push(EntryBody::CheckFailed {
                action: checking.action.clone(),
                because: "the playbook does not look it up any more".to_owned(),
                again: None,
            });
        }
    }
}

fn settle(commit: &mut Commit<'_>, action: &Action, check: &Check, quiet: bool, outcome: &CheckOutcome) {
    let machine = matches!(commit.state.status, Status::Bot | Status::Queued { .. });
    let speaks = machine && !quiet;
    match outcome {
        CheckOutcome::Answered { fields } => answered(commit, action, check, speaks, fields),
        CheckOutcome::NotFound => not_found(commit, action, check, speaks),
        CheckOutcome::Failed { because } => failed(commit, action, check, speaks, because.clone()),
    }
    if !speaks {
        return;
    }
    rules::run(commit);
    action::conclude(commit);
    // What has failed goes to a person.
    let failed = commit.facts.failed_actions.contains(&action.id);
    if failed && commit.state.status == Status::Bot && commit.state.asking.is_none() {
        let team = action::destination(commit.playbook, &action.id).unwrap_or(&commit.playbook.handoff.team);
        let reason = HandoffReason::Collected {
            action: action.id.clone(),
            complete: false,
        };
        handoff::hand_off(commit, team, reason);
    }
    rules::end(commit);
    slots::ask(commit);
    near_miss::tell(commit);
}

fn answered(
    commit: &mut Commit<'_>,
    action: &Action,
    check: &Check,
    speaks: bool,
    given: &BTreeMap<String, String>,
) {
    // (1) What the playbook wants of it, and nothing else.
    let wanted = check.returns.iter().take(CHECK_FIELDS);
    let fields: Vec<Field> = wanted
        .filter_map(|returned| {
            let value: String = given.get(&returned.name)?.chars().take(SLOT_CHARS).collect();
            Some(Field {
                name: returned.name.clone(),
                label: returned.label.clone(),
                value: card::redact(&value).into_owned(),
            })
        })
        .collect();
    // (2) An answer that lacks what is to be said is none.
    let filled = shown(commit, action);
    let value = |name: &str| {
        let field = fields.iter().find(|field| field.name == name);
        let slot = || filled.get(&SlotId::from(name));
        field.map(|field| &field.value).or_else(slot).map(String::as_str)
    };
    let says = check.says.as_ref().map(|says| commit.text(says));
    let said = match says.as_deref().map(|says| template::fill(says, value)) {
        Some(Err(name)) => {
            let because = format!("its answer has no `{name}`");
            failed(commit, action, check, speaks, because);
            return;
        }
        Some(Ok(said)) => Some(said),
        None => None,
    };
    // (3) It is kept and said.
    if let Some(collected) = find(&mut commit.state, &action.id) {
        collected.refused = 0;
        let answered = fields
            .iter()
            .map(|field| (field.name.clone(), field.value.clone()));
        collected.answered = answered.collect();
    }
    commit.push(EntryBody::CheckAnswered {
        action: action.id.clone(),
        fields,
    });
    if let Some(said) = said.filter(|_| speaks) {
        commit.bot_says(&said);
        // It is what the visitor wanted to know.
        commit.facts.said = true;
        commit.facts.told = true;
    }
    slots::complete(commit, action);
}

fn not_found(commit: &mut Commit<'_>, action: &Action, check: &Check, speaks: bool) {
    let because = "it is not known there".to_owned();
    let refused = find(&mut commit.state, &action.id).map_or(REFUSED, |collected| {
        collected.refused = collected.refused.saturating_add(1);
        collected.refused
    });
    let text = fill(commit, action, &check.not_found);
    let asks = speaks && refused < REFUSED && commit.state.asking.is_none();
    commit.push(EntryBody::CheckFailed {
        action: action.id.clone(),
        because: because.clone(),
        again: asks.then(|| check.again.clone()),
    });
    if asks {
        reopen(commit, action, check);
        commit.state.asking = Some(Asking {
            action: action.id.clone(),
            slot: check.again.clone(),
            not_accepted: 0,
        });
        commit.facts.ask = true;
        commit.facts.not_accepted = Some(text);
        return;
    }
    tell(commit, speaks, &text);
    action::fail(commit, &action.id, because);
}

/// The slot that the system did not know is open again; what was given is kept until something else is.
pub(crate) fn reopen(commit: &mut Commit<'_>, action: &Action, check: &Check) {
    let actions = &mut commit.state.actions;
    let Some(position) = actions.iter().position(|collected| collected.action == action.id) else {
        return;
    };
    // The last one is the one that goes on.
    let mut collected = actions.remove(position);
    collected.again = Some(check.again.clone());
    actions.push(collected);
}

fn failed(commit: &mut Commit<'_>, action: &Action, check: &Check, speaks: bool, because: String) {
    commit.push(EntryBody::CheckFailed {
        action: action.id.clone(),
        because: because.clone(),
        again: None,
    });
    let text = fill(commit, action, &check.failed);
    tell(commit, speaks, &text);
    match check.otherwise {
        Otherwise::Continue => slots::complete(commit, action),
        Otherwise::Handoff => action::fail(commit, &action.id, because),
    }
}

fn tell(commit: &mut Commit<'_>, speaks: bool, text: &str) {
    if speaks {
        commit.bot_says(text);
        commit.facts.told = true;
    }
}

/// A template of slots alone. What has no value, which the playbook rules out, is left out.
fn fill(commit: &Commit<'_>, action: &Action, said: &Said) -> String {
    let filled = shown(commit, action);
    let value = |name: &str| Some(filled.get(&SlotId::from(name)).map_or("", String::as_str));
    template::fill(&commit.text(said), value).unwrap_or_default()
}

/// What an action has collected, as the visitor's language has it.
fn shown(commit: &Commit<'_>, action: &Action) -> BTreeMap<SlotId, String> {
    let mut actions = commit.state.actions.iter();
    let collected = actions.find(|collected| collected.action == action.id);
    let values = action.slots.iter().filter_map(|slot| {
        let value = collected?.filled.get(&slot.id)?;
        let shown = slot.shown(value, &commit.playbook.says, commit.state.speaks());
        Some((slot.id.clone(), shown))
    });
    values.collect()
}

fn find<'s>(state: &'s mut Conversation, id: &ActionId) -> Option<&'s mut crate::action::Collected> {
    state.actions.iter_mut().find(|collected| collected.action == *id)
}
