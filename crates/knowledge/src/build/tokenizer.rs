//! The pieces of a model's `tokenizer.json`, and how it cuts words into them.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value;

use super::ModelError;
use crate::table::Cutting;
use crate::vocabulary::SPACE;

/// The pieces by number. The special ones stay: no word can meet them, their brackets are words of their own.
#[derive(Debug)]
pub(super) struct Pieces {
    pub(super) texts: Vec<String>,
    /// How likely each is; none where the longest match is taken.
    pub(super) scores: Vec<f32>,
    pub(super) cutting: Cutting,
}

#[derive(Deserialize)]
struct Tokenizer {
    model: Model,
    #[serde(default)]
    normalizer: Value,
}

#[derive(Deserialize)]
struct Model {
    #[serde(rename = "type", default)]
    kind: String,
    #[serde(default)]
    continuing_subword_prefix: String,
    #[serde(default)]
    vocab: Value,
}

/// What is done to a text before it is cut.
#[derive(Clone, Copy, Default)]
struct Folding {
    lowercase: bool,
    strips_accents: bool,
}

impl Pieces {
    pub(super) fn read(tokenizer: &[u8]) -> Result<Self, ModelError> {
        let fault = |why: String| ModelError::Tokenizer(why);
        let tokenizer: Tokenizer =
            serde_json::from_slice(tokenizer).map_err(|error| fault(error.to_string()))?;
        let mut folding = Folding::default();
        folding.add(&tokenizer.normalizer)?;
        let Folding {
            lowercase,
            strips_accents,
        } = folding;
        let model = tokenizer.model;
        let accents = || fault("it strips accents and keeps capitals, which is not read".to_owned());
        match model.kind.as_str() {
            "WordPiece" if model.continuing_subword_prefix == "##" => Ok(Self {
                texts: numbered(&model.vocab)?,
                scores: Vec::new(),
                cutting: match (lowercase, strips_accents) {
                    (true, true) => Cutting::Folded,
                    (true, false) => Cutting::Lower,
                    (false, false) => Cutting::Written,
                    (false, true) => return Err(accents()),
                },
            }),
            "Unigram" => {
                let pieces: Vec<(String, f32)> =
                    Vec::deserialize(&model.vocab).map_err(|error| fault(error.to_string()))?;
                let (texts, scores) = pieces.into_iter().unzip();
                Ok(Self {
                    texts,
                    scores,
                    cutting: match (lowercase, strips_accents) {
                        (false, false) => Cutting::Likeliest,
                        (true, false) => Cutting::LikeliestLower,
                        (_, true) => {
                            return Err(fault("Unigram without accents is not read".to_owned()));
                        }
                    },
                })
            }
            other => Err(fault(format!(
                "`{other}` is not read: only WordPiece with `##` and Unigram are"
            ))),
        }
    }

    /// The numbers, ascending, of the `count` most frequent pieces and of all single characters. Where pieces have scores
    /// the likeliest are the most frequent; otherwise they come in that order.
    pub(super) fn frequent(&self, count: usize) -> Vec<usize> {
        let mut order: Vec<usize> = (0..self.texts.len()).collect();
        if !self.scores.is_empty() {
            order.sort_by(|&a, &b| self.scores[b].total_cmp(&self.scores[a]).then(a.cmp(&b)));
        }
        let mut kept: Vec<usize> = order[..count.min(order.len())].to_vec();
        kept.extend(
            order[kept.len()..]
                .iter()
                .filter(|&&at| is_character(&self.texts[at])),
        );
        kept.sort_unstable();
        kept
    }

    /// Only these pieces.
    pub(super) fn only(self, kept: &[usize]) -> Self {
        let scores = if self.scores.is_empty() {
            Vec::new()
        } else {
            kept.iter().map(|&at| self.scores[at]).collect()
        };
        Self {
            texts: kept.iter().map(|&at| self.texts[at].clone()).collect(),
            scores,
            cutting: self.cutting,
        }
    }
}

impl Folding {
    /// Adds what a normaliser does, or each of a sequence. White space and marks are the same to all of them.
    fn add(&mut self, normalizer: &Value) -> Result<(), ModelError> {
        let flag = |name: &str| normalizer.get(name).and_then(Value::as_bool);
        match normalizer.get("type").and_then(Value::as_str) {
            None => {}
            Some("BertNormalizer") => {
                let lowercase = flag("lowercase").unwrap_or(true);
                self.lowercase |= lowercase;
                self.strips_accents |= flag("strip_accents").unwrap_or(lowercase);
            }
            Some("Lowercase") => self.lowercase = true,
            Some("StripAccents") => self.strips_accents = true,
            Some(
                "NFC" | "NFD" | "NFKC" | "NFKD" | "Nmt" | "Precompiled" | "Prepend" | "Replace" | "Strip",
            ) => {}
            Some("Sequence") => {
                for part in normalizer
                    .get("normalizers")
                    .and_then(Value::as_array)
                    .into_iter()
                    .flatten()
                {
                    self.add(part)?;
                }
            }
            Some(other) => {
                return Err(ModelError::Tokenizer(format!(
                    "the normaliser `{other}` is not read"
                )));
            }
        }
        Ok(())
    }
}

fn numbered(vocab: &Value) -> Result<Vec<String>, ModelError> {
    let vocab: BTreeMap<String, u32> =
        BTreeMap::deserialize(vocab).map_err(|error| ModelError::Tokenizer(error.to_string()))?;
    let count = vocab.len();
    let mut pieces = vec![None; count];
    for (piece, number) in vocab {
        let slot = pieces
            .get_mut(number as usize)
            .ok_or_else(|| ModelError::Tokenizer(format!("`{piece}` has number {number} of {count}")))?;
        if let Some(other) = slot.replace(piece) {
            return Err(ModelError::Tokenizer(format!(
                "`{other}` shares its number {number}"
            )));
        }
    }
    pieces
        .into_iter()
        .map(|piece| piece.ok_or_else(|| ModelError::Tokenizer("a number is missing".to_owned())))
        .collect()
}

fn is_character(piece: &str) -> bool {
    let bare = piece
        .strip_prefix("##")
        .or_else(|| piece.strip_prefix(SPACE))
        .unwrap_or(piece);
    bare.chars().count() <= 1
}
