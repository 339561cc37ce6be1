//! Places and branches, by their words.
//!
//! An answer names a place when it has one of its names in it, whole; otherwise when more of the words of its names are in
//! the answer than of any other place's. A word also counts with a slip of the pen (one in five letters, two in eight), and
//! begun, in an answer of a few words. Unasked, only whole names are taken, names of up to three letters only in their own
//! case ("FAO", not "fao"), and none from a text that names two places.

use super::denied::{affirmed, denies};
use super::plain::fold;
use crate::Place;

/// Words that tell no place from another.
const LITTLE: [&str; 36] = [
    "a", "al", "am", "an", "at", "au", "da", "das", "de", "del", "der", "des", "di", "die", "do", "du", "el",
    "em", "en", "from", "il", "im", "in", "it", "la", "las", "le", "les", "los", "na", "no", "o", "of",
    "the", "to", "was",
];
/// Fewest letters of a name that may be taken unasked in any case, and of a word that may be only begun.
const SHORT: usize = 4;
/// Most words of an answer in which a word may be only begun.
const FEW: usize = 3;
/// Most places that a visitor is shown to choose from.
pub(super) const SHOWN: usize = 8;

/// The place that an answer names.
///
/// # Errors
/// The places that it could mean: all of them when it names none.
pub(super) fn accept<'p>(places: &'p [Place], said: &str) -> Result<String, Vec<&'p Place>> {
    let folded = fold(said);
    let equal = places
        .iter()
        .find(|place| names(place).any(|name| fold(name) == folded));
    if let Some(place) = equal {
        return Ok(place.name.clone());
    }
    // A name may have such a word itself.
    let folded = match affirmed(said) {
        Some(affirmed) if !names_all(places, &folded) => affirmed,
        Some(_) | None => folded,
    };
    let whole = named(places, &folded, |_| true);
    match whole.as_slice() {
        [place] => return Ok(place.name.clone()),
        [] => {}
        _ => return Err(whole),
    }
    let words = telling(&folded);
    let score = |place: &Place| {
        let scores = names(place).map(|name| {
            let name = fold(name);
            telling(&name)
                .iter()
                .filter(|part| words.iter().any(|word| is_near(word, part, words.len())))
                .count()
        });
        scores.max().unwrap_or_default()
    };
    let scored: Vec<(usize, &Place)> = places.iter().map(|place| (score(place), place)).collect();
    let best = scored.iter().map(|(score, _)| *score).max().unwrap_or_default();
    let meant: Vec<&Place> = scored
        .iter()
        .filter(|(score, _)| *score == best)
        .map(|(_, place)| *place)
        .collect();
    match meant.as_slice() {
        [place] if best > 0 => Ok(place.name.clone()),
        _ => Err(meant),
    }
}

/// The one place whose whole name stands in a text.
pub(super) fn find(places: &[Place], text: &str) -> Option<String> {
    let as_written = |name: &str| {
        name.chars().count() >= SHORT
            || text
                .split(|c: char| !c.is_alphanumeric())
                .any(|word| word == name)
    };
    let folded = fold(text);
    match named(places, &folded, as_written).as_slice() {
        [place] if !is_ruled_out(place, &folded) => Some(place.name.clone()),
        _ => None,
    }
}

/// Whether a place with a denial in its name is named.
fn names_all(places: &[Place], folded: &str) -> bool {
    let named = named(places, folded, |_| true);
    named
        .iter()
        .any(|place| names(place).any(|name| denies(&fold(name))))
}

/// Whether the words right before its name in a folded text rule a place out: "not at Faro Airport".
fn is_ruled_out(place: &Place, folded: &str) -> bool {
    let padded = format!(" {folded} ");
    names(place).any(|name| {
        let Some((before, _)) = padded.split_once(&format!(" {} ", fold(name))) else {
            return false;
        };
        let mut words = before.rsplit(' ').filter(|word| !word.is_empty());
        let told = words.find(|word| !LITTLE.contains(word));
        told.is_some_and(denies)
    })
}

fn names(place: &Place) -> impl Iterator<Item = &str> {
    std::iter::once(&place.name)
        .chain(&place.also)
        .map(String::as_str)
}

/// The places whose whole names stand in a folded text. "Airport bus" said does not name "Airport".
fn named<'p>(places: &'p [Place], folded: &str, counts: impl Fn(&str) -> bool) -> Vec<&'p Place> {
    let padded = format!(" {folded} ");
    let mut found: Vec<(String, &Place)> = Vec::new();
    for place in places {
        for name in names(place).filter(|name| counts(name)) {
            let name = format!(" {} ", fold(name));
            if name.trim().is_empty() || !padded.contains(&name) {
                continue;
            }
            if found.iter().any(|(other, _)| other.contains(&name)) {
                continue;
            }
            found.retain(|(other, _)| !name.contains(other.as_str()));
            found.push((name, place));
        }
    }
    let mut meant: Vec<&Place> = Vec::new();
    for (_, place) in found {
        if !meant.contains(&place) {
            meant.push(place);
        }
    }
    meant
}

fn telling(folded: &str) -> Vec<&str> {
    folded
        .split(' ')
        .filter(|word| !word.is_empty() && !LITTLE.contains(word))
        .collect()
}

/// Whether a word that was said is one of a name's.
fn is_near(said: &str, part: &str, words: usize) -> bool {
    if said == part {
        return true;
    }
    let letters = said.chars().count().min(part.chars().count());
    let slips = match letters {
        0..5 => 0,
        5..8 => 1,
        _ => 2,
    };
    let begun = words <= FEW && said.chars().count() >= SHORT && part.starts_with(said);
    begun || (slips > 0 && distance(said, part, slips) <= slips)
}

/// Letters to put in, take out or change to make one word of the other (Levenshtein); more than `most` is not counted.
fn distance(one: &str, other: &str, most: usize) -> usize {
    let (one, other): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
    if one.len().abs_diff(other.len()) > most {
        return most + 1;
    }
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (at, letter) in one.iter().enumerate() {
        let mut diagonal = row[0];
        row[0] = at + 1;
        for (column, against) in other.iter().enumerate() {
            let changed = diagonal + usize::from(letter != against);
            diagonal = row[column + 1];
            row[column + 1] = changed.min(diagonal + 1).min(row[column] + 1);
        }
    }
    row[other.len()]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::{expects, says};
    use crate::{Slot, SlotKind};

    fn places() -> Vec<Place> {
        let place = |name: &str, also: &[&str]| Place {
            name: name.to_owned(),
            also: also.iter().map(|&also| also.to_owned()).collect(),
        };
        vec![
            place(
                "Lisbon Airport",
                &["LIS", "Humberto Delgado", "Aeroporto de Lisboa"],
            ),
            place("Lisbon Oriente", &[]),
            place("Porto Airport", &["OPO"]),
            place("Porto Campanhã", &[]),
            place("Faro Airport", &["FAO"]),
            place("Funchal", &[]),
        ]
    }

    fn told(places: Vec<Place>, said: &str) -> String {
        let languages = ["en".to_owned()];
        let mut slot = Slot {
            id: "branch".into(),
            label: "Branch".into(),
            ask: "?".into(),
            kind: SlotKind::Place(places),
            example: None,
            expects: "".into(),
            optional: false,
            sensitive: false,
        };
        slot.expects = expects(&slot, &languages);
        match super::super::accept(&slot, said, None) {
            Ok(place) => place,
            Err(why) => why.sentence(&slot, &says(&languages), None),
        }
    }

    #[test]
    fn a_place_is_known_by_its_name_its_other_names_and_its_words() {
        for (said, place) in [
            ("Lisbon Airport", "Lisbon Airport"),
            ("lisbon airport!", "Lisbon Airport"),
            ("the airport in Lisbon", "Lisbon Airport"),
            ("lis", "Lisbon Airport"),
            ("No aeroporto de Lisboa", "Lisbon Airport"),
            ("Oriente station", "Lisbon Oriente"),
            ("campanha", "Porto Campanhã"),
            ("At Campanha in Porto, on Monday", "Porto Campanhã"),
            ("camp", "Porto Campanhã"),
            ("funchall", "Funchal"),
            ("we were in Faro", "Faro Airport"),
            ("lisbom aiport", "Lisbon Airport"),
        ] {
            assert_eq!(accept(&places(), said).ok().as_deref(), Some(place), "{said}");
        }
    }

    #[test]
    fn what_could_mean_several_places_says_which() {
        for (said, meant) in [
            ("Lisbon", "Please choose Lisbon Airport or Lisbon Oriente."),
            (
                "at the airport",
                "Please choose Lisbon Airport, Porto Airport or Faro Airport.",
            ),
            (
                "Funchal or Faro Airport",
                "Please choose Faro Airport or Funchal.",
            ),
            (
                "Madrid",
                "Please choose Lisbon Airport, Lisbon Oriente, Porto Airport, Porto Campanhã, Faro Airport or Funchal.",
            ),
        ] {
            assert_eq!(told(places(), said), meant, "{said}");
        }
    }

    #[test]
    fn a_place_is_taken_unasked_when_its_whole_name_stands_in_the_text() {
        for (text, place) in [
            (
                "We gave the car back at Faro Airport yesterday",
                Some("Faro Airport"),
            ),
            ("Dropped it at FAO", Some("Faro Airport")),
            ("o meu fao", None),
            ("From Lisbon Airport to Porto Airport", None),
            ("We drive to Faro", None),
            ("Is Funchal open?", Some("Funchal")),
            ("", None),
        ] {
            assert_eq!(find(&places(), text).as_deref(), place, "{text}");
        }
    }

    #[test]
    fn many_places_are_not_listed() {
        let many: Vec<Place> = (0..30)
            .map(|number| Place {
                name: format!("Branch {number}"),
                also: Vec::new(),
            })
            .collect();
        assert_eq!(told(many, "?"), "Please name the place, like Branch 0.");
    }
}
