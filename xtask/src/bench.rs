//! `cargo xtask bench`: our figures and those of the peers, in one run.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::{Value, json};

use crate::build::{compile_wasm, index_builder, optimise};
use crate::project::{Failure, Outcome, Project, files_below};
use crate::run::{quiet, step};
use crate::{budgets, build, tools};

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// The evaluation data; the demo operators' own questions are used where it is absent
    #[arg(long, default_value = "../shared/eval")]
    eval: PathBuf,
    /// Ask the JavaScript peers every n-th question only
    #[arg(long, default_value_t = 1)]
    every: u32,
    /// Also write the figures as JSON
    #[arg(long)]
    json: Option<PathBuf>,
}

/// So many passages are searched.
const SIZES: [usize; 3] = [1_000, 12_039, 100_000];
/// The size at which the peers are asked too: that of the evaluation's FAQs.
const AMONG_PEERS: usize = SIZES[1];
/// Whose playbook messages are read by, and whose questions are asked where the evaluation is absent.
const OPERATOR: &str = "meridian-tours";
/// A load is timed in so many processes, because what counts is the first of each.
const LOADS: usize = 3;

/// What is searched.
struct Corpus {
    name: &'static str,
    /// What indexes are made of: passages as JSON lines, or an index.
    passages: PathBuf,
    questions: PathBuf,
}

/// An index of a size.
struct Grown {
    index: PathBuf,
    /// What the builder says of it.
    building: Value,
}

/// (1) Build. (2) Search, ours at each size and the peers. (3) Message to answer, and to the agent's page. (4) Bytes.
pub(crate) fn run(project: &Project, arguments: &Arguments) -> Outcome {
    tools::ensure(project)?; // (1)
    build::all(project)?;
    let module = module(project)?;
    let corpus = corpus(project, arguments)?;
    let table = only(project, &project.dist().join("private"), "table-")?;
    let script = |name: &str, index: &Path, more: &[&str]| -> Outcome<Value> {
        let printed = quiet(
            Command::new(project.npm_bin("node"))
                .arg(project.path("bench").join(name))
                .arg("--module")
                .arg(&module)
                .arg("--table")
                .arg(&table)
                .arg("--index")
                .arg(index)
                .arg("--questions")
                .arg(&corpus.questions)
                .args(more)
                .env("PATH", project.search_path()),
        )?;
        parse(&printed)
    };
    let mut sizes = Vec::new(); // (2)
    let mut peers = Value::Null;
    let mut reading = Value::Null;
    let playbook = only(
        project,
        &project.dist().join("private").join(OPERATOR),
        "playbook-",
    )?;
    for size in SIZES {
        let grown = grow(project, &corpus, size)?;
        let mut figures = step(&format!("Searching {size} passages"), || {
            script("search.mjs", &grown.index, &[])
        })?;
        let mut loads = vec![figures["load_ms"].clone()];
        for _ in 1..LOADS {
            loads.push(script("load.mjs", &grown.index, &[])?);
        }
        for of in ["first", "computed"] {
            figures["load_ms"][of] = json!(median(loads.iter().map(|load| number(&load[of]))));
        }
        figures["building"] = grown.building;
        if size == AMONG_PEERS {
            reading = step("Reading and deciding", || {
                let playbook = playbook.display().to_string();
                script("read.mjs", &grown.index, &["--playbook", &playbook])
            })?;
            let every = arguments.every.to_string();
            peers = step("Searching, the peers", || {
                script("peers.mjs", &grown.index, &["--every", &every])
            })?;
        }
        sizes.push(figures);
    }
    let message = step("Message to answer, over local workerd", || {
        measured(project, "latency", &[])
    })?; // (3)
    let seen = match tools::chromium() {
        Ok(chromium) => step("Message to the agent's page, in Chromium", || {
            measured(project, "browser-latency", &[("CHROMIUM", chromium.as_os_str())])
        })?,
        Err(_) => Value::Null,
    };
    let bytes = budgets::measure(project)?; // (4)

    println!("{}", report(&corpus, &sizes, &peers, &message, &seen));
    println!("{}", of_reading(&reading));
    println!("{}", budgets::table(&bytes));
    if let Some(file) = &arguments.json {
        let sizes: serde_json::Map<String, Value> = bytes
            .iter()
            .map(|item| {
                let size = item.size;
                (
                    item.name.to_owned(),
                    json!({ "raw": size.raw, "gzip": size.gzip, "brotli": size.brotli }),
                )
            })
            .collect();
        let figures = json!({ "corpus": corpus.name, "search": sizes, "peers": peers, "reading": reading, "message": message, "seen": seen, "bytes": sizes });
        crate::project::write(file, format!("{figures:#}\n"))?;
    }
    Ok(())
}

/// The search as a module for Node, compiled as the Worker is.
fn module(project: &Project) -> Outcome<PathBuf> {
    let wasm = step("Compiling the search for Node", || {
        compile_wasm(project, "bench-wasm", "release")
    })?;
    let out = project.target().join("xtask/bench");
    quiet(
        Command::new(project.tool("wasm-bindgen"))
            .args(["--target", "nodejs", "--no-typescript", "--out-dir"])
            .arg(&out)
            .arg(&wasm),
    )?;
    optimise(project, &out.join("bench_wasm_bg.wasm"), build::WORKER_LEVEL)?;
    Ok(out)
}

fn corpus(project: &Project, arguments: &Arguments) -> Outcome<Corpus> {
    let eval = project.path(&arguments.eval);
    let passages = eval.join("faq.knowledge.jsonl");
    if passages.is_file() {
        return Ok(Corpus {
            name: "the evaluation's FAQs",
            passages,
            questions: eval.join("faq.queries.jsonl"),
        });
    }
    let workspace = OPERATOR;
    Ok(Corpus {
        name: "the documents of meridian-tours",
        passages: only(project, &project.dist().join("private").join(workspace), "index-")?,
        questions: project.path("fixtures").join(workspace).join("questions.jsonl"),
    })
}

/// An index of so many passages. Where there are fewer, they are told again about invented places.
fn grow(project: &Project, corpus: &Corpus, passages: usize) -> Outcome<Grown> {
    let builder = index_builder(project)?;
    let folder = project.target().join(format!("xtask/bench/{passages}"));
    // Parts of another time would be weighed.
    if folder.is_dir() {
        std::fs::remove_dir_all(&folder).map_err(|error| failed(&folder, &error))?;
    }
    std::fs::create_dir_all(&folder).map_err(|error| failed(&folder, &error))?;
    let index = folder.join("index.postcard");
    let building = step(&format!("Indexing {passages} passages"), || {
        quiet(
            Command::new(builder)
                .arg("index")
                .arg(&corpus.passages)
                .args(["--grow", &passages.to_string(), "--json", "--out"])
                .arg(&index)
                .current_dir(project.path("")),
        )
    })?;
    Ok(Grown {
        index,
        building: parse(&building)?,
    })
}

fn failed(path: &Path, error: &std::io::Error) -> Failure {
    Failure::new(format!("`{}`: {error}", path.display()))
}

fn median(numbers: impl Iterator<Item = f64>) -> f64 {
    let mut numbers: Vec<f64> = numbers.collect();
    numbers.sort_by(f64::total_cmp);
    numbers.get(numbers.len() / 2).copied().unwrap_or(f64::NAN)
}

/// What a program of the tests prints.
fn measured(project: &Project, program: &str, variables: &[(&str, &OsStr)]) -> Outcome<Value> {
    let printed = quiet(
        Command::new("cargo")
            .args([
                "run",
                "--quiet",
                "--locked",
                "--package",
                "gangway-tests",
                "--bin",
                program,
            ])
            .env("PATH", project.search_path())
            .env(build::BUILT, "1")
            .envs(variables.iter().copied())
            .current_dir(project.path("")),
    )?;
    parse(&printed)
}

/// The one file of a folder whose name begins so.
fn only(project: &Project, folder: &Path, prefix: &str) -> Outcome<PathBuf> {
    files_below(folder)?
        .into_iter()
        .find(|path| {
            path.file_name()
                .is_some_and(|name| name.to_string_lossy().starts_with(prefix))
        })
        .ok_or_else(|| {
            let folder = folder.strip_prefix(project.path("")).unwrap_or(folder);
            Failure::new(format!("`{}` has no `{prefix}…`", folder.display())).hint("run `cargo xtask build`")
        })
}

fn parse(printed: &str) -> Outcome<Value> {
    serde_json::from_str(printed.trim())
        .map_err(|error| Failure::new(format!("not JSON: {error}: {printed}")))
}

fn report(corpus: &Corpus, sizes: &[Value], peers: &Value, message: &Value, seen: &Value) -> String {
    let mut text = format!(
        "Search in WASM over {}, and what is told of them about invented places; warm, with context\n\n",
        corpus.name
    );
    text.push_str(&format!(
        "{:>9}{:>9}{:>9}{:>8}{:>9}{:>9}{:>10}{:>9}{:>9}{:>9}{:>9}{:>10}\n",
        "passages",
        "p50 ms",
        "p99 ms",
        "recall",
        "load ms",
        "(cpu)",
        "again ms",
        "kept MB",
        "peak MB",
        "bytes",
        "build s",
        "build MB"
    ));
    for of in sizes {
        text.push_str(&format!(
            "{:>9}{:>9.3}{:>9.3}{:>8.4}{:>9.1}{:>9.1}{:>10.1}{:>9.1}{:>9.1}{:>9.0}{:>9.1}{:>10.0}\n",
            number(&of["passages"]),
            number(&of["p50_ms"]),
            number(&of["p99_ms"]),
            number(&of["recall"]),
            number(&of["load_ms"]["first"]),
            number(&of["load_ms"]["computed"]),
            number(&of["load_ms"]["warm"]),
            number(&of["memory_bytes"]["kept"]) / 1e6,
            number(&of["memory_bytes"]["loaded"]) / 1e6,
            number(&of["bytes_a_passage"]),
            number(&of["building"]["millis"]) / 1e3,
            number(&of["building"]["peak_memory"]) / 1e6,
        ));
    }
    text.push_str(
        "load: the first of a process, what of it the processor worked, and again in it; kept: as the Worker counts; bytes: a passage, beyond its text, brotli\n",
    );
    let Some(search) = sizes
        .iter()
        .find(|of| number(&of["passages"]) as usize == AMONG_PEERS)
    else {
        return text;
    };
    text.push_str(&format!(
        "\nOf {AMONG_PEERS}, {} questions\n\n{:<14}{:>10}{:>10}{:>8}{:>8}{:>8}\n",
        search["queries"], "", "p50 ms", "p99 ms", "R@1", "R@5", "MRR@5"
    ));
    let mut row = |name: &str, of: &Value| {
        text.push_str(&format!(
            "{name:<14}{:>10.3}{:>10.3}{:>8.3}{:>8.3}{:>8.3}\n",
            number(&of["p50_ms"]),
            number(&of["p99_ms"]),
            number(&of["R@1"]),
            number(&of["R@5"]),
            number(&of["MRR@5"])
        ));
    };
    row("Gangway", search);
    let all = peers["peers"].as_object().into_iter().flatten();
    for (name, figures) in all.clone() {
        row(name, figures);
    }
    let fastest = all
        .map(|(_, figures)| number(&figures["p50_ms"]))
        .fold(f64::INFINITY, f64::min);
    text.push_str(&format!(
        "\n{:.1} × as fast as the fastest peer at the median\n",
        fastest / number(&search["p50_ms"])
    ));
    text.push_str(&format!(
        "message to answer on the visitor's socket, local workerd: p50 {:.1} ms, p95 {:.1} ms, p99 {:.1} ms ({} messages)\n",
        number(&message["p50_ms"]),
        number(&message["p95_ms"]),
        number(&message["p99_ms"]),
        message["n"]
    ));
    text.push_str(&if seen.is_null() {
        "message to the agent's page: not measured, there is no Chromium\n".to_owned()
    } else {
        format!(
            "message to the agent's page, two browsers, local: p50 {:.1} ms, p95 {:.1} ms ({} messages)\n",
            number(&seen["p50_ms"]),
            number(&seen["p95_ms"]),
            seen["n"]
        )
    });
    text
}

fn of_reading(reading: &Value) -> String {
    format!(
        "a message read (language, tags, slots, {AMONG_PEERS} passages) and decided (rules), in WASM: p50 {:.3} ms, p99 {:.3} ms ({} messages)\n",
        number(&reading["p50_ms"]),
        number(&reading["p99_ms"]),
        reading["messages"]
    )
}

fn number(value: &Value) -> f64 {
    value.as_f64().unwrap_or(f64::NAN)
}
