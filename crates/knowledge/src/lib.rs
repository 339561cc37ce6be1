//! Documents → passages → index; a query → passages, a confidence, an answer with citations.
//!
//! In scope: the only definition of tokenising, embedding, ranking and of the index and table formats.
//! Out of scope: files, folders and downloads (`index-builder`), what a conversation does with an answer
//! (`engine`).
//!
//! **Architecture Invariant:** builder, Worker, benchmarks and tests search through [`search`] and nothing
//! else, so that they cannot disagree.

mod answer;
mod aside;
mod beside;
#[cfg(feature = "build")]
pub mod build;
mod confidence;
mod cutter;
mod day;
#[cfg(feature = "build")]
pub mod document;
mod filter;
mod format;
mod graph;
mod index;
mod language;
mod late;
mod lean;
mod lexical;
mod list;
mod manner;
mod memory;
mod parts;
mod passage;
mod pieces;
mod places;
mod search;
mod sentence;
mod spelling;
mod standing;
mod table;
mod text;
mod texts;
mod topics;
mod trace;
mod vector;
mod vocabulary;
mod wanted;
mod weights;
mod words;

pub use confidence::{Calibration, Evidence};
pub use day::{Day, NoDay, Validity};
pub use filter::Filter;
pub use format::FormatError;
pub use index::Index;
pub use parts::Assembly;
pub use passage::{PassageRef, PlaceRef};
pub use search::{Also, Found, Hit, Parts, Query, search, search_traced, search_with};
pub use sentence::sentences;
pub use table::{Bits, Table};
pub use text::{Word, words};
pub use texts::Texts;
pub use topics::{About, Topic, Topics};
pub use trace::{Followed, Summand, Trace};
pub use weights::Weights;

use serde::{Deserialize, Serialize};

/// Who may be shown a document.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Audience {
    /// Everyone.
    #[default]
    Public,
    /// Agents only: a visitor's search cannot return it.
    Agents,
}

/// One passage: the unit that is found and cited.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Passage {
    /// Unique in the index. From documents: `<document>#<number>`.
    pub id: String,
    /// The document's id: its path below `documents/`.
    pub document: String,
    /// The document's title.
    pub title: String,
    /// Headings from the outermost to the passage's own.
    pub heading: Vec<String>,
    /// The passage's text, as read.
    pub text: String,
    /// The document's address on the operator's site.
    pub link: Option<String>,
    /// The place, branch or product it is about, by id, and its name.
    pub place: Option<Place>,
    /// A partition of the knowledge base (`None`: belongs to all of them).
    pub partition: Option<u32>,
    /// Who may see it.
    pub audience: Audience,
    /// The language it is written in, as ISO 639-1 has it: `es`.
    pub language: Option<String>,
    /// When its document holds.
    pub valid: Validity,
    /// The page it begins on, from 1, in a format that has pages.
    pub page: Option<u32>,
    /// The row of the sheet it begins with, from 1, as the program that made the sheet counts.
    pub row: Option<u32>,
}

/// A place, branch or product that passages are about.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Place {
    /// Its id, for filters.
    pub id: String,
    /// Its name, which is searched.
    pub name: String,
}
