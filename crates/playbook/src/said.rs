//! What the bot says, in the workspace's languages.

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};

/// A text in the workspace's default language, and in as many of its others as the operator has written.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(from = "Written", into = "Written")]
pub struct Said {
    default: String,
    others: BTreeMap<String, String>,
}

/// A plain text where there is one only: what was compiled before texts had languages reads as it did.
#[derive(Serialize, Deserialize)]
#[serde(untagged)]
enum Written {
    One(String),
    Several {
        default: String,
        others: BTreeMap<String, String>,
    },
}

impl Said {
    /// A text in the default language alone.
    pub fn new(default: impl Into<String>) -> Self {
        Self {
            default: default.into(),
            others: BTreeMap::new(),
        }
    }

    /// The same text in another language, an ISO 639-1 code. The last one of a language holds.
    #[must_use]
    pub fn with(mut self, language: impl Into<String>, text: impl Into<String>) -> Self {
        self.others.insert(language.into(), text.into());
        self
    }

    /// Every wording altered in the same way.
    #[must_use]
    pub fn map(self, alter: impl Fn(&str) -> String) -> Self {
        Self {
            default: alter(&self.default),
            others: self
                .others
                .into_iter()
                .map(|(language, text)| (language, alter(&text)))
                .collect(),
        }
    }

    /// The text for a visitor of this language: in it, when it was written in it, and in the default language
    /// otherwise.
    pub fn text(&self, language: Option<&str>) -> &str {
        language
            .and_then(|language| self.others.get(language))
            .unwrap_or(&self.default)
    }

    /// The languages it is written in, beside the default one.
    pub fn languages(&self) -> impl Iterator<Item = &str> {
        self.others.keys().map(String::as_str)
    }

    /// Every wording, the default one first.
    pub fn wordings(&self) -> impl Iterator<Item = &str> {
        std::iter::once(&self.default)
            .chain(self.others.values())
            .map(String::as_str)
    }
}

impl From<&str> for Said {
    fn from(text: &str) -> Self {
        Self::new(text)
    }
}

impl From<String> for Said {
    fn from(text: String) -> Self {
        Self::new(text)
    }
}

/// In the default language.
impl fmt::Display for Said {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.default)
    }
}

impl From<Written> for Said {
    fn from(written: Written) -> Self {
        match written {
            Written::One(default) => Self::new(default),
            Written::Several { default, others } => Self { default, others },
        }
    }
}

impl From<Said> for Written {
    fn from(said: Said) -> Self {
        let Said { default, others } = said;
        if others.is_empty() {
            Self::One(default)
        } else {
            Self::Several { default, others }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_visitor_is_spoken_to_in_their_language_and_else_in_the_workspaces() {
        let said = Said::new("Hello!").with("es", "¡Hola!");
        assert_eq!(said.text(Some("es")), "¡Hola!");
        assert_eq!(said.text(Some("fr")), "Hello!");
        assert_eq!(said.text(None), "Hello!");
        assert_eq!(said.languages().collect::<Vec<_>>(), ["es"]);
    }

    #[test]
    fn texts_of_one_language_are_stored_as_they_were_before_they_had_languages() {
        let one: Said = serde_json::from_str(r#""Hello!""#).expect("a plain text");
        assert_eq!(one, Said::new("Hello!"));
        assert_eq!(serde_json::to_string(&one).expect("serialises"), r#""Hello!""#);
        let two = one.with("es", "¡Hola!");
        let stored = serde_json::to_string(&two).expect("serialises");
        assert_eq!(stored, r#"{"default":"Hello!","others":{"es":"¡Hola!"}}"#);
        assert_eq!(serde_json::from_str::<Said>(&stored).expect("reads"), two);
    }
}
