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
            .unwrap()
            .bytes,
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
fn multilingual(keep: Option<build::Keep<'_>>) -> Table {
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
    Table::read(&table.bytes).unwrap()
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
            found.hits[0].parts.late,
        )
    };
    assert_eq!(first("maleta", "es").0, "luggage");
    assert_eq!(first("horario", "es").0, "time");
    assert!(first("maleta", "es").1 > 0.9 && first("maleta", "es").2 > 0.9);
    // In a language that the table does not say it knows, nothing is meant, and a piece is met by itself alone.
    assert_eq!((first("maleta", "it").1, first("maleta", "it").2), (0.0, 0.0));
    let (id, meaning, late) = first("Koffer", "it");
    assert!(
        id == "luggage" && meaning <= 0.0 && late > 0.9,
        "{id} {meaning} {late}"
    );
}

#[test]
fn a_pruned_model_keeps_what_texts_have_single_characters_and_then_the_frequent() {
    let pruned = |texts: &[&str], most, bytes| {
        let texts: Vec<String> = texts.iter().map(|&text| text.to_owned()).collect();
        multilingual(Some(build::Keep {
            texts: &texts,
            most,
            bytes,
        }))
    };
    // <unk> and la, the most frequent of all that are longer, and the six single characters.
    let table = pruned(&[], Some(8), None);
    assert_eq!(table.rows(), 8);
    assert_eq!(table.pieces("la s").len(), 3);
    // Fewer than there are characters are not had.
    assert_eq!(pruned(&[], Some(1), None).rows(), 6);
    // What the documents have comes first, however rare it is.
    let table = pruned(&["Koffer"], Some(8), None);
    assert_eq!((table.rows(), table.pieces("Koffer").len()), (8, 1));
    // A row of eight bits has 256 codes, a scale, a length and a score, and its text.
    assert_eq!(pruned(&["Koffer"], None, Some(8 * 290)).rows(), 8);
    assert_eq!(pruned(&["Koffer"], None, None).rows(), 15);
}

/// A model of pairs, with a row for each piece: 1 in the column of its number.
fn paired(tokenizer: &serde_json::Value, keep: Option<build::Keep<'_>>) -> Result<Table, String> {
    let pieces = tokenizer["model"]["vocab"].as_object().unwrap().len();
    let rows: Vec<f32> = (0..pieces * pieces)
        .map(|at| f32::from(u8::from(at % (pieces + 1) == 0)))
        .collect();
    let tensors = safetensors(&[("embeddings", "F32", &[pieces, pieces], floats(&rows))]);
    let import = build::Import {
        name: "pairs",
        bits: Bits::Eight,
        languages: &[],
        keep,
    };
    build::import_model(&import, tokenizer.to_string().as_bytes(), &tensors)
        .map(|imported| Table::read(&imported.bytes).unwrap())
        .map_err(|error| error.to_string())
}

/// The pieces of a text by the numbers that they have in the model: which column of the row is 1.
fn numbers(table: &Table, text: &str) -> Vec<usize> {
    let column = |word: Vec<f32>| word.iter().position(|value| *value > 0.9).unwrap();
    let alone = |piece: u32| column(table.row(piece).unwrap());
    table.pieces(text).into_iter().map(alone).collect()
}

#[test]
fn a_byte_level_model_cuts_texts_as_gpt_2_does() {
    let vocab = [
        "a", "b", "c", "Ġ", "7", "Ã", "©", "Ġa", "bc", "Ġabc", "Ã©", "77", "<s>", "abc",
    ];
    let vocab: serde_json::Map<String, serde_json::Value> = vocab
        .iter()
        .zip(0..)
        .map(|(piece, number)| ((*piece).to_owned(), number.into()))
        .collect();
    let tokenizer = serde_json::json!({
        "pre_tokenizer": { "type": "ByteLevel", "add_prefix_space": false, "trim_offsets": true },
        "model": {
            "type": "BPE", "continuing_subword_prefix": "", "vocab": vocab,
            // "abc" can only come of the space and what is put together before it.
            "merges": ["Ġ a", "b c", "Ġa bc", "Ã ©", "7 7", "ab c".replace("ab", "a").as_str()],
        },
    });
    let fault = paired(&tokenizer, None).unwrap_err();
    assert!(fault.contains("`ac` of the pair `a c` is no piece"), "{fault}");
    let mut tokenizer = tokenizer;
    tokenizer["model"]["merges"].as_array_mut().unwrap().pop();
    let table = paired(&tokenizer, None).unwrap();
    // Neither `<s>` nor `abc` comes of its own text.
    assert_eq!(table.rows(), 12);
    assert_eq!(numbers(&table, "abc  abc"), [9, 9]);
    // Glued to a mark it has no space before it; letters and digits part.
    assert_eq!(numbers(&table, "(abc"), [3, 0, 8]);
    assert_eq!(numbers(&table, "a777é"), [7, 11, 4, 10]);
    assert_eq!(numbers(&table, "zé"), [3, 10], "bytes of no piece are left out");

    // Pruned, a piece brings those along that it is put together from.
    let texts = ["abc".to_owned()];
    let keep = build::Keep {
        texts: &texts,
        most: Some(10),
        bytes: None,
    };
    let table = paired(&tokenizer, Some(keep)).unwrap();
    assert_eq!((table.rows(), numbers(&table, "abc")), (10, vec![9]));
    assert_eq!(numbers(&table, "77é"), [3, 4, 4, 5, 6]);

    for (key, value) in [
        ("ignore_merges", serde_json::json!(true)),
        ("end_of_word_suffix", serde_json::json!("</w>")),
    ] {
        let mut other = tokenizer.clone();
        other["model"][key] = value;
        let fault = paired(&other, None).unwrap_err();
        assert!(fault.contains("is not read: of BPE only"), "{fault}");
    }
    for way in [serde_json::json!({ "type": "Sequence" }), serde_json::Value::Null] {
        let mut other = tokenizer.clone();
        other["pre_tokenizer"] = way;
        let fault = paired(&other, None).unwrap_err();
        assert!(
            fault.contains("(`ByteLevel`, as of GPT-2 and RoBERTa)") && fault.contains("`Metaspace`"),
            "{fault}"
        );
    }
}

#[test]
fn a_model_of_pairs_with_a_mark_for_the_space_cuts_texts_as_sentencepiece_does() {
    let vocab = [
        "<unk>", "<0xC3>", "▁", "l", "a", "m", "▁l", "▁la", "ma", "la", "é",
    ];
    let vocab: serde_json::Map<String, serde_json::Value> = vocab
        .iter()
        .zip(0..)
        .map(|(piece, number)| ((*piece).to_owned(), number.into()))
        .collect();
    let tokenizer = serde_json::json!({
        "normalizer": { "type": "Sequence", "normalizers": [
            { "type": "Prepend", "prepend": "▁" },
            { "type": "Replace", "pattern": { "String": " " }, "content": "▁" },
        ] },
        "pre_tokenizer": null,
        "model": {
            "type": "BPE", "continuing_subword_prefix": null, "byte_fallback": true, "vocab": vocab,
            "merges": [["▁", "l"], ["m", "a"], ["▁l", "a"], ["l", "a"]],
        },
    });
    let table = paired(&tokenizer, None).unwrap();
    assert_eq!(table.rows(), 9);
    assert_eq!(numbers(&table, "la lama"), [7, 7, 8]);
    assert_eq!(numbers(&table, "ala"), [2, 4, 9]);
    assert_eq!(
        numbers(&table, "zé"),
        [2, 10],
        "characters of no piece are left out"
    );
    let mut lower = tokenizer.clone();
    lower["normalizer"] = serde_json::json!({ "type": "Lowercase" });
    lower["pre_tokenizer"] = serde_json::json!({ "type": "Metaspace", "replacement": "▁" });
    assert_eq!(numbers(&paired(&lower, None).unwrap(), "LA"), [7]);
}

#[test]
fn of_more_columns_than_a_table_has_the_principal_components_are_kept() {
    let tokenizer = br###"{"model": {"type": "WordPiece", "continuing_subword_prefix": "##",
        "vocab": {"a": 0, "b": 1, "c": 2}}, "normalizer": {"type": "BertNormalizer"}}"###;
    // All that is said stands in the last columns, which a cut would lose.
    let columns = 300;
    let mut rows = vec![0f32; 3 * columns];
    rows[columns - 1] = 1.0;
    rows[2 * columns - 1] = 0.6;
    rows[2 * columns - 2] = 0.8;
    rows[3 * columns - 3] = 1.0;
    let tensors = safetensors(&[("embeddings", "F32", &[3, columns], floats(&rows))]);
    let import = build::Import {
        name: "wide",
        bits: Bits::Sixteen,
        languages: &[],
        keep: None,
    };
    let imported = build::import_model(&import, tokenizer, &tensors).unwrap();
    assert_eq!((imported.columns, imported.pieces), (columns, 3));
    assert!((imported.kept - 1.0).abs() < 1e-9);
    let table = Table::read(&imported.bytes).unwrap();
    let cosine = |a: &str, b: &str| -> f32 {
        let (a, b) = (table.embed(a).unwrap(), table.embed(b).unwrap());
        a.iter().zip(&b).map(|(a, b)| a * b).sum()
    };
    assert!((cosine("a", "b") - 0.6).abs() < 1e-3 && cosine("a", "c").abs() < 1e-3);
    let wide = safetensors(&[("embeddings", "F32", &[3, 2_049], floats(&vec![0.0; 3 * 2_049]))]);
    let fault = build::import_model(&import, tokenizer, &wide)
        .unwrap_err()
        .to_string();
    assert!(fault.contains("rows of 2049, and 2048 are the most"), "{fault}");
}

#[test]
fn a_table_is_told_its_languages_without_a_change_of_its_numbers() {
    let bytes = std::fs::read(root().join("models/gangway-en-256.table")).unwrap();
    let declared = build::declare(&bytes, &["en".to_owned(), "fr".to_owned()]).unwrap();
    let (before, after) = (
        Table::read(&bytes).unwrap(),
        Table::read(&declared.bytes).unwrap(),
    );
    assert_eq!(after.languages(), ["en", "fr"]);
    assert_ne!(before.hash(), after.hash());
    let text = "Do you have a luggage store?";
    assert_eq!(before.embed(text), after.embed(text));
    assert!(build::declare(b"no table", &[]).is_err());
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
            .map(|table| Table::read(&table.bytes).unwrap().pieces(text))
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
        Table::read(&table.bytes).unwrap().embed("a a b").unwrap()[..2].to_vec()
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
