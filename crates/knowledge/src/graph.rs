//! Passages by meaning: their vectors in an HNSW graph.
//!
//! The graph is built and searched by `instant-distance`. Its own serialised form fills every node with 64
//! neighbours and is believed when it is read; the file keeps the neighbours there are, and reading checks each
//! of them, so that a damaged file is an error and not a panic in the middle of a search.

use instant_distance::{Hnsw, PointId};

use crate::format::{read_number, write_number};
use crate::memory::{Heap, flat, read_list};
use crate::vector::{DIMENSIONS, Vector};

/// Neighbours a node can have on the lowest layer and above, fixed by `instant-distance`.
const LOWEST: usize = 64;
const UPPER: usize = 32;
/// An absent neighbour in the form of `instant-distance`, in base 128.
const ABSENT: [u8; 5] = [0xff, 0xff, 0xff, 0xff, 0x0f];

/// The vectors and their graph.
pub(crate) struct Graph {
    hnsw: Hnsw<Vector>,
    /// From a point of the graph to its passage …
    passages: Vec<u32>,
    /// … and back.
    points: Vec<PointId>,
    /// How many nodes each layer above the lowest has.
    upper: Vec<u32>,
}

impl Heap for Graph {
    /// The graph's own lists cannot be asked; they are as long as the file has said.
    fn heap(&self) -> usize {
        let count = self.points.len();
        let upper = |&nodes: &u32| read_list(nodes as usize, UPPER * size_of::<PointId>());
        read_list(count, size_of::<Vector>())
            + read_list(count, LOWEST * size_of::<PointId>())
            + read_list(self.upper.len(), size_of::<Vec<u32>>())
            + self.upper.iter().map(upper).sum::<usize>()
            + flat(&self.passages)
            + flat(&self.points)
            + flat(&self.upper)
    }
}

impl std::fmt::Debug for Graph {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Graph")
            .field("points", &self.points.len())
            .finish_non_exhaustive()
    }
}

impl Graph {
    /// Reads what [`pack`] wrote. `None` when it does not fit together.
    pub(crate) fn unpack(vectors: &[u8], order: &[u8], links: &[u8]) -> Option<Self> {
        let (vectors, rest) = vectors.as_chunks::<DIMENSIONS>();
        if !rest.is_empty() {
            return None;
        }
        let count = vectors.len();
        let mut points = vec![PointId::default(); count];
        let mut passages = Vec::with_capacity(count);
        let mut order = order;
        for point in 0..count {
            let passage = read_number(&mut order)?;
            let place = points.get_mut(passage as usize)?;
            if place.is_valid() {
                return None;
            }
            *place = PointId::from(point as u32);
            passages.push(passage);
        }
        let (own, upper) = to_own_form(vectors, &passages, links)?;
        let hnsw = postcard::from_bytes(&own).ok()?;
        order.is_empty().then_some(Self {
            hnsw,
            passages,
            points,
            upper,
        })
    }

    /// How many passages there are.
    pub(crate) fn len(&self) -> usize {
        self.passages.len()
    }

    /// A passage's vector.
    pub(crate) fn vector(&self, passage: usize) -> &Vector {
        &self.hnsw[self.points[passage]]
    }

    /// Appends the passages nearest to a vector, nearest first.
    pub(crate) fn nearest(&self, vector: &Vector, search: &mut instant_distance::Search, out: &mut Vec<u32>) {
        let found = self.hnsw.search(vector, search);
        out.extend(found.map(|item| self.passages[item.pid.into_inner() as usize]));
    }
}

/// Writes the form that `instant-distance` reads: how wide to search; the points; the lowest layer, 64 neighbours
/// a node; the layers above it, 32 a node. With it, how many nodes each of these has.
fn to_own_form(
    vectors: &[[u8; DIMENSIONS]],
    passages: &[u32],
    mut links: &[u8],
) -> Option<(Vec<u8>, Vec<u32>)> {
    let count = vectors.len() as u32;
    let mut upper = Vec::new();
    let mut own = Vec::with_capacity(vectors.len() * (DIMENSIONS + 2 + 160));
    write_number(read_number(&mut links)?, &mut own);
    write_number(count, &mut own);
    for &passage in passages {
        write_number(DIMENSIONS as u32, &mut own);
        own.extend_from_slice(&vectors[passage as usize]);
    }
    let layers = read_number(&mut links)?;
    let mut nodes = count;
    for layer in 0..layers {
        let most = if layer == 0 { LOWEST } else { UPPER };
        if layer == 1 {
            write_number(layers - 1, &mut own);
        }
        let found = read_number(&mut links)?;
        // The lowest layer has every point, and each one above a beginning of the one below.
        if layer == 0 && found != count || found > nodes || found == 0 && count > 0 {
            return None;
        }
        nodes = found;
        if layer > 0 {
            upper.push(nodes);
        }
        write_number(nodes, &mut own);
        for _ in 0..nodes {
            let neighbours = read_number(&mut links)? as usize;
            if neighbours > most {
                return None;
            }
            for _ in 0..neighbours {
                let neighbour = read_number(&mut links)?;
                if neighbour >= nodes {
                    return None;
                }
                write_number(neighbour, &mut own);
            }
            for _ in neighbours..most {
                own.extend_from_slice(&ABSENT);
            }
        }
    }
    match layers {
        0 => return None,
        1 => write_number(0, &mut own),
        _ => {}
    }
    links.is_empty().then_some((own, upper))
}

/// The vectors in the order of the passages, the passages in the order of the graph, and the graph.
#[cfg(feature = "build")]
pub(crate) struct Packed {
    pub(crate) vectors: Vec<u8>,
    pub(crate) order: Vec<u8>,
    pub(crate) links: Vec<u8>,
}

/// Builds the graph. The seed is fixed and the pool has one thread, because two threads insert in an order that
/// differs from run to run: the same vectors give the same bytes.
#[cfg(feature = "build")]
pub(crate) fn pack(vectors: Vec<Vector>) -> Packed {
    let bytes = vectors
        .iter()
        .flat_map(|vector| vector.bytes.iter().map(|&byte| byte as u8))
        .collect();
    let builder = instant_distance::Builder::default()
        .seed(0x6761_6e67_7761_7921)
        .ef_construction(BUILD_WIDTH)
        .ef_search(SEARCH_WIDTH)
        .select_heuristic(Some(instant_distance::Heuristic {
            extend_candidates: false,
            keep_pruned: false,
        }));
    let pool = rayon::ThreadPoolBuilder::new().num_threads(1).build();
    let (hnsw, ids) = match pool {
        Ok(pool) => pool.install(|| builder.build_hnsw(vectors)),
        // Where no thread can be started rayon has but the current one.
        Err(_) => builder.build_hnsw(vectors),
    };
    let mut passages = vec![0u32; ids.len()];
    for (passage, point) in ids.iter().enumerate() {
        passages[point.into_inner() as usize] = passage as u32;
    }
    let mut order = Vec::new();
    for passage in passages {
        write_number(passage, &mut order);
    }
    let own = postcard::to_allocvec(&hnsw).unwrap_or_default();
    Packed {
        vectors: bytes,
        order,
        links: from_own_form(&own).unwrap_or_default(),
    }
}

/// How many candidates are kept while a point is linked. Many passages say nearly the same ("is there WiFi?" for
/// 600 places), and with fewer the graph falls into such heaps.
#[cfg(feature = "build")]
const BUILD_WIDTH: usize = 400;
/// How many are kept while it is searched.
#[cfg(feature = "build")]
const SEARCH_WIDTH: usize = 100;

/// The graph without the points and without absent neighbours.
#[cfg(feature = "build")]
fn from_own_form(mut own: &[u8]) -> Option<Vec<u8>> {
    let mut links = Vec::new();
    write_number(read_number(&mut own)?, &mut links);
    let count = read_number(&mut own)?;
    own = own.get(count as usize * (DIMENSIONS + 2)..)?;
    // The number of layers stands behind the first of them.
    let mut lowest = Vec::new();
    copy_layer(&mut own, LOWEST, &mut lowest)?;
    let above = read_number(&mut own)?;
    write_number(above + 1, &mut links);
    links.append(&mut lowest);
    for _ in 0..above {
        copy_layer(&mut own, UPPER, &mut links)?;
    }
    own.is_empty().then_some(links)
}

#[cfg(feature = "build")]
fn copy_layer(own: &mut &[u8], most: usize, links: &mut Vec<u8>) -> Option<()> {
    let nodes = read_number(own)?;
    write_number(nodes, links);
    let mut neighbours = Vec::with_capacity(most);
    for _ in 0..nodes {
        neighbours.clear();
        for _ in 0..most {
            let neighbour = read_number(own)?;
            if neighbour != u32::MAX {
                neighbours.push(neighbour);
            }
        }
        write_number(neighbours.len() as u32, links);
        for &neighbour in &neighbours {
            write_number(neighbour, links);
        }
    }
    Some(())
}
