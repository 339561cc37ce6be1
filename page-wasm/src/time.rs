//! Times in words: relative under a day, absolute after.

use gangway_protocol::Timestamp;

const SECOND: i64 = 1_000;
const MINUTE: i64 = 60 * SECOND;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

/// How long ago, or `None` when it is a day or more: then the date says it better.
pub fn ago(at: Timestamp, now: Timestamp) -> Option<String> {
    match now.0.saturating_sub(at.0) {
        ..MINUTE => Some("just now".to_owned()),
        past @ MINUTE..HOUR => Some(format!("{} min ago", past / MINUTE)),
        past @ HOUR..DAY => Some(format!("{} h ago", past / HOUR)),
        DAY.. => None,
    }
}

/// A wait as a clock that ticks: `0:07`, `4:12`, `1:04:12`, and days as `2 d 3 h`.
pub fn ticking(since: Timestamp, now: Timestamp) -> String {
    let past = now.0.saturating_sub(since.0).max(0);
    let (hours, minutes, seconds) = (past / HOUR, past / MINUTE % 60, past / SECOND % 60);
    match past {
        ..HOUR => format!("{minutes}:{seconds:02}"),
        HOUR..DAY => format!("{hours}:{minutes:02}:{seconds:02}"),
        DAY.. => format!("{} d {} h", past / DAY, hours % 24),
    }
}

/// A wait in words, for those to whom seconds would only be noise.
pub fn waited(since: Timestamp, now: Timestamp) -> String {
    match now.0.saturating_sub(since.0) {
        ..MINUTE => "less than a minute".to_owned(),
        past @ MINUTE..HOUR => count(past / MINUTE, "minute"),
        past @ HOUR..DAY => count(past / HOUR, "hour"),
        past @ DAY.. => count(past / DAY, "day"),
    }
}

fn count(number: i64, unit: &str) -> String {
    if number == 1 {
        format!("1 {unit}")
    } else {
        format!("{number} {unit}s")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn after(millis: i64) -> (Timestamp, Timestamp) {
        (Timestamp(1_000_000), Timestamp(1_000_000 + millis))
    }

    #[test]
    fn times_are_relative_under_a_day() {
        let cases = [
            (-5_000, Some("just now")),
            (59_999, Some("just now")),
            (60_000, Some("1 min ago")),
            (3_599_999, Some("59 min ago")),
            (3_600_000, Some("1 h ago")),
            (86_399_999, Some("23 h ago")),
            (86_400_000, None),
        ];
        for (millis, expected) in cases {
            let (at, now) = after(millis);
            assert_eq!(ago(at, now).as_deref(), expected, "{millis}");
        }
    }

    #[test]
    fn a_wait_ticks_in_seconds_and_says_days() {
        let cases = [
            (-1, "0:00"),
            (7_000, "0:07"),
            (252_000, "4:12"),
            (3_852_000, "1:04:12"),
            (2 * 86_400_000 + 3 * 3_600_000, "2 d 3 h"),
        ];
        for (millis, expected) in cases {
            let (since, now) = after(millis);
            assert_eq!(ticking(since, now), expected, "{millis}");
        }
    }

    #[test]
    fn a_wait_in_words_knows_one_from_many() {
        for (millis, expected) in [
            (10_000, "less than a minute"),
            (60_000, "1 minute"),
            (7_200_000, "2 hours"),
        ] {
            let (since, now) = after(millis);
            assert_eq!(waited(since, now), expected, "{millis}");
        }
    }
}
