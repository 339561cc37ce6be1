//! What an index and a table say that they take, against what an allocator counts.

use std::alloc::System;
use std::sync::Mutex;

use gangway_knowledge::{Index, Passage, Place, Table, build};
use stats_alloc::{INSTRUMENTED_SYSTEM, Region, StatsAlloc};

#[global_allocator]
static ALLOCATOR: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

/// What is counted is counted for the whole process.
static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());

const TABLE: &[u8] = include_bytes!("../../../models/gangway-en-256.table");

/// What `make` keeps of the heap, by the allocator, with what [`Index::memory`] counts for each block.
fn counted<T>(make: impl Fn() -> T) -> (T, usize) {
    // What is set up once is set up before.
    drop(make());
    let region = Region::new(ALLOCATOR);
    let made = make();
    let change = region.change();
    // A block that grew in place counts as one: its growth stands in the bytes.
    let bytes = change.bytes_allocated - change.bytes_deallocated;
    let blocks = change.allocations - change.deallocations;
    (made, bytes + blocks * 8)
}

#[track_caller]
fn near(said: usize, counted: usize) {
    let ratio = said as f64 / counted as f64;
    assert!(
        (0.95..=1.05).contains(&ratio),
        "{said} said, {counted} counted: {ratio:.3}"
    );
}

fn passages(count: usize) -> Vec<Passage> {
    (0..count)
        .map(|number| Passage {
            id: format!("fleet.md#{number}"),
            document: "fleet.md".to_owned(),
            title: "Fleet".to_owned(),
            heading: vec!["Cars".to_owned(), format!("Car {number}")],
            text: format!(
                "Car {number} has {} doors, room for {} bags, and is picked up at desk {}.",
                number % 4 + 2,
                number % 7,
                number * 31 % 1_009
            ),
            link: (number % 2 == 0).then(|| format!("https://www.example.com/fleet#{number}")),
            place: (number % 3 == 0).then(|| Place {
                id: format!("place{}", number % 50),
                name: format!("Branch {}", number % 50),
            }),
            ..Passage::default()
        })
        .collect()
}

#[test]
fn a_table_takes_what_it_says() {
    let _alone = ONE_AT_A_TIME.lock();
    let (table, counted) = counted(|| Table::read(TABLE).expect("the committed table"));
    near(table.memory() - size_of::<Table>(), counted);
}

#[test]
fn an_index_takes_what_it_says() {
    let _alone = ONE_AT_A_TIME.lock();
    let table = Table::read(TABLE).expect("the committed table");
    for count in [1, 40, 400] {
        let file = build::build(passages(count), &table);
        let (index, counted) = counted(|| Index::read(&file).expect("built just now"));
        near(index.memory() - size_of::<Index>(), counted);
    }
}
