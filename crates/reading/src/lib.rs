//! Text + context + playbook + index → signals: the one composition of `knowledge` and `playbook`.
//!
//! In scope: which tags and words a message meets, whether it asks for a person, which slot values it
//! contains, what the documents answer and how surely. Out of scope: what follows from it (`engine`).
//!
//! **Architecture Invariant:** this is the only way to [`Signals`].

use gangway_knowledge::{Index, Table};
use gangway_playbook::Playbook;
use gangway_protocol::signals::Turn;
use gangway_protocol::{Signals, Stamp};

/// A playbook prepared for reading: phrases folded and compiled once per isolate.
#[derive(Debug)]
pub struct Prepared {}

impl Prepared {
    /// Prepares a playbook.
    pub fn new(playbook: &Playbook) -> Self {
        let _ = playbook;
        Self {}
    }
}

/// Reads one message.
///
/// `turns` are the turns before it, as the conversation has stored them, oldest first.
pub fn read(
    text: &str,
    turns: &[Turn],
    stamp: Stamp,
    playbook: &Playbook,
    prepared: &Prepared,
    index: &Index,
    table: &Table,
) -> Signals {
    let _ = (text, turns, playbook, prepared, index, table);
    Signals {
        stamp,
        language: None,
        kind: gangway_protocol::signals::Kind::Question,
        asks_for_person: None,
        tags: Vec::new(),
        words: Vec::new(),
        slots: Vec::new(),
        confidence: 0.0,
        answer: None,
    }
}
