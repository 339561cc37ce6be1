//! The embedding tables of workspaces: each file is read once, and each table written once, however many use it.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use gangway_knowledge::{Index, Table};

use crate::failure::Failure;
use crate::problem::Problem;
use crate::report;
use crate::workspace::Inputs;

/// The table of a deployment, where none is named.
pub(crate) const DEFAULT: &str = "models/gangway-en-256.table";
/// The largest table. It stands in memory together with an index, and beside what else the Worker keeps.
pub(crate) const LARGEST: usize = 20 * 1024 * 1024;

/// A table and the bytes of its file.
#[derive(Debug)]
pub(crate) struct Loaded {
    pub(crate) table: Table,
    pub(crate) bytes: Vec<u8>,
}

/// Tables that were read, by their files.
#[derive(Debug)]
pub(crate) struct Tables {
    /// Where the deployment's own table lies: others are looked for beside it.
    beside: PathBuf,
    read: Mutex<BTreeMap<PathBuf, Result<Arc<Loaded>, Failure>>>,
}

impl Tables {
    /// None yet. `default` is the deployment's table.
    pub(crate) fn new(default: &Path) -> Self {
        Self {
            beside: default.parent().unwrap_or_else(|| Path::new("")).to_owned(),
            read: Mutex::default(),
        }
    }

    /// The table that a workspace names; `None` when it names none.
    ///
    /// # Errors
    /// When there is no such file, when it is no table of this version, and when it is too large.
    pub(crate) fn named(&self, inputs: &Inputs) -> Result<Option<Arc<Loaded>>, Problem> {
        let Some(named) = &inputs.sources.table else {
            return Ok(None);
        };
        let at = format!("{}:{}", inputs.file.display(), named.at);
        let own = inputs.file.parent().unwrap_or_else(|| Path::new(""));
        let folders = [own, &self.beside];
        let Some(file) = folders
            .iter()
            .map(|folder| folder.join(&named.path))
            .find(|file| file.is_file())
        else {
            let [own, beside] = folders.map(shown);
            return Err(Problem::at(
                at,
                format!("there is no table `{}` in `{own}` or `{beside}`", named.path),
            )
            .hint("make one with `index-builder import-model`, or leave `table` out for the deployment's"));
        };
        let mut read = self.read.lock().unwrap_or_else(PoisonError::into_inner);
        let loaded = read
            .entry(file.clone())
            .or_insert_with(|| load(&file).map(Arc::new));
        loaded.clone().map(Some).map_err(|failure| failure.at(at))
    }
}

/// Reads a table file.
///
/// # Errors
/// When it cannot be read, is no table of this version, or is too large.
pub(crate) fn load(file: &Path) -> Result<Loaded, Failure> {
    let unread = |error| {
        Failure::io("read", file, &error)
            .hint("name a table with `--table`, or make one with `index-builder import-model`")
    };
    let what = format!("`{}`", file.display());
    let size = std::fs::metadata(file).map_err(unread)?.len();
    fits(&what, usize::try_from(size).unwrap_or(usize::MAX))?;
    let bytes = std::fs::read(file).map_err(unread)?;
    let table = Table::read(&bytes).map_err(|error| Failure::new(format!("{what}: {error}")))?;
    Ok(Loaded { table, bytes })
}

/// Refuses a table of so many bytes when they are too many.
pub(crate) fn fits(what: &str, bytes: usize) -> Result<(), Failure> {
    if bytes <= LARGEST {
        return Ok(());
    }
    let (size, most) = (report::bytes(bytes as u64), report::bytes(LARGEST as u64));
    Err(
        Failure::new(format!("{what}: the table has {size}, more than {most}")).hint(
            "import it with fewer word pieces, `--keep-for FOLDER` for those of your documents or `--most PIECES`, \
             or with fewer bits, `--bits 4`",
        ),
    )
}

/// The table to search an index with: the one that is named, or the one that a build wrote beside the index, or the
/// deployment's. Says on stderr when the index was built with another one.
pub(crate) fn of_index(named: Option<&Path>, file: &Path, index: &Index) -> Result<Table, Failure> {
    let name = format!("table-{}.postcard", index.table());
    let built = file
        .ancestors()
        .skip(1)
        .take(2)
        .map(|folder| folder.join(&name))
        .find(|table| table.is_file());
    let path = named.map(Path::to_owned).or(built);
    let path = path.as_deref().unwrap_or(Path::new(DEFAULT));
    let table = load(path)?.table;
    if table.hash() != index.table() {
        eprintln!(
            "warning: the index was built with another table than `{}`: only words are searched\n\nhint: it is of `{}`, {}; \
             name that with `--table`",
            path.display(),
            index.model(),
            index.table(),
        );
    }
    Ok(table)
}

fn shown(folder: &Path) -> String {
    if folder.as_os_str().is_empty() {
        ".".to_owned()
    } else {
        folder.display().to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_that_is_too_large_is_refused_with_what_helps() {
        assert!(fits("`a.table`", LARGEST).is_ok());
        assert_eq!(
            fits("`a.table`", LARGEST + 100_000)
                .expect_err("too large")
                .to_string(),
            "`a.table`: the table has 20.1 MiB, more than 20.0 MiB\n\n\
             hint: import it with fewer word pieces, `--keep-for FOLDER` for those of your documents or `--most PIECES`, \
             or with fewer bits, `--bits 4`"
        );
    }
}
