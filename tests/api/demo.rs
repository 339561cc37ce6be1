//! The demo sites: what they offer to ask is answered, what they say of prices stands in the documents, and an address
//! without an operator says so.

#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot go on ends with what is wrong"
)]

use std::collections::BTreeSet;
use std::fs;

use gangway_protocol::visitor::VisitorBody;
use gangway_protocol::{Code, Problem};
use gangway_tests::deployment::project;
use gangway_tests::{Deployment, HARBOUR, MERIDIAN};

/// More questions than this stand on each site.
const AT_LEAST: usize = 12;

#[test]
fn every_question_of_a_demo_site_is_answered_with_its_source_or_reaches_a_person() {
    let deployment = Deployment::start();
    for workspace in [HARBOUR, MERIDIAN] {
        let site = deployment.client().get(&format!("/demo/{workspace}")).text();
        let questions = questions(&site);
        assert!(questions.len() > AT_LEAST, "{workspace}: {questions:?}");
        for question in questions {
            let said = deployment.visitor(workspace).say(&question);
            let helped = said.entries.iter().any(|entry| {
                matches!(&entry.body, VisitorBody::Message { citations, question, .. }
                    if !citations.is_empty() || question.is_some())
            });
            assert!(
                helped || said.status == "queued",
                "{workspace}: {question}: {said:#?}"
            );
        }
    }
}

#[test]
fn an_address_without_an_operator_is_a_page_for_people_and_a_problem_for_programs() {
    let deployment = Deployment::start();
    let person = deployment.client().with("accept", "text/html,*/*");
    for path in ["/demo/nobody", "/nothing/here"] {
        let page = person.get(path);
        assert_eq!(page.status, 404, "{path}");
        assert_eq!(page.header("cache-control"), Some("no-store"), "{path}");
        assert!(page.text().contains("<h1>"), "{path}: {}", page.text());
        let policy = page.header("content-security-policy").unwrap();
        assert!(policy.contains("script-src 'self'"), "{path}: {policy}");
    }
    let program: Problem = deployment.client().get("/nothing/here").refused(404);
    assert_eq!(program.code, Code::NotFound);
    assert_eq!(person.get("/v1/nobody").refused(404).code, Code::NotFound);
}

#[test]
fn the_prices_of_the_demo_sites_are_those_of_the_documents() {
    let fleet = source(HARBOUR, "index.html");
    let mut rows = 0;
    for group in groups(&document(HARBOUR, "price-sheet.csv")) {
        let row = fleet
            .split("<tr>")
            .find(|row| row.contains(&format!("<span class=\"group\">{}</span>", group.name)))
            .unwrap_or_else(|| panic!("group {} is not on the page", group.name));
        let shown: Vec<&str> = row
            .split("<td>€")
            .skip(1)
            .filter_map(|cell| cell.split('<').next())
            .collect();
        assert_eq!(shown, group.prices, "group {}", group.name);
        rows += 1;
    }
    assert_eq!(rows, 13);

    let trips = source(MERIDIAN, "index.html");
    let mut prices = BTreeSet::new();
    for line in document(MERIDIAN, "departures-and-prices.csv").lines().skip(1) {
        let cells: Vec<&str> = line.split(',').collect();
        prices.insert((cells[1].to_owned(), thousands(cells[7])));
    }
    for (code, price) in &prices {
        let card = trips
            .split("data-trip=\"")
            .find(|card| card.starts_with(code.as_str()))
            .unwrap_or_else(|| panic!("trip {code} is not on the page"));
        assert!(card.contains(&format!("${price}")), "{code}: {price}");
    }
    assert_eq!(prices.len(), 13);
}

/// What the site's buttons ask: their attribute, or else their words.
fn questions(site: &str) -> BTreeSet<String> {
    site.split("data-gangway-ask")
        .skip(1)
        .map(|rest| {
            let text = match rest.strip_prefix("=\"") {
                Some(rest) => rest.split('"').next(),
                None => rest.split('>').nth(1).and_then(|rest| rest.split('<').next()),
            };
            text.unwrap().trim().to_owned()
        })
        .collect()
}

/// A group of cars, with its prices per day for 7 to 13 days: low, mid and high season.
struct Group {
    name: String,
    prices: Vec<String>,
}

fn groups(sheet: &str) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    for line in sheet.lines().skip(1) {
        let cells: Vec<&str> = line.split(',').collect();
        let (name, price) = (cells[0].to_owned(), cells[6].to_owned());
        match groups.last_mut().filter(|group| group.name == name) {
            Some(group) => group.prices.push(price),
            None => groups.push(Group {
                name,
                prices: vec![price],
            }),
        }
    }
    groups
}

/// `2450` as the page has it.
fn thousands(price: &str) -> String {
    match price.len().checked_sub(3) {
        Some(at) if at > 0 => format!("{},{}", &price[..at], &price[at..]),
        _ => price.to_owned(),
    }
}

fn document(workspace: &str, name: &str) -> String {
    fs::read_to_string(
        project()
            .join("fixtures")
            .join(workspace)
            .join("documents")
            .join(name),
    )
    .unwrap()
}

fn source(workspace: &str, name: &str) -> String {
    fs::read_to_string(project().join("demo/sites").join(workspace).join(name)).unwrap()
}
