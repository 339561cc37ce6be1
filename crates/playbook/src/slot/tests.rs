use std::time::{Duration, Instant};

use gangway_protocol::SlotId;
use proptest::prelude::*;

use super::*;
use crate::parse::{expects, says};

/// Far more than a slow machine takes for what is linear, and far less than for what is not.
const AT_ONCE: Duration = Duration::from_secs(5);

fn languages() -> Vec<String> {
    ["en", "es", "fr", "de", "it", "pt"].map(str::to_owned).to_vec()
}

fn slot(kind: SlotKind) -> Slot {
    let pattern = matches!(kind, SlotKind::Pattern(_));
    let label = if pattern { "Booking number" } else { "Answer" };
    let example = pattern.then(|| "MT204518".to_owned());
    let slot = Slot {
        id: SlotId::from("answer"),
        label: label.into(),
        ask: "?".into(),
        kind,
        example: example.map(Said::new),
        expects: Said::new(""),
        optional: false,
        sensitive: false,
    };
    Slot {
        expects: expects(&slot, &languages()),
        ..slot
    }
}

fn booking() -> SlotKind {
    SlotKind::Pattern("[A-Z]{2}[0-9]{6}".to_owned())
}

fn branches() -> SlotKind {
    SlotKind::Choice(
        [
            "Lisbon Airport",
            "Lisbon Oriente",
            "Porto Campanhã",
            "Airport bus",
            "Airport",
        ]
        .map(Said::new)
        .to_vec(),
    )
}

/// What an answer becomes; a sentence for the visitor stands in brackets.
fn accepted(kind: SlotKind, said: &str) -> String {
    accepted_in("en", kind, said)
}

fn accepted_in(language: &str, kind: SlotKind, said: &str) -> String {
    let slot = slot(kind);
    let says = says(&languages());
    accept(&slot, said, None)
        .unwrap_or_else(|why| format!("({})", why.sentence(&slot, &says, Some(language))))
}

fn check(kind: SlotKind, said: &str, expected: &str) {
    assert_eq!(accepted(kind.clone(), said), expected, "{said:?}");
    if !expected.starts_with('(') {
        assert_eq!(accepted(kind, expected), expected, "the normal form of {said:?}");
    }
}

fn check_found(kind: SlotKind, text: &str, expected: Option<&str>) {
    assert_eq!(find(&slot(kind), text).as_deref(), expected, "{text:?}");
}

#[test]
fn text_is_tidied_and_bounded() {
    check(
        SlotKind::Text,
        "  black suitcase,\n\ttag 4711 ",
        "black suitcase, tag 4711",
    );
    check(SlotKind::Text, " \n ", "(Please write a few words.)");
    check(SlotKind::Text, &"x".repeat(500), &"x".repeat(500));
    check(
        SlotKind::Text,
        &"é".repeat(501),
        "(That is 501 characters long. Please keep it under 500.)",
    );
}

#[test]
fn a_pattern_is_found_in_what_people_write() {
    let looks = "(A booking number looks like MT204518.)";
    check(booking(), "MT204518", "MT204518");
    check(booking(), "mt204518", "MT204518");
    check(booking(), "MT 204 518", "MT204518");
    check(booking(), "MT-204518.", "MT204518");
    check(booking(), "It's MT204518, I think", "MT204518");
    check(booking(), "MT20451", looks);
    check(booking(), "XMT204518", looks);
    check(booking(), "MT2045189", looks);
    check(booking(), "I don't have it", looks);
}

#[test]
fn a_pattern_without_an_example_still_says_what_is_missing() {
    let nameless = Slot {
        example: None,
        ..slot(booking())
    };
    let sentence = expects(&nameless, &languages());
    assert_eq!(
        sentence.text(None),
        "That does not look like a booking number. Please check it."
    );
    assert_eq!(
        sentence.text(Some("de")),
        "Booking number: Das scheint nicht zu stimmen. Bitte prüfen Sie es."
    );
}

#[test]
fn numbers_are_read_in_digits_and_words() {
    let one = "(Please give one number, like 4.)";
    check(SlotKind::Number, "14", "14");
    check(SlotKind::Number, "We are 14, all adults", "14");
    check(SlotKind::Number, "Twelve of us", "12");
    check(SlotKind::Number, "1,200", "1200");
    check(SlotKind::Number, "1,234,567.50", "1234567.5");
    check(SlotKind::Number, "1,5", "1.5");
    check(SlotKind::Number, "2.50", "2.5");
    check(SlotKind::Number, "-3", "-3");
    check(SlotKind::Number, "-0", "0");
    check(SlotKind::Number, "007", "7");
    check(SlotKind::Number, "2 adults and 3 children", one);
    check(SlotKind::Number, "many", one);
    check(SlotKind::Number, "1.2.3", one);
    check(SlotKind::Number, "9999999999999999", one);
}

#[test]
fn dates_are_read_as_travellers_write_them() {
    let like = "(Please give the day and the month, like 3 May 2027.)";
    let none = "(There is no such day. Please give the day and the month, like 3 May 2027.)";
    check(SlotKind::Date, "2027-05-03", "2027-05-03");
    check(SlotKind::Date, "3 May 2027", "2027-05-03");
    check(SlotKind::Date, "3rd of May, 2027", "2027-05-03");
    check(SlotKind::Date, "Monday 3 May", "3 May");
    check(SlotKind::Date, "may 3", "3 May");
    check(SlotKind::Date, "Sept. 21st", "21 September");
    check(SlotKind::Date, "on May 3rd 2027 please", "2027-05-03");
    check(SlotKind::Date, "3/5/2027", "2027-05-03");
    check(SlotKind::Date, "03.05.27", "2027-05-03");
    check(SlotKind::Date, "5/23/2027", "2027-05-23");
    check(SlotKind::Date, "3/5", "3 May");
    check(SlotKind::Date, "29 February", "29 February");
    check(SlotKind::Date, "29 February 2028", "2028-02-29");
    check(SlotKind::Date, "29 February 2027", none);
    check(SlotKind::Date, "31/4/2027", none);
    check(SlotKind::Date, "tomorrow", like);
    check(SlotKind::Date, "May 2027", like);
    check(
        SlotKind::Date,
        "3 May or 4 May",
        &format!("(I see more than one date. {}", &like[1..]),
    );
}

#[test]
fn ranges_are_read_as_travellers_write_them() {
    let like = "(Please give the first and the last day, like 3 May to 9 May 2027.)";
    check(SlotKind::DateRange, "3–9 May", "3 May to 9 May");
    check(SlotKind::DateRange, "3 - 9 May 2027", "2027-05-03 to 2027-05-09");
    check(SlotKind::DateRange, "May 3-9, 2027", "2027-05-03 to 2027-05-09");
    check(SlotKind::DateRange, "from 3 May to 9 May", "3 May to 9 May");
    check(
        SlotKind::DateRange,
        "between the 3rd and 9th of May 2027",
        "2027-05-03 to 2027-05-09",
    );
    check(
        SlotKind::DateRange,
        "2027-05-03 to 2027-05-09",
        "2027-05-03 to 2027-05-09",
    );
    check(
        SlotKind::DateRange,
        "2027-05-03/2027-05-09",
        "2027-05-03 to 2027-05-09",
    );
    check(
        SlotKind::DateRange,
        "3/5/2027 - 9/5/2027",
        "2027-05-03 to 2027-05-09",
    );
    check(
        SlotKind::DateRange,
        "28 December to 3 January 2028",
        "2027-12-28 to 2028-01-03",
    );
    check(
        SlotKind::DateRange,
        "28 December 2027 to 3 January",
        "2027-12-28 to 2028-01-03",
    );
    check(SlotKind::DateRange, "28 Dec to 3 Jan", "28 December to 3 January");
    check(
        SlotKind::DateRange,
        "arriving 3 May, leaving 9 May",
        "3 May to 9 May",
    );
    check(
        SlotKind::DateRange,
        "9–3 May 2027",
        &format!("(The last day is before the first. {}", &like[1..]),
    );
    check(SlotKind::DateRange, "3 May 2027", like);
    check(SlotKind::DateRange, "next week", like);
}

#[test]
fn addresses_and_telephones_are_read() {
    check(SlotKind::Email, "Ana.Reis@Example.COM", "Ana.Reis@example.com");
    check(SlotKind::Email, "it is ana@example.com.", "ana@example.com");
    check(
        SlotKind::Email,
        "ana@example",
        "(An e-mail address looks like name@example.com.)",
    );
    check(
        SlotKind::Email,
        "@example.com",
        "(An e-mail address looks like name@example.com.)",
    );
    check(SlotKind::Phone, "+351 912 345 678", "+351912345678");
    check(SlotKind::Phone, "00351-912-345-678", "+351912345678");
    check(
        SlotKind::Phone,
        "my number is (0)912 345 678, thanks",
        "0912345678",
    );
    check(
        SlotKind::Phone,
        "12345",
        "(A telephone number looks like +351 912 345 678.)",
    );
}

#[test]
fn what_is_refused_is_refused_in_the_visitors_language() {
    let dates = SlotKind::Date;
    for (language, kind, said, sentence) in [
        ("es", SlotKind::YesNo, "quizás", "(Responda sí o no, por favor.)"),
        ("fr", SlotKind::Number, "?", "(Donnez un seul nombre, comme 4.)"),
        (
            "de",
            dates.clone(),
            "am 31. Februar",
            "(Diesen Tag gibt es nicht. Bitte nennen Sie Tag und Monat, zum Beispiel 3. Mai 2027.)",
        ),
        ("it", booking(), "?", "(Ha questa forma: MT204518.)"),
        (
            "pt",
            branches(),
            "?",
            "(Escolha Lisbon Airport, Lisbon Oriente, Porto Campanhã, Airport bus ou Airport, por favor.)",
        ),
        // What is written in no language of the visitor's is said in the workspace's first one.
        ("nl", SlotKind::YesNo, "misschien", "(Please answer yes or no.)"),
    ] {
        assert_eq!(accepted_in(language, kind, said), sentence, "{language}");
    }
    let long = "x".repeat(501);
    for language in ["es", "fr", "de", "it", "pt"] {
        let sentence = accepted_in(language, SlotKind::Text, &long);
        assert!(sentence.contains("501") && sentence.contains("500"), "{sentence}");
        assert!(!sentence.contains("long"), "{sentence}");
    }
}

#[test]
fn examples_of_dates_are_dates_in_their_language() {
    for language in languages() {
        for kind in [SlotKind::Date, SlotKind::DateRange] {
            let slot = slot(kind);
            let sentence = slot.expects.text(Some(&language)).to_owned();
            assert!(accept(&slot, &sentence, None).is_ok(), "{sentence}");
        }
    }
}

#[test]
fn a_choice_is_understood_in_any_of_its_languages_and_kept_in_the_first() {
    let choices = || {
        SlotKind::Choice(vec![
            Said::new("Small car")
                .with("es", "Coche pequeño")
                .with("de", "Kleinwagen"),
            Said::new("Van").with("es", "Furgoneta").with("de", "Kleinbus"),
        ])
    };
    for (said, kept) in [
        ("small car", "Small car"),
        ("un coche pequeño, por favor", "Small car"),
        ("Kleinwagen", "Small car"),
        ("kleinb", "Van"),
        ("furgoneta", "Van"),
        ("Van", "Van"),
    ] {
        assert_eq!(accepted(choices(), said), kept, "{said}");
    }
    // "Klein…" begins two of them.
    assert_eq!(
        accepted_in("de", choices(), "klein"),
        "(Bitte wählen Sie Kleinwagen oder Kleinbus.)"
    );
    let shown = |value: &str, language| slot(choices()).shown(value, &says(&languages()), Some(language));
    assert_eq!(shown("Van", "es"), "Furgoneta");
    assert_eq!(shown("Van", "fr"), "Van");
    assert_eq!(choices().buttons(Some("de")), ["Kleinwagen", "Kleinbus"]);
    let said = |kind, value: &str| slot(kind).shown(value, &says(&languages()), Some("pt"));
    assert_eq!(said(SlotKind::YesNo, "yes"), "sim");
    assert_eq!(
        said(SlotKind::DateRange, "2027-05-03 to 2027-05-09"),
        "2027-05-03 – 2027-05-09"
    );
}

#[test]
fn choices_are_met_loosely_but_only_once() {
    let choose = "(Please choose Lisbon Airport, Lisbon Oriente, Porto Campanhã, Airport bus or Airport.)";
    check(branches(), "Lisbon Oriente", "Lisbon Oriente");
    check(branches(), "porto campanha", "Porto Campanhã");
    check(branches(), "the one in Porto Campanhã please", "Porto Campanhã");
    check(branches(), "the airport bus", "Airport bus");
    check(branches(), "airport", "Airport");
    check(branches(), "oriente", "Lisbon Oriente");
    check(branches(), "Lisbon", choose);
    check(branches(), "Faro", choose);
    check(branches(), "Lisbon Oriente or Porto Campanhã", choose);
}

#[test]
fn yes_and_no_are_read() {
    for yes in [
        "yes",
        "Yep!",
        "Yes, no problem",
        "of course",
        "we are sure",
        "sounds good",
        "go for it",
        "avec plaisir",
        "pode ser",
    ] {
        check(SlotKind::YesNo, yes, "yes");
    }
    for no in [
        "no",
        "Nope",
        "not at all",
        "of course not",
        "we don't",
        "no, sure",
    ] {
        check(SlotKind::YesNo, no, "no");
    }
    for neither in [
        "maybe",
        "I don't know",
        "not sure",
        "what?",
        "it is right, or is it not",
    ] {
        check(SlotKind::YesNo, neither, "(Please answer yes or no.)");
    }
}

#[test]
fn on_the_lists_of_six_languages_yes_and_no_are_read_and_nothing_else() {
    const LISTS: [(&str, &str); 6] = [
        ("en", include_str!("../../tests/lists/yes_no.en.txt")),
        ("es", include_str!("../../tests/lists/yes_no.es.txt")),
        ("fr", include_str!("../../tests/lists/yes_no.fr.txt")),
        ("de", include_str!("../../tests/lists/yes_no.de.txt")),
        ("it", include_str!("../../tests/lists/yes_no.it.txt")),
        ("pt", include_str!("../../tests/lists/yes_no.pt.txt")),
    ];
    for (language, list) in LISTS {
        let phrases: Vec<(&str, &str)> = list
            .lines()
            .filter(|line| !line.starts_with('#'))
            .filter_map(|line| line.split_once(' '))
            .collect();
        let neither = phrases.iter().filter(|(answer, _)| *answer == "-").count();
        assert!(phrases.len() >= 60 && neither * 2 >= phrases.len(), "{language}");
        let wrong: Vec<_> = phrases
            .iter()
            .filter(|(answer, said)| {
                let got = accept(&slot(SlotKind::YesNo), said, None);
                got.as_deref().unwrap_or("-") != *answer
            })
            .collect();
        println!(
            "{language}: {} of {} right",
            phrases.len() - wrong.len(),
            phrases.len()
        );
        assert!(wrong.is_empty(), "{language}: {wrong:?}");
    }
}

#[test]
fn only_what_cannot_be_mistaken_is_found_unasked() {
    check_found(booking(), "My trip mt204518 starts soon", Some("MT204518"));
    check_found(booking(), "My trip starts soon", None);
    check_found(SlotKind::Pattern("[a-z]{6}".to_owned()), "please", None);
    check_found(SlotKind::Pattern("[0-9]{1,3}".to_owned()), "we are 14", None);
    check_found(
        SlotKind::Email,
        "Write to ana@example.com or call",
        Some("ana@example.com"),
    );
    check_found(SlotKind::Phone, "Call +351 912 345 678", Some("+351912345678"));
    check_found(SlotKind::Phone, "Flight 912345678", None);
    check_found(
        SlotKind::Date,
        "We land on 3 May 2027 at 10:30",
        Some("2027-05-03"),
    );
    check_found(SlotKind::Date, "We land on May 3.", Some("3 May"));
    check_found(SlotKind::Date, "may 3 people join?", None);
    check_found(SlotKind::Date, "we are 3 may we come", None);
    check_found(SlotKind::Date, "3/5 of us", None);
    check_found(SlotKind::Date, "from 3 to 9 May", None);
    check_found(SlotKind::Date, "3 May or 4 May", None);
    check_found(
        SlotKind::DateRange,
        "We travel 3–9 May 2027 with six people",
        Some("2027-05-03 to 2027-05-09"),
    );
    check_found(SlotKind::DateRange, "We travel on 3 May", None);
    check_found(SlotKind::Number, "14", None);
    check_found(SlotKind::Choice(vec!["Lisbon".into()]), "Lisbon", None);
    check_found(SlotKind::YesNo, "yes", None);
    check_found(SlotKind::Text, "anything", None);
}

fn any_kind() -> impl Strategy<Value = SlotKind> {
    prop_oneof![
        Just(SlotKind::Text),
        Just(booking()),
        Just(SlotKind::Number),
        Just(SlotKind::Date),
        Just(SlotKind::DateRange),
        Just(SlotKind::Email),
        Just(SlotKind::Phone),
        Just(branches()),
        Just(SlotKind::YesNo),
    ]
}

fn any_answer() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        "[0-9]{1,5}",
        "[-–/., @+]{1,2}",
        Just("May".to_owned()),
        Just(" december ".to_owned()),
        Just(" to ".to_owned()),
        Just("th".to_owned()),
        Just("Airport".to_owned()),
        Just("2027".to_owned()),
        "\\PC{0,4}",
    ];
    prop_oneof![
        any::<String>(),
        proptest::collection::vec(piece, 0..12).prop_map(|pieces| pieces.concat())
    ]
}

proptest! {
    #[test]
    fn the_normal_form_is_accepted_unchanged(kind in any_kind(), said in any_answer()) {
        let slot = slot(kind);
        if let Ok(value) = accept(&slot, &said, None) {
            prop_assert!(!value.is_empty() && value.chars().count() <= SLOT_CHARS);
            prop_assert_eq!(accept(&slot, &value, None), Ok(value));
        }
    }

    #[test]
    fn what_is_found_would_be_accepted(kind in any_kind(), text in any_answer()) {
        let slot = slot(kind);
        if let Some(value) = find(&slot, &text) {
            prop_assert_eq!(accept(&slot, &value, None), Ok(value));
        }
    }
}

#[test]
fn a_pattern_that_could_backtrack_for_ever_is_decided_at_once() {
    // Each makes a backtracking matcher try every way to cut the text.
    for pattern in ["(a+)+b", "(a|a)*b", "((a*)*)*b", "(.*)*=(.*)*=", "(a|b|ab)*c"] {
        let slot = slot(SlotKind::Pattern(pattern.to_owned()));
        let begun = Instant::now();
        assert!(accept(&slot, &"a".repeat(SLOT_CHARS), None).is_err());
        assert_eq!(find(&slot, &format!("7 {}", "a ".repeat(5_000))), None);
        assert!(begun.elapsed() < AT_ONCE, "{pattern} took {:?}", begun.elapsed());
    }
}

#[test]
fn a_pattern_with_too_many_states_is_none() {
    // Time is states × characters: what repeats repetitions is as slow as what backtracks.
    for pattern in [
        "(a{1,100}){1,100}b",
        "((a{0,30}){0,30}){0,30}b",
        "(?:[a-z]{0,90}[0-9]{0,90}){90}",
    ] {
        let begun = Instant::now();
        assert!(compile(pattern).is_err(), "{pattern}");
        assert!(begun.elapsed() < AT_ONCE, "{pattern} took {:?}", begun.elapsed());
    }
    for pattern in [
        "[A-Z]{2}[0-9]{6}",
        "(?:MT|HC)-?[0-9]{6}(?:/[0-9]{1,3})?",
        "[a-z0-9 ]{1,60}",
    ] {
        assert!(compile(pattern).is_ok(), "{pattern}");
    }
}

#[test]
fn no_text_is_a_file() {
    let files = |most| SlotKind::File { most };
    check(
        files(4),
        "door.jpg",
        "(Please send photos or a PDF here, up to 4 files.)",
    );
    check(files(1), "", "(Please send a photo or a PDF here.)");
    check_found(files(4), "door.jpg, 2 MB", None);
    let optional = Slot {
        optional: true,
        ..slot(files(2))
    };
    let expects = expects(&optional, &languages());
    assert_eq!(
        expects.text(Some("en")),
        "Please send photos or a PDF here, up to 2 files. Without one, say “skip”."
    );
    // What it says to write is what is understood.
    for language in languages() {
        let sentence = expects.text(Some(&language));
        let said = sentence
            .split(['“', '”', '«', '»', '„'])
            .nth(1)
            .unwrap_or_default();
        assert!(skips(said.trim_end_matches('“').trim()), "{sentence}");
        let says = says(&languages());
        let sentence = says.refusals.more_files.text(Some(&language));
        let said = sentence
            .split(['“', '”', '«', '»', '„'])
            .nth(1)
            .unwrap_or_default();
        assert!(ends_files(said.trim()), "{sentence}");
    }
}

#[test]
fn a_value_of_ten_thousand_characters_is_refused_at_once_with_a_sentence() {
    let long = "7".repeat(10_000);
    for kind in [
        SlotKind::Text,
        booking(),
        branches(),
        SlotKind::Number,
        SlotKind::Date,
        SlotKind::Phone,
    ] {
        let begun = Instant::now();
        let sentence = "(That is 10000 characters long. Please keep it under 500.)";
        assert_eq!(accepted(kind.clone(), &long), sentence);
        assert_eq!(find(&slot(kind), &long), None);
        assert!(begun.elapsed() < AT_ONCE, "it took {:?}", begun.elapsed());
    }
}

/// An answer to a slot of this pattern, or `-`.
fn code(pattern: &str, said: &str) -> String {
    accept(&slot(SlotKind::Pattern(pattern.to_owned())), said, None).unwrap_or_else(|_| "-".to_owned())
}

#[test]
fn a_code_is_told_from_the_words_around_it() {
    const RECORD: &str = "[A-Z0-9]{6}";
    const LETTERS: &str = "[A-Z]{6}";
    const ANY: &str = "[A-Z0-9]+";
    const BOOKING: &str = "[A-Z]{2}[0-9]{6}";
    for (pattern, said, expected) in [
        (RECORD, "X7K2PQ", "X7K2PQ"),
        (RECORD, "x7k2pq", "X7K2PQ"),
        (RECORD, "I forgot it, X7K2PQ maybe", "X7K2PQ"),
        (RECORD, "Thanks, it is ABCDEF", "ABCDEF"),
        (RECORD, "ABCDEF", "ABCDEF"),
        (RECORD, "A B C D E F", "ABCDEF"),
        (RECORD, "ABC-DEF", "ABCDEF"),
        (RECORD, "X7K 2PQ", "X7K2PQ"),
        (RECORD, "no idea", "-"),
        (RECORD, "NO IDEA", "-"),
        (RECORD, "why not", "-"),
        (RECORD, "cancel", "-"),
        (RECORD, "Thanks!", "-"),
        (RECORD, "refund", "-"),
        (RECORD, "please", "-"),
        (RECORD, "where is it on my ticket?", "-"),
        (RECORD, "WHERE IS IT ON MY TICKET", "-"),
        (RECORD, "I forgot it", "-"),
        (RECORD, "skip it", "-"),
        (RECORD, "prefer not to say", "-"),
        (RECORD, "4 rooms", "-"),
        (RECORD, "X7K2PQ or X7K2PR", "-"),
        (RECORD, "Größe", "-"),
        (LETTERS, "abcdef", "ABCDEF"),
        (LETTERS, "it is ABCDEF", "ABCDEF"),
        (LETTERS, "I forgot it", "-"),
        (LETTERS, "where is it on my ticket?", "-"),
        (ANY, "the number is AB1234 thanks", "AB1234"),
        (ANY, "HC 20 45 18", "HC204518"),
        (ANY, "AB1234 CD5678", "-"),
        (ANY, "no idea", "-"),
        (BOOKING, "HC 20 45 18", "HC204518"),
        (BOOKING, "hc 20 45 18", "HC204518"),
        (BOOKING, "it's HC 20 45 18, I think", "HC204518"),
        (BOOKING, "hc-204518 thanks", "HC204518"),
        (BOOKING, "M T 2 0 4 5 1 8", "MT204518"),
        (BOOKING, "(MT204518)", "MT204518"),
        (BOOKING, "booking:MT204518", "MT204518"),
        (BOOKING, "MT204518 and again mt204518", "MT204518"),
        (BOOKING, "MT204518 and MT204519", "-"),
        (BOOKING, "my booking is 204518", "-"),
        (BOOKING, "is 204518", "-"),
        (BOOKING, "MY BOOKING IS 204518", "-"),
        ("[A-Z]{3}[0-9]{3}", "ABC-123", "ABC123"),
        ("[0-9]{6}", "204 518", "204518"),
        ("[0-9]{6}", "it is 204-518", "204518"),
        ("[0-9]{6}", "+44 20 7946 0958", "-"),
        // What takes spaces is a text, and as such in any letters.
        ("[a-z0-9 ]{1,60}", "grey suitcase", "GREY SUITCASE"),
        (".+", "grey", "GREY"),
    ] {
        assert_eq!(code(pattern, said), expected, "{said:?} for {pattern}");
    }
}

#[test]
fn a_code_in_pieces_is_found_unasked_where_its_pattern_demands_digits() {
    let pattern = |pattern: &str| SlotKind::Pattern(pattern.to_owned());
    for (looks, text, expected) in [
        ("SV[0-9]{5}", "Voucher SV 12345, please", Some("SV12345")),
        ("[A-Z]{2}[0-9]{6}", "MT 204518", Some("MT204518")),
        ("[A-Z]{2}[0-9]{6}", "I lost my bag, MT 20 45 18", Some("MT204518")),
        ("[A-Z]{2}[0-9]{6}", "my bag is 204518", None),
        ("[A-Z]{2}[0-9]{6}", "MT204518 and MT204519", None),
        ("[0-9]{6}", "we are 20 45 18", None),
        ("[A-Z0-9]{6}", "We are OK 4567 times", None),
        ("[A-Z0-9]{6}", "write to ana123@example.com", None),
        ("[A-Z0-9]{6}", "please change booking X7K2PQ", Some("X7K2PQ")),
    ] {
        check_found(pattern(looks), text, expected);
    }
}

#[test]
fn numbers_in_words_are_read_whole_or_not_at_all() {
    let number = |said: &str| accept(&slot(SlotKind::Number), said, None).unwrap_or_else(|_| "-".to_owned());
    for (said, expected) in [
        ("one hundred", "100"),
        ("a hundred", "100"),
        ("ten thousand", "10000"),
        ("forty five", "45"),
        ("forty-five of us", "45"),
        ("two hundred and fifty", "250"),
        (
            "nine hundred ninety-nine thousand nine hundred and ninety nine",
            "999999",
        ),
        ("three dozen", "36"),
        ("a dozen", "12"),
        ("3 dozen", "36"),
        ("2 hundred", "200"),
        ("2 mil", "2000"),
        ("sixty", "60"),
        ("zero", "0"),
        ("doce", "12"),
        ("somos un grupo de doce", "12"),
        ("veintidós", "22"),
        ("dieciséis", "16"),
        ("treinta y dos", "32"),
        ("doscientos cincuenta", "250"),
        ("una docena", "12"),
        ("douze", "12"),
        ("dix-sept", "17"),
        ("soixante et onze", "71"),
        ("quatre-vingts", "80"),
        ("quatre-vingt-dix", "90"),
        ("quatre-vingt-dix-sept personnes", "97"),
        ("deux cent cinquante", "250"),
        ("une douzaine", "12"),
        ("zwölf", "12"),
        ("dreizehn", "13"),
        ("fünfundzwanzig", "25"),
        ("einundzwanzig", "21"),
        ("zweihundertfünfzig", "250"),
        ("ein Dutzend", "12"),
        ("nur einer", "1"),
        ("eine Person", "1"),
        ("ventuno", "21"),
        ("trentotto", "38"),
        ("centoventi", "120"),
        ("duemila", "2000"),
        ("vinte e cinco", "25"),
        ("cento e vinte", "120"),
        ("dezesseis", "16"),
        ("duas", "2"),
        ("1 200", "1200"),
        ("1.200", "1200"),
        ("12,000", "12000"),
        ("1.200,50", "1200.5"),
        ("1,200.50", "1200.5"),
        ("1 234 567", "1234567"),
        ("0.500", "0.5"),
        ("1.1250", "1.1250"),
        // What is not read whole.
        ("12½", "-"),
        ("12 and a half", "-"),
        ("two and a half", "-"),
        ("a few hundred", "-"),
        ("a hundred thousand million", "-"),
        ("fourty five", "-"),
        ("forty-fiev", "-"),
        ("forty, five of them children", "-"),
        ("two or three", "-"),
        ("2 adults and three children", "-"),
        ("un adulto y dos niños", "-"),
        ("4/4", "-"),
        ("2k", "-"),
        ("12,34,56", "-"),
        ("not ten", "-"),
        ("dos noches no", "-"),
        ("dos noches no, 4", "4"),
        ("no, 4", "4"),
        ("somos 4 sin niños", "4"),
        ("one moment", "-"),
        ("einen Moment", "-"),
        ("un momento, por favor", "-"),
        ("no one", "-"),
        ("não sei", "-"),
        ("due to the weather", "-"),
    ] {
        assert_eq!(number(said), expected, "{said:?}");
        if expected != "-" {
            assert_eq!(number(expected), expected);
        }
    }
}

#[test]
fn a_telephone_number_is_told_from_dates_and_lists() {
    let phone = |said: &str| accept(&slot(SlotKind::Phone), said, None).unwrap_or_else(|_| "-".to_owned());
    for (said, expected) in [
        ("+44 (0)20 7946 0958", "+442079460958"),
        ("+44(0)20-7946-0958", "+442079460958"),
        ("0044 (0) 20 7946 0958", "+442079460958"),
        ("(020) 7946 0958", "02079460958"),
        ("06 12 34 56 78", "0612345678"),
        ("9 1 2 3 4 5 6 7 8", "912345678"),
        ("on 2026-12-03, call 912 345 678", "912345678"),
        ("2026-12-03", "-"),
        ("03.05.2027", "-"),
        ("3/5/2027", "-"),
        ("7 8 9 10 11 12 13", "-"),
        ("+0 000 000 000", "-"),
        ("+0 912 345 678", "-"),
        ("0000000", "-"),
        ("+351 912 345 678 or +351 912 345 679", "-"),
    ] {
        assert_eq!(phone(said), expected, "{said:?}");
    }
}

#[test]
fn what_is_ruled_out_is_not_chosen() {
    let lodges = || {
        let place = |name: &str| Place {
            name: name.to_owned(),
            also: Vec::new(),
        };
        SlotKind::Place(["Mara Serena", "Mara Sopa", "Lake Nakuru"].map(place).to_vec())
    };
    let levels = || SlotKind::Choice(["Luxury", "Budget", "No preference"].map(Said::new).to_vec());
    let read =
        |kind: SlotKind, said: &str| accept(&slot(kind), said, None).unwrap_or_else(|_| "-".to_owned());
    for (said, expected) in [
        ("serena", "Mara Serena"),
        ("not serena", "-"),
        ("Serena no", "-"),
        ("nicht Serena", "-"),
        ("pas le Serena", "-"),
        ("non Serena", "-"),
        ("não o Serena", "-"),
        ("anything but Serena", "-"),
        ("not Serena, Sopa", "Mara Sopa"),
        ("not Serena but Nakuru", "Lake Nakuru"),
        ("no, the Sopa", "Mara Sopa"),
    ] {
        assert_eq!(read(lodges(), said), expected, "{said:?}");
    }
    for (said, expected) in [
        ("luxury please", "Luxury"),
        ("not luxury", "-"),
        ("no luxury", "-"),
        ("I don't want luxury", "-"),
        ("kein Luxury", "-"),
        ("sin luxury", "-"),
        ("not luxury, budget", "Budget"),
        ("no, budget", "Budget"),
        ("no preference", "No preference"),
        ("No preference, thanks", "No preference"),
    ] {
        assert_eq!(read(levels(), said), expected, "{said:?}");
    }
    check_found(lodges(), "we are not at the Lake Nakuru", None);
    check_found(lodges(), "we could not find Lake Nakuru", Some("Lake Nakuru"));
}

#[test]
fn short_ways_of_saying_yes_and_what_says_neither() {
    let read = |said: &str| accept(&slot(SlotKind::YesNo), said, None).unwrap_or_else(|_| "-".to_owned());
    for (said, expected) in [
        ("doch", "yes"),
        ("Doch, gerne", "yes"),
        ("doch nicht", "no"),
        ("mais si", "yes"),
        ("Mais si !", "yes"),
        ("mais si on part lundi", "-"),
        ("ça marche", "yes"),
        ("ça marche pas", "no"),
        ("Comment ça marche", "-"),
        ("tá bom", "yes"),
        ("please do", "yes"),
        ("please don't", "no"),
        ("please do not", "no"),
        ("👍", "yes"),
        ("👍🏽 thanks", "yes"),
        ("👎", "no"),
        ("yes and no", "-"),
        ("Jein", "-"),
        ("oui et non", "-"),
        ("pois não", "-"),
    ] {
        assert_eq!(read(said), expected, "{said:?}");
    }
}
