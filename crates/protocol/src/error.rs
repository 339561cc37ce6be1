//! What goes wrong, as every route says it: `{code, message, hint?, …}`.

use serde::{Deserialize, Serialize};

use crate::entry::Entry;
use crate::signals::Basis;
use crate::status::AgentRef;

/// The kinds of refusal. The Worker's one table gives each its HTTP status.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Code {
    /// The body is not JSON of the expected shape.
    BadRequest,
    /// The body is not UTF-8.
    NotUtf8,
    /// A message or value is empty.
    Empty,
    /// A message, value or body is too long.
    TooLong,
    /// No token, or one that is forged, stale or for something else.
    Unauthorized,
    /// Known, but not allowed.
    Forbidden,
    /// No such thing, or not in this workspace.
    NotFound,
    /// The method is not one of this address.
    MethodNotAllowed,
    /// Another agent holds the conversation: [`Problem::holder`].
    AlreadyClaimed,
    /// Only the holder may do this.
    NotHolder,
    /// The conversation's status does not allow it.
    WrongStatus,
    /// The slot's value is not valid; the message says what is expected.
    InvalidSlot,
    /// A file is of a format that is not taken, or damaged.
    UnsupportedFile,
    /// The agent's page showed an older conversation, and the decision would pass over what came: [`Problem::changed`].
    StaleView,
    /// The page is older than this deployment supports ([`crate::WIRE`]): it must be loaded again.
    PageTooOld,
    /// The reading was made from something else: [`Problem::basis`]. Between Worker and object.
    StaleReading,
    /// A link or set-up secret was used already or is too old.
    Spent,
    /// The body came too slowly.
    TooSlow,
    /// Too many requests.
    TooMany,
    /// The deployment lacks something; the message says what.
    Unavailable,
    /// A fault of ours.
    Internal,
    /// A code of a newer version.
    #[serde(other)]
    Unknown,
}

/// A refusal.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Problem {
    /// Which kind.
    pub code: Code,
    /// What happened, in a sentence for a person.
    pub message: String,
    /// What to do next.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hint: Option<String>,
    /// Who holds the conversation, with [`Code::AlreadyClaimed`] and [`Code::NotHolder`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub holder: Option<AgentRef>,
    /// What a reading must be made from, with [`Code::StaleReading`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub basis: Option<Box<Basis>>,
    /// What the page did not show, with [`Code::StaleView`].
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub changed: Vec<Entry>,
}

impl Problem {
    /// A refusal with a sentence.
    pub fn new(code: Code, message: impl Into<String>) -> Self {
        Self {
            code,
            message: message.into(),
            hint: None,
            holder: None,
            basis: None,
            changed: Vec::new(),
        }
    }

    /// The same with what to do next.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }
}
