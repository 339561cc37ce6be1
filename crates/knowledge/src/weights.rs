//! Every number that ranking depends on. Learnt ones say so; `index-builder learn` finds them again.

use serde::Serialize;

/// What the parts of a score count.
#[derive(Clone, Copy, PartialEq, Debug, Serialize)]
pub struct Weights {
    /// Times the cosine of query and passage. 0: words alone.
    pub meaning: f32,
    /// Times BM25 as a share of what the query's terms weigh. 0: meaning alone.
    pub words: f32,
    /// Times the late interaction, for the [`Weights::reranked`] best. 0: none.
    pub late: f32,
    /// Times the late interaction from the passage's headings back to the query.
    pub back: f32,
    /// Times how surely the passage's place is the one talked about. 0: places are not followed.
    pub place: f32,
    /// A passage of no place has this share of what one of the place talked about gets, in [0, 1].
    pub general: f32,
    /// Where no place is talked about, a passage of no place has this share: what holds everywhere before what holds
    /// somewhere. 0: neither before the other.
    pub anywhere: f32,
    /// What a passage gains that has the kind of answer the question wants. 0: kinds are not looked at.
    pub kind: f32,
    /// What a passage gains, less than nothing, whose heading says that its matter is another than the question's: "What is
    /// not included", "Day 3 of the tour". 0: that is not looked at.
    pub aside: f32,
    /// What a passage gains, in an index of several languages, that is written in the language of the question: a
    /// traveller is answered in their language where that can be done. 0: the language does not matter.
    pub language: f32,
    /// What was said before counts so much of a question that leans on it. 0: every question stands by itself.
    pub before: f32,
    /// A turn further back counts so much less, in (0, 1].
    pub fading: f32,
    /// A place is recognised from this share of its name on, in (0, 1].
    pub recognised: f32,
    /// How many of the best the late interaction sees.
    pub reranked: usize,
    /// How many candidates each of the two searches gives when nothing is filtered.
    pub candidates: usize,
    /// Of so many passages each is looked at: quicker than the graph, and nothing is missed.
    pub scanned: usize,
}

impl Default for Weights {
    fn default() -> Self {
        Self {
            meaning: 0.9,
            words: 0.25,
            late: 0.75,
            back: 0.25,
            place: 1.4,
            general: 0.6,
            anywhere: 0.1,
            kind: 0.2,
            aside: -0.2,
            language: 0.3,
            before: 0.5,
            fading: 0.9,
            recognised: 0.5,
            reranked: 20,
            candidates: 100,
            scanned: 1_000,
        }
    }
}
