//! The stage: a playbook, and a reading simple enough to be foreseen by whoever reads a test.

use gangway_playbook::{Playbook, SlotKind, parse, slot};
use gangway_protocol::signals::{Basis, Kind, SlotFound, TagFound, WordsFound};
use gangway_protocol::{Answer, Citation, Signals};

/// The playbook of `desk.toml`, with more in it. Lines of `[handoff]` at its beginning take the place of those there.
pub(crate) fn playbook_with(more: &str) -> Playbook {
    let mut desk = include_str!("desk.toml").to_owned();
    let (handoff, more) = match more.trim_start().strip_prefix("[handoff]\n") {
        Some(rest) => rest.split_once("\n\n").unwrap_or((rest, "")),
        None => ("", more),
    };
    for line in handoff.lines().map(str::trim) {
        let (key, _) = line.split_once(" = ").unwrap();
        let there = desk.lines().find(|there| there.starts_with(&format!("{key} = ")));
        desk = match there.map(str::to_owned) {
            Some(there) => desk.replacen(&there, line, 1),
            None => desk.replacen("[handoff]\n", &format!("[handoff]\n{line}\n"), 1),
        };
    }
    let text = format!("{desk}\n{more}");
    parse::parse("desk", "desk.toml", &text).unwrap()
}

/// Reads a text: phrases where they stand, "a person" and "call me on" as a wish for one, "visa" as the one thing that the
/// documents know, "blorf" as what nobody understands. What asks with `¿` is Spanish, "pet" could be any language.
pub(crate) fn read(text: &str, basis: &Basis, playbook: &Playbook) -> Signals {
    let text = text.to_lowercase();
    let tags = playbook.tags.iter().filter_map(|tag| {
        let phrase = tag.says.iter().find(|phrase| text.contains(phrase.as_str()))?;
        Some(TagFound {
            tag: tag.id.clone(),
            phrase: phrase.clone(),
            sure: None,
        })
    });
    let words = playbook.rules.iter().flat_map(|rule| {
        let found = rule
            .when
            .phrases()
            .into_iter()
            .filter(|phrase| text.contains(phrase.as_str()));
        found.map(|phrase| WordsFound {
            rule: rule.id.clone(),
            phrase: phrase.clone(),
        })
    });
    // But for a place, every value that can be found on this stage has a digit.
    let digit = text.contains(|c: char| c.is_ascii_digit());
    let actions = playbook.actions.iter();
    let slots = actions.flat_map(|action| {
        action.slots.iter().filter_map(|one| {
            let sought = digit || matches!(one.kind, SlotKind::Place(_));
            let value = sought.then(|| slot::find(one, &text))??;
            Some(SlotFound {
                action: action.id.clone(),
                slot: one.id.clone(),
                value,
            })
        })
    });
    let knows = text.contains("visa");
    Signals {
        stamp: basis.stamp.clone(),
        language: match text.as_str() {
            "pet" => None,
            text if text.contains('¿') => Some("es".to_owned()),
            _ => Some("en".to_owned()),
        },
        kind: match text.as_str() {
            "hello" => Kind::Greeting,
            "thanks" => Kind::Thanks,
            _ => Kind::Question,
        },
        asks_for_person: ["a person", "call me on"]
            .into_iter()
            .find(|words| text.contains(words))
            .map(str::to_owned),
        tags: tags.collect(),
        words: words.collect(),
        slots: slots.collect(),
        confidence: match (knows, text.contains("blorf")) {
            (true, _) => 0.9,
            (false, false) => 0.1,
            (false, true) => 0.01,
        },
        answer: Some(Answer {
            text: "You need no visa.".to_owned(),
            citations: vec![citation()],
        }),
    }
}

fn citation() -> Citation {
    Citation {
        passage: "visas.md#1".into(),
        document: "visas.md".into(),
        title: "Visas".to_owned(),
        heading: vec!["Peru".to_owned()],
        text: "You need no visa.".to_owned(),
        link: None,
        page: None,
        row: None,
    }
}
