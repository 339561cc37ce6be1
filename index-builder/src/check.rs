//! `index-builder check`: the same as `build`, without writing what is served.

use std::path::PathBuf;
use std::time::Instant;

use clap::Args;
use rayon::prelude::*;

use crate::assemble::{Gathered, Reach};
use crate::failure::Failure;
use crate::report::{Artifact, Report, Row};
use crate::today::Today;
use crate::workspace::Workspace;
use crate::{Outcome, build, progress};

/// Checks every workspace's documents and playbook without writing what is served.
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
    #[command(flatten)]
    reach: Reach,
    #[command(flatten)]
    files: build::FileSizes,
    #[command(flatten)]
    today: Today,
    /// Write the report as JSON.
    #[arg(long)]
    json: bool,
}

pub(crate) fn run(arguments: &Arguments) -> Outcome {
    let begun = Instant::now();
    let today = arguments.today.day()?;
    let workspaces = Workspace::find(&arguments.workspaces, arguments.workspace.as_deref())?;
    let table = arguments.table.as_deref().map(build::table).transpose()?;
    let fetching = progress::spinner();
    let mut gathered: Vec<Gathered> = workspaces
        .iter()
        .map(|workspace| Gathered::new(workspace, &arguments.reach, &fetching))
        .collect();
    fetching.finish_and_clear();
    let said_by_sites: Vec<_> = gathered
        .iter_mut()
        .map(|gathered| std::mem::take(&mut gathered.said_by_sites))
        .collect();
    let sizes = arguments.files.sizes();
    let progress = progress::bar(gathered.iter().map(|gathered| gathered.documents.len()).sum());
    let rows: Vec<Row> = workspaces
        .par_iter()
        .zip(gathered)
        .map(|(workspace, gathered)| {
            let mut assembled = gathered.assemble(workspace, &arguments.reach.cache, &progress)?;
            let mut row = Row::of(&workspace.id, &mut assembled);
            if let Some((table, _)) = &table {
                match build::index(workspace, &assembled, table, &sizes) {
                    Ok(built) => {
                        row.index = Some(Artifact::of(&built.index));
                        row.parts = built.parts.iter().map(Artifact::of).collect();
                        row.texts = built.texts.iter().map(Artifact::of).collect();
                    }
                    Err(problems) => row.fail(problems),
                }
            } else if !assembled.rehearsals.problems.is_empty() {
                row.fail(std::mem::take(&mut assembled.rehearsals.problems));
            }
            Ok(row)
        })
        .collect::<Result<_, Failure>>()?;
    progress.finish_and_clear();
    let rows = rows
        .into_iter()
        .zip(said_by_sites)
        .map(|(row, said)| row.with_warnings(said))
        .collect();
    Report::new(None, rows, begun.elapsed(), today).finish(arguments.json)
}
