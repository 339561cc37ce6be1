//! A text as others than the search may look at it: cut and folded by the same rules, with the same stems.

use crate::language::Language;
use crate::words::Words;

/// One word of a text, or one punctuation mark.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Word {
    /// Small letters without accents.
    pub folded: String,
    /// What the lexical index knows it by: "crashed", "crashes" and "crashing" are `crash`.
    pub stem: String,
    /// Whether it is a punctuation mark.
    pub mark: bool,
}

/// The words and marks of a text, in order, with English stems.
pub fn words(text: &str) -> Vec<Word> {
    let mut cut = Words::default();
    cut.cut(text);
    let stemmer = Language::English.stemmer();
    cut.iter()
        .map(|(word, mark)| Word {
            folded: word.to_owned(),
            stem: if mark {
                word.to_owned()
            } else {
                stemmer.stem(word).into_owned()
            },
            mark,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_come_with_their_stems_and_marks_as_they_are() {
        let cut = words("We crashed, señor!");
        let shown: Vec<_> = cut
            .iter()
            .map(|word| (word.folded.as_str(), word.stem.as_str(), word.mark))
            .collect();
        assert_eq!(
            shown,
            [
                ("we", "we", false),
                ("crashed", "crash", false),
                (",", ",", true),
                ("senor", "senor", false),
                ("!", "!", true)
            ]
        );
    }
}
