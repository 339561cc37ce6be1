//! `index-builder try`: what is typed, what is shown, what is kept.
#![expect(clippy::unwrap_used, reason = "tests")]

#[expect(dead_code, reason = "other tests use more of it")]
mod common;

use std::io::Write as _;
use std::process::{Command, Stdio};

use common::{Folder, table};

const PLAYBOOK: &str = r#"
[workspace]
name = "Harbour"
origins = ["https://harbour.example"]

[handoff]
message = "Let me connect you."
team = "desk"

[[team]]
id = "desk"
name = "Desk"

[[tag]]
id = "accident"
priority = "urgent"
says = ["accident"]

[[rule]]
id = "an accident goes to the desk"
when = { tag = "accident" }
then = [{ handoff = "desk" }]
"#;

struct Typist(Folder);

impl Typist {
    fn new() -> Self {
        let folder = Folder::new();
        folder.write("harbour/workspace.toml", PLAYBOOK);
        folder.write(
            "harbour/documents/fees.md",
            "# Fees\n\n## Late return\n\nA day is charged when a car comes back more than an hour late.\n",
        );
        Self(folder)
    }

    /// What is printed when this is typed, and the exit code.
    fn types(&self, more: &[&str], lines: impl AsRef<[u8]>) -> (String, Option<i32>) {
        let table = table();
        let mut running = Command::new(env!("CARGO_BIN_EXE_index-builder"))
            .args(["try", "harbour", "--cache", "cache", "--table"])
            .arg(table)
            .args(more)
            .current_dir(self.0.path("."))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        running.stdin.take().unwrap().write_all(lines.as_ref()).unwrap();
        let output = running.wait_with_output().unwrap();
        let printed = String::from_utf8(output.stdout).unwrap() + &String::from_utf8(output.stderr).unwrap();
        (printed, output.status.code())
    }
}

#[test]
fn what_is_typed_is_answered_and_time_and_agents_do_as_they_are_told() {
    let typist = Typist::new();
    let (printed, code) = typist.types(
        &[],
        "What does a late return cost?\nI had an accident\n/wait 2m\n@Ines claims\n@Ines replies On my way\n",
    );
    assert_eq!(code, Some(0), "{printed}");
    for expected in [
        "A day is charged when a car comes back more than an hour late. [fees.md]",
        "tag `accident` on",
        "handed off to `desk`: an accident goes to the desk",
        "bot        Let me connect you.",
        "2m  Ines  On my way",
    ] {
        assert!(printed.contains(expected), "{expected}\n\n{printed}");
    }
}

#[test]
fn what_cannot_happen_is_said_and_changes_nothing() {
    let typist = Typist::new();
    let (printed, code) = typist.types(
        &[],
        "/dance\n@Ines transfers dseks\n/undo\n/system down\n/quit\nnever read\n",
    );
    assert_eq!(code, Some(0), "{printed}");
    for expected in [
        "`/dance` is none of the commands",
        "hint: ",
        "Nothing has happened yet.",
        "nothing is being looked up",
    ] {
        assert!(printed.contains(expected), "{expected}\n\n{printed}");
    }
    assert!(!printed.contains("never read"), "{printed}");
}

#[test]
fn a_conversation_is_kept_as_a_rehearsal_that_fails_when_the_playbook_no_longer_does_it() {
    let typist = Typist::new();
    let (printed, _) = typist.types(
        &["--language", "es", "--at", "2026-12-24T19:00"],
        "Hello\nHello again\n/undo\nI had an accident\n@Ines claims\n@Rui claims\n/save an-accident\n/save an-accident\n/save ../out\n",
    );
    assert!(printed.contains("rehearsals/an-accident.toml`"), "{printed}");
    assert!(printed.contains("hint: give it another name"), "{printed}");
    assert!(printed.contains("write `/save NAME`"), "{printed}");
    let kept = std::fs::read_to_string(typist.0.path("harbour/rehearsals/an-accident.toml")).unwrap();
    insta::assert_snapshot!(kept);

    let table = table();
    let arguments = ["rehearse", "harbour", "--table", table.to_str().unwrap()];
    let passed = typist.0.run(&arguments);
    assert_eq!(passed.code, Some(0), "{}{}", passed.stdout, passed.stderr);
    typist.0.write(
        "harbour/workspace.toml",
        PLAYBOOK.replace(
            "then = [{ handoff = \"desk\" }]",
            "then = [{ tag = \"accident\" }]",
        ),
    );
    let failed = typist.0.run(&arguments);
    assert_eq!(failed.code, Some(1), "{}{}", failed.stdout, failed.stderr);
}

#[test]
fn the_same_steps_are_played_again_when_the_files_have_changed() {
    let typist = Typist::new();
    let (printed, _) = typist.types(&[], "I had an accident\n/reload\n/again\nHello\n");
    assert_eq!(
        printed.matches("handed off to `desk`").count(),
        2,
        "once typed, once after reading anew: {printed}"
    );
    assert!(printed.contains("From the beginning."), "{printed}");
}

#[test]
fn a_folder_of_several_workspaces_is_not_tried() {
    let typist = Typist::new();
    typist.0.write("other/workspace.toml", PLAYBOOK);
    let ran = typist.0.run(&["try", "."]);
    assert_eq!(ran.code, Some(2), "{}", ran.stderr);
    assert!(ran.stderr.contains("is not one workspace"), "{}", ran.stderr);
}

#[test]
fn a_line_that_is_not_utf8_ends_nothing() {
    let (printed, code) = Typist::new().types(&[], b"caf\xE9\nWe had an accident\n");
    assert_eq!(code, Some(0), "{printed}");
    assert!(
        printed.contains("That line is not UTF-8: nothing has happened."),
        "{printed}"
    );
    assert!(printed.contains("Let me connect you."), "{printed}");
}
