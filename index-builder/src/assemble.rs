//! A workspace's files → its passages, and all that is wrong with them.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use clap::Args;
use gangway_knowledge::Passage;
use gangway_playbook::Playbook;
use indicatif::ProgressBar;

use crate::cache::Kept;
use crate::documents::{self, Document};
use crate::failure::Failure;
use crate::hash::Hasher;
use crate::languages;
use crate::problem::Problem;
use crate::quality::{self, Gate};
use crate::rehearse::{self, Rehearsals};
use crate::report::{Ends, Timed};
use crate::workspace::{DOCUMENTS, Inputs, Workspace, tool};
use crate::{similar, site};

/// A workspace before its documents are read.
#[derive(Debug)]
pub(crate) struct Gathered {
    pub(crate) inputs: Inputs,
    pub(crate) documents: Vec<Document>,
    /// What is odd.
    pub(crate) warnings: Vec<Problem>,
    /// What is odd about its sites. Another time it is otherwise, though nothing of the workspace has changed.
    pub(crate) said_by_sites: Vec<Problem>,
}

/// Where to look besides the workspaces' folders.
#[derive(Args)]
pub(crate) struct Reach {
    /// Folder that keeps what was fetched and read, so that what has not changed is not read again. Not below what is
    /// deployed.
    #[arg(long, value_name = "FOLDER", default_value = "target/index-builder")]
    pub(crate) cache: PathBuf,
    /// Fetch no pages of sites: take them as they were the last time.
    #[arg(long)]
    offline: bool,
}

impl Reach {
    /// What is there already, and no site.
    pub(crate) fn offline(cache: &Path) -> Self {
        Self {
            cache: cache.to_owned(),
            offline: true,
        }
    }
}

/// What a workspace comes to.
#[derive(Debug)]
pub(crate) struct Assembled {
    /// `None` when the playbook is wrong: the workspace cannot be served.
    pub(crate) playbook: Option<Playbook>,
    /// Documents that could be read.
    pub(crate) documents: usize,
    /// Of these, documents that were kept from the last time.
    pub(crate) unchanged: usize,
    /// Their passages, in the order of the documents.
    pub(crate) passages: Vec<Passage>,
    /// What is wrong.
    pub(crate) errors: Vec<Problem>,
    /// What is odd.
    pub(crate) warnings: Vec<Problem>,
    /// Documents that do not hold for good.
    pub(crate) ends: Vec<Ends>,
    /// How long each document took that was read.
    pub(crate) times: Vec<Timed>,
    /// What is asked of the operator's own questions.
    pub(crate) gate: Option<Gate>,
    /// The conversations that must go as they say.
    pub(crate) rehearsals: Rehearsals,
}

impl Gathered {
    /// Lists the documents of a workspace, those of its sites too, and hashes their bytes.
    pub(crate) fn new(workspace: &Workspace, reach: &Reach, progress: &ProgressBar) -> Self {
        let mut inputs = workspace.inputs();
        let mut documents = Document::files(&inputs);
        let fetched = site::fetch_all(
            &inputs.sources,
            &inputs.file,
            &reach.cache,
            reach.offline,
            &site::Limits::default(),
            progress,
        );
        let files: BTreeSet<String> = documents.iter().map(|document| document.id.clone()).collect();
        for page in fetched.documents {
            if files.contains(&page.id) {
                let problem = Problem::at(page.at, format!("there is a file `{}` already", page.id));
                inputs
                    .problems
                    .push(problem.hint("pages of sites stand below `site/`: call the folder otherwise"));
            } else {
                documents.push(page);
            }
        }
        inputs.problems.extend(fetched.errors);
        let mut warnings = std::mem::take(&mut inputs.warnings);
        warnings.extend(documents::idle_rows(&inputs, &documents));
        Document::hash_all(&mut documents);
        Self {
            inputs,
            documents,
            warnings,
            said_by_sites: fetched.warnings,
        }
    }

    /// A hash of all that `build` makes of it; `None` when something could not be read.
    pub(crate) fn fingerprint(&self, workspace: &Workspace, table: &str) -> Option<String> {
        if !self.inputs.problems.is_empty() {
            return None;
        }
        let mut hasher = Hasher::default();
        hasher
            .add(tool().as_bytes())
            .add(table.as_bytes())
            .add(&self.inputs.text);
        if let Some(questions) = quality::fingerprint(&self.inputs) {
            hasher.add(&questions);
        }
        if let Some(rehearsals) = rehearse::fingerprint(workspace) {
            hasher.add(&rehearsals);
        }
        for document in &self.documents {
            hasher
                .add(document.id.as_bytes())
                .add(document.hash.as_ref()?.as_bytes());
        }
        Some(hasher.finish())
    }

    /// Reads every document that is not kept in `cache`. What is broken is named, the rest is read.
    pub(crate) fn assemble(
        self,
        workspace: &Workspace,
        cache: &Path,
        progress: &ProgressBar,
    ) -> Result<Assembled, Failure> {
        let playbook = self.inputs.playbook.as_ref();
        let gate = playbook.and_then(|playbook| Gate::of(workspace, &self.inputs, playbook));
        let rehearsals = playbook.map(|playbook| Rehearsals::read(workspace, playbook));
        let rehearsals = rehearsals.unwrap_or_default();
        let mut warnings = self.warnings;
        warnings.extend(rehearsals.warnings.iter().cloned());
        let mut assembled = Assembled {
            gate,
            rehearsals,
            playbook: self.inputs.playbook,
            documents: 0,
            unchanged: 0,
            passages: Vec::new(),
            errors: self.inputs.problems,
            warnings,
            ends: Vec::new(),
            times: Vec::new(),
        };
        let kept = Kept::open(cache, &workspace.id);
        let outcomes = Document::read_all(&self.documents, &kept, progress);
        let mut keep = Kept::default();
        let mut seen: BTreeMap<&str, &str> = BTreeMap::new();
        let mut same: BTreeSet<&str> = BTreeSet::new();
        for (document, outcome) in self.documents.iter().zip(outcomes) {
            if let Some(took) = outcome.took {
                assembled.times.push(Timed::new(&document.at, took));
            }
            let reading = match outcome.reading {
                Ok(reading) => reading,
                Err(problem) => {
                    assembled.errors.push(problem);
                    continue;
                }
            };
            let hash = document.hash.as_deref().unwrap_or_default();
            if let Some(first) = seen.insert(hash, &document.id) {
                assembled.warnings.push(
                    Problem::at(document.at.clone(), format!("the same as `{first}`"))
                        .hint("delete one of them: both are found for the same questions"),
                );
                same.insert(&document.id);
            }
            assembled.documents += 1;
            assembled.unchanged += usize::from(outcome.took.is_none());
            if let Some(until) = reading.passages.first().and_then(|passage| passage.valid.until) {
                assembled.ends.push(Ends {
                    at: document.at.clone(),
                    until,
                });
            }
            assembled.warnings.extend(reading.remarks.iter().cloned());
            assembled.passages.extend(reading.passages.iter().cloned());
            keep.insert(outcome.key, reading);
        }
        keep.write(cache, &workspace.id)?;
        if let Some(playbook) = &assembled.playbook {
            languages::fill(&mut assembled.passages, &playbook.workspace.languages);
        }

        progress.set_message(format!("{}: comparing passages", workspace.id));
        let compared: Vec<&Passage> = assembled
            .passages
            .iter()
            .filter(|passage| !same.contains(passage.document.as_str()))
            .collect();
        let alike = similar::warnings(&compared, &workspace.folder.join(DOCUMENTS));
        assembled.warnings.extend(alike);
        if self.documents.is_empty() && assembled.errors.is_empty() {
            assembled.warnings.push(
                Problem::new(
                    &workspace.folder,
                    "no documents: nothing can be answered".to_owned(),
                )
                .hint(format!(
                    "put documents into `{}`",
                    workspace.folder.join(DOCUMENTS).display()
                )),
            );
        }
        Ok(assembled)
    }
}
