//! `index-builder check`: the same as `build`, without writing.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;

use crate::assemble::assemble;
use crate::report::{Artifact, Report, Row};
use crate::workspace::{Inputs, Workspace};
use crate::{Outcome, build, progress};

/// Checks every workspace's documents and playbook without writing anything.
#[derive(Args)]
pub(crate) struct Arguments {
    /// Folder with one subfolder per workspace.
    #[arg(long, value_name = "FOLDER", default_value = "fixtures")]
    workspaces: PathBuf,
    /// Build the indexes with this embedding table too, to see how large they are.
    #[arg(long, value_name = "FILE")]
    table: Option<PathBuf>,
    /// Only this workspace.
    #[arg(long, value_name = "ID")]
    workspace: Option<String>,
    /// Write the report as JSON.
    #[arg(long)]
    json: bool,
}

pub(crate) fn run(arguments: &Arguments) -> Outcome {
    let workspaces = Workspace::find(&arguments.workspaces, arguments.workspace.as_deref())?;
    let table = arguments.table.as_deref().map(build::table).transpose()?;
    let mut inputs: Vec<Inputs> = workspaces.iter().map(Workspace::inputs).collect();
    let progress = progress::bar(inputs.iter().map(|inputs| inputs.documents.len()).sum());
    let mut rows = Vec::new();
    for (workspace, inputs) in workspaces.iter().zip(&mut inputs) {
        let mut assembled = assemble(workspace, inputs, &progress);
        let mut row = Row::of(&workspace.id, &mut assembled);
        if let Some((table, _)) = &table {
            match build::index(workspace, assembled.passages, table) {
                Ok((hash, bytes)) => {
                    row.index = Some(Artifact {
                        hash,
                        bytes: bytes.len() as u64,
                    })
                }
                Err(problem) => row.fail(problem),
            }
        }
        rows.push(row);
    }
    progress.finish_and_clear();

    let report = Report {
        table: None,
        workspaces: rows,
    };
    report.print(arguments.json)?;
    Ok(if report.is_faulty() {
        ExitCode::FAILURE
    } else {
        ExitCode::SUCCESS
    })
}
