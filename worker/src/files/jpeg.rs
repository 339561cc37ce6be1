//! JPEG: a chain of segments, each a marker with its length, and between them scans, which end at the next marker. ITU-T
//! T.81, annex B.

use super::orientation::{self, UPRIGHT};
use super::take;

const START: [u8; 2] = [0xFF, 0xD8];
const END: [u8; 2] = [0xFF, 0xD9];
const EXIF: &[u8] = b"Exif\0\0";

/// The picture without what it says beside it.
pub(super) fn bare(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut rest = bytes.strip_prefix(&START)?;
    let mut out = Vec::with_capacity(bytes.len());
    let (mut turned, mut scans) = (None, 0);
    out.extend(START);
    loop {
        let marker = match next_marker(&mut rest) {
            Some(marker) => marker,
            // One that breaks off is shown as far as it goes.
            None if scans > 0 => 0xD9,
            None => return None,
        };
        match marker {
            0xD9 => break,
            0x01 | 0xD0..=0xD7 => continue,
            0xD8 => return None,
            _ => {}
        }
        let (head, body) = match segment(&mut rest) {
            Some(segment) => segment,
            None if scans > 0 => break,
            None => return None,
        };
        match marker {
            // Without its thumbnail.
            0xE0 if body.starts_with(b"JFIF\0") => {
                out.extend([0xFF, marker, 0, 16]);
                out.extend(body.get(..12)?);
                out.extend([0, 0]);
            }
            0xE1 => turned = turned.or(body.strip_prefix(EXIF).and_then(orientation::read)),
            0xE2 if !body.starts_with(b"ICC_PROFILE\0") => {}
            0xEE if !body.starts_with(b"Adobe") => {}
            0xE0 | 0xE3..=0xED | 0xEF | 0xFE => {}
            _ => {
                out.extend([0xFF, marker]);
                out.extend(head);
                out.extend(body);
            }
        }
        if marker == 0xDA {
            scans += 1;
            let end = scan(rest);
            out.extend(take(&mut rest, end)?);
        }
    }
    if scans == 0 {
        return None;
    }
    out.extend(END);
    if let Some(turned) = turned.filter(|turned| *turned > UPRIGHT) {
        let block = orientation::block(turned);
        let length = u8::try_from(2 + EXIF.len() + block.len()).ok()?;
        let segment = [&[0xFF, 0xE1, 0, length], EXIF, &block].concat();
        out.splice(START.len()..START.len(), segment);
    }
    Some(out)
}

/// Its length, two bytes, and what it says.
fn segment<'a>(rest: &mut &'a [u8]) -> Option<(&'a [u8], &'a [u8])> {
    let head = take(rest, 2)?;
    let length = usize::from(head[0]) << 8 | usize::from(head[1]);
    Some((head, take(rest, length.checked_sub(2)?)?))
}

/// The next marker. Bytes before it that are none are skipped, as all who show pictures do.
fn next_marker(rest: &mut &[u8]) -> Option<u8> {
    loop {
        let at = rest.iter().position(|byte| *byte == 0xFF)?;
        take(rest, at + 1)?;
        match rest.first()? {
            // Filling, or a byte of a scan.
            0xFF | 0 => {}
            marker => {
                take(rest, 1)?;
                return Some(*marker);
            }
        }
    }
}

/// How long the scan is that begins here: up to a marker that does not belong to it.
fn scan(rest: &[u8]) -> usize {
    let ends = |pair: &[u8]| pair[0] == 0xFF && !matches!(pair[1], 0 | 0xD0..=0xD7 | 0xFF);
    rest.windows(2).position(ends).unwrap_or(rest.len())
}
