//! What agents do, and who is told what when two do it.

use crate::script::check;

#[test]
fn the_first_claim_wins_and_the_loser_is_told_by_whom() {
    check(
        "0:00 visitor person
         0:10 ana claim
         0:10 ben claim
         0:11 ben: Hello
         0:12 ben release
         0:13 ben resolve
         0:14 ana claim
         0:15 ana: Hello",
        "0:00 → handed to desk (Normal): asked for a person
         0:00 bot notice: Let me connect you.
         0:00 ! desk: asked for a person (Normal)
         0:10 → claimed by Ana
         0:10 ✗ already claimed by Ana
         0:11 ✗ already claimed by Ana
         0:12 ✗ not the holder: Ana
         0:13 ✗ not the holder: Ana
         0:15 Ana: Hello",
    );
}

#[test]
fn taking_from_a_colleague_names_the_colleague() {
    check(
        "0:00 visitor person
         0:10 ana claim
         0:11 ben claim cleo
         0:12 ben claim ana
         0:13 ana: Hello
         0:14 ben release
         0:15 ana claim ben",
        "0:00 → handed to desk (Normal): asked for a person
         0:00 bot notice: Let me connect you.
         0:00 ! desk: asked for a person (Normal)
         0:10 → claimed by Ana
         0:11 ✗ already claimed by Ana
         0:12 → claimed by Ben from Ana
         0:13 ✗ already claimed by Ben
         0:14 → released by Ben
         0:14 ! desk: Ben gave it back (Normal)
         0:15 → claimed by Ana",
    );
}

#[test]
fn a_reply_while_the_bot_has_it_is_a_takeover() {
    check(
        "0:00 visitor: Do I need a visa?
         0:10 ana: It depends
         0:20 visitor: On what? A visa?",
        "0:00 visitor: Do I need a visa?
         0:00 bot: You need no visa. [visas.md#1 0.9]
         0:10 → claimed by Ana
         0:10 Ana: It depends
         0:20 visitor: On what? A visa?",
    );
}

#[test]
fn a_note_is_never_a_takeover() {
    check(
        "0:00 visitor: Do I need a visa?
         0:10 ana note: Look at this one
         0:20 visitor person
         0:30 ana note: Who takes it?
         0:40 ben claim
         0:50 ana note: Thanks",
        "0:00 visitor: Do I need a visa?
         0:00 bot: You need no visa. [visas.md#1 0.9]
         0:10 Ana notes: Look at this one
         0:20 → handed to desk (Normal): asked for a person
         0:20 bot notice: Let me connect you.
         0:20 ! desk: asked for a person (Normal)
         0:30 Ana notes: Who takes it?
         0:40 → claimed by Ben
         0:50 Ana notes: Thanks",
    );
}

#[test]
fn a_release_keeps_the_time_the_visitor_has_waited() {
    check(
        "0:00 visitor person
         0:10 ana claim
         0:20 ana release
         0:30 ana release",
        "0:00 → handed to desk (Normal): asked for a person
         0:00 bot notice: Let me connect you.
         0:00 ! desk: asked for a person (Normal)
         0:10 → claimed by Ana
         0:20 → released by Ana
         0:20 ! desk: Ana gave it back (Normal)
         0:30 ✗ not the holder: nobody",
    );
}

#[test]
fn a_transfer_changes_the_queue_from_wherever_it_is() {
    check(
        "0:00 visitor: Do I need a visa?
         0:10 ana transfer groups
         0:20 ana transfer groups
         0:30 ana transfer picnic
         0:40 ana transfer corporate
         0:50 ben claim
         1:00 ana transfer desk
         1:10 ben transfer desk
         1:20 ben resolve
         1:30 ben transfer duty",
        "0:00 visitor: Do I need a visa?
         0:00 bot: You need no visa. [visas.md#1 0.9]
         0:10 → handed to groups (Normal): sent by an agent
         0:10 bot notice: Let me connect you.
         0:10 ! groups: sent by an agent (Normal)
         0:30 ✗ there is no team `picnic`
         0:40 → moved from groups to corporate: sent by an agent
         0:40 ! corporate: Ana sent it (Normal)
         0:50 → claimed by Ben
         1:00 ✗ not the holder: Ben
         1:10 → transferred by Ben to desk
         1:10 ! desk: Ben sent it (Normal)
         1:20 → resolved by Ben
         1:30 ✗ the conversation has ended; claim it first",
    );
}

#[test]
fn an_agent_returns_it_to_the_bot_behind_a_boundary() {
    check(
        "0:00 visitor: May I bring my parrot
         0:10 visitor: I want a person
         0:20 ana: Yes
         0:30 ben back
         0:40 ana back
         0:50 visitor: May I bring my dog
         1:00 visitor: I want a person",
        "0:00 visitor: May I bring my parrot
         0:00 bot: I cannot find that.
         0:00 · nearly too many failures to desk: 1 of 2 failed attempts
         0:10 visitor: I want a person
         0:10 → handed to desk (Normal): asked for a person: \"a person\"
         0:10 bot notice: Let me connect you.
         0:10 ! desk: asked for a person: \"a person\" (Normal)
         0:20 → claimed by Ana
         0:20 Ana: Yes
         0:30 ✗ not the holder: Ana
         0:40 → back to the bot by Ana
         0:40 bot: I am back.
         0:50 visitor: May I bring my dog
         0:50 bot: I cannot find that.
         0:50 · nearly too many failures to desk: 1 of 2 failed attempts
         1:00 visitor: I want a person
         1:00 → handed to desk (Normal): asked for a person: \"a person\"
         1:00 bot notice: Let me connect you.
         1:00 ! desk: asked for a person: \"a person\" (Normal)",
    );
}

#[test]
fn tags_by_hand_set_the_priority_and_call_for_rules_while_no_human_has_it() {
    check(
        "0:00 visitor: Do I need a visa?
         0:10 ana tag newsletter
         0:20 ana tag vip
         0:30 ana tag vip
         0:40 ana untag vip
         0:50 ana tag lost-luggage
         1:00 ana untag lost-luggage
         1:10 ana claim
         1:20 ana tag accident
         1:30 ana untag unheard-of",
        "0:00 visitor: Do I need a visa?
         0:00 bot: You need no visa. [visas.md#1 0.9]
         0:10 · tag newsletter: Ana
         0:10 · Low: tag newsletter
         0:20 · tag vip: Ana
         0:20 · High: tag vip
         0:40 · tag off vip: Ana
         0:40 · Low: Ana
         0:50 · tag lost-luggage: Ana
         0:50 · Urgent: tag lost-luggage
         0:50 · rule lost luggage: tag `lost-luggage`
         0:50 · alerted duty: lost luggage: tag `lost-luggage`
         0:50 · started luggage
         0:50 bot: Which booking? [luggage.booking]
         0:50 ! duty: lost luggage: tag `lost-luggage` (Urgent)
         1:00 · tag off lost-luggage: Ana
         1:00 · Low: Ana
         1:10 → claimed by Ana
         1:20 · tag accident: Ana
         1:20 · Urgent: tag accident",
    );
}

#[test]
fn a_human_is_not_disturbed_by_rules() {
    check(
        "0:00 visitor person
         0:10 ana claim
         0:20 visitor: We had an accident, I want a person, do I need a visa?",
        "0:00 → handed to desk (Normal): asked for a person
         0:00 bot notice: Let me connect you.
         0:00 ! desk: asked for a person (Normal)
         0:10 → claimed by Ana
         0:20 visitor: We had an accident, I want a person, do I need a visa?
         0:20 · tag accident: said \"accident\"
         0:20 · Urgent: tag accident",
    );
}

#[test]
fn what_is_put_aside_comes_back_to_its_agent() {
    check(
        "0:00 visitor person
         0:10 ana: One moment
         0:20 ana snooze 0:15
         0:20 ana snooze 30:00
         0:30 ben claim
         0:31 ben: Hello
         0:32 ben resolve
         30:30 wait
         31:00 ana snooze 60:00
         32:00 visitor: Any news?
         33:00 ana: Not yet
         34:00 ana snooze 90:00
         35:00 visitor person
         36:00 ana snooze 90:00
         37:00 ana: Now then
         38:00 ana snooze 90:00
         39:00 ben claim ana",
        "0:00 → handed to desk (Normal): asked for a person
         0:00 bot notice: Let me connect you.
         0:00 ! desk: asked for a person (Normal)
         0:10 → claimed by Ana
         0:10 Ana: One moment
         0:20 ✗ choose a time that is still to come
         0:20 → snoozed by Ana
         0:30 ✗ already claimed by Ana
         0:31 ✗ already claimed by Ana
         0:32 ✗ not the holder: Ana
         30:00 → woken
         31:00 → snoozed by Ana
         32:00 → woken
         32:00 visitor: Any news?
         33:00 Ana: Not yet
         34:00 → snoozed by Ana
         35:00 → woken
         36:00 → snoozed by Ana
         37:00 → woken
         37:00 Ana: Now then
         38:00 → snoozed by Ana
         39:00 → claimed by Ben from Ana",
    );
}

#[test]
fn ended_is_ended_until_someone_writes() {
    check(
        "0:00 visitor: Do I need a visa?
         0:10 ana resolve
         0:20 ana resolve
         0:30 ana note: Kept for later
         0:40 visitor: Do I need a visa?
         0:50 ana resolve
         1:00 ana: I looked it up
         1:10 ana resolve
         1:20 ben claim",
        "0:00 visitor: Do I need a visa?
         0:00 bot: You need no visa. [visas.md#1 0.9]
         0:10 → resolved by Ana
         0:30 Ana notes: Kept for later
         0:40 → reopened
         0:40 visitor: Do I need a visa?
         0:40 bot: You need no visa. [visas.md#1 0.9]
         0:50 → resolved by Ana
         1:00 → reopened
         1:00 → claimed by Ana
         1:00 Ana: I looked it up
         1:10 → resolved by Ana
         1:20 → reopened
         1:20 → claimed by Ben",
    );
}

#[test]
fn unasked_commands_of_those_who_do_not_hold_it_are_refused() {
    check(
        "0:00 visitor: Do I need a visa?
         0:01 ana release
         0:02 ana back
         0:03 ana snooze 9:00
         0:04 visitor person
         0:05 ana back",
        "0:00 visitor: Do I need a visa?
         0:00 bot: You need no visa. [visas.md#1 0.9]
         0:01 ✗ not the holder: nobody
         0:02 ✗ not the holder: nobody
         0:03 ✗ not the holder: nobody
         0:04 → handed to desk (Normal): asked for a person
         0:04 bot notice: Let me connect you.
         0:04 ! desk: asked for a person (Normal)
         0:05 ✗ not the holder: nobody",
    );
}

#[test]
fn an_offer_of_the_inbox_is_taken_while_it_waits_for_that_team_and_in_time() {
    check(
        "0:00 offered ana desk 5:00
         1:00 visitor person
         1:05 offered ana desk 5:00
         1:10 offered ana duty 5:01
         1:20 offered ana desk 1:19
         1:30 offered ana desk 5:02
         1:40 offered ben desk 5:00
         1:50 offline ana
         2:00 offered ben desk 5:00
         2:10 offered ben desk 5:01",
        "1:00 → handed to desk (Normal): asked for a person
         1:00 bot notice: Let me connect you.
         1:00 ! desk: asked for a person (Normal)
         1:30 → given to ANA
         1:50 → released, ANA is silent
         1:50 ! desk: ANA is silent or offline (Normal)
         2:10 → given to BEN",
    );
}
