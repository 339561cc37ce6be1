//! Of many passages, with some that a reader may not find: the graph and a look at every passage find the same.
#![expect(clippy::unwrap_used, reason = "a panic is how a test fails")]

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::LazyLock;

use gangway_knowledge::{
    Audience, Day, Filter, Index, Passage, Query, Table, Validity, Weights, build, search_with,
};

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../models/gangway-en-256.table");
    Table::read(&std::fs::read(path).unwrap()).unwrap()
});

const THINGS: [&str; 24] = [
    "parking",
    "breakfast",
    "luggage",
    "towels",
    "a shuttle bus",
    "bicycles",
    "the sauna",
    "wireless internet",
    "pets",
    "late check-out",
    "a baby cot",
    "laundry",
    "a packed lunch",
    "the swimming pool",
    "an airport transfer",
    "a deposit",
    "smoking",
    "a wheelchair ramp",
    "snow chains",
    "a sea view",
    "the minibar",
    "room service",
    "a picnic",
    "the library",
];
const TOWNS: [&str; 15] = [
    "Faro", "Lima", "Oslo", "Turin", "Dover", "Ghent", "Basel", "Split", "Porto", "Nice", "Lagos", "Davos",
    "Bergen", "Cork", "Bath",
];
const WAYS: [&str; 3] = [
    "costs nothing in summer",
    "is booked a day ahead at the desk",
    "is there for guests only, until ten in the evening",
];

/// 1,080 passages: each thing in each town in each way.
fn index(describe: impl Fn(usize, Passage) -> Passage) -> Index {
    let passages = (0..THINGS.len() * TOWNS.len() * WAYS.len()).map(|number| {
        let thing = THINGS[number % THINGS.len()];
        let town = TOWNS[number / THINGS.len() % TOWNS.len()];
        let way = WAYS[number / THINGS.len() / TOWNS.len()];
        let passage = Passage {
            id: number.to_string(),
            heading: vec![format!("{thing} in {town}")],
            text: format!("In {town} {thing} {way}."),
            ..Passage::default()
        };
        describe(number, passage)
    });
    Index::take(build::build(passages.collect(), &TABLE)).unwrap()
}

/// The share of what a look at every passage finds that the graph finds too. Every hit is admitted.
fn recall(index: &Index, filter: Filter<'_>, admitted: impl Fn(usize) -> bool) -> f64 {
    let exact = Weights {
        scanned: usize::MAX,
        ..Weights::default()
    };
    let (mut found, mut sought) = (0, 0);
    for (number, thing) in THINGS.iter().enumerate() {
        let town = TOWNS[number % TOWNS.len()];
        let text = format!("What about {thing} at the house in {town}?");
        let query = Query {
            text: &text,
            context: &[],
            before: &[],
            language: None,
            filter,
            limit: 10,
        };
        let hits = |weights| -> BTreeSet<usize> {
            let found = search_with(index, &TABLE, &query, weights);
            found.hits.iter().map(|hit| hit.passage).collect()
        };
        let (exact, approximate) = (hits(&exact), hits(&Weights::default()));
        assert!(
            exact.iter().chain(&approximate).all(|&passage| admitted(passage)),
            "{text}"
        );
        found += exact.intersection(&approximate).count();
        sought += exact.len();
    }
    assert!(sought > 100, "{sought}");
    found as f64 / sought as f64
}

#[test]
fn passages_for_agents_are_found_by_agents_and_cost_visitors_nothing() {
    let for_agents = |number: usize| number % 7 == 3;
    let index = index(|number, passage| Passage {
        audience: if for_agents(number) {
            Audience::Agents
        } else {
            Audience::Public
        },
        ..passage
    });
    let visitor = recall(&index, Filter::default(), |passage| !for_agents(passage));
    let agent = Filter {
        audience: Audience::Agents,
        ..Filter::default()
    };
    let agent = recall(&index, agent, |_| true);
    assert!(visitor >= 0.98 && agent >= 0.98, "{visitor} {agent}");
}

#[test]
fn what_does_not_hold_on_the_day_is_passed_by_however_much_of_it_there_is() {
    let (day, last) = (Day::new(2027, 7, 1), Day::new(2027, 3, 31));
    for (share, of) in [(1, 10), (9, 10)] {
        let is_over = |number: usize| number * 7 % of < share;
        let index = index(|number, passage| Passage {
            valid: Validity {
                from: None,
                until: last.filter(|_| is_over(number)),
            },
            ..passage
        });
        let filter = Filter {
            on: day,
            ..Filter::default()
        };
        let recall = recall(&index, filter, |passage| !is_over(passage));
        assert!(recall >= 0.98, "{share} of {of}: {recall}");
    }
}

#[test]
fn passages_that_are_left_out_are_passed_by() {
    let ids: Vec<String> = (0..20).map(|number: usize| (number * 41).to_string()).collect();
    let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
    let filter = Filter {
        exclude: &ids,
        ..Filter::default()
    };
    let recall = recall(&index(|_, passage| passage), filter, |passage| {
        passage % 41 != 0 || passage > 19 * 41
    });
    assert!(recall >= 0.98, "{recall}");
}

#[test]
fn a_partition_is_looked_at_whole() {
    let index = index(|number, passage| Passage {
        partition: (number % 5 != 0).then_some(number as u32 % 5),
        ..passage
    });
    let filter = Filter {
        partition: Some(2),
        ..Filter::default()
    };
    let recall = recall(&index, filter, |passage| matches!(passage % 5, 0 | 2));
    assert!((recall - 1.0).abs() < f64::EPSILON, "{recall}");
}
