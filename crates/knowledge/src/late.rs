//! Late interaction: how well each word piece of the query is met by some piece of the passage.
//!
//! Pieces are compared in the table that embeds them, so nothing is stored but which pieces a passage has. Each
//! counts by its rarity among the passages and by how much its row says.

use crate::pieces::PieceSets;
use crate::table::Table;
use crate::vector::Direction;
use crate::vocabulary::Piece;

/// Kept between uses.
#[derive(Default, Debug)]
pub(crate) struct Late {
    /// Every piece is met by itself alone, because the table does not know what is alike in the language of the query.
    pub(crate) alone: bool,
    asked: Vec<Asked>,
    /// For each piece where its similarities stand in `similarities`, if it was met before.
    column: Vec<u32>,
    met: Vec<Piece>,
    /// What each piece that was met counts.
    weights: Vec<f32>,
    /// One for each asked piece, for each piece that was met.
    similarities: Vec<f32>,
}

#[derive(Debug)]
struct Asked {
    piece: Piece,
    /// It is met by itself alone. Numbers are alike in what they mean, and day 9 is no answer to day 5.
    alone: bool,
    direction: Direction,
    weight: f32,
}

const NEW: u32 = u32::MAX;

impl Late {
    /// Takes the pieces of a query. Those from `own` on are of an earlier one and count `times` as much.
    pub(crate) fn ask(&mut self, pieces: &[Piece], own: usize, times: f32, table: &Table, sets: &PieceSets) {
        for piece in self.met.drain(..) {
            self.column[piece as usize] = NEW;
        }
        self.column.resize(table.rows(), NEW);
        self.similarities.clear();
        self.weights.clear();
        self.asked.clear();
        for (at, &piece) in pieces.iter().enumerate() {
            if pieces[..at].contains(&piece) {
                continue;
            }
            if let Some((direction, length)) = table.direction(piece) {
                let times = if at < own { 1.0 } else { times };
                self.asked.push(Asked {
                    piece,
                    alone: self.alone || table.is_number(piece),
                    direction,
                    weight: length * sets.rarity(piece) * times,
                });
            }
        }
        let all: f32 = self.asked.iter().map(|asked| asked.weight).sum();
        for asked in &mut self.asked {
            asked.weight /= all;
        }
    }

    /// In [0, 1]: how well a passage's pieces meet the query's.
    pub(crate) fn forward(&mut self, pieces: &[Piece], table: &Table) -> f32 {
        for &piece in pieces {
            self.meet(piece, table);
        }
        let width = self.asked.len();
        let mut score = 0.0;
        for (row, asked) in self.asked.iter().enumerate() {
            let best = pieces
                .iter()
                .filter_map(|&piece| self.column.get(piece as usize))
                .map(|&column| self.similarities[column as usize * width + row])
                .fold(0f32, f32::max);
            score += best * asked.weight;
        }
        score
    }

    /// In [0, 1]: how well the query's pieces meet a passage's headings, which then say no more than was asked.
    pub(crate) fn backward(&mut self, pieces: &[Piece], table: &Table, sets: &PieceSets) -> f32 {
        let width = self.asked.len();
        let (mut score, mut all) = (0.0, 0.0);
        for &piece in pieces {
            self.meet(piece, table);
            let Some(&column) = self.column.get(piece as usize) else {
                continue;
            };
            let similarities = &self.similarities[column as usize * width..][..width];
            let weight = self.weights[column as usize] * sets.rarity(piece);
            score += similarities.iter().copied().fold(0f32, f32::max) * weight;
            all += weight;
        }
        if all > 0.0 { score / all } else { 0.0 }
    }

    fn meet(&mut self, piece: Piece, table: &Table) {
        let columns = self.met.len() as u32;
        let Some(column) = self.column.get_mut(piece as usize) else {
            return;
        };
        if *column == NEW {
            *column = columns;
            self.met.push(piece);
            match table.direction(piece) {
                Some((met, length)) => {
                    self.weights.push(length);
                    let number = table.is_number(piece);
                    self.similarities.extend(self.asked.iter().map(|asked| {
                        if (asked.alone || number) && asked.piece != piece {
                            return 0.0;
                        }
                        asked.direction.cosine(&met)
                    }));
                }
                None => {
                    self.weights.push(0.0);
                    self.similarities.extend(self.asked.iter().map(|_| 0.0));
                }
            }
        }
    }
}
