//! A crash in the middle of everything.

#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot go on ends with what is wrong"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use gangway_protocol::api::{AgentEntries, VisitorEntries};
use gangway_protocol::event::{Alert, InboxEvent};
use gangway_protocol::visitor::VisitorSpeaker;
use gangway_protocol::{ClientId, EntryBody, Seq};
use gangway_tests::deployment::Options;
use gangway_tests::visitor::said;
use gangway_tests::{Deployment, MERIDIAN, SOON, Socket, eventually};

/// Posts in flight, over so many conversations.
const POSTS: usize = 200;
const CONVERSATIONS: usize = 20;
/// How many are acknowledged before workerd is killed: early enough that most of the rest is in flight.
const ACKNOWLEDGED: usize = 60;

/// One post: which conversation, its client id, its text.
struct Post {
    visitor: usize,
    id: ClientId,
    text: String,
}

#[test]
fn what_was_acknowledged_is_there_once_after_a_crash_and_its_effects_reach_the_inbox_once() {
    let folder = tempfile::tempdir().unwrap();
    let options = Options {
        storage: Some(folder.path().join("storage")),
        ..Options::default()
    };
    let first = Deployment::with(&options);
    let agent = first.administrator();
    let mut visitors: Vec<_> = (0..CONVERSATIONS).map(|_| first.visitor(MERIDIAN)).collect();
    let posts: Vec<Post> = (0..POSTS)
        .map(|number| Post {
            visitor: number % CONVERSATIONS,
            id: ClientId(format!("post-{number}")),
            // The first of each conversation alerts the duty desk; the others are ordinary.
            text: match number / CONVERSATIONS {
                0 => format!("We had an accident on the road, number {number}"),
                _ => format!("Message number {number}"),
            },
        })
        .collect();

    // (1) Post everything at once, and kill workerd when some of it is acknowledged.
    let done = AtomicUsize::new(0);
    let acknowledged: Vec<bool> = std::thread::scope(|scope| {
        let threads: Vec<_> = posts
            .iter()
            .map(|post| {
                let (visitor, done) = (&visitors[post.visitor], &done);
                scope.spawn(move || {
                    let body = serde_json::json!({ "client_id": post.id, "text": post.text });
                    let answer = visitor.client.try_send(
                        "POST",
                        &format!("{}/messages", visitor.path),
                        Some(body.to_string().as_bytes()),
                    );
                    let good = answer.is_some_and(|answer| answer.status == 200);
                    done.fetch_add(usize::from(good), Ordering::SeqCst);
                    good
                })
            })
            .collect();
        let patience = Instant::now() + SOON;
        while done.load(Ordering::SeqCst) < ACKNOWLEDGED && Instant::now() < patience {
            std::thread::sleep(Duration::from_millis(1));
        }
        first.crash();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    let kept = acknowledged.iter().filter(|good| **good).count();
    assert!(kept >= ACKNOWLEDGED, "{kept} were acknowledged before the crash");
    assert!(
        kept < POSTS,
        "all were acknowledged: the crash came too late to prove anything"
    );

    // (2) Start again on the same folder: every acknowledged message is there once.
    let second = Deployment::with(&options);
    for visitor in &mut visitors {
        visitor.moved_to(&second);
    }
    let agent = agent.moved_to(&second);
    let count = |visitor: usize, text: &str| {
        mine(&visitors[visitor].entries(Seq(0)))
            .iter()
            .filter(|said| *said == text)
            .count()
    };
    for (post, good) in posts.iter().zip(&acknowledged) {
        let times = count(post.visitor, &post.text);
        assert!(times <= 1, "`{}` is there {times} times", post.text);
        assert!(
            !good || times == 1,
            "`{}` was acknowledged and is lost",
            post.text
        );
    }

    // (3) What the page does next: every post that was not acknowledged is sent again, under its id.
    for post in posts
        .iter()
        .zip(&acknowledged)
        .filter(|(_, good)| !**good)
        .map(|(post, _)| post)
    {
        let again: VisitorEntries = visitors[post.visitor].post(&post.id, &post.text).ok();
        assert_eq!(mine(&again), std::slice::from_ref(&post.text));
    }
    for post in &posts {
        assert_eq!(count(post.visitor, &post.text), 1, "`{}`", post.text);
    }

    // (4) The effects reach the inbox once: the last state of each conversation, and one alert each.
    for visitor in &visitors {
        let last = visitor.entries(Seq(0)).last_seq;
        eventually("the inbox has the last version of each conversation", || {
            agent
                .summary(MERIDIAN, &visitor.opened.conversation)
                .filter(|summary| summary.version == last)
        });
    }
    let mut owed: BTreeSet<(String, String)> = visitors
        .iter()
        .map(|visitor| &visitor.opened.conversation)
        .flat_map(|id| {
            called(&agent.entries(MERIDIAN, id, Seq(0)))
                .into_keys()
                .map(|team| (id.0.clone(), team))
        })
        .collect();
    let mut alerts: BTreeMap<(String, String), usize> = BTreeMap::new();
    let mut inbox = agent.inbox_socket(MERIDIAN);
    let end = Instant::now() + SOON;
    while !owed.is_empty() {
        let left = end.saturating_duration_since(Instant::now());
        let called = alert(&mut inbox, left).unwrap_or_else(|| panic!("nobody was called for {owed:#?}"));
        owed.remove(&called);
        *alerts.entry(called).or_default() += 1;
    }
    while let Some(called) = alert(&mut inbox, Duration::from_secs(3)) {
        *alerts.entry(called).or_default() += 1;
    }
    for visitor in &visitors {
        let id = &visitor.opened.conversation;
        for (team, most) in called(&agent.entries(MERIDIAN, id, Seq(0))) {
            let times = alerts.remove(&(id.0.clone(), team.clone())).unwrap_or_default();
            assert!(
                (1..=most).contains(&times),
                "{team} was called {times} times, and {most} entries call it"
            );
        }
    }
    assert!(alerts.is_empty(), "nobody else was called: {alerts:#?}");
    println!("{kept} of {POSTS} acknowledged before the crash; 0 lost, 0 doubled");
}

/// The conversation and the team of the next alert.
fn alert(inbox: &mut Socket, within: Duration) -> Option<(String, String)> {
    let end = Instant::now() + within;
    loop {
        let left = end.saturating_duration_since(Instant::now());
        if let InboxEvent::Alert(Alert {
            conversation, team, ..
        }) = inbox.next::<InboxEvent>(left)?
        {
            return Some((conversation.0, team.0));
        }
    }
}

/// The teams that the timeline says were called, and by how many entries. Two entries of one commit call once.
fn called(timeline: &AgentEntries) -> BTreeMap<String, usize> {
    let mut teams = BTreeMap::new();
    for entry in &timeline.entries {
        if let EntryBody::Alerted { team, .. } | EntryBody::HandedOff { team, .. } = &entry.body {
            *teams.entry(team.0.clone()).or_default() += 1;
        }
    }
    teams
}

fn mine(entries: &VisitorEntries) -> Vec<String> {
    said(entries, |from| *from == VisitorSpeaker::You)
}
