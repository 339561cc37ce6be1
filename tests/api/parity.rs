//! The Worker finds what the command line finds.

#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot go on ends with what is wrong"
)]

use std::fs;
use std::process::Command;

use gangway_protocol::api::{SearchRequest, SearchResponse};
use gangway_tests::deployment::project;
use gangway_tests::{Deployment, HARBOUR, MERIDIAN};
use serde_json::{Value, json};

#[test]
fn two_hundred_queries_give_the_same_hits_through_the_api_as_on_the_command_line() {
    let deployment = Deployment::start();
    let client = deployment.client();
    let mut compared = 0;
    for workspace in [HARBOUR, MERIDIAN] {
        let queries = queries(workspace);
        let ask = |query: &Query| -> SearchResponse {
            let request = SearchRequest {
                query: query.text.clone(),
                context: query.context.clone(),
                place: None,
            };
            client.post(&format!("/v1/{workspace}/search"), &request).ok()
        };
        let (answers, expected): (Vec<_>, _) = on_one_day(|day| {
            let expected = on_the_command_line(workspace, &queries, day);
            (queries.iter().map(ask).collect(), expected)
        });
        assert_eq!(queries.len(), expected.len());
        for ((query, answer), expected) in queries.iter().zip(&answers).zip(&expected) {
            let hits: Vec<&str> = answer.hits.iter().map(|hit| hit.passage.as_str()).collect();
            let theirs: Vec<&str> = expected["hits"]
                .as_array()
                .unwrap()
                .iter()
                .filter_map(Value::as_str)
                .collect();
            assert_eq!(hits, theirs, "{workspace}: {}", query.text);
            let confidence = expected["confidence"].as_f64().unwrap();
            assert!(
                (f64::from(answer.confidence) - confidence).abs() < 1e-5,
                "{workspace}: {}",
                query.text
            );
            compared += 1;
        }
    }
    assert!(compared >= 200, "only {compared} queries");
}

struct Query {
    text: String,
    context: Vec<String>,
}

/// The operator's questions, alone and as follow-ups of the one before.
fn queries(workspace: &str) -> Vec<Query> {
    let file = project().join("fixtures").join(workspace).join("questions.jsonl");
    let questions: Vec<String> = fs::read_to_string(file)
        .unwrap()
        .lines()
        .map(|line| {
            serde_json::from_str::<Value>(line).unwrap()["question"]
                .as_str()
                .unwrap()
                .to_owned()
        })
        .collect();
    let alone = questions.iter().map(|text| Query {
        text: text.clone(),
        context: Vec::new(),
    });
    let following = questions.windows(2).map(|pair| Query {
        text: pair[1].clone(),
        context: vec![pair[0].clone()],
    });
    alone.chain(following).collect()
}

fn on_the_command_line(workspace: &str, queries: &[Query], day: &str) -> Vec<Value> {
    let folder = tempfile::tempdir().unwrap();
    let (input, output) = (folder.path().join("in.jsonl"), folder.path().join("out.jsonl"));
    let rows: String = queries
        .iter()
        .enumerate()
        .map(|(id, query)| {
            format!(
                "{}\n",
                json!({ "id": id.to_string(), "query": query.text, "context": query.context })
            )
        })
        .collect();
    fs::write(&input, rows).unwrap();
    let built = project().join("dist/private").join(workspace);
    let index = fs::read_dir(&built)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .find(|path| path.file_name().unwrap().to_string_lossy().starts_with("index-"))
        .unwrap();
    let target = std::env::var_os("CARGO_TARGET_DIR")
        .map_or_else(|| project().join("target"), |dir| project().join(dir));
    let status = Command::new(target.join("tool/index-builder"))
        .args(["search", "--batch"])
        .arg(&input)
        .arg("--out")
        .arg(&output)
        .arg("--index")
        .arg(&index)
        .args(["--scope", "all", "--on", day])
        .current_dir(project())
        .status()
        .unwrap();
    assert!(status.success());
    fs::read_to_string(output)
        .unwrap()
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

/// Looks again when a day has ended meanwhile: of another one, something else holds.
fn on_one_day<T>(look: impl Fn(&str) -> T) -> T {
    loop {
        let day = today();
        let seen = look(&day);
        if today() == day {
            return seen;
        }
    }
}

/// The Worker answers with what holds today, in UTC.
fn today() -> String {
    let date = Command::new("date").args(["-u", "+%F"]).output().unwrap();
    assert!(date.status.success());
    String::from_utf8(date.stdout).unwrap().trim().to_owned()
}
