//! PNG: a signature and a chain of chunks. A chunk whose name begins with a small letter need not be there for the picture
//! to be shown. W3C, Portable Network Graphics (Third Edition), 5 and 11.

use super::orientation::{self, UPRIGHT};
use super::take;

/// The signature and the first chunk, `IHDR`, behind which ours stands.
const HEAD: usize = 8 + 12 + 13;
/// Of those that need not be there, what says how the picture looks.
const LOOKS: [&[u8; 4]; 12] = [
    b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"cICP", b"sBIT", b"bKGD", b"pHYs", b"acTL", b"fcTL",
    b"fdAT",
];

/// The picture without what it says beside it.
pub(super) fn bare(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut rest = bytes;
    let mut out = Vec::with_capacity(bytes.len());
    out.extend(take(&mut rest, 8)?);
    let (mut turned, mut shown) = (None, false);
    loop {
        let length = rest.first_chunk().map(|length| u32::from_be_bytes(*length))?;
        let chunk = take(&mut rest, usize::try_from(length).ok()?.checked_add(12)?)?;
        let (name, body) = (chunk.get(4..8)?, chunk.get(8..chunk.len() - 4)?);
        if (out.len() == 8) != (name == b"IHDR") {
            return None;
        }
        shown |= name == b"IDAT";
        if name == b"eXIf" {
            let block = body.strip_prefix(b"Exif\0\0").unwrap_or(body);
            turned = turned.or(orientation::read(block));
        } else if name.first()?.is_ascii_uppercase() || LOOKS.iter().any(|looks| *looks == name) {
            out.extend(chunk);
        }
        if name == b"IEND" {
            break;
        }
    }
    if !shown || out.len() < HEAD {
        return None;
    }
    if let Some(turned) = turned.filter(|turned| *turned > UPRIGHT) {
        let block = orientation::block(turned);
        let mut chunk = u32::try_from(block.len()).ok()?.to_be_bytes().to_vec();
        chunk.extend(b"eXIf");
        chunk.extend(block);
        let sum = checksum(chunk.get(4..)?);
        chunk.extend(sum.to_be_bytes());
        out.splice(HEAD..HEAD, chunk);
    }
    Some(out)
}

/// CRC-32 as ISO 3309 has it, bit by bit: it is taken of thirty bytes.
pub(super) fn checksum(bytes: &[u8]) -> u32 {
    let sum = bytes.iter().fold(u32::MAX, |sum, byte| {
        (0..8).fold(sum ^ u32::from(*byte), |sum, _| {
            (sum >> 1) ^ (0xEDB8_8320 & (sum & 1).wrapping_neg())
        })
    });
    !sum
}
