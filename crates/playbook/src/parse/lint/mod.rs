//! What cannot be meant, although each part of it is well written.
//!
//! | file | what it finds |
//! |---|---|
//! | [`circles`] | rules that start themselves for ever |
//! | [`never`] | rules that can never fire, and times that never come |
//! | [`loses`] | rules that always lose to an earlier one |
//! | [`effects`] | effects that contradict each other or their condition |
//! | [`unused`] | tags that nothing puts on or goes by |
//! | [`everything`] | phrases and patterns that match whatever is said |
//!
//! A mistake refuses the file; a warning is for what may be meant after all.

mod circles;
mod effects;
mod everything;
mod forms;
mod loses;
mod never;
mod unused;

use super::report::{At, Report};
use crate::{Handoff, Matching, Rule, Tag, Team};

pub(super) use everything::{phrase, slot_pattern, slot_test};

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
    pub(super) languages: &'a [String],
    pub(super) handoff: &'a Handoff,
    pub(super) teams: &'a [Team],
    pub(super) tags: &'a [At<Tag>],
    pub(super) matching: Matching,
    pub(super) rules: &'a [Written],
}

/// Reports all of it.
pub(super) fn check(report: &mut Report, file: &File<'_>) {
    circles::check(report, file.rules);
    let fires = never::check(report, file);
    loses::check(report, file, &fires);
    effects::check(report, file.rules);
    unused::check(report, file);
}
