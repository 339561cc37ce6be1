//! `read` as a user meets it.
#![expect(clippy::unwrap_used, reason = "tests")]

#[expect(dead_code, reason = "what other tests use")]
mod common;

use common::{Folder, Ran, table};
use serde_json::Value;

const TEXTS: &str = r#"{"id": "1", "text": "Can I talk to a person?", "label": 0}
{"id": "2", "text": "¿Dónde puedo recoger el coche en el aeropuerto?"}

{"id": "3", "text": "what does smoking cost?", "group": "fees"}
{"id": "4", "text": "my suitcase is missing", "group": "fees"}
{"id": "5", "text": "my suitcase is missing", "group": "nothing"}
{"id": "6", "text": "my suitcase is missing"}
"#;

const EXAMPLES: &str = r#"[
    {"group": "fees", "label": "smoking", "examples": ["may I smoke", "is smoking allowed", "do you have cars for smokers"]},
    {"group": "fees", "label": "late", "examples": ["I bring it back late", "what if I return after the hour", "is a delay charged"]},
    {"group": "lost", "label": "luggage", "examples": ["my bag is gone", "I lost my suitcase", "our luggage is missing"]}
]"#;

fn folder() -> Folder {
    let folder = Folder::good();
    folder.playbook_with(
        "harbour",
        "[[tag]]\nid = \"lost\"\nexamples = [\"my bag is gone\", \"I lost my suitcase\", \"our luggage is missing\"]\n",
    );
    folder.write("texts.jsonl", TEXTS);
    folder.write("examples.json", EXAMPLES);
    folder
}

fn read(folder: &Folder, more: &[&str]) -> Ran {
    read_in(folder, "operators/harbour", more)
}

fn read_in(folder: &Folder, workspace: &str, more: &[&str]) -> Ran {
    let table = table();
    let mut arguments = vec![
        "read",
        "--workspace",
        workspace,
        "--batch",
        "texts.jsonl",
        "--out",
        "read.jsonl",
        "--table",
        table.to_str().unwrap(),
    ];
    arguments.extend(more);
    folder.run(&arguments)
}

fn rows(folder: &Folder) -> Vec<Value> {
    let text = std::fs::read_to_string(folder.path("read.jsonl")).unwrap();
    text.lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

#[test]
fn each_text_is_read_as_a_message_would_be() {
    let folder = folder();
    let ran = read(&folder, &["--json"]);
    assert_eq!((ran.code, ran.stderr.as_str()), (Some(0), ""));
    assert_eq!(serde_json::from_str::<Value>(&ran.stdout).unwrap()["texts"], 6);
    let rows = rows(&folder);
    assert_eq!(rows.len(), 6);
    assert_eq!(
        (&rows[0]["language"], &rows[0]["asks_for_human"]),
        (&Value::from("en"), &Value::from(true))
    );
    assert_eq!(
        (&rows[1]["language"], &rows[1]["asks_for_human"]),
        (&Value::from("es"), &Value::from(false))
    );
    assert!(rows[2]["confidence"].as_f64().unwrap() > rows[0]["confidence"].as_f64().unwrap());
    assert_eq!(rows[2]["tag"], Value::Null);
    assert_eq!(rows[3]["tag"], "lost");
    assert!(rows[3]["sure"].as_f64().unwrap() >= 0.7);
}

#[test]
fn with_examples_the_likeliest_label_of_the_group_is_told() {
    let folder = folder();
    assert_eq!(read(&folder, &["--examples", "examples.json"]).code, Some(0));
    let tags: Vec<Value> = rows(&folder).into_iter().map(|row| row["tag"].clone()).collect();
    assert_eq!(tags[2], "smoking");
    // However unlikely, it is one of the group.
    assert!(tags[3] == "smoking" || tags[3] == "late", "{}", tags[3]);
    assert_eq!(tags[4], Value::Null);
    assert_eq!(tags[5], "luggage");
}

#[test]
fn what_cannot_be_read_is_named() {
    let folder = folder();
    folder.write("texts.jsonl", TEXTS);
    for (labels, why) in [
        ("{}", "invalid type: map"),
        ("[]", "there is no label in it"),
        (
            r#"[{"group": "a", "label": "b", "examples": ["c"]}, {"group": "a", "label": " ", "examples": ["c"]}]"#,
            "the 2. label is empty",
        ),
        (
            r#"[{"group": "fees", "label": "late", "examples": []}]"#,
            "the 1. label, `late` of `fees`, has no example",
        ),
    ] {
        folder.write("examples.json", labels);
        let ran = read(&folder, &["--examples", "examples.json"]);
        assert_eq!(ran.code, Some(2));
        assert!(
            ran.stderr.contains(&format!("`examples.json`: {why}")),
            "{}",
            ran.stderr
        );
        assert!(ran.stderr.contains("hint: write a list of"), "{}", ran.stderr);
    }
    let ran = read_in(&folder, "operators", &[]);
    assert_eq!(ran.code, Some(2));
    assert!(ran.stderr.contains("no workspace in"), "{}", ran.stderr);
}

#[test]
fn lines_that_are_none_are_named_and_the_others_are_read() {
    let folder = folder();
    // The mark at the beginning is what some programs put there.
    let mut texts = b"\xEF\xBB\xBF{\"id\": \"1\", \"text\": \"hello\"}\r\n{\"id\": \"2\"}\n".to_vec();
    texts.extend(b"{\"id\": \"3\", \"text\": \"caf\xE9\"}\n{\"id\": \"4\", \"text\": \"good morning\"}\n");
    folder.write("texts.jsonl", texts);
    let ran = read(&folder, &[]);
    assert_eq!(ran.code, Some(1), "{}", ran.stderr);
    assert_eq!(
        ran.stderr,
        "error: texts.jsonl:2: missing field `text`, column 11\nerror: texts.jsonl:3: not UTF-8 at byte 25 of the line\n\nhint: save the file in UTF-8\n\n"
    );
    let ids: Vec<Value> = rows(&folder).iter().map(|row| row["id"].clone()).collect();
    assert_eq!(ids, ["1", "4"]);
}
