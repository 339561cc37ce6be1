//! `index-builder import-model`: a Model2Vec directory → a table file.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, ValueEnum};
use gangway_knowledge::{Bits, Table, build};

use crate::Outcome;
use crate::failure::Failure;
use crate::output::print_json;

/// Makes a table of a Model2Vec directory: `model.safetensors` and `tokenizer.json`.
#[derive(Args)]
pub(crate) struct Arguments {
    /// The directory.
    pub(crate) model: PathBuf,
    /// File to write.
    #[arg(long)]
    pub(crate) out: PathBuf,
    /// What indexes call the model; the directory's name when not given.
    #[arg(long)]
    pub(crate) name: Option<String>,
    /// Bits for each component.
    #[arg(long, value_enum, default_value_t = Width::Four)]
    pub(crate) bits: Width,
    /// Write what was made as JSON.
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Clone, Copy, ValueEnum)]
pub(crate) enum Width {
    /// A quarter of the model; see `docs/knowledge.md` for what it costs.
    #[value(name = "4")]
    Four,
    /// Half of the model, nothing lost that can be measured.
    #[value(name = "8")]
    Eight,
    /// As it came.
    #[value(name = "16")]
    Sixteen,
}

pub(crate) fn run(arguments: &Arguments) -> Outcome {
    let read = |name: &str| {
        let path = arguments.model.join(name);
        std::fs::read(&path).map_err(|error| Failure::io("read", &path, &error))
    };
    let name = match &arguments.name {
        Some(name) => name.clone(),
        None => arguments
            .model
            .file_name()
            .map(|name| name.to_string_lossy().into_owned())
            .ok_or_else(|| Failure::new("the directory has no name").hint("give one with `--name`"))?,
    };
    let bits = match arguments.bits {
        Width::Four => Bits::Four,
        Width::Eight => Bits::Eight,
        Width::Sixteen => Bits::Sixteen,
    };
    let bytes = build::import_model(&name, &read("tokenizer.json")?, &read("model.safetensors")?, bits)
        .map_err(|error| Failure::new(format!("cannot import `{}`: {error}", arguments.model.display())))?;
    let table = Table::read(&bytes).map_err(|error| Failure::new(error.to_string()))?;
    std::fs::write(&arguments.out, &bytes).map_err(|error| Failure::io("write", &arguments.out, &error))?;
    if arguments.json {
        print_json(&serde_json::json!({
            "out": arguments.out,
            "model": table.model(),
            "hash": table.hash(),
            "pieces": table.rows(),
            "bytes": bytes.len(),
        }))?;
        return Ok(ExitCode::SUCCESS);
    }
    eprintln!(
        "`{}`: {} word pieces, {} bytes, {}",
        arguments.out.display(),
        table.rows(),
        bytes.len(),
        table.hash(),
    );
    Ok(ExitCode::SUCCESS)
}
