//! `index-builder check`: the same as `build`, without writing what is served.

use std::path::{Path, PathBuf};

use clap::Args;

use crate::report::{Artifact, Row};
use crate::round::{self, Round};
use crate::tables::{self, Tables};
use crate::{Outcome, build};

/// Checks every workspace's documents and playbook without writing what is served.
#[derive(Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    round: round::Options,
    /// Build the indexes too, with this embedding table where a workspace names none, to see how large they are.
    #[arg(long, value_name = "FILE")]
    table: Option<PathBuf>,
}

pub(crate) fn run(arguments: &Arguments) -> Outcome {
    let round = Round::begin(&arguments.round)?;
    let default = arguments.table.as_deref().map(tables::load).transpose()?;
    let tables = Tables::new(arguments.table.as_deref().unwrap_or(Path::new(tables::DEFAULT)));
    let sizes = arguments.round.sizes();
    let done = round.each(0, |workspace, gathered, progress| {
        let named = tables.named(&gathered.inputs);
        let mut assembled = gathered.assemble(workspace, arguments.round.cache(), progress)?;
        let mut row = Row::of(&workspace.id, &mut assembled);
        let named = match named {
            Ok(named) => named,
            Err(problem) => {
                row.fail(vec![problem]);
                return Ok(row);
            }
        };
        // Without `--table` no index is built; that a table is named is no reason to.
        if let Some(default) = &default {
            let loaded = named.as_deref().unwrap_or(default);
            match build::index(workspace, &assembled, &loaded.table, &sizes) {
                Ok(built) => {
                    row.table = named.as_deref().map(Artifact::of_table);
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
    })?;
    done.report(None, |row| row)
}
