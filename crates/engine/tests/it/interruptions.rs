//! Reports that are interrupted: by a person, by the queue, by another report, by silence.

use crate::script::check;

#[test]
fn whoever_asks_for_a_person_midway_keeps_what_was_given() {
    check(
        "0:00 visitor: I lost my luggage
         0:10 visitor: MT204518
         0:20 visitor: Give me a person
         0:30 visitor: In Lima. My number is +44 7700 900 123
         0:40 visitor form luggage: seen=In the hotel
         0:50 ana claim",
        "0:00 visitor: I lost my luggage
         0:00 · tag lost-luggage: said \"lost my luggage\"
         0:00 · Urgent: tag lost-luggage
         0:00 · rule lost luggage: tag `lost-luggage`, said \"lost my luggage\"
         0:00 · alerted duty: lost luggage: tag `lost-luggage`, said \"lost my luggage\"
         0:00 · started luggage
         0:00 bot: Which booking? [luggage.booking]
         0:00 ! duty: lost luggage: tag `lost-luggage`, said \"lost my luggage\" (Urgent)
         0:10 visitor: MT204518
         0:10 · luggage.booking = MT204518
         0:10 bot: Where was it last seen? [luggage.seen]
         0:20 visitor: Give me a person
         0:20 → handed to duty (Urgent): asked for a person: \"a person\"
         0:20 bot notice: Let me connect you.
         0:20 ! duty: asked for a person: \"a person\" (Urgent)
         0:30 visitor: In Lima. My number is +44 7700 900 123
         0:30 · luggage.phone = +447700900123
         0:40 · luggage.seen = In the hotel
         0:40 · completed luggage
         0:40 · rule luggage reported: `luggage` is complete
         0:40 bot: I have everything.
         0:50 → claimed by Ana",
    );
}

#[test]
fn a_report_goes_on_while_the_visitor_waits() {
    check(
        "0:00 visitor: I lost my luggage and want a person
         0:10 visitor: MT204518
         0:20 visitor: No idea, sorry
         0:30 visitor: thanks
         0:40 visitor: +44 7700 900 123",
        "0:00 visitor: I lost my luggage and want a person
         0:00 · tag lost-luggage: said \"lost my luggage\"
         0:00 · Urgent: tag lost-luggage
         0:00 · rule lost luggage: tag `lost-luggage`, said \"lost my luggage\"
         0:00 · alerted duty: lost luggage: tag `lost-luggage`, said \"lost my luggage\"
         0:00 · started luggage
         0:00 → handed to duty (Urgent): asked for a person: \"a person\"
         0:00 bot notice: Let me connect you.
         0:00 bot: Which booking? [luggage.booking]
         0:00 ! duty: lost luggage: tag `lost-luggage`, said \"lost my luggage\" (Urgent)
         0:10 visitor: MT204518
         0:10 · luggage.booking = MT204518
         0:10 bot: Where was it last seen? [luggage.seen]
         0:20 visitor: No idea, sorry
         0:20 · luggage.seen = No idea, sorry
         0:20 bot: On which number? [luggage.phone]
         0:30 visitor: thanks
         0:40 visitor: +44 7700 900 123
         0:40 · luggage.phone = +447700900123
         0:40 · completed luggage
         0:40 · rule luggage reported: `luggage` is complete
         0:40 bot: I have everything.",
    );
}

#[test]
fn in_the_queue_two_answers_that_are_none_end_the_asking_in_silence() {
    check(
        "0:00 visitor: I lost my luggage and want a person
         0:10 visitor: Where is it
         0:20 visitor: I said where is it
         0:30 visitor: Tell me",
        "0:00 visitor: I lost my luggage and want a person
         0:00 · tag lost-luggage: said \"lost my luggage\"
         0:00 · Urgent: tag lost-luggage
         0:00 · rule lost luggage: tag `lost-luggage`, said \"lost my luggage\"
         0:00 · alerted duty: lost luggage: tag `lost-luggage`, said \"lost my luggage\"
         0:00 · started luggage
         0:00 → handed to duty (Urgent): asked for a person: \"a person\"
         0:00 bot notice: Let me connect you.
         0:00 bot: Which booking? [luggage.booking]
         0:00 ! duty: lost luggage: tag `lost-luggage`, said \"lost my luggage\" (Urgent)
         0:10 visitor: Where is it
         0:10 bot: A booking looks like MT204518. Which booking? [luggage.booking]
         0:20 visitor: I said where is it
         0:20 · failed luggage: 2 answers in a row were not accepted
         0:30 visitor: Tell me",
    );
}

#[test]
fn a_report_that_was_called_off_goes_on_with_its_next_value() {
    check(
        "0:00 visitor: I lost my luggage and want a person
         0:10 visitor off
         0:20 visitor: Do I need a visa?
         0:30 visitor: My booking is MT204518",
        "0:00 visitor: I lost my luggage and want a person
         0:00 · tag lost-luggage: said \"lost my luggage\"
         0:00 · Urgent: tag lost-luggage
         0:00 · rule lost luggage: tag `lost-luggage`, said \"lost my luggage\"
         0:00 · alerted duty: lost luggage: tag `lost-luggage`, said \"lost my luggage\"
         0:00 · started luggage
         0:00 → handed to duty (Urgent): asked for a person: \"a person\"
         0:00 bot notice: Let me connect you.
         0:00 bot: Which booking? [luggage.booking]
         0:00 ! duty: lost luggage: tag `lost-luggage`, said \"lost my luggage\" (Urgent)
         0:10 → called off
         0:20 visitor: Do I need a visa?
         0:20 bot: You need no visa. [visas.md#1 0.9]
         0:30 visitor: My booking is MT204518
         0:30 · luggage.booking = MT204518
         0:30 bot: Where was it last seen? [luggage.seen]",
    );
}

#[test]
fn a_report_left_midway_reaches_a_person() {
    check(
        "0:00 visitor: A group booking please
         0:10 visitor: 24
         70:00 wait",
        "0:00 visitor: A group booking please
         0:00 · tag group: said \"group booking\"
         0:00 · rule group: tag `group`, said \"group booking\"
         0:00 · started group
         0:00 bot: How many? [group.size]
         0:10 visitor: 24
         0:10 · group.size = 24
         0:10 bot: Which dates? [group.dates]
         60:10 · failed group: nothing was answered for a while
         60:10 → handed to desk (Normal): `group` could not be completed
         60:10 bot notice: Let me connect you.
         60:10 ! desk: `group` could not be completed (Normal)
         63:10 → escalated from desk to duty
         63:10 · alerted duty: nobody claimed it within 3 min
         63:10 ! duty: nobody claimed it within 3 min (Normal)",
    );
}

#[test]
fn another_report_takes_its_turn_and_what_was_given_to_the_first_is_kept() {
    check(
        "0:00 visitor: A group booking please
         0:10 visitor: 24
         0:20 visitor: We lost my luggage
         0:30 visitor: MT204518
         0:40 visitor: In Lima
         0:50 visitor: +44 7700 900 123
         1:00 visitor off
         1:10 visitor: About the group booking
         1:20 visitor: 3 May to 9 May 2027",
        "0:00 visitor: A group booking please
         0:00 · tag group: said \"group booking\"
         0:00 · rule group: tag `group`, said \"group booking\"
         0:00 · started group
         0:00 bot: How many? [group.size]
         0:10 visitor: 24
         0:10 · group.size = 24
         0:10 bot: Which dates? [group.dates]
         0:20 visitor: We lost my luggage
         0:20 · tag lost-luggage: said \"lost my luggage\"
         0:20 · Urgent: tag lost-luggage
         0:20 · rule lost luggage: tag `lost-luggage`, said \"lost my luggage\"
         0:20 · alerted duty: lost luggage: tag `lost-luggage`, said \"lost my luggage\"
         0:20 · started luggage
         0:20 bot: Which booking? [luggage.booking]
         0:20 ! duty: lost luggage: tag `lost-luggage`, said \"lost my luggage\" (Urgent)
         0:30 visitor: MT204518
         0:30 · luggage.booking = MT204518
         0:30 bot: Where was it last seen? [luggage.seen]
         0:40 visitor: In Lima
         0:40 · luggage.seen = In Lima
         0:40 bot: On which number? [luggage.phone]
         0:50 visitor: +44 7700 900 123
         0:50 · luggage.phone = +447700900123
         0:50 · completed luggage
         0:50 · rule luggage reported: `luggage` is complete
         0:50 → handed to duty (Urgent): luggage reported: `luggage` is complete
         0:50 bot notice: Let me connect you.
         0:50 ! duty: luggage reported: `luggage` is complete (Urgent)
         1:00 → called off
         1:10 visitor: About the group booking
         1:10 · rule group: tag `group`, said \"group booking\"
         1:10 bot: Which dates? [group.dates]
         1:20 visitor: 3 May to 9 May 2027
         1:20 · group.dates = 2027-05-03 to 2027-05-09
         1:20 · completed group
         1:20 → handed to desk (Urgent): `group` is complete
         1:20 bot notice: Let me connect you.
         1:20 ! desk: `group` is complete (Urgent)",
    );
}

#[test]
fn a_report_that_is_given_up_goes_where_a_whole_one_goes() {
    check(
        "0:00 visitor: I lost my luggage
         0:10 visitor: MT204518
         61:00 wait",
        "0:00 visitor: I lost my luggage
         0:00 · tag lost-luggage: said \"lost my luggage\"
         0:00 · Urgent: tag lost-luggage
         0:00 · rule lost luggage: tag `lost-luggage`, said \"lost my luggage\"
         0:00 · alerted duty: lost luggage: tag `lost-luggage`, said \"lost my luggage\"
         0:00 · started luggage
         0:00 bot: Which booking? [luggage.booking]
         0:00 ! duty: lost luggage: tag `lost-luggage`, said \"lost my luggage\" (Urgent)
         0:10 visitor: MT204518
         0:10 · luggage.booking = MT204518
         0:10 bot: Where was it last seen? [luggage.seen]
         60:10 · failed luggage: nothing was answered for a while
         60:10 → handed to duty (Urgent): `luggage` could not be completed
         60:10 bot notice: Let me connect you.
         60:10 ! duty: `luggage` could not be completed (Urgent)",
    );
}

#[test]
fn in_the_queue_a_question_gets_no_answer_from_the_bot() {
    check(
        "0:00 visitor: I lost my luggage and want a person
         0:10 visitor: Do I need a visa?
         0:20 visitor: hello
         0:30 visitor unread: ?",
        "0:00 visitor: I lost my luggage and want a person
         0:00 · tag lost-luggage: said \"lost my luggage\"
         0:00 · Urgent: tag lost-luggage
         0:00 · rule lost luggage: tag `lost-luggage`, said \"lost my luggage\"
         0:00 · alerted duty: lost luggage: tag `lost-luggage`, said \"lost my luggage\"
         0:00 · started luggage
         0:00 → handed to duty (Urgent): asked for a person: \"a person\"
         0:00 bot notice: Let me connect you.
         0:00 bot: Which booking? [luggage.booking]
         0:00 ! duty: lost luggage: tag `lost-luggage`, said \"lost my luggage\" (Urgent)
         0:10 visitor: Do I need a visa?
         0:20 visitor: hello
         0:30 visitor: ?",
    );
}
