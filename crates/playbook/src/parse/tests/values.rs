//! Values that are none.

use super::{added, in_workspace, mistakes};
use crate::parse::parse;

#[test]
fn an_empty_list_is_a_mistake() {
    insta::assert_snapshot!(in_workspace(r#"
languages = []
origins = []
"#), @r"
    workspace.toml:3:13: `languages` is an empty list

    hint: leave the key out or fill the list
    ---
    workspace.toml:4:11: `origins` is an empty list

    hint: leave the key out or fill the list
    ");
    insta::assert_snapshot!(added(r#"
[[tag]]
id = "t"
says = []
[[rule]]
id = "r"
when = { words = [] }
then = []
[[action]]
id = "a"
slots = []
"#), @r"
    workspace.toml:9:8: `says` is an empty list

    hint: leave the key out or fill the list
    ---
    workspace.toml:12:18: `words` is an empty list

    hint: leave the key out or fill the list
    ---
    workspace.toml:13:8: `then` is an empty list

    hint: leave the key out or fill the list
    ---
    workspace.toml:16:9: `slots` is an empty list

    hint: leave the key out or fill the list
    ");
}

#[test]
fn numbers_and_durations_have_limits() {
    insta::assert_snapshot!(added(r#"
[handoff]
confidence_below = 35
failed_attempts = 0
"#), @r"
    workspace.toml:8:20: `confidence_below` must be from 0 to 1

    hint: for 35 per cent write `0.35`
    ---
    workspace.toml:9:19: `failed_attempts` must be from 1 to 10
    ");
    insta::assert_snapshot!(added(r#"
[handoff]
confidence_below = -0.1
failed_attempts = 2.5
"#), @r"
    workspace.toml:8:20: `confidence_below` must be from 0 to 1
    ---
    workspace.toml:9:19: `failed_attempts` must be a whole number, not a number with a point
    ");
    insta::assert_snapshot!(added(r#"
[handoff]
unclaimed_after = "3 minutes"
silent_after = 600
idle_after = "1s"
reopen_within = "99999999999999999999d"
"#), @r"
    workspace.toml:8:19: `3 minutes` is not a duration

    hint: write a number and a unit: `30s`, `3m`, `2h` or `7d`
    ---
    workspace.toml:9:16: `silent_after` must be a duration in quotes, not a whole number

    hint: write a number and a unit: `30s`, `3m`, `2h` or `7d`
    ---
    workspace.toml:10:14: `idle_after` must be from `1m` to `30d`
    ---
    workspace.toml:11:17: `99999999999999999999d` is not a duration

    hint: write a number and a unit: `30s`, `3m`, `2h` or `7d`
    ");
}

#[test]
fn values_of_the_wrong_kind_say_what_they_are() {
    insta::assert_snapshot!(in_workspace(r#"
languages = "en"
greeting = 3
suggestions = [true]
"#), @r"
    workspace.toml:3:13: `languages` must be a list, not a text

    hint: write `languages = [ … ]`
    ---
    workspace.toml:4:12: `greeting` must be a text in quotes, not a whole number
    ---
    workspace.toml:5:16: `suggestions` must be a text in quotes, not `true` or `false`
    ");
    insta::assert_snapshot!(mistakes(r#"
workspace = "x"
team = { id = "desk" }
"#), @r"
    workspace.toml:1:13: `[workspace]` must be a table in braces, not a text
    ---
    workspace.toml:2:8: `team` must be a list of tables, not a table

    hint: write `[[team]]` with two brackets
    ");
    insta::assert_snapshot!(added(r#"
[[rule]]
id = "r"
when = "always"
then = { handoff = "desk" }
"#), @r"
    workspace.toml:9:8: a condition must be a table in braces, not a text
    ---
    workspace.toml:10:8: `then` must be a list, not a table

    hint: write `then = [ … ]`
    ");
}

#[test]
fn addresses_colours_and_languages_are_checked() {
    insta::assert_snapshot!(in_workspace("origins = [\"www.least.example\", \"http://least.example/\", \"https://*.least.example\", \"https://least.example:99999\"]"), @r"
    workspace.toml:3:12: `www.least.example` is not an origin

    hint: did you mean `https://www.least.example`?
    ---
    workspace.toml:3:33: `http://least.example/` is not an origin

    hint: did you mean `https://least.example`?
    ---
    workspace.toml:3:58: `https://*.least.example` is not an origin

    hint: scheme and host without a path, such as `https://www.example.com`
    ---
    workspace.toml:3:85: `https://least.example:99999` is not an origin

    hint: scheme and host without a path, such as `https://www.example.com`
    ");
    insta::assert_snapshot!(in_workspace("accent = \"0B6E4F\""), @r"
    workspace.toml:3:10: `0B6E4F` is not a colour

    hint: did you mean `#0B6E4F`?
    ");
    insta::assert_snapshot!(in_workspace("accent = \"#abc\""), @r"
    workspace.toml:3:10: `#abc` is not a colour

    hint: did you mean `#aabbcc`?
    ");
    insta::assert_snapshot!(in_workspace("instant_answers = \"yes\""), @"workspace.toml:3:19: `instant_answers` must be `true` or `false`, not a text");
    insta::assert_snapshot!(in_workspace("accent = \"green\""), @r"
    workspace.toml:3:10: `green` is not a colour

    hint: a colour is `#` and six hexadecimal digits, such as `#0B6E4F`
    ");
    insta::assert_snapshot!(in_workspace(r#"
languages = ["en", "eng", "EN-gb", "xx"]
jurisdiction = "EU"
"#), @r"
    workspace.toml:3:20: `eng` is not a language code

    hint: ISO 639-1 has two small letters: did you mean `en`?
    ---
    workspace.toml:3:27: `EN-gb` is not a language code

    hint: ISO 639-1 has two small letters: did you mean `en`?
    ---
    workspace.toml:3:36: `xx` is not a language code

    hint: ISO 639-1 has two small letters, such as `en`
    ---
    workspace.toml:4:16: `EU` is not a `jurisdiction`

    hint: did you mean `eu`?
    ");
    insta::assert_snapshot!(added(r#"
[[team]]
id = "t"
alert = ["webhook:duty", "mail:x"]
"#), @r"
    workspace.toml:9:10: `webhook:duty` is not a target of alerts

    hint: write `webhook:NAME` or `slack:NAME`, where NAME is the deployment's secret that holds the address
    ---
    workspace.toml:9:26: `mail:x` is not a target of alerts

    hint: write `webhook:NAME` or `slack:NAME`, where NAME is the deployment's secret that holds the address
    ");
}

#[test]
fn phrases_have_words() {
    insta::assert_snapshot!(added(r#"
[[tag]]
id = "t"
says = ["!!!", "", "a phrase that goes on and on and on until nobody remembers any more what it was about"]
"#), @r"
    workspace.toml:9:9: the phrase `!!!` has no word in it
    ---
    workspace.toml:9:16: `says` is empty
    ---
    workspace.toml:9:20: a phrase of `says` has more than 80 characters

    hint: a phrase is the few words that matter
    ");
}

#[test]
fn a_slot_is_one_thing() {
    insta::assert_snapshot!(added(r#"
[[action]]
id = "a"
slots = [
  { id = "b", ask = "?", kind = "dates" },
  { id = "c", ask = "?", kind = "choice" },
  { id = "d", ask = "?", kind = "number", pattern = "[0-9]" },
  { id = "e", ask = "?", kind = "date", choices = ["a"] },
  { id = "f", ask = "?", pattern = "a", choices = ["a"] },
]
"#), @r#"
    workspace.toml:10:33: `dates` is not a `kind`

    hint: did you mean `date`?
    ---
    workspace.toml:11:33: a slot of kind `choice` has no `choices`

    hint: add `choices = ["…", "…"]`
    ---
    workspace.toml:12:33: a slot of kind `number` cannot have a `pattern`
    ---
    workspace.toml:13:33: a slot of kind `date` cannot have `choices`
    ---
    workspace.toml:14:51: a slot has either a `pattern` or `choices`
    "#);
}

#[test]
fn a_slot_of_files_is_only_that() {
    insta::assert_snapshot!(added(r#"
[[action]]
id = "a"
slots = [
  { id = "b", ask = "?", kind = "file", pattern = "[0-9]" },
  { id = "c", ask = "?", kind = "file", choices = ["a"] },
  { id = "d", ask = "?", kind = "file", places = ["a"] },
  { id = "e", ask = "?", kind = "file", example = "photo.jpg" },
  { id = "f", ask = "?", kind = "file", most = 0 },
  { id = "g", ask = "?", kind = "file", most = 21 },
  { id = "h", ask = "?", most = 2 },
  { id = "i", ask = "?", kind = "date", most = 2 },
]

[[action]]
id = "j"
slots = [{ id = "photos", ask = "?", kind = "file" }, { id = "booking", ask = "?" }]
check = { webhook = "HOOK", otherwise = "continue" }
"#), @r#"
    workspace.toml:10:33: a slot of kind `file` cannot have a `pattern`
    ---
    workspace.toml:11:33: a slot of kind `file` cannot have `choices`
    ---
    workspace.toml:12:50: only a slot of kind `place` has `places`, and no `pattern` or `choices`
    ---
    workspace.toml:13:51: a slot of kind `file` cannot have an `example`

    hint: say in `ask` what a good photo shows
    ---
    workspace.toml:14:48: `most` must be from 1 to 20
    ---
    workspace.toml:15:48: `most` must be from 1 to 20
    ---
    workspace.toml:16:33: only a slot of kind `file` has `most`

    hint: add `kind = "file"`, or leave `most` out
    ---
    workspace.toml:17:48: only a slot of kind `file` has `most`

    hint: add `kind = "file"`, or leave `most` out
    ---
    workspace.toml:23:9: the slot `photos` is of kind `file`, and no system says that it does not know files

    hint: name another slot: `again = "…"`
    "#);
}

#[test]
fn a_condition_on_files_asks_whether_there_are_some() {
    let rule = |test: &str| {
        added(&format!(
            "[[action]]\nid = \"a\"\nslots = [{{ id = \"photos\", ask = \"?\", kind = \"file\" }}]\n[[rule]]\nid = \"r\"\nwhen = {{ every = [{{ completed = \"a\" }}, {{ slot = {{ id = \"photos\", {test} }} }}] }}\nthen = [{{ alert = \"desk\" }}]\n[[rule]]\nid = \"s\"\nwhen = {{ words = [\"scratched\"] }}\nthen = [{{ start = \"a\" }}]\n"
        ))
    };
    insta::assert_snapshot!(rule("given = true"), @"no mistake");
    for test in ["is = \"photo.jpg\"", "matches = [\".*jpg\"]", "at_least = 1"] {
        let told = rule(test);
        assert!(told.contains("workspace.toml:12:"), "{told}");
    }
    insta::assert_snapshot!(rule("matches = [\".*jpg\"]"), @r#"
    workspace.toml:12:49: the slot `photos` has files, which are not compared

    hint: write `given = true`
    "#);
}

#[test]
fn patterns_are_checked_with_their_examples() {
    insta::assert_snapshot!(added(r#"
[[action]]
id = "a"
slots = [
  { id = "b", ask = "?", pattern = "[A-Z" },
  { id = "c", ask = "?", pattern = "a)(b" },
  { id = "d", ask = "?", pattern = "[0-9]*" },
  { id = "e", ask = "?", pattern = "[A-Z]{2}[0-9]{6}", example = "MT20451" },
  { id = "f", ask = "?", pattern = "^[0-9]{6}$" },
  { id = "g", ask = "?", pattern = ".{1,500}" },
]
"#), @r"
    workspace.toml:10:36: `[A-Z` is not a pattern

    hint: found unclosed character class
    ---
    workspace.toml:11:36: `a)(b` is not a pattern

    hint: found closing ')' without matching '('
    ---
    workspace.toml:12:36: the pattern `[0-9]*` also matches an empty text

    hint: ask for at least one character
    ---
    workspace.toml:13:66: the slot `e` does not accept its own example `MT20451`
    ---
    workspace.toml:14:36: the pattern `^[0-9]{6}$` has an anchor

    hint: the whole value is matched anyway: leave out `^` and `$`
    ---
    workspace.toml:15:36: the pattern `.{1,500}` is too large: it comes to more than some 500 states

    hint: a count is written out when it is compiled: in `{1,500}` everything before it stands 500 times. Write `+` for any number (a value has at most 500 characters anyway), or a smaller count
    ");
}

#[test]
fn choices_differ() {
    insta::assert_snapshot!(added(r#"
[[action]]
id = "a"
slots = [{ id = "b", ask = "?", choices = ["Málaga", "malaga", "–"] }]
"#), @r"
    workspace.toml:9:54: the choice `malaga` is there twice
    ---
    workspace.toml:9:64: the choice `–` has no word in it
    ");
}

#[test]
fn places_have_names_of_their_own() {
    insta::assert_snapshot!(added(r#"
[[action]]
id = "a"
slots = [
  { id = "b", ask = "?", kind = "place" },
  { id = "c", ask = "?", kind = "number", places = ["Faro"] },
  { id = "d", ask = "?", places = ["Faro", ["Lisbon", "faro", "!"], []] },
]
"#), @r#"
    workspace.toml:10:33: a slot of kind `place` has no `places`

    hint: add `places = ["…", ["…", "another name of it"]]`
    ---
    workspace.toml:11:52: only a slot of kind `place` has `places`, and no `pattern` or `choices`
    ---
    workspace.toml:12:55: the name `faro` is there twice
    ---
    workspace.toml:12:63: the place `!` has no word in it
    ---
    workspace.toml:12:69: `places` is an empty list

    hint: leave the key out or fill the list
    "#);
}

#[test]
fn a_check_names_what_it_says() {
    insta::assert_snapshot!(added(r#"
[[action]]
id = "a"
slots = [
  { id = "booking", ask = "?" },
  { id = "passport", ask = "?", sensitive = true },
  { id = "phone", ask = "?", optional = true },
]
check = { webhook = "hook", timeout = "20s", otherwise = "wait", returns = ["destination", "booking", "a b"], says = "{x}", again = "bookin" }

[[action]]
id = "b"
slots = [
  { id = "booking", ask = "?" },
  { id = "passport", ask = "?", sensitive = true },
  { id = "phone", ask = "?", optional = true },
]
check = { webhook = "webhook:HOOK", otherwise = "continue", returns = ["destination"], says = "{destinatin}", failed = "{destination}", not_found = "{passport}", meanwhile = "{phone}" }

[[action]]
id = "c"
slots = [{ id = "booking", ask = "?" }]
check = { timeout = "5s" }
"#), @r#"
    workspace.toml:14:21: `hook` is not the name of a secret

    hint: it is the name, in capitals, of the deployment's secret that holds the address
    ---
    workspace.toml:14:39: `timeout` must be from `1s` to `15s`
    ---
    workspace.toml:14:58: `wait` is not a `otherwise`

    hint: it is one of: `continue`, `handoff`
    ---
    workspace.toml:14:92: `booking` is a slot: an answer cannot return it

    hint: call it otherwise in the answer
    ---
    workspace.toml:14:103: `a b` cannot be the name of a field

    hint: letters, digits, `_`, `-` and `.`, at most 64
    ---
    workspace.toml:14:118: `{x}` in `says` is neither a slot nor in `returns`

    hint: it can be one of: `booking`, `passport`, `phone`
    ---
    workspace.toml:14:133: there is no slot `bookin`

    hint: did you mean `booking`?
    ---
    workspace.toml:23:21: `webhook:HOOK` is not the name of a secret

    hint: write `webhook = "HOOK"`
    ---
    workspace.toml:23:95: `{destinatin}` in `says` is neither a slot nor in `returns`

    hint: did you mean `destination`?
    ---
    workspace.toml:23:120: `{destination}` in `failed` is neither a slot nor in `returns`

    hint: it can be one of: `booking`, `passport`, `phone`
    ---
    workspace.toml:23:149: `not_found` would show the sensitive slot `passport`

    hint: leave it out: the traveller knows what they wrote
    ---
    workspace.toml:23:175: `meanwhile` names the slot `phone`, which may be passed over

    hint: name only slots that are always there
    ---
    workspace.toml:28:9: `check` has no `webhook`
    ---
    workspace.toml:28:9: `check` has no `otherwise`
    "#);
}

#[test]
fn columns_count_characters() {
    insta::assert_snapshot!(added(r#"
[[tag]]
id = "t"
says = ["größe", ""]
"#), @"workspace.toml:9:18: `says` is empty");
}

#[test]
fn texts_are_in_the_workspaces_languages_and_in_its_first_one_at_least() {
    insta::assert_snapshot!(in_workspace(r#"
languages = ["en", "es"]
greeting = { es = "¡Hola!" }
suggestions = [{ en = "Where are you?", fr = "Où êtes-vous ?" }, { en = "" }]
"#), @r#"
    workspace.toml:4:12: `greeting` has no text in `en`, the workspace's first language

    hint: it is what visitors of any other language read: add `en = "…"`
    ---
    workspace.toml:5:41: `fr` is not one of the workspace's languages

    hint: `languages` of `[workspace]` has `en`, `es`
    ---
    workspace.toml:5:73: `suggestions` is empty
    "#);
}

#[test]
fn what_is_not_written_is_said_in_the_workspaces_languages() {
    let playbook = parse(
        "w",
        "workspace.toml",
        r#"
[workspace]
name = "W"
languages = ["pt", "de", "nl"]
[says]
hello = { pt = "Viva!", nl = "Hoi!" }
[[team]]
id = "desk"
"#,
    )
    .expect("a playbook");
    let abstain = &playbook.says.abstain;
    assert!(abstain.text(None).starts_with("Não encontrei"), "{abstain}");
    assert!(abstain.text(Some("de")).starts_with("Das habe ich"), "{abstain}");
    assert_eq!(
        abstain.text(Some("nl")),
        abstain.text(Some("pt")),
        "we have no Dutch"
    );
    assert!(
        playbook
            .workspace
            .greeting
            .text(Some("de"))
            .contains("Assistent von W.")
    );
    assert_eq!(playbook.says.hello.text(Some("nl")), "Hoi!");
    assert_eq!(
        playbook.says.hello.text(Some("de")),
        "Viva!",
        "the operator's own words before ours"
    );
}

#[test]
fn examples_of_a_tag_have_limits() {
    use crate::{EXAMPLES, TAGS_WITH_EXAMPLES};
    let tag = |id: usize, examples: &str| format!("[[tag]]\nid = \"t-{id}\"\nexamples = [{examples}]\n");
    insta::assert_snapshot!(added(&tag(1, r#""…""#)), @"workspace.toml:9:13: the example `…` has no word in it");
    insta::assert_snapshot!(added(&tag(1, "")), @r"
    workspace.toml:9:12: `examples` is an empty list

    hint: leave the key out or fill the list
    ");
    let long = added(&tag(1, &format!("\"{}\"", "x".repeat(201))));
    insta::assert_snapshot!(long, @r"
    workspace.toml:9:13: an example of `examples` has more than 200 characters

    hint: an example is one short message
    ");
    assert_eq!(added(&tag(1, &"\"a\",".repeat(EXAMPLES))), "no mistake");
    insta::assert_snapshot!(added(&tag(1, &"\"a\",".repeat(EXAMPLES + 1))), @r"
    workspace.toml:9:12: `examples` has 21 examples, the most is 20

    hint: keep those that differ most: five are mostly enough
    ");
    let tags = |count| (0..count).map(|id| tag(id, "\"a\"")).collect::<String>();
    assert_eq!(added(&tags(TAGS_WITH_EXAMPLES)), "no mistake");
    insta::assert_snapshot!(added(&tags(TAGS_WITH_EXAMPLES + 1)), @r"
    workspace.toml:201:12: more than 64 tags have `examples`

    hint: give the others `says`
    ");
}
