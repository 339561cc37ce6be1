//! The operators in `fixtures/` are the format's best documentation, so they must parse.
#![expect(clippy::unwrap_used, reason = "tests")]

use std::path::Path;

use gangway_playbook::{Playbook, parse};

fn fixture(workspace: &str) -> Playbook {
    let file = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../fixtures")
        .join(workspace)
        .join("workspace.toml");
    let text = std::fs::read_to_string(&file).unwrap();
    let said = |found: &[parse::Mistake]| {
        let found: Vec<String> = found.iter().map(ToString::to_string).collect();
        found.join("\n\n")
    };
    let parsed = parse::parse_all(workspace, &file.display().to_string(), &text)
        .unwrap_or_else(|mistakes| panic!("{}", said(&mistakes)));
    assert_eq!(
        said(&parsed.warnings),
        "",
        "an example has nothing to be warned of"
    );
    parsed.playbook
}

#[test]
fn both_operators_have_a_valid_playbook() {
    for workspace in ["harbour-cars", "meridian-tours"] {
        let playbook = fixture(workspace);
        assert_eq!(playbook.workspace.id.as_str(), workspace);
        assert_eq!(playbook.workspace.suggestions.len(), 3);
        assert!(playbook.workspace.accent.is_some());
        assert!(!playbook.workspace.origins.is_empty());
        assert!(
            !playbook.workspace.instant_answers,
            "nothing unsent leaves a demo"
        );
    }
}
