//! Reading documents and splitting them into passages.
//!
//! 1. The size is checked; a text is decoded (`encoding`), and its front matter taken off (`front_matter`).
//! 2. The format's reader turns it into blocks that know their page or row: headings, paragraphs, lists, tables.
//! 3. The blocks are split into passages that keep their heading path (`split`).
//!
//! **Architecture Invariant:** no input panics, and no passage is blank or longer than [`LONGEST_PASSAGE`].

mod about;
mod archive;
mod block;
mod encoding;
mod error;
mod front_matter;
mod grid;
mod hidden;
mod html;
mod markdown;
mod pdf;
mod properties;
mod sheet;
mod split;
mod text;
mod word;
mod workbook;
mod writer;
mod xml;

pub use about::About;
pub use error::{DocumentError, Remark};
pub use split::LONGEST_PASSAGE;

use std::panic::{AssertUnwindSafe, catch_unwind};

use block::{Block, Source};
use front_matter::FrontMatter;

use crate::Passage;

/// The longest document that is read, in bytes.
pub const LARGEST_DOCUMENT: usize = 20 * 1024 * 1024;

/// Endings of file names that are read, in lower case.
pub const ENDINGS: [&str; 12] = [
    "pdf", "docx", "xlsx", "xlsm", "md", "markdown", "html", "htm", "txt", "text", "csv", "tsv",
];

/// A document that was read.
#[derive(Clone, PartialEq, Debug)]
pub struct Document {
    /// Its passages, in its order; there is one at least.
    pub passages: Vec<Passage>,
    /// What of it could not be read.
    pub remarks: Vec<Remark>,
}

/// How a format is read.
enum Format {
    /// A text, which may begin with front matter.
    Text(fn(&str) -> Result<Source, DocumentError>),
    /// A format of its own.
    Binary(fn(&[u8]) -> Result<Source, DocumentError>),
}

/// Reads one document. `path` is its id and tells the format by its ending.
///
/// # Errors
/// When the document is broken, saying why and where.
pub fn read(path: &str, bytes: &[u8]) -> Result<Document, DocumentError> {
    read_about(path, bytes, &About::default())
}

/// [`read`], with what is said about the document elsewhere. Its own front matter wins over that.
///
/// # Errors
/// As of [`read`].
pub fn read_about(path: &str, bytes: &[u8], about: &About) -> Result<Document, DocumentError> {
    let name = path.rsplit('/').next().unwrap_or(path);
    let (stem, ending) = name.rsplit_once('.').unwrap_or((name, ""));
    let ending = about.format.as_deref().unwrap_or(ending).to_ascii_lowercase();
    let format = match ending.as_str() {
        "pdf" => Format::Binary(pdf::read),
        "docx" => Format::Binary(word::read),
        "xlsx" | "xlsm" => Format::Binary(workbook::read),
        "md" | "markdown" => Format::Text(|text| Ok(markdown::read(text))),
        "html" | "htm" => Format::Text(html::read),
        "txt" | "text" => Format::Text(|text| Ok(text::read(text))),
        "csv" => Format::Text(|text| sheet::read(text, None)),
        "tsv" => Format::Text(|text| sheet::read(text, Some(b'\t'))),
        _ => return Err(DocumentError::UnknownKind(name.to_owned())),
    };
    if bytes.len() > LARGEST_DOCUMENT {
        return Err(DocumentError::TooLarge { bytes: bytes.len() });
    }

    let (front, source) = match format {
        Format::Text(reader) => {
            let text = encoding::decode(bytes, ending.starts_with("htm"))?;
            let (front, body) = front_matter::take(&text)?;
            let source = reader(body).map_err(|error| error.moved(front.lines))?;
            (front, source)
        }
        Format::Binary(reader) => (FrontMatter::default(), contained(|| reader(bytes))?),
    };

    let said = front.about.or(about);
    let title = said
        .title
        .or_else(|| only_top(&source.blocks))
        .or(source.title)
        .or(said.name)
        .unwrap_or_else(|| block::humanised(stem));
    let link = said.link.or(source.link);
    let audience = said.audience.unwrap_or_default();
    let passages: Vec<Passage> = split::split(&title, source.blocks, &source.at)
        .into_iter()
        .enumerate()
        .map(|(number, part)| Passage {
            id: format!("{path}#{}", number + 1),
            document: path.to_owned(),
            title: title.clone(),
            heading: part.heading,
            text: part.text,
            link: link.clone(),
            place: said.place.clone(),
            partition: None,
            audience,
            language: said.language.clone(),
            valid: said.valid,
            page: part.at.page,
            row: part.at.row,
        })
        .collect();
    if passages.is_empty() {
        Err(DocumentError::Empty)
    } else {
        let remarks = source.remarks;
        Ok(Document { passages, remarks })
    }
}

/// Runs a reader that is made of others' code: where that panics on bytes nobody thought of, the document is broken
/// and nothing else.
fn contained(reader: impl FnOnce() -> Result<Source, DocumentError>) -> Result<Source, DocumentError> {
    catch_unwind(AssertUnwindSafe(reader)).unwrap_or_else(|panic| {
        let said = panic
            .downcast_ref::<&str>()
            .map(|said| (*said).to_owned())
            .or_else(|| panic.downcast_ref::<String>().cloned())
            .unwrap_or_default();
        Err(DocumentError::Reader(said))
    })
}

/// The document's own title: its level 1 heading, when it has one only. Several are chapters.
fn only_top(blocks: &[Block]) -> Option<String> {
    let mut tops = blocks.iter().filter_map(|block| match block {
        Block::Heading { level: 1, text } => Some(text),
        Block::Heading { .. } | Block::Paragraph(_) | Block::List(_) | Block::Table(_) => None,
    });
    let top = tops.next()?;
    tops.next().is_none().then(|| top.clone())
}

#[cfg(test)]
mod tests;
