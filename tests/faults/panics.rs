//! A panic costs what it happened in, and nobody else.

#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot go on ends with what is wrong"
)]

use gangway_protocol::api::{SearchResponse, VisitorEntries};
use gangway_protocol::{Code, HandoffReason, Seq};
use gangway_tests::visitor::client_id;
use gangway_tests::{AgentClient, Answer, Deployment, MERIDIAN, VisitorClient, eventually};
use serde_json::json;

#[test]
fn a_panic_is_answered_and_nobody_else_notices() {
    let deployment = Deployment::start();
    let agent = deployment.administrator();
    a_message_whose_reading_panics_is_stored_and_gets_a_person(&deployment, &agent);
    whatever_else_is_under_way_is_answered(&deployment);
    a_route_that_panics_is_answered_and_works_again(&deployment);
    what_panics_on_its_way_to_the_inbox_gets_there(&deployment, &agent);
}

fn a_message_whose_reading_panics_is_stored_and_gets_a_person(deployment: &Deployment, agent: &AgentClient) {
    let visitor = deployment.visitor(MERIDIAN);
    let said: VisitorEntries = post(&visitor, "Do I need a visa for Peru?", "panic-in-reading").ok();
    assert_eq!(said.status, "queued", "{said:#?}");
    let id = &visitor.opened.conversation;
    let listed = eventually("it waits for a person", || {
        agent
            .summary(MERIDIAN, id)
            .filter(|summary| summary.status.name() == "queued")
    });
    assert_eq!(listed.reason, Some(HandoffReason::Unreadable));
    assert_eq!(
        listed.last_line.map(|line| line.text).as_deref(),
        Some("Do I need a visa for Peru?")
    );
}

fn whatever_else_is_under_way_is_answered(deployment: &Deployment) {
    for fault in ["panic-in-reading", "panic-midway", "panic-in-route"] {
        let visitors: Vec<VisitorClient> = (0..8).map(|_| deployment.visitor(MERIDIAN)).collect();
        let answers: Vec<Answer> = std::thread::scope(|scope| {
            let posts: Vec<_> = visitors
                .iter()
                .enumerate()
                .map(|(n, visitor)| {
                    let fault = if n == 3 { fault } else { "none" };
                    scope.spawn(move || post(visitor, "Do I need a visa for Peru?", fault))
                })
                .collect();
            posts.into_iter().map(|post| post.join().unwrap()).collect()
        });
        for (n, answer) in answers.iter().enumerate().filter(|(n, _)| *n != 3) {
            assert_eq!(answer.status, 200, "{fault}: post {n}: {}", answer.text());
        }
        match fault {
            "panic-in-reading" => assert_eq!(answers[3].status, 200, "{}", answers[3].text()),
            _ => assert_eq!(answers[3].refused(500).code, Code::Internal, "{fault}"),
        }
    }
}

/// More often than one instance may contain.
fn a_route_that_panics_is_answered_and_works_again(deployment: &Deployment) {
    let search = format!("/v1/{MERIDIAN}/search");
    let body = json!({ "query": "visa for Peru" });
    let faulty = deployment.client().with("x-gangway-fault", "panic-in-route");
    for _ in 0..20 {
        assert_eq!(faulty.post(&search, &body).refused(500).code, Code::Internal);
        let found: SearchResponse = deployment.client().post(&search, &body).ok();
        assert!(!found.hits.is_empty());
    }
}

fn what_panics_on_its_way_to_the_inbox_gets_there(deployment: &Deployment, agent: &AgentClient) {
    let visitor = deployment.visitor(MERIDIAN);
    let said: VisitorEntries = post(&visitor, "I had an accident", "panic-in-outbox").ok();
    let id = &visitor.opened.conversation;
    eventually("the inbox has heard of it", || {
        agent
            .summary(MERIDIAN, id)
            .filter(|summary| summary.version == said.last_seq)
    });
    assert_eq!(visitor.entries(Seq(0)).last_seq, said.last_seq);
    // What workerd writes comes into the log by way of wrangler.
    eventually("it was tried again", || {
        deployment.log().contains("outbox.failed").then_some(())
    });
}

fn post(visitor: &VisitorClient, text: &str, fault: &str) -> Answer {
    let body = json!({ "client_id": client_id(), "text": text });
    visitor
        .client
        .clone()
        .with("x-gangway-fault", fault)
        .post(&format!("{}/messages", visitor.path), &body)
}
