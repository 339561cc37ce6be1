//! XLSX: the sheets that are shown, each cell as its format shows it.
//!
//! The cells are streamed, so a sheet with one cell in its last row and column costs two cells.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::io::Cursor;

use calamine::{DataRef, Reader, SheetType, SheetVisible, Xlsx, XlsxError};
use ssfmt::{DateSystem, FormatOptions, NumberFormat};

use super::DocumentError;
use super::archive::{Archive, limit};
use super::block::{At, Source, heading, on_one_line};
use super::error::Remark;
use super::grid::{Cell, Grid, Merged};
use super::hidden::{Hidden, Parts};
use super::properties;

/// Cells of a workbook that have a value.
pub(super) const MOST_CELLS: usize = 500_000;
/// Sheets of a workbook.
pub(super) const MOST_SHEETS: usize = 256;

const KIND: &str = "an Excel workbook";

/// Formats whose dates Excel shows as the computer's region has them: 14 and 22.
const REGIONAL_DATES: [(&str, &str); 3] = [
    ("mm-dd-yy", "yyyy-mm-dd"),
    ("m/d/yy", "yyyy-mm-dd"),
    ("m/d/yy h:mm", "yyyy-mm-dd hh:mm"),
];

/// Reads a workbook: every sheet that is shown is a section.
pub(super) fn read(bytes: &[u8]) -> Result<Source, DocumentError> {
    let mut archive = Archive::open(bytes, KIND, |name| {
        name.starts_with("xl/worksheets/") || name == "xl/sharedStrings.xml"
    })?;
    let mut source = Source {
        title: properties::title(&mut archive)?,
        ..Source::default()
    };
    let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(damaged)?;
    let sheets: Vec<String> = workbook
        .sheets_metadata()
        .iter()
        .filter(|sheet| sheet.visible == SheetVisible::Visible && sheet.typ == SheetType::WorkSheet)
        .map(|sheet| sheet.name.clone())
        .collect();
    if sheets.len() > MOST_SHEETS {
        return Err(limit(
            format!("it has {} sheets,", sheets.len()),
            MOST_SHEETS.to_string(),
        ));
    }
    let parts = Parts::of(&mut archive)?;
    let mut cells = 0;
    for name in &sheets {
        let hidden = parts.hidden(&mut archive, name)?;
        if hidden.any() {
            source.remarks.push(Remark::Hidden { sheet: name.clone() });
        }
        let blocks = grid(&mut workbook, name, hidden, &mut cells)?.blocks();
        if blocks.is_empty() {
            continue;
        }
        let name = on_one_line(name);
        if !is_default_name(&name) {
            source.put(At::default(), heading(2, name));
        }
        for (at, block) in blocks {
            source.put(at, block);
        }
    }
    Ok(source)
}

/// The cells of a sheet that show something.
fn grid(
    workbook: &mut Xlsx<Cursor<&[u8]>>,
    name: &str,
    hidden: Hidden,
    count: &mut usize,
) -> Result<Grid, DocumentError> {
    let merged: Vec<Merged> = workbook
        .merge_cells_by_sheet_name(name)
        .map_err(damaged)?
        .iter()
        .map(|range| Merged {
            rows: (range.start.0, range.end.0),
            columns: (range.start.1, range.end.1),
        })
        .collect();
    let dates = if workbook.has_1904_epoch() {
        DateSystem::Date1904
    } else {
        DateSystem::Date1900
    };
    let mut formats = Formats::new(dates);
    let mut grid = Grid::new(hidden.rows);
    let mut reader = workbook.worksheet_cells_reader(name).map_err(damaged)?;
    while let Some((cell, style)) = reader.next_cell_with_style_id().map_err(damaged)? {
        let (row, column) = cell.get_position();
        if hidden.columns.iter().any(|hidden| hidden.contains(&column)) {
            continue;
        }
        let style = reader.styles().get(style);
        let bold = style
            .and_then(|style| style.font.as_ref())
            .is_some_and(calamine::Font::is_bold);
        let code = style
            .and_then(|style| style.number_format.as_ref())
            .map_or("General", |format| format.format_code.as_str());
        let (text, number) = match cell.get_value() {
            DataRef::Int(value) => (formats.shown(*value as f64, code), true),
            DataRef::Float(value) => (formats.shown(*value, code), true),
            DataRef::DateTime(value) => (formats.shown(value.as_f64(), code), true),
            DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => {
                (text.clone(), false)
            }
            DataRef::SharedString(text) => ((*text).to_owned(), false),
            DataRef::Bool(true) => ("yes".to_owned(), false),
            DataRef::Bool(false) => ("no".to_owned(), false),
            // `#N/A` says nothing to a reader.
            DataRef::Error(_) | DataRef::Empty => continue,
        };
        let text = on_one_line(&text);
        if text.is_empty() {
            continue;
        }
        *count += 1;
        if *count > MOST_CELLS {
            return Err(limit("its cells are".to_owned(), MOST_CELLS.to_string()));
        }
        grid.put(row, column, Cell::new(text, number, bold));
    }
    grid.merge(&merged);
    Ok(grid)
}

/// Formats of numbers, each understood once.
struct Formats {
    options: FormatOptions,
    known: BTreeMap<String, Option<NumberFormat>>,
}

impl Formats {
    fn new(date_system: DateSystem) -> Self {
        Self {
            options: FormatOptions {
                date_system,
                ..FormatOptions::default()
            },
            known: BTreeMap::new(),
        }
    }

    /// A number as its cell shows it, and as it is where its format is not understood.
    fn shown(&mut self, value: f64, code: &str) -> String {
        let format = match self.known.entry(code.to_owned()) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(unknown) => {
                let regional = REGIONAL_DATES.iter().find(|(regional, _)| *regional == code);
                let code = regional.map_or(code, |(_, everywhere)| everywhere);
                unknown.insert(NumberFormat::parse(code).ok())
            }
        };
        match format {
            Some(format) => format.format(value, &self.options),
            None => value.to_string(),
        }
    }
}

/// `Sheet1` says nothing, in any language.
fn is_default_name(name: &str) -> bool {
    let word = name.trim_end_matches(|c: char| c.is_ascii_digit() || c == ' ');
    matches!(
        word.to_lowercase().as_str(),
        "" | "sheet"
            | "tabelle"
            | "hoja"
            | "feuil"
            | "feuille"
            | "foglio"
            | "planilha"
            | "folha"
            | "blad"
            | "ark"
    )
}

fn damaged(error: XlsxError) -> DocumentError {
    DocumentError::Damaged {
        kind: KIND,
        why: error.to_string(),
    }
}
