//! `index-builder inspect`: what an index or table file contains.

use std::path::PathBuf;

use clap::Args;

use crate::Outcome;
use crate::failure::Failure;

/// Says what an index or table file contains.
#[derive(Args)]
pub(crate) struct Arguments {
    /// An index or table file.
    pub(crate) file: PathBuf,
}

pub(crate) fn run(arguments: &Arguments) -> Outcome {
    let bytes = std::fs::read(&arguments.file).map_err(|error| {
        Failure::io("read", &arguments.file, &error).hint("run `index-builder build` to write it")
    })?;
    Err(Failure::new(format!(
        "`{}` is not an index or a table: {} bytes",
        arguments.file.display(),
        bytes.len()
    )))
}
