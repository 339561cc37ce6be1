//! Checks: looked up in the operator's own system, which answers well, late, wrongly or never; and slots that need not
//! be given.

use gangway_protocol::mask::MASK;

use crate::script::{after, check};

#[test]
fn an_answer_is_kept_said_and_completes_the_action() {
    check(
        "0:00 visitor: when is my trip MT204518
         0:01 system: destination=Cusco, first_day=3 May, internal=7
         0:02 system: destination=Lima
         0:10 visitor: thanks",
        "0:00 visitor: when is my trip MT204518
         0:00 · rule trip: said \"when is my trip\"
         0:00 · started trip
         0:00 · trip.booking = MT204518
         0:00 · looks up trip
         0:00 ? BOOKING_HOOK: booking=MT204518
         0:01 · trip: Destination=Cusco, First day=3 May
         0:01 bot: MT204518 goes to Cusco.
         0:01 · completed trip
         0:10 visitor: thanks
         0:10 bot: You're welcome.",
    );
}

#[test]
fn what_takes_longer_than_a_moment_is_spoken_of_once() {
    check(
        "0:00 visitor: when is my trip
         0:10 visitor: MT204518
         0:14 system: destination=Cusco",
        "0:00 visitor: when is my trip
         0:00 · rule trip: said \"when is my trip\"
         0:00 · started trip
         0:00 bot: Which booking? [trip.booking]
         0:10 visitor: MT204518
         0:10 · trip.booking = MT204518
         0:10 · looks up trip
         0:10 ? BOOKING_HOOK: booking=MT204518
         0:12 bot: One moment.
         0:14 · trip: Destination=Cusco
         0:14 bot: MT204518 goes to Cusco.
         0:14 · completed trip",
    );
}

#[test]
fn an_outcome_that_is_lost_is_told_and_a_person_comes() {
    check(
        "0:00 visitor: when is my trip MT204518
         0:20 system: destination=Cusco",
        "0:00 visitor: when is my trip MT204518
         0:00 · rule trip: said \"when is my trip\"
         0:00 · started trip
         0:00 · trip.booking = MT204518
         0:00 · looks up trip
         0:00 ? BOOKING_HOOK: booking=MT204518
         0:02 bot: One moment.
         0:07 · trip: its outcome was lost
         0:07 bot: I cannot look it up.
         0:07 · failed trip: its outcome was lost
         0:07 → handed to desk (Normal): `trip` could not be completed
         0:07 bot notice: Let me connect you.
         0:07 ! desk: `trip` could not be completed (Normal)",
    );
}

#[test]
fn a_system_that_is_down_ends_at_a_person() {
    check(
        "0:00 visitor: when is my trip MT204518
         0:01 system fails: it answered with status 500",
        "0:00 visitor: when is my trip MT204518
         0:00 · rule trip: said \"when is my trip\"
         0:00 · started trip
         0:00 · trip.booking = MT204518
         0:00 · looks up trip
         0:00 ? BOOKING_HOOK: booking=MT204518
         0:01 · trip: it answered with status 500
         0:01 bot: I cannot look it up.
         0:01 · failed trip: it answered with status 500
         0:01 → handed to desk (Normal): `trip` could not be completed
         0:01 bot notice: Let me connect you.
         0:01 ! desk: `trip` could not be completed (Normal)",
    );
}

#[test]
fn an_answer_without_what_is_to_be_said_is_none() {
    check(
        "0:00 visitor: when is my trip MT204518
         0:01 system: first_day=3 May",
        "0:00 visitor: when is my trip MT204518
         0:00 · rule trip: said \"when is my trip\"
         0:00 · started trip
         0:00 · trip.booking = MT204518
         0:00 · looks up trip
         0:00 ? BOOKING_HOOK: booking=MT204518
         0:01 · trip: its answer has no `destination`
         0:01 bot: I cannot look it up.
         0:01 · failed trip: its answer has no `destination`
         0:01 → handed to desk (Normal): `trip` could not be completed
         0:01 bot notice: Let me connect you.
         0:01 ! desk: `trip` could not be completed (Normal)",
    );
}

#[test]
fn what_is_not_known_there_is_asked_for_once_more() {
    check(
        "0:00 visitor: when is my trip MT204519
         0:01 system unknown
         0:10 visitor: MT204518
         0:11 system: destination=Cusco",
        "0:00 visitor: when is my trip MT204519
         0:00 · rule trip: said \"when is my trip\"
         0:00 · started trip
         0:00 · trip.booking = MT204519
         0:00 · looks up trip
         0:00 ? BOOKING_HOOK: booking=MT204519
         0:01 · trip: it is not known there; booking again
         0:01 bot: There is no MT204519. Which booking? [trip.booking]
         0:10 visitor: MT204518
         0:10 · trip.booking = MT204518
         0:10 · looks up trip
         0:10 ? BOOKING_HOOK: booking=MT204518
         0:11 · trip: Destination=Cusco
         0:11 bot: MT204518 goes to Cusco.
         0:11 · completed trip",
    );
}

#[test]
fn what_is_not_known_twice_goes_to_a_person_with_what_was_given() {
    check(
        "0:00 visitor: when is my trip MT204519
         0:01 system unknown
         0:10 visitor: MT204520
         0:11 system unknown",
        "0:00 visitor: when is my trip MT204519
         0:00 · rule trip: said \"when is my trip\"
         0:00 · started trip
         0:00 · trip.booking = MT204519
         0:00 · looks up trip
         0:00 ? BOOKING_HOOK: booking=MT204519
         0:01 · trip: it is not known there; booking again
         0:01 bot: There is no MT204519. Which booking? [trip.booking]
         0:10 visitor: MT204520
         0:10 · trip.booking = MT204520
         0:10 · looks up trip
         0:10 ? BOOKING_HOOK: booking=MT204520
         0:11 · trip: it is not known there
         0:11 bot: There is no MT204520.
         0:11 · failed trip: it is not known there
         0:11 → handed to desk (Normal): `trip` could not be completed
         0:11 bot notice: Let me connect you.
         0:11 ! desk: `trip` could not be completed (Normal)",
    );
}

#[test]
fn whoever_gives_no_other_value_gets_a_person() {
    check(
        "0:00 visitor: when is my trip MT204519
         0:01 system unknown
         0:10 visitor: I am sure it is that
         0:20 visitor: Really",
        "0:00 visitor: when is my trip MT204519
         0:00 · rule trip: said \"when is my trip\"
         0:00 · started trip
         0:00 · trip.booking = MT204519
         0:00 · looks up trip
         0:00 ? BOOKING_HOOK: booking=MT204519
         0:01 · trip: it is not known there; booking again
         0:01 bot: There is no MT204519. Which booking? [trip.booking]
         0:10 visitor: I am sure it is that
         0:10 bot: A booking looks like MT204518. Which booking? [trip.booking]
         0:20 visitor: Really
         0:20 · failed trip: 2 answers in a row were not accepted
         0:20 → handed to desk (Normal): `trip` could not be completed
         0:20 bot notice: Let me connect you.
         0:20 ! desk: `trip` could not be completed (Normal)",
    );
}

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
fn an_outcome_that_comes_to_an_agent_is_kept_and_not_said() {
    check(
        "0:00 visitor: when is my trip MT204518
         0:01 ana claim
         0:03 system: destination=Cusco",
        "0:00 visitor: when is my trip MT204518
         0:00 · rule trip: said \"when is my trip\"
         0:00 · started trip
         0:00 · trip.booking = MT204518
         0:00 · looks up trip
         0:00 ? BOOKING_HOOK: booking=MT204518
         0:01 → claimed by Ana
         0:03 · trip: Destination=Cusco
         0:03 · completed trip",
    );
}

#[test]
fn an_outcome_after_a_return_to_the_bot_is_kept_and_not_said() {
    check(
        "0:00 visitor: when is my trip MT204518
         0:01 ana: Hello
         0:02 ana back
         0:03 system: destination=Cusco",
        "0:00 visitor: when is my trip MT204518
         0:00 · rule trip: said \"when is my trip\"
         0:00 · started trip
         0:00 · trip.booking = MT204518
         0:00 · looks up trip
         0:00 ? BOOKING_HOOK: booking=MT204518
         0:01 → claimed by Ana
         0:01 Ana: Hello
         0:02 → back to the bot by Ana
         0:02 bot: I am back.
         0:03 · trip: Destination=Cusco
         0:03 · completed trip",
    );
}

#[test]
fn an_outcome_that_is_lost_to_an_agent_is_kept_and_not_said() {
    check(
        "0:00 visitor: when is my trip MT204518
         0:01 ana claim
         0:20 ana: Hello",
        "0:00 visitor: when is my trip MT204518
         0:00 · rule trip: said \"when is my trip\"
         0:00 · started trip
         0:00 · trip.booking = MT204518
         0:00 · looks up trip
         0:00 ? BOOKING_HOOK: booking=MT204518
         0:01 → claimed by Ana
         0:07 · trip: its outcome was lost
         0:07 · failed trip: its outcome was lost
         0:20 Ana: Hello",
    );
}

#[test]
fn whoever_asks_for_a_person_meanwhile_is_told_in_the_queue() {
    check(
        "0:00 visitor: when is my trip MT204518
         0:01 visitor: I want a person
         0:03 system: destination=Cusco",
        "0:00 visitor: when is my trip MT204518
         0:00 · rule trip: said \"when is my trip\"
         0:00 · started trip
         0:00 · trip.booking = MT204518
         0:00 · looks up trip
         0:00 ? BOOKING_HOOK: booking=MT204518
         0:01 visitor: I want a person
         0:01 → handed to desk (Normal): asked for a person: \"a person\"
         0:01 bot notice: Let me connect you.
         0:01 ! desk: asked for a person: \"a person\" (Normal)
         0:03 · trip: Destination=Cusco
         0:03 bot: MT204518 goes to Cusco.
         0:03 · completed trip",
    );
}

#[test]
fn in_the_queue_what_is_not_known_is_asked_for_and_what_fails_is_told() {
    check(
        "0:00 visitor: when is my trip MT204519
         0:01 visitor person
         0:03 system unknown
         0:10 visitor: MT204518
         0:12 system fails: it answered with status 500",
        "0:00 visitor: when is my trip MT204519
         0:00 · rule trip: said \"when is my trip\"
         0:00 · started trip
         0:00 · trip.booking = MT204519
         0:00 · looks up trip
         0:00 ? BOOKING_HOOK: booking=MT204519
         0:01 → handed to desk (Normal): asked for a person
         0:01 bot notice: Let me connect you.
         0:01 ! desk: asked for a person (Normal)
         0:03 · trip: it is not known there; booking again
         0:03 bot: There is no MT204519. Which booking? [trip.booking]
         0:10 visitor: MT204518
         0:10 · trip.booking = MT204518
         0:10 · looks up trip
         0:10 ? BOOKING_HOOK: booking=MT204518
         0:12 · trip: it answered with status 500
         0:12 bot: I cannot look it up.
         0:12 · failed trip: it answered with status 500",
    );
}

#[test]
fn a_form_that_changes_a_value_has_it_looked_up_again() {
    check(
        "0:00 visitor: when is my trip MT204518
         0:01 visitor form trip: booking=MT204519
         0:02 system: destination=Lima
         0:10 visitor form trip: booking=MT204519
         0:20 visitor form trip: booking=MT204520
         0:21 system: destination=La Paz",
        "0:00 visitor: when is my trip MT204518
         0:00 · rule trip: said \"when is my trip\"
         0:00 · started trip
         0:00 · trip.booking = MT204518
         0:00 · looks up trip
         0:00 ? BOOKING_HOOK: booking=MT204518
         0:01 · trip.booking = MT204519
         0:01 · looks up trip
         0:01 ? BOOKING_HOOK: booking=MT204519
         0:02 · trip: Destination=Lima
         0:02 bot: MT204519 goes to Lima.
         0:02 · completed trip
         0:10 · trip.booking = MT204519
         0:20 · trip.booking = MT204520
         0:20 · looks up trip
         0:20 ? BOOKING_HOOK: booking=MT204520
         0:21 · trip: Destination=La Paz
         0:21 bot: MT204520 goes to La Paz.
         0:21 · completed trip",
    );
}

#[test]
fn what_had_failed_is_looked_up_again_when_it_is_begun_again() {
    check(
        "0:00 visitor: when is my trip MT204518
         0:01 system fails: it answered with status 500
         0:05 visitor off
         0:10 visitor: when is my trip
         0:11 system: destination=Cusco",
        "0:00 visitor: when is my trip MT204518
         0:00 · rule trip: said \"when is my trip\"
         0:00 · started trip
         0:00 · trip.booking = MT204518
         0:00 · looks up trip
         0:00 ? BOOKING_HOOK: booking=MT204518
         0:01 · trip: it answered with status 500
         0:01 bot: I cannot look it up.
         0:01 · failed trip: it answered with status 500
         0:01 → handed to desk (Normal): `trip` could not be completed
         0:01 bot notice: Let me connect you.
         0:01 ! desk: `trip` could not be completed (Normal)
         0:05 → called off
         0:10 visitor: when is my trip
         0:10 · rule trip: said \"when is my trip\"
         0:10 · looks up trip
         0:10 ? BOOKING_HOOK: booking=MT204518
         0:11 · trip: Destination=Cusco
         0:11 bot: MT204518 goes to Cusco.
         0:11 · completed trip",
    );
}

#[test]
fn what_was_not_known_is_asked_for_when_it_is_begun_again() {
    check(
        "0:00 visitor: when is my trip MT204519
         0:01 system unknown
         0:02 visitor: MT204520
         0:03 system unknown
         0:05 visitor off
         0:10 visitor: when is my trip
         0:20 visitor: MT204518
         0:21 system: destination=Cusco",
        "0:00 visitor: when is my trip MT204519
         0:00 · rule trip: said \"when is my trip\"
         0:00 · started trip
         0:00 · trip.booking = MT204519
         0:00 · looks up trip
         0:00 ? BOOKING_HOOK: booking=MT204519
         0:01 · trip: it is not known there; booking again
         0:01 bot: There is no MT204519. Which booking? [trip.booking]
         0:02 visitor: MT204520
         0:02 · trip.booking = MT204520
         0:02 · looks up trip
         0:02 ? BOOKING_HOOK: booking=MT204520
         0:03 · trip: it is not known there
         0:03 bot: There is no MT204520.
         0:03 · failed trip: it is not known there
         0:03 → handed to desk (Normal): `trip` could not be completed
         0:03 bot notice: Let me connect you.
         0:03 ! desk: `trip` could not be completed (Normal)
         0:05 → called off
         0:10 visitor: when is my trip
         0:10 · rule trip: said \"when is my trip\"
         0:10 bot: Which booking? [trip.booking]
         0:20 visitor: MT204518
         0:20 · trip.booking = MT204518
         0:20 · looks up trip
         0:20 ? BOOKING_HOOK: booking=MT204518
         0:21 · trip: Destination=Cusco
         0:21 bot: MT204518 goes to Cusco.
         0:21 · completed trip",
    );
}

#[test]
fn whoever_leaves_while_it_is_looked_up_finds_the_answer() {
    check(
        "0:00 visitor: when is my trip MT204518
         0:03 system: destination=Cusco
         70:00 wait",
        "0:00 visitor: when is my trip MT204518
         0:00 · rule trip: said \"when is my trip\"
         0:00 · started trip
         0:00 · trip.booking = MT204518
         0:00 · looks up trip
         0:00 ? BOOKING_HOOK: booking=MT204518
         0:02 bot: One moment.
         0:03 · trip: Destination=Cusco
         0:03 bot: MT204518 goes to Cusco.
         0:03 · completed trip
         60:03 → resolved by time",
    );
}

#[test]
fn an_outcome_of_an_ended_conversation_is_kept() {
    check(
        "0:00 visitor: when is my trip MT204518
         0:01 ana resolve
         0:02 system: destination=Cusco",
        "0:00 visitor: when is my trip MT204518
         0:00 · rule trip: said \"when is my trip\"
         0:00 · started trip
         0:00 · trip.booking = MT204518
         0:00 · looks up trip
         0:00 ? BOOKING_HOOK: booking=MT204518
         0:01 → resolved by Ana
         0:02 · trip: Destination=Cusco
         0:02 · completed trip",
    );
}

#[test]
fn nobody_tries_out_numbers_by_the_dozen() {
    check(
        "0:00 visitor: when is my trip MT204500
         0:01 visitor form trip: booking=MT204501
         0:02 visitor form trip: booking=MT204502
         0:03 visitor form trip: booking=MT204503
         0:04 visitor form trip: booking=MT204504
         0:05 visitor form trip: booking=MT204505
         0:06 visitor form trip: booking=MT204506
         0:07 visitor form trip: booking=MT204507
         0:08 visitor form trip: booking=MT204508
         0:09 visitor form trip: booking=MT204509
         0:10 visitor form trip: booking=MT204510",
        "0:00 visitor: when is my trip MT204500
         0:00 · rule trip: said \"when is my trip\"
         0:00 · started trip
         0:00 · trip.booking = MT204500
         0:00 · looks up trip
         0:00 ? BOOKING_HOOK: booking=MT204500
         0:01 · trip.booking = MT204501
         0:01 · looks up trip
         0:01 ? BOOKING_HOOK: booking=MT204501
         0:02 · trip.booking = MT204502
         0:02 · looks up trip
         0:02 ? BOOKING_HOOK: booking=MT204502
         0:03 · trip.booking = MT204503
         0:03 · looks up trip
         0:03 ? BOOKING_HOOK: booking=MT204503
         0:04 · trip.booking = MT204504
         0:04 · looks up trip
         0:04 ? BOOKING_HOOK: booking=MT204504
         0:05 · trip.booking = MT204505
         0:05 · looks up trip
         0:05 ? BOOKING_HOOK: booking=MT204505
         0:06 · trip.booking = MT204506
         0:06 · looks up trip
         0:06 ? BOOKING_HOOK: booking=MT204506
         0:07 · trip.booking = MT204507
         0:07 · looks up trip
         0:07 ? BOOKING_HOOK: booking=MT204507
         0:08 · trip.booking = MT204508
         0:08 · looks up trip
         0:08 ? BOOKING_HOOK: booking=MT204508
         0:09 · trip.booking = MT204509
         0:09 · looks up trip
         0:09 ? BOOKING_HOOK: booking=MT204509
         0:10 · trip.booking = MT204510
         0:10 · trip: 10 things were looked up in this conversation already
         0:10 bot: I cannot look it up.
         0:10 · failed trip: 10 things were looked up in this conversation already
         0:10 → handed to desk (Normal): `trip` could not be completed
         0:10 bot notice: Let me connect you.
         0:10 ! desk: `trip` could not be completed (Normal)",
    );
}

#[test]
fn what_need_not_be_given_is_passed_over() {
    check(
        "0:00 visitor: a refund
         0:10 visitor: in Cusco
         0:20 visitor: my number is gone
         0:30 visitor: I really do not have one
         0:40 visitor: nothing
         0:41 system: ok=1",
        "0:00 visitor: a refund
         0:00 · rule refund: said \"refund\"
         0:00 · started refund
         0:00 bot: Which office? [refund.office]
         0:10 visitor: in Cusco
         0:10 · refund.office = Cusco
         0:10 bot: Which passport? [refund.passport]
         0:20 visitor: my number is gone (sensitive)
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
    check(
        "0:00 visitor: a refund
         0:10 visitor: in Cusco
         0:20 visitor: skip
         0:30 visitor: My passport is X1234567, and the guide was late
         0:31 system: ok=1",
        "0:00 visitor: a refund
         0:00 · rule refund: said \"refund\"
         0:00 · started refund
         0:00 bot: Which office? [refund.office]
         0:10 visitor: in Cusco
         0:10 · refund.office = Cusco
         0:10 bot: Which passport? [refund.passport]
         0:20 visitor: skip (sensitive)
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
