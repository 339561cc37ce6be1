//! The reader agrees with the reference reader of the model.
#![expect(clippy::unwrap_used, reason = "a panic is how a test fails")]

use std::path::{Path, PathBuf};

use gangway_knowledge::{Bits, Table, build};
use serde::Deserialize;

/// A text with its word pieces and unit vector, as the reference reader has them.
#[derive(Deserialize)]
struct Reference {
    text: String,
    ids: Vec<u32>,
    unit: Vec<f32>,
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn committed() -> Table {
    Table::read(&std::fs::read(root().join("models/gangway-en-256.table")).unwrap()).unwrap()
}

fn references(path: &Path) -> Vec<Reference> {
    let text = std::fs::read_to_string(path).unwrap();
    text.lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

fn agrees(table: &Table, references: &[Reference], least_cosine: f32) {
    let mut cosines = Vec::new();
    for reference in references {
        assert_eq!(table.pieces(&reference.text), reference.ids, "{}", reference.text);
        // A text of stop words alone has the vector zero there, and none here.
        let Some(unit) = table.embed(&reference.text) else {
            assert!(
                reference.unit.iter().all(|value| *value == 0.0),
                "{}",
                reference.text
            );
            continue;
        };
        let cosine: f32 = unit.iter().zip(&reference.unit).map(|(a, b)| a * b).sum();
        // A text of one word that says anything has that one row's rounding; a longer one averages it out.
        assert!(cosine >= least_cosine - 0.005, "{cosine} {}", reference.text);
        cosines.push(cosine);
    }
    let mean = cosines.iter().sum::<f32>() / cosines.len() as f32;
    assert!(mean >= least_cosine, "{mean}");
}

#[test]
fn the_committed_table_agrees_with_our_own_texts() {
    let own = references(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/parity.jsonl"));
    assert_eq!(own.len(), 12);
    agrees(&committed(), &own, 0.99);
}

#[test]
fn every_width_agrees_with_the_reference_where_the_model_is_present() {
    let model = root().join("../shared/model");
    if !model.join("parity.jsonl").exists() {
        return;
    }
    let references = references(&model.join("parity.jsonl"));
    let read = |name: &str| std::fs::read(model.join("gangway-en-256").join(name)).unwrap();
    let (tokenizer, tensors) = (read("tokenizer.json"), read("model.safetensors"));
    let import = |bits| Table::read(&build::import_model("m", &tokenizer, &tensors, bits).unwrap()).unwrap();

    agrees(&import(Bits::Four), &references, 0.99);
    let whole = import(Bits::Sixteen);
    agrees(&whole, &references, 0.99999);
    for reference in &references {
        let unit = whole.embed(&reference.text).unwrap_or_else(|| vec![0.0; 256]);
        for (a, b) in unit.iter().zip(&reference.unit) {
            assert!((a - b).abs() <= 1e-3, "{}", reference.text);
        }
    }
}

#[test]
fn a_text_without_known_pieces_has_no_vector() {
    let table = committed();
    assert_eq!(table.embed(""), None);
    assert_eq!(table.embed("the of and"), None);
    assert_eq!(table.embed("\u{16A0}\u{16A1}"), None);
}

#[test]
fn a_damaged_table_is_an_error() {
    let mut bytes = std::fs::read(root().join("models/gangway-en-256.table")).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    let error = Table::read(&bytes).unwrap_err().to_string();
    assert_eq!(error, "damaged table file: its checksum does not fit");
    assert_eq!(
        Table::read(b"GIF89a").unwrap_err().to_string(),
        "not a Gangway table file"
    );
}
