//! A commit is whole or not at all.

#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot go on ends with what is wrong"
)]

use gangway_protocol::Seq;
use gangway_protocol::api::VisitorEntries;
use gangway_protocol::visitor::VisitorSpeaker;
use gangway_tests::deployment::Options;
use gangway_tests::visitor::{client_id, said};
use gangway_tests::{Deployment, MERIDIAN};
use serde_json::json;

#[test]
fn a_commit_that_fails_at_its_end_or_panics_midway_stores_nothing() {
    let deployment = Deployment::start();
    let agent = deployment.administrator();
    for fault in ["fail-last-statement", "panic-midway"] {
        let visitor = deployment.visitor(MERIDIAN);
        visitor.say("Hello");
        let before = visitor.entries(Seq(0));
        let summary = agent.entries(MERIDIAN, &visitor.opened.conversation, Seq(0));

        let id = client_id();
        let body = json!({ "client_id": id, "text": "I had an accident" });
        let faulty = visitor.client.clone().with("x-gangway-fault", fault);
        let answer = faulty.post(&format!("{}/messages", visitor.path), &body);
        assert!(
            answer.status >= 500,
            "{fault}: {} {}",
            answer.status,
            answer.text()
        );
        let problem: serde_json::Value = serde_json::from_slice(&answer.body).unwrap();
        assert!(problem["message"].is_string(), "{fault}: {}", answer.text());

        let after = visitor.entries(Seq(0));
        assert_eq!(after, before, "{fault}: nothing of it is stored");
        let seen = agent.entries(MERIDIAN, &visitor.opened.conversation, Seq(0));
        assert_eq!(
            (seen.entries, seen.tags, seen.priority),
            (summary.entries, summary.tags, summary.priority),
            "{fault}"
        );

        // The page sends it again, under the same id: it is stored once, with everything that follows from it.
        let again: VisitorEntries = visitor
            .client
            .post(&format!("{}/messages", visitor.path), &body)
            .ok();
        assert_eq!(again.status, "queued", "{fault}: {again:#?}");
        let mine = said(&visitor.entries(Seq(0)), |from| *from == VisitorSpeaker::You);
        assert_eq!(mine, ["Hello", "I had an accident"], "{fault}");
        let seqs: Vec<u64> = agent
            .entries(MERIDIAN, &visitor.opened.conversation, Seq(0))
            .entries
            .iter()
            .map(|entry| entry.seq.0)
            .collect();
        assert_eq!(
            seqs,
            (1..=seqs.len() as u64).collect::<Vec<_>>(),
            "{fault}: no gap where it failed"
        );
    }
}

#[test]
fn a_deployment_that_allows_no_faults_ignores_the_header() {
    let options = Options {
        variables: vec![("FAULTS".to_owned(), "off".to_owned())],
        ..Options::default()
    };
    let deployment = Deployment::with(&options);
    let visitor = deployment.visitor(MERIDIAN);
    let body = json!({ "client_id": "x", "text": "Hello" });
    let faulty = visitor.client.clone().with("x-gangway-fault", "panic-midway");
    assert_eq!(
        faulty.post(&format!("{}/messages", visitor.path), &body).status,
        200
    );
}
