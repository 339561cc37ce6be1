//! What is said about a document: by itself or by the operator.

use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::block::humanised;
use crate::{Audience, Place, Validity};

/// What is said about a document beside its text. `None`: nothing.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct About {
    /// What citations call it.
    pub title: Option<String>,
    /// What citations call it where nothing else does: `None` takes the file's name.
    pub name: Option<String>,
    /// The address that citations open.
    pub link: Option<String>,
    /// Who may see it.
    pub audience: Option<Audience>,
    /// The place, branch or product it is about.
    pub place: Option<Place>,
    /// The language it is written in, as ISO 639-1 has it.
    pub language: Option<String>,
    /// When it holds.
    pub valid: Validity,
    /// The ending that tells its format; `None` takes the path's.
    pub format: Option<String>,
}

impl About {
    /// What is said here, and where nothing is, what `other` says. The two days of a validity belong together: either
    /// of them here leaves both of `other` out.
    #[must_use]
    pub fn or(self, other: &Self) -> Self {
        Self {
            title: self.title.or_else(|| other.title.clone()),
            name: self.name.or_else(|| other.name.clone()),
            link: self.link.or_else(|| other.link.clone()),
            audience: self.audience.or(other.audience),
            place: self.place.or_else(|| other.place.clone()),
            language: self.language.or_else(|| other.language.clone()),
            valid: if self.valid.is_for_good() {
                other.valid
            } else {
                self.valid
            },
            format: self.format.or_else(|| other.format.clone()),
        }
    }
}

impl Place {
    /// A place by its name or its id: `Faro Airport` and `faro-airport` have the same id. `None` when there is no letter
    /// or digit.
    pub fn named(value: &str) -> Option<Self> {
        let mut id = String::new();
        for c in value
            .nfd()
            .filter(|&c| !is_combining_mark(c))
            .flat_map(char::to_lowercase)
        {
            if c.is_alphanumeric() {
                id.push(c);
            } else if !id.is_empty() && !id.ends_with('-') {
                id.push('-');
            }
        }
        let id = id.trim_end_matches('-').to_owned();
        let name = if id == value {
            humanised(value)
        } else {
            value.to_owned()
        };
        (!id.is_empty()).then_some(Self { id, name })
    }
}
