//! Which language a text is written in.
//!
//! A script that one language has says it. Of the languages in Latin script a linear classifier tells which: each word,
//! with its beginning and end, is cut into runs of one to four letters, each run has a place in a table of learnt
//! weights, and the language with the largest sum is meant. Two words are mostly enough; of what is too short, or could
//! be several, nothing is said.
//!
//! The table is made by `index-builder learn-language`.

/// The languages in Latin script that are told apart, by code. Sorted: the order of the weights.
pub const LANGUAGES: [&str; 15] = [
    "cs", "da", "de", "en", "es", "fr", "hr", "hu", "it", "nl", "pl", "pt", "ro", "sv", "tr",
];

/// How many places the table has. Runs share them.
pub const PLACES: usize = 8192;

/// The largest weight in the table: steps from −3 to 3.
pub const LARGEST: i8 = 3;

/// The longest run of letters.
const LONGEST_RUN: usize = 4;
/// Of longer words, such as addresses without spaces, nothing is learnt.
const LONGEST_WORD: usize = 30;
/// Enough of a text: more letters say the same again.
const ENOUGH: usize = 400;
/// Less sure than this, nothing is said.
const SURE: f32 = 0.3;
/// So many words do not take somebody out of the language that they wrote before, unless surely: "am 3. Mai".
const FEW: usize = 2;
/// One word alone has to be this sure: "visa" and "hotel" are of every language.
const SURE_OF_ONE: f32 = 0.95;
/// How much likelier a language of the workspace is than another, as a natural logarithm.
const EXPECTED: f32 = 1.5;

/// How much likelier the language that was written before is than another, as a natural logarithm: in a few words it
/// decides, in a sentence the sentence does.
const SPOKEN: f32 = 2.0;

/// What a weight's step counts: four bytes, then two weights a byte, the first in the low half.
static TABLE: &[u8] = include_bytes!("language.table");

/// The language of a text as ISO 639-1 has it, when it is clear. Those that are `expected` are likelier.
pub fn of(text: &str, expected: &[String]) -> Option<&'static str> {
    of_next(text, expected, None)
}

/// [`of`] a text by somebody who wrote this language before.
pub fn of_next(text: &str, expected: &[String], before: Option<&str>) -> Option<&'static str> {
    let words = Words::of(text);
    let script = words.script?;
    if script != Script::Latin {
        return script.language();
    }
    let (mut sums, mut runs) = ([0i32; LANGUAGES.len()], 0u32);
    for word in &words.latin {
        each_place(word, |place| {
            runs += 1;
            for (language, sum) in sums.iter_mut().enumerate() {
                *sum += weight(place, language);
            }
        });
    }
    let step = TABLE
        .first_chunk::<4>()
        .map_or(0.0, |step| f32::from_le_bytes(*step));
    let scale = step / (runs.max(1) as f32).sqrt();
    let mut scores = sums.map(|sum| sum as f32 * scale);
    for (score, language) in scores.iter_mut().zip(LANGUAGES) {
        if expected.iter().any(|expected| expected == language) {
            *score += EXPECTED;
        }
        if before == Some(language) {
            *score += SPOKEN;
        }
    }
    let (best, score) = scores
        .iter()
        .enumerate()
        .max_by(|a, b| a.1.total_cmp(b.1))
        .map(|(at, score)| (at, *score))?;
    let sure = 1.0 / scores.iter().map(|other| (other - score).exp()).sum::<f32>();
    let few = words.latin.len() <= FEW && before.is_some_and(|before| before != LANGUAGES[best]);
    let needed = if words.latin.len() < 2 || few {
        SURE_OF_ONE
    } else {
        SURE
    };
    (sure >= needed).then(|| LANGUAGES[best])
}

/// Visits the places of all runs of a word of small letters.
pub fn each_place(word: &str, mut visit: impl FnMut(usize)) {
    let mut letters = ['^'; LONGEST_WORD + 2];
    let mut count = 1;
    for letter in word.chars().take(LONGEST_WORD) {
        letters[count] = letter;
        count += 1;
    }
    letters[count] = '$';
    let letters = &letters[..=count];
    let mut bytes = [0; 4];
    for start in 0..letters.len() {
        let mut hash = 0x811c_9dc5u32;
        for (more, letter) in letters[start..].iter().take(LONGEST_RUN).enumerate() {
            for &byte in letter.encode_utf8(&mut bytes).as_bytes() {
                hash = (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193);
            }
            // The edges by themselves say nothing.
            if more > 0 || (start > 0 && start + 1 < letters.len()) {
                visit((hash ^ (hash >> 15)) as usize % PLACES);
            }
        }
    }
}

fn weight(place: usize, language: usize) -> i32 {
    let at = place * LANGUAGES.len() + language;
    let Some(&two) = TABLE.get(4 + at / 2) else {
        return 0;
    };
    let four = if at.is_multiple_of(2) { two << 4 } else { two };
    i32::from((four as i8) >> 4)
}

/// A way of writing.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Script {
    Latin,
    Greek,
    Cyrillic,
    Ukrainian,
    Hebrew,
    Arabic,
    Thai,
    Devanagari,
    Han,
    Kana,
    Hangul,
    Other,
}

impl Script {
    /// Of a letter that is not ASCII.
    fn of(letter: char) -> Self {
        match letter {
            'і' | 'ї' | 'є' | 'ґ' => Self::Ukrainian,
            '\u{00aa}'..='\u{024f}' | '\u{1e00}'..='\u{1eff}' => Self::Latin,
            '\u{0370}'..='\u{03ff}' | '\u{1f00}'..='\u{1fff}' => Self::Greek,
            '\u{0400}'..='\u{052f}' => Self::Cyrillic,
            '\u{0590}'..='\u{05ff}' => Self::Hebrew,
            '\u{0600}'..='\u{06ff}' | '\u{0750}'..='\u{077f}' => Self::Arabic,
            '\u{0900}'..='\u{097f}' => Self::Devanagari,
            '\u{0e00}'..='\u{0e7f}' => Self::Thai,
            '\u{3040}'..='\u{30ff}' => Self::Kana,
            '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' => Self::Han,
            '\u{1100}'..='\u{11ff}' | '\u{ac00}'..='\u{d7af}' => Self::Hangul,
            _ => Self::Other,
        }
    }

    /// The language that is written so. Of those in Cyrillic letters the one with the most readers, unless a letter
    /// tells.
    fn language(self) -> Option<&'static str> {
        match self {
            Self::Greek => Some("el"),
            Self::Cyrillic => Some("ru"),
            Self::Ukrainian => Some("uk"),
            Self::Hebrew => Some("he"),
            Self::Arabic => Some("ar"),
            Self::Thai => Some("th"),
            Self::Devanagari => Some("hi"),
            Self::Han => Some("zh"),
            Self::Kana => Some("ja"),
            Self::Hangul => Some("ko"),
            Self::Latin | Self::Other => None,
        }
    }
}

/// What of a text is looked at.
struct Words {
    /// The script of most letters.
    script: Option<Script>,
    /// The words in Latin script, in small letters. A word with a capital within a sentence is mostly a name, and a name
    /// is of the place it names: "a branch in Coimbra". They are left out where two other words are there.
    latin: Vec<String>,
}

impl Words {
    fn of(text: &str) -> Self {
        let mut counts = [0usize; Script::Other as usize + 1];
        let mut latin = Vec::new();
        let mut names = Vec::new();
        let mut begins = true;
        let mut word = String::new();
        let mut left = ENOUGH;
        for part in text.split_whitespace() {
            // Addresses and booking codes are of no language.
            if left == 0 || part.contains(['@', '/']) || part.contains(|c: char| c.is_ascii_digit()) {
                continue;
            }
            let mut letters = part.chars().filter(|c| c.is_alphabetic());
            let is_capital = letters.next().is_some_and(char::is_uppercase) && letters.next().is_some();
            let is_name = is_capital && !begins;
            begins = part.ends_with(['.', '!', '?', ':']);
            for c in part.chars().take(left).chain(std::iter::once(' ')) {
                if c.is_alphabetic() {
                    left = left.saturating_sub(1);
                    let script = if c.is_ascii() {
                        Script::Latin
                    } else {
                        Script::of(c)
                    };
                    counts[script as usize] += 1;
                    if script == Script::Latin {
                        // The dot that "İ" leaves behind is no letter.
                        word.extend(c.to_lowercase().filter(|c| c.is_alphabetic()));
                    }
                } else if !word.is_empty() {
                    latin.push(std::mem::take(&mut word));
                    names.push(is_name);
                }
            }
        }
        if names.iter().filter(|is_name| !**is_name).count() >= 2 {
            let mut names = names.iter();
            latin.retain(|_| names.next() == Some(&false));
        }
        // One letter of the smaller script tells: Ukrainian shares most with Russian, Japanese with Chinese.
        for (script, wider) in [(Script::Ukrainian, Script::Cyrillic), (Script::Kana, Script::Han)] {
            if counts[script as usize] > 0 {
                counts[script as usize] += std::mem::take(&mut counts[wider as usize]);
            }
        }
        let script = Self::SCRIPTS
            .into_iter()
            .max_by_key(|&script| counts[script as usize]);
        Self {
            script: script.filter(|&script| counts[script as usize] > 0),
            latin,
        }
    }

    /// Of equals the last is taken.
    const SCRIPTS: [Script; 12] = [
        Script::Other,
        Script::Hangul,
        Script::Kana,
        Script::Han,
        Script::Devanagari,
        Script::Thai,
        Script::Arabic,
        Script::Hebrew,
        Script::Ukrainian,
        Script::Cyrillic,
        Script::Greek,
        Script::Latin,
    ];
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_language_of_a_message_is_known() {
        let cases = [
            ("Do I need a visa for Peru?", "en"),
            ("I've lost my luggage", "en"),
            ("¿Necesito visa para Bolivia?", "es"),
            ("cuánto equipaje puedo llevar", "es"),
            ("Brauche ich für Peru ein Visum?", "de"),
            ("Wo ist die Station?", "de"),
            ("Ai-je besoin d'un visa ?", "fr"),
            ("Nós perdemos as malas", "pt"),
            ("Posso portare il mio cane?", "it"),
            ("Ik heb mijn koffer verloren", "nl"),
            ("Potrzebuję samochodu na trzy dni", "pl"),
            ("Χρειάζομαι βίζα;", "el"),
            ("Мне нужна виза?", "ru"),
            ("Чи потрібна мені віза?", "uk"),
            ("ビザは必要ですか", "ja"),
            ("我需要签证吗", "zh"),
            ("비자가 필요한가요?", "ko"),
        ];
        for (text, expected) in cases {
            assert_eq!(of(text, &[]), Some(expected), "{text}");
        }
    }

    #[test]
    fn of_what_is_too_short_or_no_text_nothing_is_said() {
        for text in [
            "visa?",
            "hotel",
            "HC204518",
            "12:30",
            "ana@mail.example",
            "???",
            "",
        ] {
            assert_eq!(of(text, &[]), None, "{text:?}");
        }
    }

    #[test]
    fn what_the_workspace_expects_is_likelier() {
        let expected = |language: &str| of("hotel central", &[language.to_owned()]);
        assert_eq!(of("hotel central", &[]), None);
        assert_eq!(expected("es"), Some("es"));
        assert_eq!(expected("it"), Some("it"));
    }

    #[test]
    fn a_name_does_not_say_which_language_a_sentence_is_in() {
        let workspace = ["en", "de", "es", "pt"].map(str::to_owned);
        for (text, language) in [
            ("do you have a branch in Coimbra", "en"),
            ("Is there parking at Praça do Comércio?", "en"),
            ("where is Aguas Calientes", "en"),
            ("do you rent in Ponta Delgada", "en"),
            ("Wie weit ist es nach Vila Nova de Gaia?", "de"),
            ("¿Cuánto cuesta ir a Rothenburg ob der Tauber?", "es"),
            ("I LOST MY LUGGAGE", "en"),
            ("Koffer Verloren", "de"),
        ] {
            assert_eq!(of(text, &workspace), Some(language), "{text}");
        }
    }

    #[test]
    fn a_few_words_are_of_the_language_that_was_written_before_and_a_sentence_is_of_its_own() {
        let workspace = ["en", "de", "pt"].map(str::to_owned);
        let after = |text: &str, before| of_next(text, &workspace, Some(before)).unwrap_or(before);
        for (text, before, spoken) in [
            ("am 31. Februar", "de", "de"),
            ("am 3. Mai 2027", "de", "de"),
            ("nein", "de", "de"),
            ("a car, please", "de", "en"),
            ("Can I speak to somebody in English?", "de", "en"),
            ("Ich hätte gern ein größeres Auto", "pt", "de"),
            ("3 de maio", "pt", "pt"),
        ] {
            assert_eq!(after(text, before), spoken, "{text}");
        }
    }

    #[test]
    fn the_table_has_a_weight_for_each_place_and_language() {
        assert_eq!(TABLE.len(), 4 + (PLACES * LANGUAGES.len()).div_ceil(2));
        let largest =
            (0..PLACES).flat_map(|place| (0..LANGUAGES.len()).map(move |at| weight(place, at).abs()));
        assert_eq!(largest.max(), Some(i32::from(LARGEST)));
    }

    #[test]
    fn a_word_is_cut_into_runs_with_its_edges() {
        let mut count = 0;
        each_place("de", |_| count += 1);
        // d, e; ^d, de, e$; ^de, de$; ^de$.
        assert_eq!(count, 8);
        each_place(&"a".repeat(1000), |place| assert!(place < PLACES));
    }

    /// The labelled texts are not part of the project; where they lie beside it, these are the bars.
    #[test]
    fn sentences_and_pairs_of_words_in_seventeen_languages_are_told_apart() {
        let path = concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/../../../shared/eval/languages.jsonl"
        );
        let Ok(rows) = std::fs::read_to_string(path) else {
            return;
        };
        for (kind, bar) in [("sentences", 0.97), ("word-pairs", 0.80)] {
            let (mut right, mut all) = (0.0, 0.0);
            for row in rows.lines() {
                let row: serde_json::Value = serde_json::from_str(row).expect("a row");
                if row["kind"] == kind {
                    all += 1.0;
                    right += f64::from(u8::from(
                        of(row["text"].as_str().expect("a text"), &[]) == row["label"].as_str(),
                    ));
                }
            }
            println!("{kind}: {:.1} % of {all}", right / all * 100.0);
            assert!(right / all >= bar, "{kind}: {}", right / all);
        }
    }
}
