//! Ports that nobody else takes between the moment they are chosen and the one they are listened at.

use std::fs::{self, File};
use std::net::TcpListener;
use std::ops::RangeInclusive;
use std::os::unix::fs::MetadataExt as _;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::deployment::project;

/// Ports to choose from, if the system does not hand them out: those below are for programs that are known by them, and
/// Chromium refuses some.
const OURS: RangeInclusive<u16> = 11_000..=65_535;
/// What a system hands out by itself when it does not say so: no outgoing connection of anyone has another port.
const HANDED_OUT: RangeInclusive<u16> = 32_768..=65_535;

static TRIED: AtomicUsize = AtomicUsize::new(0);

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
        let told = fs::read_to_string("/proc/sys/net/ipv4/ip_local_port_range").unwrap_or_default();
        let ours = beside(&told);
        // Processes begin at places of their own, so that they seldom meet.
        let begin = std::process::id() as usize * 64;
        for _ in 0..ours.len() {
            let number = ours[(begin + TRIED.fetch_add(1, Ordering::Relaxed)) % ours.len()];
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
        panic!("no port is free");
    }

    /// The number.
    pub fn number(&self) -> u16 {
        self.number
    }
}

/// The ports beside those that the system hands out, which it tells as two numbers; all of them where it leaves none.
fn beside(told: &str) -> Vec<u16> {
    let mut ends = told.split_whitespace().map(str::parse);
    let handed_out = match (ends.next(), ends.next()) {
        (Some(Ok(first)), Some(Ok(last))) => first..=last,
        _ => HANDED_OUT,
    };
    let ours: Vec<u16> = OURS.filter(|port| !handed_out.contains(port)).collect();
    if ours.is_empty() { OURS.collect() } else { ours }
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
    fn ports_that_the_system_hands_out_are_not_chosen() {
        let ends = |told| {
            let ours = beside(told);
            (ours[0], ours[ours.len() - 1], ours.len())
        };
        assert_eq!(ends("32768\t60999\n"), (11_000, 65_535, 26_304));
        assert_eq!(ends(""), (11_000, 32_767, 21_768));
        assert_eq!(ends("1024 64999"), (65_000, 65_535, 536));
        assert_eq!(ends("1024 65535"), (11_000, 65_535, 54_536));
    }

    #[test]
    fn a_port_is_given_to_one_at_a_time() {
        let held: Vec<Port> = (0..20).map(|_| Port::free()).collect();
        let mut numbers: Vec<u16> = held.iter().map(Port::number).collect();
        numbers.sort_unstable();
        numbers.dedup();
        assert_eq!(numbers.len(), held.len());

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
