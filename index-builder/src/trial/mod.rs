//! `index-builder try`: a conversation typed by hand, with the real reading, engine and documents. Nothing is stored, sent
//! or called; time passes when it is told to. What was typed can be kept as a rehearsal.
//!
//! The parts: `typed` understands a line, `session` plays it, `kept` writes the rehearsal.
//!
//! **Architecture Invariant:** `typed`, `session` and `kept` do no I/O.

mod kept;
mod session;
mod typed;

use std::fs;
use std::io::{BufRead as _, ErrorKind, IsTerminal as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;
use gangway_knowledge::build::{Sizes, build_files};
use gangway_reading::Prepared;

use crate::assemble::{Gathered, Reach};
use crate::failure::Failure;
use crate::rehearse::virtual_stage::Props;
use crate::rehearse::{self, FOLDER};
use crate::tables::{self, Tables};
use crate::workspace::Workspace;
use crate::{Outcome, progress, stdout};
use session::{Opening, Session};
use typed::Typed;

/// Tries a workspace by hand: type what a traveller would write, and see what the deployment would answer and do.
///
/// Nothing is deployed, stored, sent or called. Time passes when you say so (`/wait 5m`), agents and the booking system do
/// what you say (`@Ines claims`, `/system down`), and `/save NAME` keeps the conversation as a rehearsal. `/help` lists
/// everything.
#[derive(Args)]
pub(crate) struct Arguments {
    /// The workspace's folder.
    #[arg(default_value = "fixtures/meridian-tours")]
    folder: PathBuf,
    /// When it begins, by the workspace's clocks: `2026-12-24T19:00`. Without it, a Wednesday at noon on which all
    /// documents hold.
    #[arg(long, value_name = "TIME")]
    at: Option<String>,
    /// The language of the traveller's browser: `es`, `es-PE`.
    #[arg(long, value_name = "LANGUAGE")]
    language: Option<String>,
    /// The embedding table, where the workspace names none.
    #[arg(long, value_name = "FILE", default_value = tables::DEFAULT)]
    table: PathBuf,
    #[command(flatten)]
    reach: Reach,
}

/// How a look at the workspace ended.
enum End {
    Quit,
    /// The files have changed: the same steps again.
    Reload(Vec<String>),
}

pub(crate) fn run(arguments: &Arguments) -> Outcome {
    let [workspace] = <[Workspace; 1]>::try_from(rehearse::workspaces(&arguments.folder)?).map_err(|_| {
        Failure::new(format!("`{}` is not one workspace", arguments.folder.display()))
            .hint("name the folder that has the `workspace.toml`")
    })?;
    let opening = Opening {
        at: arguments.at.clone(),
        language: arguments.language.clone(),
    };
    let mut steps = Vec::new();
    loop {
        match look(arguments, &workspace, &opening, steps)? {
            End::Quit => return Ok(ExitCode::SUCCESS),
            End::Reload(again) => steps = again,
        }
    }
}

/// Reads the workspace and talks until it is to be read again.
fn look(
    arguments: &Arguments,
    workspace: &Workspace,
    opening: &Opening,
    steps: Vec<String>,
) -> Result<End, Failure> {
    let spinner = progress::spinner();
    let tables = Tables::new(&arguments.table);
    let gathered = Gathered::new(workspace, &arguments.reach, &spinner);
    let named = tables.named(&gathered.inputs)?;
    let assembled = gathered.assemble(workspace, &arguments.reach.cache, &spinner)?;
    spinner.finish_and_clear();
    rehearse::print(&assembled.errors);
    let playbook = match assembled.playbook {
        Some(playbook) => playbook,
        // Whoever has just changed the file changes it again.
        None if !steps.is_empty() && wait_for_enter()? => return Ok(End::Reload(steps)),
        None => return Err(Failure::new("the playbook cannot be read").hint("its mistakes are named above")),
    };
    let loaded = match named {
        Some(named) => named,
        None => std::sync::Arc::new(tables::load(&arguments.table)?),
    };
    let index = build_files(&assembled.passages, &loaded.table, &Sizes::default())
        .read()
        .map_err(|error| Failure::new(format!("the index that was built cannot be read: {error}")))?;
    let prepared = Prepared::new(&playbook);
    let props = Props {
        playbook: &playbook,
        prepared: &prepared,
        index: &index,
        table: &loaded.table,
    };
    let mut session = Session::new(props, opening)?;
    if steps.is_empty() {
        stdout::line(format_args!(
            "{}, {} passages. Write as a traveller would; `/help` says what else can happen.",
            playbook.workspace.name,
            index.len()
        ))?;
    }
    for step in steps {
        match session.take(step) {
            Ok(followed) => stdout::print(followed)?,
            Err(problem) => stdout::line(problem)?,
        }
    }
    talk(&mut session, workspace)
}

fn talk(session: &mut Session<'_>, workspace: &Workspace) -> Result<End, Failure> {
    let by_hand = std::io::stdin().is_terminal();
    let mut bytes = Vec::new();
    loop {
        if by_hand {
            stdout::print(format_args!("\n{} > ", session.standing()))?;
        }
        bytes.clear();
        let read = std::io::stdin().lock().read_until(b'\n', &mut bytes);
        if read.map_err(|error| Failure::new(format!("cannot read what is typed: {error}")))? == 0 {
            return Ok(End::Quit);
        }
        let Ok(line) = std::str::from_utf8(&bytes) else {
            stdout::line("That line is not UTF-8: nothing has happened.")?;
            continue;
        };
        match typed::typed(line) {
            Typed::Nothing => {}
            Typed::Step(step) => match session.take(step) {
                Ok(followed) => stdout::print(followed)?,
                Err(problem) => stdout::line(problem)?,
            },
            Typed::Undo => stdout::line(if session.undo()? {
                "The last step is undone."
            } else {
                "Nothing has happened yet."
            })?,
            Typed::Again => {
                session.begin_again()?;
                stdout::line("From the beginning.")?;
            }
            Typed::Reload => return Ok(End::Reload(session.steps().to_vec())),
            Typed::Save(name) => match save(session, workspace, &name) {
                Ok(path) => stdout::line(format_args!("Kept as `{}`.", path.display()))?,
                Err(failure) => stdout::line(failure)?,
            },
            Typed::Help => stdout::print(typed::HELP)?,
            Typed::Quit => return Ok(End::Quit),
            Typed::Unknown(problem) => stdout::line(problem)?,
        }
    }
}

/// Writes the conversation as a rehearsal of the workspace; one of this name is not written over.
fn save(session: &Session<'_>, workspace: &Workspace, name: &str) -> Result<PathBuf, Failure> {
    let text = session.rehearsal(name)?;
    let folder = workspace.folder.join(FOLDER);
    let path = folder.join(format!("{name}.toml"));
    create(&folder, &path, &text).map_err(|error| {
        let failure = Failure::io("write", &path, &error);
        if error.kind() == ErrorKind::AlreadyExists {
            failure.hint("give it another name")
        } else {
            failure
        }
    })?;
    Ok(path)
}

fn create(folder: &Path, path: &Path, text: &str) -> std::io::Result<()> {
    fs::create_dir_all(folder)?;
    fs::File::create_new(path)?.write_all(text.as_bytes())
}

/// Whether somebody pressed Enter, to have the files read once more.
fn wait_for_enter() -> Result<bool, Failure> {
    stdout::line("Press Enter when they are mended.")?;
    let read = std::io::stdin().lock().read_line(&mut String::new());
    Ok(read.is_ok_and(|bytes| bytes > 0))
}
