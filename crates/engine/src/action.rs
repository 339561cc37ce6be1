//! Actions: what is asked, what is given, what is kept.
//!
//! Slots are asked for one at a time, in the playbook's order. A message may fill several. What has a value
//! keeps it, unless a form or "no wait, …" puts it right. An action rests when a person is asked for or takes
//! over, when its answers are not understood, and when the visitor drops it; it goes on when a rule starts it
//! again or, with the bot, when the visitor gives one of its values.

use std::collections::{BTreeMap, BTreeSet};

use gangway_playbook::{Action, CONTACT, Check, Condition, Playbook, Slot, SlotKind, slot};
use gangway_protocol::file::FileRef;
use gangway_protocol::signals::Kind;
use gangway_protocol::{ActionId, EntryBody, HandoffReason, RuleId, Signals, SlotId, Status, TeamId};
use serde::{Deserialize, Serialize};

use crate::answer::is_confident;
use crate::commit::Commit;
use crate::{check, contact, files, handoff, rules, slots};

/// So many answers in a row that are no value of the slot end the asking.
pub(crate) const NOT_ACCEPTED: u32 = 2;

/// So many words without a digit may stand in a message that is nothing but a value.
const BARE: usize = 3;

/// What an action has collected.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Collected {
    /// Which action.
    pub action: ActionId,
    /// Values by slot, in normal form.
    pub filled: BTreeMap<SlotId, String>,
    /// Whether every slot has a value or was passed over, and what is to be looked up was.
    pub complete: bool,
    /// Whether it ended without all its slots, and nothing was given or asked since.
    #[serde(default)]
    pub failed: bool,
    /// Whether the visitor dropped it, and nothing was given or asked since.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub dropped: bool,
    /// Slots that the visitor passed over.
    #[serde(default)]
    pub skipped: BTreeSet<SlotId>,
    /// The slot whose value the operator's system did not know: it is open again, and keeps that value until another
    /// is given.
    #[serde(default)]
    pub again: Option<SlotId>,
    /// How many times in a row the operator's system did not know it.
    #[serde(default)]
    pub refused: u32,
    /// What the operator's system said of it, by name.
    #[serde(default)]
    pub answered: BTreeMap<String, String>,
    /// Files that were sent for its slots, in order.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub files: BTreeMap<SlotId, Vec<FileRef>>,
}

impl Collected {
    /// Nothing so far.
    pub(crate) fn new(action: ActionId) -> Self {
        Self {
            action,
            filled: BTreeMap::new(),
            complete: false,
            failed: false,
            dropped: false,
            skipped: BTreeSet::new(),
            again: None,
            refused: 0,
            answered: BTreeMap::new(),
            files: BTreeMap::new(),
        }
    }

    /// Whether a slot takes a value: it has none, or one that is not known to the operator's system.
    pub(crate) fn is_open(&self, slot: &Slot) -> bool {
        !self.filled.contains_key(&slot.id) || self.again.as_ref() == Some(&slot.id)
    }
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
    /// It gave at least one value.
    Filled {
        /// Whether it also asks something that the documents answer.
        asks: bool,
        /// Whether it says nothing else.
        bare: bool,
    },
    /// It was meant as an answer, and is none.
    NotAccepted,
    /// A greeting or thanks.
    Aside,
    /// A question of the visitor that the documents answer.
    Question,
    /// It asks for a person.
    Person,
    /// It drops what is being asked for.
    Dropped,
}

/// Starts an action, or goes on with one that was left.
pub(crate) fn start(commit: &mut Commit<'_>, id: &ActionId, rule: &RuleId) {
    let Some(action) = commit.playbook.action(id) else {
        return;
    };
    let asking = commit.state.asking.as_ref();
    // What this input has completed is to be looked up, and nothing of it is asked for again.
    let looked_up = commit.facts.to_check.contains(id) || check::is_under_way(&commit.state, id);
    if looked_up || asking.is_some_and(|asking| asking.action == *id) {
        return;
    }
    let left = commit
        .state
        .actions
        .iter()
        .position(|collected| collected.action == *id);
    match left.map(|position| commit.state.actions.remove(position)) {
        Some(collected) if !collected.complete => commit.state.actions.push(Collected {
            failed: false,
            dropped: false,
            ..collected
        }),
        // One that was completed begins anew: its values stand in the timeline.
        Some(_) | None => {
            commit.state.actions.push(Collected::new(id.clone()));
            commit.push(EntryBody::ActionStarted {
                action: id.clone(),
                rule: Some(rule.clone()),
            });
        }
    }
    commit.facts.started = Some(id.clone());
    commit.facts.not_accepted = None;
    commit.state.asking = None;
    let heard = commit.state.heard.clone();
    slots::fill_from(commit, &heard);
    slots::go_on(commit, action);
    if commit.state.asking.is_none()
        && let Some(check) = &action.check
    {
        look_up_again(commit, action, check);
    }
}

/// One that had everything, and whose check failed: the system may know more of it by now; what it did not know is asked
/// for again.
fn look_up_again(commit: &mut Commit<'_>, action: &Action, check: &Check) {
    let mut actions = commit.state.actions.iter_mut();
    let Some(collected) = actions.find(|collected| collected.action == action.id) else {
        return;
    };
    if collected.complete {
        return;
    }
    if collected.refused > 0 {
        collected.refused = 0;
        check::reopen(commit, action, check);
        slots::go_on(commit, action);
    } else {
        commit.facts.to_check.insert(action.id.clone());
    }
}

/// Takes from a message what the current action can use. Only while the bot holds it or it waits.
pub(crate) fn hear(commit: &mut Commit<'_>, text: &str, signals: &Signals) -> Heard {
    slots::remember(commit, &signals.slots);
    let reaches = slots::asked(commit).is_some_and(|(_, slot)| contact::reaches(&slot.kind));
    let filled = slots::fill_from(commit, &signals.slots) || slots::put_right(commit, text, &signals.slots);
    let asks = text.contains(['?', '？']) && is_confident(commit.playbook, signals);
    if filled {
        // (1) Whoever is asked for a number and gives one to be called on asks for nobody else.
        if reaches {
            answers_by_a_call(commit);
        }
        // With the bot, a value brings a resting action back.
        if let Some(action) = slots::current(commit)
            && (commit.state.asking.is_some() || commit.state.status == Status::Bot)
        {
            slots::go_on(commit, action);
        }
        let bare = !asks && is_bare(text);
        return Heard::Filled { asks, bare };
    }
    let Some((action, slot)) = slots::asked(commit) else {
        return Heard::Nothing;
    };
    let today = Some(commit.playbook.local_day(commit.now));
    let accept = || slot::accept(slot, text, today);
    if signals.asks_for_person.is_some() {
        // Nothing that they give with it is lost.
        let given = if reaches { accept().ok() } else { None };
        let Some(value) = given else {
            return Heard::Person;
        };
        slots::fill(commit, action, slot, value);
        slots::go_on(commit, action);
        if !answers_by_a_call(commit) {
            return Heard::Person;
        }
        return Heard::Filled {
            asks: false,
            bare: true,
        };
    }
    // (2) Free text accepts everything: what is clearly something else is not put into it. Whoever waits for a
    // person is not asked again for having said something else.
    let with_bot = commit.state.status == Status::Bot;
    let files = slot.kind.most().is_some();
    if files && (slot::ends_files(text) || slot::skips(text)) && files::take(commit, action, slot) {
        let (asks, bare) = (false, true);
        return Heard::Filled { asks, bare };
    }
    let skips = |said: &str| slot.optional && slot::skips(said);
    if skips(text) && (slot.kind == SlotKind::Text || accept().is_err()) {
        slots::skip(commit, action, slot);
        slots::go_on(commit, action);
        let (asks, bare) = (false, true);
        return Heard::Filled { asks, bare };
    }
    let free = slot.kind == SlotKind::Text;
    if slot::drops(text) && (free || accept().is_err()) {
        commit.state.asking = None;
        let mut actions = commit.state.actions.iter_mut();
        if let Some(collected) = actions.find(|collected| collected.action == action.id) {
            collected.dropped = true;
        }
        return Heard::Dropped;
    }
    if asks {
        commit.facts.ask = with_bot;
        return Heard::Question;
    }
    if free && signals.kind != Kind::Question {
        commit.facts.ask = with_bot;
        return Heard::Aside;
    }
    // Whoever does not want to be reached is not asked again.
    if slot.kind == SlotKind::Contact && !with_bot && !contact::is_attempt(text) {
        commit.state.asking = None;
        return Heard::Aside;
    }
    // (3) The message as a whole is the answer, or says why not.
    match accept() {
        Ok(value) => {
            slots::fill(commit, action, slot, value);
            slots::go_on(commit, action);
            let bare = free || is_bare(text);
            Heard::Filled { asks: false, bare }
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
            let why = if files {
                files::why(commit, action, slot)
            } else {
                why.sentence(slot, &commit.playbook.says, commit.state.speaks())
            };
            not_accepted(commit, action, slot, why);
            Heard::NotAccepted
        }
    }
}

/// Takes "call me on …" for the answer that it is, and for no wish for a person. Whether it is one.
fn answers_by_a_call(commit: &mut Commit<'_>) -> bool {
    let calls = commit.facts.asked.as_deref().is_some_and(contact::is_a_call);
    if calls {
        commit.facts.asked = None;
    }
    calls
}

/// The values of a form, checked by the caller. Replaces what was there.
pub(crate) fn fill_form(commit: &mut Commit<'_>, action: &Action, values: Vec<(&Slot, Option<String>)>) {
    for (slot, value) in values {
        match value {
            Some(value) => slots::fill(commit, action, slot, value),
            None => slots::skip(commit, action, slot),
        }
    }
    let asked = commit.state.asking.clone();
    if asked.as_ref().is_some_and(|asking| asking.action == action.id) {
        slots::go_on(commit, action);
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
        if commit.facts.was_queued && commit.facts.told {
            // What came of its check has been said.
        } else if commit.facts.was_queued {
            let collected = commit.text(&commit.playbook.says.collected);
            commit.bot_says(&collected);
        } else if !commit.facts.said && commit.state.asking.is_none() && action.as_str() != CONTACT {
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

/// Stops asking: the action has failed. With the bot, a person gets what was collected, unless a rule sends it
/// elsewhere or begins to ask for something else.
pub(crate) fn give_up(commit: &mut Commit<'_>) {
    let team = commit.default_team();
    let Some(Asking {
        action, not_accepted, ..
    }) = commit.state.asking.take()
    else {
        return;
    };
    let because = match not_accepted {
        0 => "nothing was answered for a while".to_owned(),
        several => format!("{several} answers in a row were not accepted"),
    };
    fail(commit, &action, because);
    rules::run(commit);
    if commit.state.status == Status::Bot && commit.state.asking.is_none() {
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

/// An action has come to nothing: its slots are not all there, or what was given turned out to be wrong. Rules see it.
pub(crate) fn fail(commit: &mut Commit<'_>, id: &ActionId, because: String) {
    let mut actions = commit.state.actions.iter_mut();
    if let Some(collected) = actions.find(|collected| collected.action == *id) {
        collected.failed = true;
        commit.facts.failed_actions.insert(id.clone());
        commit.push(EntryBody::ActionFailed {
            action: id.clone(),
            because,
        });
    }
}

/// The team that gets the action when it is complete, which is the right one for a part of it, too.
pub(crate) fn destination<'a>(playbook: &'a Playbook, action: &ActionId) -> Option<&'a TeamId> {
    let completes =
        |leaf: &&Condition| matches!(leaf, Condition::Completed(completed) if completed == action);
    let mut rules = playbook.rules.iter();
    rules.find_map(|rule| {
        rule.handoff()
            .filter(|_| rule.when.wanted().iter().any(completes))
    })
}

/// Whether a message that gave a value says nothing else: "MT204518", "3 May to 9 May 2027", "it's +351 912 345 678".
pub(crate) fn is_bare(text: &str) -> bool {
    let beside = |word: &&str| !word.contains(|c: char| c.is_ascii_digit());
    text.split_whitespace().filter(beside).count() <= BARE
}

fn not_accepted(commit: &mut Commit<'_>, action: &Action, slot: &Slot, why: String) {
    if let Some(asking) = &mut commit.state.asking {
        asking.not_accepted += 1;
        // Whoever has sent files has answered.
        let enough = asking.not_accepted >= NOT_ACCEPTED;
        if enough && slot.kind.most().is_some() && files::take(commit, action, slot) {
            return;
        }
    }
    if let Some(asking) = &mut commit.state.asking {
        // What need not be given stops nobody.
        if slot.optional && asking.not_accepted >= NOT_ACCEPTED {
            slots::skip(commit, action, slot);
            slots::go_on(commit, action);
            return;
        }
        if asking.not_accepted < NOT_ACCEPTED {
            commit.facts.ask = true;
            commit.facts.not_accepted = Some(why);
        }
    }
}
