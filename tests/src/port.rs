//! Ports that nobody else takes between the moment they are chosen and the one they are listened at.

use std::fs::{self, File};
use std::net::TcpListener;
use std::os::unix::fs::MetadataExt as _;
use std::sync::Arc;
use std::sync::atomic::{AtomicU16, Ordering};

use crate::deployment::project;

/// Below those that a system hands out by itself, from 32,768 on: no outgoing connection of anyone has one of these.
const FIRST: u16 = 20_000;
const LAST: u16 = 31_999;

static TRIED: AtomicU16 = AtomicU16::new(0);

/// A port that belongs to whoever has this, also across a restart of what listens at it.
#[derive(Clone, Debug)]
pub struct Port {
    number: u16,
    /// Locked for as long as it is open: no other test of this machine chooses the same port meanwhile.
    _held: Arc<File>,
}

impl Port {
    /// Any that is free.
    ///
    /// # Panics
    /// When none is.
    pub fn free() -> Self {
        let locks = locks();
        // Processes begin at places of their own, so that they seldom meet.
        let begin = std::process::id() * 64;
        let span = u32::from(LAST - FIRST) + 1;
        for _ in FIRST..=LAST {
            let step = begin + u32::from(TRIED.fetch_add(1, Ordering::Relaxed));
            let number = FIRST + u16::try_from(step % span).unwrap();
            let file = File::options()
                .create(true)
                .truncate(false)
                .write(true)
                .open(locks.join(number.to_string()))
                .expect("a lock file");
            // Held by another test, or listened at by a stranger.
            if file.try_lock().is_ok() && TcpListener::bind(("127.0.0.1", number)).is_ok() {
                return Self {
                    number,
                    _held: Arc::new(file),
                };
            }
        }
        panic!("no port between {FIRST} and {LAST} is free");
    }

    /// The number.
    pub fn number(&self) -> u16 {
        self.number
    }
}

/// A folder that all checkouts of a user share.
fn locks() -> std::path::PathBuf {
    let user = fs::metadata(project()).unwrap().uid();
    let folder = std::env::temp_dir().join(format!("gangway-ports-{user}"));
    fs::create_dir_all(&folder).expect("a folder for locks");
    folder
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_port_is_given_to_one_at_a_time_and_is_none_of_the_systems_own() {
        let held: Vec<Port> = (0..20).map(|_| Port::free()).collect();
        let mut numbers: Vec<u16> = held.iter().map(Port::number).collect();
        numbers.sort_unstable();
        numbers.dedup();
        assert_eq!(numbers.len(), held.len());
        let handed_out = TcpListener::bind(("127.0.0.1", 0)).unwrap();
        let handed_out = handed_out.local_addr().unwrap().port();
        assert!(!(FIRST..=LAST).contains(&handed_out), "{handed_out}");

        // Another process cannot have it, and the lock is not inherited by what is started.
        let lock = locks().join(numbers[0].to_string());
        let other = File::options().write(true).open(lock).unwrap();
        assert!(other.try_lock().is_err());
        let mut child = std::process::Command::new("sleep").arg("5").spawn().unwrap();
        drop(held);
        assert!(other.try_lock().is_ok());
        child.kill().unwrap();
        child.wait().unwrap();
    }
}
