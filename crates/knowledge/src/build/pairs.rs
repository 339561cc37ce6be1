//! Byte pair encoding: which pieces come of putting pairs together, and how early.
//!
//! A model has a list of pairs, the one learnt first at the top, and cuts a word by putting its smallest units together, at each
//! step the neighbours whose pair stands highest. A table has one number for each piece in place of the list: the place of the
//! pair that the piece comes of when its own text is cut. That is enough. Whatever stands around it in a word, a piece comes of
//! the steps that its own text takes by itself, because a step across its edge would part it; so it always comes of the same
//! pair, and a piece whose own text comes to something else never comes to be.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value;

use super::ModelError;

/// The pairs of a model.
pub(super) struct Pairs {
    /// By number, as bytes; `None`: no text, but a special piece.
    texts: Vec<Option<Vec<u8>>>,
    /// Of two numbers, how early they are put together and what they become.
    merges: BTreeMap<(usize, usize), (usize, usize)>,
    units: Units,
}

/// The smallest units.
struct Units {
    of_bytes: bool,
    numbers: BTreeMap<Vec<u8>, usize>,
}

/// A piece that can come to be.
pub(super) struct Learnt {
    /// Its number in the model.
    pub(super) number: usize,
    pub(super) text: Vec<u8>,
    /// The place of its pair in the list; `None`: it is a unit.
    pub(super) rank: Option<usize>,
    /// The pair, by the numbers in the model.
    pub(super) of: Option<[usize; 2]>,
}

/// As `tokenizer.json` writes a pair: `"a b"`, or `["a", "b"]`.
#[derive(Deserialize)]
#[serde(untagged)]
enum Written {
    Text(String),
    Two([String; 2]),
}

impl Pairs {
    /// Of the pieces by number and the list of pairs.
    ///
    /// # Errors
    /// When a pair, or what becomes of it, is no piece.
    pub(super) fn read(pieces: Vec<String>, merges: &Value, of_bytes: bool) -> Result<Self, ModelError> {
        let fault = |why: String| ModelError::Tokenizer(why);
        let alphabet = of_bytes.then(alphabet);
        let texts: Vec<Option<Vec<u8>>> = pieces
            .iter()
            .map(|piece| match &alphabet {
                Some(alphabet) => piece.chars().map(|c| alphabet.get(&c).copied()).collect(),
                None => Some(piece.clone().into_bytes()),
            })
            .collect();
        let numbers: BTreeMap<&str, usize> = pieces.iter().map(String::as_str).zip(0..).collect();
        let written: Vec<Written> = Vec::deserialize(merges).map_err(|error| fault(error.to_string()))?;
        let mut found = BTreeMap::new();
        for (rank, pair) in written.iter().enumerate() {
            let (one, other) = match pair {
                Written::Two([one, other]) => (one.as_str(), other.as_str()),
                Written::Text(text) => text
                    .split_once(' ')
                    .ok_or_else(|| fault(format!("`{text}` is no pair")))?,
            };
            let number = |piece: &str| {
                numbers
                    .get(piece)
                    .copied()
                    .ok_or_else(|| fault(format!("`{piece}` of the pair `{one} {other}` is no piece")))
            };
            let both = number(&[one, other].concat())?;
            found
                .entry((number(one)?, number(other)?))
                .or_insert((rank, both));
        }
        let mut units = BTreeMap::new();
        for (number, text) in texts.iter().enumerate() {
            if let Some(text) = text
                && is_unit(text, of_bytes)
            {
                units.insert(text.clone(), number);
            }
        }
        Ok(Self {
            texts,
            merges: found,
            units: Units {
                of_bytes,
                numbers: units,
            },
        })
    }

    /// The pieces that come of their own text, ascending.
    pub(super) fn learnt(&self) -> Vec<Learnt> {
        let pieces = self.texts.iter().enumerate();
        pieces
            .filter_map(|(number, text)| {
                let text = text.as_ref()?;
                let (rank, of) = self.comes_of(number, text)?;
                Some(Learnt {
                    number,
                    text: text.clone(),
                    rank,
                    of,
                })
            })
            .collect()
    }

    /// The last pair that a piece's own text comes of; `None` when it comes to something else.
    fn comes_of(&self, number: usize, text: &[u8]) -> Option<(Option<usize>, Option<[usize; 2]>)> {
        let mut units = self.units.of(text)?;
        let mut last = (None, None);
        while units.len() > 1 {
            let (at, (rank, both)) = units
                .windows(2)
                .enumerate()
                .filter_map(|(at, pair)| Some((at, *self.merges.get(&(pair[0], pair[1]))?)))
                .min_by_key(|&(at, (rank, _))| (rank, at))?;
            last = (Some(rank), Some([units[at], units[at + 1]]));
            units[at] = both;
            units.remove(at + 1);
        }
        (units == [number]).then_some(last)
    }
}

impl Units {
    /// The units of a text; `None` when it has one that is no piece.
    fn of(&self, text: &[u8]) -> Option<Vec<usize>> {
        let known = |unit: &[u8]| self.numbers.get(unit).copied();
        if self.of_bytes {
            return text
                .iter()
                .map(|byte| known(std::slice::from_ref(byte)))
                .collect();
        }
        let text = std::str::from_utf8(text).ok()?;
        text.chars()
            .map(|c| known(c.encode_utf8(&mut [0; 4]).as_bytes()))
            .collect()
    }
}

fn is_unit(text: &[u8], of_bytes: bool) -> bool {
    if of_bytes {
        text.len() == 1
    } else {
        std::str::from_utf8(text).is_ok_and(|text| text.chars().count() == 1)
    }
}

/// The character that GPT-2 writes for each byte: those that can be seen stand for themselves, the others for those from
/// U+0100 on.
fn alphabet() -> BTreeMap<char, u8> {
    let mut next = 0x100;
    (0..=u8::MAX)
        .map(|byte| match byte {
            b'!'..=b'~' | 0xa1..=0xac | 0xae..=0xff => (char::from(byte), byte),
            _ => {
                let c = char::from_u32(next).unwrap_or_default();
                next += 1;
                (c, byte)
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_characters_of_bytes_are_those_of_gpt_2() {
        let alphabet = alphabet();
        assert_eq!(alphabet.len(), 256);
        for (c, byte) in [
            ('a', b'a'),
            ('Ġ', b' '),
            ('Ċ', b'\n'),
            ('Ã', 0xc3),
            ('ŀ', 0x9e),
            ('Ń', 0xad),
        ] {
            assert_eq!(alphabet.get(&c), Some(&byte), "{c}");
        }
    }

    #[test]
    fn a_pair_that_is_no_piece_is_named() {
        let read = |merges: &str| {
            let pieces = ["a", "b", "ab"].map(str::to_owned).to_vec();
            let merges = serde_json::from_str(merges).expect("JSON");
            Pairs::read(pieces, &merges, true).map(|pairs| pairs.learnt().len())
        };
        let fault = |merges: &str| read(merges).expect_err("no pairs").to_string();
        assert!(matches!(
            (read(r#"["a b"]"#), read(r#"[["a", "b"]]"#)),
            (Ok(3), Ok(3))
        ));
        assert_eq!(fault(r#"["ab"]"#), "`tokenizer.json`: `ab` is no pair");
        assert_eq!(
            fault(r#"["b a"]"#),
            "`tokenizer.json`: `ba` of the pair `b a` is no piece"
        );
        assert!(fault("{}").contains("invalid type"));
    }

    #[test]
    fn a_piece_that_its_own_text_does_not_come_to_is_left_out() {
        let pieces = ["a", "b", "c", "bc", "ab", "abc", "<s>"]
            .map(str::to_owned)
            .to_vec();
        // "bc" is put together before "ab", so that "abc" never is.
        let merges = serde_json::json!(["b c", "a b", "ab c"]);
        let pairs = Pairs::read(pieces, &merges, true).expect("pairs");
        let learnt: Vec<_> = pairs
            .learnt()
            .into_iter()
            .map(|learnt| (learnt.number, learnt.rank, learnt.of))
            .collect();
        assert_eq!(
            learnt,
            [
                (0, None, None),
                (1, None, None),
                (2, None, None),
                (3, Some(0), Some([1, 2])),
                (4, Some(1), Some([0, 1]))
            ]
        );
    }
}
