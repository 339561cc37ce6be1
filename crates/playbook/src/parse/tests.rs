#![expect(clippy::unwrap_used, reason = "tests")]

use super::*;

/// Every key once.
const WHOLE: &str = include_str!("whole.toml");

#[test]
fn compiled_playbook_format_unchanged() {
    // Conversations keep the playbook of their episode: a change here must be paired with a migration plan.
    insta::assert_json_snapshot!(parse("meridian-tours", "workspace.toml", WHOLE).unwrap());
}
