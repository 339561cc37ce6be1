//! Which rules fire, why, and how often.

use crate::script::{check, check_with};

#[test]
fn a_rule_on_confidence_sees_only_what_the_documents_were_to_answer() {
    check(
        "0:00 visitor: blorf
         0:10 visitor: I lost my luggage, blorf",
        "0:00 visitor: blorf
         0:00 · rule in the dark: confidence 0.01 is below 0.05
         0:00 · tag newsletter: rule in the dark
         0:00 · Low: tag newsletter
         0:00 bot: I cannot find that.
         0:00 · nearly too many failures to desk: 1 of 2 failed attempts
         0:10 visitor: I lost my luggage, blorf
         0:10 · tag lost-luggage: said \"lost my luggage\"
         0:10 · Urgent: tag lost-luggage
         0:10 · rule lost luggage: tag `lost-luggage`, said \"lost my luggage\"
         0:10 · alerted duty: lost luggage: tag `lost-luggage`, said \"lost my luggage\"
         0:10 · started luggage
         0:10 bot: Which booking? [luggage.booking]
         0:10 ! duty: lost luggage: tag `lost-luggage`, said \"lost my luggage\" (Urgent)",
    );
}

#[test]
fn a_rule_on_failed_attempts_fires_when_the_count_is_reached() {
    check_with(
        "[[rule]]
         id = \"one failure\"
         when = { failed_attempts = 1 }
         then = [{ tag = \"vip\" }, { say = \"Hmm.\" }]",
        "0:00 visitor: May I bring my parrot
         0:10 visitor: Do I need a visa?
         0:20 visitor: May I bring my dog
         0:30 visitor: May I bring my cat",
        "0:00 visitor: May I bring my parrot
         0:00 · rule one failure: the documents did not answer
         0:00 · tag vip: rule one failure
         0:00 · High: tag vip
         0:00 bot: Hmm.
         0:00 · nearly too many failures to desk: 1 of 2 failed attempts
         0:10 visitor: Do I need a visa?
         0:10 bot: You need no visa. [visas.md#1 0.9]
         0:20 visitor: May I bring my dog
         0:20 · rule one failure: the documents did not answer
         0:20 bot: Hmm.
         0:20 · nearly too many failures to desk: 1 of 2 failed attempts
         0:30 visitor: May I bring my cat
         0:30 → handed to desk (High): the documents did not answer 2 times in a row
         0:30 bot notice: Let me connect you.
         0:30 ! desk: the documents did not answer 2 times in a row (High)",
    );
}

#[test]
fn a_failed_attempt_may_start_an_action() {
    check_with(
        "[[rule]]
         id = \"one failure\"
         when = { failed_attempts = 1 }
         then = [{ start = \"group\" }]",
        "0:00 visitor: May I bring my parrot
         0:10 visitor: 12",
        "0:00 visitor: May I bring my parrot
         0:00 · rule one failure: the documents did not answer
         0:00 · started group
         0:00 bot: How many? [group.size]
         0:00 · nearly too many failures to desk: 1 of 2 failed attempts
         0:10 visitor: 12
         0:10 · group.size = 12
         0:10 bot: Which dates? [group.dates]",
    );
}

#[test]
fn what_a_rule_says_stands_for_the_answer() {
    check_with(
        "[[rule]]
         id = \"visas\"
         when = { words = [\"visa\"] }
         then = [{ say = \"Our visa desk is open.\" }]",
        "0:00 visitor: Do I need a visa?
         0:10 visitor: A visa?
         0:20 visitor person
         0:30 visitor: A visa?",
        "0:00 visitor: Do I need a visa?
         0:00 · rule visas: said \"visa\"
         0:00 bot: Our visa desk is open.
         0:10 visitor: A visa?
         0:10 · rule visas: said \"visa\"
         0:10 bot: Our visa desk is open.
         0:20 → handed to desk (Normal): asked for a person
         0:20 bot notice: Let me connect you.
         0:20 ! desk: asked for a person (Normal)
         0:30 visitor: A visa?",
    );
}

#[test]
fn a_team_that_was_called_for_a_reason_is_not_called_for_it_again() {
    check_with(
        "[[rule]]
         id = \"visas\"
         when = { words = [\"visa\"] }
         then = [{ alert = \"groups\" }]",
        "0:00 visitor: Do I need a visa?
         0:10 visitor: A visa?",
        "0:00 visitor: Do I need a visa?
         0:00 · rule visas: said \"visa\"
         0:00 · alerted groups: visas: said \"visa\"
         0:00 bot: You need no visa. [visas.md#1 0.9]
         0:00 ! groups: visas: said \"visa\" (Normal)
         0:10 visitor: A visa?
         0:10 · rule visas: said \"visa\"
         0:10 bot: You need no visa. [visas.md#1 0.9]",
    );
}

#[test]
fn a_sure_answer_is_given_where_a_report_begins() {
    check(
        "0:00 visitor: May I change my itinerary, and do I need another visa?",
        "0:00 visitor: May I change my itinerary, and do I need another visa?
         0:00 · rule change: said \"change my itinerary\"
         0:00 · started change
         0:00 bot: You need no visa. [visas.md#1 0.9]
         0:00 bot: Which booking? [change.booking]",
    );
}

#[test]
fn who_lost_something_is_asked_what_helps_and_not_shown_a_passage() {
    check(
        "0:00 visitor: I lost my luggage with the visa in it",
        "0:00 visitor: I lost my luggage with the visa in it
         0:00 · tag lost-luggage: said \"lost my luggage\"
         0:00 · Urgent: tag lost-luggage
         0:00 · rule lost luggage: tag `lost-luggage`, said \"lost my luggage\"
         0:00 · alerted duty: lost luggage: tag `lost-luggage`, said \"lost my luggage\"
         0:00 · started luggage
         0:00 bot: Which booking? [luggage.booking]
         0:00 ! duty: lost luggage: tag `lost-luggage`, said \"lost my luggage\" (Urgent)",
    );
}

#[test]
fn one_rule_leads_to_another_whatever_their_order() {
    check_with(
        "[[rule]]
         id = \"third\"
         when = { every = [{ tag = \"vip\" }, { tag = \"newsletter\" }] }
         then = [{ handoff = \"groups\" }]

         [[rule]]
         id = \"second\"
         when = { tag = \"newsletter\" }
         then = [{ tag = \"vip\" }]

         [[rule]]
         id = \"first\"
         when = { words = [\"news\"] }
         then = [{ tag = \"newsletter\" }]",
        "0:00 visitor: Any news",
        "0:00 visitor: Any news
         0:00 · rule first: said \"news\"
         0:00 · tag newsletter: rule first
         0:00 · Low: tag newsletter
         0:00 · rule second: tag `newsletter`
         0:00 · tag vip: rule second
         0:00 · High: tag vip
         0:00 · rule third: tag `vip` and tag `newsletter`
         0:00 → handed to groups (High): third: tag `vip` and tag `newsletter`
         0:00 bot notice: Let me connect you.
         0:00 ! groups: third: tag `vip` and tag `newsletter` (High)",
    );
}

#[test]
fn an_old_tag_is_a_condition_but_no_occasion() {
    check_with(
        "[[rule]]
         id = \"important and angry\"
         when = { every = [{ tag = \"vip\" }, { any = [{ words = [\"awful\"] }, { failed_attempts = 2 }] }] }
         then = [{ handoff = \"corporate\" }]",
        "0:00 ana tag vip
         0:10 visitor: Do I need a visa?
         0:20 visitor: How awful",
        "0:00 · tag vip: Ana
         0:00 · High: tag vip
         0:10 visitor: Do I need a visa?
         0:10 bot: You need no visa. [visas.md#1 0.9]
         0:20 visitor: How awful
         0:20 · rule important and angry: tag `vip` and said \"awful\"
         0:20 → handed to corporate (High): important and angry: tag `vip` and said \"awful\"
         0:20 bot notice: Let me connect you.
         0:20 ! corporate: important and angry: tag `vip` and said \"awful\" (High)",
    );
}

#[test]
fn a_completed_action_is_an_occasion_once() {
    check_with(
        "[[rule]]
         id = \"group collected\"
         when = { any = [{ completed = \"group\" }, { words = [\"never said\"] }] }
         then = [{ say = \"We will write to you.\" }]",
        "0:00 visitor: A group booking please
         0:10 visitor form group: size=12, dates=3 May to 9 May 2027
         0:20 visitor: Do I need a visa?
         0:30 visitor form group: size=13",
        "0:00 visitor: A group booking please
         0:00 · tag group: said \"group booking\"
         0:00 · rule group: tag `group`, said \"group booking\"
         0:00 · started group
         0:00 bot: How many? [group.size]
         0:10 · group.size = 12
         0:10 · group.dates = 2027-05-03 to 2027-05-09
         0:10 · completed group
         0:10 · rule group collected: `group` is complete
         0:10 bot: We will write to you.
         0:20 visitor: Do I need a visa?
         0:20 bot: You need no visa. [visas.md#1 0.9]
         0:30 · group.size = 13",
    );
}

#[test]
fn an_action_that_is_started_again_begins_anew() {
    check_with(
        "[[rule]]
         id = \"group collected\"
         when = { completed = \"group\" }
         then = [{ say = \"We will write to you.\" }]

         [[rule]]
         id = \"one more\"
         when = { words = [\"one more group\"] }
         then = [{ start = \"group\" }]",
        "0:00 visitor: A group booking please
         0:10 visitor: 12
         0:15 visitor: 3 May to 9 May 2027
         0:20 visitor: We have one more group
         0:30 visitor: 24",
        "0:00 visitor: A group booking please
         0:00 · tag group: said \"group booking\"
         0:00 · rule group: tag `group`, said \"group booking\"
         0:00 · started group
         0:00 bot: How many? [group.size]
         0:10 visitor: 12
         0:10 · group.size = 12
         0:10 bot: Which dates? [group.dates]
         0:15 visitor: 3 May to 9 May 2027
         0:15 · group.dates = 2027-05-03 to 2027-05-09
         0:15 · completed group
         0:15 · rule group collected: `group` is complete
         0:15 bot: We will write to you.
         0:20 visitor: We have one more group
         0:20 · rule one more: said \"one more group\"
         0:20 · started group
         0:20 bot: How many? [group.size]
         0:30 visitor: 24
         0:30 · group.size = 24
         0:30 bot: Which dates? [group.dates]",
    );
}

#[test]
fn consequences_are_followed_eight_deep() {
    // The rules stand against the order in which one leads to another.
    let chain: Vec<String> = (0..10)
        .rev()
        .map(|n| {
            let (on, then) = (format!("step-{n}"), format!("step-{}", n + 1));
            format!("[[rule]]\nid = \"{n}\"\nwhen = {{ tag = \"{on}\" }}\nthen = [{{ tag = \"{then}\" }}]\n")
        })
        .collect();
    let tags: Vec<String> = (0..=10)
        .map(|n| format!("[[tag]]\nid = \"step-{n}\"\n"))
        .collect();
    let expected: Vec<String> = (0..8)
        .map(|n| {
            format!(
                "0:00 · rule {n}: tag `step-{n}`\n0:00 · tag step-{}: rule {n}\n",
                n + 1
            )
        })
        .collect();
    check_with(
        &format!("{}{}", tags.concat(), chain.concat()),
        "0:00 ana tag step-0",
        &format!("0:00 · tag step-0: Ana\n{}", expected.concat()),
    );
}
