//! `cargo xtask test`: everything that must hold.

use std::process::Command;

use crate::project::{Outcome, Project, read};
use crate::run::{loud, quiet, step};
use crate::{boundaries, budgets, build, tools};

/// The crates that run in WASM.
const WASM_PACKAGES: [&str; 5] = [
    "gangway-worker",
    "gangway-page",
    "widget-wasm",
    "inbox-wasm",
    "bench-wasm",
];

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Leave out what needs workerd
    #[arg(long)]
    quick: bool,
    /// Only the end-to-end tests, and of them the file of this name or those whose name contains it
    #[arg(long)]
    only: Option<String>,
}

/// (1) Formatting, boundaries, lints. (2) Unit and property tests. (3) Build. (4) Budgets and a dry run of the
/// deployment. (5) End-to-end tests.
pub(crate) fn run(project: &Project, arguments: &Arguments) -> Outcome {
    tools::ensure(project)?;
    let chromium = tools::chromium();
    if arguments.only.is_none() && !arguments.quick && chromium.is_err() {
        // Said first: nobody wants to be told so at the end of a long build.
        return chromium.map(drop);
    }
    if arguments.only.is_none() {
        checks(project)?; // (1)
        step("Unit and property tests", || {
            loud(
                cargo(project)
                    .args(["test", "--locked", "--workspace"])
                    .args(excluding(&WASM_ONLY))
                    .env("PROPTEST_RNG_SEED", SEED),
            ) // (2)
        })?;
        step("Random histories of conversations and of the queue", || {
            histories(project)
        })?; // (2)
    }
    if arguments.quick {
        return Ok(());
    }
    build::all(project)?; // (3)
    if arguments.only.is_none() {
        budgets::run(project)?; // (4)
        step("Dry run of the deployment", || dry_run(project))?;
    }
    step("End-to-end tests against workerd", || {
        // (5) Each file owns its deployment; one at a time, so that a slow machine starts one workerd and not ten.
        let mut command = cargo(project);
        command.args([
            "test",
            "--locked",
            "--package",
            "gangway-tests",
            "--features",
            "workerd",
        ]);
        match &arguments.only {
            Some(only) if is_test_file(project, only)? => {
                command.args(["--test", only]);
            }
            Some(only) => {
                command.arg(only);
            }
            None => {}
        }
        if let Ok(chromium) = &chromium {
            command.env("CHROMIUM", chromium);
        }
        loud(command.env("PATH", project.search_path()).env(build::BUILT, "1"))
    })
}

/// What random tests begin with: the same cases every time, so that a failure belongs to a change. Without the variable
/// they are others each time.
const SEED: &str = "20261127";

/// How many random histories each property of the engine and of the queue must survive.
const HISTORIES: &str = "100000";

/// Engine and queue under reordered and repeated deliveries, optimised: unoptimised it would take half an hour.
fn histories(project: &Project) -> Outcome {
    quiet(
        cargo(project)
            .args([
                "test",
                "--locked",
                "--profile",
                "tool",
                "--package",
                "gangway-engine",
            ])
            .args(["--test", "it", "promises"])
            .env("PROPTEST_CASES", HISTORIES)
            .env("PROPTEST_RNG_SEED", SEED),
    )
    .map(drop)
}

fn is_test_file(project: &Project, name: &str) -> Outcome<bool> {
    let manifest = read(&project.path("tests/Cargo.toml"))?;
    Ok(manifest.contains(&format!("[[test]]\nname = \"{name}\"\n")))
}

/// Crates that only exist in WASM and have no test that runs natively.
const WASM_ONLY: [&str; 1] = ["bench-wasm"];

fn checks(project: &Project) -> Outcome {
    step("Formatting", || {
        quiet(cargo(project).args(["fmt", "--all", "--check"])).map(drop)
    })?;
    step("Boundaries", || boundaries::run(project))?;
    step("Lints", || {
        quiet(
            cargo(project)
                .args(["clippy", "--locked", "--workspace", "--all-targets"])
                .args(excluding(&WASM_PACKAGES))
                .args(["--", "-D", "warnings"]),
        )
        .map(drop)
    })?;
    step("Lints of what runs in WASM", || {
        let packages = WASM_PACKAGES.iter().flat_map(|package| ["--package", package]);
        quiet(
            cargo(project)
                .args(["clippy", "--locked", "--target", "wasm32-unknown-unknown"])
                .args(packages)
                .args(["--", "-D", "warnings"]),
        )
        .map(drop)
    })
}

fn dry_run(project: &Project) -> Outcome {
    quiet(
        Command::new(project.npm_bin("wrangler"))
            .args(["deploy", "--dry-run"])
            .env("PATH", project.search_path())
            .env("CI", "1")
            .env("WRANGLER_SEND_METRICS", "false")
            .current_dir(project.path("")),
    )
    .map(drop)
}

fn cargo(project: &Project) -> Command {
    let mut command = Command::new("cargo");
    command.current_dir(project.path(""));
    command
}

fn excluding<'a>(packages: &'a [&'a str]) -> impl Iterator<Item = &'a str> {
    packages.iter().flat_map(|package| ["--exclude", package])
}
