//! One query: resolve, search both ways, fuse, calibrate, extract.

use std::cell::RefCell;

use crate::answer::{self, Asked};
use crate::confidence::{Calibration, Evidence};
use crate::late::Late;
use crate::lexical::{QueryTerm, Term};
use crate::places::{self, Recognised};
use crate::vector::{DIMENSIONS, Vector};
use crate::vocabulary::Piece;
use crate::weights::Weights;
use crate::words::Words;
use crate::{Audience, Index, Table};

/// A question and what was said before it.
#[derive(Clone, Copy, Debug)]
pub struct Query<'a> {
    /// The question.
    pub text: &'a str,
    /// Turns before it, oldest first.
    pub context: &'a [&'a str],
    /// Which passages may be found.
    pub filter: Filter<'a>,
    /// How many hits to return at the most.
    pub limit: usize,
}

/// Which passages may be found.
#[derive(Clone, Copy, Default, Debug)]
pub struct Filter<'a> {
    /// The reader. `Public` never sees passages for agents.
    pub audience: Audience,
    /// Only this place.
    pub place: Option<&'a str>,
    /// Only this partition and passages of none.
    pub partition: Option<u32>,
    /// Passages to leave out, by id.
    pub exclude: &'a [&'a str],
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
    /// The sentence or sentences of the first hit that answer, unaltered; `None` without hits.
    pub answer: Option<String>,
}

/// One passage found.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Hit {
    /// Position in [`Index::passages`].
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
    /// Late interaction, in [0, 1]; 0 beyond the best.
    pub late: f32,
    /// Late interaction from the headings back to the query, in [0, 1]; 0 beyond the best.
    pub back: f32,
}

/// Searches an index.
pub fn search(index: &Index, table: &Table, query: &Query<'_>) -> Found {
    search_with(index, table, query, &Weights::default())
}

/// [`search`] with other weights: for finding better ones.
pub fn search_with(index: &Index, table: &Table, query: &Query<'_>, weights: &Weights) -> Found {
    SCRATCH.with_borrow_mut(|scratch| scratch.search(index, table, query, weights))
}

thread_local! {
    /// Buffers that outlive a query, so that a warm query hardly allocates. They hold nothing between queries.
    static SCRATCH: RefCell<Scratch> = RefCell::default();
}

#[derive(Default)]
struct Scratch {
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
    nearest: instant_distance::Search,
    candidates: Vec<u32>,
    recognised: Vec<Recognised>,
    places: places::Scratch,
    followed: Vec<Recognised>,
    /// Places whose names stand in the query.
    named: Vec<u32>,
    hits: Vec<Hit>,
    late: Late,
}

impl Scratch {
    /// 1. Cuts the query into terms and pieces.
    /// 2. Follows the places talked about.
    /// 3. Gathers candidates.
    /// 4. Gives each its fused score.
    /// 5. Looks at the best more closely.
    /// 6. Says how sure it is and what the answer is.
    fn search(&mut self, index: &Index, table: &Table, query: &Query<'_>, weights: &Weights) -> Found {
        // (1)
        self.words.cut(query.text);
        index
            .lexicon
            .terms(&self.words, &mut self.terms, &mut self.by_word);

        // (2)
        let admitted = Admitted::new(index, &query.filter);
        self.named.clear();
        self.named.extend(admitted.place.flatten());
        self.follow(index, query, &admitted, weights);
        self.pieces.clear();
        let meant = if index.table() == table.hash() {
            self.embed(index, table)
        } else {
            Vector::ZERO
        };

        // (3)
        self.lexical.resize(index.passages().len(), 0.0);
        index
            .lexicon
            .score(&self.terms, &mut self.lexical, &mut self.touched);
        self.gather(index, &meant, &admitted, weights);

        // (4)
        self.hits.clear();
        for &passage in &self.candidates {
            let parts = Parts {
                words: self.lexical[passage as usize],
                meaning: index.graph.vector(passage as usize).cosine(&meant).max(0.0),
                place: self.about(index, passage, weights),
                ..Parts::default()
            };
            self.hits.push(Hit {
                passage: passage as usize,
                score: parts.meaning * weights.meaning
                    + parts.words * weights.words
                    + parts.place * weights.place,
                parts,
            });
        }
        for passage in self.touched.drain(..) {
            self.lexical[passage as usize] = 0.0;
        }
        keep_best(&mut self.hits, query.limit.max(weights.reranked));

        // (5)
        if !self.pieces.is_empty() {
            self.late.ask(&self.pieces, table, &index.pieces);
            let best = weights.reranked.min(self.hits.len());
            for hit in &mut self.hits[..best] {
                hit.parts.late = self.late.forward(index.pieces.of(hit.passage), table);
                let headings = index.pieces.of_headings(hit.passage);
                hit.parts.back = self.late.backward(headings, table, &index.pieces);
                hit.score += hit.parts.late * weights.late + hit.parts.back * weights.back;
            }
            self.hits.sort_unstable_by(by_score);
        }

        // (6)
        let Some(evidence) = Evidence::of(&self.hits, |passage| index.places.of_passage(passage)) else {
            return Found::default();
        };
        let text = index.passages()[self.hits[0].passage].text.as_str();
        let mut asked = Asked {
            question: query.text,
            meant: &meant,
            late: &mut self.late,
            words: &mut self.words,
            table,
        };
        let answer = answer::extract(text, &mut asked).to_owned();
        self.hits.truncate(query.limit);
        Found {
            hits: self.hits.clone(),
            confidence: Calibration::default().confidence(&evidence),
            evidence,
            answer: Some(answer),
        }
    }

    /// The query's meaning. Words that name the place it is about say nothing more.
    fn embed(&mut self, index: &Index, table: &Table) -> Vector {
        for ((word, _), term) in self.words.iter().zip(&self.by_word) {
            let names = |term: Term| self.named.iter().any(|&place| index.places.is_named(term, place));
            if !term.is_some_and(names) {
                table.cut(word, &mut self.pieces);
            }
        }
        let mut sum = [0.0; DIMENSIONS];
        for &piece in &self.pieces {
            table.add(piece, 1.0, &mut sum);
        }
        Vector::direction(&sum)
    }

    /// The places named in the query and in the turns before it; the further back, the less sure.
    fn follow(&mut self, index: &Index, query: &Query<'_>, admitted: &Admitted<'_>, weights: &Weights) {
        self.followed.clear();
        if index.places.is_empty() {
            return;
        }
        self.turn.clone_from(&self.terms);
        self.recognise(index, admitted, weights, 1.0);
        self.named
            .extend(self.followed.iter().map(|followed| followed.place));
        let mut fading = weights.fading;
        for turn in query.context.iter().rev() {
            self.context.cut(turn);
            index
                .lexicon
                .terms(&self.context, &mut self.turn, &mut self.turn_by_word);
            self.recognise(index, admitted, weights, fading);
            fading *= weights.fading;
        }
    }

    /// How surely a passage is about the place talked about. One of no place may be, as what holds for all holds there.
    fn about(&self, index: &Index, passage: u32, weights: &Weights) -> f32 {
        let place = index.places.of_passage(passage as usize);
        let about = self.followed.iter().map(|followed| match place {
            places::NONE => followed.strength * weights.general,
            _ if followed.place == place => followed.strength,
            _ => 0.0,
        });
        about.fold(0.0, f32::max)
    }

    /// Adds the places that `turn` names and no later turn did.
    fn recognise(&mut self, index: &Index, admitted: &Admitted<'_>, weights: &Weights, fading: f32) {
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

    /// Without a filter, of many passages: the best of both searches and the passages of the places talked about.
    /// Otherwise every passage that is admitted, because a filtered graph loses its way.
    fn gather(&mut self, index: &Index, meant: &Vector, admitted: &Admitted<'_>, weights: &Weights) {
        self.candidates.clear();
        if admitted.all() && index.passages().len() > SCANNED {
            index
                .graph
                .nearest(meant, &mut self.nearest, &mut self.candidates);
            self.candidates.truncate(weights.candidates);
            let lexical = &self.lexical;
            let best = self.touched.len().min(weights.candidates);
            if best < self.touched.len() {
                self.touched.select_nth_unstable_by(best, |a, b| {
                    lexical[*b as usize]
                        .total_cmp(&lexical[*a as usize])
                        .then(a.cmp(b))
                });
            }
            self.candidates.extend_from_slice(&self.touched[..best]);
            for followed in &self.followed {
                self.candidates
                    .extend_from_slice(index.places.passages(followed.place));
            }
            self.candidates.sort_unstable();
            self.candidates.dedup();
        } else if let Some(place) = admitted.place {
            let passages = place.map_or(&[][..], |place| index.places.passages(place));
            self.candidates
                .extend(passages.iter().filter(|&&passage| admitted.has(passage)));
        } else {
            let all = 0..index.passages().len() as u32;
            self.candidates
                .extend(all.filter(|&passage| admitted.has(passage)));
        }
    }
}

/// So many passages are looked at one by one: quicker than the graph, and nothing is missed.
const SCANNED: usize = 1_000;

/// A filter, resolved against an index.
struct Admitted<'a> {
    index: &'a Index,
    filter: Filter<'a>,
    /// The place that the filter names; `Some(None)`: no passage has it.
    place: Option<Option<u32>>,
}

impl<'a> Admitted<'a> {
    fn new(index: &'a Index, filter: &Filter<'a>) -> Self {
        Self {
            index,
            filter: *filter,
            place: filter.place.map(|id| index.places.find(id)),
        }
    }

    /// Whether every passage is admitted.
    fn all(&self) -> bool {
        self.place.is_none()
            && self.filter.partition.is_none()
            && self.filter.exclude.is_empty()
            && (self.filter.audience == Audience::Agents || !self.index.has_agents)
    }

    fn has(&self, passage: u32) -> bool {
        let number = passage as usize;
        let passage = &self.index.passages()[number];
        let audience = match passage.audience {
            Audience::Public => true,
            Audience::Agents => self.filter.audience == Audience::Agents,
        };
        let partition = match (self.filter.partition, passage.partition) {
            (Some(asked), Some(partition)) => asked == partition,
            (None, _) | (_, None) => true,
        };
        let place = self
            .place
            .is_none_or(|place| place == Some(self.index.places.of_passage(number)));
        audience && partition && place && !self.filter.exclude.contains(&passage.id.as_str())
    }
}

/// Sorts the best to the front and drops the others.
fn keep_best(hits: &mut Vec<Hit>, count: usize) {
    if count < hits.len() {
        hits.select_nth_unstable_by(count, by_score);
        hits.truncate(count);
    }
    hits.sort_unstable_by(by_score);
}

/// Best first; of equals the one that stands first in the index.
fn by_score(a: &Hit, b: &Hit) -> std::cmp::Ordering {
    b.score.total_cmp(&a.score).then(a.passage.cmp(&b.passage))
}
