//! An index in parts, with its texts in files of their own, serves what an index of one file serves.

#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot go on ends with what is wrong"
)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use gangway_protocol::Code;
use gangway_protocol::api::{SearchRequest, SearchResponse, VisitorEntries};
use gangway_protocol::visitor::{VisitorBody, VisitorEntry, VisitorSpeaker};
use gangway_tests::deployment::project;
use gangway_tests::second_build::copy;
use gangway_tests::{Deployment, HARBOUR, MERIDIAN, Options};
use serde_json::Value;
use tempfile::TempDir;

#[test]
fn an_index_in_parts_answers_and_cites_like_one_of_one_file() {
    let folder = tempfile::tempdir().unwrap();
    let assets = in_parts(&folder);
    for workspace in [HARBOUR, MERIDIAN] {
        let of = |kind| files(&assets, workspace, kind).len();
        assert_eq!(of("index-"), 1);
        assert!(
            of("part-") > 3 && of("texts-") > 20,
            "{workspace}: {} {}",
            of("part-"),
            of("texts-")
        );
    }
    let (whole, cut) = (Deployment::start(), deployed(&assets));
    for workspace in [HARBOUR, MERIDIAN] {
        let mut answered = 0;
        for question in questions(workspace) {
            let [expected, found] = [&whole, &cut].map(|deployment| search(deployment, workspace, &question));
            assert_eq!(found.hits, expected.hits, "{workspace}: {question}");
            assert_eq!(found.answer, expected.answer, "{workspace}: {question}");
            answered += usize::from(found.answer.is_some());
        }
        assert!(answered > 50, "{workspace}: only {answered} answers");
    }

    // In a conversation too, and the second time from what was kept.
    let said = |deployment: &Deployment| {
        let visitor = deployment.visitor(HARBOUR);
        let first = answers(&visitor.say("When does the Funchal desk open?"));
        (first, answers(&visitor.say("When does the Funchal desk open?")))
    };
    let (first, second) = said(&cut);
    assert!(
        first.iter().any(|answer| answer.contains("citations")),
        "{first:?}"
    );
    assert_eq!((first, second), said(&whole));
}

#[test]
fn a_part_that_was_not_deployed_costs_its_workspace_the_documents_and_nobody_a_message() {
    let folder = tempfile::tempdir().unwrap();
    let assets = in_parts(&folder);
    let lost = &files(&assets, HARBOUR, "part-")[1];
    fs::remove_file(lost).unwrap();
    for texts in files(&assets, MERIDIAN, "texts-") {
        fs::remove_file(texts).unwrap();
    }
    let deployment = deployed(&assets);
    let client = deployment.client();

    for (workspace, kind) in [(HARBOUR, "part-"), (MERIDIAN, "texts-")] {
        let request = asked(&questions(workspace)[0]);
        let problem = client
            .post(&format!("/v1/{workspace}/search"), &request)
            .refused(503);
        assert_eq!(problem.code, Code::Unavailable);
        assert!(
            problem.message.contains(&format!("`private/{workspace}/{kind}")),
            "{}",
            problem.message
        );
        // A message that cannot be read is stored and gets a person.
        let entries = deployment.visitor(workspace).say(&questions(workspace)[0]);
        let waits = |entry: &VisitorEntry| matches!(entry.body, VisitorBody::Waiting);
        assert!(entries.entries.iter().any(waits), "{entries:?}");
    }
}

/// What is built, with the indexes cut small.
fn in_parts(folder: &TempDir) -> PathBuf {
    let assets = folder.path().join("dist");
    copy(&project().join("dist"), &assets).unwrap();
    let target = std::env::var_os("CARGO_TARGET_DIR")
        .map_or_else(|| project().join("target"), |dir| project().join(dir));
    let status = Command::new(target.join("tool/index-builder"))
        .args([
            "build",
            "--whole-size",
            "0",
            "--part-size",
            "20000",
            "--texts-size",
            "2000",
        ])
        .arg("--out")
        .arg(assets.join("private"))
        .arg("--cache")
        .arg(folder.path().join("cache"))
        .current_dir(project())
        .status()
        .unwrap();
    assert!(status.success());
    assets
}

fn deployed(assets: &Path) -> Deployment {
    Deployment::with(&Options {
        assets: Some(assets.to_owned()),
        ..Options::default()
    })
}

fn files(assets: &Path, workspace: &str, kind: &str) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = fs::read_dir(assets.join("private").join(workspace))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.file_name().unwrap().to_string_lossy().starts_with(kind))
        .collect();
    files.sort();
    files
}

fn questions(workspace: &str) -> Vec<String> {
    let file = project().join("fixtures").join(workspace).join("questions.jsonl");
    fs::read_to_string(file)
        .unwrap()
        .lines()
        .map(|line| {
            serde_json::from_str::<Value>(line).unwrap()["question"]
                .as_str()
                .unwrap()
                .to_owned()
        })
        .collect()
}

fn asked(question: &str) -> SearchRequest {
    SearchRequest {
        query: question.to_owned(),
        context: Vec::new(),
        place: None,
    }
}

fn search(deployment: &Deployment, workspace: &str, question: &str) -> SearchResponse {
    let path = format!("/v1/{workspace}/search");
    deployment.client().post(&path, &asked(question)).ok()
}

/// What the assistant has said, with what it cites.
fn answers(entries: &VisitorEntries) -> Vec<String> {
    entries
        .entries
        .iter()
        .filter(|entry| {
            matches!(&entry.body, VisitorBody::Message { from, .. } if *from == VisitorSpeaker::Assistant)
        })
        .map(|entry| serde_json::to_string(&entry.body).unwrap())
        .collect()
}
