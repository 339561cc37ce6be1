//! `index-builder build`: folders of documents and playbooks → the files a deployment serves from.

use std::path::{Path, PathBuf};
use std::time::Instant;

use clap::Args;
use gangway_knowledge::Table;
use gangway_knowledge::build::{Built, Sizes, build_files};
use indicatif::ProgressBar;
use rayon::prelude::*;

use crate::assemble::{Assembled, Gathered, Reach};
use crate::failure::Failure;
use crate::output::{LARGEST_ASSET, MOST_RESIDENT, Output};
use crate::problem::Problem;
use crate::report::{self, Report, Row, State};
use crate::today::Today;
use crate::workspace::Workspace;
use crate::{Outcome, hash, progress};

/// Builds the index and the playbook of every workspace.
///
/// A broken document is named and left out; a workspace whose playbook has a mistake is left out whole. Either
/// makes the exit code 1. With `--stamps`, what did not change is not built again.
#[derive(Args)]
pub(crate) struct Arguments {
    /// Folder with one subfolder per workspace.
    #[arg(long, value_name = "FOLDER", default_value = "fixtures")]
    workspaces: PathBuf,
    /// The embedding table.
    #[arg(long, value_name = "FILE", default_value = "models/gangway-en-256.table")]
    table: PathBuf,
    /// Folder to write into.
    #[arg(long, value_name = "FOLDER", default_value = "dist/private")]
    out: PathBuf,
    /// File that keeps from what each workspace was built; without it, everything is built. Not below what is deployed.
    #[arg(long, value_name = "FILE")]
    stamps: Option<PathBuf>,
    #[command(flatten)]
    reach: Reach,
    #[command(flatten)]
    files: FileSizes,
    #[command(flatten)]
    today: Today,
    /// Only this workspace; the others stay as they were built.
    #[arg(long, value_name = "ID")]
    workspace: Option<String>,
    /// Write the report as JSON.
    #[arg(long)]
    json: bool,
}

/// When an index is cut into files, and how large they become.
#[derive(Clone, Copy, Args)]
pub(crate) struct FileSizes {
    /// Cut an index of more bytes into parts, with its texts in files of their own.
    #[arg(long, value_name = "BYTES", default_value_t = Sizes::default().whole as u64, value_parser = clap::value_parser!(u64).range(..=LARGEST_ASSET as u64))]
    whole_size: u64,
    /// Bytes of a part.
    #[arg(long, value_name = "BYTES", default_value_t = Sizes::default().part as u64, value_parser = clap::value_parser!(u64).range(1_000..=LARGEST_ASSET as u64 - 1_000))]
    part_size: u64,
    /// Bytes of a file of texts, about.
    #[arg(long, value_name = "BYTES", default_value_t = Sizes::default().texts as u64, value_parser = clap::value_parser!(u64).range(100..=1 << 20))]
    texts_size: u64,
}

impl FileSizes {
    pub(crate) fn sizes(self) -> Sizes {
        Sizes {
            whole: self.whole_size as usize,
            part: self.part_size as usize,
            texts: self.texts_size as usize,
        }
    }
}

pub(crate) fn run(arguments: &Arguments) -> Outcome {
    let begun = Instant::now();
    let today = arguments.today.day()?;
    let only = arguments.workspace.as_deref();
    let workspaces = Workspace::find(&arguments.workspaces, only)?;
    let (table, bytes) = table(&arguments.table)?;
    let bytes = deployable("table", &arguments.table, bytes).map_err(Failure::from)?;
    let name = table.hash();

    let output = Output::open(&arguments.out, arguments.stamps.as_deref());
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
    let progress = progress::bar(gathered.iter().map(|gathered| gathered.documents.len() + 1).sum());
    let sizes = arguments.files.sizes();
    let settings = format!("{name} {sizes:?}");
    let build = |(workspace, gathered): (&Workspace, Gathered)| {
        let fingerprint = gathered.fingerprint(workspace, &settings);
        let before = fingerprint
            .as_deref()
            .and_then(|fingerprint| output.unchanged(&workspace.id, fingerprint));
        let row = match before {
            Some(row) => {
                progress.inc(gathered.documents.len() as u64 + 1);
                row.unchanged()
            }
            None => {
                let folders = (&*arguments.reach.cache, &output);
                build(workspace, gathered, folders, (&table, &sizes), &progress)?
            }
        };
        Ok((row, fingerprint))
    };
    let rows: Vec<(Row, Option<String>)> = workspaces
        .par_iter()
        .zip(gathered)
        .map(build)
        .collect::<Result<_, Failure>>()?;
    progress.finish_and_clear();

    let written = output.write_table(name, &bytes)?;
    output.finish(name, &rows, only)?;
    let rows = rows
        .into_iter()
        .zip(said_by_sites)
        .map(|((row, _), said)| row.with_warnings(said))
        .collect();
    Report::new(Some(written), rows, begun.elapsed(), today).finish(arguments.json)
}

/// Reads a table file.
pub(crate) fn table(file: &Path) -> Result<(Table, Vec<u8>), Failure> {
    let bytes = std::fs::read(file).map_err(|error| {
        Failure::io("read", file, &error)
            .hint("name a table with `--table`, or make one with `index-builder import-model`")
    })?;
    let table =
        Table::read(&bytes).map_err(|error| Failure::new(format!("`{}`: {error}", file.display())))?;
    Ok((table, bytes))
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
    gathered: Gathered,
    (cache, output): (&Path, &Output),
    (table, sizes): (&Table, &Sizes),
    progress: &ProgressBar,
) -> Result<Row, Failure> {
    let mut assembled = gathered.assemble(workspace, cache, progress)?;
    let mut row = Row::of(&workspace.id, &mut assembled);
    progress.set_message(format!("{}: building the index", workspace.id));
    if let Some(playbook) = &assembled.playbook {
        match index(workspace, &assembled, table, sizes) {
            Ok(built) => {
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

/// The bytes, when they are not too many for a static asset.
fn deployable(what: &str, path: &Path, bytes: Vec<u8>) -> Result<Vec<u8>, Problem> {
    if bytes.len() <= LARGEST_ASSET {
        return Ok(bytes);
    }
    let (size, limit) = (
        report::bytes(bytes.len() as u64),
        report::bytes(LARGEST_ASSET as u64),
    );
    Err(Problem::new(
        path,
        format!("the {what} has {size}, and no file over {limit} can be deployed"),
    )
    .hint("import the table with fewer bits"))
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

    use super::{LARGEST_ASSET, MOST_RESIDENT, deployable, resident};

    #[test]
    fn a_table_that_cannot_be_deployed_is_refused() {
        let refused = |bytes| {
            deployable("table", Path::new("a.table"), vec![0; bytes]).map_err(|problem| problem.to_string())
        };
        assert!(refused(LARGEST_ASSET).is_ok());
        assert_eq!(
            refused(LARGEST_ASSET + 100_000).err().as_deref(),
            Some(
                "a.table: the table has 25.1 MiB, and no file over 25.0 MiB can be deployed\n\n\
                 hint: import the table with fewer bits\n"
            )
        );
    }

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
