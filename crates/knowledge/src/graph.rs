//! Passages by meaning: an HNSW graph (Malkov and Yashunin, "Efficient and robust approximate nearest neighbor search
//! using hierarchical navigable small world graphs"), searched where it stands in the file.
//!
//! It is built by `instant-distance` (`build/graph.rs`). Its own form fills every node with 64 neighbours and has to be
//! read whole; the file keeps the neighbours there are, and a search reads the lists that it comes by. A number that is
//! no passage is passed over, so that a damaged file never panics.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use bytes::Bytes;
use serde::{Deserialize, Serialize};

use crate::format::Block;
use crate::list::{Distances, List, StoredList};
use crate::memory::{Heap, flat};
use crate::vector::{Meant, Vectors};

/// The graph. Its nodes are passages by number; not every passage is one.
#[derive(Debug)]
pub(crate) struct Graph {
    /// Where a search begins; `None`: there are no nodes.
    entry: Option<u32>,
    /// The layers above the lowest, the highest first.
    upper: Vec<Layer>,
    /// The neighbours of every passage; none of one that is no node.
    lowest: List,
}

#[derive(Debug)]
struct Layer {
    /// The nodes that it has, ascending.
    nodes: Vec<u32>,
    /// The neighbours of each.
    neighbours: List,
}

/// As it stands in the file.
#[derive(Serialize, Deserialize)]
pub(crate) struct StoredGraph<'a> {
    pub(crate) entry: Option<u32>,
    #[serde(borrow)]
    pub(crate) upper: Vec<StoredLayer<'a>>,
    /// For each passage the distance from each of its neighbours to the next.
    #[serde(borrow)]
    pub(crate) lowest: StoredList<'a>,
}

/// A layer above the lowest, as it stands in the file.
#[derive(Serialize, Deserialize)]
pub(crate) struct StoredLayer<'a> {
    /// The distance from each node to the next.
    #[serde(borrow)]
    pub(crate) nodes: Block<'a>,
    /// For each the distance from each of its neighbours to the next.
    #[serde(borrow)]
    pub(crate) neighbours: StoredList<'a>,
}

impl Heap for Graph {
    fn heap(&self) -> usize {
        let upper = self
            .upper
            .iter()
            .map(|layer| flat(&layer.nodes) + layer.neighbours.heap());
        flat(&self.upper) + upper.sum::<usize>() + self.lowest.heap()
    }
}

impl Graph {
    /// `None` when it does not fit together.
    pub(crate) fn read(stored: &StoredGraph<'_>, passages: usize, file: &Bytes) -> Option<Self> {
        let lowest = List::read(&stored.lowest, file).filter(|lowest| lowest.len() == passages)?;
        let mut upper = Vec::with_capacity(stored.upper.len());
        for layer in &stored.upper {
            let neighbours = List::read(&layer.neighbours, file)?;
            let mut nodes = Vec::with_capacity(neighbours.len());
            nodes.extend(Distances::new(&layer.nodes.0).take(neighbours.len()));
            if nodes.len() != neighbours.len() {
                return None;
            }
            upper.push(Layer { nodes, neighbours });
        }
        Some(Self {
            entry: stored.entry,
            upper,
            lowest,
        })
    }

    /// Looks for the `width` nearest passages that are admitted and leaves them in the walk. Others are passed through,
    /// so that few of them hardly make it longer. `false`: more than `most` nodes were passed, and what was found may
    /// not be the nearest.
    pub(crate) fn nearest(
        &self,
        vectors: &Vectors,
        meant: &Meant,
        width: usize,
        most: usize,
        admitted: impl Fn(u32) -> bool,
        walk: &mut Walk,
    ) -> bool {
        walk.begin(self.lowest.len());
        let Some(entry) = self.entry else { return true };
        let distance = |passage: u32| key(vectors.cosine(passage as usize, meant), passage);

        // Above: from node to nearer node.
        let mut nearest = distance(entry);
        for layer in &self.upper {
            loop {
                let neighbours = layer.neighbours(passage(nearest));
                let next = neighbours.map(&distance).fold(nearest, u64::min);
                if next >> 32 >= nearest >> 32 {
                    break;
                }
                nearest = next;
            }
        }

        // Below: the nearest that was not looked at yet, until it is farther than all that are kept.
        walk.meet(passage(nearest));
        walk.candidates.push(Reverse(nearest));
        if admitted(passage(nearest)) {
            walk.kept.push(nearest);
        }
        let mut passed = 0;
        while let Some(Reverse(next)) = walk.candidates.pop() {
            let farthest = walk.kept.peek().copied().unwrap_or(u64::MAX);
            if walk.kept.len() >= width && next > farthest {
                break;
            }
            if passed == most {
                return false;
            }
            passed += 1;
            for neighbour in Distances::new(self.lowest.get(passage(next) as usize).unwrap_or_default()) {
                if !walk.meet(neighbour) {
                    continue;
                }
                let key = distance(neighbour);
                let full = walk.kept.len() >= width;
                if full && walk.kept.peek().is_some_and(|&farthest| key >= farthest) {
                    continue;
                }
                walk.candidates.push(Reverse(key));
                if admitted(neighbour) {
                    if full {
                        walk.kept.pop();
                    }
                    walk.kept.push(key);
                }
            }
        }
        true
    }
}

impl Layer {
    fn neighbours(&self, node: u32) -> Distances<'_> {
        let place = self.nodes.binary_search(&node).ok();
        let bytes = place.and_then(|place| self.neighbours.get(place));
        Distances::new(bytes.unwrap_or_default())
    }
}

/// Orders passages by their distance, then by their number: the bits of a float that is not negative are ordered as it
/// is.
fn key(cosine: f32, passage: u32) -> u64 {
    u64::from((1.0 - cosine).max(0.0).to_bits()) << 32 | u64::from(passage)
}

fn passage(key: u64) -> u32 {
    key as u32
}

/// The way of a search through the graph. Kept between uses.
#[derive(Default, Debug)]
pub(crate) struct Walk {
    /// The walk in which each passage was met last.
    met: Vec<u32>,
    number: u32,
    candidates: BinaryHeap<Reverse<u64>>,
    kept: BinaryHeap<u64>,
}

impl Walk {
    fn begin(&mut self, passages: usize) {
        if self.number == u32::MAX {
            self.met.clear();
            self.number = 0;
        }
        self.number += 1;
        if self.met.len() < passages {
            self.met.resize(passages, 0);
        }
        self.candidates.clear();
        self.kept.clear();
    }

    /// Whether it is a passage and was not met before.
    fn meet(&mut self, passage: u32) -> bool {
        match self.met.get_mut(passage as usize) {
            Some(met) if *met != self.number => {
                *met = self.number;
                true
            }
            Some(_) | None => false,
        }
    }

    /// Appends what was found, in no order, and forgets it.
    pub(crate) fn take(&mut self, out: &mut Vec<u32>) {
        out.extend(self.kept.drain().map(passage));
    }
}
