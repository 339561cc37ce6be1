//! Card numbers: none is kept, and what is none is left alone.

#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot go on ends with what is wrong"
)]

use gangway_protocol::card::redact;
use proptest::prelude::*;

#[track_caller]
fn check(text: &str, redacted: &str) {
    assert_eq!(redact(text), redacted);
}

#[test]
fn card_numbers_are_redacted_however_they_are_written() {
    for (text, redacted) in [
        ("4111111111111111", "••••1111"),
        ("My card is 4111 1111 1111 1111.", "My card is ••••1111."),
        ("4111-1111-1111-1111", "••••1111"),
        ("4111.1111.1111.1111", "••••1111"),
        ("4111 - 1111 1111  1111", "••••1111"),
        ("4111\u{a0}1111\u{202f}1111\u{2011}1111", "••••1111"),
        ("41111111 11111111", "••••1111"),
        ("4 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1", "••••1111"),
        ("411 111 111 111 111 1", "••••1111"),
        ("4111\n1111\n1111\n1111", "••••1111"),
        ("４１１１１１１１１１１１１１１１", "••••1111"),
        ("visa:4111111111111111exp", "visa:••••1111exp"),
        ("Visa4111111111111111", "Visa••••1111"),
        ("5555 5555 5555 4444 12/27 123", "••••4444 12/27 123"),
        ("5555 5555 5555 4444 12 27 123", "••••4444 12 27 123"),
        ("2223003122003222", "••••3222"),
        ("378282246310005", "••••0005"),
        ("3782 822463 10005", "••••0005"),
        ("3056 930902 5904", "••••5904"),
        ("6011 1111 1111 1117", "••••1117"),
        ("3530111333300000", "••••0000"),
        ("6200000000000000000", "••••0000"),
        ("6759649826438453", "••••8453"),
        ("2200 0000 0000 0004", "••••0004"),
        ("4222222222222", "••••2222"),
        ("+4111 1111 1111 1111", "+••••1111"),
        ("+378282246310005", "+••••0005"),
        (
            "4111 1111 1111 1111, or 5555 5555 5555 4444?",
            "••••1111, or ••••4444?",
        ),
        ("4111 1111 1111 1111 5555 5555 5555 4444", "••••1111 ••••4444"),
    ] {
        check(text, redacted);
    }
}

#[test]
fn what_is_no_card_number_is_left_alone() {
    for text in [
        "",
        "MT204518",
        "HC204518 and HC204519",
        // One digit off.
        "4111 1111 1111 1112",
        // Too short, too long, of no issuer.
        "411111111111",
        "41111111111111111111",
        "9999 9999 9999 9995",
        "0000 0000 0000 0000",
        // Telephones, one that would pass as 13 digits of a card, and two side by side.
        "+351 912 345 678",
        "0044 7700 900 123",
        "+49 1512 3456787",
        "+4222222222222",
        "415-555-2671 415-555-2672",
        "(415) 555-2671, (415) 555-2672",
        // Dates and times.
        "2027-05-03 to 2027-05-09",
        "2027-05-03 2027-05-09",
        "3.5.2027 - 9.5.2027 12.30",
        "20270503T101500Z",
        "1795176034085",
        // Tickets of airlines, amounts, coordinates, addresses of networks.
        "422-2222222222",
        "1,234,567,890,123.45",
        "-12.0463731, -77.0427541",
        "192.168.100.101",
        "0198c0de-4111-7111-8111-111111111111",
        // Digits apart.
        "4111 1111 and 1111 1111",
        "4111 1111    1111 1111",
        "4111/1111/1111/1111",
    ] {
        check(text, text);
    }
}

/// First digits and lengths of every issuer that the table has.
fn issued() -> impl Strategy<Value = String> {
    let of = |begin: &'static [&'static str], counts: &'static [usize]| {
        (prop::sample::select(begin), prop::sample::select(counts))
    };
    let kinds = prop_oneof![
        of(&["4"], &[13, 16, 19]),
        of(
            &[
                "51", "52", "53", "54", "55", "2221", "2222", "2345", "2699", "2720"
            ],
            &[16]
        ),
        of(&["34", "37"], &[15]),
        of(&["300", "305", "3095", "36", "38", "39"], &[14, 16, 19]),
        of(
            &[
                "50", "56", "57", "58", "6011", "62", "644", "65", "6759", "81", "82"
            ],
            &[16, 17, 18, 19]
        ),
        of(&["3528", "3570", "3589"], &[16, 17, 18, 19]),
        of(&["2200", "2204"], &[16, 17, 18, 19]),
        of(&["9792"], &[16]),
        of(&["1"], &[15]),
    ];
    (kinds, prop::collection::vec(0..10_u8, 19)).prop_map(|((begin, count), more)| {
        let mut number = begin.to_owned();
        number.extend(more.iter().map(|digit| char::from(b'0' + digit)));
        number.truncate(count - 1);
        let doubled = |place: usize, digit: u32| match (place % 2, digit * 2) {
            (0, twice) if twice > 9 => twice - 9,
            (0, twice) => twice,
            _ => digit,
        };
        let sum: u32 = number
            .chars()
            .rev()
            .enumerate()
            .map(|(place, c)| doubled(place, c.to_digit(10).unwrap()))
            .sum();
        number.push(char::from_digit((10 - sum % 10) % 10, 10).unwrap());
        number
    })
}

fn digits(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}

proptest! {
    #[test]
    fn no_number_of_an_issuer_with_its_check_digit_is_kept(
        number in issued(),
        size in prop::sample::select([4_usize, 19].as_slice()),
        between in prop::sample::select([" ", "-", "  ", " - ", ".", "\u{a0}"].as_slice()),
        before in prop::sample::select(["", "card: ", "Visa ", "(", "No. MT204518, "].as_slice()),
        after in prop::sample::select(["", ".", " please", ", 12/27", ")"].as_slice()),
    ) {
        let groups: Vec<&str> = number.as_bytes().chunks(size).map(|group| std::str::from_utf8(group).unwrap()).collect();
        let text = format!("{before}{}{after}", groups.join(between));
        let redacted = redact(&text);
        prop_assert!(!digits(&redacted).contains(&number), "{text:?} is kept as {redacted:?}");
        prop_assert!(redacted.ends_with(after) && redacted.starts_with(before));
    }

    #[test]
    fn a_number_without_its_check_digit_is_left_alone(number in issued(), other in 1..10_u32) {
        let last = number.chars().last().unwrap().to_digit(10).unwrap();
        let wrong = format!("{}{}", &number[..number.len() - 1], (last + other) % 10);
        prop_assert_eq!(redact(&wrong), wrong.as_str());
    }

    #[test]
    fn what_was_redacted_is_left_alone(text in "[0-9 .+-]{0,60}") {
        let once = redact(&text).into_owned();
        prop_assert_eq!(redact(&once), once.as_str());
    }
}
