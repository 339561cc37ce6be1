//! `index-builder inspect`: what an index or table file contains.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use gangway_knowledge::{Audience, Bits, FormatError, Index, Table};

use crate::Outcome;
use crate::failure::Failure;
use crate::report::{aligned, bytes};

/// Says what an index or table file contains.
#[derive(Args)]
pub(crate) struct Arguments {
    /// An index or table file.
    file: PathBuf,
    /// Every passage of an index as one line of JSON, in place of the summary.
    #[arg(long)]
    passages: bool,
}

pub(crate) fn run(arguments: &Arguments) -> Outcome {
    let file = &arguments.file;
    let content = std::fs::read(file).map_err(|error| Failure::io("read", file, &error))?;
    let failed = |error: FormatError| Failure::new(format!("`{}`: {error}", file.display()));
    match (Index::read(&content), Table::read(&content)) {
        (Ok(index), _) if arguments.passages => passages(&index)?,
        (Ok(index), _) => print!("{}", summary(&index, content.len() as u64)),
        (Err(FormatError::Magic { .. }), Ok(table)) => {
            println!("table {}: {}", table.hash(), bytes(content.len() as u64));
            println!(
                "model {}: {} word pieces, {} bits a component",
                table.model(),
                table.rows(),
                width(table.bits())
            );
        }
        (Err(FormatError::Magic { .. }), Err(FormatError::Magic { .. })) => {
            return Err(Failure::new(format!(
                "neither an index nor a table: `{}`",
                file.display()
            )));
        }
        (Err(FormatError::Magic { .. }), Err(error)) | (Err(error), _) => return Err(failed(error)),
    }
    Ok(ExitCode::SUCCESS)
}

fn width(bits: Bits) -> u8 {
    match bits {
        Bits::Four => 4,
        Bits::Eight => 8,
        Bits::Sixteen => 16,
    }
}

/// Each passage as a line of JSON.
fn passages(index: &Index) -> Result<(), Failure> {
    let mut lines = String::new();
    for passage in index.passages() {
        let line = serde_json::to_string(&passage)
            .map_err(|error| Failure::new(format!("cannot write passage `{}`: {error}", passage.id)))?;
        lines.push_str(&line);
        lines.push('\n');
    }
    print!("{lines}");
    Ok(())
}

fn summary(index: &Index, size: u64) -> String {
    let mut text = format!(
        "index {}: {}, {} terms\nmodel {}, table {}\n",
        index.hash(),
        bytes(size),
        index.terms(),
        index.model(),
        index.table()
    );
    let mut documents: BTreeMap<&str, Document> = BTreeMap::new();
    let mut all = Document::default();
    for passage in index.passages() {
        let words = passage.text.unwrap_or_default().split_whitespace().count();
        for document in [&mut all, documents.entry(passage.document).or_default()] {
            document.passages += 1;
            document.words += words;
            document.longest = document.longest.max(words);
            document.audience = passage.audience;
            document.place = passage.place.map_or("", |place| place.id);
        }
    }
    let mut rows = vec![["document", "passages", "words", "longest", "about"].map(str::to_owned)];
    rows.extend(
        documents
            .iter()
            .map(|(id, document)| document.row(id, &document.about())),
    );
    rows.push(all.row(&format!("{} documents", documents.len()), ""));
    text.push_str(&aligned(&rows));
    text
}

/// What an index has of a document.
#[derive(Default)]
struct Document<'a> {
    passages: usize,
    words: usize,
    /// Words of the longest passage.
    longest: usize,
    audience: Audience,
    place: &'a str,
}

impl Document<'_> {
    fn row(&self, name: &str, about: &str) -> [String; 5] {
        [
            name.to_owned(),
            self.passages.to_string(),
            self.words.to_string(),
            self.longest.to_string(),
            about.to_owned(),
        ]
    }

    fn about(&self) -> String {
        let audience = match self.audience {
            Audience::Public => "",
            Audience::Agents => "agents only",
        };
        let parts: Vec<&str> = [audience, self.place]
            .into_iter()
            .filter(|part| !part.is_empty())
            .collect();
        parts.join(", ")
    }
}
