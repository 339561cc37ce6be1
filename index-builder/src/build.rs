//! `index-builder build`: folders of documents and playbooks → the files a deployment serves from.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::Args;
use gangway_knowledge::Table;
use gangway_knowledge::build::{Built, Sizes, build_files};
use indicatif::ProgressBar;

use crate::assemble::Assembled;
use crate::failure::Failure;
use crate::output::{MOST_RESIDENT, Output};
use crate::problem::Problem;
use crate::report::{self, Artifact, Row, State};
use crate::round::{self, Round};
use crate::tables::{self, Loaded, Tables};
use crate::workspace::Workspace;
use crate::{Outcome, hash};

/// Builds the index and the playbook of every workspace.
///
/// A broken document is named and left out; a workspace whose playbook has a mistake is left out whole. Either
/// makes the exit code 1. With `--stamps`, what did not change is not built again.
#[derive(Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    round: round::Options,
    /// The embedding table of workspaces that name none.
    #[arg(long, value_name = "FILE", default_value = tables::DEFAULT)]
    table: PathBuf,
    /// Folder to write into.
    #[arg(long, value_name = "FOLDER", default_value = "dist/private")]
    out: PathBuf,
    /// File that keeps from what each workspace was built; without it, everything is built. Not below what is deployed.
    #[arg(long, value_name = "FILE")]
    stamps: Option<PathBuf>,
}

/// A workspace that was built, from what, and with which table.
struct Made {
    row: Row,
    fingerprint: Option<String>,
    loaded: Option<Arc<Loaded>>,
}

pub(crate) fn run(arguments: &Arguments) -> Outcome {
    let round = Round::begin(&arguments.round)?;
    let default = Arc::new(tables::load(&arguments.table)?);
    let tables = Tables::new(&arguments.table);
    let output = Output::open(&arguments.out, arguments.stamps.as_deref());
    let sizes = arguments.round.sizes();
    let mut done = round.each(1, |workspace, gathered, progress| {
        let loaded = match tables.named(&gathered.inputs) {
            Ok(named) => named.unwrap_or_else(|| default.clone()),
            Err(problem) => {
                let mut assembled = gathered.assemble(workspace, arguments.round.cache(), progress)?;
                let mut row = Row::of(&workspace.id, &mut assembled);
                row.fail(vec![problem]);
                progress.inc(1);
                return Ok(Made {
                    row,
                    fingerprint: None,
                    loaded: None,
                });
            }
        };
        let fingerprint = gathered.fingerprint(workspace, &format!("{} {sizes:?}", loaded.table.hash()));
        let before = fingerprint
            .as_deref()
            .and_then(|fingerprint| output.unchanged(&workspace.id, fingerprint));
        let row = match before {
            Some(row) => {
                progress.inc(gathered.documents.len() as u64 + 1);
                row.unchanged()
            }
            None => {
                let assembled = gathered.assemble(workspace, arguments.round.cache(), progress)?;
                build(workspace, assembled, &output, (&loaded, &sizes), progress)?
            }
        };
        Ok(Made {
            row,
            fingerprint,
            loaded: Some(loaded),
        })
    })?;

    // Each table once, and none that nobody is served with.
    let mut written = BTreeSet::from([default.table.hash()]);
    let table = output.write_table(default.table.hash(), &default.bytes)?;
    for loaded in done
        .made
        .iter()
        .filter(|made| made.row.index.is_some())
        .filter_map(|made| made.loaded.as_deref())
    {
        if written.insert(loaded.table.hash()) {
            output.write_table(loaded.table.hash(), &loaded.bytes)?;
        }
    }
    let rows = done
        .made
        .iter_mut()
        .map(|made| (&made.row, made.fingerprint.take()));
    output.finish(default.table.hash(), rows, arguments.round.only())?;
    done.report(Some(table), |made| made.row)
}

/// The files of the index of what a workspace comes to, when it can be deployed, answers as well as it should, and all
/// rehearsals go with it as they say.
pub(crate) fn index(
    workspace: &Workspace,
    assembled: &Assembled,
    table: &Table,
    sizes: &Sizes,
) -> Result<Built, Vec<Problem>> {
    if !assembled.rehearsals.problems.is_empty() {
        return Err(assembled.rehearsals.problems.clone());
    }
    let built = build_files(&assembled.passages, table, sizes);
    let index = built.read().map_err(|error| {
        vec![Problem::new(
            &workspace.folder,
            format!("the index that was built cannot be read: {error}"),
        )]
    })?;
    let mut problems = Vec::new();
    problems.extend(
        assembled
            .gate
            .as_ref()
            .and_then(|gate| gate.pass(&index, table).err()),
    );
    if let Some(playbook) = &assembled.playbook {
        problems.extend(
            assembled
                .rehearsals
                .pass(playbook, &index, table)
                .err()
                .unwrap_or_default(),
        );
    }
    problems.extend(resident(&workspace.folder, index.memory() + table.memory()).err());
    if problems.is_empty() {
        Ok(built)
    } else {
        Err(problems)
    }
}

fn build(
    workspace: &Workspace,
    mut assembled: Assembled,
    output: &Output,
    (loaded, sizes): (&Loaded, &Sizes),
    progress: &ProgressBar,
) -> Result<Row, Failure> {
    let mut row = Row::of(&workspace.id, &mut assembled);
    progress.set_message(format!("{}: building the index", workspace.id));
    if let Some(playbook) = &assembled.playbook {
        match index(workspace, &assembled, &loaded.table, sizes) {
            Ok(built) => {
                row.table = Some(Artifact::of_table(loaded));
                row.parts = output.write_parts(&workspace.id, &built.parts)?;
                row.texts = output.write_texts(&workspace.id, &built.texts)?;
                row.index = Some(output.write_index(&workspace.id, &built.index)?);
                let bytes = serde_json::to_vec(playbook)
                    .map_err(|error| Failure::new(format!("cannot write the playbook: {error}")))?;
                row.playbook = Some(output.write_playbook(&workspace.id, &hash::of(&bytes), &bytes)?);
                row.state = if row.errors.is_empty() {
                    State::Built
                } else {
                    State::Faulty
                };
            }
            Err(problems) => row.fail(problems),
        }
    }
    progress.inc(1);
    Ok(row)
}

/// An error when an index and its table take more memory than the Worker can keep.
fn resident(path: &Path, memory: usize) -> Result<(), Problem> {
    if memory <= MOST_RESIDENT {
        return Ok(());
    }
    let (size, limit) = (report::bytes(memory as u64), report::bytes(MOST_RESIDENT as u64));
    Err(Problem::new(
        path,
        format!("the index and the table take {size} of memory, and a Worker keeps {limit} at most"),
    )
    .hint("leave documents out, or divide the workspace in two"))
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::{MOST_RESIDENT, resident};

    #[test]
    fn an_index_that_no_worker_could_keep_is_refused() {
        let refused = |bytes| resident(Path::new("fixtures/a"), bytes).map_err(|problem| problem.to_string());
        assert!(refused(MOST_RESIDENT).is_ok());
        assert_eq!(
            refused(MOST_RESIDENT + 100_000).err().as_deref(),
            Some(
                "fixtures/a: the index and the table take 64.1 MiB of memory, and a Worker keeps 64.0 MiB at most\n\n\
                 hint: leave documents out, or divide the workspace in two\n"
            )
        );
    }
}
