//! Workbooks and tables as operators have them.

use super::office::{rows, workbook, zipped};
use crate::document::{DocumentError, Remark, read};

/// `[Title > Heading] row`, then the text, for each passage.
#[track_caller]
fn check(bytes: &[u8], expected: &str) {
    let document = read("winter-prices.xlsx", bytes).unwrap();
    let shown: Vec<String> = document
        .passages
        .iter()
        .map(|passage| {
            let mut path = vec![passage.title.clone()];
            path.extend(passage.heading.iter().cloned());
            let row = passage.row.map_or("–".to_owned(), |row| row.to_string());
            format!("[{}] {row}\n{}", path.join(" > "), passage.text)
        })
        .collect();
    assert_eq!(shown.join("\n"), expected);
}

fn sheet(cells: &[&[&str]]) -> Vec<u8> {
    workbook(&[("Sheet1", "visible", &rows(cells))])
}

#[test]
fn every_value_is_shown_as_the_sheet_shows_it_under_its_columns_name() {
    check(
        &sheet(&[
            &["Class", "From", "7 days", "Off", "Deposit", "Hours", "Seats"],
            &[
                "Compact SUV",
                "46332|3",
                "1234.5|2",
                "0.15|5",
                "1200|6",
                "1.25|7",
                "5",
            ],
            &["Van", "46332.5|4", "0.1", "1|5", "80|6", "0.5|7", "9"],
        ]),
        "[Winter prices] 2\n\
         Class: Compact SUV; From: 2026-11-06; 7 days: 1,234.50 €; Off: 15%; Deposit: $1,200; Hours: 30:00; Seats: 5\n\
         Class: Van; From: from 6 Nov 2026; 7 days: 0.1; Off: 100%; Deposit: $80; Hours: 12:00; Seats: 9",
    );
}

#[test]
fn sheets_are_sections_and_hidden_ones_are_left_out() {
    let prices = rows(&[&["Class", "Price"], &["Mini", "30|2"]]);
    let net = rows(&[&["Class", "Net"], &["Mini", "12|2"]]);
    check(
        &workbook(&[
            ("Low season", "visible", &prices),
            ("Net rates", "hidden", &net),
            ("Margins", "veryHidden", &net),
            ("Sheet 3", "visible", &rows(&[&["Prices include VAT."]])),
        ]),
        "[Winter prices > Low season] 2\nClass: Mini; Price: 30.00 €\n\nPrices include VAT.",
    );
}

#[test]
fn hidden_rows_and_columns_are_left_out_and_said_to_be() {
    let cells = rows(&[
        &["Class", "Net", "Price"],
        &["Mini", "12|2", "30|2"],
        &["Van", "40|2", "80|2"],
    ])
    .replace(r#"<row r="2">"#, r#"<row r="2" hidden="1">"#);
    let sheet = format!(r#"<cols><col min="2" max="2" width="9" hidden="1"/></cols>{cells}"#);
    let document = read("a.xlsx", &workbook(&[("Prices", "visible", &sheet)])).unwrap();
    assert_eq!(document.passages.len(), 1);
    assert_eq!(document.passages[0].text, "Class: Van; Price: 80.00 €");
    assert_eq!(
        document.remarks,
        [Remark::Hidden {
            sheet: "Prices".to_owned()
        }]
    );
}

#[test]
fn titles_notes_and_second_tables_of_a_sheet_are_told_from_its_rows() {
    check(
        &sheet(&[
            &["Winter prices in Faro|1"],
            &["All prices are for a week and include VAT."],
            &[],
            &["Class|1", "November|1", "December|1"],
            &["Mini", "180|2", "210|2"],
            &["Automatic cars|1"],
            &["Mini automatic", "200|2", "230|2"],
            &[],
            &["SUV", "300|2", "330|2"],
            &[],
            &["Extra|1", "Price|1"],
            &["Snow chains", "25|2"],
            &["Prices may change."],
        ]),
        "[Winter prices > Winter prices in Faro] 2\nAll prices are for a week and include VAT.\n\n\
         Class: Mini; November: 180.00 €; December: 210.00 €\n\
         [Winter prices > Winter prices in Faro > Automatic cars] 7\n\
         Class: Mini automatic; November: 200.00 €; December: 230.00 €\n\n\
         Class: SUV; November: 300.00 €; December: 330.00 €\n\n\
         Extra: Snow chains; Price: 25.00 €\n\n\
         Prices may change.",
    );
}

#[test]
fn merged_cells_say_what_they_say_in_all_that_they_cover() {
    let cells = rows(&[
        &["Class", "Low season", "", "High season", ""],
        &["", "1 day", "7 days", "1 day", "7 days"],
        &["Mini", "30|2", "180|2", "45|2", "270|2"],
        &["", "28|2", "170|2", "on request", ""],
    ]);
    let merged = r#"<mergeCells count="5"><mergeCell ref="A1:A2"/><mergeCell ref="B1:C1"/><mergeCell ref="D1:E1"/><mergeCell ref="A3:A4"/><mergeCell ref="D4:E4"/></mergeCells>"#;
    check(
        &workbook(&[("Sheet1", "visible", &format!("{cells}{merged}"))]),
        "[Winter prices] 3\n\
         Class: Mini; Low season 1 day: 30.00 €; Low season 7 days: 180.00 €; High season 1 day: 45.00 €; High season 7 days: 270.00 €\n\
         Class: Mini; Low season 1 day: 28.00 €; Low season 7 days: 170.00 €; High season 1 day: on request; High season 7 days: on request",
    );
}

#[test]
fn names_with_values_and_questions_with_answers_need_no_header() {
    check(
        &sheet(&[&["Check-in", "14:00"], &["Check-out", "11:00"]]),
        "[Winter prices] 1\nCheck-in: 14:00\nCheck-out: 11:00",
    );
    check(
        &sheet(&[&["Question", "Answer"], &["May I smoke?", "No."]]),
        "[Winter prices > May I smoke?] 2\nNo.",
    );
}

#[test]
fn a_row_of_a_csv_is_counted_as_a_program_counts_it() {
    let row = |text: &str| read("a.csv", text.as_bytes()).unwrap().passages[0].row;
    assert_eq!(row("A,B\n1,2\n"), Some(2));
    assert_eq!(row("A,B\n\n\n1,2\n"), Some(4));
    let long = "word ".repeat(130);
    let text = format!("\"A\nof two lines\",B\n\"1\n2\n3\",{long}\n4,{long}\n");
    let rows: Vec<Option<u32>> = read("a.csv", text.as_bytes())
        .unwrap()
        .passages
        .iter()
        .map(|passage| passage.row)
        .collect();
    assert_eq!(rows, [Some(2), Some(2), Some(3), Some(3)]);
}

#[test]
fn a_cell_in_the_last_row_and_column_costs_one_cell() {
    let far = r#"<sheetData><row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>far</t></is></c></row></sheetData><mergeCells><mergeCell ref="A1:XFD1048575"/></mergeCells>"#;
    check(
        &workbook(&[("Sheet1", "visible", far)]),
        "[Winter prices] 1\n1\n\nfar",
    );
}

#[test]
fn a_workbook_that_is_none_says_so() {
    let why = |bytes: &[u8]| match read("a.xlsx", bytes) {
        Err(error) => error.to_string(),
        Ok(document) => panic!("read as {document:?}"),
    };
    assert!(why(b"Class;Price").starts_with("not an Excel workbook, or a damaged one: "));
    assert!(why(&zipped(&[("a.txt", b"x")])).starts_with("not an Excel workbook, or a damaged one: "));
    let old = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1, 0, 0];
    assert_eq!(
        why(&old),
        "not an Excel workbook, or a damaged one: it is in the format of before 2007"
    );
    let name: Vec<u8> = "EncryptedPackage"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    assert_eq!(
        read("a.xlsx", &[old.as_slice(), &name].concat()),
        Err(DocumentError::Encrypted {
            kind: "an Excel workbook"
        })
    );
    assert_eq!(read("a.xlsx", &sheet(&[&[]])), Err(DocumentError::Empty));
}
