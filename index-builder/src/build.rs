//! `index-builder build`: folders of documents and playbooks → the files a deployment serves from.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;

use crate::Outcome;

/// Builds the index and the playbook of every workspace.
#[derive(Args)]
pub(crate) struct Arguments {
    /// Folder with one subfolder per workspace.
    #[arg(long, default_value = "fixtures")]
    pub(crate) workspaces: PathBuf,
    /// The embedding table.
    #[arg(long, default_value = "models/gangway-en-256.table")]
    pub(crate) table: PathBuf,
    /// Folder to write into.
    #[arg(long, default_value = "dist/private")]
    pub(crate) out: PathBuf,
    /// Only this workspace.
    #[arg(long, value_name = "ID")]
    pub(crate) workspace: Option<String>,
    /// Write the report as JSON.
    #[arg(long)]
    pub(crate) json: bool,
}

pub(crate) fn run(arguments: &Arguments) -> Outcome {
    let _ = (
        &arguments.workspaces,
        &arguments.table,
        &arguments.out,
        &arguments.workspace,
        arguments.json,
    );
    Ok(ExitCode::SUCCESS)
}
