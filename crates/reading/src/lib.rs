//! Text + context + playbook + index → signals: the one composition of `knowledge` and `playbook`.
//!
//! In scope: which tags and words a message meets, whether it asks for a person, which slot values it
//! contains, what the documents answer and how surely. Out of scope: what follows from it (`engine`).
//!
//! The parts: `sentence` cuts the text, by the search's own rules; `phrases` finds the playbook's phrases in
//! it; `prepared` keeps what one playbook needs for that; `person` and `kind` know what people write to a desk; `language` knows English.
//!
//! **Architecture Invariant:** this is the only way to [`Signals`].
//! **Architecture Invariant:** pure: the same arguments give the same signals.

mod kind;
mod language;
mod person;
mod phrases;
mod prepared;
mod sentence;

use gangway_knowledge::{Filter, Found, Index, Query, Table};
use gangway_playbook::Playbook;
use gangway_protocol::limits::{MESSAGE_CHARS, QUERY_CHARS};
use gangway_protocol::signals::{Kind, Turn};
use gangway_protocol::{Answer, Citation, Signals, Stamp};

pub use prepared::Prepared;

/// Reads one message.
///
/// `turns` are the turns before it, as the conversation has stored them, oldest first. `prepared` is made from
/// `playbook`. Of a message that is longer than a visitor may send, the beginning is read.
pub fn read(
    text: &str,
    turns: &[Turn],
    stamp: Stamp,
    playbook: &Playbook,
    prepared: &Prepared,
    index: &Index,
    table: &Table,
) -> Signals {
    // (1) What the text says by itself.
    let text = beginning(text, MESSAGE_CHARS);
    let message = sentence::sentences(text);
    let kind = kind::of(&message);
    let (tags, words) = prepared.phrases_in(playbook, &message);

    // (2) What the documents say to it. A greeting asks them nothing.
    let found = match kind {
        Kind::Question => search(text, turns, index, table),
        Kind::Greeting | Kind::Thanks => Found::default(),
    };

    // (3) Everything the engine is told.
    Signals {
        stamp,
        language: language::of(&message).map(str::to_owned),
        kind,
        asks_for_person: person::asked_for(&message),
        tags,
        words,
        slots: prepared.slots_in(playbook, text),
        confidence: found.confidence,
        answer: answer(found, index),
    }
}

fn search(text: &str, turns: &[Turn], index: &Index, table: &Table) -> Found {
    let context: Vec<&str> = turns.iter().map(|turn| turn.text.as_str()).collect();
    let before: Vec<&str> = turns
        .iter()
        .filter(|turn| turn.visitor)
        .map(|turn| turn.text.as_str())
        .collect();
    let query = Query {
        text: beginning(text, QUERY_CHARS),
        context: &context,
        before: &before,
        filter: Filter::default(),
        limit: 1,
    };
    gangway_knowledge::search(index, table, &query)
}

/// The answer with the passage it was taken from.
fn answer(found: Found, index: &Index) -> Option<Answer> {
    let text = found.answer?;
    let passage = index.passages().get(found.hits.first()?.passage)?;
    let citation = Citation {
        passage: passage.id.as_str().into(),
        document: passage.document.as_str().into(),
        title: passage.title.clone(),
        heading: passage.heading.clone(),
        text: passage.text.clone(),
        link: passage.link.clone(),
    };
    Some(Answer {
        text,
        citations: vec![citation],
    })
}

fn beginning(text: &str, chars: usize) -> &str {
    text.char_indices()
        .nth(chars)
        .map_or(text, |(end, _)| &text[..end])
}

#[cfg(test)]
mod tests;
