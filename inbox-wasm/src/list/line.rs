//! One row of the list, in the words that it shows.

use gangway_protocol::api::Desk;
use gangway_protocol::{AgentId, Priority, Status, Summary, Timestamp, queue};

use crate::words;

/// A row.
#[derive(Clone, PartialEq, Debug)]
pub struct Line {
    /// What the conversation is called.
    pub name: String,
    /// How much it still matters.
    pub priority: Priority,
    /// Since when the visitor waits for a person.
    pub waits: Option<Timestamp>,
    /// The last thing a person said, and who, unless it was the visitor.
    pub last: String,
    /// Who has it, or whose it is.
    pub with: String,
    /// Whether nobody has come yet.
    pub is_free: bool,
    /// Whether nobody came in time.
    pub is_overdue: bool,
    /// Its tags.
    pub tags: Vec<String>,
    /// The visitor's language, as a code in capitals.
    pub language: String,
    /// How many messages of the visitor nobody has read.
    pub unread: u32,
    /// When it changed last.
    pub at: Timestamp,
    /// When it comes back, while it is put aside.
    pub until: Option<Timestamp>,
}

impl Line {
    pub(super) fn new(summary: &Summary, desk: &Desk, me: &AgentId) -> Self {
        Self {
            name: words::visitor(&summary.conversation),
            priority: match summary.status {
                // What is over presses nobody.
                Status::Resolved { .. } => Priority::Normal,
                Status::Bot | Status::Queued { .. } | Status::Human { .. } | Status::Snoozed { .. } => {
                    summary.priority
                }
            },
            waits: queue::waiting_since(summary),
            last: words::last_line(summary, me),
            with: words::with(&summary.status, desk, me),
            is_free: matches!(summary.status, Status::Queued { .. }),
            is_overdue: matches!(summary.status, Status::Queued { escalated: true, .. }),
            tags: summary
                .tags
                .iter()
                .map(|tag| words::tag(tag.as_str(), desk))
                .collect(),
            language: summary
                .language
                .as_deref()
                .map(str::to_uppercase)
                .unwrap_or_default(),
            unread: summary.unread,
            at: summary.updated_at,
            until: match summary.status {
                Status::Snoozed { until, .. } => Some(until),
                Status::Bot | Status::Queued { .. } | Status::Human { .. } | Status::Resolved { .. } => None,
            },
        }
    }

    /// Everything it says, for a search.
    pub(super) fn text(&self) -> String {
        let priority = words::priority(self.priority).unwrap_or_default();
        let parts = [
            &self.name,
            priority,
            &self.last,
            &self.with,
            &self.language,
            &words::language(&self.language.to_lowercase()),
        ];
        format!("{} {}", parts.join(" "), self.tags.join(" "))
    }
}
