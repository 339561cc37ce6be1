//! `index-builder inspect`: what an index or table file contains.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use gangway_knowledge::{Audience, Bits, FormatError, Index, PassageRef, Table, Validity};
use serde::Serialize;

use crate::Outcome;
use crate::failure::Failure;
use crate::index_files::{self, Files, Unread};
use crate::output::print_json;
use crate::report::{aligned, bytes};
use crate::stdout;

/// Says what an index or table file contains.
#[derive(Args)]
pub(crate) struct Arguments {
    /// An index or table file.
    file: PathBuf,
    /// Every passage of an index as one line of JSON, in place of the summary.
    #[arg(long)]
    passages: bool,
    /// Write the summary as JSON.
    #[arg(long, conflicts_with = "passages")]
    json: bool,
}

pub(crate) fn run(arguments: &Arguments) -> Outcome {
    let file = &arguments.file;
    let content = std::fs::read(file).map_err(|error| Failure::io("read", file, &error))?;
    let failed = |error: FormatError| Failure::new(format!("`{}`: {error}", file.display()));
    match (index_files::of(file, content.clone()), Table::read(&content)) {
        (Err(Unread::Failure(failure)), _) => return Err(failure),
        (Ok(files), _) if arguments.passages => passages(&files.index)?,
        (Ok(files), _) => {
            let summary = Summary::of(&files, &content);
            if arguments.json {
                print_json(&summary)?;
            } else {
                stdout::print(summary.text())?;
            }
        }
        (Err(Unread::Format(FormatError::Magic { .. })), Ok(table)) => {
            let summary = TableSummary::of(&table, &content);
            if arguments.json {
                print_json(&summary)?;
            } else {
                stdout::print(summary.text())?;
            }
        }
        (Err(Unread::Format(FormatError::Magic { .. })), Err(FormatError::Magic { .. })) => {
            return Err(Failure::new(format!(
                "neither an index nor a table: `{}`",
                file.display()
            )));
        }
        (Err(Unread::Format(FormatError::Magic { .. })), Err(error)) | (Err(Unread::Format(error)), _) => {
            return Err(failed(error));
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// The format's version, which stands in a file that could be read.
fn version(content: &[u8]) -> u16 {
    let version = content.get(8..10).and_then(|bytes| bytes.try_into().ok());
    version.map(u16::from_le_bytes).unwrap_or_default()
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
    stdout::print(lines)
}

/// What a table has.
#[derive(Serialize)]
struct TableSummary<'a> {
    kind: &'static str,
    hash: &'a str,
    format: u16,
    bytes: u64,
    model: &'a str,
    pieces: usize,
    bits: u8,
    /// Those it was made for; none: it does not say.
    languages: &'a [String],
}

impl<'a> TableSummary<'a> {
    fn of(table: &'a Table, content: &[u8]) -> Self {
        Self {
            kind: "table",
            hash: table.hash(),
            format: version(content),
            bytes: content.len() as u64,
            model: table.model(),
            pieces: table.rows(),
            bits: width(table.bits()),
            languages: table.languages(),
        }
    }

    fn text(&self) -> String {
        let languages = match self.languages {
            [] => "not said".to_owned(),
            languages => languages.join(", "),
        };
        format!(
            "table {}: {}, format {}\nmodel {}: {} word pieces, {} bits a component, languages: {languages}\n",
            self.hash,
            bytes(self.bytes),
            self.format,
            self.model,
            self.pieces,
            self.bits
        )
    }
}

/// What an index has.
#[derive(Serialize)]
struct Summary<'a> {
    kind: &'static str,
    hash: &'a str,
    format: u16,
    /// Of all its files.
    bytes: u64,
    /// How many parts it is cut into, and how many files its texts stand in; none when it is one file.
    parts: usize,
    texts: usize,
    memory: u64,
    model: &'a str,
    table: &'a str,
    passages: usize,
    words: usize,
    terms: usize,
    places: usize,
    /// Passages by their language; of those that name none under `""`.
    languages: BTreeMap<&'a str, usize>,
    /// The bytes of each section of the content.
    sections: BTreeMap<&'a str, usize>,
    /// By id.
    documents: Vec<Document<'a>>,
}

/// What an index has of a document.
#[derive(Serialize)]
struct Document<'a> {
    id: &'a str,
    title: &'a str,
    passages: usize,
    words: usize,
    /// Words of the longest passage.
    longest: usize,
    audience: Audience,
    place: Option<&'a str>,
    language: Option<&'a str>,
    valid: Validity,
}

impl<'a> Summary<'a> {
    /// `content`: the index file.
    fn of(files: &'a Files, content: &[u8]) -> Self {
        let index = &files.index;
        let mut languages: BTreeMap<&str, usize> = BTreeMap::new();
        let mut places = BTreeSet::new();
        let mut documents: BTreeMap<&str, Document> = BTreeMap::new();
        let mut all = 0;
        for passage in index.passages() {
            let words = passage.text.unwrap_or_default().split_whitespace().count();
            all += words;
            *languages.entry(passage.language.unwrap_or_default()).or_default() += 1;
            places.extend(passage.place.map(|place| place.id));
            let document = documents
                .entry(passage.document)
                .or_insert_with(|| Document::of(&passage));
            document.passages += 1;
            document.words += words;
            document.longest = document.longest.max(words);
        }
        Self {
            kind: "index",
            hash: index.hash(),
            format: version(content),
            bytes: files.bytes,
            parts: files.parts,
            texts: index.text_files().len(),
            memory: index.memory() as u64,
            model: index.model(),
            table: index.table(),
            passages: index.len(),
            words: all,
            terms: index.terms(),
            places: places.len(),
            languages,
            sections: index.sections().iter().copied().collect(),
            documents: documents.into_values().collect(),
        }
    }

    fn text(&self) -> String {
        let mut text = format!(
            "index {}: {}{}, format {}, {} of memory\nmodel {}, table {}\n{} terms, {} places, languages: {}\n",
            self.hash,
            bytes(self.bytes),
            match self.parts {
                0 => String::new(),
                parts => format!(" in {parts} parts and {} files of texts", self.texts),
            },
            self.format,
            bytes(self.memory),
            self.model,
            self.table,
            self.terms,
            self.places,
            listed(self.languages.iter().map(|(&language, count)| {
                let named = if language.is_empty() { "not said" } else { language };
                format!("{named} {count}")
            })),
        );
        let sections = self.sections.iter();
        let sections = sections.map(|(name, &size)| format!("{name} {}", bytes(size as u64)));
        text.push_str(&format!("{}\n\n", listed(sections)));
        let mut rows = vec![["document", "passages", "words", "longest", "about"].map(str::to_owned)];
        rows.extend(self.documents.iter().map(Document::row));
        rows.push([
            format!("{} documents", self.documents.len()),
            self.passages.to_string(),
            self.words.to_string(),
            self.documents
                .iter()
                .map(|document| document.longest)
                .max()
                .unwrap_or(0)
                .to_string(),
            String::new(),
        ]);
        text.push_str(&aligned(&rows));
        text
    }
}

impl<'a> Document<'a> {
    fn of(passage: &PassageRef<'a>) -> Self {
        Self {
            id: passage.document,
            title: passage.title,
            passages: 0,
            words: 0,
            longest: 0,
            audience: passage.audience,
            place: passage.place.map(|place| place.id),
            language: passage.language,
            valid: passage.valid,
        }
    }

    fn row(&self) -> [String; 5] {
        [
            self.id.to_owned(),
            self.passages.to_string(),
            self.words.to_string(),
            self.longest.to_string(),
            self.about(),
        ]
    }

    fn about(&self) -> String {
        let audience = match self.audience {
            Audience::Public => None,
            Audience::Agents => Some("agents only".to_owned()),
        };
        let day = |word: &str, day: Option<gangway_knowledge::Day>| day.map(|day| format!("{word} {day}"));
        let parts = [
            audience,
            self.place.map(str::to_owned),
            self.language.map(str::to_owned),
            day("from", self.valid.from),
            day("until", self.valid.until),
        ];
        listed(parts.into_iter().flatten())
    }
}

fn listed(parts: impl Iterator<Item = String>) -> String {
    parts.collect::<Vec<_>>().join(", ")
}
