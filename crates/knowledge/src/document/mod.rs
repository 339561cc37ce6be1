//! Reading documents and splitting them into passages.
//!
//! 1. The bytes are checked: size, UTF-8, no zero bytes.
//! 2. Front matter is taken off, in whatever format follows it (`front_matter`).
//! 3. The format's reader turns the rest into blocks: headings, paragraphs, lists, tables.
//! 4. The blocks are split into passages that keep their heading path (`split`).
//!
//! **Architecture Invariant:** no input panics, and no passage is blank or longer than [`LONGEST_PASSAGE`].

mod about;
mod block;
mod error;
mod front_matter;
mod html;
mod markdown;
mod sheet;
mod split;
mod text;
mod writer;

pub use about::About;
pub use error::DocumentError;
pub use split::LONGEST_PASSAGE;

use block::{Block, Source};

use crate::Passage;

/// The longest document that is read, in bytes.
pub const LARGEST_DOCUMENT: usize = 20 * 1024 * 1024;

/// Endings of file names that are read, in lower case.
pub const ENDINGS: [&str; 8] = ["md", "markdown", "html", "htm", "txt", "text", "csv", "tsv"];

/// Reads one document. `path` is its id and tells the format by its ending.
///
/// # Errors
/// When the document is broken, saying why and where.
pub fn read(path: &str, bytes: &[u8]) -> Result<Vec<Passage>, DocumentError> {
    read_about(path, bytes, &About::default())
}

/// [`read`], with what is said about the document elsewhere. Its own front matter wins over that.
///
/// # Errors
/// As of [`read`].
pub fn read_about(path: &str, bytes: &[u8], about: &About) -> Result<Vec<Passage>, DocumentError> {
    let name = path.rsplit('/').next().unwrap_or(path);
    let (stem, ending) = name.rsplit_once('.').unwrap_or((name, ""));
    let ending = about.format.as_deref().unwrap_or(ending).to_ascii_lowercase();
    let reader: fn(&str) -> Result<Source, DocumentError> = match ending.as_str() {
        "md" | "markdown" => |text| Ok(markdown::read(text)),
        "html" | "htm" => |text| Ok(html::read(text)),
        "txt" | "text" => |text| Ok(text::read(text)),
        "csv" => |text| sheet::read(text, None),
        "tsv" => |text| sheet::read(text, Some(b'\t')),
        _ => return Err(DocumentError::UnknownKind(name.to_owned())),
    };

    let (front, body) = front_matter::take(decode(bytes)?)?;
    let source = reader(body).map_err(|error| error.moved(front.lines))?;

    let said = front.about.or(about);
    let title = said
        .title
        .or_else(|| only_top(&source.blocks))
        .or(source.title)
        .or(said.name)
        .unwrap_or_else(|| block::humanised(stem));
    let link = said.link.or(source.link);
    let audience = said.audience.unwrap_or_default();
    let passages: Vec<Passage> = split::split(&title, source.blocks)
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
            page: None,
            row: None,
        })
        .collect();
    if passages.is_empty() {
        Err(DocumentError::Empty)
    } else {
        Ok(passages)
    }
}

/// The text of a document's bytes, without a byte order mark.
fn decode(bytes: &[u8]) -> Result<&str, DocumentError> {
    if bytes.len() > LARGEST_DOCUMENT {
        return Err(DocumentError::TooLarge { bytes: bytes.len() });
    }
    let text = std::str::from_utf8(bytes).map_err(|error| DocumentError::NotUtf8 {
        byte: error.valid_up_to(),
    })?;
    if let Some(byte) = text.find('\0') {
        return Err(DocumentError::ZeroByte { byte });
    }
    Ok(text.strip_prefix('\u{feff}').unwrap_or(text))
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
