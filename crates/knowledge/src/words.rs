//! A text cut into words, as BERT's uncased tokeniser does it: the first step of both searches.
//!
//! Control characters vanish, ideographs stand alone, accents are stripped, letters are lower-case, white
//! space separates, every punctuation mark is a word of its own.

use unicode_normalization::char::{decompose_canonical, is_combining_mark};
use unicode_properties::{GeneralCategory, GeneralCategoryGroup, UnicodeGeneralCategory};

/// The words of one or more texts. Kept between uses, so that cutting allocates nothing.
#[derive(Default, Debug)]
pub(crate) struct Words {
    /// Folded.
    text: String,
    /// As it was written.
    written: String,
    words: Vec<Word>,
}

/// Where a word stands in the folded text, and where as it was written.
#[derive(Clone, Copy, Debug)]
struct Word {
    start: u32,
    end: u32,
    written: (u32, u32),
    /// A punctuation mark.
    mark: bool,
}

/// A word as tables cut it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Spelled<'a> {
    /// Small letters without accents.
    pub(crate) folded: &'a str,
    /// As it was written.
    pub(crate) written: &'a str,
    /// No white space stands before it.
    pub(crate) glued: bool,
}

/// What is on the way while a text is cut.
struct Cutting {
    /// Where the word that is on the way starts, folded.
    start: usize,
    /// Where it starts as written.
    written: usize,
    /// Where the character that is looked at stands, and the one after it.
    at: usize,
    after: usize,
}

impl Words {
    /// Cuts a text, forgetting the one before.
    pub(crate) fn cut(&mut self, text: &str) {
        self.text.clear();
        self.words.clear();
        self.written.clear();
        self.written.push_str(text);
        let mut cutting = Cutting {
            start: 0,
            written: 0,
            at: 0,
            after: 0,
        };
        for (at, c) in text.char_indices() {
            cutting.at = at;
            cutting.after = at + c.len_utf8();
            if c.is_ascii() {
                self.push(c.to_ascii_lowercase(), &mut cutting);
            } else if is_ideograph(c) {
                self.end(&mut cutting, at);
                self.push(c, &mut cutting);
                let after = cutting.after;
                self.end(&mut cutting, after);
            } else if c.is_whitespace() {
                self.end(&mut cutting, at);
            } else if !is_other(c) {
                decompose_canonical(c, |part| {
                    if !is_accent(part) {
                        for lower in part.to_lowercase() {
                            self.push(lower, &mut cutting);
                        }
                    }
                });
            }
        }
        self.end(&mut cutting, text.len());
    }

    /// The words in order: folded text, and whether it is a punctuation mark.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&str, bool)> {
        self.words
            .iter()
            .map(|word| (&self.text[word.start as usize..word.end as usize], word.mark))
    }

    /// The words in order, as tables cut them.
    pub(crate) fn spelled(&self) -> impl Iterator<Item = Spelled<'_>> {
        self.words.iter().map(|word| {
            let (start, end) = (word.written.0 as usize, word.written.1 as usize);
            Spelled {
                folded: &self.text[word.start as usize..word.end as usize],
                written: self.written.get(start..end).unwrap_or_default(),
                glued: self
                    .written
                    .get(..start)
                    .and_then(|before| before.chars().next_back())
                    .is_some_and(|before| !before.is_whitespace()),
            }
        })
    }

    fn push(&mut self, c: char, cutting: &mut Cutting) {
        if c.is_whitespace() {
            let at = cutting.at;
            self.end(cutting, at);
        } else if is_mark(c) {
            let (at, after) = (cutting.at, cutting.after);
            self.end(cutting, at);
            cutting.written = at;
            self.text.push(c);
            self.word(cutting, after, true);
        } else if c.is_ascii() && !c.is_ascii_control() || !c.is_ascii() && c != '\u{fffd}' {
            if self.text.len() == cutting.start {
                cutting.written = cutting.at;
            }
            self.text.push(c);
        }
    }

    fn end(&mut self, cutting: &mut Cutting, written: usize) {
        if self.text.len() > cutting.start {
            self.word(cutting, written, false);
        }
    }

    fn word(&mut self, cutting: &mut Cutting, written: usize, mark: bool) {
        // A text of 4 GiB is refused long before it comes here.
        self.words.push(Word {
            start: cutting.start as u32,
            end: self.text.len() as u32,
            written: (cutting.written as u32, written as u32),
            mark,
        });
        cutting.start = self.text.len();
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
    fn a_word_is_known_as_it_was_written_and_whether_it_stands_apart() {
        let mut words = Words::default();
        words.cut("Ça va, l\u{2019}Été? İzmir東");
        let spelled: Vec<_> = words
            .spelled()
            .map(|word| {
                format!(
                    "{}{}={}",
                    if word.glued { "+" } else { "" },
                    word.written,
                    word.folded
                )
            })
            .collect();
        assert_eq!(
            spelled,
            [
                "Ça=ca",
                "va=va",
                "+,=,",
                "l=l",
                "+\u{2019}=\u{2019}",
                "+Été=ete",
                "+?=?",
                "İzmir=izmir",
                "+東=東"
            ]
        );
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
