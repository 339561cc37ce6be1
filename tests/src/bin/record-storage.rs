//! Writes `tests/data`: the storage of a deployment that has seen a conversation in each status.

use gangway_protocol::Seq;
use gangway_tests::deployment::Options;
use gangway_tests::recording::{Recorded, Recording};
use gangway_tests::{AgentClient, Deployment, MERIDIAN, VisitorClient, eventually};
use serde_json::json;

fn main() {
    let folder = tempfile::tempdir().unwrap_or_else(|error| panic!("a temporary folder: {error}"));
    let options = Options {
        storage: Some(folder.path().join("storage")),
        ..Options::default()
    };
    let deployment = Deployment::with(&options);
    let agent = deployment.administrator();
    let visitors = [
        with_the_bot(&deployment),
        in_the_queue(&deployment),
        with_a_person(&deployment, &agent),
        snoozed(&deployment, &agent),
        resolved(&deployment, &agent),
    ];
    let conversations: Vec<Recorded> = visitors
        .into_iter()
        .map(|visitor| Recorded {
            timeline: agent.entries(MERIDIAN, &visitor.opened.conversation, Seq(0)),
            opened: visitor.opened,
        })
        .collect();
    for recorded in &conversations {
        eventually("the inbox has heard of it", || {
            agent
                .summary(MERIDIAN, &recorded.opened.conversation)
                .filter(|summary| summary.version == recorded.timeline.last_seq)
        });
    }
    let recording = Recording {
        email: agent.agent.email.clone(),
        conversations,
    };
    drop(deployment);
    recording.pack(&folder.path().join("storage"));
}

fn with_the_bot(deployment: &Deployment) -> VisitorClient {
    let visitor = deployment.visitor(MERIDIAN);
    visitor.say("How much luggage may I take on the train to Machu Picchu?");
    visitor
}

/// A report half collected when a person was asked for.
fn in_the_queue(deployment: &Deployment) -> VisitorClient {
    let visitor = deployment.visitor(MERIDIAN);
    visitor.say("I lost my luggage");
    visitor.say("MT204518");
    visitor.say("please let me talk to someone");
    visitor
}

fn with_a_person(deployment: &Deployment, agent: &AgentClient) -> VisitorClient {
    let visitor = deployment.visitor(MERIDIAN);
    visitor.ask_for_person();
    let id = &visitor.opened.conversation;
    agent.claim(MERIDIAN, id);
    agent.reply(MERIDIAN, id, "Good morning, how can I help?");
    agent.note(MERIDIAN, id, "Speaks a little Spanish.");
    agent.command(MERIDIAN, id, "tags", json!({ "add": ["vip"] }));
    visitor
}

fn snoozed(deployment: &Deployment, agent: &AgentClient) -> VisitorClient {
    let visitor = with_a_person(deployment, agent);
    agent.command(
        MERIDIAN,
        &visitor.opened.conversation,
        "snooze",
        json!({ "until": 4_102_444_800_000_i64 }),
    );
    visitor
}

fn resolved(deployment: &Deployment, agent: &AgentClient) -> VisitorClient {
    let visitor = with_a_person(deployment, agent);
    agent.command(MERIDIAN, &visitor.opened.conversation, "resolve", json!({}));
    visitor
}
