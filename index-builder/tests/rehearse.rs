//! `rehearse` as an operator meets it, and what a build makes of rehearsals.
#![expect(clippy::unwrap_used, reason = "tests")]

mod common;

use common::{Folder, Ran, table};
use serde_json::Value;

const PLAYBOOK: &str = r#"
[[team]]
id = "roadside"

[[tag]]
id = "accident"
priority = "urgent"
says = ["had an accident"]

[[rule]]
id = "an accident goes to roadside"
when = { tag = "accident" }
then = [{ say = "Please call 112 first." }, { handoff = "roadside" }]
"#;

const PASSES: &str = r#"
[[step]]
says = "We had an accident"
expect = { handoff = "roadside", said = "call 112" }
"#;

const FAILS: &str = r#"about = "Late returns need nobody"

[[step]]
says = "What does a late return cost?"
expect = { answered = true, cites = "fees.md" }

[[step]]
wait = "2m"

[[step]]
says = "We had an accident"
expect = {
  tag = "accident",
  handoff = "desk",
  status = "bot",
}
"#;

/// An operator with one rehearsal.
fn folder(rehearsal: &str) -> Folder {
    let folder = Folder::good();
    folder.playbook_with("harbour", PLAYBOOK);
    folder.write("operators/harbour/rehearsals/first.toml", rehearsal);
    folder
}

fn rehearse(folder: &Folder, more: &[&str]) -> Ran {
    let table = table();
    let mut arguments = vec!["rehearse", "operators", "--table", table.to_str().unwrap()];
    arguments.extend(more);
    folder.run(&arguments)
}

/// Without the last line, which says how long it took.
fn lasting(text: &str) -> &str {
    text.split("took ").next().unwrap()
}

#[test]
fn what_follows_as_it_must_is_counted() {
    let ran = rehearse(&folder(PASSES), &[]);
    assert_eq!(ran.code, Some(0), "{}", ran.shown());
    assert_eq!(
        lasting(&ran.stdout),
        "workspace  rehearsals  passed  failed  skipped\nharbour             1       1       0        0\n"
    );
}

#[test]
fn what_follows_otherwise_is_shown_with_the_conversation_up_to_there() {
    let ran = rehearse(&folder(FAILS), &[]);
    assert_eq!(ran.code, Some(1));
    let text = lasting(&ran.stdout);
    assert!(
        text.starts_with(
            "failed harbour/first: Late returns need nobody\n  0s  traveller  What does a late return cost?\n"
        ),
        "{text}"
    );
    let bot = "      bot        A day is charged after an hour. [fees.md]\n";
    assert!(text.contains(bot), "{text}");
    assert!(
        text.contains("                 (2m pass)\n  2m  traveller  We had an accident\n"),
        "{text}"
    );
    assert!(
        text.contains("· rule fired: an accident goes to roadside"),
        "{text}"
    );
    let end = "\
operators/harbour/rehearsals/first.toml:14:13
  expected: handed off to `desk`
  followed: handed off to `roadside`: an accident goes to roadside: ";
    assert!(text.contains(end), "{text}");
    let status = "\
operators/harbour/rehearsals/first.toml:15:12
  expected: status `bot`
  followed: status `queued`
";
    assert!(text.contains(status), "{text}");
}

#[test]
fn programs_get_the_same() {
    let ran = rehearse(&folder(FAILS), &["--json"]);
    assert_eq!(ran.code, Some(1));
    let report: Value = serde_json::from_str(&ran.stdout).unwrap();
    assert_eq!(
        (&report["passed"], &report["failed"]),
        (&Value::from(0), &Value::from(1))
    );
    let row = &report["rehearsals"][0];
    assert_eq!(row["outcome"], "failed");
    assert_eq!(
        row["findings"][0]["at"],
        "operators/harbour/rehearsals/first.toml:14:13"
    );
    assert_eq!(row["conversation"][0]["text"], "What does a late return cost?");
    assert_eq!(row["conversation"][3]["at"], 120_000);
}

#[test]
fn one_of_several_is_named() {
    let folder = folder(FAILS);
    folder.write("operators/harbour/rehearsals/second.toml", PASSES);
    assert_eq!(rehearse(&folder, &["--only", "second"]).code, Some(0));
    assert_eq!(rehearse(&folder, &["--only", "first"]).code, Some(1));
    let ran = rehearse(&folder, &["--only", "third"]);
    assert_eq!(ran.code, Some(2));
    assert!(
        ran.stderr.starts_with("error: there is no rehearsal `third`"),
        "{}",
        ran.stderr
    );
    // The workspace's own folder will do.
    let table = table();
    let own = folder.run(&[
        "rehearse",
        "operators/harbour",
        "--table",
        table.to_str().unwrap(),
        "--only",
        "second",
    ]);
    assert_eq!(own.code, Some(0), "{}", own.stderr);
}

#[test]
fn a_mistake_in_a_rehearsal_is_placed_and_the_others_are_played() {
    let folder = folder(PASSES);
    folder.write(
        "operators/harbour/rehearsals/second.toml",
        "[[step]]\nsays = \"Hi\"\nexpect = { handoff = \"raodside\" }\n",
    );
    let placed = "error: operators/harbour/rehearsals/second.toml:3:22: there is no team `raodside` in the playbook\n\n\
                  hint: did you mean `roadside`?\n";
    let ran = rehearse(&folder, &[]);
    assert_eq!(ran.code, Some(1));
    assert!(ran.stderr.contains(placed), "{}", ran.stderr);
    assert!(
        ran.stdout.contains("harbour             1       1"),
        "{}",
        ran.stdout
    );
    // A check sees it without a table, and nothing is built.
    let checked = folder.run(&["check", "--workspaces", "operators"]);
    assert_eq!(checked.code, Some(1));
    assert!(checked.stderr.contains(placed), "{}", checked.stderr);
    let built = folder.build(&[]);
    assert!(built.stderr.contains(placed), "{}", built.stderr);
    assert!(folder.files("private/harbour").is_empty());
}

#[test]
fn a_build_and_a_check_refuse_what_fails_until_it_follows_again() {
    let folder = folder(FAILS);
    let refused = "error: operators/harbour/rehearsals/first.toml:14:13: the rehearsal `first` fails\n  expected: handed off to `desk`\n";
    let built = folder.build(&[]);
    assert_eq!(built.code, Some(1));
    assert!(built.stderr.contains(refused), "{}", built.stderr);
    assert!(
        built.stderr.contains("2m  traveller  We had an accident"),
        "{}",
        built.stderr
    );
    assert!(folder.files("private/harbour").is_empty());
    assert!(
        !folder.files("private/meridian").is_empty(),
        "the other one is built"
    );
    let table = table();
    let checked = folder.run(&[
        "check",
        "--workspaces",
        "operators",
        "--table",
        table.to_str().unwrap(),
    ]);
    assert_eq!(checked.code, Some(1));
    assert!(checked.stderr.contains(refused), "{}", checked.stderr);

    folder.write("operators/harbour/rehearsals/first.toml", PASSES);
    let built = folder.build(&[]);
    assert_eq!(built.code, Some(0), "{}", built.stderr);
    assert!(!folder.files("private/harbour").is_empty());
    // A rehearsal that changes is played again, though nothing else has changed.
    folder.write("operators/harbour/rehearsals/first.toml", FAILS);
    assert_eq!(folder.build(&[]).code, Some(1));
}

#[test]
fn no_rehearsal_is_passed_over_without_a_word() {
    let folder = folder(PASSES);
    folder.write("operators/harbour/rehearsals/LOUD.TOML", FAILS);
    folder.write("operators/harbour/rehearsals/later/second.toml", FAILS);
    folder.write("operators/harbour/rehearsals/notes/why.md", "None of these.");
    let ran = rehearse(&folder, &[]);
    assert_eq!(ran.code, Some(1));
    assert_eq!(
        ran.stderr,
        "warning: operators/harbour/rehearsals/later: the rehearsals in this folder are not played\n\nhint: put the files right below `rehearsals/`\n\n"
    );
    assert!(ran.stdout.contains("failed harbour/LOUD"), "{}", ran.stdout);
    assert!(!ran.stdout.contains("second"), "{}", ran.stdout);
    // A build says it among its warnings.
    folder.write("operators/harbour/rehearsals/LOUD.TOML", PASSES);
    let ran = folder.build(&[]);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    assert!(
        ran.stderr
            .contains("the rehearsals in this folder are not played"),
        "{}",
        ran.stderr
    );
}

/// What the page on rehearsals begins with can be copied into a folder of one's own.
#[test]
fn the_first_example_of_the_documentation_passes() {
    let page = include_str!("../../docs/rehearsals.md");
    let mut blocks = page
        .split("```toml\n")
        .skip(1)
        .filter_map(|rest| rest.split("```").next());
    let (playbook, rehearsal) = (blocks.next().unwrap(), blocks.next().unwrap());
    let folder = Folder::good();
    folder.write("operators/harbour/workspace.toml", playbook);
    folder.write("operators/harbour/rehearsals/lost-luggage.toml", rehearsal);
    let ran = rehearse(&folder, &[]);
    assert_eq!((ran.code, ran.stderr.as_str()), (Some(0), ""), "{}", ran.stdout);
    assert!(ran.stdout.contains("harbour"), "{}", ran.stdout);
}
