//! Changes of mind: an earlier answer is put right, the matter is dropped; and a number to be called on is an answer.

use crate::scenes::{CLOSED, REFUND};
use crate::script::check;

#[test]
fn the_last_answer_is_put_right() {
    check(
        "0:00 visitor: A group booking please
         0:10 visitor: 24
         0:20 visitor: sorry, I meant 40 guests
         0:30 visitor: no wait, 3 May to 9 May 2027",
        "0:00 visitor: A group booking please
         0:00 · tag group: said \"group booking\"
         0:00 · rule group: tag `group`, said \"group booking\"
         0:00 · started group
         0:00 bot: How many? [group.size]
         0:10 visitor: 24
         0:10 · group.size = 24
         0:10 bot: Which dates? [group.dates]
         0:20 visitor: sorry, I meant 40 guests
         0:20 · group.size = 40
         0:20 bot: Which dates? [group.dates]
         0:30 visitor: no wait, 3 May to 9 May 2027
         0:30 · group.dates = 2027-05-03 to 2027-05-09
         0:30 · completed group
         0:30 → handed to desk (Normal): `group` is complete
         0:30 bot notice: Let me connect you.
         0:30 ! desk: `group` is complete (Normal)",
    );
}

#[test]
fn what_a_value_is_says_which_answer_it_puts_right() {
    check(
        "0:00 visitor: I want to change my itinerary
         0:10 visitor: MT204518
         0:20 visitor: 3 May 2027
         0:30 visitor: no wait, it is MT204519
         0:40 visitor: MT204520",
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
         0:30 visitor: no wait, it is MT204519
         0:30 · change.booking = MT204519
         0:30 bot: The last day? [change.last]
         0:40 visitor: MT204520
         0:40 bot: Please give the day and the month, like 3 May 2027. The last day? [change.last]",
    );
}

#[test]
fn what_is_put_right_is_masked_as_it_was() {
    REFUND.then(
        "0:20 visitor: X1234567
         0:30 visitor: no wait, X7654321
         0:40 visitor: Actually the guide of 2027 was drunk",
        "0:20 visitor: X1234567 (sensitive)
         0:20 · refund.passport = X1234567 (sensitive)
         0:20 bot: What happened? [refund.story]
         0:30 visitor: no wait, X7654321 (sensitive)
         0:30 · refund.passport = X7654321 (sensitive)
         0:30 bot: What happened? [refund.story]
         0:40 visitor: Actually the guide of 2027 was drunk (sensitive)
         0:40 · refund.story = Actually the guide of 2027 was drunk
         0:40 · looks up refund
         0:40 ? REFUND_HOOK: office=Cusco, passport=X7654321, story=Actually the guide of 2027 was drunk",
    );
}

#[test]
fn whoever_drops_the_matter_is_asked_no_more_until_they_come_back_to_it() {
    check(
        "0:00 visitor: I lost my luggage
         0:10 visitor: MT204518
         0:20 visitor: Actually, forget it
         0:30 visitor: Do I need a visa?
         0:40 visitor: you can reach me on +44 7700 900123
         0:50 visitor: at the hotel",
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
         0:20 visitor: Actually, forget it
         0:20 bot: All right, we leave that. What else can I help you with?
         0:30 visitor: Do I need a visa?
         0:30 bot: You need no visa. [visas.md#1 0.9]
         0:40 visitor: you can reach me on +44 7700 900123
         0:40 · luggage.phone = +447700900123
         0:40 bot: Where was it last seen? [luggage.seen]
         0:50 visitor: at the hotel
         0:50 · luggage.seen = at the hotel
         0:50 · completed luggage
         0:50 · rule luggage reported: `luggage` is complete
         0:50 → handed to duty (Urgent): luggage reported: `luggage` is complete
         0:50 bot notice: Let me connect you.
         0:50 ! duty: luggage reported: `luggage` is complete (Urgent)",
    );
}

#[test]
fn a_number_to_be_called_on_is_the_answer_that_was_asked_for() {
    check(
        "0:00 visitor: I lost my luggage, MT204518
         0:10 visitor: at the hotel
         0:20 visitor: call me on 912 345 678",
        "0:00 visitor: I lost my luggage, MT204518
         0:00 · tag lost-luggage: said \"lost my luggage\"
         0:00 · Urgent: tag lost-luggage
         0:00 · rule lost luggage: tag `lost-luggage`, said \"lost my luggage\"
         0:00 · alerted duty: lost luggage: tag `lost-luggage`, said \"lost my luggage\"
         0:00 · started luggage
         0:00 · luggage.booking = MT204518
         0:00 bot: Where was it last seen? [luggage.seen]
         0:00 ! duty: lost luggage: tag `lost-luggage`, said \"lost my luggage\" (Urgent)
         0:10 visitor: at the hotel
         0:10 · luggage.seen = at the hotel
         0:10 bot: On which number? [luggage.phone]
         0:20 visitor: call me on 912 345 678
         0:20 · luggage.phone = 912345678
         0:20 · completed luggage
         0:20 · rule luggage reported: `luggage` is complete
         0:20 → handed to duty (Urgent): luggage reported: `luggage` is complete
         0:20 bot notice: Let me connect you.
         0:20 ! duty: luggage reported: `luggage` is complete (Urgent)",
    );
}

#[test]
fn a_number_given_with_a_wish_for_a_person_is_kept() {
    check(
        "0:00 visitor: I lost my luggage, MT204518
         0:10 visitor: at the hotel
         0:20 visitor: a person please, 912 345 678",
        "0:00 visitor: I lost my luggage, MT204518
         0:00 · tag lost-luggage: said \"lost my luggage\"
         0:00 · Urgent: tag lost-luggage
         0:00 · rule lost luggage: tag `lost-luggage`, said \"lost my luggage\"
         0:00 · alerted duty: lost luggage: tag `lost-luggage`, said \"lost my luggage\"
         0:00 · started luggage
         0:00 · luggage.booking = MT204518
         0:00 bot: Where was it last seen? [luggage.seen]
         0:00 ! duty: lost luggage: tag `lost-luggage`, said \"lost my luggage\" (Urgent)
         0:10 visitor: at the hotel
         0:10 · luggage.seen = at the hotel
         0:10 bot: On which number? [luggage.phone]
         0:20 visitor: a person please, 912 345 678
         0:20 · luggage.phone = 912345678
         0:20 · completed luggage
         0:20 · rule luggage reported: `luggage` is complete
         0:20 → handed to duty (Urgent): luggage reported: `luggage` is complete
         0:20 bot notice: Let me connect you.
         0:20 ! duty: luggage reported: `luggage` is complete (Urgent)",
    );
}

#[test]
fn whoever_waits_for_a_closed_team_may_say_on_which_number_to_call() {
    CLOSED.then(
        "61:00 visitor: call me on 0712 345678",
        "61:00 visitor: call me on 0712 345678
         61:00 · contact.contact = 0712345678
         61:00 · completed contact
         61:00 bot: I have everything.",
    );
}

#[test]
fn what_was_dropped_begins_again_when_it_is_spoken_of_and_calls_nobody_twice() {
    check(
        "0:00 visitor: I lost my luggage, MT204518
         0:10 visitor: never mind
         0:20 visitor: I lost my luggage after all",
        "0:00 visitor: I lost my luggage, MT204518
         0:00 · tag lost-luggage: said \"lost my luggage\"
         0:00 · Urgent: tag lost-luggage
         0:00 · rule lost luggage: tag `lost-luggage`, said \"lost my luggage\"
         0:00 · alerted duty: lost luggage: tag `lost-luggage`, said \"lost my luggage\"
         0:00 · started luggage
         0:00 · luggage.booking = MT204518
         0:00 bot: Where was it last seen? [luggage.seen]
         0:00 ! duty: lost luggage: tag `lost-luggage`, said \"lost my luggage\" (Urgent)
         0:10 visitor: never mind
         0:10 bot: All right, we leave that. What else can I help you with?
         0:20 visitor: I lost my luggage after all
         0:20 · rule lost luggage: tag `lost-luggage`, said \"lost my luggage\"
         0:20 bot: Where was it last seen? [luggage.seen]",
    );
}
