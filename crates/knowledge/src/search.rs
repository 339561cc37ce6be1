//! One query: resolve, search both ways, fuse, calibrate, extract.

use crate::{Audience, Index, Table};

/// A question and what was said before it.
#[derive(Clone, Copy, Debug)]
pub struct Query<'a> {
    /// The question.
    pub text: &'a str,
    /// Turns before it, oldest first.
    pub context: &'a [&'a str],
    /// Which passages may be found.
    pub filter: Filter<'a>,
    /// How many hits to return at the most.
    pub limit: usize,
}

/// Which passages may be found.
#[derive(Clone, Copy, Default, Debug)]
pub struct Filter<'a> {
    /// The reader. `Public` never sees passages for agents.
    pub audience: Audience,
    /// Only this place.
    pub place: Option<&'a str>,
    /// Only this partition and passages of none.
    pub partition: Option<u32>,
    /// Passages to leave out, by id.
    pub exclude: &'a [&'a str],
}

/// What was found.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Found {
    /// Passages, best first.
    pub hits: Vec<Hit>,
    /// In [0, 1]: how likely it is that the first hit answers the question. 0 without hits.
    pub confidence: f32,
    /// The sentence or sentences of the first hit that answer, unaltered; `None` without hits.
    pub answer: Option<String>,
}

/// One passage found.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Hit {
    /// Position in [`Index::passages`].
    pub passage: usize,
    /// Fused score.
    pub score: f32,
}

/// Searches an index.
pub fn search(index: &Index, table: &Table, query: &Query<'_>) -> Found {
    let _ = (index, table, query);
    Found::default()
}
