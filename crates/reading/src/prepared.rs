//! A playbook's phrases and patterns, compiled.

use std::sync::OnceLock;

use gangway_knowledge::{Table, Topic, Topics};
use gangway_playbook::slot::Finder;
use gangway_playbook::{Playbook, SlotKind};
use gangway_protocol::signals::{SlotFound, TagFound, WordsFound};

use crate::phrases::Phrases;
use crate::sentence::Sentence;

/// A message means a tag when that is at least so sure. Most messages are about no tag at all.
const MEANT: f32 = 0.7;

/// A playbook prepared for reading: phrases folded, patterns compiled and examples embedded once per isolate.
#[derive(Debug)]
pub struct Prepared {
    phrases: Phrases,
    /// Where each of `phrases` stands in the playbook.
    places: Vec<Place>,
    finders: Vec<SlotFinder>,
    /// The tags' examples, once a table is there to embed them.
    topics: OnceLock<Topics>,
}

/// Where a phrase stands, by positions.
#[derive(Clone, Copy, Debug)]
enum Place {
    Tag { tag: usize, phrase: usize },
    Rule { rule: usize, phrase: usize },
}

/// What finds the values of a kind, and whose values they are.
#[derive(Debug)]
struct SlotFinder {
    kind: SlotKind,
    finder: Finder,
    /// Positions of action and slot.
    slots: Vec<(usize, usize)>,
}

impl Prepared {
    /// Prepares a playbook.
    pub fn new(playbook: &Playbook) -> Self {
        let mut phrases: Vec<&str> = Vec::new();
        let mut places = Vec::new();
        for (tag, written) in playbook.tags.iter().enumerate() {
            for (phrase, text) in written.says.iter().enumerate() {
                phrases.push(text);
                places.push(Place::Tag { tag, phrase });
            }
        }
        for (rule, written) in playbook.rules.iter().enumerate() {
            for (phrase, text) in written.when.phrases().into_iter().enumerate() {
                phrases.push(text);
                places.push(Place::Rule { rule, phrase });
            }
        }
        Self {
            phrases: Phrases::new(phrases),
            places,
            finders: finders(playbook),
            topics: OnceLock::new(),
        }
    }

    /// The tag that a text means, by its examples, when that is sure enough. `language` is that of the text, where it is
    /// known.
    pub(crate) fn meant(
        &self,
        playbook: &Playbook,
        text: &str,
        language: Option<&str>,
        table: &Table,
    ) -> Option<TagFound> {
        let topics = self.topics.get_or_init(|| topics(playbook, table));
        // While a deployment rolls out, the table may be another one.
        let about = if topics.table() == table.hash() {
            topics.best(text, language, table)
        } else {
            self::topics(playbook, table).best(text, language, table)
        }?;
        let tag = playbook
            .tags
            .get(about.topic)
            .filter(|_| about.confidence >= MEANT)?;
        Some(TagFound {
            tag: tag.id.clone(),
            phrase: tag.examples.get(about.example)?.clone(),
            sure: Some((about.confidence * 100.0) as u8),
        })
    }

    /// The tags and rules whose phrases a message contains: each tag once, of a rule every phrase.
    pub(crate) fn phrases_in(
        &self,
        playbook: &Playbook,
        message: &[Sentence],
    ) -> (Vec<TagFound>, Vec<WordsFound>) {
        let mut tags: Vec<TagFound> = Vec::new();
        let mut words = Vec::new();
        for found in self.phrases.found(message) {
            match self.places[found] {
                Place::Tag { tag, phrase } => {
                    let Some(tag) = playbook.tags.get(tag) else {
                        continue;
                    };
                    let Some(phrase) = tag.says.get(phrase) else {
                        continue;
                    };
                    if tags.last().is_none_or(|found| found.tag != tag.id) {
                        tags.push(TagFound {
                            tag: tag.id.clone(),
                            phrase: phrase.clone(),
                            sure: None,
                        });
                    }
                }
                Place::Rule { rule, phrase } => {
                    let Some(rule) = playbook.rules.get(rule) else {
                        continue;
                    };
                    let Some(phrase) = rule.when.phrases().get(phrase).copied() else {
                        continue;
                    };
                    words.push(WordsFound {
                        rule: rule.id.clone(),
                        phrase: phrase.clone(),
                    });
                }
            }
        }
        (tags, words)
    }

    /// The slot values that a text contains, in the order of actions and slots.
    pub(crate) fn slots_in(&self, playbook: &Playbook, text: &str) -> Vec<SlotFound> {
        let mut found: Vec<(usize, usize, String)> = Vec::new();
        for SlotFinder { finder, slots, .. } in &self.finders {
            if let Some(value) = finder.find(text) {
                found.extend(slots.iter().map(|(action, slot)| (*action, *slot, value.clone())));
            }
        }
        found.sort_unstable();
        let named = |(action, slot, value): (usize, usize, String)| {
            let action = playbook.actions.get(action)?;
            let slot = action.slots.get(slot)?;
            Some(SlotFound {
                action: action.id.clone(),
                slot: slot.id.clone(),
                value,
            })
        };
        found.into_iter().filter_map(named).collect()
    }
}

fn topics(playbook: &Playbook, table: &Table) -> Topics {
    let tags = playbook.tags.iter().map(|tag| Topic {
        name: tag.id.as_str(),
        examples: &tag.examples,
    });
    Topics::new(&tags.collect::<Vec<_>>(), table)
}

/// One finder for each kind of value. When two slots of an action take the same kind, a text does not say which
/// of them it means, and neither is found.
fn finders(playbook: &Playbook) -> Vec<SlotFinder> {
    let mut finders: Vec<SlotFinder> = Vec::new();
    for (action, written) in playbook.actions.iter().enumerate() {
        for (slot, wanted) in written.slots.iter().enumerate() {
            let alike = written
                .slots
                .iter()
                .filter(|other| other.kind == wanted.kind)
                .count();
            if alike > 1 {
                continue;
            }
            match finders.iter_mut().find(|finder| finder.kind == wanted.kind) {
                Some(finder) => finder.slots.push((action, slot)),
                None => finders.push(SlotFinder {
                    kind: wanted.kind.clone(),
                    finder: Finder::new(wanted),
                    slots: vec![(action, slot)],
                }),
            }
        }
    }
    finders
}
