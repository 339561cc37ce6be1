//! One query: resolve, search both ways, fuse, calibrate, extract.

mod candidates;

use std::cell::RefCell;

use crate::answer::{self, Asked, Headed};
use crate::aside::Matter;
use crate::beside::{self, Beside};
use crate::confidence::{Calibration, Evidence};
use crate::filter::{Admitted, Filter};
use crate::graph::Walk;
use crate::index::Core;
use crate::language::Language;
use crate::late::Late;
use crate::lean;
use crate::lexical::{QueryTerm, Term};
use crate::manner::Manner;
use crate::passage::{LanguageCode, language_code};
use crate::places::{self, Recognised};
use crate::spelling;
use crate::trace::{Followed, Trace};
use crate::vector::{DIMENSIONS, Meant, Vector};
use crate::vocabulary::Piece;
use crate::wanted::Wanted;
use crate::weights::Weights;
use crate::words::Words;
use crate::{Index, Table};

use candidates::{by_score, keep_best};

/// A question and what was said before it.
#[derive(Clone, Copy, Debug)]
pub struct Query<'a> {
    /// The question.
    pub text: &'a str,
    /// Turns before it, oldest first.
    pub context: &'a [&'a str],
    /// What the same person said before, where that is known, oldest first. A question that leaves something out
    /// means the last of them that does not.
    pub before: &'a [&'a str],
    /// The language of the question, as ISO 639-1 has it, where it is known.
    pub language: Option<&'a str>,
    /// Which passages may be found.
    pub filter: Filter<'a>,
    /// How many hits to return at the most.
    pub limit: usize,
}

/// What was found.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Found {
    /// Passages, best first.
    pub hits: Vec<Hit>,
    /// In [0, 1]: how likely it is that the first hit answers the question. 0 without hits.
    pub confidence: f32,
    /// What the confidence is made of.
    pub evidence: Evidence,
    /// The sentence or sentences of the first hit that answer, unaltered, and before them its heading when they do not
    /// stand alone; `None` without hits, and when the text of the first is not at hand ([`Index::lacking`]).
    pub answer: Option<String>,
    /// Passages that answer beside the first, best first: others of what was asked for, or the one that may be meant as
    /// well. None, as a rule.
    pub also: Vec<Also>,
}

/// A passage that answers beside the first.
#[derive(Clone, PartialEq, Debug)]
pub struct Also {
    /// Its number in the index.
    pub passage: usize,
    /// As [`Found::answer`]; `None` when its text is not at hand, and must be before what was found is believed.
    pub answer: Option<String>,
}

/// One passage found.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Hit {
    /// Its number in the index.
    pub passage: usize,
    /// Fused score.
    pub score: f32,
    /// What it is made of.
    pub parts: Parts,
}

/// What a score is made of, before the weights.
#[derive(Clone, Copy, PartialEq, Debug, Default)]
pub struct Parts {
    /// BM25 as a share of what the query's terms weigh.
    pub words: f32,
    /// Cosine of query and passage.
    pub meaning: f32,
    /// How surely the passage's place is the one talked about, in [0, 1].
    pub place: f32,
    /// 1 when the passage is written in the language of the query and others of the index are not.
    pub language: f32,
    /// Late interaction, in [0, 1]; 0 beyond the best.
    pub late: f32,
    /// Late interaction from the headings back to the query, in [0, 1]; 0 beyond the best.
    pub back: f32,
    /// 1 when the text has the kind of answer that the query wants; 0 beyond the best.
    pub kind: f32,
    /// 1 when its heading says that its matter is another than the query's, −1 when it is of the numbered part that is
    /// asked about; 0 beyond the best.
    pub aside: f32,
}

/// Searches an index.
pub fn search(index: &Index, table: &Table, query: &Query<'_>) -> Found {
    search_with(index, table, query, &Weights::default())
}

/// [`search`] with other weights: for finding better ones.
pub fn search_with(index: &Index, table: &Table, query: &Query<'_>, weights: &Weights) -> Found {
    SCRATCH.with_borrow_mut(|scratch| scratch.search(index, table, query, weights))
}

/// [`search`], with how the query was understood.
pub fn search_traced(index: &Index, table: &Table, query: &Query<'_>) -> (Found, Trace) {
    SCRATCH.with_borrow_mut(|scratch| {
        let found = scratch.search(index, table, query, &Weights::default());
        let followed = scratch.followed.iter().filter_map(|followed| {
            let place = index.core.places.get(followed.place)?;
            Some(Followed {
                id: place.id.to_owned(),
                name: place.name.to_owned(),
                strength: followed.strength,
            })
        });
        let trace = Trace {
            corrected: scratch.corrected.as_deref().map(|text| text.trim().to_owned()),
            places: followed.collect(),
            leans: scratch.leant,
        };
        (found, trace)
    })
}

thread_local! {
    /// Buffers that outlive a query, so that a warm query hardly allocates. They hold nothing between queries.
    static SCRATCH: RefCell<Scratch> = RefCell::default();
}

#[derive(Default)]
struct Scratch {
    /// The language of the query, where it is known.
    language: Option<Language>,
    words: Words,
    context: Words,
    terms: Vec<QueryTerm>,
    turn: Vec<QueryTerm>,
    by_word: Vec<Option<Term>>,
    turn_by_word: Vec<Option<Term>>,
    pieces: Vec<Piece>,
    /// BM25 by passage; all zero between queries.
    lexical: Vec<f32>,
    touched: Vec<u32>,
    walk: Walk,
    candidates: Vec<u32>,
    /// The pieces of the passage that is looked at closely.
    looked_at: Vec<Piece>,
    recognised: Vec<Recognised>,
    places: places::Scratch,
    followed: Vec<Recognised>,
    /// Places whose names stand in the query.
    named: Vec<u32>,
    hits: Vec<Hit>,
    late: Late,
    /// The query with its slips put right, when it had any.
    corrected: Option<String>,
    /// The query leant on what was said before; `context` has the words of that.
    leant: bool,
}

impl Scratch {
    /// 1. Cuts the query into terms and pieces.
    /// 2. Follows the places talked about.
    /// 3. Gathers candidates.
    /// 4. Gives each its fused score.
    /// 5. Looks at the best more closely.
    /// 6. Says how sure it is and what the answer is.
    fn search(&mut self, whole: &Index, table: &Table, query: &Query<'_>, weights: &Weights) -> Found {
        let index = &*whole.core;
        // (1)
        self.words.cut(query.text);
        self.language = query.language.map(Language::of);
        let language = self.language.unwrap_or(index.lexicon.language());
        self.corrected = match language {
            Language::English => spelling::corrected(&self.words, &index.lexicon, table),
            Language::Spanish
            | Language::French
            | Language::German
            | Language::Italian
            | Language::Portuguese
            | Language::Other => None,
        };
        if let Some(text) = &self.corrected {
            self.words.cut(text);
        }
        index
            .lexicon
            .terms(&self.words, self.language, &mut self.terms, &mut self.by_word);

        // (2)
        let admitted = Admitted::new(index, &query.filter);
        self.named.clear();
        self.named.extend(admitted.place.flatten());
        self.follow(index, query, &admitted, weights);
        self.pieces.clear();
        let embeds = index.table == table.hash();
        let covered = query.language.is_none_or(|language| table.covers(language));
        self.late.alone = !covered;
        if embeds {
            self.cut(index, table);
        }
        let own = self.pieces.len();
        let before = self.lean(index, table, query, weights);
        self.leant = before.is_some();
        if !embeds {
            self.pieces.clear();
        }
        let vector = self.embed(own, table, weights);
        let meant = Meant::new(&vector);

        // (3)
        if self.lexical.len() < index.passages.len() {
            self.lexical.resize(index.passages.len(), 0.0);
        }
        index
            .lexicon
            .score(&self.terms, &mut self.lexical, &mut self.touched);
        self.gather(index, &meant, &admitted, weights);

        // (4)
        self.hits.clear();
        let part = |holds: bool| f32::from(u8::from(holds));
        let own_code = query
            .language
            .and_then(language_code)
            .filter(|_| index.lexicon.is_multilingual());
        for &passage in &self.candidates {
            let parts = Parts {
                words: self.lexical[passage as usize],
                meaning: if covered {
                    index.vectors.cosine(passage as usize, &meant).max(0.0)
                } else {
                    0.0
                },
                place: self.about(index, passage, weights),
                language: part(own_code.is_some() && own_code == language_of(index, passage)),
                ..Parts::default()
            };
            self.hits.push(Hit {
                passage: passage as usize,
                score: parts.meaning * weights.meaning
                    + parts.words * weights.words
                    + parts.place * weights.place
                    + parts.language * weights.language,
                parts,
            });
        }
        for passage in self.touched.drain(..) {
            self.lexical[passage as usize] = 0.0;
        }
        keep_best(&mut self.hits, query.limit.max(weights.reranked));

        // (5)
        let wanted = self.wanted(language);
        let best = weights.reranked.min(self.hits.len());
        if let Some(wanted) = wanted {
            for hit in &mut self.hits[..best] {
                let has = index.passages.kinds(hit.passage) & wanted.flag() != 0;
                hit.parts.kind = f32::from(u8::from(has));
                hit.score += hit.parts.kind * weights.kind;
            }
        }
        let matter = Matter::of(&self.words, &self.context);
        for hit in &mut self.hits[..best] {
            hit.parts.aside = matter.aside(index.passages.own_heading(hit.passage));
            hit.score += hit.parts.aside * weights.aside;
        }
        if !self.pieces.is_empty() {
            self.late
                .ask(&self.pieces, own, weights.before, table, &index.pieces);
            for hit in &mut self.hits[..best] {
                let headings = index.pieces.of(hit.passage, &mut self.looked_at);
                hit.parts.late = self.late.forward(&self.looked_at, table);
                let headings = &self.looked_at[..headings];
                hit.parts.back = self.late.backward(headings, table, &index.pieces);
                hit.score += hit.parts.late * weights.late + hit.parts.back * weights.back;
            }
        }
        self.hits.sort_unstable_by(by_score);

        // (6)
        let Some(mut evidence) = Evidence::of(&self.hits, |passage| index.places.of_passage(passage)) else {
            return Found::default();
        };
        let first = self.hits[0];
        // What a table makes of a language that it does not know ranks nothing, but that much of it speaks for a passage.
        evidence.meaning = index.vectors.cosine(first.passage, &meant).max(0.0);
        evidence.kind = first.parts.kind;
        evidence.lacks = part(first.parts.kind <= 0.0 && wanted.is_some_and(Wanted::is_needed));
        let given = admitted.place.is_some();
        evidence.given = part(given);
        evidence.words_given = evidence.given * evidence.words;
        if language == Language::English {
            let manner = Manner::of(&self.words);
            evidence.wishes = part(manner.wishes);
            evidence.nobody = part(manner.nobody);
        }
        if index.places.of_passage(first.passage) != places::NONE {
            evidence.there = if given { 1.0 } else { first.parts.place };
            evidence.elsewhere = 1.0 - evidence.there;
        }
        let confidence = Calibration::default().confidence(&evidence);
        let beside = {
            let words: Vec<&str> = self
                .words
                .iter()
                .filter(|(_, mark)| !mark)
                .map(|(word, _)| word)
                .collect();
            let english = language == Language::English;
            beside::beside(&self.hits[..best], confidence, &words, english, |passage| {
                whole.passage(passage)
            })
        };
        let names = self.names(index);
        let mut asked = Asked {
            question: query.text,
            before: before.unwrap_or_default(),
            wanted,
            names: &names,
            meant: &vector,
            late: &mut self.late,
            words: &mut self.words,
            table,
        };
        let headed = match beside {
            Beside::Either(_) => Headed::Always,
            Beside::Nothing | Beside::Kinds(_) | Beside::Lacking(_) => Headed::WhenNeeded,
        };
        let mut extract = |passage: usize| {
            let passage = whole.passage(passage)?;
            answer::extract(&passage, headed, &mut asked)
        };
        let answer = extract(first.passage);
        let others = match beside {
            Beside::Nothing => Vec::new(),
            Beside::Either(other) => vec![other],
            Beside::Kinds(others) | Beside::Lacking(others) => others,
        };
        let also = others.into_iter().map(|passage| Also {
            passage,
            answer: extract(passage),
        });
        let also = also.collect();
        self.hits.truncate(query.limit);
        Found {
            hits: self.hits.clone(),
            confidence,
            evidence,
            answer,
            also,
        }
    }

    /// The kind of answer that the query wants, or the question it leans on.
    fn wanted(&self, language: Language) -> Option<Wanted> {
        let of = |words: &Words| {
            let words: Vec<&str> = words
                .iter()
                .filter(|(_, mark)| !mark)
                .map(|(word, _)| word)
                .collect();
            Wanted::asked_in(language, &words)
        };
        of(&self.words).or_else(|| of(&self.context))
    }

    /// Puts what was said before beside the query, when the query leans on it: its terms beside the query's, and the
    /// pieces of its words into `pieces`. What the query stands in for is left out, and so are names of places, which
    /// are followed.
    fn lean<'a>(
        &mut self,
        index: &Core,
        table: &Table,
        query: &Query<'a>,
        weights: &Weights,
    ) -> Option<&'a str> {
        self.context.cut("");
        let language = self.language.unwrap_or(index.lexicon.language());
        if weights.before <= 0.0 || !lean::leans(&self.words, language) {
            return None;
        }
        let before = query.before.iter().rev().copied().find(|said| {
            self.context.cut(said);
            lean::stands(&self.context, language)
        })?;
        index.lexicon.terms(
            &self.context,
            self.language,
            &mut self.turn,
            &mut self.turn_by_word,
        );
        let own = self.pieces.len();
        for (word, &term) in self.context.spelled().zip(&self.turn_by_word) {
            let start = self.pieces.len();
            table.cut(word, &mut self.pieces);
            let (said, added) = self.pieces.split_at(start);
            let stands_in = added.iter().any(|&piece| {
                let kin = |other| table.cosine(piece, other) >= KIN;
                said[..own].iter().any(|&other| kin(other))
            });
            let names = |term: Term| {
                let named = |followed: &Recognised| index.places.is_named(term, followed.place);
                self.followed.iter().any(named) || !self.named.is_empty() && index.places.is_mentioned(term)
            };
            if stands_in || term.is_some_and(names) {
                self.pieces.truncate(start);
            } else if let Some(term) = term
                && !self.terms.iter().any(|own| own.term == Some(term))
            {
                let weight = index.lexicon.weight(term) * weights.before;
                self.terms.push(QueryTerm::new(Some(term), weight));
            }
        }
        Some(before)
    }

    /// Cuts the query's words into pieces. Words that name the place it is about say nothing more.
    fn cut(&mut self, index: &Core, table: &Table) {
        self.pieces.clear();
        for (word, term) in self.words.spelled().zip(&self.by_word) {
            let names = |term: Term| self.named.iter().any(|&place| index.places.is_named(term, place));
            if !term.is_some_and(names) {
                table.cut(word, &mut self.pieces);
            }
        }
    }

    /// The words of the query that name the places it is about.
    fn names(&self, index: &Core) -> Vec<String> {
        let names = |term: Term| self.named.iter().any(|&place| index.places.is_named(term, place));
        let words = self.words.iter().map(|(word, _)| word).zip(&self.by_word);
        words
            .filter(|(_, term)| term.is_some_and(names))
            .map(|(word, _)| word.to_owned())
            .collect()
    }

    /// The meaning of the pieces; those from `own` on were said before.
    fn embed(&self, own: usize, table: &Table, weights: &Weights) -> Vector {
        let mut sum = [0.0; DIMENSIONS];
        for (at, &piece) in self.pieces.iter().enumerate() {
            table.add(piece, if at < own { 1.0 } else { weights.before }, &mut sum);
        }
        Vector::direction(&sum)
    }

    /// The places named in the query and in the turns before it; the further back, the less sure.
    fn follow(&mut self, index: &Core, query: &Query<'_>, admitted: &Admitted<'_>, weights: &Weights) {
        self.followed.clear();
        if index.places.is_empty() {
            return;
        }
        self.turn.clone_from(&self.terms);
        self.recognise(index, admitted, weights, 1.0);
        self.named
            .extend(self.followed.iter().map(|followed| followed.place));
        // "What about Porto?" goes on with what was said, and elsewhere.
        let language = self.language.unwrap_or(index.lexicon.language());
        if !self.followed.is_empty() && lean::leans(&self.words, language) {
            return;
        }
        let mut fading = weights.fading;
        for turn in query.context.iter().rev() {
            self.context.cut(turn);
            index.lexicon.terms(
                &self.context,
                self.language,
                &mut self.turn,
                &mut self.turn_by_word,
            );
            self.recognise(index, admitted, weights, fading);
            fading *= weights.fading;
        }
    }

    /// How surely a passage is about the place talked about. One of no place may be, as what holds for all holds there.
    fn about(&self, index: &Core, passage: u32, weights: &Weights) -> f32 {
        let place = index.places.of_passage(passage as usize);
        if self.followed.is_empty() && place == places::NONE {
            return weights.anywhere;
        }
        let about = self.followed.iter().map(|followed| match place {
            places::NONE => followed.strength * weights.general,
            _ if followed.place == place => followed.strength,
            _ => 0.0,
        });
        about.fold(0.0, f32::max)
    }

    /// Adds the places that `turn` names and no later turn did.
    fn recognise(&mut self, index: &Core, admitted: &Admitted<'_>, weights: &Weights, fading: f32) {
        let has_passages = |place| {
            index
                .places
                .passages(place)
                .iter()
                .any(|&passage| admitted.has(passage))
        };
        let (least, scratch) = (weights.recognised, &mut self.places);
        index
            .places
            .recognise(&self.turn, least, has_passages, scratch, &mut self.recognised);
        for recognised in &self.recognised {
            if !self
                .followed
                .iter()
                .any(|followed| followed.place == recognised.place)
            {
                let strength = recognised.strength * fading;
                self.followed.push(Recognised {
                    strength,
                    ..*recognised
                });
            }
        }
    }
}

fn language_of(index: &Core, passage: u32) -> Option<LanguageCode> {
    index.passages.facts(passage as usize)?.language
}

/// From this cosine on, one word stands in for another: "Bolivia" for "Peru".
const KIN: f32 = 0.4;
