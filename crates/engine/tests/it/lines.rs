//! What the inbox shows of a conversation: the last thing that a person said.

use crate::script::after;

#[track_caller]
fn check(script: &str, from: &str, line: &str) {
    let summary = after(script).summary();
    let shown = summary.last_line.map(|line| (line.from, line.text));
    assert_eq!(shown, Some((from.to_owned(), line.to_owned())));
}

#[test]
fn what_the_bot_says_is_not_the_last_line() {
    check(
        "0:00 visitor: Do I need a visa?
         0:10 visitor person",
        "visitor",
        "Do I need a visa?",
    );
    let silent = after("0:00 visitor person").summary();
    assert!(silent.last_line.is_none() && silent.messages == 1);
}

#[test]
fn what_an_agent_says_is_the_last_line_and_a_note_is_not() {
    check(
        "0:00 visitor: Do I need a visa?
         0:10 ana: It depends
         0:20 ana note: Not for long",
        "Ana",
        "It depends",
    );
}

#[test]
fn values_that_were_asked_for_leave_the_line_that_says_what_it_is_about() {
    check(
        "0:00 visitor: I lost my luggage
         0:10 visitor: MT204518
         0:20 visitor: On the carousel of the airport in Lima
         0:30 visitor: it's +44 7700 900 123",
        "visitor",
        "I lost my luggage",
    );
    check(
        "0:00 visitor: change my itinerary
         0:10 visitor: MT204518
         0:20 visitor: 3 May 2027
         0:30 visitor person
         0:40 visitor: to 9 May 2027",
        "visitor",
        "change my itinerary",
    );
}

#[test]
fn who_says_more_than_the_value_is_heard() {
    check(
        "0:00 visitor: I lost my luggage
         0:10 visitor: MT204518 and my wife has gone missing",
        "visitor",
        "MT204518 and my wife has gone missing",
    );
    check(
        "0:00 visitor: I lost my luggage
         0:10 visitor: MT204518 Do I need a visa?",
        "visitor",
        "MT204518 Do I need a visa?",
    );
    check(
        "0:00 visitor: I lost my luggage
         0:10 visitor: no idea",
        "visitor",
        "no idea",
    );
}

#[test]
fn a_value_that_nobody_asked_for_or_that_an_agent_did_is_what_was_said() {
    check("0:00 visitor: MT204518", "visitor", "MT204518");
    check(
        "0:00 visitor: I lost my luggage
         0:10 ana: Which booking?
         0:20 visitor: MT204518",
        "visitor",
        "MT204518",
    );
}

#[test]
fn a_file_that_was_asked_for_leaves_the_line_that_says_what_it_is_about() {
    let report = "0:00 visitor: I scratched it
         0:10 visitor: MT204518
         0:20 visitor sends: door.jpg";
    check(report, "visitor", "I scratched it");
    let licence = format!(
        "{report}
         0:21 visitor: done
         0:30 visitor sends: licence X1234567.jpg"
    );
    check(&licence, "visitor", "I scratched it");
}

#[test]
fn a_file_that_nobody_asked_for_is_listed_as_one() {
    let sends = |name: &str| format!("0:00 visitor person\n0:10 visitor sends: {name}");
    check(&sends("door.jpg"), "visitor", "Photo: door.jpg");
    check(&sends("bill.pdf"), "visitor", "File: bill.pdf");
    let long = "x".repeat(90);
    check(
        &sends(&format!("{long}.jpg")),
        "visitor",
        &format!("Photo: {long}.jpg"),
    );
}

#[test]
fn a_file_chosen_for_what_is_sensitive_is_listed_nowhere() {
    // The report is over, begun or not there yet, and somebody else has the conversation.
    for before in [
        "0:00 visitor: I scratched it
         0:10 visitor: MT204518
         0:20 visitor: I want a person
         0:25 ana claim",
        "0:00 visitor person
         0:05 ana claim",
    ] {
        let script = format!("{before}\n0:30 visitor sends 1000 damage.licence: licence X1234567.jpg");
        let summary = after(&script).summary();
        let line = summary.last_line.map(|line| line.text).unwrap_or_default();
        assert!(!line.contains("licence"), "{line}");
    }
}
