//! From a traveller's message to the answer on their socket, over a local deployment. Prints one JSON object.
//!
//! One visitor, one message at a time, as a traveller writes: the socket is open, the message is posted, and the clock
//! stops when the frame with the assistant's answer has arrived. Each conversation takes a few messages, so that the
//! limit per conversation is not met.

use std::time::{Duration, Instant};

use gangway_protocol::Seq;
use gangway_protocol::event::VisitorEvent;
use gangway_protocol::visitor::{VisitorBody, VisitorSpeaker};
use gangway_tests::visitor::client_id;
use gangway_tests::{Deployment, HARBOUR};
use serde_json::json;

/// Questions of the fixtures' own documents.
const QUESTIONS: [&str; 4] = [
    "What is the minimum age to rent a car?",
    "Can I cancel my booking for free?",
    "How much is a child seat?",
    "Can I take the car to Spain?",
];
const CONVERSATIONS: usize = 40;
const WARM_UP: usize = 5;

fn main() {
    let deployment = Deployment::start();
    let mut millis = Vec::new();
    for conversation in 0..CONVERSATIONS + WARM_UP {
        let visitor = deployment.visitor(HARBOUR);
        let mut socket = visitor.socket(Seq(0));
        let mut shown = (Vec::new(), Seq(0));
        for question in QUESTIONS {
            let began = Instant::now();
            let answer = visitor.post_with(&client_id(), question, shown.0.clone(), shown.1);
            let took = loop {
                let Some(event) = socket.next::<VisitorEvent>(Duration::from_secs(10)) else {
                    eprintln!("no answer to `{question}`: {}", answer.text());
                    std::process::exit(1);
                };
                if answered(&event) {
                    break began.elapsed();
                }
            };
            if conversation >= WARM_UP {
                millis.push(took.as_secs_f64() * 1000.0);
            }
            let timeline = visitor.entries(Seq(0));
            shown = (gangway_tests::visitor::turns(&timeline), timeline.last_seq);
        }
    }
    millis.sort_by(f64::total_cmp);
    let at = |share: f64| millis[((millis.len() - 1) as f64 * share).round() as usize];
    println!(
        "{}",
        json!({ "n": millis.len(), "p50_ms": at(0.5), "p95_ms": at(0.95), "p99_ms": at(0.99) })
    );
}

fn answered(event: &VisitorEvent) -> bool {
    match event {
        VisitorEvent::Entries { entries, .. } => entries.iter().any(|entry| {
            matches!(&entry.body, VisitorBody::Message { from, .. } if *from == VisitorSpeaker::Assistant)
        }),
        VisitorEvent::Typing { .. } | VisitorEvent::Seen { .. } | VisitorEvent::Place(_) | VisitorEvent::Unknown => {
            false
        },
    }
}
