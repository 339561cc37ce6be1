#![expect(clippy::unwrap_used, reason = "a test may fail by panicking")]

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use gangway_protocol::FileFormat;

use super::{orientation, png, without_metadata};

/// Pictures of four by two dots, red above blue, as an image program writes them without metadata.
const JPEG: &str = "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAA0JCgsKCA0LCgsODg0PEyAVExISEyccHhcgLikxMC4pLSwzOko+MzZGNywtQFdBRkxOUlNSMj5aYVpQYEpRUk//2wBDAQ4ODhMREyYVFSZPNS01T09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT0//wAARCAACAAQDASIAAhEBAxEB/8QAFQABAQAAAAAAAAAAAAAAAAAAAAb/xAAaEAEAAQUAAAAAAAAAAAAAAAAAAQIDE1OS/8QAFAEBAAAAAAAAAAAAAAAAAAAABf/EABQRAQAAAAAAAAAAAAAAAAAAAAD/2gAMAwEAAhEDEQA/AIbPe219SAYPP//Z";
/// The same in several scans, with tables between them.
const PROGRESSIVE: &str = "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAA0JCgsKCA0LCgsODg0PEyAVExISEyccHhcgLikxMC4pLSwzOko+MzZGNywtQFdBRkxOUlNSMj5aYVpQYEpRUk//2wBDAQ4ODhMREyYVFSZPNS01T09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT0//wgARCAACAAQDASIAAhEBAxEB/8QAFQABAQAAAAAAAAAAAAAAAAAAAAX/xAAUAQEAAAAAAAAAAAAAAAAAAAAE/9oADAMBAAIQAxAAAAGEGP8A/8QAFhAAAwAAAAAAAAAAAAAAAAAAAAER/9oACAEBAAEFAqz/xAAUEQEAAAAAAAAAAAAAAAAAAAAA/9oACAEDAQE/AX//xAAUEQEAAAAAAAAAAAAAAAAAAAAA/9oACAECAQE/AX//xAAVEAEBAAAAAAAAAAAAAAAAAAAAMf/aAAgBAQAGPwKv/8QAFhAAAwAAAAAAAAAAAAAAAAAAAGGR/9oACAEBAAE/IXqf/9oADAMBAAIAAwAAABDz/8QAFBEBAAAAAAAAAAAAAAAAAAAAAP/aAAgBAwEBPxB//8QAFBEBAAAAAAAAAAAAAAAAAAAAAP/aAAgBAgEBPxB//8QAFRABAQAAAAAAAAAAAAAAAAAAAPH/2gAIAQEAAT8Qtn//2Q==";
const PNG: &str =
    "iVBORw0KGgoAAAANSUhEUgAAAAQAAAACCAIAAADwyuo0AAAAEUlEQVQI12P8z4AAjAwMCC4AIx4CARbmWZoAAAAASUVORK5CYII=";
const WEBP: &str =
    "UklGRj4AAABXRUJQVlA4IDIAAAAwAgCdASoEAAIAAgA0JaACdLoB+AADISoiEAD++33iaLPl9/bsFnLq//G7cYb70AAAAA==";
/// Half transparent.
const LOSSLESS: &str = "UklGRhwAAABXRUJQVlA4TA8AAAAvA0AAEAcQ/Y/+BSKi/wEA";

/// What must not be found in what is kept.
const SECRET: &[u8] = b"41.1496 N 8.6109 W";

fn picture(encoded: &str) -> Vec<u8> {
    STANDARD.decode(encoded).unwrap()
}

fn bare(bytes: &[u8]) -> Option<Vec<u8>> {
    without_metadata(FileFormat::of(bytes)?, bytes.to_vec())
}

/// The bytes with others put in at a place.
fn with(bytes: &[u8], at: usize, more: &[u8]) -> Vec<u8> {
    [&bytes[..at], more, &bytes[at..]].concat()
}

/// An Exif block as a camera writes it: which way up, and a place.
fn exif(turned: u8, little: bool) -> Vec<u8> {
    let number = |number: u32, bytes: usize| {
        if little {
            number.to_le_bytes()[..bytes].to_vec()
        } else {
            number.to_be_bytes()[4 - bytes..].to_vec()
        }
    };
    let place = u32::try_from(SECRET.len()).unwrap();
    let mut block = if little {
        b"II*\0".to_vec()
    } else {
        b"MM\0*".to_vec()
    };
    block.extend(number(8, 4));
    block.extend(number(2, 2));
    // Make.
    for part in [(0x010F, 2), (2, 2), (place, 4), (38, 4)] {
        block.extend(number(part.0, part.1));
    }
    // Orientation, left-justified in its four bytes.
    for part in [(0x0112, 2), (3, 2), (1, 4), (u32::from(turned), 2), (0, 2)] {
        block.extend(number(part.0, part.1));
    }
    block.extend(number(0, 4));
    block.extend(SECRET);
    block
}

fn segment(marker: u8, body: &[u8]) -> Vec<u8> {
    let length = u16::try_from(body.len() + 2).unwrap().to_be_bytes();
    [&[0xFF, marker], &length[..], body].concat()
}

fn chunk(name: &[u8; 4], body: &[u8]) -> Vec<u8> {
    let named = [&name[..], body].concat();
    let length = u32::try_from(body.len()).unwrap().to_be_bytes();
    let sum = png::checksum(&named).to_be_bytes();
    [&length[..], &named, &sum].concat()
}

fn riff(name: &[u8; 4], body: &[u8]) -> Vec<u8> {
    let length = u32::try_from(body.len()).unwrap().to_le_bytes();
    let even = vec![0; body.len() % 2];
    [&name[..], &length, body, &even].concat()
}

/// A WebP of chunks.
fn webp(chunks: &[Vec<u8>]) -> Vec<u8> {
    let chunks = chunks.concat();
    let size = u32::try_from(chunks.len() + 4).unwrap().to_le_bytes();
    [b"RIFF", &size[..], b"WEBP", &chunks].concat()
}

fn has(bytes: &[u8], wanted: &[u8]) -> bool {
    bytes.windows(wanted.len()).any(|window| window == wanted)
}

#[test]
fn a_picture_without_metadata_is_kept_byte_for_byte() {
    for encoded in [JPEG, PROGRESSIVE, PNG, WEBP, LOSSLESS] {
        let picture = picture(encoded);
        assert_eq!(bare(&picture), Some(picture));
    }
    let pdf = b"%PDF-1.4 anything".to_vec();
    assert_eq!(bare(&pdf), Some(pdf));
}

#[test]
fn a_jpeg_loses_where_and_when_it_was_taken() {
    let exif = [b"Exif\0\0", &exif(1, true)[..]].concat();
    let secrets = [
        segment(0xE1, &exif),
        segment(0xE1, &[b"http://ns.adobe.com/xap/1.0/\0", SECRET].concat()),
        segment(0xED, &[b"Photoshop 3.0\0", SECRET].concat()),
        segment(0xE2, &[b"MPF\0", SECRET].concat()),
        segment(0xE0, &[b"JFXX\0", SECRET].concat()),
        segment(0xFE, SECRET),
    ];
    for encoded in [JPEG, PROGRESSIVE] {
        let picture = picture(encoded);
        // Behind the first segment, and between scans, where there are several.
        let last_table = picture.windows(2).rposition(|pair| pair == [0xFF, 0xC4]).unwrap();
        for at in [2, 20, last_table] {
            for secret in &secrets {
                let told = with(&picture, at, secret);
                assert!(has(&told, SECRET));
                assert_eq!(bare(&told), Some(picture.clone()));
            }
        }
        // Behind its end: the film of a picture that moves.
        assert_eq!(bare(&[&picture[..], SECRET].concat()), Some(picture.clone()));
        // One that breaks off is shown as far as it goes, and ended.
        let broken = [&picture[..picture.len() - 3], &[0xFF, 0xD9]].concat();
        assert_eq!(bare(&picture[..picture.len() - 3]), Some(broken));
    }
}

#[test]
fn a_jpeg_keeps_its_colours_and_loses_its_thumbnail() {
    let picture = picture(JPEG);
    for kept in [
        segment(0xE2, b"ICC_PROFILE\0colours"),
        segment(0xEE, b"Adobe\0d\0\0\0\0\x01"),
    ] {
        let coloured = with(&picture, 20, &kept);
        assert_eq!(bare(&coloured), Some(coloured));
    }
    let mut thumbnail = b"JFIF\0\x01\x01\0\0\x01\0\x01\x01\x06".to_vec();
    thumbnail.extend(SECRET);
    let told = [&picture[..2], &segment(0xE0, &thumbnail), &picture[20..]].concat();
    assert_eq!(bare(&told), Some(picture));
}

#[test]
fn a_picture_is_shown_the_same_way_up() {
    for turned in 2..=8 {
        for little in [true, false] {
            let block = exif(turned, little);
            let own = orientation::block(turned);
            assert_eq!(orientation::read(&block), Some(turned));
            assert_eq!(orientation::read(&own), Some(turned));

            let upright = picture(JPEG);
            let told = with(&upright, 20, &segment(0xE1, &[b"Exif\0\0", &block[..]].concat()));
            let kept = with(&upright, 2, &segment(0xE1, &[b"Exif\0\0", &own[..]].concat()));
            assert_eq!(bare(&told), Some(kept.clone()));
            assert_eq!(bare(&kept), Some(kept));

            let upright = picture(PNG);
            let told = with(&upright, upright.len() - 12, &chunk(b"eXIf", &block));
            let kept = with(&upright, 33, &chunk(b"eXIf", &own));
            assert_eq!(bare(&told), Some(kept.clone()));
            assert_eq!(bare(&kept), Some(kept));

            let image = picture(LOSSLESS)[12..].to_vec();
            let head = |flags: u8| riff(b"VP8X", &[flags, 0, 0, 0, 3, 0, 0, 1, 0, 0]);
            let xmp = riff(b"XMP ", SECRET);
            let told = webp(&[head(0x1C), image.clone(), riff(b"EXIF", &block), xmp]);
            let kept = webp(&[head(0x18), image, riff(b"EXIF", &own)]);
            assert_eq!(bare(&told), Some(kept.clone()));
            assert_eq!(bare(&kept), Some(kept));
        }
    }
}

#[test]
fn a_png_loses_its_texts() {
    let picture = picture(PNG);
    for name in [b"tEXt", b"zTXt", b"iTXt", b"tIME", b"eXIf", b"caBX"] {
        for at in [33, picture.len() - 12] {
            let told = with(&picture, at, &chunk(name, SECRET));
            assert_eq!(bare(&told), Some(picture.clone()));
        }
    }
    for name in [b"gAMA", b"tRNS", b"iCCP", b"PLTE"] {
        let coloured = with(&picture, 33, &chunk(name, b"abcd"));
        assert_eq!(bare(&coloured), Some(coloured));
    }
    assert_eq!(bare(&[&picture[..], SECRET].concat()), Some(picture));
}

#[test]
fn a_webp_loses_its_exif_and_xmp() {
    for encoded in [WEBP, LOSSLESS] {
        let image = picture(encoded)[12..].to_vec();
        let head = |flags: u8| riff(b"VP8X", &[flags, 0, 0, 0, 3, 0, 0, 1, 0, 0]);
        let colours = riff(b"ICCP", b"odd");
        let told = webp(&[
            head(0x2C),
            colours.clone(),
            image.clone(),
            riff(b"EXIF", &exif(1, true)),
            riff(b"XMP ", SECRET),
            riff(b"else", SECRET),
        ]);
        let kept = webp(&[head(0x20), colours, image]);
        assert_eq!(bare(&told), Some(kept.clone()));
        assert_eq!(bare(&[&told[..], SECRET].concat()), Some(kept));
    }
}

#[test]
fn whatever_is_cut_off_or_garbled_is_refused_or_shown_and_never_tells() {
    let block = [b"Exif\0\0", &exif(6, false)[..]].concat();
    let jpeg = with(&picture(JPEG), 20, &segment(0xE1, &block));
    let png = with(&picture(PNG), 33, &chunk(b"tEXt", SECRET));
    let webp = webp(&[picture(WEBP)[12..].to_vec(), riff(b"XMP ", SECRET)]);
    for told in [jpeg, png, webp] {
        for end in 0..told.len() {
            let kept = bare(&told[..end]);
            assert!(kept.is_none_or(|kept| !has(&kept, SECRET)), "cut at {end}");
        }
        for at in 0..told.len() {
            for byte in [0, 1, 0x7F, 0xFF] {
                let mut garbled = told.clone();
                garbled[at] = byte;
                // It ends, and does not panic.
                let _ = bare(&garbled);
            }
        }
    }
    for nothing in [
        &b"\xFF\xD8\xFF\xD9"[..],
        b"\x89PNG\r\n\x1A\n",
        b"RIFF\x04\0\0\0WEBP",
    ] {
        assert_eq!(bare(nothing), None);
    }
}

#[test]
fn bytes_that_belong_to_nothing_are_skipped() {
    let jpeg = picture(JPEG);
    // Behind its first segment, by which it is known.
    assert_eq!(bare(&with(&jpeg, 20, &[0])), bare(&jpeg));
    let progressive = picture(PROGRESSIVE);
    let scanned = progressive
        .windows(2)
        .position(|pair| pair == [0xFF, 0xDA])
        .unwrap();
    let table = scanned
        + progressive[scanned..]
            .windows(2)
            .position(|pair| pair == [0xFF, 0xC4])
            .unwrap();
    assert_eq!(
        bare(&with(&progressive, table, &[0xFF, 0, 7])).map(|kept| kept.ends_with(&[0xFF, 0xD9])),
        Some(true)
    );
    // The size of a RIFF file counts what stands behind its last chunk.
    let mut webp = picture(WEBP);
    let kept = bare(&webp);
    webp.extend([0, 0]);
    let size = u32::try_from(webp.len() - 8).unwrap().to_le_bytes();
    webp[4..8].copy_from_slice(&size);
    assert_eq!(bare(&webp), kept);
}

#[test]
fn the_first_word_on_which_way_up_holds() {
    let says = |turned| segment(0xE1, &[b"Exif\0\0", &exif(turned, false)[..]].concat());
    let jpeg = picture(JPEG);
    let upright = with(&jpeg, 2, &[says(1), says(6)].concat());
    assert_eq!(bare(&upright), bare(&jpeg));
    let turned = with(&jpeg, 2, &[says(8), says(1)].concat());
    assert_eq!(bare(&turned), bare(&with(&jpeg, 2, &says(8))));
    let png = picture(PNG);
    let block = exif(6, true);
    let prefixed = [b"Exif\0\0", &block[..]].concat();
    let with_chunk = |body: &[u8]| bare(&with(&png, 33, &chunk(b"eXIf", body)));
    assert_eq!(with_chunk(&prefixed), with_chunk(&block));
    assert_ne!(with_chunk(&block), bare(&png));
}
