//! Word documents as operators have them.

use super::office::{paragraph, run, table, word, zipped};
use super::shown_bytes;
use crate::document::{DocumentError, read};

#[track_caller]
fn check(body: &str, expected: &str) {
    assert_eq!(shown_bytes("a.docx", &word(body)), expected);
}

#[test]
fn headings_are_told_by_their_style_in_any_language() {
    let body = [
        paragraph("Title", &run("Corporate rates")),
        paragraph("TOC1", &run("Terms 2")),
        paragraph("berschrift1", &run("Terms")),
        paragraph("", &run("Thirty days.")),
        paragraph("Outlined", &run("Late payment")),
        paragraph("", &run("Two per cent.")),
        paragraph("berschrift1", &run("Rates")),
        paragraph("", "<w:r><w:rPr><w:b/></w:rPr><w:t>Compact cars</w:t></w:r>"),
        paragraph("", &run("From €30.")),
    ];
    check(
        &body.concat(),
        "[Corporate rates > Terms]\nThirty days.\n\
         [Corporate rates > Terms > Late payment]\nTwo per cent.\n\
         [Corporate rates > Rates > Compact cars]\nFrom €30.",
    );
    // A single heading above all others is the title; of several, none is, but the one among the properties.
    check(
        &[
            paragraph("berschrift1", &run("One")),
            paragraph("", &run("1.")),
            paragraph("Heading2", &run("Two")),
            paragraph("", &run("2.")),
        ]
        .concat(),
        "[One]\n1.\n[One > Two]\n2.",
    );
    check(
        &[
            paragraph("berschrift1", &run("One")),
            paragraph("", &run("1.")),
            paragraph("berschrift1", &run("Two")),
            paragraph("", &run("2.")),
        ]
        .concat(),
        "[Terms & rates > One]\n1.\n[Terms & rates > Two]\n2.",
    );
}

#[test]
fn lists_have_their_marks_and_their_levels() {
    let item = |list: u8, level: u8, text: &str| {
        format!(
            r#"<w:p><w:pPr><w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{list}"/></w:numPr></w:pPr>{}</w:p>"#,
            run(text)
        )
    };
    let body = [
        paragraph("", &run("Bring:")),
        item(2, 0, "licence"),
        item(2, 1, "the card"),
        item(2, 1, "the permit"),
        item(2, 0, "passport"),
        item(2, 1, "a copy"),
        paragraph("", &run("And:")),
        item(1, 0, "voucher"),
        paragraph("Boxed", &run("keys")),
        paragraph("ListBullet", &run("papers")),
        paragraph("", &run("•  cash")),
        item(0, 0, "That is all."),
    ];
    check(
        &body.concat(),
        "[Terms & rates]\nBring:\n1. licence\n1. the card\n2. the permit\n2. passport\n1. a copy\n\n\
         And:\n- voucher\n- keys\n- papers\n- cash\n\nThat is all.",
    );
}

#[test]
fn what_was_deleted_or_hidden_or_stands_in_a_box_is_left_out() {
    check(
        r#"<w:p><w:r><w:t>A fee of </w:t></w:r><w:del><w:r><w:delText>€20</w:delText></w:r></w:del>
           <w:ins><w:r><w:t>€25 </w:t></w:r></w:ins><w:r><w:rPr><w:strike/></w:rPr><w:t>€30 </w:t></w:r>
           <w:r><w:rPr><w:strike w:val="0"/><w:rPrChange><w:rPr><w:vanish/></w:rPr></w:rPrChange></w:rPr><w:t>is </w:t></w:r>
           <w:r><w:rPr><w:vanish/></w:rPr><w:t>internal </w:t></w:r><w:hyperlink><w:r><w:t>charged</w:t></w:r></w:hyperlink>
           <w:r><w:fldChar w:fldCharType="begin"/><w:instrText> PAGEREF x </w:instrText></w:r><w:r><w:t> &lt;once&gt;&#33;</w:t></w:r>
           <w:r><w:drawing><w:txbxContent><w:p><w:r><w:t>BOX</w:t></w:r></w:p></w:txbxContent></w:drawing></w:r></w:p>
           <w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj></w:sdtPr>
           <w:sdtContent><w:p><w:r><w:t>Contents 3</w:t></w:r></w:p></w:sdtContent></w:sdt>
           <w:sdt><w:sdtContent><w:p><w:r><w:t>Once</w:t><w:br/><w:t>only</w:t><w:noBreakHyphen/><w:t>ever.</w:t></w:r></w:p></w:sdtContent></w:sdt>"#,
        "[Terms & rates]\nA fee of €25 is charged <once>!\n\nOnce\nonly-ever.",
    );
}

#[test]
fn a_note_follows_the_paragraph_that_refers_to_it() {
    check(
        r#"<w:p><w:r><w:t>Text</w:t><w:footnoteReference w:id="2"/><w:t> on.</w:t></w:r></w:p><w:p><w:r><w:t>More.</w:t><w:endnoteReference w:id="2"/></w:r></w:p>"#,
        "[Terms & rates]\nText on.\n\nThe footnote.\n\nMore.\n\nThe endnote.",
    );
}

#[test]
fn tables_name_each_value_and_nest() {
    check(
        &table(&[
            &["Class", r#"<w:gridSpan w:val="2"/>|Low season"#, "High season"],
            &["", "1 day", "7 days", "1 day"],
            &[r#"<w:vMerge w:val="restart"/>|Mini"#, "€30", "€180", "€45"],
            &["<w:vMerge/>|", "€28", "€170", "€40"],
        ]),
        "[Terms & rates]\n\
         Class: Mini; Low season 1 day: €30; Low season 7 days: €180; High season 1 day: €45\n\
         Class: Mini; Low season 1 day: €28; Low season 7 days: €170; High season 1 day: €40",
    );
    check(
        &table(&[
            &["Contact", "Ana Costa"],
            &["Telephone", "+351 210 000 000"],
            &["Open", "always"],
        ]),
        "[Terms & rates]\nContact: Ana Costa\nTelephone: +351 210 000 000\nOpen: always",
    );
    check(&table(&[&["A framed note."]]), "[Terms & rates]\nA framed note.");
    let header = table(&[&["Term", "Meaning"], &["Excess", "What you pay."]]).replacen(
        "<w:tr>",
        "<w:tr><w:trPr><w:tblHeader/></w:trPr>",
        1,
    );
    check(&header, "[Terms & rates]\nTerm: Excess; Meaning: What you pay.");
    let nested = table(&[&["Class", "Prices", "Note"], &["Mini", "PRICES", "x"]]).replace(
        &paragraph("", &run("PRICES")),
        &table(&[&["1 day", "€30"], &["7 days", "€180"]]),
    );
    check(
        &nested,
        "[Terms & rates]\nClass: Mini; Prices: 1 day: €30, 7 days: €180; Note: x",
    );
}

#[test]
fn a_word_document_that_is_none_says_so() {
    assert_eq!(
        read("a.docx", &zipped(&[("a.xml", b"<a/>")])),
        Err(DocumentError::Damaged {
            kind: "a Word document",
            why: "it has no `word/document.xml`".to_owned()
        })
    );
    let broken = read("a.docx", &zipped(&[("word/document.xml", b"<w:p><w:r></w:p>")]));
    assert!(
        matches!(broken, Err(DocumentError::Damaged { why, .. }) if why.starts_with("`word/document.xml`, byte "))
    );
    assert_eq!(read("a.docx", &word("")), Err(DocumentError::Empty));
}
