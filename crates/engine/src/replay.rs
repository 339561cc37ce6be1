//! A conversation made again from its recorded inputs.

use std::collections::BTreeMap;

use gangway_playbook::Playbook;
use gangway_protocol::{ConversationId, Entry, Hash, Timestamp};
use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::conversation::Conversation;
use crate::input::Input;

/// One input with what it was decided under.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Recorded {
    /// The `now` that was passed in.
    pub at: Timestamp,
    /// [`VERSION`](crate::VERSION) of the engine that decided it.
    pub version: u32,
    /// Hash of the playbook of the episode, before the input.
    pub playbook: Hash,
    /// The input.
    pub input: Input,
}

/// Why recorded inputs cannot be run again.
#[derive(Clone, PartialEq, Eq, Debug, Error)]
pub enum ReplayError {
    /// A playbook is missing.
    #[error("input {position} was decided under playbook `{playbook}`, which is not at hand")]
    Playbook {
        /// Position of the input, from 1.
        position: usize,
        /// Which playbook.
        playbook: Hash,
    },
    /// The recorded inputs are not those of one conversation, in order.
    #[error("input {position} names playbook `{recorded}`, but the conversation has `{held}` there")]
    Order {
        /// Position of the input, from 1.
        position: usize,
        /// What was recorded.
        recorded: Hash,
        /// What the conversation has.
        held: Hash,
    },
    /// An input that was decided is refused: another engine or another playbook decided it.
    #[error("input {position} was decided by engine version {version} and is refused: {refusal}")]
    Refused {
        /// Position of the input, from 1.
        position: usize,
        /// The version that decided it.
        version: u32,
        /// The wire's code of the refusal.
        refusal: String,
    },
}

/// Runs recorded inputs again, of a visitor whose browser speaks this language. The same engine version and playbooks give the same entries, byte for byte.
///
/// # Errors
/// When a playbook is missing or the inputs are not a conversation's.
pub fn replay(
    id: ConversationId,
    opened_at: Timestamp,
    browser: Option<&str>,
    playbooks: &BTreeMap<Hash, Playbook>,
    recorded: &[Recorded],
) -> Result<Vec<Entry>, ReplayError> {
    again(id, opened_at, browser, playbooks, recorded).map(|outputs| outputs.into_iter().flatten().collect())
}

/// What each of the inputs made.
pub(crate) fn again(
    id: ConversationId,
    opened_at: Timestamp,
    browser: Option<&str>,
    playbooks: &BTreeMap<Hash, Playbook>,
    recorded: &[Recorded],
) -> Result<Vec<Vec<Entry>>, ReplayError> {
    let Some(first) = recorded.first() else {
        return Ok(Vec::new());
    };
    let mut conversation = Conversation::new(id, opened_at, first.playbook.clone()).with_browser(browser);
    let mut outputs = Vec::with_capacity(recorded.len());
    for (
        index,
        Recorded {
            at,
            version,
            playbook,
            input,
        },
    ) in recorded.iter().enumerate()
    {
        let position = index + 1;
        if conversation.playbook() != playbook {
            let held = conversation.playbook().clone();
            return Err(ReplayError::Order {
                position,
                recorded: playbook.clone(),
                held,
            });
        }
        let rules = playbooks.get(playbook).ok_or_else(|| ReplayError::Playbook {
            position,
            playbook: playbook.clone(),
        })?;
        let output = conversation
            .handle(*at, rules, &accepted(input))
            .map_err(|refusal| ReplayError::Refused {
                position,
                version: *version,
                refusal: format!("{:?}", refusal.code()),
            })?;
        outputs.push(output.entries);
    }
    Ok(outputs)
}

/// A recorded input was accepted, and what the agent had seen is not compared again: a conversation that an earlier
/// form of the state was read for did not know of every decision.
pub(crate) fn accepted(input: &Input) -> Input {
    let mut input = input.clone();
    if let Input::Agent { seen, .. } = &mut input {
        *seen = None;
    }
    input
}
