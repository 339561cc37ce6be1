//! Two workspaces of one deployment, each searched with a table of its own.

#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot go on ends with what is wrong"
)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use gangway_protocol::api::{SearchRequest, SearchResponse};
use gangway_tests::deployment::project;
use gangway_tests::second_build::copy;
use gangway_tests::{Deployment, HARBOUR, MERIDIAN, Options};
use serde_json::{Value, json};
use tempfile::TempDir;

/// Words that mean the same, as far as the table of one workspace knows.
const GROUPS: [[&str; 2]; 2] = [["excursion", "wanderung"], ["deposit", "kaution"]];

#[test]
fn each_workspace_is_searched_with_the_table_that_its_row_names() {
    let folder = tempfile::tempdir().unwrap();
    let assets = built(&folder);
    let path = assets.join("private/manifest.json");
    let manifest: Value = serde_json::from_slice(&fs::read(&path).unwrap()).unwrap();
    let table = |workspace: &str| row(&manifest, workspace)["table"].clone();
    assert_eq!(table(HARBOUR), manifest["table"]);
    assert_ne!(table(MERIDIAN), manifest["table"]);

    let deployment = deployed(&assets);
    // The word stands in no document. Who knows it finds the passage of its kin, whoever is asked first.
    for _ in 0..2 {
        let found = search(&deployment, MERIDIAN, "kaution");
        assert!(
            found.hits[0].citation.text.contains("deposit"),
            "{:?}",
            found.hits[0]
        );
        let found = search(&deployment, HARBOUR, "kaution");
        assert!(
            !found.hits.iter().any(|hit| hit.score > 0.5),
            "{:?}",
            found.hits[0]
        );
        // The other one goes on as ever: no word of this question is in the passage it finds first.
        let found = search(&deployment, HARBOUR, "Can my wife drive too?");
        assert!(found.hits[0].score > 0.5, "{:?}", found.hits[0]);
    }
}

#[test]
fn a_manifest_whose_rows_name_no_table_goes_on_with_the_one_it_names() {
    let folder = tempfile::tempdir().unwrap();
    let assets = folder.path().join("dist");
    copy(&project().join("dist"), &assets).unwrap();
    let path = assets.join("private/manifest.json");
    let mut manifest: Value = serde_json::from_slice(&fs::read(&path).unwrap()).unwrap();
    for row in manifest["workspaces"].as_array_mut().unwrap() {
        assert!(row.as_object_mut().unwrap().remove("table").is_some());
    }
    fs::write(&path, manifest.to_string()).unwrap();
    let (old, today) = (deployed(&assets), Deployment::start());
    for (workspace, question) in [
        (HARBOUR, "Can my wife drive too?"),
        (MERIDIAN, "What do I need to bring for the Inca Trail?"),
    ] {
        let [old, today] = [&old, &today].map(|deployment| search(deployment, workspace, question));
        assert_eq!((old.hits, old.answer), (today.hits, today.answer));
    }
}

/// `dist` with both operators, Meridian with a table of whole words made here.
fn built(folder: &TempDir) -> PathBuf {
    let at = |path: &str| folder.path().join(path);
    copy(&project().join("dist"), &at("dist")).unwrap();
    copy(&project().join("fixtures"), &at("operators")).unwrap();
    let file = at("operators").join(MERIDIAN).join("workspace.toml");
    let text = fs::read_to_string(&file).unwrap();
    // What is asked of its questions, and what is rehearsed, holds for the table that it was written with.
    fs::remove_dir_all(at("operators").join(MERIDIAN).join("rehearsals")).unwrap();
    let text = text.replacen("[workspace]\n", "[workspace]\ntable = \"words.table\"\n", 1);
    let mut of_quality = false;
    let kept = text.lines().filter(|line| {
        if line.starts_with('[') {
            of_quality = *line == "[quality]";
        }
        !of_quality
    });
    fs::write(&file, kept.collect::<Vec<_>>().join("\n")).unwrap();
    model(&at("model"));
    let table = at("operators").join(MERIDIAN).join("words.table");
    run(Command::new(index_builder())
        .args(["import-model", "--bits", "8"])
        .arg(at("model"))
        .arg("--out")
        .arg(&table));
    run(Command::new(index_builder())
        .arg("build")
        .arg("--workspaces")
        .arg(at("operators"))
        .arg("--out")
        .arg(at("dist/private"))
        .arg("--cache")
        .arg(at("cache")));
    at("dist")
}

/// A Model2Vec directory with a row for each word, the same for words of a group.
fn model(folder: &Path) {
    const COLUMNS: usize = 4;
    fs::create_dir_all(folder).unwrap();
    let mut vocab = serde_json::Map::new();
    let mut data = Vec::new();
    for (at, word) in GROUPS
        .iter()
        .enumerate()
        .flat_map(|(at, group)| group.map(|word| (at, word)))
    {
        vocab.insert(word.to_owned(), json!(vocab.len()));
        let row = (0..COLUMNS).map(|column| f32::from(u8::from(column == at)));
        data.extend(row.flat_map(f32::to_le_bytes));
    }
    let head = json!({ "embeddings": {
        "dtype": "F32", "shape": [vocab.len(), COLUMNS], "data_offsets": [0, data.len()]
    }})
    .to_string();
    let mut file = (head.len() as u64).to_le_bytes().to_vec();
    file.extend_from_slice(head.as_bytes());
    file.extend_from_slice(&data);
    fs::write(folder.join("model.safetensors"), file).unwrap();
    let tokenizer = json!({
        "normalizer": { "type": "BertNormalizer" },
        "model": { "type": "WordPiece", "continuing_subword_prefix": "##", "vocab": vocab },
    });
    fs::write(folder.join("tokenizer.json"), tokenizer.to_string()).unwrap();
}

fn run(command: &mut Command) {
    let status = command.current_dir(project()).status().unwrap();
    assert!(status.success(), "{command:?}");
}

fn index_builder() -> PathBuf {
    let target = std::env::var_os("CARGO_TARGET_DIR")
        .map_or_else(|| project().join("target"), |dir| project().join(dir));
    target.join("tool/index-builder")
}

fn row<'m>(manifest: &'m Value, workspace: &str) -> &'m Value {
    let rows = manifest["workspaces"].as_array().unwrap();
    rows.iter().find(|row| row["id"] == workspace).unwrap()
}

fn deployed(assets: &Path) -> Deployment {
    Deployment::with(&Options {
        assets: Some(assets.to_owned()),
        ..Options::default()
    })
}

fn search(deployment: &Deployment, workspace: &str, question: &str) -> SearchResponse {
    let request = SearchRequest {
        query: question.to_owned(),
        context: Vec::new(),
        place: None,
    };
    let path = format!("/v1/{workspace}/search");
    deployment.client().post(&path, &request).ok()
}
