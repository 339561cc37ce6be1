//! The pages: the two applications here, the plain ones beside it.
//!
//! An application is WASM and its glue, bundled, named by hash, and put into its HTML.

mod document;
mod plain;
mod template;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::build::{compile_wasm, optimise};
use crate::project::{Failure, Outcome, Project, files_below, read, read_bytes, write};
use crate::run::{quiet, step};
use crate::stamp::{Inputs, short_hash, unless_unchanged};
use crate::{shorten, unused};

/// One page that is a WASM application.
struct Page {
    /// The crate, which is its folder.
    package: &'static str,
    /// The page in `dist/pages`, and the name of its assets.
    name: &'static str,
}

const PAGES: [Page; 2] = [
    Page {
        package: "widget-wasm",
        name: "widget",
    },
    Page {
        package: "inbox-wasm",
        name: "inbox",
    },
];

/// What `wasm-opt` does to a page: its bytes are paid for on every phone. Flattened and put together again, the same code
/// is a hundredth smaller.
const PASSES: &[&str] = &["--flatten", "--rereloop", "-Oz", "-Oz"];

/// What all pages are made from, beside their own folder.
const SHARED: &[&str] = &[
    "style",
    "xtask/src/pages/mod.rs",
    "xtask/src/shorten.rs",
    "xtask/src/unused.rs",
    "crates/protocol",
    "page-wasm",
    "Cargo.lock",
    "Cargo.toml",
    ".cargo/config.toml",
];

/// Builds all pages.
pub(crate) fn build(project: &Project) -> Outcome {
    for page in &PAGES {
        let inputs = Inputs::new(&[])
            .paths(project, SHARED)?
            .paths(project, &[page.package])?;
        let output = project.dist().join("pages").join(format!("{}.html", page.name));
        unless_unchanged(project, page.package, inputs, &[output], || {
            step(&format!("Building the {}", page.name), || {
                build_page(project, page)
            })
        })?;
    }
    plain::build(project)
}

/// (1) Compile. (2) Generate the glue. (3) Drop what is never called; optimise; shorten names. (4) Bundle. (5) Name by
/// hash. (6) Write the HTML.
fn build_page(project: &Project, page: &Page) -> Outcome {
    let folder = project.path(page.package);
    let work = project.target().join("xtask").join(page.name);
    let wasm = compile_wasm(project, page.package, "page")?; // (1)
    quiet(
        Command::new(project.tool("wasm-bindgen")) // (2)
            .args([
                "--target",
                "web",
                "--no-typescript",
                "--out-name",
                "glue",
                "--out-dir",
            ])
            .arg(&work)
            .arg(&wasm),
    )?;
    let module = work.join("glue_bg.wasm");
    let glue = work.join("glue.js");
    let (used, used_glue) = unused::streams(&read_bytes(&module)?, &read(&glue)?)?; // (3)
    write(&module, used)?;
    write(&glue, used_glue)?;
    optimise(project, &module, PASSES)?;
    let (shortened, short_glue) = shorten::imports(&read_bytes(&module)?, &read(&glue)?)?;
    write(&module, shortened)?;
    write(&glue, short_glue)?;
    for script in [project.path("page-wasm/start.js"), folder.join("boot.js")] {
        let copy = work.join(script.file_name().unwrap_or_default());
        fs::copy(&script, copy).map_err(|error| Failure::at(&script, &error))?;
    }
    let script = bundle(project, &work.join("boot.js"), &["--format=esm"])?; // (4)
    let style = bundle(project, &folder.join("style.css"), &[])?;

    forget(project, page.name)?;
    let script = place(project, page.name, "js", script.as_bytes())?; // (5)
    let style = place(project, page.name, "css", style.as_bytes())?;
    let wasm = place(project, page.name, "wasm", &read_bytes(&module)?)?;
    let words = words(project, page)?;
    let html = read(&folder.join("index.html"))? // (6)
        // As it is: the Worker's policy allows the script by its hash.
        .replace("{{guard}}", &read(&project.path("page-wasm/guard.js"))?)
        .replace("{{script}}", &script)
        .replace("{{style}}", &style)
        .replace("{{wasm}}", &wasm)
        .replace("{{words}}", &words);
    write(
        &project.dist().join("pages").join(format!("{}.html", page.name)),
        html,
    )
}

/// Places what the page says in each language but the one that is in it already, and returns the links to it.
fn words(project: &Project, page: &Page) -> Outcome<String> {
    let mut files = files_below(&project.path(page.package).join("words"))?;
    files.sort();
    let mut links = Vec::new();
    for file in files {
        let language = file.file_stem().unwrap_or_default().to_string_lossy();
        if language != "en" {
            // Not named as what every visitor fetches is: a visitor fetches one of them at most.
            let name = format!("words-{}-{language}", page.name);
            forget(project, &name)?;
            let address = place(project, &name, "txt", &read_bytes(&file)?)?;
            links.push(format!(
                "<link rel=\"words\" hreflang=\"{language}\" href=\"{address}\">"
            ));
        }
    }
    Ok(links.join("\n    "))
}

fn bundle(project: &Project, entry: &Path, options: &[&str]) -> Outcome<String> {
    quiet(
        Command::new(project.npm_bin("esbuild"))
            .arg(entry)
            .args(["--bundle", "--minify", "--log-level=warning", "--target=es2022"])
            .args(options)
            .env("PATH", project.search_path()),
    )
}

/// Writes an asset under the hash of its bytes and returns its address.
fn place(project: &Project, name: &str, kind: &str, bytes: &[u8]) -> Outcome<String> {
    let address = format!("assets/{name}-{}.{kind}", short_hash(bytes));
    write(&project.dist().join(&address), bytes)?;
    Ok(format!("/{address}"))
}

/// Removes the assets of an earlier build.
fn forget(project: &Project, name: &str) -> Outcome {
    let earlier = |path: &PathBuf| {
        path.file_name()
            .is_some_and(|file| file.to_string_lossy().starts_with(&format!("{name}-")))
    };
    for path in files_below(&project.dist().join("assets"))?
        .iter()
        .filter(|path| earlier(path))
    {
        fs::remove_file(path).map_err(|error| Failure::at(path, &error))?;
    }
    Ok(())
}
