//! Messages on their way: what was written is kept until the conversation has it.

use gangway_protocol::{ClientId, Timestamp};
use serde::{Deserialize, Serialize};

use crate::Failure;

/// Unsent messages in the order they were written. At most one is on its way, so that they arrive in order.
/// A message keeps its client id over every attempt, so that an attempt that did arrive makes no second one.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Outbox<T> {
    pending: Vec<Pending<T>>,
}

/// One message that the conversation may not have yet.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Pending<T> {
    /// Makes every attempt the same message.
    pub client_id: ClientId,
    /// When it was written.
    pub at: Timestamp,
    /// What.
    pub what: T,
    /// How far it is. A page that is loaded again does not know: it tries again.
    #[serde(skip)]
    pub progress: Progress,
}

/// How far a message is.
#[derive(Clone, PartialEq, Debug, Default)]
pub enum Progress {
    /// Waits for its turn.
    #[default]
    Waiting,
    /// On its way.
    Sending,
    /// Could not be sent.
    Failed {
        /// What to tell the writer.
        words: String,
        /// Whether it may succeed later unchanged.
        passes: bool,
    },
}

impl<T> Default for Outbox<T> {
    fn default() -> Self {
        Self { pending: Vec::new() }
    }
}

impl<T> Outbox<T> {
    /// A message was written.
    pub fn push(&mut self, client_id: ClientId, at: Timestamp, what: T) {
        self.pending.push(Pending {
            client_id,
            at,
            what,
            progress: Progress::Waiting,
        });
    }

    /// The next one to send, which is then on its way. `None` while one is on its way, or when the first waits
    /// for a better network: a later message does not overtake it. One that was refused for good is passed by.
    pub fn start_next(&mut self) -> Option<&Pending<T>> {
        for index in 0..self.pending.len() {
            match self.pending.get(index)?.progress {
                Progress::Sending | Progress::Failed { passes: true, .. } => return None,
                Progress::Failed { passes: false, .. } => {}
                Progress::Waiting => {
                    let next = self.pending.get_mut(index)?;
                    next.progress = Progress::Sending;
                    return Some(next);
                }
            }
        }
        None
    }

    /// The conversation has it: it leaves, and what failed behind it may go on.
    pub fn arrived(&mut self, client_id: &ClientId) {
        self.pending.retain(|pending| pending.client_id != *client_id);
    }

    /// An attempt failed. Stays where it is, with its reason in words.
    pub fn failed(&mut self, client_id: &ClientId, failure: &Failure, words: String) {
        if let Some(pending) = self.find_mut(client_id) {
            pending.progress = Progress::Failed {
                words,
                passes: failure.passes(),
            };
        }
    }

    /// Try this one again.
    pub fn retry(&mut self, client_id: &ClientId) {
        if let Some(pending) = self.find_mut(client_id) {
            pending.progress = Progress::Waiting;
        }
    }

    /// The network is back: try all again that may succeed unchanged.
    pub fn retry_passing(&mut self) {
        for pending in &mut self.pending {
            if matches!(pending.progress, Progress::Failed { passes: true, .. }) {
                pending.progress = Progress::Waiting;
            }
        }
    }

    /// Keeps those alone that can still be sent. Whether it kept all.
    pub fn keep(&mut self, can: impl Fn(&T) -> bool) -> bool {
        let before = self.pending.len();
        self.pending.retain(|pending| can(&pending.what));
        self.pending.len() == before
    }

    /// Nothing is on its way any more: the conversation it went to is gone.
    pub fn recall(&mut self) {
        for pending in &mut self.pending {
            pending.progress = Progress::Waiting;
        }
    }

    /// The writer takes it back. `None` when it has arrived already, or is on its way and may arrive.
    pub fn take_back(&mut self, client_id: &ClientId) -> Option<T> {
        let index = self.pending.iter().position(|pending| {
            pending.client_id == *client_id && !matches!(pending.progress, Progress::Sending)
        })?;
        Some(self.pending.remove(index).what)
    }

    /// One of them.
    pub fn find(&self, client_id: &ClientId) -> Option<&Pending<T>> {
        self.pending
            .iter()
            .find(|pending| pending.client_id == *client_id)
    }

    /// All of them, in the order they were written.
    pub fn iter(&self) -> impl Iterator<Item = &Pending<T>> {
        self.pending.iter()
    }

    /// Whether all have arrived.
    pub fn is_empty(&self) -> bool {
        self.pending.is_empty()
    }

    fn find_mut(&mut self, client_id: &ClientId) -> Option<&mut Pending<T>> {
        self.pending
            .iter_mut()
            .find(|pending| pending.client_id == *client_id)
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test ends where it is wrong")]

    use super::*;

    fn outbox() -> Outbox<&'static str> {
        let mut outbox = Outbox::default();
        outbox.push("a".into(), Timestamp(1), "first");
        outbox.push("b".into(), Timestamp(2), "second");
        outbox
    }

    fn next(outbox: &mut Outbox<&'static str>) -> Option<&'static str> {
        outbox.start_next().map(|pending| pending.what)
    }

    #[test]
    fn one_message_is_on_its_way_at_a_time() {
        let mut outbox = outbox();
        assert_eq!(next(&mut outbox), Some("first"));
        assert_eq!(next(&mut outbox), None);
        outbox.arrived(&"a".into());
        assert_eq!(next(&mut outbox), Some("second"));
        outbox.arrived(&"b".into());
        assert!(outbox.is_empty());
    }

    #[test]
    fn a_message_does_not_overtake_one_that_waits_for_the_network() {
        let mut outbox = outbox();
        next(&mut outbox);
        outbox.failed(&"a".into(), &Failure::Unreachable, String::new());
        assert_eq!(next(&mut outbox), None);
        outbox.retry_passing();
        assert_eq!(next(&mut outbox), Some("first"));
    }

    #[test]
    fn a_message_refused_for_good_holds_nothing_up_and_is_not_repeated_by_itself() {
        let mut outbox = outbox();
        next(&mut outbox);
        outbox.failed(&"a".into(), &Failure::refused(400, ""), String::new());
        outbox.retry_passing();
        assert_eq!(next(&mut outbox), Some("second"));
        outbox.arrived(&"b".into());
        assert_eq!(next(&mut outbox), None);
        assert_eq!(outbox.take_back(&"a".into()), Some("first"));
    }

    #[test]
    fn what_is_on_its_way_cannot_be_taken_back() {
        let mut outbox = outbox();
        next(&mut outbox);
        assert_eq!(outbox.take_back(&"a".into()), None);
        assert_eq!(outbox.take_back(&"b".into()), Some("second"));
    }

    #[test]
    fn a_page_loaded_again_tries_again_under_the_same_client_ids() {
        let mut outbox = Outbox::default();
        outbox.push("a".into(), Timestamp(1), "first".to_owned());
        outbox.start_next();
        let stored = serde_json::to_string(&outbox).unwrap();
        let mut restored: Outbox<String> = serde_json::from_str(&stored).unwrap();
        assert_eq!(restored.start_next().unwrap().client_id, "a".into());
    }
}
