//! What cannot be meant, although each part of it is well written.
//!
//! | file | what it finds |
//! |---|---|
//! | [`circles`] | rules that start themselves for ever |
//! | [`never`] | rules that can never fire, and times that never come |
//! | [`loses`] | rules that always lose to an earlier one |
//! | [`effects`] | effects that contradict each other or their condition |
//! | [`between`] | rules of one condition whose effects contradict each other |
//! | [`nothing`] | effects that do nothing where their rule fires |
//! | [`unused`] | tags that nothing puts on or goes by, and actions that nothing starts |
//! | [`patterns`] | patterns of a condition that no value of its slot meets |
//! | [`everything`] | phrases and patterns that match whatever is said |
//!
//! A mistake refuses the file; a warning is for what may be meant after all.

mod between;
mod circles;
mod effects;
mod everything;
mod forms;
mod loses;
mod never;
mod nothing;
mod patterns;
mod unused;

use gangway_protocol::ActionId;

use super::report::{At, Report};
use crate::{Action, CONTACT, Handoff, Matching, Rule, RuleEffect, Tag, Team};

pub(super) use everything::{phrase, slot_pattern, slot_test};
pub(super) use patterns::never_matched;

/// A rule and where its parts stand.
#[derive(Debug)]
pub(super) struct Written {
    pub(super) rule: Rule,
    /// Its id.
    pub(super) at: usize,
    /// Its condition.
    pub(super) when: usize,
    /// Its effects, in order.
    pub(super) then: Vec<usize>,
}

/// Everything that rules are held against.
#[derive(Clone, Copy, Debug)]
pub(super) struct File<'a> {
    /// Its text, to say the line of something else.
    pub(super) text: &'a str,
    pub(super) languages: &'a [String],
    pub(super) handoff: &'a Handoff,
    pub(super) teams: &'a [Team],
    pub(super) tags: &'a [At<Tag>],
    /// The operator's own.
    pub(super) actions: &'a [At<Action>],
    pub(super) matching: Matching,
    pub(super) rules: &'a [Written],
}

impl File<'_> {
    /// Whether a rule starts an action. Nothing else does, but for the action that every playbook has.
    fn starts(&self, action: &ActionId) -> bool {
        let mut effects = self.rules.iter().flat_map(|written| &written.rule.then);
        action.as_str() == CONTACT
            || effects.any(|effect| matches!(effect, RuleEffect::Start(started) if started == action))
    }
}

/// Reports all of it.
pub(super) fn check(report: &mut Report, file: &File<'_>) {
    circles::check(report, file.rules);
    let fires = never::check(report, file);
    loses::check(report, file, &fires);
    effects::check(report, file.rules);
    between::check(report, file, &fires);
    nothing::check(report, file, &fires);
    unused::check(report, file);
}
