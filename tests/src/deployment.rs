//! One `wrangler dev` of our own.

use std::fs;
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use tempfile::TempDir;

use crate::agent::AgentClient;
use crate::http::Client;
use crate::port::Port;
use crate::visitor::VisitorClient;

/// The set-up secret of every test deployment.
pub const SETUP_SECRET: &str = "set-up-secret-of-the-tests-0123456789";
/// The signing keys of every test deployment.
pub const SIGNING_KEYS: &str = "t1:MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";

/// How a deployment differs from the usual one.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Variables beside the usual ones, or in place of them.
    pub variables: Vec<(String, String)>,
    /// A folder of storage to open instead of an empty one. It stays when the deployment ends.
    pub storage: Option<PathBuf>,
    /// A port instead of any that is free, for pages that are open across a restart.
    pub port: Option<Port>,
    /// A folder of assets instead of `dist`.
    pub assets: Option<PathBuf>,
}

/// A running deployment.
#[derive(Debug)]
pub struct Deployment {
    child: Child,
    port: Port,
    _inspector: Port,
    /// Ids of the processes below wrangler, workerd first.
    family: Vec<u32>,
    storage: PathBuf,
    log: PathBuf,
    _folder: TempDir,
}

impl Deployment {
    /// Starts one with empty storage.
    pub fn start() -> Self {
        Self::with(&Options::default())
    }

    /// Starts one.
    ///
    /// # Panics
    /// When it does not answer within four minutes, with its log.
    pub fn with(options: &Options) -> Self {
        let root = project();
        assert!(
            root.join("worker/build/index.js").is_file(),
            "nothing is built\n\nhint: `cargo xtask test` builds first, `cargo xtask build` alone does too"
        );
        let folder = tempfile::tempdir().expect("a temporary folder");
        let storage = options
            .storage
            .clone()
            .unwrap_or_else(|| folder.path().join("storage"));
        let log = folder.path().join("wrangler.log");
        let port = options.port.clone().unwrap_or_else(Port::free);
        let inspector = Port::free();
        let output = fs::File::create(&log).unwrap();

        let bin = root.join("node_modules/.bin");
        let mut command = Command::new(bin.join("wrangler"));
        command
            .args([
                "dev",
                "--ip",
                "127.0.0.1",
                "--inspector-port",
                &inspector.number().to_string(),
                "--port",
                &port.number().to_string(),
            ])
            .args(["--show-interactive-dev-session=false", "--persist-to"])
            .arg(&storage);
        let mut variables = vec![
            ("SIGNING_KEYS".to_owned(), SIGNING_KEYS.to_owned()),
            ("SETUP_SECRET".to_owned(), SETUP_SECRET.to_owned()),
            ("FAULTS".to_owned(), "on".to_owned()),
        ];
        variables.retain(|(name, _)| options.variables.iter().all(|(other, _)| other != name));
        if let Some(assets) = &options.assets {
            command.arg("--assets").arg(assets);
        }
        for (name, value) in variables.iter().chain(&options.variables) {
            command.args(["--var", &format!("{name}:{value}")]);
        }
        // An empty file in place of the developer's own `.dev.vars`.
        let none = folder.path().join("none.env");
        fs::write(&none, "").unwrap();
        command.arg("--env-file").arg(&none);

        let path = std::env::var_os("PATH").unwrap_or_default();
        let path = std::env::join_paths(std::iter::once(bin).chain(std::env::split_paths(&path))).unwrap();
        let child = command
            .env("PATH", path)
            .env("CI", "1")
            .env("WRANGLER_SEND_METRICS", "false")
            .env("GANGWAY_BUILT", "1")
            .current_dir(&root)
            .stdin(Stdio::null())
            .stdout(output.try_clone().unwrap())
            .stderr(output)
            .spawn()
            .expect("wrangler starts");
        let mut deployment = Self {
            child,
            port,
            _inspector: inspector,
            family: Vec::new(),
            storage,
            log,
            _folder: folder,
        };
        deployment.wait_until_ready();
        let wrangler = deployment.child.id();
        deployment.family = descendants(wrangler, "workerd");
        assert!(!deployment.family.is_empty(), "workerd is a child of wrangler");
        deployment.family.extend(descendants(wrangler, ""));
        deployment
    }

    /// `http://127.0.0.1:port`.
    pub fn origin(&self) -> String {
        format!("http://127.0.0.1:{}", self.port())
    }

    /// The port.
    pub fn port(&self) -> u16 {
        self.port.number()
    }

    /// The port, to be kept for the next one.
    pub fn held_port(&self) -> Port {
        self.port.clone()
    }

    /// Where it keeps its storage.
    pub fn storage(&self) -> &Path {
        &self.storage
    }

    /// What it has logged.
    pub fn log(&self) -> String {
        fs::read_to_string(&self.log).unwrap_or_default()
    }

    /// A client without any token.
    pub fn client(&self) -> Client {
        Client::new(&self.origin())
    }

    /// A visitor who has opened a conversation.
    pub fn visitor(&self, workspace: &str) -> VisitorClient {
        VisitorClient::open(self, workspace)
    }

    /// The administrator, signed in by the set-up secret. Once per deployment.
    pub fn administrator(&self) -> AgentClient {
        AgentClient::set_up(self)
    }

    /// Ends workerd with SIGKILL, as a crash would, and the rest with it.
    pub fn crash(mut self) {
        // All at once: whoever lets it crash in the middle of things does not wait for a list of all processes, and wrangler
        // would start another workerd.
        self.family.push(self.child.id());
        signal(&self.family, "KILL");
        let _status = self.child.wait();
    }

    fn wait_until_ready(&mut self) {
        let patience = Instant::now() + Duration::from_secs(240);
        let client = self.client();
        loop {
            assert!(
                self.child.try_wait().unwrap().is_none() && Instant::now() < patience,
                "wrangler did not come up:\n{}",
                self.log()
            );
            if TcpStream::connect(("127.0.0.1", self.port())).is_ok()
                && client
                    .try_get(&format!("/v1/{}", crate::HARBOUR))
                    .is_some_and(|answer| answer.status == 200)
            {
                return;
            }
            std::thread::sleep(Duration::from_millis(100));
        }
    }
}

impl Drop for Deployment {
    fn drop(&mut self) {
        // wrangler ends its workerd when it is asked to; what is left after 5 s is ended by id.
        let children = descendants(self.child.id(), "");
        signal(&[self.child.id()], "TERM");
        let patience = Instant::now() + Duration::from_secs(5);
        while Instant::now() < patience && matches!(self.child.try_wait(), Ok(None)) {
            std::thread::sleep(Duration::from_millis(20));
        }
        signal(&children, "KILL");
        let _killed = self.child.kill();
        let _status = self.child.wait();
    }
}

/// The project's root.
pub fn project() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .expect("the tests lie below the project")
        .to_owned()
}

fn signal(processes: &[u32], name: &str) {
    let _status = Command::new("kill")
        .arg(format!("-{name}"))
        .args(processes.iter().map(u32::to_string))
        .stderr(Stdio::null())
        .status();
}

/// Ids of the processes below one whose command contains a word.
fn descendants(root: u32, word: &str) -> Vec<u32> {
    let listed = Command::new("ps")
        .args(["-A", "-ww", "-o", "pid=,ppid=,args="])
        .output()
        .expect("ps");
    let rows: Vec<(u32, u32, String)> = String::from_utf8_lossy(&listed.stdout)
        .lines()
        .filter_map(|line| {
            let mut parts = line.split_whitespace();
            Some((
                parts.next()?.parse().ok()?,
                parts.next()?.parse().ok()?,
                parts.collect::<Vec<_>>().join(" "),
            ))
        })
        .collect();
    let mut family = vec![root];
    let mut at = 0;
    while at < family.len() {
        let parent = family[at];
        family.extend(
            rows.iter()
                .filter(|(_, above, _)| *above == parent)
                .map(|(id, _, _)| *id),
        );
        at += 1;
    }
    rows.iter()
        .filter(|(id, _, args)| *id != root && family.contains(id) && args.contains(word))
        .map(|row| row.0)
        .collect()
}
