//! A workspace's files → its playbook and its passages, and all that is wrong with them.

use std::collections::BTreeMap;

use gangway_knowledge::Passage;
use gangway_knowledge::document::About;
use gangway_playbook::{Playbook, parse};
use indicatif::ProgressBar;

use crate::problem::Problem;
use crate::read_document;
use crate::workspace::{DOCUMENTS, Inputs, Workspace};

/// What a workspace comes to.
#[derive(Debug)]
pub(crate) struct Assembled {
    /// `None` when the playbook is wrong: the workspace cannot be served.
    pub(crate) playbook: Option<Playbook>,
    /// Documents that could be read.
    pub(crate) documents: usize,
    /// Their passages, in the order of the documents.
    pub(crate) passages: Vec<Passage>,
    /// What is wrong.
    pub(crate) errors: Vec<Problem>,
    /// What is odd.
    pub(crate) warnings: Vec<Problem>,
}

/// Parses the playbook and reads every document. What is broken is named, the rest is read.
pub(crate) fn assemble(workspace: &Workspace, inputs: &mut Inputs, progress: &ProgressBar) -> Assembled {
    let mut assembled = Assembled {
        playbook: None,
        documents: 0,
        passages: Vec::new(),
        errors: std::mem::take(&mut inputs.problems),
        warnings: Vec::new(),
    };
    match playbook(workspace, inputs) {
        Ok(playbook) => assembled.playbook = Some(playbook),
        Err(problems) => assembled.errors.extend(problems),
    }

    let mut seen: BTreeMap<&[u8], &str> = BTreeMap::new();
    for input in &inputs.documents {
        progress.set_message(format!("{}/{}", workspace.id, input.id));
        match read_document::read(&input.id, &input.path, &input.bytes, &About::default()) {
            Ok(mut reading) => {
                if let Some(first) = seen.insert(&input.bytes, &input.id) {
                    assembled.warnings.push(
                        Problem::new(&input.path, format!("the same as `{first}`"))
                            .hint("delete one of them: both are found for the same questions"),
                    );
                }
                assembled.documents += 1;
                assembled.passages.append(&mut reading.passages);
                assembled.warnings.append(&mut reading.remarks);
            }
            Err(problem) => assembled.errors.push(problem),
        }
        progress.inc(1);
    }
    if inputs.documents.is_empty() && assembled.errors.is_empty() {
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
    assembled
}

fn playbook(workspace: &Workspace, inputs: &Inputs) -> Result<Playbook, Vec<Problem>> {
    let file = &inputs.file;
    let bytes = inputs
        .playbook
        .as_ref()
        .map_err(|error| vec![Problem::io("read", file, error)])?;
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let problem = Problem::new(file, format!("not UTF-8 at byte {}", error.valid_up_to()));
        vec![problem.hint("save the file in UTF-8")]
    })?;
    parse::parse(&workspace.id, &file.display().to_string(), text)
        .map_err(|mistakes| mistakes.into_iter().map(Problem::playbook).collect())
}
