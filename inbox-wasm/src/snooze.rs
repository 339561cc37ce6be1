//! When a conversation that is put aside may come back.

use gangway_protocol::Timestamp;

/// When an evening begins, as an hour of the day.
const EVENING: u32 = 18;
/// When a morning begins.
const MORNING: u32 = 9;
/// An hour, in milliseconds.
const HOUR: i64 = 60 * 60 * 1_000;

/// What to choose from, the soonest first. `hour` is the moment of an hour of the day, so many days from today, at the agent's place.
pub fn choices(now: Timestamp, hour: impl Fn(u32, u32) -> Timestamp) -> Vec<(&'static str, Timestamp)> {
    let mut choices = vec![("In 1 hour", now.plus(HOUR)), ("In 4 hours", now.plus(4 * HOUR))];
    let morning = hour(0, MORNING);
    if morning.0 > now.plus(HOUR).0 {
        choices.push(("This morning", morning));
    }
    let evening = hour(0, EVENING);
    if evening.0 > now.plus(HOUR).0 {
        choices.push(("This evening", evening));
    }
    choices.push(("Tomorrow morning", hour(1, MORNING)));
    choices.push(("In a week", hour(7, MORNING)));
    choices.sort_by_key(|(_, until)| *until);
    choices
}

/// Whether a moment can be snoozed until.
pub fn is_ahead(until: Timestamp, now: Timestamp) -> bool {
    until.0 > now.0
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is offered at an hour of the first day.
    fn at(hour: i64) -> Vec<&'static str> {
        let moment = |days: u32, hour: u32| Timestamp((i64::from(days) * 24 + i64::from(hour)) * HOUR);
        let offered = choices(Timestamp(hour * HOUR), moment);
        assert!(
            offered
                .iter()
                .all(|(_, until)| is_ahead(*until, Timestamp(hour * HOUR)))
        );
        offered.into_iter().map(|(name, _)| name).skip(2).collect()
    }

    #[test]
    fn only_what_is_more_than_an_hour_ahead_today_is_offered() {
        assert_eq!(
            at(3),
            ["This morning", "This evening", "Tomorrow morning", "In a week"]
        );
        assert_eq!(at(10), ["This evening", "Tomorrow morning", "In a week"]);
        assert_eq!(at(17), ["Tomorrow morning", "In a week"]);
        assert_eq!(at(23), ["Tomorrow morning", "In a week"]);
    }

    #[test]
    fn what_has_passed_is_no_time_to_come_back() {
        assert!(!is_ahead(Timestamp(5), Timestamp(5)));
        assert!(is_ahead(Timestamp(6), Timestamp(5)));
    }
}
