//! Builds blocks from what a marked-up document opens, says and closes: Markdown and HTML share it.

use super::block::{Block, RUN_IN, Row, heading, tidy};

/// Deeper lists and tables are read as if they were not nested: what is inside is kept, its depth is not.
const DEEPEST: usize = 24;
/// A longer cell is not repeated where it spans rows or columns.
const LONGEST_REPEATED: usize = 200;
/// More columns than this are not made by spans.
const WIDEST: usize = 64;

/// Collects blocks. Every [`Writer::open`] has one [`Writer::close`].
#[derive(Debug, Default)]
pub(super) struct Writer {
    blocks: Vec<Block>,
    frames: Vec<Frame>,
    /// Opened beyond [`DEEPEST`].
    ignored: usize,
    /// The text outside of all frames, since the last block.
    text: String,
    /// How much of it is bold: so many open, some text in it, some text not in it.
    bold: Bold,
}

/// What contains text that is a block of its own, or a part of one.
#[derive(Debug)]
pub(super) enum Frame {
    /// A heading of this level.
    Heading { level: u8, text: String },
    /// A list.
    List {
        marker: Marker,
        items: Vec<ListItem>,
        term: Option<String>,
    },
    /// An item of a list, or the description of a term.
    Item { text: String },
    /// A term of a list of definitions.
    Term { text: String },
    /// A table.
    Table {
        header: Vec<String>,
        rows: Vec<Vec<String>>,
        carried: Vec<Carried>,
    },
    /// A row of a table.
    Row { cells: Vec<Cell> },
    /// A cell of a row.
    Cell(Cell),
}

/// How a list marks its items.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Marker {
    /// `- `
    Dash,
    /// The number of the next one.
    Number(u64),
    /// Not at all: definitions.
    None,
}

/// An item and the term it describes.
#[derive(Debug)]
pub(super) struct ListItem {
    term: Option<String>,
    text: String,
}

/// A cell.
#[derive(Debug, Default)]
pub(super) struct Cell {
    text: String,
    head: bool,
    columns: usize,
    rows: usize,
}

/// A cell that reaches into the rows below.
#[derive(Clone, Debug, Default)]
pub(super) struct Carried {
    text: String,
    rows: usize,
}

#[derive(Debug, Default)]
struct Bold {
    depth: usize,
    inside: bool,
    outside: bool,
}

impl Frame {
    pub(super) fn heading(level: u8) -> Self {
        Self::Heading {
            level,
            text: String::new(),
        }
    }

    pub(super) fn list(marker: Marker) -> Self {
        Self::List {
            marker,
            items: Vec::new(),
            term: None,
        }
    }

    pub(super) fn item() -> Self {
        Self::Item { text: String::new() }
    }

    pub(super) fn term() -> Self {
        Self::Term { text: String::new() }
    }

    pub(super) fn table() -> Self {
        Self::Table {
            header: Vec::new(),
            rows: Vec::new(),
            carried: Vec::new(),
        }
    }

    pub(super) fn row() -> Self {
        Self::Row { cells: Vec::new() }
    }

    /// A cell over so many columns and rows.
    pub(super) fn cell(head: bool, columns: usize, rows: usize) -> Self {
        Self::Cell(Cell {
            text: String::new(),
            head,
            columns: columns.clamp(1, WIDEST),
            rows: rows.max(1),
        })
    }

    fn text_mut(&mut self) -> Option<&mut String> {
        match self {
            Self::Heading { text, .. }
            | Self::Item { text }
            | Self::Term { text }
            | Self::Cell(Cell { text, .. }) => Some(text),
            Self::List { .. } | Self::Table { .. } | Self::Row { .. } => None,
        }
    }
}

impl Writer {
    /// Text of the innermost frame, its white space as a page shows it.
    pub(super) fn text(&mut self, text: &str) {
        if !text.trim().is_empty() {
            self.bold.inside |= self.bold.depth > 0;
            self.bold.outside |= self.bold.depth == 0;
        }
        let flowing = text.replace(['\n', '\r'], " ");
        self.target().push_str(&flowing);
    }

    /// Text whose line breaks are meant.
    pub(super) fn verbatim(&mut self, text: &str) {
        self.bold.outside = true;
        self.target().push_str(text);
    }

    /// A line break within a paragraph.
    pub(super) fn line_break(&mut self) {
        self.target().push('\n');
    }

    /// The text from here on is bold, or no longer.
    pub(super) fn bold(&mut self, begins: bool) {
        self.bold.depth = if begins {
            self.bold.depth + 1
        } else {
            self.bold.depth.saturating_sub(1)
        };
    }

    /// A paragraph ends, or a block begins.
    pub(super) fn paragraph(&mut self) {
        if self.frames.iter().any(|frame| {
            !matches!(
                frame,
                Frame::List { .. } | Frame::Table { .. } | Frame::Row { .. }
            )
        }) {
            self.target().push('\n');
            return;
        }
        let text = tidy(&std::mem::take(&mut self.text));
        let bold = std::mem::take(&mut self.bold);
        self.bold.depth = bold.depth;
        if text.is_empty() {
            return;
        }
        // A paragraph all in bold that does not read as a sentence is a heading in all but name.
        let runs_in = bold.inside
            && !bold.outside
            && !text.contains('\n')
            && !text.ends_with(['.', ':', ',', ';', '!']);
        self.blocks.push(if runs_in {
            heading(RUN_IN, text)
        } else {
            Block::Paragraph(text)
        });
    }

    /// Opens a frame.
    pub(super) fn open(&mut self, frame: Frame) {
        if self.ignored > 0 || self.frames.len() >= DEEPEST {
            self.ignored += 1;
            self.target().push('\n');
            return;
        }
        if matches!(
            frame,
            Frame::Heading { .. } | Frame::List { .. } | Frame::Table { .. }
        ) {
            self.paragraph();
        }
        self.frames.push(frame);
    }

    /// Closes the innermost frame.
    pub(super) fn close(&mut self) {
        if self.ignored > 0 {
            self.ignored -= 1;
            self.target().push('\n');
            return;
        }
        match self.frames.pop() {
            Some(Frame::Heading { level, text }) => self.close_heading(level, tidy(&text)),
            Some(Frame::List { marker, items, term }) => self.close_list(marker, items, term),
            Some(Frame::Item { text }) => self.close_item(tidy(&text)),
            Some(Frame::Term { text }) => self.close_term(tidy(&text)),
            Some(Frame::Table { header, rows, .. }) => self.close_table(&header, &rows),
            Some(Frame::Row { cells }) => self.close_row(cells),
            Some(Frame::Cell(cell)) => self.close_cell(cell),
            None => {}
        }
    }

    /// The blocks.
    pub(super) fn finish(mut self) -> Vec<Block> {
        while !self.frames.is_empty() {
            self.ignored = 0;
            self.close();
        }
        self.paragraph();
        self.blocks
    }

    /// Where text goes: into the innermost frame that has any, or between the blocks.
    fn target(&mut self) -> &mut String {
        self.frames
            .iter_mut()
            .rev()
            .find_map(Frame::text_mut)
            .unwrap_or(&mut self.text)
    }

    /// A block, or lines of the item or cell that it stands in.
    fn put(&mut self, block: Block) {
        match self.frames.iter_mut().rev().find_map(Frame::text_mut) {
            None => {
                self.paragraph();
                self.blocks.push(block);
            }
            Some(text) => {
                text.push('\n');
                match block {
                    Block::Heading { text: line, .. } | Block::Paragraph(line) => text.push_str(&line),
                    Block::List(items) => text.push_str(&items.join("\n")),
                    Block::Table(rows) => rows.iter().for_each(|row| {
                        text.push_str(&row.text);
                        text.push('\n');
                    }),
                }
                text.push('\n');
            }
        }
    }

    fn close_heading(&mut self, level: u8, text: String) {
        // Only the text between blocks can be a heading in all but name.
        self.bold = Bold {
            depth: self.bold.depth,
            ..Bold::default()
        };
        if !text.is_empty() {
            self.put(heading(level, text));
        }
    }

    fn close_item(&mut self, text: String) {
        if text.is_empty() {
            return;
        }
        match self.frames.last_mut() {
            Some(Frame::List { items, term, .. }) => items.push(ListItem {
                term: term.clone(),
                text,
            }),
            Some(_) | None => self.put(Block::Paragraph(text)),
        }
    }

    fn close_term(&mut self, text: String) {
        match self.frames.last_mut() {
            Some(Frame::List { items, term, .. }) => {
                let described = items.iter().any(|item| item.term == *term);
                // Two terms before one description share it.
                *term = match term.take() {
                    Some(before) if !described && before != text => Some(format!("{before} / {text}")),
                    Some(_) | None => (!text.is_empty()).then_some(text),
                };
            }
            Some(_) | None if !text.is_empty() => self.put(Block::Paragraph(text)),
            Some(_) | None => {}
        }
    }

    fn close_list(&mut self, marker: Marker, items: Vec<ListItem>, term: Option<String>) {
        self.bold = Bold {
            depth: self.bold.depth,
            ..Bold::default()
        };
        let top = !self.frames.iter_mut().any(|frame| frame.text_mut().is_some());
        // Questions and answers are sections.
        if top
            && items
                .iter()
                .any(|item| item.term.as_ref().is_some_and(|term| term.ends_with('?')))
        {
            for ListItem { term, text } in items {
                term.into_iter()
                    .for_each(|term| self.put(heading(RUN_IN, term.replace('\n', " "))));
                self.put(Block::Paragraph(text));
            }
            return;
        }
        // A last term without a description stands for itself.
        let undescribed = term.filter(|term| !items.iter().any(|item| item.term.as_ref() == Some(term)));
        let mut lines: Vec<String> = Vec::new();
        for (index, ListItem { term, text }) in items.into_iter().enumerate() {
            let mark = match marker {
                Marker::Dash => "- ".to_owned(),
                Marker::Number(first) => format!("{}. ", first.saturating_add(index as u64)),
                Marker::None => String::new(),
            };
            let term = term
                .map(|term| format!("{}: ", term.replace('\n', " ")))
                .unwrap_or_default();
            lines.push(format!("{mark}{term}{text}"));
        }
        lines.extend(undescribed);
        if !lines.is_empty() {
            self.put(Block::List(lines));
        }
    }

    fn close_cell(&mut self, mut cell: Cell) {
        cell.text = tidy(&cell.text).replace('\n', ", ");
        match self.frames.last_mut() {
            Some(Frame::Row { cells }) => cells.push(cell),
            Some(_) | None if !cell.text.is_empty() => self.put(Block::Paragraph(cell.text)),
            Some(_) | None => {}
        }
    }

    fn close_row(&mut self, cells: Vec<Cell>) {
        let heads = !cells.is_empty() && cells.iter().all(|cell| cell.head);
        match self.frames.last_mut() {
            Some(Frame::Table {
                header,
                rows,
                carried,
            }) => {
                let row = spanned(cells, carried);
                if heads && rows.is_empty() && header.is_empty() {
                    *header = row;
                } else if heads && rows.is_empty() {
                    // A second row of headers says more about each column.
                    for (name, more) in header.iter_mut().zip(row) {
                        if !more.is_empty() && *name != more {
                            *name = format!("{name} {more}").trim().to_owned();
                        }
                    }
                } else {
                    rows.push(row);
                }
            }
            Some(_) | None => {
                let texts: Vec<String> = cells.into_iter().map(|cell| cell.text).collect();
                if let Some(row) = Row::new(&[], &texts) {
                    self.put(Block::Paragraph(row.text));
                }
            }
        }
    }

    fn close_table(&mut self, header: &[String], rows: &[Vec<String>]) {
        self.bold = Bold {
            depth: self.bold.depth,
            ..Bold::default()
        };
        let mut read: Vec<Row> = rows.iter().filter_map(|cells| Row::new(header, cells)).collect();
        if rows.is_empty() {
            read.extend(Row::new(&[], header));
        }
        if !read.is_empty() {
            self.put(Block::Table(read));
        }
    }
}

/// The texts of a row, one for each column, with the cells that reach into it from above.
fn spanned(cells: Vec<Cell>, carried: &mut Vec<Carried>) -> Vec<String> {
    let mut row: Vec<String> = Vec::new();
    let from_above = |row: &mut Vec<String>, carried: &mut Vec<Carried>| {
        while let Some(above) = carried.get_mut(row.len()).filter(|above| above.rows > 0) {
            above.rows -= 1;
            row.push(above.text.clone());
        }
    };
    for cell in cells {
        from_above(&mut row, carried);
        let repeated = cell.text.chars().count() <= LONGEST_REPEATED;
        for column in 0..cell.columns {
            if column > 0 && row.len() >= WIDEST {
                break;
            }
            let text = if column == 0 || repeated {
                cell.text.clone()
            } else {
                String::new()
            };
            if cell.rows > 1 {
                if carried.len() <= row.len() {
                    carried.resize(row.len() + 1, Carried::default());
                }
                if let Some(below) = carried.get_mut(row.len()) {
                    let text = if repeated { text.clone() } else { String::new() };
                    *below = Carried {
                        text,
                        rows: cell.rows - 1,
                    };
                }
            }
            row.push(text);
        }
    }
    from_above(&mut row, carried);
    row
}
