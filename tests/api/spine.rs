//! The whole way: documents → a cited answer → a handoff → a claim → a reply → back.

use gangway_protocol::Seq;
use gangway_protocol::api::WorkspaceInfo;
use gangway_protocol::visitor::VisitorBody;
use gangway_tests::{Deployment, HARBOUR, MERIDIAN, eventually};

#[test]
fn a_traveller_gets_a_cited_answer_then_a_person() {
    let deployment = Deployment::start();
    let agent = deployment.administrator();
    let visitor = deployment.visitor(MERIDIAN);
    let info: WorkspaceInfo = deployment.client().get(&format!("/v1/{MERIDIAN}")).ok();
    assert!(
        !info.instant_answers,
        "nothing unsent leaves the page unless the operator says so"
    );

    let answered = visitor.say("Do I need a visa for Peru with a British passport?");
    let cited = answered
        .entries
        .iter()
        .any(|entry| matches!(&entry.body, VisitorBody::Message { citations, .. } if !citations.is_empty()));
    assert!(cited, "{answered:#?}");
    assert_eq!(answered.status, "bot");

    let handed = visitor.say("Can I talk to someone please?");
    assert_eq!(handed.status, "queued", "{handed:#?}");
    // Beside it, a team that is closed says when it is back, and asks how to reach them.
    let notices = handed
        .entries
        .iter()
        .filter(|entry| matches!(entry.body, VisitorBody::Message { notice: true, .. }))
        .count();
    assert_eq!(notices, 1, "the notice, once: {handed:#?}");

    let id = &visitor.opened.conversation;
    let waiting = eventually("the conversation waits in the inbox", || {
        agent
            .summary(MERIDIAN, id)
            .filter(|summary| summary.status.name() == "queued")
    });
    assert!(waiting.reason.is_some());

    assert_eq!(agent.claim(MERIDIAN, id).status, 200);
    assert_eq!(
        agent
            .reply(MERIDIAN, id, "Hello, this is Ines. How can I help?")
            .status,
        200
    );
    let read = visitor.entries(handed.last_seq);
    assert_eq!(read.status, "human");
    assert_eq!(read.entries.len(), 2, "joined, and the reply: {read:#?}");

    assert_eq!(
        agent
            .command(MERIDIAN, id, "return-to-bot", serde_json::json!({}))
            .status,
        200
    );
    assert_eq!(visitor.entries(Seq(0)).status, "bot");
    assert!(
        agent.list(HARBOUR, "all").summaries.is_empty(),
        "the other operator sees nothing"
    );
}
