//! From a traveller's message to the agent's page, in a real Chromium. Prints one JSON object.

fn main() {
    let figures = gangway_tests::stage::play("latency").expect("the spec measures");
    println!("{figures}");
}
