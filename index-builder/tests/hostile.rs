//! Documents that would take all memory or all time: they are named, and the others are built.

#![expect(clippy::unwrap_used, reason = "tests")]

#[expect(dead_code, reason = "other tests use more of it")]
mod common;

use std::io::Write;

use common::Folder;
use flate2::Compression;
use flate2::write::ZlibEncoder;

/// A PDF whose only page has this content, packed.
fn pdf(content: &[u8]) -> Vec<u8> {
    let mut packer = ZlibEncoder::new(Vec::new(), Compression::best());
    packer.write_all(content).unwrap();
    let packed = packer.finish().unwrap();
    let mut bytes = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n2 0 obj\n<< /Type /Pages /Kids [3 0 R] /Count 1 >>\nendobj\n3 0 obj\n<< /Type /Page /Parent 2 0 R /Contents 4 0 R >>\nendobj\n".to_vec();
    write!(
        bytes,
        "4 0 obj\n<< /Length {} /Filter /FlateDecode >>\nstream\n",
        packed.len()
    )
    .unwrap();
    bytes.extend(packed);
    bytes.extend(b"\nendstream\nendobj\ntrailer\n<< /Root 1 0 R >>\n");
    bytes
}

#[test]
fn documents_that_would_take_all_memory_are_named_and_the_others_are_built() {
    let folder = Folder::good();
    // One line of thirty million letters: a file of 30 KB.
    let letters = pdf(&[b"BT /F1 12 Tf (".as_slice(), &b"a".repeat(30_000_000), b") Tj ET"].concat());
    assert!(letters.len() < 64 * 1024, "{}", letters.len());
    folder.write("operators/harbour/documents/letters.pdf", letters);
    folder.write(
        "operators/harbour/documents/sound.pdf",
        pdf(b"BT /F1 12 Tf 50 700 Td (A sound page.) Tj ET"),
    );
    // 200 MB that take no place on the disk.
    folder.write("operators/harbour/documents/large.txt", "");
    std::fs::File::options()
        .write(true)
        .open(folder.path("operators/harbour/documents/large.txt"))
        .unwrap()
        .set_len(200 * 1024 * 1024)
        .unwrap();

    let ran = folder.build(&[]);
    assert_eq!(ran.code, Some(1), "{}", ran.stderr);
    let said = |words: &str| assert!(ran.stderr.contains(words), "{}", ran.stderr);
    said("documents/letters.pdf: reading it takes memory over the limit of 1024 MiB");
    said("documents/large.txt: 209715200 bytes are too many, the limit is 20971520");
    let row = ran
        .stdout
        .lines()
        .find(|line| line.starts_with("harbour"))
        .unwrap();
    assert_eq!(row.split_whitespace().nth(1), Some("4"), "{row}");
}

#[test]
fn a_page_that_nests_without_end_is_named() {
    let folder = Folder::good();
    let deep = format!("{}deep", "<div>".repeat(200_000));
    folder.write("operators/harbour/documents/deep.html", deep);
    let ran = folder.build(&[]);
    assert_eq!(ran.code, Some(1), "{}", ran.stderr);
    let said = "documents/deep.html: it nests elements over the limit of 4000 in each other";
    assert!(ran.stderr.contains(said), "{}", ran.stderr);
}
