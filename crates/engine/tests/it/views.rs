//! Agents whose page shows less than there is.

use crate::script::check;

#[test]
fn an_end_passes_over_nothing_that_the_visitor_has_said_since() {
    check(
        "0:00 visitor: Hello
         0:10 ana claim @2
         0:20 visitor: One more thing
         0:21 ana resolve @3
         0:22 ana back @3
         0:23 ana snooze 9:00 @3
         0:24 ana @3: Let me see
         0:25 ana resolve @4",
        "0:00 visitor: Hello
         0:00 bot: Hello!
         0:10 → claimed by Ana
         0:20 visitor: One more thing
         0:21 ✗ stale: 3 seen
         0:22 ✗ stale: 3 seen
         0:23 ✗ stale: 3 seen
         0:24 Ana: Let me see
         0:25 → resolved by Ana",
    );
}

#[test]
fn nothing_passes_over_a_colleagues_word_or_decision() {
    check(
        "0:00 visitor: Hello
         0:10 ana: I am Ana
         0:11 ana resolve
         0:20 ben @2: I am Ben
         0:21 ben note @2: Who was this?
         0:22 ben tag vip @2
         0:23 ben @7: I am Ben
         0:30 cleo claim ben @2
         0:31 ben claim cleo @2
         0:32 ben release @9
         0:33 ben transfer groups @10
         0:34 ben release @11",
        "0:00 visitor: Hello
         0:00 bot: Hello!
         0:10 → claimed by Ana
         0:10 Ana: I am Ana
         0:11 → resolved by Ana
         0:20 ✗ stale: 2 seen
         0:21 Ben notes: Who was this?
         0:22 · tag vip: Ben
         0:22 · High: tag vip
         0:23 → reopened
         0:23 → claimed by Ben
         0:23 Ben: I am Ben
         0:30 → claimed by Cleo from Ben
         0:31 → claimed by Ben from Cleo
         0:32 ✗ stale: 9 seen
         0:33 ✗ stale: 10 seen
         0:34 ✗ stale: 11 seen",
    );
}

#[test]
fn whoever_asks_for_a_person_is_not_sent_away_unheard() {
    check(
        "0:00 visitor: Hello
         0:10 visitor person
         0:11 ana resolve @2
         0:12 visitor off
         0:13 ana resolve @4
         0:14 ana resolve @5",
        "0:00 visitor: Hello
         0:00 bot: Hello!
         0:10 → handed to desk (Normal): asked for a person
         0:10 bot notice: Let me connect you.
         0:10 ! desk: asked for a person (Normal)
         0:11 ✗ stale: 2 seen
         0:12 → called off
         0:13 ✗ stale: 4 seen
         0:14 → resolved by Ana",
    );
}

#[test]
fn ones_own_words_and_those_of_a_machine_are_passed_over() {
    check(
        "0:00 visitor: Hello
         0:10 ana: I am Ana
         0:11 ana resolve @2
         0:12 ana @2: And good-bye
         11:00 visitor: Hello?
         30:00 ana @5: Sorry",
        "0:00 visitor: Hello
         0:00 bot: Hello!
         0:10 → claimed by Ana
         0:10 Ana: I am Ana
         0:11 → resolved by Ana
         0:12 → reopened
         0:12 → claimed by Ana
         0:12 Ana: And good-bye
         11:00 visitor: Hello?
         21:00 → released, Ana is silent
         21:00 ! desk: Ana is silent or offline (Normal)
         24:00 → escalated from desk to duty
         24:00 · alerted duty: nobody claimed it within 3 min
         24:00 ! duty: nobody claimed it within 3 min (Normal)
         30:00 → claimed by Ana
         30:00 Ana: Sorry",
    );
}

#[test]
fn what_is_refused_anyway_or_changes_nothing_is_no_matter_of_what_was_seen() {
    check(
        "0:00 visitor person
         0:10 ana claim
         0:20 ben @1: Hello
         0:21 ben resolve @1
         0:30 ana resolve
         0:31 ben resolve @1",
        "0:00 → handed to desk (Normal): asked for a person
         0:00 bot notice: Let me connect you.
         0:00 ! desk: asked for a person (Normal)
         0:10 → claimed by Ana
         0:20 ✗ already claimed by Ana
         0:21 ✗ not the holder: Ana
         0:30 → resolved by Ana",
    );
}

#[test]
fn a_page_that_does_not_say_what_it_shows_is_not_asked() {
    check(
        "0:00 visitor: Hello
         0:10 ana claim
         0:20 visitor: One more thing
         0:21 ana resolve",
        "0:00 visitor: Hello
         0:00 bot: Hello!
         0:10 → claimed by Ana
         0:20 visitor: One more thing
         0:21 → resolved by Ana",
    );
}
