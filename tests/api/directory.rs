//! Agents: made, shut out, let in again; and everything on record.

#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot go on ends with what is wrong"
)]

use std::time::{Duration, Instant};

use gangway_protocol::Seq;
use gangway_protocol::api::{Agent, AgentEntries, AgentList, AuditList, AuditRecord, Role, SignInLink};
use gangway_tests::deployment::Options;
use gangway_tests::{AgentClient, Deployment, HARBOUR, MERIDIAN, SOON, eventually};
use serde_json::{Value, json};

#[test]
fn agents_are_made_shut_out_and_let_in_again() {
    let deployment = Deployment::start();
    let ines = deployment.administrator();
    assert_eq!(ines.agent.role, Role::Administrator);
    let tomas = ines.colleague(&deployment, "Tomas Vidal", Role::Agent, &[MERIDIAN]);
    let listed: AgentList = ines.client.get("/v1/agents").ok();
    assert_eq!(listed.agents.len(), 2);
    let names = |list: &AgentList| {
        let names = list.workspace_names.iter();
        names
            .map(|one| format!("{}: {}", one.id, one.name))
            .collect::<Vec<_>>()
    };
    let all = ["harbour-cars: Harbour Cars", "meridian-tours: Meridian Tours"];
    assert_eq!(names(&listed), all);

    let visitor = deployment.visitor(MERIDIAN);
    visitor.ask_for_person();
    let id = &visitor.opened.conversation;
    tomas.claim(MERIDIAN, id).ok::<AgentEntries>();
    let mut inbox = tomas.inbox_socket(MERIDIAN);
    let mut thread = tomas.socket(MERIDIAN, id, Seq(0));

    let began = Instant::now();
    let path = format!("/v1/agents/{}", tomas.agent.agent.id);
    assert!(ines.client.post(&format!("{path}/disable"), &json!({})).status < 300);
    assert_eq!(inbox.closed(SOON), Some(4401), "the inbox socket is closed");
    assert_eq!(thread.closed(SOON), Some(4401), "and that of the conversation");
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

#[test]
fn who_somebody_is_and_where_they_work_is_changed_by_whoever_reaches_as_far() {
    let deployment = Deployment::start();
    let ines = deployment.administrator();
    let tomas = ines.colleague(&deployment, "Tomas Vidal", Role::Agent, &[MERIDIAN]);
    let rita = ines.colleague(&deployment, "Rita Anjos", Role::Administrator, &[MERIDIAN]);
    let path = format!("/v1/agents/{}", tomas.agent.agent.id);
    let described = |role: &str, workspaces: &[&str], more: Value| {
        let mut body = json!({ "name": "Tomás Vidal", "email": "tomas@operator.example", "role": role, "workspaces": workspaces });
        for (key, value) in more.as_object().unwrap() {
            body[key] = value.clone();
        }
        body
    };
    let skilled = json!({ "teams": ["groups"], "languages": ["es", "en"], "capacity": 1 });
    let changed: Agent = rita
        .client
        .post(&path, &described("agent", &[MERIDIAN], skilled.clone()))
        .ok();
    assert_eq!(changed.agent.name, "Tomás Vidal");
    assert_eq!(changed.email, "tomas@operator.example");
    assert_eq!(changed.skills.teams, ["groups".into()]);
    assert_eq!(changed.skills.languages, ["en", "es"]);
    assert_eq!(changed.skills.capacity, Some(1));

    // Wrong role, wrong workspace, no session; and what is no agent.
    let body = described("agent", &[MERIDIAN], json!({}));
    assert_eq!(tomas.client.post(&path, &body).status, 403);
    let nobody = deployment.client().with("origin", &deployment.origin());
    assert_eq!(nobody.post(&path, &body).status, 401);
    let further = described("agent", &[MERIDIAN, HARBOUR], json!({}));
    assert_eq!(
        rita.client.post(&path, &further).status,
        403,
        "further than herself"
    );
    let everywhere = described("agent", &["*"], json!({}));
    assert_eq!(rita.client.post(&path, &everywhere).status, 403);
    let above = format!("/v1/agents/{}", ines.agent.agent.id);
    assert_eq!(rita.client.post(&above, &body).status, 403, "above her");
    assert_eq!(ines.client.post("/v1/agents/nobody", &body).status, 404);
    for wrong in [
        described("king", &[MERIDIAN], json!({})),
        described("agent", &[], json!({})),
        described("agent", &["no-such-workspace"], json!({})),
        described("agent", &[MERIDIAN], json!({ "capacity": 101 })),
        described("agent", &[MERIDIAN], json!({ "languages": ["english"] })),
        described(
            "agent",
            &[MERIDIAN],
            json!({ "email": "rita.anjos@operator.example" }),
        ),
    ] {
        let answer = ines.client.post(&path, &wrong);
        assert!((400..500).contains(&answer.status), "{wrong}: {}", answer.text());
    }
    let listed: AgentList = ines.client.get("/v1/agents").ok();
    assert!(listed.agents.contains(&changed), "nothing of that was kept");
    let listed: AgentList = rita.client.get("/v1/agents").ok();
    assert_eq!(
        listed.workspace_names.len(),
        1,
        "she is told no name of where she does not work"
    );

    // Nobody changes their own role or reach; the rest of themselves they may.
    let own = format!("/v1/agents/{}", rita.agent.agent.id);
    let of_rita = |role: &str| json!({ "name": "Rita", "email": rita.agent.email, "role": role, "workspaces": [MERIDIAN], "languages": ["pt"] });
    assert_eq!(rita.client.post(&own, &of_rita("agent")).status, 409);
    assert_eq!(rita.client.post(&own, &of_rita("administrator")).status, 200);

    // Where somebody works no more, their pages are closed and what they hold goes back to the queue.
    let visitor = deployment.visitor(MERIDIAN);
    visitor.ask_for_person();
    let id = &visitor.opened.conversation;
    tomas.claim(MERIDIAN, id).ok::<AgentEntries>();
    let mut inbox = tomas.inbox_socket(MERIDIAN);
    let moved = described("agent", &[HARBOUR], json!({}));
    assert_eq!(ines.client.post(&path, &moved).status, 200);
    assert_eq!(inbox.closed(SOON), Some(4401));
    eventually("it waits again", || {
        (visitor.entries(Seq(0)).status == "queued").then_some(())
    });

    let audit: AuditList = ines.client.get("/v1/audit").ok();
    let changes = |agent: &AgentClient| {
        let of =
            |record: &&AuditRecord| record.action == "changed" && record.agent.id == agent.agent.agent.id;
        audit.records.iter().filter(of).count()
    };
    assert_eq!((changes(&tomas), changes(&rita), changes(&ines)), (2, 1, 0));
}

fn the_last_administrator_cannot_shut_themselves_out(ines: &AgentClient) {
    let answer = ines
        .client
        .post(&format!("/v1/agents/{}/disable", ines.agent.agent.id), &json!({}));
    assert!((400..500).contains(&answer.status), "{}", answer.text());
    assert_eq!(ines.client.get("/v1/agents").status, 200);
}

#[test]
fn a_session_outlives_a_restart_and_a_changed_set_up_secret_lets_the_owner_alone_back_in() {
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
    let me = || {
        let cookie = ines.client.header("cookie").unwrap();
        second.client().with("cookie", cookie).get("/v1/me")
    };
    assert_eq!(me().status, 200, "{}", me().text());

    let body = json!({ "secret": "another-set-up-secret-9876543210", "name": "Ines Prado", "email": ines.agent.email });
    let link: SignInLink = second.client().post("/v1/setup", &body).ok();
    let again = AgentClient::sign_in(&second, &link);
    assert_eq!(again.agent.agent.id, ines.agent.agent.id, "the same person");
    // Whoever gave themselves this address before is not made an administrator of everywhere by it.
    assert_eq!(me().status, 401, "{}", me().text());
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
