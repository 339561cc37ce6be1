//! How often the topic of a text is known from five examples of each, on utterances that nobody here wrote. Skipped where the
//! evaluation data is not there.
#![expect(clippy::unwrap_used, reason = "tests")]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use gangway_knowledge::{Table, Topic, Topics};
use serde_json::Value;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn rows(name: &str) -> Option<Vec<Value>> {
    let text = std::fs::read_to_string(root().join("../shared/eval").join(name)).ok()?;
    Some(
        text.lines()
            .map(|row| serde_json::from_str(row).unwrap())
            .collect(),
    )
}

/// Labels with their examples.
type Labels = Vec<(String, Vec<String>)>;

fn prepared(labels: &Labels, table: &Table) -> Topics {
    let topics: Vec<Topic<'_>> = labels
        .iter()
        .map(|(name, examples)| Topic { name, examples })
        .collect();
    Topics::new(&topics, table)
}

#[test]
fn topics_are_known_from_five_examples_and_out_of_scope_is_none() {
    let (Some(texts), Some(scope)) = (rows("topics.jsonl"), rows("scope.jsonl")) else {
        return;
    };
    let examples = std::fs::read_to_string(root().join("../shared/eval/topics.examples.json")).unwrap();
    let examples: Vec<Value> = serde_json::from_str(&examples).unwrap();
    let table = Table::read(&std::fs::read(root().join("models/gangway-en-256.table")).unwrap()).unwrap();
    let mut groups: BTreeMap<&str, Labels> = BTreeMap::new();
    for row in &examples {
        let texts = row["examples"].as_array().unwrap().iter();
        groups.entry(row["group"].as_str().unwrap()).or_default().push((
            row["label"].as_str().unwrap().to_owned(),
            texts.map(|text| text.as_str().unwrap().to_owned()).collect(),
        ));
    }

    for (group, bar) in [
        ("clinc_travel", 0.94),
        ("clinc_auto_and_commute", 0.88),
        ("nlupp_hotels", 0.79),
        ("sgd_travel", 0.78),
    ] {
        let labels = &groups[group];
        let topics = prepared(labels, &table);
        let (mut right, mut all) = (0.0, 0.0);
        for row in texts.iter().filter(|row| row["group"] == group) {
            let about = topics.best(row["text"].as_str().unwrap(), None, &table);
            all += 1.0;
            right +=
                f64::from(u8::from(about.is_some_and(|about| {
                    labels[about.topic].0 == row["label"].as_str().unwrap()
                })));
        }
        println!("{group}: {:.1} % of {all}", right / all * 100.0);
        assert!(right / all >= bar, "{group}: {:.3}", right / all);
    }

    let everything: Labels = groups.into_values().flatten().collect();
    let topics = prepared(&everything, &table);
    let (mut fired, mut all) = (0.0, 0.0);
    for row in scope {
        if row["task"] == "travel_scope" && row["label"] == 0 {
            let about = topics.best(row["text"].as_str().unwrap(), None, &table);
            all += 1.0;
            fired += f64::from(u8::from(about.is_some_and(|about| about.confidence >= 0.7)));
        }
    }
    println!("out of scope: {fired} of {all} get a tag");
    assert!(fired / all <= 0.02, "{fired} of {all}");
}
