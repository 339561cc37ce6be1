#![expect(clippy::unwrap_used, reason = "tests")]

use std::path::Path;
use std::sync::LazyLock;

use gangway_knowledge::{Assembly, Audience, Passage, Texts, build};
use gangway_protocol::{Hash, Seq};

use super::*;

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../models/gangway-en-256.table");
    Table::read(&std::fs::read(file).unwrap()).unwrap()
});

static INDEX: LazyLock<Index> = LazyLock::new(|| {
    let passage = |id: &str, heading: &str, text: &str, audience| Passage {
        id: id.to_owned(),
        document: id.split('#').next().unwrap_or_default().to_owned(),
        title: "Visas for Peru".to_owned(),
        heading: vec!["Visas".to_owned(), heading.to_owned()],
        text: text.to_owned(),
        link: Some("https://www.meridian-tours.example/visas".to_owned()),
        audience,
        ..Passage::default()
    };
    let passages = vec![
        passage(
            "visas.md#1",
            "British citizens",
            "British citizens do not need a visa for Peru. They may stay for 90 days.",
            Audience::Public,
        ),
        passage(
            "visas.md#2",
            "Bolivia",
            "Citizens of the United States need a visa for Bolivia.",
            Audience::Public,
        ),
        passage(
            "luggage.md#1",
            "Train",
            "On the train to Machu Picchu one bag of 8 kg is allowed.",
            Audience::Public,
        ),
        passage(
            "internal.md#1",
            "Goodwill",
            "An agent may give goodwill of up to 100 dollars per booking.",
            Audience::Agents,
        ),
    ];
    Index::read(&build::build(passages, &TABLE)).unwrap()
});

fn playbook(workspace: &str) -> Playbook {
    let file = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../fixtures")
        .join(workspace)
        .join("workspace.toml");
    let text = std::fs::read_to_string(file).unwrap();
    gangway_playbook::parse::parse(workspace, "workspace.toml", &text).unwrap()
}

fn stamp() -> Stamp {
    Stamp {
        playbook: Hash::from("p"),
        index: Hash::from("i"),
        considered: Seq(3),
    }
}

fn bare(text: &str) -> Message<'_> {
    Message {
        text,
        turns: &[],
        today: None,
    }
}

fn read_with(playbook: &Playbook, text: &str, turns: &[Turn]) -> Signals {
    read(
        &Message { turns, ..bare(text) },
        stamp(),
        playbook,
        &Prepared::new(playbook),
        &INDEX,
        &TABLE,
    )
    .unwrap()
}

fn turn(seq: u64, visitor: bool, text: &str) -> Turn {
    Turn {
        seq: Seq(seq),
        visitor,
        text: text.to_owned(),
    }
}

#[test]
fn an_answer_is_extracted_with_its_citation() {
    let signals = read_with(
        &playbook("meridian-tours"),
        "Do British citizens need a visa for Peru?",
        &[],
    );
    let answer = signals.answer.unwrap();
    assert_eq!(answer.citations.len(), 1);
    let citation = &answer.citations[0];
    assert_eq!(citation.passage.as_str(), "visas.md#1");
    assert_eq!(citation.document.as_str(), "visas.md");
    assert_eq!(citation.heading, ["Visas", "British citizens"]);
    assert!(citation.text.contains(&answer.text), "{answer:?}");
    assert_eq!(
        citation.link.as_deref(),
        Some("https://www.meridian-tours.example/visas")
    );
    assert!(signals.confidence > 0.0 && signals.confidence <= 1.0);
    assert_eq!(signals.language.as_deref(), Some("en"));
    assert_eq!(signals.stamp, stamp());
}

#[test]
fn a_source_says_its_page_and_the_link_of_a_pdf_opens_it_there() {
    let check = |link: &str, page, opened: &str| {
        let passage = Passage {
            link: Some(link.to_owned()),
            page,
            row: Some(12),
            ..Passage::default()
        };
        let citation = citation(&passage.lent()).unwrap();
        assert_eq!(citation.link.as_deref(), Some(opened));
        assert_eq!((citation.page, citation.row), (page, Some(12)));
    };
    let prices = "https://www.harbour-cars.example/prices.PDF";
    check(
        prices,
        Some(4),
        "https://www.harbour-cars.example/prices.PDF#page=4",
    );
    check(prices, None, prices);
    // A page of the web that stands for a document with pages.
    let page = "https://www.harbour-cars.example/prices";
    check(page, Some(4), page);
}

#[test]
fn a_visitor_is_never_answered_from_what_agents_know() {
    let signals = read_with(
        &playbook("meridian-tours"),
        "How much goodwill may an agent give per booking?",
        &[],
    );
    let cited = signals.answer.map(|answer| answer.citations[0].passage.clone());
    assert_ne!(cited, Some("internal.md#1".into()));
}

#[test]
fn the_turns_before_are_the_context_of_a_short_question() {
    let playbook = playbook("meridian-tours");
    let turns = [
        turn(1, true, "Do British citizens need a visa for Bolivia?"),
        turn(2, false, "Yes."),
    ];
    let alone = read_with(&playbook, "And for Peru?", &[]);
    let after = read_with(&playbook, "And for Peru?", &turns);
    let cited = after
        .answer
        .as_ref()
        .map(|answer| answer.citations[0].passage.clone());
    assert_eq!(cited, Some("visas.md#1".into()));
    let doubt = |signals: &Signals| 1.0 - signals.confidence;
    assert!(
        doubt(&after) < doubt(&alone) / 2.0,
        "{} {}",
        doubt(&after),
        doubt(&alone)
    );
    // What the bot said is not what the visitor means.
    let bots = turns.map(|turn| Turn {
        visitor: false,
        ..turn
    });
    assert!(read_with(&playbook, "And for Peru?", &bots).confidence < after.confidence);
}

#[test]
fn a_greeting_asks_the_documents_nothing() {
    let signals = read_with(&playbook("meridian-tours"), "Good morning!", &[]);
    assert_eq!(signals.kind, Kind::Greeting);
    assert_eq!((signals.confidence, signals.answer), (0.0, None));
}

#[test]
fn the_same_message_gives_the_same_signals() {
    let playbook = playbook("harbour-cars");
    let turns = [turn(1, true, "Hello"), turn(2, false, "Hello!")];
    let first = read_with(
        &playbook,
        "We had an accident near Faro, booking HC204518",
        &turns,
    );
    assert_eq!(
        read_with(
            &playbook,
            "We had an accident near Faro, booking HC204518",
            &turns
        ),
        first
    );
}

#[test]
fn slots_are_found_for_every_action_that_has_them() {
    let text = "Please change my booking HC204518 to 3–9 May 2027, write to ana@example.com";
    let signals = read_with(&playbook("harbour-cars"), text, &[]);
    let found: Vec<String> = signals
        .slots
        .iter()
        .map(|found| format!("{}.{} = {}", found.action, found.slot, found.value))
        .collect();
    assert_eq!(
        found,
        [
            "lost-property-report.booking = HC204518",
            "lost-property-report.email = ana@example.com",
            "damage-report.booking = HC204518",
            "booking-change.booking = HC204518",
            "booking-change.dates = 2027-05-03 to 2027-05-09",
            "booking-lookup.booking = HC204518",
            "contact.contact = ana@example.com",
        ]
    );
}

#[test]
fn two_slots_of_one_kind_are_not_guessed_apart() {
    let text = "[workspace]\nname = \"A\"\n[[team]]\nid = \"a\"\n[[action]]\nid = \"b\"\nslots = [\n\
        { id = \"from\", ask = \"?\", kind = \"date\" },\n{ id = \"to\", ask = \"?\", kind = \"date\" },\n\
        { id = \"mail\", ask = \"?\", kind = \"email\" },\n]\n";
    let playbook = gangway_playbook::parse::parse("a", "workspace.toml", text).unwrap();
    let signals = read_with(&playbook, "On 3 May 2027, ana@example.com", &[]);
    let found: Vec<_> = signals.slots.iter().map(|found| found.slot.as_str()).collect();
    assert_eq!(
        found,
        ["mail", "contact"],
        "the action `contact` is every playbook's"
    );
}

#[test]
fn words_of_rules_are_told_by_rule_and_phrase() {
    let text = "[workspace]\nname = \"A\"\n[[team]]\nid = \"a\"\n\
        [[rule]]\nid = \"schools\"\nwhen = { every = [{ words = [\"school\"] }, { any = [{ words = [\"trip\", \"bus\"] }] }] }\n\
        then = [{ handoff = \"a\" }]\n";
    let playbook = gangway_playbook::parse::parse("a", "workspace.toml", text).unwrap();
    let signals = read_with(&playbook, "A trip by bus for our school", &[]);
    let found: Vec<_> = signals
        .words
        .iter()
        .map(|found| format!("{}: {}", found.rule, found.phrase))
        .collect();
    assert_eq!(found, ["schools: school", "schools: trip", "schools: bus"]);
}

#[test]
fn a_tag_is_put_on_by_what_a_message_means() {
    let text = "[workspace]\nname = \"A\"\n[[team]]\nid = \"a\"\n\
        [[tag]]\nid = \"lost-luggage\"\nsays = [\"lost luggage\"]\nexamples = [\"my suitcase is missing\", \
        \"the airline has lost our bags\", \"our luggage is still in Lima\", \"my rucksack did not arrive\"]\n\
        [[tag]]\nid = \"visa\"\nexamples = [\"how do I apply for a visa\", \"is a passport enough at the border\", \
        \"which papers do I need to enter\", \"do you help with entry permits\"]\n\
        [[tag]]\nid = \"vip\"\n";
    let playbook = gangway_playbook::parse::parse("a", "workspace.toml", text).unwrap();
    let tags = |text: &str| {
        let signals = read_with(&playbook, text, &[]);
        let shown = signals.tags.iter().map(|found| match found.sure {
            Some(sure) => {
                assert!((70..=100).contains(&sure), "{found:?}");
                format!("{} like {}", found.tag, found.phrase)
            }
            None => format!("{} said {}", found.tag, found.phrase),
        });
        shown.collect::<Vec<_>>()
    };
    assert_eq!(
        tags("our bags are missing, the airline lost them"),
        ["lost-luggage like the airline has lost our bags"]
    );
    assert_eq!(tags("which papers do I need for the border?").len(), 1);
    // What is said by words is not said again by meaning.
    assert_eq!(
        tags("We lost our luggage, the airline has lost our bags"),
        ["lost-luggage said lost luggage"]
    );
    // Most messages are about no tag.
    for text in [
        "what time is breakfast?",
        "Can I pay by card?",
        "Good morning!",
        "vip",
        "",
    ] {
        assert_eq!(tags(text), Vec::<String>::new(), "{text}");
    }
}

#[test]
fn a_message_that_is_too_long_is_read_from_its_beginning() {
    let playbook = playbook("harbour-cars");
    let long = format!(
        "I had an accident. {} Can I talk to a person?",
        "ä ".repeat(10_000)
    );
    let signals = read_with(&playbook, &long, &[]);
    assert_eq!(signals.tags.len(), 1);
    assert_eq!(signals.asks_for_person, None);
}

/// The tags that an operator's playbook gives to messages, and "person" for those who ask for one.
fn check(workspace: &str, cases: &[(&str, &str)]) {
    let playbook = playbook(workspace);
    let prepared = Prepared::new(&playbook);
    let wrong: Vec<_> = cases
        .iter()
        .filter_map(|(text, expected)| {
            let signals = read(&bare(text), stamp(), &playbook, &prepared, &INDEX, &TABLE).unwrap();
            let mut got: Vec<&str> = signals.tags.iter().map(|found| found.tag.as_str()).collect();
            got.extend(signals.asks_for_person.is_some().then_some("person"));
            (got.join(" ") != *expected).then(|| format!("{text:?}: {got:?}, not {expected:?}"))
        })
        .collect();
    assert_eq!(wrong, Vec::<String>::new());
}

#[test]
fn the_car_rentals_cases_are_told_apart() {
    check(
        "harbour-cars",
        &[
            ("I had an accident", "accident"),
            ("Accident!", "accident"),
            ("We've just been in a small accident near Évora", "accident"),
            ("there has been an accident on the A1", "accident"),
            ("Someone hit our car in the car park", "accident"),
            ("I crashed the car", "accident"),
            ("I need roadside assistance", "roadside"),
            ("Roadside assistance please", "roadside"),
            ("Our car broke down on the motorway", "roadside"),
            ("the car won't start", "roadside"),
            ("We have a flat tyre", "roadside"),
            ("I'd like to open a corporate account", "corporate"),
            ("Can you set up a business account for us?", "corporate"),
            ("We want to make a group booking for 8 cars", "group-booking"),
            ("I left my phone in the car", "lost-property"),
            ("I need to change my booking", "booking-change"),
            ("This is ridiculous, let me talk to your manager", "angry person"),
            ("Can I talk to someone please?", "person"),
            // Answered from the documents.
            ("How much is Personal Accident Cover?", ""),
            ("What happens if I have an accident?", ""),
            ("I've never had an accident, do I get a discount?", ""),
            ("How do I change my booking?", ""),
            ("Does the cross-border permit include roadside assistance?", ""),
            ("How old must I be to rent?", ""),
            ("Where is the desk at Faro Airport?", ""),
            ("What do I need to bring at pick-up?", ""),
            ("Can I add a second driver?", ""),
            ("How many people fit in the minibus?", ""),
        ],
    );
}

#[test]
fn the_tour_operators_cases_are_told_apart() {
    check(
        "meridian-tours",
        &[
            ("I lost my luggage on the way to Cusco", "lost-luggage"),
            ("My bag never arrived", "lost-luggage"),
            ("the airline has lost my suitcase", "lost-luggage"),
            ("Our luggage hasn't arrived yet", "lost-luggage"),
            ("We had an accident on the road", "emergency"),
            ("My husband broke his leg, we need an ambulance", "emergency"),
            ("I lost my passport", "lost-passport"),
            ("our guide didn't show up", "not-met"),
            ("We missed our train to Aguas Calientes", "not-met"),
            ("I'd like a group booking for 14 people", "group-booking"),
            ("We would like to change our itinerary", "itinerary-change"),
            ("Can we add an extra day in Cusco?", "itinerary-change"),
            ("Do I need a visa for Bolivia?", "visa"),
            ("Can I talk to a real person about my visa?", "visa person"),
            // By meaning.
            ("which documents do tourists need at the border?", "visa"),
            // Answered from the documents.
            ("How much luggage may I take on the train?", ""),
            ("What do you pay if my luggage is lost?", ""),
            ("How do I prepare for the altitude in Cusco?", ""),
            ("Is there a doctor in Cusco?", ""),
            ("Are you a bot?", ""),
            ("Can I contact my guide during the trip?", ""),
        ],
    );
}

proptest::proptest! {
    #[test]
    fn no_text_makes_a_reading_panic(text in "(\\PC|talk to |a human|if |no |had |accident|['’.,?!\n -]|HC2045|3 May |@){0,60}") {
        static PLAYBOOK: LazyLock<(Playbook, Prepared)> = LazyLock::new(|| {
            let playbook = playbook("harbour-cars");
            let prepared = Prepared::new(&playbook);
            (playbook, prepared)
        });
        let signals = read(&bare(&text), stamp(), &PLAYBOOK.0, &PLAYBOOK.1, &INDEX, &TABLE).unwrap();
        proptest::prop_assert!((0.0..=1.0).contains(&signals.confidence));
    }
}

#[test]
fn a_text_that_is_not_at_hand_is_asked_for() {
    let sizes = build::Sizes {
        whole: 0,
        part: 1_000,
        texts: 100,
    };
    let passages: Vec<Passage> = INDEX.passages().map(|lent| lent.to_passage()).collect();
    let built = build::build_files(&passages, &TABLE, &sizes);
    let mut assembly = Assembly::begin(built.index.bytes.clone()).unwrap();
    for part in &built.parts {
        assembly.add(&part.bytes).unwrap();
    }
    let mut index = assembly.finish().unwrap();
    let playbook = playbook("meridian-tours");
    let prepared = Prepared::new(&playbook);
    let asked = |index: &Index, text: &str| read(&bare(text), stamp(), &playbook, &prepared, index, &TABLE);
    let questions =
        "Can I take a bag on the train to Machu Picchu? Do British citizens need a visa for Peru?";
    let lacking = asked(&index, questions).unwrap_err();
    assert!(asked(&index, "hello").is_ok(), "a greeting asks for no text");

    for passage in lacking.passages {
        if let Some(file) = index.lacking(passage) {
            index
                .add(Texts::take(built.texts[file].bytes.clone()).unwrap())
                .unwrap();
        }
    }
    let signals = asked(&index, questions).unwrap();
    let whole = built.read().unwrap();
    assert_eq!(signals, asked(&whole, questions).unwrap());
    assert!(signals.answer.is_some());
}

#[test]
fn a_few_words_are_in_the_language_of_the_visitors_turns_before_them() {
    let playbook = playbook("harbour-cars");
    let turns = [
        turn(1, true, "Ich hätte gern ein größeres Auto für unsere Reise"),
        turn(2, false, "Which class would you like?"),
        turn(3, true, "am 31. Februar"),
    ];
    let language = |text: &str, turns: &[Turn]| read_with(&playbook, text, turns).language;
    assert_ne!(language("am 3. Mai 2027", &turns).as_deref(), Some("en"));
    assert_ne!(language("am 31. Februar", &turns[..2]).as_deref(), Some("pt"));
    // A sentence speaks for itself.
    let english = "Sorry, can we go on in English please?";
    assert_eq!(language(english, &turns).as_deref(), Some("en"));
}
