//! Checks: looked up in the operator's own system, which answers, or knows nothing of it.

use crate::scenes::{TRIP, UNKNOWN_TRIP};
use crate::script::check;

#[test]
fn an_answer_is_kept_said_and_completes_the_action() {
    TRIP.then(
        "0:01 system: destination=Cusco, first_day=3 May, internal=7
         0:02 system: destination=Lima
         0:10 visitor: thanks",
        "0:01 · trip: Destination=Cusco, First day=3 May
         0:01 bot: MT204518 goes to Cusco.
         0:01 · completed trip
         0:10 visitor: thanks
         0:10 bot: You're welcome.",
    );
}

#[test]
fn what_is_not_known_there_is_asked_for_once_more() {
    UNKNOWN_TRIP.then(
        "0:10 visitor: MT204518
         0:11 system: destination=Cusco",
        "0:10 visitor: MT204518
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
    UNKNOWN_TRIP.then(
        "0:10 visitor: MT204520
         0:11 system unknown",
        "0:10 visitor: MT204520
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
    UNKNOWN_TRIP.then(
        "0:10 visitor: I am sure it is that
         0:20 visitor: Really",
        "0:10 visitor: I am sure it is that
         0:10 bot: A booking looks like MT204518. Which booking? [trip.booking]
         0:20 visitor: Really
         0:20 · failed trip: 2 answers in a row were not accepted
         0:20 → handed to desk (Normal): `trip` could not be completed
         0:20 bot notice: Let me connect you.
         0:20 ! desk: `trip` could not be completed (Normal)",
    );
}

#[test]
fn a_form_that_changes_a_value_has_it_looked_up_again() {
    TRIP.then(
        "0:01 visitor form trip: booking=MT204519
         0:02 system: destination=Lima
         0:10 visitor form trip: booking=MT204519
         0:20 visitor form trip: booking=MT204520
         0:21 system: destination=La Paz",
        "0:01 · trip.booking = MT204519
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
fn what_was_not_known_is_asked_for_when_it_is_begun_again() {
    UNKNOWN_TRIP.then(
        "0:02 visitor: MT204520
         0:03 system unknown
         0:05 visitor off
         0:10 visitor: when is my trip
         0:20 visitor: MT204518
         0:21 system: destination=Cusco",
        "0:02 visitor: MT204520
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
fn a_value_that_comes_with_the_wish_said_again_is_looked_up_and_not_asked_for() {
    UNKNOWN_TRIP.then(
        "0:10 visitor: when is my trip MT204519
         0:11 system: destination=Cusco
         70:00 wait",
        "0:10 visitor: when is my trip MT204519
         0:10 · trip.booking = MT204519
         0:10 · rule trip: said \"when is my trip\"
         0:10 · looks up trip
         0:10 ? BOOKING_HOOK: booking=MT204519
         0:11 · trip: Destination=Cusco
         0:11 bot: MT204519 goes to Cusco.
         0:11 · completed trip
         60:11 → resolved by time",
    );
}
