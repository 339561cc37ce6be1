//! Keys and names that do not exist, or exist twice.

use super::{LEAST, added, mistakes, parse};

#[test]
fn mistakes_of_writing_are_all_reported() {
    insta::assert_snapshot!(mistakes(r#"
[workspace
name = 
[[team]]
id = "a
id = "b"
"#), @r#"
    workspace.toml:1:11: unclosed table, expected `]`
    ---
    workspace.toml:4:8: invalid basic string, expected `"`
    ---
    workspace.toml:5:1: duplicate key
    "#);
    insta::assert_snapshot!(mistakes(r#"
[workspace]
name = "a"
name = "b"
[[team]]
id = "a"
"#), @"workspace.toml:3:1: duplicate key");
    insta::assert_snapshot!(mistakes(""), @r"
    workspace.toml:1:1: the file has no `workspace`
    ---
    workspace.toml:1:1: there is no team

    hint: somebody must take over: add a `[[team]]`
    ");
}

#[test]
fn an_unknown_key_is_told_its_neighbour() {
    insta::assert_snapshot!(added(r#"
[handof]
message = "Hi"
"#), @r"
    workspace.toml:7:2: unknown key `handof` in the file

    hint: did you mean `handoff`?
    ");
    insta::assert_snapshot!(added(r#"
[[teams]]
id = "x"
"#), @r"
    workspace.toml:7:3: unknown key `teams` in the file

    hint: did you mean `team`?
    ");
    insta::assert_snapshot!(added(r#"
[handoff]
unclaimed_afer = "3m"
failed-attempts = 2
"#), @r"
    workspace.toml:8:1: unknown key `unclaimed_afer` in `[handoff]`

    hint: did you mean `unclaimed_after`?
    ---
    workspace.toml:9:1: unknown key `failed-attempts` in `[handoff]`

    hint: did you mean `failed_attempts`?
    ");
    insta::assert_snapshot!(added(r#"
[[team]]
id = "b"
opening = "08:00-20:00"
"#), @r"
    workspace.toml:9:1: unknown key `opening` in `[[team]]`

    hint: the keys of `[[team]]` are: `id`, `name`, `alert`, `hours`, `closed`, `assign`, `capacity`, `holidays`
    ");
    insta::assert_snapshot!(added(r#"
[[action]]
id = "a"
slots = [{ id = "b", ask = "?" }]
lookup = { webhook = "X" }
"#), @r"
    workspace.toml:10:1: unknown key `lookup` in `[[action]]`

    hint: the keys of `[[action]]` are: `id`, `name`, `slots`, `check`
    ");
}

#[test]
fn a_name_that_nobody_defined_is_told_its_neighbour() {
    insta::assert_snapshot!(added(r#"
[handoff]
team = "dsek"
fallback_team = "night-shift"
"#), @r"
    workspace.toml:8:8: there is no team `dsek`

    hint: did you mean `desk`?
    ---
    workspace.toml:9:17: there is no team `night-shift`

    hint: the teams are: `desk`
    ");
    insta::assert_snapshot!(added(r#"
[[rule]]
id = "r"
when = { tag = "lost-bag" }
then = [{ start = "report" }, { handoff = "Desk" }]
"#), @r#"
    workspace.toml:9:16: there is no tag `lost-bag`

    hint: define it with `[[tag]]` and `id = "lost-bag"`
    ---
    workspace.toml:10:19: there is no action `report`

    hint: define it with `[[action]]` and `id = "report"`
    ---
    workspace.toml:10:43: `Desk` is not a name

    hint: names are small letters, digits and hyphens: did you mean `desk`?
    "#);
    insta::assert_snapshot!(added(r#"
[[action]]
id = "luggage-report"
slots = [{ id = "b", ask = "?" }]
[[rule]]
id = "r"
when = { completed = "lugage-report" }
then = [{ alert = "desk" }]
"#), @r"
    workspace.toml:12:22: there is no action `lugage-report`

    hint: did you mean `luggage-report`?
    ");
}

#[test]
fn a_name_is_defined_once() {
    insta::assert_snapshot!(added(r#"
[[team]]
id = "desk"
[[tag]]
id = "t"
[[tag]]
id = "t"
"#), @r"
    workspace.toml:8:6: team `desk` is defined twice
    ---
    workspace.toml:12:6: tag `t` is defined twice
    ");
    insta::assert_snapshot!(added(r#"
[[rule]]
id = "r"
when = { asks_for_person = true }
then = [{ handoff = "desk" }]
[[rule]]
id = "r"
when = { failed_attempts = 1 }
then = [{ handoff = "desk" }]
"#), @"workspace.toml:12:6: rule `r` is defined twice");
    insta::assert_snapshot!(added(r#"
[[action]]
id = "a"
slots = [{ id = "b", ask = "?" }, { id = "b", ask = "?" }]
"#), @"workspace.toml:9:42: slot `b` is defined twice");
}

#[test]
fn something_needed_is_missing() {
    insta::assert_snapshot!(mistakes(r##"
[workspace]
accent = "#FFFFFF"
"##), @r"
    workspace.toml:1:1: `[workspace]` has no `name`
    ---
    workspace.toml:1:1: there is no team

    hint: somebody must take over: add a `[[team]]`
    ");
    insta::assert_snapshot!(added(r#"
[[rule]]
id = "r"
[[action]]
id = "a"
[[tag]]
priority = "high"
"#), @r"
    workspace.toml:7:1: `[[rule]]` has no `when`
    ---
    workspace.toml:7:1: `[[rule]]` has no `then`
    ---
    workspace.toml:9:1: `[[action]]` has no `slots`
    ---
    workspace.toml:11:1: `[[tag]]` has no `id`
    ");
    insta::assert_snapshot!(added(r#"
[[action]]
id = "a"
slots = [{ ask = "?" }, { id = "b" }]
"#), @r"
    workspace.toml:9:10: a slot has no `id`
    ---
    workspace.toml:9:25: a slot has no `ask`
    ");
}

#[test]
fn names_are_small_letters() {
    insta::assert_snapshot!(added(r#"
[[team]]
id = "Duty Desk"
[[tag]]
id = "größe"
"#), @r"
    workspace.toml:8:6: `Duty Desk` is not a name

    hint: names are small letters, digits and hyphens: did you mean `duty-desk`?
    ---
    workspace.toml:10:6: `größe` is not a name

    hint: names are small letters, digits and hyphens
    ");
    assert!(parse("Not A Name", "workspace.toml", LEAST).is_err());
}
