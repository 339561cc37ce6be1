//! Teams whose holidays leave no day.

use gangway_protocol::{TeamId, Timestamp};

use super::Mistake;
use crate::Playbook;
use crate::sources::Position;

/// So far ahead a team has to open, in milliseconds: within a year.
const AHEAD: i64 = 366 * 24 * 60 * 60 * 1_000;

/// Where in a file each team has its holidays.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Holidays(pub(super) Vec<(TeamId, Position)>);

impl Holidays {
    /// A mistake for each team of the playbook that does not open within a year from `now`, because each day on which it
    /// would is one of its holidays. `file` as the caller names it.
    ///
    /// Holidays may be of one year, so that this depends on the day: whoever parses has no clock, and asks with that of
    /// the day on which the playbook is to hold.
    pub fn never_open(&self, playbook: &Playbook, file: &str, now: Timestamp) -> Vec<Mistake> {
        let never = |team: &TeamId| {
            let opens = playbook.next_opening(team, now);
            opens.is_none_or(|opens| opens > now.plus(AHEAD))
        };
        let teams = self.0.iter().filter(|(team, _)| never(team));
        let mistake = |(team, at): &(TeamId, Position)| Mistake {
            file: file.to_owned(),
            line: at.line,
            column: at.column,
            message: format!(
                "the team `{team}` is not open on any day of the year to come: each of its days is one of `holidays`"
            ),
            hint: Some("leave days out of `holidays`, or say in `hours` when else it is open".to_owned()),
        };
        teams.map(mistake).collect()
    }
}
