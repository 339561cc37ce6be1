//! Timed by `cargo xtask bench`.
