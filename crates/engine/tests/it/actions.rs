//! Reports: asked for, given, collected.

use crate::script::{check, check_with};

#[test]
fn lost_luggage_is_urgent_calls_the_duty_desk_and_goes_there_with_its_report() {
    check(
        "0:00 visitor: I lost my luggage
         0:10 visitor: MT204518
         0:20 visitor: On the belt in Lima
         0:30 visitor: +44 7700 900 123",
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
         0:20 visitor: On the belt in Lima
         0:20 · luggage.seen = On the belt in Lima
         0:20 bot: On which number? [luggage.phone]
         0:30 visitor: +44 7700 900 123
         0:30 · luggage.phone = +447700900123
         0:30 · completed luggage
         0:30 · rule luggage reported: `luggage` is complete
         0:30 → handed to duty (Urgent): luggage reported: `luggage` is complete
         0:30 bot notice: Let me connect you.
         0:30 ! duty: luggage reported: `luggage` is complete (Urgent)",
    );
}

#[test]
fn several_values_are_taken_from_one_message() {
    check(
        "0:00 visitor: I lost my luggage, booking MT204518, call +44 7700 900 123
         0:10 visitor: In the hotel",
        "0:00 visitor: I lost my luggage, booking MT204518, call +44 7700 900 123
         0:00 · tag lost-luggage: said \"lost my luggage\"
         0:00 · Urgent: tag lost-luggage
         0:00 · rule lost luggage: tag `lost-luggage`, said \"lost my luggage\"
         0:00 · alerted duty: lost luggage: tag `lost-luggage`, said \"lost my luggage\"
         0:00 · started luggage
         0:00 · luggage.booking = MT204518
         0:00 · luggage.phone = +447700900123
         0:00 bot: Where was it last seen? [luggage.seen]
         0:00 ! duty: lost luggage: tag `lost-luggage`, said \"lost my luggage\" (Urgent)
         0:10 visitor: In the hotel
         0:10 · luggage.seen = In the hotel
         0:10 · completed luggage
         0:10 · rule luggage reported: `luggage` is complete
         0:10 → handed to duty (Urgent): luggage reported: `luggage` is complete
         0:10 bot notice: Let me connect you.
         0:10 ! duty: luggage reported: `luggage` is complete (Urgent)",
    );
}

#[test]
fn a_value_that_was_found_fills_one_slot_only() {
    check(
        "0:00 visitor: I want to change my itinerary
         0:10 visitor: MT204518
         0:20 visitor: 3 May 2027
         0:30 visitor: 9 May 2027",
        "0:00 visitor: I want to change my itinerary
         0:00 · rule change: said \"change my itinerary\"
         0:00 · started change
         0:00 bot: Which booking? [change.booking]
         0:10 visitor: MT204518
         0:10 · change.booking = MT204518
         0:10 bot: The first day? [change.first]
         0:20 visitor: 3 May 2027
         0:20 · change.first = 2027-05-03
         0:20 bot: The last day? [change.last]
         0:30 visitor: 9 May 2027
         0:30 · change.last = 2027-05-09
         0:30 · completed change
         0:30 → handed to desk (Normal): `change` is complete
         0:30 bot notice: Let me connect you.
         0:30 ! desk: `change` is complete (Normal)",
    );
}

#[test]
fn a_group_booking_is_collected_and_reaches_a_person_without_a_rule() {
    check(
        "0:00 visitor: A group booking please
         0:10 visitor: 24
         0:20 visitor: 3 May to 9 May 2027",
        "0:00 visitor: A group booking please
         0:00 · tag group: said \"group booking\"
         0:00 · rule group: tag `group`, said \"group booking\"
         0:00 · started group
         0:00 bot: How many? [group.size]
         0:10 visitor: 24
         0:10 · group.size = 24
         0:10 bot: Which dates? [group.dates]
         0:20 visitor: 3 May to 9 May 2027
         0:20 · group.dates = 2027-05-03 to 2027-05-09
         0:20 · completed group
         0:20 → handed to desk (Normal): `group` is complete
         0:20 bot notice: Let me connect you.
         0:20 ! desk: `group` is complete (Normal)",
    );
}

#[test]
fn a_change_of_itinerary_reaches_a_person() {
    check(
        "0:00 visitor: I want to change my itinerary, MT204518
         0:10 visitor form change: first=3 May 2027, last=9 May 2027",
        "0:00 visitor: I want to change my itinerary, MT204518
         0:00 · rule change: said \"change my itinerary\"
         0:00 · started change
         0:00 · change.booking = MT204518
         0:00 bot: The first day? [change.first]
         0:10 · change.first = 2027-05-03
         0:10 · change.last = 2027-05-09
         0:10 · completed change
         0:10 → handed to desk (Normal): `change` is complete
         0:10 bot notice: Let me connect you.
         0:10 ! desk: `change` is complete (Normal)",
    );
}

#[test]
fn an_answer_that_is_none_is_asked_for_once_more_and_then_a_person_gets_it() {
    check(
        "0:00 visitor: I lost my luggage
         0:10 visitor: It is somewhere
         0:20 visitor: I do not know",
        "0:00 visitor: I lost my luggage
         0:00 · tag lost-luggage: said \"lost my luggage\"
         0:00 · Urgent: tag lost-luggage
         0:00 · rule lost luggage: tag `lost-luggage`, said \"lost my luggage\"
         0:00 · alerted duty: lost luggage: tag `lost-luggage`, said \"lost my luggage\"
         0:00 · started luggage
         0:00 bot: Which booking? [luggage.booking]
         0:00 ! duty: lost luggage: tag `lost-luggage`, said \"lost my luggage\" (Urgent)
         0:10 visitor: It is somewhere
         0:10 bot: A booking looks like MT204518. Which booking? [luggage.booking]
         0:20 visitor: I do not know
         0:20 · failed luggage: 2 answers in a row were not accepted
         0:20 → handed to duty (Urgent): `luggage` could not be completed
         0:20 bot notice: Let me connect you.
         0:20 ! duty: `luggage` could not be completed (Urgent)",
    );
}

#[test]
fn an_accepted_answer_begins_the_count_anew() {
    check(
        "0:00 visitor: A group booking please
         0:10 visitor: Many
         0:20 visitor: 24
         0:30 visitor: In spring
         0:40 visitor: 3 May to 9 May 2027",
        "0:00 visitor: A group booking please
         0:00 · tag group: said \"group booking\"
         0:00 · rule group: tag `group`, said \"group booking\"
         0:00 · started group
         0:00 bot: How many? [group.size]
         0:10 visitor: Many
         0:10 bot: Please give one number, like 4. How many? [group.size]
         0:20 visitor: 24
         0:20 · group.size = 24
         0:20 bot: Which dates? [group.dates]
         0:30 visitor: In spring
         0:30 bot: Please give the first and the last day, like 3 May to 9 May 2027. Which dates? [group.dates]
         0:40 visitor: 3 May to 9 May 2027
         0:40 · group.dates = 2027-05-03 to 2027-05-09
         0:40 · completed group
         0:40 → handed to desk (Normal): `group` is complete
         0:40 bot notice: Let me connect you.
         0:40 ! desk: `group` is complete (Normal)",
    );
}

#[test]
fn a_question_midway_is_answered_and_the_slot_asked_for_again() {
    check(
        "0:00 visitor: I lost my luggage
         0:10 visitor: Do I need a visa?
         0:20 visitor: thanks
         0:30 visitor: MT204518
         0:40 visitor: Do I need a visa?
         0:50 visitor: hello
         1:00 visitor: MT204518, and do I need a visa?
         1:10 visitor: On the visa desk",
        "0:00 visitor: I lost my luggage
         0:00 · tag lost-luggage: said \"lost my luggage\"
         0:00 · Urgent: tag lost-luggage
         0:00 · rule lost luggage: tag `lost-luggage`, said \"lost my luggage\"
         0:00 · alerted duty: lost luggage: tag `lost-luggage`, said \"lost my luggage\"
         0:00 · started luggage
         0:00 bot: Which booking? [luggage.booking]
         0:00 ! duty: lost luggage: tag `lost-luggage`, said \"lost my luggage\" (Urgent)
         0:10 visitor: Do I need a visa?
         0:10 bot: You need no visa. [visas.md#1 0.9]
         0:10 bot: Which booking? [luggage.booking]
         0:20 visitor: thanks
         0:20 bot: You're welcome.
         0:20 bot: Which booking? [luggage.booking]
         0:30 visitor: MT204518
         0:30 · luggage.booking = MT204518
         0:30 bot: Where was it last seen? [luggage.seen]
         0:40 visitor: Do I need a visa?
         0:40 bot: You need no visa. [visas.md#1 0.9]
         0:40 bot: Where was it last seen? [luggage.seen]
         0:50 visitor: hello
         0:50 bot: Hello!
         0:50 bot: Where was it last seen? [luggage.seen]
         1:00 visitor: MT204518, and do I need a visa?
         1:00 bot: You need no visa. [visas.md#1 0.9]
         1:00 bot: Where was it last seen? [luggage.seen]
         1:10 visitor: On the visa desk
         1:10 · luggage.seen = On the visa desk
         1:10 bot: On which number? [luggage.phone]",
    );
}

#[test]
fn a_form_takes_all_of_its_values_or_none() {
    check(
        "0:00 visitor form luggage: booking=MT204518
         0:05 visitor form picnic: booking=MT204518
         0:10 visitor: I lost my luggage
         0:20 visitor form luggage: booking=MT204518, phone=never
         0:30 visitor form luggage: colour=red
         0:40 visitor form luggage: booking=MT204518, seen=In Lima
         0:50 visitor form luggage: booking=MT000001
         1:00 visitor form luggage: phone=+44 7700 900 123
         1:10 ana claim
         1:20 visitor form luggage: booking=MT204518
         1:30 ana resolve
         1:40 visitor form luggage: booking=MT000001",
        "0:00 ✗ `luggage` is not being collected
         0:05 ✗ there is no action `picnic`
         0:10 visitor: I lost my luggage
         0:10 · tag lost-luggage: said \"lost my luggage\"
         0:10 · Urgent: tag lost-luggage
         0:10 · rule lost luggage: tag `lost-luggage`, said \"lost my luggage\"
         0:10 · alerted duty: lost luggage: tag `lost-luggage`, said \"lost my luggage\"
         0:10 · started luggage
         0:10 bot: Which booking? [luggage.booking]
         0:10 ! duty: lost luggage: tag `lost-luggage`, said \"lost my luggage\" (Urgent)
         0:20 ✗ A telephone number looks like +351 912 345 678.
         0:30 ✗ `luggage` has no slot `colour`
         0:40 · luggage.booking = MT204518
         0:40 · luggage.seen = In Lima
         0:40 bot: On which number? [luggage.phone]
         0:50 · luggage.booking = MT000001
         1:00 · luggage.phone = +447700900123
         1:00 · completed luggage
         1:00 · rule luggage reported: `luggage` is complete
         1:00 → handed to duty (Urgent): luggage reported: `luggage` is complete
         1:00 bot notice: Let me connect you.
         1:00 ! duty: luggage reported: `luggage` is complete (Urgent)
         1:10 → claimed by Ana
         1:20 · luggage.booking = MT204518
         1:30 → resolved by Ana
         1:40 ✗ the conversation has ended; a message opens it again",
    );
}

#[test]
fn what_was_said_before_a_report_begins_is_not_asked_for() {
    check(
        "0:00 visitor: Do I need a visa for my trip MT204518?
         0:10 visitor: And a visa for MT000001?
         0:20 visitor: I lost my luggage
         0:30 visitor: In Lima
         0:40 visitor: I want to change my itinerary, we come on 3 May 2027",
        "0:00 visitor: Do I need a visa for my trip MT204518?
         0:00 bot: You need no visa. [visas.md#1 0.9]
         0:10 visitor: And a visa for MT000001?
         0:10 bot: You need no visa. [visas.md#1 0.9]
         0:20 visitor: I lost my luggage
         0:20 · tag lost-luggage: said \"lost my luggage\"
         0:20 · Urgent: tag lost-luggage
         0:20 · rule lost luggage: tag `lost-luggage`, said \"lost my luggage\"
         0:20 · alerted duty: lost luggage: tag `lost-luggage`, said \"lost my luggage\"
         0:20 · started luggage
         0:20 · luggage.booking = MT000001
         0:20 bot: Where was it last seen? [luggage.seen]
         0:20 ! duty: lost luggage: tag `lost-luggage`, said \"lost my luggage\" (Urgent)
         0:30 visitor: In Lima
         0:30 · luggage.seen = In Lima
         0:30 bot: On which number? [luggage.phone]
         0:40 visitor: I want to change my itinerary, we come on 3 May 2027
         0:40 · rule change: said \"change my itinerary\"
         0:40 · started change
         0:40 · change.booking = MT000001
         0:40 · change.first = 2027-05-03
         0:40 bot: The last day? [change.last]",
    );
}

#[test]
fn what_was_said_to_a_human_is_no_answer_to_the_bot() {
    check(
        "0:00 visitor: Do I need a visa for my trip MT204518?
         0:10 ana: It depends
         0:20 ana back
         0:30 visitor: I lost my luggage",
        "0:00 visitor: Do I need a visa for my trip MT204518?
         0:00 bot: You need no visa. [visas.md#1 0.9]
         0:10 → claimed by Ana
         0:10 Ana: It depends
         0:20 → back to the bot by Ana
         0:20 bot: I am back.
         0:30 visitor: I lost my luggage
         0:30 · tag lost-luggage: said \"lost my luggage\"
         0:30 · Urgent: tag lost-luggage
         0:30 · rule lost luggage: tag `lost-luggage`, said \"lost my luggage\"
         0:30 · alerted duty: lost luggage: tag `lost-luggage`, said \"lost my luggage\"
         0:30 · started luggage
         0:30 bot: Which booking? [luggage.booking]
         0:30 ! duty: lost luggage: tag `lost-luggage`, said \"lost my luggage\" (Urgent)",
    );
}

#[test]
fn what_was_said_already_is_taken_for_every_kind_that_can_be() {
    check_with(
        r#"
        [[rule]]
        id = "everything"
        when = { words = ["arrange it"] }
        then = [{ start = "everything" }]

        [[action]]
        id = "everything"
        slots = [
          { id = "booking", ask = "Booking?", pattern = "MT[0-9]{6}" },
          { id = "landing", ask = "Landing?", kind = "date" },
          { id = "email", ask = "E-mail?", kind = "email" },
          { id = "phone", ask = "Telephone?", kind = "phone" },
          { id = "office", ask = "Office?", kind = "place", places = ["Cusco", "La Paz"] },
        ]
        "#,
        "0:00 visitor: My booking is MT204518, we land on 3 May 2027. Do I need a visa?
         0:10 visitor: I am ana@example.com or +44 7700 900 123. A visa for my son?
         0:20 visitor: Then please arrange it in La Paz",
        "0:00 visitor: My booking is MT204518, we land on 3 May 2027. Do I need a visa?
         0:00 bot: You need no visa. [visas.md#1 0.9]
         0:10 visitor: I am ana@example.com or +44 7700 900 123. A visa for my son?
         0:10 bot: You need no visa. [visas.md#1 0.9]
         0:20 visitor: Then please arrange it in La Paz
         0:20 · rule everything: said \"arrange it\"
         0:20 · started everything
         0:20 · everything.booking = MT204518
         0:20 · everything.landing = 2027-05-03
         0:20 · everything.email = ana@example.com
         0:20 · everything.phone = +447700900123
         0:20 · everything.office = La Paz
         0:20 · completed everything
         0:20 → handed to desk (Normal): `everything` is complete
         0:20 bot notice: Let me connect you.
         0:20 ! desk: `everything` is complete (Normal)",
    );
}
