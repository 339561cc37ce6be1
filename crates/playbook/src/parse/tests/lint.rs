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

/// A rule that starts an action, to stand behind what is looked at.
fn starts(action: &str) -> String {
    format!(
        "[[rule]]\nid = \"begin {action}\"\nwhen = {{ words = [\"please {action}\"] }}\nthen = [{{ start = \"{action}\" }}]\n"
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
            "[[action]]\nid = \"quote\"\nslots = [{{ id = \"size\", ask = \"?\", kind = \"number\" }}, {{ id = \"city\", ask = \"?\", choices = [\"Faro\", \"Porto\"] }}]\n\n{}{}",
            when(&format!("{{ every = [{tests}] }}")),
            starts("quote")
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

/// Two rules that hand off, the later one to another team.
fn pair(first: &str, second: &str) -> String {
    rules(
        first,
        r#"{ handoff = "desk" }"#,
        second,
        r#"{ handoff = "night" }"#,
    )
}

/// Two rules, and what they can go by. The first one's condition stands on line 19, the second one's on line 23.
fn rules(first: &str, does: &str, second: &str, then: &str) -> String {
    format!(
        "[[team]]\nid = \"night\"\n[[tag]]\nid = \"vip\"\nsays = [\"vip\"]\n[[action]]\nid = \"act\"\n\
         slots = [{{ id = \"num\", ask = \"?\", kind = \"number\" }}, {{ id = \"pick\", ask = \"?\", choices = [\"Red\", \"Blue\"] }}, \
         {{ id = \"code\", ask = \"?\", pattern = \"LA[0-9]{{4}}\" }}, {{ id = \"note\", ask = \"?\", optional = true }}]\n\
         [[rule]]\nid = \"first\"\n\n\nwhen = {first}\nthen = [{does}]\n[[rule]]\nid = \"second\"\n\
         when = {second}\nthen = [{then}]\n{}",
        starts("act")
    )
}

#[test]
fn a_rule_with_an_occasion_of_its_own_does_not_lose() {
    // So much later is another matter.
    let waits = r#"{ waiting_longer_than = "5m" }"#;
    assert_eq!(
        warned(&pair(waits, r#"{ waiting_longer_than = "10m" }"#)),
        "no warning"
    );
    for (first, second) in [
        // What is said in the queue is said to whoever was handed over already.
        (
            r#"{ tag = "vip" }"#,
            r#"{ every = [{ tag = "vip" }, { status = "queued" }, { words = ["visa"] }] }"#,
        ),
        (
            r#"{ completed = "act" }"#,
            r#"{ slot = { id = "num", at_least = 20 } }"#,
        ),
        // A phrase that is denied in the other, or has a gap there, is not found with it.
        (r#"{ words = ["visa"] }"#, r#"{ words = ["no visa"] }"#),
        (r#"{ words = ["red visa"] }"#, r#"{ words = ["red big visa"] }"#),
        (r#"{ words = ["visa."] }"#, r#"{ words = ["red visa"] }"#),
        (
            r#"{ slot = { id = "num", at_least = 10 } }"#,
            r#"{ slot = { id = "num", at_least = 5 } }"#,
        ),
    ] {
        assert_eq!(warned(&pair(first, second)), "no warning", "{second}");
    }
    // Where nothing is handed over, what comes later is as good.
    let tags = rules(
        r#"{ tag = "vip" }"#,
        r#"{ alert = "desk" }"#,
        r#"{ every = [{ tag = "vip" }, { words = ["visa"] }] }"#,
        r#"{ handoff = "night" }"#,
    );
    assert_eq!(warned(&format!("{tags}[rules]\nmatch = \"first\"")), "no warning");
}

#[test]
fn a_rule_that_asks_for_more_than_an_earlier_one_loses_to_it() {
    insta::assert_snapshot!(warned(&pair(
        r#"{ completed = "act" }"#,
        r#"{ every = [{ completed = "act" }, { slot = { id = "num", at_least = 20 } }] }"#
    )), @r"
    workspace.toml:24:9: the rule `second` loses to `first`, which comes first whenever both hold

    hint: put it before that one or narrow that one; else it counts only where what is asked of the slot `num` comes later
    ");
    insta::assert_snapshot!(warned(&pair(
        r#"{ tag = "vip" }"#,
        r#"{ every = [{ tag = "vip" }, { words = ["visa"] }] }"#
    )), @r"
    workspace.toml:24:9: the rule `second` loses to `first`, which comes first whenever both hold

    hint: put it before that one or narrow that one; else it counts only where `words` comes later
    ");
    insta::assert_snapshot!(warned(&pair(
        r#"{ failed = "act" }"#,
        r#"{ every = [{ failed = "act" }, { language = "en" }] }"#
    )), @r#"
    workspace.toml:24:9: the rule `second` loses to `first`, which comes first whenever both hold

    hint: put it before that one or narrow that one; else it counts only where `language = "en"` comes later
    "#);
    // Nothing but the tag makes either fire.
    insta::assert_snapshot!(warned(&pair(
        r#"{ tag = "vip" }"#,
        r#"{ every = [{ tag = "vip" }, { status = "bot" }] }"#
    )), @r"
    workspace.toml:24:9: the rule `second` never hands off before `first`, which always comes first

    hint: put it before that one or narrow that one; else it counts only where a conversation waits already
    ");
    // Whom the first failed attempt hands over does not fail a second time.
    insta::assert_snapshot!(warned(&pair("{ failed_attempts = 1 }", "{ failed_attempts = 2 }")), @r"
    workspace.toml:24:9: the rule `second` never hands off before `first`, which always comes first

    hint: put it before that one or narrow that one; else it counts only where a conversation waits already
    ");
    // To the same team it goes in any case.
    let same = pair(
        r#"{ tag = "vip" }"#,
        r#"{ every = [{ tag = "vip" }, { words = ["visa"] }] }"#,
    );
    assert_eq!(
        warned(&same.replace(r#"handoff = "night""#, r#"handoff = "desk""#)),
        "no warning"
    );
}

#[test]
fn where_one_rule_fires_what_holds_more_often_goes_behind_what_holds_less_often() {
    let first = |first: &str, second: &str| {
        let alert = r#"{ alert = "desk" }"#;
        warned(&format!(
            "{}[rules]\nmatch = \"first\"",
            rules(first, alert, second, alert)
        ))
    };
    let slot = |test: &str| format!("{{ slot = {{ id = {test} }} }}");
    for (wide, narrow) in [
        (slot(r#""num", at_least = 5"#), slot(r#""num", at_least = 10"#)),
        (slot(r#""num", at_most = 5"#), slot(r#""num", at_most = 4"#)),
        (
            slot(r#""pick", is = ["Red", "Blue"]"#),
            slot(r#""pick", is = "Red""#),
        ),
        (
            slot(r#""code", given = true"#),
            slot(r#""code", matches = ["LA2[0-9]+"]"#),
        ),
        (
            r#"{ words = ["zebra"] }"#.to_owned(),
            r#"{ words = ["the red zebra", "zebra crossing"] }"#.to_owned(),
        ),
        (
            "{ confidence_below = 0.4 }".to_owned(),
            "{ confidence_below = 0.2 }".to_owned(),
        ),
        (
            r#"{ every = [{ waiting_longer_than = "5m" }, { words = ["visa"] }] }"#.to_owned(),
            r#"{ every = [{ waiting_longer_than = "10m" }, { words = ["visa"] }] }"#.to_owned(),
        ),
    ] {
        let found = first(&wide, &narrow);
        assert!(
            found.starts_with(
                "workspace.toml:23:8: the rule `second` never fires before `first`, which always comes first"
            ),
            "{narrow}: {found}"
        );
        assert_eq!(first(&narrow, &wide), "no warning", "{narrow}");
    }
    // By time each fires when it is due, and the second failed attempt is another than the first.
    for (less, more) in [
        (
            r#"{ idle_longer_than = "5m" }"#,
            r#"{ idle_longer_than = "10m" }"#,
        ),
        ("{ failed_attempts = 1 }", "{ failed_attempts = 2 }"),
    ] {
        assert_eq!(first(less, more), "no warning", "{more}");
    }
    insta::assert_snapshot!(first(
        r#"{ completed = "act" }"#,
        r#"{ every = [{ completed = "act" }, { slot = { id = "num", at_least = 20 } }] }"#
    ), @r"
    workspace.toml:23:8: the rule `second` loses to `first`, which comes first whenever both hold

    hint: put it before that one or narrow that one; else it counts only where what is asked of the slot `num` comes later
    ");
}

#[test]
fn rules_that_undo_each_other_on_one_condition_are_found() {
    let words = r#"{ words = ["visa"] }"#;
    let found = |one: &str, other: &str| warned(&rules(words, one, words, other));
    insta::assert_snapshot!(found(r#"{ alert = "desk" }, { tag = "vip" }"#, r#"{ untag = "vip" }"#), @r"
    workspace.toml:24:9: the rule `second` takes the tag `vip` off, and `first` puts it on under the same condition, on line 20

    hint: the later rule holds: leave out one of the two
    ");
    insta::assert_snapshot!(found(r#"{ priority = "high" }"#, r#"{ priority = "low" }"#), @r"
    workspace.toml:24:9: the rule `second` sets a priority, and `first` sets another under the same condition, on line 20

    hint: the later rule holds: leave out one of the two
    ");
    insta::assert_snapshot!(found("{ resolve = true }", r#"{ handoff = "night" }"#), @r"
    workspace.toml:24:9: the rule `second` hands the conversation off, and `first` ends it under the same condition, on line 20

    hint: what is handed off is not ended: leave out one of the two
    ");
    assert_eq!(
        found(r#"{ priority = "high" }"#, r#"{ priority = "high" }"#),
        "no warning"
    );
    // One after the other.
    let waits = |span: &str| format!(r#"{{ waiting_longer_than = "{span}" }}"#);
    let [five, ten] = ["5m", "10m"].map(waits);
    let (high, urgent) = (r#"{ priority = "high" }"#, r#"{ priority = "urgent" }"#);
    assert_eq!(warned(&rules(&five, high, &ten, urgent)), "no warning");
    assert!(warned(&rules(&five, high, &five, urgent)).contains("the rule `second` sets a priority"));
    // The first one alone fires.
    let first = format!("{}[rules]\nmatch = \"first\"", rules(words, high, words, urgent));
    assert!(!warned(&first).contains("sets a priority"));
}

#[test]
fn what_a_rule_never_does_where_it_fires_is_warned_of() {
    let then =
        |condition: &str, effect: &str| warned(&when(condition).replace("{ alert = \"desk\" }", effect));
    let idle = r#"{ every = [{ status = "human" }, { idle_longer_than = "20m" }] }"#;
    insta::assert_snapshot!(then(idle, r#"{ alert = "desk" }, { say = "Still there?" }"#), @r"
    workspace.toml:14:29: the rule `r` says something only while an agent has the conversation, and then that does nothing

    hint: between a visitor and an agent rules put tags on and off, set priorities and alert: leave it out, or wait for another status
    ");
    for nothing in [r#"{ handoff = "desk" }"#, "{ resolve = true }"] {
        assert!(then(idle, nothing).contains("does nothing"), "{nothing}");
    }
    let queued = r#"{ every = [{ status = "queued" }, { words = ["visa"] }] }"#;
    insta::assert_snapshot!(then(queued, r#"{ say = "You keep your place." }"#), @r"
    workspace.toml:14:9: the rule `r` says nothing to whoever waits already

    hint: while a conversation waits the bot says only what a rule of time says (`waiting_longer_than`, `idle_longer_than`); this is said on the message by which a rule hands it over, and on no other
    ");
    let waits = r#"{ waiting_longer_than = "5m" }"#;
    insta::assert_snapshot!(then(waits, r#"{ handoff = "desk" }"#), @r"
    workspace.toml:14:9: the rule `r` hands off to `desk`, which has whatever waits already

    hint: from the queue a handoff moves to another team, and here only agents send anything elsewhere: `alert` calls the team
    ");
    for something in [
        (waits, r#"{ say = "You keep your place." }"#),
        (idle, r#"{ priority = "high" }"#),
        (queued, r#"{ priority = "high" }"#),
        (r#"{ idle_longer_than = "20m" }"#, r#"{ handoff = "desk" }"#),
    ] {
        assert_eq!(then(something.0, something.1), "no warning", "{something:?}");
    }
    // Where something goes to another team, it comes back by it.
    let night = rules(
        r#"{ words = ["visa"] }"#,
        r#"{ handoff = "night" }"#,
        waits,
        r#"{ handoff = "desk" }"#,
    );
    assert_eq!(warned(&night), "no warning");
}

#[test]
fn an_action_that_nothing_starts_is_found_and_a_rule_that_waits_for_it() {
    let action = "[[action]]\nid = \"z\"\nslots = [{ id = \"s\", ask = \"?\" }]\n";
    insta::assert_snapshot!(warned(action), @r#"
    workspace.toml:8:6: no rule starts the action `z`: its slots are never asked for

    hint: give a rule the effect `{ start = "z" }`, or leave the action out
    "#);
    insta::assert_snapshot!(added(&format!("{action}{}", when(r#"{ completed = "z" }"#))), @r#"
    workspace.toml:16:8: the rule `r` can never fire

    hint: no rule starts `z`, and nothing else asks for its slots: begin it with `{ start = "z" }`
    "#);
    for never in [r#"{ failed = "z" }"#, r#"{ slot = { id = "s", given = true } }"#] {
        let found = added(&format!("{action}{}", when(never)));
        assert!(
            found.contains("can never fire\n\nhint: no rule starts `z`"),
            "{found}"
        );
    }
    let started = format!("{action}{}{}", when(r#"{ completed = "z" }"#), starts("z"));
    assert_eq!(warned(&started), "no warning");
}

#[test]
fn an_action_is_not_complete_without_what_it_needs() {
    let completed = |slot: &str| {
        let without = format!(
            r#"{{ every = [{{ completed = "act" }}, {{ none = [{{ slot = {{ id = "{slot}", given = true }} }}] }}] }}"#
        );
        rules(
            r#"{ words = ["visa"] }"#,
            r#"{ alert = "desk" }"#,
            &without,
            r#"{ alert = "desk" }"#,
        )
    };
    insta::assert_snapshot!(added(&completed("num")), @r#"
    workspace.toml:23:8: the rule `second` can never fire

    hint: `completed = "act"` comes when every slot has a value, and `num` is not `optional`
    "#);
    assert_eq!(warned(&completed("note")), "no warning");
}

#[test]
fn attempts_do_not_fail_in_the_queue() {
    insta::assert_snapshot!(added(&when(r#"{ every = [{ status = "queued" }, { failed_attempts = 1 }] }"#)), @r"
    workspace.toml:13:8: the rule `r` can never fire

    hint: attempts are counted while the bot has the conversation, and a handoff begins the count anew
    ");
    let less_sure = when(r#"{ every = [{ status = "queued" }, { confidence_below = 0.3 }] }"#);
    assert_eq!(warned(&less_sure), "no warning");
}

#[test]
fn a_pattern_that_no_value_of_its_slot_meets_is_a_mistake() {
    let slot = |slot: &str| {
        let condition = format!("{{ slot = {{ action = \"act\", {slot} }} }}");
        added(&rules(
            r#"{ words = ["visa"] }"#,
            r#"{ alert = "desk" }"#,
            &condition,
            r#"{ alert = "desk" }"#,
        ))
    };
    insta::assert_snapshot!(slot(r#"id = "pick", matches = ["R.*", "Green"]"#), @r"
    workspace.toml:23:66: no value of the slot `pick` is matched by `Green`

    hint: it is kept as one of: `Red`, `Blue`
    ");
    insta::assert_snapshot!(slot(r#"id = "code", matches = ["XX.*"]"#), @r"
    workspace.toml:23:59: no value of the slot `code` is matched by `XX.*`

    hint: its values are matched by `LA[0-9]{4}`
    ");
    insta::assert_snapshot!(slot(r#"id = "num", matches = ["many"]"#), @r"
    workspace.toml:23:58: no value of the slot `num` is matched by `many`

    hint: a value is kept like 12 or 1.5
    ");
    for fits in [
        r#"id = "pick", matches = ["red|green"]"#,
        r#"id = "code", matches = ["la2.*"]"#,
        r#"id = "num", matches = ["1[0-9]"]"#,
        r#"id = "note", matches = ["many.*"]"#,
    ] {
        assert_eq!(slot(fits), "no mistake", "{fits}");
    }
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
[[rule]]
id = "s"
when = { tag = "t" }
then = [{ start = "a" }]
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
        "[[action]]\nid = \"mine\"\nslots = [{{ id = \"contact\", ask = \"?\", kind = \"number\" }}]\n{}{}",
        when_tags(r#"{ slot = { id = "contact", at_least = 3 } }"#),
        starts("mine")
    );
    assert_eq!(warned(&own), "no warning");
}

fn when_tags(when: &str) -> String {
    format!(
        "[[tag]]\nid = \"reachable\"\n[[rule]]\nid = \"r\"\nwhen = {when}\nthen = [{{ tag = \"reachable\" }}]\n"
    )
}
