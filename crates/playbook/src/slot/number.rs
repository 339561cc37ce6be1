//! Numbers, in digits and in the words of English, Spanish, French, German, Italian and Portuguese.
//!
//! In words to 999,999, dozens among them. **Three digits behind one point or comma are thousands**: `1.200` and `1,200` are both
//! 1200, whatever the language, and `1.50` and `1,5` are fractions; with both marks the last is the one of the fraction. `1 200` is
//! one number. What looks like part of a number and cannot be read ("12½", "forty-fiev", "a few hundred") makes the answer none: no
//! value is better than half of one.

use super::denied::denies;
use super::plain::fold;
use super::yes_no::says_no;

/// Words and what they are worth, which are also what longer words are made of: "fünf-und-zwanzig", "trent-otto".
const WORDS: &str = "0:zero cero null nul \
    1:one uno una un une ein eine einen einer eins um uma \
    2:two dos deux zwei zwo due dois duas 3:three tres trois drei tre 4:four cuatro quatre vier quattro quatro \
    5:five cinco cinq funf fuenf cinque 6:six seis sechs sei 7:seven siete sept sieben sette sete \
    8:eight ocho huit acht otto oito 9:nine nueve neuf neun nove 10:ten diez dieci dix zehn dez \
    11:eleven once onze elf undici 12:twelve doce douze zwolf zwoelf dodici doze 13:thirteen trece treize tredici treze \
    14:fourteen catorce quatorze quattordici catorze 15:fifteen quince quinze quindici \
    16:sixteen seize sechzehn sedici dezesseis dezasseis 17:seventeen siebzehn diciassette dezessete dezassete \
    18:eighteen diciotto dezoito 19:nineteen diciannove dezenove dezanove 20:twenty veinte veinti vingt vingts zwanzig venti vent vinte \
    30:thirty treinta trente dreissig dreißig trenta trent trinta 40:forty cuarenta quarante vierzig quaranta quarant quarenta \
    50:fifty cincuenta cinquante funfzig fuenfzig cinquanta cinquant cinquenta 60:sixty sesenta soixante sechzig sessanta sessant sessenta \
    70:seventy setenta septante siebzig settanta settant 80:eighty ochenta huitante octante achtzig ottanta ottant oitenta \
    90:ninety noventa nonante neunzig novanta novant \
    100:hundred cien ciento cent cents hundert cento cem 200:doscientos doscientas duzentos duzentas \
    300:trescientos trescientas trezentos trezentas 400:cuatrocientos cuatrocientas quatrocentos quatrocentas \
    500:quinientos quinientas quinhentos quinhentas 600:seiscientos seiscientas seiscentos seiscentas \
    700:setecientos setecientas setecentos setecentas 800:ochocientos ochocientas oitocentos oitocentas \
    900:novecientos novecientas novecentos novecentas 1000:thousand mil mille tausend mila \
    12000:dozen docena docenas douzaine douzaines dutzend dozzina dozzine duzia duzias";
/// How [`WORDS`] writes a dozen.
const DOZEN: u32 = 12_000;
/// Say that a number is not what it seems, or is not said exactly.
const VAGUE: &str = "half halves quarter quarters few several couple pair hundreds thousands dozens million millions billion minus k \
    medio media demi demie quart halb halbe halben anderthalb eineinhalb mezzo mezza meio meia par paar paire paio cientos miles millon \
    millones centaines milliers hunderte tausende dutzende millionen milioni milione milhao milhoes milliard centinaia migliaia decine centenas \
    milhares dezenas decenas not nicht pas";
/// "One" and "a" alike.
const ARTICLES: &str = "uno una un une ein eine einen einer um uma";
/// Behind "a", what the number that follows is of.
const GROUPS: &str = "group grupo groupe gruppe gruppo family familia famille familie famiglia total party";
/// Behind "a", what is counted.
const COUNTED: &str = "persona personne person pessoa adulto adulte erwachsener";
/// Before and behind "one", when it is no number.
const THIS: &str = "this that the no which any every each some other nao";
const MOMENT: &str = "moment second sec minute question more";
/// Ends of number words, also of misspelt ones.
const ENDS: &str = "ty teen enta anta ante ente zig zehn hundert cento centos cientos hundred";

/// Most bytes of a word that is made of several.
const LONGEST: usize = 72;

/// A part of an answer.
#[derive(PartialEq)]
enum Part {
    Digits(String),
    Word(String),
    Hyphen,
    Mark,
}

/// The one number in a text, in its normal form: that of what is not denied in it where there are two.
pub(super) fn number(said: &str) -> Option<String> {
    whole(said).or_else(|| {
        denies(&fold(said)).then_some(())?;
        let clauses = said
            .split_inclusive(' ')
            .fold(vec![String::new()], |mut clauses, word| {
                if let Some(clause) = clauses.last_mut() {
                    clause.push_str(word);
                }
                if word.trim_end().ends_with([',', ';', '.', '!', '?', ':']) {
                    clauses.push(String::new());
                }
                clauses
            });
        let left: Vec<String> = clauses
            .into_iter()
            .filter(|clause| !denies(&fold(clause)))
            .collect();
        whole(&left.concat())
    })
}

fn whole(said: &str) -> Option<String> {
    let parts = parts(said)?;
    let last = parts
        .iter()
        .rev()
        .find(|part| !matches!(part, Part::Mark | Part::Hyphen));
    // "dos noches no"
    if matches!(last, Some(Part::Word(word)) if says_no(word)) {
        return None;
    }
    let word = |at: usize| match parts.get(at) {
        Some(Part::Word(word)) => word.as_str(),
        Some(Part::Digits(_) | Part::Hyphen | Part::Mark) | None => "",
    };
    let mut found: Vec<String> = Vec::new();
    let mut at = 0;
    while let Some(part) = parts.get(at) {
        match part {
            Part::Digits(digits) => {
                at += 1;
                let times = match (word(at), value(word(at))) {
                    ("hundred" | "hundert", _) => 100,
                    (_, Some(1000)) => 1000,
                    (_, Some(DOZEN)) => 12,
                    (_, Some(_)) => return None,
                    (_, None) => 1,
                };
                if times == 1 {
                    found.push(digits.clone());
                } else {
                    at += 1;
                    let digits = digits.parse::<u32>().ok().filter(|digits| *digits < 1000)?;
                    found.push((digits * times).to_string());
                    if !atoms(word(at)).is_empty() {
                        return None;
                    }
                }
            }
            Part::Hyphen | Part::Mark => at += 1,
            Part::Word(said) if is(said, VAGUE) => return None,
            Part::Word(said) if atoms(said).is_empty() || (said == "due" && word(at + 1) == "to") => {
                at += 1;
                let misspelt = ENDS.split(' ').any(|end| said.ends_with(end));
                let beside = at + usize::from(parts.get(at) == Some(&Part::Hyphen));
                if (misspelt || beside > at) && !atoms(word(beside)).is_empty() {
                    return None;
                }
            }
            Part::Word(said) => {
                let before = at.checked_sub(1).map(word).unwrap_or_default();
                let behind = word(at + 1);
                let number_follows =
                    matches!(parts.get(at + 1), Some(Part::Digits(_))) || !atoms(behind).is_empty();
                let (read, next) = sequence(&parts, at)?;
                let single = next == at + 1;
                if single && is(said, ARTICLES) {
                    at = next;
                    if number_follows || is(behind, GROUPS) {
                        continue;
                    }
                    if next < parts.len() && !is(behind, COUNTED) && !ends(&parts[next..]) {
                        return None;
                    }
                } else if single && (is(before, THIS) || (said == "one" && is(behind, MOMENT))) {
                    return None;
                }
                at = next;
                // "forty-fiev"
                if parts.get(at) == Some(&Part::Hyphen) && !word(at + 1).is_empty() {
                    return None;
                }
                found.push(read.to_string());
            }
        }
    }
    found.dedup();
    match found.as_slice() {
        [one] => Some(one.clone()),
        _ => None,
    }
}

/// Words and digits of a text; `None` when there is a number in it that cannot be read.
fn parts(said: &str) -> Option<Vec<Part>> {
    let chars: Vec<char> = said.chars().collect();
    let mut parts = Vec::new();
    let mut at = 0;
    let digit = |at: usize| chars.get(at).is_some_and(char::is_ascii_digit);
    while let Some(c) = chars.get(at).copied() {
        let start = at;
        if c.is_ascii_digit() {
            // Whether three digits follow, and no more.
            let three = |at: usize| (at..at + 3).all(digit) && !digit(at + 3);
            while digit(at)
                || (matches!(chars.get(at), Some('.' | ',')) && digit(at + 1))
                || (matches!(chars.get(at), Some(' ' | '\u{a0}' | '\u{202f}'))
                    && three(at + 1)
                    && at - start <= 3)
                || (chars.get(at) == Some(&' ') && three(at + 1) && chars[start..at].contains(&' '))
            {
                at += 1;
            }
            let sign = start.checked_sub(1).map(|before| chars[before]);
            let free = start < 2 || !chars[start - 2].is_alphanumeric();
            let written: String = chars[start..at].iter().filter(|c| !c.is_whitespace()).collect();
            // "4/4", "20:20"
            if matches!(chars.get(at), Some('/' | ':')) && digit(at + 1) {
                return None;
            }
            parts.push(Part::Digits(normal(&written, sign == Some('-') && free)?));
        } else if c.is_alphabetic() {
            while chars
                .get(at)
                .is_some_and(|c| c.is_alphabetic() || matches!(c, '\'' | '\u{2019}'))
            {
                at += 1;
            }
            let written: String = chars[start..at].iter().collect();
            parts.push(Part::Word(fold(&written)));
        } else if c.is_numeric() {
            return None;
        } else {
            at += 1;
            match c {
                '-' | '\u{2010}' | '\u{2011}' => parts.push(Part::Hyphen),
                _ if c.is_whitespace() => {}
                _ => parts.push(Part::Mark),
            }
        }
    }
    Some(parts)
}

/// The number in words that begins at a part, and the part behind it; `None` when it is no number.
fn sequence(parts: &[Part], start: usize) -> Option<(u32, usize)> {
    let (mut thousands, mut rest, mut at, mut next) = (0, 0, start, start);
    let mut und = false;
    let mut dozens = false;
    'words: while let Some(Part::Word(word)) = parts.get(at) {
        let atoms = atoms(word);
        if atoms.is_empty() {
            // What joins two words of a number.
            if at == start || at > next || !is(word, "and y e et und") {
                break;
            }
            und = word == "und";
            at += 1;
            continue;
        }
        for (place, atom) in atoms.into_iter().enumerate() {
            let (whole, below) = (rest - rest % 100, rest % 100);
            let glued = place > 0;
            rest = match atom {
                _ if dozens => return None,
                // "und"
                u32::MAX => {
                    und = true;
                    continue;
                }
                DOZEN if thousands == 0 => {
                    dozens = true;
                    rest.max(1) * 12
                }
                1000 if thousands == 0 => {
                    thousands = rest.max(1) * 1000;
                    0
                }
                100 if rest < 100 => rest.max(1) * 100,
                200..1000 if rest == 0 => atom,
                20 if below == 4 && !und => whole + 80,
                _ if atom >= 100 => break 'words,
                _ if below == 0 && (atom > 0 || (rest == 0 && at == start)) => rest + atom,
                1..10 if below >= 20 && below.is_multiple_of(10) => rest + atom,
                10..20 if matches!(below, 60 | 80) => rest + atom,
                6..10 if below == 10 => rest + atom,
                10 if glued && (3..10).contains(&below) => rest + atom,
                20..100 if und && below < 10 && atom % 10 == 0 => rest + atom,
                _ if glued => return None,
                _ => break 'words,
            };
            und = false;
        }
        at += 1;
        next = at;
        // "quatre-vingt"
        if parts.get(at) == Some(&Part::Hyphen)
            && matches!(parts.get(at + 1), Some(Part::Word(word)) if !self::atoms(word).is_empty() || is(word, "et"))
        {
            at += 1;
            next = at;
        }
    }
    (next > start).then_some((thousands + rest, next))
}

/// The words of [`WORDS`], and what they are worth.
fn listed() -> impl Iterator<Item = (&'static str, u32)> {
    let mut worth = 0;
    WORDS.split_ascii_whitespace().map(move |word| {
        let (number, word) = word.split_once(':').unwrap_or(("", word));
        worth = number.parse().unwrap_or(worth);
        (word, worth)
    })
}

/// What a folded word is worth.
fn value(word: &str) -> Option<u32> {
    listed()
        .find(|(listed, _)| *listed == word)
        .map(|(_, worth)| worth)
}

/// What the words are worth that a folded word is made of; `u32::MAX` for "und" among them. Empty: it is no number.
fn atoms(word: &str) -> Vec<u32> {
    if let Some(value) = value(word) {
        return vec![value];
    }
    // No number up to a million is longer.
    if word.len() > LONGEST {
        return Vec::new();
    }
    let split = |(first, worth): (&str, u32)| {
        let rest = word.strip_prefix(first)?;
        let und = rest.strip_prefix("und");
        let behind = atoms(und.unwrap_or(rest));
        let joined = std::iter::once(worth).chain(und.map(|_| u32::MAX));
        (!behind.is_empty()).then(|| joined.chain(behind).collect())
    };
    listed().find_map(split).unwrap_or_default()
}

fn is(word: &str, list: &str) -> bool {
    !word.is_empty() && list.split_ascii_whitespace().any(|listed| listed == word)
}

/// Whether nothing but marks is left.
fn ends(parts: &[Part]) -> bool {
    parts.iter().all(|part| matches!(part, Part::Mark | Part::Hyphen))
}

/// A number in digits, with its marks, in its normal form.
fn normal(written: &str, negative: bool) -> Option<String> {
    let last = written.rfind(['.', ',']);
    let marks = written.matches(['.', ',']).count();
    let (whole, part) = match last.map(|at| (&written[..at], &written[at + 1..])) {
        None => (written, ""),
        Some((whole, part)) => {
            let mark = written.as_bytes()[whole.len()];
            let other = if mark == b'.' { ',' } else { '.' };
            let grouped = part.len() == 3 && (1..=3).contains(&whole.len()) && !whole.starts_with('0');
            if (marks == 1 && !grouped) || (whole.contains(other) && !whole.contains(char::from(mark))) {
                (whole, part)
            } else {
                (written, "")
            }
        }
    };
    let mut groups = whole.split(['.', ',']);
    let first = groups.next().unwrap_or_default();
    let one_mark = !(whole.contains('.') && whole.contains(','));
    let in_groups = whole.contains(['.', ',']) && !(one_mark && first.len() <= 3);
    if in_groups || groups.any(|group| group.len() != 3) {
        return None;
    }
    let whole: String = whole.chars().filter(char::is_ascii_digit).collect();
    if whole.len() > 15 || part.len() > 6 {
        return None;
    }
    let whole = match whole.trim_start_matches('0') {
        "" => "0",
        digits => digits,
    };
    let part = part.trim_end_matches('0');
    // What reads as thousands has a fourth digit.
    let zero = if part.len() == 3 && whole != "0" && whole.len() <= 3 {
        "0"
    } else {
        ""
    };
    let sign = if negative && (whole != "0" || !part.is_empty()) {
        "-"
    } else {
        ""
    };
    Some(match part {
        "" => format!("{sign}{whole}"),
        part => format!("{sign}{whole}.{part}{zero}"),
    })
}
