//! CSV: a header and rows. Every passage names each value by its column.

use csv::{ReaderBuilder, StringRecord};

use super::DocumentError;
use super::block::{At, Block, RUN_IN, Row, Source, heading, on_one_line};

/// Reads a table. Without a `separator`, the header tells it: `,`, `;` or a tab.
pub(super) fn read(text: &str, separator: Option<u8>) -> Result<Source, DocumentError> {
    let mut reader = ReaderBuilder::new()
        .delimiter(separator.unwrap_or_else(|| separator_of(text)))
        .flexible(true)
        .has_headers(false)
        .from_reader(text.as_bytes());
    // Line breaks within values: lines that are no rows of their own.
    let mut within = 0;
    let mut records = reader
        .records()
        .map_while(Result::ok)
        .map(|record| {
            let line = record.position().map_or(0, |position| line_of(text, position));
            let row = u32::try_from(line.saturating_sub(within)).unwrap_or(u32::MAX);
            within += record.iter().map(breaks).sum::<u64>();
            (row, record)
        })
        .filter(|(_, record)| record.iter().any(|cell| !cell.trim().is_empty()));

    let Some(header) = records.next().map(|(_, record)| cells(&record)) else {
        return Ok(Source::default());
    };
    let questions = is_questions(&header);
    let mut source = Source::default();
    let mut rows = Vec::new();
    let mut answers = Vec::new();
    for (row, record) in records {
        if record.len() != header.len() {
            let line = record.position().map_or(0, |position| {
                usize::try_from(line_of(text, position)).unwrap_or(usize::MAX)
            });
            return Err(DocumentError::Row {
                line,
                fields: record.len(),
                header: header.len(),
            });
        }
        let cells = cells(&record);
        let at = At::row(row);
        match cells.as_slice() {
            [question, answer] if questions && !question.is_empty() && !answer.is_empty() => {
                answers.push((at, heading(RUN_IN, question.clone())));
                answers.push((at, Block::Paragraph(answer.clone())));
            }
            _ => rows.extend(Row::new(&header, &cells).map(|row| Row { at, ..row })),
        }
    }
    if let Some(first) = rows.first() {
        source.put(first.at, Block::Table(rows));
    }
    for (at, block) in answers {
        source.put(at, block);
    }
    Ok(source)
}

/// The line on which a record begins, from 1: its position is that of the blank lines before it.
fn line_of(text: &str, position: &csv::Position) -> u64 {
    let start = usize::try_from(position.byte()).unwrap_or(usize::MAX);
    let blank = text.as_bytes().get(start..).unwrap_or_default();
    let blank = blank.iter().take_while(|byte| matches!(byte, b'\r' | b'\n'));
    position.line() + blank.filter(|&&byte| byte == b'\n').count() as u64
}

/// How many lines a value goes over, less one.
fn breaks(value: &str) -> u64 {
    value.bytes().filter(|&byte| byte == b'\n').count() as u64
}

fn cells(record: &StringRecord) -> Vec<String> {
    record.iter().map(on_one_line).collect()
}

/// Two columns, questions and answers: each row is a heading and its text.
pub(super) fn is_questions(header: &[String]) -> bool {
    let is = |cell: &String, names: [&str; 3]| names.contains(&cell.to_lowercase().as_str());
    matches!(header, [question, answer]
        if is(question, ["question", "questions", "q"]) && is(answer, ["answer", "answers", "a"]))
}

/// The separator that the header has most of, outside quotes.
fn separator_of(text: &str) -> u8 {
    let mut counts = [(b',', 0_usize), (b';', 0), (b'\t', 0)];
    let mut quoted = false;
    let header = text.trim_start_matches(['\r', '\n']);
    for byte in header.bytes() {
        match byte {
            b'"' => quoted = !quoted,
            b'\n' | b'\r' if !quoted => break,
            _ => {
                for (separator, count) in &mut counts {
                    *count += usize::from(!quoted && *separator == byte);
                }
            }
        }
    }
    let [first, rest @ ..] = counts;
    rest.into_iter()
        .fold(first, |best, next| if next.1 > best.1 { next } else { best })
        .0
}
