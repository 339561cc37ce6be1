//! `cargo xtask dev`: the demo on this machine.

use std::fs;
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use crate::project::{Failure, Outcome, Project};
use crate::run::step;
use crate::{build, tools};

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// The port of the demo
    #[arg(long, default_value_t = 8787)]
    port: u16,
    /// Say that it runs, then stop: to measure a start
    #[arg(long)]
    once: bool,
}

/// (1) Install what is missing. (2) Build. (3) Make the local secrets. (4) Start. (5) Ask for a sign-in link.
pub(crate) fn run(project: &Project, arguments: &Arguments) -> Outcome {
    let began = Instant::now();
    if TcpStream::connect(("127.0.0.1", arguments.port)).is_ok() {
        return Err(
            Failure::new(format!("port {} is taken", arguments.port)).hint(format!(
                "stop what runs there, or choose another: `cargo xtask dev --port {}`",
                arguments.port + 1
            )),
        );
    }
    tools::ensure(project)?; // (1)
    build::all(project)?; // (2)
    let secret = secrets(project)?; // (3)
    let mut server = Server::start(project, arguments.port)?; // (4)
    let address = format!("http://localhost:{}", arguments.port);
    step("Starting", || server.wait_until_ready(&address))?;
    let link = sign_in_link(&address, &secret)?; // (5)
    println!(
        "\nGangway runs after {:.0} s.\n\n  demo       {address}/\n  inbox      {address}{link}\n             (signs in once as the demo's administrator, within 15 minutes)\n  API        {address}/docs/api\n\nCtrl-C ends it. What was said is kept in .wrangler/state.",
        began.elapsed().as_secs_f32()
    );
    if arguments.once { Ok(()) } else { server.wait() }
}

/// Keeps the signing key of earlier runs, so that travellers' tokens stay good, and makes a new set-up secret, so that
/// every run can print a link.
fn secrets(project: &Project) -> Outcome<String> {
    let file = project.path(".dev.vars");
    let present = fs::read_to_string(&file).unwrap_or_default();
    let keep = |name: &str| {
        present
            .lines()
            .find(|line| line.starts_with(&format!("{name}=")))
            .map(str::to_owned)
    };
    let keys = match keep("SIGNING_KEYS") {
        Some(line) => line,
        None => format!("SIGNING_KEYS=\"dev:{}\"", random()?),
    };
    let others = present
        .lines()
        .filter(|line| !line.starts_with("SIGNING_KEYS=") && !line.starts_with("SETUP_SECRET="))
        .map(|line| format!("{line}\n"))
        .collect::<String>();
    let secret = random()?;
    crate::project::write(&file, format!("{keys}\nSETUP_SECRET=\"{secret}\"\n{others}"))?;
    Ok(secret)
}

/// 32 random bytes in base64.
fn random() -> Outcome<String> {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes).map_err(|error| Failure::new(format!("no randomness: {error}")))?;
    Ok(URL_SAFE_NO_PAD.encode(bytes))
}

fn sign_in_link(address: &str, secret: &str) -> Outcome<String> {
    let refused = |error: &dyn std::fmt::Display| Failure::new(format!("no sign-in link: {error}"));
    let mut answer = ureq::post(format!("{address}/v1/setup"))
        .header("Origin", address)
        .send_json(serde_json::json!({ "secret": secret, "name": "Ana Duarte", "email": "ana@demo.example" }))
        .map_err(|error| refused(&error))?;
    let link: serde_json::Value = answer.body_mut().read_json().map_err(|error| refused(&error))?;
    link["path"]
        .as_str()
        .map(str::to_owned)
        .ok_or_else(|| refused(&"the answer has no path"))
}

/// `wrangler dev`, ended with this program.
struct Server {
    child: Child,
    log: std::path::PathBuf,
}

impl Server {
    fn start(project: &Project, port: u16) -> Outcome<Self> {
        let log = project.target().join("xtask/dev.log");
        crate::project::write(&log, "")?;
        let output = fs::File::create(&log).map_err(|error| Failure::at(&log, &error))?;
        let errors = output.try_clone().map_err(|error| Failure::at(&log, &error))?;
        let child = Command::new(project.npm_bin("wrangler"))
            .args([
                "dev",
                "--port",
                &port.to_string(),
                "--ip",
                "127.0.0.1",
                "--show-interactive-dev-session=false",
            ])
            .env("PATH", project.search_path())
            .env("CI", "1")
            .env("WRANGLER_SEND_METRICS", "false")
            .env(build::BUILT, "1")
            .current_dir(project.path(""))
            .stdin(Stdio::null())
            .stdout(output)
            .stderr(errors)
            .spawn()
            .map_err(|error| Failure::new(format!("`wrangler dev` did not start: {error}")))?;
        Ok(Self { child, log })
    }

    fn wait_until_ready(&mut self, address: &str) -> Outcome {
        let patience = Instant::now() + Duration::from_secs(90);
        while Instant::now() < patience {
            if let Ok(Some(status)) = self.child.try_wait() {
                return Err(self.ended(&format!("ended with {status}")));
            }
            if ureq::get(format!("{address}/")).call().is_ok() {
                return Ok(());
            }
            std::thread::sleep(Duration::from_millis(100));
        }
        Err(self.ended("did not answer within 90 s"))
    }

    fn wait(&mut self) -> Outcome {
        let status = self
            .child
            .wait()
            .map_err(|error| Failure::new(error.to_string()))?;
        if status.success() {
            Ok(())
        } else {
            Err(self.ended(&format!("ended with {status}")))
        }
    }

    fn ended(&self, how: &str) -> Failure {
        let log = fs::read_to_string(&self.log).unwrap_or_default();
        let lines: Vec<&str> = log.lines().collect();
        let tail = lines[lines.len().saturating_sub(15)..].join("\n");
        Failure::new(format!("`wrangler dev` {how}\n{tail}"))
            .hint(format!("its whole log: {}", self.log.display()))
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // wrangler ends workerd when it is asked to, not when it is killed.
        #[cfg(unix)]
        let _asked = Command::new("kill").arg(self.child.id().to_string()).status();
        #[cfg(not(unix))]
        let _killed = self.child.kill();
        let _status = self.child.wait();
    }
}
