//! The index file: passages, postings, pieces, vectors, graph.

use serde::{Deserialize, Serialize};

use crate::format::{self, Block, FormatError, Kind, read_number};
use crate::graph::Graph;
use crate::lexical::{Lexicon, Stored, content, idf};
use crate::places::Places;
use crate::vocabulary::Piece;
use crate::words::Words;
use crate::{Audience, Passage};

/// A workspace's knowledge base, ready to be searched.
#[derive(Debug)]
pub struct Index {
    hash: String,
    model: String,
    table: String,
    passages: Vec<Passage>,
    pub(crate) lexicon: Lexicon,
    pub(crate) pieces: PieceSets,
    pub(crate) graph: Graph,
    pub(crate) places: Places,
    /// Some passages are for agents only.
    pub(crate) has_agents: bool,
}

/// The body of an index file.
#[derive(Serialize, Deserialize)]
pub(crate) struct Body<'a> {
    /// The model that embedded the passages, and the hash of its table.
    pub(crate) model: &'a str,
    pub(crate) table: &'a str,
    pub(crate) passages: std::borrow::Cow<'a, [Passage]>,
    #[serde(borrow)]
    pub(crate) lexicon: Stored<'a>,
    /// For each passage, of its headings and of the rest: how many pieces, then the distance from each to the
    /// next, in base 128.
    #[serde(borrow)]
    pub(crate) pieces: Block<'a>,
    #[serde(borrow)]
    pub(crate) vectors: Block<'a>,
    #[serde(borrow)]
    pub(crate) order: Block<'a>,
    #[serde(borrow)]
    pub(crate) links: Block<'a>,
}

impl Index {
    /// Reads an index file.
    ///
    /// # Errors
    /// When it is not an index of this version, or damaged.
    pub fn read(bytes: &[u8]) -> Result<Self, FormatError> {
        let damaged = |why| Kind::Index.damaged(why);
        let (hash, body) = format::open(Kind::Index, bytes)?;
        let body: Body<'_> = postcard::from_bytes(body).map_err(|_| damaged("its body cannot be decoded"))?;
        let passages = body.passages.into_owned();
        let count = passages.len();
        let lexicon = Lexicon::unpack(&body.lexicon, count)
            .ok_or_else(|| damaged("its postings do not fit together"))?;
        let pieces = PieceSets::unpack(&body.pieces.0, count)
            .ok_or_else(|| damaged("its word pieces do not fit together"))?;
        let graph = Graph::unpack(&body.vectors.0, &body.order.0, &body.links.0)
            .filter(|graph| graph.len() == count)
            .ok_or_else(|| damaged("its graph does not fit together"))?;
        let mut words = Words::default();
        let stemmer = lexicon.language().stemmer();
        let places = Places::of(&passages, |name, terms| {
            words.cut(name);
            terms.extend(
                words
                    .iter()
                    .filter_map(|(word, mark)| content(lexicon.language(), word, mark))
                    .filter_map(|word| lexicon.find(&stemmer.stem(word))),
            );
        });
        Ok(Self {
            hash,
            model: body.model.to_owned(),
            table: body.table.to_owned(),
            has_agents: passages
                .iter()
                .any(|passage| passage.audience == Audience::Agents),
            passages,
            lexicon,
            pieces,
            graph,
            places,
        })
    }

    /// Hash of the content, in hexadecimal: names the file and stamps readings.
    pub fn hash(&self) -> &str {
        &self.hash
    }

    /// Names the model whose table embedded the passages.
    pub fn model(&self) -> &str {
        &self.model
    }

    /// Hash of the table that embedded the passages. With another table only words are searched.
    pub fn table(&self) -> &str {
        &self.table
    }

    /// The passages, in the order of the file.
    pub fn passages(&self) -> &[Passage] {
        &self.passages
    }

    /// How many terms the lexical index has.
    pub fn terms(&self) -> usize {
        self.lexicon.len()
    }
}

/// No table has more pieces: bounds what a damaged file can ask for.
const MOST_PIECES: Piece = 1 << 20;

/// The word pieces of each passage, each once. Pieces that say nothing and those of its place's name are left out.
#[derive(Debug)]
pub(crate) struct PieceSets {
    /// Those of the headings, then the others, each ascending.
    pieces: Vec<Piece>,
    /// For each passage where its headings and where its others start; one more than twice the passages.
    starts: Vec<u32>,
    /// For each piece how rare it is among the passages: its idf.
    rarity: Vec<f32>,
    /// The rarity of a piece that no passage has.
    unknown: f32,
}

impl PieceSets {
    pub(crate) fn unpack(mut packed: &[u8], passages: usize) -> Option<Self> {
        let mut sets = Self {
            pieces: Vec::with_capacity(packed.len()),
            starts: Vec::with_capacity(passages.min(packed.len()) * 2 + 1),
            rarity: Vec::new(),
            unknown: idf(passages, 0),
        };
        let mut having: Vec<u32> = Vec::new();
        for _ in 0..passages * 2 {
            sets.starts.push(sets.pieces.len() as u32);
            let mut next = 0u32;
            for _ in 0..read_number(&mut packed)? {
                let piece = next.checked_add(read_number(&mut packed)?)?;
                if piece > MOST_PIECES {
                    return None;
                }
                if having.len() <= piece as usize {
                    having.resize(piece as usize + 1, 0);
                }
                having[piece as usize] += 1;
                sets.pieces.push(piece);
                next = piece + 1;
            }
        }
        sets.starts.push(sets.pieces.len() as u32);
        sets.rarity = having
            .iter()
            .map(|&having| idf(passages, having as usize))
            .collect();
        packed.is_empty().then_some(sets)
    }

    /// How rare a piece is among the passages.
    pub(crate) fn rarity(&self, piece: Piece) -> f32 {
        self.rarity.get(piece as usize).copied().unwrap_or(self.unknown)
    }

    /// The pieces of a passage.
    pub(crate) fn of(&self, passage: usize) -> &[Piece] {
        &self.pieces[self.starts[passage * 2] as usize..self.starts[passage * 2 + 2] as usize]
    }

    /// The pieces of a passage's headings; of the whole passage when it has none.
    pub(crate) fn of_headings(&self, passage: usize) -> &[Piece] {
        let headings = &self.pieces[self.starts[passage * 2] as usize..self.starts[passage * 2 + 1] as usize];
        if headings.is_empty() {
            self.of(passage)
        } else {
            headings
        }
    }
}
