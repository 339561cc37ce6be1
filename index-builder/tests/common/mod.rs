//! A folder of workspaces, and the command line run in it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use tempfile::TempDir;

/// A folder that is removed when the test ends.
pub(crate) struct Folder(TempDir);

/// What a run came to.
pub(crate) struct Ran {
    pub(crate) code: Option<i32>,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Folder {
    pub(crate) fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    /// Two operators that are in order.
    pub(crate) fn good() -> Self {
        let folder = Self::new();
        folder.playbook("harbour");
        folder.write("operators/harbour/documents/fees.md", "# Fees\n\n## Late return\n\nA day is charged after an hour.\n\n## May I smoke?\n\nNo, smoking costs €80.\n");
        folder.write(
            "operators/harbour/documents/prices/cars.csv",
            "Class,7 days\nMini,€180\nCompact SUV,€392\n",
        );
        folder.write(
            "operators/harbour/documents/internal/limits.txt",
            "---\naudience: agents\n---\nGoodwill\n========\nUp to €50 without asking.\n",
        );
        folder.playbook("meridian");
        folder.write(
            "operators/meridian/documents/visas.html",
            "<title>Visas</title><main><p>A visa costs $160 at the border.</main>",
        );
        folder
    }

    pub(crate) fn path(&self, path: &str) -> PathBuf {
        self.0.path().join(path)
    }

    pub(crate) fn write(&self, path: &str, content: impl AsRef<[u8]>) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }

    pub(crate) fn playbook(&self, workspace: &str) {
        self.playbook_with(workspace, "");
    }

    /// A playbook with something added, from line 7 on.
    pub(crate) fn playbook_with(&self, workspace: &str, more: &str) {
        let text = format!("[workspace]\nname = \"{workspace}\"\n\n[[team]]\nid = \"desk\"\n\n{more}");
        self.write(&format!("operators/{workspace}/workspace.toml"), text);
    }

    /// Every file below a folder, sorted, with what it contains.
    pub(crate) fn files(&self, folder: &str) -> Vec<(String, Vec<u8>)> {
        let mut found = Vec::new();
        let mut open = vec![self.path(folder)];
        while let Some(folder) = open.pop() {
            for entry in fs::read_dir(folder).into_iter().flatten() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    open.push(path);
                } else {
                    let name = path
                        .strip_prefix(self.0.path())
                        .unwrap()
                        .to_str()
                        .unwrap()
                        .replace('\\', "/");
                    found.push((name, fs::read(path).unwrap()));
                }
            }
        }
        found.sort();
        found
    }

    /// `index-builder build` with the project's table.
    pub(crate) fn build(&self, more: &[&str]) -> Ran {
        let table = table();
        let mut arguments = vec![
            "build",
            "--workspaces",
            "operators",
            "--out",
            "private",
            "--stamps",
            "stamps.json",
            "--table",
            table.to_str().unwrap(),
        ];
        arguments.extend(more);
        self.run(&arguments)
    }

    pub(crate) fn run(&self, arguments: &[&str]) -> Ran {
        let output = Command::new(env!("CARGO_BIN_EXE_index-builder"))
            .args(arguments)
            .current_dir(self.0.path())
            .output()
            .unwrap();
        Ran {
            code: output.status.code(),
            stdout: String::from_utf8(output.stdout).unwrap(),
            stderr: String::from_utf8(output.stderr).unwrap(),
        }
    }
}

impl Ran {
    /// All of it, without what changes with the table and the format of the index.
    pub(crate) fn shown(&self) -> String {
        format!(
            "exit code: {}\n----- stdout -----\n{}----- stderr -----\n{}",
            self.code.unwrap(),
            steady(&self.stdout),
            steady(&self.stderr)
        )
    }
}

/// The table of the project.
pub(crate) fn table() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../models/gangway-en-256.table")
}

/// Hashes, sizes and times replaced, runs of spaces made one, without what was slow.
fn steady(text: &str) -> String {
    let mut lines = String::new();
    for line in text.lines().filter(|line| !line.starts_with("slow: ")) {
        let mut words: Vec<String> = Vec::new();
        for word in line.split(' ').filter(|word| !word.is_empty()) {
            let core = word.trim_matches(|c: char| !c.is_ascii_alphanumeric());
            let is_hash = core.len() >= 16 && core.bytes().all(|byte| byte.is_ascii_hexdigit());
            let is_unit = matches!(core, "B" | "KiB" | "MiB");
            match words.last_mut() {
                Some(number) if is_unit && number.parse::<f64>().is_ok() => {
                    *number = word.replace(core, "[size]")
                }
                Some(number) if core == "s" && number.parse::<f64>().is_ok() => {
                    *number = word.replace(core, "[time]")
                }
                _ if is_hash => words.push(word.replace(core, "[hash]")),
                _ => words.push(word.to_owned()),
            }
        }
        // Not every system tells.
        lines.push_str(&words.join(" ").replace(", at most [size] of memory", ""));
        lines.push('\n');
    }
    lines
}
