//! The pieces of a model's `tokenizer.json`, and how it cuts words into them.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value;

use super::ModelError;
use super::pairs::{Learnt, Pairs};
use crate::cutter::{Cutter, Cutting};
use crate::vocabulary::{SPACE, Vocabulary};

/// The pieces that words can meet.
#[derive(Debug)]
pub(super) struct Pieces {
    pub(super) texts: Vec<Vec<u8>>,
    /// How likely each is, or how early it is put together; none where the longest match is taken.
    pub(super) scores: Vec<f32>,
    pub(super) cutting: Cutting,
    /// The number that each has in the model.
    pub(super) numbers: Vec<usize>,
    /// How many numbers the model has.
    pub(super) all: usize,
    /// Which two pieces each is put together from; empty where none is.
    made_of: Vec<Option<[usize; 2]>>,
}

/// What is kept of the pieces.
#[derive(Clone, Copy, Default, Debug)]
pub struct Keep<'a> {
    /// The pieces of these texts are kept, whatever else is.
    pub texts: &'a [String],
    /// So many pieces are kept: those of the texts and all single characters, then the most frequent. `None`: as many as there
    /// is room for.
    pub most: Option<usize>,
    /// And so many that their rows take no more than so many bytes.
    pub bytes: Option<usize>,
}

#[derive(Deserialize)]
struct Tokenizer {
    model: Model,
    #[serde(default)]
    normalizer: Value,
    #[serde(default)]
    pre_tokenizer: Value,
}

#[derive(Deserialize)]
struct Model {
    #[serde(rename = "type", default)]
    kind: String,
    #[serde(default)]
    continuing_subword_prefix: Option<String>,
    #[serde(default)]
    end_of_word_suffix: Option<String>,
    #[serde(default)]
    ignore_merges: bool,
    #[serde(default)]
    vocab: Value,
    #[serde(default)]
    merges: Value,
}

/// What is done to a text before it is cut.
#[derive(Clone, Copy, Default)]
struct Folding {
    lowercase: bool,
    strips_accents: bool,
}

impl Pieces {
    pub(super) fn read(tokenizer: &[u8]) -> Result<Self, ModelError> {
        let tokenizer: Tokenizer =
            serde_json::from_slice(tokenizer).map_err(|error| fault(error.to_string()))?;
        let mut folding = Folding::default();
        folding.add(&tokenizer.normalizer)?;
        match tokenizer.model.kind.as_str() {
            "WordPiece" if tokenizer.model.continuing_subword_prefix.as_deref() == Some("##") => {
                Self::word_piece(&tokenizer.model, folding)
            }
            "Unigram" => Self::unigram(&tokenizer.model, folding),
            "BPE" => Self::pairs(&tokenizer, folding),
            other => Err(fault(format!(
                "`{other}` is not read: only WordPiece with `##`, Unigram and BPE are"
            ))),
        }
    }

    fn word_piece(model: &Model, folding: Folding) -> Result<Self, ModelError> {
        let texts: Vec<Vec<u8>> = numbered(&model.vocab)?
            .into_iter()
            .map(String::into_bytes)
            .collect();
        let Folding {
            lowercase,
            strips_accents,
        } = folding;
        Ok(Self {
            scores: Vec::new(),
            cutting: match (lowercase, strips_accents) {
                (true, true) => Cutting::Folded,
                (true, false) => Cutting::Lower,
                (false, false) => Cutting::Written,
                (false, true) => {
                    return Err(fault(
                        "it strips accents and keeps capitals, which is not read".to_owned(),
                    ));
                }
            },
            numbers: (0..texts.len()).collect(),
            all: texts.len(),
            made_of: Vec::new(),
            texts,
        })
    }

    /// The special pieces stay, as of `WordPiece`: no word can meet them, their brackets are words of their own.
    fn unigram(model: &Model, folding: Folding) -> Result<Self, ModelError> {
        let pieces: Vec<(String, f32)> =
            Vec::deserialize(&model.vocab).map_err(|error| fault(error.to_string()))?;
        let (texts, scores): (Vec<String>, Vec<f32>) = pieces.into_iter().unzip();
        Ok(Self {
            scores,
            cutting: folding.written("Unigram", Cutting::Likeliest, Cutting::LikeliestLower)?,
            numbers: (0..texts.len()).collect(),
            all: texts.len(),
            made_of: Vec::new(),
            texts: texts.into_iter().map(String::into_bytes).collect(),
        })
    }

    /// Pieces that cannot come of their own text are left out: they cannot come of any.
    fn pairs(tokenizer: &Tokenizer, folding: Folding) -> Result<Self, ModelError> {
        let model = &tokenizer.model;
        let unread = |what: &str| {
            fault(format!(
                "{what} is not read: of BPE only what puts bytes together (`ByteLevel`, as of GPT-2 and RoBERTa) and what has \
                 `▁` for the space (`Metaspace`, as of Llama 2) are"
            ))
        };
        let empty = |text: &Option<String>| text.as_ref().is_none_or(String::is_empty);
        if !empty(&model.continuing_subword_prefix) || !empty(&model.end_of_word_suffix) {
            return Err(unread("a mark at the end or in the middle of words"));
        }
        if model.ignore_merges {
            return Err(unread("`ignore_merges`"));
        }
        let normalizer = tokenizer.normalizer.to_string();
        let of_bytes = match tokenizer.pre_tokenizer.get("type").and_then(Value::as_str) {
            Some("ByteLevel") if tokenizer.pre_tokenizer.get("use_regex") != Some(&Value::Bool(false)) => {
                true
            }
            Some("Metaspace") => false,
            None if normalizer.contains(SPACE) => false,
            None => return Err(unread("BPE without a way to cut words")),
            Some(other) => return Err(unread(&format!("the way to cut words `{other}`"))),
        };
        let numbered = numbered(&model.vocab)?;
        let all = numbered.len();
        let pairs = Pairs::read(numbered, &model.merges, of_bytes)?;
        let mut pieces = Self {
            texts: Vec::new(),
            scores: Vec::new(),
            cutting: if of_bytes {
                folding.written("BPE", Cutting::Bytes, Cutting::BytesLower)?
            } else {
                folding.written("BPE", Cutting::Paired, Cutting::PairedLower)?
            },
            numbers: Vec::new(),
            all,
            made_of: Vec::new(),
        };
        let learnt = pairs.learnt();
        // What stands for a number of the model among those that are taken.
        let mut places = vec![usize::MAX; all];
        for Learnt { number, .. } in &learnt {
            places[*number] = pieces.numbers.len();
            pieces.numbers.push(*number);
        }
        for Learnt { text, rank, of, .. } in learnt {
            pieces.texts.push(text);
            pieces.scores.push(rank.map_or(0.0, |rank| -(rank as f32) - 1.0));
            pieces.made_of.push(of.map(|of| of.map(|part| places[part])));
        }
        Ok(pieces)
    }

    /// The numbers, ascending, of the pieces that are kept. A row takes so many bytes beside its piece's text.
    ///
    /// # Errors
    /// When a piece is longer than can be kept.
    pub(super) fn kept(&self, keep: &Keep<'_>, row: usize) -> Result<Vec<usize>, ModelError> {
        let mut taken = vec![false; self.texts.len()];
        let mut count = 0;
        let mut left = keep.bytes.unwrap_or(usize::MAX);
        let mut take = |at: usize, most: usize| {
            // A piece without those it is put together from would never come to be.
            let mut open = vec![at];
            let mut lacking = Vec::new();
            while let Some(at) = open.pop() {
                if !taken[at] && !lacking.contains(&at) {
                    lacking.push(at);
                    open.extend(self.made_of.get(at).copied().flatten().into_iter().flatten());
                }
            }
            let bytes: usize = lacking.iter().map(|&at| self.texts[at].len() + row).sum();
            if bytes > left || count + lacking.len() > most {
                return;
            }
            left -= bytes;
            count += lacking.len();
            for at in lacking {
                taken[at] = true;
            }
        };
        // 1. What the texts have.
        if !keep.texts.is_empty() {
            let cutter = self.cutter()?;
            let mut used = vec![false; self.texts.len()];
            for text in keep.texts {
                for piece in cutter.pieces(text) {
                    used[piece as usize] = true;
                }
            }
            (0..used.len())
                .filter(|&at| used[at])
                .for_each(|at| take(at, usize::MAX));
        }
        // 2. Single characters, so that no word is lost whole.
        (0..self.texts.len())
            .filter(|&at| self.is_character(at))
            .for_each(|at| take(at, usize::MAX));
        // 3. The most frequent. Where pieces have scores the likeliest are; otherwise they come in that order.
        let mut order: Vec<usize> = (0..self.texts.len()).collect();
        if !self.scores.is_empty() {
            order.sort_by(|&a, &b| self.scores[b].total_cmp(&self.scores[a]).then(a.cmp(&b)));
        }
        let most = keep.most.unwrap_or(usize::MAX);
        order.into_iter().for_each(|at| take(at, most));
        Ok((0..taken.len()).filter(|&at| taken[at]).collect())
    }

    /// Only these pieces.
    pub(super) fn only(mut self, kept: &[usize]) -> Self {
        let texts = kept.iter().map(|&at| std::mem::take(&mut self.texts[at]));
        self.texts = texts.collect();
        if !self.scores.is_empty() {
            self.scores = kept.iter().map(|&at| self.scores[at]).collect();
        }
        self.numbers = kept.iter().map(|&at| self.numbers[at]).collect();
        self.made_of.clear();
        self
    }

    /// Length of each piece, as a table has it.
    pub(super) fn lengths(&self) -> Result<Vec<u8>, ModelError> {
        self.texts
            .iter()
            .map(|piece| {
                u8::try_from(piece.len()).map_err(|_| fault(format!("a word piece of {} bytes", piece.len())))
            })
            .collect()
    }

    fn cutter(&self) -> Result<Cutter, ModelError> {
        Vocabulary::new(self.texts.concat().into(), &self.lengths()?)
            .and_then(|vocabulary| Cutter::new(self.cutting, vocabulary, self.scores.clone()))
            .ok_or_else(|| fault("a piece's score is no number".to_owned()))
    }

    fn is_character(&self, at: usize) -> bool {
        let piece = &self.texts[at];
        match self.cutting {
            Cutting::Bytes | Cutting::BytesLower => piece.len() == 1,
            Cutting::Folded
            | Cutting::Lower
            | Cutting::Written
            | Cutting::Likeliest
            | Cutting::LikeliestLower
            | Cutting::Paired
            | Cutting::PairedLower => {
                let bare = [b"##".as_slice(), SPACE.as_bytes()]
                    .iter()
                    .find_map(|mark| piece.strip_prefix(*mark))
                    .unwrap_or(piece);
                std::str::from_utf8(bare).is_ok_and(|bare| bare.chars().count() <= 1)
            }
        }
    }
}

fn fault(why: String) -> ModelError {
    ModelError::Tokenizer(why)
}

impl Folding {
    /// Which of two ways to cut it is, as words are written or of small letters.
    fn written(self, kind: &str, written: Cutting, lower: Cutting) -> Result<Cutting, ModelError> {
        match (self.lowercase, self.strips_accents) {
            (false, false) => Ok(written),
            (true, false) => Ok(lower),
            (_, true) => Err(fault(format!("{kind} without accents is not read"))),
        }
    }

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
