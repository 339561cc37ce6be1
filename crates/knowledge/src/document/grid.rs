//! The cells of a sheet → headings, notes and tables whose rows name each value by its column.
//!
//! 1. A merged cell says what it says in every row and column that it covers.
//! 2. A row with one cell is a heading of what follows it in its block, or a note.
//! 3. The first row of a block is its header, when it is in bold over rows that are not, when numbers stand under its
//!    words (of two columns, under one of them nothing else), or when it has three columns or more. Two rows are, when a cell of the first covers several columns.
//! 4. A block without a header goes on with the one of the block before it, when it has the same columns.

use std::collections::{BTreeMap, BTreeSet};

use super::block::{At, Block, RUN_IN, Row, heading};
use super::sheet::is_questions;

/// Columns that are read.
const WIDEST: usize = 256;
/// A longer cell is not repeated where it covers rows or columns.
const LONGEST_REPEATED: usize = 200;
/// A longer text in a row of its own is a note.
const LONGEST_TITLE: usize = 80;
/// So many cells are filled from merged ones; a sheet that merges more is read without the rest.
const MOST_COPIES: usize = 1_000_000;

/// A cell that shows something.
#[derive(Clone, Debug, Default)]
pub(super) struct Cell {
    /// What it shows, on one line.
    pub(super) text: String,
    /// A number, a date or a time, and not a text.
    pub(super) number: bool,
    /// In bold.
    pub(super) bold: bool,
    /// How many columns it covers, from 1.
    columns: usize,
}

impl Cell {
    pub(super) fn new(text: String, number: bool, bold: bool) -> Self {
        Self {
            text,
            number,
            bold,
            columns: 1,
        }
    }
}

/// A range of merged cells: first and last row, first and last column, from 0.
#[derive(Clone, Copy, Debug)]
pub(super) struct Merged {
    pub(super) rows: (u32, u32),
    pub(super) columns: (u32, u32),
}

/// A sheet.
#[derive(Debug, Default)]
pub(super) struct Grid {
    /// By row and column, from 0.
    rows: BTreeMap<u32, BTreeMap<u32, Cell>>,
    /// Rows that are hidden: nothing is missing between those around them.
    hidden: BTreeSet<u32>,
}

/// The cells of one row that show something, by column.
type Line = BTreeMap<u32, Cell>;

impl Grid {
    /// A grid in which these rows are left out.
    pub(super) fn new(hidden: BTreeSet<u32>) -> Self {
        Self {
            rows: BTreeMap::new(),
            hidden,
        }
    }

    /// Adds a cell that is not blank.
    pub(super) fn put(&mut self, row: u32, column: u32, cell: Cell) {
        if !self.hidden.contains(&row) {
            self.rows.entry(row).or_default().insert(column, cell);
        }
    }

    /// Lets a merged cell say what it says everywhere it covers.
    pub(super) fn merge(&mut self, merged: &[Merged]) {
        let mut copies = 0;
        for &Merged { rows, columns } in merged {
            let (first, left) = (rows.0, columns.0);
            let Some(origin) = self.rows.get_mut(&first).and_then(|row| row.get_mut(&left)) else {
                continue;
            };
            origin.columns = usize::try_from(columns.1.saturating_sub(left)).unwrap_or(0) + 1;
            let copy = origin.clone();
            if copy.text.chars().count() > LONGEST_REPEATED || rows.1 <= first {
                continue;
            }
            for row in self.rows.range_mut(first + 1..=rows.1).map(|(_, row)| row) {
                copies += 1;
                if copies > MOST_COPIES {
                    return;
                }
                row.insert(left, copy.clone());
            }
        }
    }

    /// What the sheet says, in its order.
    pub(super) fn blocks(&self) -> Vec<(At, Block)> {
        let mut reading = Reading::default();
        let mut segment: Vec<(u32, &Line)> = Vec::new();
        for (&row, line) in &self.rows {
            let goes_on = segment
                .last()
                .is_some_and(|&(last, _)| (last + 1..row).all(|between| self.hidden.contains(&between)));
            if !goes_on {
                reading.segment(&std::mem::take(&mut segment));
            }
            segment.push((row, line));
        }
        reading.segment(&segment);
        reading.blocks
    }
}

#[derive(Default)]
struct Reading {
    blocks: Vec<(At, Block)>,
    header: Option<Header>,
    rows: Vec<Row>,
}

/// The names of columns.
struct Header {
    names: BTreeMap<u32, String>,
}

impl Header {
    /// The names that this row gives, after those of the row above it.
    fn add(&mut self, line: &Line) {
        for (column, text) in spread(line) {
            match self.names.get_mut(&column) {
                Some(name) if *name != text => *name = format!("{name} {text}"),
                Some(_) => {}
                None => {
                    self.names.insert(column, text);
                }
            }
        }
    }

    fn of(line: &Line) -> Self {
        Self {
            names: spread(line).into_iter().collect(),
        }
    }
}

impl Reading {
    /// Reads rows that no blank row divides.
    fn segment(&mut self, lines: &[(u32, &Line)]) {
        let mut started = false;
        let mut lines = lines
            .iter()
            .copied()
            .enumerate()
            .map(|(index, (row, line))| (row, line, &lines[index + 1..]))
            .peekable();
        while let Some((row, line, below)) = lines.next() {
            if line.len() == 1 {
                self.single(row, line, below);
                continue;
            }
            if self.is_header(line, below, started) {
                self.end_table();
                let mut header = Header::of(line);
                let covers = line.values().any(|cell| cell.columns > 1);
                if covers
                    && below
                        .first()
                        .is_some_and(|(_, next)| is_second_header(next, below))
                    && let Some((_, next, _)) = lines.next()
                {
                    header.add(next);
                }
                self.header = Some(header);
            } else {
                if !started && !self.header.as_ref().is_some_and(|header| names_all(header, line)) {
                    self.end_table();
                    self.header = None;
                }
                self.row(row, line);
            }
            started = true;
        }
        self.end_table();
    }

    /// A row with one cell.
    fn single(&mut self, row: u32, line: &Line, below: &[(u32, &Line)]) {
        let Some((column, cell)) = line.first_key_value() else {
            return;
        };
        let heads = below.first().is_some_and(|(_, next)| next.len() > 1) || (cell.bold && !below.is_empty());
        let short = cell.text.chars().count() <= LONGEST_TITLE && !cell.text.ends_with(['.', '!', ';']);
        // A row of the table all of whose other cells are blank.
        let is_value = !self.rows.is_empty()
            && cell.columns == 1
            && !cell.bold
            && heads
            && self
                .header
                .as_ref()
                .is_some_and(|header| header.names.contains_key(column));
        if is_value || cell.number {
            self.row(row, line);
            return;
        }
        let level = if self.rows.is_empty() && self.header.is_none() {
            3
        } else {
            4
        };
        self.end_table();
        let block = if heads && short {
            heading(level, cell.text.clone())
        } else {
            Block::Paragraph(cell.text.clone())
        };
        self.blocks.push((At::row(row + 1), block));
    }

    fn is_header(&self, line: &Line, below: &[(u32, &Line)], started: bool) -> bool {
        let data: Vec<&Line> = below
            .iter()
            .map(|&(_, line)| line)
            .filter(|line| line.len() > 1)
            .collect();
        if data.is_empty() {
            return false;
        }
        let all_bold = |line: &Line| line.values().all(|cell| cell.bold);
        if all_bold(line) {
            return data.iter().any(|line| !all_bold(line)) || !started;
        }
        if started || line.values().any(|cell| cell.number) {
            return false;
        }
        let names: Vec<String> = line.values().map(|cell| cell.text.clone()).collect();
        let over_numbers = line.keys().any(|column| {
            let mut below = data
                .iter()
                .map(|line| line.get(column).is_some_and(|cell| cell.number));
            // Of names with their values, some values are numbers.
            if line.len() == 2 {
                below.all(|number| number)
            } else {
                below.any(|number| number)
            }
        });
        let goes_on = self.header.as_ref().is_some_and(|header| names_all(header, line));
        over_numbers || is_questions(&names) || (line.len() >= 3 && !goes_on)
    }

    fn row(&mut self, row: u32, line: &Line) {
        let at = At::row(row + 1);
        let cells = spread(line);
        let Some(header) = &self.header else {
            // A name and its value.
            if let [(_, name), (_, value)] = cells.as_slice() {
                let between = if name.ends_with([':', '?', '!', '.']) {
                    " "
                } else {
                    ": "
                };
                let text = format!("{name}{between}{value}");
                self.rows.push(Row {
                    subject: name.clone(),
                    text,
                    at,
                });
            } else {
                let texts: Vec<String> = cells.into_iter().map(|(_, text)| text).collect();
                self.rows
                    .extend(Row::new(&[], &texts).map(|row| Row { at, ..row }));
            }
            return;
        };
        let columns: BTreeSet<u32> = header
            .names
            .keys()
            .chain(cells.iter().map(|(column, _)| column))
            .copied()
            .collect();
        let names: Vec<String> = columns
            .iter()
            .map(|column| header.names.get(column).cloned().unwrap_or_default())
            .collect();
        let values: BTreeMap<u32, String> = cells.into_iter().collect();
        let texts: Vec<String> = columns
            .iter()
            .map(|column| values.get(column).cloned().unwrap_or_default())
            .collect();
        if let ([question, answer], true) = (texts.as_slice(), is_questions(&names))
            && !question.is_empty()
            && !answer.is_empty()
        {
            self.blocks.push((at, heading(RUN_IN, question.clone())));
            self.blocks.push((at, Block::Paragraph(answer.clone())));
            return;
        }
        self.rows
            .extend(Row::new(&names, &texts).map(|row| Row { at, ..row }));
    }

    fn end_table(&mut self) {
        let rows = std::mem::take(&mut self.rows);
        if let Some(first) = rows.first() {
            self.blocks.push((first.at, Block::Table(rows)));
        }
    }
}

/// Whether a text is an amount, a date in digits or a time, and no name of anything: `€392`, `8:00–20:00`, `12 %`, `-`.
pub(super) fn is_number(text: &str) -> bool {
    let digits = text.chars().filter(char::is_ascii_digit).count();
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    (digits > 0 && letters <= 3 && letters <= digits) || matches!(text, "-" | "–" | "—")
}

/// What a row says in each column, the cells that cover several in each of them. A cell alone is said once.
fn spread(line: &Line) -> Vec<(u32, String)> {
    let mut texts: Vec<(u32, String)> = Vec::new();
    for (&column, cell) in line {
        texts.push((column, cell.text.clone()));
        let repeated = line.len() > 1 && cell.text.chars().count() <= LONGEST_REPEATED;
        let covered = if repeated { cell.columns } else { 1 };
        for next in (column..).take(covered).skip(1) {
            if texts.len() >= WIDEST || line.contains_key(&next) {
                break;
            }
            texts.push((next, cell.text.clone()));
        }
    }
    texts.truncate(WIDEST);
    texts
}

fn names_all(header: &Header, line: &Line) -> bool {
    line.keys().all(|column| header.names.contains_key(column))
}

/// A row of names below one whose cells cover several of its columns.
fn is_second_header(line: &Line, below: &[(u32, &Line)]) -> bool {
    let words = line.values().all(|cell| !cell.number) || line.values().all(|cell| cell.bold);
    line.len() > 1 && words && below.len() > 1
}
