//! What the bot says, and when it stops trying.

use crate::script::{check, check_with};

#[test]
fn a_sure_answer_is_given_with_its_source() {
    check(
        "0:00 visitor: Do I need a visa?",
        "0:00 visitor: Do I need a visa?
         0:00 bot: You need no visa. [visas.md#1 0.9]",
    );
}

#[test]
fn greetings_and_thanks_are_answered_and_are_no_failed_attempts() {
    check(
        "0:00 visitor: hello
         0:10 visitor: thanks
         0:20 visitor: hello",
        "0:00 visitor: hello
         0:00 bot: Hello!
         0:10 visitor: thanks
         0:10 bot: You're welcome.
         0:20 visitor: hello
         0:20 bot: Hello!",
    );
}

#[test]
fn the_second_failed_attempt_in_a_row_goes_to_a_person() {
    check(
        "0:00 visitor: May I bring my parrot
         0:10 visitor: A small parrot",
        "0:00 visitor: May I bring my parrot
         0:00 bot: I cannot find that.
         0:00 · nearly too many failures to desk: 1 of 2 failed attempts
         0:10 visitor: A small parrot
         0:10 → handed to desk (Normal): the documents did not answer 2 times in a row
         0:10 bot notice: Let me connect you.
         0:10 ! desk: the documents did not answer 2 times in a row (Normal)",
    );
}

#[test]
fn an_answer_between_two_failures_begins_the_count_anew() {
    check(
        "0:00 visitor: May I bring my parrot
         0:10 visitor: And a visa?
         0:20 visitor: And my parrot",
        "0:00 visitor: May I bring my parrot
         0:00 bot: I cannot find that.
         0:00 · nearly too many failures to desk: 1 of 2 failed attempts
         0:10 visitor: And a visa?
         0:10 bot: You need no visa. [visas.md#1 0.9]
         0:20 visitor: And my parrot
         0:20 bot: I cannot find that.
         0:20 · nearly too many failures to desk: 1 of 2 failed attempts",
    );
}

#[test]
fn a_message_that_could_not_be_read_goes_to_a_person() {
    check(
        "0:00 visitor unread: Blorf
         0:10 visitor unread: Blorf again",
        "0:00 visitor: Blorf
         0:00 → handed to desk (Normal): the message could not be read
         0:00 bot notice: Let me connect you.
         0:00 ! desk: the message could not be read (Normal)
         0:10 visitor: Blorf again",
    );
}

#[test]
fn a_stale_reading_is_refused_with_what_holds() {
    check(
        "0:00 visitor stale: Do I need a visa?
         0:01 visitor: Do I need a visa?
         0:02 visitor stale: Really, a visa?",
        "0:00 ✗ stale: 0 considered
         0:01 visitor: Do I need a visa?
         0:01 bot: You need no visa. [visas.md#1 0.9]
         0:02 ✗ stale: 2 considered",
    );
}

#[test]
fn a_run_of_the_bot_that_began_before_a_claim_is_not_heard() {
    check(
        "0:00 visitor: Do I need a visa?
         0:01 bot 0: And a passport.
         0:02 ana claim
         0:03 bot 0: And a vaccination.
         0:04 bot 1: And an umbrella.",
        "0:00 visitor: Do I need a visa?
         0:00 bot: You need no visa. [visas.md#1 0.9]
         0:01 bot: And a passport.
         0:02 → claimed by Ana",
    );
}

#[test]
fn the_bot_speaks_the_language_of_the_visitors_last_words_that_told_one() {
    check_with(
        r#"
        [[rule]]
        id = "pets"
        when = { words = ["pet"] }
        then = [{ say = { en = "Pets are welcome.", es = "Las mascotas son bienvenidas." } }]
        "#,
        "0:00 visitor: a pet
         0:10 visitor: ¿pet?
         0:20 visitor: pet
         0:30 visitor: ¿May I bring my parrot?",
        r#"0:00 visitor: a pet
         0:00 · rule pets: said "pet"
         0:00 bot: Pets are welcome.
         0:10 visitor: ¿pet?
         0:10 · rule pets: said "pet"
         0:10 bot: Las mascotas son bienvenidas.
         0:20 visitor: pet
         0:20 · rule pets: said "pet"
         0:20 bot: Las mascotas son bienvenidas.
         0:30 visitor: ¿May I bring my parrot?
         0:30 bot: I cannot find that.
         0:30 · nearly too many failures to desk: 1 of 2 failed attempts"#,
    );
}
