//! Agents: made, shut out, let in again; and everything on record.

#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot go on ends with what is wrong"
)]

use std::time::{Duration, Instant};

use gangway_protocol::Seq;
use gangway_protocol::api::{AgentEntries, AgentList, Role, SignInLink};
use gangway_tests::deployment::Options;
use gangway_tests::{AgentClient, Deployment, MERIDIAN, eventually};
use serde_json::{Value, json};

#[test]
fn agents_are_made_shut_out_and_let_in_again() {
    let deployment = Deployment::start();
    let ines = deployment.administrator();
    assert_eq!(ines.agent.role, Role::Administrator);
    let tomas = ines.colleague(&deployment, "Tomas Vidal", Role::Agent, &[MERIDIAN]);
    let listed: AgentList = ines.client.get("/v1/agents").ok();
    assert_eq!(listed.agents.len(), 2);

    let visitor = deployment.visitor(MERIDIAN);
    visitor.ask_for_person();
    let id = &visitor.opened.conversation;
    tomas.claim(MERIDIAN, id).ok::<AgentEntries>();
    let mut inbox = tomas.inbox_socket(MERIDIAN);
    let mut thread = tomas.socket(MERIDIAN, id, Seq(0));

    let began = Instant::now();
    let path = format!("/v1/agents/{}", tomas.agent.agent.id);
    assert!(ines.client.post(&format!("{path}/disable"), &json!({})).status < 300);
    assert_eq!(
        inbox.closed(Duration::from_secs(10)),
        Some(4401),
        "the inbox socket is closed"
    );
    assert_eq!(
        thread.closed(Duration::from_secs(10)),
        Some(4401),
        "and that of the conversation"
    );
    assert!(began.elapsed() < Duration::from_secs(10));

    // Signed claims are good for five minutes at the most; a disabled agent cannot renew them nor sign in again.
    let link = ines.client.post(&format!("{path}/sign-in-link"), &json!({}));
    assert!(
        (400..500).contains(&link.status),
        "no link for whom is shut out: {}",
        link.text()
    );
    assert!(ines.client.post(&format!("{path}/enable"), &json!({})).status < 300);
    let link: SignInLink = ines.client.post(&format!("{path}/sign-in-link"), &json!({})).ok();
    let again = AgentClient::sign_in(&deployment, &link);
    assert_eq!(again.agent.agent, tomas.agent.agent);
    assert_eq!(again.client.get("/v1/me").status, 200);

    assert!(again.client.post("/v1/sign-out", &json!({})).status < 300);
    let audit: Value = ines.client.get("/v1/audit").ok();
    let audit = audit.to_string();
    for done in ["disable", "enable", "sign"] {
        assert!(audit.contains(done), "{done}: {audit}");
    }
    assert!(
        !audit.contains(&gangway_tests::agent::code_of(&link)),
        "no secret on record"
    );

    let twice = ines.client.post(
        "/v1/agents",
        &json!({ "name": "Tomas", "email": "Tomas.Vidal@operator.example", "role": "agent", "workspaces": [MERIDIAN] }),
    );
    assert!(
        (400..500).contains(&twice.status),
        "one agent per address: {}",
        twice.text()
    );
    for bad in [
        json!({ "name": "", "email": "a@b.example", "role": "agent", "workspaces": [MERIDIAN] }),
        json!({ "name": "A", "email": "not an address", "role": "agent", "workspaces": [MERIDIAN] }),
        json!({ "name": "A", "email": "a@b.example", "role": "king", "workspaces": [MERIDIAN] }),
        json!({ "name": "A", "email": "a@b.example", "role": "agent", "workspaces": ["no-such-workspace"] }),
    ] {
        let answer = ines.client.post("/v1/agents", &bad);
        assert!((400..500).contains(&answer.status), "{bad}: {}", answer.text());
    }
    the_last_administrator_cannot_shut_themselves_out(&ines);
}

fn the_last_administrator_cannot_shut_themselves_out(ines: &AgentClient) {
    let answer = ines
        .client
        .post(&format!("/v1/agents/{}/disable", ines.agent.agent.id), &json!({}));
    assert!((400..500).contains(&answer.status), "{}", answer.text());
    assert_eq!(ines.client.get("/v1/agents").status, 200);
}

#[test]
fn a_session_outlives_a_restart_and_a_changed_set_up_secret_lets_the_owner_back_in() {
    let folder = tempfile::tempdir().unwrap();
    let options = Options {
        storage: Some(folder.path().join("storage")),
        ..Options::default()
    };
    let first = Deployment::with(&options);
    let ines = first.administrator();
    drop(first);

    let changed = Options {
        variables: vec![(
            "SETUP_SECRET".to_owned(),
            "another-set-up-secret-9876543210".to_owned(),
        )],
        ..options
    };
    let second = Deployment::with(&changed);
    let body = json!({ "secret": "another-set-up-secret-9876543210", "name": "Ines Prado", "email": ines.agent.email });
    let link: SignInLink = second.client().post("/v1/setup", &body).ok();
    let again = AgentClient::sign_in(&second, &link);
    assert_eq!(again.agent.agent.id, ines.agent.agent.id, "the same person");
    let cookie = ines.client.header("cookie").unwrap();
    let kept = second.client().with("cookie", cookie).get("/v1/me");
    assert_eq!(kept.status, 200, "{}", kept.text());
}

#[test]
fn a_deployment_without_keys_says_so() {
    let bare = Options {
        variables: vec![
            ("SIGNING_KEYS".to_owned(), String::new()),
            ("SETUP_SECRET".to_owned(), String::new()),
        ],
        ..Options::default()
    };
    let deployment = Deployment::with(&bare);
    let client = deployment.client();
    let opened = client.post(&format!("/v1/{MERIDIAN}/conversations"), &json!({}));
    let problem = opened.refused(503);
    assert!(
        problem.hint.is_some_and(|hint| hint.contains("SIGNING_KEYS")),
        "{}",
        problem.message
    );
    let set_up = client.post(
        "/v1/setup",
        &json!({ "secret": "", "name": "Eve", "email": "eve@elsewhere.example" }),
    );
    assert!(
        set_up.status >= 400,
        "an empty secret opens nothing: {}",
        set_up.text()
    );
    eventually("it still answers", || {
        client.try_get("/").filter(|answer| answer.status == 200)
    });
}
