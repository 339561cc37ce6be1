//! Where a sentence ends: for dividing a passage when it is built, and for quoting one when it answers.

/// The sentences of a text, unaltered but for the white space between them. A line break ends one too.
pub fn sentences(text: &str) -> Vec<&str> {
    text.lines().flat_map(sentences_of_line).collect()
}

fn sentences_of_line(line: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut start = 0;
    let mut chars = line.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let ends = match c {
            '。' | '！' | '？' => true,
            '.' | '!' | '?' | '…' => {
                while chars
                    .next_if(|&(_, c)| CLOSING.contains(&c) || ".!?…".contains(c))
                    .is_some()
                {}
                let after = chars
                    .peek()
                    .map_or("", |&(next, _)| line.get(next..).unwrap_or_default());
                let before = line.get(start..at).unwrap_or_default();
                begins_sentence(after) && !(c == '.' && is_abbreviated(before))
            }
            _ => false,
        };
        if ends {
            let end = chars.peek().map_or(line.len(), |&(next, _)| next);
            found.push(line.get(start..end).unwrap_or_default().trim());
            start = end;
        }
    }
    found.push(line.get(start..).unwrap_or_default().trim());
    found.retain(|sentence| !sentence.is_empty());
    found
}

const CLOSING: [char; 7] = ['"', '\'', ')', ']', '”', '’', '»'];

/// A sentence begins after white space, and not in lower case.
fn begins_sentence(after: &str) -> bool {
    let next = after.trim_start();
    next.is_empty() || (next.len() < after.len() && !next.starts_with(char::is_lowercase))
}

/// The word before a full stop is an abbreviation, an initial, or a list number.
fn is_abbreviated(before: &str) -> bool {
    const ABBREVIATIONS: [&str; 40] = [
        "approx", "art", "ave", "bldg", "ca", "cf", "co", "corp", "dept", "dr", "e.g", "est", "etc", "excl",
        "ext", "fig", "i.e", "inc", "incl", "jr", "ltd", "max", "min", "mr", "mrs", "ms", "mt", "no", "nos",
        "p", "para", "pp", "prof", "sec", "sr", "st", "tel", "vs", "vol", "z.b",
    ];
    // These end sentences too; what follows decides, and here it does not begin in lower case.
    const ENDING: [&str; 4] = ["etc", "no", "min", "max"];
    let word = before
        .rsplit(|c: char| c.is_whitespace() || c == '(')
        .next()
        .unwrap_or_default();
    let folded = word.to_lowercase();
    let mut chars = word.chars();
    let initial = chars.next().is_some_and(char::is_uppercase) && chars.next().is_none();
    let number = before.trim_start().len() == word.len()
        && !word.is_empty()
        && word.chars().all(|c| c.is_ascii_digit());
    initial || number || (ABBREVIATIONS.contains(&folded.as_str()) && !ENDING.contains(&folded.as_str()))
}

#[cfg(test)]
mod tests {
    use super::sentences;

    #[test]
    fn sentences_end_where_a_reader_ends_them() {
        let cases: [(&str, &[&str]); 10] = [
            ("One. Two! Three? Four", &["One.", "Two!", "Three?", "Four"]),
            (
                "It costs €9.50 a day. Pay at the desk.",
                &["It costs €9.50 a day.", "Pay at the desk."],
            ),
            (
                "Call Mr. Silva at St. James Road.",
                &["Call Mr. Silva at St. James Road."],
            ),
            (
                "Bring cards, e.g. Visa. Cash is not taken.",
                &["Bring cards, e.g. Visa.", "Cash is not taken."],
            ),
            ("May I smoke? No. Never.", &["May I smoke?", "No.", "Never."]),
            ("He said “No.” Then he left.", &["He said “No.”", "Then he left."]),
            ("Wait… Then go.", &["Wait…", "Then go."]),
            (
                "1. Bring a passport. 2. Sign.",
                &["1. Bring a passport.", "2. Sign."],
            ),
            ("可以。不可以！", &["可以。", "不可以！"]),
            ("One\ntwo. Three", &["One", "two.", "Three"]),
        ];
        for (text, expected) in cases {
            assert_eq!(sentences(text), expected, "{text}");
        }
    }

    #[test]
    fn nothing_is_lost() {
        for text in ["", " ", "...", "?! a", "a.b.c", "x. ", "「はい。」と"] {
            let joined: String = sentences(text).concat();
            let strip = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
            assert_eq!(strip(&joined), strip(text), "{text}");
        }
    }
}
