//! Text + context + playbook + index → signals: the one composition of `knowledge` and `playbook`.
//!
//! In scope: which tags and words a message meets, whether it asks for a person, which slot values it
//! contains, what the documents answer and how surely. Out of scope: what follows from it (`engine`).
//!
//! The parts: `sentence` cuts the text, by the search's own rules; `phrases` finds the playbook's phrases in
//! it; `prepared` keeps what one playbook needs for that; `person` and `kind` know what people write to a desk; `language` tells languages apart;
//! `questions` tells two questions of a message apart, and `answering` asks the documents.
//!
//! **Architecture Invariant:** this is the only way to [`Signals`].
//! **Architecture Invariant:** pure: the same arguments give the same signals.

mod answering;
mod kind;
pub mod language;
mod person;
mod phrases;
mod prepared;
mod questions;
mod sentence;

use gangway_knowledge::{Day, Index, PassageRef, Table};
use gangway_playbook::Playbook;
use gangway_protocol::limits::MESSAGE_CHARS;
use gangway_protocol::signals::{Kind, Turn};
use gangway_protocol::{Citation, Signals, Stamp};

pub use answering::{Answered, answer, composed, sources};
pub use prepared::Prepared;

/// A message and what it is read by, besides what the workspace was deployed with.
#[derive(Clone, Copy, Debug)]
pub struct Message<'a> {
    /// What the visitor wrote. Of more than a visitor may send, the beginning is read.
    pub text: &'a str,
    /// The turns before it, as the conversation has stored them, oldest first.
    pub turns: &'a [Turn],
    /// The day it is read on: documents that do not hold then answer nothing. `None`: all hold.
    pub today: Option<Day>,
}

/// So many characters of an earlier turn tell its language.
const TELLING: usize = 80;

/// Texts of passages are not at hand: an index may keep its texts in files of their own.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Lacking {
    /// The passages' numbers in the index; never empty.
    pub passages: Vec<usize>,
}

impl std::fmt::Display for Lacking {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "the texts of the passages {:?} are not at hand", self.passages)
    }
}

impl std::error::Error for Lacking {}

/// Reads one message. `prepared` is made from `playbook`.
///
/// # Errors
/// When a text that answers is not at hand: add all that are named to the index ([`Index::lacking`]) and read again.
pub fn read(
    message: &Message<'_>,
    stamp: Stamp,
    playbook: &Playbook,
    prepared: &Prepared,
    index: &Index,
    table: &Table,
) -> Result<Signals, Lacking> {
    // (1) What the text says by itself.
    let text = beginning(message.text, MESSAGE_CHARS);
    let sentences = sentence::sentences(text);
    let kind = kind::of(&sentences);
    let (mut tags, words) = prepared.phrases_in(playbook, &sentences);
    let languages = &playbook.workspace.languages;
    let written = message.turns.iter().filter(|turn| turn.visitor);
    let before = written.fold(None, |before, turn| {
        language::of_next(beginning(&turn.text, TELLING), languages, before).or(before)
    });
    let language = language::of_next(text, languages, before);
    if kind == Kind::Question {
        let meant = prepared.meant(playbook, text, language, table);
        tags.extend(meant.filter(|meant| tags.iter().all(|found| found.tag != meant.tag)));
    }

    // (2) What the documents say to it. A greeting asks them nothing.
    let threshold = playbook.handoff.confidence_below;
    let answered = match kind {
        Kind::Question => answer(message, asked_in(text, index), threshold, index, table),
        Kind::Greeting | Kind::Thanks => Answered::default(),
    };
    if !answered.lacking.is_empty() {
        return Err(Lacking {
            passages: answered.lacking,
        });
    }

    // (3) Everything the engine is told.
    Ok(Signals {
        stamp,
        language: language.map(str::to_owned),
        kind,
        asks_for_person: person::asked_for(text, &sentences),
        tags,
        words,
        slots: prepared.slots_in(playbook, text),
        confidence: answered.confidence,
        answer: answered.answer,
    })
}

/// The language in which documents are asked. Theirs are the likelier ones: a workspace may speak others, and "a branch in
/// Coimbra" is not Portuguese to English documents.
pub fn asked_in(text: &str, index: &Index) -> Option<&'static str> {
    let languages: Vec<String> = index.languages().map(str::to_owned).collect();
    language::of(text, &languages)
}

/// What a message that was read before is by another playbook: its tags, words and slot values anew, and what the documents
/// said to it as it was. `prepared` is made from `playbook`.
pub fn read_by(signals: &Signals, text: &str, playbook: &Playbook, prepared: &Prepared) -> Signals {
    let text = beginning(text, MESSAGE_CHARS);
    let (tags, words) = prepared.phrases_in(playbook, &sentence::sentences(text));
    Signals {
        tags,
        words,
        slots: prepared.slots_in(playbook, text),
        ..signals.clone()
    }
}

/// A passage as a source, when its text is at hand. The address of a PDF opens it on the passage's page.
pub fn citation(passage: &PassageRef<'_>) -> Option<Citation> {
    let at_page = |link: &str| {
        let is_pdf = link.to_ascii_lowercase().ends_with(".pdf");
        match passage.page.filter(|_| is_pdf) {
            // RFC 8118, section 3: `page`, from 1.
            Some(page) => format!("{link}#page={page}"),
            None => link.to_owned(),
        }
    };
    Some(Citation {
        passage: passage.id.into(),
        document: passage.document.into(),
        title: passage.title.to_owned(),
        heading: passage
            .heading
            .iter()
            .map(|&heading| heading.to_owned())
            .collect(),
        text: passage.text?.to_owned(),
        link: passage.link.map(at_page),
        page: passage.page,
        row: passage.row,
    })
}

fn beginning(text: &str, chars: usize) -> &str {
    text.char_indices()
        .nth(chars)
        .map_or(text, |(end, _)| &text[..end])
}

#[cfg(test)]
mod tests;
