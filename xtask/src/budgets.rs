//! Bytes that travel, against their budgets.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::project::{Failure, Outcome, Project, files_below};
use crate::run::quiet;

/// The sizes of a set of files, each compressed on its own as a server sends it. Bytes.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Size {
    pub(crate) raw: u64,
    pub(crate) gzip: u64,
    pub(crate) brotli: u64,
}

/// One thing that travels.
pub(crate) struct Item {
    pub(crate) name: &'static str,
    pub(crate) size: Size,
    budget: Option<Budget>,
}

/// A limit.
#[derive(Clone, Copy)]
struct Budget {
    limit: u64,
    of: fn(&Size) -> u64,
    name: &'static str,
}

impl Budget {
    fn brotli(limit: u64) -> Option<Self> {
        Some(Self {
            limit,
            of: |size| size.brotli,
            name: "brotli",
        })
    }

    fn gzip(limit: u64) -> Option<Self> {
        Some(Self {
            limit,
            of: |size| size.gzip,
            name: "gzip",
        })
    }

    fn raw(limit: u64) -> Option<Self> {
        Some(Self {
            limit,
            of: |size| size.raw,
            name: "raw",
        })
    }
}

impl Item {
    fn within(&self) -> bool {
        self.budget
            .is_none_or(|budget| (budget.of)(&self.size) <= budget.limit)
    }
}

/// Checks everything that was built.
pub(crate) fn run(project: &Project) -> Outcome {
    let items = measure(project)?;
    println!("{}", table(&items));
    let over: Vec<String> = items
        .iter()
        .filter(|item| !item.within())
        .map(|item| format!("`{}` is over its budget", item.name))
        .collect();
    if over.is_empty() {
        Ok(())
    } else {
        Err(Failure::new(over.join("\n")))
    }
}

/// Measures everything that was built.
pub(crate) fn measure(project: &Project) -> Outcome<Vec<Item>> {
    let assets = |name: &str| -> Outcome<Vec<PathBuf>> {
        let prefix = format!("{name}-");
        let mut files: Vec<PathBuf> = files_below(&project.dist().join("assets"))?;
        files.retain(|path| {
            path.file_name()
                .is_some_and(|file| file.to_string_lossy().starts_with(&prefix))
        });
        files.push(project.dist().join(format!("pages/{name}.html")));
        Ok(files)
    };
    // A site is what a visitor's browser fetches before the first click, beside the loader.
    let site = |workspace: &str| -> Outcome<Vec<PathBuf>> {
        let mut files = files_below(&project.dist().join("assets"))?;
        files.retain(|path| {
            path.file_name().is_some_and(|file| {
                file.to_string_lossy()
                    .starts_with(&format!("demo-sites-{workspace}-"))
            })
        });
        files.push(project.dist().join(format!("pages/sites/{workspace}.html")));
        Ok(files)
    };
    let private = |part: &str| -> Outcome<Vec<PathBuf>> {
        let mut files = files_below(&project.dist().join("private"))?;
        files.retain(|path| path.to_string_lossy().replace('\\', "/").contains(part));
        Ok(files)
    };
    let worker = vec![
        project.path("worker/build/index.js"),
        project.path("worker/build/index_bg.wasm"),
    ];
    let rows = [
        (
            "loader",
            vec![project.dist().join("pages/loader.js")],
            Budget::brotli(4 << 10),
        ),
        ("widget", assets("widget")?, Budget::brotli(120 << 10)),
        ("inbox", assets("inbox")?, Budget::brotli(220 << 10)),
        (
            "site harbour-cars",
            site("harbour-cars")?,
            Budget::brotli(16 << 10),
        ),
        (
            "site meridian-tours",
            site("meridian-tours")?,
            Budget::brotli(16 << 10),
        ),
        ("Worker", worker, Budget::gzip(1 << 20)),
        (
            "index harbour-cars",
            private("harbour-cars/index-")?,
            Budget::raw(25 << 20),
        ),
        (
            "index meridian-tours",
            private("meridian-tours/index-")?,
            Budget::raw(25 << 20),
        ),
        ("table", private("/table-")?, Budget::raw(25 << 20)),
    ];
    rows.into_iter()
        .map(|(name, files, budget)| {
            Ok(Item {
                name,
                size: size(project, &files)?,
                budget,
            })
        })
        .collect()
}

/// The sizes as a table for people.
pub(crate) fn table(items: &[Item]) -> String {
    let mut text = format!(
        "{:<24}{:>12}{:>12}{:>12}  {}\n",
        "bytes", "raw", "gzip", "brotli", "budget"
    );
    for Item { name, size, budget } in items {
        let budget = budget.map_or(String::new(), |Budget { limit, of, name }| {
            let mark = if of(size) <= limit { "✓" } else { "✗" };
            format!("{mark} {limit} {name}")
        });
        text.push_str(&format!(
            "{name:<24}{:>12}{:>12}{:>12}  {budget}\n",
            size.raw, size.gzip, size.brotli
        ));
    }
    text
}

fn size(project: &Project, files: &[PathBuf]) -> Outcome<Size> {
    let mut total = Size::default();
    for file in files {
        let [raw, gzip, brotli] = compressed(project, file)?;
        total.raw += raw;
        total.gzip += gzip;
        total.brotli += brotli;
    }
    Ok(total)
}

/// Node has both compressions at the levels that servers use for static files: gzip 9, brotli 11.
fn compressed(project: &Project, file: &Path) -> Outcome<[u64; 3]> {
    const SCRIPT: &str = "const z = require('zlib'), b = require('fs').readFileSync(process.argv[1]);\
        console.log(b.length, z.gzipSync(b, { level: 9 }).length, z.brotliCompressSync(b).length)";
    let printed = quiet(
        Command::new(project.npm_bin("node"))
            .args(["-e", SCRIPT])
            .arg(file)
            .env("PATH", project.search_path()),
    )?;
    let numbers: Vec<u64> = printed
        .split_whitespace()
        .filter_map(|number| number.parse().ok())
        .collect();
    <[u64; 3]>::try_from(numbers).map_err(|_| Failure::new(format!("{}: no size", file.display())))
}
