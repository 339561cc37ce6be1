//! Installs what is missing, inside the project.

use std::path::Path;
use std::path::PathBuf;
use std::process::Command;

use crate::project::{Failure, Outcome, Project};
use crate::run::{cargo, quiet, step};
use crate::stamp::{Inputs, unless_unchanged};

/// The oldest Node that can start npm; the Node that runs wrangler is one of the npm packages.
const NODE: &str = "20";

/// Installs whatever is missing.
pub(crate) fn ensure(project: &Project) -> Outcome {
    npm_packages(project)?;
    wasm_target()?;
    cargo_tools(project)
}

/// The browser of the page tests: the variable `CHROMIUM`, or the first of its names on the path.
pub(crate) fn chromium() -> Outcome<PathBuf> {
    const NAMES: [&str; 3] = ["chromium", "chromium-browser", "google-chrome"];
    if let Some(named) = std::env::var_os("CHROMIUM") {
        return Ok(named.into());
    }
    let path = std::env::var_os("PATH").unwrap_or_default();
    let folders: Vec<PathBuf> = std::env::split_paths(&path).collect();
    NAMES
        .iter()
        .flat_map(|name| folders.iter().map(move |folder| folder.join(name)))
        .find(|file| file.is_file())
        .ok_or_else(|| {
            Failure::new("there is no Chromium for the tests of the pages").hint(
                "install it (`apt-get install chromium`, `brew install --cask chromium`), or name any Chrome in the variable CHROMIUM",
            )
        })
}

fn npm_packages(project: &Project) -> Outcome {
    if Command::new("npm").arg("--version").output().is_err() {
        return Err(Failure::new("`npm` is missing").hint(format!(
            "install Node.js {NODE} or later with npm: https://nodejs.org/en/download"
        )));
    }
    // A link leads to the packages of another checkout, and `npm ci` would empty them.
    if project.path("node_modules").is_symlink() {
        return Ok(());
    }
    let inputs = Inputs::new(&[]).paths(project, &["package.json", "package-lock.json"])?;
    unless_unchanged(
        project,
        "npm packages",
        inputs,
        &[project.npm_bin("wrangler")],
        || {
            step("Installing npm packages", || {
                let mut npm = Command::new("npm");
                npm.args(["ci", "--no-audit", "--no-fund"])
                    .current_dir(project.path(""));
                quiet(&mut npm).map(drop)
            })
        },
    )
}

fn wasm_target() -> Outcome {
    const TARGET: &str = "wasm32-unknown-unknown";
    let present = Command::new("rustc")
        .args(["--print", "target-libdir", "--target", TARGET])
        .output();
    if present.is_ok_and(|output| {
        output.status.success()
            && std::path::Path::new(String::from_utf8_lossy(&output.stdout).trim()).is_dir()
    }) {
        return Ok(());
    }
    step("Adding the WASM target", || {
        quiet(Command::new("rustup").args(["target", "add", TARGET]))
            .map(drop)
            .map_err(|_failed| {
                Failure::new(format!(
                    "the target {TARGET} is missing and `rustup` could not add it"
                ))
                .hint("install Rust by rustup: https://rustup.rs")
            })
    })
}

/// The version of `worker-build` that belongs to the version of `worker` in `Cargo.lock`.
fn worker_version(project: &Project) -> Outcome<String> {
    project.locked_version("worker")
}

/// Both in one folder of compiled crates: they have most of them in common.
fn cargo_tools(project: &Project) -> Outcome {
    let list = std::fs::read_to_string(project.path(".tools/.crates.toml")).unwrap_or_default();
    let target = project.target().join("tools");
    for (package, version) in [
        ("worker-build", worker_version(project)?),
        ("wasm-bindgen-cli", project.locked_version("wasm-bindgen")?),
    ] {
        if !list.contains(&format!("\"{package} {version} ")) {
            step(
                &format!("Installing {package} {version} into .tools, once"),
                || install(project, package, &version, &target),
            )?;
        }
    }
    if target.exists() {
        // A few hundred megabytes that nothing needs again.
        let _unneeded = std::fs::remove_dir_all(&target);
    }
    Ok(())
}

/// Optimised just enough: both run for seconds, and compiling them for speed takes a fresh clone minutes.
fn install(project: &Project, package: &str, version: &str, target: &Path) -> Outcome {
    cargo(
        Command::new("cargo")
            .args(["install", package, "--version", version, "--force", "--root"])
            .arg(project.path(".tools"))
            .env("CARGO_TARGET_DIR", target)
            .env("CARGO_PROFILE_RELEASE_OPT_LEVEL", "1")
            .env("CARGO_PROFILE_RELEASE_LTO", "off")
            .env("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16")
            .current_dir(project.path("")),
    )
}
