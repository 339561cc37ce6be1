//! What is wrong with an input: said once, and everything else goes on.

use std::fmt;
use std::path::Path;

use gangway_knowledge::document::DocumentError;
use gangway_playbook::parse::Mistake;
use serde::{Deserialize, Serialize};

/// One mistake in a file, or something odd about it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub(crate) struct Problem {
    /// The file, with line and column where they are known: `fixtures/a/workspace.toml:3:9`.
    pub(crate) at: String,
    /// What is wrong.
    pub(crate) message: String,
    /// What to do about it.
    pub(crate) hint: Option<String>,
}

impl Problem {
    pub(crate) fn new(path: &Path, message: String) -> Self {
        Self::at(path.display().to_string(), message)
    }

    /// A problem of what has no path: a row of a file, a page of a site.
    pub(crate) fn at(at: String, message: String) -> Self {
        Self {
            at,
            message,
            hint: None,
        }
    }

    pub(crate) fn io(doing: &str, path: &Path, error: &std::io::Error) -> Self {
        Self::new(path, format!("cannot {doing}: {error}"))
    }

    pub(crate) fn document(path: &Path, error: &DocumentError) -> Self {
        Self {
            hint: error.hint().map(str::to_owned),
            ..Self::new(path, error.to_string())
        }
    }

    pub(crate) fn playbook(mistake: Mistake) -> Self {
        let Mistake {
            file,
            line,
            column,
            message,
            hint,
        } = mistake;
        Self {
            at: format!("{file}:{line}:{column}"),
            message,
            hint,
        }
    }

    #[must_use]
    pub(crate) fn hint(self, hint: impl Into<String>) -> Self {
        Self {
            hint: Some(hint.into()),
            ..self
        }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.at, self.message)?;
        if let Some(hint) = &self.hint {
            write!(f, "\n\nhint: {hint}\n")?;
        }
        Ok(())
    }
}
