//! What is well written and cannot be meant.

use gangway_protocol::Timestamp;

use super::{LEAST, added, warned};
use crate::parse::parse_all;

/// One rule with this condition.
fn when(condition: &str) -> String {
    format!(
        "[[tag]]\nid = \"vip\"\nsays = [\"vip\"]\n\n[[rule]]\nid = \"r\"\nwhen = {condition}\nthen = [{{ alert = \"desk\" }}]\n"
    )
}

#[test]
fn a_rule_without_an_occasion_never_fires() {
    insta::assert_snapshot!(added(&when(r#"{ every = [{ status = "bot" }, { none = [{ tag = "vip" }] }] }"#)), @r"
    workspace.toml:13:8: the rule `r` has no occasion to fire

    hint: a status, the hours and `none` only narrow something: put beside it what happens, such as `words`, `tag` or `idle_longer_than`, with `every`
    ");
}

#[test]
fn a_condition_that_contradicts_itself_never_holds() {
    for contradiction in [
        r#"{ every = [{ tag = "vip" }, { none = [{ tag = "vip" }] }] }"#,
        r#"{ every = [{ words = ["a visa"] }, { none = [{ words = ["a passport", "a visa"] }] }] }"#,
        r#"{ every = [{ language = "es" }, { language = "en" }] }"#,
        r#"{ every = [{ confidence_below = 0.2 }, { none = [{ confidence_below = 0.4 }] }] }"#,
        r#"{ every = [{ tag = "vip" }, { status = "bot" }, { status = "queued" }] }"#,
    ] {
        let found = added(&when(contradiction));
        assert!(
            found.starts_with("workspace.toml:13:8: the rule `r` can never fire"),
            "{found}"
        );
        assert!(found.ends_with(" exclude each other"), "{found}");
    }
    insta::assert_snapshot!(added(&when(r#"{ every = [{ tag = "vip" }, { none = [{ tag = "vip" }] }] }"#)), @r"
    workspace.toml:13:8: the rule `r` can never fire

    hint: the tag `vip` and `none` of the tag `vip` exclude each other
    ");
}

#[test]
fn what_one_of_several_can_meet_is_no_contradiction() {
    for condition in [
        r#"{ any = [{ every = [{ tag = "vip" }, { none = [{ tag = "vip" }] }] }, { asks_for_person = true }] }"#,
        r#"{ every = [{ tag = "vip" }, { none = [{ status = "queued" }] }] }"#,
        r#"{ every = [{ words = ["a visa", "a passport"] }, { none = [{ words = ["a visa"] }] }] }"#,
        r#"{ every = [{ waiting_longer_than = "5m" }, { none = [{ waiting_longer_than = "10m" }] }] }"#,
    ] {
        assert_eq!(warned(&when(condition)), "no warning", "{condition}");
    }
}

#[test]
fn a_status_in_which_no_rule_is_tried_is_never_met() {
    for never in [
        r#"{ every = [{ asks_for_person = true }, { status = "resolved" }] }"#,
        r#"{ every = [{ asks_for_person = true }, { status = "snoozed" }] }"#,
        r#"{ every = [{ words = ["hello"] }, { status = "human" }] }"#,
        r#"{ every = [{ waiting_longer_than = "5m" }, { status = "bot" }] }"#,
        r#"{ every = [{ words = ["hello"] }, { none = [{ status = "bot" }, { status = "queued" }] }] }"#,
    ] {
        let found = added(&when(never));
        assert!(
            found.starts_with("workspace.toml:13:8: the rule `r` can never fire"),
            "{found}"
        );
    }
    insta::assert_snapshot!(added(&when(r#"{ every = [{ asks_for_person = true }, { status = "resolved" }] }"#)), @r"
    workspace.toml:13:8: the rule `r` can never fire

    hint: rules are tried while the bot has the conversation or it waits, and rules of time also while a human has it; a wait begins when the bot has handed it over
    ");
    assert_eq!(
        warned(&when(
            r#"{ every = [{ waiting_longer_than = "5m" }, { status = "human" }] }"#
        )),
        "no warning"
    );
}

#[test]
fn a_team_that_is_always_open_is_never_closed() {
    insta::assert_snapshot!(added(&when(r#"{ every = [{ words = ["visa"] }, { outside_hours = true }] }"#)), @r"
    workspace.toml:13:8: the rule `r` can never fire

    hint: the team `desk` is always open: give it `hours`
    ");
}

#[test]
fn a_confidence_below_nothing_is_never_met() {
    insta::assert_snapshot!(added(&when("{ confidence_below = 0 }")), @r"
    workspace.toml:13:8: the rule `r` can never fire

    hint: no confidence is below 0
    ");
}

#[test]
fn a_silence_longer_than_the_bot_waits_never_comes() {
    let bot = warned(&when(
        r#"{ every = [{ idle_longer_than = "2h" }, { status = "bot" }] }"#,
    ));
    assert!(bot.contains("comes too late"), "{bot}");
    insta::assert_snapshot!(warned(&when(r#"{ idle_longer_than = "2h" }"#)), @r#"
    workspace.toml:13:8: with the bot the rule `r` comes too late

    hint: `idle_after` of `[handoff]` ends the conversation before: choose a shorter time, or say `status = "queued"` or `"human"` where that is meant
    "#);
    assert_eq!(
        warned(&when(
            r#"{ every = [{ idle_longer_than = "2h" }, { status = "queued" }] }"#
        )),
        "no warning"
    );
    assert_eq!(warned(&when(r#"{ idle_longer_than = "1h" }"#)), "no warning");
}

#[test]
fn a_language_that_nobody_expects_is_warned_of() {
    insta::assert_snapshot!(warned(&when(r#"{ language = "de" }"#)), @r"
    workspace.toml:13:8: the rule `r` waits for `de`, which is no language of the workspace

    hint: a language is told apart less surely when nobody expects it: add it to `languages` of `[workspace]`
    ");
}

#[test]
fn slots_that_contradict_themselves_are_found() {
    let asked = |tests: &str| {
        format!(
            "[[action]]\nid = \"quote\"\nslots = [{{ id = \"size\", ask = \"?\", kind = \"number\" }}, {{ id = \"city\", ask = \"?\", choices = [\"Faro\", \"Porto\"] }}]\n\n{}",
            when(&format!("{{ every = [{tests}] }}"))
        )
    };
    for never in [
        r#"{ slot = { id = "size", at_least = 9 } }, { slot = { id = "size", at_most = 8 } }"#,
        r#"{ slot = { id = "city", is = "Faro" } }, { slot = { id = "city", is = "porto" } }"#,
        r#"{ slot = { id = "size", is = "7" } }, { slot = { id = "size", at_least = 8 } }"#,
        r#"{ slot = { id = "city", is = "Faro" } }, { none = [{ slot = { id = "city", given = true } }] }"#,
        r#"{ completed = "quote" }, { failed = "quote" }"#,
    ] {
        let found = added(&asked(never));
        assert!(
            found.starts_with("workspace.toml:17:8: the rule `r` can never fire"),
            "{found}"
        );
    }
    assert_eq!(
        warned(&asked(
            r#"{ slot = { id = "size", at_least = 8 } }, { slot = { id = "size", at_most = 8 } }"#
        )),
        "no warning"
    );
}

#[test]
fn a_condition_on_a_slot_names_one_that_is_there_and_asks_one_thing() {
    let slot = |slot: &str| {
        added(&format!(
            "[[action]]\nid = \"a\"\nslots = [{{ id = \"size\", ask = \"?\", kind = \"number\" }}, {{ id = \"city\", ask = \"?\", choices = [\"Faro\", \"Porto\"] }}]\n[[action]]\nid = \"b\"\nslots = [{{ id = \"city\", ask = \"?\" }}]\n[[rule]]\nid = \"r\"\nwhen = {{ slot = {slot} }}\nthen = [{{ alert = \"desk\" }}]\n"
        ))
    };
    insta::assert_snapshot!(slot(r#"{ id = "sice", given = true }"#), @r"
    workspace.toml:15:24: no action has a slot `sice`

    hint: did you mean `size`?
    ");
    insta::assert_snapshot!(slot(r#"{ id = "city", given = true }"#), @r#"
    workspace.toml:15:24: `a` and `b` have a slot `city`

    hint: say which: `action = "a"`
    "#);
    insta::assert_snapshot!(slot(r#"{ action = "b", id = "size", given = true }"#), @r"
    workspace.toml:15:38: the action `b` has no slot `size`

    hint: the slots are: `city`
    ");
    insta::assert_snapshot!(slot(r#"{ action = "c", id = "size", given = true }"#), @r"
    workspace.toml:15:28: there is no action `c`

    hint: did you mean `a`?
    ");
    insta::assert_snapshot!(slot(r#"{ id = "size" }"#), @r"
    workspace.toml:15:17: a condition on a slot asks one thing of it, not 0

    hint: it has one of: `given`, `is`, `matches`, `at_least`, `at_most`
    ");
    insta::assert_snapshot!(slot(r#"{ id = "size", at_least = 2, at_most = 4 }"#), @r"
    workspace.toml:15:17: a condition on a slot asks one thing of it, not 2

    hint: it has one of: `given`, `is`, `matches`, `at_least`, `at_most`
    ");
    insta::assert_snapshot!(slot(r#"{ action = "a", id = "city", is = ["Faro", "Madrid"] }"#), @r"
    workspace.toml:15:60: the slot `city` is never `Madrid`

    hint: Please choose Faro or Porto.
    ");
    insta::assert_snapshot!(slot(r#"{ action = "a", id = "city", at_least = 2 }"#), @r#"
    workspace.toml:15:57: `at_least` compares numbers, and the slot `city` is none

    hint: give the slot `kind = "number"`, or use `is` or `matches`
    "#);
    insta::assert_snapshot!(slot(r#"{ id = "size", matches = ["[0-9"] }"#), @r"
    workspace.toml:15:43: `[0-9` is not a pattern

    hint: found unclosed character class
    ");
}

const TWO: &str = r#"
[[tag]]
id = "vip"
says = ["vip"]
[[rule]]
id = "first"
when = { words = ["visa", "passport"] }
then = [{ handoff = "desk" }]
[[rule]]
id = "second"
when = { every = [{ words = ["visa"] }, { tag = "vip" }] }
"#;

#[test]
fn a_rule_that_always_loses_to_an_earlier_one_is_found() {
    insta::assert_snapshot!(warned(&format!("{TWO}then = [{{ handoff = \"desk\" }}]")), @r"
    workspace.toml:17:9: the rule `second` never hands off before `first`, which always comes first

    hint: put it before that one or narrow that one; else it counts only where a conversation waits already
    ");
    insta::assert_snapshot!(
        warned(&format!("{TWO}then = [{{ priority = \"high\" }}, {{ handoff = \"desk\" }}]")),
        @r"
    workspace.toml:17:32: the rule `second` never hands off before `first`, which always comes first

    hint: put it before that one or narrow that one; else it counts only where a conversation waits already
    "
    );
    // What hands nothing off loses nothing, unless the first one is the only one that fires.
    let alert = format!("{TWO}then = [{{ alert = \"desk\" }}]");
    assert_eq!(warned(&alert), "no warning");
    insta::assert_snapshot!(warned(&format!("{alert}\n[rules]\nmatch = \"first\"")), @r"
    workspace.toml:16:8: the rule `second` never fires before `first`, which always comes first

    hint: put it before that one or narrow that one; else it counts only where a conversation waits already
    ");
}

#[test]
fn a_rule_with_an_occasion_of_its_own_does_not_lose() {
    // The tag may be old: then the first one does not fire, and the second one does.
    let pair = |first: &str, second: &str| {
        warned(&format!(
            "[[tag]]\nid = \"vip\"\nsays = [\"vip\"]\n[[rule]]\nid = \"first\"\nwhen = {first}\nthen = [{{ handoff = \"desk\" }}]\n[[rule]]\nid = \"second\"\nwhen = {second}\nthen = [{{ handoff = \"desk\" }}]"
        ))
    };
    let tag = r#"{ tag = "vip" }"#;
    assert_eq!(
        pair(tag, r#"{ every = [{ tag = "vip" }, { words = ["visa"] }] }"#),
        "no warning"
    );
    // So much later is another matter.
    let waits = r#"{ waiting_longer_than = "5m" }"#;
    assert_eq!(pair(waits, r#"{ waiting_longer_than = "10m" }"#), "no warning");
    // Nothing but the tag makes either fire.
    let narrowed = pair(tag, r#"{ every = [{ tag = "vip" }, { status = "bot" }] }"#);
    assert!(
        narrowed.contains("the rule `second` never hands off"),
        "{narrowed}"
    );
    let attempts = pair("{ failed_attempts = 1 }", "{ failed_attempts = 2 }");
    assert_eq!(attempts, "no warning");
}

#[test]
fn effects_that_contradict_each_other_are_found() {
    let then = |effects: &str| {
        added(&format!(
            "[[tag]]\nid = \"vip\"\nsays = [\"vip\"]\n[[action]]\nid = \"a\"\nslots = [{{ id = \"s\", ask = \"?\" }}]\n[[rule]]\nid = \"r\"\nwhen = {{ words = [\"visa\"] }}\nthen = [{effects}]\n"
        ))
    };
    insta::assert_snapshot!(then(r#"{ untag = "vip" }, { tag = "vip" }"#), @r"
    workspace.toml:16:28: the rule `r` puts the tag `vip` on and takes it off

    hint: leave out one of the two
    ");
    insta::assert_snapshot!(then(r#"{ priority = "high" }, { priority = "low" }"#), @r"
    workspace.toml:16:32: the rule `r` sets two priorities

    hint: the last would hold: leave out the other
    ");
    insta::assert_snapshot!(then(r#"{ resolve = true }, { handoff = "desk" }"#), @r"
    workspace.toml:16:29: the rule `r` hands off and ends the conversation

    hint: a person has it, or it has ended: leave out one of the two
    ");
    insta::assert_snapshot!(then(r#"{ start = "a" }, { resolve = true }"#), @r"
    workspace.toml:16:26: the rule `r` begins to ask for `a` and ends the conversation

    hint: what has begun goes on: leave out one of the two
    ");
}

#[test]
fn what_needs_a_person_is_not_ended() {
    let rule = |condition: &str| added(&when(condition).replace("alert = \"desk\"", "resolve = true"));
    insta::assert_snapshot!(rule("{ asks_for_person = true }"), @r"
    workspace.toml:14:9: the rule `r` ends what needs a person

    hint: whoever asks for a person gets one: hand off, or wait for something else
    ");
    for needs in [
        "{ failed_attempts = 1 }",
        r#"{ every = [{ tag = "vip" }, { any = [{ asks_for_person = true }, { words = ["bye"] }] }] }"#,
    ] {
        assert!(rule(needs).contains("ends what needs a person"), "{needs}");
    }
    assert_eq!(
        rule(r#"{ every = [{ words = ["bye"] }, { none = [{ asks_for_person = true }] }] }"#),
        "no mistake"
    );
}

#[test]
fn circles_are_found_through_tags_taken_off_and_actions_that_fail() {
    insta::assert_snapshot!(added(r#"
[[tag]]
id = "x"
[[tag]]
id = "y"
[[rule]]
id = "flip"
when = { every = [{ tag = "x" }, { words = ["visa"] }] }
then = [{ untag = "x" }, { tag = "y" }]
[[rule]]
id = "flop"
when = { every = [{ tag = "y" }, { idle_longer_than = "1m" }] }
then = [{ untag = "y" }, { tag = "x" }]
"#), @r"
    workspace.toml:12:6: the rule `flip` can start itself for ever

    hint: it goes round by `flip` → `flop` → `flip`; leave out one of the effects, or wait for something else
    ");
    insta::assert_snapshot!(added(r#"
[[action]]
id = "a"
slots = [{ id = "b", ask = "?" }]
[[rule]]
id = "once more"
when = { failed = "a" }
then = [{ start = "a" }]
"#), @r"
    workspace.toml:11:6: the rule `once more` can start itself for ever

    hint: it goes round by `once more` → `once more`; leave out one of the effects, or wait for something else
    ");
    // That a tag is gone opens the way for a rule, and is no occasion.
    assert_eq!(
        warned(
            r#"
[[tag]]
id = "x"
[[rule]]
id = "on"
when = { every = [{ words = ["visa"] }, { none = [{ tag = "x" }] }] }
then = [{ tag = "x" }]
[[rule]]
id = "off"
when = { every = [{ words = ["visa"] }, { tag = "x" }] }
then = [{ untag = "x" }]
"#
        ),
        "no warning"
    );
}

#[test]
fn tags_that_nobody_uses_or_puts_on_are_warned_of() {
    insta::assert_snapshot!(warned("[[tag]]\nid = \"idle\"\n"), @r"
    workspace.toml:8:6: the tag `idle` is never used

    hint: give it `says`, `examples`, a `priority` or a rule; agents can also put on tags that are not in the file
    ");
    insta::assert_snapshot!(warned(&when(r#"{ tag = "vip" }"#).replace("says = [\"vip\"]\n", "")), @r"
    workspace.toml:12:8: the rule `r` waits for the tag `vip`, which only agents put on

    hint: give `vip` phrases in `says` or `examples`, or a rule that puts it on, if the bot is to
    ");
    for used in [
        "says = [\"newsletter\"]",
        "examples = [\"please send me your newsletter\"]",
        "priority = \"low\"",
    ] {
        assert_eq!(warned(&format!("[[tag]]\nid = \"news\"\n{used}\n")), "no warning");
    }
}

#[test]
fn what_matches_everything_is_warned_of() {
    insta::assert_snapshot!(warned(&when(r#"{ words = ["lost luggage", "the", "what is the"] }"#)), @r"
    workspace.toml:13:35: the phrase `the` of `words` is in almost every message

    hint: a phrase is the few words that matter
    ---
    workspace.toml:13:42: the phrase `what is the` of `words` is in almost every message

    hint: a phrase is the few words that matter
    ");
    insta::assert_snapshot!(warned(
        r#"
[[tag]]
id = "t"
says = ["can you"]
[[action]]
id = "a"
slots = [{ id = "b", ask = "?", pattern = ".+" }, { id = "c", ask = "?", pattern = "[A-Z]{2}[0-9]+" }]
[[rule]]
id = "r"
when = { slot = { id = "c", matches = ["(.|x){1,}"] } }
then = [{ alert = "desk" }]
"#
    ), @r"
    workspace.toml:9:9: the phrase `can you` of `says` is in almost every message

    hint: a phrase is the few words that matter
    ---
    workspace.toml:12:43: the pattern `.+` matches whatever is said

    hint: leave `pattern` out: a slot of kind `text` takes any text
    ---
    workspace.toml:15:40: the pattern `(.|x){1,}` matches every value

    hint: write `given = true` where any value will do
    ");
}

#[test]
fn what_matches_any_word_or_is_said_about_anything_is_warned_of() {
    insta::assert_snapshot!(warned(
        r#"
[[tag]]
id = "t"
says = ["Hola", "I want", "quiero una visa", "hello."]
[[action]]
id = "a"
slots = [{ id = "b", ask = "?", pattern = '\w+' }, { id = "c", ask = "?", pattern = "[A-Z0-9]{6}" }, { id = "d", ask = "?" }]
[[rule]]
id = "r"
when = { every = [{ words = ["visa"] }, { slot = { id = "d", matches = ['\S+', "[a-z]{2,3}"] } }] }
then = [{ alert = "desk" }]
[[rule]]
id = "s"
when = { tag = "t" }
then = [{ start = "a" }]
"#
    ), @r"
    workspace.toml:9:9: the phrase `Hola` of `says` is in messages about anything

    hint: a phrase is the few words that matter
    ---
    workspace.toml:9:17: the phrase `I want` of `says` is in messages about anything

    hint: a phrase is the few words that matter
    ---
    workspace.toml:12:43: the pattern `\w+` matches any word, and so finds a value in almost every answer

    hint: say what the value begins with or how long it is, such as `MT[0-9]{6}`; or leave `pattern` out: a slot of kind `text` takes any text
    ---
    workspace.toml:15:73: the pattern `\S+` matches every value of one word

    hint: say what the value begins with or how long it is, such as `LA[0-9]{4}`; or write `given = true` where any value will do
    ");
}

#[test]
fn a_team_that_never_opens_is_a_mistake() {
    let closed = "[[team]]\nid = \"night\"\nhours = { timezone = \"UTC\" }\n";
    let found = added(closed);
    assert!(
        found.starts_with("workspace.toml:9:9: a team with these `hours` is never open\n\nhint: "),
        "{found}"
    );
}

#[test]
fn a_team_whose_every_open_day_of_the_year_is_a_holiday_is_found_on_the_day_that_it_is_asked_of() {
    // Every Monday of 2027, and none of another year.
    let mondays: Vec<String> = (0..52)
        .map(|week| {
            let first = jiff::civil::date(2027, 1, 4);
            let day = first.checked_add(jiff::Span::new().days(7 * week)).unwrap();
            format!("\"{day}\"")
        })
        .collect();
    let team = |holidays: &str| {
        let text = format!(
            "{LEAST}\n[[team]]\nid = \"mondays\"\nhours = {{ timezone = \"UTC\", mon = \"09:00-17:00\" }}\nholidays = [{holidays}]\n"
        );
        parse_all("least", "workspace.toml", &text).unwrap()
    };
    let on = |day: jiff::civil::Date| {
        let midnight = jiff::tz::TimeZone::UTC.to_timestamp(day.at(0, 0, 0, 0)).unwrap();
        Timestamp(midnight.as_millisecond())
    };
    let found = |holidays: &str, day| {
        let parsed = team(holidays);
        let found = parsed
            .holidays
            .never_open(&parsed.playbook, "workspace.toml", on(day));
        found
            .iter()
            .map(ToString::to_string)
            .collect::<Vec<_>>()
            .join("\n---\n")
    };
    let all = mondays.join(", ");
    insta::assert_snapshot!(found(&all, jiff::civil::date(2026, 12, 29)), @r"
    workspace.toml:10:12: the team `mondays` is not open on any day of the year to come: each of its days is one of `holidays`

    hint: leave days out of `holidays`, or say in `hours` when else it is open
    ");
    // Seen from the end of 2026 the first Monday of 2028 lies beyond the year, from 2025 one of 2026 within it.
    assert_eq!(found(&all, jiff::civil::date(2025, 12, 1)), "");
    assert_eq!(found(&all, jiff::civil::date(2027, 1, 5)), "");
    assert_eq!(
        found(&mondays[1..].join(", "), jiff::civil::date(2026, 12, 29)),
        "",
        "one is left"
    );
    assert_eq!(found("\"12-25\"", jiff::civil::date(2026, 12, 29)), "");
}

#[test]
fn rules_go_by_the_question_how_to_reach_the_visitor_and_do_not_put_it() {
    for when in [
        r#"{ completed = "contact" }"#,
        r#"{ failed = "contact" }"#,
        r#"{ slot = { id = "contact", given = true } }"#,
        r#"{ slot = { action = "contact", id = "contact", matches = [".*@.*"] } }"#,
    ] {
        assert_eq!(warned(&when_tags(when)), "no warning", "{when}");
    }
    insta::assert_snapshot!(added(
        "[[rule]]\nid = \"r\"\nwhen = { words = [\"call me\"] }\nthen = [{ start = \"contact\" }]\n"
    ), @r#"
    workspace.toml:10:19: no rule starts `contact`: whoever waits is asked for it when their team is closed or the wait is long

    hint: hand off with `handoff`, or define an `[[action]]` of your own with a slot of `kind = "contact"`
    "#);
    insta::assert_snapshot!(added(&when_tags(r#"{ slot = { action = "contact", id = "phone", given = true } }"#)), @r"
    workspace.toml:11:44: the action `contact` has no slot `phone`

    hint: the slots are: `contact`
    ");
    // A slot of the operator's own that bears the name is theirs.
    let own = format!(
        "[[action]]\nid = \"mine\"\nslots = [{{ id = \"contact\", ask = \"?\", kind = \"number\" }}]\n{}",
        when_tags(r#"{ slot = { id = "contact", at_least = 3 } }"#)
    );
    assert_eq!(warned(&own), "no warning");
}

fn when_tags(when: &str) -> String {
    format!(
        "[[tag]]\nid = \"reachable\"\n[[rule]]\nid = \"r\"\nwhen = {when}\nthen = [{{ tag = \"reachable\" }}]\n"
    )
}
