//! `workspace.toml` → [`Playbook`], every message with line and column.
//!
//! The steps: the text becomes a tree that keeps positions; each section reads its keys and leaves none
//! unasked; the names that sections mention are looked up among those they define; what cannot be meant, although each
//! part is well written, is looked for ([`lint`]). Every step reports all it finds, and a step on a broken tree is not taken, so that one slip
//! makes one message.

mod action;
mod builtin;
mod check;
mod condition;
mod expects;
mod fields;
mod holidays;
mod hours;
mod lint;
mod names;
mod nearest;
mod quality;
mod rehearsal;
mod report;
mod rule;
mod sections;
mod slot_condition;
mod sources;
mod value;

use std::fmt;

use toml::de::DeTable;

use crate::Playbook;
use crate::sources::Sources;
use report::Report;

#[cfg(test)]
pub(crate) use builtin::says;
#[cfg(test)]
pub(crate) use expects::expects;
pub use holidays::Holidays;
pub use rehearsal::parse_rehearsal;

/// One mistake in a playbook, or something odd about it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Mistake {
    /// The file as the caller named it.
    pub file: String,
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
    /// What is wrong, with the thing in backticks.
    pub message: String,
    /// What was meant or what to do.
    pub hint: Option<String>,
}

impl fmt::Display for Mistake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}:{}: {}", self.file, self.line, self.column, self.message)?;
        if let Some(hint) = &self.hint {
            write!(f, "\n\nhint: {hint}")?;
        }
        Ok(())
    }
}

/// Parses, checks and compiles a playbook. `workspace` is the folder's name.
///
/// # Errors
/// Every mistake found, in the order of the file.
pub fn parse(workspace: &str, file: &str, text: &str) -> Result<Playbook, Vec<Mistake>> {
    parse_all(workspace, file, text).map(|parsed| parsed.playbook)
}

/// What a file says.
#[derive(Clone, PartialEq, Debug)]
pub struct Parsed {
    /// The playbook.
    pub playbook: Playbook,
    /// What it says about the documents.
    pub sources: Sources,
    /// What may not be meant, in the order of the file.
    pub warnings: Vec<Mistake>,
    /// Where each team has its holidays.
    pub holidays: Holidays,
}

/// [`parse`], with everything else that the file says, and with what may not be meant.
///
/// # Errors
/// As of [`parse`].
pub fn parse_all(workspace: &str, file: &str, text: &str) -> Result<Parsed, Vec<Mistake>> {
    let mut report = Report::default();
    let (tree, errors) = DeTable::parse_recoverable(text);
    for error in &errors {
        let at = error.span().map_or(text.len(), |span| span.start);
        report.wrong(at, error.message());
    }
    if errors.is_empty() {
        let read = sections::playbook(&mut report, workspace, text, &tree);
        if let (Ok((playbook, sources, holidays)), true) = (read, report.is_empty()) {
            return Ok(Parsed {
                playbook,
                sources,
                holidays,
                warnings: report.into_warnings(file, text),
            });
        }
    }
    Err(report.into_mistakes(file, text))
}

#[cfg(test)]
mod tests;
