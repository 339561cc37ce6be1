//! Office documents made by hand, part by part.

use std::io::{Cursor, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

/// A zip of these parts.
pub(super) fn zipped(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    for (name, bytes) in parts {
        zip.start_file(*name, options).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// The relations of a package whose main part is this one.
pub(super) fn package(main: &str) -> String {
    format!(
        r#"<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="{main}"/></Relationships>"#
    )
}

/// A workbook of sheets by name and state, each with what stands in its `<worksheet>`, and formats and fonts for `s`:
/// 0 as it is, 1 bold, 2 `#,##0.00 €`, 3 a regional date, 4 `"from "d mmm yyyy`, 5 `0%`, 6 `$#,##0`, 7 `[h]:mm`.
pub(super) fn workbook(sheets: &[(&str, &str, &str)]) -> Vec<u8> {
    let mut list = String::new();
    let mut relations = String::new();
    let mut parts: Vec<(String, String)> = Vec::new();
    for (index, (name, state, sheet)) in sheets.iter().enumerate() {
        let id = index + 1;
        list.push_str(&format!(
            r#"<sheet name="{name}" sheetId="{id}" state="{state}" r:id="rId{id}"/>"#
        ));
        relations.push_str(&format!(
            r#"<Relationship Id="rId{id}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet{id}.xml"/>"#
        ));
        parts.push((
            format!("xl/worksheets/sheet{id}.xml"),
            format!(
                r#"<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">{sheet}</worksheet>"#
            ),
        ));
    }
    parts.push((
        "xl/workbook.xml".to_owned(),
        format!(
            r#"<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets>{list}</sheets></workbook>"#
        ),
    ));
    parts.push((
        "xl/_rels/workbook.xml.rels".to_owned(),
        format!(
            r#"<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{relations}</Relationships>"#
        ),
    ));
    parts.push(("_rels/.rels".to_owned(), package("xl/workbook.xml")));
    parts.push((
        "xl/styles.xml".to_owned(),
        r##"<?xml version="1.0"?><styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">
        <numFmts count="4"><numFmt numFmtId="164" formatCode="#,##0.00\ [$€-407]"/>
        <numFmt numFmtId="165" formatCode="&quot;from &quot;d mmm yyyy"/>
        <numFmt numFmtId="166" formatCode="&quot;$&quot;#,##0"/><numFmt numFmtId="167" formatCode="[h]:mm"/></numFmts>
        <fonts count="2"><font><sz val="11"/></font><font><b/><sz val="11"/></font></fonts>
        <cellXfs count="8"><xf numFmtId="0" fontId="0"/><xf numFmtId="0" fontId="1" applyFont="1"/>
        <xf numFmtId="164" fontId="0"/><xf numFmtId="14" fontId="0"/><xf numFmtId="165" fontId="0"/>
        <xf numFmtId="9" fontId="0"/><xf numFmtId="166" fontId="0"/><xf numFmtId="167" fontId="0"/></cellXfs></styleSheet>"##
            .to_owned(),
    ));
    let parts: Vec<(&str, &[u8])> = parts
        .iter()
        .map(|(name, text)| (name.as_str(), text.as_bytes()))
        .collect();
    zipped(&parts)
}

/// Rows of cells, from row 1: texts in quotes, numbers with their style after a bar, nothing for a blank one.
pub(super) fn rows(rows: &[&[&str]]) -> String {
    let mut text = "<sheetData>".to_owned();
    for (row, cells) in rows.iter().enumerate() {
        let row = row + 1;
        text.push_str(&format!(r#"<row r="{row}">"#));
        for (column, cell) in (b'A'..).zip(*cells) {
            let at = format!("{}{row}", char::from(column));
            let (value, style) = cell.split_once('|').unwrap_or((cell, "0"));
            if value.is_empty() {
                continue;
            }
            if value.parse::<f64>().is_ok() {
                text.push_str(&format!(r#"<c r="{at}" s="{style}"><v>{value}</v></c>"#));
            } else {
                text.push_str(&format!(
                    r#"<c r="{at}" s="{style}" t="inlineStr"><is><t>{value}</t></is></c>"#
                ));
            }
        }
        text.push_str("</row>");
    }
    text + "</sheetData>"
}

/// A Word document with this body. Its styles: `Title`, `berschrift1`, `Heading2` based on it, `Boxed` with a list,
/// `ListBullet`, `TOC1`; its lists: 1 of dots, 2 of numbers; its footnote 2 and its endnote 2.
pub(super) fn word(body: &str) -> Vec<u8> {
    const NAMESPACE: &str = r#"xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main""#;
    let document =
        format!("<?xml version=\"1.0\"?><w:document {NAMESPACE}><w:body>{body}</w:body></w:document>");
    let styles = format!(
        r#"<w:styles {NAMESPACE}><w:style w:type="paragraph" w:styleId="Title"><w:name w:val="Title"/></w:style>
        <w:style w:type="paragraph" w:styleId="berschrift1"><w:name w:val="heading 1"/><w:rPr><w:b/></w:rPr></w:style>
        <w:style w:type="paragraph" w:styleId="Heading2"><w:name w:val="Sub"/><w:basedOn w:val="berschrift1"/><w:pPr><w:outlineLvl w:val="1"/></w:pPr></w:style>
        <w:style w:type="paragraph" w:styleId="Outlined"><w:name w:val="Own"/><w:pPr><w:outlineLvl w:val="1"/></w:pPr></w:style>
        <w:style w:type="paragraph" w:styleId="Boxed"><w:name w:val="Boxed"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>
        <w:style w:type="paragraph" w:styleId="ListBullet"><w:name w:val="List Bullet"/></w:style>
        <w:style w:type="paragraph" w:styleId="TOC1"><w:name w:val="toc 1"/></w:style></w:styles>"#
    );
    let numbering = format!(
        r#"<w:numbering {NAMESPACE}><w:abstractNum w:abstractNumId="7"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/></w:lvl></w:abstractNum>
        <w:abstractNum w:abstractNumId="8"><w:lvl w:ilvl="0"><w:numFmt w:val="decimal"/></w:lvl><w:lvl w:ilvl="1"><w:numFmt w:val="lowerLetter"/></w:lvl></w:abstractNum>
        <w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="8"/></w:num></w:numbering>"#
    );
    let notes = |kind: &str| {
        format!(
            r#"<w:{kind}s {NAMESPACE}><w:{kind} w:id="0" w:type="separator"><w:p><w:r><w:t>no</w:t></w:r></w:p></w:{kind}><w:{kind} w:id="2"><w:p><w:r><w:t>The {kind}.</w:t></w:r></w:p></w:{kind}></w:{kind}s>"#
        )
    };
    zipped(&[
        ("_rels/.rels", package("word/document.xml").as_bytes()),
        ("word/document.xml", document.as_bytes()),
        ("word/styles.xml", styles.as_bytes()),
        ("word/numbering.xml", numbering.as_bytes()),
        ("word/footnotes.xml", notes("footnote").as_bytes()),
        ("word/endnotes.xml", notes("endnote").as_bytes()),
        (
            "docProps/core.xml",
            br#"<cp:coreProperties xmlns:cp="c" xmlns:dc="d"><dc:creator>A</dc:creator><dc:title>Terms &amp; rates</dc:title></cp:coreProperties>"#,
        ),
    ])
}

/// A paragraph of a style with these runs.
pub(super) fn paragraph(style: &str, runs: &str) -> String {
    format!(r#"<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{runs}</w:p>"#)
}

/// A run of plain text.
pub(super) fn run(text: &str) -> String {
    format!(r#"<w:r><w:t xml:space="preserve">{text}</w:t></w:r>"#)
}

/// A table of these cells: a text, what stands before a bar as its properties.
pub(super) fn table(rows: &[&[&str]]) -> String {
    let cell = |cell: &&str| {
        let (properties, text) = cell.split_once('|').unwrap_or(("", cell));
        format!(
            "<w:tc><w:tcPr>{properties}</w:tcPr>{}</w:tc>",
            paragraph("", &run(text))
        )
    };
    let row = |cells: &&[&str]| format!("<w:tr>{}</w:tr>", cells.iter().map(cell).collect::<String>());
    format!("<w:tbl>{}</w:tbl>", rows.iter().map(row).collect::<String>())
}
