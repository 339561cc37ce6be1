//! Blocks → passages: by heading, then merged and divided towards a size that reads well alone.
//!
//! 1. A heading ends a passage: passages never mix sections.
//! 2. A paragraph that ends with a colon belongs to the list or table after it.
//! 3. A list or table within [`LARGE`] words stays whole. A longer list is divided between items, a longer
//!    table between rows, those with the same first cell together; each part repeats the paragraph that leads in.
//! 4. A paragraph over [`LARGE`] words is divided at sentence ends into parts of similar size.
//! 5. Neighbours under [`SMALL`] words are merged within [`LARGE`].

use super::block::{At, Block, RUN_IN, Row, size};
use crate::sentences;

/// The longest passage, in words. A run of characters without spaces counts by its length.
pub const LONGEST_PASSAGE: usize = 200;

/// A passage from so many words on takes in no neighbour.
const SMALL: usize = 40;
/// Nothing is merged beyond so many words, and what is longer is divided.
const LARGE: usize = 120;
/// Rows with the same first cell are gathered up to so many words.
const ROWS: usize = 60;
/// Rows with different first cells are gathered up to so many words.
const FEW_WORDS: usize = 24;
/// A longer paragraph leads nothing in.
const LONGEST_LEAD: usize = 40;

/// A passage without its document.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Part {
    pub(super) heading: Vec<String>,
    pub(super) text: String,
    /// Where it begins.
    pub(super) at: At,
}

/// Splits a document's blocks, which begin `at` these places. A heading that says no more than the title is left out of the heading path: one
/// that is the same, or the only one of level 1 when the title contains it.
pub(super) fn split(title: &str, blocks: Vec<Block>, at: &[At]) -> Vec<Part> {
    let title = title.to_lowercase();
    let tops = blocks
        .iter()
        .filter(|block| matches!(block, Block::Heading { level: 1, .. }))
        .count();
    let repeats = |level: u8, text: &str| {
        let text = text.to_lowercase();
        text == title || (level == 1 && tops == 1 && title.contains(&text))
    };
    let mut parts = Vec::new();
    let mut path: Vec<(u8, String)> = Vec::new();
    let mut section = Vec::new();
    let at = at.iter().copied().chain(std::iter::repeat(At::default()));
    let mut blocks = blocks.into_iter().zip(at).peekable();
    while let Some((block, at)) = blocks.next() {
        match block {
            // What only looks like a heading is one when it has something to stand over.
            Block::Heading { level: RUN_IN, text }
                if matches!(blocks.peek(), None | Some((Block::Heading { .. }, _))) =>
            {
                section.push((Block::Paragraph(text), at));
            }
            Block::Heading { level, text } => {
                flush(&path, &mut section, &mut parts);
                while path.last().is_some_and(|&(outer, _)| outer >= level) {
                    path.pop();
                }
                let text = if path.is_empty() && repeats(level, &text) {
                    String::new()
                } else {
                    text
                };
                path.push((level, text));
            }
            Block::Paragraph(_) | Block::List(_) | Block::Table(_) => section.push((block, at)),
        }
    }
    flush(&path, &mut section, &mut parts);
    parts
}

/// Ends a section: its blocks become passages. A heading without text holds its level only.
fn flush(path: &[(u8, String)], section: &mut Vec<(Block, At)>, parts: &mut Vec<Part>) {
    let heading: Vec<String> = path
        .iter()
        .map(|(_, text)| text.clone())
        .filter(|text| !text.is_empty())
        .collect();
    for Unit { text, at, .. } in merged(units(std::mem::take(section))) {
        parts.push(Part {
            heading: heading.clone(),
            text,
            at,
        });
    }
}

/// The smallest text that can be a passage.
struct Unit {
    text: String,
    at: At,
    /// It is found best without neighbours: some rows of a table.
    alone: bool,
}

impl Unit {
    fn new(text: String, at: At) -> Self {
        Self {
            text,
            at,
            alone: false,
        }
    }
}

fn units(section: Vec<(Block, At)>) -> Vec<Unit> {
    let mut units = Vec::new();
    let mut blocks = section.into_iter().peekable();
    let mut lead: Option<(String, At)> = None;
    while let Some((block, at)) = blocks.next() {
        match block {
            // A section holds no headings.
            Block::Heading { .. } => {}
            Block::Paragraph(text) => {
                let leads = text.ends_with(':')
                    && size(&text) <= LONGEST_LEAD
                    && matches!(blocks.peek(), Some((Block::List(_) | Block::Table(_), _)));
                if leads {
                    lead = Some((text, at));
                } else {
                    units.extend(divided(&text).into_iter().map(|text| Unit::new(text, at)));
                }
            }
            Block::List(items) => {
                let (lead, at) = lead.take().unwrap_or((String::new(), at));
                units.extend(listed(&lead, items).into_iter().map(|text| Unit::new(text, at)));
            }
            Block::Table(rows) => {
                let (lead, at) = lead.take().unwrap_or((String::new(), at));
                units.extend(tabled(&lead, rows, at));
            }
        }
    }
    units
}

/// A list: whole, or in parts of similar size.
fn listed(lead: &str, items: Vec<String>) -> Vec<String> {
    let total: usize = items.iter().map(|item| size(item)).sum();
    if size(lead) + total <= LARGE {
        return vec![joined(lead, &items, "\n")];
    }
    let items: Vec<String> = items.iter().flat_map(|item| divided(item)).collect();
    gathered(items, total, LARGE, "\n")
        .into_iter()
        .map(|part| joined(lead, &[part], "\n"))
        .collect()
}

/// A table that begins `at` this place: whole, or its rows gathered by subject.
fn tabled(lead: &str, rows: Vec<Row>, at: At) -> Vec<Unit> {
    // A row that does not say where it stands is somewhere in its table.
    let place = |row: &Row| if row.at == At::default() { at } else { row.at };
    let total: usize = rows.iter().map(|row| size(&row.text)).sum();
    if size(lead) + total <= LARGE {
        let at = rows.first().map_or(at, place);
        let rows: Vec<String> = rows.into_iter().map(|row| row.text).collect();
        return vec![Unit::new(joined(lead, &rows, "\n"), at)];
    }
    let mut parts: Vec<(String, At)> = Vec::new();
    for rows in rows.chunk_by(|a, b| a.subject == b.subject) {
        let pieces: Vec<(String, At)> = rows
            .iter()
            .flat_map(|row| divided(&row.text).into_iter().map(|text| (text, place(row))))
            .collect();
        let mut places = pieces.iter().map(|&(_, at)| at).collect::<Vec<_>>().into_iter();
        let texts: Vec<String> = pieces.into_iter().map(|(text, _)| text).collect();
        let total = texts.iter().map(|text| size(text)).sum();
        for (text, pieces) in counted(texts, total, ROWS, "\n") {
            let at = places.next().unwrap_or(at);
            places.by_ref().take(pieces - 1).for_each(drop);
            match parts.last_mut() {
                Some((part, _)) if size(part) + size(&text) <= FEW_WORDS => {
                    part.push('\n');
                    part.push_str(&text);
                }
                Some(_) | None => parts.push((text, at)),
            }
        }
    }
    let unit = |(part, at)| Unit {
        text: joined(lead, &[part], "\n"),
        at,
        alone: true,
    };
    parts.into_iter().map(unit).collect()
}

/// A text in parts of similar size within [`LARGE`], divided at sentence ends, or at words where a sentence
/// is longer.
fn divided(text: &str) -> Vec<String> {
    let total = size(text);
    if total <= LARGE {
        return vec![text.to_owned()];
    }
    let pieces = sentences(text).into_iter().flat_map(shortened).collect();
    gathered(pieces, total, LARGE, " ")
}

/// A sentence, cut between words, and a word between characters, where it is over [`LARGE`].
fn shortened(sentence: &str) -> Vec<String> {
    if size(sentence) <= LARGE {
        return vec![sentence.to_owned()];
    }
    // A run without spaces counts a word for six characters.
    let mut words: Vec<String> = Vec::new();
    for word in sentence.split_whitespace() {
        let chars: Vec<char> = word.chars().collect();
        words.extend(
            chars
                .chunks(6 * LARGE)
                .map(|chunk| chunk.iter().collect::<String>()),
        );
    }
    let total = words.iter().map(|word| size(word)).sum();
    gathered(words, total, LARGE, " ")
}

/// Pieces of `total` words, joined in order to parts of similar size within `limit`. A longer piece is a part.
fn gathered(pieces: Vec<String>, total: usize, limit: usize, between: &str) -> Vec<String> {
    counted(pieces, total, limit, between)
        .into_iter()
        .map(|(part, _)| part)
        .collect()
}

/// The same, each part with the number of its pieces.
fn counted(pieces: Vec<String>, total: usize, limit: usize, between: &str) -> Vec<(String, usize)> {
    let goal = total.div_ceil(total.div_ceil(limit).max(1));
    let mut parts: Vec<(String, usize)> = Vec::new();
    let mut words = 0;
    for piece in pieces {
        let more = size(&piece);
        match parts.last_mut() {
            // Half of the piece over the goal is nearer to it than the whole piece short of it.
            Some((part, count)) if words + more <= limit && words + more / 2 <= goal => {
                part.push_str(between);
                part.push_str(&piece);
                words += more;
                *count += 1;
            }
            Some(_) | None => {
                words = more;
                parts.push((piece, 1));
            }
        }
    }
    parts
}

/// Small neighbours merged.
fn merged(units: Vec<Unit>) -> Vec<Unit> {
    let mut parts: Vec<Unit> = Vec::new();
    let mut words = 0;
    let last = units.len().saturating_sub(1);
    for (index, unit) in units.into_iter().enumerate() {
        let more = size(&unit.text);
        // A small rest goes to what stands before it, since nothing follows.
        let small = words < SMALL || (index == last && more < SMALL / 2);
        match parts.last_mut() {
            Some(part) if small && words + more <= LARGE && !part.alone && !unit.alone => {
                part.text.push_str("\n\n");
                part.text.push_str(&unit.text);
                words += more;
            }
            Some(_) | None => {
                words = more;
                parts.push(unit);
            }
        }
    }
    parts
}

/// A lead-in and what it leads to.
fn joined(lead: &str, lines: &[String], between: &str) -> String {
    let body = lines.join(between);
    if lead.is_empty() {
        body
    } else {
        format!("{lead}\n{body}")
    }
}

#[cfg(test)]
mod tests {
    use super::super::block::{At, Block, RUN_IN, Row, size};
    use super::{LARGE, Part};

    fn split(title: &str, blocks: Vec<Block>) -> Vec<Part> {
        super::split(title, blocks, &[])
    }

    fn heading(level: u8, text: &str) -> Block {
        Block::Heading {
            level,
            text: text.to_owned(),
        }
    }

    fn paragraph(words: usize) -> Block {
        Block::Paragraph(format!("{}end.", "word ".repeat(words - 1)))
    }

    fn sizes(blocks: Vec<Block>) -> Vec<usize> {
        split("Title", blocks)
            .iter()
            .map(|part| size(&part.text))
            .collect()
    }

    #[test]
    fn the_heading_path_is_kept_and_repeats_no_title() {
        let parts = split(
            "Title",
            vec![
                heading(1, "Title"),
                heading(2, "Fees"),
                heading(3, "May I smoke?"),
                Block::Paragraph("No.".to_owned()),
                heading(2, "Hours"),
                Block::Paragraph("8 to 20.".to_owned()),
            ],
        );
        let part = |heading: &[&str], text: &str| Part {
            heading: heading.iter().map(|&text| text.to_owned()).collect(),
            text: text.to_owned(),
            at: At::default(),
        };
        assert_eq!(
            parts,
            [
                part(&["Fees", "May I smoke?"], "No."),
                part(&["Hours"], "8 to 20.")
            ]
        );
    }

    #[test]
    fn a_heading_that_the_title_contains_is_left_out_when_it_stands_over_all() {
        let text = || Block::Paragraph("Open.".to_owned());
        let paths = |title: &str, blocks: Vec<Block>| {
            split(title, blocks)
                .into_iter()
                .map(|part| part.heading.join(" > "))
                .collect::<Vec<_>>()
        };
        let branch = || vec![heading(1, "Faro"), heading(2, "Hours"), text()];
        assert_eq!(paths("Faro branch", branch()), ["Hours"]);
        assert_eq!(paths("Branches", branch()), ["Faro > Hours"]);
        let several = vec![heading(1, "Fees"), text(), heading(1, "Rules"), text()];
        assert_eq!(paths("Fees and rules", several), ["Fees", "Rules"]);
    }

    #[test]
    fn a_bold_line_over_nothing_is_text() {
        let bold = heading(RUN_IN, "Closed on Sundays");
        let parts = split(
            "T",
            vec![paragraph(5), bold.clone(), heading(2, "B"), paragraph(5), bold],
        );
        assert_eq!(parts.len(), 2);
        assert!(
            parts
                .iter()
                .all(|part| part.text.ends_with("end.\n\nClosed on Sundays"))
        );
    }

    #[test]
    fn small_paragraphs_of_one_section_are_merged_and_others_are_not() {
        assert_eq!(sizes(vec![paragraph(10), paragraph(20), paragraph(30)]), [60]);
        assert_eq!(
            sizes(vec![paragraph(10), heading(2, "B"), paragraph(10)]),
            [10, 10]
        );
        assert_eq!(sizes(vec![paragraph(60), paragraph(60)]), [60, 60]);
        assert_eq!(sizes(vec![paragraph(100), paragraph(10)]), [110]);
        assert_eq!(sizes(vec![paragraph(115), paragraph(10)]), [115, 10]);
        assert_eq!(sizes(vec![paragraph(10), paragraph(115)]), [10, 115]);
    }

    #[test]
    fn a_long_paragraph_is_divided_at_sentence_ends_into_similar_parts() {
        let sentence = "One two three four five six seven eight nine ten.";
        let parts = split("T", vec![Block::Paragraph(vec![sentence; 15].join(" "))]);
        assert_eq!(
            parts.iter().map(|part| size(&part.text)).collect::<Vec<_>>(),
            [80, 70]
        );
        assert!(parts.iter().all(|part| part.text.ends_with("ten.")));
    }

    #[test]
    fn a_sentence_without_end_and_a_word_without_end_are_cut() {
        for text in ["word ".repeat(1000), "车".repeat(7000), "x".repeat(100_000)] {
            let parts = split("T", vec![Block::Paragraph(text.trim().to_owned())]);
            assert!(parts.len() > 5);
            assert!(parts.iter().all(|part| size(&part.text) <= LARGE));
            let strip = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
            let all: String = parts.iter().map(|part| part.text.as_str()).collect();
            assert_eq!(strip(&all), strip(&text));
        }
    }

    #[test]
    fn a_list_stays_with_its_lead_in_and_a_long_one_repeats_it() {
        let item = |words: usize| format!("- {}end", "word ".repeat(words - 2));
        let lead = Block::Paragraph("Bring these:".to_owned());
        let short = split("T", vec![lead.clone(), Block::List(vec![item(5), item(5)])]);
        assert_eq!(short.len(), 1);
        let long = split("T", vec![paragraph(50), lead, Block::List(vec![item(30); 6])]);
        assert_eq!(long.len(), 3);
        assert!(
            long.iter()
                .skip(1)
                .all(|part| part.text.starts_with("Bring these:\n- "))
        );
        assert!(long.iter().skip(1).all(|part| part.text.ends_with("end")));
    }

    #[test]
    fn a_long_table_is_divided_by_the_first_cell() {
        let row = |subject: &str, days: usize| Row {
            subject: subject.to_owned(),
            text: format!(
                "Class: {subject}; Days: {days}; Price: €{} with everything that is included",
                days * 40
            ),
            at: At::default(),
        };
        let rows: Vec<Row> = ["Mini", "Compact", "SUV", "Van"]
            .into_iter()
            .flat_map(|class| [1, 3, 7, 14].map(|days| row(class, days)))
            .collect();
        let parts = split(
            "T",
            vec![Block::Paragraph("Prices:".to_owned()), Block::Table(rows.clone())],
        );
        assert_eq!(parts.len(), 4);
        assert!(
            parts
                .iter()
                .all(|part| part.text.starts_with("Prices:\nClass: ") && part.text.lines().count() == 5)
        );
        let few = split("T", vec![Block::Table(rows.into_iter().take(5).collect())]);
        assert_eq!(few.len(), 1, "a short table stays whole");
    }
}
