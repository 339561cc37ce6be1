//! From documents, as an operator writes them, to what a visitor is answered: two questions at once, documents that do
//! not hold on the day, and documents that are for agents only.
#![expect(clippy::unwrap_used, reason = "tests")]

use std::path::Path;
use std::sync::LazyLock;

use gangway_knowledge::{Day, Index, Table, build, document};
use gangway_playbook::{Playbook, parse};
use gangway_protocol::{Hash, Seq, Signals, Stamp};
use gangway_reading::{Message, Prepared, read};

/// Path, front matter, text.
const DOCUMENTS: [(&str, &str, &str); 6] = [
    (
        "visas.md",
        "title: Visas",
        "## Visas for Peru\n\nBritish citizens do not need a visa for Peru. They may stay for 90 days.\n\n\
         ## Visas for Bolivia\n\nCitizens of the United States need a visa for Bolivia, which costs $160.",
    ),
    (
        "luggage.md",
        "title: Luggage",
        "## Luggage on the train\n\nOn the train to Machu Picchu one bag of 8 kg is allowed.",
    ),
    (
        "winter.md",
        "title: Winter prices\nuntil: 2027-03-31",
        "## Price of the salt flats trip\n\nThe salt flats trip costs $690 per person.",
    ),
    (
        "summer.md",
        "title: Summer prices\nfrom: 2027-04-01",
        "## Price of the salt flats trip\n\nThe salt flats trip costs $840 per person.",
    ),
    (
        "strike.md",
        "title: Strike\nfrom: 2027-02-01\nuntil: 2027-02-03",
        "## Strike at Cusco airport\n\nBecause of the strike at Cusco airport all guests go by bus and get a voucher of $50.",
    ),
    (
        "goodwill.md",
        "title: Goodwill\naudience: agents",
        "## Goodwill\n\nAn agent may give goodwill of up to $100 per booking without asking the manager.",
    ),
];

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../models/gangway-en-256.table");
    Table::read(&std::fs::read(file).unwrap()).unwrap()
});

static INDEX: LazyLock<Index> = LazyLock::new(|| {
    let passages = DOCUMENTS.iter().flat_map(|(path, front, text)| {
        let written = format!("---\n{front}\n---\n\n{text}\n");
        document::read(path, written.as_bytes()).unwrap().passages
    });
    Index::read(&build::build(passages.collect(), &TABLE)).unwrap()
});

static PLAYBOOK: LazyLock<Playbook> = LazyLock::new(|| {
    let text = "[workspace]\nname = \"A\"\n[[team]]\nid = \"a\"\n";
    parse::parse("a", "workspace.toml", text).unwrap()
});

/// Reads a message on a day.
fn read_on(day: &str, text: &str) -> Signals {
    let stamp = Stamp {
        playbook: Hash::from("p"),
        index: Hash::from("i"),
        considered: Seq(0),
    };
    let message = Message {
        text,
        turns: &[],
        today: Some(day.parse::<Day>().unwrap()),
    };
    read(
        &message,
        stamp,
        &PLAYBOOK,
        &Prepared::new(&PLAYBOOK),
        &INDEX,
        &TABLE,
    )
    .unwrap()
}

/// The documents that are cited, and what is said, on a day.
fn answered(day: &str, text: &str) -> (Vec<String>, String) {
    read_on(day, text).answer.map_or_else(Default::default, |answer| {
        let cited = answer.citations.iter();
        (
            cited
                .map(|citation| citation.document.as_str().to_owned())
                .collect(),
            answer.text,
        )
    })
}

const DAY: &str = "2027-03-01";
const VISA: &str = "British citizens do not need a visa for Peru. They may stay for 90 days.";
const TRAIN: &str = "On the train to Machu Picchu one bag of 8 kg is allowed.";

#[test]
fn two_questions_are_both_answered_with_both_sources() {
    let luggage = "how much luggage is allowed on the train to Machu Picchu?";
    for text in [
        format!("Do British citizens need a visa for Peru, and {luggage}"),
        format!("Do British citizens need a visa for Peru? {luggage}"),
    ] {
        let (cited, said) = answered(DAY, &text);
        assert_eq!(cited, ["visas.md", "luggage.md"], "{text}");
        assert_eq!(said, format!("{VISA}\n\n{TRAIN}"));
        let both = read_on(DAY, &text).confidence;
        assert!(
            (0.45..=read_on(DAY, luggage).confidence).contains(&both),
            "{both}"
        );
    }
}

#[test]
fn half_an_answer_says_which_half_it_is() {
    let text = "How much luggage is allowed on the train to Machu Picchu, and who painted the ceiling of the chapel?";
    let (cited, said) = answered(DAY, text);
    assert_eq!(cited, ["luggage.md"]);
    let question = "How much luggage is allowed on the train to Machu Picchu";
    assert_eq!(said, format!("“{question}”\n{TRAIN}"));
}

#[test]
fn a_question_that_leaves_its_subject_to_the_other_is_not_torn_from_it() {
    let (cited, said) = answered(
        DAY,
        "Do citizens of the United States need a visa for Bolivia and what does it cost?",
    );
    assert_eq!(cited, ["visas.md"]);
    assert_eq!(
        said,
        "Citizens of the United States need a visa for Bolivia, which costs $160."
    );
}

#[test]
fn what_does_not_hold_on_the_day_answers_nobody() {
    let price = "How much is the salt flats trip?";
    let both = "Do British citizens need a visa for Peru, and how much is the salt flats trip?";
    for (day, document, amount) in [
        ("2027-03-31", "winter.md", "$690"),
        ("2027-04-01", "summer.md", "$840"),
    ] {
        let (cited, said) = answered(day, price);
        assert_eq!(cited, [document], "{day}");
        assert!(said.contains(amount), "{said}");
        let (cited, said) = answered(day, both);
        assert_eq!(cited, ["visas.md", document], "{day}");
        assert!(said.contains(amount), "{said}");
    }
    // Outside its days, nothing of a document can be seen, however close the question comes to it.
    let strike = "What happens because of the strike at Cusco airport?";
    assert_eq!(answered("2027-02-02", strike).0, ["strike.md"]);
    for day in ["2027-01-31", "2027-02-04"] {
        for text in [
            strike.to_owned(),
            format!("Do British citizens need a visa for Peru? {strike}"),
            format!("{strike} Do British citizens need a visa for Peru?"),
        ] {
            let (cited, said) = answered(day, &text);
            assert!(!cited.contains(&"strike.md".to_owned()), "{day}: {text}");
            assert!(!said.contains("voucher"), "{day}: {text}: {said}");
        }
    }
}

#[test]
fn what_is_for_agents_answers_no_visitor() {
    let goodwill = "How much goodwill may an agent give per booking without asking the manager?";
    for text in [
        goodwill.to_owned(),
        format!("Do British citizens need a visa for Peru, and {goodwill}"),
        format!("{goodwill} Do British citizens need a visa for Peru?"),
        "And how much goodwill? And for agents? And without the manager?".to_owned(),
    ] {
        let signals = read_on(DAY, &text);
        let answer = signals.answer.unwrap();
        assert!(
            answer
                .citations
                .iter()
                .all(|citation| citation.document.as_str() != "goodwill.md"),
            "{text}"
        );
        assert!(!answer.text.contains("$100"), "{text}: {}", answer.text);
    }
}
