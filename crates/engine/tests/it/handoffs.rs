//! The way to people.

use crate::script::check;

#[test]
fn an_accident_goes_to_roadside_at_once() {
    check(
        "0:00 visitor: We had an accident",
        "0:00 visitor: We had an accident
         0:00 · tag accident: said \"accident\"
         0:00 · Urgent: tag accident
         0:00 · rule accident: tag `accident`, said \"accident\"
         0:00 bot: If anyone is hurt, call 112.
         0:00 · alerted roadside: accident: tag `accident`, said \"accident\"
         0:00 → handed to roadside (Urgent): accident: tag `accident`, said \"accident\"
         0:00 bot notice: Let me connect you.
         0:00 ! roadside: accident: tag `accident`, said \"accident\" (Urgent)",
    );
}

#[test]
fn a_breakdown_goes_to_roadside_by_its_words() {
    check(
        "0:00 visitor: Our car broke down, do I need a visa?",
        "0:00 visitor: Our car broke down, do I need a visa?
         0:00 · rule breakdown: said \"broke down\"
         0:00 · High: rule breakdown
         0:00 → handed to roadside (High): breakdown: said \"broke down\"
         0:00 bot notice: Let me connect you.
         0:00 ! roadside: breakdown: said \"broke down\" (High)",
    );
}

#[test]
fn a_corporate_account_goes_to_its_team() {
    check(
        "0:00 visitor: We want a corporate account",
        "0:00 visitor: We want a corporate account
         0:00 · tag corporate: said \"corporate account\"
         0:00 · rule corporate: tag `corporate`, said \"corporate account\"
         0:00 → handed to corporate (Normal): corporate: tag `corporate`, said \"corporate account\"
         0:00 bot notice: Let me connect you.
         0:00 ! corporate: corporate: tag `corporate`, said \"corporate account\" (Normal)",
    );
}

#[test]
fn whoever_asks_for_a_person_gets_one() {
    check(
        "0:00 visitor: Let me talk to a person
         0:10 visitor: I want a person
         0:20 visitor person",
        "0:00 visitor: Let me talk to a person
         0:00 → handed to desk (Normal): asked for a person: \"a person\"
         0:00 bot notice: Let me connect you.
         0:00 ! desk: asked for a person: \"a person\" (Normal)
         0:10 visitor: I want a person",
    );
}

#[test]
fn the_button_asks_for_a_person() {
    check(
        "0:00 visitor person
         0:10 visitor person",
        "0:00 → handed to desk (Normal): asked for a person
         0:00 bot notice: Let me connect you.
         0:00 ! desk: asked for a person (Normal)",
    );
}

#[test]
fn a_rule_may_send_those_who_ask_for_a_person_elsewhere() {
    check(
        "0:00 visitor: Do I need a visa?
         0:10 ben tag vip
         0:20 visitor: I want a person",
        "0:00 visitor: Do I need a visa?
         0:00 bot: You need no visa. [visas.md#1 0.9]
         0:10 · tag vip: Ben
         0:10 · High: tag vip
         0:20 visitor: I want a person
         0:20 · rule important people: tag `vip` and asked for a person: \"a person\"
         0:20 → handed to corporate (High): important people: tag `vip` and asked for a person: \"a person\"
         0:20 bot notice: Let me connect you.
         0:20 ! corporate: important people: tag `vip` and asked for a person: \"a person\" (High)",
    );
}

#[test]
fn what_is_said_in_the_queue_can_raise_the_priority_and_move_it_without_a_second_notice() {
    check(
        "0:00 visitor: Let me talk to a person
         0:30 visitor: We had an accident
         0:40 visitor: An accident, do you hear
         0:50 visitor: Do I need a visa?
         3:10 wait",
        "0:00 visitor: Let me talk to a person
         0:00 → handed to desk (Normal): asked for a person: \"a person\"
         0:00 bot notice: Let me connect you.
         0:00 ! desk: asked for a person: \"a person\" (Normal)
         0:30 visitor: We had an accident
         0:30 · tag accident: said \"accident\"
         0:30 · Urgent: tag accident
         0:30 · rule accident: tag `accident`, said \"accident\"
         0:30 · alerted roadside: accident: tag `accident`, said \"accident\"
         0:30 → moved from desk to roadside: accident: tag `accident`, said \"accident\"
         0:30 ! roadside: accident: tag `accident`, said \"accident\" (Urgent)
         0:40 visitor: An accident, do you hear
         0:50 visitor: Do I need a visa?
         3:00 → escalated from roadside to duty
         3:00 · alerted duty: nobody claimed it within 3 min
         3:00 ! duty: nobody claimed it within 3 min (Urgent)",
    );
}

#[test]
fn the_first_handoff_of_a_message_wins() {
    check(
        "0:00 visitor: An accident with the car of our corporate account",
        "0:00 visitor: An accident with the car of our corporate account
         0:00 · tag accident: said \"accident\"
         0:00 · Urgent: tag accident
         0:00 · tag corporate: said \"corporate account\"
         0:00 · rule accident: tag `accident`, said \"accident\"
         0:00 bot: If anyone is hurt, call 112.
         0:00 · alerted roadside: accident: tag `accident`, said \"accident\"
         0:00 → handed to roadside (Urgent): accident: tag `accident`, said \"accident\"
         0:00 bot notice: Let me connect you.
         0:00 · rule corporate: tag `corporate`, said \"corporate account\"
         0:00 ! roadside: accident: tag `accident`, said \"accident\" (Urgent)",
    );
}

#[test]
fn the_visitor_may_call_off_the_wait_and_ask_again() {
    check(
        "0:00 visitor off
         0:00 visitor: We want a corporate account
         0:10 visitor off
         0:20 visitor: Do I need a visa?
         0:30 visitor: For our corporate account",
        "0:00 visitor: We want a corporate account
         0:00 · tag corporate: said \"corporate account\"
         0:00 · rule corporate: tag `corporate`, said \"corporate account\"
         0:00 → handed to corporate (Normal): corporate: tag `corporate`, said \"corporate account\"
         0:00 bot notice: Let me connect you.
         0:00 ! corporate: corporate: tag `corporate`, said \"corporate account\" (Normal)
         0:10 → called off
         0:20 visitor: Do I need a visa?
         0:20 bot: You need no visa. [visas.md#1 0.9]
         0:30 visitor: For our corporate account
         0:30 · rule corporate: tag `corporate`, said \"corporate account\"
         0:30 → handed to corporate (Normal): corporate: tag `corporate`, said \"corporate account\"
         0:30 bot notice: Let me connect you.
         0:30 ! corporate: corporate: tag `corporate`, said \"corporate account\" (Normal)",
    );
}

#[test]
fn calling_off_comes_too_late_when_someone_has_joined() {
    check(
        "0:00 visitor person
         0:10 ana claim
         0:11 visitor off
         0:20 ana resolve
         0:21 visitor off",
        "0:00 → handed to desk (Normal): asked for a person
         0:00 bot notice: Let me connect you.
         0:00 ! desk: asked for a person (Normal)
         0:10 → claimed by Ana
         0:11 ✗ Ana has joined already
         0:20 → resolved by Ana
         0:21 ✗ nobody is waited for",
    );
}

#[test]
fn whoever_comes_back_soon_goes_to_the_team_that_knows_them() {
    check(
        "0:00 visitor: We want a corporate account
         0:10 ana: You have it
         0:20 ana resolve
         5:00 visitor: One more thing
         6:00 ben resolve
         7:00 visitor person",
        "0:00 visitor: We want a corporate account
         0:00 · tag corporate: said \"corporate account\"
         0:00 · rule corporate: tag `corporate`, said \"corporate account\"
         0:00 → handed to corporate (Normal): corporate: tag `corporate`, said \"corporate account\"
         0:00 bot notice: Let me connect you.
         0:00 ! corporate: corporate: tag `corporate`, said \"corporate account\" (Normal)
         0:10 → claimed by Ana
         0:10 Ana: You have it
         0:20 → resolved by Ana
         5:00 → reopened
         5:00 visitor: One more thing
         5:00 → handed to corporate (Normal): came back soon after it was resolved
         5:00 bot notice: Let me connect you.
         5:00 ! corporate: came back soon after it was resolved (Normal)
         6:00 → resolved by Ben
         7:00 → reopened
         7:00 → handed to corporate (Normal): asked for a person
         7:00 bot notice: Let me connect you.
         7:00 ! corporate: asked for a person (Normal)",
    );
}

#[test]
fn thanks_after_the_end_call_nobody_and_what_follows_them_soon_does() {
    check(
        "0:00 visitor: We want a corporate account
         0:10 ana: You have it
         0:20 ana resolve
         1:00 visitor: thanks
         90:00 visitor: thanks
         91:00 visitor: One more thing",
        "0:00 visitor: We want a corporate account
         0:00 · tag corporate: said \"corporate account\"
         0:00 · rule corporate: tag `corporate`, said \"corporate account\"
         0:00 → handed to corporate (Normal): corporate: tag `corporate`, said \"corporate account\"
         0:00 bot notice: Let me connect you.
         0:00 ! corporate: corporate: tag `corporate`, said \"corporate account\" (Normal)
         0:10 → claimed by Ana
         0:10 Ana: You have it
         0:20 → resolved by Ana
         1:00 → reopened
         1:00 visitor: thanks
         1:00 bot: You're welcome.
         61:00 → resolved by time
         90:00 → reopened
         90:00 visitor: thanks
         90:00 bot: You're welcome.
         91:00 visitor: One more thing
         91:00 → handed to corporate (Normal): came back soon after it was resolved
         91:00 bot notice: Let me connect you.
         91:00 ! corporate: came back soon after it was resolved (Normal)",
    );
}

#[test]
fn whoever_comes_back_late_begins_with_the_bot() {
    check(
        "0:00 visitor: We want a corporate account
         0:10 ana: You have it
         0:20 ana resolve
         1441:00 visitor: Do I need a visa?",
        "0:00 visitor: We want a corporate account
         0:00 · tag corporate: said \"corporate account\"
         0:00 · rule corporate: tag `corporate`, said \"corporate account\"
         0:00 → handed to corporate (Normal): corporate: tag `corporate`, said \"corporate account\"
         0:00 bot notice: Let me connect you.
         0:00 ! corporate: corporate: tag `corporate`, said \"corporate account\" (Normal)
         0:10 → claimed by Ana
         0:10 Ana: You have it
         0:20 → resolved by Ana
         1441:00 → reopened
         1441:00 visitor: Do I need a visa?
         1441:00 bot: You need no visa. [visas.md#1 0.9]",
    );
}
