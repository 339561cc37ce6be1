//! A text as the tokens that dates are made of.

use super::words::{Also, Word, meaning};
use crate::slot::plain::fold;
use crate::slot::yes_no::{ON_THE, is};

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Kind {
    Number {
        value: u32,
        digits: usize,
    },
    Month {
        month: u32,
        /// It cannot be meant otherwise.
        certain: bool,
        also: Also,
    },
    /// Any other word of dates.
    Word(Word),
    /// Any other word.
    Other,
    Dash,
    Slash,
    Dot,
    Comma,
    /// Any other mark.
    Mark,
}

#[derive(Clone, Copy, Debug)]
pub(super) struct Token {
    pub(super) kind: Kind,
    /// Whether white space stands before it.
    pub(super) spaced: bool,
}

pub(super) fn tokens(text: &str) -> Vec<Token> {
    let chars: Vec<char> = text.chars().collect();
    let mut tokens: Vec<Token> = Vec::new();
    let mut before = String::new();
    let mut at = 0;
    let mut spaced = true;
    let mut apostrophe = false;
    while let Some(c) = chars.get(at).copied() {
        let class: fn(char) -> bool = if c.is_ascii_digit() {
            |c| c.is_ascii_digit()
        } else if c.is_alphabetic() {
            char::is_alphabetic
        } else {
            |_| false
        };
        let end = (at + 1..)
            .find(|next| !chars.get(*next).is_some_and(|c| class(*c)))
            .unwrap_or(chars.len());
        if c.is_whitespace() {
            spaced = true;
        } else if matches!(c, '\'' | '\u{2019}') {
            // "aujourd'hui" is two words, "jusqu'au 9" as well; "'27" is a year.
            apostrophe = spaced;
            spaced = false;
        } else {
            let word: String = chars[at..end].iter().collect();
            let kind = if c.is_alphabetic() {
                let folded = if matches!(c, 'º' | 'ª') {
                    word.clone()
                } else {
                    fold(&word)
                };
                let kind = of_word(&folded, &before, c.is_uppercase(), tokens.last(), spaced);
                // Portuguese: "no sábado", "no aeroporto".
                if let Some(last) = tokens.last_mut()
                    && last.kind == Kind::Word(Word::No)
                    && is(&folded, ON_THE)
                {
                    last.kind = Kind::Word(Word::Article);
                }
                before = folded;
                kind
            } else {
                // "dix-sept" is one number.
                if word != "-" {
                    before.clear();
                }
                let kind = of_mark(&word);
                if let Kind::Number { value, digits: 2 } = kind
                    && apostrophe
                {
                    let (value, digits) = (2000 + value, 4);
                    Kind::Number { value, digits }
                } else {
                    kind
                }
            };
            // "no 3 de maio"
            if let Some(last) = tokens.last_mut()
                && last.kind == Kind::Word(Word::No)
                && matches!(kind, Kind::Number { .. })
            {
                last.kind = Kind::Word(Word::Article);
            }
            apostrophe = false;
            tokens.push(Token { kind, spaced });
            spaced = false;
        }
        at = end;
    }
    tokens
}

fn of_mark(mark: &str) -> Kind {
    match mark {
        "-" | "\u{2010}" | "\u{2011}" | "\u{2013}" | "\u{2014}" => Kind::Dash,
        "/" => Kind::Slash,
        "." => Kind::Dot,
        "," => Kind::Comma,
        "°" => Kind::Word(Word::Ordinal),
        _ => match mark.parse() {
            Ok(value) if mark.len() <= 4 => Kind::Number {
                value,
                digits: mark.len(),
            },
            Ok(_) | Err(_) => Kind::Mark,
        },
    }
}

fn of_word(folded: &str, before: &str, capital: bool, last: Option<&Token>, spaced: bool) -> Kind {
    let after_number = !spaced && matches!(last.map(|token| token.kind), Some(Kind::Number { .. }));
    match meaning(folded, before) {
        Some(Word::Month(month, also)) => Kind::Month {
            month,
            // "3 mars" may be a date, "3 Mars" hardly.
            also: if also == Also::Thing && !capital {
                Also::SmallWord
            } else {
                also
            },
            certain: match also {
                Also::Nothing => true,
                Also::Verb | Also::SmallWord => capital,
                Also::Thing => false,
                Also::Name => !capital,
            },
        },
        // "3rd", not "Main St"; "3e" and "3ª" as well.
        Some(Word::Ordinal) if !after_number => Kind::Other,
        Some(Word::And) if after_number && folded == "e" => Kind::Word(Word::Ordinal),
        Some(word) => Kind::Word(word),
        None => Kind::Other,
    }
}
