//! Which passages a query may find.

use crate::index::Core;
use crate::{Audience, Day};

/// Which passages may be found.
#[derive(Clone, Copy, Default, Debug)]
pub struct Filter<'a> {
    /// The reader. `Public` never sees passages for agents.
    pub audience: Audience,
    /// Only this place.
    pub place: Option<&'a str>,
    /// Only this partition and passages of none.
    pub partition: Option<u32>,
    /// Passages to leave out, by id.
    pub exclude: &'a [&'a str],
    /// Only what holds on this day; `None`: also what held once or will hold.
    pub on: Option<Day>,
}

/// A filter, resolved against an index.
pub(crate) struct Admitted<'a> {
    index: &'a Core,
    filter: Filter<'a>,
    /// The place that the filter names; `Some(None)`: no passage has it.
    pub(crate) place: Option<Option<u32>>,
    /// The passages to leave out, ascending.
    excluded: Vec<u32>,
}

impl<'a> Admitted<'a> {
    pub(crate) fn new(index: &'a Core, filter: &Filter<'a>) -> Self {
        let is_excluded = |&passage: &u32| filter.exclude.contains(&index.passages.id(passage as usize));
        let all = 0..if filter.exclude.is_empty() {
            0
        } else {
            index.passages.len() as u32
        };
        Self {
            index,
            filter: *filter,
            place: filter.place.map(|id| index.places.find(id)),
            excluded: all.filter(is_excluded).collect(),
        }
    }

    /// Whether every passage is admitted but for those for agents, which are not in the graph, and a few that do not
    /// hold or are left out, which a search of the graph passes through.
    pub(crate) fn nearly_all(&self) -> bool {
        self.place.is_none() && self.filter.partition.is_none()
    }

    /// Whether passages for agents are admitted.
    pub(crate) fn agents(&self) -> bool {
        self.filter.audience == Audience::Agents
    }

    pub(crate) fn has(&self, passage: u32) -> bool {
        let Some(facts) = self.index.passages.facts(passage as usize) else {
            return false;
        };
        let audience = match facts.audience {
            Audience::Public => true,
            Audience::Agents => self.agents(),
        };
        let partition = match (self.filter.partition, facts.partition) {
            (Some(asked), Some(partition)) => asked == partition,
            (None, _) | (_, None) => true,
        };
        let place = self
            .place
            .is_none_or(|place| place.is_some_and(|place| place == facts.place));
        let holds = self.filter.on.is_none_or(|day| facts.valid.holds_on(day));
        audience && partition && place && holds && self.excluded.binary_search(&passage).is_err()
    }
}
