//! What a Word document says of its paragraphs beside their text: styles, numbering, notes.

use std::collections::BTreeMap;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::super::DocumentError;
use super::super::archive::Archive;
use super::super::block::tidy;
use super::super::xml::{attribute, character};

/// Styles are based on others: no longer chain is followed.
const LONGEST_CHAIN: usize = 16;

/// A paragraph style.
#[derive(Clone, Debug, Default)]
struct Style {
    name: String,
    based_on: Option<String>,
    outline: Option<u8>,
    numbering: Option<u32>,
    bold: Option<bool>,
}

/// What the styles of a document come to, by their ids.
#[derive(Debug, Default)]
pub(super) struct Styles(BTreeMap<String, Style>);

/// What a paragraph is by its style.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Kind {
    /// The document's title.
    Title,
    /// A heading of this level, from 1.
    Heading(u8),
    /// An entry of a table of contents, a header or a footer.
    Around,
    /// Text.
    Text,
}

impl Styles {
    /// Reads a document's styles.
    pub(super) fn of(archive: &mut Archive<'_>) -> Result<Self, DocumentError> {
        let mut styles = Self::default();
        let mut open: Option<(String, Style)> = None;
        each(archive, "word/styles.xml", |event| match event {
            Seen::Start(element) => {
                let value = || attribute(element, "val");
                let name = element.local_name();
                if name.as_ref() == "style" {
                    open = attribute(element, "styleId").map(|id| (id, Style::default()));
                }
                let Some((_, style)) = &mut open else { return };
                match name.as_ref() {
                    "name" => style.name = value().unwrap_or_default().to_lowercase(),
                    "basedOn" => style.based_on = value(),
                    "outlineLvl" => style.outline = value().and_then(|level| level.parse().ok()),
                    "numId" => style.numbering = value().and_then(|id| id.parse().ok()),
                    "b" => style.bold = Some(is_on(element)),
                    _ => {}
                }
            }
            Seen::End("style") => {
                if let Some((id, style)) = open.take() {
                    styles.0.insert(id, style);
                }
            }
            Seen::End(_) | Seen::Text(_) | Seen::Character(_) => {}
        })?;
        Ok(styles)
    }

    /// What a paragraph of this style is.
    pub(super) fn kind(&self, id: &str) -> Kind {
        for style in self.chain(id) {
            let name = style.name.as_str();
            let level = name
                .strip_prefix("heading ")
                .and_then(|level| level.trim().parse().ok());
            match (name, level) {
                (_, Some(level @ 1..=9)) => return Kind::Heading(level),
                ("title", _) => return Kind::Title,
                ("header" | "footer", _) => return Kind::Around,
                _ if name.starts_with("toc ") || name.starts_with("table of ") || name == "toc heading" => {
                    return Kind::Around;
                }
                _ => {}
            }
            if let Some(level @ 0..=8) = style.outline {
                return Kind::Heading(level + 1);
            }
        }
        Kind::Text
    }

    /// The list that paragraphs of this style belong to.
    pub(super) fn numbering(&self, id: &str) -> Option<u32> {
        self.chain(id).find_map(|style| style.numbering)
    }

    /// Whether this style is named as Word names those of lists with numbers (`true`) or without.
    pub(super) fn list(&self, id: &str) -> Option<bool> {
        self.chain(id).find_map(|style| {
            if style.name.starts_with("list bullet") {
                Some(false)
            } else if style.name.starts_with("list number") {
                Some(true)
            } else {
                None
            }
        })
    }

    /// Whether this style is bold.
    pub(super) fn is_bold(&self, id: &str) -> bool {
        self.chain(id).find_map(|style| style.bold).unwrap_or(false)
    }

    /// A style and those it is based on.
    fn chain<'a>(&'a self, id: &str) -> impl Iterator<Item = &'a Style> {
        let next = |style: &&'a Style| style.based_on.as_ref().and_then(|id| self.0.get(id));
        std::iter::successors(self.0.get(id), next).take(LONGEST_CHAIN)
    }
}

/// How the levels of lists are marked.
#[derive(Debug, Default)]
pub(super) struct Numbering {
    /// The definition of each list.
    lists: BTreeMap<u32, u32>,
    /// The formats of the levels of each definition: whether they count.
    counts: BTreeMap<(u32, u8), bool>,
    /// How far each level has counted.
    counted: BTreeMap<(u32, u8), u32>,
}

impl Numbering {
    /// Reads a document's lists.
    pub(super) fn of(archive: &mut Archive<'_>) -> Result<Self, DocumentError> {
        let mut numbering = Self::default();
        let (mut definition, mut level, mut list) = (0, 0, 0);
        each(archive, "word/numbering.xml", |event| {
            let Seen::Start(element) = event else { return };
            let number = |name| attribute(element, name).and_then(|value| value.parse::<u32>().ok());
            match element.local_name().as_ref() {
                "abstractNum" => definition = number("abstractNumId").unwrap_or_default(),
                "lvl" => {
                    level = number("ilvl")
                        .and_then(|level| u8::try_from(level).ok())
                        .unwrap_or_default()
                }
                "numFmt" => {
                    let counts = !matches!(
                        attribute(element, "val").as_deref(),
                        Some("bullet" | "none") | None
                    );
                    numbering.counts.insert((definition, level), counts);
                }
                "num" => list = number("numId").unwrap_or_default(),
                "abstractNumId" => {
                    numbering.lists.insert(list, number("val").unwrap_or_default());
                }
                _ => {}
            }
        })?;
        Ok(numbering)
    }

    /// The marker of the next item of a list: `-`, or its number.
    pub(super) fn marker(&mut self, list: u32, level: u8) -> String {
        let definition = self.lists.get(&list).copied().unwrap_or_default();
        self.next(
            list,
            level,
            self.counts.get(&(definition, level)).copied().unwrap_or(false),
        )
    }

    /// The marker of the next item of a list that `counts` or does not.
    pub(super) fn next(&mut self, list: u32, level: u8, counts: bool) -> String {
        // Levels below begin again.
        self.counted
            .retain(|&(other, below), _| other != list || below <= level);
        let counted = self.counted.entry((list, level)).or_default();
        *counted = counted.saturating_add(1);
        if counts {
            format!("{counted}.")
        } else {
            "-".to_owned()
        }
    }
}

/// The texts of a document's footnotes or endnotes, by their ids.
pub(super) fn notes(
    archive: &mut Archive<'_>,
    part: &str,
) -> Result<BTreeMap<String, String>, DocumentError> {
    let mut notes = BTreeMap::new();
    let mut open: Option<String> = None;
    let mut text = String::new();
    let mut inside = false;
    each(archive, part, |event| match event {
        Seen::Start(element) => match element.local_name().as_ref() {
            "footnote" | "endnote" => {
                // Lines between text and notes are notes too, of a type.
                open = attribute(element, "id").filter(|_| attribute(element, "type").is_none());
                text.clear();
            }
            "t" => inside = true,
            "tab" | "br" => text.push(' '),
            _ => {}
        },
        Seen::Text(said) if inside => text.push_str(said),
        Seen::Character(said) if inside => text.push(said),
        Seen::End("t") => inside = false,
        Seen::End("p") => text.push('\n'),
        Seen::End("footnote" | "endnote") => {
            if let Some(id) = open.take() {
                notes.insert(id, tidy(&text));
            }
        }
        Seen::End(_) | Seen::Text(_) | Seen::Character(_) => {}
    })?;
    notes.retain(|_, text| !text.is_empty());
    Ok(notes)
}

/// What [`each`] shows of a part.
pub(super) enum Seen<'a> {
    /// An element begins. An empty one ends at once.
    Start(&'a BytesStart<'a>),
    /// The element of this name ends.
    End(&'a str),
    /// Text.
    Text(&'a str),
    /// A character that was written as an entity.
    Character(char),
}

/// Shows a part of the archive from its beginning to its end; nothing when there is none of that name.
pub(super) fn each(
    archive: &mut Archive<'_>,
    part: &str,
    mut see: impl FnMut(Seen<'_>),
) -> Result<bool, DocumentError> {
    let Some(text) = archive.part(part)? else {
        return Ok(false);
    };
    let mut reader = Reader::from_str(&text);
    loop {
        match reader.read_event() {
            Ok(Event::Start(element)) => see(Seen::Start(&element)),
            Ok(Event::Empty(element)) => {
                see(Seen::Start(&element));
                see(Seen::End(element.local_name().as_ref()));
            }
            Ok(Event::End(element)) => see(Seen::End(element.local_name().as_ref())),
            Ok(Event::Text(text)) => see(Seen::Text(&text.xml10_content())),
            Ok(Event::CData(text)) => see(Seen::Text(&text.xml10_content())),
            Ok(Event::GeneralRef(reference)) => {
                if let Some(character) = character(&reference) {
                    see(Seen::Character(character));
                }
            }
            Ok(Event::Eof) => return Ok(true),
            Ok(Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_)) => {}
            Err(error) => {
                return Err(DocumentError::Damaged {
                    kind: super::KIND,
                    why: format!("`{part}`, byte {}: {error}", reader.error_position()),
                });
            }
        }
    }
}

/// Whether a property such as `<w:b/>` is set: `<w:b w:val="0"/>` takes it back.
pub(super) fn is_on(element: &BytesStart<'_>) -> bool {
    !matches!(attribute(element, "val").as_deref(), Some("0" | "false" | "off"))
}
