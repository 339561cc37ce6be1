//! A deployment for a spec of `tests/browser`, which Node runs with a real Chromium.
//!
//! The spec is told where the deployment is and who administers it, and may end it and start it anew: it posts a
//! [`Cue`] to an address of the stage.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write as _;
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::Duration;

use serde::Deserialize;
use serde_json::Value;
use tempfile::TempDir;

use crate::agent::AgentClient;
use crate::deployment::{Deployment, Options, project};
use crate::{receiver, second_build};

/// What a spec asks of its stage.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Cue {
    /// End workerd as a crash would, and stay down.
    Crash,
    /// Start again on the same port and folder.
    Start {
        /// With the assets of a later build.
        #[serde(default)]
        second_build: bool,
        /// With these variables.
        #[serde(default)]
        variables: BTreeMap<String, String>,
    },
}

struct Stage {
    deployment: Option<Deployment>,
    options: Options,
    administrator: String,
    cues: TcpListener,
    folder: TempDir,
}

/// Plays a spec, which is named by its file without the ending, and returns the figures that it has measured.
///
/// # Panics
/// When it fails.
pub fn play(spec: &str) -> Option<Value> {
    let mut stage = Stage::new();
    let figures = stage.folder.path().join("figures.json");
    let mut node = Node::start(spec, &stage, &figures);
    let status = loop {
        if let Some(status) = node.ended() {
            break status;
        }
        stage.take_cue();
        std::thread::sleep(Duration::from_millis(10));
    };
    assert!(
        status.success(),
        "`tests/browser/{spec}.mjs` failed; the end of the deployment's log:\n{}",
        stage.end_of_log()
    );
    let written = fs::read_to_string(figures).ok()?;
    Some(serde_json::from_str(&written).expect("the figures are JSON"))
}

impl Stage {
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let mut options = Options {
            storage: Some(folder.path().join("storage")),
            ..Options::default()
        };
        let deployment = Deployment::with(&options);
        options.port = Some(deployment.held_port());
        let administrator = AgentClient::set_up(&deployment);
        let cues = TcpListener::bind(("127.0.0.1", 0)).expect("a port for cues");
        cues.set_nonblocking(true)
            .expect("cues are looked for in between");
        Self {
            administrator: administrator
                .client
                .header("cookie")
                .unwrap_or_default()
                .to_owned(),
            deployment: Some(deployment),
            options,
            cues,
            folder,
        }
    }

    fn take_cue(&mut self) {
        let Ok((mut stream, _)) = self.cues.accept() else {
            return;
        };
        stream.set_nonblocking(false).expect("a cue is read in one go");
        let cue = receiver::take(&stream).expect("a cue");
        match serde_json::from_str(&cue.body) {
            Ok(cue) => {
                self.follow(cue);
                answer(&mut stream, 204);
            }
            Err(_) => answer(&mut stream, 400),
        }
    }

    fn follow(&mut self, cue: Cue) {
        match cue {
            Cue::Crash => self.deployment.take().expect("it runs").crash(),
            Cue::Start {
                second_build,
                variables,
            } => {
                drop(self.deployment.take());
                self.options.variables = variables.into_iter().collect();
                self.options.assets = second_build.then(|| self.second_build());
                self.deployment = Some(Deployment::with(&self.options));
            }
        }
    }

    fn second_build(&self) -> PathBuf {
        let second = self.folder.path().join("second-dist");
        if !second.exists() {
            second_build::of(&project().join("dist"), &second).expect("a second build");
        }
        second
    }

    fn end_of_log(&self) -> String {
        let log = self.deployment.as_ref().map(Deployment::log).unwrap_or_default();
        let lines: Vec<&str> = log
            .lines()
            .filter(|line| !line.contains("[wrangler:info]"))
            .collect();
        lines[lines.len().saturating_sub(30)..].join("\n")
    }
}

fn answer(stream: &mut TcpStream, status: u16) {
    let _sent = write!(
        stream,
        "HTTP/1.1 {status} \r\ncontent-length: 0\r\nconnection: close\r\n\r\n"
    );
}

/// The process that plays a spec, ended with the stage.
struct Node(Child);

impl Node {
    fn start(spec: &str, stage: &Stage, figures: &Path) -> Self {
        let root = project();
        let pictures = root.join("target/pictures");
        fs::create_dir_all(&pictures).expect("a folder for pictures");
        let chromium = std::env::var_os("CHROMIUM").expect(
            "the variable CHROMIUM names no browser\n\nhint: `cargo xtask test --only browser` looks for one",
        );
        let origin = stage
            .deployment
            .as_ref()
            .map(Deployment::origin)
            .unwrap_or_default();
        let cues = stage.cues.local_addr().expect("an address for cues");
        let child = Command::new(root.join("node_modules/.bin/node"))
            .args(["--test", "--test-reporter=spec"])
            .arg(root.join(format!("tests/browser/{spec}.mjs")))
            .env("CHROMIUM", chromium)
            .env("ORIGIN", origin)
            .env("ADMINISTRATOR", &stage.administrator)
            .env("CUES", format!("http://{cues}/"))
            .env("PICTURES", pictures)
            .env("FIGURES", figures)
            .stdin(Stdio::null())
            .stdout(std::io::stderr())
            .spawn()
            .expect("Node starts");
        Self(child)
    }

    fn ended(&mut self) -> Option<ExitStatus> {
        self.0.try_wait().expect("Node is a child")
    }
}

impl Drop for Node {
    fn drop(&mut self) {
        let _killed = self.0.kill();
        let _status = self.0.wait();
    }
}
