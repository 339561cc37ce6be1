#![expect(clippy::unwrap_used, reason = "tests")]

use super::*;
use crate::parse::parse;
use crate::rehearsal::Expected;

const PLAYBOOK: &str = include_str!("../tests/whole.toml");

fn read(text: &str) -> Result<Rehearsal, String> {
    let playbook = parse("meridian-tours", "workspace.toml", PLAYBOOK).unwrap();
    parse_rehearsal("a", "a.toml", text.trim_start_matches('\n'), &playbook).map_err(|mistakes| {
        let said: Vec<String> = mistakes.iter().map(ToString::to_string).collect();
        said.join("\n---\n")
    })
}

/// The mistakes of a file, which has some.
fn mistakes(text: &str) -> String {
    read(text).unwrap_err()
}

#[test]
fn everything_that_can_happen_is_read() {
    let text = r#"
about = "Everything once"
at = "2026-12-24T19:00"
language = "es-PE"

[[step]]
says = "My bag never arrived"

[[step]]
presses = "person"

[[step]]
presses = "call-off"

[[step]]
fills = { luggage-report = { story = "It was blue", booking = "MT204518" } }

[[step]]
leaves = true

[[step]]
wait = "1h30m"

[[step]]
system = { car = "Compact" }

[[step]]
system = "not-found"

[[step]]
system = "down"

[[step]]
agent = "Ines"
claims = true

[[step]]
sends = "scratch.jpg"

[[step]]
agent = "Tomas"
takes_from = "Ines"

[[step]]
replies = "Hello"

[[step]]
notes = "Careful"

[[step]]
tags = ["watched", "vip"]

[[step]]
untags = "vip"

[[step]]
transfers = "groups"

[[step]]
releases = true

[[step]]
returns_to_bot = true

[[step]]
snoozes = "2h"

[[step]]
resolves = true

[[step]]
goes_offline = true
"#;
    let rehearsal = read(text).unwrap();
    assert_eq!(
        (rehearsal.name.as_str(), rehearsal.about.as_deref()),
        ("a", Some("Everything once"))
    );
    assert_eq!(rehearsal.language.as_deref(), Some("es-PE"));
    assert_eq!(
        rehearsal.at,
        Some(Clock {
            day: 20_811,
            minute: 19 * 60
        })
    );
    let acts: Vec<Act> = rehearsal.steps.into_iter().map(|step| step.act).collect();
    let by = |deed| Act::Agent("Agent".to_owned(), deed);
    assert_eq!(
        acts,
        [
            Act::Says("My bag never arrived".to_owned()),
            Act::AsksForPerson,
            Act::CallsOff,
            Act::Fills(
                "luggage-report".into(),
                vec![
                    ("story".into(), "It was blue".to_owned()),
                    ("booking".into(), "MT204518".to_owned())
                ]
            ),
            Act::Leaves,
            Act::Waits(5_400_000),
            Act::System(Reply::Answers(vec![("car".to_owned(), "Compact".to_owned())])),
            Act::System(Reply::NotFound),
            Act::System(Reply::Down),
            Act::Agent("Ines".to_owned(), Deed::Claims),
            Act::Sends("scratch.jpg".to_owned(), gangway_protocol::FileFormat::Jpeg),
            Act::Agent("Tomas".to_owned(), Deed::TakesFrom("Ines".to_owned())),
            by(Deed::Replies("Hello".to_owned())),
            by(Deed::Notes("Careful".to_owned())),
            by(Deed::Tags(vec!["watched".into(), "vip".into()])),
            by(Deed::Untags(vec!["vip".into()])),
            by(Deed::Transfers("groups".into())),
            by(Deed::Releases),
            by(Deed::ReturnsToBot),
            by(Deed::Snoozes(7_200_000)),
            by(Deed::Resolves),
            by(Deed::GoesOffline),
        ]
    );
}

#[test]
fn everything_that_can_follow_is_read() {
    let text = r#"
[[step]]
says = "My bag never arrived"
expect = {
  cites = "luggage.md",
  answered = true,
  abstains = false,
  said = ["I am sorry", "Which trip?"],
  not_said = "visa",
  tag = "lost-luggage",
  no_tag = ["watched"],
  priority = "urgent",
  slots = { luggage-report = { booking = "MT204518", story = false } },
  asks = "luggage-report.story",
  handoff = { team = "duty-desk", reason = "after the report" },
  alert = ["duty-desk"],
  notices = 1,
  status = "queued",
  team = "duty-desk",
  holder = false,
  fired = "lost luggage",
  not_fired = "several things at once",
  waited = "4m",
  language = "en",
  refused = "wrong_status",
}

[end]
alert = false
handoff = false
asks = "story"
holder = "Ines"
waited = false
"#;
    let rehearsal = read(text).unwrap();
    let what = |expectations: &[Expectation]| -> Vec<Expected> {
        expectations
            .iter()
            .map(|expectation| expectation.what.clone())
            .collect()
    };
    let text = str::to_owned;
    assert_eq!(
        what(&rehearsal.steps[0].expect),
        [
            Expected::Cites("luggage.md".into()),
            Expected::Answered(true),
            Expected::Abstains(false),
            Expected::Said(text("I am sorry")),
            Expected::Said(text("Which trip?")),
            Expected::NotSaid(text("visa")),
            Expected::Tag("lost-luggage".into(), true),
            Expected::Tag("watched".into(), false),
            Expected::Priority(gangway_protocol::Priority::Urgent),
            Expected::Slot("luggage-report".into(), "booking".into(), Some(text("MT204518"))),
            Expected::Slot("luggage-report".into(), "story".into(), None),
            Expected::Asks(Some((Some("luggage-report".into()), "story".into()))),
            Expected::Handoff(Some(("duty-desk".into(), Some(text("after the report"))))),
            Expected::Alert(Some("duty-desk".into())),
            Expected::Notices(1),
            Expected::Status("queued"),
            Expected::Team(Some("duty-desk".into())),
            Expected::Holder(None),
            Expected::Fired("lost luggage".into(), true),
            Expected::Fired("several things at once".into(), false),
            Expected::Waited(Some(240_000)),
            Expected::Language(text("en")),
            Expected::Refused("wrong_status"),
        ]
    );
    let first = rehearsal.steps[0].expect[0].at;
    assert_eq!((first.line, first.column), (4, 11));
    assert_eq!(
        what(&rehearsal.end),
        [
            Expected::Asks(Some((None, "story".into()))),
            Expected::Handoff(None),
            Expected::Alert(None),
            Expected::Holder(Some(text("Ines"))),
            Expected::Waited(None),
        ]
    );
}

#[test]
fn a_file_without_steps_is_no_rehearsal() {
    assert_eq!(
        mistakes("about = \"Nothing\"\n"),
        "a.toml:1:1: nothing happens in this rehearsal\n\n\
         hint: add a `[[step]]` with what the traveller says: `says = \"…\"`"
    );
}

#[test]
fn one_thing_happens_in_a_step() {
    assert_eq!(
        mistakes("[[step]]\nsays = \"Hi\"\nwait = \"4m\"\n"),
        "a.toml:3:8: a step has `says` and `wait`\n\n\
         hint: one thing happens in a step: begin another `[[step]]`"
    );
    assert_eq!(
        mistakes("[[step]]\nexpect = { status = \"bot\" }\n")
            .lines()
            .next(),
        Some("a.toml:1:1: nothing happens in this step")
    );
}

#[test]
fn a_slip_in_a_key_is_named_once_with_what_was_meant() {
    assert_eq!(
        mistakes("[[step]]\nsay = \"Hi\"\n"),
        "a.toml:2:1: unknown key `say` in `[[step]]`\n\nhint: did you mean `says`?"
    );
    assert_eq!(
        mistakes("[[step]]\nsays = \"Hi\"\nexpect = { hand_off = \"groups\" }\n"),
        "a.toml:3:12: unknown key `hand_off` in `expect`\n\nhint: did you mean `handoff`?"
    );
    assert_eq!(
        mistakes("[[steps]]\nsays = \"Hi\"\n"),
        "a.toml:1:1: nothing happens in this rehearsal\n\n\
         hint: add a `[[step]]` with what the traveller says: `says = \"…\"`\n---\n\
         a.toml:1:3: unknown key `steps` in a rehearsal\n\nhint: did you mean `step`?"
    );
}

#[test]
fn names_that_the_playbook_does_not_have_are_placed_with_the_nearest() {
    let expecting =
        |expected: &str| mistakes(&format!("[[step]]\nsays = \"Hi\"\nexpect = {{ {expected} }}\n"));
    let cases = [
        (
            "tag = \"lost-lugage\"",
            "a.toml:3:18: there is no tag `lost-lugage` in the playbook\n\nhint: did you mean `lost-luggage`?",
        ),
        (
            "handoff = \"duty\"",
            "a.toml:3:22: there is no team `duty` in the playbook\n\nhint: did you mean `duty-desk`?",
        ),
        (
            "handoff = { reason = \"a rule\" }",
            "a.toml:3:22: `handoff` has no `team`",
        ),
        (
            "fired = \"lost lugage\"",
            "a.toml:3:20: there is no rule `lost lugage` in the playbook\n\nhint: did you mean `lost luggage`?",
        ),
        (
            "slots = { luggage-report = { bookings = \"x\" } }",
            "a.toml:3:41: there is no slot `bookings` in the playbook\n\nhint: did you mean `booking`?",
        ),
        (
            "asks = \"luggage.booking\"",
            "a.toml:3:19: there is no action `luggage` in the playbook\n\nhint: did you mean `luggage-report`?",
        ),
        (
            "slots = \"MT204518\"",
            "a.toml:3:20: `slots` must be an action's slots in braces, not a text\n\n\
             hint: write `slots = { an-action = { a-slot = \"…\" } }`",
        ),
        (
            "status = \"waiting\"",
            "a.toml:3:21: `waiting` is not a `status`\n\n\
             hint: it is one of: `bot`, `queued`, `human`, `snoozed`, `resolved`",
        ),
        (
            "holder = true",
            "a.toml:3:21: `holder` can be `false`, but not `true` or `false`",
        ),
    ];
    for (expected, message) in cases {
        assert_eq!(expecting(expected), message, "{expected}");
    }
}

#[test]
fn nothing_but_a_day_and_an_hour_is_a_beginning() {
    let begins = |at: &str| read(&format!("at = {at}\n[[step]]\nsays = \"Hi\"\n")).map(|read| read.at);
    let clock = Some(Clock { day: 0, minute: 61 });
    for good in [
        "\"1970-01-01T01:01\"",
        "1970-01-01T01:01:00",
        "\"1970-01-01 01:01\"",
    ] {
        assert_eq!(begins(good), Ok(clock), "{good}");
    }
    for wrong in [
        "\"2026-12-24\"",
        "2026-12-24",
        "\"2026-02-29T10:00\"",
        "\"2026-12-24T24:00\"",
        "\"2026-12-24T19:00Z\"",
        "2026-12-24T19:00:00Z",
        "\"24.12.2026T19:00\"",
        "\"1969-12-31T19:00\"",
        "\"2026-12-24T19:00:30\"",
    ] {
        let said = begins(wrong).unwrap_err();
        assert!(said.contains("is not a day and an hour"), "{wrong}: {said}");
    }
    assert!(
        begins("19")
            .unwrap_err()
            .starts_with("a.toml:1:6: `at` must be a text")
    );
}

#[test]
fn limits_are_named() {
    let long = "x".repeat(MESSAGE_CHARS + 1);
    let cases = [
        (
            format!("says = \"{long}\""),
            "a.toml:2:8: `says` has 4001 characters, the most is 4000",
        ),
        ("says = \" \"".to_owned(), "a.toml:2:8: `says` is empty"),
        (
            "wait = \"40d\"".to_owned(),
            "a.toml:2:8: `wait` must be from `1s` to `30d`",
        ),
        (
            "wait = 4".to_owned(),
            "a.toml:2:8: `wait` must be a duration in quotes, not a whole number",
        ),
        (
            "agent = \"Ines\"\nsays = \"Hi\"".to_owned(),
            "a.toml:2:9: no agent does `says`",
        ),
        (
            "system = \"up\"".to_owned(),
            "a.toml:2:10: `up` is not a `system`",
        ),
        (
            "claims = false".to_owned(),
            "a.toml:2:10: `claims` can only be `true`",
        ),
        (
            "presses = \"help\"".to_owned(),
            "a.toml:2:11: `help` is not a `presses`",
        ),
        (
            "fills = { luggage-report = {} }".to_owned(),
            "a.toml:2:9: a form without values",
        ),
    ];
    for (step, message) in cases {
        let said = mistakes(&format!("[[step]]\n{step}\n"));
        assert_eq!(said.lines().next(), Some(message));
    }
    let many = "[[step]]\nleaves = true\n".repeat(STEPS + 1);
    assert_eq!(
        mistakes(&many),
        "a.toml:401:1: a rehearsal has at most 200 steps, this one has 201"
    );
}

#[test]
fn what_is_no_toml_is_placed() {
    assert!(mistakes("[[step]\nsays = 'Hi'\n").starts_with("a.toml:1:"));
}
