//! What happens when nothing happens.

use crate::script::check;

#[test]
fn an_unclaimed_conversation_goes_to_the_fallback_team_once() {
    check(
        "0:00 visitor: We want a corporate account
         2:00 visitor: Is anyone there
         2:59 wake
         60:00 wait
         61:00 ana claim",
        "0:00 visitor: We want a corporate account
         0:00 · tag corporate: said \"corporate account\"
         0:00 · rule corporate: tag `corporate`, said \"corporate account\"
         0:00 → handed to corporate (Normal): corporate: tag `corporate`, said \"corporate account\"
         0:00 bot notice: Let me connect you.
         0:00 ! corporate: corporate: tag `corporate`, said \"corporate account\" (Normal)
         2:00 visitor: Is anyone there
         3:00 → escalated from corporate to duty
         3:00 · alerted duty: nobody claimed it within 3 min
         3:00 ! duty: nobody claimed it within 3 min (Normal)
         61:00 → claimed by Ana",
    );
}

#[test]
fn a_holder_who_never_says_a_word_loses_it() {
    check(
        "0:00 visitor person
         1:00 ana claim
         5:00 visitor: Hello there
         10:59 wake
         12:00 wait",
        "0:00 → handed to desk (Normal): asked for a person
         0:00 bot notice: Let me connect you.
         0:00 ! desk: asked for a person (Normal)
         1:00 → claimed by Ana
         5:00 visitor: Hello there
         11:00 → released, Ana is silent
         11:00 ! desk: Ana is silent or offline (Normal)",
    );
}

#[test]
fn a_holder_who_is_silent_after_a_question_loses_it() {
    check(
        "0:00 visitor person
         1:00 ana: Hello
         60:00 visitor: Where are you
         65:00 visitor: Where are you
         69:59 wake
         71:00 wait",
        "0:00 → handed to desk (Normal): asked for a person
         0:00 bot notice: Let me connect you.
         0:00 ! desk: asked for a person (Normal)
         1:00 → claimed by Ana
         1:00 Ana: Hello
         60:00 visitor: Where are you
         65:00 visitor: Where are you
         70:00 → released, Ana is silent
         70:00 ! desk: Ana is silent or offline (Normal)",
    );
}

#[test]
fn a_holder_who_has_answered_keeps_it() {
    check(
        "0:00 visitor person
         1:00 ana: Hello
         2:00 visitor: Thank you
         3:00 ana: My pleasure
         600:00 wait",
        "0:00 → handed to desk (Normal): asked for a person
         0:00 bot notice: Let me connect you.
         0:00 ! desk: asked for a person (Normal)
         1:00 → claimed by Ana
         1:00 Ana: Hello
         2:00 visitor: Thank you
         3:00 Ana: My pleasure",
    );
}

#[test]
fn whoever_takes_over_a_bot_chat_and_says_nothing_loses_it() {
    check(
        "0:00 visitor: Do I need a visa?
         1:00 ana claim
         20:00 wait",
        "0:00 visitor: Do I need a visa?
         0:00 bot: You need no visa. [visas.md#1 0.9]
         1:00 → claimed by Ana
         11:00 → released, Ana is silent
         11:00 ! desk: Ana is silent or offline (Normal)
         14:00 → escalated from desk to duty
         14:00 · alerted duty: nobody claimed it within 3 min
         14:00 ! duty: nobody claimed it within 3 min (Normal)",
    );
}

#[test]
fn a_holder_who_goes_offline_loses_it_and_the_wait_is_kept() {
    check(
        "0:00 visitor person
         1:00 ana claim
         2:00 offline ben
         3:00 offline ana
         4:00 offline ana
         5:59 wake
         6:00 wait",
        "0:00 → handed to desk (Normal): asked for a person
         0:00 bot notice: Let me connect you.
         0:00 ! desk: asked for a person (Normal)
         1:00 → claimed by Ana
         3:00 → released, Ana is silent
         3:00 ! desk: Ana is silent or offline (Normal)
         6:00 → escalated from desk to duty
         6:00 · alerted duty: nobody claimed it within 3 min
         6:00 ! duty: nobody claimed it within 3 min (Normal)",
    );
}

#[test]
fn an_answered_conversation_that_is_idle_is_resolved() {
    check(
        "0:00 visitor: Do I need a visa?
         30:00 visitor: thanks
         89:59 wake
         91:00 wait
         92:00 visitor: Do I need a visa?",
        "0:00 visitor: Do I need a visa?
         0:00 bot: You need no visa. [visas.md#1 0.9]
         30:00 visitor: thanks
         30:00 bot: You're welcome.
         90:00 → resolved by time
         92:00 → reopened
         92:00 visitor: Do I need a visa?
         92:00 bot: You need no visa. [visas.md#1 0.9]",
    );
}

#[test]
fn a_late_wake_up_gives_everyone_their_full_time() {
    check(
        "0:00 visitor person
         1:00 ana claim
         2:00 ana snooze 5:00
         ~30:00 wake
         ~31:00 wake
         ~60:00 wake",
        "0:00 → handed to desk (Normal): asked for a person
         0:00 bot notice: Let me connect you.
         0:00 ! desk: asked for a person (Normal)
         1:00 → claimed by Ana
         2:00 → snoozed by Ana
         30:00 → woken
         60:00 → released, Ana is silent
         60:00 ! desk: Ana is silent or offline (Normal)",
    );
}

#[test]
fn a_message_that_comes_before_a_late_alarm_keeps_the_conversation_open() {
    check(
        "0:00 visitor: Do I need a visa?
         ~61:00 visitor: Do I need a visa?
         ~62:00 wake",
        "0:00 visitor: Do I need a visa?
         0:00 bot: You need no visa. [visas.md#1 0.9]
         61:00 visitor: Do I need a visa?
         61:00 bot: You need no visa. [visas.md#1 0.9]",
    );
}

#[test]
fn a_clock_that_runs_backwards_stands_still() {
    check(
        "5:00 visitor person
         ~1:00 ana: Hello
         ~2:00 wake",
        "5:00 → handed to desk (Normal): asked for a person
         5:00 bot notice: Let me connect you.
         5:00 ! desk: asked for a person (Normal)
         5:00 → claimed by Ana
         5:00 Ana: Hello",
    );
}
