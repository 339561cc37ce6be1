//! Bytes → text, where the encoding is certain: by a byte order mark, as UTF-8, or as a page declares it.

use std::borrow::Cow;

use encoding_rs::{DecoderResult, Encoding, UTF_8, UTF_16BE, UTF_16LE};

use super::DocumentError;

/// How far into a page its `<meta charset>` is looked for, in bytes: as far as browsers look.
const DECLARED_WITHIN: usize = 1024;

/// The text of a document's bytes, without a byte order mark. A `page` may declare its encoding.
pub(super) fn decode(bytes: &[u8], page: bool) -> Result<Cow<'_, str>, DocumentError> {
    let text = match Encoding::for_bom(bytes) {
        Some((encoding, mark)) if encoding != UTF_8 => {
            Cow::Owned(decoded(bytes.get(mark..).unwrap_or_default(), mark, encoding)?)
        }
        Some(_) | None => match (
            std::str::from_utf8(bytes),
            page.then(|| declared(bytes)).flatten(),
        ) {
            (Ok(text), _) => Cow::Borrowed(text.strip_prefix('\u{feff}').unwrap_or(text)),
            (Err(_), Some(encoding)) if encoding != UTF_8 => Cow::Owned(decoded(bytes, 0, encoding)?),
            (Err(error), _) => {
                return Err(DocumentError::NotUtf8 {
                    byte: error.valid_up_to(),
                });
            }
        },
    };
    match text.find('\0') {
        Some(byte) => Err(DocumentError::ZeroByte { byte }),
        None => Ok(text),
    }
}

/// Decodes bytes that begin at byte `offset` of the document.
fn decoded(bytes: &[u8], offset: usize, encoding: &'static Encoding) -> Result<String, DocumentError> {
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let mut text = String::new();
    let longest = decoder.max_utf8_buffer_length_without_replacement(bytes.len());
    text.reserve(longest.unwrap_or(bytes.len()));
    let (result, read) = decoder.decode_to_string_without_replacement(bytes, &mut text, true);
    match result {
        DecoderResult::InputEmpty => Ok(text),
        DecoderResult::OutputFull | DecoderResult::Malformed(..) => {
            let wrong = match result {
                DecoderResult::Malformed(length, after) => usize::from(length) + usize::from(after),
                DecoderResult::InputEmpty | DecoderResult::OutputFull => 0,
            };
            Err(DocumentError::Encoding {
                encoding: encoding.name(),
                byte: offset + read.saturating_sub(wrong),
            })
        }
    }
}

/// The encoding that a page declares at its beginning: `<meta charset="…">`, or within `content="…"`.
fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = bytes.get(..DECLARED_WITHIN).unwrap_or(bytes).to_ascii_lowercase();
    let mut rest = head.as_slice();
    while let Some(start) = find(rest, b"<meta") {
        rest = rest.get(start + 5..)?;
        let tag = rest.get(..find(rest, b">")?)?;
        let Some(charset) = find(tag, b"charset") else {
            continue;
        };
        let value = tag.get(charset + 7..)?.trim_ascii_start();
        let Some(value) = value.strip_prefix(b"=") else {
            continue;
        };
        let value = value.trim_ascii_start();
        let value = value
            .strip_prefix(b"\"")
            .or(value.strip_prefix(b"'"))
            .unwrap_or(value);
        let label: Vec<u8> = value
            .iter()
            .copied()
            .take_while(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b':' | b'.'))
            .collect();
        // A page whose declaration could be read is in no encoding of two bytes.
        let encoding = Encoding::for_label(&label)?;
        return Some(if encoding == UTF_16LE || encoding == UTF_16BE {
            UTF_8
        } else {
            encoding
        });
    }
    None
}

fn find(text: &[u8], what: &[u8]) -> Option<usize> {
    text.windows(what.len()).position(|window| window == what)
}

#[cfg(test)]
mod tests {
    use super::decode;
    use crate::document::DocumentError;

    #[track_caller]
    fn check(bytes: &[u8], page: bool, expected: Result<&str, DocumentError>) {
        assert_eq!(decode(bytes, page).as_deref().map_err(Clone::clone), expected);
    }

    #[test]
    fn a_byte_order_mark_says_which_encoding_it_is() {
        check("\u{feff}€30".as_bytes(), false, Ok("€30"));
        check(b"\xff\xfe\xac\x203\x000\x00", false, Ok("€30"));
        check(b"\xfe\xff\x20\xac\x003\x000", false, Ok("€30"));
        // Half of a pair, and half of a character.
        for bytes in [b"\xff\xfea\x00\x00\xd8".as_slice(), b"\xff\xfea\x00b"] {
            let encoding = "UTF-16LE";
            check(bytes, false, Err(DocumentError::Encoding { encoding, byte: 4 }));
        }
    }

    #[test]
    fn a_page_says_which_encoding_it_is() {
        check(
            b"<!doctype html><META http-equiv=x content='text/html; charset=ISO-8859-1'>\x80 Jos\xe9",
            true,
            Ok("<!doctype html><META http-equiv=x content='text/html; charset=ISO-8859-1'>€ José"),
        );
        check(
            b"<meta name=a><meta charset=\"windows-1251\">\xc0",
            true,
            Ok("<meta name=a><meta charset=\"windows-1251\">\u{410}"),
        );
        // What reads as UTF-8 is UTF-8, whatever it says.
        check(
            "<meta charset=iso-8859-1>é".as_bytes(),
            true,
            Ok("<meta charset=iso-8859-1>é"),
        );
    }

    #[test]
    fn what_does_not_say_its_encoding_is_not_guessed() {
        let not_utf8 = |byte| Err(DocumentError::NotUtf8 { byte });
        check(b"Price;\x80 30", false, not_utf8(6));
        check(b"<meta charset=windows-1252>\x80", false, not_utf8(27));
        check(b"<p>\x80", true, not_utf8(3));
        check(b"<meta charset=no-such>\x80", true, not_utf8(22));
        check(b"<meta charset=utf-8>\x80", true, not_utf8(20));
        check(b"<meta charset=utf-16>\x80", true, not_utf8(21));
        check(b"a\0b\0", false, Err(DocumentError::ZeroByte { byte: 1 }));
    }
}
