//! A text cut into words, as BERT's uncased tokeniser does it: the first step of both searches.
//!
//! Control characters vanish, ideographs stand alone, accents are stripped, letters are lower-case, white
//! space separates, every punctuation mark is a word of its own.

use unicode_normalization::char::{decompose_canonical, is_combining_mark};
use unicode_properties::{GeneralCategory, GeneralCategoryGroup, UnicodeGeneralCategory};

/// The words of one or more texts. Kept between uses, so that cutting allocates nothing.
#[derive(Default, Debug)]
pub(crate) struct Words {
    text: String,
    words: Vec<Word>,
}

/// Where a word stands in the folded text.
#[derive(Clone, Copy, Debug)]
struct Word {
    start: u32,
    end: u32,
    /// A punctuation mark.
    mark: bool,
}

impl Words {
    /// Cuts a text, forgetting the one before.
    pub(crate) fn cut(&mut self, text: &str) {
        self.text.clear();
        self.words.clear();
        let mut start = 0;
        for c in text.chars() {
            if c.is_ascii() {
                self.push(c.to_ascii_lowercase(), &mut start);
            } else if is_ideograph(c) {
                self.end(&mut start);
                self.push(c, &mut start);
                self.end(&mut start);
            } else if c.is_whitespace() {
                self.end(&mut start);
            } else if !is_other(c) {
                decompose_canonical(c, |part| {
                    if !is_accent(part) {
                        for lower in part.to_lowercase() {
                            self.push(lower, &mut start);
                        }
                    }
                });
            }
        }
        self.end(&mut start);
    }

    /// The words in order: folded text, and whether it is a punctuation mark.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&str, bool)> {
        self.words
            .iter()
            .map(|word| (&self.text[word.start as usize..word.end as usize], word.mark))
    }

    fn push(&mut self, c: char, start: &mut usize) {
        if c.is_whitespace() {
            self.end(start);
        } else if is_mark(c) {
            self.end(start);
            self.text.push(c);
            self.word(*start, true);
            *start = self.text.len();
        } else if c.is_ascii() && !c.is_ascii_control() || !c.is_ascii() && c != '\u{fffd}' {
            self.text.push(c);
        }
    }

    fn end(&mut self, start: &mut usize) {
        if self.text.len() > *start {
            self.word(*start, false);
            *start = self.text.len();
        }
    }

    fn word(&mut self, start: usize, mark: bool) {
        // A text of 4 GiB is refused long before it comes here.
        self.words.push(Word {
            start: start as u32,
            end: self.text.len() as u32,
            mark,
        });
    }
}

fn is_mark(c: char) -> bool {
    if c.is_ascii() {
        c.is_ascii_punctuation()
    } else {
        c.general_category_group() == GeneralCategoryGroup::Punctuation
    }
}

fn is_other(c: char) -> bool {
    c == '\u{fffd}' || c.general_category_group() == GeneralCategoryGroup::Other
}

/// Only non-spacing marks are stripped; the first test is the quicker one.
fn is_accent(c: char) -> bool {
    is_combining_mark(c) && c.general_category() == GeneralCategory::NonspacingMark
}

/// The blocks that BERT sets apart.
fn is_ideograph(c: char) -> bool {
    matches!(u32::from(c),
        0x4e00..=0x9fff | 0x3400..=0x4dbf | 0x20000..=0x2a6df | 0x2a700..=0x2b73f
        | 0x2b740..=0x2b81f | 0x2b820..=0x2ceaf | 0xf900..=0xfaff | 0x2f800..=0x2fa1f)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &str) {
        let mut words = Words::default();
        words.cut("what was cut before leaves nothing behind");
        words.cut(text);
        let cut: Vec<_> = words
            .iter()
            .map(|(word, mark)| {
                if mark {
                    format!("<{word}>")
                } else {
                    word.to_owned()
                }
            })
            .collect();
        assert_eq!(cut.join(" "), expected, "{text:?}");
    }

    #[test]
    fn words_are_lower_case_and_without_accents() {
        check("Crème BRÛLÉE", "creme brulee");
        check("ΑΘΉΝΑ Łódź", "αθηνα łodz");
        check("İstanbul", "istanbul");
    }

    #[test]
    fn punctuation_stands_alone() {
        check("don't!?", "don <'> t <!> <?>");
        check("£20/day – $5", "£20 </> day <–> <$> 5");
        check("a@b.example", "a <@> b <.> example");
        check("¿Dónde?", "<¿> donde <?>");
    }

    #[test]
    fn ideographs_stand_alone() {
        check("ab東京cd", "ab 東 京 cd");
    }

    #[test]
    fn control_characters_vanish_and_spaces_separate() {
        check(
            "a\u{200b}b\u{0}c\td\r\ne\u{a0}f\u{2003}g\u{fffd}h",
            "abc d e f gh",
        );
        check("", "");
        check(" \n ", "");
    }
}
