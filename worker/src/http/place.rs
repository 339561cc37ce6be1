//! Where in a body something is wrong: the way to a byte through objects and lists. Found by going over the text once
//! more, so that what is well-formed is read without keeping count.

use std::fmt::Write as _;

/// One step on the way.
enum Step<'t> {
    Key(&'t str),
    Item(usize),
}

/// `context[0].seq` for a byte inside or right behind that value, counted from the start; empty at the outermost level.
pub(super) fn place(text: &str, until: usize) -> String {
    let mut steps: Vec<Step<'_>> = Vec::new();
    let mut at = 0;
    let mut key_follows = false;
    while let Some(byte) = text.as_bytes().get(at).filter(|_| at < until) {
        match byte {
            b'{' => {
                steps.push(Step::Key(""));
                key_follows = true;
            }
            b'[' => steps.push(Step::Item(0)),
            b'}' | b']' => {
                steps.pop();
                key_follows = false;
            }
            b',' => match steps.last_mut() {
                Some(Step::Item(item)) => *item += 1,
                Some(Step::Key(_)) => key_follows = true,
                None => {}
            },
            b'"' => {
                let end = end_of_string(text, at + 1);
                if key_follows && let Some(Step::Key(key)) = steps.last_mut() {
                    *key = text.get(at + 1..end).unwrap_or_default();
                    key_follows = false;
                }
                at = end;
            }
            _ => {}
        }
        at += 1;
    }
    let mut way = String::new();
    for step in steps {
        let _ = match step {
            Step::Key(key) if way.is_empty() => write!(way, "{key}"),
            Step::Key(key) => write!(way, ".{key}"),
            Step::Item(item) => write!(way, "[{item}]"),
        };
    }
    way
}

/// Where the quote stands that ends a string.
fn end_of_string(text: &str, from: usize) -> usize {
    let mut escaped = false;
    let rest = text.as_bytes().get(from..).unwrap_or_default();
    let end = rest.iter().position(|byte| {
        let ends = *byte == b'"' && !escaped;
        escaped = *byte == b'\\' && !escaped;
        ends
    });
    end.map_or(text.len(), |end| from + end)
}

#[cfg(test)]
mod tests {
    use super::place;

    #[test]
    fn a_byte_is_found_through_objects_and_lists() {
        let text = r#"{"a\"{": [1, {"b": "x]}", "c": 5}], "d": true}"#;
        let of = |inside: &str| place(text, text.find(inside).map_or(0, |at| at + inside.len()));
        assert_eq!(of("[1"), "a\\\"{[0]");
        assert_eq!(of("x]}\""), "a\\\"{[1].b");
        assert_eq!(of("5"), "a\\\"{[1].c");
        assert_eq!(of("true"), "d");
        assert_eq!(place(text, text.len()), "");
        assert_eq!(place(text, 0), "");
    }

    #[test]
    fn what_is_no_json_has_a_place_too() {
        for text in ["", "\"", "\"\\", "]]}}", "[[[{\"", "{,,:\"é", "\u{10ffff}"] {
            for until in 0..text.len() + 2 {
                let _ = place(text, until);
            }
        }
    }
}
