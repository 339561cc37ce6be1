//! Whoever waits is told where they stand, and how long it takes lately.

use std::time::{Duration, Instant};

use gangway_protocol::Seq;
use gangway_protocol::event::VisitorEvent;
use gangway_protocol::queue::Place;
use gangway_tests::{Deployment, MERIDIAN, Socket};

/// Longer than two rounds of telling.
const ROUNDS: Duration = Duration::from_secs(40);

#[test]
fn the_queue_moves_and_its_visitors_are_told() {
    let deployment = Deployment::start();
    let agent = deployment.administrator();
    let first = deployment.visitor(MERIDIAN);
    let second = deployment.visitor(MERIDIAN);
    let third = deployment.visitor(MERIDIAN);
    let mut pages: Vec<Socket> = Vec::new();
    for visitor in [&first, &second, &third] {
        visitor.say("I want to talk to a person");
        let mut page = visitor.socket(Seq(0));
        // A page that opens is told at once.
        place(&mut page, Duration::from_secs(5), |_| true);
        pages.push(page);
    }
    let third_page = &mut pages[2];
    place(third_page, ROUNDS, |place| place.position == 3);

    // The first is claimed, and the others move up; nothing is known yet of how long it takes.
    assert_eq!(agent.claim(MERIDIAN, &first.opened.conversation).status, 200);
    let moved = place(third_page, ROUNDS, |place| place.position == 2);
    assert_eq!(moved.minutes, None, "one wait says nothing");
    let heard = Instant::now();
    second.call_off();
    place(third_page, ROUNDS, |place| place.position == 1);
    assert!(heard.elapsed() > Duration::from_secs(10), "at most every 15 s");

    // What was said of a place stands in no timeline.
    let entries = serde_json::to_string(&third.entries(Seq(0))).unwrap_or_default();
    assert!(!entries.contains("position"), "{entries}");

    // Three claims, and the next one knows.
    assert_eq!(agent.claim(MERIDIAN, &third.opened.conversation).status, 200);
    second.ask_for_person();
    assert_eq!(agent.claim(MERIDIAN, &second.opened.conversation).status, 200);
    let last = deployment.visitor(MERIDIAN);
    last.say("I want to talk to a person");
    let mut page = last.socket(Seq(0));
    let told = place(&mut page, ROUNDS, |place| place.minutes.is_some());
    assert_eq!((told.position, told.minutes), (1, Some(1)));

    // With a person nobody is told anything.
    assert_eq!(agent.claim(MERIDIAN, &last.opened.conversation).status, 200);
    while let Some(event) = page.next::<VisitorEvent>(Duration::from_secs(16)) {
        assert!(!matches!(event, VisitorEvent::Place(_)), "{event:?}");
    }
}

fn place(page: &mut Socket, within: Duration, is: impl Fn(&Place) -> bool) -> Place {
    let end = Instant::now() + within;
    while let Some(left) = end.checked_duration_since(Instant::now()) {
        match page.next::<VisitorEvent>(left) {
            Some(VisitorEvent::Place(place)) if is(&place) => return place,
            Some(_) => {}
            None => break,
        }
    }
    panic!("no such place was told within {within:?}")
}
