//! The inbox as a projection of summaries: which of two summaries holds, what a view shows, in what order.
//!
//! Pure functions that the inbox object and the agents' page share: deliveries come repeated and out of
//! order, and both ends must show the same list.

use std::cmp::{Ordering, Reverse};

use serde::{Deserialize, Serialize};

use crate::entry::Priority;
use crate::id::{AgentId, Seq, Timestamp};
use crate::status::Status;
use crate::summary::Summary;

/// A view of the inbox, as addresses name it.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum View {
    /// Everything; what has ended comes last.
    #[default]
    All,
    /// What the agent holds or has put aside.
    Mine,
    /// What waits for someone.
    Unassigned,
    /// What the bot is handling.
    Bot,
    /// What any agent holds.
    Human,
    /// What is put aside.
    Snoozed,
    /// What has ended.
    Resolved,
}

impl View {
    /// Every view, in the order of a menu.
    pub const EVERY: [Self; 7] = [
        Self::All,
        Self::Mine,
        Self::Unassigned,
        Self::Bot,
        Self::Human,
        Self::Snoozed,
        Self::Resolved,
    ];

    /// The name used in addresses.
    pub fn name(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Mine => "mine",
            Self::Unassigned => "unassigned",
            Self::Bot => "bot",
            Self::Human => "human",
            Self::Snoozed => "snoozed",
            Self::Resolved => "resolved",
        }
    }

    /// The view of this name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::EVERY.into_iter().find(|view| view.name() == name)
    }

    /// Whether it shows a conversation to an agent. One in which nothing has happened is in no view.
    pub fn shows(self, summary: &Summary, agent: &AgentId) -> bool {
        if summary.version == Seq(0) {
            return false;
        }
        match (self, &summary.status) {
            (Self::All, _)
            | (Self::Unassigned, Status::Queued { .. })
            | (Self::Bot, Status::Bot)
            | (Self::Human, Status::Human { .. })
            | (Self::Snoozed, Status::Snoozed { .. })
            | (Self::Resolved, Status::Resolved { .. }) => true,
            (Self::Mine, Status::Human { agent: owner, .. } | Status::Snoozed { agent: owner, .. }) => {
                owner.id == *agent
            }
            (
                Self::Mine | Self::Unassigned | Self::Bot | Self::Human | Self::Snoozed | Self::Resolved,
                Status::Bot
                | Status::Queued { .. }
                | Status::Human { .. }
                | Status::Snoozed { .. }
                | Status::Resolved { .. },
            ) => false,
        }
    }
}

/// Where somebody stands in the queue, as far as it is known. Of the moment: it is told and never stored.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Place {
    /// From 1, among those who wait for the same team.
    pub position: u32,
    /// How long people have waited lately for that team, in minutes and no more exact than can be promised: 1, 2, 3, 5,
    /// 10, 15, 20, 30, 45, 60, or 90 for longer. `None`: not enough is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub minutes: Option<u32>,
}

/// Whether a summary that arrives takes the place of the one that is there. One of a lower version is ignored, and so
/// is one of the same version that was not read further: it says the same.
pub fn supersedes(arriving: &Summary, present: &Summary) -> bool {
    (arriving.version, arriving.read) > (present.version, present.read)
}

/// How much a priority is worth beside the wait, in milliseconds: a wait of high priority counts as begun half an hour
/// earlier, one of low priority as begun an hour later. So nobody waits for ever behind others who matter more, and
/// the order of two does not change while both wait. Urgent is beyond all waiting.
pub fn head_start(priority: Priority) -> i64 {
    const MINUTE: i64 = 60_000;
    match priority {
        Priority::Low => -60 * MINUTE,
        Priority::Normal => 0,
        Priority::High | Priority::Urgent => 30 * MINUTE,
    }
}

/// The order of the list: what has ended last, urgent first, then whoever waits longest with the [`head_start`] of
/// their priority, then by priority, then the latest change. Total: the conversation's id decides the rest.
pub fn order(a: &Summary, b: &Summary) -> Ordering {
    key(a).cmp(&key(b))
}

/// Since when the visitor waits for a person, as far as a summary tells.
pub fn waiting_since(summary: &Summary) -> Option<Timestamp> {
    match &summary.status {
        Status::Queued { waiting_since, .. } => Some(*waiting_since),
        Status::Human { waiting_since, .. } if summary.unanswered > 0 => Some(*waiting_since),
        Status::Bot | Status::Human { .. } | Status::Snoozed { .. } | Status::Resolved { .. } => None,
    }
}

type Key<'a> = (
    bool,
    bool,
    (bool, Timestamp),
    Reverse<Priority>,
    Reverse<Timestamp>,
    &'a str,
);

fn key(summary: &Summary) -> Key<'_> {
    let since = waiting_since(summary).map(|since| since.plus(-head_start(summary.priority)));
    (
        matches!(summary.status, Status::Resolved { .. }),
        summary.priority != Priority::Urgent,
        (since.is_none(), since.unwrap_or_default()),
        Reverse(summary.priority),
        Reverse(summary.updated_at),
        summary.conversation.as_str(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{AgentRef, ConversationId};

    fn summary(id: &str, status: Status) -> Summary {
        Summary {
            conversation: ConversationId::from(id),
            version: Seq(1),
            status,
            priority: Priority::Normal,
            tags: Vec::new(),
            language: None,
            reason: None,
            last_line: None,
            messages: 0,
            unanswered: 0,
            read: Seq(0),
            unread: 0,
            opened_at: Timestamp(0),
            updated_at: Timestamp(100),
        }
    }

    fn queued(id: &str, since: i64) -> Summary {
        let status = Status::Queued {
            team: "desk".into(),
            waiting_since: Timestamp(since),
            escalated: false,
        };
        summary(id, status)
    }

    fn held(id: &str, agent: &str) -> Summary {
        let status = Status::Human {
            agent: AgentRef {
                id: agent.into(),
                name: agent.to_owned(),
            },
            team: "desk".into(),
            active_at: Timestamp(50),
            waiting_since: Timestamp(50),
        };
        summary(id, status)
    }

    fn sorted(mut summaries: Vec<Summary>) -> Vec<String> {
        summaries.sort_by(order);
        summaries
            .into_iter()
            .map(|summary| summary.conversation.0)
            .collect()
    }

    #[test]
    fn urgent_comes_first_then_the_longest_wait_then_the_latest_change() {
        let urgent = Summary {
            priority: Priority::Urgent,
            ..queued("urgent", 90)
        };
        let changed = Summary {
            updated_at: Timestamp(200),
            ..summary("changed", Status::Bot)
        };
        let ended = Summary {
            priority: Priority::Urgent,
            ..summary(
                "ended",
                Status::Resolved {
                    at: Timestamp(1),
                    team: None,
                },
            )
        };
        let list = vec![
            ended,
            summary("bot", Status::Bot),
            queued("late", 20),
            changed,
            queued("early", 10),
            urgent,
        ];
        assert_eq!(
            sorted(list),
            ["urgent", "early", "late", "changed", "bot", "ended"]
        );
    }

    #[test]
    fn a_wait_of_half_an_hour_is_worth_a_priority_but_never_an_emergency() {
        const MINUTE: i64 = 60_000;
        let of = |id: &str, priority, since: i64| Summary {
            priority,
            ..queued(id, since * MINUTE)
        };
        let list = vec![
            of("low, an hour", Priority::Low, 0),
            of("urgent, no time", Priority::Urgent, 90),
            of("high, half an hour", Priority::High, 60),
            of("normal, a little more", Priority::Normal, 29),
            of("normal, a little less", Priority::Normal, 31),
            of("low, much more", Priority::Low, -40),
        ];
        assert_eq!(
            sorted(list),
            [
                "urgent, no time",
                "low, much more",
                "normal, a little more",
                "high, half an hour",
                "normal, a little less",
                "low, an hour"
            ]
        );
    }

    #[test]
    fn a_held_conversation_with_an_unanswered_message_waits() {
        let unanswered = Summary {
            unanswered: 1,
            ..held("unanswered", "ana")
        };
        let list = vec![held("answered", "ana"), queued("later", 60), unanswered];
        assert_eq!(sorted(list), ["unanswered", "later", "answered"]);
    }

    #[test]
    fn equal_summaries_are_ordered_by_their_ids() {
        assert_eq!(sorted(vec![queued("b", 1), queued("a", 1)]), ["a", "b"]);
    }

    #[test]
    fn a_summary_of_a_lower_or_equal_version_is_ignored() {
        let present = Summary {
            version: Seq(5),
            ..queued("a", 1)
        };
        let with = |version| Summary {
            version: Seq(version),
            ..queued("a", 1)
        };
        assert!(!supersedes(&with(4), &present));
        assert!(!supersedes(&with(5), &present));
        assert!(supersedes(&with(6), &present));
    }

    #[test]
    fn each_view_shows_its_own() {
        let snoozed = Status::Snoozed {
            agent: AgentRef {
                id: "ana".into(),
                name: "Ana".to_owned(),
            },
            team: "desk".into(),
            until: Timestamp(9),
        };
        let every = [
            summary("bot", Status::Bot),
            queued("queued", 1),
            held("ana's", "ana"),
            held("ben's", "ben"),
            summary("snoozed", snoozed),
            summary(
                "resolved",
                Status::Resolved {
                    at: Timestamp(1),
                    team: None,
                },
            ),
        ];
        let shown = |view: View| -> Vec<&str> {
            let ana = AgentId::from("ana");
            every
                .iter()
                .filter(|summary| view.shows(summary, &ana))
                .map(|summary| summary.conversation.as_str())
                .collect()
        };
        assert_eq!(shown(View::All).len(), every.len());
        assert_eq!(shown(View::Mine), ["ana's", "snoozed"]);
        assert_eq!(shown(View::Unassigned), ["queued"]);
        assert_eq!(shown(View::Bot), ["bot"]);
        assert_eq!(shown(View::Human), ["ana's", "ben's"]);
        assert_eq!(shown(View::Snoozed), ["snoozed"]);
        assert_eq!(shown(View::Resolved), ["resolved"]);
    }

    #[test]
    fn a_conversation_in_which_nothing_has_happened_is_in_no_view() {
        let opened = Summary {
            version: Seq(0),
            ..summary("opened", Status::Bot)
        };
        for view in View::EVERY {
            assert!(!view.shows(&opened, &AgentId::from("ana")));
        }
    }

    #[test]
    fn a_view_is_found_by_the_name_it_has() {
        for view in View::EVERY {
            assert_eq!(View::parse(view.name()), Some(view));
        }
        assert_eq!(View::parse("everything"), None);
    }
}
