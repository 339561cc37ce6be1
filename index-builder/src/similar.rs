//! Passages that say nearly the same.
//!
//! Two passages are alike when at least [`LEAST`] of the runs of three words that either has are in both (Jaccard's
//! measure on word shingles, Broder 1997). All such pairs are found, and exactly: sets that share so much share one of
//! the rarest members of each (prefix filter, Chaudhuri, Ganti and Kaushik 2006; Bayardo, Ma and Srikant 2007), so that
//! only few pairs are compared whole. The same passages give the same pairs.

use std::collections::BTreeMap;
use std::path::Path;

use gangway_knowledge::{Passage, words};
use rayon::prelude::*;

use crate::problem::Problem;

/// From this share on, two passages say nearly the same.
const LEAST: f64 = 0.7;
/// The same of rows of one sheet, which are worded alike and differ in what matters.
const LEAST_OF_ROWS: f64 = 0.9;
/// Words of a shingle.
const RUN: usize = 3;
/// Shorter passages are all alike: "Yes, free of charge."
const FEWEST_WORDS: usize = 8;
/// Pairs that are named; the others are counted.
const NAMED: usize = 5;

/// Two passages that are alike.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(crate) struct Pair {
    /// The later one's position.
    pub(crate) passage: usize,
    /// The position of the first one before it that is like it.
    pub(crate) like: usize,
    /// How much of both is in both, in [[`LEAST`], 1].
    pub(crate) share: f64,
}

/// A warning about the passages that are like an earlier one, if there are any.
pub(crate) fn warnings(passages: &[&Passage], at: &Path) -> Option<Problem> {
    let pairs = pairs(passages);
    let named: Vec<String> = pairs
        .iter()
        .take(NAMED)
        .map(|pair| {
            let (one, other) = (&passages[pair.like].id, &passages[pair.passage].id);
            format!("`{one}` and `{other}` ({:.0} %)", pair.share * 100.0)
        })
        .collect();
    let message = match (pairs.len(), pairs.len().saturating_sub(NAMED)) {
        (0, _) => return None,
        (1, _) => format!("two passages say nearly the same: {}", named.join("")),
        (all, 0) => format!(
            "{all} passages say nearly what another one says: {}",
            named.join(", ")
        ),
        (all, more) => format!(
            "{all} passages say nearly what another one says: {}, and {more} more",
            named.join(", ")
        ),
    };
    let hint = "a question is answered from either: keep one, or say in both what sets them apart";
    Some(Problem::new(at, message).hint(hint))
}

/// Each passage that is like an earlier one, with the first that it is like; in the order of the passages.
pub(crate) fn pairs(passages: &[&Passage]) -> Vec<Pair> {
    // (1) The shingles of each, as numbers, the rarest first.
    let shingles: Vec<Vec<u64>> = passages.par_iter().map(|passage| shingles(passage)).collect();
    let mut counts: BTreeMap<u64, u32> = BTreeMap::new();
    for &shingle in shingles.iter().flatten() {
        *counts.entry(shingle).or_default() += 1;
    }
    let mut by_rarity: Vec<(u32, u64)> = counts.iter().map(|(&shingle, &count)| (count, shingle)).collect();
    by_rarity.sort_unstable();
    let rank: BTreeMap<u64, u32> = by_rarity
        .iter()
        .zip(0..)
        .map(|(&(_, shingle), rank)| (shingle, rank))
        .collect();
    let sets: Vec<Vec<u32>> = shingles
        .par_iter()
        .map(|shingles| {
            let mut set: Vec<u32> = shingles.iter().map(|shingle| rank[shingle]).collect();
            set.sort_unstable();
            set
        })
        .collect();

    // (2) Who has a shingle among its rarest, and is thus to be compared.
    let mut having: Vec<Vec<u32>> = vec![Vec::new(); by_rarity.len()];
    let mut compared: Vec<u32> = vec![u32::MAX; passages.len()];
    let mut pairs = Vec::new();
    for (passage, set) in sets.iter().enumerate() {
        let prefix = &set[..prefix(set.len())];
        let mut first: Option<Pair> = None;
        for &shingle in prefix {
            for &other in &having[shingle as usize] {
                let like = other as usize;
                if std::mem::replace(&mut compared[like], passage as u32) == passage as u32
                    || first.is_some_and(|first| first.like < like)
                    || !may_be_alike(set.len(), sets[like].len())
                    || !is_comparable(passages[passage], passages[like])
                {
                    continue;
                }
                // (3) The whole sets.
                let share = share(set, &sets[like]);
                if share >= least(passages[passage], passages[like]) {
                    first = Some(Pair { passage, like, share });
                }
            }
        }
        pairs.extend(first);
        for &shingle in prefix {
            having[shingle as usize].push(passage as u32);
        }
    }
    pairs
}

/// The share from which on these two say nearly the same.
fn least(one: &Passage, other: &Passage) -> f64 {
    if one.document == other.document && one.row.is_some() && other.row.is_some() {
        LEAST_OF_ROWS
    } else {
        LEAST
    }
}

/// Whether both may answer the same question: what is about different places, holds at different times, is in different
/// languages or belongs to different partitions may be worded alike.
fn is_comparable(one: &Passage, other: &Passage) -> bool {
    fn agree<T: PartialEq>(one: Option<T>, other: Option<T>) -> bool {
        one.is_none() || other.is_none() || one == other
    }
    let id = |passage: &Passage| passage.place.as_ref().map(|place| place.id.clone());
    let overlap = |one: &Passage, other: &Passage| match (one.valid.until, other.valid.from) {
        (Some(until), Some(from)) => from <= until,
        (None, _) | (_, None) => true,
    };
    agree(id(one), id(other))
        && agree(one.partition, other.partition)
        && agree(one.language.as_deref(), other.language.as_deref())
        && overlap(one, other)
        && overlap(other, one)
}

/// The runs of words of its own heading and text, each once, as hashes; none of a passage that says little.
fn shingles(passage: &Passage) -> Vec<u64> {
    let folded = |text: &str| -> Vec<String> {
        let words = words(text).into_iter().filter(|word| !word.mark);
        words.map(|word| word.folded).collect()
    };
    let text = folded(&passage.text);
    if text.len() < FEWEST_WORDS {
        return Vec::new();
    }
    let mut all = passage
        .heading
        .last()
        .map(|heading| folded(heading))
        .unwrap_or_default();
    all.extend(text);
    let mut shingles: Vec<u64> = all.windows(RUN).map(hash).collect();
    shingles.sort_unstable();
    shingles.dedup();
    shingles
}

/// FNV-1a, 64 bits (Fowler, Noll and Vo), with a separator after each word.
fn hash(run: &[String]) -> u64 {
    let bytes = run.iter().flat_map(|word| word.bytes().chain([0]));
    bytes.fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

/// How many of a set's rarest members one of its like must share one of: of `size` members at least `LEAST · size` are
/// shared, so that at most the others can all be missed.
fn prefix(size: usize) -> usize {
    let shared = (LEAST * size as f64).ceil() as usize;
    if size == 0 { 0 } else { size - shared + 1 }
}

/// Whether sets of these sizes can share enough.
fn may_be_alike(one: usize, other: usize) -> bool {
    one.min(other) as f64 >= LEAST * one.max(other) as f64
}

/// What two ascending sets share, of all that they have.
fn share(one: &[u32], other: &[u32]) -> f64 {
    let (mut both, mut i, mut j) = (0, 0, 0);
    while i < one.len() && j < other.len() {
        match one[i].cmp(&other[j]) {
            std::cmp::Ordering::Less => i += 1,
            std::cmp::Ordering::Greater => j += 1,
            std::cmp::Ordering::Equal => (both, i, j) = (both + 1, i + 1, j + 1),
        }
    }
    both as f64 / (one.len() + other.len() - both).max(1) as f64
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use gangway_knowledge::{Place, Validity};
    use proptest::prelude::*;

    use super::*;

    const LATE: &str = "A car that comes back more than an hour late costs one more day. Call the desk before that, and we keep the insurance going until you are there.";
    const LATER: &str = "A car that comes back more than two hours late costs one more day. Call the desk before that, and we keep the insurance going until you are there.";

    fn passage(id: &str, text: &str) -> Passage {
        Passage {
            id: id.to_owned(),
            document: id.split('#').next().unwrap_or(id).to_owned(),
            text: text.to_owned(),
            ..Passage::default()
        }
    }

    fn found(passages: &[Passage]) -> Vec<(usize, usize)> {
        let passages: Vec<&Passage> = passages.iter().collect();
        pairs(&passages)
            .iter()
            .map(|pair| (pair.like, pair.passage))
            .collect()
    }

    #[test]
    fn what_differs_by_a_word_is_found_and_both_places_are_said() {
        let passages = [
            passage("fees.md#3", LATE),
            passage(
                "pets.md#1",
                "Dogs travel free of charge in a box, cats too, and we lend you the box at the desk.",
            ),
            passage("agreement.md#7", LATER),
        ];
        assert_eq!(found(&passages), [(0, 2)]);
        let passages: Vec<&Passage> = passages.iter().collect();
        assert_eq!(
            warnings(&passages, Path::new("a/documents")).unwrap().to_string(),
            "a/documents: two passages say nearly the same: `fees.md#3` and `agreement.md#7` (74 %)\n\n\
             hint: a question is answered from either: keep one, or say in both what sets them apart\n"
        );
        assert_eq!(warnings(&passages[..2], Path::new("a/documents")), None);
    }

    #[test]
    fn what_cannot_answer_the_same_question_may_be_worded_alike() {
        let at = |id, place: Option<&str>| Passage {
            place: place.and_then(Place::named),
            ..passage(id, LATE)
        };
        assert_eq!(found(&[at("a", Some("Faro")), at("b", Some("Porto"))]), []);
        assert_eq!(found(&[at("a", Some("Faro")), at("b", Some("faro"))]), [(0, 1)]);
        assert_eq!(found(&[at("a", Some("Faro")), at("b", None)]), [(0, 1)]);

        let of = |id, partition| Passage {
            partition,
            ..passage(id, LATE)
        };
        assert_eq!(
            found(&[of("a", Some(1)), of("b", Some(2)), of("c", Some(1))]),
            [(0, 2)]
        );

        let during = |id, from: &str, until: &str| Passage {
            valid: Validity {
                from: from.parse().ok(),
                until: until.parse().ok(),
            },
            ..passage(id, LATE)
        };
        let winter = during("a", "2026-11-01", "2027-03-31");
        assert_eq!(
            found(&[winter.clone(), during("b", "2027-04-01", "2027-10-31")]),
            []
        );
        assert_eq!(found(&[winter, during("b", "2027-03-31", "")]), [(0, 1)]);
    }

    #[test]
    fn rows_of_one_sheet_may_be_worded_alike() {
        let row = |id, row, text| Passage {
            row: Some(row),
            ..passage(id, text)
        };
        assert_eq!(found(&[row("a#1", 2, LATE), row("a#2", 3, LATER)]), []);
        assert_eq!(found(&[row("a#1", 2, LATE), row("a#2", 3, LATE)]), [(0, 1)]);
        assert_eq!(found(&[row("a#1", 2, LATE), row("b#1", 2, LATER)]), [(0, 1)]);
        assert_eq!(found(&[passage("a#1", LATE), passage("a#2", LATER)]), [(0, 1)]);
    }

    #[test]
    fn short_answers_are_alike_and_not_named() {
        let yes = |id, heading: &str| Passage {
            heading: vec![heading.to_owned()],
            ..passage(id, "Yes, free of charge.")
        };
        assert_eq!(
            found(&[yes("a", "Is there Wi-Fi?"), yes("b", "Is there parking?")]),
            []
        );
    }

    #[test]
    fn the_first_few_are_named_and_the_others_counted() {
        let passages: Vec<Passage> = (1..=8)
            .map(|number| passage(&format!("a.md#{number}"), LATE))
            .collect();
        let passages: Vec<&Passage> = passages.iter().collect();
        let warning = warnings(&passages, Path::new("a")).unwrap().message;
        assert!(
            warning
                .starts_with("7 passages say nearly what another one says: `a.md#1` and `a.md#2` (100 %), "),
            "{warning}"
        );
        assert!(warning.ends_with("`a.md#6` (100 %), and 2 more"), "{warning}");
    }

    proptest! {
        #[test]
        fn no_pair_is_missed_and_none_is_made_up(
            texts in prop::collection::vec(prop::collection::vec("[a-c]", 8..14), 1..14)
        ) {
            let ids = ["a#1", "b#1", "b#2", "c#1"].iter().cycle();
            let passages: Vec<Passage> = texts.iter().zip(ids).map(|(words, id)| Passage { row: id.starts_with('b').then_some(1), ..passage(id, &words.join(" ")) }).collect();
            let sets: Vec<Vec<u64>> = passages.iter().map(shingles).collect();
            let mut expected = Vec::new();
            for passage in 0..sets.len() {
                let alike = (0..passage).find(|&other| {
                    let both = sets[passage].iter().filter(|shingle| sets[other].contains(shingle)).count();
                    let all = sets[passage].len() + sets[other].len() - both;
                    both as f64 / all as f64 >= least(&passages[passage], &passages[other])
                });
                expected.extend(alike.map(|like| (like, passage)));
            }
            prop_assert_eq!(found(&passages), expected);
        }
    }
}
