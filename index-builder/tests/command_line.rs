//! `build`, `check` and `inspect` as a user meets them: exit code, stdout, stderr, files.
#![expect(clippy::unwrap_used, reason = "tests")]

mod common;

use std::process::{Command, Stdio};

use common::{Folder, table};
use insta::assert_snapshot;
use serde_json::Value;

fn manifest(folder: &Folder) -> Value {
    serde_json::from_slice(&std::fs::read(folder.path("private/manifest.json")).unwrap()).unwrap()
}

/// The names of all written files, each hash replaced by the manifest's name for it.
fn names(folder: &Folder) -> Vec<String> {
    folder
        .files("private")
        .into_iter()
        .map(|(name, _)| name)
        .collect()
}

#[test]
fn good_workspaces_become_files_that_the_manifest_names() {
    let folder = Folder::good();
    let ran = folder.build(&[]);
    assert_snapshot!(ran.shown());

    let manifest = manifest(&folder);
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let mut expected = vec![
        "private/manifest.json".to_owned(),
        format!("private/table-{}.postcard", text(&manifest["table"])),
    ];
    let workspaces = manifest["workspaces"].as_array().unwrap();
    assert_eq!(
        workspaces.iter().map(|row| text(&row["id"])).collect::<Vec<_>>(),
        ["harbour", "meridian"]
    );
    for row in workspaces {
        let id = text(&row["id"]);
        expected.push(format!("private/{id}/playbook-{}.json", text(&row["playbook"])));
        expected.push(format!("private/{id}/index-{}.postcard", text(&row["index"])));
    }
    expected.sort();
    assert_eq!(names(&folder), expected);
}

#[test]
fn the_same_files_give_the_same_bytes_anywhere() {
    let (one, other) = (Folder::good(), Folder::good());
    one.build(&[]);
    // Built in two steps, in another order.
    other.build(&["--workspace", "meridian"]);
    other.build(&["--workspace", "harbour"]);
    assert!(one.files("private") == other.files("private"));
}

#[test]
fn nothing_is_written_again_when_nothing_changed() {
    let folder = Folder::good();
    folder.build(&[]);
    let times = |folder: &Folder| {
        names(folder)
            .into_iter()
            .map(|name| {
                (
                    std::fs::metadata(folder.path(&name)).unwrap().modified().unwrap(),
                    name,
                )
            })
            .collect::<Vec<_>>()
    };
    let before = times(&folder);
    let ran = folder.build(&[]);
    assert_snapshot!(ran.shown());
    assert_eq!(times(&folder), before);
}

#[test]
fn what_is_noted_for_the_next_build_is_not_deployed() {
    let folder = Folder::good();
    // Earlier versions left it there.
    folder.write("private/stamps.json", "{}");
    folder.build(&[]);
    assert!(folder.path("stamps.json").is_file());
    assert!(names(&folder).iter().all(|name| !name.contains("stamps")));
}

#[test]
fn what_changed_is_built_and_what_it_replaces_is_removed() {
    let folder = Folder::good();
    folder.build(&[]);
    folder.write("private/harbour/notes.txt", "somebody's");
    let before = names(&folder);
    folder.write(
        "operators/harbour/documents/fees.md",
        "# Fees\n\nThere are none.\n",
    );
    assert_snapshot!(folder.build(&[]).shown());
    let after = names(&folder);
    assert_eq!(after.len(), before.len());
    assert_eq!(
        after.iter().filter(|name| !before.contains(name)).count(),
        1,
        "one new index: {after:?}"
    );
    assert!(after.contains(&"private/harbour/notes.txt".to_owned()));
}

#[test]
fn a_file_that_is_missing_is_built_again() {
    let folder = Folder::good();
    folder.build(&[]);
    let before = folder.files("private");
    let (index, _) = before
        .iter()
        .find(|(name, _)| name.contains("meridian/index-"))
        .unwrap();
    std::fs::remove_file(folder.path(index)).unwrap();
    let ran = folder.build(&[]);
    assert!(
        ran.stdout.contains("unchanged") && ran.stdout.contains("built"),
        "{}",
        ran.stdout
    );
    assert!(folder.files("private") == before);
}

#[test]
fn a_workspace_that_is_gone_leaves_nothing_behind() {
    let folder = Folder::good();
    folder.build(&[]);
    std::fs::remove_dir_all(folder.path("operators/harbour")).unwrap();
    folder.build(&[]);
    assert!(!folder.path("private/harbour").exists());
    assert_eq!(manifest(&folder)["workspaces"].as_array().unwrap().len(), 1);
}

#[test]
fn broken_documents_are_named_and_the_others_are_built() {
    let folder = Folder::good();
    folder.write("operators/harbour/documents/agreement.md", b"Caf\xe9");
    folder.write("operators/harbour/documents/empty.txt", "");
    folder.write(
        "operators/harbour/documents/fleet.csv",
        "Class,Seats\nMini,4\nVan,8,9\n",
    );
    folder.write("operators/harbour/documents/photo.jpeg", b"\xff\xd8");
    folder.write(
        "operators/harbour/documents/rules.html",
        "---\naudience: staff\n---\n<p>Text",
    );
    folder.write("operators/harbour/documents/.hidden", "skipped");
    assert_snapshot!(folder.build(&[]).shown());
    assert_eq!(manifest(&folder)["workspaces"].as_array().unwrap().len(), 2);
    // Told again: what is broken is not taken for built.
    assert_eq!(folder.build(&[]).code, Some(1));
}

#[test]
fn a_mistake_in_a_playbook_is_placed_and_the_other_workspace_is_built() {
    let folder = Folder::good();
    folder.write(
        "operators/harbour/workspace.toml",
        "[workspace]\nname = \"Harbour\"\n\n[handoff]\nteam = \"dsek\"\n\n[[team]]\nid = \"desk\"\n",
    );
    assert_snapshot!(folder.build(&[]).shown());
    let ids = manifest(&folder)["workspaces"].as_array().unwrap().clone();
    assert_eq!(ids.len(), 1);
    assert_eq!(ids[0]["id"], "meridian");
}

#[test]
fn oddities_are_warned_of_and_are_no_faults() {
    let folder = Folder::good();
    folder.playbook("silent");
    folder.write(
        "operators/meridian/documents/visas-copy.html",
        std::fs::read(folder.path("operators/meridian/documents/visas.html")).unwrap(),
    );
    assert_snapshot!(folder.build(&[]).shown());
}

#[test]
fn check_says_the_same_and_writes_nothing() {
    let folder = Folder::good();
    folder.write("operators/harbour/documents/empty.txt", "");
    let table = table();
    assert_snapshot!(
        "check",
        folder.run(&["check", "--workspaces", "operators"]).shown()
    );
    let ran = folder.run(&[
        "check",
        "--workspaces",
        "operators",
        "--table",
        table.to_str().unwrap(),
    ]);
    assert_snapshot!("check_with_table", ran.shown());
    assert!(!folder.path("dist").exists() && !folder.path("private").exists());
}

#[test]
fn check_says_how_rules_match_and_what_may_not_be_meant() {
    let folder = Folder::good();
    folder.playbook_with(
        "harbour",
        "[rules]\nmatch = \"first\"\n\n[[rule]]\nid = \"r\"\nwhen = { words = [\"the\"] }\nthen = [{ handoff = \"desk\" }]\n",
    );
    folder.playbook_with(
        "meridian",
        "[[rule]]\nid = \"r\"\nwhen = { status = \"queued\" }\nthen = [{ handoff = \"desk\" }]\n",
    );
    let ran = folder.run(&["check", "--workspaces", "operators"]);
    assert_eq!(ran.code, Some(1));
    assert!(
        ran.stderr
            .contains("warning: operators/harbour/workspace.toml:12:19: the phrase `the`"),
        "{}",
        ran.stderr
    );
    assert!(
        ran.stderr
            .contains("error: operators/meridian/workspace.toml:9:8: the rule `r` has no occasion"),
        "{}",
        ran.stderr
    );
    let said = "harbour: 1 rule: the first whose condition holds fires, and no other\n";
    assert!(ran.stdout.contains(said), "{}", ran.stdout);
}

#[test]
fn the_report_is_for_programs_too() {
    let folder = Folder::good();
    folder.write("operators/harbour/documents/empty.txt", "");
    let ran = folder.build(&["--json"]);
    let report: Value = serde_json::from_str(&ran.stdout).unwrap();
    let harbour = &report["workspaces"][0];
    assert_eq!(harbour["state"], "faulty");
    assert_eq!(harbour["documents"], 3);
    assert_eq!(
        harbour["errors"][0]["at"],
        "operators/harbour/documents/empty.txt"
    );
    assert_eq!(
        harbour["index"]["hash"],
        manifest(&folder)["workspaces"][0]["index"]
    );
    assert_eq!(report["table"]["hash"], manifest(&folder)["table"]);
}

#[test]
fn a_command_that_cannot_run_says_what_to_do() {
    let folder = Folder::good();
    folder.write("nothing/here.txt", "");
    folder.write("named/Harbour Cars/workspace.toml", "");
    folder.write("text.table", "no table");
    let runs: [(&str, &[&str]); 6] = [
        ("no_folder", &["check", "--workspaces", "absent"]),
        ("no_workspace", &["check", "--workspaces", "nothing"]),
        ("bad_name", &["check", "--workspaces", "named"]),
        (
            "unknown_workspace",
            &["check", "--workspaces", "operators", "--workspace", "harbor"],
        ),
        (
            "no_table",
            &["build", "--workspaces", "operators", "--table", "absent.table"],
        ),
        (
            "not_a_table",
            &["build", "--workspaces", "operators", "--table", "text.table"],
        ),
    ];
    for (name, arguments) in runs {
        assert_snapshot!(name, folder.run(arguments).shown());
    }
}

#[test]
fn a_reader_that_has_had_enough_is_no_failure() {
    let folder = Folder::good();
    for arguments in [
        &["check", "--workspaces", "operators", "--json"][..],
        &["check", "--workspaces", "operators"],
    ] {
        let read = folder.run(arguments);
        assert!(!read.stdout.is_empty(), "{}", read.stderr);
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let unread = Command::new(env!("CARGO_BIN_EXE_index-builder"))
            .args(arguments)
            .current_dir(folder.path("."))
            .stdout(writer)
            .stderr(Stdio::piped())
            .spawn()
            .unwrap()
            .wait_with_output()
            .unwrap();
        assert_eq!(unread.status.code(), read.code);
        assert_eq!(String::from_utf8(unread.stderr).unwrap(), read.stderr);
    }
}

#[test]
fn inspect_says_what_a_file_contains() {
    let folder = Folder::good();
    folder.write(
        "operators/harbour/documents/branches/faro.md",
        "---\nplace: Faro Airport\n---\nOpen from 6 to 24.\n",
    );
    folder.build(&[]);
    let files = folder.files("private");
    let (index, bytes) = files
        .iter()
        .find(|(name, _)| name.contains("harbour/index-"))
        .unwrap();
    // What the index is made of is not for this test to say.
    let ran = folder.run(&["inspect", index]);
    let (head, documents) = ran.stdout.split_once("document ").unwrap();
    assert!(
        head.starts_with("index ") && head.contains("model gangway-en-256"),
        "{head}"
    );
    assert_snapshot!("inspect_index", format!("document {documents}"));
    let summary: Value = serde_json::from_str(&folder.run(&["inspect", "--json", index]).stdout).unwrap();
    assert_eq!(summary["kind"], "index");
    assert_eq!(summary["format"], u16::from_le_bytes([bytes[8], bytes[9]]));
    assert_eq!((&summary["passages"], &summary["places"]), (&5.into(), &1.into()));
    assert_eq!(summary["languages"], serde_json::json!({ "en": 5 }));
    assert_eq!(summary["documents"][2]["audience"], "agents");
    let sections = summary["sections"].as_object().unwrap();
    let sum: u64 = sections.values().filter_map(Value::as_u64).sum();
    let whole = summary["bytes"].as_u64().unwrap();
    assert_eq!(whole, bytes.len() as u64);
    // What is left is the envelope and the names of model and table.
    assert!(sum < whole && whole - sum < 300, "{sum} of {whole}");
    assert_snapshot!(
        "inspect_passages",
        folder.run(&["inspect", "--passages", index]).shown()
    );
    let ran = folder.run(&["inspect", table().to_str().unwrap()]);
    assert!(
        ran.stdout.starts_with("table ") && ran.stdout.contains("word pieces"),
        "{}",
        ran.stdout
    );
    let summary: Value = serde_json::from_str(
        &folder
            .run(&["inspect", "--json", table().to_str().unwrap()])
            .stdout,
    )
    .unwrap();
    assert_eq!((&summary["kind"], &summary["bits"]), (&"table".into(), &4.into()));

    let mut old = bytes.clone();
    old[8] = 0;
    folder.write("old.postcard", old);
    let ran = folder.run(&["inspect", "old.postcard"]);
    assert_eq!(ran.code, Some(2));
    assert!(
        ran.stderr
            .starts_with("error: `old.postcard`: index format 0, but"),
        "{}",
        ran.stderr
    );
    assert!(
        ran.stderr
            .ends_with("hint: run `index-builder build` to write it again\n"),
        "{}",
        ran.stderr
    );
    folder.write("damaged.postcard", &bytes[..bytes.len() - 1]);
    assert_snapshot!(
        "inspect_damaged",
        folder.run(&["inspect", "damaged.postcard"]).shown()
    );
    assert_snapshot!(
        "inspect_other",
        folder
            .run(&["inspect", "operators/harbour/documents/fees.md"])
            .shown()
    );
}

#[test]
fn evaluate_says_what_became_of_each_question() {
    let folder = Folder::good();
    folder.build(&[]);
    let index = format!(
        "private/harbour/index-{}.postcard",
        manifest(&folder)["workspaces"][0]["index"].as_str().unwrap()
    );
    let questions = [
        r#"{"question": "may I smoke in the car?", "document": "fees.md", "contains": "smoking costs €80"}"#,
        r#"{"question": "and what does it cost?", "context": ["May I smoke?"], "document": "fees.md", "contains": "€80"}"#,
        r#"{"question": "when am I charged for a late return", "document": "prices/cars.csv", "contains": "Mini"}"#,
        r#"{"question": "what did Napoleon have for breakfast", "document": null}"#,
        r#"{"question": "is it charged when I smoke after an hour", "document": null}"#,
    ];
    folder.write("questions.jsonl", questions.join("\n"));
    let table = table();
    let evaluate = |threshold: &str, more: &[&str]| {
        let mut arguments = vec!["evaluate", "questions.jsonl", "--index", &index];
        arguments.extend(["--table", table.to_str().unwrap(), "--threshold", threshold]);
        arguments.extend(more);
        folder.run(&arguments)
    };
    // Without how sure it was of each, which changes with every number that is learnt.
    let unsure = |stdout: &str| {
        let lines = stdout.lines().map(|line| match line.split_once("  ") {
            Some((confidence, rest)) if confidence.contains('.') => rest,
            _ => line,
        });
        let lines: Vec<&str> = lines.take_while(|line| !line.starts_with("confidence")).collect();
        lines.join("\n")
    };
    assert_snapshot!("evaluate", unsure(&evaluate("0.01", &[]).stdout));
    let nothing_is_sure_enough = evaluate("1", &[]);
    assert_eq!(
        nothing_is_sure_enough.code,
        Some(0),
        "what is measured is no fault"
    );
    assert_snapshot!("evaluate_withheld", unsure(&nothing_is_sure_enough.stdout));

    let report: Value = serde_json::from_str(&evaluate("0.01", &["--json"]).stdout).unwrap();
    assert_eq!(report["measures"]["answerable"], 3);
    assert_eq!(report["measures"]["found_five"], 1.0);
    assert_eq!(report["measures"]["invented"], 1.0);
    assert_eq!(report["faults"][0]["line"], 3);
    let binned: u64 = report["reliability"]
        .as_array()
        .unwrap()
        .iter()
        .map(|bin| bin["questions"].as_u64().unwrap())
        .sum();
    assert_eq!(binned, 5);
}

#[test]
fn a_sheet_of_answers_is_drawn_and_keeps_what_a_person_said_of_the_same_words() {
    let folder = Folder::good();
    folder.build(&[]);
    let index = format!(
        "private/harbour/index-{}.postcard",
        manifest(&folder)["workspaces"][0]["index"].as_str().unwrap()
    );
    let questions = [
        r#"{"question": "may I smoke in the car?", "document": "fees.md", "contains": "smoking costs €80"}"#,
        r#"{"question": "when am I charged for a late return", "document": "fees.md", "contains": "hour"}"#,
        r#"{"question": "what did Napoleon have for breakfast", "document": null}"#,
    ];
    folder.write("questions.jsonl", questions.join("\n"));
    let table = table();
    let sheet = |more: &[&str]| {
        let mut arguments = vec![
            "evaluate",
            "questions.jsonl",
            "--index",
            &index,
            "--threshold",
            "0.01",
        ];
        arguments.extend(["--table", table.to_str().unwrap(), "--sheet", "2"]);
        arguments.extend(more);
        folder.run(&arguments).stdout
    };
    let rows: Vec<Value> = sheet(&["--json"])
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(rows.len(), 2, "nobody judges what no document answers");
    assert_eq!(rows[0]["complete"], Value::Null);

    let mut judged = rows[0].clone();
    judged["complete"] = true.into();
    judged["reason"] = "says it".into();
    let mut outdated = rows[1].clone();
    outdated["complete"] = true.into();
    outdated["reason"] = "said something else".into();
    outdated["answer"] = "Something else.".into();
    folder.write("judged.jsonl", format!("{judged}\n{outdated}\n"));
    let sheet = sheet(&["--judged", "judged.jsonl"]);
    assert!(sheet.contains("| yes | says it |"), "{sheet}");
    assert!(
        sheet.ends_with("Of 2, complete and correct: 1; not judged: 1.\n"),
        "{sheet}"
    );
}

#[test]
fn an_index_that_answers_too_few_of_its_operators_questions_is_not_built() {
    let folder = Folder::good();
    let questions = [
        r#"{"question": "may I smoke in the car?", "document": "fees.md", "contains": "smoking costs €80"}"#,
        r#"{"question": "when am I charged for a late return", "document": "prices/cars.csv", "contains": "Mini"}"#,
        r#"{"question": "what did Napoleon have for breakfast", "document": null}"#,
    ];
    folder.write("operators/harbour/questions.jsonl", questions.join("\n"));
    let quality = |text: &str| folder.playbook_with("harbour", &format!("[quality]\n{text}\n"));

    quality("found_first = 0.5\nfound_five = 1.0\ninvented = 1.0");
    assert_eq!(folder.build(&[]).code, Some(0));
    assert_eq!(manifest(&folder)["workspaces"].as_array().unwrap().len(), 2);

    quality("found_first = 0.8\ninvented = 1.0");
    let refused = folder.build(&[]);
    assert_eq!(refused.code, Some(1));
    let said = &refused.stderr;
    assert!(
        said.contains(
            "operators/harbour/workspace.toml:7:1: 50.0 % of the questions that a document answers"
        ),
        "{said}"
    );
    assert!(
        said.contains("`found_first` wants 80.0 % at the least:"),
        "{said}"
    );
    assert!(said.contains("operators/harbour/questions.jsonl:2: "), "{said}");
    assert!(
        said.contains("when am I charged for a late return → fees.md#1"),
        "{said}"
    );
    assert!(!said.contains("may I smoke"), "{said}");
    let served = manifest(&folder)["workspaces"].clone();
    assert_eq!(
        served.as_array().unwrap().len(),
        1,
        "only the other one: {served}"
    );

    // `check` says the same, where it builds.
    let table = table();
    let checked = folder.run(&[
        "check",
        "--workspaces",
        "operators",
        "--table",
        table.to_str().unwrap(),
    ]);
    assert_eq!(checked.code, Some(1));
    assert!(
        checked
            .stderr
            .contains("`found_first` wants 80.0 % at the least:"),
        "{}",
        checked.stderr
    );

    std::fs::remove_file(folder.path("operators/harbour/questions.jsonl")).unwrap();
    let missing = folder.build(&[]);
    assert_eq!(missing.code, Some(1));
    assert!(
        missing
            .stderr
            .contains("cannot read `operators/harbour/questions.jsonl`"),
        "{}",
        missing.stderr
    );
    folder.write("operators/harbour/questions.jsonl", "\n{\"question\": 1}");
    let broken = folder.build(&[]);
    assert!(
        broken
            .stderr
            .contains("operators/harbour/questions.jsonl:2: invalid type"),
        "{}",
        broken.stderr
    );
}
