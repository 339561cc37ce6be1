//! A Model2Vec directory → a table file.

use std::collections::BTreeMap;

use serde::Deserialize;
use thiserror::Error;

use super::components::{self, MOST_COLUMNS};
use super::tokenizer::{Keep, Pieces};
use crate::format::{self, Block, Kind};
use crate::table::{Bits, Body, LARGEST_COLUMN, half};
use crate::vector::DIMENSIONS;
use crate::{FormatError, Table};

/// Why a model could not be imported.
#[derive(Debug, Error)]
pub enum ModelError {
    /// `tokenizer.json` is not what it should be.
    #[error("`tokenizer.json`: {0}")]
    Tokenizer(String),
    /// `model.safetensors` is not what it should be.
    #[error("`model.safetensors`: {0}")]
    Tensors(String),
}

/// How a model is made into a table.
#[derive(Clone, Debug)]
pub struct Import<'a> {
    /// What indexes call the model.
    pub name: &'a str,
    /// Bits for each component.
    pub bits: Bits,
    /// The languages the model was made for, as ISO 639-1 has them; none: all.
    pub languages: &'a [String],
    /// Which pieces are kept; `None`: all.
    pub keep: Option<Keep<'a>>,
}

/// A table that was made, and what became of the model in it.
#[derive(Clone, Debug)]
pub struct Imported {
    /// The table file.
    pub bytes: Vec<u8>,
    /// How many word pieces the model has.
    pub pieces: usize,
    /// How many components its rows have.
    pub columns: usize,
    /// Which share of the squared lengths of the rows is left of them in the table's components, in [0, 1]; 1 when the model
    /// has no more components than a table.
    pub kept: f64,
}

/// Makes a table file of a model's two files.
///
/// # Errors
/// When the tokeniser is of a kind that is not read, or the tensors are not one row of numbers for each piece.
pub fn table(import: &Import<'_>, tokenizer: &[u8], safetensors: &[u8]) -> Result<Imported, ModelError> {
    let mut pieces = Pieces::read(tokenizer)?;
    let embeddings = Embeddings::read(safetensors, pieces.all)?;
    if let Some(keep) = &import.keep {
        // A scale and a length beside the codes, and a score where there are any.
        let row = import.bits.row_bytes() + 5 + if pieces.scores.is_empty() { 0 } else { 4 };
        let kept = pieces.kept(keep, row)?;
        pieces = pieces.only(&kept);
    }
    let (rows, kept) = embeddings.rows(&pieces.numbers)?;
    let columns = match import.bits {
        Bits::Four => measure(&rows),
        Bits::Eight | Bits::Sixteen => [1; DIMENSIONS],
    };
    let mut scales = Vec::with_capacity(rows.len() * 4);
    let mut codes = Vec::new();
    for row in &rows {
        let scale = quantise(row, import.bits, &columns, &mut codes);
        scales.extend_from_slice(&scale.to_le_bytes());
    }
    let lengths = pieces.lengths()?;
    let scores: Vec<u8> = pieces
        .scores
        .iter()
        .flat_map(|score| score.to_le_bytes())
        .collect();
    let body = Body {
        model: import.name,
        bits: import.bits,
        cutting: pieces.cutting,
        languages: import.languages.iter().map(String::as_str).collect(),
        pieces: Block(pieces.texts.concat().into()),
        lengths: Block(lengths.into()),
        scores: Block(scores.into()),
        scales: Block(scales.into()),
        columns: Block(columns.to_vec().into()),
        codes: Block(codes.into()),
    };
    let body = postcard::to_allocvec(&body).map_err(|error| ModelError::Tensors(error.to_string()))?;
    Ok(Imported {
        bytes: format::seal(Kind::Table, &body).1,
        pieces: pieces.all,
        columns: embeddings.columns,
        kept,
    })
}

/// Makes a table say that it was made for these languages. Its numbers stay as they are.
///
/// # Errors
/// When it is not a table of this version, or damaged.
pub fn declare(table: &[u8], languages: &[String]) -> Result<Imported, FormatError> {
    let pieces = Table::read(table)?.rows();
    let (_, body) = format::open(Kind::Table, table)?;
    let damaged = |_| Kind::Table.damaged("its body cannot be decoded");
    let mut body: Body<'_> = postcard::from_bytes(body).map_err(damaged)?;
    body.languages = languages.iter().map(String::as_str).collect();
    let body = postcard::to_allocvec(&body).map_err(damaged)?;
    Ok(Imported {
        bytes: format::seal(Kind::Table, &body).1,
        pieces,
        columns: DIMENSIONS,
        kept: 1.0,
    })
}

/// Decides where a tensor's values stand and how they are written.
#[derive(Deserialize)]
struct Tensor {
    dtype: String,
    shape: Vec<usize>,
    data_offsets: [usize; 2],
}

/// The tensors of a safetensors file: eight bytes with the length of the JSON head, the head, the data.
struct Tensors<'a> {
    head: BTreeMap<String, serde_json::Value>,
    data: &'a [u8],
}

/// A tensor's shape and its numbers, row by row.
type Numbers = (Vec<usize>, Vec<f32>);

impl<'a> Tensors<'a> {
    fn read(file: &'a [u8]) -> Result<Self, ModelError> {
        let fault = |why: &str| ModelError::Tensors(why.to_owned());
        let (length, rest) = file
            .split_first_chunk::<8>()
            .ok_or_else(|| fault("it has no head"))?;
        let length =
            usize::try_from(u64::from_le_bytes(*length)).map_err(|_| fault("its head has no end"))?;
        let (head, data) = rest
            .split_at_checked(length)
            .ok_or_else(|| fault("its head has no end"))?;
        let head = serde_json::from_slice(head).map_err(|error| ModelError::Tensors(error.to_string()))?;
        Ok(Self { head, data })
    }

    /// The shape and the numbers of a tensor; `None` when there is none of this name.
    fn get(&self, name: &str) -> Result<Option<Numbers>, ModelError> {
        let Some(tensor) = self.head.get(name) else {
            return Ok(None);
        };
        let tensor = Tensor::deserialize(tensor).map_err(|error| ModelError::Tensors(error.to_string()))?;
        let [start, end] = tensor.data_offsets;
        let data = self
            .data
            .get(start..end)
            .ok_or_else(|| ModelError::Tensors(format!("`{name}` lies outside the file")))?;
        let values: Vec<f32> = match tensor.dtype.as_str() {
            "F16" => data.as_chunks::<2>().0.iter().map(|two| half(*two)).collect(),
            "BF16" => {
                let two = data.as_chunks::<2>().0.iter();
                two.map(|two| f32::from_bits(u32::from(u16::from_le_bytes(*two)) << 16))
                    .collect()
            }
            "F32" => data
                .as_chunks::<4>()
                .0
                .iter()
                .map(|four| f32::from_le_bytes(*four))
                .collect(),
            "F64" => data
                .as_chunks::<8>()
                .0
                .iter()
                .map(|eight| f64::from_le_bytes(*eight) as f32)
                .collect(),
            "I8" => data.iter().map(|&byte| f32::from(byte as i8)).collect(),
            "I32" => data
                .as_chunks::<4>()
                .0
                .iter()
                .map(|four| i32::from_le_bytes(*four) as f32)
                .collect(),
            "I64" => data
                .as_chunks::<8>()
                .0
                .iter()
                .map(|eight| i64::from_le_bytes(*eight) as f32)
                .collect(),
            other => {
                return Err(ModelError::Tensors(format!(
                    "`{other}` is not read, `F16`, `BF16`, `F32`, `F64` and `I8` are"
                )));
            }
        };
        let count = tensor
            .shape
            .iter()
            .try_fold(1usize, |count, side| count.checked_mul(*side));
        if Some(values.len()) != count || values.iter().any(|value| !value.is_finite()) {
            return Err(ModelError::Tensors(format!(
                "`{name}` is not one finite number for each place"
            )));
        }
        Ok(Some((tensor.shape, values)))
    }
}

/// The rows of a model: of the tensor `embeddings`, by `mapping` where several pieces share a row, times `weights` where
/// there are any.
struct Embeddings {
    columns: usize,
    values: Vec<f32>,
    mapping: Option<Vec<f32>>,
    weights: Option<Vec<f32>>,
}

impl Embeddings {
    fn read(file: &[u8], pieces: usize) -> Result<Self, ModelError> {
        let fault = |why: &str| ModelError::Tensors(why.to_owned());
        let tensors = Tensors::read(file)?;
        let (shape, values) = tensors
            .get("embeddings")?
            .ok_or_else(|| fault("it has no tensor `embeddings`"))?;
        let &[rows, columns] = shape.as_slice() else {
            return Err(fault("`embeddings` is not a matrix"));
        };
        let mapping = tensors.get("mapping")?.map(|(_, values)| values);
        let found = mapping.as_ref().map_or(rows, Vec::len);
        if found != pieces || columns == 0 {
            return Err(ModelError::Tensors(format!(
                "{found} rows of {columns}, but {pieces} word pieces"
            )));
        }
        if columns > MOST_COLUMNS {
            return Err(ModelError::Tensors(format!(
                "rows of {columns}, and {MOST_COLUMNS} are the most that are reduced to {DIMENSIONS}"
            )));
        }
        let weights = tensors.get("weights")?.map(|(_, values)| values);
        if weights.as_ref().is_some_and(|weights| weights.len() != pieces) {
            return Err(fault("`weights` has not one number for each word piece"));
        }
        Ok(Self {
            columns,
            values,
            mapping,
            weights,
        })
    }

    /// The rows of these pieces, as long as a table has them, and which share of their squared lengths that is.
    fn rows(&self, pieces: &[usize]) -> Result<(Vec<[f32; DIMENSIONS]>, f64), ModelError> {
        let columns = self.columns;
        let mut rows = Vec::with_capacity(pieces.len() * columns);
        for &piece in pieces {
            // Numbers of rows are far below the 2²⁴ up to which an `f32` is exact.
            let row = self
                .mapping
                .as_ref()
                .map_or(piece, |mapping| mapping[piece] as usize);
            let row = self
                .values
                .get(row * columns..(row + 1) * columns)
                .ok_or_else(|| ModelError::Tensors("`mapping` names a row that there is not".to_owned()))?;
            let weight = self.weights.as_ref().map_or(1.0, |weights| weights[piece]);
            rows.extend(row.iter().map(|value| value * weight));
        }
        if columns > DIMENSIONS {
            return Ok(components::reduce(&rows, columns));
        }
        let padded = rows.chunks_exact(columns).map(|row| {
            let mut padded = [0.0; DIMENSIONS];
            padded[..columns].copy_from_slice(row);
            padded
        });
        Ok((padded.collect(), 1.0))
    }
}

/// How much each column varies, the most as [`LARGEST_COLUMN`]. A model's components come in the order of their
/// variance, and with four bits a step that suits the first is far too coarse for the last.
fn measure(rows: &[[f32; DIMENSIONS]]) -> [u8; DIMENSIONS] {
    let mut squares = [0f32; DIMENSIONS];
    for row in rows {
        let length: f32 = row.iter().map(|value| value * value).sum();
        if length > 0.0 {
            for (sum, value) in squares.iter_mut().zip(row) {
                *sum += value * value / length;
            }
        }
    }
    let largest = squares.iter().copied().fold(f32::MIN_POSITIVE, f32::max).sqrt();
    squares.map(|square| {
        (square.sqrt() / largest * f32::from(LARGEST_COLUMN))
            .round()
            .max(1.0) as u8
    })
}

/// Appends a row's codes and returns their scale.
fn quantise(row: &[f32; DIMENSIONS], bits: Bits, columns: &[u8; DIMENSIONS], codes: &mut Vec<u8>) -> f32 {
    let largest = row.iter().fold(0f32, |largest, value| largest.max(value.abs()));
    match bits {
        Bits::Four => {
            let mut measured = *row;
            for (value, &column) in measured.iter_mut().zip(columns) {
                *value /= f32::from(column);
            }
            let (step, scale) = best_scale(&measured, columns);
            let code = |value: f32| round(value, step, -8.0, 7.0) as u8 & 0xf;
            codes.extend(
                measured
                    .as_chunks::<2>()
                    .0
                    .iter()
                    .map(|two| code(two[0]) | code(two[1]) << 4),
            );
            scale
        }
        Bits::Eight => {
            let scale = largest / 127.0;
            codes.extend(row.iter().map(|&value| round(value, scale, -127.0, 127.0) as u8));
            scale
        }
        Bits::Sixteen => {
            codes.extend(row.iter().flat_map(|&value| to_half(value).to_le_bytes()));
            if largest > 0.0 { 1.0 } else { 0.0 }
        }
    }
}

fn round(value: f32, scale: f32, least: f32, most: f32) -> i8 {
    if scale <= 0.0 {
        return 0;
    }
    (value / scale).round().clamp(least, most) as i8
}

/// With so few steps it pays to cut the largest values off: of 48 scales the one whose codes point best where the
/// row does, made as long as the row is in that direction.
fn best_scale(measured: &[f32; DIMENSIONS], columns: &[u8; DIMENSIONS]) -> (f32, f32) {
    let largest = measured
        .iter()
        .fold(0f32, |largest, value| largest.max(value.abs()));
    (0..48)
        .map(|step| largest / 7.0 * (1.0 - step as f32 * 0.015))
        .map(|scale| {
            let (mut along, mut length) = (0.0, f32::MIN_POSITIVE);
            for (&value, &column) in measured.iter().zip(columns) {
                let code = f32::from(round(value, scale, -8.0, 7.0));
                let weight = f32::from(column).powi(2);
                along += value * code * weight;
                length += code * code * weight;
            }
            (along / length.sqrt(), scale, along / length)
        })
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map_or((0.0, 0.0), |(_, step, length)| (step, length))
}

/// The half nearest to a value that is small, as all of a table's are.
fn to_half(value: f32) -> u16 {
    let bits = value.to_bits();
    let sign = (bits >> 16 & 0x8000) as u16;
    let magnitude = f32::from_bits(bits & 0x7fff_ffff);
    // Below the smallest normal half the steps are of equal size; above, the fraction is cut to ten bits.
    if magnitude < 2f32.powi(-14) {
        return sign | (magnitude * 2f32.powi(24)).round() as u16;
    }
    let rounded = (bits & 0x7fff_ffff) + 0xfff + (bits >> 13 & 1);
    let half = (rounded >> 13) - (112 << 10);
    sign | half.min(0x7bff) as u16
}

#[cfg(test)]
mod tests {
    use super::*;

    const TOKENIZER: &str = r###"{"model": {"type": "WordPiece", "continuing_subword_prefix": "##",
        "vocab": {"boat": 0, "##s": 1}}, "normalizer": {"type": "BertNormalizer", "lowercase": true}}"###;

    fn tensors(head: &str, data: &[u8]) -> Vec<u8> {
        let mut file = (head.len() as u64).to_le_bytes().to_vec();
        file.extend_from_slice(head.as_bytes());
        file.extend_from_slice(data);
        file
    }

    fn import(bits: Bits) -> Import<'static> {
        Import {
            name: "m",
            bits,
            languages: &[],
            keep: None,
        }
    }

    fn fault(tokenizer: &str, tensors: &[u8]) -> String {
        let imported = table(&import(Bits::Four), tokenizer.as_bytes(), tensors);
        imported.expect_err("it is broken").to_string()
    }

    #[test]
    fn a_broken_model_is_an_error_that_names_the_file_and_the_fault() {
        let check = |head: &str, data: &[u8], expected: &str| {
            assert_eq!(
                fault(TOKENIZER, &tensors(head, data)),
                format!("`model.safetensors`: {expected}")
            );
        };
        check("{}", &[], "it has no tensor `embeddings`");
        let embeddings = |dtype: &str, shape: &str, end: usize| {
            format!(
                r#"{{"embeddings": {{"dtype": "{dtype}", "shape": {shape}, "data_offsets": [0, {end}]}}}}"#
            )
        };
        check(
            &embeddings("F16", "[3, 1]", 6),
            &[0; 6],
            "3 rows of 1, but 2 word pieces",
        );
        check(
            &embeddings("F16", "[2]", 4),
            &[0; 4],
            "`embeddings` is not a matrix",
        );
        check(
            &embeddings("F16", "[2, 1]", 8),
            &[0; 4],
            "`embeddings` lies outside the file",
        );
        check(
            &embeddings("U16", "[2, 1]", 4),
            &[0; 4],
            "`U16` is not read, `F16`, `BF16`, `F32`, `F64` and `I8` are",
        );
        check(
            &embeddings("F32", "[2, 1]", 4),
            &[0; 4],
            "`embeddings` is not one finite number for each place",
        );
        let infinite = [f32::INFINITY, 0.0].map(f32::to_le_bytes).concat();
        check(
            &embeddings("F32", "[2, 1]", 8),
            &infinite,
            "`embeddings` is not one finite number for each place",
        );

        assert_eq!(fault(TOKENIZER, b"GIF"), "`model.safetensors`: it has no head");
        assert_eq!(
            fault(TOKENIZER, &[0xff; 9]),
            "`model.safetensors`: its head has no end"
        );
        let gap = TOKENIZER.replace("\"##s\": 1", "\"##s\": 2");
        assert_eq!(fault(&gap, &[]), "`tokenizer.json`: `##s` has number 2 of 2");
        let twice = TOKENIZER.replace("\"##s\": 1", "\"##s\": 0");
        assert_eq!(fault(&twice, &[]), "`tokenizer.json`: `##s` shares its number 0");
    }

    #[test]
    fn rows_come_back_at_every_width() {
        let values = [0.25f32, -0.5, 1.0, 0.0, 0.125, -1.0];
        let head = r#"{"embeddings": {"dtype": "F32", "shape": [2, 3], "data_offsets": [0, 24]}}"#;
        let file = tensors(head, &values.map(f32::to_le_bytes).concat());
        for (bits, tolerance) in [(Bits::Four, 0.12), (Bits::Eight, 0.01), (Bits::Sixteen, 1e-4)] {
            let table = table(&import(bits), TOKENIZER.as_bytes(), &file).expect("well formed");
            let table = Table::read(&table.bytes).expect("imported just now");
            let mut sum = [0.0; DIMENSIONS];
            table.add(1, 2.0, &mut sum);
            for (found, expected) in sum.iter().zip([0.0, 0.25, -2.0, 0.0]) {
                assert!((found - expected).abs() <= tolerance, "{bits:?}: {:?}", &sum[..4]);
            }
            let (_, length) = table.direction(0).expect("it says something");
            assert!((length - 1.145_6).abs() <= tolerance, "{bits:?}: {length}");
        }
    }

    #[test]
    fn halves_are_rounded_to_the_nearest() {
        for value in [0.0, 1.0, -0.5, 0.333, 6e-5, 3e-6, -2e-8, 1234.5] {
            let back = half(to_half(value).to_le_bytes());
            assert!(
                (back - value).abs() <= value.abs() / 2048.0 + 3e-8,
                "{value} {back}"
            );
        }
    }
}
