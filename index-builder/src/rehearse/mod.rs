//! `index-builder rehearse`: plays a workspace's scripted conversations and says what followed.
//!
//! The parts: `files` finds and reads them, `play` goes through one on a stage, `check` holds what was expected against
//! what `followed`, `show` writes the conversation down. `virtual_stage` is the stage in memory, `live_stage` that of a running
//! deployment, spoken to by `api`.
//!
//! **Architecture Invariant:** `play`, `check`, `show`, `followed` and `virtual_stage` do no I/O.

mod api;
mod check;
mod files;
pub(crate) mod followed;
mod live_stage;
pub(crate) mod play;
mod report;
pub(crate) mod show;
pub(crate) mod virtual_stage;

#[cfg(test)]
mod tests;

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Instant;

use clap::Args;
use gangway_knowledge::build::{Sizes, build_files};
use gangway_protocol::FileFormat;

pub(crate) use files::{FOLDER, Rehearsals, fingerprint};

use crate::assemble::{Gathered, Reach};
use crate::failure::Failure;
use crate::problem::Problem;
use crate::tables::{self, Tables};
use crate::workspace::{PLAYBOOK, Workspace};
use crate::{Outcome, progress};
use api::Api;
use live_stage::LiveStage;
use report::{Report, Row};

/// The variable that holds a session's cookie.
const SESSION: &str = "GANGWAY_SESSION";

/// Plays the rehearsals of every workspace with the real reading and the real engine, and shows where something else
/// follows than must.
///
/// The knowledge base is built in memory from the workspace's folder, so that nothing older is rehearsed.
#[derive(Args)]
pub(crate) struct Arguments {
    /// A workspace's folder, or a folder with one subfolder per workspace.
    #[arg(default_value = "fixtures")]
    folder: PathBuf,
    /// Only the rehearsals of this name; can be repeated.
    #[arg(long, value_name = "NAME")]
    only: Vec<String>,
    /// The embedding table of workspaces that name none.
    #[arg(long, value_name = "FILE", default_value = tables::DEFAULT)]
    table: PathBuf,
    #[command(flatten)]
    reach: Reach,
    /// Play them at a running deployment, such as `https://chat.example.com`, as a traveller and agents who use its API.
    #[arg(long, value_name = "ADDRESS")]
    against: Option<String>,
    /// A sign-in link for an agent of the deployment; one for each agent of the rehearsals. Without it, the variable
    /// `GANGWAY_SESSION` holds a session's cookie.
    #[arg(long, value_name = "LINK", requires = "against")]
    sign_in: Vec<String>,
    /// Show every conversation, also of rehearsals that pass.
    #[arg(long)]
    verbose: bool,
    /// Write the report as JSON.
    #[arg(long)]
    json: bool,
}

pub(crate) fn run(arguments: &Arguments) -> Outcome {
    let begun = Instant::now();
    let workspaces = workspaces(&arguments.folder)?;
    if let Some(address) = &arguments.against {
        let report = against(address, arguments, &workspaces)?;
        return finish(report, arguments, begun);
    }
    let default = Arc::new(tables::load(&arguments.table)?);
    let tables = Tables::new(&arguments.table);
    let mut report = Report::default();
    for workspace in &workspaces {
        let spinner = progress::spinner();
        let gathered = Gathered::new(workspace, &arguments.reach, &spinner);
        let named = tables.named(&gathered.inputs);
        let mut assembled = gathered.assemble(workspace, &arguments.reach.cache, &spinner)?;
        spinner.finish_and_clear();
        report.problems.append(&mut assembled.errors);
        let Some(playbook) = assembled.playbook else {
            continue;
        };
        let loaded = match named {
            Ok(named) => named.unwrap_or_else(|| default.clone()),
            Err(problem) => {
                report.problems.push(problem);
                continue;
            }
        };
        let table = &loaded.table;
        let mut rehearsals = assembled.rehearsals;
        report.problems.append(&mut rehearsals.problems);
        warn(&rehearsals.warnings);
        rehearsals.keep(&arguments.only);
        if rehearsals.rehearsals.is_empty() {
            continue;
        }
        let index = build_files(&assembled.passages, table, &Sizes::default())
            .read()
            .map_err(|error| Failure::new(format!("the index that was built cannot be read: {error}")))?;
        let played = rehearsals.play(&playbook, &index, table);
        let rows = rehearsals.rehearsals.into_iter().zip(played);
        report
            .rows
            .extend(rows.map(|(rehearsal, played)| Row::of(&workspace.id, rehearsal, played)));
    }
    finish(report, arguments, begun)
}

/// Plays the rehearsals at a deployment, one after the other.
fn against(address: &str, arguments: &Arguments, workspaces: &[Workspace]) -> Result<Report, Failure> {
    let mut report = Report::default();
    let mut prepared = Vec::new();
    for workspace in workspaces {
        let inputs = workspace.inputs();
        report.problems.extend(inputs.problems);
        let Some(playbook) = inputs.playbook else { continue };
        let mut rehearsals = Rehearsals::read(workspace, &playbook);
        report.problems.append(&mut rehearsals.problems);
        warn(&rehearsals.warnings);
        rehearsals.keep(&arguments.only);
        prepared.push((workspace, playbook, rehearsals.rehearsals));
    }
    let api = Api::new(address)?;
    let mut sessions = Vec::new();
    for link in &arguments.sign_in {
        sessions.push(api.sign_in(link)?);
    }
    if sessions.is_empty() {
        let cookie = std::env::var(SESSION).map_err(|_| {
            Failure::new("a deployment shows its timelines to agents only").hint(format!(
                "give a sign-in link with `--sign-in`, or a session's cookie in `{SESSION}`"
            ))
        })?;
        sessions.push(api.resume(&cookie)?);
    }
    for (workspace, playbook, rehearsals) in prepared {
        let id = workspace.id.as_str().into();
        for rehearsal in rehearsals {
            let mut stage = LiveStage::new(&rehearsal, &api, &id, &sessions);
            let played = play::play(&rehearsal, &playbook, &mut stage);
            stage.close();
            report.rows.push(Row::of(&workspace.id, rehearsal, played));
        }
    }
    Ok(report)
}

/// The bytes of a file of this format, as small as it can be: what a rehearsal sends.
fn tiny(format: FileFormat) -> &'static [u8] {
    match format {
        FileFormat::Jpeg | FileFormat::Unknown => include_bytes!("tiny/tiny.jpg"),
        FileFormat::Png => include_bytes!("tiny/tiny.png"),
        FileFormat::Webp => include_bytes!("tiny/tiny.webp"),
        FileFormat::Pdf => include_bytes!("tiny/tiny.pdf"),
    }
}

/// Says what is odd.
fn warn(warnings: &[Problem]) {
    for warning in warnings {
        eprintln!("warning: {warning}");
    }
}

/// Says what is wrong.
pub(crate) fn print(problems: &[Problem]) {
    for problem in problems {
        eprintln!("error: {problem}");
    }
}

fn finish(mut report: Report, arguments: &Arguments, begun: Instant) -> Outcome {
    if let Some(missing) = arguments
        .only
        .iter()
        .find(|name| !report.rows.iter().any(|row| row.rehearsal.name == **name))
        && report.problems.is_empty()
    {
        return Err(Failure::new(format!("there is no rehearsal `{missing}`"))
            .hint("a rehearsal is called like its file, without `.toml`"));
    }
    report.millis = crate::report::millis(begun.elapsed());
    report.print(arguments.json, arguments.verbose)?;
    Ok(if report.is_faulty() {
        ExitCode::FAILURE
    } else {
        ExitCode::SUCCESS
    })
}

/// The workspace whose folder it is, or those in it.
pub(crate) fn workspaces(folder: &Path) -> Result<Vec<Workspace>, Failure> {
    if !folder.join(PLAYBOOK).is_file() {
        return Workspace::find(folder, None);
    }
    let above = folder
        .canonicalize()
        .map_err(|error| Failure::io("read", folder, &error))?;
    let name = above
        .file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned();
    Ok(vec![Workspace {
        id: name,
        folder: folder.to_owned(),
    }])
}
