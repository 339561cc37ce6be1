//! Which passages are ranked at all, and which of them are kept.

use super::{Hit, Scratch};
use crate::filter::Admitted;
use crate::index::Core;
use crate::vector::Meant;
use crate::weights::Weights;

/// How many nodes are kept while the graph is searched.
const SEARCH_WIDTH: usize = 200;

/// One in so many passages may be passed on the way through the graph. A way that becomes longer, because hardly any
/// passage on it is admitted, costs as much as looking at all of them.
const MOST_PASSED: usize = 8;

impl Scratch {
    /// Of many passages of which nearly all are admitted: the best of both searches, the passages of the places talked
    /// about, and for agents all of theirs. Otherwise every passage that is admitted, because a filtered graph loses its
    /// way.
    pub(super) fn gather(&mut self, index: &Core, meant: &Meant, admitted: &Admitted<'_>, weights: &Weights) {
        self.candidates.clear();
        let count = index.passages.len();
        if admitted.nearly_all() && count > weights.scanned {
            let width = weights.candidates.max(SEARCH_WIDTH);
            let has = |passage| admitted.has(passage);
            let walk = &mut self.walk;
            if index
                .graph
                .nearest(&index.vectors, meant, width, count / MOST_PASSED, has, walk)
            {
                walk.take(&mut self.candidates);
                self.gather_words(admitted, weights);
                for followed in &self.followed {
                    let passages = index.places.passages(followed.place).iter();
                    self.candidates
                        .extend(passages.filter(|&&passage| admitted.has(passage)));
                }
                if admitted.agents() {
                    self.candidates
                        .extend(index.apart.iter().filter(|&&passage| admitted.has(passage)));
                }
                self.candidates.sort_unstable();
                self.candidates.dedup();
                return;
            }
        }
        if let Some(place) = admitted.place {
            let passages = place.map_or(&[][..], |place| index.places.passages(place));
            self.candidates
                .extend(passages.iter().filter(|&&passage| admitted.has(passage)));
        } else {
            self.candidates
                .extend((0..count as u32).filter(|&passage| admitted.has(passage)));
        }
    }

    /// Adds the passages that say most of the query's words.
    fn gather_words(&mut self, admitted: &Admitted<'_>, weights: &Weights) {
        let lexical = &self.lexical;
        let start = self.candidates.len();
        let touched = self.touched.iter().filter(|&&passage| admitted.has(passage));
        self.candidates.extend(touched);
        let found = &mut self.candidates[start..];
        let best = found.len().min(weights.candidates);
        if best < found.len() {
            found.select_nth_unstable_by(best, |a, b| {
                lexical[*b as usize]
                    .total_cmp(&lexical[*a as usize])
                    .then(a.cmp(b))
            });
        }
        self.candidates.truncate(start + best);
    }
}

/// Sorts the best to the front and drops the others.
pub(super) fn keep_best(hits: &mut Vec<Hit>, count: usize) {
    if count < hits.len() {
        hits.select_nth_unstable_by(count, by_score);
        hits.truncate(count);
    }
    hits.sort_unstable_by(by_score);
}

/// Best first; of equals the one that stands first in the index.
pub(super) fn by_score(a: &Hit, b: &Hit) -> std::cmp::Ordering {
    b.score.total_cmp(&a.score).then(a.passage.cmp(&b.passage))
}
