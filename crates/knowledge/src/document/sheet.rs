//! CSV: a header and rows. Every passage names each value by its column.

use csv::{ReaderBuilder, StringRecord};

use super::DocumentError;
use super::block::{Block, RUN_IN, Row, Source, heading, on_one_line};

/// Reads a table. Without a `separator`, the header tells it: `,`, `;` or a tab.
pub(super) fn read(text: &str, separator: Option<u8>) -> Result<Source, DocumentError> {
    let mut reader = ReaderBuilder::new()
        .delimiter(separator.unwrap_or_else(|| separator_of(text)))
        .flexible(true)
        .has_headers(false)
        .from_reader(text.as_bytes());
    let mut records = reader
        .records()
        .map_while(Result::ok)
        .filter(|record| record.iter().any(|cell| !cell.trim().is_empty()));

    let Some(header) = records.next().map(|record| cells(&record)) else {
        return Ok(Source::default());
    };
    let questions = is_questions(&header);
    let mut blocks = Vec::new();
    let mut rows = Vec::new();
    for record in records {
        if record.len() != header.len() {
            let line = record.position().map_or(0, |position| {
                usize::try_from(position.line()).unwrap_or(usize::MAX)
            });
            return Err(DocumentError::Row {
                line,
                fields: record.len(),
                header: header.len(),
            });
        }
        let cells = cells(&record);
        match cells.as_slice() {
            [question, answer] if questions && !question.is_empty() && !answer.is_empty() => {
                blocks.push(heading(RUN_IN, question.clone()));
                blocks.push(Block::Paragraph(answer.clone()));
            }
            _ => rows.extend(Row::new(&header, &cells)),
        }
    }
    if !rows.is_empty() {
        blocks.insert(0, Block::Table(rows));
    }
    Ok(Source {
        blocks,
        ..Source::default()
    })
}

fn cells(record: &StringRecord) -> Vec<String> {
    record.iter().map(on_one_line).collect()
}

/// Two columns, questions and answers: each row is a heading and its text.
fn is_questions(header: &[String]) -> bool {
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
