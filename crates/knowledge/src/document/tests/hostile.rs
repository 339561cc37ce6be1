//! Office documents that should not be, and real files of every format with bytes missing or changed.

use std::time::{Duration, Instant};

use proptest::prelude::*;

use super::office::{package, rows, word, workbook, zipped};
use super::{fixture, holds};
use crate::document::{ENDINGS, read};

#[track_caller]
fn fails(path: &str, bytes: &[u8], message: &str) {
    let error = read(path, bytes).unwrap_err();
    assert!(error.to_string().contains(message), "{error}");
    assert!(error.hint().is_some());
}

/// An office document whose main part is this.
fn with_main(path: &str, main: &[u8]) -> Vec<u8> {
    let name = if path.ends_with("docx") {
        "word/document.xml"
    } else {
        "xl/worksheets/sheet1.xml"
    };
    zipped(&[("_rels/.rels", package(name).as_bytes()), (name, main)])
}

#[test]
fn an_archive_that_unpacks_to_too_much_is_not_read() {
    for path in ["a.docx", "a.xlsx"] {
        fails(
            path,
            &with_main(path, &vec![b' '; 70 * 1024 * 1024]),
            "unpacks to over the limit of 64 MiB",
        );
        fails(
            path,
            &with_main(path, &vec![b' '; 6 * 1024 * 1024]),
            "times its size, over the limit of 200",
        );
        fails(
            path,
            &zipped(&[("a/styles.xml", &vec![b' '; 5 * 1024 * 1024])]),
            "`a/styles.xml` unpacks to over the limit of 4 MiB",
        );
        let names: Vec<String> = (0..5_000).map(|number| format!("{number}.xml")).collect();
        let parts: Vec<(&str, &[u8])> = names.iter().map(|name| (name.as_str(), b"".as_slice())).collect();
        fails(path, &zipped(&parts), "it has 5000 parts, over the limit of 4096");
    }
}

#[test]
fn a_part_that_declares_entities_is_not_read() {
    let mut laughs = "<!DOCTYPE w [<!ENTITY a0 \"ha\">".to_owned();
    for level in 1..10 {
        laughs.push_str(&format!(
            "<!ENTITY a{level} \"{}\">",
            format!("&a{};", level - 1).repeat(10)
        ));
    }
    laughs.push_str("]><w:document><w:body><w:p><w:r><w:t>&a9;</w:t></w:r></w:p></w:body></w:document>");
    for path in ["a.docx", "a.xlsx"] {
        fails(path, &with_main(path, laughs.as_bytes()), "declares entities");
    }
}

#[test]
fn what_nests_without_end_is_read_without_running_out_of_stack() {
    let deep = |tag: &str| format!("<w:document><w:body>{}", format!("<{tag}>").repeat(100_000));
    for tag in [
        "w:p",
        "w:tbl",
        "w:tbl><w:tr><w:tc",
        "w:sdt",
        "w:ins",
        "w:del",
        "w:r",
    ] {
        assert!(
            read("a.docx", &with_main("a.docx", deep(tag).as_bytes())).is_err(),
            "{tag}"
        );
    }
    let sheet = format!("<sheetData>{}", "<row><c><is>".repeat(100_000));
    assert!(read("a.xlsx", &workbook(&[("A", "visible", &sheet)])).is_err());
}

#[test]
fn a_cell_may_call_itself_what_it_likes() {
    for cell in [
        r#"r="ZZZZZZ1""#,
        r#"r="A0""#,
        r#"r="A99999999999""#,
        r#"r="""#,
        r#"r="1""#,
        r#"s="99""#,
        r#"s="-1""#,
        r#"t="s""#,
        r#"t="zz""#,
    ] {
        let sheet = format!(
            r#"<sheetData><row r="1"><c {cell}><v>7</v></c></row></sheetData><mergeCells><mergeCell ref="B9:A1"/></mergeCells>"#
        );
        // An error or a document, but no panic and no end of memory.
        holds("a.xlsx", &workbook(&[("A", "visible", &sheet)]));
    }
    let many = (0..70_000)
        .map(|row| format!(r#"<mergeCell ref="A1:XFD{}"/>"#, row + 1))
        .collect::<String>();
    let sheet = format!(
        "{}<mergeCells>{many}</mergeCells>",
        rows(&[&["a"], &["b"], &["c"]])
    );
    holds("a.xlsx", &workbook(&[("A", "visible", &sheet)]));
}

#[test]
fn every_ending_is_read_or_says_what_is_wrong() {
    for ending in ENDINGS {
        for bytes in [
            b"".as_slice(),
            b"\0",
            b"PK\x03\x04",
            b"%PDF-1.7\ntrailer",
            b"\xd0\xcf\x11\xe0",
            b"<",
        ] {
            holds(&format!("a.{ending}"), bytes);
        }
    }
}

const REAL: [&str; 6] = [
    "harbour-cars/documents/vehicle-condition-guide.pdf",
    "harbour-cars/documents/winter-offers-2026-27.xlsx",
    "harbour-cars/documents/corporate-framework-agreement.docx",
    "meridian-tours/documents/trekking-preparation.pdf",
    "meridian-tours/documents/seasonal-supplements-2026-27.xlsx",
    "meridian-tours/documents/group-leader-checklist.docx",
];

/// No file of a fixture takes longer, whatever is missing of it; they take a tenth of a second.
const LONGEST: Duration = Duration::from_secs(20);

#[track_caller]
fn holds_in_time(path: &str, bytes: &[u8]) {
    let start = Instant::now();
    holds(path, bytes);
    assert!(start.elapsed() < LONGEST, "{path} took {:?}", start.elapsed());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn a_real_file_that_ends_anywhere_is_read_or_says_what_is_wrong(file in prop::sample::select(REAL.to_vec()), part in 0.0..1.0_f64) {
        let bytes = fixture(file);
        let end = (part * bytes.len() as f64) as usize;
        holds_in_time(file, &bytes[..end]);
    }

    #[test]
    fn a_real_file_with_changed_bytes_is_read_or_says_what_is_wrong(
        file in prop::sample::select(REAL.to_vec()),
        changes in prop::collection::vec((0.0..1.0_f64, any::<u8>()), 1..12),
    ) {
        let mut bytes = fixture(file);
        let length = bytes.len() as f64;
        for (part, byte) in changes {
            bytes[(part * length) as usize] = byte;
        }
        holds_in_time(file, &bytes);
    }

    /// Changed before it was packed: what a checksum would not let through.
    #[test]
    fn changed_markup_is_read_or_says_what_is_wrong(
        changes in prop::collection::vec((0.0..1.0_f64, prop::sample::select(vec!["<", ">", "\"", "/", "&", "=", "9", "w:tbl", "</w:p>", ""])), 1..12),
        sheet in any::<bool>(),
    ) {
        let mut text = if sheet {
            rows(&[&["Class|1", "Price|1"], &["Mini", "30|2"], &["Van", "46000|3"]]) + "<mergeCells><mergeCell ref=\"A1:B1\"/></mergeCells>"
        } else {
            super::office::paragraph("Title", &super::office::run("T")) + &super::office::table(&[&["a", "b", "c"], &["<w:vMerge/>|d", "e", "f"]])
        };
        for (part, change) in changes {
            let at = (part * text.len() as f64) as usize;
            if text.is_char_boundary(at) && text.is_char_boundary(at + 1) {
                text.replace_range(at..=at, change);
            }
        }
        if sheet {
            holds("a.xlsx", &workbook(&[("A", "visible", &text)]));
        } else {
            holds("a.docx", &word(&text));
        }
    }
}
