//! From where a conversation has its playbooks: out of the deployment's files, once, into its own storage.

use gangway_playbook::Playbook;
use gangway_protocol::{Hash, WorkspaceId};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use worker::Env;

/// A playbook could not be fetched.
#[derive(Debug, thiserror::Error)]
pub(super) enum Missing {
    /// The deployment has no such file.
    #[error("`{0}` is not in this deployment")]
    File(String),
    /// The file is not what it should be.
    #[error("`{0}` cannot be read: {1}")]
    Form(String, String),
    /// The deployment's files could not be asked for.
    #[error("the deployment's files cannot be reached: {0}")]
    Unreachable(String),
}

impl From<worker::Error> for Missing {
    fn from(error: worker::Error) -> Self {
        Self::Unreachable(error.to_string())
    }
}

#[derive(Deserialize)]
struct Manifest {
    workspaces: Vec<Listed>,
}

#[derive(Deserialize)]
struct Listed {
    id: WorkspaceId,
    playbook: Hash,
}

/// The playbook of this hash.
pub(super) async fn fetch(env: &Env, workspace: &WorkspaceId, hash: &Hash) -> Result<Playbook, Missing> {
    if !is_plain(workspace.as_str()) || !is_plain(hash.as_str()) {
        return Err(Missing::File(format!("{workspace}/playbook-{hash}.json")));
    }
    asset(env, &format!("private/{workspace}/playbook-{hash}.json")).await
}

/// The playbook of this hash, or the workspace's own of the deployment that this object still runs: for some
/// minutes after a deployment, Workers know files that the objects do not have.
pub(super) async fn fetch_or_own(
    env: &Env,
    workspace: &WorkspaceId,
    hash: &Hash,
) -> Result<(Hash, Playbook), Missing> {
    match fetch(env, workspace, hash).await {
        Ok(playbook) => Ok((hash.clone(), playbook)),
        Err(Missing::File(file)) => {
            let manifest: Manifest = asset(env, "private/manifest.json").await?;
            let own = manifest
                .workspaces
                .into_iter()
                .find(|listed| listed.id == *workspace);
            let own = own.ok_or(Missing::File(file))?.playbook;
            let playbook = fetch(env, workspace, &own).await?;
            Ok((own, playbook))
        }
        Err(other @ (Missing::Form(..) | Missing::Unreachable(_))) => Err(other),
    }
}

async fn asset<T: DeserializeOwned>(env: &Env, path: &str) -> Result<T, Missing> {
    let mut response = env
        .assets("ASSETS")?
        .fetch(format!("https://assets.local/{path}"), None)
        .await?;
    match response.status_code() {
        200 => {
            let text = response.text().await?;
            serde_json::from_str(&text).map_err(|error| Missing::Form(path.to_owned(), error.to_string()))
        }
        404 => Err(Missing::File(path.to_owned())),
        status => Err(Missing::Unreachable(format!("status {status}"))),
    }
}

/// Whether a name can stand in a path as it is.
fn is_plain(name: &str) -> bool {
    !name.is_empty()
        && name
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_that_would_leave_its_folder_is_not_plain() {
        assert!(is_plain("meridian-tours"));
        assert!(is_plain("0f3a"));
        for refused in ["", "..", "a/b", "a%2f", "A"] {
            assert!(!is_plain(refused), "{refused}");
        }
    }
}
