//! Checks that take long, fail or are lost, and outcomes that come when somebody else has the conversation.

use crate::scenes::TRIP;
use crate::script::check;

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
    TRIP.then(
        "0:20 system: destination=Cusco",
        "0:02 bot: One moment.
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
    TRIP.then(
        "0:01 system fails: it answered with status 500",
        "0:01 · trip: it answered with status 500
         0:01 bot: I cannot look it up.
         0:01 · failed trip: it answered with status 500
         0:01 → handed to desk (Normal): `trip` could not be completed
         0:01 bot notice: Let me connect you.
         0:01 ! desk: `trip` could not be completed (Normal)",
    );
}

#[test]
fn an_answer_without_what_is_to_be_said_is_none() {
    TRIP.then(
        "0:01 system: first_day=3 May",
        "0:01 · trip: its answer has no `destination`
         0:01 bot: I cannot look it up.
         0:01 · failed trip: its answer has no `destination`
         0:01 → handed to desk (Normal): `trip` could not be completed
         0:01 bot notice: Let me connect you.
         0:01 ! desk: `trip` could not be completed (Normal)",
    );
}

#[test]
fn an_outcome_that_comes_to_an_agent_is_kept_and_not_said() {
    TRIP.then(
        "0:01 ana claim
         0:03 system: destination=Cusco",
        "0:01 → claimed by Ana
         0:03 · trip: Destination=Cusco
         0:03 · completed trip",
    );
}

#[test]
fn an_outcome_after_a_return_to_the_bot_is_kept_and_not_said() {
    TRIP.then(
        "0:01 ana: Hello
         0:02 ana back
         0:03 system: destination=Cusco",
        "0:01 → claimed by Ana
         0:01 Ana: Hello
         0:02 → back to the bot by Ana
         0:02 bot: I am back.
         0:03 · trip: Destination=Cusco
         0:03 · completed trip",
    );
}

#[test]
fn an_outcome_that_is_lost_to_an_agent_is_kept_and_not_said() {
    TRIP.then(
        "0:01 ana claim
         0:20 ana: Hello",
        "0:01 → claimed by Ana
         0:07 · trip: its outcome was lost
         0:07 · failed trip: its outcome was lost
         0:20 Ana: Hello",
    );
}

#[test]
fn whoever_asks_for_a_person_meanwhile_is_told_in_the_queue() {
    TRIP.then(
        "0:01 visitor: I want a person
         0:03 system: destination=Cusco",
        "0:01 visitor: I want a person
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
fn what_had_failed_is_looked_up_again_when_it_is_begun_again() {
    TRIP.then(
        "0:01 system fails: it answered with status 500
         0:05 visitor off
         0:10 visitor: when is my trip
         0:11 system: destination=Cusco",
        "0:01 · trip: it answered with status 500
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
fn whoever_leaves_while_it_is_looked_up_finds_the_answer() {
    TRIP.then(
        "0:03 system: destination=Cusco
         70:00 wait",
        "0:02 bot: One moment.
         0:03 · trip: Destination=Cusco
         0:03 bot: MT204518 goes to Cusco.
         0:03 · completed trip
         60:03 → resolved by time",
    );
}

#[test]
fn an_outcome_of_an_ended_conversation_is_kept() {
    TRIP.then(
        "0:01 ana resolve
         0:02 system: destination=Cusco",
        "0:01 → resolved by Ana
         0:02 · trip: Destination=Cusco
         0:02 · completed trip",
    );
}
