//! The lines of all pages → headings, paragraphs and lists, without what repeats on every page.
//!
//! A page is read in the order of its content, which is the order in which it was written; where that jumps about, from its
//! top to its bottom. A larger size than that of the text makes a heading, and so does bold in a line of its own.

use std::collections::{BTreeMap, BTreeSet};

use super::super::block::{At, Block, RUN_IN, Source, heading, tidy};
use super::glyphs::Page;
use super::lines::{Chunk, chunks, median};
use super::tables::{Item, Table, items};

/// A heading is larger than the text by so much.
const LARGER: f64 = 1.12;
/// A sentence is a heading when it is larger than the text by so much.
const LEAD: f64 = 1.35;
/// Lines of a paragraph are no farther apart, in heights of the font.
const WIDEST_PITCH: f64 = 1.75;
/// A longer line in bold is no heading.
const LONGEST_RUN_IN: usize = 100;
/// What repeats stands so near to the upper or lower edge, as a part of the page's height.
const MARGIN: f64 = 0.14;

/// A line of text.
#[derive(Clone, Debug)]
struct Line {
    chunk: Chunk,
    page: u32,
    /// Lines of one column, or of what else was written in one go.
    run: u32,
    /// Where on its page it stands, from 0 at the top to 1.
    height: f64,
}

/// What follows each other in a document.
enum Part {
    Line(Line),
    Table(u32, Table),
}

/// Adds what the pages say.
pub(super) fn read(pages: Vec<Page>, source: &mut Source) {
    let count = pages.len();
    let mut parts = Vec::new();
    let mut run = 0;
    for (number, page) in (1..).zip(pages) {
        parts.extend(parts_of(number, page, &mut run));
    }
    drop_repeated(&mut parts, count);
    let mut flow = Flow {
        body: body_size(&parts),
        levels: Vec::new(),
        words: words(&parts),
        edges: edges(&parts),
        paragraph: Vec::new(),
        list: Vec::new(),
        source,
    };
    flow.levels = levels(&parts, flow.body);
    for part in parts {
        match part {
            Part::Line(line) => flow.line(line),
            Part::Table(page, table) => flow.table(page, table),
        }
    }
    flow.end_paragraph();
    flow.end_list();
}

/// The lines and tables of a page, in the order in which they are read.
fn parts_of(number: u32, page: Page, run: &mut u32) -> Vec<Part> {
    let mut chunks = with_markers(chunks(&page.glyphs));
    if jumps(&chunks) {
        chunks.sort_by(|a, b| a.y.total_cmp(&b.y).then(a.left.total_cmp(&b.left)));
    }
    let mut parts: Vec<Part> = Vec::new();
    *run += 1;
    for item in items(chunks, &page.rules) {
        match item {
            Item::Chunk(chunk) => {
                if let Some(Part::Line(line)) = parts.last_mut() {
                    if line.chunk.is_beside(&chunk) && chunk.left >= line.chunk.right - 0.5 * chunk.size {
                        line.chunk.append(chunk);
                        continue;
                    }
                    // Upwards, or beside what was written before.
                    let apart = chunk.y < line.chunk.y - 0.5 * chunk.size
                        || chunk.left > line.chunk.right
                        || chunk.right < line.chunk.left;
                    *run += u32::from(apart);
                }
                let height = chunk.y / page.height.max(1.0);
                parts.push(Part::Line(Line {
                    chunk,
                    page: number,
                    run: *run,
                    height,
                }));
            }
            Item::Table(table) => {
                *run += 1;
                parts.push(Part::Table(number, table));
            }
        }
    }
    parts
}

/// The chunks with the marker of an item, which stands apart, before its text.
fn with_markers(chunks: Vec<Chunk>) -> Vec<Chunk> {
    let mut joined: Vec<Chunk> = Vec::with_capacity(chunks.len());
    for chunk in chunks {
        match joined.last_mut() {
            Some(last)
                if is_marker(&last.text)
                    && last.is_beside(&chunk)
                    && chunk.left >= last.left
                    && chunk.left - last.right < 6.0 * chunk.size =>
            {
                let bold = chunk.bold;
                last.append(chunk);
                last.bold = bold;
            }
            Some(_) | None => joined.push(chunk),
        }
    }
    joined
}

/// Whether a text is nothing but the marker of an item.
fn is_marker(text: &str) -> bool {
    let text = text.trim();
    matches!(text, "•" | "-" | "–" | "—" | "*" | "◦" | "o" | "○" | "·" | "‣")
        || numbered(text).is_some_and(str::is_empty)
}

/// What stands after `3.`, `3)` or `c)`.
fn numbered(text: &str) -> Option<&str> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let rest = match digits {
        1..=2 => text.get(digits..)?.strip_prefix(['.', ')'])?,
        0 => text
            .strip_prefix(|c: char| c.is_ascii_lowercase())?
            .strip_prefix(')')?,
        _ => return None,
    };
    (rest.is_empty() || rest.starts_with(' ')).then(|| rest.trim_start())
}

/// Whether the content of a page jumps about: up again, within the column that it stands in.
fn jumps(chunks: &[Chunk]) -> bool {
    let jumps = chunks
        .windows(2)
        .filter(|pair| {
            matches!(pair, [above, below] if below.y < above.y - 0.5 * below.size
                && below.left < above.right && below.right > above.left)
        })
        .count();
    jumps > 3 && jumps * 8 > chunks.len()
}

/// Leaves out lines that repeat at the edges of pages, and the numbers of pages.
fn drop_repeated(parts: &mut Vec<Part>, pages: usize) {
    let key = |line: &Line| {
        let text: String = line
            .chunk
            .text
            .chars()
            .map(|c| if c.is_ascii_digit() { '#' } else { c })
            .collect();
        (text.replace("##", "#").replace("##", "#"), line.height < 0.5)
    };
    let at_edge = |line: &Line| line.height < MARGIN || line.height > 1.0 - MARGIN;
    let mut seen: BTreeMap<(String, bool), BTreeSet<u32>> = BTreeMap::new();
    for part in parts.iter() {
        if let Part::Line(line) = part
            && at_edge(line)
        {
            seen.entry(key(line)).or_default().insert(line.page);
        }
    }
    // Left and right pages may have headers of their own.
    let often = (pages * 2).div_ceil(5).max(2);
    parts.retain(|part| match part {
        Part::Line(line) if at_edge(line) => {
            let repeats = seen.get(&key(line)).is_some_and(|pages| pages.len() >= often);
            !repeats && !is_page_number(&line.chunk.text, line.page)
        }
        Part::Line(_) | Part::Table(..) => true,
    });
}

/// `3`, `- 3 -`, `Page 3 of 5`, `3 / 5`.
fn is_page_number(text: &str, page: u32) -> bool {
    let words: Vec<&str> = text
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect();
    let is_word = |word: &str| {
        matches!(
            word.to_lowercase().as_str(),
            "page" | "of" | "página" | "pagina" | "de" | "seite" | "von" | "p" | "s" | "sur" | "di"
        )
    };
    let numbers: Vec<u32> = words.iter().filter_map(|word| word.parse().ok()).collect();
    let only = words
        .iter()
        .all(|word| word.parse::<u32>().is_ok() || is_word(word));
    let first = numbers.first().copied();
    only && matches!(numbers.len(), 1 | 2)
        && first.is_some_and(|first| {
            numbers.len() == words.len() + 1 || first == page || words.len() > 1 || first.abs_diff(page) < 40
        })
}

/// The size that most of the text is set in.
fn body_size(parts: &[Part]) -> f64 {
    let mut chars: BTreeMap<u64, usize> = BTreeMap::new();
    for part in parts {
        if let Part::Line(line) = part {
            *chars.entry(half_points(line.chunk.size)).or_default() += line.chunk.text.chars().count();
        }
    }
    chars
        .into_iter()
        .max_by_key(|&(size, count)| (count, size))
        .map_or(10.0, |(size, _)| size as f64 / 2.0)
}

fn half_points(size: f64) -> u64 {
    (size.clamp(0.0, 1_000.0) * 2.0).round() as u64
}

/// The sizes of headings, the largest first.
fn levels(parts: &[Part], body: f64) -> Vec<u64> {
    let mut sizes: BTreeSet<u64> = BTreeSet::new();
    for part in parts {
        if let Part::Line(line) = part
            && line.chunk.size > LARGER * body
            && line.chunk.text.chars().any(char::is_alphabetic)
        {
            sizes.insert(half_points(line.chunk.size));
        }
    }
    let mut levels: Vec<u64> = Vec::new();
    for size in sizes.into_iter().rev() {
        // Sizes that an eye does not tell apart are one level.
        if levels
            .last()
            .is_none_or(|last| (size as f64) < 0.94 * *last as f64)
        {
            levels.push(size);
        }
    }
    levels
}

/// Words that stand within a line: they tell how a word is written that a line's end divides.
fn words(parts: &[Part]) -> BTreeSet<String> {
    let mut words = BTreeSet::new();
    for part in parts {
        if let Part::Line(line) = part {
            let all: Vec<&str> = line.chunk.text.split_whitespace().collect();
            words.extend(
                all.iter()
                    .take(all.len().saturating_sub(1))
                    .map(|word| bare(word)),
            );
        }
    }
    words
}

fn bare(word: &str) -> String {
    word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase()
}

/// The right edge of the text of each run.
fn edges(parts: &[Part]) -> BTreeMap<u32, f64> {
    let mut edges: BTreeMap<u32, f64> = BTreeMap::new();
    for part in parts {
        if let Part::Line(line) = part {
            let edge = edges.entry(line.run).or_default();
            *edge = edge.max(line.chunk.right);
        }
    }
    edges
}

/// Builds blocks.
struct Flow<'a> {
    body: f64,
    levels: Vec<u64>,
    words: BTreeSet<String>,
    edges: BTreeMap<u32, f64>,
    /// The lines of the open paragraph, item or heading.
    paragraph: Vec<Line>,
    /// The items of the open list.
    list: Vec<(At, String)>,
    source: &'a mut Source,
}

impl Flow<'_> {
    fn line(&mut self, line: Line) {
        if let Some(last) = self.paragraph.last().cloned()
            && !self.goes_on(&last, &line)
        {
            self.end_paragraph();
        }
        self.paragraph.push(line);
    }

    fn level(&self, line: &Line) -> Option<u8> {
        if line.chunk.size <= LARGER * self.body {
            return None;
        }
        let size = half_points(line.chunk.size);
        let level = self
            .levels
            .iter()
            .position(|&level| size as f64 >= 0.94 * level as f64)?;
        Some(u8::try_from(level + 1).unwrap_or(6).min(6))
    }

    /// Whether a line is of the same paragraph as the one before it.
    fn goes_on(&self, last: &Line, line: &Line) -> bool {
        let (above, below) = (&last.chunk, &line.chunk);
        let size = above.size.max(below.size);
        if self.level(last) != self.level(line) || (above.size - below.size).abs() > 0.15 * size {
            return false;
        }
        let all_bold = self.paragraph.iter().all(|line| line.chunk.bold);
        if starts_item(&below.text) || (all_bold != below.bold && (all_bold || below.bold)) {
            // Words in bold that fill a line are within a text.
            let within = !all_bold && below.bold && !starts_item(&below.text) && !ends_sentence(&above.text);
            return within;
        }
        let same_place = last.page == line.page && last.run == line.run;
        if !same_place {
            // A text that a column's or a page's end divides.
            return self.level(line).is_none()
                && !ends_sentence(&above.text)
                && below.text.starts_with(char::is_lowercase);
        }
        let pitch = below.y - above.y;
        if pitch > WIDEST_PITCH * size || pitch < 0.2 * size {
            return false;
        }
        let usual = self.pitch();
        if usual.is_some_and(|usual| pitch > 1.3 * usual) {
            return false;
        }
        let first = self
            .paragraph
            .first()
            .map_or(above.left, |first| first.chunk.left);
        let is_item = self
            .paragraph
            .first()
            .is_some_and(|first| starts_item(&first.chunk.text));
        let edge = self.edges.get(&line.run).copied().unwrap_or(above.right);
        let short = above.right < edge - 0.25 * (edge - first).max(1.0);
        if is_item {
            // Back at the left of the marker, a text begins.
            return below.left > first + 0.3 * size || (!short && !ends_sentence(&above.text));
        }
        let indented = below.left > above.left + 0.8 * size && self.paragraph.len() > 1;
        !(indented || (short && ends_sentence(&above.text)))
    }

    /// How far apart the lines of the open paragraph are.
    fn pitch(&self) -> Option<f64> {
        let pitches: Vec<f64> = self
            .paragraph
            .windows(2)
            .filter_map(|pair| match pair {
                [above, below] if above.page == below.page && below.chunk.y > above.chunk.y => {
                    Some(below.chunk.y - above.chunk.y)
                }
                _ => None,
            })
            .collect();
        (!pitches.is_empty()).then(|| median(pitches))
    }

    fn end_paragraph(&mut self) {
        let lines = std::mem::take(&mut self.paragraph);
        let Some(first) = lines.first() else { return };
        let at = At::page(first.page);
        let text = self.joined(&lines);
        if text.is_empty() {
            return;
        }
        // A lead is set larger than the text, but it is a sentence.
        let is_lead = text.ends_with('.') && first.chunk.size < LEAD * self.body;
        let level = self.level(first).filter(|_| !is_lead);
        let bold = lines.iter().all(|line| line.chunk.bold);
        // A number before a line in bold is a section's.
        if let Some((marker, said)) =
            item(&text).filter(|&(marker, _)| level.is_none() && (marker == "-" || !bold))
        {
            self.list.push((at, format!("{marker} {said}")));
            return;
        }
        self.end_list();
        let has_words = text.chars().any(char::is_alphabetic);
        let runs_in = bold
            && text.chars().count() <= LONGEST_RUN_IN
            && !text.ends_with(['.', ':', ',', ';', '!'])
            && has_words;
        let block = match level {
            Some(level) if has_words => heading(level, text),
            None if runs_in => heading(RUN_IN, text),
            Some(_) | None => Block::Paragraph(text),
        };
        self.source.put(at, block);
    }

    fn end_list(&mut self) {
        // A list goes on over pages, but a passage begins on one.
        let list = std::mem::take(&mut self.list);
        for items in list.chunk_by(|a, b| a.0 == b.0) {
            if let Some(&(at, _)) = items.first() {
                let items = items.iter().map(|(_, item)| item.clone()).collect();
                self.source.put(at, Block::List(items));
            }
        }
    }

    fn table(&mut self, page: u32, table: Table) {
        self.end_paragraph();
        self.end_list();
        let at = At::page(page);
        for (_, block) in table.grid.blocks() {
            let block = match block {
                Block::Table(mut rows) => {
                    rows.iter_mut().for_each(|row| row.at = at);
                    Block::Table(rows)
                }
                Block::Heading { text, .. } => heading(RUN_IN, text),
                Block::Paragraph(_) | Block::List(_) => block,
            };
            self.source.put(at, block);
        }
    }

    /// The lines as one text, words put together that a line's end divides.
    fn joined(&self, lines: &[Line]) -> String {
        let mut text = String::new();
        for line in lines {
            let line = line.chunk.text.as_str();
            let last = text.split_whitespace().next_back().unwrap_or_default();
            let first = line.split_whitespace().next().unwrap_or_default();
            let is_divided = last.ends_with(['-', '\u{ad}', '\u{2010}'])
                && last.chars().rev().nth(1).is_some_and(char::is_alphabetic);
            if is_divided && first.starts_with(char::is_lowercase) {
                let (whole, compound) = (
                    bare(&format!(
                        "{}{first}",
                        last.trim_end_matches(['-', '\u{ad}', '\u{2010}'])
                    )),
                    bare(&format!("{last}{first}")),
                );
                let soft = last.ends_with('\u{ad}');
                if soft || self.words.contains(&whole) || !self.words.contains(&compound) {
                    text.pop();
                }
            } else if is_divided || text.ends_with('/') {
                // `Lima-` and `Cusco`, an address.
            } else if !text.is_empty() {
                text.push(' ');
            }
            text.push_str(line);
        }
        tidy(&text)
    }
}

fn ends_sentence(text: &str) -> bool {
    text.trim_end_matches(['"', '”', ')', '»', '’'])
        .ends_with(['.', '!', '?', ':'])
}

fn starts_item(text: &str) -> bool {
    item(text).is_some()
}

/// The marker and the text of an item.
fn item(text: &str) -> Option<(&str, &str)> {
    for bullet in ["•", "◦", "○", "‣", "·", "–", "-", "*", "o"] {
        if let Some(said) = text.strip_prefix(bullet)
            && (said.starts_with(' ') || bullet == "•")
            && !said.trim().is_empty()
        {
            return Some(("-", said.trim_start()));
        }
    }
    let said = numbered(text).filter(|said| !said.is_empty())?;
    let marker = text.get(..text.len() - said.len())?.trim_end();
    Some((marker, said))
}
