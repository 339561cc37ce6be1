//! What the streams of a PDF unpack to, before anything unpacks them into memory.

use flate2::{Decompress, FlushDecompress, Status};

use super::super::DocumentError;
use super::super::archive::{limit, mebibytes};

/// What one stream may unpack to, in bytes: a picture of 64 million pixels.
pub(in super::super) const LARGEST_STREAM: u64 = 192 * 1024 * 1024;
/// What all streams may unpack to together, in bytes.
pub(in super::super) const LARGEST_STREAMS: u64 = 2 * 1024 * 1024 * 1024;

/// Unpacks every stream once, keeping nothing. Streams that are encrypted, or packed in another way, are not seen here.
pub(super) fn check(bytes: &[u8]) -> Result<(), DocumentError> {
    let mut total = 0;
    let mut rest = bytes;
    while let Some(at) = memchr::memmem::find(rest, b"stream") {
        let is_end = rest.get(..at).is_some_and(|before| before.ends_with(b"end"));
        rest = rest.get(at + 6..).unwrap_or_default();
        if is_end {
            continue;
        }
        let data = rest
            .strip_prefix(b"\r\n")
            .or_else(|| rest.strip_prefix(b"\n"))
            .unwrap_or(rest);
        total += unpacked(data)?;
        if total > LARGEST_STREAMS {
            return Err(limit(
                "its streams unpack to".to_owned(),
                mebibytes(LARGEST_STREAMS),
            ));
        }
    }
    Ok(())
}

/// How much a stream unpacks to, as far as it can be unpacked. One byte over [`LARGEST_STREAM`] is enough to know.
fn unpacked(data: &[u8]) -> Result<u64, DocumentError> {
    // The first two bytes tell a stream that is packed so from others.
    let is_packed = matches!(data, [first, second, ..]
        if first & 0x0f == 8 && (u16::from(*first) << 8 | u16::from(*second)).is_multiple_of(31));
    if !is_packed {
        return Ok(0);
    }
    let mut unpacker = Decompress::new(true);
    let mut sink = [0; 32 * 1024];
    loop {
        let (read, written) = (unpacker.total_in(), unpacker.total_out());
        let rest = usize::try_from(read)
            .ok()
            .and_then(|read| data.get(read..))
            .unwrap_or_default();
        let status = unpacker.decompress(rest, &mut sink, FlushDecompress::None);
        if unpacker.total_out() > LARGEST_STREAM {
            return Err(limit(
                "one of its streams unpacks to".to_owned(),
                mebibytes(LARGEST_STREAM),
            ));
        }
        let stands_still = (read, written) == (unpacker.total_in(), unpacker.total_out());
        if stands_still || !matches!(status, Ok(Status::Ok | Status::BufError)) {
            return Ok(unpacker.total_out());
        }
    }
}
