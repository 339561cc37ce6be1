//! `replay` as an operator meets it.
#![expect(clippy::unwrap_used, reason = "tests")]

#[expect(dead_code, reason = "what other tests use")]
mod common;

use common::{Folder, Ran};
use serde_json::{Value, json};

const RULES: &str = r#"
[[team]]
id = "roadside"

[[tag]]
id = "accident"
says = ["had an accident"]

[[rule]]
id = "an accident goes to roadside"
when = { tag = "accident" }
then = [{ handoff = "roadside" }]
"#;

const MINUTE: i64 = 60_000;

/// Conversations of an operator without rules, and a draft with some.
struct Past {
    folder: Folder,
    playbook: String,
    lines: Vec<Value>,
}

impl Past {
    fn new() -> Self {
        let folder = Folder::good();
        folder.build(&[]);
        let (name, body) = folder
            .files("private/harbour")
            .into_iter()
            .find(|(name, _)| name.contains("playbook-"))
            .unwrap();
        let hash = name
            .split("playbook-")
            .nth(1)
            .unwrap()
            .trim_end_matches(".json")
            .to_owned();
        let body: Value = serde_json::from_slice(&body).unwrap();
        folder.playbook_with("harbour", RULES);
        Self {
            folder,
            lines: vec![json!({ "type": "playbook", "hash": hash, "playbook": body })],
            playbook: hash,
        }
    }

    fn put(&mut self, conversation: &str, n: u64, minute: i64, input: Value) {
        self.lines.push(json!({
            "type": "input", "conversation": conversation, "opened_at": 0, "n": n, "at": minute * MINUTE,
            "version": 2, "playbook": self.playbook, "input": input,
        }));
    }

    /// The visitor's first word, which the documents do not answer.
    fn says(&mut self, conversation: &str, n: u64, minute: i64, text: &str) {
        let considered = if n == 1 { 0 } else { 2 * (n - 1) };
        let signals = json!({
            "stamp": { "playbook": self.playbook, "index": "", "considered": considered }, "confidence": 0.1,
        });
        let input = json!({ "input": "visitor_message", "client_id": n.to_string(), "text": text, "signals": signals });
        self.put(conversation, n, minute, input);
    }

    fn replay(&self, more: &[&str]) -> Ran {
        let text: String = self.lines.iter().map(|line| format!("{line}\n")).collect();
        self.folder.write("past.jsonl", text);
        let mut arguments = vec!["replay", "past.jsonl", "--playbook", "operators/harbour"];
        arguments.extend(more);
        self.folder.run(&arguments)
    }
}

#[test]
fn what_would_have_gone_otherwise_is_told_and_counted() {
    let mut past = Past::new();
    past.says("aa", 1, 1, "May we bring a boat?");
    past.says("bb", 1, 2, "We had an accident");
    let person = json!({ "input": "asked_for_person", "client_id": "p" });
    past.put("bb", 2, 7, person);
    let reply = json!({
        "input": "agent", "client_id": "r", "agent": { "id": "ana", "name": "Ana" },
        "command": { "command": "reply", "text": "Hello" },
    });
    past.put("bb", 3, 19, reply);
    let ran = past.replay(&[]);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    let told = "\
bb: would have been handed off sooner, by 5m
  2m after it was opened, at \"We had an accident\"
  was:   handed off to `desk` after 7m: asked for a person; a person's word 12m later
  would: handed off to `roadside` after 2m: an accident goes to roadside: ";
    assert!(ran.stdout.starts_with(told), "{}", ran.stdout);
    for count in [
        "2 conversations, of which\n",
        "     1  would have been handed off sooner\n",
        "     1  would have gone the same way\n",
        "waited 12m for a person's word, by the median\n",
    ] {
        assert!(ran.stdout.contains(count), "{count}: {}", ran.stdout);
    }

    let ran = past.replay(&["--json"]);
    let report: Value = serde_json::from_str(&ran.stdout).unwrap();
    let outcome = &report["conversations"][1];
    assert_eq!(
        (&outcome["change"], &outcome["sooner"]),
        (&"sooner".into(), &(5 * MINUTE).into())
    );
    assert_eq!(outcome["was"]["waited"], 12 * MINUTE);
    assert_eq!(outcome["would"]["team"], "roadside");
    let would = outcome["divergence"]["would"].as_array().unwrap();
    assert!(
        would
            .iter()
            .any(|line| line.as_str().unwrap().contains("rule fired")),
        "{would:?}"
    );
    assert_eq!(
        past.replay(&["--summary"]).stdout.lines().next(),
        Some("2 conversations, of which")
    );
}

#[test]
fn what_is_not_whole_is_named_and_the_rest_is_replayed() {
    let mut past = Past::new();
    past.says("aa", 1, 1, "We had an accident");
    past.says("bb", 2, 1, "The first one is missing");
    past.lines.push(json!({ "type": "a kind of a newer version" }));
    past.lines.push(json!({ "type": "input" }));
    past.lines.push(json!({ "type": "next", "after": "bb.2" }));
    let ran = past.replay(&["--summary"]);
    assert_eq!(ran.code, Some(1));
    for said in [
        "error: past.jsonl:5: not a line of an export: ",
        "error: past.jsonl: the export goes on\n\nhint: ask for what is `after` its last line",
        "error: past.jsonl: bb: not all of its inputs are in the file",
    ] {
        assert!(ran.stderr.contains(said), "{said}: {}", ran.stderr);
    }
    assert!(
        ran.stdout
            .starts_with("1 conversation, of which\n     1  were not handed off"),
        "{}",
        ran.stdout
    );
    // A playbook that is not there.
    past.lines.remove(0);
    let ran = past.replay(&[]);
    assert!(
        ran.stderr
            .contains("under which 2 of the conversations went, is not in it"),
        "{}",
        ran.stderr
    );
}

#[test]
fn an_export_may_begin_with_a_mark_and_one_without_conversations_says_so() {
    let mut past = Past::new();
    past.says("aa", 1, 1, "We had an accident");
    let text: String = past.lines.iter().map(|line| format!("{line}\n")).collect();
    let replay = |text: &str| {
        past.folder.write("past.jsonl", text);
        past.folder.run(&[
            "replay",
            "past.jsonl",
            "--playbook",
            "operators/harbour",
            "--summary",
        ])
    };
    let ran = replay(&format!("\u{feff}{text}"));
    assert_eq!((ran.code, ran.stderr.as_str()), (Some(0), ""));
    let ran = replay("");
    assert_eq!(ran.code, Some(1));
    assert!(
        ran.stderr
            .starts_with("error: past.jsonl: there is no conversation in it\n\nhint: "),
        "{}",
        ran.stderr
    );
    // Many lines of another kind are not a screen full of hints.
    let ran = replay(&"{\"type\": \"input\", \"conversation\": 7}\n".repeat(20));
    assert_eq!(ran.stderr.matches("hint: ").count(), 1, "{}", ran.stderr);
    assert!(
        ran.stderr.ends_with("error: past.jsonl: 12 more\n"),
        "{}",
        ran.stderr
    );
}

#[test]
fn a_draft_with_a_mistake_is_not_replayed() {
    let past = Past::new();
    past.folder
        .playbook_with("harbour", "[[rule]]\nid = \"nothing\"\n");
    let ran = past.replay(&[]);
    assert_eq!((ran.code, ran.stdout.as_str()), (Some(1), ""));
    assert!(
        ran.stderr
            .contains("workspace.toml:7:1: `[[rule]]` has no `when`"),
        "{}",
        ran.stderr
    );
}
