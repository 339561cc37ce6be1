//! `index-builder import-model`: a Model2Vec directory → a table file.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, ValueEnum};
use gangway_knowledge::build::Imported;
use gangway_knowledge::{Bits, Table, build};

use crate::assemble::{Gathered, Reach};
use crate::failure::Failure;
use crate::output::print_json;
use crate::workspace::Workspace;
use crate::{Outcome, progress, tables};

/// Makes a table of a Model2Vec directory: `model.safetensors` and `tokenizer.json`.
#[derive(Args)]
pub(crate) struct Arguments {
    /// The directory; or a table, to say for which languages it was made.
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
    /// The languages it was made for, as `en,es`: questions in others are searched by their words, and by word pieces that are
    /// the same. All when not given.
    #[arg(long, value_delimiter = ',', value_parser = language)]
    pub(crate) languages: Vec<String>,
    /// Keep the word pieces that the documents of the workspaces in this folder have, all single characters, and of the others
    /// the most frequent that there is room for; can be repeated. Pages of sites are taken as they were fetched the last time.
    #[arg(long, value_name = "FOLDER")]
    pub(crate) keep_for: Vec<PathBuf>,
    /// Keep so many word pieces: those of `--keep-for`, all single characters, and the most frequent.
    #[arg(long, value_name = "PIECES")]
    pub(crate) most: Option<usize>,
    /// Folder that keeps what was read of the documents.
    #[arg(long, value_name = "FOLDER", default_value = "target/index-builder")]
    pub(crate) cache: PathBuf,
    /// Write what was made as JSON.
    #[arg(long)]
    pub(crate) json: bool,
}

fn language(code: &str) -> Result<String, String> {
    if code.len() == 2 && code.bytes().all(|byte| byte.is_ascii_lowercase()) {
        Ok(code.to_owned())
    } else {
        Err("a language is two letters such as `es`".to_owned())
    }
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
    let imported = if arguments.model.is_file() {
        declared(arguments)?
    } else {
        imported(arguments)?
    };
    let bytes = &imported.bytes;
    tables::fits(&format!("`{}`", arguments.model.display()), bytes.len())?;
    let table = Table::read(bytes).map_err(|error| Failure::new(error.to_string()))?;
    std::fs::write(&arguments.out, bytes).map_err(|error| Failure::io("write", &arguments.out, &error))?;
    if arguments.json {
        print_json(&serde_json::json!({
            "out": arguments.out,
            "model": table.model(),
            "hash": table.hash(),
            "languages": table.languages(),
            "pieces": table.rows(),
            "of_pieces": imported.pieces,
            "of_components": imported.columns,
            "kept": imported.kept,
            "bytes": bytes.len(),
        }))?;
        return Ok(ExitCode::SUCCESS);
    }
    let mut text = format!("`{}`: {} word pieces", arguments.out.display(), table.rows());
    if imported.pieces > table.rows() {
        text.push_str(&format!(" of {}", imported.pieces));
    }
    if imported.kept < 1.0 {
        text.push_str(&format!(
            ", the principal components of {}, which keep {:.1} % of the squared lengths",
            imported.columns,
            imported.kept * 100.0
        ));
    }
    eprintln!("{text}, {} bytes, {}", bytes.len(), table.hash());
    Ok(ExitCode::SUCCESS)
}

/// The table of a model's directory.
fn imported(arguments: &Arguments) -> Result<Imported, Failure> {
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
    let texts = texts(arguments)?;
    let keep = build::Keep {
        texts: &texts,
        most: arguments.most,
        // Of a folder's pieces the others are there for what travellers ask beyond the documents: as many as fit.
        bytes: Some(tables::LARGEST - ENVELOPE).filter(|_| !arguments.keep_for.is_empty()),
    };
    let import = build::Import {
        name: &name,
        bits: match arguments.bits {
            Width::Four => Bits::Four,
            Width::Eight => Bits::Eight,
            Width::Sixteen => Bits::Sixteen,
        },
        languages: &arguments.languages,
        keep: Some(keep).filter(|keep| keep.most.is_some() || keep.bytes.is_some()),
    };
    build::import_model(&import, &read("tokenizer.json")?, &read("model.safetensors")?)
        .map_err(|error| Failure::new(format!("cannot import `{}`: {error}", arguments.model.display())))
}

/// What a table has beside its rows and pieces, at the most: its head, the names of model and languages, its columns.
const ENVELOPE: usize = 4096;

/// A table with other languages.
fn declared(arguments: &Arguments) -> Result<Imported, Failure> {
    if arguments.name.is_some() || arguments.most.is_some() || !arguments.keep_for.is_empty() {
        return Err(Failure::new(format!(
            "`{}` is no directory, and of a table nothing but its languages can be said anew",
            arguments.model.display()
        ))
        .hint("name the directory of the model"));
    }
    let loaded = tables::load(&arguments.model)?;
    build::declare(&loaded.bytes, &arguments.languages)
        .map_err(|error| Failure::new(format!("`{}`: {error}", arguments.model.display())))
}

/// All that the documents of `--keep-for` say.
fn texts(arguments: &Arguments) -> Result<Vec<String>, Failure> {
    let mut texts = Vec::new();
    let reach = Reach::offline(&arguments.cache);
    for folder in &arguments.keep_for {
        let spinner = progress::spinner();
        for workspace in Workspace::find(folder, None)? {
            let gathered = Gathered::new(&workspace, &reach, &spinner);
            let assembled = gathered.assemble(&workspace, &reach.cache, &spinner)?;
            for problem in &assembled.errors {
                eprintln!("warning: {problem}");
            }
            for passage in assembled.passages {
                texts.extend(passage.place.map(|place| place.name));
                texts.extend([passage.title, passage.text]);
                texts.extend(passage.heading);
            }
        }
        spinner.finish_and_clear();
    }
    Ok(texts)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_language_is_two_letters() {
        assert!(language("es").is_ok());
        assert!(language("Spanish").is_err() && language("ES").is_err());
    }
}
