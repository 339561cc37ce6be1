//! What is asked of the operator's own questions.

use super::{LEAST, added};
use crate::parse::parse_all;

#[test]
fn quality_is_read_beside_the_playbook() {
    let read = |text: &str| {
        let sources = parse_all("least", "workspace.toml", &format!("{LEAST}\n{text}"))
            .unwrap()
            .sources;
        sources.quality
    };
    assert_eq!(read(""), None);
    let quality = read("[quality]\nfound_first = 0.8\ninvented = 0.1\n").unwrap();
    assert_eq!(quality.questions, "questions.jsonl");
    assert_eq!((quality.found_first, quality.invented), (Some(0.8), Some(0.1)));
    assert_eq!(
        (quality.found_five, quality.answered, quality.precision),
        (None, None, None)
    );
    let quality =
        read("[quality]\nquestions = \"tests/asked.jsonl\"\nanswered = 1\nfound_five = 0.9\nprecision = 0.7")
            .unwrap();
    assert_eq!(quality.questions, "tests/asked.jsonl");
    assert_eq!(
        (quality.answered, quality.found_five, quality.precision),
        (Some(1.0), Some(0.9), Some(0.7))
    );
}

#[test]
fn mistakes_about_quality_are_placed() {
    let cases = [
        (
            "[quality]\nfound_frist = 0.8\nanswered = 80\n",
            "workspace.toml:8:1: unknown key `found_frist` in `[quality]`\n\nhint: did you mean `found_first`?\n---\n\
             workspace.toml:9:12: `answered` must be from 0 to 1\n\nhint: for 80 per cent write `0.8`",
        ),
        (
            "[quality]\nquestions = \"questions.jsonl\"\n",
            "workspace.toml:7:1: `[quality]` asks for nothing\n\nhint: add `found_first`, `found_five`, `answered` or \
             `precision`, at least so much, or `invented`, at most so much",
        ),
        (
            "[quality]\nquestions = \"../other/questions.jsonl\"\nanswered = 0.5\n",
            "workspace.toml:8:13: `../other/questions.jsonl` is no file in the workspace's folder\n\nhint: write its \
             path from `workspace.toml` on, with `/` between folders: `questions.jsonl`",
        ),
    ];
    for (text, expected) in cases {
        assert_eq!(added(text), expected);
    }
}
