//! A Model2Vec directory, made by a test.

use std::fs;
use std::path::Path;

use serde_json::{Value, json};

/// Writes `config.json`, `tokenizer.json` and `model.safetensors` with these tensors of `f32`: name, shape, numbers.
pub(crate) fn write(folder: &Path, tokenizer: &Value, tensors: &[(&str, &[usize], Vec<f32>)]) {
    fs::create_dir_all(folder).unwrap();
    let (mut head, mut data) = (serde_json::Map::new(), Vec::new());
    for (name, shape, numbers) in tensors {
        let start = data.len();
        data.extend(numbers.iter().flat_map(|number| number.to_le_bytes()));
        head.insert(
            (*name).to_owned(),
            json!({ "dtype": "F32", "shape": shape, "data_offsets": [start, data.len()] }),
        );
    }
    let head = Value::Object(head).to_string();
    let mut file = (head.len() as u64).to_le_bytes().to_vec();
    file.extend_from_slice(head.as_bytes());
    file.extend_from_slice(&data);
    fs::write(folder.join("model.safetensors"), file).unwrap();
    fs::write(folder.join("tokenizer.json"), tokenizer.to_string()).unwrap();
    let config = json!({ "model_type": "model2vec", "normalize": true, "hidden_dim": tensors[0].1[1] });
    fs::write(folder.join("config.json"), config.to_string()).unwrap();
}

/// Whole words as WordPiece, those of a group with one meaning: a row of `columns` numbers each.
pub(crate) fn words(folder: &Path, groups: &[&[&str]], columns: usize) {
    let mut vocab = serde_json::Map::new();
    let mut rows = Vec::new();
    for (at, group) in groups.iter().enumerate() {
        for word in *group {
            vocab.insert((*word).to_owned(), json!(vocab.len()));
            rows.extend((0..columns).map(|column| f32::from(u8::from(column == at % columns))));
        }
    }
    let shape = [vocab.len(), columns];
    let tokenizer = json!({
        "normalizer": { "type": "BertNormalizer", "lowercase": true },
        "model": { "type": "WordPiece", "continuing_subword_prefix": "##", "vocab": vocab },
    });
    write(folder, &tokenizer, &[("embeddings", &shape, rows)]);
}
