//! The desk: who stands where in a queue, how long people wait lately, and who gets what where a team assigns.
//!
//! Pure functions of what the inbox knows. An offer reserves a place of its agent's capacity until it is answered: see
//! [`offers`].

use std::collections::BTreeMap;

use gangway_protocol::queue::{Place, order};
use gangway_protocol::{AgentId, ConversationId, Status, Summary, TeamId, Timestamp};

/// Waits from which the next is told.
pub const WAITS: usize = 20;
/// Fewer say nothing.
const LEAST_WAITS: usize = 3;
/// What can be said of a wait, in minutes.
const COARSE: [u32; 10] = [1, 2, 3, 5, 10, 15, 20, 30, 45, 60];
/// Longer than all of these.
const LONG: u32 = 90;

/// How long people waited lately, in coarse minutes: the median of their waits, in milliseconds, rounded up. `None` when
/// they are too few to say.
pub fn expected(waits: &[i64]) -> Option<u32> {
    if waits.len() < LEAST_WAITS {
        return None;
    }
    let mut waits = waits.to_vec();
    waits.sort_unstable();
    let minutes = (waits.get(waits.len() / 2)?.max(&0) + 59_999) / 60_000;
    let fits = COARSE.iter().find(|coarse| i64::from(**coarse) >= minutes);
    Some(fits.copied().unwrap_or(LONG))
}

/// Where everybody stands who waits, in their team's queue. `waits` are those of each team.
pub fn places(waiting: &[Summary], waits: &BTreeMap<TeamId, Vec<i64>>) -> BTreeMap<ConversationId, Place> {
    let mut queued: Vec<&Summary> = waiting.iter().collect();
    queued.sort_by(|a, b| order(a, b));
    let mut before: BTreeMap<&TeamId, u32> = BTreeMap::new();
    let mut places = BTreeMap::new();
    for summary in queued {
        let Status::Queued { team, .. } = &summary.status else {
            continue;
        };
        let position = before.entry(team).or_default();
        *position += 1;
        let place = Place {
            position: *position,
            minutes: waits.get(team).and_then(|waits| expected(waits)),
        };
        places.insert(summary.conversation.clone(), place);
    }
    places
}

/// How long a claim made its visitor wait, when a summary says that one was made: for the team's statistics.
pub fn waited(before: &Summary, after: &Summary) -> Option<(TeamId, i64)> {
    if let Status::Queued {
        team, waiting_since, ..
    } = &before.status
        && let Status::Human { .. } = &after.status
    {
        let waited = after.updated_at.0.saturating_sub(waiting_since.0).max(0);
        return Some((team.clone(), waited));
    }
    None
}

/// A conversation that waits for a team that assigns.
#[derive(Clone, Debug)]
pub struct Wanted<'a> {
    /// Its summary: queued.
    pub summary: &'a Summary,
    /// How many conversations an agent of the team is given at once.
    pub capacity: u32,
    /// Who has been offered it and did not get it while it waits.
    pub declined: Vec<AgentId>,
}

/// An agent who is there.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Free {
    /// Who.
    pub agent: AgentId,
    /// The teams they work for. None named: all of them.
    pub teams: Vec<TeamId>,
    /// The languages they speak, as ISO 639-1 codes. None named: all of them.
    pub languages: Vec<String>,
    /// How many conversations they hold, and how many are reserved for them.
    pub load: u32,
    /// When they were last given one.
    pub last_at: Timestamp,
}

/// What is to be offered to whom.
///
/// In the order of the queue each conversation goes to the agent of its team who was given one longest ago, among
/// those who speak its language and have room. Once it has been widened to the fallback team, the language is no
/// matter any more. Whoever was offered it and did not get it comes after the others.
///
/// Each offer raises its agent's load, so that together they keep the capacity. The caller counts as load whatever an
/// agent holds and every offer that was not answered.
pub fn offers(wanted: &[Wanted<'_>], mut free: Vec<Free>, now: Timestamp) -> Vec<(ConversationId, AgentId)> {
    let mut wanted: Vec<&Wanted<'_>> = wanted.iter().collect();
    wanted.sort_by(|a, b| order(a.summary, b.summary));
    let mut offers = Vec::new();
    for one in wanted {
        let Status::Queued { team, escalated, .. } = &one.summary.status else {
            continue;
        };
        let language = one.summary.language.as_ref().filter(|_| !escalated);
        let fits = |agent: &&mut Free| {
            let speaks = |language: &String| agent.languages.is_empty() || agent.languages.contains(language);
            (agent.teams.is_empty() || agent.teams.contains(team))
                && language.is_none_or(speaks)
                && agent.load < one.capacity
        };
        let next = free.iter_mut().filter(fits).min_by_key(|agent| {
            (
                one.declined.contains(&agent.agent),
                agent.last_at,
                agent.agent.clone(),
            )
        });
        if let Some(agent) = next {
            agent.load += 1;
            agent.last_at = now;
            offers.push((one.summary.conversation.clone(), agent.agent.clone()));
        }
    }
    offers
}

#[cfg(test)]
mod tests {
    use super::*;
    use gangway_protocol::{Priority, Seq};

    fn queued(id: &str, team: &str, since: i64) -> Summary {
        Summary {
            conversation: id.into(),
            version: Seq(1),
            status: Status::Queued {
                team: team.into(),
                waiting_since: Timestamp(since),
                escalated: false,
            },
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
            updated_at: Timestamp(since),
        }
    }

    fn agent(id: &str, load: u32, last_at: i64) -> Free {
        Free {
            agent: id.into(),
            teams: Vec::new(),
            languages: Vec::new(),
            load,
            last_at: Timestamp(last_at),
        }
    }

    /// What goes to whom, of summaries of teams with a capacity of two.
    fn offered(summaries: &[Summary], free: Vec<Free>) -> Vec<String> {
        let wanted: Vec<Wanted<'_>> = summaries
            .iter()
            .map(|summary| Wanted {
                summary,
                capacity: 2,
                declined: Vec::new(),
            })
            .collect();
        let offers = offers(&wanted, free, Timestamp(100));
        offers
            .iter()
            .map(|(conversation, agent)| format!("{conversation} to {agent}"))
            .collect()
    }

    #[test]
    fn a_wait_is_told_in_steps_that_can_be_kept_and_not_from_two_waits() {
        const MINUTE: i64 = 60_000;
        assert_eq!(expected(&[MINUTE, MINUTE]), None);
        assert_eq!(expected(&[0, 1, 2]), Some(1));
        assert_eq!(expected(&[9 * MINUTE, MINUTE, 4 * MINUTE]), Some(5));
        assert_eq!(expected(&[60 * MINUTE + 1; 3]), Some(90));
        assert_eq!(expected(&[-5; 3]), Some(1));
    }

    #[test]
    fn a_place_is_one_among_those_who_wait_for_the_same_team() {
        let urgent = Summary {
            priority: Priority::Urgent,
            ..queued("u", "desk", 30)
        };
        let bot = Summary {
            status: Status::Bot,
            ..queued("b", "desk", 0)
        };
        let waiting = [
            queued("late", "desk", 20),
            queued("early", "desk", 10),
            urgent,
            queued("other", "groups", 5),
            bot,
        ];
        let waits = BTreeMap::from([("groups".into(), vec![0, 0, 0])]);
        let places = places(&waiting, &waits);
        let told: Vec<String> = places
            .iter()
            .map(|(id, place)| format!("{id} {} {:?}", place.position, place.minutes))
            .collect();
        assert_eq!(
            told,
            ["early 2 None", "late 3 None", "other 1 Some(1)", "u 1 None"]
        );
    }

    #[test]
    fn the_agent_who_was_given_one_longest_ago_is_next_and_nobody_gets_more_than_fits() {
        let waiting = ["a", "b", "c", "d"].map(|id| queued(id, "desk", 1));
        assert_eq!(
            offered(
                &waiting,
                vec![agent("ana", 0, 50), agent("ben", 1, 40), agent("cleo", 2, 0)]
            ),
            ["a to ben", "b to ana", "c to ana"]
        );
    }

    #[test]
    fn language_and_team_are_respected_until_the_wait_was_widened() {
        let spanish = Summary {
            language: Some("es".to_owned()),
            ..queued("es", "desk", 1)
        };
        let ana = Free {
            languages: vec!["en".to_owned()],
            ..agent("ana", 0, 0)
        };
        let ben = Free {
            teams: vec!["groups".into()],
            ..agent("ben", 0, 0)
        };
        let free = || vec![ana.clone(), ben.clone()];
        assert!(offered(std::slice::from_ref(&spanish), free()).is_empty());
        let widened = Summary {
            status: Status::Queued {
                team: "desk".into(),
                waiting_since: Timestamp(1),
                escalated: true,
            },
            ..spanish
        };
        assert_eq!(offered(&[widened], free()), ["es to ana"]);
        assert_eq!(
            offered(&[queued("g", "groups", 1)], free()),
            ["g to ana"],
            "who names no team works for all"
        );
    }

    #[test]
    fn whoever_did_not_get_it_comes_after_the_others() {
        let summary = queued("a", "desk", 1);
        let wanted = Wanted {
            summary: &summary,
            capacity: 1,
            declined: vec!["ana".into()],
        };
        let free = vec![agent("ana", 0, 0), agent("ben", 0, 50)];
        let offers = offers(&[wanted], free, Timestamp(100));
        assert_eq!(offers, [("a".into(), "ben".into())]);
    }

    #[test]
    fn a_claim_says_how_long_its_visitor_waited() {
        let before = queued("a", "desk", 1_000);
        let after = Summary {
            status: Status::Human {
                agent: gangway_protocol::AgentRef {
                    id: "ana".into(),
                    name: "Ana".to_owned(),
                },
                team: "desk".into(),
                active_at: Timestamp(61_000),
                waiting_since: Timestamp(1_000),
            },
            updated_at: Timestamp(61_000),
            ..before.clone()
        };
        assert_eq!(waited(&before, &after), Some(("desk".into(), 60_000)));
        assert_eq!(waited(&after, &before), None);
    }
}
