//! Playbooks, indexes and tables: read from the deployment's assets once per isolate and kept below a cap in bytes,
//! since one isolate of 128 MB serves many workspaces.
//!
//! Everything is named by its hash and never changes, so nothing is ever invalidated. While one request reads a
//! file, others that need it wait by their own timers: a future of another request must not be awaited on this
//! platform, and a hundred copies of one index at once would not fit.

mod shelf;

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::rc::Rc;
use std::time::Duration;

use gangway_knowledge::{Assembly, Day, Index, Table, Texts};
use gangway_playbook::Playbook;
use gangway_protocol::{Code, Hash, Problem, WorkspaceId};
use gangway_reading::Prepared;
use serde::Deserialize;
use worker::{Date, Delay, Env, Fetcher, Headers, RequestInit, Response};

use crate::http::problem::{Failure, refuse};
use crate::{json, log};
use shelf::Shelf;

/// Binding of the assets.
const ASSETS: &str = "ASSETS";
/// What is kept at most, by [`Volume::memory`]. The rest of the isolate's memory is for reading a file, whose bytes are
/// there beside what is made of them.
const CAP: usize = 72 * 1024 * 1024;
/// What a byte of JSON takes once it is read, with what is made of a playbook's phrases.
const OF_JSON: usize = 6;
/// How long to wait for another request that reads the same file: tries of [`PAUSE`].
const TRIES: usize = 400;
const PAUSE: Duration = Duration::from_millis(5);

/// What a workspace was deployed with.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Deployed {
    /// The workspace.
    pub(crate) workspace: WorkspaceId,
    /// Hash of its playbook.
    pub(crate) playbook: Hash,
    /// Hash of its index.
    pub(crate) index: Hash,
    /// Hash of its table.
    pub(crate) table: Hash,
}

/// A playbook with what reading needs of it.
#[derive(Debug)]
pub(crate) struct Guide {
    /// The playbook.
    pub(crate) playbook: Playbook,
    /// Its phrases.
    pub(crate) prepared: Prepared,
}

impl Guide {
    fn new(playbook: Playbook) -> Self {
        let prepared = Prepared::new(&playbook);
        Self { playbook, prepared }
    }
}

/// `/private/manifest.json`.
#[derive(Deserialize, Debug)]
struct Manifest {
    /// Of workspaces whose rows name none.
    table: Hash,
    workspaces: Vec<ManifestRow>,
}

#[derive(Deserialize, Debug)]
struct ManifestRow {
    id: WorkspaceId,
    playbook: Hash,
    index: Hash,
    /// The table that the index was built with. Manifests of earlier builds do not say.
    table: Option<Hash>,
}

impl Manifest {
    /// What a workspace was deployed with, if it was.
    fn deployed(&self, workspace: &WorkspaceId) -> Option<Deployed> {
        let row = self.workspaces.iter().find(|row| row.id == *workspace)?;
        Some(Deployed {
            workspace: row.id.clone(),
            playbook: row.playbook.clone(),
            index: row.index.clone(),
            table: row.table.as_ref().unwrap_or(&self.table).clone(),
        })
    }
}

/// Anything on the shelf.
#[derive(Clone, Debug)]
enum Volume {
    Manifest(Rc<Manifest>),
    Guide(Rc<Guide>),
    Index(Index),
    Texts(Texts),
    Table(Rc<Table>),
}

impl Volume {
    /// How many bytes of memory it takes, whose file has so many.
    fn memory(&self, file: usize) -> usize {
        match self {
            Self::Index(index) => index.memory(),
            Self::Texts(texts) => texts.memory(),
            Self::Table(table) => table.memory(),
            Self::Manifest(_) | Self::Guide(_) => file.saturating_mul(OF_JSON),
        }
    }
}

thread_local! {
    static SHELF: RefCell<Shelf<Volume>> = const { RefCell::new(Shelf::new(CAP)) };
    static BEING_READ: RefCell<BTreeSet<String>> = const { RefCell::new(BTreeSet::new()) };
}

/// What a workspace was deployed with. Refused when there is no such workspace.
pub(crate) async fn deployed(env: &Env, workspace: &WorkspaceId) -> Result<Deployed, Failure> {
    manifest(env)
        .await?
        .deployed(workspace)
        .ok_or_else(|| refuse(Code::NotFound, "There is no such workspace."))
}

/// All workspaces of the deployment.
pub(crate) async fn workspaces(env: &Env) -> Result<Vec<WorkspaceId>, Failure> {
    let manifest = manifest(env).await?;
    Ok(manifest.workspaces.iter().map(|row| row.id.clone()).collect())
}

/// The playbook a workspace was deployed with.
pub(crate) async fn guide(env: &Env, deployed: &Deployed) -> Result<Rc<Guide>, Failure> {
    let path = format!("{}/playbook-{}.json", deployed.workspace, deployed.playbook);
    let volume = volume(env, &path, async |bytes| {
        let playbook = json::read(&bytes).map_err(|reason| unusable(&path, &reason))?;
        Ok(Volume::Guide(Rc::new(Guide::new(playbook))))
    });
    match volume.await? {
        Volume::Guide(guide) => Ok(guide),
        Volume::Manifest(_) | Volume::Index(_) | Volume::Texts(_) | Volume::Table(_) => {
            Err(unusable(&path, "it is something else"))
        }
    }
}

/// The playbook of a conversation's episode, which a conversation has sent because it is not the deployed one.
pub(crate) fn adopted(deployed: &Deployed, hash: &Hash, playbook: Playbook) -> Rc<Guide> {
    let path = format!("{}/playbook-{hash}.json", deployed.workspace);
    let guide = Rc::new(Guide::new(playbook));
    let volume = Volume::Guide(guide.clone());
    let bytes = volume.memory(serde_json::to_vec(&guide.playbook).map_or(0, |json| json.len()));
    SHELF.with_borrow_mut(|shelf| shelf.keep(&path, volume, bytes));
    guide
}

/// A playbook that is on the shelf already, by its hash.
pub(crate) fn known(deployed: &Deployed, hash: &Hash) -> Option<Rc<Guide>> {
    let path = format!("{}/playbook-{hash}.json", deployed.workspace);
    match SHELF.with_borrow_mut(|shelf| shelf.find(&path)) {
        Some(Volume::Guide(guide)) => Some(guide),
        Some(Volume::Manifest(_) | Volume::Index(_) | Volume::Texts(_) | Volume::Table(_)) | None => None,
    }
}

/// The index a workspace was deployed with. Texts that stand in files of their own are not at hand
/// ([`add_texts`]).
pub(crate) async fn index(env: &Env, deployed: &Deployed) -> Result<Index, Failure> {
    let path = format!("{}/index-{}.postcard", deployed.workspace, deployed.index);
    let volume = volume(env, &path, async |bytes| {
        let mut assembly = Assembly::begin(bytes).map_err(|error| unusable(&path, &error.to_string()))?;
        // It is larger than what one file can be: what would not fit beside it goes first.
        SHELF.with_borrow_mut(|shelf| shelf.make_room(assembly.bytes()));
        while let Some(part) = assembly.lacking() {
            let part = format!("{}/part-{part}.postcard", deployed.workspace);
            let bytes = fetch(env, &part).await?;
            assembly
                .add(&bytes)
                .map_err(|error| unusable(&part, &error.to_string()))?;
        }
        let index = assembly
            .finish()
            .map_err(|error| unusable(&path, &error.to_string()))?;
        Ok(Volume::Index(index))
    });
    match volume.await? {
        Volume::Index(index) => Ok(index),
        Volume::Manifest(_) | Volume::Guide(_) | Volume::Texts(_) | Volume::Table(_) => {
            Err(unusable(&path, "it is something else"))
        }
    }
}

/// Adds the texts of these passages to an index, where they are not at hand. Returns whether any were added.
pub(crate) async fn add_texts(
    env: &Env,
    deployed: &Deployed,
    index: &mut Index,
    passages: impl IntoIterator<Item = usize>,
) -> Result<bool, Failure> {
    let mut any = false;
    for passage in passages {
        let Some(hash) = index
            .lacking(passage)
            .and_then(|file| index.text_files().nth(file))
        else {
            continue;
        };
        let path = format!("{}/texts-{hash}.postcard", deployed.workspace);
        let volume = volume(env, &path, async |bytes| {
            let texts = Texts::take(bytes).map_err(|error| unusable(&path, &error.to_string()))?;
            Ok(Volume::Texts(texts))
        });
        let Volume::Texts(texts) = volume.await? else {
            return Err(unusable(&path, "it is something else"));
        };
        index
            .add(texts)
            .map_err(|error| unusable(&path, &error.to_string()))?;
        any = true;
    }
    Ok(any)
}

/// The table of a workspace. Several that have the same share it.
pub(crate) async fn table(env: &Env, deployed: &Deployed) -> Result<Rc<Table>, Failure> {
    let path = format!("table-{}.postcard", deployed.table);
    let volume = volume(env, &path, async |bytes| {
        let table = Table::take(bytes).map_err(|error| unusable(&path, &error.to_string()))?;
        Ok(Volume::Table(Rc::new(table)))
    });
    match volume.await? {
        Volume::Table(table) => Ok(table),
        Volume::Manifest(_) | Volume::Guide(_) | Volume::Index(_) | Volume::Texts(_) => {
            Err(unusable(&path, "it is something else"))
        }
    }
}

/// The day, in UTC: documents hold by days, and a zone's few hours more or less are no harm.
pub(crate) fn today() -> Option<Day> {
    Day::of_millis(Date::now().as_millis())
}

/// Fetches an asset. `held`: the version that the client has, as an `If-None-Match` header says it.
pub(crate) async fn asset(env: &Env, path: &str, held: Option<&str>) -> Result<Response, Failure> {
    let assets: Fetcher = env.assets(ASSETS)?;
    let mut init = RequestInit::new();
    if let Some(held) = held {
        let headers = Headers::new();
        headers.set("if-none-match", held)?;
        init.with_headers(headers);
    }
    // The host is not looked at.
    let address = format!("https://assets.local/{path}");
    Ok(assets.fetch(address, Some(init)).await?)
}

async fn manifest(env: &Env) -> Result<Rc<Manifest>, Failure> {
    let path = "manifest.json";
    let volume = volume(env, path, async |bytes| {
        let manifest = json::read(&bytes).map_err(|reason| unusable(path, &reason))?;
        Ok(Volume::Manifest(Rc::new(manifest)))
    });
    match volume.await? {
        Volume::Manifest(manifest) => Ok(manifest),
        Volume::Guide(_) | Volume::Index(_) | Volume::Texts(_) | Volume::Table(_) => {
            Err(unusable(path, "it is something else"))
        }
    }
}

/// A file of `private/`, from the shelf or read and put there.
async fn volume(
    env: &Env,
    path: &str,
    parse: impl AsyncFnOnce(Vec<u8>) -> Result<Volume, Failure>,
) -> Result<Volume, Failure> {
    for _ in 0..TRIES {
        if let Some(volume) = SHELF.with_borrow_mut(|shelf| shelf.find(path)) {
            return Ok(volume);
        }
        let Some(_reader) = Reader::begin(path) else {
            Delay::from(PAUSE).await;
            continue;
        };
        return read(env, path, parse).await;
    }
    // Whoever was reading it did not come to an end.
    read(env, path, parse).await
}

async fn read(
    env: &Env,
    path: &str,
    parse: impl AsyncFnOnce(Vec<u8>) -> Result<Volume, Failure>,
) -> Result<Volume, Failure> {
    let bytes = fetch(env, path).await?;
    let size = bytes.len();
    let volume = parse(bytes).await?;
    SHELF.with_borrow_mut(|shelf| shelf.keep(path, volume.clone(), volume.memory(size)));
    Ok(volume)
}

/// The bytes of a file of `private/`.
async fn fetch(env: &Env, path: &str) -> Result<Vec<u8>, Failure> {
    let mut response = asset(env, &format!("private/{path}"), None).await?;
    if response.status_code() != 200 {
        return Err(unusable(path, "it is not there"));
    }
    Ok(response.bytes().await?)
}

fn unusable(path: &str, reason: &str) -> Failure {
    log::error(
        "asset.unusable",
        &serde_json::json!({ "path": path, "reason": reason }),
    );
    Problem::new(
        Code::Unavailable,
        format!("This deployment lacks `private/{path}`, or cannot read it."),
    )
    .hint("run `cargo xtask build` and deploy again")
    .into()
}

/// Marks a file as being read until dropped, also when the request is given up in between.
struct Reader(String);

impl Reader {
    fn begin(path: &str) -> Option<Self> {
        BEING_READ
            .with_borrow_mut(|being_read| being_read.insert(path.to_owned()))
            .then(|| Self(path.to_owned()))
    }
}

impl Drop for Reader {
    fn drop(&mut self) {
        BEING_READ.with_borrow_mut(|being_read| being_read.remove(&self.0));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_s_table_holds_and_without_one_the_manifest_s() {
        let manifest: Manifest = serde_json::from_str(
            r#"{"table": "0011", "workspaces": [
                {"id": "old", "playbook": "aa", "index": "bb"},
                {"id": "own", "playbook": "cc", "index": "dd", "table": "2233", "parts": ["ee"]}]}"#,
        )
        .expect("a manifest");
        let table = |workspace: &str| {
            let deployed = manifest.deployed(&workspace.into())?;
            Some(deployed.table.to_string())
        };
        assert_eq!(table("old").as_deref(), Some("0011"));
        assert_eq!(table("own").as_deref(), Some("2233"));
        assert_eq!(table("other"), None);
    }
}
