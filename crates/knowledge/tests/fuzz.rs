//! The bodies of `fuzz/` for a moment, on inputs that are always the same: what CI has time for.

mod bodies;

use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

/// Runs a body on so many inputs.
fn run(cases: u32, inputs: impl Strategy<Value = Vec<u8>>, body: fn(&[u8])) {
    let config = Config {
        cases,
        failure_persistence: None,
        ..Config::default()
    };
    let seed = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
    let outcome = TestRunner::new_with_rng(config, seed).run(&inputs, |input| {
        body(&input);
        Ok(())
    });
    assert!(outcome.is_ok(), "{outcome:?}");
}

fn any_bytes(most: usize) -> impl Strategy<Value = Vec<u8>> {
    proptest::collection::vec(any::<u8>(), 0..most)
}

#[test]
fn no_document_breaks_the_splitter() {
    let pieces = "(# |## |---\n|title: a\n|until: 2027|<h2>|</p>|<table><tr><td>|<script>|\\| a \\| b \\|\n|- |1\\. |Q: |A: |\"|,|;|\t\
        |\n\n|\n|&amp;|<!--|\\*\\*|```\n|\\[a\\]\\(b\\)|[a-zé车 .!?]{1,12}|\\PC){0,40}";
    let texts = (any::<u8>(), pieces).prop_map(|(format, text)| [&[format], text.as_bytes()].concat());
    run(600, texts, bodies::split);
    run(200, any_bytes(400), bodies::split);
}

#[test]
fn no_text_breaks_the_tokeniser() {
    run(
        300,
        "(\\PC|[a-z]{1,9} |##|\\[UNK\\]|[.!?…'’-]|\u{301}|\u{200d}|車){0,80}".prop_map(String::into_bytes),
        bodies::cut,
    );
    run(150, any_bytes(200), bodies::cut);
}

#[test]
fn no_altered_file_breaks_a_reader() {
    run(1_500, any_bytes(20), bodies::open);
}
