//! Plain text: what its author set off with blank lines, underlines, capitals, numbers and dashes.

use super::block::{Block, RUN_IN, Source, heading, tidy};

/// Lines of a text that is not wrapped are shorter.
const WRAPPED: usize = 40;

/// Reads a plain text.
pub(super) fn read(text: &str) -> Source {
    let chunks = chunks(text);
    let mut blocks: Vec<Block> = Vec::new();
    for (index, chunk) in chunks.iter().enumerate() {
        match chunk {
            Chunk::Underlined { level, text } => blocks.push(heading(*level, tidy(text))),
            Chunk::Lines(lines) => match set_off(index, &chunks) {
                Some(level) => blocks.push(heading(level, tidy(&lines.concat()))),
                None => body(lines, &mut blocks),
            },
        }
    }
    Source {
        blocks,
        ..Source::default()
    }
}

/// Lines between blank lines, or a heading over its underline.
enum Chunk<'a> {
    Underlined { level: u8, text: &'a str },
    Lines(Vec<&'a str>),
}

fn chunks(text: &str) -> Vec<Chunk<'_>> {
    let mut chunks = Vec::new();
    let mut open: Vec<&str> = Vec::new();
    let mut lines = text.lines().peekable();
    while let Some(line) = lines.next() {
        let below = lines.peek().and_then(|below| underline(below));
        if tidy(line).is_empty() || underline(line).is_some() {
            close(&mut open, &mut chunks);
        } else if let Some(level) = below.filter(|_| item(line).is_none() && line.chars().count() <= 100) {
            close(&mut open, &mut chunks);
            lines.next();
            chunks.push(Chunk::Underlined { level, text: line });
        } else {
            open.push(line);
        }
    }
    close(&mut open, &mut chunks);
    chunks
}

fn close<'a>(open: &mut Vec<&'a str>, chunks: &mut Vec<Chunk<'a>>) {
    if !open.is_empty() {
        chunks.push(Chunk::Lines(std::mem::take(open)));
    }
}

/// The level of heading that this line underlines: at least three of one sign and nothing else.
fn underline(line: &str) -> Option<u8> {
    let line = line.trim();
    let first = line.chars().next()?;
    let level = match first {
        '=' | '#' => 1,
        '-' | '_' | '—' => 2,
        '~' | '*' | '.' => 3,
        _ => return None,
    };
    (line.chars().count() >= 3 && line.chars().all(|c| c == first)).then_some(level)
}

/// The level of a line that stands alone as a heading does and has something to stand over.
fn set_off(index: usize, chunks: &[Chunk<'_>]) -> Option<u8> {
    let chunk = chunks.get(index)?;
    // The first line of a document is its title, unless sections or a list begin with it.
    let titles = index == 0
        && !matches!(chunk, Chunk::Lines(lines) if lines.iter().any(|line| section_number(line).is_some()));
    let level = standing(chunk).map(|level| if titles { 1 } else { level })?;
    match chunks.get(index + 1)? {
        Chunk::Underlined { level: below, .. } => (level == 1 || *below > level).then_some(level),
        // Of two lines that could be headings the first is one only when the second is a level below.
        next @ Chunk::Lines(_) => standing(next).is_none_or(|below| below > level).then_some(level),
    }
}

/// The level of a line that could be a heading: capitals, a section's number, or a few words that end in
/// no sentence.
fn standing(chunk: &Chunk<'_>) -> Option<u8> {
    let Chunk::Lines(lines) = chunk else { return None };
    let [line] = lines.as_slice() else { return None };
    let line = line.trim();
    let words = line.split_whitespace().count();
    let digits = line.chars().filter(char::is_ascii_digit).count();
    if words > 12
        || line.chars().count() > 90
        || line.ends_with(['.', ',', ';', ':', '!'])
        || !line.chars().any(char::is_alphabetic)
        || line.contains(['@', '|'])
        || line.contains("://")
        || line.contains("  ")
        || line.contains('\t')
        || digits > 6
    {
        return None;
    }
    if let Some(depth) = section_number(line) {
        return Some((1 + depth).min(6));
    }
    if item(line).is_some() || question(line).is_some() || answer(line).is_some() {
        return None;
    }
    if line.chars().any(char::is_uppercase) && !line.chars().any(char::is_lowercase) {
        return Some(2);
    }
    Some(6)
}

/// How deep the section is that `3.2 Late return` begins.
fn section_number(line: &str) -> Option<u8> {
    let (number, title) = line.split_once(' ')?;
    let number = number.trim_end_matches(['.', ')']);
    let parts = number.split('.').count();
    let numbered = number
        .split('.')
        .all(|part| (1..=2).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit()));
    (numbered && title.trim_start().starts_with(char::is_uppercase)).then(|| u8::try_from(parts).unwrap_or(5))
}

/// Questions, paragraphs and lists of a chunk.
fn body(lines: &[&str], blocks: &mut Vec<Block>) {
    let mut paragraph: Vec<&str> = Vec::new();
    let mut items: Vec<String> = Vec::new();
    for (index, line) in lines.iter().enumerate() {
        if let Some(question) = question(line) {
            end(&mut paragraph, &mut items, blocks);
            blocks.push(heading(RUN_IN, tidy(question)));
        } else if let Some(answer) =
            answer(line).filter(|_| matches!(blocks.last(), Some(Block::Heading { .. })))
        {
            end(&mut paragraph, &mut items, blocks);
            paragraph.push(answer);
        } else if let Some((marker, said)) = item(line) {
            end_paragraph(&mut paragraph, blocks);
            items.push(format!("{marker} {}", tidy(said)));
        } else if let Some(last) = items.last_mut() {
            last.push(' ');
            last.push_str(&tidy(line));
        } else if index == 0 && line.starts_with([' ', '\t']) && continues(blocks) {
            // An indented paragraph after an item belongs to it.
            if let Some(Block::List(list)) = blocks.last_mut()
                && let Some(last) = list.last_mut()
            {
                last.push(' ');
                last.push_str(&tidy(&lines.join(" ")));
            }
            return;
        } else {
            paragraph.push(line);
        }
    }
    end(&mut paragraph, &mut items, blocks);
}

fn continues(blocks: &[Block]) -> bool {
    matches!(blocks.last(), Some(Block::List(_)))
}

fn end(paragraph: &mut Vec<&str>, items: &mut Vec<String>, blocks: &mut Vec<Block>) {
    end_paragraph(paragraph, blocks);
    if items.is_empty() {
        return;
    }
    let mut items = std::mem::take(items);
    match blocks.last_mut() {
        // Blank lines between items do not end a list.
        Some(Block::List(list)) => list.append(&mut items),
        Some(Block::Heading { .. } | Block::Paragraph(_) | Block::Table(_)) | None => {
            blocks.push(Block::List(items))
        }
    }
}

fn end_paragraph(paragraph: &mut Vec<&str>, blocks: &mut Vec<Block>) {
    let lines = std::mem::take(paragraph);
    // An address or a small table: its lines were not made by wrapping.
    let kept = lines.iter().all(|line| line.trim().chars().count() < WRAPPED);
    let text = tidy(&lines.join(if kept { "\n" } else { " " }));
    if !text.is_empty() {
        blocks.push(Block::Paragraph(text));
    }
}

/// The marker and the text of a list's item.
fn item(line: &str) -> Option<(&str, &str)> {
    let line = line.trim();
    let (marker, said) = line.split_once([' ', '\t'])?;
    let numbered = |marker: &str| {
        let inner = marker.trim_start_matches('(').trim_end_matches(['.', ')']);
        let digits = inner.len() <= 2 && inner.bytes().all(|byte| byte.is_ascii_digit());
        let letter =
            inner.len() == 1 && inner.bytes().all(|byte| byte.is_ascii_lowercase()) && marker.ends_with(')');
        !inner.is_empty() && inner.len() < marker.len() && (digits || letter)
    };
    let said = said.trim();
    match marker {
        _ if tidy(said).is_empty() => None,
        "-" | "*" | "•" | "–" | "·" | "‣" | "◦" => Some(("-", said)),
        _ if numbered(marker) => Some((marker, said)),
        _ => None,
    }
}

/// The question of a line `Q: …`.
fn question(line: &str) -> Option<&str> {
    labelled(line, &["Q", "Question"])
}

/// The answer of a line `A: …`.
fn answer(line: &str) -> Option<&str> {
    labelled(line, &["A", "Answer"])
}

fn labelled<'a>(line: &'a str, labels: &[&str]) -> Option<&'a str> {
    let (label, said) = line.trim().split_once(':')?;
    let label = label.trim_end_matches(|c: char| c.is_ascii_digit() || c == ' ' || c == '.');
    let said = said.trim();
    (labels.contains(&label) && !tidy(said).is_empty()).then_some(said)
}
