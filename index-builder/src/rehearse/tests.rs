#![expect(clippy::unwrap_used, reason = "tests")]

use gangway_knowledge::build::{Sizes, build_files};
use gangway_knowledge::{Index, Table};
use gangway_playbook::Playbook;
use gangway_playbook::parse::{parse, parse_rehearsal};
use gangway_playbook::rehearsal::{Rehearsal, Step};
use gangway_reading::Prepared;

use super::followed::{Followed, alerts};
use super::play::{Halt, Outcome, Stage, play};
use super::virtual_stage::{Props, VirtualStage};

const PLAYBOOK: &str = r#"
[workspace]
name = "Least"
timezone = "Europe/Lisbon"

[handoff]
team = "desk"
fallback_team = "night"

[[team]]
id = "desk"

[[team]]
id = "night"

[[tag]]
id = "lost"
says = ["lost my bag"]

[[rule]]
id = "a lost bag is reported"
when = { tag = "lost" }
then = [{ alert = "night" }, { start = "report" }]

[[action]]
id = "report"
slots = [{ id = "where", ask = "Where?" }]
"#;

struct Theatre {
    playbook: Playbook,
    prepared: Prepared,
    index: Index,
    table: Table,
}

impl Theatre {
    fn new() -> Self {
        let playbook = parse("least", "workspace.toml", PLAYBOOK).unwrap();
        let model = concat!(env!("CARGO_MANIFEST_DIR"), "/../models/gangway-en-256.table");
        let table = Table::take(std::fs::read(model).unwrap()).unwrap();
        Self {
            prepared: Prepared::new(&playbook),
            index: build_files(&[], &table, &Sizes::default()).read().unwrap(),
            table,
            playbook,
        }
    }

    fn rehearsal(&self, text: &str) -> Rehearsal {
        parse_rehearsal("a", "a.toml", text, &self.playbook).unwrap()
    }

    fn stage(&self, rehearsal: &Rehearsal) -> VirtualStage<'_> {
        let props = Props {
            playbook: &self.playbook,
            prepared: &self.prepared,
            index: &self.index,
            table: &self.table,
        };
        VirtualStage::new(rehearsal, props)
    }

    fn plays(&self, text: &str) -> Outcome {
        let rehearsal = self.rehearsal(text);
        play(&rehearsal, &self.playbook, &mut self.stage(&rehearsal)).outcome
    }
}

/// Everything that calls a team.
const CALLS: &str = r#"
[[step]]
says = "I lost my bag"
[[step]]
says = "In the train"
[[step]]
wait = "4m"
[[step]]
agent = "Ana"
claims = true
[[step]]
agent = "Ana"
transfers = "desk"
[[step]]
agent = "Ben"
transfers = "night"
[[step]]
agent = "Ben"
replies = "Hello"
[[step]]
agent = "Ben"
releases = true
[[step]]
agent = "Ben"
claims = true
[[step]]
agent = "Ben"
goes_offline = true
"#;

#[test]
fn the_timeline_tells_which_teams_were_called() {
    let theatre = Theatre::new();
    let rehearsal = theatre.rehearsal(CALLS);
    let mut stage = theatre.stage(&rehearsal);
    let mut called = 0;
    for Step { act, .. } in &rehearsal.steps {
        let Followed {
            entries,
            alerts: mut by_engine,
            standing,
            ..
        } = stage.act(act).unwrap();
        let mut told = alerts(&entries, &standing.status);
        told.sort();
        by_engine.sort();
        assert_eq!(told, by_engine, "{act:?}");
        called += told.len();
    }
    assert!(called >= 6, "{called}");
}

#[test]
fn it_begins_by_the_clocks_of_the_workspace() {
    let theatre = Theatre::new();
    let begins = |at: &str| {
        let text = format!("at = \"{at}\"\n[[step]]\nleaves = true\n");
        theatre.stage(&theatre.rehearsal(&text)).now().0
    };
    // 2026-12-24 and 2027-07-01 in UTC; Lisbon is an hour ahead in summer.
    assert_eq!(begins("2026-12-24T19:00"), 1_798_138_800_000);
    assert_eq!(begins("2027-07-01T19:00"), 1_814_464_800_000);
}

#[test]
fn a_wait_meets_each_deadline_at_its_own_moment() {
    let theatre = Theatre::new();
    let text = r#"
[[step]]
presses = "person"
[[step]]
agent = "Ana"
claims = true
[[step]]
wait = "1h"
expect = { team = "night", waited = "1h" }
"#;
    // Silent after ten minutes, and three minutes later nobody has claimed it.
    assert_eq!(theatre.plays(text), Outcome::Passed);
}

#[test]
fn what_is_refused_has_failed_unless_it_must_be() {
    let theatre = Theatre::new();
    let refused = "[[step]]\npresses = \"person\"\n[[step]]\nreleases = true\n";
    assert!(matches!(theatre.plays(refused), Outcome::Failed(misses) if misses.len() == 1));
    let expected = format!("{refused}expect = {{ refused = \"not_holder\" }}\n");
    assert_eq!(theatre.plays(&expected), Outcome::Passed);
    let other = format!("{refused}expect = {{ refused = \"wrong_status\" }}\n");
    assert!(matches!(theatre.plays(&other), Outcome::Failed(misses) if misses.len() == 1));
    let none = "[[step]]\npresses = \"person\"\nexpect = { refused = \"not_holder\" }\n";
    assert!(matches!(theatre.plays(none), Outcome::Failed(_)));
}

#[test]
fn the_end_is_about_the_whole_conversation() {
    let theatre = Theatre::new();
    let text = "[[step]]\nsays = \"I lost my bag\"\n[[step]]\nwait = \"1m\"\nexpect = { alert = false, asks = false }\n\
                [end]\nalert = \"night\"\nasks = \"where\"\nfired = \"a lost bag is reported\"\nnotices = 0\n";
    assert_eq!(theatre.plays(text), Outcome::Passed);
    assert!(matches!(
        theatre.plays(&text.replace("notices = 0", "notices = 1")),
        Outcome::Failed(_)
    ));
}

#[test]
fn a_stage_that_cannot_go_on_ends_it_without_passing_it() {
    struct Empty(Halt);
    impl Stage for Empty {
        fn act(&mut self, _act: &gangway_playbook::rehearsal::Act) -> Result<Followed, Halt> {
            Err(self.0.clone())
        }
        fn now(&self) -> gangway_protocol::Timestamp {
            gangway_protocol::Timestamp(0)
        }
        fn slack(&self) -> i64 {
            0
        }
    }
    let theatre = Theatre::new();
    let ends =
        |text: &str, halt: Halt| play(&theatre.rehearsal(text), &theatre.playbook, &mut Empty(halt)).outcome;
    let says = "[[step]]\nsays = \"Hi\"\n";
    let outcome = ends(says, Halt::Skip("not here".to_owned()));
    assert!(matches!(outcome, Outcome::Skipped(at, why) if at.line == 1 && why == "not here"));
    let outcome = ends(says, Halt::Fault("no answer".to_owned()));
    assert!(matches!(outcome, Outcome::Failed(_)));
}
