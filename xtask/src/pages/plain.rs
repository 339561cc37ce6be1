//! The plain pages: the operators' demo sites, the home page, the documentation, and the loader.
//!
//! A folder of `demo` with an `index.html` is a page, and a folder of `demo/sites` the site of the workspace of its name.
//! Beside the page stand its `style.css`, its `script.js` where it has one, and the drawings that it holds.

use std::fs;
use std::path::{Path, PathBuf};

use super::document::Document;
use super::template::Template;
use super::{PAGES, bundle, forget, place};
use crate::project::{Failure, Outcome, Project, files_below, read, write};
use crate::run::step;
use crate::stamp::{Inputs, unless_unchanged};

/// What the plain pages and the loader are made from.
const SOURCES: &[&str] = &[
    "demo",
    "style",
    "docs/api.md",
    "fixtures",
    "widget-wasm/loader.js",
    "xtask/src",
];

/// A plain page.
struct Page {
    /// Where it comes from.
    folder: PathBuf,
    /// Where it goes to below `dist/pages`, without its ending.
    name: String,
}

/// Builds the loader and the plain pages.
pub(super) fn build(project: &Project) -> Outcome {
    let inputs = Inputs::new(&[]).paths(project, SOURCES)?;
    let outputs = ["loader.js", "home.html"].map(|name| project.dist().join("pages").join(name));
    unless_unchanged(project, "loader and demo", inputs, &outputs, || {
        step("Building the loader and the demo", || {
            let loader = bundle(
                project,
                &project.path("widget-wasm/loader.js"),
                &["--format=iife"],
            )?;
            write(&project.dist().join("pages/loader.js"), loader)?;
            forget(project, "demo")?;
            forget_pages(project)?;
            pages(project)?
                .iter()
                .try_for_each(|page| build_page(project, page))
        })
    })
}

/// Every page, by the folders that are there.
fn pages(project: &Project) -> Outcome<Vec<Page>> {
    let demo = project.path("demo");
    let mut pages = Vec::new();
    for file in files_below(&demo)? {
        if file.file_name().is_none_or(|name| name != "index.html") {
            continue;
        }
        let (Some(folder), Ok(below)) = (file.parent(), file.strip_prefix(&demo)) else {
            continue;
        };
        let name = below.with_file_name("");
        pages.push(Page {
            folder: folder.to_owned(),
            name: name
                .to_string_lossy()
                .replace('\\', "/")
                .trim_end_matches('/')
                .to_owned(),
        });
    }
    Ok(pages)
}

/// (1) Bundle style and script and name them by hash. (2) Fill the HTML.
fn build_page(project: &Project, page: &Page) -> Outcome {
    let asset = format!("demo-{}", page.name.replace('/', "-"));
    let style = bundle(project, &page.folder.join("style.css"), &[])?; // (1)
    let style = place(project, &asset, "css", style.as_bytes())?;
    let script = page.folder.join("script.js");
    let script = if script.is_file() {
        let script = bundle(project, &script, &["--format=iife"])?;
        place(project, &asset, "js", script.as_bytes())?
    } else {
        String::new()
    };
    let workspace = page.name.strip_prefix("sites/").unwrap_or_default();
    let operator = if workspace.is_empty() {
        String::new()
    } else {
        operator(project, workspace)?
    };
    let document = Document::read(&read(&project.path("docs/api.md"))?);
    let template = Template {
        folders: &[&page.folder, &project.path("demo/parts")],
        words: &[
            ("style", &style),
            ("script", &script),
            ("workspace", workspace),
            ("operator", &operator),
            ("document", &document.body),
            ("contents", &document.contents),
        ],
    };
    let html = template // (2)
        .fill(&read(&page.folder.join("index.html"))?)
        .map_err(|failure| Failure::new(format!("{}: {failure}", page.folder.display())))?;
    let output = format!("pages/{}.html", page.name);
    write(&project.dist().join(output), html)
}

/// The operator's name, as its `workspace.toml` has it.
fn operator(project: &Project, workspace: &str) -> Outcome<String> {
    let path = project.path(Path::new("fixtures").join(workspace).join("workspace.toml"));
    let parsed: toml::Value = toml::from_str(&read(&path)?)
        .map_err(|error| Failure::new(format!("{}: {error}", path.display())))?;
    parsed
        .get("workspace")
        .and_then(|workspace| workspace.get("name"))
        .and_then(toml::Value::as_str)
        .map(str::to_owned)
        .ok_or_else(|| Failure::new(format!("{}: the workspace has no name", path.display())))
}

/// Removes the plain pages of an earlier build, which may be gone; the applications' pages stay.
fn forget_pages(project: &Project) -> Outcome {
    let folder = project.dist().join("pages");
    for path in files_below(&folder)? {
        let application = PAGES
            .iter()
            .any(|page| path == folder.join(format!("{}.html", page.name)));
        if !application && path.extension().is_some_and(|ending| ending == "html") {
            fs::remove_file(&path).map_err(|error| Failure::at(&path, &error))?;
        }
    }
    Ok(())
}
