//! What a later deployment looks like to a browser: the same pages, every asset under another name, the old ones gone.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// Copies a `dist` and gives every asset another hash, as if its content had changed.
///
/// # Panics
/// When the copy has no assets: it would be no second build.
///
/// # Errors
/// When a file cannot be read or written.
pub fn of(first: &Path, second: &Path) -> io::Result<()> {
    copy(first, second)?;
    let mut renamed = Vec::new();
    for file in fs::read_dir(second.join("assets"))? {
        let file = file?.path();
        let (before, after) = (name(&file), later(&name(&file)));
        fs::rename(&file, file.with_file_name(&after))?;
        renamed.push((before, after));
    }
    assert!(!renamed.is_empty(), "no assets in {}", first.display());
    let is_text = |file: &Path| {
        file.extension()
            .is_some_and(|kind| kind == "html" || kind == "js")
    };
    for file in files_below(second)?.into_iter().filter(|file| is_text(file)) {
        let mut text = fs::read_to_string(&file)?;
        for (before, after) in &renamed {
            text = text.replace(before, after);
        }
        fs::write(&file, text)?;
    }
    Ok(())
}

/// `widget-0123….js` → `widget-second0123….js`.
fn later(name: &str) -> String {
    match name.rsplit_once('-') {
        Some((page, hash)) => format!("{page}-second{hash}"),
        None => format!("second-{name}"),
    }
}

fn name(file: &Path) -> String {
    file.file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned()
}

fn files_below(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            files.extend(files_below(&path)?);
        } else {
            files.push(path);
        }
    }
    Ok(files)
}

/// Copies a folder with everything below it.
///
/// # Errors
/// When a file cannot be read or written.
pub fn copy(from: &Path, to: &Path) -> io::Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy(&entry.path(), &target)?;
        } else {
            fs::copy(entry.path(), target)?;
        }
    }
    Ok(())
}
