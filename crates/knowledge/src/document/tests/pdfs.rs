//! PDFs as operators have them, and as nobody should.

use std::fmt::Write;
use std::io::Write as _;

use flate2::Compression;
use flate2::write::ZlibEncoder;

use super::{fixture, shown_bytes};
use crate::document::{DocumentError, Remark, read};

/// A PDF of these objects, numbered from 1; the first is its catalogue.
fn pdf(objects: &[&str]) -> Vec<u8> {
    let mut text = "%PDF-1.7\n".to_owned();
    let mut table = format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1);
    for (index, object) in objects.iter().enumerate() {
        writeln!(table, "{:010} 00000 n ", text.len()).unwrap();
        write!(text, "{} 0 obj\n{object}\nendobj\n", index + 1).unwrap();
    }
    let start = text.len();
    let size = objects.len() + 1;
    write!(
        text,
        "{table}trailer\n<< /Size {size} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n"
    )
    .unwrap();
    text.into_bytes()
}

fn stream(entries: &str, content: &str) -> String {
    format!(
        "<< /Length {} {entries} >>\nstream\n{content}\nendstream",
        content.len()
    )
}

/// A PDF with these contents of its pages, which may use the fonts F1 and F2 (bold) and draw the picture Im.
fn pages(contents: &[&str]) -> Vec<u8> {
    let mut objects = vec![
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        String::new(),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>".to_owned(),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica-Bold /Encoding /WinAnsiEncoding >>".to_owned(),
        stream(
            "/Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8",
            "x",
        ),
    ];
    let mut kids = String::new();
    for content in contents {
        let page = objects.len() + 1;
        write!(kids, "{page} 0 R ").unwrap();
        objects.push(format!(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents {} 0 R /Resources << /Font << /F1 3 0 R /F2 4 0 R >> /XObject << /Im 5 0 R >> >> >>",
            page + 1
        ));
        objects.push(stream("", content));
    }
    objects[1] = format!("<< /Type /Pages /Kids [{kids}] /Count {} >>", contents.len());
    let objects: Vec<&str> = objects.iter().map(String::as_str).collect();
    pdf(&objects)
}

/// Lines of a page: font, size, from the left, from below, text.
fn lines(lines: &[(u8, u8, u16, u16, &str)]) -> String {
    let line = |(font, size, x, y, text): &(u8, u8, u16, u16, &str)| {
        format!("BT /F{font} {size} Tf {x} {y} Td ({text}) Tj ET\n")
    };
    lines.iter().map(line).collect()
}

#[test]
fn a_printed_page_keeps_its_headings_tables_and_page_numbers() {
    let document = read(
        "vehicle-condition-guide.pdf",
        &fixture("harbour-cars/documents/vehicle-condition-guide.pdf"),
    )
    .unwrap();
    assert_eq!(document.remarks, []);
    let find = |words: &str| {
        document
            .passages
            .iter()
            .find(|passage| passage.text.contains(words))
            .unwrap()
    };
    let chip = find("A chip up to 5 millimetres");
    assert_eq!(chip.title, "Vehicle condition guide");
    assert_eq!(chip.heading, ["Wheels, tyres and glass", "Chips and cracks"]);
    assert_eq!(chip.page, Some(3));
    // A column's lines are one paragraph, and the other column's follow it.
    assert_eq!(
        chip.text,
        "A chip up to 5 millimetres outside the driver's field of view is wear. A chip in the field of view, two chips closer together than a hand, and every crack mean a new windscreen."
    );
    let prices = find("Part: Alloy rim");
    assert_eq!(
        prices.text,
        "Part: Alloy rim; Damage: scuffed over 25 mm; Groups A to D: €95; Groups E to V: €125"
    );
    assert_eq!(
        (prices.page, &prices.heading),
        (Some(4), &vec!["Damage price list".to_owned()])
    );
    // What repeats on every page is no text.
    assert!(
        document
            .passages
            .iter()
            .all(|passage| !passage.text.contains("Page ") && !passage.text.contains("edition 2027"))
    );
}

#[test]
fn columns_are_read_one_after_the_other() {
    let document = read(
        "a.pdf",
        &fixture("meridian-tours/documents/trekking-preparation.pdf"),
    )
    .unwrap();
    let headings: Vec<&str> = document
        .passages
        .iter()
        .filter(|passage| passage.page == Some(2))
        .filter_map(|passage| passage.heading.last())
        .map(String::as_str)
        .collect();
    assert_eq!(
        headings,
        [
            "What belongs in it",
            "How heavy it may be",
            "Walking poles",
            "Lares trek",
            "Salkantay",
            "Which one to choose",
            "Pace and breathing",
            "Sleeping in the cold",
            "Eating and drinking",
            "When to tell the guide"
        ]
    );
}

#[test]
fn words_that_the_end_of_a_line_divides_are_put_together() {
    let page = lines(&[
        (2, 18, 50, 700, "Before pick-up"),
        (
            1,
            10,
            50,
            670,
            "At every desk the pick-up is quick, and the trans-",
        ),
        (1, 10, 50, 658, "mission of each car is explained. A late pick-"),
        (1, 10, 50, 646, "up costs nothing, nor does a broken \\256t."),
        (1, 10, 50, 616, "1. Show the licence"),
        (1, 10, 50, 604, "2. Sign the agreement, which lies ready in your"),
        (1, 10, 64, 592, "own language"),
        (1, 10, 50, 562, "Any day but Sunday."),
    ]);
    assert_eq!(
        shown_bytes("a.pdf", &pages(&[&page])),
        "[Before pick-up]\nAt every desk the pick-up is quick, and the transmission of each car is explained. A late pick-up costs nothing, nor does a broken \u{ae}t.\n\n\
         1. Show the licence\n2. Sign the agreement, which lies ready in your own language\n\nAny day but Sunday."
    );
}

#[test]
fn headers_and_numbers_of_pages_are_left_out_and_paragraphs_go_over_pages() {
    let page = |number: u8, text: &str| {
        lines(&[
            (1, 8, 50, 780, "Harbour Cars 2027"),
            (1, 10, 50, 700, text),
            (1, 8, 300, 20, &format!("{number} / 3")),
        ])
    };
    let contents = [
        page(1, "The deposit is held for the whole"),
        page(2, "of the rental."),
        page(3, "It is released after it."),
    ];
    let document = read("a.pdf", &pages(&[&contents[0], &contents[1], &contents[2]])).unwrap();
    let texts: Vec<(&str, Option<u32>)> = document
        .passages
        .iter()
        .map(|passage| (passage.text.as_str(), passage.page))
        .collect();
    assert_eq!(
        texts,
        [(
            "The deposit is held for the whole of the rental.\n\nIt is released after it.",
            Some(1)
        )]
    );
}

#[test]
fn pages_of_pictures_are_named() {
    let picture = "q 600 0 0 800 0 0 cm /Im Do Q";
    let text = lines(&[(1, 10, 50, 700, "Some text.")]);
    assert_eq!(
        read("a.pdf", &pages(&[picture, picture])),
        Err(DocumentError::Scanned { pages: 2 })
    );
    assert_eq!(
        read("a.pdf", &pages(&[picture])).unwrap_err().to_string(),
        "no text on its only page: they are pictures"
    );
    let document = read("a.pdf", &pages(&[picture, &text, picture, picture])).unwrap();
    assert_eq!(
        document.remarks,
        [Remark::PagesWithoutText { pages: vec![1, 3, 4] }]
    );
    // A page that a program recognised has its text, though it does not show it.
    let recognised = format!("{picture} 3 Tr {text}");
    assert_eq!(read("a.pdf", &pages(&[&recognised])).unwrap().remarks, []);
    assert_eq!(read("a.pdf", &pages(&[""])), Err(DocumentError::Empty));
}

#[test]
fn text_that_stands_on_its_side_is_turned_or_left_out() {
    let turned = "BT /F1 10 Tf 0 1 -1 0 100 100 Tm (All of it runs upwards.) Tj ET";
    assert_eq!(
        shown_bytes("a.pdf", &pages(&[turned])),
        "[A]\nAll of it runs upwards."
    );
    let mixed = format!(
        "{turned} {}",
        lines(&[(1, 10, 50, 700, "Most of this page reads as it should.")])
    );
    assert_eq!(
        shown_bytes("a.pdf", &pages(&[&mixed])),
        "[A]\nMost of this page reads as it should."
    );
}

#[track_caller]
fn fails(bytes: &[u8], message: &str) {
    let error = read("a.pdf", bytes).unwrap_err();
    assert!(error.to_string().starts_with(message), "{error}");
    assert!(error.hint().is_some());
}

#[test]
fn a_pdf_that_is_encrypted_or_none_says_so() {
    let entry = "A".repeat(32);
    let encrypted = String::from_utf8(pages(&["x"])).unwrap().replace(
        "/Root 1 0 R",
        &format!("/Root 1 0 R /ID [({entry}) ({entry})] /Encrypt << /Filter /Standard /V 1 /R 2 /O ({entry}) /U ({entry}) /P -4 >>"),
    );
    fails(encrypted.as_bytes(), "a PDF that is encrypted");
    fails(b"%PDF-1.7", "not a PDF, or a damaged one: ");
    fails(b"PK\x03\x04", "not a PDF, or a damaged one: ");
    fails(b"", "not a PDF, or a damaged one: ");
}

#[test]
fn a_stream_that_unpacks_to_too_much_is_not_unpacked() {
    let mut packer = ZlibEncoder::new(Vec::new(), Compression::best());
    let zeros = vec![0; 1024 * 1024];
    for _ in 0..200 {
        packer.write_all(&zeros).unwrap();
    }
    let bomb = packer.finish().unwrap();
    assert!(bomb.len() < 300_000, "{}", bomb.len());
    let mut bytes = b"%PDF-1.7\n1 0 obj\n<< /Filter /FlateDecode >>\nstream\n".to_vec();
    bytes.extend(bomb);
    fails(&bytes, "one of its streams unpacks to over the limit of 192 MiB");
}

#[test]
fn what_leads_in_circles_ends() {
    // The tables of objects, and the pages.
    let pages_of = pages(&[&lines(&[(1, 10, 50, 700, "Text.")])]);
    let at = pages_of
        .windows(5)
        .rposition(|window| window == b"xref\n")
        .unwrap()
        - 5;
    let text = String::from_utf8(pages_of).unwrap();
    let at = text.get(..=at).unwrap().rfind("xref").unwrap_or(at);
    let looped = text.replace("/Root 1 0 R", &format!("/Root 1 0 R /Prev {at}"));
    assert!(read("a.pdf", looped.as_bytes()).is_ok());

    let circle = pdf(&[
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [2 0 R 3 0 R] /Count 9 >>",
        "<< /Type /Pages /Kids [2 0 R] >>",
    ]);
    assert!(read("a.pdf", &circle).is_err());

    // Each of twelve drawings draws the next one ten times.
    let mut objects = vec![
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents 4 0 R /Resources << /XObject << /A 5 0 R >> >> >>".to_owned(),
        stream("", "/A Do"),
    ];
    for next in 6..18 {
        let resources = format!(
            "/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /A {next} 0 R >> >>"
        );
        objects.push(stream(&resources, &"/A Do ".repeat(10)));
    }
    objects.push(stream(
        "/Type /XObject /Subtype /Form /BBox [0 0 9 9]",
        "0 0 m 1 1 l S",
    ));
    let objects: Vec<&str> = objects.iter().map(String::as_str).collect();
    let bytes = pdf(&objects);
    fails(&bytes, "its pages draw more over the limit of 20000000 steps");
}

#[test]
fn what_nests_deeply_is_read_without_running_out_of_stack() {
    for open in ["[", "<< /A ", "("] {
        let object = open.repeat(5_000);
        assert!(
            read("a.pdf", &pdf(&["<< /Type /Catalog /Pages 2 0 R >>", &object])).is_err(),
            "{open}"
        );
    }
    let nested = format!(
        "{}{}",
        "q BT ".repeat(20_000),
        lines(&[(1, 10, 50, 700, "Text.")])
    );
    assert!(read("a.pdf", &pages(&[&nested])).is_ok());
    let kids = pdf(&[
        "<< /Type /Catalog /Pages 2 0 R >>",
        &format!("<< /Type /Pages /Kids [{}] >>", "3 0 R ".repeat(100_000)),
        "<< /Type /Page >>",
    ]);
    assert!(read("a.pdf", &kids).is_err());
}
