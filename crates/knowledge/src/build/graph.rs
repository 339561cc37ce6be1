//! Building the graph with `instant-distance`.

use instant_distance::{Builder, Heuristic, Hnsw, Point};
use serde::{Serialize, Serializer};

use crate::format::{Block, read_number};
use crate::graph::{StoredGraph, StoredLayer};
use crate::list::{ListWriter, write_distances};
use crate::vector::Vector;

/// Neighbours a node can have on the lowest layer and above, fixed by `instant-distance`.
const LOWEST: usize = 64;
const UPPER: usize = 32;

/// How many candidates are kept while a point is linked. Many passages say nearly the same ("is there WiFi?" for
/// 600 places), and with fewer the graph falls into such heaps.
const BUILD_WIDTH: usize = 400;

/// A vector as `instant-distance` takes it.
#[derive(Clone)]
pub(crate) struct Node(Vector);

impl Point for Node {
    fn distance(&self, other: &Self) -> f32 {
        1.0 - self.0.cosine(&other.0)
    }
}

impl Serialize for Node {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        // The file has the vectors already.
        Block::default().serialize(serializer)
    }
}

/// The graph, with numbers of passages in the place of the library's own.
#[derive(Default)]
pub(crate) struct Packed {
    entry: Option<u32>,
    upper: Vec<(Vec<u8>, ListWriter)>,
    lowest: ListWriter,
}

impl Packed {
    /// Of the vectors of all passages; only those of `nodes`, ascending, become nodes.
    pub(crate) fn of(vectors: &[Vector], nodes: &[u32]) -> Self {
        let (hnsw, points) = built(
            nodes
                .iter()
                .map(|&node| Node(vectors[node as usize].clone()))
                .collect(),
        );
        // Writing to memory fails only where a type cannot be serialised, and this one can; what stands in it is the
        // library's, of the version that is pinned.
        let own = postcard::to_allocvec(&hnsw).unwrap_or_default();
        let passages: Vec<u32> = points.iter().map(|&node| nodes[node]).collect();
        packed(&own, &passages, vectors.len()).unwrap_or_default()
    }

    pub(crate) fn stored(&self) -> StoredGraph<'_> {
        StoredGraph {
            entry: self.entry,
            upper: self
                .upper
                .iter()
                .map(|(nodes, neighbours)| StoredLayer {
                    nodes: Block(nodes.as_slice().into()),
                    neighbours: neighbours.stored(),
                })
                .collect(),
            lowest: self.lowest.stored(),
        }
    }
}

/// The library's graph, and for each of its points the node that it is. The seed is fixed and the pool has one thread,
/// because two threads insert in an order that differs from run to run: the same vectors give the same bytes.
pub(crate) fn built(nodes: Vec<Node>) -> (Hnsw<Node>, Vec<usize>) {
    let builder = Builder::default()
        .seed(0x6761_6e67_7761_7921)
        .ef_construction(BUILD_WIDTH)
        .select_heuristic(Some(Heuristic {
            extend_candidates: false,
            keep_pruned: false,
        }));
    let pool = rayon::ThreadPoolBuilder::new().num_threads(1).build();
    let (hnsw, ids) = match pool {
        Ok(pool) => pool.install(|| builder.build_hnsw(nodes)),
        // Where no thread can be started rayon has but the current one.
        Err(_) => builder.build_hnsw(nodes),
    };
    let mut points = vec![0; ids.len()];
    for (node, point) in ids.iter().enumerate() {
        points[point.into_inner() as usize] = node;
    }
    (hnsw, points)
}

/// From the library's form: how wide to search; the points; the lowest layer, 64 neighbours a node; the layers above it
/// from the lowest up, 32 a node, each of a beginning of the points.
fn packed(mut own: &[u8], passages: &[u32], count: usize) -> Option<Packed> {
    read_number(&mut own)?;
    let points = read_number(&mut own)? as usize;
    own = own.get(points..)?;
    if points != passages.len() {
        return None;
    }
    let mut packed = Packed {
        entry: passages.first().copied(),
        ..Packed::default()
    };
    let lowest = layer(&mut own, LOWEST, passages)?;
    let mut lowest = lowest.iter().peekable();
    for passage in 0..count as u32 {
        match lowest.next_if(|(node, _)| *node == passage) {
            Some((_, neighbours)) => packed.lowest.push_with(|out| write_distances(neighbours, out)),
            None => packed.lowest.push(&[]),
        }
    }
    for _ in 0..read_number(&mut own)? {
        let layer = layer(&mut own, UPPER, passages)?;
        let mut nodes = Vec::new();
        write_distances(
            &layer.iter().map(|(node, _)| *node).collect::<Vec<_>>(),
            &mut nodes,
        );
        let mut neighbours = ListWriter::default();
        for (_, list) in &layer {
            neighbours.push_with(|out| write_distances(list, out));
        }
        packed.upper.insert(0, (nodes, neighbours));
    }
    own.is_empty().then_some(packed)
}

/// The nodes of a layer as passages, ascending, with their neighbours, ascending.
fn layer(own: &mut &[u8], most: usize, passages: &[u32]) -> Option<Vec<(u32, Vec<u32>)>> {
    let mut nodes = Vec::new();
    for point in 0..read_number(own)? {
        let mut neighbours = Vec::new();
        for _ in 0..most {
            let neighbour = read_number(own)?;
            if neighbour != u32::MAX {
                neighbours.push(*passages.get(neighbour as usize)?);
            }
        }
        neighbours.sort_unstable();
        neighbours.dedup();
        nodes.push((*passages.get(point as usize)?, neighbours));
    }
    nodes.sort_unstable();
    Some(nodes)
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;
    use proptest::prelude::*;

    use super::*;
    use crate::graph::{Graph, Walk};
    use crate::vector::{DIMENSIONS, Meant, Vectors};

    /// Vectors in heaps, as passages are: many say nearly the same.
    fn vectors() -> impl Strategy<Value = Vec<Vector>> {
        let heaps = proptest::collection::vec(any::<[i8; 16]>(), 1..40);
        let members =
            proptest::collection::vec((any::<proptest::sample::Index>(), any::<[i8; 8]>()), 1..1_500);
        (heaps, members).prop_map(|(heaps, members)| {
            let vector = |(heap, own): (proptest::sample::Index, [i8; 8])| {
                let mut bytes = [0; DIMENSIONS];
                bytes[..16].copy_from_slice(&heaps[heap.index(heaps.len())]);
                bytes[16..24].copy_from_slice(&own.map(|byte| byte / 2));
                Vector::from_integers(bytes)
            };
            members.into_iter().map(vector).collect()
        })
    }

    struct Built {
        vectors: Vectors,
        graph: Graph,
    }

    fn stored(vectors: &[Vector], packed: &Packed) -> Built {
        let bytes: Vec<u8> = vectors
            .iter()
            .flat_map(|vector| vector.bytes.map(|byte| byte as u8))
            .collect();
        let scales: Vec<u8> = vectors
            .iter()
            .flat_map(|vector| vector.scale.to_le_bytes())
            .collect();
        let file = Bytes::from(postcard::to_allocvec(&packed.stored()).expect("serialises"));
        let stored = postcard::from_bytes(&file).expect("written just now");
        Built {
            vectors: Vectors::new(bytes.into(), scales.into(), vectors.len()).expect("one for each"),
            graph: Graph::read(&stored, vectors.len(), &file).expect("fits together"),
        }
    }

    impl Built {
        /// The cosines of what is found, the greatest first.
        fn nearest(&self, meant: &Vector, width: usize, admitted: impl Fn(u32) -> bool) -> Vec<f32> {
            let (meant, mut walk, mut found) = (Meant::new(meant), Walk::default(), Vec::new());
            assert!(
                self.graph
                    .nearest(&self.vectors, &meant, width, usize::MAX, admitted, &mut walk)
            );
            walk.take(&mut found);
            sorted(
                found
                    .iter()
                    .map(|&passage| self.vectors.cosine(passage as usize, &meant)),
            )
        }
    }

    fn sorted(cosines: impl Iterator<Item = f32>) -> Vec<f32> {
        let mut cosines: Vec<f32> = cosines.collect();
        cosines.sort_by(|a, b| b.total_cmp(a));
        cosines
    }

    /// How many of the first ten are as near as what `exact` has in their place.
    fn as_near(found: &[f32], exact: &[f32]) -> usize {
        exact
            .iter()
            .take(10)
            .zip(found)
            .filter(|(exact, found)| **found >= **exact - 1e-5)
            .count()
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(8))]

        #[test]
        fn the_graph_in_the_file_finds_what_the_library_and_a_scan_find(
            vectors in vectors(),
            asked in proptest::collection::vec(any::<proptest::sample::Index>(), 10),
        ) {
            // Every ninth is no node.
            let nodes: Vec<u32> = (0..vectors.len() as u32).filter(|node| node % 9 != 8).collect();
            let built_here = stored(&vectors, &Packed::of(&vectors, &nodes));
            let (library, points) = built(nodes.iter().map(|&node| Node(vectors[node as usize].clone())).collect());
            prop_assert_eq!(points.len(), nodes.len());
            let (mut ours, mut theirs, mut filtered, mut of, mut of_filtered) = (0, 0, 0, 0, 0);
            for asked in &asked {
                let meant = asked.get(&vectors[..]);
                let cosine = |node: &u32| vectors[*node as usize].cosine(meant);
                let exact = sorted(nodes.iter().map(cosine));
                let mut search = instant_distance::Search::default();
                let found = library.search(&Node(meant.clone()), &mut search);
                let found = sorted(found.map(|item| item.point.0.cosine(meant)));
                of += exact.len().min(10);
                ours += as_near(&built_here.nearest(meant, 100, |_| true), &exact);
                theirs += as_near(&found, &exact);
                // Of every third, which a search has to pass the others for.
                let admitted = |node: u32| node.is_multiple_of(3);
                let exact = sorted(nodes.iter().filter(|node| admitted(**node)).map(cosine));
                of_filtered += exact.len().min(10);
                filtered += as_near(&built_here.nearest(meant, 100, admitted), &exact);
            }
            prop_assert!(ours + of / 50 >= theirs, "{ours} and {theirs} of {of}");
            prop_assert!(ours * 100 >= of * 95, "{ours} of {of}");
            prop_assert!(filtered * 100 >= of_filtered * 95, "{filtered} of {of_filtered}");
        }
    }

    #[test]
    fn a_search_that_passes_too_many_says_so() {
        let vectors: Vec<Vector> = (0..200)
            .map(|at: i32| {
                Vector::from_integers(std::array::from_fn(|dimension| {
                    (at * 31 + dimension as i32 * 17) as i8
                }))
            })
            .collect();
        let nodes: Vec<u32> = (0..200).collect();
        let built = stored(&vectors, &Packed::of(&vectors, &nodes));
        let (meant, mut walk) = (Meant::new(&vectors[0]), Walk::default());
        let mut search = |most, admitted: fn(u32) -> bool| {
            built
                .graph
                .nearest(&built.vectors, &meant, 10, most, admitted, &mut walk)
        };
        assert!(search(100, |_| true));
        assert!(!search(100, |_| false), "nothing is ever near enough");
        assert!(search(200, |_| false), "unless all were passed");
    }
}
