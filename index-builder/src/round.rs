//! One round over all workspaces: what `build` and `check` have in common.
//!
//! 1. The workspaces are found, their playbooks read, the pages of their sites fetched, one workspace after the other.
//! 2. Each is worked on, several at once; what goes wrong with one harms no other.
//! 3. It is said what was done.

use std::path::{Path, PathBuf};
use std::time::Instant;

use clap::Args;
use gangway_knowledge::Day;
use gangway_knowledge::build::Sizes;
use indicatif::ProgressBar;
use rayon::prelude::*;

use crate::assemble::{Gathered, Reach};
use crate::failure::Failure;
use crate::output::LARGEST_ASSET;
use crate::problem::Problem;
use crate::report::{Artifact, Report, Row};
use crate::today::Today;
use crate::workspace::Workspace;
use crate::{Outcome, progress};

/// What is gone over, and how.
#[derive(Args)]
pub(crate) struct Options {
    /// Folder with one subfolder per workspace.
    #[arg(long, value_name = "FOLDER", default_value = "fixtures")]
    workspaces: PathBuf,
    /// Only this workspace; of `build`, the others stay as they were built.
    #[arg(long, value_name = "ID")]
    workspace: Option<String>,
    #[command(flatten)]
    reach: Reach,
    #[command(flatten)]
    files: FileSizes,
    #[command(flatten)]
    today: Today,
    /// Write the report as JSON.
    #[arg(long)]
    json: bool,
}

/// When an index is cut into files, and how large they become.
#[derive(Clone, Copy, Args)]
pub(crate) struct FileSizes {
    /// Cut an index of more bytes into parts, with its texts in files of their own.
    #[arg(long, value_name = "BYTES", default_value_t = Sizes::default().whole as u64, value_parser = clap::value_parser!(u64).range(..=LARGEST_ASSET as u64))]
    whole_size: u64,
    /// Bytes of a part.
    #[arg(long, value_name = "BYTES", default_value_t = Sizes::default().part as u64, value_parser = clap::value_parser!(u64).range(1_000..=LARGEST_ASSET as u64 - 1_000))]
    part_size: u64,
    /// Bytes of a file of texts, about.
    #[arg(long, value_name = "BYTES", default_value_t = Sizes::default().texts as u64, value_parser = clap::value_parser!(u64).range(100..=1 << 20))]
    texts_size: u64,
}

impl FileSizes {
    pub(crate) fn sizes(self) -> Sizes {
        Sizes {
            whole: self.whole_size as usize,
            part: self.part_size as usize,
            texts: self.texts_size as usize,
        }
    }
}

impl Options {
    /// The one workspace that is asked for, if it is one.
    pub(crate) fn only(&self) -> Option<&str> {
        self.workspace.as_deref()
    }

    /// Folder that keeps what was read.
    pub(crate) fn cache(&self) -> &Path {
        &self.reach.cache
    }

    pub(crate) fn sizes(&self) -> Sizes {
        self.files.sizes()
    }
}

/// The workspaces with what was gathered of each.
pub(crate) struct Round<'a> {
    arguments: &'a Options,
    begun: Instant,
    today: Day,
    workspaces: Vec<Workspace>,
    gathered: Vec<Gathered>,
    said_by_sites: Vec<Vec<Problem>>,
}

/// What a round came to: for each workspace what was made of it, in the order of their ids.
pub(crate) struct Done<'a, T> {
    pub(crate) made: Vec<T>,
    arguments: &'a Options,
    begun: Instant,
    today: Day,
    said_by_sites: Vec<Vec<Problem>>,
}

impl<'a> Round<'a> {
    /// Finds the workspaces and gathers their documents.
    pub(crate) fn begin(arguments: &'a Options) -> Result<Self, Failure> {
        let begun = Instant::now();
        let today = arguments.today.day()?;
        let workspaces = Workspace::find(&arguments.workspaces, arguments.only())?;
        let fetching = progress::spinner();
        let mut gathered: Vec<Gathered> = workspaces
            .iter()
            .map(|workspace| {
                let mut gathered = Gathered::new(workspace, &arguments.reach, &fetching);
                gathered.inputs.hold_on(today);
                gathered
            })
            .collect();
        fetching.finish_and_clear();
        let said_by_sites = gathered
            .iter_mut()
            .map(|gathered| std::mem::take(&mut gathered.said_by_sites))
            .collect();
        Ok(Self {
            arguments,
            begun,
            today,
            workspaces,
            gathered,
            said_by_sites,
        })
    }

    /// Works on every workspace. `steps`: what each takes besides its documents.
    pub(crate) fn each<T: Send>(
        self,
        steps: usize,
        work: impl Fn(&Workspace, Gathered, &ProgressBar) -> Result<T, Failure> + Sync,
    ) -> Result<Done<'a, T>, Failure> {
        let documents = self
            .gathered
            .iter()
            .map(|gathered| gathered.documents.len() + steps);
        let progress = progress::bar(documents.sum());
        let made = self
            .workspaces
            .par_iter()
            .zip(self.gathered)
            .map(|(workspace, gathered)| work(workspace, gathered, &progress))
            .collect::<Result<_, Failure>>()?;
        progress.finish_and_clear();
        Ok(Done {
            made,
            arguments: self.arguments,
            begun: self.begun,
            today: self.today,
            said_by_sites: self.said_by_sites,
        })
    }
}

impl<T> Done<'_, T> {
    /// Says what was done. `table`: the deployment's, when it was written.
    pub(crate) fn report(self, table: Option<Artifact>, row: impl Fn(T) -> Row) -> Outcome {
        let rows = self
            .made
            .into_iter()
            .zip(self.said_by_sites)
            .map(|(made, said)| row(made).with_warnings(said))
            .collect();
        Report::new(table, rows, self.begun.elapsed(), self.today).finish(self.arguments.json)
    }
}
