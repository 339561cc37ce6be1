//! More passages than there are documents for: how an index behaves that is larger than any we have.
//!
//! The given passages are told again about other places. The names of these are composed from syllables, and each
//! telling has other numbers and a sentence of its own, so that neither words nor vectors are the same again. The same
//! passages and the same count give the same.

use std::collections::BTreeMap;

use gangway_knowledge::{Passage, Place};

const BEGINNINGS: &[&str] = &[
    "Bal", "Cor", "Dun", "Es", "Fal", "Gor", "Hel", "Ist", "Kar", "Lam", "Mor", "Nes", "Or", "Pel", "Ros",
    "Sal", "Tar", "Ul", "Ver", "Wil",
];
const MIDDLES: &[&str] = &[
    "a", "be", "da", "e", "fi", "go", "i", "lo", "ma", "ni", "o", "ra", "se", "ti", "u", "va",
];
const ENDS: &[&str] = &[
    "bury", "dale", "field", "ford", "ham", "holm", "mere", "mouth", "port", "quay", "stead", "ton", "ville",
    "wick", "worth",
];
const REMARKS: &[&str] = &[
    "Ask at the {} desk when in doubt.",
    "This holds in {} on every day of the week.",
    "Guests of {} are told the same by telephone.",
    "In {} it has been so since the house opened.",
    "The staff in {} will help with anything else.",
    "Groups that come to {} write a week before.",
    "What is said here was last looked at in {}.",
];

/// So many passages: the given ones, or the first of them, and then tellings of them.
pub(crate) fn grow(given: Vec<Passage>, count: usize) -> Vec<Passage> {
    let mut grown = given;
    let own = grown.len();
    if count <= own || own == 0 {
        grown.truncate(count);
        return grown;
    }
    let mut names: BTreeMap<(usize, String), String> = BTreeMap::new();
    for number in own..count {
        let (telling, of) = (number / own, number % own);
        let told = &grown[of];
        let before = told.place.clone().unwrap_or_default();
        let next = names.len();
        let name = names
            .entry((telling, before.id.clone()))
            .or_insert_with(|| name(next))
            .clone();
        let text = said_of(&told.text, &before.name, &name);
        let remark = REMARKS[(number * 31 + telling) % REMARKS.len()].replace("{}", &name);
        grown.push(Passage {
            id: format!("{}~{telling}", told.id),
            document: format!("{}~{telling}", told.document),
            heading: told
                .heading
                .iter()
                .map(|heading| said_of(heading, &before.name, &name))
                .collect(),
            text: format!("{} {remark}", other_numbers(&text, telling)),
            place: Some(Place {
                id: format!("{}~{telling}", before.id),
                name,
            }),
            ..told.clone()
        });
    }
    grown
}

/// A name that no other number has.
fn name(number: usize) -> String {
    let (begins, middles, ends) = (BEGINNINGS.len(), MIDDLES.len(), ENDS.len());
    // Prime to the number of all names, so that neighbours do not begin alike and none comes twice.
    let all = begins * middles * ends;
    let (round, at) = (number / all, number * 1_009 % all);
    let one = format!(
        "{}{}{}",
        BEGINNINGS[at % begins],
        MIDDLES[at / begins % middles],
        ENDS[at / begins / middles % ends]
    );
    match round {
        0 => one,
        round => format!("{one} {}", name(round - 1)),
    }
}

fn said_of(text: &str, before: &str, name: &str) -> String {
    if before.is_empty() {
        text.to_owned()
    } else {
        text.replace(before, name)
    }
}

/// Every number one more for each telling: 10:30 becomes 11:31.
fn other_numbers(text: &str, telling: usize) -> String {
    let mut told = String::with_capacity(text.len());
    let mut digits = String::new();
    for c in text.chars().map(Some).chain([None]) {
        match c {
            Some(c) if c.is_ascii_digit() && digits.len() < 9 => digits.push(c),
            other => {
                if let Ok(number) = std::mem::take(&mut digits).parse::<usize>() {
                    told.push_str(&(number + telling).to_string());
                }
                told.extend(other);
            }
        }
    }
    told
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    fn given() -> Vec<Passage> {
        (0..3)
            .map(|number| Passage {
                id: number.to_string(),
                document: "hotel.md".to_owned(),
                heading: vec!["When does the Harbour Inn open?".to_owned()],
                text: "The Harbour Inn opens at 10:30.".to_owned(),
                place: Some(Place {
                    id: "harbour".to_owned(),
                    name: "Harbour Inn".to_owned(),
                }),
                ..Passage::default()
            })
            .collect()
    }

    #[test]
    fn passages_are_told_again_of_other_places() {
        let grown = grow(given(), 8);
        assert_eq!(grown.len(), 8);
        assert_eq!(grown[..3], given());
        assert_eq!(grown, grow(given(), 8));
        let place = |number: usize| grown[number].place.clone().expect("each has one");
        assert_eq!(place(3), place(5));
        assert_ne!(place(3), place(6));
        let name = place(3).name;
        assert_eq!(grown[3].heading, [format!("When does the {name} open?")]);
        assert!(
            grown[3].text.starts_with(&format!("The {name} opens at 11:31. ")),
            "{}",
            grown[3].text
        );
        let ids: BTreeSet<_> = grown.iter().map(|passage| &passage.id).collect();
        assert_eq!(ids.len(), 8);
        assert_eq!(grow(given(), 2), given()[..2]);
        assert!(grow(Vec::new(), 5).is_empty());
    }

    #[test]
    fn no_two_places_have_one_name() {
        let names: BTreeSet<String> = (0..12_000).map(name).collect();
        assert_eq!(names.len(), 12_000);
    }
}
