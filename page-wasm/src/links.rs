//! Addresses in what people write.

/// A part of a text.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Part<'a> {
    /// Words.
    Words(&'a str),
    /// An address of the web, to be followed.
    Address(&'a str),
}

/// The parts of a text, in order: together they are the text.
///
/// An address is what begins with `https://` or `http://` and goes on to the next blank, without the marks that
/// end the sentence it stands in.
pub fn parts(text: &str) -> Vec<Part<'_>> {
    let mut parts = Vec::new();
    let mut rest = text;
    while let Some((before, address, after)) = next(rest) {
        if !before.is_empty() {
            parts.push(Part::Words(before));
        }
        parts.push(Part::Address(address));
        rest = after;
    }
    if !rest.is_empty() {
        parts.push(Part::Words(rest));
    }
    parts
}

fn next(text: &str) -> Option<(&str, &str, &str)> {
    let (start, scheme) = ["https://", "http://"]
        .into_iter()
        .filter_map(|scheme| text.find(scheme).map(|start| (start, scheme)))
        .min()?;
    let (before, rest) = text.split_at_checked(start)?;
    let end = rest
        .find(|c: char| c.is_whitespace() || matches!(c, '<' | '>' | '"'))
        .unwrap_or(rest.len());
    let whole = rest.get(..end)?;
    let mut address = whole.trim_end_matches(['.', ',', ';', ':', '!', '?', '\'', '’', '”', '*']);
    // A bracket belongs to the address only when it was opened in it.
    while address.ends_with(')') && !address.contains('(') {
        address = address.trim_end_matches([')', '.', ',']);
    }
    if address.len() <= scheme.len() {
        return None;
    }
    Some((before, address, rest.get(address.len()..)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn addresses(text: &str) -> Vec<&str> {
        let parts = parts(text);
        let whole: String = parts
            .iter()
            .map(|part| match part {
                Part::Words(words) | Part::Address(words) => *words,
            })
            .collect();
        assert_eq!(whole, text);
        parts
            .into_iter()
            .filter_map(|part| match part {
                Part::Address(address) => Some(address),
                Part::Words(_) => None,
            })
            .collect()
    }

    #[test]
    fn an_address_ends_before_the_marks_of_its_sentence() {
        let cases: [(&str, &[&str]); 8] = [
            ("No address here.", &[]),
            (
                "See https://a.example/x?y=1&z=2.",
                &["https://a.example/x?y=1&z=2"],
            ),
            ("(see http://a.example/b)", &["http://a.example/b"]),
            (
                "https://a.example/Cusco_(city)",
                &["https://a.example/Cusco_(city)"],
            ),
            (
                "both http://a.example, https://b.example!",
                &["http://a.example", "https://b.example"],
            ),
            ("הנה https://a.example/é", &["https://a.example/é"]),
            ("https://", &[]),
            ("javascript:alert(1) ftp://a.example", &[]),
        ];
        for (text, expected) in cases {
            assert_eq!(addresses(text), expected, "{text}");
        }
    }
}
