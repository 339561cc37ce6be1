//! Which passages answer beside the first, so that nobody takes one of several for all there is.
//!
//! Two cases: a question for what there is ("do you rent electric cars") whose section describes several of it, and two
//! passages of which the search cannot tell which one is meant.

use std::collections::BTreeSet;

use crate::PassageRef;
use crate::search::Hit;

/// How passages stand beside each other.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(crate) enum Beside {
    /// The first says it all, as far as can be told.
    #[default]
    Nothing,
    /// These are of the same kind as the first.
    Kinds(Vec<usize>),
    /// This one may be meant as well.
    Either(usize),
    /// The texts of these are not at hand, and have to be looked at.
    Lacking(Vec<usize>),
}

/// Of one kind are at the most so many shown: what is more is a list, and stands in the document.
const KINDS: usize = 3;
/// A passage of one kind with the first may score so much less.
const BEHIND: f32 = 0.3;
/// Two texts describe things of one kind when they share such a part of the words of their first sentences.
const ALIKE: f32 = 0.3;
/// Two passages whose scores are so close cannot be told apart: of those that the confidence below did not think sure,
/// the second was right as often as the first.
const TIE: f32 = 0.03;
/// From this confidence on the first is right four times in five, however close the second comes.
const SURE: f32 = 0.8;
/// Below this one hardly anybody shows an answer, and two are no better than one.
const UNSURE: f32 = 0.3;
/// The second says the same as the first when such a part of its words stands there.
const SAME: f32 = 0.6;
/// Two answers that are longer together, in bytes, are more than anybody reads.
const LONGEST: usize = 600;

/// "Do you … electric cars" when one of these follows. Sorted.
const OFFERS: &[&str] = &[
    "arrange", "had", "have", "hire", "lend", "offer", "organise", "organize", "provide", "rent", "run",
    "sell",
];

/// What answers beside the first of the hits. `asked`: the words of the question, folded; `english`: it is in English.
pub(crate) fn beside<'i>(
    hits: &[Hit],
    confidence: f32,
    asked: &[&str],
    english: bool,
    passage: impl Fn(usize) -> Option<PassageRef<'i>>,
) -> Beside {
    let Some((first, others)) = hits.split_first() else {
        return Beside::Nothing;
    };
    let near = |hit: &&Hit, within: f32| first.score - hit.score <= within;
    if english && asks_what_there_is(asked) {
        let others: Vec<usize> = others
            .iter()
            .take_while(|hit| near(hit, BEHIND))
            .map(|hit| hit.passage)
            .collect();
        let kinds = kinds(first.passage, &others, asked, &passage);
        if kinds != Beside::Nothing {
            return kinds;
        }
    }
    let close = (UNSURE..SURE).contains(&confidence);
    match others.first().filter(|hit| close && near(hit, TIE)) {
        // The first has the kind of answer that is wanted; the second must have it too.
        Some(second) if second.parts.kind >= first.parts.kind => {
            either(first.passage, second.passage, &passage)
        }
        _ => Beside::Nothing,
    }
}

/// Passages of the first one's section that describe something of its kind, when the question is for what the section
/// is about.
fn kinds<'i>(
    first: usize,
    others: &[usize],
    asked: &[&str],
    passage: &impl Fn(usize) -> Option<PassageRef<'i>>,
) -> Beside {
    let Some(one) = passage(first) else {
        return Beside::Nothing;
    };
    let Some((section, _)) = split_last(&one) else {
        return Beside::Nothing;
    };
    let is_asked_for = words(section.last().copied().unwrap_or_default())
        .iter()
        .all(|word| asked.contains(&word.as_str()));
    if !is_asked_for {
        return Beside::Nothing;
    }
    let mut lacking = Vec::new();
    let mut found = Vec::new();
    for &other in others {
        let Some(beside) = passage(other).filter(|other| {
            other.document == one.document && split_last(other).is_some_and(|(other, _)| other == section)
        }) else {
            continue;
        };
        match (one.text, beside.text) {
            (Some(one), Some(text)) if are_alike(one, text) => found.push(other),
            (_, None) => lacking.push(other),
            _ => {}
        }
    }
    found.truncate(KINDS - 1);
    match (lacking.is_empty(), found.is_empty()) {
        (false, _) => Beside::Lacking(lacking),
        (true, false) => Beside::Kinds(found),
        (true, true) => Beside::Nothing,
    }
}

/// The second, when it says something else and both are short enough to be read.
fn either<'i>(first: usize, second: usize, passage: &impl Fn(usize) -> Option<PassageRef<'i>>) -> Beside {
    let (Some(one), Some(other)) = (passage(first), passage(second)) else {
        return Beside::Nothing;
    };
    // Rows of one table stand for different things, and one of them was asked for.
    if one.row.is_some() || other.row.is_some() {
        return Beside::Nothing;
    }
    let (Some(one), Some(other)) = (one.text, other.text) else {
        return Beside::Lacking(vec![second]);
    };
    if one.len() + other.len() > LONGEST {
        return Beside::Nothing;
    }
    let (said, says) = (words(one), words(other));
    let both = says.intersection(&said).count() as f32;
    if both >= says.len() as f32 * SAME {
        return Beside::Nothing;
    }
    Beside::Either(second)
}

/// The headings above a passage's own; `None` when there are none.
fn split_last<'p, 'i>(passage: &'p PassageRef<'i>) -> Option<(&'p [&'i str], &'i str)> {
    let (own, section) = passage.heading.split_last()?;
    (!section.is_empty()).then_some((section, *own))
}

/// Whether the first sentences of two texts are built of the same words.
fn are_alike(one: &str, other: &str) -> bool {
    let first = |text: &str| {
        words(
            crate::sentence::sentences(text)
                .first()
                .copied()
                .unwrap_or_default(),
        )
    };
    let (one, other) = (first(one), first(other));
    let both = one.intersection(&other).count() as f32;
    let all = one.union(&other).count() as f32;
    both >= all * ALIKE && both > 0.0
}

fn words(text: &str) -> BTreeSet<String> {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect()
}

/// "Do you rent …", "are there …", "which … do you have".
fn asks_what_there_is(words: &[&str]) -> bool {
    words.windows(3).any(
        |words| matches!(words, ["do" | "can", "you" | "they", verb] if OFFERS.binary_search(verb).is_ok()),
    ) || words.windows(2).any(|words| words == ["are", "there"])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Passage;
    use crate::search::Parts;

    fn passage(heading: &[&str], text: &str) -> Passage {
        Passage {
            document: "seats.md".to_owned(),
            heading: heading.iter().map(|&heading| heading.to_owned()).collect(),
            text: text.to_owned(),
            ..Passage::default()
        }
    }

    /// Of passages with their scores, best first.
    fn of(question: &str, confidence: f32, passages: &[(f32, Passage)]) -> Beside {
        let hit = |(at, &(score, _)): (usize, &(f32, Passage))| Hit {
            passage: at,
            score,
            parts: Parts::default(),
        };
        let hits: Vec<Hit> = passages.iter().enumerate().map(hit).collect();
        let asked: Vec<&str> = question.split_whitespace().collect();
        beside(&hits, confidence, &asked, true, |at| {
            passages.get(at).map(|(_, passage)| passage.lent())
        })
    }

    fn seats() -> [(f32, Passage); 4] {
        let seat = |own, text| passage(&["Child seats", own], text);
        [
            (
                2.0,
                seat(
                    "Infant seat",
                    "The infant seat is for babies up to 13 kg. It costs €8.",
                ),
            ),
            (
                1.9,
                seat("Booster", "The booster is for children up to 36 kg. It costs €4."),
            ),
            (
                1.8,
                seat("Booking", "Book with the car, 48 hours before pick-up."),
            ),
            (1.0, seat("Basket", "The basket is for babies up to 5 kg.")),
        ]
    }

    #[test]
    fn a_question_for_what_there_is_gets_all_of_the_kind() {
        assert_eq!(
            of("do you have child seats", 0.9, &seats()),
            Beside::Kinds(vec![1])
        );
        let [infant, booster, ..] = seats();
        for question in ["how much are child seats", "do you have seats for dogs"] {
            assert_eq!(
                of(question, 0.9, &[infant.clone(), booster.clone()]),
                Beside::Nothing,
                "{question}"
            );
        }
        let elsewhere = Passage {
            document: "other.md".to_owned(),
            ..booster.1
        };
        assert_eq!(
            of("do you have child seats", 0.9, &[infant, (1.9, elsewhere)]),
            Beside::Nothing
        );
    }

    #[test]
    fn of_two_that_cannot_be_told_apart_both_are_shown() {
        let company = passage(&["Companies"], "No deposit is taken from companies.");
        let drivers = passage(
            &["Drivers"],
            "Bring a credit card in your own name for the rental.",
        );
        let both = [(1.52, company.clone()), (1.5, drivers.clone())];
        assert_eq!(of("whose card", 0.6, &both), Beside::Either(1));
        assert_eq!(of("whose card", 0.85, &both), Beside::Nothing, "sure enough");
        let apart = [(1.6, company.clone()), (1.5, drivers.clone())];
        assert_eq!(
            of("whose card", 0.6, &apart),
            Beside::Nothing,
            "the first is clearly better"
        );
        let same = [(1.52, company.clone()), (1.5, company.clone())];
        assert_eq!(of("whose card", 0.6, &same), Beside::Nothing, "they say the same");
        let row = Passage {
            row: Some(4),
            ..drivers.clone()
        };
        assert_eq!(
            of("whose card", 0.6, &[(1.52, company.clone()), (1.5, row)]),
            Beside::Nothing
        );
        let long = Passage {
            text: "Bring a credit card in your own name. ".repeat(20),
            ..drivers
        };
        assert_eq!(
            of("whose card", 0.6, &[(1.52, company), (1.5, long)]),
            Beside::Nothing
        );
        assert_eq!(of("whose card", 0.6, &[]), Beside::Nothing);
    }

    #[test]
    fn what_is_not_at_hand_has_to_be_fetched() {
        let seats = seats();
        let hits: Vec<Hit> = (0..2)
            .map(|at| Hit {
                passage: at,
                score: seats[at].0,
                parts: Parts::default(),
            })
            .collect();
        let asked = ["do", "you", "have", "child", "seats"];
        let found = beside(&hits, 0.9, &asked, true, |at| {
            let lent = seats[at].1.lent();
            Some(PassageRef {
                text: lent.text.filter(|_| at == 0),
                ..lent
            })
        });
        assert_eq!(found, Beside::Lacking(vec![1]));
    }

    #[test]
    fn lists_are_sorted_for_the_binary_search() {
        assert!(OFFERS.is_sorted(), "{OFFERS:?}");
    }
}
