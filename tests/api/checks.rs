//! Checks: bookings are looked up in a booking system that answers well, late, wrongly, hugely or never; and card numbers,
//! which are not stored.

#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot go on ends with what is wrong"
)]

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use gangway_protocol::{EntryBody, Seq};
use gangway_tests::booking_system::{Behaviour, BookingSystem, Gate};
use gangway_tests::receiver::Delivery;
use gangway_tests::visitor::assistant_says;
use gangway_tests::{Deployment, HARBOUR, MERIDIAN, Options, VisitorClient, eventually};
use hmac::{Hmac, KeyInit as _, Mac as _};

const SECRET: &str = "the-booking-system's-secret";
const TRIP: &str = r#"{"status":"confirmed","destination":"Cusco","first_day":"3 May 2027","last_day":"9 May 2027","guide":null,"nights":6}"#;
const SAID: &str = "to Cusco is confirmed: it begins on 3 May 2027 and ends on 9 May 2027.";
const MOMENT: &str = "One moment, I am looking at your booking.";
const DOWN: &str = "I cannot reach our booking system at the moment.";
const NOTICE: &str = "Let me connect you with a specialist. You can keep writing here.";
const ASKS_FOR_EMAIL: &str = "And the e-mail address that the trip was booked with?";

/// What the system does, and what agents read about it.
const BOOKINGS: &[(&str, &[Behaviour])] = &[
    ("MT204518", &[Behaviour::Answers(200, TRIP)]),
    (
        "MT000500",
        &[
            Behaviour::Answers(500, "{}"),
            Behaviour::Answers(429, "{}"),
            Behaviour::Answers(200, TRIP),
        ],
    ),
    ("MT000001", &[Behaviour::Breaks, Behaviour::Answers(200, TRIP)]),
    ("MT000501", &[Behaviour::Answers(503, "{}")]),
    ("MT000400", &[Behaviour::Answers(400, "{}")]),
    ("MT000302", &[Behaviour::Answers(302, "{}")]),
    ("MT000405", &[Behaviour::Answers(404, "<h1>Not Found</h1>")]),
    ("MT000010", &[Behaviour::Answers(200, "<html>")]),
    (
        "MT000011",
        &[Behaviour::Answers(200, r#"{"status":["confirmed"]}"#)],
    ),
    (
        "MT000012",
        &[Behaviour::Answers(200, r#"{"status":"confirmed"}"#)],
    ),
    ("MT000013", &[Behaviour::Huge(4_000_000)]),
    ("MT000020", &[Behaviour::Late(Duration::from_secs(8), TRIP)]),
    ("MT000021", &[Behaviour::Never]),
    ("MT000022", &[Behaviour::Stalls]),
    ("MT000023", &[Behaviour::Held(&TOLD, TRIP)]),
];

/// Opens when the traveller has been told that it takes a moment.
static TOLD: Gate = Gate::new();

/// Bookings that come to nothing: how often the system is asked, and what agents read.
const FAILURES: &[(&str, usize, &str)] = &[
    ("MT000501", 3, "it answered with status 503"),
    ("MT000400", 1, "it answered with status 400"),
    ("MT000302", 1, "it answered with status 302"),
    (
        "MT000405",
        1,
        "it answered with status 404 and no JSON: the address may be wrong",
    ),
    ("MT000010", 1, "its answer is not a JSON object"),
    (
        "MT000011",
        1,
        "`status` of its answer is neither a text nor a number",
    ),
    ("MT000012", 1, "its answer has no `destination`"),
    ("MT000013", 1, "its answer is larger than 65536 bytes"),
    ("MT000020", 1, "it did not answer in time"),
    ("MT000021", 1, "it did not answer in time"),
    ("MT000022", 1, "it did not answer in time"),
];

fn options(system: &BookingSystem) -> Options {
    Options {
        variables: vec![
            ("BOOKING_HOOK".to_owned(), system.address()),
            ("BOOKING_HOOK_SECRET".to_owned(), SECRET.to_owned()),
        ],
        ..Options::default()
    }
}

/// A traveller who wants to know about a booking, and has given everything.
fn asks(deployment: &Deployment, booking: &str) -> VisitorClient {
    let visitor = begins(deployment, booking);
    ends(&visitor);
    visitor
}

/// A traveller who wants to know about a booking, and has not said who they are.
fn begins(deployment: &Deployment, booking: &str) -> VisitorClient {
    let visitor = deployment.visitor(MERIDIAN);
    let said = visitor.say(&format!("When does my trip start? It is {booking}."));
    assert!(
        assistant_says(&said).contains(&ASKS_FOR_EMAIL.to_owned()),
        "{said:?}"
    );
    visitor
}

fn ends(visitor: &VisitorClient) {
    visitor.say("rosa@example.com");
}

fn hears(visitor: &VisitorClient, words: &str) -> Vec<String> {
    eventually(words, || {
        let said = assistant_says(&visitor.entries(Seq(0)));
        said.iter().any(|said| said.contains(words)).then_some(said)
    })
}

#[test]
fn whatever_the_booking_system_does_the_traveller_hears_of_it() {
    let system = BookingSystem::start(BOOKINGS);
    let deployment = Deployment::with(&options(&system));
    let agent = deployment.administrator();

    // (1) It answers: at once, or when it is asked again.
    for (booking, times) in [("MT204518", 1), ("MT000500", 3), ("MT000001", 2)] {
        let visitor = asks(&deployment, booking);
        let said = hears(&visitor, SAID);
        assert!(!said.contains(&NOTICE.to_owned()), "nobody is needed: {said:?}");
        let questions = system.questions(booking);
        assert_eq!(questions.len(), times, "{booking}");
        let ids: BTreeSet<&str> = questions
            .iter()
            .map(|question| question.header("delivery"))
            .collect();
        let id = format!("{}:check:", visitor.opened.conversation);
        assert!(
            ids.len() == 1 && ids.iter().all(|one| one.starts_with(&id)),
            "{ids:?}"
        );
        for question in &questions {
            assert_eq!(question.header("signature"), signature(question));
            assert!(
                question.body.contains("rosa@example.com"),
                "the check has what is sensitive"
            );
        }
        // Agents have what it said, and the list does not show what is sensitive.
        let conversation = &visitor.opened.conversation;
        let entries = agent.entries(MERIDIAN, conversation, Seq(0)).entries;
        let fields: Vec<String> = entries
            .iter()
            .filter_map(|entry| {
                if let EntryBody::CheckAnswered { fields, .. } = &entry.body {
                    Some(fields)
                } else {
                    None
                }
            })
            .flatten()
            .map(|field| format!("{}: {}", field.label, field.value))
            .collect();
        assert_eq!(
            fields,
            [
                "Status: confirmed",
                "Destination: Cusco",
                "First day: 3 May 2027",
                "Last day: 9 May 2027"
            ]
        );
        let last = visitor.entries(Seq(0)).last_seq;
        let summary = eventually("the inbox has all of it", || {
            agent
                .summary(MERIDIAN, conversation)
                .filter(|summary| summary.version >= last)
        });
        let line = summary.last_line.unwrap().text;
        assert!(line.starts_with("When does my trip start?"), "{line}");
    }

    // (2) It takes its time, and the traveller is told meanwhile.
    let visitor = asks(&deployment, "MT000023");
    let said = hears(&visitor, MOMENT);
    assert!(!said.concat().contains(SAID), "{said:?}");
    TOLD.open();
    hears(&visitor, SAID);

    // (3) It does not know the booking: once more, and then a person.
    let visitor = asks(&deployment, "MT000404");
    hears(
        &visitor,
        "I could not find the trip MT000404 under that address. I can look that up.",
    );
    visitor.say("MT000403");
    hears(&visitor, NOTICE);

    // (4) It gives no answer: the traveller is told, and a person gets it. All at once, since some take their time; what
    // comes before the question is said one after the other, so that no reading of it takes the others' time.
    let visitors: Vec<VisitorClient> = FAILURES
        .iter()
        .map(|(booking, ..)| begins(&deployment, booking))
        .collect();
    std::thread::scope(|scope| {
        for (visitor, (booking, times, because)) in visitors.iter().zip(FAILURES) {
            let (system, agent) = (&system, &agent);
            scope.spawn(move || {
                let began = Instant::now();
                ends(visitor);
                let said = hears(visitor, DOWN);
                assert!(
                    began.elapsed() < Duration::from_secs(15),
                    "{booking}: {:?}",
                    began.elapsed()
                );
                assert!(said.contains(&NOTICE.to_owned()), "{booking}: {said:?}");
                assert_eq!(visitor.entries(Seq(0)).status, "queued", "{booking}");
                assert_eq!(system.questions(booking).len(), *times, "{booking}");
                let entries = agent
                    .entries(MERIDIAN, &visitor.opened.conversation, Seq(0))
                    .entries;
                let failed = entries.iter().find_map(|entry| {
                    if let EntryBody::CheckFailed { because, .. } = &entry.body {
                        Some(because.clone())
                    } else {
                        None
                    }
                });
                assert_eq!(failed.as_deref(), Some(*because), "{booking}");
            });
        }
    });
}

#[test]
fn a_check_that_was_under_way_at_a_crash_is_not_forgotten() {
    const SLOW: &[(&str, &[Behaviour])] = &[("MT000021", &[Behaviour::Never])];
    let system = BookingSystem::start(SLOW);
    let folder = tempfile::tempdir().unwrap();
    let options = Options {
        storage: Some(folder.path().join("storage")),
        ..options(&system)
    };
    let deployment = Deployment::with(&options);
    let mut visitor = asks(&deployment, "MT000021");
    eventually("the question", || {
        (!system.questions("MT000021").is_empty()).then_some(())
    });
    deployment.crash();
    let deployment = Deployment::with(&options);
    visitor.moved_to(&deployment);
    let said = hears(&visitor, DOWN);
    assert!(said.contains(&NOTICE.to_owned()), "{said:?}");
    let told = said.iter().filter(|said| *said == DOWN).count();
    assert_eq!(told, 1, "{said:?}");
}

#[test]
fn no_card_number_is_stored_whoever_writes_it() {
    const CARDS: [&str; 4] = [
        "4111 1111 1111 1111",
        "5555-5555-5555-4444",
        "378282246310005",
        "6011111111111117",
    ];
    let folder = tempfile::tempdir().unwrap();
    let storage = folder.path().join("storage");
    let deployment = Deployment::with(&Options {
        storage: Some(storage.clone()),
        ..Options::default()
    });
    let visitor = deployment.visitor(HARBOUR);
    let said = visitor.say(&format!(
        "I left my jacket in the car, and my card is {}.",
        CARDS[0]
    ));
    let own = serde_json::to_string(&said).unwrap();
    assert!(own.contains("my card is ••••1111."), "{own}");
    visitor.fill(
        "lost-property-report",
        &[("item", &format!("jacket, card {}", CARDS[1]))],
    );
    let agent = deployment.administrator();
    let conversation = &visitor.opened.conversation;
    agent.note(HARBOUR, conversation, &format!("card {}", CARDS[2]));
    agent.reply(HARBOUR, conversation, &format!("Is it {}?", CARDS[3]));
    let shown = serde_json::to_string(&agent.entries(HARBOUR, conversation, Seq(0)).entries).unwrap();
    for last in ["••••1111", "••••4444", "••••0005", "••••1117"] {
        assert!(shown.contains(last), "{last}: {shown}");
    }
    drop(deployment);
    let mut looked = 0;
    look(&storage, &mut |bytes| {
        looked += 1;
        for card in CARDS {
            assert!(!contains(bytes, card.as_bytes()), "{card} is stored");
        }
    });
    assert!(looked > 0, "there is storage");
}

fn look(folder: &std::path::Path, each: &mut impl FnMut(&[u8])) {
    for entry in std::fs::read_dir(folder).unwrap().flatten() {
        let path = entry.path();
        if path.is_dir() {
            look(&path, each);
        } else {
            each(&std::fs::read(&path).unwrap());
        }
    }
}

fn contains(bytes: &[u8], sought: &[u8]) -> bool {
    bytes.windows(sought.len()).any(|window| window == sought)
}

fn signature(question: &Delivery) -> String {
    let mut mac = Hmac::<sha2::Sha256>::new_from_slice(SECRET.as_bytes()).unwrap();
    mac.update(format!("{}.{}", question.header("timestamp"), question.body).as_bytes());
    let code = mac.finalize().into_bytes();
    let code: String = code.iter().map(|byte| format!("{byte:02x}")).collect();
    format!("sha256={code}")
}
