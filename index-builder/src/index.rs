//! `index-builder index`: passages as JSON lines → an index file.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use gangway_knowledge::build;

use crate::failure::Failure;
use crate::output::print_json;
use crate::search::read_table;
use crate::{Outcome, rows, similar};

/// Makes an index of passages that no document holds.
#[derive(Args)]
pub(crate) struct Arguments {
    /// Passages as JSON lines: `id`, `title`, `text`, `place`, `place_id`, `operator`.
    pub(crate) knowledge: PathBuf,
    /// File to write.
    #[arg(long)]
    pub(crate) out: PathBuf,
    /// The embedding table.
    #[arg(long, default_value = "models/gangway-en-256.table")]
    pub(crate) table: PathBuf,
    /// Write what was made as JSON.
    #[arg(long)]
    pub(crate) json: bool,
}

pub(crate) fn run(arguments: &Arguments) -> Outcome {
    let table = read_table(&arguments.table)?;
    let passages = rows::passages(&arguments.knowledge)?;
    let count = passages.len();
    let similar = similar::warnings(&passages.iter().collect::<Vec<_>>(), &arguments.knowledge);
    if let Some(warning) = &similar {
        eprintln!("warning: {warning}");
    }
    let bytes = build::build(passages, &table);
    std::fs::write(&arguments.out, &bytes).map_err(|error| Failure::io("write", &arguments.out, &error))?;
    if arguments.json {
        print_json(&serde_json::json!({
            "out": arguments.out,
            "passages": count,
            "bytes": bytes.len(),
            "warnings": similar.as_slice(),
        }))?;
        return Ok(ExitCode::SUCCESS);
    }
    eprintln!(
        "`{}`: {count} passages, {} bytes",
        arguments.out.display(),
        bytes.len()
    );
    Ok(ExitCode::SUCCESS)
}
