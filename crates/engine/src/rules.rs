//! Rules: which fire on an input, why, and what they do.
//!
//! A condition is about how things stand; a rule fires when its condition holds *and* something in it is of
//! this input. So `every = [tag corporate, asks for a person]` fires on the message that asks, although the
//! tag is older, and a tag that has been on for an hour alerts nobody again.
//!
//! | condition | holds | is of this input |
//! |---|---|---|
//! | words | the message has one of the phrases | always |
//! | tag | the tag is on | put on by this input, or said again and the rule has not fired since the bot began |
//! | asks for a person | this message asks | always |
//! | confidence below | the documents were to answer this message, less surely than that | always |
//! | failed attempts | so many or more in a row failed | the last of so many failed by this input |
//! | completed | the action has all its slots | completed by this input |
//!
//! Loops cannot happen: a rule fires at most once on an input, and consequences are followed [`DEPTH`] deep.
//! While the visitor waits in the queue, a rule that has fired since the bot began does not fire again, so
//! that a nervous visitor does not ring the desk with every line.

use gangway_playbook::{Condition, Rule, RuleEffect};
use gangway_protocol::{By, EntryBody, HandoffReason, TagSource};

use crate::commit::Commit;
use crate::{action, handoff, tags};

/// How many times consequences of consequences are followed.
pub(crate) const DEPTH: usize = 8;

/// Fires every rule whose condition is met, in order, until none is left.
pub(crate) fn run(commit: &mut Commit<'_>) {
    let playbook = commit.playbook;
    for _ in 0..DEPTH {
        let mut any = false;
        for rule in &playbook.rules {
            let spent = commit.facts.fired.contains(&rule.id)
                || (commit.facts.was_queued && commit.state.fired.contains(&rule.id));
            if spent {
                continue;
            }
            if let Some(met) = met(commit, rule, &rule.when)
                && met.fresh
            {
                fire(commit, rule, met.because);
                any = true;
            }
        }
        if !any {
            break;
        }
    }
}

/// A condition that holds.
struct Met {
    /// Whether something in it is of this input.
    fresh: bool,
    /// Why, in words for agents.
    because: String,
}

fn met(commit: &Commit<'_>, rule: &Rule, condition: &Condition) -> Option<Met> {
    let facts = &commit.facts;
    let state = &commit.state;
    match condition {
        Condition::Words(phrases) => facts
            .words
            .iter()
            .find(|found| found.rule == rule.id && phrases.contains(&found.phrase))
            .map(|found| Met {
                fresh: true,
                because: format!("said \"{}\"", found.phrase),
            }),
        Condition::Tag(tag) => state.tags.contains(tag).then(|| {
            let said = facts.phrases.iter().find(|found| found.tag == *tag);
            let again = said.is_some() && !state.fired.contains(&rule.id);
            Met {
                fresh: facts.tagged.contains(tag) || again,
                because: match said {
                    Some(found) => format!("tag `{tag}`, said \"{}\"", found.phrase),
                    None => format!("tag `{tag}`"),
                },
            }
        }),
        Condition::AsksForPerson => facts.asked.as_ref().map(|words| Met {
            fresh: true,
            because: HandoffReason::Asked { words: words.clone() }.to_string(),
        }),
        Condition::ConfidenceBelow(least) => {
            facts
                .confidence
                .filter(|confidence| confidence < least)
                .map(|confidence| Met {
                    fresh: true,
                    because: format!("confidence {confidence:.2} is below {least:.2}"),
                })
        }
        Condition::FailedAttempts(attempts) => (state.failed_attempts >= *attempts).then(|| Met {
            fresh: facts.failed && state.failed_attempts == *attempts,
            because: HandoffReason::FailedAttempts { attempts: *attempts }.to_string(),
        }),
        Condition::Completed(action) => state
            .actions
            .iter()
            .any(|collected| collected.action == *action && collected.complete)
            .then(|| Met {
                fresh: facts.completed.contains(action),
                because: format!("`{action}` is complete"),
            }),
        Condition::Every(conditions) => {
            let mut fresh = false;
            let mut because = Vec::with_capacity(conditions.len());
            for condition in conditions {
                let met = met(commit, rule, condition)?;
                fresh |= met.fresh;
                because.push(met.because);
            }
            Some(Met {
                fresh,
                because: because.join(" and "),
            })
        }
        Condition::Any(conditions) => {
            let mut held = None;
            for condition in conditions {
                match met(commit, rule, condition) {
                    Some(met) if met.fresh => return Some(met),
                    Some(met) => held = held.or(Some(met)),
                    None => {}
                }
            }
            held
        }
    }
}

fn fire(commit: &mut Commit<'_>, rule: &Rule, because: String) {
    let again = commit.state.fired.contains(&rule.id);
    commit.facts.fired.insert(rule.id.clone());
    commit.state.fired.insert(rule.id.clone());
    commit.push(EntryBody::RuleFired {
        rule: rule.id.clone(),
        because: because.clone(),
    });
    for effect in &rule.then {
        match effect {
            RuleEffect::Tag(tag) => tags::add(
                commit,
                tag,
                TagSource::Rule {
                    rule: rule.id.clone(),
                },
            ),
            RuleEffect::Priority(priority) => {
                tags::set_priority(
                    commit,
                    *priority,
                    By::Rule {
                        rule: rule.id.clone(),
                    },
                );
            }
            // The team that was called once for this reason has heard it.
            RuleEffect::Alert(_) if again => {}
            RuleEffect::Alert(team) => {
                let because = format!("{}: {because}", rule.id);
                commit.push(EntryBody::Alerted {
                    team: team.clone(),
                    because: because.clone(),
                });
                commit.alert(team, because);
            }
            RuleEffect::Start(id) => action::start(commit, id, &rule.id),
            RuleEffect::Handoff(team) => {
                let reason = HandoffReason::Rule {
                    rule: rule.id.clone(),
                    because: because.clone(),
                };
                handoff::hand_off(commit, team, reason);
            }
            // Whoever waits for a person is not talked to by a machine, but for its questions.
            RuleEffect::Say(_) if commit.facts.was_queued => {}
            RuleEffect::Say(text) => {
                commit.facts.said = true;
                commit.bot_says(text);
            }
        }
    }
}
