//! The names under which a page's WASM imports its glue.
//!
//! wasm-bindgen makes each unmistakable by a hash, `__wbg_appendChild_8a1b2c3d4e5f6789`, in the module and in
//! the glue. Nobody reads them, and hashes do not compress: both files travel lighter without.

use crate::project::{Failure, Outcome};

/// What a module begins with: its magic and version.
const PREAMBLE: usize = 8;
/// The number of the section of imports.
const IMPORTS: u8 = 2;
/// The kind of an import that is a function.
const FUNCTION: u8 = 0;

/// The module and its glue with short names.
pub(crate) fn imports(module: &[u8], glue: &str) -> Outcome<(Vec<u8>, String)> {
    let mut glue = glue.to_owned();
    let (mut rest, mut shortened) = Reader::of_module(module)?;
    while !rest.is_at_end() {
        let section = rest.byte()?;
        let length = rest.number()?;
        let content = rest.take(length)?;
        let content = if section == IMPORTS {
            rename(content, &mut glue)?
        } else {
            content.to_vec()
        };
        shortened.push(section);
        write_number(content.len(), &mut shortened);
        shortened.extend(content);
    }
    Ok((shortened, glue))
}

fn rename(section: &[u8], glue: &mut String) -> Outcome<Vec<u8>> {
    let mut reader = Reader::new(section);
    let count = reader.number()?;
    let mut renamed = Vec::new();
    write_number(count, &mut renamed);
    for number in 0..count {
        let from = reader.text()?;
        let name = reader.text()?;
        let kind = reader.byte()?;
        let signature = reader.number()?;
        if kind != FUNCTION {
            return Err(Failure::new(format!(
                "the page imports `{name}`, which is no function"
            )));
        }
        let short = format!("i{number}");
        *glue = with_word_replaced(glue, name, &short)?;
        write_text(from, &mut renamed);
        write_text(&short, &mut renamed);
        renamed.push(kind);
        write_number(signature, &mut renamed);
    }
    Ok(renamed)
}

/// The glue names each import once, as the key of an object.
fn with_word_replaced(text: &str, word: &str, by: &str) -> Outcome<String> {
    let part = |c: char| c.is_alphanumeric() || c == '_' || c == '$';
    let places: Vec<usize> = text
        .match_indices(word)
        .map(|(at, _)| at)
        .filter(|at| {
            let before = text[..*at].chars().next_back();
            let after = text[at + word.len()..].chars().next();
            !before.is_some_and(part) && !after.is_some_and(part)
        })
        .collect();
    match places.as_slice() {
        [at] => Ok(format!("{}{by}{}", &text[..*at], &text[at + word.len()..])),
        _ => Err(Failure::new(format!(
            "the glue names `{word}` {} times, not once",
            places.len()
        ))
        .hint("this version of wasm-bindgen writes its glue in another way: see xtask/src/shorten.rs")),
    }
}

/// Reads a module's bytes.
pub(crate) struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Reader<'a> {
    /// From the beginning.
    pub(crate) fn new(bytes: &'a [u8]) -> Self {
        Self { bytes, at: 0 }
    }

    /// From a module's first section, and what stands before it.
    pub(crate) fn of_module(module: &'a [u8]) -> Outcome<(Self, Vec<u8>)> {
        let mut reader = Self::new(module);
        let preamble = reader.take(PREAMBLE)?.to_vec();
        Ok((reader, preamble))
    }

    pub(crate) fn is_at_end(&self) -> bool {
        self.at >= self.bytes.len()
    }

    pub(crate) fn byte(&mut self) -> Outcome<u8> {
        let byte = self.bytes.get(self.at).copied().ok_or_else(torn)?;
        self.at += 1;
        Ok(byte)
    }

    /// An unsigned LEB128.
    pub(crate) fn number(&mut self) -> Outcome<usize> {
        let mut number = 0;
        for shift in (0..usize::BITS).step_by(7) {
            let byte = self.byte()?;
            number |= usize::from(byte & 0x7F) << shift;
            if byte & 0x80 == 0 {
                return Ok(number);
            }
        }
        Err(torn())
    }

    pub(crate) fn take(&mut self, length: usize) -> Outcome<&'a [u8]> {
        let end = self.at.checked_add(length).ok_or_else(torn)?;
        let taken = self.bytes.get(self.at..end).ok_or_else(torn)?;
        self.at = end;
        Ok(taken)
    }

    pub(crate) fn text(&mut self) -> Outcome<&'a str> {
        let length = self.number()?;
        std::str::from_utf8(self.take(length)?).map_err(|_| torn())
    }
}

/// An unsigned LEB128.
pub(crate) fn write_number(mut number: usize, out: &mut Vec<u8>) {
    loop {
        let low = (number & 0x7F) as u8;
        number >>= 7;
        if number == 0 {
            out.push(low);
            return;
        }
        out.push(low | 0x80);
    }
}

fn write_text(text: &str, out: &mut Vec<u8>) {
    write_number(text.len(), out);
    out.extend(text.as_bytes());
}

fn torn() -> Failure {
    Failure::new("the page's WASM is torn")
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test ends where it is wrong")]

    use super::*;

    /// A module with two imports and an empty section after them.
    fn module() -> Vec<u8> {
        let mut section = vec![2];
        for name in ["__wbg_now_0123", "__wbg_now_01234"] {
            write_text("./glue_bg.js", &mut section);
            write_text(name, &mut section);
            section.extend([FUNCTION, 0]);
        }
        let mut module = b"\0asm\x01\0\0\0".to_vec();
        module.push(IMPORTS);
        write_number(section.len(), &mut module);
        module.extend(section);
        module.extend([3, 1, 0]);
        module
    }

    const GLUE: &str = "const i = { __wbg_now_0123: () => 1, __wbg_now_01234: () => 2 };";

    #[test]
    fn module_and_glue_get_the_same_short_names() {
        let (shortened, glue) = imports(&module(), GLUE).unwrap();
        assert_eq!(glue, "const i = { i0: () => 1, i1: () => 2 };");
        assert_eq!(&shortened[..8], b"\0asm\x01\0\0\0");
        assert!(shortened.ends_with(&[b'i', b'1', FUNCTION, 0, 3, 1, 0]));
        assert!(shortened.len() < module().len());
    }

    #[test]
    fn a_name_that_the_glue_does_not_have_once_is_an_error() {
        for glue in [
            "{ __wbg_now_01234: 2 }",
            "__wbg_now_0123; __wbg_now_0123; __wbg_now_01234",
        ] {
            let error = imports(&module(), glue).unwrap_err();
            assert!(error.to_string().contains("`__wbg_now_0123`"), "{error}");
        }
    }

    #[test]
    fn a_torn_module_is_an_error() {
        let module = module();
        for length in [0, 7, 9, 12, 30] {
            assert!(imports(&module[..length], GLUE).is_err(), "{length}");
        }
    }
}
