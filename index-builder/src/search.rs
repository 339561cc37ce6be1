//! `index-builder search`: one question with its passages explained, or a file of questions.

use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Args, ValueEnum};
use gangway_knowledge::{Audience, Day, Filter, Index, Query, Table, build, search};
use serde::Serialize;

use crate::explain::{Asked, explain};
use crate::failure::Failure;
use crate::index_files;
use crate::output::print_json;
use crate::rows::{self, QuestionRow};
use crate::stdout;
use crate::{Outcome, tables, today};

/// Searches an index with the code that the Worker runs.
#[derive(Args)]
pub(crate) struct Arguments {
    /// The question.
    #[arg(required_unless_present = "batch", conflicts_with = "batch")]
    pub(crate) question: Option<String>,
    /// What was said before the question, oldest first; can be repeated.
    #[arg(long, value_name = "TURN", conflicts_with = "batch")]
    pub(crate) context: Vec<String>,
    /// Show passages for agents too.
    #[arg(long, conflicts_with = "batch")]
    pub(crate) agents: bool,
    /// Only passages about this place, by id or name.
    #[arg(long, value_name = "PLACE", conflicts_with = "batch")]
    pub(crate) place: Option<String>,
    /// Only what holds on this day, such as `2026-11-27`; without it, everything does.
    #[arg(long, value_name = "DAY", value_parser = today::day)]
    pub(crate) on: Option<Day>,
    /// The language of the question, such as `es`; found out when not given.
    #[arg(long, value_name = "LANGUAGE", conflicts_with = "batch")]
    pub(crate) language: Option<String>,
    /// An index file.
    #[arg(long, required_unless_present = "knowledge", conflicts_with = "knowledge")]
    pub(crate) index: Option<PathBuf>,
    /// Passages as JSON lines, indexed in memory: `id`, `title`, `text`, `place`, `place_id`, `operator`.
    #[arg(long)]
    pub(crate) knowledge: Option<PathBuf>,
    /// The embedding table; when not given, the one that was written with the index, or `models/gangway-en-256.table`.
    #[arg(long, value_name = "FILE")]
    pub(crate) table: Option<PathBuf>,
    /// Questions as JSON lines: `id`, `query` or `text`, `context`, `exclude`, `place_id`, `operator`.
    #[arg(long, requires = "out")]
    pub(crate) batch: Option<PathBuf>,
    /// File for the results as JSON lines: `id`, `hits`, `confidence`.
    #[arg(long, requires = "batch")]
    pub(crate) out: Option<PathBuf>,
    /// Which passages a question is asked of.
    #[arg(long, value_enum, default_value_t = Scope::All)]
    pub(crate) scope: Scope,
    /// How many passages to show.
    #[arg(long, default_value_t = 10)]
    pub(crate) limit: usize,
    /// Write what was found as JSON; of `--batch`, how much.
    #[arg(long)]
    pub(crate) json: bool,
}

/// Which passages a question is asked of.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Scope {
    /// Those of the row's `place_id`.
    Place,
    /// Those of the row's `operator`, and of none.
    Operator,
    /// All of them.
    All,
}

pub(crate) fn run(arguments: &Arguments) -> Outcome {
    let named = arguments.table.as_deref();
    let (index, table) = match (&arguments.index, &arguments.knowledge) {
        (Some(path), _) => {
            let index = read_index(path)?;
            let table = tables::of_index(named, path, &index)?;
            (index, table)
        }
        (None, Some(path)) => {
            let table = read_table(named.unwrap_or(Path::new(tables::DEFAULT)))?;
            (index_rows(path, &table)?, table)
        }
        (None, None) => return Err(Failure::new("nothing to search").hint("give `--index` or `--knowledge`")),
    };
    match (&arguments.batch, &arguments.out, &arguments.question) {
        (Some(batch), Some(out), _) => answer_all(arguments, &index, &table, batch, out),
        (_, _, Some(question)) => {
            let asked = Asked {
                question,
                context: &arguments.context,
                agents: arguments.agents,
                place: arguments.place.as_deref(),
                on: arguments.on,
                language: match &arguments.language {
                    Some(language) => Some(language),
                    None => gangway_reading::asked_in(question, &index),
                },
                limit: arguments.limit,
            };
            let explained = explain(&asked, &index, &table)?;
            if arguments.json {
                print_json(&explained)?;
            } else {
                stdout::print(explained.text())?;
            }
            Ok(ExitCode::SUCCESS)
        }
        _ => Err(Failure::new("nothing to search for")),
    }
}

/// Reads a table.
pub(crate) fn read_table(path: &Path) -> Result<Table, Failure> {
    tables::load(path).map(|loaded| loaded.table)
}

/// Reads an index with all its texts.
pub(crate) fn read_index(path: &Path) -> Result<Index, Failure> {
    index_files::read(path).map(|files| files.index)
}

/// Indexes JSON lines in memory.
pub(crate) fn index_rows(path: &Path, table: &Table) -> Result<Index, Failure> {
    let bytes = build::build(rows::passages(path)?, table);
    Index::take(bytes).map_err(|error| Failure::new(error.to_string()))
}

/// The query of a row in a scope, on a day when it matters which.
pub(crate) fn ask<T>(
    row: &QuestionRow,
    index: &Index,
    scope: Scope,
    on: Option<Day>,
    limit: usize,
    run: impl FnOnce(&Query<'_>) -> T,
) -> T {
    let context: Vec<&str> = row.context.iter().map(String::as_str).collect();
    let exclude: Vec<&str> = row.exclude.iter().map(String::as_str).collect();
    run(&Query {
        text: &row.text,
        context: &context,
        before: &[],
        language: gangway_reading::asked_in(&row.text, index),
        filter: Filter {
            audience: Audience::Public,
            place: row.place_id.as_deref().filter(|_| scope == Scope::Place),
            partition: row.operator.filter(|_| scope == Scope::Operator),
            exclude: &exclude,
            on,
        },
        limit,
    })
}

/// One line of the output.
#[derive(Serialize)]
struct Row<'a> {
    id: &'a str,
    hits: Vec<&'a str>,
    confidence: f32,
}

fn answer_all(arguments: &Arguments, index: &Index, table: &Table, batch: &Path, out: &Path) -> Outcome {
    let questions: Vec<QuestionRow> = rows::read(batch)?;
    let file = std::fs::File::create(out).map_err(|error| Failure::io("write", out, &error))?;
    let mut file = BufWriter::new(file);
    for row in &questions {
        let found = ask(
            row,
            index,
            arguments.scope,
            arguments.on,
            arguments.limit,
            |query| search(index, table, query),
        );
        let line = Row {
            id: &row.id,
            hits: found.hits.iter().map(|hit| index.id(hit.passage)).collect(),
            confidence: found.confidence,
        };
        serde_json::to_writer(&mut file, &line)
            .map_err(std::io::Error::from)
            .and_then(|()| file.write_all(b"\n"))
            .map_err(|error| Failure::io("write", out, &error))?;
    }
    file.flush().map_err(|error| Failure::io("write", out, &error))?;
    if arguments.json {
        print_json(&serde_json::json!({ "out": out, "questions": questions.len() }))?;
    }
    Ok(ExitCode::SUCCESS)
}
