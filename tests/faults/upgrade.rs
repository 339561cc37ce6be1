//! Old storage meets a new build.

#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot go on ends with what is wrong"
)]

use gangway_protocol::Seq;
use gangway_protocol::api::{AgentEntries, SignInLink, VisitorEntries};
use gangway_tests::deployment::Options;
use gangway_tests::recording::Recording;
use gangway_tests::visitor::client_id;
use gangway_tests::{AgentClient, Deployment, MERIDIAN, VisitorClient, eventually};
use serde_json::json;

#[test]
fn a_storage_folder_written_by_an_earlier_build_opens_and_goes_on() {
    let folder = tempfile::tempdir().unwrap();
    let recording = Recording::unpack(folder.path());
    let secret = "a-new-set-up-secret-after-the-upgrade";
    let deployment = Deployment::with(&Options {
        variables: vec![("SETUP_SECRET".to_owned(), secret.to_owned())],
        storage: Some(folder.path().to_owned()),
        ..Options::default()
    });
    let body = json!({ "secret": secret, "name": "Ines Prado", "email": recording.email });
    let link: SignInLink = deployment.client().post("/v1/setup", &body).ok();
    let agent = AgentClient::sign_in(&deployment, &link);

    let mut seen = Vec::new();
    for recorded in &recording.conversations {
        let id = &recorded.opened.conversation;
        // (1) Everything is there, as it was.
        let timeline = agent.entries(MERIDIAN, id, Seq(0));
        assert!(
            timeline.entries.starts_with(&recorded.timeline.entries),
            "{timeline:#?}"
        );
        assert_eq!(timeline.tags, recorded.timeline.tags);
        assert!(agent.summary(MERIDIAN, id).is_some(), "the inbox lists it");
        seen.push(recorded.timeline.status.name());

        // (2) The visitor's page goes on with its token. The recording's tokens end after 30 days; the test has the keys.
        let visitor = VisitorClient::resume(&deployment, MERIDIAN, &recorded.opened);
        let said = visitor.say("Are you still there?");
        assert!(
            !said.entries.is_empty() && said.last_seq > recorded.timeline.last_seq,
            "{said:#?}"
        );
        let after: AgentEntries = agent.note(MERIDIAN, id, "Seen after the upgrade.").ok();
        let listed = eventually("the inbox hears of it", || {
            agent
                .summary(MERIDIAN, id)
                .filter(|summary| summary.version >= after.last_seq)
        });
        assert!(listed.unread > 0, "what nobody has marked as read is unread");

        // (3) Marks of reading, which the earlier build did not have, are kept.
        let read = format!("{}/entries?after={1}&read={1}", visitor.path, after.last_seq.0);
        visitor.client.get(&read).ok::<VisitorEntries>();
        let marked = agent.entries(MERIDIAN, id, after.last_seq).seen;
        assert_eq!((marked.delivered, marked.read), (after.last_seq, after.last_seq));

        // (4) Files, which the earlier build did not have, are kept where somebody looks at them.
        let sent = visitor.send(&client_id(), "a.pdf", b"%PDF-1.4");
        if ["queued", "human", "snoozed"].contains(&recorded.timeline.status.name()) {
            sent.ok::<VisitorEntries>();
            let path = format!("/v1/{MERIDIAN}/inbox/conversations/{id}/files/1");
            assert_eq!(agent.client.get(&path).body, b"%PDF-1.4");
        }
    }
    assert_eq!(
        seen,
        ["bot", "queued", "human", "snoozed", "resolved"],
        "a conversation in each status"
    );
}
