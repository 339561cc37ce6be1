//! Conditions against how things stand: whether one holds, whether something in it is of this input, and why.
//!
//! | condition | holds | is of this input |
//! |---|---|---|
//! | words | the message has one of the phrases | always |
//! | tag | the tag is on | put on by this input, or said again and the rule has not fired since the bot began |
//! | language | the visitor last wrote it | as of a tag |
//! | asks for a person | this message asks | always |
//! | confidence below | the documents were to answer this message, less surely than that | always |
//! | failed attempts | so many or more in a row failed | the last of so many failed by this input |
//! | completed, failed | the action has all its slots; ended without | by this input |
//! | slot | it has a value, and such a one | given by this input |
//! | waiting, idle longer than | since the wait, or the last act, so much time has passed | its time has come |
//! | outside hours | the team is closed | never |
//! | status | it stands so | never |
//! | every, any | all hold; one holds | one that holds is |
//! | none | none holds | never |

use gangway_playbook::{Condition, Playbook, Rule, RuleEffect, SlotCondition, SlotTest};
use gangway_protocol::mask::MASK;
use gangway_protocol::{ActionId, Ground, GroundKind, Timestamp};

use crate::commit::{Commit, Facts};
use crate::conversation::Conversation;
use crate::time::in_words;

/// Phrases of a rule that an entry names at most.
const PHRASES: usize = 3;

/// How things stand when a rule is looked at.
#[derive(Clone, Copy)]
pub(crate) struct Scene<'a> {
    pub(crate) playbook: &'a Playbook,
    pub(crate) state: &'a Conversation,
    pub(crate) facts: &'a Facts,
    /// When: of a rule of time, its time, however late the alarm is.
    pub(crate) at: Timestamp,
    /// Whether time is what has happened.
    pub(crate) time: bool,
}

/// What came of looking at a condition.
pub(crate) struct Seen {
    pub(crate) holds: bool,
    /// Whether something in it is of this input.
    pub(crate) fresh: bool,
    /// What held; or, when it does not hold, what is in the way.
    pub(crate) grounds: Vec<Ground>,
}

impl<'a> Scene<'a> {
    /// Of an input other than time.
    pub(crate) fn of(commit: &'a Commit<'_>) -> Self {
        Self {
            playbook: commit.playbook,
            state: &commit.state,
            facts: &commit.facts,
            at: commit.now,
            time: false,
        }
    }

    /// Looks at one condition of a rule.
    pub(crate) fn look(&self, rule: &Rule, condition: &Condition) -> Seen {
        let (facts, state) = (self.facts, self.state);
        let not_yet = !state.fired.contains(&rule.id) || begins_what_was_dropped(state, rule);
        match condition {
            Condition::Words(phrases) => {
                let found = facts
                    .words
                    .iter()
                    .find(|found| found.rule == rule.id && phrases.contains(&found.phrase));
                let wanted = wanted(phrases);
                let found = found.map(|found| found.phrase.clone());
                seen(GroundKind::Words, found.is_some(), true, wanted, found)
            }
            Condition::Tag(tag) => {
                let said = facts.phrases.iter().find(|found| found.tag == *tag);
                let fresh = facts.tagged.contains(tag) || (said.is_some() && not_yet);
                // What was only meant like an example was not said: the entry that put the tag on shows it.
                let said = said.filter(|found| found.sure.is_none());
                let said = said.map(|found| found.phrase.clone());
                seen(
                    GroundKind::Tag,
                    state.tags.contains(tag),
                    fresh,
                    tag.to_string(),
                    said,
                )
            }
            Condition::Language(language) => {
                let spoken = facts.language.as_ref() == Some(language);
                let fresh = spoken && (not_yet || facts.language_before.as_ref() != Some(language));
                let holds = state.language.as_ref() == Some(language);
                let found = state.language.clone();
                seen(GroundKind::Language, holds, fresh, language.clone(), found)
            }
            Condition::AsksForPerson => {
                let asked = facts.asked.clone();
                seen(
                    GroundKind::AsksForPerson,
                    asked.is_some(),
                    true,
                    String::new(),
                    asked,
                )
            }
            Condition::ConfidenceBelow(least) => {
                let holds = facts.confidence.is_some_and(|confidence| confidence < *least);
                let found = facts.confidence.map(|confidence| format!("{confidence:.2}"));
                seen(
                    GroundKind::ConfidenceBelow,
                    holds,
                    true,
                    format!("{least:.2}"),
                    found,
                )
            }
            Condition::FailedAttempts(attempts) => {
                let failed = state.failed_attempts;
                let fresh = facts.failed && failed == *attempts;
                let found = Some(failed.to_string());
                seen(
                    GroundKind::FailedAttempts,
                    failed >= *attempts,
                    fresh,
                    attempts.to_string(),
                    found,
                )
            }
            Condition::Completed(action) => {
                let mut all = state.actions.iter();
                let holds = all.any(|collected| collected.action == *action && collected.complete);
                let fresh = facts.completed.contains(action);
                seen(GroundKind::Completed, holds, fresh, action.to_string(), None)
            }
            Condition::Failed(action) => {
                let mut all = state.actions.iter();
                let holds = all.any(|collected| collected.action == *action && collected.failed);
                let fresh = facts.failed_actions.contains(action);
                seen(GroundKind::Failed, holds, fresh, action.to_string(), None)
            }
            Condition::Slot(slot) => self.slot(slot),
            Condition::WaitingLongerThan(span) => {
                self.time(GroundKind::WaitingLongerThan, state.waiting_since, *span)
            }
            Condition::IdleLongerThan(span) => {
                self.time(GroundKind::IdleLongerThan, Some(state.idle_since()), *span)
            }
            Condition::OutsideHours(team) => {
                let team = team.as_ref().unwrap_or(&self.playbook.handoff.team);
                let closed = !self.playbook.is_open(team, self.at);
                let seen = seen(GroundKind::OutsideHours, closed, false, String::new(), None);
                of(seen, team.as_str())
            }
            Condition::Status(standing) => {
                let (stands, wanted) = (state.status.name(), standing.name());
                let found = Some(stands.to_owned());
                seen(
                    GroundKind::Status,
                    stands == wanted,
                    false,
                    wanted.to_owned(),
                    found,
                )
            }
            Condition::Every(parts) => self.every(rule, parts),
            Condition::Any(parts) => self.any(rule, parts),
            Condition::None(parts) => {
                let seen = self.any(rule, parts);
                Seen {
                    holds: !seen.holds,
                    fresh: false,
                    grounds: seen.grounds,
                }
            }
        }
    }

    fn every(&self, rule: &Rule, parts: &[Condition]) -> Seen {
        let mut every = Seen {
            holds: true,
            fresh: false,
            grounds: Vec::with_capacity(parts.len()),
        };
        for part in parts {
            let seen = self.look(rule, part);
            if every.holds && !seen.holds {
                every.grounds.clear();
                every.holds = false;
            }
            if every.holds == seen.holds {
                every.fresh |= seen.fresh;
                every.grounds.extend(seen.grounds);
            }
        }
        every
    }

    /// Of several that hold, one that is of this input is the reason.
    fn any(&self, rule: &Rule, parts: &[Condition]) -> Seen {
        let mut held: Option<Seen> = None;
        let mut missed = Vec::new();
        for part in parts {
            let seen = self.look(rule, part);
            match (seen.holds, seen.fresh) {
                (true, true) => return seen,
                (true, false) => held = held.or(Some(seen)),
                (false, _) => missed.extend(seen.grounds),
            }
        }
        held.unwrap_or(Seen {
            holds: false,
            fresh: false,
            grounds: missed,
        })
    }

    fn slot(&self, SlotCondition { action, slot, test }: &SlotCondition) -> Seen {
        let mut all = self.state.actions.iter();
        let collected = all.find(|collected| collected.action == *action);
        let value = collected.and_then(|collected| collected.filled.get(slot));
        let holds = value.is_some_and(|value| test.passes(value));
        let fresh = self.facts.filled.contains(&(action.clone(), slot.clone()));
        let known = self.playbook.action(action);
        let known = known.and_then(|known| known.slots.iter().find(|known| known.id == *slot));
        // The words go into alerts, and the entry into exports.
        let secret = known.is_some_and(|known| known.sensitive);
        let value = value.map(|value| if secret { MASK.to_owned() } else { value.clone() });
        let wanted = match test {
            SlotTest::Given => "given".to_owned(),
            _ if secret => "what the rule asks for".to_owned(),
            SlotTest::Is(values) => values.join(" or "),
            SlotTest::Matches(patterns) => format!("like {}", patterns.join(" or ")),
            SlotTest::AtLeast(least) => format!("at least {least}"),
            SlotTest::AtMost(most) => format!("at most {most}"),
        };
        let seen = seen(GroundKind::Slot, holds, fresh, wanted, value);
        of(seen, slot.as_str())
    }

    fn time(&self, condition: GroundKind, since: Option<Timestamp>, span: i64) -> Seen {
        let holds = since.is_some_and(|since| self.at >= since.plus(span));
        let found = since.map(|since| in_words(self.at.0.saturating_sub(since.0)));
        seen(condition, holds, self.time, in_words(span), found)
    }
}

/// Whether a rule begins an action that the visitor dropped: it does so again when they speak of it again.
fn begins_what_was_dropped(state: &Conversation, rule: &Rule) -> bool {
    let dropped = |id: &ActionId| {
        let mut actions = state.actions.iter();
        actions.any(|collected| collected.dropped && collected.action == *id)
    };
    rule.then
        .iter()
        .any(|effect| matches!(effect, RuleEffect::Start(id) if dropped(id)))
}

fn seen(condition: GroundKind, holds: bool, fresh: bool, wanted: String, found: Option<String>) -> Seen {
    Seen {
        holds,
        fresh: holds && fresh,
        grounds: vec![Ground {
            condition,
            held: holds,
            of: String::new(),
            wanted,
            found: found.unwrap_or_default(),
        }],
    }
}

/// The same about a slot or a team.
fn of(mut seen: Seen, name: &str) -> Seen {
    for ground in &mut seen.grounds {
        name.clone_into(&mut ground.of);
    }
    seen
}

/// Phrases as an entry names them.
fn wanted(phrases: &[String]) -> String {
    let mut named: Vec<String> = phrases
        .iter()
        .take(PHRASES)
        .map(|phrase| format!("\"{phrase}\""))
        .collect();
    if phrases.len() > PHRASES {
        named.push("…".to_owned());
    }
    named.join(", ")
}
