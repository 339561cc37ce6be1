//! Rehearsals at a running deployment, and what it exports for a replay.

#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot go on ends with what is wrong"
)]

use std::fs;
use std::process::{Command, Output};

use gangway_protocol::Code;
use gangway_protocol::api::{NewAgent, Role, SignInLink, Skills};
use gangway_tests::deployment::project;
use gangway_tests::{AgentClient, Client, Deployment, HARBOUR, MERIDIAN, eventually};
use serde_json::Value;

#[test]
fn the_rehearsals_of_both_operators_go_through_the_api_as_they_go_in_memory() {
    let deployment = Deployment::start();
    let administrator = deployment.administrator();
    // Rehearsals have two agents at most.
    let links = ["Rui Costa", "Tomas Vidal"].map(|name| link(&administrator, name));
    let mut arguments = vec!["rehearse", "fixtures", "--json", "--against"];
    let origin = deployment.origin();
    arguments.push(&origin);
    for link in &links {
        arguments.extend(["--sign-in", &link.path]);
    }
    let output = index_builder(&arguments);
    let report: Value = serde_json::from_slice(&output.stdout)
        .unwrap_or_else(|error| panic!("{error}: {}", String::from_utf8_lossy(&output.stderr)));
    let rows = report["rehearsals"].as_array().unwrap();
    let named = |outcome: &str| -> Vec<&str> {
        rows.iter()
            .filter(|row| row["outcome"] == outcome)
            .map(|row| row["name"].as_str().unwrap())
            .collect()
    };
    let failed: Vec<&Value> = rows.iter().filter(|row| row["outcome"] == "failed").collect();
    assert!(failed.is_empty(), "{failed:#?}");
    let (passed, skipped) = (named("passed"), named("skipped"));
    assert!(passed.len() >= 25, "{passed:?}");
    for name in [
        "accident-at-once",
        "lost-luggage",
        "takeover-and-return",
        "tagged-by-hand",
        "damage-report",
        "damage-and-a-person",
    ] {
        assert!(passed.contains(&name), "{name}: {rows:#?}");
    }
    // Where hours pass, nothing is said to have passed.
    for name in ["unclaimed", "silent-agent", "leaves-midway", "closed-hours"] {
        assert!(skipped.contains(&name) && !passed.contains(&name), "{name}");
    }
    // Nobody is kept from work by what was rehearsed, as soon as the inbox has heard of its end.
    for workspace in [HARBOUR, MERIDIAN] {
        eventually(workspace, || {
            let unassigned = administrator.list(workspace, "unassigned");
            unassigned.summaries.is_empty().then_some(())
        });
    }
}

#[test]
fn conversations_are_exported_to_administrators_and_replayed_under_changed_rules() {
    let deployment = Deployment::start();
    let administrator = deployment.administrator();
    let mut ids: Vec<String> = Vec::new();
    for texts in [
        &["Hello", "Is the Inca Trail open in February?"][..],
        &["I lost my passport in La Paz"],
        &["Can we bring our llama?"],
        &["When does my trip start? MT204518, rosa@example.com"],
    ] {
        let visitor = deployment.visitor(MERIDIAN);
        for text in texts {
            visitor.say(text);
        }
        ids.push(visitor.opened.conversation.to_string());
    }
    administrator.reply(MERIDIAN, &ids[1].as_str().into(), "The duty desk is on its way.");
    deployment.visitor(HARBOUR).say("Hello");

    let lines = export(&administrator.client, MERIDIAN, "");
    let inputs: Vec<&Value> = lines.iter().filter(|line| line["type"] == "input").collect();
    let mut exported: Vec<&str> = inputs
        .iter()
        .map(|line| line["conversation"].as_str().unwrap())
        .collect();
    assert!(
        exported.is_sorted(),
        "page follows page by the conversations' ids"
    );
    exported.dedup();
    let mut sorted = ids.clone();
    sorted.sort();
    assert_eq!(exported, sorted, "and none of another workspace");
    let playbooks = lines.iter().filter(|line| line["type"] == "playbook").count();
    assert_eq!(playbooks, 1, "told once in a page");
    let own = |line: &&&Value| line["conversation"] == ids[3].as_str();
    for line in inputs.iter().filter(own) {
        assert!(
            !line.to_string().contains("rosa@example.com"),
            "what is sensitive is masked: {line:#}"
        );
    }
    let masked = inputs
        .iter()
        .filter(own)
        .any(|line| line["input"]["text"] == "•••••");
    assert!(masked, "the message is there");
    let said = inputs
        .iter()
        .find(|line| line["input"]["text"] == "Hello")
        .unwrap();
    assert_eq!(
        (&said["n"], &said["input"]["input"]),
        (&1.into(), &"visitor_message".into())
    );
    assert_eq!(
        said["input"]["signals"]["kind"], "greeting",
        "with what was read in it"
    );
    // From the middle of a conversation on.
    let rest = export(&administrator.client, MERIDIAN, &format!("?after={}.1", ids[0]));
    assert!(
        rest.iter()
            .filter(|line| line["conversation"] == ids[0].as_str())
            .all(|line| line["n"].as_u64() > Some(1))
    );

    for wrong in ["", "x", "..", &format!("{}.x", ids[0])] {
        let answer = administrator
            .client
            .get(&format!("/v1/{MERIDIAN}/export?after={wrong}"));
        assert!(
            [400, 404].contains(&answer.status),
            "`{wrong}`: {}",
            answer.text()
        );
    }
    only_administrators_of_the_workspace_get_it(&deployment, &administrator);
    replayed(&lines, &ids);
}

fn only_administrators_of_the_workspace_get_it(deployment: &Deployment, administrator: &AgentClient) {
    let path = format!("/v1/{MERIDIAN}/export");
    let refused = |client: &Client, status, code| {
        assert_eq!(client.get(&path).refused(status).code, code);
    };
    let agent = administrator.colleague(deployment, "Tomas Vidal", Role::Agent, &[MERIDIAN]);
    let elsewhere = administrator.colleague(deployment, "Rui Costa", Role::Administrator, &[HARBOUR]);
    refused(&agent.client, 403, Code::Forbidden);
    refused(&elsewhere.client, 403, Code::Forbidden);
    refused(&deployment.client(), 401, Code::Unauthorized);
    refused(&deployment.visitor(MERIDIAN).client, 401, Code::Unauthorized);
    // A conversation of another workspace cannot be named as the place to go on from.
    let other = deployment.visitor(MERIDIAN);
    other.say("Hello");
    let through = elsewhere.client.get(&format!(
        "/v1/{HARBOUR}/export?after={}.0",
        other.opened.conversation
    ));
    assert_eq!(through.refused(404).code, Code::NotFound);
}

/// Under a rule on llamas one of the three goes another way.
fn replayed(lines: &[Value], ids: &[String]) {
    let folder = tempfile::tempdir().unwrap();
    let (export, playbook) = (
        folder.path().join("past.jsonl"),
        folder.path().join("workspace.toml"),
    );
    let text: String = lines.iter().map(|line| format!("{line}\n")).collect();
    fs::write(&export, text).unwrap();
    let own = fs::read_to_string(project().join("fixtures").join(MERIDIAN).join("workspace.toml")).unwrap();
    let replay = |changed: &str| -> Value {
        fs::write(&playbook, changed).unwrap();
        let output = index_builder(&[
            "replay",
            "--json",
            "--playbook",
            playbook.to_str().unwrap(),
            export.to_str().unwrap(),
        ]);
        assert!(
            output.status.success(),
            "{}",
            String::from_utf8_lossy(&output.stderr)
        );
        serde_json::from_slice(&output.stdout).unwrap()
    };
    let change = |report: &Value, id: &str| -> Value {
        let conversations = report["conversations"].as_array().unwrap();
        conversations
            .iter()
            .find(|outcome| outcome["conversation"] == id)
            .unwrap()
            .clone()
    };
    let same = replay(&own);
    for id in ids {
        assert_eq!(change(&same, id)["change"], "none", "{same:#}");
    }
    assert_eq!(change(&same, &ids[1])["was"]["team"], "duty-desk");
    assert!(change(&same, &ids[1])["was"]["waited"].is_i64());

    let llamas = "\n[[rule]]\nid = \"llamas are for groups\"\nwhen = { words = [\"llama\"] }\nthen = [{ handoff = \"groups\" }]\n";
    let changed = replay(&format!("{own}{llamas}"));
    let llama = change(&changed, &ids[2]);
    assert_eq!(llama["change"], "handed_off", "{llama:#}");
    assert_eq!(llama["would"]["team"], "groups");
    assert_eq!(llama["divergence"]["said"], "Can we bring our llama?");
    for id in &ids[..2] {
        assert_eq!(change(&changed, id)["change"], "none");
    }
}

fn export(client: &Client, workspace: &str, query: &str) -> Vec<Value> {
    let answer = client.get(&format!("/v1/{workspace}/export{query}"));
    assert_eq!(answer.status, 200, "{}", answer.text());
    assert_eq!(answer.header("content-type"), Some("application/x-ndjson"));
    answer
        .text()
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

fn link(administrator: &AgentClient, name: &str) -> SignInLink {
    let agent = NewAgent {
        name: name.to_owned(),
        email: format!("{}@operator.example", name.to_lowercase().replace(' ', ".")),
        role: Role::Agent,
        workspaces: vec!["*".into()],
        skills: Skills::default(),
    };
    administrator.client.post("/v1/agents", &agent).ok()
}

fn index_builder(arguments: &[&str]) -> Output {
    let target = std::env::var_os("CARGO_TARGET_DIR")
        .map_or_else(|| project().join("target"), |dir| project().join(dir));
    Command::new(target.join("tool/index-builder"))
        .args(arguments)
        .current_dir(project())
        .output()
        .unwrap()
}
