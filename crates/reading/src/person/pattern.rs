//! Patterns of words: how they are written, and how they are met.
//!
//! A pattern is a line of steps with a space between each two:
//!
//! | written | means |
//! |---|---|
//! | `talk\|speak` | one of these words |
//! | `habl-` | a word that begins so |
//! | `@person`, `@person\|crew` | one of a class, and of words beside it |
//! | `~@person` | the same; words of five letters also when they are misspelt by one letter |
//! | `~~@talk` | the same; words of four letters also, when they begin rightly |
//! | `me\|us?` | one of these, or nothing |
//! | `@between*` | up to six of these |
//! | `_3` | up to three words of any kind, but for those that begin another thought |
//! | `!about` | the next word is none of these; takes nothing |
//! | `<not` | the word before is none of these; takes nothing |
//! | `^`, `$` | the sentence begins, ends here |
//!
//! All words of all patterns are put into one vocabulary, so that a word of a message is looked up once. A word that is
//! in it is not misspelt; one that is not, and is two words of one language written together ("liveagent"), is read as the two.

use std::collections::BTreeMap;

/// The patterns of a language.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sheet {
    /// Name and words of each class; a class may name those before it.
    pub(super) classes: &'static [(&'static str, &'static str)],
    /// Where another thought begins.
    pub(super) leads_away: &'static str,
    /// Words that are no misspelling of one of a pattern.
    pub(super) others: &'static str,
    /// Patterns of words that ask for nobody: no other begins within them.
    pub(super) denied: &'static [&'static str],
    /// The patterns.
    pub(super) patterns: &'static [&'static str],
}

/// Patterns, compiled.
#[derive(Debug, Default)]
pub(super) struct Patterns {
    languages: Vec<Language>,
    /// The sets that each word is in, in order.
    words: BTreeMap<&'static str, Vec<u16>>,
    /// Beginnings of words, with their set.
    beginnings: Vec<(&'static str, u16)>,
    /// Words that are met when misspelt, by their length, and their sets.
    misspelt: BTreeMap<(usize, &'static str), Vec<u16>>,
    sets: u16,
}

#[derive(Debug)]
struct Language {
    denied: Vec<Pattern>,
    patterns: Vec<Pattern>,
    /// Its sets come before this one, and after those of the language before it.
    end: u16,
}

#[derive(Debug)]
struct Pattern {
    steps: Vec<Step>,
    /// The set of words that begin another thought.
    leads_away: u16,
}

#[derive(Clone, Copy, Debug)]
enum Step {
    One(u16),
    Maybe(u16),
    Few(u16),
    Gap(usize),
    Not(u16),
    NotAfter(u16),
    Start,
    End,
}

/// The sets that the words of a sentence are in: a bit for each set, a row for each word.
struct Met {
    bits: Vec<u64>,
    /// The sets that any word is in.
    any: Vec<u64>,
    row: usize,
    words: usize,
}

impl Patterns {
    /// Compiles the patterns of languages. What is written wrongly means nothing; the tests look for it.
    pub(super) fn new(sheets: &[Sheet]) -> Self {
        let mut patterns = Self::default();
        for sheet in sheets {
            let mut sets = BTreeMap::new();
            let leads_away = patterns.set(sheet, sheet.leads_away, &mut sets);
            patterns.set(sheet, sheet.others, &mut sets);
            let mut compile = |written: &'static [&'static str]| {
                let compiled = written.iter().map(|pattern| Pattern {
                    steps: pattern
                        .split(' ')
                        .map(|step| patterns.step(sheet, step, &mut sets))
                        .collect(),
                    leads_away,
                });
                compiled.collect()
            };
            let (denied, asking) = (compile(sheet.denied), compile(sheet.patterns));
            let end = patterns.sets;
            patterns.languages.push(Language {
                denied,
                patterns: asking,
                end,
            });
        }
        patterns
    }

    fn step(&mut self, sheet: &Sheet, step: &'static str, sets: &mut BTreeMap<&'static str, u16>) -> Step {
        if let Some(words) = step.strip_prefix('_') {
            return Step::Gap(words.parse().unwrap_or_default());
        }
        let mut set = |words| self.set(sheet, words, sets);
        match step {
            "^" => Step::Start,
            "$" => Step::End,
            _ => match (step.as_bytes().first(), step.as_bytes().last()) {
                (Some(b'!'), _) => Step::Not(set(&step[1..])),
                (Some(b'<'), _) => Step::NotAfter(set(&step[1..])),
                (_, Some(b'?')) => Step::Maybe(set(&step[..step.len() - 1])),
                (_, Some(b'*')) => Step::Few(set(&step[..step.len() - 1])),
                _ => Step::One(set(step)),
            },
        }
    }

    /// The number of a set of words, as it is written.
    fn set(&mut self, sheet: &Sheet, written: &'static str, sets: &mut BTreeMap<&'static str, u16>) -> u16 {
        if let Some(&set) = sets.get(written) {
            return set;
        }
        let set = self.sets;
        self.sets += 1;
        sets.insert(written, set);
        let plain = written.trim_start_matches('~');
        let misspelt = match written.len() - plain.len() {
            0 => None,
            1 => Some(SHORTEST),
            _ => Some(SHORTEST_BEGUN),
        };
        self.fill(sheet, plain, misspelt, set);
        set
    }

    fn fill(&mut self, sheet: &Sheet, words: &'static str, misspelt: Option<usize>, set: u16) {
        for word in words.split(['|', ' ']) {
            if let Some(name) = word.strip_prefix('@') {
                if let Some((_, words)) = sheet.classes.iter().find(|(class, _)| *class == name) {
                    self.fill(sheet, words, misspelt, set);
                }
            } else if let Some(beginning) = word.strip_suffix('-') {
                self.beginnings.push((beginning, set));
            } else {
                self.words.entry(word).or_default().push(set);
                if misspelt.is_some_and(|shortest| word.len() >= shortest) {
                    self.misspelt.entry((word.len(), word)).or_default().push(set);
                }
            }
        }
    }

    /// The first words of a sentence that a pattern meets, as a range.
    pub(super) fn find(&self, words: &[&str]) -> Option<(usize, usize)> {
        let met = self.meet(words);
        self.languages.iter().find_map(|language| {
            let denied = |start: usize| {
                let mut denied = language.denied.iter().flat_map(|pattern| met.spans(pattern));
                denied.any(|(from, to)| (from..to).contains(&start))
            };
            let mut found = language.patterns.iter().flat_map(|pattern| met.spans(pattern));
            found.find(|(from, _)| !denied(*from))
        })
    }

    /// The words with those that are two of one language parted.
    pub(super) fn parted<'word>(&self, words: &[&'word str]) -> Vec<&'word str> {
        words
            .iter()
            .flat_map(|word| match self.halves(word) {
                Some((left, right)) => [Some(left), Some(right)],
                None => [Some(*word), None],
            })
            .flatten()
            .collect()
    }

    fn halves<'word>(&self, word: &'word str) -> Option<(&'word str, &'word str)> {
        if word.len() < SHORTEST_OF_TWO || self.words.contains_key(word) {
            return None;
        }
        let mut parts = (1..word.len()).filter_map(|at| word.split_at_checked(at));
        let halves = parts.find(|(left, right)| {
            let Some(left) = self.words.get(left) else {
                return false;
            };
            let right = self.words.get(right).into_iter().flatten();
            let mut languages = right.map(|set| self.language(*set));
            languages.any(|language| left.iter().any(|set| self.language(*set) == language))
        })?;
        self.misspelling(word).next().is_none().then_some(halves)
    }

    /// The sets of each word that this may be, misspelt.
    fn misspelling<'word>(&'word self, word: &'word str) -> impl Iterator<Item = &'word Vec<u16>> {
        let lengths = (word.len().saturating_sub(1), "")..(word.len() + 2, "");
        self.misspelt
            .range(lengths)
            .filter_map(|((_, right), sets)| is_misspelt(word, right).then_some(sets))
    }

    /// The language that a set is of.
    fn language(&self, set: u16) -> usize {
        self.languages.partition_point(|language| language.end <= set)
    }

    fn meet(&self, words: &[&str]) -> Met {
        let row = usize::from(self.sets).div_ceil(64);
        let mut met = Met {
            bits: vec![0; row * words.len()],
            any: vec![0; row],
            row,
            words: words.len(),
        };
        for (at, word) in words.iter().enumerate() {
            let known = self.words.get(word);
            for &set in known.into_iter().flatten() {
                met.add(at, set);
            }
            for &(beginning, set) in &self.beginnings {
                if word.starts_with(beginning) {
                    met.add(at, set);
                }
            }
            // What another language has is as it should be: "je parle" is not "parli".
            if known.is_some() || word.len() + 1 < SHORTEST_BEGUN || !word.is_ascii() {
                continue;
            }
            for set in self.misspelling(word).flatten() {
                met.add(at, *set);
            }
        }
        for word in met.bits.chunks(row.max(1)) {
            met.any.iter_mut().zip(word).for_each(|(any, word)| *any |= word);
        }
        met
    }

    /// Words and classes that patterns name and nothing defines.
    #[cfg(test)]
    pub(super) fn mistakes(sheets: &[Sheet]) -> Vec<String> {
        let mut wrong = Vec::new();
        for sheet in sheets {
            let classes = sheet.classes.iter().map(|(_, words)| words);
            let patterns = sheet.patterns.iter().chain(sheet.denied);
            for line in patterns.chain(classes).chain([&sheet.leads_away, &sheet.others]) {
                for word in line.split([' ', '|']) {
                    let word = word.trim_matches(['!', '<', '?', '*', '~', '^', '$']);
                    let gap = word
                        .strip_prefix('_')
                        .is_some_and(|gap| gap.parse::<usize>().is_ok());
                    let class = word
                        .strip_prefix('@')
                        .is_some_and(|name| sheet.classes.iter().any(|(class, _)| *class == name));
                    let plain = word.trim_end_matches('-');
                    let folded = gangway_knowledge::words(plain);
                    let is_word = folded.len() == 1 && folded[0].folded == plain && !folded[0].mark;
                    if !(word.is_empty() && !line.contains("  ") || gap || class || is_word) {
                        wrong.push(format!("{word:?} in {line:?}"));
                    }
                }
            }
        }
        wrong
    }
}

impl Met {
    fn add(&mut self, word: usize, set: u16) {
        let set = usize::from(set);
        self.bits[word * self.row + set / 64] |= 1 << (set % 64);
    }

    fn is(&self, word: usize, set: u16) -> bool {
        let set = usize::from(set);
        word < self.words && self.bits[word * self.row + set / 64] >> (set % 64) & 1 == 1
    }

    /// Whether every word that a pattern must have is somewhere.
    fn may_meet(&self, pattern: &Pattern) -> bool {
        pattern.steps.iter().all(|step| match *step {
            Step::One(set) => self.any[usize::from(set) / 64] >> (set % 64) & 1 == 1,
            Step::Maybe(_)
            | Step::Few(_)
            | Step::Gap(_)
            | Step::Not(_)
            | Step::NotAfter(_)
            | Step::Start
            | Step::End => true,
        })
    }

    /// The words that a pattern meets, as ranges.
    fn spans<'met>(&'met self, pattern: &'met Pattern) -> impl Iterator<Item = (usize, usize)> + 'met {
        let starts = if self.may_meet(pattern) { self.words } else { 0 };
        (0..starts).filter_map(|from| Some((from, self.end(pattern, &pattern.steps, from)?)))
    }

    /// Where steps that begin at `at` end, when they are met.
    fn end(&self, pattern: &Pattern, steps: &[Step], at: usize) -> Option<usize> {
        let Some((step, rest)) = steps.split_first() else {
            return Some(at);
        };
        let on = |at| self.end(pattern, rest, at);
        match *step {
            Step::One(set) => self.is(at, set).then(|| on(at + 1))?,
            Step::Maybe(set) => self.is(at, set).then(|| on(at + 1)).flatten().or_else(|| on(at)),
            Step::Few(set) => {
                let most = (at..self.words.min(at + MOST_OF_FEW)).take_while(|&word| self.is(word, set));
                (at..=at + most.count()).rev().find_map(on)
            }
            Step::Gap(most) => {
                let others =
                    (at..self.words.min(at + most)).take_while(|&word| !self.is(word, pattern.leads_away));
                (at..=at + others.count()).find_map(on)
            }
            Step::Not(set) => (!self.is(at, set)).then(|| on(at))?,
            Step::NotAfter(set) => {
                let before = at.checked_sub(1);
                (!before.is_some_and(|before| self.is(before, set))).then(|| on(at))?
            }
            Step::Start => (at == 0).then(|| on(at))?,
            Step::End => (at == self.words).then(|| on(at))?,
        }
    }
}

const MOST_OF_FEW: usize = 6;
/// Shorter words are too much like others to be told when misspelt.
const SHORTEST: usize = 5;
/// Those that begin rightly may be so short.
const SHORTEST_BEGUN: usize = 4;
/// Shorter words are one.
const SHORTEST_OF_TWO: usize = 3;

/// Whether a word is this one, misspelt by one letter. With an "s" behind it is its plural or its genitive.
fn is_misspelt(word: &str, right: &str) -> bool {
    let (bytes, rights) = (word.as_bytes(), right.as_bytes());
    let swapped = bytes.get(..2)
        == rights
            .get(..2)
            .map(|two| [two[1], two[0]])
            .as_ref()
            .map(<[u8; 2]>::as_slice);
    let begins = bytes.first() == rights.first() || swapped || bytes.get(1..) == Some(rights);
    let long = word.len() >= SHORTEST && right.len() >= SHORTEST;
    (begins || long) && word.strip_suffix('s') != Some(right) && one_edit(bytes, rights)
}

/// One letter more, less, other, or two swapped.
pub(super) fn one_edit(left: &[u8], right: &[u8]) -> bool {
    let same = left.iter().zip(right).take_while(|(l, r)| l == r).count();
    match (&left[same..], &right[same..]) {
        ([], []) => true,
        ([_, rest @ ..], []) | ([], [_, rest @ ..]) => rest.is_empty(),
        ([l, left_rest @ ..], [r, right_rest @ ..]) => {
            let swapped = matches!(
                (left_rest, right_rest),
                ([l2, left_tail @ ..], [r2, right_tail @ ..]) if l == r2 && r == l2 && left_tail == right_tail
            );
            swapped || left_rest == right_rest || left_rest == &right[same..] || &left[same..] == right_rest
        }
    }
}
