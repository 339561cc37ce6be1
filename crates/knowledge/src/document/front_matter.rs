//! Front matter: `key: value` lines between two lines `---`, before a document of any format.

use super::block::on_one_line;
use super::{About, DocumentError};
use crate::{Audience, Place, Validity};

/// What a document says about itself before it begins.
#[derive(Debug, Default)]
pub(super) struct FrontMatter {
    pub(super) about: About,
    /// Lines that it takes, with its two fences.
    pub(super) lines: usize,
}

/// The front matter of a text, and the text after it.
pub(super) fn take(text: &str) -> Result<(FrontMatter, &str), DocumentError> {
    let mut front = FrontMatter::default();
    let mut lines = text.split_inclusive('\n');
    let Some(fence) = lines.next().filter(|line| line.trim_end() == "---") else {
        return Ok((front, text));
    };

    let about = &mut front.about;
    let mut seen: Vec<&str> = Vec::new();
    let mut rest = fence.len();
    for (index, line) in lines.enumerate() {
        let number = index + 2;
        rest += line.len();
        let line = line.trim();
        if line == "---" {
            front.lines = number;
            return Ok((front, text.get(rest..).unwrap_or_default()));
        }
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let wrong = |why: String| DocumentError::FrontMatter { line: number, why };
        let (key, value) = line
            .split_once(':')
            .ok_or_else(|| wrong(format!("`{}` is not `key: value`", cut(line))))?;
        let (key, value) = (key.trim(), on_one_line(unquoted(value.trim())));
        let value = value.as_str();
        if value.is_empty() {
            return Err(wrong(format!("`{}` has no value", cut(key))));
        }
        if value.chars().count() > LONGEST_VALUE {
            return Err(wrong(format!(
                "the value of `{}` is over {LONGEST_VALUE} characters",
                cut(key)
            )));
        }
        if seen.contains(&key) {
            return Err(wrong(format!("`{}` stands twice", cut(key))));
        }
        seen.push(key);
        match key {
            "title" => about.title = Some(value.to_owned()),
            "link" => {
                about.link = Some(web_address(value).ok_or_else(|| {
                    wrong(format!(
                        "`link` begins with `https://` or `http://`, but it is `{}`",
                        cut(value)
                    ))
                })?)
            }
            "audience" => {
                about.audience = match value {
                    "public" => Some(Audience::Public),
                    "agents" => Some(Audience::Agents),
                    _ => {
                        return Err(wrong(format!(
                            "`audience` is `public` or `agents`, but it is `{}`",
                            cut(value)
                        )));
                    }
                }
            }
            "place" => {
                about.place = Some(
                    Place::named(value)
                        .ok_or_else(|| wrong(format!("`place` has no letter or digit: `{}`", cut(value))))?,
                )
            }
            "language" => {
                about.language = Some(language(value).ok_or_else(|| {
                    wrong(format!(
                        "`language` is two letters such as `es`, but it is `{}`",
                        cut(value)
                    ))
                })?)
            }
            "from" | "until" => {
                let day = value
                    .parse()
                    .map_err(|error| wrong(format!("`{key}` is {error}: `{}`", cut(value))))?;
                if key == "from" {
                    about.valid.from = Some(day);
                } else {
                    about.valid.until = Some(day);
                }
                if let Validity {
                    from: Some(from),
                    until: Some(until),
                } = about.valid
                    && until < from
                {
                    return Err(wrong(format!("`until` lies before `from`: {until}, {from}")));
                }
            }
            _ => return Err(wrong(format!("unknown key `{}`", cut(key)))),
        }
    }
    Err(DocumentError::FrontMatter {
        line: 1,
        why: "the front matter is not closed by a line `---`".to_owned(),
    })
}

/// The value when it is an address that a page may link to: nothing that runs, nothing relative.
pub(super) fn web_address(value: &str) -> Option<String> {
    let rest = value
        .strip_prefix("https://")
        .or_else(|| value.strip_prefix("http://"))?;
    let clean = !rest.is_empty() && !value.contains(|c: char| c.is_whitespace() || c.is_control());
    (clean && value.chars().count() <= LONGEST_VALUE).then(|| value.to_owned())
}

const LONGEST_VALUE: usize = 500;

/// A language by its two letters in ISO 639-1.
fn language(value: &str) -> Option<String> {
    let two = value.len() == 2 && value.bytes().all(|byte| byte.is_ascii_lowercase());
    two.then(|| value.to_owned())
}

/// The value without the quotes around it.
fn unquoted(value: &str) -> &str {
    ['"', '\'']
        .into_iter()
        .find_map(|quote| value.strip_prefix(quote)?.strip_suffix(quote))
        .map_or(value, str::trim)
}

/// The beginning of a text, for a message.
fn cut(text: &str) -> String {
    let mut chars = text.chars();
    let head: String = chars.by_ref().take(60).filter(|c| !c.is_control()).collect();
    if chars.next().is_some() {
        head + "…"
    } else {
        head
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use super::{DocumentError, take};
    use crate::Audience;

    #[test]
    fn every_key_is_taken_and_the_text_begins_after_the_fence() {
        let (front, rest) = take(
            "---\r\ntitle: \"Young drivers: rules\"\n# a remark\n\nlink: https://a.example/x\naudience: agents\nplace: Faro Aéroport\nlanguage: pt\nfrom: 2026-11-01\nuntil: 2027-03-31\n---\nHello\n",
        )
        .unwrap();
        assert_eq!(front.about.title.as_deref(), Some("Young drivers: rules"));
        assert_eq!(front.about.link.as_deref(), Some("https://a.example/x"));
        assert_eq!(front.about.audience, Some(Audience::Agents));
        let place = front.about.place.unwrap();
        assert_eq!(
            (place.id.as_str(), place.name.as_str()),
            ("faro-aeroport", "Faro Aéroport")
        );
        assert_eq!(front.about.language.as_deref(), Some("pt"));
        let days =
            [front.about.valid.from, front.about.valid.until].map(|day| day.map(|day| day.to_string()));
        assert_eq!(
            days,
            [Some("2026-11-01".to_owned()), Some("2027-03-31".to_owned())]
        );
        assert_eq!((front.lines, rest), (11, "Hello\n"));
    }

    #[test]
    fn a_place_can_be_given_by_its_id() {
        let place = take("---\nplace: lisbon-airport\n---\n")
            .unwrap()
            .0
            .about
            .place
            .unwrap();
        assert_eq!(
            (place.id.as_str(), place.name.as_str()),
            ("lisbon-airport", "Lisbon airport")
        );
    }

    #[test]
    fn a_text_without_a_fence_is_left_alone() {
        assert_eq!(take("Hello: you\n---\n").unwrap().1, "Hello: you\n---\n");
        assert_eq!(take("").unwrap().1, "");
        assert_eq!(take("----\na: b\n").unwrap().1, "----\na: b\n");
    }

    #[test]
    fn a_broken_line_is_named() {
        let cases = [
            (
                "---\ntitle: A\nnonsense\n---\n",
                3,
                "`nonsense` is not `key: value`",
            ),
            ("---\nauthor: A\n---\n", 2, "unknown key `author`"),
            (
                "---\naudience: staff\n---\n",
                2,
                "`audience` is `public` or `agents`, but it is `staff`",
            ),
            (
                "---\nlink: javascript:alert(1)\n---\n",
                2,
                "`link` begins with `https://` or `http://`, but it is `javascript:alert(1)`",
            ),
            (
                "---\nlanguage: Spanish\n---\n",
                2,
                "`language` is two letters such as `es`, but it is `Spanish`",
            ),
            (
                "---\nuntil: 31 March\n---\n",
                2,
                "`until` is not a day such as `2027-03-31`: `31 March`",
            ),
            (
                "---\nuntil: 2026-03-31\nfrom: 2026-11-01\n---\n",
                3,
                "`until` lies before `from`: 2026-03-31, 2026-11-01",
            ),
            ("---\ntitle:\n---\n", 2, "`title` has no value"),
            ("---\ntitle: A\ntitle: B\n---\n", 3, "`title` stands twice"),
            ("---\nplace: …\n---\n", 2, "`place` has no letter or digit: `…`"),
            (
                "---\ntitle: A\n",
                1,
                "the front matter is not closed by a line `---`",
            ),
        ];
        for (text, line, why) in cases {
            let error = take(text).unwrap_err();
            assert_eq!(
                error,
                DocumentError::FrontMatter {
                    line,
                    why: why.to_owned()
                },
                "{text}"
            );
        }
    }
}
