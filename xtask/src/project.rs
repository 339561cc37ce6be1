//! Where things are, and what goes wrong.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::{env, fmt, fs, io};

/// The project's folders.
pub(crate) struct Project {
    root: PathBuf,
}

/// Why a command ended early: what happened, and what to do.
#[derive(Debug)]
pub(crate) struct Failure {
    message: String,
    hint: Option<String>,
}

/// The outcome of a step.
pub(crate) type Outcome<T = ()> = Result<T, Failure>;

impl Project {
    /// The project this program was compiled in.
    pub(crate) fn find() -> Outcome<Self> {
        let manifest = Path::new(env!("CARGO_MANIFEST_DIR"));
        let root = manifest
            .parent()
            .filter(|root| root.join("wrangler.toml").is_file())
            .ok_or_else(|| Failure::new("this is not a checkout of Gangway: there is no wrangler.toml"))?;
        Ok(Self {
            root: root.to_owned(),
        })
    }

    /// A path below the root.
    pub(crate) fn path(&self, below: impl AsRef<Path>) -> PathBuf {
        self.root.join(below)
    }

    /// The folder of the assets that are deployed.
    pub(crate) fn dist(&self) -> PathBuf {
        self.path("dist")
    }

    /// A program of an npm package.
    pub(crate) fn npm_bin(&self, name: &str) -> PathBuf {
        let name = if cfg!(windows) {
            format!("{name}.cmd")
        } else {
            name.to_owned()
        };
        self.path("node_modules/.bin").join(name)
    }

    /// A program of a crate that was installed inside the project.
    pub(crate) fn tool(&self, name: &str) -> PathBuf {
        self.path(".tools/bin")
            .join(format!("{name}{}", env::consts::EXE_SUFFIX))
    }

    /// Cargo's target folder.
    pub(crate) fn target(&self) -> PathBuf {
        env::var_os("CARGO_TARGET_DIR").map_or_else(|| self.path("target"), |folder| self.path(folder))
    }

    /// `PATH` with the project's own Node and tools first.
    pub(crate) fn search_path(&self) -> OsString {
        let own = [self.path("node_modules/.bin"), self.path(".tools/bin")];
        let inherited = env::var_os("PATH").unwrap_or_default();
        env::join_paths(own.into_iter().chain(env::split_paths(&inherited))).unwrap_or(inherited)
    }

    /// The version of a package in `Cargo.lock`.
    pub(crate) fn locked_version(&self, package: &str) -> Outcome<String> {
        let lock = read(&self.path("Cargo.lock"))?;
        lock.split("[[package]]")
            .find(|block| block.contains(&format!("name = \"{package}\"\n")))
            .and_then(|block| block.split("version = \"").nth(1))
            .and_then(|rest| rest.split('"').next())
            .map(str::to_owned)
            .ok_or_else(|| Failure::new(format!("`{package}` is not in Cargo.lock")))
    }
}

impl Failure {
    /// A failure with a sentence.
    pub(crate) fn new(message: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            hint: None,
        }
    }

    /// The same with what to do.
    pub(crate) fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// A failure of the file system at a path.
    pub(crate) fn at(path: &Path, error: &io::Error) -> Self {
        Self::new(format!("{}: {error}", path.display()))
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)?;
        if let Some(hint) = &self.hint {
            write!(f, "\n\nhint: {hint}")?;
        }
        Ok(())
    }
}

/// Reads a text file.
pub(crate) fn read(path: &Path) -> Outcome<String> {
    fs::read_to_string(path).map_err(|error| Failure::at(path, &error))
}

/// Reads a file.
pub(crate) fn read_bytes(path: &Path) -> Outcome<Vec<u8>> {
    fs::read(path).map_err(|error| Failure::at(path, &error))
}

/// Writes a file and the folders above it; leaves it alone when it already holds these bytes.
pub(crate) fn write(path: &Path, bytes: impl AsRef<[u8]>) -> Outcome {
    let bytes = bytes.as_ref();
    if fs::read(path).is_ok_and(|present| present == bytes) {
        return Ok(());
    }
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(|error| Failure::at(folder, &error))?;
    }
    fs::write(path, bytes).map_err(|error| Failure::at(path, &error))
}

/// Every file below a folder, in the order of their paths. A folder that is absent has none.
pub(crate) fn files_below(folder: &Path) -> Outcome<Vec<PathBuf>> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        let entries = match fs::read_dir(&folder) {
            Ok(entries) => entries,
            Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
            Err(error) => return Err(Failure::at(&folder, &error)),
        };
        for entry in entries {
            let path = entry.map_err(|error| Failure::at(&folder, &error))?.path();
            if path.is_dir() {
                folders.push(path);
            } else {
                found.push(path);
            }
        }
    }
    found.sort();
    Ok(found)
}
