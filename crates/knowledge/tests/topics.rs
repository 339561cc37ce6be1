//! What a text is about, by a few examples of each topic.
#![expect(clippy::unwrap_used, reason = "tests")]

use std::path::Path;
use std::sync::LazyLock;

use gangway_knowledge::{About, Table, Topic, Topics};

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../models/gangway-en-256.table");
    Table::read(&std::fs::read(file).unwrap()).unwrap()
});

const TOPICS: [(&str, [&str; 4]); 3] = [
    (
        "lost-luggage",
        [
            "my suitcase is missing",
            "the airline has lost our bags",
            "my backpack did not arrive with the plane",
            "we landed but our luggage is still in Lima",
        ],
    ),
    (
        "visa",
        [
            "which papers do I need to enter the country",
            "is a passport enough at the border",
            "how do I apply for a visa",
            "do you help with entry permits",
        ],
    ),
    (
        "altitude",
        [
            "how do I cope with the height",
            "I get dizzy in the mountains",
            "are there pills against altitude sickness",
            "is the air very thin up there",
        ],
    ),
];

fn topics(count: usize) -> Topics {
    let examples: Vec<(&str, Vec<String>)> = TOPICS
        .iter()
        .take(count)
        .map(|(name, examples)| (*name, examples.map(str::to_owned).to_vec()))
        .collect();
    let topics: Vec<Topic<'_>> = examples
        .iter()
        .map(|(name, examples)| Topic { name, examples })
        .collect();
    Topics::new(&topics, &TABLE)
}

#[test]
fn texts_that_share_no_phrase_with_an_example_are_known_by_what_they_mean() {
    let topics = topics(3);
    for (text, topic) in [
        ("I can't find my bags anywhere at the airport", 0),
        ("my rucksack was not on the plane", 0),
        ("what documents do I need at the border?", 1),
        ("do I need a permit to enter Bolivia?", 1),
        ("I am afraid of feeling sick so high in the mountains", 2),
        ("will I be dizzy at that height?", 2),
    ] {
        let about = topics.best(text, None, &TABLE).unwrap();
        assert_eq!(about.topic, topic, "{text}: {about:?}");
        assert!(about.confidence > 0.5, "{text}: {about:?}");
    }
}

#[test]
fn a_text_about_none_of_them_is_not_sure_of_any() {
    for count in 1..=3 {
        let topics = topics(count);
        for text in [
            "is breakfast included at the hotel?",
            "what time does the train leave on Sunday",
            "can I pay in two instalments",
            "tell me a joke",
        ] {
            let about = topics.best(text, None, &TABLE).unwrap();
            assert!(about.confidence < 0.3, "{count}: {text}: {about:?}");
        }
    }
}

#[test]
fn the_example_that_comes_closest_is_told() {
    let about = topics(3)
        .best("pills against the altitude sickness?", None, &TABLE)
        .unwrap();
    assert_eq!((about.topic, about.example), (2, 2));
}

#[test]
fn without_examples_or_known_words_nothing_is_said() {
    let none = Topics::new(&[], &TABLE);
    assert!(none.is_empty());
    assert_eq!(none.best("my suitcase is missing", None, &TABLE), None);
    let nameless = Topics::new(
        &[Topic {
            name: "luggage",
            examples: &[],
        }],
        &TABLE,
    );
    assert_eq!(nameless.best("luggage", None, &TABLE), None);
    assert_eq!(topics(3).best("", None, &TABLE), None);
}

#[test]
fn a_topic_without_examples_is_passed_over_and_counts_for_nothing() {
    let (_, examples) = &TOPICS[0];
    let examples = examples.map(str::to_owned);
    let first = Topic {
        name: "lost-luggage",
        examples: &examples,
    };
    let nothing = Topic {
        name: "vip",
        examples: &[],
    };
    let text = "my bag is gone";
    let alone = Topics::new(&[first], &TABLE).best(text, None, &TABLE).unwrap();
    let second = Topics::new(&[nothing, first], &TABLE)
        .best(text, None, &TABLE)
        .unwrap();
    assert_eq!(second, About { topic: 1, ..alone });
}

#[test]
fn a_language_that_the_table_does_not_know_is_about_nothing() {
    let topics = topics(3);
    let text = "my suitcase is missing";
    let knows = |language: &str| {
        TABLE.languages().is_empty() || TABLE.languages().iter().any(|known| known == language)
    };
    for language in ["en", "is", "eu"] {
        let about = topics.best(text, Some(language), &TABLE);
        assert_eq!(about.is_some(), knows(language), "{language}");
    }
}
