//! The index file: passages, postings, pieces, vectors, graph.

use serde::{Deserialize, Serialize};

use crate::format::{self, Block, FormatError, Kind, read_number};
use crate::graph::Graph;
use crate::lexical::{Lexicon, Stored, content, idf};
use crate::memory::{Heap, flat};
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
    /// Some passages do not hold for good.
    pub(crate) has_validities: bool,
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
            has_validities: passages.iter().any(|passage| !passage.valid.is_for_good()),
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

    /// How many bytes of memory it takes.
    pub fn memory(&self) -> usize {
        let Self {
            hash,
            model,
            table,
            passages,
            lexicon,
            pieces,
            graph,
            places,
            has_agents: _,
            has_validities: _,
        } = self;
        size_of::<Self>()
            + [hash.heap(), model.heap(), table.heap(), passages.heap()]
                .iter()
                .sum::<usize>()
            + lexicon.heap()
            + pieces.heap()
            + graph.heap()
            + places.heap()
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

impl Heap for PieceSets {
    fn heap(&self) -> usize {
        flat(&self.pieces) + flat(&self.starts) + flat(&self.rarity)
    }
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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::{Filter, Place, Query, Table, build, search};

    const TABLE: &[u8] = include_bytes!("../../../models/gangway-en-256.table");

    fn built(table: &Table) -> Vec<u8> {
        let passages = (0..40).map(|number| Passage {
            id: number.to_string(),
            heading: vec![format!("Is room {number} free?")],
            text: format!(
                "Room {number} has {} beds and a view of the harbour.",
                number % 4 + 1
            ),
            place: (number % 3 == 0).then(|| Place {
                id: format!("place{}", number % 2),
                name: format!("House {}", number % 2),
            }),
            ..Passage::default()
        });
        build::build(passages.collect(), table)
    }

    #[test]
    fn altered_bytes_are_an_error_or_an_index_and_never_a_panic() {
        let table = Table::read(TABLE).expect("the committed table");
        let file = built(&table);
        let (_, body) = format::open(Kind::Index, &file).expect("built just now");
        let query = Query {
            text: "How many beds has room 7 in House 1?",
            context: &["House 0"],
            before: &[],
            language: None,
            filter: Filter::default(),
            limit: 10,
        };
        proptest!(|(changes in proptest::collection::vec((0..body.len(), any::<u8>()), 1..6), cut in 0..body.len())| {
            let mut altered = body.to_vec();
            for (at, byte) in changes {
                altered[at] = byte;
            }
            // With the checksum put right, so that what is behind it is tested too.
            if let Ok(index) = Index::read(&format::seal(Kind::Index, &altered)) {
                search(&index, &table, &query);
            }
            prop_assert!(Index::read(&format::seal(Kind::Index, &body[..cut])).is_err());
            // Without, every alteration is seen.
            let mut altered = file.clone();
            let at = altered.len() - 1 - cut;
            altered[at] ^= 1;
            prop_assert!(Index::read(&altered).is_err());
        });
    }

    #[test]
    fn the_graph_finds_what_an_exact_scan_finds() {
        let table = Table::read(TABLE).expect("the committed table");
        let index = Index::read(&built(&table)).expect("built just now");
        let nearest = |passage: usize| {
            let mut found = Vec::new();
            let mut scratch = instant_distance::Search::default();
            index
                .graph
                .nearest(index.graph.vector(passage), &mut scratch, &mut found);
            found
        };
        for passage in 0..40 {
            let meant = index.graph.vector(passage);
            let mut exact: Vec<usize> = (0..40).collect();
            exact.sort_by(|a, b| {
                let cosine = |at: usize| index.graph.vector(at).cosine(meant);
                cosine(*b).total_cmp(&cosine(*a))
            });
            let found = nearest(passage);
            let common = exact[..10]
                .iter()
                .filter(|&&at| found[..10].contains(&(at as u32)))
                .count();
            assert!(common >= 9, "{passage}: {found:?} {exact:?}");
        }
    }
}
