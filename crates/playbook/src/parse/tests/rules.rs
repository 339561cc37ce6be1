//! Rules that cannot be meant.

use super::added;

#[test]
fn a_condition_and_an_effect_have_one_key() {
    insta::assert_snapshot!(added(r#"
[[rule]]
id = "r"
when = { words = ["a"], failed_attempts = 2 }
then = [{ alert = "desk", handoff = "desk" }, {}]
"#), @r"
    workspace.toml:9:25: a condition has one key, and `failed_attempts` is another

    hint: join several with `every = [{ … }, { … }]`
    ---
    workspace.toml:10:27: an effect has one key, and `handoff` is another

    hint: write each effect in braces of its own
    ---
    workspace.toml:10:47: an effect is empty

    hint: it is one of: `tag`, `untag`, `priority`, `alert`, `start`, `handoff`, `say`, `resolve`
    ");
    insta::assert_snapshot!(added(r#"
[[rule]]
id = "r"
when = { word = ["a"] }
then = [{ hand_off = "desk" }]
"#), @r"
    workspace.toml:9:10: unknown key `word` in a condition

    hint: did you mean `words`?
    ---
    workspace.toml:10:11: unknown key `hand_off` in an effect

    hint: did you mean `handoff`?
    ");
    insta::assert_snapshot!(added(r#"
[[rule]]
id = "r"
when = { asks_for_person = false }
then = [{ handoff = "desk" }, { handoff = "desk" }, { priority = "asap" }]
"#), @r"
    workspace.toml:9:28: `asks_for_person` can only be `true`
    ---
    workspace.toml:10:66: `asap` is not a `priority`

    hint: it is one of: `low`, `normal`, `high`, `urgent`
    ");
    insta::assert_snapshot!(added(r#"
[[rule]]
id = "r"
when = { any = [{ every = [{ any = [{ every = [{ any = [{ every = [{ failed_attempts = 1 }] }] }] }] }] }] }
then = [{ handoff = "desk" }]
"#), @"workspace.toml:9:57: `any` is nested more than 4 deep");
}

#[test]
fn rules_that_start_themselves_are_found() {
    insta::assert_snapshot!(added(r#"
[[tag]]
id = "x"
[[rule]]
id = "again"
when = { tag = "x" }
then = [{ tag = "x" }]
"#), @r"
    workspace.toml:10:6: the rule `again` can start itself for ever

    hint: it goes round by `again` → `again`; leave out one of the effects, or wait for something else
    ");
    insta::assert_snapshot!(added(r#"
[[tag]]
id = "x"
[[tag]]
id = "y"
[[tag]]
id = "z"
[[rule]]
id = "outside"
when = { failed_attempts = 1 }
then = [{ tag = "x" }]
[[rule]]
id = "one"
when = { tag = "x" }
then = [{ tag = "y" }]
[[rule]]
id = "two"
when = { any = [{ tag = "y" }, { words = ["a"] }] }
then = [{ tag = "z" }]
[[rule]]
id = "three"
when = { every = [{ tag = "z" }, { words = ["a"] }] }
then = [{ tag = "x" }]
"#), @r"
    workspace.toml:18:6: the rule `one` can start itself for ever

    hint: it goes round by `one` → `two` → `three` → `one`; leave out one of the effects, or wait for something else
    ");
    insta::assert_snapshot!(added(r#"
[[action]]
id = "a"
slots = [{ id = "b", ask = "?" }]
[[rule]]
id = "ask for ever"
when = { completed = "a" }
then = [{ start = "a" }]
"#), @r"
    workspace.toml:11:6: the rule `ask for ever` can start itself for ever

    hint: it goes round by `ask for ever` → `ask for ever`; leave out one of the effects, or wait for something else
    ");
}

#[test]
fn a_rule_that_can_never_fire_is_found() {
    insta::assert_snapshot!(added(r#"
[handoff]
failed_attempts = 2
[[rule]]
id = "too late"
when = { failed_attempts = 3 }
then = [{ alert = "desk" }]
"#), @r"
    workspace.toml:11:8: the rule `too late` can never fire

    hint: it waits for 3 failed attempts, and `failed_attempts` of `[handoff]` hands over after 2
    ");
}
