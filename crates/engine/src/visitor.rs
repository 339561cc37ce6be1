//! What the visitor does: writes, fills a form, asks for a person, stops waiting.

use gangway_protocol::api::SlotValue;
use gangway_protocol::signals::Kind;
use gangway_protocol::{
    ActionId, ClientId, EntryBody, Epoch, HandoffReason, Signals, Status, TagSource, TeamId,
};

use crate::action::Heard;
use crate::commit::Commit;
use crate::contact::Contact;
use crate::input::Refusal;
use crate::{action, agent, answer, files, handoff, near_miss, rules, slots, tags};

/// The visitor wrote.
///
/// # Errors
/// [`Refusal::StaleReading`] when the machine would go by a reading that was made from something else.
pub(crate) fn message(
    commit: &mut Commit<'_>,
    client_id: &ClientId,
    text: &str,
    signals: Option<&Signals>,
) -> Result<(), Refusal> {
    // (1) Was it read from what there is?
    let machine = commit.state.goes_by_readings();
    if machine && let Some(signals) = signals {
        let basis = commit.state.basis();
        if signals.stamp.playbook != basis.stamp.playbook
            || signals.stamp.considered != basis.stamp.considered
        {
            return Err(Refusal::StaleReading(Box::new(basis)));
        }
    }
    // (2) What was put aside or had ended goes on.
    resume(commit);
    // (3) The message, and the tags it bears.
    let language = signals.and_then(|signals| signals.language.clone());
    commit.facts.language_before.clone_from(&commit.state.language);
    commit.facts.language.clone_from(&language);
    let sensitive = slots::may_be_sensitive(commit, text, signals);
    commit.visitor_says(client_id, text, language, sensitive);
    if let Some(signals) = signals {
        tag(commit, signals);
    }
    // (4) What follows from it.
    match signals {
        _ if !machine => wait_for_agent(commit),
        Some(signals) => follow(commit, text, signals),
        None => unreadable(commit),
    }
    Ok(())
}

/// The visitor filled slots in a form.
///
/// # Errors
/// When one value is not valid, none is taken.
pub(crate) fn slots(commit: &mut Commit<'_>, id: &ActionId, values: &[SlotValue]) -> Result<(), Refusal> {
    let playbook = commit.playbook;
    let Some(action) = playbook.action(id) else {
        return Err(Refusal::Unknown(format!("there is no action `{id}`")));
    };
    if matches!(commit.state.status, Status::Resolved { .. }) {
        return Err(Refusal::WrongStatus(
            "the conversation has ended; a message opens it again".to_owned(),
        ));
    }
    if commit
        .state
        .actions
        .iter()
        .all(|collected| collected.action != *id)
    {
        return Err(Refusal::InvalidSlot(format!("`{id}` is not being collected")));
    }
    // (1) All of them, or none.
    let today = commit.playbook.local_day(commit.now);
    let mut accepted = Vec::with_capacity(values.len());
    for value in values {
        let Some(slot) = action.slots.iter().find(|slot| slot.id == value.slot) else {
            return Err(Refusal::InvalidSlot(format!(
                "`{id}` has no slot `{}`",
                value.slot
            )));
        };
        // Nothing, where nothing need be given.
        let normal = if slot.optional && value.value.trim().is_empty() {
            files::value(commit, action, slot)
        } else {
            let normal = match slot.kind.most() {
                Some(_) => files::given(commit, action, slot, &value.value),
                None => gangway_playbook::slot::accept(slot, &value.value, Some(today))
                    .map_err(|why| why.sentence(slot, &playbook.says, commit.state.speaks())),
            };
            Some(normal.map_err(Refusal::InvalidSlot)?)
        };
        accepted.push((slot, normal));
    }
    if accepted.is_empty() {
        return Ok(());
    }
    action::fill_form(commit, action, accepted);
    // (2) The machine goes on where it may speak.
    match commit.state.status {
        Status::Bot | Status::Queued { .. } => {
            rules::run(commit);
            action::conclude(commit);
            rules::end(commit);
            slots::ask(commit);
            near_miss::tell(commit);
        }
        Status::Human { .. } | Status::Snoozed { .. } | Status::Resolved { .. } => {}
    }
    Ok(())
}

/// The visitor pressed "talk to a person". Whoever waits or is talked to already, goes on waiting or talking.
pub(crate) fn person(commit: &mut Commit<'_>) {
    resume(commit);
    match commit.state.status {
        Status::Bot => {
            commit.facts.asked = Some(String::new());
            rules::run(commit);
            if commit.state.status == Status::Bot {
                let team = commit.team_or_default(came_back(commit));
                handoff::hand_off(commit, &team, HandoffReason::Asked { words: String::new() });
            }
            slots::ask(commit);
        }
        Status::Human { .. } if !commit.is_unchanged() => wait_for_agent(commit),
        Status::Queued { .. } | Status::Human { .. } | Status::Snoozed { .. } | Status::Resolved { .. } => {}
    }
}

/// The visitor stopped waiting: the bot answers again.
///
/// # Errors
/// When nobody is waited for because someone has it.
pub(crate) fn call_off(commit: &mut Commit<'_>) -> Result<(), Refusal> {
    match &commit.state.status {
        Status::Queued { .. } => {
            commit.enter(Status::Bot);
            commit.push(EntryBody::CalledOff);
            begin(commit);
            Ok(())
        }
        Status::Bot => Ok(()),
        Status::Human { agent, .. } => {
            Err(Refusal::WrongStatus(format!("{} has joined already", agent.name)))
        }
        Status::Snoozed { .. } | Status::Resolved { .. } => {
            Err(Refusal::WrongStatus("nobody is waited for".to_owned()))
        }
    }
}

/// The bot's run ended with something to say. Dropped, unless the bot has held it ever since the run began.
pub(crate) fn bot_said(commit: &mut Commit<'_>, epoch: Epoch, text: &str) {
    if commit.state.epoch == epoch && commit.state.status == Status::Bot {
        commit.state.failed_attempts = 0;
        commit.bot_says(text);
    }
}

/// The bot begins: with a clean count, with every rule before it, and with nobody waiting.
pub(crate) fn begin(commit: &mut Commit<'_>) {
    commit.wait(None);
    commit.state.failed_attempts = 0;
    commit.state.fired.clear();
    commit.state.timed.clear();
    commit.state.asking = None;
}

/// Ends a snooze; opens what had ended, with the bot.
pub(crate) fn resume(commit: &mut Commit<'_>) {
    match commit.state.status.clone() {
        Status::Snoozed { agent, team, .. } => agent::wake(commit, agent, team),
        Status::Resolved { .. } => {
            commit.enter(Status::Bot);
            commit.push(EntryBody::Reopened);
            begin(commit);
            commit.state.heard.clear();
            commit.state.contact = Contact::NotAsked;
        }
        Status::Bot | Status::Queued { .. } | Status::Human { .. } => {}
    }
}

/// The team whose human ended it a short time ago.
fn came_back(commit: &Commit<'_>) -> Option<TeamId> {
    let ended = commit.state.ended_by.as_ref()?;
    let soon = commit.now <= ended.at.plus(commit.playbook.handoff.reopen_within);
    soon.then(|| ended.team.clone())
}

/// Puts on the tags that were found and that the episode's playbook has.
fn tag(commit: &mut Commit<'_>, signals: &Signals) {
    for found in &signals.tags {
        if commit.playbook.tag(&found.tag).is_some() {
            let phrase = found.phrase.clone();
            let source = match found.sure {
                Some(sure) => TagSource::Meaning {
                    example: phrase,
                    sure,
                },
                None => TagSource::Phrase { phrase },
            };
            tags::add(commit, &found.tag, source);
        }
    }
}

/// What follows from a message while the bot holds it or it waits.
fn follow(commit: &mut Commit<'_>, text: &str, signals: &Signals) {
    commit.facts.words.clone_from(&signals.words);
    commit.facts.phrases.clone_from(&signals.tags);
    commit.facts.asked.clone_from(&signals.asks_for_person);
    // (1) What it gives to a running action.
    let heard = action::hear(commit, text, signals);
    if let Heard::Filled { bare: true, .. } = heard {
        commit.was_a_value();
    }
    // (2) What the rules say.
    rules::run(commit);
    // (3) A person, where the visitor wants one, or has just had one and says more than thanks.
    if commit.state.status == Status::Bot {
        let returning = came_back(commit);
        if let Some(words) = commit.facts.asked.clone() {
            let team = commit.team_or_default(returning);
            handoff::hand_off(commit, &team, HandoffReason::Asked { words });
        } else if returning.is_some() && signals.kind != Kind::Thanks {
            let team = commit.team_or_default(returning);
            handoff::hand_off(commit, &team, HandoffReason::CameBack);
        }
    }
    // (4) What the bot answers, if it still may.
    answer::answer(commit, heard, text, signals);
    // (5) An action that ended with this message, or the next question of one that goes on.
    action::conclude(commit);
    // (6) The end, where a rule has said so; and what nearly went to a person.
    rules::end(commit);
    slots::ask(commit);
    near_miss::tell(commit);
}

/// Nothing may be answered by machine to what could not be read.
fn unreadable(commit: &mut Commit<'_>) {
    if commit.state.status == Status::Bot {
        let returning = came_back(commit);
        let reason = match returning {
            Some(_) => HandoffReason::CameBack,
            None => HandoffReason::Unreadable,
        };
        let team = commit.team_or_default(returning);
        handoff::hand_off(commit, &team, reason);
    }
}

/// The visitor waits for the holder's word, from the first message that has none.
pub(crate) fn wait_for_agent(commit: &mut Commit<'_>) {
    let since = commit.state.waiting_since.unwrap_or(commit.now);
    commit.wait(Some(since));
}
