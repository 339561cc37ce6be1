//! What kind of answer a question wants, where its words say so: "how much" an amount of money, "what time" a time
//! of day. English here, other languages in `abroad`.
//!
//! Passages that speak of the same thing in the same words differ in this: of two about the deposit, one says how
//! much it is.

mod abroad;

/// A kind of answer.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Wanted {
    /// So much money, or "free".
    Amount,
    /// A time of day.
    Clock,
    /// When something is open. Its answer has a time of day more often than not.
    Opening,
    /// How many, how long, how old: a number.
    Number,
    /// A telephone number.
    Telephone,
    /// A street, or a post code.
    Address,
}

/// "How …" wants a number when one of these follows. Sorted, as are the lists below.
const MEASURES: &[&str] = &[
    "big", "far", "fast", "heavy", "high", "large", "long", "many", "often", "old", "small", "soon", "tall",
    "wide", "young",
];
/// "How much …" wants no money when one of these follows.
const MASSES: &[&str] = &[
    "baggage",
    "experience",
    "fuel",
    "luggage",
    "notice",
    "room",
    "space",
    "time",
    "water",
    "weight",
];
/// "What …" wants money when one of these follows.
const PRICES: &[&str] = &[
    "charge", "charges", "cost", "costs", "fee", "fees", "price", "prices", "rate", "rates",
];
/// Sums of money. "What is the …" wants to know how much when one of these follows.
const SUMS: &[&str] = &[
    "deposit",
    "excess",
    "fine",
    "penalty",
    "supplement",
    "surcharge",
    "tip",
];
/// What may stand between.
const ARTICLES: &[&str] = &["a", "an", "are", "is", "my", "s", "the", "usual", "your"];
/// What is open.
const OPENING: &[&str] = &["close", "closes", "closing", "open", "opening", "opens"];
/// A "number" is one to dial when one of these stands beside it.
const DIALLING: &[&str] = &["call", "contact", "emergency", "phone", "ring", "telephone"];

/// What money is called beside a number.
const CURRENCIES: &[&str] = &[
    "bolivianos",
    "chf",
    "dollar",
    "dollars",
    "eur",
    "euro",
    "euros",
    "franc",
    "francs",
    "gbp",
    "pound",
    "pounds",
    "sol",
    "soles",
    "usd",
];
/// Words of a post code.
const POST_CODES: &[&str] = &["postcode", "postcodes", "zip", "zipcode"];
/// An "address" is none of a house after one of these.
const ADDRESSES_ELSEWHERE: &[&str] = &["e", "email", "ip", "mail", "web"];
/// What streets are called. They count where they are written as names.
const STREETS: &[&str] = &[
    "av",
    "avda",
    "ave",
    "avenida",
    "avenue",
    "blvd",
    "boulevard",
    "calle",
    "drive",
    "estrada",
    "highway",
    "jiron",
    "jirón",
    "lane",
    "largo",
    "pasaje",
    "piazza",
    "place",
    "platz",
    "plaza",
    "praca",
    "praça",
    "quay",
    "road",
    "rua",
    "rue",
    "square",
    "st",
    "street",
    "travessa",
    "via",
];
const FREE: &[&str] = &["complimentary", "free", "gratis"];
const TIMES_OF_DAY: &[&str] = &["midday", "midnight", "noon"];
const HALVES_OF_DAY: &[&str] = &["a.m", "am", "p.m", "pm"];
const NUMBERS: &[&str] = &[
    "eight",
    "eleven",
    "five",
    "four",
    "nine",
    "one",
    "seven",
    "six",
    "ten",
    "three",
    "twelve",
    "two",
    "unlimited",
];

impl Wanted {
    /// What a question of these folded words wants.
    pub(crate) fn of(words: &[&str]) -> Option<Self> {
        let (mut what, mut stated) = (false, false);
        let mut before = "";
        for (at, &word) in words.iter().enumerate() {
            let next = words.get(at + 1).copied().unwrap_or_default();
            match (word, next) {
                ("how", "much") => {
                    let of_what = words.get(at + 2).copied().unwrap_or_default();
                    return Some(if has(MASSES, of_what) {
                        Self::Number
                    } else {
                        Self::Amount
                    });
                }
                ("how", "expensive") => return Some(Self::Amount),
                ("how", "early" | "late") | ("what", "time" | "times" | "hours") => return Some(Self::Clock),
                ("how", _) if has(MEASURES, next) => return Some(Self::Number),
                ("number" | "numbers", _) if words.iter().any(|word| has(DIALLING, word)) => {
                    return Some(Self::Telephone);
                }
                ("address" | "addresses", _) if !has(ADDRESSES_ELSEWHERE, before) => {
                    return Some(Self::Address);
                }
                ("post" | "postal", "code" | "codes") => return Some(Self::Address),
                _ if has(POST_CODES, word) => return Some(Self::Address),
                ("what", _) => (what, stated) = (true, true),
                _ if what && has(PRICES, word) => return Some(Self::Amount),
                _ if what && stated && has(SUMS, word) => return Some(Self::Amount),
                _ => {}
            }
            stated &= word == "what" || has(ARTICLES, word);
            before = word;
        }
        words
            .iter()
            .any(|word| has(OPENING, word))
            .then_some(Self::Opening)
    }

    /// Whether a text has what is wanted.
    pub(crate) fn is_in(self, text: &str) -> bool {
        match self {
            Self::Amount => has_amount(text),
            Self::Clock | Self::Opening => has_clock(text),
            Self::Number => text.bytes().any(|byte| byte.is_ascii_digit()) || has_any(text, NUMBERS),
            Self::Telephone => has_telephone(text),
            Self::Address => has_address(text),
        }
    }

    /// Its bit in what [`kinds`] says.
    pub(crate) fn flag(self) -> u8 {
        match self {
            Self::Amount => 1,
            Self::Clock | Self::Opening => 2,
            Self::Number => 4,
            Self::Telephone => 8,
            Self::Address => 16,
        }
    }

    /// Whether an answer without it is none.
    pub(crate) fn is_needed(self) -> bool {
        self != Self::Opening
    }
}

/// Which kinds of answer a text has: the index keeps it, so that a search reads no text.
#[cfg(feature = "build")]
pub(crate) fn kinds(text: &str) -> u8 {
    let all = [
        Wanted::Amount,
        Wanted::Clock,
        Wanted::Number,
        Wanted::Telephone,
        Wanted::Address,
    ];
    all.into_iter()
        .filter(|wanted| wanted.is_in(text))
        .fold(0, |kinds, wanted| kinds | wanted.flag())
}

fn has(list: &[&str], word: &str) -> bool {
    list.binary_search(&word).is_ok()
}

/// The words of a text without the marks around them, but with their currency signs.
fn bare(text: &str) -> impl Iterator<Item = &str> {
    let mark = |c: char| !c.is_alphanumeric() && !is_currency(c) && c != '%';
    text.split_whitespace().map(move |word| word.trim_matches(mark))
}

fn has_any(text: &str, list: &[&str]) -> bool {
    bare(text).any(|word| has(list, &word.to_lowercase()))
}

fn has_amount(text: &str) -> bool {
    let (mut number, mut currency) = (false, false);
    for word in bare(text) {
        let is_number = word.starts_with(|c: char| c.is_ascii_digit() || is_currency(c));
        let is_named = !is_number && has(CURRENCIES, &word.to_lowercase());
        let signed = word.contains(|c| is_currency(c) || c == '%');
        if number && is_named || currency && is_number || signed && word.len() > 1 {
            return true;
        }
        (number, currency) = (is_number, is_named || signed);
    }
    has_any(text, FREE)
}

fn has_clock(text: &str) -> bool {
    let mut before = "";
    for word in bare(text) {
        let is_time = |word: &str| {
            word.split_once(':')
                .is_some_and(|(hour, minute)| is_digits(hour, 1..=2) && is_digits(minute, 2..=2))
        };
        let folded = word.to_lowercase();
        let half = HALVES_OF_DAY.iter().any(|half| {
            folded.strip_suffix(half).is_some_and(|hour| {
                let hour = if hour.is_empty() { before } else { hour };
                hour.ends_with(|c: char| c.is_ascii_digit())
            })
        });
        let all_day = before == "24" && folded.starts_with("hour") || word == "24/7";
        if half || all_day || has(TIMES_OF_DAY, &folded) || word.split(['-', '–']).any(is_time) {
            return true;
        }
        before = word;
    }
    false
}

fn has_telephone(text: &str) -> bool {
    let mut digits = 0;
    for c in text.chars() {
        match c {
            '0'..='9' => digits += 1,
            ' ' | '-' | '(' | ')' | '\u{a0}' => {}
            _ => digits = 0,
        }
        if digits >= 7 {
            return true;
        }
    }
    false
}

fn has_address(text: &str) -> bool {
    bare(text).any(|word| word.starts_with(char::is_uppercase) && has(STREETS, &word.to_lowercase()))
}

fn is_digits(text: &str, lengths: std::ops::RangeInclusive<usize>) -> bool {
    lengths.contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_currency(c: char) -> bool {
    c == '$' || c == '£' || ('\u{20a0}'..='\u{20cf}').contains(&c) || c == '¥'
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::Words;

    fn wanted(question: &str) -> Option<Wanted> {
        let mut words = Words::default();
        words.cut(question);
        let words: Vec<&str> = words
            .iter()
            .filter(|(_, mark)| !mark)
            .map(|(word, _)| word)
            .collect();
        Wanted::of(&words)
    }

    #[test]
    fn a_question_says_what_kind_of_answer_it_wants() {
        let cases = [
            ("How much is the deposit?", Some(Wanted::Amount)),
            ("hi, how much deposit do you block", Some(Wanted::Amount)),
            ("what's the price of the tour", Some(Wanted::Amount)),
            ("how much luggage may I take?", Some(Wanted::Number)),
            ("How old must I be?", Some(Wanted::Number)),
            ("What time is breakfast", Some(Wanted::Clock)),
            ("how late can I check in", Some(Wanted::Clock)),
            ("Is the desk open on Sundays?", Some(Wanted::Opening)),
            ("Which number do I call in an emergency?", Some(Wanted::Telephone)),
            ("What is your phone number?", Some(Wanted::Telephone)),
            ("Where is my booking number?", None),
            ("what's the address and the zip code", Some(Wanted::Address)),
            ("Which e-mail address do I write to?", None),
            ("do you have their post code?", Some(Wanted::Address)),
            ("How do I cancel?", None),
            ("is there a fee", None),
            ("what's the excess for a scratch", Some(Wanted::Amount)),
            ("What is the usual tip?", Some(Wanted::Amount)),
            ("what do I need for the deposit", None),
            ("what happens to the deposit", None),
            ("", None),
        ];
        for (question, expected) in cases {
            assert_eq!(wanted(question), expected, "{question}");
        }
    }

    #[test]
    fn a_text_has_what_is_wanted_or_not() {
        let check = |wanted: Wanted, having: &[&str], lacking: &[&str]| {
            for text in having {
                assert!(wanted.is_in(text), "{wanted:?} in {text}");
            }
            for text in lacking {
                assert!(!wanted.is_in(text), "no {wanted:?} in {text}");
            }
        };
        check(
            Wanted::Amount,
            &[
                "It costs €12 per day.",
                "at least $1,000",
                "130 soles",
                "about 20 euros",
                "Per day (EUR): 24",
                "£ 5",
                "a card fee of 3.5% is added",
                "Parking is free.",
            ],
            &[
                "The deposit is blocked, not charged.",
                "5 to 10 working days",
                "Freedom of the city",
                "$",
            ],
        );
        check(
            Wanted::Clock,
            &[
                "from 08:00 to 20:00",
                "9am",
                "at 5 p.m.",
                "until midnight.",
                "open 24 hours",
                "24/7",
                "9:30–17:00",
            ],
            &[
                "take the left-hand door",
                "in a 1:200 scale",
                "24 rooms",
                "I am 5",
            ],
        );
        check(
            Wanted::Number,
            &["at 3,400 m", "two bags", "Unlimited."],
            &["some bags", ""],
        );
        check(
            Wanted::Telephone,
            &["on +1 202 555 0199.", "(020) 555-0199"],
            &["in 2027, 12 of 30", "112"],
        );
    }

    #[test]
    fn an_address_is_a_street_by_its_name() {
        let check = |text, expected| assert_eq!(Wanted::Address.is_in(text), expected, "{text}");
        check("The office is in Rua do Gorgulho.", true);
        check("12 Harbour Street", true);
        check("Calle Siete Lanzas 214", true);
        check("Parking on the street is free.", false);
        check("We are beside the station.", false);
    }

    #[test]
    fn lists_are_sorted_for_the_binary_search() {
        for list in [
            MEASURES,
            MASSES,
            PRICES,
            SUMS,
            ARTICLES,
            OPENING,
            DIALLING,
            CURRENCIES,
            POST_CODES,
            ADDRESSES_ELSEWHERE,
            STREETS,
            FREE,
            TIMES_OF_DAY,
            HALVES_OF_DAY,
            NUMBERS,
        ] {
            assert!(list.is_sorted(), "{list:?}");
        }
    }
}
