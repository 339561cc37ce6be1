//! What is given to slots: what need not be, places, what is sensitive, and the numbers of cards.

use gangway_protocol::mask::MASK;

use crate::scenes::REFUND;
use crate::script::{after, check};

#[test]
fn an_action_may_be_complete_without_an_answer() {
    check(
        "0:00 visitor: a refund please
         0:10 visitor: in la paz
         0:20 visitor: skip
         0:30 visitor: My guide did not come
         0:31 system fails: it could not be reached",
        "0:00 visitor: a refund please
         0:00 · rule refund: said \"refund\"
         0:00 · started refund
         0:00 bot: Which office? [refund.office]
         0:10 visitor: in la paz
         0:10 · refund.office = La Paz
         0:10 bot: Which passport? [refund.passport]
         0:20 visitor: skip (sensitive)
         0:20 · refund.passport passed over
         0:20 bot: What happened? [refund.story]
         0:30 visitor: My guide did not come
         0:30 · refund.story = My guide did not come
         0:30 · looks up refund
         0:30 ? REFUND_HOOK: office=La Paz, story=My guide did not come
         0:31 · refund: it could not be reached
         0:31 bot: I cannot look that up at the moment.
         0:31 · completed refund
         0:31 · rule refund asked for: `refund` is complete
         0:31 → handed to groups (Normal): refund asked for: `refund` is complete
         0:31 bot notice: Let me connect you.
         0:31 ! groups: refund asked for: `refund` is complete (Normal)",
    );
}

#[test]
fn what_need_not_be_given_is_passed_over() {
    REFUND.then(
        "0:20 visitor: my number is gone
         0:30 visitor: I really do not have one
         0:40 visitor: nothing
         0:41 system: ok=1",
        "0:20 visitor: my number is gone (sensitive)
         0:20 bot: That does not look like a passport. Please check it. Which passport? [refund.passport]
         0:30 visitor: I really do not have one (sensitive)
         0:30 · refund.passport passed over
         0:30 bot: What happened? [refund.story]
         0:40 visitor: nothing
         0:40 · refund.story passed over
         0:40 · looks up refund
         0:40 ? REFUND_HOOK: office=Cusco
         0:41 · refund:
         0:41 · completed refund
         0:41 · rule refund asked for: `refund` is complete
         0:41 → handed to groups (Normal): refund asked for: `refund` is complete
         0:41 bot notice: Let me connect you.
         0:41 ! groups: refund asked for: `refund` is complete (Normal)",
    );
}

#[test]
fn a_form_passes_over_what_it_leaves_empty() {
    check(
        "0:00 visitor: a refund
         0:10 visitor form refund: office=LPB, passport=, story=
         0:20 system: ok=1",
        "0:00 visitor: a refund
         0:00 · rule refund: said \"refund\"
         0:00 · started refund
         0:00 bot: Which office? [refund.office]
         0:10 · refund.office = La Paz
         0:10 · refund.passport passed over
         0:10 · refund.story passed over
         0:10 · looks up refund
         0:10 ? REFUND_HOOK: office=La Paz
         0:12 bot: One moment, I am looking that up.
         0:14 · refund: its outcome was lost
         0:14 bot: I cannot look that up at the moment.
         0:14 · completed refund
         0:14 · rule refund asked for: `refund` is complete
         0:14 → handed to groups (Normal): refund asked for: `refund` is complete
         0:14 bot notice: Let me connect you.
         0:14 ! groups: refund asked for: `refund` is complete (Normal)",
    );
}

#[test]
fn what_was_passed_over_may_still_be_given() {
    REFUND.then(
        "0:20 visitor: skip
         0:30 visitor: My passport is X1234567, and the guide was late
         0:31 system: ok=1",
        "0:20 visitor: skip (sensitive)
         0:20 · refund.passport passed over
         0:20 bot: What happened? [refund.story]
         0:30 visitor: My passport is X1234567, and the guide was late (sensitive)
         0:30 · refund.passport = X1234567 (sensitive)
         0:30 bot: What happened? [refund.story]",
    );
}

#[test]
fn a_place_is_taken_from_the_message_that_begins_the_action_and_from_no_earlier_one() {
    check(
        "0:00 visitor: Do I need a visa for La Paz?
         0:10 visitor: a refund
         0:20 visitor: Cusco",
        "0:00 visitor: Do I need a visa for La Paz?
         0:00 bot: You need no visa. [visas.md#1 0.9]
         0:10 visitor: a refund
         0:10 · rule refund: said \"refund\"
         0:10 · started refund
         0:10 bot: Which office? [refund.office]
         0:20 visitor: Cusco
         0:20 · refund.office = Cusco
         0:20 bot: Which passport? [refund.passport]",
    );
}

#[test]
fn a_place_that_is_named_with_the_wish_is_not_asked_for() {
    check(
        "0:00 visitor: a refund from your La Paz office",
        "0:00 visitor: a refund from your La Paz office
         0:00 · rule refund: said \"refund\"
         0:00 · started refund
         0:00 · refund.office = La Paz
         0:00 bot: Which passport? [refund.passport]",
    );
}

#[test]
fn card_numbers_are_redacted_wherever_they_are_written() {
    check(
        "0:00 visitor: a refund to 4111 1111 1111 1111
         0:10 visitor: Cusco
         0:15 visitor form refund: story=card 5555-5555-5555-4444
         0:20 ana: Is it 378282246310005?
         0:30 ana note: it is 378282246310005",
        "0:00 visitor: a refund to ••••1111
         0:00 · rule refund: said \"refund\"
         0:00 · started refund
         0:00 bot: Which office? [refund.office]
         0:10 visitor: Cusco
         0:10 · refund.office = Cusco
         0:10 bot: Which passport? [refund.passport]
         0:15 · refund.story = card ••••4444
         0:20 → claimed by Ana
         0:20 Ana: Is it ••••0005?
         0:30 Ana notes: it is ••••0005",
    );
}

#[test]
fn what_is_sensitive_is_not_listed() {
    fn line(script: &str) -> String {
        after(script).summary().last_line.unwrap().text
    }
    let begun = "0:00 visitor: I want a refund
                 0:10 visitor: Cusco";
    for said in [
        "My passport is X1234567, and the guide was late to the train",
        "X12345678, or so I remember without having it at hand at the moment",
        "X1234567",
    ] {
        let script = format!("{begun}\n0:20 visitor: {said}");
        assert_eq!(line(&script), "I want a refund");
    }
    // Found where nobody had asked for it.
    assert_eq!(
        line("0:00 visitor: My passport X1234567 is in the hotel safe"),
        MASK
    );
    let found = "0:00 visitor: The hotel has lost my coat
                 0:10 visitor: My passport X1234567 is in the hotel safe, too";
    assert_eq!(line(found), "The hotel has lost my coat");
}
