//! Alerts: in the inbox, and by a signed webhook that is repeated until it is taken.

#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot go on ends with what is wrong"
)]

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use gangway_protocol::event::{Alert, InboxEvent};
use gangway_tests::booking_system::Behaviour;
use gangway_tests::deployment::Options;
use gangway_tests::receiver::{Delivery, Receiver};
use gangway_tests::{Deployment, HARBOUR, MERIDIAN, SOON, Socket, eventually};
use hmac::{Hmac, KeyInit as _, Mac as _};

const SECRET: &str = "the-duty-desk's-webhook-secret";
/// How long a receiver is waited for.
const TIMEOUT: Duration = Duration::from_secs(10);
/// Longer than the next attempt would wait for its turn.
const RESTS: Duration = Duration::from_secs(6);

#[test]
fn the_duty_desk_is_alerted_once_however_often_the_delivery_fails() {
    // A pager that is down, then rude, then takes it.
    let receiver = Receiver::answering(&[500, 429, 204]);
    let slack = Receiver::answering(&[200]);
    let deployment = Deployment::with(&Options {
        variables: vec![
            ("DUTY_DESK_SLACK".to_owned(), slack.address()),
            ("DUTY_DESK_HOOK".to_owned(), receiver.address()),
            ("DUTY_DESK_HOOK_SECRET".to_owned(), SECRET.to_owned()),
        ],
        ..Options::default()
    });
    let agent = deployment.administrator();
    let mut inbox = agent.inbox_socket(MERIDIAN);
    let visitor = deployment.visitor(MERIDIAN);
    visitor.say("I lost my luggage on the way to Cusco");

    let alert = alert(&mut inbox, |_| true);
    assert_eq!(alert.team.as_str(), "duty-desk");
    assert_eq!(alert.conversation, visitor.opened.conversation);

    let deliveries = eventually("the third attempt", || {
        let deliveries = receiver.deliveries();
        (deliveries.len() >= 3).then_some(deliveries)
    });
    let more = alerts_within(&mut inbox, RESTS);
    assert!(more.is_empty(), "one alert and no other: {more:#?}");
    assert_eq!(receiver.deliveries().len(), 3, "and then it rests");
    let ids: BTreeSet<_> = deliveries
        .iter()
        .map(|delivery| delivery.header("delivery").to_owned())
        .collect();
    assert_eq!(ids.len(), 1, "one delivery id over all attempts: {ids:?}");
    for delivery in &deliveries {
        assert_eq!(
            delivery.header("signature"),
            signature(delivery),
            "signed at each attempt"
        );
        assert!(
            delivery.body.contains("duty-desk") && !delivery.body.contains("lost my luggage"),
            "{}",
            delivery.body
        );
    }
    // Beside it a line for Slack, which has no key to sign with.
    let lines = eventually("the line for Slack", || {
        Some(slack.deliveries()).filter(|lines| !lines.is_empty())
    });
    assert_eq!(lines.len(), 1, "{lines:#?}");
    assert!(
        lines[0]
            .body
            .starts_with("{\"text\":\"Duty desk is wanted (urgent, meridian-tours): ")
            && lines[0].body.contains("tag Lost luggage")
            && !lines[0].body.contains("lost my luggage"),
        "{}",
        lines[0].body
    );
    assert_eq!(lines[0].header("signature"), "");
}

#[test]
fn a_receiver_that_hangs_breaks_off_stalls_or_sends_too_much_holds_nobody_up() {
    // A pager that says nothing, then breaks off, then begins an answer that does not end: which is taken, by its status.
    let pager = Receiver::doing(&[Behaviour::Never, Behaviour::Breaks, Behaviour::Stalls]);
    let slack = Receiver::doing(&[Behaviour::Huge(8_000_000)]);
    let moved = Receiver::doing(&[Behaviour::Answers(302, "")]);
    let deployment = Deployment::with(&Options {
        variables: vec![
            ("DUTY_DESK_SLACK".to_owned(), slack.address()),
            ("DUTY_DESK_HOOK".to_owned(), pager.address()),
            ("DUTY_DESK_HOOK_SECRET".to_owned(), SECRET.to_owned()),
            ("ROADSIDE_HOOK".to_owned(), moved.address()),
            ("ROADSIDE_HOOK_SECRET".to_owned(), SECRET.to_owned()),
        ],
        ..Options::default()
    });
    let agent = deployment.administrator();

    // (1) The traveller hears and the inbox shows it, whatever the receiver does.
    let mut inbox = agent.inbox_socket(MERIDIAN);
    let visitor = deployment.visitor(MERIDIAN);
    let began = Instant::now();
    visitor.say("I lost my luggage on the way to Cusco");
    alert(&mut inbox, |_| true);
    visitor.say("It is a blue suitcase");
    assert!(began.elapsed() < TIMEOUT, "{:?}", began.elapsed());

    // (2) What was not taken is sent again under the same id, and then no more; and the other receiver has it once.
    let attempts = eventually("the third attempt", || {
        let deliveries = pager.deliveries();
        (deliveries.len() >= 3).then_some(deliveries)
    });
    assert!(began.elapsed() > TIMEOUT, "the first had ten seconds");
    let lines = eventually("the line for Slack", || {
        Some(slack.deliveries()).filter(|lines| !lines.is_empty())
    });
    let more = alerts_within(&mut inbox, RESTS);
    assert!(more.is_empty(), "one alert and no other: {more:#?}");
    let first = attempts[0].header("delivery");
    let same = |delivery: &&Delivery| delivery.header("delivery") == first;
    assert_eq!(
        pager.deliveries().iter().filter(same).count(),
        3,
        "and then it rests"
    );
    assert_eq!(lines.len(), 1);
    assert_eq!(slack.deliveries().len(), 1);

    // (3) A redirect is not followed and not asked again: the inbox says so at once.
    let mut inbox = agent.inbox_socket(HARBOUR);
    let visitor = deployment.visitor(HARBOUR);
    visitor.say("Help, I had an accident with the car near Évora");
    alert(&mut inbox, |alert| {
        let because = &alert.because;
        because.starts_with("could not alert roadside by `ROADSIDE_HOOK` (status 302)")
    });
    assert_eq!(moved.deliveries().len(), 1);
}

fn signature(delivery: &Delivery) -> String {
    let mut mac = Hmac::<sha2::Sha256>::new_from_slice(SECRET.as_bytes()).unwrap();
    mac.update(format!("{}.{}", delivery.header("timestamp"), delivery.body).as_bytes());
    let code: String = mac
        .finalize()
        .into_bytes()
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    format!("sha256={code}")
}

/// The next alert of a kind.
fn alert(inbox: &mut Socket, is: impl Fn(&Alert) -> bool) -> Alert {
    let end = Instant::now() + SOON;
    let mut others = Vec::new();
    while let Some(alert) = next(inbox, end) {
        if is(&alert) {
            return alert;
        }
        others.push(alert);
    }
    panic!("no such alert within {SOON:?}, but {others:#?}")
}

/// The alerts that come within a time, which is waited for to its end.
fn alerts_within(inbox: &mut Socket, time: Duration) -> Vec<Alert> {
    let end = Instant::now() + time;
    std::iter::from_fn(|| next(inbox, end)).collect()
}

fn next(inbox: &mut Socket, end: Instant) -> Option<Alert> {
    while let Some(left) = end.checked_duration_since(Instant::now()) {
        match inbox.next::<InboxEvent>(left)? {
            InboxEvent::Alert(alert) => return Some(alert),
            InboxEvent::Summaries { .. }
            | InboxEvent::Presence { .. }
            | InboxEvent::Rights
            | InboxEvent::Unknown => {}
        }
    }
    None
}
