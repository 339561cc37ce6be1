//! An export of more than one page: what is in it, where it ends, and who is on record for it.

use std::collections::{BTreeMap, BTreeSet};

use gangway_protocol::Seq;
use gangway_protocol::api::{AuditList, AuditRecord, Role};
use gangway_tests::{AgentClient, Deployment, HARBOUR, MERIDIAN, VisitorClient};
use serde_json::{Value, json};

/// Conversations in one page, as the service has it.
const PAGE: usize = 40;

#[test]
fn an_export_of_several_pages_has_everything_once_and_ends_and_is_on_record() {
    let deployment = Deployment::start();
    let ines = deployment.administrator();
    let of_harbour = ines.colleague(&deployment, "Rui Matos", Role::Administrator, &[HARBOUR]);
    let mut visitors: Vec<VisitorClient> = (0..PAGE + 15)
        .map(|number| {
            let visitor = deployment.visitor(MERIDIAN);
            visitor.say(&format!("Message {number}"));
            visitor
        })
        .collect();
    // In the order of the export: its first page goes on within the last of its conversations, and the one that is
    // spoken in meanwhile is its first.
    visitors.sort_by(|one, other| id(one).cmp(id(other)));
    let elsewhere = deployment.visitor(HARBOUR);
    elsewhere.say("Do you have vans?");

    // (1) The first page, and how to go on.
    let first = page(&ines, None);
    let after = next(&first).expect("more than one page");
    let begun = ids(&first);
    assert_eq!(begun.len(), PAGE);

    // (2) Meanwhile one that was exported goes on, so does one that was not, and others are opened.
    let (done, to_come): (Vec<&VisitorClient>, Vec<&VisitorClient>) =
        visitors.iter().partition(|visitor| begun.contains(id(visitor)));
    done[0].say("I wrote more after my page was fetched");
    to_come[0].say("I wrote more before my page was fetched");
    let opened: Vec<VisitorClient> = (0..4)
        .map(|_| {
            let visitor = deployment.visitor(MERIDIAN);
            visitor.say("I came while it was being exported");
            visitor
        })
        .collect();

    // (3) The rest.
    let mut pages = vec![first];
    pages.extend(pages_from(&ines, Some(after.clone())));
    let lines: Vec<&Value> = pages.iter().flatten().collect();
    let exported: BTreeSet<String> = pages.iter().flat_map(|page| ids(page)).collect();
    let mut once = BTreeSet::new();
    for line in lines.iter().filter(|line| line["type"] == "input") {
        let key = (line["conversation"].to_string(), line["n"].as_u64());
        assert!(once.insert(key), "there twice: {line}");
    }
    for visitor in &visitors {
        assert!(exported.contains(id(visitor)), "{} is missing", id(visitor));
    }
    assert!(!exported.contains(id(&elsewhere)), "another workspace's");
    // A new one is there when its id comes behind the page that had been fetched.
    let reached = begun.iter().next_back().expect("some");
    for visitor in &opened {
        assert_eq!(exported.contains(id(visitor)), id(visitor) > reached.as_str());
    }
    let text = |visitor: &VisitorClient| {
        let of = lines
            .iter()
            .filter(|line| line["conversation"] == json!(id(visitor)));
        of.map(ToString::to_string).collect::<String>()
    };
    assert!(text(to_come[0]).contains("before my page"));
    assert!(
        !text(done[0]).contains("after my page"),
        "it is in the next export"
    );
    // Whole: those that were opened meanwhile may stand before it, so that it need not be in the first page any more.
    let again = pages_from(&ines, None);
    assert!(
        again
            .iter()
            .flatten()
            .any(|line| line.to_string().contains("after my page"))
    );

    // (4) What was put in is stored with the moment that it was decided at: that of the entries that it made.
    for visitor in [done[0], to_come[0]] {
        // First the entries: what happens by the clock in between is one more input, and none of these entries is of it.
        let timeline = ines.entries(MERIDIAN, &visitor.opened.conversation, Seq(0));
        let inputs: BTreeSet<i64> = page(&ines, Some(&format!("{}.0", id(visitor))))
            .iter()
            .filter(|line| line["conversation"] == json!(id(visitor)))
            .filter_map(|line| line["at"].as_i64())
            .collect();
        for entry in &timeline.entries {
            assert!(inputs.contains(&entry.at.0), "{entry:?} of none of {inputs:?}");
        }
    }

    // (5) Nobody else exports it, and what was refused is not on record.
    let path = format!("/v1/{MERIDIAN}/export");
    let ana = ines.colleague(&deployment, "Ana Costa", Role::Agent, &[MERIDIAN]);
    assert_eq!(deployment.client().get(&path).status, 401);
    assert_eq!(ana.client.get(&path).status, 403);
    assert_eq!(of_harbour.client.get(&path).status, 403);
    assert_eq!(ines.client.get(&format!("{path}?after=nowhere")).status, 400);
    // Who is an administrator no more is told so by the directory, whatever their session still says.
    let bea = ines.colleague(&deployment, "Bea Lima", Role::Administrator, &[MERIDIAN]);
    assert_eq!(bea.client.get(&path).status, 200);
    let demoted =
        json!({ "name": "Bea Lima", "email": bea.agent.email, "role": "agent", "workspaces": [MERIDIAN] });
    let demoted = ines
        .client
        .post(&format!("/v1/agents/{}", bea.agent.agent.id), &demoted);
    assert_eq!(demoted.status, 200, "{}", demoted.text());
    assert_eq!(bea.client.get(&path).status, 403);

    let mut audit: AuditList = ines.client.get("/v1/audit").ok();
    audit.records.retain(|record| record.action == "exported");
    audit.records.reverse();
    let who = |record: &AuditRecord| record.by.as_ref().map(|by| by.name.clone());
    let by_ines: Vec<Option<String>> = audit
        .records
        .iter()
        .filter(|record| who(record).as_deref() == Some("Ines Prado"))
        .map(|record| record.after.clone())
        .collect();
    assert_eq!(by_ines[..2], [None, Some(after)], "from where on");
    assert_eq!(by_ines.len(), pages.len() + again.len() + 2, "every page");
    let others = audit
        .records
        .iter()
        .filter_map(who)
        .filter(|who| who != "Ines Prado");
    assert_eq!(others.collect::<Vec<_>>(), ["Bea Lima"]);
    for record in &audit.records {
        assert_eq!(record.workspace, Some(MERIDIAN.into()));
        assert!(record.at.0 > 1_600_000_000_000, "when");
    }
    assert_eq!(ana.client.get("/v1/audit").status, 403);

    // (6) An administrator of the workspace reads what was taken from it, and nothing else; another one reads none of it.
    let rita = ines.colleague(&deployment, "Rita Anjos", Role::Administrator, &[MERIDIAN]);
    let mut read: AuditList = rita.client.get("/v1/audit").ok();
    read.records.reverse();
    assert_eq!(read.records, audit.records);
    let none: AuditList = of_harbour.client.get("/v1/audit").ok();
    assert!(none.records.is_empty(), "{none:?}");
}

#[test]
fn a_page_that_ends_within_a_conversation_goes_on_within_it() {
    let deployment = Deployment::start();
    let ines = deployment.administrator();
    let visitor = deployment.visitor(MERIDIAN);
    visitor.say("Do I need a visa?");
    const NOTES: usize = 620;
    let long = "n".repeat(3_900);
    for number in 0..NOTES {
        let note = ines.note(
            MERIDIAN,
            &visitor.opened.conversation,
            &format!("{number} {long}"),
        );
        assert_eq!(note.status, 200, "{}", note.text());
    }
    let mut numbers: Vec<u64> = Vec::new();
    let mut playbooks = BTreeMap::new();
    let mut pages = 0;
    let mut cursor = None;
    loop {
        let page = page(&ines, cursor.as_deref());
        pages += 1;
        numbers.extend(page.iter().filter_map(|line| line["n"].as_u64()));
        for line in page.iter().filter(|line| line["type"] == "playbook") {
            *playbooks.entry(line["hash"].to_string()).or_insert(0) += 1;
        }
        cursor = next(&page);
        if cursor.is_none() {
            break;
        }
        assert!(pages < 9, "it ends");
    }
    assert!(pages > 1, "more than two megabytes are more than one page");
    let every: Vec<u64> = (1..=numbers.len() as u64).collect();
    assert_eq!(numbers, every, "each once and in order");
    assert!(numbers.len() > NOTES);
    assert!(!playbooks.is_empty());
}

fn page(agent: &AgentClient, after: Option<&str>) -> Vec<Value> {
    let after = after.map(|after| format!("?after={after}")).unwrap_or_default();
    let answer = agent.client.get(&format!("/v1/{MERIDIAN}/export{after}"));
    assert_eq!(answer.status, 200, "{}", answer.text());
    let lines = answer
        .text()
        .lines()
        .map(serde_json::from_str)
        .collect::<Result<_, _>>();
    lines.expect("lines of JSON")
}

/// The page at a place of the export, or its first, and those behind it.
fn pages_from(agent: &AgentClient, from: Option<String>) -> Vec<Vec<Value>> {
    let mut pages = vec![page(agent, from.as_deref())];
    while let Some(after) = next(&pages[pages.len() - 1]) {
        pages.push(page(agent, Some(&after)));
        assert!(pages.len() < 9, "it ends");
    }
    pages
}

fn next(page: &[Value]) -> Option<String> {
    let last = page.last()?;
    (last["type"] == "next").then(|| last["after"].as_str().map(str::to_owned))?
}

fn ids(page: &[Value]) -> BTreeSet<String> {
    let of = page.iter().filter_map(|line| line["conversation"].as_str());
    of.map(str::to_owned).collect()
}

fn id(visitor: &VisitorClient) -> &str {
    visitor.opened.conversation.as_str()
}
