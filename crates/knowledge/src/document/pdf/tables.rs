//! The tables of a page, told by their columns: rows of chunks one below the other with the same gaps between them.
//!
//! 1. Chunks on one line are a row. Rows of several chunks, close below each other, are a table, unless its columns are those of a
//!    text: few and full of long lines, or written one after the other.
//! 2. The row with the most chunks tells the columns; chunks over several columns are merged cells.
//! 3. Rules between the lines divide its rows. Without them, rows are told from lines of one cell by the space between them.

use std::collections::BTreeSet;

use super::super::grid::{Cell, Grid, Merged, is_number};
use super::lines::{Chunk, median};

/// The space between columns, in heights of the font.
const GUTTER: f64 = 0.6;
/// Lines of one cell are no farther apart, in heights of the font.
const APART: f64 = 1.8;
/// Columns of text are no narrower, in characters at the median.
const PROSE: usize = 24;

/// A table of a page.
#[derive(Debug)]
pub(super) struct Table {
    pub(super) grid: Grid,
}

/// What stands on a page: chunks outside of tables, and tables where the first of their chunks stood.
#[derive(Debug)]
pub(super) enum Item {
    Chunk(Chunk),
    Table(Table),
}

/// Finds the tables of a page.
pub(super) fn items(chunks: Vec<Chunk>, rules: &[(f64, f64, f64)]) -> Vec<Item> {
    let mut order: Vec<usize> = (0..chunks.len()).collect();
    order.sort_by(|&a, &b| {
        chunks[a]
            .y
            .total_cmp(&chunks[b].y)
            .then(chunks[a].left.total_cmp(&chunks[b].left))
    });
    let mut rows: Vec<Vec<usize>> = Vec::new();
    for index in order {
        match rows.last_mut() {
            Some(row)
                if row
                    .first()
                    .is_some_and(|&first| chunks[first].is_beside(&chunks[index])) =>
            {
                row.push(index)
            }
            Some(_) | None => rows.push(vec![index]),
        }
    }
    for row in &mut rows {
        row.sort_by(|&a, &b| chunks[a].left.total_cmp(&chunks[b].left));
    }

    let mut tables: Vec<(Vec<usize>, Table)> = Vec::new();
    let mut start = 0;
    while start < rows.len() {
        let end = band(&rows, start, &chunks);
        match table(rows.get(start..end).unwrap_or_default(), &chunks, rules) {
            Some(table) => {
                tables.push((rows.get(start..end).unwrap_or_default().concat(), table));
                start = end;
            }
            None => start = end.max(start + 1),
        }
    }

    let mut of: Vec<Option<usize>> = vec![None; chunks.len()];
    let mut waiting: Vec<Option<Table>> = Vec::new();
    for (number, (members, table)) in tables.into_iter().enumerate() {
        for member in members {
            if let Some(of) = of.get_mut(member) {
                *of = Some(number);
            }
        }
        waiting.push(Some(table));
    }
    let mut items = Vec::new();
    for (chunk, table) in chunks.into_iter().zip(of) {
        match table {
            None => items.push(Item::Chunk(chunk)),
            Some(number) => items.extend(waiting.get_mut(number).and_then(Option::take).map(Item::Table)),
        }
    }
    items
}

/// The end of the rows from `start` on that could be one table.
fn band(rows: &[Vec<usize>], start: usize, chunks: &[Chunk]) -> usize {
    let single = |row: &Vec<usize>| row.len() < 2;
    if rows.get(start).is_none_or(single) {
        return start;
    }
    let y = |row: &Vec<usize>| row.first().map_or(0.0, |&first| chunks[first].y);
    let mut end = start + 1;
    let mut last = start;
    while let Some(row) = rows.get(end) {
        let (Some(above), Some(&first)) = (rows.get(end - 1), row.first()) else {
            break;
        };
        let size = chunks[first].size;
        if y(row) - y(above) > 3.2 * size
            || (chunks[first].size - chunks[rows[start][0]].size).abs() > 0.3 * size
        {
            break;
        }
        if single(row) {
            // A line of a cell, or what comes after the table: lines of a table follow.
            let within = rows
                .get(last)
                .is_some_and(|columns| fits(&chunks[first], columns, chunks));
            if !within || end - last > 6 {
                break;
            }
        } else {
            last = end;
        }
        end += 1;
    }
    // Single lines at the end belong to the last row when they are set close below it, within its columns but the first.
    let mut bound = last + 1;
    while bound < end {
        let (row, above) = (&rows[bound], &rows[bound - 1]);
        let chunk = &chunks[row[0]];
        let hangs = rows[last]
            .first()
            .is_some_and(|&first| chunk.left > chunks[first].right);
        if !hangs || y(row) - y(above) > 1.5 * chunk.size {
            break;
        }
        bound += 1;
    }
    bound
}

/// Whether a chunk alone on its line could be in a column of this row.
fn fits(chunk: &Chunk, row: &[usize], chunks: &[Chunk]) -> bool {
    let edges: Vec<(f64, f64)> = row
        .iter()
        .enumerate()
        .map(|(at, &index)| {
            let next = row.get(at + 1).map_or(f64::INFINITY, |&next| chunks[next].left);
            (chunks[index].left, next)
        })
        .collect();
    edges
        .iter()
        .any(|&(left, next)| chunk.left >= left - 0.5 * chunk.size && chunk.right <= next)
}

/// Reads rows of chunks as a table; `None` when they are none.
fn table(rows: &[Vec<usize>], chunks: &[Chunk], rules: &[(f64, f64, f64)]) -> Option<Table> {
    let several = rows.iter().filter(|row| row.len() > 1).count();
    if several < 2 {
        return None;
    }
    let size = median(rows.iter().flatten().map(|&index| chunks[index].size).collect());
    let columns = columns(rows, chunks, size);
    if columns.len() < 2 || is_prose(rows, chunks, &columns) {
        return None;
    }
    let starts = starts(rows, chunks, &columns, rules, size);
    let headings = rows.iter().flatten().all(|&index| chunks[index].bold);
    if headings || !is_written_by_rows(rows, &starts) {
        return None;
    }
    let mut grid = Grid::new(BTreeSet::new());
    let mut merged = Vec::new();
    let mut cells: Vec<((u32, u32), String, bool, u32)> = Vec::new();
    let mut number = 0;
    for (row, begins) in rows.iter().zip(starts) {
        if begins {
            number += 1;
        }
        for &index in row {
            let chunk = &chunks[index];
            let over: Vec<u32> = (0..)
                .zip(&columns)
                .filter(|(_, column)| chunk.left < column.1 && chunk.right > column.0)
                .map(|(column, _)| column)
                .collect();
            let (Some(&first), Some(&last)) = (over.first(), over.last()) else {
                continue;
            };
            match cells
                .iter_mut()
                .rev()
                .take(columns.len() * 8)
                .find(|(at, ..)| *at == (number, first))
            {
                Some((_, text, bold, _)) => {
                    join(text, &chunk.text);
                    *bold &= chunk.bold;
                }
                None => cells.push(((number, first), chunk.text.clone(), chunk.bold, last)),
            }
        }
    }
    for ((row, column), text, bold, last) in cells {
        let is_number = is_number(&text);
        merged.push(Merged {
            rows: (row, row),
            columns: (column, last),
        });
        grid.put(row, column, Cell::new(text, is_number, bold));
    }
    grid.merge(&merged);
    Some(Table { grid })
}

/// The columns: what the row with the most chunks covers, and what the others add.
fn columns(rows: &[Vec<usize>], chunks: &[Chunk], size: f64) -> Vec<(f64, f64)> {
    let mut by_count: Vec<&Vec<usize>> = rows.iter().collect();
    by_count.sort_by_key(|row| std::cmp::Reverse(row.len()));
    let mut columns: Vec<(f64, f64)> = Vec::new();
    for row in by_count {
        for &index in row {
            let chunk = &chunks[index];
            let mut over: Vec<&mut (f64, f64)> = columns
                .iter_mut()
                .filter(|column| {
                    chunk.left < column.1 + GUTTER * size * 0.5
                        && chunk.right > column.0 - GUTTER * size * 0.5
                })
                .collect();
            match over.as_mut_slice() {
                [] => columns.push((chunk.left, chunk.right)),
                [column] => {
                    column.0 = column.0.min(chunk.left);
                    column.1 = column.1.max(chunk.right);
                }
                // It covers several.
                _ => {}
            }
        }
        columns.sort_by(|a, b| a.0.total_cmp(&b.0));
    }
    columns
}

/// Whether these are columns of a text: few, and most lines of each long and as wide as it.
fn is_prose(rows: &[Vec<usize>], chunks: &[Chunk], columns: &[(f64, f64)]) -> bool {
    if columns.len() > 3 {
        return false;
    }
    columns.iter().all(|column| {
        let lines: Vec<&Chunk> = rows
            .iter()
            .flatten()
            .map(|&index| &chunks[index])
            .filter(|chunk| chunk.left < column.1 && chunk.right > column.0)
            .collect();
        let width = column.1 - column.0;
        let full = median(
            lines
                .iter()
                .map(|chunk| (chunk.right - chunk.left) / width)
                .collect(),
        );
        let long = median(
            lines
                .iter()
                .map(|chunk| chunk.text.chars().count() as f64)
                .collect(),
        );
        lines.len() > 2 && full > 0.6 && long >= PROSE as f64
    })
}

/// Whether each row was written after the one above it: columns of a text are written one after the other.
fn is_written_by_rows(rows: &[Vec<usize>], starts: &[bool]) -> bool {
    let mut spans: Vec<(usize, usize)> = Vec::new();
    for (row, &begins) in rows.iter().zip(starts) {
        let (Some(&first), Some(&last)) = (row.iter().min(), row.iter().max()) else {
            continue;
        };
        match spans.last_mut().filter(|_| !begins) {
            Some(span) => *span = (span.0.min(first), span.1.max(last)),
            None => spans.push((first, last)),
        }
    }
    let after = spans
        .windows(2)
        .filter(|pair| matches!(pair, [above, below] if above.1 < below.0))
        .count();
    spans.len() > 1 && after * 2 >= spans.len() - 1
}

/// Which lines begin a row of the table.
fn starts(
    rows: &[Vec<usize>],
    chunks: &[Chunk],
    columns: &[(f64, f64)],
    rules: &[(f64, f64, f64)],
    size: f64,
) -> Vec<bool> {
    let y: Vec<f64> = rows
        .iter()
        .map(|row| row.first().map_or(0.0, |&first| chunks[first].y))
        .collect();
    let (left, right) = (
        columns.first().map_or(0.0, |column| column.0),
        columns.last().map_or(0.0, |column| column.1),
    );
    // Cells have rules of their own in some programs: any over a part of the table counts.
    let ruled = |above: f64, below: f64| {
        rules.iter().any(|&(from, to, at)| {
            at > above - 0.1 * size
                && at < below - 0.3 * size
                && from < right
                && to > left
                && to - from > 0.1 * (right - left)
        })
    };
    let pairs: Vec<(f64, f64)> = y.iter().copied().zip(y.iter().copied().skip(1)).collect();
    let with_rules = pairs
        .iter()
        .filter(|&&(above, below)| ruled(above, below))
        .count();
    let pitches: Vec<f64> = pairs.iter().map(|(above, below)| below - above).collect();
    let closest = pitches.iter().copied().fold(f64::INFINITY, f64::min);
    let spread = pitches.iter().any(|pitch| *pitch > 1.25 * closest);
    let first_column = columns.first().map_or(0.0, |column| column.1);
    let mut starts = vec![true];
    for (row, &(above, below)) in rows.iter().skip(1).zip(&pairs) {
        let begins_left = row
            .first()
            .is_some_and(|&first| chunks[first].left < first_column);
        starts.push(if below - above > APART * size {
            true
        } else if with_rules * 3 >= pairs.len() && with_rules > 1 {
            ruled(above, below)
        } else if spread && closest < 1.5 * size {
            below - above > 1.25 * closest
        } else {
            begins_left
        });
    }
    starts
}

/// Adds a line to the text of a cell.
fn join(text: &mut String, line: &str) {
    if text.ends_with('-') && line.starts_with(char::is_lowercase) {
        text.pop();
    } else {
        text.push(' ');
    }
    text.push_str(line);
}
