//! What was written and has not been sent.

use serde::{Deserialize, Serialize};

/// A reply and a note, each of its own: what was meant for colleagues never stands where a visitor would get it.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Draft {
    #[serde(default)]
    reply: String,
    #[serde(default)]
    note: String,
}

impl Draft {
    /// A reply and no note.
    pub(crate) fn reply(reply: String) -> Self {
        Self {
            reply,
            note: String::new(),
        }
    }

    /// The note, or the reply.
    pub(crate) fn of(&self, note: bool) -> &str {
        if note { &self.note } else { &self.reply }
    }

    pub(super) fn of_mut(&mut self, note: bool) -> &mut String {
        if note { &mut self.note } else { &mut self.reply }
    }
}
