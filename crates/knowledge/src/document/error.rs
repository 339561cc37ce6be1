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
    /// Nothing to find in it.
    #[error("the document is empty")]
    Empty,
}

impl DocumentError {
    /// What to do about it.
    pub fn hint(&self) -> Option<&'static str> {
        match self {
            Self::UnknownKind(_) => {
                Some("Markdown (`.md`), HTML (`.html`), text (`.txt`) and tables (`.csv`, `.tsv`) are read")
            }
            Self::TooLarge { .. } => Some("divide it into several documents"),
            Self::NotUtf8 { .. } | Self::ZeroByte { .. } => Some("save the file as a text in UTF-8"),
            Self::FrontMatter { .. } => Some(
                "between two lines `---` stand `title: …`, `link: https://…`, `audience: public` or `agents`, \
                 `place: …`, each on its own line",
            ),
            Self::Row { .. } => Some("put a value that contains the separator in double quotes"),
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
            | Self::ZeroByte { .. }
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
