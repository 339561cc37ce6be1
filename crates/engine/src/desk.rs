//! The desk: who stands where in a queue, how long people wait lately, and who gets what where a team assigns.
//!
//! Pure functions of what the inbox knows. The inbox offers, the conversation accepts or refuses, and the inbox confirms
//! or releases the place that the offer has reserved.

use std::collections::BTreeMap;

use gangway_protocol::queue::{Place, order};
use gangway_protocol::{AgentId, ConversationId, Seq, Status, Summary, TeamId, Timestamp};

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

/// A conversation that waits, and how many an agent of its team is given at once: nothing where the team takes them from
/// a pool.
#[derive(Clone, PartialEq, Debug)]
pub struct Waiting {
    /// Its summary: queued.
    pub summary: Summary,
    /// The capacity.
    pub capacity: u32,
}

/// An agent who is there.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Present {
    /// Who.
    pub agent: AgentId,
    /// The teams they work for. None named: all of them.
    pub teams: Vec<TeamId>,
    /// The languages they speak, as ISO 639-1 codes. None named: all of them.
    pub languages: Vec<String>,
    /// At most so many at once, where the team would give more.
    pub capacity: Option<u32>,
    /// How many conversations they hold, as far as summaries have come.
    pub held: u32,
    /// When they were last offered one.
    pub last_at: Timestamp,
}

impl Present {
    /// Whether they work for a team.
    fn works_for(&self, team: &TeamId) -> bool {
        self.teams.is_empty() || self.teams.contains(team)
    }

    /// Whether an offer of this team's that was made to them still fits, among all that are open: they may have been changed
    /// since it was made. What the team gives at once was looked at then.
    pub fn may_keep(&self, team: &TeamId, open: &[Offer]) -> bool {
        let reserved = open
            .iter()
            .filter(|offer| offer.agent == self.agent && offer.reserves());
        let load = self.held as usize + reserved.count();
        self.works_for(team) && self.capacity.is_none_or(|capacity| load <= capacity as usize)
    }
}

/// An offer of a conversation to an agent: a place of their capacity is reserved from the offer to the summary that shows
/// what became of it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Offer {
    /// Which conversation.
    pub conversation: ConversationId,
    /// To whom.
    pub agent: AgentId,
    /// The conversation refuses it later than this.
    pub until: Timestamp,
    /// What the conversation said to it.
    pub answer: Option<Answer>,
}

/// What a conversation said to an offer, in the state that its timeline had up to `version`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Answer {
    /// Whether the agent has it.
    pub accepted: bool,
    /// The last `seq` of the timeline.
    pub version: Seq,
}

impl Offer {
    /// Whether it takes a place of its agent's capacity. One that was not answered does, however old it is: it may have
    /// been accepted and the answer been lost.
    pub fn reserves(&self) -> bool {
        self.answer.is_none_or(|answer| answer.accepted)
    }

    /// Whether it says nothing any more, with this summary of its conversation: what was accepted is counted as held from
    /// here on, and what was refused is remembered while the conversation waits.
    pub fn is_settled_by(&self, summary: &Summary) -> bool {
        let waits = matches!(summary.status, Status::Queued { .. });
        self.conversation == summary.conversation
            && self
                .answer
                .is_some_and(|answer| answer.version <= summary.version && (answer.accepted || !waits))
    }

    /// Whether its agent is not to be offered the same conversation again: it was not answered, or a short time ago.
    fn keeps_from_another(&self, now: Timestamp) -> bool {
        self.answer.is_none() || now <= self.until
    }

    /// Whether its conversation is not to be offered to anyone at present: it is under way, or the summary is older than
    /// the answer.
    fn holds_back(&self, summary: &Summary, now: Timestamp) -> bool {
        match self.answer {
            None => now <= self.until,
            Some(answer) => answer.accepted || answer.version > summary.version,
        }
    }
}

/// What is to be offered to whom.
///
/// In the order of the queue each conversation goes to the agent of its team who was offered one longest ago, among
/// those who speak its language and have room. Once it has been widened to the fallback team, the language is no
/// matter any more. Whoever was offered it and did not get it comes after the others, and not before that offer is too
/// old. Each offer reserves a place, so that together they keep the capacity.
pub fn offers(
    waiting: &[Waiting],
    open: &[Offer],
    mut present: Vec<Present>,
    now: Timestamp,
) -> Vec<(ConversationId, AgentId)> {
    let mut reserved: BTreeMap<AgentId, u32> = BTreeMap::new();
    for offer in open.iter().filter(|offer| offer.reserves()) {
        *reserved.entry(offer.agent.clone()).or_default() += 1;
    }
    let mut waiting: Vec<&Waiting> = waiting.iter().filter(|waiting| waiting.capacity > 0).collect();
    waiting.sort_by(|a, b| order(&a.summary, &b.summary));
    let mut offers = Vec::new();
    for Waiting { summary, capacity } in waiting {
        let Status::Queued { team, escalated, .. } = &summary.status else {
            continue;
        };
        let earlier: Vec<&Offer> = open
            .iter()
            .filter(|offer| offer.conversation == summary.conversation)
            .collect();
        if earlier.iter().any(|offer| offer.holds_back(summary, now)) {
            continue;
        }
        let language = summary.language.as_ref().filter(|_| !escalated);
        let fits = |agent: &&mut Present| {
            let speaks = |language: &String| agent.languages.is_empty() || agent.languages.contains(language);
            let load = agent.held + reserved.get(&agent.agent).copied().unwrap_or_default();
            agent.works_for(team)
                && language.is_none_or(speaks)
                && load < agent.capacity.unwrap_or(u32::MAX).min(*capacity)
                && !earlier
                    .iter()
                    .any(|offer| offer.agent == agent.agent && offer.keeps_from_another(now))
        };
        let declined = |agent: &Present| earlier.iter().any(|offer| offer.agent == agent.agent);
        let next = present
            .iter_mut()
            .filter(fits)
            .min_by_key(|agent| (declined(agent), agent.last_at, agent.agent.clone()));
        if let Some(agent) = next {
            *reserved.entry(agent.agent.clone()).or_default() += 1;
            agent.last_at = now;
            offers.push((summary.conversation.clone(), agent.agent.clone()));
        }
    }
    offers
}

#[cfg(test)]
mod tests {
    use super::*;
    use gangway_protocol::Priority;

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

    fn agent(id: &str, held: u32, last_at: i64) -> Present {
        Present {
            agent: id.into(),
            teams: Vec::new(),
            languages: Vec::new(),
            capacity: None,
            held,
            last_at: Timestamp(last_at),
        }
    }

    /// What goes to whom, of summaries of teams with a capacity of two.
    fn offered(summaries: &[Summary], open: &[Offer], present: Vec<Present>) -> Vec<String> {
        let waiting: Vec<Waiting> = summaries
            .iter()
            .map(|summary| Waiting {
                summary: summary.clone(),
                capacity: 2,
            })
            .collect();
        let offers = offers(&waiting, open, present, Timestamp(100));
        offers
            .iter()
            .map(|(conversation, agent)| format!("{conversation} to {agent}"))
            .collect()
    }

    fn offer(conversation: &str, agent: &str, until: i64, answer: Option<(bool, u64)>) -> Offer {
        Offer {
            conversation: conversation.into(),
            agent: agent.into(),
            until: Timestamp(until),
            answer: answer.map(|(accepted, version)| Answer {
                accepted,
                version: Seq(version),
            }),
        }
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
                &[],
                vec![agent("ana", 0, 50), agent("ben", 1, 40), agent("cleo", 2, 0)]
            ),
            ["a to ben", "b to ana", "c to ana"]
        );
    }

    #[test]
    fn whoever_can_take_fewer_than_the_team_gives_is_given_fewer_and_never_more() {
        let waiting = ["a", "b", "c", "d"].map(|id| queued(id, "desk", 1));
        let with = |capacity| {
            let agent = Present {
                capacity: Some(capacity),
                ..agent("ana", 0, 0)
            };
            offered(&waiting, &[], vec![agent]).len()
        };
        assert_eq!([0, 1, 2, 9].map(with), [0, 1, 2, 2]);
    }

    #[test]
    fn an_offer_is_kept_while_its_agent_works_for_the_team_and_has_room() {
        let open = [offer("a", "ana", 200, None), offer("b", "ben", 200, None)];
        let ana = |teams: &[&str], capacity| Present {
            teams: teams.iter().map(|team| (*team).into()).collect(),
            capacity,
            ..agent("ana", 1, 0)
        };
        let keeps = |ana: Present| ana.may_keep(&"desk".into(), &open);
        assert!(keeps(ana(&[], None)) && keeps(ana(&["desk"], Some(2))));
        assert!(!keeps(ana(&["groups"], None)), "works for another team");
        assert!(!keeps(ana(&["desk"], Some(1))), "one is held and one is offered");
    }

    #[test]
    fn language_and_team_are_respected_until_the_wait_was_widened() {
        let spanish = Summary {
            language: Some("es".to_owned()),
            ..queued("es", "desk", 1)
        };
        let ana = Present {
            languages: vec!["en".to_owned()],
            ..agent("ana", 0, 0)
        };
        let ben = Present {
            teams: vec!["groups".into()],
            ..agent("ben", 0, 0)
        };
        let free = || vec![ana.clone(), ben.clone()];
        assert!(offered(std::slice::from_ref(&spanish), &[], free()).is_empty());
        let widened = Summary {
            status: Status::Queued {
                team: "desk".into(),
                waiting_since: Timestamp(1),
                escalated: true,
            },
            ..spanish
        };
        assert_eq!(offered(&[widened], &[], free()), ["es to ana"]);
        assert_eq!(
            offered(&[queued("g", "groups", 1)], &[], free()),
            ["g to ana"],
            "who names no team works for all"
        );
    }

    #[test]
    fn whoever_did_not_get_it_comes_after_the_others() {
        let waiting = [queued("a", "desk", 1)];
        let refused = [offer("a", "ana", 99, Some((false, 1)))];
        let both = || vec![agent("ana", 0, 0), agent("ben", 0, 50)];
        assert_eq!(offered(&waiting, &refused, both()), ["a to ben"]);
        assert_eq!(
            offered(&waiting, &refused, vec![agent("ana", 0, 0)]),
            ["a to ana"]
        );
    }

    #[test]
    fn an_offer_holds_its_conversation_back_until_it_is_answered_or_too_old() {
        let waiting = [queued("a", "desk", 1)];
        let both = || vec![agent("ana", 0, 0), agent("ben", 0, 50)];
        assert!(offered(&waiting, &[offer("a", "ana", 100, None)], both()).is_empty());
        assert_eq!(
            offered(&waiting, &[offer("a", "ana", 99, None)], both()),
            ["a to ben"]
        );
        // What the answer was made from has not come yet.
        assert!(offered(&waiting, &[offer("a", "ana", 99, Some((false, 2)))], both()).is_empty());
        assert!(offered(&waiting, &[offer("a", "ana", 99, Some((true, 1)))], both()).is_empty());
    }

    #[test]
    fn a_place_is_reserved_until_a_summary_shows_what_became_of_the_offer() {
        let waiting = [queued("c", "desk", 1)];
        let reserved = |answer| {
            [
                offer("a", "ana", 50, answer),
                offer("b", "ana", 50, Some((true, 7))),
            ]
        };
        assert!(offered(&waiting, &reserved(None), vec![agent("ana", 0, 0)]).is_empty());
        let free = reserved(Some((false, 3)));
        assert_eq!(offered(&waiting, &free, vec![agent("ana", 0, 0)]), ["c to ana"]);

        let of = |conversation: &str, version, status: Option<Status>| Summary {
            conversation: conversation.into(),
            version: Seq(version),
            status: status.unwrap_or_else(|| waiting[0].status.clone()),
            ..waiting[0].clone()
        };
        assert!(!reserved(None)[1].is_settled_by(&of("b", 6, None)));
        assert!(reserved(None)[1].is_settled_by(&of("b", 7, None)));
        let other = Summary {
            conversation: "z".into(),
            ..of("b", 7, None)
        };
        assert!(!reserved(None)[1].is_settled_by(&other));
        assert!(
            !free[0].is_settled_by(&of("a", 3, None)),
            "remembered while it waits"
        );
        assert!(free[0].is_settled_by(&of("a", 3, Some(Status::Bot))));
        assert!(
            !reserved(None)[0].is_settled_by(&of("a", 9, Some(Status::Bot))),
            "it was not answered"
        );
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
