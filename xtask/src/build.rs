//! `cargo xtask build`: the Worker, the pages and the indexes.

use std::path::PathBuf;
use std::process::Command;

use crate::project::{Failure, Outcome, Project, files_below, read};
use crate::run::{cargo, quiet, step, telling};
use crate::stamp::{Inputs, unless_unchanged};
use crate::{pages, tools};

/// Set by commands that have built already and start wrangler, whose `[build] command` is this one.
pub(crate) const BUILT: &str = "GANGWAY_BUILT";

/// The crates that the Worker is made of.
const WORKER_SOURCES: &[&str] = &[
    "worker",
    "crates",
    "Cargo.lock",
    "Cargo.toml",
    ".cargo/config.toml",
];
/// The operators' folders.
const OPERATORS: &str = "fixtures";
/// What decides the knowledge bases.
const KNOWLEDGE_SOURCES: &[&str] = &[
    "index-builder",
    "crates",
    OPERATORS,
    "models",
    "Cargo.lock",
    "Cargo.toml",
];

/// What the Worker's WASM may use: what every browser and workerd of the last years has.
pub(crate) const WASM_FEATURES: &[&str] = &[
    "--enable-mutable-globals",
    "--enable-sign-ext",
    "--enable-nontrapping-float-to-int",
    "--enable-bulk-memory",
    "--enable-multivalue",
    "--enable-reference-types",
    "--enable-exception-handling",
    "--enable-simd",
];

/// How hard `wasm-opt` tries on the Worker.
pub(crate) const WORKER_LEVEL: &[&str] = &["-O2"];

/// Builds everything that is deployed.
pub(crate) fn run(project: &Project) -> Outcome {
    if std::env::var_os(BUILT).is_some() {
        return Ok(());
    }
    tools::ensure(project)?;
    // What is deployed is as the sites have it; whoever develops need not wait for them each time.
    if has_site(project)? {
        index(project)?;
    }
    all(project)
}

/// Builds everything, with the tools in place.
pub(crate) fn all(project: &Project) -> Outcome {
    let inputs = Inputs::new(&[]).paths(project, KNOWLEDGE_SOURCES)?;
    let manifest = served(project).join("manifest.json");
    unless_unchanged(project, "knowledge bases", inputs, &[manifest], || index(project))?;
    worker(project)?;
    pages::build(project)
}

/// Whether any operator's documents stand on a site, where they change without any of our files.
fn has_site(project: &Project) -> Outcome<bool> {
    let files = files_below(&project.path(OPERATORS))?;
    for file in files.iter().filter(|file| file.ends_with("workspace.toml")) {
        if read(file)?
            .lines()
            .any(|line| line.trim_start().starts_with("[[site]]"))
        {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Where the knowledge bases are served from.
fn served(project: &Project) -> PathBuf {
    project.dist().join("private")
}

fn index(project: &Project) -> Outcome {
    let builder = index_builder(project)?;
    step("Indexing the operators' documents", || {
        telling(
            Command::new(builder)
                .args([
                    "build",
                    "--workspaces",
                    OPERATORS,
                    "--table",
                    "models/gangway-en-256.table",
                    "--out",
                ])
                .arg(served(project))
                .arg("--stamps")
                .arg(project.target().join("xtask/workspaces.json"))
                .arg("--cache")
                .arg(project.target().join("xtask/documents"))
                .current_dir(project.path("")),
        )
    })
}

/// Compiles the index builder and says where it is.
pub(crate) fn index_builder(project: &Project) -> Outcome<PathBuf> {
    step("Compiling the index builder", || {
        cargo(
            Command::new("cargo")
                .args([
                    "build",
                    "--locked",
                    "--profile",
                    "tool",
                    "--package",
                    "index-builder",
                ])
                .current_dir(project.path("")),
        )
    })?;
    Ok(project
        .target()
        .join("tool")
        .join(format!("index-builder{}", std::env::consts::EXE_SUFFIX)))
}

fn worker(project: &Project) -> Outcome {
    let outputs = [
        project.path("worker/build/index.js"),
        project.path("worker/build/index_bg.wasm"),
    ];
    let inputs = Inputs::new(WASM_FEATURES).paths(project, WORKER_SOURCES)?;
    unless_unchanged(project, "worker", inputs, &outputs, || {
        step("Compiling the Worker", || {
            cargo(
                Command::new(project.tool("worker-build"))
                    .args(["--release", "--no-opt"])
                    .env("PATH", project.search_path())
                    .env("WASM_BINDGEN_BIN", project.tool("wasm-bindgen"))
                    .env("WASM_OPT_BIN", project.npm_bin("wasm-opt"))
                    .env("ESBUILD_BIN", project.npm_bin("esbuild"))
                    .current_dir(project.path("worker")),
            )
        })?;
        step("Optimising the Worker", || {
            optimise(project, &outputs[1], WORKER_LEVEL)
        })
    })
}

/// Runs `wasm-opt` over a file, in place.
pub(crate) fn optimise(project: &Project, wasm: &PathBuf, passes: &[&str]) -> Outcome {
    let optimised = wasm.with_extension("optimised");
    quiet(
        Command::new(project.npm_bin("wasm-opt"))
            .args(passes)
            .args(["--strip-debug", "--strip-producers"])
            .args(WASM_FEATURES)
            .arg(wasm)
            .arg("-o")
            .arg(&optimised)
            .env("PATH", project.search_path()),
    )?;
    std::fs::rename(&optimised, wasm).map_err(|error| Failure::at(wasm, &error))
}

/// Compiles a page's crate to WASM and says where the module is.
pub(crate) fn compile_wasm(project: &Project, package: &str, profile: &str) -> Outcome<PathBuf> {
    cargo(
        Command::new("cargo")
            .args([
                "build",
                "--locked",
                "--target",
                "wasm32-unknown-unknown",
                "--profile",
                profile,
                "--package",
                package,
            ])
            .current_dir(project.path("")),
    )?;
    let folder = project.target().join("wasm32-unknown-unknown").join(profile);
    Ok(folder.join(format!("{}.wasm", package.replace('-', "_"))))
}
