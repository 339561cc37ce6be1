#![no_main]

#[path = "../../crates/knowledge/tests/bodies/mod.rs"]
#[allow(dead_code)]
mod bodies;

libfuzzer_sys::fuzz_target!(|data: &[u8]| bodies::cut(data));
