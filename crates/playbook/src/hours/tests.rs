#![expect(clippy::unwrap_used, reason = "tests")]

use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use proptest::prelude::*;

use super::*;
use crate::parse::parse;

/// A playbook whose only team has these lines.
fn playbook(team: &str) -> Playbook {
    let text =
        format!("[workspace]\nname = \"A\"\ntimezone = \"Europe/Lisbon\"\n[[team]]\nid = \"desk\"\n{team}");
    parse("a", "workspace.toml", &text).unwrap()
}

/// `2026-03-29T01:00Z`.
fn at(utc: &str) -> Timestamp {
    Timestamp(
        utc.replace('Z', ":00Z")
            .parse::<jiff::Timestamp>()
            .unwrap()
            .as_millisecond(),
    )
}

fn utc(at: Timestamp) -> String {
    let whole = jiff::Timestamp::from_millisecond(at.0).unwrap().to_string();
    whole.replace(":00Z", "Z")
}

fn desk() -> TeamId {
    TeamId::from("desk")
}

/// When it next opens from a moment on.
fn opens_at(playbook: &Playbook, now: &str) -> String {
    playbook
        .next_opening(&desk(), at(now))
        .map_or_else(|| "never".to_owned(), utc)
}

/// Whether it is open one minute before and at a moment.
fn around(playbook: &Playbook, moment: &str) -> (bool, bool) {
    let at = at(moment);
    (
        playbook.is_open(&desk(), at.plus(-60_000)),
        playbook.is_open(&desk(), at),
    )
}

const OPENS: (bool, bool) = (false, true);
const CLOSES: (bool, bool) = (true, false);
const STAYS: (bool, bool) = (true, true);

#[test]
fn a_team_is_open_from_the_first_minute_of_a_span_to_the_last() {
    let playbook = playbook("hours = { mon-fri = \"08:00-20:00\", sat = \"09:00-13:00, 14:00-17:00\" }");
    // Friday 27 November 2026: Lisbon is on UTC.
    assert_eq!(around(&playbook, "2026-11-27T08:00Z"), OPENS);
    assert_eq!(around(&playbook, "2026-11-27T20:00Z"), CLOSES);
    assert_eq!(around(&playbook, "2026-11-28T13:00Z"), CLOSES);
    assert_eq!(around(&playbook, "2026-11-28T14:00Z"), OPENS);
    assert_eq!(opens_at(&playbook, "2026-11-27T20:00Z"), "2026-11-28T09:00Z");
    assert_eq!(opens_at(&playbook, "2026-11-28T17:00Z"), "2026-11-30T08:00Z");
    assert_eq!(opens_at(&playbook, "2026-11-30T12:34Z"), "2026-11-30T12:34Z");
}

#[test]
fn hours_follow_the_clocks_of_the_zone_through_both_changes() {
    let lisbon = playbook("hours = { mon-sun = \"08:00-20:00\" }");
    // The clocks go forward on 29 March 2026 at 01:00 UTC and back on 25 October at 01:00 UTC.
    assert_eq!(opens_at(&lisbon, "2026-03-28T21:00Z"), "2026-03-29T07:00Z");
    assert_eq!(opens_at(&lisbon, "2026-10-24T20:00Z"), "2026-10-25T08:00Z");
    let auckland = playbook("hours = { timezone = \"Pacific/Auckland\", mon-sun = \"08:00-20:00\" }");
    // In the south they go back in April and forward in September.
    assert_eq!(opens_at(&auckland, "2026-04-04T08:00Z"), "2026-04-04T20:00Z");
    assert_eq!(opens_at(&auckland, "2026-09-26T08:00Z"), "2026-09-26T19:00Z");
    let lord_howe = playbook("hours = { timezone = \"Australia/Lord_Howe\", mon-sun = \"08:00-20:00\" }");
    // Here they change by half an hour: UTC+11 in summer, UTC+10:30 in winter.
    assert_eq!(opens_at(&lord_howe, "2026-04-04T10:00Z"), "2026-04-04T21:30Z");
    assert_eq!(opens_at(&lord_howe, "2026-10-03T10:00Z"), "2026-10-03T21:00Z");
}

#[test]
fn a_span_across_midnight_is_as_long_as_the_night() {
    let night = playbook("hours = { mon-sun = \"22:00-06:00\" }");
    // 22:00 to 06:00 of summer time: seven hours.
    assert_eq!(around(&night, "2026-03-28T22:00Z"), OPENS);
    assert_eq!(around(&night, "2026-03-29T00:00Z"), STAYS);
    assert_eq!(around(&night, "2026-03-29T05:00Z"), CLOSES);
    // And nine, through the hour that comes twice.
    assert_eq!(around(&night, "2026-10-24T21:00Z"), OPENS);
    assert_eq!(around(&night, "2026-10-25T01:00Z"), STAYS);
    assert_eq!(around(&night, "2026-10-25T06:00Z"), CLOSES);
}

#[test]
fn an_opening_that_the_clocks_skip_is_as_much_later() {
    let early = playbook("hours = { mon-sun = \"01:30-09:00\" }");
    // 01:30 does not exist on 29 March: 02:30 summer time is meant, 01:30 UTC.
    assert_eq!(around(&early, "2026-03-29T01:30Z"), OPENS);
    // 01:30 comes twice on 25 October: the first is meant.
    assert_eq!(around(&early, "2026-10-25T00:30Z"), OPENS);
    assert_eq!(around(&early, "2026-10-25T01:30Z"), STAYS);
}

#[test]
fn a_holiday_takes_away_what_begins_on_it() {
    let night = playbook("hours = { mon-sun = \"20:00-04:00\" }\nholidays = [\"2026-12-25\", \"01-01\"]");
    assert_eq!(around(&night, "2026-12-25T03:00Z"), STAYS);
    assert_eq!(opens_at(&night, "2026-12-25T04:00Z"), "2026-12-26T20:00Z");
    // Christmas was of one year, the first of January is of every year.
    assert_eq!(opens_at(&night, "2027-12-25T04:00Z"), "2027-12-25T20:00Z");
    assert_eq!(opens_at(&night, "2028-01-01T04:00Z"), "2028-01-02T20:00Z");
}

#[test]
fn a_team_without_hours_is_always_open_and_one_that_does_not_exist_never() {
    let playbook = playbook("");
    assert!(playbook.is_open(&desk(), at("2026-12-25T03:00Z")));
    assert_eq!(playbook.next_opening(&TeamId::from("nobody"), Timestamp(0)), None);
    let hour = playbook.after_open_time(&desk(), Timestamp(5), 3_600_000);
    assert_eq!(hour, Some(Timestamp(3_600_005)));
}

#[test]
fn a_team_that_is_never_open_has_no_next_opening() {
    let mut never = playbook("hours = { sun = \"08:00-09:00\" }");
    never.teams[0].hours.as_mut().unwrap().week = Default::default();
    let now = at("2026-11-27T12:00Z");
    assert_eq!(never.next_opening(&desk(), now), None);
    assert_eq!(never.after_open_time(&desk(), now, 1), None);
    assert_eq!(never.opens_in_words(&never.teams[0], "en", now), None);
    assert!(!never.is_open(&desk(), now));
}

#[test]
fn open_time_stands_still_while_it_is_closed() {
    let playbook = playbook("hours = { mon-fri = \"08:00-12:00, 13:00-20:00\" }");
    let after = |from: &str, minutes: i64| {
        let at = playbook
            .after_open_time(&desk(), at(from), minutes * 60_000)
            .unwrap();
        utc(at)
    };
    assert_eq!(after("2026-11-27T08:30Z", 10), "2026-11-27T08:40Z");
    assert_eq!(after("2026-11-27T19:58Z", 3), "2026-11-30T08:01Z");
    assert_eq!(after("2026-11-28T10:00Z", 3), "2026-11-30T08:03Z");
    assert_eq!(after("2026-11-27T11:59Z", 2), "2026-11-27T13:01Z");
    // Two whole days of eleven hours.
    assert_eq!(after("2026-11-30T08:00Z", 22 * 60), "2026-12-01T20:00Z");
}

#[test]
fn the_workspace_has_a_day_of_its_own() {
    let mut playbook = playbook("");
    let summer_night = at("2026-07-01T23:30Z");
    assert_eq!(playbook.local_day(summer_night).date(), (2026, 7, 2));
    playbook.workspace.timezone = None;
    assert_eq!(playbook.local_day(summer_night).date(), (2026, 7, 1));
}

#[test]
fn an_opening_is_said_in_the_words_of_six_languages_and_by_the_clocks_of_the_team() {
    let playbook = playbook(
        "hours = { timezone = \"America/Argentina/Buenos_Aires\", mon-fri = \"08:00-20:00\" }\n\
         holidays = [\"2026-12-07\", \"2026-12-08\", \"2026-12-09\", \"2026-12-10\", \"2026-12-11\"]",
    );
    let said = |language: &str, now: &str| {
        playbook
            .opens_in_words(&playbook.teams[0], language, at(now))
            .unwrap()
    };
    assert_eq!(
        said("en", "2026-11-27T10:00Z"),
        "today at 08:00 (Buenos Aires time)"
    );
    // 01:00 UTC on Friday is Thursday evening there.
    assert_eq!(
        said("en", "2026-11-27T01:00Z"),
        "tomorrow at 08:00 (Buenos Aires time)"
    );
    assert_eq!(
        said("en", "2026-11-28T12:00Z"),
        "on Monday at 08:00 (Buenos Aires time)"
    );
    assert_eq!(
        said("en", "2026-12-05T12:00Z"),
        "on 14 December at 08:00 (Buenos Aires time)"
    );
    assert_eq!(
        said("es", "2026-11-28T12:00Z"),
        "el lunes a las 08:00 (hora de Buenos Aires)"
    );
    assert_eq!(
        said("fr", "2026-12-05T12:00Z"),
        "le 14 décembre à 08:00 (heure de Buenos Aires)"
    );
    assert_eq!(
        said("de", "2026-12-05T12:00Z"),
        "am 14. Dezember um 08:00 Uhr (Ortszeit Buenos Aires)"
    );
    assert_eq!(
        said("it", "2026-11-27T01:00Z"),
        "domani alle 08:00 (ora di Buenos Aires)"
    );
    assert_eq!(
        said("pt", "2026-11-28T12:00Z"),
        "na segunda-feira às 08:00 (hora de Buenos Aires)"
    );
    assert_eq!(
        said("fi", "2026-11-27T10:00Z"),
        "today at 08:00 (Buenos Aires time)"
    );
}

/// Zones of all sorts: none of them changes more than once in two days.
const ZONES: [&str; 9] = [
    "Europe/Lisbon",
    "America/New_York",
    "America/Santiago",
    "Australia/Lord_Howe",
    "Pacific/Chatham",
    "Africa/Casablanca",
    "Africa/Cairo",
    "Asia/Kathmandu",
    "America/Havana",
];

proptest! {
    #[test]
    fn the_compiled_zone_agrees_with_the_database(
        zone in prop::sample::select(&ZONES[..]),
        seconds in 1_735_776_000_i64..2_524_521_600,
        near in prop::option::of((0_usize..50, -100_000_i64..100_000)),
    ) {
        let hours = format!("hours = {{ timezone = \"{zone}\", mon = \"08:00-20:00\" }}");
        let playbook = playbook(&hours);
        let compiled = playbook.zone(zone).unwrap();
        // Half of them close to a change of the clocks.
        let seconds = match near {
            Some((change, apart)) if !compiled.changes.is_empty() => {
                compiled.changes[change % compiled.changes.len()].0 + apart
            }
            _ => seconds,
        };
        let known = TimeZone::get(zone).unwrap();
        let civil = known.to_datetime(jiff::Timestamp::from_second(seconds).unwrap());
        let (day, minute) = compiled.clock(Timestamp(seconds * 1_000));
        let (year, month, date) = day.date();
        prop_assert_eq!(
            (year, month, date, minute),
            (civil.year().into(), civil.month() as u8, civil.day() as u8, civil.hour() as u16 * 60 + civil.minute() as u16)
        );
        prop_assert_eq!(day.weekday(), civil.weekday().to_monday_zero_offset() as usize);

        let shown = DateTime::new(civil.year(), civil.month(), civil.day(), 0, 0, 0, 0).unwrap()
            + jiff::Span::new().minutes(i64::from(minute));
        let moment = known.to_ambiguous_timestamp(shown).compatible().unwrap();
        prop_assert_eq!(compiled.moment(day, minute), Timestamp(moment.as_millisecond()));
    }

    #[test]
    fn a_team_is_open_at_its_next_opening_and_closed_before_it(minutes in 0_i64..1_000_000, after in 0_i64..3_000) {
        let playbook = playbook("hours = { mon-thu = \"08:00-13:00, 14:00-20:00\", fri-sat = \"22:00-04:00\" }");
        let now = at("2026-01-01T00:00Z").plus(minutes * 60_000);
        let opens = playbook.next_opening(&desk(), now).unwrap();
        prop_assert!(opens >= now && playbook.is_open(&desk(), opens));
        if opens > now {
            prop_assert!(!playbook.is_open(&desk(), now));
            prop_assert!(!playbook.is_open(&desk(), opens.plus(-1)));
        }
        // Minute by minute, open time is what the clock of an open team counts.
        let counted = playbook.after_open_time(&desk(), now, after * 60_000).unwrap();
        let open = (0..(counted.0 - now.0) / 60_000)
            .filter(|minute| playbook.is_open(&desk(), now.plus(minute * 60_000)))
            .count();
        prop_assert_eq!(open as i64, after);
        prop_assert_eq!(playbook.open_time(&desk(), now, counted), after * 60_000);
    }
}
