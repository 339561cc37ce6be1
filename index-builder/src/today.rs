//! The day, and which documents soon hold no more.

use std::time::SystemTime;

use clap::Args;
use gangway_knowledge::Day;

use crate::failure::Failure;
use crate::problem::Problem;
use crate::report::Ends;

/// Days before its last one from which a document is reported.
const SOON: i64 = 30;

/// The day it is, for the commands that ask.
#[derive(Args)]
pub(crate) struct Today {
    /// The day that documents are held against, such as `2026-11-27`; this day in UTC when not given.
    #[arg(long, value_name = "DAY", value_parser = day)]
    today: Option<Day>,
}

impl Today {
    /// The day that was given, or that it is.
    pub(crate) fn day(&self) -> Result<Day, Failure> {
        let of_clock = || {
            let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).ok()?;
            Day::of_millis(u64::try_from(since.as_millis()).ok()?)
        };
        self.today.or_else(of_clock).ok_or_else(|| {
            Failure::new("the clock does not say which day it is").hint("give it with `--today`")
        })
    }
}

/// A day given on the command line.
pub(crate) fn day(text: &str) -> Result<Day, String> {
    text.parse::<Day>().map_err(|error| error.to_string())
}

/// A warning about each document that holds no more, or not for [`SOON`] more days.
pub(crate) fn warnings(ends: &[Ends], today: Day) -> Vec<Problem> {
    let due = ends.iter().filter_map(|ends| {
        let left = ends.until.number() - today.number();
        let message = match left {
            ..0 => format!("held until {}: it answers nobody", ends.until),
            0 => format!("holds until {}, which is today", ends.until),
            1 => format!("holds until {}, which is tomorrow", ends.until),
            2..SOON => format!("holds until {}, for {left} more days", ends.until),
            SOON.. => return None,
        };
        let hint = if left < 0 {
            "put what holds in its place, or delete it"
        } else {
            "put beside it what holds from the next day on"
        };
        Some(Problem::at(ends.at.clone(), message).hint(hint))
    });
    due.collect()
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use super::*;

    #[test]
    fn a_document_is_reported_from_thirty_days_before_its_end_on() {
        let ends = [Ends {
            at: "prices.xlsx".to_owned(),
            until: "2027-03-31".parse().unwrap(),
        }];
        let check = |today: &str, message: &str| {
            let warnings = warnings(&ends, today.parse().unwrap());
            let said: Vec<&str> = warnings.iter().map(|warning| warning.message.as_str()).collect();
            assert_eq!(said.join(""), message, "{today}");
        };
        check("2026-11-27", "");
        check("2027-03-01", "");
        check("2027-03-02", "holds until 2027-03-31, for 29 more days");
        check("2027-03-30", "holds until 2027-03-31, which is tomorrow");
        check("2027-03-31", "holds until 2027-03-31, which is today");
        check("2027-04-01", "held until 2027-03-31: it answers nobody");
    }
}
