//! Collects mistakes by their position.

use super::Mistake;
use crate::sources::Position;

/// Proof that a mistake was reported: what could not be read is this, not a made-up value.
#[derive(Clone, Copy, Debug)]
pub(super) struct Reported(());

/// A value, or the proof that its absence was reported.
pub(super) type Read<T> = Result<T, Reported>;

/// A value and where it stands, in bytes from the start of the file.
#[derive(Clone, Debug)]
pub(super) struct At<T> {
    pub(super) value: T,
    pub(super) at: usize,
}

/// The mistakes found so far, and what every section goes by.
#[derive(Default, Debug)]
pub(super) struct Report {
    found: Vec<(usize, String, Option<String>)>,
    /// The workspace's languages, its default one first; empty while they are not read.
    pub(super) languages: Vec<String>,
    warnings: Vec<(usize, String, Option<String>)>,
}

impl Report {
    /// Reports what is wrong at a position.
    pub(super) fn wrong(&mut self, at: usize, message: impl Into<String>) -> Reported {
        self.found.push((at, message.into(), None));
        Reported(())
    }

    /// Reports what is wrong at a position and what to do.
    pub(super) fn wrong_with(
        &mut self,
        at: usize,
        message: impl Into<String>,
        hint: impl Into<String>,
    ) -> Reported {
        self.found.push((at, message.into(), Some(hint.into())));
        Reported(())
    }

    /// The proof of what was reported already: only for a reader that knows of it.
    pub(super) fn reported(&self) -> Reported {
        debug_assert!(!self.is_empty(), "something was reported");
        Reported(())
    }

    /// Reports what may not be meant at a position, and what to do about it.
    pub(super) fn warn(&mut self, at: usize, message: impl Into<String>, hint: impl Into<String>) {
        self.warnings.push((at, message.into(), Some(hint.into())));
    }

    pub(super) fn is_empty(&self) -> bool {
        self.found.is_empty()
    }

    /// The mistakes in the order of the file.
    pub(super) fn into_mistakes(self, file: &str, text: &str) -> Vec<Mistake> {
        placed(self.found, file, text)
    }

    /// The warnings in the order of the file.
    pub(super) fn into_warnings(self, file: &str, text: &str) -> Vec<Mistake> {
        placed(self.warnings, file, text)
    }
}

fn placed(mut found: Vec<(usize, String, Option<String>)>, file: &str, text: &str) -> Vec<Mistake> {
    found.sort_by_key(|(at, _, _)| *at);
    found
        .into_iter()
        .map(|(at, message, hint)| {
            let Position { line, column } = position(text, at);
            Mistake {
                file: file.to_owned(),
                line,
                column,
                message,
                hint,
            }
        })
        .collect()
}

/// Where a byte stands.
pub(super) fn position(text: &str, at: usize) -> Position {
    let before = text.get(..at).unwrap_or(text);
    let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
    let line = before.matches('\n').count() + 1;
    let column = before[line_start..].chars().count() + 1;
    Position { line, column }
}
