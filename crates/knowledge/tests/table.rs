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
    let import = |bits| {
        Table::read(
            &build::import_model(
                &build::Import {
                    name: "m",
                    bits,
                    languages: &[],
                    keep: None,
                },
                &tokenizer,
                &tensors,
            )
            .unwrap(),
        )
        .unwrap()
    };

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

/// A safetensors file with these tensors: name, kind, shape, bytes.
fn safetensors(tensors: &[(&str, &str, &[usize], Vec<u8>)]) -> Vec<u8> {
    let (mut head, mut data) = (serde_json::Map::new(), Vec::new());
    for (name, kind, shape, bytes) in tensors {
        let start = data.len();
        data.extend_from_slice(bytes);
        let tensor =
            serde_json::json!({ "dtype": kind, "shape": shape, "data_offsets": [start, data.len()] });
        head.insert((*name).to_owned(), tensor);
    }
    let head = serde_json::to_vec(&head).unwrap();
    let mut file = (head.len() as u64).to_le_bytes().to_vec();
    file.extend(head);
    file.extend(data);
    file
}

fn floats(values: &[f32]) -> Vec<u8> {
    values.iter().flat_map(|value| value.to_le_bytes()).collect()
}

/// A Unigram tokeniser of Spanish and German words, with two components for each piece: luggage and time.
fn multilingual(keep: Option<usize>) -> Table {
    let pieces: [(&str, f32, [f32; 2]); 15] = [
        ("<unk>", 0.0, [0.0, 0.0]),
        ("▁", -3.0, [0.0, 0.0]),
        ("▁male", -5.0, [0.9, 0.1]),
        ("ta", -4.0, [0.2, 0.0]),
        ("s", -2.0, [0.0, 0.1]),
        ("▁Koffer", -6.0, [1.0, 0.0]),
        ("▁horario", -6.5, [0.0, 1.0]),
        ("▁Öffnungs", -7.0, [0.1, 0.7]),
        ("zeiten", -6.0, [0.0, 0.8]),
        ("▁la", -2.5, [0.0, 0.0]),
        ("?", -3.0, [0.0, 0.0]),
        ("▁K", -8.0, [0.0, 0.0]),
        ("o", -6.0, [0.0, 0.0]),
        ("f", -6.0, [0.0, 0.0]),
        ("er", -9.0, [0.0, 0.0]),
    ];
    let vocab: Vec<_> = pieces.iter().map(|(piece, score, _)| (piece, score)).collect();
    let tokenizer = serde_json::json!({
        "normalizer": { "type": "Sequence", "normalizers": [{ "type": "Precompiled" }, { "type": "Replace" }] },
        "pre_tokenizer": { "type": "Metaspace", "replacement": "▁" },
        "model": { "type": "Unigram", "unk_id": 0, "vocab": vocab },
    });
    let rows: Vec<f32> = pieces.iter().flat_map(|(_, _, row)| *row).collect();
    let tensors = safetensors(&[("embeddings", "F32", &[15, 2], floats(&rows))]);
    let languages = ["es".to_owned(), "de".to_owned()];
    let import = build::Import {
        name: "tiny-multilingual",
        bits: Bits::Eight,
        languages: &languages,
        keep,
    };
    let table = build::import_model(&import, &serde_json::to_vec(&tokenizer).unwrap(), &tensors).unwrap();
    Table::read(&table).unwrap()
}

#[test]
fn a_unigram_model_cuts_texts_as_sentencepiece_does() {
    let table = multilingual(None);
    assert_eq!(table.rows(), 15);
    assert_eq!(table.languages(), ["es", "de"]);
    // la male-ta s; the mark stands by itself, glued to its word.
    assert_eq!(table.pieces("la maletas?"), [9, 2, 3, 4, 10]);
    assert_eq!(table.pieces("  Koffer\tÖffnungszeiten"), [5, 7, 8]);
    // Capitals and accents tell: these words are not the model's, and are cut into what is.
    assert_eq!(table.pieces("koffer"), [1, 12, 13, 13, 14]);
    assert_eq!(table.pieces("東京"), [1]);
    assert!(table.pieces("").is_empty());
    let cosine = |a: &str, b: &str| -> f32 {
        let (a, b) = (table.embed(a).unwrap(), table.embed(b).unwrap());
        a.iter().zip(&b).map(|(a, b)| a * b).sum()
    };
    assert!(cosine("maleta", "Koffer") > 0.9);
    assert!(cosine("horario", "Öffnungszeiten") > 0.9);
    assert!(cosine("maleta", "Öffnungszeiten") < 0.4);
}

#[test]
fn a_table_of_several_languages_finds_a_passage_in_another_language() {
    let table = multilingual(None);
    let passage = |id: &str, text: &str| gangway_knowledge::Passage {
        id: id.to_owned(),
        text: text.to_owned(),
        language: Some("de".to_owned()),
        ..gangway_knowledge::Passage::default()
    };
    let passages = vec![passage("time", "Öffnungszeiten"), passage("luggage", "Koffer")];
    let index = gangway_knowledge::Index::take(build::build(passages, &table)).unwrap();
    let first = |text, language| {
        let found = gangway_knowledge::search(
            &index,
            &table,
            &gangway_knowledge::Query {
                text,
                context: &[],
                before: &[],
                language: Some(language),
                filter: gangway_knowledge::Filter::default(),
                limit: 1,
            },
        );
        (
            index.id(found.hits[0].passage).to_owned(),
            found.hits[0].parts.meaning,
        )
    };
    assert_eq!(first("maleta", "es").0, "luggage");
    assert_eq!(first("horario", "es").0, "time");
    // In a language that the table does not say it knows, nothing is meant.
    assert!(first("maleta", "es").1 > 0.9);
    assert!(first("maleta", "it").1 <= 0.0);
}

#[test]
fn a_pruned_model_keeps_the_frequent_pieces_and_single_characters() {
    let table = multilingual(Some(4));
    // <unk>, s, la and ▁ or ?; of the others the single characters.
    assert_eq!(table.rows(), 8);
    assert_eq!(table.pieces("la s").len(), 3);
}

#[test]
fn a_cased_model_meets_words_as_they_are_written() {
    let tokenizer = |normalizer: &str| {
        format!(
            r###"{{"model": {{"type": "WordPiece", "continuing_subword_prefix": "##",
            "vocab": {{"Été": 0, "été": 1, "ete": 2, "##s": 3}}}}, "normalizer": {normalizer}}}"###
        )
    };
    let tensors = safetensors(&[("embeddings", "F32", &[4, 1], floats(&[1.0, 1.0, 1.0, 1.0]))]);
    let pieces = |normalizer: &str, text: &str| {
        let import = build::Import {
            name: "m",
            bits: Bits::Eight,
            languages: &[],
            keep: None,
        };
        let table = build::import_model(&import, tokenizer(normalizer).as_bytes(), &tensors);
        table
            .map(|table| Table::read(&table).unwrap().pieces(text))
            .map_err(|error| error.to_string())
    };
    let cased = r#"{"type": "BertNormalizer", "lowercase": false}"#;
    let uncased = r#"{"type": "BertNormalizer", "lowercase": true}"#;
    let lower = r#"{"type": "BertNormalizer", "lowercase": true, "strip_accents": false}"#;
    assert_eq!(pieces(cased, "Étés été"), Ok(vec![0, 3, 1]));
    assert_eq!(pieces(lower, "Étés été"), Ok(vec![1, 3, 1]));
    assert_eq!(pieces(uncased, "Étés été"), Ok(vec![2, 3, 2]));
    assert_eq!(pieces("null", "Étés"), Ok(vec![0, 3]));
    let odd = pieces(r#"{"type": "StripAccents"}"#, "x").unwrap_err();
    assert!(odd.contains("strips accents and keeps capitals"), "{odd}");
    let other = pieces(r#"{"type": "ByteLevel"}"#, "x").unwrap_err();
    assert!(
        other.contains("the normaliser `ByteLevel` is not read"),
        "{other}"
    );
}

#[test]
fn rows_are_read_in_every_kind_of_number_and_through_a_mapping() {
    let tokenizer = br###"{"model": {"type": "WordPiece", "continuing_subword_prefix": "##",
        "vocab": {"a": 0, "b": 1}}, "normalizer": {"type": "BertNormalizer"}}"###;
    let embed = |tensors: &[(&str, &str, &[usize], Vec<u8>)]| {
        let import = build::Import {
            name: "m",
            bits: Bits::Sixteen,
            languages: &[],
            keep: None,
        };
        let table = build::import_model(&import, tokenizer, &safetensors(tensors)).unwrap();
        Table::read(&table).unwrap().embed("a a b").unwrap()[..2].to_vec()
    };
    let expected = [2.0 / 5f32.sqrt(), 1.0 / 5f32.sqrt()];
    let check = |found: Vec<f32>| {
        assert!(
            found.iter().zip(expected).all(|(a, b)| (a - b).abs() < 1e-3),
            "{found:?}"
        );
    };
    let identity = [1f32, 0.0, 0.0, 1.0];
    check(embed(&[("embeddings", "F32", &[2, 2], floats(&identity))]));
    let doubles = identity
        .iter()
        .flat_map(|value| f64::from(*value).to_le_bytes())
        .collect();
    check(embed(&[("embeddings", "F64", &[2, 2], doubles)]));
    check(embed(&[("embeddings", "I8", &[2, 2], vec![7, 0, 0, 7])]));
    let brain = identity
        .iter()
        .flat_map(|value| value.to_le_bytes()[2..].to_vec())
        .collect();
    check(embed(&[("embeddings", "BF16", &[2, 2], brain)]));
    // Three rows; `a` has the third and `b` the first, which counts a fifth of it.
    check(embed(&[
        (
            "embeddings",
            "F32",
            &[3, 2],
            floats(&[0.0, 5.0, 9.0, 9.0, 1.0, 0.0]),
        ),
        (
            "mapping",
            "I64",
            &[2],
            [2i64, 0].iter().flat_map(|row| row.to_le_bytes()).collect(),
        ),
        ("weights", "F32", &[2], floats(&[1.0, 0.2])),
    ]));
}
