//! What a page's WASM exports and its glue never calls.
//!
//! `server_fn`, which leptos brings along, exports the ends of JavaScript's streams. What is exported is kept by every
//! optimiser, and so is all that it calls; no page here has a server function.

use crate::project::{Failure, Outcome};
use crate::shorten::{Reader, write_number};

/// The number of the section of exports.
const EXPORTS: u8 = 7;
/// What the names of the exports have in them.
const NAMED: &str = "intounderlying";
/// The classes of the glue that call them.
const CLASSES: [&str; 3] = [
    "IntoUnderlyingByteSource",
    "IntoUnderlyingSink",
    "IntoUnderlyingSource",
];

/// The module and its glue without them.
pub(crate) fn streams(module: &[u8], glue: &str) -> Outcome<(Vec<u8>, String)> {
    let (mut reader, mut kept) = Reader::of_module(module)?;
    while !reader.is_at_end() {
        let section = reader.byte()?;
        let length = reader.number()?;
        let content = reader.take(length)?;
        let content = if section == EXPORTS {
            without(content)?
        } else {
            content.to_vec()
        };
        kept.push(section);
        write_number(content.len(), &mut kept);
        kept.extend(content);
    }
    let mut glue = glue.to_owned();
    for class in CLASSES {
        cut(
            &mut glue,
            &format!("export class {class} {{"),
            &format!("{class}.prototype.free;\n"),
        );
        cut(&mut glue, &format!("const {class}Finalization ="), ";\n");
    }
    if glue.contains(NAMED) {
        return Err(Failure::new("the glue still calls the streams of server_fn")
            .hint("this version of wasm-bindgen writes its glue in another way: see xtask/src/unused.rs"));
    }
    Ok((kept, glue))
}

fn without(section: &[u8]) -> Outcome<Vec<u8>> {
    let mut reader = Reader::new(section);
    let count = reader.number()?;
    let mut exports = Vec::new();
    for _ in 0..count {
        let name = reader.text()?;
        let (kind, number) = (reader.byte()?, reader.number()?);
        if !name.contains(NAMED) {
            exports.push((name, kind, number));
        }
    }
    let mut kept = Vec::new();
    write_number(exports.len(), &mut kept);
    for (name, kind, number) in exports {
        write_number(name.len(), &mut kept);
        kept.extend(name.as_bytes());
        kept.push(kind);
        write_number(number, &mut kept);
    }
    Ok(kept)
}

/// Takes out what begins and ends so, if it is there.
fn cut(text: &mut String, begins: &str, ends: &str) {
    let Some(start) = text.find(begins) else { return };
    if let Some(length) = text[start..].find(ends) {
        text.replace_range(start..start + length + ends.len(), "");
    }
}

#[cfg(test)]
mod tests {
    use super::streams;

    /// A module that exports its memory under these names.
    fn module(names: &[&str]) -> Vec<u8> {
        let mut exports = vec![names.len() as u8];
        for name in names {
            exports.push(name.len() as u8);
            exports.extend(name.as_bytes());
            exports.extend([2, 0]);
        }
        let mut module = b"\0asm\x01\0\0\0".to_vec();
        module.extend([7, exports.len() as u8]);
        module.extend(exports);
        module
    }

    #[test]
    fn streams_are_exported_no_longer_and_everything_else_is() {
        let glue = "before\nexport class IntoUnderlyingSink {\n  free() { wasm.__wbg_intounderlyingsink_free(); }\n}\nif (Symbol.dispose) IntoUnderlyingSink.prototype[Symbol.dispose] = IntoUnderlyingSink.prototype.free;\nconst IntoUnderlyingSinkFinalization = new FinalizationRegistry(wasm.__wbg_intounderlyingsink_free);\nafter\n";
        let given = module(&["memory", "__wbg_intounderlyingsink_free", "start"]);
        let (kept, glue) = streams(&given, glue).expect("it is well formed");
        assert_eq!(kept, module(&["memory", "start"]));
        assert_eq!(glue, "before\nafter\n");
    }

    #[test]
    fn glue_that_would_call_what_is_gone_is_refused() {
        let given = module(&["memory"]);
        assert!(streams(&given, "wasm.intounderlyingsink_write()").is_err());
    }
}
