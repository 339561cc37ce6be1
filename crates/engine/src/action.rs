//! Actions: what is asked, what is given, what is kept.
//!
//! Slots are asked for one at a time, in the playbook's order. A message may fill several. What has a value
//! keeps it: a value found in a later message never replaces it, only a form does. An action rests when a
//! person is asked for or takes over, and when its answers are not understood; it goes on when a rule starts
//! it again or, with the bot, when the visitor gives one of its values.

use std::collections::BTreeMap;

use gangway_playbook::{Action, Condition, Playbook, RuleEffect, Slot, SlotKind, slot};
use gangway_protocol::signals::Kind;
use gangway_protocol::{
    ActionId, EntryBody, HandoffReason, Question, RuleId, Signals, SlotId, Status, TeamId,
};
use serde::{Deserialize, Serialize};

use crate::answer::is_confident;
use crate::commit::Commit;
use crate::handoff;

/// So many answers in a row that are no value of the slot end the asking.
pub(crate) const NOT_ACCEPTED: u32 = 2;

/// What an action has collected.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Collected {
    /// Which action.
    pub action: ActionId,
    /// Values by slot, in normal form.
    pub filled: BTreeMap<SlotId, String>,
    /// Whether every slot has a value.
    pub complete: bool,
}

/// The question that was asked last.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub(crate) struct Asking {
    pub(crate) action: ActionId,
    pub(crate) slot: SlotId,
    /// Answers in a row that were no value.
    pub(crate) not_accepted: u32,
}

/// What a message is to the action that is asking.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Heard {
    /// No action is asking.
    Nothing,
    /// It gave at least one value. `asks`: and asks something that the documents answer.
    Filled {
        /// Whether there is a question to answer.
        asks: bool,
    },
    /// It was meant as an answer, and is none.
    NotAccepted,
    /// A greeting or thanks.
    Aside,
    /// A question of the visitor that the documents answer.
    Question,
    /// It asks for a person.
    Person,
}

/// Starts an action, or goes on with one that was left.
pub(crate) fn start(commit: &mut Commit<'_>, id: &ActionId, rule: &RuleId) {
    let Some(action) = commit.playbook.action(id) else {
        return;
    };
    if commit
        .state
        .asking
        .as_ref()
        .is_some_and(|asking| asking.action == *id)
    {
        return;
    }
    let left = commit
        .state
        .actions
        .iter()
        .position(|collected| collected.action == *id);
    match left.map(|position| commit.state.actions.remove(position)) {
        Some(collected) if !collected.complete => commit.state.actions.push(collected),
        // One that was completed begins anew: its values stand in the timeline.
        Some(_) | None => {
            commit.state.actions.push(Collected {
                action: id.clone(),
                filled: BTreeMap::new(),
                complete: false,
            });
            commit.push(EntryBody::ActionStarted {
                action: id.clone(),
                rule: Some(rule.clone()),
            });
        }
    }
    commit.facts.started = Some(id.clone());
    commit.facts.not_accepted = None;
    commit.state.asking = None;
    fill_found(commit);
    go_on(commit, action);
}

/// Takes from a message what the current action can use. Only while the bot holds it or it waits.
pub(crate) fn hear(commit: &mut Commit<'_>, text: &str, signals: &Signals) -> Heard {
    let filled = fill_found(commit);
    let asks = text.contains(['?', '？']) && is_confident(commit.playbook, signals);
    if filled {
        // (1) With the bot, a value brings a resting action back.
        if let Some(action) = current(commit)
            && (commit.state.asking.is_some() || commit.state.status == Status::Bot)
        {
            go_on(commit, action);
        }
        return Heard::Filled { asks };
    }
    let Some((action, slot)) = asked(commit) else {
        return Heard::Nothing;
    };
    if signals.asks_for_person.is_some() {
        return Heard::Person;
    }
    // (2) Free text accepts everything: what is clearly something else is not put into it. Whoever waits for a
    // person is not asked again for having said something else.
    let with_bot = commit.state.status == Status::Bot;
    let free = slot.kind == SlotKind::Text;
    if asks {
        commit.facts.ask = with_bot;
        return Heard::Question;
    }
    if free && signals.kind != Kind::Question {
        commit.facts.ask = with_bot;
        return Heard::Aside;
    }
    // (3) The message as a whole is the answer, or says why not.
    match slot::accept(slot, text) {
        Ok(value) => {
            fill(commit, action, slot, value);
            go_on(commit, action);
            Heard::Filled { asks: false }
        }
        Err(_) if signals.kind != Kind::Question => {
            commit.facts.ask = with_bot;
            Heard::Aside
        }
        Err(_) if is_confident(commit.playbook, signals) => {
            commit.facts.ask = with_bot;
            Heard::Question
        }
        Err(why) => {
            not_accepted(commit, why);
            Heard::NotAccepted
        }
    }
}

/// The values of a form, checked by the caller. Replaces what was there.
pub(crate) fn fill_form(commit: &mut Commit<'_>, action: &Action, values: Vec<(&Slot, String)>) {
    for (slot, value) in values {
        fill(commit, action, slot, value);
    }
    let asked = commit.state.asking.clone();
    if asked.as_ref().is_some_and(|asking| asking.action == action.id) {
        go_on(commit, action);
        // The question that stands need not be put again.
        if commit.state.asking.as_ref().map(|asking| &asking.slot)
            == asked.as_ref().map(|asking| &asking.slot)
        {
            commit.facts.ask = false;
        }
    }
}

/// After the rules: an action that ended and that no rule sent anywhere goes to a person.
pub(crate) fn conclude(commit: &mut Commit<'_>) {
    let completed = commit.facts.completed.iter().next_back().cloned();
    if let Some(action) = completed {
        if commit.facts.was_queued {
            let collected = commit.playbook.says.collected.clone();
            commit.bot_says(&collected);
        } else if !commit.facts.said && commit.state.asking.is_none() {
            let team = commit.playbook.handoff.team.clone();
            handoff::hand_off(
                commit,
                &team,
                HandoffReason::Collected {
                    action,
                    complete: true,
                },
            );
        }
    }
    if commit
        .state
        .asking
        .as_ref()
        .is_some_and(|asking| asking.not_accepted >= NOT_ACCEPTED)
    {
        give_up(commit);
    }
}

/// Stops asking. With the bot, a person gets what was collected.
pub(crate) fn give_up(commit: &mut Commit<'_>) {
    let team = commit.default_team();
    if let Some(Asking { action, .. }) = commit.state.asking.take()
        && commit.state.status == Status::Bot
    {
        handoff::hand_off(
            commit,
            &team,
            HandoffReason::Collected {
                action,
                complete: false,
            },
        );
    }
}

/// The team that gets the action when it is complete, which is the right one for a part of it, too.
pub(crate) fn destination<'a>(playbook: &'a Playbook, action: &ActionId) -> Option<&'a TeamId> {
    fn on_completion(condition: &Condition, action: &ActionId) -> bool {
        match condition {
            Condition::Completed(completed) => completed == action,
            Condition::Every(conditions) | Condition::Any(conditions) => conditions
                .iter()
                .any(|condition| on_completion(condition, action)),
            Condition::Words(_)
            | Condition::Tag(_)
            | Condition::AsksForPerson
            | Condition::ConfidenceBelow(_)
            | Condition::FailedAttempts(_) => false,
        }
    }
    let rules = playbook
        .rules
        .iter()
        .filter(|rule| on_completion(&rule.when, action));
    rules.flat_map(|rule| &rule.then).find_map(|effect| match effect {
        RuleEffect::Handoff(team) => Some(team),
        RuleEffect::Tag(_)
        | RuleEffect::Priority(_)
        | RuleEffect::Alert(_)
        | RuleEffect::Start(_)
        | RuleEffect::Say(_) => None,
    })
}

/// Asks for the next slot, when there is reason to.
pub(crate) fn ask(commit: &mut Commit<'_>) {
    let people_have_it = !matches!(commit.state.status, Status::Bot | Status::Queued { .. });
    if people_have_it || !commit.facts.ask {
        return;
    }
    let Some((action, slot)) = asked(commit) else {
        return;
    };
    let question = Question {
        action: action.id.clone(),
        slot: slot.id.clone(),
        input: slot.kind.input(),
        example: slot.example.clone(),
        choices: match &slot.kind {
            SlotKind::Choice(choices) => choices.clone(),
            SlotKind::Text
            | SlotKind::Pattern(_)
            | SlotKind::Number
            | SlotKind::Date
            | SlotKind::DateRange
            | SlotKind::Email
            | SlotKind::Phone
            | SlotKind::YesNo => Vec::new(),
        },
    };
    let text = match commit.facts.not_accepted.take() {
        Some(why) => format!("{why} {}", slot.ask),
        None => slot.ask.clone(),
    };
    commit.bot_asks(text, question);
}

/// The current action, when it still lacks a value.
fn current<'a>(commit: &Commit<'a>) -> Option<&'a Action> {
    let collected = commit.state.actions.last()?;
    if collected.complete {
        None
    } else {
        commit.playbook.action(&collected.action)
    }
}

/// The action and the slot that were asked for last.
fn asked<'a>(commit: &Commit<'a>) -> Option<(&'a Action, &'a Slot)> {
    let asking = commit.state.asking.as_ref()?;
    let action = commit.playbook.action(&asking.action)?;
    let slot = action.slots.iter().find(|slot| slot.id == asking.slot)?;
    Some((action, slot))
}

/// Moves the question on to the first slot without a value.
fn go_on(commit: &mut Commit<'_>, action: &Action) {
    let collected = commit
        .state
        .actions
        .iter()
        .find(|collected| collected.action == action.id);
    let next = collected.and_then(|collected| {
        action
            .slots
            .iter()
            .find(|slot| !collected.filled.contains_key(&slot.id))
    });
    commit.facts.ask = next.is_some();
    commit.state.asking = next.map(|slot| Asking {
        action: action.id.clone(),
        slot: slot.id.clone(),
        not_accepted: 0,
    });
}

/// Fills the current action's open slots from the values found in the message, the one asked for first. A
/// value fills one slot: "3 May" is not both the first and the last day.
fn fill_found(commit: &mut Commit<'_>) -> bool {
    let Some(action) = current(commit) else {
        return false;
    };
    let asked = commit.state.asking.as_ref().map(|asking| asking.slot.clone());
    let first = action
        .slots
        .iter()
        .filter(|slot| Some(&slot.id) == asked.as_ref());
    let others = action
        .slots
        .iter()
        .filter(|slot| Some(&slot.id) != asked.as_ref());
    let mut used: Vec<String> = Vec::new();
    for slot in first.chain(others) {
        let open = commit
            .state
            .actions
            .last()
            .is_some_and(|collected| !collected.filled.contains_key(&slot.id));
        let found =
            commit.facts.found.iter().find(|found| {
                found.action == action.id && found.slot == slot.id && !used.contains(&found.value)
            });
        if let Some(value) = found.map(|found| found.value.clone()).filter(|_| open) {
            used.push(value.clone());
            fill(commit, action, slot, value);
        }
    }
    !used.is_empty()
}

fn fill(commit: &mut Commit<'_>, action: &Action, slot: &Slot, value: String) {
    let Some(collected) = commit
        .state
        .actions
        .iter_mut()
        .find(|collected| collected.action == action.id)
    else {
        return;
    };
    collected.filled.insert(slot.id.clone(), value.clone());
    let all = action
        .slots
        .iter()
        .all(|slot| collected.filled.contains_key(&slot.id));
    let completed = all && !collected.complete;
    collected.complete = all;
    commit.push(EntryBody::SlotFilled {
        action: action.id.clone(),
        slot: slot.id.clone(),
        value,
        label: slot.label.clone(),
    });
    if completed {
        if commit
            .state
            .asking
            .as_ref()
            .is_some_and(|asking| asking.action == action.id)
        {
            commit.state.asking = None;
        }
        commit.push(EntryBody::ActionCompleted {
            action: action.id.clone(),
        });
        commit.facts.completed.insert(action.id.clone());
    }
}

fn not_accepted(commit: &mut Commit<'_>, why: String) {
    if let Some(asking) = &mut commit.state.asking {
        asking.not_accepted += 1;
        if asking.not_accepted < NOT_ACCEPTED {
            commit.facts.ask = true;
            commit.facts.not_accepted = Some(why);
        }
    }
}
