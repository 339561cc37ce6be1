//! Numbers of payment cards, which are redacted before anything is stored.
//!
//! In a text, a card number is 13 to 19 digits, whatever stands between them that people put there (spaces, hyphens, dots,
//! at most [`GAP`] in a row), that begins and is as long as the numbers of an issuer are, and whose last digit is the
//! check digit of ISO/IEC 7812-1 (Luhn). One number in ten has that by chance; so telephone numbers (`+` before them),
//! numbers of tickets (three digits, a hyphen, ten digits) and several numbers side by side are told apart by how they
//! are grouped: see [`is_one_number`].
//!
//! | issuer | begins with | digits |
//! |---|---|---|
//! | Visa | 4 | 13, 16, 19 |
//! | Mastercard | 51–55, 2221–2720 | 16 |
//! | American Express | 34, 37 | 15 |
//! | Diners Club | 300–305, 3095, 36, 38, 39 | 14 to 19 |
//! | Discover, Maestro, UnionPay, RuPay | 50, 56–58, 6, 81, 82 | 16 to 19 |
//! | JCB | 3528–3589 | 16 to 19 |
//! | Mir | 2200–2204 | 16 to 19 |
//! | Troy | 9792 | 16 |
//! | UATP | 1 | 15 |

use std::borrow::Cow;
use std::ops::Range;

/// Characters between two digits of one number, at most.
const GAP: usize = 3;
/// What stands for the digits that are gone.
const HIDDEN: &str = "••••";
/// Digits that are kept, so that people can tell two cards of a traveller apart.
const KEPT: usize = 4;

/// Digits that stand together, with where they stand in the text.
struct Group {
    place: Range<usize>,
    digits: Range<usize>,
}

/// The text with every card number replaced by `••••` and its last four digits.
pub fn redact(text: &str) -> Cow<'_, str> {
    let cards = find(text);
    if cards.is_empty() {
        return Cow::Borrowed(text);
    }
    let mut redacted = String::with_capacity(text.len());
    let mut from = 0;
    for card in cards {
        redacted.push_str(&text[from..card.start]);
        redacted.push_str(HIDDEN);
        let digits: Vec<u8> = text[card.clone()].chars().filter_map(digit).collect();
        let kept = digits.len().saturating_sub(KEPT);
        redacted.extend(digits[kept..].iter().map(|digit| char::from(b'0' + digit)));
        from = card.end;
    }
    redacted.push_str(&text[from..]);
    Cow::Owned(redacted)
}

/// Where card numbers stand, in order.
fn find(text: &str) -> Vec<Range<usize>> {
    let mut cards = Vec::new();
    // Thirteen digits are thirteen bytes at least.
    if text.len() < 13 {
        return cards;
    }
    let mut digits: Vec<u8> = Vec::new();
    let mut groups: Vec<Group> = Vec::new();
    let (mut gap, mut plus, mut phone) = (0, false, false);
    for (at, c) in text.char_indices().chain([(text.len(), '|')]) {
        if let Some(digit) = digit(c) {
            if groups.is_empty() {
                phone = plus;
            }
            digits.push(digit);
            let (end, count) = (at + c.len_utf8(), digits.len());
            match groups.last_mut() {
                Some(group) if gap == 0 => {
                    group.place.end = end;
                    group.digits.end = count;
                }
                Some(_) | None => groups.push(Group {
                    place: at..end,
                    digits: count - 1..count,
                }),
            }
            gap = 0;
        } else if is_between(c) && gap < GAP {
            gap += 1;
        } else {
            cards.extend(among(&groups, &digits, phone));
            digits.clear();
            groups.clear();
            (gap, plus) = (0, c == '+');
        }
    }
    cards
}

/// The card numbers among groups of digits that nothing else separates.
fn among(groups: &[Group], digits: &[u8], phone: bool) -> Vec<Range<usize>> {
    let mut cards = Vec::new();
    let mut first = 0;
    while first < groups.len() {
        let longest = (first..groups.len()).rev().find(|last| {
            let number = &digits[groups[first].digits.start..groups[*last].digits.end];
            let whole = first == 0 && last + 1 == groups.len();
            is_card(number)
                && is_one_number(&groups[first..=*last], number.len(), whole)
                && !(phone && first == 0 && is_telephone(number))
        });
        match longest {
            Some(last) => {
                cards.push(groups[first].place.start..groups[last].place.end);
                first = last + 1;
            }
            None => first += 1,
        }
    }
    cards
}

/// Whether digits in groups are one number: they stand together, or in groups as on a card (fours, 4-6-5, 4-6-4, 8-8,
/// 6-13); or they are all there is and more than a ticket or a telephone number has.
fn is_one_number(groups: &[Group], count: usize, whole: bool) -> bool {
    let sizes: Vec<usize> = groups.iter().map(|group| group.digits.len()).collect();
    let fours = sizes
        .split_last()
        .is_some_and(|(last, others)| *last <= 4 && others.iter().all(|size| *size == 4));
    sizes.len() == 1
        || fours
        || matches!(sizes.as_slice(), [4, 6, 5] | [4, 6, 4] | [8, 8] | [6, 13])
        || (whole && count >= 15)
}

/// Whether digits behind a `+` are a telephone number: 15 at most (ITU-T E.164), and no country has 15 behind 34 or 37.
fn is_telephone(number: &[u8]) -> bool {
    number.len() < 15 || (number.len() == 15 && !matches!(number, [3, 4 | 7, ..]))
}

fn is_card(number: &[u8]) -> bool {
    is_of_an_issuer(number) && luhn(number).is_multiple_of(10)
}

fn is_of_an_issuer(number: &[u8]) -> bool {
    let begin = |digits: usize| {
        number
            .iter()
            .take(digits)
            .fold(0_u16, |sum, digit| sum * 10 + u16::from(*digit))
    };
    let (count, two, three, four) = (number.len(), begin(2), begin(3), begin(4));
    let long = (16..=19).contains(&count);
    match number {
        [4, ..] => matches!(count, 13 | 16 | 19),
        [5, ..] if (51..=55).contains(&two) => count == 16,
        [2, ..] if (2221..=2720).contains(&four) => count == 16,
        [2, ..] => long && (2200..=2204).contains(&four),
        [3, 4 | 7, ..] => count == 15,
        [3, 5, ..] => long && (3528..=3589).contains(&four),
        [3, ..] => {
            let diners = (300..=305).contains(&three) || four == 3095 || matches!(two, 36 | 38 | 39);
            diners && (14..=19).contains(&count)
        }
        [5, 0 | 6 | 7 | 8, ..] | [6, ..] | [8, 1 | 2, ..] => long,
        [9, ..] => count == 16 && four == 9792,
        [1, ..] => count == 15,
        _ => false,
    }
}

/// The sum of ISO/IEC 7812-1, annex B: every second digit from the right is doubled, and nine taken off what then has two.
fn luhn(number: &[u8]) -> u32 {
    number
        .iter()
        .rev()
        .enumerate()
        .map(|(place, digit)| {
            let digit = u32::from(*digit) * if place % 2 == 1 { 2 } else { 1 };
            if digit > 9 { digit - 9 } else { digit }
        })
        .sum()
}

/// A digit's value, also as keyboards of other scripts and full-width forms have it.
fn digit(c: char) -> Option<u8> {
    let zero = match c {
        '0'..='9' => '0',
        '\u{660}'..='\u{669}' => '\u{660}',
        '\u{6f0}'..='\u{6f9}' => '\u{6f0}',
        '\u{966}'..='\u{96f}' => '\u{966}',
        '\u{ff10}'..='\u{ff19}' => '\u{ff10}',
        _ => return None,
    };
    u8::try_from(u32::from(c) - u32::from(zero)).ok()
}

/// What people, telephones and documents put between the digits of one number.
fn is_between(c: char) -> bool {
    c.is_whitespace()
        || matches!(c, '-' | '.' | '_' | '\u{ad}' | '\u{b7}' | '\u{200b}'..='\u{200f}' | '\u{2010}'..='\u{2015}' | '\u{2060}' | '\u{2212}' | '\u{feff}')
}
