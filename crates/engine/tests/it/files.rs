//! Files: asked for, sent, looked at.

use crate::script::{check, play};

/// A report of damage that has come to its photos.
const REPORT: &str = "0:00 visitor: I scratched it
0:10 visitor: MT204518
";

/// What is told of a report after it has come to its photos.
#[track_caller]
fn report(acts: &str, expected: &str) {
    let lines = |text: &str| {
        text.lines()
            .map(|line| line.trim().to_owned())
            .collect::<Vec<_>>()
    };
    let told = play("", &format!("{REPORT}{acts}"));
    let got = lines(told.trim()).split_off(7);
    assert!(got == lines(expected), "the report came out as\n\n{told}\n");
}

#[test]
fn files_are_taken_until_the_visitor_says_that_these_are_all() {
    report(
        "0:20 visitor sends: door.jpg
         0:30 visitor: done, thanks
         0:40 visitor: skip",
        "0:20 visitor sends 1: door.jpg for photos
         0:30 visitor: done, thanks
         0:30 · damage.photos = door.jpg
         0:30 bot: Your licence? [damage.licence]
         0:40 visitor: skip (sensitive)
         0:40 · damage.licence passed over
         0:40 · completed damage
         0:40 · rule damage reported: `damage` is complete
         0:40 → handed to duty (Normal): damage reported: `damage` is complete
         0:40 bot notice: Let me connect you.
         0:40 ! duty: damage reported: `damage` is complete (Normal)",
    );
}

#[test]
fn as_many_as_are_wanted_need_no_word() {
    report(
        "0:20 visitor sends: door.jpg
         0:21 visitor sends: wheel.jpg
         0:30 visitor sends: licence.jpg",
        "0:20 visitor sends 1: door.jpg for photos
         0:21 visitor sends 2: wheel.jpg for photos
         0:21 · damage.photos = door.jpg, wheel.jpg
         0:21 bot: Your licence? [damage.licence]
         0:30 visitor sends 3: licence.jpg for licence (sensitive)
         0:30 · damage.licence = licence.jpg (sensitive)
         0:30 · completed damage
         0:30 · rule damage reported: `damage` is complete
         0:30 → handed to duty (Normal): damage reported: `damage` is complete
         0:30 bot notice: Let me connect you.
         0:30 ! duty: damage reported: `damage` is complete (Normal)",
    );
}

#[test]
fn a_form_says_that_these_are_all_once_there_is_one() {
    report(
        "0:20 visitor form damage: photos=done
         0:21 visitor form damage: photos=a scratch
         0:22 visitor form damage: photos=
         0:30 visitor sends: door.jpg
         0:31 visitor form damage: photos=done
         0:40 visitor form damage: licence=",
        "0:20 ✗ Please send photos or a PDF here, up to 2 files.
         0:21 ✗ Please send photos or a PDF here, up to 2 files.
         0:22 ✗ Please send photos or a PDF here, up to 2 files.
         0:30 visitor sends 1: door.jpg for photos
         0:31 · damage.photos = door.jpg
         0:31 bot: Your licence? [damage.licence]
         0:40 · damage.licence passed over
         0:40 · completed damage
         0:40 · rule damage reported: `damage` is complete
         0:40 → handed to duty (Normal): damage reported: `damage` is complete
         0:40 bot notice: Let me connect you.
         0:40 ! duty: damage reported: `damage` is complete (Normal)",
    );
}

#[test]
fn a_text_where_a_file_is_wanted_gets_a_helpful_sentence() {
    report(
        "0:20 visitor: It is on the left
         0:30 visitor: It is on the left",
        "0:20 visitor: It is on the left
         0:20 bot: Please send photos or a PDF here, up to 2 files. Photos? [damage.photos]
         0:30 visitor: It is on the left
         0:30 · failed damage: 2 answers in a row were not accepted
         0:30 → handed to duty (Normal): `damage` could not be completed
         0:30 bot notice: Let me connect you.
         0:30 ! duty: `damage` could not be completed (Normal)",
    );
}

#[test]
fn a_text_beside_files_loses_none_of_them() {
    report(
        "0:20 visitor sends: door.jpg
         0:21 visitor: It is on the left
         0:22 visitor: It is on the left",
        "0:20 visitor sends 1: door.jpg for photos
         0:21 visitor: It is on the left
         0:21 bot: Your files are here. Send another one, or say “done”. Photos? [damage.photos]
         0:22 visitor: It is on the left
         0:22 · damage.photos = door.jpg
         0:22 bot: Your licence? [damage.licence]",
    );
}

#[test]
fn a_question_beside_files_is_answered() {
    report(
        "0:20 visitor sends: door.jpg
         0:21 visitor: Do I need a visa?",
        "0:20 visitor sends 1: door.jpg for photos
         0:21 visitor: Do I need a visa?
         0:21 bot: You need no visa. [visas.md#1 0.9]
         0:21 bot: Photos? [damage.photos]",
    );
}

#[test]
fn whoever_asks_for_a_person_midway_loses_no_file() {
    report(
        "0:20 visitor sends: door.jpg
         0:21 visitor: I want a person
         0:22 visitor sends: wheel.jpg
         0:30 ana claim
         0:31 visitor sends: roof.jpg",
        "0:20 visitor sends 1: door.jpg for photos
         0:21 visitor: I want a person
         0:21 → handed to duty (Normal): asked for a person: \"a person\"
         0:21 bot notice: Let me connect you.
         0:21 ! duty: asked for a person: \"a person\" (Normal)
         0:22 visitor sends 2: wheel.jpg
         0:30 → claimed by Ana
         0:31 visitor sends 3: roof.jpg",
    );
}

#[test]
fn a_file_that_took_its_time_is_for_the_question_it_was_chosen_for() {
    // The licence is sensitive, whoever has the conversation when it is there; no photo becomes a licence.
    report(
        "0:20 visitor sends: door.jpg
         0:21 visitor form damage: photos=done
         0:22 visitor sends 1000 damage.photos: wheel.jpg
         0:23 visitor: I want a person
         0:30 ana claim
         0:31 visitor sends 1000 damage.licence: licence.jpg
         0:32 visitor sends 1000 damage.nothing: roof.jpg",
        "0:20 visitor sends 1: door.jpg for photos
         0:21 · damage.photos = door.jpg
         0:21 bot: Your licence? [damage.licence]
         0:22 visitor sends 2: wheel.jpg for photos
         0:23 visitor: I want a person (sensitive)
         0:23 → handed to duty (Normal): asked for a person: \"a person\"
         0:23 bot notice: Let me connect you.
         0:23 ! duty: asked for a person: \"a person\" (Normal)
         0:30 → claimed by Ana
         0:31 visitor sends 3: licence.jpg for licence (sensitive)
         0:32 visitor sends 4: roof.jpg",
    );
}

#[test]
fn whoever_sends_files_and_leaves_has_answered() {
    report(
        "0:20 visitor sends: door.jpg
         90:00 wait",
        "0:20 visitor sends 1: door.jpg for photos
         60:20 · damage.photos = door.jpg
         60:20 · failed damage: nothing was answered for a while
         60:20 → handed to duty (Normal): `damage` could not be completed
         60:20 bot notice: Let me connect you.
         60:20 ! duty: `damage` could not be completed (Normal)
         63:20 → escalated from duty to duty
         63:20 · alerted duty: nobody claimed it within 3 min
         63:20 ! duty: nobody claimed it within 3 min (Normal)",
    );
}

#[test]
fn what_is_sent_for_a_sensitive_slot_is_masked() {
    report(
        "0:20 visitor sends: door.jpg
         0:21 visitor: done
         0:30 visitor sends: passport-of-ana.jpg",
        "0:20 visitor sends 1: door.jpg for photos
         0:21 visitor: done
         0:21 · damage.photos = door.jpg
         0:21 bot: Your licence? [damage.licence]
         0:30 visitor sends 2: passport-of-ana.jpg for licence (sensitive)
         0:30 · damage.licence = passport-of-ana.jpg (sensitive)
         0:30 · completed damage
         0:30 · rule damage reported: `damage` is complete
         0:30 → handed to duty (Normal): damage reported: `damage` is complete
         0:30 bot notice: Let me connect you.
         0:30 ! duty: damage reported: `damage` is complete (Normal)",
    );
}

#[test]
fn passing_over_a_slot_that_has_files_takes_them() {
    let told = play(
        "",
        &format!(
            "{REPORT}0:20 visitor sends: door.jpg
             0:21 visitor form damage: photos=done
             0:30 visitor form damage: licence="
        ),
    );
    assert!(told.contains("· damage.licence passed over"), "{told}");
    let more = "[[rule]]
id = \"bill\"
when = { words = [\"insurance\"] }
then = [{ start = \"bill\" }]

[[action]]
id = \"bill\"
slots = [{ id = \"bills\", ask = \"Bills?\", kind = \"file\", optional = true }]
";
    let told = play(
        more,
        "0:00 visitor: insurance
         0:10 visitor sends: tow.jpg
         0:11 visitor form bill: bills=",
    );
    assert!(told.contains("· bill.bills = tow.jpg"), "{told}");
}

#[test]
fn a_file_that_nobody_would_look_at_is_refused() {
    check(
        "0:00 visitor sends: door.jpg
         0:10 visitor: hello
         0:20 visitor sends: door.jpg
         0:30 ana claim
         0:31 ana resolve
         0:40 visitor sends: door.jpg",
        "0:00 ✗ Nobody has asked for a file, and no person is here to look at it. Say what it is about, or ask for a person first.
         0:10 visitor: hello
         0:10 bot: Hello!
         0:20 ✗ Nobody has asked for a file, and no person is here to look at it. Say what it is about, or ask for a person first.
         0:30 → claimed by Ana
         0:31 → resolved by Ana
         0:40 ✗ Nobody has asked for a file, and no person is here to look at it. Say what it is about, or ask for a person first.",
    );
}

#[test]
fn a_person_who_put_it_aside_has_it_again_with_a_file() {
    check(
        "0:00 visitor: hello
         0:10 ana claim
         0:11 ana: Send it when you are there
         0:12 ana snooze 9:00
         0:20 visitor sends: door.jpg",
        "0:00 visitor: hello
         0:00 bot: Hello!
         0:10 → claimed by Ana
         0:11 Ana: Send it when you are there
         0:12 → snoozed by Ana
         0:20 → woken
         0:20 visitor sends 1: door.jpg",
    );
}

#[test]
fn a_conversation_has_an_end() {
    let one_more = |files: u32, bytes: &str| {
        let sends: String = (1..=files)
            .map(|n| format!("0:{n:02} visitor sends{bytes}: {n}.jpg\n"))
            .collect();
        let told = play("", &format!("0:00 visitor person\n{sends}"));
        told.lines().last().unwrap().to_owned()
    };
    assert_eq!(
        one_more(21, ""),
        "0:21 ✗ This conversation has 20 files already, which is the most. Send what is most important in a new conversation, or ask how else to send it."
    );
    assert_eq!(
        one_more(11, " 5000000"),
        "0:11 ✗ The files of this conversation would be larger than 50 MB together. Send what is most important in a new conversation, or ask how else to send it."
    );
}

#[test]
fn a_check_is_told_of_files_and_nothing_of_what_is_in_them() {
    let more = "[[rule]]
id = \"claim\"
when = { words = [\"insurance claim\"] }
then = [{ start = \"claim\" }]

[[action]]
id = \"claim\"
slots = [{ id = \"story\", ask = \"What happened?\" }, { id = \"bills\", ask = \"Bills?\", kind = \"file\" }]
check = { webhook = \"CLAIMS\", otherwise = \"continue\", says = \"I have {bills}.\" }
";
    let told = play(
        more,
        "0:00 visitor: insurance claim
         0:10 visitor: A tree fell on it
         0:20 visitor sends: bill.pdf
         0:21 visitor sends 2000: tow.pdf
         0:22 visitor: done
         0:23 system: a=b",
    );
    let tail: Vec<&str> = told.lines().skip_while(|line| !line.contains(": done")).collect();
    assert_eq!(
        tail,
        [
            "0:22 visitor: done",
            "0:22 · claim.bills = bill.pdf, tow.pdf",
            "0:22 · looks up claim",
            "0:22 ? CLAIMS: bills=bill.pdf, tow.pdf, story=A tree fell on it, bills#1=1000 B, bills#2=2000 B",
            "0:23 · claim: ",
            "0:23 bot: I have bill.pdf, tow.pdf.",
            "0:23 · completed claim",
        ]
    );
}
