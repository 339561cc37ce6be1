//! The command line: builds, checks and searches the knowledge bases of Gangway's workspaces.
//!
//! In scope: files, folders, pages of sites, arguments, progress and messages. Out of scope: what a document, an index or a
//! playbook means (`knowledge`, `playbook`, `reading`).
//!
//! Data goes to stdout, everything else to stderr. Exit code 0: all is well; 1: something in the input is
//! wrong, and everything else was done; 2: the command could not run.

mod assemble;
mod build;
mod cache;
mod check;
mod documents;
mod evaluate;
mod evaluation;
mod explain;
mod failure;
mod grow;
mod hash;
mod import_model;
mod index;
mod index_files;
mod inspect;
mod languages;
mod learn;
mod learn_language;
mod logistic;
mod memory;
mod output;
mod problem;
mod progress;
mod quality;
mod questions;
mod read;
mod read_document;
mod rehearse;
mod replay;
mod report;
mod round;
mod rows;
mod search;
mod sheet;
mod similar;
mod site;
mod stdout;
mod tables;
mod today;
mod trial;
mod workspace;

use std::alloc::System;
use std::process::ExitCode;

use cap::Cap;
use clap::{Parser, Subcommand};

use crate::failure::Failure;

/// The memory of this process. Only the reading of one document sets a limit to it.
#[global_allocator]
static MEMORY: Cap<System> = Cap::new(System, usize::MAX);

fn main() -> ExitCode {
    let outcome = match Cli::parse().command {
        Command::Build(arguments) => build::run(&arguments),
        Command::Check(arguments) => check::run(&arguments),
        Command::Evaluate(arguments) => evaluate::run(&arguments),
        Command::ImportModel(arguments) => import_model::run(&arguments),
        Command::Index(arguments) => index::run(&arguments),
        Command::Inspect(arguments) => inspect::run(&arguments),
        Command::Learn(arguments) => learn::run(&arguments),
        Command::LearnLanguage(arguments) => learn_language::run(&arguments),
        Command::Read(arguments) => read::run(&arguments),
        Command::ReadDocument(arguments) => read_document::run(&arguments),
        Command::Rehearse(arguments) => rehearse::run(&arguments),
        Command::Replay(arguments) => replay::run(&arguments),
        Command::Search(arguments) => search::run(&arguments),
        Command::Try(arguments) => trial::run(&arguments),
    };
    outcome.unwrap_or_else(|failure| {
        eprintln!("error: {failure}");
        ExitCode::from(2)
    })
}

/// Builds, checks and searches the knowledge bases of Gangway's workspaces.
#[derive(Parser)]
#[command(version)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

/// One file of `src/` per command: its arguments and its `run`.
#[derive(Subcommand)]
enum Command {
    Build(build::Arguments),
    Check(check::Arguments),
    Evaluate(evaluate::Arguments),
    ImportModel(import_model::Arguments),
    Index(index::Arguments),
    Inspect(inspect::Arguments),
    Learn(learn::Arguments),
    LearnLanguage(learn_language::Arguments),
    Read(read::Arguments),
    #[command(hide = true)]
    ReadDocument(read_document::Arguments),
    Rehearse(rehearse::Arguments),
    Replay(replay::Arguments),
    Search(search::Arguments),
    Try(trial::Arguments),
}

/// What a command comes to: an exit code, or why it could not run.
type Outcome = Result<ExitCode, Failure>;
