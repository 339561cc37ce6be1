//! Where a sentence ends: for dividing a passage when it is built, and for quoting one when it answers.
//!
//! English, Spanish, French, German, Italian and Portuguese are known by their abbreviations; what is not known is
//! left together, because a sentence too long still says what it says, and half of one may not.

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
            '。' | '！' | '？' => {
                while chars.next_if(|&(_, c)| CLOSING.contains(&c)).is_some() {}
                true
            }
            '.' | '!' | '?' | '…' => {
                let mut stops = c != '.';
                while let Some((_, c)) = chars.next_if(|&(_, c)| CLOSING.contains(&c) || ".!?…".contains(c))
                {
                    // "S.p.A.)" may be abbreviated, "..." and "!)" are not.
                    stops |= ".!?…".contains(c);
                }
                let after = chars
                    .peek()
                    .map_or("", |&(next, _)| line.get(next..).unwrap_or_default());
                let before = line.get(start..at).unwrap_or_default();
                begins_sentence(after) && (stops || !goes_on(before, after.trim_start()))
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

/// What may close a quotation or a bracket. German closes with the mark that opens in English.
const CLOSING: [char; 13] = ['"', '\'', ')', ']', '”', '“', '’', '‘', '»', '«', '›', '」', '）'];

/// What may stand before the first letter of a sentence.
const OPENING: [char; 14] = [
    '"', '\'', '(', '[', '“', '„', '‘', '‚', '«', '»', '‹', '¿', '¡', '「',
];

/// A sentence begins after white space, and not in lower case.
fn begins_sentence(after: &str) -> bool {
    let next = after.trim_start();
    let first = next.trim_start_matches(OPENING);
    next.is_empty() || (next.len() < after.len() && !first.starts_with(char::is_lowercase))
}

/// Whether the sentence goes on after a full stop that stands between these two: the word before it is an
/// abbreviation, an initial, an ordinal or the number of a list's item.
fn goes_on(before: &str, after: &str) -> bool {
    let (rest, word) = last_word(before);
    let next = after
        .trim_start_matches(OPENING)
        .split(|c: char| !c.is_alphanumeric())
        .next()
        .unwrap_or_default();
    let followed_by_digit = next.starts_with(|c: char| c.is_ascii_digit());
    let folded = word.to_lowercase();
    if word.is_empty() || after.is_empty() || after.starts_with(['¿', '¡']) {
        return false;
    }
    // The number of an item stands at the beginning: "1.", "IV.", "B."
    if rest.is_empty() && is_item(word) {
        return true;
    }
    if word.bytes().all(|byte| byte.is_ascii_digit()) {
        let (_, article) = last_word(rest);
        return word.len() <= 2
            && next.starts_with(char::is_alphabetic)
            && !begins_often(next)
            && has(BEFORE_ORDINALS, &article.to_lowercase());
    }
    // "8 a.m. Monday", but "8 a.m. Bring".
    if has(HALVES_OF_DAY, &folded) {
        let zone = next.len() > 1 && next.chars().all(char::is_uppercase);
        return followed_by_digit || zone || has(DAYS, &next.to_lowercase());
    }
    if has(NUMBERED, &folded) {
        return followed_by_digit;
    }
    let letters = word.split('.').all(|part| {
        let mut chars = part.chars();
        chars.next().is_some_and(char::is_alphabetic) && chars.next().is_none()
    });
    let street = folded.ends_with("str");
    (letters || street || has(ABBREVIATIONS, &folded)) && !begins_often(next)
}

/// A text without its last word, and that word, without the bracket before it.
fn last_word(text: &str) -> (&str, &str) {
    let text = text.trim_end();
    let start = text
        .rfind(|c: char| c.is_whitespace() || OPENING.contains(&c))
        .map_or(0, |at| {
            at + text
                .get(at..)
                .and_then(|rest| rest.chars().next())
                .map_or(0, char::len_utf8)
        });
    let (rest, word) = text.split_at(start);
    (rest.trim_end(), word)
}

fn is_item(word: &str) -> bool {
    let roman = word.bytes().all(|byte| matches!(byte, b'I' | b'V' | b'X'));
    let digits = word.bytes().all(|byte| byte.is_ascii_digit());
    digits || roman || (word.len() == 1 && word.starts_with(|c: char| c.is_ascii_alphabetic()))
}

/// Whether a capitalised word is one that begins a sentence more often than a name.
fn begins_often(word: &str) -> bool {
    has(BEGINNINGS, &word.to_lowercase())
}

fn has(list: &[&str], word: &str) -> bool {
    list.binary_search(&word).is_ok()
}

/// They end a sentence only before a word that begins one often. Sorted, as are the lists below.
const ABBREVIATIONS: &[&str] = &[
    "abb", "abs", "approx", "aprox", "av", "avda", "ave", "avv", "bd", "bldg", "blvd", "bzw", "c.-à-d", "ca",
    "cf", "co", "corp", "dept", "depto", "dott", "dott.ssa", "dpto", "dr", "dra", "dña", "ecc", "ee", "ej",
    "env", "est", "evtl", "ex", "exc", "excl", "exkl", "exmo", "fam", "fr", "geom", "ggf", "hr", "hrn",
    "inc", "incl", "ing", "inkl", "jr", "lda", "ltd", "ltda", "max", "maxi", "min", "mio", "mlle", "mm",
    "mme", "mr", "mrs", "ms", "mt", "máx", "mín", "pl", "pls", "prof", "profa", "pza", "pça", "rd", "ref",
    "rif", "réf", "s.p.a", "s.r.l", "sig", "sig.ra", "sigg", "sog", "sr", "sra", "sras", "sres", "srs",
    "srta", "st", "sta", "std", "ste", "sto", "str", "tel", "teléf", "tfno", "tél", "u.s", "ud", "uds",
    "usw", "uu", "vd", "vds", "vs", "zzgl", "íd",
];

/// They are abbreviations before a number only.
const NUMBERED: &[&str] = &[
    "art", "cap", "chap", "ext", "fig", "kap", "n", "n.º", "no", "nos", "nr", "num", "n°", "nº", "núm", "p",
    "pag", "para", "pp", "pág", "págs", "sec", "vol", "º",
];

const HALVES_OF_DAY: &[&str] = &["a.m", "am", "p.m", "pm"];

const DAYS: &[&str] = &[
    "friday",
    "monday",
    "saturday",
    "sunday",
    "thursday",
    "tuesday",
    "wednesday",
];

/// A number of one or two digits after one of these is a German ordinal: "am 3. Mai", "der 2. Fahrer".
const BEFORE_ORDINALS: &[&str] = &[
    "ab", "am", "bis", "das", "dem", "den", "der", "des", "die", "im", "jeden", "jeder", "jedes", "seit",
    "vom", "zum", "zur",
];

/// Words that begin a sentence, capitalised, more often than they are part of a name.
const BEGINNINGS: &[&str] = &[
    "a", "al", "all", "als", "an", "and", "any", "as", "at", "au", "auf", "aux", "be", "bei", "bitte",
    "both", "but", "by", "can", "ce", "ces", "cette", "com", "con", "das", "de", "del", "der", "des", "die",
    "do", "du", "each", "ein", "eine", "el", "elle", "em", "en", "es", "esta", "este", "every", "for",
    "from", "für", "gli", "hay", "he", "her", "his", "how", "i", "if", "il", "im", "in", "is", "ist", "it",
    "its", "la", "las", "le", "les", "lo", "los", "may", "mit", "my", "no", "non", "not", "nous", "o", "on",
    "or", "os", "our", "para", "per", "please", "por", "pour", "puede", "se", "she", "si", "sie", "so", "su",
    "sus", "that", "the", "their", "then", "there", "these", "they", "this", "those", "to", "um", "uma",
    "un", "una", "une", "uno", "vous", "we", "wenn", "what", "when", "where", "which", "who", "wir", "with",
    "without", "you", "your", "è", "é",
];

#[cfg(test)]
mod tests {
    use super::*;

    /// `expected` is the text with a bar where a sentence ends.
    #[track_caller]
    fn check(expected: &str) {
        let text = expected.replace(" | ", " ");
        assert_eq!(sentences(&text).join(" | "), expected);
    }

    #[test]
    fn sentences_end_where_a_reader_ends_them() {
        for expected in [
            "One. | Two! | Three? | Four",
            "It costs €9.50 a day. | Pay at the desk.",
            "Call Mr. Silva at St. James Road.",
            "Bring cards, e.g. Visa. | Cash is not taken.",
            "May I smoke? | No. | Never.",
            "He said “No.” | Then he left.",
            "Wait… | Then go.",
            "Wait... | Then go, or stay... and sleep.",
            "1. Bring a passport. | 2. Sign.",
            "II. Bring a passport. | B. Sign.",
            "Is it open? | (Yes.) | It is.",
            "Bring the form (types A and C). | Copies are not taken.",
            "It costs 12. | The fee is for each day.",
        ] {
            check(expected);
        }
        assert_eq!(
            sentences("可以。不可以！「可以。」不"),
            ["可以。", "不可以！", "「可以。」", "不"]
        );
        assert_eq!(sentences("One\ntwo. Three"), ["One", "two.", "Three"]);
    }

    #[test]
    fn nothing_is_cut_inside_a_number_an_address_or_a_time() {
        for expected in [
            "Drive 1.5 km on the N. 125, then 2.000,50 m more.",
            "Write to help@harbour-cars.example. | See www.harbour-cars.example/faq.html?a=1.2 for more.",
            "We open at 8 a.m. on Sundays, 7 a.m. Monday to Friday, and close at 10 p.m. GMT.",
            "We open at 8 a.m. | The desk is closed at 10 p.m. | Bring a card.",
            "Abfahrt ist um 8.30 Uhr, Rückkehr am 3. Mai. | Die Fahrt dauert 2. | Es gibt Pausen.",
            "Room No. 5 is free. | No. | No. 7 is not.",
            "See p. 12 and fig. 3. | Art. 7 holds.",
        ] {
            check(expected);
        }
    }

    #[test]
    fn abbreviations_of_six_languages_end_no_sentence_before_a_name() {
        for expected in [
            "Meet Dr. Ruiz of Gangway Inc. Lima at Mt. Rosa, J. R. Silva said. | It is near.",
            "We work with Harbour S.A. Lisboa in the U.S. | The desk is open until 5 p.m. | It closes then.",
            "Llame al Sr. Pérez, p. ej. Lunes, en Av. Brasil, EE. UU. | El mostrador abre a las 8 a. m. | ¿Puedo fumar? | ¡No! | Gracias.",
            "Voici M. Durand et Mme. Petit, av. Foch, p. ex. Paris. | Les bagages sont gratuits, env. 20 kg. | Max. Deux.",
            "Bringen Sie Papiere mit, z. B. Pass, d. h. Ausweis, bzw. Visum, inkl. Foto usw. Kinder auch. | Der 2. Fahrer zahlt 5 Euro.",
            "Er sagte: „Halt!“ | Dann ging er zur Goethestr. 5 und zu Fr. Maier.",
            "Il Sig. Rossi della Gangway S.p.A. Roma, tel. 055, ecc. Firenze. | È aperto. | Il prezzo è 5 euro.",
            "Fale com a Sra. Silva da Gangway Lda. Porto, aprox. Maio, n.º 5. | O balcão abre às 8. | É grátis.",
        ] {
            check(expected);
        }
    }

    #[test]
    fn lists_are_sorted_for_the_binary_search() {
        for list in [
            ABBREVIATIONS,
            NUMBERED,
            HALVES_OF_DAY,
            DAYS,
            BEFORE_ORDINALS,
            BEGINNINGS,
        ] {
            assert!(list.is_sorted(), "{list:?}");
        }
    }

    proptest::proptest! {
        #[test]
        fn nothing_is_lost_and_every_sentence_stands_in_the_text(
            text in "([\\PC\n]|[.!?…]|\\. |e\\.g\\. |z\\. B\\. |[0-9]{1,3}[.,]|“|”|。|St\\. |am 3\\. Mai ){0,40}"
        ) {
            let found = sentences(&text);
            let strip = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
            proptest::prop_assert_eq!(strip(&found.concat()), strip(&text));
            for sentence in found {
                proptest::prop_assert!(text.contains(sentence) && sentence.trim() == sentence);
            }
        }
    }
}
