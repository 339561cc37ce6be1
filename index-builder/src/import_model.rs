//! `index-builder import-model`: a Model2Vec directory → a table file.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, ValueEnum};
use gangway_knowledge::{Bits, Table, build};

use crate::Outcome;
use crate::failure::Failure;
use crate::output::print_json;
use crate::report;

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
    /// The languages it was made for, as `en,es`: questions and passages in others are searched by their words alone. All
    /// when not given.
    #[arg(long, value_delimiter = ',', value_parser = language)]
    pub(crate) languages: Vec<String>,
    /// Keep only so many of the most frequent word pieces, and all single characters.
    #[arg(long, value_name = "PIECES")]
    pub(crate) keep: Option<usize>,
    /// Write what was made as JSON.
    #[arg(long)]
    pub(crate) json: bool,
}

/// The largest table. Table and index stand in memory together, and each is a static asset.
const LARGEST: usize = 20 * 1024 * 1024;

fn language(code: &str) -> Result<String, String> {
    if code.len() == 2 && code.bytes().all(|byte| byte.is_ascii_lowercase()) {
        Ok(code.to_owned())
    } else {
        Err("a language is two letters such as `es`".to_owned())
    }
}

fn fits(bytes: &[u8]) -> Result<(), Failure> {
    if bytes.len() <= LARGEST {
        return Ok(());
    }
    let (size, most) = (report::bytes(bytes.len() as u64), report::bytes(LARGEST as u64));
    Err(Failure::new(format!("the table has {size}, more than {most}"))
        .hint("keep fewer word pieces with `--keep`, or fewer bits with `--bits 4`"))
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
    let import = build::Import {
        name: &name,
        bits,
        languages: &arguments.languages,
        keep: arguments.keep,
    };
    let bytes = build::import_model(&import, &read("tokenizer.json")?, &read("model.safetensors")?)
        .map_err(|error| Failure::new(format!("cannot import `{}`: {error}", arguments.model.display())))?;
    fits(&bytes)?;
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_that_is_too_large_is_refused_with_what_helps() {
        assert!(fits(&[0; 10]).is_ok());
        let refused = fits(&vec![0; LARGEST + 1]).expect_err("too large").to_string();
        assert!(
            refused.contains("more than 20.0 MiB") && refused.contains("`--keep`"),
            "{refused}"
        );
    }

    #[test]
    fn a_language_is_two_letters() {
        assert!(language("es").is_ok());
        assert!(language("Spanish").is_err() && language("ES").is_err());
    }
}
