//! How to reach whoever waits: one question for an e-mail address or a telephone number, asked once for each handoff,
//! when the team is closed or the wait is long. The answer is a slot like any other. Whatever else is said is no answer, and the
//! question is not put again.

use gangway_playbook::{CONTACT, Playbook, SlotKind};
use gangway_protocol::{EntryBody, Status};
use serde::{Deserialize, Serialize};

use crate::action::{Asking, Collected};
use crate::commit::Commit;
use crate::conversation::Conversation;
use crate::{check, rules, slots};

/// Whether the question was put.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Contact {
    /// It was not.
    #[default]
    NotAsked,
    /// It is to be, when no other is open.
    Due,
    /// It is to be, as the offer of a callback.
    Offer,
    /// It was, or nothing had to be asked.
    Asked,
}

/// A handoff: whoever left the question unanswered in an earlier one may be asked again.
pub(crate) fn begins(commit: &mut Commit<'_>) {
    commit.state.contact = Contact::NotAsked;
}

/// Has the question put, unless it was or the answer is known.
pub(crate) fn want(commit: &mut Commit<'_>, offer: bool) {
    if commit.state.contact == Contact::NotAsked {
        commit.state.contact = if offer { Contact::Offer } else { Contact::Due };
    }
}

/// Whether there is reason to put the question, and nothing in its way.
pub(crate) fn may_ask(state: &Conversation, playbook: &Playbook) -> bool {
    state.contact == Contact::NotAsked
        && state.asking.is_none()
        && playbook.action(&CONTACT.into()).is_some()
        && !is_known(state, playbook)
}

/// Whether any action has collected an address or a number. A form that has the slot may leave it for later.
fn is_known(state: &Conversation, playbook: &Playbook) -> bool {
    state.actions.iter().any(|collected| {
        let Some(action) = playbook.action(&collected.action) else {
            return false;
        };
        let filled = |slot: &gangway_playbook::Slot| collected.filled.contains_key(&slot.id);
        action
            .slots
            .iter()
            .any(|slot| reaches(&slot.kind) && filled(slot))
    })
}

/// Whether such a value is a way to reach the visitor.
pub(crate) fn reaches(kind: &SlotKind) -> bool {
    matches!(kind, SlotKind::Email | SlotKind::Phone | SlotKind::Contact)
}

/// At the end of an input: puts the question when it is due and no other is open. Whether it was answered already.
pub(crate) fn ask(commit: &mut Commit<'_>) -> bool {
    let offer = match commit.state.contact {
        Contact::NotAsked | Contact::Asked => return false,
        Contact::Due => false,
        Contact::Offer => true,
    };
    if !matches!(commit.state.status, Status::Queued { .. }) {
        commit.state.contact = Contact::NotAsked;
        return false;
    }
    if commit.state.asking.is_some() {
        return false;
    }
    commit.state.contact = Contact::Asked;
    let Some(action) = commit.playbook.action(&CONTACT.into()) else {
        // A playbook from before there was the question.
        return false;
    };
    if is_known(&commit.state, commit.playbook) {
        return false;
    }
    if commit
        .state
        .actions
        .iter()
        .all(|collected| collected.action != action.id)
    {
        // Before the others: the last one is the one that goes on.
        commit.state.actions.insert(0, Collected::new(action.id.clone()));
        commit.push(EntryBody::ActionStarted {
            action: action.id.clone(),
            rule: None,
        });
    }
    let Some(slot) = action.slots.first() else {
        return false;
    };
    commit.state.asking = Some(Asking {
        action: action.id.clone(),
        slot: slot.id.clone(),
        not_accepted: 0,
    });
    // What was said before is not asked for, and rules hear of it as of an answer.
    let heard = commit.state.heard.clone();
    if slots::fill_from(commit, &heard) {
        rules::run(commit);
        rules::end(commit);
        slots::ask(commit);
        check::begin(commit);
        return true;
    }
    commit.facts.ask = true;
    let text = if offer {
        commit.text(&commit.playbook.handoff.callback)
    } else {
        commit.text(&slot.ask)
    };
    slots::ask_in_words(commit, text);
    false
}

/// Whether a text that is no address and no number was meant as one.
pub(crate) fn is_attempt(text: &str) -> bool {
    const DIGITS: usize = 5;
    text.contains('@') || text.chars().filter(char::is_ascii_digit).count() >= DIGITS
}

/// How the words begin that ask to be called, in the languages that the reading knows.
const CALLS: &str = "call phone ring telephone llam appel rappel ruf anruf zuruck chiam richiam lig telefon";

/// Whether the words that ask for a person ask to be called: "call me on".
pub(crate) fn is_a_call(words: &str) -> bool {
    let words = words.to_lowercase();
    let mut words = words.split(|c: char| !c.is_alphanumeric());
    words.any(|word| CALLS.split(' ').any(|call| word.starts_with(call)))
}
