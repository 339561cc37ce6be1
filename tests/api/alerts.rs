//! Alerts: in the inbox, and by a signed webhook that is repeated until it is taken.

#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot go on ends with what is wrong"
)]

use std::collections::BTreeSet;
use std::time::Duration;

use gangway_protocol::event::{Alert, InboxEvent};
use gangway_tests::deployment::Options;
use gangway_tests::receiver::{Delivery, Receiver};
use gangway_tests::{Deployment, MERIDIAN, eventually};
use hmac::{Hmac, KeyInit as _, Mac as _};

const SECRET: &str = "the-duty-desk's-webhook-secret";

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

    let alerts = alerts_within(&mut inbox, Duration::from_secs(5));
    assert_eq!(alerts.len(), 1, "{alerts:#?}");
    assert_eq!(alerts[0].team.as_str(), "duty-desk");
    assert_eq!(alerts[0].conversation, visitor.opened.conversation);

    let deliveries = eventually("the third attempt", || {
        let deliveries = receiver.deliveries();
        (deliveries.len() >= 3).then_some(deliveries)
    });
    std::thread::sleep(Duration::from_secs(3));
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
    let lines = slack.deliveries();
    assert_eq!(lines.len(), 1, "{lines:#?}");
    assert!(
        lines[0]
            .body
            .starts_with("{\"text\":\"Duty desk is wanted (urgent, meridian-tours): ")
            && !lines[0].body.contains("lost my luggage"),
        "{}",
        lines[0].body
    );
    assert_eq!(lines[0].header("signature"), "");
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

fn alerts_within(inbox: &mut gangway_tests::Socket, time: Duration) -> Vec<Alert> {
    let mut alerts = Vec::new();
    let end = std::time::Instant::now() + time;
    while let Some(left) = end.checked_duration_since(std::time::Instant::now()) {
        match inbox.next::<InboxEvent>(left) {
            Some(InboxEvent::Alert(alert)) => alerts.push(alert),
            Some(InboxEvent::Summaries { .. } | InboxEvent::Presence { .. } | InboxEvent::Unknown) => {}
            None => break,
        }
    }
    alerts
}
