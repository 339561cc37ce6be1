//! Files: who looks at what a visitor sends, and how files fill a slot.
//!
//! | who has the conversation | a file |
//! |---|---|
//! | the bot or a queue, and the question that stands is for a slot of kind `file` | is for that slot |
//! | a queue, or a person | is an entry that agents see |
//! | the bot, which asked for none; nobody any more | is refused: nobody would look at it |
//!
//! A file that says which question it was chosen for, and comes when another one stands or none, is kept for that
//! question's slot, and fills nothing: sending takes time, and whether it is sensitive was decided when it was asked for.
//!
//! A slot takes files until the visitor says that these are all, or until it has as many as it takes. Its value is their
//! names. What was sent for it stays with the action, whatever becomes of the question.

use std::fmt::Write as _;

use gangway_playbook::{Action, Slot, slot};
use gangway_protocol::file::{FileRef, SentFile};
use gangway_protocol::limits::{FILES, FILES_BYTES, SLOT_CHARS};
use gangway_protocol::{ActionId, ClientId, Code, FileFormat, SlotId, Status};
use serde::{Deserialize, Serialize};

use crate::action::Collected;
use crate::commit::Commit;
use crate::input::Refusal;
use crate::{action, near_miss, rules, slots, visitor};

/// How many files a conversation has, and of what size together.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Kept {
    pub(crate) files: u32,
    pub(crate) bytes: u64,
}

impl Kept {
    pub(crate) fn is_nothing(&self) -> bool {
        *self == Self::default()
    }
}

/// The visitor sent a file.
///
/// # Errors
/// When nobody would look at it, or the conversation has as much as it takes.
pub(crate) fn sent(
    commit: &mut Commit<'_>,
    client_id: &ClientId,
    name: &str,
    format: FileFormat,
    bytes: u32,
    wanted_by: Option<(&ActionId, &SlotId)>,
) -> Result<(), Refusal> {
    // (1) Is it wanted, and is there room?
    let chosen_for = wanted_by.and_then(|(action, slot)| commit.playbook.slot(action, slot));
    let late = wanted_by.and_then(|(action, slot)| begun(commit, action, slot));
    let asked = asked(commit).filter(|(action, slot, _)| {
        late.is_none_or(|(of, which)| (&of.id, &which.id) == (&action.id, &slot.id))
    });
    let of = asked.map(|(action, slot, _)| (action, slot)).or(late);
    let nobody_looks = match commit.state.status {
        Status::Bot => of.is_none(),
        Status::Resolved { .. } => asked.is_none(),
        Status::Queued { .. } | Status::Human { .. } | Status::Snoozed { .. } => false,
    };
    if nobody_looks {
        return Err(Refusal::File {
            code: Code::WrongStatus,
            message: "Nobody has asked for a file, and no person is here to look at it.".to_owned(),
            hint: "Say what it is about, or ask for a person first.",
        });
    }
    let kept = commit.state.files;
    let full = match () {
        () if kept.files >= FILES => {
            format!("This conversation has {FILES} files already, which is the most.")
        }
        () if kept.bytes + u64::from(bytes) > FILES_BYTES => format!(
            "The files of this conversation would be larger than {} MB together.",
            FILES_BYTES / (1024 * 1024)
        ),
        () => String::new(),
    };
    if !full.is_empty() {
        return Err(Refusal::File {
            code: Code::TooLong,
            message: full,
            hint: "Send what is most important in a new conversation, or ask how else to send it.",
        });
    }
    // (2) It is kept.
    visitor::resume(commit);
    let number = kept.files + 1;
    commit.state.files = Kept {
        files: number,
        bytes: kept.bytes + u64::from(bytes),
    };
    commit.visitor_sends(SentFile {
        file: number,
        name: name.to_owned(),
        format,
        bytes,
        client_id: client_id.clone(),
        action: of.map(|(action, _)| action.id.clone()),
        slot: of.map(|(_, slot)| slot.id.clone()),
        label: of.map(|(_, slot)| slot.label.to_string()),
        // Whatever has become of the question that it was chosen for.
        sensitive: [of.map(|(_, slot)| slot), chosen_for]
            .iter()
            .flatten()
            .any(|slot| slot.sensitive),
    });
    // (3) What follows from it.
    let mut count = 0;
    if let Some((action, slot)) = of
        && let Some(collected) = collected(commit, action)
    {
        let files = collected.files.entry(slot.id.clone()).or_default();
        files.push(FileRef {
            file: number,
            name: name.to_owned(),
            format,
            bytes,
        });
        count = files.len();
    }
    let Some((action, slot, most)) = asked else {
        if matches!(commit.state.status, Status::Human { .. }) {
            visitor::wait_for_agent(commit);
        }
        return Ok(());
    };
    if let Some(asking) = &mut commit.state.asking {
        asking.not_accepted = 0;
    }
    if count >= most as usize {
        take(commit, action, slot);
        rules::run(commit);
        action::conclude(commit);
        rules::end(commit);
        slots::ask(commit);
        near_miss::tell(commit);
    }
    Ok(())
}

/// The slot that is asked for, when it takes files: its action, it, and how many.
fn asked<'a>(commit: &Commit<'a>) -> Option<(&'a Action, &'a Slot, u32)> {
    let machine = matches!(commit.state.status, Status::Bot | Status::Queued { .. });
    let (action, slot) = slots::asked(commit).filter(|_| machine)?;
    Some((action, slot, slot.kind.most()?))
}

/// A slot that takes files, of an action that has begun.
fn begun<'a>(commit: &Commit<'a>, action: &ActionId, slot: &SlotId) -> Option<(&'a Action, &'a Slot)> {
    let mut begun = commit.state.actions.iter();
    begun.find(|collected| collected.action == *action)?;
    let slot = commit.playbook.slot(action, slot)?;
    slot.kind.most()?;
    Some((commit.playbook.action(action)?, slot))
}

fn collected<'c>(commit: &'c mut Commit<'_>, action: &Action) -> Option<&'c mut Collected> {
    let mut actions = commit.state.actions.iter_mut();
    actions.find(|collected| collected.action == action.id)
}

/// What the files that were sent for a slot are as its value: their names. `None` when there are none.
pub(crate) fn value(commit: &Commit<'_>, action: &Action, slot: &Slot) -> Option<String> {
    let mut actions = commit.state.actions.iter();
    let collected = actions.find(|collected| collected.action == action.id)?;
    let files = collected.files.get(&slot.id).filter(|files| !files.is_empty())?;
    let mut value = String::new();
    for (position, file) in files.iter().enumerate() {
        let left = files.len() - position;
        let separator = if position == 0 { "" } else { ", " };
        // No name is cut in two.
        if value.chars().count() + separator.len() + file.name.chars().count() + 20 > SLOT_CHARS {
            let _ = write!(value, "{separator}{left} more");
            break;
        }
        let _ = write!(value, "{separator}{}", file.name);
    }
    Some(value)
}

/// The files that were sent are all: they are the slot's value, and the next question is due. `false` when there are
/// none.
pub(crate) fn take(commit: &mut Commit<'_>, action: &Action, slot: &Slot) -> bool {
    let Some(value) = value(commit, action, slot) else {
        return false;
    };
    slots::fill(commit, action, slot, value);
    slots::go_on(commit, action);
    true
}

/// Nothing more comes: what was sent for the question that stands is its answer.
pub(crate) fn settle(commit: &mut Commit<'_>) {
    if let Some((action, slot, _)) = asked(commit) {
        take(commit, action, slot);
    }
}

/// What a form says of a slot that takes files: that these are all.
///
/// # Errors
/// A sentence for the visitor.
pub(crate) fn given(commit: &Commit<'_>, action: &Action, slot: &Slot, said: &str) -> Result<String, String> {
    let value = value(commit, action, slot).filter(|_| slot::ends_files(said));
    value.ok_or_else(|| why(commit, action, slot))
}

/// Why a message is no answer to a question for files.
pub(crate) fn why(commit: &Commit<'_>, action: &Action, slot: &Slot) -> String {
    let (says, language) = (&commit.playbook.says, commit.state.speaks());
    match value(commit, action, slot) {
        Some(_) => says.refusals.more_files.text(language).to_owned(),
        None => slot::Refused::Other.sentence(slot, says, language),
    }
}
