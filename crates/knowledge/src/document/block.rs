//! What a document consists of once its format is forgotten.

use super::error::Remark;

/// A document as its reader left it.
#[derive(Debug, Default)]
pub(super) struct Source {
    /// A title that is not among the headings.
    pub(super) title: Option<String>,
    /// The address that the document gives itself.
    pub(super) link: Option<String>,
    /// Its blocks in reading order.
    pub(super) blocks: Vec<Block>,
    /// Where each block begins, in a format that has pages or rows: as long as `blocks`, or shorter.
    pub(super) at: Vec<At>,
    /// What of the document could not be read.
    pub(super) remarks: Vec<Remark>,
}

impl Source {
    /// Adds a block that begins there.
    pub(super) fn put(&mut self, at: At, block: Block) {
        self.at.resize(self.blocks.len(), At::default());
        self.at.push(at);
        self.blocks.push(block);
    }
}

/// Where in its document something begins.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(super) struct At {
    /// The page, from 1.
    pub(super) page: Option<u32>,
    /// The row of a sheet, from 1.
    pub(super) row: Option<u32>,
}

impl At {
    /// On this page.
    pub(super) fn page(page: u32) -> Self {
        Self {
            page: Some(page),
            row: None,
        }
    }

    /// In this row.
    pub(super) fn row(row: u32) -> Self {
        Self {
            page: None,
            row: Some(row),
        }
    }
}

/// One block. Texts are [`tidy`] and never blank.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Block {
    /// A heading of level 1 to 6, or [`RUN_IN`].
    Heading { level: u8, text: String },
    /// A paragraph; a line break in it was meant.
    Paragraph(String),
    /// A list, its items with their markers; nested items are further lines of theirs.
    List(Vec<String>),
    /// A table, each row a text of its own.
    Table(Vec<Row>),
}

/// The level of a heading that is only set in bold, a question of a list, a summary: below all others.
pub(super) const RUN_IN: u8 = 7;

/// A longer text is no heading: headings stand in every passage below them.
const LONGEST_HEADING: usize = 200;

/// A row of a table that reads alone: `Class: Compact SUV; 7 days: €392`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Row {
    /// The first cell: rows that share it belong together.
    pub(super) subject: String,
    /// Its cells, each with its header.
    pub(super) text: String,
    /// Where it stands.
    pub(super) at: At,
}

/// A longer header is no name, and is not repeated in every row.
const LONGEST_HEADER: usize = 100;

impl Row {
    /// The row of these cells; `None` when they are all blank. It stands nowhere in particular.
    pub(super) fn new(header: &[String], cells: &[String]) -> Option<Self> {
        let mut text = String::new();
        for (column, cell) in cells.iter().enumerate() {
            if cell.is_empty() {
                continue;
            }
            if !text.is_empty() {
                text.push_str(if text.ends_with(['.', '!', '?']) {
                    " "
                } else {
                    "; "
                });
            }
            match header.get(column) {
                Some(name) if !name.is_empty() && name != cell && name.chars().count() <= LONGEST_HEADER => {
                    text.push_str(name);
                    text.push_str(if name.ends_with([':', '?', '!', '.']) {
                        " "
                    } else {
                        ": "
                    });
                }
                Some(_) | None => {}
            }
            text.push_str(cell);
        }
        let subject = cells.first()?.clone();
        let at = At::default();
        (!text.is_empty()).then_some(Self { subject, text, at })
    }
}

/// The text with each line's white space collapsed, and without invisible characters and blank lines.
pub(super) fn tidy(text: &str) -> String {
    let mut tidied = String::with_capacity(text.len());
    for line in text.lines() {
        let mut first = true;
        for word in line
            .split(|c: char| c.is_whitespace() || c.is_control())
            .map(visible)
        {
            if word.is_empty() {
                continue;
            }
            if first {
                if !tidied.is_empty() {
                    tidied.push('\n');
                }
                first = false;
            } else {
                tidied.push(' ');
            }
            tidied.push_str(&word);
        }
    }
    tidied
}

/// The text on one line.
pub(super) fn on_one_line(text: &str) -> String {
    tidy(text).replace('\n', " ")
}

/// A text that a document sets as a heading: a heading, or a paragraph where it is too long for one.
pub(super) fn heading(level: u8, text: String) -> Block {
    let text = text.replace('\n', " ");
    if text.chars().count() <= LONGEST_HEADING {
        Block::Heading { level, text }
    } else {
        Block::Paragraph(text)
    }
}

/// How long a text is, in words. A run without spaces, as in Chinese or in an address, counts by its length.
pub(super) fn size(text: &str) -> usize {
    text.split_whitespace()
        .map(|word| {
            let chars = word.chars().count();
            if chars <= 24 { 1 } else { chars / 6 }
        })
        .sum()
}

/// A name made of a file's: `young-driver_rules` → `Young driver rules`.
pub(super) fn humanised(stem: &str) -> String {
    let spaced = on_one_line(&stem.replace(['-', '_'], " "));
    let mut chars = spaced.chars();
    match chars.next() {
        Some(first) => first.to_uppercase().chain(chars).collect(),
        None => stem.to_owned(),
    }
}

/// The word without soft hyphens, zero-width characters and stray byte order marks.
fn visible(word: &str) -> std::borrow::Cow<'_, str> {
    const INVISIBLE: [char; 5] = ['\u{ad}', '\u{200b}', '\u{2060}', '\u{feff}', '\u{fffc}'];
    if word.contains(INVISIBLE) {
        word.replace(INVISIBLE, "").into()
    } else {
        word.into()
    }
}

#[cfg(test)]
mod tests {
    use super::{Row, humanised, size, tidy};

    fn row(header: &[&str], cells: &[&str]) -> Option<String> {
        let owned = |texts: &[&str]| texts.iter().map(|&text| text.to_owned()).collect::<Vec<_>>();
        Row::new(&owned(header), &owned(cells)).map(|row| row.text)
    }

    #[test]
    fn a_row_names_each_value() {
        assert_eq!(
            row(&["Class", "7 days"], &["Compact SUV", "€392"]).as_deref(),
            Some("Class: Compact SUV; 7 days: €392")
        );
        assert_eq!(
            row(&["", "Low season"], &["Compact", "€30"]).as_deref(),
            Some("Compact; Low season: €30")
        );
        assert_eq!(
            row(&["Pets?", "Note"], &["Yes.", "Small"]).as_deref(),
            Some("Pets? Yes. Note: Small")
        );
        assert_eq!(row(&["A", "B"], &["", "x"]).as_deref(), Some("B: x"));
        assert_eq!(row(&["A", "B"], &["", ""]), None);
        assert_eq!(row(&[], &["a", "b"]).as_deref(), Some("a; b"));
    }

    #[test]
    fn white_space_is_collapsed_and_meant_line_breaks_stay() {
        assert_eq!(tidy("  a\t b\u{a0}c \n\n \u{200b}\n d\u{ad}e\r\n"), "a b c\nde");
    }

    #[test]
    fn text_without_spaces_has_a_size() {
        assert_eq!(size("one two three"), 3);
        assert_eq!(size(&"車".repeat(60)), 10);
    }

    #[test]
    fn a_file_name_becomes_a_title() {
        assert_eq!(humanised("young-driver_rules"), "Young driver rules");
        assert_eq!(humanised("_"), "_");
        assert_eq!(humanised("été"), "Été");
    }
}
