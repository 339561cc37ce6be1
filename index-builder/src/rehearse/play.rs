//! A rehearsal on a stage: step by step, each with what must follow, until something else does.
//!
//! Pure but for what the stage does.

use gangway_playbook::Playbook;
use gangway_playbook::rehearsal::{Act, Expectation, Expected, Rehearsal};
use gangway_playbook::sources::Position;
use gangway_protocol::{Entry, TeamId, Timestamp};

use super::check::{Miss, miss};
use super::followed::{Followed, Scope};
use super::show::{self, Line};

/// Where a rehearsal is played.
pub(crate) trait Stage {
    /// Lets something happen.
    ///
    /// # Errors
    /// When it cannot happen here, or what followed cannot be told.
    fn act(&mut self, act: &Act) -> Result<Followed, Halt>;

    /// The moment it is.
    fn now(&self) -> Timestamp;

    /// How far its clock may be from what the steps say, in milliseconds.
    fn slack(&self) -> i64;
}

/// Why a stage does not go on.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Halt {
    /// This cannot be played here. No fault of the playbook.
    Skip(String),
    /// The stage has failed.
    Fault(String),
}

/// What became of a rehearsal.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Played {
    /// The conversation, as far as it went.
    pub(crate) lines: Vec<Line>,
    pub(crate) outcome: Outcome,
}

/// How a rehearsal ended.
#[derive(Clone, PartialEq, Debug)]
pub(crate) enum Outcome {
    /// All of it followed.
    Passed,
    /// This did not.
    Failed(Vec<(Position, Miss)>),
    /// From this step on, it was not played.
    Skipped(Position, String),
}

/// Plays a rehearsal to its end, or to the first step from which something else follows than must.
pub(crate) fn play(rehearsal: &Rehearsal, playbook: &Playbook, stage: &mut impl Stage) -> Played {
    let began = stage.now();
    let mut lines = Vec::new();
    let mut story: Vec<Entry> = Vec::new();
    let mut alerts: Vec<TeamId> = Vec::new();
    let mut standing = None;
    for step in &rehearsal.steps {
        lines.extend(show::act(&step.act, stage.now().0.saturating_sub(began.0)));
        let followed = match stage.act(&step.act) {
            Ok(followed) => followed,
            Err(Halt::Skip(why)) => {
                return Played {
                    lines,
                    outcome: Outcome::Skipped(step.at, why),
                };
            }
            Err(Halt::Fault(why)) => {
                let miss = Miss {
                    expected: "something follows".to_owned(),
                    followed: why,
                };
                return Played {
                    lines,
                    outcome: Outcome::Failed(vec![(step.at, miss)]),
                };
            }
        };
        lines.extend(followed.entries.iter().map(|entry| show::entry(entry, began)));
        story.extend(followed.entries.iter().cloned());
        alerts.extend(followed.alerts.iter().cloned());
        let scope = Scope {
            entries: &followed.entries,
            story: &story,
            alerts: &followed.alerts,
            refused: followed.refused.as_ref(),
            standing: &followed.standing,
            slack: stage.slack(),
        };
        let mut misses = misses(&step.expect, scope, playbook);
        if let Some((code, words)) = &followed.refused
            && !step
                .expect
                .iter()
                .any(|expectation| matches!(expectation.what, Expected::Refused(_)))
        {
            let miss = Miss {
                expected: "it is not refused".to_owned(),
                followed: format!("refused: `{code}`: {words}"),
            };
            misses.insert(0, (step.at, miss));
        }
        if !misses.is_empty() {
            return Played {
                lines,
                outcome: Outcome::Failed(misses),
            };
        }
        standing = Some(followed.standing);
    }
    let misses = standing.map_or_else(Vec::new, |standing| {
        let scope = Scope {
            entries: &story,
            story: &story,
            alerts: &alerts,
            refused: None,
            standing: &standing,
            slack: stage.slack(),
        };
        misses(&rehearsal.end, scope, playbook)
    });
    Played {
        lines,
        outcome: if misses.is_empty() {
            Outcome::Passed
        } else {
            Outcome::Failed(misses)
        },
    }
}

fn misses(expectations: &[Expectation], scope: Scope<'_>, playbook: &Playbook) -> Vec<(Position, Miss)> {
    expectations
        .iter()
        .filter_map(|expectation| Some((expectation.at, miss(&expectation.what, scope, playbook)?)))
        .collect()
}
