//! Whoever waits is told where they stand, and how long it takes lately.

use std::time::{Duration, Instant};

use gangway_protocol::api::{Agent, AgentEntries, Role, SignInLink};
use gangway_protocol::event::VisitorEvent;
use gangway_protocol::queue::Place;
use gangway_protocol::{EntryBody, Seq};
use gangway_tests::{AgentClient, Deployment, MERIDIAN, SOON, Socket, VisitorClient, eventually};
use serde_json::json;

/// Sooner than by a round of telling.
const AT_ONCE: Duration = Duration::from_secs(10);
/// Longer than two rounds of telling.
const ROUNDS: Duration = Duration::from_secs(90);

#[test]
fn the_queue_moves_and_its_visitors_are_told() {
    let deployment = Deployment::start();
    let agent = deployment.administrator();
    let first = deployment.visitor(MERIDIAN);
    let second = deployment.visitor(MERIDIAN);
    let third = deployment.visitor(MERIDIAN);
    let mut pages: Vec<Socket> = Vec::new();
    for (visitor, position) in [(&first, 1), (&second, 2), (&third, 3)] {
        visitor.say("I want to talk to a person");
        waits(&agent, visitor);
        let mut page = visitor.socket(Seq(0));
        // A page that opens is told at once.
        let told = place(&mut page, AT_ONCE, |_| true);
        assert_eq!(told.position, position);
        pages.push(page);
    }
    let third_page = &mut pages[2];

    // The first is claimed, and the others move up; nothing is known yet of how long it takes.
    assert_eq!(agent.claim(MERIDIAN, &first.opened.conversation).status, 200);
    let moved = place(third_page, ROUNDS, |place| place.position == 2);
    assert_eq!(moved.minutes, None, "one wait says nothing");
    let heard = Instant::now();
    second.call_off();
    place(third_page, ROUNDS, |place| place.position == 1);
    assert!(heard.elapsed() > Duration::from_secs(10), "at most every 15 s");

    // What was said of a place stands in no timeline.
    let entries = serde_json::to_string(&third.entries(Seq(0)).entries).unwrap_or_default();
    assert!(!entries.contains("position"), "{entries}");

    // Three claims, and the next one knows.
    assert_eq!(agent.claim(MERIDIAN, &third.opened.conversation).status, 200);
    second.ask_for_person();
    // A wait that the inbox has not heard of is none: of two summaries that are owed it is told the later one.
    waits(&agent, &second);
    assert_eq!(agent.claim(MERIDIAN, &second.opened.conversation).status, 200);
    let last = deployment.visitor(MERIDIAN);
    last.say("I want to talk to a person");
    let mut page = last.socket(Seq(0));
    let told = place(&mut page, ROUNDS, |place| place.minutes.is_some());
    assert_eq!((told.position, told.minutes), (1, Some(1)));

    // With a person nobody is told anything, from the frame on that says who has come.
    let claimed: AgentEntries = agent.claim(MERIDIAN, &last.opened.conversation).ok();
    loop {
        let event = page.next::<VisitorEvent>(SOON).expect("the claim is told");
        if matches!(event, VisitorEvent::Entries { last_seq, .. } if last_seq >= claimed.last_seq) {
            break;
        }
    }
    while let Some(event) = page.next::<VisitorEvent>(Duration::from_secs(16)) {
        assert!(!matches!(event, VisitorEvent::Place(_)), "{event:?}");
    }
}

#[test]
fn a_page_that_polls_is_told_as_one_with_a_socket_is() {
    let deployment = Deployment::start();
    let agent = deployment.administrator();
    let first = deployment.visitor(MERIDIAN);
    let second = deployment.visitor(MERIDIAN);
    assert_eq!(first.say("What time is breakfast?").place, None, "nobody waits");
    for visitor in [&first, &second] {
        visitor.say("I want to talk to a person");
    }
    // What is not known is asked for behind the answer, and the next poll has it.
    let position = |visitor: &VisitorClient| visitor.entries(Seq(0)).place.map(|place| place.position);
    eventually("a place is known", || {
        (position(&second) == Some(2)).then_some(())
    });
    eventually("and that of the first", || {
        (position(&first) == Some(1)).then_some(())
    });

    // The queue moves, and whoever goes on polling hears of it, as a socket does within two rounds.
    assert_eq!(agent.claim(MERIDIAN, &first.opened.conversation).status, 200);
    assert_eq!(position(&first), None, "with a person nobody waits");
    let moved = Instant::now();
    while position(&second) != Some(1) {
        assert!(moved.elapsed() < ROUNDS, "still at {:?}", position(&second));
        std::thread::sleep(Duration::from_secs(1));
    }
    second.call_off();
    assert_eq!(position(&second), None);

    // Of another wait nothing is said that was heard of an earlier one.
    second.ask_for_person();
    eventually("the place of the second wait", || {
        (position(&second) == Some(1)).then_some(())
    });
}

/// Until the inbox knows that somebody waits: it hears of it behind the answer to what they have said.
fn waits(agent: &AgentClient, visitor: &VisitorClient) {
    eventually("the inbox knows who waits", || {
        agent
            .summary(MERIDIAN, &visitor.opened.conversation)
            .filter(|summary| summary.status.name() == "queued")
    });
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

#[test]
fn a_team_that_assigns_gives_what_waits_to_whoever_is_there_and_has_room() {
    let deployment = Deployment::start();
    let admin = deployment.administrator();
    let ana = admin.colleague(&deployment, "Ana Costa", Role::Agent, &[MERIDIAN]);
    let ben = admin.colleague(&deployment, "Ben Okoye", Role::Agent, &[MERIDIAN]);

    // Ben works for another team: he is never given any of these.
    let skills = format!("/v1/agents/{}/skills", ben.agent.agent.id);
    let groups = json!({ "teams": ["groups"], "languages": ["en"] });
    let changed: Agent = admin.client.post(&skills, &groups).ok();
    assert_eq!(changed.skills.teams, ["groups".into()]);
    assert_eq!(
        ben.client.post(&skills, &groups).status,
        403,
        "not for themselves"
    );
    for wrong in [
        json!({ "teams": ["Groups!"] }),
        json!({ "languages": ["english"] }),
    ] {
        assert_eq!(admin.client.post(&skills, &wrong).status, 400, "{wrong}");
    }
    let again = |agent: &AgentClient| {
        let link = format!("/v1/agents/{}/sign-in-link", agent.agent.agent.id);
        let link: SignInLink = admin.client.post(&link, &json!({})).ok();
        AgentClient::sign_in(&deployment, &link)
    };
    let ben = again(&ben);
    assert_eq!(ben.agent.skills, changed.skills);
    let _bens_page = ben.inbox_socket(MERIDIAN);
    // Cleo works for the team and is given none.
    let cleo = admin.colleague(&deployment, "Cleo Adler", Role::Agent, &[MERIDIAN]);
    let skills = format!("/v1/agents/{}/skills", cleo.agent.agent.id);
    let none: Agent = admin
        .client
        .post(&skills, &json!({ "teams": ["visas"], "capacity": 0 }))
        .ok();
    assert_eq!(none.skills.capacity, Some(0));
    let cleo = again(&cleo);
    let _cleos_page = cleo.inbox_socket(MERIDIAN);

    let visitors: Vec<VisitorClient> = (0..3)
        .map(|_| {
            let visitor = deployment.visitor(MERIDIAN);
            visitor.say("Do I need a visa for Bolivia as an American?");
            let sent = json!({ "team": "visas" });
            let sent = admin.command(MERIDIAN, &visitor.opened.conversation, "transfer", sent);
            assert_eq!(sent.status, 200, "{}", sent.text());
            // What the inbox does not know yet, it gives to nobody.
            waits(&admin, &visitor);
            visitor
        })
        .collect();
    // Somebody who works for the team comes, and is given two, which is what the team gives at once.
    let _anas_page = ana.inbox_socket(MERIDIAN);
    let held = |agent: &AgentClient| {
        let mine = agent.list(MERIDIAN, "mine").summaries;
        mine.into_iter()
            .map(|summary| summary.conversation)
            .collect::<Vec<_>>()
    };
    let first: Vec<_> = visitors[..2]
        .iter()
        .map(|visitor| visitor.opened.conversation.clone())
        .collect();
    eventually("two are given", || {
        let held = held(&ana);
        first.iter().all(|one| held.contains(one)).then_some(())
    });
    std::thread::sleep(Duration::from_secs(2));
    assert_eq!(held(&ana).len(), 2, "the third waits");
    assert!(held(&ben).is_empty() && held(&cleo).is_empty());

    // One ends, and the third is given.
    assert_eq!(ana.command(MERIDIAN, &first[0], "resolve", json!({})).status, 200);
    let third = visitors[2].opened.conversation.clone();
    eventually("the third is given", || held(&ana).contains(&third).then_some(()));
    let timeline = ana.entries(MERIDIAN, &third, Seq(0));
    let given = timeline
        .entries
        .iter()
        .any(|entry| matches!(&entry.body, EntryBody::Claimed { assigned: true, .. }));
    assert!(given, "{timeline:#?}");
}
