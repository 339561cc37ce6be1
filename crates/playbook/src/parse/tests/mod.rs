#![expect(clippy::unwrap_used, reason = "tests")]

mod hours;
mod languages;
mod lint;
mod names;
mod quality;
mod rules;
mod sources;
mod values;

use super::*;

/// Every key once.
const WHOLE: &str = include_str!("whole.toml");

/// The least that is a playbook.
const LEAST: &str = "[workspace]\nname = \"Least\"\n\n[[team]]\nid = \"desk\"\n";

/// The mistakes of a file as the command line prints them.
fn mistakes(text: &str) -> String {
    match parse("least", "workspace.toml", text.trim_matches('\n')) {
        Ok(_) => "no mistake".to_owned(),
        Err(mistakes) => printed(&mistakes),
    }
}

fn printed(mistakes: &[Mistake]) -> String {
    let lines: Vec<String> = mistakes.iter().map(ToString::to_string).collect();
    lines.join("\n---\n")
}

/// The mistakes of the least playbook with something added. Its first line is line 7.
fn added(text: &str) -> String {
    mistakes(&format!("{LEAST}\n{}", text.trim_start_matches('\n')))
}

/// The warnings about the least playbook with something added.
fn warned(text: &str) -> String {
    let text = format!("{LEAST}\n{}", text.trim_start_matches('\n'));
    match parse_all("least", "workspace.toml", &text) {
        Ok(parsed) if parsed.warnings.is_empty() => "no warning".to_owned(),
        Ok(parsed) => printed(&parsed.warnings),
        Err(mistakes) => format!("mistakes: {}", printed(&mistakes)),
    }
}

/// The mistakes of the least playbook with something put under `[workspace]`, on line 3.
fn in_workspace(text: &str) -> String {
    mistakes(&LEAST.replacen("\n\n", &format!("\n{}\n\n", text.trim_matches('\n')), 1))
}

#[test]
fn compiled_playbook_format_unchanged() {
    // Conversations keep the playbook of their episode: a change here must be paired with a migration plan.
    let mut playbook = parse("meridian-tours", "workspace.toml", WHOLE).unwrap();
    for zone in &mut playbook.zones {
        // How the clocks change later is a matter of the database.
        zone.changes.truncate(2);
    }
    insta::assert_json_snapshot!(playbook);
}

#[test]
fn a_playbook_is_read_back_from_its_stored_form() {
    let playbook = parse("meridian-tours", "workspace.toml", WHOLE).unwrap();
    let stored = serde_json::to_string(&playbook).unwrap();
    assert_eq!(serde_json::from_str::<Playbook>(&stored).unwrap(), playbook);
}

#[test]
fn what_is_left_out_has_a_default() {
    insta::assert_json_snapshot!(parse("least", "workspace.toml", LEAST).unwrap());
}

#[test]
fn the_same_text_gives_the_same_playbook() {
    let stored = || serde_json::to_string(&parse("a", "workspace.toml", WHOLE).unwrap()).unwrap();
    assert_eq!(stored(), stored());
}

#[test]
fn mistakes_are_in_the_order_of_the_file_and_one_slip_makes_one() {
    insta::assert_snapshot!(mistakes(r#"
[workspace]
nme = "Least"
accent = "red"
[handoff]
team = "night"
[[team]]
id = "desk"
[[rule]]
id = "r"
when = { tag = "x" }
then = [{ handoff = "desk" }]
[[tag]]
id = "x"
priority = "asap"
"#), @r"
    workspace.toml:1:1: `[workspace]` has no `name`
    ---
    workspace.toml:2:1: unknown key `nme` in `[workspace]`

    hint: did you mean `name`?
    ---
    workspace.toml:3:10: `red` is not a colour

    hint: a colour is `#` and six hexadecimal digits, such as `#0B6E4F`
    ---
    workspace.toml:5:8: there is no team `night`

    hint: the teams are: `desk`
    ---
    workspace.toml:14:12: `asap` is not a `priority`

    hint: it is one of: `low`, `normal`, `high`, `urgent`
    ");
}

proptest::proptest! {
    #[test]
    fn no_text_makes_the_parser_panic(text in "(\\[{0,2}(team|rule|tag|workspace|action)\\]{0,2}|[a-z_]{1,9} = |[\"{}\\[\\],.0-9a-z\\n -]){0,40}") {
        let _ = parse("any", "workspace.toml", &text);
    }
}

#[test]
fn a_folder_that_the_api_has_an_address_for_is_no_workspace() {
    let mistakes = parse("agents", "workspace.toml", LEAST).unwrap_err();
    assert_eq!(
        mistakes[0].message,
        "the folder `agents` cannot name a workspace: the API has something else at `/v1/agents`"
    );
}
