//! What a picture says beside what it shows, taken out of it: where and when it was taken, with which device, by whom,
//! and the smaller pictures that cameras put beside it. Pure: bytes in, bytes out.
//!
//! | format | what is kept beside the picture |
//! |---|---|
//! | JPEG | colour profile, `Adobe` and `JFIF` without its thumbnail; nothing behind the end of the picture |
//! | PNG | colour, transparency, size and animation; nothing behind the end of the picture |
//! | WebP | colour profile, transparency and animation |
//!
//! Which way up it is shown is kept, as the one tag of an Exif block of our own, so that no picture is turned. A PDF is kept
//! as it is.

mod jpeg;
mod orientation;
mod png;
mod webp;

use gangway_protocol::FileFormat;

/// The file without what it says beside what it shows. `None`: it is damaged, and nothing could be said of what is in it.
pub(crate) fn without_metadata(format: FileFormat, bytes: Vec<u8>) -> Option<Vec<u8>> {
    match format {
        FileFormat::Jpeg => jpeg::bare(&bytes),
        FileFormat::Png => png::bare(&bytes),
        FileFormat::Webp => webp::bare(&bytes),
        FileFormat::Pdf | FileFormat::Unknown => Some(bytes),
    }
}

/// Takes so many bytes from the front.
fn take<'b>(bytes: &mut &'b [u8], count: usize) -> Option<&'b [u8]> {
    let (taken, rest) = bytes.split_at_checked(count)?;
    *bytes = rest;
    Some(taken)
}

#[cfg(test)]
mod tests;
