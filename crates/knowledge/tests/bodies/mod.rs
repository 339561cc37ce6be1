//! What is done with bytes from anywhere: by `fuzz/` for hours, and by `tests/fuzz.rs` for a moment.
//!
//! Each body panics when something does not hold.
#![expect(clippy::unwrap_used, reason = "a body ends with what is wrong")]

use std::sync::LazyLock;

use gangway_knowledge::document::{self, ENDINGS, LONGEST_PASSAGE};
use gangway_knowledge::{
    Assembly, Audience, Bits, Day, Filter, Index, Passage, Place, Query, Table, Texts, build, search,
    sentences, words,
};

/// Where the checksum of a file stands, and from where on it counts.
const CHECKSUM: std::ops::Range<usize> = 12..16;

/// The splitter: the first byte chooses the format, the rest is a document.
pub(crate) fn split(data: &[u8]) {
    let Some((&format, bytes)) = data.split_first() else {
        return;
    };
    let ending = ENDINGS[usize::from(format) % ENDINGS.len()];
    let Ok(document) = document::read(&format!("a/b.{ending}"), bytes) else {
        return;
    };
    assert!(!document.passages.is_empty());
    for passage in &document.passages {
        assert!(!passage.text.trim().is_empty(), "blank");
        let count = passage.text.split_whitespace().count();
        assert!(count <= LONGEST_PASSAGE, "{count} words");
    }
}

/// The tokeniser: words, sentences and word pieces of a text.
pub(crate) fn cut(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let small = &FILES.table;
    for word in words(&text) {
        assert!(!word.folded.is_empty());
    }
    let found = sentences(&text);
    let bare = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
    assert_eq!(bare(&found.concat()), bare(&text), "something is lost");
    for table in [small, &*COMMITTED] {
        let rows = table.rows();
        assert!(table.pieces(&text).iter().all(|&piece| (piece as usize) < rows));
        if let Some(meaning) = table.embed(&text) {
            let length: f32 = meaning.iter().map(|value| value * value).sum();
            assert!((length - 1.0).abs() < 0.01, "a length of {length}");
        }
    }
}

/// The readers of index, parts, texts and table. The first byte says which file is altered: three bytes for each
/// alteration, two for where and one for what. Its checksum is put right, so that what is behind it is tested too.
pub(crate) fn open(data: &[u8]) {
    let Some((&which, changes)) = data.split_first() else {
        return;
    };
    let files = &*FILES;
    match which % 6 {
        0 => {
            // As it is: hardly ever a file, and never one with the right checksum.
            let _ = Index::read(changes);
            let _ = Table::read(changes);
            let _ = Texts::take(changes.to_vec());
            let _ = Assembly::begin(changes.to_vec());
        }
        1 | 2 => {
            if let Ok(index) = Index::take(altered(&files.index, changes)) {
                ask(&index, &files.table);
            }
        }
        3 => {
            if let Ok(table) = Table::take(altered(&files.table_file, changes)) {
                table.pieces("How many beds has room 7?");
                table.embed("How many beds has room 7?");
                ask(&Index::read(&files.index).unwrap(), &table);
            }
        }
        4 => {
            let Ok(mut assembly) = Assembly::begin(altered(&files.parted.index.bytes, changes)) else {
                return;
            };
            for part in &files.parted.parts {
                let _ = assembly.add(&part.bytes);
            }
            if let Ok(index) = assembly.finish() {
                ask(&index, &files.table);
            }
        }
        _ => {
            let Some(file) = files.parted.texts.first() else {
                return;
            };
            let Ok(texts) = Texts::take(altered(&file.bytes, changes)) else {
                return;
            };
            let mut assembly = Assembly::begin(files.parted.index.bytes.clone()).unwrap();
            for part in &files.parted.parts {
                assembly.add(&part.bytes).unwrap();
            }
            let mut index = assembly.finish().unwrap();
            if index.add(texts).is_ok() {
                ask(&index, &files.table);
            }
        }
    }
}

/// A file with some bytes set, and at times an end cut off.
fn altered(file: &[u8], changes: &[u8]) -> Vec<u8> {
    let mut file = file.to_vec();
    for change in changes.chunks_exact(3) {
        let at = usize::from(change[0]) << 8 | usize::from(change[1]);
        let at = at % file.len();
        file[at] = change[2];
    }
    if let [cut] = changes.chunks_exact(3).remainder() {
        let left = file.len() - usize::from(*cut).min(file.len());
        file.truncate(left);
        if let Some(length) = file.get_mut(16..24) {
            length.copy_from_slice(&(left.saturating_sub(56) as u64).to_le_bytes());
        }
    }
    let checksum = crc32fast::hash(file.get(CHECKSUM.end..).unwrap_or_default());
    if let Some(place) = file.get_mut(CHECKSUM) {
        place.copy_from_slice(&checksum.to_le_bytes());
    }
    file
}

/// Searches whatever could be opened, every way.
fn ask(index: &Index, table: &Table) {
    let everything = Filter {
        audience: Audience::Agents,
        ..Filter::default()
    };
    let filters = [
        Filter::default(),
        Filter {
            place: Some("house1"),
            on: Day::new(2027, 2, 1),
            ..everything
        },
        Filter {
            partition: Some(3),
            exclude: &["rooms.md#3"],
            ..everything
        },
    ];
    for filter in filters {
        let said = ["Tell me about House 2"];
        let found = search(
            index,
            table,
            &Query {
                text: "How many beds has room 7 in House 1, and what does it cost?",
                context: &said,
                before: &said,
                language: Some("en"),
                filter,
                limit: 5,
            },
        );
        assert!((0.0..=1.0).contains(&found.confidence), "{}", found.confidence);
        assert!(found.hits.iter().all(|hit| hit.passage < index.len()));
    }
    for number in 0..index.len() {
        let _ = (index.id(number), index.text(number), index.lacking(number));
    }
    assert!(index.passages().count() <= index.len());
    let _ = (index.memory(), index.terms(), index.model().len());
}

/// Files that are in order, small enough to be altered often.
struct Files {
    index: Vec<u8>,
    table_file: Vec<u8>,
    table: Table,
    parted: build::Built,
}

static FILES: LazyLock<Files> = LazyLock::new(|| {
    let table_file = small_table();
    let table = Table::read(&table_file).unwrap();
    let sizes = build::Sizes {
        whole: 0,
        part: 700,
        texts: 300,
    };
    Files {
        index: build::build(passages(24), &table),
        parted: build::build_files(&passages(24), &table, &sizes),
        table_file,
        table,
    }
});

/// The table that is served. It is too large to be altered often.
static COMMITTED: LazyLock<Table> = LazyLock::new(|| {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/../../models/gangway-en-256.table");
    let here = concat!(env!("CARGO_MANIFEST_DIR"), "/../models/gangway-en-256.table");
    Table::take(std::fs::read(file).or_else(|_| std::fs::read(here)).unwrap()).unwrap()
});

/// A model of forty words, each with four numbers.
fn small_table() -> Vec<u8> {
    const WORDS: [&str; 40] = [
        "how", "many", "beds", "bed", "has", "room", "in", "house", "and", "what", "does", "it", "cost",
        "tell", "me", "about", "the", "a", "##s", "##ed", "is", "open", "at", "from", "to", "0", "1", "2",
        "3", "4", "5", "6", "7", "8", "9", ".", ",", "?", "$", "[UNK]",
    ];
    let vocabulary: serde_json::Map<String, serde_json::Value> = WORDS
        .iter()
        .enumerate()
        .map(|(at, word)| ((*word).to_owned(), at.into()))
        .collect();
    let tokenizer = serde_json::json!({
        "model": { "type": "WordPiece", "continuing_subword_prefix": "##", "vocab": vocabulary },
        "normalizer": { "type": "BertNormalizer", "lowercase": true }
    });
    let size = WORDS.len() * 4 * 4;
    let head = format!(
        r#"{{"embeddings":{{"dtype":"F32","shape":[{},4],"data_offsets":[0,{size}]}}}}"#,
        WORDS.len()
    );
    let mut tensors = (head.len() as u64).to_le_bytes().to_vec();
    tensors.extend_from_slice(head.as_bytes());
    for at in 0..WORDS.len() * 4 {
        let value = ((at * 37 + 11) % 97) as f32 / 48.5 - 1.0;
        tensors.extend_from_slice(&value.to_le_bytes());
    }
    let import = build::Import {
        name: "small",
        bits: Bits::Eight,
        languages: &[],
        keep: None,
    };
    build::import_model(&import, tokenizer.to_string().as_bytes(), &tensors)
        .unwrap()
        .bytes
}

fn passages(count: usize) -> Vec<Passage> {
    let passage = |number: usize| Passage {
        id: format!("rooms.md#{number}"),
        document: "rooms.md".to_owned(),
        title: "Rooms".to_owned(),
        heading: vec![format!("House {}", number % 4), format!("Room {number}")],
        text: format!(
            "Room {number} has {} beds. It costs ${number}5 a night.",
            number % 7
        ),
        link: number
            .is_multiple_of(3)
            .then(|| "https://www.example.com/rooms".to_owned()),
        place: number.is_multiple_of(2).then(|| Place {
            id: format!("house{}", number % 4),
            name: format!("House {}", number % 4),
        }),
        partition: number.is_multiple_of(5).then_some(3),
        audience: if number.is_multiple_of(11) {
            Audience::Agents
        } else {
            Audience::Public
        },
        ..Passage::default()
    };
    (0..count).map(passage).collect()
}
