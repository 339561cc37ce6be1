//! What a text is about, of several topics that are given by a few examples each: by its meaning and by its words.
//!
//! Nothing is learnt from the examples but sums over them: the middle of their directions in the table, and how many of them
//! have a word, or two words close behind each other. The name of a topic counts as [`NAMED`] more examples.
//! How much each of these says, and how sure that makes, was learnt once on labelled texts; `docs/reading.md` has the figures.

use std::collections::BTreeMap;

use crate::table::Table;
use crate::vector::{DIMENSIONS, Vector};

/// As how many examples the name of a topic counts.
const NAMED: u16 = 2;

/// The cosine to the middle of a topic's examples.
const MEANING: f32 = 11.1;
/// Words that the topic shares with few others.
const TELLING: f32 = 1.69;
/// The share of the text's words that several examples have.
const SHARED: f32 = 3.81;
/// Two words close behind each other.
const TOGETHER: f32 = 0.38;

/// How sure the best topic is, as a logistic: of its score, of how far it is ahead of the second, and of how many there
/// are to be wrong with.
const SURE: f32 = -5.7;
const SURE_BY_SCORE: f32 = 0.70;
const SURE_BY_LEAD: f32 = 0.35;
const SURE_BY_TOPICS: f32 = -0.44;
/// A lead above this makes no surer; a topic without others has it.
const FURTHEST_LEAD: f32 = 3.0;

/// A topic: its name and what people write about it.
#[derive(Clone, Copy, Debug)]
pub struct Topic<'a> {
    /// Its name. Dashes, underscores and capitals inside separate words: `lost-luggage`.
    pub name: &'a str,
    /// What people write about it.
    pub examples: &'a [String],
}

/// Topics, prepared for one table.
#[derive(Debug)]
pub struct Topics {
    /// The hash of the table.
    table: String,
    topics: Vec<Prepared>,
    /// Examples of all topics, their names among them.
    examples: u16,
    /// For each word, and for each two, by hash: how many examples of which topics have it.
    marks: BTreeMap<u64, Having>,
}

#[derive(Debug)]
struct Prepared {
    middle: Vector,
    /// One for each example.
    examples: Vec<Vector>,
}

#[derive(Default, Debug)]
struct Having {
    all: u16,
    /// Position of the topic, and how many of its examples.
    by_topic: Vec<(u16, u16)>,
}

/// The topic that a text is most likely about.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct About {
    /// Position of the topic.
    pub topic: usize,
    /// Position of the example that comes closest.
    pub example: usize,
    /// In [0, 1]: how likely it is that the text is about this topic, and not about another or about none of them.
    pub confidence: f32,
}

impl Topics {
    /// Prepares topics. Those without examples are about nothing.
    pub fn new(topics: &[Topic<'_>], table: &Table) -> Self {
        let mut prepared = Self {
            table: table.hash().to_owned(),
            topics: Vec::with_capacity(topics.len()),
            examples: 0,
            marks: BTreeMap::new(),
        };
        for (at, topic) in topics.iter().enumerate() {
            prepared.add(at, topic, table);
        }
        prepared
    }

    /// The hash of the table they are prepared for.
    pub fn table(&self) -> &str {
        &self.table
    }

    /// Whether there is no topic with examples.
    pub fn is_empty(&self) -> bool {
        self.examples == 0
    }

    fn add(&mut self, at: usize, topic: &Topic<'_>, table: &Table) {
        let mut middle = [0.0; DIMENSIONS];
        let mut examples = Vec::with_capacity(topic.examples.len());
        let name = spelled_out(topic.name);
        let counted = topic.examples.iter().map(|example| (example.as_str(), 1));
        let counted = counted.chain((!topic.examples.is_empty()).then_some((name.as_str(), NAMED)));
        for (text, times) in counted {
            let direction = table.embed(text).unwrap_or_default();
            for (sum, value) in middle.iter_mut().zip(&direction) {
                *sum += value * f32::from(times);
            }
            self.examples += times;
            for mark in Marks::of(text).each() {
                let having = self.marks.entry(mark).or_default();
                having.all += times;
                match having.by_topic.last_mut() {
                    Some((topic, count)) if usize::from(*topic) == at => *count += times,
                    // No playbook has 65,536 topics.
                    Some(_) | None => having.by_topic.push((at as u16, times)),
                }
            }
            if examples.len() < topic.examples.len() {
                examples.push(unit(&direction));
            }
        }
        self.topics.push(Prepared {
            middle: Vector::direction(&middle),
            examples,
        });
    }

    /// The topic that a text is most likely about; `None` when there are none, or nothing of the text is known, or the
    /// table knows nothing of its `language`.
    pub fn best(&self, text: &str, language: Option<&str>, table: &Table) -> Option<About> {
        if self.is_empty() || language.is_some_and(|language| !table.covers(language)) {
            return None;
        }
        let direction = unit(&table.embed(text)?);
        let scores = self.scores(&direction, &Marks::of(text));
        let among = || {
            scores
                .iter()
                .enumerate()
                .filter(|(at, _)| !self.topics[*at].examples.is_empty())
        };
        let (best, score) = among().max_by(|a, b| a.1.total_cmp(b.1))?;
        let second = among()
            .filter(|(at, _)| *at != best)
            .map(|(_, score)| *score)
            .max_by(f32::total_cmp);
        let lead = second.map_or(FURTHEST_LEAD, |second| (score - second).min(FURTHEST_LEAD));
        let others = (among().count() as f32).ln();
        let sure = SURE + SURE_BY_SCORE * score + SURE_BY_LEAD * lead + SURE_BY_TOPICS * others;
        let examples = self.topics[best].examples.iter().enumerate();
        let (example, _) = examples
            .map(|(at, example)| (at, example.cosine(&direction)))
            .max_by(|a, b| a.1.total_cmp(&b.1))?;
        Some(About {
            topic: best,
            example,
            confidence: 1.0 / (1.0 + (-sure).exp()),
        })
    }

    /// How well each topic fits.
    fn scores(&self, direction: &Vector, marks: &Marks) -> Vec<f32> {
        let topics = self
            .topics
            .iter()
            .filter(|topic| !topic.examples.is_empty())
            .count() as f32;
        let mut scores: Vec<f32> = self
            .topics
            .iter()
            .map(|topic| MEANING * topic.middle.cosine(direction))
            .collect();
        let rarity = |having: u16| {
            let (all, having) = (f32::from(self.examples), f32::from(having));
            ((all - having + 0.5) / (having + 0.5)).ln_1p()
        };
        let found = |mark: &u64| self.marks.get(mark);
        let all: f32 = marks
            .words
            .iter()
            .map(|word| rarity(found(word).map_or(0, |having| having.all)))
            .sum();
        let length = ((marks.words.len() + 1) as f32).sqrt();
        for (marks, times, are_words) in [(&marks.words, TELLING, true), (&marks.pairs, TOGETHER, false)] {
            for having in marks.iter().filter_map(found) {
                let few = (topics / having.by_topic.len() as f32).ln_1p() / f32::from(having.all);
                let share = SHARED * rarity(having.all) / all.max(f32::MIN_POSITIVE);
                for &(topic, count) in &having.by_topic {
                    let (score, count) = (&mut scores[usize::from(topic)], f32::from(count));
                    *score += times * few * count / length;
                    if are_words {
                        *score += share * count / (count + 1.0);
                    }
                }
            }
        }
        scores
    }
}

/// The words of a text and its pairs of words, by the hashes of their stems, each once.
struct Marks {
    words: Vec<u64>,
    pairs: Vec<u64>,
}

impl Marks {
    fn of(text: &str) -> Self {
        let stems = crate::words(text).into_iter().filter(|word| !word.mark);
        let mut words: Vec<u64> = stems.map(|word| hash(FIRST, word.stem.as_bytes())).collect();
        let behind = |distance: usize| {
            let pairs = words.iter().zip(words.iter().skip(distance));
            pairs.map(move |(one, other)| {
                hash(
                    hash(FIRST, &[distance as u8]),
                    &(one ^ other.rotate_left(1)).to_le_bytes(),
                )
            })
        };
        let mut pairs: Vec<u64> = behind(1).chain(behind(2)).collect();
        for marks in [&mut words, &mut pairs] {
            marks.sort_unstable();
            marks.dedup();
        }
        Self { words, pairs }
    }

    fn each(self) -> impl Iterator<Item = u64> {
        self.words.into_iter().chain(self.pairs)
    }
}

const FIRST: u64 = 0xcbf2_9ce4_8422_2325;

/// FNV-1a.
fn hash(seed: u64, bytes: &[u8]) -> u64 {
    bytes.iter().fold(seed, |hash, &byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

fn unit(direction: &[f32]) -> Vector {
    let mut sum = [0.0; DIMENSIONS];
    for (sum, value) in sum.iter_mut().zip(direction) {
        *sum = *value;
    }
    Vector::direction(&sum)
}

/// `lost-luggage`, `lost_luggage` and `LostLuggage` as words.
fn spelled_out(name: &str) -> String {
    let mut words = String::with_capacity(name.len() + 4);
    let mut small = false;
    for letter in name.chars() {
        if letter.is_uppercase() && small {
            words.push(' ');
        }
        small = letter.is_lowercase();
        words.push(if letter.is_alphanumeric() { letter } else { ' ' });
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_spelled_out() {
        assert_eq!(spelled_out("lost-luggage"), "lost luggage");
        assert_eq!(spelled_out("Buses/BuyBusTicket"), "Buses Buy Bus Ticket");
        assert_eq!(spelled_out("room_service"), "room service");
        assert_eq!(spelled_out("VIP"), "VIP");
    }
}
