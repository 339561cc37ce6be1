//! The documents of a workspace: what is said about each, and reading those that have changed.

use std::collections::BTreeSet;
use std::panic::{self, AssertUnwindSafe};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use gangway_knowledge::document::About;
use gangway_knowledge::{Audience, Place, Validity};
use gangway_playbook::sources::{Said, Sources};
use indicatif::ProgressBar;
use rayon::prelude::*;

use crate::cache::Kept;
use crate::hash::{self, Hasher};
use crate::problem::Problem;
use crate::read_document::{self, Reading};
use crate::workspace::{self, Inputs};

/// One document, before it is read.
#[derive(Debug)]
pub(crate) struct Document {
    /// Its path below `documents/`, or `site/HOST/PATH`.
    pub(crate) id: String,
    /// What messages call it: its file or its address.
    pub(crate) at: String,
    /// The file that holds it.
    pub(crate) file: PathBuf,
    /// What is said about it elsewhere.
    pub(crate) about: About,
    /// A hash of its bytes; `None` when they could not be read, which is then said by reading it.
    pub(crate) hash: Option<String>,
}

/// What reading a document came to.
#[derive(Debug)]
pub(crate) struct Outcome {
    pub(crate) reading: Result<Reading, Problem>,
    /// What its passages are kept under; empty when they are not.
    pub(crate) key: String,
    /// How long reading took; `None` when what was kept could be used.
    pub(crate) took: Option<Duration>,
}

impl Document {
    /// The files of a workspace, with what its rows say about them.
    pub(crate) fn files(inputs: &Inputs) -> Vec<Self> {
        let files = inputs.documents.iter();
        files
            .map(|input| Self {
                id: input.id.clone(),
                at: input.path.display().to_string(),
                file: input.path.clone(),
                about: about(inputs.sources.about(&input.id)),
                hash: None,
            })
            .collect()
    }

    /// Hashes the bytes of all, in parallel.
    pub(crate) fn hash_all(documents: &mut [Self]) {
        documents.par_iter_mut().for_each(|document| {
            document.hash = workspace::read(&document.file).ok().map(|bytes| hash::of(&bytes));
        });
    }

    /// Reads all, in parallel; the outcomes are in the order of the documents. What is kept is not read again.
    pub(crate) fn read_all(documents: &[Self], kept: &Kept, progress: &ProgressBar) -> Vec<Outcome> {
        let tool = workspace::tool();
        documents
            .par_iter()
            .map(|document| {
                let outcome = document.read(&tool, kept, progress);
                progress.inc(1);
                outcome
            })
            .collect()
    }

    fn read(&self, tool: &str, kept: &Kept, progress: &ProgressBar) -> Outcome {
        let failed = |problem: Problem| Outcome {
            reading: Err(Problem {
                at: self.at.clone(),
                ..problem
            }),
            key: String::new(),
            took: None,
        };
        let bytes = match workspace::read(&self.file) {
            Ok(bytes) => bytes,
            Err(problem) => return failed(problem),
        };
        let key = self.key(tool, &bytes);
        if let Some(reading) = kept.get(&key) {
            return Outcome {
                reading: Ok(reading.clone()),
                key,
                took: None,
            };
        }
        progress.set_message(format!("reading {}", self.at));
        let begun = Instant::now();
        // One document must not take the others with it, whatever a format's reader makes of it.
        let read = panic::catch_unwind(AssertUnwindSafe(|| {
            read_document::read(&self.id, Path::new(&self.at), &bytes, &self.about)
        }));
        let took = Some(begun.elapsed());
        match read {
            Ok(Ok(reading)) => Outcome {
                reading: Ok(reading),
                key,
                took,
            },
            Ok(Err(problem)) => Outcome {
                took,
                ..failed(problem)
            },
            Err(_) => {
                let problem = Problem::at(self.at.clone(), "its reader failed".to_owned());
                Outcome {
                    took,
                    ..failed(problem.hint("the file is damaged, or this is a fault of ours: save it anew"))
                }
            }
        }
    }

    /// Everything that its passages are made from.
    fn key(&self, tool: &str, bytes: &[u8]) -> String {
        let mut hasher = Hasher::default();
        hasher
            .add(tool.as_bytes())
            .add(self.id.as_bytes())
            .add(format!("{:?}", self.about).as_bytes())
            .add(bytes);
        hasher.finish()
    }
}

/// Rows that are about no document, each with what may be meant.
pub(crate) fn idle_rows(inputs: &Inputs, documents: &[Document]) -> Vec<Problem> {
    let ids: BTreeSet<&str> = documents.iter().map(|document| document.id.as_str()).collect();
    let idle = inputs.sources.documents.iter().filter(|row| {
        let met = |id: &&str| row.path.matches(id);
        !ids.iter().any(met)
    });
    idle.map(|row| {
        let path = row.path.to_string();
        let problem = Problem::at(
            format!("{}:{}", inputs.file.display(), row.at),
            format!("no document is `{path}`: the row says nothing about any"),
        );
        let name = path.rsplit('/').next().unwrap_or(&path);
        let near = ids.iter().find(|id| {
            let other = id.rsplit('/').next().unwrap_or(id);
            let stem = |name: &str| name.split('.').next().unwrap_or(name).to_lowercase();
            stem(other) == stem(name)
        });
        match near {
            Some(near) => problem.hint(format!("did you mean `{near}`?")),
            None => problem.hint("paths begin below `documents/`"),
        }
    })
    .collect()
}

/// What is said about a document, in the terms of who reads it.
pub(crate) fn about(said: Said) -> About {
    let day = |day: Option<String>| day.and_then(|day| day.parse().ok());
    About {
        title: said.title,
        link: said.link,
        audience: said.for_agents.map(|for_agents| {
            if for_agents {
                Audience::Agents
            } else {
                Audience::Public
            }
        }),
        place: said.place.as_deref().and_then(Place::named),
        language: said.language,
        valid: Validity {
            from: day(said.from),
            until: day(said.until),
        },
        ..About::default()
    }
}

/// What the rows and the site say about a page.
pub(crate) fn about_page(sources: &Sources, id: &str, site: &Said) -> About {
    // A title for the whole site names only pages that have none of their own.
    let whole = Said {
        title: None,
        ..site.clone()
    };
    About {
        name: site.title.clone(),
        ..about(sources.about(id).or(&whole))
    }
}
