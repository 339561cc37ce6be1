//! Running programs, and saying what goes on.

use std::io::{BufRead, BufReader, IsTerminal as _};
use std::process::{Command, Stdio};
use std::time::Instant;

use crate::project::{Failure, Outcome};

/// Says what begins, does it, and says how long it took.
pub(crate) fn step<T>(what: &str, work: impl FnOnce() -> Outcome<T>) -> Outcome<T> {
    eprintln!("  {what} …");
    let began = Instant::now();
    let outcome = work();
    let mark = if outcome.is_ok() { "✓" } else { "✗" };
    eprintln!("{mark} {what} ({:.1} s)", began.elapsed().as_secs_f32());
    outcome
}

/// Runs a program to its end; its output is shown only when it fails.
pub(crate) fn quiet(command: &mut Command) -> Outcome<String> {
    let name = name_of(command);
    let output = command
        .stdin(Stdio::null())
        .output()
        .map_err(|error| Failure::new(format!("`{name}` did not start: {error}")))?;
    if output.status.success() {
        return Ok(String::from_utf8_lossy(&output.stdout).into_owned());
    }
    eprint!(
        "{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
    Err(Failure::new(format!("`{name}` failed: {}", output.status)))
}

/// Runs a program whose messages go straight to the terminal; its data is shown only when it fails.
pub(crate) fn telling(command: &mut Command) -> Outcome {
    quiet(command.stderr(Stdio::inherit())).map(drop)
}

/// Runs a program whose output goes straight to the terminal.
pub(crate) fn loud(command: &mut Command) -> Outcome {
    let name = name_of(command);
    let status = command
        .stdin(Stdio::null())
        .status()
        .map_err(|error| Failure::new(format!("`{name}` did not start: {error}")))?;
    if status.success() {
        Ok(())
    } else {
        Err(Failure::new(format!("`{name}` failed: {status}")))
    }
}

/// Runs `cargo` to its end and keeps one line of the terminal up to date with the crate it compiles; where the output is
/// no terminal, nothing. The whole output is shown when it fails.
pub(crate) fn cargo(command: &mut Command) -> Outcome {
    let name = name_of(command);
    let terminal = std::io::stderr().is_terminal();
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(|error| Failure::new(format!("`{name}` did not start: {error}")))?;
    let mut output = String::new();
    let mut crates = 0_usize;
    if let Some(stderr) = child.stderr.take() {
        for line in BufReader::new(stderr).lines().map_while(Result::ok) {
            if let Some(compiled) = line.trim_start().strip_prefix("Compiling ") {
                crates += 1;
                let package = compiled.split(" (").next().unwrap_or(compiled);
                if terminal {
                    eprint!("\r\u{1b}[2K    {crates} crates, {package}");
                }
            }
            output.push_str(&line);
            output.push('\n');
        }
        if terminal && crates > 0 {
            eprint!("\r\u{1b}[2K");
        }
    }
    let status = child
        .wait()
        .map_err(|error| Failure::new(format!("`{name}`: {error}")))?;
    if status.success() {
        return Ok(());
    }
    eprint!("{output}");
    Err(Failure::new(format!("`{name}` failed: {status}")))
}

fn name_of(command: &Command) -> String {
    let program = std::path::Path::new(command.get_program());
    let mut name = program
        .file_stem()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned();
    for argument in command.get_args().take(3) {
        name.push(' ');
        name.push_str(&argument.to_string_lossy());
    }
    name
}
