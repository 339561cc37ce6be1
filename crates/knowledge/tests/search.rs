//! Searching a small knowledge base of our own.
#![expect(clippy::unwrap_used, reason = "a panic is how a test fails")]

use std::path::Path;
use std::sync::LazyLock;

use gangway_knowledge::{
    Audience, Filter, Found, Index, Passage, Place, Query, Table, Validity, build, search,
};

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../models/gangway-en-256.table");
    Table::read(&std::fs::read(path).unwrap()).unwrap()
});
static INDEX: LazyLock<Index> = LazyLock::new(|| Index::read(&build::build(passages(), &TABLE)).unwrap());

/// Three branches with the same questions, and what is true of all.
fn passages() -> Vec<Passage> {
    let branches = [
        (
            "lisbon",
            "Lisbon Riverside Desk",
            "from 8:00 to 20:00",
            "in the square outside",
            0,
        ),
        (
            "porto",
            "Porto Station Desk",
            "from 9:00 to 18:00",
            "in the station's garage",
            1,
        ),
        (
            "faro",
            "Faro Beach Kiosk",
            "from 10:00 to 16:00",
            "along the promenade",
            1,
        ),
    ];
    let mut passages = Vec::new();
    for (id, name, hours, parking, partition) in branches {
        let about = |number: u32, heading: &str, text: String| Passage {
            id: format!("{id}#{number}"),
            document: format!("{id}.md"),
            title: name.to_owned(),
            heading: vec![heading.to_owned()],
            text,
            place: Some(Place {
                id: id.to_owned(),
                name: name.to_owned(),
            }),
            partition: Some(partition),
            ..Passage::default()
        };
        passages.push(about(1, "Opening hours", format!("The {name} is open {hours}.")));
        passages.push(about(2, "Parking", format!("You can park {parking}.")));
        passages.push(about(
            3,
            "Pets",
            format!("Dogs are welcome at the {name}, cats are not."),
        ));
    }
    let general = |number: u32, heading: &str, text: &str, audience: Audience| Passage {
        id: format!("terms#{number}"),
        document: "terms.md".to_owned(),
        title: "Terms".to_owned(),
        heading: vec![heading.to_owned()],
        text: text.to_owned(),
        audience,
        ..Passage::default()
    };
    passages.push(general(
        1,
        "Cancellation",
        "A booking can be cancelled free of charge until 48 hours before pick-up.",
        Audience::Public,
    ));
    passages.push(general(
        2,
        "Lost luggage",
        "If your suitcase is lost, tell the duty desk at once and keep the baggage tag.",
        Audience::Public,
    ));
    passages.push(general(
        3,
        "Goodwill refunds",
        "Agents may refund up to 50 euros as a goodwill gesture without asking a manager.",
        Audience::Agents,
    ));
    passages
}

fn ask(text: &str, context: &[&str], filter: Filter<'_>) -> Found {
    let query = Query {
        text,
        context,
        before: &[],
        language: None,
        filter,
        limit: 5,
    };
    search(&INDEX, &TABLE, &query)
}

#[test]
fn what_does_not_hold_on_the_day_is_not_found() {
    let passage = |id: &str, text: &str, from: Option<&str>, until: Option<&str>| Passage {
        id: id.to_owned(),
        heading: vec!["Opening hours".to_owned()],
        text: text.to_owned(),
        valid: Validity {
            from: from.map(|day| day.parse().unwrap()),
            until: until.map(|day| day.parse().unwrap()),
        },
        ..Passage::default()
    };
    let passages = vec![
        passage(
            "summer",
            "We open at 8:00.",
            Some("2027-04-01"),
            Some("2027-10-31"),
        ),
        passage(
            "winter",
            "We open at 9:00.",
            Some("2026-11-01"),
            Some("2027-03-31"),
        ),
        passage("always", "The car park never closes.", None, None),
    ];
    let index = Index::read(&build::build(passages, &TABLE)).unwrap();
    let found = |on: Option<&str>| {
        let query = Query {
            text: "When do you open?",
            context: &[],
            before: &[],
            language: None,
            filter: Filter {
                on: on.map(|day| day.parse().unwrap()),
                ..Filter::default()
            },
            limit: 5,
        };
        let found = search(&index, &TABLE, &query);
        let mut ids: Vec<String> = found
            .hits
            .iter()
            .map(|hit| index.id(hit.passage).to_owned())
            .collect();
        ids.sort();
        ids
    };
    assert_eq!(found(Some("2027-03-31")), ["always", "winter"]);
    assert_eq!(found(Some("2027-04-01")), ["always", "summer"]);
    assert_eq!(found(Some("2027-11-01")), ["always"]);
    assert_eq!(found(None), ["always", "summer", "winter"]);
}

/// What is found first when somebody goes on with what they said before.
fn after(before: &[&str], text: &str) -> String {
    let query = Query {
        text,
        context: before,
        before,
        language: None,
        filter: Filter::default(),
        limit: 5,
    };
    ids(&search(&INDEX, &TABLE, &query))[0].to_owned()
}

fn ids(found: &Found) -> Vec<&str> {
    found.hits.iter().map(|hit| INDEX.id(hit.passage)).collect()
}

fn first(text: &str, context: &[&str]) -> String {
    ids(&ask(text, context, Filter::default()))[0].to_owned()
}

#[test]
fn a_question_finds_its_passage_in_other_words() {
    assert_eq!(first("my bag is missing", &[]), "terms#2");
    assert_eq!(first("can I call off my reservation", &[]), "terms#1");
    assert_eq!(first("when do you open in Porto?", &[]), "porto#1");
}

#[test]
fn the_place_talked_about_last_is_followed() {
    let question = "Can I park there?";
    assert_eq!(
        first(question, &["I'll be at the Lisbon Riverside Desk."]),
        "lisbon#2"
    );
    assert_eq!(
        first(
            question,
            &[
                "Tell me about Lisbon Riverside.",
                "And the Faro Beach Kiosk?",
                "Yes."
            ]
        ),
        "faro#2"
    );
    assert_eq!(
        first("Can I park at the Porto Station Desk?", &["Faro Beach Kiosk"]),
        "porto#2"
    );
}

#[test]
fn the_words_of_a_name_are_not_taken_for_the_question() {
    // "beach" is nearer to the promenade than dogs are, but it only says where.
    assert_eq!(first("Are dogs allowed at the Faro Beach Kiosk?", &[]), "faro#3");
}

#[test]
fn a_filter_admits_its_place_its_partition_and_what_belongs_to_all() {
    let place = Filter {
        place: Some("porto"),
        ..Filter::default()
    };
    let found = ask("When do you open?", &["The Faro Beach Kiosk is nice."], place);
    assert_eq!(ids(&found)[0], "porto#1");
    assert!(ids(&found).iter().all(|id| id.starts_with("porto")));

    let partition = Filter {
        partition: Some(1),
        ..Filter::default()
    };
    let found = search(
        &INDEX,
        &TABLE,
        &Query {
            text: "When do you open?",
            context: &[],
            before: &[],
            language: None,
            filter: partition,
            limit: 100,
        },
    );
    assert_eq!(
        found.hits.len(),
        8,
        "two branches and the public terms: {:?}",
        ids(&found)
    );
    assert!(!ids(&found).iter().any(|id| id.starts_with("lisbon")));

    let nowhere = Filter {
        place: Some("madrid"),
        ..Filter::default()
    };
    assert_eq!(ask("When do you open?", &[], nowhere), Found::default());
}

#[test]
fn a_question_that_leaves_something_out_means_what_was_said_before() {
    let pets = "Are dogs allowed at the Porto Station Desk?";
    assert_eq!(after(&[pets], "And at the Faro Beach Kiosk?"), "faro#3");
    assert_eq!(
        after(&[pets, "And in Faro?"], "What about Lisbon Riverside?"),
        "lisbon#3",
        "what leans itself is not leant on"
    );
    assert_eq!(after(&["When is the Lisbon desk open?"], "and cats?"), "lisbon#3");
}

#[test]
fn a_question_that_stands_by_itself_means_nothing_else() {
    let question = "until when can I cancel a booking free of charge";
    assert_eq!(after(&["Where do I park in Faro?"], question), "terms#1");
}

#[test]
fn a_slip_of_the_finger_is_forgiven() {
    assert_eq!(first("my suitcse is lost", &[]), "terms#2");
    assert_eq!(first("cancelation of a booking", &[]), "terms#1");
}

#[test]
fn what_holds_everywhere_comes_before_what_holds_somewhere() {
    let passage = |id: &str, place: Option<&str>| Passage {
        id: id.to_owned(),
        heading: vec!["Delayed flights".to_owned()],
        text: "When the flight is delayed, the car is kept for two hours.".to_owned(),
        place: place.map(|name| Place {
            id: name.to_owned(),
            name: name.to_owned(),
        }),
        ..Passage::default()
    };
    let passages = vec![passage("lisbon", Some("Lisbon")), passage("all", None)];
    let index = Index::read(&build::build(passages, &TABLE)).unwrap();
    let first = |text| {
        let query = Query {
            text,
            context: &[],
            before: &[],
            language: None,
            filter: Filter::default(),
            limit: 2,
        };
        let found = search(&index, &TABLE, &query);
        (index.id(found.hits[0].passage).to_owned(), found.evidence)
    };
    let (id, evidence) = first("what if my flight is delayed");
    assert_eq!(
        (id.as_str(), evidence.elsewhere, evidence.there),
        ("all", 0.0, 0.0)
    );
    let (id, evidence) = first("what if my flight to Lisbon is delayed");
    assert_eq!(
        (id.as_str(), evidence.elsewhere, evidence.there),
        ("lisbon", 0.0, 1.0)
    );
}

#[test]
fn of_two_passages_about_the_same_the_one_with_the_kind_of_answer_comes_first() {
    let passage = |id: &str, text: &str| Passage {
        id: id.to_owned(),
        heading: vec!["The deposit".to_owned()],
        text: text.to_owned(),
        ..Passage::default()
    };
    let passages = vec![
        passage(
            "how",
            "The deposit is blocked on the card at pick-up and released after the return.",
        ),
        passage(
            "much",
            "The deposit on the card at pick-up is 200 euros, and 900 euros for vans.",
        ),
    ];
    let index = Index::read(&build::build(passages, &TABLE)).unwrap();
    let ask = |text| {
        let query = Query {
            text,
            context: &[],
            before: &[],
            language: None,
            filter: Filter::default(),
            limit: 1,
        };
        let found = search(&index, &TABLE, &query);
        (
            index.id(found.hits[0].passage).to_owned(),
            found.evidence.kind - found.evidence.lacks,
        )
    };
    assert_eq!(ask("How much is the deposit?"), ("much".to_owned(), 1.0));
    assert_eq!(ask("When is the deposit released?"), ("how".to_owned(), 0.0));
    assert_eq!(
        ask("What time is the deposit released and blocked?"),
        ("how".to_owned(), -1.0)
    );
}

#[test]
fn a_wish_is_answered_less_surely_than_a_question_about_the_same() {
    let sure = |text| ask(text, &[], Filter::default()).confidence;
    let (asked, wished) = (
        sure("Can I park at the Faro Beach Kiosk?"),
        sure("I want to park at the Faro Beach Kiosk."),
    );
    assert!(asked > wished + 0.2, "{asked} {wished}");
}

#[test]
fn an_answer_about_a_place_that_nobody_named_is_less_sure() {
    let sure = |text| ask(text, &[], Filter::default());
    let (named, unnamed) = (sure("Can I park at the Faro Beach Kiosk?"), sure("Can I park?"));
    assert!(
        named.confidence > unnamed.confidence + 0.05,
        "{named:?} {unnamed:?}"
    );
    assert_eq!(unnamed.evidence.elsewhere, 1.0);
    let given = Filter {
        place: Some("faro"),
        ..Filter::default()
    };
    let evidence = ask("Can I park?", &[], given).evidence;
    assert_eq!(
        (evidence.elsewhere, evidence.there, evidence.given),
        (0.0, 1.0, 1.0)
    );
}

#[test]
fn what_is_excluded_is_not_found() {
    let without = Filter {
        exclude: &["terms#2"],
        ..Filter::default()
    };
    let found = ask("my suitcase is lost", &[], without);
    assert!(!ids(&found).contains(&"terms#2"));
    assert!(found.confidence < ask("my suitcase is lost", &[], Filter::default()).confidence);
}

#[test]
fn a_visitor_never_sees_what_is_for_agents() {
    let question = "how much may agents refund as goodwill without a manager";
    let agents = Filter {
        audience: Audience::Agents,
        ..Filter::default()
    };
    assert_eq!(ids(&ask(question, &[], agents))[0], "terms#3");
    assert!(!ids(&ask(question, &[], Filter::default())).contains(&"terms#3"));
}

#[test]
fn a_question_from_elsewhere_has_low_confidence_and_one_from_here_high() {
    for question in [
        "what is the capital of Peru?",
        "write me a poem",
        "asdf qwertz",
        "",
        "???",
    ] {
        let found = ask(question, &[], Filter::default());
        assert!(found.confidence < 0.45, "{question}: {}", found.confidence);
    }
    for question in [
        "I lost my luggage",
        "Can I park at the Faro Beach Kiosk?",
        "until when can I cancel a booking",
    ] {
        let found = ask(question, &[], Filter::default());
        assert!(found.confidence >= 0.45, "{question}: {}", found.confidence);
    }
}

#[test]
fn the_answer_stands_in_the_first_hit() {
    let found = ask("my suitcase is lost", &[], Filter::default());
    let text = INDEX.text(found.hits[0].passage).unwrap();
    assert!(text.contains(&found.answer.unwrap()));
}

#[test]
fn another_table_leaves_the_words() {
    let mut tokenizer = serde_json::json!({
        "model": { "type": "WordPiece", "continuing_subword_prefix": "##", "vocab": { "lost": 0, "open": 1 } },
        "normalizer": { "type": "BertNormalizer", "lowercase": true }
    });
    let rows: Vec<u8> = [1f32, 0.0, 0.0, 1.0]
        .iter()
        .flat_map(|value| value.to_le_bytes())
        .collect();
    let head = r#"{"embeddings":{"dtype":"F32","shape":[2,2],"data_offsets":[0,16]}}"#;
    let mut tensors = (head.len() as u64).to_le_bytes().to_vec();
    tensors.extend_from_slice(head.as_bytes());
    tensors.extend_from_slice(&rows);
    let import = |tokenizer: &serde_json::Value| {
        let import = build::Import {
            name: "tiny",
            bits: gangway_knowledge::Bits::Eight,
            languages: &[],
            keep: None,
        };
        build::import_model(&import, tokenizer.to_string().as_bytes(), &tensors)
    };
    let table = Table::read(&import(&tokenizer).unwrap().bytes).unwrap();
    let query = Query {
        text: "my suitcase is lost",
        context: &[],
        before: &[],
        language: None,
        filter: Filter::default(),
        limit: 5,
    };
    let found = search(&INDEX, &table, &query);
    assert_eq!(ids(&found)[0], "terms#2");
    assert!(
        found
            .hits
            .iter()
            .all(|hit| hit.parts.meaning == 0.0 && hit.parts.late == 0.0)
    );

    tokenizer["model"]["type"] = "WordLevel".into();
    let error = import(&tokenizer).unwrap_err().to_string();
    assert_eq!(
        error,
        "`tokenizer.json`: `WordLevel` is not read: only WordPiece with `##`, Unigram and BPE are"
    );
}

#[test]
fn the_same_passages_give_the_same_bytes() {
    let many = || {
        let mut many = Vec::new();
        for round in 0..60 {
            many.extend(passages().into_iter().map(|passage| Passage {
                id: format!("{}-{round}", passage.id),
                text: format!("{} Version {round}.", passage.text),
                ..passage
            }));
        }
        many
    };
    assert_eq!(many().len(), 720);
    assert!(build::build(many(), &TABLE) == build::build(many(), &TABLE));
}

#[test]
fn an_index_of_nothing_finds_nothing() {
    let empty = Index::read(&build::build(Vec::new(), &TABLE)).unwrap();
    let query = Query {
        text: "when do you open?",
        context: &["Lisbon"],
        before: &[],
        language: None,
        filter: Filter::default(),
        limit: 5,
    };
    assert_eq!(search(&empty, &TABLE, &query), Found::default());
}
