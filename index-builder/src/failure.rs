//! Why a command could not run.

use std::fmt;
use std::path::Path;

use crate::problem::Problem;

/// A message for the terminal: what is wrong, and what to do about it.
#[derive(Clone, Debug)]
pub(crate) struct Failure {
    message: String,
    hint: Option<String>,
}

impl Failure {
    /// A failure without a hint.
    pub(crate) fn new(message: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            hint: None,
        }
    }

    /// A file or folder that cannot be read or written: `doing` completes "cannot …".
    pub(crate) fn io(doing: &str, path: &Path, error: &std::io::Error) -> Self {
        Self::new(format!("cannot {doing} `{}`: {error}", path.display()))
    }

    /// The same as the problem of a place.
    pub(crate) fn at(self, at: String) -> Problem {
        Problem {
            at,
            message: self.message,
            hint: self.hint,
        }
    }

    /// The same failure with what to do next.
    #[must_use]
    pub(crate) fn hint(self, hint: impl Into<String>) -> Self {
        Self {
            hint: Some(hint.into()),
            ..self
        }
    }
}

impl From<Problem> for Failure {
    fn from(Problem { at, message, hint }: Problem) -> Self {
        Self {
            message: format!("{at}: {message}"),
            hint,
        }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)?;
        if let Some(hint) = &self.hint {
            write!(f, "\n\nhint: {hint}")?;
        }
        Ok(())
    }
}
