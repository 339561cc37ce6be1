//! A condition as alternatives, each a list of simple conditions that must hold or must not.

use crate::slot::fold;
use crate::{Condition, SlotTest};

/// More alternatives than this are not looked at: nothing is said of such a condition.
const MOST: usize = 256;

/// A simple condition that must hold, or must not.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) struct Literal<'a> {
    pub(super) holds: bool,
    pub(super) leaf: &'a Condition,
}

/// One way in which a condition holds.
pub(super) type Way<'a> = Vec<Literal<'a>>;

/// All ways in which a condition holds; nothing when they are too many.
pub(super) fn ways(condition: &Condition) -> Option<Vec<Way<'_>>> {
    of(condition, true)
}

fn of(condition: &Condition, holds: bool) -> Option<Vec<Way<'_>>> {
    let (parts, all, wanted) = match (condition, holds) {
        (Condition::Every(parts), true) => (parts, true, true),
        (Condition::Every(parts), false) => (parts, false, false),
        (Condition::Any(parts), true) => (parts, false, true),
        (Condition::Any(parts), false) | (Condition::None(parts), true) => (parts, true, false),
        (Condition::None(parts), false) => (parts, false, true),
        (leaf, holds) => return Some(vec![vec![Literal { holds, leaf }]]),
    };
    let mut ways: Vec<Way<'_>> = if all { vec![Vec::new()] } else { Vec::new() };
    for part in parts {
        let more = of(part, wanted)?;
        if all {
            ways = ways
                .iter()
                .flat_map(|way| more.iter().map(|more| [way.as_slice(), more].concat()))
                .collect();
        } else {
            ways.extend(more);
        }
        if ways.len() > MOST {
            return None;
        }
    }
    Some(ways)
}

impl Literal<'_> {
    /// Whether this one's holding makes the other hold, as it stands.
    pub(super) fn implies(&self, other: &Literal<'_>) -> bool {
        match (self.holds, other.holds) {
            (true, true) => stronger(self.leaf, other.leaf),
            (false, false) => stronger(other.leaf, self.leaf),
            (true, false) => excludes(self.leaf, other.leaf),
            (false, true) => false,
        }
    }

    /// Whether the two can never be met together.
    pub(super) fn contradicts(&self, other: &Literal<'_>) -> bool {
        match (self.holds, other.holds) {
            (true, true) => excludes(self.leaf, other.leaf),
            (true, false) => stronger(self.leaf, other.leaf),
            (false, true) => stronger(other.leaf, self.leaf),
            (false, false) => false,
        }
    }
}

/// Whether one condition cannot hold without the other.
fn stronger(one: &Condition, other: &Condition) -> bool {
    if one == other {
        return true;
    }
    match (one, other) {
        (Condition::Words(few), Condition::Words(many)) => few
            .iter()
            .all(|phrase| many.iter().any(|part| says_also(phrase, part))),
        (Condition::ConfidenceBelow(less), Condition::ConfidenceBelow(more)) => less <= more,
        (Condition::FailedAttempts(more), Condition::FailedAttempts(less)) => more >= less,
        (Condition::WaitingLongerThan(more), Condition::WaitingLongerThan(less))
        | (Condition::IdleLongerThan(more), Condition::IdleLongerThan(less)) => more >= less,
        (Condition::Slot(one), Condition::Slot(other)) => {
            (&one.action, &one.slot) == (&other.action, &other.slot) && test_implies(&one.test, &other.test)
        }
        _ => false,
    }
}

/// What a message denies or supposes: behind these a phrase is not found.
const DOUBTS: &str = "no not never without nor neither nobody none isnt wasnt arent werent dont doesnt didnt havent hasnt hadnt \
                      wont avoid cannot cant if whether unless suppose supposing case event";

/// Whether every message in which a phrase is found has another one in it too: it stands in the phrase without a gap, and
/// nothing before it there takes it back.
fn says_also(phrase: &str, part: &str) -> bool {
    if phrase == part {
        return true;
    }
    // One that must be a whole sentence is found where it is all there is.
    if part.ends_with('.') {
        return false;
    }
    let words = |text: &str| {
        let words = fold(text);
        let words = words
            .split(' ')
            .filter(|word| !["a", "an", "the", ""].contains(word));
        words.map(ToOwned::to_owned).collect::<Vec<_>>()
    };
    let (whole, part) = (words(phrase), words(part));
    let doubts = |word: &String| DOUBTS.split_ascii_whitespace().any(|doubt| doubt == word);
    let mut places = whole.windows(part.len().max(1)).enumerate();
    places.any(|(at, window)| window == part && !whole[..at].iter().any(doubts))
}

/// Whether two conditions never hold together.
fn excludes(one: &Condition, other: &Condition) -> bool {
    match (one, other) {
        (Condition::Language(one), Condition::Language(other)) => one != other,
        (Condition::Status(one), Condition::Status(other)) => one != other,
        (Condition::Completed(one), Condition::Failed(other))
        | (Condition::Failed(one), Condition::Completed(other)) => one == other,
        (Condition::Slot(one), Condition::Slot(other)) => {
            (&one.action, &one.slot) == (&other.action, &other.slot) && test_excludes(&one.test, &other.test)
        }
        _ => false,
    }
}

fn test_implies(one: &SlotTest, other: &SlotTest) -> bool {
    match (one, other) {
        (_, SlotTest::Given) => true,
        (SlotTest::Is(values), other) => values.iter().all(|value| other.passes(value)),
        (SlotTest::AtLeast(more), SlotTest::AtLeast(less)) => more >= less,
        (SlotTest::AtMost(less), SlotTest::AtMost(more)) => less <= more,
        (one, other) => one == other,
    }
}

fn test_excludes(one: &SlotTest, other: &SlotTest) -> bool {
    match (one, other) {
        (SlotTest::Is(values), other) | (other, SlotTest::Is(values)) => {
            !values.iter().any(|value| other.passes(value))
        }
        (SlotTest::AtLeast(least), SlotTest::AtMost(most))
        | (SlotTest::AtMost(most), SlotTest::AtLeast(least)) => least > most,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tag(tag: &str) -> Condition {
        Condition::Tag(tag.into())
    }

    fn said(condition: &Condition) -> String {
        let ways = ways(condition).unwrap_or_default();
        let ways: Vec<String> = ways
            .iter()
            .map(|way| {
                let literals: Vec<String> = way
                    .iter()
                    .map(|Literal { holds, leaf }| match (holds, leaf) {
                        (true, Condition::Tag(tag)) => tag.to_string(),
                        (false, Condition::Tag(tag)) => format!("¬{tag}"),
                        (_, other) => format!("{other:?}"),
                    })
                    .collect();
                literals.join("")
            })
            .collect();
        ways.join(" ")
    }

    #[test]
    fn a_condition_is_taken_apart() {
        let any = |parts| Condition::Any(parts);
        let condition = Condition::Every(vec![
            any(vec![tag("a"), tag("b")]),
            Condition::None(vec![tag("c"), Condition::Every(vec![tag("d"), tag("e")])]),
        ]);
        assert_eq!(said(&condition), "a¬c¬d a¬c¬e b¬c¬d b¬c¬e");
    }

    #[test]
    fn of_a_condition_with_too_many_alternatives_nothing_is_said() {
        let pair = Condition::Any(vec![tag("a"), tag("b")]);
        assert_eq!(ways(&Condition::Every(vec![pair; 9])), None);
    }
}
