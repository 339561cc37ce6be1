//! What would have been: a past conversation under a changed playbook, up to where it first goes otherwise.
//!
//! Two conversations are made from the same recorded inputs, one under the playbooks of its time and one under the changed
//! one, by the same engine: so what differs is the playbook's doing. Behind the first difference nobody knows what the
//! people would have said, and nothing is made up.
//!
//! 1. The past is made again from its inputs, as [`replay`](crate::replay) does.
//! 2. Under the changed playbook each message is read anew by whoever calls; deadlines come when that playbook has them.
//! 3. What each input made is compared by what it decided: not by its explanations, nor by how the bot words things.

use std::collections::BTreeMap;

use gangway_playbook::Playbook;
use gangway_protocol::{
    ConversationId, Entry, EntryBody, HandoffReason, Hash, Message, Seq, Signals, Speaker, Status, Timestamp,
};

use crate::conversation::Conversation;
use crate::input::{Input, Refusal};
use crate::replay::{Recorded, ReplayError, accepted, again};

/// An alarm may ring so much after its time, in milliseconds: before that, what a deadline would have brought is awaited.
const LATE: i64 = 60_000;
/// More deadlines than come between two inputs when a playbook is in order.
const DEADLINES: usize = 1_000;
/// The name of the changed playbook within a rerun.
const CHANGED: &str = "changed";

/// How a past conversation began.
#[derive(Clone, Copy, Debug)]
pub struct Opened<'a> {
    /// Which.
    pub id: &'a ConversationId,
    /// When.
    pub at: Timestamp,
    /// The language of the visitor's browser.
    pub browser: Option<&'a str>,
}

/// A past conversation and where it would have gone otherwise.
#[derive(Clone, PartialEq, Debug)]
pub struct Rerun {
    /// Its timeline, as its own playbooks and this engine make it.
    pub past: Vec<Entry>,
    /// Where the changed playbook first decides otherwise. `None`: nowhere.
    pub divergence: Option<Divergence>,
    /// Answers before that which the bot would have worded otherwise, or taken from elsewhere.
    pub reworded: u32,
}

/// The first difference.
#[derive(Clone, PartialEq, Debug)]
pub struct Divergence {
    /// Position of the input, from 1.
    pub position: usize,
    /// When: of the input, or of a deadline that only the changed playbook has.
    pub at: Timestamp,
    /// What happened.
    pub past: Vec<Entry>,
    /// What would have happened.
    pub changed: Vec<Entry>,
    /// The status after what would have happened.
    pub status: Status,
    /// Why nothing would have happened, when that is a refusal.
    pub refused: Option<String>,
}

/// Runs recorded inputs again under a changed playbook. `read` reads a message of the visitor by it: it is given the
/// conversation as it is under the changed playbook, the moment, the text, and what was read at the time. Its stamp is put
/// right here. `None` stands for a message that cannot be read.
///
/// # Errors
/// When the past cannot be made again: a playbook is missing or the inputs are not a conversation's.
pub fn rerun(
    opened: Opened<'_>,
    playbooks: &BTreeMap<Hash, Playbook>,
    recorded: &[Recorded],
    changed: &Playbook,
    mut read: impl FnMut(&Conversation, Timestamp, &str, &Signals) -> Option<Signals>,
) -> Result<Rerun, ReplayError> {
    let Opened { id, at, browser } = opened;
    let outputs = again(id.clone(), at, browser, playbooks, recorded)?; // (1)
    let mut conversation = Conversation::new(id.clone(), at, Hash::from(CHANGED)).with_browser(browser);
    let mut reworded = 0;
    let mut divergence = None;
    // Checks are named by their entries, which explanations in between have moved.
    let mut checks: BTreeMap<Seq, Seq> = BTreeMap::new();
    for (index, (recorded, past)) in recorded.iter().zip(&outputs).enumerate() {
        let input = match &recorded.input {
            // The changed playbook has held from the beginning.
            Input::Adopt { .. } => continue,
            Input::VisitorMessage {
                client_id,
                text,
                signals,
            } => {
                let signals = signals.as_deref().and_then(|signals| {
                    let mut signals = read(&conversation, recorded.at, text, signals)?;
                    signals.stamp = conversation.basis().stamp;
                    Some(Box::new(signals))
                });
                Input::VisitorMessage {
                    client_id: client_id.clone(),
                    text: text.clone(),
                    signals,
                }
            }
            Input::Checked { check, outcome } => Input::Checked {
                check: checks.get(check).copied().unwrap_or(*check),
                outcome: outcome.clone(),
            },
            input @ (Input::SlotsGiven { .. }
            | Input::AskedForPerson { .. }
            | Input::FileSent { .. }
            | Input::CalledOff { .. }
            | Input::BotSaid { .. }
            | Input::Agent { .. }
            | Input::AgentOffline { .. }
            | Input::Offered { .. }
            | Input::Wake) => accepted(input),
        };
        // (2)
        let diverges =
            |at, past: &[Entry], changed, conversation: &Conversation, refused: Option<&Refusal>| {
                Some(Divergence {
                    position: index + 1,
                    at,
                    past: past.to_vec(),
                    changed,
                    status: conversation.status().clone(),
                    refused: refused.map(|refusal| format!("{:?}", refusal.code())),
                })
            };
        if !matches!(input, Input::Wake)
            && let Some((at, entries)) = overdue(&mut conversation, changed, recorded.at.plus(-LATE))
        {
            divergence = diverges(at, &[], entries, &conversation, None);
            break;
        }
        match conversation.handle(recorded.at, changed, &input) {
            Ok(output) => {
                match compare(past, &output.entries) {
                    Compared::Same => {}
                    Compared::Reworded(count) => reworded += count,
                    Compared::Otherwise => {
                        divergence = diverges(recorded.at, past, output.entries, &conversation, None);
                        break;
                    }
                }
                checks.extend(begun(past).zip(begun(&output.entries)));
            }
            Err(refusal) => {
                divergence = diverges(recorded.at, past, Vec::new(), &conversation, Some(&refusal));
                break;
            }
        }
    }
    Ok(Rerun {
        past: outputs.into_iter().flatten().collect(),
        divergence,
        reworded,
    })
}

/// The first deadline until a moment that makes something happen which the past does not have.
fn overdue(
    conversation: &mut Conversation,
    playbook: &Playbook,
    until: Timestamp,
) -> Option<(Timestamp, Vec<Entry>)> {
    for _ in 0..DEADLINES {
        let deadline = conversation
            .next_deadline(playbook)
            .filter(|deadline| *deadline <= until)?;
        // The passing of time is never refused.
        let output = conversation.handle(deadline, playbook, &Input::Wake).ok()?;
        if output.entries.iter().any(|entry| essence(&entry.body).is_some()) {
            return Some((deadline, output.entries));
        }
    }
    None
}

/// The checks that began.
fn begun(entries: &[Entry]) -> impl Iterator<Item = Seq> {
    let checks = |entry: &&Entry| matches!(entry.body, EntryBody::CheckStarted { .. });
    entries.iter().filter(checks).map(|entry| entry.seq)
}

/// What two outputs have in common.
enum Compared {
    Same,
    /// The same was decided, and so many messages of the bot differ.
    Reworded(u32),
    Otherwise,
}

/// (3)
fn compare(past: &[Entry], changed: &[Entry]) -> Compared {
    let essences = |entries: &[Entry]| -> Vec<EntryBody> {
        entries.iter().filter_map(|entry| essence(&entry.body)).collect()
    };
    if essences(past) != essences(changed) {
        return Compared::Otherwise;
    }
    let (past, changed) = (said(past), said(changed));
    let differ = past
        .zip(changed)
        .filter(|(past, changed)| past != changed)
        .count();
    match u32::try_from(differ) {
        Ok(0) => Compared::Same,
        Ok(count) => Compared::Reworded(count),
        Err(_) => Compared::Reworded(u32::MAX),
    }
}

/// What the bot says, with the documents it is taken from.
fn said(entries: &[Entry]) -> impl Iterator<Item = (&str, Vec<&str>)> {
    entries.iter().filter_map(|entry| {
        let EntryBody::Message(message) = &entry.body else {
            return None;
        };
        let documents = message
            .citations
            .iter()
            .map(|citation| citation.document.as_str());
        (message.from == Speaker::Bot).then(|| (message.text.as_str(), documents.collect()))
    })
}

/// An entry without what explains it and without how it is worded; `None` for what decides nothing.
#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "what is not named here is compared whole"
)]
fn essence(body: &EntryBody) -> Option<EntryBody> {
    let mut body = body.clone();
    match &mut body {
        EntryBody::NearMiss { .. } => return None,
        EntryBody::Message(message) => *message = plain(message),
        EntryBody::TagAdded { source, .. } => *source = gangway_protocol::TagSource::Unknown,
        EntryBody::PriorityChanged { by, .. } => *by = gangway_protocol::By::Unknown,
        EntryBody::RuleFired { because, held, .. } => {
            because.clear();
            held.clear();
        }
        EntryBody::Alerted { because, .. } => because.clear(),
        EntryBody::ActionStarted { rule, .. } => *rule = None,
        EntryBody::ActionFailed { because, .. } => because.clear(),
        EntryBody::SlotFilled {
            label, shown, called, ..
        } => {
            label.clear();
            (*shown, *called) = (None, None);
        }
        EntryBody::HandedOff { reason, .. } | EntryBody::Moved { reason, .. } => match reason {
            HandoffReason::Asked { words } => words.clear(),
            HandoffReason::Rule { because, .. } => because.clear(),
            _ => {}
        },
        _ => {}
    }
    Some(body)
}

/// A message by what it is: who says it, whether it answers, what it asks for, whether it is the notice.
fn plain(message: &Message) -> Message {
    let answers = message.citations.first().map(|citation| {
        let mut citation = citation.clone();
        citation.passage = "".into();
        citation.document = "".into();
        citation.title.clear();
        citation.heading.clear();
        citation.text.clear();
        (citation.link, citation.page, citation.row) = (None, None, None);
        citation
    });
    Message {
        text: match message.from {
            Speaker::Bot => String::new(),
            Speaker::Visitor | Speaker::Agent { .. } => message.text.clone(),
        },
        language: None,
        citations: answers.into_iter().collect(),
        confidence: None,
        question: message.question.clone().map(|mut question| {
            question.example = None;
            question.choices.clear();
            question
        }),
        ..message.clone()
    }
}
