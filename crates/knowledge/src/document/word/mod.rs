//! DOCX: what a Word document says, by its styles.
//!
//! 1. Headings are told by style, lists by numbering, both also through the styles that a style is based on.
//! 2. A table's first row is its header when it repeats on every page, and otherwise as in a sheet (`grid`).
//! 3. Deleted, moved and hidden text, text boxes, headers, footers, comments and the table of contents are left out; a note
//!    follows the paragraph that refers to it.

mod styles;

use std::collections::{BTreeMap, BTreeSet};

use quick_xml::events::BytesStart;

use super::DocumentError;
use super::archive::Archive;
use super::block::{At, Block, RUN_IN, Source, heading, tidy};
use super::grid::{Cell, Grid, Merged, is_number};
use super::properties;
use super::xml::attribute;
use styles::{Kind, Numbering, Seen, Styles, each, is_on, notes};

const KIND: &str = "a Word document";

/// A longer paragraph in bold is no heading.
const LONGEST_RUN_IN: usize = 100;
/// Rows and columns of a table that are read.
const LARGEST_TABLE: (usize, usize) = (100_000, 256);

/// Reads a document.
pub(super) fn read(bytes: &[u8]) -> Result<Source, DocumentError> {
    let mut archive = Archive::open(bytes, KIND, |name| name == "word/document.xml")?;
    let title = properties::title(&mut archive)?;
    let mut notes_of = notes(&mut archive, "word/footnotes.xml")?
        .into_iter()
        .map(|(id, text)| ((Note::Foot, id), text))
        .collect::<BTreeMap<_, _>>();
    notes_of.extend(
        notes(&mut archive, "word/endnotes.xml")?
            .into_iter()
            .map(|(id, text)| ((Note::End, id), text)),
    );
    let mut body = Body {
        styles: Styles::of(&mut archive)?,
        numbering: Numbering::of(&mut archive)?,
        notes: notes_of,
        ..Body::default()
    };
    let found = each(&mut archive, "word/document.xml", |seen| match seen {
        Seen::Start(element) => body.start(element),
        Seen::End(name) => body.end(name),
        Seen::Text(text) => body.text(text),
        Seen::Character(character) => body.text(character.encode_utf8(&mut [0; 4])),
    })?;
    if !found {
        let why = "it has no `word/document.xml`".to_owned();
        return Err(DocumentError::Damaged { kind: KIND, why });
    }
    Ok(body.finish(title))
}

/// Where a note stands.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
enum Note {
    Foot,
    End,
}

/// Builds blocks from the elements of the body.
#[derive(Default)]
struct Body {
    styles: Styles,
    numbering: Numbering,
    notes: BTreeMap<(Note, String), String>,
    blocks: Vec<Block>,
    list: Vec<String>,
    tables: Vec<Table>,
    paragraph: Paragraph,
    run: Option<Run>,
    /// So many elements deep in one that is left out.
    skipped: usize,
    /// Within the properties of a paragraph: what stands there of runs is about its mark.
    in_paragraph_properties: bool,
    /// Within `<w:t>`.
    in_text: bool,
    /// The open content control holds the table of contents.
    is_contents: bool,
}

/// A paragraph so far.
#[derive(Debug, Default)]
struct Paragraph {
    style: String,
    list: Option<u32>,
    level: u8,
    outline: Option<u8>,
    text: String,
    /// Whether some text is bold, and some is not.
    bold: (bool, bool),
    notes: Vec<String>,
}

/// What holds for the text of a run.
#[derive(Clone, Copy, Debug)]
struct Run {
    bold: bool,
    shown: bool,
}

#[derive(Debug, Default)]
struct Table {
    rows: Vec<TableRow>,
}

#[derive(Debug, Default)]
struct TableRow {
    is_header: bool,
    cells: Vec<TableCell>,
}

#[derive(Debug, Default)]
struct TableCell {
    text: String,
    bold: (bool, bool),
    columns: usize,
    /// It goes on with the cell above it.
    continues: bool,
}

impl Body {
    fn start(&mut self, element: &BytesStart<'_>) {
        if self.skipped > 0 {
            self.skipped += 1;
            return;
        }
        let value = || attribute(element, "val");
        let number = || value().and_then(|value| value.parse::<u32>().ok());
        match element.local_name().as_ref() {
            // Deleted and moved text, what a property was before, pictures with their text boxes, and what is shown where
            // an application does not know the choice before it.
            "del" | "moveFrom" | "rPrChange" | "pPrChange" | "tblPrChange" | "trPrChange" | "tcPrChange"
            | "sectPrChange" | "drawing" | "pict" | "object" | "txbxContent" | "Fallback" | "instrText"
            | "delText" => {
                self.skipped = 1;
            }
            "docPartGallery" => self.is_contents |= value().as_deref() == Some("Table of Contents"),
            "sdtContent" if std::mem::take(&mut self.is_contents) => self.skipped = 1,
            "p" => self.paragraph = Paragraph::default(),
            "pPr" => self.in_paragraph_properties = true,
            "pStyle" => self.paragraph.style = value().unwrap_or_default(),
            "numId" => self.paragraph.list = number(),
            "ilvl" => self.paragraph.level = number().and_then(|level| u8::try_from(level).ok()).unwrap_or(0),
            "outlineLvl" => self.paragraph.outline = number().and_then(|level| u8::try_from(level).ok()),
            "r" => {
                self.run = Some(Run {
                    bold: self.styles.is_bold(&self.paragraph.style),
                    shown: true,
                });
            }
            "b" => self.property(|run| run.bold = is_on(element)),
            "strike" | "dstrike" | "vanish" => self.property(|run| run.shown &= !is_on(element)),
            "t" => self.in_text = true,
            "tab" if self.run.is_some() => self.say(" "),
            "br" if attribute(element, "type").is_none_or(|kind| kind == "textWrapping") => self.say("\n"),
            "cr" => self.say("\n"),
            "noBreakHyphen" => self.say("-"),
            "footnoteReference" => self.note(Note::Foot, element),
            "endnoteReference" => self.note(Note::End, element),
            "tbl" => {
                self.end_list();
                self.tables.push(Table::default());
            }
            "tr" => {
                if let Some(table) = self.tables.last_mut() {
                    table.rows.push(TableRow::default());
                }
            }
            "tc" => {
                if let Some(row) = self.tables.last_mut().and_then(|table| table.rows.last_mut()) {
                    row.cells.push(TableCell {
                        columns: 1,
                        ..TableCell::default()
                    });
                }
            }
            "tblHeader" => {
                if let Some(row) = self.tables.last_mut().and_then(|table| table.rows.last_mut()) {
                    row.is_header = is_on(element);
                }
            }
            "gridSpan" => {
                let columns = number()
                    .and_then(|columns| usize::try_from(columns).ok())
                    .unwrap_or(1);
                self.cell(|cell| cell.columns = columns.clamp(1, LARGEST_TABLE.1));
            }
            "vMerge" => {
                let continues = value().as_deref() != Some("restart");
                self.cell(|cell| cell.continues = continues);
            }
            _ => {}
        }
    }

    fn end(&mut self, name: &str) {
        if self.skipped > 0 {
            self.skipped -= 1;
            return;
        }
        match name {
            "p" => self.end_paragraph(),
            "pPr" => self.in_paragraph_properties = false,
            "r" => self.run = None,
            "t" => self.in_text = false,
            "tbl" => self.end_table(),
            _ => {}
        }
    }

    fn text(&mut self, text: &str) {
        if self.in_text && self.skipped == 0 {
            self.say(text);
        }
    }

    /// Text of the open run.
    fn say(&mut self, text: &str) {
        let run = self.run.unwrap_or(Run {
            bold: false,
            shown: true,
        });
        if !run.shown {
            return;
        }
        if !text.trim().is_empty() {
            self.paragraph.bold.0 |= run.bold;
            self.paragraph.bold.1 |= !run.bold;
        }
        self.paragraph.text.push_str(text);
    }

    /// A property of the open run.
    fn property(&mut self, set: impl FnOnce(&mut Run)) {
        if let Some(run) = self.run.as_mut().filter(|_| !self.in_paragraph_properties) {
            set(run);
        }
    }

    /// A property of the open cell.
    fn cell(&mut self, set: impl FnOnce(&mut TableCell)) {
        let row = self.tables.last_mut().and_then(|table| table.rows.last_mut());
        if let Some(cell) = row.and_then(|row| row.cells.last_mut()) {
            set(cell);
        }
    }

    fn note(&mut self, note: Note, element: &BytesStart<'_>) {
        let text = attribute(element, "id").and_then(|id| self.notes.remove(&(note, id)));
        self.paragraph.notes.extend(text);
    }

    fn end_paragraph(&mut self) {
        let Paragraph {
            style,
            list,
            level,
            outline,
            text,
            bold,
            notes,
        } = std::mem::take(&mut self.paragraph);
        let text = tidy(&text);
        let kind = match outline {
            Some(level @ 0..=8) => Kind::Heading(level + 1),
            Some(_) | None => self.styles.kind(&style),
        };
        if kind == Kind::Around || (text.is_empty() && notes.is_empty()) {
            return;
        }
        let marker = match list.or_else(|| self.styles.numbering(&style)) {
            Some(0) => None,
            Some(list) => Some(self.numbering.marker(list, level)),
            None => {
                let counts = self.styles.list(&style);
                counts.map(|counts| self.numbering.next(u32::MAX - u32::from(counts), level, counts))
            }
        };
        if !self.tables.is_empty() {
            let text = match marker {
                Some(marker) => format!("{marker} {text}"),
                None => text,
            };
            self.cell(|cell| {
                for text in std::iter::once(text).chain(notes) {
                    cell.text.push_str(&text);
                    cell.text.push('\n');
                }
                cell.bold.0 |= bold.0;
                cell.bold.1 |= bold.1;
            });
            return;
        }
        match (kind, marker) {
            (Kind::Title, _) => self.put(heading(1, text)),
            // The title stands above all headings.
            (Kind::Heading(level), _) => self.put(heading((level + 1).min(6), text)),
            (Kind::Text | Kind::Around, Some(marker)) => self.item(level, format!("{marker} {text}")),
            (Kind::Text | Kind::Around, None) => {
                match text.strip_prefix(['•', '·', '▪']).map(str::trim_start) {
                    Some(said) if !said.is_empty() => self.item(0, format!("- {said}")),
                    Some(_) | None => {
                        let runs_in = bold == (true, false)
                            && !text.contains('\n')
                            && text.chars().count() <= LONGEST_RUN_IN
                            && !text.ends_with(['.', ':', ',', ';', '!']);
                        if runs_in {
                            self.put(heading(RUN_IN, text));
                        } else if !text.is_empty() {
                            self.put(Block::Paragraph(text));
                        }
                    }
                }
            }
        }
        for note in notes {
            self.put(Block::Paragraph(note));
        }
    }

    /// An item of a list; one of a level below is a further line of the item above it.
    fn item(&mut self, level: u8, item: String) {
        match self.list.last_mut().filter(|_| level > 0) {
            Some(above) => {
                above.push('\n');
                above.push_str(&item);
            }
            None => self.list.push(item),
        }
    }

    fn put(&mut self, block: Block) {
        self.end_list();
        self.blocks.push(block);
    }

    fn end_list(&mut self) {
        let list = std::mem::take(&mut self.list);
        if !list.is_empty() {
            self.blocks.push(Block::List(list));
        }
    }

    fn end_table(&mut self) {
        let Some(table) = self.tables.pop() else { return };
        let blocks = blocks(table);
        if self.tables.is_empty() {
            self.blocks.extend(blocks);
            return;
        }
        // A table in a cell: its rows are lines.
        let lines: Vec<String> = blocks
            .into_iter()
            .flat_map(|block| match block {
                Block::Heading { text, .. } | Block::Paragraph(text) => vec![text],
                Block::List(items) => items,
                Block::Table(rows) => rows.into_iter().map(|row| row.text).collect(),
            })
            .collect();
        self.cell(|cell| {
            for line in lines {
                cell.text.push_str(&line);
                cell.text.push('\n');
                cell.bold.1 = true;
            }
        });
    }

    fn finish(mut self, title: Option<String>) -> Source {
        self.end_list();
        // A title that is set as one is meant more than one among the properties.
        let has_title = self
            .blocks
            .iter()
            .any(|block| matches!(block, Block::Heading { level: 1, .. }));
        if !has_title {
            for block in &mut self.blocks {
                if let Block::Heading { level, .. } = block
                    && *level < RUN_IN
                {
                    *level -= 1;
                }
            }
        }
        Source {
            title,
            blocks: self.blocks,
            ..Source::default()
        }
    }
}

/// What a table says.
fn blocks(table: Table) -> Vec<Block> {
    // A table of one cell is a frame around text.
    if let [TableRow { cells, .. }] = table.rows.as_slice()
        && let [cell] = cells.as_slice()
    {
        return cell
            .text
            .lines()
            .map(tidy)
            .filter(|line| !line.is_empty())
            .map(Block::Paragraph)
            .collect();
    }
    let mut grid = Grid::new(BTreeSet::new());
    let mut merged: Vec<Merged> = Vec::new();
    // The last merged range of each column: a cell that continues makes it longer.
    let mut above: BTreeMap<u32, usize> = BTreeMap::new();
    let has_header = table.rows.first().is_some_and(|row| row.is_header);
    for (row, TableRow { is_header, cells }) in (0..).zip(table.rows.into_iter().take(LARGEST_TABLE.0)) {
        let mut column = 0;
        for cell in cells {
            let columns = u32::try_from(cell.columns).unwrap_or(1);
            let last = column + columns - 1;
            match above
                .get(&column)
                .and_then(|&index| merged.get_mut(index))
                .filter(|_| cell.continues)
            {
                Some(range) => range.rows.1 = row,
                None => {
                    above.insert(column, merged.len());
                    merged.push(Merged {
                        rows: (row, row),
                        columns: (column, last),
                    });
                    let text = tidy(&cell.text).replace('\n', ", ");
                    let bold = if has_header {
                        is_header
                    } else {
                        cell.bold == (true, false)
                    };
                    if !text.is_empty() && column < u32::try_from(LARGEST_TABLE.1).unwrap_or(u32::MAX) {
                        let number = is_number(&text);
                        grid.put(row, column, Cell::new(text, number, bold));
                    }
                }
            }
            column = last + 1;
        }
    }
    grid.merge(&merged);
    grid.blocks()
        .into_iter()
        .map(|(_, block)| match block {
            // Rows of a Word document have no numbers that anybody sees.
            Block::Table(mut rows) => {
                rows.iter_mut().for_each(|row| row.at = At::default());
                Block::Table(rows)
            }
            Block::Heading { .. } | Block::Paragraph(_) | Block::List(_) => block,
        })
        .collect()
}
