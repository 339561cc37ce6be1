//! Reading one document so that nothing it does harms anything else.
//!
//! A small text is read here. A large one, and every format that others' code unpacks, is read by this program started
//! once more for it alone, with so much memory and so much time: whatever it does there, it ends, and the documents after it
//! are read.

use std::io::{Read, Write};
use std::path::Path;
use std::process::{Child, Command, ExitCode, ExitStatus, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use clap::Args;
use gangway_knowledge::Passage;
use gangway_knowledge::document::{self, About, Document, DocumentError};
use serde::{Deserialize, Serialize};

use crate::failure::Failure;
use crate::problem::Problem;
use crate::{MEMORY, Outcome};

/// What reading one document may allocate, in bytes.
const MOST_MEMORY: usize = 1024 * 1024 * 1024;
/// How long it may take.
const LONGEST: Duration = Duration::from_secs(60);
/// How deep it may call: what nests is read by calls in calls.
const STACK: usize = 64 * 1024 * 1024;
/// A text up to this size cannot take long, in bytes.
const SMALL: usize = 64 * 1024;
/// Formats that are read without unpacking anything.
const TEXTS: [&str; 8] = ["md", "markdown", "html", "htm", "txt", "text", "csv", "tsv"];
/// The command that reads a document for [`read`].
const COMMAND: &str = "read-document";

/// A document that was read.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub(crate) struct Reading {
    /// Its passages, in its order.
    pub(crate) passages: Vec<Passage>,
    /// What of it could not be read.
    pub(crate) remarks: Vec<Problem>,
}

/// Reads the document `id`, the content of the file `path`, with what is said about it elsewhere.
pub(crate) fn read(id: &str, path: &Path, bytes: &[u8], about: &About) -> Result<Reading, Problem> {
    let ending = about.format.as_deref().or_else(|| id.rsplit('.').next());
    let is_text = ending.is_some_and(|ending| TEXTS.contains(&ending.to_ascii_lowercase().as_str()));
    if is_text && bytes.len() <= SMALL {
        return here(id, path, bytes, about);
    }
    apart(id, path, bytes, about).map_err(|failed| match failed {
        Failed::Document(problem) => problem,
        Failed::Start(why) => Problem::new(path, format!("cannot be read apart: {why}")),
        Failed::Limit { what, limit } => {
            let what = what.to_owned();
            Problem::document(path, &DocumentError::Limit { what, limit })
        }
        Failed::Ended(why) => Problem::document(path, &DocumentError::Reader(why)),
    })
}

fn here(id: &str, path: &Path, bytes: &[u8], about: &About) -> Result<Reading, Problem> {
    let Document { passages, remarks } =
        document::read_about(id, bytes, about).map_err(|error| Problem::document(path, &error))?;
    let remarks = remarks
        .iter()
        .map(|remark| Problem::new(path, remark.to_string()).hint(remark.hint()))
        .collect();
    Ok(Reading { passages, remarks })
}

/// Why a document was not read apart.
enum Failed {
    /// It is broken.
    Document(Problem),
    /// The program could not be started once more.
    Start(String),
    /// It met a limit.
    Limit { what: &'static str, limit: String },
    /// The reader ended by itself.
    Ended(String),
}

/// Reads a document in a process of its own.
fn apart(id: &str, path: &Path, bytes: &[u8], about: &About) -> Result<Reading, Failed> {
    let start = |error: &dyn std::fmt::Display| Failed::Start(error.to_string());
    let about = serde_json::to_string(about).map_err(|error| start(&error))?;
    let program = std::env::current_exe().map_err(|error| start(&error))?;
    let mut child = Command::new(program)
        .arg(COMMAND)
        .args(["--id", id, "--about", &about])
        .arg("--path")
        .arg(path)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(|error| start(&error))?;
    let (stdin, stdout, stderr) = (child.stdin.take(), child.stdout.take(), child.stderr.take());

    let (sender, receiver) = mpsc::channel();
    let answer = thread::scope(|scope| {
        // What is written and read ends when the child does, by itself or by being killed.
        scope.spawn(move || stdin.map(|mut stdin| stdin.write_all(bytes)));
        scope.spawn(move || sender.send(all(stdout)));
        let complaint = scope.spawn(move || all(stderr));
        let answer = receiver.recv_timeout(LONGEST);
        if answer.is_err() {
            // One that has ended cannot be killed, and need not be.
            let _ = child.kill();
        }
        let status = ended(&mut child);
        (answer, status, complaint.join().unwrap_or_default())
    });
    match answer {
        (Ok(answer), Some(status), _) if status.success() => {
            serde_json::from_slice::<Result<Reading, Problem>>(&answer)
                .map_err(|error| Failed::Ended(error.to_string()))?
                .map_err(Failed::Document)
        }
        (Ok(_), _, complaint) => Err(complained(&String::from_utf8_lossy(&complaint))),
        (Err(_), ..) => Err(Failed::Limit {
            what: "reading it takes",
            limit: format!("{} seconds", LONGEST.as_secs()),
        }),
    }
}

/// What the process that ended said about it.
fn complained(complaint: &str) -> Failed {
    if complaint.contains("memory allocation of") {
        Failed::Limit {
            what: "reading it takes memory",
            limit: format!("{} MiB", MOST_MEMORY / (1024 * 1024)),
        }
    } else if complaint.contains("overflowed its stack") {
        Failed::Limit {
            what: "it nests so deeply that reading it takes a stack",
            limit: format!("{} MiB", STACK / (1024 * 1024)),
        }
    } else {
        let last = complaint.lines().rev().find(|line| !line.trim().is_empty());
        Failed::Ended(last.unwrap_or("it said nothing").to_owned())
    }
}

fn all(stream: Option<impl Read>) -> Vec<u8> {
    let mut bytes = Vec::new();
    if let Some(mut stream) = stream {
        // What was said until it broke is said.
        let _ = stream.read_to_end(&mut bytes);
    }
    bytes
}

fn ended(child: &mut Child) -> Option<ExitStatus> {
    child.wait().ok()
}

/// Reads one document from stdin and writes its passages as JSON: `build` starts it for documents that could take
/// more than their share.
#[derive(Args)]
pub(crate) struct Arguments {
    /// The document's id.
    #[arg(long)]
    id: String,
    /// Its file, for messages.
    #[arg(long)]
    path: std::path::PathBuf,
    /// What is said about it elsewhere, as JSON.
    #[arg(long)]
    about: String,
}

pub(crate) fn run(arguments: &Arguments) -> Outcome {
    let failure = |error: &dyn std::fmt::Display| Failure::new(format!("cannot read the document: {error}"));
    let about: About = serde_json::from_str(&arguments.about).map_err(|error| failure(&error))?;
    let mut bytes = Vec::new();
    std::io::stdin()
        .read_to_end(&mut bytes)
        .map_err(|error| failure(&error))?;
    // More than is allocated by now.
    let _ = MEMORY.set_limit(MOST_MEMORY);
    let reading = thread::scope(|scope| {
        let reader = thread::Builder::new()
            .stack_size(STACK)
            .spawn_scoped(scope, || here(&arguments.id, &arguments.path, &bytes, &about))
            .map_err(|error| failure(&error))?;
        reader.join().map_err(|_| failure(&"the reader panicked"))
    })?;
    // What was read within the limit is written whole.
    let _ = MEMORY.set_limit(usize::MAX);
    serde_json::to_writer(std::io::stdout().lock(), &reading).map_err(|error| failure(&error))?;
    Ok(ExitCode::SUCCESS)
}
