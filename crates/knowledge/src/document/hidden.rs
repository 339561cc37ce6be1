//! What of a sheet is hidden: the reader of workbooks does not say.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::RangeInclusive;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::DocumentError;
use super::archive::Archive;
use super::xml::attribute;

/// Ranges of hidden columns that are kept; more are made by nobody.
const MOST_RANGES: usize = 1_024;

/// The parts of a workbook's sheets, by name.
#[derive(Debug, Default)]
pub(super) struct Parts(BTreeMap<String, String>);

/// Rows and columns of a sheet that are not shown, from 0.
#[derive(Debug, Default)]
pub(super) struct Hidden {
    pub(super) rows: BTreeSet<u32>,
    pub(super) columns: Vec<RangeInclusive<u32>>,
}

impl Hidden {
    /// Whether anything is.
    pub(super) fn any(&self) -> bool {
        !self.rows.is_empty() || !self.columns.is_empty()
    }
}

impl Parts {
    /// Looks up which part is which sheet.
    pub(super) fn of(archive: &mut Archive<'_>) -> Result<Self, DocumentError> {
        let mut targets: BTreeMap<String, String> = BTreeMap::new();
        each(archive, "xl/_rels/workbook.xml.rels", |element| {
            if let ("Relationship", Some(id), Some(target)) = (
                element.local_name().as_ref(),
                attribute(element, "Id"),
                attribute(element, "Target"),
            ) {
                let part = match target.strip_prefix('/') {
                    Some(part) => part.to_owned(),
                    None => format!("xl/{target}"),
                };
                targets.insert(id, part);
            }
        })?;
        let mut parts = BTreeMap::new();
        each(archive, "xl/workbook.xml", |element| {
            if element.local_name().as_ref() != "sheet" {
                return;
            }
            let part = attribute(element, "id").and_then(|id| targets.get(&id));
            if let (Some(name), Some(part)) = (attribute(element, "name"), part) {
                parts.insert(name, part.clone());
            }
        })?;
        Ok(Self(parts))
    }

    /// What is hidden of a sheet.
    pub(super) fn hidden(&self, archive: &mut Archive<'_>, sheet: &str) -> Result<Hidden, DocumentError> {
        let mut hidden = Hidden::default();
        let Some(part) = self.0.get(sheet) else {
            return Ok(hidden);
        };
        let mut row = 0;
        each(archive, part, |element| {
            let number = |name| attribute(element, name).and_then(|value| value.parse::<u32>().ok());
            let is_hidden = || matches!(attribute(element, "hidden").as_deref(), Some("1" | "true"));
            match element.local_name().as_ref() {
                "row" => {
                    row = number("r").unwrap_or(row + 1);
                    if is_hidden() {
                        hidden.rows.insert(row.saturating_sub(1));
                    }
                }
                "col" if is_hidden() && hidden.columns.len() < MOST_RANGES => {
                    if let (Some(first @ 1..), Some(last)) = (number("min"), number("max")) {
                        hidden.columns.push(first - 1..=last.saturating_sub(1));
                    }
                }
                _ => {}
            }
        })?;
        Ok(hidden)
    }
}

/// Shows every element of a part, if there is one of that name.
fn each(
    archive: &mut Archive<'_>,
    part: &str,
    mut see: impl FnMut(&BytesStart<'_>),
) -> Result<(), DocumentError> {
    let Some(text) = archive.part(part)? else {
        return Ok(());
    };
    let mut reader = Reader::from_str(&text);
    loop {
        match reader.read_event() {
            Ok(Event::Start(element) | Event::Empty(element)) => see(&element),
            // The reader of workbooks says what is wrong.
            Ok(Event::Eof) | Err(_) => return Ok(()),
            Ok(
                Event::End(_)
                | Event::Text(_)
                | Event::CData(_)
                | Event::Comment(_)
                | Event::Decl(_)
                | Event::PI(_)
                | Event::DocType(_)
                | Event::GeneralRef(_),
            ) => {}
        }
    }
}
