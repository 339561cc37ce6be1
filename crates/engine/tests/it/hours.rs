//! Teams that are closed. Time begins on a Thursday at midnight UTC: 480:00 is eight in the morning.

use crate::scenes::{ASKED, CLOSED, DAY};
use crate::script::check_with;

#[test]
fn a_closed_team_says_when_it_is_back_and_asks_how_to_reach_the_visitor() {
    CLOSED.then(
        "61:00 visitor: ana@example.com
         482:59 wake
         484:00 wait",
        "61:00 visitor: ana@example.com
         61:00 · contact.contact = ana@example.com
         61:00 · completed contact
         61:00 bot: I have everything.
         483:00 → escalated from day to duty
         483:00 · alerted duty: nobody claimed it within 3 min
         483:00 ! duty: nobody claimed it within 3 min (Normal)",
    );
}

#[test]
fn whoever_does_not_want_to_be_reached_is_not_asked_again() {
    CLOSED.then(
        "61:00 visitor: no, I can wait
         62:00 visitor: it is about a parrot
         63:00 visitor: oh well, +44 7700 900 123",
        "61:00 visitor: no, I can wait
         62:00 visitor: it is about a parrot
         63:00 visitor: oh well, +44 7700 900 123
         63:00 · contact.contact = +447700900123
         63:00 · completed contact
         63:00 bot: I have everything.",
    );
}

#[test]
fn an_address_with_a_slip_is_asked_for_once_more() {
    CLOSED.then(
        "61:00 visitor: ana@example
         62:00 visitor: ana@example
         63:00 visitor: never mind",
        "61:00 visitor: ana@example
         61:00 bot: An e-mail address looks like name@example.com, a telephone number like +351 912 345 678. How do we reach you? [contact.contact]
         62:00 visitor: ana@example
         62:00 · failed contact: 2 answers in a row were not accepted
         63:00 visitor: never mind",
    );
}

#[test]
fn what_was_said_before_is_not_asked_for() {
    check_with(
        DAY,
        "60:00 visitor: daylight, and I am 1@example.com",
        "60:00 visitor: daylight, and I am 1@example.com
         60:00 · rule day: said \"daylight\"
         60:00 → handed to day (Normal): day: said \"daylight\"
         60:00 bot notice: We are back today at 08:00 (UTC time).
         60:00 · started contact
         60:00 · contact.contact = 1@example.com
         60:00 · completed contact
         60:00 ! day: day: said \"daylight\" (Normal)",
    );
}

#[test]
fn a_report_is_collected_first_and_its_telephone_number_is_enough() {
    let late = format!(
        "{DAY}[[rule]]\nid = \"now\"\nwhen = {{ words = [\"tonight\"] }}\nthen = [{{ handoff = \"day\" }}, {{ start = \"luggage\" }}]\n"
    );
    check_with(
        &late,
        "60:00 visitor: tonight
         61:00 visitor: MT204518
         62:00 visitor: In Lima
         63:00 visitor: +44 7700 900 123",
        "60:00 visitor: tonight
         60:00 · rule now: said \"tonight\"
         60:00 → handed to day (Normal): now: said \"tonight\"
         60:00 bot notice: We are back today at 08:00 (UTC time).
         60:00 · started luggage
         60:00 bot: Which booking? [luggage.booking]
         60:00 ! day: now: said \"tonight\" (Normal)
         61:00 visitor: MT204518
         61:00 · luggage.booking = MT204518
         61:00 bot: Where was it last seen? [luggage.seen]
         62:00 visitor: In Lima
         62:00 · luggage.seen = In Lima
         62:00 bot: On which number? [luggage.phone]
         63:00 visitor: +44 7700 900 123
         63:00 · luggage.phone = +447700900123
         63:00 · completed luggage
         63:00 · rule luggage reported: `luggage` is complete
         63:00 → moved from day to duty: luggage reported: `luggage` is complete
         63:00 bot: I have everything.
         63:00 ! duty: luggage reported: `luggage` is complete (Normal)",
    );
}

#[test]
fn hours_are_those_of_the_handoff_and_not_of_the_first_message() {
    check_with(
        DAY,
        "470:00 visitor: Do I need a visa?
         481:00 visitor: daylight",
        "470:00 visitor: Do I need a visa?
         470:00 bot: You need no visa. [visas.md#1 0.9]
         481:00 visitor: daylight
         481:00 · rule day: said \"daylight\"
         481:00 → handed to day (Normal): day: said \"daylight\"
         481:00 bot notice: Let me connect you.
         481:00 ! day: day: said \"daylight\" (Normal)",
    );
}

#[test]
fn a_closed_team_may_pass_on_to_the_fallback_team() {
    check_with(
        DAY,
        "60:00 visitor: shift
         61:00 visitor off
         500:00 visitor: shift",
        "60:00 visitor: shift
         60:00 · rule shift: said \"shift\"
         60:00 → handed to duty (Normal), shift is closed: shift: said \"shift\"
         60:00 bot notice: Let me connect you.
         60:00 ! duty: shift: said \"shift\"; `shift` is closed (Normal)
         61:00 → called off
         120:00 → resolved by time
         500:00 → reopened
         500:00 visitor: shift
         500:00 · rule shift: said \"shift\"
         500:00 → handed to shift (Normal): shift: said \"shift\"
         500:00 bot notice: Let me connect you.
         500:00 ! shift: shift: said \"shift\" (Normal)",
    );
}

#[test]
fn who_is_left_by_the_last_agent_of_the_day_hears_when_the_team_is_back() {
    check_with(
        DAY,
        "1190:00 visitor: daylight
         1191:00 ana: Hello
         1199:00 visitor: One more thing
         1201:00 offline ana",
        "1190:00 visitor: daylight
         1190:00 · rule day: said \"daylight\"
         1190:00 → handed to day (Normal): day: said \"daylight\"
         1190:00 bot notice: Let me connect you.
         1190:00 ! day: day: said \"daylight\" (Normal)
         1191:00 → claimed by Ana
         1191:00 Ana: Hello
         1199:00 visitor: One more thing
         1201:00 → released, Ana is silent
         1201:00 bot: We are back tomorrow at 08:00 (UTC time).
         1201:00 · started contact
         1201:00 bot: How do we reach you? [contact.contact]
         1201:00 ! day: Ana is silent or offline (Normal)",
    );
}

/// A second team that opens later, and a third with the hours of the first.
const SEVERAL: &str = r#"
[[team]]
id = "late"
hours = { timezone = "UTC", mon-sun = "10:00-22:00" }
[[team]]
id = "twin"
hours = { timezone = "UTC", mon-sun = "08:00-12:00" }
[[rule]]
id = "late"
when = { words = ["later"] }
then = [{ handoff = "late" }]
[[rule]]
id = "open"
when = { words = ["at once"] }
then = [{ handoff = "duty" }]
"#;

#[test]
fn whoever_is_sent_from_a_queue_to_a_closed_team_hears_when_it_is_back_and_is_asked_once() {
    check_with(
        &format!("{DAY}{SEVERAL}"),
        "60:00 visitor person
         61:00 ana transfer day
         62:00 visitor: no, I can wait
         63:00 ana transfer late",
        "60:00 → handed to desk (Normal): asked for a person
         60:00 bot notice: Let me connect you.
         60:00 ! desk: asked for a person (Normal)
         61:00 → moved from desk to day: sent by an agent
         61:00 bot: We are back today at 08:00 (UTC time).
         61:00 · started contact
         61:00 bot: How do we reach you? [contact.contact]
         61:00 ! day: Ana sent it (Normal)
         62:00 visitor: no, I can wait
         63:00 → moved from day to late: sent by an agent
         63:00 bot: We are back today at 10:00 (UTC time).
         63:00 ! late: Ana sent it (Normal)",
    );
}

#[test]
fn whoever_has_heard_when_a_team_is_back_does_not_hear_it_of_a_team_with_the_same_hours_or_one_that_is_open()
{
    CLOSED.then_with(
        SEVERAL,
        "61:00 visitor: ana@example.com
         62:00 ana transfer twin
         63:00 ana transfer duty
         64:00 ana transfer day",
        "61:00 visitor: ana@example.com
         61:00 · contact.contact = ana@example.com
         61:00 · completed contact
         61:00 bot: I have everything.
         62:00 → moved from day to twin: sent by an agent
         62:00 ! twin: Ana sent it (Normal)
         63:00 → moved from twin to duty: sent by an agent
         63:00 ! duty: Ana sent it (Normal)
         64:00 → moved from duty to day: sent by an agent
         64:00 ! day: Ana sent it (Normal)",
    );
}

#[test]
fn a_rule_that_moves_whoever_waits_says_so_too_and_goes_by_what_a_closed_team_wants() {
    check_with(
        &format!("{DAY}{SEVERAL}"),
        "60:00 visitor: at once
         61:00 visitor: later
         62:00 visitor: 1@example.com
         63:00 visitor: shift",
        "60:00 visitor: at once
         60:00 · rule open: said \"at once\"
         60:00 → handed to duty (Normal): open: said \"at once\"
         60:00 bot notice: Let me connect you.
         60:00 ! duty: open: said \"at once\" (Normal)
         61:00 visitor: later
         61:00 · rule late: said \"later\"
         61:00 → moved from duty to late: late: said \"later\"
         61:00 bot: We are back today at 10:00 (UTC time).
         61:00 · started contact
         61:00 bot: How do we reach you? [contact.contact]
         61:00 ! late: late: said \"later\" (Normal)
         62:00 visitor: 1@example.com
         62:00 · contact.contact = 1@example.com
         62:00 · completed contact
         62:00 bot: I have everything.
         63:00 visitor: shift
         63:00 · rule shift: said \"shift\"
         63:00 → moved from late to duty, shift is closed: shift: said \"shift\"
         63:00 ! duty: shift: said \"shift\"; `shift` is closed (Normal)",
    );
}

#[test]
fn a_wait_that_is_widened_to_a_closed_fallback_team_hears_when_that_is_back() {
    let sleeps = DAY.replacen("[handoff]\n", "[handoff]\nfallback_team = \"day\"\n", 1);
    check_with(
        &sleeps,
        "60:00 visitor person
         64:00 visitor: 1@example.com",
        "60:00 → handed to desk (Normal): asked for a person
         60:00 bot notice: Let me connect you.
         60:00 ! desk: asked for a person (Normal)
         63:00 → escalated from desk to day
         63:00 bot: We are back today at 08:00 (UTC time).
         63:00 · alerted day: nobody claimed it within 3 min
         63:00 · started contact
         63:00 bot: How do we reach you? [contact.contact]
         63:00 ! day: nobody claimed it within 3 min (Normal)
         64:00 visitor: 1@example.com
         64:00 · contact.contact = 1@example.com
         64:00 · completed contact
         64:00 bot: I have everything.",
    );
}

#[test]
fn whoever_is_left_without_a_question_open_hears_it_too_and_a_team_that_passes_on_does() {
    check_with(
        DAY,
        "1190:00 visitor: shift
         1191:00 ana: Hello
         1201:00 offline ana
         1202:00 ben claim
         1203:00 ben transfer day
         1204:00 ben claim
         1205:00 ben release",
        "1190:00 visitor: shift
         1190:00 · rule shift: said \"shift\"
         1190:00 → handed to shift (Normal): shift: said \"shift\"
         1190:00 bot notice: Let me connect you.
         1190:00 ! shift: shift: said \"shift\" (Normal)
         1191:00 → claimed by Ana
         1191:00 Ana: Hello
         1201:00 → released, Ana is silent
         1201:00 ! duty: Ana is silent or offline (Normal)
         1202:00 → claimed by Ben
         1203:00 → transferred by Ben to day
         1203:00 bot: We are back tomorrow at 08:00 (UTC time).
         1203:00 · started contact
         1203:00 bot: How do we reach you? [contact.contact]
         1203:00 ! day: Ben sent it (Normal)
         1204:00 → claimed by Ben
         1205:00 → released by Ben
         1205:00 bot: We are back tomorrow at 08:00 (UTC time).
         1205:00 ! day: Ben gave it back (Normal)",
    );
}

#[test]
fn another_handoff_asks_again_for_what_was_not_given() {
    CLOSED.then(
        "61:00 visitor: no, I can wait
         62:00 visitor off
         63:00 visitor: daylight again",
        "61:00 visitor: no, I can wait
         62:00 → called off
         63:00 visitor: daylight again
         63:00 · rule day: said \"daylight\"
         63:00 → handed to day (Normal): day: said \"daylight\"
         63:00 bot notice: We are back today at 08:00 (UTC time).
         63:00 bot: How do we reach you? [contact.contact]
         63:00 ! day: day: said \"daylight\" (Normal)",
    );
}

/// Rules that go by the question how to reach the visitor.
const BY_CONTACT: &str = r#"
[[rule]]
id = "reachable"
when = { completed = "contact" }
then = [{ tag = "vip" }]
[[rule]]
id = "by mail"
when = { slot = { id = "contact", matches = [".*@.*"] } }
then = [{ alert = "groups" }]
[[rule]]
id = "not reachable"
when = { failed = "contact" }
then = [{ priority = "high" }]
"#;

#[test]
fn rules_hear_of_an_answer_to_the_question_how_to_reach_the_visitor() {
    CLOSED.then_with(
        BY_CONTACT,
        "61:00 visitor: ana@example.com",
        "61:00 visitor: ana@example.com
         61:00 · contact.contact = ana@example.com
         61:00 · completed contact
         61:00 · rule reachable: `contact` is complete
         61:00 · tag vip: rule reachable
         61:00 · High: tag vip
         61:00 · rule by mail: `contact` is like .*@.*
         61:00 · alerted groups: by mail: `contact` is like .*@.*
         61:00 bot: I have everything.
         61:00 ! groups: by mail: `contact` is like .*@.* (High)",
    );
}

#[test]
fn rules_hear_of_it_too_when_it_was_said_before_and_when_it_comes_to_nothing() {
    check_with(
        &format!("{DAY}{BY_CONTACT}"),
        "60:00 visitor: daylight, and I am 1@example.com",
        "60:00 visitor: daylight, and I am 1@example.com
         60:00 · rule day: said \"daylight\"
         60:00 → handed to day (Normal): day: said \"daylight\"
         60:00 bot notice: We are back today at 08:00 (UTC time).
         60:00 · started contact
         60:00 · contact.contact = 1@example.com
         60:00 · completed contact
         60:00 · rule reachable: `contact` is complete
         60:00 · tag vip: rule reachable
         60:00 · High: tag vip
         60:00 · rule by mail: `contact` is like .*@.*
         60:00 · alerted groups: by mail: `contact` is like .*@.*
         60:00 ! day: day: said \"daylight\" (High)
         60:00 ! groups: by mail: `contact` is like .*@.* (High)",
    );
    CLOSED.then_with(
        BY_CONTACT,
        "61:00 visitor: ana@example
         62:00 visitor: ana@example",
        "61:00 visitor: ana@example
         61:00 bot: An e-mail address looks like name@example.com, a telephone number like +351 912 345 678. How do we reach you? [contact.contact]
         62:00 visitor: ana@example
         62:00 · failed contact: 2 answers in a row were not accepted
         62:00 · rule not reachable: `contact` could not be completed
         62:00 · High: rule not reachable",
    );
}

#[test]
fn an_answer_that_was_given_before_is_settled_with_the_wake_up_that_asked_for_it() {
    let first = format!(
        "{DAY}
[rules]
match = \"first\"
[[rule]]
id = \"reachable\"
when = {{ every = [{{ completed = \"contact\" }}, {{ waiting_longer_than = \"10s\" }}] }}
then = [{{ tag = \"vip\" }}]
[[rule]]
id = \"on\"
when = {{ waiting_longer_than = \"10s\" }}
then = [{{ handoff = \"day\" }}]
"
    );
    check_with(
        &first,
        "60:00 visitor: 1@example.com
         60:01 visitor person
         60:20 wait",
        "60:00 visitor: 1@example.com
         60:00 bot: I cannot find that.
         60:00 · nearly too many failures to desk: 1 of 2 failed attempts
         60:01 → handed to desk (Normal): asked for a person
         60:01 bot notice: Let me connect you.
         60:01 ! desk: asked for a person (Normal)
         60:11 · rule on: waiting for 10 s
         60:11 → moved from desk to day: on: waiting for 10 s
         60:11 bot: We are back today at 08:00 (UTC time).
         60:11 · started contact
         60:11 · contact.contact = 1@example.com
         60:11 · completed contact
         60:11 · rule reachable: `contact` is complete and waiting for 10 s
         60:11 · tag vip: rule reachable
         60:11 · High: tag vip
         60:11 bot: I have everything.
         60:11 ! day: on: waiting for 10 s (High)",
    );
}

/// Alerts that are repeated, and a callback.
const LONG: &str = r#"
[handoff]
alerts = 2
alert_every = "5m"
callback_after = "10m"
callback = "Shall we call?"

"#;

#[test]
fn a_team_is_alerted_again_and_a_callback_is_offered_and_both_have_an_end() {
    ASKED.then_with(
        LONG,
        "12:00 visitor: +44 7700 900 123
         600:00 wait
         601:00 ana claim",
        "3:00 → escalated from desk to duty
         3:00 · alerted duty: nobody claimed it within 3 min
         3:00 ! duty: nobody claimed it within 3 min (Normal)
         8:00 · alerted duty: nobody has claimed it yet (alert 1 of 2)
         8:00 ! duty: nobody has claimed it yet (alert 1 of 2) (Normal)
         10:00 · started contact
         10:00 bot: Shall we call? [contact.contact]
         12:00 visitor: +44 7700 900 123
         12:00 · contact.contact = +447700900123
         12:00 · completed contact
         12:00 bot: I have everything.
         13:00 · alerted duty: nobody has claimed it yet (alert 2 of 2)
         13:00 ! duty: nobody has claimed it yet (alert 2 of 2) (Normal)
         601:00 → claimed by Ana",
    );
}

#[test]
fn an_alarm_that_is_late_makes_one_alert_and_not_all_that_were_missed() {
    ASKED.then_with(
        LONG,
        "~60:00 wake
         ~61:00 wake",
        "60:00 → escalated from desk to duty
         60:00 · alerted duty: nobody claimed it within 3 min
         60:00 · alerted duty: nobody has claimed it yet (alert 2 of 2)
         60:00 · started contact
         60:00 bot: Shall we call? [contact.contact]
         60:00 ! duty: nobody claimed it within 3 min (Normal)",
    );
}
