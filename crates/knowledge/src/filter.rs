//! Which passages a query may find.

use crate::{Audience, Day, Index};

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
    index: &'a Index,
    filter: Filter<'a>,
    /// The place that the filter names; `Some(None)`: no passage has it.
    pub(crate) place: Option<Option<u32>>,
}

impl<'a> Admitted<'a> {
    pub(crate) fn new(index: &'a Index, filter: &Filter<'a>) -> Self {
        Self {
            index,
            filter: *filter,
            place: filter.place.map(|id| index.places.find(id)),
        }
    }

    /// Whether every passage is admitted.
    pub(crate) fn all(&self) -> bool {
        self.place.is_none()
            && self.filter.partition.is_none()
            && self.filter.exclude.is_empty()
            && (self.filter.audience == Audience::Agents || !self.index.has_agents)
            && (self.filter.on.is_none() || !self.index.has_validities)
    }

    pub(crate) fn has(&self, passage: u32) -> bool {
        let number = passage as usize;
        let passage = &self.index.passages()[number];
        let audience = match passage.audience {
            Audience::Public => true,
            Audience::Agents => self.filter.audience == Audience::Agents,
        };
        let partition = match (self.filter.partition, passage.partition) {
            (Some(asked), Some(partition)) => asked == partition,
            (None, _) | (_, None) => true,
        };
        let place = self
            .place
            .is_none_or(|place| place == Some(self.index.places.of_passage(number)));
        let holds = self.filter.on.is_none_or(|day| passage.valid.holds_on(day));
        audience && partition && place && holds && !self.filter.exclude.contains(&passage.id.as_str())
    }
}
