//! Progress on stderr; nothing where stderr is no terminal.

use indicatif::{ProgressBar, ProgressStyle};

/// A bar over so many steps.
pub(crate) fn bar(steps: usize) -> ProgressBar {
    let bar = ProgressBar::new(steps as u64);
    if let Ok(style) = ProgressStyle::with_template("{bar:24} {pos}/{len} {elapsed} {wide_msg}") {
        bar.set_style(style);
    }
    bar
}
