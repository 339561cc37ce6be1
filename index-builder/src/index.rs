//! `index-builder index`: passages as JSON lines → an index file.

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;

use clap::Args;
use gangway_knowledge::build::build_files;
use gangway_knowledge::{FormatError, Passage};

use crate::failure::Failure;
use crate::grow::grow;
use crate::index_files::Unread;
use crate::output::print_json;
use crate::round::FileSizes;
use crate::search::read_table;
use crate::{Outcome, index_files, memory, report, rows, similar};

/// Makes an index of passages that no document holds.
#[derive(Args)]
pub(crate) struct Arguments {
    /// Passages as JSON lines: `id`, `title`, `text`, `place`, `place_id`, `operator`; or an index, whose passages they are.
    pub(crate) knowledge: PathBuf,
    /// File to write.
    #[arg(long)]
    pub(crate) out: PathBuf,
    /// The embedding table.
    #[arg(long, default_value = "models/gangway-en-256.table")]
    pub(crate) table: PathBuf,
    /// Make so many passages of them: the first ones, or all and then the same told about invented places.
    #[arg(long, value_name = "COUNT")]
    pub(crate) grow: Option<usize>,
    #[command(flatten)]
    pub(crate) files: FileSizes,
    /// Write what was made as JSON.
    #[arg(long)]
    pub(crate) json: bool,
}

pub(crate) fn run(arguments: &Arguments) -> Outcome {
    let begun = Instant::now();
    let table = read_table(&arguments.table)?;
    let given = given(&arguments.knowledge)?;
    let similar = similar::warnings(&given.iter().collect::<Vec<_>>(), &arguments.knowledge);
    if let Some(warning) = &similar {
        eprintln!("warning: {warning}");
    }
    let passages = match arguments.grow {
        Some(count) => grow(given, count),
        None => given,
    };
    let built = build_files(&passages, &table, &arguments.files.sizes());
    let bytes = index_files::write(&arguments.out, &built)?;
    let (took, peak) = (begun.elapsed().as_millis() as u64, memory::peak());
    if arguments.json {
        print_json(&serde_json::json!({
            "out": arguments.out,
            "passages": passages.len(),
            "bytes": bytes,
            "parts": built.parts.len(),
            "millis": took,
            "peak_memory": peak,
            "warnings": similar.as_slice(),
        }))?;
        return Ok(ExitCode::SUCCESS);
    }
    eprintln!(
        "`{}`: {} passages, {bytes} bytes, {} parts; took {}{}",
        arguments.out.display(),
        passages.len(),
        built.parts.len(),
        report::seconds(took),
        peak.map_or_else(String::new, |peak| format!(
            ", at most {} of memory",
            report::bytes(peak)
        )),
    );
    Ok(ExitCode::SUCCESS)
}

fn given(path: &Path) -> Result<Vec<Passage>, Failure> {
    let file = std::fs::read(path).map_err(|error| Failure::io("read", path, &error))?;
    match index_files::of(path, file) {
        Ok(files) => Ok(files
            .index
            .passages()
            .map(|passage| passage.to_passage())
            .collect()),
        Err(Unread::Format(FormatError::Magic { .. })) => rows::passages(path),
        Err(unread) => Err(unread.of(path)),
    }
}
