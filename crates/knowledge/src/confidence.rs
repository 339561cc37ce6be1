//! How likely it is that the first hit answers.

use crate::search::Hit;

/// In [0, 1], for hits best first. 0 without hits.
pub(crate) fn of(hits: &[Hit]) -> f32 {
    let Some(best) = hits.first() else {
        return 0.0;
    };
    let relevance = 5.0 * best.parts.late + 4.0 * best.parts.meaning + 2.0 * best.parts.words - 6.0;
    1.0 / (1.0 + (-relevance).exp())
}
