//! Near misses: handoffs that one thing more would have brought about. Told to agents, and to nobody else.
//!
//! A rule that hands off has nearly fired when its confidence was missed by [`NARROW`] at most; when it waits for one
//! failed attempt more; and when of its `every` exactly one condition did not hold, although this input brought one of the
//! others. So has the handoff after too many failed attempts.
//!
//! What a message merely does not say is not nearly said: a wish for a person, or words, that are not there are no near
//! miss, or every message about visas would be one. And a tag that stands, or is said again, has brought nothing.

use gangway_playbook::{Condition, Rule};
use gangway_protocol::ground::GROUNDS;
use gangway_protocol::{EntryBody, Ground, GroundKind, Status};

use crate::commit::Commit;
use crate::condition::Scene;

/// Near misses that one input tells of at most.
const MOST: usize = 3;
/// A confidence that lies so much above a limit has narrowly missed it.
const NARROW: f32 = 0.1;

/// What held and what was in the way.
struct Miss {
    held: Vec<Ground>,
    missed: Vec<Ground>,
}

/// Tells of the handoffs that this input has nearly brought about, when it has brought about none.
pub(crate) fn tell(commit: &mut Commit<'_>) {
    if commit.state.status != Status::Bot || commit.facts.handed_off {
        return;
    }
    let playbook = commit.playbook;
    let scene = Scene::of(commit);
    let rules = playbook.rules.iter().filter_map(|rule| {
        let team = rule.handoff()?;
        let fired = commit.facts.fired.contains(&rule.id);
        let miss = near(&scene, rule, &rule.when).filter(|_| !fired)?;
        Some((Some(rule.id.clone()), team, miss))
    });
    let attempts = attempts(commit).map(|miss| (None, &playbook.handoff.team, miss));
    let told: Vec<EntryBody> = rules
        .chain(attempts)
        .take(MOST)
        .map(|(rule, team, mut miss)| {
            miss.held.truncate(GROUNDS);
            miss.missed.truncate(GROUNDS);
            EntryBody::NearMiss {
                rule,
                team: team.clone(),
                held: miss.held,
                missed: miss.missed,
            }
        })
        .collect();
    for miss in told {
        commit.push(miss);
    }
}

/// How a condition that does not hold nearly did.
fn near(scene: &Scene<'_>, rule: &Rule, condition: &Condition) -> Option<Miss> {
    let facts = scene.facts;
    let narrowly = |is: bool| {
        is.then(|| Miss {
            held: Vec::new(),
            missed: scene.look(rule, condition).grounds,
        })
    };
    match condition {
        Condition::ConfidenceBelow(least) => narrowly(
            facts
                .confidence
                .is_some_and(|confidence| (*least..*least + NARROW).contains(&confidence)),
        ),
        Condition::FailedAttempts(attempts) => {
            narrowly(facts.failed && scene.state.failed_attempts.saturating_add(1) == *attempts)
        }
        Condition::Every(parts) => {
            let mut miss: Option<(&Condition, Vec<Ground>)> = None;
            let (mut held, mut fresh) = (Vec::new(), false);
            for part in parts {
                let seen = scene.look(rule, part);
                if seen.holds {
                    fresh |= seen.fresh && !stands(scene, part);
                    held.extend(seen.grounds);
                } else if miss.is_some() || is_of_time(part) {
                    return None;
                } else {
                    miss = Some((part, seen.grounds));
                }
            }
            let (part, missed) = miss?;
            match near(scene, rule, part) {
                Some(nearer) => {
                    held.extend(nearer.held);
                    let missed = nearer.missed;
                    Some(Miss { held, missed })
                }
                None => (fresh && !is_unsaid(part)).then_some(Miss { held, missed }),
            }
        }
        Condition::Any(parts) => parts.iter().find_map(|part| near(scene, rule, part)),
        Condition::Words(_)
        | Condition::Tag(_)
        | Condition::Language(_)
        | Condition::AsksForPerson
        | Condition::Completed(_)
        | Condition::Failed(_)
        | Condition::Slot(_)
        | Condition::WaitingLongerThan(_)
        | Condition::IdleLongerThan(_)
        | Condition::OutsideHours(_)
        | Condition::Status(_)
        | Condition::None(_) => None,
    }
}

/// Whether all that holds in a condition is tags that were on before this input.
fn stands(scene: &Scene<'_>, condition: &Condition) -> bool {
    let leaves = condition.wanted();
    let is_on = |tag| scene.state.tags.contains(tag) && !scene.facts.tagged.contains(tag);
    !leaves.is_empty()
        && leaves
            .iter()
            .all(|leaf| matches!(leaf, Condition::Tag(tag) if is_on(tag)))
}

/// Whether a condition is of nothing but what a message says by itself.
fn is_unsaid(condition: &Condition) -> bool {
    let leaves = condition.wanted();
    let of_message = |leaf: &&Condition| {
        matches!(
            leaf,
            Condition::Words(_)
                | Condition::AsksForPerson
                | Condition::ConfidenceBelow(_)
                | Condition::FailedAttempts(_)
        )
    };
    !leaves.is_empty() && leaves.iter().all(of_message)
}

/// What has not lasted long enough has missed nothing: its time may come.
fn is_of_time(condition: &Condition) -> bool {
    condition.wanted().iter().any(|leaf| {
        matches!(
            leaf,
            Condition::WaitingLongerThan(_) | Condition::IdleLongerThan(_)
        )
    })
}

/// One more failed attempt, or one more answer that is a little less sure, and a person would have it.
fn attempts(commit: &Commit<'_>) -> Option<Miss> {
    let (facts, handoff) = (&commit.facts, &commit.playbook.handoff);
    let confidence = facts.confidence?;
    let ground = |condition, wanted: String, found: String| Ground {
        condition,
        held: false,
        of: String::new(),
        wanted,
        found,
    };
    let missed = if facts.failed {
        let failed = commit.state.failed_attempts;
        let (wanted, found) = (handoff.failed_attempts.to_string(), failed.to_string());
        (failed.saturating_add(1) == handoff.failed_attempts)
            .then(|| ground(GroundKind::FailedAttempts, wanted, found))
    } else {
        let last = facts.attempts_before.saturating_add(1) >= handoff.failed_attempts;
        let below = handoff.confidence_below;
        let narrow = (below..below + NARROW).contains(&confidence);
        (last && narrow).then(|| {
            let (wanted, found) = (format!("{below:.2}"), format!("{confidence:.2}"));
            ground(GroundKind::ConfidenceBelow, wanted, found)
        })
    };
    let held = Vec::new();
    missed.map(|missed| Miss {
        held,
        missed: vec![missed],
    })
}
