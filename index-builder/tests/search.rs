//! `search` and `index` as a user meets them.
#![expect(clippy::unwrap_used, reason = "tests")]

#[expect(dead_code, reason = "what other tests use")]
mod common;

use common::{Folder, table};
use serde_json::Value;

struct Built(Folder, String);

impl Built {
    fn new() -> Self {
        let folder = Folder::good();
        for (place, hour) in [("Faro Airport", "six"), ("Porto", "nine")] {
            folder.write(
                &format!("operators/harbour/documents/branches/{place}.md"),
                format!("---\nplace: {place}\nlink: https://www.harbour.example/{hour}\n---\n# {place} branch\n\n## Opening hours\n\nThe desk opens at {hour} in the morning and closes at midnight.\n"),
            );
        }
        folder.write(
            "operators/harbour/documents/winter.md",
            "---\nfrom: 2026-11-01\nuntil: 2027-03-31\n---\n# Snow chains\n\nSnow chains cost nothing this winter.\n",
        );
        // A month before the end of its winter it would be warned of.
        let ran = folder.build(&["--today", "2026-11-27"]);
        assert_eq!((ran.code, ran.stderr.as_str()), (Some(0), ""));
        let files = folder.files("private");
        let (index, _) = files
            .iter()
            .find(|(name, _)| name.contains("harbour/index-"))
            .unwrap();
        let index = index.clone();
        Self(folder, index)
    }

    fn ask(&self, question: &str, more: &[&str]) -> common::Ran {
        let table = table();
        let mut arguments = vec![
            "search",
            "--index",
            &self.1,
            "--table",
            table.to_str().unwrap(),
            question,
        ];
        arguments.extend(more);
        self.0.run(&arguments)
    }

    fn json(&self, question: &str, more: &[&str]) -> Value {
        let mut all = vec!["--json"];
        all.extend(more);
        serde_json::from_str(&self.ask(question, &all).stdout).unwrap()
    }
}

fn sum(parts: &Value) -> f64 {
    parts
        .as_array()
        .unwrap()
        .iter()
        .map(|part| part["adds"].as_f64().unwrap())
        .sum()
}

fn documents(found: &Value) -> Vec<&str> {
    let hits = found["hits"].as_array().unwrap().iter();
    hits.map(|hit| hit["document"].as_str().unwrap()).collect()
}

#[test]
fn the_score_and_the_confidence_are_the_sum_of_their_parts() {
    let built = Built::new();
    for question in [
        "when does the desk in Porto open",
        "smoking",
        "how much is a Mini for 7 days",
        "late return",
    ] {
        let found = built.json(question, &[]);
        let hits = found["hits"].as_array().unwrap();
        assert!(hits.len() > 3);
        for hit in hits {
            let score = hit["score"].as_f64().unwrap();
            assert!((score - sum(&hit["parts"])).abs() < 1e-4, "{question}: {hit}");
            for part in hit["parts"].as_array().unwrap() {
                let product = part["value"].as_f64().unwrap() * part["weight"].as_f64().unwrap();
                assert!((product - part["adds"].as_f64().unwrap()).abs() < 1e-4, "{part}");
            }
        }
        let confidence = 1.0 / (1.0 + (-sum(&found["evidence"])).exp());
        assert!(
            (found["confidence"].as_f64().unwrap() - confidence).abs() < 1e-4,
            "{question}"
        );
    }
}

#[test]
fn it_says_how_a_question_was_read() {
    let built = Built::new();
    let found = built.json(
        "and when does it open?",
        &["--context", "Where is the desk in Porto?"],
    );
    assert_eq!(found["places"][0]["id"], "porto");
    assert_eq!(found["leans"], true);
    assert_eq!(found["hits"][0]["document"], "branches/Porto.md");
    let found = built.json("snow chians", &[]);
    assert_eq!(found["corrected"], "snow chains");

    let shown = built.ask("snow chians", &[]).stdout;
    assert!(shown.starts_with("read as    snow chains\n"), "{shown}");

    let shown = built
        .ask("when does the desk at Faro Airport open", &["--limit", "1"])
        .stdout;
    let lines: Vec<&str> = shown.lines().collect();
    assert_eq!(lines[0], "follows    Faro Airport (faro-airport), 1.00 sure");
    assert!(lines[1].starts_with("confidence 0."), "{}", lines[1]);
    assert!(lines[1].contains(" bias"), "{}", lines[1]);
    assert!(
        lines[2].starts_with("answer     ") && lines[2].contains("The desk opens at six in the morning"),
        "{}",
        lines[2]
    );
    assert_eq!(
        lines[3],
        "source     Faro Airport branch › Opening hours  branches/Faro Airport.md#1  https://www.harbour.example/six"
    );
    assert!(lines[5].starts_with("1. "), "{}", lines[5]);
    assert!(lines[5].contains(" place (1.000 × "), "{}", lines[5]);
}

#[test]
fn it_says_which_language_it_took_a_question_for_where_there_are_several() {
    let built = Built::new();
    built.0.write(
        "operators/harbour/documents/es/nieve.md",
        "---\nlanguage: es\n---\n# Cadenas para la nieve\n\nLas cadenas para la nieve no cuestan nada este invierno.\n",
    );
    assert_eq!(built.0.build(&[]).code, Some(0));
    let files = built.0.files("private");
    let (index, _) = files
        .iter()
        .find(|(name, _)| name.contains("harbour/index-"))
        .unwrap();
    let built = Built(built.0, index.clone());
    let shown = built
        .ask("¿cuánto cuestan las cadenas para la nieve?", &[])
        .stdout;
    assert!(shown.starts_with("language   es\n"), "{shown}");
    let found = built.json("snow chains", &["--language", "es"]);
    assert_eq!(found["language"], "es");
}

#[test]
fn it_can_be_asked_as_an_agent_about_a_place_or_on_a_day() {
    let built = Built::new();
    let has = |more: &[&str], document: &str| documents(&built.json("snow chains", more)).contains(&document);
    assert!(!has(&[], "internal/limits.txt"));
    assert!(has(&["--agents"], "internal/limits.txt"));
    assert!(has(&["--on", "2027-03-31"], "winter.md"));
    assert!(!has(&["--on", "2027-04-01"], "winter.md"));

    for place in ["faro-airport", "Faro Airport"] {
        let found = built.json("when does it open", &["--place", place]);
        assert_eq!(documents(&found), ["branches/Faro Airport.md"]);
    }
    let ran = built.ask("when does it open", &["--place", "Lisbon"]);
    assert_eq!(ran.code, Some(2));
    assert_eq!(
        ran.stderr,
        "error: no passage is about `Lisbon`\n\nhint: there are `faro-airport`, `porto`\n"
    );
}

#[test]
fn an_index_of_rows_names_those_that_say_the_same() {
    let folder = Folder::new();
    let rows = [
        r#"{"id": "1", "title": "Is there parking?", "text": "Guests park in the yard behind the house, free of charge.", "place_id": "a"}"#,
        r#"{"id": "2", "title": "Is there parking?", "text": "Guests park in the yard behind the house, free of charge.", "place_id": "b"}"#,
        r#"{"id": "3", "title": "Is there parking?", "text": "Guests park in the yard behind the house, free of charge.", "place_id": "a"}"#,
    ];
    folder.write("rows.jsonl", rows.join("\n"));
    let table = table();
    let table = table.to_str().unwrap();
    let ran = folder.run(&[
        "index",
        "rows.jsonl",
        "--out",
        "rows.postcard",
        "--table",
        table,
        "--json",
    ]);
    let made: Value = serde_json::from_str(&ran.stdout).unwrap();
    assert_eq!(made["passages"], 3);
    assert_eq!(
        made["warnings"][0]["message"],
        "two passages say nearly the same: `1` and `3` (100 %)"
    );
    assert!(
        ran.stderr.starts_with("warning: rows.jsonl: two passages"),
        "{}",
        ran.stderr
    );

    folder.write(
        "questions.jsonl",
        r#"{"id": "q", "query": "where do guests park"}"#,
    );
    let ran = folder.run(&[
        "search",
        "--batch",
        "questions.jsonl",
        "--out",
        "found.jsonl",
        "--knowledge",
        "rows.jsonl",
        "--table",
        table,
        "--json",
    ]);
    let asked: Value = serde_json::from_str(&ran.stdout).unwrap();
    assert_eq!(asked["questions"], 1);
}
