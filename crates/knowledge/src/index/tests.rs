use proptest::prelude::*;

use super::*;
use crate::format;
use crate::{Day, Filter, Found, Passage, Place, Query, Table, Validity, build, search};

const TABLE: &[u8] = include_bytes!("../../../../models/gangway-en-256.table");

/// Rooms; every seventh is for agents, every fifth holds for some days only.
fn passages(count: usize) -> Vec<Passage> {
    let passage = |number: usize| Passage {
        id: format!("rooms.md#{number}"),
        document: "rooms.md".to_owned(),
        title: "Rooms".to_owned(),
        heading: vec![format!("Is room {number} free?")],
        text: format!(
            "Room {number} has {} beds, a desk with {} drawers and a view of the harbour.",
            number % 4 + 1,
            number % 3
        ),
        link: number
            .is_multiple_of(2)
            .then(|| format!("https://www.example.com/rooms#{number}")),
        place: number.is_multiple_of(3).then(|| Place {
            id: format!("place{}", number % 2),
            name: format!("House {}", number % 2),
        }),
        partition: number.is_multiple_of(4).then_some(7),
        audience: if number % 7 == 6 {
            Audience::Agents
        } else {
            Audience::Public
        },
        language: (number % 2 == 1).then(|| "en".to_owned()),
        valid: Validity {
            from: Day::new(2027, 1, 1).filter(|_| number % 5 == 4),
            until: Day::new(2027, 3, 31).filter(|_| number % 5 == 4),
        },
        page: number.is_multiple_of(9).then_some(number as u32),
        row: None,
    };
    (0..count).map(passage).collect()
}

fn table() -> Table {
    Table::read(TABLE).expect("the committed table")
}

fn asked<'a>(text: &'a str, filter: Filter<'a>) -> Query<'a> {
    Query {
        text,
        context: &["House 0"],
        before: &[],
        language: None,
        filter,
        limit: 10,
    }
}

/// Small enough that the passages of these tests need many files.
const SMALL: build::Sizes = build::Sizes {
    whole: 1_000,
    part: 1_000,
    texts: 300,
};

fn assembled(built: &build::Built) -> Result<Index, FormatError> {
    let mut assembly = Assembly::begin(built.index.bytes.clone())?;
    while let Some(hash) = assembly.lacking() {
        let part = built
            .parts
            .iter()
            .find(|part| part.hash == hash)
            .expect("it is named");
        assembly.add(&part.bytes)?;
    }
    assembly.finish()
}

#[test]
fn passages_come_back_as_they_were_given() {
    let given = passages(40);
    let index = Index::take(build::build(given.clone(), &table())).expect("built just now");
    assert_eq!(index.len(), given.len());
    for (number, (lent, given)) in index.passages().zip(&given).enumerate() {
        assert_eq!(
            serde_json::to_value(&lent).expect("serialises"),
            serde_json::to_value(given).expect("serialises")
        );
        assert_eq!(lent, given.lent());
        assert_eq!(lent.to_passage(), *given);
        assert_eq!(index.id(number), given.id);
        assert_eq!(index.text(number), Some(given.text.as_str()));
        assert_eq!(index.lacking(number), None);
    }
    assert!(index.passage(40).is_none());
    assert_eq!((index.id(40), index.text(40)), ("", None));
}

#[test]
fn altered_bytes_are_an_error_or_an_index_and_never_a_panic() {
    let table = table();
    let file = build::build(passages(40), &table);
    let (_, body) = format::open(Kind::Index, &file).expect("built just now");
    let day = Day::new(2027, 2, 1);
    proptest!(|(changes in proptest::collection::vec((0..body.len(), any::<u8>()), 1..6), cut in 0..body.len())| {
        let mut altered = body.to_vec();
        for (at, byte) in changes {
            altered[at] = byte;
        }
        // With the checksum put right, so that what is behind it is tested too.
        if let Ok(index) = Index::take(format::seal(Kind::Index, &altered).1) {
            let everything = Filter { audience: Audience::Agents, ..Filter::default() };
            for filter in [
                Filter::default(),
                everything,
                Filter { place: Some("place1"), on: day, ..everything },
                Filter { partition: Some(7), exclude: &["rooms.md#3"], ..everything },
            ] {
                search(&index, &table, &asked("How many beds has room 7 in House 1?", filter));
            }
            // Of so few passages a search looks at each, not at the graph.
            nearest(&index, 7);
            prop_assert!(index.passages().count() <= index.len());
        }
        prop_assert!(Index::take(format::seal(Kind::Index, &body[..cut]).1).is_err());
        // Without, every alteration is seen.
        let mut altered = file.clone();
        let at = altered.len() - 1 - cut;
        altered[at] ^= 1;
        prop_assert!(Index::take(altered).is_err());
    });
}

/// The passages that the graph finds nearest to one of them.
fn nearest(index: &Index, passage: usize) -> Vec<u32> {
    let mut found = Vec::new();
    let core = &index.core;
    if let Some(vector) = core.vectors.get(passage) {
        let (meant, mut walk) = (crate::vector::Meant::new(&vector), crate::graph::Walk::default());
        let all = |_| true;
        core.graph
            .nearest(&core.vectors, &meant, 10, usize::MAX, all, &mut walk);
        walk.take(&mut found);
    }
    found
}

#[test]
fn an_index_in_parts_is_the_same_index() {
    let table = table();
    let given = passages(60);
    let built = build::build_files(&given, &table, &SMALL);
    assert!(built.parts.len() > 10 && built.texts.len() > 10, "{built:?}");
    assert_eq!(
        built,
        build::build_files(&given, &table, &SMALL),
        "the same bytes"
    );
    let whole = Index::take(build::build(given, &table)).expect("built just now");
    let mut index = assembled(&built).expect("all parts are there");

    // The same hits without any text …
    let query = asked("How many beds has room 7 in House 1?", Filter::default());
    let (expected, found) = (search(&whole, &table, &query), search(&index, &table, &query));
    let without_answer = |found: &Found| Found {
        answer: None,
        ..found.clone()
    };
    assert_eq!(found, without_answer(&expected));
    // … and the same answer with the one that is lacking.
    let lacking = index.lacking(found.hits[0].passage).expect("no text is at hand");
    let hash = index.text_files().nth(lacking).expect("it has a file");
    let file = built
        .texts
        .iter()
        .find(|file| file.hash == hash)
        .expect("it was written");
    let bare = index.clone();
    index
        .add(Texts::take(file.bytes.clone()).expect("built just now"))
        .expect("it is the index's");
    assert_eq!(search(&index, &table, &query), expected);
    assert_eq!(index.lacking(found.hits[0].passage), None);
    assert_eq!(
        search(&bare, &table, &query),
        found,
        "what has no text stays without"
    );

    let index = built.read().expect("all files are there");
    assert!(index.passages().eq(whole.passages()));
}

#[test]
fn a_part_that_is_lacking_foreign_or_damaged_is_named() {
    let table = table();
    let built = build::build_files(&passages(60), &table, &SMALL);
    let other = build::build_files(&passages(59), &table, &SMALL);
    let failure = |add: &[&build::File]| {
        let mut assembly = Assembly::begin(built.index.bytes.clone()).expect("built just now");
        for part in add {
            if let Err(error) = assembly.add(&part.bytes) {
                return error.to_string();
            }
        }
        assembly.finish().expect_err("something is wrong").to_string()
    };
    let (first, second) = (&built.parts[0], &built.parts[1]);
    assert_eq!(
        failure(&[first]),
        format!(
            "a part of the index is lacking: {}\n\nhint: it stands beside the index as `part-….postcard`; \
             `index-builder build` writes both",
            second.hash
        )
    );
    assert_eq!(
        failure(&[second]),
        format!(
            "a file of another index: {} in the place of {}",
            second.hash, first.hash
        )
    );
    assert!(failure(&[other.parts.last().expect("several")]).starts_with("a file of another index"));
    assert_eq!(failure(&[&built.index]), "not a Gangway part of an index file");
    let mut damaged = first.clone();
    damaged.bytes[70] ^= 1;
    assert_eq!(
        failure(&[&damaged]),
        "damaged part of an index file: its checksum does not fit"
    );

    let mut index = assembled(&built).expect("all parts are there");
    let texts = Texts::take(other.texts.last().expect("several").bytes.clone()).expect("built just now");
    assert!(matches!(index.add(texts), Err(FormatError::Foreign { .. })));
}

#[test]
fn files_of_parts_are_altered_as_little_as_others() {
    let table = table();
    let built = build::build_files(&passages(60), &table, &SMALL);
    let (_, front) = format::open(Kind::Index, &built.index.bytes).expect("built just now");
    proptest!(|(at in 0..front.len(), byte in any::<u8>())| {
        let mut altered = front.to_vec();
        altered[at] = byte;
        if let Ok(mut assembly) = Assembly::begin(format::seal(Kind::Index, &altered).1) {
            for part in &built.parts {
                let _ = assembly.add(&part.bytes);
            }
            if let Ok(index) = assembly.finish() {
                search(&index, &table, &asked("beds in House 1", Filter::default()));
            }
        }
    });
}
