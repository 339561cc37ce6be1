//! `index-builder replay`: past conversations under a changed playbook.
//!
//! The engine makes each again twice, and says where they first part (`gangway_engine::rerun`); `export` reads what the API
//! exported, `outcome` says what it means for the traveller.

mod export;
mod outcome;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;
use gangway_engine::{Opened, ReplayError, Rerun, rerun};
use gangway_knowledge::{Day, Index, Table};
use gangway_playbook::{Playbook, parse};
use gangway_protocol::mask::MASK;
use gangway_protocol::{ConversationId, Hash};
use gangway_reading::{Message, Prepared};
use rayon::prelude::*;

use crate::failure::Failure;
use crate::output::print_json;
use crate::problem::Problem;
use crate::search::{read_index, read_table};
use crate::stdout;
use crate::workspace::PLAYBOOK;
use crate::{Outcome, rehearse};
use export::{Export, Past};
use outcome::Change;

/// Reads past conversations again under a changed playbook, each up to where it first goes otherwise, and says what would
/// have changed: handed off or not, to whom, when and why.
#[derive(Args)]
pub(crate) struct Arguments {
    /// Conversations as `GET /v1/{workspace}/export` gives them.
    conversations: PathBuf,
    /// The changed playbook: a `workspace.toml` or its folder.
    #[arg(long, value_name = "FILE")]
    playbook: PathBuf,
    /// Ask this index for answers. Without it, the documents say what they said at the time.
    #[arg(long, value_name = "FILE")]
    index: Option<PathBuf>,
    /// The embedding table, for `--index`.
    #[arg(long, value_name = "FILE", default_value = "models/gangway-en-256.table")]
    table: PathBuf,
    /// Only the summary.
    #[arg(long)]
    summary: bool,
    /// Write the report as JSON.
    #[arg(long)]
    json: bool,
}

/// So many mistakes are named on a terminal; the others are counted, and stand in the report as JSON.
const NAMED: usize = 8;

/// What a message is read by.
struct Reader {
    playbook: Playbook,
    prepared: Prepared,
    documents: Option<(Index, Table)>,
}

pub(crate) fn run(arguments: &Arguments) -> Outcome {
    let playbook = match playbook(&arguments.playbook)? {
        Ok(playbook) => playbook,
        Err(problems) => {
            rehearse::print(&problems);
            return Ok(ExitCode::FAILURE);
        }
    };
    let documents = match &arguments.index {
        Some(index) => Some((read_index(index)?, read_table(&arguments.table)?)),
        None => None,
    };
    let reader = Reader {
        prepared: Prepared::new(&playbook),
        playbook,
        documents,
    };
    let export = Export::read(&arguments.conversations)?;
    let mut problems = export.problems.clone();
    if export.has_more {
        problems.push(
            Problem::new(&arguments.conversations, "the export goes on".to_owned())
                .hint("ask for what is `after` its last line, and put it behind"),
        );
    }
    if export.conversations.is_empty() && problems.is_empty() {
        problems.push(
            Problem::new(
                &arguments.conversations,
                "there is no conversation in it".to_owned(),
            )
            .hint("`GET /v1/{workspace}/export` answers with what has not been deleted yet: see docs/api.md"),
        );
    }
    problems.extend(lacking(&export, &arguments.conversations));
    let held = |past: &Past| past.lacks(&export.playbooks).is_none();
    let again: Vec<Result<outcome::Outcome, Problem>> = export
        .conversations
        .par_iter()
        .filter(|(_, past)| held(past))
        .map(|(id, past)| {
            let rerun = again(id, past, &export, &reader)
                .map_err(|why| Problem::at(format!("{}: {id}", arguments.conversations.display()), why))?;
            Ok(outcome::Outcome::of(id.clone(), past.opened_at, &rerun))
        })
        .collect();
    let mut outcomes = Vec::new();
    for result in again {
        match result {
            Ok(outcome) => outcomes.push(outcome),
            Err(problem) => problems.push(problem),
        }
    }
    if let Some(more) = problems.len().checked_sub(NAMED).filter(|more| *more > 0) {
        rehearse::print(&problems[..NAMED]);
        eprintln!("error: {}: {more} more", arguments.conversations.display());
    } else {
        rehearse::print(&problems);
    }
    let reworded = outcomes.iter().filter(|outcome| outcome.reworded > 0).count();
    if arguments.json {
        let counts: Vec<_> = Change::ALL
            .map(|change| serde_json::json!({ "change": change, "conversations": count(&outcomes, change) }))
            .into();
        print_json(&serde_json::json!({
            "conversations": outcomes,
            "summary": counts,
            "reworded": reworded,
            "waited": waited(&outcomes),
            "errors": problems,
        }))?;
    } else {
        if !arguments.summary {
            for outcome in outcomes.iter().filter(|outcome| outcome.change != Change::None) {
                stdout::line(outcome.text())?;
            }
        }
        stdout::print(in_words(&outcomes, reworded))?;
    }
    Ok(if problems.is_empty() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

/// The playbooks of the time that are not in the file, each once, with how many conversations they decided.
fn lacking(export: &Export, path: &Path) -> Vec<Problem> {
    let mut lacking: BTreeMap<&Hash, usize> = BTreeMap::new();
    for past in export.conversations.values() {
        if let Some(hash) = past.lacks(&export.playbooks) {
            *lacking.entry(hash).or_default() += 1;
        }
    }
    lacking
        .into_iter()
        .map(|(hash, count)| {
            let message = format!("the playbook `{hash}`, under which {count} of the conversations went, is not in it");
            Problem::new(path, message).hint("a page of an export begins with the playbooks of its conversations: put whole pages behind one another")
        })
        .collect()
}

fn count(outcomes: &[outcome::Outcome], change: Change) -> usize {
    outcomes.iter().filter(|outcome| outcome.change == change).count()
}

fn in_words(outcomes: &[outcome::Outcome], reworded: usize) -> String {
    let mut text = match outcomes.len() {
        1 => "1 conversation, of which\n".to_owned(),
        count => format!("{count} conversations, of which\n"),
    };
    for change in Change::ALL {
        text.push_str(&format!("{:>6}  {}\n", count(outcomes, change), change.words()));
    }
    text.push_str(&format!(
        "in {reworded} of them the bot would have worded something otherwise before that\n"
    ));
    if let Some(waited) = waited(outcomes) {
        text.push_str(&format!(
            "those whose handoff would have changed waited {} for a person's word, by the median\n",
            rehearse::show::span(waited)
        ));
    }
    text
}

/// The median of the waits for a person's word that would have been others, in milliseconds.
fn waited(outcomes: &[outcome::Outcome]) -> Option<i64> {
    let changed = outcomes
        .iter()
        .filter(|outcome| !matches!(outcome.change, Change::None | Change::Otherwise));
    let mut waits: Vec<i64> = changed
        .filter_map(|outcome| outcome.was.as_ref()?.waited)
        .collect();
    waits.sort_unstable();
    waits.get(waits.len() / 2).copied()
}

/// Makes one conversation again.
fn again(id: &ConversationId, past: &Past, export: &Export, reader: &Reader) -> Result<Rerun, String> {
    let recorded = past
        .recorded()
        .ok_or_else(|| "not all of its inputs are in the file".to_owned())?;
    let read = |conversation: &gangway_engine::Conversation,
                at: gangway_protocol::Timestamp,
                text: &str,
                signals: &gangway_protocol::Signals| {
        let Reader {
            playbook,
            prepared,
            documents,
        } = reader;
        // What was sensitive is not there to be read: what was read in it is.
        if text == MASK {
            return Some(signals.clone());
        }
        let Some((index, table)) = documents else {
            return Some(gangway_reading::read_by(signals, text, playbook, prepared));
        };
        let basis = conversation.basis();
        let message = Message {
            text,
            turns: &basis.turns,
            today: u64::try_from(at.0).ok().and_then(Day::of_millis),
        };
        gangway_reading::read(&message, basis.stamp.clone(), playbook, prepared, index, table).ok()
    };
    let opened = Opened {
        id,
        at: past.opened_at,
        browser: past.language.as_deref(),
    };
    rerun(opened, &export.playbooks, &recorded, &reader.playbook, read)
        .map_err(|error: ReplayError| error.to_string())
}

/// The playbook of a file or a folder, or its mistakes.
fn playbook(path: &Path) -> Result<Result<Playbook, Vec<Problem>>, Failure> {
    let file = if path.is_dir() {
        path.join(PLAYBOOK)
    } else {
        path.to_owned()
    };
    let text = std::fs::read_to_string(&file).map_err(|error| Failure::io("read", &file, &error))?;
    // A draft may lie anywhere: what its folder is called says nothing here.
    let parsed = parse::parse("draft", &file.display().to_string(), &text);
    Ok(parsed.map_err(|mistakes| mistakes.into_iter().map(Problem::playbook).collect()))
}
