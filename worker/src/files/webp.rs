//! WebP: a RIFF file of chunks. The first one of the extended form says which others there are. RFC 9649, 2.

use super::orientation::{self, UPRIGHT};
use super::take;

/// What the picture is made of.
const LOOKS: [&[u8; 4]; 7] = [b"VP8X", b"VP8 ", b"VP8L", b"ALPH", b"ANIM", b"ANMF", b"ICCP"];
/// In the first byte of `VP8X`: there is Exif, there is XMP.
const EXIF: u8 = 0x08;
const XMP: u8 = 0x04;
/// Where that byte stands.
const FLAGS: usize = 12 + 8;

/// The picture without what it says beside it.
pub(super) fn bare(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut rest = bytes;
    let mut out = Vec::with_capacity(bytes.len());
    let head = take(&mut rest, 12)?;
    out.extend(head);
    let size = usize::try_from(u32::from_le_bytes(*head.get(4..)?.first_chunk()?)).ok()?;
    rest = rest.get(..size.checked_sub(4)?.min(rest.len()))?;
    let (mut turned, mut shown) = (None, false);
    // Fewer bytes than a chunk begins with are none.
    while rest.len() >= 8 {
        let name = take(&mut rest, 4)?;
        let length = take(&mut rest, 4)?;
        let count = usize::try_from(u32::from_le_bytes(*length.first_chunk()?)).ok()?;
        let body = take(&mut rest, count)?;
        // The byte that makes it even may be missing at the very end.
        let even = count % 2;
        let even_here = even.min(rest.len());
        take(&mut rest, even_here)?;
        if name == b"EXIF" {
            let block = body.strip_prefix(b"Exif\0\0").unwrap_or(body);
            turned = turned.or(orientation::read(block));
        } else if LOOKS.iter().any(|looks| *looks == name) {
            shown |= matches!(name, b"VP8 " | b"VP8L" | b"ANMF");
            out.extend([name, length, body].concat());
            out.extend(&[0][..even]);
        }
    }
    if !shown {
        return None;
    }
    if out.get(12..16) == Some(b"VP8X") {
        let flags = out.get_mut(FLAGS)?;
        *flags &= !(EXIF | XMP);
        if let Some(turned) = turned.filter(|turned| *turned > UPRIGHT) {
            *flags |= EXIF;
            let block = orientation::block(turned);
            out.extend(b"EXIF");
            out.extend(u32::try_from(block.len()).ok()?.to_le_bytes());
            out.extend(block);
        }
    }
    let size = u32::try_from(out.len() - 8).ok()?;
    out.get_mut(4..8)?.copy_from_slice(&size.to_le_bytes());
    Some(out)
}
