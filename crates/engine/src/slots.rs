//! Slots: which one is asked for, and what fills them.
//!
//! What has a value keeps it: a value found in a later message never replaces it, unless the message says so ("no wait, 4
//! to 9 May"). A form does, too.

use gangway_playbook::{Action, CONTACT, Slot, SlotKind, slot};
use gangway_protocol::signals::SlotFound;
use gangway_protocol::{ActionId, EntryBody, Question, Signals, SlotId, Status};

use crate::action::{self, Asking, Collected};
use crate::commit::Commit;

/// Asks for the next slot, when there is reason to.
pub(crate) fn ask(commit: &mut Commit<'_>) {
    let people_have_it = !matches!(commit.state.status, Status::Bot | Status::Queued { .. });
    if people_have_it || !commit.facts.ask {
        return;
    }
    let Some((_, slot)) = asked(commit) else {
        return;
    };
    let ask = commit.text(&slot.ask);
    let text = match commit.facts.not_accepted.take() {
        Some(why) => format!("{why} {ask}"),
        None => ask,
    };
    ask_in_words(commit, text);
}

/// Asks for the slot that is to be asked for, in these words.
pub(crate) fn ask_in_words(commit: &mut Commit<'_>, text: String) {
    let Some((action, slot)) = asked(commit) else {
        return;
    };
    let question = Question {
        action: action.id.clone(),
        slot: slot.id.clone(),
        input: slot.kind.input(),
        example: slot.example.as_ref().map(|example| commit.text(example)),
        choices: slot.kind.buttons(commit.state.speaks()),
        optional: slot.optional,
        most: slot.kind.most(),
    };
    commit.bot_asks(text, question);
}

/// What the current action has collected: the one that asks, and otherwise the last one. The question of how to
/// reach the visitor is one of the queue.
fn collected<'c>(commit: &'c Commit<'_>) -> Option<&'c Collected> {
    let asking = commit.state.asking.as_ref().map(|asking| &asking.action);
    let queued = matches!(commit.state.status, Status::Queued { .. });
    let mut actions = commit.state.actions.iter().rev();
    actions.find(|collected| match asking {
        Some(asking) => collected.action == *asking,
        None => queued || collected.action.as_str() != CONTACT,
    })
}

/// The current action, when it still lacks a value.
pub(crate) fn current<'a>(commit: &Commit<'a>) -> Option<&'a Action> {
    let collected = collected(commit)?;
    if collected.complete {
        None
    } else {
        commit.playbook.action(&collected.action)
    }
}

/// The action and the slot that were asked for last.
pub(crate) fn asked<'a>(commit: &Commit<'a>) -> Option<(&'a Action, &'a Slot)> {
    let asking = commit.state.asking.as_ref()?;
    let action = commit.playbook.action(&asking.action)?;
    let slot = action.slots.iter().find(|slot| slot.id == asking.slot)?;
    Some((action, slot))
}

/// Moves the question on to the first slot that is open and was not passed over.
pub(crate) fn go_on(commit: &mut Commit<'_>, action: &Action) {
    let mut actions = commit.state.actions.iter();
    let collected = actions.find(|collected| collected.action == action.id);
    let next = collected.and_then(|collected| {
        let mut slots = action.slots.iter();
        slots.find(|slot| collected.is_open(slot) && !collected.skipped.contains(&slot.id))
    });
    commit.facts.ask = next.is_some();
    commit.state.asking = next.map(|slot| Asking {
        action: action.id.clone(),
        slot: slot.id.clone(),
        not_accepted: 0,
    });
}

/// Whether a message may contain what a sensitive slot asks for: such a value was found in it, or the bot had asked for
/// one, or it puts something right where one was given.
pub(crate) fn may_be_sensitive(commit: &Commit<'_>, text: &str, signals: Option<&Signals>) -> bool {
    let sensitive = |action: &ActionId, slot: &SlotId| {
        let slot = commit.playbook.slot(action, slot);
        slot.is_some_and(|slot| slot.sensitive)
    };
    let mut found = signals.iter().flat_map(|signals| &signals.slots);
    let asked = commit.state.asking.as_ref();
    let given = || {
        let collected = collected(commit);
        collected.is_some_and(|collected| {
            let mut filled = collected.filled.keys();
            filled.any(|slot| sensitive(&collected.action, slot))
        })
    };
    asked.is_some_and(|asking| sensitive(&asking.action, &asking.slot))
        || found.any(|found| sensitive(&found.action, &found.slot))
        || (slot::instead(text).is_some() && given())
}

/// Keeps what a message contains for an action that may begin later. A place is kept for this message alone: travellers
/// speak of many.
pub(crate) fn remember(commit: &mut Commit<'_>, found: &[SlotFound]) {
    let playbook = commit.playbook;
    commit.state.heard.retain(|heard| {
        let slot = playbook.slot(&heard.action, &heard.slot);
        !slot.is_some_and(|slot| matches!(slot.kind, SlotKind::Place(_)))
    });
    for found in found {
        let heard = &mut commit.state.heard;
        heard.retain(|heard| (&heard.action, &heard.slot) != (&found.action, &found.slot));
        heard.push(found.clone());
    }
}

/// Fills the current action's open slots from values that were found, the one asked for first. A value fills
/// one slot: "3 May" is not both the first and the last day.
pub(crate) fn fill_from(commit: &mut Commit<'_>, found: &[SlotFound]) -> bool {
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
            .iter()
            .any(|collected| collected.action == action.id && collected.is_open(slot));
        let found = found
            .iter()
            .find(|found| found.action == action.id && found.slot == slot.id && !used.contains(&found.value));
        if let Some(value) = found.map(|found| found.value.clone()).filter(|_| open) {
            used.push(value.clone());
            fill(commit, action, slot, value);
        }
    }
    !used.is_empty()
}

/// Puts an answer right that was given before: "no wait, 4 to 9 May". What was found in the message says which one; else it
/// is the last answer, where the rest of the message is one to its question and none to the one that stands.
pub(crate) fn put_right(commit: &mut Commit<'_>, text: &str, found: &[SlotFound]) -> bool {
    let (Some((action, asked)), Some(rest)) = (asked(commit), slot::instead(text)) else {
        return false;
    };
    // Free text takes everything: there, what stands for something else is nothing but that.
    if asked.kind == SlotKind::Text && !action::is_bare(rest) {
        return false;
    }
    let Some(collected) = collected(commit) else {
        return false;
    };
    let given = |slot: &&Slot| collected.filled.contains_key(&slot.id) && slot.kind != SlotKind::Text;
    let today = Some(commit.playbook.local_day(commit.now));
    let new = |slot: &Slot, value: &str| collected.filled.get(&slot.id).is_some_and(|old| old != value);
    let by_what_it_is = || {
        found.iter().find_map(|found| {
            let slot = action.slots.iter().find(|slot| slot.id == found.slot)?;
            let meant = found.action == action.id && given(&slot) && new(slot, &found.value);
            meant.then(|| (slot, found.value.clone()))
        })
    };
    let the_last = || {
        if slot::accept(asked, rest, today).is_ok() && asked.kind != SlotKind::Text {
            return None;
        }
        let before = action.slots.iter().take_while(|slot| slot.id != asked.id);
        let last = before.filter(given).last()?;
        let value = slot::accept(last, rest, today).ok()?;
        new(last, &value).then_some((last, value))
    };
    let Some((slot, value)) = by_what_it_is().or_else(the_last) else {
        return false;
    };
    fill(commit, action, slot, value);
    true
}

/// Gives a slot its value; with the last one the action is complete, or is looked up.
pub(crate) fn fill(commit: &mut Commit<'_>, action: &Action, slot: &Slot, value: String) {
    let mut actions = commit.state.actions.iter_mut();
    let Some(collected) = actions.find(|collected| collected.action == action.id) else {
        return;
    };
    let before = collected.filled.insert(slot.id.clone(), value.clone());
    let mut changed = before.as_ref() != Some(&value);
    collected.skipped.remove(&slot.id);
    if collected.again.as_ref() == Some(&slot.id) {
        collected.again = None;
        changed = true;
    }
    collected.failed = false;
    collected.dropped = false;
    commit.facts.filled.insert((action.id.clone(), slot.id.clone()));
    let label = slot.label.to_string();
    let shown = slot.shown(&value, &commit.playbook.says, commit.state.speaks());
    let called = commit.text(&slot.label);
    commit.push(EntryBody::SlotFilled {
        action: action.id.clone(),
        slot: slot.id.clone(),
        shown: (shown != value).then_some(shown),
        called: (called != label).then_some(called),
        value,
        label,
        sensitive: slot.sensitive,
    });
    settle(commit, action, changed);
}

/// Passes a slot over. What was given before stays.
pub(crate) fn skip(commit: &mut Commit<'_>, action: &Action, slot: &Slot) {
    let mut actions = commit.state.actions.iter_mut();
    let Some(collected) = actions.find(|collected| collected.action == action.id) else {
        return;
    };
    if !collected.is_open(slot) || !collected.skipped.insert(slot.id.clone()) {
        return;
    }
    collected.failed = false;
    collected.dropped = false;
    commit.push(EntryBody::SlotSkipped {
        action: action.id.clone(),
        slot: slot.id.clone(),
        label: slot.label.to_string(),
    });
    settle(commit, action, true);
}

/// Whether an action has everything by now. `changed`: something in it has.
fn settle(commit: &mut Commit<'_>, action: &Action, changed: bool) {
    let mut actions = commit.state.actions.iter_mut();
    let Some(collected) = actions.find(|collected| collected.action == action.id) else {
        return;
    };
    let lacks = |slot: &Slot| collected.is_open(slot) && !collected.skipped.contains(&slot.id);
    if action.slots.iter().any(lacks) {
        return;
    }
    let complete = collected.complete;
    let asking = commit.state.asking.as_ref();
    if asking.is_some_and(|asking| asking.action == action.id) {
        commit.state.asking = None;
    }
    // The next one of its kind is about something else.
    commit.state.heard.retain(|heard| heard.action != action.id);
    if action.check.is_none() {
        if !complete {
            self::complete(commit, action);
        }
    } else if changed || !complete {
        commit.facts.to_check.insert(action.id.clone());
    }
}

/// The action has all its slots, and what was to be looked up was.
pub(crate) fn complete(commit: &mut Commit<'_>, action: &Action) {
    let mut actions = commit.state.actions.iter_mut();
    if let Some(collected) = actions.find(|collected| collected.action == action.id) {
        collected.complete = true;
        commit.push(EntryBody::ActionCompleted {
            action: action.id.clone(),
        });
        commit.facts.completed.insert(action.id.clone());
    }
}
