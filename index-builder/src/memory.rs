//! How much memory the program took.

use std::fs;

/// The most memory it had at any time, in bytes; `None` where the system does not tell.
pub(crate) fn peak() -> Option<u64> {
    in_status(&fs::read_to_string("/proc/self/status").ok()?)
}

/// `VmHWM` of Linux, see `proc_pid_status(5)`: the peak of the resident set, in KiB.
fn in_status(status: &str) -> Option<u64> {
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kib: u64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    kib.checked_mul(1024)
}

#[cfg(test)]
mod tests {
    use super::in_status;

    #[test]
    fn the_peak_stands_in_the_status_of_the_process() {
        assert_eq!(
            in_status("VmPeak:\t  9 kB\nVmHWM:\t  2048 kB\nVmRSS: 1 kB\n"),
            Some(2_097_152)
        );
        assert_eq!(in_status("Name: index-builder\n"), None);
    }
}
