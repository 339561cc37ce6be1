//! How much one visitor may post, counted where it cannot be got around: in the conversation itself.

use std::collections::VecDeque;

use gangway_protocol::{Code, Problem, Timestamp};
use serde::{Deserialize, Serialize};

/// Posts of a visitor in one conversation, for ever. At 4,000 characters each it stays below 32 MB.
const POSTS: u64 = 2_000;
/// Posts of a visitor in [`WINDOW`]. A fast typist makes ten; a form and its retries some more.
const POSTS_IN_WINDOW: usize = 30;
/// One minute.
const WINDOW: i64 = 60_000;

/// What has been posted, stored with the state.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub(super) struct Pace {
    /// Ever.
    posts: u64,
    /// When the last ones were, oldest first.
    recent: VecDeque<Timestamp>,
}

impl Pace {
    /// Counts one more post.
    ///
    /// # Errors
    /// What the visitor is told when it is one too many.
    pub(super) fn post(&mut self, now: Timestamp) -> Result<(), Problem> {
        if self.posts >= POSTS {
            return Err(
                Problem::new(Code::TooMany, "This conversation has reached its length.")
                    .hint("Start a new conversation."),
            );
        }
        while self.recent.front().is_some_and(|at| at.plus(WINDOW) <= now) {
            self.recent.pop_front();
        }
        if self.recent.len() >= POSTS_IN_WINDOW {
            return Err(Problem::new(Code::TooMany, "That was a lot at once.")
                .hint("Wait a minute, then send it again."));
        }
        self.posts += 1;
        self.recent.push_back(now);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_minute_takes_thirty_posts_and_the_next_minute_more() {
        let mut pace = Pace::default();
        for n in 0..30 {
            assert_eq!(pace.post(Timestamp(n)), Ok(()));
        }
        let refused = pace.post(Timestamp(WINDOW - 1));
        assert_eq!(refused.map_err(|problem| problem.code), Err(Code::TooMany));
        assert_eq!(pace.post(Timestamp(WINDOW)), Ok(()));
    }

    #[test]
    fn a_conversation_takes_two_thousand_posts() {
        let mut pace = Pace::default();
        for n in 0..2_000 {
            assert_eq!(pace.post(Timestamp(n * WINDOW)), Ok(()));
        }
        let refused = pace.post(Timestamp(2_000 * WINDOW));
        assert_eq!(refused.map_err(|problem| problem.code), Err(Code::TooMany));
        assert!(pace.recent.len() <= POSTS_IN_WINDOW);
    }

    #[test]
    fn the_stored_form_is_unchanged() {
        let mut pace = Pace::default();
        assert_eq!(pace.post(Timestamp(7)), Ok(()));
        assert_eq!(
            serde_json::to_string(&pace).unwrap_or_default(),
            r#"{"posts":1,"recent":[7]}"#
        );
    }
}
