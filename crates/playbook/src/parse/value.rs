//! Single values: texts, names, numbers, durations, addresses, colours.

use std::ops::RangeInclusive;

use gangway_protocol::Priority;
use gangway_protocol::limits::NAME_BYTES;

use super::fields::{Fields, Value, kind};
use super::lint;
use super::nearest;
use super::report::{At, Read, Report};
use crate::slot::fold;
use crate::{EXAMPLES, Said};

/// Longest sentence the bot is given to say, in characters.
const SENTENCE_CHARS: usize = 1_000;
/// Longest phrase, in characters.
const PHRASE_CHARS: usize = 80;
/// Longest example of a tag.
const EXAMPLE_CHARS: usize = 200;

/// ISO 639-1, every code.
const LANGUAGES: &str = "aa ab ae af ak am an ar as av ay az ba be bg bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de \
    dv dz ee el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig \
    ii ik io is it iu ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi \
    mk ml mn mr ms mt my na nb nd ne ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa \
    sc sd se sg si sk sl sm sn so sq sr ss st su sv sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz \
    ve vi vo wa wo xh yi yo za zh zu";

/// Whether a path leads to something below where it begins, with `/` between folders on every system.
pub(super) fn is_below(path: &str) -> bool {
    path.split('/')
        .all(|part| !part.is_empty() && part != "." && part != "..")
        && !path.contains(['\\', ':'])
}

/// Any text that is not blank.
pub(super) fn text(report: &mut Report, key: &str, value: &Value<'_>) -> Read<String> {
    let at = value.span().start;
    let Some(text) = value.get_ref().as_str() else {
        return Err(report.wrong(
            at,
            format!("`{key}` must be a text in quotes, not {}", kind(value.get_ref())),
        ));
    };
    let text = text.trim();
    let chars = text.chars().count();
    if text.is_empty() {
        return Err(report.wrong(at, format!("`{key}` is empty")));
    }
    if chars > SENTENCE_CHARS {
        return Err(report.wrong(
            at,
            format!("`{key}` has {chars} characters, the most is {SENTENCE_CHARS}"),
        ));
    }
    Ok(text.to_owned())
}

/// What is said to visitors: a text in the default language, or one for each language, `{ en = "…", es = "…" }`.
pub(super) fn said(report: &mut Report, key: &'static str, value: &Value<'_>) -> Read<Said> {
    if value.get_ref().as_table().is_none() {
        return text(report, key, value).map(Said::new);
    }
    let fields = Fields::of(report, "a text in several languages", value)?;
    let languages = report.languages.clone();
    let mut default = None;
    let mut others = Vec::new();
    let mut failed = None;
    for (language, at, item) in fields.entries() {
        if !languages.is_empty() && languages.iter().all(|known| known != language) {
            let message = format!("`{language}` is not one of the workspace's languages");
            let hint = format!("`languages` of `[workspace]` has {}", in_words(&languages));
            failed = Some(report.wrong_with(at, message, hint));
            continue;
        }
        match text(report, key, item) {
            Ok(text) if languages.first().is_none_or(|first| first == language) => default = Some(text),
            Ok(text) => others.push((language, text)),
            Err(reported) => failed = Some(reported),
        }
    }
    let lacks: Vec<&String> = languages
        .iter()
        .skip(1)
        .filter(|language| others.iter().all(|(written, _)| written != language))
        .collect();
    if failed.is_none() && default.is_some() && !lacks.is_empty() {
        let message = format!("`{key}` has no text in {}", in_words(&lacks));
        let first = languages.first().map_or("en", String::as_str);
        report.warn(
            fields.at,
            message,
            format!("who speaks it is told it in `{first}`"),
        );
    }
    match (failed, default) {
        (Some(reported), _) => Err(reported),
        (None, Some(default)) => Ok(others
            .into_iter()
            .fold(Said::new(default), |said, (language, text)| {
                said.with(language, text)
            })),
        (None, None) => {
            let first = languages.first().map_or("en", String::as_str);
            let message = format!("`{key}` has no text in `{first}`, the workspace's first language");
            let hint = format!("it is what visitors of any other language read: add `{first} = \"…\"`");
            Err(report.wrong_with(fields.at, message, hint))
        }
    }
}

/// [`said`], with braces around these words only, which are put in later.
pub(super) fn said_with(
    report: &mut Report,
    key: &'static str,
    value: &Value<'_>,
    words: &[&str],
) -> Read<Said> {
    let said = said(report, key, value)?;
    let is_other = |text: &str| {
        let without = |text: String, word: &&str| text.replace(*word, "");
        words.iter().fold(text.to_owned(), without).contains(['{', '}'])
    };
    if said.wordings().any(is_other) {
        let message = format!("`{key}` has something else in braces than {}", in_words(words));
        return Err(report.wrong(value.span().start, message));
    }
    Ok(said)
}

/// "`en`, `es`".
fn in_words(codes: &[impl AsRef<str>]) -> String {
    let codes: Vec<String> = codes.iter().map(|code| format!("`{}`", code.as_ref())).collect();
    codes.join(", ")
}

/// A phrase to look for: short, with something in it that can be found.
pub(super) fn phrase(report: &mut Report, key: &'static str, value: &Value<'_>) -> Read<String> {
    let phrase = text(report, key, value)?;
    let at = value.span().start;
    if phrase.chars().count() > PHRASE_CHARS {
        let message = format!("a phrase of `{key}` has more than {PHRASE_CHARS} characters");
        return Err(report.wrong_with(at, message, "a phrase is the few words that matter"));
    }
    if !phrase.chars().any(char::is_alphanumeric) {
        return Err(report.wrong(at, format!("the phrase `{phrase}` has no word in it")));
    }
    lint::phrase(report, key, &phrase, at);
    Ok(phrase)
}

/// What people write who mean a tag.
pub(super) fn examples<'t>(
    report: &mut Report,
    key: &'static str,
    value: &'t Value<'t>,
) -> Read<Vec<String>> {
    let examples = list(report, key, value, |report, key, item| {
        let example = text(report, key, item)?;
        let at = item.span().start;
        if example.chars().count() > EXAMPLE_CHARS {
            let message = format!("an example of `{key}` has more than {EXAMPLE_CHARS} characters");
            return Err(report.wrong_with(at, message, "an example is one short message"));
        }
        if !example.chars().any(char::is_alphanumeric) {
            return Err(report.wrong(at, format!("the example `{example}` has no word in it")));
        }
        Ok(example)
    })?;
    if examples.len() > EXAMPLES {
        let message = format!("`{key}` has {} examples, the most is {EXAMPLES}", examples.len());
        return Err(report.wrong_with(
            value.span().start,
            message,
            "keep those that differ most: five are mostly enough",
        ));
    }
    Ok(examples)
}

/// The name of a team, tag, action or slot.
pub(super) fn name(report: &mut Report, key: &'static str, value: &Value<'_>) -> Read<At<String>> {
    let at = value.span().start;
    let name = text(report, key, value)?;
    if name.len() > NAME_BYTES {
        return Err(report.wrong(at, format!("`{name}` is longer than {NAME_BYTES} characters")));
    }
    if !is_name(&name) {
        let message = format!("`{name}` is not a name");
        let hint = match to_name(&name) {
            Some(near) => format!("names are small letters, digits and hyphens: did you mean `{near}`?"),
            None => "names are small letters, digits and hyphens".to_owned(),
        };
        return Err(report.wrong_with(at, message, hint));
    }
    Ok(At { value: name, at })
}

/// Whether this can name a team, tag, action, slot or workspace.
pub(super) fn is_name(name: &str) -> bool {
    !name.is_empty()
        && name
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
        && !name.starts_with('-')
        && !name.ends_with('-')
}

/// A sentence that names a rule.
pub(super) fn sentence(report: &mut Report, key: &'static str, value: &Value<'_>) -> Read<At<String>> {
    let at = value.span().start;
    let name = text(report, key, value)?;
    if name.chars().count() > PHRASE_CHARS {
        return Err(report.wrong(at, format!("`{key}` has more than {PHRASE_CHARS} characters")));
    }
    Ok(At { value: name, at })
}

/// A whole number within limits.
pub(super) fn whole(
    report: &mut Report,
    key: &'static str,
    value: &Value<'_>,
    limits: RangeInclusive<u32>,
) -> Read<u32> {
    let at = value.span().start;
    let Some(number) = value.get_ref().as_integer() else {
        return Err(report.wrong(
            at,
            format!("`{key}` must be a whole number, not {}", kind(value.get_ref())),
        ));
    };
    u32::from_str_radix(number.as_str(), number.radix())
        .ok()
        .filter(|number| limits.contains(number))
        .ok_or_else(|| {
            report.wrong(
                at,
                format!("`{key}` must be from {} to {}", limits.start(), limits.end()),
            )
        })
}

/// A number from 0 to 1.
pub(super) fn share(report: &mut Report, key: &'static str, value: &Value<'_>) -> Read<f32> {
    let at = value.span().start;
    let number = value.get_ref();
    let Some(written) = number
        .as_float()
        .map(|number| number.as_str())
        .or_else(|| number.as_integer().map(|number| number.as_str()))
    else {
        return Err(report.wrong(at, format!("`{key}` must be a number, not {}", kind(number))));
    };
    match written.parse::<f32>() {
        Ok(number) if (0.0..=1.0).contains(&number) => Ok(number),
        Ok(number) if number > 1.0 && number <= 100.0 => {
            let hint = format!("for {number} per cent write `{}`", number / 100.0);
            Err(report.wrong_with(at, format!("`{key}` must be from 0 to 1"), hint))
        }
        _ => Err(report.wrong(at, format!("`{key}` must be from 0 to 1"))),
    }
}

/// `true` or `false`.
pub(super) fn switch(report: &mut Report, key: &'static str, value: &Value<'_>) -> Read<bool> {
    value.get_ref().as_bool().ok_or_else(|| {
        let message = format!("`{key}` must be `true` or `false`, not {}", kind(value.get_ref()));
        report.wrong(value.span().start, message)
    })
}

/// `true`: the only thing that can be said.
pub(super) fn yes(report: &mut Report, key: &'static str, value: &Value<'_>) -> Read<()> {
    match value.get_ref().as_bool() {
        Some(true) => Ok(()),
        Some(false) | None => Err(report.wrong(value.span().start, format!("`{key}` can only be `true`"))),
    }
}

/// A duration within limits, in milliseconds: `90s`, `3m`, `1h30m`, `7d`.
pub(super) fn duration(
    report: &mut Report,
    key: &'static str,
    value: &Value<'_>,
    limits: [&'static str; 2],
) -> Read<i64> {
    let at = value.span().start;
    let how = "write a number and a unit: `30s`, `3m`, `2h` or `7d`";
    let Some(text) = value.get_ref().as_str() else {
        let message = format!(
            "`{key}` must be a duration in quotes, not {}",
            kind(value.get_ref())
        );
        return Err(report.wrong_with(at, message, how));
    };
    let Some(span) = millis(text.trim()) else {
        return Err(report.wrong_with(at, format!("`{text}` is not a duration"), how));
    };
    let [least, most] = limits;
    let inside =
        millis(least).is_none_or(|least| span >= least) && millis(most).is_none_or(|most| span <= most);
    if !inside {
        return Err(report.wrong(at, format!("`{key}` must be from `{least}` to `{most}`")));
    }
    Ok(span)
}

/// One of a fixed set of words.
pub(super) fn one_of<'w>(
    report: &mut Report,
    key: &'static str,
    value: &Value<'_>,
    words: &'w [&'w str],
) -> Read<&'w str> {
    let said = text(report, key, value)?;
    words.iter().find(|word| **word == said).copied().ok_or_else(|| {
        let message = format!("`{said}` is not a `{key}`");
        match nearest::hint(&said, words.iter().copied(), "it is one of") {
            Some(hint) => report.wrong_with(value.span().start, message, hint),
            None => report.wrong(value.span().start, message),
        }
    })
}

/// A priority.
pub(super) fn priority(report: &mut Report, key: &'static str, value: &Value<'_>) -> Read<Priority> {
    Ok(
        match one_of(report, key, value, &["low", "normal", "high", "urgent"])? {
            "low" => Priority::Low,
            "high" => Priority::High,
            "urgent" => Priority::Urgent,
            _ => Priority::Normal,
        },
    )
}

/// An ISO 639-1 code.
pub(super) fn language(report: &mut Report, key: &'static str, value: &Value<'_>) -> Read<String> {
    let code = text(report, key, value)?;
    if is_language(&code) {
        return Ok(code);
    }
    let message = format!("`{code}` is not a language code");
    let begins: String = code.chars().take(2).collect::<String>().to_ascii_lowercase();
    let hint = if is_language(&begins) {
        format!("ISO 639-1 has two small letters: did you mean `{begins}`?")
    } else {
        "ISO 639-1 has two small letters, such as `en`".to_owned()
    };
    Err(report.wrong_with(value.span().start, message, hint))
}

/// Scheme and host of a site, without a path.
pub(super) fn origin(report: &mut Report, key: &'static str, value: &Value<'_>) -> Read<String> {
    let said = text(report, key, value)?;
    if is_origin(&said) {
        return Ok(said);
    }
    let scheme = if said.contains("://") {
        String::new()
    } else {
        "https://".to_owned()
    };
    let near: String = format!("{scheme}{said}")
        .to_ascii_lowercase()
        .replacen("http://", "https://", 1);
    let near = near.split('/').take(3).collect::<Vec<_>>().join("/");
    let hint = if is_origin(&near) {
        format!("did you mean `{near}`?")
    } else {
        "scheme and host without a path, such as `https://www.example.com`".to_owned()
    };
    Err(report.wrong_with(value.span().start, format!("`{said}` is not an origin"), hint))
}

/// `#RRGGBB`.
pub(super) fn colour(report: &mut Report, key: &'static str, value: &Value<'_>) -> Read<String> {
    let said = text(report, key, value)?;
    let digits = said.strip_prefix('#').unwrap_or(&said);
    let hex = digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    if hex && said.len() == 7 && digits.len() == 6 {
        return Ok(said);
    }
    let hint = match digits.len() {
        6 if hex => format!("did you mean `#{digits}`?"),
        3 if hex => {
            let doubled: String = digits.chars().flat_map(|digit| [digit, digit]).collect();
            format!("did you mean `#{doubled}`?")
        }
        _ => "a colour is `#` and six hexadecimal digits, such as `#0B6E4F`".to_owned(),
    };
    Err(report.wrong_with(value.span().start, format!("`{said}` is not a colour"), hint))
}

/// A list that is not empty, each item read.
pub(super) fn list<'t, T>(
    report: &mut Report,
    key: &'static str,
    value: &'t Value<'t>,
    mut read: impl FnMut(&mut Report, &'static str, &'t Value<'t>) -> Read<T>,
) -> Read<Vec<T>> {
    let at = value.span().start;
    let Some(items) = value.get_ref().as_array() else {
        return Err(report.wrong_with(
            at,
            format!("`{key}` must be a list, not {}", kind(value.get_ref())),
            format!("write `{key} = [ … ]`"),
        ));
    };
    if items.is_empty() {
        let message = format!("`{key}` is an empty list");
        return Err(report.wrong_with(at, message, "leave the key out or fill the list"));
    }
    let read: Vec<_> = items.iter().map(|item| read(report, key, item)).collect();
    read.into_iter().collect()
}

fn is_language(code: &str) -> bool {
    code.len() == 2 && LANGUAGES.split_ascii_whitespace().any(|known| known == code)
}

fn is_origin(origin: &str) -> bool {
    let (secure, rest) = match (origin.strip_prefix("https://"), origin.strip_prefix("http://")) {
        (Some(rest), _) => (true, rest),
        (None, Some(rest)) => (false, rest),
        (None, None) => return false,
    };
    let (host, port) = rest
        .split_once(':')
        .map_or((rest, None), |(host, port)| (host, Some(port)));
    let local = host == "localhost" || host == "127.0.0.1";
    let label = |label: &str| is_name(label);
    let port_fits = port.is_none_or(|port| {
        !port.starts_with('0')
            && port.bytes().all(|byte| byte.is_ascii_digit())
            && port.parse::<u16>().is_ok()
    });
    port_fits && (local || (secure && host.contains('.') && host.len() <= 253 && host.split('.').all(label)))
}

/// The name that a text would make, if it makes one.
fn to_name(text: &str) -> Option<String> {
    let name = fold(text).replace(' ', "-");
    is_name(&name).then_some(name)
}

/// Milliseconds of `1h30m`; `None` when it is not a duration or longer than a year.
fn millis(text: &str) -> Option<i64> {
    const YEAR: i64 = 366 * 86_400_000;
    let mut rest = text;
    let mut total: i64 = 0;
    while !rest.is_empty() {
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        let number: i64 = rest.get(..digits)?.parse().ok()?;
        let unit = match rest.as_bytes().get(digits)? {
            b's' => 1_000,
            b'm' => 60_000,
            b'h' => 3_600_000,
            b'd' => 86_400_000,
            _ => return None,
        };
        total = total.checked_add(number.checked_mul(unit)?)?;
        rest = &rest[digits + 1..];
    }
    (!text.is_empty() && total <= YEAR).then_some(total)
}
