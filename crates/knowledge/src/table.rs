//! The static embedding table.

use bytes::Bytes;
use serde::{Deserialize, Serialize};
use wide::i16x8;

use crate::FormatError;
use crate::cutter::{Cutter, Cutting};
use crate::format::{self, Block, Kind, hex};
use crate::memory::{Heap, block, flat};
use crate::vector::{DIMENSIONS, Direction, Vector};
use crate::vocabulary::{Piece, Vocabulary};
use crate::words::Spelled;

/// A quantised Model2Vec table with its word pieces.
#[derive(Debug)]
pub struct Table {
    model: String,
    hash: String,
    /// ISO 639-1; empty: all.
    languages: Vec<String>,
    cutter: Cutter,
    bits: Bits,
    /// What a row's codes are multiplied by. A row of scale 0 says nothing: stop words.
    scales: Vec<f32>,
    /// What a column's codes are multiplied by, in addition.
    columns: [f32; DIMENSIONS],
    /// The columns again, as [`Table::widen`] meets them: of 32 components every fourth, beginning with the first,
    /// then every fourth beginning with the second …
    lanes: [i16x8; DIMENSIONS / 8],
    /// [`DIMENSIONS`] codes a row, where they stand in the file.
    codes: Bytes,
    /// How many bytes the file has.
    file: usize,
}

/// How a component is stored.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Bits {
    /// Two components a byte, the first in the low half, each −8…7 times its column.
    Four,
    /// A byte, −128…127.
    Eight,
    /// An IEEE half: the model as it came.
    Sixteen,
}

/// The body of a table file.
#[derive(Serialize, Deserialize)]
pub(crate) struct Body<'a> {
    pub(crate) model: &'a str,
    pub(crate) bits: Bits,
    pub(crate) cutting: Cutting,
    /// ISO 639-1; none: it is not said, and all are taken to be covered.
    pub(crate) languages: Vec<&'a str>,
    /// All pieces one after the other.
    #[serde(borrow)]
    pub(crate) pieces: Block<'a>,
    /// Length of each piece in bytes.
    #[serde(borrow)]
    pub(crate) lengths: Block<'a>,
    /// A little-endian `f32` for each piece: how likely it is as a logarithm, or how early it is put together, the earlier
    /// the larger; empty where the longest match is taken.
    #[serde(borrow)]
    pub(crate) scores: Block<'a>,
    /// A little-endian `f32` for each row.
    #[serde(borrow)]
    pub(crate) scales: Block<'a>,
    /// 1…15 for each column: the leading ones vary more. All 1 where codes have more than four bits.
    #[serde(borrow)]
    pub(crate) columns: Block<'a>,
    /// The rows.
    #[serde(borrow)]
    pub(crate) codes: Block<'a>,
}

/// A row's scale is no larger: sums of rows stay far below what is infinite.
const LARGEST_SCALE: f32 = 1e6;

impl Bits {
    /// Of a row.
    pub(crate) fn row_bytes(self) -> usize {
        match self {
            Self::Four => DIMENSIONS / 2,
            Self::Eight => DIMENSIONS,
            Self::Sixteen => DIMENSIONS * 2,
        }
    }
}

impl Table {
    /// Reads a table file: [`Table::take`] of a copy.
    ///
    /// # Errors
    /// When it is not a table of this version, or damaged.
    pub fn read(bytes: &[u8]) -> Result<Self, FormatError> {
        Self::take(bytes.to_vec())
    }

    /// Reads a table file and keeps its bytes.
    ///
    /// # Errors
    /// When it is not a table of this version, or damaged.
    pub fn take(file: Vec<u8>) -> Result<Self, FormatError> {
        let file = Bytes::from(file);
        let (hash, body) = format::open(Kind::Table, &file)?;
        let body: Body<'_> =
            postcard::from_bytes(body).map_err(|_| Kind::Table.damaged("its body cannot be decoded"))?;
        let vocabulary = Vocabulary::new(file.slice_ref(&body.pieces.0), &body.lengths.0)
            .ok_or_else(|| Kind::Table.damaged("its word pieces do not add up"))?;
        let cutter = Cutter::new(body.cutting, vocabulary, floats(&body.scores.0))
            .ok_or_else(|| Kind::Table.damaged("its word pieces have no scores"))?;
        let rows = cutter.len();
        if body.scales.0.len() != rows * 4 || body.codes.0.len() != rows * body.bits.row_bytes() {
            return Err(Kind::Table.damaged("it has not one row for each word piece"));
        }
        let scales = floats(&body.scales.0);
        if scales.iter().any(|scale| !(0.0..=LARGEST_SCALE).contains(scale)) {
            return Err(Kind::Table.damaged("a row has no length"));
        }
        let columns: &[u8; DIMENSIONS] = (&*body.columns.0)
            .try_into()
            .ok()
            .filter(|columns: &&[u8; DIMENSIONS]| {
                columns.iter().all(|column| (1..=LARGEST_COLUMN).contains(column))
            })
            .ok_or_else(|| Kind::Table.damaged("its columns have no measure"))?;
        Ok(Self {
            model: body.model.to_owned(),
            hash: hex(&hash),
            languages: body
                .languages
                .iter()
                .map(|&language| language.to_owned())
                .collect(),
            cutter,
            bits: body.bits,
            scales,
            columns: columns.map(f32::from),
            lanes: std::array::from_fn(|at| {
                let first = at / 4 * 32 + at % 4;
                i16x8::new(std::array::from_fn(|lane| i16::from(columns[first + lane * 4])))
            }),
            codes: file.slice_ref(&body.codes.0),
            file: file.len(),
        })
    }

    /// How many bytes of memory it takes.
    pub fn memory(&self) -> usize {
        let Self {
            model,
            hash,
            languages,
            cutter,
            bits: _,
            scales,
            columns: _,
            lanes: _,
            codes: _,
            file,
        } = self;
        size_of::<Self>()
            + model.heap()
            + hash.heap()
            + languages.iter().map(Heap::heap).sum::<usize>()
            + flat(languages)
            + cutter.heap()
            + flat(scales)
            + block(*file)
    }

    /// The unit vector of a text, or `None` when no piece of it is known.
    pub fn embed(&self, text: &str) -> Option<Vec<f32>> {
        let mut sum = [0.0; DIMENSIONS];
        for piece in self.pieces(text) {
            self.add(piece, 1.0, &mut sum);
        }
        let length = sum.iter().map(|value| value * value).sum::<f32>().sqrt();
        (length > 0.0).then(|| sum.iter().map(|value| value / length).collect())
    }

    /// The numbers of a text's word pieces, in order.
    pub fn pieces(&self, text: &str) -> Vec<u32> {
        self.cutter.pieces(text)
    }

    /// Names the model the table was made from.
    pub fn model(&self) -> &str {
        &self.model
    }

    /// Hash of the content, in hexadecimal: names the file, and ties an index to the table it was built with.
    pub fn hash(&self) -> &str {
        &self.hash
    }

    /// How many word pieces there are.
    pub fn rows(&self) -> usize {
        self.scales.len()
    }

    /// The languages it was made for, as ISO 639-1 has them; none when that is not said.
    pub fn languages(&self) -> &[String] {
        &self.languages
    }

    /// Whether it knows a language: it does not say that it was made for others.
    pub(crate) fn covers(&self, language: &str) -> bool {
        let language = language.split('-').next().unwrap_or_default();
        self.languages.is_empty() || self.languages.iter().any(|covered| covered == language)
    }

    /// How a component is stored.
    pub fn bits(&self) -> Bits {
        self.bits
    }

    /// Appends the pieces of a word.
    pub(crate) fn cut(&self, word: Spelled<'_>, out: &mut Vec<Piece>) {
        self.cutter.cut(word, out);
    }

    /// Whether a folded word is one piece.
    pub(crate) fn is_word(&self, word: &str) -> bool {
        self.cutter.is_word(word)
    }

    /// Whether a piece is digits alone.
    pub(crate) fn is_number(&self, piece: Piece) -> bool {
        self.cutter.is_number(piece)
    }

    /// Whether a piece says anything: a stop word does not.
    #[cfg(feature = "build")]
    pub(crate) fn says(&self, piece: Piece) -> bool {
        self.codes(piece).is_some()
    }

    /// Adds a piece's row to a sum.
    pub(crate) fn add(&self, piece: Piece, times: f32, sum: &mut [f32; DIMENSIONS]) {
        let Some((row, scale)) = self.codes(piece) else {
            return;
        };
        let times = times * scale;
        match self.bits {
            Bits::Four => {
                let values = sum.as_chunks_mut::<2>().0.iter_mut();
                for ((two, columns), &byte) in values.zip(self.columns.as_chunks::<2>().0).zip(row) {
                    two[0] += f32::from(low(byte)) * columns[0] * times;
                    two[1] += f32::from(high(byte)) * columns[1] * times;
                }
            }
            Bits::Eight => {
                for (value, &byte) in sum.iter_mut().zip(row) {
                    *value += f32::from(byte as i8) * times;
                }
            }
            Bits::Sixteen => {
                for (value, two) in sum.iter_mut().zip(row.as_chunks::<2>().0) {
                    *value += half(*two) * times;
                }
            }
        }
    }

    /// The direction of a piece's row and its length, which is how much the piece says; `None` when it says nothing.
    pub(crate) fn direction(&self, piece: Piece) -> Option<(Direction, f32)> {
        let (row, scale) = self.codes(piece)?;
        Some(match self.bits {
            Bits::Four => {
                let direction = Direction::new(self.widen(row));
                let length = direction.length() * scale;
                (direction, length)
            }
            Bits::Eight => {
                let mut bytes = [0; DIMENSIONS];
                for (value, &byte) in bytes.iter_mut().zip(row) {
                    *value = byte as i8;
                }
                let direction = Direction::from_bytes(&bytes);
                let length = direction.length() * scale;
                (direction, length)
            }
            Bits::Sixteen => {
                let mut sum = [0.0; DIMENSIONS];
                self.add(piece, 1.0, &mut sum);
                let length = sum.iter().map(|value| value * value).sum::<f32>().sqrt();
                (Direction::from_bytes(&Vector::direction(&sum).bytes), length)
            }
        })
    }

    /// How alike two pieces are; 0 when one of them says nothing.
    pub(crate) fn cosine(&self, one: Piece, other: Piece) -> f32 {
        match (self.direction(one), self.direction(other)) {
            (Some((one, _)), Some((other, _))) => one.cosine(&other),
            _ => 0.0,
        }
    }

    /// The components of a piece's row; `None` when there is none, or it says nothing.
    pub fn row(&self, piece: Piece) -> Option<Vec<f32>> {
        let mut sum = [0.0; DIMENSIONS];
        self.codes(piece)?;
        self.add(piece, 1.0, &mut sum);
        Some(sum.to_vec())
    }

    fn codes(&self, piece: Piece) -> Option<(&[u8], f32)> {
        let piece = piece as usize;
        let scale = *self.scales.get(piece)?;
        let width = self.bits.row_bytes();
        let row = self.codes.get(piece * width..(piece + 1) * width)?;
        (scale > 0.0).then_some((row, scale))
    }

    /// A row of four bits a component, with its columns multiplied in, in the order of [`Table::lanes`].
    fn widen(&self, row: &[u8]) -> [i16x8; DIMENSIONS / 8] {
        let mut lanes = [i16x8::ZERO; DIMENSIONS / 8];
        let blocks = lanes
            .as_chunks_mut::<4>()
            .0
            .iter_mut()
            .zip(self.lanes.as_chunks::<4>().0);
        for ((lanes, columns), bytes) in blocks.zip(row.as_chunks::<16>().0) {
            let four: i16x8 = bytemuck::cast(*bytes);
            *lanes = [
                ((four << 12u32) >> 12u32) * columns[0],
                ((four << 8u32) >> 12u32) * columns[1],
                ((four << 4u32) >> 12u32) * columns[2],
                (four >> 12u32) * columns[3],
            ];
        }
        lanes
    }
}

/// Little-endian.
fn floats(bytes: &[u8]) -> Vec<f32> {
    bytes
        .as_chunks::<4>()
        .0
        .iter()
        .map(|four| f32::from_le_bytes(*four))
        .collect()
}

/// Times the smallest code, −8, it still fits a byte.
pub(crate) const LARGEST_COLUMN: u8 = 15;

fn low(byte: u8) -> i8 {
    ((byte << 4) as i8) >> 4
}

fn high(byte: u8) -> i8 {
    (byte as i8) >> 4
}

/// An IEEE half, little-endian. Infinities and NaN, which no table has, become zero.
pub(crate) fn half(bytes: [u8; 2]) -> f32 {
    let bits = u16::from_le_bytes(bytes);
    let fraction = f32::from(bits & 0x3ff);
    let value = match (bits >> 10) & 0x1f {
        0 => fraction * 2f32.powi(-24),
        31 => 0.0,
        exponent => (1.0 + fraction / 1024.0) * 2f32.powi(i32::from(exponent) - 15),
    };
    if bits & 0x8000 == 0 { value } else { -value }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn halves_are_read_as_ieee_has_them() {
        let check = |bits: u16, expected: f32| {
            assert!((half(bits.to_le_bytes()) - expected).abs() <= f32::EPSILON * expected.abs());
        };
        check(0x3c00, 1.0);
        check(0xc000, -2.0);
        check(0x3555, 0.333_251_95);
        check(0x7bff, 65504.0);
        check(0x0001, 5.960_464_5e-8);
        check(0x8000, 0.0);
    }

    #[test]
    fn the_halves_of_a_byte_are_signed() {
        assert_eq!((low(0x7f), high(0x7f)), (-1, 7));
        assert_eq!((low(0x98), high(0x98)), (-8, -7));
    }
}
