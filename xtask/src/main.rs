//! The project's own commands: `cargo xtask dev | build | test | check | bench | budgets`.
//!
//! Everything they need beside Rust, npm and git is installed inside the project: npm packages in
//! `node_modules`, `worker-build` and `wasm-bindgen` in `.tools`.

mod bench;
mod boundaries;
mod budgets;
mod build;
mod dev;
mod pages;
mod project;
mod run;
mod shorten;
mod stamp;
mod test;
mod tools;
mod unused;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::project::Project;

#[derive(Parser)]
#[command(
    name = "cargo xtask",
    about = "Gangway's own commands",
    disable_help_subcommand = true
)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Install what is missing, build everything, start the demo and print its addresses
    Dev(dev::Arguments),
    /// Build the Worker, the pages and the demo operators' indexes into `worker/build` and `dist`
    Build,
    /// Check formatting, boundaries and lints, then run every test
    Test(test::Arguments),
    /// Check that imports follow the table and that pure crates stay pure
    Check,
    /// Measure search, answers and bytes, with the peers in the same run
    Bench(bench::Arguments),
    /// Check the sizes of what was built against their budgets
    Budgets,
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let done = Project::find().and_then(|project| match arguments.command {
        Command::Dev(arguments) => dev::run(&project, &arguments),
        Command::Build => build::run(&project),
        Command::Test(arguments) => test::run(&project, &arguments),
        Command::Check => boundaries::run(&project),
        Command::Bench(arguments) => bench::run(&project, &arguments),
        Command::Budgets => budgets::run(&project),
    });
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("error: {failure}");
            ExitCode::FAILURE
        }
    }
}
