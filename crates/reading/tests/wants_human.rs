//! How often a reading is right about who asks for a person, on utterances that nobody here wrote. Skipped
//! where the evaluation data is not there.
#![expect(clippy::unwrap_used, reason = "tests")]

use std::path::{Path, PathBuf};

use gangway_knowledge::{Index, Passage, Table, build};
use gangway_playbook::parse;
use gangway_protocol::{Hash, Seq, Stamp};
use gangway_reading::{Message, Prepared, read};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

#[test]
fn whoever_asks_for_a_person_is_heard_and_hardly_anyone_else() {
    let rows = root().join("../shared/eval/wants_human.jsonl");
    let Ok(rows) = std::fs::read_to_string(rows) else {
        return;
    };
    let table = Table::read(&std::fs::read(root().join("models/gangway-en-256.table")).unwrap()).unwrap();
    let passage = Passage {
        id: "a#1".to_owned(),
        text: "A passage.".to_owned(),
        ..Passage::default()
    };
    let index = Index::read(&build::build(vec![passage], &table)).unwrap();
    let text = "[workspace]\nname = \"A\"\n[[team]]\nid = \"a\"\n";
    let playbook = parse::parse("a", "workspace.toml", text).unwrap();
    let prepared = Prepared::new(&playbook);
    let asks = |text: &str| {
        let stamp = Stamp {
            playbook: Hash::from("p"),
            index: Hash::from("i"),
            considered: Seq(0),
        };
        let message = Message {
            text,
            turns: &[],
            today: None,
        };
        read(&message, stamp, &playbook, &prepared, &index, &table)
            .unwrap()
            .asks_for_person
            .is_some()
    };

    let (mut heard, mut missed, mut invented) = (0.0, 0.0, 0.0);
    let (mut bots, mut bots_invented) = (0.0, 0.0);
    let (mut hard, mut hard_invented) = (0.0, 0.0);
    for row in rows.lines() {
        let row: serde_json::Value = serde_json::from_str(row).unwrap();
        let Some(wanted) = row["label"].as_u64() else {
            continue;
        };
        let got = asks(row["text"].as_str().unwrap());
        match (wanted == 1, got) {
            (true, true) => heard += 1.0,
            (true, false) => missed += 1.0,
            (false, true) => invented += 1.0,
            (false, false) => {}
        }
        if row["kind"] == "hard_word" {
            hard += 1.0;
            hard_invented += f64::from(u8::from(got));
        }
        if row["kind"] == "asks_if_bot" {
            bots += 1.0;
            bots_invented += f64::from(u8::from(got));
        }
    }
    let precision = heard / (heard + invented);
    let recall = heard / (heard + missed);
    assert!(precision >= 0.94, "precision {precision:.3}");
    assert!(recall >= 0.93, "recall {recall:.3}");
    assert!(
        bots_invented / bots <= 0.02,
        "{bots_invented} of {bots} ask whether this is a bot"
    );
    assert!(
        hard_invented / hard <= 0.02,
        "{hard_invented} of {hard} have only words of it"
    );
}
