//! Which conversations are shown, and in what order.

use std::cmp::{Ordering, Reverse};

use gangway_protocol::queue::{self, View};
use gangway_protocol::{Priority, Summary, TagId, TeamId};
use serde::{Deserialize, Serialize};

use super::Line;

/// What narrows a view down. Kept in the browser for each workspace.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Filter {
    /// Words that all stand in what the row shows.
    pub words: String,
    /// A tag that is on.
    pub tag: Option<TagId>,
    /// The team it belongs to.
    pub team: Option<TeamId>,
    /// The priority it has.
    pub priority: Option<Priority>,
    /// The visitor's language.
    pub language: Option<String>,
}

impl Filter {
    /// Whether it hides anything.
    pub fn narrows(&self) -> bool {
        *self != Self::default()
    }

    /// Whether it lets a conversation through that a row shows as `line`.
    pub fn passes(&self, summary: &Summary, line: impl FnOnce() -> Line) -> bool {
        let tagged = |tag: &TagId| summary.tags.contains(tag);
        self.tag.as_ref().is_none_or(tagged)
            && (self.team.is_none() || self.team.as_ref() == summary.status.team())
            && self.priority.is_none_or(|priority| priority == summary.priority)
            && (self.language.is_none() || self.language == summary.language)
            && (self.words.trim().is_empty() || self.is_said_by(&line()))
    }

    fn is_said_by(&self, line: &Line) -> bool {
        let text = line.text().to_lowercase();
        self.words
            .to_lowercase()
            .split_whitespace()
            .all(|word| text.contains(word))
    }
}

/// What stands first.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sort {
    /// What matters most, then whoever waits longest.
    #[default]
    Urgent,
    /// Whoever waits longest.
    Waiting,
    /// What changed last.
    Latest,
}

impl Sort {
    /// Every order, as a menu has them.
    pub const EVERY: [Self; 3] = [Self::Urgent, Self::Waiting, Self::Latest];

    /// The name in a menu's values.
    pub fn name(self) -> &'static str {
        match self {
            Self::Urgent => "urgent",
            Self::Waiting => "waiting",
            Self::Latest => "latest",
        }
    }

    /// The order of this name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::EVERY.into_iter().find(|sort| sort.name() == name)
    }

    /// Which of two stands first.
    pub fn order(self, a: &Summary, b: &Summary) -> Ordering {
        let waits = |summary: &Summary| {
            let since = queue::waiting_since(summary);
            (since.is_none(), since)
        };
        let latest = |summary: &Summary| Reverse(summary.updated_at);
        match self {
            Self::Urgent => queue::order(a, b),
            Self::Waiting => {
                (waits(a), latest(a), &a.conversation).cmp(&(waits(b), latest(b), &b.conversation))
            }
            Self::Latest => (latest(a), &a.conversation).cmp(&(latest(b), &b.conversation)),
        }
    }
}

/// How an agent left a workspace's list.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Shown {
    /// Which part.
    pub view: View,
    /// What narrows it down.
    pub filter: Filter,
    /// What stands first.
    pub sort: Sort,
}
