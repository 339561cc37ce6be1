//! Rules that go by time: when they fire, how often, and what they leave to people.

use crate::scenes::{ANSWERED, ASKED};
use crate::script::check_with;

const STILL_THERE: &str = "[[rule]]
     id = \"still there\"
     when = { every = [{ status = \"bot\" }, { idle_longer_than = \"20m\" }] }
     then = [{ say = \"Are you still there?\" }]";

const BUSY: &str = "[[rule]]
     id = \"busy\"
     when = { every = [{ status = \"queued\" }, { waiting_longer_than = \"5m\" }] }
     then = [{ say = \"Everyone is busy.\" }, { alert = \"groups\" }, { priority = \"high\" }]";

#[test]
fn a_silence_is_noticed_once_and_what_a_rule_says_does_not_break_it() {
    ANSWERED.then_with(
        STILL_THERE,
        "19:59 wake
         20:01 wake
         79:00 wait
         79:30 visitor: A visa?
         100:00 wait",
        "20:00 · rule still there: it is with the bot and idle for 20 min
         20:00 bot: Are you still there?
         79:30 visitor: A visa?
         79:30 bot: You need no visa. [visas.md#1 0.9]
         99:30 · rule still there: it is with the bot and idle for 20 min
         99:30 bot: Are you still there?",
    );
}

#[test]
fn a_silence_before_any_word_is_noticed_once_too() {
    check_with(
        STILL_THERE,
        "0:00 ana note: Between us
         70:00 wait",
        "0:00 Ana notes: Between us
         20:00 · rule still there: it is with the bot and idle for 20 min
         20:00 bot: Are you still there?",
    );
}

#[test]
fn a_message_that_comes_before_a_late_alarm_ends_the_silence() {
    ANSWERED.then_with(
        STILL_THERE,
        "~21:00 visitor: A visa?
         ~22:00 wake",
        "21:00 visitor: A visa?
         21:00 bot: You need no visa. [visas.md#1 0.9]",
    );
}

#[test]
fn who_waits_for_long_is_told_once_whatever_they_write() {
    ASKED.then_with(
        BUSY,
        "2:00 visitor: Hello there
         6:00 visitor: Hello there
         30:00 wait",
        "2:00 visitor: Hello there
         3:00 → escalated from desk to duty
         3:00 · alerted duty: nobody claimed it within 3 min
         3:00 ! duty: nobody claimed it within 3 min (Normal)
         5:00 · rule busy: it is waiting and waiting for 5 min
         5:00 bot: Everyone is busy.
         5:00 · alerted groups: busy: it is waiting and waiting for 5 min
         5:00 · High: rule busy
         5:00 ! groups: busy: it is waiting and waiting for 5 min (High)
         6:00 visitor: Hello there",
    );
}

#[test]
fn another_wait_is_another_occasion_and_a_claim_in_time_ends_it() {
    ASKED.then_with(
        BUSY,
        "2:00 ana: Hello
         10:00 visitor: And now
         14:00 ana: Here I am
         20:00 ana release
         30:00 wait
         40:00 ana resolve",
        "2:00 → claimed by Ana
         2:00 Ana: Hello
         10:00 visitor: And now
         14:00 Ana: Here I am
         20:00 → released by Ana
         20:00 ! desk: Ana gave it back (Normal)
         23:00 → escalated from desk to duty
         23:00 · alerted duty: nobody claimed it within 3 min
         23:00 ! duty: nobody claimed it within 3 min (Normal)
         25:00 · rule busy: it is waiting and waiting for 5 min
         25:00 bot: Everyone is busy.
         25:00 · alerted groups: busy: it is waiting and waiting for 5 min
         25:00 · High: rule busy
         25:00 ! groups: busy: it is waiting and waiting for 5 min (High)
         40:00 → resolved by Ana",
    );
}

#[test]
fn a_wait_that_is_called_off_takes_its_timer_with_it() {
    ASKED.then_with(
        BUSY,
        "2:00 visitor off
         30:00 wait
         31:00 visitor person
         33:00 wait
         36:00 wait",
        "2:00 → called off
         31:00 → handed to desk (Normal): asked for a person
         31:00 bot notice: Let me connect you.
         31:00 ! desk: asked for a person (Normal)
         34:00 → escalated from desk to duty
         34:00 · alerted duty: nobody claimed it within 3 min
         34:00 ! duty: nobody claimed it within 3 min (Normal)
         36:00 · rule busy: it is waiting and waiting for 5 min
         36:00 bot: Everyone is busy.
         36:00 · alerted groups: busy: it is waiting and waiting for 5 min
         36:00 · High: rule busy
         36:00 ! groups: busy: it is waiting and waiting for 5 min (High)",
    );
}

#[test]
fn what_has_not_lasted_long_enough_is_no_near_miss() {
    ANSWERED.then_with(
        "[[rule]]
         id = \"quiet\"
         when = { every = [{ words = [\"visa\"] }, { idle_longer_than = \"20m\" }] }
         then = [{ handoff = \"groups\" }]",
        "30:00 visitor: And another visa?",
        "30:00 visitor: And another visa?
         30:00 · rule quiet: said \"visa\" and idle for 20 min
         30:00 → handed to groups (Normal): quiet: said \"visa\" and idle for 20 min
         30:00 bot notice: Let me connect you.
         30:00 ! groups: quiet: said \"visa\" and idle for 20 min (Normal)",
    );
}

#[test]
fn between_a_visitor_and_an_agent_a_rule_of_time_only_calls_and_marks() {
    ASKED.then_with(
        "[[rule]]
         id = \"slow agent\"
         when = { every = [{ status = \"human\" }, { waiting_longer_than = \"4m\" }] }
         then = [{ say = \"Sorry.\" }, { handoff = \"groups\" }, { start = \"group\" }, { tag = \"vip\" }, { alert = \"duty\" }]
         [[rule]]
         id = \"over\"
         when = { waiting_longer_than = \"5m\" }
         then = [{ resolve = true }]",
        "1:00 ana: Hello
         2:00 visitor: Where are you
         8:00 visitor: Where are you
         9:00 ana: Here",
        "1:00 → claimed by Ana
         1:00 Ana: Hello
         2:00 visitor: Where are you
         6:00 · rule slow agent: it is with a person and waiting for 4 min
         6:00 · tag vip: rule slow agent
         6:00 · High: tag vip
         6:00 · alerted duty: slow agent: it is with a person and waiting for 4 min
         6:00 ! duty: slow agent: it is with a person and waiting for 4 min (High)
         7:00 · rule over: waiting for 5 min
         8:00 visitor: Where are you
         9:00 Ana: Here",
    );
}

#[test]
fn a_late_alarm_settles_in_the_order_in_which_things_were_due() {
    ANSWERED.then_with(
        "[[rule]]
         id = \"to people\"
         when = { idle_longer_than = \"30m\" }
         then = [{ handoff = \"groups\" }]",
        "~90:00 wake
         ~90:01 wake",
        "90:00 · rule to people: idle for 30 min
         90:00 → handed to groups (Normal): to people: idle for 30 min
         90:00 bot notice: Let me connect you.
         90:00 ! groups: to people: idle for 30 min (Normal)",
    );
}

#[test]
fn an_idle_rule_may_end_a_conversation_but_not_a_report_half_collected() {
    const OVER: &str = "[[rule]]
         id = \"over\"
         when = { idle_longer_than = \"10m\" }
         then = [{ say = \"Goodbye.\" }, { resolve = true }]";
    ANSWERED.then_with(
        OVER,
        "30:00 wait",
        "10:00 · rule over: idle for 10 min
         10:00 bot: Goodbye.
         10:00 → resolved by rule over",
    );
    check_with(
        OVER,
        "0:00 visitor: A group booking please
         0:10 visitor: 12
         11:00 wait",
        "0:00 visitor: A group booking please
         0:00 · tag group: said \"group booking\"
         0:00 · rule group: tag `group`, said \"group booking\"
         0:00 · started group
         0:00 bot: How many? [group.size]
         0:10 visitor: 12
         0:10 · group.size = 12
         0:10 bot: Which dates? [group.dates]
         10:10 · rule over: idle for 10 min
         10:10 bot: Goodbye.
         10:10 · failed group: nothing was answered for a while
         10:10 → handed to desk (Normal): `group` could not be completed
         10:10 bot notice: Let me connect you.
         10:10 ! desk: `group` could not be completed (Normal)",
    );
}

#[test]
fn a_condition_that_comes_true_after_its_time_fires_with_what_made_it_true() {
    ASKED.then_with(
        "[[rule]]
         id = \"important and waiting\"
         when = { every = [{ tag = \"vip\" }, { waiting_longer_than = \"4m\" }] }
         then = [{ alert = \"groups\" }]",
        "6:00 ana tag vip
         30:00 wait",
        "3:00 → escalated from desk to duty
         3:00 · alerted duty: nobody claimed it within 3 min
         3:00 ! duty: nobody claimed it within 3 min (Normal)
         6:00 · tag vip: Ana
         6:00 · High: tag vip
         6:00 · rule important and waiting: tag `vip` and waiting for 4 min
         6:00 · alerted groups: important and waiting: tag `vip` and waiting for 4 min
         6:00 ! groups: important and waiting: tag `vip` and waiting for 4 min (High)",
    );
}

#[test]
fn tags_put_on_and_off_by_turns_come_to_rest() {
    check_with(
        "[[rule]]
         id = \"on\"
         when = { every = [{ words = [\"flip\"] }, { none = [{ tag = \"vip\" }] }] }
         then = [{ tag = \"vip\" }]
         [[rule]]
         id = \"off\"
         when = { every = [{ tag = \"vip\" }, { words = [\"flip\"] }] }
         then = [{ untag = \"vip\" }]
         [[rule]]
         id = \"over time\"
         when = { every = [{ none = [{ tag = \"vip\" }] }, { idle_longer_than = \"1m\" }] }
         then = [{ tag = \"vip\" }]",
        "0:00 visitor: flip visa
         50:00 wait
         50:10 visitor: flip visa",
        "0:00 visitor: flip visa
         0:00 · rule on: said \"flip\" and no tag `vip`
         0:00 · tag vip: rule on
         0:00 · High: tag vip
         0:00 · rule off: tag `vip` and said \"flip\"
         0:00 · tag off vip: rule off
         0:00 · Normal: rule off
         0:00 bot: You need no visa. [visas.md#1 0.9]
         1:00 · rule over time: no tag `vip` and idle for 1 min
         1:00 · tag vip: rule over time
         1:00 · High: tag vip
         50:10 visitor: flip visa
         50:10 · rule off: tag `vip` and said \"flip\"
         50:10 · tag off vip: rule off
         50:10 · Normal: rule off
         50:10 · rule on: said \"flip\" and no tag `vip`
         50:10 · tag vip: rule on
         50:10 · High: tag vip
         50:10 bot: You need no visa. [visas.md#1 0.9]",
    );
}

#[test]
fn a_rule_of_time_looks_at_the_hours_of_its_time_and_not_of_a_late_alarm() {
    // 1 January 1970 was a Thursday.
    let more = "[[team]]
         id = \"night\"
         hours = { timezone = \"UTC\", thu = \"00:30-23:00\" }
         [[rule]]
         id = \"nobody is there\"
         when = { every = [{ outside_hours = \"night\" }, { idle_longer_than = \"10m\" }] }
         then = [{ say = \"We open at half past twelve.\" }]
         [[rule]]
         id = \"asked by night\"
         when = { every = [{ outside_hours = \"night\" }, { words = [\"visa\"] }] }
         then = [{ tag = \"vip\" }]";
    check_with(
        more,
        "0:00 visitor: Where is it, blorf
         ~45:00 wake
         46:00 visitor: Do I need a visa?",
        "0:00 visitor: Where is it, blorf
         0:00 · rule in the dark: confidence 0.01 is below 0.05
         0:00 · tag newsletter: rule in the dark
         0:00 · Low: tag newsletter
         0:00 bot: I cannot find that.
         0:00 · nearly too many failures to desk: 1 of 2 failed attempts
         45:00 · rule nobody is there: `night` is closed and idle for 10 min
         45:00 bot: We open at half past twelve.
         46:00 visitor: Do I need a visa?
         46:00 bot: You need no visa. [visas.md#1 0.9]",
    );
}
