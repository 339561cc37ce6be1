//! What can be wrong with a document.

use thiserror::Error;

/// Why a document could not be read: what is wrong, and where. The caller knows which.
#[derive(Clone, PartialEq, Eq, Debug, Error)]
pub enum DocumentError {
    /// The ending names no format that is read.
    #[error("unknown kind of document: `{0}`")]
    UnknownKind(String),
    /// Over [`super::LARGEST_DOCUMENT`].
    #[error("{bytes} bytes are too many, the limit is {}", super::LARGEST_DOCUMENT)]
    TooLarge {
        /// Its size.
        bytes: usize,
    },
    /// Another encoding, or damaged.
    #[error("not UTF-8 at byte {byte}")]
    NotUtf8 {
        /// The first byte that does not fit, from 0.
        byte: usize,
    },
    /// Another encoding than the one that its byte order mark or its `<meta charset>` names.
    #[error("not {encoding}, which it says it is, at byte {byte}")]
    Encoding {
        /// The encoding that it names.
        encoding: &'static str,
        /// The first byte that does not fit, from 0.
        byte: usize,
    },
    /// A zero byte: not a text.
    #[error("not a text: byte {byte} is zero")]
    ZeroByte {
        /// The first one, from 0.
        byte: usize,
    },
    /// A line of the front matter is not understood.
    #[error("line {line}: {why}")]
    FrontMatter {
        /// The line, from 1.
        line: usize,
        /// What is wrong with it.
        why: String,
    },
    /// A row that the header does not describe.
    #[error("line {line}: the row has {}, the header has {header}", counted(*.fields))]
    Row {
        /// The line on which the row begins, from 1.
        line: usize,
        /// Fields of the row.
        fields: usize,
        /// Fields of the header.
        header: usize,
    },
    /// Not what its ending says, or damaged.
    #[error("not {kind}, or a damaged one: {why}")]
    Damaged {
        /// What it should be, with its article.
        kind: &'static str,
        /// What the reader says.
        why: String,
    },
    /// Only who has the password can read it.
    #[error("{kind} that is encrypted")]
    Encrypted {
        /// What it is, with its article.
        kind: &'static str,
    },
    /// A PDF of pictures.
    #[error("no text on its {}: they are pictures", pages_counted(*.pages))]
    Scanned {
        /// How many pages it has.
        pages: usize,
    },
    /// Reading it would take more than is allowed.
    #[error("{what} over the limit of {limit}")]
    Limit {
        /// What is too much, with its verb: `it unpacks to`.
        what: String,
        /// How much is allowed, with its unit.
        limit: String,
    },
    /// A mistake of a reader.
    #[error("the reader failed: {0}")]
    Reader(String),
    /// Nothing to find in it.
    #[error("the document is empty")]
    Empty,
}

/// What of a document could not be read, though the rest was.
#[derive(Clone, PartialEq, Eq, Debug, Error)]
pub enum Remark {
    /// Pages that hold pictures and no text.
    #[error("no text on {}: pictures are not read", pages_named(.pages))]
    PagesWithoutText {
        /// Their numbers, from 1, ascending.
        pages: Vec<u32>,
    },
    /// Rows or columns of a sheet that are hidden, or that a filter hides.
    #[error("hidden rows or columns of the sheet `{sheet}` are left out")]
    Hidden {
        /// The sheet's name.
        sheet: String,
    },
}

impl Remark {
    /// What to do about it.
    pub fn hint(&self) -> &'static str {
        match self {
            Self::PagesWithoutText { .. } => RECOGNISE,
            Self::Hidden { .. } => "show them when travellers may know what they say",
        }
    }
}

const RECOGNISE: &str = "let a program recognise the text (OCR) and save the document again";

impl DocumentError {
    /// What to do about it.
    pub fn hint(&self) -> Option<&'static str> {
        match self {
            Self::UnknownKind(_) => Some(
                "PDF (`.pdf`), Word (`.docx`), Excel (`.xlsx`, `.xlsm`), Markdown (`.md`), HTML (`.html`), text \
                     (`.txt`) and tables (`.csv`, `.tsv`) are read",
            ),
            Self::TooLarge { .. } => Some("divide it into several documents"),
            Self::NotUtf8 { .. } | Self::Encoding { .. } | Self::ZeroByte { .. } => {
                Some("save the file as a text in UTF-8; from Excel as `CSV UTF-8`")
            }
            Self::FrontMatter { .. } => Some(
                "between two lines `---` stand `title: …`, `link: https://…`, `audience: public` or `agents`, \
                 `place: …`, each on its own line",
            ),
            Self::Row { .. } => Some("put a value that contains the separator in double quotes"),
            Self::Damaged { .. } => Some("open it in the program that made it and save it again"),
            Self::Encrypted { .. } => Some("save it without a password"),
            Self::Scanned { .. } => Some(RECOGNISE),
            Self::Limit { .. } => {
                Some("divide it into several documents, or save it again from the program that made it")
            }
            Self::Reader(_) => Some(
                "save the document in another format; the text that begins the message helps to mend the reader",
            ),
            Self::Empty => Some("write something into it or delete it"),
        }
    }

    /// The same error when `lines` lines stand before the text that was read.
    pub(super) fn moved(self, lines: usize) -> Self {
        match self {
            Self::Row { line, fields, header } => Self::Row {
                line: line + lines,
                fields,
                header,
            },
            Self::FrontMatter { line, why } => Self::FrontMatter {
                line: line + lines,
                why,
            },
            Self::UnknownKind(_)
            | Self::TooLarge { .. }
            | Self::NotUtf8 { .. }
            | Self::Encoding { .. }
            | Self::ZeroByte { .. }
            | Self::Damaged { .. }
            | Self::Encrypted { .. }
            | Self::Scanned { .. }
            | Self::Limit { .. }
            | Self::Reader(_)
            | Self::Empty => self,
        }
    }
}

fn counted(fields: usize) -> String {
    if fields == 1 {
        "1 field".to_owned()
    } else {
        format!("{fields} fields")
    }
}

fn pages_counted(pages: usize) -> String {
    if pages == 1 {
        "only page".to_owned()
    } else {
        format!("{pages} pages")
    }
}

/// Ascending numbers of pages for people: `pages 2, 5–7`.
fn pages_named(pages: &[u32]) -> String {
    let mut runs: Vec<(u32, u32)> = Vec::new();
    for &page in pages {
        match runs.last_mut() {
            Some((_, last)) if *last + 1 == page => *last = page,
            Some(_) | None => runs.push((page, page)),
        }
    }
    let names: Vec<String> = runs
        .into_iter()
        .map(|(first, last)| {
            if first == last {
                first.to_string()
            } else {
                format!("{first}–{last}")
            }
        })
        .collect();
    format!(
        "{} {}",
        if pages.len() == 1 { "page" } else { "pages" },
        names.join(", ")
    )
}

#[cfg(test)]
mod tests {
    use super::Remark;

    #[test]
    fn pages_in_a_row_are_named_by_the_first_and_the_last() {
        let named = |pages: &[u32]| {
            let pages = pages.to_vec();
            Remark::PagesWithoutText { pages }.to_string()
        };
        assert_eq!(named(&[3]), "no text on page 3: pictures are not read");
        assert_eq!(
            named(&[1, 2, 3, 7, 9, 10]),
            "no text on pages 1–3, 7, 9–10: pictures are not read"
        );
    }
}
