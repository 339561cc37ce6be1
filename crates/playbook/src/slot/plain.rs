//! Text, addresses, choices: the kinds that need no calendar.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::denied::{affirmed, denies};
use crate::Said;

/// White space collapsed, control characters gone.
pub(super) fn tidy(text: &str) -> String {
    let visible: String = text
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect();
    visible.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The first e-mail address in a text.
pub(super) fn email(text: &str) -> Option<String> {
    text.split(|c: char| c.is_whitespace() || "<>()[],;:\"'".contains(c))
        .find_map(|word| {
            let word = word.trim_matches(|c: char| ".!?".contains(c));
            let (local, host) = word.split_once('@')?;
            let local_fits = (1..=64).contains(&local.len())
                && local
                    .chars()
                    .all(|c| c.is_alphanumeric() || "!#$%&*+-/=?^_`{|}~.".contains(c));
            let label = |label: &str| {
                !label.is_empty()
                    && label.len() <= 63
                    && !label.starts_with('-')
                    && !label.ends_with('-')
                    && label.chars().all(|c| c.is_alphanumeric() || c == '-')
            };
            let top = host.rsplit('.').next().unwrap_or_default();
            let host_fits = host.len() <= 253
                && host.contains('.')
                && host.split('.').all(label)
                && top.chars().count() >= 2
                && !top.chars().any(|c| c.is_ascii_digit());
            (local_fits && host_fits).then(|| format!("{local}@{}", host.to_ascii_lowercase()))
        })
}

/// The one telephone number in a text.
pub(super) fn phone(text: &str) -> Option<String> {
    let mut found: Vec<String> = Vec::new();
    let mut run = String::new();
    for c in text.chars().chain(std::iter::once('|')) {
        if c.is_ascii_digit() || (c == '+' && !run.contains(|c: char| c.is_ascii_digit())) {
            run.push(c);
        } else if " -.()/\u{a0}\u{2011}\u{2013}".contains(c) {
            if !run.is_empty() {
                run.push(if matches!(c, '(' | ')') { c } else { ' ' });
            }
        } else {
            found.extend(normal_phone(&run));
            run.clear();
        }
    }
    found.dedup();
    match found.as_slice() {
        [one] => Some(one.clone()),
        _ => None,
    }
}

/// A run of digits and what parts them.
fn normal_phone(run: &str) -> Option<String> {
    let groups: Vec<&str> = run
        .split(|c: char| !c.is_ascii_digit())
        .filter(|group| !group.is_empty())
        .collect();
    let begun = run.trim_start_matches(|c: char| !c.is_ascii_digit() && c != '+');
    let plus = begun.starts_with('+');
    let is_abroad = plus || begun.starts_with("00");
    // The zero of "+44 (0)20" is only dialled at home.
    let run = if is_abroad {
        run.replacen("(0)", "", 1)
    } else {
        run.to_owned()
    };
    let digits: String = run.chars().filter(char::is_ascii_digit).collect();
    let digits = if plus {
        &digits
    } else {
        digits.strip_prefix("00").unwrap_or(&digits)
    };
    let one_digit = digits.bytes().all(|byte| Some(byte) == digits.bytes().next());
    let fits = (7..=15).contains(&digits.len()) && !one_digit && !(is_abroad && digits.starts_with('0'));
    let other = !is_abroad && (is_date(&groups) || is_list(&groups));
    (fits && !other).then(|| format!("{}{digits}", if is_abroad { "+" } else { "" }))
}

/// `2026 12 03`, `03 05 2027`.
fn is_date(groups: &[&str]) -> bool {
    let within = |group: &str, least: u32, most: u32| {
        group
            .parse()
            .is_ok_and(|number: u32| (least..=most).contains(&number))
    };
    let [first, second, third] = groups else {
        return false;
    };
    let (year, days) = if first.len() == 4 {
        (first, [second, third])
    } else {
        (third, [first, second])
    };
    year.len() == 4
        && within(year, 1900, 2099)
        && days.iter().all(|day| day.len() <= 2 && within(day, 1, 31))
        && days.iter().any(|month| within(month, 1, 12))
}

/// Numbers in a row, such as days or ages: `7 8 9 10 11 12`.
fn is_list(groups: &[&str]) -> bool {
    let single = groups.iter().filter(|group| group.len() == 1).count();
    let short = groups.iter().all(|group| group.len() <= 2);
    short && single >= 2 && single < groups.len()
}

/// The one choice that is meant, in any of its languages. What is kept is the choice in the default one.
pub(super) fn choice(choices: &[Said], said: &str) -> Option<String> {
    let wordings = || {
        choices
            .iter()
            .flat_map(|choice| choice.wordings().map(move |wording| (wording, choice.text(None))))
    };
    if let Some((_, exact)) = wordings().find(|(wording, _)| *wording == said) {
        return Some(exact.to_owned());
    }
    let folded: Vec<(String, &str)> = wordings()
        .map(|(wording, choice)| (fold(wording), choice))
        .collect();
    let Some(affirmed) = affirmed(said) else {
        return chosen(&folded, &fold(said));
    };
    // "No preference" is a choice itself.
    let denies = |choice: &str| {
        let mut wordings = folded.iter().filter(|(_, of)| *of == choice);
        wordings.any(|(wording, _)| denies(wording))
    };
    chosen(&folded, &fold(said))
        .filter(|choice| denies(choice))
        .or_else(|| chosen(&folded, &affirmed))
}

/// The one choice that a folded answer means, of folded wordings.
fn chosen(folded: &[(String, &str)], said: &str) -> Option<String> {
    if said.is_empty() {
        return None;
    }
    // All of them are wordings of one choice.
    let only = |fitting: &[&(String, &str)]| {
        let (_, first) = fitting.first()?;
        let one = fitting.iter().all(|(_, choice)| choice == first);
        one.then(|| (*first).to_owned())
    };
    let words = |text: &str| format!(" {text} ");
    let equal: Vec<_> = folded.iter().filter(|(choice, _)| *choice == said).collect();
    let contained = || {
        let mut inside: Vec<_> = folded
            .iter()
            .filter(|(choice, _)| words(said).contains(&words(choice)))
            .collect();
        let apart = inside.iter().any(|(one, of)| {
            inside.iter().any(|(other, its)| {
                of != its && !other.contains(one.as_str()) && !one.contains(other.as_str())
            })
        });
        // "Airport bus" said means "Airport bus", though it contains "Airport" too.
        let longest = inside.iter().map(|(folded, _)| folded.len()).max();
        inside.retain(|(folded, _)| Some(folded.len()) == longest);
        if apart { None } else { only(&inside) }
    };
    let begun = || {
        let begun: Vec<_> = folded
            .iter()
            .filter(|(choice, _)| said.len() >= 3 && words(choice).contains(&format!(" {said}")))
            .collect();
        only(&begun)
    };
    only(&equal).or_else(contained).or_else(begun)
}

/// Small letters and digits without accents, one space between words, apostrophes gone.
pub(crate) fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for c in text
        .nfkd()
        .filter(|c| !is_combining_mark(*c) && *c != '\'' && *c != '\u{2019}')
    {
        if c.is_alphanumeric() {
            folded.extend(c.to_lowercase());
        } else if !folded.ends_with(' ') {
            folded.push(' ');
        }
    }
    folded.trim().to_owned()
}
