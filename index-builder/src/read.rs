//! `index-builder read`: what the Worker would be told of each text of a file.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use clap::Args;
use gangway_knowledge::build::{Sizes, build_files};
use gangway_knowledge::{Day, Index, Table, Topic, Topics};
use gangway_playbook::Playbook;
use gangway_protocol::{Hash, Seq, Signals, Stamp};
use gangway_reading::{Message, Prepared};
use serde::{Deserialize, Serialize};

use crate::assemble::{Gathered, Reach};
use crate::failure::Failure;
use crate::output::print_json;
use crate::tables::{self, Loaded, Tables};
use crate::today::Today;
use crate::workspace::Workspace;
use crate::{Outcome, progress, rehearse, rows};

/// Reads texts as the Worker would: language, whether a person is asked for, tag, and how surely the documents answer.
#[derive(Args)]
pub(crate) struct Arguments {
    /// Folder of one operator: `workspace.toml` and `documents/`.
    #[arg(long, value_name = "FOLDER")]
    workspace: PathBuf,
    /// Texts as JSON lines: `id`, `text`, and `group` where there are `--examples`.
    #[arg(long, value_name = "FILE")]
    batch: PathBuf,
    /// File for the results as JSON lines: `id`, `language`, `asks_for_human`, `tag`, `sure`, `confidence`.
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
    /// Instead of the playbook's tags: a JSON list of `group`, `label` and `examples`. The tag of a text is then the likeliest
    /// label of its group, or of all where it has none, however likely.
    #[arg(long, value_name = "FILE")]
    examples: Option<PathBuf>,
    /// The embedding table, where the workspace names none.
    #[arg(long, value_name = "FILE", default_value = tables::DEFAULT)]
    table: PathBuf,
    #[command(flatten)]
    reach: Reach,
    #[command(flatten)]
    today: Today,
    /// Write how much was read as JSON.
    #[arg(long)]
    json: bool,
}

/// A text. Nothing else of a row is looked at, and the id only names it.
#[derive(Deserialize)]
struct TextRow {
    id: String,
    #[serde(alias = "query")]
    text: String,
    #[serde(default)]
    group: Option<String>,
}

/// One line of the output.
#[derive(Serialize)]
struct Row<'a> {
    id: &'a str,
    /// ISO 639-1, when it is clear.
    language: Option<&'a str>,
    asks_for_human: bool,
    /// The first tag that was put on by words, or the one that is meant; with `--examples`, the likeliest label.
    tag: Option<&'a str>,
    /// How sure the tag is by its meaning, in [0, 1]; nothing of a tag by words.
    sure: Option<f32>,
    /// How likely it is that the documents answer, in [0, 1].
    confidence: f32,
}

/// A label with texts it was given to.
#[derive(Deserialize)]
struct LabelRow {
    group: String,
    label: String,
    examples: Vec<String>,
}

/// The labels of a group, prepared.
struct Group<'a> {
    labels: Vec<&'a str>,
    topics: Topics,
}

/// The groups of labels.
struct Groups<'a> {
    by_name: BTreeMap<&'a str, Group<'a>>,
    /// Of every group, for texts without one.
    all: Group<'a>,
}

/// What texts are read by.
struct Reader {
    playbook: Playbook,
    prepared: Prepared,
    index: Index,
    loaded: Arc<Loaded>,
    today: Day,
}

pub(crate) fn run(arguments: &Arguments) -> Outcome {
    let today = arguments.today.day()?;
    let (texts, problems): (Vec<TextRow>, _) = rows::read_all(&arguments.batch)?;
    let labels: Option<Vec<LabelRow>> = arguments.examples.as_deref().map(labels).transpose()?;
    let reader = Reader::new(arguments, today)?;
    let table = &reader.loaded.table;
    let groups = labels.as_deref().map(|labels| grouped(labels, table));

    let out = &arguments.out;
    let failed = |error| Failure::io("write", out, &error);
    let mut file = BufWriter::new(File::create(out).map_err(failed)?);
    for row in &texts {
        let signals = reader.read(&row.text)?;
        let (tag, sure) = match &groups {
            None => {
                let found = signals.tags.first();
                let sure = found.and_then(|found| found.sure);
                (
                    found.map(|found| found.tag.as_str()),
                    sure.map(|sure| f32::from(sure) / 100.0),
                )
            }
            Some(groups) => {
                let group = match row.group.as_deref() {
                    Some(group) => groups.by_name.get(group),
                    None => Some(&groups.all),
                };
                let about = group.and_then(|group| {
                    let about = group.topics.best(&row.text, None, table)?;
                    Some((*group.labels.get(about.topic)?, about.confidence))
                });
                about.unzip()
            }
        };
        let line = Row {
            id: &row.id,
            language: signals.language.as_deref(),
            asks_for_human: signals.asks_for_person.is_some(),
            tag,
            sure,
            confidence: signals.confidence,
        };
        serde_json::to_writer(&mut file, &line)
            .map_err(std::io::Error::from)
            .and_then(|()| file.write_all(b"\n"))
            .map_err(failed)?;
    }
    file.flush().map_err(failed)?;
    rehearse::print(&problems);
    if arguments.json {
        print_json(&serde_json::json!({ "out": out, "texts": texts.len(), "errors": problems }))?;
    }
    Ok(if problems.is_empty() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

impl Reader {
    /// Builds the index of a workspace in memory.
    fn new(arguments: &Arguments, today: Day) -> Result<Self, Failure> {
        let Arguments {
            workspace: folder,
            reach,
            table,
            ..
        } = arguments;
        let whole = fs::canonicalize(folder).map_err(|error| Failure::io("read", folder, &error))?;
        let (Some(parent), Some(id)) = (whole.parent(), whole.file_name()) else {
            return Err(Failure::new(format!(
                "`{}` is no operator's folder",
                folder.display()
            )));
        };
        let found = Workspace::find(parent, Some(&id.to_string_lossy()))?;
        let Some(workspace) = found.first() else {
            return Err(Failure::new(format!(
                "`{}` is no operator's folder",
                folder.display()
            )));
        };
        let spinner = progress::spinner();
        let gathered = Gathered::new(workspace, reach, &spinner);
        let named = Tables::new(table).named(&gathered.inputs)?;
        let loaded = match named {
            Some(named) => named,
            None => Arc::new(tables::load(table)?),
        };
        let assembled = gathered.assemble(workspace, &reach.cache, &spinner)?;
        spinner.finish_and_clear();
        let Some(playbook) = assembled.playbook else {
            let first = assembled.errors.into_iter().next();
            return Err(first.map_or_else(|| Failure::new("the playbook is wrong"), Failure::from));
        };
        for problem in &assembled.errors {
            eprintln!("error: {}: {}", problem.at, problem.message);
        }
        let index = build_files(&assembled.passages, &loaded.table, &Sizes::default())
            .read()
            .map_err(|error| Failure::new(format!("the index that was built cannot be read: {error}")))?;
        Ok(Self {
            prepared: Prepared::new(&playbook),
            playbook,
            index,
            loaded,
            today,
        })
    }

    fn read(&self, text: &str) -> Result<Signals, Failure> {
        let stamp = Stamp {
            playbook: Hash::from(""),
            index: Hash::from(""),
            considered: Seq(0),
        };
        let message = Message {
            text,
            turns: &[],
            today: Some(self.today),
        };
        gangway_reading::read(
            &message,
            stamp,
            &self.playbook,
            &self.prepared,
            &self.index,
            &self.loaded.table,
        )
        .map_err(|lacking| Failure::new(lacking.to_string()))
    }
}

fn labels(path: &Path) -> Result<Vec<LabelRow>, Failure> {
    let bytes = fs::read(path).map_err(|error| Failure::io("read", path, &error))?;
    let text = bytes.strip_prefix(rows::MARK).unwrap_or(&bytes);
    let hint = "write a list of `{\"group\", \"label\", \"examples\": [ … ]}`";
    let wrong = |what: String| Failure::new(format!("`{}`: {what}", path.display())).hint(hint);
    let labels: Vec<LabelRow> = serde_json::from_slice(text).map_err(|error| wrong(error.to_string()))?;
    if labels.is_empty() {
        return Err(wrong("there is no label in it".to_owned()));
    }
    for (number, row) in (1..).zip(&labels) {
        if row.label.trim().is_empty() {
            return Err(wrong(format!("the {number}. label is empty")));
        }
        if row.examples.iter().all(|example| example.trim().is_empty()) {
            return Err(wrong(format!(
                "the {number}. label, `{}` of `{}`, has no example",
                row.label, row.group
            )));
        }
    }
    Ok(labels)
}

fn grouped<'a>(labels: &'a [LabelRow], table: &Table) -> Groups<'a> {
    let mut by_group: BTreeMap<&str, Vec<&LabelRow>> = BTreeMap::new();
    for label in labels {
        by_group.entry(&label.group).or_default().push(label);
    }
    let prepare = |labels: Vec<&'a LabelRow>| {
        let topics: Vec<Topic<'_>> = labels
            .iter()
            .map(|row| Topic {
                name: &row.label,
                examples: &row.examples,
            })
            .collect();
        Group {
            topics: Topics::new(&topics, table),
            labels: labels.iter().map(|row| row.label.as_str()).collect(),
        }
    };
    Groups {
        all: prepare(labels.iter().collect()),
        by_name: by_group
            .into_iter()
            .map(|(group, labels)| (group, prepare(labels)))
            .collect(),
    }
}
